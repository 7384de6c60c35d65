//! Writes the links that a search found, in one transaction.

use std::collections::{BTreeSet, HashMap};

use casework::{LinkKey, LinkKind, LinkLimits};
use sqlx::AnyConnection;

use super::found::Room;
use super::source::{Source, Sources};
use super::within;
use crate::Store;
use crate::error::StoreError;
use crate::generations::forget_unpinned;
use crate::imports::{ROWS_PER_STATEMENT, text};
use crate::rows::{all, rows, run};

/// A link to be stored.
#[derive(Clone, Debug)]
pub(super) struct KeptLink {
    pub(super) kind: LinkKind,
    pub(super) key: LinkKey,
    pub(super) exchange: String,
    pub(super) label: String,
    pub(super) claims: usize,
    /// Each claim by its id, with the number of rows and the files that have them.
    pub(super) members: Vec<(String, u64, Vec<String>)>,
}

rows! {
    struct OfClaim {
        pub claim: String,
        pub kind: LinkKind,
        pub links: i64,
    }

    struct OfKind {
        pub kind: LinkKind,
        pub links: i64,
    }
}

/// The tables of links of an incident.
const OF_INCIDENT: [&str; 3] = [
    "DELETE FROM link_claim WHERE incident = $1",
    "DELETE FROM link WHERE incident = $1",
    "DELETE FROM link_source WHERE incident = $1",
];

/// The links of one claim, with all their claims.
const OF_CLAIM: [&str; 3] = [
    "DELETE FROM link WHERE incident = $1 AND (kind, link_key) IN \
     (SELECT kind, link_key FROM link_claim WHERE claim = $2)",
    "DELETE FROM link_claim WHERE incident = $1 AND (kind, link_key) IN \
     (SELECT kind, link_key FROM link_claim WHERE claim = $2)",
    "DELETE FROM link_source WHERE incident = $1 AND claim = $2",
];

impl Store {
    /// How many links of each claim and kind are kept, without the links of some claims.
    pub(super) async fn links_kept(
        &self,
        incident: &str,
        without: &BTreeSet<String>,
        limits: &LinkLimits,
    ) -> Result<Room, StoreError> {
        let places: Vec<String> = (2..without.len() + 2).map(|at| format!("${at}")).collect();
        let sql = format!(
            "SELECT own.claim, own.kind, COUNT(*) AS links FROM link_claim AS own \
             JOIN link ON link.incident = own.incident AND link.kind = own.kind \
             AND link.link_key = own.link_key \
             WHERE own.incident = $1 AND NOT {} AND NOT EXISTS (SELECT 1 FROM link_claim AS other \
                 WHERE other.incident = own.incident AND other.kind = own.kind \
                 AND other.link_key = own.link_key AND other.claim IN ({})) \
             GROUP BY own.claim, own.kind",
            within(limits, true),
            places.join(", ")
        );
        let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        for claim in without {
            ask = ask.bind(claim.clone());
        }
        let of_claims: Vec<OfClaim> = all(&self.pool, ask).await?;
        let sql = format!(
            "SELECT kind, COUNT(*) AS links FROM link WHERE incident = $1 AND {} GROUP BY kind",
            within(limits, true)
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        let common: Vec<OfKind> = all(&self.pool, ask).await?;
        let count = |links: i64| u32::try_from(links).unwrap_or(u32::MAX);
        let of_claims = of_claims.into_iter();
        let common = common.into_iter();
        Ok(Room {
            of_claims: of_claims
                .map(|row| ((row.claim, row.kind), count(row.links)))
                .collect(),
            common: common.map(|row| (row.kind, count(row.links))).collect(),
        })
    }

    /// Replaces the links of the changed claims, or all.
    pub(super) async fn write_links(
        &self,
        incident: &str,
        (sources, changed): (&Sources, &BTreeSet<String>),
        is_all: bool,
        (links, cut): (&[KeptLink], &BTreeSet<(usize, LinkKind)>),
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        match is_all {
            true => remove_all(&mut tx, incident).await?,
            false => remove_some(&mut tx, incident, changed, links).await?,
        }
        self.insert_links(&mut tx, incident, links).await?;
        let cut = kinds_cut(cut);
        let none = BTreeSet::new();
        for (at, source) in sources.now.iter().enumerate() {
            let kinds = cut.get(&at).unwrap_or(&none);
            if is_all || changed.contains(&source.claim) {
                insert_source(&mut tx, incident, source, kinds).await?;
            } else if !kinds.is_subset(&source.cut) {
                let kinds = kinds | &source.cut;
                let ask = sqlx::query("UPDATE link_source SET cut = $1 WHERE claim = $2")
                    .bind(serde_json::to_string(&kinds)?)
                    .bind(source.claim.clone());
                run(&mut *tx, ask).await?;
            }
        }
        // The generations that only links needed.
        for claim in changed {
            forget_unpinned(&mut tx, claim).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn insert_links(
        &self,
        on: &mut AnyConnection,
        incident: &str,
        links: &[KeptLink],
    ) -> Result<(), StoreError> {
        let columns = [
            "incident", "kind", "link_key", "exchange", "label", "claims",
        ];
        for some in links.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("link", &columns, some.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for link in some {
                ask = ask
                    .bind(incident.to_owned())
                    .bind(link.kind.as_str())
                    .bind(link.key.to_string())
                    .bind(text(&link.exchange))
                    .bind(text(&link.label))
                    .bind(i64::try_from(link.claims).unwrap_or(i64::MAX));
            }
            run(&mut *on, ask).await?;
        }
        let members = links.iter().flat_map(|link| {
            let members = link.members.iter();
            members.map(move |member| (link, member))
        });
        let members: Vec<_> = members.collect();
        let columns = [
            "incident",
            "kind",
            "link_key",
            "claim",
            "row_count",
            "files",
        ];
        for some in members.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("link_claim", &columns, some.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (link, (claim, count, files)) in some {
                let count = match link.kind {
                    LinkKind::File => 0,
                    _ => i64::try_from(*count).unwrap_or(i64::MAX),
                };
                ask = ask
                    .bind(incident.to_owned())
                    .bind(link.kind.as_str())
                    .bind(link.key.to_string())
                    .bind(claim.clone())
                    .bind(count)
                    .bind(serde_json::to_string(files)?);
            }
            run(&mut *on, ask).await?;
        }
        Ok(())
    }
}

async fn remove_all(on: &mut AnyConnection, incident: &str) -> Result<(), StoreError> {
    for sql in OF_INCIDENT {
        run(&mut *on, sqlx::query(sql).bind(incident.to_owned())).await?;
    }
    Ok(())
}

/// Removes the links of the changed claims, and those that were found again: of a link of
/// very many claims, the changed one may not be kept.
async fn remove_some(
    on: &mut AnyConnection,
    incident: &str,
    changed: &BTreeSet<String>,
    found: &[KeptLink],
) -> Result<(), StoreError> {
    for claim in changed {
        for sql in OF_CLAIM {
            let ask = sqlx::query(sql)
                .bind(incident.to_owned())
                .bind(claim.clone());
            run(&mut *on, ask).await?;
        }
    }
    for link in found {
        for table in ["link", "link_claim"] {
            let sql =
                format!("DELETE FROM {table} WHERE incident = $1 AND kind = $2 AND link_key = $3");
            let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(incident.to_owned())
                .bind(link.kind.as_str())
                .bind(link.key.to_string());
            run(&mut *on, ask).await?;
        }
    }
    Ok(())
}

/// The kinds of which each claim has more links, by its position.
fn kinds_cut(cut: &BTreeSet<(usize, LinkKind)>) -> HashMap<usize, BTreeSet<LinkKind>> {
    let mut kinds: HashMap<usize, BTreeSet<LinkKind>> = HashMap::new();
    for (claim, kind) in cut {
        kinds.entry(*claim).or_default().insert(*kind);
    }
    kinds
}

/// Records what the links of a claim were found from. A generation that is gone by now is
/// not recorded: the claim then counts as changed.
async fn insert_source(
    on: &mut AnyConnection,
    incident: &str,
    source: &Source,
    cut: &BTreeSet<LinkKind>,
) -> Result<(), StoreError> {
    let ask = sqlx::query(
        "INSERT INTO link_source (claim, incident, generation, files, cut) \
         SELECT $1, $2, $3, $4, $5 WHERE $3 IS NULL \
         OR EXISTS (SELECT 1 FROM generation WHERE generation.id = $3)",
    )
    .bind(source.claim.clone())
    .bind(incident.to_owned())
    .bind(source.generation.clone())
    .bind(serde_json::to_string(&source.files)?)
    .bind(serde_json::to_string(cut)?);
    run(on, ask).await?;
    Ok(())
}
