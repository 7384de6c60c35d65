//! Describes what was found in a file, in finished sentences.

use ledger::{Code, Diagnostic, Entry, FileReport, Sink};

use super::{Look, UploadWords};

/// How many unreadable lines are named.
const LINES_MAX: usize = 10;

/// How many places of possible keys are named.
const PLACES_MAX: usize = 5;

/// Keeps the places of possible keys and drops everything else. The browser only needs a
/// summary.
#[derive(Default)]
pub(super) struct Places(Vec<(u64, u32)>);

impl Sink for Places {
    fn entry(&mut self, _entry: &mut Entry) {}

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if diagnostic.code == Code::WarnSecret && self.0.len() < PLACES_MAX {
            self.0.push((diagnostic.line, diagnostic.column));
        }
    }
}

/// A file with one message that needs attention.
pub(super) fn odd(mut look: Look, sentence: &str) -> Look {
    look.sentences.push(sentence.to_owned());
    look.is_odd = true;
    look
}

/// The findings for the file of this name.
pub(super) fn look(name: String, found: &FileReport, places: &Places, words: &UploadWords) -> Look {
    let mut look = Look {
        name,
        ..Look::default()
    };
    add_findings(&mut look, found, words);
    add_secrets(&mut look, found, places, words);
    look
}

/// Adds the findings of the reader, in finished sentences.
fn add_findings(look: &mut Look, found: &FileReport, words: &UploadWords) {
    let Some(format) = found.format else {
        look.sentences.push(match found.candidates.is_empty() {
            true => words.unknown.clone(),
            false => words.needs_format.clone(),
        });
        look.is_odd = true;
        return;
    };
    let rows = counted(found.rows, &words.rows_one, &words.rows_many, words);
    let local = words.titles.iter().find(|(id, _)| id == format.id);
    let title = local.map_or(format.title, |(_, title)| title);
    look.sentences.push(format!("{title}, {rows}"));
    // Where no date shows whether day or month comes first, no row can be read yet.
    let waits = found.needs_day_order && found.refused == found.rows;
    if found.refused > 0 && !waits {
        look.is_odd = true;
        look.sentences.push(refused(found, words));
    }
    if found.is_cut_short {
        look.is_odd = true;
        look.sentences.push(words.unopened.clone());
    }
    if let Some((from, to)) = found.span {
        let span = words.span.replacen("{from}", &readable(from), 1);
        let span = span.replacen("{to}", &readable(to), 1);
        look.sentences.push(span);
    }
    if found.needs_zone {
        look.is_odd = true;
        look.sentences.push(words.needs_zone.clone());
    }
    if found.needs_day_order {
        look.is_odd = true;
        look.sentences.push(words.needs_order.clone());
    }
}

/// Adds that cells look like keys, and where. The content of the cells is never shown.
fn add_secrets(look: &mut Look, found: &FileReport, places: &Places, words: &UploadWords) {
    if found.secrets == 0 {
        return;
    }
    look.is_odd = true;
    look.has_secrets = true;
    let count = counted(found.secrets, &words.secret_one, &words.secret_many, words);
    let named = places.0.iter().map(|(line, column)| {
        words
            .secret_place
            .replacen("{line}", &grouped(*line, words), 1)
            .replacen("{column}", &column.to_string(), 1)
    });
    let mut named = named.collect::<Vec<_>>().join("; ");
    if found.secrets > places.0.len() as u64 {
        named.push_str(&words.more_lines);
    }
    look.sentences.push(format!("{count} ({named})"));
    look.sentences.push(words.secret_do.clone());
}

fn refused(found: &FileReport, words: &UploadWords) -> String {
    let count = counted(
        found.refused,
        &words.refused_one,
        &words.refused_many,
        words,
    );
    let named: Vec<String> = found
        .refused_lines
        .iter()
        .take(LINES_MAX)
        .map(|line| grouped(*line, words))
        .collect();
    let mut lines = named.join(", ");
    if found.refused > named.len() as u64 {
        lines.push_str(&words.more_lines);
    }
    let place = if found.refused == 1 {
        &words.line
    } else {
        &words.lines
    };
    format!("{count} ({})", place.replacen("{}", &lines, 1))
}

fn counted(count: u64, one: &str, many: &str, words: &UploadWords) -> String {
    let form = if count == 1 { one } else { many };
    form.replacen("{}", &grouped(count, words), 1)
}

/// A time as it is read for now. A format's documented zone may have shifted it.
fn readable(moment: ledger::Moment) -> String {
    let text = moment.to_string().replacen('T', " ", 1);
    text.replace('Z', " UTC")
}

pub(super) fn grouped(count: u64, words: &UploadWords) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(&words.thousands);
        }
        text.push(digit);
    }
    text
}
