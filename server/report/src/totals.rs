//! Totals as tables: one CSV a table, all of them in one ZIP, and one JSON document
//! with its schema.
//!
//! A table has one unit a column, and every row can be read by itself beside the terms,
//! which stand in the table `terms` and in the one row of `total`. Rows of money add up
//! to the whole to the last decimal, or nothing is written.

use std::io::{self, Seek, Write};

use casework::TotalsTable;
use casework::totals::{Sums, TotalRow, Totals, TotalsError, without_figure};
use ledger::losses::{CreditLine, Manipulated};
use ledger::{Entry, Layout, LossLine, Moment, Money, TextTable};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use zip::ZipWriter;

use crate::bag::stored_at;
use crate::lines::Unpriced;
use crate::sheet::{Column, Form, Row, Unit};

/// Where the schema of `totals.json` is published.
pub const SCHEMA_PATH: &str = "/schemas/totals.json";

/// What every total counts.
const COUNTED: &str = "documented: contested entries read from an export, not excluded, \
     of claims that are submitted, in review, returned or accepted; claimed: contested \
     entries of the same claims that were only typed in, never part of documented; \
     accepted: the part of documented that belongs to accepted claims";

/// Why totals were not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be written.
    #[error("the totals cannot be written: {0}")]
    Io(#[from] io::Error),
    /// They do not add up: a defect, never shown as a figure.
    #[error(transparent)]
    Totals(#[from] TotalsError),
    /// Figures of several versions of the price book are in them.
    #[error("the claims {} are still to be valued with the prices as they are now", .0.join(", "))]
    Stale(Vec<String>),
    /// The document cannot be written.
    #[error("the totals cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The archive cannot be written.
    #[error("the totals cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
}

const CURRENCY: Column = Column::new(
    "currency",
    Unit::Text,
    "The reporting currency, in which every sum of money of the row is",
);

const DOCUMENTED: Column = Column::new(
    "documented",
    Unit::Money,
    "Loss of the entries that were read from an export; gains keep their sign",
)
.or_empty()
.adding_up();

const CLAIMED: Column = Column::new(
    "claimed",
    Unit::Money,
    "Loss of the entries that were only typed in; never part of documented",
)
.or_empty()
.adding_up();

const ACCEPTED: Column = Column::new(
    "accepted",
    Unit::Money,
    "The part of documented that belongs to accepted claims",
)
.or_empty()
.adding_up();

const LINES: Column = Column::new(
    "lines",
    Unit::Count,
    "Contested entries that have a price and are in documented or claimed; empty in the \
     row `rest`",
)
.or_empty()
.adding_up();

const UNPRICED: Column = Column::new(
    "unpriced",
    Unit::Count,
    "Contested entries without a price: in no sum, never zero; empty in the row `rest`",
)
.or_empty()
.adding_up();

const FIGURES: Column = Column::new(
    "figures",
    Unit::Text,
    "Whether the sums are told: `told`; `no_total` where more of the entries have no price \
     than have one; `rest` for what the rows without a total add up to, so that the table \
     makes up the whole; `not_valued` where the loss of the claim cannot be worked out",
);

const CLAIM: Column = Column::new("claim", Unit::Text, "Reference of the claim");

const ASSET: Column = Column::new("asset", Unit::Text, "The ticker");

/// The columns of sums behind the one that names the row, the two counts among them.
const fn sums_by(key: Column, lines: Column, unpriced: Column) -> [Column; 8] {
    [
        key, DOCUMENTED, CLAIMED, ACCEPTED, CURRENCY, lines, unpriced, FIGURES,
    ]
}

const BY_CLAIM: &[Column] = &sums_by(
    Column::new(
        "claim",
        Unit::Text,
        "Reference of the claim; empty in the row `rest`",
    )
    .or_empty(),
    LINES,
    UNPRICED,
);

const BY_EXCHANGE: &[Column] = &sums_by(
    Column::new(
        "exchange",
        Unit::Text,
        "Id of the exchange; empty in the row `rest`, and where an entry names none",
    )
    .or_empty(),
    LINES,
    UNPRICED,
);

/// By asset an entry has a part for each of its assets, so that counts do not add up.
const BY_ASSET: &[Column] = &sums_by(
    Column::new(
        "asset",
        Unit::Text,
        "The ticker whose parts of losses these are; empty in the row `rest`",
    )
    .or_empty(),
    LINES_OF_ASSET,
    UNPRICED_OF_ASSET,
);

const LINES_OF_ASSET: Column = Column::new(
    "lines",
    Unit::Count,
    "Entries that have a part of this asset",
)
.or_empty();

const UNPRICED_OF_ASSET: Column = Column::new(
    "unpriced",
    Unit::Count,
    "Entries without a price because of this asset: in no sum, never zero",
)
.or_empty();

const BY_DAY: &[Column] = &sums_by(
    Column::new("day", Unit::Day, "The UTC day; empty in the row `rest`").or_empty(),
    LINES,
    UNPRICED,
);

const TOTAL: &[Column] = &[
    Column::new(
        "basis",
        Unit::Text,
        "`event`: prices of the moment of each entry; `date:D`: of the end of day D",
    ),
    CURRENCY,
    Column::new("method", Unit::Text, "Name and version of the method"),
    Column::new(
        "price_version",
        Unit::Count,
        "Version of the incident's price book",
    ),
    Column::new(
        "bridge",
        Unit::Text,
        "The asset that crosses of prices go over",
    ),
    Column::new(
        "par",
        Unit::Text,
        "Assets taken at exactly 1 USD, joined by `+`",
    ),
    Column::new(
        "trade_age_minutes_max",
        Unit::Count,
        "How many minutes old the close of a candle of at most an hour may be",
    ),
    Column::new(
        "daily_age_hours_max",
        Unit::Count,
        "How many hours old a daily price may be",
    ),
    Column::new(
        "fiat_age_days_max",
        Unit::Count,
        "How many days old an exchange rate may be",
    ),
    Column::new(
        "manipulated",
        Unit::Text,
        "Assets whose own market was the fraud, `ASSET@FROM..TO` joined by `+`",
    ),
    Column::new(
        "counted",
        Unit::Text,
        "What documented, claimed and accepted count",
    ),
    DOCUMENTED,
    CLAIMED,
    ACCEPTED,
    Column::new("gross_loss", Unit::Money, "Documented entries with a loss").or_empty(),
    Column::new(
        "gross_gain",
        Unit::Money,
        "Documented entries with a gain, without their sign; documented is gross_loss less this",
    )
    .or_empty(),
    Column::new("credits", Unit::Money, "What came back and has a price"),
    Column::new(
        "net",
        Unit::Money,
        "Documented less credits; may be below zero",
    )
    .or_empty(),
    LINES,
    UNPRICED,
    Column::new(
        "excluded",
        Unit::Count,
        "Contested entries that a coordinator excluded: in no sum",
    ),
    Column::new("claims", Unit::Count, "Claims that count"),
    Column::new("claims_accepted", Unit::Count, "Accepted claims among them"),
    Column::new(
        "claims_not_valued",
        Unit::Count,
        "Claims among them whose loss cannot be worked out: in no sum",
    ),
    Column::new(
        "credits_unpriced",
        Unit::Count,
        "Records of what came back without a price: in no sum, net would be smaller",
    ),
    Column::new(
        "positions_not_valued",
        Unit::Count,
        "Derivative positions that no sum counts",
    ),
    Column::new(
        "conflict_rows",
        Unit::Count,
        "Rows that two files of one account tell differently: one of each counts until somebody settles it",
    ),
    Column::new("conflict_claims", Unit::Count, "Claims that have such rows"),
    Column::new(
        "conflict_apart",
        Unit::Money,
        "By how much documented would differ at most, were the other rows the right ones",
    ),
    Column::new(
        "conflict_without_value",
        Unit::Count,
        "Such rows without a difference that can be worked out",
    ),
    FIGURES,
];

const TERMS: &[Column] = &[
    Column::new("term", Unit::Text, "Which term"),
    Column::new(
        "asset",
        Unit::Text,
        "The asset it is of, where it is of one",
    )
    .or_empty(),
    Column::new("value", Unit::Text, "Its value"),
    Column::new("unit", Unit::Text, "Unit of the value, where it has one").or_empty(),
];

const NATIVE: &[Column] = &[
    ASSET,
    Column::new(
        "units",
        Unit::Quantity,
        "Units gained (or lost, below zero) in documented entries, unpriced ones among them",
    ),
];

const CREDITS: &[Column] = &[
    CLAIM,
    Column::new("time", Unit::Moment, "When it came back"),
    ASSET,
    Column::new("units", Unit::Quantity, "How much came back"),
    Column::new(
        "credits",
        Unit::Money,
        "Its value; empty without a price, and then in no sum",
    )
    .or_empty()
    .adding_up(),
    CURRENCY,
];

const POSITIONS: &[Column] = &[
    CLAIM,
    Column::new("exchange", Unit::Text, "Id of the exchange"),
    Column::new(
        "account",
        Unit::Text,
        "Name of the account, where it has one",
    ),
    Column::new("market", Unit::Text, "The contract"),
    Column::new(
        "fills",
        Unit::Count,
        "Contested fills that can't be valued, because nothing says what was held before",
    ),
];

const MISSING_PRICES: &[Column] = &[
    ASSET,
    Column::new(
        "unpriced",
        Unit::Count,
        "Contested entries that have no price because of it",
    ),
    Column::new(
        "first_day",
        Unit::Day,
        "The first day a price of it is needed of",
    ),
    Column::new("last_day", Unit::Day, "The last"),
];

/// A table's columns.
fn form(table: TotalsTable) -> Form {
    let (what, columns): (_, &'static [Column]) = match table {
        TotalsTable::Total => ("The whole group, with all terms it was made with", TOTAL),
        TotalsTable::Terms => ("The terms that the totals were made with", TERMS),
        TotalsTable::Claims => ("Sums by claim", BY_CLAIM),
        TotalsTable::Exchanges => ("Sums by exchange", BY_EXCHANGE),
        TotalsTable::Assets => ("Sums by asset: parts of losses", BY_ASSET),
        TotalsTable::Days => ("Sums by UTC day", BY_DAY),
        TotalsTable::Native => ("Units by asset, valued at nothing", NATIVE),
        TotalsTable::Credits => ("What came back, record by record", CREDITS),
        TotalsTable::Positions => ("Derivative positions that no sum counts", POSITIONS),
        TotalsTable::MissingPrices => ("Prices that contested entries lack", MISSING_PRICES),
    };
    Form {
        what,
        columns,
        is_single: table == TotalsTable::Total,
    }
}

fn rows(table: TotalsTable, totals: &Totals) -> Vec<Row> {
    match table {
        TotalsTable::Total => vec![total(totals)],
        TotalsTable::Terms => terms(totals),
        TotalsTable::Claims => sums(totals, &totals.by_claim),
        TotalsTable::Exchanges => sums(totals, &totals.by_exchange),
        TotalsTable::Assets => sums(totals, &totals.by_asset),
        TotalsTable::Days => sums(totals, &totals.by_day),
        TotalsTable::Native => {
            let native = totals.native.iter();
            native
                .map(|(asset, units)| row(json!([asset, units])))
                .collect()
        }
        TotalsTable::Credits => credits(totals),
        TotalsTable::Positions => {
            let held = totals.positions_not_valued.iter();
            held.map(|held| {
                row(json!([
                    held.claim,
                    held.exchange,
                    held.account,
                    held.market,
                    held.fills
                ]))
            })
            .collect()
        }
        TotalsTable::MissingPrices => {
            let missing = totals.missing.iter();
            missing
                .map(|missing| {
                    let (first, last) = missing.days(&totals.counts.basis);
                    row(json!([missing.asset, missing.lines, first, last]))
                })
                .collect()
        }
    }
}

/// The values of a JSON list.
fn row(values: Value) -> Row {
    match values {
        Value::Array(values) => values,
        other => vec![other],
    }
}

fn total(totals: &Totals) -> Row {
    let counts = &totals.counts;
    let whole = &totals.whole;
    let told = |sum| whole.figure(sum);
    let conditions = counts.conditions.clone().unwrap_or_default();
    let conflicts = &totals.conflicts;
    row(json!([
        counts.basis,
        counts.currency,
        counts.method,
        counts.price_version,
        conditions.bridge,
        joined(&conditions.par),
        conditions.trade_age_minutes_max,
        conditions.daily_age_hours_max,
        conditions.fiat_age_days_max,
        joined(&conditions.manipulated),
        COUNTED,
        told(whole.documented),
        told(whole.claimed),
        told(whole.accepted),
        told(totals.gross_loss),
        told(totals.gross_gain),
        totals.credits,
        told(totals.net()),
        whole.lines,
        whole.unpriced,
        counts.excluded,
        counts.claims,
        counts.claims_accepted,
        totals.not_valued.len(),
        totals.credits_unpriced().count(),
        totals.positions_not_valued.len(),
        conflicts.rows,
        conflicts.claims,
        conflicts.apart,
        conflicts.not_valued,
        figures(whole),
    ]))
}

fn joined(all: &[impl ToString]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join("+")
}

fn figures(sums: &Sums) -> &'static str {
    match sums.has_figure() {
        true => "told",
        false => "no_total",
    }
}

fn terms(totals: &Totals) -> Vec<Row> {
    let counts = &totals.counts;
    let plain = |term: &str, value: &str| row(json!([term, null, value, null]));
    let mut rows = vec![
        plain("basis", &counts.basis),
        plain("currency", &counts.currency),
        plain("method", &counts.method),
        plain("price_version", &counts.price_version.to_string()),
        plain("counted", COUNTED),
    ];
    let conditions = counts.conditions.clone().unwrap_or_default();
    rows.push(plain("bridge", &conditions.bridge));
    for (term, age, unit) in [
        ("trade_age_max", conditions.trade_age_minutes_max, "minutes"),
        ("daily_age_max", conditions.daily_age_hours_max, "hours"),
        ("fiat_age_max", conditions.fiat_age_days_max, "days"),
    ] {
        rows.push(row(json!([term, null, age.to_string(), unit])));
    }
    rows.extend(
        conditions
            .par
            .iter()
            .map(|asset| row(json!(["par", asset, "1", "USD"]))),
    );
    for Manipulated { asset, from, to } in &conditions.manipulated {
        rows.push(row(json!([
            "manipulated_from",
            asset,
            from.to_string(),
            "UTC moment"
        ])));
        if let Some(to) = to {
            rows.push(row(json!([
                "manipulated_to",
                asset,
                to.to_string(),
                "UTC moment"
            ])));
        }
    }
    rows
}

/// The rows of a table of sums. Where some have no total and the whole has one, what
/// they add up to is a row of its own.
fn sums(totals: &Totals, by: &[TotalRow]) -> Vec<Row> {
    let currency = &totals.counts.currency;
    let sums_row = |key: Option<&str>, sums: &Sums, figures: &str| {
        let told = |sum: Money| match figures {
            "told" | "rest" => Some(sum),
            _ => None,
        };
        let [documented, claimed, accepted] =
            [sums.documented, sums.claimed, sums.accepted].map(told);
        // The entries of the rest are counted in the rows that it stands for.
        let counted = |count: i64| key.map(|_| count);
        let (lines, unpriced) = (counted(sums.lines), counted(sums.unpriced));
        row(json!([
            key, documented, claimed, accepted, currency, lines, unpriced, figures
        ]))
    };
    let is_claim = |key: &str| totals.not_valued.iter().any(|claim| claim == key);
    let of = |row: &TotalRow| {
        let figures = match is_claim(&row.key) {
            true => "not_valued",
            false => figures(&row.sums),
        };
        sums_row(Some(&row.key), &row.sums, figures)
    };
    let mut rows: Vec<Row> = by.iter().map(of).collect();
    let rest = without_figure(by.iter().map(|row| &row.sums));
    if let Some(rest) = rest.filter(|_| totals.whole.has_figure()) {
        rows.push(sums_row(None, &rest, "rest"));
    }
    rows
}

fn credits(totals: &Totals) -> Vec<Row> {
    let currency = &totals.counts.currency;
    let listed = totals.credits_listed.iter();
    listed
        .map(|credit| {
            let (time, units) = (&credit.time, &credit.units);
            row(json!([
                credit.claim,
                time,
                credit.asset,
                units,
                credit.value,
                currency
            ]))
        })
        .collect()
}

/// Every table with its rows.
fn tables(totals: &Totals) -> impl Iterator<Item = (TotalsTable, Form, Vec<Row>)> {
    let all = TotalsTable::ALL.into_iter();
    all.map(move |table| (table, form(table), rows(table, totals)))
}

/// What leaves must be of one version and add up.
fn check(totals: &Totals) -> Result<(), WriteError> {
    if !totals.stale.is_empty() {
        return Err(WriteError::Stale(totals.stale.clone()));
    }
    Ok(totals.check()?)
}

/// Writes one table as CSV.
///
/// # Errors
/// When the totals do not add up or the file cannot be written.
pub fn write_csv(table: TotalsTable, totals: &Totals, to: impl Write) -> Result<(), WriteError> {
    check(totals)?;
    Ok(form(table).write_csv(&rows(table, totals), to)?)
}

/// Writes every table as CSV into one ZIP, and what their columns mean; the same
/// totals give the same bytes.
///
/// # Errors
/// When the totals do not add up or the file cannot be written.
pub fn write_zip(totals: &Totals, to: impl Write + Seek) -> Result<(), WriteError> {
    check(totals)?;
    let mut zip = ZipWriter::new(to);
    let options = stored_at(Moment::from_seconds(0));
    for (table, form, rows) in tables(totals) {
        zip.start_file(format!("totals/{}.csv", table.as_str()), options)?;
        form.write_csv(&rows, &mut zip)?;
    }
    zip.start_file("totals/columns.csv", options)?;
    let names = ["table", "column", "unit", "adds_up", "meaning"];
    let mut columns = TextTable::new(Layout::Csv, &names, &mut zip);
    for table in TotalsTable::ALL {
        for described in form(table).described(table.as_str()) {
            columns.row(described)?;
        }
    }
    columns.finish()?;
    zip.finish()?;
    Ok(())
}

/// Writes `totals.json`: every table by its name, as [`schema`] says.
///
/// # Errors
/// When the totals do not add up or the file cannot be written.
pub fn write_json(totals: &Totals, mut to: impl Write) -> Result<(), WriteError> {
    check(totals)?;
    let mut document = document(totals)?;
    document.insert("$schema".to_owned(), SCHEMA_PATH.into());
    serde_json::to_writer_pretty(&mut to, &document)?;
    to.write_all(b"\n")?;
    Ok(())
}

/// Every table as JSON, by its name.
pub(crate) fn document(totals: &Totals) -> Result<Map<String, Value>, TotalsError> {
    totals.check()?;
    let named =
        tables(totals).map(|(table, form, rows)| (table.as_str().to_owned(), form.json(rows)));
    Ok(named.collect())
}

/// The schema of `totals.json` (JSON Schema 2020-12).
pub fn schema() -> Value {
    let mut properties: Map<String, Value> = TotalsTable::ALL
        .into_iter()
        .map(|table| (table.as_str().to_owned(), form(table).schema()))
        .collect();
    let mut required: Vec<String> = properties.keys().cloned().collect();
    required.push("$schema".to_owned());
    properties.insert("$schema".to_owned(), json!({ "const": SCHEMA_PATH }));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Totals of an incident, as Redress exports them",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// What a bundle says of its totals: with and without the claims that are withheld,
/// and every quantity that has no price.
#[derive(Serialize)]
pub(crate) struct BundleTotals<'u> {
    /// Of the claims whose evidence is here: recomputed by `redress verify`.
    pub(crate) shared: Map<String, Value>,
    /// Of these and the withheld ones together, the row of the whole alone.
    pub(crate) with_withheld: Value,
    /// References of claims whose evidence is not here.
    pub(crate) withheld: Vec<String>,
    /// Quantities without a price, of shared claims.
    pub(crate) unpriced: &'u Unpriced,
}

/// The whole alone, for a bundle's claims together with those it withholds.
pub(crate) fn whole(totals: &Totals) -> Result<Value, TotalsError> {
    totals.check()?;
    Ok(form(TotalsTable::Total).json(vec![total(totals)]))
}

/// A quantity without a price.
#[derive(Serialize, Deserialize)]
pub(crate) struct UnpricedLine {
    pub(crate) claim: String,
    pub(crate) file: String,
    pub(crate) line: String,
    pub(crate) asset: String,
    pub(crate) units: String,
    pub(crate) at_most: Option<Money>,
}

impl UnpricedLine {
    /// Every quantity of a line that no total counts.
    pub(crate) fn of(
        claim: &str,
        file: &str,
        entry: &Entry,
        loss: &LossLine,
    ) -> impl Iterator<Item = UnpricedLine> {
        loss.unpriced.iter().map(move |unpriced| UnpricedLine {
            claim: claim.to_owned(),
            file: file.to_owned(),
            line: entry.line(),
            asset: unpriced.asset.to_string(),
            units: unpriced.units.to_string(),
            at_most: unpriced.at_most,
        })
    }

    /// What came back without a price.
    pub(crate) fn of_credit(claim: &str, line: &CreditLine) -> Option<UnpricedLine> {
        line.value.is_none().then(|| UnpricedLine {
            claim: claim.to_owned(),
            file: line.credit.file.to_string(),
            line: line.credit.line.to_string(),
            asset: line.credit.asset.to_string(),
            units: line.credit.amount.to_string(),
            at_most: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use casework::totals::{
        Conditions, Counts, HeldPosition, ListedCredit, MissingPrice, OpenConflicts,
    };

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
        };
        let span = "DMG@2022-10-17..2022-11-01".parse().unwrap();
        Totals {
            counts: Counts {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.1.0".into(),
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

    /// The rows of a table as its CSV has them, by the names of the columns.
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

    /// What a column's cells add up to, in whole units of 1e-8 or things.
    fn sum_of<'a>(cells: impl Iterator<Item = &'a Value>) -> i128 {
        let cells = cells
            .filter_map(Value::as_str)
            .filter(|text| !text.is_empty());
        cells
            .map(|text| text.replace('.', "").parse::<i128>().unwrap())
            .sum()
    }

    /// Every column that adds up gives the same column of the whole.
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
    fn a_table_makes_up_the_whole_also_where_some_rows_have_no_total() {
        let mut told = totals();
        told.by_asset[1].sums.unpriced = 2;
        told.by_claim[1].sums.unpriced = 2;
        told.by_exchange[0].sums.unpriced = 2;
        told.by_day[1].sums.unpriced = 2;
        told.whole.unpriced = 2;
        assert_adds_up(&told);
        let rows = written(TotalsTable::Claims, &told);
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
    fn the_row_of_the_whole_and_the_table_of_terms_say_every_term() {
        let total = &written(TotalsTable::Total, &totals())[0];
        for (column, value) in [
            ("basis", "event"),
            ("currency", "USD"),
            ("method", "FMV/1.1.0"),
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
            let said = |row: &&Map<String, Value>| row["term"] == term && row["asset"] == asset;
            assert_eq!(terms.iter().find(said).unwrap()["value"], value, "{term}");
        }
    }

    #[test]
    fn what_no_sum_counts_is_listed_beside_the_sums() {
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
    fn where_too_little_has_a_price_there_is_no_figure_but_what_is_missing() {
        let mut told = totals();
        told.whole.unpriced = 26_519;
        told.by_claim[0].sums.unpriced = 26_519;
        let json = json_of(&told);
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
            "no rest of no whole"
        );
    }

    #[test]
    fn the_document_is_as_its_schema_says() {
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        let document = json_of(&totals());
        let errors: Vec<String> = validator
            .iter_errors(&document)
            .map(|e| e.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        // It says something: a figure that is a float, and a column too many, are refused.
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
    fn the_archive_has_every_table_and_what_columns_mean_and_always_the_same_bytes() {
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
    fn totals_of_several_versions_or_that_do_not_add_up_are_not_written() {
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
}
