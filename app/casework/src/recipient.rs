//! The recipients with whom a claimant may agree to share a claim. Consent is given for each
//! recipient separately, and can be taken back before a release.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// One possible recipient of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
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
    pub const ALL: [Recipient; 4] = *Recipient::VARIANTS.as_array().unwrap();

    /// The word kept in the database, in forms and in exports.
    pub fn as_str(self) -> &'static str {
        self.into()
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
}
