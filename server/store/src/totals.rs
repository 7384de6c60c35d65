//! The group's totals from kept lines: the same sums, by the same rules, as
//! `casework::counting::TotalsBuilder` makes of a frozen document, but added up by the
//! database so that a page of totals need not read every line.

use std::collections::BTreeMap;

use casework::totals::{
    Conditions, Counts, HeldPosition, ListedCredit, MissingPrice, Sums, TotalRow, Totals,
};
use ledger::losses::PositionNotValued;
use ledger::{Amount, Moment, Money};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::conflicts::open_conflicts;
use crate::counting::by_rule;
use crate::error::StoreError;
use crate::prices::terms_on;
use crate::rows::{Column, FromRow, all, one, rows, sum_of, sum_or_zero};
use crate::{Incident, Store};

rows! {
    struct Whole {
        pub losses: Money,
        pub gains: Money,
    }
    struct Claims {
        pub claims: i64,
        pub claims_accepted: i64,
    }
    struct Units {
        pub asset: String,
        pub units: String,
    }
    struct Kept {
        pub reference: String,
        pub positions: String,
    }
    struct Counted {
        pub id: String,
        pub reference: String,
    }
    struct Credit {
        pub claim: String,
        pub time_us: i64,
        pub asset: String,
        pub amount: String,
        pub value: Option<Money>,
    }
}

impl FromRow for TotalRow {
    fn from_row(row: &AnyRow) -> Result<TotalRow, StoreError> {
        Ok(TotalRow {
            key: Column::column(row, "key")?,
            sums: Sums {
                documented: Column::column(row, "documented")?,
                claimed: Column::column(row, "claimed")?,
                accepted: Column::column(row, "accepted")?,
                lines: Column::column(row, "lines")?,
                unpriced: Column::column(row, "unpriced")?,
            },
        })
    }
}

impl FromRow for MissingPrice {
    fn from_row(row: &AnyRow) -> Result<MissingPrice, StoreError> {
        Ok(MissingPrice {
            asset: Column::column(row, "asset")?,
            lines: Column::column(row, "lines")?,
            first_day: Column::column(row, "first_day")?,
            last_day: Column::column(row, "last_day")?,
        })
    }
}

/// The sums of one cell over `amount`, which is a line's loss or a part of it.
macro_rules! sums {
    ($amount:literal, $unpriced:literal) => {
        concat!(
            sum_of!(
                "documented",
                "CASE WHEN <line is documented> THEN ",
                $amount,
                " END"
            ),
            ", ",
            sum_of!(
                "claimed",
                "CASE WHEN NOT (<line is documented>) THEN ",
                $amount,
                " END"
            ),
            ", ",
            sum_of!(
                "accepted",
                "CASE WHEN <line is documented> AND <claim is accepted> THEN ",
                $amount,
                " END"
            ),
            ", COUNT(",
            $amount,
            ") AS lines, COUNT(CASE WHEN ",
            $unpriced,
            " THEN 1 END) AS unpriced "
        )
    };
}

/// Lines of counted claims that are not excluded.
macro_rules! counted {
    ($($parts:tt)*) => {
        concat!(
            " FROM valuation JOIN claim ON claim.id = valuation.claim \
            JOIN loss_line ON loss_line.valuation = valuation.id ",
            $($parts)*,
            " <review of line> \
            WHERE valuation.incident = $1 AND valuation.current = 1 \
            AND <claim counts> AND <line counts> "
        )
    };
}

const BY_CLAIM: &str = concat!(
    "SELECT claim.reference AS key, ",
    sum_or_zero!("line", "documented"),
    ", ",
    sum_or_zero!("line", "claimed"),
    ", ",
    sum_or_zero!("line", "accepted"),
    ", COALESCE(line.lines, 0) AS lines, COALESCE(line.unpriced, 0) AS unpriced \
     FROM claim LEFT JOIN (SELECT valuation.claim AS claim, ",
    sums!("loss_line.loss", "loss_line.loss IS NULL"),
    counted!(""),
    " GROUP BY valuation.claim) line ON line.claim = claim.id \
     WHERE claim.incident = $1 AND <claim counts> \
     ORDER BY claim.reference"
);

const BY_EXCHANGE: &str = concat!(
    "SELECT loss_line.exchange AS key, ",
    sums!("loss_line.loss", "loss_line.loss IS NULL"),
    counted!(""),
    " GROUP BY loss_line.exchange ORDER BY loss_line.exchange"
);

const BY_DAY: &str = concat!(
    "SELECT loss_line.day AS key, ",
    sums!("loss_line.loss", "loss_line.loss IS NULL"),
    counted!(""),
    " GROUP BY loss_line.day ORDER BY loss_line.day"
);

/// The lines behind a cell are found by the same rule.
const BY_ASSET: &str = concat!(
    "SELECT loss_part.asset AS key, ",
    sums!(
        "loss_part.amount",
        "loss_line.loss IS NULL AND loss_part.unpriced = 1"
    ),
    counted!(
        " JOIN loss_part ON loss_part.valuation = loss_line.valuation \
         AND loss_part.seq = loss_line.seq AND <part counts> "
    ),
    " GROUP BY loss_part.asset ORDER BY loss_part.asset"
);

/// Prices that lines without a loss lack: as the rows by asset count them.
const MISSING: &str = concat!(
    "SELECT loss_part.asset AS asset, COUNT(*) AS lines, MIN(loss_line.day) AS first_day, \
     MAX(loss_line.day) AS last_day ",
    counted!(
        " JOIN loss_part ON loss_part.valuation = loss_line.valuation \
         AND loss_part.seq = loss_line.seq AND loss_part.unpriced = 1 \
         AND loss_line.loss IS NULL "
    ),
    " GROUP BY loss_part.asset ORDER BY loss_part.asset"
);

const GROSS: &str = concat!(
    "SELECT ",
    sum_of!(
        "losses",
        "CASE WHEN loss_line.loss > 0 THEN loss_line.loss END"
    ),
    ", ",
    sum_of!(
        "gains",
        "CASE WHEN loss_line.loss < 0 THEN loss_line.loss END"
    ),
    counted!(""),
    " AND <line is documented>"
);

impl Store {
    /// The totals of an incident now, all of one moment and checked to add up.
    /// Where they name claims as stale, lines of several versions of the price
    /// book are in them: they are for looking at, and nothing more.
    ///
    /// # Errors
    /// Of the database; [`StoreError::Totals`] when a table does not add up, which
    /// would be a defect.
    pub async fn totals(&self, incident: &Incident) -> Result<Totals, StoreError> {
        let mut read = self.begin_read().await?;
        let totals = totals_on(&mut read, &incident.id).await?;
        read.rollback().await?;
        totals.check()?;
        Ok(totals)
    }
}

async fn totals_on(on: &mut AnyConnection, id: &str) -> Result<Totals, StoreError> {
    let by_claim: Vec<TotalRow> = rows_of(on, by_rule!(BY_CLAIM), id).await?;
    let gross: Whole = row_of(on, by_rule!(GROSS), id).await?;
    let mut whole = Sums::default();
    for row in &by_claim {
        whole.add(&row.sums);
    }
    let credits_listed = credits(on, id).await?;
    Ok(Totals {
        counts: counts(on, id, whole.unpriced).await?,
        whole,
        gross_loss: gross.losses,
        gross_gain: -gross.gains,
        credits: credits_listed
            .iter()
            .filter_map(|credit| credit.value)
            .sum(),
        credits_listed,
        by_claim,
        by_exchange: rows_of(on, by_rule!(BY_EXCHANGE), id).await?,
        by_asset: rows_of(on, by_rule!(BY_ASSET), id).await?,
        by_day: rows_of(on, by_rule!(BY_DAY), id).await?,
        native: native(on, id).await?,
        missing: rows_of(on, by_rule!(MISSING), id).await?,
        not_valued: not_valued(on, id).await?,
        positions_not_valued: positions(on, id).await?,
        conflicts: open_conflicts(on, id).await?,
        stale: stale(on, id).await?,
    })
}

async fn rows_of<T: FromRow>(
    on: &mut AnyConnection,
    sql: &'static str,
    incident: &str,
) -> Result<Vec<T>, StoreError> {
    all(on, sqlx::query(sql).bind(incident.to_owned())).await
}

async fn row_of<T: FromRow>(
    on: &mut AnyConnection,
    sql: &'static str,
    incident: &str,
) -> Result<T, StoreError> {
    one(on, sqlx::query(sql).bind(incident.to_owned()), "incident").await
}

async fn counts(on: &mut AnyConnection, id: &str, unpriced: i64) -> Result<Counts, StoreError> {
    let claims: Claims = row_of(
        on,
        by_rule!(
            "SELECT COUNT(*) AS claims, \
                 COUNT(CASE WHEN <claim is accepted> THEN 1 END) AS claims_accepted FROM claim \
                 WHERE incident = $1 \
                 AND <claim counts>"
        ),
        id,
    )
    .await?;
    let excluded: i64 = row_of(
        on,
        by_rule!(
            "SELECT COUNT(*) FROM valuation JOIN claim ON claim.id = valuation.claim \
                 JOIN loss_line ON loss_line.valuation = valuation.id \
                 <review of line> \
                 WHERE valuation.incident = $1 AND valuation.current = 1 \
                 AND <claim counts> AND NOT (<line counts>)"
        ),
        id,
    )
    .await?;
    let ask = sqlx::query("SELECT * FROM incident WHERE id = $1").bind(id.to_owned());
    let incident: Incident = one(&mut *on, ask, "incident").await?;
    let terms = terms_on(on, &incident).await?;
    Ok(Counts {
        basis: terms.basis.to_string(),
        currency: incident.currency.clone(),
        method: incident.method.clone(),
        price_version: incident.price_version,
        claims: claims.claims,
        claims_accepted: claims.claims_accepted,
        unpriced,
        excluded,
        conditions: Some(Conditions::from(&terms)),
    })
}

/// What came back to counted claims.
async fn credits(on: &mut AnyConnection, incident: &str) -> Result<Vec<ListedCredit>, StoreError> {
    let rows: Vec<Credit> = rows_of(
        on,
        by_rule!(
            "SELECT claim.reference AS claim, credit.time_us, credit.asset, credit.amount, \
             valued_credit.amount AS value FROM valuation \
                 JOIN claim ON claim.id = valuation.claim \
                 JOIN valued_credit ON valued_credit.valuation = valuation.id \
                 JOIN credit ON credit.id = valued_credit.credit \
                 WHERE valuation.incident = $1 AND valuation.current = 1 \
                 AND <claim counts> \
                 ORDER BY claim.reference, credit.time_us, credit.added_at_us, credit.id"
        ),
        incident,
    )
    .await?;
    let listed = rows.into_iter().map(|row| ListedCredit {
        claim: row.claim,
        time: Moment::from_micros(row.time_us).to_string(),
        asset: row.asset,
        units: row.amount,
        value: row.value,
    });
    Ok(listed.collect())
}

/// Counted claims of which the ledger says why there is no loss.
async fn not_valued(on: &mut AnyConnection, incident: &str) -> Result<Vec<String>, StoreError> {
    rows_of(
        on,
        by_rule!(
            "SELECT claim.reference FROM valuation JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.problem IS NOT NULL \
             AND <claim counts> \
             ORDER BY claim.reference"
        ),
        incident,
    )
    .await
}

/// Positions that fills alone can't value.
async fn positions(
    on: &mut AnyConnection,
    incident: &str,
) -> Result<Vec<HeldPosition>, StoreError> {
    let kept: Vec<Kept> = rows_of(
        on,
        by_rule!(
            "SELECT claim.reference, valuation.positions FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.positions IS NOT NULL \
             AND <claim counts> \
             ORDER BY claim.reference"
        ),
        incident,
    )
    .await?;
    let mut positions = Vec::new();
    for claim in kept {
        let kept: Vec<PositionNotValued> = serde_json::from_str(&claim.positions)?;
        let held = kept.iter();
        positions.extend(held.map(|held| HeldPosition::of(&claim.reference, held)));
    }
    Ok(positions)
}

/// Counted claims that were not valued since the price book or they themselves
/// changed.
async fn stale(on: &mut AnyConnection, incident: &str) -> Result<Vec<String>, StoreError> {
    let stale = Store::stale_claims_on(on, incident).await?;
    if stale.is_empty() {
        return Ok(Vec::new());
    }
    let counted: Vec<Counted> = rows_of(
        on,
        by_rule!(
            "SELECT id, reference FROM claim WHERE incident = $1 \
         AND <claim counts> ORDER BY reference"
        ),
        incident,
    )
    .await?;
    let behind = counted
        .into_iter()
        .filter(|claim| stale.contains(&claim.id));
    Ok(behind.map(|claim| claim.reference).collect())
}

async fn native(
    on: &mut AnyConnection,
    incident: &str,
) -> Result<Vec<(String, String)>, StoreError> {
    let rows: Vec<Units> = rows_of(
        on,
        by_rule!(
            "SELECT claim_native.asset, claim_native.units FROM claim \
                 JOIN claim_native ON claim_native.claim = claim.id WHERE claim.incident = $1 \
                 AND <claim counts> \
                 ORDER BY claim.reference"
        ),
        incident,
    )
    .await?;
    let mut sums: BTreeMap<String, Amount> = BTreeMap::new();
    for Units { asset, units } in rows {
        let amount = Amount::parse(&units).map_err(|_| StoreError::Unreadable(units))?;
        let sum = sums.entry(asset).or_insert(Amount::ZERO);
        *sum = sum.plus(&amount);
    }
    Ok(sums
        .into_iter()
        .map(|(asset, sum)| (asset, sum.to_string()))
        .collect())
}
