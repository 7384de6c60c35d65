//! The statements of exchanges beside their lists of fills, deposits and withdrawals: the
//! money that both tell counts once, whatever the precision of their times.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use ledger::{
    Amount, Comparing, Entry, FileSummary, Hashes, Kind, Limits, ReadOptions, RowDigest, RowSource,
    compare, read_file, resolve,
};

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
    sums.filter(|(_, sum)| !sum.is_zero())
        .map(|(asset, sum)| (asset, sum.normalized().to_string()))
        .collect()
}

/// Rows that are read again, as those of a large claim are.
struct Held<'a> {
    rows: &'a [Entry],
    digests: Option<Vec<RowDigest>>,
}

/// The digest of each row, as they are computed while rows are read.
fn digests(rows: &[Entry]) -> Vec<RowDigest> {
    let before = std::iter::once(None).chain(rows.iter().map(Some));
    let digest = |(row, before): (&Entry, Option<&Entry>)| {
        RowDigest::of(row, before.filter(|before| before.file == row.file))
    };
    rows.iter().zip(before).map(digest).collect()
}

impl RowSource for Held<'_> {
    type Error = std::convert::Infallible;

    fn read(
        &mut self,
        rows: &[std::ops::Range<u32>],
        take: &mut dyn FnMut(Cow<'_, Entry>),
    ) -> Result<(), Self::Error> {
        let mut rows = rows.iter().cloned().flatten();
        rows.try_for_each(|row| {
            take(Cow::Borrowed(&self.rows[row as usize]));
            Ok(())
        })
    }

    fn digests(&self) -> Option<&[RowDigest]> {
        self.digests.as_deref()
    }
}

/// What is dropped where few rows are held at a time, with digests of rows and without.
fn streamed(entries: &[Entry]) -> Vec<String> {
    let dropped = dropped(entries, None);
    assert_eq!(dropped, self::dropped(entries, Some(digests(entries))));
    dropped
}

fn dropped(entries: &[Entry], digests: Option<Vec<RowDigest>>) -> Vec<String> {
    let mut files: Vec<FileSummary> = Vec::new();
    for entry in entries {
        if files.last().is_none_or(|file| file.name() != entry.file) {
            files.push(FileSummary::new(&entry.file, ""));
        }
        files.last_mut().unwrap().add(entry);
    }
    let mut source = Held {
        rows: entries,
        digests,
    };
    let compared = compare(
        files,
        &mut source,
        &Comparing::default(),
        &Limits::default(),
    );
    let dropped = compared.unwrap().dropped.into_iter();
    dropped
        .map(|row| entries[row.row as usize].place())
        .collect()
}

/// What counts of two files. Both orders of the files agree, and so does the way of large
/// claims.
fn kept(first: &[Entry], second: &[Entry]) -> Vec<Entry> {
    together(first, second).0
}

/// What counts of two files, and the codes of what there is to say of it.
fn together(first: &[Entry], second: &[Entry]) -> (Vec<Entry>, Vec<String>) {
    let resolved = |one: &[Entry], other: &[Entry]| {
        let all = [one, other].concat();
        let resolved = resolve(all.clone(), &Hashes::new());
        let dropped = resolved.dropped.iter();
        let dropped: Vec<String> = dropped.map(|dropped| dropped.entry.place()).collect();
        assert_eq!(dropped, streamed(&all));
        resolved
    };
    let found = resolved(first, second);
    assert_eq!(sums(&found.kept), sums(&resolved(second, first).kept));
    let codes = found.diagnostics.iter().map(|found| found.code.to_string());
    let codes = codes.filter(|code| code != "NOTE-ONE-ACCOUNT").collect();
    (found.kept, codes)
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

const KRAKEN_TRADES: &str = "\"txid\",\"ordertxid\",\"pair\",\"time\",\"type\",\"ordertype\",\"price\",\"cost\",\"fee\",\"vol\",\"margin\",\"misc\",\"ledgers\"\n";
const KRAKEN_LEDGERS: &str = "\"txid\",\"refid\",\"time\",\"type\",\"subtype\",\"aclass\",\"asset\",\"amount\",\"fee\",\"balance\"\n";

fn rows(head: &str, rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| format!("{row}\n"));
    head.to_owned() + &rows.collect::<String>()
}

/// The trades have more digits than the ledger. Of a sale, the trades show the fee in the
/// quote, and the ledger took it from the base. What the last refid names is no trade of the
/// other file.
#[test]
fn rows_that_name_a_trade_count_once_however_their_amounts_are_rounded() {
    let trades = read(
        "trades.csv",
        &rows(
            KRAKEN_TRADES,
            &[
                r#""TAAAA1-AAAAA-000001","OAAAA1-AAAAA-000001","XXMRZEUR","2017-11-12 19:04:13.6946","buy","market",98.31000000,14.74650000,0.03834090,0.15000000,0.00000000,"","""#,
                r#""TAAAA2-AAAAA-000001","OAAAA2-AAAAA-000001","XXMRZEUR","2017-11-12 20:11:02.0319","sell","limit",99.17380000,4.95869000,0.01289259,0.05000000,0.00000000,"","""#,
            ],
        ),
    );
    let ledger = read(
        "ledgers.csv",
        &rows(
            KRAKEN_LEDGERS,
            &[
                r#""L1","DAAAA1-AAAAA-000001","2017-11-12 12:00:00","deposit","","currency","ZEUR",20.0000,0.0000,20.0000"#,
                r#""L2","TAAAA1-AAAAA-000001","2017-11-12 19:04:13","trade","","currency","ZEUR",-14.7465,0.0383,5.2152"#,
                r#""L3","TAAAA1-AAAAA-000001","2017-11-12 19:04:13","trade","","currency","XXMR",0.1500000000,0.0000000000,0.1500000000"#,
                r#""L4","TAAAA2-AAAAA-000001","2017-11-12 20:11:02","trade","","currency","XXMR",-0.0500000000,0.0001300000,0.0998700000"#,
                r#""L5","TAAAA2-AAAAA-000001","2017-11-12 20:11:02","trade","","currency","ZEUR",4.9587,0.0000,10.1739"#,
                r#""L6","TAAAA3-AAAAA-000001","2017-11-12 21:00:00","trade","","currency","XXMR",-0.0100000000,0.0000000000,0.0898700000"#,
                r#""L7","TAAAA3-AAAAA-000001","2017-11-12 21:00:00","trade","","currency","ZEUR",0.9917,0.0026,11.1630"#,
            ],
        ),
    );
    let (kept, codes) = together(&ledger, &trades);
    // 20 − 14.7465 − 0.0383409 + 4.95869 − 0.01289259 + 0.9917 − 0.0026
    let all = [("EUR", "11.15005651"), ("XMR", "0.09")];
    assert_eq!(sums(&kept), expected(&all));
    assert_eq!(kept.len(), 5);
    assert!(codes.is_empty(), "{codes:?}");
}

/// The ledger's fee of a fill that opens a position includes what the loan costs, and counts
/// whole. That of the closing fill is the trade's but for rounding.
#[test]
fn the_fee_of_a_fill_on_margin_counts_once() {
    let trades = read(
        "trades.csv",
        &rows(
            KRAKEN_TRADES,
            &[
                r#""TBBBB1-AAAAA-000001","OBBBB1-AAAAA-000001","XXBTZEUR","2021-06-02 12:00:00.1","buy","market",30017.40000,300.17400,0.48028,0.01000000,60.03480,"initiated","""#,
                r#""TBBBB2-AAAAA-000001","OBBBB2-AAAAA-000001","XXBTZEUR","2021-06-02 16:00:00.3","sell","market",28783.50000,287.83500,0.74837,0.01000000,57.56700,"closing","""#,
            ],
        ),
    );
    let ledger = read(
        "ledgers.csv",
        &rows(
            KRAKEN_LEDGERS,
            &[
                r#""L1","TBBBB1-AAAAA-000001","2021-06-02 12:00:00","margin","","currency","ZEUR",0.0000,0.5403,299.4597"#,
                r#""L2","TBBBB1-AAAAA-000001","2021-06-02 16:00:00","rollover","","currency","ZEUR",0.0000,0.0600,299.3997"#,
                r#""L3","TBBBB2-AAAAA-000001","2021-06-02 16:00:00","margin","","currency","ZEUR",-12.3390,0.7484,286.3123"#,
            ],
        ),
    );
    let (kept, codes) = together(&ledger, &trades);
    assert_eq!(sums(&kept), expected(&[("EUR", "-13.68767")]));
    assert!(codes.is_empty(), "{codes:?}");
}

const GATE_TRADES: &str = "No,Order id,Time,Trade type,Maker/Taker,Pair,Price,Amount,Fee,Total\n";
const GATE_BILLING: &str = "no,time,action_desc,action_data,type,change_amount,amount,total\n";
/// An order that was placed and filled twice, what was left of it cancelled.
const GATE_ORDER: [&str; 6] = [
    "1,2023-05-01 12:59:00,Order Placed,41200002,USDT,-1500,500,2000",
    "2,2023-05-01 13:00:01,Order Fullfilled,41200002,BTC,0.02143,0.02143,2000",
    "3,2023-05-01 13:00:01,Trade Fee,41200002,BTC,-0.00004286,0.02138714,2000",
    "4,2023-05-01 13:07:40,Order Fullfilled,41200002,BTC,0.01857,0.03995714,2000",
    "5,2023-05-01 13:07:40,Trade Fee,41200002,BTC,-0.00003714,0.03992,2000",
    "6,2023-05-02 09:00:00,Order Cancelled,41200002,USDT,299.9908,799.9908,2000",
];
const GATE_FILLS: [&str; 2] = [
    "1,41200002,2023-05-01 13:00:01,Buy,Maker,BTC/USDT,30000.23,0.02143BTC,0.00004286BTC,642.9049289USDT",
    "2,41200002,2023-05-01 13:07:40,Buy,Maker,BTC/USDT,30000.23,0.01857BTC,0.00003714BTC,557.1042711USDT",
];

#[test]
fn an_order_is_paid_once_whenever_it_was_placed() {
    let billing = read("billing.csv", &rows(GATE_BILLING, &GATE_ORDER));
    let trades = read("trades.csv", &rows(GATE_TRADES, &GATE_FILLS));
    let (kept, codes) = together(&billing, &trades);
    let all = [("BTC", "0.03992"), ("USDT", "-1200.0092")];
    assert_eq!(sums(&kept), expected(&all));
    // What was set apart for the order and came back adds up to nothing.
    let trades: Vec<Entry> = kept
        .into_iter()
        .filter(|kept| kept.kind == Kind::Trade)
        .collect();
    assert_eq!(sums(&trades), expected(&all));
    assert_eq!(trades.len(), 2);
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn a_fee_that_the_fills_lack_counts_beside_them() {
    let billing = read("billing.csv", &rows(GATE_BILLING, &GATE_ORDER));
    for (fees, missing) in [
        (["0.00004286BTC", ""], "-0.00003714"),
        (["", ""], "-0.00008"),
    ] {
        let fill = |nth: usize| {
            let fee = ["0.00004286BTC", "0.00003714BTC"][nth];
            GATE_FILLS[nth].replace(fee, fees[nth])
        };
        let trades = read("trades.csv", &rows(GATE_TRADES, &[&fill(0), &fill(1)]));
        let (kept, _) = together(&billing, &trades);
        let all = [("BTC", "0.03992"), ("USDT", "-1200.0092")];
        assert_eq!(sums(&kept), expected(&all));
        let of_billing = kept.into_iter().filter(|entry| entry.file == "billing.csv");
        let of_billing: Vec<Entry> = of_billing.collect();
        assert_eq!(sums(&of_billing), expected(&[("BTC", missing)]));
    }
}

#[test]
fn an_order_some_of_whose_fills_are_missing_counts_as_in_the_statement() {
    let billing = read("billing.csv", &rows(GATE_BILLING, &GATE_ORDER));
    let trades = read("trades.csv", &rows(GATE_TRADES, &GATE_FILLS[1..]));
    let (kept, codes) = together(&billing, &trades);
    let all = [("BTC", "0.03992"), ("USDT", "-1200.0092")];
    assert_eq!(sums(&kept), expected(&all));
    assert_eq!(codes, ["WARN-FILLS-MISSING"]);
}

const BITFINEX_TRADES: &str = "#,PAIR,AMOUNT,PRICE,FEE,FEE PERC,FEE CURRENCY,DATE,ORDER ID\n";
const BITFINEX_LEDGER: &str = "#,DESCRIPTION,CURRENCY,AMOUNT,BALANCE,DATE,WALLET\n";
const BITFINEX_MOVEMENTS: &str =
    "#,STARTED,UPDATED,CURRENCY,STATUS,AMOUNT,FEES,DESCRIPTION,TRANSACTION ID,NOTE\n";

/// The trades have no total, so that it is computed: 10.481 × 0.015918 is 0.166836558.
#[test]
fn a_computed_total_is_the_rounded_one_of_the_ledger() {
    let trades = read(
        "trades.csv",
        &rows(
            BITFINEX_TRADES,
            &[
                "900000401,XMR/BTC,10.481,0.015918,-0.020962,0.2,XMR,2019-12-10 19:50:08.412,81000000401",
            ],
        ),
    );
    let ledger = read(
        "ledger.csv",
        &rows(
            BITFINEX_LEDGER,
            &[
                "3100000043,Trading fees for 10.481 XMR (XMRBTC) @ 0.0159 on BFX (0.2%) on wallet exchange,XMR,-0.020962,10.460038,2019-12-10 19:50:08,exchange",
                "3100000042,Exchange 10.481 XMR for BTC @ 0.015918 on wallet exchange,XMR,10.481,10.481,2019-12-10 19:50:08,exchange",
                "3100000041,Exchange 10.481 XMR for BTC @ 0.015918 on wallet exchange,BTC,-0.16683656,1.33316344,2019-12-10 19:50:08,exchange",
                "3100000040,Deposit (BITCOIN) #11000001 on wallet exchange,BTC,1.5,1.5,2019-12-09 08:00:00,exchange",
            ],
        ),
    );
    let (kept, codes) = together(&ledger, &trades);
    let all = [("BTC", "1.333163442"), ("XMR", "10.460038")];
    assert_eq!(sums(&kept), expected(&all));
    assert!(codes.is_empty(), "{codes:?}");
}

/// Of fills on margin, the ledger has only their fees, one of them at the end of its day, and
/// what the position made: 0.05 × (19200 − 20210.5).
#[test]
fn fills_on_margin_count_as_what_their_position_made() {
    let trades = read(
        "trades.csv",
        &rows(
            BITFINEX_TRADES,
            &[
                "900000503,BTC/USD,-0.05,19200,-1.92,0.2,USD,2022-10-19 11:02:09.100,81000000503",
                "900000502,BTC/USD,0.05,20210.5,-2.02105,0.2,USD,2022-10-18 21:13:44.900,81000000502",
                "900000501,BTC/USD,0.1,20200.25,-0.0002,0.2,BTC,2022-10-18 21:10:07.312,81000000501",
            ],
        ),
    );
    let ledger = read(
        "ledger.csv",
        &rows(
            BITFINEX_LEDGER,
            &[
                "3100000058,Transfer of 100.0 USD from wallet Trading to Exchange on wallet exchange,USD,100,3079.975,2022-10-20 09:00:00,exchange",
                "3100000057,Position #150000077 closed @ 19200.0 (TRADE) on wallet margin,USD,-50.525,145.53395,2022-10-19 11:02:09,margin",
                "3100000056,Trading fees for 0.05 BTC (BTCUSD) @ 19200.0 on BFX (0.2%) on wallet margin,USD,-1.92,196.05895,2022-10-19 11:02:09,margin",
                "3100000055,Trading fees for 0.05 BTC (BTCUSD) @ 20210.5 on BFX (0.2%) on wallet margin,USD,-2.02105,197.97895,2022-10-19 00:00:00,margin",
                "3100000053,Trading fees for 0.1 BTC (BTCUSD) @ 20200.25 on BFX (0.2%) on wallet exchange,BTC,-0.0002,0.0998,2022-10-18 21:10:07,exchange",
                "3100000052,Exchange 0.1 BTC for USD @ 20200.25 on wallet exchange,BTC,0.1,0.1,2022-10-18 21:10:07,exchange",
                "3100000051,Exchange 0.1 BTC for USD @ 20200.25 on wallet exchange,USD,-2020.025,2979.975,2022-10-18 21:10:07,exchange",
                "3100000050,Deposit (WIRE) #12000031 on wallet exchange,USD,5000,5000,2022-10-17 10:00:00,exchange",
            ],
        ),
    );
    let (kept, codes) = together(&ledger, &trades);
    // 5000 + 100 − 2020.025 − 50.525 − 1.92 − 2.02105
    let all = [("BTC", "0.0998"), ("USD", "3025.50895")];
    assert_eq!(sums(&kept), expected(&all));
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn a_movement_and_its_fee_in_a_row_of_its_own_count_once() {
    let movements = read(
        "movements.csv",
        &rows(
            BITFINEX_MOVEMENTS,
            &[
                "12000041,2022-10-18 21:02:11,2022-10-19 03:40:58,BTC,COMPLETED,-0.11413851,-0.0001,bc1qexample,f00dfeed41,",
                "12000040,2022-10-14 08:00:00,2022-10-17 10:31:42,USD,COMPLETED,5000,-5,wire 0007,,",
            ],
        ),
    );
    let ledger = read(
        "ledger.csv",
        &rows(
            BITFINEX_LEDGER,
            &[
                "3100000064,Crypto Withdrawal fee on wallet exchange,BTC,-0.0001,0.38576149,2022-10-18 21:02:12,exchange",
                "3100000063,Bitcoin Withdrawal #12000041 on wallet exchange,BTC,-0.11413851,0.38586149,2022-10-18 21:02:12,exchange",
                "3100000062,Deposit fee (WIRE) #12000040 on wallet exchange,USD,-5,4995,2022-10-17 10:31:42,exchange",
                "3100000061,Deposit (WIRE) #12000040 on wallet exchange,USD,5000,5000,2022-10-17 10:31:42,exchange",
            ],
        ),
    );
    let (kept, codes) = together(&ledger, &movements);
    let all = [("BTC", "-0.11423851"), ("USD", "4995")];
    assert_eq!(sums(&kept), expected(&all));
    assert_eq!(kept.len(), 2);
    assert!(codes.is_empty(), "{codes:?}");
}

const MEXC_ORDERS: &str = "UID,Time(UTC+08:00),Futures Trading Pair,Direction,Leverage,Order Type,Order Qty (Cont.),Filled Qty (Cont.),Order Qty (Crypto),Filled Qty (Crypto),Order Qty (Amount),Filled Qty (Amount),Order Price,Average Filled Price,Closing PNL,Trading Fee,Fee-payment Crypto,Status\n";
const MEXC_FILLS: &str = "UID,Time(UTC+00:00),Futures Trading Pair,Direction,Order Type,Filled Qty (Cont.),Filled Qty (Crypto),Filled Qty (Amount),Filled Price,Trading Fee,Fee-payment Crypto,Role,Closing PNL\n";

/// The closing order was filled twice; the order that opened the position has a fill of its
/// own.
#[test]
fn orders_and_fills_of_contracts_count_once() {
    let orders = read(
        "orders.csv",
        &rows(
            MEXC_ORDERS,
            &[
                "11000001,2025-09-22 21:44:58,BTC_USDT,buy long,5,market,30,30,0.003,0.003,345.3,345.3,115100,115100,0,0.06906,USDT,FINISHED",
                "11000001,2025-09-22 22:10:31,BTC_USDT,sell long,5,market,30,30,0.003,0.003,340.2,340.1998,113400,113399.9,-5.1002,0.06804,USDT,FINISHED",
            ],
        ),
    );
    let fills = read(
        "fills.csv",
        &rows(
            MEXC_FILLS,
            &[
                "11000001,2025-09-22 13:44:58,BTC_USDT,buy long,Market,30,0.003,345.3,115100,0.06906,USDT,Taker,0",
                "11000001,2025-09-22 14:10:31,BTC_USDT,sell long,Market,10,0.001,113.4,113400,0.02268,USDT,Taker,-1.7",
                "11000001,2025-09-22 14:10:31,BTC_USDT,sell long,Market,20,0.002,226.7998,113399.9,0.04536,USDT,Taker,-3.4002",
            ],
        ),
    );
    let (kept, codes) = together(&orders, &fills);
    assert_eq!(sums(&kept), expected(&[("USDT", "-5.2373")]));
    assert!(kept.iter().all(|entry| entry.file == "fills.csv"));
    assert!(codes.is_empty(), "{codes:?}");
}

/// Of a resting order, the flow books fee and profit when it was filled: nothing tells that
/// both are one.
#[test]
fn profits_that_an_orders_rows_do_not_match_are_said() {
    let orders = read(
        "orders.csv",
        &rows(
            MEXC_ORDERS,
            &[
                "11000001,2025-09-22 20:00:00,BTC_USDT,sell long,5,limit,30,30,0.003,0.003,340.2,340.2,113400,113400,-5.1,0.06804,USDT,FINISHED",
                "11000001,2025-09-22 23:00:00,BTC_USDT,sell long,5,market,10,10,0.001,0.001,113.4,113.4,113400,113400,-1.7,0.02268,USDT,FINISHED",
            ],
        ),
    );
    let flow = read(
        "flow.csv",
        "UID,Time(UTC+00:00),Futures Trading Pair,Crypto,Fund Type,Fund Flow Type,Amount\n\
         11000001,2025-09-22 14:31:07,BTC_USDT,USDT,Trading Fee,Outflow,0.06804\n\
         11000001,2025-09-22 14:31:07,BTC_USDT,USDT,Closing PNL,Outflow,-5.1\n\
         11000001,2025-09-22 14:40:00,BTC_USDT,USDT,Closing PNL,Outflow,-2.2\n\
         11000001,2025-09-22 15:00:00,BTC_USDT,USDT,Trading Fee,Outflow,0.02268\n\
         11000001,2025-09-22 15:00:00,BTC_USDT,USDT,Closing PNL,Outflow,-1.7\n",
    );
    let (kept, codes) = together(&orders, &flow);
    assert_eq!(sums(&kept), expected(&[("USDT", "-14.19072")]));
    assert_eq!(codes, ["NOTE-UNMATCHED-LEGS"]);
}

/// The profit of a day is less its fees and funding. The fill of the second day was not
/// settled yet when the wallet was exported, so that its fee counts.
#[test]
fn what_a_contract_cost_is_in_the_profit_of_its_day() {
    let executions = read(
        "executions.csv",
        "\"transactTime\",\"account\",\"symbol\",\"execType\",\"side\",\"lastQty\",\"lastPx\",\"execCost\",\"commission\",\"execComm\",\"ordType\",\"orderQty\",\"leavesQty\",\"price\",\"text\",\"orderID\"\n\
         \"2020-10-21T13:02:41.311Z\",\"665400\",\"XBTUSD\",\"Trade\",\"Sell\",\"500\",\"12110.5\",\"4128500\",\"0.00075\",\"3096\",\"Market\",\"500\",\"0\",\"12110.5\",\"Submission from www.bitmex.com\",\"aa6efd43-0000-4000-8000-000000000024\"\n\
         \"2020-10-21T09:46:13.553Z\",\"665400\",\"XBTUSD\",\"Trade\",\"Sell\",\"20000\",\"12150\",\"164620000\",\"0.00075\",\"123465\",\"Market\",\"20000\",\"0\",\"12150\",\"Submission from www.bitmex.com\",\"aa6efd43-0000-4000-8000-000000000023\"\n\
         \"2020-10-21T04:00:00.000Z\",\"665400\",\"XBTUSD\",\"Funding\",\"\",\"20000\",\"12011.2\",\"-166520000\",\"0.0001\",\"16652\",\"\",\"\",\"\",\"\",\"Funding\",\"00000000-0000-0000-0000-000000000000\"\n\
         \"2020-10-20T17:46:13.553Z\",\"665400\",\"XBTUSD\",\"Trade\",\"Buy\",\"20000\",\"11996\",\"-166720000\",\"0.00075\",\"125040\",\"Limit\",\"20000\",\"0\",\"11996\",\"Submission from www.bitmex.com\",\"aa6efd43-0000-4000-8000-000000000021\"\n",
    );
    // 166720000 − 164620000 − 125040 − 123465 − 16652
    let wallet = read(
        "wallet.csv",
        "\"transactTime\",\"transactType\",\"amount\",\"fee\",\"address\",\"transactStatus\",\"walletBalance\"\n\
         \"2020-10-21T12:00:00.000Z\",\"RealisedPNL\",\"1834843\",\"0\",\"XBTUSD\",\"Completed\",\"51834843\"\n\
         \"2020-10-20T12:00:00.000Z\",\"RealisedPNL\",\"-20100\",\"0\",\"ETHUSD\",\"Completed\",\"50000000\"\n\
         \"2020-10-19T03:36:31.000Z\",\"Deposit\",\"50020100\",\"0\",\"\",\"Completed\",\"50020100\"\n",
    );
    let (kept, codes) = together(&wallet, &executions);
    // 0.51834843 of the wallet, less the last fee
    assert_eq!(sums(&kept), expected(&[("XBT", "0.51831747")]));
    assert_eq!(kept.len(), 4);
    assert!(codes.is_empty(), "{codes:?}");
}

/// The money of such orders went by a bank: the statement has the coins alone, when they
/// were released.
#[test]
fn orders_with_other_people_and_the_statement_count_once() {
    let orders = read(
        "p2p.csv",
        "Order Number,Order Type,Asset Type,Fiat Type,Total Price,Price,Quantity,Exchange rate,Maker Fee,Taker Fee,Couterparty,Status,Created Time\n\
         30011199268250529901,Buy,USDT,KES,\"51,870.50\",129.65,400.08,,0,0,Trader_K,Completed,2026-02-11 09:58:12\n\
         30011199268250529902,Sell,USDT,KES,\"13,100\",131,100,,0,0.07,Trader_L,Completed,2026-02-12 10:01:40\n",
    );
    let statement = read(
        "statement.csv",
        "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
         40112233,2026-02-11 10:13:55,Funding,P2P Trading,USDT,400.08000000,\n\
         40112233,2026-02-12 10:09:02,Funding,P2P Trading,USDT,-100.07000000,\n\
         40112233,2026-02-13 10:09:02,Spot,Deposit,USDT,25.00000000,\n",
    );
    let (kept, codes) = together(&statement, &orders);
    let all = [("KES", "-38770.5"), ("USDT", "325.01")];
    assert_eq!(sums(&kept), expected(&all));
    assert_eq!(kept.len(), 3);
    assert!(codes.is_empty(), "{codes:?}");
}

/// The page prints totals with 8 decimals and has no ids; support's file has ids and figures of
/// floats.
#[test]
fn a_fill_without_id_is_the_one_with_more_digits() {
    let page = read(
        "page.csv",
        "Date,Market,Category,Type,Price,Amount,Total,Fee,Order Number,Base Total Less Fee,Quote Total Less Fee\n\
         2017-09-02 22:02:46,LTC/USDT,Exchange,Sell,73.53603819,0.10000000,7.35360382,0.15%,510000001,7.34257342,-0.10000000\n\
         2017-09-02 22:02:46,LTC/USDT,Exchange,Sell,73.53603819,0.20000000,14.70720763,0.15%,510000002,14.68514682,-0.20000000\n",
    );
    let support = read(
        "support.csv",
        "create_time,trade_id,market,buyer_wallet,side,price,amount,fee,fee_currency,fee_total\n\
         2017-09-02 22:02:46,224000001,USDTLTC,exchange,Sell,73.536038189999999000,0.100000000000000010,0.0015,LTC,0.00015000000000000004\n",
    );
    let (kept, codes) = together(&page, &support);
    let sold = |entry: &Entry| entry.out.as_ref().unwrap().amount.to_string();
    let mut sold: Vec<String> = kept.iter().map(sold).collect();
    sold.sort();
    assert_eq!(sold, ["0.100000000000000010", "0.20000000"]);
    assert!(codes.is_empty(), "{codes:?}");
}
