//! Loss lines as pages ask for them: filtered, paged, added up, and what has no
//! price. Every cell of a table of totals leads down to its lines through here.

use casework::counting::{
    Column, FirstTrade as Trade, LineFilter, LineSums, Scope, day_of, traded,
};
use casework::{ClaimState, ReviewState, Support};
use ledger::losses::Terms;
use ledger::{Amount, Kind, Moment, Money};
use sqlx::AnyConnection;

use crate::Store;
use crate::counting::{FILTERED, by_rule, filtered};
use crate::error::StoreError;
use crate::rows::{all, one, rows, sum_of};
use crate::sums::line_sums;

rows! {
    /// A loss line with what a page needs of its entry, claim and review.
    pub struct LineView {
        /// Reference of the claim.
        pub reference: String,
        /// State of the claim.
        pub state: ClaimState,
        /// Its place in the valuation.
        pub seq: i64,
        /// What names the row: see `entry_key`; `typed:…` for a typed-in one.
        pub entry_key: String,
        /// Name of the file as given; empty for a typed-in one.
        pub file: String,
        /// Member of an archive; else empty.
        pub member: String,
        /// SHA-256 of the file; empty for a typed-in one.
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
        /// What the fee was paid in.
        pub fee_asset: String,
        /// How much.
        pub fee_amount: String,
        /// Order id of the exchange.
        pub order_id: String,
        /// Trade id of the exchange.
        pub trade_id: String,
        /// Version of the reader; empty for a typed-in one.
        pub reader_version: String,
        /// What backs it.
        pub support: Support,
        /// Why it is contested.
        pub reason: String,
        /// `priced` or `unpriced`.
        pub status: String,
        /// Its loss; none without a price.
        pub loss: Option<Money>,
        /// JSON of the ledger's LossLine.
        pub detail: String,
        /// What the coordinator says.
        pub review: ReviewState,
        /// Why.
        pub review_reason: String,
        /// The part of the asset that was asked for.
        pub part: Option<Money>,
    }

    /// An asset without a price and what hangs on it.
    pub struct UnpricedAsset {
        /// The ticker.
        pub asset: String,
        /// Contested lines that count and that it leaves without a price, or
        /// without that of their fee.
        pub lines: i64,
        /// Things of it that came back to counted claims, and count nowhere.
        pub credits: i64,
        /// Claims they are in.
        pub claims: i64,
        /// The first UTC day of the lines; none where there is no line.
        pub first_day: Option<String>,
        /// The last.
        pub last_day: Option<String>,
        /// The earliest of what came back, in microseconds.
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

/// Which of the rows that were found.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// How many to leave out first.
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

/// What a page shows of the few lines it has.
const WITH_ENTRIES: &str = " FROM page \
    JOIN loss_line ON loss_line.valuation = page.valuation AND loss_line.seq = page.seq \
    JOIN loss_detail ON loss_detail.valuation = page.valuation AND loss_detail.seq = page.seq \
    JOIN claim ON claim.id = loss_line.claim \
    LEFT JOIN review ON review.claim = loss_line.claim \
        AND review.entry_key = loss_line.entry_key \
    LEFT JOIN entry ON entry.import = loss_line.import AND entry.seq = loss_line.entry_seq \
    LEFT JOIN import ON import.id = loss_line.import \
    LEFT JOIN claim_file ON claim_file.id = import.file \
    LEFT JOIN typed_entry ON typed_entry.id = loss_line.typed \
    ORDER BY claim.reference, loss_line.time_us, loss_line.seq";

const LINE_COLUMNS: &str = "SELECT claim.reference, claim.state, loss_line.seq, \
    loss_line.entry_key, COALESCE(claim_file.name, '') AS file, \
    COALESCE(entry.member, '') AS member, COALESCE(claim_file.sha256, '') AS sha256, \
    COALESCE(entry.line, '') AS line, \
    COALESCE(entry.row_no, typed_entry.row_no) AS row_no, loss_line.exchange, loss_line.account, \
    COALESCE(entry.time_text, typed_entry.time_text) AS time_text, \
    COALESCE(entry.kind, typed_entry.kind) AS kind, \
    COALESCE(entry.market, '') AS market, COALESCE(entry.side, '') AS side, \
    COALESCE(entry.out_asset, typed_entry.out_asset) AS out_asset, \
    COALESCE(entry.out_amount, typed_entry.out_amount) AS out_amount, \
    COALESCE(entry.in_asset, typed_entry.in_asset) AS in_asset, \
    COALESCE(entry.in_amount, typed_entry.in_amount) AS in_amount, \
    COALESCE(entry.fee_asset, typed_entry.fee_asset) AS fee_asset, \
    COALESCE(entry.fee_amount, typed_entry.fee_amount) AS fee_amount, \
    COALESCE(entry.order_id, '') AS order_id, COALESCE(entry.trade_id, '') AS trade_id, \
    COALESCE(entry.reader_version, '') AS reader_version, loss_line.support, \
    loss_line.reason, loss_line.status, loss_line.loss, loss_detail.detail, \
    COALESCE(review.state, 'open') AS review, COALESCE(review.reason, '') AS review_reason, \
    (SELECT loss_part.amount FROM loss_part WHERE loss_part.valuation = page.valuation \
        AND loss_part.seq = page.seq AND loss_part.asset = $4) AS part";

impl Store {
    /// Loss lines of an incident, by claim and time: what lies under a cell.
    ///
    /// # Errors
    /// Of the database.
    pub async fn lines(
        &self,
        incident: &str,
        filter: &LineFilter,
        window: Window,
    ) -> Result<Vec<LineView>, StoreError> {
        // The page is cut first: the joins are dear and only for what is shown.
        let found = FILTERED.as_str();
        let sql = format!(
            "WITH page AS (SELECT loss_line.valuation, loss_line.seq {found} \
             ORDER BY claim.reference, loss_line.time_us, loss_line.seq LIMIT $13 OFFSET $14) \
             {LINE_COLUMNS}{WITH_ENTRIES}"
        );
        let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter)
            .bind(window.limit)
            .bind(window.offset);
        all(&self.pool, ask).await
    }

    /// What the lines that a filter finds add up to: by kept sums where they tell it,
    /// by the lines themselves where a filter asks for more than one row of sums.
    ///
    /// # Errors
    /// Of the database.
    pub async fn line_sums(
        &self,
        incident: &str,
        filter: &LineFilter,
    ) -> Result<LineSums, StoreError> {
        let mut read = self.begin_read().await?;
        let sums = match line_sums(&mut read, incident, "", filter).await? {
            Some(sums) => sums,
            None => added_up(&mut read, incident, filter).await?,
        };
        read.rollback().await?;
        Ok(sums)
    }

    /// Every line of a claim's valuation, in the order of its entries.
    ///
    /// # Errors
    /// Of the database.
    pub async fn claim_lines(
        &self,
        incident: &str,
        reference: &str,
    ) -> Result<Vec<LineView>, StoreError> {
        self.lines(incident, &LineFilter::of_claim(reference), Window::ALL)
            .await
    }

    /// Assets without a price in counted claims, among what was lost and among
    /// what came back; those on which most lines hang first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn unpriced_assets(&self, incident: &str) -> Result<Vec<UnpricedAsset>, StoreError> {
        let ask = sqlx::query(by_rule!(UNPRICED)).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The exchanges of all contested lines, for a filter to choose from.
    ///
    /// # Errors
    /// Of the database.
    pub async fn line_exchanges(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let ask = sqlx::query(
            "SELECT DISTINCT claim_sum.row_key FROM valuation \
             JOIN claim_sum ON claim_sum.valuation = valuation.id \
                 AND claim_sum.dimension = 'exchange' \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.for_basis = '' ORDER BY claim_sum.row_key",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The first contested trade of an asset in each claim that counts, left-out
    /// lines excepted: what a listing as manipulated must lie before.
    ///
    /// # Errors
    /// Of the database.
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

/// Per asset: lines that lack its price and count, then what came back without one.
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

/// What lines add up to, of a filter that kept sums can't tell.
async fn added_up(
    on: &mut AnyConnection,
    incident: &str,
    filter: &LineFilter,
) -> Result<LineSums, StoreError> {
    let out = LineFilter {
        review: Some(ReviewState::Excluded),
        ..filter.clone()
    };
    let may_be_out = filter.review.is_none_or(|review| !review.counts());
    let excluded = match may_be_out && filter.scope == Scope::All {
        true => count(on, incident, &out).await?,
        false => 0,
    };
    let unpriced = match filter.priced {
        Some(true) => 0,
        Some(false) | None => {
            let gaps = filter.clone().column(Column::Unpriced);
            count(on, incident, &gaps).await?
        }
    };
    let mut sums = LineSums {
        lines: count(on, incident, filter).await?,
        unpriced,
        excluded,
        ..LineSums::of(filter)
    };
    if let Some((_, sum)) = &mut sums.units {
        *sum = units(on, incident, filter).await?;
    }
    if let Some((_, part)) = &mut sums.part {
        *part = sum(on, incident, filter).await?;
    }
    if let Some(loss) = &mut sums.loss {
        *loss = sum(on, incident, filter).await?;
        if excluded > 0 {
            *loss = *loss - sum(on, incident, &out).await?;
        }
    }
    Ok(sums)
}

async fn count(
    on: &mut AnyConnection,
    incident: &str,
    filter: &LineFilter,
) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) {}", FILTERED.as_str());
    let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter);
    one(on, ask, "incident").await
}

/// The sum of the lines: of the asset's parts where the filter names one.
async fn sum(
    on: &mut AnyConnection,
    incident: &str,
    filter: &LineFilter,
) -> Result<Money, StoreError> {
    const SUM: &str = sum_of!(
        "sum",
        "CASE WHEN $4 = '' THEN loss_line.loss \
         ELSE (SELECT loss_part.amount FROM loss_part \
             WHERE loss_part.valuation = loss_line.valuation \
             AND loss_part.seq = loss_line.seq AND loss_part.asset = $4) END"
    );
    let sql = format!("SELECT {SUM} {}", FILTERED.as_str());
    let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter);
    one(on, ask, "incident").await
}

/// The change of the asset's units in the lines, exact.
async fn units(
    on: &mut AnyConnection,
    incident: &str,
    filter: &LineFilter,
) -> Result<Amount, StoreError> {
    let found = FILTERED.as_str();
    let sql = format!(
        "SELECT (SELECT loss_part.units FROM loss_part \
             WHERE loss_part.valuation = loss_line.valuation \
             AND loss_part.seq = loss_line.seq AND loss_part.asset = $4) AS units \
         {found}"
    );
    let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter);
    let units: Vec<String> = all(on, ask).await?;
    let told = units.iter().filter(|units| !units.is_empty());
    told.map(|units| Amount::parse(units).map_err(|_| StoreError::Unreadable(units.to_owned())))
        .try_fold(Amount::ZERO, |sum, units| Ok(sum.plus(&units?)))
}

rows! {
    struct Trades {
        pub entry_key: String,
        pub time_us: i64,
        pub exchange: String,
        pub out_asset: String,
        pub in_asset: String,
    }
}

impl Trades {
    fn is_of(&self, terms: &Terms, asset: &str) -> bool {
        let legs = [&*self.out_asset, &*self.in_asset];
        let time = Moment::from_micros(self.time_us);
        traded(terms, Kind::Trade, legs, &self.exchange, time).contains(&asset)
    }
}

/// Trades looked at in one go for the next of an asset.
const TRADES_AT_ONCE: i64 = 500;

/// The first contested trade of an asset in a valuation among rows that nobody
/// reviewed, leaving out one more. An asset may be traded by several tickers, by some
/// of them only for a time.
pub(crate) async fn next_trade(
    on: &mut AnyConnection,
    terms: &Terms,
    valuation: &str,
    asset: &str,
    without: &str,
) -> Result<Option<Trade>, StoreError> {
    let aliases = terms.aliases.iter().filter(|alias| alias.asset == *asset);
    let aliases = aliases.map(|alias| alias.ticker.as_str());
    let tickers: Vec<&str> = std::iter::once(asset).chain(aliases).collect();
    let numbers: Vec<String> = (4..).take(tickers.len()).map(|n| format!("${n}")).collect();
    let numbers = numbers.join(", ");
    let sql = format!(
        "SELECT loss_line.entry_key, loss_line.time_us, loss_line.exchange, \
         COALESCE(entry.out_asset, typed_entry.out_asset) AS out_asset, \
         COALESCE(entry.in_asset, typed_entry.in_asset) AS in_asset FROM loss_line \
         LEFT JOIN entry ON entry.import = loss_line.import AND entry.seq = loss_line.entry_seq \
         LEFT JOIN typed_entry ON typed_entry.id = loss_line.typed \
         LEFT JOIN review ON review.claim = loss_line.claim \
             AND review.entry_key = loss_line.entry_key \
         WHERE loss_line.valuation = $1 AND loss_line.entry_key <> $2 \
         AND review.entry_key IS NULL AND COALESCE(entry.kind, typed_entry.kind) = 'trade' \
         AND (COALESCE(entry.out_asset, typed_entry.out_asset) IN ({numbers}) \
             OR COALESCE(entry.in_asset, typed_entry.in_asset) IN ({numbers})) \
         ORDER BY loss_line.time_us, loss_line.seq LIMIT {TRADES_AT_ONCE} OFFSET $3"
    );
    for first in (0..).step_by(TRADES_AT_ONCE as usize) {
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(valuation.to_owned())
            .bind(without.to_owned())
            .bind(first);
        let ask = tickers
            .iter()
            .fold(ask, |ask, ticker| ask.bind((*ticker).to_owned()));
        let trades: Vec<Trades> = all(&mut *on, ask).await?;
        if let Some(next) = trades.iter().find(|trade| trade.is_of(terms, asset)) {
            return Ok(Some(Trade {
                asset: asset.to_owned(),
                key: next.entry_key.clone(),
                time: Moment::from_micros(next.time_us),
            }));
        }
        if (trades.len() as i64) < TRADES_AT_ONCE {
            break;
        }
    }
    Ok(None)
}
