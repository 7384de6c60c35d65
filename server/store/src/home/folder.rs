//! A local folder as the home of files: written to a temporary file beside, flushed,
//! renamed, and the folder flushed too.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use bytes::Bytes;

use super::name::FileName;
use super::{Blob, KeptFile};
use crate::error::StoreError;

/// Folders that another thread may remove, empty, between their making and the
/// renaming of a file into them.
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
                // Also over the same bytes: see `Home::put`.
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
        // Folders that are empty now go as well; one that is not stays, with an error.
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

/// A walk through folders in the order of their names, which stops when it has enough.
struct List {
    /// Segments of the name behind which it begins.
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
            // A folder that `after` lies in holds what is behind it, too.
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

/// Removes the files of a folder that have not changed for so long; gives how many.
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

/// Removes a file; gives whether it was there.
fn remove_file(path: &Path) -> Result<bool, StoreError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What is in a folder, in order; nothing where it is gone. Names that are no text
/// are nobody's here.
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

/// When a file was changed last; 0 for one of before 1970.
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

/// Makes a folder and those above it that are missing, for their owner alone, and
/// flushes each into the one above: a file in a folder that a loss of power undoes
/// is lost with it.
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
