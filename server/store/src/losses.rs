//! Loss lines as they are kept. A claim has one valuation that counts; when the
//! price book or the method changed since a claim was handed in, the older one
//! stays, labelled.

use casework::counting::KeptSums;
use casework::{ClaimState, Support};
use ledger::Money;
use ledger::messages::Message;
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::error::StoreError;
use crate::rows::{Ask, all, insert, json, maybe, one, rows, run, units};
use crate::{Claim, Store};

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
        /// Empty for the incident's own basis; else the other one it was made for.
        pub for_basis: String,
        /// Method and version.
        pub method: String,
        /// `event`, or `date:D`.
        pub basis: String,
        /// Reporting currency.
        pub currency: String,
        /// Version of the price book.
        pub price_version: i64,
        /// The claim as it was made from: see [`Claim::figures_version`].
        pub figures_version: i64,
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
        /// Why it could not be computed.
        pub problem: Option<Message>,
    }

    /// A credit with its value.
    pub struct ValuedCredit {
        /// Id of the credit.
        pub credit: String,
        /// Its value; none when it has no price.
        pub amount: Option<Money>,
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
    /// Its loss; none without a price.
    pub loss: Option<Money>,
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
    pub amount: Option<Money>,
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
    /// Its value; none when it has no price.
    pub amount: Option<Money>,
    /// JSON of the ledger's CreditLine.
    pub detail: String,
}

/// A valuation to be kept.
#[derive(Clone, Debug)]
pub struct NewValuation {
    /// 128 random bits in hex.
    pub id: String,
    /// Empty for the incident's own basis; else the other one it is made for.
    pub for_basis: String,
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
    /// JSON list of the positions that fills alone can't value; none where there are none.
    pub positions: Option<String>,
    /// JSON list of the ledger's Conflicts.
    pub conflicts: String,
    /// JSON list of diagnostics across the claim's files.
    pub remarks: String,
    /// Why it could not be computed.
    pub problem: Option<Message>,
    /// Its lines.
    pub lines: Vec<NewLine>,
    /// What they add up to.
    pub sums: KeptSums,
    /// Its credits.
    pub credits: Vec<NewValuedCredit>,
}

impl Store {
    /// Keeps a valuation of the claim as it was read and makes it the one that
    /// counts: [`Store::write_valuation`], then [`Store::publish_valuation`].
    ///
    /// # Errors
    /// As those two.
    pub async fn save_valuation(
        &self,
        claim: &Claim,
        new: &NewValuation,
        now_us: i64,
    ) -> Result<(), StoreError> {
        self.write_valuation(claim, new, now_us).await?;
        self.publish_valuation(claim, new).await
    }

    /// Writes a valuation of the claim as it was read; it counts once it is published.
    ///
    /// # Errors
    /// [`StoreError::PastLine`] for a figure that no line can hold; of the database.
    pub async fn write_valuation(
        &self,
        claim: &Claim,
        new: &NewValuation,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        forget(&mut tx, &claim.id, None, UNFINISHED).await?;
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
            .bind(units(credit.amount, &credit.credit)?)
            .bind(credit.detail.clone());
            insert(&mut *tx, ask, "credit").await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes a valuation that was written the one that counts, with its sums. The one
    /// before it stays as an older one when the price book or the method changed since,
    /// or when it was signed; else it is forgotten, and so are all before it while the
    /// claim was never handed in.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another valuation of the claim overtook it;
    /// [`StoreError::ReviewedMeanwhile`] when the sums are to be made of more rows.
    pub async fn publish_valuation(
        &self,
        claim: &Claim,
        new: &NewValuation,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        take_place(&mut tx, claim, new).await?;
        // Reviews wait for the claim's row, which is taken: none is missed.
        let ask = sqlx::query("SELECT entry_key FROM review WHERE claim = $1 ORDER BY entry_key")
            .bind(claim.id.clone());
        let reviewed: Vec<String> = all(&mut *tx, ask).await?;
        let unknown = reviewed.into_iter();
        let unknown = unknown.filter(|key| !new.sums.reviewed.contains_key(key));
        let unknown: Vec<String> = unknown.collect();
        if !unknown.is_empty() {
            return Err(StoreError::ReviewedMeanwhile(unknown));
        }
        self.insert_sums(&mut tx, &new.id, &new.sums).await?;
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
                ask = bind_line(ask, claim, valuation, *seq, line)?;
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
        let parts: Vec<(i64, &NewLine, &NewPart)> = numbered
            .iter()
            .flat_map(|(seq, line)| line.parts.iter().map(|part| (*seq, *line, part)))
            .collect();
        for chunk in parts.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("loss_part", PART, chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (seq, line, part) in chunk {
                ask = ask
                    .bind(valuation.to_owned())
                    .bind(*seq)
                    .bind(part.asset.clone())
                    .bind(units(part.amount, &line.entry_key)?)
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
        let ask = sqlx::query(
            "SELECT * FROM valuation WHERE claim = $1 AND current = 1 AND for_basis = ''",
        )
        .bind(claim.to_owned());
        maybe(&self.pool, ask).await
    }

    /// Whether the valuation of a claim that counts follows from the claim and the
    /// price book as they are: every file was read as it is said to be, and what
    /// was valued is what is there.
    ///
    /// # Errors
    /// Of the database.
    pub async fn is_valued(&self, claim: &str) -> Result<bool, StoreError> {
        Ok(!self.is_behind(claim).await? && self.files_to_read(claim).await?.is_empty())
    }

    /// Whether the valuation of a claim that counts was made before its last change,
    /// or before that of the price book; or whether there is none.
    ///
    /// # Errors
    /// Of the database.
    pub async fn is_behind(&self, claim: &str) -> Result<bool, StoreError> {
        let ask = sqlx::query(
            "SELECT valuation.id FROM claim JOIN incident ON incident.id = claim.incident \
             JOIN valuation ON valuation.claim = claim.id AND valuation.current = 1 \
             AND valuation.for_basis = '' AND valuation.figures_version = claim.figures_version \
             AND valuation.reviews_version = claim.reviews_version \
             AND valuation.price_version = incident.price_version WHERE claim.id = $1",
        )
        .bind(claim.to_owned());
        let fresh: Option<String> = maybe(&self.pool, ask).await?;
        Ok(fresh.is_none())
    }

    /// Every finished valuation of a claim by the incident's own basis, the one that
    /// counts first.
    ///
    /// # Errors
    /// Of the database.
    pub async fn valuations(&self, claim: &str) -> Result<Vec<Valuation>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM valuation WHERE claim = $1 AND current <> 2 AND for_basis = '' \
             ORDER BY current DESC, made_at_us DESC, id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// The conflicts of claims that count, each as a JSON list of the ledger's
    /// Conflicts.
    ///
    /// # Errors
    /// Of the database.
    pub async fn conflicts(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let sql = by_rule!(
            "SELECT valuation.conflicts FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.for_basis = '' AND valuation.conflicts <> '[]' \
             AND <claim counts> \
             ORDER BY claim.reference",
        );
        let ask = sqlx::query(sql).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// What came back: the sum of the valued credits.
    ///
    /// # Errors
    /// Of the database.
    pub async fn credited(&self, claim: &str) -> Result<Money, StoreError> {
        let valued = self.valued_credits(claim).await?;
        Ok(valued.iter().filter_map(|credit| credit.amount).sum())
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
             AND valuation.for_basis = '' ORDER BY credit.time_us, credit.added_at_us, credit.id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }
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
         problem, figures_version, reviews_version, positions, for_basis) \
         VALUES ($1, $2, $3, 2, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
         $17, $18, $19)",
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
    .bind(json(new.problem.as_ref())?)
    .bind(claim.figures_version)
    .bind(claim.reviews_version)
    .bind(new.positions.as_deref().map(crate::imports::text))
    .bind(new.for_basis.clone());
    insert(on, ask, "valuation").await
}

/// The written valuation becomes the one that counts.
async fn take_place(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
) -> Result<(), StoreError> {
    // The claim's row is where two valuations of it queue, and a valuation and a review.
    let lock = "UPDATE claim SET figures_version = figures_version WHERE id = $1 RETURNING *";
    let now: Claim = one(&mut *on, sqlx::query(lock).bind(claim.id.clone()), "claim").await?;
    if now.state == ClaimState::Draft {
        forget(on, &claim.id, None, " AND current <> 2").await?;
    } else if new.for_basis.is_empty() {
        make_older(on, claim, new).await?;
    } else {
        // Nobody signs under another basis than the incident's own.
        forget(on, &claim.id, Some(&new.for_basis), " AND current = 1").await?;
    }
    let ask = sqlx::query("UPDATE valuation SET current = 1 WHERE id = $1 AND current = 2")
        .bind(new.id.clone());
    if run(on, ask).await? == 0 {
        return Err(StoreError::Conflict("valuation"));
    }
    Ok(())
}

/// The valuation that counts becomes an older one, or is forgotten.
async fn make_older(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
) -> Result<(), StoreError> {
    let ask =
        sqlx::query("SELECT * FROM valuation WHERE claim = $1 AND current = 1 AND for_basis = ''")
            .bind(claim.id.clone());
    let before: Option<Valuation> = maybe(&mut *on, ask).await?;
    let same = before.is_some_and(|before| {
        before.price_version == new.price_version && before.method == new.method
    });
    if same {
        forget(on, &claim.id, Some(""), UNSIGNED).await?;
    }
    let ask = sqlx::query(
        "UPDATE valuation SET current = 0 WHERE claim = $1 AND current = 1 AND for_basis = ''",
    )
    .bind(claim.id.clone());
    run(on, ask).await?;
    Ok(())
}

/// What broke off while it was written.
pub(crate) const UNFINISHED: &str = " AND current = 2";

/// The one that counts, unless somebody signed it. Older declarations do not say
/// which they were signed under: one that was there by then.
const UNSIGNED: &str = " AND current = 1 AND NOT EXISTS (SELECT 1 FROM declaration \
    WHERE declaration.claim = valuation.claim AND (declaration.valuation = valuation.id \
        OR (declaration.valuation IS NULL AND declaration.at_us >= valuation.made_at_us)))";

/// Where rows of a valuation stand.
const OF_VALUATION: [&str; 7] = [
    "loss_part",
    "loss_detail",
    "loss_line",
    "valued_credit",
    "claim_sum",
    "review_sum",
    "first_trade",
];

/// Deletes valuations of a claim, of one basis or of all. `which` is one of this
/// file's conditions.
pub(crate) async fn forget(
    on: &mut AnyConnection,
    claim: &str,
    for_basis: Option<&str>,
    which: &'static str,
) -> Result<(), StoreError> {
    let those = format!(
        "FROM valuation WHERE claim = $1 \
         AND (CAST($2 AS TEXT) IS NULL OR for_basis = $2){which}"
    );
    let tables = OF_VALUATION.iter();
    let parts =
        tables.map(|table| format!("DELETE FROM {table} WHERE valuation IN (SELECT id {those})"));
    for sql in parts.chain([format!("DELETE {those}")]) {
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(claim.to_owned())
            .bind(for_basis.map(str::to_owned));
        run(&mut *on, ask).await?;
    }
    Ok(())
}

fn bind_line<'q>(
    ask: Ask<'q>,
    claim: &Claim,
    valuation: &str,
    seq: i64,
    line: &NewLine,
) -> Result<Ask<'q>, StoreError> {
    let (import, entry_seq) = line.entry.clone().unzip();
    let loss = units(line.loss, &line.entry_key)?;
    Ok(ask
        .bind(valuation.to_owned())
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
        .bind(loss))
}
