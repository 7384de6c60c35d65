//! Running balances: each row's change must lead from the balance before it to
//! its own. What does not follow is said: a row may be missing, or changed.

use std::collections::HashMap;

use crate::amount::Amount;
use crate::entry::{Entry, Quantity};
use crate::number;
use crate::readers::{Cells, Field};
use crate::said::Said;
use crate::sink::Sink;
use crate::text::Text;

/// How many rows that do not follow are said one by one.
const SAID_MAX: usize = 100;

/// What the entries of one row do to the account.
#[derive(Default)]
pub(crate) struct Moved {
    account: Text,
    changes: Vec<(Text, Amount)>,
}

impl Moved {
    /// Adds what an entry moves: in, less out, less fee.
    pub fn add(&mut self, entry: &Entry) {
        self.account = entry.account_in_file.clone();
        let mut add = |quantity: &Option<Quantity>, is_out: bool| {
            if let Some(Quantity { asset, amount }) = quantity {
                let amount = if is_out {
                    amount.negated()
                } else {
                    amount.clone()
                };
                self.changes.push((asset.clone(), amount));
            }
        };
        add(&entry.in_, false);
        add(&entry.out, true);
        add(&entry.fee, true);
    }

    fn of(&self, asset: &str) -> Amount {
        let changes = self.changes.iter().filter(|(of, _)| of == asset);
        changes.fold(Amount::ZERO, |sum, (_, change)| sum.plus(change))
    }
}

/// The latest row of one account and asset.
struct Latest {
    line: u64,
    balance: Amount,
    change: Amount,
    /// The widest fraction among the balances so far.
    scale: u32,
}

/// Rows that do not follow if the file is in this order.
#[derive(Default)]
struct Misses {
    count: u64,
    first: Vec<(u64, String)>,
}

/// The balances of one file. Whether it goes forward or back in time is told by
/// which way fewer rows fail to follow.
pub(crate) struct Balances {
    latest: HashMap<(Text, Text), Latest>,
    balances_max: usize,
    column: u32,
    forward: Misses,
    back: Misses,
}

impl Balances {
    /// Nothing is read yet; so many accounts and assets are followed.
    pub fn new(balances_max: usize) -> Balances {
        Balances {
            latest: HashMap::new(),
            balances_max,
            column: 0,
            forward: Misses::default(),
            back: Misses::default(),
        }
    }

    /// Checks the row against the one before it of the same account and asset.
    pub fn row(&mut self, cells: &Cells<'_>, moved: &Moved, said: &mut Said, sink: &mut dyn Sink) {
        let (asset, cell) = (cells.text(Field::Asset), cells.text(Field::Balance));
        if number::is_nothing(cell) {
            return;
        }
        let line = cells.row.line;
        self.column = cells
            .places
            .get(Field::Balance)
            .map_or(0, |at| at as u32 + 1);
        let balance = match cells.number(Field::Balance, cell) {
            Ok(balance) => balance,
            Err(remark) => {
                return said.at(line, self.column, "WARN-BALANCE", remark.sentence, sink);
            }
        };
        let change = moved.of(asset);
        let key = (moved.account.clone(), Text::new(asset));
        let Some(latest) = self.latest.get_mut(&key) else {
            if self.latest.len() >= self.balances_max {
                let sentence = format!(
                    "the file has the balances of more accounts and assets than balances_max ({}); the others are not checked",
                    self.balances_max
                );
                return said.once(line, "NOTE-BALANCES", &sentence, sink);
            }
            let scale = balance.scale();
            let latest = Latest {
                line,
                balance,
                change,
                scale,
            };
            self.latest.insert(key, latest);
            return;
        };
        latest.scale = latest.scale.max(balance.scale());
        let forward = latest.balance.plus(&change);
        let back = latest.balance.minus(&latest.change);
        for (misses, expected) in [(&mut self.forward, forward), (&mut self.back, back)] {
            if !is_near(&expected, &balance, latest.scale) {
                misses.add(line, || {
                    format!(
                        "the balance of {asset} should be {expected} after line {}, and is {balance}: a row may be missing or changed",
                        latest.line
                    )
                });
            }
        }
        (latest.line, latest.balance, latest.change) = (line, balance, change);
    }

    /// Says what does not follow.
    pub fn finish(self, said: &Said, sink: &mut dyn Sink) {
        let misses = if self.back.count < self.forward.count {
            self.back
        } else {
            self.forward
        };
        let rest = misses.count - misses.first.len() as u64;
        for (line, sentence) in misses.first {
            said.at(line, self.column, "WARN-BALANCE", sentence, sink);
        }
        if rest > 0 {
            let sentence = format!("{rest} more balances do not follow from the row before");
            said.at(0, 0, "WARN-BALANCES", sentence, sink);
        }
    }
}

impl Misses {
    fn add(&mut self, line: u64, sentence: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < SAID_MAX {
            self.first.push((line, sentence()));
        }
    }
}

/// Whether a balance is as expected. One that the file writes less finely than
/// its changes may be off by one in its last place.
fn is_near(expected: &Amount, balance: &Amount, scale: u32) -> bool {
    if expected == balance {
        return true;
    }
    let unit = Amount::from_units(1, scale);
    expected.scale() > scale && expected.minus(balance).abs() <= unit
}

#[cfg(test)]
mod tests {
    use crate::readers::{Format, testing};

    static FORMAT: Format = testing::FORMAT;

    fn said(rows: &str) -> Vec<String> {
        let text = format!("Time,Wallet,Coin,Change,Balance\n{rows}");
        let (_, collected) = testing::read_as(&FORMAT, &text);
        let said = collected.diagnostics.iter();
        said.map(ToString::to_string).collect()
    }

    const TIME: &str = "2022-10-18 21:00:09";

    #[test]
    fn balances_that_follow_are_silent_in_either_order_of_the_file() {
        let forward = format!(
            "{TIME},a,BTC,1,1.0\n{TIME},b,BTC,5,5\n{TIME},a,ETH,2,2\n{TIME},a,BTC,-0.25,0.75\n"
        );
        assert_eq!(said(&forward), [""; 0]);
        let back: Vec<&str> = forward.lines().rev().collect();
        assert_eq!(said(&back.join("\n")), [""; 0]);
    }

    #[test]
    fn a_balance_that_does_not_follow_says_what_it_should_be() {
        let rows =
            format!("{TIME},a,BTC,1,1\n{TIME},a,BTC,2,3\n{TIME},a,BTC,1,5\n{TIME},a,BTC,1,6\n");
        assert_eq!(
            said(&rows),
            [
                "x:4:5: WARN-BALANCE: the balance of BTC should be 4 after line 3, and is 5: a row may be missing or changed"
            ]
        );
    }

    #[test]
    fn a_balance_written_less_finely_than_its_changes_may_be_rounded() {
        let rows = |balance| format!("{TIME},a,BTC,1,1.12\n{TIME},a,BTC,0.123456,{balance}\n");
        assert_eq!(said(&rows("1.24")), [""; 0]);
        assert_eq!(said(&rows("1.25")), [""; 0]);
        assert_eq!(said(&rows("1.26")).len(), 1);
        assert_eq!(said(&rows("-")).len(), 0);
        assert_eq!(said(&rows("much")).len(), 1);
    }
}
