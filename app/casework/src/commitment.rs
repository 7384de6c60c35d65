//! Commitments: hashes by which the custody log binds facts that it must not show.
//!
//! The log never holds a person's name, words or amounts. Where such a fact is written down,
//! its record carries the commitment of the fact. Whoever has the fact and the salt of its
//! claim can compute the commitment again; whoever has the log alone learns nothing, because
//! the salt is random and stands in no log.

use ledger::losses::Terms;
use ledger::{Money, Text};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::ClaimState;
use crate::contest::ContestRule;
use crate::custody::hex;

/// A fact as it is committed to.
///
/// The commitment is SHA-256 over one JSON line without spaces: a list of the salt and an
/// object. The object has the name of the fact under `fact`, then the fields in the order
/// below.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Committed<'a> {
    /// A claim as it is frozen in a report.
    Claim {
        /// Its reference.
        reference: &'a str,
        /// Its state.
        state: ClaimState,
        /// The claimant's name.
        name: &'a str,
        /// The claimant's mail address.
        mail: &'a str,
    },
    /// The claims of a report. It has no salt, because each of its leaves has one.
    Report {
        /// Its number.
        number: u32,
        /// The reference and the commitment of each claim.
        leaves: &'a [(String, Text)],
    },
    /// An original.
    Original {
        /// Its name as given.
        name: &'a str,
    },
    /// A claimant's statement.
    Statement {
        /// The language it is written in.
        language: &'a str,
        /// Its text.
        text: &'a str,
    },
    /// What was signed when a claim was submitted.
    Declaration {
        /// The text that was declared.
        text: &'a str,
        /// The name it was signed with.
        signed_name: &'a str,
        /// The sum that was shown; none when nothing had a price.
        loss: Option<Money>,
        /// SHA-256 of the files that the claim had, in reading order.
        files: &'a [String],
    },
    /// An entry that was typed in. Quantities are the asset and the amount, or two empty
    /// texts.
    Typed {
        /// The exchange.
        exchange: &'a str,
        /// The account.
        account: &'a str,
        /// When, in microseconds since 1970 UTC.
        time_us: i64,
        /// The kind of movement.
        kind: &'a str,
        /// What went out.
        out: (&'a str, &'a str),
        /// What came in.
        #[serde(rename = "in")]
        in_: (&'a str, &'a str),
        /// The fee.
        fee: (&'a str, &'a str),
    },
    /// Something that came back.
    Credit {
        /// The moment it is valued at, in microseconds since 1970 UTC.
        time_us: i64,
        /// A ticker or the reporting currency.
        asset: &'a str,
        /// A decimal, as it is stored.
        amount: &'a str,
        /// A file's SHA-256, or words.
        evidence: &'a str,
        /// The remark.
        note: &'a str,
    },
    /// What a claimant contests: all rules of the claim after a change, in the order in which
    /// they were made.
    Contest {
        /// The rules.
        rules: &'a [ContestRule],
    },
    /// How a claimant knows that nothing was held in any contract.
    Flat {
        /// Their reason.
        reason: &'a str,
    },
    /// A decision on rows that contradict each other.
    Decision {
        /// Its reason.
        reason: &'a str,
    },
    /// A file of the price book. It names nobody and has no salt.
    PriceFile {
        /// Its name as given.
        name: &'a str,
        /// The asset that was stated, or nothing.
        asset: &'a str,
        /// Its quote.
        quote: &'a str,
        /// The address that it was retrieved from, or nothing.
        address: &'a str,
        /// When it was retrieved, in microseconds since 1970 UTC.
        retrieved_us: Option<i64>,
    },
    /// The facts of an incident. They name nobody and have no salt.
    Incident {
        /// Its full name.
        name: &'a str,
        /// First moment of its window, in microseconds since 1970 UTC.
        from_us: Option<i64>,
        /// First moment after its window.
        to_us: Option<i64>,
        /// Exchanges and services concerned.
        venues: &'a [String],
        /// How losses are computed ([`settings_alone`]).
        terms: &'a Terms,
    },
}

impl Committed<'_> {
    /// The commitment, in lower-case hex. `salt` is the salt of the claim, or empty.
    pub fn hash(&self, salt: &str) -> Text {
        let line = serde_json::to_string(&(salt, self)).expect("texts and numbers are always JSON");
        hex(&Sha256::digest(line.as_bytes())).into()
    }
}

/// The terms that somebody set, without what has records of its own in the log (manipulated
/// and unsettled assets) and what depends on a claim.
pub fn settings_alone(terms: &Terms) -> Terms {
    Terms {
        manipulated: Vec::new(),
        unsettled: Vec::new(),
        flat_before: None,
        ..terms.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commitment_is_the_documented_hash_of_salt_and_fact() {
        let fact = Committed::Statement {
            language: "fr",
            text: "Je n'ai \"rien\" fait.",
        };
        let line = "[\"salt\",{\"fact\":\"statement\",\"language\":\"fr\",\
                    \"text\":\"Je n'ai \\\"rien\\\" fait.\"}]";
        assert_eq!(fact.hash("salt"), hex(&Sha256::digest(line)).into());
        assert_ne!(fact.hash("salt"), fact.hash("other"));
    }

    #[test]
    fn every_field_of_a_declaration_is_in_its_commitment() {
        let files = ["a".to_owned()];
        let hash = |text, signed_name, loss, files| {
            let fact = Committed::Declaration {
                text,
                signed_name,
                loss,
                files,
            };
            fact.hash("")
        };
        let whole = hash("t", "n", Some(Money::ZERO), &files[..]);
        assert_ne!(whole, hash("u", "n", Some(Money::ZERO), &files));
        assert_ne!(whole, hash("t", "m", Some(Money::ZERO), &files));
        assert_ne!(whole, hash("t", "n", None, &files));
        assert_ne!(whole, hash("t", "n", Some(Money::ZERO), &[]));
    }
}
