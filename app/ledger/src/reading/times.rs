//! The times of one file: in which zone they are, how that is known, and what is
//! doubtful about it.
//!
//! What is nearest to the time wins: the cell itself, the header, the lines above
//! it, the file's name. Where the file says nothing, the claimant knows best; then
//! what is documented of the format; otherwise UTC is assumed, with a warning.

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::heading::HeadingZone;
use crate::cells::name_zone::zone_in_name;
use crate::cells::secrets::shortened;
use crate::entry::ZoneSource;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::DiagnosticSink;
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::formats::{Field, Recognised, RowDiagnostic};
use crate::reading::report::FileReport;
use crate::time::moment::Moment;
use crate::time::parse_time::LocalTime;
use crate::time::years::{Bounds, Calendar};
use crate::time::zone::{Placed, Placer, Zone};

/// The zone of times that do not carry their own, and the times seen.
pub(crate) struct Times {
    placer: Placer,
    source: ZoneSource,
    zone: Zone,
    given: Option<Zone>,
    documented: Option<Zone>,
    bounds: Bounds,
    needs_zone: bool,
    /// Whether the diagnostic about the zone of times without one was given.
    is_zone_said: bool,
    first: Option<(String, Moment, ZoneSource)>,
    span: Option<(Moment, Moment)>,
}

impl Times {
    /// What the file says wins, then what was given, then what is documented.
    pub fn new(
        name: &str,
        recognised: &Recognised,
        given: Option<&Zone>,
        received: Option<Moment>,
    ) -> Times {
        let heading = recognised.heading_zone();
        let documented = recognised.format.zone.as_ref();
        let in_name = zone_in_name(name);
        let (zone, source) = match (heading, &recognised.preamble_zone, &in_name) {
            (HeadingZone::Stated(zone), _, _) => (zone, ZoneSource::Header),
            (_, Some(zone), _) => (zone, ZoneSource::Preamble),
            (_, None, Some(zone)) => (zone, ZoneSource::Filename),
            (silent, None, None) => match (given, documented) {
                (Some(zone), _) => (zone, ZoneSource::Given),
                (None, Some(zone)) if *silent == HeadingZone::Silent => (zone, ZoneSource::Format),
                _ => (&Zone::UTC, ZoneSource::Assumed),
            },
        };
        Times {
            placer: Placer::new(zone),
            source,
            zone: zone.clone(),
            given: given.cloned(),
            documented: documented.cloned(),
            bounds: Bounds::new(received),
            needs_zone: false,
            is_zone_said: false,
            first: None,
            span: None,
        }
    }

    /// Places a local time in UTC and says what is doubtful about it.
    ///
    /// # Errors
    /// When no row of the file can be of this time.
    #[inline]
    pub fn place(
        &mut self,
        line: u64,
        raw: &str,
        local: LocalTime,
        diagnostics: &mut DiagnosticSink,
        sink: &mut dyn Sink,
    ) -> Result<(Moment, ZoneSource), RowDiagnostic> {
        if !local.has_seconds {
            let message = || Message::TimeMinutes;
            diagnostics.once(line, Code::NoteMinutes, message, sink);
        }
        if local.digits == Moment::DAY {
            let message = || Message::TimeDay {
                text: shortened(raw).into(),
            };
            diagnostics.say(line, Code::WarnDate, message, sink);
        }
        let (seconds, source) =
            self.seconds(line, raw, local.seconds, local.offset, diagnostics, sink);
        let is_zone_known = source != ZoneSource::Assumed;
        if COMPLETE && !self.bounds.hold(local.seconds, seconds, is_zone_known) {
            return Err(self.out_of_bounds(raw, local.seconds));
        }
        let moment = Moment {
            seconds,
            nanos: local.nanos,
            digits: local.digits,
        };
        Ok((moment, source))
    }

    /// Why no row of the file can be of this time.
    #[cold]
    fn out_of_bounds(&self, raw: &str, local: i64) -> RowDiagnostic {
        let message = || {
            let shown = shortened(raw);
            let text = Text::new(&shown);
            let (year, _, _) = Moment::from_seconds(local).date();
            match (Calendar::of_year(year), self.bounds.day_received()) {
                (Some(calendar), _) => calendar.message(&shown),
                _ if self.bounds.is_too_early(local) => Message::TimeBefore { text },
                (None, Some(day)) => Message::TimeAfter {
                    text,
                    day: Text::new(&day.to_string()[..10]),
                },
                (None, None) => Message::TimeNoDay { text },
            }
        };
        RowDiagnostic::on(Field::Time, Code::RefusedTime, message)
    }

    /// The seconds of a local time in UTC.
    fn seconds(
        &mut self,
        line: u64,
        raw: &str,
        local: i64,
        offset: Option<i32>,
        diagnostics: &mut DiagnosticSink,
        sink: &mut dyn Sink,
    ) -> (i64, ZoneSource) {
        if let Some(offset) = offset {
            if self.given.is_some() {
                self.say_zone(
                    line,
                    &Zone::Fixed(offset),
                    ZoneSource::Value,
                    diagnostics,
                    sink,
                );
            }
            return (local - i64::from(offset), ZoneSource::Value);
        }
        if !self.is_zone_said {
            self.is_zone_said = true;
            let zone = self.zone.clone();
            self.say_zone(line, &zone, self.source, diagnostics, sink);
        }
        let zone = &self.zone;
        let seconds = match self.placer.place(local) {
            Placed::Once(seconds) => seconds,
            Placed::Twice(seconds) => {
                let message = || Message::TimeTwice {
                    text: raw.into(),
                    zone: zone.to_string().into(),
                };
                diagnostics.say(line, Code::WarnTimeTwice, message, sink);
                seconds
            }
            Placed::Never(seconds) => {
                let message = || Message::TimeNever {
                    text: raw.into(),
                    zone: zone.to_string().into(),
                };
                diagnostics.say(line, Code::WarnTimeNever, message, sink);
                seconds
            }
        };
        (seconds, self.source)
    }

    /// Says once a file that its zone is assumed or only documented, or that a given
    /// one was not used, or used against what is documented. Where a documented zone is
    /// not UTC, other importers read such files otherwise, so the claimant is asked.
    fn say_zone(
        &mut self,
        line: u64,
        zone: &Zone,
        source: ZoneSource,
        diagnostics: &mut DiagnosticSink,
        sink: &mut dyn Sink,
    ) {
        let documented = self.documented.as_ref().filter(|zone| **zone != Zone::UTC);
        self.needs_zone |= match source {
            ZoneSource::Assumed => true,
            ZoneSource::Format => documented.is_some(),
            _ => false,
        };
        if !COMPLETE {
            return;
        }
        if source == ZoneSource::Assumed {
            let message = || Message::ZoneAssumed;
            diagnostics.once(line, Code::WarnZoneAssumed, message, sink);
            return;
        }
        if let (ZoneSource::Format, Some(documented)) = (source, documented) {
            let message = || Message::ZoneDocumented {
                zone: documented.to_string().into(),
            };
            diagnostics.once(line, Code::NoteZone, message, sink);
        }
        let Some(given) = &self.given else { return };
        let documented = self.documented.as_ref().filter(|zone| *zone != given);
        if let (ZoneSource::Given, Some(documented)) = (source, documented) {
            let message = || Message::ZoneGiven {
                given: given.to_string().into(),
                zone: documented.to_string().into(),
            };
            diagnostics.once(line, Code::NoteZone, message, sink);
        }
        if source != ZoneSource::Given && given != zone && !diagnostics.has(Code::NoteZone) {
            let message = || Message::ZoneOwn {
                zone: zone.to_string().into(),
                origin: source,
                given: given.to_string().into(),
            };
            diagnostics.once(line, Code::NoteZone, message, sink);
        }
    }

    /// Keeps the time of a row that was read.
    pub fn keep(&mut self, raw: &str, time: Moment, source: ZoneSource) {
        if COMPLETE && self.first.is_none() {
            self.first = Some((raw.to_owned(), time, source));
        }
        let (first, last) = self.span.get_or_insert((time, time));
        if time < *first {
            *first = time;
        }
        if time >= *last {
            *last = time;
        }
    }

    /// Writes what was found into the report.
    pub fn write_to(self, report: &mut FileReport) {
        report.needs_zone = self.needs_zone;
        if let Some((raw, time, source)) = self.first {
            report.first_time = Some((raw, time));
            report.zone_source = Some(source);
        }
        report.span = self.span;
    }
}
