//! What the book says about the assets of one entry, and the line made of it.

use std::rc::Rc;

use super::line::{Delta, LossLine, Part, RoundTrip, Status, Unpriced};
use super::listed::Listed;
use super::parts::parts;
use super::surroundings::Context;
use super::{add_delta, deltas};
use crate::base::text::Text;
use crate::entry::{Entry, Kind, Quantity};
use crate::numbers::amount::Amount;
use crate::numbers::money::Money;
use crate::numbers::ratio::Ratio;
use crate::prices::price::{Missing, Price};
use crate::prices::{Asked, PriceBook, Priced, Pricer};
use crate::terms::{METHOD, Terms};
use crate::time::moment::Moment;

/// Asks the book with aliases, basis and manipulated spans applied.
pub(super) struct PriceLookup<'a> {
    pricer: Pricer<'a>,
    terms: &'a Terms,
}

type Answer = Result<Rc<Priced>, Missing>;

impl<'a> PriceLookup<'a> {
    pub(super) fn new(book: &'a PriceBook, terms: &'a Terms) -> PriceLookup<'a> {
        PriceLookup {
            pricer: Pricer::new(book, terms),
            terms,
        }
    }

    pub(super) fn ask(
        &mut self,
        ticker: &Text,
        exchange: Option<&str>,
        time: Moment,
    ) -> (Asked, Answer) {
        let asset = match self.terms.asset_of(ticker, exchange, time) {
            same if same == ticker.as_str() => ticker.clone(),
            other => other.into(),
        };
        let (at, manipulated_from, missing) = match self.terms.listed_at(&asset, time) {
            Listed::Free(at) => (at, None, None),
            Listed::From(from) => (from, Some(from), None),
            Listed::Unpriced(missing) => (self.terms.basis.moment(time), None, Some(missing)),
        };
        let asked = Asked {
            at,
            manipulated_from,
            asset,
        };
        let answer = if self.terms.is_unsettled(&asked.asset) {
            Err(Missing::Unsettled)
        } else if let Some(missing) = missing {
            Err(missing)
        } else {
            self.pricer.price(&asked)
        };
        (asked, answer)
    }

    /// The price of each asset of an entry.
    pub(super) fn entry<'e>(
        &mut self,
        entry: &'e Entry,
        closed: Option<&'e RoundTrip>,
    ) -> PricedEntry<'e> {
        let mut deltas = deltas(entry);
        if let Some(closed) = closed {
            add_delta(&mut deltas, &closed.margin, &closed.profit);
        }
        let assets = deltas
            .into_iter()
            .map(|(ticker, units)| {
                let (asked, answer) = self.ask(ticker, Some(&entry.exchange), entry.time);
                AssetAnswer {
                    ticker,
                    units,
                    asked,
                    answer,
                }
            })
            .collect();
        PricedEntry { assets, closed }
    }
}

/// What the book says about one asset of an entry.
struct AssetAnswer<'e> {
    ticker: &'e Text,
    units: Amount,
    asked: Asked,
    answer: Answer,
}

/// What the book says about an entry; assets in byte order.
pub(super) struct PricedEntry<'e> {
    assets: Vec<AssetAnswer<'e>>,
    closed: Option<&'e RoundTrip>,
}

/// What was sent and received, the fee apart; a derivative moves no spot asset.
fn own_legs(entry: &Entry) -> impl Iterator<Item = &Quantity> {
    let spot = entry.kind != Kind::Derivative;
    [&entry.out, &entry.in_]
        .into_iter()
        .flatten()
        .filter(move |_| spot)
}

impl PricedEntry<'_> {
    fn of(&self, ticker: &str) -> Option<&AssetAnswer<'_>> {
        self.assets.iter().find(|asset| asset.ticker == ticker)
    }

    fn priced(&self, ticker: &str) -> Option<&Priced> {
        self.of(ticker)?.answer.as_deref().ok()
    }

    /// Whether something sent or received has no price; the fee alone does not
    /// count, unless the entry is nothing else.
    pub(super) fn lacks_own(&self, entry: &Entry) -> bool {
        let own = own_legs(entry).any(|leg| self.priced(&leg.asset).is_none());
        let margin = self.closed.map(|closed| self.priced(&closed.margin));
        let only_fee = own_legs(entry).next().is_none() && self.closed.is_none();
        own || matches!(margin, Some(None))
            || (only_fee && self.assets.iter().any(|asset| asset.answer.is_err()))
    }

    pub(super) fn line(self, entry: &Entry, terms: &Terms, context: &Context) -> LossLine {
        let in_broken_group = context.in_broken_group;
        let lacks_own = self.lacks_own(entry);
        let worth = self.worth().filter(|_| !lacks_own);
        let why = match &worth {
            None if !lacks_own => Some(Missing::TooLarge),
            _ => in_broken_group.then_some(Missing::Group),
        };
        let worth = worth.filter(|_| !in_broken_group);
        let mut line = LossLine {
            status: Status::Unpriced,
            loss: None,
            at_most: None,
            currency: terms.currency.clone(),
            basis: terms.basis,
            method: METHOD.into(),
            native: self.native(),
            parts: Vec::new(),
            prices: self.prices(),
            unpriced: self.unpriced(why),
            round_trip: self.closed.cloned(),
            deal: context.deal.clone(),
        };
        if let Some((loss, parts)) = worth {
            line.status = Status::Priced;
            line.loss = Some(loss);
            line.parts = parts;
        } else {
            line.at_most = self.at_most(entry, in_broken_group);
            line.place_at_most(entry);
        }
        line
    }

    /// The loss with its parts; none where it is past what a line can hold.
    pub(super) fn worth(&self) -> Option<(Money, Vec<Part>)> {
        parts(&self.components())
    }

    fn native(&self) -> Vec<Delta> {
        let delta = |asset: &AssetAnswer<'_>| Delta {
            asset: asset.ticker.clone(),
            units: asset.units.clone(),
        };
        self.assets.iter().map(delta).collect()
    }

    fn prices(&self) -> Vec<Price> {
        let price = |asset: &AssetAnswer<'_>| {
            let priced = asset.answer.as_deref().ok()?;
            Some(priced.price(asset.ticker, &asset.asked))
        };
        self.assets.iter().filter_map(price).collect()
    }

    /// What has no price; where the line as a whole has no value for a reason of its
    /// own, everything.
    fn unpriced(&self, why: Option<Missing>) -> Vec<Unpriced> {
        let missing = |asset: &AssetAnswer<'_>| match &asset.answer {
            Err(missing) => Some(*missing),
            Ok(_) => why,
        };
        let unpriced = |asset: &AssetAnswer<'_>| {
            Some(Unpriced {
                asset: asset.ticker.clone(),
                units: asset.units.clone(),
                missing: missing(asset)?,
                at_most: None,
            })
        };
        self.assets.iter().filter_map(unpriced).collect()
    }

    /// What was paid, where that has a price: out × P + fee × P. A fee taken
    /// from what was received is no further payment; one in a third asset
    /// without a price leaves no upper bound.
    fn at_most(&self, entry: &Entry, in_broken_group: bool) -> Option<Money> {
        let out = entry.out.as_ref().filter(|_| self.closed.is_none())?;
        let alone = entry.in_.is_none() && !in_broken_group;
        let price = self.priced(&out.asset).filter(|_| !alone)?;
        let mut paid = price.ratio.times(&out.amount);
        if let Some(fee) = &entry.fee {
            let received = entry.in_.as_ref().is_some_and(|in_| in_.asset == fee.asset);
            match self.priced(&fee.asset) {
                Some(price) => paid = paid.plus(&price.ratio.times(&fee.amount)),
                None if received => {}
                None => return None,
            }
        }
        Money::rounded(&paid)
    }

    /// −Δq × P of every asset that has a price, by asset in byte order.
    fn components(&self) -> Vec<(&Text, Ratio)> {
        let mut components = Vec::with_capacity(self.assets.len());
        for asset in &self.assets {
            if let Ok(priced) = &asset.answer {
                let worth = priced.ratio.times(&asset.units);
                components.push((asset.ticker, worth.negated()));
            }
        }
        components
    }
}

impl LossLine {
    /// Puts the upper bound beside what was received for it, else beside what was paid.
    fn place_at_most(&mut self, entry: &Entry) {
        let received = entry.in_.as_ref().map(|in_| &in_.asset);
        let at = self
            .unpriced
            .iter()
            .position(|unpriced| Some(&unpriced.asset) == received);
        let paid = || {
            let out = entry.out.as_ref().map(|out| &out.asset);
            self.unpriced
                .iter()
                .position(|unpriced| Some(&unpriced.asset) == out)
        };
        if let Some(at) = at.or_else(paid) {
            self.unpriced[at].at_most = self.at_most;
        }
    }
}
