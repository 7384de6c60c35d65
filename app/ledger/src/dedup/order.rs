//! One order for the files of a claim, whatever order they were handed in: by the
//! SHA-256 of their bytes. All that resolving decides by "the first" is decided in
//! it, so that no order of files or uploads changes a figure.

use std::collections::HashMap;
use std::ops::Range;

use crate::dedup::Hashes;
use crate::entry::Entry;

/// Where the entries stood before they were put in order.
pub(super) struct Order {
    runs: Vec<Range<usize>>,
}

impl Order {
    /// The order of the files, by hash and then by name; files without a hash stay
    /// as they are, before the others. `None` where the entries are in it.
    pub fn of(entries: &[Entry], hashes: &Hashes) -> Option<Order> {
        if hashes.is_empty() {
            return None;
        }
        let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
        let mut files: HashMap<&str, usize> = HashMap::new();
        let mut names: Vec<&str> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match runs.last_mut() {
                // Entries of one file mostly stand together.
                Some((file, run)) if names[*file] == entry.file => run.end = at + 1,
                _ => {
                    let file = *files.entry(&entry.file).or_insert_with(|| {
                        names.push(&entry.file);
                        names.len() - 1
                    });
                    runs.push((file, at..at + 1));
                }
            }
        }
        let key = |file: usize| match hashes.get(names[file]) {
            Some(hash) if !hash.is_empty() => (hash.as_str(), names[file]),
            _ => ("", ""),
        };
        if runs.is_sorted_by_key(|(file, _)| key(*file)) {
            return None;
        }
        runs.sort_by_key(|(file, run)| (key(*file), run.start));
        Some(Order {
            runs: runs.into_iter().map(|(_, run)| run).collect(),
        })
    }

    /// Puts things that stand as they were handed in into order.
    pub fn apply<T: Default>(&self, mut given: Vec<T>) -> Vec<T> {
        let mut ordered = Vec::with_capacity(given.len());
        for run in &self.runs {
            ordered.extend(given[run.clone()].iter_mut().map(std::mem::take));
        }
        ordered
    }

    /// Puts things that stand in order back to where they were handed in.
    pub fn undo<T: Default>(&self, mut ordered: Vec<T>) -> Vec<T> {
        let mut starts: Vec<(usize, Range<usize>)> = Vec::with_capacity(self.runs.len());
        let mut next = 0;
        for run in &self.runs {
            starts.push((run.start, next..next + run.len()));
            next += run.len();
        }
        starts.sort_by_key(|(start, _)| *start);
        let mut given = Vec::with_capacity(ordered.len());
        for (_, run) in starts {
            given.extend(ordered[run].iter_mut().map(std::mem::take));
        }
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::Text;

    fn entries(files: &[&str]) -> Vec<Entry> {
        let entry = |file: &&str| Entry {
            file: Text::new(file),
            ..Entry::default()
        };
        files.iter().map(entry).collect()
    }

    fn names(entries: &[Entry]) -> String {
        entries.iter().map(|entry| entry.file.as_str()).collect()
    }

    #[test]
    fn files_stand_by_their_hash_and_go_back_to_where_they_were() {
        let given = entries(&["b", "b", "a", "c", "b"]);
        let hashes: Hashes = [("a", "2"), ("b", "1"), ("c", "1")]
            .map(|(name, hash)| (name.to_owned(), hash.to_owned()))
            .into();
        let order = Order::of(&given, &hashes).unwrap();
        let ordered = order.apply(given.clone());
        assert_eq!(names(&ordered), "bbbca");
        assert!(Order::of(&ordered, &hashes).is_none());
        assert_eq!(order.undo(ordered), given);
    }

    #[test]
    fn files_without_a_hash_stay_as_they_were_handed_in() {
        assert!(Order::of(&entries(&["b", "a"]), &Hashes::new()).is_none());
        let hashes: Hashes = [("c".to_owned(), "1".to_owned())].into();
        let order = Order::of(&entries(&["c", "b", "a"]), &hashes).unwrap();
        assert_eq!(names(&order.apply(entries(&["c", "b", "a"]))), "bac");
    }
}
