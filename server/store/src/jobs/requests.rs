//! What persons ask to have made: a snapshot, a bundle (another basis: `bases.rs`). The request brings the id of
//! what comes of it, so that asking twice makes one; a person can have so many waiting
//! at once, in one incident.

use casework::custody::{CustodyEvent, Purpose};
use sqlx::AnyConnection;

use super::{Job, JobKind, JobRequest};
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, maybe, no_nul, one, run};
use crate::{Actor, Store};

/// A request, with the id that what is made will have.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// What is to be made.
    pub request: JobRequest,
}

/// How much a person can ask for, and when a request counts as failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTerms {
    /// Requests of one person that may wait in one incident.
    pub waiting_max: u32,
    /// Runs that may fail before a request is left alone.
    pub tries_max: u32,
}

impl Store {
    /// Asks for something to be made. Asking again with the same id changes nothing.
    ///
    /// # Errors
    /// [`StoreError::TooManyJobs`] when the person has as many waiting as there may be.
    pub async fn request_job(
        &self,
        by: &Actor,
        incident: &str,
        new: &NewRequest<'_>,
        terms: RequestTerms,
    ) -> Result<(), StoreError> {
        if let JobRequest::Snapshot { title } = &new.request {
            no_nul(title, "the title")?;
        }
        let mut tx = self.begin_write().await?;
        if self.is_made(&mut tx, new).await? || !add(&mut tx, by, incident, new).await? {
            return Ok(());
        }
        log(&mut tx, by, incident, new.id, &new.request).await?;
        // The record before took the head of the chain, so that requests of one
        // incident are counted one after the other.
        hold_room(&mut tx, by, incident, terms).await?;
        Ok(tx.commit().await?)
    }

    /// Asks once more for what was given up. What waits, is worked on or is done is
    /// left alone: an old page may have asked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such job in the incident;
    /// [`StoreError::TooManyJobs`].
    pub async fn request_job_again(
        &self,
        by: &Actor,
        incident: &str,
        kind: JobKind,
        id: &str,
        terms: RequestTerms,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE job SET tries = 0, problem = NULL, step = NULL, ended_at_us = NULL, \
             waiting_since_us = $1, asked_by = $2, asked_role = $3 \
             WHERE kind = $4 AND subject = $5 AND incident = $6 AND done < asked \
             AND tries >= $7 AND lease_until_us IS NULL RETURNING *",
        )
        .bind(by.now_us)
        .bind(by.person.clone())
        .bind(by.role.as_str())
        .bind(kind.as_str())
        .bind(id.to_owned())
        .bind(incident.to_owned())
        .bind(i64::from(terms.tries_max));
        let again: Option<Job> = maybe(&mut *tx, ask).await?;
        let Some(request) = again.and_then(|job| job.request) else {
            let known = self.job(kind, id).await?;
            let known = known.filter(|job| job.incident.as_deref() == Some(incident));
            return known.map(drop).ok_or(StoreError::NotFound("job"));
        };
        log(&mut tx, by, incident, id, &request).await?;
        hold_room(&mut tx, by, incident, terms).await?;
        Ok(tx.commit().await?)
    }

    /// What persons asked to have made in an incident and what is not made yet,
    /// whether it waits, is worked on or failed; longest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn requested_jobs(
        &self,
        incident: &str,
        kind: JobKind,
    ) -> Result<Vec<Job>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM job WHERE incident = $1 AND kind = $2 AND done < asked \
             ORDER BY waiting_since_us, subject",
        )
        .bind(incident.to_owned())
        .bind(kind.as_str());
        all(&self.pool, ask).await
    }

    /// Forgets requests whose last run ended so long ago, done or failed. Those of other
    /// bases stay: they say which are kept.
    ///
    /// # Errors
    /// Of the database.
    pub async fn forget_requests(
        &self,
        ended_before_us: i64,
        tries_max: u32,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "DELETE FROM job WHERE request IS NOT NULL AND lease_until_us IS NULL \
             AND kind <> 'basis' AND ended_at_us <= $1 AND (done >= asked OR tries >= $2)",
        )
        .bind(ended_before_us)
        .bind(i64::from(tries_max));
        let forgotten = run(&mut *tx, ask).await?;
        tx.commit().await?;
        Ok(forgotten)
    }

    /// Whether what has this id is there already.
    async fn is_made(
        &self,
        on: &mut AnyConnection,
        new: &NewRequest<'_>,
    ) -> Result<bool, StoreError> {
        let table = match new.request {
            // Made by `request_basis`, which looks at the job itself.
            JobRequest::Basis { .. } => return Ok(false),
            JobRequest::Snapshot { .. } => "SELECT id FROM snapshot WHERE id = $1",
            JobRequest::Bundle { .. } => "SELECT id FROM bundle WHERE id = $1",
        };
        let made: Option<String> = maybe(on, sqlx::query(table).bind(new.id.to_owned())).await?;
        Ok(made.is_some())
    }
}

/// Adds the job; says whether there was none of this id.
pub(super) async fn add(
    on: &mut AnyConnection,
    by: &Actor,
    incident: &str,
    new: &NewRequest<'_>,
) -> Result<bool, StoreError> {
    let ask = sqlx::query(
        "INSERT INTO job (kind, subject, incident, request, asked_by, asked_role, asked, done, \
         waiting_since_us, taken, attempt, tries) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, 0, $7, 0, 0, 0) ON CONFLICT DO NOTHING",
    )
    .bind(new.request.kind().as_str())
    .bind(new.id.to_owned())
    .bind(incident.to_owned())
    .bind(serde_json::to_string(&new.request)?)
    .bind(by.person.clone())
    .bind(by.role.as_str())
    .bind(by.now_us);
    Ok(run(on, ask).await? == 1)
}

pub(super) async fn log(
    on: &mut AnyConnection,
    by: &Actor,
    incident: &str,
    id: &str,
    request: &JobRequest,
) -> Result<(), StoreError> {
    let words;
    let note = match request {
        JobRequest::Snapshot { title } => {
            Note::new(CustodyEvent::SnapshotRequested, id).purpose(Purpose::words(title))
        }
        JobRequest::Basis { basis } => {
            words = basis.to_string();
            Note::new(CustodyEvent::BasisRequested, &words).purpose(Purpose::at(*basis))
        }
        JobRequest::Bundle { .. } => Note::new(CustodyEvent::BundleRequested, id),
    };
    append(on, incident, by, note).await.map(drop)
}

/// Holds that a person has no more than so many requests waiting in an incident.
async fn hold_room(
    on: &mut AnyConnection,
    by: &Actor,
    incident: &str,
    terms: RequestTerms,
) -> Result<(), StoreError> {
    let waiting_max = terms.waiting_max;
    let ask = sqlx::query(
        "SELECT COUNT(*) FROM job WHERE incident = $1 AND asked_by = $2 \
         AND request IS NOT NULL AND kind <> 'basis' AND done < asked \
         AND (tries < $3 OR lease_until_us IS NOT NULL)",
    )
    .bind(incident.to_owned())
    .bind(by.person.clone())
    .bind(i64::from(terms.tries_max));
    let waiting: i64 = one(on, ask, "incident").await?;
    match waiting <= i64::from(waiting_max) {
        true => Ok(()),
        false => Err(StoreError::TooManyJobs { waiting_max }),
    }
}
