//! Loss lines as pages ask for them: filtered, paged, added up, and what has no
//! price. Every cell of a table of totals leads down to its lines through here.

use casework::counting::LineFilter;
use casework::{ClaimState, ReviewState, Support};
use ledger::{Amount, Money};

use crate::Store;
use crate::counting::{FILTERED, by_rule, filtered};
use crate::error::StoreError;
use crate::rows::{all, one, rows, sum_of};

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
        /// The earliest of them, in microseconds.
        pub from_us: i64,
        /// The latest of them.
        pub to_us: i64,
    }

    /// The first contested trade of an asset in one claim.
    pub struct FirstTrade {
        /// Reference of the claim.
        pub reference: String,
        /// When, in microseconds.
        pub time_us: i64,
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

    /// How many lines a filter finds.
    ///
    /// # Errors
    /// Of the database.
    pub async fn lines_count(
        &self,
        incident: &str,
        filter: &LineFilter,
    ) -> Result<i64, StoreError> {
        let sql = format!("SELECT COUNT(*) {}", FILTERED.as_str());
        let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter);
        one(&self.pool, ask, "incident").await
    }

    /// The sum of the lines a filter finds: of the asset's parts where it names one.
    ///
    /// # Errors
    /// Of the database.
    pub async fn lines_sum(
        &self,
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
        one(&self.pool, ask, "incident").await
    }

    /// The change of the asset's units in the lines a filter finds, exact.
    ///
    /// # Errors
    /// Of the database.
    pub async fn lines_units(
        &self,
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
        let units: Vec<String> = all(&self.pool, ask).await?;
        let told = units.iter().filter(|units| !units.is_empty());
        told.map(|units| Amount::parse(units).map_err(|_| StoreError::Unreadable(units.to_owned())))
            .try_fold(Amount::ZERO, |sum, units| Ok(sum.plus(&units?)))
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
        let sql = by_rule!(
            "SELECT asset, CAST(SUM(is_line) AS BIGINT) AS lines, \
             CAST(SUM(1 - is_line) AS BIGINT) AS credits, COUNT(DISTINCT claim) AS claims, \
             MIN(time_us) AS from_us, MAX(time_us) AS to_us FROM (\
             SELECT loss_part.asset AS asset, 1 AS is_line, loss_line.claim AS claim, \
             loss_line.time_us AS time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             JOIN loss_part ON loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq AND loss_part.unpriced = 1 \
             <review of line> \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND <claim counts> AND <line counts> \
             UNION ALL SELECT credit.asset, 0, valuation.claim, credit.time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN valued_credit ON valued_credit.valuation = valuation.id \
                 AND valued_credit.amount IS NULL \
             JOIN credit ON credit.id = valued_credit.credit \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND <claim counts>) missing \
             GROUP BY asset ORDER BY lines DESC, credits DESC, asset"
        );
        let ask = sqlx::query(sql).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The exchanges of all contested lines, for a filter to choose from.
    ///
    /// # Errors
    /// Of the database.
    pub async fn line_exchanges(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let ask = sqlx::query(
            "SELECT DISTINCT loss_line.exchange FROM valuation \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             ORDER BY loss_line.exchange",
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
            "SELECT claim.reference, MIN(loss_line.time_us) AS time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             LEFT JOIN entry ON entry.import = loss_line.import \
                 AND entry.seq = loss_line.entry_seq \
             LEFT JOIN typed_entry ON typed_entry.id = loss_line.typed \
             <review of line> \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND <claim counts> AND <line counts> \
             AND COALESCE(entry.kind, typed_entry.kind) = 'trade' \
             AND (COALESCE(entry.out_asset, typed_entry.out_asset) = $2 \
                 OR COALESCE(entry.in_asset, typed_entry.in_asset) = $2) \
             GROUP BY claim.reference ORDER BY claim.reference"
        );
        let ask = sqlx::query(sql)
            .bind(incident.to_owned())
            .bind(asset.to_owned());
        all(&self.pool, ask).await
    }
}
