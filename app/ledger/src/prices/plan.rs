//! Which series can price an asset: by source, in the order first named, and by
//! what they are quoted in.
//!
//! One source an asset (method §3): only the first is ever used, the others are
//! there to say when they disagree.

use std::rc::Rc;

use super::book::{PriceBook, Row, Series};
use crate::base::text::Text;
use crate::terms::{Span, Terms};
use crate::time::moment::Moment;

pub(super) const EURO: Text = Text::new_static("EUR");
pub(super) const DOLLAR: Text = Text::new_static("USD");

/// Where prices of one asset can come from.
pub(super) struct Plan<'a> {
    /// In the order first named; only the first is used, the others check it.
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
    /// Whether its tickers mean different assets at different times.
    aliased: bool,
    /// Where the asset's own market was the fraud.
    spans: Rc<[Span]>,
}

impl Tickers<'_> {
    /// Whether a row prices the asset: its ticker meant it, and it saw nothing of
    /// a span of manipulation.
    pub(super) fn takes(&self, terms: &Terms, asset: &Text, row: &Row) -> bool {
        let touches = |span: &Span| span.touches(row.at, row.window_seconds);
        (!self.aliased || self.series.means(terms, asset, row)) && !self.spans.iter().any(touches)
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
                    spans: Rc::clone(&spans),
                };
                series.push((tickers, first));
            }
        }
        series.sort_by_key(|(_, first)| *first);
        let quotes = Quotes::of(book, terms);
        let mut sources: Vec<Routes<'a>> = Vec::new();
        for (tickers, _) in series {
            quotes.sort_in(&mut sources, tickers);
        }
        Plan { sources }
    }
}

impl Series {
    /// Whether the ticker of the series meant this asset when the row closed.
    pub(super) fn means(&self, terms: &Terms, asset: &Text, row: &Row) -> bool {
        let within = Moment::from_seconds(row.at.seconds - i64::from(row.at.nanos == 0));
        terms.asset_of(&self.base, None, within) == asset.as_str()
    }

    /// Where the asset was first named, of a ticker that means several.
    fn first_meant(&self, terms: &Terms, asset: &Text) -> Option<(u32, u64)> {
        let rows = self.short.iter().chain(&self.daily);
        rows.filter(|row| self.means(terms, asset, row))
            .map(|row| (row.file, row.row))
            .min()
    }
}

/// What prices can be quoted in to be of use.
struct Quotes<'t> {
    currency: &'t Text,
    bridge: &'t Text,
    /// Fiat currencies that a conversion could start from: USD, EUR, then the
    /// others in byte order.
    fiat: Vec<Text>,
}

impl<'t> Quotes<'t> {
    fn of(book: &PriceBook, terms: &'t Terms) -> Quotes<'t> {
        let mut fiat = vec![DOLLAR, EURO];
        let rest = book.currencies().filter(|code| **code != DOLLAR);
        fiat.extend(rest.cloned());
        fiat.retain(|code| *code != terms.currency);
        Quotes {
            currency: &terms.currency,
            bridge: &terms.bridge,
            fiat,
        }
    }

    /// Puts a series under its source and quote.
    fn sort_in<'a>(&self, sources: &mut Vec<Routes<'a>>, tickers: Tickers<'a>) {
        let series = tickers.series;
        let known = sources
            .iter()
            .position(|routes| routes.source == series.source);
        let at = known.unwrap_or_else(|| {
            sources.push(Routes {
                source: series.source.clone(),
                direct: Vec::new(),
                bridge: Vec::new(),
                fiat: self
                    .fiat
                    .iter()
                    .map(|code| (code.clone(), Vec::new()))
                    .collect(),
            });
            sources.len() - 1
        });
        let routes = &mut sources[at];
        if series.quote == *self.currency {
            routes.direct.push(tickers);
        } else if let Some((_, all)) = routes.fiat.iter_mut().find(|(c, _)| *c == series.quote) {
            all.push(tickers);
        } else if series.quote == *self.bridge {
            routes.bridge.push(tickers);
        }
    }
}
