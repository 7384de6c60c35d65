//! Every text key that the source names exists in each language with the same
//! placeholders, and every key of the files is named in the source. Every message that
//! is declared has its text in every language.
#![cfg(feature = "ssr")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use app::Locale;
use casework::BookChange;
use casework::custody::Purpose;
use ledger::messages::{Declared, EntryNote, LineNote, Message};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of texts of a language.
fn files(language: &str) -> Vec<PathBuf> {
    let folder = top().join("app/locales").join(language);
    let files = fs::read_dir(folder).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "ftl"))
        .collect()
}

/// Keys of a language with the placeholders of each.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(language) {
        let mut last = String::new();
        for line in fs::read_to_string(path).unwrap().lines() {
            let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let (true, Some((key, _))) = (begins, line.split_once(" =")) {
                last = key.to_owned();
                let new = keys.insert(last.clone(), BTreeSet::new()).is_none();
                assert!(new, "{key} stands twice in {language}");
            }
            let places = line.split("{ $").skip(1);
            let names = places.filter_map(|rest| rest.split([' ', '}']).next());
            if let Some(known) = keys.get_mut(&last) {
                known.extend(names.map(str::to_owned));
            }
        }
    }
    keys
}

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// The first words of keys in any language. The names of messages make the keys of `ledger`.
fn areas() -> BTreeSet<String> {
    let keys = Locale::ALL.into_iter().map(|locale| keys(locale.tag()));
    let first = keys.flat_map(BTreeMap::into_keys);
    let first = first.filter_map(|key| key.split('-').next().map(str::to_owned));
    first.filter(|area| area != "ledger").collect()
}

/// String literals of the source that look like keys, whole (`claim-title`) or
/// the beginning of one (`claim-state-` before a `{`).
fn named() -> (BTreeSet<String>, BTreeSet<String>, String) {
    let mut texts = Vec::new();
    for folder in [
        "app/src",
        "app/ledger/src/entry/messages",
        "app/casework/src",
        "server/src",
    ] {
        sources(&top().join(folder), &mut texts);
    }
    let all = texts.join("\n");
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    let areas = areas();
    for piece in all.split('"') {
        let area = areas.iter().any(|area| {
            piece
                .strip_prefix(area.as_str())
                .is_some_and(|rest| rest.starts_with('-') && rest.len() > 1)
        });
        let plain = |text: &str| {
            text.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
        };
        if !area {
            continue;
        }
        match piece.split_once('{') {
            Some((prefix, _)) if plain(prefix) => drop(begun.insert(prefix.to_owned())),
            None if plain(piece) && piece.ends_with('-') => drop(begun.insert(piece.to_owned())),
            None if plain(piece) => drop(whole.insert(piece.to_owned())),
            _ => {}
        }
    }
    (whole, begun, all)
}

/// Every message of every kind.
fn declared() -> impl Iterator<Item = &'static Declared> {
    [
        Message::DECLARED,
        EntryNote::DECLARED,
        LineNote::DECLARED,
        Purpose::DECLARED,
        BookChange::DECLARED,
    ]
    .into_iter()
    .flatten()
}

/// What of the declared messages a language lacks or has otherwise.
fn untold(language: &str) -> Vec<String> {
    let (known, english) = (keys(language), keys("en"));
    let mut wrong = Vec::new();
    for Declared { key, places } in declared() {
        let Some(described) = known.get(*key) else {
            wrong.push(format!("{language} lacks {key}"));
            continue;
        };
        for place in described
            .iter()
            .filter(|place| !places.contains(&place.as_str()))
        {
            wrong.push(format!("{key} in {language}: `{place}` is no place of it"));
        }
        for place in english.get(*key).into_iter().flatten() {
            if !described.contains(place) {
                wrong.push(format!("{key} in {language} leaves out `{place}`"));
            }
        }
    }
    wrong
}

#[test]
fn every_message_has_its_text_in_every_language() {
    let entries = fs::read_dir(top().join("app/locales")).unwrap();
    let languages: Vec<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|folder| folder.file_name().into_string().unwrap())
        .collect();
    assert!(languages.len() >= 2);
    let wrong: Vec<String> = languages
        .iter()
        .flat_map(|language| untold(language))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_language_has_the_same_keys_and_placeholders() {
    // What a format is called stands in the ledger; a translation may follow later.
    let own = |language: &str| {
        let mut keys = keys(language);
        keys.retain(|key, _| !key.starts_with("format-"));
        keys
    };
    for locale in Locale::ALL {
        assert_eq!(own("en"), own(locale.tag()), "{}", locale.tag());
    }
}

/// A format without a translation is shown in English: that is written here and nowhere
/// in the way. A translation without its format is a mistake.
#[test]
fn translations_of_formats_are_of_formats_that_are_there() {
    for locale in Locale::ALL.into_iter().skip(1) {
        let mut known = keys(locale.tag());
        known.retain(|key, _| key.starts_with("format-"));
        for format in ledger::formats().iter().chain(ledger::unread_formats()) {
            let texts = [("title", format.title), ("advice", format.advice)];
            for (what, _) in texts.iter().filter(|(_, text)| !text.is_empty()) {
                let key = format!("format-{what}-{}", format.id);
                if known.remove(&key).is_none() {
                    eprintln!("{}: {key} is not translated yet", locale.tag());
                }
            }
        }
        assert!(known.is_empty(), "of no format: {known:?}");
    }
}

#[test]
fn every_key_that_the_source_names_exists() {
    let known = keys("en");
    // Attributes, ids and file names may look like keys: a key is asked for.
    let (whole, begun, all) = named();
    let asked = |key: &str| {
        [".t(\"", ".with(\"", "texts.has(\""]
            .iter()
            .any(|ask| all.contains(&format!("{ask}{key}\"")))
    };
    let missing: Vec<&String> = whole
        .iter()
        .filter(|key| !known.contains_key(*key) && asked(key))
        .collect();
    assert!(
        missing.is_empty(),
        "named but in no locale file: {missing:?}"
    );
    let empty: Vec<&String> = begun
        .iter()
        .filter(|prefix| all.contains(&format!(".t(&format!(\"{prefix}{{")))
        .filter(|prefix| !known.keys().any(|key| key.starts_with(prefix.as_str())))
        .collect();
    assert!(empty.is_empty(), "no key begins so: {empty:?}");
}

#[test]
fn every_key_of_the_files_is_used() {
    let (whole, begun, all) = named();
    let used = |key: &str| {
        declared().any(|declared| declared.key == key)
            || whole.contains(key)
            || begun.iter().any(|prefix| key.starts_with(prefix.as_str()))
            || key
                .strip_prefix("done-")
                .is_some_and(|short| all.contains(&format!("\"{short}\"")))
    };
    let idle: Vec<String> = keys("en").into_keys().filter(|key| !used(key)).collect();
    assert!(
        idle.is_empty(),
        "in the locale files but nowhere used: {idle:?}"
    );
}

/// French counts none in the singular: what says "one" in words must ask for one.
#[test]
fn a_french_text_never_says_one_of_none() {
    for path in files("fr") {
        let text = fs::read_to_string(path).unwrap();
        let cases = text.lines().filter(|line| line.trim().starts_with("[one]"));
        let wrong: Vec<&str> = cases.filter(|line| !line.contains("{ $")).collect();
        assert!(wrong.is_empty(), "write [1]: {wrong:?}");
    }
}

/// In French a space stands before `: ; ? ! »` and after `«`, and no line may break there.
#[test]
fn french_marks_never_stand_at_the_start_of_a_line() {
    let method = top().join("app/locales/fr/METHOD.md");
    for path in files("fr").into_iter().chain([method]) {
        let text = fs::read_to_string(&path).unwrap();
        let breaks = |line: &&str| {
            [" :", " ;", " ?", " !", " »", "« "]
                .iter()
                .any(|mark| line.contains(mark))
        };
        let wrong: Vec<&str> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter(breaks)
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
}

/// What `app/locales/TERMS.md` has in backticks, in lower case, in the column of words that
/// a language replaces. Its head ends with the language's tag.
fn banned(language: &str) -> Vec<String> {
    let terms = fs::read_to_string(top().join("app/locales/TERMS.md")).unwrap();
    let mut rows = terms.lines().filter(|line| line.starts_with("| "));
    let tag = format!(" ({language}) ");
    let mut heads = rows.next().unwrap_or_default().split('|');
    let column = heads.position(|head| head.starts_with(" not in ") && head.ends_with(&tag));
    let column = column.unwrap_or_else(|| panic!("TERMS.md has no column \"not in …{tag}\""));
    let cells = rows.filter_map(|row| row.split('|').nth(column));
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    words.map(str::to_lowercase).collect()
}

/// The words of a line between its places, without the key or selector before them.
fn words(line: &str) -> String {
    let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
    let text = match line.split_once(" =") {
        Some((_, text)) if begins => text,
        _ => line,
    };
    let parts = text.split(['{', '[']).enumerate();
    let outside = parts.map(|(at, part)| match at {
        0 => part,
        _ => part.split_once(['}', ']']).map_or("", |(_, after)| after),
    });
    outside.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[test]
fn no_text_has_a_word_that_the_list_of_terms_replaces() {
    for language in Locale::ALL.map(Locale::tag) {
        let banned = banned(language);
        assert!(banned.len() > 5, "{language}: {banned:?}");
        for path in files(language) {
            let text = fs::read_to_string(&path).unwrap();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let described = words(line);
                let padded = described.replace(|c: char| !c.is_alphanumeric() && c != '-', " ");
                let padded = format!(" {padded} ");
                let found = banned
                    .iter()
                    .find(|word| padded.contains(&format!(" {word} ")));
                assert_eq!(found, None, "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn every_text_can_be_read() {
    for locale in Locale::ALL {
        for path in files(locale.tag()) {
            let text = fs::read_to_string(&path).unwrap();
            let read = fluent_bundle::FluentResource::try_new(text);
            assert!(
                read.is_ok(),
                "{}: {:?}",
                path.display(),
                read.err().map(|(_, why)| why)
            );
        }
    }
}
