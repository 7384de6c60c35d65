//! The sentences of the ledger, as `locales/en/ledger.ftl` has them, made into
//! patterns once: a sentence is found again by its words, with what stands in its
//! places, and told by the message of the same name.

use std::sync::LazyLock;

use crate::parts::movement;
use crate::text::{Arg, Locale, T};

/// One message: `the row has { $count } cells` in pieces.
struct Pattern {
    key: &'static str,
    pieces: Vec<Piece>,
}

enum Piece {
    Words(&'static str),
    Place(&'static str),
}

/// All of them, those with most words of their own first: `not recognised: …`
/// goes before a pattern that has hardly a word.
static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let lines = include_str!("../../locales/en/ledger.ftl").lines();
    let mut patterns: Vec<Pattern> = lines
        .filter(|line| {
            line.starts_with("ledger-note-")
                || line.starts_with("ledger-line-")
                || line.starts_with("ledger-position-opened")
        })
        .filter_map(Pattern::read)
        .collect();
    patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.letters()));
    patterns
});

impl Pattern {
    /// Reads `key = words { $place } words`; `None` for a remark or an empty line.
    fn read(line: &'static str) -> Option<Pattern> {
        let (key, mut rest) = line
            .split_once(" = ")
            // An attribute stands indented under its message.
            .filter(|(key, _)| !key.starts_with(['#', ' ']))?;
        let mut pieces = Vec::new();
        while let Some((words, after)) = rest.split_once("{ $") {
            let (place, after) = after.split_once(" }")?;
            if !words.is_empty() {
                pieces.push(Piece::Words(words));
            }
            pieces.push(Piece::Place(place));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest));
        }
        Some(Pattern { key, pieces })
    }

    fn letters(&self) -> usize {
        let words = self.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.len(),
            Piece::Place(_) => 0,
        });
        words.sum()
    }

    /// What stands in the places, where the sentence has these words.
    fn places<'s>(&self, sentence: &'s str) -> Option<Vec<(&'static str, &'s str)>> {
        let mut found = Vec::new();
        let (mut rest, mut open) = (sentence, None);
        for (at, piece) in self.pieces.iter().enumerate() {
            match (piece, open.take()) {
                (Piece::Place(place), _) => open = Some(*place),
                (Piece::Words(words), None) => rest = rest.strip_prefix(words)?,
                (Piece::Words(words), Some(place)) => {
                    let is_last = at + 1 == self.pieces.len();
                    let begin = match is_last {
                        true => rest.strip_suffix(words)?.len(),
                        false => rest.find(words)?,
                    };
                    found.push((place, &rest[..begin]));
                    rest = &rest[begin + words.len()..];
                }
            }
        }
        match open {
            Some(place) => found.push((place, rest)),
            None if !rest.is_empty() => return None,
            None => {}
        }
        Some(found)
    }
}

/// The note in the reader's language; `None` where nobody has translated it.
pub(super) fn translated(texts: T, note: &str) -> Option<String> {
    if texts.locale == Locale::En {
        return Some(note.to_owned());
    }
    PATTERNS
        .iter()
        .find_map(|pattern| told(texts, pattern, note))
}

fn told(texts: T, pattern: &Pattern, sentence: &str) -> Option<String> {
    let args = filled(texts, pattern.places(sentence)?)?;
    Some(texts.with(pattern.key, &args))
}

fn filled(texts: T, places: Vec<(&'static str, &str)>) -> Option<Vec<(&'static str, Arg)>> {
    let args = places.into_iter();
    args.map(|(place, words)| Some((place, arg(texts, place, words)?)))
        .collect()
}

/// The words of a place as its name wants them told; what follows a `_` in the
/// name only tells two places of a message apart.
fn arg(texts: T, place: &str, words: &str) -> Option<Arg> {
    let sort = place.split('_').next().unwrap_or(place);
    Some(match sort {
        "count" => words.parse::<i64>().ok()?.into(),
        "amount" if is_decimal(words) => texts.number(words).into(),
        "moment" => movement::readable(words).into(),
        _ => words.into(),
    })
}

fn is_decimal(words: &str) -> bool {
    let digits = words.strip_prefix('-').unwrap_or(words);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
