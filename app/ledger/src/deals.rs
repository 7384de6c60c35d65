//! Deals of 3Commas: what its bots did, as its own deal history tells it.
//!
//! A deal moves no money here (the exchange's files tell that); it is negative
//! evidence. The attacker used stolen keys, not 3Commas: a contested trade that
//! a deal explains may have been the bot's, one that no deal explains was not.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::markets;
use crate::messages::LineNote;
use crate::moment::Moment;
use crate::rfc3339;
use crate::text::Text;

/// How far a trade may be from what a deal says and yet be explained by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DealTolerances {
    /// Seconds before a deal began or after it ended: two clocks, and orders that are
    /// filled late.
    pub slack_seconds_max: i64,
    /// By how much trades may exceed what a deal says it traded, in thousandths of it:
    /// figures of 3Commas are rounded.
    pub excess_thousandths_max: u32,
    /// What an exchange takes of what a trade brings, in thousandths, where the entry
    /// does not tell its fee: figures of 3Commas are net of fees.
    pub fee_thousandths: u32,
}

impl Default for DealTolerances {
    fn default() -> DealTolerances {
        DealTolerances {
            slack_seconds_max: 120,
            excess_thousandths_max: 1,
            fee_thousandths: 1,
        }
    }
}

/// One deal of a bot: it buys and sells one pair between two moments. It is kept
/// as JSON and read back exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// File as given.
    pub file: Text,
    /// Physical line, 1-based.
    pub line: u64,
    /// 3Commas' id of the deal.
    pub id: Text,
    /// What 3Commas calls its state (`completed`).
    pub status: Text,
    /// The name the exchange account has at 3Commas.
    pub account: Text,
    /// The bot's name.
    pub bot: Text,
    /// What it trades.
    pub base: Text,
    /// What it pays and is paid in.
    pub quote: Text,
    /// When it began.
    #[serde(with = "rfc3339::text")]
    pub opened: Moment,
    /// When it ended; `None` while it runs.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "rfc3339::text_or_none"
    )]
    pub closed: Option<Moment>,
    /// What its buys came to, where the file says.
    pub bought: Volume,
    /// What its sells came to, where the file says.
    pub sold: Volume,
}

/// What the buys or the sells of a deal came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Units of base.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Amount>,
    /// Units of quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Amount>,
}

/// What deals say of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding<'d> {
    /// This deal explains it: same pair and side, within its time, and no more
    /// than the deal traded.
    Explained(&'d Deal),
    /// No deal explains it.
    Unexplained {
        /// First and last moment that the deals name, where it lies outside: a
        /// history that was saved too early says less.
        outside: Option<(Moment, Moment)>,
    },
    /// It is no trade, or there are no deals at all.
    Silent,
}

/// A [`Finding`] as a loss line keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DealWord {
    /// A deal explains the trade: 3Commas' id of it.
    Explained(Text),
    /// No deal does.
    Unexplained,
    /// No deal does, but the deals given are all before or all after it.
    Outside {
        /// First moment that the deals name.
        #[serde(with = "rfc3339::text")]
        first: Moment,
        /// Last moment that they name.
        #[serde(with = "rfc3339::text")]
        last: Moment,
    },
}

impl DealWord {
    /// What there is to say of it.
    pub fn note(&self) -> LineNote {
        match self {
            DealWord::Explained(id) => LineNote::Deal { id: id.clone() },
            DealWord::Unexplained => LineNote::NoDeal,
            DealWord::Outside { first, last } => LineNote::NoDealThen {
                first: *first,
                last: *last,
            },
        }
    }
}

impl Finding<'_> {
    /// What a loss line keeps of it.
    pub fn word(&self) -> Option<DealWord> {
        match self {
            Finding::Explained(deal) => Some(DealWord::Explained(deal.id.clone())),
            Finding::Unexplained { outside: None } => Some(DealWord::Unexplained),
            Finding::Unexplained {
                outside: Some((first, last)),
            } => Some(DealWord::Outside {
                first: *first,
                last: *last,
            }),
            Finding::Silent => None,
        }
    }
}

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
    let Some(span) = span(deals) else {
        return vec![Finding::Silent; contested.len()];
    };
    let mut book = Book::of(deals, tolerances);
    for at in by_time(own) {
        book.take(own[at]);
    }
    let mut findings = vec![Finding::Silent; contested.len()];
    for at in by_time(contested) {
        let entry = contested[at];
        if !matches!(entry.kind, Kind::Trade | Kind::Derivative) {
            continue;
        }
        findings[at] = match book.take(entry) {
            Some(deal) => Finding::Explained(deal),
            None => Finding::Unexplained {
                outside: (entry.time < span.0 || entry.time > span.1).then_some(span),
            },
        };
    }
    findings
}

fn by_time(entries: &[&Entry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| entries[*at].time);
    order
}

/// The first and last moment that deals name.
fn span(deals: &[Deal]) -> Option<(Moment, Moment)> {
    let moments = || {
        let each = |deal: &Deal| [Some(deal.opened), deal.closed];
        deals.iter().flat_map(each).flatten()
    };
    Some((moments().min()?, moments().max()?))
}

/// Deals by what they trade, and what is left of each to explain.
struct Book<'d> {
    tolerances: DealTolerances,
    by_base: HashMap<String, Vec<Open<'d>>>,
}

struct Open<'d> {
    deal: &'d Deal,
    bought: Volume,
    sold: Volume,
}

/// What an entry wants of a deal: a side, and base or quote units.
struct Wish<'a> {
    /// Empty where a leg does not tell it.
    base: &'a str,
    quote: Option<&'a str>,
    side: Side,
    size: Amount,
    in_base: bool,
    /// Whether it is what came in.
    is_in: bool,
}

impl<'d> Book<'d> {
    fn of(deals: &'d [Deal], tolerances: DealTolerances) -> Book<'d> {
        let mut by_base: HashMap<String, Vec<Open<'d>>> = HashMap::new();
        for deal in deals {
            let open = Open {
                deal,
                bought: with_excess(&deal.bought, tolerances),
                sold: with_excess(&deal.sold, tolerances),
            };
            let deals = by_base.entry(deal.base.to_uppercase()).or_default();
            deals.push(open);
        }
        for deals in by_base.values_mut() {
            deals.sort_by_key(|open| (length(open.deal), open.deal.opened));
        }
        Book {
            tolerances,
            by_base,
        }
    }

    /// The deal that explains an entry, which then has less left to explain.
    fn take(&mut self, entry: &Entry) -> Option<&'d Deal> {
        let slack = self.tolerances.slack_seconds_max;
        for mut wish in wishes(entry) {
            wish.size = self.net(entry, &wish);
            let found = match wish.base {
                "" => self
                    .by_base
                    .values_mut()
                    .flatten()
                    .filter(|open| open.fits(entry, &wish, slack))
                    .min_by_key(|open| (length(open.deal), open.deal.opened, open.deal.line)),
                base => self
                    .by_base
                    .get_mut(&base.to_uppercase())
                    .into_iter()
                    .flatten()
                    .find(|open| open.fits(entry, &wish, slack)),
            };
            if let Some(open) = found {
                open.use_up(&wish);
                return Some(open.deal);
            }
        }
        None
    }
}

impl Book<'_> {
    /// What a trade brought once its fee was taken: what 3Commas counts.
    fn net(&self, entry: &Entry, wish: &Wish<'_>) -> Amount {
        let came_in = entry.in_.as_ref().filter(|_| wish.is_in);
        let Some(came_in) = came_in else {
            return wish.size.clone();
        };
        match &entry.fee {
            Some(fee) if fee.asset == came_in.asset && !fee.amount.is_negative() => {
                wish.size.minus(&fee.amount)
            }
            Some(_) => wish.size.clone(),
            None => {
                let thousandths = 1000 - i128::from(self.tolerances.fee_thousandths.min(1000));
                wish.size.times(&Amount::from_units(thousandths, 3))
            }
        }
    }
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

impl Open<'_> {
    fn fits(&self, entry: &Entry, wish: &Wish<'_>, slack: i64) -> bool {
        let deal = self.deal;
        let is_same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        let is_pair = (wish.base.is_empty() || is_same(wish.base, &deal.base))
            && wish.quote.is_none_or(|quote| is_same(quote, &deal.quote));
        let closed = deal.closed.map(|closed| closed.seconds);
        let is_within = deal.opened.seconds - slack <= entry.time.seconds
            && closed.is_none_or(|closed| entry.time.seconds <= closed + slack);
        is_pair
            && is_within
            && may_be_account(deal, entry)
            // A deal that does not say how much it traded explains no amount.
            && self
                .left(wish)
                .is_some_and(|left| wish.size.cmp(left) != Ordering::Greater)
    }

    /// What is left of the side and asset that an entry wants.
    fn left(&self, wish: &Wish<'_>) -> Option<&Amount> {
        let volume = match wish.side {
            Side::Buy => &self.bought,
            Side::Sell => &self.sold,
        };
        match wish.in_base {
            true => volume.base.as_ref(),
            false => volume.quote.as_ref(),
        }
    }

    /// Takes off what an entry used.
    fn use_up(&mut self, wish: &Wish<'_>) {
        let volume = match wish.side {
            Side::Buy => &mut self.bought,
            Side::Sell => &mut self.sold,
        };
        let left = match wish.in_base {
            true => &mut volume.base,
            false => &mut volume.quote,
        };
        if let Some(left) = left {
            *left = left.minus(&wish.size);
        }
    }
}

/// Exchanges that people name their accounts at 3Commas after.
const EXCHANGES: [&str; 12] = [
    "binance", "kucoin", "ftx", "bybit", "okx", "okex", "coinbase", "huobi", "kraken", "bitfinex",
    "bittrex", "gate",
];

/// Whether the account's name at 3Commas leaves open that it is the entry's: it
/// has the same name, or names no other exchange.
fn may_be_account(deal: &Deal, entry: &Entry) -> bool {
    let name = deal.account.to_lowercase();
    if !entry.account.is_empty() && name == entry.account.to_lowercase() {
        return true;
    }
    let mut named = EXCHANGES
        .iter()
        .filter(|exchange| name.contains(**exchange))
        .peekable();
    named.peek().is_none() || named.any(|exchange| entry.exchange.starts_with(exchange))
}

/// What an entry may be in terms of a deal.
fn wishes(entry: &Entry) -> Vec<Wish<'_>> {
    if entry.kind == Kind::Derivative {
        return derivative(entry).into_iter().collect();
    }
    if entry.kind != Kind::Trade {
        return Vec::new();
    }
    match (&entry.out, &entry.in_) {
        (Some(out), Some(in_)) => {
            let buy = Wish {
                base: &in_.asset,
                quote: Some(&out.asset),
                side: Side::Buy,
                size: in_.amount.clone(),
                in_base: true,
                is_in: true,
            };
            let sell = Wish {
                base: &out.asset,
                quote: Some(&in_.asset),
                side: Side::Sell,
                size: out.amount.clone(),
                in_base: true,
                is_in: false,
            };
            match entry.side {
                Some(Side::Buy) => vec![buy],
                Some(Side::Sell) => vec![sell],
                None => vec![buy, sell],
            }
        }
        (None, Some(leg)) => leg_wishes(leg, Side::Buy),
        (Some(leg), None) => leg_wishes(leg, Side::Sell),
        (None, None) => Vec::new(),
    }
}

/// One leg of a trade: base that was traded this way, or quote the other way.
fn leg_wishes(leg: &Quantity, side: Side) -> Vec<Wish<'_>> {
    let is_in = side == Side::Buy;
    let other = match side {
        Side::Buy => Side::Sell,
        Side::Sell => Side::Buy,
    };
    vec![
        Wish {
            base: &leg.asset,
            quote: None,
            side,
            size: leg.amount.clone(),
            in_base: true,
            is_in,
        },
        Wish {
            base: "",
            quote: Some(&leg.asset),
            side: other,
            size: leg.amount.clone(),
            in_base: false,
            is_in,
        },
    ]
}

/// A fill of a contract, by the assets in its name.
fn derivative(entry: &Entry) -> Option<Wish<'_>> {
    let market = entry.market.as_str();
    let (base, quote) = markets::separated(market).or_else(|| markets::glued(market, ""))?;
    Some(Wish {
        base,
        quote: Some(quote),
        side: entry.side?,
        size: entry.facts.contract_size.clone()?,
        in_base: true,
        is_in: false,
    })
}
