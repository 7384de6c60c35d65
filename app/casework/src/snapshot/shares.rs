//! Divides a report, to the last decimal, into the claims that are shared with a recipient
//! and the claims that are withheld. The two parts together are the whole report.

use std::collections::BTreeMap;

use ledger::Money;

use crate::claim::ClaimCounts;
use crate::counting::credited;
use crate::totals::{Sums, TotalsError};

use super::{Claim, Content};

/// Why a claim of a report is withheld from a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Withheld {
    /// The release does not cover it.
    NotReleased,
    /// Its claimant does not consent to this recipient.
    NoConsent,
    /// Its claimant withdrew it after the report was frozen.
    Withdrawn,
}

/// The figures of some claims of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The number of claims, and how many of them count.
    pub claims: ClaimCounts,
    /// Sums of their lines.
    pub sums: Sums,
    /// What came back to the claims that count.
    pub credits: Money,
}

impl Share {
    fn add(&mut self, other: &Share) {
        self.claims.add(&other.claims);
        self.sums.add(&other.sums);
        self.credits += other.credits;
    }

    /// Documented losses less what came back; may be negative.
    pub fn net(&self) -> Money {
        self.sums.documented - self.credits
    }
}

/// A report in two parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// The shared part.
    pub shared: Share,
    /// The withheld claims, each with its figures.
    pub withheld: Vec<(String, Share)>,
    /// Both together: the figures of the report.
    pub whole: Share,
}

impl Content {
    /// The report in two parts; `goes` picks the shared claims by reference. The parts add
    /// up to the report's own totals.
    ///
    /// # Errors
    /// When they do not add up.
    pub fn shares(&self, goes: impl Fn(&str) -> bool) -> Result<Shares, TotalsError> {
        let mut shares = Shares {
            shared: Share::default(),
            withheld: Vec::new(),
            whole: Share::default(),
        };
        let rows = self.totals.by_claim.iter();
        let rows: Rows<'_> = rows.map(|row| (row.key.as_str(), row.sums)).collect();
        for claim in &self.claims {
            let share = share_of(claim, &rows);
            shares.whole.add(&share);
            if goes(&claim.reference) {
                shares.shared.add(&share);
            } else {
                shares.withheld.push((claim.reference.clone(), share));
            }
        }
        let whole = &shares.whole;
        let expected = (
            self.totals.whole,
            self.totals.credits,
            self.totals.counts.claims,
        );
        if (whole.sums, whole.credits, whole.claims.counted) != expected {
            return Err(TotalsError("share"));
        }
        Ok(shares)
    }
}

/// The rows of the totals by claim, by reference.
type Rows<'a> = BTreeMap<&'a str, Sums>;

fn share_of(claim: &Claim, rows: &Rows<'_>) -> Share {
    let row = rows.get(claim.reference.as_str());
    Share {
        claims: ClaimCounts::from_iter([claim.state]),
        sums: row.copied().unwrap_or_default(),
        credits: credited(claim.state, &claim.credits),
    }
}
