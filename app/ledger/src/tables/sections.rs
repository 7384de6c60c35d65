//! The text of a table: sections of lines.

use crate::tables::{Errors, Problem};

/// Where something stands in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// The file's name.
    pub file: &'static str,
    /// Its line, from 1.
    pub line: u32,
}

/// A head in brackets, and the lines below it.
#[derive(Debug)]
pub(crate) struct Section {
    pub at: At,
    /// The parts of the head, which commas separate; there is one at least.
    pub head: Vec<&'static str>,
    pub lines: Vec<Line>,
}

/// One line of a section.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub at: At,
    /// What stands before the sign.
    pub name: &'static str,
    pub sign: Sign,
    /// What stands behind it.
    pub value: &'static str,
}

/// What separates the two halves of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// `name = value`: a setting.
    Equals,
    /// `field: name | name`: columns, or words.
    Colon,
}

impl Section {
    /// The sections of a file.
    pub fn all(file: &'static str, text: &'static str, errors: &mut Errors) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let (at, line) = (At { file, line: number }, line.trim());
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let head = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'));
            if let Some(head) = head {
                sections.push(Section {
                    at,
                    head: head.split(',').map(str::trim).collect(),
                    lines: Vec::new(),
                });
                continue;
            }
            let Some(line) = errors.take(at, Line::read(at, line)) else {
                continue;
            };
            match sections.last_mut() {
                Some(section) => section.lines.push(line),
                None => errors.add(at, || Problem::NoSection),
            }
        }
        sections
    }
}

impl Line {
    fn read(at: At, line: &'static str) -> Result<Line, Problem> {
        let place = line.find(['=', ':']).ok_or(Problem::NoSign)?;
        let (name, rest) = (line[..place].trim(), &line[place..]);
        let sign = match rest.starts_with('=') {
            true => Sign::Equals,
            false => Sign::Colon,
        };
        let line = Line {
            at,
            name,
            sign,
            value: rest[1..].trim(),
        };
        let has_gap = sign == Sign::Colon && line.alternatives().any(str::is_empty);
        match line.value.is_empty() || has_gap {
            true => Err(Problem::NoValue(name)),
            false => Ok(line),
        }
    }

    /// The alternatives of its value, which `|` separates.
    pub fn alternatives(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.value.split('|').map(str::trim)
    }
}
