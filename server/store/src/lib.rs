//! The storage: one SQL text for SQLite and PostgreSQL; evidence, rows and lines in files,
//! in a folder or a bucket.
//!
//! Methods are grouped by subject, one file each. Every method that changes something a
//! person may later ask about takes an [`Actor`], and appends to the incident's custody
//! chain in the same transaction. The store reads no clock and draws no ids; callers pass
//! both.

mod by_time;
mod claims;
mod columns;
mod conflict_answers;
mod conflicts;
mod connect;
mod contests;
mod counting;
mod credits;
mod custody;
mod deals;
mod doubts;
mod entries;
mod erase;
mod error;
mod evidence;
mod files;
mod filing;
mod flat_before;
mod generations;
mod group_sums;
mod holdings;
mod home;
mod imported;
mod imports;
mod incidents;
mod invitations;
mod jobs;
mod kept_forms;
mod lines;
mod losses;
mod mappings;
mod messages;
mod opened;
mod orphans;
mod people;
mod prices;
mod releases;
mod reviews;
mod rows;
mod schema;
mod secrets;
mod sessions;
mod shared_trades;
mod snapshots;
mod sums;
mod sweep;
mod totals;
mod valued;
#[cfg(test)]
mod words_tests;

pub use claims::{
    Claim, ClaimEvent, ClaimSummary, Consent, Declaration, Declared, DeclaredFile, NewClaim,
    NewDeclaration, NewEvent,
};
pub use conflict_answers::{ConflictAnswer, DecidedRows, NewConflictAnswer};
pub use conflicts::{ConflictsOfClaim, KeptConflict};
pub use connect::{Backend, Options, Store};
pub use contests::{ContestRule, NewRule, RuleKind};
pub use credits::{Credit, GroupCredit, NewCredit};
pub use custody::{CustodyFilter, Note};
pub use entries::{
    DroppedFor, EntryFilter, EntryView, NewTyped, StoredEntry, TypedEntry, entry_key,
};
pub use error::StoreError;
pub use evidence::{Incoming, Received};
pub use files::{Answered, ClaimFile, Evidence, FileChange, NewFile, SharedFile, SharedTrade};
pub use filing::NewFiling;
pub use generations::FoundInRows;
pub use holdings::BalancesKept;
pub use home::{Blob, BucketOptions, FileName, FilesAt, HashedName, Home, KeptFile};
pub use imported::{ImportedRows, RowsWriter};
pub use imports::{DiagnosticRow, FinishedImport, Import, ImportState, NewImport};
pub use incidents::{Incident, NewIncident, Settings};
pub use invitations::{Accepted, Invitation, InvitationError, NewInvitation, NewPerson, Purpose};
pub use jobs::{
    BasisTerms, Job, JobKind, JobRequest, Lease, LeaseTerms, NewRequest, RequestTerms,
    basis_subject,
};
pub use kept_forms::{KeptForm, KeptFormLimits, NewKeptForm};
pub use lines::{FirstTrade, LineView, UnpricedAsset, Window};
pub use losses::{NewValuation, NewValuedCredit, Valuation, ValuedCredit};
pub use mappings::{MappedFile, NewMapping, SharedMapping};
pub use messages::UnreadMessage;
pub use opened::{FileOfRows, Rows};
pub use people::{Member, MemberState, Person, Place};
pub use prices::{ManipulatedAsset, NewPriceFile, PriceBookVersion, PriceFile};
pub use releases::{Bundle, NewBundle, NewRelease, Release};
pub use reviews::{CurrentValuation, NewReview, Review};
pub use sessions::{SessionEnd, SessionRow};
pub use snapshots::{NewSnapshot, Snapshot, snapshot_object};
pub use sweep::Swept;
pub use valued::{LineOf, LinesWriter, NewLine, WrittenLines};

use casework::{Permission, Role, Standing, Whose, may};

/// The person who does something, their role, and the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person's id; [`Actor::OPERATOR`] for the command line.
    pub person: String,
    /// The role they do it with.
    pub role: Role,
    /// The time: microseconds since 1970-01-01T00:00:00Z.
    pub now_us: i64,
}

impl Actor {
    /// The actor of the server's command line.
    pub const OPERATOR: &'static str = "operator";

    /// Somebody in a role.
    pub fn new(person: &str, role: Role, now_us: i64) -> Actor {
        Actor {
            person: person.to_owned(),
            role,
            now_us,
        }
    }

    /// The same person in the same role, at a later moment.
    #[must_use]
    pub fn at(&self, now_us: i64) -> Actor {
        Actor {
            now_us,
            ..self.clone()
        }
    }

    /// The operator.
    pub fn operator(now_us: i64) -> Actor {
        Actor::new(Actor::OPERATOR, Role::Operator, now_us)
    }

    /// Refuses what the rights do not allow in this role (`casework::may`). Pages check
    /// first; this check holds for all callers, within the transaction of the act. Whether
    /// the operator stands in for a second coordinator is checked before.
    pub(crate) fn allowed(&self, act: Permission, own: bool) -> Result<(), StoreError> {
        let whose = if own { Whose::Own } else { Whose::Other };
        let standing = Standing::new(self.role, whose).second_coordinator(false);
        match may(act, standing) {
            true => Ok(()),
            false => Err(StoreError::NotAllowed),
        }
    }

    /// The person's id for a column that refers to people; none for the operator.
    pub(crate) fn person_id(&self) -> Option<&str> {
        (self.person != Actor::OPERATOR).then_some(&self.person)
    }
}
