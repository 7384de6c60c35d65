//! The stored custody chain. A record is appended in the transaction of the act it
//! describes, so that neither can exist without the other.

use casework::custody::{self, ChainError, CustodyEvent, Fact, Head, Purpose, Record};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::error::StoreError;
use crate::rows::{Column, FromRow, all, maybe, run};
use crate::{Actor, Store};

/// Program and version, as the log names them.
pub(crate) const TOOL: &str = concat!("redress/", env!("CARGO_PKG_VERSION"));

/// The facts that are recorded about an act.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    /// What was done.
    pub action: CustodyEvent,
    /// The object: a claim's reference, a snapshot's number, an id.
    pub object: &'a str,
    /// SHA-256 of the bytes concerned; empty where there are none.
    pub object_sha256: &'a str,
    /// Why, or what exactly.
    pub purpose: Option<Purpose>,
}

impl<'a> Note<'a> {
    /// A note without bytes or purpose.
    pub fn new(action: CustodyEvent, object: &'a str) -> Note<'a> {
        Note {
            action,
            object,
            object_sha256: "",
            purpose: None,
        }
    }

    /// The same, about bytes.
    pub fn sha256(self, object_sha256: &'a str) -> Note<'a> {
        Note {
            object_sha256,
            ..self
        }
    }

    /// The same, with a purpose.
    pub fn purpose(self, purpose: Purpose) -> Note<'a> {
        Note {
            purpose: Some(purpose),
            ..self
        }
    }
}

/// Which records to show.
#[derive(Clone, Debug, Default)]
pub struct CustodyFilter {
    /// Only records about this object.
    pub object: Option<String>,
    /// Only records before this sequence (pages run from the newest).
    pub before: Option<i64>,
    /// How many at most.
    pub limit: i64,
}

impl FromRow for Record {
    fn from_row(row: &AnyRow) -> Result<Record, StoreError> {
        let sequence = i64::column(row, "sequence")?;
        Ok(Record {
            sequence: u64::try_from(sequence)
                .map_err(|_| StoreError::Unreadable("custody.sequence".to_owned()))?,
            id: Column::column(row, "id")?,
            incident: Column::column(row, "incident")?,
            time: Column::column(row, "time")?,
            actor: Column::column(row, "actor")?,
            role: Column::column(row, "role")?,
            action: Column::column(row, "action")?,
            object: Column::column(row, "object")?,
            object_sha256: Column::column(row, "object_sha256")?,
            purpose: serde_json::from_str(&String::column(row, "purpose")?)?,
            tool: Column::column(row, "tool")?,
            previous: Column::column(row, "previous")?,
            hash: Column::column(row, "hash")?,
        })
    }
}

/// Appends one record. The first statement locks the row of the head, so that two writers
/// get successive places in the chain.
pub(crate) async fn append(
    on: &mut AnyConnection,
    incident: &str,
    by: &Actor,
    note: Note<'_>,
) -> Result<Record, StoreError> {
    let taken = sqlx::query(
        "UPDATE custody_head SET sequence = sequence + 1, changes = changes + $2 \
         WHERE incident = $1 RETURNING sequence, hash",
    )
    .bind(incident.to_owned())
    .bind(i64::from(note.action.is_change()))
    .fetch_optional(&mut *on)
    .await?
    .ok_or(StoreError::NotFound("incident"))?;
    let sequence = i64::column(&taken, "sequence")? - 1;
    let last: Option<String> = maybe(
        &mut *on,
        sqlx::query("SELECT time FROM custody WHERE incident = $1 AND sequence = $2")
            .bind(incident.to_owned())
            .bind(sequence),
    )
    .await?;
    let head = Head {
        sequence: u64::try_from(sequence)
            .map_err(|_| StoreError::Unreadable("custody_head.sequence".to_owned()))?,
        hash: Column::column(&taken, "hash")?,
        time: last.unwrap_or_default(),
    };
    let actor = match by.person_id() {
        Some(person) => custody::pseudonym(incident, person),
        None => Actor::OPERATOR.to_owned(),
    };
    let record = custody::follow(
        incident,
        &head,
        &Fact {
            time_us: by.now_us,
            actor: &actor,
            role: by.role.as_str(),
            action: note.action.as_str(),
            object: note.object,
            object_sha256: note.object_sha256,
            purpose: note.purpose.as_ref(),
            tool: TOOL,
        },
    );
    write(on, &record).await?;
    Ok(record)
}

async fn write(on: &mut AnyConnection, record: &Record) -> Result<(), StoreError> {
    let sequence = i64::try_from(record.sequence)
        .map_err(|_| StoreError::Unreadable("custody.sequence".to_owned()))?;
    run(
        &mut *on,
        sqlx::query(
            "INSERT INTO custody (incident, sequence, id, time, actor, role, action, object, \
             object_sha256, purpose, tool, previous, hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(record.incident.clone())
        .bind(sequence)
        .bind(record.id.clone())
        .bind(record.time.clone())
        .bind(record.actor.clone())
        .bind(record.role.clone())
        .bind(record.action.clone())
        .bind(record.object.clone())
        .bind(record.object_sha256.clone())
        .bind(record.purpose.to_json())
        .bind(record.tool.clone())
        .bind(record.previous.clone())
        .bind(record.hash.clone()),
    )
    .await?;
    run(
        on,
        sqlx::query("UPDATE custody_head SET hash = $1 WHERE incident = $2")
            .bind(record.hash.clone())
            .bind(record.incident.clone()),
    )
    .await?;
    Ok(())
}

impl Store {
    /// Logs an act that changes nothing else: an export, a download.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn record(
        &self,
        by: &Actor,
        incident: &str,
        note: Note<'_>,
    ) -> Result<Record, StoreError> {
        let mut tx = self.begin_write().await?;
        let record = append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Logs a view of one claim, file or snapshot, once for each session, object and hour.
    /// Returns whether it was logged now.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn look(
        &self,
        by: &Actor,
        incident: &str,
        session_hash: &str,
        note: Note<'_>,
    ) -> Result<bool, StoreError> {
        let hour = by.now_us.div_euclid(3_600_000_000);
        let Note {
            action,
            object,
            object_sha256,
            ..
        } = note;
        // Views of two files of one claim are two views.
        let object = format!("{} {incident} {object} {object_sha256}", action.as_str());
        let seen: Option<i64> = maybe(
            &self.pool,
            sqlx::query("SELECT hour FROM look WHERE session = $1 AND object = $2 AND hour = $3")
                .bind(session_hash.to_owned())
                .bind(object.clone())
                .bind(hour),
        )
        .await?;
        if seen.is_some() {
            return Ok(false);
        }
        let mut tx = self.begin_write().await?;
        let new = run(
            &mut *tx,
            sqlx::query(
                "INSERT INTO look (session, object, hour) VALUES ($1, $2, $3) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(session_hash.to_owned())
            .bind(object)
            .bind(hour),
        )
        .await?;
        if new == 1 {
            append(&mut tx, incident, by, note).await?;
        }
        tx.commit().await?;
        Ok(new == 1)
    }

    /// Records, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn custody(
        &self,
        incident: &str,
        filter: &CustodyFilter,
    ) -> Result<Vec<Record>, StoreError> {
        all(
            &self.pool,
            sqlx::query(
                "SELECT * FROM custody WHERE incident = $1 AND sequence < $2 \
                 AND ($3 = '' OR object = $3) ORDER BY sequence DESC LIMIT $4",
            )
            .bind(incident.to_owned())
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(filter.object.clone().unwrap_or_default())
            .bind(filter.limit),
        )
        .await
    }

    /// The whole chain, oldest first, for bundles.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn custody_chain(&self, incident: &str) -> Result<Vec<Record>, StoreError> {
        all(
            &self.pool,
            sqlx::query("SELECT * FROM custody WHERE incident = $1 ORDER BY sequence")
                .bind(incident.to_owned()),
        )
        .await
    }

    /// The last record.
    ///
    /// # Errors
    /// Errors of the database; when the incident does not exist.
    pub async fn custody_head(&self, incident: &str) -> Result<Record, StoreError> {
        maybe(
            &self.pool,
            sqlx::query("SELECT * FROM custody WHERE incident = $1 ORDER BY sequence DESC LIMIT 1")
                .bind(incident.to_owned()),
        )
        .await?
        .ok_or(StoreError::NotFound("incident"))
    }

    /// Verifies the stored chain from its first record to its head.
    ///
    /// # Errors
    /// Errors of the database. A broken chain is the inner error.
    pub async fn verify_custody(
        &self,
        incident: &str,
    ) -> Result<Result<Head, ChainError>, StoreError> {
        let records = self.custody_chain(incident).await?;
        Ok(custody::verify(incident, &Head::empty(), &records))
    }
}
