//! Where a reader puts what it reads, row by row, so that memory stays constant.

use crate::entry::deal::Deal;
use crate::entry::diagnostic::Diagnostic;
use crate::entry::movement::Entry;

/// Receives entries and diagnostics in the order of the file.
pub trait Sink {
    /// One entry, lent: an entry is large, and a move of it a copy. Who keeps it takes
    /// it ([`std::mem::take`]).
    fn entry(&mut self, entry: &mut Entry);
    /// One diagnostic.
    fn diagnostic(&mut self, diagnostic: Diagnostic);
    /// One deal of a trading bot, which is evidence and no entry; who does not
    /// ask for deals gets none.
    fn deal(&mut self, _deal: Deal) {}
}

/// A sink that keeps everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Entries in the order of the file.
    pub entries: Vec<Entry>,
    /// Diagnostics in the order they came up.
    pub diagnostics: Vec<Diagnostic>,
    /// Deals in the order of the file.
    pub deals: Vec<Deal>,
}

impl Sink for Collected {
    fn entry(&mut self, entry: &mut Entry) {
        self.entries.push(std::mem::take(entry));
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn deal(&mut self, deal: Deal) {
        self.deals.push(deal);
    }
}
