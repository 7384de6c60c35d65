//! Files beside each other in one archive: no advice to fetch what lies there.

use std::io::{Cursor, Write};

use ledger::{Collected, FileReport, ReadOptions, read_file};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const ORDERS: &str = "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
    2022-10-18 21:00:07,1,BTCUSDT,LIMIT,SELL,16950,1BTC,2022-10-18 21:00:09,1BTC,16950,16950USDT,Filled\n";
const TRADES: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
    2022-10-18 21:00:09,BTCUSDT,SELL,16950,1BTC,16950USDT,1.695USDT\n";
const STAKED: &str = "UID,Account Type,Staked Time(UTC),Staked Coin,Product Type,Product Name,Maturity Date(UTC),Amount,Redemption Time(UTC),Status\n\
    1,mainAccount,2022-10-18 21:00:09,KCS,Flexible,KCS,,5,,Done\n";
const HISTORY: &str = "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC),Remark,Type\n\
    1,mainAccount,KCS,Withdrawal,5,0,2022-10-18 21:00:09,Staking,Staking\n";

fn read(members: &[(&str, &str)]) -> (Vec<FileReport>, Collected) {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = Cursor::new(archive.finish().unwrap().into_inner());
    let mut read = Collected::default();
    let found = read_file("all.zip", bytes, &ReadOptions::default(), &mut read).unwrap();
    (found, read)
}

fn has(read: &Collected, code: &str) -> bool {
    let mut found = read.diagnostics.iter();
    found.any(|found| found.code.as_str() == code)
}

#[test]
fn advice_is_said_where_the_better_file_is_missing_and_not_where_it_is_there() {
    let (alone, read_alone) = read(&[("orders.csv", ORDERS)]);
    assert!(has(&read_alone, "NOTE-INSTEAD"));
    assert!(alone[0].summary().contains("fetch the trade history"));
    for members in [
        [("orders.csv", ORDERS), ("trades.csv", TRADES)],
        [("trades.csv", TRADES), ("orders.csv", ORDERS)],
    ] {
        let (found, both) = read(&members);
        assert_eq!(both.entries.len(), 2);
        assert!(!has(&both, "NOTE-INSTEAD"), "{:?}", both.diagnostics);
        for file in found {
            assert!(!file.summary().contains("fetch"), "{}", file.summary());
        }
    }
}

#[test]
fn a_list_that_moves_nothing_is_named_without_advice_where_the_moves_are_there() {
    let summary = |members: &[(&str, &str)]| read(members).0[0].summary();
    let alone = summary(&[("staked.csv", STAKED)]);
    assert!(alone.contains("Account History"), "{alone}");
    let both = summary(&[("staked.csv", STAKED), ("history.csv", HISTORY)]);
    assert_eq!(
        both,
        "This file is: KuCoin's list of what was staked. It moves nothing that is not in another \
         file of the same archive."
    );
}
