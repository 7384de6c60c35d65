//! Rows that a reader could take for other money than they tell: a thousand times
//! as much, the other way round, not at all. One test a trap.

use crate::Collected;
use crate::FileReport;
use crate::Import;
use crate::ReadOptions;

/// Reads one file by itself.
pub(crate) fn read(name: &str, text: &str) -> (FileReport, Collected) {
    read_with(name, text, &ReadOptions::default())
}

pub(crate) fn read_with(name: &str, text: &str, options: &ReadOptions) -> (FileReport, Collected) {
    let mut read = Collected::default();
    let mut import = Import::new(name, options);
    import.push(text.as_bytes(), &mut read);
    let found = import.finish(&mut read);
    (found, read)
}

/// What each entry took out, brought in and cost.
pub(crate) fn movements(read: &Collected) -> Vec<String> {
    let entry = |entry: &crate::Entry| {
        let quantity = |sign: &str, quantity: &Option<crate::Quantity>| {
            let quantity = quantity.as_ref();
            quantity.map(|quantity| format!("{sign}{} {}", quantity.amount, quantity.asset))
        };
        let parts = [
            quantity("-", &entry.out),
            quantity("+", &entry.in_),
            quantity("fee ", &entry.fee),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} {}", entry.kind, parts.join(", "))
    };
    read.entries.iter().map(entry).collect()
}

/// `line code` of each diagnostic.
pub(crate) fn lines_and_codes(read: &Collected) -> Vec<String> {
    let all = read.diagnostics.iter();
    all.map(|found| format!("{} {}", found.line, found.code))
        .collect()
}

mod numbers {
    use super::*;

    const HEAD: &str =
        "tradeCreatedAt;orderId;symbol;side;price;size;funds;fee;liquidity;feeCurrency;orderType\n";

    fn row(numbers: &str) -> String {
        format!("2021-11-17 10:21:26;;AVAX-USDT;buy;{numbers};taker;USDT;limit\n")
    }

    fn check(rows: &[&str], expected: &[&str], codes: &[&str]) {
        let rows: Vec<String> = rows.iter().map(|numbers| row(numbers)).collect();
        let (_, read) = read("x.csv", &format!("{HEAD}{}", rows.concat()));
        assert_eq!(movements(&read), expected);
        let refused: Vec<String> = lines_and_codes(&read)
            .into_iter()
            .filter(|code| code.contains("REFUSED"))
            .collect();
        assert_eq!(refused, codes);
    }

    #[test]
    fn nobody_writes_thousands_behind_a_zero() {
        // The points prove the file; the commas of the third row belong to no number.
        check(
            &[
                "95.3;2;190.6;0.19",
                "95.3;2;190.6;0.19",
                "95.3;2;190.6;0,416",
            ],
            &[
                "trade -190.6 USDT, +2 AVAX, fee 0.19 USDT",
                "trade -190.6 USDT, +2 AVAX, fee 0.19 USDT",
            ],
            &["4 REFUSED-NUMBER"],
        );
    }

    #[test]
    fn a_fee_proves_what_whole_numbers_leave_open() {
        check(
            &["95;2;190;0,114"],
            &["trade -190 USDT, +2 AVAX, fee 0.114 USDT"],
            &[],
        );
    }

    #[test]
    fn groups_of_three_prove_nothing_by_a_point_either() {
        check(
            &["1.250;0,5;625;0"],
            &["trade -625 USDT, +0.5 AVAX, fee 0 USDT"],
            &[],
        );
        check(
            &["1,250;0.5;625;0"],
            &["trade -625 USDT, +0.5 AVAX, fee 0 USDT"],
            &[],
        );
    }

    #[test]
    fn a_semicolon_makes_unproved_commas_fractions_and_it_is_said() {
        let text = format!("{HEAD}{}", row("95,317;57,734;550,123;0"));
        let (found, read) = read("x.csv", &text);
        assert_eq!(
            movements(&read),
            ["trade -550.123 USDT, +57.734 AVAX, fee 0 USDT"]
        );
        assert!(
            found.summary().contains("could be a thousand times more"),
            "{}",
            found.summary()
        );
    }

    #[test]
    fn most_numbers_decide_and_a_spoilt_cell_none() {
        check(
            &["95,3;2;190,6;0,19", "95.3;2;190,6;0,19"],
            &["trade -190.6 USDT, +2 AVAX, fee 0.19 USDT"],
            &["3 REFUSED-NUMBER"],
        );
    }

    #[test]
    fn a_proof_far_down_counts() {
        let many: Vec<String> = (0..3000).map(|_| row("2,500;2;5,000;1")).collect();
        let proved = format!("{HEAD}{}{}", many.concat(), row("2500;2;5000;0.5"));
        assert!(proved.len() > crate::SAMPLE_BYTES);
        let (_, read) = read("x.csv", &proved);
        assert_eq!(movements(&read)[0], "trade -5000 USDT, +2 AVAX, fee 1 USDT");
    }

    #[test]
    fn thousands_and_currencies_are_read_as_people_write_them() {
        check(
            &[
                "1 250,5;2;2 501,0;€ 0,19",
                "1\u{a0}250,5;2;2\u{a0}501;0,19 €",
            ],
            &[
                "trade -2501.0 USDT, +2 AVAX, fee 0.19 USDT",
                "trade -2501 USDT, +2 AVAX, fee 0.19 USDT",
            ],
            &[],
        );
        let (found, read) = read(
            "x.csv",
            "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
             2022-10-18 21:00:09,BTCUSDT,SELL,$19'312.50,0.5BTC,9'656.25USDT,1 009.6USDT\n",
        );
        assert_eq!(
            movements(&read),
            ["trade -0.5 BTC, +9656.25 USDT, fee 1009.6 USDT"]
        );
        assert!(found.is_read_whole());
    }

    #[test]
    fn fills_below_an_order_prove_it_too() {
        let (_, read) = read(
            "x.csv",
            "Date(UTC);Pair;Type;Order Price;Order Amount;AvgTrading Price;Filled;Total;status\n\
             2020-03-19 17:02:52;BTCUSDT;BUY;0;2;6236;2;12472;Filled\n\
             ;Date(UTC);Trading Price;Filled;Total;Fee;;;\n\
             ;2020-03-19 17:02:52;6.236,5;2;12.473;0,016BNB;;;\n",
        );
        assert_eq!(
            movements(&read),
            ["trade -12473 USDT, +2 BTC, fee 0.016 BNB"]
        );
    }
}

mod times {
    use super::*;

    const KUCOIN: &str = "tradeCreatedAt,symbol,side,price,size,funds,fee,feeCurrency\n\
        2022-04-28 12:36:00,XTZ-USDT,sell,0.1025,36.4479,3.73590975,0.00373590975,USDT\n";
    const FLAT: &str = "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
        2021-11-17 10:00:00,1,AVAXUSDT,Limit,BUY,95,3,2021-11-17 10:21:04,3,95,285,Filled\n";

    fn in_zone(zone: &str) -> ReadOptions {
        ReadOptions {
            zone: (!zone.is_empty()).then(|| zone.parse().unwrap()),
            ..ReadOptions::default()
        }
    }

    #[test]
    fn who_was_there_knows_better_than_what_is_documented() {
        for (zone, time, source, asked) in [
            ("", "2022-04-28T04:36:00Z", "format", true),
            ("UTC", "2022-04-28T12:36:00Z", "given", false),
            ("UTC+8", "2022-04-28T04:36:00Z", "given", false),
        ] {
            let (found, read) = read_with("x.csv", KUCOIN, &in_zone(zone));
            let entry = &read.entries[0];
            let shown = (entry.time.to_string(), entry.zone_source.as_str());
            assert_eq!(shown, (time.to_owned(), source));
            assert_eq!(found.needs_zone, asked, "{zone}");
            let is_noted = lines_and_codes(&read).contains(&"2 NOTE-ZONE".to_owned());
            assert_eq!(is_noted, zone != "UTC+8", "{zone}");
        }
    }

    #[test]
    fn a_statement_in_an_archive_is_in_the_zone_of_the_archives_name() {
        let statement = "User ID,Time,Account,Operation,Coin,Change,Remark\n\
            1,26-03-17 09:34:12,Spot,Deposit,BTC,0.5,\n";
        let name = "Binance-Transaction-History-202603230520(UTC--6).zip!part-00000.csv";
        let (_, read) = read(name, statement);
        assert_eq!(read.entries[0].time.to_string(), "2026-03-17T15:34:12Z");
        assert_eq!(read.entries[0].zone_source.as_str(), "filename");
    }

    #[test]
    fn the_header_of_when_an_order_was_placed_says_the_zone_too() {
        let (_, read) = read_with("x.csv", FLAT, &in_zone("UTC+8"));
        assert_eq!(read.entries[0].time.to_string(), "2021-11-17T10:21:04Z");
        assert_eq!(read.entries[0].zone_source.as_str(), "header");
    }
}

mod dates {
    use super::*;

    const HEAD: &str = "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"\n";

    fn file(times: &[&str]) -> String {
        let row = |time: &&str| {
            format!(
                "\"1\",\"{time}\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"19000.5\",\"19000.5\",\"13.3\",\"USD\",\"false\"\n"
            )
        };
        let rows: Vec<String> = times.iter().map(row).collect();
        format!("{HEAD}{}", rows.concat())
    }

    fn check(times: &[&str], expected: &[&str], asked: bool) {
        let (found, read) = read("x.csv", &file(times));
        let mut read: Vec<String> = read.entries.iter().map(|e| e.time.to_string()).collect();
        read.dedup();
        assert_eq!(read, expected, "{times:?}");
        assert_eq!(found.needs_day_order, asked, "{times:?}");
    }

    #[test]
    fn only_american_english_is_month_first_without_a_proof() {
        check(&["1/6/2022, 10:55:49 PM"], &["2022-01-06T22:55:49Z"], false);
        check(&["6/1/2022, 10:55:49 pm"], &[], true);
        check(&["06/01/2022, 10:55:49 PM"], &[], true);
        check(
            &["6/1/2022, 10:55:49 pm", "25/1/2022, 10:55:49 pm"],
            &["2022-01-06T22:55:49Z", "2022-01-25T22:55:49Z"],
            false,
        );
        check(
            &["1/6/2022, 10:55:49 pm", "1/25/2022, 10:55:49 pm"],
            &["2022-01-06T22:55:49Z", "2022-01-25T22:55:49Z"],
            false,
        );
    }

    #[test]
    fn a_date_far_down_proves_the_order_of_capitals_too() {
        let mut times = vec!["6/1/2022, 10:55:49 PM"; 1000];
        times.push("25/1/2022, 10:55:49 PM");
        assert!(file(&times).len() > crate::SAMPLE_BYTES);
        check(
            &times,
            &["2022-01-06T22:55:49Z", "2022-01-25T22:55:49Z"],
            false,
        );
    }
}

mod statuses {
    use super::*;

    #[test]
    fn a_status_that_says_nothing_is_refused_and_known_ones_are_not() {
        let kucoin = "UID,Account Type,Time(UTC),Coin,Amount,Fee,Hash,Withdrawal Address/Account,Transfer Network,Status,Remarks\n\
            7,main,2022-10-02 10:00:00,BTC,0.03,0.000015,cc,addr,BTC,{},\n";
        let binance = "Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status\n\
            22-10-02 08:00:00,BTC,BTC,0.1,0.0001,bc1q,f3,{}\n";
        for (status, entries, code) in [
            ("SUCCESS", 1, None),
            ("Completed", 1, None),
            ("已完成", 1, None),
            ("Sent", 1, None),
            ("Réussi", 1, None),
            ("FAILED", 0, Some("2 NOTE-NOT-DONE")),
            ("Email Sent", 0, Some("2 NOTE-NOT-DONE")),
            ("Stage 4", 0, Some("2 REFUSED-STATUS")),
            ("", 0, Some("2 REFUSED-EMPTY")),
        ] {
            for text in [kucoin, binance] {
                let (found, read) = read("withdrawals.csv", &text.replace("{}", status));
                assert_eq!(found.entries, entries, "{status}");
                assert_eq!(
                    lines_and_codes(&read).last().map(String::as_str),
                    code,
                    "{status}"
                );
                let is_refused = code.is_some_and(|code| code.contains("REFUSED"));
                assert_eq!(found.refused, u64::from(is_refused), "{status}");
            }
        }
    }
}

mod strangers {
    use super::*;

    #[test]
    fn another_exchanges_fills_are_not_the_claims_portals() {
        let (found, read) = read(
            "x.csv",
            "Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Coin\n\
             2022-10-18 21:00:00,BTC-USDT,sell,Market,10,16950,169500,169.5,USDT\n",
        );
        assert!(found.format.is_none(), "{}", found.summary());
        assert!(read.entries.is_empty());
    }

    #[test]
    fn a_list_of_moves_says_in_each_row_which_way_it_went() {
        let (_, read) = read(
            "x.csv",
            "Time,Coin,Amount,Type,Remark\n\
             2020-02-03 04:05:06,BTC,0.5,Deposit,\n\
             2020-02-03 04:05:06,BTC,0.5,Withdrawal,\n\
             2020-02-03 04:05:06,BTC,0.5,WITHDRAW,Deposit\n\
             2020-02-03 04:05:06,BTC,0.5,Buy,\n\
             2020-02-03 04:05:06,BTC,0.5,,\n",
        );
        assert_eq!(
            movements(&read),
            [
                "deposit +0.5 BTC",
                "withdrawal -0.5 BTC",
                "withdrawal -0.5 BTC"
            ]
        );
        assert_eq!(
            lines_and_codes(&read)[..],
            ["2 NOTE-ZONE", "5 REFUSED-SIDE", "6 REFUSED-EMPTY"]
        );
    }
}

mod loans {
    use super::*;

    #[test]
    fn what_a_loan_cost_and_what_was_sold_for_it_is_taken_by_a_period() {
        let (_, read) = read(
            "x.csv",
            "UTC_Time,Account,Operation,Coin,Change,Remark\n\
             2022-10-18 20:00:00,Isolated Margin,Isolated Margin Interest,USDT,-5,\n\
             2022-10-18 20:00:01,Cross Margin,Cross Margin Liquidation - Small Assets Takeover,BTC,-0.5,\n\
             2022-10-18 20:00:02,Spot,Launchpool Interest,BNB,0.5,\n",
        );
        assert_eq!(
            movements(&read),
            ["fee fee 5 USDT", "trade -0.5 BTC", "reward +0.5 BNB"]
        );
        let taken = read
            .entries
            .iter()
            .map(|entry| entry.kind.is_taken_by_a_period());
        assert_eq!(taken.collect::<Vec<_>>(), [true, true, false]);
        assert!(lines_and_codes(&read).is_empty());
    }
}

mod cut {
    use super::*;

    const HEAD: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee";
    const WHOLE: &str =
        "2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT";
    const CUT: &str = "2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT";

    fn check(lines: &[&str], expected: &[&str]) {
        let (found, read) = read("x.csv", &(lines.join("\n") + "\n"));
        assert_eq!(found.entries as usize, lines.len() - 1);
        assert_eq!(lines_and_codes(&read), expected, "{lines:?}");
    }

    #[test]
    fn a_row_that_is_cut_short_is_read_and_said() {
        check(&[HEAD, WHOLE, WHOLE], &[]);
        check(&[HEAD, WHOLE, CUT, WHOLE], &["3 WARN-SHORT"]);
        check(&[HEAD, WHOLE, CUT], &["3 WARN-SHORT"]);
        // Whoever leaves out what is empty does so in every row.
        check(&[HEAD, CUT, CUT, CUT], &["2 WARN-SHORT"]);
        // Behind the amounts nothing is missed.
        let longer = format!("{HEAD},,Remark");
        check(
            &[&longer, WHOLE, CUT, WHOLE],
            &["1 NOTE-COLUMNS", "3 WARN-SHORT"],
        );
    }
}

mod fees {
    use super::*;

    /// The fee of one fill of the claims portal, and whether it was left out.
    fn check(row: &str, fee: Option<&str>) {
        let text = format!(
            "Time,Market,Side,Order Type,Size,Price,Total,Fee,[object Object]\n\
             2022-10-18 21:00:00,{row},false\n"
        );
        let (_, read) = read("x.csv", &text);
        let shown = read.entries[0].fee.as_ref();
        let shown = shown.map(|fee| format!("{} {}", fee.amount, fee.asset));
        assert_eq!(shown.as_deref(), fee, "{row}");
        let is_warned = lines_and_codes(&read)
            .iter()
            .any(|code| code.contains("WARN-FEE-ASSET"));
        assert_eq!(is_warned, fee.is_none(), "{row}");
    }

    #[test]
    fn a_fee_is_what_its_size_tells_at_most_and_at_least() {
        // 0.2 % of 1000 USD, and a unit more, which is no share of the base either.
        check("BTC/USD,buy,Market,0.05,20000,1000,2", Some("2 USD"));
        check("BTC/USD,buy,Market,0.05,20000,1000,2.01", None);
        // 0.004 % of it, and less, which could be a share of nothing.
        check("BTC/USD,buy,Market,0.05,20000,1000,0.04", Some("0.04 USD"));
        check("BTC/USD,buy,Market,0.05,20000,1000,0.0399", None);
    }

    #[test]
    fn a_fee_that_can_be_of_either_is_of_what_was_received() {
        check("FTM/USD,buy,Market,734,2.5,1835,0.5", Some("0.5 FTM"));
        check("FTM/USD,sell,Market,734,2.5,1835,0.5", Some("0.5 USD"));
        let (_, read) = read(
            "x.csv",
            "uid,symbol,order_type,price,amount_coin,direction,funds,fee,created_at\n\
             7,FTM-USDT,limit,2.5,734,buy,1835.0,0.5,2018-10-18 21:00:00\n",
        );
        assert!(read.entries[0].fee.is_none(), "KuCoin's way is not known");
    }
}

mod secrets {
    use super::*;

    // Made up, and of no account.
    const KEYS: [&str; 3] = [
        "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
        "q8Zt-Lw3nXv_0RkYc7JmUe2DsGh5PbAoWi9TfKxE",
        "API key: 5f1d2c3b4a59687766554433",
    ];

    #[test]
    fn a_secret_in_a_column_that_is_read_is_nowhere_in_what_comes_of_it() {
        for key in KEYS {
            for text in [
                format!(
                    "UID,Account Type,Time(UTC),Coin,Amount,Fee,Hash,Deposit Address,Transfer Network,Status,Remarks\n\
                     7,main,2022-10-02 10:00:00,BTC,0.03,0,cc,addr,BTC,SUCCESS,{key}\n"
                ),
                format!(
                    "orderCreatedAt,id,clientOid,symbol,side,type,stopPrice,price,size,dealSize,dealFunds,averagePrice,fee,feeCurrency,remark,tags,orderStatus,\n\
                     2021-11-17 09:00:00,a,{key},AVAX-USDT,buy,limit,,95,1,1,95,95,0.1,USDT,,,done,\n"
                ),
                format!(
                    "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
                     2022-10-18 21:00:09,BTCUSDT,{key},19000,0.5BTC,9500USDT,0BNB\n\
                     2022-10-18 21:00:09,{key},BUY,19000,0.5BTC,9500USDT,0BNB\n\
                     {key},BTCUSDT,BUY,19000,0.5BTC,9500USDT,0BNB\n\
                     2022-10-18 21:00:09,BTCUSDT,BUY,{key},0.5BTC,9500USDT,{key}\n"
                ),
                format!(
                    "Date(UTC),Pair,Side,Price,Executed,Amount,Fee,{key}\n\
                     2022-10-18 21:00:09,BTCUSDT,BUY,19000,0.5BTC,9500USDT,0BNB,\n"
                ),
                format!("What,I,Saved\n{key},b,c\n"),
            ] {
                let (found, read) = read("x.csv", &text);
                let shown = format!("{found:?} {:?} {:?}", read.entries, read.diagnostics);
                let piece = &key[key.len() - 24..];
                assert!(
                    !shown.contains(piece) && !shown.contains(&key[..24]),
                    "{shown}"
                );
                assert!(found.secrets > 0, "{text}");
            }
        }
    }
}

mod dust {
    use super::*;

    #[test]
    fn a_charge_is_in_or_beside_what_was_received_as_its_size_tells() {
        for (fee, bought, expected) in [
            // 2 % of 0.00045, of which 0.000441 are left.
            ("0.000009", "0.000441", "+0.000450 BNB, fee 0.000009 BNB"),
            ("0.00000900", "0.00045", "+0.00045 BNB, fee 0.00000900 BNB"),
            // Too little to tell: as Binance's interface has it.
            (
                "0.00000001",
                "0.00000040",
                "+0.00000041 BNB, fee 0.00000001 BNB",
            ),
        ] {
            let text = format!(
                "Date,Coin,Amount,Fee,Converted To\n2022-05-02 10:00:00,SOL,0.0021,{fee}BNB,{bought}BNB\n"
            );
            let (_, read) = read("x.csv", &text);
            assert_eq!(movements(&read), [format!("trade -0.0021 SOL, {expected}")]);
        }
    }
}
