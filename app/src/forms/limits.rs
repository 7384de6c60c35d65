//! How much a form takes: settings of the server, which the form carries along so
//! that its page and whoever reads it go by the same figures.

use serde::{Deserialize, Serialize};

/// The limits of forms, most of them in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FormLimits {
    /// The name of a person.
    pub person_characters_max: u32,
    /// The name under a declaration.
    pub signature_characters_max: u32,
    /// A new password.
    pub password_characters_max: u32,
    /// The name of an exchange or account in a claim.
    pub account_characters_max: u32,
    /// A ticker in a claim.
    pub asset_characters_max: u32,
    /// A quantity in a claim.
    pub amount_characters_max: u32,
    /// Why somebody contests entries, or leaves rows out.
    pub reason_characters_max: u32,
    /// What shows a typed-in entry or a credit, and a note beside it.
    pub note_characters_max: u32,
    /// A claimant's message.
    pub message_characters_max: u32,
    /// A claimant's statement.
    pub statement_characters_max: u32,
    /// A coordinator's message, or what they say of a claim or line.
    pub words_characters_max: u32,
    /// A coordinator's reason or purpose, of a sentence or two.
    pub line_characters_max: u32,
    /// The name of an incident, the title of a report.
    pub title_characters_max: u32,
    /// The exchanges of an incident, together.
    pub venues_characters_max: u32,
    /// A ticker among the prices of an incident.
    pub ticker_characters_max: u32,
    /// The assets taken at 1 USD, together.
    pub par_characters_max: u32,
    /// The case number of an investigator.
    pub case_number_characters_max: u32,
    /// What an investigator looks for.
    pub query_characters_max: u32,
    /// The name of an uploaded file; what is longer is cut.
    pub file_name_characters_max: u32,
    /// A field of the form that explains the columns of a file.
    pub column_characters_max: u32,
    /// Words of a file that this form asks the meaning of.
    pub column_words_max: u32,
    /// First rows of a file that this form offers as the one with the names.
    pub header_rows_max: u32,
}

impl Default for FormLimits {
    fn default() -> FormLimits {
        FormLimits {
            person_characters_max: 200,
            signature_characters_max: 120,
            password_characters_max: 128,
            account_characters_max: 80,
            asset_characters_max: 24,
            amount_characters_max: 80,
            reason_characters_max: 500,
            note_characters_max: 1000,
            message_characters_max: 5000,
            statement_characters_max: 20_000,
            words_characters_max: 4000,
            line_characters_max: 1000,
            title_characters_max: 200,
            venues_characters_max: 500,
            ticker_characters_max: 40,
            par_characters_max: 200,
            case_number_characters_max: 100,
            query_characters_max: 200,
            file_name_characters_max: 200,
            column_characters_max: 200,
            column_words_max: 40,
            header_rows_max: 10,
        }
    }
}

impl FormLimits {
    /// Characters of the longest text that a form takes.
    pub fn longest(&self) -> u32 {
        let texts = [
            self.person_characters_max,
            self.signature_characters_max,
            self.password_characters_max,
            self.reason_characters_max,
            self.note_characters_max,
            self.message_characters_max,
            self.statement_characters_max,
            self.words_characters_max,
            self.line_characters_max,
            self.title_characters_max,
            self.venues_characters_max,
            self.par_characters_max,
        ];
        texts.into_iter().max().unwrap_or(0)
    }
}

/// Whether a text holds more characters than a limit says.
pub fn is_longer(text: &str, characters_max: u32) -> bool {
    // Bytes are never fewer than characters: most texts need no counting.
    text.len() > characters_max as usize && text.chars().count() > characters_max as usize
}

/// A text cut where a limit says.
pub fn cut(text: &str, characters_max: u32) -> String {
    text.chars().take(characters_max as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_and_not_bytes() {
        assert!(!is_longer("éé", 2));
        assert!(is_longer("ééx", 2));
        assert_eq!(cut("ééx", 2), "éé");
    }
}
