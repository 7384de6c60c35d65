//! Words that exchanges write, and what they mean.
//!
//! A word is compared without case and without a difference between kinds and runs of
//! white space. It may be one of a family: `Transfer …` by its first letters, `… interest`
//! by its last, `Loan … fee` by both, `… fee …` by any. A whole word counts before a
//! family, first letters before last ones, and more letters before fewer.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::str::FromStr;

use strum::VariantNames;

use crate::base::text::lower;
use crate::entry::Side;
use crate::tables::{Line, Problem, State, TableError, Way};

/// What a word can mean.
pub(crate) trait Meaning: Copy + PartialEq {
    /// What tables call it.
    const NAME: &'static str;
    /// All that it can be; empty where there are too many to list.
    const ALL: &'static [&'static str] = &[];

    /// Reads the name of a line.
    fn read(text: &str) -> Option<Self>;
}

/// Meanings of an enum, whose variants have the names of lines.
macro_rules! meanings {
    ($($Type:ident $name:literal),+) => {
        $(impl Meaning for $Type {
            const NAME: &'static str = $name;
            const ALL: &'static [&'static str] = <$Type as VariantNames>::VARIANTS;

            fn read(text: &str) -> Option<$Type> {
                <$Type as FromStr>::from_str(text).ok()
            }
        })+
    };
}

meanings!(Side "side", State "state", Way "direction");

/// Words and what they mean.
#[derive(Debug)]
pub(crate) struct Words<T> {
    /// In small letters, the shorter first.
    whole: Vec<(Box<str>, T)>,
    /// Those that count first first.
    families: Vec<(Family, T)>,
}

/// What the words of a family have in common, in small letters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Family {
    start: Box<str>,
    inside: Box<str>,
    end: Box<str>,
}

impl<T> Default for Words<T> {
    fn default() -> Words<T> {
        Words {
            whole: Vec::new(),
            families: Vec::new(),
        }
    }
}

impl<T: Meaning> Words<T> {
    /// Takes the words of a line, whose name says what they mean.
    pub fn take(&mut self, line: &Line, errors: &mut Vec<TableError>) {
        let Some(meaning) = T::read(line.name) else {
            errors.push(line.error(match T::ALL {
                [] => Problem::Kinds(line.name),
                all => Problem::word(line.name, T::NAME, all),
            }));
            return;
        };
        for word in line.alternatives() {
            if let Err(problem) = self.add(word, meaning) {
                errors.push(line.error(problem));
            }
        }
    }

    fn add(&mut self, word: &'static str, meaning: T) -> Result<(), Problem> {
        let family = Family::of(word);
        if family.as_ref().is_some_and(Family::is_empty) || word.is_empty() {
            return Err(Problem::OnlyGap(word));
        }
        let known = match family {
            Some(family) => self.add_family(family, meaning),
            None => self.add_whole(&tidy(word), meaning),
        };
        // Two languages may share a word, but not for two meanings.
        match known.is_none_or(|known| known == meaning) {
            true => Ok(()),
            false => Err(Problem::Ambiguous(word)),
        }
    }

    /// Adds a word; the meaning that it has already comes back.
    fn add_whole(&mut self, word: &str, meaning: T) -> Option<T> {
        let word: Box<str> = word.to_ascii_lowercase().into();
        let place = |known: &(Box<str>, T)| by_length(&known.0, &word);
        match self.whole.binary_search_by(place) {
            Ok(at) => Some(self.whole[at].1),
            Err(at) => {
                self.whole.insert(at, (word, meaning));
                None
            }
        }
    }

    fn add_family(&mut self, family: Family, meaning: T) -> Option<T> {
        let known = self.families.iter().find(|(known, _)| *known == family);
        if let Some((_, known)) = known {
            return Some(*known);
        }
        let counts_before = |(known, _): &(Family, T)| known.rank() >= family.rank();
        let at = self.families.partition_point(counts_before);
        self.families.insert(at, (family, meaning));
        None
    }

    /// What a word means.
    #[inline]
    pub fn find(&self, word: &str) -> Option<T> {
        self.whole_word(word).or_else(|| self.closely(word))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.families.is_empty()
    }

    fn whole_word(&self, word: &str) -> Option<T> {
        let found = self
            .whole
            .binary_search_by(|(known, _)| by_length(known, word));
        found.ok().map(|at| self.whole[at].1)
    }

    /// What a word means that is written otherwise, or is one of a family.
    #[inline(never)]
    fn closely(&self, word: &str) -> Option<T> {
        let tidied = tidy(word);
        let again = match &tidied {
            Cow::Owned(tidied) => self.whole_word(tidied),
            Cow::Borrowed(_) => None,
        };
        again.or_else(|| {
            let mut families = self.families.iter();
            let found = families.find(|(family, _)| family.has(&tidied));
            found.map(|(_, meaning)| *meaning)
        })
    }
}

/// The order of words: by their length, then by their letters. The first is in small
/// letters already.
fn by_length(known: &str, word: &str) -> Ordering {
    let small = |byte: u8| byte.to_ascii_lowercase();
    let by_letters = || known.bytes().cmp(word.bytes().map(small));
    known.len().cmp(&word.len()).then_with(by_letters)
}

/// What stands for any letters in a word of a family.
const GAP: &str = "…";

impl Family {
    /// The family of a word with a gap.
    pub fn of(word: &str) -> Option<Family> {
        let small = |part: &str| tidy(part).to_ascii_lowercase().into();
        let (start, rest) = word.split_once(GAP)?;
        let (inside, end) = rest.rsplit_once(GAP).unwrap_or(("", rest));
        Some(Family {
            start: small(start),
            inside: small(inside),
            end: small(end),
        })
    }

    fn is_empty(&self) -> bool {
        self.start.is_empty() && self.inside.is_empty() && self.end.is_empty()
    }

    /// The greater counts first.
    fn rank(&self) -> (bool, bool, usize) {
        let letters = self.start.len() + self.inside.len() + self.end.len();
        (!self.start.is_empty(), !self.end.is_empty(), letters)
    }

    /// Whether a word is of the family.
    pub fn has(&self, word: &str) -> bool {
        self.gap_in(word).is_some_and(|gap| {
            let inside = self.inside.as_bytes();
            let mut parts = gap.as_bytes().windows(inside.len().max(1));
            inside.is_empty() || parts.any(|part| part.eq_ignore_ascii_case(inside))
        })
    }

    /// What stands in a word between what the family has in common.
    pub fn gap_in<'a>(&self, word: &'a str) -> Option<&'a str> {
        let length = word.len().checked_sub(self.end.len())?;
        let (rest, end) = word.split_at_checked(length)?;
        let (start, gap) = rest.split_at_checked(self.start.len())?;
        let is_one = start.eq_ignore_ascii_case(&self.start) && end.eq_ignore_ascii_case(&self.end);
        is_one.then_some(gap)
    }
}

/// A word with single spaces, and in small letters where it has letters beyond ASCII.
fn tidy(word: &str) -> Cow<'_, str> {
    if is_tidy(word) {
        return Cow::Borrowed(word);
    }
    let is_nothing = |c: &char| matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    let visible: String = lower(word).chars().filter(|c| !is_nothing(c)).collect();
    let parts: Vec<&str> = visible.split_whitespace().collect();
    Cow::Owned(parts.join(" "))
}

/// Whether a word is of ASCII and has no white space but single spaces inside.
fn is_tidy(word: &str) -> bool {
    let mut before = b' ';
    for byte in word.bytes() {
        let is_odd_space = byte.is_ascii_whitespace() && (byte != b' ' || before == b' ');
        if is_odd_space || !byte.is_ascii() {
            return false;
        }
        before = byte;
    }
    before != b' ' || word.is_empty()
}
