//! Reviews of loss lines, stored by the row's key so that they survive another import and
//! another valuation. The sums of a reviewed row's lines are stored too; they are subtracted
//! while the row does not count.

use std::collections::BTreeMap;

use casework::counting::{FirstTrade, KeptSums, Scope, SumOf, units_left};
use casework::custody::{CustodyEvent, Purpose};
use casework::{Permission, ReviewState};
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::jobs::{JobKind, ask_for};
use crate::losses::insert_places;
use crate::prices::terms_on;
use crate::rows::{all, changed, insert, maybe, no_nul, one, rows, run};
use crate::sums::{SumsAsked, insert_trades, sums_on};
use crate::{Actor, Claim, Incident, Store};

rows! {
    /// A review of one row.
    pub struct Review {
        /// What names the row.
        pub entry_key: String,
        /// The review.
        pub state: ReviewState,
        /// Why, or the question.
        pub reason: String,
        /// When.
        pub at_us: i64,
    }

    /// A current valuation of a claim: by the incident's own basis, or another one.
    pub struct CurrentValuation {
        /// Its id.
        pub id: String,
        /// Empty for the incident's own basis.
        pub for_basis: String,
    }
}

/// A coordinator's review of a row, with the sums of its lines.
#[derive(Clone, Copy, Debug)]
pub struct NewReview<'a> {
    /// What names the row.
    pub entry_key: &'a str,
    /// The message.
    pub state: ReviewState,
    /// Why, or the question.
    pub reason: &'a str,
    /// The sums of the row's lines in each current valuation of the claim
    /// ([`Store::current_valuations`]), by the valuation's id.
    pub lines: &'a [(String, KeptSums)],
    /// Whether the lines trade a listed asset, so that excluding them may remove a doubt.
    pub moves_doubt: bool,
}

impl Store {
    /// Queries, excludes or reopens a line. The original does not change. Totals show the
    /// result as soon as this returns, whatever the number of lines. If it may change which
    /// assets are in doubt, new valuations of the claim and of the group are requested.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] on one's own claim; [`StoreError::NotFound`] when the
    /// claim has no such line; [`StoreError::Conflict`] of a `valuation` when other
    /// valuations are current by now, or of a `review` when another review overtook it. The
    /// sums must then be computed again.
    pub async fn review_line(
        &self,
        by: &Actor,
        claim: &Claim,
        new: &NewReview<'_>,
    ) -> Result<(), StoreError> {
        no_nul(new.reason, "the reason")?;
        by.allowed(Permission::ReviewLine, claim.is_of(&by.person))?;
        // The search for trades may read many lines, so that it is done before anybody waits
        // for the claim.
        let next = self.next_trades(claim, new).await?;
        let places = self.places_of_row(new).await?;
        let mut tx = self.begin_write().await?;
        let ask =
            sqlx::query("UPDATE claim SET reviews_version = reviews_version + $1 WHERE id = $2")
                .bind(i64::from(new.moves_doubt))
                .bind(claim.id.clone());
        changed(run(&mut *tx, ask).await?, "claim")?;
        self.covers(&mut tx, claim, new).await?;
        let known = is_reviewed(&mut tx, claim, new.entry_key).await?;
        insert_review(&mut tx, by, claim, new).await?;
        for (valuation, sums) in new.lines {
            self.insert_reviewed(&mut tx, valuation, new.entry_key, &sums.rows)
                .await?;
            if let Some(places) = places.get(valuation) {
                insert_places(&mut tx, valuation, new.entry_key, places).await?;
            }
            if !known {
                keep_trades(&mut tx, claim, valuation, sums, &next).await?;
            }
        }
        if new.moves_doubt {
            ask_for(&mut tx, JobKind::Claim, &claim.id, by.now_us).await?;
            ask_for(&mut tx, JobKind::Group, &claim.incident, by.now_us).await?;
        }
        append(&mut tx, &claim.incident, by, note(claim, new)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The places of the row's lines in each valuation.
    async fn places_of_row(
        &self,
        new: &NewReview<'_>,
    ) -> Result<BTreeMap<String, Vec<u32>>, StoreError> {
        let mut places = BTreeMap::new();
        for (valuation, _) in new.lines {
            let Some((rows, lines)) = self.lines_of_valuation(valuation).await? else {
                continue;
            };
            let key = new.entry_key.to_owned();
            let found = blocking(move || {
                let seqs = lines.of_key(&rows, &key)?;
                Ok(lines.places_of(&seqs).into_iter().collect())
            });
            places.insert(valuation.clone(), found.await?);
        }
        Ok(places)
    }

    /// Checks that the sums belong to the current valuations.
    async fn covers(
        &self,
        on: &mut AnyConnection,
        claim: &Claim,
        new: &NewReview<'_>,
    ) -> Result<(), StoreError> {
        let current = current_valuations(on, &claim.id).await?;
        let known = |id: &String| new.lines.iter().any(|(valuation, _)| valuation == id);
        if current.len() != new.lines.len() || !current.iter().all(|current| known(&current.id)) {
            return Err(StoreError::Conflict("valuation"));
        }
        let any = new.lines.iter().any(|(_, sums)| !sums.rows.is_empty());
        changed(u64::from(any), "line")
    }

    /// The trades that come first for an asset once the row is reviewed, in each valuation
    /// in which the row had the first trade.
    async fn next_trades(&self, claim: &Claim, new: &NewReview<'_>) -> Result<Next, StoreError> {
        let mut next = Next::new();
        let mut read = self.begin_read().await?;
        if is_reviewed(&mut read, claim, new.entry_key).await? {
            return Ok(next);
        }
        let ask = sqlx::query("SELECT * FROM incident WHERE id = $1").bind(claim.incident.clone());
        let incident: Incident = one(&mut *read, ask, "incident").await?;
        let terms = terms_on(&mut read, &incident).await?;
        let mut missing = Vec::new();
        for (valuation, sums) in new.lines {
            for trade in &sums.trades {
                let asset = trade.asset.as_str();
                if !has_other(&mut read, claim, valuation, asset, new.entry_key).await? {
                    missing.push((valuation.clone(), asset.to_owned()));
                }
            }
        }
        read.rollback().await?;
        for (valuation, asset) in missing {
            let first = self.next_trade(&terms, &valuation, &asset, new.entry_key);
            next.insert((valuation.clone(), asset.clone()), first.await?);
        }
        Ok(next)
    }

    /// The reviews of a claim's rows.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn reviews(&self, claim: &str) -> Result<Vec<Review>, StoreError> {
        let ask = sqlx::query("SELECT * FROM review WHERE claim = $1 ORDER BY entry_key")
            .bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// The claims with open questions about their lines, among those that count: each by its
    /// reference, once for each line.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn queried_lines(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let sql = by_rule!(
            "SELECT claim.reference FROM valuation JOIN claim ON claim.id = valuation.claim \
             JOIN reviewed_line ON reviewed_line.valuation = valuation.id \
             JOIN review ON review.claim = claim.id \
                 AND review.entry_key = reviewed_line.entry_key \
             WHERE valuation.incident = $1 AND valuation.current = 1 \
             AND valuation.for_basis = '' AND review.state = $2 AND <claim counts> \
             ORDER BY claim.reference",
        );
        let ask = sqlx::query(sql)
            .bind(incident.to_owned())
            .bind(ReviewState::Queried.as_str());
        all(&self.pool, ask).await
    }

    /// The current valuations of a claim, one for each basis, the incident's own first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn current_valuations(
        &self,
        claim: &str,
    ) -> Result<Vec<CurrentValuation>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        current_valuations(&mut connection, claim).await
    }

    /// Units by asset of a claim's contested lines that are not excluded, including typed-in
    /// ones.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn counted_units(&self, claim: &Claim) -> Result<Vec<(String, String)>, StoreError> {
        let asked = SumsAsked {
            incident: &claim.incident,
            for_basis: "",
            claim: Some(&claim.reference),
            scope: Scope::All,
            of: Some((SumOf::Moved, None)),
        };
        let mut connection = self.pool.acquire().await?;
        let found = sums_on(&mut connection, asked).await?;
        let all = found.all.iter().map(|(_, row)| row);
        let units = units_left(all, found.left_out().map(|(_, row)| row));
        let units = units.into_iter();
        Ok(units
            .map(|(asset, sum)| (asset, sum.normalized().to_string()))
            .collect())
    }
}

/// By valuation and asset, the trade that comes first; none where there is no other.
type Next = BTreeMap<(String, String), Option<FirstTrade>>;

async fn current_valuations(
    on: &mut AnyConnection,
    claim: &str,
) -> Result<Vec<CurrentValuation>, StoreError> {
    let ask = sqlx::query(
        "SELECT id, for_basis FROM valuation WHERE claim = $1 AND current = 1 \
         ORDER BY for_basis",
    )
    .bind(claim.to_owned());
    all(on, ask).await
}

async fn is_reviewed(on: &mut AnyConnection, claim: &Claim, key: &str) -> Result<bool, StoreError> {
    let ask = sqlx::query("SELECT state FROM review WHERE claim = $1 AND entry_key = $2")
        .bind(claim.id.clone())
        .bind(key.to_owned());
    let state: Option<String> = maybe(on, ask).await?;
    Ok(state.is_some())
}

/// Whether a first trade of an asset is stored for another row without a review.
async fn has_other(
    on: &mut AnyConnection,
    claim: &Claim,
    valuation: &str,
    asset: &str,
    key: &str,
) -> Result<bool, StoreError> {
    let ask = sqlx::query(
        "SELECT first_trade.entry_key FROM first_trade \
         LEFT JOIN review ON review.claim = $1 AND review.entry_key = first_trade.entry_key \
         WHERE first_trade.valuation = $2 AND first_trade.asset = $3 \
         AND first_trade.entry_key <> $4 AND review.entry_key IS NULL LIMIT 1",
    )
    .bind(claim.id.clone())
    .bind(valuation.to_owned())
    .bind(asset.to_owned())
    .bind(key.to_owned());
    let other: Option<String> = maybe(on, ask).await?;
    Ok(other.is_some())
}

/// Stores the first trades of a reviewed row beside those of unreviewed rows. The review is
/// written already.
async fn keep_trades(
    on: &mut AnyConnection,
    claim: &Claim,
    valuation: &str,
    sums: &KeptSums,
    next: &Next,
) -> Result<(), StoreError> {
    insert_trades(on, valuation, &sums.trades).await?;
    for trade in &sums.trades {
        let asset = trade.asset.as_str();
        let key = (valuation.to_owned(), asset.to_owned());
        if let Some(Some(first)) = next.get(&key) {
            insert_trades(on, valuation, std::slice::from_ref(first)).await?;
        }
        let there_is_none = matches!(next.get(&key), Some(None));
        if !there_is_none && !has_other(on, claim, valuation, asset, &trade.key).await? {
            return Err(StoreError::Conflict("review"));
        }
    }
    Ok(())
}

async fn insert_review(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    new: &NewReview<'_>,
) -> Result<(), StoreError> {
    let ask = sqlx::query(
        "INSERT INTO review (claim, entry_key, state, reason, person, at_us) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (claim, entry_key) DO UPDATE SET \
         state = excluded.state, reason = excluded.reason, person = excluded.person, \
         at_us = excluded.at_us",
    )
    .bind(claim.id.clone())
    .bind(new.entry_key.to_owned())
    .bind(new.state.as_str())
    .bind(new.reason.to_owned())
    .bind(by.person.clone())
    .bind(by.now_us);
    insert(on, ask, "review").await
}

fn note<'a>(claim: &'a Claim, new: &NewReview<'a>) -> Note<'a> {
    let key = new.entry_key;
    let (hash, row) = key.split_once([':', '!']).unwrap_or(("", key));
    let hash = if hash.len() == 64 { hash } else { "" };
    let purpose = Purpose::Reviewed {
        state: new.state,
        row: row.into(),
    };
    Note::new(CustodyEvent::LineReviewed, &claim.reference)
        .sha256(hash)
        .purpose(purpose)
}
