//! Loss lines as pages ask for them: filtered, paged, added up, and what has no
//! price. Every cell of a table of totals leads down to its lines through here.

use casework::{ClaimState, ReviewState, Support};
use ledger::{Amount, Money};

use crate::Store;
use crate::error::StoreError;
use crate::rows::{Ask, all, one, rows, sum_of};

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

/// How the asset that lines are asked for by is in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssetIn {
    /// As totals by asset count it: with a part of the loss, or as what leaves
    /// the line without one.
    #[default]
    Part,
    /// Without a price; in lines that have a loss too, as a fee may be.
    Lacking,
    /// With a change of its units.
    Moved,
}

impl AssetIn {
    /// The word in addresses and queries.
    pub fn as_str(self) -> &'static str {
        match self {
            AssetIn::Part => "part",
            AssetIn::Lacking => "lacking",
            AssetIn::Moved => "moved",
        }
    }

    /// What a word asks for; a part of the loss when it names nothing.
    pub fn from_word(word: &str) -> AssetIn {
        [AssetIn::Lacking, AssetIn::Moved]
            .into_iter()
            .find(|how| how.as_str() == word)
            .unwrap_or_default()
    }
}

/// What asks for lines whose exchange has no name: an empty text means any.
pub const NO_NAME: &str = "-";

/// Which loss lines to show. Empty texts mean any.
#[derive(Clone, Debug, Default)]
pub struct LineFilter {
    /// Only of this claim (its reference).
    pub reference: String,
    /// Only of this exchange; [`NO_NAME`] for those without one.
    pub exchange: String,
    /// Only lines with this asset.
    pub asset: String,
    /// How they have it.
    pub asset_in: AssetIn,
    /// Only of this UTC day (`2022-10-18`).
    pub day: String,
    /// `priced` or `unpriced`.
    pub status: String,
    /// `claimed` for typed-in ones, `documented` for all others.
    pub support: String,
    /// Only with this review state.
    pub review: String,
    /// Only the line of this key.
    pub key: String,
    /// Only what a total counts: counted claims, not excluded.
    pub counted: bool,
    /// Only of accepted claims.
    pub accepted: bool,
    /// How many to leave out first.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

pub(crate) const STATES_THAT_COUNT: &str = "('submitted', 'in_review', 'returned', 'accepted')";

/// What a filter looks at.
const FROM_LINES: &str = " FROM valuation \
    JOIN claim ON claim.id = valuation.claim \
    JOIN loss_line ON loss_line.valuation = valuation.id \
    LEFT JOIN review ON review.claim = loss_line.claim \
        AND review.entry_key = loss_line.entry_key ";

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

/// Whether an asset's row of a line is in a total by asset: with its amount, or
/// as what leaves the line without a price. One that only tells of units is not.
macro_rules! part_counts {
    () => {
        "(loss_part.amount IS NOT NULL OR (loss_line.loss IS NULL AND loss_part.unpriced = 1))"
    };
}
pub(crate) use part_counts;

const WHERE_LINES: &str = concat!(
    " WHERE valuation.incident = $1 AND valuation.current = 1 \
    AND ($2 = '' OR claim.reference = $2) \
    AND ($3 = '' OR loss_line.exchange = CASE WHEN $3 = '-' THEN '' ELSE $3 END) \
    AND ($4 = '' OR EXISTS (SELECT 1 FROM loss_part \
        WHERE loss_part.valuation = loss_line.valuation AND loss_part.seq = loss_line.seq \
        AND loss_part.asset = $4 AND (($12 = 'moved' AND loss_part.units <> '') \
        OR ($12 = 'lacking' AND loss_part.unpriced = 1) OR ($12 = 'part' AND ",
    part_counts!(),
    ")))) \
    AND ($5 = '' OR loss_line.day = $5) \
    AND ($6 = '' OR loss_line.status = $6) \
    AND ($7 = '' OR ($7 = 'claimed' AND loss_line.support = 'claimed') \
        OR ($7 <> 'claimed' AND loss_line.support <> 'claimed')) \
    AND ($8 = '' OR COALESCE(review.state, 'open') = $8) \
    AND ($9 = '' OR loss_line.entry_key = $9) \
    AND ($10 = 0 OR (claim.state IN ('submitted', 'in_review', 'returned', 'accepted') \
        AND COALESCE(review.state, 'open') <> 'excluded')) \
    AND ($11 = 0 OR claim.state = 'accepted') "
);

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
    ) -> Result<Vec<LineView>, StoreError> {
        // The page is cut first: the joins are dear and only for what is shown.
        let sql = format!(
            "WITH page AS (SELECT loss_line.valuation, loss_line.seq {FROM_LINES}{WHERE_LINES} \
             ORDER BY claim.reference, loss_line.time_us, loss_line.seq LIMIT $13 OFFSET $14) \
             {LINE_COLUMNS}{WITH_ENTRIES}"
        );
        let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter)
            .bind(filter.limit)
            .bind(filter.offset);
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
        let sql = format!("SELECT COUNT(*) {FROM_LINES}{WHERE_LINES}");
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
        let sql = format!("SELECT {SUM} {FROM_LINES}{WHERE_LINES}");
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
        let sql = format!(
            "SELECT (SELECT loss_part.units FROM loss_part \
                 WHERE loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq AND loss_part.asset = $4) AS units \
             {FROM_LINES}{WHERE_LINES}"
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
        let filter = LineFilter {
            reference: reference.to_owned(),
            limit: i64::MAX,
            ..LineFilter::default()
        };
        self.lines(incident, &filter).await
    }

    /// Assets without a price in counted claims, among what was lost and among
    /// what came back; those on which most lines hang first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn unpriced_assets(&self, incident: &str) -> Result<Vec<UnpricedAsset>, StoreError> {
        let sql = format!(
            "SELECT asset, CAST(SUM(is_line) AS BIGINT) AS lines, \
             CAST(SUM(1 - is_line) AS BIGINT) AS credits, COUNT(DISTINCT claim) AS claims, \
             MIN(time_us) AS from_us, MAX(time_us) AS to_us FROM (\
             SELECT loss_part.asset AS asset, 1 AS is_line, loss_line.claim AS claim, \
             loss_line.time_us AS time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             JOIN loss_part ON loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq AND loss_part.unpriced = 1 \
             LEFT JOIN review ON review.claim = loss_line.claim \
                 AND review.entry_key = loss_line.entry_key AND review.state = 'excluded' \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND claim.state IN {STATES_THAT_COUNT} AND review.claim IS NULL \
             UNION ALL SELECT credit.asset, 0, valuation.claim, credit.time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN valued_credit ON valued_credit.valuation = valuation.id \
                 AND valued_credit.amount IS NULL \
             JOIN credit ON credit.id = valued_credit.credit \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND claim.state IN {STATES_THAT_COUNT}) missing \
             GROUP BY asset ORDER BY lines DESC, credits DESC, asset"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
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
        let ask = sqlx::query(
            "SELECT claim.reference, MIN(loss_line.time_us) AS time_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             LEFT JOIN entry ON entry.import = loss_line.import \
                 AND entry.seq = loss_line.entry_seq \
             LEFT JOIN typed_entry ON typed_entry.id = loss_line.typed \
             LEFT JOIN review ON review.claim = loss_line.claim \
                 AND review.entry_key = loss_line.entry_key AND review.state = 'excluded' \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND claim.state IN ('submitted', 'in_review', 'returned', 'accepted') \
             AND review.claim IS NULL \
             AND COALESCE(entry.kind, typed_entry.kind) = 'trade' \
             AND (COALESCE(entry.out_asset, typed_entry.out_asset) = $2 \
                 OR COALESCE(entry.in_asset, typed_entry.in_asset) = $2) \
             GROUP BY claim.reference ORDER BY claim.reference",
        )
        .bind(incident.to_owned())
        .bind(asset.to_owned());
        all(&self.pool, ask).await
    }
}

fn filtered<'q>(ask: Ask<'q>, incident: &str, filter: &LineFilter) -> Ask<'q> {
    ask.bind(incident.to_owned())
        .bind(filter.reference.clone())
        .bind(filter.exchange.clone())
        .bind(filter.asset.clone())
        .bind(filter.day.clone())
        .bind(filter.status.clone())
        .bind(filter.support.clone())
        .bind(filter.review.clone())
        .bind(filter.key.clone())
        .bind(i64::from(filter.counted))
        .bind(i64::from(filter.accepted))
        .bind(filter.asset_in.as_str())
}
