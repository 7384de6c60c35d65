//! What no check of a bundle alone can find, because everything in the bundle agrees. Only
//! something that is kept outside the bundle shows it. The README of each bundle lists all
//! of it, and the tests of tamperings name the entry that applies.

use std::fmt::Write as _;

use strum::VariantArray;

/// A forgery that leaves no contradiction in a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum OnlyOutside {
    /// The whole bundle was made again, with its log and every hash.
    WrittenAnew,
    /// A record of the log that nothing else in the bundle tells.
    UntoldRecord,
    /// An original or a price file was false before it was received.
    FalseAtTheSource,
    /// What only the claimant can know.
    Contested,
    /// The words of a reason or a remark.
    Words,
    /// What a bundle that names nobody has by its hash alone.
    HashedAlone,
}

impl OnlyOutside {
    /// All of them.
    pub const ALL: &'static [OnlyOutside] = OnlyOutside::VARIANTS;

    /// What it is, and what shows it.
    pub fn message(self) -> &'static str {
        match self {
            OnlyOutside::WrittenAnew => {
                "A bundle that was made again as a whole, with the custody log and every \
                 hash, and signed with the server's key or with another one. Compare the \
                 fingerprint of line 5; compare the log with a head that somebody kept \
                 (redress verify --continues)."
            }
            OnlyOutside::UntoldRecord => {
                "Records of the custody log that nothing else here repeats: who looked at \
                 what, messages, invitations, sign-ins. One of them, or its person, may be \
                 changed and all hashes after it made again. A kept head shows it."
            }
            OnlyOutside::FalseAtTheSource => {
                "An original that was false before it was received, or a price file that \
                 does not show the market. Ask the exchange or the source of the prices."
            }
            OnlyOutside::Contested => {
                "Which entries were not the claimant's own, where the signed sum no longer \
                 tells it: after a change that was not signed again, or of entries without \
                 a price. Ask the claimant."
            }
            OnlyOutside::Words => {
                "The words of a reason in a column that ends in \"why\", and the media type \
                 of an original. They change no figure. Ask whoever wrote them."
            }
            OnlyOutside::HashedAlone => {
                "In a pseudonymous bundle: what the originals say beyond their hashes, and \
                 what a record of the log says that is there by its hash alone. An identified \
                 bundle of the same report shows both."
            }
        }
    }
}

/// The list in the README, wrapped as its other paragraphs are.
pub(crate) fn list() -> String {
    let items = OnlyOutside::ALL.iter();
    let items: Vec<String> = items.map(|item| wrapped("  - ", item.message())).collect();
    items.join("\n")
}

/// A paragraph of the README with this start. Its further lines stand below the first word.
pub(crate) fn wrapped(start: &str, text: &str) -> String {
    let indent = " ".repeat(start.len());
    let mut lines = vec![start.to_owned()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        let is_begun = line.len() > start.len();
        if is_begun && line.len() + word.len() >= WIDTH {
            lines.push(format!("{indent}{word}"));
        } else {
            let space = if is_begun { " " } else { "" };
            write!(line, "{space}{word}").expect("writing to a String never fails");
        }
    }
    lines.join("\n")
}

/// The longest line of the README.
const WIDTH: usize = 80;
