//! An answer of the book: an exact price, and the rows that make it checkable.

use crate::amount::Amount;
use crate::losses::{Disagreement, Leg, Operation, Price, Step};
use crate::moment::Moment;
use crate::ratio::Ratio;
use crate::text::Text;

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

/// An answer: the exact price and the rows it came from.
#[derive(Clone, Debug)]
pub(crate) struct Priced {
    pub ratio: Ratio,
    pub step: Step,
    pub legs: Vec<Leg>,
    pub disagreements: Vec<Disagreement>,
}

impl Priced {
    /// The price as a line keeps it.
    pub(crate) fn price(&self, ticker: &Text, asked: &Asked) -> Price {
        Price {
            asset: ticker.clone(),
            priced_as: asked.asset.clone(),
            text: text_of(&self.legs),
            ids: ids_of(&self.legs),
            step: self.step,
            asked_at: asked.at,
            manipulated_from: asked.manipulated_from,
            legs: self.legs.clone(),
            disagreements: self.disagreements.clone(),
        }
    }
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
