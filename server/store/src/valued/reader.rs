//! Reads the lines of a valuation: those at some places, and sums of them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, RecordBatch};
use casework::counting::{AssetIn, LineFilter};
use casework::{ReviewState, Support};
use ledger::losses::Context;
use ledger::{Amount, MONEY_SCALE, Money, Text};
use roaring::RoaringBitmap;
use sha2::{Digest, Sha256};

use super::{BLOCK_LINES, WrittenLines};
use crate::columns::cache::Cache;
use crate::columns::fields::{Exact, Kind as _, Whole, WholeOrNone, WordsOrNone};
use crate::columns::file::DerivedFile;
use crate::columns::index::{Has, Index};
use crate::columns::lines::LinesRead;
use crate::columns::table::Table;
use crate::error::StoreError;
use crate::home::Home;
use crate::opened::{Rows, ranges_of};

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
