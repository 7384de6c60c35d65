//! ODS, put together part by part.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::{ENTRY, HEAD, ROW, codes, read, texts_of};

/// A spreadsheet of OpenDocument with this content, and other parts.
fn ods(content: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet");
    let parts = [mimetype, ("content.xml", content)];
    for (name, text) in parts.iter().chain(others) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>\
         {sheets}</office:spreadsheet></office:body></office:document-content>"
    )
}

fn sheet(name: &str, rows: &str) -> String {
    format!("<table:table table:name=\"{name}\">{rows}</table:table>")
}

fn row(cells: &[String]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

fn text(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

fn number(value: &str) -> String {
    format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"/>")
}

fn head() -> String {
    row(&HEAD.map(text))
}

#[test]
fn every_sheet_that_is_an_export_is_read() {
    let notes = sheet("Notes", &row(&[text("my notes")]));
    let trades = sheet("Trades", &(head() + &row(&ROW.map(text))));
    let (found, collected) = read(&ods(&document(&(notes + &trades)), &[]));
    assert_eq!(found.file, "x!Trades");
    assert_eq!(texts_of(&collected), [ENTRY]);
    assert_eq!(codes(&collected), ["NOTE-SHEET"]);
}

#[test]
fn cells_with_numbers_and_dates_are_read_and_flagged() {
    let date = "<table:table-cell office:value-type=\"date\" \
        office:date-value=\"2022-10-18T21:00:09\"><text:p>18.10.22</text:p></table:table-cell>";
    let mut cells = ROW.map(text);
    cells[0] = date.to_owned();
    cells[3] = number("19312.45");
    let rows = head() + &row(&cells);
    let (found, collected) = read(&ods(&document(&sheet("S", &rows)), &[]));
    assert_eq!(texts_of(&collected), [ENTRY]);
    assert_eq!(found.refused, 0);
    assert_eq!(codes(&collected), ["WARN-FLOAT"]);
}

#[test]
fn rows_count_where_others_repeat_before_them() {
    let rows = head()
        + "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell \
           table:number-columns-repeated=\"1024\"/></table:table-row>"
        + &row(&ROW.map(text))
        + "<table:table-row table:number-rows-repeated=\"1048571\"/>";
    let (_, collected) = read(&ods(&document(&sheet("S", &rows)), &[]));
    assert_eq!(texts_of(&collected), [ENTRY.replacen('2', "5", 1)]);
}

#[test]
fn a_document_without_a_sheet_is_named_with_what_to_do() {
    for content in ["<office:document-content/>", &document("")] {
        let (found, collected) = read(&ods(content, &[]));
        assert!(found.format.is_none());
        let why = found.summary();
        assert!(
            why.contains("OpenDocument") && why.contains("as XLSX or as CSV"),
            "{why}"
        );
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
}

#[test]
fn one_that_is_locked_or_broken_says_so() {
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/>\
        </manifest:file-entry></manifest:manifest>";
    let locked = ods("\u{1}\u{2}", &[("META-INF/manifest.xml", manifest)]);
    assert!(read(&locked).0.summary().contains("locked with a password"));
    let broken = document(&sheet("S", &head()));
    let broken = ods(&broken[..broken.len() - 80], &[]);
    assert!(read(&broken).0.summary().contains("broken"));
}
