//! What there is to know of a file before its rows are compared with those of others:
//! small, whatever the file's size, and kept with what was read of it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::text::Text;
use crate::dedup::exactness::is_inexact;
use crate::entry::{Entry, Kind};
use crate::time::moment::Moment;

/// The most that two files may differ by where one is read in the zone of the other.
pub(super) const ZONE_SECONDS_MAX: i64 = 26 * 3600;

/// A format that an account has entries of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct AccountFormat {
    pub exchange: Text,
    pub account: Text,
    pub format: Text,
}

impl AccountFormat {
    fn of(entry: &Entry) -> AccountFormat {
        AccountFormat {
            exchange: entry.exchange.clone(),
            account: entry.account.clone(),
            format: entry.format.clone(),
        }
    }

    fn is_of(&self, entry: &Entry) -> bool {
        self.format == entry.format
            && self.exchange == entry.exchange
            && self.account == entry.account
    }
}

/// Something that a file has rows of. Whether two files can tell of one thing, other
/// than by equal rows, follows from what each of them has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    /// Rows with a trade id.
    TradeId,
    /// Rows that a spreadsheet or a float may have made less exact.
    Inexact,
    /// Trades that no group joins, with and without a trade id.
    TradeWithId,
    TradeWithoutId,
    /// The same of fills of contracts.
    ContractWithId,
    ContractWithoutId,
    /// The same of profits and losses.
    PnlWithId,
    PnlWithoutId,
    /// Trades or fees that name their order.
    OrderOrFee,
    /// Trades that name their order.
    Order,
    /// Trades that give one asset for another.
    Market,
    /// Deposits that name their transaction.
    DepositHash,
    /// Withdrawals that name their transaction.
    WithdrawalHash,
    /// Payments that name the hour of lending that they are for.
    LoanPayment,
    /// Rows of a file of loans.
    Loan,
    /// Fees of positions, which say when the position was opened.
    PositionFee,
    /// Fills of contracts that name their fee.
    ContractFee,
    /// Profits and losses that do not say when the position was opened.
    PositionSum,
    /// Those that do, beside funding and fees.
    PositionParts,
}

impl Trait {
    fn bit(self) -> u32 {
        1 << self as u32
    }

    /// What a fill has, by its kind and whether it has an id.
    pub fn of_fill(kind: Kind, has_id: bool) -> Option<Trait> {
        match (kind, has_id) {
            (Kind::Trade, true) => Some(Trait::TradeWithId),
            (Kind::Trade, false) => Some(Trait::TradeWithoutId),
            (Kind::Derivative, true) => Some(Trait::ContractWithId),
            (Kind::Derivative, false) => Some(Trait::ContractWithoutId),
            (Kind::Pnl, true) => Some(Trait::PnlWithId),
            (Kind::Pnl, false) => Some(Trait::PnlWithoutId),
            _ => None,
        }
    }
}

/// Seconds of a span of which the trades are counted together.
const COUNTED_SECONDS: i64 = 6 * 3600;

/// What is known of a file before its rows are compared: its name, its bytes' hash,
/// whose it is, when it tells of, and what sorts of rows it has.
///
/// It is small whatever the file's size: whoever keeps it with what was read of a file
/// need not read the file again where nothing else tells of the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FileSummary {
    name: Text,
    sha256: Text,
    rows: u32,
    /// Exchange, account and format of its first row.
    #[serde(rename = "first_told")]
    first_account_format: Option<AccountFormat>,
    formats: BTreeSet<AccountFormat>,
    first: Moment,
    last: Moment,
    /// User ids that its rows name.
    users: BTreeSet<Text>,
    /// What the latest row says of the account.
    #[serde(skip)]
    latest_account: Text,
    traits: u32,
    /// The first and the last second of each kind of row.
    spans: BTreeMap<Kind, (i64, i64)>,
    /// Trades with a side, all of them and by the stretch of time they fall into.
    trades: u64,
    trades_by_time: BTreeMap<i64, u64>,
}

impl FileSummary {
    /// A file of which no row was seen yet. `sha256` is that of its bytes; empty where
    /// it is not known, and the file counts as unlike any other.
    pub fn new(name: &str, sha256: &str) -> FileSummary {
        FileSummary {
            name: name.into(),
            sha256: sha256.into(),
            rows: 0,
            first_account_format: None,
            formats: BTreeSet::new(),
            first: Moment::from_seconds(0),
            last: Moment::from_seconds(0),
            users: BTreeSet::new(),
            latest_account: Text::default(),
            traits: 0,
            spans: BTreeMap::new(),
            trades: 0,
            trades_by_time: BTreeMap::new(),
        }
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The SHA-256 of its bytes; empty where it is not known.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// How many rows it has.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The first and the last moment it tells of; `None` before its first row.
    pub fn span(&self) -> Option<(Moment, Moment)> {
        (self.rows > 0).then_some((self.first, self.last))
    }

    /// Says what the hash of its bytes is: it is known when the last row is.
    pub fn set_sha256(&mut self, sha256: &str) {
        self.sha256 = sha256.into();
    }

    /// Adds the next of its rows.
    pub fn add(&mut self, entry: &Entry) {
        self.add_place(entry);
        self.add_traits(entry);
    }

    /// Adds whose a row is and when it was.
    pub(super) fn add_place(&mut self, entry: &Entry) {
        if self.rows == 0 {
            (self.first, self.last) = (entry.time, entry.time);
        }
        self.rows += 1;
        self.first = self.first.min(entry.time);
        self.last = self.last.max(entry.time);
        // Nearly all files are of one account and format.
        if !self
            .first_account_format
            .as_ref()
            .is_some_and(|source| source.is_of(entry))
        {
            self.first_account_format
                .get_or_insert_with(|| AccountFormat::of(entry));
            self.formats.insert(AccountFormat::of(entry));
        }
        if self.latest_account != entry.account_in_file {
            self.latest_account = entry.account_in_file.clone();
            if let Some((user, _)) = entry.account_in_file.split_once('/') {
                self.users.insert(user.into());
            }
        }
    }

    fn add_traits(&mut self, entry: &Entry) {
        let second = entry.time.seconds;
        let span = self.spans.entry(entry.kind).or_insert((second, second));
        *span = (span.0.min(second), span.1.max(second));
        if is_counted(entry) {
            let counted = self
                .trades_by_time
                .entry(second.div_euclid(COUNTED_SECONDS));
            *counted.or_default() += 1;
            self.trades += 1;
        }
        self.traits |= traits(entry);
    }

    pub(super) fn exchange(&self) -> &str {
        self.first_account_format
            .as_ref()
            .map_or("", |source| &source.exchange)
    }

    pub(super) fn account(&self) -> &str {
        self.first_account_format
            .as_ref()
            .map_or("", |source| &source.account)
    }

    pub(super) fn format(&self) -> &str {
        self.first_account_format
            .as_ref()
            .map_or("", |source| &source.format)
    }

    pub(super) fn formats(&self) -> &BTreeSet<AccountFormat> {
        &self.formats
    }

    pub(super) fn users(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(|user| user.as_str())
    }

    pub(super) fn has(&self, sort: Trait) -> bool {
        self.traits & sort.bit() != 0
    }

    /// When its rows of this kind were, in seconds.
    pub(super) fn span_of(&self, kind: Kind) -> Option<(i64, i64)> {
        self.spans.get(&kind).copied()
    }

    /// Whether both tell of one stretch of time. Parts may share the second at
    /// which one ends and the next begins.
    pub(super) fn overlaps(&self, other: &FileSummary) -> bool {
        self.first < other.last && other.first < self.last
    }

    /// Whether both tell of times that are so near to each other.
    pub(super) fn is_within(&self, other: &FileSummary, seconds: i64) -> bool {
        self.first.seconds <= other.last.seconds + seconds
            && other.first.seconds <= self.last.seconds + seconds
    }

    /// Whether most trades of the shorter of two files can be the other's at so many
    /// seconds' distance as zones can be apart. There are at most so many pairs of
    /// trades at such a distance as either file has near the other.
    pub(super) fn can_be_shifted_to(&self, other: &FileSummary) -> bool {
        let near = self.trades_near(other).min(other.trades_near(self));
        2 * near > self.trades.min(other.trades)
    }

    /// Its trades that are as near to the other's as zones can be apart, or a little
    /// farther.
    fn trades_near(&self, other: &FileSummary) -> u64 {
        let from = (other.first.seconds - ZONE_SECONDS_MAX).div_euclid(COUNTED_SECONDS);
        let until = (other.last.seconds + ZONE_SECONDS_MAX).div_euclid(COUNTED_SECONDS);
        self.trades_by_time
            .range(from..=until)
            .map(|(_, count)| count)
            .sum()
    }
}

fn traits(entry: &Entry) -> u32 {
    let has_id = !entry.trade_id.is_empty();
    let has_order = !entry.order_id.is_empty();
    let (kind, facts) = (entry.kind, &entry.facts);
    let mut traits = 0;
    let mut note = |sort: Trait, has: bool| {
        if has {
            traits |= sort.bit();
        }
    };
    note(Trait::TradeId, has_id);
    note(Trait::Inexact, is_inexact(entry));
    if let Some(sort) = Trait::of_fill(kind, has_id) {
        note(sort, entry.group.is_empty());
    }
    match kind {
        Kind::Trade => {
            note(Trait::OrderOrFee, has_order);
            note(Trait::Order, has_order);
            note(Trait::Market, entry.out.is_some() && entry.in_.is_some());
        }
        Kind::Fee => {
            note(Trait::OrderOrFee, has_order);
            let is_positions = facts.opened_at.is_some() && entry.fee.is_some();
            note(Trait::PositionFee, is_positions);
        }
        Kind::Derivative => note(Trait::ContractFee, entry.fee.is_some()),
        Kind::Pnl => {
            let has_opening = facts.opened_at.is_some();
            note(Trait::PositionSum, !has_opening && !has_id);
            note(Trait::PositionParts, has_opening);
        }
        Kind::Deposit => note(Trait::DepositHash, !facts.tx_hash.is_empty()),
        Kind::Withdrawal => note(Trait::WithdrawalHash, !facts.tx_hash.is_empty()),
        Kind::Reward => {
            note(Trait::LoanPayment, facts.lending_hour.is_some());
            note(Trait::Loan, facts.lending_hour.is_none());
        }
        _ => {}
    }
    traits
}

/// Whether a row is among those that files are compared by. Conversions have no side;
/// they are in lists of their own.
pub(super) fn is_counted(entry: &Entry) -> bool {
    entry.kind == Kind::Trade && entry.side.is_some() && entry.out.is_some() && entry.in_.is_some()
}
