//! What a row moves: each change of a balance, for who checks balances.

use crate::base::text::Text;
use crate::entry::{Entry, Quantity};
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// What the entries of one row do to the account.
#[derive(Default)]
pub(crate) struct Moved {
    pub account: Text,
    pub time: Option<Moment>,
    /// By what the numbers of balances are multiplied, where they count small units.
    pub unit: Option<Amount>,
    changes: Vec<Change>,
}

struct Change {
    asset: Text,
    by: Amount,
    is_fee: bool,
}

impl Moved {
    /// Adds what an entry moves: in, less out, less fee.
    pub fn add(&mut self, entry: &Entry) {
        self.account = entry.account_in_file.clone();
        self.time = Some(entry.time);
        let legs = [
            (&entry.in_, false, false),
            (&entry.out, true, false),
            (&entry.fee, true, true),
        ];
        for (quantity, is_out, is_fee) in legs {
            let Some(Quantity { asset, amount }) = quantity else {
                continue;
            };
            self.changes.push(Change {
                asset: asset.clone(),
                by: match is_out {
                    true => amount.negated(),
                    false => amount.clone(),
                },
                is_fee,
            });
        }
    }

    /// By how much one asset changed.
    pub fn of(&self, asset: &str) -> Amount {
        let changes = self.changes.iter().filter(|change| change.asset == asset);
        changes.fold(Amount::ZERO, |sum, change| sum.plus(&change.by))
    }

    /// An asset as the entries spell it, whatever its case in the file.
    pub fn spelled<'a>(&'a self, asset: &'a str) -> &'a str {
        let mut assets = self.changes.iter().map(|change| change.asset.as_str());
        assets
            .find(|own| own.eq_ignore_ascii_case(asset))
            .unwrap_or(asset)
    }

    /// A balance of which the file counts small units, as one of the asset.
    pub fn measured(&self, balance: Amount) -> Amount {
        match &self.unit {
            Some(unit) => balance.times(unit),
            None => balance,
        }
    }

    /// The one asset that moved, fees apart where something else did.
    pub fn only_asset(&self) -> Option<&str> {
        let legs = self.changes.iter().filter(|change| !change.is_fee);
        let has_legs = legs.clone().next().is_some();
        let mut assets = self
            .changes
            .iter()
            .filter(|change| !has_legs || !change.is_fee)
            .map(|change| change.asset.as_str());
        let first = assets.next()?;
        assets.all(|asset| asset == first).then_some(first)
    }
}
