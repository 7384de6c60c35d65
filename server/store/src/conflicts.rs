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

    struct ConflictRow {
        pub counted_key: String,
        pub other_key: String,
        pub detail: String,
    }
}

/// A conflict of a claim, with what names its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptConflict {
    /// The conflict.
    pub conflict: RowConflict,
    /// The key of the row that counts: see `entry_key`.
    pub counted_key: String,
    /// The key of the row that does not.
    pub other_key: String,
}

/// The conflicts of a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConflictsOfClaim {
    /// How many nobody settled yet.
    pub open: i64,
    /// How many somebody settled.
    pub settled: i64,
    /// The first of them: all conflicts of some rows that count, those of a row together.
    /// Rows with an open conflict come first.
    pub first: Vec<KeptConflict>,
}

impl Store {
    /// Replaces the stored conflicts of a claim's files. A coordinator's review of a dropped
    /// row is copied to the row that counts instead, unless that row has a later review
    /// (`follows`: pairs of keys, the dropped one first).
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn set_conflicts(
        &self,
        claim: &str,
        conflicts: &[KeptConflict],
        follows: &[(String, String)],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query("DELETE FROM row_conflict WHERE claim = $1").bind(claim.to_owned());
        run(&mut *tx, ask).await?;
        for (seq, kept) in (0_i64..).zip(conflicts) {
            let conflict = &kept.conflict;
            let ask = sqlx::query(
                "INSERT INTO row_conflict (claim, seq, settled, counted_key, other_key, apart, \
                 detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            )
            .bind(claim.to_owned())
            .bind(seq)
            .bind(i64::from(!conflict.is_open()))
            .bind(kept.counted_key.clone())
            .bind(kept.other_key.clone())
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
                 WHERE claim = $2 AND entry_key = $3 \
                 ON CONFLICT (claim, entry_key) DO UPDATE SET state = excluded.state, \
                 reason = excluded.reason, person = excluded.person, at_us = excluded.at_us \
                 WHERE review.at_us < excluded.at_us",
            )
            .bind(counts.clone())
            .bind(claim.to_owned())
            .bind(dropped.clone());
            run(&mut *tx, ask).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The conflicts of a claim: how many there are, and those of the first rows that count,
    /// at most `limit` rows.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn row_conflicts(
        &self,
        claim: &str,
        limit: i64,
    ) -> Result<ConflictsOfClaim, StoreError> {
        let count = |settled: i64| {
            sqlx::query("SELECT COUNT(*) FROM row_conflict WHERE claim = $1 AND settled = $2")
                .bind(claim.to_owned())
                .bind(settled)
        };
        let open: i64 = one(&self.pool, count(0), "claim").await?;
        let settled: i64 = one(&self.pool, count(1), "claim").await?;
        let ask = sqlx::query(
            "SELECT row_conflict.counted_key, row_conflict.other_key, row_conflict.detail \
             FROM row_conflict JOIN (SELECT counted_key, MIN(settled) AS settled \
                 FROM row_conflict WHERE claim = $1 GROUP BY counted_key \
                 ORDER BY MIN(settled), counted_key LIMIT $2) counted \
             ON counted.counted_key = row_conflict.counted_key \
             WHERE row_conflict.claim = $1 \
             ORDER BY counted.settled, row_conflict.counted_key, row_conflict.seq",
        )
        .bind(claim.to_owned())
        .bind(limit);
        let rows: Vec<ConflictRow> = all(&self.pool, ask).await?;
        Ok(ConflictsOfClaim {
            open,
            settled,
            first: kept(rows)?,
        })
    }

    /// The conflicts of a row, and all others of the rows that count in them.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn conflicts_of_row(
        &self,
        claim: &str,
        key: &str,
    ) -> Result<Vec<KeptConflict>, StoreError> {
        let ask = sqlx::query(
            "SELECT counted_key, other_key, detail FROM row_conflict WHERE claim = $1 \
             AND counted_key IN (SELECT counted_key FROM row_conflict \
                 WHERE claim = $1 AND (counted_key = $2 OR other_key = $2)) \
             ORDER BY seq",
        )
        .bind(claim.to_owned())
        .bind(key.to_owned());
        kept(all(&self.pool, ask).await?)
    }
}

fn kept(rows: Vec<ConflictRow>) -> Result<Vec<KeptConflict>, StoreError> {
    let kept = rows.into_iter().map(|row| {
        Ok(KeptConflict {
            conflict: serde_json::from_str(&row.detail)?,
            counted_key: row.counted_key,
            other_key: row.other_key,
        })
    });
    kept.collect()
}

/// The open conflicts of counted claims, as totals name them.
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
         WHERE claim.incident = $1 AND row_conflict.settled = 0 AND <claim counts>",
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
