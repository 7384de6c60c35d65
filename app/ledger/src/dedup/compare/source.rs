//! Where rows come from that are compared, and what can go wrong.

use std::borrow::Cow;
use std::ops::Range;

use crate::dedup::compare::digest::RowDigest;
use crate::entry::Entry;
use crate::entry::messages::Message;

/// Rows that can be read again, by their numbers.
pub trait RowSource {
    /// Why rows cannot be read.
    type Error;

    /// Reads the rows of these ranges, each of which is of one file, in the order of
    /// the ranges. A file's ranges rise, but the files may stand in another order than
    /// that of their rows.
    ///
    /// # Errors
    /// When rows cannot be read.
    fn read(
        &mut self,
        rows: &[Range<u32>],
        take: &mut dyn FnMut(Cow<'_, Entry>),
    ) -> Result<(), Self::Error>;

    /// The digest of each row in order, where they were computed while rows were read. They
    /// spare a pass over all rows.
    fn digests(&self) -> Option<&[RowDigest]> {
        None
    }
}

/// Why rows were not compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError<E> {
    /// Rows cannot be read.
    #[error("rows of the claim cannot be compared: {0}")]
    Source(E),
    /// Other rows came than were asked for: the summaries are of other files.
    #[error("rows of the claim cannot be compared: they are other rows than were counted")]
    OtherRows,
    /// More has to be held than a limit allows.
    #[error("{0}")]
    Limit(Box<Message>),
}
