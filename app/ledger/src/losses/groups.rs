//! What the legs of a group share: legs that belong together although their file does
//! not pair them are contested, left out and valued together.
//!
//! A claim may have a million groups, so a group is kept as a hash of 128 bits.
//! SHA-256 makes it: nobody can write a file in which two groups become one.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use sha2::{Digest, Sha256};

use crate::entry::{Entry, Kind};
use crate::terms::limits::{Held, TooMany, hold};

/// Whether an entry may be a leg of a group: it names one, and is of a kind that
/// periods take in.
fn is_leg(entry: &Entry) -> bool {
    !entry.group.is_empty() && entry.kind.is_taken_by_a_period()
}

/// Whether an entry is a trade that may be one leg of several.
pub(super) fn is_trade_leg(entry: &Entry) -> bool {
    entry.kind == Kind::Trade && is_leg(entry)
}

/// A group of legs: exchange, account and group of the entries, hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct GroupId(u128);

impl GroupId {
    /// The group of an entry; none for an entry on its own.
    pub fn of(entry: &Entry) -> Option<GroupId> {
        if !is_leg(entry) {
            return None;
        }
        let mut hash = Sha256::new();
        for text in [&entry.exchange, &entry.account, &entry.group] {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        let bytes: [u8; 32] = hash.finalize().into();
        let half = bytes[..16].iter();
        Some(GroupId(
            half.fold(0, |id, byte| id << 8 | u128::from(*byte)),
        ))
    }
}

/// What groups share. A group that is not held shares what is usual.
#[derive(Clone, Debug)]
pub(super) struct Grouped<M> {
    usual: M,
    held: HashMap<GroupId, M, FixedState>,
    groups_max: usize,
    count: usize,
}

impl<M: Copy + PartialEq> Grouped<M> {
    /// Groups that share nothing but `usual`; at most so many others are held.
    pub fn new(usual: M, groups_max: usize) -> Grouped<M> {
        Grouped {
            usual,
            held: HashMap::default(),
            groups_max,
            count: 0,
        }
    }

    /// Joins what one leg says to what its group shares.
    pub fn join(
        &mut self,
        entry: &Entry,
        own: M,
        joined: impl FnOnce(M, M) -> M,
    ) -> Result<(), TooMany> {
        if own == self.usual {
            // Joined to anything it changes nothing: `usual` is what no leg adds to.
            return Ok(());
        }
        let Some(group) = GroupId::of(entry) else {
            return Ok(());
        };
        if let Some(shared) = self.held.get_mut(&group) {
            *shared = joined(*shared, own);
            return Ok(());
        }
        hold(&mut self.count, self.groups_max, Held::Groups)?;
        self.held.insert(group, joined(self.usual, own));
        Ok(())
    }

    /// What the group of an entry shares; none for an entry on its own.
    pub fn of(&self, entry: &Entry) -> Option<M> {
        if self.held.is_empty() {
            return is_leg(entry).then_some(self.usual);
        }
        let shared = self.held.get(&GroupId::of(entry)?);
        Some(shared.copied().unwrap_or(self.usual))
    }
}
