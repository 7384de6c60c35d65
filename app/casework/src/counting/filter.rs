//! Finds the lines behind a cell of a total: the filter in each link, the lines it finds,
//! and their sums.

use std::collections::BTreeMap;

use ledger::losses::LossLine;
use ledger::{Amount, Money};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::sums::{Cell, SumOf, SumRow};
use super::{Dimension, LineState, ValuedLine};
use crate::claim::{ClaimState, ReviewState};

/// The claims whose lines are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Scope {
    /// Every contested line.
    #[default]
    All,
    /// Only what totals count.
    Counted,
    /// Only claims that the sum of accepted claims counts.
    Accepted,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 3] = *Scope::VARIANTS.as_array().unwrap();

    /// The word in addresses and queries.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether the scope contains claims in this state.
    pub fn takes(self, claim: ClaimState) -> bool {
        match self {
            Scope::All => true,
            Scope::Counted => claim.counts(),
            Scope::Accepted => claim.counts_as_accepted(),
        }
    }
}

/// How lines contain the asset that a filter names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum AssetIn {
    /// As totals by asset count it: with a part of the loss, or without a price so that the
    /// line has no loss.
    #[default]
    Part,
    /// Without a price. Lines that have a loss are included, as the fee alone may lack a
    /// price.
    Lacking,
    /// With a change of the asset's units.
    Moved,
}

impl AssetIn {
    /// Every way.
    pub const ALL: [AssetIn; 3] = *AssetIn::VARIANTS.as_array().unwrap();

    /// The word in addresses and queries.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    fn is_in(self, line: &ValuedLine<'_>, asset: &str) -> bool {
        let loss = line.loss;
        match self {
            AssetIn::Part => {
                let rows = line.contributions();
                let mut rows = rows.iter().filter(|row| row.dimension == Dimension::Asset);
                rows.any(|row| row.key == asset)
            }
            AssetIn::Lacking => loss.unpriced.iter().any(|gap| gap.asset == *asset),
            AssetIn::Moved => units_of(loss, asset).is_some(),
        }
    }
}

/// The columns of a table of totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Losses that an export backs.
    Documented,
    /// The documented losses that belong to accepted claims.
    Accepted,
    /// Losses that were only typed in.
    Claimed,
    /// Lines with a price.
    Priced,
    /// Lines without one.
    Unpriced,
}

/// Which contested lines to find. A field without a value sets no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineFilter {
    /// Only of this claim (its reference).
    pub claim: Option<String>,
    /// Only of this exchange; an empty name means lines without an exchange.
    pub exchange: Option<String>,
    /// Only lines with this asset.
    pub asset: Option<String>,
    /// How they have it.
    pub asset_in: AssetIn,
    /// Only of this UTC day (`2022-10-18`).
    pub day: Option<String>,
    /// Only lines that have a price, or that have none.
    pub priced: Option<bool>,
    /// Only lines in the documented sums, or only lines in the typed-in sums.
    pub documented: Option<bool>,
    /// Only lines with this review.
    pub review: Option<ReviewState>,
    /// Only the line of this row.
    pub key: Option<String>,
    /// Only lines whose row names this order, trade, transaction, address or memo.
    pub id: Option<String>,
    /// Only what totals count.
    pub scope: Scope,
}

/// The names by which a filter finds the row of a line.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowNames<'r> {
    /// Its key.
    pub key: &'r str,
    /// The ids that the row names ([`ledger::Entry::ids`]).
    pub ids: &'r [&'r str],
}

impl LineFilter {
    /// What totals count.
    pub fn counted() -> LineFilter {
        LineFilter {
            scope: Scope::Counted,
            ..LineFilter::default()
        }
    }

    /// All lines of a claim.
    pub fn of_claim(reference: &str) -> LineFilter {
        LineFilter {
            claim: Some(reference.to_owned()),
            ..LineFilter::default()
        }
    }

    /// The lines behind a row of a table of totals.
    pub fn behind(dimension: Dimension, key: &str) -> LineFilter {
        let mut filter = LineFilter::counted();
        let field = match dimension {
            Dimension::Claim => &mut filter.claim,
            Dimension::Exchange => &mut filter.exchange,
            Dimension::Asset => &mut filter.asset,
            Dimension::Day => &mut filter.day,
        };
        *field = Some(key.to_owned());
        filter
    }

    /// The lines behind one column of that row.
    pub fn column(mut self, column: Column) -> LineFilter {
        match column {
            Column::Documented => self.documented = Some(true),
            Column::Claimed => self.documented = Some(false),
            Column::Accepted => {
                self.documented = Some(true);
                self.scope = Scope::Accepted;
            }
            Column::Priced => self.priced = Some(true),
            Column::Unpriced => self.priced = Some(false),
        }
        self
    }

    /// The lines behind the units of an asset ("native").
    pub fn moving(asset: &str) -> LineFilter {
        LineFilter {
            asset_in: AssetIn::Moved,
            ..LineFilter::behind(Dimension::Asset, asset)
        }
        .column(Column::Documented)
    }

    /// The lines for which the price of an asset is missing, also where only the fee lacks
    /// it.
    pub fn lacking(asset: &str) -> LineFilter {
        LineFilter {
            asset_in: AssetIn::Lacking,
            ..LineFilter::behind(Dimension::Asset, asset)
        }
    }

    /// The rows of kept sums that answer this filter: their kind, and the key of one row
    /// where the filter asks for one. Where the filter names a claim, only its rows are
    /// meant. None where only the lines themselves can answer.
    pub fn kept(&self) -> Option<(SumOf, Option<&str>)> {
        if self.key.is_some() || self.id.is_some() {
            return None;
        }
        let named = (&self.exchange, &self.asset, &self.day);
        Some(match named {
            (None, None, None) => (SumOf::Claim, None),
            (Some(exchange), None, None) => (SumOf::Exchange, Some(exchange)),
            (None, None, Some(day)) => (SumOf::Day, Some(day)),
            (None, Some(asset), None) => match (self.asset_in, self.priced) {
                (AssetIn::Part, _) => (SumOf::Asset, Some(asset)),
                (AssetIn::Lacking, _) => (SumOf::Lacking, Some(asset)),
                (AssetIn::Moved, None) => (SumOf::Moved, Some(asset)),
                // Kept units do not separate lines with a price from lines without.
                (AssetIn::Moved, Some(_)) => return None,
            },
            _ => return None,
        })
    }

    /// Whether it finds lines with this review, in claims of its scope.
    pub fn takes_review(&self, review: ReviewState) -> bool {
        (self.scope == Scope::All || review.counts()) && is(self.review, review)
    }

    /// Whether it can find lines of this claim.
    pub fn takes_claim(&self, reference: &str, state: ClaimState) -> bool {
        is(self.claim.as_deref(), reference) && self.scope.takes(state)
    }

    /// Whether it finds this line of a row.
    pub fn finds(&self, state: LineState, line: &ValuedLine<'_>, row: RowNames<'_>) -> bool {
        self.takes_claim(line.claim, state.claim)
            && self.takes_review(state.review)
            && is(self.exchange.as_deref(), line.exchange)
            && is(self.day.as_deref(), &*line.day())
            && is(self.priced, line.loss.loss.is_some())
            && is(self.documented, line.support.is_documented())
            && is(self.key.as_deref(), row.key)
            && self.id.as_deref().is_none_or(|id| row.ids.contains(&id))
            && self
                .asset
                .as_ref()
                .is_none_or(|asset| self.asset_in.is_in(line, asset))
    }
}

fn is<T: PartialEq>(asked: Option<T>, found: T) -> bool {
    asked.is_none_or(|asked| asked == found)
}

/// An asset's part of a line's loss.
pub fn part_of(loss: &LossLine, asset: &str) -> Option<Money> {
    let part = loss.parts.iter().find(|part| part.asset == *asset);
    part.map(|part| part.amount)
}

/// The change of an asset's units in a line.
pub fn units_of<'l>(loss: &'l LossLine, asset: &str) -> Option<&'l Amount> {
    let delta = loss.native.iter().find(|delta| delta.asset == *asset);
    delta.map(|delta| &delta.units)
}

/// The sums of the lines that a filter finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineSums {
    /// Lines in it.
    pub lines: i64,
    /// The sum of lines that have a price and are not excluded. None where the filter names
    /// an asset: a table then shows only the asset's parts.
    pub loss: Option<Money>,
    /// Lines without a price.
    pub unpriced: i64,
    /// Excluded lines.
    pub excluded: i64,
    /// Where the filter names an asset: the sum of its parts.
    pub part: Option<(String, Money)>,
    /// Where the filter asks for moves of an asset: the exact change of its units.
    pub units: Option<(String, Amount)>,
}

impl LineSums {
    /// Sums of no line yet. The filter decides which sums there are.
    pub fn of(filter: &LineFilter) -> LineSums {
        let mut sums = LineSums::default();
        match (&filter.asset, filter.asset_in) {
            (None, _) => sums.loss = Some(Money::ZERO),
            (Some(asset), AssetIn::Moved) => sums.units = Some((asset.clone(), Amount::ZERO)),
            (Some(asset), AssetIn::Part | AssetIn::Lacking) => {
                sums.part = Some((asset.clone(), Money::ZERO));
            }
        }
        sums
    }

    /// The sums that a filter finds, computed from kept sums ([`LineFilter::kept`]) of the
    /// claims in its scope. `all` holds the rows of all lines. `reviewed` holds the rows of
    /// reviewed lines, which are contained in `all` as well.
    pub fn of_kept(
        filter: &LineFilter,
        all: &[SumRow],
        reviewed: &[(ReviewState, SumRow)],
    ) -> LineSums {
        let open = ReviewState::Open;
        let taken_off = |row: &SumRow| (open, row.part.clone(), row.cell.negated());
        let cell_of = |review, row: &SumRow| (review, row.part.clone(), row.cell.clone());
        let supported = |row: &SumRow| is(filter.documented, row.documented);
        let all = all.iter().filter(|row| supported(row));
        let mut cells: Vec<(ReviewState, String, Cell)> =
            all.map(|row| cell_of(open, row)).collect();
        for (review, row) in reviewed.iter().filter(|(_, row)| supported(row)) {
            cells.push(taken_off(row));
            cells.push(cell_of(*review, row));
        }
        let mut sums = LineSums::of(filter);
        let mut moved: BTreeMap<&str, Cell> = BTreeMap::new();
        for (review, part, cell) in &cells {
            if filter.takes_review(*review) {
                sums.add_kept(filter, *review, cell);
                moved.entry(part).or_default().add(cell);
            }
        }
        if let Some((_, sum)) = &mut sums.units {
            let moved = moved.values().filter(|cell| cell.lines() > 0);
            *sum = moved.fold(Amount::ZERO, |sum, cell| sum.plus(&cell.units));
        }
        sums
    }

    /// Adds the sums that the same filter finds elsewhere.
    pub fn add_sums(&mut self, other: LineSums) {
        self.lines += other.lines;
        self.unpriced += other.unpriced;
        self.excluded += other.excluded;
        if let (Some(loss), Some(more)) = (&mut self.loss, other.loss) {
            *loss += more;
        }
        if let (Some((_, part)), Some((_, more))) = (&mut self.part, other.part) {
            *part += more;
        }
        if let (Some((_, units)), Some((_, more))) = (&mut self.units, other.units) {
            *units = units.plus(&more);
        }
    }

    fn add_kept(&mut self, filter: &LineFilter, review: ReviewState, cell: &Cell) {
        let unpriced = if filter.priced == Some(true) {
            0
        } else {
            cell.unpriced
        };
        // Only lines with a price have an amount.
        let (priced, amount) = match filter.priced {
            Some(false) => (0, Money::ZERO),
            Some(true) | None => (cell.priced, cell.amount),
        };
        self.lines += priced + unpriced;
        self.unpriced += unpriced;
        if !review.counts() {
            self.excluded += priced + unpriced;
        }
        if let Some(sum) = self.loss.as_mut().filter(|_| review.counts()) {
            *sum += amount;
        }
        if let Some((_, sum)) = &mut self.part {
            *sum += amount;
        }
    }

    /// Adds a line that the filter found.
    pub fn add(&mut self, review: ReviewState, loss: &LossLine) {
        self.lines += 1;
        self.excluded += i64::from(!review.counts());
        self.unpriced += i64::from(loss.loss.is_none());
        if let Some(sum) = self.loss.as_mut().filter(|_| review.counts()) {
            *sum += loss.loss.unwrap_or_default();
        }
        if let Some((asset, sum)) = &mut self.part {
            *sum += part_of(loss, asset).unwrap_or_default();
        }
        if let Some((asset, sum)) = &mut self.units
            && let Some(units) = units_of(loss, asset)
        {
            *sum = sum.plus(units);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{gap, line, open, priced, unpriced};
    use super::super::{KeptSums, SumsBuilder, TotalsBuilder};
    use super::*;
    use crate::claim::Support;
    use crate::totals::{Sums, TotalRow};
    use ledger::Terms;

    type StatedLine<'l> = (LineState, ValuedLine<'l>);

    /// Lines of every state, review and support, with and without a price.
    fn lines(losses: &[LossLine]) -> Vec<StatedLine<'_>> {
        let mut lines = Vec::new();
        for (claim, at) in ClaimState::ALL
            .into_iter()
            .zip(["R-1", "R-2"].iter().cycle())
        {
            for review in ReviewState::ALL {
                for support in Support::ALL {
                    for (loss, exchange) in losses.iter().zip(["ftx", "", "kucoin"].iter().cycle())
                    {
                        let valued = ValuedLine {
                            claim: at,
                            exchange,
                            support,
                            ..line(loss)
                        };
                        lines.push((LineState { claim, review }, valued));
                    }
                }
            }
        }
        lines
    }

    fn found(lines: &[StatedLine<'_>], filter: &LineFilter) -> LineSums {
        let mut sums = LineSums::of(filter);
        for (state, line) in lines {
            if filter.finds(*state, line, RowNames::default()) {
                sums.add(state.review, line.loss);
            }
        }
        sums
    }

    fn row_adds_up(lines: &[StatedLine<'_>], dimension: Dimension, row: &TotalRow) {
        let behind = LineFilter::behind(dimension, &row.key);
        let money = |column| {
            let sums = found(lines, &behind.clone().column(column));
            sums.loss.or(sums.part.map(|(_, part)| part)).unwrap()
        };
        let count = |column| found(lines, &behind.clone().column(column)).lines;
        let behind_row = Sums {
            documented: money(Column::Documented),
            accepted: money(Column::Accepted),
            claimed: money(Column::Claimed),
            lines: count(Column::Priced),
            unpriced: count(Column::Unpriced),
        };
        assert_eq!(behind_row, row.sums, "{dimension:?} {}", row.key);
    }

    #[test]
    fn the_lines_behind_each_cell_add_up_to_it() {
        let fee = LossLine {
            unpriced: vec![gap("BNB")],
            ..priced(&[("USDT", -4)])
        };
        let losses = [
            priced(&[("BTC", 50), ("USDT", -9)]),
            fee,
            unpriced(&["DMG", "BNB"]),
            priced(&[("DMG", -11)]),
        ];
        let lines = lines(&losses);
        let mut builder = TotalsBuilder::new(&Terms::default(), 1);
        for (state, line) in &lines {
            builder.line(*state, line);
        }
        let totals = builder.finish().unwrap();
        for dimension in Dimension::ALL {
            assert!(!totals.rows(dimension).is_empty(), "{dimension:?}");
            for row in totals.rows(dimension) {
                row_adds_up(&lines, dimension, row);
            }
        }
        for (asset, units) in &totals.native {
            let sums = found(&lines, &LineFilter::moving(asset));
            assert_eq!(sums.units.unwrap().1.to_string(), *units, "{asset}");
        }
        for missing in &totals.missing {
            let filter = LineFilter::lacking(&missing.asset).column(Column::Unpriced);
            assert_eq!(found(&lines, &filter).lines, missing.lines);
        }
        assert_eq!(totals.missing.len(), 2);
    }

    /// A line with its own kept sums. Its row counts as reviewed unless it is open.
    type Kept<'l> = (LineState, ValuedLine<'l>, KeptSums);

    fn each_kept<'l>(lines: &[StatedLine<'l>]) -> Vec<Kept<'l>> {
        let kept = |(state, line): &StatedLine<'l>| {
            let reviewed = state.review != ReviewState::Open;
            let mut builder = SumsBuilder::new(reviewed.then(|| "k".to_owned()));
            builder.line("k", line, &[]);
            (*state, *line, builder.finish())
        };
        lines.iter().map(kept).collect()
    }

    fn by_kept(lines: &[Kept<'_>], filter: &LineFilter) -> LineSums {
        let (of, key) = filter.kept().unwrap();
        let (mut all, mut reviewed) = (Vec::new(), Vec::new());
        let asked = |row: &&SumRow| row.of == of && key.is_none_or(|key| row.key == key);
        for (state, line, sums) in lines {
            if filter.takes_claim(line.claim, state.claim) {
                all.extend(sums.rows.iter().filter(asked).cloned());
                let rows = sums.reviewed.values().flatten().filter(asked);
                reviewed.extend(rows.map(|row| (state.review, row.clone())));
            }
        }
        LineSums::of_kept(filter, &all, &reviewed)
    }

    #[test]
    fn kept_sums_equal_sums_of_lines_for_every_filter_they_can_answer() {
        let fee = LossLine {
            unpriced: vec![gap("BNB")],
            ..priced(&[("USDT", -4)])
        };
        let mut fine = priced(&[("BTC", 7)]);
        fine.native[0].units = Amount::parse("0.000700").unwrap();
        let losses = [
            priced(&[("BTC", 50), ("USDT", -9)]),
            fee,
            unpriced(&["DMG", "BNB"]),
            fine,
        ];
        let lines = lines(&losses);
        let kept = each_kept(&lines);
        let some = |text: &str| Some(text.to_owned());
        let mut places = vec![LineFilter::default(), LineFilter::of_claim("R-2")];
        for claim in [None, some("R-1")] {
            let of = |dimension, key| LineFilter {
                claim: claim.clone(),
                ..LineFilter::behind(dimension, key)
            };
            places.push(of(Dimension::Exchange, ""));
            places.push(of(Dimension::Day, "2022-10-18"));
            for asset in ["BTC", "USDT", "BNB", "DMG", "ZZZ"] {
                places.extend(AssetIn::ALL.map(|asset_in| LineFilter {
                    asset_in,
                    ..of(Dimension::Asset, asset)
                }));
            }
        }
        let (mut asked, mut refused) = (0, 0);
        let reviews = ReviewState::ALL.map(Some).into_iter().chain([None]);
        for review in reviews {
            for (scope, priced, documented) in flags() {
                for place in &places {
                    let filter = LineFilter {
                        review,
                        scope,
                        priced,
                        documented,
                        ..place.clone()
                    };
                    if filter.kept().is_none() {
                        refused += 1;
                        continue;
                    }
                    let from_kept = by_kept(&kept, &filter);
                    assert_eq!(from_kept, found(&lines, &filter), "{filter:?}");
                    asked += 1;
                }
            }
        }
        assert!(asked > 4 * refused && refused > 0, "{asked} {refused}");
    }

    type Flags = (Scope, Option<bool>, Option<bool>);

    fn flags() -> impl Iterator<Item = Flags> {
        let each = [None, Some(true), Some(false)];
        let scopes = Scope::ALL.into_iter();
        scopes.flat_map(move |scope| {
            each.into_iter()
                .flat_map(move |priced| each.map(|documented| (scope, priced, documented)))
        })
    }

    #[test]
    fn filters_that_only_lines_answer_use_no_kept_sums() {
        let day = LineFilter::behind(Dimension::Day, "2022-10-18");
        let two = LineFilter {
            exchange: Some("ftx".to_owned()),
            ..day.clone()
        };
        let row = LineFilter {
            key: Some("k".to_owned()),
            ..day.clone()
        };
        let named = LineFilter {
            id: Some("1001".to_owned()),
            ..day.clone()
        };
        let units = LineFilter::moving("BTC").column(Column::Priced);
        for filter in [two, row, named, units] {
            assert_eq!(filter.kept(), None, "{filter:?}");
        }
        assert_eq!(day.kept(), Some((SumOf::Day, Some("2022-10-18"))));
    }

    #[test]
    fn a_fee_without_a_price_lacks_one_and_is_no_part() {
        let loss = LossLine {
            unpriced: vec![gap("BNB")],
            ..priced(&[("USDT", -4)])
        };
        let line = line(&loss);
        let finds = |filter: LineFilter| {
            filter.finds(open(ClaimState::Submitted), &line, RowNames::default())
        };
        assert!(finds(LineFilter::lacking("BNB")));
        assert!(!finds(LineFilter::behind(Dimension::Asset, "BNB")));
        assert!(!finds(LineFilter::lacking("BNB").column(Column::Unpriced)));
    }
}
