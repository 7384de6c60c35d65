//! Caches the sums of a group between two requests. The sums of a valuation's lines never
//! change. Cached sums are therefore right as long as the same valuations count. When a few
//! valuations change, only these are added and subtracted.
//!
//! Whether anything changed is asked for in one text. A row for each of a thousand claims
//! would take longer than all else on a page.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use casework::ReviewState;
use casework::counting::{Cell, Scope, SumOf, SumRow};
use hashlink::LruCache;
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::error::StoreError;
use crate::rows::{all, one, rows};
use crate::sums::{KeptRow, SumsAsked, kept_rows, reviewed_rows, valuation_rows};

/// The most valuations that are added or subtracted one by one. With more changes, all are
/// added up anew.
const CHANGED_MAX: usize = 50;

/// The cached sums, by incident and basis.
#[derive(Debug)]
pub(crate) struct GroupSums(Mutex<LruCache<(String, String), Arc<Group>>>);

/// The sums of counted claims.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// The state of the group that all of this was read from.
    state: String,
    /// Their valuations, and whether the claim is accepted.
    of: BTreeMap<String, bool>,
    sums: HashMap<Key, Sum>,
    /// The sums of reviewed lines among them, by their review.
    reviewed: Vec<(bool, ReviewState, SumRow)>,
    /// The exchanges of all contested lines, of claims that do not count as well.
    exchanges: Vec<String>,
}

/// Whether of accepted claims; the kind of the sum, its key and its part; whether
/// documented.
type Key = (bool, SumOf, String, String, bool);

#[derive(Clone, Debug, Default)]
struct Sum {
    /// How many rows it contains; it is removed with the last one.
    rows: i64,
    cell: Cell,
}

rows! {
    struct Counted {
        pub valuation: String,
        pub accepted: bool,
    }
}

impl GroupSums {
    /// Caches the sums of at most this many groups.
    pub(crate) fn new(groups_max: u32) -> GroupSums {
        GroupSums(Mutex::new(LruCache::new((groups_max as usize).max(1))))
    }

    /// The sums of the claims that count, as `on` sees them: a transaction that reads one
    /// state.
    pub(crate) async fn counted(
        &self,
        on: &mut AnyConnection,
        incident: &str,
        for_basis: &str,
    ) -> Result<Arc<Group>, StoreError> {
        let state = state_of(on, incident, for_basis).await?;
        let key = (incident.to_owned(), for_basis.to_owned());
        let at_hand = self.lock().get(&key).map(Arc::clone);
        if let Some(group) = &at_hand
            && group.state == state
        {
            return Ok(Arc::clone(group));
        }
        let before = at_hand.as_deref().cloned().unwrap_or_default();
        let of = counted(on, incident, for_basis).await?;
        let asked = all_counted(incident, for_basis);
        let group = Arc::new(Group {
            state,
            reviewed: reviewed_rows(on, asked).await?,
            exchanges: exchanges(on, incident, for_basis).await?,
            ..before.now(on, incident, for_basis, of).await?
        });
        self.lock().insert(key, Arc::clone(&group));
        Ok(group)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<(String, String), Arc<Group>>> {
        self.0.lock().unwrap_or_else(|held| held.into_inner())
    }
}

/// All sums of the claims that count.
fn all_counted<'a>(incident: &'a str, for_basis: &'a str) -> SumsAsked<'a> {
    SumsAsked {
        incident,
        for_basis,
        claim: None,
        scope: Scope::Counted,
        of: None,
    }
}

/// The state of a group in one text: how many acts changed something, and the current
/// valuations. Valuations are made by jobs, which are no acts.
async fn state_of(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<String, StoreError> {
    let ask = sqlx::query(
        "SELECT custody_head.changes || ' ' || (SELECT COALESCE(string_agg(id, ',' ORDER BY id), \
         '') FROM valuation WHERE incident = $1 AND current = 1 AND for_basis = $2) \
         FROM custody_head WHERE custody_head.incident = $1",
    )
    .bind(incident.to_owned())
    .bind(for_basis.to_owned());
    one(on, ask, "incident").await
}

/// The exchanges of all contested lines.
async fn exchanges(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<Vec<String>, StoreError> {
    let ask = sqlx::query(
        "SELECT DISTINCT claim_sum.row_key FROM valuation \
         JOIN claim_sum ON claim_sum.valuation = valuation.id \
             AND claim_sum.dimension = 'exchange' \
         WHERE valuation.incident = $1 AND valuation.current = 1 \
         AND valuation.for_basis = $2 ORDER BY claim_sum.row_key",
    )
    .bind(incident.to_owned())
    .bind(for_basis.to_owned());
    all(on, ask).await
}

async fn counted(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<BTreeMap<String, bool>, StoreError> {
    let ask = sqlx::query(by_rule!(
        "SELECT valuation.id AS valuation, \
         CASE WHEN <claim is accepted> THEN 1 ELSE 0 END AS accepted FROM valuation \
         JOIN claim ON claim.id = valuation.claim WHERE valuation.incident = $1 \
         AND valuation.current = 1 AND valuation.for_basis = $2 AND <claim counts>"
    ))
    .bind(incident.to_owned())
    .bind(for_basis.to_owned());
    let counted: Vec<Counted> = all(on, ask).await?;
    let counted = counted.into_iter();
    Ok(counted.map(|one| (one.valuation, one.accepted)).collect())
}

impl Group {
    /// The same sums for other valuations.
    async fn now(
        mut self,
        on: &mut AnyConnection,
        incident: &str,
        for_basis: &str,
        of: BTreeMap<String, bool>,
    ) -> Result<Group, StoreError> {
        let differ = |one: &BTreeMap<String, bool>, other: &BTreeMap<String, bool>| {
            let others = one
                .iter()
                .filter(|(id, accepted)| other.get(*id) != Some(*accepted));
            others
                .map(|(id, accepted)| (id.clone(), *accepted))
                .collect::<Vec<_>>()
        };
        let (gone, came) = (differ(&self.of, &of), differ(&of, &self.of));
        if !self.of.is_empty() && gone.len() + came.len() <= CHANGED_MAX {
            let mut are_there = true;
            for (valuation, accepted) in &gone {
                let rows = valuation_rows(on, valuation).await?;
                // A swept valuation has no rows left to subtract.
                are_there &= !rows.is_empty();
                rows.into_iter()
                    .for_each(|row| self.add(row, *accepted, -1));
            }
            for (valuation, accepted) in &came {
                let rows = valuation_rows(on, valuation).await?;
                rows.into_iter().for_each(|row| self.add(row, *accepted, 1));
            }
            if are_there {
                return Ok(Group { of, ..self });
            }
        }
        let asked = all_counted(incident, for_basis);
        let mut group = Group {
            of,
            ..Group::default()
        };
        for row in kept_rows(on, asked).await? {
            let accepted = row.accepted;
            group.add(row, accepted, 1);
        }
        Ok(group)
    }

    fn add(&mut self, KeptRow { row, rows, .. }: KeptRow, accepted: bool, sign: i64) {
        let key = (accepted, row.of, row.key, row.part, row.documented);
        let sum = self.sums.entry(key.clone()).or_default();
        sum.rows += sign * rows;
        sum.cell.add(&match sign {
            1 => row.cell,
            _ => row.cell.negated(),
        });
        if sum.rows == 0 {
            self.sums.remove(&key);
        }
    }

    /// The exchanges of all contested lines.
    pub(crate) fn exchanges(&self) -> &[String] {
        &self.exchanges
    }

    /// The sums of reviewed lines, by their review, and whether the claims are accepted.
    /// `asked` selects some of them.
    pub(crate) fn reviewed(
        &self,
        asked: Option<(SumOf, Option<&str>)>,
    ) -> impl Iterator<Item = &(bool, ReviewState, SumRow)> {
        let rows = self.reviewed.iter();
        rows.filter(move |(_, _, row)| is_asked(asked, row.of, &row.key))
    }

    /// The sums of all lines, and whether the claims are accepted. `asked` selects some of
    /// them.
    pub(crate) fn rows(&self, asked: Option<(SumOf, Option<&str>)>) -> Vec<(bool, SumRow)> {
        let is_asked = |(_, of, key, ..): &Key| is_asked(asked, *of, key);
        let rows = self.sums.iter().filter(|(key, _)| is_asked(key));
        let rows = rows.map(|(key, sum)| {
            let (accepted, of, key, part, documented) = key.clone();
            let cell = sum.cell.clone();
            (
                accepted,
                SumRow {
                    of,
                    key,
                    part,
                    documented,
                    cell,
                },
            )
        });
        rows.collect()
    }
}

fn is_asked(asked: Option<(SumOf, Option<&str>)>, of: SumOf, key: &str) -> bool {
    asked.is_none_or(|(sums, row)| sums == of && row.is_none_or(|row| row == key))
}
