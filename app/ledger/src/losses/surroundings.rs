//! What a loss line depends on beyond its own entry, the prices and the terms.
//!
//! Three scans over a claim's entries, in reading order, value it without holding them:
//!
//! 1. [`Surroundings::contested`] takes in each contested entry (rows of files, then
//!    entries that were typed in), [`Surroundings::own`] each other one that counts, or at
//!    least those that [`super::OwnEntries`] picks;
//! 2. where [`Contexts::has_groups`] says so, [`Contexts::group_leg`] takes in each
//!    contested entry;
//! 3. [`Contexts::context`] says what [`super::Valuer::line`] needs beside the entry.
//!
//! A context is kept with its line: entry, context, prices and terms make the same line
//! again.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use super::derivatives::Fills;
use super::doubt::{FirstTrades, leave_unsettled};
use super::groups::{GroupId, is_trade_leg};
use super::line::RoundTrip;
use super::positions::Positions;
use super::totals::PositionNotValued;
use super::{Conflict, Valuer};
use crate::deals::{DealTolerances, DealWord, Finding, Findings, Judging};
use crate::entry::Entry;
use crate::entry::deal::Deal;
use crate::terms::Terms;
use crate::terms::limits::{Held, TooMany, ValuingLimits, hold};
use crate::time::moment::Moment;

/// What a line needs to know of the entries around its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The round trip that this fill closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<RoundTrip>,
    /// Whether a trade of its group has no value, so that none of them has.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_broken_group: bool,
    /// What 3Commas' deals say of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealWord>,
}

/// The first scan of a claim's entries.
#[derive(Clone, Debug)]
pub struct Surroundings<'d> {
    terms: Terms,
    fills: Fills,
    first_trades: FirstTrades,
    /// When the first contested entry was, whatever a coordinator thinks of it.
    first: Option<Moment>,
    deals: Judging<'d>,
    has_groups: bool,
    groups_max: usize,
}

impl<'d> Surroundings<'d> {
    /// Under these terms, with the deals that the claim handed in.
    pub fn new(terms: &Terms, deals: &'d [Deal], limits: &ValuingLimits) -> Surroundings<'d> {
        let tolerances = DealTolerances::default();
        Surroundings {
            terms: terms.clone(),
            fills: Fills::new(terms, limits.fills_max),
            first_trades: FirstTrades::new(terms),
            first: None,
            deals: Judging::new(deals, tolerances, limits.deal_trades_max),
            has_groups: false,
            groups_max: limits.groups_max,
        }
    }

    /// Says that [`Surroundings::own`] sees nothing: then nothing tells where an account's
    /// history begins.
    #[must_use]
    pub fn of_contested_only(mut self) -> Surroundings<'d> {
        self.fills.see_contested_only();
        self
    }

    /// Takes in a contested entry. `row` is any number that the caller knows it by;
    /// `counts` is false where a coordinator left it out: then it puts no asset in
    /// doubt.
    ///
    /// # Errors
    /// When more would have to be held than a limit allows.
    pub fn contested(&mut self, row: u32, entry: &Entry, counts: bool) -> Result<(), TooMany> {
        if counts {
            self.first_trades.take(entry, &self.terms);
        }
        let first = self.first.get_or_insert(entry.time);
        *first = (*first).min(entry.time);
        self.has_groups |= is_trade_leg(entry);
        self.fills.contested(row, entry)?;
        self.deals.contested(row, entry)
    }

    /// Whether [`Surroundings::own`] needs to see every entry, even where nothing that a
    /// file has is contested: there are deals.
    pub fn wants_all_own(&self) -> bool {
        self.deals.has_deals()
    }

    /// Takes in an entry that counts and is not contested: positions go on through it,
    /// histories begin with it, and the deals explain such trades first.
    ///
    /// # Errors
    /// When more would have to be held than a limit allows.
    pub fn own(&mut self, entry: &Entry) -> Result<(), TooMany> {
        self.fills.own(entry)?;
        self.deals.own(entry)
    }

    /// Ends the scan. Assets that the claim puts in doubt are put beside those in doubt
    /// already, as [`super::settle`] does; the conflicts say why.
    pub fn settle(self, terms: &mut Terms) -> (Contexts<'d>, Vec<Conflict>) {
        let conflicts = self.first_trades.conflicts();
        leave_unsettled(&conflicts, terms);
        let contexts = Contexts {
            positions: self.fills.follow(),
            first: self.first,
            deals: self.deals.finish(),
            has_groups: self.has_groups,
            broken: HashSet::default(),
            groups_max: self.groups_max,
            count: 0,
        };
        (contexts, conflicts)
    }
}

/// What the first scan found, and which groups have no value.
#[derive(Clone, Debug)]
pub struct Contexts<'d> {
    positions: Positions,
    first: Option<Moment>,
    deals: Findings<'d>,
    has_groups: bool,
    broken: HashSet<GroupId, FixedState>,
    groups_max: usize,
    count: usize,
}

impl<'d> Contexts<'d> {
    /// Whether there are legs of groups: then [`Contexts::group_leg`] has to see every
    /// contested entry before contexts are asked for.
    pub fn has_groups(&self) -> bool {
        self.has_groups
    }

    /// Takes in whether a contested entry leaves its group without a value.
    ///
    /// # Errors
    /// When more such groups would have to be held than a limit allows.
    pub fn group_leg(&mut self, valuer: &mut Valuer<'_>, entry: &Entry) -> Result<(), TooMany> {
        if !is_trade_leg(entry) || !valuer.lacks_value(entry) {
            return Ok(());
        }
        if let Some(group) = GroupId::of(entry)
            && !self.broken.contains(&group)
        {
            hold(&mut self.count, self.groups_max, Held::Groups)?;
            self.broken.insert(group);
        }
        Ok(())
    }

    /// What the line of a contested entry needs to know; `row` as it was taken in with.
    pub fn context(&self, row: u32, entry: &Entry) -> Context {
        let is_broken = |group| self.broken.contains(&group);
        Context {
            closed: self.positions.closed_by(row),
            in_broken_group: !self.broken.is_empty()
                && is_trade_leg(entry)
                && GroupId::of(entry).is_some_and(is_broken),
            deal: self.finding(row, entry).word(),
        }
    }

    /// What the deals say of a contested entry.
    pub fn finding(&self, row: u32, entry: &Entry) -> Finding<'d> {
        self.deals.of(row, entry)
    }

    /// When the first contested entry was: nothing can have come back before.
    pub fn first_contested(&self) -> Option<Moment> {
        self.first
    }

    /// Positions in contracts that fills alone can't value.
    pub fn positions_not_valued(&self) -> &[PositionNotValued] {
        &self.positions.not_valued
    }
}
