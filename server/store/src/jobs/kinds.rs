//! Jobs: what a job brings up to date or makes, who requested it, and its progress.

use casework::jobs::Share;
use casework::{JobProblem, Role, WorkProgress, WorkStep};
use ledger::losses::Basis;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::Actor;
use crate::error::StoreError;
use crate::rows::{Column, json_columns, rows, word_columns};

/// The kind of thing that is brought up to date or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum JobKind {
    /// A claim: its unread files, then its loss.
    Claim,
    /// An incident: the claims that count, and the assets in doubt.
    Group,
    /// An incident: what its claims have in common.
    Links,
    /// The claims of an incident, valued under another basis; named by [`basis_subject`].
    Basis,
    /// A snapshot that a person requested, by its future id.
    Snapshot,
    /// A bundle that a person requested, by its future id.
    Bundle,
    /// The server: a cleanup of what nothing refers to any more.
    Sweep,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [JobKind; 7] = *JobKind::VARIANTS.as_array().unwrap();

    /// The kinds that follow every step of a claim: those that make its figures, for which
    /// people wait, and its links.
    pub const FIGURES: [JobKind; 3] = [JobKind::Claim, JobKind::Group, JobKind::Links];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A thing that a person requested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "make", rename_all = "kebab-case")]
pub enum JobRequest {
    /// The totals of the incident under another basis than its own.
    Basis {
        /// Which.
        basis: Basis,
    },
    /// A snapshot.
    Snapshot {
        /// What it is for.
        title: String,
    },
    /// A bundle.
    Bundle {
        /// Id of the release for which it is built.
        release: String,
    },
}

impl JobRequest {
    /// The kind of job that makes it.
    pub fn kind(&self) -> JobKind {
        match self {
            JobRequest::Basis { .. } => JobKind::Basis,
            JobRequest::Snapshot { .. } => JobKind::Snapshot,
            JobRequest::Bundle { .. } => JobKind::Bundle,
        }
    }
}

/// The subject of the job that values an incident under another basis: one row for each
/// incident and basis.
pub fn basis_subject(incident: &str, basis: Basis) -> String {
    format!("{incident}:{basis}")
}

word_columns!(JobKind, WorkStep);
json_columns!(JobProblem, JobRequest);

rows! {
    /// What is brought up to date or made, and the run that works on it.
    pub struct Job {
        /// What kind of thing.
        pub kind: JobKind,
        /// Id of the claim, the incident, or the future thing; for a basis,
        /// [`basis_subject`].
        pub subject: String,
        /// Id of the incident; none for work of the whole server.
        pub incident: Option<String>,
        /// The thing that a person requested.
        pub request: Option<JobRequest>,
        /// Who requested it.
        pub asked_by: Option<String>,
        /// The role in which they requested it.
        pub asked_role: Option<Role>,
        /// How often it was requested.
        pub asked: i64,
        /// The number of the latest request that a successful run has seen.
        pub done: i64,
        /// The time of the oldest request that is not done.
        pub waiting_since_us: i64,
        /// The number of the latest request that the current run has seen.
        pub taken: i64,
        /// The number of runs; it identifies a run that lost its lease.
        pub attempt: i64,
        /// Runs since the last request.
        pub tries: i64,
        /// The end of the current lease.
        pub lease_until_us: Option<i64>,
        /// The current or last step.
        pub step: Option<WorkStep>,
        /// Name of the current file.
        pub file: Option<String>,
        /// Bytes of the file that are read.
        pub bytes_done: i64,
        /// Bytes of the file.
        pub bytes_all: i64,
        /// Rows that are done.
        pub rows_done: i64,
        /// Total number of rows; 0 where it is unknown.
        pub rows_all: i64,
        /// Claims that are done.
        pub claims_done: i64,
        /// Claims there are.
        pub claims_all: i64,
        /// Why the last run failed.
        pub problem: Option<JobProblem>,
        /// When the last run ended.
        pub ended_at_us: Option<i64>,
    }
}

impl Job {
    /// Whether a request is not done.
    pub fn is_waiting(&self) -> bool {
        self.done < self.asked
    }

    /// Whether a run has succeeded since the first request.
    pub fn was_done(&self) -> bool {
        self.done > 0
    }

    /// Whether it is given up until somebody asks again, because this many runs failed.
    pub fn is_given_up(&self, tries_max: u32) -> bool {
        self.is_waiting() && self.tries >= i64::from(tries_max) && self.lease_until_us.is_none()
    }

    /// Whether a run holds it.
    pub fn is_running(&self) -> bool {
        self.lease_until_us.is_some()
    }

    /// Id of the incident it is of.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for work of the whole server.
    pub fn incident(&self) -> Result<&str, StoreError> {
        let incident = self.incident.as_deref();
        incident.ok_or(StoreError::NotFound("incident"))
    }

    /// Who requested it, in which role, and when.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for work that no person requested.
    pub fn by(&self) -> Result<Actor, StoreError> {
        let asker = self.asked_by.as_deref().zip(self.asked_role);
        let (person, role) = asker.ok_or(StoreError::NotFound("person"))?;
        Ok(Actor::new(person, role, self.waiting_since_us))
    }

    /// The progress of its last run.
    pub fn progress(&self) -> WorkProgress {
        let count = |count| u64::try_from(count).unwrap_or(0);
        let share = |done, all| Share {
            done: count(done),
            all: count(all),
        };
        WorkProgress {
            step: self.step,
            file: self.file.clone().unwrap_or_default(),
            bytes: share(self.bytes_done, self.bytes_all),
            rows: share(self.rows_done, self.rows_all),
            claims: share(self.claims_done, self.claims_all),
        }
    }
}

/// The duration of a lease, and when a job is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseTerms {
    /// Microseconds after which another run may take the work.
    pub lease_us: i64,
    /// Failed runs after which it is given up until somebody asks again.
    pub tries_max: u32,
}

/// The result of renewing a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lease {
    /// Another run holds it, or its subject is gone.
    Lost,
    /// It is held longer.
    Held {
        /// Whether the same was requested again since the run began.
        is_asked_anew: bool,
    },
}
