//! What other importers' users complained of, held not to happen here.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

use ledger::{Amount, Collected, Entry, FileReport, ReadOptions, read_file};

fn read(name: &str, text: &str) -> (FileReport, Collected) {
    let mut read = Collected::default();
    let options = ReadOptions::default();
    let mut found = read_file(name, Cursor::new(text), &options, &mut read).unwrap();
    (found.remove(0), read)
}

/// What entries changed, asset by asset.
fn sums(entries: &[Entry]) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<String, Amount> = BTreeMap::new();
    for entry in entries {
        for (quantity, is_gain) in [(&entry.in_, true), (&entry.out, false), (&entry.fee, false)] {
            let Some(quantity) = quantity else { continue };
            let sum = sums.entry(quantity.asset.to_string()).or_default();
            *sum = match is_gain {
                true => sum.plus(&quantity.amount),
                false => sum.minus(&quantity.amount),
            };
        }
    }
    let sums = sums.into_iter();
    sums.map(|(asset, sum)| (asset, sum.to_string())).collect()
}

/// rotki #10979: rows of a statement that are equal to the last byte, in one second.
#[test]
fn every_row_of_one_second_counts() {
    let (found, read) = read(
        "statement.csv",
        "\"User_ID\",\"UTC_Time\",\"Account\",\"Operation\",\"Coin\",\"Change\",\"Remark\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Sell\",\"ETH\",\"-0.02500000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Buy\",\"KNC\",\"15.00000000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Fee\",\"KNC\",\"-0.01500000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Sell\",\"ETH\",\"-0.02500000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Sell\",\"ETH\",\"-1.70000000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Buy\",\"KNC\",\"15.00000000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Buy\",\"KNC\",\"1020.00000000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Sell\",\"ETH\",\"-0.02500000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Fee\",\"KNC\",\"-0.01500000\",\"\"\n\
         \"9\",\"2018-02-03 04:05:06\",\"Spot\",\"Buy\",\"KNC\",\"15.00000000\",\"\"\n",
    );
    assert_eq!((found.rows, found.entries, found.refused), (10, 10, 0));
    let expected = [("ETH", "-1.77500000"), ("KNC", "1064.97000000")];
    let expected = expected.map(|(asset, sum)| (asset.to_owned(), sum.to_owned()));
    assert_eq!(sums(&read.entries), BTreeMap::from(expected));
    let group = &read.entries[0].group;
    assert!(!group.is_empty() && read.entries.iter().all(|entry| entry.group == *group));
    let resolved = ledger::resolve(read.entries, &BTreeMap::new());
    assert_eq!(resolved.kept.len(), 10);
}

/// BittyTax #498: an exchange adds a column.
#[test]
fn a_new_column_is_said_and_changes_nothing() {
    for (name, header, row) in [
        (
            "trades.csv",
            "Date(UTC),Pair,Side,Price,Executed,Amount,Fee",
            "2022-10-18 21:00:09,BTCUSDT,SELL,19000,0.5BTC,9500USDT,9.5USDT",
        ),
        (
            "withdrawals.csv",
            "Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status",
            "24-03-05 11:00:00,BTC,BTC,0.1,0.0001,bc1q,f00d,Completed",
        ),
        (
            "income.csv",
            "Date(UTC),type,Amount,Asset,Symbol,Transaction ID",
            "2022-10-18 21:05:09,REALIZED_PNL,-43.8,USDT,BTCUSDT,880001",
        ),
    ] {
        let (_, plain) = read(name, &format!("{header}\n{row}\n"));
        for text in [
            format!("{header},Account Mode\n{row},CLASSIC\n"),
            format!("Account Mode,{header}\nCLASSIC,{row}\n"),
        ] {
            let (found, more) = read(name, &text);
            assert_eq!(more.entries, plain.entries, "{name}");
            assert_eq!(found.unknown_columns, ["Account Mode"], "{name}");
            assert!(
                found
                    .summary()
                    .contains("one column I don't know: Account Mode"),
                "{}",
                found.summary()
            );
        }
    }
}

/// BittyTax #199: the order history is sent for the trade history.
#[test]
fn a_file_of_the_wrong_kind_says_which_to_fetch_and_where() {
    let (found, read) = read(
        "part-00000-1.csv",
        "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
         2021-11-02 20:18:29,1,BTCUSDT,Limit,BUY,62000,0.5,2021-11-02 20:25:03,0.5,62000,31000,Filled\n",
    );
    assert_eq!(found.entries, 1);
    for words in [
        "order history",
        "fetch the trade history",
        "Trade History → Export",
    ] {
        assert!(found.summary().contains(words), "{}", found.summary());
        let says = |message: &str| message.contains("fetch the trade history");
        assert!(
            read.diagnostics
                .iter()
                .any(|found| says(&found.message.to_string()))
        );
    }
}

/// Where the header of a file ends: lines of a page above it have fewer cells.
fn header_end(text: &str) -> usize {
    let cells = |line: &str| {
        // Some fill a line above the header up with empty cells.
        let filled = line.trim_end_matches([',', ';', '\t', '\r', '\n']);
        let outside = filled.split('"').step_by(2);
        let marks = outside.flat_map(|part| part.matches([',', ';', '\t']));
        marks.count()
    };
    let lines = text.split_inclusive('\n');
    let most = lines.clone().map(cells).max().unwrap_or_default();
    let above = lines.clone().take_while(|line| cells(line) < most);
    let header = lines.clone().find(|line| cells(line) == most);
    above.chain(header).map(str::len).sum()
}

/// CoinTaxman #97: one bad row ends the whole run.
#[test]
fn a_bad_row_costs_no_other_row_in_any_file() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if !name.ends_with(".csv") {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        let (header, rows) = text.split_at(header_end(&text));
        let (found, whole) = read(name, &text);
        let (more, spoilt) = read(name, &format!("{header}rubbish\n{rows}"));
        let without_lines = |entries: Vec<Entry>| -> Vec<Entry> {
            let blank = |entry| Entry {
                lines: 0.into(),
                ..entry
            };
            entries.into_iter().map(blank).collect()
        };
        assert_eq!(
            without_lines(spoilt.entries),
            without_lines(whole.entries),
            "{name}"
        );
        assert_eq!(spoilt.deals.len(), whole.deals.len(), "{name}");
        assert_eq!(
            (more.rows, more.refused),
            (found.rows + 1, found.refused + 1),
            "{name}: {:?}",
            spoilt.diagnostics
        );
        let exchange = name.split('_').next().unwrap_or_default();
        *files.entry(exchange.to_owned()).or_default() += 1;
    }
    for (exchange, least) in [("binance", 30), ("kucoin", 30), ("ftx", 15), ("3commas", 1)] {
        assert!(files.get(exchange) >= Some(&least), "{files:?}");
    }
}

/// Binance's older lists of deposits and of withdrawals have one header.
#[test]
fn what_only_the_name_tells_apart_is_asked_where_the_name_does_not() {
    let text = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n\
        2021-03-01 09:15:00,XRP,XRP,1200.5,0,rA,AB,rS,1,Completed\n";
    let format = |name: &str| read(name, text).0.format.map(|format| format.id);
    for (name, expected) in [
        ("Export Deposit History.csv", Some("binance-deposits-old")),
        (
            "export withdraw history.csv",
            Some("binance-withdrawals-old"),
        ),
        ("deposits.zip!part-00000.csv", Some("binance-deposits-old")),
        ("deposits/withdrawals.csv", Some("binance-withdrawals-old")),
        ("history.csv", None),
        ("deposits and withdrawals.csv", None),
    ] {
        assert_eq!(format(name), expected, "{name}");
    }
    let (found, _) = read("history.csv", text);
    for id in ["binance-deposits-old", "binance-withdrawals-old"] {
        assert!(found.summary().contains(id), "{}", found.summary());
    }
    let mut collected = Collected::default();
    let options = ReadOptions {
        format: Some("binance-withdrawals-old".to_owned()),
        ..ReadOptions::default()
    };
    let found = read_file("history.csv", Cursor::new(text), &options, &mut collected).unwrap();
    assert_eq!(found[0].entries, 1);
    assert!(collected.entries[0].out.is_some());
}
