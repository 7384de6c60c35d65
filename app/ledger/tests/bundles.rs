//! An exchange's bundle, handed in as it came: every member is read or named, and
//! money that several members tell counts once.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use ledger::{Amount, Collected, FileReport, Hashes, ReadOptions, read_file, resolve};
use zip::write::{SimpleFileOptions, ZipWriter};

fn archive(members: &[(&str, String)]) -> Cursor<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = zip.finish().unwrap();
    bytes.set_position(0);
    bytes
}

/// A file of KuCoin's bundle: byte order mark, header, rows.
fn member(header: &str, rows: &[&str]) -> String {
    format!("\u{feff}{header}\r\n{}\r\n", rows.join("\r\n"))
}

fn bundle() -> Vec<(&'static str, String)> {
    let nothing = &["No matching records found."][..];
    vec![
        (
            "Spot Orders_Filled Orders.csv",
            member(
                "UID,Account Type,Order ID,Order Time(UTC+02:00),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+02:00),Fee,Fee Currency,Tax,Status,Account Mode",
                &[
                    "7,trade,o1,2022-10-18 22:00:00,DAG-USDT,SELL,LIMIT,0.05,4000,0.0525,4000,210,210,2022-10-18 23:01:00,0.21,USDT,,deal,CLASSIC",
                ],
            ),
        ),
        (
            "Spot Orders_Filled Orders (Show Order-Splitting).csv",
            member(
                "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+02:00),Fee,Tax,Maker/Taker,Fee Currency,Account Mode",
                &[
                    "7,trade,o1,DAG-USDT,SELL,LIMIT,0.05,3000,150,150,2022-10-18 23:00:00,0.15,,MAKER,USDT,CLASSIC",
                ],
            ),
        ),
        (
            "Spot Orders_Filled Orders (Show Order-Splitting)_1.csv",
            member(
                "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+02:00),Fee,Tax,Maker/Taker,Fee Currency,Account Mode",
                &[
                    "7,trade,o1,DAG-USDT,SELL,LIMIT,0.06,1000,60,60,2022-10-18 23:01:00,0.06,,TAKER,USDT,CLASSIC",
                ],
            ),
        ),
        (
            "Margin Orders_Filled Orders (Show Order-Splitting)_Cross.csv",
            member(
                "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC+02:00),Fee,Tax,Maker/Taker,\"Fee Currency,\"",
                nothing,
            ),
        ),
        (
            "Futures Orders_Realized PNL.csv",
            member(
                "UID,Account Type,Symbol,Close Type,Realized PNL,Total Realized PNL,Total Funding Fees,Total Trading Fees,Position Opening Time(UTC+02:00),\",Position Closing Time(UTC+02:00)\"",
                &[
                    "7,futures,SOLUSDTM,CLOSE_LONG,-1.5,-1,-0.2,0.3,2022-10-18 22:00:00,2022-10-18 23:00:00",
                ],
            ),
        ),
        (
            "Convert Orders_Filled Orders.csv",
            member(
                "UID,Account Type,Payment Account,Sell,Buy,Price,Tax,Time of Update(UTC+02:00),Status",
                &["7,main,TRADE,100 KAS,160 DOGE,1 KAS=1.6 DOGE,,2022-10-18 12:00:00,SUCCESS"],
            ),
        ),
        (
            "Deposit_Withdrawal History_Deposit History.csv",
            member(
                "UID,Account Type,Time(UTC+02:00),Coin,Amount,Fee,Hash,Deposit Address,Transfer Network,Status,Remarks",
                &["7,main,2022-10-01 12:00:00,KAS,100,0,aa,addr,KAS,SUCCESS,"],
            ),
        ),
        (
            "Deposit_Withdrawal History_Withdrawal History.csv",
            member(
                "UID,Account Type,Time(UTC+02:00),Coin,Amount,Fee,Hash,Withdrawal Address/Account,Transfer Network,Status,Remarks",
                nothing,
            ),
        ),
        (
            "Earn Orders_Profit History.csv",
            member(
                "UID,Account Type,Order ID,Time(UTC+02:00),Staked Coin,Product Type,Product Name,Earnings Coin,Earnings Type,Remarks,Amount,Amount（USDT）,Fee",
                &["7,main,e1,2022-10-02 12:00:00,KCS,Staking,KCS Staking,KCS,Interest,,0.5,4,0"],
            ),
        ),
        (
            "Account History_Funding Account.csv",
            member(
                "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC+02:00),Remark,Type",
                &[
                    "7,main,KAS,Deposit,100,0,2022-10-01 12:00:00,Deposit,Deposit",
                    "7,main,KCS,Deposit,0.5,0,2022-10-02 12:00:00,,KuCoin Earn Profits",
                    "7,main,KAS,Withdrawal,100,0,2022-10-18 12:00:00,,Convert Market",
                    "7,main,DOGE,Deposit,160,0,2022-10-18 12:00:01,,Convert Market",
                ],
            ),
        ),
        (
            "Account History_Trading Account.csv",
            member(
                "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC+02:00),Remark,Type",
                &[
                    "7,trade,DAG,Withdrawal,3000,0,2022-10-18 23:00:00,,Spot",
                    "7,trade,USDT,Deposit,149.85,0.15,2022-10-18 23:00:00,,Spot",
                    "7,trade,DAG,Withdrawal,1000,0,2022-10-18 23:01:00,,Spot",
                    "7,trade,USDT,Deposit,59.94,0.06,2022-10-18 23:01:00,,Spot",
                ],
            ),
        ),
        (
            "Others_Asset Snapshots.csv",
            member(
                "UID,Account Type,Account Name,Coin,Amount,Amount(USDT),Time(UTC+02:00)",
                &["7,main,main,KAS,100,0.5,2022-10-01 00:00:00"],
            ),
        ),
    ]
}

fn read(members: &[(&str, String)]) -> (Vec<FileReport>, Collected) {
    let mut read = Collected::default();
    let found = read_file(
        "BillingHistory.zip",
        archive(members),
        &ReadOptions::default(),
        &mut read,
    )
    .unwrap();
    (found, read)
}

#[test]
fn kucoins_bundle_is_read_whole_and_counts_each_movement_once() {
    let members = bundle();
    let (found, read) = read(&members);
    let unread: Vec<&str> = found
        .iter()
        .filter(|found| !found.is_read_whole())
        .map(|found| found.file.as_str())
        .collect();
    assert_eq!(unread, ["BillingHistory.zip!Others_Asset Snapshots.csv"]);
    assert_eq!(found.len(), members.len());
    let snapshots = &found[members.len() - 1].summary();
    assert!(snapshots.contains("balances on one day"), "{snapshots}");

    let resolved = resolve(read.entries, &Hashes::new());
    let mut sums: BTreeMap<&str, Amount> = BTreeMap::new();
    for entry in &resolved.kept {
        let parts = [(&entry.in_, true), (&entry.out, false), (&entry.fee, false)];
        for (quantity, is_gain) in parts {
            let Some(quantity) = quantity else { continue };
            let sum = sums.entry(&quantity.asset).or_insert(Amount::ZERO);
            *sum = match is_gain {
                true => sum.plus(&quantity.amount),
                false => sum.minus(&quantity.amount),
            };
        }
    }
    let sums: Vec<String> = sums
        .iter()
        .map(|(asset, sum)| format!("{asset} {}", sum.normalized()))
        .collect();
    // 210 − 0.21 of the sale, −1 − 0.2 − 0.3 of the position.
    assert_eq!(
        sums,
        ["DAG -4000", "DOGE 160", "KAS 0", "KCS 0.5", "USDT 208.29"]
    );
    assert_eq!(resolved.dropped.len(), 9);
}
