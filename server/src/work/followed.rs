//! What was decided of a row that does not count any more, because another file of
//! the claim has the row or contradicts it: it holds of the row that counts (method
//! §7.2). What is left of decisions is said.

use std::collections::{HashMap, HashSet};

use ledger::resolve::{Place, Why, decision_lost};
use ledger::{Diagnostic, Dropped};
use store::{ContestRule, RuleKind, StoredEntry};

/// From the keys of rows that were dropped to those of the rows that count for them.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    keys: HashMap<String, HashSet<String>>,
}

impl Followed {
    /// Of a claim's entries that count and those that do not.
    pub fn of(kept: &[StoredEntry], dropped: &[(StoredEntry, Dropped)]) -> Followed {
        let one_row = dropped.iter().filter(|(_, told)| told.why.is_of_one_row());
        let places = one_row.map(|(stored, told)| {
            let place = Place {
                file: told.kept_file.clone(),
                line: told.kept_line.clone(),
            };
            (&*stored.key, place)
        });
        Followed::to(kept.iter(), places.collect())
    }

    /// The same, of all entries of a claim as its last valuation left them.
    pub fn as_valued(all: &[StoredEntry]) -> Followed {
        let places = all.iter().filter_map(|stored| {
            let why = Why::from_word(stored.dropped.as_deref()?)?;
            let place = Place {
                file: stored.kept_file.as_deref()?.into(),
                line: stored.kept_line.as_deref()?.into(),
            };
            why.is_of_one_row().then_some((&*stored.key, place))
        });
        let kept = all.iter().filter(|stored| stored.dropped.is_none());
        Followed::to(kept, places.collect())
    }

    /// `places`: the key of each dropped row, and where the row that counts stands.
    fn to<'e>(kept: impl Iterator<Item = &'e StoredEntry>, places: Vec<(&str, Place)>) -> Followed {
        let mut followed = Followed::default();
        if places.is_empty() {
            return followed;
        }
        let keys: HashMap<Place, &str> = kept
            .map(|stored| (Place::of(&stored.entry), stored.key.as_str()))
            .collect();
        for (dropped, place) in places {
            if let Some(key) = keys.get(&place) {
                let counts = followed.keys.entry(dropped.to_owned()).or_default();
                counts.insert((*key).to_owned());
            }
        }
        followed
    }

    /// The rules, and each of a single row once more for the row that counts for it,
    /// unless something was said of that row itself.
    pub fn rules(&self, rules: Vec<ContestRule>) -> Vec<ContestRule> {
        let of_rows = rules.iter().filter(|rule| rule.kind != RuleKind::Period);
        let own: HashSet<String> = of_rows.map(|rule| rule.row_key.clone()).collect();
        let mut all = Vec::with_capacity(rules.len());
        for rule in rules {
            let counts = self.keys.get(&rule.row_key).into_iter().flatten();
            let counts = counts.filter(|key| !own.contains(*key));
            let followed = counts.map(|key| ContestRule {
                row_key: key.clone(),
                ..rule.clone()
            });
            let followed: Vec<ContestRule> = followed.collect();
            all.push(rule);
            all.extend(followed);
        }
        all
    }

    /// The keys, and those of the rows that count for them, unless something was said
    /// of such a row itself (`own`).
    pub fn keys(&self, keys: HashSet<String>, own: &HashSet<String>) -> HashSet<String> {
        let followed = keys.iter().filter_map(|key| self.keys.get(key)).flatten();
        let followed = followed.filter(|key| !own.contains(*key));
        let followed: Vec<String> = followed.cloned().collect();
        keys.into_iter().chain(followed).collect()
    }

    /// Each dropped row's key with that of a row that counts for it.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let pairs = self.keys.iter().flat_map(|(dropped, counts)| {
            let pair = |counts: &String| (dropped.clone(), counts.clone());
            counts.iter().map(pair)
        });
        let mut pairs: Vec<(String, String)> = pairs.filter(|(from, to)| from != to).collect();
        pairs.sort();
        pairs
    }

    /// Says which rows were decided on one by one and are no row that counts, nor is
    /// another one for them.
    pub fn lost(
        &self,
        rules: &[ContestRule],
        kept: &[StoredEntry],
        dropped: &[(StoredEntry, Dropped)],
    ) -> Vec<Diagnostic> {
        let mut rules: Vec<&ContestRule> = rules
            .iter()
            .filter(|rule| rule.kind != RuleKind::Period)
            .filter(|rule| !self.keys.contains_key(&rule.row_key))
            .collect();
        if rules.is_empty() {
            return Vec::new();
        }
        let counts: HashSet<&str> = kept.iter().map(|stored| stored.key.as_str()).collect();
        rules.retain(|rule| !counts.contains(rule.row_key.as_str()));
        let gone: HashMap<&str, &(StoredEntry, Dropped)> = dropped
            .iter()
            .map(|gone| (gone.0.key.as_str(), gone))
            .collect();
        let lost = rules.into_iter().map(|rule| {
            if let Some((stored, told)) = gone.get(rule.row_key.as_str()) {
                let instead = Place {
                    file: told.kept_file.clone(),
                    line: told.kept_line.clone(),
                };
                return decision_lost(
                    &stored.entry.file,
                    stored.entry.lines.start(),
                    Some(&instead),
                );
            }
            // The file was taken back: its hash and the line are all that is known.
            let (hash, line) = rule.row_key.rsplit_once(':').unwrap_or_default();
            let first = line.split('+').next().unwrap_or_default();
            decision_lost(hash, first.parse().unwrap_or(0), None)
        });
        lost.collect()
    }
}

#[cfg(test)]
mod tests {
    use ledger::{Entry, Why};

    use super::*;

    fn stored(file: &str, line: u64) -> StoredEntry {
        StoredEntry {
            import: "i".to_owned(),
            seq: 0,
            key: format!("{file}-hash:{line}"),
            sha256: format!("{file}-hash"),
            dropped: None,
            kept_file: None,
            kept_line: None,
            entry: Entry {
                file: file.into(),
                lines: line.into(),
                ..Entry::default()
            },
        }
    }

    fn dropped(why: Why, kept: &StoredEntry) -> (StoredEntry, Dropped) {
        let own = stored("old", 7);
        let told = Dropped {
            entry: own.entry.clone(),
            why,
            kept_file: kept.entry.file.clone(),
            kept_line: kept.entry.lines.as_text(),
            kept_row: kept.entry.row,
        };
        (own, told)
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
            added_at_us: 0,
        }
    }

    #[test]
    fn what_was_said_of_a_row_holds_of_the_row_that_counts_for_it() {
        let kept = [stored("new", 3)];
        for why in [Why::SameRow, Why::Conflict, Why::SameFile] {
            let dropped = [dropped(why, &kept[0])];
            let followed = Followed::of(&kept, &dropped);
            let rules = followed.rules(vec![row("old-hash:7")]);
            let keys: Vec<&str> = rules.iter().map(|rule| rule.row_key.as_str()).collect();
            assert_eq!(keys, ["old-hash:7", "new-hash:3"]);
            let old = || HashSet::from(["old-hash:7".to_owned()]);
            let excluded = followed.keys(old(), &old());
            assert!(excluded.contains("new-hash:3"));
            // What is said of the row that counts is what holds of it.
            let own = HashSet::from(["new-hash:3".to_owned()]);
            assert!(!followed.keys(old(), &own).contains("new-hash:3"));
            let both = vec![row("old-hash:7"), row("new-hash:3")];
            assert_eq!(followed.rules(both).len(), 2);
            assert_eq!(
                followed.pairs(),
                [("old-hash:7".to_owned(), "new-hash:3".to_owned())]
            );
            assert_eq!(followed.lost(&rules[..1], &kept, &dropped), []);
        }
    }

    #[test]
    fn what_was_said_of_a_row_that_no_row_counts_for_is_said_to_be_lost() {
        let kept = [stored("new", 3)];
        let dropped = [dropped(Why::CoarserFile, &kept[0])];
        let followed = Followed::of(&kept, &dropped);
        let rules = [row("old-hash:7"), row("new-hash:3"), row("away-hash:9")];
        let lost = followed.lost(&rules, &kept, &dropped);
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
