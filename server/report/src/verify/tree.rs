//! Checks the tree of the report: that the facts of each claim in the bundle are those of its
//! leaf, and that all leaves together have the root that the custody log committed to when
//! the report was frozen.

use std::io::{Read, Seek};

use casework::custody::hex;
use casework::tree::{Hash, audit_paths, from_hex, root};
use casework::{Committed, leaf_salt};
use ledger::Text;

use super::claims::ListedClaim;
use super::sums::Recomputed;
use super::table::TableRow;
use super::{ArchiveError, Check, Settings, shown};
use crate::layout;
use crate::tables;

/// The hash over no entries.
const NO_ENTRIES: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A claim in the list of leaves.
pub(super) struct ListedLeaf {
    pub(super) claim: String,
    /// Where it stands.
    place: String,
    /// The hash of its leaf, in hex.
    pub(super) commitment: String,
    pub(super) salt: String,
    person: String,
    lines: String,
    entries: String,
    path: String,
}

impl ListedLeaf {
    fn of(row: &TableRow) -> ListedLeaf {
        let cell = |at: usize| row.cells[at].to_owned();
        ListedLeaf {
            claim: cell(0),
            place: format!("{}:{}", layout::LEAVES, row.line),
            commitment: cell(1),
            salt: cell(2),
            person: cell(3),
            lines: cell(4),
            entries: cell(5),
            path: cell(6),
        }
    }

    /// Whether it shows the hash alone.
    fn is_closed(&self) -> bool {
        let opened = [
            &self.salt,
            &self.person,
            &self.lines,
            &self.entries,
            &self.path,
        ];
        opened.iter().all(|cell| cell.is_empty())
    }
}

impl<R: Read + Seek> Check<R> {
    /// Reads the leaves, which must be those of the claims in their order.
    pub(super) fn leaves(
        &mut self,
        claims: &[ListedClaim],
    ) -> Result<Vec<ListedLeaf>, ArchiveError> {
        let mut leaves: Vec<ListedLeaf> = Vec::new();
        self.each_row(layout::LEAVES, &tables::LEAF_COLUMNS, |_, row| {
            leaves.push(ListedLeaf::of(&row));
            Ok(())
        })?;
        let listed = leaves.iter().map(|leaf| &leaf.claim);
        if !listed.eq(claims.iter().map(|claim| &claim.reference)) {
            let sentence = format!("does not list the claims of {}", layout::CLAIMS);
            self.find(layout::LEAVES, sentence);
        }
        Ok(leaves)
    }

    /// Compares the facts of the claims with their leaves, and computes the root.
    pub(super) fn tree(
        &mut self,
        settings: &Settings,
        claims: &[ListedClaim],
        recomputed: &Recomputed,
    ) {
        for leaf in &settings.leaves {
            let mut claims = claims.iter();
            match claims.find(|claim| claim.reference == leaf.claim) {
                Some(claim) if claim.shared => self.leaf(settings, (claim, leaf), recomputed),
                _ if !leaf.is_closed() => {
                    let sentence = "shows more than the hash of a claim that is not shared here";
                    self.find(leaf.place.clone(), sentence);
                }
                _ => {}
            }
        }
        let hashes = self.hashes(settings);
        let root = Text::from(hex(&root(&hashes)));
        self.paths(settings, claims, &hashes);
        if settings.facts.claims_root != root {
            let sentence = format!(
                "names another root than the leaves of {} have",
                layout::LEAVES
            );
            self.find(layout::FACTS, sentence);
        }
        self.commitment = Some(root);
    }

    /// Compares the facts of a claim with its leaf.
    fn leaf(
        &mut self,
        settings: &Settings,
        (claim, leaf): (&ListedClaim, &ListedLeaf),
        recomputed: &Recomputed,
    ) {
        let reference = &claim.reference;
        let (salt, person) = match self.kind.names_people() {
            true => {
                let person = settings.persons.get(reference).cloned();
                (
                    leaf_salt(settings.salt(reference)),
                    person.unwrap_or_default(),
                )
            }
            false => (leaf.salt.clone(), leaf.person.as_str().into()),
        };
        let files = settings.files.get(reference).into_iter().flatten();
        let files: Vec<&str> = files.map(String::as_str).collect();
        let figures = recomputed.figures.get(reference);
        let fact = Committed::Claim {
            reference,
            state: claim.state,
            person: &person,
            files: &files,
            lines: &leaf.lines,
            entries: self.entries_of(leaf, recomputed),
            net: figures.map(|figures| figures.net).unwrap_or_default(),
        };
        let is_same = hex(&fact.leaf(&salt)) == leaf.commitment;
        if !is_same || salt != leaf.salt || person != leaf.person {
            let sentence = format!(
                "is not the commitment to the name, mail and state of {}, to its originals, its \
                 entries and its net",
                shown(reference)
            );
            self.find(leaf.place.clone(), sentence);
        }
    }

    /// The hash over the entries of a claim. In a bundle with originals, these show the
    /// entries, and the rows of the table may stand in any order.
    fn entries_of<'l>(&self, leaf: &'l ListedLeaf, recomputed: &'l Recomputed) -> &'l str {
        if self.kind.names_people() {
            return &leaf.entries;
        }
        match recomputed.digests.get(&leaf.claim) {
            Some(digest) => digest,
            None if leaf.lines.is_empty() => "",
            None => NO_ENTRIES,
        }
    }

    /// The leaves of the tree: what the report states of all claims, then each claim.
    fn hashes(&mut self, settings: &Settings) -> Vec<Hash> {
        let files = settings.price_files.iter();
        let price_files: Vec<&str> = files.map(String::as_str).collect();
        let report = Committed::Report {
            number: settings.facts.number,
            method: &settings.method.method,
            terms: &settings.method.terms,
            price_files: &price_files,
        };
        let mut hashes = vec![report.leaf("")];
        for leaf in &settings.leaves {
            let hash = from_hex(&leaf.commitment);
            if hash.is_none() {
                self.find(leaf.place.clone(), "has no hash as its commitment");
            }
            hashes.push(hash.unwrap_or_default());
        }
        hashes
    }

    /// Checks that the audit path of each shared claim leads to the root.
    fn paths(&mut self, settings: &Settings, claims: &[ListedClaim], hashes: &[Hash]) {
        let is_shared = |reference: &str| {
            let mut claims = claims.iter();
            claims.any(|claim| claim.shared && claim.reference == reference)
        };
        // The first leaf is the report's own.
        let paths = audit_paths(hashes).into_iter().skip(1);
        for (leaf, path) in settings.leaves.iter().zip(paths) {
            if is_shared(&leaf.claim) && leaf.path != tables::path_text(&path) {
                let sentence = "has another audit path than the leaves give";
                self.find(leaf.place.clone(), sentence);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use casework::snapshot::EntriesDigest;

    use super::*;

    #[test]
    fn hash_over_no_entries_is_that_of_an_empty_digest() {
        assert_eq!(EntriesDigest::default().finish(), NO_ENTRIES);
    }
}
