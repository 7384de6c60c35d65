//! Values that several pages show, with a name for each part. A pair of texts would not show
//! which is which.

use ledger::Quantity;

use crate::parts::movement;
use crate::text::Translator;

/// How much of an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetAmount {
    /// The exact amount.
    pub amount: String,
    /// The ticker.
    pub asset: String,
}

impl AssetAmount {
    /// The amount as a line keeps it; none where there is no amount.
    pub fn kept(amount: &str, asset: &str) -> Option<AssetAmount> {
        (!amount.is_empty()).then(|| AssetAmount {
            amount: amount.to_owned(),
            asset: asset.to_owned(),
        })
    }
}

impl From<&Quantity> for AssetAmount {
    fn from(quantity: &Quantity) -> AssetAmount {
        AssetAmount {
            amount: quantity.amount.to_string(),
            asset: quantity.asset.to_string(),
        }
    }
}

/// An account at an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountAt {
    /// The exchange.
    pub exchange: String,
    /// The account's name there; empty if it has none.
    pub account: String,
}

impl AccountAt {
    /// Exchange and account as people write them.
    pub fn text(&self, texts: Translator) -> String {
        movement::account_name(texts, &self.exchange, &self.account)
    }
}

/// A span between two moments (RFC 3339) or two days. The earlier one comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first of them.
    pub from: String,
    /// The last.
    pub to: String,
}

/// A file of a claim, by its hash and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// SHA-256.
    pub sha256: String,
    /// Its name.
    pub name: String,
}

/// The description of a file, or of one of several files within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDescription {
    /// Its name within an archive or a workbook; empty where it is the whole file.
    pub name: String,
    /// The description, in sentences.
    pub text: String,
}

/// A link to the page where something can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTo {
    /// The page.
    pub href: String,
    /// The link's text.
    pub text: String,
}

/// A person's words, with their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// Tag of the language it was written in.
    pub language: String,
}

/// The person who did something, and the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneBy {
    /// Their name.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}
