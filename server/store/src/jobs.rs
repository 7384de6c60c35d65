//! Work that takes longer than a request. It is requested in the transaction of the act that
//! needs it.
//!
//! A job names what should be brought up to date, not what to do. This is a claim (its files
//! read, its loss computed), an incident (every claim valued with the current prices, the
//! assets in doubt settled), or the links across the claims of an incident. Each has one row, so that requesting waiting work again causes
//! one run. Totals under another basis have a row for each incident and basis, which stays
//! while they are kept. Snapshots and bundles that a person requests have a job by their
//! future id. A run holds a lease; a run that lost its lease can write nothing any more
//! ([`Store::under`]).

mod bases;
mod kinds;
mod requests;
mod runs;

pub use bases::BasisTerms;
pub use kinds::{Job, JobKind, JobRequest, Lease, LeaseTerms, basis_subject};
pub use requests::{NewRequest, RequestTerms};
pub(crate) use runs::hold;

use sqlx::AnyConnection;

use crate::Store;
use crate::error::StoreError;
use crate::rows::{all, maybe, run};

/// The only subject of work of the whole server.
const SERVER: &str = "server";

/// Requests that a claim or an incident is brought up to date.
pub(crate) async fn ask_for(
    on: &mut AnyConnection,
    kind: JobKind,
    subject: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    let which = match kind {
        JobKind::Claim => "SELECT 'claim', claim.id, claim.incident FROM claim WHERE claim.id = $1",
        JobKind::Group => {
            "SELECT 'group', incident.id, incident.id FROM incident WHERE incident.id = $1"
        }
        JobKind::Links => {
            "SELECT 'links', incident.id, incident.id FROM incident WHERE incident.id = $1"
        }
        // `request_job`, `request_basis` and `ask_for_sweep` request these.
        JobKind::Basis | JobKind::Snapshot | JobKind::Bundle | JobKind::Sweep => {
            return Err(StoreError::NotFound("claim or incident"));
        }
    };
    ask(on, which, subject, now_us).await
}

/// Requests the links of a claim's incident, because something of the claim changed that
/// others may have too. A draft has no links: it belongs to its owner alone.
pub(crate) async fn ask_for_links(
    on: &mut AnyConnection,
    claim: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    ask(
        on,
        "SELECT 'links', claim.incident, claim.incident FROM claim WHERE claim.id = $1 \
         AND claim.state NOT IN ('draft', 'withdrawn')",
        claim,
        now_us,
    )
    .await
}

/// Requests the claims of an incident with a file that could not be read.
pub(crate) async fn ask_for_unread(
    on: &mut AnyConnection,
    incident: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    ask(
        on,
        "SELECT DISTINCT 'claim', claim.id, claim.incident FROM claim \
         JOIN import ON import.claim = claim.id AND import.current = 1 \
         WHERE claim.incident = $1 AND import.state = 'unread' \
         AND claim.state IN ('draft', 'returned')",
        incident,
        now_us,
    )
    .await
}

/// `which` returns kind, subject and incident of the requested work.
async fn ask(
    on: &mut AnyConnection,
    which: &'static str,
    subject: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO job (kind, subject, incident, asked, done, waiting_since_us, taken, \
         attempt, tries) \
         SELECT asking.*, 1, 0, $2, 0, 0, 0 FROM ({which}) AS asking WHERE 1 = 1 \
         ON CONFLICT (kind, subject) DO UPDATE SET asked = job.asked + 1, tries = 0, \
         waiting_since_us = CASE WHEN job.done < job.asked \
             THEN job.waiting_since_us ELSE excluded.waiting_since_us END"
    );
    let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(subject.to_owned())
        .bind(now_us);
    run(on, ask).await?;
    Ok(())
}

impl Store {
    /// Requests that a claim or an incident is brought up to date, outside any act.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn ask_for(
        &self,
        kind: JobKind,
        subject: &str,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        ask_for(&mut tx, kind, subject, now_us).await?;
        Ok(tx.commit().await?)
    }

    /// Requests a cleanup, unless one was done less than `every_us` ago. Every server
    /// requests it; one of them does it.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn ask_for_sweep(&self, every_us: i64, now_us: i64) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO job (kind, subject, asked, done, waiting_since_us, taken, attempt, \
             tries) VALUES ('sweep', $1, 1, 0, $2, 0, 0, 0) \
             ON CONFLICT (kind, subject) DO UPDATE SET asked = job.asked + 1, tries = 0, \
             waiting_since_us = excluded.waiting_since_us \
             WHERE COALESCE(job.lease_until_us, 0) <= {} AND COALESCE(job.ended_at_us, 0) <= $3",
            self.now_or("$2")
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(SERVER)
            .bind(now_us)
            .bind(now_us - every_us);
        run(&self.writer, ask).await?;
        Ok(())
    }

    /// The job of a claim or an incident; none when nothing was ever requested.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn job(&self, kind: JobKind, subject: &str) -> Result<Option<Job>, StoreError> {
        let ask = sqlx::query("SELECT * FROM job WHERE kind = $1 AND subject = $2")
            .bind(kind.as_str())
            .bind(subject.to_owned());
        maybe(&self.pool, ask).await
    }

    /// The waiting jobs, the oldest request first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn waiting_jobs(&self, incident: &str) -> Result<Vec<Job>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM job WHERE incident = $1 AND done < asked \
             ORDER BY waiting_since_us, kind, subject",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }
}
