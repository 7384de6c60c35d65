//! Questions that only the claimant can answer about a file: whether day or month comes
//! first in its dates, and which of several formats it is. Each answer shows its
//! consequence.

use ledger::DayOrder;
use leptos::prelude::*;

use crate::forms::Form;
use crate::parts::fields::{self, Choice};
use crate::parts::movement::{self, Movement};
use crate::text::Translator;

/// A question about a file, or one inside it, that only the claimant can answer.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its position among the findings of the file; the names of its fields contain it.
    pub at: usize,
    /// Name inside the archive or workbook; empty for a plain file.
    pub member: String,
    /// Whether it is unanswered.
    pub is_open: bool,
    /// What is asked.
    pub asks: Asks,
}

/// The subject of a question.
#[derive(Clone, Debug)]
pub enum Asks {
    /// Whether day or month comes first.
    DayOrder {
        /// The first date that can be read both ways.
        raw: String,
        /// That date, `2021-12-05`, when the day comes first.
        day_first: String,
        /// When the month does.
        month_first: String,
    },
    /// Which format it is.
    Format(Vec<FormatChoice>),
}

/// A format that a file could be.
#[derive(Clone, Debug)]
pub struct FormatChoice {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The first row in this format: its time (RFC 3339) and its movement.
    pub first: Option<(String, Movement)>,
}

impl Question {
    /// Name of the field that takes the answer.
    pub fn field(&self, sha256: &str) -> String {
        let what = match self.asks {
            Asks::DayOrder { .. } => "order",
            Asks::Format(_) => "format",
        };
        format!("{what}-{sha256}-{}", self.at)
    }

    /// What may be answered.
    pub fn takes(&self, answer: &str) -> bool {
        match &self.asks {
            Asks::DayOrder { .. } => answer.parse::<DayOrder>().is_ok(),
            Asks::Format(choices) => choices.iter().any(|choice| choice.id == answer),
        }
    }
}

/// A question with the answers to choose from, each with its consequence.
pub(super) fn ask(texts: Translator, sha256: &str, question: &Question, form: &Form) -> AnyView {
    let name = question.field(sha256);
    let (legend, about, choices) = match &question.asks {
        Asks::DayOrder {
            raw,
            day_first,
            month_first,
        } => {
            let order = |order: DayOrder, read: &str| {
                let args = [("raw", raw.into()), ("read", read.into())];
                let label = texts.t(&format!("claim-file-order-{}", order.as_str()));
                Choice::new(order.as_str(), label).hint(texts.with("claim-file-order-read", &args))
            };
            let choices = vec![
                order(DayOrder::DayFirst, day_first),
                order(DayOrder::MonthFirst, month_first),
            ];
            ("claim-file-order", "claim-file-order-hint", choices)
        }
        Asks::Format(formats) => {
            let choices = formats.iter().map(|format| candidate(texts, format));
            (
                "claim-file-format",
                "claim-file-format-hint",
                choices.collect(),
            )
        }
    };
    let legend = match question.member.as_str() {
        "" => texts.t(legend),
        member => format!("{member}{}{}", texts.t("common-colon"), texts.t(legend)),
    };
    let legend = legend.as_str();
    let about = Some(texts.t(about));
    let member = format!("member-{sha256}-{}", question.at);
    view! {
        <input type="hidden" name=member value=question.member.clone()/>
        {fields::choices_about(texts, form, "radio", &name, (legend, about), choices)}
    }
    .into_any()
}

/// A format with the first row of the file as this format reads it.
fn candidate(texts: Translator, format: &FormatChoice) -> Choice {
    let choice = Choice::new(&format.id, &format.title);
    let Some((time, movement)) = &format.first else {
        return choice;
    };
    let what = movement.sentence(texts);
    let time = movement::readable(time);
    let args = [("what", what.into()), ("time", time.into())];
    choice.hint(texts.with("claim-file-format-first", &args))
}
