//! Assets in doubt: manipulated ones that a claim traded before they are listed. Which
//! they are is a term of the price book, and a claim is valued again only when it touches
//! one of those that came or went.

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
    /// Writes down which assets are in doubt; the price book gets a new version when that
    /// changes, and what does not touch an asset that came or went is of that version too.
    /// Says whether it changed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Conflict`] when somebody else wrote it down
    /// at the same time.
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
        // Not asked for again: this is what the group's own work settles.
        let version = raise_book_version(&mut tx, incident, &what, by).await?;
        carry_over(&mut tx, incident, unsettled, version).await?;
        let note =
            Note::new(CustodyEvent::AssetsUnsettled, "prices").purpose(Purpose::Assets { names });
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The assets in doubt under another basis than the incident's own. By date there are
    /// none; an incident that counts by date keeps none itself, so that those at each
    /// event come from the valuations that are kept for it.
    ///
    /// # Errors
    /// Of the database; when what is kept cannot be read.
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

/// What a claim under a basis puts in doubt, and which assets it was valued with.
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

/// Those of counted claims.
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

/// Claims that were valued with other assets in doubt than those that are so now: of
/// another basis, for which no version of the price book counts them.
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
    /// A valuation by the price book as it was.
    struct Valued {
        pub id: String,
        pub terms: String,
        pub conflicts: String,
        /// Whether files of its claim tell a row differently.
        pub disagrees: bool,
    }
}

/// A valuation with the terms that it has once the assets in doubt are others.
struct Moved {
    valuation: String,
    terms: Terms,
    /// Tickers of the assets that came or went, as its files may name them.
    tickers: BTreeSet<Text>,
}

/// Takes the valuations for which nothing changes over to a new version of the price book:
/// they become what valuing them again would make of them.
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
    // Not the version that was read before: another change of prices may have come between.
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
    /// None where it has to be made again whatever it touches.
    fn moved(&self, unsettled: &[String]) -> Result<Option<Moved>, StoreError> {
        let mut terms: Terms = serde_json::from_str(&self.terms)?;
        let own: Vec<Conflict> = serde_json::from_str(&self.conflicts)?;
        let own = own.into_iter().map(|conflict| conflict.asset);
        let group = unsettled.iter().map(|asset| asset.as_str().into());
        let now: BTreeSet<Text> = group.chain(own).collect();
        let was: BTreeSet<Text> = terms.unsettled.iter().cloned().collect();
        let mut tickers = BTreeSet::new();
        // No asset is in doubt at the day of a date.
        if terms.basis == Basis::Event && was != now {
            if self.disagrees {
                // The rows that do not count were weighed with those prices too.
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

/// Which of some tickers each valuation that counts asks the price of.
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
