//! The wings of the ledger: no module imports a wing above its own.
//!
//! A wing is a module at the top of the crate. The table names each with the wings that
//! it knows. Sources are read for their imports, so that the table cannot differ from
//! them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each wing, from the ground up, with the wings that it knows.
const WINGS: [(&str, &[&str]); 19] = [
    // Feature bits, texts, names, limits, the writing of tables.
    ("base", &[]),
    // Amounts, ratios, money.
    ("numbers", &["base"]),
    // Moments, zones, the reading of times.
    ("time", &[]),
    // Entries, deals, exchanges, diagnostics, messages, output.
    ("entry", &["base", "numbers", "time"]),
    // The text tables of formats and words.
    ("tables", &["base", "entry"]),
    // Numbers, units, markets, headings and secrets in cells.
    ("cells", &["base", "numbers", "time", "entry", "tables"]),
    // The types of a mapping.
    ("schema", &["base", "time", "entry", "cells"]),
    // Archives, letters, rows, the start of a file.
    ("carriers", &["base", "entry", "cells"]),
    // The formats of the tables, and the ways in which their rows become entries.
    (
        "formats",
        &[
            "base", "numbers", "time", "entry", "tables", "cells", "schema", "carriers",
        ],
    ),
    // The reading of unknown files by a mapping.
    (
        "mapping",
        &[
            "base", "numbers", "time", "entry", "tables", "cells", "schema", "carriers", "formats",
        ],
    ),
    // The list of all formats.
    (
        "catalogue",
        &["base", "entry", "cells", "formats", "mapping"],
    ),
    // From bytes to entries and a report.
    (
        "reading",
        &[
            "base",
            "numbers",
            "time",
            "entry",
            "cells",
            "schema",
            "carriers",
            "formats",
            "mapping",
            "catalogue",
        ],
    ),
    // Several files as one claim.
    (
        "dedup",
        &["base", "numbers", "time", "entry", "formats", "catalogue"],
    ),
    // What an incident settles before anything is valued.
    ("terms", &["base", "time", "entry"]),
    // What the entries imply for each account: openings, movements, closings.
    (
        "balances",
        &["base", "numbers", "time", "entry", "dedup", "terms"],
    ),
    // Price files, and the look-up of prices.
    ("prices", &["base", "numbers", "time", "entry", "terms"]),
    // What deals of trading bots explain.
    (
        "deals",
        &["base", "numbers", "time", "entry", "cells", "terms"],
    ),
    // Contested entries to loss lines.
    (
        "losses",
        &[
            "base", "numbers", "time", "entry", "dedup", "terms", "prices", "deals",
        ],
    ),
    // Samples that show the shape of a file and none of its values.
    ("sample", &["base", "time", "cells", "schema", "mapping"]),
];

/// A source, as the path of its module: `["losses", "line"]`.
type Module = Vec<String>;

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source that is built outside tests, with its module.
fn sources() -> Vec<(Module, String)> {
    fn gather(folder: &Path, module: &[String], into: &mut Vec<(Module, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let is_test = matches!(stem.as_str(), "tests" | "testing" | "adversarial_tests");
            let mut own = module.to_vec();
            if is_test {
                continue;
            }
            if path.is_dir() {
                own.push(stem);
                gather(&path, &own, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                if !matches!(stem.as_str(), "mod" | "lib") {
                    own.push(stem);
                }
                into.push((own, code(&fs::read_to_string(&path).unwrap())));
            }
        }
    }
    let mut all = Vec::new();
    gather(&source_folder(), &[], &mut all);
    all
}

/// The code of a source without its comments and its tests.
fn code(source: &str) -> String {
    let end = source.find("#[cfg(test)]\nmod tests {");
    let own = &source[..end.unwrap_or(source.len())];
    let lines = own.lines().map(|line| match line.find("//") {
        Some(at) => &line[..at],
        None => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a path names at the top of the crate: `a` of `crate::a::b`, `a` and `c` of
/// `crate::{a::b, c}`. A macro is none of these.
fn named(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let is_of_name = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
        text.trim_start().chars().take_while(is_of_name).collect()
    };
    let Some(list) = path.strip_prefix('{') else {
        let first = name(path);
        let is_macro = path[first.len()..].starts_with('!');
        return if is_macro { Vec::new() } else { vec![first] };
    };
    let mut names = vec![name(list)];
    let mut depth = 0;
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&list[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Everything at the top of the crate that a source names.
fn imports(module: &[String], code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if !code[..at].ends_with('$') {
            found.extend(named(&code[at + "crate::".len()..]));
        }
    }
    // As many steps up as the module is deep lead to the top.
    let up = "super::".repeat(module.len());
    for (at, _) in code.match_indices(&up) {
        let is_longer = up.is_empty() || code[..at].ends_with("::");
        if !is_longer {
            found.extend(named(&code[at + up.len()..]));
        }
    }
    found
}

/// The arrows of one source that the table does not have.
fn wrong_arrows(module: &[String], code: &str) -> Vec<String> {
    let wing = &module[0];
    let knows = WINGS.iter().find(|(name, _)| name == wing);
    let Some((_, knows)) = knows else {
        return vec![format!("{wing} is in no wing")];
    };
    imports(module, code)
        .into_iter()
        .filter(|name| name != wing && !knows.contains(&name.as_str()))
        .map(|name| format!("{} imports {name}", module.join("::")))
        .collect()
}

#[test]
fn a_wing_knows_only_wings_below_it() {
    for (at, (wing, knows)) in WINGS.iter().enumerate() {
        for known in *knows {
            let is_below = WINGS[..at].iter().any(|(name, _)| name == known);
            assert!(is_below, "{wing} knows {known}, which is not below it");
        }
    }
}

#[test]
fn every_module_at_the_top_is_a_wing() {
    let modules: BTreeSet<String> = sources()
        .into_iter()
        .filter_map(|(module, _)| module.into_iter().next())
        .collect();
    let wings: BTreeSet<String> = WINGS.iter().map(|(wing, _)| (*wing).to_owned()).collect();
    assert_eq!(modules, wings);
}

#[test]
fn no_source_imports_a_wing_that_its_own_does_not_know() {
    let sources = sources();
    assert!(sources.len() > 100, "sources are found");
    let wrong: Vec<String> = sources
        .iter()
        .filter(|(module, _)| !module.is_empty())
        .flat_map(|(module, code)| wrong_arrows(module, code))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_arrow_of_the_table_is_an_import() {
    let sources = sources();
    for (wing, knows) in WINGS {
        let own = sources.iter().filter(|(module, _)| {
            let first = module.first();
            first.is_some_and(|first| first == wing)
        });
        let imported: BTreeSet<String> = own
            .flat_map(|(module, code)| imports(module, code))
            .collect();
        for known in knows {
            assert!(imported.contains(*known), "{wing} never imports {known}");
        }
    }
}

#[test]
fn wrong_imports_are_found_however_they_are_written() {
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
    for (path, code, expected) in [
        (
            "prices::book",
            "use crate::losses::LossLine;",
            Some("losses"),
        ),
        ("prices::book", "use crate::{base, losses};", Some("losses")),
        (
            "prices::book",
            "use crate::{\n    base::{text, limits},\n    losses::LossLine,\n};",
            Some("losses"),
        ),
        (
            "prices::book",
            "fn a(line: &crate::losses::LossLine) {}",
            Some("losses"),
        ),
        (
            "prices::book",
            "use super::super::losses::LossLine;",
            Some("losses"),
        ),
        ("entry", "use super::reading::Import;", Some("reading")),
        // A name of the crate's face hides the wing that it comes from.
        ("prices::book", "use crate::Entry;", Some("Entry")),
        ("prices::book", "use crate::terms::Terms;", None),
        ("prices::book", "use super::losses::Price;", None),
        ("terms::limits", "crate::limits! {}", None),
        ("entry::messages", "$crate::losses::LossLine", None),
    ] {
        let wrong = wrong_arrows(&module(path), code);
        let expected = expected.map(|name| format!("{path} imports {name}"));
        assert_eq!(wrong, Vec::from_iter(expected), "{code}");
    }
}
