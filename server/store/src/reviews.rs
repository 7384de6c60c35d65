//! What a coordinator says of a loss line, kept by the row's key so that it
//! survives another import and another valuation; and the sums that hang on it.

use std::collections::{BTreeMap, BTreeSet};

use casework::custody::{Action, Purpose};
use casework::{Act, ReviewState};
use ledger::Amount;
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::jobs::{JobKind, ask_for};
use crate::losses::NewLine;
use crate::people::changed;
use crate::rows::{all, insert, no_nul, one, rows, run};
use crate::{By, Claim, Store};

rows! {
    /// A review of one row.
    pub struct Review {
        /// What names the row.
        pub entry_key: String,
        /// What was said.
        pub state: ReviewState,
        /// Why, or the question.
        pub reason: String,
        /// When.
        pub at_us: i64,
    }

    struct Units {
        pub asset: String,
        pub units: String,
    }
}

impl Store {
    /// Queries, excludes or opens a line again. The original stays as it is. Where
    /// the line trades a listed asset, what is left out puts none in doubt any more:
    /// `moves_doubt` asks for the claim to be valued again, and for the group.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] on one's own claim; [`StoreError::NotFound`]
    /// when the claim has no such line.
    pub async fn review_line(
        &self,
        by: &By,
        claim: &Claim,
        entry_key: &str,
        said: (ReviewState, &str),
        moves_doubt: bool,
    ) -> Result<(), StoreError> {
        let (state, reason) = said;
        no_nul(reason, "the reason")?;
        by.allowed(Act::ReviewLine, claim.is_of(&by.person))?;
        let mut tx = self.begin_write().await?;
        let ask =
            sqlx::query("UPDATE claim SET reviews_version = reviews_version + $1 WHERE id = $2")
                .bind(i64::from(moves_doubt))
                .bind(claim.id.clone());
        changed(run(&mut *tx, ask).await?, "claim")?;
        let lines: i64 = one(
            &mut *tx,
            sqlx::query("SELECT COUNT(*) FROM loss_line WHERE claim = $1 AND entry_key = $2")
                .bind(claim.id.clone())
                .bind(entry_key.to_owned()),
            "line",
        )
        .await?;
        changed(u64::from(lines > 0), "line")?;
        let ask = sqlx::query(
            "INSERT INTO review (claim, entry_key, state, reason, person, at_us) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (claim, entry_key) DO UPDATE SET \
             state = excluded.state, reason = excluded.reason, person = excluded.person, \
             at_us = excluded.at_us",
        )
        .bind(claim.id.clone())
        .bind(entry_key.to_owned())
        .bind(state.as_str())
        .bind(reason.to_owned())
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "review").await?;
        keep_native(&mut tx, &claim.id).await?;
        if moves_doubt {
            ask_for(&mut tx, JobKind::Claim, &claim.id, by.now_us).await?;
            ask_for(&mut tx, JobKind::Group, &claim.incident, by.now_us).await?;
        }
        let (hash, row) = entry_key.split_once([':', '!']).unwrap_or(("", entry_key));
        let hash = if hash.len() == 64 { hash } else { "" };
        let purpose = Purpose::Reviewed {
            state,
            row: row.into(),
        };
        let note = Note::new(Action::LineReviewed, &claim.reference)
            .sha256(hash)
            .purpose(purpose);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The reviews of a claim's rows.
    ///
    /// # Errors
    /// Of the database.
    pub async fn reviews(&self, claim: &str) -> Result<Vec<Review>, StoreError> {
        let ask = sqlx::query("SELECT * FROM review WHERE claim = $1 ORDER BY entry_key")
            .bind(claim.to_owned());
        all(&self.pool, ask).await
    }
}

impl Store {
    /// Units by asset of a claim's contested lines that are not excluded, typed-in
    /// ones among them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn counted_units(&self, claim: &str) -> Result<Vec<(String, String)>, StoreError> {
        let ask = sqlx::query(by_rule!(
            "SELECT loss_part.asset, loss_part.units FROM valuation \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             JOIN loss_part ON loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq \
             <review of line> \
             WHERE valuation.claim = $1 AND valuation.current = 1 \
             AND loss_part.units <> '' AND <line counts>"
        ))
        .bind(claim.to_owned());
        let units: Vec<Units> = all(&self.pool, ask).await?;
        let sums = summed(units.iter().map(|unit| (&*unit.asset, &*unit.units)))?;
        let rows = sums.into_iter();
        Ok(rows
            .map(|(asset, sum)| (asset.to_owned(), sum.normalized().to_string()))
            .collect())
    }
}

fn summed<'u>(
    units: impl Iterator<Item = (&'u str, &'u str)>,
) -> Result<BTreeMap<&'u str, Amount>, StoreError> {
    let mut sums: BTreeMap<&str, Amount> = BTreeMap::new();
    for (asset, units) in units {
        let unreadable = |_| StoreError::Unreadable(units.to_owned());
        let amount = Amount::parse(units).map_err(unreadable)?;
        let sum = sums.entry(asset).or_insert(Amount::ZERO);
        *sum = sum.plus(&amount);
    }
    Ok(sums)
}

/// Adds up a claim's units by asset again. Exact decimals cannot be added up in
/// SQL, so the sum is kept whenever a line or a review changes.
async fn keep_native(on: &mut AnyConnection, claim: &str) -> Result<(), StoreError> {
    let units: Vec<Units> = all(
        &mut *on,
        sqlx::query(by_rule!(
            "SELECT loss_part.asset, loss_part.units FROM valuation \
             JOIN loss_line ON loss_line.valuation = valuation.id \
             JOIN loss_part ON loss_part.valuation = loss_line.valuation \
                 AND loss_part.seq = loss_line.seq \
             <review of line> \
             WHERE valuation.claim = $1 AND valuation.current = 1 \
             AND <line is documented> AND loss_part.units <> '' \
             AND <line counts>"
        ))
        .bind(claim.to_owned()),
    )
    .await?;
    let units = units.iter().map(|unit| (&*unit.asset, &*unit.units));
    replace_native(on, claim, units).await
}

/// The same for lines that are at hand.
pub(crate) async fn keep_native_of(
    on: &mut AnyConnection,
    claim: &str,
    lines: &[NewLine],
) -> Result<(), StoreError> {
    let ask = sqlx::query("SELECT * FROM review WHERE claim = $1").bind(claim.to_owned());
    let reviews: Vec<Review> = all(&mut *on, ask).await?;
    let excluded = reviews.into_iter().filter(|said| !said.state.counts());
    let excluded: BTreeSet<String> = excluded.map(|said| said.entry_key).collect();
    let counted = lines
        .iter()
        .filter(|line| line.support.is_documented() && !excluded.contains(&line.entry_key));
    let parts = counted.flat_map(|line| &line.parts);
    let units = parts.filter(|part| !part.units.is_empty());
    let units = units.map(|part| (&*part.asset, &*part.units));
    replace_native(on, claim, units).await
}

async fn replace_native<'u>(
    on: &mut AnyConnection,
    claim: &str,
    units: impl Iterator<Item = (&'u str, &'u str)>,
) -> Result<(), StoreError> {
    let sums = summed(units)?;
    let ask = sqlx::query("DELETE FROM claim_native WHERE claim = $1").bind(claim.to_owned());
    run(&mut *on, ask).await?;
    for (asset, sum) in sums {
        let ask = sqlx::query("INSERT INTO claim_native (claim, asset, units) VALUES ($1, $2, $3)")
            .bind(claim.to_owned())
            .bind(asset.to_owned())
            .bind(sum.to_string());
        run(&mut *on, ask).await?;
    }
    Ok(())
}
