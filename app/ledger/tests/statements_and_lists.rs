//! The statements of exchanges beside their lists of fills, deposits and withdrawals: the
//! money that both tell counts once, whatever the precision of their times.

use std::collections::BTreeMap;
use std::io::Cursor;

use ledger::{Amount, Entry, Hashes, ReadOptions, read_file, resolve};

fn read(name: &str, text: &str) -> Vec<Entry> {
    let mut read = ledger::Collected::default();
    let found = read_file(name, Cursor::new(text), &ReadOptions::default(), &mut read).unwrap();
    assert_eq!(found[0].refused, 0, "{:?}", read.diagnostics);
    read.entries
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

/// What counts of two files, and that both orders of the files agree.
fn kept(first: &[Entry], second: &[Entry]) -> Vec<Entry> {
    let together = |one: &[Entry], other: &[Entry]| {
        let all = [one, other].concat();
        resolve(all, &Hashes::new()).kept
    };
    let kept = together(first, second);
    assert_eq!(sums(&kept), sums(&together(second, first)));
    kept
}

fn expected(sums: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(asset, sum): &(&str, &str)| ((*asset).to_owned(), (*sum).to_owned());
    sums.iter().map(owned).collect()
}

#[test]
fn fills_that_are_timed_by_the_minute_replace_their_legs_in_the_statement() {
    let statement = read(
        "AssetChangeDetails_uta.csv",
        "Uid,Currency,Contract,Type,Direction,Quantity,Position,Filled Price,Funding,Fee Paid,Cash Flow,Change,Wallet Balance,Action,Time(UTC)\n\
         7,ETH,ETHUSDT,TRADE,BUY,0.5,0,2100,0,-0.0005,0.5,0.4995,0.4995,--,2025-03-01 09:30:42\n\
         7,USDT,ETHUSDT,TRADE,BUY,-1050,0,2100,0,0,-1050,-1050,450,--,2025-03-01 09:30:42\n\
         7,USDT,,TRANSFER_IN,--,0,0,0,0,0,1500,1500,1500,--,2025-03-01 09:00:00\n",
    );
    let fills = read(
        "Bybit-Spot-TradeHistory.csv",
        "Spot Pairs,Order Type,Direction,Filled Value,Filled Price,Filled Quantity,Fees,Transaction ID,Order No.,Timestamp (UTC)\n\
         ETHUSDT,MARKET,BUY,1050,2100,0.5,0.0005,2200000000300000009, 53000009,09:30 2025-03-01\n",
    );
    assert_eq!((statement.len(), fills.len()), (3, 1));
    let kept = kept(&statement, &fills);
    assert_eq!(sums(&kept), expected(&[("ETH", "0.4995"), ("USDT", "450")]));
    assert_eq!(kept.len(), 2);
}

#[test]
fn a_deposit_of_a_list_and_of_the_funding_account_counts_once() {
    let funding = read(
        "funding.csv",
        "UID:7,Account Type:Main,Time Zone:UTC+9\n\
         id,Time,Type,Amount,Before Balance,After Balance,Fee,Symbol\n\
         1,2026-01-18 10:20:00,Deposit,1500,0,1500,0,USDT\n\
         2,2026-01-18 12:00:00,Withdrawal,-100,1500,1400,1,USDT\n",
    );
    let list = read(
        "deposits(GMT+9).csv",
        "UID: 7,Account type: Main,Time: 01/31/2026 10:00\n\n\
         Time,Crypto,Deposit address,Network,Transaction ID,Amount,Status\n\
         01/18/2026 10:20:00,USDT,TExampleAddress0000000000000000001,TRC20,4d4d4d4d,1500,Completed\n",
    );
    let kept = kept(&funding, &list);
    assert_eq!(sums(&kept), expected(&[("USDT", "1400")]));
    let facts: Vec<&str> = kept
        .iter()
        .map(|entry| entry.facts.tx_hash.as_str())
        .collect();
    assert!(facts.contains(&"4d4d4d4d"), "{facts:?}");
}
