//! Running balances: each row's change must lead from the balance before it to
//! its own. A warning names what does not follow: a row may be missing, or changed.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::base::limits::Limits;
use crate::base::text::Text;
use crate::cells::number;
use crate::cells::tickers::in_capitals;
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::diagnostic_sink::DiagnosticSink;
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::entry::{Entry, Quantity};
use crate::formats::{Cells, Field, Moved, RowDiagnostic, quantity};
use crate::numbers::amount::Amount;
use crate::schema::Role;
use crate::time::moment::Moment;

/// How many rows that do not follow are named one by one.
const LISTED_MAX: usize = 100;

/// The balance of a row, as a number, and of which asset it is.
struct Held<'a> {
    asset: &'a str,
    balance: Amount,
}

/// Reads the balance. Its asset is in a column, or is the same for the whole file, or
/// is glued to the number, or is the only one that moved; `None` where nothing says it.
fn held<'a>(
    cells: &Cells<'a>,
    cell: &'a str,
    moved: &'a Moved,
) -> Result<Option<Held<'a>>, RowDiagnostic> {
    let (balance, unit) = match cells.number(Field::Balance, cell) {
        Ok(balance) => (balance, ""),
        Err(diagnostic) => match number::split_unit(cell) {
            Some((number, unit)) => (cells.number(Field::Balance, number)?, unit),
            None => return Err(diagnostic),
        },
    };
    let for_all = cells
        .column_map
        .mapping()
        .and_then(|mapping| mapping.values.get(&Role::Asset));
    let candidates = [
        cells.asset(Field::Asset),
        cells.column_map.asset_in_heading.as_str(),
        for_all.map_or("", String::as_str),
        unit,
        moved.only_asset().unwrap_or_default(),
    ];
    let asset = candidates.into_iter().find(|asset| !asset.is_empty());
    let (asset, balance) = (
        asset.map(|asset| moved.spelled(asset)),
        moved.measured(balance),
    );
    Ok(asset.map(|asset| Held { asset, balance }))
}

/// The latest row of one account and asset.
struct Latest {
    line: u64,
    balance: Amount,
    change: Amount,
    /// The widest fraction among the balances so far.
    scale: u32,
}

/// Keeps the entries of one row until the balances that the row states are known.
pub(crate) struct RowWithBalances<'s> {
    entries: Vec<Entry>,
    /// Where the entries go.
    pub sink: &'s mut dyn Sink,
}

impl<'s> RowWithBalances<'s> {
    /// No entry is made yet.
    pub fn new(sink: &'s mut dyn Sink) -> RowWithBalances<'s> {
        let entries = Vec::new();
        RowWithBalances { entries, sink }
    }

    /// Hands the entries on. The last one that moved the asset of a balance states it, else
    /// the last one of the row. An entry states one balance: of several the first.
    pub fn hand_on(mut self, stated: Vec<Quantity>) {
        for balance in stated {
            let moves = |entry: &Entry| {
                let mut legs = entry.legs();
                legs.any(|(_, quantity)| quantity.asset == balance.asset)
            };
            let last = self.entries.len().saturating_sub(1);
            let at = self.entries.iter().rposition(moves).unwrap_or(last);
            if let Some(entry) = self.entries.get_mut(at) {
                entry.balance.get_or_insert_with(|| Box::new(balance));
            }
        }
        for mut entry in self.entries {
            self.sink.entry(&mut entry);
        }
    }
}

impl Sink for RowWithBalances<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        self.entries.push(std::mem::take(entry));
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }

    fn deal(&mut self, deal: Deal) {
        self.sink.deal(deal);
    }
}

/// Rows that do not follow if the file is in this order.
#[derive(Default)]
struct Misses {
    count: u64,
    first: Vec<(u64, Message)>,
}

/// The balances of one file. Whether it goes forward or back in time is decided by
/// which way fewer rows fail to follow; by its times where that says nothing.
pub(crate) struct Balances {
    latest: HashMap<(Text, Text), Latest>,
    balances_max: usize,
    column: u32,
    /// The first and the latest time, where as many rows follow either way.
    times: Option<(Moment, Moment)>,
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
            times: None,
            forward: Misses::default(),
            back: Misses::default(),
        }
    }

    /// Checks the row against the one before it of the same account and asset. Returns
    /// the balance that the row states.
    pub fn row(
        &mut self,
        cells: &Cells<'_>,
        moved: &Moved,
        diagnostics: &mut DiagnosticSink,
        sink: &mut dyn Sink,
    ) -> Option<Quantity> {
        let cell = cells.text(Field::Balance);
        if number::is_nothing(cell) {
            return None;
        }
        let line = cells.row.line;
        self.column = cells
            .column_map
            .get(Field::Balance)
            .map_or(0, |at| at as u32 + 1);
        let Held { asset, balance } = match held(cells, cell, moved) {
            Ok(Some(held)) => held,
            Ok(None) => {
                let message = || Message::BalanceNoAsset;
                diagnostics.once(line, Code::NoteBalances, message, sink);
                return None;
            }
            Err(diagnostic) => {
                let message = || diagnostic.message.into_message();
                diagnostics.at(line, self.column, Code::WarnBalance, message, sink);
                return None;
            }
        };
        if let Some(time) = moved.time {
            self.times = Some((self.times.map_or(time, |(first, _)| first), time));
        }
        let capitals = cells.column_map.is_in_capitals.then(|| in_capitals(asset));
        let asset = capitals.as_deref().unwrap_or(asset);
        let stated = quantity(asset, balance.clone());
        let change = moved.of(asset);
        let key = (moved.account.clone(), Text::new(asset));
        let Some(latest) = self.latest.get_mut(&key) else {
            if self.latest.len() >= self.balances_max {
                let message = || Message::BalanceMax {
                    limit: Limits::NAMES.balances_max.into(),
                    count: self.balances_max as u64,
                };
                diagnostics.once(line, Code::NoteBalances, message, sink);
                return Some(stated);
            }
            let scale = balance.scale();
            let latest = Latest {
                line,
                balance,
                change,
                scale,
            };
            self.latest.insert(key, latest);
            return Some(stated);
        };
        latest.scale = latest.scale.max(balance.scale());
        let forward = latest.balance.plus(&change);
        let back = latest.balance.minus(&latest.change);
        for (misses, expected, is_after) in [
            (&mut self.forward, forward, true),
            (&mut self.back, back, false),
        ] {
            if !balance.is_rounded_from(&expected, latest.scale) {
                let (asset, line_before) = (Text::new(asset), latest.line);
                let amount_now = balance.clone();
                misses.add(line, || match is_after {
                    true => Message::BalanceOff {
                        asset,
                        amount: expected,
                        line: line_before,
                        amount_now,
                    },
                    false => Message::BalanceOffBefore {
                        asset,
                        amount: expected,
                        line: line_before,
                        amount_now,
                    },
                });
            }
        }
        (latest.line, latest.balance, latest.change) = (line, balance, change);
        Some(stated)
    }

    /// Says what does not follow.
    pub fn finish(self, diagnostics: &DiagnosticSink, sink: &mut dyn Sink) {
        let goes_back = self.times.is_some_and(|(first, last)| last < first);
        let misses = match self.back.count.cmp(&self.forward.count) {
            Ordering::Less => self.back,
            Ordering::Equal if goes_back => self.back,
            _ => self.forward,
        };
        let rest = misses.count - misses.first.len() as u64;
        for (line, message) in misses.first {
            diagnostics.at(line, self.column, Code::WarnBalance, || message, sink);
        }
        if rest > 0 {
            let message = || Message::BalanceMore { count: rest };
            diagnostics.at(0, 0, Code::WarnBalances, message, sink);
        }
    }
}

impl Misses {
    fn add(&mut self, line: u64, message: impl FnOnce() -> Message) {
        self.count += 1;
        if self.first.len() < LISTED_MAX {
            self.first.push((line, message()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::Format;
    use crate::reading::testing;

    static FORMAT: Format = testing::FORMAT;

    fn warnings(rows: &str) -> Vec<String> {
        let text = format!("Time,Wallet,Coin,Change,Balance\n{rows}");
        let (_, collected) = testing::read_as(&FORMAT, &text);
        let all = collected.diagnostics.iter();
        all.map(ToString::to_string).collect()
    }

    const TIME: &str = "2022-10-18 21:00:09";

    #[test]
    fn balances_that_follow_are_silent_in_either_order_of_the_file() {
        let forward = format!(
            "{TIME},a,BTC,1,1.0\n{TIME},b,BTC,5,5\n{TIME},a,ETH,2,2\n{TIME},a,BTC,-0.25,0.75\n"
        );
        assert_eq!(warnings(&forward), [""; 0]);
        let back: Vec<&str> = forward.lines().rev().collect();
        assert_eq!(warnings(&back.join("\n")), [""; 0]);
    }

    /// A minute of the day, the account's asset, its change and its balance.
    fn row(minute: u32, change: &str, balance: &str) -> String {
        format!("2022-10-18 21:{minute:02}:00,a,BTC,{change},{balance}\n")
    }

    /// The rows as they are and from the last to the first.
    fn both_ways(rows: &[String]) -> [String; 2] {
        [rows.concat(), rows.iter().rev().cloned().collect()]
    }

    #[test]
    fn a_changed_row_says_what_its_balance_should_be_in_either_order() {
        let rows = [
            row(1, "1", "1"),
            row(2, "2", "3"),
            row(3, "1.5", "5.00"),
            row(4, "1", "6"),
        ];
        let [forward, back] = both_ways(&rows);
        assert_eq!(
            warnings(&forward),
            [
                "x:4:5: WARN-BALANCE: the balance of BTC should be 4.5 after line 3, and is 5.00: a row may be missing or changed"
            ]
        );
        assert_eq!(
            warnings(&back),
            [
                "x:4:5: WARN-BALANCE: the balance of BTC should be 3.50 before line 3, and is 3: a row may be missing or changed"
            ]
        );
    }

    #[test]
    fn a_missing_row_is_noticed_at_the_row_behind_it_in_either_order() {
        let rows = [row(1, "1", "11"), row(2, "2", "13"), row(4, "1", "16")];
        let [forward, back] = both_ways(&rows);
        assert_eq!(
            warnings(&forward),
            [
                "x:4:5: WARN-BALANCE: the balance of BTC should be 14 after line 3, and is 16: a row may be missing or changed"
            ]
        );
        assert_eq!(
            warnings(&back),
            [
                "x:3:5: WARN-BALANCE: the balance of BTC should be 15 before line 2, and is 13: a row may be missing or changed"
            ]
        );
    }

    #[test]
    fn where_neither_order_follows_better_the_times_tell_it() {
        let rows = [row(1, "1", "1"), row(2, "1", "5")];
        let [forward, back] = both_ways(&rows);
        assert!(warnings(&forward)[0].contains("should be 2 after line 2, and is 5"));
        assert!(warnings(&back)[0].contains("should be 4 before line 2, and is 1"));
    }

    #[test]
    fn equal_rows_follow_where_their_balances_do_and_not_where_one_stands_twice() {
        let twice = [row(1, "1", "1"), row(2, "1", "2"), row(2, "1", "3")];
        for text in both_ways(&twice) {
            assert_eq!(warnings(&text), [""; 0]);
        }
        let copied = [row(1, "1", "1"), row(2, "1", "2"), row(2, "1", "2")];
        let [forward, back] = both_ways(&copied);
        assert!(
            warnings(&forward)[0].contains(":4:5: WARN-BALANCE: the balance of BTC should be 3")
        );
        assert!(warnings(&back)[0].contains(":3:5: WARN-BALANCE: the balance of BTC should be 1"));
    }

    #[test]
    fn what_was_held_before_the_first_row_is_not_asked_for() {
        let rows = [row(1, "-1", "41.5"), row(2, "-41.5", "0"), row(3, "2", "2")];
        for text in both_ways(&rows) {
            assert_eq!(warnings(&text), [""; 0]);
        }
    }

    #[test]
    fn a_balance_written_less_finely_than_its_changes_may_be_rounded() {
        let rows = |balance| format!("{TIME},a,BTC,1,1.12\n{TIME},a,BTC,0.123456,{balance}\n");
        assert_eq!(warnings(&rows("1.24")), [""; 0]);
        assert_eq!(warnings(&rows("1.25")), [""; 0]);
        assert_eq!(warnings(&rows("1.26")).len(), 1);
        assert_eq!(warnings(&rows("-")).len(), 0);
        assert_eq!(warnings(&rows("much")).len(), 1);
    }

    #[test]
    fn entry_of_a_row_states_its_balance_with_the_digits_of_the_file() {
        let rows = format!("{TIME},a,BTC,1,1.50\n{TIME},a,BTC,1,\n{TIME},a,BTC,-1,much\n");
        let text = format!("Time,Wallet,Coin,Change,Balance\n{rows}");
        let (_, collected) = testing::read_as(&FORMAT, &text);
        let stated = collected.entries.iter().map(|entry| {
            let balance = entry.balance.as_ref();
            balance.map(|balance| format!("{} {}", balance.amount, balance.asset))
        });
        let stated: Vec<Option<String>> = stated.collect();
        assert_eq!(stated, [Some("1.50 BTC".to_owned()), None, None]);
    }
}
