//! Spells the tickers of options as files spell them, and finds options that have no effect.
//! A word that no entry has must not look like an effective setting.

use std::collections::BTreeSet;

use ledger::losses::{ChosenSource, Contest, Period, Row, Selection};
use ledger::messages::Message;
use ledger::tickers::{in_capitals, meant};
use ledger::{Code, Diagnostic, Entry, PriceBook, Terms, Text};

use super::Args;

/// The tickers in the input.
#[derive(Clone, Debug, Default)]
pub struct Tickers {
    /// Tickers that the claim's entries move.
    entries: BTreeSet<Text>,
    /// Tickers that the price files price.
    priced: BTreeSet<Text>,
    /// Tickers in which the price files quote prices.
    quotes: BTreeSet<Text>,
    /// Tickers with the sources that price them.
    sources: BTreeSet<(Text, Text)>,
}

impl Tickers {
    /// The tickers of a claim's entries and a price book.
    pub fn of(entries: &[&Entry], book: &PriceBook) -> Tickers {
        let moved = entries.iter().flat_map(|entry| {
            let quantities = [&entry.out, &entry.in_, &entry.fee];
            quantities
                .into_iter()
                .flatten()
                .map(|quantity| &quantity.asset)
        });
        let mut tickers = Tickers {
            // Most entries move the same tickers; each is copied once.
            entries: moved
                .collect::<BTreeSet<&Text>>()
                .into_iter()
                .cloned()
                .collect(),
            ..Tickers::default()
        };
        for series in book.contents() {
            tickers.sources.insert((series.base.clone(), series.source));
            tickers.priced.insert(series.base);
            tickers.quotes.insert(series.quote);
        }
        tickers
    }

    /// The ticker that the typed one means.
    pub fn meant(&self, typed: &str) -> Text {
        let all = [&self.entries, &self.priced, &self.quotes];
        spelt(typed, all.into_iter().flatten())
    }

    /// The ticker that the typed one means, among those that entries move.
    pub fn meant_of_entry(&self, typed: &str) -> Text {
        spelt(typed, &self.entries)
    }

    /// Whether a source has prices of an asset, under its own ticker or another one.
    fn has_source(&self, terms: &Terms, chosen: &ChosenSource) -> bool {
        let is_named = |ticker: &Text| {
            let mut aliases = terms.aliases.iter();
            *ticker == chosen.asset
                || aliases.any(|alias| alias.ticker == *ticker && alias.asset == chosen.asset)
        };
        let mut sources = self.sources.iter();
        sources.any(|(ticker, source)| *source == chosen.source && is_named(ticker))
    }

    fn is_touched(&self, asset: &Text) -> bool {
        [&self.entries, &self.priced, &self.quotes]
            .into_iter()
            .any(|known| known.contains(asset))
    }
}

fn spelt<'t>(typed: &str, known: impl IntoIterator<Item = &'t Text>) -> Text {
    match meant(typed, known.into_iter().map(Text::as_str)) {
        Some(known) => known.into(),
        None => in_capitals(typed).into(),
    }
}

/// An option that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idle {
    /// No entry or price has the asset valued at par.
    Par(Text),
    /// No entry or price has the asset that is listed as manipulated.
    Manipulated(Text),
    /// No price is quoted in the bridge.
    Bridge(Text),
    /// No price of the asset is from the source.
    Source(ChosenSource),
    /// No entry touches the asset.
    Asset(Text),
    /// No entry is within the contested period.
    Contest(Period),
    /// The row would not have been contested anyway.
    LeaveOut(Row),
    /// No entry moves the asset that the price file was stated to price.
    Prices(String),
}

impl Idle {
    /// The warning about it.
    pub fn diagnostic(&self) -> Diagnostic {
        let (option, message) = match self {
            Idle::Par(asset) => (format!("--par {asset}"), Message::RunNoAsset),
            Idle::Manipulated(asset) => (format!("--manipulated {asset}"), Message::RunNoAsset),
            Idle::Bridge(asset) => (format!("--bridge {asset}"), Message::RunNoBridge),
            Idle::Source(chosen) => (format!("--source {chosen}"), Message::RunNoSource),
            Idle::Asset(asset) => (format!("--asset {asset}"), Message::RunNothing),
            Idle::Contest(Period { from, to }) => {
                (format!("--contest {from}..{to}"), Message::RunNoPeriod)
            }
            Idle::LeaveOut(row) => (format!("--leave-out {row}"), Message::RunNoRow),
            Idle::Prices(option) => (format!("--prices {option}"), Message::RunNoPrices),
        };
        Diagnostic::of_file(&option, Code::WarnNoEffect, message)
    }
}

/// Every option that has no effect, in the order of the help.
pub fn idle(
    args: &Args,
    (terms, contest): (&Terms, &Contest),
    tickers: &Tickers,
    (all, selection): (&[&Entry], &Selection),
) -> Vec<Idle> {
    let mut idle = Vec::new();
    idle.extend(prices(args, terms, tickers, all));
    let periods = contest.periods.iter().filter(|period| {
        let is_taken =
            |entry: &&Entry| entry.kind.is_taken_by_a_period() && period.holds(entry.time);
        !all.iter().any(is_taken)
    });
    idle.extend(periods.map(|period| Idle::Contest(*period)));
    let left_out: Vec<&Entry> = selection.left_out.iter().map(|at| all[*at]).collect();
    let rows = contest
        .leave_out
        .iter()
        .filter(|row| !left_out.iter().any(|entry| row.is_of(entry)));
    idle.extend(rows.map(|row| Idle::LeaveOut(row.clone())));
    let asset = contest.asset.iter();
    let asset = asset.filter(|asset| !tickers.entries.contains(*asset));
    idle.extend(asset.map(|asset| Idle::Asset(asset.clone())));
    let is_touched = |asset: &Text| tickers.is_touched(asset) || means_it(terms, all, asset);
    let listed = terms.manipulated.iter().map(|listed| &listed.asset);
    idle.extend(
        listed
            .filter(|asset| !is_touched(asset))
            .map(|asset| Idle::Manipulated(asset.clone())),
    );
    let par = terms.par.iter().filter(|asset| !is_touched(asset));
    idle.extend(par.map(|asset| Idle::Par(asset.clone())));
    if args.bridge.is_some() && !tickers.quotes.contains(&terms.bridge) {
        idle.push(Idle::Bridge(terms.bridge.clone()));
    }
    let sources = terms.sources.iter();
    let idle_sources = sources.filter(|chosen| !tickers.has_source(terms, chosen));
    idle.extend(idle_sources.map(|chosen| Idle::Source(chosen.clone())));
    idle
}

/// Whether an entry moves a ticker that means the asset.
fn means_it(terms: &Terms, all: &[&Entry], asset: &Text) -> bool {
    all.iter().any(|entry| {
        let moved = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
        let exchange = Some(entry.exchange.as_str());
        let mut meant = moved.map(|moved| terms.asset_of(&moved.asset, exchange, entry.time));
        meant.any(|meant| meant == asset.as_str())
    })
}

/// Price files with a stated pair whose asset is nowhere in the input.
fn prices(args: &Args, terms: &Terms, tickers: &Tickers, all: &[&Entry]) -> Vec<Idle> {
    let named = args.prices.iter().filter_map(|option| {
        let (pair, _) = super::price_file(option);
        Some((option, Text::from(in_capitals(pair?.0))))
    });
    let idle = named.filter(|(_, asset)| {
        let is_used = *asset == terms.bridge || tickers.entries.contains(asset);
        !is_used && !means_it(terms, all, asset)
    });
    idle.map(|(option, _)| Idle::Prices(option.clone()))
        .collect()
}
