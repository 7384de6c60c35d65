//! How far two files may differ where they tell one thing.

/// What [`crate::resolve()`] takes for one thing that two files of an account report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tolerances {
    /// Seconds between an order and its nearest fill, a position's end and its fill,
    /// where both files have the time of the fill.
    pub fill_seconds_max: i64,
    /// Seconds that an order may rest from when it was placed, or from its first fill,
    /// to its last fill.
    pub resting_seconds_max: i64,
    /// Seconds between the times of one deposit or withdrawal: one file says when it
    /// was asked for or seen, the other when it was booked.
    pub move_seconds_max: i64,
    /// Seconds between the times of two moves of one amount that may be one. A warning
    /// names them.
    pub move_doubt_seconds_max: i64,
    /// Seconds between the times of one conversion or fill in a statement and beside it.
    pub trade_seconds_max: i64,
    /// Steps of the search for the fills of orders among those of others, in one
    /// market.
    pub search_steps_max: usize,
}

impl Default for Tolerances {
    fn default() -> Tolerances {
        Tolerances {
            fill_seconds_max: 2,
            resting_seconds_max: 30 * 86_400,
            move_seconds_max: 3600,
            move_doubt_seconds_max: 3 * 86_400,
            trade_seconds_max: 60,
            search_steps_max: 300_000,
        }
    }
}
