//! Runs: a run takes a job under a lease, renews the lease with its progress, and stores its
//! result.

use casework::{JobProblem, WorkProgress};
use sqlx::AnyConnection;

use super::{Job, JobKind, Lease, LeaseTerms};
use crate::error::StoreError;
use crate::rows::{all, json, maybe, run};
use crate::{Backend, Store};

/// The number of tries of a job that would always fail for the same reason. It is greater
/// than any setting allows.
const TRIES_GIVEN_UP: u32 = 1_000_000;

impl Store {
    /// Takes the work that has waited longest and that no run holds; none when there is
    /// none.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn take_job(
        &self,
        terms: &LeaseTerms,
        now_us: i64,
    ) -> Result<Option<Job>, StoreError> {
        self.take_job_of(&JobKind::ALL, terms, now_us).await
    }

    /// The same for some kinds only. Snapshots of one incident are made one after the other,
    /// because they are numbered.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn take_job_of(
        &self,
        kinds: &[JobKind],
        terms: &LeaseTerms,
        now_us: i64,
    ) -> Result<Option<Job>, StoreError> {
        let kinds: Vec<String> = kinds
            .iter()
            .map(|kind| format!("'{}'", kind.as_str()))
            .collect();
        let which = format!(
            "(kind, subject) IN (SELECT kind, subject FROM job WHERE done < asked \
             AND tries < $3 AND kind IN ({kinds}) AND COALESCE(lease_until_us, 0) <= {now} \
             AND NOT (kind = 'snapshot' AND EXISTS (SELECT 1 FROM job AS other \
                 WHERE other.kind = 'snapshot' AND other.incident = job.incident \
                 AND other.lease_until_us > {now})) \
             ORDER BY waiting_since_us, kind, subject LIMIT 1{locked})",
            kinds = kinds.join(", "),
            now = self.now(),
            // Two servers take two different jobs, and neither waits for the other.
            locked = match self.backend {
                Backend::Sqlite => "",
                Backend::Postgres => " FOR UPDATE OF job SKIP LOCKED",
            }
        );
        let sql = self.taking(&which);
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now_us)
            .bind(terms.lease_us)
            .bind(i64::from(terms.tries_max));
        maybe(&self.writer, ask).await
    }

    /// Takes a claim to work on, requested or not; none while another run holds it.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn take_claim(
        &self,
        claim: &str,
        terms: &LeaseTerms,
        now_us: i64,
    ) -> Result<Option<Job>, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "INSERT INTO job (kind, subject, incident, asked, done, waiting_since_us, taken, \
             attempt, tries) SELECT 'claim', id, incident, 0, 0, $2, 0, 0, 0 FROM claim \
             WHERE id = $1 ON CONFLICT (kind, subject) DO NOTHING",
        )
        .bind(claim.to_owned())
        .bind(now_us);
        run(&mut *tx, ask).await?;
        let which = format!(
            "kind = 'claim' AND subject = $3 AND COALESCE(lease_until_us, 0) <= {}",
            self.now()
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(self.taking(&which)))
            .bind(now_us)
            .bind(terms.lease_us)
            .bind(claim.to_owned());
        let job = maybe(&mut *tx, ask).await?;
        tx.commit().await?;
        Ok(job)
    }

    /// Extends a lease and stores the progress of its run.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn renew_lease(
        &self,
        job: &Job,
        terms: &LeaseTerms,
        progress: &WorkProgress,
        now_us: i64,
    ) -> Result<Lease, StoreError> {
        let sql = format!(
            "UPDATE job SET lease_until_us = {} + $2, step = $3, file = $4, \
             bytes_done = $5, bytes_all = $6, rows_done = $7, rows_all = $8, \
             claims_done = $9, claims_all = $10 \
             WHERE kind = $11 AND subject = $12 AND attempt = $13 \
             AND lease_until_us IS NOT NULL RETURNING asked - taken",
            self.now()
        );
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now_us)
            .bind(terms.lease_us)
            .bind(progress.step.map(|step| step.as_str().to_owned()))
            .bind((!progress.file.is_empty()).then(|| crate::imports::text(&progress.file)))
            .bind(count(progress.bytes.done))
            .bind(count(progress.bytes.all))
            .bind(count(progress.rows.done))
            .bind(count(progress.rows.all))
            .bind(count(progress.claims.done))
            .bind(count(progress.claims.all))
            .bind(job.kind.as_str())
            .bind(job.subject.clone())
            .bind(job.attempt);
        let newer: Option<i64> = maybe(&self.writer, ask).await?;
        Ok(match newer {
            None => Lease::Lost,
            Some(newer) => Lease::Held {
                is_asked_anew: newer > 0,
            },
        })
    }

    /// Takes on what was requested since the run began. The run then answers it as well: all
    /// that it does from here on is from the state at this moment, or a later one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another run holds its lease.
    pub async fn take_requests(&self, job: &Job) -> Result<(), StoreError> {
        let ask = sqlx::query(
            "UPDATE job SET taken = asked WHERE kind = $1 AND subject = $2 AND attempt = $3 \
             AND lease_until_us IS NOT NULL",
        )
        .bind(job.kind.as_str())
        .bind(job.subject.clone())
        .bind(job.attempt);
        match run(&self.writer, ask).await? {
            0 => Err(StoreError::Conflict("lease")),
            _ => Ok(()),
        }
    }

    /// Ends a run that did what was requested when it began.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another run holds its lease.
    pub async fn finish_job(&self, job: &Job, now_us: i64) -> Result<(), StoreError> {
        let set = "done = taken, tries = 0, problem = NULL, ended_at_us = $4";
        self.end_run(job, set, now_us, None).await
    }

    /// Ends a run that failed. It is tried again while it has tries left, unless it would
    /// fail for the same reason.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another run holds its lease.
    pub async fn fail_job(
        &self,
        job: &Job,
        problem: &JobProblem,
        now_us: i64,
    ) -> Result<(), StoreError> {
        // A request that came after the run began is tried with the current state.
        let set = match problem.is_final() {
            true => {
                "tries = CASE WHEN asked > taken THEN tries ELSE $6 END, problem = $5, \
                 ended_at_us = $4"
            }
            false => "problem = $5, ended_at_us = $4",
        };
        self.end_run(job, set, now_us, Some(problem)).await
    }

    /// Ends a run that stopped because it was overtaken; the next run begins with the state
    /// at that time.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another run holds its lease.
    pub async fn stop_job(&self, job: &Job, now_us: i64) -> Result<(), StoreError> {
        let set = "tries = CASE WHEN tries > 0 THEN tries - 1 ELSE 0 END, ended_at_us = $4";
        self.end_run(job, set, now_us, None).await
    }

    async fn end_run(
        &self,
        job: &Job,
        set: &'static str,
        now_us: i64,
        problem: Option<&JobProblem>,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE job SET {set}, lease_until_us = NULL \
             WHERE kind = $1 AND subject = $2 AND attempt = $3 AND lease_until_us IS NOT NULL"
        );
        let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(job.kind.as_str())
            .bind(job.subject.clone())
            .bind(job.attempt)
            .bind(now_us);
        if let Some(problem) = problem {
            ask = ask.bind(json(Some(problem))?);
            if problem.is_final() {
                ask = ask.bind(i64::from(TRIES_GIVEN_UP));
            }
        }
        match run(&self.writer, ask).await? {
            1 => Ok(()),
            _ => Err(StoreError::Conflict("lease")),
        }
    }

    /// Releases every lease of a stopped server, where nobody else can hold one (the only
    /// server of an SQLite database, at its start).
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn release_leases(&self) -> Result<u64, StoreError> {
        self.end_leases(i64::MAX).await
    }

    /// Releases leases that ended this long ago. A job whose last try ended with its server
    /// is then recognised as given up.
    pub(crate) async fn end_leases(&self, older_than_us: i64) -> Result<u64, StoreError> {
        let ask = sqlx::query(
            "UPDATE job SET ended_at_us = lease_until_us, lease_until_us = NULL \
             WHERE lease_until_us IS NOT NULL AND lease_until_us <= $1",
        )
        .bind(older_than_us);
        run(&self.writer, ask).await
    }

    /// The jobs that runs hold now.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn running_jobs(&self) -> Result<Vec<Job>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM job WHERE lease_until_us IS NOT NULL ORDER BY kind, subject",
        );
        all(&self.pool, ask).await
    }

    /// The store as a run sees it. Every write fails with [`StoreError::Conflict`] once
    /// another run holds its lease.
    #[must_use]
    pub fn under(&self, job: &Job) -> Store {
        Store {
            lease: Some(job.clone()),
            ..self.clone()
        }
    }

    /// `UPDATE … RETURNING` that takes the rows of `which`. `$1` is the clock, `$2` the
    /// duration of the lease.
    fn taking(&self, which: &str) -> String {
        format!(
            "UPDATE job SET attempt = attempt + 1, tries = tries + 1, taken = asked, \
             step = NULL, file = NULL, bytes_done = 0, bytes_all = 0, rows_done = 0, \
             rows_all = 0, claims_done = 0, claims_all = 0, problem = NULL, \
             ended_at_us = NULL, lease_until_us = {} + $2 WHERE {which} RETURNING *",
            self.now()
        )
    }

    /// The clock of leases, where `$1` is this process's clock.
    fn now(&self) -> String {
        self.now_or("$1")
    }

    /// The clock of leases. Several servers share PostgreSQL's own clock. SQLite has one
    /// server, whose clock is in `place`.
    pub(super) fn now_or(&self, place: &str) -> String {
        match self.backend {
            Backend::Sqlite => place.to_owned(),
            Backend::Postgres => format!(
                "COALESCE(CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT), \
                 {place})"
            ),
        }
    }
}

/// Checks that the run holds the lease, until the transaction ends. The claim (or incident)
/// is locked before the job, in the same order as in acts.
pub(crate) async fn hold(on: &mut AnyConnection, job: &Job) -> Result<(), StoreError> {
    let subject = match job.kind {
        JobKind::Claim => Some("UPDATE claim SET figures_version = figures_version WHERE id = $1"),
        JobKind::Group | JobKind::Links => {
            Some("UPDATE incident SET version = version WHERE id = $1")
        }
        // Nobody can see what these make before it is ready. The inputs of a valuation under
        // another basis are locked where it is written.
        JobKind::Basis | JobKind::Snapshot | JobKind::Bundle | JobKind::Sweep => None,
    };
    if let Some(subject) = subject {
        let ask = sqlx::query(subject).bind(job.subject.clone());
        // Nothing can be written about a subject that is gone.
        if run(&mut *on, ask).await? == 0 {
            return Err(StoreError::Conflict("lease"));
        }
    }
    let ask = sqlx::query(
        "UPDATE job SET attempt = attempt WHERE kind = $1 AND subject = $2 AND attempt = $3 \
         AND lease_until_us IS NOT NULL",
    )
    .bind(job.kind.as_str())
    .bind(job.subject.clone())
    .bind(job.attempt);
    match run(on, ask).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("lease")),
    }
}
