//! What was found in the files of an import, as it is kept beside it.

use std::fs::File;
use std::io::{BufReader, Seek};

use app::Translator;
use app::messages::FoundParts;
use app::parts::values::FileDescription;
use ledger::messages::Message;
use ledger::{Collected, Entry, FileReport, ReadOptions, Spreadsheet, format_by_id, start_of};
use serde::{Deserialize, Serialize};
use store::Import;

/// What was found in one file or archive member, as an import keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundFile {
    /// Name as read; inside an archive `archive!member`.
    pub file: String,
    /// Id of the format; none when it was not recognised.
    pub format: Option<String>,
    /// What the format is called.
    pub title: String,
    /// Version of the reader.
    pub reader_version: String,
    /// Rows below the header.
    pub rows: u64,
    /// Entries made of them.
    pub entries: u64,
    /// Rows refused.
    pub refused: u64,
    /// Nothing says in which zone the times are.
    pub needs_zone: bool,
    /// Dates could be day-first or month-first, and nobody has said which.
    #[serde(default)]
    pub needs_day_order: bool,
    /// The first such date either way; there too once it is answered.
    #[serde(default)]
    pub either_way: Option<EitherWay>,
    /// The formats it could be; there too once it is answered.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// How the zone of the first time was known.
    pub zone_source: Option<String>,
    /// The first time, as the file writes it.
    pub first_time_raw: Option<String>,
    /// The same, as it was read, in UTC.
    pub first_time: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The spreadsheet that its numbers are known to have gone through.
    #[serde(default)]
    pub spreadsheet: Option<Spreadsheet>,
    /// Whether it was read by what somebody said that its columns mean.
    #[serde(default)]
    pub is_mapped: bool,
    /// What it is and what is odd about it.
    pub parts: FoundParts,
}

/// A date that could be day-first or month-first, as each would read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EitherWay {
    /// As the file writes it.
    pub raw: String,
    /// `2021-12-05`, when the day stands first.
    pub day_first: String,
    /// The other.
    pub month_first: String,
}

/// A format that a file could be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What its first row would be.
    pub first: Option<Entry>,
}

impl FoundFile {
    /// The name inside the archive or workbook; empty for a plain file.
    pub fn member(&self) -> &str {
        self.file.split_once('!').map_or("", |(_, member)| member)
    }

    /// Whether it could be a table, by whose columns it is read once somebody has
    /// said what they mean. The ledger tells pictures and PDFs by their bytes.
    pub fn may_be_table(&self) -> bool {
        !matches!(
            self.parts.why,
            Some(Message::FilePicture | Message::FilePdf)
        )
    }

    /// What it is and what is odd about it, in the reader's language.
    pub fn text(&self, texts: Translator) -> String {
        self.parts.text(texts)
    }

    /// Whether only the claimant can say what it is, and has not.
    pub fn is_open(&self) -> bool {
        self.format.is_none() && !self.candidates.is_empty()
    }
}

impl From<&FileReport> for FoundFile {
    fn from(found: &FileReport) -> FoundFile {
        let format = found.format;
        FoundFile {
            file: found.file.clone(),
            format: format.map(|format| format.id.to_owned()),
            title: format.map_or_else(String::new, |format| format.title.to_owned()),
            reader_version: found.reader_version(),
            rows: found.rows,
            entries: found.entries,
            refused: found.refused,
            needs_zone: found.needs_zone,
            needs_day_order: found.needs_day_order,
            either_way: found.either_way.clone().map(|date| EitherWay {
                raw: date.raw,
                day_first: date.day_first,
                month_first: date.month_first,
            }),
            candidates: Vec::new(),
            zone_source: found.zone_source.map(|source| source.as_str().to_owned()),
            first_time_raw: found.first_time.as_ref().map(|(raw, _)| raw.clone()),
            first_time: found.first_time.as_ref().map(|(_, time)| time.to_string()),
            sha256: found.sha256.clone(),
            spreadsheet: found.spreadsheet,
            is_mapped: found.mapping.is_some(),
            parts: FoundParts::from(found),
        }
    }
}

/// What was found in the files of an import.
///
/// # Errors
/// When what is kept cannot be read.
pub fn found(import: &Import) -> anyhow::Result<Vec<FoundFile>> {
    Ok(serde_json::from_str(&import.found)?)
}

/// The same in the reader's language, file by file.
pub fn descriptions(texts: Translator, found: &[FoundFile]) -> Vec<FileDescription> {
    found
        .iter()
        .map(|file| FileDescription {
            name: file.member().to_owned(),
            text: file.text(texts),
        })
        .collect()
}

/// The formats that a file of several within reach could be, each with what its
/// first row would be.
pub(super) fn candidates(
    name: &str,
    mut bytes: &File,
    options: &ReadOptions,
    found: &FileReport,
) -> std::io::Result<Vec<Candidate>> {
    let member = found.file.split_once('!').map_or("", |(_, member)| member);
    let answered = options
        .members
        .0
        .get(member)
        .map(|answered| &answered.format);
    let has_answer = answered.unwrap_or(&options.format).is_some();
    if found.candidates.is_empty() && !has_answer {
        return Ok(Vec::new());
    }
    bytes.rewind()?;
    let source = BufReader::new(bytes);
    let Some(start) = start_of(name, source, member, &options.limits)? else {
        return Ok(Vec::new());
    };
    let read_as = |format: Option<&str>| {
        let options = ReadOptions {
            format: format.map(str::to_owned),
            limits: options.limits.clone(),
            ..ReadOptions::default()
        };
        let mut read = Collected::default();
        let mut import = ledger::Import::new(&found.file, &options);
        import.push(&start, &mut read);
        let found = import.finish(&mut read);
        (found, read.entries)
    };
    let ids = match found.candidates.is_empty() {
        true => read_as(None).0.candidates,
        false => found.candidates.clone(),
    };
    let each = ids.into_iter().map(|id| Candidate {
        id: id.to_owned(),
        title: format_by_id(id).map_or_else(String::new, |format| format.title.to_owned()),
        first: read_as(Some(id)).1.into_iter().next(),
    });
    Ok(each.collect())
}
