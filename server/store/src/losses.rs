//! Loss lines as they are kept. A claim has one valuation that counts; when the
//! price book or the method changed since a claim was handed in, the older one
//! stays, labelled.

use casework::{ClaimState, ReviewState, Support};
use sqlx::AnyConnection;

use crate::error::StoreError;
use crate::rows::{Ask, all, insert, maybe, one, rows, run};
use crate::{Claim, Store, reviews};

/// Lines a transaction, so that a long valuation does not hold others up.
const LINES_PER_TRANSACTION: usize = 5_000;
/// Rows a statement.
const ROWS_PER_STATEMENT: usize = 150;

rows! {
    /// One valuation of a claim.
    pub struct Valuation {
        /// Random id.
        pub id: String,
        /// Id of the claim.
        pub claim: String,
        /// Whether it is the one that counts (1) or an older one (0).
        pub current: i64,
        /// Method and version.
        pub method: String,
        /// `event`, or `date:D`.
        pub basis: String,
        /// Reporting currency.
        pub currency: String,
        /// Version of the price book.
        pub price_version: i64,
        /// When it was made.
        pub made_at_us: i64,
        /// Entries of the claim that count.
        pub entries: i64,
        /// Contested ones.
        pub contested: i64,
        /// Contested ones without a price.
        pub unpriced: i64,
        /// JSON of the ledger's Totals, excluded lines included.
        pub totals: String,
        /// JSON list of the ledger's Conflicts.
        pub conflicts: String,
        /// JSON list of diagnostics across the claim's files.
        pub remarks: String,
        /// A sentence when it could not be computed; else empty.
        pub problem: String,
    }

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
        /// The exchange.
        pub exchange: String,
        /// The account.
        pub account: String,
        /// When, with the digits of the source.
        pub time_text: String,
        /// A word of the contract.
        pub kind: String,
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
        /// In units of 1e-8.
        pub loss: Option<i64>,
        /// JSON of the ledger's LossLine.
        pub detail: String,
        /// What the coordinator says.
        pub review: ReviewState,
        /// Why.
        pub review_reason: String,
        /// The part of the asset that was asked for, in units of 1e-8.
        pub part: Option<i64>,
    }

    /// An asset without a price and what hangs on it.
    pub struct UnpricedAsset {
        /// The ticker.
        pub asset: String,
        /// Contested lines of counted claims that it leaves without a price.
        pub lines: i64,
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

    /// A credit with its value.
    pub struct ValuedCredit {
        /// Id of the credit.
        pub credit: String,
        /// Its value in units of 1e-8; none when it has no price.
        pub amount: Option<i64>,
        /// JSON of the ledger's CreditLine.
        pub detail: String,
    }
}

/// A line to be kept.
#[derive(Clone, Debug)]
pub struct NewLine {
    /// What names the row.
    pub entry_key: String,
    /// Import and place of its entry; none for a typed-in one.
    pub entry: Option<(String, i64)>,
    /// Id of the typed-in entry.
    pub typed: Option<String>,
    /// The exchange.
    pub exchange: String,
    /// The account.
    pub account: String,
    /// When.
    pub time_us: i64,
    /// `2022-10-18`, UTC.
    pub day: String,
    /// What backs it.
    pub support: Support,
    /// Why it is contested.
    pub reason: String,
    /// `priced` or `unpriced`.
    pub status: &'static str,
    /// In units of 1e-8.
    pub loss: Option<i64>,
    /// JSON of the ledger's LossLine.
    pub detail: String,
    /// One row an asset.
    pub parts: Vec<NewPart>,
}

/// What one asset has to do with a line.
#[derive(Clone, Debug)]
pub struct NewPart {
    /// The ticker.
    pub asset: String,
    /// Its part of the loss; none when it has none.
    pub amount: Option<i64>,
    /// Balance change, exact; empty for an asset whose balance did not change
    /// (the margin of a round trip).
    pub units: String,
    /// Whether it is one of the line's unpriced assets.
    pub unpriced: bool,
}

/// A credit's value to be kept.
#[derive(Clone, Debug)]
pub struct NewValuedCredit {
    /// Id of the credit.
    pub credit: String,
    /// In units of 1e-8.
    pub amount: Option<i64>,
    /// JSON of the ledger's CreditLine.
    pub detail: String,
}

/// A valuation to be kept.
#[derive(Clone, Debug)]
pub struct NewValuation {
    /// 128 random bits in hex.
    pub id: String,
    /// Method and version.
    pub method: String,
    /// `event`, or `date:D`.
    pub basis: String,
    /// Reporting currency.
    pub currency: String,
    /// Version of the price book it was made with.
    pub price_version: i64,
    /// Entries of the claim that count.
    pub entries: i64,
    /// JSON of the ledger's Totals.
    pub totals: String,
    /// JSON list of the ledger's Conflicts.
    pub conflicts: String,
    /// JSON list of diagnostics across the claim's files.
    pub remarks: String,
    /// A sentence when it could not be computed; else empty.
    pub problem: String,
    /// Its lines.
    pub lines: Vec<NewLine>,
    /// Its credits.
    pub credits: Vec<NewValuedCredit>,
}

/// Which loss lines to show. Empty texts mean any.
#[derive(Clone, Debug, Default)]
pub struct LineFilter {
    /// Only of this claim (its reference).
    pub reference: String,
    /// Only of this exchange.
    pub exchange: String,
    /// Only lines with a part or an unpriced quantity of this asset.
    pub asset: String,
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

const WHERE_LINES: &str = " WHERE valuation.incident = $1 AND valuation.current = 1 \
    AND ($2 = '' OR claim.reference = $2) AND ($3 = '' OR loss_line.exchange = $3) \
    AND ($4 = '' OR EXISTS (SELECT 1 FROM loss_part \
        WHERE loss_part.valuation = loss_line.valuation AND loss_part.seq = loss_line.seq \
        AND loss_part.asset = $4 AND (loss_part.amount IS NOT NULL OR loss_part.unpriced = 1))) \
    AND ($5 = '' OR loss_line.day = $5) \
    AND ($6 = '' OR loss_line.status = $6) \
    AND ($7 = '' OR ($7 = 'claimed' AND loss_line.support = 'claimed') \
        OR ($7 <> 'claimed' AND loss_line.support <> 'claimed')) \
    AND ($8 = '' OR COALESCE(review.state, 'open') = $8) \
    AND ($9 = '' OR loss_line.entry_key = $9) \
    AND ($10 = 0 OR (claim.state IN ('submitted', 'in_review', 'returned', 'accepted') \
        AND COALESCE(review.state, 'open') <> 'excluded')) \
    AND ($11 = 0 OR claim.state = 'accepted') ";

const LINE_COLUMNS: &str = "SELECT claim.reference, claim.state, loss_line.seq, \
    loss_line.entry_key, COALESCE(claim_file.name, '') AS file, \
    COALESCE(entry.member, '') AS member, COALESCE(claim_file.sha256, '') AS sha256, \
    COALESCE(entry.line, '') AS line, loss_line.exchange, loss_line.account, \
    COALESCE(entry.time_text, typed_entry.time_text) AS time_text, \
    COALESCE(entry.kind, typed_entry.kind) AS kind, \
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
    /// Keeps a valuation and makes it the one that counts. The one before it is
    /// forgotten while the claim is open to change or nothing but the claim
    /// changed; else it stays as an older one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another valuation of the claim overtook it.
    pub async fn save_valuation(
        &self,
        claim: &Claim,
        new: &NewValuation,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        forget(&mut tx, &claim.id, " AND current = 2").await?;
        insert_valuation(&mut tx, claim, new, now_us).await?;
        let mut seq = 0;
        for lines in new.lines.chunks(LINES_PER_TRANSACTION) {
            self.insert_lines(&mut tx, claim, &new.id, seq, lines)
                .await?;
            seq += i64::try_from(lines.len()).unwrap_or(i64::MAX);
            if lines.len() == LINES_PER_TRANSACTION {
                tx.commit().await?;
                tx = self.begin_write().await?;
            }
        }
        for credit in &new.credits {
            let ask = sqlx::query(
                "INSERT INTO valued_credit (valuation, credit, amount, detail) \
                 VALUES ($1, $2, $3, $4)",
            )
            .bind(new.id.clone())
            .bind(credit.credit.clone())
            .bind(credit.amount)
            .bind(credit.detail.clone());
            insert(&mut *tx, ask, "credit").await?;
        }
        take_place(&mut tx, claim, new).await?;
        reviews::keep_native(&mut tx, &claim.id).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn insert_lines(
        &self,
        on: &mut AnyConnection,
        claim: &Claim,
        valuation: &str,
        seq_first: i64,
        lines: &[NewLine],
    ) -> Result<(), StoreError> {
        const LINE: &[&str] = &[
            "valuation",
            "seq",
            "claim",
            "entry_key",
            "import",
            "entry_seq",
            "typed",
            "exchange",
            "account",
            "time_us",
            "day",
            "support",
            "reason",
            "status",
            "loss",
        ];
        const DETAIL: &[&str] = &["valuation", "seq", "detail"];
        const PART: &[&str] = &["valuation", "seq", "asset", "amount", "units", "unpriced"];
        let numbered: Vec<(i64, &NewLine)> = (seq_first..).zip(lines).collect();
        for chunk in numbered.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("loss_line", LINE, chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (seq, line) in chunk {
                ask = bind_line(ask, claim, valuation, *seq, line);
            }
            run(&mut *on, ask).await?;
        }
        for chunk in numbered.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("loss_detail", DETAIL, chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (seq, line) in chunk {
                let detail = crate::imports::text(&line.detail);
                ask = ask.bind(valuation.to_owned()).bind(*seq).bind(detail);
            }
            run(&mut *on, ask).await?;
        }
        let parts: Vec<(i64, &NewPart)> = numbered
            .iter()
            .flat_map(|(seq, line)| line.parts.iter().map(|part| (*seq, part)))
            .collect();
        for chunk in parts.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("loss_part", PART, chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (seq, part) in chunk {
                ask = ask
                    .bind(valuation.to_owned())
                    .bind(*seq)
                    .bind(part.asset.clone())
                    .bind(part.amount)
                    .bind(part.units.clone())
                    .bind(i64::from(part.unpriced));
            }
            run(&mut *on, ask).await?;
        }
        Ok(())
    }

    /// The valuation of a claim that counts.
    ///
    /// # Errors
    /// Of the database.
    pub async fn valuation(&self, claim: &str) -> Result<Option<Valuation>, StoreError> {
        let ask = sqlx::query("SELECT * FROM valuation WHERE claim = $1 AND current = 1")
            .bind(claim.to_owned());
        maybe(&self.pool, ask).await
    }

    /// Every finished valuation of a claim, the one that counts first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn valuations(&self, claim: &str) -> Result<Vec<Valuation>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM valuation WHERE claim = $1 AND current <> 2 \
             ORDER BY current DESC, made_at_us DESC, id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }

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
             ORDER BY claim.reference, loss_line.time_us, loss_line.seq LIMIT $12 OFFSET $13) \
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

    /// The sum of the lines a filter finds: of the asset's parts where it names
    /// one, in units of 1e-8.
    ///
    /// # Errors
    /// Of the database, also when the sum is too large.
    pub async fn lines_sum(&self, incident: &str, filter: &LineFilter) -> Result<i64, StoreError> {
        let sql = format!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN $4 = '' THEN loss_line.loss \
             ELSE (SELECT loss_part.amount FROM loss_part \
                 WHERE loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq AND loss_part.asset = $4) \
             END), 0) AS BIGINT) {FROM_LINES}{WHERE_LINES}"
        );
        let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), incident, filter);
        one(&self.pool, ask, "incident").await
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

    /// Assets without a price in claims that are not drafts or withdrawn, those
    /// on which most lines hang first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn unpriced_assets(&self, incident: &str) -> Result<Vec<UnpricedAsset>, StoreError> {
        let sql = format!(
            "SELECT loss_part.asset, COUNT(*) AS lines, \
             COUNT(DISTINCT loss_line.claim) AS claims, MIN(loss_line.time_us) AS from_us, \
             MAX(loss_line.time_us) AS to_us FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             JOIN loss_part ON loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq AND loss_part.unpriced = 1 \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND claim.state IN {STATES_THAT_COUNT} \
             GROUP BY loss_part.asset ORDER BY lines DESC, loss_part.asset"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The first contested trade of an asset in each claim that was handed in and
    /// not withdrawn: what a listing as manipulated must lie before.
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
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND claim.state NOT IN ('draft', 'withdrawn') \
             AND COALESCE(entry.kind, typed_entry.kind) = 'trade' \
             AND (COALESCE(entry.out_asset, typed_entry.out_asset) = $2 \
                 OR COALESCE(entry.in_asset, typed_entry.in_asset) = $2) \
             GROUP BY claim.reference ORDER BY claim.reference",
        )
        .bind(incident.to_owned())
        .bind(asset.to_owned());
        all(&self.pool, ask).await
    }

    /// The conflicts of claims that were handed in and not withdrawn, each as a
    /// JSON list of the ledger's Conflicts.
    ///
    /// # Errors
    /// Of the database.
    pub async fn conflicts(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let ask = sqlx::query(
            "SELECT valuation.conflicts FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.conflicts <> '[]' AND claim.state NOT IN ('draft', 'withdrawn') \
             ORDER BY claim.reference",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The valued credits of a claim's valuation.
    ///
    /// # Errors
    /// Of the database.
    pub async fn valued_credits(&self, claim: &str) -> Result<Vec<ValuedCredit>, StoreError> {
        let ask = sqlx::query(
            "SELECT valued_credit.* FROM valuation \
             JOIN valued_credit ON valued_credit.valuation = valuation.id \
             JOIN credit ON credit.id = valued_credit.credit \
             WHERE valuation.claim = $1 AND valuation.current = 1 \
             ORDER BY credit.time_us, credit.added_at_us, credit.id",
        )
        .bind(claim.to_owned());
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
}

async fn insert_valuation(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
    now_us: i64,
) -> Result<(), StoreError> {
    let unpriced = new.lines.iter().filter(|line| line.loss.is_none()).count();
    let ask = sqlx::query(
        "INSERT INTO valuation (id, incident, claim, current, method, basis, currency, \
         price_version, made_at_us, entries, contested, unpriced, totals, conflicts, remarks, \
         problem) \
         VALUES ($1, $2, $3, 2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(new.id.clone())
    .bind(claim.incident.clone())
    .bind(claim.id.clone())
    .bind(new.method.clone())
    .bind(new.basis.clone())
    .bind(new.currency.clone())
    .bind(new.price_version)
    .bind(now_us)
    .bind(new.entries)
    .bind(i64::try_from(new.lines.len()).unwrap_or(i64::MAX))
    .bind(i64::try_from(unpriced).unwrap_or(i64::MAX))
    .bind(new.totals.clone())
    .bind(crate::imports::text(&new.conflicts))
    .bind(crate::imports::text(&new.remarks))
    .bind(new.problem.clone());
    insert(on, ask, "valuation").await
}

/// The written valuation becomes the one that counts.
async fn take_place(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
) -> Result<(), StoreError> {
    let state: ClaimState = {
        let ask = sqlx::query("SELECT state FROM claim WHERE id = $1").bind(claim.id.clone());
        let word: String = one(&mut *on, ask, "claim").await?;
        ClaimState::from_word(&word).ok_or(StoreError::Unreadable(word))?
    };
    if state.is_open_to_change() {
        forget(on, &claim.id, " AND current <> 2").await?;
    } else {
        let before: Option<Valuation> = maybe(
            &mut *on,
            sqlx::query("SELECT * FROM valuation WHERE claim = $1 AND current = 1")
                .bind(claim.id.clone()),
        )
        .await?;
        let same = before.is_some_and(|before| {
            before.price_version == new.price_version && before.method == new.method
        });
        if same {
            forget(on, &claim.id, " AND current = 1").await?;
        }
        let ask = sqlx::query("UPDATE valuation SET current = 0 WHERE claim = $1 AND current = 1")
            .bind(claim.id.clone());
        run(&mut *on, ask).await?;
    }
    let ask = sqlx::query("UPDATE valuation SET current = 1 WHERE id = $1 AND current = 2")
        .bind(new.id.clone());
    if run(on, ask).await? == 0 {
        return Err(StoreError::Conflict("valuation"));
    }
    Ok(())
}

/// Deletes valuations of a claim. `which` is one of this file's conditions.
async fn forget(
    on: &mut AnyConnection,
    claim: &str,
    which: &'static str,
) -> Result<(), StoreError> {
    for table in ["loss_part", "loss_detail", "loss_line", "valued_credit"] {
        let sql = format!(
            "DELETE FROM {table} WHERE valuation IN \
             (SELECT id FROM valuation WHERE claim = $1{which})"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(claim.to_owned());
        run(&mut *on, ask).await?;
    }
    let sql = format!("DELETE FROM valuation WHERE claim = $1{which}");
    let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(claim.to_owned());
    run(on, ask).await?;
    Ok(())
}

fn bind_line<'q>(
    ask: Ask<'q>,
    claim: &Claim,
    valuation: &str,
    seq: i64,
    line: &NewLine,
) -> Ask<'q> {
    let (import, entry_seq) = line.entry.clone().unzip();
    ask.bind(valuation.to_owned())
        .bind(seq)
        .bind(claim.id.clone())
        .bind(line.entry_key.clone())
        .bind(import)
        .bind(entry_seq)
        .bind(line.typed.clone())
        .bind(line.exchange.clone())
        .bind(line.account.clone())
        .bind(line.time_us)
        .bind(line.day.clone())
        .bind(line.support.as_str())
        .bind(crate::imports::text(&line.reason))
        .bind(line.status)
        .bind(line.loss)
}
