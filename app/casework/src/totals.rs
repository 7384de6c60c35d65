//! Sums of stored loss lines, and what each sum counts.
//!
//! All sums are exact decimals of the reporting currency. Lines that were only typed in have
//! a column of their own, and are never in the documented column.

use ledger::Money;
pub use ledger::losses::Conditions;
use ledger::losses::CreditDoubt;
use serde::{Deserialize, Serialize};

use crate::counting::Dimension;

/// Whether a sum may be shown as a figure: at least half of its lines have a price.
///
/// Lines without a price are in no sum. A sum of a few priced lines among thousands without
/// a price would say nothing of the loss, and might even have the other sign. Half is the
/// least at which the priced lines are not the smaller part. Where there is no figure, the
/// missing prices are shown in its place ([`MissingPrice`]). Pages, exports, reports and
/// bundles all ask this one rule, for the whole and for each of its parts.
pub fn has_figure(priced: i64, unpriced: i64) -> bool {
    unpriced <= priced
}

/// The sums of one cell: the whole group, one claim, one exchange, asset or day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Lines backed by an export, of counted claims; gains keep their sign.
    pub documented: Money,
    /// Lines that were only typed in, of counted claims.
    pub claimed: Money,
    /// The part of `documented` that belongs to accepted claims.
    pub accepted: Money,
    /// Priced lines in `documented` and `claimed`.
    pub lines: i64,
    /// Contested lines without a price; no sum contains them.
    pub unpriced: i64,
}

impl Sums {
    /// Adds another cell's sums.
    pub fn add(&mut self, other: &Sums) {
        self.documented += other.documented;
        self.claimed += other.claimed;
        self.accepted += other.accepted;
        self.lines += other.lines;
        self.unpriced += other.unpriced;
    }

    /// Whether the sums may be shown as figures ([`has_figure`]).
    pub fn has_figure(&self) -> bool {
        has_figure(self.lines, self.unpriced)
    }

    /// One of the sums, or another figure that follows from them, where it may be shown.
    pub fn figure(&self, sum: Money) -> Option<Money> {
        self.has_figure().then_some(sum)
    }

    /// Whether all sums of money are equal.
    pub fn same_money(&self, other: &Sums) -> bool {
        (self.documented, self.claimed, self.accepted)
            == (other.documented, other.claimed, other.accepted)
    }
}

/// The sum of the rows that have no figure. Their priced lines are in the whole nonetheless;
/// shown beside the other rows, this sum makes the parts add up to the whole. None where
/// every row has a figure.
pub fn without_figure<'a>(rows: impl IntoIterator<Item = &'a Sums>) -> Option<Sums> {
    let mut rest = None;
    for sums in rows.into_iter().filter(|sums| !sums.has_figure()) {
        rest.get_or_insert_with(Sums::default).add(sums);
    }
    rest
}

/// A price that the book lacks, and the lines that depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingPrice {
    /// The asset.
    pub asset: String,
    /// Contested lines that count and have no price because it is missing.
    pub lines: i64,
    /// The first UTC day of those lines (`2022-10-18`).
    pub first_day: String,
    /// The last.
    pub last_day: String,
}

impl MissingPrice {
    /// The first and the last day for which the price is needed. Under the basis of one
    /// date, that is this day alone.
    pub fn days<'a>(&'a self, basis: &'a str) -> (&'a str, &'a str) {
        match basis.strip_prefix("date:") {
            Some(date) => (date, date),
            None => (&self.first_day, &self.last_day),
        }
    }
}

/// One row of a table of totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotalRow {
    /// The claim's reference, the exchange, the asset or the day (`2022-10-18`).
    pub key: String,
    /// Its sums. By asset, these are sums of the lines' parts; `lines` and `unpriced` then
    /// count lines that touch the asset.
    pub sums: Sums,
}

/// A derivative position that cannot be valued from fills alone; no sum contains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPosition {
    /// Reference of the claim.
    pub claim: String,
    /// Exchange of the fills.
    pub exchange: String,
    /// Account of the fills.
    pub account: String,
    /// The contract.
    pub market: String,
    /// Contested fills of it.
    pub fills: u64,
}

impl HeldPosition {
    /// A position of a claim.
    pub fn of(claim: &str, position: &ledger::losses::PositionNotValued) -> HeldPosition {
        HeldPosition {
            claim: claim.to_owned(),
            exchange: position.exchange.to_string(),
            account: position.account.to_string(),
            market: position.market.to_string(),
            fills: position.fills,
        }
    }
}

/// What a total counts; it is printed beside the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// `event`, or `date:D`.
    pub basis: String,
    /// Reporting currency.
    pub currency: String,
    /// Method and version (`FMV/1.2.0`).
    pub method: String,
    /// Version of the incident's price book.
    pub price_version: i64,
    /// Claims whose lines are in the sums: submitted, in review, returned, accepted.
    pub claims: i64,
    /// Accepted claims among them.
    pub claims_accepted: i64,
    /// Contested entries without a price.
    pub unpriced: i64,
    /// Lines excluded by a coordinator.
    pub excluded: i64,
    /// Bridge, par, ages and manipulated spans. None in older documents, which did not keep
    /// them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Conditions>,
}

/// A credit of a counted claim: something that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedCredit {
    /// Reference of the claim.
    pub claim: String,
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// The ticker.
    pub asset: String,
    /// How much, an exact decimal.
    pub units: String,
    /// Its value. Without a price it is in no sum, and would reduce the net by an unknown
    /// amount.
    pub value: Option<Money>,
    /// What is odd about it; it counts all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<CreditDoubt>,
}

/// Unsettled conflicts of counted claims: rows of two files of one account that contradict
/// each other. One row of each conflict counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenConflicts {
    /// How many.
    pub rows: i64,
    /// Of how many claims.
    pub claims: i64,
    /// The most by which the sums could differ, if the other rows were the right ones: the
    /// absolute differences of those conflicts in which both rows have a value.
    pub apart: Money,
    /// Conflicts without such a difference.
    pub not_valued: i64,
}

impl OpenConflicts {
    /// Adds conflicts that were counted elsewhere.
    pub fn plus(&mut self, other: &OpenConflicts) {
        self.rows += other.rows;
        self.claims += other.claims;
        self.apart += other.apart;
        self.not_valued += other.not_valued;
    }

    /// Adds the conflicts of one claim; settled ones do not count.
    pub fn add(&mut self, conflicts: &[ledger::RowConflict]) {
        let before = self.rows;
        for conflict in conflicts.iter().filter(|conflict| conflict.is_open()) {
            match conflict.apart {
                Some(apart) => self.apart += apart.abs(),
                None => self.not_valued += 1,
            }
            self.rows += 1;
        }
        self.claims += i64::from(self.rows > before);
    }
}

/// All tables of an incident's totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// What they count.
    pub counts: Counts,
    /// The whole group.
    pub whole: Sums,
    /// Documented lines above zero; `whole.documented` is this less `gross_gain`.
    pub gross_loss: Money,
    /// Documented lines below zero, without their sign.
    pub gross_gain: Money,
    /// The value of what came back to counted claims; the net is `documented` less this.
    pub credits: Money,
    /// The credits by claim and time, including those without a price.
    pub credits_listed: Vec<ListedCredit>,
    /// By claim (its reference), in order of the reference.
    pub by_claim: Vec<TotalRow>,
    /// By exchange.
    pub by_exchange: Vec<TotalRow>,
    /// By asset.
    pub by_asset: Vec<TotalRow>,
    /// By UTC day.
    pub by_day: Vec<TotalRow>,
    /// Units per asset of contested, counted, documented lines (`native`), exact decimals as
    /// text.
    pub native: Vec<(String, String)>,
    /// The prices that are missing for lines in no sum, by asset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<MissingPrice>,
    /// References of counted claims whose loss cannot be computed; no sum contains them. No
    /// report is frozen while there is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_valued: Vec<String>,
    /// Positions of counted claims that cannot be valued from fills alone, by claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions_not_valued: Vec<HeldPosition>,
    /// Conflicting rows of two files.
    #[serde(default)]
    pub conflicts: OpenConflicts,
    /// References of counted claims that were valued with older prices, or not at all yet.
    /// Their figures do not belong to `price_version`, and nothing is released while there
    /// is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<String>,
}

/// The name of a table whose rows do not add up to the whole. This is a defect, and the
/// table is never shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the totals by {0} do not add up to the whole")]
pub struct TotalsError(pub &'static str);

impl Totals {
    /// The rows of one table.
    pub fn rows(&self, dimension: Dimension) -> &[TotalRow] {
        match dimension {
            Dimension::Claim => &self.by_claim,
            Dimension::Exchange => &self.by_exchange,
            Dimension::Asset => &self.by_asset,
            Dimension::Day => &self.by_day,
        }
    }

    /// Checks that the parts add up exactly to the whole, in every table.
    ///
    /// # Errors
    /// The first table that does not.
    pub fn check(&self) -> Result<(), TotalsError> {
        for dimension in Dimension::ALL {
            let mut all = Sums::default();
            for row in self.rows(dimension) {
                all.add(&row.sums);
            }
            if !all.same_money(&self.whole) {
                return Err(TotalsError(dimension.as_str()));
            }
        }
        let listed = self.credits_listed.iter();
        if listed.filter_map(|credit| credit.value).sum::<Money>() != self.credits {
            return Err(TotalsError("credit"));
        }
        if self.gross_loss - self.gross_gain != self.whole.documented {
            return Err(TotalsError("gain and loss"));
        }
        Ok(())
    }

    /// Whether all sums of money are equal, in every table.
    pub fn same_money(&self, other: &Totals) -> bool {
        let same_rows = |dimension| {
            let (own, others) = (self.rows(dimension), other.rows(dimension));
            let mut pairs = own.iter().zip(others);
            own.len() == others.len()
                && pairs
                    .all(|(own, other)| own.key == other.key && own.sums.same_money(&other.sums))
        };
        self.whole.same_money(&other.whole)
            && (self.gross_loss, self.gross_gain, self.credits)
                == (other.gross_loss, other.gross_gain, other.credits)
            && Dimension::ALL.into_iter().all(same_rows)
    }

    /// The credits that have no price.
    pub fn credits_unpriced(&self) -> impl Iterator<Item = &ListedCredit> {
        let listed = self.credits_listed.iter();
        listed.filter(|credit| credit.value.is_none())
    }

    /// The credits about which something is odd.
    pub fn credits_doubted(&self) -> impl Iterator<Item = &ListedCredit> {
        let listed = self.credits_listed.iter();
        listed.filter(|credit| !credit.doubts.is_empty())
    }

    /// Documented losses less what came back; may be negative.
    pub fn net(&self) -> Money {
        self.whole.documented - self.credits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &str, documented: i64) -> TotalRow {
        TotalRow {
            key: key.into(),
            sums: Sums {
                documented: Money::from_units(documented),
                ..Sums::default()
            },
        }
    }

    fn totals() -> Totals {
        Totals {
            counts: Counts {
                basis: "event".into(),
                currency: "USD".into(),
                method: "FMV/1.2.0".into(),
                price_version: 1,
                claims: 2,
                claims_accepted: 0,
                unpriced: 0,
                excluded: 0,
                conditions: None,
            },
            whole: row("", 30).sums,
            gross_loss: Money::from_units(35),
            gross_gain: Money::from_units(5),
            credits: Money::from_units(50),
            credits_listed: vec![ListedCredit {
                claim: "R-1".into(),
                time: "2022-11-01T00:00:00Z".into(),
                asset: "USD".into(),
                units: "0.00000050".into(),
                value: Some(Money::from_units(50)),
                doubts: Vec::new(),
            }],
            by_claim: vec![row("R-1", 10), row("R-2", 20)],
            by_exchange: vec![row("ftx", 30)],
            by_asset: vec![row("BTC", 40), row("USDT", -10)],
            by_day: vec![row("2022-10-18", 30)],
            native: Vec::new(),
            missing: Vec::new(),
            not_valued: Vec::new(),
            positions_not_valued: Vec::new(),
            conflicts: OpenConflicts::default(),
            stale: Vec::new(),
        }
    }

    #[test]
    fn parts_that_add_up_pass_and_net_is_not_floored() {
        totals().check().unwrap();
        assert_eq!(totals().net(), Money::from_units(-20));
    }

    #[test]
    fn totals_with_another_count_have_the_same_money_and_those_with_another_sum_have_not() {
        let mut other = totals();
        other.whole.lines += 1;
        other.by_day[0].sums.unpriced += 1;
        other.counts.excluded += 1;
        assert!(other != totals() && other.same_money(&totals()));
        let changes: [fn(&mut Totals); 5] = [
            |totals| totals.whole.accepted += Money::from_units(1),
            |totals| totals.gross_gain += Money::from_units(1),
            |totals| totals.credits += Money::from_units(1),
            |totals| totals.by_asset[1].sums.claimed += Money::from_units(1),
            |totals| drop(totals.by_claim.pop()),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            let mut other = totals();
            change(&mut other);
            assert!(!other.same_money(&totals()), "{number}");
            assert!(!totals().same_money(&other), "{number}");
        }
    }

    /// Documents that were frozen before a figure was added lack it. They are still sealed
    /// when [`DOCUMENT_VERSION`](crate::snapshot::DOCUMENT_VERSION) rises with the figure.
    #[test]
    fn document_version_rises_with_each_new_figure() {
        let names = |value: serde_json::Value| {
            let fields = value.as_object().unwrap().keys();
            fields.cloned().collect::<Vec<_>>().join(" ")
        };
        let json = |totals: &Totals| serde_json::to_value(totals).unwrap();
        let whole = json(&totals());
        let cell = serde_json::to_value(crate::counting::Cell::default()).unwrap();
        let row = names(whole["by_day"][0].clone());
        let figures = [
            names(whole["whole"].clone()),
            row,
            names(cell),
            names(whole),
        ];
        assert_eq!(
            (crate::snapshot::DOCUMENT_VERSION, figures.map(sorted)),
            (
                2,
                [
                    "accepted claimed documented lines unpriced",
                    "key sums",
                    "amount priced units unpriced",
                    "by_asset by_claim by_day by_exchange conflicts counts credits \
                     credits_listed gross_gain gross_loss native whole",
                ]
                .map(str::to_owned)
            ),
        );
    }

    fn sorted(names: String) -> String {
        let mut names: Vec<&str> = names.split(' ').collect();
        names.sort_unstable();
        names.join(" ")
    }

    #[test]
    fn sum_is_shown_if_half_of_its_lines_have_a_price_and_not_below() {
        let sums = |lines, unpriced| Sums {
            lines,
            unpriced,
            ..row("", -587).sums
        };
        for (lines, unpriced, has_figure) in
            [(0, 0, true), (3, 3, true), (3, 4, false), (0, 1, false)]
        {
            assert_eq!(sums(lines, unpriced).has_figure(), has_figure);
            assert_eq!(
                sums(lines, unpriced)
                    .figure(row("", -587).sums.documented)
                    .is_some(),
                has_figure
            );
        }
        let rows = [sums(35, 26_519), sums(9, 0), sums(1, 2)];
        let rest = without_figure(&rows).unwrap();
        assert_eq!(
            (rest.documented, rest.lines, rest.unpriced),
            (Money::from_units(-1174), 36, 26_521)
        );
        assert_eq!(without_figure(&rows[1..2]), None);
    }

    #[test]
    fn under_one_date_the_price_of_that_day_is_missing() {
        let missing = MissingPrice {
            asset: "ZZZ".into(),
            lines: 4,
            first_day: "2022-10-18".into(),
            last_day: "2022-11-02".into(),
        };
        assert_eq!(missing.days("event"), ("2022-10-18", "2022-11-02"));
        assert_eq!(
            missing.days("date:2022-12-30"),
            ("2022-12-30", "2022-12-30")
        );
    }

    #[test]
    fn the_table_that_does_not_add_up_is_named() {
        let mut wrong = totals();
        wrong.by_asset[0].sums.documented += Money::from_units(1);
        assert_eq!(wrong.check(), Err(TotalsError("asset")));
    }

    #[test]
    fn lines_of_the_greatest_size_add_up_exactly() {
        let mut sums = Sums::default();
        for units in [i64::MAX, i64::MAX, 1, i64::MAX] {
            sums.add(&row("", units).sums);
        }
        assert_eq!(sums.documented.to_string(), "276701161105.64327422");
        let mut large = totals();
        large.credits = sums.documented;
        assert_eq!(large.net().to_string(), "-276701161105.64327392");
    }
}
