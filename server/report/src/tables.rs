//! The tables of a bundle. The code that writes a bundle and the code that verifies one use
//! the same row formats, so that a recomputed row is compared as text, cell by cell.

use casework::custody::time_text;
use casework::snapshot::{Claim, ConflictDecision, Dropped, File, Line, PriceFile, RowAt};
use ledger::losses::{self, CreditLine, Leg, LossLine, Price};
use ledger::output;
use ledger::table::joined;
use ledger::{
    Amount, Entry, EntryNote, Fact, Lines, Mapping, Moment, Quantity, RowConflict, rfc3339,
};

use crate::layout;

/// One row of a table, cell by cell.
pub(crate) type Row = Vec<String>;

/// Columns of entries that only a bundle has. They follow the columns of the ledger's output.
const ENTRY_OWN: [&str; 4] = ["support", "contested", "contested_why", "left_out_why"];

/// The column of notes of entries and losses. Its texts are made from facts and may change
/// with the version of the program, so they are never compared.
pub(crate) const WORDS: &str = "note";

/// How many of [`ENTRY_COLUMNS`] depend on the file alone. Reading the file again must give
/// the same cells.
pub(crate) const ENTRY_COLUMNS_READ: usize = 1 + ledger::COLUMNS.len();

/// The columns of entries: the claim, then those of the ledger's output, then the bundle's.
pub(crate) const ENTRY_COLUMNS: [&str; ENTRY_COLUMNS_READ + ENTRY_OWN.len()] =
    joined([&["claim"], &ledger::COLUMNS, &ENTRY_OWN]);

/// Computed columns of losses that the ledger's output does not have.
const LOSS_MORE: [&str; 3] = ["parts", "unpriced", "at_most"];

/// Columns of losses that only a bundle has.
const LOSS_OWN: [&str; 4] = ["claim_state", "support", "review", "review_why"];

/// How many of [`LOSS_COLUMNS`] depend on entries, prices and method alone.
pub(crate) const LOSS_COLUMNS_COMPUTED: usize = 1 + losses::COLUMNS.len() + LOSS_MORE.len();

/// The columns of losses: the claim, then those of the ledger's output, then the bundle's.
pub(crate) const LOSS_COLUMNS: [&str; LOSS_COLUMNS_COMPUTED + LOSS_OWN.len()] =
    joined([&["claim"], &losses::COLUMNS, &LOSS_MORE, &LOSS_OWN]);

/// Columns of entries and losses that may identify a person. They are empty in a bundle that
/// names nobody.
pub(crate) const NAMING_COLUMNS: [&str; 13] = [
    "account",
    "account_in_file",
    "group",
    "address",
    "source_address",
    "memo",
    "client_order_id",
    "ip",
    "api_key_label",
    "note",
    "contested_why",
    "left_out_why",
    "review_why",
];

/// Columns of `claims.csv`. The last two are the claimant's statement that at a moment
/// nothing was held in any contract. They are empty for a claim that is not shared.
pub(crate) const CLAIM_COLUMNS: [&str; 5] =
    ["claim", "state", "shared", "flat_before", "flat_before_why"];

/// Columns of `credits.csv`; the last five are computed.
pub(crate) const CREDIT_COLUMNS: [&str; 13] = [
    "claim", "file", "line", "time", "asset", "amount", "evidence", "note", "price", "price_id",
    "value", "status", "doubts",
];

/// Columns of `exclusions.csv`.
pub(crate) const EXCLUSION_COLUMNS: [&str; 9] = [
    "claim",
    "file",
    "line",
    "row",
    "what",
    "why",
    "instead_file",
    "instead_line",
    "instead_row",
];

/// Columns of `conflicts.csv`.
pub(crate) const CONFLICT_COLUMNS: [&str; 14] = [
    "claim",
    "exchange",
    "account",
    "kind",
    "market",
    "id",
    "counted_file",
    "counted_line",
    "other_file",
    "other_line",
    "differs",
    "counted_by",
    "state",
    "apart",
];

/// Columns of `decisions.csv`: a row for each row that was decided to count, and each row
/// over which it was chosen.
pub(crate) const DECISION_COLUMNS: [&str; 10] = [
    "claim",
    "counted_file",
    "counted_line",
    "counted_row",
    "other_file",
    "other_line",
    "other_row",
    "reason",
    "decided_by",
    "decided_at",
];

/// Columns of the index of originals.
pub(crate) const ORIGINAL_COLUMNS: [&str; 18] = [
    "claim",
    "file",
    "sha256",
    "size_bytes",
    "media_type",
    "received",
    "name",
    "read_as",
    "read",
    "format",
    "reader_version",
    "account",
    "zone",
    "rows_refused",
    "mapping",
    "format_said",
    "day_order",
    "members",
];

/// Columns of the index of price files. Its rows keep the order by which sources are named.
pub(crate) const PRICE_FILE_COLUMNS: [&str; 6] =
    ["file", "sha256", "size_bytes", "name", "asset", "quote"];

/// Columns of `prices.csv`: every price that was used in a line.
pub(crate) const PRICE_COLUMNS: [&str; 9] = [
    "price_id",
    "file",
    "row",
    "base",
    "quote",
    "value",
    "source",
    "window_seconds",
    "at",
];

/// Columns of the list of claimants.
pub(crate) const CLAIMANT_COLUMNS: [&str; 3] = ["claim", "name", "mail"];

/// Columns of the list of consents.
pub(crate) const CONSENT_COLUMNS: [&str; 3] = ["claim", "recipient", "given"];

/// The row of a claim.
pub(crate) fn claim_row(claim: &Claim, shared: bool) -> Row {
    let stated = claim.flat_before.as_ref().filter(|_| shared);
    let (flat_before, why) = stated.map_or_else(Default::default, |stated| {
        let at = Moment::from_micros(stated.at_us);
        (at.to_string(), stated.reason.clone())
    });
    vec![
        claim.reference.clone(),
        claim.state.as_str().to_owned(),
        yes_or_no(shared),
        flat_before,
        why,
    ]
}

/// The row of an entry: its cells from the file, and how it is supported and contested.
pub(crate) fn entry_row(claim: &Claim, line: &Line) -> Row {
    let file = layout::file_of(claim, line);
    let mut row = entry_cells(&claim.reference, &file, &line.entry);
    row.extend([
        line.support.as_str().to_owned(),
        yes_or_no(line.contested.is_some()),
        line.contested.clone().unwrap_or_default(),
        line.left_out.clone().unwrap_or_default(),
    ]);
    row
}

/// The cells of an entry that depend on its file alone.
pub(crate) fn entry_cells(claim: &str, file: &str, entry: &Entry) -> Row {
    let mut row = vec![claim.to_owned()];
    output::cells(entry, &mut row);
    // In a bundle, a file is named by its path.
    row[1] = file.to_owned();
    row
}

/// The entry of a row: the inverse of [`entry_cells`]. `None` when a cell is not valid in
/// its column.
pub(crate) fn entry_of(row: &csv::StringRecord) -> Option<Entry> {
    let cell = |column: &str| {
        let at = ENTRY_COLUMNS.iter().position(|name| *name == column);
        row.get(at?)
    };
    let quantity = |asset: &str, amount: &str| -> Option<Option<Quantity>> {
        let (asset, amount) = (cell(asset)?, cell(amount)?);
        if asset.is_empty() && amount.is_empty() {
            return Some(None);
        }
        let amount = Amount::parse(amount).ok()?;
        let asset = asset.into();
        Some(Some(Quantity { asset, amount }))
    };
    let line = cell("line")?;
    let numbers = line.split('+').filter(|number| !number.is_empty());
    let lines: Option<Lines> = numbers.map(|number| number.parse::<u64>().ok()).collect();
    let note = cell("note")?;
    let words = (!note.is_empty()).then(|| EntryNote::InFile { text: note.into() });
    let mut entry = Entry {
        file: cell("file")?.into(),
        lines: lines?,
        row: cell("row")?.parse().ok()?,
        format: cell("format")?.into(),
        reader_version: cell("reader_version")?.into(),
        exchange: cell("exchange")?.into(),
        account: cell("account")?.into(),
        account_in_file: cell("account_in_file")?.into(),
        time: rfc3339::parse(cell("time")?)?,
        time_raw: cell("time_raw")?.into(),
        zone_source: cell("zone_source")?.parse().ok()?,
        kind: cell("kind")?.parse().ok()?,
        market: cell("market")?.into(),
        side: match cell("side")? {
            "" => None,
            word => Some(word.parse().ok()?),
        },
        price: match cell("price")? {
            "" => None,
            price => Some(Amount::parse(price).ok()?),
        },
        out: quantity("out_asset", "out_amount")?,
        in_: quantity("in_asset", "in_amount")?,
        fee: quantity("fee_asset", "fee_amount")?,
        order_id: cell("order_id")?.into(),
        trade_id: cell("trade_id")?.into(),
        group: cell("group")?.into(),
        // The facts are read from their own columns; the note is only kept as text.
        notes: words.into_iter().collect(),
        ..Entry::default()
    };
    for fact in Fact::ALL {
        entry.set_fact(fact, cell(fact.as_str())?)?;
    }
    Some(entry)
}

/// The row of a contested entry: its value and its review.
pub(crate) fn loss_row(claim: &Claim, line: &Line, loss: &LossLine) -> Row {
    let file = layout::file_of(claim, line);
    let mut row = loss_cells(&claim.reference, &file, &line.entry, loss);
    row.extend([
        claim.state.as_str().to_owned(),
        line.support.as_str().to_owned(),
        line.review.state.as_str().to_owned(),
        line.review.reason.clone(),
    ]);
    row
}

/// The cells of a loss that depend on entry, prices and method alone.
pub(crate) fn loss_cells(claim: &str, file: &str, entry: &Entry, loss: &LossLine) -> Row {
    let mut row = vec![claim.to_owned()];
    losses::cells(entry, loss, &mut row);
    row[1] = file.to_owned();
    let parts = loss.parts.iter();
    let parts: Vec<String> = parts.map(|p| format!("{}:{}", p.asset, p.amount)).collect();
    let unpriced = loss.unpriced.iter();
    let unpriced: Vec<String> = unpriced
        .map(|u| format!("{}:{}", u.asset, u.units))
        .collect();
    row.extend([
        parts.join(";"),
        unpriced.join(";"),
        loss.at_most
            .map(|money| money.to_string())
            .unwrap_or_default(),
    ]);
    row
}

fn price_cells(price: Option<&Price>) -> (String, String) {
    price.map_or_else(Default::default, |price| {
        (price.text.to_string(), price.ids.to_string())
    })
}

/// The row of a credit with its value.
pub(crate) fn credit_row(claim: &str, line: &CreditLine) -> Row {
    let credit = &line.credit;
    let (price, price_id) = price_cells(line.price.as_ref());
    vec![
        claim.to_owned(),
        credit.file.to_string(),
        credit.line.to_string(),
        credit.time.to_string(),
        credit.asset.to_string(),
        credit.amount.to_string(),
        credit.evidence.to_string(),
        credit.note.to_string(),
        price,
        price_id,
        line.value
            .map(|money| money.to_string())
            .unwrap_or_default(),
        if line.value.is_some() {
            "priced"
        } else {
            "unpriced"
        }
        .to_owned(),
        line.doubt_words(),
    ]
}

/// The row of a line that no sum counts, with the reason; none where the line counts.
pub(crate) fn excluded_row(claim: &Claim, line: &Line) -> Option<Row> {
    let what = match (&line.left_out, line.review.state) {
        (Some(why), _) => ("left out", why.as_str()),
        (None, review) if !review.counts() => ("excluded", line.review.reason.as_str()),
        _ => return None,
    };
    Some(exclusion_row(
        &claim.reference,
        &layout::file_of(claim, line),
        (&line.entry.line(), line.entry.row),
        what,
        ("", "", None),
    ))
}

/// The row of a dropped entry, with the reason.
pub(crate) fn dropped_row(claim: &Claim, dropped: &Dropped) -> Row {
    exclusion_row(
        &claim.reference,
        &layout::place(claim, &dropped.evidence, &dropped.file),
        (&dropped.line, dropped.row),
        ("dropped", dropped.why.as_str()),
        (
            &layout::place(claim, &dropped.kept_evidence, &dropped.kept_file),
            &dropped.kept_line,
            Some(dropped.kept_row),
        ),
    )
}

/// One row of `exclusions.csv`.
pub(crate) fn exclusion_row(
    claim: &str,
    file: &str,
    (line, row): (&str, u32),
    (what, why): (&str, &str),
    (instead_file, instead_line, instead_row): (&str, &str, Option<u32>),
) -> Row {
    let row = row.to_string();
    let instead_row = instead_row.map_or_else(String::new, |row| row.to_string());
    let instead = [instead_file, instead_line, &instead_row];
    let cells = [claim, file, line, &row, what, why].into_iter();
    cells.chain(instead).map(str::to_owned).collect()
}

/// The row of a conflict: two files of an account have different data for one row. `place`
/// gives the path in the bundle of a file that was read.
pub(crate) fn conflict_row(
    claim: &str,
    conflict: &RowConflict,
    place: impl Fn(&str) -> String,
) -> Row {
    vec![
        claim.to_owned(),
        conflict.exchange.to_string(),
        conflict.account.to_string(),
        conflict.kind.as_str().to_owned(),
        conflict.market.to_string(),
        conflict.id.to_string(),
        place(&conflict.counted.file),
        conflict.counted.line.to_string(),
        place(&conflict.other.file),
        conflict.other.line.to_string(),
        conflict.differs_words(),
        conflict.counted_by.as_str().to_owned(),
        conflict.state.as_str().to_owned(),
        conflict
            .apart
            .map(|money| money.to_string())
            .unwrap_or_default(),
    ]
}

/// The rows of a decision on a conflict.
pub(crate) fn decision_rows(claim: &Claim, decision: &ConflictDecision) -> Vec<Row> {
    let place = |at: &RowAt| {
        let file = layout::place(claim, &at.evidence, &at.file);
        [file, at.line.clone(), at.row.to_string()]
    };
    let row = |counted: &RowAt, other: &RowAt| {
        let facts = [
            decision.reason.clone(),
            decision.decided_by.clone(),
            time_text(decision.decided_us),
        ];
        let places = place(counted).into_iter().chain(place(other));
        let cells = [claim.reference.clone()].into_iter().chain(places);
        cells.chain(facts).collect()
    };
    let counted = decision.counted.iter();
    let pairs = counted.flat_map(|counted| {
        let others = decision.others.iter();
        others.map(move |other| (counted, other))
    });
    pairs.map(|(counted, other)| row(counted, other)).collect()
}

/// The row of an original, and how it was read.
pub(crate) fn original_row(claim: &str, file: &File) -> Row {
    vec![
        claim.to_owned(),
        layout::original(claim, file),
        file.sha256.clone(),
        file.size_bytes.to_string(),
        file.media_type.clone(),
        time_text(file.received_us),
        file.name.clone(),
        file.read_as.clone(),
        yes_or_no(file.read),
        file.format.clone().unwrap_or_default(),
        file.reader_version.clone(),
        file.account.clone(),
        file.zone.clone().unwrap_or_default(),
        file.rows_refused.to_string(),
        file.mapping
            .as_ref()
            .map_or_else(String::new, Mapping::to_json),
        file.format_said.clone().unwrap_or_default(),
        file.day_order
            .map_or_else(String::new, |order| order.as_str().to_owned()),
        file.members.to_json().unwrap_or_default(),
    ]
}

/// The row of a price file.
pub(crate) fn price_file_row(file: &PriceFile) -> Row {
    let (asset, quote) = file.pair.clone().unwrap_or_default();
    vec![
        layout::prices(file),
        file.sha256.clone(),
        file.size_bytes.to_string(),
        file.name.clone(),
        asset,
        quote,
    ]
}

/// The row of a price that was used in a line.
pub(crate) fn price_row(leg: &Leg, path: &str) -> Row {
    let (_, row) = leg.id.split_once(':').unwrap_or_default();
    vec![
        leg.id.to_string(),
        path.to_owned(),
        row.to_owned(),
        leg.base.to_string(),
        leg.quote.to_string(),
        leg.value.to_string(),
        leg.source.to_string(),
        leg.window_seconds.to_string(),
        leg.at.to_string(),
    ]
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn readme_lists_each_column_with_the_bundles_that_have_it() {
        let readme = include_str!("../../README.md");
        let (_, table) = readme
            .split_once("| columns | bundle with originals |")
            .unwrap();
        let rows = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'));
        let mut listed = BTreeMap::new();
        for row in rows {
            let [_, columns, with_originals, nobody, _] =
                row.split('|').map(str::trim).collect::<Vec<_>>()[..]
            else {
                panic!("{row}");
            };
            assert_eq!(with_originals, "yes", "{row}");
            for column in columns.split(' ') {
                let before = listed.insert(column.trim_matches('`'), nobody);
                assert_eq!(before, None, "{column} is listed twice");
            }
        }
        let all = ENTRY_COLUMNS.iter().chain(&LOSS_COLUMNS);
        let expected: BTreeMap<&str, &str> = all
            .map(|column| match NAMING_COLUMNS.contains(column) {
                true => (*column, "empty"),
                false => (*column, "yes"),
            })
            .collect();
        assert_eq!(listed, expected);
        for column in NAMING_COLUMNS {
            assert!(expected.contains_key(column), "{column} is no column");
        }
    }
}
