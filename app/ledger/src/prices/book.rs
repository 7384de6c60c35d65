//! The rows of all price files, sorted for looking up.
//!
//! One series for each pair and source: sources are never mixed, the first one
//! named for an asset is its only one. Rows are sorted so that the last one at
//! or before a moment is the one the ladder wants.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::parsed::{Parsed, PriceRow, RateRow};
use super::read;
use super::{PriceFileError, PriceFileRead, PriceRecord};
use crate::base::text::Text;
use crate::numbers::amount::Amount;
use crate::prices::price::Price;
use crate::time::moment::Moment;

/// Longest window of a price that can be a hit at trade time (METHOD.md,
/// "The ladder").
pub(super) const TRADE_WINDOW_SECONDS_MAX: u64 = 3600;
/// Longest window of a price that can be a hit of the day.
pub(super) const DAILY_WINDOW_SECONDS_MAX: u64 = 86_400;

/// Hex digits of a file's SHA-256 that its price ids carry.
const ID_DIGITS: usize = 12;

/// Reference prices from files.
#[derive(Clone, Debug, Default)]
pub struct PriceBook {
    files: Vec<BookFile>,
    pub(super) series: Vec<Series>,
    by_pair: HashMap<(Text, Text), Vec<usize>>,
    rates: BTreeMap<Text, Vec<Row>>,
}

#[derive(Clone, Debug)]
struct BookFile {
    name: String,
    sha256: String,
    pairs: Vec<(Text, Text)>,
}

/// Prices of one pair from one source.
#[derive(Clone, Debug)]
pub(super) struct Series {
    pub base: Text,
    pub quote: Text,
    pub source: Text,
    /// Where the source was first named for this pair.
    pub first: (u32, u64),
    /// Windows of at most an hour.
    pub short: Vec<Row>,
    /// Windows over an hour up to a day.
    pub daily: Vec<Row>,
    /// How many rows have a longer window, which no rule takes.
    longer: u64,
}

/// One price: a row of a file.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub at: Moment,
    pub window_seconds: u64,
    pub file: u32,
    pub row: u64,
    pub value: Amount,
}

impl Row {
    /// Sorts the row to be taken last: the newest, then the shortest window, then
    /// that of the file first by SHA-256, then the first row. In which order files
    /// came changes nothing.
    fn order(&self, other: &Row, files: &[BookFile]) -> Ordering {
        let file = |row: &Row| &files[row.file as usize].sha256;
        self.at
            .cmp(&other.at)
            .then_with(|| other.window_seconds.cmp(&self.window_seconds))
            .then_with(|| file(other).cmp(file(self)))
            .then_with(|| other.row.cmp(&self.row))
    }
}

/// What a book has of one pair from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesSummary {
    /// What is priced.
    pub base: Text,
    /// What it is priced in.
    pub quote: Text,
    /// Who published it.
    pub source: Text,
    /// How many rows.
    pub rows: u64,
    /// The first and last moment from which a price holds.
    pub span: Option<(Moment, Moment)>,
}

impl PriceBook {
    /// An empty book.
    pub fn new() -> PriceBook {
        PriceBook::default()
    }

    /// The first 12 digits of the SHA-256 of each file, in the order they were given:
    /// ids of prices begin with them.
    pub fn file_ids(&self) -> Vec<Text> {
        let files = self.files.iter();
        files.map(|file| Text::from(&file.sha256[..12])).collect()
    }

    /// Reads a price file into the book. `pair` says what is priced in what
    /// where neither file nor name do. Bad rows cost only themselves; the same
    /// bytes are taken once.
    ///
    /// # Errors
    /// When nothing of the file can be used; the book is unchanged then.
    pub fn add(
        &mut self,
        name: &str,
        pair: Option<(&str, &str)>,
        bytes: &[u8],
    ) -> Result<PriceFileRead, PriceFileError> {
        let parsed = read::read(name, pair, bytes)?;
        let sha256 = hex(&Sha256::digest(bytes));
        let pairs = pairs(&parsed);
        // Without a pair of its own a file may be given twice, for two assets.
        let known = self
            .files
            .iter()
            .any(|file| file.sha256 == sha256 && file.pairs == pairs);
        let read = PriceFileRead {
            sha256: sha256.clone(),
            format: parsed.format,
            pairs: pairs.clone(),
            rows: parsed.rows,
            refused: parsed.refused,
            known,
            diagnostics: parsed.diagnostics,
        };
        if !known {
            let file = self.files.len() as u32;
            self.files.push(BookFile {
                name: name.to_owned(),
                sha256,
                pairs,
            });
            self.take_prices(file, parsed.prices);
            self.take_rates(file, parsed.rates);
        }
        Ok(read)
    }

    fn take_prices(&mut self, file: u32, rows: Vec<PriceRow>) {
        let mut touched = Vec::new();
        let mut last: Option<usize> = None;
        for price in rows {
            let at = match last {
                Some(at) if self.series[at].is_of(&price) => at,
                _ => self.series_for(&price, file),
            };
            last = Some(at);
            touched.push(at);
            self.series[at].push(file, price);
        }
        touched.sort_unstable();
        touched.dedup();
        for at in touched {
            let Series { short, daily, .. } = &mut self.series[at];
            short.sort_by(|a, b| a.order(b, &self.files));
            daily.sort_by(|a, b| a.order(b, &self.files));
        }
    }

    fn series_for(&mut self, price: &PriceRow, file: u32) -> usize {
        let places = self
            .by_pair
            .entry((price.base.clone(), price.quote.clone()))
            .or_default();
        let known = places
            .iter()
            .copied()
            .find(|at| self.series[*at].source == price.source);
        known.unwrap_or_else(|| {
            places.push(self.series.len());
            self.series.push(Series {
                base: price.base.clone(),
                quote: price.quote.clone(),
                source: price.source.clone(),
                first: (file, price.row),
                short: Vec::new(),
                daily: Vec::new(),
                longer: 0,
            });
            self.series.len() - 1
        })
    }

    fn take_rates(&mut self, file: u32, rates: Vec<RateRow>) {
        let fresh = !rates.is_empty();
        for rate in rates {
            let RateRow {
                currency,
                at,
                value,
                row,
            } = rate;
            self.rates.entry(currency).or_default().push(Row {
                at,
                window_seconds: DAILY_WINDOW_SECONDS_MAX,
                file,
                row,
                value,
            });
        }
        if fresh {
            for rows in self.rates.values_mut() {
                rows.sort_by(|a, b| a.order(b, &self.files));
            }
        }
    }

    /// Whether a row is to be taken rather than the other.
    pub(super) fn is_first(&self, row: &Row, other: &Row) -> bool {
        row.order(other, &self.files).is_gt()
    }

    /// ECB rates of a currency, sorted.
    pub(super) fn rates_of(&self, currency: &str) -> Option<&[Row]> {
        self.rates.get(currency).map(Vec::as_slice)
    }

    /// Currencies that have an ECB rate; EUR itself is not among them.
    pub(super) fn currencies(&self) -> impl Iterator<Item = &Text> {
        self.rates.keys()
    }

    /// The id of a row.
    pub(super) fn id(&self, row: &Row) -> Text {
        let sha256 = &self.files[row.file as usize].sha256;
        let mut id = String::with_capacity(24);
        // Writing to a string cannot fail.
        let _ = write!(id, "{}:{}", &sha256[..ID_DIGITS], row.row);
        id.into()
    }

    /// The rows that took part in prices, each once, by file, row and pair:
    /// what a bundle lists. Legs that come from no file (par) are left out.
    pub fn records<'p>(&self, prices: impl IntoIterator<Item = &'p Price>) -> Vec<PriceRecord> {
        let legs = prices.into_iter().flat_map(|price| &price.legs);
        let mut found: BTreeMap<(u32, u64, &Text, &Text), PriceRecord> = BTreeMap::new();
        for leg in legs {
            let Some((file, row)) = self.place(&leg.id) else {
                continue;
            };
            let BookFile { name, sha256, .. } = &self.files[file as usize];
            found
                .entry((file, row, &leg.base, &leg.quote))
                .or_insert_with(|| PriceRecord {
                    id: leg.id.clone(),
                    file: name.clone(),
                    sha256: sha256.clone(),
                    row,
                    base: leg.base.clone(),
                    quote: leg.quote.clone(),
                    value: leg.value.clone(),
                    source: leg.source.clone(),
                    window_seconds: leg.window_seconds,
                    at: leg.at,
                });
        }
        found.into_values().collect()
    }

    /// File and row that an id names.
    fn place(&self, id: &str) -> Option<(u32, u64)> {
        let (digits, row) = id.split_once(':')?;
        let file = self
            .files
            .iter()
            .position(|file| file.sha256.starts_with(digits))?;
        Some((file as u32, row.parse().ok()?))
    }

    /// Who published what a file has, by name; the file is known by the SHA-256 of its bytes.
    pub fn sources_of(&self, sha256: &str) -> Vec<Text> {
        let files = self.files.iter();
        let files: Vec<bool> = files.map(|file| file.sha256 == sha256).collect();
        let is_of = |row: &Row| files[row.file as usize];
        let series = self.series.iter();
        let prices = series.filter(|series| series.all().any(is_of));
        let mut sources: BTreeSet<Text> = prices.map(|series| series.source.clone()).collect();
        if self.rates.values().flatten().any(is_of) {
            sources.insert("ecb".into());
        }
        sources.into_iter().collect()
    }

    /// What the book has, in the order first met, ECB rates last.
    pub fn contents(&self) -> Vec<SeriesSummary> {
        let prices = self.series.iter().map(|series| SeriesSummary {
            base: series.base.clone(),
            quote: series.quote.clone(),
            source: series.source.clone(),
            rows: series.rows(),
            span: span(series.short.iter().chain(&series.daily)),
        });
        let rates = self.rates.iter().map(|(currency, rows)| SeriesSummary {
            base: "EUR".into(),
            quote: currency.clone(),
            source: "ecb".into(),
            rows: rows.len() as u64,
            span: span(rows),
        });
        prices.chain(rates).collect()
    }
}

impl Series {
    fn is_of(&self, price: &PriceRow) -> bool {
        self.base == price.base && self.quote == price.quote && self.source == price.source
    }

    fn push(&mut self, file: u32, price: PriceRow) {
        let row = Row {
            at: price.at,
            window_seconds: price.window_seconds,
            file,
            row: price.row,
            value: price.value,
        };
        if row.window_seconds <= TRADE_WINDOW_SECONDS_MAX {
            self.short.push(row);
        } else if row.window_seconds <= DAILY_WINDOW_SECONDS_MAX {
            self.daily.push(row);
        } else {
            self.longer += 1;
        }
    }

    /// Every row that a rule can take.
    fn all(&self) -> impl Iterator<Item = &Row> {
        self.short.iter().chain(&self.daily)
    }

    fn rows(&self) -> u64 {
        (self.short.len() + self.daily.len()) as u64 + self.longer
    }
}

fn span<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Option<(Moment, Moment)> {
    rows.into_iter().fold(None, |span, row| match span {
        None => Some((row.at, row.at)),
        Some((first, last)) => Some((first.min(row.at), last.max(row.at))),
    })
}

fn pairs(parsed: &Parsed) -> Vec<(Text, Text)> {
    let mut seen: Vec<(Text, Text)> = Vec::new();
    let prices = parsed.prices.iter().map(|row| (&row.base, &row.quote));
    let euro = Text::new_static("EUR");
    let rates = parsed.rates.iter().map(|row| (&euro, &row.currency));
    let mut known = std::collections::HashSet::new();
    for (base, quote) in prices.chain(rates) {
        if known.insert((base.clone(), quote.clone())) {
            seen.push((base.clone(), quote.clone()));
        }
    }
    seen
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
