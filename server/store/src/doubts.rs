//! Assets in doubt: manipulated assets that a claim traded before their listing. The set of
//! them belongs to the price book. A change of the set revalues only claims that touch an
//! added or removed asset.

use std::collections::{BTreeMap, BTreeSet};

use casework::BookChange;
use casework::counting::SumOf;
use casework::custody::{CustodyEvent, Purpose};
use ledger::Text;
use ledger::losses::{Basis, Conflict, Terms};
use ledger::messages::Names;
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::incidents::raise_book_version;
use crate::prices::{ManipulatedAsset, manipulated};
use crate::rows::{all, one, rows, run};
use crate::{Actor, Incident, Store};

impl Store {
    /// Stores which assets are in doubt. If that changed, the price book gets a new version;
    /// valuations that touch no added or removed asset are carried over to it. Returns
    /// whether it changed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Conflict`] when somebody else stored them at
    /// the same time.
    pub async fn set_unsettled(
        &self,
        by: &Actor,
        incident: &str,
        unsettled: &[String],
    ) -> Result<bool, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query("SELECT * FROM incident WHERE id = $1").bind(incident.to_owned());
        let before: Incident = one(&mut *tx, ask, "incident").await?;
        if before.unsettled == unsettled {
            return Ok(false);
        }
        let ask =
            sqlx::query("UPDATE incident SET unsettled = $1 WHERE id = $2 AND unsettled = $3")
                .bind(serde_json::to_string(unsettled)?)
                .bind(incident.to_owned())
                .bind(serde_json::to_string(&before.unsettled)?);
        if run(&mut *tx, ask).await? == 0 {
            return Err(StoreError::Conflict("incident"));
        }
        let names: Names = unsettled.iter().collect();
        let what = BookChange::Unsettled {
            names: names.clone(),
        };
        // No new job is requested, because the group's own job does this.
        let version = raise_book_version(&mut tx, incident, &what, by).await?;
        carry_over(&mut tx, incident, unsettled, version).await?;
        let note =
            Note::new(CustodyEvent::AssetsUnsettled, "prices").purpose(Purpose::Assets { names });
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The assets in doubt under another basis than the incident's own. Under a date there
    /// are none. An incident whose own basis is a date stores none itself; the ones under
    /// the event basis come from the valuations stored for it.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn doubts_under(
        &self,
        incident: &Incident,
        basis: Basis,
    ) -> Result<Vec<Text>, StoreError> {
        let terms = self.terms(incident).await?;
        if terms.basis == basis || basis != Basis::Event || terms.manipulated.is_empty() {
            return Ok(terms.unsettled);
        }
        let mut connection = self.pool.acquire().await?;
        let kept = kept_doubts(&mut connection, &incident.id, &basis.to_string()).await?;
        Ok(in_doubt(&kept).into_iter().collect())
    }
}

/// The assets that a claim under a basis puts in doubt, and the assets with which it was
/// valued.
struct KeptDoubt {
    claim: String,
    own: Vec<Text>,
    valued_with: BTreeSet<Text>,
}

rows! {
    struct KeptDoubts {
        pub claim: String,
        pub conflicts: String,
        pub terms: String,
    }
}

/// The doubts of counted claims.
async fn kept_doubts(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<Vec<KeptDoubt>, StoreError> {
    let ask = sqlx::query(by_rule!(
        "SELECT valuation.claim, valuation.conflicts, valuation.terms FROM valuation \
         JOIN claim ON claim.id = valuation.claim \
         WHERE valuation.incident = $1 AND valuation.current = 1 AND valuation.for_basis = $2 \
         AND valuation.problem IS NULL AND <claim counts> ORDER BY claim.reference"
    ))
    .bind(incident.to_owned())
    .bind(for_basis.to_owned());
    let kept: Vec<KeptDoubts> = all(on, ask).await?;
    let read = kept.into_iter().map(|kept| {
        let conflicts: Vec<Conflict> = serde_json::from_str(&kept.conflicts)?;
        let terms: Terms = serde_json::from_str(&kept.terms)?;
        Ok(KeptDoubt {
            claim: kept.claim,
            own: conflicts.into_iter().map(|found| found.asset).collect(),
            valued_with: terms.unsettled.into_iter().collect(),
        })
    });
    read.collect()
}

fn in_doubt(kept: &[KeptDoubt]) -> BTreeSet<Text> {
    kept.iter().flat_map(|kept| kept.own.clone()).collect()
}

/// Claims that were valued with a different set of assets in doubt. This concerns other
/// bases, for which no version of the price book counts such changes.
pub(crate) async fn otherwise_in_doubt(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<Vec<String>, StoreError> {
    if for_basis != Basis::Event.to_string() {
        return Ok(Vec::new());
    }
    let listed: Vec<ManipulatedAsset> = all(&mut *on, manipulated(incident)).await?;
    if listed.is_empty() {
        return Ok(Vec::new());
    }
    let kept = kept_doubts(on, incident, for_basis).await?;
    let now = in_doubt(&kept);
    let others = kept.into_iter().filter(|kept| kept.valued_with != now);
    Ok(others.map(|kept| kept.claim).collect())
}

rows! {
    /// A valuation with the earlier price book.
    struct Valued {
        pub id: String,
        pub terms: String,
        pub conflicts: String,
        /// Whether files of its claim have conflicting rows.
        pub disagrees: bool,
    }
}

/// A valuation, with its terms after the change of assets in doubt.
struct Moved {
    valuation: String,
    terms: Terms,
    /// Tickers of the added and removed assets, as its files may write them.
    tickers: BTreeSet<Text>,
}

/// Carries unaffected valuations over to a new version of the price book. They become equal
/// to what valuing them again would give.
async fn carry_over(
    on: &mut AnyConnection,
    incident: &str,
    unsettled: &[String],
    version: i64,
) -> Result<(), StoreError> {
    let ask = sqlx::query(
        "SELECT id, terms, conflicts, CASE WHEN row_conflicts IS NOT NULL OR EXISTS \
         (SELECT 1 FROM row_conflict WHERE row_conflict.claim = valuation.claim) \
         THEN 1 ELSE 0 END AS disagrees FROM valuation WHERE incident = $1 AND current = 1 \
         AND price_version = $2 AND problem IS NULL",
    )
    .bind(incident.to_owned())
    // The version number is checked, because another change of prices may have come in
    // between.
    .bind(version - 1);
    let valued: Vec<Valued> = all(&mut *on, ask).await?;
    let moved = valued.iter().map(|valued| valued.moved(unsettled));
    let moved: Vec<Option<Moved>> = moved.collect::<Result<_, _>>()?;
    let moved: Vec<Moved> = moved.into_iter().flatten().collect();
    let tickers = moved.iter().flat_map(|moved| &moved.tickers).collect();
    let touched = touched(on, incident, &tickers).await?;
    let stays = |moved: &Moved| match touched.get(&moved.valuation) {
        Some(touched) => touched.is_disjoint(&moved.tickers),
        None => true,
    };
    for moved in moved.into_iter().filter(stays) {
        let ask = sqlx::query("UPDATE valuation SET terms = $1, price_version = $2 WHERE id = $3")
            .bind(serde_json::to_string(&moved.terms)?)
            .bind(version)
            .bind(moved.valuation);
        run(&mut *on, ask).await?;
    }
    Ok(())
}

impl Valued {
    /// None where it must be made again in any case.
    fn moved(&self, unsettled: &[String]) -> Result<Option<Moved>, StoreError> {
        let mut terms: Terms = serde_json::from_str(&self.terms)?;
        let own: Vec<Conflict> = serde_json::from_str(&self.conflicts)?;
        let own = own.into_iter().map(|conflict| conflict.asset);
        let group = unsettled.iter().map(|asset| asset.as_str().into());
        let now: BTreeSet<Text> = group.chain(own).collect();
        let was: BTreeSet<Text> = terms.unsettled.iter().cloned().collect();
        let mut tickers = BTreeSet::new();
        // Under the basis of a date, no asset is in doubt.
        if terms.basis == Basis::Event && was != now {
            if self.disagrees {
                // The comparison of conflicting rows used these prices too.
                return Ok(None);
            }
            for asset in was.symmetric_difference(&now) {
                let aliases = terms.aliases.iter().filter(|alias| alias.asset == *asset);
                tickers.extend(aliases.map(|alias| alias.ticker.clone()));
                tickers.insert(asset.clone());
            }
        }
        terms.unsettled = now.into_iter().collect();
        Ok(Some(Moved {
            valuation: self.id.clone(),
            terms,
            tickers,
        }))
    }
}

/// Which of these tickers each current valuation needs a price for.
async fn touched(
    on: &mut AnyConnection,
    incident: &str,
    tickers: &BTreeSet<&Text>,
) -> Result<BTreeMap<String, BTreeSet<Text>>, StoreError> {
    let mut touched: BTreeMap<String, BTreeSet<Text>> = BTreeMap::new();
    for ticker in tickers {
        let ask = sqlx::query(
            "SELECT valuation.id FROM valuation WHERE valuation.incident = $1 \
             AND valuation.current = 1 AND (EXISTS (SELECT 1 FROM claim_sum \
                 WHERE claim_sum.valuation = valuation.id AND claim_sum.dimension = $3 \
                 AND claim_sum.row_key = $2) \
             OR EXISTS (SELECT 1 FROM valued_credit \
                 JOIN credit ON credit.id = valued_credit.credit \
                 WHERE valued_credit.valuation = valuation.id AND credit.asset = $2))",
        )
        .bind(incident.to_owned())
        .bind(ticker.to_string())
        .bind(SumOf::Moved.as_str());
        for valuation in all::<String, _>(&mut *on, ask).await? {
            touched
                .entry(valuation)
                .or_default()
                .insert((*ticker).clone());
        }
    }
    Ok(touched)
}
