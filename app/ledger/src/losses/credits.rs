//! What came back: returned, refunded, compensated (METHOD.md, "Credits").
//!
//! Records of their own with evidence and date. A list of them is a table
//! `time,asset,amount,evidence,note`; a bad row costs only itself.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::credit_doubts::CreditDoubt;
use crate::base::text::Text;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::prices::price::Price;
use crate::prices::{TableLines, table_cells};
use crate::time::moment::Moment;
use crate::time::rfc3339;

const SECONDS_A_DAY: i64 = 86_400;

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// File that lists it; empty when it was typed in.
    pub file: Text,
    /// Line of that file, 0 when it was typed in.
    pub line: u64,
    /// When; a bare date means the end of that day.
    #[serde(with = "rfc3339::text")]
    pub time: Moment,
    /// What.
    pub asset: Text,
    /// How much.
    pub amount: Amount,
    /// What shows it.
    pub evidence: String,
    /// Warnings and refusals.
    pub note: String,
}

/// A credit valued at its time and rounded once, like a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditLine {
    /// What came back.
    pub credit: Credit,
    /// Its value; absent when the asset has no price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// The price it was valued at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// What is odd about it; it counts all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<CreditDoubt>,
}

/// Why a file lists no credits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: not a list of credits: its header must be time,asset,amount,evidence,note")]
pub struct CreditsError {
    /// Name of the file.
    pub file: String,
}

/// When a credit came: an RFC 3339 time, or a date, which means its end.
pub fn credit_time(text: &str) -> Option<Moment> {
    match rfc3339::parse_date(text) {
        Some((year, month, day)) => Some(Moment::from_civil(year, month, day, SECONDS_A_DAY)),
        None => rfc3339::parse(text),
    }
}

/// Reads a table of credits; rows refused are in the diagnostics.
///
/// # Errors
/// When it is no such table.
pub fn read_credits(
    name: &str,
    bytes: &[u8],
) -> Result<(Vec<Credit>, Vec<Diagnostic>), CreditsError> {
    let mut lines = TableLines::new(bytes);
    let header = lines.next().and_then(|(_, line)| table_cells(line?));
    let columns = header.as_deref().and_then(Columns::of);
    let columns = columns.ok_or_else(|| CreditsError {
        file: name.to_owned(),
    })?;
    let (mut credits, mut diagnostics) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        let cells = line.and_then(table_cells).unwrap_or_default();
        let mut diagnose = |column, code, message| {
            diagnostics.push(Diagnostic {
                file: name.to_owned(),
                line: number,
                column,
                code,
                message,
            });
        };
        match read_row(&columns, &cells) {
            Ok(credit) => {
                // Left out it would make the loss larger than it is.
                if credit.evidence.is_empty() {
                    let message = Message::CreditEvidence;
                    diagnose(columns.evidence as u32 + 1, Code::WarnEvidence, message);
                }
                credits.push(Credit {
                    file: name.into(),
                    line: number,
                    ..credit
                });
            }
            Err((column, code, message)) => diagnose(column, code, *message),
        }
    }
    Ok((credits, diagnostics))
}

struct Columns {
    time: usize,
    asset: usize,
    amount: usize,
    evidence: usize,
    note: Option<usize>,
}

impl Columns {
    fn of(header: &[Cow<'_, str>]) -> Option<Columns> {
        let at = |name: &str| {
            header
                .iter()
                .position(|cell| cell.eq_ignore_ascii_case(name))
        };
        Some(Columns {
            time: at("time")?,
            asset: at("asset")?,
            amount: at("amount")?,
            evidence: at("evidence")?,
            note: at("note"),
        })
    }
}

fn read_row(
    columns: &Columns,
    cells: &[Cow<'_, str>],
) -> Result<Credit, (u32, Code, Box<Message>)> {
    let cell = |at: usize| cells.get(at).map_or("", |cell| cell.as_ref());
    let refuse = |at: usize, code, message| Err((at as u32 + 1, code, Box::new(message)));
    let text = cell(columns.time);
    let Some(time) = credit_time(text) else {
        let message = Message::CreditTime { text: text.into() };
        return refuse(columns.time, Code::RefusedTime, message);
    };
    let asset = cell(columns.asset);
    if asset.is_empty() {
        let message = Message::CreditAsset;
        return refuse(columns.asset, Code::RefusedCells, message);
    }
    let amount = match Amount::parse(cell(columns.amount)) {
        Ok(amount) if !amount.is_zero() && !amount.is_negative() => amount,
        Ok(amount) => {
            let message = Message::CreditAmount {
                amount: amount.clone(),
            };
            return refuse(columns.amount, Code::RefusedAmount, message);
        }
        Err(error) => return refuse(columns.amount, Code::RefusedAmount, error.into()),
    };
    Ok(Credit {
        file: Text::default(),
        line: 0,
        time,
        asset: asset.into(),
        amount,
        evidence: cell(columns.evidence).to_owned(),
        note: columns.note.map_or("", cell).to_owned(),
    })
}
