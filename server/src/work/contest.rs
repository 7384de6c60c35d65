//! Which entries of a claim are contested, by its rules, and why.

use std::collections::HashMap;

use ledger::Entry;
use ledger::losses::{Contest, Period};
use store::{ContestRule, RuleKind};

use super::book::moment;

/// What the rules say of each entry, in the order of the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contested {
    /// Why it is contested; none when it is not.
    pub reasons: Vec<Option<String>>,
    /// Why it is left out of a contested period; none when it is not.
    pub left_out: Vec<Option<String>>,
}

/// Applies the rules. Each takes in whole groups (method §1.3); a row that is
/// left out is not contested whatever else says so, and where several rules
/// contest an entry the first one gives the reason.
pub fn apply(rules: &[ContestRule], entries: &[&Entry], keys: &[&str]) -> Contested {
    let mut contested = Contested {
        reasons: vec![None; entries.len()],
        left_out: vec![None; entries.len()],
    };
    for rule in rules.iter().filter(|rule| rule.kind == RuleKind::Period) {
        for place in within_period(rule, entries) {
            contested.reasons[place].get_or_insert_with(|| rule.reason.clone());
        }
    }
    for (kind, told) in [
        (RuleKind::Row, &mut contested.reasons),
        (RuleKind::LeaveOut, &mut contested.left_out),
    ] {
        let named: HashMap<&str, &str> = rules
            .iter()
            .filter(|rule| rule.kind == kind)
            .map(|rule| (rule.row_key.as_str(), rule.reason.as_str()))
            .collect();
        for (place, reason) in named_rows(&named, entries, keys) {
            told[place].get_or_insert(reason);
        }
    }
    for (reason, left_out) in contested.reasons.iter_mut().zip(&mut contested.left_out) {
        match left_out {
            // Only what would have been contested is left out of anything.
            Some(_) if reason.is_none() => *left_out = None,
            Some(_) => *reason = None,
            None => {}
        }
    }
    contested
}

/// The places that a period takes in.
fn within_period(rule: &ContestRule, entries: &[&Entry]) -> Vec<usize> {
    let (Some(from_us), Some(to_us)) = (rule.from_us, rule.to_us) else {
        return Vec::new();
    };
    let within: Vec<usize> = (0..entries.len())
        .filter(|place| {
            let entry = entries[*place];
            (rule.exchange.is_empty() || entry.exchange == rule.exchange)
                && (rule.account.is_empty() || entry.account == rule.account)
        })
        .collect();
    let candidates: Vec<&Entry> = within.iter().map(|place| entries[*place]).collect();
    let contest = Contest {
        periods: vec![Period {
            from: moment(from_us),
            to: moment(to_us),
        }],
        asset: (!rule.asset.is_empty()).then(|| rule.asset.as_str().into()),
        ..Contest::default()
    };
    let contested = contest.select(&candidates).contested;
    contested.into_iter().map(|place| within[place]).collect()
}

/// The places of rows that are named, and of all that is in one group with them.
fn named_rows(
    named: &HashMap<&str, &str>,
    entries: &[&Entry],
    keys: &[&str],
) -> Vec<(usize, String)> {
    if named.is_empty() {
        return Vec::new();
    }
    let mut groups: HashMap<Group<'_>, &str> = HashMap::new();
    for (entry, key) in entries.iter().zip(keys) {
        if let (Some(group), Some(reason)) = (group(entry), named.get(key)) {
            groups.entry(group).or_insert(reason);
        }
    }
    let reason = |entry: &Entry, key: &str| {
        let own = named.get(key).copied();
        own.or_else(|| groups.get(&group(entry)?).copied())
    };
    entries
        .iter()
        .zip(keys)
        .enumerate()
        .filter_map(|(place, (entry, key))| Some((place, reason(entry, key)?.to_owned())))
        .collect()
}

type Group<'e> = (&'e str, &'e str, &'e str);

/// What joins the legs that a file does not pair (as the ledger joins them).
fn group(entry: &Entry) -> Option<Group<'_>> {
    let joined = !entry.group.is_empty() && entry.kind.is_taken_by_a_period();
    joined.then_some((&entry.exchange, &entry.account, &entry.group))
}

#[cfg(test)]
mod tests {
    use ledger::{Kind, Moment, ZoneSource};

    use super::*;

    fn entry(line: u64, seconds: i64, kind: Kind, group: &str) -> Entry {
        Entry {
            file: "a.csv".into(),
            lines: line.into(),
            format: "x".into(),
            reader_version: "1".into(),
            exchange: "binance".into(),
            account: "main".into(),
            account_in_file: "".into(),
            time: Moment::from_seconds(seconds),
            time_raw: "".into(),
            zone_source: ZoneSource::Value,
            kind,
            market: "".into(),
            side: None,
            price: None,
            out: None,
            in_: None,
            fee: None,
            order_id: "".into(),
            trade_id: "".into(),
            group: group.into(),
            note: "".into(),
        }
    }

    fn rule(kind: RuleKind, key: &str, reason: &str) -> ContestRule {
        ContestRule {
            id: reason.to_owned(),
            kind,
            from_us: Some(10_000_000),
            to_us: Some(20_000_000),
            exchange: String::new(),
            account: String::new(),
            asset: String::new(),
            row_key: key.to_owned(),
            reason: reason.to_owned(),
            added_at_us: 0,
        }
    }

    fn check(rules: &[ContestRule], reasons: &[&str], left_out: &[&str]) {
        let entries = [
            entry(1, 9, Kind::Trade, ""),
            entry(2, 10, Kind::Trade, "g"),
            entry(3, 15, Kind::Trade, "g"),
            entry(4, 15, Kind::Withdrawal, ""),
            entry(5, 19, Kind::Trade, ""),
            entry(6, 20, Kind::Trade, ""),
        ];
        let entries: Vec<&Entry> = entries.iter().collect();
        let keys = ["1", "2", "3", "4", "5", "6"];
        let contested = apply(rules, &entries, &keys);
        let texts = |told: &[Option<String>]| -> Vec<String> {
            told.iter()
                .map(|told| told.clone().unwrap_or_default())
                .collect()
        };
        assert_eq!(texts(&contested.reasons), reasons);
        assert_eq!(texts(&contested.left_out), left_out);
    }

    #[test]
    fn a_period_takes_its_first_moment_and_not_its_last_nor_withdrawals() {
        check(
            &[rule(RuleKind::Period, "", "p")],
            &["", "p", "p", "", "p", ""],
            &[""; 6],
        );
    }

    #[test]
    fn a_row_takes_its_group_and_any_kind() {
        let rules = [rule(RuleKind::Row, "3", "r"), rule(RuleKind::Row, "4", "w")];
        check(&rules, &["", "r", "r", "w", "", ""], &[""; 6]);
    }

    #[test]
    fn what_is_left_out_is_left_out_with_its_group_and_only_of_a_period() {
        let rules = [
            rule(RuleKind::Period, "", "p"),
            rule(RuleKind::LeaveOut, "2", "mine"),
            rule(RuleKind::LeaveOut, "6", "mine too"),
        ];
        check(
            &rules,
            &["", "", "", "", "p", ""],
            &["", "mine", "mine", "", "", ""],
        );
    }

    #[test]
    fn a_period_of_another_account_takes_nothing() {
        let other = ContestRule {
            account: "second".to_owned(),
            ..rule(RuleKind::Period, "", "p")
        };
        check(&[other], &[""; 6], &[""; 6]);
    }
}
