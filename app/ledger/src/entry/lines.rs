//! The physical lines an entry comes from.
//!
//! Nearly always one: kept inline, so that a million entries need no list each.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::base::text::Text;

/// Physical lines, 1-based, in the order of the file. Reads like a `[u64]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lines(Held);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Held {
    One([u64; 1]),
    Many(Box<[u64]>),
}

impl Lines {
    /// The line where the entry starts; 0 when it comes from no line.
    pub fn start(&self) -> u64 {
        self.first().copied().unwrap_or(0)
    }

    /// As they are printed, in a text that rarely allocates.
    pub fn as_text(&self) -> Text {
        smol_str::format_smolstr!("{self}")
    }
}

impl Deref for Lines {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        match &self.0 {
            Held::One(one) => one,
            Held::Many(many) => many,
        }
    }
}

impl From<u64> for Lines {
    fn from(line: u64) -> Lines {
        Lines(Held::One([line]))
    }
}

impl From<Vec<u64>> for Lines {
    fn from(lines: Vec<u64>) -> Lines {
        match lines[..] {
            [line] => line.into(),
            _ => Lines(Held::Many(lines.into_boxed_slice())),
        }
    }
}

impl FromIterator<u64> for Lines {
    fn from_iter<I: IntoIterator<Item = u64>>(lines: I) -> Lines {
        lines.into_iter().collect::<Vec<u64>>().into()
    }
}

impl fmt::Display for Lines {
    /// Joined by `+`, as the contract prints them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, line) in self.iter().enumerate() {
            if at > 0 {
                f.write_str("+")?;
            }
            write!(f, "{line}")?;
        }
        Ok(())
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lines, D::Error> {
        Vec::<u64>::deserialize(deserializer).map(Lines::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_one_line_or_several_joined_by_plus() {
        assert_eq!(Lines::from(7).to_string(), "7");
        assert_eq!(Lines::from(vec![7, 9, 10]).to_string(), "7+9+10");
        assert_eq!(Lines::from(vec![]).to_string(), "");
    }

    #[test]
    fn is_a_list_in_json_and_comes_back() {
        for lines in [Lines::from(7), vec![7, 9].into(), vec![].into()] {
            let json = serde_json::to_string(&lines).unwrap();
            assert_eq!(serde_json::from_str::<Lines>(&json).unwrap(), lines);
        }
        assert_eq!(serde_json::to_string(&Lines::from(7)).unwrap(), "[7]");
    }
}
