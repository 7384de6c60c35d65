//! Which deal explains which trade, trade by trade: a first scan holds the trades that a
//! deal could explain, then they take their shares of the deals in the order of time.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::wishes::{Wish, wishes};
use super::{DealTolerances, Finding};
use crate::base::text::Text;
use crate::entry::deal::{Deal, Volume};
use crate::entry::exchanges::{Exchange, letters};
use crate::entry::{Entry, Kind, Side};
use crate::numbers::amount::Amount;
use crate::terms::limits::{Held, TooMany, hold};
use crate::time::moment::Moment;

/// What deals say of each contested entry, in its order. Entries that are `own`
/// (not contested) take their share of the deals first, so that the bot's trade
/// is not laid at the door of the attacker's in the same hour.
///
/// Where several deals fit, the shortest one explains.
pub fn judge<'d>(deals: &'d [Deal], own: &[&Entry], contested: &[&Entry]) -> Vec<Finding<'d>> {
    judge_within(deals, own, contested, DealTolerances::default())
}

/// [`judge`], with other tolerances than the usual.
pub fn judge_within<'d>(
    deals: &'d [Deal],
    own: &[&Entry],
    contested: &[&Entry],
    tolerances: DealTolerances,
) -> Vec<Finding<'d>> {
    let mut judging = Judging::new(deals, tolerances, usize::MAX);
    let held = "trades are held without a limit";
    for entry in own {
        judging.own(entry).expect(held);
    }
    for (row, entry) in (0..).zip(contested) {
        judging.contested(row, entry).expect(held);
    }
    let findings = judging.finish();
    let rows = (0..).zip(contested);
    rows.map(|(row, entry)| findings.of(row, entry)).collect()
}

/// Deals, and the trades that they may explain, taken in one by one.
#[derive(Clone, Debug)]
pub(crate) struct Judging<'d> {
    /// The first and last moment that the deals name.
    span: Option<(Moment, Moment)>,
    tolerances: DealTolerances,
    deals: Vec<Open<'d>>,
    sorts: Sorts,
    own: Vec<Trade>,
    contested: Vec<Trade>,
    trades_max: usize,
    count: usize,
}

/// A deal, and what is left of it to explain.
#[derive(Clone, Debug)]
struct Open<'d> {
    deal: &'d Deal,
    bought: Volume,
    sold: Volume,
}

/// Sorts of trades, each with the deals that could explain its trades.
#[derive(Clone, Debug, Default)]
struct Sorts {
    all: Vec<Sort>,
    ids: HashMap<SortKey, u32>,
}

/// What trades have in common: their exchange and account, and what they may be in
/// terms of a deal but for the size.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SortKey {
    exchange: Text,
    account: Text,
    wants: [Option<Want>; 2],
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Want {
    base: Text,
    quote: Option<Text>,
    side: Side,
    in_base: bool,
}

#[derive(Clone, Debug)]
struct Sort {
    wants: [Option<Wanted>; 2],
}

/// A wish of trades, and the deals of its pair and account, the shortest first.
#[derive(Clone, Debug)]
struct Wanted {
    side: Side,
    in_base: bool,
    deals: Vec<u32>,
}

/// A trade that a deal may explain.
#[derive(Clone, Debug)]
struct Trade {
    time: Moment,
    row: u32,
    sort: u32,
    sizes: [Option<Amount>; 2],
}

/// What deals say of contested entries.
#[derive(Clone, Debug)]
pub(crate) struct Findings<'d> {
    span: Option<(Moment, Moment)>,
    explained: HashMap<u32, &'d Deal>,
}

impl<'d> Judging<'d> {
    /// At most so many trades are held that the deals may explain.
    pub fn new(deals: &'d [Deal], tolerances: DealTolerances, trades_max: usize) -> Judging<'d> {
        let open = |deal: &'d Deal| Open {
            deal,
            bought: with_excess(&deal.bought, tolerances),
            sold: with_excess(&deal.sold, tolerances),
        };
        Judging {
            span: span(deals),
            tolerances,
            deals: deals.iter().map(open).collect(),
            sorts: Sorts::default(),
            own: Vec::new(),
            contested: Vec::new(),
            trades_max,
            count: 0,
        }
    }

    /// Whether there are deals at all.
    pub fn has_deals(&self) -> bool {
        self.span.is_some()
    }

    /// Takes in an entry that counts and is not contested.
    pub fn own(&mut self, entry: &Entry) -> Result<(), TooMany> {
        if let Some(trade) = self.trade(0, entry)? {
            self.own.push(trade);
        }
        Ok(())
    }

    /// Takes in a contested entry, which `row` names later.
    pub fn contested(&mut self, row: u32, entry: &Entry) -> Result<(), TooMany> {
        if let Some(trade) = self.trade(row, entry)? {
            self.contested.push(trade);
        }
        Ok(())
    }

    /// The trade as it is held; none where no deal could explain it.
    fn trade(&mut self, row: u32, entry: &Entry) -> Result<Option<Trade>, TooMany> {
        if !self.has_deals() || !is_trade(entry) {
            return Ok(None);
        }
        let wishes = wishes(entry, self.tolerances);
        let key = SortKey::of(entry, &wishes);
        let sort = match self.sorts.ids.get(&key) {
            Some(sort) => *sort,
            None => {
                hold(&mut self.count, self.trades_max, Held::DealTrades)?;
                self.sorts.add(key, entry, &self.deals)
            }
        };
        let mut sizes = wishes.into_iter().map(|wish| wish.size);
        let trade = Trade {
            time: entry.time,
            row,
            sort,
            sizes: [sizes.next(), sizes.next()],
        };
        if !self.may_explain(&trade) {
            return Ok(None);
        }
        hold(&mut self.count, self.trades_max, Held::DealTrades)?;
        Ok(Some(trade))
    }

    /// Whether a deal of the trade's pair and account was open then.
    fn may_explain(&self, trade: &Trade) -> bool {
        let slack = self.tolerances.slack_seconds_max;
        let wants = self.sorts.of(trade).wants.iter().flatten();
        let mut deals = wants.flat_map(|wanted| &wanted.deals);
        deals.any(|at| is_within(self.deals[*at as usize].deal, trade.time, slack))
    }

    /// Lets the trades take their shares of the deals, own ones first, each in the
    /// order of time.
    pub fn finish(mut self) -> Findings<'d> {
        let mut explained = HashMap::new();
        for (trades, is_contested) in [
            (std::mem::take(&mut self.own), false),
            (std::mem::take(&mut self.contested), true),
        ] {
            let mut trades = trades;
            trades.sort_by_key(|trade| trade.time);
            for trade in trades {
                if let Some(deal) = self.take(&trade)
                    && is_contested
                {
                    explained.insert(trade.row, deal);
                }
            }
        }
        Findings {
            span: self.span,
            explained,
        }
    }

    /// The deal that explains a trade, which then has less left to explain.
    fn take(&mut self, trade: &Trade) -> Option<&'d Deal> {
        let slack = self.tolerances.slack_seconds_max;
        let wants = self.sorts.of(trade).wants.iter().zip(&trade.sizes);
        for (wanted, size) in wants {
            let (Some(wanted), Some(size)) = (wanted, size) else {
                continue;
            };
            for at in &wanted.deals {
                let open = &mut self.deals[*at as usize];
                if is_within(open.deal, trade.time, slack) && open.use_up(wanted, size) {
                    return Some(open.deal);
                }
            }
        }
        None
    }
}

impl<'d> Findings<'d> {
    /// What the deals say of a contested entry, by the row it was taken in with.
    pub fn of(&self, row: u32, entry: &Entry) -> Finding<'d> {
        let Some(span) = self.span.filter(|_| is_trade(entry)) else {
            return Finding::Silent;
        };
        match self.explained.get(&row) {
            Some(deal) => Finding::Explained(deal),
            None => Finding::Unexplained {
                outside: (entry.time < span.0 || entry.time > span.1).then_some(span),
            },
        }
    }
}

fn is_trade(entry: &Entry) -> bool {
    matches!(entry.kind, Kind::Trade | Kind::Derivative)
}

/// The first and last moment that deals name.
fn span(deals: &[Deal]) -> Option<(Moment, Moment)> {
    let moments = || {
        let each = |deal: &Deal| [Some(deal.opened), deal.closed];
        deals.iter().flat_map(each).flatten()
    };
    Some((moments().min()?, moments().max()?))
}

fn with_excess(volume: &Volume, tolerances: DealTolerances) -> Volume {
    let thousandths = 1000 + i128::from(tolerances.excess_thousandths_max);
    let widen = |amount: &Amount| amount.times(&Amount::from_units(thousandths, 3));
    Volume {
        base: volume.base.as_ref().map(widen),
        quote: volume.quote.as_ref().map(widen),
    }
}

/// Seconds that a deal took; one that still runs is the longest.
fn length(deal: &Deal) -> i64 {
    let closed = deal.closed.map(|closed| closed.seconds);
    closed.map_or(i64::MAX, |closed| closed - deal.opened.seconds)
}

/// Whether a deal was open at a moment, give or take some seconds.
fn is_within(deal: &Deal, time: Moment, slack: i64) -> bool {
    let closed = deal.closed.map(|closed| closed.seconds);
    deal.opened.seconds - slack <= time.seconds
        && closed.is_none_or(|closed| time.seconds <= closed + slack)
}

impl Sorts {
    fn of(&self, trade: &Trade) -> &Sort {
        &self.all[trade.sort as usize]
    }

    /// A sort that was not there, and its number.
    fn add(&mut self, key: SortKey, entry: &Entry, deals: &[Open<'_>]) -> u32 {
        let sort = self.all.len() as u32;
        let wanted = |want: &Option<Want>| Some(want.as_ref()?.wanted(entry, deals));
        self.all.push(Sort {
            wants: [wanted(&key.wants[0]), wanted(&key.wants[1])],
        });
        self.ids.insert(key, sort);
        sort
    }
}

impl SortKey {
    fn of(entry: &Entry, wishes: &[Wish<'_>]) -> SortKey {
        let want = |at: usize| wishes.get(at).map(Want::of);
        SortKey {
            exchange: entry.exchange.clone(),
            account: entry.account.clone(),
            wants: [want(0), want(1)],
        }
    }
}

impl Want {
    fn of(wish: &Wish<'_>) -> Want {
        Want {
            base: wish.base.into(),
            quote: wish.quote.map(Text::from),
            side: wish.side,
            in_base: wish.in_base,
        }
    }

    /// The deals that could meet it for an entry's account: the shortest first, of
    /// equal ones the first; where the pair is not known, the one on the first line.
    fn wanted(&self, entry: &Entry, deals: &[Open<'_>]) -> Wanted {
        let may_meet = |deal: &Deal| self.is_pair(deal) && may_be_account(deal, entry);
        let mut places: Vec<u32> = (0..)
            .zip(deals)
            .filter(|(_, open)| may_meet(open.deal))
            .map(|(at, _)| at)
            .collect();
        places.sort_by_key(|at| {
            let deal = deals[*at as usize].deal;
            let line = if self.base.is_empty() { deal.line } else { 0 };
            (length(deal), deal.opened, line)
        });
        Wanted {
            side: self.side,
            in_base: self.in_base,
            deals: places,
        }
    }

    fn is_pair(&self, deal: &Deal) -> bool {
        let is_same = |a: &Text, b: &Text| a.eq_ignore_ascii_case(b);
        let mut quote = self.quote.iter();
        (self.base.is_empty() || is_same(&self.base, &deal.base))
            && quote.all(|quote| is_same(quote, &deal.quote))
    }
}

impl Open<'_> {
    /// Takes what a trade wants off what is left; false where too little is left. A
    /// deal that does not say how much it traded explains no amount.
    fn use_up(&mut self, wanted: &Wanted, size: &Amount) -> bool {
        let volume = match wanted.side {
            Side::Buy => &mut self.bought,
            Side::Sell => &mut self.sold,
        };
        let left = match wanted.in_base {
            true => &mut volume.base,
            false => &mut volume.quote,
        };
        match left {
            Some(left) if (*size).cmp(left) != Ordering::Greater => {
                *left = left.minus(size);
                true
            }
            _ => false,
        }
    }
}

/// Whether the account's name at 3Commas leaves open that it is the entry's: it
/// has the same name, or names no other exchange.
fn may_be_account(deal: &Deal, entry: &Entry) -> bool {
    let name = deal.account.to_lowercase();
    if !entry.account.is_empty() && name == entry.account.to_lowercase() {
        return true;
    }
    let exchange = letters(&entry.exchange);
    let mut named = Exchange::named_in(&name).peekable();
    named.peek().is_none()
        || named.any(|named| named.words().any(|word| exchange.starts_with(&word)))
}
