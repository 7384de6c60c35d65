//! The same rows in every carrier they arrive in: letters, line ends, delimiters,
//! archives and workbooks. Each trap has a test.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use ledger::{
    Collected, DayOrder, Entry, FileReport, Import, Limits, ReadOptions, ZoneSource, read_file,
};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

const HEAD: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";
const ROWS: &str = "2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT\n\
    2022-10-18 21:00:08,1INCHUSDT,BUY,\"1,000.5\",99.41INCH,\"99,449.7USDT\",0.001BNB\n";

fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> (Vec<FileReport>, Collected) {
    let mut collected = Collected::default();
    let found = read_file(name, Cursor::new(bytes), options, &mut collected).unwrap();
    (found, collected)
}

fn read(bytes: &[u8]) -> (FileReport, Collected) {
    let (mut found, collected) = read_with("x.csv", bytes, &ReadOptions::default());
    (found.remove(0), collected)
}

fn codes(collected: &Collected) -> Vec<&str> {
    let codes = collected.diagnostics.iter();
    codes.map(|diagnostic| diagnostic.code.as_str()).collect()
}

/// What entries say of the money, whatever they came in.
fn texts_of(entries: &[Entry]) -> Vec<String> {
    let entries = entries.iter();
    entries
        .map(|entry| {
            let quantities = [&entry.out, &entry.in_, &entry.fee];
            let quantities = quantities.map(|quantity| {
                let quantity = quantity.as_ref().unwrap();
                format!("{} {}", quantity.amount, quantity.asset)
            });
            format!("{} {} {}", entry.line(), entry.time, quantities.join(" "))
        })
        .collect()
}

fn plain() -> Vec<String> {
    let (found, collected) = read(format!("{HEAD}{ROWS}").as_bytes());
    assert!(found.is_read_whole());
    texts_of(&collected.entries)
}

#[test]
fn the_plain_file_is_read_as_it_stands() {
    assert_eq!(
        plain(),
        [
            "2 2022-10-18T21:00:09Z 0.5 BTC 9656.225 USDT 9.656225 USDT",
            "3 2022-10-18T21:00:08Z 99449.7 USDT 99.4 1INCH 0.001 BNB",
        ]
    );
}

#[test]
fn delimiters_line_ends_and_marks_change_nothing() {
    let text = format!("{HEAD}{ROWS}");
    let with_tabs = text
        .replace("\"1,000.5\"", "1000.5")
        .replace("\"99,449.7USDT\"", "99449.7USDT");
    for (what, bytes) in [
        ("CRLF", text.replace('\n', "\r\n")),
        ("lone CR", text.replace('\n', "\r")),
        ("semicolon", with_tabs.replace(',', ";")),
        ("tab", with_tabs.replace(',', "\t")),
        ("mark", format!("\u{feff}{text}")),
        (
            "marks",
            text.replace(',', ",\u{feff}")
                .replace("1,\u{feff}000.5", "1,000.5")
                .replace("99,\u{feff}449.7USDT", "99,449.7USDT"),
        ),
        ("no last line end", text.trim_end().to_owned()),
    ] {
        let (found, collected) = read(bytes.as_bytes());
        assert!(found.is_read_whole(), "{what}: {}", found.summary());
        assert_eq!(texts_of(&collected.entries), plain(), "{what}");
    }
}

fn utf16(text: &str, is_little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| match is_little {
            true => unit.to_le_bytes(),
            false => unit.to_be_bytes(),
        })
        .collect()
}

#[test]
fn utf16_is_read_with_and_without_its_mark() {
    for is_little in [true, false] {
        for mark in ["", "\u{feff}"] {
            let bytes = utf16(&format!("{mark}{HEAD}{ROWS}"), is_little);
            let (found, collected) = read(&bytes);
            assert_eq!(texts_of(&collected.entries), plain());
            assert!(found.summary().contains("UTF-16"), "{}", found.summary());
        }
    }
}

#[test]
fn a_code_page_is_the_one_in_which_the_header_is_known() {
    let row = "2024-03-08 10:15:42,BTCEUR,BUY,50000,0.05BTC,2500EUR,0.002BNB\n";
    let utf8 = format!("Čas,Pár,Strana,Cena,Provedeno,Částka,Poplatek\n{row}");
    let central: Vec<u8> = utf8
        .chars()
        .map(|letter| match letter {
            'Č' => 0xC8,
            'á' => 0xE1,
            ascii => ascii as u8,
        })
        .collect();
    let (found, collected) = read(&central);
    let (_, expected) = read(utf8.as_bytes());
    assert_eq!(texts_of(&collected.entries), texts_of(&expected.entries));
    assert_eq!(collected.entries.len(), 1);
    assert!(
        found.summary().contains("Windows-1250"),
        "{}",
        found.summary()
    );
}

#[test]
fn a_letter_of_a_code_page_far_down_costs_no_row() {
    let text = format!("{HEAD}{}", ROWS.repeat(2000));
    let mut bytes = text.into_bytes();
    let end = bytes.len() - 1;
    bytes.splice(end..end, *b",\xE9");
    let (found, collected) = read(&bytes);
    assert_eq!(found.entries + found.refused, 4000);
    assert_eq!(codes(&collected), ["REFUSED-CELLS"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        writer.append_data(&mut header, name, *bytes).unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_tar_gz_is_read_member_by_member_and_a_gzip_as_its_file() {
    let text = format!("{HEAD}{ROWS}");
    let bytes = gzip(&tar(&[
        ("part-00000-a.csv", text.as_bytes()),
        ("__MACOSX/._x", b"x"),
        ("notes.txt", b"hello\n"),
    ]));
    let (found, collected) = read_with("x.tar.gz", &bytes, &ReadOptions::default());
    let files: Vec<&str> = found.iter().map(|found| found.file.as_str()).collect();
    assert_eq!(files, ["x.tar.gz!part-00000-a.csv", "x.tar.gz!notes.txt"]);
    assert_eq!(texts_of(&collected.entries), plain());
    let (found, collected) = read_with(
        "d/x.csv.gz",
        &gzip(text.as_bytes()),
        &ReadOptions::default(),
    );
    assert_eq!(found[0].file, "d/x.csv.gz!x.csv");
    assert_eq!(texts_of(&collected.entries), plain());
}

#[test]
fn a_tar_gz_has_the_limits_of_a_zip() {
    let text = format!("{HEAD}{ROWS}");
    let members: Vec<(&str, &[u8])> = vec![("a", text.as_bytes()), ("b", text.as_bytes())];
    let bytes = gzip(&tar(&members));
    let with = |change: &dyn Fn(&mut Limits)| {
        let mut options = ReadOptions::default();
        change(&mut options.limits);
        let (found, collected) = read_with("x", &bytes, &options);
        let whole = found.iter().filter(|found| found.is_read_whole()).count();
        (whole, codes(&collected).join(" "))
    };
    assert_eq!(
        with(&|limits| limits.archive_entries_max = 2),
        (2, String::new())
    );
    assert_eq!(
        with(&|limits| limits.archive_entries_max = 1),
        (1, "REFUSED-LIMIT".into())
    );
    let unpacked = tar(&members).len() as u64;
    assert_eq!(
        with(&|limits| limits.archive_bytes_max = unpacked),
        (2, String::new())
    );
    assert_eq!(with(&|limits| limits.archive_bytes_max = 600).0, 0);
    let bomb = gzip(&tar(&[("a.csv", &vec![b'\n'; 4 << 20])]));
    let (_, collected) = read_with("x", &bomb, &ReadOptions::default());
    assert!(codes(&collected).contains(&"REFUSED-LIMIT"));
    let (found, collected) = read_with("x", &bytes[..bytes.len() - 20], &ReadOptions::default());
    assert!(!found.is_empty() && !codes(&collected).is_empty());
}

/// A workbook of these sheets; a cell that is a number is one there too.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, text) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        for (row, record) in reader.records().enumerate() {
            for (column, cell) in record.unwrap().iter().enumerate() {
                let (row, column) = (row as u32, column as u16);
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_sheet_by_sheet_by_its_rows() {
    let text = format!("{HEAD}{ROWS}");
    let bytes = workbook(&[("Notes", "hello,there\n"), ("Trades", &text)]);
    let (found, collected) = read_with("x.xlsx", &bytes, &ReadOptions::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].file, "x.xlsx!Trades");
    assert_eq!(texts_of(&collected.entries), plain());
    assert_eq!(codes(&collected), ["WARN-FLOAT", "NOTE-SHEET"]);
    assert_eq!(
        (
            collected.diagnostics[0].line,
            collected.diagnostics[0].column
        ),
        (2, 4)
    );
}

#[test]
fn a_workbook_of_no_export_is_said_to_be_none() {
    let (found, collected) = read_with(
        "x.xlsx",
        &workbook(&[("Notes", "a,b\n")]),
        &ReadOptions::default(),
    );
    assert!(found[0].format.is_none());
    assert_eq!(codes(&collected), ["REFUSED-FILE"]);
}

#[test]
fn dates_of_a_workbook_and_rows_far_apart_keep_their_places() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in HEAD.trim().split(',').enumerate() {
        sheet.write_string(0, column as u16, name).unwrap();
    }
    let time = ExcelDateTime::parse_from_str("2022-10-18 21:00:09").unwrap();
    let format = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    sheet
        .write_datetime_with_format(99_999, 0, &time, &format)
        .unwrap();
    for (column, cell) in [
        "BTCUSDT",
        "SELL",
        "19312.45",
        "0.5BTC",
        "9656.225USDT",
        "9.656225USDT",
    ]
    .iter()
    .enumerate()
    {
        sheet
            .write_string(99_999, column as u16 + 1, *cell)
            .unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let (found, collected) = read_with("x.xlsx", &bytes, &ReadOptions::default());
    assert_eq!((found[0].rows, found[0].refused), (1, 0));
    assert_eq!(
        texts_of(&collected.entries)[0],
        plain()[0].replacen('2', "100000", 1)
    );
    assert!(codes(&collected).is_empty());
}

#[test]
fn a_workbook_has_limits_of_bytes_cells_rows_and_columns() {
    let text = format!("{HEAD}{ROWS}");
    let bytes = workbook(&[("Trades", &text)]);
    let with = |change: &dyn Fn(&mut Limits)| {
        let mut options = ReadOptions::default();
        change(&mut options.limits);
        let (found, collected) = read_with("x", &bytes, &options);
        let limited = codes(&collected)
            .iter()
            .filter(|code| **code == "REFUSED-LIMIT")
            .count();
        (found[0].entries, found[0].is_read_whole(), limited)
    };
    assert_eq!(with(&|limits| limits.workbook_cells_max = 21), (2, true, 0));
    assert_eq!(
        with(&|limits| limits.workbook_cells_max = 20),
        (1, false, 1)
    );
    assert_eq!(with(&|limits| limits.sheet_rows_max = 3), (2, true, 0));
    assert_eq!(with(&|limits| limits.sheet_rows_max = 2), (1, false, 1));
    assert_eq!(with(&|limits| limits.sheet_columns_max = 7), (2, true, 0));
    assert!(!with(&|limits| limits.sheet_columns_max = 6).1);
    let mut options = ReadOptions::default();
    options.limits.workbook_bytes_max = 100;
    let (found, _) = read_with("x", &bytes, &options);
    assert!(
        found[0].summary().contains("workbook_bytes_max"),
        "{}",
        found[0].summary()
    );
}

#[test]
fn a_broken_workbook_is_said() {
    let bytes = workbook(&[("Trades", &format!("{HEAD}{ROWS}"))]);
    let (found, collected) =
        read_with("x.xlsx", &bytes[..bytes.len() / 2], &ReadOptions::default());
    assert!(found[0].format.is_none());
    assert_eq!(codes(&collected), ["REFUSED-FILE"]);
}

fn times(text: &str, options: &ReadOptions) -> (FileReport, Collected, Vec<String>) {
    let (mut found, collected) = read_with("x.csv", text.as_bytes(), options);
    let times = collected.entries.iter().map(|entry| entry.time.to_string());
    let times = times.collect();
    (found.remove(0), collected, times)
}

/// Rows with these times.
fn dated(times: &[&str]) -> String {
    let rows = times.iter();
    let rows: String = rows
        .map(|time| format!("\"{time}\",BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT\n"))
        .collect();
    format!("{HEAD}{rows}")
}

#[test]
fn day_and_month_are_told_apart_by_a_value_past_twelve_anywhere_in_the_file() {
    let options = ReadOptions::default();
    let (found, _, read) = times(&dated(&["05/12/2021 10:00", "25/12/2021 10:00"]), &options);
    assert_eq!(read, ["2021-12-05T10:00:00Z", "2021-12-25T10:00:00Z"]);
    assert!(
        found
            .summary()
            .contains("day-first, as `25/12/2021 10:00` proves"),
        "{}",
        found.summary()
    );
    let (_, _, read) = times(&dated(&["05/12/2021 10:00", "05/13/2021 10:00"]), &options);
    assert_eq!(read, ["2021-05-12T10:00:00Z", "2021-05-13T10:00:00Z"]);
    let mut many = vec!["05/12/2021 10:00"; 9000];
    many.push("25/12/2021 10:00");
    let (found, _, read) = times(&dated(&many), &options);
    assert_eq!(
        (found.refused, read[0].as_str()),
        (0, "2021-12-05T10:00:00Z")
    );
}

#[test]
fn day_and_month_are_asked_for_where_nothing_proves_them() {
    let text = dated(&["05/12/2021 10:00", "06/11/2021 10:00"]);
    let (found, collected, _) = times(&text, &ReadOptions::default());
    assert!(found.needs_day_order);
    assert_eq!(found.refused, 2);
    assert_eq!(codes(&collected), ["REFUSED-TIME", "REFUSED-TIME"]);
    for (order, first) in [
        (DayOrder::DayFirst, "2021-12-05T10:00:00Z"),
        (DayOrder::MonthFirst, "2021-05-12T10:00:00Z"),
    ] {
        let options = ReadOptions {
            day_order: Some(order),
            ..ReadOptions::default()
        };
        let (found, _, read) = times(&text, &options);
        assert!(!found.needs_day_order && found.refused == 0);
        assert_eq!(read[0], first);
    }
}

#[test]
fn years_of_two_digits_are_read_as_the_file_writes_them() {
    let options = ReadOptions::default();
    let (_, _, read) = times(&dated(&["24-07-25 21:30:41"]), &options);
    assert_eq!(read, ["2024-07-25T21:30:41Z"]);
    let (_, _, read) = times(&dated(&["25.07.24 21:30", "25/07/24 21:30"]), &options);
    assert_eq!(read, ["2024-07-25T21:30:00Z", "2024-07-25T21:30:00Z"]);
}

#[test]
fn the_zone_is_told_by_the_header_then_by_lines_above_it_then_by_the_name() {
    let silent = format!("{HEAD}{ROWS}").replace("(UTC)", "");
    let above = format!("UID:1,Account Type:Main,Time Zone:UTC+8\n{silent}");
    let in_name = "Binance-Trades-202603230520(UTC--6)_1.csv";
    for (name, text, zone, source) in [
        (
            in_name,
            format!("{HEAD}{ROWS}"),
            "21:00:09Z",
            ZoneSource::Header,
        ),
        (in_name, above, "13:00:09Z", ZoneSource::Preamble),
        (in_name, silent.clone(), "03:00:09Z", ZoneSource::Filename),
        ("x.csv", silent, "21:00:09Z", ZoneSource::Assumed),
    ] {
        let (_, collected) = read_with(name, text.as_bytes(), &ReadOptions::default());
        let entry = &collected.entries[0];
        assert_eq!(entry.zone_source, source);
        assert!(entry.time.to_string().ends_with(zone), "{}", entry.time);
    }
}

#[test]
fn archives_that_are_not_opened_are_named_with_what_to_do() {
    for (bytes, words) in [
        (&b"7z\xBC\xAF\x27\x1C\0\x04rest"[..], "(7z)"),
        (b"Rar!\x1A\x07\x01\0rest", "(RAR)"),
        (b"Rar!\x1A\x07\0rest", "(RAR)"),
        (b"\xFD7zXZ\0\0\x04", "(xz)"),
        (b"BZh91AY&SY", "(bzip2)"),
        (b"\x28\xB5\x2F\xFD\x04", "(Zstandard)"),
    ] {
        let (found, collected) = read(bytes);
        assert!(found.format.is_none());
        let why = found.summary();
        assert!(why.contains(words) && why.contains("unpack it"), "{why}");
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
    let (found, _) = read(b"\xFF\xD8\xFF\xE0\0\x10JFIF");
    assert!(found.summary().contains("picture"), "{}", found.summary());
}

#[test]
fn documents_of_other_programs_are_named_once_with_what_to_do() {
    let zipped = |names: &[&str]| {
        let mut zip = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(*name, options).unwrap();
            zip.write_all(b"x").unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    for (bytes, words) in [
        (
            zipped(&["Index/Document.iwa", "preview.jpg"]),
            "export it as CSV",
        ),
        (
            zipped(&["Index.zip", "Metadata/BuildVersionHistory.plist"]),
            "export it as CSV",
        ),
    ] {
        let (found, collected) = read_with("x.numbers", &bytes, &ReadOptions::default());
        assert_eq!(found.len(), 1);
        assert!(found[0].summary().contains(words), "{}", found[0].summary());
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
    let flat = "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">";
    let (found, _) = read(flat.as_bytes());
    assert!(
        found.summary().contains("as XLSX or as CSV"),
        "{}",
        found.summary()
    );
}

/// A table as a terminal or Markdown draws it, with a rule below its header.
fn barred(csv: &str, rule: &str, is_framed: bool) -> String {
    let drawn = |line: &str| match is_framed {
        true => format!("| {} |\n", line.replace(',', " | ")),
        false => format!(" {} \n", line.replace(',', " | ")),
    };
    let (header, rows) = csv.split_once('\n').unwrap();
    let rows: String = rows.lines().map(drawn).collect();
    format!("{}{rule}\n{rows}", drawn(header))
}

#[test]
fn tables_with_bars_are_read() {
    let csv = format!("{HEAD}{ROWS}")
        .replace("\"1,000.5\"", "1000.5")
        .replace("\"99,449.7USDT\"", "99449.7USDT");
    let below_rule = |described: &str| {
        let (line, rest) = described.split_once(' ').unwrap();
        format!("{} {rest}", line.parse::<u32>().unwrap() + 1)
    };
    let expected: Vec<String> = plain()
        .iter()
        .map(|described| below_rule(described))
        .collect();
    for (rule, is_framed) in [
        ("|---|:---:|---|---:|---|---|---|", true),
        ("| - | - | - | - | - | - | - |", true),
        ("------+------+------+------+------+------+------", false),
    ] {
        let text = barred(&csv, rule, is_framed);
        let (found, collected) = read(text.as_bytes());
        assert_eq!(found.refused, 0, "{text}");
        assert_eq!(texts_of(&collected.entries), expected, "{text}");
        assert_eq!(codes(&collected), ["NOTE-PAGE"], "{text}");
    }
}

#[test]
fn a_paste_without_its_header_says_which_line_is_missing() {
    for (text, words) in [
        (
            "70\t2022-05-01 10:00:00\tSpot\tDeposit\tUSDT\t250.5\t\n\
             70\t2022-05-02 10:00:00\tSpot\tWithdraw\tUSDT\t-100\tfee is included\n",
            "UTC_Time,Account,Operation",
        ),
        (
            "2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT\n",
            "Pair,Side,Price,Executed",
        ),
        (
            "2022-10-18;5,5;a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p\n",
            "names their columns",
        ),
    ] {
        let (found, collected) = read(text.as_bytes());
        let why = found.summary();
        assert!(
            why.contains(words) && why.contains("copy that line, too"),
            "{why}"
        );
        assert!(why.contains("by their numbers"), "{why}");
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
    for text in [
        "When,What,How much\n2022-10-18 21:00:09,something,5\n",
        "my report,of 2022,5\nWhen,What,How much\n2022-10-18 21:00:09,something,5\n",
        "a,b,c\n1,2,3\n",
    ] {
        let why = read(text.as_bytes()).0.summary();
        assert!(!why.contains("copy that line"), "{text}: {why}");
    }
}

// Made up, and of no account.
const SECRET: &str = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

#[test]
fn secrets_are_told_by_their_place_and_never_printed() {
    let row = ROWS.lines().next().unwrap();
    let noted = format!(
        "{}Note\n{row},{SECRET}\n{row},fine\n",
        HEAD.replace("Fee\n", "Fee,")
    );
    for (text, line, column) in [
        (noted, 2, 8),
        (format!("my keys\nbinance,{SECRET}\n"), 2, 2),
        ("name,API Secret\nmine,1a2b3c4d5e6f7a8b\n".to_owned(), 2, 2),
    ] {
        let (found, collected) = read(text.as_bytes());
        assert_eq!(found.secrets, 1);
        let found: Vec<_> = collected
            .diagnostics
            .iter()
            .filter(|d| d.code.as_str() == "WARN-SECRET")
            .collect();
        assert_eq!(
            (found.len(), found[0].line, found[0].column),
            (1, line, column)
        );
        let all: String = collected
            .diagnostics
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(!all.contains(SECRET) && !all.contains("1a2b3c4d"));
    }
    assert_eq!(read(format!("{HEAD}{ROWS}").as_bytes()).0.secrets, 0);
}

fn pushed(bytes: &[u8], lengths: &[usize]) -> (FileReport, Collected) {
    let mut collected = Collected::default();
    let mut import = Import::new("x", &ReadOptions::default());
    let (mut rest, mut lengths) = (bytes, lengths.iter().cycle());
    while !rest.is_empty() {
        let length = lengths
            .next()
            .map_or(rest.len(), |length| (*length).min(rest.len()));
        import.push(&rest[..length], &mut collected);
        rest = &rest[length..];
    }
    (import.finish(&mut collected), collected)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn where_slices_end_changes_nothing_in_any_carrier(
        carrier in 0_usize..5,
        rows in 1_usize..900,
        lengths in proptest::collection::vec(1_usize..3000, 1..5),
    ) {
        let text = format!("{HEAD}{}", ROWS.repeat(rows));
        let bytes = match carrier {
            0 => text.into_bytes(),
            1 => utf16(&text, true),
            2 => utf16(&format!("\u{feff}{text}"), false),
            3 => text.replace('\n', "\r").into_bytes(),
            _ => [text.into_bytes(), b"\xE9\n".to_vec()].concat(),
        };
        let (whole, in_one) = pushed(&bytes, &[]);
        let (sliced, in_slices) = pushed(&bytes, &lengths);
        prop_assert!(whole.entries >= 2 * rows as u64);
        prop_assert_eq!(in_one, in_slices);
        prop_assert_eq!(whole.summary(), sliced.summary());
    }
}

#[test]
fn no_name_keeps_what_turns_hides_or_moves_letters() {
    let rows = format!("{HEAD}{ROWS}");
    let mut zip = zip::write::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("a\u{202e}vsc.exe\u{200b}\u{1b}.csv", options)
        .unwrap();
    zip.write_all(rows.as_bytes()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    let book = workbook(&[("s\u{2066}t\u{feff}", &rows)]);
    for (name, bytes, expected) in [
        (
            "\u{202e}x.zip",
            zip,
            "\u{fffd}x.zip!a\u{fffd}vsc.exe\u{fffd}\u{fffd}.csv",
        ),
        ("x.xlsx", book, "x.xlsx!s\u{fffd}t\u{fffd}"),
        ("x\u{2028}.csv", rows.into_bytes(), "x\u{fffd}.csv"),
    ] {
        let (found, _) = read_with(name, &bytes, &ReadOptions::default());
        assert_eq!(found[0].file, expected);
    }
}
