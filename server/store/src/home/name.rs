//! Names of stored files. They consist of plain segments, so that no name leads out of the
//! folder or the bucket's prefix, and a name means the same in both.

use std::fmt;

use crate::error::StoreError;

/// The longest segment that every file system accepts.
const SEGMENT_BYTES_MAX: usize = 255;

/// The folder of originals, snapshots and bundles.
const EVIDENCE: &str = "evidence";
/// The folder of derived files.
const DERIVED: &str = "derived";

/// The name of a stored file, or of a folder of such files. It consists of segments of ASCII
/// letters, digits, `-`, `_` and `.`, joined by `/`. No segment begins with a dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

/// The parts of a name of bytes under their hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashedName {
    /// Id of the incident.
    pub incident: String,
    /// SHA-256 of the bytes: lower-case hex.
    pub sha256: String,
}

impl FileName {
    /// A name of these segments.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where one is not a plain segment, because no file can have
    /// it.
    pub fn new(segments: &[&str]) -> Result<FileName, StoreError> {
        let plain = !segments.is_empty() && segments.iter().all(|segment| is_plain(segment));
        match plain {
            true => Ok(FileName(segments.join("/"))),
            false => Err(StoreError::NotFound("file")),
        }
    }

    /// The name of bytes of an incident: `evidence/<incident>/<2 hex>/<sha256>`. There are
    /// two levels, so that no folder grows without bound.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the id or the hash is invalid.
    pub fn evidence(incident: &str, sha256: &str) -> Result<FileName, StoreError> {
        if !is_sha256(sha256) {
            return Err(StoreError::NotFound("file"));
        }
        FileName::new(&[EVIDENCE, incident, &sha256[..2], sha256])
    }

    /// The folder of all evidence of an incident.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the id is invalid.
    pub fn evidence_of(incident: &str) -> Result<FileName, StoreError> {
        FileName::new(&[EVIDENCE, incident])
    }

    /// The folder of all evidence.
    pub fn all_evidence() -> FileName {
        FileName(EVIDENCE.to_owned())
    }

    /// A derived file of a claim: `derived/<incident>/<claim>/<id>/<file>`. The `id` is that
    /// of its import, generation or valuation, and `file` is `<number>-<sha256>.<ending>`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where one of them is not a plain segment.
    pub fn derived(
        incident: &str,
        claim: &str,
        id: &str,
        file: &str,
    ) -> Result<FileName, StoreError> {
        FileName::new(&[DERIVED, incident, claim, id, file])
    }

    /// The folder of all derived files.
    pub fn all_derived() -> FileName {
        FileName(DERIVED.to_owned())
    }

    /// The folder of the derived files of one claim.
    ///
    /// # Errors
    /// As [`FileName::derived`].
    pub fn derived_of_claim(incident: &str, claim: &str) -> Result<FileName, StoreError> {
        FileName::new(&[DERIVED, incident, claim])
    }

    /// A name from a list of files; none where no file here can have it.
    pub(super) fn listed(text: &str) -> Option<FileName> {
        text.split('/')
            .all(is_plain)
            .then(|| FileName(text.to_owned()))
    }

    /// With slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts between the slashes.
    pub fn segments(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The parts of a name of evidence; none for any other name.
    pub fn as_evidence(&self) -> Option<HashedName> {
        let segments: Vec<&str> = self.segments().collect();
        let [EVIDENCE, incident, _, sha256] = segments[..] else {
            return None;
        };
        let same = FileName::evidence(incident, sha256).is_ok_and(|name| name == *self);
        same.then(|| HashedName {
            incident: incident.to_owned(),
            sha256: sha256.to_owned(),
        })
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_plain(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !segment.is_empty()
        && segment.len() <= SEGMENT_BYTES_MAX
        && !segment.starts_with('.')
        && segment.bytes().all(plain)
}

fn is_sha256(text: &str) -> bool {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == 64 && text.bytes().all(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_plain_segments_alone() {
        let sha256 = "0a".repeat(32);
        let name = FileName::evidence("i-1", &sha256).unwrap();
        assert_eq!(name.as_str(), format!("evidence/i-1/0a/{sha256}"));
        let name = FileName::derived("i", "c", "g", "0-ab.parquet").unwrap();
        assert_eq!(name.as_str(), "derived/i/c/g/0-ab.parquet");
        let long = "a".repeat(256);
        for hostile in [
            "", ".", "..", "../x", "a/b", "/", "a\\b", "a\0", "é", "a b", ".hidden", "%2e%2e",
            "a?b", "a#b", &long,
        ] {
            assert!(FileName::evidence(hostile, &sha256).is_err(), "{hostile:?}");
            assert!(FileName::evidence("i", hostile).is_err(), "{hostile:?}");
            assert!(
                FileName::derived("i", "c", hostile, "f").is_err(),
                "{hostile:?}"
            );
            assert!(
                FileName::derived("i", "c", "g", hostile).is_err(),
                "{hostile:?}"
            );
            assert_eq!(FileName::listed(&format!("evidence/{hostile}/")), None);
        }
        assert!(
            FileName::evidence("i", &"0A".repeat(32)).is_err(),
            "lower case"
        );
        assert!(FileName::new(&[]).is_err());
    }

    #[test]
    fn only_bytes_under_their_hash_are_evidence() {
        let sha256 = "0a".repeat(32);
        let name = FileName::evidence("i", &sha256).unwrap();
        let apart = name.as_evidence().unwrap();
        assert_eq!(
            (apart.incident.as_str(), apart.sha256),
            ("i", sha256.clone())
        );
        for other in [
            format!("evidence/i/0b/{sha256}"),
            format!("evidence/i/{sha256}"),
            format!("derived/i/0a/{sha256}"),
            "evidence/i/0a/0a".to_owned(),
        ] {
            let name = FileName::listed(&other).unwrap();
            assert_eq!(name.as_evidence(), None, "{other}");
        }
    }
}
