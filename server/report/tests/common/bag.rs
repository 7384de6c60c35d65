//! The files of a bundle, taken out and packed again, as somebody who tampers could.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use report::Verdict;
use report::key::{BUNDLE_NAMESPACE, CUSTODY_NAMESPACE, Key};

use super::{key, sha256};

pub type Files = BTreeMap<String, Vec<u8>>;

/// The files of a bundle, by their path below the top folder.
pub fn unpacked(bundle: &[u8]) -> (String, Files) {
    let mut zip = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut files = Files::new();
    let mut top = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().to_string();
        let (folder, path) = name.split_once('/').unwrap();
        folder.clone_into(&mut top);
        let path = path.to_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(path, bytes);
    }
    (top, files)
}

/// The files packed as a bundle again, whatever they are.
pub fn packed(top: &str, files: &Files) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (path, bytes) in files {
        zip.start_file(format!("{top}/{path}"), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Makes everything again that follows from the bytes and from the key: the files that only
/// show others, the count of the payload, the files of the key, the manifests and the
/// signatures.
pub fn resealed(files: &mut Files, signer: &Key) {
    // Nothing follows from a table that cannot be read.
    if let Ok(derived) = report::derived_files(files) {
        files.extend(derived);
    }
    sealed_as_is(files, signer);
}

/// The same without the files that only show others.
pub fn sealed_as_is(files: &mut Files, signer: &Key) {
    let manifest = |files: &Files, payload: bool| -> Vec<u8> {
        let listed = files.iter().filter(|(path, _)| {
            let apart = path.starts_with("tagmanifest") || path.starts_with("signatures/");
            path.starts_with("data/") == payload && !apart
        });
        let lines: String = listed
            .map(|(path, bytes)| format!("{}  {path}\n", sha256(bytes)))
            .collect();
        lines.into_bytes()
    };
    counted_again(files);
    let (old, new) = (key().public(), signer.public());
    for (path, old, new) in [
        ("metadata/README.txt", old.fingerprint(), new.fingerprint()),
        (
            "metadata/allowed_signers",
            old.allowed_signers(),
            new.allowed_signers(),
        ),
        ("metadata/public-key.pem", old.pem(), new.pem()),
    ] {
        if let Some(bytes) = files.get_mut(path) {
            let text = String::from_utf8_lossy(bytes).replace(&old, &new);
            *bytes = text.into_bytes();
        }
    }
    files.insert("manifest-sha256.txt".into(), manifest(files, true));
    let tags = manifest(files, false);
    let head = files["data/provenance/custody-head.txt"].clone();
    files.insert(
        "signatures/tagmanifest-sha256.txt.sshsig".into(),
        signer.sign(BUNDLE_NAMESPACE, &tags).into_bytes(),
    );
    files.insert(
        "signatures/custody-head.txt.sshsig".into(),
        signer.sign(CUSTODY_NAMESPACE, &head).into_bytes(),
    );
    files.insert("tagmanifest-sha256.txt".into(), tags);
}

/// Writes the count of the payload again.
fn counted_again(files: &mut Files) {
    let payload = files.iter().filter(|(path, _)| path.starts_with("data/"));
    let lengths: Vec<usize> = payload.map(|(_, bytes)| bytes.len()).collect();
    let (bytes, count) = (lengths.iter().sum::<usize>(), lengths.len());
    let about = files.get_mut("bag-info.txt").unwrap();
    let text = String::from_utf8(about.clone()).unwrap();
    let (facts, _) = text.split_once("Payload-Oxum: ").unwrap();
    *about = format!("{facts}Payload-Oxum: {bytes}.{count}\n").into_bytes();
}

pub fn named(verdict: &Verdict) -> Vec<String> {
    verdict.findings.iter().map(ToString::to_string).collect()
}
