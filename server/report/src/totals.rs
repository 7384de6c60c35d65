//! Totals as tables: one CSV a table, all of them in one ZIP, and one JSON document
//! with its schema.
//!
//! Each column has one unit. The table `terms` and the one row of `total` hold the terms of
//! all sums. Rows of money must add up to the total exactly; otherwise nothing is written.

mod columns;
mod rows;
#[cfg(test)]
mod tests;

use std::io::{self, Seek, Write};

use casework::TotalsTable;
use casework::totals::{Totals, TotalsError};
use ledger::losses::CreditLine;
use ledger::{Entry, Layout, LossLine, Moment, Money, TextTable};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use zip::ZipWriter;

use crate::bag::stored_at;
use crate::lines::Unpriced;
use crate::sheet::{Form, Row};

use columns::form;
use rows::{table_rows, total_row};

/// Where the schema of `totals.json` is published.
pub const SCHEMA_PATH: &str = "/schemas/totals.json";

/// Why totals were not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file cannot be written.
    #[error("the totals cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The totals do not add up. This is a defect; such figures are never shown.
    #[error(transparent)]
    Totals(#[from] TotalsError),
    /// Some claims were valued with an older version of the price book.
    #[error(
        "the claims {} are not valued with the current prices yet: export the totals again later",
        .0.join(", ")
    )]
    Stale(Vec<String>),
    /// The document cannot be written.
    #[error("the totals cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The archive cannot be written.
    #[error("the totals cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
}

/// Every table with its rows.
fn tables(totals: &Totals) -> impl Iterator<Item = (TotalsTable, Form, Vec<Row>)> {
    let all = TotalsTable::ALL.into_iter();
    all.map(move |table| (table, form(table), table_rows(table, totals)))
}

/// Refuses totals with several versions of prices, and totals that do not add up.
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
    Ok(form(table).write_csv(&table_rows(table, totals), to)?)
}

/// Writes every table as CSV into one ZIP, with a list of the meanings of all columns. The
/// same totals give the same bytes.
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

/// Writes `totals.json`: every table by its name, in the form of [`schema`].
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

/// The totals of a bundle, with and without the withheld claims, and every quantity without
/// a price.
#[derive(Serialize)]
pub(crate) struct BundleTotals<'u> {
    /// Totals of the claims whose evidence is in the bundle; `redress verify` recomputes them.
    pub(crate) shared: Map<String, Value>,
    /// The row of the whole, for shared and withheld claims together.
    pub(crate) with_withheld: Value,
    /// References of claims whose evidence is not in the bundle.
    pub(crate) withheld: Vec<String>,
    /// Quantities without a price in shared claims.
    pub(crate) unpriced: &'u Unpriced,
}

/// The row of the whole, for the shared and withheld claims of a bundle together.
pub(crate) fn whole(totals: &Totals) -> Result<Value, TotalsError> {
    totals.check()?;
    Ok(form(TotalsTable::Total).json(vec![total_row(totals)]))
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

    /// The quantity of a credit that has no price.
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
