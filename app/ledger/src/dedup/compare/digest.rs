//! What a row is looked up by, apart from the row itself.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

use crate::dedup::summary::Trait;
use crate::dedup::{duplicates, exactness, ids};
use crate::entry::{Entry, Kind};

/// A row, as far as it is looked up by: an entry, of which only what is asked for is
/// computed, or its digest.
pub(super) trait Lookup {
    fn kind(&self) -> Kind;
    /// Its time in minutes since 1970.
    fn minute(&self) -> i64;
    fn has_id(&self) -> bool;
    /// Whether it is a trade of an order that is named.
    fn has_order(&self) -> bool;
    /// Whether it is a fill that a fill with an id, or without one, can be.
    fn is_fill(&self) -> bool;
    /// Whether it may be a less exact copy, or the exact row of one.
    fn is_inexact(&self) -> bool;
    /// A hash of its id, or of all that makes rows without ids equal.
    fn group(&self) -> u64;
    /// A hash of its minute and assets.
    fn bucket(&self) -> u32;
    /// A hash of its order.
    fn order(&self) -> u32;
}

impl Lookup for Entry {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn minute(&self) -> i64 {
        minute(self.time.seconds)
    }

    fn has_id(&self) -> bool {
        !self.trade_id.is_empty()
    }

    fn has_order(&self) -> bool {
        self.kind == Kind::Trade && !self.order_id.is_empty()
    }

    fn is_fill(&self) -> bool {
        self.group.is_empty() && Trait::of_fill(self.kind, self.has_id()).is_some()
    }

    fn is_inexact(&self) -> bool {
        exactness::is_inexact(self)
    }

    fn group(&self) -> u64 {
        match self.has_id() {
            true => hash(ids::Key::of(self)),
            false => {
                let place = (&self.exchange, &self.account, self.kind);
                hash((duplicates::Key(self), place))
            }
        }
    }

    fn bucket(&self) -> u32 {
        let assets = [&self.out, &self.in_].map(|of| of.as_ref().map(|of| &of.asset));
        let place = (&self.exchange, &self.account, self.kind);
        short(hash((place, Lookup::minute(self), assets)))
    }

    fn order(&self) -> u32 {
        short(hash((&self.exchange, &self.account, &self.order_id)))
    }
}

/// What a row is looked up by, in few bytes, for whoever holds rows elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct RowDigest {
    group: u64,
    bucket: u32,
    order: u32,
    minute: i32,
    kind: Kind,
    marks: u8,
}

const HAS_ID: u8 = 1;
const HAS_ORDER: u8 = 2;
const IS_FILL: u8 = 4;
const IS_INEXACT: u8 = 8;
const IS_ON_LINES_BEFORE: u8 = 16;

impl RowDigest {
    /// The digest of a row. `before` is the row before it in its file.
    pub fn of(entry: &Entry, before: Option<&Entry>) -> RowDigest {
        let is_on_lines_before = before.is_some_and(|before| before.lines == entry.lines);
        let marks = [
            (HAS_ID, entry.has_id()),
            (HAS_ORDER, entry.has_order()),
            (IS_FILL, entry.is_fill()),
            (IS_INEXACT, entry.is_inexact()),
            (IS_ON_LINES_BEFORE, is_on_lines_before),
        ];
        let marks = marks.into_iter().filter(|(_, is_set)| *is_set);
        let minute = Lookup::minute(entry);
        RowDigest {
            group: Lookup::group(entry),
            bucket: entry.bucket(),
            order: if entry.has_order() { entry.order() } else { 0 },
            // Minutes fit for thousands of years; times beyond them are taken together.
            minute: i32::try_from(minute).unwrap_or(if minute < 0 { i32::MIN } else { i32::MAX }),
            kind: entry.kind,
            marks: marks.fold(0, |all, (mark, _)| all | mark),
        }
    }

    /// Whether it stands on the lines of the row before it.
    pub(super) fn is_on_lines_before(&self) -> bool {
        self.has(IS_ON_LINES_BEFORE)
    }

    fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }
}

impl Lookup for RowDigest {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn minute(&self) -> i64 {
        self.minute.into()
    }

    fn has_id(&self) -> bool {
        self.has(HAS_ID)
    }

    fn has_order(&self) -> bool {
        self.has(HAS_ORDER)
    }

    fn is_fill(&self) -> bool {
        self.has(IS_FILL)
    }

    fn is_inexact(&self) -> bool {
        self.has(IS_INEXACT)
    }

    fn group(&self) -> u64 {
        self.group
    }

    fn bucket(&self) -> u32 {
        self.bucket
    }

    fn order(&self) -> u32 {
        self.order
    }
}

/// A hash that is the same in every run, so that what is refused for a limit is too.
fn hash(of: impl Hash) -> u64 {
    const SEED: u64 = 11;
    FixedState::with_seed(SEED).hash_one(of).max(1)
}

/// Half of a hash; not zero.
fn short(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// The minute of a second.
pub(super) fn minute(second: i64) -> i64 {
    second.div_euclid(60)
}
