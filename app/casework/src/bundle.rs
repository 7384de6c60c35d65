//! The kinds of evidence bundles, and which claims of a report a bundle holds.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::recipient::Recipient;

/// How much a bundle shows of people. The kind that shows less comes first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BundleKind {
    /// Entries, prices, method and the hashes of originals. It names nobody.
    #[default]
    Pseudonymous,
    /// Originals, names and statements.
    Identified,
}

impl BundleKind {
    /// Both kinds.
    pub const ALL: [BundleKind; 2] = *BundleKind::VARIANTS.as_array().unwrap();

    /// The word kept in the database, in forms and in bundles.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether it has originals, names and words of people.
    pub fn names_people(self) -> bool {
        self == BundleKind::Identified
    }

    /// Whether a recipient may have it. To some, only figures were promised.
    pub fn may_go_to(self, recipient: Recipient) -> bool {
        !self.names_people() || recipient.gets_names()
    }

    /// Whether a release of another kind covers it: a release never gives more than two
    /// people agreed on.
    pub fn is_covered_by(self, released: BundleKind) -> bool {
        self <= released
    }
}

/// Which claims of a report a bundle holds, of those that may go to its recipient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "which", rename_all = "snake_case")]
pub enum Choice {
    /// All of them.
    #[default]
    Whole,
    /// Those that were asked for.
    Claims,
    /// Those that an earlier bundle lacks, or has in another state.
    Since {
        /// The number of the report in the earlier bundle.
        number: u32,
        /// SHA-256 of the earlier bundle's `tagmanifest-sha256.txt`, which covers every
        /// byte in it.
        manifest_sha256: String,
    },
}

/// Why a claim of a report is listed in a bundle by its reference alone.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Absent {
    /// Its claimant does not consent to this recipient, or withdrew it.
    Withheld,
    /// It was not asked for.
    NotChosen,
    /// The earlier bundle has it as it is.
    Unchanged,
}

impl Absent {
    /// The word of tables.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_release_gives_more_than_its_kind_and_no_names_go_where_figures_were_promised() {
        use BundleKind::{Identified, Pseudonymous};
        assert!(Pseudonymous.is_covered_by(Identified) && Identified.is_covered_by(Identified));
        assert!(Pseudonymous.is_covered_by(Pseudonymous));
        assert!(!Identified.is_covered_by(Pseudonymous));
        for recipient in Recipient::ALL {
            assert!(Pseudonymous.may_go_to(recipient));
            assert_eq!(Identified.may_go_to(recipient), recipient.gets_names());
        }
    }

    #[test]
    fn choice_is_one_object_of_json() {
        let since = Choice::Since {
            number: 3,
            manifest_sha256: "ab".into(),
        };
        let json = r#"{"which":"since","number":3,"manifest_sha256":"ab"}"#;
        assert_eq!(serde_json::to_string(&since).unwrap(), json);
        assert_eq!(serde_json::from_str::<Choice>(json).unwrap(), since);
        let whole = serde_json::to_string(&Choice::Whole).unwrap();
        assert_eq!(whole, r#"{"which":"whole"}"#);
    }
}
