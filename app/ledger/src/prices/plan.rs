//! Which series can price an asset: by source, in the order first named, and by
//! what they are quoted in.
//!
//! One source an asset (METHOD.md, "The ladder"): the one that was chosen, else the first
//! named. The others are there to say when they disagree. Aliases hold of what is priced and
//! of what it is priced in (METHOD.md, "Prices").

use std::rc::Rc;

use super::book::{PriceBook, Row, Series};
use crate::base::text::Text;
use crate::terms::{Span, Terms};
use crate::time::moment::Moment;

pub(super) const EURO: Text = Text::new_static("EUR");
pub(super) const DOLLAR: Text = Text::new_static("USD");

/// Where prices of one asset can come from.
pub(super) struct Plan<'a> {
    /// The chosen one, then in the order first named; only the first is used, the others
    /// check it.
    pub sources: Vec<Routes<'a>>,
}

/// The series of one source.
pub(super) struct Routes<'a> {
    pub source: Text,
    pub direct: Vec<Tickers<'a>>,
    pub bridge: Vec<Tickers<'a>>,
    pub fiat: Vec<(Text, Vec<Tickers<'a>>)>,
}

/// A series, and which of its rows are prices of the asset.
#[derive(Clone)]
pub(super) struct Tickers<'a> {
    pub series: &'a Series,
    /// Whether its base means different assets at different times.
    aliased: bool,
    /// What its quote has to mean, where that is not always the same.
    quote: Option<Text>,
    /// Where the asset's own market was the fraud.
    spans: Rc<[Span]>,
}

impl Tickers<'_> {
    /// Whether a row prices the asset: its tickers meant the pair, and it saw nothing of
    /// a span of manipulation.
    pub(super) fn takes(&self, terms: &Terms, asset: &Text, row: &Row) -> bool {
        let touches = |span: &Span| span.touches(row.at, row.window_seconds);
        let is_in = |quote: &Text| means(terms, &self.series.quote, quote, row);
        (!self.aliased || means(terms, &self.series.base, asset, row))
            && self.quote.as_ref().is_none_or(is_in)
            && !self.spans.iter().any(touches)
    }
}

impl<'a> Plan<'a> {
    pub(super) fn of(book: &'a PriceBook, terms: &Terms, asset: &Text) -> Plan<'a> {
        let spans: Rc<[Span]> = terms.spans_of(asset).collect();
        let mut series: Vec<(Tickers<'a>, (u32, u64))> = Vec::new();
        for candidate in &book.series {
            let aliased = terms.is_alias(&candidate.base);
            let first = if aliased {
                candidate.first_meant(terms, asset)
            } else {
                (candidate.base == *asset).then_some(candidate.first)
            };
            if let Some(first) = first {
                let tickers = Tickers {
                    series: candidate,
                    aliased,
                    quote: None,
                    spans: Rc::clone(&spans),
                };
                series.push((tickers, first));
            }
        }
        series.sort_by_key(|(_, first)| *first);
        let quotes = Quotes::of(book, terms);
        let mut sources: Vec<Routes<'a>> = Vec::new();
        if let Some(chosen) = terms.source_of(asset) {
            // Where it has no price, there is none: others only check.
            sources.push(quotes.routes(chosen));
        }
        for (tickers, _) in series {
            quotes.sort_in(&mut sources, tickers);
        }
        Plan { sources }
    }
}

/// Whether a ticker meant this asset when the row closed.
fn means(terms: &Terms, ticker: &Text, asset: &Text, row: &Row) -> bool {
    let within = Moment::from_seconds(row.at.seconds - i64::from(row.at.nanos == 0));
    terms.asset_of(ticker, None, within) == asset.as_str()
}

impl Series {
    /// Where the asset was first named, of a ticker that means several.
    fn first_meant(&self, terms: &Terms, asset: &Text) -> Option<(u32, u64)> {
        let rows = self.short.iter().chain(&self.daily);
        rows.filter(|row| means(terms, &self.base, asset, row))
            .map(|row| (row.file, row.row))
            .min()
    }
}

/// What prices can be quoted in to be of use.
struct Quotes<'t> {
    terms: &'t Terms,
    /// Currencies that a conversion could start from: those that the terms name, in their
    /// order, then the others in byte order.
    fiat: Vec<Text>,
}

impl<'t> Quotes<'t> {
    fn of(book: &PriceBook, terms: &'t Terms) -> Quotes<'t> {
        let mut fiat = terms.quotes.clone();
        let mut others: Vec<Text> = book.currencies().cloned().collect();
        others.extend([DOLLAR, EURO]);
        others.sort();
        for code in others {
            if !fiat.contains(&code) {
                fiat.push(code);
            }
        }
        fiat.retain(|code| *code != terms.currency);
        Quotes { terms, fiat }
    }

    /// No series yet of a source.
    fn routes<'a>(&self, source: &Text) -> Routes<'a> {
        let fiat = self.fiat.iter();
        Routes {
            source: source.clone(),
            direct: Vec::new(),
            bridge: Vec::new(),
            fiat: fiat.map(|code| (code.clone(), Vec::new())).collect(),
        }
    }

    /// Puts a series under its source and quote.
    fn sort_in<'a>(&self, sources: &mut Vec<Routes<'a>>, tickers: Tickers<'a>) {
        let series = tickers.series;
        let known = sources
            .iter()
            .position(|routes| routes.source == series.source);
        let at = known.unwrap_or_else(|| {
            sources.push(self.routes(&series.source));
            sources.len() - 1
        });
        let is_aliased = self.terms.is_alias(&series.quote);
        let mut routed: Vec<&str> = Vec::new();
        for quote in self.terms.meanings_of(&series.quote) {
            if routed.contains(&quote) {
                continue;
            }
            routed.push(quote);
            let tickers = Tickers {
                quote: is_aliased.then(|| quote.into()),
                ..tickers.clone()
            };
            sources[at].add(self.terms, quote, tickers);
        }
    }
}

impl<'a> Routes<'a> {
    /// Adds a series whose quote means this asset.
    fn add(&mut self, terms: &Terms, quote: &str, tickers: Tickers<'a>) {
        if *quote == *terms.currency {
            self.direct.push(tickers);
        } else if let Some((_, all)) = self.fiat.iter_mut().find(|(code, _)| *code == *quote) {
            all.push(tickers);
        } else if *quote == *terms.bridge {
            self.bridge.push(tickers);
        }
    }
}
