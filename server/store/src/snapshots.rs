//! Snapshots: a number, a frozen document under its hash with the files of lines that it
//! names, and its totals. Their contents never change.

use casework::custody::CustodyEvent;

use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, insert, no_nul, one, rows, run};
use crate::{Actor, Received, Store};

rows! {
    /// One frozen set of claims, losses, prices and totals.
    pub struct Snapshot {
        /// Random id.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// Its number in the incident, from 1.
        pub number: i64,
        /// Its purpose.
        pub title: String,
        /// SHA-256 of its document, which `Store::read_bytes` returns.
        pub content_sha256: String,
        /// Length of its document.
        pub content_bytes: i64,
        /// JSON of `casework::totals::Totals`.
        pub totals: String,
        /// Claims that count in it.
        pub claims: i64,
        /// Who made it.
        pub made_by: String,
        /// When.
        pub made_at_us: i64,
    }
}

/// A snapshot to store; its document and the files that it names were received already.
#[derive(Clone, Debug)]
pub struct NewSnapshot<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// The number in its document.
    pub number: i64,
    /// Its purpose.
    pub title: &'a str,
    /// JSON of `casework::totals::Totals`.
    pub totals: &'a str,
    /// Claims that count in it.
    pub claims: i64,
    /// The files with the lines of its claims. Several claims, and several snapshots, may
    /// share a file.
    pub lines: &'a [Received],
}

/// The name of a snapshot in the custody log, the same for every act.
pub fn snapshot_object(number: i64) -> String {
    format!("snapshot {number}")
}

impl Store {
    /// The number of the next snapshot.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn next_snapshot_number(&self, incident: &str) -> Result<i64, StoreError> {
        let ask =
            sqlx::query("SELECT COALESCE(MAX(number), 0) + 1 FROM snapshot WHERE incident = $1")
                .bind(incident.to_owned());
        one(&self.pool, ask, "incident").await
    }

    /// Stores a snapshot, with its document and the files that it names.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the number was taken meanwhile (freeze again);
    /// [`StoreError::NotFound`] when one of the files was swept meanwhile.
    pub async fn add_snapshot(
        &self,
        by: &Actor,
        incident: &str,
        document: &Received,
        new: &NewSnapshot<'_>,
    ) -> Result<Snapshot, StoreError> {
        no_nul(new.title, "the title")?;
        let mut tx = self.begin_write().await?;
        let mut added = Vec::new();
        for received in new.lines.iter().chain([document]) {
            if keep_artefact(&mut tx, by, incident, received).await? {
                added.push(received);
            }
        }
        let ask = sqlx::query(
            "INSERT INTO snapshot (id, incident, number, title, content_sha256, content_bytes, \
             totals, claims, made_by, made_at_us) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(new.id.to_owned())
        .bind(incident.to_owned())
        .bind(new.number)
        .bind(new.title.to_owned())
        .bind(document.sha256.clone())
        .bind(i64::try_from(document.size_bytes).unwrap_or(i64::MAX))
        .bind(new.totals.to_owned())
        .bind(new.claims)
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "snapshot").await?;
        let object = snapshot_object(new.number);
        let note = Note::new(CustodyEvent::SnapshotFrozen, &object).sha256(&document.sha256);
        append(&mut tx, incident, by, note).await?;
        // Files that had a row already were never swept.
        for received in added {
            self.hold_bytes(incident, received).await?;
        }
        tx.commit().await?;
        self.snapshot(incident, new.number).await
    }

    /// The snapshots of an incident, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn snapshots(&self, incident: &str) -> Result<Vec<Snapshot>, StoreError> {
        let ask = sqlx::query("SELECT * FROM snapshot WHERE incident = $1 ORDER BY number DESC")
            .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// One snapshot by number.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn snapshot(&self, incident: &str, number: i64) -> Result<Snapshot, StoreError> {
        let ask = sqlx::query("SELECT * FROM snapshot WHERE incident = $1 AND number = $2")
            .bind(incident.to_owned())
            .bind(number);
        one(&self.pool, ask, "snapshot").await
    }

    /// One snapshot by id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn snapshot_by_id(&self, incident: &str, id: &str) -> Result<Snapshot, StoreError> {
        let ask = sqlx::query("SELECT * FROM snapshot WHERE incident = $1 AND id = $2")
            .bind(incident.to_owned())
            .bind(id.to_owned());
        one(&self.pool, ask, "snapshot").await
    }
}

/// Stores the row of a file that is not evidence but is known by its hash; returns whether
/// it is new.
pub(crate) async fn keep_artefact(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    incident: &str,
    received: &Received,
) -> Result<bool, StoreError> {
    let ask = sqlx::query(
        "INSERT INTO artefact (incident, sha256, size_bytes, made_at_us) \
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(incident.to_owned())
    .bind(received.sha256.clone())
    .bind(i64::try_from(received.size_bytes).unwrap_or(i64::MAX))
    .bind(by.now_us);
    Ok(run(on, ask).await? > 0)
}
