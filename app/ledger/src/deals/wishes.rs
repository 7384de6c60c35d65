//! What a trade may be in terms of a deal: so much of a base or of a quote, bought or
//! sold.

use super::DealTolerances;
use crate::cells::markets;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::numbers::amount::Amount;

/// What an entry wants of a deal: a side, and base or quote units.
pub(super) struct Wish<'a> {
    /// Empty where a leg does not tell it.
    pub base: &'a str,
    pub quote: Option<&'a str>,
    pub side: Side,
    pub size: Amount,
    pub in_base: bool,
    /// Whether it is what came in.
    is_in: bool,
}

impl Wish<'_> {
    /// What a trade brought once its fee was taken: what 3Commas counts.
    fn net(&self, entry: &Entry, tolerances: DealTolerances) -> Amount {
        let came_in = entry.in_.as_ref().filter(|_| self.is_in);
        let Some(came_in) = came_in else {
            return self.size.clone();
        };
        match &entry.fee {
            Some(fee) if fee.asset == came_in.asset && !fee.amount.is_negative() => {
                self.size.minus(&fee.amount)
            }
            Some(_) => self.size.clone(),
            None => {
                let thousandths = 1000 - i128::from(tolerances.fee_thousandths.min(1000));
                self.size.times(&Amount::from_units(thousandths, 3))
            }
        }
    }
}

/// What an entry may be in terms of a deal.
pub(super) fn wishes(entry: &Entry, tolerances: DealTolerances) -> Vec<Wish<'_>> {
    let mut wishes = gross_wishes(entry);
    for wish in &mut wishes {
        wish.size = wish.net(entry, tolerances);
    }
    wishes
}

fn gross_wishes(entry: &Entry) -> Vec<Wish<'_>> {
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
    let (base, quote) = markets::separated(market).or_else(|| markets::unseparated(market, ""))?;
    Some(Wish {
        base,
        quote: Some(quote),
        side: entry.side?,
        size: entry.facts.contract_size.clone()?,
        in_base: true,
        is_in: false,
    })
}
