//! The states of a claim, the steps between them, and two labels of a loss line: where its
//! facts come from, and the coordinator's review.
//!
//! Every change of state goes through [`ClaimState::take`]. A change that the design does
//! not have is an error that names both states.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::rights::Permission;

/// The state of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ClaimState {
    /// The claimant is still preparing it.
    Draft,
    /// Handed in; nobody has opened the review yet.
    Submitted,
    /// A coordinator is looking at it.
    InReview,
    /// Sent back with a message; the claimant may change it and submit again.
    Returned,
    /// Counted among the accepted claims.
    Accepted,
    /// Not counted, with a reason.
    Declined,
    /// Taken back by the claimant; the last state.
    Withdrawn,
}

/// A step that moves a claim to another state.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, VariantArray,
)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The claimant hands it in, for the first time or again after a return.
    Submit,
    /// A coordinator opens the review.
    StartReview,
    /// A coordinator sends it back with a message.
    Return,
    /// A coordinator accepts it.
    Accept,
    /// A coordinator declines it with a message.
    Decline,
    /// A coordinator opens a decided claim again, with a reason.
    Reopen,
    /// The claimant takes it back.
    Withdraw,
}

/// A change of state that the design does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a claim that is {from} cannot become {to}")]
pub struct StateError {
    /// The state the claim is in.
    pub from: ClaimState,
    /// The requested state.
    pub to: ClaimState,
}

impl ClaimState {
    /// Every state, in the usual order of a claim's life.
    pub const ALL: [ClaimState; 7] = *ClaimState::VARIANTS.as_array().unwrap();

    /// The word kept in the database and in exports.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The state after a step, or an error that names both.
    ///
    /// # Errors
    /// [`StateError`] when the design has no such change.
    pub fn take(self, step: Step) -> Result<ClaimState, StateError> {
        use ClaimState::{Accepted, Declined, Draft, InReview, Returned, Submitted, Withdrawn};
        let to = step.leads_to();
        let allowed = match step {
            Step::Submit => matches!(self, Draft | Returned),
            Step::StartReview => self == Submitted,
            Step::Return | Step::Accept | Step::Decline => self == InReview,
            Step::Reopen => matches!(self, Accepted | Declined),
            Step::Withdraw => self != Withdrawn,
        };
        if allowed {
            Ok(to)
        } else {
            Err(StateError { from: self, to })
        }
    }

    /// Whether the claimant may still change files, contested entries and words.
    pub fn is_open_to_change(self) -> bool {
        matches!(self, ClaimState::Draft | ClaimState::Returned)
    }

    /// Whether the claimant, who has handed it in, may ask to have it sent back. Only
    /// coordinators can send it back ([`Step::Return`]).
    pub fn can_be_asked_back(self) -> bool {
        matches!(
            self,
            ClaimState::Submitted
                | ClaimState::InReview
                | ClaimState::Accepted
                | ClaimState::Declined
        )
    }
}

/// The number of claims, each counted once by its state. Every number of claims on a page
/// follows from this rule: the claims that totals count, and the others beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimCounts {
    /// Claims whose lines are in totals ([`ClaimState::counts`]).
    pub counted: i64,
    /// Accepted claims among them.
    pub accepted: i64,
    /// Claims that were never submitted.
    pub drafts: i64,
    /// Claims that were declined.
    pub declined: i64,
    /// Claims that were withdrawn.
    pub withdrawn: i64,
}

impl ClaimCounts {
    /// All claims, whether they count or not.
    pub fn all(&self) -> i64 {
        self.counted + self.drafts + self.declined + self.withdrawn
    }

    /// Adds other claims.
    pub fn add(&mut self, other: &ClaimCounts) {
        self.counted += other.counted;
        self.accepted += other.accepted;
        self.drafts += other.drafts;
        self.declined += other.declined;
        self.withdrawn += other.withdrawn;
    }
}

impl FromIterator<ClaimState> for ClaimCounts {
    fn from_iter<I: IntoIterator<Item = ClaimState>>(states: I) -> ClaimCounts {
        let mut counts = ClaimCounts::default();
        for state in states {
            counts.counted += i64::from(state.counts());
            match state {
                ClaimState::Accepted => counts.accepted += 1,
                ClaimState::Draft => counts.drafts += 1,
                ClaimState::Declined => counts.declined += 1,
                ClaimState::Withdrawn => counts.withdrawn += 1,
                ClaimState::Submitted | ClaimState::InReview | ClaimState::Returned => {}
            }
        }
        counts
    }
}

impl fmt::Display for ClaimState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ClaimState::InReview => "in review",
            state => state.as_str(),
        })
    }
}

impl Step {
    /// The state after the step.
    pub fn leads_to(self) -> ClaimState {
        match self {
            Step::Submit => ClaimState::Submitted,
            Step::StartReview | Step::Reopen => ClaimState::InReview,
            Step::Return => ClaimState::Returned,
            Step::Accept => ClaimState::Accepted,
            Step::Decline => ClaimState::Declined,
            Step::Withdraw => ClaimState::Withdrawn,
        }
    }

    /// The permission that the step needs.
    pub fn act(self) -> Permission {
        match self {
            Step::Submit => Permission::SubmitClaim,
            Step::Withdraw => Permission::WithdrawClaim,
            Step::StartReview | Step::Return | Step::Accept | Step::Decline | Step::Reopen => {
                Permission::DecideClaim
            }
        }
    }

    /// Whether the step needs words for the other side: a message or a reason.
    pub fn needs_words(self) -> bool {
        matches!(self, Step::Return | Step::Decline | Step::Reopen)
    }
}

/// The kind of an event that both sides of a claim read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum EventKind {
    /// Somebody wrote to the other side.
    Message,
    /// The claim went to another state.
    State,
    /// The claimant asked to have the claim sent back, to change it.
    ReturnRequest,
}

impl EventKind {
    /// The word kept in the database and in exports.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What is known of a file's origin. The claimant's declaration states it for each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum FileOrigin {
    /// It has the exchange's own form, and nothing indicates that it was saved again.
    Exported,
    /// A workbook: its numbers went through a spreadsheet program, the exchange's or
    /// another.
    Workbook,
    /// A spreadsheet program saved it again after the exchange wrote it.
    SavedAgain,
    /// It is read by a mapping: somebody stated what its columns mean.
    Mapped,
    /// A picture or a PDF: evidence that is not read.
    Document,
    /// Nothing of it could be read.
    Unread,
}

impl FileOrigin {
    /// Every origin, in the order a declaration names them.
    pub const ALL: [FileOrigin; 6] = *FileOrigin::VARIANTS.as_array().unwrap();

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Where the facts of a loss line come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Support {
    /// Typed in by the claimant.
    Claimed,
    /// Read from an export.
    Documented,
    /// A second, independent source agrees.
    Corroborated,
}

impl Support {
    /// Every support.
    pub const ALL: [Support; 3] = *Support::VARIANTS.as_array().unwrap();

    /// The word kept in the database and in exports.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The coordinator's review of a loss line.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ReviewState {
    /// Not reviewed: it counts.
    #[default]
    Open,
    /// A question was asked: it counts.
    Queried,
    /// Left out of every total, with a reason.
    Excluded,
}

impl ReviewState {
    /// Every state of review.
    pub const ALL: [ReviewState; 3] = *ReviewState::VARIANTS.as_array().unwrap();

    /// The word kept in the database and in exports.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ClaimState::{Accepted, Declined, Draft, InReview, Returned, Submitted, Withdrawn};

    #[test]
    fn only_the_changes_of_the_design_are_possible() {
        let allowed = [
            (Draft, Step::Submit, Submitted),
            (Returned, Step::Submit, Submitted),
            (Submitted, Step::StartReview, InReview),
            (InReview, Step::Return, Returned),
            (InReview, Step::Accept, Accepted),
            (InReview, Step::Decline, Declined),
            (Accepted, Step::Reopen, InReview),
            (Declined, Step::Reopen, InReview),
            (Draft, Step::Withdraw, Withdrawn),
            (Submitted, Step::Withdraw, Withdrawn),
            (InReview, Step::Withdraw, Withdrawn),
            (Returned, Step::Withdraw, Withdrawn),
            (Accepted, Step::Withdraw, Withdrawn),
            (Declined, Step::Withdraw, Withdrawn),
        ];
        for from in ClaimState::ALL {
            for &step in Step::VARIANTS {
                let expected = allowed
                    .iter()
                    .find(|(state, taken, _)| *state == from && *taken == step)
                    .map(|(_, _, to)| *to)
                    .ok_or(StateError {
                        from,
                        to: step.leads_to(),
                    });
                assert_eq!(from.take(step), expected, "{from} {step:?}");
            }
        }
    }

    #[test]
    fn the_error_names_both_states() {
        let error = Draft.take(Step::Accept).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a claim that is draft cannot become accepted"
        );
        let error = Withdrawn.take(Step::StartReview).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a claim that is withdrawn cannot become in review"
        );
    }

    #[test]
    fn only_submitted_claims_are_asked_back() {
        let askable: Vec<ClaimState> = ClaimState::ALL
            .into_iter()
            .filter(|state| state.can_be_asked_back())
            .collect();
        assert_eq!(askable, [Submitted, InReview, Accepted, Declined]);
    }
}
