//! Totals as CSV, ZIP and JSON: sums, terms, lists of uncounted items, and refusals.

use casework::totals::{
    Conditions, Counts, HeldPosition, ListedCredit, MissingPrice, OpenConflicts, Sums, TotalRow,
};

use super::rows::COUNTED;
use super::*;

fn cell(units: i64, unpriced: i64) -> Sums {
    Sums {
        documented: Money::from_units(units),
        lines: 1,
        unpriced,
        ..Sums::default()
    }
}

fn row_of(key: &str, units: i64) -> TotalRow {
    TotalRow {
        key: key.into(),
        sums: cell(units, 0),
    }
}

fn totals() -> Totals {
    let credit = |asset: &str, units: &str, value: Option<i64>| ListedCredit {
        claim: "R-1".into(),
        time: "2022-11-02T00:00:00Z".into(),
        asset: asset.into(),
        units: units.into(),
        value: value.map(Money::from_units),
        doubts: Vec::new(),
    };
    let span = "DMG@2022-10-17..2022-11-01".parse().unwrap();
    Totals {
        counts: Counts {
            basis: "event".into(),
            currency: "USD".into(),
            method: "FMV/1.2.0".into(),
            price_version: 3,
            claims: 2,
            claims_accepted: 0,
            unpriced: 0,
            excluded: 5,
            conditions: Some(Conditions {
                trade_age_minutes_max: 60,
                daily_age_hours_max: 48,
                fiat_age_days_max: 7,
                bridge: "USDT".into(),
                par: vec!["USDC".into(), "BUSD".into()],
                manipulated: vec![span],
                quotes: vec!["USD".into(), "EUR".into()],
                sources: vec!["DMG=coingecko".parse().unwrap()],
                flat_before: None,
            }),
        },
        whole: Sums {
            lines: 2,
            ..cell(15_544_335_115_000, 0)
        },
        gross_loss: Money::from_units(15_544_335_115_001),
        gross_gain: Money::from_units(1),
        credits: Money::from_units(100_000_000),
        credits_listed: vec![
            credit("USD", "1", Some(100_000_000)),
            credit("FTT", "12.50", None),
        ],
        by_claim: vec![row_of("R-1", 15_544_335_115_001), row_of("R-2", -1)],
        by_exchange: vec![TotalRow {
            key: "ftx".into(),
            sums: Sums {
                lines: 2,
                ..cell(15_544_335_115_000, 0)
            },
        }],
        by_asset: vec![row_of("BTC", 15_544_335_115_001), row_of("DMG", -1)],
        by_day: vec![
            row_of("2022-10-18", 15_544_335_115_001),
            row_of("2022-10-19", -1),
        ],
        native: vec![("BTC".into(), "-10.50".into())],
        missing: vec![MissingPrice {
            asset: "ZZZ".into(),
            lines: 4,
            first_day: "2022-10-18".into(),
            last_day: "2022-10-19".into(),
        }],
        not_valued: Vec::new(),
        conflicts: OpenConflicts {
            rows: 2,
            claims: 1,
            apart: Money::from_units(150_000_000),
            not_valued: 1,
        },
        positions_not_valued: vec![HeldPosition {
            claim: "R-1".into(),
            exchange: "ftx".into(),
            account: "main".into(),
            market: "BTC-PERP".into(),
            fills: 7,
        }],
        stale: Vec::new(),
    }
}

/// The rows of the CSV of a table, by the names of their columns.
fn written(table: TotalsTable, totals: &Totals) -> Vec<Map<String, Value>> {
    let mut bytes = Vec::new();
    write_csv(table, totals, &mut bytes).unwrap();
    let mut read = csv::Reader::from_reader(&bytes[..]);
    let rows = read.deserialize().map(Result::unwrap);
    let texts = rows.map(|row: std::collections::BTreeMap<String, String>| row);
    texts
        .map(|row| {
            row.into_iter()
                .map(|(name, text)| (name, text.into()))
                .collect()
        })
        .collect()
}

fn json_of(totals: &Totals) -> Value {
    let mut bytes = Vec::new();
    write_json(totals, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// The sum of the cells of a column, in units of 1e-8 or as a count.
fn sum_of<'a>(cells: impl Iterator<Item = &'a Value>) -> i128 {
    let cells = cells
        .filter_map(Value::as_str)
        .filter(|text| !text.is_empty());
    cells
        .map(|text| text.replace('.', "").parse::<i128>().unwrap())
        .sum()
}

/// Checks that every column that adds up gives the same column of the whole.
fn assert_adds_up(totals: &Totals) {
    let whole = &written(TotalsTable::Total, totals)[0];
    let mut columns = 0;
    for table in TotalsTable::ALL {
        let rows = written(table, totals);
        for column in form(table).columns.iter().filter(|column| column.adds_up) {
            let sum = sum_of(rows.iter().map(|row| &row[column.name]));
            let expected = sum_of([&whole[column.name]].into_iter());
            assert_eq!(sum, expected, "{} of {}", column.name, table.as_str());
            columns += 1;
        }
    }
    assert!(columns > 20, "{columns}");
}

#[test]
fn each_column_of_each_table_adds_up_to_the_whole() {
    assert_adds_up(&totals());
}

#[test]
fn table_with_rows_without_total_adds_up_to_the_whole() {
    let mut partly_priced = totals();
    partly_priced.by_asset[1].sums.unpriced = 2;
    partly_priced.by_claim[1].sums.unpriced = 2;
    partly_priced.by_exchange[0].sums.unpriced = 2;
    partly_priced.by_day[1].sums.unpriced = 2;
    partly_priced.whole.unpriced = 2;
    assert_adds_up(&partly_priced);
    let rows = written(TotalsTable::Claims, &partly_priced);
    assert_eq!(
        (&rows[1]["documented"], &rows[1]["figures"]),
        (&json!(""), &json!("no_total"))
    );
    let rest = rows.last().unwrap();
    assert_eq!(
        (&rest["claim"], &rest["documented"], &rest["figures"]),
        (&json!(""), &json!("-0.00000001"), &json!("rest"))
    );
}

#[test]
fn total_row_and_terms_table_have_every_term() {
    let total = &written(TotalsTable::Total, &totals())[0];
    for (column, value) in [
        ("basis", "event"),
        ("currency", "USD"),
        ("method", "FMV/1.2.0"),
        ("price_version", "3"),
        ("bridge", "USDT"),
        ("par", "USDC+BUSD"),
        ("trade_age_minutes_max", "60"),
        ("daily_age_hours_max", "48"),
        ("fiat_age_days_max", "7"),
        (
            "manipulated",
            "DMG@2022-10-17T00:00:00Z..2022-11-01T00:00:00Z",
        ),
        ("quotes", "USD+EUR"),
        ("sources", "DMG=coingecko"),
        ("counted", COUNTED),
        ("documented", "155443.35115000"),
        ("net", "155442.35115000"),
        ("credits_unpriced", "1"),
        ("conflict_apart", "1.50000000"),
    ] {
        assert_eq!(total[column], value, "{column}");
    }
    let terms = written(TotalsTable::Terms, &totals());
    for (term, asset, value) in [
        ("bridge", "", "USDT"),
        ("par", "BUSD", "1"),
        ("daily_age_max", "", "48"),
        ("manipulated_from", "DMG", "2022-10-17T00:00:00Z"),
        ("manipulated_to", "DMG", "2022-11-01T00:00:00Z"),
    ] {
        let is_asked = |row: &&Map<String, Value>| row["term"] == term && row["asset"] == asset;
        let found = terms.iter().find(is_asked).unwrap();
        assert_eq!(found["value"], value, "{term}");
    }
}

#[test]
fn uncounted_items_are_listed_beside_the_sums() {
    let credits = written(TotalsTable::Credits, &totals());
    assert_eq!(
        (&credits[1]["units"], &credits[1]["credits"]),
        (&json!("12.50"), &json!(""))
    );
    let positions = written(TotalsTable::Positions, &totals());
    assert_eq!(
        (&positions[0]["market"], &positions[0]["fills"]),
        (&json!("BTC-PERP"), &json!("7"))
    );
    let missing = written(TotalsTable::MissingPrices, &totals());
    assert_eq!(
        (&missing[0]["asset"], &missing[0]["last_day"]),
        (&json!("ZZZ"), &json!("2022-10-19"))
    );
    let native = written(TotalsTable::Native, &totals());
    assert_eq!(
        (&native[0]["asset"], &native[0]["units"]),
        (&json!("BTC"), &json!("-10.50"))
    );
    let json = json_of(&totals());
    assert_eq!(json["credits"][1]["credits"], Value::Null);
    assert_eq!(json["positions"][0]["fills"], 7);
    let mut unvalued = totals();
    unvalued.not_valued = vec!["R-2".into()];
    (unvalued.by_claim[0], unvalued.by_claim[1].sums) =
        (row_of("R-1", 15_544_335_115_000), Sums::default());
    let json = json_of(&unvalued);
    assert_eq!(json["total"]["claims_not_valued"], 1);
    assert_eq!(json["claims"][1]["figures"], "not_valued");
    assert!(json["claims"][1]["documented"].is_null());
}

#[test]
fn mostly_unpriced_totals_have_counts_and_no_sums() {
    let mut partly_priced = totals();
    partly_priced.whole.unpriced = 26_519;
    partly_priced.by_claim[0].sums.unpriced = 26_519;
    let json = json_of(&partly_priced);
    for row in [&json["total"], &json["claims"][0]] {
        assert_eq!(
            (&row["documented"], &row["figures"]),
            (&Value::Null, &json!("no_total"))
        );
        assert_eq!(row["unpriced"], 26_519);
    }
    assert!(json["total"]["net"].is_null() && json["total"]["gross_loss"].is_null());
    assert_eq!(
        json["claims"].as_array().unwrap().len(),
        2,
        "a whole without a total has no rest"
    );
}

#[test]
fn document_matches_its_schema() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    let document = json_of(&totals());
    let errors: Vec<String> = validator
        .iter_errors(&document)
        .map(|e| e.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    // The schema refuses wrong types, wrong formats and a wrong structure.
    for (pointer, wrong) in [
        ("/total/documented", json!(1.5)),
        ("/claims/0/documented", json!("1.5")),
        ("/days/0/day", json!("18.10.2022")),
        ("/terms", json!({})),
    ] {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = wrong;
        assert!(!validator.is_valid(&document), "{pointer}");
    }
}

#[test]
fn archive_has_every_table_and_column_meaning_and_the_same_bytes_each_time() {
    let zipped = || {
        let mut bytes = io::Cursor::new(Vec::new());
        write_zip(&totals(), &mut bytes).unwrap();
        bytes.into_inner()
    };
    assert_eq!(zipped(), zipped());
    let mut archive = zip::ZipArchive::new(io::Cursor::new(zipped())).unwrap();
    for table in TotalsTable::ALL {
        let name = format!("totals/{}.csv", table.as_str());
        let mut text = String::new();
        io::Read::read_to_string(&mut archive.by_name(&name).unwrap(), &mut text).unwrap();
        let mut alone = Vec::new();
        write_csv(table, &totals(), &mut alone).unwrap();
        assert_eq!(text.into_bytes(), alone, "{name}");
    }
    let mut columns = String::new();
    let mut file = archive.by_name("totals/columns.csv").unwrap();
    io::Read::read_to_string(&mut file, &mut columns).unwrap();
    assert!(
        columns.contains("native,units,units of asset,no,"),
        "{columns}"
    );
    assert!(
        columns.contains("claims,documented,currency,yes,"),
        "{columns}"
    );
}

#[test]
fn stale_or_inconsistent_totals_are_not_written() {
    let mut stale = totals();
    stale.stale = vec!["R-1".into()];
    let mut wrong = totals();
    wrong.by_day[0].sums.documented += Money::from_units(1);
    let to = || io::Cursor::new(Vec::new());
    for written in [
        write_csv(TotalsTable::Days, &stale, to()),
        write_json(&stale, to()),
        write_zip(&stale, to()),
    ] {
        assert!(matches!(written, Err(WriteError::Stale(claims)) if claims == ["R-1"]));
    }
    for written in [
        write_csv(TotalsTable::Days, &wrong, to()),
        write_json(&wrong, to()),
        write_zip(&wrong, to()),
    ] {
        assert!(matches!(
            written,
            Err(WriteError::Totals(TotalsError("day")))
        ));
    }
}
