//! Files of keys: what the rows of a claim may have in common with other claims. The keys
//! are sorted, so that the keys of many claims are compared in one pass, and the rows of one
//! key are found by a few reads.

use std::cmp::Ordering;
use std::io::Write;

use casework::links::{FoundKey, LinkRules};
use casework::{LinkKey, LinkKind};
use serde::{Deserialize, Serialize};

use super::file::{CheckedFile, DerivedFile, FileWriter, Place};
use crate::error::StoreError;
use crate::home::Home;

/// Bytes of a key with its row: the kind, the key and the row.
const KEY_BYTES: usize = 1 + LinkKey::BYTES + 4;
/// Keys that are read at once: about as many as a block of the file holds.
const KEYS_AT_ONCE: u64 = 780;
/// Keys of one file. They are sorted in memory while they are written.
pub(crate) const PART_KEYS_MAX: usize = 1_000_000;

/// The files with the keys of a generation, as the database names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyFiles {
    /// The settings by which the keys were found.
    pub(crate) rules: LinkRules,
    /// The files; each is sorted by itself.
    pub(crate) parts: Vec<DerivedFile>,
}

impl KeyFiles {
    /// How many keys there are.
    pub(crate) fn keys(&self) -> u64 {
        let parts = self.parts.iter();
        parts.map(|part| part.bytes / KEY_BYTES as u64).sum()
    }

    /// Rows that have a key, in order, at most `limit`.
    pub(crate) fn rows(
        &self,
        home: &Home,
        wanted: (LinkKind, LinkKey),
        limit: usize,
    ) -> Result<Vec<u32>, StoreError> {
        let mut rows = Vec::new();
        for part in &self.parts {
            let mut cursor = KeyCursor::of_file(home, part);
            cursor.seek(wanted)?;
            while let Some(key) = cursor.key().filter(|key| key.what() == wanted) {
                if rows.len() == limit {
                    return Ok(rows);
                }
                rows.push(key.row);
                cursor.advance()?;
            }
        }
        Ok(rows)
    }
}

/// Writes the keys of a claim's rows. It blocks: use it on a thread that may.
pub struct KeysWriter {
    place: Place,
    files: KeyFiles,
    held: Vec<KeyRow>,
    part_keys_max: usize,
}

impl KeysWriter {
    /// Writes files of at most `part_keys_max` keys.
    pub(crate) fn new(place: Place, rules: LinkRules, part_keys_max: usize) -> KeysWriter {
        KeysWriter {
            place,
            files: KeyFiles {
                rules,
                parts: Vec::new(),
            },
            held: Vec::new(),
            part_keys_max,
        }
    }

    /// Adds a key.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn push(&mut self, found: FoundKey) -> Result<(), StoreError> {
        self.held.push(KeyRow {
            kind: found.kind.number(),
            key: found.key,
            row: found.row,
        });
        match self.held.len() == self.part_keys_max {
            true => self.end_part(),
            false => Ok(()),
        }
    }

    fn end_part(&mut self) -> Result<(), StoreError> {
        let mut keys = std::mem::take(&mut self.held);
        keys.sort_unstable();
        keys.dedup();
        let mut file = FileWriter::new(&self.place.home)?;
        for key in &keys {
            file.write_all(&key.bytes())?;
        }
        self.files.parts.push(file.keep(&self.place, "keys")?);
        Ok(())
    }

    /// Stores the last keys.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn finish(mut self) -> Result<KeyFiles, StoreError> {
        if !self.held.is_empty() {
            self.end_part()?;
        }
        Ok(self.files)
    }
}

/// A key with a row that has it. The order is that of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct KeyRow {
    /// The number of its kind.
    pub kind: u8,
    pub key: LinkKey,
    pub row: u32,
}

impl KeyRow {
    /// Its kind and key. A number without a kind, of a later version, counts as the last
    /// kind with a key that nothing else has.
    pub(crate) fn what(&self) -> (LinkKind, LinkKey) {
        let kind = LinkKind::of_number(self.kind).unwrap_or(LinkKind::ThinPair);
        (kind, self.key)
    }

    fn bytes(&self) -> [u8; KEY_BYTES] {
        let mut bytes = [0; KEY_BYTES];
        bytes[0] = self.kind;
        bytes[1..=LinkKey::BYTES].copy_from_slice(&self.key.bytes());
        bytes[1 + LinkKey::BYTES..].copy_from_slice(&self.row.to_be_bytes());
        bytes
    }

    fn read(bytes: &[u8]) -> KeyRow {
        let (kind, rest) = bytes.split_at(1);
        let (key, row) = rest.split_at(LinkKey::BYTES);
        let mut whole = [0; LinkKey::BYTES];
        whole.copy_from_slice(key);
        KeyRow {
            kind: kind[0],
            key: LinkKey::from_bytes(whole),
            row: row.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)),
        }
    }
}

/// Sorted keys that are read one after another.
pub(crate) struct KeyCursor {
    file: Option<(Home, DerivedFile)>,
    /// The place in the file of the first key that is held.
    first: u64,
    held: Vec<KeyRow>,
    at: usize,
    is_begun: bool,
}

impl KeyCursor {
    /// The keys of a file. The file is open only while some of them are read, so that the
    /// files of many claims can be compared.
    pub(crate) fn of_file(home: &Home, file: &DerivedFile) -> KeyCursor {
        KeyCursor {
            file: Some((home.clone(), file.clone())),
            first: 0,
            held: Vec::new(),
            at: 0,
            is_begun: false,
        }
    }

    /// Keys in memory.
    pub(crate) fn of_list(mut keys: Vec<KeyRow>) -> KeyCursor {
        keys.sort_unstable();
        KeyCursor {
            file: None,
            first: 0,
            held: keys,
            at: 0,
            is_begun: true,
        }
    }

    /// The current key; none past the last, or before the first was read.
    pub(crate) fn key(&self) -> Option<KeyRow> {
        self.held.get(self.at).copied()
    }

    /// Goes to the first key.
    pub(crate) fn begin(&mut self) -> Result<(), StoreError> {
        match self.is_begun {
            true => Ok(()),
            false => self.read_from(0),
        }
    }

    /// Goes to the next key.
    pub(crate) fn advance(&mut self) -> Result<(), StoreError> {
        self.at += 1;
        match self.at < self.held.len() {
            true => Ok(()),
            false => self.read_from(self.first + self.held.len() as u64),
        }
    }

    /// Goes on to the first key that is not before this one.
    pub(crate) fn seek(&mut self, wanted: (LinkKind, LinkKey)) -> Result<(), StoreError> {
        let wanted = (wanted.0.number(), wanted.1);
        self.begin()?;
        let is_there = |key: &KeyRow| compare(key, wanted) != Ordering::Less;
        if self.held.is_empty() || self.key().as_ref().is_some_and(is_there) {
            return Ok(());
        }
        if !self.is_past_held(wanted) {
            self.seek_held(wanted);
            return Ok(());
        }
        let Some(open) = self.open()? else {
            self.at = self.held.len();
            return Ok(());
        };
        // The first place that is not before the wanted key is in here.
        let (mut low, mut high) = (self.first + self.held.len() as u64, count(&open));
        while high - low > KEYS_AT_ONCE {
            let middle = low + (high - low) / 2;
            match some(&open, middle, 1)?
                .first()
                .map(|key| compare(key, wanted))
            {
                Some(Ordering::Less) => low = middle + 1,
                _ => high = middle,
            }
        }
        self.read_from(low)?;
        self.seek_held(wanted);
        match self.at < self.held.len() {
            true => Ok(()),
            false => self.read_from(self.first + self.held.len() as u64),
        }
    }

    fn is_past_held(&self, wanted: (u8, LinkKey)) -> bool {
        let last = self.held.last();
        last.is_none_or(|last| compare(last, wanted) == Ordering::Less)
    }

    fn seek_held(&mut self, wanted: (u8, LinkKey)) {
        let rest = &self.held[self.at..];
        self.at += rest.partition_point(|key| compare(key, wanted) == Ordering::Less);
    }

    fn open(&self) -> Result<Option<CheckedFile>, StoreError> {
        let file = self.file.as_ref();
        file.map(|(home, file)| file.open(home)).transpose()
    }

    /// Reads the keys at a place of the file.
    fn read_from(&mut self, first: u64) -> Result<(), StoreError> {
        self.is_begun = true;
        let Some(open) = self.open()? else {
            return Ok(());
        };
        let left = count(&open).saturating_sub(first);
        self.held = some(&open, first, left.min(KEYS_AT_ONCE))?;
        (self.first, self.at) = (first, 0);
        Ok(())
    }
}

fn compare(key: &KeyRow, wanted: (u8, LinkKey)) -> Ordering {
    (key.kind, key.key).cmp(&wanted)
}

fn count(file: &CheckedFile) -> u64 {
    file.bytes() / KEY_BYTES as u64
}

fn some(file: &CheckedFile, first: u64, count: u64) -> Result<Vec<KeyRow>, StoreError> {
    let bytes = file.read(first * KEY_BYTES as u64, count as usize * KEY_BYTES)?;
    Ok(bytes.chunks_exact(KEY_BYTES).map(KeyRow::read).collect())
}
