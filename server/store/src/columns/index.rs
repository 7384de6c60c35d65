//! The index of rows or lines, which is read whole: their order by time, and the sets that
//! filters ask for. Bitmaps contain places in that order, so that the rows of a page are
//! those between two places.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::ops::Range;

use ledger::Text;
use ledger::dedup::Why;
use roaring::RoaringBitmap;
use strum::FromRepr;

use super::file::{DerivedFile, FileWriter, Place};
use crate::error::StoreError;

/// The first bytes: the type of file and the version of its layout.
const MAGIC: &[u8; 8] = b"redress1";
/// How many rows share one stored time.
pub(crate) const TIMES_EACH: u32 = 512;

/// The properties that rows or lines can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromRepr)]
#[repr(u8)]
pub(crate) enum Has {
    /// Rows of an import, by its position in the generation.
    Import = 1,
    /// Of an exchange.
    Exchange = 2,
    /// Rows that touch an asset.
    Asset = 3,
    /// Rows of a kind.
    Kind = 4,
    /// Lines of a UTC day.
    Day = 5,
    /// Lines that count for an asset in totals.
    Part = 6,
    /// Lines for which the price of an asset is missing.
    Lacking = 7,
    /// Lines that change the balance of an asset.
    Moved = 8,
    /// Lines with a price.
    Price = 9,
    /// Lines that an export backs.
    Export = 10,
    /// Lines of trades in a ticker.
    Trade = 11,
    /// Rows that do not count.
    Dropped = 12,
    /// Contested rows, by their places in the generation; in an index of lines.
    Contested = 13,
    /// Contested rows, by their numbers; in an index of lines.
    Row = 14,
    /// Parts of an asset, by their numbers; in an index of lines.
    PartsOf = 15,
    /// The first part of each block of lines, plus the number of the block; in an index of
    /// lines.
    PartsBlock = 16,
}

/// A row that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DroppedAt {
    /// The row.
    pub row: u32,
    /// Why.
    pub why: Why,
    /// The row that counts instead.
    pub kept: u32,
}

/// An order and bitmaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    /// Rows by time; rows of one time stay in reading order.
    order: Vec<u32>,
    /// The time of every [`TIMES_EACH`]th row, in microseconds.
    times_us: Vec<i64>,
    sets: BTreeMap<(Has, Text), RoaringBitmap>,
    /// Rows that do not count, in order.
    dropped: Vec<DroppedAt>,
}

impl Index {
    /// How many rows.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.order.len()).unwrap_or(u32::MAX)
    }

    /// The row at a place.
    pub(crate) fn row(&self, place: u32) -> Option<u32> {
        self.order.get(place as usize).copied()
    }

    /// The places of some rows. Files are usually ordered by time, so that the search starts
    /// at the place equal to the row's number.
    pub(crate) fn places_of(&self, rows: &[u32]) -> RoaringBitmap {
        let (at_its_number, mut others): (Vec<u32>, Vec<u32>) =
            rows.iter().partition(|row| self.row(**row) == Some(**row));
        let mut places: RoaringBitmap = at_its_number.into_iter().collect();
        if !others.is_empty() {
            others.sort_unstable();
            let all = (0..).zip(&self.order);
            let found = all.filter(|(_, row)| others.binary_search(row).is_ok());
            places.extend(found.map(|(place, _): (u32, _)| place));
        }
        places
    }

    /// The places with a property.
    pub(crate) fn places(&self, has: Has, of: &str) -> Option<&RoaringBitmap> {
        // Texts of this length need no allocation.
        self.sets.get(&(has, Text::new(of)))
    }

    /// The places with a property; empty where nothing has it.
    pub(crate) fn found(&self, has: Has, of: &str) -> RoaringBitmap {
        self.places(has, of).cloned().unwrap_or_default()
    }

    /// Every place.
    pub(crate) fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.len());
        all
    }

    /// The verdict on a row that does not count.
    pub(crate) fn dropped(&self, row: u32) -> Option<&DroppedAt> {
        let at = self.dropped.binary_search_by_key(&row, |drop| drop.row);
        at.ok().map(|at| &self.dropped[at])
    }

    /// Every row that does not count.
    pub(crate) fn all_dropped(&self) -> &[DroppedAt] {
        &self.dropped
    }

    /// The places around a time: rows before the first place are earlier, and rows from the
    /// second place on are not.
    pub(crate) fn around(&self, time_us: i64) -> Range<u32> {
        let later = self.times_us.partition_point(|time| *time < time_us);
        let later = u32::try_from(later).unwrap_or(u32::MAX);
        let end = later.saturating_mul(TIMES_EACH).min(self.len());
        later.saturating_sub(1).saturating_mul(TIMES_EACH)..end
    }

    /// The same order and sets, with these rows as the ones that do not count.
    pub(crate) fn with_dropped(&self, dropped: Vec<DroppedAt>) -> Index {
        let mut index = self.clone();
        let key = (Has::Dropped, Text::default());
        index.sets.remove(&key);
        if !dropped.is_empty() {
            let rows: RoaringBitmap = dropped.iter().map(|drop| drop.row).collect();
            let places = (0_u32..).zip(&self.order);
            let places = places.filter(|(_, row)| rows.contains(**row));
            let mut places: RoaringBitmap = places.map(|(place, _)| place).collect();
            places.optimize();
            index.sets.insert(key, places);
        }
        index.dropped = dropped;
        index
    }

    /// The approximate memory that it takes.
    pub(crate) fn bytes(&self) -> u64 {
        let sets: usize = self
            .sets
            .values()
            .map(|set| set.serialized_size() + 64)
            .sum();
        let dropped = std::mem::size_of_val(&self.dropped[..]);
        (self.order.len() * 4 + self.times_us.len() * 8 + sets + dropped) as u64
    }

    /// Writes it.
    pub(crate) fn keep(&self, place: &Place) -> Result<DerivedFile, StoreError> {
        let mut file = FileWriter::new(&place.home)?;
        file.write_all(MAGIC)?;
        number(&mut file, self.order.len() as u64)?;
        let mut before = 0_i64;
        for row in &self.order {
            let step = i64::from(*row) - before;
            number(&mut file, ((step << 1) ^ (step >> 63)) as u64)?;
            before = (*row).into();
        }
        number(&mut file, self.times_us.len() as u64)?;
        for time in &self.times_us {
            file.write_all(&time.to_be_bytes())?;
        }
        number(&mut file, self.sets.len() as u64)?;
        for ((has, of), set) in &self.sets {
            file.write_all(&[*has as u8])?;
            number(&mut file, of.len() as u64)?;
            file.write_all(of.as_bytes())?;
            number(&mut file, set.serialized_size() as u64)?;
            set.serialize_into(&mut file)?;
        }
        number(&mut file, self.dropped.len() as u64)?;
        for drop in &self.dropped {
            let why = Why::ALL.iter().position(|why| *why == drop.why);
            file.write_all(&[why.unwrap_or(0) as u8])?;
            file.write_all(&drop.row.to_be_bytes())?;
            file.write_all(&drop.kept.to_be_bytes())?;
        }
        file.keep(place, "index")
    }

    /// Reads what [`Index::keep`] wrote.
    pub(crate) fn read(bytes: &[u8]) -> Result<Index, StoreError> {
        let mut bytes = Bytes(bytes);
        if bytes.take(MAGIC.len())? != MAGIC {
            return Err(unreadable());
        }
        let mut before = 0_i64;
        let order = (0..bytes.number()?).map(|_| {
            let step = bytes.number()?;
            before += (step >> 1) as i64 ^ -((step & 1) as i64);
            u32::try_from(before).map_err(|_| unreadable())
        });
        let order = order.collect::<Result<_, _>>()?;
        let times = (0..bytes.number()?).map(|_| Ok(i64::from_be_bytes(bytes.fixed()?)));
        let times_us = times.collect::<Result<_, StoreError>>()?;
        let sets = (0..bytes.number()?).map(|_| {
            let [has] = bytes.fixed()?;
            let has = Has::from_repr(has).ok_or_else(unreadable)?;
            let len = bytes.number()? as usize;
            let of = std::str::from_utf8(bytes.take(len)?).map_err(|_| unreadable())?;
            let len = bytes.number()? as usize;
            let set = RoaringBitmap::deserialize_from(bytes.take(len)?)?;
            Ok(((has, Text::new(of)), set))
        });
        let sets = sets.collect::<Result<_, StoreError>>()?;
        let dropped = (0..bytes.number()?).map(|_| {
            let [why] = bytes.fixed()?;
            let why = Why::ALL.get(usize::from(why)).ok_or_else(unreadable)?;
            Ok(DroppedAt {
                row: u32::from_be_bytes(bytes.fixed()?),
                why: *why,
                kept: u32::from_be_bytes(bytes.fixed()?),
            })
        });
        Ok(Index {
            order,
            times_us,
            sets,
            dropped: dropped.collect::<Result<_, StoreError>>()?,
        })
    }
}

fn unreadable() -> StoreError {
    StoreError::Unreadable("an index of rows".to_owned())
}

/// Writes a number in as few bytes as possible, seven bits in each.
fn number(file: &mut FileWriter, mut number: u64) -> Result<(), StoreError> {
    let (mut bytes, mut len) = ([0; 10], 0);
    loop {
        let bits = (number & 0x7f) as u8;
        number >>= 7;
        bytes[len] = bits | if number > 0 { 0x80 } else { 0 };
        len += 1;
        if number == 0 {
            break;
        }
    }
    Ok(file.write_all(&bytes[..len])?)
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, len: usize) -> Result<&'b [u8], StoreError> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or_else(unreadable)?;
        self.0 = rest;
        Ok(taken)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], StoreError> {
        self.take(N)?.try_into().map_err(|_| unreadable())
    }

    fn number(&mut self) -> Result<u64, StoreError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.fixed()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(unreadable())
    }
}

/// Collects rows as they are read, with their properties.
#[derive(Debug, Default)]
pub(crate) struct IndexBuilder {
    /// In the order in which rows were added.
    times_us: Vec<i64>,
    sets: HashMap<(Has, Text), RoaringBitmap>,
    /// Sets whose numbers are not places; they are stored unchanged.
    numbers: BTreeMap<(Has, Text), RoaringBitmap>,
}

impl IndexBuilder {
    /// Adds the next row with its time; returns its number.
    pub(crate) fn row(&mut self, time_us: i64) -> u32 {
        let row = u32::try_from(self.times_us.len()).unwrap_or(u32::MAX);
        self.times_us.push(time_us);
        row
    }

    /// How many rows were added.
    pub(crate) fn rows(&self) -> u32 {
        u32::try_from(self.times_us.len()).unwrap_or(u32::MAX)
    }

    /// Gives a row a property. Calls must follow the order of rows.
    pub(crate) fn has(&mut self, row: u32, has: Has, of: &Text) {
        let key = (has, of.clone());
        self.sets.entry(key).or_default().insert(row);
    }

    /// Gives some rows, in rising order, a property.
    pub(crate) fn all_have(&mut self, rows: &[u32], has: Has, of: &Text) {
        if rows.is_empty() {
            return;
        }
        let set = self.sets.entry((has, of.clone())).or_default();
        match RoaringBitmap::from_sorted_iter(rows.iter().copied()) {
            Ok(rows) => *set |= rows,
            // Not rising after all.
            Err(_) => set.extend(rows),
        }
    }

    /// A set of numbers that are not rows of this index.
    pub(crate) fn numbers(&mut self, has: Has, of: &Text, numbers: RoaringBitmap) {
        self.numbers.insert((has, of.clone()), numbers);
    }

    /// Orders the rows by time.
    pub(crate) fn finish(self) -> Index {
        let times = self.times_us;
        let is_ordered = times.is_sorted();
        let mut order: Vec<u32> = (0..times.len() as u32).collect();
        if !is_ordered {
            // The sort is stable: rows of one time stay in reading order.
            order.sort_by_key(|row| times[*row as usize]);
        }
        let times_us = order.iter().step_by(TIMES_EACH as usize);
        let times_us = times_us.map(|row| times[*row as usize]).collect();
        drop(times);
        let mut sets: BTreeMap<(Has, Text), RoaringBitmap> = match is_ordered {
            true => self.sets.into_iter().collect(),
            false => placed(&order, self.sets),
        };
        sets.extend(self.numbers);
        for set in sets.values_mut() {
            set.optimize();
        }
        Index {
            order,
            times_us,
            sets,
            dropped: Vec::new(),
        }
    }
}

/// Turns sets of rows into sets of places.
fn placed(
    order: &[u32],
    sets: impl IntoIterator<Item = ((Has, Text), RoaringBitmap)>,
) -> BTreeMap<(Has, Text), RoaringBitmap> {
    let mut places = vec![0_u32; order.len()];
    for (place, row) in (0..).zip(order) {
        places[*row as usize] = place;
    }
    let placed = sets.into_iter().map(|(key, rows)| {
        let mut set: Vec<u32> = rows.iter().map(|row| places[row as usize]).collect();
        set.sort_unstable();
        (key, set.into_iter().collect())
    });
    placed.collect()
}
