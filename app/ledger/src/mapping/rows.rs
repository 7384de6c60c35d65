//! One row of a mapped file: what each kind of movement needs, and what to say
//! where it is not there.

use std::sync::Arc;

use crate::base::text::Text;
use crate::cells::markets;
use crate::cells::number;
use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::facts::Fact;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::formats::{
    Cells, Detail, Field, Format, InStatement, RowDiagnostic, RowOutput, Rules, Trade, keep_facts,
    quantity, words,
};
use crate::mapping::fields::field;
use crate::numbers::amount::Amount;
use crate::schema::{Mapping, Role, VERSION};
use crate::tables::Known;
use crate::time::moment::Moment;
use crate::time::parse_time::Dates;

/// Any file whose columns somebody has explained. It is in no list: nothing is
/// ever taken for it that nobody has mapped.
pub(crate) static FORMAT: Format = Format {
    id: "mapped",
    exchange: "mapped",
    title: "A file whose columns somebody has explained",
    known: Known::Unverified,
    version: VERSION,
    header: "",
    languages: &[],
    detail: Detail::Fills,
    in_statement: InStatement::Legs,
    advice: "",
    instead: &[],
    former: &[],
    columns: &[],
    never: &[],
    zone: None,
    dates: Dates::YearFirst,
    local_numbers: false,
    named: &[],
    unnamed: None,
    facts_inside: &[],
    nested: None,
    set_aside,
    map,
    rules: Rules::DEFAULT,
};

/// The facts that a mapping may name columns for.
const FACTS: [(Fact, Field); 7] = [
    (Fact::Network, Field::Network),
    (Fact::TxHash, Field::TxId),
    (Fact::Address, Field::Address),
    (Fact::Memo, Field::Memo),
    (Fact::ClientOrderId, Field::ClientId),
    (Fact::Ip, Field::Ip),
    (Fact::ApiKeyLabel, Field::ApiKeyLabel),
];

/// A row and the mapping it is read by.
struct MappedRow<'a> {
    cells: &'a Cells<'a>,
    mapping: &'a Arc<Mapping>,
}

fn mapped_row<'a>(cells: &'a Cells<'a>) -> Result<MappedRow<'a>, RowDiagnostic> {
    let mapping = cells
        .column_map
        .mapping()
        .ok_or_else(|| RowDiagnostic::on_row(Code::RefusedMapping, || Message::MappingNone))?;
    Ok(MappedRow { cells, mapping })
}

fn set_aside(cells: &Cells<'_>, _rules: &Rules) -> Option<RowDiagnostic> {
    let row = mapped_row(cells).ok()?;
    let status = cells.text(Field::Status);
    if !status.is_empty() && !row.mapping.is_done(status) {
        let message = || Message::StatusUnmapped {
            status: shortened(status).into(),
        };
        return Some(RowDiagnostic::on(Field::Status, Code::NoteNotDone, message));
    }
    let word = cells.text(Field::Operation);
    row.mapping.skips(word).then(|| {
        let message = || Message::MappingAside {
            word: shortened(word).into(),
        };
        RowDiagnostic::on(Field::Operation, Code::NoteLeftAside, message)
    })
}

fn map(
    cells: &Cells<'_>,
    _rules: &Rules,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let row = mapped_row(cells)?;
    entry.kind = row.kind()?;
    entry.market = Text::new(row.text(Role::Market));
    entry.account_in_file = Text::new(row.text(Role::Wallet));
    entry.order_id = Text::new(row.text(Role::OrderId));
    entry.trade_id = Text::new(row.text(Role::TradeId));
    if row.write_legs(&mut entry)? || row.write_change(&mut entry)? {
        if entry.fee.is_none() {
            entry.fee = row.fee(None)?;
        }
    } else if matches!(entry.kind, Kind::Trade | Kind::Derivative) {
        row.write_trade(&mut entry, out)?;
    } else {
        row.write_move(&mut entry)?;
    }
    keep_facts(cells, &mut entry, &FACTS);
    words(&mut entry, row.text(Role::Remark));
    out.entry(entry);
    Ok(())
}

impl<'a> MappedRow<'a> {
    /// The cell of a role; where the file has no such column, what holds for all of it.
    fn text(&self, role: Role) -> &'a str {
        let field = field(role);
        if self.cells.column_map.get(field).is_some() {
            return self.cells.text(field);
        }
        self.mapping.values.get(&role).map_or("", String::as_str)
    }

    fn kind(&self) -> Result<Kind, RowDiagnostic> {
        let word = self.cells.text(Field::Operation);
        self.mapping.kind_word(word).ok_or_else(|| {
            let message = || match word {
                "" => Message::MappingSort,
                word => Message::MappingWord {
                    word: shortened(word).into(),
                },
            };
            RowDiagnostic::on(Field::Operation, Code::RefusedKind, message)
        })
    }

    /// A number, and the unit that is glued to it where there is one.
    fn number(&self, role: Role) -> Result<Option<(Amount, &'a str)>, RowDiagnostic> {
        let field = field(role);
        let text = self.cells.text(field);
        if number::is_nothing(text) {
            return Ok(None);
        }
        match self.cells.number(field, text) {
            Ok(amount) => Ok(Some((amount, ""))),
            Err(diagnostic) => match number::split_unit(text) {
                Some((number, unit)) => Ok(Some((self.cells.number(field, number)?, unit))),
                None => Err(diagnostic),
            },
        }
    }

    /// The first of these assets that is there, or a refusal on the field.
    fn asset(&self, candidates: &[&'a str], role: Role) -> Result<&'a str, RowDiagnostic> {
        let found = candidates.iter().copied().find(|asset| !asset.is_empty());
        found.ok_or_else(|| {
            RowDiagnostic::on(field(role), Code::RefusedAsset, || Message::MappingAsset)
        })
    }

    /// What went out and what came in, where a row has both in columns of their own.
    fn write_legs(&self, entry: &mut Entry) -> Result<bool, RowDiagnostic> {
        let leg = |amount: Role, asset: Role| -> Result<Option<Quantity>, RowDiagnostic> {
            let Some((number, unit)) = self.number(amount)?.filter(|(n, _)| !n.is_zero()) else {
                return Ok(None);
            };
            let asset = self.asset(&[self.text(asset), unit, self.text(Role::Asset)], asset)?;
            Ok(Some(quantity(asset, number.abs())))
        };
        let out = leg(Role::OutAmount, Role::OutAsset)?;
        let in_ = leg(Role::InAmount, Role::InAsset)?;
        if out.is_none() && in_.is_none() {
            return Ok(false);
        }
        (entry.out, entry.in_) = (out, in_);
        self.join_lone_leg(entry);
        Ok(true)
    }

    /// The one asset of a row, by a change whose sign says which way it went.
    fn write_change(&self, entry: &mut Entry) -> Result<bool, RowDiagnostic> {
        let Some((change, unit)) = self.number(Role::Change)? else {
            return Ok(false);
        };
        let candidates = [self.text(Role::Asset), unit, self.text(Role::Base)];
        let asset = self.asset(&candidates, Role::Asset)?;
        if entry.kind == Kind::Fee {
            entry.fee = Some(quantity(asset, change.negated()));
            return Ok(true);
        }
        let is_out = change.is_negative() || entry.kind == Kind::Withdrawal;
        if change.is_negative() && entry.kind == Kind::Deposit {
            let message = || Message::MappingChange {
                amount: change.clone(),
            };
            return Err(RowDiagnostic::on(Field::Change, Code::RefusedSign, message));
        }
        let moved = Some(quantity(asset, change.abs()));
        if is_out {
            entry.out = moved;
        } else {
            entry.in_ = moved;
        }
        self.join_lone_leg(entry);
        Ok(true)
    }

    /// Legs of trades that the file does not join share an id or the second (METHOD.md,
    /// "Groups").
    fn join_lone_leg(&self, entry: &mut Entry) {
        if entry.kind == Kind::Trade && (entry.out.is_none() || entry.in_.is_none()) {
            let second = match entry.time.nanos {
                0 => entry.time_raw.clone(),
                _ => Moment::from_seconds(entry.time.seconds).to_string().into(),
            };
            let ids = [&entry.order_id, &entry.trade_id, &second];
            let id = ids.into_iter().find(|id| !id.is_empty());
            entry.group = id.cloned().unwrap_or_default();
        }
    }

    fn write_trade(&self, entry: &mut Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
        let (size, size_unit) = self
            .number(Role::Size)?
            .ok_or_else(|| empty(Field::Size, Message::MappingQuantity))?;
        let side = self.side(&size)?;
        let total = self.number(Role::Total)?;
        let total_unit = total.as_ref().map_or("", |(_, unit)| *unit);
        let (base, quote) = self.pair(size_unit, total_unit)?;
        if entry.market.is_empty() {
            entry.market = Text::from(format!("{base}/{quote}"));
        }
        entry.fee = self.fee(Some((base, quote)))?;
        let trade = Trade {
            side,
            base,
            quote,
            size: size.abs(),
            price: self.number(Role::Price)?.map(|(price, _)| price),
            total: total.map(|(total, _)| total.abs()),
        };
        match entry.kind {
            Kind::Derivative => trade.write_derivative(entry, out),
            _ => trade.write(entry, out),
        }
    }

    /// Which way a trade went. A quantity below zero may say again that it was sold.
    fn side(&self, size: &Amount) -> Result<Side, RowDiagnostic> {
        if self.mapping.columns.contains_key(&Role::SignedSize) {
            return match size.is_negative() {
                true => Ok(Side::Sell),
                false => Ok(Side::Buy),
            };
        }
        let word = self.text(Role::Side);
        let word = if word.is_empty() {
            self.cells.text(Field::Operation)
        } else {
            word
        };
        let side = self.mapping.side_word(word).ok_or_else(|| {
            let message = || Message::SideNone {
                word: shortened(word).into(),
            };
            RowDiagnostic::on(Field::Side, Code::RefusedSide, message)
        })?;
        if size.is_negative() && side == Side::Buy {
            let message = || Message::MappingBuyBelow {
                amount: size.clone(),
            };
            return Err(RowDiagnostic::on(Field::Size, Code::RefusedSign, message));
        }
        Ok(side)
    }

    fn pair(
        &self,
        size_unit: &'a str,
        total_unit: &'a str,
    ) -> Result<(&'a str, &'a str), RowDiagnostic> {
        let (base, quote) = (self.text(Role::Base), self.text(Role::Quote));
        if !base.is_empty() && !quote.is_empty() {
            return Ok((base, quote));
        }
        let market = self.text(Role::Market);
        let fee_asset = self.text(Role::FeeAsset);
        markets::separated(market)
            .or_else(|| markets::unseparated(market, fee_asset))
            .or_else(|| {
                let base = [base, size_unit]
                    .into_iter()
                    .find(|asset| !asset.is_empty())?;
                let quote = [quote, total_unit]
                    .into_iter()
                    .find(|asset| !asset.is_empty())?;
                Some((base, quote))
            })
            .ok_or_else(|| {
                let message = || match market {
                    "" => Message::MappingForWhat,
                    market => Message::PairNone {
                        pair: shortened(market).into(),
                    },
                };
                RowDiagnostic::on(Field::Market, Code::RefusedPair, message)
            })
    }

    /// The fee of a row; `pair` helps where its asset is the trade's.
    fn fee(&self, pair: Option<(&'a str, &'a str)>) -> Result<Option<Quantity>, RowDiagnostic> {
        let Some((fee, unit)) = self.number(Role::Fee)? else {
            return Ok(None);
        };
        if fee.is_zero() && self.text(Role::FeeAsset).is_empty() && unit.is_empty() {
            return Ok(None);
        }
        let own = match pair {
            None => self.text(Role::Asset),
            Some(_) => "",
        };
        let candidates = [self.text(Role::FeeAsset), unit, own];
        let asset = self.asset(&candidates, Role::Fee)?;
        let is_negative = self.mapping.columns.contains_key(&Role::NegativeFee);
        let fee = if is_negative { fee.negated() } else { fee };
        Ok(Some(quantity(asset, fee)))
    }

    /// A deposit, a reward, a fee: one asset and a quantity without a sign.
    fn write_move(&self, entry: &mut Entry) -> Result<(), RowDiagnostic> {
        let kind = entry.kind;
        let Some((size, unit)) = self.number(Role::Size)? else {
            entry.fee = self.fee(None)?;
            return match (&entry.fee, kind) {
                (Some(_), Kind::Fee) => Ok(()),
                _ => Err(empty(Field::Size, Message::MappingHowMuch)),
            };
        };
        let candidates = [self.text(Role::Asset), unit, self.text(Role::Base)];
        let asset = self.asset(&candidates, Role::Asset)?;
        let is_signed = self.mapping.columns.contains_key(&Role::SignedSize);
        let moved = quantity(asset, size.abs());
        match kind {
            Kind::Fee => {
                let cost = if is_signed { size.negated() } else { size };
                entry.fee = Some(quantity(asset, cost));
                return Ok(());
            }
            Kind::Withdrawal => entry.out = Some(moved),
            _ if size.is_negative() && kind != Kind::Deposit && kind != Kind::Reward => {
                entry.out = Some(moved);
            }
            _ if size.is_negative() => {
                let message = || Message::MappingBelow {
                    amount: size.clone(),
                    kind,
                };
                return Err(RowDiagnostic::on(Field::Size, Code::RefusedSign, message));
            }
            Kind::Deposit | Kind::Reward => entry.in_ = Some(moved),
            _ if is_signed => entry.in_ = Some(moved),
            _ => match self.mapping.side_word(self.text(Role::Side)) {
                Some(Side::Buy) => entry.in_ = Some(moved),
                Some(Side::Sell) => entry.out = Some(moved),
                None => {
                    let message = || Message::MappingWhichWay { kind };
                    return Err(RowDiagnostic::on(Field::Size, Code::RefusedSide, message));
                }
            },
        }
        entry.fee = self.fee(None)?;
        Ok(())
    }
}

fn empty(field: Field, message: Message) -> RowDiagnostic {
    RowDiagnostic::on(field, Code::RefusedEmpty, || message)
}
