//! The texts that the cells of a workbook share. They are stored in one string, because a
//! hostile file may have a hundred million empty texts.

use crate::error::{Past, WorkbookError};

/// Texts by their index.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    bytes_max: u64,
}

impl Strings {
    /// Has no texts yet. `bytes_max` limits the bytes of the texts and of their ends.
    pub fn new(bytes_max: u64) -> Strings {
        Strings {
            bytes_max: bytes_max.min(u64::from(u32::MAX)),
            ..Strings::default()
        }
    }

    /// Adds a text.
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

    /// The text at an index.
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
    fn texts_at_the_limit_are_kept_and_one_byte_more_is_refused() {
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
