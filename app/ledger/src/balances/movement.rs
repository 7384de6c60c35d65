//! What one entry does to each asset of its account.

use crate::base::text::Text;
use crate::entry::{Direction, Entry};
use crate::numbers::amount::Amount;
use crate::terms::Terms;

/// What holdings are kept apart by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct HoldingOf {
    pub exchange: Text,
    pub account: Text,
    pub asset: Text,
}

impl HoldingOf {
    pub fn of(entry: &Entry, asset: &str) -> HoldingOf {
        HoldingOf {
            exchange: entry.exchange.clone(),
            account: entry.account.clone(),
            asset: asset.into(),
        }
    }
}

/// What an entry does to one asset, and the balance that its file states of it.
pub(super) struct Movement<'e> {
    pub asset: &'e str,
    pub received: Amount,
    pub sent: Amount,
    pub fees: Amount,
    pub stated: Option<&'e Amount>,
}

impl<'e> Movement<'e> {
    fn none(asset: &'e str) -> Movement<'e> {
        Movement {
            asset,
            received: Amount::ZERO,
            sent: Amount::ZERO,
            fees: Amount::ZERO,
            stated: None,
        }
    }

    /// By how much the holding changes.
    pub fn change(&self) -> Amount {
        self.received.minus(&self.sent).minus(&self.fees)
    }
}

/// The movements of an entry, one for each asset.
pub(super) fn movements<'e>(entry: &'e Entry, terms: &'e Terms) -> Vec<Movement<'e>> {
    let meant = |ticker: &'e str| terms.asset_of(ticker, Some(&entry.exchange), entry.time);
    let mut movements = Vec::with_capacity(4);
    for (direction, quantity) in entry.legs() {
        let movement = of_asset(&mut movements, meant(&quantity.asset));
        let sum = match direction {
            Direction::In => &mut movement.received,
            Direction::Out => &mut movement.sent,
            Direction::Fee => &mut movement.fees,
        };
        *sum = sum.plus(&quantity.amount);
    }
    if let Some(balance) = &entry.balance {
        of_asset(&mut movements, meant(&balance.asset)).stated = Some(&balance.amount);
    }
    movements
}

fn of_asset<'m, 'e>(movements: &'m mut Vec<Movement<'e>>, asset: &'e str) -> &'m mut Movement<'e> {
    let known = movements
        .iter()
        .position(|movement| movement.asset == asset);
    let at = known.unwrap_or_else(|| {
        movements.push(Movement::none(asset));
        movements.len() - 1
    });
    &mut movements[at]
}

/// The wallet whose balance an entry states or changes. A file that states balances and
/// names no wallet is of one wallet, which its format stands for. Empty where nothing
/// says it.
pub(super) fn wallet(entry: &Entry) -> &Text {
    match entry.account_in_file.is_empty() && entry.balance.is_some() {
        true => &entry.format,
        false => &entry.account_in_file,
    }
}
