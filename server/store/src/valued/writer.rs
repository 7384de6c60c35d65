//! Writes the lines of a valuation, and the parts of assets in their losses.

use std::collections::HashMap;

use casework::Support;
use casework::counting::{Dimension, ValuedLine, day_of, part_of, units_of};
use ledger::losses::{Context, LossLine};
use ledger::{Amount, Entry, Kind, Money, Text};
use roaring::RoaringBitmap;

use super::{BLOCK_LINES, LinesPart, WrittenLines};
use crate::columns::file::Place;
use crate::columns::index::{Has, IndexBuilder};
use crate::columns::lines::{LinesBatch, PartsBatch};
use crate::columns::table::{BATCH_ROWS, TableWriter};
use crate::error::StoreError;
use crate::opened::Rows;
use crate::{Claim, Store};

/// Lines of one table.
const PART_LINES_MAX: u32 = 1_000_000;

/// Whose line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineOf<'l> {
    /// A row of the generation.
    Row(u32),
    /// A typed-in entry, by its id.
    Typed(&'l str),
}

/// A line to write.
#[derive(Clone, Copy, Debug)]
pub struct NewLine<'l> {
    /// Whose.
    pub of: LineOf<'l>,
    /// Its entry.
    pub entry: &'l Entry,
    /// What backs it.
    pub support: Support,
    /// Why it is contested.
    pub reason: &'l str,
    /// Its value.
    pub loss: &'l LossLine,
    /// The further inputs of its details, besides its entry, prices and terms.
    pub context: &'l Context,
}

/// Writes the lines of a valuation: first those of rows, in the order of rows, then those of
/// typed-in entries. It blocks: use it on a thread that may.
pub struct LinesWriter {
    place: Place,
    reference: String,
    rows: Rows,
    part: Option<Part>,
    parts: Vec<LinesPart>,
    index: IndexBuilder,
    places: PartPlaces,
    /// Contested rows.
    contested: RoaringBitmap,
    unpriced: u32,
    part_lines_max: u32,
}

struct Part {
    lines: LinesBatch,
    waiting: usize,
    table: TableWriter,
    /// The parts of the lines that wait.
    parts: Vec<NewPart>,
    parts_batch: PartsBatch,
    parts_table: TableWriter,
}

/// A part of a line, to write.
struct NewPart {
    asset: Text,
    line: i64,
    amount: Option<i64>,
    change: Option<Amount>,
    is_lacking: bool,
}

/// The places of blocks and assets, by the numbers of their parts.
#[derive(Default)]
struct PartPlaces {
    /// The first part of each block, plus the number of the block. These numbers rise even
    /// where a block has no part.
    blocks: RoaringBitmap,
    of_asset: HashMap<Text, RoaringBitmap>,
    parts: u32,
}

impl PartPlaces {
    fn begin_block(&mut self) -> Result<(), StoreError> {
        let block = u32::try_from(self.blocks.len()).ok();
        let first = block.and_then(|block| self.parts.checked_add(block));
        self.blocks.insert(first.ok_or_else(too_many_parts)?);
        Ok(())
    }

    /// Adds the next parts of an asset.
    fn add(&mut self, asset: &Text, count: usize) -> Result<(), StoreError> {
        let count = u32::try_from(count).ok();
        let next = count.and_then(|count| self.parts.checked_add(count));
        let next = next.ok_or_else(too_many_parts)?;
        let of_asset = self.of_asset.entry(asset.clone()).or_default();
        of_asset.insert_range(self.parts..next);
        self.parts = next;
        Ok(())
    }
}

fn too_many_parts() -> StoreError {
    StoreError::Unreadable("the number of a part".to_owned())
}

impl Store {
    /// Begins to write the lines of a valuation of these rows.
    pub fn lines_writer(&self, claim: &Claim, valuation: &str, rows: &Rows) -> LinesWriter {
        let place = Place {
            home: self.home.clone(),
            incident: claim.incident.clone(),
            claim: claim.id.clone(),
            id: valuation.to_owned(),
        };
        LinesWriter::new(place, &claim.reference, rows, PART_LINES_MAX)
    }
}

impl LinesWriter {
    /// Writes tables of at most this many lines.
    pub(crate) fn new(
        place: Place,
        reference: &str,
        rows: &Rows,
        part_lines_max: u32,
    ) -> LinesWriter {
        LinesWriter {
            place,
            reference: reference.to_owned(),
            rows: rows.clone(),
            part: None,
            parts: Vec::new(),
            index: IndexBuilder::default(),
            places: PartPlaces::default(),
            contested: RoaringBitmap::new(),
            unpriced: 0,
            part_lines_max,
        }
    }

    /// Adds the next line.
    ///
    /// # Errors
    /// [`StoreError::PastLine`] for a figure that is too large for a line; errors of the
    /// disk.
    pub fn push(&mut self, line: &NewLine<'_>) -> Result<(), StoreError> {
        let part = match &mut self.part {
            Some(part) => part,
            None => self.part.insert(Part::new(&self.place)?),
        };
        part.push(line, &mut self.places)?;
        let is_full = part.table.rows() as u32 + part.waiting as u32 == self.part_lines_max;
        self.note(line);
        if is_full {
            self.end_part()?;
        }
        Ok(())
    }

    /// Records the properties by which the line can be found.
    fn note(&mut self, line: &NewLine<'_>) {
        let (entry, loss) = (line.entry, line.loss);
        let valued = ValuedLine {
            claim: &self.reference,
            exchange: &entry.exchange,
            time: entry.time,
            support: line.support,
            loss,
        };
        let index = &mut self.index;
        let seq = index.row(entry.time.micros());
        index.has(seq, Has::Exchange, &entry.exchange);
        index.has(seq, Has::Day, &day_of(entry.time).into());
        for row in valued.contributions() {
            if row.dimension == Dimension::Asset {
                index.has(seq, Has::Part, &Text::new(&row.key));
            }
        }
        for gap in &loss.unpriced {
            index.has(seq, Has::Lacking, &gap.asset);
        }
        for delta in &loss.native {
            index.has(seq, Has::Moved, &delta.asset);
        }
        match loss.loss {
            Some(_) => index.has(seq, Has::Price, &Text::default()),
            None => self.unpriced += 1,
        }
        if line.support.is_documented() {
            index.has(seq, Has::Export, &Text::default());
        }
        if entry.kind == Kind::Trade {
            for leg in [&entry.out, &entry.in_].into_iter().flatten() {
                index.has(seq, Has::Trade, &leg.asset);
            }
        }
        if let LineOf::Row(row) = line.of {
            self.contested.insert(row);
        }
    }

    fn end_part(&mut self) -> Result<(), StoreError> {
        let Some(mut part) = self.part.take() else {
            return Ok(());
        };
        part.flush(&mut self.places)?;
        self.parts.push(LinesPart {
            lines: part.table.rows() as u32,
            table: part.table.keep()?,
            parts: part.parts_table.keep()?,
        });
        Ok(())
    }

    /// Moves the files to their places.
    ///
    /// # Errors
    /// Errors of the disk or the network.
    pub fn finish(mut self) -> Result<WrittenLines, StoreError> {
        self.end_part()?;
        let lines = self.index.rows();
        let order = self.rows.index();
        let places = (0..order.len()).filter(|place| {
            let row = order.row(*place);
            row.is_some_and(|row| self.contested.contains(row))
        });
        let none = Text::default();
        self.index.numbers(Has::Contested, &none, places.collect());
        let typed = lines - u32::try_from(self.contested.len()).unwrap_or(lines);
        self.index.numbers(Has::Row, &none, self.contested);
        self.index
            .numbers(Has::PartsBlock, &none, self.places.blocks);
        for (asset, parts) in self.places.of_asset {
            self.index.numbers(Has::PartsOf, &asset, parts);
        }
        Ok(WrittenLines {
            parts: self.parts,
            index: self.index.finish().keep(&self.place)?,
            lines,
            typed,
            unpriced: self.unpriced,
        })
    }
}

impl Part {
    fn new(place: &Place) -> Result<Part, StoreError> {
        Ok(Part {
            lines: LinesBatch::new(),
            waiting: 0,
            table: TableWriter::new(place, LinesBatch::schema(), LinesBatch::properties())?,
            parts: Vec::new(),
            parts_batch: PartsBatch::new(),
            parts_table: TableWriter::new(place, PartsBatch::schema(), PartsBatch::properties())?,
        })
    }

    fn push(&mut self, new: &NewLine<'_>, places: &mut PartPlaces) -> Result<(), StoreError> {
        let (entry, loss) = (new.entry, new.loss);
        let past = || StoreError::PastLine(name_of(new));
        let units = |figure: Option<Money>| match figure {
            None => Ok(None),
            Some(figure) => figure.units().map(Some).ok_or_else(past),
        };
        let (row, typed) = match new.of {
            LineOf::Row(row) => (Some(i64::from(row)), None),
            LineOf::Typed(id) => (None, Some(id)),
        };
        let line = self.table.rows() as i64 + self.waiting as i64;
        let lines = &mut self.lines;
        lines.row.append_option(row);
        lines.typed.append_option(typed);
        lines.time_us.append_value(entry.time.micros());
        lines.day.append_value(day_of(entry.time));
        lines.exchange.append_value(&entry.exchange);
        lines.account.append_value(&entry.account);
        lines.support.append_value(new.support.as_str());
        lines.reason.append_value(new.reason);
        lines.loss.append_option(units(loss.loss)?);
        let context = match *new.context == Context::default() {
            true => None,
            false => Some(serde_json::to_string(new.context)?),
        };
        lines.context.append_option(context);
        for asset in assets_of(loss) {
            self.parts.push(NewPart {
                asset: asset.clone(),
                line,
                amount: units(part_of(loss, asset))?,
                change: units_of(loss, asset).cloned(),
                is_lacking: loss.unpriced.iter().any(|gap| gap.asset == *asset),
            });
        }
        self.waiting += 1;
        match self.waiting == BLOCK_LINES {
            true => self.flush(places),
            false => Ok(()),
        }
    }

    /// Writes the waiting lines, which are a block, and their parts.
    fn flush(&mut self, places: &mut PartPlaces) -> Result<(), StoreError> {
        if self.waiting == 0 {
            return Ok(());
        }
        self.table.write(&self.lines.batch()?)?;
        self.waiting = 0;
        let mut parts = std::mem::take(&mut self.parts);
        // The sort is stable: the parts of an asset stay in the order of their lines.
        parts.sort_by(|a, b| a.asset.cmp(&b.asset));
        places.begin_block()?;
        for of_asset in parts.chunk_by(|a, b| a.asset == b.asset) {
            places.add(&of_asset[0].asset, of_asset.len())?;
        }
        for some in parts.chunks(BATCH_ROWS) {
            for part in some {
                let batch = &mut self.parts_batch;
                batch.line.append_value(part.line);
                batch.asset.append_value(&part.asset);
                batch.amount.append_option(part.amount);
                batch.change.append(part.change.as_ref());
                batch.lacking.append_value(part.is_lacking.into());
            }
            self.parts_table.write(&self.parts_batch.batch()?)?;
        }
        Ok(())
    }
}

/// The name of a line in errors.
fn name_of(line: &NewLine<'_>) -> String {
    match line.of {
        LineOf::Row(_) => format!("{}, {}", line.entry.file, line.entry.line()),
        LineOf::Typed(id) => format!("typed:{id}"),
    }
}

/// Each asset of a line: moved, valued, or without a price.
fn assets_of(loss: &LossLine) -> Vec<&Text> {
    let native = loss.native.iter().map(|delta| &delta.asset);
    let valued = loss.parts.iter().map(|part| &part.asset);
    let missing = loss.unpriced.iter().map(|gap| &gap.asset);
    let mut assets: Vec<&Text> = native.chain(valued).chain(missing).collect();
    assets.sort();
    assets.dedup();
    assets
}
