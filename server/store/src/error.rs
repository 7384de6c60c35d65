//! What can go wrong in the store, one enum. What a person may cause has its own
//! variant, so that a page can answer it; the rest is logged and never shown.

use casework::StateError;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such thing (or not in this incident): 404.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// It exists already: a second account, claim, invitation or reference.
    #[error("this {0} exists already")]
    Duplicate(&'static str),
    /// Somebody else changed it meanwhile: show what is there now. 409.
    #[error("this {0} was changed meanwhile")]
    Conflict(&'static str),
    /// A claim cannot go to that state.
    #[error(transparent)]
    State(#[from] StateError),
    /// The claim is not open to change in its state.
    #[error("a claim that is {0} cannot be changed")]
    Closed(casework::ClaimState),
    /// The rights do not allow it (`casework::may`): most often somebody would decide on
    /// what is their own.
    #[error("somebody else has to do this")]
    NotAllowed,
    /// The link cannot be used.
    #[error(transparent)]
    Invitation(#[from] crate::invitations::InvitationError),
    /// A stream went past the limit; nothing was kept.
    #[error("the file is larger than {size_bytes_max} bytes")]
    TooLarge {
        /// The named setting that was passed.
        size_bytes_max: u64,
    },
    /// Text that one of the databases cannot keep.
    #[error("{0} contains a NUL character")]
    Nul(&'static str),
    /// A person asked for more than may wait at once: 429.
    #[error("{waiting_max} requests of one person wait already (limits.jobs.requests_waiting_max)")]
    TooManyJobs {
        /// The named setting that was passed.
        waiting_max: u32,
    },
    /// An incident has as many other bases as may be kept: one has to be removed first.
    #[error("{bases_max} other bases of one incident are kept already (limits.jobs.bases_max)")]
    TooManyBases {
        /// The named setting that was passed.
        bases_max: u32,
    },
    /// Kept bytes no longer have their hash: never served.
    #[error("the kept file {sha256} is damaged: its bytes no longer have this hash")]
    Damaged {
        /// The hash it should have.
        sha256: String,
    },
    /// A kept value that this version cannot read.
    #[error("the database holds something unreadable in {0}")]
    Unreadable(String),
    /// Tables that do not add up: a defect, never shown as a figure.
    #[error(transparent)]
    Totals(#[from] casework::totals::TotalsError),
    /// Rows of a claim were reviewed while its valuation was made, and the sums of their
    /// lines are not among those that were handed in: they are to be made and the
    /// valuation handed in again.
    #[error("{} rows of the claim were reviewed meanwhile", .0.len())]
    ReviewedMeanwhile(Vec<String>),
    /// A figure that no line can hold; the ledger makes none.
    #[error("the figure of {0} is past what a line can hold")]
    PastLine(String),
    /// The database cannot be used at all; said at start.
    #[error("{0}")]
    Start(String),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The data folder.
    #[error("the data folder: {0}")]
    Io(#[from] std::io::Error),
    /// The bucket with the files: missing, slow, or it refuses. Nothing is lost; what
    /// was asked for can be tried again.
    #[error("the files in {url} can't be reached: {cause}")]
    Bucket {
        /// As `evidence_url` says it.
        url: String,
        /// What the S3 server or the network says.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A JSON column.
    #[error("a stored document: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Names what a broken unique constraint stands for; other errors pass.
    pub(crate) fn unique(error: sqlx::Error, what: &'static str) -> StoreError {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                StoreError::Duplicate(what)
            }
            _ => StoreError::Database(error),
        }
    }
}
