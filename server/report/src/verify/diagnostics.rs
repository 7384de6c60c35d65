//! What there is to say about reading the originals again. Of one code about one file a
//! hundred diagnostics are compared, then one that counts the others, as a report has them.

use std::io;

use ledger::{Diagnostic, DiagnosticCap};

use super::claims::SharedClaim;
use super::originals::{Original, place};
use crate::spool::Spool;
use crate::tables::{self, Row};

/// The diagnostics of a claim's originals, on their way to the rows that a bundle must have.
pub(super) struct Diagnostics<'d> {
    claim: &'d str,
    originals: &'d [Original],
    cap: DiagnosticCap,
    to: &'d mut Spool<Row>,
}

impl<'d> Diagnostics<'d> {
    /// None yet, for this claim.
    pub(super) fn new(of: &SharedClaim<'d>, to: &'d mut Spool<Row>) -> Diagnostics<'d> {
        Diagnostics {
            claim: &of.claim.reference,
            originals: of.originals,
            cap: DiagnosticCap::default(),
            to,
        }
    }

    /// Adds the next one.
    pub(super) fn add(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        match self.cap.shows(diagnostic) {
            true => self.put(diagnostic),
            false => Ok(()),
        }
    }

    /// Adds the counts of what was not shown of a file.
    pub(super) fn end_file(&mut self) -> io::Result<()> {
        for diagnostic in self.cap.rest() {
            self.put(&diagnostic)?;
        }
        Ok(())
    }

    fn put(&mut self, diagnostic: &Diagnostic) -> io::Result<()> {
        let file = place(&diagnostic.file, self.originals);
        self.to
            .push(&tables::diagnostic_row(self.claim, &file, diagnostic))
    }
}
