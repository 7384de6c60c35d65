//! What the claims of a bundle have in common. It follows from the entries and the originals
//! alone, which were compared before, and is made once more.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

use super::originals::Original;
use super::{ArchiveError, Check};
use crate::layout;
use crate::links::{self, LinkedFile};
use crate::spool::Spool;
use crate::tables;

impl<R: Read + Seek> Check<R> {
    /// Compares the links with those that follow from the entries and the originals.
    pub(super) fn links(
        &mut self,
        originals: &BTreeMap<String, Vec<Original>>,
    ) -> Result<(), ArchiveError> {
        let files = originals.iter().flat_map(|(claim, files)| {
            files.iter().map(|file| LinkedFile {
                claim: claim.clone(),
                path: file.path().to_owned(),
                sha256: file.sha256().to_owned(),
            })
        });
        let files: Vec<LinkedFile> = files.collect();
        let mut expected = Spool::new()?;
        let entries = || {
            let rows = self.table(layout::ENTRIES, &tables::ENTRY_COLUMNS);
            // What cannot be read was reported before.
            let rows = rows.into_iter().flatten().filter_map(Result::ok);
            Ok::<_, io::Error>(rows.map(|row| Ok::<_, io::Error>(row.cells)))
        };
        links::rows(&files, entries, |row| expected.push(row))?;
        self.same_rows(layout::LINKS, &tables::LINK_COLUMNS, expected)
    }
}
