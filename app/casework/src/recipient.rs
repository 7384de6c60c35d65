//! The recipients with whom a claimant may agree to share a claim. Consent is given for each
//! recipient separately, and can be taken back before a release.

use serde::{Deserialize, Serialize};

/// One possible recipient of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// The other members of the group, under the claim's reference.
    Group,
    /// Police and other investigators, identified.
    LawEnforcement,
    /// Lawyers of the group.
    Lawyers,
    /// Journalists, under the claim's reference.
    Press,
}

impl Recipient {
    /// Every recipient, in the order the consent page asks.
    pub const ALL: [Recipient; 4] = [
        Recipient::Group,
        Recipient::LawEnforcement,
        Recipient::Lawyers,
        Recipient::Press,
    ];

    /// The word kept in the database, in forms and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Recipient::Group => "group",
            Recipient::LawEnforcement => "law_enforcement",
            Recipient::Lawyers => "lawyers",
            Recipient::Press => "press",
        }
    }

    /// Whether they get originals and names. Claimants were promised that the others see
    /// only figures under a reference. Those others therefore never get an identified
    /// bundle.
    pub fn gets_names(self) -> bool {
        match self {
            Recipient::LawEnforcement | Recipient::Lawyers => true,
            Recipient::Group | Recipient::Press => false,
        }
    }

    /// The recipient a word names.
    pub fn from_word(word: &str) -> Option<Recipient> {
        Recipient::ALL
            .into_iter()
            .find(|recipient| recipient.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_recipients() {
        for recipient in Recipient::ALL {
            assert_eq!(Recipient::from_word(recipient.as_str()), Some(recipient));
        }
        assert_eq!(Recipient::from_word("police"), None);
    }
}
