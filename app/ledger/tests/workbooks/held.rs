//! A workbook held in memory gives what the same one gives that is read as a file.

use std::io::{Cursor, Read};
use std::path::PathBuf;

use ledger::{Collected, Diagnostic, HeldWorkbook, Limits, ReadOptions, Unopened, read_file};

fn resaved(ending: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/resaved");
    let files = folder.read_dir().unwrap().map(|file| file.unwrap().path());
    let books: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    assert!(books.len() > 2);
    books
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let path = member.name().unwrap().into_owned();
        if HeldWorkbook::is_part(&path) {
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            parts.push((path, bytes));
        }
    }
    parts
}

fn read_held(mut book: HeldWorkbook) -> Collected {
    let mut collected = Collected::default();
    let mut texts = book.texts().unwrap();
    while texts.read().unwrap() {}
    drop(texts);
    let options = ReadOptions::default();
    for at in 0..book.sheets().len() {
        let mut sheet = book.sheet(at, &options, &mut collected);
        while sheet.read() {}
        sheet.finish();
    }
    collected
}

fn read_as_file(bytes: &[u8]) -> Collected {
    let mut collected = Collected::default();
    read_file(
        "x",
        Cursor::new(bytes),
        &ReadOptions::default(),
        &mut collected,
    )
    .unwrap();
    assert!(!collected.entries.is_empty());
    // A note on the workbook says that a sheet of notes is left out.
    let is_of_rows = |found: &Diagnostic| found.code.as_str() != "NOTE-SHEET";
    collected.diagnostics.retain(is_of_rows);
    collected
}

#[test]
fn an_xlsx_by_its_parts_is_the_file() {
    for (path, bytes) in resaved("xlsx") {
        let book = HeldWorkbook::of_parts("x", parts(&bytes), &Limits::default()).unwrap();
        assert_eq!(read_held(book), read_as_file(&bytes), "{}", path.display());
    }
}

#[test]
fn an_xls_in_memory_is_the_file() {
    for (path, bytes) in resaved("xls") {
        let book = HeldWorkbook::of_bytes("x", bytes.clone(), &Limits::default()).unwrap();
        assert_eq!(read_held(book), read_as_file(&bytes), "{}", path.display());
    }
}

#[test]
fn what_cannot_be_opened_says_so() {
    let limits = Limits::default();
    let no_parts = HeldWorkbook::of_parts("x", Vec::new(), &limits);
    assert_eq!(no_parts.err(), Some(Unopened));
    let no_book = HeldWorkbook::of_bytes("x", b"\xD0\xCF\x11\xE0".to_vec(), &limits);
    assert_eq!(no_book.err(), Some(Unopened));
    let few = Limits {
        workbook_strings_bytes_max: 10,
        ..limits
    };
    let (_, bytes) = resaved("xlsx").remove(0);
    let mut book = HeldWorkbook::of_parts("x", parts(&bytes), &few).unwrap();
    assert_eq!(book.texts().unwrap().read(), Err(Unopened));
}

#[test]
fn pictures_and_the_like_are_no_parts() {
    for (path, expected) in [
        ("_rels/.rels", true),
        ("xl/worksheets/Sheet1.XML", true),
        ("\\xl\\workbook.xml", true),
        ("xl/media/image1.png", false),
        ("docProps/app.xml", false),
    ] {
        assert_eq!(HeldWorkbook::is_part(path), expected, "{path}");
    }
}
