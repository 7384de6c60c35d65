//! Things that people request: a snapshot, a bundle (another basis: `bases.rs`). The request
//! carries the id of the result, so that asking twice makes one. The number of waiting
//! requests of a person in one incident is limited.

use casework::custody::{CustodyEvent, Purpose};
use sqlx::AnyConnection;

use super::{Job, JobKind, JobRequest};
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, maybe, no_nul, one, run};
use crate::{Actor, Store};

/// A request, with the id of its result.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// The requested thing.
    pub request: JobRequest,
}

/// How much a person may request, and when a request counts as failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTerms {
    /// Requests of one person that may wait in one incident.
    pub waiting_max: u32,
    /// Failed runs after which a request is given up.
    pub tries_max: u32,
}

impl Store {
    /// Requests something. A request with the same id changes nothing.
    ///
    /// # Errors
    /// [`StoreError::TooManyJobs`] when the greatest number of the person's requests is
    /// waiting.
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
        // The record above locked the head of the chain, so that requests in one incident
        // are counted one after the other.
        hold_room(&mut tx, by, incident, terms).await?;
        Ok(tx.commit().await?)
    }

    /// Requests again what was given up. Work that waits, runs or is done is left alone,
    /// because an old page may have asked.
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

    /// The unfinished requests of people in an incident, whether they wait, run or failed,
    /// oldest first.
    ///
    /// # Errors
    /// Errors of the database.
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

    /// Removes requests whose last run ended this long ago, done or failed. Requests of
    /// other bases stay, because they record which bases are kept.
    ///
    /// # Errors
    /// Errors of the database.
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

    /// Whether the thing with this id exists already.
    async fn is_made(
        &self,
        on: &mut AnyConnection,
        new: &NewRequest<'_>,
    ) -> Result<bool, StoreError> {
        let table = match new.request {
            // `request_basis` makes these, and checks the job itself.
            JobRequest::Basis { .. } => return Ok(false),
            JobRequest::Snapshot { .. } => "SELECT id FROM snapshot WHERE id = $1",
            JobRequest::Bundle { .. } => "SELECT id FROM bundle WHERE id = $1",
        };
        let made: Option<String> = maybe(on, sqlx::query(table).bind(new.id.to_owned())).await?;
        Ok(made.is_some())
    }
}

/// Adds the job; returns whether there was none with this id.
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

/// Checks that a person has fewer than the greatest number of waiting requests in an
/// incident.
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
