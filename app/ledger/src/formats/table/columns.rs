//! The columns of a format: what each holds, and its names in all languages.

use std::cell::Cell;

use crate::base::features::COMPLETE;
use crate::cells::heading::Heading;
use crate::formats::field::Field;
use crate::formats::format::{Column, Shape};
use crate::tables::{
    Errors, ExchangeTable, Family, Known, Language, LanguageKnown, Line, Named, Problem, Section,
    Sign, check_language,
};

/// The column names of one exchange in other languages.
pub(super) struct Headings(Vec<Translation>);

/// A column name in another language.
struct Translation {
    /// The only format that it is of, if there is one.
    format: Option<&'static str>,
    /// The English name, as headings are compared.
    name: String,
    /// Its translations, likewise.
    names: Vec<&'static str>,
    language: LanguageKnown,
    line: Line,
    /// Whether a format has a column of that name.
    is_used: Cell<bool>,
}

impl Headings {
    /// Gathers the sections `[headers, …]` and `[headers of FORMAT, …]`.
    pub fn read(table: &ExchangeTable, errors: &mut Errors) -> Headings {
        let mut all = Vec::new();
        for section in &table.sections {
            let Some(rest) = section.head[0].strip_prefix("headers") else {
                continue;
            };
            let format = rest.strip_prefix(" of ").map(str::trim);
            if let Some(format) = format.filter(|format| !is_format(table, format)) {
                errors.add(section.at, || Problem::NoFormat(format));
                continue;
            }
            let Some(language) = check_language(section, errors) else {
                continue;
            };
            all.extend(section.lines.iter().map(|line| Translation {
                format,
                name: Heading::read(line.name).name,
                names: line.alternatives().map(compared).collect(),
                language,
                line: *line,
                is_used: Cell::new(false),
            }));
        }
        Headings(all)
    }

    /// The translations of a name in a format. Those of the format alone come in place of
    /// those of the exchange in their language.
    fn of(&self, format: &str, name: &str) -> Vec<&Translation> {
        let is_of =
            |one: &&Translation| one.name == name && one.format.is_none_or(|only| only == format);
        let of_name: Vec<&Translation> = self.0.iter().filter(is_of).collect();
        of_name.iter().for_each(|one| one.is_used.set(true));
        let mut own = of_name.clone();
        own.retain(|one| one.format.is_some());
        let has_own = |other: &Translation| {
            let mut languages = own.iter().map(|one| one.language.language);
            languages.any(|language| language == other.language.language)
        };
        let mut all = own.clone();
        let of_exchange = of_name.iter().filter(|one| one.format.is_none());
        all.extend(of_exchange.filter(|one| !has_own(one)));
        all
    }

    /// Names in English, and in all languages.
    pub fn all_names(&self, format: &str, english: Vec<&'static str>) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for name in english.into_iter().map(compared) {
            names.push(name);
            for translation in self.of(format, name) {
                names.extend(&translation.names);
            }
        }
        names
    }

    /// Says which translations are of no column.
    pub fn unused(&self, errors: &mut Errors) {
        for one in self.0.iter().filter(|one| !one.is_used.get()) {
            errors.add(one.line.at, || Problem::NoColumn(one.line.name));
        }
    }
}

fn is_format(table: &ExchangeTable, id: &str) -> bool {
    table.sections.iter().any(|section| section.head == [id])
}

/// A name as headings are compared, for as long as the program runs.
fn compared(name: &str) -> &'static str {
    Heading::read(name).name.leak()
}

/// The asset that a column is called by: `[BTC]`. `[object Object]` is no asset.
fn asset_in_brackets(name: &'static str) -> Option<&'static str> {
    let asset = name.strip_prefix('[')?.strip_suffix(']')?;
    (!asset.contains(' ')).then_some(asset)
}

/// The columns of one format, and the languages that each has a name in.
#[derive(Default)]
pub(super) struct Columns {
    columns: Vec<Column>,
    languages: Vec<Vec<LanguageKnown>>,
}

impl Columns {
    /// Reads the lines of a format that name columns.
    pub fn read(section: &Section, id: &str, headings: &Headings, errors: &mut Errors) -> Columns {
        let mut columns = Columns::default();
        for line in section.lines.iter().filter(|line| line.sign == Sign::Colon) {
            if let Some(kind) = errors.take(line.at, ColumnKind::read(line.name)) {
                columns.add(kind, &mut line.alternatives(), id, headings);
            }
        }
        columns
    }

    /// Adds columns that are known and not needed, each of which may be missing.
    pub fn add_unused(&mut self, names: Vec<&'static str>, id: &str, headings: &Headings) {
        const UNUSED: ColumnKind = ColumnKind {
            field: Field::Other,
            must: false,
            shape: Shape::Any,
            names_rows: false,
        };
        for name in names {
            self.add(UNUSED, &mut [name].into_iter(), id, headings);
        }
    }

    fn add(
        &mut self,
        kind: ColumnKind,
        names: &mut dyn Iterator<Item = &'static str>,
        id: &str,
        headings: &Headings,
    ) {
        let mut languages = Vec::new();
        let mut all: Vec<&'static str> = Vec::new();
        let mut assets: Vec<&'static str> = Vec::new();
        for written in names {
            let asset = asset_in_brackets(written).filter(|_| kind.field.is_amount());
            let name = compared(asset.unwrap_or(written));
            assets.extend(asset.map(|_| name));
            all.push(name);
            for translation in headings.of(id, name) {
                if COMPLETE {
                    languages.push(translation.language);
                }
                all.extend(&translation.names);
            }
        }
        let families: Vec<Family> = all.iter().filter_map(|name| Family::of(name)).collect();
        self.languages.push(languages);
        self.columns.push(Column {
            field: kind.field,
            names: all.leak(),
            families: families.leak(),
            assets: assets.leak(),
            must: kind.must,
            shape: kind.shape,
            names_rows: kind.names_rows,
        });
    }

    /// The languages in which every column has a name that a file must have.
    pub fn languages(&self) -> &'static [Language] {
        if !COMPLETE {
            return &[];
        }
        let mut tags: Vec<&'static str> = self.languages.iter().flatten().map(tag).collect();
        tags.sort_unstable();
        tags.dedup();
        let whole = tags.into_iter().filter_map(|tag| self.language(tag));
        whole.collect::<Vec<Language>>().leak()
    }

    /// How well a language is known: as well as its least known column.
    fn language(&self, tag: &'static str) -> Option<Language> {
        let columns = self.columns.iter().zip(&self.languages);
        let mut musts = columns.filter(|(column, _)| column.must);
        let known = musts.try_fold(None, |worst: Option<Known>, (_, languages)| {
            let own = languages.iter().filter(|one| one.language == tag);
            let best = own.map(|one| one.known).min()?;
            Some(worst.max(Some(best)))
        })?;
        Some(Language { tag, known: known? })
    }

    /// The columns, for as long as the program runs.
    pub fn leak(self) -> &'static [Column] {
        self.columns.leak()
    }
}

fn tag(language: &LanguageKnown) -> &'static str {
    language.language
}

/// What the name of a line says of a column: `fee?` or `size, number with unit`.
#[derive(Clone, Copy)]
struct ColumnKind {
    field: Field,
    must: bool,
    shape: Shape,
    names_rows: bool,
}

impl ColumnKind {
    fn read(line: &'static str) -> Result<ColumnKind, Problem> {
        let (name, shape) = match line.split_once(',') {
            Some((name, shape)) => (name.trim(), Some(shape.trim())),
            None => (line, None),
        };
        let (name, must) = match name.strip_suffix('?') {
            Some(name) => (name, false),
            None => (name, true),
        };
        let names_rows = name == "row id";
        let field = match name {
            "row id" => Field::TradeId,
            name => Field::named(name).ok_or(Problem::Field(name))?,
        };
        let usual = if must { field.shape() } else { Shape::Any };
        let shape = match shape {
            Some(shape) => Shape::named(shape).ok_or(Problem::Word {
                word: shape,
                of: "shape",
                all: Shape::NAMES,
            })?,
            None => usual,
        };
        Ok(ColumnKind {
            field,
            must,
            shape,
            names_rows,
        })
    }
}
