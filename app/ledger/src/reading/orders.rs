//! Orders that set money apart, in files that tell each change of a balance in a row of its
//! own.
//!
//! Such a file takes the money of an order off the balance when the order is placed, adds what
//! was received with each fill, and gives back what was left when the order is cancelled.
//! Money that is set apart or comes back is still one's own: both rows are transfers. What an
//! order paid in all left with its first fill (method §1): there an entry takes it back from
//! the order, and another pays it. Whether an order is filled or cancelled may stand much
//! further down, so that entries wait for the end of the file, as many as there is room for.

use std::collections::{HashMap, VecDeque};

use crate::base::text::Text;
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::lines::Lines;
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::entry::{Entry, Kind, Quantity, ZoneSource};
use crate::formats::computed;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// Entries that wait at most.
const HELD_MAX: usize = 20_000;

/// Entries on their way to the sink, and the orders among them.
#[derive(Default)]
pub(crate) struct Orders {
    held: VecDeque<Entry>,
    orders: HashMap<Text, Order>,
    /// Entries that stand in no row of their own.
    pub made: u64,
}

/// What the file tells of one order.
#[derive(Default)]
struct Order {
    /// Where money was set apart for it first.
    placed: Option<Placed>,
    /// What was set apart, less what came back.
    left: Amount,
    /// The earliest fill.
    fill: Option<Fill>,
    /// Whether a row of a trade tells what was paid.
    tells_paid: bool,
    /// How many of its entries wait.
    held: usize,
    /// Whether it is settled what it paid.
    is_settled: bool,
}

struct Placed {
    line: u64,
    time: Moment,
    quantity: Quantity,
}

struct Fill {
    line: u64,
    time: Moment,
    time_raw: Text,
    zone_source: ZoneSource,
    group: Text,
}

impl Orders {
    /// Takes an entry.
    fn take(&mut self, entry: &mut Entry, sink: &mut dyn Sink) {
        if !self.note(entry) && self.held.is_empty() {
            return sink.entry(entry);
        }
        self.held.push_back(std::mem::take(entry));
        while self.held.len() > HELD_MAX {
            self.hand_on_first(sink);
        }
    }

    /// Hands on all that waits.
    pub fn finish(&mut self, sink: &mut dyn Sink) {
        while !self.held.is_empty() {
            self.hand_on_first(sink);
        }
    }

    /// Notes what an entry tells of an order; whether it is of one.
    fn note(&mut self, entry: &Entry) -> bool {
        if !is_of_order(entry) {
            return false;
        }
        if self.orders.len() > HELD_MAX {
            self.orders.retain(|_, order| order.held > 0);
        }
        let order = self.orders.entry(entry.order_id.clone()).or_default();
        order.held += 1;
        match entry.kind {
            Kind::Transfer => order.note_transfer(entry),
            _ => order.note_trade(entry),
        }
        true
    }

    fn hand_on_first(&mut self, sink: &mut dyn Sink) {
        let Some(mut entry) = self.held.pop_front() else {
            return;
        };
        let is_of_order = is_of_order(&entry);
        let order = self.orders.get_mut(&entry.order_id);
        let Some(order) = order.filter(|_| is_of_order) else {
            return sink.entry(&mut entry);
        };
        order.held -= 1;
        let made = order.settle(&entry, sink);
        sink.entry(&mut entry);
        for mut made in made.into_iter().flatten() {
            self.made += 1;
            sink.entry(&mut made);
        }
    }
}

/// Whether an entry sets money of an order apart, gives it back, or is a leg of its fill.
fn is_of_order(entry: &Entry) -> bool {
    matches!(entry.kind, Kind::Transfer | Kind::Trade) && !entry.order_id.is_empty()
}

impl Order {
    fn note_transfer(&mut self, entry: &Entry) {
        if let Some(out) = &entry.out {
            let placed = self.placed.get_or_insert_with(|| Placed {
                line: entry.lines.start(),
                time: entry.time,
                quantity: Quantity {
                    asset: out.asset.clone(),
                    amount: Amount::ZERO,
                },
            });
            if placed.quantity.asset == out.asset {
                placed.quantity.amount = placed.quantity.amount.plus(&out.amount);
                self.left = self.left.plus(&out.amount);
            }
        }
        if let Some(back) = &entry.in_ {
            self.left = self.left.minus(&back.amount);
        }
    }

    fn note_trade(&mut self, entry: &Entry) {
        self.tells_paid |= entry.out.is_some();
        let is_earlier = |fill: &Fill| entry.time < fill.time;
        if entry.in_.is_some() && self.fill.as_ref().is_none_or(is_earlier) {
            self.fill = Some(Fill {
                line: entry.lines.start(),
                time: entry.time,
                time_raw: entry.time_raw.clone(),
                zone_source: entry.zone_source,
                group: entry.group.clone(),
            });
        }
    }

    /// At the first row of an order that sets money apart or is a fill: what it paid, taken back from what was set
    /// apart and given for what its fills received.
    fn settle(&mut self, entry: &Entry, sink: &mut dyn Sink) -> Option<[Entry; 2]> {
        let is_back = entry.kind == Kind::Transfer && entry.in_.is_some();
        let fill = self.fill.as_ref();
        let fill = fill.filter(|_| !self.is_settled && !is_back)?;
        let Some(placed) = &self.placed else {
            if !self.tells_paid {
                self.is_settled = true;
                sink.diagnostic(other_side(entry));
            }
            return None;
        };
        let is_paid = !self.left.is_zero() && !self.left.is_negative();
        if !is_paid {
            return None;
        }
        self.is_settled = true;
        let own = entry.lines.start();
        let other = match own == placed.line {
            true => fill.line,
            false => placed.line,
        };
        let mut back = Entry {
            lines: Lines::from(vec![own, other]),
            row: entry.row + 1,
            kind: Kind::Transfer,
            time: fill.time,
            time_raw: fill.time_raw.clone(),
            zone_source: fill.zone_source,
            out: None,
            in_: Some(Quantity {
                asset: placed.quantity.asset.clone(),
                amount: self.left.clone(),
            }),
            fee: None,
            group: Text::default(),
            balance: None,
            ..entry.clone()
        };
        let placed_at = placed.time;
        back.facts.keep(|facts| facts.placed_at = Some(placed_at));
        let mut paid = Entry {
            row: back.row + 1,
            kind: Kind::Trade,
            out: back.in_.clone(),
            in_: None,
            group: fill.group.clone(),
            ..back.clone()
        };
        if self.left != placed.quantity.amount {
            computed(&mut paid);
        }
        Some([back, paid])
    }
}

/// Says that the file does not tell what an order paid: it was placed before the file begins.
fn other_side(entry: &Entry) -> Diagnostic {
    Diagnostic {
        file: entry.file.to_string(),
        line: entry.lines.start(),
        column: 0,
        code: Code::WarnTotal,
        message: Message::TotalOtherSide,
    }
}

/// Passes all on, and entries by way of the orders.
pub(crate) struct ByOrder<'a> {
    /// Where entries wait.
    pub orders: &'a mut Orders,
    /// Where all goes.
    pub sink: &'a mut dyn Sink,
}

impl Sink for ByOrder<'_> {
    fn entry(&mut self, entry: &mut Entry) {
        self.orders.take(entry, self.sink);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }

    fn deal(&mut self, deal: Deal) {
        self.sink.deal(deal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::sink::Collected;

    /// An entry as `line second kind order +amount coin`.
    fn entry(text: &str) -> Entry {
        let words: Vec<&str> = text.split(' ').collect();
        let [line, second, kind, order, amount, coin] = words[..] else {
            panic!("{text}");
        };
        let line: u64 = line.parse().unwrap();
        let quantity = |amount: &str| {
            Some(Quantity {
                asset: coin.into(),
                amount: Amount::parse(amount).unwrap(),
            })
        };
        let (out, in_) = match amount.strip_prefix('-') {
            Some(amount) => (quantity(amount), None),
            None => (None, quantity(amount)),
        };
        Entry {
            lines: line.into(),
            time: Moment::from_seconds(second.parse().unwrap()),
            kind: Kind::ALL
                .into_iter()
                .find(|known| known.as_str() == kind)
                .unwrap(),
            order_id: order.into(),
            out,
            in_,
            ..Entry::default()
        }
    }

    fn described(entry: &Entry) -> String {
        let amount = match (&entry.out, &entry.in_) {
            (Some(out), _) => format!("-{} {}", out.amount, out.asset),
            (_, Some(in_)) => format!("{} {}", in_.amount, in_.asset),
            _ => String::new(),
        };
        let (line, row, kind) = (entry.line(), entry.row, entry.kind);
        let (second, order) = (entry.time.seconds, &entry.order_id);
        format!("{line}#{row} {second} {kind} {order} {amount}")
    }

    fn check(entries: &[&str], expected: &[&str], warnings: usize) {
        let (mut orders, mut read) = (Orders::default(), Collected::default());
        for text in entries {
            orders.take(&mut entry(text), &mut read);
        }
        orders.finish(&mut read);
        let found: Vec<String> = read.entries.iter().map(described).collect();
        assert_eq!(found, expected, "{entries:?}");
        assert_eq!(read.diagnostics.len(), warnings, "{entries:?}");
        assert_eq!(orders.made as usize, found.len() - entries.len());
    }

    #[test]
    fn what_an_order_paid_leaves_with_its_first_fill() {
        check(
            &[
                "1 10 transfer a -100 USD",
                "2 20 trade a 1 BTC",
                "3 30 trade a 2 BTC",
            ],
            &[
                "1#1 10 transfer a -100 USD",
                "1+2#2 20 transfer a 100 USD",
                "1+2#3 20 trade a -100 USD",
                "2#1 20 trade a 1 BTC",
                "3#1 30 trade a 2 BTC",
            ],
            0,
        );
    }

    #[test]
    fn what_came_back_from_an_order_was_not_paid_in_either_order_of_the_file() {
        check(
            &[
                "1 10 transfer a -100 USD",
                "2 20 trade a 1 BTC",
                "3 30 transfer a 25 USD",
            ],
            &[
                "1#1 10 transfer a -100 USD",
                "1+2#2 20 transfer a 75 USD",
                "1+2#3 20 trade a -75 USD",
                "2#1 20 trade a 1 BTC",
                "3#1 30 transfer a 25 USD",
            ],
            0,
        );
        check(
            &[
                "1 30 transfer a 25 USD",
                "2 20 trade a 1 BTC",
                "3 10 transfer a -100 USD",
            ],
            &[
                "1#1 30 transfer a 25 USD",
                "2#1 20 trade a 1 BTC",
                "2+3#2 20 transfer a 75 USD",
                "2+3#3 20 trade a -75 USD",
                "3#1 10 transfer a -100 USD",
            ],
            0,
        );
    }

    #[test]
    fn an_order_without_a_fill_paid_nothing() {
        let entries = [
            "1#1 10 transfer a -100 USD",
            "2#1 20 transfer b -5 BTC",
            "3#1 30 transfer b 5 BTC",
            "4#1 40 deposit c 5 BTC",
        ];
        let rows: Vec<String> = entries.iter().map(|text| text.replace("#1", "")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        check(&rows, &entries, 0);
    }

    #[test]
    fn a_fill_of_an_order_from_before_the_file_is_named_once() {
        check(
            &["1 10 trade a 1 BTC", "2 20 trade a 1 BTC"],
            &["1#1 10 trade a 1 BTC", "2#1 20 trade a 1 BTC"],
            1,
        );
        // A trade of which the file tells both sides.
        check(
            &["1 10 trade a 1 BTC", "2 10 trade a -9 USD"],
            &["1#1 10 trade a 1 BTC", "2#1 10 trade a -9 USD"],
            0,
        );
    }

    #[test]
    fn no_more_entries_wait_than_there_is_room_for() {
        let (mut orders, mut read) = (Orders::default(), Collected::default());
        orders.take(&mut entry("1 10 transfer a -100 USD"), &mut read);
        for _ in 0..HELD_MAX {
            orders.take(&mut entry("2 15 reward b 1 BTC"), &mut read);
        }
        assert_eq!(read.entries.len(), 1, "handed on before its fill is known");
        orders.take(&mut entry("3 20 trade a 1 BTC"), &mut read);
        orders.finish(&mut read);
        let last: Vec<String> = read.entries.iter().rev().take(3).map(described).collect();
        assert_eq!(
            last,
            [
                "3+1#3 20 trade a -100 USD",
                "3+1#2 20 transfer a 100 USD",
                "3#1 20 trade a 1 BTC",
            ]
        );
    }
}
