//! The home of immutable files: originals, bundles, and the files derived from them.
//!
//! A file is written once, under a name that contains its hash or a unique id, and is never
//! changed. Everything here blocks: call it on a thread that may (`spawn_blocking`).

mod blocks;
mod bucket;
mod folder;
mod name;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use crate::error::StoreError;
use bucket::Bucket;
use folder::Folder;

pub use bucket::BucketOptions;
pub(crate) use folder::make_folder;
pub use name::{FileName, HashedName};

/// A stored file, open for reading at any place, by several threads at once.
pub trait Blob: Send + Sync {
    /// Length in bytes.
    fn len(&self) -> u64;

    /// Whether the file has no bytes.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Exactly this many bytes from there on.
    ///
    /// # Errors
    /// Past the end of the file; errors of the disk or the network.
    fn read_at(&self, offset: u64, len: usize) -> Result<Bytes, StoreError>;
}

/// A stored file in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name.
    pub name: FileName,
    /// Length in bytes.
    pub size_bytes: u64,
    /// When it was stored, in microseconds since 1970-01-01T00:00:00Z by the clock of the
    /// storage.
    pub changed_at_us: i64,
}

/// The home of immutable files. Clones share it.
#[derive(Clone, Debug)]
pub struct Home {
    /// The folder of this machine where files are written before they have a name.
    incoming: PathBuf,
    place: Place,
}

/// The name of that folder.
const INCOMING: &str = "incoming";

/// The folder of a bucket for checking whether the bucket can be used.
const PROBES: &str = "probe";

/// Bytes that are written to check whether files can be stored.
const PROBE_BYTES: usize = 64 << 10;

/// Files in one page of a list.
const FILES_PER_PAGE: usize = 500;

/// Where files are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FilesAt {
    /// In the data folder.
    #[default]
    DataFolder,
    /// In a bucket of an S3 server.
    Bucket(BucketOptions),
}

#[derive(Clone, Debug)]
enum Place {
    Folder(Arc<Folder>),
    Bucket(Arc<Bucket>),
}

impl Home {
    /// The home that the settings name. Requests over the network block on `runtime`;
    /// nothing is sent yet.
    ///
    /// # Errors
    /// [`StoreError::Start`] where a setting makes no sense.
    pub fn new(
        data_dir: &Path,
        files: &FilesAt,
        runtime: tokio::runtime::Handle,
    ) -> Result<Home, StoreError> {
        let place = match files {
            FilesAt::DataFolder => Place::Folder(Arc::new(Folder::new(data_dir))),
            FilesAt::Bucket(options) => Place::Bucket(Arc::new(Bucket::new(options, runtime)?)),
        };
        Ok(Home {
            incoming: data_dir.join(INCOMING),
            place,
        })
    }

    /// Checks that files can be stored. One is written and removed again on this machine,
    /// and in the bucket, where it is also read.
    ///
    /// # Errors
    /// Errors of the disk; [`StoreError::Start`] where the bucket cannot be used.
    pub fn check(&self) -> Result<(), StoreError> {
        let mut file = self.temporary()?;
        file.write_all(&[0; PROBE_BYTES])?;
        file.as_file().sync_all()?;
        let Place::Bucket(bucket) = &self.place else {
            return Ok(());
        };
        // The name is unique, because several servers may check at once.
        let name = file.path().file_name().unwrap_or_default();
        let name = name.to_string_lossy();
        let probe = FileName::new(&[PROBES, name.trim_start_matches('.')])?;
        bucket.check(&probe, vec![0; PROBE_BYTES].into())
    }

    /// A temporary file for [`Home::put`]. If it is dropped before, it is removed.
    ///
    /// # Errors
    /// Errors of the disk.
    pub fn temporary(&self) -> Result<tempfile::NamedTempFile, StoreError> {
        make_folder(&self.incoming)?;
        Ok(tempfile::NamedTempFile::new_in(&self.incoming)?)
    }

    /// Removes temporary files of this machine that nobody has written to for this long:
    /// those of a stopped server. Returns their number.
    ///
    /// # Errors
    /// Errors of the disk.
    pub fn sweep_temporary(&self, older_than_us: i64) -> Result<u64, StoreError> {
        let removed = folder::remove_older(&self.incoming, older_than_us)?;
        match &self.place {
            Place::Folder(_) => Ok(removed),
            Place::Bucket(_) => Ok(removed + self.sweep_probes(older_than_us)?),
        }
    }

    /// Removes what a server left in the bucket that was stopped during the check.
    fn sweep_probes(&self, older_than_us: i64) -> Result<u64, StoreError> {
        let mut removed = 0;
        let under = FileName::new(&[PROBES])?;
        for file in self.list(&under, None, FILES_PER_PAGE)? {
            let is_old = file.changed_at_us <= older_than_us;
            removed += u64::from(is_old && self.remove(&file.name)?);
        }
        Ok(removed)
    }

    /// Stores a file under a name: flushed and complete, or not at all. If the name exists,
    /// it has the same bytes. In a folder they are stored again, so that a sweep sees them
    /// as new.
    ///
    /// # Errors
    /// Errors of the disk or the network; nothing is stored then.
    pub fn put(&self, name: &FileName, file: tempfile::NamedTempFile) -> Result<(), StoreError> {
        match &self.place {
            Place::Folder(folder) => folder.put(name, file),
            Place::Bucket(bucket) => bucket.put(name, file),
        }
    }

    /// Opens a file for reading at any place. Its hash is not checked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; errors of the disk or the network.
    pub fn open(&self, name: &FileName) -> Result<Arc<dyn Blob>, StoreError> {
        match &self.place {
            Place::Folder(folder) => Ok(Arc::new(folder.open(name)?)),
            Place::Bucket(bucket) => Ok(Arc::new(bucket.open(name)?)),
        }
    }

    /// A file on this machine with all bytes, at its beginning. Its hash is not checked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; errors of the disk or the network.
    pub fn fetch(&self, name: &FileName) -> Result<std::fs::File, StoreError> {
        match &self.place {
            Place::Folder(folder) => folder.fetch(name),
            Place::Bucket(bucket) => {
                make_folder(&self.incoming)?;
                bucket.fetch(name, &self.incoming)
            }
        }
    }

    /// Removes a file; returns whether it existed.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn remove(&self, name: &FileName) -> Result<bool, StoreError> {
        match &self.place {
            Place::Folder(folder) => folder.remove(name),
            Place::Bucket(bucket) => bucket.remove(name),
        }
    }

    /// Whether a file exists.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn exists(&self, name: &FileName) -> Result<bool, StoreError> {
        match &self.place {
            Place::Folder(folder) => folder.exists(name),
            Place::Bucket(bucket) => bucket.exists(name),
        }
    }

    /// At most `files_max` files below a folder (`evidence`, `derived/<incident>`), from the
    /// one after `after` on, in a stable order. A shorter list is the last one. Objects
    /// whose names are impossible here are left out.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn list(
        &self,
        under: &FileName,
        after: Option<&FileName>,
        files_max: usize,
    ) -> Result<Vec<KeptFile>, StoreError> {
        match &self.place {
            Place::Folder(folder) => folder.list(under, after, files_max),
            Place::Bucket(bucket) => bucket.list(under, after, files_max),
        }
    }
}

/// Checks that a range lies within a file, before memory is allocated for it.
fn hold_range(file_bytes: u64, offset: u64, len: usize) -> Result<(), StoreError> {
    let end = offset.checked_add(len as u64);
    match end.is_some_and(|end| end <= file_bytes) {
        true => Ok(()),
        false => Err(std::io::Error::new(
            std::io::ErrorKind::UnexpectedEof,
            format!("{len} bytes at {offset} of a file of {file_bytes}"),
        )
        .into()),
    }
}
