//! Totals as files: one CSV for machines, one JSON for scripts.
//!
//! Every figure stands beside what it counts, its basis, its currency, the
//! version of its method and how many entries had no price. The rows of every
//! table add up to the whole to the last decimal, or nothing is written.

use std::io::{self, Write};

use casework::totals::{Counts, Sums, TotalRow, Totals, TotalsError};
use ledger::losses::PositionNotValued;
use ledger::{Entry, LossLine, Money};
use serde::Serialize;

/// What the column `documented` counts.
pub const DOCUMENTED: &str = "contested entries read from an export, not excluded, \
     of claims that are submitted, in review, returned or accepted";

/// What the column `claimed` counts.
pub const CLAIMED: &str = "contested entries that were only typed in, not excluded, \
     of the same claims; never part of documented";

/// What the column `accepted` counts.
pub const ACCEPTED: &str = "the part of documented that belongs to accepted claims";

/// Columns of `totals.csv`.
pub const COLUMNS: [&str; 16] = [
    "table",
    "key",
    "documented",
    "claimed",
    "accepted",
    "lines",
    "unpriced",
    "gross_loss",
    "gross_gain",
    "credits",
    "net",
    "currency",
    "basis",
    "method",
    "price_version",
    "counts",
];

/// Why totals were not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be written.
    #[error("the totals cannot be written: {0}")]
    Io(#[from] io::Error),
    /// They do not add up: a defect, never shown as a figure.
    #[error(transparent)]
    Totals(#[from] TotalsError),
    /// A row cannot be written.
    #[error("the totals cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The document cannot be written.
    #[error("the totals cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Writes `totals.csv`: a row for the whole, then one for each claim, exchange,
/// asset and day, then the units of each asset.
///
/// # Errors
/// When the parts do not add up or the file cannot be written.
pub fn write_csv(totals: &Totals, to: impl Write) -> Result<(), WriteError> {
    totals.check()?;
    let net = Money(totals.net().map_err(TotalsError::from)?);
    let mut table = csv::Writer::from_writer(to);
    table.write_record(COLUMNS)?;
    let beside = [totals.gross_loss, totals.gross_gain, totals.credits].map(money);
    let [gross_loss, gross_gain, credits] = beside;
    let whole = [gross_loss, gross_gain, credits, net.to_string()];
    let total = ["total", "all"];
    table.write_record(cells(total, &totals.whole, whole, &totals.counts))?;
    for (name, rows) in tables(totals) {
        for row in rows {
            let none = [(); 4].map(|()| String::new());
            table.write_record(cells([name, &row.key], &row.sums, none, &totals.counts))?;
        }
    }
    for (asset, units) in &totals.native {
        let mut row = vec![String::new(); COLUMNS.len()];
        row[0] = "native".to_owned();
        row[1].clone_from(asset);
        row[2].clone_from(units);
        row[11].clone_from(asset);
        row[12] = "native".to_owned();
        row[13].clone_from(&totals.counts.method);
        row[14] = totals.counts.price_version.to_string();
        row[15] = format!("units of {DOCUMENTED}, unpriced ones among them");
        table.write_record(row)?;
    }
    table.flush()?;
    Ok(())
}

fn cells(
    [table, key]: [&str; 2],
    sums: &Sums,
    beside: [String; 4],
    counts: &Counts,
) -> Vec<String> {
    let mut row = vec![table.to_owned(), key.to_owned()];
    row.extend([sums.documented, sums.claimed, sums.accepted].map(money));
    row.extend([sums.lines, sums.unpriced].map(|count| count.to_string()));
    row.extend(beside);
    row.extend([
        counts.currency.clone(),
        counts.basis.clone(),
        counts.method.clone(),
        counts.price_version.to_string(),
        format!("documented: {DOCUMENTED}; claimed: {CLAIMED}; accepted: {ACCEPTED}"),
    ]);
    row
}

fn money(units: i64) -> String {
    Money(units).to_string()
}

fn tables(totals: &Totals) -> [(&'static str, &[TotalRow]); 4] {
    [
        ("claim", &totals.by_claim),
        ("exchange", &totals.by_exchange),
        ("asset", &totals.by_asset),
        ("day", &totals.by_day),
    ]
}

/// Writes `totals.json`.
///
/// # Errors
/// When the parts do not add up or the file cannot be written.
pub fn write_json(totals: &Totals, mut to: impl Write) -> Result<(), WriteError> {
    serde_json::to_writer_pretty(&mut to, &Document::new(totals)?)?;
    to.write_all(b"\n")?;
    Ok(())
}

/// `totals.json`: amounts as texts with eight decimals.
#[derive(Serialize)]
pub(crate) struct Document {
    what: What,
    method: String,
    basis: String,
    currency: String,
    price_version: i64,
    claims: i64,
    claims_accepted: i64,
    unpriced: i64,
    excluded: i64,
    whole: Figures,
    gross_loss: Money,
    gross_gain: Money,
    credits: Money,
    net: Money,
    by_claim: Vec<KeyedFigures>,
    by_exchange: Vec<KeyedFigures>,
    by_asset: Vec<KeyedFigures>,
    by_day: Vec<KeyedFigures>,
    native: serde_json::Map<String, serde_json::Value>,
}

/// What each column counts, in words.
#[derive(Serialize)]
struct What {
    documented: &'static str,
    claimed: &'static str,
    accepted: &'static str,
    gross_loss: &'static str,
    gross_gain: &'static str,
    net: &'static str,
    unpriced: &'static str,
    native: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Figures {
    documented: Money,
    claimed: Money,
    accepted: Money,
    lines: i64,
    unpriced: i64,
}

#[derive(Serialize)]
struct KeyedFigures {
    key: String,
    #[serde(flatten)]
    figures: Figures,
}

impl Figures {
    pub(crate) fn new(sums: &Sums) -> Figures {
        Figures {
            documented: Money(sums.documented),
            claimed: Money(sums.claimed),
            accepted: Money(sums.accepted),
            lines: sums.lines,
            unpriced: sums.unpriced,
        }
    }
}

impl Document {
    pub(crate) fn new(totals: &Totals) -> Result<Document, TotalsError> {
        totals.check()?;
        let counts = &totals.counts;
        let native = totals.native.iter();
        Ok(Document {
            what: WHAT,
            method: counts.method.clone(),
            basis: counts.basis.clone(),
            currency: counts.currency.clone(),
            price_version: counts.price_version,
            claims: counts.claims,
            claims_accepted: counts.claims_accepted,
            unpriced: counts.unpriced,
            excluded: counts.excluded,
            whole: Figures::new(&totals.whole),
            gross_loss: Money(totals.gross_loss),
            gross_gain: Money(totals.gross_gain),
            credits: Money(totals.credits),
            net: Money(totals.net()?),
            by_claim: keyed(&totals.by_claim),
            by_exchange: keyed(&totals.by_exchange),
            by_asset: keyed(&totals.by_asset),
            by_day: keyed(&totals.by_day),
            native: native
                .map(|(asset, units)| (asset.clone(), units.clone().into()))
                .collect(),
        })
    }
}

const WHAT: What = What {
    documented: DOCUMENTED,
    claimed: CLAIMED,
    accepted: ACCEPTED,
    gross_loss: "documented lines above zero",
    gross_gain: "documented lines below zero, without their sign",
    net: "documented less credits, never floored",
    unpriced: "contested entries without a price: in no sum, never zero",
    native: "units gained (or lost, below zero) in documented lines, unpriced ones among them",
};

fn keyed(rows: &[TotalRow]) -> Vec<KeyedFigures> {
    let keyed = |row: &TotalRow| KeyedFigures {
        key: row.key.clone(),
        figures: Figures::new(&row.sums),
    };
    rows.iter().map(keyed).collect()
}

/// What a bundle adds: totals with and without the claims that are withheld,
/// and every quantity that has no price.
#[derive(Serialize)]
pub(crate) struct BundleTotals {
    /// Of the claims whose evidence is here: recomputed by `redress verify`.
    pub(crate) shared: Document,
    /// Of these and the withheld ones together, the sum alone.
    pub(crate) with_withheld: WithWithheld,
    /// References of claims whose evidence is not here.
    pub(crate) withheld: Vec<String>,
    /// Quantities without a price, of shared claims.
    pub(crate) unpriced: Vec<UnpricedLine>,
    /// Derivative positions that fills alone can't value, of shared claims.
    pub(crate) positions_not_valued: Vec<Position>,
}

#[derive(Serialize)]
pub(crate) struct WithWithheld {
    claims: i64,
    claims_accepted: i64,
    whole: Figures,
    gross_loss: Money,
    gross_gain: Money,
    credits: Money,
    net: Money,
}

impl WithWithheld {
    pub(crate) fn new(totals: &Totals) -> Result<WithWithheld, TotalsError> {
        totals.check()?;
        Ok(WithWithheld {
            claims: totals.counts.claims,
            claims_accepted: totals.counts.claims_accepted,
            whole: Figures::new(&totals.whole),
            gross_loss: Money(totals.gross_loss),
            gross_gain: Money(totals.gross_gain),
            credits: Money(totals.credits),
            net: Money(totals.net()?),
        })
    }
}

#[derive(Serialize)]
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
}

#[derive(Serialize)]
pub(crate) struct Position {
    pub(crate) claim: String,
    pub(crate) exchange: String,
    pub(crate) account: String,
    pub(crate) market: String,
    pub(crate) fills: u64,
}

impl Position {
    pub(crate) fn new(claim: &str, position: &PositionNotValued) -> Position {
        Position {
            claim: claim.to_owned(),
            exchange: position.exchange.to_string(),
            account: position.account.to_string(),
            market: position.market.to_string(),
            fills: position.fills,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals() -> Totals {
        let row = |key: &str, documented: i64| TotalRow {
            key: key.into(),
            sums: Sums {
                documented,
                lines: 1,
                ..Sums::default()
            },
        };
        Totals {
            counts: Counts {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.0.0".into(),
                price_version: 3,
                claims: 2,
                claims_accepted: 0,
                unpriced: 4,
                excluded: 0,
            },
            whole: row("", 15_544_335_115_000).sums,
            gross_loss: 15_544_335_115_000,
            gross_gain: 0,
            credits: 100_000_000,
            by_claim: vec![row("R-1", 15_544_335_115_000)],
            by_exchange: vec![row("ftx", 15_544_335_115_000)],
            by_asset: vec![row("BTC", 15_544_335_115_001), row("DMG", -1)],
            by_day: vec![row("2022-10-18", 15_544_335_115_000)],
            native: vec![("BTC".into(), "-10.50".into())],
        }
    }

    fn csv_text(totals: &Totals) -> String {
        let mut bytes = Vec::new();
        write_csv(totals, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_row_says_what_it_counts_its_basis_currency_and_method() {
        let text = csv_text(&totals());
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        assert_eq!(&rows[0][2], "155443.35115000");
        assert_eq!(&rows[0][10], "155442.35115000");
        for row in &rows {
            assert!(!row[11].is_empty() && !row[12].is_empty(), "{row:?}");
            assert_eq!((&row[13], &row[14]), ("FMV/1.0.0", "3"));
            assert!(row[15].contains("contested entries"), "{row:?}");
        }
        assert_eq!(rows.last().unwrap()[2].to_owned(), "-10.50");
    }

    #[test]
    fn the_same_totals_give_the_same_bytes() {
        assert_eq!(csv_text(&totals()), csv_text(&totals()));
        let (mut one, mut two) = (Vec::new(), Vec::new());
        write_json(&totals(), &mut one).unwrap();
        write_json(&totals(), &mut two).unwrap();
        assert_eq!(one, two);
        let json: serde_json::Value = serde_json::from_slice(&one).unwrap();
        assert_eq!(json["by_asset"][1]["documented"], "-0.00000001");
        assert_eq!(json["unpriced"], 4);
    }

    #[test]
    fn totals_that_do_not_add_up_are_not_written() {
        let mut wrong = totals();
        wrong.by_day[0].sums.documented += 1;
        assert!(matches!(
            write_csv(&wrong, Vec::new()),
            Err(WriteError::Totals(TotalsError::Parts("day")))
        ));
    }
}
