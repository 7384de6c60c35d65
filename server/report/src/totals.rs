//! Totals as files: one CSV for machines, one JSON for scripts.
//!
//! Every figure stands beside what it counts, its basis, its currency, the
//! version of its method and how many entries had no price. The rows of every
//! table add up to the whole to the last decimal, or nothing is written.

use std::io::{self, Write};

use casework::totals::{
    Conditions, Counts, HeldPosition, MissingPrice, Sums, TotalRow, Totals, TotalsError,
    UnpricedCredit, without_figure,
};
use ledger::losses::{CreditLine, PositionNotValued};
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

/// What stands in no sum beside the net.
pub const CREDIT_UNPRICED: &str = "what came back to the same claims and has no price: \
     in no sum, so that net would be smaller";

/// Claims that no sum knows.
pub const NOT_VALUED: &str = "claims whose loss can't be worked out: nothing of them is in any sum";

/// Derivatives that no sum knows.
pub const POSITIONS: &str = "derivative positions of the same claims that fills alone can't \
     value, because nothing says what was held before: in no sum";

/// Why a row of totals has no figures of money.
pub const NO_TOTAL: &str = "more of the contested lines have no price than have one";

/// What the rows without figures of a table add up to.
pub const WITHOUT_TOTAL: &str = "lines with a price in the rows of this table that have no \
     total: beside the other rows they make up the whole";

/// What leaves lines without a price.
pub const MISSING: &str = "contested lines of the same claims that have no price because of \
     this asset: a price is needed of each of these days";
/// Rows that two files tell differently.
pub const CONFLICTS: &str = "rows of the same claims that two files of one account tell \
     differently: one of each counts until somebody settles it";

/// Columns of `totals.csv`.
pub const COLUMNS: [&str; 19] = [
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
    "credits_unpriced",
    "conditions",
    "no_total",
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
    /// Figures of several versions of the price book are in them.
    #[error("the claims {} are still to be valued with the prices as they are now", .0.join(", "))]
    Stale(Vec<String>),
    /// A row cannot be written.
    #[error("the totals cannot be written: {0}")]
    Csv(#[from] csv::Error),
    /// The document cannot be written.
    #[error("the totals cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// Writes `totals.csv`: a row for the whole, then one for each claim, exchange,
/// asset and day, then the units of each asset and the prices that are missing.
/// Where too few lines have a price the figures are empty and `no_total` says why;
/// what such rows of a table add up to stands in a row of its own, so that the
/// table adds up to the whole.
///
/// # Errors
/// When the parts do not add up or the file cannot be written.
pub fn write_csv(totals: &Totals, to: impl Write) -> Result<(), WriteError> {
    not_stale(totals)?;
    totals.check()?;
    let net = totals.net();
    let mut table = csv::Writer::from_writer(to);
    table.write_record(COLUMNS)?;
    let beside = [totals.gross_loss, totals.gross_gain, totals.credits].map(|sum| sum.to_string());
    let [gross_loss, gross_gain, credits] = beside;
    let told = |figure: String| match totals.whole.has_figure() {
        true => figure,
        false => String::new(),
    };
    let net = net.to_string();
    let whole = [told(gross_loss), told(gross_gain), credits, told(net)];
    let total = ["total", "all"];
    let mut row = cells(total, &totals.whole, whole, &totals.counts);
    row[16] = totals.credits_unpriced.len().to_string();
    table.write_record(row)?;
    for (name, rows) in tables(totals) {
        for row in rows {
            let none = [(); 4].map(|()| String::new());
            table.write_record(cells([name, &row.key], &row.sums, none, &totals.counts))?;
        }
        if let Some(rest) = rest_of(totals, rows) {
            let name = format!("{name}_without_total");
            table.write_record(rest_row(&name, &rest, &totals.counts))?;
        }
    }
    for missing in &totals.missing {
        let mut row = units_row(
            ["missing_price", &missing.asset],
            [&missing.asset, ""],
            &totals.counts,
        );
        row[6] = missing.lines.to_string();
        row[12].clone_from(&totals.counts.basis);
        let (first, last) = missing.days(&totals.counts.basis);
        row[15] = format!("{MISSING}: {first} to {last}");
        table.write_record(row)?;
    }
    for (asset, units) in &totals.native {
        let mut row = units_row(["native", asset], [asset, units], &totals.counts);
        row[15] = format!("units of {DOCUMENTED}, unpriced ones among them");
        table.write_record(row)?;
    }
    for credit in &totals.credits_unpriced {
        let (key, units) = (&credit.claim, [&*credit.asset, &*credit.units]);
        let mut row = units_row(["credit_unpriced", key], units, &totals.counts);
        // What came back is no documented loss: its units stand in its own column.
        row[9] = std::mem::take(&mut row[2]);
        row[15] = format!("units of {CREDIT_UNPRICED}");
        table.write_record(row)?;
    }
    for claim in &totals.not_valued {
        let mut row = units_row(["not_valued", claim], ["", ""], &totals.counts);
        row[11].clone_from(&totals.counts.currency);
        row[12].clone_from(&totals.counts.basis);
        row[15] = NOT_VALUED.to_owned();
        table.write_record(row)?;
    }
    for held in &totals.positions_not_valued {
        let mut row = units_row(
            ["position_not_valued", &held.claim],
            ["", ""],
            &totals.counts,
        );
        row[5] = held.fills.to_string();
        let account = [held.exchange.as_str(), &held.account, &held.market];
        let account: Vec<&str> = account
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        row[11] = account.join(" ");
        row[15] = format!("fills of {POSITIONS}");
        table.write_record(row)?;
    }
    let open = &totals.conflicts;
    if open.rows > 0 {
        let mut row = units_row(["conflicts", "open"], ["", ""], &totals.counts);
        row[5] = open.rows.to_string();
        row[11].clone_from(&totals.counts.currency);
        row[12].clone_from(&totals.counts.basis);
        row[15] = format!(
            "{CONFLICTS}; of {} claims, at most {} {} apart, {} without such a figure",
            open.claims, open.apart, totals.counts.currency, open.not_valued
        );
        table.write_record(row)?;
    }
    table.flush()?;
    Ok(())
}

/// What leaves must be of one version.
fn not_stale(totals: &Totals) -> Result<(), WriteError> {
    if totals.stale.is_empty() {
        return Ok(());
    }
    Err(WriteError::Stale(totals.stale.clone()))
}

/// A row that tells units of an asset and no money.
fn units_row([table, key]: [&str; 2], [asset, units]: [&str; 2], counts: &Counts) -> Vec<String> {
    let mut row = vec![String::new(); COLUMNS.len()];
    for (at, cell) in [
        (0, table),
        (1, key),
        (2, units),
        (11, asset),
        (12, "native"),
    ] {
        row[at] = cell.to_owned();
    }
    row[13].clone_from(&counts.method);
    row[14] = counts.price_version.to_string();
    row[17] = conditions(counts);
    row
}

/// Ages of prices and par, in words.
fn conditions(counts: &Counts) -> String {
    let conditions = counts.conditions.as_ref();
    conditions.map_or_else(String::new, ToString::to_string)
}

fn cells(
    [table, key]: [&str; 2],
    sums: &Sums,
    beside: [String; 4],
    counts: &Counts,
) -> Vec<String> {
    let mut row = vec![table.to_owned(), key.to_owned()];
    let told = [sums.documented, sums.claimed, sums.accepted].map(|units| sums.figure(units));
    row.extend(told.map(|told| told.map_or_else(String::new, |sum| sum.to_string())));
    row.extend([sums.lines, sums.unpriced].map(|count| count.to_string()));
    row.extend(beside);
    row.extend([
        counts.currency.clone(),
        counts.basis.clone(),
        counts.method.clone(),
        counts.price_version.to_string(),
        format!("documented: {DOCUMENTED}; claimed: {CLAIMED}; accepted: {ACCEPTED}"),
        String::new(),
        conditions(counts),
        no_total(sums).unwrap_or_default().to_owned(),
    ]);
    row
}

/// Why there are no figures of money; none where there are.
fn no_total(sums: &Sums) -> Option<&'static str> {
    (!sums.has_figure()).then_some(NO_TOTAL)
}

/// What the rows without figures add up to, where there is a whole that they would
/// be missed in.
fn rest_of(totals: &Totals, rows: &[TotalRow]) -> Option<Sums> {
    let rest = without_figure(rows.iter().map(|row| &row.sums));
    rest.filter(|_| totals.whole.has_figure())
}

/// A row of sums that stand for others, told whatever has no price in them.
fn rest_row(table: &str, rest: &Sums, counts: &Counts) -> Vec<String> {
    let none = [(); 4].map(|()| String::new());
    let mut row = cells([table, "all"], rest, none, counts);
    for (at, units) in [(2, rest.documented), (3, rest.claimed), (4, rest.accepted)] {
        row[at] = units.to_string();
    }
    row[15] = WITHOUT_TOTAL.to_owned();
    row[18].clear();
    row
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
    not_stale(totals)?;
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
    conditions: Option<Conditions>,
    claims: i64,
    claims_accepted: i64,
    unpriced: i64,
    excluded: i64,
    whole: Figures,
    gross_loss: Option<Money>,
    gross_gain: Option<Money>,
    credits: Money,
    credits_unpriced: Vec<UnpricedCredit>,
    net: Option<Money>,
    by_claim: Vec<KeyedFigures>,
    by_exchange: Vec<KeyedFigures>,
    by_asset: Vec<KeyedFigures>,
    by_day: Vec<KeyedFigures>,
    without_total: WithoutTotal,
    missing_prices: Vec<MissingPrice>,
    native: serde_json::Map<String, serde_json::Value>,
    not_valued: Vec<String>,
    positions_not_valued: Vec<HeldPosition>,
    conflicts: Conflicts,
}

/// Rows that two files tell differently, counted.
#[derive(Serialize)]
struct Conflicts {
    rows: i64,
    claims: i64,
    apart: Money,
    not_valued: i64,
}

/// What each column counts, in words.
#[derive(Serialize)]
struct What {
    documented: &'static str,
    claimed: &'static str,
    accepted: &'static str,
    gross_loss: &'static str,
    gross_gain: &'static str,
    credits_unpriced: &'static str,
    net: &'static str,
    unpriced: &'static str,
    native: &'static str,
    not_valued: &'static str,
    positions_not_valued: &'static str,
    no_total: &'static str,
    without_total: &'static str,
    missing_prices: &'static str,
    conflicts: &'static str,
}

/// Sums of money are none where `no_total` says why.
#[derive(Serialize)]
pub(crate) struct Figures {
    documented: Option<Money>,
    claimed: Option<Money>,
    accepted: Option<Money>,
    lines: i64,
    unpriced: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_total: Option<&'static str>,
}

/// By table, what its rows without a total add up to; none where every row has one,
/// or the whole has none.
#[derive(Serialize)]
struct WithoutTotal {
    by_claim: Option<Figures>,
    by_exchange: Option<Figures>,
    by_asset: Option<Figures>,
    by_day: Option<Figures>,
}

impl WithoutTotal {
    fn of(totals: &Totals) -> WithoutTotal {
        let rest = |rows| rest_of(totals, rows).map(|rest| Figures::told(&rest));
        WithoutTotal {
            by_claim: rest(&totals.by_claim),
            by_exchange: rest(&totals.by_exchange),
            by_asset: rest(&totals.by_asset),
            by_day: rest(&totals.by_day),
        }
    }
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
            documented: sums.figure(sums.documented),
            claimed: sums.figure(sums.claimed),
            accepted: sums.figure(sums.accepted),
            lines: sums.lines,
            unpriced: sums.unpriced,
            no_total: no_total(sums),
        }
    }

    /// Sums that stand for others, told whatever has no price in them.
    fn told(sums: &Sums) -> Figures {
        Figures {
            documented: Some(sums.documented),
            claimed: Some(sums.claimed),
            accepted: Some(sums.accepted),
            no_total: None,
            ..Figures::new(sums)
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
            conditions: counts.conditions.clone(),
            claims: counts.claims,
            claims_accepted: counts.claims_accepted,
            unpriced: counts.unpriced,
            excluded: counts.excluded,
            whole: Figures::new(&totals.whole),
            gross_loss: totals.whole.figure(totals.gross_loss),
            gross_gain: totals.whole.figure(totals.gross_gain),
            credits: totals.credits,
            credits_unpriced: totals.credits_unpriced.clone(),
            net: totals.whole.figure(totals.net()),
            without_total: WithoutTotal::of(totals),
            missing_prices: totals.missing.clone(),
            by_claim: keyed(&totals.by_claim),
            by_exchange: keyed(&totals.by_exchange),
            by_asset: keyed(&totals.by_asset),
            by_day: keyed(&totals.by_day),
            native: native
                .map(|(asset, units)| (asset.clone(), units.clone().into()))
                .collect(),
            not_valued: totals.not_valued.clone(),
            positions_not_valued: totals.positions_not_valued.clone(),
            conflicts: Conflicts {
                rows: totals.conflicts.rows,
                claims: totals.conflicts.claims,
                apart: totals.conflicts.apart,
                not_valued: totals.conflicts.not_valued,
            },
        })
    }
}

const WHAT: What = What {
    documented: DOCUMENTED,
    claimed: CLAIMED,
    accepted: ACCEPTED,
    gross_loss: "documented lines above zero",
    gross_gain: "documented lines below zero, without their sign",
    credits_unpriced: CREDIT_UNPRICED,
    net: "documented less credits, never floored",
    unpriced: "contested entries without a price: in no sum, never zero",
    native: "units gained (or lost, below zero) in documented lines, unpriced ones among them",
    not_valued: NOT_VALUED,
    positions_not_valued: POSITIONS,
    no_total: NO_TOTAL,
    without_total: WITHOUT_TOTAL,
    missing_prices: MISSING,
    conflicts: CONFLICTS,
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
    gross_loss: Option<Money>,
    gross_gain: Option<Money>,
    credits: Money,
    credits_unpriced: Vec<UnpricedCredit>,
    net: Option<Money>,
}

impl WithWithheld {
    pub(crate) fn new(totals: &Totals) -> Result<WithWithheld, TotalsError> {
        totals.check()?;
        Ok(WithWithheld {
            claims: totals.counts.claims,
            claims_accepted: totals.counts.claims_accepted,
            whole: Figures::new(&totals.whole),
            gross_loss: totals.whole.figure(totals.gross_loss),
            gross_gain: totals.whole.figure(totals.gross_gain),
            credits: totals.credits,
            credits_unpriced: totals.credits_unpriced.clone(),
            net: totals.whole.figure(totals.net()),
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
                documented: Money::from_units(documented),
                lines: 1,
                ..Sums::default()
            },
        };
        Totals {
            counts: Counts {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.1.0".into(),
                price_version: 3,
                claims: 2,
                claims_accepted: 0,
                unpriced: 4,
                excluded: 0,
                conditions: Some(Conditions {
                    trade_age_minutes_max: 60,
                    daily_age_hours_max: 48,
                    fiat_age_days_max: 7,
                    par: vec!["USDC".into(), "BUSD".into()],
                }),
            },
            whole: row("", 15_544_335_115_000).sums,
            gross_loss: Money::from_units(15_544_335_115_000),
            gross_gain: Money::ZERO,
            credits: Money::from_units(100_000_000),
            credits_unpriced: vec![UnpricedCredit {
                claim: "R-1".into(),
                asset: "FTT".into(),
                units: "12.50".into(),
            }],
            by_claim: vec![row("R-1", 15_544_335_115_000)],
            by_exchange: vec![row("ftx", 15_544_335_115_000)],
            by_asset: vec![row("BTC", 15_544_335_115_001), row("DMG", -1)],
            by_day: vec![row("2022-10-18", 15_544_335_115_000)],
            native: vec![("BTC".into(), "-10.50".into())],
            missing: vec![MissingPrice {
                asset: "ZZZ".into(),
                lines: 4,
                first_day: "2022-10-18".into(),
                last_day: "2022-10-19".into(),
            }],
            not_valued: vec!["R-2".into()],
            conflicts: casework::totals::OpenConflicts {
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
            assert_eq!((&row[13], &row[14]), ("FMV/1.1.0", "3"));
            assert_eq!(
                &row[17],
                "prices up to 60 minutes old, daily ones 48 hours, exchange rates 7 days; \
                 taken at 1 USD: USDC, BUSD"
            );
            let told = [
                "contested entries",
                "no price",
                "no sum",
                "any sum",
                "one of each counts",
            ];
            assert!(told.iter().any(|told| row[15].contains(told)), "{row:?}");
        }
        let native = rows.iter().find(|row| &row[0] == "native").unwrap();
        assert_eq!(&native[2], "-10.50");
    }

    #[test]
    fn what_came_back_without_a_price_is_counted_beside_the_net_and_listed() {
        let text = csv_text(&totals());
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        assert_eq!(&rows[0][16], "1");
        let listed = rows.iter().find(|row| &row[0] == "credit_unpriced");
        let listed = listed.unwrap();
        assert_eq!(
            [&listed[0], &listed[1], &listed[2], &listed[9], &listed[11]],
            ["credit_unpriced", "R-1", "", "12.50", "FTT"]
        );
        let mut json = Vec::new();
        write_json(&totals(), &mut json).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(json["credits_unpriced"][0]["units"], "12.50");
        // And so is a claim that no sum knows.
        let unknown = rows.iter().find(|row| &row[0] == "not_valued").unwrap();
        assert_eq!(&unknown[1], "R-2");
        assert_eq!(json["not_valued"][0], "R-2");
        let held = rows.iter().find(|row| &row[0] == "position_not_valued");
        let held = held.unwrap();
        assert_eq!(
            (&held[1], &held[5], &held[11]),
            ("R-1", "7", "ftx main BTC-PERP")
        );
        assert_eq!(json["positions_not_valued"][0]["market"], "BTC-PERP");
        assert_eq!(json["conflicts"]["rows"], 2);
        assert_eq!(json["conflicts"]["apart"], "1.50000000");
    }

    #[test]
    fn where_too_little_has_a_price_the_cells_are_empty_with_the_reason() {
        let mut told = totals();
        told.whole.unpriced = 26_519;
        told.by_claim[0].sums.unpriced = 26_519;
        let text = csv_text(&told);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        for row in [&rows[0], &rows[1]] {
            for at in [2, 3, 4, 7, 8, 10] {
                assert_eq!(&row[at], "", "{row:?}");
            }
            assert_eq!((&row[6], &row[18]), ("26519", NO_TOTAL));
        }
        let missing = rows.iter().find(|row| &row[0] == "missing_price").unwrap();
        assert_eq!((&missing[1], &missing[6]), ("ZZZ", "4"));
        assert!(
            missing[15].ends_with("2022-10-18 to 2022-10-19"),
            "{missing:?}"
        );
        let mut json = Vec::new();
        write_json(&told, &mut json).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert!(json["whole"]["documented"].is_null() && json["net"].is_null());
        assert_eq!(json["whole"]["no_total"], NO_TOTAL);
        assert!(json["without_total"]["by_claim"].is_null());
        assert_eq!(json["missing_prices"][0]["asset"], "ZZZ");
    }

    #[test]
    fn the_rows_of_a_table_make_up_the_whole_also_where_some_have_no_total() {
        let mut told = totals();
        told.by_asset[1].sums.unpriced = 2;
        let text = csv_text(&told);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let of_assets = rows.iter().filter(|row| row[0].starts_with("asset"));
        let figures = of_assets.filter_map(|row| row[2].parse::<Money>().ok());
        assert_eq!(figures.sum::<Money>().to_string(), rows[0][2]);
        let rest = rows.iter().find(|row| &row[0] == "asset_without_total");
        let rest = rest.unwrap();
        assert_eq!((&rest[2], &rest[15]), ("-0.00000001", WITHOUT_TOTAL));
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
        assert_eq!(json["conditions"]["daily_age_hours_max"], 48);
        assert_eq!(json["conditions"]["par"][1], "BUSD");
    }

    #[test]
    fn totals_of_several_versions_are_not_written() {
        let mut stale = totals();
        stale.stale = vec!["R-1".into()];
        for written in [
            write_csv(&stale, Vec::new()),
            write_json(&stale, Vec::new()),
        ] {
            assert!(matches!(written, Err(WriteError::Stale(claims)) if claims == ["R-1"]));
        }
    }

    #[test]
    fn totals_that_do_not_add_up_are_not_written() {
        let mut wrong = totals();
        wrong.by_day[0].sums.documented += Money::from_units(1);
        assert!(matches!(
            write_csv(&wrong, Vec::new()),
            Err(WriteError::Totals(TotalsError("day")))
        ));
    }
}
