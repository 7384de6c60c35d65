//! `timesketch.csv`: contested entries, credits and the custody log as one time line, in the
//! form that Timesketch imports (<https://timesketch.org/guides/user/import-from-json-csv/>):
//! `message`, `datetime` and `timestamp_desc`, then any further columns.

use std::io::{self, Write};

use casework::custody::Record;
use csv::StringRecord;
use ledger::{Layout, TextTable};

use super::Source;
use super::read::{column, each_record, each_row};
use crate::layout;

/// The columns of `timesketch.csv`.
pub(crate) const TIMESKETCH_COLUMNS: [&str; 35] = [
    "message",
    "datetime",
    "timestamp_desc",
    "data_type",
    "claim",
    "exchange",
    "kind",
    "out_asset",
    "out_amount",
    "in_asset",
    "in_amount",
    "fee_asset",
    "fee_amount",
    "order_id",
    "trade_id",
    "network",
    "tx_hash",
    "address",
    "client_order_id",
    "ip",
    "api_key_label",
    "loss",
    "value",
    "currency",
    "status",
    "review",
    "file",
    "line",
    "row",
    "sequence",
    "actor",
    "role",
    "action",
    "object",
    "object_sha256",
];

/// What happened.
#[derive(Clone, Copy, Debug)]
enum Event {
    Contested,
    Credit,
    Custody,
}

impl Event {
    /// What its time is the time of.
    fn describes_time(self) -> &'static str {
        match self {
            Event::Contested => "Contested entry",
            Event::Credit => "Credit received",
            Event::Custody => "Custody log",
        }
    }

    fn data_type(self) -> &'static str {
        match self {
            Event::Contested => "redress:contested",
            Event::Credit => "redress:credit",
            Event::Custody => "redress:custody",
        }
    }
}

/// A row with the words of its event, before its cells.
type Cells<'c> = [&'c str; TIMESKETCH_COLUMNS.len()];

/// The place of a column of the time line.
const fn at(name: &str) -> usize {
    let mut at = 0;
    while at < TIMESKETCH_COLUMNS.len() {
        if same(TIMESKETCH_COLUMNS[at], name) {
            return at;
        }
        at += 1;
    }
    panic!("the time line has no such column")
}

/// Whether two texts are equal, in a constant.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

const MESSAGE: usize = at("message");
const DATETIME: usize = at("datetime");
const TIMESTAMP_DESC: usize = at("timestamp_desc");
const DATA_TYPE: usize = at("data_type");
const EXCHANGE: usize = at("exchange");
const KIND: usize = at("kind");
const OUT: [usize; 2] = [at("out_amount"), at("out_asset")];
const IN: [usize; 2] = [at("in_amount"), at("in_asset")];
const FEE: [usize; 2] = [at("fee_amount"), at("fee_asset")];
const LOSS: usize = at("loss");
const VALUE: usize = at("value");
const CURRENCY: usize = at("currency");
const SEQUENCE: usize = at("sequence");
const ACTOR: usize = at("actor");
const ROLE: usize = at("role");
const ACTION: usize = at("action");
const OBJECT: usize = at("object");
const OBJECT_SHA256: usize = at("object_sha256");

/// Writes the time line.
pub(super) fn write(source: &dyn Source, to: &mut dyn Write) -> io::Result<()> {
    let mut line = TimeLine {
        table: TextTable::new(Layout::Csv, &TIMESKETCH_COLUMNS, to),
        message: String::new(),
    };
    losses(source, &mut line)?;
    credits(source, &mut line)?;
    each_record(source, |record| line.record(record))?;
    line.table.finish().map(drop)
}

/// The contested entries.
fn losses(source: &dyn Source, line: &mut TimeLine<'_>) -> io::Result<()> {
    let taken = same_names(layout::LOSSES);
    let time = column(layout::LOSSES, "time")?;
    each_row(source, layout::LOSSES, |row| {
        let mut cells = cells_of(row, &taken);
        cells[DATETIME] = &row[time];
        line.event(Event::Contested, cells, movement)
    })
}

/// The credits. What a credit brought in is told as that of an entry.
fn credits(source: &dyn Source, line: &mut TimeLine<'_>) -> io::Result<()> {
    let mut taken = same_names(layout::CREDITS);
    taken.push((DATETIME, column(layout::CREDITS, "time")?));
    taken.push((IN[0], column(layout::CREDITS, "amount")?));
    taken.push((IN[1], column(layout::CREDITS, "asset")?));
    each_row(source, layout::CREDITS, |row| {
        line.event(Event::Credit, cells_of(row, &taken), movement)
    })
}

/// The columns that a table and the time line have under one name: their places in both.
fn same_names(path: &str) -> Vec<(usize, usize)> {
    let names = TIMESKETCH_COLUMNS.iter().enumerate();
    names
        .filter_map(|(at, name)| Some((at, column(path, name).ok()?)))
        .collect()
}

fn cells_of<'r>(row: &'r StringRecord, taken: &[(usize, usize)]) -> Cells<'r> {
    let mut cells = [""; TIMESKETCH_COLUMNS.len()];
    for (at, of) in taken {
        cells[*at] = &row[*of];
    }
    cells
}

/// The time line on its way out.
struct TimeLine<'t> {
    table: TextTable<'static, &'t mut dyn Write>,
    /// The words of the last event; the room is used again.
    message: String,
}

impl TimeLine<'_> {
    fn event(
        &mut self,
        event: Event,
        mut cells: Cells<'_>,
        words: fn(&Cells<'_>, &mut String),
    ) -> io::Result<()> {
        let mut message = std::mem::take(&mut self.message);
        message.clear();
        words(&cells, &mut message);
        cells[TIMESTAMP_DESC] = event.describes_time();
        cells[DATA_TYPE] = event.data_type();
        let named = [message.as_str()].into_iter();
        let written = self
            .table
            .row(named.chain(cells.into_iter().skip(MESSAGE + 1)));
        self.message = message;
        written
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        let sequence = record.sequence.to_string();
        let mut cells = [""; TIMESKETCH_COLUMNS.len()];
        for (at, cell) in [
            (DATETIME, &record.time),
            (SEQUENCE, &sequence),
            (ACTOR, &record.actor),
            (ROLE, &record.role),
            (ACTION, &record.action),
            (OBJECT, &record.object),
            (OBJECT_SHA256, &record.object_sha256),
        ] {
            cells[at] = cell;
        }
        self.event(Event::Custody, cells, act)
    }
}

/// `trade at ftx: 250000 DMG in, 160000 USDT out, fee 160 USDT; loss 155036.95200000 USD`
fn movement(cells: &Cells<'_>, to: &mut String) {
    let kind = cells[KIND];
    to.push_str(if kind.is_empty() { "credit" } else { kind });
    words(to, " at ", &[cells[EXCHANGE]]);
    let mut before = ": ";
    for (after, [amount, asset]) in [(" in", IN), (" out", OUT), (" fee", FEE)] {
        if cells[amount].is_empty() {
            continue;
        }
        words(to, before, &[cells[amount], cells[asset]]);
        to.push_str(after);
        before = ", ";
    }
    words(to, "; loss ", &[cells[LOSS], cells[CURRENCY]]);
    words(to, "; value ", &[cells[VALUE], cells[CURRENCY]]);
}

/// `evidence-added R-7F3K-2M by p-0123456789ab (claimant)`
fn act(cells: &Cells<'_>, to: &mut String) {
    to.push_str(cells[ACTION]);
    words(to, " ", &[cells[OBJECT]]);
    words(to, " by ", &[cells[ACTOR]]);
    words(to, " (", &[cells[ROLE]]);
    to.push_str(if cells[ROLE].is_empty() { "" } else { ")" });
}

/// Appends words with spaces between them, where the first is there.
fn words(to: &mut String, before: &str, words: &[&str]) {
    if words[0].is_empty() {
        return;
    }
    to.push_str(before);
    to.push_str(words[0]);
    for word in words[1..].iter().filter(|word| !word.is_empty()) {
        to.push(' ');
        to.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[(usize, &'static str)], words: fn(&Cells<'_>, &mut String)) -> String {
        let mut all = [""; TIMESKETCH_COLUMNS.len()];
        for (at, cell) in cells {
            all[*at] = cell;
        }
        let mut message = String::new();
        words(&all, &mut message);
        message
    }

    #[test]
    fn message_names_only_what_an_event_has() {
        let trade = [
            (KIND, "trade"),
            (EXCHANGE, "ftx"),
            (IN[0], "250000"),
            (IN[1], "DMG"),
            (OUT[0], "160000"),
            (OUT[1], "USDT"),
            (LOSS, "155036.95200000"),
            (CURRENCY, "USD"),
        ];
        assert_eq!(
            told(&trade, movement),
            "trade at ftx: 250000 DMG in, 160000 USDT out; loss 155036.95200000 USD"
        );
        let credit = [(IN[0], "100.5"), (IN[1], "USDT"), (VALUE, "100.46985000")];
        assert_eq!(
            told(&credit, movement),
            "credit: 100.5 USDT in; value 100.46985000"
        );
        let unpriced = [(KIND, "trade"), (CURRENCY, "USD")];
        assert_eq!(told(&unpriced, movement), "trade");
        let seen = [(ACTION, "claim-seen"), (OBJECT, "R-1"), (ACTOR, "p-1")];
        assert_eq!(told(&seen, act), "claim-seen R-1 by p-1");
    }
}
