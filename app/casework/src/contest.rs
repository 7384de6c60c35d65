//! The rules by which a claimant says which entries were not theirs: periods, single rows,
//! and rows that are left out of the periods.
//!
//! A report freezes the rules of a claim, and a bundle lists them. The custody log commits to
//! all rules of a claim at each change ([`crate::Committed::Contest`]), so that whoever checks
//! a bundle can apply the rules again.

use std::collections::{BTreeMap, HashMap, HashSet};

use ledger::Moment;
use ledger::losses::{Period, Rule};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum RuleKind {
    /// Contests everything within a period (METHOD.md,
    /// "What counts as contested").
    Period,
    /// Contests one row.
    Row,
    /// Leaves one row out of the periods, with a reason.
    LeaveOut,
}

impl RuleKind {
    /// The word that databases and bundles keep.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// One rule of a claim. The order of these fields is the order in its commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContestRule {
    /// Random id.
    pub id: String,
    /// What it does.
    pub kind: RuleKind,
    /// First moment of a period, in microseconds since 1970 UTC.
    pub from_us: Option<i64>,
    /// First moment after it.
    pub to_us: Option<i64>,
    /// Only entries of this exchange; empty for all.
    pub exchange: String,
    /// Only entries of this account; empty for all.
    pub account: String,
    /// Only entries that touch this asset; empty for all.
    pub asset: String,
    /// The key of the row, for the other kinds: `sha256!member:line`, without `!member`
    /// outside archives.
    pub row_key: String,
    /// Why it was not theirs, or why it is left out.
    pub reason: String,
    /// Pseudonym of who made it.
    pub added_by: String,
    /// When, in microseconds since 1970 UTC.
    pub added_us: i64,
}

impl ContestRule {
    /// The rule in the form that judges entries, for the row with this key.
    pub fn rule(&self, row_key: &str) -> Rule {
        // A period without a beginning or an end contains nothing.
        let (from_us, to_us) = self.from_us.zip(self.to_us).unwrap_or_default();
        match self.kind {
            RuleKind::Row => Rule::Row(row_key.into()),
            RuleKind::LeaveOut => Rule::LeaveOut(row_key.into()),
            RuleKind::Period => Rule::Period {
                period: Period {
                    from: Moment::from_micros(from_us),
                    to: Moment::from_micros(to_us),
                },
                exchange: self.exchange.as_str().into(),
                account: self.account.as_str().into(),
                asset: self.asset.as_str().into(),
            },
        }
    }
}

/// A rule, as far as it decides which other rule of a row ends.
#[derive(Clone, Copy, Debug)]
pub struct RuleOfRow<'r> {
    /// The key of its row; empty for a period.
    pub row_key: &'r str,
    /// When it was made.
    pub added_us: i64,
}

/// The rules that hold, by their places among those given, each with the key of its row.
///
/// `instead` leads from the keys of rows that do not count, because another file has the row
/// or contradicts it, to those of the rows that count. The latest rule about such a row is
/// repeated for the row that counts, and ends the rules of that row, unless these are as
/// late (METHOD.md, "Rows with the same id").
pub fn followed(
    rules: &[RuleOfRow<'_>],
    instead: &HashMap<String, HashSet<String>>,
) -> Vec<(usize, String)> {
    let of_rows = || {
        let rules = rules.iter().enumerate();
        rules.filter(|(_, rule)| !rule.row_key.is_empty())
    };
    let mut latest: HashMap<&str, i64> = HashMap::new();
    for (_, rule) in of_rows() {
        let own = latest.entry(rule.row_key).or_insert(i64::MIN);
        *own = (*own).max(rule.added_us);
    }
    let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, rule) in of_rows() {
        for counts in instead.get(rule.row_key).into_iter().flatten() {
            let own = latest.get(counts.as_str());
            let known = carried.get(counts.as_str());
            let is_latest = own.is_none_or(|own| rule.added_us > *own)
                && known.is_none_or(|known| rule.added_us > rules[*known].added_us);
            if is_latest {
                carried.insert(counts, at);
            }
        }
    }
    let own = rules.iter().enumerate();
    let own = own.filter(|(_, rule)| !carried.contains_key(rule.row_key));
    let own = own.map(|(at, rule)| (at, rule.row_key.to_owned()));
    let mut all: Vec<(usize, String)> = own.collect();
    all.extend(carried.into_iter().map(|(key, at)| (at, key.to_owned())));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(given: &[(&'static str, i64)]) -> Vec<RuleOfRow<'static>> {
        let given = given.iter();
        given
            .map(|&(row_key, added_us)| RuleOfRow { row_key, added_us })
            .collect()
    }

    #[test]
    fn latest_rule_about_a_row_holds_for_the_row_that_counts_in_its_place() {
        let instead = HashMap::from([("old".to_owned(), HashSet::from(["new".to_owned()]))]);
        let check = |given: &[(&'static str, i64)], expected: &[(usize, &str)]| {
            let found = followed(&rules(given), &instead);
            let found: Vec<(usize, &str)> = found.iter().map(|(at, key)| (*at, &**key)).collect();
            assert_eq!(found, expected);
        };
        check(&[("", 0), ("old", 1)], &[(0, ""), (1, "old"), (1, "new")]);
        check(&[("old", 1), ("new", 0)], &[(0, "old"), (0, "new")]);
        check(&[("old", 1), ("new", 1)], &[(0, "old"), (1, "new")]);
        check(&[("other", 1)], &[(0, "other")]);
        check(
            &[("old", 1), ("old", 2)],
            &[(0, "old"), (1, "old"), (1, "new")],
        );
    }
}
