//! Kept sums in SQL: rows that `casework::counting` made together with the lines of a
//! valuation. They are written once, and only added up here. The query asks the claim's
//! state and the reviews whether they count. Neither a review nor a change of state
//! therefore reads a line.

use std::collections::BTreeMap;

use casework::ReviewState;
use casework::counting::{Cell, FirstTrade, KeptSums, LineFilter, LineSums, Scope, SumOf, SumRow};
use ledger::{Amount, Money};
use sqlx::AnyConnection;

use crate::Store;
use crate::counting::filled;
use crate::error::StoreError;
use crate::group_sums::GroupSums;
use crate::rows::{Ask, Column, all, halves, rows, run, word_columns};

/// Rows in one statement: PostgreSQL takes 65,535 values, SQLite 32,766.
const ROWS_PER_STATEMENT: usize = 150;

/// The divisor by which the units of an asset are split into three columns. Their sums do
/// not fit in 64 bits, and databases cannot add up in more. Units of more than 36 digits are
/// stored as text.
const UNITS_DIVISOR: i128 = 1_000_000_000_000;
const UNITS_MAX: i128 = UNITS_DIVISOR.pow(3) - 1;

const COLUMNS: [&str; 12] = [
    "dimension",
    "row_key",
    "sub_key",
    "documented",
    "priced",
    "unpriced",
    "amount_high",
    "amount_low",
    "units_high",
    "units_middle",
    "units_low",
    "units_wide",
];

word_columns!(SumOf);

rows! {
    /// Kept sums of lines, added up: of all lines, or of those in one review state.
    struct Added {
        pub review: Option<ReviewState>,
        pub accepted: bool,
        pub dimension: SumOf,
        pub row_key: String,
        pub sub_key: String,
        pub documented: bool,
        pub priced: i64,
        pub unpriced: i64,
        pub amount: Money,
        pub units_high: i64,
        pub units_middle: i64,
        pub units_low: i64,
        pub units_wide: String,
        pub times: i64,
    }
}

/// The selection of kept sums.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SumsAsked<'a> {
    /// Id of the incident.
    pub incident: &'a str,
    /// Empty for the incident's own basis.
    pub for_basis: &'a str,
    /// Only the claim with this reference.
    pub claim: Option<&'a str>,
    /// Of which claims.
    pub scope: Scope,
    /// Only rows of this kind, and of this key if there is one.
    pub of: Option<(SumOf, Option<&'a str>)>,
}

/// The sums found, added up over claims.
#[derive(Debug, Default)]
pub(crate) struct SumsFound {
    /// Sums of all lines, and whether the claims are accepted.
    pub all: Vec<(bool, SumRow)>,
    /// Sums of the reviewed lines among them, by their current review.
    pub reviewed: Vec<(bool, ReviewState, SumRow)>,
}

impl SumsFound {
    /// The rows of lines that do not count.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = (bool, &SumRow)> {
        let out = self
            .reviewed
            .iter()
            .filter(|(_, review, _)| !review.counts());
        out.map(|(accepted, _, row)| (*accepted, row))
    }
}

/// The sums that a filter finds, where kept sums can answer; those of a whole group come
/// from the cache.
pub(crate) async fn line_sums(
    (on, group): (&mut AnyConnection, &GroupSums),
    incident: &str,
    for_basis: &str,
    filter: &LineFilter,
) -> Result<Option<LineSums>, StoreError> {
    let Some(of) = filter.kept() else {
        return Ok(None);
    };
    let asked = SumsAsked {
        incident,
        for_basis,
        claim: filter.claim.as_deref(),
        scope: filter.scope,
        of: Some(of),
    };
    if filter.claim.is_none() && filter.scope != Scope::All {
        let group = group.counted(on, incident, for_basis).await?;
        let is_asked = |accepted: bool| accepted || filter.scope == Scope::Counted;
        let rows = group.rows(Some(of)).into_iter();
        let rows: Vec<SumRow> = rows
            .filter(|(accepted, _)| is_asked(*accepted))
            .map(|(_, row)| row)
            .collect();
        let reviewed: Vec<(ReviewState, SumRow)> = group
            .reviewed(Some(of))
            .filter(|(accepted, ..)| is_asked(*accepted))
            .map(|(_, review, row)| (*review, row.clone()))
            .collect();
        return Ok(Some(LineSums::of_kept(filter, &rows, &reviewed)));
    }
    let rows = kept_rows(on, asked).await?.into_iter();
    let rows: Vec<SumRow> = rows.map(|kept| kept.row).collect();
    let reviewed = reviewed_rows(on, asked).await?.into_iter();
    let reviewed: Vec<_> = reviewed.map(|(_, review, row)| (review, row)).collect();
    Ok(Some(LineSums::of_kept(filter, &rows, &reviewed)))
}

/// A row of kept sums of all lines.
#[derive(Clone, Debug)]
pub(crate) struct KeptRow {
    /// Whether the claims are accepted.
    pub accepted: bool,
    /// The sums.
    pub row: SumRow,
    /// Of how many rows of the table it is the sum.
    pub rows: i64,
}

/// Reads kept sums in one consistent state.
pub(crate) async fn sums_on(
    on: &mut AnyConnection,
    asked: SumsAsked<'_>,
) -> Result<SumsFound, StoreError> {
    let all = kept_rows(on, asked).await?.into_iter();
    Ok(SumsFound {
        all: all.map(|kept| (kept.accepted, kept.row)).collect(),
        reviewed: reviewed_rows(on, asked).await?,
    })
}

/// The sums of all lines, added up over claims.
pub(crate) async fn kept_rows(
    on: &mut AnyConnection,
    asked: SumsAsked<'_>,
) -> Result<Vec<KeptRow>, StoreError> {
    let (which, texts) = conditions(&asked);
    let sql = added_up("CAST(NULL AS TEXT)", "JOIN claim_sum AS kept", "", &which);
    read_kept(on, sql, texts).await
}

/// The sums of all lines of one valuation, whether it counts or not. The state of its claim
/// is not checked.
pub(crate) async fn valuation_rows(
    on: &mut AnyConnection,
    valuation: &str,
) -> Result<Vec<KeptRow>, StoreError> {
    let sql = "SELECT CAST(NULL AS TEXT) AS review, 0 AS accepted, kept.*, 1 AS times \
        FROM claim_sum AS kept WHERE kept.valuation = $1";
    read_kept(on, sql.to_owned(), vec![valuation.to_owned()]).await
}

async fn read_kept(
    on: &mut AnyConnection,
    sql: String,
    texts: Vec<String>,
) -> Result<Vec<KeptRow>, StoreError> {
    let mut wide = BTreeMap::new();
    let rows = added_on(on, sql, texts).await?.into_iter();
    let rows = rows.map(|added| {
        Ok(KeptRow {
            accepted: added.accepted,
            rows: added.times,
            row: added.row(&mut wide)?,
        })
    });
    rows.collect()
}

/// The sums of reviewed lines, by their current review, and whether the claims are accepted.
pub(crate) async fn reviewed_rows(
    on: &mut AnyConnection,
    asked: SumsAsked<'_>,
) -> Result<Vec<(bool, ReviewState, SumRow)>, StoreError> {
    let (which, texts) = conditions(&asked);
    let sql = added_up(
        "review.state",
        "JOIN review_sum AS kept",
        "JOIN review ON review.claim = claim.id AND review.entry_key = kept.entry_key",
        &which,
    );
    let mut wide = BTreeMap::new();
    let rows = added_on(on, sql, texts).await?.into_iter();
    let rows = rows.filter_map(|added| Some((added.review?, added)));
    let rows = rows.map(|(review, added)| Ok((added.accepted, review, added.row(&mut wide)?)));
    rows.collect()
}

async fn added_on(
    on: &mut AnyConnection,
    sql: String,
    texts: Vec<String>,
) -> Result<Vec<Added>, StoreError> {
    let ask = texts
        .into_iter()
        .fold(sqlx::query(sqlx::AssertSqlSafe(sql)), Ask::bind);
    all(on, ask).await
}

/// The conditions of the selection, and the texts that they refer to by number.
fn conditions(asked: &SumsAsked<'_>) -> (String, Vec<String>) {
    let mut sql = "valuation.incident = $1 AND valuation.current = 1 \
        AND valuation.for_basis = $2"
        .to_owned();
    let mut texts = vec![asked.incident.to_owned(), asked.for_basis.to_owned()];
    let mut also = |column: &str, text: Option<&str>| {
        if let Some(text) = text {
            texts.push(text.to_owned());
            sql.push_str(&format!(" AND {column} = ${}", texts.len()));
        }
    };
    if let Some(claim) = asked.claim {
        // The incident's own key is used, because the group may have many claims.
        also("claim.incident", Some(asked.incident));
        also("claim.reference", Some(claim));
    }
    also("kept.dimension", asked.of.map(|(of, _)| of.as_str()));
    also("kept.row_key", asked.of.and_then(|(_, key)| key));
    sql.push_str(match asked.scope {
        Scope::All => "",
        Scope::Counted => " AND <claim counts>",
        Scope::Accepted => " AND <claim is accepted>",
    });
    (filled(&sql), texts)
}

/// Rows of one of the tables, added up over claims.
fn added_up(review: &str, table: &str, reviews: &str, which: &str) -> String {
    let sum = |column: &str| format!("CAST(SUM(kept.{column}) AS BIGINT) AS {column}");
    let sums: Vec<String> = COLUMNS[4..11].iter().map(|column| sum(column)).collect();
    filled(&format!(
        "SELECT {review} AS review, CASE WHEN <claim is accepted> THEN 1 ELSE 0 END AS accepted, \
         kept.dimension, kept.row_key, kept.sub_key, kept.documented, kept.units_wide, {}, \
         COUNT(*) AS times FROM valuation JOIN claim ON claim.id = valuation.claim \
         {table} ON kept.valuation = valuation.id {reviews} WHERE {which} \
         GROUP BY 1, 2, kept.dimension, kept.row_key, kept.sub_key, kept.documented, \
         kept.units_wide",
        sums.join(", ")
    ))
}

impl Added {
    /// The row of kept sums; `wide` caches parsed changes of units.
    fn row(self, wide: &mut BTreeMap<String, Amount>) -> Result<SumRow, StoreError> {
        let units = self.units(wide)?;
        Ok(SumRow {
            of: self.dimension,
            key: self.row_key,
            part: self.sub_key,
            documented: self.documented,
            cell: Cell {
                priced: self.priced,
                unpriced: self.unpriced,
                amount: self.amount,
                units,
            },
        })
    }

    /// The change of units, with the decimals of its row.
    fn units(&self, read: &mut BTreeMap<String, Amount>) -> Result<Amount, StoreError> {
        if self.dimension != SumOf::Moved {
            return Ok(Amount::ZERO);
        }
        let unreadable = |_| StoreError::Unreadable(format!("decimals: {}", self.sub_key));
        let scale: u32 = self.sub_key.parse().map_err(unreadable)?;
        let parts = [self.units_high, self.units_middle, self.units_low].map(i128::from);
        let [high, middle, low] = parts;
        let units = (high * UNITS_DIVISOR + middle) * UNITS_DIVISOR + low;
        let units = Amount::from_units(units, scale);
        if self.units_wide.is_empty() {
            return Ok(units);
        }
        if !read.contains_key(&self.units_wide) {
            let amount = serde_json::from_value(self.units_wide.clone().into())?;
            read.insert(self.units_wide.clone(), amount);
        }
        let each = &read[&self.units_wide];
        let times = Amount::from_units(self.times.into(), 0);
        Ok(units.plus(&each.times(&times)))
    }
}

/// The three columns of a change of units, and its text where they cannot hold it.
fn thirds(units: &Amount) -> ([i64; 3], String) {
    let narrow = i128::try_from(units.coefficient());
    let narrow = narrow.ok().filter(|units| units.abs() <= UNITS_MAX);
    let Some(units_small) = narrow else {
        return ([0; 3], units.to_string());
    };
    let third = |by: i128| (units_small / by % UNITS_DIVISOR) as i64;
    let columns = [UNITS_DIVISOR.pow(2), UNITS_DIVISOR, 1].map(third);
    (columns, String::new())
}

impl Store {
    /// Writes the sums of a valuation. Its lines exist already, and none of them is read.
    pub(crate) async fn insert_sums(
        &self,
        on: &mut AnyConnection,
        valuation: &str,
        sums: &KeptSums,
    ) -> Result<(), StoreError> {
        let rows: Vec<(Option<&str>, &SumRow)> = sums.rows.iter().map(|row| (None, row)).collect();
        self.insert_rows(on, "claim_sum", valuation, &rows).await?;
        for (key, of_key) in &sums.reviewed {
            self.insert_reviewed(on, valuation, key, of_key).await?;
        }
        insert_trades(on, valuation, &sums.trades).await
    }

    /// Writes the sums of a reviewed row's lines, in place of earlier ones.
    pub(crate) async fn insert_reviewed(
        &self,
        on: &mut AnyConnection,
        valuation: &str,
        key: &str,
        rows: &[SumRow],
    ) -> Result<(), StoreError> {
        let ask = sqlx::query("DELETE FROM review_sum WHERE valuation = $1 AND entry_key = $2")
            .bind(valuation.to_owned())
            .bind(key.to_owned());
        run(&mut *on, ask).await?;
        let rows: Vec<(Option<&str>, &SumRow)> = rows.iter().map(|row| (Some(key), row)).collect();
        self.insert_rows(on, "review_sum", valuation, &rows).await
    }

    async fn insert_rows(
        &self,
        on: &mut AnyConnection,
        table: &str,
        valuation: &str,
        rows: &[(Option<&str>, &SumRow)],
    ) -> Result<(), StoreError> {
        let of_reviews = rows.first().is_some_and(|(key, _)| key.is_some());
        let first: &[&str] = match of_reviews {
            true => &["valuation", "entry_key"],
            false => &["valuation"],
        };
        let columns = [first, &COLUMNS[..]].concat();
        for chunk in rows.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk(table, &columns, chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (key, row) in chunk {
                ask = ask.bind(valuation.to_owned());
                if let Some(key) = key {
                    ask = ask.bind((*key).to_owned());
                }
                ask = bind_row(ask, row)?;
            }
            run(&mut *on, ask).await?;
        }
        Ok(())
    }
}

fn bind_row<'q>(ask: Ask<'q>, row: &SumRow) -> Result<Ask<'q>, StoreError> {
    let (amount_high, amount_low) = halves(row.cell.amount, &row.key)?;
    let ([high, middle, low], wide) = thirds(&row.cell.units);
    Ok(ask
        .bind(row.of.as_str())
        .bind(row.key.clone())
        .bind(row.part.clone())
        .bind(i64::from(row.documented))
        .bind(row.cell.priced)
        .bind(row.cell.unpriced)
        .bind(amount_high)
        .bind(amount_low)
        .bind(high)
        .bind(middle)
        .bind(low)
        .bind(wide))
}

/// Writes first trades; existing ones stay.
pub(crate) async fn insert_trades(
    on: &mut AnyConnection,
    valuation: &str,
    trades: &[FirstTrade],
) -> Result<(), StoreError> {
    for trade in trades {
        let ask = sqlx::query(
            "INSERT INTO first_trade (valuation, asset, entry_key, time_us) \
             VALUES ($1, $2, $3, $4) ON CONFLICT (valuation, asset, entry_key) DO NOTHING",
        )
        .bind(valuation.to_owned())
        .bind(trade.asset.clone())
        .bind(trade.key.clone())
        .bind(trade.time.micros());
        run(&mut *on, ask).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: [i64; 3], wide: String, scale: u32) -> Amount {
        let [units_high, units_middle, units_low] = columns;
        let added = Added {
            review: None,
            accepted: false,
            dimension: SumOf::Moved,
            row_key: "BTC".to_owned(),
            sub_key: scale.to_string(),
            documented: true,
            priced: 1,
            unpriced: 0,
            amount: Money::ZERO,
            units_high,
            units_middle,
            units_low,
            units_wide: wide,
            times: 1,
        };
        added.units(&mut BTreeMap::new()).unwrap()
    }

    #[test]
    fn units_of_any_width_are_read_back_as_they_were_written() {
        let wide = "9".repeat(60);
        for (text, is_wide) in [
            ("0", false),
            ("0.000", false),
            ("-1.50", false),
            ("123456789012345678.901234567890123456", false),
            ("-999999999999999999999999999999999999", false),
            ("1000000000000000000000000000000000000", true),
            (&format!("-{wide}.{wide}"), true),
        ] {
            let units = Amount::parse(text).unwrap();
            let (columns, wide) = thirds(&units);
            assert_eq!(wide.is_empty(), !is_wide, "{text}");
            let back = read(columns, wide, units.scale());
            assert_eq!(back.to_string(), text);
        }
    }

    #[test]
    fn the_columns_of_many_changes_add_up_on_their_own() {
        let changes = ["-999999999999999999999999", "1", "1000000000001", "-2"];
        let mut sums = [0_i64; 3];
        for change in changes {
            let (columns, _) = thirds(&Amount::parse(change).unwrap());
            for (sum, column) in sums.iter_mut().zip(columns) {
                *sum += column;
            }
        }
        let sum = read(sums, String::new(), 0);
        assert_eq!(sum.to_string(), "-999999999998999999999999");
    }
}
