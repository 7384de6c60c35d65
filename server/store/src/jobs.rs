//! Work that takes longer than a request, asked for in the transaction of the act
//! that needs it.
//!
//! A job names what is to be brought up to date, not what to do: a claim (its files
//! read, its loss worked out) or an incident (every claim valued with the prices as
//! they are, the assets in doubt settled). There is one row for each, so asking
//! again for what waits already is one run. Whoever works on it holds a lease; a
//! run that lost its lease writes nothing any more ([`Store::under`]).

use sqlx::AnyConnection;

use crate::error::StoreError;
use crate::people::changed;
use crate::rows::{Column, all, maybe, rows, run, word_columns};
use crate::{Backend, Store};

/// What is brought up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// A claim: files that have to be read, then its loss.
    Claim,
    /// An incident: the claims that count, and the assets in doubt.
    Group,
}

impl JobKind {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            JobKind::Claim => "claim",
            JobKind::Group => "group",
        }
    }

    /// The kind a word names.
    pub fn from_word(word: &str) -> Option<JobKind> {
        [JobKind::Claim, JobKind::Group]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}
word_columns!(JobKind);

rows! {
    /// What is to be brought up to date, and who works on it.
    pub struct Job {
        /// What kind of thing.
        pub kind: JobKind,
        /// Id of the claim or the incident.
        pub subject: String,
        /// Id of the incident.
        pub incident: String,
        /// How often it was asked for.
        pub asked: i64,
        /// The asking that the last run which ended well had seen.
        pub done: i64,
        /// Runs so far: a run that lost its lease is known by it.
        pub attempt: i64,
        /// Runs since it was last asked for.
        pub tries: i64,
        /// Until when somebody works on it.
        pub lease_until_us: Option<i64>,
    }
}

impl Job {
    /// Whether something asked for is not done.
    pub fn is_waiting(&self) -> bool {
        self.done < self.asked
    }

    /// Whether it is left alone until somebody asks again, because that many runs
    /// failed.
    pub fn is_given_up(&self, tries_max: u32) -> bool {
        self.is_waiting() && self.tries >= i64::from(tries_max) && self.lease_until_us.is_none()
    }
}

/// How long a lease holds, and when a job is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseTerms {
    /// Microseconds until somebody else may take the work.
    pub lease_us: i64,
    /// Runs that may fail before it is left alone until somebody asks again.
    pub tries_max: u32,
}

/// Asks for a claim, or an incident, to be brought up to date.
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
    };
    ask(on, which, subject, now_us).await
}

/// Asks for the claims of an incident with a file that nobody could read.
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

/// `which` gives kind, subject and incident of what is asked for.
async fn ask(
    on: &mut AnyConnection,
    which: &'static str,
    subject: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO job (kind, subject, incident, asked, done, waiting_since_us, taken, \
         attempt, tries, lease_until_us) \
         SELECT asking.*, 1, 0, $2, 0, 0, 0, NULL FROM ({which}) AS asking WHERE 1 = 1 \
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
    /// Asks for a claim, or an incident, to be brought up to date, apart from any act.
    ///
    /// # Errors
    /// Of the database.
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

    /// What was asked for of a claim or an incident; none when nothing ever was.
    ///
    /// # Errors
    /// Of the database.
    pub async fn job(&self, kind: JobKind, subject: &str) -> Result<Option<Job>, StoreError> {
        let ask = sqlx::query("SELECT * FROM job WHERE kind = $1 AND subject = $2")
            .bind(kind.as_str())
            .bind(subject.to_owned());
        maybe(&self.pool, ask).await
    }

    /// What waits, longest first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn waiting_jobs(&self, incident: &str) -> Result<Vec<Job>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM job WHERE incident = $1 AND done < asked \
             ORDER BY waiting_since_us, kind, subject",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Takes the work that has waited longest and that nobody works on; none when
    /// there is none.
    ///
    /// # Errors
    /// Of the database.
    pub async fn take_job(
        &self,
        terms: &LeaseTerms,
        now_us: i64,
    ) -> Result<Option<Job>, StoreError> {
        let which = format!(
            "(kind, subject) IN (SELECT kind, subject FROM job WHERE done < asked \
             AND tries < $3 AND COALESCE(lease_until_us, 0) <= {} \
             ORDER BY waiting_since_us, kind, subject LIMIT 1{})",
            self.now(),
            // Two servers take two jobs, and none waits for the other.
            match self.backend {
                Backend::Sqlite => "",
                Backend::Postgres => " FOR UPDATE SKIP LOCKED",
            }
        );
        let sql = self.taking(&which);
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now_us)
            .bind(terms.lease_us)
            .bind(i64::from(terms.tries_max));
        maybe(&self.writer, ask).await
    }

    /// Takes a claim to work on, asked for or not; none while somebody else works
    /// on it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn take_claim(
        &self,
        claim: &str,
        terms: &LeaseTerms,
        now_us: i64,
    ) -> Result<Option<Job>, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "INSERT INTO job (kind, subject, incident, asked, done, waiting_since_us, taken, \
             attempt, tries, lease_until_us) \
             SELECT 'claim', id, incident, 0, 0, $2, 0, 0, 0, NULL FROM claim WHERE id = $1 \
             ON CONFLICT (kind, subject) DO NOTHING",
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

    /// Holds a lease longer. Gives whether it was still held.
    ///
    /// # Errors
    /// Of the database.
    pub async fn renew_lease(
        &self,
        job: &Job,
        terms: &LeaseTerms,
        now_us: i64,
    ) -> Result<bool, StoreError> {
        let sql = format!(
            "UPDATE job SET lease_until_us = {} + $2 \
             WHERE kind = $3 AND subject = $4 AND attempt = $5 AND lease_until_us IS NOT NULL",
            self.now()
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now_us)
            .bind(terms.lease_us)
            .bind(job.kind.as_str())
            .bind(job.subject.clone())
            .bind(job.attempt);
        Ok(run(&self.writer, ask).await? == 1)
    }

    /// Ends a run that did what was asked when it began.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its lease is somebody else's.
    pub async fn finish_job(&self, job: &Job) -> Result<(), StoreError> {
        self.end_run(job, "done = taken, tries = 0, lease_until_us = NULL")
            .await
    }

    /// Ends a run that failed; it is tried again while it has tries left.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its lease is somebody else's.
    pub async fn fail_job(&self, job: &Job) -> Result<(), StoreError> {
        self.end_run(job, "lease_until_us = NULL").await
    }

    async fn end_run(&self, job: &Job, set: &'static str) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE job SET {set} \
             WHERE kind = $1 AND subject = $2 AND attempt = $3 AND lease_until_us IS NOT NULL"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(job.kind.as_str())
            .bind(job.subject.clone())
            .bind(job.attempt);
        match run(&self.writer, ask).await? {
            1 => Ok(()),
            _ => Err(StoreError::Conflict("lease")),
        }
    }

    /// Gives back every lease: those that a stopped server held, where nobody else
    /// can hold any (the one server of an SQLite database, at its start).
    ///
    /// # Errors
    /// Of the database.
    pub async fn release_leases(&self) -> Result<u64, StoreError> {
        let ask =
            sqlx::query("UPDATE job SET lease_until_us = NULL WHERE lease_until_us IS NOT NULL");
        run(&self.writer, ask).await
    }

    /// The store as a run sees it: whatever it writes is refused with
    /// [`StoreError::Conflict`] once its lease is somebody else's.
    #[must_use]
    pub fn under(&self, job: &Job) -> Store {
        Store {
            lease: Some(job.clone()),
            ..self.clone()
        }
    }

    /// `UPDATE … RETURNING` that takes the rows of `which`. `$1` is the clock, `$2`
    /// how long the lease holds.
    fn taking(&self, which: &str) -> String {
        format!(
            "UPDATE job SET attempt = attempt + 1, tries = tries + 1, taken = asked, \
             lease_until_us = {} + $2 WHERE {which} RETURNING *",
            self.now()
        )
    }

    /// The clock that leases go by. Several servers share PostgreSQL's own; SQLite
    /// has one server, whose clock is `$1`.
    fn now(&self) -> &'static str {
        match self.backend {
            Backend::Sqlite => "$1",
            Backend::Postgres => {
                "COALESCE(CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT), $1)"
            }
        }
    }
}

/// Holds that the lease is still this run's, until the transaction ends. The claim
/// (or incident) is taken before the job, in the order that acts take them.
pub(crate) async fn hold(on: &mut AnyConnection, job: &Job) -> Result<(), StoreError> {
    let subject = match job.kind {
        JobKind::Claim => "UPDATE claim SET figures_version = figures_version WHERE id = $1",
        JobKind::Group => "UPDATE incident SET version = version WHERE id = $1",
    };
    let ask = sqlx::query(subject).bind(job.subject.clone());
    changed(run(&mut *on, ask).await?, "lease's subject")?;
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
