//! Rows that have a column for each asset: a trade fills those of two assets, a deposit
//! that of one. Which assets there are, the headings tell.

use smol_str::format_smolstr;

use crate::cells::sides::side_word;
use crate::entry::diagnostic::Code;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity};
use crate::formats::row::{ColumnMap, quantity, words};
use crate::formats::rows::changes::{self, Change, leg};
use crate::formats::rows::shared::{amount_of, cost};
use crate::formats::rules::Rules;
use crate::formats::{Cells, Field, RowDiagnostic, RowOutput};
use crate::numbers::amount::Amount;

/// What a row moved of one asset.
struct AssetMoved<'a> {
    asset: &'a str,
    change: Option<Amount>,
    fee: Option<Amount>,
}

/// Makes one entry of what a row moved; where more than two assets or fees moved, further
/// ones of the same line and group.
pub(super) fn map(
    cells: &Cells<'_>,
    rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let maps = cells.column_map.of_assets.iter();
    let all = maps.map(|map| moved_of(cells, map, rules));
    let all = all.collect::<Result<Vec<AssetMoved<'_>>, RowDiagnostic>>()?;
    let is_out = !all.iter().any(|moved| {
        let is_in = |change: &Amount| !change.is_negative() && !change.is_zero();
        moved.change.as_ref().is_some_and(is_in)
    });
    let asset = all.iter().find(|moved| moved.change.is_some());
    let Some(asset) = asset.map(|moved| moved.asset) else {
        return Err(RowDiagnostic::on(Field::Change, Code::RefusedEmpty, || {
            Message::NumberEmpty
        }));
    };
    let kinds = changes::kinds(cells, rules);
    entry.kind = changes::kind(cells, rules, asset, kinds, is_out, out);
    changes::name(cells, rules, &mut entry);
    entry.side = side_word(cells.text(Field::Operation)).filter(|_| entry.kind == Kind::Trade);
    words(&mut entry, cells.text(Field::Operation));
    words(&mut entry, cells.text(Field::Remark));
    let mut entries = vec![entry];
    for moved in all {
        if let Some(change) = moved.change {
            add_change(&mut entries, moved.asset, change);
        }
        if let Some(fee) = moved.fee {
            add_fee(&mut entries, quantity(moved.asset, fee));
        }
    }
    join(&mut entries);
    entries.into_iter().for_each(|entry| out.entry(entry));
    Ok(())
}

/// What a row moved of the asset of these columns.
fn moved_of<'a>(
    cells: &Cells<'a>,
    column_map: &'a ColumnMap,
    rules: &Rules,
) -> Result<AssetMoved<'a>, RowDiagnostic> {
    let asset = column_map.asset_in_heading.as_str();
    let own = Cells {
        row: cells.row,
        column_map,
    };
    let change = amount_of(&own, Field::Change, asset)?;
    let fee = amount_of(&own, Field::Fee, asset)?.filter(|fee| !fee.is_zero());
    Ok(AssetMoved {
        asset: cells.coded(asset).name,
        change,
        fee: fee.map(|fee| cost(fee, rules)),
    })
}

/// Writes a change to the first entry that has none of its way.
fn add_change(entries: &mut Vec<Entry>, asset: &str, amount: Amount) {
    let change = Change::signed(amount);
    let has_room = |entry: &Entry| match change.is_out {
        true => entry.out.is_none(),
        false => entry.in_.is_none(),
    };
    let at = room(entries, has_room);
    leg(&mut entries[at], asset, change);
}

/// Writes a fee to the first entry that has none.
fn add_fee(entries: &mut Vec<Entry>, fee: Quantity) {
    let at = room(entries, |entry| entry.fee.is_none());
    entries[at].fee = Some(fee);
}

/// The place of the first entry that has room, or of a further one.
fn room(entries: &mut Vec<Entry>, has_room: impl Fn(&Entry) -> bool) -> usize {
    if let Some(at) = entries.iter().position(has_room) {
        return at;
    }
    let blank = Entry {
        out: None,
        in_: None,
        fee: None,
        ..entries[0].clone()
    };
    entries.push(blank);
    entries.len() - 1
}

/// Gives several entries of one row a group.
fn join(entries: &mut [Entry]) {
    if entries.len() < 2 {
        return;
    }
    for entry in entries {
        let (exchange, account) = (&entry.exchange, &entry.account);
        let line = entry.lines.start();
        entry.group = format_smolstr!("{exchange}:{account}:{line}@{}", entry.time);
    }
}
