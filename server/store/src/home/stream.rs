//! Reads a stored file from its beginning to its end.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use bytes::{Buf, Bytes};

use super::Blob;

/// The bytes of a stored file, in order. Reading blocks.
pub struct FileStream(Source);

enum Source {
    /// A file of this machine.
    Local(File),
    /// A file elsewhere, which is requested in parts.
    Remote(Parts),
}

struct Parts {
    blob: Arc<dyn Blob>,
    /// Where the next part begins.
    at: u64,
    /// The rest of the part that was requested last.
    part: Bytes,
}

impl FileStream {
    pub(super) fn local(file: File) -> FileStream {
        FileStream(Source::Local(file))
    }

    pub(super) fn remote(blob: Arc<dyn Blob>) -> FileStream {
        FileStream(Source::Remote(Parts {
            blob,
            at: 0,
            part: Bytes::new(),
        }))
    }
}

impl Read for FileStream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Source::Local(file) => file.read(into),
            Source::Remote(parts) => parts.read(into),
        }
    }
}

impl Read for Parts {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.part.is_empty() {
            let left = self.blob.len() - self.at;
            let len = left.min(self.blob.part_bytes() as u64);
            let part = self.blob.read_once(self.at, len as usize);
            self.part = part.map_err(io::Error::other)?;
            self.at += len;
        }
        let read = into.len().min(self.part.len());
        self.part.copy_to_slice(&mut into[..read]);
        Ok(read)
    }
}
