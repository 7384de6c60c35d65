//! XLS: what programs write, and what nobody should.

use std::io::Cursor;

use ledger::{Collected, Limits, ReadOptions, read_file};

use super::records::{
    BEGIN, END, container, label, labels, numbers, record, short_container, stream_of, xls, xls_of,
};
use super::{ENTRY, HEAD, ROW, codes, read, read_with, texts_of};

fn plain_cells() -> Vec<u8> {
    [labels(0, &HEAD), labels(1, &ROW)].concat()
}

#[test]
fn an_xls_is_read_by_its_rows() {
    let (found, collected) = read(&xls(b"", &plain_cells()));
    assert!(found.is_read_whole(), "{}", found.summary());
    assert_eq!(found.file, "x!T");
    assert_eq!(texts_of(&collected), [ENTRY]);
    assert_eq!(codes(&collected), [""; 0]);
}

#[test]
fn a_short_xls_is_gathered_from_its_pieces() {
    let stream = stream_of(0x0600, b"", &plain_cells());
    let book = short_container("Workbook", &stream);
    let (found, collected) = read(&book);
    assert!(found.is_read_whole(), "{}", found.summary());
    assert_eq!(texts_of(&collected), [ENTRY]);
    for (at, value) in [(60, 55_555_u32), (book.len() - 512, 3), (2 * 512 + 116, 77)] {
        let mut changed = book.clone();
        changed[at..at + 4].copy_from_slice(&value.to_le_bytes());
        assert!(!read(&changed).0.is_read_whole(), "{at}");
    }
}

#[test]
fn cells_of_an_xls_are_read_in_every_way_they_are_written() {
    let times = [
        record(0x041E, &[&numbers(&[200, 6])[..], &[0], b"dd/mm/"].concat()),
        record(0x00E0, &numbers(&[0, 0, 0, 0])),
        record(0x00E0, &numbers(&[0, 200, 0, 0])),
    ]
    .concat();
    let date = 44_852.875_104_166_7_f64.to_le_bytes();
    let of_epoch_1904 = 43_390.875_104_166_7_f64.to_le_bytes();
    let price = 19_312.45_f64.to_le_bytes();
    let short = ((1_931_245_i32 << 2 | 3) as u32).to_le_bytes();
    let rest = labels(1, &ROW)[label(1, 0, ROW[0]).len()..].to_vec();
    let with_price = |price: Vec<u8>| {
        [
            labels(0, &HEAD),
            labels(1, &ROW[..3]),
            price,
            (4..7)
                .flat_map(|column| label(1, column, ROW[usize::from(column)]))
                .collect(),
        ]
        .concat()
    };
    let formula = |result: &[u8]| {
        record(
            0x0006,
            &[&numbers(&[1, 3, 0])[..], result, &[0; 8]].concat(),
        )
    };
    let chart = [
        record(BEGIN, &[0; 16]),
        label(0, 0, "of a chart"),
        record(END, b""),
    ]
    .concat();
    for (what, in_front, cells) in [
        (
            "date",
            times.clone(),
            [
                labels(0, &HEAD),
                record(0x0203, &[&numbers(&[1, 0, 1])[..], &date].concat()),
                rest.clone(),
            ]
            .concat(),
        ),
        (
            "1904",
            [times, record(0x0022, &[1, 0])].concat(),
            [
                labels(0, &HEAD),
                record(0x0203, &[&numbers(&[1, 0, 1])[..], &of_epoch_1904].concat()),
                rest,
            ]
            .concat(),
        ),
        (
            "number",
            vec![],
            with_price(record(0x0203, &[&numbers(&[1, 3, 0])[..], &price].concat())),
        ),
        (
            "short",
            vec![],
            with_price(record(0x027E, &[&numbers(&[1, 3, 0])[..], &short].concat())),
        ),
        (
            "shorts",
            vec![],
            with_price(record(
                0x00BD,
                &[&numbers(&[1, 3, 0])[..], &short, &numbers(&[3])].concat(),
            )),
        ),
        ("formula", vec![], with_price(formula(&price))),
        (
            "formula of a text",
            vec![],
            with_price(
                [
                    formula(&[0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
                    record(0x0207, &[&numbers(&[8])[..], &[0], b"19312.45"].concat()),
                ]
                .concat(),
            ),
        ),
        ("chart", vec![], [chart, plain_cells()].concat()),
    ] {
        let (found, collected) = read(&xls(&in_front, &cells));
        assert!(found.is_read_whole(), "{what}: {}", found.summary());
        assert_eq!(texts_of(&collected), [ENTRY], "{what}");
        assert_eq!(
            collected.entries[0].price.as_ref().unwrap().to_string(),
            "19312.45"
        );
    }
}

#[test]
fn shared_texts_go_on_over_records_in_other_letters() {
    let shared = |text: &str| [&numbers(&[text.len() as u16])[..], &[0], text.as_bytes()].concat();
    let mut table = [2_u32.to_le_bytes(), 99_u32.to_le_bytes()].concat();
    table.extend(shared(ROW[0]));
    // `BTC` in one byte a letter, with a run and something read aloud, then `USDT` in two.
    table.extend(
        [
            &numbers(&[7])[..],
            &[0x0C],
            &numbers(&[1]),
            &3_u32.to_le_bytes(),
            b"BTC",
        ]
        .concat(),
    );
    let more = [
        &[1][..],
        &numbers(&"USDT".encode_utf16().collect::<Vec<u16>>()),
        &[9, 9],
    ]
    .concat();
    // What stands behind a text goes on without saying how it is written.
    let rest = [&[9, 9, 7, 7, 7][..], &shared(ROW[2])].concat();
    let in_front = [
        record(0x00FC, &table),
        record(0x003C, &more),
        record(0x003C, &rest),
    ]
    .concat();
    let of_table = |column: u16| {
        record(
            0x00FD,
            &[
                &numbers(&[1, column, 0])[..],
                &u32::from(column).to_le_bytes(),
            ]
            .concat(),
        )
    };
    let cells = [
        labels(0, &HEAD),
        (0..3).flat_map(of_table).collect(),
        (3..7)
            .flat_map(|column| label(1, column, ROW[usize::from(column)]))
            .collect(),
    ]
    .concat();
    let (found, collected) = read(&xls(&in_front, &cells));
    assert!(found.is_read_whole(), "{}", found.summary());
    assert_eq!(texts_of(&collected), [ENTRY]);
    let past = [
        cells,
        record(
            0x00FD,
            &[&numbers(&[2, 0, 0])[..], &9_u32.to_le_bytes()].concat(),
        ),
    ]
    .concat();
    let (found, collected) = read(&xls(&in_front, &past));
    assert_eq!((found.entries, found.is_cut_short), (1, true));
    assert_eq!(codes(&collected), ["REFUSED-MEMBER"]);
}

#[test]
fn an_xls_of_before_1997_is_read_in_its_code_page() {
    let label = |row: u16, column: usize, text: &str| {
        let bytes: Vec<u8> = text
            .chars()
            .map(|letter| match letter {
                'Č' => 0xC8,
                'á' => 0xE1,
                ascii => ascii as u8,
            })
            .collect();
        record(
            0x0204,
            &[
                &numbers(&[row, column as u16, 0, bytes.len() as u16])[..],
                &bytes,
            ]
            .concat(),
        )
    };
    let head = [
        "Čas",
        "Pár",
        "Strana",
        "Cena",
        "Provedeno",
        "Částka",
        "Poplatek",
    ];
    let rows = [head, ROW].into_iter().enumerate();
    let cells: Vec<u8> = rows
        .flat_map(|(row, cells)| {
            let cells = cells.into_iter().enumerate();
            cells
                .flat_map(|(column, cell)| label(row as u16, column, cell))
                .collect::<Vec<u8>>()
        })
        .collect();
    let page = record(0x0042, &numbers(&[1250]));
    let (found, collected) = read(&xls_of("Book", 0x0500, &page, &cells));
    assert_eq!(
        found.format.map(|format| format.id),
        Some("binance-trades"),
        "{}",
        found.summary()
    );
    assert_eq!(texts_of(&collected), [ENTRY]);
}

#[test]
fn an_xls_has_limits_of_bytes_cells_rows_columns_sheets_and_texts() {
    let strings = record(
        0x00FC,
        &[
            &[0; 4][..],
            &1_u32.to_le_bytes(),
            &numbers(&[3]),
            &[0],
            b"abc",
        ]
        .concat(),
    );
    let book = xls(&strings, &plain_cells());
    let with = |change: &dyn Fn(&mut Limits)| {
        let (found, collected) = read_with(&book, change);
        let message: String = collected
            .diagnostics
            .iter()
            .map(ToString::to_string)
            .collect();
        (found.is_read_whole(), message)
    };
    let length = book.len() as u64;
    for (name, at, past) in [
        (
            "workbook_bytes_max",
            (|l: &mut Limits| l.workbook_bytes_max = 1 << 20) as fn(&mut Limits),
            (|l: &mut Limits| l.workbook_bytes_max = 400) as fn(&mut Limits),
        ),
        (
            "workbook_cells_max",
            |l| l.workbook_cells_max = 14,
            |l| l.workbook_cells_max = 13,
        ),
        (
            "sheet_rows_max",
            |l| l.sheet_rows_max = 2,
            |l| l.sheet_rows_max = 1,
        ),
        (
            "sheet_columns_max",
            |l| l.sheet_columns_max = 7,
            |l| l.sheet_columns_max = 6,
        ),
        (
            "workbook_sheets_max",
            |l| l.workbook_sheets_max = 1,
            |l| l.workbook_sheets_max = 0,
        ),
        (
            "workbook_strings_bytes_max",
            |l| l.workbook_strings_bytes_max = 7,
            |l| l.workbook_strings_bytes_max = 6,
        ),
    ] {
        assert_eq!(with(&at), (true, String::new()), "{name}");
        let (is_whole, message) = with(&past);
        assert!(
            !is_whole && (message.contains(name) || name == "sheet_columns_max"),
            "{name}: {message}"
        );
    }
    assert!(with(&|limits| limits.workbook_bytes_max = length).0);
    assert!(!with(&|limits| limits.workbook_bytes_max = length - 1).0);
}

#[test]
fn sheets_that_stand_in_one_place_are_not_read_for_ever() {
    let begin = record(BEGIN, &numbers(&[0x0600, 5, 0, 0, 0, 0, 0, 0]));
    let sheets = 500;
    let place = (begin.len() + sheets * 13 + 4) as u32;
    let sheet = record(
        0x0085,
        &[&place.to_le_bytes()[..], &[0, 0], b"\x01\0T"].concat(),
    );
    let end = record(END, b"");
    let cells: Vec<u8> = (0..200).flat_map(|row| labels(row, &HEAD)).collect();
    let book = container(
        "Workbook",
        &[
            &begin[..],
            &sheet.repeat(sheets),
            &end,
            &begin,
            &cells,
            &end,
        ]
        .concat(),
    );
    let bytes = book.len() as u64;
    let mut options = ReadOptions::default();
    options.limits.workbook_bytes_max = 2 * bytes;
    let mut collected = Collected::default();
    let found = read_file("x", Cursor::new(&book), &options, &mut collected).unwrap();
    let whole = found
        .iter()
        .filter(|found| !found.is_cut_short && found.rows > 0)
        .count();
    assert!(whole <= 2, "{whole}");
}

#[test]
fn the_farthest_cell_of_an_xls_costs_nothing() {
    let far = |row, column| [plain_cells(), label(row, column, "x")].concat();
    let (found, _) = read(&xls(b"", &far(65_535, 0)));
    assert_eq!((found.rows, found.entries), (2, 1));
    assert_eq!(found.refused_lines, [65_536]);
    let (found, collected) = read(&xls(b"", &far(65_535, 65_535)));
    assert_eq!((found.entries, found.is_cut_short), (1, true));
    assert_eq!(codes(&collected), ["REFUSED-LIMIT"]);
    let (found, collected) = read(&xls(b"", &far(0, 9)));
    assert_eq!((found.entries, found.is_cut_short), (1, true));
    assert_eq!(codes(&collected), ["REFUSED-MEMBER"]);
}

#[test]
fn what_is_locked_or_no_workbook_says_so() {
    let locked = xls(&record(0x002F, &[1, 0]), &plain_cells());
    for (bytes, words) in [
        (locked, "locked with a password"),
        (container("EncryptedPackage", b"x"), "locked with a password"),
        (container("WordDocument", b"x"), "no workbook"),
        (xls_of("Workbook", 0x0400, b"", b""), "before 1995"),
        (container("Workbook", b"x"), "broken"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00".to_vec(), "before 1995"),
        (b"\xEF\xBB\xBF \n<HTML><body><table><tr><td>Date".to_vec(), "web page"),
        (b"<table border=1><tr><td>Date(UTC),Pair".to_vec(), "table of a web page"),
        (b"<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(), "Excel 2003"),
        (b"<?xml version=\"1.0\"?><a/>".to_vec(), "file of tags"),
    ] {
        let (found, collected) = read(&bytes);
        assert!(found.format.is_none());
        assert!(found.summary().contains(words), "{words}: {}", found.summary());
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
}

/// Some exchanges give a text a name that ends with `.xls`.
#[test]
fn a_text_named_as_a_workbook_is_read_as_text() {
    let text = format!("{}\r\n{}\r\n", HEAD.join("\t"), ROW.join("\t"));
    let mut collected = Collected::default();
    let found = read_file(
        "Trades.xls",
        Cursor::new(text),
        &ReadOptions::default(),
        &mut collected,
    )
    .unwrap();
    assert!(found[0].is_read_whole());
    assert_eq!(texts_of(&collected), [ENTRY]);
}

#[test]
fn chains_without_an_end_and_sectors_that_are_not_there_are_refused() {
    let book = xls(b"", &plain_cells());
    let sector = |at: usize| 512 + 4 * at;
    for (at, value) in [
        // The stream's first sector is followed by itself, by one far behind the file.
        (sector(2), 2_u32),
        (sector(2), 100_000),
        (sector(1), 1),
        (48, 77),
        (68, 0),
        (68, 4_000_000_000),
        (76, 9_999_999),
        (56, 0xFFFF_FFFF),
        (30, 31),
    ] {
        let mut changed = book.clone();
        changed[at..at + 4].copy_from_slice(&u32::to_le_bytes(value));
        let (found, _) = read(&changed);
        assert!(!found.is_read_whole() || at == 68, "{at}: {value}");
    }
}

#[test]
fn no_byte_of_a_workbook_can_make_a_reader_panic() {
    let times = record(0x00E0, &numbers(&[0, 22, 0, 0]));
    let strings = record(
        0x00FC,
        &[
            &[0; 4][..],
            &1_u32.to_le_bytes(),
            &numbers(&[3]),
            &[0],
            b"abc",
        ]
        .concat(),
    );
    let book = xls(&[times, strings].concat(), &plain_cells());
    for at in (0..book.len()).filter(|at| at % 11 == 0 || *at < 100) {
        for value in [0, 0xFF, book[at].wrapping_add(1)] {
            let mut changed = book.clone();
            changed[at] = value;
            read(&changed);
        }
    }
    for length in (0..book.len()).step_by(37) {
        assert!(read(&book[..length]).1.entries.len() <= 1);
    }
}
