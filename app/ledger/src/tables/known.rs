//! How well a format or a word is known, and in which language a word is.

use strum::{IntoStaticStr, VariantArray, VariantNames};

use crate::base::features::COMPLETE;
use crate::tables::{Errors, Named, Problem, Section};

/// How well a format or a word is known; the better first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray, VariantNames,
)]
pub enum Known {
    /// Rows were seen in test data or in a user's own file.
    #[strum(serialize = "test data")]
    TestData,
    /// The header is taken from a working parser.
    #[strum(serialize = "parser")]
    Parser,
    /// Only described in prose.
    #[strum(serialize = "description")]
    Description,
    /// Not confirmed by anything.
    #[strum(serialize = "unverified")]
    Unverified,
}

impl Known {
    /// The words of `redress formats`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A language in which the headers of a format are known, beside the one of its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag: `fr`, `zh-Hant`.
    pub tag: &'static str,
    /// How well the least known of the headers is known.
    pub known: Known,
}

/// The end of a section's head: the language of its words, and how well they are known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LanguageKnown {
    pub language: &'static str,
    pub known: Known,
}

impl LanguageKnown {
    /// Reads `fr, test data`.
    pub fn of(head: &[&'static str]) -> Result<LanguageKnown, Problem> {
        let [language, known] = *head else {
            return Err(Problem::NoLanguage);
        };
        // The browser shows no languages, and tests check its tables.
        if !COMPLETE {
            let known = Known::Unverified;
            return Ok(LanguageKnown { language, known });
        }
        if !is_language(language) {
            return Err(Problem::Language(language));
        }
        let known = Known::named(known).ok_or(Problem::Word {
            word: known,
            of: "known",
            all: Known::NAMES,
        })?;
        Ok(LanguageKnown { language, known })
    }
}

/// Whether a text is a tag such as `fr`, `pt-BR` or `zh-Hant`.
fn is_language(tag: &str) -> bool {
    let (language, rest) = tag.split_once('-').unwrap_or((tag, "Latn"));
    let is_small = language.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_letters = rest.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_small && is_letters && matches!(language.len(), 2 | 3) && matches!(rest.len(), 2 | 4)
}

/// The language of a section's words and how well they are known; where the head does not
/// say both, that is an error.
pub(crate) fn check_language(section: &Section, errors: &mut Errors) -> Option<LanguageKnown> {
    errors.take(section.at, LanguageKnown::of(&section.head[1..]))
}
