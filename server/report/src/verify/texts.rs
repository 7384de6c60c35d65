//! Compares the texts that this program writes into every bundle with its own: instructions,
//! method, profile, description of the tables, and the facts that they repeat.

use std::io::{Read, Seek};

use super::{ArchiveError, Check};
use crate::bag::{self, BAGIT};
use crate::datapackage;
use crate::documents::{self, Facts, TEXTS_VERSION};
use crate::key::PublicKey;
use crate::layout;

impl<R: Read + Seek> Check<R> {
    /// Compares every text that follows from the facts of the report and the bundle's key.
    pub(super) fn texts(&mut self, facts: &Facts) -> Result<(), ArchiveError> {
        if facts.texts_version != TEXTS_VERSION {
            let sentence = format!(
                "has texts of version {}, but this program knows version {TEXTS_VERSION}: check \
                 it with {}",
                facts.texts_version,
                super::shown(&facts.tool)
            );
            self.find(layout::FACTS, sentence);
            return Ok(());
        }
        let datapackage = documents::pretty(&datapackage::datapackage());
        let datapackage = datapackage.map_err(std::io::Error::other)?;
        let mut own = vec![
            (layout::BAGIT, BAGIT.to_owned()),
            (layout::BAG_INFO, self.bag_info(facts)),
            (layout::VERIFY_SH, documents::VERIFY_SH.to_owned()),
            (layout::PROFILE, documents::PROFILE.to_owned()),
            (layout::METHOD_TEXT, ledger::METHOD_TEXT.to_owned()),
            (layout::DATAPACKAGE, datapackage),
        ];
        if let Some(key) = self.own_key {
            own.push((layout::ALLOWED_SIGNERS, key.allowed_signers()));
            own.push((layout::PUBLIC_KEY, key.pem()));
            own.push((layout::README, readme(facts, &key)));
        }
        for (path, expected) in own {
            self.same_text(path, &expected)?;
        }
        Ok(())
    }

    fn bag_info(&self, facts: &Facts) -> String {
        let paths = self.archive.paths();
        let payload = paths.iter().filter(|path| path.starts_with("data/"));
        let lengths: Vec<u64> = payload
            .filter_map(|path| self.archive.length(path))
            .collect();
        let bytes = lengths.iter().sum();
        bag::bag_info(&documents::bag_info(facts), bytes, lengths.len())
    }

    /// Reports the first line of a file that this program would not write.
    fn same_text(&mut self, path: &str, expected: &str) -> Result<(), ArchiveError> {
        let Some(found) = self.archive.bytes(path, &self.limits.verifying)? else {
            return Ok(());
        };
        if found == expected.as_bytes() {
            return Ok(());
        }
        let found = found.split(|byte| *byte == b'\n');
        let expected = expected.split('\n').map(str::as_bytes);
        let same = found.zip(expected).take_while(|(one, other)| one == other);
        let line = same.count() + 1;
        let sentence = "is not what this program writes for such a report";
        self.find(format!("{path}:{line}"), sentence);
        Ok(())
    }
}

fn readme(facts: &Facts, key: &PublicKey) -> String {
    documents::readme(facts, &key.fingerprint())
}
