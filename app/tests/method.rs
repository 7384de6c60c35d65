//! Each translation of the method says what the English text says: block by block the same shape,
//! the same figures, the same formulas, the same names in code. Every title names the version that
//! is computed.
#![cfg(feature = "ssr")]

use std::fs;
use std::path::{Path, PathBuf};

use app::{Locale, Texts};
use ledger::{METHOD, METHOD_TEXT};

/// What a translation leaves as it is in one block.
#[derive(Debug, PartialEq, Eq)]
struct Kept {
    /// `#` of a heading, `|` of a table, `1.` or `-` of a list, nothing of a paragraph.
    sorts: Vec<String>,
    /// Every number, sorted: a language may order them its own way.
    numbers: Vec<String>,
    /// What stands in backticks.
    code: Vec<String>,
    /// Cells with a formula, without the mark that makes them bold.
    formulas: Vec<String>,
    /// How often something is made bold or slanted.
    stars: usize,
}

fn sort_of(line: &str) -> Option<String> {
    let mark = line.split(' ').next().unwrap_or_default();
    let is_heading = !mark.is_empty() && mark.chars().all(|c| c == '#');
    let is_item =
        mark == "-" || mark.ends_with('.') && mark.trim_end_matches('.').parse::<u8>().is_ok();
    if is_heading || is_item {
        return Some(mark.to_owned());
    }
    let cells = line.matches('|').count();
    (cells > 0).then(|| format!("{cells} |"))
}

fn kept(block: &str) -> Kept {
    let mut numbers: Vec<String> = block
        .split(|c: char| !c.is_ascii_digit() && c != '.' && c != ':')
        .map(|number| number.trim_matches(['.', ':']).to_owned())
        .filter(|number| number.contains(|c: char| c.is_ascii_digit()))
        .collect();
    numbers.sort();
    Kept {
        sorts: block.lines().filter_map(sort_of).collect(),
        numbers,
        code: block
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect(),
        formulas: block
            .split('|')
            .filter(|cell| cell.contains(" = "))
            .map(|cell| cell.trim().to_owned())
            .collect(),
        stars: block.matches('*').count(),
    }
}

#[test]
fn every_title_of_the_method_names_its_version() {
    let (name, version) = METHOD.split_once('/').expect("a name and a version");
    let all = Locale::ALL.into_iter();
    let translated = all.filter_map(|locale| Texts::of(locale).method());
    for method in translated.chain([METHOD_TEXT]) {
        let title = method.lines().next().unwrap_or_default();
        assert!(title.contains(&format!(" {name}, ")), "{title}");
        assert!(title.ends_with(&format!(" {version}")), "{title}");
    }
}

#[test]
fn a_translated_method_keeps_every_figure_formula_and_name() {
    let english: Vec<&str> = METHOD_TEXT.split("\n\n").collect();
    assert!(Texts::of(Locale::Fr).method().is_some());
    for method in Locale::ALL
        .into_iter()
        .filter_map(|locale| Texts::of(locale).method())
    {
        let translated: Vec<&str> = method.split("\n\n").collect();
        for (english, translated) in english.iter().zip(&translated) {
            assert_eq!(kept(english), kept(translated), "{english}\n\n{translated}");
        }
        assert_eq!(english.len(), translated.len());
    }
    let formulas: usize = english.iter().map(|block| kept(block).formulas.len()).sum();
    assert_eq!(formulas, 2, "the example has two");
}

/// Comments cite the method by its headings, because sections get other numbers. A comment
/// may break the line before the heading.
#[test]
fn every_heading_that_a_comment_cites_stands_in_the_method() {
    let is_number = |c: char| c.is_ascii_digit() || ['#', '.', ' '].contains(&c);
    let headings = METHOD_TEXT.lines().filter(|line| line.starts_with('#'));
    let headings: Vec<&str> = headings
        .map(|heading| heading.trim_start_matches(is_number))
        .collect();
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = [
        "app/src",
        "app/casework/src",
        "app/ledger/src",
        "server/src",
        "server/store/src",
        "server/report/src",
    ];
    let mut waiting: Vec<PathBuf> = folders.map(|folder| top.join(folder)).to_vec();
    let mut cited = 0;
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = fs::read_dir(&path).unwrap();
            waiting.extend(inside.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let code = fs::read_to_string(&path).unwrap();
            for rest in code.split("METHOD.md").skip(1) {
                let Some(rest) = rest.strip_prefix(',') else {
                    continue;
                };
                let quoted = rest.trim_start_matches(['\n', ' ', '/', '!']);
                let Some(quoted) = quoted.strip_prefix('"') else {
                    continue;
                };
                let heading = quoted.split('"').next().unwrap_or_default();
                assert!(headings.contains(&heading), "{}: {heading}", path.display());
                cited += 1;
            }
        }
    }
    assert!(cited > 20, "{cited}");
}
