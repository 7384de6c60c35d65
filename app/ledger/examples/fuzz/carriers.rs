//! A text in each carrier that exports arrive in.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use yore::code_pages::{CP1250, CP1251, CP1252};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::change::{Random, changed};
use super::records::{label, numbers, record, xls};

/// What text can be packed in.
pub const CARRIERS: [&str; 11] = [
    "csv", "utf16", "utf16be", "1250", "1251", "1252", "zip", "targz", "xlsx", "xml", "xls",
];

/// Rows of a workbook that are made of a text, and cells of a row.
const ROWS_MAX: usize = 200;
const CELLS_MAX: usize = 60;

/// Packs a text; `None` where it cannot be, as too long a text in a cell.
pub fn packed(carrier: &str, bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    Some(match carrier {
        "csv" => bytes.to_vec(),
        "utf16" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        "1250" => CP1250.encode_lossy(&text, b'?').into_owned(),
        "1251" => CP1251.encode_lossy(&text, b'?').into_owned(),
        "1252" => CP1252.encode_lossy(&text, b'?').into_owned(),
        "zip" => zipped(&[("part-00000-a.csv".to_owned(), bytes.to_vec())])?,
        "targz" => {
            let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            tar.append_data(&mut header, "a.csv", bytes).ok()?;
            tar.into_inner().ok()?.finish().ok()?
        }
        "xlsx" => xlsx(&text)?,
        "xml" => with_a_part_changed(&xlsx(&text)?, random)?,
        "xls" => old_workbook(&text, random),
        _ => return None,
    })
}

fn zipped(members: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).ok()?;
        writer.write_all(bytes).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn xlsx(text: &str) -> Option<Vec<u8>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in text.lines().take(ROWS_MAX).enumerate() {
        for (column, cell) in line.split(',').take(CELLS_MAX).enumerate() {
            let place = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    sheet.write_number(place.0, place.1, number).ok()?
                }
                _ => sheet.write_string(place.0, place.1, cell).ok()?,
            };
        }
    }
    book.save_to_buffer().ok()
}

/// The same workbook with the XML of one of its parts changed, and a sum that fits.
fn with_a_part_changed(book: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).ok()?;
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).ok()?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        parts.push((part.name().ok()?.into_owned(), bytes));
    }
    let at = random.below(parts.len());
    let other = random.below(parts.len());
    parts[at].1 = changed(&parts[at].1, &parts[other].1, random);
    zipped(&parts)
}

/// Cells as texts of their own, as shared ones, as numbers of either sort.
fn old_workbook(text: &str, random: &mut Random) -> Vec<u8> {
    let (mut cells, mut shared, mut count) = (Vec::new(), Vec::new(), 0_u32);
    for (row, line) in text.lines().take(ROWS_MAX).enumerate() {
        for (column, cell) in line.split(',').take(CELLS_MAX).enumerate() {
            let (row, column) = (row as u16, column as u16);
            let cell: String = cell.chars().take(2000).collect();
            let head = numbers(&[row, column, random.below(3) as u16]);
            let number = cell.parse::<f64>().ok();
            match (number, random.below(3)) {
                (Some(number), 0 | 1) => {
                    cells.extend(record(0x0203, &[&head[..], &number.to_le_bytes()].concat()));
                }
                (Some(number), _) => {
                    let short = ((number * 100.0) as i32) << 2 | 3;
                    cells.extend(record(0x027E, &[&head[..], &short.to_le_bytes()].concat()));
                }
                (None, 0) => cells.extend(label(row, column, &cell)),
                (None, _) => {
                    let units: Vec<u16> = cell.encode_utf16().collect();
                    shared.extend(numbers(&[units.len() as u16]));
                    shared.push(1);
                    shared.extend(numbers(&units));
                    cells.extend(record(0x00FD, &[&head[..], &count.to_le_bytes()].concat()));
                    count += 1;
                }
            }
        }
    }
    let sums = [count.to_le_bytes(), count.to_le_bytes()].concat();
    // A record may hold so much; the rest goes on in others.
    let mut table = record(0x00FC, &sums);
    for piece in shared.chunks(1 + random.below(8000)) {
        table.extend(record(0x003C, piece));
    }
    let dates = record(0x00E0, &numbers(&[0, *random.one(&[0, 14, 22]), 0]));
    xls(&[dates.repeat(3), table].concat(), &cells)
}
