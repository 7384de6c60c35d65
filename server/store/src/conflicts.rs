//! Conflicting rows of two files of a claim, as the last valuation found them.

use std::collections::HashSet;

use casework::totals::OpenConflicts;
use ledger::{Money, RowConflict};
use sqlx::AnyConnection;

use crate::Store;
use crate::counting::by_rule;
use crate::error::StoreError;
use crate::rows::{all, insert, one, rows, run, sum_of, units};

rows! {
    struct Counted {
        pub rows: i64,
        pub claims: i64,
        pub apart: Money,
        pub less: Money,
        pub not_valued: i64,
    }
}

impl Store {
    /// Replaces the stored conflicts of a claim's files. A coordinator's review of a dropped
    /// row is copied to the row that counts instead, unless that row has its own review
    /// (`follows`: pairs of keys, the dropped one first).
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn set_conflicts(
        &self,
        claim: &str,
        conflicts: &[RowConflict],
        follows: &[(String, String)],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query("DELETE FROM row_conflict WHERE claim = $1").bind(claim.to_owned());
        run(&mut *tx, ask).await?;
        for (seq, conflict) in (0_i64..).zip(conflicts) {
            let ask = sqlx::query(
                "INSERT INTO row_conflict (claim, seq, apart, detail) VALUES ($1, $2, $3, $4)",
            )
            .bind(claim.to_owned())
            .bind(seq)
            .bind(units(conflict.apart, &conflict.counted.line)?)
            .bind(crate::imports::text(&serde_json::to_string(conflict)?));
            insert(&mut *tx, ask, "conflict").await?;
        }
        let ask = sqlx::query("SELECT entry_key FROM review WHERE claim = $1");
        let reviewed: Vec<String> = all(&mut *tx, ask.bind(claim.to_owned())).await?;
        let reviewed: HashSet<String> = reviewed.into_iter().collect();
        for (dropped, counts) in follows.iter().filter(|(from, _)| reviewed.contains(from)) {
            let ask = sqlx::query(
                "INSERT INTO review (claim, entry_key, state, reason, person, at_us) \
                 SELECT claim, $1, state, reason, person, at_us FROM review \
                 WHERE claim = $2 AND entry_key = $3 AND NOT EXISTS \
                 (SELECT 1 FROM review AS own WHERE own.claim = $2 AND own.entry_key = $1)",
            )
            .bind(counts.clone())
            .bind(claim.to_owned())
            .bind(dropped.clone());
            run(&mut *tx, ask).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// How many conflicts a claim has, and the first of them.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn row_conflicts(
        &self,
        claim: &str,
        limit: i64,
    ) -> Result<(i64, Vec<RowConflict>), StoreError> {
        let ask = sqlx::query("SELECT COUNT(*) FROM row_conflict WHERE claim = $1")
            .bind(claim.to_owned());
        let count: i64 = one(&self.pool, ask, "claim").await?;
        let ask =
            sqlx::query("SELECT detail FROM row_conflict WHERE claim = $1 ORDER BY seq LIMIT $2")
                .bind(claim.to_owned())
                .bind(limit);
        let details: Vec<String> = all(&self.pool, ask).await?;
        let read = details.iter().map(|detail| serde_json::from_str(detail));
        Ok((count, read.collect::<Result<_, _>>()?))
    }
}

/// The conflicts of counted claims, as totals name them.
pub(crate) async fn open_conflicts(
    on: &mut AnyConnection,
    incident: &str,
) -> Result<OpenConflicts, StoreError> {
    let sql = by_rule!(concat!(
        "SELECT COUNT(*) AS rows, COUNT(DISTINCT row_conflict.claim) AS claims, ",
        sum_of!(
            "apart",
            "CASE WHEN row_conflict.apart > 0 THEN row_conflict.apart END"
        ),
        ", ",
        sum_of!(
            "less",
            "CASE WHEN row_conflict.apart < 0 THEN row_conflict.apart END"
        ),
        ", COUNT(CASE WHEN row_conflict.apart IS NULL THEN 1 END) AS not_valued \
         FROM row_conflict JOIN claim ON claim.id = row_conflict.claim \
         WHERE claim.incident = $1 AND <claim counts>",
    ));
    let ask = sqlx::query(sql).bind(incident.to_owned());
    let Counted {
        rows,
        claims,
        apart,
        less,
        not_valued,
    } = one(on, ask, "incident").await?;
    Ok(OpenConflicts {
        rows,
        claims,
        apart: apart - less,
        not_valued,
    })
}
