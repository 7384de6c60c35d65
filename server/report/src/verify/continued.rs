//! Shows that the custody log of a bundle continues a head that somebody kept earlier.

use std::io::{self, Read, Seek};

use casework::custody::Head;

use super::{ArchiveError, Check, Limits};
use crate::archive::Archive;
use crate::documents;
use crate::key::{self, CUSTODY_NAMESPACE, PublicKey, SignatureError};
use crate::layout;

/// A head is four short lines.
const HEAD_BYTES_MAX: u64 = 4 * 1024;

/// A head of a custody log that was kept outside the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptHead {
    /// Id of the incident.
    pub incident: String,
    /// The record.
    pub head: Head,
}

/// Why an earlier head cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeptHeadError {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is neither a bundle nor a head.
    #[error("it is neither a bundle nor a head (custody-head.txt): {0}")]
    Archive(#[from] ArchiveError),
    /// It is a text that is no head.
    #[error("it has no four lines of a head: incident, sequence, hash and time")]
    NoHead,
    /// A file of the earlier bundle is missing, or not as its manifests list it.
    #[error("the earlier bundle is not as it was sealed: {0} is missing or was changed")]
    Changed(&'static str),
    /// The head of the bundle is not signed with the key.
    #[error("the head in the earlier bundle has no valid signature: {0}")]
    Signature(#[from] SignatureError),
}

/// Reads a head: the text of `custody-head.txt`, or an earlier bundle. The head of a bundle
/// must be signed with one of `keys`, or with the bundle's own key.
///
/// # Errors
/// [`KeptHeadError`].
pub fn kept_head<R: Read + Seek>(
    mut source: R,
    keys: Option<&[PublicKey]>,
    limits: &Limits,
) -> Result<KeptHead, KeptHeadError> {
    let mut start = Vec::new();
    (&mut source).take(HEAD_BYTES_MAX).read_to_end(&mut start)?;
    if start.starts_with(b"incident: ") {
        let text = String::from_utf8_lossy(&start);
        return parsed(&text).ok_or(KeptHeadError::NoHead);
    }
    source.rewind()?;
    let archive = Archive::open(source, limits)?;
    let bytes = |path: &str| -> Result<Vec<u8>, KeptHeadError> {
        let bytes = archive.bytes(path, limits)?;
        bytes.ok_or(KeptHeadError::NoHead)
    };
    let head = bytes(layout::CUSTODY_HEAD)?;
    let signature = bytes(layout::HEAD_SIGNATURE)?;
    let own = String::from_utf8_lossy(&bytes(layout::ALLOWED_SIGNERS)?).into_owned();
    let own = PublicKey::read_all(&own).unwrap_or_default();
    key::check(
        keys.unwrap_or(&own),
        CUSTODY_NAMESPACE,
        &head,
        &String::from_utf8_lossy(&signature),
    )?;
    parsed(&String::from_utf8_lossy(&head)).ok_or(KeptHeadError::NoHead)
}

/// The head of a text in exactly the form of [`documents::custody_head`].
fn parsed(text: &str) -> Option<KeptHead> {
    let mut lines = text.lines();
    let mut line = |name: &str| lines.next()?.strip_prefix(name).map(str::to_owned);
    let incident = line("incident: ")?;
    let head = Head {
        sequence: line("sequence: ")?.parse().ok()?,
        hash: line("hash: ")?,
        time: line("time: ")?,
    };
    (documents::head_text(&incident, &head) == text).then_some(KeptHead { incident, head })
}

impl<R: Read + Seek> Check<R> {
    /// Compares a record of the log with the head that was kept.
    pub(super) fn continued(&mut self, head: &Head) {
        if self.earlier.as_ref().is_some_and(|kept| kept.head == *head) {
            self.verdict.continues = Some(head.sequence);
            self.earlier = None;
        }
    }

    /// Reports that the log does not continue the head that was kept.
    pub(super) fn not_continued(&mut self) {
        let Some(KeptHead { head, .. }) = self.earlier.take() else {
            return;
        };
        if head == Head::empty() {
            self.verdict.continues = Some(0);
            return;
        }
        let last = self.verdict.log_head.as_ref();
        let last = last.map_or(0, |last| last.sequence);
        let sentence = match last < head.sequence {
            true => format!(
                "ends at record {last}: it does not continue the earlier head, which is record {}",
                head.sequence
            ),
            false => format!(
                "does not continue the earlier head: record {} is another one, so that the log \
                 was written anew or is of another incident",
                head.sequence
            ),
        };
        self.find(layout::CUSTODY, sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_head_is_read_in_its_one_form_alone() {
        let head = Head {
            sequence: 7,
            hash: "ab".into(),
            time: "2026-01-01T00:00:00.000000Z".into(),
        };
        let text = documents::head_text("i", &head);
        let kept = parsed(&text).unwrap();
        assert_eq!((kept.incident.as_str(), &kept.head), ("i", &head));
        for other in [
            text.replace("hash", "Hash"),
            text.trim_end().to_owned(),
            text.clone() + "more\n",
            text.replace("sequence: 7", "sequence: x"),
        ] {
            assert_eq!(parsed(&other), None, "{other}");
        }
    }
}
