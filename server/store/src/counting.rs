//! What counts in a total (`casework::counting`) as conditions of SQL. They are made
//! from the rule, once: no query spells out a state, a review or a support.

use std::sync::LazyLock;

use casework::counting::LineFilter;
use casework::{ClaimState, ReviewState, Support};

use crate::rows::Ask;

/// A query with the conditions of the rule in the places of their names (see
/// [`PLACES`]), made once.
macro_rules! by_rule {
    ($sql:expr $(,)?) => {{
        static SQL: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| $crate::counting::filled($sql));
        SQL.as_str()
    }};
}
pub(crate) use by_rule;

/// The places that a query names, each with what stands there.
static PLACES: LazyLock<[(&str, String); 6]> = LazyLock::new(|| {
    let claims = |counts: fn(ClaimState) -> bool| {
        let states = ClaimState::ALL.into_iter().filter(|state| counts(*state));
        one_of("claim.state", states.map(ClaimState::as_str))
    };
    let reviews = ReviewState::ALL.into_iter().filter(|said| said.counts());
    let supports = Support::ALL.into_iter().filter(|said| said.is_documented());
    [
        // Claims whose lines and credits count.
        ("<claim counts>", claims(ClaimState::counts)),
        // Claims in the sum of accepted ones.
        (
            "<claim is accepted>",
            claims(ClaimState::counts_as_accepted),
        ),
        // Lines of which no coordinator says that they do not count.
        (
            "<line counts>",
            one_of(REVIEW, reviews.map(ReviewState::as_str)),
        ),
        // Lines in the documented sums; all others are in the claimed ones.
        (
            "<line is documented>",
            one_of("loss_line.support", supports.map(Support::as_str)),
        ),
        // An asset's row of a line that is in a total by asset: with its amount, or as
        // what leaves the line without a price (`ValuedLine::contributions`). One that
        // only tells of units is not.
        (
            "<part counts>",
            "(loss_part.amount IS NOT NULL \
              OR (loss_line.loss IS NULL AND loss_part.unpriced = 1))"
                .to_owned(),
        ),
        // What is said of a line.
        (
            "<review of line>",
            "LEFT JOIN review ON review.claim = loss_line.claim \
             AND review.entry_key = loss_line.entry_key"
                .to_owned(),
        ),
    ]
});

const REVIEW: &str = "COALESCE(review.state, 'open')";

fn one_of(what: &str, words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<String> = words.map(|word| format!("'{word}'")).collect();
    format!("{what} IN ({})", words.join(", "))
}

/// Puts the rule into a query.
pub(crate) fn filled(sql: &str) -> String {
    PLACES.iter().fold(sql.to_owned(), |sql, (place, rule)| {
        sql.replace(place, rule)
    })
}

/// What a filter looks at, and by which conditions (`LineFilter::finds`): `$1` is the
/// incident, `$4` the asset, the last one `$12`.
pub(crate) static FILTERED: LazyLock<String> = LazyLock::new(|| {
    filled(
        " FROM valuation JOIN claim ON claim.id = valuation.claim \
         JOIN loss_line ON loss_line.valuation = valuation.id <review of line> \
         WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = '' \
         AND ($2 = '' OR claim.reference = $2) \
         AND ($11 = '' OR loss_line.exchange = $3) \
         AND ($4 = '' OR EXISTS (SELECT 1 FROM loss_part \
             WHERE loss_part.valuation = loss_line.valuation AND loss_part.seq = loss_line.seq \
             AND loss_part.asset = $4 AND (($12 = 'moved' AND loss_part.units <> '') \
             OR ($12 = 'lacking' AND loss_part.unpriced = 1) \
             OR ($12 = 'part' AND <part counts>)))) \
         AND ($5 = '' OR loss_line.day = $5) \
         AND ($6 = '' OR ($6 = 'yes') = (loss_line.loss IS NOT NULL)) \
         AND ($7 = '' OR ($7 = 'yes') = (<line is documented>)) \
         AND ($8 = '' OR COALESCE(review.state, 'open') = $8) \
         AND ($9 = '' OR loss_line.entry_key = $9) \
         AND ($10 = 'all' OR (<claim counts> AND <line counts>)) \
         AND ($10 <> 'accepted' OR <claim is accepted>) ",
    )
});

/// Binds what [`FILTERED`] asks.
pub(crate) fn filtered<'q>(ask: Ask<'q>, incident: &str, filter: &LineFilter) -> Ask<'q> {
    let text = |asked: &Option<String>| asked.clone().unwrap_or_default();
    let flag = |asked: Option<bool>| match asked {
        None => "",
        Some(true) => "yes",
        Some(false) => "no",
    };
    ask.bind(incident.to_owned())
        .bind(text(&filter.claim))
        .bind(text(&filter.exchange))
        .bind(text(&filter.asset))
        .bind(text(&filter.day))
        .bind(flag(filter.priced))
        .bind(flag(filter.documented))
        .bind(filter.review.map_or("", ReviewState::as_str))
        .bind(text(&filter.key))
        .bind(filter.scope.as_str())
        .bind(flag(filter.exchange.as_ref().map(|_| true)))
        .bind(filter.asset_in.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_the_states_are_those_of_the_rule() {
        assert_eq!(
            filled("<claim counts>;<claim is accepted>;<line counts>;<line is documented>"),
            "claim.state IN ('submitted', 'in_review', 'returned', 'accepted');\
             claim.state IN ('accepted');\
             COALESCE(review.state, 'open') IN ('open', 'queried');\
             loss_line.support IN ('documented', 'corroborated')"
        );
        for sql in [FILTERED.as_str(), &filled("<part counts> <review of line>")] {
            assert!(!sql.contains("<line") && !sql.contains("<part") && !sql.contains("<review"));
        }
    }
}
