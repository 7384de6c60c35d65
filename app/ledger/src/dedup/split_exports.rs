//! Which files are parts of one export.
//!
//! Exchanges cut long exports up: `part-00000-….csv` inside one archive,
//! `name_1.csv` and `name_2.csv`, or `name-part1-of3.csv`, beside each other. Such parts are one file (rows
//! that are equal in two of them are two rows) unless they overlap in time. A
//! browser's `name (1).csv` is another download of the same thing, and no part.

/// Digits that number a part; more are a date or an id.
const NUMBER_DIGITS_MAX: usize = 3;

/// A file as one part of an export, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What the parts of one export have in common in their names.
    pub stem: String,
    /// Its number.
    pub number: u32,
    /// How many parts there are, where the name says it.
    pub of: Option<u32>,
}

/// Which part of an export a file is; `None` for a name that numbers nothing.
pub(crate) fn part(file: &str) -> Option<Part> {
    let at = file.rfind(['/', '\\', '!']).map_or(0, |at| at + 1);
    let (folder, name) = file.split_at(at);
    if let Some(rest) = name.strip_prefix("part-") {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (digits == 5).then_some(Part {
            stem: format!("{folder}part-"),
            number: rest[..digits].parse().ok()?,
            of: None,
        });
    }
    let (base, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if let Some((stem, number, of)) = part_of(base) {
        return Some(Part {
            stem: format!("{folder}{stem}part-of{of}.{extension}"),
            number,
            of: Some(of),
        });
    }
    let (stem, digits) = base.rsplit_once('_')?;
    let number = number(digits).filter(|_| !stem.is_empty())?;
    Some(Part {
        stem: format!("{folder}{stem}_.{extension}"),
        number,
        of: None,
    })
}

/// What the parts of one export have in common in their names; `None` for a
/// name that numbers nothing.
pub(crate) fn stem(file: &str) -> Option<String> {
    part(file).map(|part| part.stem)
}

/// The name before, the number and the count of `name-part1-of3`.
fn part_of(base: &str) -> Option<(&str, u32, u32)> {
    let (before, of) = base.rsplit_once("-of")?;
    let (stem, digits) = before.rsplit_once("part")?;
    let (number, of) = (number(digits)?, number(of)?);
    (1..=of).contains(&number).then_some((stem, number, of))
}

fn number(digits: &str) -> Option<u32> {
    let is_number = (1..=NUMBER_DIGITS_MAX).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

/// The stem that the numbered parts of an export would have whose first part has
/// no number: `trades.csv` before `trades_1.csv`.
pub(crate) fn stem_of_first(file: &str) -> String {
    let at = file.rfind(['/', '\\', '!']).map_or(0, |at| at + 1);
    let (folder, name) = file.split_at(at);
    let (base, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{folder}{base}_.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_share_a_stem_within_one_folder_or_archive() {
        let same = |a: &str, b: &str| stem(a).is_some() && stem(a) == stem(b);
        assert!(same("x.zip!part-00000-ab.csv", "x.zip!part-00001-ab.csv"));
        assert!(same("d/trades_1.csv", "d/trades_2.csv"));
        assert!(!same("x.zip!part-00000-ab.csv", "y.zip!part-00001-ab.csv"));
        assert!(!same("d/trades_1.csv", "e/trades_2.csv"));
        assert!(!same("trades_1.csv", "trades_2.tsv"));
        assert!(same("d/a-part1-of3.csv", "d/a-part3-of3.csv"));
        assert!(!same("d/a-part1-of2.csv", "d/a-part2-of3.csv"));
        for (first, second) in [
            ("d/trades.csv", "d/trades_1.csv"),
            ("x.zip!trades.csv", "x.zip!trades_2.csv"),
        ] {
            assert_eq!(Some(stem_of_first(first)), stem(second));
        }
        for single in [
            "trades.csv",
            "trades (1).csv",
            "trades_2022.csv",
            "_1.csv",
            "part-1.csv",
            "trades_1 (1).csv",
            "a-part4-of3.csv",
            "a-part0-of3.csv",
            "a-part1-of3000.csv",
        ] {
            assert_eq!(stem(single), None, "{single}");
        }
    }

    #[test]
    fn a_part_has_a_number_and_where_its_name_says_so_a_count() {
        let described = |file: &str| part(file).map(|part| (part.number, part.of));
        assert_eq!(described("x.zip!part-00012-ab.csv"), Some((12, None)));
        assert_eq!(described("d/trades_3.csv"), Some((3, None)));
        assert_eq!(described("d/202610UTC2-part2-of3.csv"), Some((2, Some(3))));
        assert_eq!(described("d/trades.csv"), None);
    }
}
