//! Whatever the ledger says can be told in French: what it says of every fixture,
//! whole and spoilt in every cell; of files that are none; and what stands in its
//! sources. Who adds a sentence adds it to `locales/*/ledger.ftl`.
#![cfg(feature = "ssr")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::said::{FoundParts, Said, format_title, found, sentence};
use app::{Locale, Texts};
use ledger::{
    Collected, DayOrder, Found, Hashes, Limits, Mapping, PriceBook, ReadOptions, format_by_id,
    formats, read_file, resolve,
};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger/tests/fixtures");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    files.sort();
    assert!(files.len() > 50, "{} fixtures", files.len());
    files
}

/// What could not be told in French, with where it was said.
#[derive(Default)]
struct Untold {
    all: BTreeMap<String, String>,
    asked: HashSet<String>,
}

impl Untold {
    fn add(&mut self, said: Said, place: &str) {
        if said.is_foreign {
            self.all
                .entry(said.text)
                .or_insert_with(|| place.to_owned());
        }
    }

    fn sentence(&mut self, words: &str, place: &str) {
        if self.asked.insert(words.to_owned()) {
            self.add(sentence(Texts::of(Locale::Fr), words), place);
        }
    }

    /// Everything that is said while a file is read.
    fn read(&mut self, name: &str, bytes: &[u8], options: &ReadOptions) -> Collected {
        self.read_all(name, bytes, options).1
    }

    fn read_all(
        &mut self,
        name: &str,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> (Vec<Found>, Collected) {
        let mut collected = Collected::default();
        let files = read_file(name, Cursor::new(bytes), options, &mut collected).unwrap();
        for file in &files {
            self.found(file);
        }
        for diagnostic in &collected.diagnostics {
            self.sentence(&diagnostic.sentence, &diagnostic.code);
        }
        (files, collected)
    }

    fn found(&mut self, file: &Found) {
        let parts = FoundParts::from(file);
        let french = found(Texts::of(Locale::Fr), Some(&parts), &file.sentence);
        self.add(french, "what a file is");
        // Put together from the same parts, the English is the ledger's own, or what
        // pages say instead.
        let english = found(Texts::of(Locale::En), Some(&parts), &file.sentence);
        let whole = sentence(Texts::of(Locale::En), &file.sentence);
        assert_eq!(english.text, whole.text, "{}", file.file);
    }

    fn assert_none(&self) {
        assert!(
            self.all.is_empty(),
            "locales/en/ledger.ftl lacks a message for: {:#?}",
            self.all
        );
    }
}

/// The file with one cell of its last row changed, for each cell; and with one
/// more cell, fewer columns, no rows.
fn spoilt(text: &str) -> Vec<String> {
    let Some((above, row)) = text.trim_end().rsplit_once('\n') else {
        return Vec::new();
    };
    let delimiter = [',', ';', '\t']
        .into_iter()
        .max_by_key(|delimiter| row.matches(*delimiter).count())
        .unwrap();
    let cells: Vec<&str> = row.split(delimiter).collect();
    let mut all = Vec::new();
    for at in 0..cells.len() {
        for new in ["", "x", "-1", "2022-13-45 21:00:00", "05/06/2022 10:00"] {
            let mut cells = cells.clone();
            cells[at] = new;
            let row = cells.join(&delimiter.to_string());
            all.push(format!("{above}\n{row}\n"));
        }
    }
    let more = format!("{row}{delimiter}1{delimiter}2");
    all.push(format!("{above}\n{more}\n"));
    all.push(format!("{above}\n\"{row}\n"));
    all.push(format!("{}\n", text.lines().next().unwrap_or_default()));
    let fewer: Vec<&str> = text
        .lines()
        .filter_map(|line| line.rsplit_once(delimiter).map(|(start, _)| start))
        .collect();
    all.push(fewer.join("\n"));
    all
}

#[test]
fn everything_said_of_the_fixtures_can_be_told() {
    let mut untold = Untold::default();
    let mut entries = Vec::new();
    for path in fixtures() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (files, read) = untold.read_all(name, &bytes, &ReadOptions::default());
        entries.extend(read.entries);
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        // Judging each anew among all formats would take a minute.
        let known = ReadOptions {
            format: files[0].format.map(|format| format.id.to_owned()),
            ..ReadOptions::default()
        };
        for text in spoilt(&text) {
            untold.read(name, text.as_bytes(), &known);
        }
        // The same money again in a copy, and a zone that the file need not be told.
        let options = ReadOptions {
            zone: Some("Europe/Paris".parse().unwrap()),
            day_order: Some(DayOrder::DayFirst),
            ..ReadOptions::default()
        };
        let copy = format!("copy-{name}");
        entries.extend(untold.read(&copy, text.as_bytes(), &options).entries);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        untold.read(name, &[b"\xFF\xFE".as_slice(), &utf16].concat(), &options);
    }
    let resolved = resolve(entries, &Hashes::new());
    assert!(!resolved.dropped.is_empty() && !resolved.diagnostics.is_empty());
    for diagnostic in &resolved.diagnostics {
        untold.sentence(&diagnostic.sentence, &diagnostic.code);
    }
    for dropped in &resolved.dropped {
        untold.sentence(&dropped.diagnostic().sentence, "a dropped entry");
    }
    untold.assert_none();
}

const TRADES: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
    2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT\n\
    2022-10-18 21:00:08,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT\n";

#[test]
fn everything_said_of_files_that_are_none_can_be_told() {
    let mut untold = Untold::default();
    let empty_zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let files: [&[u8]; 14] = [
        b"",
        b" \n\n",
        b"hello\n",
        b"When,What,How much\n2022,BTC,1\n",
        b"%PDF-1.7 \n",
        b"\x89PNG\r\n\x1a\n0000",
        b"\xFF\xD8\xFF\xE0 a picture",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 a workbook",
        b"PK\x03\x04 and nothing more",
        &empty_zip,
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03 broken",
        b"\x1f\x8b",
        b"Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\xff\xfe\xfd,\xc3\x28,,,,,\n",
        b"api key,secret\nvmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A,NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j\n",
    ];
    for bytes in files {
        untold.read("x.csv", bytes, &ReadOptions::default());
    }
    let changes: [fn(&mut Limits); 4] = [
        |limits| limits.file_bytes_max = 160,
        |limits| limits.file_bytes_max = 8,
        |limits| limits.rows_max = 1,
        |limits| limits.row_cells_max = 3,
    ];
    for change in changes {
        let mut options = ReadOptions::default();
        change(&mut options.limits);
        untold.read("x.csv", TRADES.as_bytes(), &options);
    }
    for format in ["ftx-trades", "no-such"] {
        let options = ReadOptions {
            format: Some(format.into()),
            ..ReadOptions::default()
        };
        untold.read("x.csv", TRADES.as_bytes(), &options);
    }
    // Several within reach: deposits and withdrawals have the same columns.
    let either = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n\
        2022-10-18 21:00:09,BTC,BTC,1,0,a,b,c,,Completed\n";
    untold.read("x.csv", either.as_bytes(), &ReadOptions::default());
    untold.assert_none();
}

#[test]
fn everything_said_of_mapped_files_can_be_told() {
    let mut untold = Untold::default();
    let mapping = |json: &str| Mapping::parse(json).map(Arc::new);
    let whole = r#"{"exchange": "bitexample", "kind": "trade",
        "columns": {"time": {"header": "When"}, "market": {"header": "Pair"}, "side": {"header": "Side"},
            "size": {"header": "Size"}, "price": {"header": "Price"}, "status": {"header": "State"}},
        "done": ["done"], "dates": "year_first", "zone": "UTC"}"#;
    let head = "When,Pair,Side,Size,Price,State\n";
    let options = ReadOptions {
        mapping: Some(mapping(whole).unwrap()),
        ..ReadOptions::default()
    };
    let row = "2022-10-18 21:00:09,BTC-USDT,buy,1,19000,done\n";
    untold.read("x.csv", format!("{head}{row}").as_bytes(), &options);
    for text in spoilt(&format!("{head}{row}{row}")) {
        untold.read("x.csv", text.as_bytes(), &options);
    }
    for json in [
        "[]",
        r#"{"exchange": "", "columns": {}}"#,
        r#"{"exchange": "A B", "columns": {"time": {}, "change": {"number": 2}}, "kind": "trade", "zone": "Mars"}"#,
        r#"{"exchange": "x", "columns": {"time": {"number": 1}}, "kind": "deposit", "values": {"time": "x"}}"#,
    ] {
        let error = mapping(json).unwrap_err();
        untold.sentence(&error.to_string(), "a mapping");
    }
    untold.assert_none();
}

#[test]
fn everything_said_of_price_files_can_be_told() {
    let mut untold = Untold::default();
    let own = "asset,quote,time,price,window,source\n\
        BTC,USD,2022-10-18,19000,1h,ours\nBTC,BTC,2022-10-18,1,1h,ours\n,USD,2022-10-18,1,1h,ours\n\
        BTC,,2022-10-18,1,1h,ours\nBTC,USD,2022-10-18,1,1h,\nBTC,USD,now,1,1h,ours\n\
        BTC,USD,2022-10-18,-1,1h,ours\nBTC,USD,2022-10-18,x,1h,ours\nBTC,USD,2022-10-18,1,long,ours\nBTC,USD\n\
        \"BTC,USD\n";
    let ecb = "Date,USD,JPY,\n2022-10-18,0.9835,x,\nsome day,1,1,\n";
    let candle = "1666126800000,19000,19100,18900,19050,12.5,1666126859999,1,1,1,1,0\n";
    let klines = format!(
        "{candle}{}{}{}",
        candle.replace(",12.5,", ",0,"),
        candle.replace(",12.5,", ",much,"),
        candle.replace("1666126859999", "1666126800000")
    );
    let gecko = "snapped_at,price,market_cap,total_volume\n2022-10-18 00:00:00 UTC,19000,1,1\n2022-10-19 00:00:00 UTC,,1,1\nnow,1,1,1\n";
    let mut said = 0;
    for (name, text) in [
        ("own.csv", own),
        ("eurofxref-hist.csv", ecb),
        ("BTCUSDT-1m-2022-10.csv", &klines),
        ("btc-usd-max.csv", gecko),
    ] {
        let pair = ("BTC", "USD");
        let read = PriceBook::new()
            .add(name, Some(pair), text.as_bytes())
            .unwrap();
        said += read.diagnostics.len();
        for diagnostic in &read.diagnostics {
            untold.sentence(&diagnostic.sentence, &diagnostic.code);
        }
    }
    assert!(said > 14, "{said} remarks");
    untold.assert_none();
}

#[test]
fn every_format_has_its_title_and_advice() {
    for format in formats() {
        assert!(format_by_id(format.id).is_some());
        let [english, french] = [Locale::En, Locale::Fr].map(Texts::of);
        let (title, advice) = (
            format!("format-title-{}", format.id),
            format!("format-advice-{}", format.id),
        );
        assert_eq!(format_title(english, format), format.title);
        assert!(french.has(&title), "{title}");
        assert_ne!(format_title(french, format), format.title, "{title}");
        if !format.advice.is_empty() {
            assert!(french.has(&advice), "{advice}");
            assert!(!sentence(french, format.advice).is_foreign, "{advice}");
        }
    }
}
