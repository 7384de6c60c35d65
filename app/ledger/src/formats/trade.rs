//! What the trade files of every exchange have in common: one thing given for
//! another, and a total that should be quantity × price.

use std::cmp::Ordering;

use crate::base::features::COMPLETE;
use crate::base::text::Text;
use crate::cells::secrets::shortened;
use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{EntryNote, Message};
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::row::{computed, note, quantity};
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// Reads the side of a trade.
pub(crate) fn side(cells: &Cells<'_>) -> Result<Side, RowDiagnostic> {
    let word = cells.needed(Field::Side)?;
    match side_word(word) {
        Some(side) => Ok(side),
        None => Err(RowDiagnostic::on(Field::Side, Code::RefusedSide, || {
            Message::SideNone {
                word: shortened(word).into(),
            }
        })),
    }
}

/// The fee that a row names with its asset. A fee of zero needs none.
pub(crate) fn fee(cells: &Cells<'_>) -> Result<Option<Quantity>, RowDiagnostic> {
    match cells.amount(Field::Fee)? {
        Some(fee) if fee.is_zero() && cells.text(Field::FeeAsset).is_empty() => Ok(None),
        Some(fee) => Ok(Some(quantity(cells.needed(Field::FeeAsset)?, fee))),
        None => Ok(None),
    }
}

/// The fee of a row that does not name its asset: base or quote, whichever it can
/// be a fee's share of. Where it can be both, that of the exchange's own way (`tie`),
/// if one is known; else, or where it can be neither, no fee is written and the diagnostic
/// says so. A fee is never put to an asset without a word.
pub(crate) fn fee_by_its_size(
    fee: Amount,
    trade: &Trade<'_>,
    tie: Option<&str>,
    entry: &mut Entry,
    out: &mut RowOutput<'_>,
) -> Option<Quantity> {
    // The browser keeps no fees, and this refuses none.
    if !COMPLETE || fee.is_zero() {
        return None;
    }
    let product = match (&trade.total, &trade.price) {
        (None, Some(price)) => Some(price.times(&trade.size)),
        (total, _) => total.clone(),
    };
    let fees = out.column_map.fees;
    let is_share_of = |whole: &Amount| {
        let most = Amount::from_units(fees.ten_thousandths_max.into(), 4);
        let most = whole.abs().times(&most);
        let least = most.times(&Amount::from_units(fees.least_hundredths.into(), 2));
        let fee = fee.abs();
        fee.cmp(&most) != Ordering::Greater && fee.cmp(&least) != Ordering::Less
    };
    let in_base = is_share_of(&trade.size);
    let in_quote = product.as_ref().is_some_and(is_share_of);
    type How = fn(Text) -> EntryNote;
    let by_size: How = |asset| EntryNote::FeeBySize { asset };
    let by_way: How = |asset| EntryNote::FeeByWay { asset };
    let (asset, how) = match (in_base, in_quote, tie) {
        (true, false, _) => (trade.base, by_size),
        (false, true, _) => (trade.quote, by_size),
        (true, true, Some(asset)) => (asset, by_way),
        _ => {
            out.diagnostic(RowDiagnostic::on(Field::Fee, Code::WarnFeeAsset, || {
                Message::FeeAsset {
                    amount: fee.clone(),
                    base: trade.base.into(),
                    quote: trade.quote.into(),
                }
            }));
            note(entry, || EntryNote::FeeLeftOut {
                amount: Box::new(fee),
            });
            return None;
        }
    };
    note(entry, || how(asset.into()));
    Some(quantity(asset, fee))
}

impl<'a> Trade<'a> {
    /// The asset that came in.
    pub fn received(&self) -> &'a str {
        match self.side {
            Side::Buy => self.base,
            Side::Sell => self.quote,
        }
    }

    /// The asset that went out.
    pub fn given(&self) -> &'a str {
        match self.side {
            Side::Buy => self.quote,
            Side::Sell => self.base,
        }
    }
}

/// The size, price and total of a trade in one market.
pub(crate) struct Trade<'a> {
    pub side: Side,
    pub base: &'a str,
    pub quote: &'a str,
    pub size: Amount,
    pub price: Option<Amount>,
    pub total: Option<Amount>,
}

impl Trade<'_> {
    /// Writes what went out and what came in to the entry. A total that the file
    /// lacks is computed exactly; one that it has is checked.
    #[cfg_attr(feature = "complete", inline(always))]
    pub fn write(
        mut self,
        entry: &mut Entry,
        out: &mut RowOutput<'_>,
    ) -> Result<(), RowDiagnostic> {
        let amount = self.checked_total(entry, out)?;
        if !COMPLETE {
            return Ok(());
        }
        let quote = Some(Quantity {
            asset: out.text(self.quote),
            amount,
        });
        let base = Some(Quantity {
            asset: out.text(self.base),
            amount: self.size,
        });
        (entry.out, entry.in_) = match self.side {
            Side::Buy => (quote, base),
            Side::Sell => (base, quote),
        };
        entry.kind = Kind::Trade;
        entry.side = Some(self.side);
        entry.price = self.price;
        Ok(())
    }

    /// Writes a fill of a perpetual or future: nothing spot moves; its size is a fact.
    pub fn write_derivative(
        mut self,
        entry: &mut Entry,
        out: &mut RowOutput<'_>,
    ) -> Result<(), RowDiagnostic> {
        self.checked_total(entry, out)?;
        entry.notes.clear();
        entry.total_computed = false;
        entry
            .facts
            .keep(|facts| facts.contract_size = Some(self.size));
        entry.kind = Kind::Derivative;
        entry.side = Some(self.side);
        entry.price = self.price;
        Ok(())
    }

    /// Takes the total; the browser only looks whether there is one. Where it is a part of its caller, what the trade is made of
    /// need not stand in memory; in the browser what is small counts more.
    #[cfg_attr(feature = "complete", inline(always))]
    fn checked_total(
        &mut self,
        entry: &mut Entry,
        out: &mut RowOutput<'_>,
    ) -> Result<Amount, RowDiagnostic> {
        match (self.total.take(), &self.price) {
            (Some(_), _) | (_, Some(_)) if !COMPLETE => Ok(Amount::ZERO),
            (Some(total), Some(price)) => {
                if is_off(price, &self.size, &total) {
                    out.diagnostic(off(price, &self.size, &total));
                }
                Ok(total)
            }
            (Some(total), None) => Ok(total),
            (None, Some(price)) => {
                computed(entry);
                Ok(price.times(&self.size))
            }
            (None, None) => Err(RowDiagnostic::on(Field::Price, Code::RefusedEmpty, || {
                Message::TotalNone
            })),
        }
    }
}

#[cold]
fn off(price: &Amount, size: &Amount, total: &Amount) -> RowDiagnostic {
    let product = price.times(size);
    RowDiagnostic::on(Field::Total, Code::WarnTotal, || Message::TotalDiffers {
        amount: total.clone(),
        amount_product: product.clone(),
    })
}

/// Whether quantity × price misses the total by more than half a unit in its
/// last place and by more than 0.01 % (method §1.1).
#[inline]
fn is_off(price: &Amount, size: &Amount, total: &Amount) -> bool {
    Amount::product_is_off(price, size, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(price: &str, size: &str, total: &str) -> bool {
        let read = |text| Amount::parse(text).unwrap();
        is_off(&read(price), &read(size), &read(total))
    }

    #[test]
    fn a_total_may_miss_by_half_a_unit_or_a_hundredth_of_a_percent() {
        assert!(!off("2.67365", "734", "1962.4590999999998"));
        assert!(!off("3", "0.5", "1"), "half a unit in the last place");
        assert!(off("3.01", "0.5", "1"), "past half a unit");
        assert!(!off("100", "1", "100.0100"), "about 0.01 %");
        assert!(off("100", "1", "100.0101"), "past 0.01 %");
        assert!(off("100", "1", "90"));
    }
}
