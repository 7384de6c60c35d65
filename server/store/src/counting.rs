//! The conditions of SQL for what counts in a total. They are made once, from the rule
//! (`casework::counting`): no query spells out a state, a review or a support.

use std::sync::LazyLock;

use casework::{ClaimState, ReviewState};

/// A query, made once, with the rule's conditions in place of their names (see [`PLACES`]).
macro_rules! by_rule {
    ($sql:expr $(,)?) => {{
        static SQL: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| $crate::counting::filled($sql));
        SQL.as_str()
    }};
}
pub(crate) use by_rule;

/// The placeholders in queries, each with its condition.
static PLACES: LazyLock<[(&str, String); 3]> = LazyLock::new(|| {
    let claims = |counts: fn(ClaimState) -> bool| {
        let states = ClaimState::ALL.into_iter().filter(|state| counts(*state));
        one_of("claim.state", states.map(ClaimState::as_str))
    };
    let reviews = ReviewState::ALL.into_iter().filter(|state| state.counts());
    [
        // Claims whose lines and credits count.
        ("<claim counts>", claims(ClaimState::counts)),
        // Claims in the sum of accepted claims.
        (
            "<claim is accepted>",
            claims(ClaimState::counts_as_accepted),
        ),
        // Lines that no coordinator excluded.
        (
            "<line counts>",
            one_of(REVIEW, reviews.map(ReviewState::as_str)),
        ),
    ]
});

const REVIEW: &str = "COALESCE(review.state, 'open')";

fn one_of(what: &str, words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<String> = words.map(|word| format!("'{word}'")).collect();
    format!("{what} IN ({})", words.join(", "))
}

/// Fills the rule's conditions into a query.
pub(crate) fn filled(sql: &str) -> String {
    PLACES.iter().fold(sql.to_owned(), |sql, (place, rule)| {
        sql.replace(place, rule)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_the_states_are_those_of_the_rule() {
        assert_eq!(
            filled("<claim counts>;<claim is accepted>;<line counts>"),
            "claim.state IN ('submitted', 'in_review', 'returned', 'accepted');\
             claim.state IN ('accepted');\
             COALESCE(review.state, 'open') IN ('open', 'queried')"
        );
    }
}
