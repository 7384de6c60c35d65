//! A sample of a file that shows its shape and none of its values, to report a
//! format that is not read yet.
//!
//! Delimiters, quotes, line ends, byte order mark, signs, widths and the names of
//! columns stay. Every digit and letter of a value is replaced, dates by dates;
//! words stay where they are of a small vocabulary (buy, filled, deposit …), or
//! where their column is known to hold words of the exchange and not of a person.
//! Replacements follow from the whole file's bytes, so nobody can try values out
//! against them, and the same value in the same column is replaced alike.

mod carrier;
mod replacer;
mod rows;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::base::limits::Limits;
use crate::mapping::{Sheet, first_rows, suggest_mapping};
use crate::schema::Role;

use carrier::Carrier;
use replacer::Replacer;
use rows::{Line, chosen, digit_runs, header_line, repeated, take_apart};

crate::limits! {
    /// How much of a file goes into a sample.
    #[derive(Copy)]
    pub struct SampleLimits, named by SampleLimitNames under "limits.samples" {
        /// Bytes of the file that are looked through.
        bytes_max: usize = 8 << 20,
        /// Rows of the sample below its header.
        rows_max: usize = 20,
        /// Rows from the start of the file that are among them, whatever they look like.
        first_rows: usize = 5,
        /// Rows from its end.
        last_rows: usize = 3,
        /// Different cells that are kept in mind to tell which stand in several rows:
        /// words of the exchange do.
        cells_compared_max: usize = 100_000,
    }
}

/// Why no sample can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// A workbook, an archive, a picture.
    #[error(
        "this is no table of text: unpack it, or save its sheet as CSV, and make a sample of that"
    )]
    NoTable,
}

/// Makes the sample: the header, the first and last rows, and rows of every odd shape.
///
/// # Errors
/// When the file is no table of text.
pub fn redacted_sample(bytes: &[u8], limits: &SampleLimits) -> Result<Vec<u8>, SampleError> {
    let seed: [u8; 32] = Sha256::new()
        .chain_update(b"a redacted sample of:")
        .chain_update(bytes)
        .finalize()
        .into();
    let start = &bytes[..bytes.len().min(limits.bytes_max)];
    let (text, carrier) = Carrier::read(start).ok_or(SampleError::NoTable)?;
    let sheet = first_rows(text.as_bytes(), &Limits::default()).ok_or(SampleError::NoTable)?;
    let lines: Vec<Line<'_>> = take_apart(&text, sheet.delimiter);
    let header = header_line(&sheet, &lines);
    let kept = chosen(&lines, header, limits);
    let replacer = Replacer {
        seed,
        roles: roles(&sheet),
        runs: kept
            .iter()
            .flat_map(|at| digit_runs(lines[*at].text))
            .collect(),
        repeated: repeated(&lines, header, limits.cells_compared_max),
    };
    let mut sample = String::new();
    for at in kept {
        replacer.line(&lines[at], Some(at) == header, &mut sample);
    }
    Ok(carrier.write(&sample))
}

/// What each column seems to hold.
fn roles(sheet: &Sheet) -> BTreeMap<usize, Role> {
    let suggested = suggest_mapping(sheet);
    let columns = suggested.columns.iter();
    columns
        .filter_map(|(role, column)| Some((sheet.place(column)?, *role)))
        .collect()
}

#[cfg(test)]
mod tests;
