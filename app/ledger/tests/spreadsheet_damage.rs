//! Exports that a spreadsheet saved again: the same entries come out, or what was
//! lost is named by file, row and cell. How the files were made is in
//! `fixtures/resaved/make.sh`.

use std::fs::File;
use std::path::PathBuf;

use ledger::{Amount, Collected, Entry, FileReport, Quantity, ReadOptions, Spreadsheet, read_file};

const EXPORTS: [&str; 4] = [
    "binance_trades",
    "binance_orders",
    "kucoin_filled_orders",
    "ftx_trades",
];

fn read(name: &str) -> (FileReport, Collected) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/resaved");
    let mut collected = Collected::default();
    let source = File::open(folder.join(name)).unwrap();
    let found = read_file(name, source, &ReadOptions::default(), &mut collected).unwrap();
    let read = found.into_iter().find(|found| found.format.is_some());
    (
        read.unwrap_or_else(|| panic!("{name} is not recognised: {:?}", collected.diagnostics)),
        collected,
    )
}

/// What two tellings of one row say otherwise; amounts are compared as numbers.
fn differences(original: &Entry, resaved: &Entry) -> Vec<String> {
    let same = |a: &Option<Quantity>, b: &Option<Quantity>| match (a, b) {
        (Some(a), Some(b)) => a.asset == b.asset && a.amount == b.amount,
        (a, b) => a.is_none() && b.is_none(),
    };
    let shown = |quantity: &Option<Quantity>| {
        quantity.as_ref().map_or("nothing".to_owned(), |q| {
            format!("{} {}", q.amount, q.asset)
        })
    };
    let mut differences = Vec::new();
    let mut compare = |what: &str, is_same: bool, a: String, b: String| {
        if !is_same {
            differences.push(format!("line {}: {what} {a} → {b}", original.line()));
        }
    };
    assert_eq!(original.line(), resaved.line());
    for (what, a, b) in [
        ("out", &original.out, &resaved.out),
        ("in", &original.in_, &resaved.in_),
        ("fee", &original.fee, &resaved.fee),
    ] {
        compare(what, same(a, b), shown(a), shown(b));
    }
    let price = |price: &Option<Amount>| price.as_ref().map_or(String::new(), Amount::to_string);
    let (a, b) = (&original.price, &resaved.price);
    compare("price", a == b, price(a), price(b));
    for (what, a, b) in [
        ("time", original.time.to_string(), resaved.time.to_string()),
        ("kind", original.kind.to_string(), resaved.kind.to_string()),
        (
            "market",
            original.market.to_string(),
            resaved.market.to_string(),
        ),
        (
            "side",
            format!("{:?}", original.side),
            format!("{:?}", resaved.side),
        ),
        (
            "order id",
            original.order_id.to_string(),
            resaved.order_id.to_string(),
        ),
        (
            "trade id",
            original.trade_id.to_string(),
            resaved.trade_id.to_string(),
        ),
        (
            "account",
            original.account_in_file.to_string(),
            resaved.account_in_file.to_string(),
        ),
    ] {
        compare(what, a == b, a.clone(), b.clone());
    }
    differences
}

/// What came out otherwise, and its diagnostics.
fn report(export: &str, carrier: &str) -> String {
    let (original, before) = read(&format!("{export}.csv"));
    let (resaved, after) = read(&format!("{export}.{carrier}"));
    assert_eq!(original.refused, 0, "{}", original.summary());
    assert_eq!(resaved.refused, 0, "{:?}", after.diagnostics);
    assert_eq!(before.entries.len(), after.entries.len());
    let through = match carrier {
        "german.csv" => Spreadsheet::SavedAgain,
        _ => Spreadsheet::Workbook,
    };
    assert_eq!(original.spreadsheet, None, "{export}.csv");
    assert_eq!(resaved.spreadsheet, Some(through), "{export}.{carrier}");
    let mut text = format!("{}\n", resaved.summary());
    for (original, resaved) in before.entries.iter().zip(&after.entries) {
        for difference in differences(original, resaved) {
            // A diagnostic names each loss: by its row or, where the
            // spreadsheet left no sign of it, by its file.
            let is_id = difference.contains(" id ");
            let is_named = after.diagnostics.iter().any(|found| match is_id {
                true => found.code.as_str() == "WARN-ID" && found.line == original.lines[0],
                false => found.code.as_str() == "WARN-FLOAT",
            });
            assert!(is_named, "{export}.{carrier}: {difference}");
            text += &format!("{difference}\n");
        }
    }
    for diagnostic in &after.diagnostics {
        text += &format!("{diagnostic}\n");
    }
    text
}

#[test]
fn every_export_gives_the_same_entries_or_says_what_it_lost() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("fixtures/resaved");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for export in EXPORTS {
            for carrier in ["german.csv", "xlsx", "xls"] {
                insta::assert_snapshot!(format!("{export}.{carrier}"), report(export, carrier));
            }
        }
    });
}

#[test]
fn an_xls_that_a_script_wrote_is_read_beside_its_notes() {
    let (found, collected) = read("written_by_a_script.xls");
    assert_eq!((found.rows, found.entries, found.refused), (40, 40, 0));
    assert_eq!(found.unknown_columns, ["Note"]);
    let last = &collected.entries[39];
    assert_eq!(
        (last.line().as_str(), last.time.to_string().as_str()),
        ("41", "2022-10-18T21:00:40Z")
    );
    assert_eq!(last.price.as_ref().unwrap().to_string(), "19312.45");
    let codes: Vec<&str> = collected
        .diagnostics
        .iter()
        .map(|d| d.code.as_str())
        .collect();
    assert!(
        codes.contains(&"NOTE-SHEET") && codes.contains(&"WARN-FLOAT"),
        "{codes:?}"
    );
}
