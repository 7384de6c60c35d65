//! One row on its way to an entry: cells by what they hold, and where entries
//! and diagnostics go.

use std::sync::Arc;

use crate::base::features::COMPLETE;
use crate::base::text::{Text, Texts};
use crate::carriers::rows::Row;
use crate::cells::number::{self, Fractions};
use crate::cells::secrets;
use crate::cells::tickers::in_capitals;
use crate::entry::deal::Deal;
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::facts::Fact;
use crate::entry::messages::{EntryNote, Held, Message};
use crate::entry::sink::Sink;
use crate::entry::{Entry, Quantity};
use crate::formats::FeeSizes;
use crate::formats::Field;
use crate::formats::Moved;
use crate::formats::asset_names::{AssetNames, CodedAsset};
use crate::numbers::amount::Amount;
use crate::schema::{Mapped, Mapping};
use crate::time::parse_time::Dates;
use workbook::digits::is_spoilt;

/// Where each field stands in the rows of one file.
#[derive(Clone, Debug)]
pub(crate) struct ColumnMap {
    /// The column of each field, by its number.
    columns: [Option<usize>; Field::COUNT],
    /// What separates the fraction in this file.
    pub fraction: Fractions,
    /// Whether entries have the names of assets in capitals, whatever the file writes.
    pub is_in_capitals: bool,
    /// How large fees are that do not name their asset.
    pub fees: FeeSizes,
    /// The asset that a heading names, `EUR` of `Paid OUT (EUR)`, or the name of the file.
    pub asset_in_heading: Text,
    /// The user that a line above the header names.
    pub user_above: Text,
    /// The wallet that all rows of the format are of.
    pub wallet_of_all: &'static str,
    /// Where headings name assets, the columns of each asset, in the order of the file.
    pub of_assets: Vec<ColumnMap>,
    /// The assets that the exchange names by codes of its own.
    pub assets: Option<&'static AssetNames>,
    /// Somebody's own words for the columns, where no format has any.
    pub mapped: Option<Mapped>,
}

impl ColumnMap {
    /// No field has a column yet.
    pub fn none() -> ColumnMap {
        ColumnMap {
            columns: [None; Field::COUNT],
            fraction: Fractions::default(),
            is_in_capitals: false,
            fees: FeeSizes::default(),
            asset_in_heading: Text::default(),
            user_above: Text::default(),
            wallet_of_all: "",
            of_assets: Vec::new(),
            assets: None,
            mapped: None,
        }
    }

    /// Says in which column a field of one asset stands.
    pub fn set_of_asset(&mut self, asset: Text, field: Field, column: usize) {
        let known = self.of_assets.iter();
        let at = known.take_while(|of| of.asset_in_heading != asset).count();
        if at == self.of_assets.len() {
            self.of_assets.push(ColumnMap {
                asset_in_heading: asset,
                ..ColumnMap::none()
            });
        }
        self.of_assets[at].set(field, column);
    }

    /// Where balances stand: in one column, or in one for each asset.
    pub fn maps_of_balances(&self) -> impl Iterator<Item = &ColumnMap> {
        let of_assets = || self.of_assets.iter().filter(|map| map.has_balance());
        let is_one = self.has_balance() && of_assets().next().is_none();
        is_one.then_some(self).into_iter().chain(of_assets())
    }

    fn has_balance(&self) -> bool {
        self.get(Field::Balance).is_some()
    }

    /// Settles what separates fractions, in the columns of assets too.
    pub fn set_fraction(&mut self, fraction: Fractions) {
        self.fraction = fraction;
        for of_asset in &mut self.of_assets {
            of_asset.fraction = fraction;
        }
    }

    /// The mapping that the file is read by, if it is.
    pub fn mapping(&self) -> Option<&Arc<Mapping>> {
        let mapped = self.mapped.as_ref().filter(|_| COMPLETE);
        mapped.map(|Mapped(mapping)| mapping)
    }

    /// Says in which column a field stands.
    pub fn set(&mut self, field: Field, column: usize) {
        self.columns[field as usize] = Some(column);
    }

    /// Says that a field has no column.
    pub fn clear(&mut self, field: Field) {
        self.columns[field as usize] = None;
    }

    /// The column of a field, 0-based.
    #[inline]
    pub fn get(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }
}

/// Why a row is no entry, or what is odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowDiagnostic {
    /// The field it is about.
    pub field: Option<Field>,
    /// Code of the diagnostic, which says whether the row is refused.
    pub code: Code,
    /// What is wrong and what to do.
    pub message: Held,
}

impl RowDiagnostic {
    /// A diagnostic about a field.
    #[inline(always)]
    pub fn on(field: Field, code: Code, message: impl FnOnce() -> Message) -> RowDiagnostic {
        RowDiagnostic {
            field: Some(field),
            code,
            message: Held::new(message),
        }
    }

    /// A diagnostic about a whole row.
    #[inline(always)]
    pub fn on_row(code: Code, message: impl FnOnce() -> Message) -> RowDiagnostic {
        RowDiagnostic {
            field: None,
            code,
            message: Held::new(message),
        }
    }

    /// A number is below zero that cannot be.
    #[cold]
    pub fn below_zero(field: Field, text: &str) -> RowDiagnostic {
        let message = || Message::NumberBelowZero { text: text.into() };
        RowDiagnostic::on(field, Code::RefusedNumber, message)
    }

    /// A cell that a row must have has nothing in it.
    #[cold]
    fn empty(field: Field) -> RowDiagnostic {
        let message = || Message::CellNeeded;
        RowDiagnostic::on(field, Code::RefusedEmpty, message)
    }
}

/// A row, by what its cells hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells<'a> {
    /// The row.
    pub row: Row<'a>,
    /// Where its fields are.
    pub column_map: &'a ColumnMap,
}

impl<'a> Cells<'a> {
    /// The text of a field; empty where the file has no such column.
    #[cfg_attr(feature = "complete", inline(always))]
    pub fn text(&self, field: Field) -> &'a str {
        self.column_map
            .get(field)
            .map_or("", |column| self.row.cell(column))
    }

    /// Whose the row is: by its column, else by a line above the header.
    pub fn user(&self) -> &'a str {
        match self.text(Field::User) {
            "" => &self.column_map.user_above,
            user => user,
        }
    }

    /// The wallet of the row: by its column, else the one of all rows of the format.
    pub fn wallet(&self) -> &'a str {
        match self.text(Field::Wallet) {
            "" => self.column_map.wallet_of_all,
            wallet => wallet,
        }
    }

    /// An asset, by the name that its code stands for.
    pub fn coded(&self, code: &'a str) -> CodedAsset<'a> {
        let plain = CodedAsset {
            name: code,
            ending: "",
        };
        self.column_map
            .assets
            .map_or(plain, |names| names.read(code))
    }

    /// The asset in a field, by the name that its code stands for; empty where the file has
    /// no such column.
    pub fn asset(&self, field: Field) -> &'a str {
        self.coded(self.text(field)).name
    }

    /// The text of a field, as an entry keeps it. Dashes in the place of a text are none. The
    /// browser keeps no entries.
    pub fn kept(&self, field: Field) -> Text {
        if !COMPLETE {
            return Text::default();
        }
        let cell = self.column_map.get(field).map(|at| self.row.cell(at));
        let text = cell.filter(|cell| !number::is_nothing(cell));
        text.map_or_else(Text::default, Text::new)
    }

    /// The text of a field that a row must have.
    #[cfg_attr(feature = "complete", inline(always))]
    pub fn needed(&self, field: Field) -> Result<&'a str, RowDiagnostic> {
        match self.text(field) {
            "" => Err(RowDiagnostic::empty(field)),
            text => Ok(text),
        }
    }

    /// Reads a number that stands in a field, whatever its sign.
    #[cfg_attr(feature = "complete", inline(always))]
    pub fn number(&self, field: Field, text: &str) -> Result<Amount, RowDiagnostic> {
        let fraction = self.column_map.fraction;
        if fraction.plain == fraction.with_unit
            && let Some(amount) = number::quick(text, fraction.plain)
        {
            return Ok(amount);
        }
        self.any_number(field, text)
    }

    fn any_number(&self, field: Field, text: &str) -> Result<Amount, RowDiagnostic> {
        let fraction = self.column_map.fraction;
        // Only where units are written otherwise is it looked up whether this has one.
        let has_unit = fraction.plain != fraction.with_unit
            && self
                .text(field)
                .ends_with(|c: char| c.is_ascii_alphabetic());
        let fraction = match has_unit {
            true => fraction.with_unit,
            false => fraction.plain,
        };
        number::amount(text, fraction)
            .map_err(|error| RowDiagnostic::on(field, Code::RefusedNumber, || error.into()))
    }

    /// Reads a number that cannot be below zero.
    #[cfg_attr(feature = "complete", inline(always))]
    pub fn size(&self, field: Field, text: &str) -> Result<Amount, RowDiagnostic> {
        let amount = self.number(field, text)?;
        match amount.is_negative() {
            true => Err(RowDiagnostic::below_zero(field, text)),
            false => Ok(amount),
        }
    }

    /// A field's number where there is one.
    pub fn amount(&self, field: Field) -> Result<Option<Amount>, RowDiagnostic> {
        match self.text(field) {
            text if number::is_nothing(text) => Ok(None),
            text => self.number(field, text).map(Some),
        }
    }

    /// A field's number, which the row must have and which is not below zero.
    #[cfg_attr(feature = "complete", inline(always))]
    pub fn needed_size(&self, field: Field) -> Result<Amount, RowDiagnostic> {
        match self.text(field) {
            text if number::is_nothing(text) => {
                Err(RowDiagnostic::on(field, Code::RefusedEmpty, || {
                    Message::NumberEmpty
                }))
            }
            text => self.size(field, text),
        }
    }
}

/// A row that others stand below.
#[derive(Clone, Debug)]
pub(crate) struct Parent {
    /// Its line.
    pub line: u64,
    cells: Vec<String>,
    column_map: ColumnMap,
}

impl Parent {
    /// Keeps a row.
    pub fn of(cells: &Cells<'_>) -> Parent {
        Parent {
            line: cells.row.line,
            cells: cells.row.cells().map(str::to_owned).collect(),
            column_map: cells.column_map.clone(),
        }
    }

    /// The text of a field; empty where there is none.
    pub fn text(&self, field: Field) -> &str {
        let cell = self.column_map.get(field).and_then(|at| self.cells.get(at));
        cell.map_or("", String::as_str)
    }
}

/// Where the entries and diagnostics of one row go.
pub(crate) struct RowOutput<'a> {
    /// The sink.
    pub sink: &'a mut dyn Sink,
    /// The file, as diagnostics name it.
    pub file: &'a str,
    /// The row's line.
    pub line: u64,
    /// Where fields are, for the columns of diagnostics.
    pub column_map: &'a ColumnMap,
    /// How the file writes dates.
    pub dates: Dates,
    /// Entries made so far.
    pub entries: &'a mut u64,
    /// The line that entries started on last, and how many did.
    pub on_line: &'a mut (u64, u32),
    /// Deals made so far.
    pub deals: &'a mut u64,
    /// Texts of earlier rows.
    pub texts: &'a mut Texts,
    /// What the row moves, where balances are checked.
    pub moved: Option<&'a mut Moved>,
}

/// An id that two rows may share without being one: spoilt by a spreadsheet, or
/// taken for a secret and left out.
#[inline]
fn names_nothing(id: &str) -> bool {
    is_spoilt(id) || id == secrets::LEFT_OUT
}

impl RowOutput<'_> {
    /// Hands an entry on.
    pub fn entry(&mut self, mut entry: Entry) {
        self.lend(&mut entry);
    }

    /// Hands an entry on where it stands: an entry is large, and a move of it a copy.
    #[inline]
    pub fn lend(&mut self, entry: &mut Entry) {
        *self.entries += 1;
        let start = entry.lines.start();
        let before = if self.on_line.0 == start {
            self.on_line.1
        } else {
            0
        };
        *self.on_line = (start, before + 1);
        entry.row = before + 1;
        if COMPLETE && (names_nothing(&entry.order_id) || names_nothing(&entry.trade_id)) {
            self.drop_spoilt_ids(entry);
        }
        if self.column_map.is_in_capitals {
            write_in_capitals(entry);
        }
        if COMPLETE && let Some(moved) = &mut self.moved {
            moved.add(entry);
        }
        self.sink.entry(entry);
    }

    /// Leaves out ids that name nothing any more.
    fn drop_spoilt_ids(&mut self, entry: &mut Entry) {
        for (field, id) in [
            (Field::OrderId, &mut entry.order_id),
            (Field::TradeId, &mut entry.trade_id),
        ] {
            if !names_nothing(id) {
                continue;
            }
            let spoilt = std::mem::take(id);
            // The secret that stood here was reported already.
            if spoilt != secrets::LEFT_OUT {
                self.diagnostic(RowDiagnostic::on(field, Code::WarnId, || {
                    Message::RowIdSpoilt { id: spoilt }
                }));
            }
        }
    }

    /// A text that many rows repeat.
    #[inline]
    pub fn text(&mut self, text: &str) -> Text {
        self.texts.text(text)
    }

    /// Hands a deal on.
    pub fn deal(&mut self, deal: Deal) {
        *self.deals += 1;
        self.sink.deal(deal);
    }

    /// Hands a diagnostic on.
    pub fn diagnostic(&mut self, diagnostic: RowDiagnostic) {
        let column = diagnostic
            .field
            .and_then(|field| self.column_map.get(field))
            .map_or(0, |column| column as u32 + 1);
        self.sink.diagnostic(Diagnostic {
            file: self.file.to_owned(),
            line: self.line,
            column,
            code: diagnostic.code,
            message: diagnostic.message.into_message(),
        });
    }
}

/// Writes the names of an entry's assets in capitals.
fn write_in_capitals(entry: &mut Entry) {
    let quantities = [&mut entry.out, &mut entry.in_, &mut entry.fee];
    for quantity in quantities.into_iter().flatten() {
        quantity.asset = Text::from(in_capitals(&quantity.asset));
    }
}

/// A quantity.
pub(crate) fn quantity(asset: &str, amount: Amount) -> Quantity {
    Quantity {
        asset: Text::new(asset),
        amount,
    }
}

/// A user id and a wallet as the contract joins them.
pub(crate) fn user_and_wallet(user: &str, wallet: &str) -> Text {
    if !COMPLETE {
        return Text::default();
    }
    match (user, wallet) {
        ("", wallet) => Text::new(wallet),
        (user, "") => Text::new(user),
        (user, wallet) => smol_str::format_smolstr!("{user}/{wallet}"),
    }
}

/// Adds a note to an entry, made only where notes are kept.
#[inline(always)]
pub(crate) fn note(entry: &mut Entry, note: impl FnOnce() -> EntryNote) {
    if COMPLETE {
        entry.notes.push(note());
    }
}

/// Adds the file's own words, where there are some.
pub(crate) fn words(entry: &mut Entry, text: &str) {
    if !text.is_empty() {
        note(entry, || EntryNote::InFile { text: text.into() });
    }
}

/// Says that the total is quantity × price.
pub(crate) fn computed(entry: &mut Entry) {
    entry.total_computed = true;
    note(entry, || EntryNote::Computed);
}

/// Takes facts from the columns that hold them. What stands in the place of a secret
/// is none.
pub(crate) fn keep_facts(cells: &Cells<'_>, entry: &mut Entry, facts: &[(Fact, Field)]) {
    if !COMPLETE {
        return;
    }
    for (fact, field) in facts {
        let Some(column) = cells.column_map.get(*field) else {
            continue;
        };
        let cell = cells.row.cell(column);
        if number::is_nothing(cell) || cell == secrets::LEFT_OUT {
            continue;
        }
        match fact {
            // What is no hash is a text of the exchange that stands in its place.
            Fact::TxHash if cell.contains(' ') => words(entry, cell),
            // The column holds text, so that every cell is a fact.
            _ => _ = entry.set_fact(*fact, cell),
        }
    }
}
