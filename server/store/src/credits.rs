//! Credits (what came back): separate records with evidence and date (METHOD.md, "Credits").

use casework::custody::{CustodyEvent, Purpose};
use ledger::Money;
use ledger::losses::CreditDoubt;
use serde::Deserialize;

use crate::claims::touch;
use crate::counting::by_rule;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, changed, insert, no_nul, rows, run};
use crate::{Actor, Claim, Store};

rows! {
    /// One credit of a claim.
    pub struct Credit {
        /// Random id.
        pub id: String,
        /// RFC 3339, or a bare date: the end of that day.
        pub time_text: String,
        /// The moment it is valued at.
        pub time_us: i64,
        /// A ticker or the reporting currency.
        pub asset: String,
        /// A decimal.
        pub amount: String,
        /// A file's SHA-256, or words.
        pub evidence: String,
        /// Remark.
        pub note: String,
        /// When it was recorded.
        pub added_at_us: i64,
    }
}

rows! {
    /// One credit of a claim that counts, with its value.
    pub struct GroupCredit {
        /// Reference of the claim.
        pub reference: String,
        /// RFC 3339, or a bare date.
        pub time_text: String,
        /// A ticker or the reporting currency.
        pub asset: String,
        /// A decimal.
        pub amount: String,
        /// A file's SHA-256, or words.
        pub evidence: String,
        /// Its value; none when it has no price.
        pub value: Option<Money>,
        /// JSON of the ledger's CreditLine.
        pub detail: String,
    }
}

impl GroupCredit {
    /// What is odd about it.
    ///
    /// # Errors
    /// When the stored line can't be read.
    pub fn doubts(&self) -> Result<Vec<CreditDoubt>, StoreError> {
        doubts_of(&self.detail)
    }
}

/// What is odd about a credit, of its stored line.
pub(crate) fn doubts_of(detail: &str) -> Result<Vec<CreditDoubt>, StoreError> {
    #[derive(Deserialize)]
    struct Doubted {
        #[serde(default)]
        doubts: Vec<CreditDoubt>,
    }
    let line: Doubted = serde_json::from_str(detail)?;
    Ok(line.doubts)
}

/// A new credit. The amount was read as an `Amount` and is stored in the form that `Amount`
/// prints.
#[derive(Clone, Debug)]
pub struct NewCredit {
    /// 128 random bits in hex.
    pub id: String,
    /// RFC 3339, or a bare date.
    pub time_text: String,
    /// The moment at which it is valued; for a bare date, the next midnight.
    pub time_us: i64,
    /// A ticker or the reporting currency.
    pub asset: String,
    /// A decimal.
    pub amount: String,
    /// A file's SHA-256, or words.
    pub evidence: String,
    /// Remark.
    pub note: String,
}

impl Store {
    /// Records a credit.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when the claim is not open to change.
    pub async fn add_credit(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        new: &NewCredit,
    ) -> Result<(), StoreError> {
        for words in [&new.asset, &new.evidence, &new.note] {
            no_nul(words, "the record")?;
        }
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        let ask = sqlx::query(
            "INSERT INTO credit (id, claim, time_text, time_us, asset, amount, evidence, note, \
             added_by, added_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(new.id.clone())
        .bind(claim.id.clone())
        .bind(new.time_text.clone())
        .bind(new.time_us)
        .bind(new.asset.clone())
        .bind(new.amount.clone())
        .bind(new.evidence.clone())
        .bind(new.note.clone())
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "credit").await?;
        let note =
            Note::new(CustodyEvent::CreditAdded, &claim.reference).purpose(Purpose::of(&new.id));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a credit; the record is only marked as removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn remove_credit(
        &self,
        by: &Actor,
        claim: &Claim,
        id: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        let ask = sqlx::query(
            "UPDATE credit SET removed_at_us = $1 WHERE claim = $2 AND id = $3 \
             AND removed_at_us IS NULL",
        )
        .bind(by.now_us)
        .bind(claim.id.clone())
        .bind(id.to_owned());
        changed(run(&mut *tx, ask).await?, "credit")?;
        let note =
            Note::new(CustodyEvent::CreditRemoved, &claim.reference).purpose(Purpose::of(id));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The credits of claims that count, as totals add them up, by claim and time. They are
    /// valued under a basis (empty for the incident's own).
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn group_credits(
        &self,
        incident: &str,
        for_basis: &str,
    ) -> Result<Vec<GroupCredit>, StoreError> {
        let sql = by_rule!(
            "SELECT claim.reference, credit.time_text, credit.asset, credit.amount, \
             credit.evidence, valued_credit.amount AS value, valued_credit.detail FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             JOIN valued_credit ON valued_credit.valuation = valuation.id \
             JOIN credit ON credit.id = valued_credit.credit \
             WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = $2 \
             AND <claim counts> \
             ORDER BY claim.reference, credit.time_us, credit.added_at_us, credit.id",
        );
        let ask = sqlx::query(sql)
            .bind(incident.to_owned())
            .bind(for_basis.to_owned());
        all(&self.pool, ask).await
    }

    /// The credits of a claim, by time.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn credits(&self, claim: &str) -> Result<Vec<Credit>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM credit WHERE claim = $1 AND removed_at_us IS NULL \
             ORDER BY time_us, added_at_us, id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }
}
