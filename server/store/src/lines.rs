//! Loss lines as pages request them: filtered, paged and added up, and the missing prices.
//! The links from every cell of the totals lead to lines found here.

use std::collections::HashMap;
use std::sync::Arc;

use casework::counting::{FirstTrade as Trade, LineFilter, LineSums, Scope, SumOf, day_of, traded};
use casework::{ClaimState, ReviewState, Support};
use futures_util::future::try_join_all;
use ledger::losses::{Context, Terms};
use ledger::{Entry, Moment, Money, Quantity, Side};
use roaring::RoaringBitmap;

use crate::Store;
use crate::counting::{by_rule, filled};
use crate::entries::{StoredEntry, TypedEntry, cut};
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::opened::{FileOfRows, Rows};
use crate::rows::{Ask, all, maybe, rows};
use crate::sums::line_sums;
use crate::valued::{KeptLine, Lines, LinesLayout};

/// A loss line with what a page needs of its entry, claim and review.
#[derive(Clone, Debug, PartialEq)]
pub struct LineView {
    /// Reference of the claim.
    pub reference: String,
    /// State of the claim.
    pub state: ClaimState,
    /// Id of its valuation.
    pub valuation: String,
    /// Its number in the valuation.
    pub seq: i64,
    /// The key of its row: see `entry_key`; `typed:…` for a typed-in entry.
    pub entry_key: String,
    /// Name of the file as given; empty for a typed-in entry.
    pub file: String,
    /// Member of an archive; else empty.
    pub member: String,
    /// SHA-256 of the file; empty for a typed-in entry.
    pub sha256: String,
    /// Its lines.
    pub line: String,
    /// Its number among the entries that start on its line.
    pub row_no: i64,
    /// The exchange.
    pub exchange: String,
    /// The account.
    pub account: String,
    /// When, with the digits of the source.
    pub time_text: String,
    /// A word of the contract.
    pub kind: String,
    /// Market or contract; empty when the file names none.
    pub market: String,
    /// `buy`, `sell`, or empty.
    pub side: String,
    /// What went out.
    pub out_asset: String,
    /// How much.
    pub out_amount: String,
    /// What came in.
    pub in_asset: String,
    /// How much.
    pub in_amount: String,
    /// The asset in which the fee was paid.
    pub fee_asset: String,
    /// How much.
    pub fee_amount: String,
    /// Order id of the exchange.
    pub order_id: String,
    /// Trade id of the exchange.
    pub trade_id: String,
    /// Version of the reader; empty for a typed-in entry.
    pub reader_version: String,
    /// What backs it.
    pub support: Support,
    /// Why it is contested.
    pub reason: String,
    /// Its loss; none without a price.
    pub loss: Option<Money>,
    /// The entry. Together with `context`, the prices and the terms of the valuation, it
    /// gives the line's details.
    pub entry: Entry,
    /// The further inputs of the details.
    pub context: Context,
    /// The coordinator's review.
    pub review: ReviewState,
    /// Why.
    pub review_reason: String,
    /// Its part of the requested asset.
    pub part: Option<Money>,
}

rows! {
    /// A missing price of an asset, and what depends on it.
    pub struct UnpricedAsset {
        /// The ticker.
        pub asset: String,
        /// Contested lines that count and have no price because of it, or whose fee has
        /// none.
        pub lines: i64,
        /// Credits of this asset to counted claims; they count nowhere.
        pub credits: i64,
        /// Claims they are in.
        pub claims: i64,
        /// The first UTC day of the lines; none where there is no line.
        pub first_day: Option<String>,
        /// The last.
        pub last_day: Option<String>,
        /// The time of the earliest credit, in microseconds.
        pub credit_from_us: Option<i64>,
        /// The latest.
        pub credit_to_us: Option<i64>,
    }

    /// The first contested trade of an asset in one claim.
    pub struct FirstTrade {
        /// Reference of the claim.
        pub reference: String,
        /// When, in microseconds.
        pub time_us: i64,
    }
}

impl UnpricedAsset {
    /// The first and the last UTC day of all of them (`2022-10-18`).
    pub fn days(&self) -> (String, String) {
        let credit = |time_us: Option<i64>| time_us.map(|us| day_of(Moment::from_micros(us)));
        let first = [self.first_day.clone(), credit(self.credit_from_us)];
        let last = [self.last_day.clone(), credit(self.credit_to_us)];
        let first = first.into_iter().flatten().min();
        let last = last.into_iter().flatten().max();
        (first.unwrap_or_default(), last.unwrap_or_default())
    }
}

/// A window of the rows that were found.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// How many to skip first.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

impl Window {
    /// All of them.
    pub const ALL: Window = Window::first(i64::MAX);

    /// The first ones.
    pub const fn first(limit: i64) -> Window {
        Window { offset: 0, limit }
    }
}

impl Store {
    /// Loss lines of an incident, by claim and time: the lines behind a cell. Only the
    /// claims in the window, or before it, are opened. `for_basis` is empty for the
    /// incident's own basis, as in every method here.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn lines(
        &self,
        incident: &str,
        for_basis: &str,
        filter: &LineFilter,
        window: Window,
    ) -> Result<Vec<LineView>, StoreError> {
        let count = |rows: i64| usize::try_from(rows.max(0)).unwrap_or(usize::MAX);
        let (mut skipped, mut left) = (count(window.offset), count(window.limit));
        let mut views = Vec::new();
        let mut after = String::new();
        while left > 0 {
            let some = Some((after.as_str(), CLAIMS_AT_ONCE));
            let claims = self.claims_with_lines(incident, for_basis, filter, some);
            let claims = claims.await?;
            let Some(last) = claims.last() else { break };
            // The first claim is opened alone, because its lines often fill the page.
            let alone = usize::from(after.is_empty());
            after = last.reference.clone();
            let (first, others) = claims.split_at(alone);
            for some in first.chunks(1).chain(others.chunks(CLAIMS_OPENED_AT_ONCE)) {
                if left == 0 {
                    break;
                }
                let opened = some.iter().map(|claim| self.open_claim(claim, filter));
                let opened = try_join_all(opened).await?;
                for (claim, open) in some.iter().zip(opened) {
                    let Some(open) = open else { continue };
                    let found = usize::try_from(open.found.len()).unwrap_or(usize::MAX);
                    if found <= skipped {
                        skipped -= found;
                        continue;
                    }
                    let places = cut(&open.found, std::mem::take(&mut skipped), left);
                    left -= places.len();
                    views.extend(self.views(claim, &open, places, filter).await?);
                    if left == 0 {
                        break;
                    }
                }
            }
        }
        Ok(views)
    }

    /// The sums of the lines that a filter finds. They come from kept sums where these can
    /// answer, and otherwise from the lines.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn line_sums(
        &self,
        incident: &str,
        for_basis: &str,
        filter: &LineFilter,
    ) -> Result<LineSums, StoreError> {
        let mut read = self.begin_read().await?;
        let on = (&mut *read, &*self.group_sums);
        let sums = line_sums(on, incident, for_basis, filter).await?;
        read.rollback().await?;
        match sums {
            Some(sums) => Ok(sums),
            None => self.added_up(incident, for_basis, filter).await,
        }
    }

    /// Every line of a claim's valuation, in the order of time.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn claim_lines(
        &self,
        incident: &str,
        for_basis: &str,
        reference: &str,
    ) -> Result<Vec<LineView>, StoreError> {
        let filter = LineFilter::of_claim(reference);
        self.lines(incident, for_basis, &filter, Window::ALL).await
    }

    /// The claims in which a filter may find lines, by reference. A claim is left out where
    /// kept sums show that it has no such line. `some` limits their number, after a
    /// reference.
    pub(crate) async fn claims_with_lines(
        &self,
        incident: &str,
        for_basis: &str,
        filter: &LineFilter,
        some: Option<(&str, u32)>,
    ) -> Result<Vec<ClaimWithLines>, StoreError> {
        let mut sql = "SELECT claim.id, claim.reference, claim.state, \
            valuation.id AS valuation, CASE WHEN EXISTS (SELECT 1 FROM reviewed_line \
                WHERE reviewed_line.valuation = valuation.id) THEN 1 ELSE 0 END AS reviewed \
            FROM claim \
            JOIN valuation ON valuation.claim = claim.id \
            WHERE claim.incident = $1 AND valuation.current = 1 \
            AND valuation.for_basis = $2 AND valuation.contested > 0"
            .to_owned();
        let mut texts = vec![incident.to_owned(), for_basis.to_owned()];
        if let Some(reference) = &filter.claim {
            texts.push(reference.clone());
            sql.push_str(" AND claim.reference = $3");
        }
        let key = match filter.kept() {
            Some((of, Some(key))) if of != SumOf::Claim => Some((of, key)),
            _ => None,
        };
        if let Some((of, key)) = key {
            let next = texts.len() + 1;
            sql.push_str(&format!(
                " AND EXISTS (SELECT 1 FROM claim_sum AS kept \
                 WHERE kept.valuation = valuation.id AND kept.dimension = ${next} \
                 AND kept.row_key = ${})",
                next + 1
            ));
            texts.push(of.as_str().to_owned());
            texts.push(key.to_owned());
        }
        if !filter.takes_review(ReviewState::Open) {
            sql.push_str(
                " AND EXISTS (SELECT 1 FROM reviewed_line \
                 WHERE reviewed_line.valuation = valuation.id)",
            );
        }
        sql.push_str(match filter.scope {
            Scope::All => "",
            Scope::Counted => " AND <claim counts>",
            Scope::Accepted => " AND <claim is accepted>",
        });
        if let Some((after, _)) = some {
            texts.push(after.to_owned());
            sql.push_str(&format!(" AND claim.reference > ${}", texts.len()));
        }
        sql.push_str(" ORDER BY claim.reference");
        if let Some((_, count)) = some {
            sql.push_str(&format!(" LIMIT {count}"));
        }
        let ask = texts
            .into_iter()
            .fold(sqlx::query(sqlx::AssertSqlSafe(filled(&sql))), Ask::bind);
        all(&self.pool, ask).await
    }

    /// Opens the lines of a claim and finds those of a filter. None where the valuation has
    /// been replaced by now.
    async fn open_claim(
        &self,
        claim: &ClaimWithLines,
        filter: &LineFilter,
    ) -> Result<Option<OpenClaim>, StoreError> {
        let Some((rows, lines)) = self.lines_of_valuation(&claim.valuation).await? else {
            return Ok(None);
        };
        let ask = sqlx::query(
            "SELECT reviewed_line.place, review.state, review.reason FROM reviewed_line \
             JOIN review ON review.claim = $1 AND review.entry_key = reviewed_line.entry_key \
             WHERE reviewed_line.valuation = $2",
        )
        .bind(claim.id.clone())
        .bind(claim.valuation.clone());
        let reviewed: Vec<ReviewedPlace> = match claim.reviewed {
            true => all(&self.pool, ask).await?,
            false => Vec::new(),
        };
        let filter = filter.clone();
        blocking(move || {
            let states = reviewed.iter().map(|review| (review.place(), review.state));
            let states: Vec<(u32, ReviewState)> = states.collect();
            Ok(Some(OpenClaim {
                found: lines.found(&filter, &states, &rows)?,
                reviewed: reviewed
                    .into_iter()
                    .map(|review| (review.place(), review))
                    .collect(),
                rows,
                lines,
            }))
        })
        .await
    }

    /// The rows and lines of a valuation; none where it has none, or is gone.
    pub(crate) async fn lines_of_valuation(
        &self,
        valuation: &str,
    ) -> Result<Option<(Rows, Lines)>, StoreError> {
        let Some(layout) = self.lines_layout(valuation).await? else {
            return Ok(None);
        };
        let rows = match self.rows_of_generation(&layout.generation).await {
            // A missing file is an error; otherwise a line would silently be missing.
            Err(StoreError::NotFound("generation")) => return Ok(None),
            rows => rows?,
        };
        let (home, cache) = (self.home.clone(), Arc::clone(&self.cache));
        let lines = match Lines::at_hand(&home, &cache, &layout) {
            Some(lines) => lines,
            None => blocking(move || Lines::open(&home, &cache, layout)).await?,
        };
        Ok(Some((rows, lines)))
    }

    /// The layout of a valuation's lines; none where it has none, or is gone.
    pub(crate) async fn lines_layout(
        &self,
        valuation: &str,
    ) -> Result<Option<Arc<LinesLayout>>, StoreError> {
        if let Some(layout) = self.cache.lines(valuation) {
            return Ok(Some(layout));
        }
        let ask = sqlx::query("SELECT generation, line_files FROM valuation WHERE id = $1")
            .bind(valuation.to_owned());
        let kept: Option<LineFiles> = maybe(&self.pool, ask).await?;
        let Some((generation, lines)) = kept.and_then(LineFiles::both) else {
            return Ok(None);
        };
        let layout = LinesLayout::new(generation, serde_json::from_str(&lines)?);
        self.cache.keep_lines(valuation, &layout);
        Ok(Some(layout))
    }

    /// The lines of a claim's current valuation, if it was made from a generation.
    pub(crate) async fn lines_of_claim(
        &self,
        claim: &str,
        generation: &str,
    ) -> Result<Option<Lines>, StoreError> {
        let ask = sqlx::query(
            "SELECT id FROM valuation WHERE claim = $1 AND current = 1 \
             AND for_basis = '' AND generation = $2",
        )
        .bind(claim.to_owned())
        .bind(generation.to_owned());
        let valuation: Option<String> = maybe(&self.pool, ask).await?;
        match valuation {
            Some(valuation) => {
                let found = self.lines_of_valuation(&valuation).await?;
                Ok(found.map(|(_, lines)| lines))
            }
            None => Ok(None),
        }
    }

    /// Lines at some places, in the form for pages.
    async fn views(
        &self,
        claim: &ClaimWithLines,
        open: &OpenClaim,
        places: Vec<u32>,
        filter: &LineFilter,
    ) -> Result<Vec<LineView>, StoreError> {
        let (rows, lines) = (open.rows.clone(), open.lines.clone());
        let (asset, of) = (filter.asset.clone(), places.clone());
        let (kept, entries) = blocking(move || {
            let kept = lines.at(of, asset.as_deref())?;
            let of_rows: Vec<u32> = kept.iter().filter_map(|line| line.row).collect();
            let entries = rows.at(&of_rows)?.into_iter();
            let entries: HashMap<u32, StoredEntry> =
                entries.map(|stored| (stored.row, stored)).collect();
            Ok((kept, entries))
        })
        .await?;
        let typed = match kept.iter().any(|line| line.typed.is_some()) {
            true => self.all_typed(&claim.id).await?,
            false => Vec::new(),
        };
        let views = kept.into_iter().zip(places).map(|(line, place)| {
            let review = open.reviewed.get(&place);
            let stored = line.row.and_then(|row| entries.get(&row));
            let typed = typed
                .iter()
                .find(|typed| Some(&typed.id) == line.typed.as_ref());
            let file = line.row.map(|row| open.rows.file_of(row));
            view(claim, line, (stored, file, typed), review)
        });
        views.collect()
    }

    /// The sums of lines for a filter that kept sums cannot answer.
    async fn added_up(
        &self,
        incident: &str,
        for_basis: &str,
        filter: &LineFilter,
    ) -> Result<LineSums, StoreError> {
        let claims = self.claims_with_lines(incident, for_basis, filter, None);
        let claims = claims.await?;
        let mut sums = LineSums::of(filter);
        for some in claims.chunks(CLAIMS_OPENED_AT_ONCE) {
            let each = some.iter().map(|claim| self.sums_of_claim(claim, filter));
            let each = try_join_all(each).await?;
            each.into_iter().for_each(|more| sums.add_sums(more));
        }
        Ok(sums)
    }

    async fn sums_of_claim(
        &self,
        claim: &ClaimWithLines,
        filter: &LineFilter,
    ) -> Result<LineSums, StoreError> {
        let none = LineSums::of(filter);
        match self.open_claim(claim, filter).await? {
            Some(open) => blocking(move || open.sums(none)).await,
            None => Ok(none),
        }
    }

    /// The first contested trade of an asset in a valuation, among unreviewed rows and
    /// without one more row. An asset may have several tickers, some of them only for a
    /// time.
    pub(crate) async fn next_trade(
        &self,
        terms: &Terms,
        valuation: &str,
        asset: &str,
        without: &str,
    ) -> Result<Option<Trade>, StoreError> {
        let Some((rows, lines)) = self.lines_of_valuation(valuation).await? else {
            return Ok(None);
        };
        let ask = sqlx::query("SELECT place FROM reviewed_line WHERE valuation = $1")
            .bind(valuation.to_owned());
        let reviewed: Vec<i64> = all(&self.pool, ask).await?;
        let typed = self.typed_of_valuation(valuation).await?;
        let (terms, asset, without) = (terms.clone(), asset.to_owned(), without.to_owned());
        blocking(move || {
            let aliases = terms.aliases.iter().filter(|alias| alias.asset == *asset);
            let aliases = aliases.map(|alias| alias.ticker.as_str());
            let tickers: Vec<&str> = std::iter::once(asset.as_str()).chain(aliases).collect();
            let reviewed = reviewed.into_iter().filter_map(|at| u32::try_from(at).ok());
            let mut left_out: RoaringBitmap = reviewed.collect();
            left_out |= lines.places_of_key(&rows, &without)?;
            let mut first = None;
            lines.trades(&tickers, &left_out, TRADES_AT_ONCE, &mut |some| {
                let of_rows: Vec<u32> = some.iter().filter_map(|line| line.row).collect();
                let mut stored = rows.at(&of_rows)?.into_iter();
                for line in some {
                    let (key, entry) = match &line.typed {
                        None => match stored.next() {
                            Some(stored) => (stored.key, stored.entry),
                            None => continue,
                        },
                        Some(id) => match typed.iter().find(|typed| typed.id == *id) {
                            Some(typed) => (typed.key(), typed.entry()?),
                            None => continue,
                        },
                    };
                    if trades(&terms, &entry, &asset) {
                        first = Some(Trade {
                            asset: asset.clone(),
                            key,
                            time: Moment::from_micros(entry.time.micros()),
                        });
                        return Ok(true);
                    }
                }
                Ok(false)
            })?;
            Ok(first)
        })
        .await
    }

    async fn typed_of_valuation(&self, valuation: &str) -> Result<Vec<TypedEntry>, StoreError> {
        let ask = sqlx::query(
            "SELECT typed_entry.* FROM valuation \
             JOIN typed_entry ON typed_entry.claim = valuation.claim WHERE valuation.id = $1",
        )
        .bind(valuation.to_owned());
        all(&self.pool, ask).await
    }

    async fn all_typed(&self, claim: &str) -> Result<Vec<TypedEntry>, StoreError> {
        let ask = sqlx::query("SELECT * FROM typed_entry WHERE claim = $1").bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// Assets without a price in counted claims, among losses and among credits; those with
    /// the most dependent lines first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn unpriced_assets(&self, incident: &str) -> Result<Vec<UnpricedAsset>, StoreError> {
        let ask = sqlx::query(by_rule!(UNPRICED)).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The exchanges of all contested lines, for a filter to choose from.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn line_exchanges(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let mut read = self.begin_read().await?;
        let group = self.group_sums.counted(&mut read, incident, "").await?;
        read.rollback().await?;
        Ok(group.exchanges().to_vec())
    }

    /// The first contested trade of an asset in each claim that counts, without excluded
    /// lines. A listing as manipulated must begin before it.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn first_trades(
        &self,
        incident: &str,
        asset: &str,
    ) -> Result<Vec<FirstTrade>, StoreError> {
        let sql = by_rule!(
            "SELECT claim.reference, MIN(first_trade.time_us) AS time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN first_trade ON first_trade.valuation = valuation.id \
                 AND first_trade.asset = $2 \
             LEFT JOIN review ON review.claim = valuation.claim \
                 AND review.entry_key = first_trade.entry_key \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.for_basis = '' AND <claim counts> AND <line counts> \
             GROUP BY claim.reference ORDER BY claim.reference"
        );
        let ask = sqlx::query(sql)
            .bind(incident.to_owned())
            .bind(asset.to_owned());
        all(&self.pool, ask).await
    }
}

/// For each asset: lines that count and lack its price, then credits without one.
const UNPRICED: &str = "SELECT asset, CAST(SUM(lines) AS BIGINT) AS lines, \
    CAST(SUM(credits) AS BIGINT) AS credits, COUNT(DISTINCT claim) AS claims, \
    MIN(day) AS first_day, MAX(day) AS last_day, MIN(time_us) AS credit_from_us, \
    MAX(time_us) AS credit_to_us FROM (\
        SELECT row_key AS asset, claim, sub_key AS day, SUM(lines) AS lines, 0 AS credits, \
        CAST(NULL AS BIGINT) AS time_us FROM (\
            SELECT valuation.claim, kept.row_key, kept.sub_key, \
            kept.priced + kept.unpriced AS lines FROM valuation \
            JOIN claim ON claim.id = valuation.claim \
            JOIN claim_sum AS kept ON kept.valuation = valuation.id \
                AND kept.dimension = 'lacking' \
            WHERE valuation.incident = $1 AND valuation.current = 1 \
            AND valuation.for_basis = '' AND <claim counts> \
            UNION ALL SELECT valuation.claim, kept.row_key, kept.sub_key, \
            -kept.priced - kept.unpriced FROM valuation \
            JOIN claim ON claim.id = valuation.claim \
            JOIN review_sum AS kept ON kept.valuation = valuation.id \
                AND kept.dimension = 'lacking' \
            JOIN review ON review.claim = claim.id AND review.entry_key = kept.entry_key \
            WHERE valuation.incident = $1 AND valuation.current = 1 \
            AND valuation.for_basis = '' AND <claim counts> AND NOT (<line counts>)\
        ) kept GROUP BY row_key, claim, sub_key HAVING SUM(lines) > 0 \
        UNION ALL SELECT credit.asset, valuation.claim, CAST(NULL AS TEXT), 0, 1, \
        credit.time_us FROM valuation JOIN claim ON claim.id = valuation.claim \
        JOIN valued_credit ON valued_credit.valuation = valuation.id \
            AND valued_credit.amount IS NULL \
        JOIN credit ON credit.id = valued_credit.credit \
        WHERE valuation.incident = $1 AND valuation.current = 1 \
        AND valuation.for_basis = '' AND <claim counts>\
    ) missing GROUP BY asset ORDER BY lines DESC, credits DESC, asset";

rows! {
    /// A claim with a current valuation.
    pub(crate) struct ClaimWithLines {
        pub id: String,
        pub reference: String,
        pub state: ClaimState,
        pub valuation: String,
        /// Whether any of its lines was reviewed.
        pub reviewed: bool,
    }

    struct LineFiles {
        pub generation: Option<String>,
        pub line_files: Option<String>,
    }

    /// The review of a line.
    struct ReviewedPlace {
        pub place: i64,
        pub state: ReviewState,
        pub reason: String,
    }
}

impl ReviewedPlace {
    fn place(&self) -> u32 {
        u32::try_from(self.place).unwrap_or(u32::MAX)
    }
}

impl LineFiles {
    fn both(self) -> Option<(String, String)> {
        self.generation.zip(self.line_files)
    }
}

/// The lines of a claim, with those that a filter finds.
struct OpenClaim {
    rows: Rows,
    lines: Lines,
    /// Places by time.
    found: RoaringBitmap,
    reviewed: HashMap<u32, ReviewedPlace>,
}

impl OpenClaim {
    /// The sums of what was found, added to `sums`.
    fn sums(&self, mut sums: LineSums) -> Result<LineSums, StoreError> {
        let count = |places: &RoaringBitmap| i64::try_from(places.len()).unwrap_or(i64::MAX);
        let out = self
            .reviewed
            .iter()
            .filter(|(_, review)| !review.state.counts());
        let mut excluded: RoaringBitmap = out.map(|(place, _)| *place).collect();
        excluded &= &self.found;
        sums.lines += count(&self.found);
        sums.excluded += count(&excluded);
        sums.unpriced += count(&(&self.found - self.lines.priced()));
        if let Some(loss) = &mut sums.loss {
            *loss += self.lines.loss(&(&self.found - &excluded))?;
        }
        if let Some((asset, part)) = &mut sums.part {
            *part += self.lines.part(&self.found, asset)?;
        }
        if let Some((asset, units)) = &mut sums.units {
            *units = units.plus(&self.lines.change(&self.found, asset)?);
        }
        Ok(sums)
    }
}

/// The origin of a line: its row with its file, or its typed-in entry.
type Origin<'o> = (
    Option<&'o StoredEntry>,
    Option<&'o FileOfRows>,
    Option<&'o TypedEntry>,
);

fn view(
    claim: &ClaimWithLines,
    line: KeptLine,
    (stored, file, typed): Origin<'_>,
    review: Option<&ReviewedPlace>,
) -> Result<LineView, StoreError> {
    let entry = match (stored, typed) {
        (Some(stored), _) => stored.entry.clone(),
        (None, Some(typed)) => typed.entry()?,
        (None, None) => Entry::default(),
    };
    let asset_and_amount = |quantity: &Option<Quantity>| match quantity {
        Some(quantity) => (quantity.asset.to_string(), quantity.amount.to_string()),
        None => Default::default(),
    };
    let (out_asset, out_amount) = asset_and_amount(&entry.out);
    let (in_asset, in_amount) = asset_and_amount(&entry.in_);
    let (fee_asset, fee_amount) = asset_and_amount(&entry.fee);
    let member = entry.file.split_once('!').map_or("", |(_, member)| member);
    Ok(LineView {
        reference: claim.reference.clone(),
        state: claim.state,
        valuation: claim.valuation.clone(),
        seq: line.seq.into(),
        entry_key: match (stored, &line.typed) {
            (Some(stored), _) => stored.key.clone(),
            (None, typed) => format!("typed:{}", typed.as_deref().unwrap_or_default()),
        },
        file: file.map_or_else(String::new, |file| file.name.clone()),
        member: member.to_owned(),
        sha256: stored.map_or_else(String::new, |stored| stored.sha256.clone()),
        line: entry.line(),
        row_no: entry.row.into(),
        exchange: entry.exchange.to_string(),
        account: entry.account.to_string(),
        time_text: match typed {
            Some(typed) => typed.time_text.clone(),
            None => entry.time.to_string(),
        },
        kind: entry.kind.as_str().to_owned(),
        market: entry.market.to_string(),
        side: entry.side.map_or("", Side::as_str).to_owned(),
        out_asset,
        out_amount,
        in_asset,
        in_amount,
        fee_asset,
        fee_amount,
        order_id: entry.order_id.to_string(),
        trade_id: entry.trade_id.to_string(),
        reader_version: entry.reader_version.to_string(),
        support: line.support,
        reason: line.reason.to_string(),
        loss: line.loss,
        context: line.context,
        review: review.map_or(ReviewState::Open, |review| review.state),
        review_reason: review.map_or_else(String::new, |review| review.reason.clone()),
        part: line.part,
        entry,
    })
}

/// Whether an entry trades an asset, under any ticker.
fn trades(terms: &Terms, entry: &Entry, asset: &str) -> bool {
    let legs = [&entry.out, &entry.in_].into_iter().flatten();
    let legs = legs.map(|leg| leg.asset.as_str());
    traded(terms, entry.kind, legs, &entry.exchange, entry.time).contains(&asset)
}

/// Claims requested at once.
const CLAIMS_AT_ONCE: u32 = 32;

/// Claims whose files are opened at once. In a bucket, each takes several round trips.
const CLAIMS_OPENED_AT_ONCE: usize = 8;

/// Trades inspected at once in the search for the next trade of an asset.
const TRADES_AT_ONCE: usize = 500;
