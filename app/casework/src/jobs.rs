//! The progress and the failures of long work, as typed values. Each page shows them in its
//! reader's language.

use ledger::messages::Message;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The current step of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum WorkStep {
    /// It reads a file.
    Reading,
    /// It looks for rows that several files contain.
    Comparing,
    /// It works out losses.
    Valuing,
    /// It writes its result.
    Writing,
    /// It collects the contents of a report or a bundle.
    Gathering,
    /// It packs and signs a bundle.
    Sealing,
    /// It looks for what two claims have in common.
    Linking,
    /// It removes files and rows that nothing refers to any more.
    Sweeping,
}

impl WorkStep {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// How much of something is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How much is done.
    pub done: u64,
    /// The total; 0 where it is unknown.
    pub all: u64,
}

/// How far a job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkProgress {
    /// The current step; none before the first step.
    pub step: Option<WorkStep>,
    /// Name of the file it works on; empty where it works on none.
    pub file: String,
    /// Bytes of that file.
    pub bytes: Share,
    /// Rows.
    pub rows: Share,
    /// Claims.
    pub claims: Share,
}

/// Why a job failed. The variant decides what a person can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum JobProblem {
    /// These claims count, but their loss cannot be computed.
    NotValued {
        /// References of the claims.
        claims: Vec<String>,
    },
    /// These claims, or the prices, changed while the others were valued.
    Stale {
        /// References of the claims.
        claims: Vec<String>,
    },
    /// A claim or a review changed while the document was gathered.
    Changed,
    /// The release is not open any more.
    ReleaseEnded,
    /// The result is larger than what the server keeps.
    TooLarge {
        /// The limit, in bytes.
        bytes_max: u64,
        /// The limit's name in the settings.
        limit: String,
    },
    /// The incident's settings are wrong.
    Settings {
        /// What is wrong with them.
        message: Message,
    },
    /// A defect or a failure of the server; its log says which.
    Broken,
}

impl JobProblem {
    /// Whether another run would fail for the same reason, until somebody changes something.
    pub fn is_final(&self) -> bool {
        match self {
            JobProblem::NotValued { .. }
            | JobProblem::ReleaseEnded
            | JobProblem::TooLarge { .. }
            | JobProblem::Settings { .. } => true,
            JobProblem::Stale { .. } | JobProblem::Changed | JobProblem::Broken => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_kept_and_read_back() {
        let kept = |problem: &JobProblem| serde_json::to_string(problem).unwrap();
        let claims = vec!["R-AAAA-22".to_owned()];
        for problem in [
            JobProblem::NotValued {
                claims: claims.clone(),
            },
            JobProblem::Stale { claims },
            JobProblem::Changed,
            JobProblem::ReleaseEnded,
            JobProblem::TooLarge {
                bytes_max: 5,
                limit: "limits.storage.file_bytes_max".to_owned(),
            },
            JobProblem::Broken,
        ] {
            let read: JobProblem = serde_json::from_str(&kept(&problem)).unwrap();
            assert_eq!(read, problem);
        }
    }
}
