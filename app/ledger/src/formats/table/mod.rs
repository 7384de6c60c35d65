//! The formats that the tables describe.
//!
//! A table becomes the same structures for each format that a row is read by: columns, a
//! function and its rules. What is wrong in a table is reported with file and line, and the
//! rest is read all the same.

mod columns;
mod lists;
mod rules;
mod settings;

use std::sync::LazyLock;

use crate::base::features::COMPLETE;
use crate::cells::heading::Heading;
use crate::entry::Entry;
use crate::entry::exchanges::EXCHANGES;
use crate::formats::AssetNames;
use crate::formats::format::{Column, Detail, Format, InStatement, Nested, none_set_aside};
use crate::formats::row::{Cells, RowDiagnostic, RowOutput};
use crate::formats::rows::{self, ASIDES, BELOW, Rows};
use crate::formats::rules::Rules;
use crate::tables::{Errors, ExchangeTable, Known, Problem, Section, Tables, tables};
use columns::{Columns, Headings};
use lists::Lists;
use settings::Settings;

/// What the tables of this build describe, read at the first call.
pub(crate) fn described() -> &'static Described {
    static DESCRIBED: LazyLock<Described> = LazyLock::new(|| describe(tables()));
    &DESCRIBED
}

/// Everything that the tables describe.
#[derive(Default)]
pub(crate) struct Described {
    /// Formats that are read, in the order of exchanges and tables.
    pub formats: Vec<&'static Format>,
    /// Formats that are known and not read: they move no money of their own.
    pub unread: Vec<&'static Format>,
    /// What is wrong with the tables.
    pub errors: Errors,
}

/// The formats of all tables.
pub(crate) fn describe(tables: &Tables) -> Described {
    let mut described = Described::default();
    for exchange in EXCHANGES {
        let own = tables.exchanges.iter();
        for table in own.filter(|table| table.exchange == exchange.id) {
            described.add(table);
        }
    }
    for table in &tables.exchanges {
        let is_known = EXCHANGES.iter().any(|known| known.id == table.exchange);
        if let Some(section) = table.sections.first().filter(|_| !is_known) {
            let problem = || Problem::NoExchange(table.exchange);
            described.errors.add(section.at, problem);
        }
    }
    described
}

impl Described {
    /// Adds the formats of one exchange.
    fn add(&mut self, table: &ExchangeTable) {
        let mut exchange = ExchangeReader {
            table,
            lists: Lists::read(table, &mut self.errors),
            assets: AssetNames::read_all(table, &mut self.errors),
            headings: Headings::read(table, &mut self.errors),
            errors: &mut self.errors,
        };
        let mut read = Vec::new();
        for section in &table.sections {
            match part(section, table.exchange) {
                Part::Format(id) => read.push((section, exchange.format(section, id))),
                Part::Other => {}
                Part::Unknown(name) => {
                    exchange.errors.add(section.at, || Problem::Section(name));
                }
            }
        }
        exchange.headings.unused(exchange.errors);
        for (section, (format, is_read)) in read {
            let mut all = self.formats.iter().chain(&self.unread);
            if all.any(|other| other.id == format.id) {
                self.errors.add(section.at, || Problem::Id(format.id));
                continue;
            }
            let format: &'static Format = Box::leak(Box::new(format));
            match is_read {
                true => self.formats.push(format),
                false => self.unread.push(format),
            }
        }
    }
}

/// What a section of an exchange's table is.
enum Part {
    /// The format of that id.
    Format(&'static str),
    /// What formats use.
    Other,
    Unknown(&'static str),
}

/// The section with settings that hold for all formats of an exchange.
const EXCHANGE: &str = "exchange";
/// What stands behind the id of a format, above the columns of rows below others.
const BELOW_ROWS: &str = "rows below";
/// The name of the way that reads nothing.
const NOT_READ: &str = "not read";
/// The settings that may hold for all formats of an exchange.
const DEFAULTS: [&str; 6] = ["dates", "known", "numbers", "user above", "version", "zone"];

fn part(section: &Section, exchange: &str) -> Part {
    let head = section.head[0];
    let (word, _) = head.split_once(' ').unwrap_or((head, ""));
    let behind = head.strip_prefix(exchange);
    let is_id = behind.is_some_and(|rest| rest.starts_with('-') && !head.contains(' '));
    match (word, section.head[1..].first()) {
        ("headers" | "operations" | "remarks" | "coins" | "assets" | EXCHANGE, _) => Part::Other,
        (_, None) if is_id => Part::Format(head),
        (_, Some(&BELOW_ROWS)) if is_id => Part::Other,
        _ => Part::Unknown(head),
    }
}

/// What reading the formats of one exchange needs.
struct ExchangeReader<'a> {
    table: &'a ExchangeTable,
    lists: Lists,
    assets: Option<&'static AssetNames>,
    headings: Headings,
    errors: &'a mut Errors,
}

impl ExchangeReader<'_> {
    /// Reads a format, and says whether its rows are read.
    fn format(&mut self, section: &Section, id: &'static str) -> (Format, bool) {
        let defaults = section_of(self.table, &[EXCHANGE]);
        let mut settings = Settings::new(section, defaults, self.errors);
        let rows = way(&mut settings);
        let mut columns = Columns::read(section, id, &self.headings, settings.errors);
        columns.add_unused(settings.list("unused"), id, &self.headings);
        let never = self.headings.all_names(id, settings.list("never"));
        let rules = rules::read(&mut settings, rows, &self.lists, self.assets);
        let set_aside = settings.one_of("set aside", &ASIDES);
        let zone = settings.zone();
        let mut format = Format {
            id,
            exchange: self.table.exchange,
            title: settings.needed("title"),
            known: settings.word("known", Known::Unverified),
            version: settings.needed("version"),
            header: settings.needed("header"),
            languages: columns.languages(),
            detail: settings.word("detail", Detail::Fills),
            in_statement: settings.word("in statement", InStatement::Legs),
            advice: settings.text("advice"),
            instead: settings.list("instead").leak(),
            former: settings.list("former").leak(),
            columns: &[],
            never: never.leak(),
            zone,
            dates: settings.dates(),
            local_numbers: settings.local_numbers(),
            named: settings.list("named").leak(),
            unnamed: settings.field("unnamed"),
            facts_inside: settings.fields("facts inside").leak(),
            nested: None,
            set_aside: set_aside.unwrap_or(none_set_aside),
            map: rows.map,
            rules,
        };
        settings.check_leftover(rows);
        format.columns = columns.leak();
        check_header(&format, section, self.errors);
        format.nested = self.nested(id);
        (format, rows.name != NOT_READ)
    }

    /// The rows below others of a format, if it has any.
    fn nested(&mut self, id: &'static str) -> Option<&'static Nested> {
        let section = section_of(self.table, &[id, BELOW_ROWS])?;
        let mut settings = Settings::new(section, None, self.errors);
        let columns = Columns::read(section, id, &self.headings, settings.errors);
        let map = settings.one_of("rows", &BELOW)?;
        Some(Box::leak(Box::new(Nested {
            columns: columns.leak(),
            map,
        })))
    }
}

/// The section with this head.
fn section_of<'a>(table: &'a ExchangeTable, head: &[&str]) -> Option<&'a Section> {
    let mut sections = table.sections.iter();
    sections.find(|section| section.head == head)
}

/// The way in which rows become entries.
fn way(settings: &mut Settings<'_>) -> &'static Rows {
    match settings.needed("rows") {
        NOT_READ | "" => &NOTHING,
        name => rows::by_name(name).unwrap_or_else(|| {
            settings.wrong("rows", || Problem::Word {
                word: name,
                of: "rows",
                all: rows::names().leak(),
            });
            &NOTHING
        }),
    }
}

/// The way that reads nothing.
static NOTHING: Rows = Rows {
    name: NOT_READ,
    rules: &[],
    map: read_nothing,
};

fn read_nothing(
    _cells: &Cells<'_>,
    _rules: &Rules,
    _entry: Entry,
    _out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    Ok(())
}

/// Says which columns the header of a format lacks, and which mark of a look-alike it has.
fn check_header(format: &Format, section: &Section, errors: &mut Errors) {
    if !COMPLETE {
        return;
    }
    let cells = format.header.split([',', ';']);
    let names: Vec<String> = cells.map(|cell| Heading::read(cell).name).collect();
    let is_there = |column: &Column| names.iter().any(|name| column.is_called(name));
    let musts = format.columns.iter().filter(|column| column.must);
    for column in musts.filter(|column| !is_there(column)) {
        errors.add(section.at, || Problem::NotInHeader(column.names[0]));
    }
    for name in format.never {
        if names.iter().any(|own| own == name) {
            errors.add(section.at, || Problem::NeverInHeader(name));
        }
    }
}

#[cfg(test)]
mod tests;
