//! The places and names of files in a bundle.
//!
//! Paths are made from references and hashes, never from a name that somebody gave, because
//! tools write such names in different ways.

use casework::snapshot::{Claim, Content, File, Line, PriceFile};

pub(crate) const ORIGINALS_INDEX: &str = "data/originals/index.csv";
pub(crate) const CLAIMS: &str = "data/normalized/claims.csv";
pub(crate) const ENTRIES: &str = "data/normalized/entries.csv";
pub(crate) const LOSSES: &str = "data/normalized/losses.csv";
pub(crate) const CREDITS: &str = "data/normalized/credits.csv";
pub(crate) const EXCLUSIONS: &str = "data/normalized/exclusions.csv";
pub(crate) const CONFLICTS: &str = "data/normalized/conflicts.csv";
pub(crate) const DECISIONS: &str = "data/normalized/decisions.csv";
pub(crate) const TOTALS: &str = "data/normalized/totals.json";
pub(crate) const DATAPACKAGE: &str = "data/normalized/datapackage.json";
pub(crate) const PRICES_INDEX: &str = "data/prices/index.csv";
pub(crate) const PRICES: &str = "data/prices/prices.csv";
pub(crate) const METHOD_TEXT: &str = "data/method/METHOD.md";
pub(crate) const METHOD: &str = "data/method/method.json";
pub(crate) const CUSTODY: &str = "data/provenance/custody.jsonl";
pub(crate) const FACTS: &str = "data/provenance/report.json";
pub(crate) const CUSTODY_HEAD: &str = "data/provenance/custody-head.txt";
pub(crate) const CLAIMANTS: &str = "data/statements/claimants.csv";
pub(crate) const CONSENTS: &str = "data/statements/consents.csv";
pub(crate) const README: &str = "metadata/README.txt";
pub(crate) const VERIFY_SH: &str = "metadata/VERIFY.sh";
pub(crate) const ALLOWED_SIGNERS: &str = "metadata/allowed_signers";
pub(crate) const PUBLIC_KEY: &str = "metadata/public-key.pem";
pub(crate) const PROFILE: &str = "metadata/bagit-profile.json";
pub(crate) const BAG_INFO: &str = "bag-info.txt";
pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
pub(crate) const BAG_SIGNATURE: &str = "signatures/tagmanifest-sha256.txt.sshsig";
pub(crate) const HEAD_SIGNATURE: &str = "signatures/custody-head.txt.sshsig";

/// The tag files of a bundle: all of them, and no other.
pub(crate) const TAG_FILES: [&str; 11] = [
    "bagit.txt",
    BAG_INFO,
    MANIFEST,
    TAG_MANIFEST,
    README,
    VERIFY_SH,
    ALLOWED_SIGNERS,
    PUBLIC_KEY,
    PROFILE,
    BAG_SIGNATURE,
    HEAD_SIGNATURE,
];

/// The payload files of every bundle.
pub(crate) const PAYLOAD_FILES: [&str; 19] = [
    ORIGINALS_INDEX,
    CLAIMS,
    ENTRIES,
    LOSSES,
    CREDITS,
    EXCLUSIONS,
    CONFLICTS,
    DECISIONS,
    TOTALS,
    DATAPACKAGE,
    PRICES_INDEX,
    PRICES,
    METHOD_TEXT,
    METHOD,
    CUSTODY,
    FACTS,
    CUSTODY_HEAD,
    CLAIMANTS,
    CONSENTS,
];

/// The one top folder.
pub fn top(content: &Content) -> String {
    format!("redress-{}-{}", content.incident.slug, content.number)
}

/// Where an original lies.
pub(crate) fn original(claim: &str, file: &File) -> String {
    let extension = extension(&file.media_type);
    format!("data/originals/{claim}/{}.{extension}", file.sha256)
}

/// The path of a price file.
pub(crate) fn prices(file: &PriceFile) -> String {
    format!("data/prices/{}.csv", file.sha256)
}

/// The path of a claimant's statement and declaration.
pub(crate) fn statement(claim: &str) -> String {
    format!("data/statements/{claim}.json")
}

/// An extension by content, so that a double click opens the right program and never runs
/// anything.
fn extension(media_type: &str) -> &'static str {
    match media_type.split(';').next().unwrap_or_default().trim() {
        "text/csv" => "csv",
        "text/plain" => "txt",
        "application/zip" => "zip",
        "application/pdf" => "pdf",
        "application/json" => "json",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        _ => "bin",
    }
}

/// The name of a line's file in a bundle: the path of the original, and the member if it is
/// an archive. A typed-in line has no file.
pub(crate) fn file_of(claim: &Claim, line: &Line) -> String {
    let sha256 = line.evidence.as_deref().unwrap_or_default();
    place(claim, sha256, &line.entry.file)
}

/// The same for a file with this hash and the name under which it was read.
pub(crate) fn place(claim: &Claim, sha256: &str, read: &str) -> String {
    let files = &mut claim.files.iter().filter(|file| file.sha256 == sha256);
    let inside = |file: &File| {
        let member = read.strip_prefix(file.read_as.as_str())?;
        let plain = member.is_empty() || member.starts_with('!');
        plain.then(|| original(&claim.reference, file) + member)
    };
    files.find_map(inside).unwrap_or_else(|| read.to_owned())
}

/// The same for a file known only by the name under which it was read.
pub(crate) fn place_read(claim: &Claim, read: &str) -> String {
    let holds = |file: &&File| {
        let member = read.strip_prefix(file.read_as.as_str());
        member.is_some_and(|member| member.is_empty() || member.starts_with('!'))
    };
    // A name may begin like another, so that the longest match is used.
    let files = claim.files.iter().filter(holds);
    let file = files.max_by_key(|file| file.read_as.len());
    file.map_or_else(|| read.to_owned(), |file| place(claim, &file.sha256, read))
}

/// Whether a text may be part of a path: letters, digits and `-`.
pub(crate) fn is_plain(text: &str) -> bool {
    let letters = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    letters && !text.is_empty() && text.len() <= 64
}

/// Whether a text is a SHA-256 in lower-case hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
