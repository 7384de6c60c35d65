//! The purpose of an act, as the custody log keeps it: why it was done, or what exactly.

use std::collections::BTreeMap;
use std::fmt;

use ledger::losses::Basis;
use ledger::messages::{Names, Place, Placed, messages};
use ledger::{Moment, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{IntoStaticStr, VariantArray};

use crate::claim::{ClaimState, ReviewState};
use crate::recipient::Recipient;
use crate::rights::Role;

messages! {
    /// Why an act was done, or what exactly was done. It never holds a person's name or
    /// address.
    pub enum Purpose {
        Read { entries: u64, refused: u64 } = "group-purpose-read", "{entries} entries, {refused} refused";
        RulesAdded { count: u64 } = "group-purpose-rules", "rules added: {count}";
        RuleRemoved = "group-purpose-rule-removed", "a rule removed";
        Moved { from: ClaimState, to: ClaimState } = "group-moved", "{from} → {to}";
        For { recipient: Recipient } = "group-purpose-recipient", "{recipient}";
        Release { recipient: Recipient, words: Text } = "group-purpose-release", "{recipient}: {words}";
        As { role: Role } = "group-purpose-role", "{role}";
        Answered { answers: AnswersChanged } = "group-purpose-answered", "{answers}";
        Messages { count: u64 } = "group-purpose-messages", "messages: {count}";
        Assets { names: Names } = "group-purpose-assets", "{names}";
        Reviewed { state: ReviewState, row: Text } = "group-purpose-reviewed", "{state} {row}";
        RowCounts { row: Text } = "group-purpose-row-counts", "{row} counts";
        Flat { moment: Moment } = "group-purpose-flat", "{moment}";
        Of { id: Text } = "group-purpose-id", "{id}";
        Words { words: Text } = "group-purpose-words", "{words}";
        OwnClaim = "group-purpose-own-claim", "the claimant's own";
        Download = "group-purpose-download", "download";
        Sample = "group-purpose-sample", "redacted sample";
        AtEvent = "group-basis-event", "event";
        AtDate { date: Text } = "group-basis-date", "date:{date}";
    }
}

impl Purpose {
    /// The words that somebody wrote, unchanged.
    pub fn words(words: &str) -> Purpose {
        Purpose::Words {
            words: words.into(),
        }
    }

    /// The thing of a claim with this id.
    pub fn of(id: &str) -> Purpose {
        Purpose::Of { id: id.into() }
    }

    /// The basis of a valuation.
    pub fn at(basis: Basis) -> Purpose {
        match basis {
            Basis::Event => Purpose::AtEvent,
            Basis::Date { year, month, day } => Purpose::AtDate {
                date: format!("{year:04}-{month:02}-{day:02}").into(),
            },
        }
    }

    /// The form in which a record keeps it.
    pub fn kept(&self) -> KeptPurpose {
        let fields = match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields.into_iter().collect(),
            _ => BTreeMap::new(),
        };
        KeptPurpose(Some(fields))
    }
}

/// A purpose as a record keeps it: the fields of [`Purpose`] in the order of their names, or
/// none. A purpose of a later version is kept as it came, so that its chain still verifies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptPurpose(Option<BTreeMap<String, Value>>);

impl KeptPurpose {
    /// Whether the record has no purpose.
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// The purpose, where this version knows it.
    pub fn purpose(&self) -> Option<Purpose> {
        let fields = self.0.clone()?.into_iter().collect();
        serde_json::from_value(Value::Object(fields)).ok()
    }

    /// As JSON, in its canonical form.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("names and values of JSON are always JSON")
    }
}

/// Which questions about a file were answered anew. The answers themselves are never kept
/// here, because an account may be named after a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnswersChanged(pub Vec<Answer>);

/// A question about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Answer {
    /// Whose account it is.
    Account,
    /// In which zone its times are.
    Zone,
    /// Which format it is.
    Format,
    /// Whether the day or the month comes first.
    DayOrder,
    /// The answers for files inside it.
    Members,
}

impl Answer {
    /// The word kept in the log.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for AnswersChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|answer| answer.as_str()).collect();
        f.write_str(&words.join(", "))
    }
}

impl Placed for AnswersChanged {
    fn place(&self) -> Place<'_> {
        let words = self.0.iter().map(|answer| answer.as_str());
        Place::Words("group-answer-", words.collect())
    }
}

impl Placed for ClaimState {
    fn place(&self) -> Place<'_> {
        Place::Words("group-state-", vec![self.as_str()])
    }
}

impl Placed for ReviewState {
    fn place(&self) -> Place<'_> {
        Place::Words("group-review-", vec![self.as_str()])
    }
}

impl Placed for Recipient {
    fn place(&self) -> Place<'_> {
        Place::Words("group-recipient-", vec![self.as_str()])
    }
}

impl Placed for Role {
    fn place(&self) -> Place<'_> {
        Place::Words("group-role-", vec![self.as_str()])
    }
}

impl fmt::Display for ReviewState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_is_kept_by_its_fields_in_the_order_of_their_names() {
        let purpose = Purpose::Moved {
            from: ClaimState::Submitted,
            to: ClaimState::InReview,
        };
        let json = r#"{"from":"submitted","key":"group-moved","to":"in_review"}"#;
        assert_eq!(purpose.kept().to_json(), json);
        let kept: KeptPurpose = serde_json::from_str(json).unwrap();
        assert_eq!(kept.purpose(), Some(purpose));
        assert_eq!(KeptPurpose::default().to_json(), "null");
    }

    #[test]
    fn a_purpose_of_a_later_version_is_kept_as_it_came() {
        let json = r#"{"key":"of-a-later-version","what":["x",1]}"#;
        let kept: KeptPurpose = serde_json::from_str(json).unwrap();
        assert_eq!(kept.purpose(), None);
        assert_eq!(kept.to_json(), json);
    }

    #[test]
    fn typed_words_are_never_read_as_another_purpose() {
        let words = Purpose::words("download");
        assert_ne!(words.kept(), Purpose::Download.kept());
        assert_eq!(words.kept().purpose(), Some(words));
    }
}
