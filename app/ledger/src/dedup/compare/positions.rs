//! Where the rows of files stand: by number as they were given, and by place as they
//! are judged.

use std::ops::Range;

use crate::dedup::summary::FileSummary;

/// Of each file, in the order in which files are judged, where its rows start.
pub(super) struct RowPositions {
    /// Places among all rows as they are judged.
    places: Vec<u32>,
    /// Numbers of rows as they were given.
    rows: Vec<u32>,
    lengths: Vec<u32>,
}

/// The files that have rows, in the order in which they are judged: by hash and then
/// by name, those without a hash first. `None` where rows cannot be counted.
pub(super) fn in_order(given: Vec<FileSummary>) -> Option<(Vec<FileSummary>, RowPositions)> {
    let mut files: Vec<(u32, FileSummary)> = Vec::new();
    let mut row = 0_u32;
    for file in given.into_iter().filter(|file| file.rows() > 0) {
        let next = row.checked_add(file.rows())?;
        files.push((row, file));
        row = next;
    }
    files.sort_by(|(_, a), (_, b)| key(a).cmp(&key(b)));
    let mut places = RowPositions {
        places: Vec::new(),
        rows: Vec::new(),
        lengths: Vec::new(),
    };
    let mut place = 0;
    for (row, file) in &files {
        places.places.push(place);
        places.rows.push(*row);
        places.lengths.push(file.rows());
        place += file.rows();
    }
    let files = files.into_iter().map(|(_, file)| file).collect();
    Some((files, places))
}

fn key(file: &FileSummary) -> (&str, &str) {
    match file.sha256() {
        "" => ("", ""),
        hash => (hash, file.name()),
    }
}

impl RowPositions {
    /// The places of a file's rows.
    pub fn of_file(&self, file: usize) -> Range<u32> {
        self.places[file]..self.places[file] + self.lengths[file]
    }

    /// The file that a row is of.
    pub fn file_of(&self, place: u32) -> usize {
        self.places.partition_point(|first| *first <= place) - 1
    }

    /// The number of a file's first row.
    pub fn first_row_of(&self, file: usize) -> u32 {
        self.rows[file]
    }

    /// The number of a row.
    pub fn row(&self, place: u32) -> u32 {
        let file = self.file_of(place);
        self.rows[file] + (place - self.places[file])
    }

    /// The numbers of rows of one file.
    pub fn rows(&self, places: &Range<u32>) -> Range<u32> {
        let first = self.row(places.start);
        first..first + (places.end - places.start)
    }

    /// Places in order as ranges, each of one file.
    pub fn ranges(&self, places: &[u32]) -> Vec<Range<u32>> {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        let mut of_file = 0..0;
        for place in places {
            match ranges.last_mut() {
                Some(range) if range.end == *place && of_file.contains(place) => range.end += 1,
                _ => {
                    of_file = self.of_file(self.file_of(*place));
                    ranges.push(*place..*place + 1);
                }
            }
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Entry;

    fn file(name: &str, hash: &str, rows: usize) -> FileSummary {
        let mut file = FileSummary::new(name, hash);
        for _ in 0..rows {
            file.add(&Entry::default());
        }
        file
    }

    #[test]
    fn files_are_judged_by_hash_and_rows_lead_back_to_where_they_were_given() {
        let given = vec![
            file("c", "2", 2),
            file("nothing", "0", 0),
            file("b", "1", 3),
            file("a", "", 1),
        ];
        let (files, places) = in_order(given).unwrap();
        let names: Vec<&str> = files.iter().map(FileSummary::name).collect();
        assert_eq!(names, ["a", "b", "c"]);
        let rows: Vec<u32> = (0..6).map(|place| places.row(place)).collect();
        assert_eq!(rows, [5, 2, 3, 4, 0, 1]);
        assert_eq!(places.ranges(&[0, 1, 3, 4, 5]), [0..1, 1..2, 3..4, 4..6]);
        assert_eq!(places.rows(&(4..6)), 0..2);
    }
}
