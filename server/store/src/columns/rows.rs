//! The table of a file's rows: one row for each entry, in reading order.

use std::borrow::Cow;
use std::str::FromStr;

use arrow_array::{Array, RecordBatch};
use ledger::{Entry, EntryNote, Facts, Lines, Moment, Quantity, Side, Text};
use serde::{Deserialize, Serialize};

use super::fields::{ExactBuilder, ExactColumn, WordColumn, columns, table};
use crate::error::StoreError;

table! {
    /// Entries to be written.
    RowsBatch {
        /// Name within an archive; empty for a plain file.
        member: Word,
        /// The first of its lines.
        line: Whole,
        /// All of its lines, joined by `+`, where there are several.
        lines: WordsOrNone,
        /// Its number among the entries that start on its line.
        row_no: Small,
        format: Word,
        reader_version: Word,
        exchange: Word,
        account: Word,
        account_in_file: Word,
        /// Seconds since 1970-01-01T00:00:00Z, nanoseconds within, digits of the source.
        time_seconds: Whole,
        time_nanos: Small,
        time_digits: Small,
        time_raw: Words,
        zone_source: Word,
        kind: Word,
        market: Word,
        side: WordOrNone,
        price: Exact,
        out_asset: WordOrNone,
        out_amount: Exact,
        in_asset: WordOrNone,
        in_amount: Exact,
        fee_asset: WordOrNone,
        fee_amount: Exact,
        order_id: Words,
        trade_id: Words,
        leg_group: Words,
        /// JSON: facts, notes and the balance that the file states.
        details: WordsOrNone,
    }
}

columns! {
    /// Entries in their original form.
    RowsRead {
        member: Word,
        line: Whole,
        lines: WordsOrNone,
        row_no: Small,
        format: Word,
        reader_version: Word,
        exchange: Word,
        account: Word,
        account_in_file: Word,
        time_seconds: Whole,
        time_nanos: Small,
        time_digits: Small,
        time_raw: Words,
        zone_source: Word,
        kind: Word,
        market: Word,
        side: WordOrNone,
        price: Exact,
        out_asset: WordOrNone,
        out_amount: Exact,
        in_asset: WordOrNone,
        in_amount: Exact,
        fee_asset: WordOrNone,
        fee_amount: Exact,
        order_id: Words,
        trade_id: Words,
        leg_group: Words,
        details: WordsOrNone,
    }
}

/// The columns by which rows are found.
pub(crate) const FOUND_BY: [&str; 7] = [
    "time_seconds",
    "time_nanos",
    "kind",
    "exchange",
    "out_asset",
    "in_asset",
    "fee_asset",
];

/// Values that only some entries have, stored as JSON; empty where an entry has none of
/// them.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Details {
    #[serde(skip_serializing_if = "is_false")]
    total_computed: bool,
    #[serde(skip_serializing_if = "Facts::is_none")]
    facts: Facts,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<EntryNote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<Box<Quantity>>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// An entry in its stored form. A NUL in the file becomes the sign for NUL, because neither
/// databases nor pages can hold one.
pub(crate) fn as_kept(entry: &Entry) -> Cow<'_, Entry> {
    let assets = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
    let assets = assets.chain(entry.balance.as_deref());
    let mut texts = [
        &entry.file,
        &entry.account,
        &entry.account_in_file,
        &entry.time_raw,
        &entry.market,
        &entry.order_id,
        &entry.trade_id,
        &entry.group,
    ]
    .into_iter()
    .chain(assets.map(|quantity| &quantity.asset));
    if !texts.any(|text| text.contains('\0')) {
        return Cow::Borrowed(entry);
    }
    let mut kept = entry.clone();
    let assets = [&mut kept.out, &mut kept.in_, &mut kept.fee].into_iter();
    let assets = assets.flatten().chain(kept.balance.as_deref_mut());
    let texts = [
        &mut kept.file,
        &mut kept.account,
        &mut kept.account_in_file,
        &mut kept.time_raw,
        &mut kept.market,
        &mut kept.order_id,
        &mut kept.trade_id,
        &mut kept.group,
    ]
    .into_iter()
    .chain(assets.map(|quantity| &mut quantity.asset));
    for text in texts {
        *text = crate::imports::text(text).into();
    }
    Cow::Owned(kept)
}

impl RowsBatch {
    /// Adds an entry in its stored form ([`as_kept`]).
    pub(crate) fn push(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let member = entry.file.split_once('!').map_or("", |(_, member)| member);
        self.member.append_value(member);
        let line = i64::try_from(entry.lines.start());
        let line = line.map_err(|_| StoreError::Unreadable("a line number".to_owned()))?;
        self.line.append_value(line);
        let several = (entry.lines.len() != 1).then(|| entry.line());
        self.lines.append_option(several);
        self.row_no
            .append_value(i32::try_from(entry.row).unwrap_or(i32::MAX));
        self.format.append_value(&entry.format);
        self.reader_version.append_value(&entry.reader_version);
        self.exchange.append_value(&entry.exchange);
        self.account.append_value(&entry.account);
        self.account_in_file.append_value(&entry.account_in_file);
        self.time_seconds.append_value(entry.time.seconds);
        self.time_nanos
            .append_value(i32::try_from(entry.time.nanos).unwrap_or(0));
        self.time_digits.append_value(entry.time.digits.into());
        self.time_raw.append_value(&entry.time_raw);
        self.zone_source.append_value(entry.zone_source.as_str());
        self.kind.append_value(entry.kind.as_str());
        self.market.append_value(&entry.market);
        self.side.append_option(entry.side.map(Side::as_str));
        self.price.append(entry.price.as_ref());
        append(
            &mut self.out_asset,
            &mut self.out_amount,
            entry.out.as_ref(),
        );
        append(&mut self.in_asset, &mut self.in_amount, entry.in_.as_ref());
        append(
            &mut self.fee_asset,
            &mut self.fee_amount,
            entry.fee.as_ref(),
        );
        self.order_id.append_value(&entry.order_id);
        self.trade_id.append_value(&entry.trade_id);
        self.leg_group.append_value(&entry.group);
        self.details.append_option(details(entry)?);
        Ok(())
    }
}

type AssetBuilder = <super::fields::WordOrNone as super::fields::Kind>::Builder;

fn append(assets: &mut AssetBuilder, amounts: &mut ExactBuilder, quantity: Option<&Quantity>) {
    assets.append_option(quantity.map(|quantity| &quantity.asset));
    amounts.append(quantity.map(|quantity| &quantity.amount));
}

fn details(entry: &Entry) -> Result<Option<String>, StoreError> {
    let details = Details {
        total_computed: entry.total_computed,
        facts: entry.facts.clone(),
        notes: entry.notes.clone(),
        balance: entry.balance.clone(),
    };
    if details == Details::default() {
        return Ok(None);
    }
    Ok(Some(serde_json::to_string(&details)?))
}

impl RowsRead {
    /// The entries of a batch; their file has the name under which it is read.
    pub(crate) fn entries(
        batch: &RecordBatch,
        read_as: &Text,
        take: &mut dyn FnMut(Entry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let rows = RowsRead::of(batch)?;
        let mut file = FileNames {
            read_as: read_as.clone(),
            member: Text::default(),
            name: read_as.clone(),
        };
        for row in 0..batch.num_rows() {
            take(rows.entry(row, &mut file)?)?;
        }
        Ok(())
    }

    fn entry(&self, row: usize, file: &mut FileNames) -> Result<Entry, StoreError> {
        let details = match self.details.is_valid(row) {
            true => serde_json::from_str(self.details.value(row))?,
            false => Details::default(),
        };
        let side = self.side.get(row);
        Ok(Entry {
            file: file.of(self.member.str(row)),
            lines: self.lines_of(row)?,
            row: self.row_no.value(row).unsigned_abs(),
            format: self.format.text(row),
            reader_version: self.reader_version.text(row),
            exchange: self.exchange.text(row),
            account: self.account.text(row),
            account_in_file: self.account_in_file.text(row),
            time: Moment {
                seconds: self.time_seconds.value(row),
                nanos: self.time_nanos.value(row).unsigned_abs(),
                digits: u8::try_from(self.time_digits.value(row)).unwrap_or(9),
            },
            time_raw: self.time_raw.value(row).into(),
            zone_source: word(self.zone_source.str(row))?,
            kind: word(self.kind.str(row))?,
            market: self.market.text(row),
            side: match side {
                Some(side) => Some(word(side)?),
                None => None,
            },
            price: self.price.get(row)?,
            out: quantity(&self.out_asset, &self.out_amount, row)?,
            in_: quantity(&self.in_asset, &self.in_amount, row)?,
            fee: quantity(&self.fee_asset, &self.fee_amount, row)?,
            order_id: self.order_id.value(row).into(),
            trade_id: self.trade_id.value(row).into(),
            group: self.leg_group.value(row).into(),
            total_computed: details.total_computed,
            facts: details.facts,
            notes: details.notes,
            balance: details.balance,
        })
    }

    fn lines_of(&self, row: usize) -> Result<Lines, StoreError> {
        if self.lines.is_null(row) {
            return Ok(self.line.value(row).unsigned_abs().into());
        }
        let text = self.lines.value(row);
        let lines = text.split('+').filter(|line| !line.is_empty());
        let lines: Result<Vec<u64>, _> = lines.map(str::parse).collect();
        let lines = lines.map_err(|_| StoreError::Unreadable(format!("lines: {text}")))?;
        Ok(lines.into())
    }
}

fn word<T: FromStr>(word: &str) -> Result<T, StoreError> {
    let unreadable = |_| StoreError::Unreadable(format!("a word of a table: {word}"));
    word.parse().map_err(unreadable)
}

fn quantity(
    assets: &WordColumn,
    amounts: &ExactColumn,
    row: usize,
) -> Result<Option<Quantity>, StoreError> {
    let (Some(asset), Some(amount)) = (assets.get(row), amounts.get(row)?) else {
        return Ok(None);
    };
    Ok(Some(Quantity {
        asset: asset.clone(),
        amount,
    }))
}

/// The name of a file and its members, made once for many rows.
struct FileNames {
    read_as: Text,
    member: Text,
    name: Text,
}

impl FileNames {
    fn of(&mut self, member: &str) -> Text {
        if self.member != member {
            self.member = member.into();
            self.name = match member {
                "" => self.read_as.clone(),
                member => format!("{}!{member}", self.read_as).into(),
            };
        }
        self.name.clone()
    }
}
