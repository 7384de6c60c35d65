//! Decisions about rows that do not count any more, because another file of the claim has
//! the row or contradicts it. Such a decision applies to the row that counts instead
//! (METHOD.md, "Rows with the same id"). Of several decisions about one row, the latest
//! holds. Decisions without such a row are reported.

use std::collections::{BTreeMap, HashMap, HashSet};

use casework::ReviewState;
use casework::contest::{RuleOfRow, followed};
use ledger::Diagnostic;
use ledger::dedup::{Place, Why, decision_lost};
use store::{ContestRule, Rows, RuleKind, StoreError};

/// Reviews of rows, by their keys: when each was made, and what it says.
pub(super) type Reviews = BTreeMap<String, (i64, ReviewState)>;

/// A row with a decision, in the current files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DecidedRow {
    /// Its state.
    place: (ledger::Text, u64),
    /// Why it does not count, and the key and place of the row that counts instead. None
    /// where it counts.
    instead: Option<(Why, String, Place)>,
}

/// Leads from the keys of dropped rows to those of the rows that count instead.
#[derive(Clone, Debug, Default)]
pub(super) struct Followed {
    /// The rows of each key with a decision; empty where no file of the claim has it any
    /// more.
    decided: BTreeMap<String, Vec<DecidedRow>>,
    keys: HashMap<String, HashSet<String>>,
}

impl Followed {
    /// Finds the rows with these keys, about which somebody decided.
    ///
    /// # Errors
    /// Errors of the disk.
    pub(super) fn read<'k>(
        rows: &Rows,
        keys: impl IntoIterator<Item = &'k str>,
    ) -> Result<Followed, StoreError> {
        let mut decided = BTreeMap::new();
        for key in keys {
            let mut found = Vec::new();
            for stored in rows.at(&rows.of_key(key)?)? {
                let instead = match stored.dropped {
                    None => None,
                    Some(dropped) => {
                        let kept = rows.at(&[dropped.kept])?.into_iter().next();
                        kept.map(|kept| (dropped.why, kept.key, dropped.place))
                    }
                };
                let entry = stored.entry;
                found.push(DecidedRow {
                    place: (entry.file.clone(), entry.lines.start()),
                    instead,
                });
            }
            decided.insert(key.to_owned(), found);
        }
        Ok(Followed::of(decided))
    }

    fn of(decided: BTreeMap<String, Vec<DecidedRow>>) -> Followed {
        let mut keys: HashMap<String, HashSet<String>> = HashMap::new();
        for (key, rows) in &decided {
            let dropped = rows.iter().filter_map(|row| row.instead.as_ref());
            for (_, counts, _) in dropped.filter(|(why, _, _)| why.is_of_one_row()) {
                keys.entry(key.clone()).or_default().insert(counts.clone());
            }
        }
        Followed { decided, keys }
    }

    /// The rules. The latest rule about a single dropped row is repeated for the row that
    /// counts instead, and ends the rules of that row, unless these are as late.
    pub fn rules(&self, rules: Vec<ContestRule>) -> Vec<ContestRule> {
        let of_rows = rules.iter().map(|rule| RuleOfRow {
            row_key: &rule.row_key,
            added_us: rule.added_at_us,
        });
        let of_rows: Vec<RuleOfRow<'_>> = of_rows.collect();
        let held = followed(&of_rows, &self.keys).into_iter();
        held.map(|(at, row_key)| ContestRule {
            row_key,
            ..rules[at].clone()
        })
        .collect()
    }

    /// The reviews, with those of the rows that count instead: the latest of the rows that
    /// were dropped for one, unless its own is as late.
    pub fn reviews(&self, reviews: &Reviews) -> Reviews {
        let mut all = reviews.clone();
        for (dropped, review) in reviews {
            for counts in self.keys.get(dropped).into_iter().flatten() {
                let known = all.get(counts);
                if known.is_none_or(|known| review.0 > known.0) {
                    all.insert(counts.clone(), *review);
                }
            }
        }
        all
    }

    /// The key of each dropped row, with the key of the row that counts instead.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pairs = self.keys.iter().flat_map(|(dropped, counts)| {
            let pair = |counts: &String| (dropped.clone(), counts.clone());
            counts.iter().map(pair)
        });
        let mut pairs: Vec<(String, String)> = pairs.filter(|(from, to)| from != to).collect();
        pairs.sort();
        pairs
    }

    /// Reports the rows with single decisions that neither count nor have another row that
    /// counts instead.
    pub fn lost(&self, rules: &[ContestRule]) -> Vec<Diagnostic> {
        let by_hand = rules.iter().filter(|rule| rule.kind != RuleKind::Period);
        let by_hand = by_hand.filter(|rule| !self.keys.contains_key(&rule.row_key));
        let lost = by_hand.filter_map(|rule| {
            let rows = self.decided.get(&rule.row_key);
            let rows = rows.map_or(&[][..], Vec::as_slice);
            if rows.iter().any(|row| row.instead.is_none()) {
                return None;
            }
            if let Some(DecidedRow { place, instead }) = rows.last() {
                let instead = instead.as_ref().map(|(_, _, place)| place);
                return Some(decision_lost(&place.0, place.1, instead));
            }
            // The file was withdrawn; only its hash and the line are known.
            let (hash, line) = rule.row_key.rsplit_once(':').unwrap_or_default();
            let first = line.split('+').next().unwrap_or_default();
            Some(decision_lost(hash, first.parse().unwrap_or(0), None))
        });
        lost.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(file: &str, line: u64) -> (String, Vec<DecidedRow>) {
        let row = DecidedRow {
            place: (file.into(), line),
            instead: None,
        };
        (format!("{file}-hash:{line}"), vec![row])
    }

    fn dropped(why: Why, kept: &str) -> (String, Vec<DecidedRow>) {
        let place = Place {
            file: kept.into(),
            line: "3".into(),
        };
        let row = DecidedRow {
            place: ("old".into(), 7),
            instead: Some((why, format!("{kept}-hash:3"), place)),
        };
        ("old-hash:7".to_owned(), vec![row])
    }

    fn row(key: &str) -> ContestRule {
        ContestRule {
            id: "r".to_owned(),
            kind: RuleKind::Row,
            from_us: None,
            to_us: None,
            exchange: String::new(),
            account: String::new(),
            asset: String::new(),
            row_key: key.to_owned(),
            reason: "not mine".to_owned(),
            added_by: String::new(),
            added_at_us: 0,
        }
    }

    #[test]
    fn decision_about_a_dropped_row_applies_to_the_row_that_counts() {
        for why in [Why::SameRow, Why::Conflict, Why::Settled, Why::SameFile] {
            let followed = Followed::of([counts("new", 3), dropped(why, "new")].into());
            let rules = followed.rules(vec![row("old-hash:7")]);
            let keys: Vec<&str> = rules.iter().map(|rule| rule.row_key.as_str()).collect();
            assert_eq!(keys, ["old-hash:7", "new-hash:3"]);
            let review = |key: &str, at_us: i64, state| (key.to_owned(), (at_us, state));
            let old = review("old-hash:7", 5, ReviewState::Excluded);
            let all = followed.reviews(&[old.clone()].into());
            assert_eq!(all["new-hash:3"], old.1);
            let both = vec![row("old-hash:7"), row("new-hash:3")];
            assert_eq!(followed.rules(both).len(), 2);
            // The decision about the row that counts has priority, unless it is older.
            for (at_us, holds) in [(4, ReviewState::Excluded), (5, ReviewState::Queried)] {
                let own = review("new-hash:3", at_us, ReviewState::Queried);
                let all = followed.reviews(&[old.clone(), own].into());
                assert_eq!(all["new-hash:3"].1, holds);
            }
            assert_eq!(
                followed.pairs(),
                [("old-hash:7".to_owned(), "new-hash:3".to_owned())]
            );
            assert_eq!(followed.lost(&rules[..1]), []);
        }
    }

    #[test]
    fn of_two_rules_about_rows_in_conflict_the_later_one_holds() {
        let followed = Followed::of([counts("new", 3), dropped(Why::Settled, "new")].into());
        let left_out = |key: &str, added_at_us: i64| ContestRule {
            kind: RuleKind::LeaveOut,
            added_at_us,
            ..row(key)
        };
        for (later, kind) in [
            (1, RuleKind::LeaveOut),
            (0, RuleKind::Row),
            (-1, RuleKind::Row),
        ] {
            let given = vec![row("new-hash:3"), left_out("old-hash:7", later)];
            let rules = followed.rules(given);
            let of_counted = rules.iter().filter(|rule| rule.row_key == "new-hash:3");
            let kinds: Vec<RuleKind> = of_counted.map(|rule| rule.kind).collect();
            assert_eq!(kinds, [kind], "{later}");
        }
    }

    #[test]
    fn decision_without_a_row_that_counts_is_reported_as_lost() {
        let followed = [counts("new", 3), dropped(Why::CoarserFile, "new")];
        let followed = Followed::of(followed.into());
        let rules = [row("old-hash:7"), row("new-hash:3"), row("away-hash:9")];
        let lost = followed.lost(&rules);
        let places: Vec<String> = lost
            .iter()
            .map(|d| format!("{}:{}", d.file, d.line))
            .collect();
        assert_eq!(places, ["old:7", "away-hash:9"]);
        assert!(
            lost[0]
                .message
                .to_string()
                .contains("new, line 3, now counts in its place")
        );
    }
}
