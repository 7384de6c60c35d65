//! An index of many things (the rows of a claim, its loss lines): their order by time,
//! and for each value of each facet which of them have it, as a bitmap over that order.
//! A page of whatever a filter finds, and how many there are, cost what is shown.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::ops::Range;
use std::path::Path;

use ledger::Text;
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use super::batch::unreadable;
use super::checked::Checked;
use super::file::Written;
use crate::error::StoreError;

/// By what things are found.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Facet {
    /// The file of an entry, by its name as read.
    File,
    /// The exchange.
    Exchange,
    /// The account, as its owner calls it.
    Account,
    /// An asset that an entry moves or pays a fee in.
    Asset,
    /// What sort of movement.
    Kind,
    /// Entries that do not count, by the word for why.
    Dropped,
    /// The UTC day of a line.
    Day,
    /// An asset with a part of a line's loss, or that leaves the line without one.
    Part,
    /// An asset that a line lacks the price of.
    Lacking,
    /// An asset whose units a line changes.
    Moved,
    /// Lines with a price (`yes`).
    Priced,
    /// Lines that an export backs (`yes`).
    Documented,
    /// Trades of an asset: what a listing as manipulated must lie before.
    Traded,
}

/// Every so many places of the order have their time kept.
const TIMES_EACH: usize = 256;
/// What an index begins with.
const MAGIC: &[u8; 8] = b"rdxindx1";

/// Collects things in the order in which they stand.
#[derive(Default)]
pub(crate) struct IndexBuilder {
    times_us: Vec<i64>,
    facets: HashMap<(Facet, Text), RoaringBitmap>,
}

impl IndexBuilder {
    /// The next thing; gives its number.
    pub(crate) fn push(&mut self, time_us: i64) -> u32 {
        self.times_us.push(time_us);
        self.times_us.len() as u32 - 1
    }

    /// Says that a thing has a value of a facet.
    pub(crate) fn mark(&mut self, item: u32, facet: Facet, value: &Text) {
        // Texts are cheap to copy; what is known already is found without a copy kept.
        let bitmap = self.facets.entry((facet, value.clone())).or_default();
        bitmap.insert(item);
    }

    /// How many things there are.
    pub(crate) fn len(&self) -> u32 {
        self.times_us.len() as u32
    }

    /// Puts all in the order of time.
    pub(crate) fn order(self) -> Ordered {
        let mut order: Vec<u32> = (0..self.times_us.len() as u32).collect();
        let is_sorted = self.times_us.is_sorted();
        if !is_sorted {
            order.sort_by_key(|item| self.times_us[*item as usize]);
        }
        let mut rank_of = Vec::new();
        if !is_sorted {
            rank_of = vec![0; order.len()];
            for (rank, item) in order.iter().enumerate() {
                rank_of[*item as usize] = rank as u32;
            }
        }
        let time = |item: &u32| self.times_us[*item as usize];
        let times = order.iter().step_by(TIMES_EACH).map(time).collect();
        let mut ordered = Ordered {
            times,
            order,
            rank_of,
            facets: BTreeMap::new(),
        };
        for (key, items) in self.facets {
            let ranks = ordered.ranks(&items);
            ordered.facets.insert(key, ranks);
        }
        ordered
    }
}

/// Things in the order of time.
pub(crate) struct Ordered {
    times: Vec<i64>,
    order: Vec<u32>,
    /// Empty where the things stood in the order of time already.
    rank_of: Vec<u32>,
    facets: BTreeMap<(Facet, Text), RoaringBitmap>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    count: u32,
    /// Whether things stand in the order of time: then no order is kept.
    is_sorted: bool,
    times: Vec<i64>,
    facets: Vec<Section>,
    /// Where the order begins, from the end of the header.
    order_offset: u64,
}

#[derive(Serialize, Deserialize)]
struct Section {
    facet: Facet,
    value: Text,
    offset: u64,
    size_bytes: u64,
}

impl Ordered {
    /// The places in the order of time of some things.
    pub(crate) fn ranks(&self, items: &RoaringBitmap) -> RoaringBitmap {
        if self.rank_of.is_empty() {
            return items.clone();
        }
        let mut ranks: Vec<u32> = items
            .iter()
            .map(|item| self.rank_of[item as usize])
            .collect();
        ranks.sort_unstable();
        ranks.into_iter().collect()
    }

    /// Writes the index.
    pub(crate) fn write(&self, folder: &Path) -> Result<Written, StoreError> {
        let mut bitmaps = Vec::new();
        let mut sections = Vec::with_capacity(self.facets.len());
        for ((facet, value), ranks) in &self.facets {
            let offset = bitmaps.len() as u64;
            ranks.serialize_into(&mut bitmaps)?;
            sections.push(Section {
                facet: *facet,
                value: value.clone(),
                offset,
                size_bytes: bitmaps.len() as u64 - offset,
            });
        }
        let header = serde_json::to_vec(&Header {
            count: self.order.len() as u32,
            is_sorted: self.rank_of.is_empty(),
            times: self.times.clone(),
            facets: sections,
            order_offset: bitmaps.len() as u64,
        })?;
        let mut written = Written::new(folder)?;
        written.write_all(MAGIC)?;
        written.write_all(&(header.len() as u64).to_be_bytes())?;
        written.write_all(&header)?;
        written.write_all(&bitmaps)?;
        if !self.rank_of.is_empty() {
            for item in &self.order {
                written.write_all(&item.to_be_bytes())?;
            }
        }
        Ok(written)
    }
}

/// An index, opened: its bitmaps are at hand, the order is read where it is asked for.
pub(crate) struct Index {
    bytes: Checked,
    count: u32,
    times: Vec<i64>,
    facets: BTreeMap<(Facet, Text), RoaringBitmap>,
    /// Where the order begins; none where it is that of the things.
    order_offset: Option<u64>,
}

impl Index {
    /// # Errors
    /// When the file is damaged.
    pub(crate) fn open(bytes: Checked) -> Result<Index, StoreError> {
        let start = MAGIC.len() + 8;
        let head = bytes.read_at(0, start)?;
        let (magic, length) = head.split_at(MAGIC.len());
        let length = length.iter().fold(0, |length, byte| (length << 8) | u64::from(*byte));
        if magic != MAGIC || length > bytes.len() {
            return Err(bytes.damaged());
        }
        let header: Header = serde_json::from_slice(&bytes.read_at(start as u64, length as usize)?)?;
        let body = start as u64 + length;
        let bitmaps = bytes.read_at(body, header.order_offset as usize)?;
        let mut facets = BTreeMap::new();
        for section in header.facets {
            let until = (section.offset + section.size_bytes) as usize;
            let packed = bitmaps.get(section.offset as usize..until);
            let packed = packed.ok_or_else(|| bytes.damaged())?;
            let ranks = RoaringBitmap::deserialize_from(packed)?;
            facets.insert((section.facet, section.value), ranks);
        }
        Ok(Index {
            count: header.count,
            times: header.times,
            facets,
            order_offset: (!header.is_sorted).then_some(body + header.order_offset),
            bytes,
        })
    }

    /// How many things there are.
    pub(crate) fn len(&self) -> u32 {
        self.count
    }

    /// About how much memory it holds.
    pub(crate) fn size_bytes(&self) -> usize {
        let bitmaps = self.facets.values().map(RoaringBitmap::serialized_size);
        self.times.len() * 8 + bitmaps.sum::<usize>() + self.facets.len() * 96
    }

    /// The places of things with a value; none at all where no thing has it.
    pub(crate) fn with(&self, facet: Facet, value: &str) -> Option<&RoaringBitmap> {
        self.facets.get(&(facet, Text::new(value)))
    }

    /// The values of a facet, in byte order, and the places of the things that have them.
    pub(crate) fn values(&self, facet: Facet) -> impl Iterator<Item = (&Text, &RoaringBitmap)> {
        let from = (facet, Text::default());
        let values = self.facets.range(from..);
        let of_facet = values.take_while(move |((of, _), _)| *of == facet);
        of_facet.map(|((_, value), ranks)| (value, ranks))
    }

    /// The things at some places of the order.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(crate) fn items(&self, ranks: &[u32]) -> Result<Vec<u32>, StoreError> {
        let Some(offset) = self.order_offset else {
            return Ok(ranks.to_vec());
        };
        let mut items = Vec::with_capacity(ranks.len());
        let mut rest = ranks;
        while let Some(first) = rest.first() {
            // Places that follow each other nearly are read at once.
            let near = rest.iter().take_while(|rank| **rank < first.saturating_add(NEAR));
            let (run, others) = rest.split_at(near.count());
            let last = run.last().unwrap_or(first);
            let len = (last - first + 1) as usize * 4;
            let bytes = self.bytes.read_at(offset + u64::from(*first) * 4, len)?;
            let (words, _) = bytes.as_chunks::<4>();
            for rank in run {
                let word = words.get((rank - first) as usize);
                let word = word.ok_or_else(|| unreadable("order"))?;
                items.push(u32::from_be_bytes(*word));
            }
            rest = others;
        }
        Ok(items)
    }

    /// The places from one moment on and before another. `time_of` tells the times of a
    /// few things.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(crate) fn between(
        &self,
        from_us: Option<i64>,
        to_us: Option<i64>,
        time_of: impl Fn(&[u32]) -> Result<Vec<i64>, StoreError>,
    ) -> Result<Range<u32>, StoreError> {
        let place = |time_us: Option<i64>, otherwise: u32| match time_us {
            None => Ok(otherwise),
            Some(time_us) => self.first_from(time_us, &time_of),
        };
        let from = place(from_us, 0)?;
        Ok(from..place(to_us, self.count)?.max(from))
    }

    fn first_from(
        &self,
        time_us: i64,
        time_of: &impl Fn(&[u32]) -> Result<Vec<i64>, StoreError>,
    ) -> Result<u32, StoreError> {
        let block = self.times.partition_point(|time| *time < time_us);
        if block == 0 {
            return Ok(0);
        }
        let from = ((block - 1) * TIMES_EACH) as u32;
        let until = ((block * TIMES_EACH) as u32).min(self.count);
        let ranks: Vec<u32> = (from..until).collect();
        let times = time_of(&self.items(&ranks)?)?;
        Ok(from + times.partition_point(|time| *time < time_us) as u32)
    }
}

/// Places of the order that are read at once.
const NEAR: u32 = 2_048;

/// The things from one place of a bitmap on, at most so many.
pub(crate) fn some_of(found: &RoaringBitmap, offset: u64, limit: u64) -> Vec<u32> {
    let Some(first) = u32::try_from(offset).ok().and_then(|offset| found.select(offset)) else {
        return Vec::new();
    };
    let mut iter = found.iter();
    iter.advance_to(first);
    iter.take(usize::try_from(limit).unwrap_or(usize::MAX)).collect()
}
