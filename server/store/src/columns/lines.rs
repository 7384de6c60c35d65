//! The tables of a valuation: one row a line, and one row for each asset that a line
//! moves, values or lacks a price of.

use super::fields::{columns, table};

table! {
    /// Lines to be written: those of rows in the order of these, then those of what was
    /// typed in.
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
        /// JSON: what its details depend on beside its entry, prices and terms.
        context: WordsOrNone,
    }
}

table! {
    /// Parts to be written: those of 8,192 lines at a time, in the order of their assets and
    /// lines.
    PartsBatch {
        /// The line, from 0.
        line: Whole,
        asset: Word,
        /// Its part of the loss, in 1e-8 of the currency; none when it has none.
        amount: WholeOrNone,
        /// Balance change; none for an asset whose balance did not change.
        change: Exact,
        /// 1 where it has no price.
        lacking: Small,
    }
}

columns! {
    /// What is read of lines that are shown.
    LinesRead {
        row: WholeOrNone,
        typed: WordsOrNone,
        support: Word,
        reason: Word,
        loss: WholeOrNone,
        context: WordsOrNone,
    }
}
