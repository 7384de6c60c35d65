//! XLSX, put together part by part.

use std::io::{Cursor, Write};

use ledger::Limits;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{ENTRY, HEAD, ROW, codes, read, read_with, texts_of};

/// An XLSX of one sheet, whose rows and shared texts are these.
struct Xlsx<'a> {
    rows: &'a str,
    strings: &'a str,
    formats: &'a str,
    workbook: &'a str,
    folder: &'a str,
}

impl Default for Xlsx<'_> {
    fn default() -> Self {
        Xlsx {
            rows: "",
            strings: "",
            formats: "",
            workbook: "",
            folder: "xl",
        }
    }
}

impl Xlsx<'_> {
    fn bytes(&self) -> Vec<u8> {
        let Xlsx {
            rows,
            strings,
            formats,
            workbook,
            folder,
        } = self;
        let relation = |id: &str, what: &str, target: &str| {
            format!(
                r#"<Relationship Id="{id}" Type="http://x/relationships/{what}" Target="{target}"/>"#
            )
        };
        let relations = [
            relation("rId1", "worksheet", "worksheets/sheet1.xml"),
            relation("rId2", "sharedStrings", "sharedStrings.xml"),
            relation("rId3", "styles", "styles.xml"),
        ];
        let parts = [
            ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
            (
                "_rels/.rels".to_owned(),
                format!(
                    "<Relationships>{}</Relationships>",
                    relation("a", "officeDocument", &format!("/{folder}/workbook.xml"))
                ),
            ),
            (
                format!("{folder}/workbook.xml"),
                format!(
                    r#"<workbook xmlns:r="r">{workbook}<sheets><sheet name="T" sheetId="1" r:id="rId1"/></sheets></workbook>"#
                ),
            ),
            (
                format!("{folder}/_rels/workbook.xml.rels"),
                format!("<Relationships>{}</Relationships>", relations.concat()),
            ),
            (
                format!("{folder}/styles.xml"),
                format!("<styleSheet>{formats}</styleSheet>"),
            ),
            (
                format!("{folder}/SharedStrings.xml"),
                format!("<sst>{strings}</sst>"),
            ),
            (
                format!("{folder}/worksheets/sheet1.xml"),
                format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
            ),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}

/// Cells with their texts in them and no places.
fn inline(cells: &[&str]) -> String {
    let cells = cells.iter();
    let cells: String = cells
        .map(|cell| format!(r#"<c t="inlineStr"><is><t>{cell}</t></is></c>"#))
        .collect();
    format!("<row>{cells}</row>")
}

fn xlsx(rows: &str) -> Vec<u8> {
    let rows = format!("{}{rows}", inline(&HEAD));
    Xlsx {
        rows: &rows,
        ..Xlsx::default()
    }
    .bytes()
}

#[test]
fn cells_are_read_in_every_way_they_are_written() {
    let of_strings: String = ROW
        .iter()
        .map(|cell| {
            format!(
                "<si><r><t>{}</t></r><r><t>{}</t></r><rPh><t>x</t></rPh></si>",
                &cell[..2],
                &cell[2..]
            )
        })
        .collect();
    let shared: String = (0..7)
        .map(|at| format!(r#"<c t="s"><v>{at}</v></c>"#))
        .collect();
    let formulas: String = ROW
        .iter()
        .map(|cell| format!(r#"<c t="str"><f>A1&amp;"x"</f><v>{cell}</v></c>"#))
        .collect();
    for (rows, strings) in [
        (inline(&ROW), ""),
        (format!("<row>{shared}</row>"), of_strings.as_str()),
        (format!("<row>{formulas}</row>"), ""),
    ] {
        let rows = format!("{}{rows}", inline(&HEAD));
        for folder in ["xl", "Book"] {
            let book = Xlsx {
                rows: &rows,
                strings,
                folder,
                ..Xlsx::default()
            };
            let (found, collected) = read(&book.bytes());
            assert!(found.is_read_whole(), "{}", found.summary());
            assert_eq!(texts_of(&collected), [ENTRY]);
            assert_eq!(codes(&collected), [""; 0]);
        }
    }
}

#[test]
fn an_error_where_an_amount_should_be_is_refused() {
    let cells: String = ROW[..6]
        .iter()
        .map(|cell| format!(r#"<c t="str"><v>{cell}</v></c>"#))
        .collect();
    let (found, collected) = read(&xlsx(&format!(
        r##"<row>{cells}<c t="e"><v>#VALUE!</v></c></row>"##
    )));
    assert_eq!((found.entries, found.refused), (0, 1));
    assert!(
        codes(&collected)
            .iter()
            .all(|code| code.starts_with("REFUSED-"))
    );
}

#[test]
fn times_are_dates_by_their_format_and_the_epoch_of_the_workbook() {
    let formats = r#"<numFmts><numFmt numFmtId="200" formatCode="dd/mm/yyyy"/></numFmts>
        <cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="22"/></cellXfs>"#;
    for (style, days, workbook) in [
        (1, "44852.8751041667", ""),
        (2, "44852.8751041667", ""),
        (1, "43390.8751041667", r#"<workbookPr date1904="1"/>"#),
    ] {
        let rest = inline(&ROW[1..]).replace("<row>", "");
        let rows = format!(
            "{}<row><c s=\"{style}\"><v>{days}</v></c>{rest}",
            inline(&HEAD)
        );
        let book = Xlsx {
            rows: &rows,
            formats,
            workbook,
            ..Xlsx::default()
        };
        assert_eq!(texts_of(&read(&book.bytes()).1), [ENTRY]);
    }
}

/// BittyTax #220: rows that only have a format, seventy thousand of them.
#[test]
fn rows_that_only_have_a_format_are_no_rows() {
    let empty: String = (3..70_000)
        .map(|row| format!(r#"<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>"#))
        .collect();
    let (found, collected) = read(&xlsx(&format!("{}{empty}<row/>", inline(&ROW))));
    assert_eq!((found.rows, found.entries), (1, 1));
    assert_eq!(codes(&collected), [""; 0]);
}

#[test]
fn the_farthest_cell_costs_nothing_and_what_is_out_of_order_is_refused() {
    let far = r#"<row r="1048576"><c r="A1048576"><v>1</v></c></row>"#;
    let (found, _) = read(&xlsx(&format!("{}{far}", inline(&ROW))));
    assert_eq!(
        (found.rows, found.entries, found.is_cut_short),
        (2, 1, false)
    );
    for (past, code) in [
        (
            r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
            "REFUSED-LIMIT",
        ),
        (
            r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#,
            "REFUSED-LIMIT",
        ),
        (
            r#"<row r="1"><c r="A1"><v>1</v></c></row>"#,
            "REFUSED-MEMBER",
        ),
        (
            r#"<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>"#,
            "REFUSED-MEMBER",
        ),
        (
            r#"<row r="3"><c r="3"><v>1</v></c></row>"#,
            "REFUSED-MEMBER",
        ),
        (
            r#"<row r="3"><c t="s"><v>7</v></c></row>"#,
            "REFUSED-MEMBER",
        ),
        ("<row", "REFUSED-MEMBER"),
    ] {
        let (found, collected) = read(&xlsx(&format!("{}{past}", inline(&ROW))));
        assert_eq!((found.entries, found.is_cut_short), (1, true), "{past}");
        assert_eq!(codes(&collected).last(), Some(&code), "{past}");
        assert_eq!(texts_of(&collected), [ENTRY]);
    }
}

#[test]
fn the_parts_of_an_xlsx_have_limits() {
    let rows = format!("{}{}", inline(&HEAD), inline(&ROW));
    let text = "x".repeat(1000);
    let strings = format!("<si><t>{text}</t></si><si/>");
    let book = Xlsx {
        rows: &rows,
        strings: &strings,
        ..Xlsx::default()
    }
    .bytes();
    let refused = |change: &dyn Fn(&mut Limits)| {
        let (found, _) = read_with(&book, change);
        (!found.is_read_whole()).then_some(found.summary())
    };
    assert_eq!(
        refused(&|limits| limits.workbook_strings_bytes_max = 1008),
        None
    );
    let error = refused(&|limits| limits.workbook_strings_bytes_max = 1007).unwrap();
    assert!(error.contains("workbook_strings_bytes_max"), "{error}");
    assert_eq!(
        refused(&|limits| limits.workbook_cell_bytes_max = 1000),
        None
    );
    let error = refused(&|limits| limits.workbook_cell_bytes_max = 999).unwrap();
    assert!(error.contains("workbook_cell_bytes_max"), "{error}");
    assert_eq!(refused(&|limits| limits.workbook_sheets_max = 1), None);
    let error = refused(&|limits| limits.workbook_sheets_max = 0).unwrap();
    assert!(error.contains("workbook_sheets_max"), "{error}");
    let enough =
        (1..20_000).find(|bytes| refused(&|limits| limits.workbook_bytes_max = *bytes).is_none());
    let error = refused(&|limits| limits.workbook_bytes_max = enough.unwrap() - 1).unwrap();
    assert!(
        error.contains("longer than the limit") || error.contains("workbook_bytes_max"),
        "{error}"
    );
}

#[test]
fn a_text_that_is_shared_a_million_times_fills_no_memory() {
    let text = "x".repeat(60_000);
    let strings = format!("<si><t>{text}</t></si>");
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(200);
    let rows = format!(
        "{}{}",
        inline(&HEAD),
        format!("<row>{cells}</row>").repeat(200)
    );
    let book = Xlsx {
        rows: &rows,
        strings: &strings,
        ..Xlsx::default()
    }
    .bytes();
    let (found, _) = read_with(&book, |limits| limits.file_bytes_max = 1 << 20);
    assert!(found.is_cut_short, "{}", found.summary());
    // A row is never gathered past what one may have.
    let (found, _) = read(&book);
    assert_eq!((found.rows, found.refused), (200, 200));
}
