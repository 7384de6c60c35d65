//! The errors of the store, in one enum. Errors that a person may cause have their own
//! variants, so that a page can answer them. The others are logged and never shown.

use casework::StateError;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It does not exist (or not in this incident): 404.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// It exists already: a second account, claim, invitation or reference.
    #[error("this {0} exists already")]
    Duplicate(&'static str),
    /// Somebody else changed it meanwhile; the current state must be shown. 409.
    #[error("this {0} was changed meanwhile")]
    Conflict(&'static str),
    /// The claim cannot change to that state.
    #[error(transparent)]
    State(#[from] StateError),
    /// The claim is not open to change in its state.
    #[error("a claim that is {0} cannot be changed")]
    Closed(casework::ClaimState),
    /// The rights do not allow it (`casework::may`). Usually somebody would decide on what
    /// is their own.
    #[error("another person must do this")]
    NotAllowed,
    /// The link cannot be used.
    #[error(transparent)]
    Invitation(#[from] crate::invitations::InvitationError),
    /// A stream exceeded the limit; nothing was stored.
    #[error("the file is larger than {size_bytes_max} bytes")]
    TooLarge {
        /// The setting that was exceeded.
        size_bytes_max: u64,
    },
    /// Text that one of the databases cannot store.
    #[error("{0} contains a NUL character")]
    Nul(&'static str),
    /// A person requested more work than may wait at once: 429.
    #[error(
        "{waiting_max} requests of one person are waiting already (limits.jobs.requests_waiting_max)"
    )]
    TooManyJobs {
        /// The setting that was exceeded.
        waiting_max: u32,
    },
    /// An incident has the greatest number of other bases; one must be removed first.
    #[error("{bases_max} other bases are stored already (limits.jobs.bases_max): remove one first")]
    TooManyBases {
        /// The setting that was exceeded.
        bases_max: u32,
    },
    /// Stored bytes no longer match their hash; they are never served.
    #[error(
        "the stored file {sha256} is damaged: its bytes have another hash; restore it from a \
         backup"
    )]
    Damaged {
        /// The hash it should have.
        sha256: String,
    },
    /// A stored value that this version cannot read.
    #[error("this version cannot read a stored value: {0}")]
    Unreadable(String),
    /// Tables that do not add up: a defect, never shown as a figure.
    #[error(transparent)]
    Totals(#[from] casework::totals::TotalsError),
    /// Rows of a claim were reviewed while its valuation was made, and the given sums lack
    /// the sums of their lines. The caller must compute these sums and store the valuation
    /// again.
    #[error("{} rows of the claim were reviewed meanwhile", .0.len())]
    ReviewedMeanwhile(Vec<String>),
    /// A figure that is too large for a line; the ledger makes none.
    #[error("the figure of {0} is too large for a line")]
    PastLine(String),
    /// The database cannot be used at all; reported at start.
    #[error("{0}")]
    Start(String),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The data folder.
    #[error("a file of the data folder cannot be used: {0}")]
    Io(#[from] std::io::Error),
    /// The bucket of files is missing, slow or refuses. Nothing is lost; the request can be
    /// repeated.
    #[error("the files in {url} can't be reached: {cause}")]
    Bucket {
        /// The value of `evidence_url`.
        url: String,
        /// The error of the S3 server or the network.
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A JSON column.
    #[error("a stored document cannot be read or written: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Names what a broken unique constraint means; other errors are passed on.
    pub(crate) fn unique(error: sqlx::Error, what: &'static str) -> StoreError {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                StoreError::Duplicate(what)
            }
            _ => StoreError::Database(error),
        }
    }
}
