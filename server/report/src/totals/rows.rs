//! The rows of the tables of totals. Each row has the order of the columns in
//! [`super::columns`].

use casework::TotalsTable;
use casework::totals::{Sums, TotalRow, Totals, without_figure};
use ledger::Money;
use ledger::losses::{ChosenSource, CreditDoubt, Manipulated};
use serde_json::{Value, json};

use crate::sheet::Row;

/// Which entries the columns of sums count.
pub(super) const COUNTED: &str = "documented: contested entries read from an export, not excluded, \
     of claims that are submitted, in review, returned or accepted; claimed: contested \
     entries of the same claims that were only typed in, never part of documented; \
     accepted: the part of documented that belongs to accepted claims";

/// The rows of a table, in the order of its columns.
pub(super) fn table_rows(table: TotalsTable, totals: &Totals) -> Vec<Row> {
    match table {
        TotalsTable::Total => vec![total_row(totals)],
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

/// The row of the whole group.
pub(super) fn total_row(totals: &Totals) -> Row {
    let counts = &totals.counts;
    let whole = &totals.whole;
    let figure = |sum| whole.figure(sum);
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
        joined(&conditions.quotes),
        joined(&conditions.sources),
        COUNTED,
        figure(whole.documented),
        figure(whole.claimed),
        figure(whole.accepted),
        figure(totals.gross_loss),
        figure(totals.gross_gain),
        totals.credits,
        figure(totals.net()),
        whole.lines,
        whole.unpriced,
        counts.excluded,
        counts.claims,
        counts.claims_accepted,
        totals.not_valued.len(),
        totals.credits_unpriced().count(),
        totals.credits_doubted().count(),
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
    for (place, code) in (1_u32..).zip(&conditions.quotes) {
        rows.push(row(json!(["quote", code, place.to_string(), "order"])));
    }
    for ChosenSource { asset, source } in &conditions.sources {
        rows.push(row(json!(["source", asset, source, null])));
    }
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

/// The rows of a table of sums. Where the whole has a total and some rows have none, the
/// last row is the sum of those rows.
fn sums(totals: &Totals, by: &[TotalRow]) -> Vec<Row> {
    let currency = &totals.counts.currency;
    let sums_row = |key: Option<&str>, sums: &Sums, figures: &str| {
        let figure = |sum: Money| match figures {
            "told" | "rest" => Some(sum),
            _ => None,
        };
        let [documented, claimed, accepted] =
            [sums.documented, sums.claimed, sums.accepted].map(figure);
        // The rows without a total have the counts of the entries in the rest.
        let counted = |count: i64| key.map(|_| count);
        let (lines, unpriced) = (counted(sums.lines), counted(sums.unpriced));
        row(json!([
            key, documented, claimed, accepted, currency, lines, unpriced, figures
        ]))
    };
    let is_not_valued = |key: &str| totals.not_valued.iter().any(|claim| claim == key);
    let of = |row: &TotalRow| {
        let figures = match is_not_valued(&row.key) {
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

fn joined_doubts(doubts: &[CreditDoubt]) -> Option<String> {
    let words: Vec<&str> = doubts.iter().map(|doubt| doubt.as_str()).collect();
    (!words.is_empty()).then(|| words.join("+"))
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
                currency,
                joined_doubts(&credit.doubts)
            ]))
        })
        .collect()
}
