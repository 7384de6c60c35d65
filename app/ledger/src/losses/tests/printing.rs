//! Loss lines as the contract prints them.

use super::*;
use crate::base::table::{Layout, TextTable};
use crate::entry::messages::EntryNote;
use crate::losses::{COLUMNS, cells};
use crate::terms::METHOD;

fn printed(layout: Layout, entries: &[Entry]) -> String {
    let prices = book(&[
        "BTC,USDT,2022-10-18T11:30:00Z,19000,1h,invented",
        "USDT,USD,2022-10-18,0.9997,1d,invented",
    ]);
    let valuation = valued(entries, &prices, &Terms::default());
    let mut table = TextTable::new(layout, &COLUMNS, Vec::new());
    for (entry, line) in entries.iter().zip(&valuation.lines) {
        table.row_of(|row| cells(entry, line, row)).unwrap();
    }
    String::from_utf8(table.finish().unwrap()).unwrap()
}

fn entries() -> [Entry; 2] {
    let sold = Entry {
        file: "a, b.csv".into(),
        order_id: "9".into(),
        notes: vec![EntryNote::Computed],
        ..trade(
            2,
            "2022-10-18T12:00:00Z",
            ["1.50 BTC", "28500 USDT", "1 XYZ"],
        )
    };
    let bought = trade(3, "2022-10-18T12:00:00Z", ["100 USDT", "5 \"Q\"", ""]);
    [sold, bought]
}

#[test]
fn a_csv_has_every_column_and_shows_the_legs_of_a_cross() {
    let text = printed(Layout::Csv, &entries());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), COLUMNS.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        let at = COLUMNS.iter().position(|column| *column == name).unwrap();
        rows[row][at].to_owned()
    };
    assert_eq!(cell(0, "file"), "a, b.csv");
    assert_eq!(cell(0, "out_amount"), "1.50");
    assert_eq!(cell(0, "out_price"), "19000*0.9997");
    assert_eq!(cell(0, "out_price_id").matches('+').count(), 1);
    assert_eq!(cell(0, "in_price"), "0.9997");
    assert_eq!(
        (cell(0, "fee_asset"), cell(0, "fee_price")),
        ("XYZ".into(), "".into())
    );
    assert_eq!(
        (cell(0, "loss"), cell(0, "status")),
        ("0.00000000".into(), "priced".into())
    );
    assert_eq!(
        cell(0, "note"),
        "computed; fee in XYZ has no price and is not counted"
    );
    assert_eq!(
        (cell(0, "basis"), cell(0, "method")),
        ("event".into(), METHOD.into())
    );
    assert_eq!(
        (cell(1, "loss"), cell(1, "status")),
        ("".into(), "unpriced".into())
    );
    assert_eq!(cell(1, "in_asset"), "\"Q\"");
}

#[test]
fn without_lines_a_csv_is_its_header_and_json_lines_are_nothing() {
    assert_eq!(printed(Layout::Csv, &[]), COLUMNS.join(",") + "\n");
    assert_eq!(printed(Layout::JsonLines, &[]), "");
}

#[test]
fn json_lines_carry_the_same_names_and_leave_out_what_is_empty() {
    let text = printed(Layout::JsonLines, &entries());
    let values: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(values[0]["loss"], "0.00000000");
    assert_eq!(values[0]["order_id"], "9");
    assert_eq!(values[1]["in_asset"], "\"Q\"");
    assert_eq!(values[1].get("loss"), None);
    assert_eq!(values[1]["status"], "unpriced");
}
