//! One movement in an account, as a file tells it.
//!
//! An entry keeps what the source says, exactly, and where it says so: every
//! later figure leads back through `file` and `lines` to the bytes received.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::text::Text;
use crate::entry::facts::Facts;
use crate::entry::kind::{Kind, Side, ZoneSource};
use crate::entry::lines::Lines;
use crate::entry::messages::EntryNote;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates};

/// A quantity of one asset, under the ticker of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// Ticker exactly as the file writes it.
    pub asset: Text,
    /// How much, with the scale of the source.
    pub amount: Amount,
}

/// How a quantity of an entry changes what the account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// It came in.
    In,
    /// It went out.
    Out,
    /// It was paid as a fee; a negative one came in.
    Fee,
}

/// One movement in an account: what went out, what came in, the fee, when, and
/// the file and lines that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Name of the file as given; inside an archive `archive!member`.
    pub file: Text,
    /// Physical lines (1-based) where the rows of this entry start.
    pub lines: Lines,
    /// Its number among the entries that start on the same line, 1-based: with file
    /// and line it names the entry (`FILE:LINE#N`).
    pub row: u32,
    /// Id of the format that was read (`redress formats`).
    pub format: Text,
    /// Version of the reader that read it.
    pub reader_version: Text,
    /// Exchange the file comes from, lower case (`binance`).
    pub exchange: Text,
    /// The name the claimant gives the account; empty when none was given.
    pub account: Text,
    /// What the file itself says: `user id/sub-account or wallet`.
    pub account_in_file: Text,
    /// When, in UTC, with the precision of the source.
    pub time: Moment,
    /// The time as the file writes it.
    pub time_raw: Text,
    /// How the zone is known.
    pub zone_source: ZoneSource,
    /// What sort of movement.
    pub kind: Kind,
    /// Market or contract as the file names it; empty when it names none.
    pub market: Text,
    /// Direction, where the file tells one.
    pub side: Option<Side>,
    /// Price a unit of base in quote, where the file tells one.
    pub price: Option<Amount>,
    /// What left the account, without the fee; never negative.
    pub out: Option<Quantity>,
    /// What entered the account, without the fee; never negative.
    #[serde(rename = "in")]
    pub in_: Option<Quantity>,
    /// The fee: a cost when positive, a rebate when negative.
    pub fee: Option<Quantity>,
    /// Order id of the exchange; empty when the file has none.
    pub order_id: Text,
    /// Trade (fill) id of the exchange; empty when the file has none.
    pub trade_id: Text,
    /// Joins legs that belong together but that the file does not pair.
    pub group: Text,
    /// Whether its total is quantity × price, because the file has none.
    #[serde(default, skip_serializing_if = "is_false")]
    pub total_computed: bool,
    /// What the file says that the account held of an asset after this entry. The last
    /// entry of a row has it; the wallet is that of `account_in_file`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Box<Quantity>>,
    /// What only some rows tell.
    #[serde(default, skip_serializing_if = "Facts::is_none")]
    pub facts: Facts,
    /// What there is to say of it, for people; nothing is decided by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<EntryNote>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Default for Entry {
    /// An entry of which nothing is known yet.
    fn default() -> Entry {
        Entry {
            file: Text::default(),
            lines: Lines::from(0),
            row: 1,
            format: Text::default(),
            reader_version: Text::default(),
            exchange: Text::default(),
            account: Text::default(),
            account_in_file: Text::default(),
            time: Moment::from_seconds(0),
            time_raw: Text::default(),
            zone_source: ZoneSource::Assumed,
            kind: Kind::Adjustment,
            market: Text::default(),
            side: None,
            price: None,
            out: None,
            in_: None,
            fee: None,
            order_id: Text::default(),
            trade_id: Text::default(),
            group: Text::default(),
            total_computed: false,
            balance: None,
            facts: Facts::NONE,
            notes: Vec::new(),
        }
    }
}

impl Entry {
    /// The lines as the contract prints them, joined by `+`.
    pub fn line(&self) -> String {
        self.lines.to_string()
    }

    /// What changes the holdings of the account, each quantity with its direction. A fill
    /// of a contract moves nothing but its fee (METHOD.md, "Derivatives").
    pub(crate) fn legs(&self) -> impl Iterator<Item = (Direction, &Quantity)> {
        let moves = self.kind != Kind::Derivative;
        let legs = [
            (Direction::In, self.in_.as_ref().filter(|_| moves)),
            (Direction::Out, self.out.as_ref().filter(|_| moves)),
            (Direction::Fee, self.fee.as_ref()),
        ];
        legs.into_iter()
            .filter_map(|(direction, quantity)| Some((direction, quantity?)))
    }

    /// The ids that it names: of its order and trade, a client's order and a transaction,
    /// addresses of both ends and a memo; those that its file does not tell are empty.
    pub fn ids(&self) -> [&str; 7] {
        let facts = &*self.facts;
        [
            &self.order_id,
            &self.trade_id,
            &facts.client_order_id,
            &facts.tx_hash,
            &facts.address,
            &facts.source_address,
            &facts.memo,
        ]
    }

    /// How much a fill of a contract traded: in units of base, in contracts.
    pub(crate) fn traded(&self) -> [Option<&Amount>; 2] {
        let facts = &*self.facts;
        [&facts.contract_size, &facts.contracts].map(Option::as_ref)
    }

    /// The notes as the contract prints them, joined by `; `.
    pub fn note(&self) -> String {
        joined(&self.notes)
    }

    /// Another time of its row, which stands on the same clock as its own.
    pub(crate) fn on_its_clock(&self, text: &str) -> Option<Moment> {
        self.on_its_clock_in(text, Dates::YearFirst)
    }

    /// [`Entry::on_its_clock`], in a file that writes dates in this way.
    pub(crate) fn on_its_clock_in(&self, text: &str, dates: Dates) -> Option<Moment> {
        let read = |text| parse_time::read(text, dates).ok();
        let (local, own) = (read(text)?, read(&self.time_raw)?);
        Some(Moment {
            seconds: self.time.seconds - (own.seconds - local.seconds),
            nanos: local.nanos,
            digits: local.digits,
        })
    }

    /// What names it: `FILE:LINE#N`.
    pub fn place(&self) -> String {
        format!("{}:{}#{}", self.file, self.lines.start(), self.row)
    }
}

/// Notes as the contract prints them, joined by `; `.
pub(crate) fn joined<N: fmt::Display>(notes: &[N]) -> String {
    let notes: Vec<String> = notes.iter().map(N::to_string).collect();
    notes.join("; ")
}
