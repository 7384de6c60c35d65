//! Options for one file of an archive or one sheet of a workbook apply to that
//! one alone; and its first rows can be had, in whatever carrier it lies.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Arc;

use ledger::{
    Answers, Collected, DayOrder, FileReport, Limits, Mapping, Members, ReadOptions, SAMPLE_BYTES,
    members_of, read_file, start_of,
};

const OPEN_DATES: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
    05/10/2022 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n";
const MOVES: &str = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n\
    2022-10-05 09:00:00,ETH,ETH,2.5,0,0xexample,0xabcd,,,Completed\n";
const UNKNOWN: &str = "When;Pair;What;Qty;Rate\n2022-10-05 09:00:00;BTC/USDT;buy;1;19000\n";

const MAPPING: &str = r#"{"exchange":"other","kind":"trade","zone":"UTC","columns":{
    "time":{"header":"When"},"market":{"header":"Pair"},"side":{"header":"What"},
    "size":{"header":"Qty"},"price":{"header":"Rate"}}}"#;

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_gz(files: &[(&str, &str)]) -> Vec<u8> {
    let gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(gz);
    for (name, text) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in [("Notes", "nothing;here\n"), ("Trades", UNKNOWN)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(';').enumerate() {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn files() -> [(&'static str, &'static str); 3] {
    [
        ("a/open.csv", OPEN_DATES),
        ("moves.csv", MOVES),
        ("other.csv", UNKNOWN),
    ]
}

fn read(bytes: Vec<u8>, members: Members) -> (Vec<FileReport>, Collected) {
    let options = ReadOptions {
        members: Arc::new(members),
        ..ReadOptions::default()
    };
    let mut read = Collected::default();
    let found = read_file("x.zip", Cursor::new(bytes), &options, &mut read).unwrap();
    (found, read)
}

fn options_of_members() -> Members {
    let mut members = Members::default();
    members.of("a/open.csv").day_order = Some(DayOrder::MonthFirst);
    members.of("moves.csv").format = Some("binance-withdrawals-old".to_owned());
    members.of("other.csv").mapping = Some(Arc::new(Mapping::parse(MAPPING).unwrap()));
    members
}

#[test]
fn each_member_is_asked_about_and_answered_by_itself() {
    for bytes in [zip(&files()), tar_gz(&files())] {
        let (found, _) = read(bytes.clone(), Members::default());
        assert!(found[0].needs_day_order, "{:?}", found[0]);
        let date = found[0].either_way.clone().unwrap();
        assert_eq!(date.raw, "05/10/2022 09:00:00");
        assert_eq!(
            (&*date.day_first, &*date.month_first),
            ("2022-10-05", "2022-05-10")
        );
        assert_eq!(found[1].candidates.len(), 2, "{:?}", found[1]);
        assert!(found[2].format.is_none() && found[2].candidates.is_empty());
        let mut members = options_of_members();
        members.of("moves.csv").format = Some(found[1].candidates[1].to_owned());
        let (found, read) = read(bytes, members);
        assert!(found.iter().all(FileReport::is_read_whole), "{found:?}");
        let times: Vec<String> = read.entries.iter().map(|e| e.time.to_string()).collect();
        assert_eq!(
            times,
            [
                "2022-05-10T09:00:00Z",
                "2022-10-05T09:00:00Z",
                "2022-10-05T09:00:00Z"
            ]
        );
        assert!(
            found[0].either_way.is_some() && !found[0].needs_day_order,
            "the question can be answered another way"
        );
    }
}

#[test]
fn what_was_said_is_the_same_after_json_and_says_nothing_for_nothing() {
    let members = options_of_members();
    let json = members.to_json().unwrap();
    assert_eq!(Members::parse(&json).unwrap(), members);
    let mut silent = Members::default();
    silent.of("a").day_order = None;
    assert_eq!(silent.to_json(), None);
    assert!(Members::parse(r#"{"a":{"mapping":{"exchange":"x"}}}"#).is_err());
    let answers: BTreeMap<String, Answers> = serde_json::from_str(&json).unwrap();
    assert_eq!(answers.len(), 3);
}

#[test]
fn the_first_rows_of_a_member_are_the_bytes_that_are_read() {
    let limits = Limits::default();
    for bytes in [zip(&files()), tar_gz(&files())] {
        let names = members_of("x", Cursor::new(&bytes), &limits).unwrap();
        assert_eq!(
            names.unwrap(),
            ["a/open.csv", "moves.csv", "other.csv"].map(str::to_owned)
        );
        for (name, text) in files() {
            let start = start_of("x", Cursor::new(&bytes), name, &limits).unwrap();
            assert_eq!(start.as_deref(), Some(text.as_bytes()), "{name}");
        }
        for name in ["", "open.csv", "../a/open.csv"] {
            let start = start_of("x", Cursor::new(&bytes), name, &limits).unwrap();
            assert_eq!(start, None, "{name}");
        }
    }
    let plain = Cursor::new(OPEN_DATES.as_bytes());
    assert_eq!(members_of("x", plain.clone(), &limits).unwrap(), None);
    let start = start_of("x", plain.clone(), "", &limits).unwrap();
    assert_eq!(start.as_deref(), Some(OPEN_DATES.as_bytes()));
    assert_eq!(start_of("x", plain, "a", &limits).unwrap(), None);
}

#[test]
fn a_sheet_starts_as_the_csv_it_is_read_as() {
    let limits = Limits::default();
    let book = workbook();
    let names = members_of("x", Cursor::new(&book), &limits).unwrap();
    assert_eq!(names.unwrap(), ["Notes", "Trades"].map(str::to_owned));
    let start = start_of("x", Cursor::new(&book), "Trades", &limits).unwrap();
    let text = String::from_utf8(start.unwrap()).unwrap();
    assert_eq!(text, UNKNOWN.replace(';', ","));
    let none = start_of("x", Cursor::new(&book), "Sums", &limits).unwrap();
    assert_eq!(none, None);
    let mut members = Members::default();
    members.of("Trades").mapping = Some(Arc::new(Mapping::parse(MAPPING).unwrap()));
    let (found, read) = read(book, members);
    assert_eq!((found.len(), read.entries.len()), (1, 1), "{found:?}");
    assert_eq!(read.entries[0].file, "x.zip!Trades");
}

#[test]
fn broken_and_locked_archives_have_no_first_rows() {
    let limits = Limits::default();
    let mut cut = zip(&files());
    cut.truncate(40);
    for bytes in [cut, b"\x1f\x8b\x08nothing".to_vec(), b"PK\x05\x06".to_vec()] {
        let names = members_of("x", Cursor::new(&bytes), &limits).unwrap();
        assert!(names.unwrap().iter().all(|name| name == "x"));
        let start = start_of("x", Cursor::new(&bytes), "a", &limits).unwrap();
        assert_eq!(start, None);
    }
}

#[test]
fn the_way_to_a_member_has_a_limit() {
    // Incompressible enough, so that no ratio is in the way.
    let long: String = (0..40_000_u64)
        .map(|n| format!("{:x}\n", n.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
        .collect();
    let bytes = tar_gz(&[("long.csv", &long), ("last.csv", "a,b\n1,2\n")]);
    let block = |length: usize| length.div_ceil(512) * 512;
    // Two headers, the long file in whole blocks, and the block of the last one.
    let way = 512 + block(long.len()) + 512 + 512;
    let within = |start_bytes_max: usize| {
        let limits = Limits {
            start_bytes_max: start_bytes_max as u64,
            ..Limits::default()
        };
        start_of("x", Cursor::new(&bytes), "last.csv", &limits).unwrap()
    };
    assert_eq!(within(way).as_deref(), Some(&b"a,b\n1,2\n"[..]));
    assert_eq!(within(way - 513), None, "one block less");
    let start = start_of("x", Cursor::new(&bytes), "long.csv", &Limits::default());
    assert_eq!(start.unwrap().unwrap().len(), SAMPLE_BYTES);
    let few = Limits {
        archive_entries_max: 1,
        ..Limits::default()
    };
    let names = members_of("x", Cursor::new(&zip(&files())), &few).unwrap();
    assert_eq!(names.unwrap(), Vec::<String>::new(), "past the limit");
}

#[test]
fn what_looks_like_a_key_is_in_no_remark() {
    let key = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    let text = format!(
        "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin,{key}\n\
         {key},BTCUSDT,BUY,19200,2,38400,38.4,USDT,\n\
         2022-10-18 21:00:00,{key},SELL,19500,1.5,29250,29.25,USDT,\n\
         2022-10-18 21:00:00,BTCUSDT,{key},19500,1.5,29250,29.25,USDT,\n\
         2022-10-18 21:00:00,BTCUSDT,SELL,{key},1.5,29250,29.25,USDT,\n\
         2022-10-18 21:00:00,BTCUSDT,SELL,19500,1.5,29250,29.25,USDT,\n"
    );
    let mut read = Collected::default();
    let options = ReadOptions::default();
    let found = read_file("x.csv", Cursor::new(text), &options, &mut read).unwrap();
    assert_eq!(found[0].secrets, 5, "{:?}", found[0]);
    assert!(
        !found[0].summary().contains(&key[..12]),
        "{}",
        found[0].summary()
    );
    for remark in &read.diagnostics {
        assert!(
            !remark.message.to_string().contains(&key[..12]),
            "{}",
            remark.message
        );
    }
}
