//! Asking the book: P(asset, t) by the ladder (METHOD.md, "The ladder").
//!
//! The asset's source is chosen first. Then, at each step, the direct pair comes
//! first, then the bridge, then the same two in another fiat currency with one ECB
//! conversion: an hourly cross goes before a daily direct price. Each further leg
//! runs the ladder by itself. Pairs are never inverted, ECB's apart.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::book::{PriceBook, Row, Series};
use super::known::{Known, newest};
use super::plan::{DOLLAR, EURO, Plan, Routes, Tickers};
use super::priced::{Asked, Priced, age_seconds, ids_of, ratio_of, text_of};
use crate::base::text::Text;
use crate::numbers::amount::Amount;
use crate::numbers::ratio::Ratio;
use crate::prices::price::{APART_SCALE, Disagreement, Leg, Missing, Operation, SecondPrice, Step};
use crate::terms::Terms;
use crate::time::moment::Moment;

const ECB: Text = Text::new_static("ecb");
const PAR: Text = Text::new_static("par");
const SECONDS_A_DAY: i64 = 86_400;

/// The book under one set of terms, with what was worked out about each asset.
pub(crate) struct Pricer<'a> {
    book: &'a PriceBook,
    terms: &'a Terms,
    plans: HashMap<Text, Rc<Plan<'a>>, RandomState>,
    answers: HashMap<Text, Answered, RandomState>,
    /// The moments at which the look-up under way comes to the same.
    known: Cell<Known>,
}

/// The last answer about an asset, and the moments at which it is the same.
struct Answered {
    known: Known,
    answer: Result<Rc<Priced>, Missing>,
}

/// The price of a source that is only a check.
struct OtherPrice {
    source: Text,
    legs: Vec<Leg>,
}

impl OtherPrice {
    /// Its price, less the one used.
    fn difference(&self, used: &Ratio) -> Ratio {
        ratio_of(&self.legs).plus(&used.negated())
    }

    /// The same in the form that a price keeps.
    fn second(&self, used: &Ratio) -> SecondPrice {
        let apart = self.difference(used).over_ratio(used);
        let units = apart.map(|apart| apart.rounded_units(APART_SCALE));
        let units = units.and_then(|units| i128::try_from(units).ok());
        SecondPrice {
            source: self.source.clone(),
            text: text_of(&self.legs),
            ids: ids_of(&self.legs),
            apart: units.map(|units| Amount::from_units(units, APART_SCALE)),
        }
    }
}

/// A row that was hit.
#[derive(Clone, Copy)]
struct Hit<'a> {
    series: &'a Series,
    row: &'a Row,
    step: Step,
}

impl<'a> Pricer<'a> {
    pub(crate) fn new(book: &'a PriceBook, terms: &'a Terms) -> Pricer<'a> {
        Pricer {
            book,
            terms,
            plans: HashMap::default(),
            answers: HashMap::default(),
            known: Cell::new(Known::ALWAYS),
        }
    }

    /// P(asset, t′), or why there is none.
    pub(crate) fn price(&mut self, asked: &Asked) -> Result<Rc<Priced>, Missing> {
        if let Some(answered) = self.answers.get(&asked.asset)
            && answered.known.holds(asked.at)
        {
            return answered.answer.clone();
        }
        self.known.set(Known::ALWAYS);
        let answer = self.look_up(&asked.asset, asked.at).map(Rc::new);
        let answered = Answered {
            known: self.known.get(),
            answer: answer.clone(),
        };
        self.answers.insert(asked.asset.clone(), answered);
        answer
    }

    fn look_up(&mut self, asset: &Text, at: Moment) -> Result<Priced, Missing> {
        let (step, legs) = if *asset == self.terms.currency {
            (Step::Currency, Vec::new())
        } else if self.terms.par.contains(asset) {
            (Step::Par, self.par(asset, at)?)
        } else if let Some(rates) = self.fiat(asset, at) {
            (Step::Fiat, rates)
        } else {
            self.market(asset, at)?
        };
        let mut priced = Priced::of(step, legs);
        if matches!(step, Step::TradeTime | Step::Daily) {
            let others = self.others(asset, at);
            priced.second = others.first().map(|other| other.second(&priced.ratio));
            priced.disagreements = self.disagreements(&others, &priced.ratio);
        }
        Ok(priced)
    }

    /// 1 USD, converted.
    fn par(&self, asset: &Text, at: Moment) -> Result<Vec<Leg>, Missing> {
        let mut legs = vec![Leg {
            id: PAR,
            base: asset.clone(),
            quote: DOLLAR,
            value: Amount::ONE,
            operation: Operation::Times,
            source: PAR,
            window_seconds: 0,
            at,
            age_seconds: 0,
            step: Step::Par,
        }];
        legs.extend(self.to_currency(&DOLLAR, at).ok_or(Missing::NoRate)?);
        Ok(legs)
    }

    /// The first source's price.
    fn market(&mut self, asset: &Text, at: Moment) -> Result<(Step, Vec<Leg>), Missing> {
        let plan = self.plan(asset);
        let Some(first) = plan.sources.first() else {
            return Err(Missing::NoPrice);
        };
        self.routes(asset, first, at).map_err(|missing| {
            let elsewhere = plan.sources[1..]
                .iter()
                .any(|routes| self.routes(asset, routes, at).is_ok());
            if elsewhere {
                Missing::OtherSource
            } else {
                missing
            }
        })
    }

    /// The prices of the further sources, in their order.
    fn others(&mut self, asset: &Text, at: Moment) -> Vec<OtherPrice> {
        let plan = self.plan(asset);
        let mut others = Vec::new();
        for routes in plan.sources.iter().skip(1) {
            if let Ok((_, legs)) = self.routes(asset, routes, at) {
                others.push(OtherPrice {
                    source: routes.source.clone(),
                    legs,
                });
            }
        }
        others
    }

    /// Those of them that are further from the price used than the incident allows.
    fn disagreements(&self, others: &[OtherPrice], used: &Ratio) -> Vec<Disagreement> {
        let percent = Amount::from_units(i128::from(self.terms.sources_apart_percent_max), 2);
        let allowed = used.times(&percent);
        let far = others
            .iter()
            .filter(|other| other.difference(used).abs() > allowed);
        far.map(|other| Disagreement {
            source: other.source.clone(),
            text: text_of(&other.legs),
            ids: ids_of(&other.legs),
        })
        .collect()
    }

    /// Runs the ladder over the routes of one source.
    fn routes(
        &mut self,
        asset: &Text,
        routes: &Routes<'a>,
        at: Moment,
    ) -> Result<(Step, Vec<Leg>), Missing> {
        let mut missing = Missing::NoPrice;
        for step in [Step::TradeTime, Step::Daily] {
            if let Some(hit) = self.hit(asset, &routes.direct, step, at) {
                return Ok((step, vec![self.leg(hit, at)]));
            }
            let bridged = self.hit(asset, &routes.bridge, step, at);
            if let Some(hit) = bridged
                && let Some(rest) = self.bridge_leg(at, false)
            {
                return Ok((step, self.joined(hit, rest, at)));
            }
            for (currency, tickers) in &routes.fiat {
                if let Some(hit) = self.hit(asset, tickers, step, at) {
                    match self.to_currency(currency, at) {
                        Some(rest) => return Ok((step, self.joined(hit, rest, at))),
                        None => missing = Missing::NoRate,
                    }
                }
            }
            if let Some(hit) = bridged {
                match self.bridge_leg(at, true) {
                    Some(rest) => return Ok((step, self.joined(hit, rest, at))),
                    None => missing = Missing::NoBridge,
                }
            }
        }
        Err(missing)
    }

    /// What the bridge is worth: in the reporting currency itself, or in
    /// another fiat currency with a conversion.
    fn bridge_leg(&mut self, at: Moment, converted: bool) -> Option<Vec<Leg>> {
        let bridge = self.terms.bridge.clone();
        if self.terms.par.contains(&bridge) {
            let direct = self.terms.currency == DOLLAR;
            return (direct != converted)
                .then(|| self.par(&bridge, at).ok())
                .flatten();
        }
        let plan = self.plan(&bridge);
        let routes = plan.sources.first()?;
        for step in [Step::TradeTime, Step::Daily] {
            if !converted {
                if let Some(hit) = self.hit(&bridge, &routes.direct, step, at) {
                    return Some(vec![self.leg(hit, at)]);
                }
                continue;
            }
            for (currency, tickers) in &routes.fiat {
                if let Some(hit) = self.hit(&bridge, tickers, step, at)
                    && let Some(rest) = self.to_currency(currency, at)
                {
                    return Some(self.joined(hit, rest, at));
                }
            }
        }
        None
    }

    /// The best row of several series at one step.
    fn hit(
        &self,
        asset: &Text,
        tickers: &[Tickers<'a>],
        step: Step,
        at: Moment,
    ) -> Option<Hit<'a>> {
        let mut best: Option<Hit<'a>> = None;
        for of in tickers {
            let series = of.series;
            let (rows, age_seconds_max) = match step {
                Step::TradeTime => (
                    &series.short,
                    i64::from(self.terms.trade_age_minutes_max) * 60,
                ),
                _ => (
                    &series.daily,
                    i64::from(self.terms.daily_age_hours_max) * 3600,
                ),
            };
            let row = newest(rows, at, age_seconds_max, &self.known, |row| {
                of.takes(self.terms, asset, row)
            });
            if let Some(row) = row
                && best.is_none_or(|best| self.book.is_first(row, best.row))
            {
                best = Some(Hit { series, row, step });
            }
        }
        best
    }

    fn leg(&self, hit: Hit<'a>, asked: Moment) -> Leg {
        let Series {
            base,
            quote,
            source,
            ..
        } = hit.series;
        self.leg_of(hit.row, (base, quote, source), hit.step, asked)
    }

    fn joined(&self, hit: Hit<'a>, rest: Vec<Leg>, asked: Moment) -> Vec<Leg> {
        let mut legs = vec![self.leg(hit, asked)];
        legs.extend(rest);
        legs
    }

    fn leg_of(
        &self,
        row: &Row,
        (base, quote, source): (&Text, &Text, &Text),
        step: Step,
        asked: Moment,
    ) -> Leg {
        Leg {
            id: self.book.id(row),
            base: base.clone(),
            quote: quote.clone(),
            value: row.value.clone(),
            operation: Operation::Times,
            source: source.clone(),
            window_seconds: row.window_seconds,
            at: row.at,
            age_seconds: age_seconds(row.at, asked),
            step,
        }
    }

    /// From a currency to the reporting one; no legs when it is the same.
    fn to_currency(&self, currency: &Text, at: Moment) -> Option<Vec<Leg>> {
        if *currency == self.terms.currency {
            return Some(Vec::new());
        }
        self.fiat(currency, at)
    }

    /// rate(reporting currency) ÷ rate(currency), both of one day.
    fn fiat(&self, currency: &Text, at: Moment) -> Option<Vec<Leg>> {
        let to = self.terms.currency.clone();
        let age_seconds_max = i64::from(self.terms.fiat_age_days_max) * SECONDS_A_DAY;
        let rates = |code: &Text| self.book.rates_of(code);
        let newest = |rows, takes: &dyn Fn(&Row) -> bool| {
            newest(rows, at, age_seconds_max, &self.known, takes)
        };
        let (above, below) = match (*currency == EURO, to == EURO) {
            (true, true) => return None,
            (true, false) => (Some(newest(rates(&to)?, &|_| true)?), None),
            (false, true) => (None, Some(newest(rates(currency)?, &|_| true)?)),
            (false, false) => {
                let below = rates(currency)?;
                let of_day = |row: &Row| day_of(below, row.at);
                let above = newest(rates(&to)?, &|row| of_day(row).is_some())?;
                (Some(above), of_day(above))
            }
        };
        let legs = [
            (above, &to, Operation::Times),
            (below, currency, Operation::Over),
        ];
        let mut found = Vec::with_capacity(2);
        for (row, quote, operation) in legs {
            let Some(row) = row else { continue };
            found.push(Leg {
                operation,
                ..self.leg_of(row, (&EURO, quote, &ECB), Step::Fiat, at)
            });
        }
        Some(found)
    }

    fn plan(&mut self, asset: &Text) -> Rc<Plan<'a>> {
        if let Some(plan) = self.plans.get(asset) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(Plan::of(self.book, self.terms, asset));
        self.plans.insert(asset.clone(), Rc::clone(&plan));
        plan
    }
}

/// The row that began to hold at exactly this moment.
fn day_of(rows: &[Row], at: Moment) -> Option<&Row> {
    let until = rows.partition_point(|row| row.at <= at);
    rows[..until].last().filter(|row| row.at == at)
}
