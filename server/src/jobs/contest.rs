//! Finds the contested entries of a claim by its rules, with reasons. It also previews a
//! change of the rules before anybody makes it.

use std::collections::{BTreeMap, BTreeSet};

use ledger::losses::{Contesting, Rule, ValuingLimits};
use ledger::secrets::masked;
use ledger::{Entry, Kind, Moment};
use sha2::{Digest, Sha256};
use store::{Claim, ContestRule, NewRule, Rows, RuleKind};

use crate::app::App;
use crate::clock::hex;
use crate::jobs::followed::Followed;

/// A requested change of a claim's rules.
#[derive(Clone, Debug)]
pub enum Change {
    /// These rules are made.
    Add(Vec<NewRule>),
    /// Removes the rule with this id.
    Remove(String),
}

/// The effect of a change of the rules on the entries that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Entries that become contested.
    pub contested: Vec<Touched>,
    /// Entries that are no longer contested.
    pub released: Vec<Touched>,
    /// Entries contested afterwards, without typed-in entries.
    pub after: usize,
    /// A mark of exactly these entries; any other change has another mark.
    pub mark: String,
}

/// Entries of one sort that a change affects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The exchange.
    pub exchange: String,
    /// What sort of movement.
    pub kind: Kind,
    /// The market as the file names it, or otherwise the assets that moved.
    pub market: String,
    /// How many.
    pub entries: usize,
    /// The first of them.
    pub first: Moment,
    /// The last of them.
    pub last: Moment,
}

impl Effect {
    /// How many entries change.
    pub fn entries(&self) -> usize {
        let sorts = self.contested.iter().chain(&self.released);
        sorts.map(|sort| sort.entries).sum()
    }
}

/// The effect of a change on a claim: the rules of a valuation, applied before and after the
/// change. It reads every row of the claim, so that only a few run at once
/// (`limits.jobs.at_once_max`).
///
/// # Errors
/// Errors of the store; when more must be held than the limits allow.
pub async fn effect(app: &App, claim: &Claim, change: Change) -> anyhow::Result<Effect> {
    let _turn = app.counting.acquire().await?;
    let before = app.store.rules(&claim.id).await?;
    let rows = app.store.rows(&claim.id).await?;
    let limits = app.config.limits.valuing;
    let count = move || {
        let after = changed(&before, &change);
        let all = before.iter().chain(&after);
        let by_hand = all.filter(|rule| rule.kind != RuleKind::Period);
        let keys: BTreeSet<&str> = by_hand.map(|rule| rule.row_key.as_str()).collect();
        // A decision about a dropped row applies to the row that counts in its place, as in
        // a valuation.
        let followed = Followed::read(&rows, keys)?;
        let rules = |rules: &[ContestRule]| followed.rules(rules.to_vec());
        let mut comparing = Comparing::new(&rules(&before), &rules(&after), &limits);
        let counted = rows.counted();
        if rows.has_groups() {
            rows.scan(&counted, |row, entry| {
                comparing.learn(&entry, &rows.key(row, &entry))
            })?;
        }
        rows.scan(&counted, |row, entry| {
            comparing.add(&entry, &rows.key(row, &entry));
            anyhow::Ok(())
        })?;
        anyhow::Ok(comparing.finish())
    };
    tokio::task::spawn_blocking(count).await?
}

/// The rules after a change, as the store makes it. Contesting a row ends its being left
/// out, and the other way round.
fn changed(rules: &[ContestRule], change: &Change) -> Vec<ContestRule> {
    let mut after = rules.to_vec();
    match change {
        Change::Remove(id) => after.retain(|rule| rule.id != *id),
        Change::Add(added) => {
            for new in added {
                let is_of_row = new.kind != RuleKind::Period;
                after.retain(|rule| {
                    let is_other = rule.kind == RuleKind::Period || rule.row_key != new.row_key;
                    !is_of_row || is_other
                });
                after.push(rule_of(new));
            }
        }
    }
    after
}

fn rule_of(new: &NewRule) -> ContestRule {
    ContestRule {
        id: new.id.clone(),
        kind: new.kind,
        from_us: new.from_us,
        to_us: new.to_us,
        exchange: new.exchange.clone(),
        account: new.account.clone(),
        asset: new.asset.clone(),
        row_key: new.row_key.clone(),
        reason: new.reason.clone(),
        added_by: String::new(),
        added_at_us: i64::MAX,
    }
}

/// Compares two lists of rules over the entries that count. Where rows belong to groups, it
/// first learns all groups; then it adds the entries.
struct Comparing {
    was: Contesting,
    is: Contesting,
    contested: BTreeMap<Sort, Touched>,
    released: BTreeMap<Sort, Touched>,
    after: usize,
    mark: Sha256,
}

/// Exchange, kind and market.
type Sort = (String, &'static str, String);

impl Comparing {
    fn new(before: &[ContestRule], after: &[ContestRule], limits: &ValuingLimits) -> Comparing {
        Comparing {
            was: contesting(before, limits),
            is: contesting(after, limits),
            contested: BTreeMap::new(),
            released: BTreeMap::new(),
            after: 0,
            mark: Sha256::new(),
        }
    }

    fn learn(&mut self, entry: &Entry, key: &str) -> anyhow::Result<()> {
        self.was.learn(entry, key)?;
        Ok(self.is.learn(entry, key)?)
    }

    fn add(&mut self, entry: &Entry, key: &str) {
        let was = self.was.verdict(entry, key).contested.is_some();
        let is = self.is.verdict(entry, key).contested.is_some();
        self.after += usize::from(is);
        let (sign, into) = match (was, is) {
            (false, true) => ("+", &mut self.contested),
            (true, false) => ("-", &mut self.released),
            _ => return,
        };
        self.mark.update(sign);
        self.mark.update(key);
        let market = market(entry);
        let sort = (entry.exchange.to_string(), entry.kind.as_str(), market);
        let touched = into.entry(sort.clone()).or_insert_with(|| Touched {
            exchange: sort.0,
            kind: entry.kind,
            market: sort.2,
            entries: 0,
            first: entry.time,
            last: entry.time,
        });
        touched.entries += 1;
        touched.first = touched.first.min(entry.time);
        touched.last = touched.last.max(entry.time);
    }

    fn finish(self) -> Effect {
        // Most of them first.
        let sorted = |sorts: BTreeMap<Sort, Touched>| {
            let mut sorted: Vec<Touched> = sorts.into_values().collect();
            sorted.sort_by_key(|sort| std::cmp::Reverse(sort.entries));
            sorted
        };
        Effect {
            contested: sorted(self.contested),
            released: sorted(self.released),
            after: self.after,
            mark: hex(&self.mark.finalize()),
        }
    }
}

/// The market that an entry names, or otherwise the assets that moved.
fn market(entry: &Entry) -> String {
    if !entry.market.is_empty() {
        return masked(&entry.market).to_owned();
    }
    let moved = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
    let mut coins: Vec<&str> = moved.map(|quantity| masked(&quantity.asset)).collect();
    coins.sort_unstable();
    coins.dedup();
    coins.join(", ")
}

/// The rules in the form that judges entries. Each contests whole groups (METHOD.md,
/// "Groups"). A row that is left out is never contested. Where several rules contest an
/// entry, the first one gives the reason.
fn contesting(rules: &[ContestRule], limits: &ValuingLimits) -> Contesting {
    let ruled: Vec<Rule> = rules.iter().map(rule).collect();
    Contesting::new(&ruled, limits)
}

/// The same after the groups of all rows that count were learnt.
///
/// # Errors
/// Errors of the disk; when more groups must be held than the limits allow.
pub(super) fn learnt(
    rules: &[ContestRule],
    rows: &Rows,
    limits: &ValuingLimits,
) -> anyhow::Result<Contesting> {
    let mut contesting = contesting(rules, limits);
    if contesting.can_contest() && rows.has_groups() {
        rows.scan(&rows.counted(), |row, entry| {
            contesting.learn(&entry, &rows.key(row, &entry))?;
            anyhow::Ok(())
        })?;
    }
    Ok(contesting)
}

/// A rule in the form that the ledger takes.
pub fn rule(rule: &ContestRule) -> Rule {
    rule.frozen("").rule(&rule.row_key)
}

#[cfg(test)]
mod tests {
    use ledger::losses::{RuleNo, Verdict};
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
            group: group.into(),
            ..Entry::default()
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
            added_by: String::new(),
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
        let keyed = || entries.iter().zip(["1", "2", "3", "4", "5", "6"]);
        let mut contesting = contesting(rules, &ValuingLimits::NONE);
        for (entry, key) in keyed() {
            contesting.learn(entry, key).unwrap();
        }
        let text = |no: Option<RuleNo>| no.map_or("", |no| &*rules[no.place()].reason);
        let verdicts = keyed().map(|(entry, key)| contesting.verdict(entry, key));
        let verdicts: Vec<Verdict> = verdicts.collect();
        let contested: Vec<&str> = verdicts
            .iter()
            .map(|verdict| text(verdict.contested))
            .collect();
        assert_eq!(contested, reasons);
        let out: Vec<&str> = verdicts
            .iter()
            .map(|verdict| text(verdict.left_out))
            .collect();
        assert_eq!(out, left_out);
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
    fn row_left_out_takes_its_group_and_only_within_a_period() {
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

    fn counted(line: u64, seconds: i64, market: &str) -> Entry {
        Entry {
            market: market.into(),
            ..entry(line, seconds, Kind::Trade, "")
        }
    }

    fn effect_of(rules: &[ContestRule], change: &Change, entries: &[Entry]) -> Effect {
        let after = changed(rules, change);
        let mut comparing = Comparing::new(rules, &after, &ValuingLimits::NONE);
        for entry in entries {
            comparing.add(entry, &entry.line());
        }
        comparing.finish()
    }

    fn new(rule: &ContestRule) -> NewRule {
        NewRule {
            id: rule.id.clone(),
            kind: rule.kind,
            from_us: rule.from_us,
            to_us: rule.to_us,
            exchange: String::new(),
            account: String::new(),
            asset: String::new(),
            row_key: rule.row_key.clone(),
            reason: rule.reason.clone(),
        }
    }

    #[test]
    fn a_change_is_counted_by_market() {
        let entries = [
            counted(1, 10, "DMG/USD"),
            counted(2, 12, "DMG/USD"),
            counted(4, 15, "BTC/USD"),
            counted(5, 25, "BTC/USD"),
        ];
        let period = rule(RuleKind::Period, "", "p");
        let effect = effect_of(&[], &Change::Add(vec![new(&period)]), &entries);
        let markets: Vec<(&str, usize)> = effect
            .contested
            .iter()
            .map(|sort| (sort.market.as_str(), sort.entries))
            .collect();
        assert_eq!(markets, [("DMG/USD", 2), ("BTC/USD", 1)]);
        assert_eq!((effect.entries(), effect.after), (3, 3));
        assert_eq!(effect.contested[0].first, Moment::from_seconds(10));
        assert_eq!(effect.contested[0].last, Moment::from_seconds(12));
        let back = effect_of(&[period], &Change::Remove("p".to_owned()), &entries);
        assert_eq!((back.released, back.after), (effect.contested, 0));
        assert_ne!(back.mark, effect.mark);
    }

    #[test]
    fn a_row_left_out_and_contested_again_counts_once_each_way() {
        let entries = [counted(1, 10, "A"), counted(2, 12, "A")];
        let rules = [
            rule(RuleKind::Period, "", "p"),
            rule(RuleKind::LeaveOut, "2", "mine"),
        ];
        let again = new(&rule(RuleKind::Row, "2", "not mine"));
        let effect = effect_of(&rules, &Change::Add(vec![again]), &entries);
        assert_eq!((effect.entries(), effect.after), (1, 2));
        let nothing = new(&rule(RuleKind::Row, "1", "not mine"));
        let effect = effect_of(&rules, &Change::Add(vec![nothing]), &entries);
        assert_eq!((effect.entries(), effect.after), (0, 1));
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
