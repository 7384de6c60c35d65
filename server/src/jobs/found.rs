//! The findings about the files of an import, as they are stored with it.

use std::fs::File;
use std::io::{BufReader, Seek};

use app::Translator;
use app::messages::FoundParts;
use app::parts::values::FileDescription;
use ledger::messages::Message;
use ledger::{Collected, Entry, FileReport, ReadOptions, Spreadsheet, format_by_id, start_of};
use serde::{Deserialize, Serialize};
use store::Import;

/// The findings about one file or archive member, as an import stores them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundFile {
    /// Name as read; inside an archive `archive!member`.
    pub file: String,
    /// Id of the format; none when it was not recognised.
    pub format: Option<String>,
    /// The name of the format.
    pub title: String,
    /// Version of the reader.
    pub reader_version: String,
    /// Rows below the header.
    pub rows: u64,
    /// Entries made of them.
    pub entries: u64,
    /// Rows refused.
    pub refused: u64,
    /// Whether nothing states the zone of its times.
    pub needs_zone: bool,
    /// Whether dates could be day-first or month-first and nobody has stated which.
    #[serde(default)]
    pub needs_day_order: bool,
    /// The first date that can be read both ways; it stays after the answer.
    #[serde(default)]
    pub either_way: Option<EitherWay>,
    /// The formats that it could have; they stay after the answer.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// The source of the first time's zone.
    pub zone_source: Option<String>,
    /// The first time, as the file writes it.
    pub first_time_raw: Option<String>,
    /// The first time as it was read, in UTC.
    pub first_time: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The spreadsheet program through which its numbers went, if known.
    #[serde(default)]
    pub spreadsheet: Option<Spreadsheet>,
    /// Whether it was read by a mapping of its columns.
    #[serde(default)]
    pub is_mapped: bool,
    /// What it is, and what is unusual about it.
    pub parts: FoundParts,
}

/// A date that could be day-first or month-first, read both ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EitherWay {
    /// As the file writes it.
    pub raw: String,
    /// `2021-12-05`, when the day comes first.
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
    /// Its first row in this format.
    pub first: Option<Entry>,
}

impl FoundFile {
    /// The name inside the archive or workbook; empty for a plain file.
    pub fn member(&self) -> &str {
        self.file.split_once('!').map_or("", |(_, member)| member)
    }

    /// Whether it could be a table, which a mapping of its columns could read. The ledger
    /// recognises pictures, PDFs and archives that it does not open by their bytes.
    pub fn may_be_table(&self) -> bool {
        !matches!(
            self.parts.why,
            Some(
                Message::FilePicture
                    | Message::FilePdf
                    | Message::FilePacked { .. }
                    | Message::FileNumbers
                    | Message::FileOpenDocument
            )
        )
    }

    /// What it is, and what is unusual about it, in the reader's language.
    pub fn text(&self, texts: Translator) -> String {
        self.parts.text(texts)
    }

    /// Whether only the claimant can answer what it is, and has not.
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

/// The findings about the files of an import.
///
/// # Errors
/// When stored data cannot be read.
pub fn found(import: &Import) -> anyhow::Result<Vec<FoundFile>> {
    Ok(serde_json::from_str(&import.found)?)
}

/// Their descriptions in the reader's language, file by file.
pub fn descriptions(texts: Translator, found: &[FoundFile]) -> Vec<FileDescription> {
    found
        .iter()
        .map(|file| FileDescription {
            name: file.member().to_owned(),
            text: file.text(texts),
        })
        .collect()
}

/// The formats that an ambiguous file could have, each with its first row.
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
