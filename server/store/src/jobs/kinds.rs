//! What a job is: what it brings up to date or makes, who asked, how far it is.

use casework::jobs::Share;
use casework::{JobProblem, Role, WorkProgress, WorkStep};
use ledger::losses::Basis;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::Actor;
use crate::error::StoreError;
use crate::rows::{Column, json_columns, rows, word_columns};

/// What is brought up to date, or made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum JobKind {
    /// A claim: files that have to be read, then its loss.
    Claim,
    /// An incident: the claims that count, and the assets in doubt.
    Group,
    /// The claims of an incident valued under another basis, by [`basis_subject`].
    Basis,
    /// A snapshot that a person asked for, by the id it will have.
    Snapshot,
    /// A bundle that a person asked for, by the id it will have.
    Bundle,
    /// The server: what nothing names any more is cleared.
    Sweep,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [JobKind; 6] = *JobKind::VARIANTS.as_array().unwrap();

    /// Kinds that figures follow from: people wait for them at each step of a claim.
    pub const FIGURES: [JobKind; 2] = [JobKind::Claim, JobKind::Group];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What a person asked to have made.
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
        /// Id of the release it is built under.
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

/// The subject of the job that values an incident under another basis: one row for
/// each incident and basis.
pub fn basis_subject(incident: &str, basis: Basis) -> String {
    format!("{incident}:{basis}")
}

word_columns!(JobKind, WorkStep);
json_columns!(JobProblem, JobRequest);

rows! {
    /// What is to be brought up to date or made, and who works on it.
    pub struct Job {
        /// What kind of thing.
        pub kind: JobKind,
        /// Id of the claim, the incident, or of what is to be made; of a basis
        /// [`basis_subject`].
        pub subject: String,
        /// Id of the incident; none for work of the whole server.
        pub incident: Option<String>,
        /// What a person asked to have made.
        pub request: Option<JobRequest>,
        /// Who asked for that.
        pub asked_by: Option<String>,
        /// The role they asked with.
        pub asked_role: Option<Role>,
        /// How often it was asked for.
        pub asked: i64,
        /// The asking that the last run which ended well had seen.
        pub done: i64,
        /// When it was asked for: the first asking that is not done.
        pub waiting_since_us: i64,
        /// The asking that the run under way has seen.
        pub taken: i64,
        /// Runs so far: a run that lost its lease is known by it.
        pub attempt: i64,
        /// Runs since it was last asked for.
        pub tries: i64,
        /// Until when somebody works on it.
        pub lease_until_us: Option<i64>,
        /// What the last run does or did.
        pub step: Option<WorkStep>,
        /// Name of the file it works on.
        pub file: Option<String>,
        /// Bytes of the file that are read.
        pub bytes_done: i64,
        /// Bytes of the file.
        pub bytes_all: i64,
        /// Rows that are done.
        pub rows_done: i64,
        /// Rows there are; 0 where nobody knows.
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
    /// Whether something asked for is not done.
    pub fn is_waiting(&self) -> bool {
        self.done < self.asked
    }

    /// Whether a run has ended well since it was first asked for.
    pub fn was_done(&self) -> bool {
        self.done > 0
    }

    /// Whether it is left alone until somebody asks again, because that many runs
    /// failed.
    pub fn is_given_up(&self, tries_max: u32) -> bool {
        self.is_waiting() && self.tries >= i64::from(tries_max) && self.lease_until_us.is_none()
    }

    /// Whether a run has it.
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

    /// Who asked to have it made, in which role, and when.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for what no person asked for.
    pub fn by(&self) -> Result<Actor, StoreError> {
        let asker = self.asked_by.as_deref().zip(self.asked_role);
        let (person, role) = asker.ok_or(StoreError::NotFound("person"))?;
        Ok(Actor::new(person, role, self.waiting_since_us))
    }

    /// How far its last run is.
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

/// How long a lease holds, and when a job is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseTerms {
    /// Microseconds until somebody else may take the work.
    pub lease_us: i64,
    /// Runs that may fail before it is left alone until somebody asks again.
    pub tries_max: u32,
}

/// What became of a lease that was to be held longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lease {
    /// It is somebody else's, or what was worked on is gone.
    Lost,
    /// It is held longer.
    Held {
        /// Whether the same was asked for again since the run began.
        is_asked_anew: bool,
    },
}
