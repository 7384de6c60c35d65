//! The description of a file, composed of its parts in the reader's language.

use ledger::messages::{Advice, Message};
use ledger::{FileReport, Format, format_by_id};
use serde::{Deserialize, Serialize};

use super::format_title;
use crate::parts::movement::exchange_name;
use crate::text::Translator;

/// How many refused lines are named.
const LINES_SHOWN: usize = 5;

/// The facts about one file, in parts, as an import stores them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FoundParts {
    /// Id of the format; none when no format was recognised.
    pub format: Option<String>,
    /// The exchange of the mapping by which it was read.
    pub mapped: Option<String>,
    /// Rows below the header.
    pub rows: u64,
    /// Deals of a trading bot.
    pub deals: u64,
    /// Columns that the format does not have.
    pub unknown_columns: Vec<String>,
    /// What the file is, where no format was recognised.
    pub why: Option<Message>,
    /// What else is unusual about the file.
    pub odd: Vec<Message>,
    /// Rows refused.
    pub refused: u64,
    /// The first lines refused.
    pub refused_lines: Vec<u64>,
    /// Whether the rest of it, beyond a limit, was not read.
    pub is_cut_short: bool,
    /// Cells that look like keys or secrets.
    pub secrets: u64,
    /// Nobody has stated whether day or month comes first.
    pub needs_day_order: bool,
    /// The file that its format advises to fetch is in the same archive.
    pub is_advice_followed: bool,
}

impl From<&FileReport> for FoundParts {
    fn from(found: &FileReport) -> FoundParts {
        let lines = found.refused_lines.iter().take(LINES_SHOWN);
        let mapping = found.mapping.as_ref();
        FoundParts {
            format: found.format.map(|format| format.id.to_owned()),
            mapped: mapping.map(|mapping| mapping.exchange.clone()),
            rows: found.rows,
            deals: found.deals,
            unknown_columns: found.unknown_columns.clone(),
            why: found.why.clone(),
            odd: found.odd.clone(),
            refused: found.refused,
            refused_lines: lines.copied().collect(),
            is_cut_short: found.is_cut_short,
            secrets: found.secrets,
            needs_day_order: found.needs_day_order,
            is_advice_followed: found.advice.is_empty()
                && found.format.is_some_and(|format| !format.advice.is_empty()),
        }
    }
}

impl FoundParts {
    /// What the file is, and what is unusual about it.
    pub fn text(&self, texts: Translator) -> String {
        if let Some(why) = &self.why {
            return texts.message(why);
        }
        let mut parts = vec![self.what(texts)];
        parts.extend(self.odd.iter().map(|odd| texts.message(odd)));
        if self.refused > 0 {
            let args = [
                ("count", self.refused.into()),
                ("lines", self.lines(texts).into()),
            ];
            parts.push(texts.with("found-refused", &args));
        }
        if self.is_cut_short {
            parts.push(texts.t("found-cut-short"));
        }
        if self.secrets > 0 {
            parts.push(texts.with("found-secrets", &[("count", self.secrets.into())]));
        }
        let mut text = texts.joined("found-and", parts.into_iter());
        text.push('.');
        if self.needs_day_order {
            text.push(' ');
            text.push_str(&texts.t("found-day-order"));
        }
        let format = self.format.as_deref().and_then(format_by_id);
        let has_advice = |format: &&Format| !format.advice.is_empty() && !self.is_advice_followed;
        if let Some(format) = format.filter(has_advice) {
            let advice = Advice(format.id.into());
            text.push(' ');
            text.push_str(&texts.message(&Message::FileInstead { advice }));
        }
        text
    }

    /// Title, rows, deals and columns.
    fn what(&self, texts: Translator) -> String {
        let title = match (&self.mapped, self.format.as_deref().and_then(format_by_id)) {
            (Some(exchange), _) => {
                let exchange = exchange_name(texts, exchange);
                texts.with("found-mapped", &[("exchange", exchange.into())])
            }
            (None, Some(format)) => format_title(texts, format),
            (None, None) => String::new(),
        };
        let args = [("title", title.into()), ("count", self.rows.into())];
        let mut what = texts.with("found-rows", &args);
        if self.deals > 0 {
            let args = [("before", what.into()), ("count", self.deals.into())];
            what = texts.with("found-deals", &args);
        }
        if !self.unknown_columns.is_empty() {
            let args = [
                ("before", what.into()),
                ("count", self.unknown_columns.len().into()),
                ("names", self.unknown_columns.join(", ").into()),
            ];
            what = texts.with("found-columns", &args);
        }
        what
    }

    /// `line 14`, `lines 14 and 90`, `lines 1, 2, 3, 4, 5 and 7 more`.
    fn lines(&self, texts: Translator) -> String {
        let shown = self.refused_lines.iter().take(LINES_SHOWN);
        let shown: Vec<String> = shown.map(|line| texts.number(&line.to_string())).collect();
        let more = self.refused.saturating_sub(shown.len() as u64);
        match &shown[..] {
            [] => String::new(),
            [one] if more == 0 => texts.with("found-line", &[("line", one.into())]),
            [first @ .., last] if more == 0 => {
                let args = [("lines", first.join(", ").into()), ("last", last.into())];
                texts.with("found-lines", &args)
            }
            shown => {
                let args = [("lines", shown.join(", ").into()), ("count", more.into())];
                texts.with("found-lines-more", &args)
            }
        }
    }
}
