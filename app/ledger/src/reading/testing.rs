//! A format that no exchange has, for tests of what surrounds the readers.

use crate::FileReport;
use crate::entry::Entry;
use crate::entry::sink::Collected;
use crate::formats::row::quantity;
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must, none_set_aside,
};
use crate::reading::detect::recognise_among;
use crate::reading::options::ReadOptions;
use crate::reading::reader::Reading;
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
    detail: Detail::Statement,
    columns: &[
        must(Field::Time, &["time"], Shape::Time),
        must(Field::Asset, &["coin"], Shape::Any),
        must(Field::Change, &["change"], Shape::Number),
        may(Field::Balance, &["balance"]),
        may(Field::Wallet, &["wallet"]),
    ],
    never: &[],
    zone: Some(Zone::UTC),
    dates: Dates::YearFirst,
    set_aside: none_set_aside,
    map,
    named: &[],
    nested: None,
    advice: "",
};

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
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
