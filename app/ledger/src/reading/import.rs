//! Bytes in, entries and diagnostics out, with constant memory.
//!
//! `Import` is pushed slices, so that the browser and an upload can feed it as
//! bytes come.

use std::io::Read;

use sha2::{Digest, Sha256};
use workbook::CodePage;

use crate::base::features::COMPLETE;
use crate::base::hex::hex;
use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::decode::{Decoder, Letters};
use crate::carriers::samples::SAMPLE_BYTES;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::diagnostic_sink::DiagnosticSink;
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::formats::Recognised;
use crate::formats::unsupported;
use crate::mapping;
use crate::reading::detect::{self, Unrecognised};
use crate::reading::options::ReadOptions;
use crate::reading::reader::Reading;
use crate::reading::report::FileReport;

/// The reading of one CSV file, pushed slice by slice.
pub struct Import {
    name: String,
    options: ReadOptions,
    /// Bytes as they came, until the file is judged by the first of them.
    raw: Vec<u8>,
    /// Text that is not read yet.
    pending: Vec<u8>,
    bytes: u64,
    hash: Option<Sha256>,
    stage: Stage,
}

enum Stage {
    /// So many bytes are gathered before the file is judged.
    Sampling(usize),
    /// It is recognised and being read.
    Reading(Box<Reading>, Decoder),
    /// It is not, and why.
    Unrecognised(Unrecognised),
    /// It is longer than the limit; what was read before stands.
    Stopped(Option<Box<Reading>>),
}

impl Import {
    /// Begins the reading of a file called `name`.
    pub fn new(name: &str, options: &ReadOptions) -> Import {
        let name = clean_name(name);
        Import {
            options: options.of(&name),
            name,
            raw: Vec::new(),
            pending: Vec::new(),
            bytes: 0,
            hash: (COMPLETE && options.hash).then(Sha256::new),
            stage: Stage::Sampling(SAMPLE_BYTES),
        }
    }

    /// Reads the next bytes; slices may end anywhere.
    pub fn push(&mut self, bytes: &[u8], sink: &mut dyn Sink) {
        if COMPLETE && let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
        let is_over = matches!(self.stage, Stage::Unrecognised(_) | Stage::Stopped(_));
        if bytes.is_empty() || is_over {
            return;
        }
        let left = self.options.limits.file_bytes_max - self.bytes;
        let taken = &bytes[..bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX))];
        self.bytes += taken.len() as u64;
        match &mut self.stage {
            Stage::Reading(_, decoder) => decoder.push(taken, false, &mut self.pending),
            _ => self.raw.extend_from_slice(taken),
        }
        self.work(false, sink);
        if taken.len() < bytes.len() {
            self.stop(sink);
        }
    }

    /// Reads what is left and says what was found.
    pub fn finish(mut self, sink: &mut dyn Sink) -> FileReport {
        if !matches!(self.stage, Stage::Stopped(_)) {
            self.work(true, sink);
        }
        let hash = self.hash.filter(|_| COMPLETE);
        let sha256 = hash.map_or_else(String::new, |hash| hex(&hash.finalize()));
        let mut report = match self.stage {
            Stage::Reading(reading, _) | Stage::Stopped(Some(reading)) => reading.finish(sink),
            Stage::Unrecognised(unrecognised) => {
                let diagnostics = DiagnosticSink::new(&self.name);
                for (line, column) in &unrecognised.secrets {
                    diagnostics.secret(*line, *column, sink);
                }
                FileReport {
                    candidates: unrecognised.candidates,
                    secrets: unrecognised.secrets.len() as u64,
                    ..FileReport::unrecognised(
                        &self.name,
                        unrecognised.message.into_message(),
                        sink,
                    )
                }
            }
            Stage::Sampling(_) | Stage::Stopped(None) => {
                FileReport::unrecognised(&self.name, Message::FileTooLong, sink)
            }
        };
        report.sha256 = sha256;
        report
    }

    fn work(&mut self, last: bool, sink: &mut dyn Sink) {
        while let Stage::Sampling(wanted) = self.stage {
            if !last && self.raw.len() < wanted {
                return;
            }
            self.judge(wanted, last);
        }
        if let Stage::Reading(reading, decoder) = &mut self.stage {
            if last {
                decoder.push(b"", true, &mut self.pending);
            }
            let used = reading.read(&self.pending, last, sink);
            self.pending.drain(..used);
        }
    }

    /// Judges the file by its first `wanted` bytes, never by more or fewer: where
    /// slices end must change nothing.
    fn judge(&mut self, wanted: usize, last: bool) {
        let start = &self.raw[..self.raw.len().min(wanted)];
        let is_whole = last && start.len() == self.raw.len();
        let more = self.options.limits.dates_bytes_max;
        let (recognised, mut decoder) = match self.recognise(start, is_whole) {
            Ok(recognised) => recognised,
            Err(unrecognised) => {
                self.stage = Stage::Unrecognised(unrecognised);
                self.raw = Vec::new();
                return;
            }
        };
        let is_open =
            recognised.needs_day_order || recognised.needs_fraction || recognised.wants_dates;
        if is_open && !is_whole && wanted < more {
            self.stage = Stage::Sampling(more);
            return;
        }
        let reading = Reading::new(&self.name, recognised, &self.options);
        decoder.push(&std::mem::take(&mut self.raw), false, &mut self.pending);
        self.stage = Stage::Reading(Box::new(reading), decoder);
    }

    /// Recognises a file by its first bytes, in whatever letters they are.
    pub(crate) fn recognise(
        &self,
        start: &[u8],
        is_whole: bool,
    ) -> Result<(Recognised, Decoder), Unrecognised> {
        if let Some(message) = unsupported::by_bytes(start) {
            return Err(message.into());
        }
        let letters = match Letters::of(start, is_whole) {
            Letters::Page(_) => CodePage::ALL.map(Letters::Page).to_vec(),
            letters => vec![letters],
        };
        let mut best = None;
        for letters in letters {
            let decoder = Decoder::new(letters, start, is_whole);
            let text = decoder.text_of(start, is_whole);
            let recognised = self.recognise_text(&text, is_whole);
            let recognised = recognised.map_err(|unrecognised| {
                unsupported::by_tags(&text).map_or(unrecognised, Unrecognised::from)
            });
            let recognised = recognised.map(|mut recognised| {
                recognised.settle_dates(&text, is_whole, &self.options);
                recognised.settle_fraction(&text, is_whole, &self.options.limits);
                recognised.odd.extend(letters.note());
                (recognised, decoder)
            });
            // Letters of a wrong code page make names that nobody knows.
            let is_right = recognised
                .as_ref()
                .is_ok_and(|(recognised, _)| recognised.unknown.iter().all(|name| name.is_ascii()));
            if is_right {
                return recognised;
            }
            let is_better = match &best {
                None => true,
                Some(best) => recognised.is_ok() && Result::is_err(best),
            };
            if is_better {
                best = Some(recognised);
            }
        }
        best.unwrap_or_else(|| Err(Message::FileNothing.into()))
    }

    fn recognise_text(&self, text: &[u8], is_whole: bool) -> Result<Recognised, Unrecognised> {
        let wanted = self.options.format.as_deref();
        let limits = &self.options.limits;
        let recognise = || detect::recognise(&self.name, text, is_whole, wanted, limits);
        let mapping = self.options.mapping.as_ref().filter(|_| COMPLETE);
        match mapping.map(|mapping| mapping::recognise(mapping, text, is_whole, limits)) {
            Some(Ok(recognised)) => Ok(recognised),
            Some(Err(lack)) => recognise().map_err(|unrecognised| unrecognised.with(lack)),
            None => recognise().map_err(Unrecognised::with_next_step),
        }
    }

    fn stop(&mut self, sink: &mut dyn Sink) {
        let message = Message::lazy(|| Message::FileBytes {
            limit: Limits::NAMES.file_bytes_max.into(),
            count: self.options.limits.file_bytes_max,
        });
        sink.diagnostic(Diagnostic::of_file(&self.name, Code::RefusedLimit, message));
        if let Stage::Sampling(_) = self.stage {
            self.judge(usize::MAX, false);
            self.work(false, sink);
        }
        self.stage = match std::mem::replace(&mut self.stage, Stage::Stopped(None)) {
            Stage::Reading(mut reading, _) => {
                reading.cut_short();
                Stage::Stopped(Some(reading))
            }
            other @ Stage::Unrecognised(_) => other,
            Stage::Sampling(_) | Stage::Stopped(_) => Stage::Stopped(None),
        };
    }
}

/// Pushes all that a source gives.
pub(crate) fn feed(
    import: &mut Import,
    source: &mut dyn Read,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let mut bytes = vec![0; 128 << 10];
    loop {
        match source.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(read) => import.push(&bytes[..read], sink),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
