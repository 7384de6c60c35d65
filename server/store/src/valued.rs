//! The lines of a valuation, in columns. They are written while they are valued, named by
//! the valuation, and read by the places that filters find.

mod reader;
mod writer;

use serde::{Deserialize, Serialize};

use crate::columns::file::DerivedFile;
use crate::columns::table::BATCH_ROWS;

pub(crate) use reader::{AddedUp, KeptLine, Lines, LinesLayout};
pub use writer::{LineOf, LinesWriter, NewLine};

/// The lines of a valuation, as its database row names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenLines {
    parts: Vec<LinesPart>,
    index: DerivedFile,
    lines: u32,
    /// Lines of typed-in entries.
    typed: u32,
    unpriced: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LinesPart {
    lines: u32,
    table: DerivedFile,
    parts: DerivedFile,
}

impl WrittenLines {
    /// How many lines.
    pub fn lines(&self) -> u32 {
        self.lines
    }

    /// How many lines are of typed-in entries.
    pub fn typed(&self) -> u32 {
        self.typed
    }

    /// How many lines have no price.
    pub fn unpriced(&self) -> u32 {
        self.unpriced
    }
}

/// Lines whose parts are written together in the order of their assets: a block. To read an
/// asset's parts in a block, no others need to be read.
const BLOCK_LINES: usize = BATCH_ROWS;
