//! The method, rule by rule, on entries small enough to check by hand.

mod choosing;
mod contaminated;
mod contesting;
mod credits;
mod derivative;
mod examples;
mod golden;
mod printing;
mod reference;
mod rules;
mod streaming;
mod weighing;

use super::{Terms, Valuation, value};
use crate::entry::{Entry, Kind, Quantity, ZoneSource};
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::prices::PriceBook;
use crate::time::moment::Moment;
use crate::time::rfc3339;

pub(crate) fn at(text: &str) -> Moment {
    rfc3339::parse(text).unwrap()
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// `10 BTC`; nothing for an empty text.
fn quantity(text: &str) -> Option<Quantity> {
    let (units, asset) = text.split_once(' ')?;
    Some(Quantity {
        asset: asset.into(),
        amount: amount(units),
    })
}

/// An entry of line `line` that sent, received and paid what the texts say.
pub(crate) fn entry(line: u64, time: &str, kind: Kind, legs: [&str; 3]) -> Entry {
    let [out, in_, fee] = legs.map(quantity);
    Entry {
        file: "trades.csv".into(),
        lines: line.into(),
        format: "test".into(),
        reader_version: "1".into(),
        exchange: "ftx".into(),
        account: "main".into(),
        time: at(time),
        time_raw: time.into(),
        zone_source: ZoneSource::Value,
        kind,
        out,
        in_,
        fee,
        ..Entry::default()
    }
}

pub(crate) fn trade(line: u64, time: &str, legs: [&str; 3]) -> Entry {
    entry(line, time, Kind::Trade, legs)
}

/// A book of our own price table, header left out.
pub(crate) fn book(rows: &[&str]) -> PriceBook {
    let mut book = PriceBook::new();
    if rows.is_empty() {
        return book;
    }
    let text = format!(
        "asset,quote,time,price,window,source\n{}\n",
        rows.join("\n")
    );
    let read = book.add("prices.csv", None, text.as_bytes()).unwrap();
    assert_eq!(read.diagnostics, [], "{text}");
    book
}

pub(crate) fn valued(entries: &[Entry], book: &PriceBook, terms: &Terms) -> Valuation {
    let entries: Vec<&Entry> = entries.iter().collect();
    value(&entries, book, terms).unwrap()
}

pub(crate) fn manipulated(texts: &[&str]) -> Terms {
    Terms {
        manipulated: texts.iter().map(|text| text.parse().unwrap()).collect(),
        ..Terms::default()
    }
}
