//! The first bytes of a file, and its first rows as each delimiter takes them apart.

use std::io::{self, Read};

use crate::base::features::COMPLETE;
use crate::base::limits::Limits;
use crate::carriers::rows::{Chunk, Next, Rows};
use crate::cells::heading::Heading;

/// Bytes looked at before a file is judged.
pub const SAMPLE_BYTES: usize = 64 << 10;
/// Rows above the header that are looked through for it.
const HEADER_ROWS_MAX: usize = 20;
/// Rows whose cells are looked at.
pub(crate) const SAMPLE_ROWS: usize = 60;

/// As much of a source as a file is judged by.
pub(crate) fn first_bytes(source: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    source.take(SAMPLE_BYTES as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// The first rows as one delimiter takes them apart.
pub(crate) struct Sample {
    pub delimiter: u8,
    /// Each with its physical line.
    pub rows: Vec<(u64, Vec<String>)>,
    /// The first rows, each taken as the header.
    pub headings: Vec<Vec<Heading>>,
}

/// What may separate cells. Tables of Markdown and of terminals have bars; a browser's
/// build does not know them, so that it stays small.
fn delimiters() -> &'static [u8] {
    if COMPLETE { b",;\t|" } else { b",;\t" }
}

/// The first rows, by each delimiter.
pub(crate) fn samples(bytes: &[u8], last: bool, limits: &Limits) -> Vec<Sample> {
    delimiters()
        .iter()
        .map(|delimiter| {
            let delimiter = *delimiter;
            let mut rows = Rows::new(delimiter, limits.row_bytes_max, limits.row_cells_max);
            let mut sample = Sample {
                delimiter,
                rows: Vec::new(),
                headings: Vec::new(),
            };
            let chunk = Chunk::new(bytes, last);
            let mut at = 0;
            while sample.rows.len() < SAMPLE_ROWS {
                match rows.next(chunk, &mut at) {
                    Next::Row(row) => {
                        let cells = row.cells().map(str::to_owned).collect();
                        sample.rows.push((row.line, cells));
                    }
                    Next::Flawed(..) => {}
                    Next::More => break,
                }
            }
            let heads = sample.rows.iter().take(HEADER_ROWS_MAX);
            sample.headings = heads
                .map(|(_, cells)| cells.iter().map(|cell| Heading::read(cell)).collect())
                .collect();
            sample
        })
        .collect()
}
