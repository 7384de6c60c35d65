//! One movement in an account, as a file tells it.
//!
//! An entry keeps what the source says, exactly, and where it says so: every
//! later figure leads back through `file` and `lines` to the bytes received.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::amount::Amount;
use crate::clock::{self, Dates};
use crate::facts::Facts;
use crate::lines::Lines;
use crate::messages::EntryNote;
use crate::moment::Moment;
use crate::text::Text;

/// What sort of movement an entry is (the closed list of the contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Something given for something else on a spot market.
    Trade,
    /// A fill of a perpetual or future: no spot asset moves, only its fee counts.
    Derivative,
    /// Came in from outside the exchange.
    Deposit,
    /// Left the exchange.
    Withdrawal,
    /// Between a person's own wallets at the exchange.
    Transfer,
    /// A cost (or rebate) on its own.
    Fee,
    /// Staking, referral, distribution and the like.
    Reward,
    /// Funding of a derivative position.
    Funding,
    /// Realised profit and loss of a derivative, in the margin asset.
    Pnl,
    /// What the exchange corrected.
    Adjustment,
}

impl Kind {
    /// Every kind, in the order of the contract.
    pub const ALL: [Kind; 10] = [
        Kind::Trade,
        Kind::Derivative,
        Kind::Deposit,
        Kind::Withdrawal,
        Kind::Transfer,
        Kind::Fee,
        Kind::Reward,
        Kind::Funding,
        Kind::Pnl,
        Kind::Adjustment,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Trade => "trade",
            Kind::Derivative => "derivative",
            Kind::Deposit => "deposit",
            Kind::Withdrawal => "withdrawal",
            Kind::Transfer => "transfer",
            Kind::Fee => "fee",
            Kind::Reward => "reward",
            Kind::Funding => "funding",
            Kind::Pnl => "pnl",
            Kind::Adjustment => "adjustment",
        }
    }

    /// The kind a word of the contract names.
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether contesting a period takes this kind in (method §1.3): deposits,
    /// withdrawals, transfers, rewards and adjustments are contested one by one.
    pub fn is_taken_by_a_period(self) -> bool {
        matches!(
            self,
            Kind::Trade | Kind::Derivative | Kind::Fee | Kind::Funding | Kind::Pnl
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which way a trade went, seen from the base asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The base asset came in.
    Buy,
    /// The base asset went out.
    Sell,
}

impl Side {
    /// `buy` or `sell`.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Buy => "buy",
            Side::Sell => "sell",
        }
    }

    /// The side of that word.
    pub fn from_word(word: &str) -> Option<Side> {
        let mut sides = [Side::Buy, Side::Sell].into_iter();
        sides.find(|side| side.as_str() == word)
    }
}

/// How the zone of an entry's time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZoneSource {
    /// In the cell itself.
    Value,
    /// In the column's header.
    Header,
    /// In a line before the header.
    Preamble,
    /// In the file's name.
    Filename,
    /// Documented for the format.
    Format,
    /// Said by the claimant (`--zone`).
    Given,
    /// Nobody said: UTC is assumed, and a diagnostic says so.
    Assumed,
}

impl ZoneSource {
    /// Every source.
    pub const ALL: [ZoneSource; 7] = [
        ZoneSource::Value,
        ZoneSource::Header,
        ZoneSource::Preamble,
        ZoneSource::Filename,
        ZoneSource::Format,
        ZoneSource::Given,
        ZoneSource::Assumed,
    ];

    /// The source of that word.
    pub fn from_word(word: &str) -> Option<ZoneSource> {
        let mut all = ZoneSource::ALL.into_iter();
        all.find(|source| source.as_str() == word)
    }

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            ZoneSource::Value => "value",
            ZoneSource::Header => "header",
            ZoneSource::Preamble => "preamble",
            ZoneSource::Filename => "filename",
            ZoneSource::Format => "format",
            ZoneSource::Given => "given",
            ZoneSource::Assumed => "assumed",
        }
    }
}

impl fmt::Display for ZoneSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A quantity of one asset, under the ticker of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Quantity {
    /// Ticker exactly as the file writes it.
    pub asset: Text,
    /// How much, with the scale of the source.
    pub amount: Amount,
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
        let read = |text| clock::read(text, Dates::YearFirst).ok();
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
