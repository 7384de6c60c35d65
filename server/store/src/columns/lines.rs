//! The tables of a valuation: one row for each line, and one row for each asset of a line
//! (moved, valued, or without a price).

use super::fields::{columns, table};

table! {
    /// Lines to write: first those of rows, in the order of rows, then those of typed-in
    /// entries.
    LinesBatch {
        /// The row of its entry in the generation; none for a typed-in one.
        row: WholeOrNone,
        /// Id of the typed-in entry.
        typed: WordsOrNone,
        /// Microseconds since 1970-01-01T00:00:00Z.
        time_us: Whole,
        /// `2022-10-18`, UTC.
        day: Word,
        exchange: Word,
        account: Word,
        /// What backs it.
        support: Word,
        /// Why it is contested.
        reason: Word,
        /// In 1e-8 of the currency; none without a price.
        loss: WholeOrNone,
        /// JSON: the further inputs of its details, besides its entry, prices and terms.
        context: WordsOrNone,
    }
}

table! {
    /// Parts to write: those of 8,192 lines at a time, in the order of their assets and
    /// lines.
    PartsBatch {
        /// The line, from 0.
        line: Whole,
        asset: Word,
        /// Its part of the loss, in 1e-8 of the currency; none where it has no part.
        amount: WholeOrNone,
        /// Balance change; none for an asset whose balance did not change.
        change: Exact,
        /// 1 where it has no price.
        lacking: Small,
    }
}

columns! {
    /// The columns that are read for shown lines.
    LinesRead {
        row: WholeOrNone,
        typed: WordsOrNone,
        support: Word,
        reason: Word,
        loss: WholeOrNone,
        context: WordsOrNone,
    }
}
