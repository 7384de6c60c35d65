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
    fn a_statement_on_the_accounts_clock_is_asked_about_unless_its_name_says_the_zone() {
        let statement = "User ID,Time,Account,Operation,Coin,Change,Remark\n\
            1,2026-03-17 01:34:12,Spot,Deposit,BTC,0.5,\n";
        for (name, time, source) in [
            (
                "Transaction-History-202603230520UTC2-part1-of1.csv",
                "2026-03-16T23:34:12Z",
                "filename",
            ),
            (
                "Transaction_History_202603230520_UTC_5_30_.csv",
                "2026-03-16T20:04:12Z",
                "filename",
            ),
            ("statement(UTC0).csv", "2026-03-17T01:34:12Z", "filename"),
            ("my statement 2026.csv", "2026-03-17T01:34:12Z", "assumed"),
            ("statement(UTCnull).csv", "2026-03-17T01:34:12Z", "assumed"),
        ] {
            let (found, read) = read(name, statement);
            let entry = &read.entries[0];
            let shown = (entry.time.to_string(), entry.zone_source.as_str());
            assert_eq!(shown, (time.to_owned(), source), "{name}");
            let is_asked = source == "assumed";
            assert_eq!(found.needs_zone, is_asked, "{name}");
            let is_noted = lines_and_codes(&read) == ["2 WARN-ZONE-ASSUMED"];
            assert_eq!(is_noted, is_asked, "{name}");
        }
        let (found, read) = read_with("my statement 2026.csv", statement, &in_zone("UTC+2"));
        assert_eq!(read.entries[0].time.to_string(), "2026-03-16T23:34:12Z");
        assert!(!found.needs_zone && read.diagnostics.is_empty());
    }

    #[test]
    fn a_header_in_utc_leaves_nothing_to_ask() {
        let (found, read) = read(
            "x(UTC+8).csv",
            "UTC_Time,Account,Operation,Coin,Change,Remark\n\
             2022-10-18 20:00:00,Spot,Deposit,USDT,5,\n",
        );
        assert_eq!(read.entries[0].time.to_string(), "2022-10-18T20:00:00Z");
        assert!(!found.needs_zone && read.diagnostics.is_empty());
    }

    #[test]
    fn the_header_of_when_an_order_was_placed_says_the_zone_too() {
        let (_, read) = read_with("x.csv", FLAT, &in_zone("UTC+8"));
        assert_eq!(read.entries[0].time.to_string(), "2021-11-17T10:21:04Z");
        assert_eq!(read.entries[0].zone_source.as_str(), "header");
    }
}

mod years {
    use super::*;

    const HEAD: &str = "UTC_Time,Account,Operation,Coin,Change,Remark\n";

    fn received(day: &str) -> ReadOptions {
        ReadOptions {
            received: crate::rfc3339::parse(day),
            ..ReadOptions::default()
        }
    }

    /// The diagnostics of a row with this time, and whether it is read.
    fn check(time: &str, options: &ReadOptions, expected: Option<&str>) {
        let text = format!("{HEAD}{time},Spot,Deposit,USDT,5,\n");
        let (found, read) = read_with("x.csv", &text, options);
        let diagnostics: Vec<String> = read.diagnostics.iter().map(ToString::to_string).collect();
        match expected {
            None => assert_eq!(
                (found.entries, diagnostics.len()),
                (1, 0),
                "{diagnostics:?}"
            ),
            Some(words) => {
                assert_eq!((found.entries, found.refused), (0, 1), "{time}");
                assert_eq!(lines_and_codes(&read), ["2 REFUSED-TIME"]);
                assert!(diagnostics[0].contains(words), "{diagnostics:?}");
            }
        }
    }

    #[test]
    fn a_year_that_cannot_be_is_refused_and_named() {
        let options = received("2022-11-23T12:00:00Z");
        for (time, expected) in [
            ("2009-01-03 18:15:05", None),
            ("2022-11-23 23:59:59", None),
            ("2022-11-24 00:00:00", Some("after 2022-11-23, the day")),
            ("2031-05-01 10:00:00", Some("after 2022-11-23, the day")),
            ("2008-12-31 23:59:59", Some("before 2009")),
            ("1970-01-01 00:00:00", Some("before 2009")),
            ("0022-05-01 10:00:00", Some("before 2009")),
            ("2565-10-18 21:00:09", Some("Buddhist calendar")),
            ("1401-07-26 21:00:09", Some("Persian calendar")),
            ("1401-02-31 21:00:09", Some("Persian calendar")),
            ("1444-03-22 21:00:09", Some("Islamic calendar")),
        ] {
            check(time, &options, expected);
        }
    }

    #[test]
    fn the_years_of_other_calendars_are_refused_whenever_the_file_was_received() {
        let options = ReadOptions::default();
        check("2565-10-18 21:00:09", &options, Some("Buddhist calendar"));
        check("1401-07-26 21:00:09", &options, Some("Persian calendar"));
        check("2031-05-01 10:00:00", &options, None);
    }

    #[test]
    fn another_calendar_is_named_whether_or_not_the_order_of_the_date_is_proven() {
        for day in ["27/1/2565", "5/9/2565"] {
            let text = format!("Time,Notes,Coin,Reward\n{day} 22:55:49,staked,SOL,0.5\n");
            let (found, read) = read("x.csv", &text);
            assert!(!found.needs_day_order);
            let diagnostics: Vec<String> =
                read.diagnostics.iter().map(ToString::to_string).collect();
            let is_named = |text: &String| text.contains("Buddhist calendar");
            assert!(diagnostics.iter().any(is_named), "{diagnostics:?}");
        }
    }

    #[test]
    fn what_is_said_of_no_zone_may_be_hours_earlier_than_it_seems() {
        let text = "User ID,Time,Account,Operation,Coin,Change,Remark\n\
            1,2022-11-24 09:00:00,Spot,Deposit,USDT,5,\n\
            1,2022-11-24 14:00:00,Spot,Deposit,USDT,5,\n";
        let (found, read) = read_with("x.csv", text, &received("2022-11-23"));
        assert_eq!((found.entries, found.refused), (1, 1));
        assert_eq!(
            lines_and_codes(&read),
            ["2 WARN-ZONE-ASSUMED", "3 REFUSED-TIME"]
        );
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
    fn what_a_browser_writes_in_other_languages_needs_no_option_where_a_day_proves_the_order() {
        for time in [
            "25. 2. 2022 21:05:09",
            "2022-02-25, 9:05:09 p.m.",
            "25/2/2022, 9:05:09 p. m.",
            "25/02/2022 à 21:05:09",
            "25/2/2022 21.05.09",
            "21:05:09, 25/2/2022",
            "2022/2/25 下午9:05:09",
            "2022. 2. 25. 오후 9:05:09",
            "25.02.2022 г., 21:05:09 ч.",
            "٢٥\u{200f}/٢\u{200f}/٢٠٢٢، ٩:٠٥:٠٩ م",
            "2022-02-25 21 h 05 min 09 s",
            "25.2.2022 klo 21.05.09",
            "Fri Feb 25 2022 21:05:09 GMT+0000 (Coordinated Universal Time)",
        ] {
            check(&[time], &["2022-02-25T21:05:09Z"], false);
        }
        check(
            &["5/2/2022, 9:05:09 p. m.", "25/2/2022, 9:05:09 p. m."],
            &["2022-02-05T21:05:09Z", "2022-02-25T21:05:09Z"],
            false,
        );
        check(&["5/2/2022, 9:05:09 p. m."], &[], true);
        check(&["5/2/2022 à 21:05:09"], &[], true);
    }

    fn in_order(order: crate::DayOrder) -> ReadOptions {
        ReadOptions {
            day_order: Some(order),
            ..ReadOptions::default()
        }
    }

    fn times_of(read: &Collected) -> Vec<String> {
        let entries = read.entries.iter();
        entries.map(|entry| entry.time.to_string()).collect()
    }

    #[test]
    fn advice_that_was_followed_is_not_given_again() {
        use crate::DayOrder::{DayFirst, MonthFirst};
        let one = file(&["5/2/2022 à 21:05:09"]);
        let both = file(&[
            "5/2/2022, 21:05:09",
            "25/2/2022, 21:05:09",
            "2/25/2022, 21:05:09",
        ]);
        for (order, time) in [
            (DayFirst, "2022-02-05T21:05:09Z"),
            (MonthFirst, "2022-05-02T21:05:09Z"),
        ] {
            for text in [&one, &both] {
                let (found, read) = read_with("x.csv", text, &in_order(order));
                assert_eq!((found.refused, found.needs_day_order), (0, false));
                assert!(found.either_way.is_some(), "the answer can be changed");
                assert_eq!(times_of(&read)[0], time);
            }
        }
        let (found, read) = read("x.csv", &both);
        let expected = ["2022-02-25T21:05:09Z", "2022-02-25T21:05:09Z"];
        assert_eq!(times_of(&read), expected);
        assert_eq!((found.refused, found.needs_day_order), (1, true));
        let refused = read.diagnostics.iter().find(|found| found.line == 2);
        let diagnostics = refused.map(ToString::to_string).unwrap_or_default();
        assert!(
            diagnostics.contains("dates of both orders"),
            "{diagnostics}"
        );
    }

    const STATEMENT: &str = "UTC_Time,Account,Operation,Coin,Change,Remark\n";

    fn statement(times: &[&str]) -> String {
        let rows = times.iter();
        let rows = rows.map(|time| format!("{time},Spot,Deposit,BTC,0.5,\n"));
        format!("{STATEMENT}{}", rows.collect::<String>())
    }

    #[test]
    fn a_date_below_those_that_were_looked_through_is_read_as_somebody_says_or_asked_about() {
        let mut times = vec!["2021-12-05 10:00:00"; 100];
        times.push("05/12/2021 10:00:00");
        let text = statement(&times);
        let (found, _) = read("x.csv", &text);
        assert_eq!((found.refused, found.needs_day_order), (1, true));
        let (found, read) = read_with("x.csv", &text, &in_order(crate::DayOrder::MonthFirst));
        assert_eq!((found.refused, found.needs_day_order), (0, false));
        assert_eq!(times_of(&read)[100], "2021-05-12T10:00:00Z");
    }

    #[test]
    fn rows_that_a_spreadsheet_wrote_anew_do_not_change_how_the_others_are_read() {
        let text = statement(&[
            "24-07-25 21:30:41",
            "2026-06-05 07:00:00",
            "2025-12-31",
            "31/12/2025-10:00",
            "05/12/2025 08:00:00",
        ]);
        let (found, read) = read("x.csv", &text);
        assert_eq!(found.refused, 0);
        assert_eq!(
            times_of(&read),
            [
                "2024-07-25T21:30:41Z",
                "2026-06-05T07:00:00Z",
                "2025-12-31T00:00:00Z",
                "2025-12-31T10:00:00Z",
                "2025-12-05T08:00:00Z",
            ]
        );
        let days: Vec<bool> = read.entries.iter().map(|e| e.time.is_day()).collect();
        assert_eq!(days, [false, false, true, false, false]);
        assert_eq!(
            lines_and_codes(&read),
            ["1 NOTE-ODD", "4 WARN-DATE", "5 NOTE-MINUTES"]
        );
    }

    #[test]
    fn another_time_of_the_row_proves_the_order_too() {
        let orders = |placed: &str| {
            format!(
                "Date(UTC),OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
                 {placed},1,AVAXUSDT,Limit,BUY,95,3,02/03/2021 10:21:04,3,95,285,Filled\n"
            )
        };
        let (_, read) = read("x.csv", &orders("28/02/2021 10:00:00"));
        assert_eq!(times_of(&read), ["2021-03-02T10:21:04Z"]);
        let (found, read) = super::read("x.csv", &orders("01/03/2021 10:00:00"));
        assert!(found.needs_day_order && read.entries.is_empty());
    }

    #[test]
    fn a_row_without_an_operation_is_kept_and_said() {
        let text = format!("{STATEMENT}2022-06-05 07:00:00,Spot,,BTC,0.0011,\n");
        let (_, read) = read("x.csv", &text);
        assert_eq!(movements(&read), ["adjustment +0.0011 BTC"]);
        assert_eq!(lines_and_codes(&read), ["2 WARN-OPERATION"]);
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

mod spaces {
    use super::*;

    #[test]
    fn words_are_known_whatever_spaces_stand_in_them() {
        let (found, read) = read(
            "x.csv",
            "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n\
             1,\"2022-01-05   20:15:36\",Spot,\"Binance   Convert\",BTC,-0.003,\n\
             1,2022-01-05\u{a0}20:15:36,Spot,Binance\u{a0}Convert,ETH\u{200b},0.04,\n\
             1,2022-01-05 20:15:37,Spot,\u{200b}Transaction \u{200b} Buy,BTC,0.1,\n\
             1,2022-01-05 20:15:37,Spot,Small\u{2009}assets  exchange BNB,BNB,0.1,\n\
             1,2022-01-05 20:15:37,Spot,Small assets exchange\u{a0}BNB,SOL,-2,\n",
        );
        assert_eq!(found.refused, 0);
        assert_eq!(
            movements(&read),
            [
                "trade -0.003 BTC",
                "trade +0.04 ETH",
                "trade +0.1 BTC",
                "trade +0.1 BNB",
                "trade -2 SOL"
            ]
        );
        assert_eq!(read.entries[0].group, read.entries[1].group);
        assert!(lines_and_codes(&read).is_empty());
    }

    #[test]
    fn headers_sides_and_states_are_known_whatever_spaces_stand_in_them() {
        let (found, read) = read(
            "x.csv",
            "Date(UTC),OrderNo,Pair,Type,Side,Order\u{a0}Price,Order  Amount,Time,Executed,Average\u{200b}Price,Trading   total,Status\n\
             2021-11-17 10:00:00,1,AVAXUSDT,Limit,\u{a0}BUY\u{200b},95,3,2021-11-17 10:21:04,3,95,285,Filled\n",
        );
        assert_eq!(found.unknown_columns, [""; 0]);
        assert_eq!(movements(&read), ["trade -285 USDT, +3 AVAX"]);
        let (_, read) = super::read(
            "withdrawals.csv",
            "Date(UTC+0),Coin,Network,Amount,Fee,Address,TXID,Status\n\
             22-10-02 08:00:00,BTC,BTC,0.1,0.0001,bc1q,f3,Wallet  Processing\n",
        );
        assert_eq!(lines_and_codes(&read), ["2 NOTE-NOT-DONE"]);
    }

    #[test]
    fn spaces_behind_the_first_rows_are_seen_too() {
        let mut text = "UTC_Time,Account,Operation,Coin,Change,Remark\n".to_owned();
        for _ in 0..3000 {
            text += "2022-10-18 20:00:00,Spot,Deposit,USDT,5,\n";
        }
        text += "2022-10-18 20:00:00,Spot,Fiat\u{a0} Deposit,USDT,5,\n";
        let (found, read) = read("x.csv", &text);
        assert_eq!((found.entries, read.diagnostics.len()), (3001, 0));
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

mod halves {
    use super::*;

    /// Legs as `second word coin change`, and their groups: the second of each.
    fn groups(legs: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut text = "UTC_Time,Account,Operation,Coin,Change,Remark\n".to_owned();
        for leg in legs {
            let (second, rest) = leg.split_once(' ').unwrap();
            let row = rest.replace(' ', ",").replace('_', " ");
            text += &format!("2022-06-22 20:20:{second},Spot,{row},\n");
        }
        let (found, read) = read("x.csv", &text);
        assert_eq!((found.entries, found.refused), (legs.len() as u64, 0));
        let seconds = read.entries.iter().map(|entry| {
            let (_, second) = entry.group.rsplit_once(':').unwrap_or_default();
            second.trim_end_matches('Z').to_owned()
        });
        let lines: Vec<u64> = read.entries.iter().map(|e| e.lines.start()).collect();
        assert!(lines.is_sorted(), "the order of the file stays");
        (seconds.collect(), lines_and_codes(&read))
    }

    fn check(legs: &[&str], seconds: &[&str], alone: &[&str]) {
        let (groups, codes) = groups(legs);
        assert_eq!(groups, seconds, "{legs:?}");
        assert_eq!(codes, alone, "{legs:?}");
    }

    #[test]
    fn halves_of_one_conversion_seconds_apart_share_the_group_of_the_earlier() {
        check(
            &[
                "45 Binance_Convert USDC 129.4",
                "46 Binance_Convert USDT -129.4",
            ],
            &["45", "45"],
            &[],
        );
        check(
            &[
                "48 Binance_Convert USDT -129.4",
                "45 Binance_Convert USDC 129.4",
            ],
            &["45", "45"],
            &[],
        );
        // Other rows stand between, and the next conversion is far enough.
        check(
            &[
                "10 Convert BTC -0.1",
                "11 Deposit BTC 5",
                "12 Transaction_Buy BNB 1",
                "12 Transaction_Spend USDT -300",
                "13 Convert USDT 1900",
                "20 Convert BTC -0.2",
                "21 Convert USDT 3800",
            ],
            &["10", "", "12", "12", "10", "20", "20"],
            &[],
        );
    }

    #[test]
    fn what_is_not_exactly_two_opposite_halves_is_noted_and_left_alone() {
        check(
            &["45 Convert USDC 129.4", "49 Convert USDT -129.4"],
            &["45", "49"],
            &["2 NOTE-HALF", "3 NOTE-HALF"],
        );
        check(
            &["45 Convert USDC 129.4", "46 Convert USDT 129.4"],
            &["45", "46"],
            &["2 NOTE-HALF", "3 NOTE-HALF"],
        );
        check(
            &[
                "45 Convert USDC 129.4",
                "46 Convert USDT -129.4",
                "48 Convert BTC -0.1",
            ],
            &["45", "46", "48"],
            &["2 NOTE-HALF", "3 NOTE-HALF", "4 NOTE-HALF"],
        );
        check(
            &["45 Convert USDC 129.4", "46 Large_OTC_trading USDT -129.4"],
            &["45", "46"],
            &["2 NOTE-HALF", "3 NOTE-HALF"],
        );
        check(&["45 Convert USDC 129.4"], &["45"], &["2 NOTE-HALF"]);
    }

    #[test]
    fn legs_of_one_second_and_other_trades_stay_as_they_are() {
        check(
            &[
                "45 Convert USDC 129.4",
                "45 Convert USDT -129.4",
                "46 Transaction_Buy BTC 1",
                "47 Transaction_Spend USDT -20000",
                "48 Small_assets_exchange_BNB BNB 0.1",
                "48 Small_assets_exchange_BNB SOL -1",
                "48 Small_assets_exchange_BNB ADA -1",
            ],
            &["45", "45", "46", "47", "48", "48", "48"],
            &[],
        );
    }

    #[test]
    fn legs_of_one_second_share_a_group_whatever_its_fraction() {
        check(
            &[
                "45.100 Transaction_Buy BTC 1",
                "45.900 Transaction_Spend USDT -20000",
                "46.000 Transaction_Spend USDT -20000",
            ],
            &["45", "45", "46"],
            &[],
        );
    }

    #[test]
    fn the_seconds_are_a_setting() {
        let text = "UTC_Time,Account,Operation,Coin,Change,Remark\n\
            2022-06-22 20:20:10,Spot,Convert,BTC,-1,\n\
            2022-06-22 20:20:20,Spot,Convert,USDT,19000,\n";
        for (seconds_max, is_joined) in [(9, false), (10, true)] {
            let options = ReadOptions {
                halves: crate::HalvesApart { seconds_max },
                ..ReadOptions::default()
            };
            let (_, read) = read_with("x.csv", text, &options);
            let [first, second] = &read.entries[..] else {
                panic!("two entries");
            };
            assert_eq!(first.group == second.group, is_joined, "{seconds_max}");
        }
    }
}

mod pages {
    use super::*;

    const HEAD: &str = "User_ID;UTC_Time;Account;Operation;Coin;Change;Remark\n";
    const ROW: &str = "70;2022-05-01 10:00:00;Spot;Deposit;USDT;250.5;\n";

    fn check(text: &str, entries: u64, expected: &[&str]) {
        let (found, read) = read("x.csv", text);
        assert_eq!(lines_and_codes(&read), expected);
        assert_eq!(found.entries, entries);
        let refused = expected.iter().filter(|code| code.contains("REFUSED"));
        assert_eq!(found.refused, refused.count() as u64);
    }

    #[test]
    fn lines_of_pages_and_headers_on_each_page_are_noted() {
        for (above, between) in [
            (
                "www.example.com;Page 1/2;;;;;\n",
                "www.example.com;Page 2/2;;;;;\n",
            ),
            ("", "Page 2 of 2\n"),
            ("", ";;;Seite 2 von 2;;;;;\n"),
            ("", "第2页;共2页\n"),
            ("", ";;;This file was made on 2022-05-03 for you;;;\n"),
            (
                "Export of user 70, sheet 1\n",
                "Export of user 70, sheet 2\n",
            ),
        ] {
            let text = format!("{above}{HEAD}{ROW}{between}{HEAD}{ROW}");
            let first = 3 + above.lines().count();
            let codes = [
                format!("{first} NOTE-PAGE"),
                format!("{} NOTE-HEADER-AGAIN", first + 1),
            ];
            check(&text, 2, &codes.each_ref().map(String::as_str));
        }
    }

    #[test]
    fn a_header_with_fewer_empty_cells_or_other_spaces_is_a_header_again() {
        let text = format!("{HEAD}{ROW}UTC_Time\n");
        check(&text, 1, &["3 REFUSED-EMPTY"]);
        let again = "user id;UTC  Time;Account;Operation;Coin;Change;Remark;;\n";
        check(
            &format!("{HEAD}{ROW}{again}{ROW}"),
            2,
            &["3 NOTE-HEADER-AGAIN"],
        );
    }

    #[test]
    fn a_header_of_another_zone_is_none_of_this_table() {
        let head = |zone: &str| format!("Date(UTC{zone}),Pair,Side,Price,Executed,Amount,Fee\n");
        let row = "2022-10-18 21:00:09,BTCUSDT,SELL,19000,0.5BTC,9500USDT,9.5USDT\n";
        let text = format!("{}{row}{}{row}", head(""), head("+8"));
        check(&text, 2, &["3 REFUSED-TIME"]);
    }

    #[test]
    fn a_row_with_a_time_or_an_amount_is_refused_and_not_noted() {
        for (row, code) in [
            ("70;2022-05-01 10:00:00;Page 2;;;;\n", "3 REFUSED-EMPTY"),
            ("Page 2;;Spot;Deposit;USDT;5;\n", "3 REFUSED-EMPTY"),
            ("rubbish\n", "3 REFUSED-EMPTY"),
            ("Total;;;;;;\n", "3 REFUSED-EMPTY"),
            (
                "70 2022-05-01 10:00:00 Spot Deposit USDT 250.5\n",
                "3 REFUSED-EMPTY",
            ),
        ] {
            check(&format!("{HEAD}{ROW}{row}"), 1, &[code]);
        }
    }

    #[test]
    fn pages_between_orders_and_their_fills_do_not_part_them() {
        let head =
            "Date(UTC);Pair;Type;Order Price;Order Amount;AvgTrading Price;Filled;Total;status\n";
        let order = "2020-03-19 17:02:52;BTCUSDT;BUY;0.0;0.5;6236.5;0.5;3118.25;Filled\n";
        let fills = ";Date(UTC);Trading Price;Filled;Total;Fee;;;\n\
            ;2020-03-19 17:02:52;6236.5;0.5;3118.25;0.01BNB;;;\n";
        let text = format!("{head}{order}Page 2;;;;;;;;\n{head}{fills}{order}{fills}");
        check(&text, 2, &["3 NOTE-PAGE", "4 NOTE-HEADER-AGAIN"]);
    }
}

mod columns {
    use super::*;

    const ORDERS: &str = "Time,OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n\
        25-12-30 08:00:00,43,SOLUSDC,LIMIT,SELL,200,1.5SOL,26-01-03 09:15:00,1.5SOL,200,300USDC,Filled,\n";

    #[test]
    fn of_two_times_the_execution_counts_and_the_other_is_kept() {
        let (found, read) = read("Orders-202601100000(UTC+2).csv", ORDERS);
        assert_eq!(movements(&read), ["trade -1.5 SOL, +300 USDC"]);
        let entry = &read.entries[0];
        assert_eq!(entry.time.to_string(), "2026-01-03T07:15:00Z");
        let placed = entry.facts.placed_at.map(|placed| placed.to_string());
        assert_eq!(placed.as_deref(), Some("2025-12-30T06:00:00Z"));
        assert_eq!(found.unknown_columns, [""; 0]);
        let (found, _) = super::read("my orders.csv", ORDERS);
        assert!(found.needs_zone);
    }

    #[test]
    fn the_last_of_two_times_counts_in_any_layout() {
        let (found, read) = read(
            "x.csv",
            "Time,Pair,Side,Price,Executed,Amount,Fee,Time\n\
             2022-10-17 08:00:00,BTCUSDT,SELL,19000,0.5BTC,9500USDT,9.5USDT,2022-10-18 21:00:09\n",
        );
        assert_eq!(read.entries[0].time.to_string(), "2022-10-18T21:00:09Z");
        assert_eq!(found.unknown_columns, ["Time"]);
    }

    #[test]
    fn where_type_and_side_stand_side_says_which_way_it_went() {
        for (header, words) in [
            ("Date(UTC),Market,Type,Side", "LIMIT,SELL"),
            ("Date(UTC),Market,Side,Type", "SELL,LIMIT"),
            ("Date(UTC),Market,Type,Side", "BUY,SELL"),
        ] {
            let (_, read) = read(
                "x.csv",
                &format!(
                    "{header},Price,Amount,Total,Fee,Fee Coin\n\
                     2020-02-04 16:19:07,LTCBTC,{words},0.007393,1.61,0.01190273,0.00161,LTC\n"
                ),
            );
            assert_eq!(
                movements(&read),
                ["trade -1.61 LTC, +0.01190273 BTC, fee 0.00161 LTC"],
                "{header} {words}"
            );
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
