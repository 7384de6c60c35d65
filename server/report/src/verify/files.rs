//! Checks that every byte is as it was signed: names, manifests, hashes, signatures.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek};

use casework::custody::hex;
use sha2::{Digest as _, Sha256};

use super::{ArchiveError, Check, shown};
use crate::key::{self, BUNDLE_NAMESPACE, CUSTODY_NAMESPACE, PublicKey, SignatureError};
use crate::layout;

const BUFFER_BYTES: usize = 256 * 1024;

impl<R: Read + Seek> Check<R> {
    /// Checks names, hashes, manifests and signatures.
    pub(super) fn files(&mut self, keys: Option<&[PublicKey]>) -> Result<(), ArchiveError> {
        self.names();
        self.hash_all()?;
        self.manifest(layout::TAG_MANIFEST, |path| !path.starts_with("data/"))?;
        self.manifest(layout::MANIFEST, |path| path.starts_with("data/"))?;
        let own = self.own_keys()?;
        let keys = keys.unwrap_or(&own);
        let signer = self.signature(
            keys,
            BUNDLE_NAMESPACE,
            (layout::TAG_MANIFEST, layout::BAG_SIGNATURE),
        )?;
        self.verdict.signer = signer.map(|key| key.fingerprint());
        self.signature(
            keys,
            CUSTODY_NAMESPACE,
            (layout::CUSTODY_HEAD, layout::HEAD_SIGNATURE),
        )?;
        Ok(())
    }

    /// Checks which files exist and which must not. Originals, prices and statements are
    /// compared with their indexes later.
    fn names(&mut self) {
        let folders = ["data/originals/", "data/prices/", "data/statements/"];
        for path in self.archive.paths() {
            let known = layout::TAG_FILES.contains(&path.as_str())
                || layout::PAYLOAD_FILES.contains(&path.as_str())
                || folders.iter().any(|folder| path.starts_with(folder));
            if !known {
                self.find(path, "no bundle has such a file: it was added");
            }
        }
        for path in layout::TAG_FILES.iter().chain(&layout::PAYLOAD_FILES) {
            if !self.archive.has(path) {
                self.find(*path, "is missing");
            }
        }
    }

    fn hash_all(&mut self) -> Result<(), ArchiveError> {
        for path in self.archive.paths() {
            let Some(section) = self.archive.section(&path) else {
                continue;
            };
            let mut hash = Sha256::new();
            let mut reader = io::BufReader::with_capacity(BUFFER_BYTES, section);
            self.verdict.checked.bytes += io::copy(&mut reader, &mut hash)?;
            self.verdict.checked.files += 1;
            self.hashes.insert(path, hex(&hash.finalize()));
        }
        Ok(())
    }

    /// Compares one manifest with its files.
    fn manifest(&mut self, name: &str, is_for: fn(&str) -> bool) -> Result<(), ArchiveError> {
        let Some(bytes) = self.archive.bytes(name, &self.limits.verifying)? else {
            return Ok(());
        };
        let mut listed = BTreeMap::new();
        for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let place = format!("{name}:{}", index + 1);
            match manifest_line(line) {
                Some((sha256, path)) if is_for(&path) => {
                    if listed.insert(path.clone(), sha256).is_some() {
                        self.find(place, format!("{} is listed twice", shown(&path)));
                    }
                }
                _ => self.find(place, "is no line of this manifest"),
            }
        }
        for path in self.archive.paths() {
            // No manifest can list the tag manifest or its signature.
            let apart = path == layout::TAG_MANIFEST || path.starts_with("signatures/");
            if is_for(&path) && !apart && !listed.contains_key(&path) {
                self.find(path, format!("was added: {name} does not list it"));
            }
        }
        for (path, sha256) in listed {
            match self.hashes.get(&path) {
                None => self.find(path, format!("is missing, but listed in {name}")),
                Some(found) if *found != sha256 => {
                    let sentence = format!(
                        "was changed: its SHA-256 is {found}, {name} was sealed with {sha256}"
                    );
                    self.find(path, sentence);
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The bundle's own keys; their two forms must agree.
    fn own_keys(&mut self) -> Result<Vec<PublicKey>, ArchiveError> {
        let mut found = [Vec::new(), Vec::new()];
        for (keys, path) in found
            .iter_mut()
            .zip([layout::ALLOWED_SIGNERS, layout::PUBLIC_KEY])
        {
            let Some(bytes) = self.archive.bytes(path, &self.limits.verifying)? else {
                continue;
            };
            match PublicKey::read_all(&String::from_utf8_lossy(&bytes)) {
                Ok(read) => *keys = read,
                Err(error) => self.find(path, error.to_string()),
            }
        }
        let [signers, pem] = found;
        if signers != pem {
            let sentence = format!("holds another key than {}", layout::ALLOWED_SIGNERS);
            self.find(layout::PUBLIC_KEY, sentence);
        }
        self.verdict.own_fingerprint = signers.first().map(PublicKey::fingerprint);
        Ok(signers)
    }

    fn signature(
        &mut self,
        keys: &[PublicKey],
        namespace: &str,
        (signed, signature): (&str, &str),
    ) -> Result<Option<PublicKey>, ArchiveError> {
        let message = self.archive.bytes(signed, &self.limits.verifying)?;
        let armoured = self.archive.bytes(signature, &self.limits.verifying)?;
        let (Some(message), Some(armoured)) = (message, armoured) else {
            return Ok(None);
        };
        let armoured = String::from_utf8_lossy(&armoured);
        match key::check(keys, namespace, &message, &armoured) {
            Ok(key) => return Ok(Some(key)),
            Err(SignatureError::Mismatch) => self.find(
                format!("{signed} and {signature}"),
                "do not fit each other: one of the two was changed",
            ),
            Err(error) => self.find(signature, format!("does not hold: {error}")),
        }
        Ok(None)
    }
}

/// `64 hex digits, two spaces, path, line feed` and nothing else.
fn manifest_line(line: &[u8]) -> Option<(String, String)> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (sha256, path) = line.split_once("  ")?;
    let plain = layout::is_sha256(sha256) && !path.is_empty() && path.trim() == path;
    plain.then(|| (sha256.to_owned(), path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_line_has_one_form() {
        let hash = "a".repeat(64);
        assert!(manifest_line(format!("{hash}  data/x\n").as_bytes()).is_some());
        for line in [
            format!("{hash}  data/x"),
            format!("{hash} data/x\n"),
            format!("{hash}  data/x\r\n"),
            format!("{}  data/x\n", "A".repeat(64)),
            format!("{hash}  \n"),
            "\n".to_owned(),
        ] {
            assert!(manifest_line(line.as_bytes()).is_none(), "{line:?}");
        }
    }
}
