//! Reads the lines of the shared claims once, row by row, and makes the tables of a bundle
//! from them. The tables wait in temporary files until they are written into the archive, so
//! that memory does not grow with the lines. Each file of lines is compared with its hash,
//! and the lines with the sums of the document.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _};

use casework::custody::hex;
use casework::snapshot::{
    Claim, Content, LinesReader, LinesSummary, Row as LineRow, SummaryBuilder,
};
use ledger::{Layout, TextTable};
use serde::ser::{Error as _, Serialize, SerializeSeq as _, Serializer};
use sha2::{Digest as _, Sha256};

use crate::layout;
use crate::seal::{SealError, used_prices};
use crate::spool::{Spool, Spooled};
use crate::tables::{self, Row};
use crate::totals::UnpricedLine;

const BUFFER_BYTES: usize = 64 * 1024;

/// The tables made from the lines of all shared claims.
pub(crate) struct Gathered {
    /// `entries.csv`.
    pub(crate) entries: File,
    /// `losses.csv`.
    pub(crate) losses: File,
    /// `exclusions.csv`.
    pub(crate) exclusions: File,
    /// The rows of `prices.csv`. They are at most as many as the prices of the price book.
    pub(crate) prices: BTreeSet<Row>,
    /// Every quantity without a price, in lines and in credits.
    pub(crate) unpriced: Unpriced,
}

/// Reads the lines of these claims of the document. `paths` are the paths of the price files, by the first
/// twelve digits of their hashes. `open` opens a file by its SHA-256.
///
/// # Errors
/// [`SealError::Damaged`] where a file does not match its hash; [`SealError::Totals`] where
/// lines do not add up to the sums of the document; errors of the disk.
pub(crate) fn gather<R: Read>(
    content: &Content,
    claims: &[&Claim],
    paths: &BTreeMap<String, String>,
    open: &mut impl FnMut(&str) -> io::Result<R>,
) -> Result<Gathered, SealError> {
    let mut tables = Tables {
        entries: begin_table(&tables::ENTRY_COLUMNS)?,
        losses: begin_table(&tables::LOSS_COLUMNS)?,
        exclusions: begin_table(&tables::EXCLUSION_COLUMNS)?,
        prices: BTreeSet::new(),
        unpriced: Spool::new()?,
        paths,
    };
    for claim in claims {
        let Some(file) = &claim.lines else { continue };
        // One byte past the recorded size shows that the file is longer.
        let bytes = open(&file.sha256)?.take(file.size_bytes + 1);
        let mut rows = LinesReader::new(Hashing::new(bytes));
        let summary = tables.claim(claim, &mut rows);
        // A row that cannot be read usually means a damaged file, so the hash comes first.
        let found = rows.into_inner().finish()?;
        if found != file.sha256 {
            let path = format!("the lines of claim {}", claim.reference);
            return Err(SealError::Damaged { path, found });
        }
        if !content.is_sum(&summary?, file) {
            return Err(SealError::Totals);
        }
    }
    for claim in claims {
        tables.credits(claim)?;
    }
    Ok(Gathered {
        entries: finish_table(tables.entries)?,
        losses: finish_table(tables.losses)?,
        exclusions: finish_table(tables.exclusions)?,
        prices: tables.prices,
        unpriced: Unpriced(RefCell::new(tables.unpriced.finish()?)),
    })
}

/// The tables while lines are read.
struct Tables<'p> {
    entries: Table,
    losses: Table,
    exclusions: Table,
    prices: BTreeSet<Row>,
    unpriced: Spool<UnpricedLine>,
    paths: &'p BTreeMap<String, String>,
}

impl Tables<'_> {
    fn claim(
        &mut self,
        claim: &Claim,
        rows: impl Iterator<Item = io::Result<LineRow>>,
    ) -> Result<LinesSummary, SealError> {
        let mut summary = SummaryBuilder::new(&claim.reference);
        for row in rows {
            match row? {
                LineRow::Line(line) => {
                    summary.line(&line);
                    self.entries.row(tables::entry_row(claim, &line))?;
                    if let Some(excluded) = tables::excluded_row(claim, &line) {
                        self.exclusions.row(&excluded)?;
                    }
                    let Some(loss) = &line.loss else { continue };
                    self.losses.row(tables::loss_row(claim, &line, loss))?;
                    let legs = loss.prices.iter().flat_map(|price| &price.legs);
                    self.prices.extend(used_prices(legs, self.paths));
                    let file = layout::file_of(claim, &line);
                    for unpriced in UnpricedLine::of(&claim.reference, &file, &line.entry, loss) {
                        self.unpriced.push(&unpriced)?;
                    }
                }
                LineRow::Dropped(dropped) => {
                    summary.dropped();
                    self.exclusions.row(tables::dropped_row(claim, &dropped))?;
                }
            }
        }
        Ok(summary.finish())
    }

    /// Adds the prices of a claim's credits, and the credits without a price.
    fn credits(&mut self, claim: &Claim) -> Result<(), SealError> {
        let prices = claim.credits.iter().filter_map(|line| line.price.as_ref());
        let legs = prices.flat_map(|price| &price.legs);
        self.prices.extend(used_prices(legs, self.paths));
        for credit in &claim.credits {
            if let Some(unpriced) = UnpricedLine::of_credit(&claim.reference, credit) {
                self.unpriced.push(&unpriced)?;
            }
        }
        Ok(())
    }
}

/// A table that is written to a temporary file.
type Table = TextTable<'static, File>;

fn begin_table(columns: &'static [&'static str]) -> io::Result<Table> {
    Ok(Table::new(Layout::Csv, columns, tempfile::tempfile()?))
}

/// The file of a table, at its beginning.
fn finish_table(table: Table) -> io::Result<File> {
    let mut file = table.finish()?;
    file.rewind()?;
    Ok(file)
}

/// A list of [`UnpricedLine`] that is read while it is serialized.
pub(crate) struct Unpriced(RefCell<Spooled<UnpricedLine>>);

impl Serialize for Unpriced {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut lines = self.0.borrow_mut();
        let mut list = serializer.serialize_seq(usize::try_from(lines.count()).ok())?;
        for line in lines.all() {
            list.serialize_element(&line.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}

/// A reader that computes the hash of the bytes it reads.
struct Hashing<R> {
    from: BufReader<R>,
    hash: Sha256,
}

impl<R: Read> Hashing<R> {
    fn new(from: R) -> Hashing<R> {
        Hashing {
            from: BufReader::with_capacity(BUFFER_BYTES, from),
            hash: Sha256::new(),
        }
    }

    /// The hash of all bytes, including those that were not read.
    fn finish(mut self) -> io::Result<String> {
        loop {
            let rest = self.fill_buf()?.len();
            if rest == 0 {
                return Ok(hex(&self.hash.finalize()));
            }
            self.consume(rest);
        }
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.hash.update(&into[..read]);
        Ok(read)
    }
}

impl<R: Read> io::BufRead for Hashing<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.from.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        let passed = &self.from.buffer()[..bytes];
        self.hash.update(passed);
        self.from.consume(bytes);
    }
}
