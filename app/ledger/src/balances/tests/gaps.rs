//! Periods of files, and gaps.

use super::*;
use crate::balances::{Gap, GapReason};

/// An entry of a file on a day of 2022, by its number from 1 on.
fn on(file: &str, day: i64) -> Entry {
    let start = moment("2022-01-01T12:00:00Z");
    Entry {
        file: file.into(),
        time: Moment::from_seconds(start.seconds + (day - 1) * 86_400),
        ..entry(2, "2022-01-01T12:00:00Z", ["", "1 BTC", ""])
    }
}

fn days(file: &str, days: impl IntoIterator<Item = i64>) -> Vec<Entry> {
    days.into_iter().map(|day| on(file, day)).collect()
}

/// Each gap: its file, reason, the days of 2022 around it, its parts, and the next file.
fn gaps(entries: &[Entry]) -> Vec<String> {
    let found = found(entries);
    let described = |file: &str, gap: &Gap| {
        let day = |time: Option<Moment>| {
            let start = moment("2022-01-01T00:00:00Z");
            let day = time.map(|time| (time.seconds - start.seconds).div_euclid(86_400) + 1);
            day.map_or("?".to_owned(), |day| day.to_string())
        };
        let parts = gap
            .parts
            .map_or(String::new(), |(first, last)| format!(" {first} to {last}"));
        format!(
            "{file}: {}{parts} {}..{} {}",
            gap.reason.as_str(),
            day(gap.from),
            day(gap.to),
            gap.next_file
        )
    };
    let all = found.files.iter().flat_map(|file| {
        let gaps = file.gaps.iter();
        gaps.map(|gap| described(&file.file, gap))
    });
    all.collect()
}

#[test]
fn period_of_a_file_has_all_its_entries_in_any_order() {
    let counted = days("a.csv", [4, 2]);
    let dropped = days("a.csv", [7]);
    let found = balances(
        &counted,
        &dropped,
        &Terms::default(),
        &BalanceRules::default(),
    );
    let file = &found.files[0];
    assert_eq!((&*file.file, file.entries), ("a.csv", 3));
    assert_eq!(
        [file.first, file.last].map(|time| time.to_string()),
        ["2022-01-02T12:00:00Z", "2022-01-07T12:00:00Z"]
    );
    // What does not count moves nothing.
    assert_eq!(sums(&holding(&found, "BTC"))[5], "2");
}

#[test]
fn span_is_quiet_where_it_is_much_longer_than_usual() {
    // Every day: 1 is usual, and more than 14 days are a gap.
    let daily = |gap: i64| days("a.csv", (1..=30).chain(30 + gap..60));
    assert_eq!(gaps(&daily(14)), [""; 0]);
    assert_eq!(gaps(&daily(15)), ["a.csv: quiet 30..45 "]);
    // Every third day: more than ten times three.
    let seldom = |gap: i64| {
        let first = (0..10).map(|number| 1 + 3 * number);
        let second = (0..10).map(move |number| 28 + gap + 3 * number);
        days("a.csv", first.chain(second))
    };
    assert_eq!(gaps(&seldom(30)), [""; 0]);
    assert_eq!(gaps(&seldom(31)), ["a.csv: quiet 28..59 "]);
}

#[test]
fn file_of_few_days_has_no_rhythm() {
    assert_eq!(gaps(&days("a.csv", [1, 2, 3, 300])), [""; 0]);
    let five = days("a.csv", [1, 2, 3, 4, 300]);
    assert_eq!(gaps(&five), ["a.csv: quiet 4..300 "]);
}

#[test]
fn missing_part_of_an_export_is_a_gap_between_its_neighbours() {
    let part = |number: u32, of: u32| format!("s-part{number}-of{of}.csv");
    let export = |parts: &[(u32, i64)], of| {
        let entries = parts.iter();
        let entries = entries.flat_map(|(number, day)| days(&part(*number, of), [*day, day + 1]));
        entries.collect::<Vec<_>>()
    };
    assert_eq!(gaps(&export(&[(1, 1), (2, 3), (3, 5)], 3)), [""; 0]);
    assert_eq!(
        gaps(&export(&[(1, 1), (3, 5)], 3)),
        ["s-part1-of3.csv: missing-part 2 to 2 2..5 s-part3-of3.csv"]
    );
    // The newest first: the last part is the oldest.
    assert_eq!(
        gaps(&export(&[(1, 9), (4, 1)], 5)),
        [
            "s-part4-of5.csv: missing-part 5 to 5 ?..1 ",
            "s-part4-of5.csv: missing-part 2 to 3 2..9 s-part1-of5.csv",
        ]
    );
    assert_eq!(
        gaps(&export(&[(2, 3)], 2)),
        ["s-part2-of2.csv: missing-part 1 to 1 ?..3 "]
    );
}

#[test]
fn part_between_two_numbered_files_is_missing() {
    let entries = [days("x/t_1.csv", [1, 2]), days("x/t_4.csv", [7, 8])].concat();
    assert_eq!(
        gaps(&entries),
        ["x/t_1.csv: missing-part 2 to 3 2..7 x/t_4.csv"]
    );
}

#[test]
fn parts_of_an_export_have_one_rhythm() {
    let entries = [days("t_1.csv", 1..=10), days("t_2.csv", 40..=50)].concat();
    assert_eq!(gaps(&entries), ["t_1.csv: quiet 10..40 t_2.csv"]);
}

#[test]
fn balance_that_jumps_between_two_rows_of_a_file_is_a_gap() {
    let entries = [
        stating(on("a.csv", 1), "1 BTC"),
        stating(on("a.csv", 2), "5 BTC"),
    ];
    let found = found(&entries);
    let gap = &found.files[0].gaps[0];
    assert_eq!((gap.reason, &*gap.asset), (GapReason::Balance, "BTC"));
    assert_eq!(gaps(&entries), ["a.csv: balance 1..2 "]);
}
