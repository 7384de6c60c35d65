//! How much of a claim a valuation may hold in memory, and the error that says which
//! setting was in the way.

use crate::base::limits::LimitName;
use crate::entry::messages::Message;

crate::limits! {
    /// What the valuation of one claim may hold in memory. Everything else is
    /// worked out row by row.
    #[derive(Copy)]
    pub struct ValuingLimits, named by ValuingLimitNames under "limits.valuing" {
        /// Fills of contracts whose margin asset is known, and contracts with fills; a
        /// fill takes some 130 bytes.
        fills_max: usize = 2_000_000,
        /// Groups of rows that a rule contests or leaves out, and groups of trades of
        /// which one has no price; a group takes some 40 bytes.
        groups_max: usize = 5_000_000,
        /// Trades that a deal of 3Commas may explain; a trade takes some 100 bytes.
        deal_trades_max: usize = 2_000_000,
        /// Quantities without a price that totals name one by one; the others are
        /// counted.
        unpriced_listed_max: usize = 1000,
    }
}

impl ValuingLimits {
    /// No limits, for callers that hold every entry of the claim in any case.
    pub const NONE: ValuingLimits = ValuingLimits {
        fills_max: usize::MAX,
        groups_max: usize::MAX,
        deal_trades_max: usize::MAX,
        unpriced_listed_max: usize::MAX,
    };
}

/// What a valuation would have had to hold more of than its limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Fills of contracts.
    Fills,
    /// Groups of rows.
    Groups,
    /// Trades that a deal may explain.
    DealTrades,
}

/// The valuation of a claim would hold more than a limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", Message::from(*self))]
pub struct TooMany {
    /// Of what.
    pub held: Held,
    /// How many the limit allows.
    pub most: usize,
}

impl TooMany {
    /// The setting that allows no more.
    pub fn limit(&self) -> LimitName {
        match self.held {
            Held::Fills => ValuingLimits::NAMES.fills_max,
            Held::Groups => ValuingLimits::NAMES.groups_max,
            Held::DealTrades => ValuingLimits::NAMES.deal_trades_max,
        }
    }
}

impl From<TooMany> for Message {
    fn from(error: TooMany) -> Message {
        let (limit, count) = (error.limit().into(), error.most as u64);
        match error.held {
            Held::Fills => Message::ValueFills { limit, count },
            Held::Groups => Message::ValueGroups { limit, count },
            Held::DealTrades => Message::ValueDealTrades { limit, count },
        }
    }
}

/// Counts one more thing that is held.
pub(crate) fn hold(count: &mut usize, most: usize, held: Held) -> Result<(), TooMany> {
    if *count >= most {
        return Err(TooMany { held, most });
    }
    *count += 1;
    Ok(())
}
