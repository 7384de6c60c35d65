//! Exact figures, and what must hold for any entries.

mod any_entries;
mod gaps;
mod holdings;
mod wallets;

use crate::balances::{BalanceRules, Balances, Holding, balances};
use crate::entry::{Entry, Kind, Quantity};
use crate::numbers::amount::Amount;
use crate::terms::Terms;
use crate::time::moment::Moment;
use crate::time::rfc3339;

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn quantity(text: &str) -> Option<Quantity> {
    let (number, asset) = text.split_once(' ')?;
    Some(Quantity {
        asset: asset.into(),
        amount: amount(number),
    })
}

fn moment(text: &str) -> Moment {
    rfc3339::parse(text).unwrap()
}

/// An entry of `a.csv`: what went out, what came in and the fee, such as `0.5 BTC`, each
/// empty for none.
fn entry(line: u64, time: &str, [out, in_, fee]: [&str; 3]) -> Entry {
    Entry {
        file: "a.csv".into(),
        lines: line.into(),
        exchange: "kraken".into(),
        time: moment(time),
        kind: Kind::Trade,
        out: quantity(out),
        in_: quantity(in_),
        fee: quantity(fee),
        ..Entry::default()
    }
}

/// The entry with the balance that its row states.
fn stating(mut entry: Entry, balance: &str) -> Entry {
    entry.balance = quantity(balance).map(Box::new);
    entry
}

fn found_with(entries: &[Entry], rules: &BalanceRules) -> Balances {
    balances(entries, [], &Terms::default(), rules)
}

fn found(entries: &[Entry]) -> Balances {
    found_with(entries, &BalanceRules::default())
}

/// The holding of one asset.
fn holding(balances: &Balances, asset: &str) -> Holding {
    let mut holdings = balances.holdings.iter();
    holdings
        .find(|holding| holding.asset == asset)
        .unwrap()
        .clone()
}

/// Opening, received, sent, fees, unexplained and closing as they print.
fn sums(holding: &Holding) -> [String; 6] {
    [
        &holding.opening,
        &holding.received,
        &holding.sent,
        &holding.fees,
        &holding.unexplained,
        &holding.closing,
    ]
    .map(Amount::to_string)
}
