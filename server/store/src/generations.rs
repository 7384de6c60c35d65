//! Generations: the rows of a claim's files together, with the result of comparing them. One
//! generation is current; an older one is kept while a valuation refers to it.

use ledger::Diagnostic;
use ledger::dedup::{Compared, ConflictOfRows};
use sqlx::AnyConnection;

use crate::columns::file::Place;
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::opened::{Rows, dropped_at};
use crate::rows::{insert, maybe, one, rows, run};
use crate::{Claim, DecidedRows, Store};

rows! {
    struct FoundRow {
        pub conflicts: String,
        pub remarks: String,
    }
}

/// The result of comparing the rows of a claim, besides the rows that do not count.
#[derive(Clone, Debug, Default)]
pub struct FoundInRows {
    /// Conflicting rows of two files.
    pub conflicts: Vec<ConflictOfRows>,
    /// Warnings about the files together.
    pub remarks: Vec<Diagnostic>,
}

impl Store {
    /// Stores a generation of the rows, with the result of comparing them and the decisions
    /// that it was made with; it becomes the current one. Returns the rows with their
    /// verdicts.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn save_generation(
        &self,
        claim: &Claim,
        id: &str,
        rows: &Rows,
        (compared, answers): (Compared, &[DecidedRows]),
        now_us: i64,
    ) -> Result<Rows, StoreError> {
        let place = Place {
            home: self.home.clone(),
            incident: claim.incident.clone(),
            claim: claim.id.clone(),
            id: id.to_owned(),
        };
        let dropped = dropped_at(&compared);
        let (conflicts, remarks) = (compared.conflicts, compared.diagnostics);
        let count = i64::try_from(dropped.len()).unwrap_or(i64::MAX);
        let of = rows.clone();
        let index = blocking(move || {
            let index = of.index().with_dropped(dropped);
            index.keep(&place)
        })
        .await?;
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query("UPDATE generation SET current = 0 WHERE claim = $1 AND current = 1")
            .bind(claim.id.clone());
        run(&mut *tx, ask).await?;
        let ask = sqlx::query(
            "INSERT INTO generation (id, claim, current, row_count, dropped, index_file, \
             conflicts, answers, remarks, made_at_us) \
             VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(id.to_owned())
        .bind(claim.id.clone())
        .bind(i64::from(rows.len()))
        .bind(count)
        .bind(serde_json::to_string(&index)?)
        .bind(crate::imports::text(&serde_json::to_string(&conflicts)?))
        .bind(serde_json::to_string(answers)?)
        .bind(crate::imports::text(&serde_json::to_string(&remarks)?))
        .bind(now_us);
        insert(&mut *tx, ask, "generation").await?;
        for (position, file) in (0_i64..).zip(rows.files()) {
            let ask = sqlx::query(
                "INSERT INTO generation_import (generation, position, import) \
                 VALUES ($1, $2, $3)",
            )
            .bind(id.to_owned())
            .bind(position)
            .bind(file.import.clone());
            insert(&mut *tx, ask, "generation").await?;
        }
        forget_unpinned(&mut tx, &claim.id).await?;
        tx.commit().await?;
        self.rows_of_generation(id).await
    }

    /// The stored result of comparing the rows of a generation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; errors of the database.
    pub async fn found_in_rows(&self, generation: &str) -> Result<FoundInRows, StoreError> {
        let ask = sqlx::query("SELECT conflicts, remarks FROM generation WHERE id = $1")
            .bind(generation.to_owned());
        let kept: Option<FoundRow> = maybe(&self.pool, ask).await?;
        let kept = kept.ok_or(StoreError::NotFound("generation"))?;
        Ok(FoundInRows {
            conflicts: serde_json::from_str(&kept.conflicts)?,
            remarks: serde_json::from_str(&kept.remarks)?,
        })
    }

    /// The decisions about conflicts that a generation was made with.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; errors of the database.
    pub async fn answers_of_generation(
        &self,
        generation: &str,
    ) -> Result<Vec<DecidedRows>, StoreError> {
        let ask =
            sqlx::query("SELECT answers FROM generation WHERE id = $1").bind(generation.to_owned());
        let answers: String = one(&self.pool, ask, "generation").await?;
        Ok(serde_json::from_str(&answers)?)
    }
}

/// Removes generations of a claim that are neither current nor used by a valuation or by
/// links; the sweep removes their files.
pub(crate) async fn forget_unpinned(on: &mut AnyConnection, claim: &str) -> Result<(), StoreError> {
    const THOSE: &str = "FROM generation WHERE claim = $1 AND current = 0 \
        AND NOT EXISTS (SELECT 1 FROM valuation WHERE valuation.generation = generation.id) \
        AND NOT EXISTS (SELECT 1 FROM link_source WHERE link_source.generation = generation.id)";
    let referring = ["generation_import", "holding", "file_period", "balances"];
    let referring = referring
        .map(|table| format!("DELETE FROM {table} WHERE generation IN (SELECT id {THOSE})"));
    for sql in referring.into_iter().chain([format!("DELETE {THOSE}")]) {
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(claim.to_owned());
        run(&mut *on, ask).await?;
    }
    Ok(())
}
