//! A local folder as the home of files. A file is written to a temporary file beside,
//! flushed and renamed; then the folder is flushed.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use bytes::Bytes;

use super::name::FileName;
use super::{Blob, KeptFile};
use crate::error::StoreError;

/// How often to retry, because another thread may remove an empty folder between its
/// creation and the rename of a file into it.
const TRIES_MAX: usize = 10;

/// Files in folders of the data folder, by their names.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn new(root: &Path) -> Folder {
        Folder {
            root: root.to_owned(),
        }
    }

    pub(super) fn put(
        &self,
        name: &FileName,
        mut file: tempfile::NamedTempFile,
    ) -> Result<(), StoreError> {
        let path = self.path(name);
        let parent = path.parent().unwrap_or(&self.root);
        file.as_file().sync_all()?;
        let mut tries = 0;
        loop {
            tries += 1;
            let failed = match make_folder(parent) {
                // This replaces the same bytes if they exist: see `Home::put`.
                Ok(()) => match file.persist(&path) {
                    Ok(_) => break,
                    Err(failed) => {
                        file = failed.file;
                        failed.error
                    }
                },
                Err(error) => error,
            };
            if failed.kind() != ErrorKind::NotFound || tries == TRIES_MAX {
                return Err(failed.into());
            }
        }
        Ok(File::open(parent)?.sync_all()?)
    }

    pub(super) fn open(&self, name: &FileName) -> Result<LocalBlob, StoreError> {
        let file = self.fetch(name)?;
        let len = file.metadata()?.len();
        Ok(LocalBlob { file, len })
    }

    pub(super) fn fetch(&self, name: &FileName) -> Result<File, StoreError> {
        File::open(self.path(name)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => StoreError::NotFound("file"),
            _ => StoreError::Io(error),
        })
    }

    pub(super) fn remove(&self, name: &FileName) -> Result<bool, StoreError> {
        let path = self.path(name);
        if !remove_file(&path)? {
            return Ok(false);
        }
        // Folders that are empty now are removed as well; removing one that is not fails
        // without harm.
        let above = path.ancestors().skip(1);
        for folder in above.take_while(|folder| *folder != self.root) {
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(true)
    }

    pub(super) fn exists(&self, name: &FileName) -> Result<bool, StoreError> {
        Ok(self.path(name).try_exists()?)
    }

    pub(super) fn list(
        &self,
        under: &FileName,
        after: Option<&FileName>,
        files_max: usize,
    ) -> Result<Vec<KeptFile>, StoreError> {
        let mut list = List {
            after: after.map(|after| after.segments().map(str::to_owned).collect()),
            files_max,
            files: Vec::new(),
        };
        let mut place: Vec<String> = under.segments().map(str::to_owned).collect();
        list.walk(&self.path(under), &mut place)?;
        Ok(list.files)
    }

    fn path(&self, name: &FileName) -> PathBuf {
        name.segments()
            .fold(self.root.clone(), |path, segment| path.join(segment))
    }
}

/// Walks through folders in the order of their names, and stops when it has enough.
struct List {
    /// Segments of the name after which it begins.
    after: Option<Vec<String>>,
    files_max: usize,
    files: Vec<KeptFile>,
}

impl List {
    fn walk(&mut self, folder: &Path, place: &mut Vec<String>) -> Result<(), StoreError> {
        for segment in segments_of(folder)? {
            if self.files.len() >= self.files_max {
                break;
            }
            place.push(segment);
            self.look(&folder.join(&place[place.len() - 1]), place)?;
            place.pop();
        }
        Ok(())
    }

    fn look(&mut self, path: &Path, place: &mut Vec<String>) -> Result<(), StoreError> {
        if let Some(after) = &self.after {
            // A folder that contains `after` also contains what follows it.
            let holds_it = after.len() > place.len() && after.starts_with(place);
            if !holds_it && *place <= *after {
                return Ok(());
            }
        }
        let about = match path.symlink_metadata() {
            Ok(about) => about,
            // Removed meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        if about.is_dir() {
            return self.walk(path, place);
        }
        let name = FileName::listed(&place.join("/"));
        if let Some(name) = name.filter(|_| about.is_file()) {
            self.files.push(KeptFile {
                name,
                size_bytes: about.len(),
                changed_at_us: changed_at_us(&about)?,
            });
        }
        Ok(())
    }
}

/// Removes the files of a folder that have not changed for this long; returns their number.
pub(super) fn remove_older(folder: &Path, older_than_us: i64) -> Result<u64, StoreError> {
    let mut removed = 0;
    for name in segments_of(folder)? {
        let path = folder.join(name);
        let is_old = match path.symlink_metadata() {
            Ok(about) => about.is_file() && changed_at_us(&about)? <= older_than_us,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(error.into()),
        };
        if is_old {
            removed += u64::from(remove_file(&path)?);
        }
    }
    Ok(removed)
}

/// Removes a file; returns whether it existed.
fn remove_file(path: &Path) -> Result<bool, StoreError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The contents of a folder, in order; empty if the folder is gone. Names that are not text
/// do not belong to the store.
fn segments_of(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut segments = Vec::new();
    for entry in entries {
        segments.extend(entry?.file_name().into_string());
    }
    segments.sort_unstable();
    Ok(segments)
}

/// When a file was last changed; 0 for one from before 1970.
fn changed_at_us(about: &std::fs::Metadata) -> Result<i64, StoreError> {
    let since = about.modified()?.duration_since(UNIX_EPOCH);
    let us = since.map_or(0, |since| since.as_micros());
    Ok(i64::try_from(us).unwrap_or(i64::MAX))
}

/// A file of the folder.
pub(super) struct LocalBlob {
    file: File,
    len: u64,
}

impl Blob for LocalBlob {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, len: usize) -> Result<Bytes, StoreError> {
        super::hold_range(self.len, offset, len)?;
        let mut bytes = vec![0; len];
        self.file.read_exact_at(&mut bytes, offset)?;
        Ok(bytes.into())
    }
}

/// Makes a folder and the missing ones above it, for their owner alone. Each is flushed into
/// the one above, because a file is lost with its folder when a power failure undoes the
/// folder.
pub(crate) fn make_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder
        .parent()
        .filter(|above| !above.as_os_str().is_empty());
    if let Some(above) = above {
        make_folder(above)?;
    }
    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    File::open(above.unwrap_or(Path::new(".")))?.sync_all()
}
