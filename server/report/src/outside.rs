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
                "Whether an entry was the claimant's own. The rules by which claimants contest \
                 (contests.csv) are those that they made; only they know whether these are \
                 true. Ask the claimant."
            }
            OnlyOutside::Words => {
                "The words of a review (review_why), of a note or of a message, beside which \
                 the same stands as data, and the media type of an original. They change no \
                 figure. Ask whoever wrote them."
            }
        }
    }
}

/// The list in the README, wrapped as its other paragraphs are.
pub(crate) fn list() -> String {
    let mut list = String::new();
    for forgery in OnlyOutside::ALL {
        let mut line = String::from("  -");
        for word in forgery.message().split_whitespace() {
            if line.len() + word.len() >= WIDTH {
                writeln!(list, "{line}").expect("writing to a String never fails");
                line = String::from("   ");
            }
            line = line + " " + word;
        }
        writeln!(list, "{line}").expect("writing to a String never fails");
    }
    list.trim_end().to_owned()
}

/// The longest line of the README.
const WIDTH: usize = 80;
