//! The text tables of formats and words: their files, their sections and lines, and the
//! words that all exchanges share.
//!
//! A table is text, so that a person who does not program can extend it, and so that a
//! browser can fetch it by itself. Each is read once, when it is first needed.

mod error;
mod known;
mod meanings;
mod named;
mod sections;
mod source;
mod words;

pub(crate) use error::{Errors, Problem};
pub use known::{Known, Language};
pub(crate) use known::{LanguageKnown, check_language};
pub(crate) use meanings::{Kinds, State, Way};
pub(crate) use named::{Named, place};
pub(crate) use sections::{At, Line, Section, Sign};
pub(crate) use source::tables;
#[cfg(not(feature = "complete"))]
pub use source::{has_tables, load_tables};
pub(crate) use words::{Family, Meaning, Words, meanings};

use crate::entry::Side;
use source::Source;

/// The name of the file that holds the words of all exchanges.
const SHARED: &str = "words.txt";

/// Everything that the tables say, apart into sections.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// Buy and sell.
    pub sides: Words<Side>,
    /// Whether something happened.
    pub states: Words<State>,
    /// In and out.
    pub directions: Words<Way>,
    /// What each exchange's own file says.
    pub exchanges: Vec<ExchangeTable>,
    /// What is wrong with the tables.
    pub errors: Errors,
}

/// The file of one exchange.
#[derive(Debug)]
pub(crate) struct ExchangeTable {
    /// The exchange's id: the file's name without its ending.
    pub exchange: &'static str,
    /// Its sections, but for shared words.
    pub sections: Vec<Section>,
}

impl Tables {
    /// Reads files of tables.
    pub fn read(sources: impl IntoIterator<Item = Source>) -> Tables {
        let mut tables = Tables::default();
        for source in sources {
            let sections = Section::all(source.name, source.text, &mut tables.errors);
            let (shared, own): (Vec<_>, Vec<_>) = sections.into_iter().partition(is_shared);
            shared.iter().for_each(|section| tables.share(section));
            if source.name == SHARED {
                for section in &own {
                    tables.errors.add(section.at, || Problem::NotShared);
                }
                continue;
            }
            tables.exchanges.push(ExchangeTable {
                exchange: source.name.trim_end_matches(".txt"),
                sections: own,
            });
        }
        tables
    }

    /// Takes the words of a section that all exchanges share.
    fn share(&mut self, section: &Section) {
        let errors = &mut self.errors;
        check_language(section, errors);
        for line in &section.lines {
            match section.head[0] {
                "sides" => self.sides.take(line, errors),
                "states" => self.states.take(line, errors),
                _ => self.directions.take(line, errors),
            }
        }
    }
}

/// Whether a section holds words that all exchanges share.
fn is_shared(section: &Section) -> bool {
    matches!(section.head[0], "sides" | "states" | "directions")
}

/// The files of one text, for tests of what tables describe.
#[cfg(test)]
pub(crate) fn sources_of(text: &'static str) -> impl Iterator<Item = Source> {
    Source::of_one_text(text)
}

#[cfg(test)]
mod tests;
