//! The Windows code pages of texts in workbooks from before 1997 and in CSV files.

use std::borrow::Cow;

use yore::CodePage as _;
use yore::code_pages::{CP1250, CP1251, CP1252};

/// An old Windows code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePage {
    /// Western European.
    Western,
    /// Central European.
    Central,
    /// Cyrillic.
    Cyrillic,
}

impl CodePage {
    /// All code pages, the most common first.
    pub const ALL: [CodePage; 3] = [CodePage::Western, CodePage::Central, CodePage::Cyrillic];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            CodePage::Western => "Windows-1252",
            CodePage::Central => "Windows-1250",
            CodePage::Cyrillic => "Windows-1251",
        }
    }

    /// Decodes a text of this code page.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            CodePage::Western => CP1252.decode(bytes),
            CodePage::Central => CP1250.decode_lossy(bytes),
            CodePage::Cyrillic => CP1251.decode_lossy(bytes),
        }
    }
}
