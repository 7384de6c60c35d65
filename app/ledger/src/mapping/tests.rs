use std::sync::Arc;

use super::*;
use crate::FileReport;
use crate::ReadOptions;
use crate::base::limits::Limits;
use crate::entry::sink::Collected;
use crate::read_file;

/// Each entry as `line kind out>in fee=… id`, each diagnostic as it is printed.
fn read(mapping: &Mapping, text: &str) -> (FileReport, Vec<String>) {
    let options = ReadOptions {
        mapping: Some(Arc::new(mapping.clone())),
        ..ReadOptions::default()
    };
    let mut read = Collected::default();
    let source = std::io::Cursor::new(text.as_bytes().to_vec());
    let found = read_file("x.csv", source, &options, &mut read).unwrap();
    let amount = |quantity: &Option<crate::Quantity>| {
        let text = |q: &crate::Quantity| format!("{} {}", q.amount, q.asset);
        quantity.as_ref().map_or_else(String::new, text)
    };
    let mut rows: Vec<String> = read
        .entries
        .iter()
        .map(|entry| {
            format!(
                "{} {} {} {}>{} fee={}",
                entry.line(),
                entry.time,
                entry.kind,
                amount(&entry.out),
                amount(&entry.in_),
                amount(&entry.fee)
            )
        })
        .collect();
    rows.extend(read.diagnostics.iter().map(ToString::to_string));
    (found.into_iter().next().unwrap(), rows)
}

fn mapping(json: &str) -> Mapping {
    Mapping::parse(json).unwrap()
}

const TRADES: &str = r#"{"exchange":"bitexample","kind":"trade","dates":"day_first","zone":"UTC+2",
    "columns":{"time":{"header":"Executed"},"market":{"header":"Pair"},"side":{"header":"B/S"},
    "size":{"header":"Qty"},"price":{"header":"Rate"},"fee":{"header":"Fee"},
    "trade_id":{"header":"No."},"status":{"header":"State"}},
    "values":{"fee_asset":"EUR"},"buy":["Kauf"],"sell":["Verkauf"]}"#;

#[test]
fn trades_are_read_by_a_mapping_exactly_and_every_row_is_told() {
    let text = "my export\nNo.;Executed;Pair;B/S;Qty;Rate;Fee;State\n\
        7;18/10/2022 21:00:07;BTC-EUR;Verkauf;0,51;19.000,5;9,5;done\n\
        8;19/10/2022 01:30:00;BTC-EUR;kauf;1;2;;cancelled\n\
        9;19/10/2022 01:30:00;BTC-EUR;hold;1;2;;done\n\
        10;10/19/2022 01:30:00;BTC-EUR;Kauf;1;2;;done\n\
        11;19/10/2022 01:30:00;BTCEUR;Kauf;0,000000000000000000000000000001;3;0;done\n";
    let (found, rows) = read(&mapping(TRADES), text);
    assert_eq!(
        rows,
        [
            "3 2022-10-18T19:00:07Z trade 0.51 BTC>9690.255 EUR fee=9.5 EUR",
            "7 2022-10-18T23:30:00Z trade 0.000000000000000000000000000003 EUR>0.000000000000000000000000000001 BTC fee=0 EUR",
            "x.csv:4:8: NOTE-NOT-DONE: the status is `cancelled`, which is not among the words for what happened: the row moved nothing",
            "x.csv:5:4: REFUSED-SIDE: `hold` is neither buy nor sell",
            "x.csv:6:2: REFUSED-TIME: `10/19/2022 01:30:00` is no day of the calendar or no time of the day",
        ]
    );
    assert_eq!((found.rows, found.entries, found.refused), (5, 2, 2));
    assert_eq!(found.reader_version(), mapping(TRADES).reader_version());
    assert!(
        found.summary().contains("bitexample"),
        "{}",
        found.summary()
    );
}

#[test]
fn every_row_is_an_entry_or_a_diagnostic() {
    let text = "No.;Executed;Pair;B/S;Qty;Rate;Fee;State\n1;\n;;;;;;;x\nrubbish\n\
        2;18/10/2022 21:00:07;BTC-EUR;Kauf;-1;1;;\n3;18/10/2022 21:00:07;X;Kauf;1;1;;\n\
        4;18/10/2022 21:00:07;BTC-EUR;Kauf;;1;;\n5;18/10/2022 21:00:07;BTC-EUR;Kauf;1;;;\n\
        6;18/10/2022 21:00:07;BTC-EUR;Kauf;1;1;;;;;more\n\"7\n";
    let (found, rows) = read(&mapping(TRADES), text);
    assert_eq!(found.rows, 9, "{rows:#?}");
    assert_eq!(rows.len(), 9, "{rows:#?}");
    assert_eq!(found.entries, 0);
}

#[test]
fn movements_of_several_kinds_go_by_their_words() {
    let map = mapping(
        r#"{"exchange":"ex","columns":{"time":{"header":"when"},"kind":{"header":"what"},
        "asset":{"header":"coin"},"change":{"header":"change"},"order_id":{"header":"ref"}},
        "kinds":{"Einzahlung":"deposit"},"skip":["Info"],"dates":"unix"}"#,
    );
    let text = "when,what,coin,change,ref\n\
        1666126807,einzahlung,BTC,1.50,a\n1666126807,Trade,BTC,-0.5,b\n1666126807,trade,EUR,+9.75,b\n\
        1666126807,withdrawal,EUR,2,c\n1666126807,Fee,EUR,-0.25,c\n1666126807,info,EUR,1,c\n\
        1666126807,Gift?,EUR,1,c\n1666126807,deposit,EUR,-1,c\n";
    let (_, rows) = read(&map, text);
    assert_eq!(
        rows,
        [
            "2 2022-10-18T21:00:07Z deposit >1.50 BTC fee=",
            "3 2022-10-18T21:00:07Z trade 0.5 BTC> fee=",
            "4 2022-10-18T21:00:07Z trade >9.75 EUR fee=",
            "5 2022-10-18T21:00:07Z withdrawal 2 EUR> fee=",
            "6 2022-10-18T21:00:07Z fee > fee=0.25 EUR",
            "x.csv:7:2: NOTE-LEFT-ASIDE: rows of `info` are to be left aside",
            "x.csv:8:2: REFUSED-KIND: nobody has said what `Gift?` is",
            "x.csv:9:4: REFUSED-SIGN: the change is -1, but the row is said to be a deposit",
        ]
    );
}

#[test]
fn columns_without_a_header_or_with_the_same_go_by_number() {
    let bare = mapping(
        r#"{"exchange":"ex","kind":"deposit","columns":{"time":{"number":1},"time_of_day":{"number":2},
        "size":{"number":4},"asset":{"number":3}},"zone":"UTC"}"#,
    );
    let (_, rows) = read(&bare, "2022-10-18,21:00,BTC,1\n2022-10-18,21:01,ETH,2\n");
    let entries: Vec<&String> = rows
        .iter()
        .filter(|line| line.contains(" deposit "))
        .collect();
    assert_eq!(
        entries,
        [
            "1 2022-10-18T21:00:00Z deposit >1 BTC fee=",
            "2 2022-10-18T21:01:00Z deposit >2 ETH fee=",
        ]
    );
    let twice = mapping(
        r#"{"exchange":"ex","kind":"trade","columns":{"time":{"header":"Date"},
        "out_amount":{"header":"Amount","number":2},"out_asset":{"header":"Coin","number":3},
        "in_amount":{"header":"Amount","number":4},"in_asset":{"header":"Coin","number":5}},"zone":"UTC"}"#,
    );
    let text = "Date,Amount,Coin,Amount,Coin\n2022-10-18 21:00:00,1,BTC,19000,USDT\n";
    let (_, rows) = read(&twice, text);
    assert_eq!(rows, ["2 2022-10-18T21:00:00Z trade 1 BTC>19000 USDT fee="]);
}

#[test]
fn a_mapping_that_does_not_fit_says_which_column_the_file_lacks() {
    let (found, rows) = read(&mapping(TRADES), "No.,Executed,Pair,Qty\n1,2,3,4\n");
    assert!(found.format.is_none());
    assert!(rows[0].contains("it has no column `B/S`"), "{rows:?}");
    let fits = |text: &str| mapping(TRADES).fits(text.as_bytes(), &Limits::default());
    assert!(fits("no.;EXECUTED;Pair;B/S;Qty;Rate;Fee;State\n").is_ok());
    assert!(fits("").unwrap_err().to_string().contains("it has no rows"));
}

#[test]
fn a_file_that_the_mapping_does_not_fit_is_read_as_ever() {
    let text = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n2022-10-18 21:00:09,BTCUSDT,SELL,19000,0.5BTC,9500USDT,9.5USDT\n";
    let (found, _) = read(&mapping(TRADES), text);
    assert_eq!(found.format.map(|format| format.id), Some("binance-trades"));
    assert!(found.mapping.is_none());
}

#[test]
fn a_mapping_says_what_it_lacks() {
    let lacks = |json: &str| match Mapping::parse(json).unwrap_err() {
        MappingError::Lacks(lacks) => lacks,
        MappingError::Json(error) => panic!("{error}"),
    };
    assert_eq!(
        lacks(r#"{"exchange":"","columns":{}}"#),
        [
            Lack::Exchange,
            Lack::Time,
            Lack::Kind,
            Lack::Amount,
            Lack::Asset
        ]
    );
    assert_eq!(
        lacks(r#"{"exchange":"ex","kind":"trade","columns":{"time":{"header":"t"}}}"#),
        [Lack::Pair, Lack::Side, Lack::Amount, Lack::Price]
    );
    assert_eq!(
        lacks(
            r#"{"exchange":"ex","kind":"deposit","zone":"Mars","values":{"price":"1"},
            "columns":{"time":{},"size":{"number":2},"signed_size":{"number":0},"asset":{"number":1}}}"#
        ),
        [
            Lack::Column(Role::Time),
            Lack::Column(Role::SignedSize),
            Lack::Twice(Role::Size, Role::SignedSize),
            Lack::Fixed(Role::Price),
            Lack::Zone("Mars".to_owned()),
        ]
    );
    assert!(matches!(
        Mapping::parse(r#"{"exchange":"ex","columns":{},"colour":"red"}"#),
        Err(MappingError::Json(_))
    ));
    let long = format!(
        r#"{{"exchange":"ex","kind":"deposit","columns":{{"time":{{"header":"{}"}},"size":{{"number":2}},"asset":{{"number":1}}}}}}"#,
        "x".repeat(TEXT_CHARS_MAX + 1)
    );
    assert_eq!(lacks(&long), [Lack::TooLong]);
}

#[test]
fn the_name_of_a_mapping_is_that_of_its_meaning() {
    let reordered = TRADES.replace("\"exchange\":\"bitexample\",", "");
    let reordered = format!(
        "{},\"exchange\":\"bitexample\"}}",
        &reordered[..reordered.len() - 1]
    );
    assert_eq!(mapping(TRADES).name(), mapping(&reordered).name());
    assert_eq!(mapping(TRADES).name().len(), 12);
    let other = TRADES.replace("EUR", "USD");
    assert_ne!(mapping(TRADES).name(), mapping(&other).name());
    assert_eq!(mapping(&mapping(TRADES).to_json()), mapping(TRADES));
}

#[test]
fn a_suggestion_needs_only_the_exchange() {
    let text = "Exported by you\nTrade ID;Date;Symbol;Side;Amount;Price;Fee;Fee Currency;Status\n\
        1;18.10.2022 21:00:07;BTC/EUR;Buy;0,5;19.000,00;1,5;EUR;Filled\n";
    let sheet = first_rows(text.as_bytes(), &Limits::default()).unwrap();
    assert_eq!((sheet.delimiter, sheet.header), (';', Some(1)));
    let mut suggested = suggest_mapping(&sheet);
    assert_eq!(suggested.check(), [Lack::Exchange]);
    suggested.exchange = "ex".to_owned();
    suggested.zone = Some("UTC".to_owned());
    let (_, rows) = read(&suggested, text);
    assert_eq!(
        rows,
        ["3 2022-10-18T21:00:07Z trade 9500.000 EUR>0.5 BTC fee=1.5 EUR"]
    );
}

#[test]
fn a_list_of_changes_is_suggested_as_one() {
    let text = "UTC_Time,Operation,Coin,Amount\n10/18/2022 21:00,Deposit,BTC,1\n10/18/2022 21:00,Fee,BTC,-1\n";
    let sheet = first_rows(text.as_bytes(), &Limits::default()).unwrap();
    let suggested = suggest_mapping(&sheet);
    assert_eq!(suggested.dates, DateOrder::MonthFirst);
    assert_eq!(suggested.kind, None);
    let columns: Vec<Role> = suggested.columns.keys().copied().collect();
    assert_eq!(columns, [Role::Time, Role::Asset, Role::Change, Role::Kind]);
}

#[test]
fn of_several_times_that_of_the_execution_is_suggested() {
    let row = "2022-10-17 08:00:00,BTC/EUR,Limit,Buy,1,2,2022-10-18 21:00:07\n";
    for (header, number) in [
        ("Time,Pair,Type,Side,Amount,Price,Time", Some(7)),
        ("Time,Pair,Type,Side,Amount,Price,Filled Time", None),
    ] {
        let text = format!("{header}\n{row}");
        let sheet = first_rows(text.as_bytes(), &Limits::default()).unwrap();
        let suggested = suggest_mapping(&sheet);
        let time = &suggested.columns[&Role::Time];
        assert_eq!((sheet.place(time), time.number), (Some(6), number));
        let side = &suggested.columns[&Role::Side];
        assert_eq!(sheet.place(side), Some(3));
    }
}

#[test]
fn what_is_no_table_has_no_sheet() {
    let limits = Limits::default();
    assert!(first_rows(b"", &limits).is_none());
    assert!(first_rows(b"one\ntwo\n", &limits).is_none());
    assert!(first_rows(b"1,2\n3,4\n", &limits).is_some_and(|sheet| sheet.header.is_none()));
}

#[test]
fn a_file_in_other_letters_has_a_sheet_and_fits_like_any() {
    let text =
        "No.;Executed;Pair;B/S;Qty;Rate;Fee;State\n7;18/10/2022 21:00:07;BTC-EUR;Kauf;1;2;;done\n";
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let limits = Limits::default();
    assert!(mapping(TRADES).fits(&wide, &limits).is_ok());
    let sheet = first_rows(&wide, &limits).unwrap();
    assert_eq!((sheet.heading(1), sheet.body().len()), ("Executed", 1));
}

#[test]
fn a_key_in_a_cell_is_known_as_one() {
    let text = "When,API secret,Id\n2022-10-18 21:00:07,ab12cd34ef,ab12cd34ef\n";
    let sheet = first_rows(text.as_bytes(), &Limits::default()).unwrap();
    assert!(sheet.looks_secret(1, "ab12cd34ef"));
    assert!(!sheet.looks_secret(2, "ab12cd34ef"));
}

const LEDGER: &str = r#"{"exchange":"bitexample","kind":"adjustment","zone":"UTC",
    "columns":{"time":{"header":"When"},"change":{"header":"Change"},"asset":{"header":"Coin"},
    "fee":{"header":"Fee"},"wallet":{"header":"Wallet"},"balance":{"header":"Held"}}}"#;

#[test]
fn a_running_balance_is_checked_by_account_and_asset() {
    let text = "When,Wallet,Coin,Change,Fee,Held\n\
        2022-10-18 21:00:01,a,BTC,1,0.1,10.9\n\
        2022-10-18 21:00:02,b,BTC,1,,1\n\
        2022-10-18 21:00:03,a,ETH,5,,5\n\
        2022-10-18 21:00:04,a,BTC,-0.5,,10.4\n\
        2022-10-18 21:00:05,b,BTC,1,,2.5\n";
    let (found, rows) = read(&mapping(LEDGER), text);
    assert_eq!(found.entries, 5);
    assert_eq!(
        rows[5..],
        [
            "x.csv:6:6: WARN-BALANCE: the balance of BTC should be 2 after line 3, and is 2.5: a row may be missing or changed",
        ]
    );
}

#[test]
fn the_asset_of_a_balance_is_told_by_a_value_a_unit_or_what_moved() {
    let columns =
        r#""time":{"header":"When"},"change":{"header":"Change"},"balance":{"header":"Held"}"#;
    let for_all = format!(
        r#"{{"exchange":"x","kind":"adjustment","columns":{{{columns}}},"values":{{"asset":"BTC"}},"zone":"UTC"}}"#
    );
    let glued = format!(
        r#"{{"exchange":"x","kind":"adjustment","columns":{{{columns},"base":{{"header":"What"}}}},"zone":"UTC"}}"#
    );
    for (json, first, second) in [
        (&for_all, "1,,3", "1,,5"),
        (&glued, "1 BTC,ETH,3 BTC", "1 BTC,ETH,5 BTC"),
        (&glued, "1,BTC,3", "1,BTC,5"),
    ] {
        let text = format!(
            "When,Change,What,Held\n2022-10-18 21:00:01,{first}\n2022-10-18 21:00:02,{second}\n"
        );
        let (_, rows) = read(&mapping(json), &text);
        assert_eq!(
            rows[2..],
            [
                "x.csv:3:4: WARN-BALANCE: the balance of BTC should be 4 after line 2, and is 5: a row may be missing or changed"
            ],
            "{text}"
        );
    }
}
