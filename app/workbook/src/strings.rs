//! The texts that the cells of a workbook share, one behind the other: a hostile
//! file may have a hundred million empty ones.

use crate::error::{Past, WorkbookError};

/// Texts by their number.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    bytes_max: u64,
}

impl Strings {
    /// None yet; so many bytes may be kept, the places of the texts among them.
    pub fn new(bytes_max: u64) -> Strings {
        Strings {
            bytes_max: bytes_max.min(u64::from(u32::MAX)),
            ..Strings::default()
        }
    }

    /// Adds one.
    pub fn add(&mut self, text: &str) -> Result<(), WorkbookError> {
        let bytes = self.text.len() + text.len() + size_of::<u32>() * (self.ends.len() + 1);
        if bytes as u64 > self.bytes_max {
            return Err(WorkbookError::Limit {
                past: Past::StringBytes,
                most: self.bytes_max,
            });
        }
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        Ok(())
    }

    /// The text of that number.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = match at.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_is_kept_as_the_limit_and_not_one_byte_more() {
        let mut strings = Strings::new(14);
        strings.add("ab").unwrap();
        strings.add("").unwrap();
        assert_eq!((strings.get(0), strings.get(1)), (Some("ab"), Some("")));
        assert_eq!(strings.get(2), None);
        assert!(matches!(strings.add("a"), Err(WorkbookError::Limit { .. })));
        let mut strings = Strings::new(14);
        for _ in 0..3 {
            strings.add("").unwrap();
        }
        assert!(strings.add("").is_err());
    }
}
