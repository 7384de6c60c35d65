//! Which entries a period, a row and an asset take.

use super::*;
use crate::losses::{Contest, Period, Row};

fn chosen(contest: &Contest, entries: &[Entry]) -> Vec<u64> {
    let refs: Vec<&Entry> = entries.iter().collect();
    let selection = contest.select(&refs);
    let line = |at: &usize| entries[*at].lines.start();
    selection.contested.iter().map(line).collect()
}

fn row(text: &str) -> Row {
    text.parse().unwrap()
}

fn of_every_kind() -> Vec<Entry> {
    let kinds = Kind::ALL.into_iter().enumerate();
    kinds
        .map(|(nth, kind)| {
            let legs = ["1 BTC", "2 USDT", "3 BNB"];
            entry(nth as u64 + 2, "2022-10-18T12:00:00Z", kind, legs)
        })
        .collect()
}

#[test]
fn a_period_takes_trades_fills_fees_funding_and_profit() {
    let entries = of_every_kind();
    let refs: Vec<&Entry> = entries.iter().collect();
    let contest = Contest {
        periods: vec!["2022-10-18..2022-10-19".parse().unwrap()],
        ..Contest::default()
    };
    let kinds: Vec<Kind> = contest
        .select(&refs)
        .contested
        .into_iter()
        .map(|at| entries[at].kind)
        .collect();
    use Kind::{Derivative, Fee, Funding, Pnl, Trade};
    assert_eq!(kinds, [Trade, Derivative, Fee, Funding, Pnl]);
    assert_eq!(chosen(&Contest::default(), &entries).len(), kinds.len());
}

#[test]
fn a_row_takes_any_kind_and_one_left_out_is_listed() {
    let entries = of_every_kind();
    let contest = Contest {
        periods: vec!["2022-10-18..2022-10-19".parse().unwrap()],
        rows: vec![row("trades.csv:5")],
        leave_out: vec![row("trades.csv:2")],
        ..Contest::default()
    };
    assert_eq!(chosen(&contest, &entries), [3, 5, 7, 9, 10]);
    let refs: Vec<&Entry> = entries.iter().collect();
    assert_eq!(contest.select(&refs).left_out, [0]);
    assert_eq!(contest.select(&refs).unknown, []);
}

#[test]
fn a_row_alone_contests_itself_and_nothing_else() {
    let entries = of_every_kind();
    let contest = Contest {
        rows: vec![row("trades.csv:5")],
        ..Contest::default()
    };
    assert_eq!(chosen(&contest, &entries), [5]);
}

#[test]
fn what_is_said_of_a_dropped_row_is_said_of_the_one_that_counts_for_it() {
    use crate::dedup::{Dropped, Why};
    let dropped = |line: u64, why| Dropped {
        entry: Entry {
            file: "other.csv".into(),
            ..trade(line, "2022-10-18T12:00:00Z", ["1 BTC", "2 USDT", ""])
        },
        why,
        kept_file: "trades.csv".into(),
        kept_line: "3+4".into(),
        kept_row: 2,
    };
    let follow = |why| {
        let mut contest = Contest {
            rows: vec![row("other.csv:7"), row("trades.csv:9")],
            leave_out: vec![row("other.csv:8")],
            ..Contest::default()
        };
        contest.follow(&[dropped(7, why), dropped(8, why)]);
        (contest.rows, contest.leave_out)
    };
    for why in [Why::SameFile, Why::SameRow, Why::Conflict, Why::Settled] {
        let rows = vec![row("trades.csv:9"), row("trades.csv:3")];
        assert_eq!(follow(why), (rows, vec![row("trades.csv:3")]));
    }
    // An order of a coarser file is several rows of the finer one.
    let (rows, _) = follow(Why::CoarserFile);
    assert_eq!(rows, [row("other.csv:7"), row("trades.csv:9")]);
}

#[test]
fn a_row_that_is_in_no_file_is_named() {
    let entries = of_every_kind();
    let refs: Vec<&Entry> = entries.iter().collect();
    let contest = Contest {
        rows: vec![
            row("trades.csv:99"),
            row("other.csv:2"),
            row("trades.csv:3"),
        ],
        ..Contest::default()
    };
    let unknown = contest.select(&refs).unknown;
    assert_eq!(unknown, [row("other.csv:2"), row("trades.csv:99")]);
}

#[test]
fn a_period_takes_in_its_beginning_and_leaves_out_its_end() {
    let entries = ["11:59:59.999", "12:00:00", "12:59:59.999", "13:00:00"].map(|clock| {
        let time = format!("2022-10-18T{clock}Z");
        trade(2, &time, ["1 BTC", "2 USDT", ""])
    });
    let refs: Vec<&Entry> = entries.iter().collect();
    let contest = Contest {
        periods: vec![
            "2022-10-18T12:00:00Z..2022-10-18T13:00:00Z"
                .parse()
                .unwrap(),
        ],
        ..Contest::default()
    };
    assert_eq!(contest.select(&refs).contested, [1, 2]);
}

#[test]
fn a_day_without_a_time_is_taken_whole_or_asked_about() {
    let day = Entry {
        time: crate::Moment {
            digits: crate::Moment::DAY,
            ..at("2022-10-18T00:00:00Z")
        },
        ..trade(2, "2022-10-18T00:00:00Z", ["1 BTC", "2 USDT", ""])
    };
    let select = |period: &str, leave_out: Vec<Row>| {
        let contest = Contest {
            periods: vec![period.parse().unwrap()],
            leave_out,
            ..Contest::default()
        };
        let selection = contest.select(&[&day]);
        (selection.contested, selection.open)
    };
    for (period, contested, open) in [
        ("2022-10-18..2022-10-19", vec![0], vec![]),
        ("2022-10-17..2022-10-20", vec![0], vec![]),
        ("2022-10-18..2022-10-18T23:59:59Z", vec![], vec![0]),
        ("2022-10-18T12:00:00Z..2022-10-19", vec![], vec![0]),
        ("2022-10-17..2022-10-18", vec![], vec![]),
        ("2022-10-19..2022-10-20", vec![], vec![]),
    ] {
        assert_eq!(select(period, vec![]), (contested, open), "{period}");
    }
    let cut = "2022-10-18T12:00:00Z..2022-10-19";
    assert_eq!(select(cut, vec![row("trades.csv:2")]), (vec![], vec![]));
}

#[test]
fn legs_of_a_group_are_contested_left_out_and_kept_together() {
    let leg = |line, time, legs| Entry {
        group: "g".into(),
        ..trade(line, time, legs)
    };
    let entries = [
        leg(2, "2022-10-18T12:00:00Z", ["1 BTC", "", ""]),
        leg(3, "2022-10-18T12:00:01Z", ["", "2 USDT", ""]),
        trade(4, "2022-10-18T12:00:00Z", ["1 ETH", "1 USDT", ""]),
    ];
    let period = |text: &str| Contest {
        periods: vec![text.parse().unwrap()],
        ..Contest::default()
    };
    let one_second = period("2022-10-18T12:00:00Z..2022-10-18T12:00:01Z");
    assert_eq!(chosen(&one_second, &entries), [2, 3, 4]);
    let bitcoin = Contest {
        asset: Some("BTC".into()),
        ..Contest::default()
    };
    assert_eq!(chosen(&bitcoin, &entries), [2, 3]);
    let without = Contest {
        leave_out: vec![row("trades.csv:3")],
        ..Contest::default()
    };
    assert_eq!(chosen(&without, &entries), [4]);
}

#[test]
fn an_asset_is_looked_for_in_every_column() {
    let entries = [
        trade(2, "2022-10-18", ["1 BTC", "2 USDT", "3 BNB"]),
        trade(3, "2022-10-18", ["1 ETH", "2 USDC", "3 FTT"]),
    ];
    for (asset, lines) in [("BTC", [2]), ("USDT", [2]), ("BNB", [2]), ("FTT", [3])] {
        let contest = Contest {
            asset: Some(asset.into()),
            ..Contest::default()
        };
        assert_eq!(chosen(&contest, &entries), lines, "{asset}");
    }
}

#[test]
fn refuses_periods_and_rows_that_are_none() {
    for text in [
        "",
        "2022-10-18",
        "2022-10-19..2022-10-18",
        "2022-10-18..2022-10-18",
        "a..b",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    for text in ["", "trades.csv", "trades.csv:0", ":3", "trades.csv:x"] {
        assert!(text.parse::<Row>().is_err(), "{text}");
    }
    assert_eq!(row("a.zip!b.csv:12").to_string(), "a.zip!b.csv:12");
}

#[test]
fn one_row_of_a_line_is_named_by_its_number() {
    let second = |mut entry: Entry| {
        entry.row = 2;
        entry
    };
    let fill = trade(7, "2022-10-18T12:00:00Z", ["1 BTC", "2 USDT", ""]);
    let tax = second(entry(
        7,
        "2022-10-18T12:00:00Z",
        Kind::Fee,
        ["", "", "1 USDT"],
    ));
    let entries = [&fill, &tax];
    let chosen = |text: &str| {
        let contest = Contest {
            rows: vec![row(text)],
            ..Contest::default()
        };
        let selection = contest.select(&entries);
        (selection.contested, selection.unknown.len())
    };
    assert_eq!(chosen("trades.csv:7"), (vec![0, 1], 0), "all of the line");
    assert_eq!(chosen("trades.csv:7#1"), (vec![0], 0));
    assert_eq!(chosen("trades.csv:7#2"), (vec![1], 0));
    assert_eq!(chosen("trades.csv:7#3"), (vec![], 1));
    assert_eq!(row("trades.csv:7#2").to_string(), "trades.csv:7#2");
    for wrong in [
        "trades.csv:7#",
        "trades.csv:7#0",
        "trades.csv:7#x",
        "trades.csv:#1",
    ] {
        assert!(wrong.parse::<Row>().is_err(), "{wrong}");
    }
}
