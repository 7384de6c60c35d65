//! Which files are parts of one export.
//!
//! Exchanges cut long exports up: `part-00000-….csv` inside one archive,
//! `name_1.csv` and `name_2.csv` beside each other. Such parts are one file (rows
//! that are equal in two of them are two rows) unless they overlap in time. A
//! browser's `name (1).csv` is another download of the same thing, and no part.

/// Digits that number a part; more are a date or an id.
const NUMBER_DIGITS_MAX: usize = 3;

/// What the parts of one export have in common in their names; `None` for a
/// name that numbers nothing.
pub(crate) fn stem(file: &str) -> Option<String> {
    let at = file.rfind(['/', '\\', '!']).map_or(0, |at| at + 1);
    let (folder, name) = file.split_at(at);
    if let Some(rest) = name.strip_prefix("part-") {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (digits == 5).then(|| format!("{folder}part-"));
    }
    let (base, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let (stem, number) = base.rsplit_once('_')?;
    let is_number = (1..=NUMBER_DIGITS_MAX).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !stem.is_empty()).then(|| format!("{folder}{stem}_.{extension}"))
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
        ] {
            assert_eq!(stem(single), None, "{single}");
        }
    }
}
