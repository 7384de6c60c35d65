//! The claimant's rules about what was not theirs: periods, single rows, and rows left out
//! of a period. Rules name rows by their key, so that they survive another import. The custody
//! log commits to all rules of a claim at each change, so that a bundle can be held against
//! it.

use casework::custody::{CustodyEvent, Purpose, pseudonym};
use casework::{Committed, RuleKind};
use ledger::Text;
use sqlx::AnyConnection;

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{Ask, Column, all, changed, insert, no_nul, rows, run, word_columns};
use crate::{Actor, Claim, Store};

word_columns!(RuleKind);

rows! {
    /// One rule of a claim.
    pub struct ContestRule {
        /// Random id.
        pub id: String,
        /// What it does.
        pub kind: RuleKind,
        /// First moment of a period.
        pub from_us: Option<i64>,
        /// First moment after it.
        pub to_us: Option<i64>,
        /// Only entries of this exchange; empty for all.
        pub exchange: String,
        /// Only entries of this account; empty for all.
        pub account: String,
        /// Only entries that touch this asset; empty for all.
        pub asset: String,
        /// The key of the row, for the other kinds: see `entry_key`.
        pub row_key: String,
        /// Why it was not theirs, or why it is left out.
        pub reason: String,
        /// Who made it.
        pub added_by: String,
        /// When it was made.
        pub added_at_us: i64,
    }
}

impl ContestRule {
    /// The rule as a report freezes it, with a pseudonym of the incident in place of a
    /// person.
    pub fn frozen(&self, incident: &str) -> casework::ContestRule {
        casework::ContestRule {
            id: self.id.clone(),
            kind: self.kind,
            from_us: self.from_us,
            to_us: self.to_us,
            exchange: self.exchange.clone(),
            account: self.account.clone(),
            asset: self.asset.clone(),
            row_key: self.row_key.clone(),
            reason: self.reason.clone(),
            added_by: pseudonym(incident, &self.added_by),
            added_us: self.added_at_us,
        }
    }
}

/// A new rule. Fields that its kind does not need stay empty.
#[derive(Clone, Debug)]
pub struct NewRule {
    /// 128 random bits in hex.
    pub id: String,
    /// What it does.
    pub kind: RuleKind,
    /// First moment of a period.
    pub from_us: Option<i64>,
    /// First moment after it.
    pub to_us: Option<i64>,
    /// Only entries of this exchange; empty for all.
    pub exchange: String,
    /// Only entries of this account; empty for all.
    pub account: String,
    /// Only entries that touch this asset; empty for all.
    pub asset: String,
    /// The key of the row, for the other kinds.
    pub row_key: String,
    /// Why.
    pub reason: String,
}

impl Store {
    /// Adds several rules in one transaction. Contesting a row ends its being left out, and
    /// the other way round.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the claim was changed since `version`;
    /// [`StoreError::Closed`] when it is not open to change.
    pub async fn add_rules(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        rules: &[NewRule],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        for rule in rules {
            no_nul(&rule.reason, "the reason")?;
            if rule.kind != RuleKind::Period {
                let ask = sqlx::query(
                    "UPDATE contest_rule SET removed_at_us = $1 WHERE claim = $2 \
                     AND row_key = $3 AND kind <> 'period' AND removed_at_us IS NULL",
                )
                .bind(by.now_us)
                .bind(claim.id.clone())
                .bind(rule.row_key.clone());
                run(&mut *tx, ask).await?;
            }
            let ask = sqlx::query(
                "INSERT INTO contest_rule (id, claim, kind, from_us, to_us, exchange, account, \
                 asset, row_key, reason, added_by, added_at_us) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            )
            .bind(rule.id.clone())
            .bind(claim.id.clone())
            .bind(rule.kind.as_str())
            .bind(rule.from_us)
            .bind(rule.to_us)
            .bind(rule.exchange.clone())
            .bind(rule.account.clone())
            .bind(rule.asset.clone())
            .bind(rule.row_key.clone())
            .bind(rule.reason.clone())
            .bind(by.person.clone())
            .bind(by.now_us);
            insert(&mut *tx, ask, "rule").await?;
        }
        let purpose = Purpose::RulesAdded {
            count: rules.len() as u64,
            commitment: commitment(&mut tx, claim).await?,
        };
        let note = Note::new(CustodyEvent::ContestChanged, &claim.reference).purpose(purpose);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a rule back; it is only marked as removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn remove_rule(&self, by: &Actor, claim: &Claim, id: &str) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        let ask = sqlx::query(
            "UPDATE contest_rule SET removed_at_us = $1 WHERE claim = $2 AND id = $3 \
             AND removed_at_us IS NULL",
        )
        .bind(by.now_us)
        .bind(claim.id.clone())
        .bind(id.to_owned());
        changed(run(&mut *tx, ask).await?, "rule")?;
        let purpose = Purpose::RuleRemoved {
            commitment: commitment(&mut tx, claim).await?,
        };
        let note = Note::new(CustodyEvent::ContestChanged, &claim.reference).purpose(purpose);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The rules of a claim, in the order they were made.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn rules(&self, claim: &str) -> Result<Vec<ContestRule>, StoreError> {
        all(&self.pool, rules_of(claim)).await
    }
}

/// The query for the rules of a claim.
fn rules_of<'q>(claim: &str) -> Ask<'q> {
    sqlx::query(
        "SELECT * FROM contest_rule WHERE claim = $1 AND removed_at_us IS NULL \
         ORDER BY added_at_us, id",
    )
    .bind(claim.to_owned())
}

/// The commitment to the rules of a claim, as they are within a transaction.
async fn commitment(on: &mut AnyConnection, claim: &Claim) -> Result<Text, StoreError> {
    let rules: Vec<ContestRule> = all(on, rules_of(&claim.id)).await?;
    let rules: Vec<casework::ContestRule> = rules
        .iter()
        .map(|rule| rule.frozen(&claim.incident))
        .collect();
    Ok(Committed::Contest { rules: &rules }.hash(&claim.id))
}
