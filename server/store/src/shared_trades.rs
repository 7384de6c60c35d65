//! Contested trades whose id two claims of an incident have. Hashes of the ids of all claims
//! are read in order, a few of each claim at a time. Only lines with equal hashes are read,
//! and their ids compared.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;
use std::vec;

use casework::counting::LineFilter;
use casework::custody::hex;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::home::Home;
use crate::lines::ClaimWithLines;
use crate::rows::{maybe, run};
use crate::valued::LinesLayout;

/// Groups of lines with equal hashes that are read at once.
const GROUPS_AT_ONCE: usize = 512;

/// A trade that two claims have: the claim, the other one, the exchange and the id.
type Shared = (String, String, String, String);

/// Lines whose trade ids have the same hash, each with the position of its claim.
type Group = Vec<(usize, u32)>;

impl Store {
    /// Finds the contested trades that two claims of an incident have, by their ids, in the
    /// current valuations. From then on, [`Store::shared_trades`] returns them.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn find_shared_trades(&self, incident: &str) -> Result<(), StoreError> {
        let all_lines = LineFilter::default();
        let claims = self
            .claims_with_lines(incident, "", &all_lines, None)
            .await?;
        // Lines never change, so that the same valuations share the same trades.
        let valuations = claims.iter().map(|claim| claim.valuation.as_str());
        let of = hex(&Sha256::digest(valuations.collect::<Vec<_>>().join("\n")));
        let ask = sqlx::query("SELECT shared_of FROM incident WHERE id = $1 AND shared_of = $2")
            .bind(incident.to_owned())
            .bind(of.clone());
        if maybe::<String, _>(&self.pool, ask).await?.is_some() {
            return Ok(());
        }
        let shared = self.trades_of_several(&claims).await?;
        let mut tx = self.begin_write().await?;
        let ask =
            sqlx::query("DELETE FROM shared_trade WHERE incident = $1").bind(incident.to_owned());
        run(&mut *tx, ask).await?;
        for (claim, other, exchange, trade_id) in shared {
            let ask = sqlx::query(
                "INSERT INTO shared_trade (incident, claim, other, exchange, trade_id) \
                 SELECT $1, $2, $3, $4, $5 WHERE EXISTS (SELECT 1 FROM claim WHERE id = $2) \
                 AND EXISTS (SELECT 1 FROM claim WHERE id = $3)",
            )
            .bind(incident.to_owned())
            .bind(claim)
            .bind(other)
            .bind(exchange)
            .bind(trade_id);
            run(&mut *tx, ask).await?;
        }
        let ask = sqlx::query("UPDATE incident SET shared_of = $1 WHERE id = $2")
            .bind(of)
            .bind(incident.to_owned());
        run(&mut *tx, ask).await?;
        Ok(tx.commit().await?)
    }

    async fn trades_of_several(
        &self,
        claims: &[ClaimWithLines],
    ) -> Result<BTreeSet<Shared>, StoreError> {
        let mut layouts = Vec::new();
        for claim in claims {
            layouts.push(self.lines_layout(&claim.valuation).await?);
        }
        let home = self.home.clone();
        let groups = blocking(move || groups(&home, layouts)).await?;
        let mut shared = BTreeSet::new();
        for some in groups.chunks(GROUPS_AT_ONCE) {
            let ids = self.ids_of(claims, some).await?;
            for group in some {
                add_shared(&mut shared, claims, group, &ids);
            }
        }
        Ok(shared)
    }

    /// The exchange and the trade id of each line of some groups.
    async fn ids_of(
        &self,
        claims: &[ClaimWithLines],
        groups: &[Group],
    ) -> Result<BTreeMap<(usize, u32), (String, String)>, StoreError> {
        let mut wanted: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (claim, seq) in groups.iter().flatten() {
            wanted.entry(*claim).or_default().push(*seq);
        }
        let mut ids = BTreeMap::new();
        for (claim, seqs) in wanted {
            let open = self.lines_of_valuation(&claims[claim].valuation).await?;
            let Some((rows, lines)) = open else { continue };
            let ids_of_rows = blocking(move || {
                let lines = lines.of_seqs(&seqs, None)?;
                let of_rows = lines.iter().filter_map(|line| Some((line.seq, line.row?)));
                let (seqs, of_rows): (Vec<u32>, Vec<u32>) = of_rows.unzip();
                let ids_of_rows = rows.at(&of_rows)?.into_iter().map(|stored| {
                    let entry = stored.entry;
                    (entry.exchange.to_string(), entry.trade_id.to_string())
                });
                Ok(seqs.into_iter().zip(ids_of_rows.collect::<Vec<_>>()))
            });
            ids.extend(ids_of_rows.await?.map(|(seq, id)| ((claim, seq), id)));
        }
        Ok(ids)
    }
}

/// Adds the trades of a group that several claims have.
fn add_shared(
    shared: &mut BTreeSet<Shared>,
    claims: &[ClaimWithLines],
    group: &Group,
    ids: &BTreeMap<(usize, u32), (String, String)>,
) {
    let named = group
        .iter()
        .filter_map(|line| Some((line.0, ids.get(line)?)));
    let named: BTreeSet<(usize, &(String, String))> = named.collect();
    for (claim, id) in &named {
        let others = named
            .iter()
            .filter(|(other, same)| same == id && other != claim);
        shared.extend(others.map(|(other, (exchange, id))| {
            let (claim, other) = (claims[*claim].id.clone(), claims[*other].id.clone());
            (claim, other, exchange.clone(), id.clone())
        }));
    }
}

/// The trade ids of a claim in the order of their hashes.
struct TradeIds {
    layout: Arc<LinesLayout>,
    /// How many were read.
    place: u64,
    some: vec::IntoIter<(u64, u32)>,
}

impl TradeIds {
    fn next(&mut self, home: &Home) -> Result<Option<(u64, u32)>, StoreError> {
        if let Some(next) = self.some.next() {
            return Ok(Some(next));
        }
        let some = self.layout.trade_ids(home, self.place)?;
        self.place += some.len() as u64;
        self.some = some.into_iter();
        Ok(self.some.next())
    }
}

/// Lines of several claims whose trade ids have the same hash.
fn groups(home: &Home, layouts: Vec<Option<Arc<LinesLayout>>>) -> Result<Vec<Group>, StoreError> {
    let mut ids = BTreeMap::new();
    let mut first = BinaryHeap::new();
    for (claim, layout) in layouts.into_iter().enumerate() {
        let Some(layout) = layout else { continue };
        let mut of_claim = TradeIds {
            layout,
            place: 0,
            some: Vec::new().into_iter(),
        };
        if let Some((hash, seq)) = of_claim.next(home)? {
            first.push(Reverse((hash, claim, seq)));
            ids.insert(claim, of_claim);
        }
    }
    let mut groups = Vec::new();
    let (mut hash_of_group, mut group) = (0, Group::new());
    while let Some(Reverse((hash, claim, seq))) = first.pop() {
        if hash != hash_of_group {
            keep_if_shared(&mut groups, std::mem::take(&mut group));
            hash_of_group = hash;
        }
        group.push((claim, seq));
        let next = ids.get_mut(&claim).map(|ids| ids.next(home));
        if let Some((hash, seq)) = next.transpose()?.flatten() {
            first.push(Reverse((hash, claim, seq)));
        }
    }
    keep_if_shared(&mut groups, group);
    Ok(groups)
}

fn keep_if_shared(groups: &mut Vec<Group>, group: Group) {
    let claim_of_first = group.first().map(|line| line.0);
    if group.iter().any(|line| Some(line.0) != claim_of_first) {
        groups.push(group);
    }
}
