//! Compares the keys of claims. Every list of keys is sorted, so that the lists are read
//! once from their beginning to their end, a few keys of each at a time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use casework::{LinkKey, LinkKind, LinkLimits};

use super::GoesOn;
use super::source::Sources;
use crate::columns::keys::{KeyCursor, KeyRow};
use crate::error::StoreError;
use crate::home::Home;

/// Rows of one claim and one key whose files are looked up.
const ROWS_OF_MEMBER_MAX: usize = 64;
/// Keys after which the work asks whether it goes on.
const KEYS_PER_LOOK: u64 = 65_536;

/// How many links are kept already.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    /// Of each claim, by its id.
    pub(super) of_claims: HashMap<(String, LinkKind), u32>,
    /// Links that too many claims share.
    pub(super) common: HashMap<LinkKind, u32>,
}

/// The inputs of a search, besides the claims.
pub(super) struct Searching {
    pub(super) home: Home,
    pub(super) limits: LinkLimits,
    /// Whether all links are found anew, and not those of changed claims alone.
    pub(super) is_all: bool,
    /// The links that stay when those of changed claims are removed.
    pub(super) room: Room,
    pub(super) goes_on: GoesOn,
}

/// A link that was found.
#[derive(Clone, Debug)]
pub(super) struct FoundLink {
    pub(super) kind: LinkKind,
    pub(super) key: LinkKey,
    /// How many claims have it.
    pub(super) claims: usize,
    /// Those that are kept.
    pub(super) members: Vec<Member>,
}

/// A claim of a link.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The position of the claim.
    pub(super) claim: usize,
    /// How many rows have the key.
    pub(super) count: u64,
    /// The first of them; of a file, its position among those of the claim.
    pub(super) rows: Vec<u32>,
}

/// The result of a search.
#[derive(Debug)]
pub(super) struct FoundLinks {
    pub(super) links: Vec<FoundLink>,
    /// Positions of claims with more links of a kind than are kept.
    pub(super) cut: BTreeSet<(usize, LinkKind)>,
}

impl Searching {
    /// Finds the links of the changed claims, or all links.
    pub(super) fn run(
        mut self,
        sources: &Sources,
        changed: &BTreeSet<String>,
    ) -> Result<FoundLinks, StoreError> {
        let room = std::mem::take(&mut self.room);
        let mut collector = Collector::new(&self.limits, sources, room);
        match self.is_all {
            true => self.compare_all(sources, &mut collector)?,
            false => self.look_up(sources, changed, &mut collector)?,
        }
        Ok(FoundLinks {
            links: collector.links,
            cut: collector.cut,
        })
    }

    /// Reads the keys of all claims in one pass.
    fn compare_all(
        &self,
        sources: &Sources,
        collector: &mut Collector<'_>,
    ) -> Result<(), StoreError> {
        let mut keys = Merged::new(cursors(&self.home, sources))?;
        let mut group: Option<Group> = None;
        let mut read = 0_u64;
        while let Some((key, claim)) = keys.next()? {
            read += 1;
            if read.is_multiple_of(KEYS_PER_LOOK) {
                (self.goes_on)()?;
            }
            if let Some(ended) = group.take_if(|group| group.what != key.what()) {
                collector.take(ended);
            }
            let group = group.get_or_insert_with(|| Group::new(key.what()));
            group.add(claim, key.row);
        }
        if let Some(ended) = group {
            collector.take(ended);
        }
        Ok(())
    }

    /// Looks each key of the changed claims up in the keys of all claims.
    fn look_up(
        &self,
        sources: &Sources,
        changed: &BTreeSet<String>,
        collector: &mut Collector<'_>,
    ) -> Result<(), StoreError> {
        let mut lists = cursors(&self.home, sources);
        let probes = sources.of(changed);
        let probes = probes.flat_map(|source| source.cursors(&self.home));
        let mut probes = Merged::new(probes.map(|cursor| (0, cursor)).collect())?;
        let mut last = None;
        let mut read = 0_u64;
        while let Some((probe, _)) = probes.next()? {
            read += 1;
            if read.is_multiple_of(KEYS_PER_LOOK / 16) {
                (self.goes_on)()?;
            }
            let wanted = probe.what();
            if last.replace(wanted) == Some(wanted) {
                continue;
            }
            let mut group = Group::new(wanted);
            for (claim, list) in &mut lists {
                list.seek(wanted)?;
                while let Some(key) = list.key().filter(|key| key.what() == wanted) {
                    group.add(*claim, key.row);
                    list.advance()?;
                }
            }
            collector.take(group);
        }
        Ok(())
    }
}

/// The lists of keys of all claims, each with the position of its claim.
fn cursors(home: &Home, sources: &Sources) -> Vec<(usize, KeyCursor)> {
    let claims = sources.now.iter().enumerate();
    let lists = claims.flat_map(|(claim, source)| {
        let lists = source.cursors(home).into_iter();
        lists.map(move |list| (claim, list))
    });
    lists.collect()
}

/// The keys of several lists in one order.
struct Merged {
    lists: Vec<(usize, KeyCursor)>,
    /// The current key of each list that has one, and the position of the list.
    heads: BinaryHeap<Reverse<(KeyRow, usize)>>,
}

impl Merged {
    fn new(mut lists: Vec<(usize, KeyCursor)>) -> Result<Merged, StoreError> {
        let mut heads = BinaryHeap::with_capacity(lists.len());
        for (at, (_, list)) in lists.iter_mut().enumerate() {
            list.begin()?;
            heads.extend(list.key().map(|key| Reverse((key, at))));
        }
        Ok(Merged { lists, heads })
    }

    /// The next key, and the position of its claim.
    fn next(&mut self) -> Result<Option<(KeyRow, usize)>, StoreError> {
        let Some(Reverse((key, at))) = self.heads.pop() else {
            return Ok(None);
        };
        let (claim, list) = &mut self.lists[at];
        list.advance()?;
        let next = list.key();
        self.heads.extend(next.map(|next| Reverse((next, at))));
        Ok(Some((key, *claim)))
    }
}

/// The rows with one key, by the position of their claim.
struct Group {
    what: (LinkKind, LinkKey),
    members: BTreeMap<usize, Member>,
}

impl Group {
    fn new(what: (LinkKind, LinkKey)) -> Group {
        Group {
            what,
            members: BTreeMap::new(),
        }
    }

    fn add(&mut self, claim: usize, row: u32) {
        let member = self.members.entry(claim).or_insert(Member {
            claim,
            count: 0,
            rows: Vec::new(),
        });
        member.count += 1;
        if member.rows.len() < ROWS_OF_MEMBER_MAX {
            member.rows.push(row);
        }
    }
}

/// Keeps the links for which there is room.
struct Collector<'c> {
    limits: &'c LinkLimits,
    sources: &'c Sources,
    room: Room,
    links: Vec<FoundLink>,
    cut: BTreeSet<(usize, LinkKind)>,
}

impl<'c> Collector<'c> {
    fn new(limits: &'c LinkLimits, sources: &'c Sources, room: Room) -> Collector<'c> {
        Collector {
            limits,
            sources,
            room,
            links: Vec::new(),
            cut: BTreeSet::new(),
        }
    }

    /// Keeps a group of several claims. A link is kept while one of its claims has room for
    /// it.
    fn take(&mut self, group: Group) {
        let (kind, claims) = (group.what.0, group.members.len());
        if claims < 2 {
            return;
        }
        let has_room = match self.limits.claims(kind).is_common(claims) {
            true => self.has_room_for_common(kind),
            false => self.has_room(kind, &group),
        };
        if has_room {
            self.keep(group);
        }
    }

    fn has_room_for_common(&mut self, kind: LinkKind) -> bool {
        let kept = self.room.common.entry(kind).or_default();
        let has_room = *kept < self.limits.kept_per_claim_max;
        *kept += u32::from(has_room);
        has_room
    }

    fn has_room(&mut self, kind: LinkKind, group: &Group) -> bool {
        let most = self.limits.kept_per_claim_max;
        let name = |claim: usize| (self.sources.now[claim].claim.clone(), kind);
        let names: Vec<(String, LinkKind)> = group.members.keys().map(|one| name(*one)).collect();
        let kept = |name: &(String, LinkKind)| {
            let kept = self.room.of_claims.get(name);
            kept.copied().unwrap_or(0)
        };
        if !names.iter().any(|name| kept(name) < most) {
            let claims = group.members.keys();
            self.cut.extend(claims.map(|claim| (*claim, kind)));
            return false;
        }
        for name in names {
            *self.room.of_claims.entry(name).or_default() += 1;
        }
        true
    }

    fn keep(&mut self, group: Group) {
        let (kind, key) = group.what;
        let claims = group.members.len();
        let most = self.limits.claims_kept_max as usize;
        self.links.push(FoundLink {
            kind,
            key,
            claims,
            members: group.members.into_values().take(most).collect(),
        });
    }
}
