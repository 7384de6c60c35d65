//! The limits of forms. They are settings of the server, and each form carries them, so that
//! its page and the code that reads it use the same figures.

use ledger::mapping::{TEXT_CHARS_MAX, WORDS_MAX};
use ledger::{LimitError, limits};

limits! {
    /// The limits of forms, most of them in characters.
    #[derive(Copy)]
    pub struct FormLimits, named by FormLimitNames under "limits.forms" {
        /// The name of a person.
        person_characters_max: u32 = 200,
        /// The name under a declaration.
        signature_characters_max: u32 = 120,
        /// A new password.
        password_characters_max: u32 = 128,
        /// The name of an exchange or account in a claim.
        account_characters_max: u32 = 80,
        /// A ticker in a claim.
        asset_characters_max: u32 = 24,
        /// A quantity in a claim.
        amount_characters_max: u32 = 80,
        /// The reason for contesting entries, or for leaving rows out.
        reason_characters_max: u32 = 500,
        /// The evidence of a typed-in entry or a credit, and a note beside it.
        note_characters_max: u32 = 1000,
        /// A claimant's message.
        message_characters_max: u32 = 5000,
        /// A claimant's statement.
        statement_characters_max: u32 = 20_000,
        /// A coordinator's message, or their words on a claim or line.
        words_characters_max: u32 = 4000,
        /// A coordinator's reason or purpose, of a sentence or two, or the address of a price
        /// file.
        line_characters_max: u32 = 1000,
        /// The name of an incident, the title of a report.
        title_characters_max: u32 = 200,
        /// The exchanges of an incident, together.
        venues_characters_max: u32 = 500,
        /// A ticker among the prices of an incident.
        ticker_characters_max: u32 = 40,
        /// The assets taken at 1 USD, together; the currencies of prices; the chosen
        /// sources.
        par_characters_max: u32 = 200,
        /// The case number of an investigator.
        case_number_characters_max: u32 = 100,
        /// The search text of an investigator.
        query_characters_max: u32 = 200,
        /// The name of an uploaded file; a longer name is cut.
        file_name_characters_max: u32 = 200,
        /// A field of the form that maps the columns of a file.
        column_characters_max: u32 = 200,
        /// Words of a file whose meaning this form asks.
        column_words_max: u32 = 40,
        /// First rows of a file that this form offers as the row of column names.
        header_rows_max: u32 = 10,
    }
}

/// The shortest password. This is no setting, so that nobody who runs a server can make it
/// less safe.
pub const PASSWORD_CHARACTERS_MIN: u32 = 8;

impl FormLimits {
    /// Checks that each form accepts something, and that none accepts more than is stored.
    ///
    /// # Errors
    /// When a limit leaves no room for its value.
    pub fn check(&self) -> Result<(), LimitError> {
        let names = FormLimits::NAMES;
        for (name, value) in self.values() {
            name.at_least(value, 1, "what takes nothing can never be filled in")?;
        }
        names.password_characters_max.at_least(
            self.password_characters_max,
            PASSWORD_CHARACTERS_MIN.into(),
            "no password may be shorter",
        )?;
        names.column_characters_max.at_most(
            self.column_characters_max,
            TEXT_CHARS_MAX as u64,
            "no mapping holds a longer text",
        )?;
        names.column_words_max.at_most(
            self.column_words_max,
            WORDS_MAX as u64,
            "no mapping explains more",
        )
    }

    /// Characters of the longest text that any form accepts.
    pub fn longest(&self) -> u64 {
        let lengths = self
            .values()
            .filter(|(name, _)| name.as_str().ends_with("_characters_max"));
        lengths
            .map(|(_, characters)| characters)
            .max()
            .unwrap_or_default()
    }
}

/// Whether a text holds more characters than a limit.
pub fn is_longer(text: &str, characters_max: u32) -> bool {
    // A text has at most as many characters as bytes: most texts need no counting.
    text.len() > characters_max as usize && text.chars().count() > characters_max as usize
}

/// A text cut to a limit.
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
