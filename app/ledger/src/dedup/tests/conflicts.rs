//! Rows of one id in several files: equal as far as the coarser file tells, or in
//! conflict (method §7.2).

use super::*;
use crate::CountedBy;
use crate::Differs;

const WEB: &str = "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n";
const API: &str = "id,time,market,side,type,size,price,fee,feeCurrency\n";
const FULL: &str =
    "7,2022-10-18T21:00:00.123456+00:00,ETH/USD,sell,market,1.23456789,1300.25,1.105,USD\n";

fn web(rows: &[&str]) -> String {
    format!("{WEB}{}", rows.concat())
}

fn api(rows: &[&str]) -> String {
    format!("{API}{}", rows.concat())
}

/// How two files are resolved whichever stands first: how many entries count, in
/// which fields they are in conflict, by which rule the one counts, and its file.
fn both_ways(a: &str, b: &str) -> (usize, Vec<Differs>, Option<CountedBy>, String) {
    let diagnostics_of = |files: [(&str, &str, &str); 2]| {
        let (entries, hashes) = read(&files);
        let resolved = resolve(entries, &hashes);
        let conflict = resolved.conflicts.first();
        (
            resolved.kept.len(),
            conflict.map_or_else(Vec::new, |conflict| conflict.differs.clone()),
            conflict.map(|conflict| conflict.counted_by),
            seven(&resolved).file.to_string(),
        )
    };
    let there = diagnostics_of([("a", "", a), ("b", "", b)]);
    assert_eq!(
        there,
        diagnostics_of([("b", "", b), ("a", "", a)]),
        "{a}{b}"
    );
    there
}

/// The entry of id 7 that counts.
fn seven(resolved: &Resolved) -> &Entry {
    let mut kept = resolved.kept.iter();
    kept.find(|entry| entry.trade_id == "7").unwrap()
}

#[test]
fn rows_that_differ_only_where_one_tells_less_are_one() {
    // (what the other file's row is, why it is the same)
    let rows = [
        (api(&[FULL]), "the same to the last digit, in another file"),
        (
            api(&[&FULL.replace("21:00:00.123456", "21:00:00")]),
            "no fraction of the second",
        ),
        (
            api(&[&FULL.replace("21:00:00.123456", "21:00:00.123")]),
            "milliseconds alone",
        ),
        (api(&[&FULL.replace("1.105,USD", ",")]), "no fee"),
        (api(&[&FULL.replace("1.105", "1.11")]), "the fee to cents"),
        (
            api(&[&FULL.replace("1.105", "1.10")]),
            "the fee to cents, halves to even",
        ),
        (
            api(&[&FULL.replace("1.23456789", "1.2346")]),
            "the size to four decimals",
        ),
        (
            api(&[&FULL.replace("1300.25", "1300.3")]),
            "the price to one decimal",
        ),
        (
            api(&[&FULL.replace("1.23456789", "1")]),
            "the size to whole units",
        ),
        (
            api(&[&FULL.replace("1300.25", "1300.25000")]),
            "zeros at the end",
        ),
        // 1.23456789 × 1300.25 = 1605.2468989725
        (
            web(&[
                "7,\"10/18/2022, 9:00:00 PM\",ETH/USD,sell,market,1.23456789,1300.25,1605.2469,1.105,USD,false\n",
            ]),
            "a printed total, half of its last place away from the computed one",
        ),
        (
            web(&[
                "7,\"10/18/2022, 9:00:00 PM\",ETH/USD,sell,market,1.2346,1300.25,1605.29,1.105,USD,false\n",
            ]),
            "a printed total of a rounded size, where the other file has no total",
        ),
    ];
    for (other, why) in rows {
        // An empty line makes it another file.
        let (count, differs, ..) = both_ways(&api(&[FULL]), &(other + "\n"));
        assert_eq!((count, differs), (1, vec![]), "{why}");
    }
}

#[test]
fn rows_of_one_id_that_say_something_else_are_in_conflict() {
    for (row, differs) in [
        (FULL.replace("1.23456789", "12.3456789"), vec![Differs::Out]),
        (FULL.replace("1.23456789", "1.2345679"), vec![]),
        (FULL.replace("1.23456789", "1.2345678"), vec![Differs::Out]),
        (FULL.replace("1.23456789", "1.3"), vec![Differs::Out]),
        (FULL.replace("1300.25", "1300.2"), vec![]),
        (FULL.replace("1300.25", "1300.1"), vec![Differs::Price]),
        (FULL.replace("1300.25", "1300.26"), vec![Differs::Price]),
        (FULL.replace("1.105", "1.106"), vec![Differs::Fee]),
        (FULL.replace("1.105,USD", "1.105,FTT"), vec![Differs::Fee]),
        (
            FULL.replace("21:00:00.123456", "21:00:00.123457"),
            vec![Differs::Time],
        ),
        (FULL.replace("T21", "T17"), vec![Differs::Time]),
        (FULL.replace("sell", "buy"), vec![Differs::Side]),
    ] {
        let (count, found, ..) = both_ways(&api(&[FULL]), &api(&[&row]));
        assert_eq!((count, found), (1, differs), "{row}");
    }
}

#[test]
fn of_two_rows_in_conflict_the_one_that_moved_less_counts() {
    let more = FULL.replace("1.23456789", "10");
    let (_, _, by, file) = both_ways(&api(&[&more]), &api(&[FULL]));
    assert_eq!((by, file.as_str()), (Some(CountedBy::MovedLess), "b"));
    // As numbers: 9 is less than 10.
    let nine = FULL.replace("1.23456789", "9");
    let (_, _, _, file) = both_ways(&api(&[&nine]), &api(&[&more]));
    assert_eq!(file, "a");
    // What went out is equal: the smaller fee counts.
    let fee = FULL.replace("1.105", "0.9");
    let (_, _, by, file) = both_ways(&api(&[FULL]), &api(&[&fee]));
    assert_eq!((by, file.as_str()), (Some(CountedBy::MovedLess), "b"));
    // A smaller fee outweighs nothing that went out.
    let both = fee.replace("1.23456789", "2");
    let (_, _, _, file) = both_ways(&api(&[FULL]), &api(&[&both]));
    assert_eq!(file, "a");
}

#[test]
fn what_moved_the_same_counts_by_the_hash_of_its_file() {
    let later = FULL.replace("21:00:00", "21:00:09");
    let (_, _, by, file) = both_ways(&api(&[FULL]), &api(&[&later]));
    assert_eq!(by, Some(CountedBy::FirstByHash));
    let (a, b) = (api(&[FULL]), api(&[&later]));
    let (_, hashes) = read(&[("a", "", &a), ("b", "", &b)]);
    let first = if hashes["a"] < hashes["b"] { "a" } else { "b" };
    assert_eq!(file, first);
    // The names are nothing to it.
    let (_, _, _, file) = both_ways(&b, &a);
    assert_eq!(file, if first == "a" { "b" } else { "a" });
}

#[test]
fn a_conflict_names_both_places_and_what_differs() {
    let more = FULL.replace("1.23456789", "10");
    let files = [
        ("all.zip!more", "main", api(&[&more])),
        ("less", "main", api(&[FULL])),
    ];
    let files: Vec<_> = files.iter().map(|(n, a, t)| (*n, *a, t.as_str())).collect();
    let resolved = resolved(&files);
    let [conflict] = &resolved.conflicts[..] else {
        panic!("{:?}", resolved.conflicts);
    };
    assert_eq!((&*conflict.id, &*conflict.market), ("7", "ETH/USD"));
    assert_eq!((&*conflict.exchange, &*conflict.account), ("ftx", "main"));
    let place = |file: &str| Place {
        file: file.into(),
        line: "2".into(),
    };
    assert_eq!(
        (&conflict.counted, &conflict.other),
        (&place("less"), &place("all.zip!more"))
    );
    assert_eq!(
        conflict.diagnostic().to_string(),
        "all.zip!more:2:0: WARN-CONFLICT: id `7` of ETH/USD is also in less, line 2, with \
         other figures: out. At least one of the two rows is wrong; the row there counts (it \
         moved the smaller amount)"
    );
    let json = serde_json::to_string(conflict).unwrap();
    assert_eq!(
        &serde_json::from_str::<RowConflict>(&json).unwrap(),
        conflict
    );
    assert_eq!(resolved.dropped[0].why, Why::Conflict);
}

#[test]
fn only_files_of_one_account_kind_and_market_can_contradict_each_other() {
    let more = FULL.replace("1.23456789", "10");
    let count = |files: &[(&str, &str, &str)]| {
        let resolved = resolved(files);
        (resolved.kept.len(), resolved.conflicts.len())
    };
    let (one, ten) = (api(&[FULL]), api(&[&more]));
    assert_eq!(count(&[("a", "x", &one), ("b", "x", &ten)]), (1, 1));
    assert_eq!(count(&[("a", "x", &one), ("b", "y", &ten)]), (2, 0));
    let market = ten.replace("ETH/USD", "BTC/USD");
    assert_eq!(count(&[("a", "", &one), ("b", "", &market)]), (2, 0));
    let contract = ten.replace("ETH/USD", "ETH-PERP");
    assert_eq!(count(&[("a", "", &one), ("b", "", &contract)]), (2, 0));
    let deposit = "id,time,coin,size,status,additionalInfo,txid\n\
        7,2022-10-18T21:00:00+00:00,ETH,5,complete,,0xabc\n";
    assert_eq!(count(&[("a", "", &one), ("b", "", deposit)]), (2, 0));
    assert_eq!(count(&[("ftx us a", "", &one), ("b", "", &ten)]), (2, 0));
}

#[test]
fn contracts_contradict_each_other_in_their_size() {
    let perp = FULL.replace("ETH/USD", "ETH-PERP");
    let more = perp.replace("1.23456789", "10");
    let (count, differs, ..) = both_ways(&api(&[&perp]), &api(&[&more]));
    assert_eq!((count, differs), (1, vec![Differs::Size]));
}

#[test]
fn in_one_file_an_id_that_stands_twice_is_a_warning_and_both_rows_count() {
    let more = FULL.replace("1.23456789", "10");
    let file = api(&[FULL, &more, FULL]);
    let found = resolved(&[("a", "", &file)]);
    assert_eq!((found.kept.len(), found.conflicts.len()), (3, 0));
    let found: Vec<String> = found.diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "a:3:0: WARN-SAME-ID: 2 of its rows, this one first, have an id that another row of the file has too: all of them count"
        ]
    );
    // Two parts of one export are two files that a conflict needs.
    let none = resolved(&[("a", "", &api(&[FULL, &more.replace("7,", "8,")]))]);
    assert!(none.diagnostics.is_empty());
}

#[test]
fn equal_rows_pair_off_first_and_what_is_left_is_in_conflict() {
    let row = |size: &str| FULL.replace("1.23456789", size);
    let (x, y, z) = (row("1.5"), row("2.5"), row("3.5"));
    // y pairs with y although x stands before it; x and z are left.
    let a = api(&[&x, &y]);
    let b = api(&[&y, &z]);
    let found = resolved(&[("a", "", &a), ("b", "", &b)]);
    let place = |entry: &Entry| format!("{}:{}", entry.file, entry.line());
    let kept: Vec<String> = found.kept.iter().map(place).collect();
    assert_eq!(kept, ["a:2", "a:3"]);
    assert_eq!(found.conflicts.len(), 1);
    assert_eq!(found.conflicts[0].other.line, "3");
    // One file has the row twice: the second has nobody to contradict.
    let twice = api(&[&x, &x]);
    let found = resolved(&[("a", "", &twice), ("b", "", &api(&[&x, &row("9")]))]);
    assert_eq!((found.kept.len(), found.conflicts.len()), (2, 1));
    let found = resolved(&[("a", "", &twice), ("b", "", &api(&[&x]))]);
    assert_eq!((found.kept.len(), found.conflicts.len()), (2, 0));
}

#[test]
fn of_three_files_one_row_counts_and_each_that_differs_is_named() {
    let row = |size: &str| api(&[&FULL.replace("1.23456789", size)]);
    let [a, b, c] = ["10", "1.23456789", "1.2346"].map(row);
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let all = [("a", "", a.as_str()), ("b", "", &b), ("c", "", &c)];
        let (entries, hashes) = read(&order.map(|at| all[at]));
        let found = resolve(entries, &hashes);
        // The rounded copy of what counts is no conflict.
        assert_eq!(found.kept.len(), 1);
        assert_eq!(found.kept[0].file, "b");
        assert_eq!(found.conflicts.len(), 1);
        assert_eq!(found.conflicts[0].other.file, "a");
    }
}

#[test]
fn an_id_of_very_many_rows_names_none_of_them_and_all_count() {
    let rows: Vec<String> = (1..=65)
        .map(|size| FULL.replace("1.23456789", &format!("{size}.5")))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let found = resolved(&[("a", "", &api(&rows)), ("b", "", &api(&[FULL]))]);
    assert_eq!((found.kept.len(), found.conflicts.len()), (66, 0));
    assert_eq!(
        found.diagnostics.last().unwrap().code.as_str(),
        "WARN-SAME-ID"
    );
    let found = resolved(&[("a", "", &api(&rows[..63])), ("b", "", &api(&[FULL]))]);
    assert_eq!((found.kept.len(), found.conflicts.len()), (63, 1));
}
