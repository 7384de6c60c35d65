//! The texts in the ledger's sources and the messages of `ledger.ftl` are the same
//! ones: a sentence that somebody adds fails here until it has its message, and so
//! does a message whose sentence is gone.
#![cfg(feature = "ssr")]

use std::fs;
use std::path::{Path, PathBuf};

use ledger::formats;

/// Files whose texts no page shows: samples are refused by a page's own words, and
/// what a file is gets put together from parts (`said.rs` holds it to the ledger's), and
/// limits are refused to whoever starts the server.
const OTHER_FILES: [&str; 4] = [
    "redacted/mod.rs",
    "found.rs",
    "readers/traps.rs",
    "limits.rs",
];

/// What only the command line says, by how it begins; and words of exchanges that
/// look like a sentence.
const OTHER_TEXTS: [&str; 18] = [
    "{folder}/_rels/",
    "{file} cannot be read",
    "`{0}` is no period",
    "`{0}` names no row",
    "{file}: not a list of credits",
    "{file}: the price file",
    "{file}:{line}: not a price file",
    "{file}: neither the file nor its name",
    "{file}: no row of the price file",
    "{file}:{line}:{column}: {code}",
    "a redacted sample of",
    "A file whose columns somebody has explained",
    "The Easiest Way to Trade",
    "Main and Funding Account Transfer",
    "Buy Crypto With Fiat",
    "Realized Profit and Loss",
    "Realize profit and loss",
    "assets transferred in after upgrading",
];

/// Words of exchanges in KuCoin's table of operations.
const OPERATIONS: [&str; 2] = ["return of liquidation takeover", "redemption of voting"];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "tests" {
                sources(&path, into);
            }
        } else if name.ends_with(".rs") && !["tests.rs", "testing.rs"].contains(&&*name) {
            into.push(path);
        }
    }
}

/// The string literals of a source, without those of its tests, of attributes and
/// of what cannot happen.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let (mut found, mut rest) = (Vec::new(), code);
    let mut before = String::new();
    while let Some(at) = rest.find(['"', '\'', '/']) {
        before.push_str(&rest[..at]);
        let tail = &rest[at..];
        rest = if tail.starts_with("//") {
            tail.find('\n').map_or("", |end| &tail[end..])
        } else if let Some(inner) = tail.strip_prefix('\'') {
            // A character, or the name of a lifetime.
            let end = match inner.starts_with('\\') {
                true => tail[2..].find('\'').map(|end| end + 3),
                false => tail
                    .char_indices()
                    .nth(2)
                    .filter(|(_, c)| *c == '\'')
                    .map(|(end, _)| end + 1),
            };
            &tail[end.unwrap_or(1)..]
        } else if let Some(after) = tail.strip_prefix('/') {
            after
        } else {
            let end = end_of(tail, before.ends_with('r'));
            let is_meant = !["expect(", "reason =", "include_str!("]
                .iter()
                .any(|word| before.trim_end().ends_with(word));
            if is_meant {
                found.push(unescaped(&tail[1..end]));
            }
            before.clear();
            &tail[end + 1..]
        };
    }
    found
}

/// Where the literal that begins here ends.
fn end_of(text: &str, is_raw: bool) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !is_escaped => return at,
            '\\' if !is_raw => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len() - 1
}

fn unescaped(literal: &str) -> String {
    let mut text = String::new();
    let mut pieces = literal.split("\\\n");
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        text.push_str(piece.trim_start());
    }
    text.replace("\\\"", "\"")
}

/// The words of a literal or message between its places (`{…}`).
fn words(text: &str) -> Vec<&str> {
    text.split('{')
        .enumerate()
        .map(|(at, piece)| match (at, piece.split_once('}')) {
            (0, _) | (_, None) => piece,
            (_, Some((_, words))) => words,
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// Whether a literal reads as a sentence: three words, or two beside a place.
fn is_sentence(literal: &str) -> bool {
    let count = words(literal)
        .iter()
        .flat_map(|words| words.split_whitespace())
        .filter(|word| word.chars().filter(|c| c.is_ascii_lowercase()).count() > 1)
        .count();
    // A header of a file has no spaces behind its commas.
    let is_header =
        literal.contains([',', ';']) && !literal.contains(", ") && !literal.contains("; ");
    !is_header && (count > 3 || count > 1 && literal.contains('{'))
}

/// Whether these words stand in the text one behind the other.
fn stand_in(words: &[&str], text: &str) -> bool {
    let mut rest = text;
    words.iter().all(|words| match rest.split_once(words) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

fn messages() -> Vec<(String, String)> {
    include_str!("../locales/en/ledger.ftl")
        .lines()
        .filter(|line| line.starts_with("ledger-"))
        .map(|line| {
            let (key, text) = line.split_once(" = ").expect("one line a message");
            (key.to_owned(), text.to_owned())
        })
        .collect()
}

fn texts_of_the_ledger() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger/src");
    sources(&folder, &mut files);
    let mut texts = Vec::new();
    for path in files {
        for literal in literals(&fs::read_to_string(&path).unwrap()) {
            let place = path.strip_prefix(&folder).unwrap().display().to_string();
            texts.push((place, literal));
        }
    }
    texts
}

#[test]
fn every_sentence_of_the_ledger_has_its_message() {
    let messages = messages();
    let texts = texts_of_the_ledger();
    let is_of_a_format = |literal: &str| {
        let mut all = formats().iter();
        all.any(|format| [format.title, format.advice, format.header].contains(&literal))
    };
    let is_other = |literal: &str| {
        OTHER_TEXTS.iter().any(|other| literal.starts_with(other)) || OPERATIONS.contains(&literal)
    };
    let mut looked_at = 0;
    let mut untold = Vec::new();
    for (place, literal) in &texts {
        let elsewhere = OTHER_FILES.contains(&place.as_str());
        if elsewhere || !is_sentence(literal) || is_of_a_format(literal) || is_other(literal) {
            continue;
        }
        looked_at += 1;
        let words = words(literal);
        if !messages.iter().any(|(_, text)| stand_in(&words, text)) {
            untold.push(format!("{place}: {literal}"));
        }
    }
    assert!(looked_at > 150, "{looked_at} sentences");
    assert!(
        untold.is_empty(),
        "locales/en/ledger.ftl lacks a message for: {untold:#?}"
    );
}

#[test]
fn every_message_is_a_sentence_of_the_ledger() {
    let texts = texts_of_the_ledger();
    let gone: Vec<String> = messages()
        .into_iter()
        .filter(|(_, text)| {
            let words = words(text);
            let longest = words.iter().max_by_key(|words| words.len()).unwrap().trim();
            !texts.iter().any(|(_, literal)| {
                literal.contains(longest)
                    || is_whole(literal) && longest.contains(literal.as_str())
                    || stand_in(&self::words(literal), text) && is_sentence(literal)
            })
        })
        .map(|(key, _)| key)
        .collect();
    assert!(gone.is_empty(), "the ledger says this no longer: {gone:?}");
}

/// Whether a literal is words enough to be a part of a sentence.
fn is_whole(literal: &str) -> bool {
    literal.split_whitespace().count() > 1 && !literal.contains('{')
}

#[test]
fn every_message_is_one_line_of_words_and_places() {
    for (key, text) in messages() {
        let places = text.matches("{ $").count();
        assert_eq!(text.matches('{').count(), places, "{key}");
        assert_eq!(text.matches(" }").count(), places, "{key}");
        assert!(
            !text.contains("}{"),
            "{key}: nothing tells its places apart"
        );
        assert!(!words(&text).is_empty(), "{key}");
    }
    let lines = include_str!("../locales/en/ledger.ftl").lines();
    let strange: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with(['#']) && !line.starts_with("ledger-"))
        .filter(|line| !line.starts_with("    .page = "))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn a_page_never_speaks_of_options_of_the_command_line() {
    let options = ["--", "`redress "];
    let speaks = |text: &str| options.iter().any(|option| text.contains(option));
    let lines: Vec<&str> = include_str!("../locales/en/ledger.ftl").lines().collect();
    for two in lines.windows(2) {
        let is_told = two[1].starts_with("    .page = ");
        assert!(!speaks(two[0]) || is_told, "without .page: {}", two[0]);
        assert!(!is_told || !speaks(two[1]), "{}", two[1]);
    }
}

#[test]
fn literals_are_told_from_what_stands_around_them() {
    let source = r##"
        // "a remark" of the source
        fn f<'a>(quote: char) -> &'a str { let c = '"'; let d = '\''; .expect("never happens"); r"raw\" }
        "one \"two\" \
         three" "##;
    assert_eq!(literals(source), [r"raw\", "one \"two\" three"]);
}
