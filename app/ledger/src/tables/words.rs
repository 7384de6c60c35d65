//! Words that exchanges write, and what they mean.
//!
//! A word is compared without case and without a difference between kinds and runs of
//! white space. It may be one of a family: `Transfer …` by its first letters, `… interest`
//! by its last, `Loan … fee` by both, `… fee …` by any. A whole word counts before a
//! family, first letters before last ones, and more letters before fewer.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::base::text::lower;
use crate::entry::Side;
use crate::tables::{Errors, Line, Problem, State, Way};

/// What a word can mean. Lists of words keep it as a number, so that all lists are of one
/// type: the code that reads them is there once.
pub(crate) trait Meaning: Copy {
    /// What is wrong with the name of a line that means nothing of the kind.
    fn problem(name: &'static str) -> Problem;
    /// The number of what the name of a line means.
    fn number(name: &str) -> Option<u8>;
    /// What a number stands for; `None` for one that [`Meaning::number`] does not give.
    fn of(number: u8) -> Option<Self>;
}

/// Meanings of an enum, whose variants have the names of lines.
macro_rules! meanings {
    ($($Type:ident $name:literal),+) => {
        $(impl $crate::tables::Meaning for $Type {
            fn problem(name: &'static str) -> $crate::tables::Problem {
                $crate::tables::Problem::Word {
                    word: name,
                    of: $name,
                    all: <$Type as $crate::tables::Named>::NAMES,
                }
            }

            fn number(name: &str) -> Option<u8> {
                <$Type as $crate::tables::Named>::named(name).map(|meaning| meaning as u8)
            }

            fn of(number: u8) -> Option<$Type> {
                <$Type as $crate::tables::Named>::ALL.get(usize::from(number)).copied()
            }
        })+
    };
}
pub(crate) use meanings;

meanings!(Side "side", State "state", Way "direction");

/// Words and what they mean.
#[derive(Debug)]
pub(crate) struct Words<T> {
    list: List,
    meaning: PhantomData<T>,
}

impl<T> Default for Words<T> {
    fn default() -> Words<T> {
        Words {
            list: List::default(),
            meaning: PhantomData,
        }
    }
}

impl<T: Meaning> Words<T> {
    /// Takes the words of a line, whose name says what they mean.
    pub fn take(&mut self, line: &Line, errors: &mut Errors) {
        match T::number(line.name) {
            Some(meaning) => self.list.take(line, meaning, errors),
            None => errors.add(line.at, || T::problem(line.name)),
        }
    }

    /// What a word means.
    #[inline]
    pub fn find(&self, word: &str) -> Option<T> {
        T::of(self.list.find(word)?)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Words and the numbers of what they mean.
#[derive(Debug, Default)]
struct List {
    /// In small letters, by their length.
    whole: Vec<Vec<(Box<str>, u8)>>,
    /// Those that count first first.
    families: Vec<(Family, u8)>,
}

/// What the words of a family have in common, in small letters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Family {
    start: Box<str>,
    inside: Box<str>,
    end: Box<str>,
    /// First and last letter, which tell most words apart.
    ends: Ends,
}

/// The first and the last letter of a word, in small letters; none of a family that leaves
/// it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ends {
    first: Option<u8>,
    last: Option<u8>,
}

impl Ends {
    fn of(word: &[u8]) -> Ends {
        Ends {
            first: word.first().map(u8::to_ascii_lowercase),
            last: word.last().map(u8::to_ascii_lowercase),
        }
    }

    /// Whether a word with these letters may be of a family with those.
    fn fit(self, word: Ends) -> bool {
        (self.first.is_none() || self.first == word.first)
            && (self.last.is_none() || self.last == word.last)
    }
}

impl List {
    fn take(&mut self, line: &Line, meaning: u8, errors: &mut Errors) {
        for word in line.alternatives() {
            let added = self.add(word, meaning);
            errors.take(line.at, added);
        }
    }

    fn add(&mut self, word: &'static str, meaning: u8) -> Result<(), Problem> {
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
    fn add_whole(&mut self, word: &str, meaning: u8) -> Option<u8> {
        let known = self.whole_word(word);
        if known.is_none() {
            let lengths = self.whole.len().max(word.len() + 1);
            self.whole.resize_with(lengths, Vec::new);
            self.whole[word.len()].push((word.to_ascii_lowercase().into(), meaning));
        }
        known
    }

    fn add_family(&mut self, family: Family, meaning: u8) -> Option<u8> {
        let known = self.families.iter().find(|(known, _)| *known == family);
        if let Some((_, known)) = known {
            return Some(*known);
        }
        let counts_before = |(known, _): &(Family, u8)| known.rank() >= family.rank();
        let at = self.families.partition_point(counts_before);
        self.families.insert(at, (family, meaning));
        None
    }

    #[inline]
    fn find(&self, word: &str) -> Option<u8> {
        self.whole_word(word).or_else(|| self.closely(word))
    }

    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.families.is_empty()
    }

    #[inline]
    fn whole_word(&self, word: &str) -> Option<u8> {
        let mut as_long = self.whole.get(word.len())?.iter();
        let found = as_long.find(|(known, _)| known.eq_ignore_ascii_case(word));
        found.map(|(_, meaning)| *meaning)
    }

    /// What a word means that is written otherwise, or is one of a family.
    #[inline(never)]
    fn closely(&self, word: &str) -> Option<u8> {
        let tidied = tidy(word);
        let again = match &tidied {
            Cow::Owned(tidied) => self.whole_word(tidied),
            Cow::Borrowed(_) => None,
        };
        again.or_else(|| {
            let ends = Ends::of(tidied.as_bytes());
            let mut families = self.families.iter();
            let found = families.find(|(family, _)| family.ends.fit(ends) && family.has(&tidied));
            found.map(|(_, meaning)| *meaning)
        })
    }
}

/// What stands for any letters in a word of a family.
const GAP: &str = "…";

impl Family {
    /// The family of a word with a gap.
    pub fn of(word: &str) -> Option<Family> {
        let small = |part: &str| -> Box<str> { tidy(part).to_ascii_lowercase().into() };
        let (start, rest) = word.split_once(GAP)?;
        let (inside, end) = rest.rsplit_once(GAP).unwrap_or(("", rest));
        let (start, end) = (small(start), small(end));
        Some(Family {
            ends: Ends {
                first: Ends::of(start.as_bytes()).first,
                last: Ends::of(end.as_bytes()).last,
            },
            start,
            inside: small(inside),
            end,
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
        let (word, inside) = (word.as_bytes(), self.inside.as_bytes());
        let (start, end) = (self.start.as_bytes(), self.end.as_bytes());
        let Some(gap) = word.len().checked_sub(start.len() + end.len()) else {
            return false;
        };
        let (begin, rest) = word.split_at(start.len());
        let (gap, rest) = rest.split_at(gap);
        let is_one = begin.eq_ignore_ascii_case(start) && rest.eq_ignore_ascii_case(end);
        let has_inside = || {
            let mut parts = gap.windows(inside.len());
            parts.any(|part| part.eq_ignore_ascii_case(inside))
        };
        is_one && (inside.is_empty() || has_inside())
    }

    /// What stands in a word between what the family has in common. Where there are two
    /// gaps, the same stands in both.
    pub fn gap_in<'a>(&self, word: &'a str) -> Option<&'a str> {
        let length = word.len().checked_sub(self.end.len())?;
        let (rest, end) = word.split_at_checked(length)?;
        let (start, gap) = rest.split_at_checked(self.start.len())?;
        let is_one = start.eq_ignore_ascii_case(&self.start) && end.eq_ignore_ascii_case(&self.end);
        let gap = Some(gap).filter(|_| is_one)?;
        if self.inside.is_empty() {
            return Some(gap);
        }
        let length = gap.len().checked_sub(self.inside.len())? / 2;
        let (first, rest) = gap.split_at_checked(length)?;
        let (inside, second) = rest.split_at_checked(self.inside.len())?;
        let is_same = inside.eq_ignore_ascii_case(&self.inside) && first == second;
        is_same.then_some(first)
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

/// Whether a word is of ASCII and has no white space but single spaces inside. Every byte
/// is looked at, which is faster than to stop at the first that is odd.
fn is_tidy(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_odd = |byte: u8| !(b' '..0x80).contains(&byte);
    let are_odd = bytes.iter().fold(false, |odd, byte| odd | is_odd(*byte));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let has_two = pairs.fold(false, |two, (a, b)| two | (*a == b' ' && *b == b' '));
    let begins_or_ends = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    !(are_odd || has_two || begins_or_ends)
}
