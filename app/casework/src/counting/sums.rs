//! Kept sums: the sums of the lines of one valuation, by everything that a total or a
//! drill-down asks for. They are made once, together with the lines. They do not depend on
//! the claim's state or on reviews, which are read later. The sums of reviewed lines are
//! kept separately by the key of their row, so that they can be subtracted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ledger::losses::Terms;
use ledger::{Amount, Kind, Moment, Money};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::{Dimension, ValuedLine, part_of};

/// The kind of a row of kept sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum SumOf {
    /// The lines of a claim, by its reference.
    Claim,
    /// The lines of an exchange.
    Exchange,
    /// An asset's parts of lines, and the lines without a loss because the asset's price is
    /// missing.
    Asset,
    /// The lines of a UTC day.
    Day,
    /// Losses and gains separately ([`LOSS`], [`GAIN`]).
    Gross,
    /// Lines that change the units of an asset, by the decimals of the change. When lines
    /// are subtracted, the rest then has the decimals of its own lines.
    Moved,
    /// Lines for which the price of an asset is missing, by UTC day.
    Lacking,
}

/// The key of losses in [`SumOf::Gross`].
pub const LOSS: &str = "loss";
/// The key of gains in [`SumOf::Gross`].
pub const GAIN: &str = "gain";

impl SumOf {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl From<Dimension> for SumOf {
    fn from(dimension: Dimension) -> SumOf {
        match dimension {
            Dimension::Claim => SumOf::Claim,
            Dimension::Exchange => SumOf::Exchange,
            Dimension::Asset => SumOf::Asset,
            Dimension::Day => SumOf::Day,
        }
    }
}

/// The sums of some lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Lines with a price.
    pub priced: i64,
    /// Lines without one.
    pub unpriced: i64,
    /// Their losses, or an asset's parts of their losses.
    pub amount: Money,
    /// The change of an asset's units; zero except in [`SumOf::Moved`].
    pub units: Amount,
}

impl Cell {
    /// The cell of one line with this amount; none where it has no price.
    fn of(amount: Option<Money>) -> Cell {
        Cell {
            priced: i64::from(amount.is_some()),
            unpriced: i64::from(amount.is_none()),
            amount: amount.unwrap_or_default(),
            units: Amount::ZERO,
        }
    }

    /// Adds other lines.
    pub fn add(&mut self, other: &Cell) {
        self.priced += other.priced;
        self.unpriced += other.unpriced;
        self.amount += other.amount;
        if !other.units.is_zero() || other.units.scale() > self.units.scale() {
            self.units = self.units.plus(&other.units);
        }
    }

    /// The same with the opposite sign, to subtract it.
    #[must_use]
    pub fn negated(&self) -> Cell {
        Cell {
            priced: -self.priced,
            unpriced: -self.unpriced,
            amount: -self.amount,
            units: self.units.negated(),
        }
    }

    /// How many lines.
    pub fn lines(&self) -> i64 {
        self.priced + self.unpriced
    }
}

/// What a line adds to one row of kept sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineSum<'l> {
    /// The kind of the row.
    pub of: SumOf,
    /// Which row.
    pub key: Cow<'l, str>,
    /// The part of the row: a day, or a number of decimals; else empty.
    pub part: Cow<'l, str>,
    /// What the line adds.
    pub cell: Cell,
}

impl<'l> ValuedLine<'l> {
    /// The rows of kept sums that the line adds to: its contributions to the tables of
    /// totals, and the sums beside these tables.
    pub fn sums(&self) -> Vec<LineSum<'l>> {
        let row = |of, key, part, cell| LineSum {
            of,
            key,
            part,
            cell,
        };
        let contributions = self.contributions().into_iter();
        let mut sums: Vec<LineSum<'l>> = contributions
            .map(|added| {
                let cell = Cell::of(added.amount);
                row(added.dimension.into(), added.key, "".into(), cell)
            })
            .collect();
        let loss = self.loss;
        if let Some(amount) = loss.loss {
            let key = if amount < Money::ZERO { GAIN } else { LOSS };
            sums.push(row(
                SumOf::Gross,
                key.into(),
                "".into(),
                Cell::of(loss.loss),
            ));
        }
        let part = |asset: &str| Cell {
            amount: part_of(loss, asset).unwrap_or_default(),
            ..Cell::of(loss.loss)
        };
        sums.extend(loss.native.iter().map(|delta| {
            let cell = Cell {
                units: delta.units.clone(),
                ..part(&delta.asset)
            };
            let decimals = delta.units.scale().to_string();
            row(
                SumOf::Moved,
                delta.asset.as_str().into(),
                decimals.into(),
                cell,
            )
        }));
        sums.extend(loss.unpriced.iter().map(|gap| {
            let (key, day) = (gap.asset.as_str().into(), self.day().into());
            row(SumOf::Lacking, key, day, part(&gap.asset))
        }));
        sums
    }
}

/// The assets that a trade buys or sells, by their names in the file and by the terms.
/// Nothing where the entry is no trade.
pub fn traded<'t>(
    terms: &'t Terms,
    kind: Kind,
    legs: impl IntoIterator<Item = &'t str>,
    exchange: &str,
    time: Moment,
) -> Vec<&'t str> {
    let legs = legs.into_iter().filter(|_| kind == Kind::Trade);
    let mut assets: Vec<&str> = legs
        .flat_map(|ticker| [ticker, terms.asset_of(ticker, Some(exchange), time)])
        .collect();
    assets.sort_unstable();
    assets.dedup();
    assets
}

/// Kept sums of some lines, by kind, key and part. Documented lines are separate from the
/// others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cells {
    rows: BTreeMap<SumOf, BTreeMap<String, BTreeMap<String, [Cell; 2]>>>,
}

impl Cells {
    pub(super) fn add(
        &mut self,
        of: SumOf,
        (key, part): (&str, &str),
        documented: bool,
        cell: &Cell,
    ) {
        let rows = self.rows.entry(of).or_default();
        // Most lines find their row; only a new row needs texts of its own.
        if !rows.contains_key(key) {
            rows.insert(key.to_owned(), BTreeMap::new());
        }
        let parts = rows.get_mut(key).expect("it was there, or was made");
        if !parts.contains_key(part) {
            parts.insert(part.to_owned(), Default::default());
        }
        let cells = parts.get_mut(part).expect("it was there, or was made");
        cells[usize::from(documented)].add(cell);
    }

    pub(super) fn add_line(&mut self, line: &ValuedLine<'_>) {
        let documented = line.support.is_documented();
        for sum in line.sums() {
            self.add(sum.of, (&sum.key, &sum.part), documented, &sum.cell);
        }
    }

    /// The cells by key and part: first those that were typed in, then those documented.
    pub(super) fn of(
        &self,
        of: SumOf,
    ) -> impl Iterator<Item = (&String, &BTreeMap<String, [Cell; 2]>)> {
        self.rows.get(&of).into_iter().flatten()
    }

    fn into_rows(self) -> Vec<SumRow> {
        let mut all = Vec::new();
        for (of, rows) in self.rows {
            for (key, parts) in rows {
                for (part, cells) in parts {
                    let used = [false, true].into_iter().zip(cells);
                    let used = used.filter(|(_, cell)| cell.lines() > 0);
                    all.extend(used.map(|(documented, cell)| SumRow {
                        of,
                        key: key.clone(),
                        part: part.clone(),
                        documented,
                        cell,
                    }));
                }
            }
        }
        all
    }
}

/// A row of kept sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumRow {
    /// The kind of the row.
    pub of: SumOf,
    /// The claim's reference, the exchange, asset or day; [`LOSS`] or [`GAIN`].
    pub key: String,
    /// The day in [`SumOf::Lacking`], the number of decimals in [`SumOf::Moved`].
    pub part: String,
    /// Whether it sums documented lines, or lines that were only typed in.
    pub documented: bool,
    /// The sums.
    pub cell: Cell,
}

/// The units of each asset that remain in rows of [`SumOf::Moved`] after some lines were
/// left out. An asset without a remaining line is not listed.
pub fn units_left<'r>(
    all: impl IntoIterator<Item = &'r SumRow>,
    left_out: impl IntoIterator<Item = &'r SumRow>,
) -> BTreeMap<String, Amount> {
    let mut parts: BTreeMap<(&str, &str), Cell> = BTreeMap::new();
    let all = all.into_iter().map(|row| (row, row.cell.clone()));
    let left_out = left_out.into_iter().map(|row| (row, row.cell.negated()));
    let moved = all
        .chain(left_out)
        .filter(|(row, _)| row.of == SumOf::Moved);
    for (row, cell) in moved {
        parts.entry((&row.key, &row.part)).or_default().add(&cell);
    }
    let mut units: BTreeMap<String, Amount> = BTreeMap::new();
    for ((asset, _), cell) in parts.iter().filter(|(_, cell)| cell.lines() > 0) {
        let sum = units.entry((*asset).to_owned()).or_default();
        *sum = sum.plus(&cell.units);
    }
    units
}

/// The first trade of an asset among some contested lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstTrade {
    /// The asset.
    pub asset: String,
    /// The key of its row.
    pub key: String,
    /// When.
    pub time: Moment,
}

/// The kept sums of a valuation's lines, or of the lines of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptSums {
    /// The sums of all lines.
    pub rows: Vec<SumRow>,
    /// The sums of the lines of each reviewed row, by the row's key; empty where the row has
    /// no line here.
    pub reviewed: BTreeMap<String, Vec<SumRow>>,
    /// For each asset, the first trade among unreviewed lines, and the first of each
    /// reviewed row.
    pub trades: Vec<FirstTrade>,
}

/// Adds up lines, one after another.
#[derive(Clone, Debug, Default)]
pub struct SumsBuilder {
    all: Cells,
    reviewed: BTreeMap<String, Cells>,
    /// By asset, then by the key of a reviewed row. The empty key stands for all other rows.
    trades: BTreeMap<String, BTreeMap<String, FirstTrade>>,
}

impl SumsBuilder {
    /// No line yet; `reviewed` holds the keys of reviewed rows.
    pub fn new(reviewed: impl IntoIterator<Item = String>) -> SumsBuilder {
        let reviewed = reviewed.into_iter();
        SumsBuilder {
            reviewed: reviewed.map(|key| (key, Cells::default())).collect(),
            ..SumsBuilder::default()
        }
    }

    /// Adds a line; `key` names its row, and `assets` are the assets that it trades
    /// ([`traded`]).
    pub fn line(&mut self, key: &str, line: &ValuedLine<'_>, assets: &[&str]) {
        self.all.add_line(line);
        let reviewed = self.reviewed.get_mut(key);
        let of = if reviewed.is_some() { key } else { "" };
        if let Some(cells) = reviewed {
            cells.add_line(line);
        }
        for asset in assets {
            self.trade(asset, of, key, line.time);
        }
    }

    fn trade(&mut self, asset: &str, of: &str, key: &str, time: Moment) {
        let known = self.trades.get(asset).and_then(|trades| trades.get(of));
        if known.is_some_and(|known| known.time <= time) {
            return;
        }
        let trades = self.trades.entry(asset.to_owned()).or_default();
        let first = FirstTrade {
            asset: asset.to_owned(),
            key: key.to_owned(),
            time,
        };
        trades.insert(of.to_owned(), first);
    }

    /// The finished sums.
    pub fn finish(self) -> KeptSums {
        let reviewed = self.reviewed.into_iter();
        let trades = self.trades.into_values();
        KeptSums {
            rows: self.all.into_rows(),
            reviewed: reviewed
                .map(|(key, cells)| (key, cells.into_rows()))
                .collect(),
            trades: trades.flat_map(BTreeMap::into_values).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{gap, line, priced, unpriced};
    use super::*;
    use crate::claim::Support;
    use ledger::losses::{Delta, LossLine};

    fn rows_of(sums: &KeptSums, of: SumOf) -> Vec<(String, String, i64, String)> {
        let rows = sums.rows.iter().filter(|row| row.of == of);
        let short = rows.map(|row| {
            let units = row.cell.units.to_string();
            (row.key.clone(), row.part.clone(), row.cell.lines(), units)
        });
        short.collect()
    }

    #[test]
    fn units_are_kept_by_their_decimals_so_that_lines_can_be_taken_off() {
        let moved = |units: &str| LossLine {
            native: vec![Delta {
                asset: "BTC".into(),
                units: Amount::parse(units).unwrap(),
            }],
            ..priced(&[("BTC", 1)])
        };
        let mut builder = SumsBuilder::new(["k2".to_owned()]);
        for (key, units) in [("k1", "1.5"), ("k2", "0.0001"), ("k3", "2.25")] {
            builder.line(key, &line(&moved(units)), &[]);
        }
        let sums = builder.finish();
        let row =
            |part: &str, units: &str| ("BTC".to_owned(), part.to_owned(), 1, units.to_owned());
        let all = [row("1", "1.5"), row("2", "2.25"), row("4", "0.0001")];
        assert_eq!(rows_of(&sums, SumOf::Moved), all);
        let reviewed = &sums.reviewed["k2"];
        let moved: Vec<&SumRow> = reviewed
            .iter()
            .filter(|row| row.of == SumOf::Moved)
            .collect();
        assert_eq!(
            (moved[0].part.as_str(), moved[0].cell.units.to_string()),
            ("4", "0.0001".into())
        );
    }

    #[test]
    fn losses_gains_and_gaps_stand_apart_by_support() {
        let (loss, gain) = (priced(&[("BTC", 5)]), priced(&[("BTC", -3)]));
        let fee = LossLine {
            unpriced: vec![gap("BNB")],
            ..priced(&[("USDT", 1)])
        };
        let none = unpriced(&["BNB", "DMG"]);
        let mut builder = SumsBuilder::default();
        for loss in [&loss, &gain, &fee, &none] {
            builder.line("k", &line(loss), &[]);
        }
        let typed = ValuedLine {
            support: Support::Claimed,
            ..line(&loss)
        };
        builder.line("k", &typed, &[]);
        let sums = builder.finish();
        let gross = sums.rows.iter().filter(|row| row.of == SumOf::Gross);
        let gross: Vec<_> = gross
            .map(|row| (row.key.as_str(), row.documented, row.cell.amount.units()))
            .collect();
        assert_eq!(
            gross,
            [
                (GAIN, true, Some(-3)),
                (LOSS, false, Some(5)),
                (LOSS, true, Some(6))
            ]
        );
        let lacking = sums.rows.iter().filter(|row| row.of == SumOf::Lacking);
        let lacking: Vec<_> = lacking
            .map(|row| (row.key.as_str(), row.cell.priced, row.cell.unpriced))
            .collect();
        assert_eq!(lacking, [("BNB", 1, 1), ("DMG", 0, 1)]);
    }

    #[test]
    fn the_first_trade_of_an_asset_is_that_of_lines_nobody_reviewed_and_of_each_reviewed_row() {
        let loss = priced(&[("BTC", 5)]);
        let at = |seconds| ValuedLine {
            time: Moment::from_seconds(seconds),
            ..line(&loss)
        };
        let mut builder = SumsBuilder::new(["k1".to_owned()]);
        for (key, seconds) in [("k3", 30), ("k1", 10), ("k2", 20), ("k1", 5)] {
            builder.line(key, &at(seconds), &["DMG"]);
        }
        let trades = builder.finish().trades;
        let kept: Vec<(&str, Moment)> = trades
            .iter()
            .map(|trade| (trade.key.as_str(), trade.time))
            .collect();
        assert_eq!(
            kept,
            [
                ("k2", Moment::from_seconds(20)),
                ("k1", Moment::from_seconds(5))
            ]
        );
    }

    #[test]
    fn only_trades_trade_and_under_the_name_that_the_terms_mean_too() {
        let terms = Terms::default();
        let time = Moment::from_seconds(0);
        let of = |kind| traded(&terms, kind, ["XBT", "USD"], "kraken", time);
        assert_eq!(of(Kind::Trade), ["BTC", "USD", "XBT"]);
        assert!(of(Kind::Withdrawal).is_empty());
    }
}
