//! Decisions of people on rows of two files that contradict each other: which of them
//! counts. A decision names rows by their keys, so that it survives another import.

use casework::custody::{CustodyEvent, Purpose};
use ledger::Text;
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, insert, maybe, no_nul, rows};
use crate::{Actor, Claim, Store};

rows! {
    /// A decision about a conflict.
    pub struct ConflictAnswer {
        /// Random id.
        pub id: String,
        /// The key of the row that counts: see `entry_key`.
        pub counted_key: String,
        /// The keys of the rows that do not.
        pub other_keys: Vec<String>,
        /// Why.
        pub reason: String,
        /// Who decided it.
        pub person: String,
        /// Their name.
        pub person_name: String,
        /// When.
        pub at_us: i64,
        /// Whether it had no effect when the claim was valued last: no row contradicts the
        /// one that counts by it, or not any more.
        pub is_idle: bool,
    }
}

/// The rows that a decision names, by their keys: all that a comparison needs of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DecidedRows {
    /// The row that counts.
    pub counted: String,
    /// The rows that do not.
    pub others: Vec<String>,
}

impl ConflictAnswer {
    /// The rows that it names.
    pub fn rows(&self) -> DecidedRows {
        DecidedRows {
            counted: self.counted_key.clone(),
            others: self.other_keys.clone(),
        }
    }

    fn names(&self, key: &str) -> bool {
        self.counted_key == key || self.other_keys.iter().any(|other| other == key)
    }
}

/// A new decision about a conflict.
#[derive(Clone, Debug)]
pub struct NewConflictAnswer<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// The key of the row that counts.
    pub counted_key: &'a str,
    /// The keys of the other rows of the conflict; not empty.
    pub other_keys: &'a [String],
    /// Why.
    pub reason: &'a str,
}

impl Store {
    /// Decides which of several rows counts. Earlier decisions that name one of the rows are
    /// replaced.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the claim was changed since `version`;
    /// [`StoreError::Closed`] when it is not open to change.
    pub async fn settle_conflict(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        new: &NewConflictAnswer<'_>,
    ) -> Result<(), StoreError> {
        no_nul(new.reason, "the reason")?;
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        for answer in answers(&mut tx, &claim.id).await? {
            let mut keys = new.other_keys.iter().map(String::as_str);
            if answer.names(new.counted_key) || keys.any(|key| answer.names(key)) {
                remove(&mut tx, by, claim, &answer.id).await?;
            }
        }
        let ask = sqlx::query(
            "INSERT INTO conflict_answer (id, claim, counted_key, other_keys, reason, person, \
             at_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.id.to_owned())
        .bind(claim.id.clone())
        .bind(new.counted_key.to_owned())
        .bind(serde_json::to_string(new.other_keys)?)
        .bind(new.reason.to_owned())
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "decision").await?;
        log(
            &mut tx,
            by,
            claim,
            CustodyEvent::ConflictSettled,
            new.counted_key,
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a decision back; it is only marked as removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn reopen_conflict(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        id: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        let key = remove(&mut tx, by, claim, id).await?;
        log(&mut tx, by, claim, CustodyEvent::ConflictReopened, &key).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The decisions of a claim that hold, in the order in which they were made.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn conflict_answers(&self, claim: &str) -> Result<Vec<ConflictAnswer>, StoreError> {
        let mut read = self.begin_read().await?;
        let found = answers(&mut read, claim).await?;
        read.rollback().await?;
        Ok(found)
    }
}

async fn answers(on: &mut AnyConnection, claim: &str) -> Result<Vec<ConflictAnswer>, StoreError> {
    let ask = sqlx::query(
        "SELECT conflict_answer.id, conflict_answer.counted_key, conflict_answer.other_keys, \
         conflict_answer.reason, conflict_answer.person, person.name AS person_name, \
         conflict_answer.at_us, CASE WHEN EXISTS (SELECT 1 FROM row_conflict \
             WHERE row_conflict.claim = conflict_answer.claim AND row_conflict.settled = 1 \
             AND row_conflict.counted_key = conflict_answer.counted_key) \
         THEN 0 ELSE 1 END AS is_idle FROM conflict_answer \
         JOIN person ON person.id = conflict_answer.person \
         WHERE conflict_answer.claim = $1 AND conflict_answer.removed_at_us IS NULL \
         ORDER BY conflict_answer.at_us, conflict_answer.id",
    )
    .bind(claim.to_owned());
    all(on, ask).await
}

/// Marks a decision as removed, and returns the key of the row that counted by it.
async fn remove(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    id: &str,
) -> Result<String, StoreError> {
    let ask = sqlx::query(
        "UPDATE conflict_answer SET removed_at_us = $1, removed_by = $2 \
         WHERE claim = $3 AND id = $4 AND removed_at_us IS NULL RETURNING counted_key",
    )
    .bind(by.now_us)
    .bind(by.person_id().map(str::to_owned))
    .bind(claim.id.clone())
    .bind(id.to_owned());
    let key: Option<String> = maybe(on, ask).await?;
    key.ok_or(StoreError::NotFound("decision"))
}

async fn log(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    event: CustodyEvent,
    row: &str,
) -> Result<(), StoreError> {
    let purpose = Purpose::RowCounts {
        row: Text::from(row),
    };
    let note = Note::new(event, &claim.reference).purpose(purpose);
    append(on, &claim.incident, by, note).await?;
    Ok(())
}
