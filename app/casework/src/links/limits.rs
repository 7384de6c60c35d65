//! The settings of links: when a key is shared by too few or too many claims to mean
//! anything, and how much is kept and shown.

use ledger::LimitError;
use serde::{Deserialize, Serialize};

use super::LinkKind;

ledger::limits! {
    /// When claims are linked, and how many links are kept.
    pub struct LinkLimits, named by LinkLimitNames under "limits.links" {
        /// Claims that may have the same file; with more, it is one that was handed around.
        file_claims_max: u32 = 20,
        /// Claims that may have the same trade id.
        trade_claims_max: u32 = 10,
        /// Claims that may have the same transaction.
        transaction_claims_max: u32 = 10,
        /// Claims that may have the same address; with more, it is one of an exchange.
        address_claims_max: u32 = 10,
        /// Claims that may have the same internet address; with more, it is one of a
        /// service or of a network.
        device_claims_max: u32 = 5,
        /// Claims that may have the same label of an API key; with more, it is a common
        /// word.
        api_key_claims_max: u32 = 5,
        /// Claims that may have the same order pattern.
        pattern_claims_max: u32 = 50,
        /// Claims from which on an address is listed as a counterparty.
        counterparty_claims_min: u32 = 3,
        /// Claims that may have the same counterparty; with more, it is an exchange.
        counterparty_claims_max: u32 = 100,
        /// Claims from which on a market is listed as a thin pair.
        thin_pair_claims_min: u32 = 3,
        /// Trades of one claim in a market from which on the market may be a thin pair.
        thin_pair_trades_min: u32 = 20,
        /// Days on which one claim may have traded in a thin pair.
        thin_pair_days_max: u32 = 3,
        /// Seconds from the first to the last trade of an order pattern.
        pattern_seconds_max: u32 = 600,
        /// Markets of one claim that are followed to find thin pairs.
        markets_max: u32 = 10_000,
        /// Links of one kind that are kept of one claim; also links of one kind that too
        /// many claims share.
        kept_per_claim_max: u32 = 100,
        /// Claims of one link that are kept and shown.
        claims_kept_max: u32 = 200,
        /// Rows of one claim that the page of a link shows.
        rows_shown_max: u32 = 20,
    }
}

/// The settings by which the keys of a claim's rows are found. When they change, the keys
/// are found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRules {
    /// [`LinkRules::VERSION`] when they were found.
    pub version: u32,
    /// [`LinkLimits::thin_pair_trades_min`].
    pub thin_pair_trades_min: u32,
    /// [`LinkLimits::thin_pair_days_max`].
    pub thin_pair_days_max: u32,
    /// [`LinkLimits::pattern_seconds_max`].
    pub pattern_seconds_max: u32,
    /// [`LinkLimits::markets_max`].
    pub markets_max: u32,
}

impl LinkRules {
    /// It rises with each change of what gives a key.
    pub const VERSION: u32 = 1;
}

/// How many claims share a key that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimsRange {
    /// With fewer claims there is no link.
    pub min: u32,
    /// With more claims the key is too common to mean anything.
    pub max: u32,
}

impl ClaimsRange {
    /// Whether so many claims are linked.
    pub fn links(self, claims: usize) -> bool {
        self.is_enough(claims) && !self.is_common(claims)
    }

    /// Whether these are enough claims.
    pub fn is_enough(self, claims: usize) -> bool {
        claims >= self.min as usize
    }

    /// Whether these are too many claims.
    pub fn is_common(self, claims: usize) -> bool {
        claims > self.max as usize
    }
}

impl LinkLimits {
    /// The settings by which keys are found.
    pub fn rules(&self) -> LinkRules {
        LinkRules {
            version: LinkRules::VERSION,
            thin_pair_trades_min: self.thin_pair_trades_min,
            thin_pair_days_max: self.thin_pair_days_max,
            pattern_seconds_max: self.pattern_seconds_max,
            markets_max: self.markets_max,
        }
    }

    /// How many claims a key of this kind links. A thin pair is the more telling the more
    /// claims have it, so that it has no upper end.
    pub fn claims(&self, kind: LinkKind) -> ClaimsRange {
        let up_to = |max| ClaimsRange { min: 2, max };
        match kind {
            LinkKind::File => up_to(self.file_claims_max),
            LinkKind::Trade => up_to(self.trade_claims_max),
            LinkKind::Transaction => up_to(self.transaction_claims_max),
            LinkKind::Address => up_to(self.address_claims_max),
            LinkKind::Device => up_to(self.device_claims_max),
            LinkKind::ApiKey => up_to(self.api_key_claims_max),
            LinkKind::OrderPattern => up_to(self.pattern_claims_max),
            LinkKind::Counterparty => ClaimsRange {
                min: self.counterparty_claims_min,
                max: self.counterparty_claims_max,
            },
            LinkKind::ThinPair => ClaimsRange {
                min: self.thin_pair_claims_min,
                max: u32::MAX,
            },
        }
    }

    /// Checks that a link has two claims, and that a thin pair has a trade.
    ///
    /// # Errors
    /// When a limit makes no sense.
    pub fn check(&self) -> Result<(), LimitError> {
        let names = self.names();
        let two = "a link is of two claims";
        names
            .counterparty_claims_min
            .at_least(self.counterparty_claims_min, 2, two)?;
        names
            .thin_pair_claims_min
            .at_least(self.thin_pair_claims_min, 2, two)?;
        names
            .claims_kept_max
            .at_least(self.claims_kept_max, 2, two)?;
        let one = "a thin pair was traded";
        names
            .thin_pair_trades_min
            .at_least(self.thin_pair_trades_min, 1, one)?;
        names
            .thin_pair_days_max
            .at_least(self.thin_pair_days_max, 1, one)
    }
}
