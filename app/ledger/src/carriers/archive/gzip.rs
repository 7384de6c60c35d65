//! `tar.gz` and plain gzip, unpacked as they stream by: nothing is believed of
//! what they claim, and every byte is counted.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::archive::{Unpacked, is_litter};
use crate::carriers::samples::first_bytes;

/// Bytes of a tar header; its mark stands at this place in it.
pub(crate) const HEADER_BYTES: usize = 512;
const MARK: std::ops::Range<usize> = 257..262;

/// Names of what is inside, as far as it can be unpacked.
pub(super) fn members(name: &str, source: impl Read, limits: &Limits) -> Vec<String> {
    let mut names = Vec::new();
    look_inside(name, source, limits, &mut |inner, _| {
        names.push(inner.to_owned());
        false
    });
    names
}

/// The start of a member, unless the way to it is past `start_bytes_max`.
pub(super) fn start(
    name: &str,
    source: impl Read,
    member: &str,
    limits: &Limits,
) -> Option<Vec<u8>> {
    let mut start = None;
    look_inside(name, source, limits, &mut |inner, bytes| {
        let is_meant = inner == member;
        if is_meant {
            start = first_bytes(bytes).ok();
        }
        is_meant
    });
    start
}

/// Shows each file inside, in order, until one was the last that is wanted.
fn look_inside(
    name: &str,
    source: impl Read,
    limits: &Limits,
    is_last: &mut dyn FnMut(&str, &mut dyn Read) -> bool,
) {
    let limits = Limits {
        archive_bytes_max: limits.start_bytes_max.min(limits.archive_bytes_max),
        ..limits.clone()
    };
    let name = clean_name(name);
    let mut unpacked = guarded(source, &limits);
    let mut start = Vec::new();
    let head = unpacked.by_ref().take(HEADER_BYTES as u64);
    if { head }.read_to_end(&mut start).is_err() && start.is_empty() {
        return;
    }
    let is_tar = is_tar(&start);
    let mut whole = start.as_slice().chain(unpacked);
    if !is_tar {
        is_last(inner_name(&name), &mut whole);
        return;
    }
    let mut archive = tar::Archive::new(whole);
    let Ok(entries) = archive.entries() else {
        return;
    };
    for entry in entries.take(limits.archive_entries_max) {
        let Ok(mut entry) = entry else { return };
        let inner = clean_name(&String::from_utf8_lossy(&entry.path_bytes()));
        let is_file = entry.header().entry_type().is_file() && !is_litter(&inner);
        if is_file && is_last(&inner, &mut entry) {
            return;
        }
    }
}

/// Whether a file is a tar archive that starts with these bytes ([`HEADER_BYTES`] of them).
pub(crate) fn is_tar(start: &[u8]) -> bool {
    start.get(MARK) == Some(b"ustar")
}

/// What a gzip stream unpacks to, guarded by the limits.
pub(crate) fn guarded<R: Read>(source: R, limits: &Limits) -> impl Read + use<'_, R> {
    let packed = Rc::new(Cell::new(0));
    let counted = Counted {
        source,
        bytes: Rc::clone(&packed),
    };
    Guarded {
        source: MultiGzDecoder::new(BufReader::new(counted)),
        packed,
        unpacked: 0,
        limits,
    }
}

/// What is in a gzip that is no archive: `x.csv.gz` holds `x.csv`.
pub fn inner_name(name: &str) -> &str {
    let own = name
        .rfind(['/', '\\', '!'])
        .map_or(name, |at| &name[at + 1..]);
    own.strip_suffix(".gz").unwrap_or(own)
}

/// Counts the bytes that are taken off a source.
struct Counted<R> {
    source: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

/// Stops where more is unpacked than the limits allow.
struct Guarded<'a, R> {
    source: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: &'a Limits,
}

impl<R: Read> Read for Guarded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > self.limits.unpacked_bytes_max(self.packed.get()) {
            let ratio = self.limits.archive_ratio_max;
            return Err(io::Error::other(Unpacked::TooGoodARatio(ratio)));
        }
        if self.unpacked > self.limits.archive_bytes_max {
            let bytes = self.limits.archive_bytes_max;
            return Err(io::Error::other(Unpacked::TooManyBytes(bytes)));
        }
        Ok(read)
    }
}
