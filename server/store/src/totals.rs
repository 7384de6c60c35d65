//! The group's totals, computed from kept sums. `casework::counting::TotalsBuilder` uses the
//! same rows for a frozen document, and no line is read for a page of totals.

use std::sync::{Arc, Mutex, MutexGuard};

use casework::ClaimState;
use casework::counting::TotalsBuilder;
use casework::totals::{Counts, HeldPosition, ListedCredit, OpenConflicts, Totals};
use hashlink::LruCache;
use ledger::losses::{Basis, PositionNotValued};
use ledger::{Moment, Money};
use sqlx::AnyConnection;

use crate::conflicts::open_conflicts;
use crate::counting::by_rule;
use crate::credits::doubts_of;
use crate::error::StoreError;
use crate::prices::terms_on;
use crate::rows::{FromRow, all, one, rows};
use crate::{Incident, Store};

rows! {
    struct Claims {
        pub reference: String,
        pub state: ClaimState,
    }
    struct Kept {
        pub reference: String,
        pub positions: String,
    }
    struct Counted {
        pub id: String,
        pub reference: String,
    }
    /// What changes whenever the totals may change, apart from the incident and conflicts.
    struct Versions {
        /// Of the custody chain: one more with every act that changes something.
        pub changes: i64,
        /// Versions of all claims, added up.
        pub claims: i64,
        /// Every valuation that is current, with its version of the price book. Valuations
        /// are made by jobs, which the custody chain does not record.
        pub valuations: String,
    }
    struct Credit {
        pub claim: String,
        pub time_us: i64,
        pub asset: String,
        pub amount: String,
        pub value: Option<Money>,
        pub detail: String,
    }
}

/// The cached totals, by incident and basis. They are right as long as all that they were
/// computed from has the same versions.
#[derive(Debug)]
pub(crate) struct GroupTotals(Mutex<LruCache<Key, Slot>>);

/// An incident and a basis.
type Key = (String, String);

/// The totals of one incident and basis.
#[derive(Clone, Debug, Default)]
struct Slot {
    cached: Option<Cached>,
    /// Held by whoever computes them: requests that come at once wait for one result.
    computing: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Clone, Debug)]
struct Cached {
    of: Arc<ComputedFrom>,
    totals: Arc<Totals>,
}

#[derive(Debug, PartialEq)]
struct ComputedFrom {
    incident: Incident,
    versions: Versions,
    conflicts: OpenConflicts,
}

impl GroupTotals {
    /// Caches the totals of at most this many groups.
    pub(crate) fn new(groups_max: u32) -> GroupTotals {
        GroupTotals(Mutex::new(LruCache::new((groups_max as usize).max(1))))
    }

    fn get(&self, key: &Key, of: &ComputedFrom) -> Option<Arc<Totals>> {
        let cached = self.lock().get(key)?.cached.clone();
        let cached = cached.filter(|cached| *cached.of == *of);
        cached.map(|cached| cached.totals)
    }

    fn computing(&self, key: &Key) -> Arc<tokio::sync::Mutex<()>> {
        let mut slots = self.lock();
        let slot = slots.entry(key.clone()).or_insert_with(Slot::default);
        Arc::clone(&slot.computing)
    }

    fn keep(&self, key: &Key, of: ComputedFrom, totals: &Arc<Totals>) {
        let mut slots = self.lock();
        let slot = slots.entry(key.clone()).or_insert_with(Slot::default);
        slot.cached = Some(Cached {
            of: Arc::new(of),
            totals: Arc::clone(totals),
        });
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<Key, Slot>> {
        self.0.lock().unwrap_or_else(|held| held.into_inner())
    }
}

impl Store {
    /// The current totals of an incident, by its own basis (`for_basis` empty) or by the
    /// valuations stored for another one (`event`, `date:2022-12-30`). They come from one
    /// consistent state and are checked to add up. If they list stale claims, they mix
    /// several versions of the price book. Such totals are for display only.
    ///
    /// # Errors
    /// Errors of the database; [`StoreError::Totals`] when a table does not add up, which
    /// would be a defect.
    pub async fn totals(
        &self,
        incident: &Incident,
        for_basis: &str,
    ) -> Result<Arc<Totals>, StoreError> {
        let mut read = self.begin_read().await?;
        let of = Of {
            incident: &incident.id,
            for_basis,
        };
        let from = computed_from(&mut read, of).await?;
        let key = (incident.id.clone(), for_basis.to_owned());
        if let Some(totals) = self.group_totals.get(&key, &from) {
            read.rollback().await?;
            return Ok(totals);
        }
        let computing = self.group_totals.computing(&key);
        let _alone = computing.lock().await;
        let totals = match self.group_totals.get(&key, &from) {
            Some(totals) => totals,
            None => {
                let totals = self.totals_on(&mut read, &from, for_basis).await?;
                let totals = Arc::new(totals);
                self.group_totals.keep(&key, from, &totals);
                totals
            }
        };
        read.rollback().await?;
        Ok(totals)
    }

    async fn totals_on(
        &self,
        on: &mut AnyConnection,
        from: &ComputedFrom,
        for_basis: &str,
    ) -> Result<Totals, StoreError> {
        let incident = &from.incident;
        let id = incident.id.as_str();
        let mut terms = terms_on(on, incident).await?;
        if !for_basis.is_empty() {
            let unreadable = |_| StoreError::Unreadable(format!("a basis: {for_basis}"));
            terms.basis = for_basis.parse().map_err(unreadable)?;
        }
        let mut builder = TotalsBuilder::new(&terms, incident.price_version);
        let claims: Vec<Claims> = rows_of(
            on,
            by_rule!(
                "SELECT reference, state FROM claim WHERE incident = $1 AND <claim counts> \
             ORDER BY reference"
            ),
            id,
        )
        .await?;
        for claim in &claims {
            builder.claim(&claim.reference, claim.state);
        }
        let group = self.group_sums.counted(on, id, for_basis).await?;
        for (accepted, row) in group.rows(None) {
            builder.kept(accepted, &row);
        }
        let reviewed = group.reviewed(None);
        for (accepted, _, row) in reviewed.filter(|(_, review, _)| !review.counts()) {
            builder.left_out(*accepted, row);
        }
        let of = Of {
            incident: id,
            for_basis,
        };
        let totals = builder.finish()?;
        let credits_listed = credits(on, of).await?;
        let totals = Totals {
            counts: Counts {
                currency: incident.currency.clone(),
                ..totals.counts
            },
            credits: credits_listed
                .iter()
                .filter_map(|credit| credit.value)
                .sum(),
            credits_listed,
            not_valued: not_valued(on, of).await?,
            positions_not_valued: positions(on, of).await?,
            conflicts: from.conflicts,
            stale: stale(on, of).await?,
            ..totals
        };
        totals.check()?;
        Ok(totals)
    }
}

impl Store {
    /// Whether counted claims or their prices changed since the figures under another basis
    /// were computed.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn is_outdated(&self, incident: &str, basis: Basis) -> Result<bool, StoreError> {
        let for_basis = &basis.to_string();
        let mut connection = self.pool.acquire().await?;
        let of = Of {
            incident,
            for_basis,
        };
        Ok(!stale(&mut connection, of).await?.is_empty())
    }
}

/// The incident, and the basis (empty for its own).
#[derive(Clone, Copy)]
struct Of<'a> {
    incident: &'a str,
    for_basis: &'a str,
}

async fn computed_from(on: &mut AnyConnection, of: Of<'_>) -> Result<ComputedFrom, StoreError> {
    let ask = sqlx::query("SELECT * FROM incident WHERE id = $1").bind(of.incident.to_owned());
    let incident: Incident = one(&mut *on, ask, "incident").await?;
    let versions = sqlx::query(
        "SELECT custody_head.changes, \
         (SELECT CAST(COALESCE(SUM(version + figures_version + reviews_version), 0) AS BIGINT) \
             FROM claim WHERE incident = $1) AS claims, \
         (SELECT COALESCE(string_agg(id || ' ' || price_version, ',' ORDER BY id), '') \
             FROM valuation WHERE incident = $1 AND current = 1 AND for_basis = $2) \
             AS valuations \
         FROM custody_head WHERE custody_head.incident = $1",
    )
    .bind(of.incident.to_owned())
    .bind(of.for_basis.to_owned());
    Ok(ComputedFrom {
        incident,
        versions: one(&mut *on, versions, "incident").await?,
        conflicts: conflicts(on, of).await?,
    })
}

async fn rows_of<T: FromRow>(
    on: &mut AnyConnection,
    sql: &'static str,
    incident: &str,
) -> Result<Vec<T>, StoreError> {
    all(on, sqlx::query(sql).bind(incident.to_owned())).await
}

async fn rows_under<T: FromRow>(
    on: &mut AnyConnection,
    sql: &'static str,
    of: Of<'_>,
) -> Result<Vec<T>, StoreError> {
    let ask = sqlx::query(sql).bind(of.incident.to_owned());
    all(on, ask.bind(of.for_basis.to_owned())).await
}

/// The credits of counted claims.
async fn credits(on: &mut AnyConnection, of: Of<'_>) -> Result<Vec<ListedCredit>, StoreError> {
    let rows: Vec<Credit> = rows_under(
        on,
        by_rule!(
            "SELECT claim.reference AS claim, credit.time_us, credit.asset, credit.amount, \
             valued_credit.amount AS value, valued_credit.detail FROM valuation \
                 JOIN claim ON claim.id = valuation.claim \
                 JOIN valued_credit ON valued_credit.valuation = valuation.id \
                 JOIN credit ON credit.id = valued_credit.credit \
                 WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = $2 \
                 AND <claim counts> \
                 ORDER BY claim.reference, credit.time_us, credit.added_at_us, credit.id"
        ),
        of,
    )
    .await?;
    let listed = rows.into_iter().map(|row| {
        Ok(ListedCredit {
            doubts: doubts_of(&row.detail)?,
            claim: row.claim,
            time: Moment::from_micros(row.time_us).to_string(),
            asset: row.asset,
            units: row.amount,
            value: row.value,
        })
    });
    listed.collect()
}

/// Counted claims for which the ledger gives a reason why there is no loss.
async fn not_valued(on: &mut AnyConnection, of: Of<'_>) -> Result<Vec<String>, StoreError> {
    rows_under(
        on,
        by_rule!(
            "SELECT claim.reference FROM valuation JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = $2 \
             AND valuation.problem IS NOT NULL \
             AND <claim counts> \
             ORDER BY claim.reference"
        ),
        of,
    )
    .await
}

/// Positions that cannot be valued from fills alone.
async fn positions(on: &mut AnyConnection, of: Of<'_>) -> Result<Vec<HeldPosition>, StoreError> {
    let kept: Vec<Kept> = rows_under(
        on,
        by_rule!(
            "SELECT claim.reference, valuation.positions FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = $2 \
             AND valuation.positions IS NOT NULL \
             AND <claim counts> \
             ORDER BY claim.reference"
        ),
        of,
    )
    .await?;
    let mut positions = Vec::new();
    for claim in kept {
        let kept: Vec<PositionNotValued> = serde_json::from_str(&claim.positions)?;
        let held = kept.iter();
        positions.extend(held.map(|held| HeldPosition::of(&claim.reference, held)));
    }
    Ok(positions)
}

/// The conflicts of counted claims' files.
async fn conflicts(on: &mut AnyConnection, of: Of<'_>) -> Result<OpenConflicts, StoreError> {
    if of.for_basis.is_empty() {
        return open_conflicts(on, of.incident).await;
    }
    let kept: Vec<String> = rows_under(
        on,
        by_rule!(
            "SELECT valuation.row_conflicts FROM valuation \
             JOIN claim ON claim.id = valuation.claim \
             WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = $2 \
             AND valuation.row_conflicts IS NOT NULL AND <claim counts> \
             ORDER BY claim.reference"
        ),
        of,
    )
    .await?;
    let mut sum = OpenConflicts::default();
    for json in kept {
        sum.plus(&serde_json::from_str(&json)?);
    }
    Ok(sum)
}

/// Counted claims that were not valued under the basis since the price book or the claims
/// changed.
async fn stale(on: &mut AnyConnection, of: Of<'_>) -> Result<Vec<String>, StoreError> {
    let stale = Store::stale_claims_on(on, of.incident, of.for_basis).await?;
    if stale.is_empty() {
        return Ok(Vec::new());
    }
    let counted: Vec<Counted> = rows_of(
        on,
        by_rule!(
            "SELECT id, reference FROM claim WHERE incident = $1 \
         AND <claim counts> ORDER BY reference"
        ),
        of.incident,
    )
    .await?;
    let behind = counted
        .into_iter()
        .filter(|claim| stale.contains(&claim.id));
    Ok(behind.map(|claim| claim.reference).collect())
}
