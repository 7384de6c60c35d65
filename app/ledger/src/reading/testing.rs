//! A format that no exchange has, for tests of what surrounds the readers.

use crate::FileReport;
use crate::entry::Entry;
use crate::entry::sink::Collected;
use crate::formats::format::none_set_aside;
use crate::formats::row::quantity;
use crate::formats::{
    Cells, Column, Detail, Field, Format, InStatement, RowDiagnostic, RowOutput, Rules, Shape,
};
use crate::reading::detect::recognise_among;
use crate::reading::options::ReadOptions;
use crate::reading::reader::Reading;
use crate::tables::Known;
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

/// A change of a balance a row; take it as the base of others.
pub(crate) const FORMAT: Format = Format {
    id: "testing",
    exchange: "testing",
    title: "changes",
    known: Known::Unverified,
    version: "1",
    header: "Time,Coin,Change,Balance",
    languages: &[],
    detail: Detail::Statement,
    in_statement: InStatement::Legs,
    instead: &[],
    former: &[],
    columns: &[
        column(Field::Time, &["time"], true, Shape::Time),
        column(Field::Asset, &["coin"], true, Shape::Any),
        column(Field::Change, &["change"], true, Shape::Number),
        column(Field::Balance, &["balance"], false, Shape::Any),
        column(Field::Wallet, &["wallet"], false, Shape::Any),
    ],
    never: &[],
    zone: Some(Zone::UTC),
    dates: Dates::YearFirst,
    local_numbers: false,
    set_aside: none_set_aside,
    map,
    named: &[],
    unnamed: None,
    facts_inside: &[],
    nested: None,
    advice: "",
    rules: Rules::DEFAULT,
};

const fn column(field: Field, names: &'static [&'static str], must: bool, shape: Shape) -> Column {
    Column {
        field,
        names,
        families: &[],
        assets: &[],
        must,
        shape,
        names_rows: false,
    }
}

fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let change = cells.number(Field::Change, cells.needed(Field::Change)?)?;
    let asset = cells.needed(Field::Asset)?;
    entry.account_in_file = cells.text(Field::Wallet).into();
    if change.is_negative() {
        entry.out = Some(quantity(asset, change.negated()));
    } else {
        entry.in_ = Some(quantity(asset, change));
    }
    out.entry(entry);
    Ok(())
}

/// Reads a text as a format that is not in the list.
pub(crate) fn read_as(format: &'static Format, text: &str) -> (FileReport, Collected) {
    let options = ReadOptions::default();
    let mut collected = Collected::default();
    let recognised = recognise_among(&[format], "x", text.as_bytes(), true, &options.limits);
    let mut reading = Reading::new("x", recognised.expect("it fits"), &options);
    reading.read(text.as_bytes(), true, &mut collected);
    (reading.finish(&mut collected), collected)
}
