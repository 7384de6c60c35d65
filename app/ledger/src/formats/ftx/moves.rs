//! FTX's lists of deposits. Payments for lending stand among them, and their text names the
//! coin and the hour: they are rewards, and where the lending file is there too, `resolve`
//! lets them count once.

use crate::entry::{Entry, Kind};
use crate::formats::rows;
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates};

/// How FTX begins the text of a deposit that pays for lending.
const LENDING: &str = "Payment for lending ";

/// Makes an entry of a deposit, or of a payment for lending.
pub(super) fn map_deposit(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let mut texts = [Field::TxId, Field::Remark].into_iter();
    let lending = texts.find_map(|field| cells.text(field).strip_prefix(LENDING));
    let kind = match lending {
        Some(what) => {
            if let Some(hour) = hour(what) {
                entry.facts.keep(|facts| facts.lending_hour = Some(hour));
            }
            Kind::Reward
        }
        None => Kind::Deposit,
    };
    rows::write_move(cells, rules, kind, entry, out)
}

/// The hour in `USD at 2021-03-09 02:00:00 UTC`.
fn hour(what: &str) -> Option<Moment> {
    let (_, time) = what.split_once(" at ")?;
    let time = parse_time::read(time, Dates::YearFirst).ok()?;
    let seconds = time.seconds - i64::from(time.offset.unwrap_or_default());
    Some(Moment::from_seconds(seconds))
}
