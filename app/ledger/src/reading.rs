//! The reading of one recognised file: each row to entries, or to a diagnostic
//! that says why not, and never at the cost of its neighbours.

use crate::clock::{self, LocalTime};
use crate::detect::Recognised;
use crate::diagnostic::Diagnostic;
use crate::entry::{Entry, Kind, ZoneSource};
use crate::found::{Found, REFUSED_LINES_MAX};
use crate::header::HeadingZone;
use crate::moment::Moment;
use crate::nesting::Nesting;
use crate::options::ReadOptions;
use crate::readers::{Cells, Field, Format, Out, Remark};
use crate::rows::{Flaw, Next, Row, Rows};
use crate::sink::Sink;
use crate::text::Text;
use crate::zone::{Placed, Placer, Zone};

/// The state of one reading. Rows are taken apart by `rows`, which is kept beside
/// what is done with them so that a row may borrow from it.
pub(crate) struct Reading {
    rows: Rows,
    reader: Reader,
}

struct Reader {
    recognised: Recognised,
    stamp: Stamp,
    zone: FileZone,
    rows_max: u64,
    found: Found,
    /// Codes said once a file.
    said: Vec<&'static str>,
    nesting: Option<Nesting>,
}

/// What every entry of the file has in common.
struct Stamp {
    file: Text,
    format: Text,
    reader_version: Text,
    exchange: Text,
    account: Text,
}

/// The zone of times that do not carry their own.
struct FileZone {
    placer: Placer,
    source: ZoneSource,
    zone: Zone,
    given: Option<Zone>,
}

impl FileZone {
    /// What the file says wins, then what is documented, then what was given.
    fn decide(recognised: &Recognised, given: Option<&Zone>) -> FileZone {
        let format: &Format = recognised.format;
        let (zone, source) = match (recognised.heading_zone(), &format.zone, given) {
            (HeadingZone::Told(zone), _, _) => (zone, ZoneSource::Header),
            (HeadingZone::Silent, Some(zone), _) => (zone, ZoneSource::Format),
            (_, _, Some(zone)) => (zone, ZoneSource::Given),
            (_, _, None) => (&Zone::UTC, ZoneSource::Assumed),
        };
        FileZone {
            placer: Placer::new(zone),
            source,
            zone: zone.clone(),
            given: given.cloned(),
        }
    }
}

impl Reading {
    /// Prepares the reading of a recognised file.
    pub fn new(name: &str, recognised: Recognised, options: &ReadOptions) -> Reading {
        let limits = &options.limits;
        let mut rows = Rows::new(
            recognised.delimiter,
            limits.row_bytes_max,
            limits.row_cells_max,
        );
        rows.set_header_cells(recognised.headings.len());
        let format = recognised.format;
        let reader = Reader {
            stamp: Stamp {
                file: Text::new(name),
                format: Text::new_static(format.id),
                reader_version: Text::new_static(format.version),
                exchange: Text::new_static(format.exchange),
                account: options.account.clone(),
            },
            zone: FileZone::decide(&recognised, options.zone.as_ref()),
            rows_max: limits.rows_max,
            found: blank_found(name, &recognised),
            said: Vec::new(),
            nesting: format
                .nested
                .map(|nested| Nesting::new(nested, recognised.places.fraction)),
            recognised,
        };
        Reading { rows, reader }
    }

    /// Reads the whole rows of `bytes` and says how many bytes they took.
    pub fn read(&mut self, bytes: &[u8], last: bool, sink: &mut dyn Sink) -> usize {
        let mut at = 0;
        loop {
            match self.rows.next(bytes, &mut at, last) {
                Next::Row(row) => self.reader.row(row, sink),
                Next::Flawed(line, flaw) => self.reader.flawed(line, flaw, sink),
                Next::More => return at,
            }
        }
    }

    /// Marks that bytes behind were not read.
    pub fn cut_short(&mut self) {
        self.reader.found.is_cut_short = true;
    }

    /// Says what was found.
    pub fn finish(mut self, sink: &mut dyn Sink) -> Found {
        if self.reader.found.rows == 0 {
            self.reader.say_once(
                0,
                "NOTE-NO-ROWS",
                "there is a header and nothing below it",
                sink,
            );
        }
        let left = self.reader.nesting.as_mut().and_then(Nesting::end);
        self.reader.refuse_earlier(left, sink);
        self.reader.found.describe();
        self.reader.found
    }
}

fn blank_found(name: &str, recognised: &Recognised) -> Found {
    Found {
        file: name.to_owned(),
        format: Some(recognised.format),
        rows: 0,
        entries: 0,
        deals: 0,
        refused: 0,
        refused_lines: Vec::new(),
        is_cut_short: false,
        unknown_columns: recognised.unknown.clone(),
        odd: recognised.odd.clone(),
        needs_zone: false,
        zone_source: None,
        first_time: None,
        span: None,
        sentence: String::new(),
        sha256: String::new(),
    }
}

impl Reader {
    fn row(&mut self, row: Row<'_>, sink: &mut dyn Sink) {
        if row.line <= self.recognised.header_line || row.cells().all(str::is_empty) {
            if row.line == self.recognised.header_line {
                self.head(sink);
            }
            return;
        }
        if self
            .nesting
            .as_mut()
            .is_some_and(|below| below.is_head(row))
        {
            return;
        }
        if self.found.rows >= self.rows_max {
            return self.stop_at_rows_max(row.line, sink);
        }
        self.found.rows += 1;
        if let Err(remark) = self.read_row(row, sink) {
            self.refuse(row, remark, sink);
        }
    }

    /// What the header alone says of the file.
    fn head(&mut self, sink: &mut dyn Sink) {
        let line = self.recognised.header_line;
        if !self.recognised.unknown.is_empty() {
            let names = self.recognised.unknown.join(", ");
            let sentence = format!("columns this reader does not know and does not need: {names}");
            self.say_once(line, "NOTE-COLUMNS", &sentence, sink);
        }
        for remark in self.recognised.odd.clone() {
            self.say(line, "NOTE-ODD", &remark, sink);
        }
    }

    fn read_row(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> Result<(), Remark> {
        let header_cells = self.recognised.headings.len();
        if row.len() > header_cells && row.cells().skip(header_cells).any(|cell| !cell.is_empty()) {
            return Err(Remark {
                field: None,
                code: "REFUSED-CELLS",
                sentence: format!(
                    "the row has {} cells under a header of {header_cells}: an unquoted comma may have split one",
                    row.len()
                ),
            });
        }
        if self.nesting.is_some() {
            return match Nesting::is_below(row) {
                true => self.read_below(row, sink),
                false => self.read_above(row, sink),
            };
        }
        let cells = Cells {
            row,
            places: &self.recognised.places,
        };
        if let Some(remark) = (self.recognised.format.set_aside)(&cells) {
            return Err(remark);
        }
        cells.needed(Field::Time)?;
        let raw = self.raw_time(row);
        let entry = self.blank(row.line, raw, sink)?;
        let (time, zone_source) = (entry.time, entry.zone_source);
        let cells = Cells {
            row,
            places: &self.recognised.places,
        };
        let mut out = Out {
            sink,
            file: &self.found.file,
            line: row.line,
            places: &self.recognised.places,
            entries: &mut self.found.entries,
            deals: &mut self.found.deals,
        };
        (self.recognised.format.map)(&cells, entry, &mut out)?;
        self.keep_times(raw, time, zone_source);
        Ok(())
    }

    /// A row that others stand below is no entry; it is kept for them.
    fn read_above(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> Result<(), Remark> {
        let cells = Cells {
            row,
            places: &self.recognised.places,
        };
        let aside = (self.recognised.format.set_aside)(&cells);
        let before = self
            .nesting
            .as_mut()
            .and_then(|nesting| nesting.take(&cells, aside.is_some()));
        self.refuse_earlier(before, sink);
        aside.map_or(Ok(()), Err)
    }

    fn read_below(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> Result<(), Remark> {
        let nesting = self.nesting.as_mut();
        let below = nesting.and_then(|nesting| Some((nesting.nested, nesting.next_below()?)));
        let Some((nested, (parent, places))) = below else {
            return Err(Remark {
                field: None,
                code: "REFUSED-NO-ORDER",
                sentence: "no order and no header stand above this fill".to_owned(),
            });
        };
        let cells = Cells {
            row,
            places: &places,
        };
        let raw = cells.needed(Field::Time)?;
        let mut entry = self.blank(row.line, raw, sink)?;
        entry.lines = vec![parent.line, row.line].into();
        let (time, zone_source) = (entry.time, entry.zone_source);
        let mut out = Out {
            sink,
            file: &self.found.file,
            line: row.line,
            places: &places,
            entries: &mut self.found.entries,
            deals: &mut self.found.deals,
        };
        (nested.map)(&cells, &parent, entry, &mut out)?;
        self.keep_times(raw, time, zone_source);
        Ok(())
    }

    /// Refuses a row that stands above the one being read.
    fn refuse_earlier(&mut self, row: Option<(u64, Remark)>, sink: &mut dyn Sink) {
        if let Some((line, remark)) = row {
            self.count_refused(line);
            self.say(line, remark.code, &remark.sentence, sink);
        }
    }

    /// An entry of which only the place and the time are known.
    fn blank(&mut self, line: u64, raw: &str, sink: &mut dyn Sink) -> Result<Entry, Remark> {
        let local = clock::read(raw, self.recognised.format.dates).map_err(|error| {
            let start: String = raw.chars().take(40).collect();
            Remark::on(Field::Time, "REFUSED-TIME", format!("`{start}` {error}"))
        })?;
        let (time, zone_source) = self.place(line, raw, local, sink);
        Ok(self.stamp.blank(line, time, raw, zone_source))
    }

    /// The time's cell, borrowed from the row alone.
    fn raw_time<'a>(&self, row: Row<'a>) -> &'a str {
        let place = self.recognised.places.get(Field::Time);
        place.map_or("", |column| row.cell(column))
    }

    /// Places a local time in UTC and says what is doubtful about it.
    fn place(
        &mut self,
        line: u64,
        raw: &str,
        local: LocalTime,
        sink: &mut dyn Sink,
    ) -> (Moment, ZoneSource) {
        let moment = |seconds| Moment {
            seconds,
            nanos: local.nanos,
            digits: local.digits,
        };
        if !local.has_seconds {
            let sentence = "times are written without seconds; a spreadsheet may have dropped them";
            self.say_once(line, "NOTE-MINUTES", sentence, sink);
        }
        if let Some(offset) = local.offset {
            self.say_zone(line, &Zone::Fixed(offset), ZoneSource::Value, sink);
            return (moment(local.seconds - i64::from(offset)), ZoneSource::Value);
        }
        let source = self.zone.source;
        if source == ZoneSource::Assumed || self.zone.given.is_some() {
            let zone = self.zone.zone.clone();
            self.say_zone(line, &zone, source, sink);
        }
        let zone = &self.zone.zone;
        let seconds = match self.zone.placer.place(local.seconds) {
            Placed::Once(seconds) => seconds,
            Placed::Twice(seconds) => {
                let sentence = format!("`{raw}` exists twice in {zone}; the earlier one is taken");
                self.say(line, "WARN-TIME-TWICE", &sentence, sink);
                seconds
            }
            Placed::Never(seconds) => {
                let sentence = format!(
                    "`{raw}` does not exist in {zone}, whose clock jumped over it; read as if it had not"
                );
                self.say(line, "WARN-TIME-NEVER", &sentence, sink);
                seconds
            }
        };
        (moment(seconds), source)
    }

    /// Says once a file that its zone is assumed, or that a given one was not used.
    fn say_zone(&mut self, line: u64, zone: &Zone, source: ZoneSource, sink: &mut dyn Sink) {
        if source == ZoneSource::Assumed {
            self.found.needs_zone = true;
            let sentence = "nothing says in which zone the times are; UTC is assumed, and --zone (or the page) can say better";
            self.say_once(line, "WARN-ZONE-ASSUMED", sentence, sink);
            return;
        }
        if source == ZoneSource::Given || self.zone.given.is_none() {
            return;
        }
        let is_other = self.zone.given.as_ref() != Some(zone);
        if is_other && !self.said.contains(&"NOTE-ZONE") {
            let given = self.zone.given.as_ref().map(Zone::to_string);
            let sentence = format!(
                "the file's own zone ({zone}, by its {}) is used, not the one given ({})",
                source.as_str(),
                given.unwrap_or_default()
            );
            self.say_once(line, "NOTE-ZONE", &sentence, sink);
        }
    }

    fn keep_times(&mut self, raw: &str, time: Moment, source: ZoneSource) {
        if self.found.first_time.is_none() {
            self.found.first_time = Some((raw.to_owned(), time));
            self.found.zone_source = Some(source);
        }
        self.found.span = match self.found.span {
            None => Some((time, time)),
            Some((first, last)) => Some((first.min(time), last.max(time))),
        };
    }

    /// A row that is no entry: refused, or rightly none.
    fn refuse(&mut self, row: Row<'_>, remark: Remark, sink: &mut dyn Sink) {
        let places = &self.recognised.places;
        let column = remark
            .field
            .and_then(|field| places.get(field))
            .map_or(0, |at| at as u32 + 1);
        let (column, code, sentence) = if is_no_records(row) {
            (
                0,
                "NOTE-NO-RECORDS",
                "the exchange says that it has no records".to_owned(),
            )
        } else if self.is_header_again(row) {
            (
                0,
                "NOTE-HEADER-AGAIN",
                "the header stands here once more".to_owned(),
            )
        } else {
            (column, remark.code, remark.sentence)
        };
        if code.starts_with("REFUSED-") {
            self.count_refused(row.line);
        }
        sink.diagnostic(self.diagnostic(row.line, column, code, sentence));
    }

    fn flawed(&mut self, line: u64, flaw: Flaw, sink: &mut dyn Sink) {
        if line <= self.recognised.header_line {
            return;
        }
        if self.found.rows >= self.rows_max {
            return self.stop_at_rows_max(line, sink);
        }
        self.found.rows += 1;
        self.count_refused(line);
        let (code, sentence) = match flaw {
            Flaw::Quotes => ("REFUSED-QUOTES", "a quote is opened and never closed"),
            Flaw::Encoding => ("REFUSED-ENCODING", "the row is no UTF-8 text"),
            Flaw::TooLong => ("REFUSED-LIMIT", "the row is longer than row_bytes_max"),
            Flaw::TooManyCells => ("REFUSED-LIMIT", "the row has more cells than row_cells_max"),
        };
        sink.diagnostic(self.diagnostic(line, 0, code, sentence.to_owned()));
    }

    fn count_refused(&mut self, line: u64) {
        self.found.refused += 1;
        if self.found.refused_lines.len() < REFUSED_LINES_MAX {
            self.found.refused_lines.push(line);
        }
    }

    fn stop_at_rows_max(&mut self, line: u64, sink: &mut dyn Sink) {
        self.found.is_cut_short = true;
        let sentence = format!(
            "the file has more rows than rows_max ({}); what stands behind is not read",
            self.rows_max
        );
        self.say_once(line, "REFUSED-LIMIT", &sentence, sink);
    }

    fn is_header_again(&self, row: Row<'_>) -> bool {
        let headings = self.recognised.headings.iter();
        row.len() == headings.len() && headings.zip(row.cells()).all(|(h, cell)| h.raw == cell)
    }

    fn say_once(&mut self, line: u64, code: &'static str, sentence: &str, sink: &mut dyn Sink) {
        if !self.said.contains(&code) {
            self.said.push(code);
            self.say(line, code, sentence, sink);
        }
    }

    fn say(&self, line: u64, code: &str, sentence: &str, sink: &mut dyn Sink) {
        sink.diagnostic(self.diagnostic(line, 0, code, sentence.to_owned()));
    }

    fn diagnostic(&self, line: u64, column: u32, code: &str, sentence: String) -> Diagnostic {
        Diagnostic {
            file: self.found.file.clone(),
            line,
            column,
            code: code.to_owned(),
            sentence,
        }
    }
}

/// A row such as KuCoin's `No matching records found.`
fn is_no_records(row: Row<'_>) -> bool {
    let mut filled = row.cells().filter(|cell| !cell.is_empty());
    let (Some(cell), None) = (filled.next(), filled.next()) else {
        return false;
    };
    let cell = cell.to_ascii_lowercase();
    cell.starts_with("no ") && (cell.contains("record") || cell.contains("data"))
}

impl Stamp {
    /// An entry of which only the place and the time are known.
    fn blank(&self, line: u64, time: Moment, raw: &str, zone_source: ZoneSource) -> Entry {
        Entry {
            file: self.file.clone(),
            lines: line.into(),
            format: self.format.clone(),
            reader_version: self.reader_version.clone(),
            exchange: self.exchange.clone(),
            account: self.account.clone(),
            account_in_file: Text::default(),
            time,
            time_raw: Text::new(raw),
            zone_source,
            kind: Kind::Adjustment,
            market: Text::default(),
            side: None,
            price: None,
            out: None,
            in_: None,
            fee: None,
            order_id: Text::default(),
            trade_id: Text::default(),
            group: Text::default(),
            note: Text::default(),
        }
    }
}
