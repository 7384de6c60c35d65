//! The lines of a valuation, in columns. They are written while they are valued, named by
//! the valuation, and read by the places that filters find.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, RecordBatch};
use casework::counting::{AssetIn, Dimension, LineFilter, ValuedLine, day_of, part_of, units_of};
use casework::{ReviewState, Support};
use ledger::losses::{Context, LossLine};
use ledger::{Amount, Entry, Kind, MONEY_SCALE, Money, Text};
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::columns::cache::Cache;
use crate::columns::fields::{Exact, Kind as _, Whole, WholeOrNone, WordsOrNone};
use crate::columns::file::{DerivedFile, Place};
use crate::columns::ids::{IdKind, Ids, IdsWriter};
use crate::columns::index::{Has, Index, IndexBuilder};
use crate::columns::lines::{LinesBatch, LinesRead, PartsBatch};
use crate::columns::table::{BATCH_ROWS, Table, TableWriter};
use crate::error::StoreError;
use crate::home::Home;
use crate::opened::{Rows, ranges_of};
use crate::{Claim, Store};

/// Lines of one table.
const PART_LINES_MAX: u32 = 1_000_000;

/// The lines of a valuation, as its database row names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenLines {
    parts: Vec<LinesPart>,
    index: DerivedFile,
    /// Trade ids of the lines.
    trades: Option<DerivedFile>,
    lines: u32,
    /// Lines of typed-in entries.
    typed: u32,
    unpriced: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LinesPart {
    lines: u32,
    table: DerivedFile,
    parts: DerivedFile,
}

impl WrittenLines {
    /// How many lines.
    pub fn lines(&self) -> u32 {
        self.lines
    }

    /// How many lines are of typed-in entries.
    pub fn typed(&self) -> u32 {
        self.typed
    }

    /// How many lines have no price.
    pub fn unpriced(&self) -> u32 {
        self.unpriced
    }
}

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
    trades: IdsWriter,
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

/// Lines whose parts are written together in the order of their assets: a block. To read an
/// asset's parts in a block, no others need to be read.
const BLOCK_LINES: usize = BATCH_ROWS;

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

/// The id of a trade at its exchange.
pub(crate) fn trade_id(exchange: &str, id: &str) -> String {
    format!("{exchange}\n{id}")
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
            trades: IdsWriter::default(),
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
            if !entry.trade_id.is_empty() {
                let id = trade_id(&entry.exchange, &entry.trade_id);
                self.trades.add(IdKind::Trade, &id, seq);
            }
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
            trades: match self.trades.is_empty() {
                true => None,
                false => Some(self.trades.keep(&self.place)?),
            },
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

/// A line as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct KeptLine {
    pub seq: u32,
    pub row: Option<u32>,
    pub typed: Option<String>,
    pub support: Support,
    pub reason: Text,
    pub loss: Option<Money>,
    pub context: Context,
    /// Its part of the requested asset.
    pub part: Option<Money>,
}

/// The files that hold the lines of a valuation, and the generation of their rows. The
/// layout of a valuation never changes.
#[derive(Debug)]
pub(crate) struct LinesLayout {
    pub(crate) generation: String,
    written: WrittenLines,
}

impl LinesLayout {
    pub(crate) fn new(generation: String, written: WrittenLines) -> Arc<LinesLayout> {
        Arc::new(LinesLayout {
            generation,
            written,
        })
    }

    /// Hashes of trade ids in order, from a place on, each with its line; none past the
    /// last.
    pub(crate) fn trade_ids(&self, home: &Home, place: u64) -> Result<Vec<(u64, u32)>, StoreError> {
        match &self.written.trades {
            Some(trades) => Ids::of(trades.open(home)?).after(place),
            None => Ok(Vec::new()),
        }
    }
}

/// Which sum of lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SumAsked {
    Loss,
    Part,
    Change,
}

/// The key of a sum of lines: the index of their valuation, the asset and the hash of their
/// places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AddedUp {
    lines: String,
    asked: SumAsked,
    asset: String,
    places: [u8; 32],
}

fn money(sum: Amount) -> Result<Money, StoreError> {
    let unreadable = |_| StoreError::Unreadable("a sum of lines".to_owned());
    sum.to_string().parse().map_err(unreadable)
}

/// The lines of a valuation, open. Everything here blocks: use it on a thread that may.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    home: Home,
    cache: Arc<Cache>,
    layout: Arc<LinesLayout>,
    index: Arc<Index>,
}

impl Lines {
    pub(crate) fn open(
        home: &Home,
        cache: &Arc<Cache>,
        layout: Arc<LinesLayout>,
    ) -> Result<Lines, StoreError> {
        Ok(Lines {
            home: home.clone(),
            cache: Arc::clone(cache),
            index: cache.index(home, &layout.written.index)?,
            layout,
        })
    }

    /// The same without reading anything, if all of it is cached.
    pub(crate) fn at_hand(
        home: &Home,
        cache: &Arc<Cache>,
        layout: &Arc<LinesLayout>,
    ) -> Option<Lines> {
        Some(Lines {
            home: home.clone(),
            cache: Arc::clone(cache),
            index: cache.index_at_hand(&layout.written.index)?,
            layout: Arc::clone(layout),
        })
    }

    /// Contested rows, by their places in the generation.
    pub(crate) fn contested_places(&self) -> RoaringBitmap {
        self.index.found(Has::Contested, "")
    }

    /// Lines with a price, by their places.
    pub(crate) fn priced(&self) -> RoaringBitmap {
        self.index.found(Has::Price, "")
    }

    /// The line of a row.
    pub(crate) fn of_row(&self, row: u32) -> Option<u32> {
        let rows = self.index.places(Has::Row, "")?;
        let is_it = rows.contains(row);
        is_it.then(|| u32::try_from(rows.rank(row) - 1).unwrap_or(u32::MAX))
    }

    /// Lines of typed-in entries, each with the entry's id.
    pub(crate) fn of_typed(&self) -> Result<Vec<(u32, String)>, StoreError> {
        let rows = self.index.found(Has::Row, "").len();
        let first = u32::try_from(rows).unwrap_or(u32::MAX);
        let mut seq = first;
        let mut typed = Vec::new();
        let range = first..self.layout.written.lines;
        self.read(Some(&["typed"]), &[range], &mut |_, batch| {
            let ids = WordsOrNone::column(batch, "typed")?;
            for id in ids.iter() {
                typed.extend(id.map(|id| (seq, id.to_owned())));
                seq += 1;
            }
            Ok(())
        })?;
        Ok(typed)
    }

    /// The lines with a key, by their numbers.
    pub(crate) fn of_key(&self, rows: &Rows, key: &str) -> Result<Vec<u32>, StoreError> {
        if let Some(id) = key.strip_prefix("typed:") {
            let typed = self.of_typed()?.into_iter();
            let found = typed.filter(|(_, typed)| typed == id);
            return Ok(found.map(|(seq, _)| seq).collect());
        }
        let found = rows.of_key(key)?.into_iter();
        Ok(found.filter_map(|row| self.of_row(row)).collect())
    }

    /// The places of lines, by time.
    pub(crate) fn places_of(&self, seqs: &[u32]) -> RoaringBitmap {
        self.index.places_of(seqs)
    }

    /// The places of the lines with a key.
    pub(crate) fn places_of_key(
        &self,
        rows: &Rows,
        key: &str,
    ) -> Result<RoaringBitmap, StoreError> {
        Ok(self.index.places_of(&self.of_key(rows, key)?))
    }

    /// The places, by time, of the lines that a filter finds. `reviewed` are the places of
    /// reviewed lines.
    pub(crate) fn found(
        &self,
        filter: &LineFilter,
        reviewed: &[(u32, ReviewState)],
        rows: &Rows,
    ) -> Result<RoaringBitmap, StoreError> {
        let index = &self.index;
        let mut found = index.all();
        if let Some(key) = &filter.key {
            found &= self.places_of_key(rows, key)?;
        }
        if let Some(id) = &filter.id {
            let of_rows = rows.of_id(id)?.into_iter();
            let seqs: Vec<u32> = of_rows.filter_map(|row| self.of_row(row)).collect();
            found &= index.places_of(&seqs);
        }
        for (has, of) in [(Has::Exchange, &filter.exchange), (Has::Day, &filter.day)] {
            if let Some(of) = of {
                found &= index.found(has, of);
            }
        }
        if let Some(asset) = &filter.asset {
            let has = match filter.asset_in {
                AssetIn::Part => Has::Part,
                AssetIn::Lacking => Has::Lacking,
                AssetIn::Moved => Has::Moved,
            };
            found &= index.found(has, asset);
        }
        for (has, asked) in [
            (Has::Price, filter.priced),
            (Has::Export, filter.documented),
        ] {
            match asked {
                Some(true) => found &= index.found(has, ""),
                Some(false) => found -= index.found(has, ""),
                None => {}
            }
        }
        if !filter.takes_review(ReviewState::Open) {
            let places = reviewed.iter().map(|(place, _)| *place);
            found &= places.collect::<RoaringBitmap>();
        }
        for (place, review) in reviewed {
            if !filter.takes_review(*review) {
                found.remove(*place);
            }
        }
        Ok(found)
    }

    /// Lines at these places, in their order; `asset` is the one whose parts are returned.
    pub(crate) fn at(
        &self,
        places: impl IntoIterator<Item = u32>,
        asset: Option<&str>,
    ) -> Result<Vec<KeptLine>, StoreError> {
        let seqs = places.into_iter().filter_map(|place| self.index.row(place));
        self.of_seqs(&seqs.collect::<Vec<u32>>(), asset)
    }

    /// The same, by their numbers.
    pub(crate) fn of_seqs(
        &self,
        seqs: &[u32],
        asset: Option<&str>,
    ) -> Result<Vec<KeptLine>, StoreError> {
        let mut lines: HashMap<u32, KeptLine> = HashMap::new();
        let ranges = ranges_of(seqs.to_vec());
        let mut numbers = ranges.iter().flat_map(Range::clone);
        self.read(None, &ranges, &mut |_, batch| {
            let read = LinesRead::of(batch)?;
            for at in 0..batch.num_rows() {
                let seq = numbers.next().unwrap_or(u32::MAX);
                lines.insert(seq, line_of(&read, at, seq)?);
            }
            Ok(())
        })?;
        if let Some(asset) = asset {
            let asked = seqs.iter().copied().collect();
            self.amounts(&asked, asset, &mut |seq, amount| {
                if let Some(line) = lines.get_mut(&seq) {
                    line.part = Some(Money::from_units(amount));
                }
            })?;
        }
        let missing = || StoreError::Unreadable("lines of a table".to_owned());
        let found = seqs
            .iter()
            .map(|seq| lines.get(seq).cloned().ok_or_else(missing));
        found.collect()
    }

    /// The sum of the losses of lines at these places.
    pub(crate) fn loss(&self, places: &RoaringBitmap) -> Result<Money, StoreError> {
        let sum = self.added(SumAsked::Loss, "", places, || {
            let seqs = self.seqs(places);
            let near = near(&seqs);
            let mut numbers = near.iter().flat_map(Range::clone);
            let mut units = 0_i128;
            self.read(Some(&["loss"]), &near, &mut |_, batch| {
                let losses = WholeOrNone::column(batch, "loss")?;
                for loss in &losses {
                    let is_asked = numbers.next().is_some_and(|seq| seqs.contains(seq));
                    if let Some(loss) = loss.filter(|_| is_asked) {
                        units += i128::from(loss);
                    }
                }
                Ok(())
            })?;
            Ok(Amount::from_units(units, MONEY_SCALE))
        });
        money(sum?)
    }

    /// The sum of an asset's parts of lines at these places.
    pub(crate) fn part(&self, places: &RoaringBitmap, asset: &str) -> Result<Money, StoreError> {
        let sum = self.added(SumAsked::Part, asset, places, || {
            let mut units = 0_i128;
            self.amounts(&self.seqs(places), asset, &mut |_, amount| {
                units += i128::from(amount)
            })?;
            Ok(Amount::from_units(units, MONEY_SCALE))
        });
        money(sum?)
    }

    /// The sum of the changes of an asset's balance in lines at these places.
    pub(crate) fn change(&self, places: &RoaringBitmap, asset: &str) -> Result<Amount, StoreError> {
        const CHANGE: [&str; 3] = ["change_units", "change_scale", "change_wide"];
        self.added(SumAsked::Change, asset, places, || {
            let mut sum = Amount::ZERO;
            self.parts(&self.seqs(places), asset, &CHANGE, &mut |batch, parts| {
                let changes = Exact::column(batch, "change")?;
                for (at, _) in parts {
                    if let Some(change) = changes.get(*at)? {
                        sum = sum.plus(&change);
                    }
                }
                Ok(())
            })?;
            Ok(sum)
        })
    }

    /// A sum of lines, from the cache if it was computed before; lines never change.
    fn added(
        &self,
        asked: SumAsked,
        asset: &str,
        places: &RoaringBitmap,
        add_up: impl FnOnce() -> Result<Amount, StoreError>,
    ) -> Result<Amount, StoreError> {
        let mut bytes = Vec::with_capacity(places.serialized_size());
        places.serialize_into(&mut bytes)?;
        let key = AddedUp {
            lines: self.layout.written.index.name.clone(),
            asked,
            asset: asset.to_owned(),
            places: Sha256::digest(&bytes).into(),
        };
        self.cache.added_up(key, add_up)
    }

    /// The unreviewed lines that trade one of some tickers, by time, each with its row. They
    /// are read some at a time until `take` has enough.
    pub(crate) fn trades(
        &self,
        tickers: &[&str],
        without: &RoaringBitmap,
        at_once: usize,
        take: &mut dyn FnMut(&[KeptLine]) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        let mut places = RoaringBitmap::new();
        for ticker in tickers {
            places |= self.index.found(Has::Trade, ticker);
        }
        places -= without;
        let places: Vec<u32> = places.into_iter().collect();
        for some in places.chunks(at_once) {
            if take(&self.at(some.iter().copied(), None)?)? {
                break;
            }
        }
        Ok(())
    }

    /// Lines at some places, by their numbers.
    fn seqs(&self, places: &RoaringBitmap) -> RoaringBitmap {
        let seqs = places.iter().filter_map(|place| self.index.row(place));
        let mut seqs: Vec<u32> = seqs.collect();
        seqs.sort_unstable();
        // Each line has one place, so that the numbers rise.
        RoaringBitmap::from_sorted_iter(seqs.iter().copied())
            .unwrap_or_else(|_| seqs.into_iter().collect())
    }

    /// Reads some columns of lines in rising ranges; `take` also receives the part.
    fn read(
        &self,
        columns: Option<&[&str]>,
        ranges: &[Range<u32>],
        take: &mut dyn FnMut(usize, &RecordBatch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for (number, within) in self.within(ranges) {
            let table = self.table(&self.layout.written.parts[number].table)?;
            table.read(columns, &within, &mut |batch| take(number, batch))?;
        }
        Ok(())
    }

    fn table(&self, file: &DerivedFile) -> Result<Arc<Table>, StoreError> {
        self.cache.table(&self.home, file)
    }

    /// The parts that contain rising ranges, by number, with the ranges among its lines.
    fn within(&self, ranges: &[Range<u32>]) -> Vec<(usize, Vec<Range<u32>>)> {
        let mut first = 0;
        let mut found = Vec::new();
        for (number, part) in self.layout.written.parts.iter().enumerate() {
            let end = first + part.lines;
            let inside = ranges.iter().map(|range| {
                let (from, to) = (range.start.max(first), range.end.min(end));
                from.saturating_sub(first)..to.saturating_sub(first)
            });
            let inside: Vec<Range<u32>> = inside.filter(|range| !range.is_empty()).collect();
            if !inside.is_empty() {
                found.push((number, inside));
            }
            first = end;
        }
        found
    }

    /// An asset's parts of the losses of lines, in units of money, each with the number of
    /// its line.
    fn amounts(
        &self,
        seqs: &RoaringBitmap,
        asset: &str,
        take: &mut dyn FnMut(u32, i64),
    ) -> Result<(), StoreError> {
        self.parts(seqs, asset, &["amount"], &mut |batch, parts| {
            let amounts = WholeOrNone::column(batch, "amount")?;
            for (at, seq) in parts {
                if amounts.is_valid(*at) {
                    take(*seq, amounts.value(*at));
                }
            }
            Ok(())
        })
    }

    /// Reads columns of an asset's parts of lines. `take` receives the rows of a batch, each
    /// with the number of its line.
    fn parts(
        &self,
        seqs: &RoaringBitmap,
        asset: &str,
        columns: &[&str],
        take: &mut TakeParts<'_>,
    ) -> Result<(), StoreError> {
        let columns = [&["line"], columns].concat();
        let (mut first, mut first_block) = (0, 0);
        for part in &self.layout.written.parts {
            let end = first + part.lines;
            let mut blocks: Vec<u32> = Vec::new();
            for seq in seqs.range(first..end) {
                let block = first_block + (seq - first) / BLOCK_LINES as u32;
                if blocks.last() != Some(&block) {
                    blocks.push(block);
                }
            }
            let wanted = self.parts_within(asset, first_block, &blocks)?;
            let read = &mut |batch: &RecordBatch| {
                let lines = Whole::column(batch, "line")?;
                let rows = lines.values().iter().enumerate().filter_map(|(at, line)| {
                    let seq = first + u32::try_from(*line).ok()?;
                    seqs.contains(seq).then_some((at, seq))
                });
                take(batch, &rows.collect::<Vec<_>>())
            };
            if !wanted.is_empty() {
                self.table(&part.parts)?
                    .read(Some(&columns), &wanted, read)?;
            }
            first = end;
            first_block += part.lines.div_ceil(BLOCK_LINES as u32);
        }
        Ok(())
    }

    /// The parts of an asset in some blocks, by their numbers in their table, which begins
    /// with the block `first`.
    fn parts_within(
        &self,
        asset: &str,
        first: u32,
        blocks: &[u32],
    ) -> Result<Vec<Range<u32>>, StoreError> {
        let damaged = || StoreError::Unreadable("the parts of lines".to_owned());
        let Some(parts) = self.index.places(Has::PartsOf, asset) else {
            return Ok(Vec::new());
        };
        let starts = self.index.places(Has::PartsBlock, "").ok_or_else(damaged)?;
        let start_of = |block: u32| starts.select(block).map(|start| start - block);
        let before = start_of(first).ok_or_else(damaged)?;
        let mut ranges = Vec::new();
        for block in blocks {
            let start = start_of(*block).ok_or_else(damaged)?;
            let end = start_of(block + 1).unwrap_or(u32::MAX);
            let mut of_block = parts.range(start..end);
            // In a block, the parts of an asset are adjacent.
            if let Some(from) = of_block.next() {
                let last = of_block.next_back().unwrap_or(from);
                ranges.push(from - before..last + 1 - before);
            }
        }
        Ok(ranges)
    }
}

/// Takes rows of a batch of parts, each with the number of its line.
type TakeParts<'t> = dyn FnMut(&RecordBatch, &[(usize, u32)]) -> Result<(), StoreError> + 't;

/// Lines closer than this are read together with those in between, because a page of a table
/// is the smallest unit that is read.
const NEAR: u32 = 1_024;

/// Ranges that contain some lines, with others between them.
fn near(seqs: &RoaringBitmap) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for seq in seqs {
        match ranges.last_mut() {
            Some(last) if seq - last.end < NEAR => last.end = seq + 1,
            _ => ranges.push(seq..seq + 1),
        }
    }
    ranges
}

fn line_of(read: &LinesRead, at: usize, seq: u32) -> Result<KeptLine, StoreError> {
    let support = read.support.str(at);
    let unreadable = |_| StoreError::Unreadable(format!("a word of a table: {support}"));
    let context = match read.context.is_valid(at) {
        true => serde_json::from_str(read.context.value(at))?,
        false => Context::default(),
    };
    let row = read.row.is_valid(at).then(|| read.row.value(at));
    let loss = read.loss.is_valid(at).then(|| read.loss.value(at));
    Ok(KeptLine {
        seq,
        row: row.map(|row| u32::try_from(row).unwrap_or(u32::MAX)),
        typed: read
            .typed
            .is_valid(at)
            .then(|| read.typed.value(at).to_owned()),
        support: support.parse::<Support>().map_err(unreadable)?,
        reason: read.reason.text(at),
        loss: loss.map(Money::from_units),
        context,
        part: None,
    })
}
