//! Stored valuations. A claim has one current valuation. If the price book or the method
//! changed since the claim was submitted, the older valuation is kept and labelled.

use casework::ClaimState;
use casework::counting::KeptSums;
use ledger::losses::CreditDoubt;
use ledger::messages::Message;
use ledger::{METHOD, Money};
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::credits::doubts_of;
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::generations::forget_unpinned;
use crate::rows::{all, insert, json, maybe, one, rows, run, units};
use crate::valued::WrittenLines;
use crate::{Claim, Store};

rows! {
    /// One valuation of a claim.
    pub struct Valuation {
        /// Random id.
        pub id: String,
        /// Id of the claim.
        pub claim: String,
        /// Whether it is the current one (1) or an older one (0).
        pub current: i64,
        /// Empty for the incident's own basis; otherwise the other basis.
        pub for_basis: String,
        /// Method and version.
        pub method: String,
        /// `event`, or `date:D`.
        pub basis: String,
        /// Reporting currency.
        pub currency: String,
        /// Version of the price book.
        pub price_version: i64,
        /// The claim's [`Claim::figures_version`] from which it was made.
        pub figures_version: i64,
        /// When it was made.
        pub made_at_us: i64,
        /// Entries of the claim that count.
        pub entries: i64,
        /// Contested ones.
        pub contested: i64,
        /// Contested entries without a price.
        pub unpriced: i64,
        /// JSON of the ledger's Totals, excluded lines included.
        pub totals: String,
        /// JSON list of the ledger's Conflicts.
        pub conflicts: String,
        /// JSON list of diagnostics across the claim's files.
        pub remarks: String,
        /// Why it could not be computed.
        pub problem: Option<Message>,
        /// The generation whose rows it values.
        pub generation: Option<String>,
        /// JSON of the ledger's Terms with which it was made.
        pub terms: String,
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

impl ValuedCredit {
    /// What is odd about it.
    ///
    /// # Errors
    /// When the stored line can't be read.
    pub fn doubts(&self) -> Result<Vec<CreditDoubt>, StoreError> {
        doubts_of(&self.detail)
    }
}

/// The value of a credit, to store.
#[derive(Clone, Debug)]
pub struct NewValuedCredit {
    /// Id of the credit.
    pub credit: String,
    /// Its value; none when it has no price.
    pub amount: Option<Money>,
    /// JSON of the ledger's CreditLine.
    pub detail: String,
}

/// A valuation to store.
#[derive(Clone, Debug)]
pub struct NewValuation {
    /// 128 random bits in hex.
    pub id: String,
    /// Empty for the incident's own basis; otherwise the other basis.
    pub for_basis: String,
    /// Method and version.
    pub method: String,
    /// `event`, or `date:D`.
    pub basis: String,
    /// Reporting currency.
    pub currency: String,
    /// Version of the price book with which it was made.
    pub price_version: i64,
    /// Entries of the claim that count.
    pub entries: i64,
    /// JSON of the ledger's Totals.
    pub totals: String,
    /// JSON list of the positions that cannot be valued from fills alone; none where there
    /// are none.
    pub positions: Option<String>,
    /// Under another basis: JSON of the counted conflicts of the claim's files. None where
    /// there are none, and under the incident's own basis, where each conflict is stored
    /// ([`Store::set_conflicts`]).
    pub row_conflicts: Option<String>,
    /// JSON list of the ledger's Conflicts.
    pub conflicts: String,
    /// JSON list of diagnostics across the claim's files.
    pub remarks: String,
    /// Why it could not be computed.
    pub problem: Option<Message>,
    /// The generation whose rows it values; none where there is none.
    pub generation: Option<String>,
    /// JSON of the ledger's Terms with which it was made.
    pub terms: String,
    /// Its lines; none where it could not be computed.
    pub lines: Option<WrittenLines>,
    /// The sums of its lines.
    pub sums: KeptSums,
    /// Its credits.
    pub credits: Vec<NewValuedCredit>,
}

impl Store {
    /// Stores a valuation of the claim as it was read, and makes it current:
    /// [`Store::write_valuation`], then [`Store::publish_valuation`].
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

    /// Writes a valuation of the claim as it was read. It counts once it is published.
    ///
    /// # Errors
    /// [`StoreError::PastLine`] for a figure that is too large for a line;
    /// [`StoreError::Conflict`] when the generation that it values is gone; errors of the
    /// database.
    pub async fn write_valuation(
        &self,
        claim: &Claim,
        new: &NewValuation,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        // Another run writes under another basis, and its rows are its own.
        forget(&mut tx, &claim.id, Some(&new.for_basis), UNFINISHED).await?;
        hold_generation(&mut tx, claim, new).await?;
        insert_valuation(&mut tx, claim, new, now_us).await?;
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

    /// Makes a written valuation current, with its sums. The one before it is kept as an
    /// older one if the price book or the method changed since, or if it was signed.
    /// Otherwise it is removed; so are all before it while the claim was never submitted.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another valuation of the claim overtook it;
    /// [`StoreError::ReviewedMeanwhile`] when the sums must cover more rows.
    pub async fn publish_valuation(
        &self,
        claim: &Claim,
        new: &NewValuation,
    ) -> Result<(), StoreError> {
        let places = self.places_of_reviewed(new).await?;
        let mut tx = self.begin_write().await?;
        take_place(&mut tx, claim, new).await?;
        // Reviews wait for the claim's row, which is locked, so that none is missed.
        let ask = sqlx::query("SELECT entry_key FROM review WHERE claim = $1 ORDER BY entry_key")
            .bind(claim.id.clone());
        let reviewed: Vec<String> = all(&mut *tx, ask).await?;
        let unknown = reviewed.into_iter();
        // Without lines there is nothing to subtract.
        let has_lines = new.lines.is_some();
        let unknown = unknown.filter(|key| has_lines && !new.sums.reviewed.contains_key(key));
        let unknown: Vec<String> = unknown.collect();
        if !unknown.is_empty() {
            return Err(StoreError::ReviewedMeanwhile(unknown));
        }
        self.insert_sums(&mut tx, &new.id, &new.sums).await?;
        for (key, places) in &places {
            insert_places(&mut tx, &new.id, key, places).await?;
        }
        forget_unpinned(&mut tx, &claim.id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The places of the lines of each reviewed row.
    async fn places_of_reviewed(
        &self,
        new: &NewValuation,
    ) -> Result<Vec<(String, Vec<u32>)>, StoreError> {
        let keys: Vec<String> = new.sums.reviewed.keys().cloned().collect();
        let open = self.lines_of_valuation(&new.id).await?;
        let Some((rows, lines)) = open.filter(|_| !keys.is_empty()) else {
            return Ok(Vec::new());
        };
        blocking(move || {
            let places = keys.into_iter().map(|key| {
                let seqs = lines.of_key(&rows, &key)?;
                Ok((key, lines.places_of(&seqs).into_iter().collect()))
            });
            places.collect()
        })
        .await
    }

    /// The current valuation of a claim.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn valuation(&self, claim: &str) -> Result<Option<Valuation>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM valuation WHERE claim = $1 AND current = 1 AND for_basis = ''",
        )
        .bind(claim.to_owned());
        maybe(&self.pool, ask).await
    }

    /// One valuation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; errors of the database.
    pub async fn valuation_by_id(&self, id: &str) -> Result<Valuation, StoreError> {
        let ask = sqlx::query("SELECT * FROM valuation WHERE id = $1").bind(id.to_owned());
        one(&self.pool, ask, "valuation").await
    }

    /// Whether the current valuation of a claim matches the claim, the price book and the
    /// method. Every file was then read with its current answers, and the valuation used the
    /// current state.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn is_valued(&self, claim: &str) -> Result<bool, StoreError> {
        Ok(!self.is_behind(claim).await? && self.files_to_read(claim).await?.is_empty())
    }

    /// Whether the current valuation of a claim is older than the last change of the claim,
    /// the price book or the method, or is missing.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn is_behind(&self, claim: &str) -> Result<bool, StoreError> {
        let ask = sqlx::query(
            "SELECT valuation.id FROM claim JOIN incident ON incident.id = claim.incident \
             JOIN valuation ON valuation.claim = claim.id AND valuation.current = 1 \
             AND valuation.for_basis = '' AND valuation.figures_version = claim.figures_version \
             AND valuation.reviews_version = claim.reviews_version \
             AND valuation.price_version = incident.price_version \
             AND valuation.method = $2 WHERE claim.id = $1",
        )
        .bind(claim.to_owned())
        .bind(METHOD);
        let fresh: Option<String> = maybe(&self.pool, ask).await?;
        Ok(fresh.is_none())
    }

    /// Every finished valuation of a claim by the incident's own basis, the current one
    /// first.
    ///
    /// # Errors
    /// Errors of the database.
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
    /// Errors of the database.
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

    /// The sum of the valued credits.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn credited(&self, claim: &str) -> Result<Money, StoreError> {
        let valued = self.valued_credits(claim).await?;
        Ok(valued.iter().filter_map(|credit| credit.amount).sum())
    }

    /// The valued credits of a claim's valuation.
    ///
    /// # Errors
    /// Errors of the database.
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

/// Checks that the generation exists, until the transaction ends. Whoever replaces it waits
/// for the claim's row.
async fn hold_generation(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
) -> Result<(), StoreError> {
    let Some(generation) = &new.generation else {
        return Ok(());
    };
    let lock = "UPDATE claim SET figures_version = figures_version WHERE id = $1";
    run(&mut *on, sqlx::query(lock).bind(claim.id.clone())).await?;
    let ask = sqlx::query("SELECT id FROM generation WHERE id = $1 AND claim = $2")
        .bind(generation.clone())
        .bind(claim.id.clone());
    let there: Option<String> = maybe(on, ask).await?;
    there.map(drop).ok_or(StoreError::Conflict("generation"))
}

async fn insert_valuation(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
    now_us: i64,
) -> Result<(), StoreError> {
    let (contested, unpriced) = match &new.lines {
        Some(lines) => (lines.lines(), lines.unpriced()),
        None => (0, 0),
    };
    let ask = sqlx::query(
        "INSERT INTO valuation (id, incident, claim, current, method, basis, currency, \
         price_version, made_at_us, entries, contested, unpriced, totals, conflicts, remarks, \
         problem, figures_version, reviews_version, positions, for_basis, generation, \
         line_files, terms, row_conflicts) VALUES ($1, $2, $3, 2, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
         $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
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
    .bind(i64::from(contested))
    .bind(i64::from(unpriced))
    .bind(new.totals.clone())
    .bind(crate::imports::text(&new.conflicts))
    .bind(crate::imports::text(&new.remarks))
    .bind(json(new.problem.as_ref())?)
    .bind(claim.figures_version)
    .bind(claim.reviews_version)
    .bind(new.positions.as_deref().map(crate::imports::text))
    .bind(new.for_basis.clone())
    .bind(new.generation.clone())
    .bind(json(new.lines.as_ref())?)
    .bind(new.terms.clone())
    .bind(new.row_conflicts.clone());
    insert(on, ask, "valuation").await
}

/// Makes the written valuation current.
async fn take_place(
    on: &mut AnyConnection,
    claim: &Claim,
    new: &NewValuation,
) -> Result<(), StoreError> {
    // Valuations of a claim wait for each other, and for reviews, at the claim's row.
    let lock = "UPDATE claim SET figures_version = figures_version WHERE id = $1 RETURNING *";
    let now: Claim = one(&mut *on, sqlx::query(lock).bind(claim.id.clone()), "claim").await?;
    if now.state == ClaimState::Draft && new.for_basis.is_empty() {
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

/// The current valuation becomes an older one, or is removed.
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

/// Valuations whose writing broke off.
pub(crate) const UNFINISHED: &str = " AND current = 2";

/// The current valuation, unless somebody signed it. Older declarations do not record their
/// valuation, so that any one that existed by then counts as signed.
const UNSIGNED: &str = " AND current = 1 AND NOT EXISTS (SELECT 1 FROM declaration \
    WHERE declaration.claim = valuation.claim AND (declaration.valuation = valuation.id \
        OR (declaration.valuation IS NULL AND declaration.at_us >= valuation.made_at_us)))";

/// The tables with rows of a valuation.
const OF_VALUATION: [&str; 5] = [
    "reviewed_line",
    "valued_credit",
    "claim_sum",
    "review_sum",
    "first_trade",
];

/// Deletes valuations of a claim, of one basis or of all. `which` is one of the conditions
/// in this file.
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
    forget_those(on, &those, claim, for_basis).await
}

/// Deletes the valuations of another basis for every claim of an incident.
pub(crate) async fn forget_basis(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<(), StoreError> {
    let those = "FROM valuation WHERE incident = $1 AND for_basis = $2 AND for_basis <> ''";
    forget_those(on, those, incident, Some(for_basis)).await
}

/// Deletes the valuations that meet a condition, in which `$1` is `of` and `$2` the basis.
async fn forget_those(
    on: &mut AnyConnection,
    those: &str,
    of: &str,
    for_basis: Option<&str>,
) -> Result<(), StoreError> {
    let tables = OF_VALUATION.iter();
    let parts =
        tables.map(|table| format!("DELETE FROM {table} WHERE valuation IN (SELECT id {those})"));
    for sql in parts.chain([format!("DELETE {those}")]) {
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(of.to_owned())
            .bind(for_basis.map(str::to_owned));
        run(&mut *on, ask).await?;
    }
    Ok(())
}

/// Writes the places of the lines of a reviewed row; existing ones stay.
pub(crate) async fn insert_places(
    on: &mut AnyConnection,
    valuation: &str,
    key: &str,
    places: &[u32],
) -> Result<(), StoreError> {
    for place in places {
        let ask = sqlx::query(
            "INSERT INTO reviewed_line (valuation, entry_key, place) VALUES ($1, $2, $3) \
             ON CONFLICT (valuation, entry_key, place) DO NOTHING",
        )
        .bind(valuation.to_owned())
        .bind(key.to_owned())
        .bind(i64::from(*place));
        run(&mut *on, ask).await?;
    }
    Ok(())
}
