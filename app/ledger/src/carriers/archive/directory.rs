//! The list of members at the end of a ZIP, read from the bytes of that end: for a
//! browser, which holds a file in slices and unpacks them by itself. The server
//! opens archives by a library that asks for more than a browser should load.

use super::is_litter;
use crate::base::names::clean_name;

/// The end of a ZIP is looked for in so many of its last bytes: its own record, and
/// the longest remark that may stand behind it.
pub const ZIP_END_BYTES: u64 = END_BYTES as u64 + u16::MAX as u64;
/// Bytes that stand before a member's name where its data is.
pub const ZIP_HEADER_BYTES: u64 = 30;

const END_BYTES: usize = 22;
const ENTRY_BYTES: usize = 46;
const END_MARK: &[u8] = b"PK\x05\x06";
const ENTRY_MARK: &[u8] = b"PK\x01\x02";
const HEADER_MARK: &[u8] = b"PK\x03\x04";

/// Where the list of members stands in a ZIP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZipDirectory {
    /// Its first byte.
    pub at: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// How many members it lists.
    pub members: usize,
    /// What stands before the archive, where something does: places count from behind it.
    before: u64,
}

/// A file in a ZIP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZipMember {
    /// Its name, as the server gives it behind the `!`.
    pub name: String,
    /// How it is packed.
    pub packing: Packing,
    /// Bytes it has as packed.
    pub packed: u64,
    /// Where what stands before its data begins, [`ZIP_HEADER_BYTES`] and names.
    pub header_at: u64,
}

/// How a member is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// As it is.
    Stored,
    /// As a bare deflate stream.
    Deflated,
    /// In a way that is not read, or locked with a password.
    Other,
}

impl ZipDirectory {
    /// Finds it by the last bytes ([`ZIP_END_BYTES`] or all) of a file that has
    /// `size` of them. `None` for what is no ZIP, and for one of more than 4 GiB.
    pub fn find(end: &[u8], size: u64) -> Option<ZipDirectory> {
        let last = end.len().checked_sub(END_BYTES)?;
        let is_end = |at: &usize| {
            end[*at..].starts_with(END_MARK)
                && u16_at(end, at + 20).is_some_and(|remark| at + END_BYTES + remark <= end.len())
        };
        let found = (0..=last).rev().find(is_end)?;
        let members = u16_at(end, found + 10)?;
        let (bytes, at) = (u32_at(end, found + 12)?, u32_at(end, found + 16)?);
        if members == usize::from(u16::MAX) || at == u64::from(u32::MAX) {
            return None;
        }
        let ends_at = size.checked_sub((end.len() - found) as u64)?;
        let really_at = ends_at.checked_sub(bytes)?;
        Some(ZipDirectory {
            at: really_at,
            bytes,
            members,
            before: really_at.checked_sub(at)?,
        })
    }

    /// The files it lists, by its own bytes; what operating systems leave in archives
    /// is none. `None` when it is broken.
    pub fn files(&self, mut directory: &[u8]) -> Option<Vec<ZipMember>> {
        let mut files = Vec::new();
        for _ in 0..self.members {
            if !directory.starts_with(ENTRY_MARK) {
                return None;
            }
            let name_bytes = u16_at(directory, 28)?;
            let behind = name_bytes + u16_at(directory, 30)? + u16_at(directory, 32)?;
            let name = directory.get(ENTRY_BYTES..ENTRY_BYTES + name_bytes)?;
            let packed = u32_at(directory, 20)?;
            let is_longer = packed == u64::from(u32::MAX);
            let member = ZipMember {
                name: clean_name(&String::from_utf8_lossy(name)),
                packing: match (u16_at(directory, 8)? & 1, u16_at(directory, 10)?) {
                    // How long it is then stands elsewhere.
                    _ if is_longer => Packing::Other,
                    (0, 0) => Packing::Stored,
                    (0, 8) => Packing::Deflated,
                    _ => Packing::Other,
                },
                packed,
                header_at: self.before + u32_at(directory, 42)?,
            };
            if !member.name.ends_with(['/', '\\']) && !is_litter(&member.name) {
                files.push(member);
            }
            directory = directory.get(ENTRY_BYTES + behind..)?;
        }
        Some(files)
    }
}

impl ZipMember {
    /// Where its data begins, by the [`ZIP_HEADER_BYTES`] at
    /// [`ZipMember::header_at`]. `None` when they are not what must stand there.
    pub fn data_at(&self, header: &[u8]) -> Option<u64> {
        if !header.starts_with(HEADER_MARK) {
            return None;
        }
        let names = u16_at(header, 26)? + u16_at(header, 28)?;
        Some(self.header_at + ZIP_HEADER_BYTES + names as u64)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(bytes)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u64::from(u32::from_le_bytes(bytes)))
}
