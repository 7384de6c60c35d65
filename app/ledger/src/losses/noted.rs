//! What 3Commas' deals say, noted on the loss lines: the one place, so that the
//! command line, pages, packages and their verification say the same.

use super::LossLine;
use crate::deals::{Finding, judge};
use crate::entry::Entry;
use crate::entry::deal::Deal;

/// Notes on the line of each contested entry which deal explains it, or that none
/// does, and says what was found, in the order of the lines. `own` are the entries
/// that count and are not contested. Without deals, or for what is no trade,
/// nothing is noted; no figure changes.
pub fn note_deals<'d>(
    deals: &'d [Deal],
    own: &[&Entry],
    contested: &[&Entry],
    lines: &mut [LossLine],
) -> Vec<Finding<'d>> {
    let findings = judge(deals, own, contested);
    for (line, finding) in lines.iter_mut().zip(&findings) {
        line.deal = finding.word();
    }
    findings
}
