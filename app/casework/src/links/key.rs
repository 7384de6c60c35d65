//! The key of a link: a hash of what the rows have in common.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::LinkKind;
use crate::custody::hex;

/// The first half of a SHA-256. Nobody can make two texts with the same key, so that equal
/// keys need no further comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkKey([u8; LinkKey::BYTES]);

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key has {} hex digits in lower case", 2 * LinkKey::BYTES)]
pub struct NoLinkKey;

impl LinkKey {
    /// How many bytes it has.
    pub const BYTES: usize = 16;

    /// The key of a kind for these texts. Each text is hashed with its length, so that no
    /// other texts give the same bytes.
    pub fn of(kind: LinkKind, texts: &[&str]) -> LinkKey {
        let mut hash = Sha256::new();
        hash.update([kind.number()]);
        for text in texts {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        let mut key = [0; LinkKey::BYTES];
        key.copy_from_slice(&hash.finalize()[..LinkKey::BYTES]);
        LinkKey(key)
    }

    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; LinkKey::BYTES]) -> LinkKey {
        LinkKey(bytes)
    }

    /// Its bytes; their order is the order of keys.
    pub fn bytes(self) -> [u8; LinkKey::BYTES] {
        self.0
    }
}

impl fmt::Display for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for LinkKey {
    type Err = NoLinkKey;

    fn from_str(text: &str) -> Result<LinkKey, NoLinkKey> {
        let is_hex = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if text.len() != 2 * LinkKey::BYTES || !is_hex {
            return Err(NoLinkKey);
        }
        let mut key = [0; LinkKey::BYTES];
        for (byte, at) in key.iter_mut().zip((0..).step_by(2)) {
            let digits = text.get(at..at + 2).ok_or(NoLinkKey)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| NoLinkKey)?;
        }
        Ok(LinkKey(key))
    }
}
