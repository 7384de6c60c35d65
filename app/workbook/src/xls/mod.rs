//! Reads XLS, the workbook of Excel before 2007 ([MS-XLS]): a stream of records in a compound
//! file. The shared data of all sheets come first, then the cells of each sheet. Cells are
//! written as they are read and never held as a table, so that a cell in a far corner costs
//! no more memory than the first.

mod container;
mod records;

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::sheet::Sheet;
use super::strings::Strings;
use super::styles;
use super::value::{Epoch, Value};
use super::{Cells, Opened};
use crate::code_page::CodePage;
use crate::error::{Fault, Unread, WorkbookError};
use crate::limits::Limits;
use container::Container;
use records::{Letters, Records};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
/// The version of Excel 97 and later. Texts of older versions are in a code page.
const VERSION_97: u16 = 0x0600;
const VERSION_95: u16 = 0x0500;

/// Records that one call reads at most. A row has about as many.
const RECORDS_AT_ONCE: usize = 16;

/// An open XLS.
pub(super) struct Book<R: Read + Seek> {
    records: Records<R>,
    common: Common,
}

/// The data that the cells of all sheets refer to.
struct Common {
    /// The code page of texts; none where each text states its own encoding.
    page: Option<CodePage>,
    epoch: Epoch,
    strings: Strings,
    /// Formats that the workbook defines, and whether each shows a date.
    formats: HashMap<u16, bool>,
    /// Whether each style of cells shows a date.
    dates: Vec<bool>,
    /// Name and offset of each sheet.
    sheets: Vec<(String, u64)>,
}

impl<R: Read + Seek> Book<R> {
    /// Reads the shared data of all sheets.
    pub fn open(source: R, limits: &Limits) -> Result<Book<R>, WorkbookError> {
        let container = Container::open(source, limits.bytes_max)?;
        let streams = ["workbook", "book"];
        let Some(name) = streams.into_iter().find(|name| container.has(name)) else {
            return Err(WorkbookError::Unread(
                match container.has("encryptedpackage") {
                    true => Unread::Locked,
                    false => Unread::Office,
                },
            ));
        };
        let stream = container.into_stream(name)?;
        let mut records = Records::new(stream, limits.bytes_max);
        let common = Common::read(&mut records, limits)?;
        Ok(Book { records, common })
    }
}

impl Common {
    fn read<R: Read + Seek>(
        records: &mut Records<R>,
        limits: &Limits,
    ) -> Result<Common, WorkbookError> {
        if records.take()? != BEGIN {
            return Err(WorkbookError::Broken(Fault::NoWorkbook));
        }
        let mut common = Common {
            page: match records.u16()? {
                VERSION_97 => None,
                VERSION_95 => Some(CodePage::Western),
                _ => {
                    return Err(WorkbookError::Unread(Unread::OlderXls));
                }
            },
            epoch: Epoch::Of1900,
            strings: Strings::new(limits.strings_bytes_max),
            formats: HashMap::new(),
            dates: Vec::new(),
            sheets: Vec::new(),
        };
        let mut styles = Vec::new();
        loop {
            match records.take()? {
                END => break,
                // FilePass, the record of an encrypted workbook.
                0x002F => return Err(WorkbookError::Unread(Unread::Locked)),
                0x0042 => common.set_page(records.u16()?),
                0x0022 if records.u16()? == 1 => common.epoch = Epoch::Of1904,
                0x041E => common.add_format(records)?,
                0x00E0 => {
                    records.skip(2)?;
                    styles.push(records.u16()?);
                }
                0x0085 => common.add_sheet(records, limits)?,
                0x00FC => common.add_strings(records)?,
                _ => {}
            }
        }
        let is_date = |format: u16| {
            let own = common.formats.get(&format);
            own.map_or(styles::is_date_number(format), |is_date| *is_date)
        };
        common.dates = styles.into_iter().map(is_date).collect();
        Ok(common)
    }

    fn set_page(&mut self, number: u16) {
        if let Some(page) = &mut self.page {
            *page = match number {
                1250 => CodePage::Central,
                1251 => CodePage::Cyrillic,
                _ => CodePage::Western,
            };
        }
    }

    /// The encoding of the text that begins here.
    fn letters<R: Read + Seek>(&self, records: &mut Records<R>) -> Result<Letters, WorkbookError> {
        match self.page {
            Some(page) => Ok(Letters::Page(page)),
            None => records.u8().map(Letters::of_flags),
        }
    }

    fn add_format<R: Read + Seek>(
        &mut self,
        records: &mut Records<R>,
    ) -> Result<(), WorkbookError> {
        let number = records.u16()?;
        let count = match self.page {
            Some(_) => usize::from(records.u8()?),
            None => usize::from(records.u16()?),
        };
        let letters = self.letters(records)?;
        let mut text = String::new();
        records.text(count, letters, &mut text)?;
        self.formats.insert(number, styles::is_date_text(&text));
        Ok(())
    }

    fn add_sheet<R: Read + Seek>(
        &mut self,
        records: &mut Records<R>,
        limits: &Limits,
    ) -> Result<(), WorkbookError> {
        let place = u64::from(records.u32()?);
        records.skip(1)?;
        // Charts and macros have no cells.
        if records.u8()? != 0 {
            return Ok(());
        }
        let count = usize::from(records.u8()?);
        let letters = self.letters(records)?;
        let mut name = String::new();
        records.text(count, letters, &mut name)?;
        self.sheets.push((name, place));
        super::check_sheets(self.sheets.len(), limits)
    }

    fn add_strings<R: Read + Seek>(
        &mut self,
        records: &mut Records<R>,
    ) -> Result<(), WorkbookError> {
        records.skip(4)?;
        let count = records.u32()?;
        let mut text = String::new();
        for _ in 0..count {
            // The declared count is not trusted.
            if !records.has_more()? {
                break;
            }
            let letters = usize::from(records.u16()?);
            let flags = records.u8()?;
            let mut after_text = 0;
            if flags & 8 != 0 {
                after_text += 4 * u64::from(records.u16()?);
            }
            if flags & 4 != 0 {
                after_text += u64::from(records.u32()?);
            }
            text.clear();
            records.text(letters, Letters::of_flags(flags), &mut text)?;
            records.skip(after_text)?;
            self.strings.add(&text)?;
        }
        Ok(())
    }

    fn number(&self, style: u16, number: f64) -> Value<'static> {
        match self.dates.get(usize::from(style)) {
            Some(true) => Value::Date(number, self.epoch),
            _ => Value::Number(number, ""),
        }
    }
}

impl<R: Read + Seek> Opened for Book<R> {
    fn names(&self) -> Vec<String> {
        let sheets = self.common.sheets.iter();
        sheets.map(|(name, _)| name.clone()).collect()
    }

    fn open(&mut self, at: usize) -> Result<Box<dyn Cells + '_>, WorkbookError> {
        self.records.seek(self.common.sheets[at].1)?;
        if self.records.take()? != BEGIN {
            return Err(WorkbookError::Broken(Fault::NoSheet));
        }
        Ok(Box::new(SheetCells {
            records: &mut self.records,
            common: &self.common,
            text: String::new(),
            formula: None,
            depth: 0,
        }))
    }
}

/// The records of one sheet.
struct SheetCells<'a, R: Read + Seek> {
    records: &'a mut Records<R>,
    common: &'a Common,
    text: String,
    /// The cell of a formula whose text comes in the next record.
    formula: Option<(u32, u32)>,
    /// The number of enclosing charts. Their records look like cells and are skipped.
    depth: u32,
}

impl<R: Read + Seek> Cells for SheetCells<'_, R> {
    fn write(&mut self, sheet: &mut Sheet) -> Result<bool, WorkbookError> {
        for _ in 0..RECORDS_AT_ONCE {
            match self.records.take()? {
                BEGIN => self.depth += 1,
                END if self.depth == 0 => return Ok(false),
                END => self.depth -= 1,
                kind if self.depth == 0 => self.write_record(kind, sheet)?,
                _ => {}
            }
        }
        Ok(true)
    }
}

impl<R: Read + Seek> SheetCells<'_, R> {
    /// Writes the cells of a record, if it has any.
    fn write_record(&mut self, kind: u16, sheet: &mut Sheet) -> Result<(), WorkbookError> {
        match kind {
            0x00FD => {
                let ((row, column), _) = self.place(sheet)?;
                let at = self.records.u32()? as usize;
                let text = self.common.strings.get(at);
                let text = text.ok_or(WorkbookError::Broken(Fault::NoText))?;
                sheet.add(row, column, Value::Text(text))
            }
            0x0203 => {
                let (place, style) = self.place(sheet)?;
                let number = self.records.bytes().map(f64::from_le_bytes)?;
                self.number(sheet, place, style, number)
            }
            0x027E => {
                let (place, style) = self.place(sheet)?;
                let short = self.records.u32()?;
                self.number(sheet, place, style, from_short(short))
            }
            0x00BD => self.write_several(sheet),
            0x0204 | 0x00D6 => {
                let (place, _) = self.place(sheet)?;
                self.write_text(sheet, place)
            }
            0x0205 => {
                let ((row, column), _) = self.place(sheet)?;
                match self.records.bytes()? {
                    [is, 0] => sheet.add(row, column, Value::Bool(is != 0)),
                    [error, _] => sheet.add(row, column, Value::Text(word_of(error))),
                }
            }
            0x0006 => self.write_formula(sheet),
            0x0207 => match self.formula.take() {
                Some(place) => self.write_text(sheet, place),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// The place of the cell, and its style.
    fn place(&mut self, sheet: &mut Sheet) -> Result<((u32, u32), u16), WorkbookError> {
        let (row, column) = (self.records.u16()?, self.records.u16()?);
        sheet.begin_row(u32::from(row));
        Ok(((u32::from(row), u32::from(column)), self.records.u16()?))
    }

    fn number(
        &mut self,
        sheet: &mut Sheet,
        (row, column): (u32, u32),
        style: u16,
        number: f64,
    ) -> Result<(), WorkbookError> {
        if !number.is_finite() {
            return Ok(());
        }
        let value = self.common.number(style, number);
        sheet.add(row, column, value)
    }

    /// Several short numbers in adjacent cells.
    fn write_several(&mut self, sheet: &mut Sheet) -> Result<(), WorkbookError> {
        let (row, first) = (
            u32::from(self.records.u16()?),
            u32::from(self.records.u16()?),
        );
        let count = self.records.rest().len().saturating_sub(2) / 6;
        for column in (first..).take(count) {
            let style = self.records.u16()?;
            let short = self.records.u32()?;
            self.number(sheet, (row, column), style, from_short(short))?;
        }
        Ok(())
    }

    fn write_text(
        &mut self,
        sheet: &mut Sheet,
        (row, column): (u32, u32),
    ) -> Result<(), WorkbookError> {
        let count = usize::from(self.records.u16()?);
        if count == 0 {
            return Ok(());
        }
        let letters = self.common.letters(self.records)?;
        self.text.clear();
        self.records.text(count, letters, &mut self.text)?;
        sheet.add(row, column, Value::Text(&self.text))
    }

    /// The stored result of a formula.
    fn write_formula(&mut self, sheet: &mut Sheet) -> Result<(), WorkbookError> {
        let (place, style) = self.place(sheet)?;
        let result: [u8; 8] = self.records.bytes()?;
        self.formula = None;
        match result {
            [0, .., 0xFF, 0xFF] => {
                self.formula = Some(place);
                Ok(())
            }
            [1, _, is, .., 0xFF, 0xFF] => sheet.add(place.0, place.1, Value::Bool(is != 0)),
            [2, _, error, .., 0xFF, 0xFF] => {
                sheet.add(place.0, place.1, Value::Text(word_of(error)))
            }
            [.., 0xFF, 0xFF] => Ok(()),
            number => self.number(sheet, place, style, f64::from_le_bytes(number)),
        }
    }
}

/// The text of an error. As an empty cell, it would look like a missing fee.
fn word_of(error: u8) -> &'static str {
    match error {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    }
}

/// Decodes a number of four bytes: a whole number of 30 bits or the upper half of a float,
/// possibly in hundredths.
fn from_short(short: u32) -> f64 {
    let number = match short & 2 {
        0 => f64::from_bits(u64::from(short & !3) << 32),
        _ => f64::from(short.cast_signed() >> 2),
    };
    match short & 1 {
        0 => number,
        _ => number / 100.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_of_every_form_are_decoded() {
        let half = (1.5_f64.to_bits() >> 32) as u32;
        let whole = |number: i32| number.cast_unsigned() << 2 | 2;
        for (short, expected) in [
            (half, 1.5),
            (half | 1, 0.015),
            (whole(42), 42.0),
            (whole(-42), -42.0),
            (whole(1_931_245) | 1, 19312.45),
        ] {
            assert_eq!(from_short(short), expected);
        }
    }
}
