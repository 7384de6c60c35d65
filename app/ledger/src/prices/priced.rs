//! An answer of the book: an exact price, and the rows that make it checkable.

use crate::base::text::Text;
use crate::numbers::amount::Amount;
use crate::numbers::ratio::Ratio;
use crate::prices::price::{Disagreement, Leg, Operation, Price, SecondPrice, Step};
use crate::time::moment::Moment;

/// What is asked of the book.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// The asset, after aliases.
    pub asset: Text,
    /// t′.
    pub at: Moment,
    /// m, when that is what t′ is.
    pub manipulated_from: Option<Moment>,
}

/// An answer: the exact price and the rows it came from. It holds for a while, so that
/// the ages of its rows are those of one moment only.
#[derive(Clone, Debug)]
pub(crate) struct Priced {
    pub ratio: Ratio,
    step: Step,
    text: Text,
    ids: Text,
    legs: Vec<Leg>,
    pub disagreements: Vec<Disagreement>,
    pub second: Option<SecondPrice>,
}

impl Priced {
    pub(super) fn of(step: Step, legs: Vec<Leg>) -> Priced {
        Priced {
            ratio: ratio_of(&legs),
            step,
            text: text_of(&legs),
            ids: ids_of(&legs),
            legs,
            disagreements: Vec::new(),
            second: None,
        }
    }

    /// The price as a line keeps it.
    pub(crate) fn price(&self, ticker: &Text, asked: &Asked) -> Price {
        let legs = self.legs.iter();
        Price {
            asset: ticker.clone(),
            priced_as: asked.asset.clone(),
            text: self.text.clone(),
            ids: self.ids.clone(),
            step: self.step,
            asked_at: asked.at,
            manipulated_from: asked.manipulated_from,
            legs: legs.map(|leg| leg_asked_at(leg, asked.at)).collect(),
            disagreements: self.disagreements.clone(),
            second: self.second.clone(),
        }
    }
}

/// A leg as it is at a moment: what is set to 1 USD is so at that moment, everything
/// else has an age.
fn leg_asked_at(leg: &Leg, asked: Moment) -> Leg {
    let mut leg = leg.clone();
    match leg.step {
        Step::Par => leg.at = asked,
        _ => leg.age_seconds = age_seconds(leg.at, asked),
    }
    leg
}

/// Whole seconds from one moment to a later one.
pub(super) fn age_seconds(from: Moment, to: Moment) -> u64 {
    (to.seconds - from.seconds - i64::from(to.nanos < from.nanos)) as u64
}

/// `19343.04*0.9997/0.9778`.
pub(super) fn text_of(legs: &[Leg]) -> Text {
    let mut text = match legs.first() {
        Some(leg) if leg.operation == Operation::Times => String::new(),
        _ => "1".to_owned(),
    };
    for leg in legs {
        match leg.operation {
            Operation::Times if text.is_empty() => {}
            Operation::Times => text.push('*'),
            Operation::Over => text.push('/'),
        }
        text.push_str(&leg.value.to_string());
    }
    text.into()
}

pub(super) fn ids_of(legs: &[Leg]) -> Text {
    let ids: Vec<&str> = legs.iter().map(|leg| leg.id.as_str()).collect();
    ids.join("+").into()
}

pub(super) fn ratio_of(legs: &[Leg]) -> Ratio {
    let one = Ratio::from(Amount::ONE);
    legs.iter().fold(one, |ratio, leg| match leg.operation {
        Operation::Times => ratio.times(&leg.value),
        Operation::Over => ratio
            .over(&leg.value)
            .expect("price files hold numbers above zero"),
    })
}
