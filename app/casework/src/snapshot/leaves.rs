//! The frozen manifest of a report: a hash tree over what the report states of all claims
//! and over each claim. The record of the freezing in the custody log carries its root.
//!
//! A bundle has the facts of the claims in it, and of every other claim the hash alone.
//! Whoever computes the root again shows that the facts are those that were frozen.

use ledger::{Money, Text};

use super::{Claim, Content, LinesFile};
use crate::commitment::{Committed, leaf_salt};
use crate::counting::SumOf;
use crate::custody::hex;
use crate::tree::{Hash, root};

/// A claim in the tree of its report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The reference of the claim.
    pub reference: String,
    /// Its hash.
    pub hash: Hash,
    /// Its salt ([`leaf_salt`]).
    pub salt: String,
    /// The commitment to the claimant's name and mail address.
    pub person: Text,
    /// SHA-256 of the file of the claim's frozen lines; empty where it has none.
    pub lines: String,
    /// The hash over the claim's entries; empty where it has no lines.
    pub entries: String,
}

impl Content {
    /// The claims of the report in its tree, in the order of its claims.
    pub fn leaves(&self) -> Vec<Leaf> {
        self.claims.iter().map(Claim::leaf).collect()
    }

    /// The leaves of the tree: what the report states of all claims, then each claim.
    pub fn tree(&self) -> Vec<Hash> {
        let files = self.price_files.iter();
        let price_files: Vec<&str> = files.map(|file| &*file.sha256).collect();
        let report = Committed::Report {
            number: self.number,
            method: &self.method.version,
            terms: &self.method.terms,
            price_files: &price_files,
        };
        let claims = self.claims.iter().map(|claim| claim.leaf().hash);
        [report.leaf("")].into_iter().chain(claims).collect()
    }

    /// The root of the tree, for the record that the report was frozen.
    pub fn commitment(&self) -> Text {
        hex(&root(&self.tree())).into()
    }
}

impl Claim {
    /// The claim in the tree of its report.
    pub fn leaf(&self) -> Leaf {
        let person = Committed::Person {
            name: &self.claimant_name,
            mail: &self.claimant_mail,
        };
        let person = person.hash(&self.salt);
        let (salt, lines) = (leaf_salt(&self.salt), self.lines.as_ref());
        let entries = lines.map_or("", |file| &*file.summary.entries);
        let lines = lines.map_or("", |file| &*file.sha256);
        let files: Vec<&str> = self.files.iter().map(|file| &*file.sha256).collect();
        let claim = Committed::Claim {
            reference: &self.reference,
            state: self.state,
            person: &person,
            files: &files,
            lines,
            entries,
            net: self.net(),
        };
        Leaf {
            reference: self.reference.clone(),
            hash: claim.leaf(&salt),
            lines: lines.to_owned(),
            entries: entries.to_owned(),
            salt,
            person,
        }
    }

    /// The lines that no coordinator excluded and that have a price, less the credits,
    /// whatever the state of the claim.
    pub fn net(&self) -> Money {
        let sums = self
            .lines
            .iter()
            .flat_map(|LinesFile { summary, .. }| &summary.sums);
        let of_claim = sums.filter(|row| row.of == SumOf::Claim);
        let lines: Money = of_claim.map(|row| row.cell.amount).sum();
        let credits = self.credits.iter().filter_map(|line| line.value);
        lines - credits.sum::<Money>()
    }
}

#[cfg(test)]
mod tests {
    use ledger::losses::Terms;

    use super::*;
    use crate::claim::ClaimState;
    use crate::counting::TotalsBuilder;
    use crate::custody::Head;
    use crate::snapshot::{Incident, Method};

    fn claim(reference: &str, salt: &str) -> Claim {
        Claim {
            reference: reference.into(),
            salt: salt.into(),
            state: ClaimState::Submitted,
            claimant_name: "Ada".into(),
            claimant_mail: "ada@example.org".into(),
            files: Vec::new(),
            lines: None,
            contested: Vec::new(),
            conflicts: Vec::new(),
            conflict_decisions: Vec::new(),
            credits: Vec::new(),
            positions_not_valued: Vec::new(),
            flat_before: None,
            statement: None,
            consents: Vec::new(),
            declaration: None,
        }
    }

    fn content(claims: Vec<Claim>) -> Content {
        let terms = Terms::default();
        Content {
            document_version: crate::snapshot::DOCUMENT_VERSION,
            incident: Incident {
                id: "i".into(),
                slug: "i".into(),
                name: "I".into(),
                from_us: None,
                to_us: None,
                venues: Vec::new(),
            },
            number: 1,
            frozen_at_us: 0,
            totals: TotalsBuilder::new(&terms, 1).finish().unwrap(),
            method: Method {
                version: "FMV/1.2.0".into(),
                terms,
                time_zone_database: "2026a".into(),
            },
            claims,
            price_version: 1,
            price_files: Vec::new(),
            custody_head: Head::empty(),
        }
    }

    #[test]
    fn root_changes_with_each_fact_of_a_claim_and_of_the_report() {
        let base = content(vec![claim("R-1", "s"), claim("R-2", "t")]);
        let root = base.commitment();
        let changes: [fn(&mut Content); 7] = [
            |c| c.number += 1,
            |c| c.method.version.push('x'),
            |c| c.method.terms.currency = "EUR".into(),
            |c| c.claims[1].state = ClaimState::Accepted,
            |c| c.claims[1].claimant_name.push('x'),
            |c| c.claims[1].salt.push('x'),
            |c| c.claims.truncate(1),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut changed = base.clone();
            change(&mut changed);
            assert_ne!(changed.commitment(), root, "{number}");
        }
        // The time of the freezing is in its record, and is no fact of the tree.
        let mut later = base.clone();
        later.frozen_at_us += 1;
        assert_eq!(later.commitment(), root);
    }

    #[test]
    fn equal_claims_have_the_same_leaf_in_two_reports() {
        let mut second = content(vec![claim("R-1", "s")]);
        second.number = 2;
        let first = content(vec![claim("R-1", "s"), claim("R-2", "t")]);
        assert_eq!(first.leaves()[0], second.leaves()[0]);
        assert_ne!(first.leaves()[0].hash, first.leaves()[1].hash);
    }
}
