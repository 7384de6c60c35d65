//! What the listings of manipulated assets say of a price (METHOD.md,
//! "Manipulated assets").

use crate::prices::price::Missing;
use crate::terms::{Basis, Terms};
use crate::time::moment::Moment;

/// What the listings say of the price of an asset for one entry.
pub(super) enum Listed {
    /// Nothing: it is asked for at this moment.
    Free(Moment),
    /// It is asked for at m.
    From(Moment),
    /// It has none.
    Unpriced(Missing),
}

impl Terms {
    /// What the listing of an asset says of its price for an entry of `time`
    /// (METHOD.md, "Manipulated assets").
    pub(super) fn listed_at(&self, asset: &str, time: Moment) -> Listed {
        let asked = self.basis.moment(time);
        let mut spans = self.spans_of(asset).filter(|span| span.holds(asked));
        match self.basis {
            Basis::Event => spans
                .map(|span| span.from)
                .min()
                .map_or(Listed::Free(asked), Listed::From),
            Basis::Date { .. } => match spans.next() {
                None => Listed::Free(asked),
                Some(first) if first.to.is_none() || spans.any(|span| span.to.is_none()) => {
                    Listed::Unpriced(Missing::ManipulatedOpen)
                }
                Some(_) => Listed::Unpriced(Missing::Manipulated),
            },
        }
    }
}
