//! Conflicts of a claim as pages show them: the rows that contradict each other, what their
//! files say, and the decisions of people.

use std::collections::{BTreeMap, BTreeSet};

use app::parts::conflicts::{Compared, Comparison, Conflicts, Decision, Question, RowToCount};
use app::parts::values::AccountAt;
use casework::custody::hex;
use ledger::{Kind, Place, Text};
use sha2::{Digest, Sha256};
use store::{Claim, ClaimFile, ConflictAnswer, KeptConflict, StoredEntry};

use crate::app::App;
use crate::clock::rfc3339;
use crate::web::frame::WebError;

/// How many hex digits are shown of a file that was removed.
const HASH_DIGITS: usize = 12;

/// How many hex digits name a question among those of a claim.
const TOKEN_DIGITS: usize = 16;

/// The conflicts of a claim, up to the limit of a page, and the decisions about them.
pub(in crate::web) async fn conflicts_of(
    app: &App,
    claim: &Claim,
    currency: &str,
) -> Result<Conflicts, WebError> {
    let store = &app.store;
    let limit = app.config.limits.pages.conflicts_max;
    let found = store.row_conflicts(&claim.id, limit.into()).await?;
    let answers = store.conflict_answers(&claim.id).await?;
    let files = store.files(&claim.id).await?;
    let keys: BTreeSet<&String> = found
        .first
        .iter()
        .flat_map(|kept| [&kept.counted_key, &kept.other_key])
        .collect();
    let keys: Vec<String> = keys.into_iter().cloned().collect();
    let entries = match keys.is_empty() {
        true => Vec::new(),
        false => store.entries_of_keys(&claim.id, keys).await?,
    };
    let decision = |answer: &ConflictAnswer| Decision {
        id: answer.id.clone(),
        counted: place_of_key(&files, &answer.counted_key),
        reason: answer.reason.clone(),
        who: answer.person_name.clone(),
        at: rfc3339(answer.at_us),
    };
    let mut questions = Vec::new();
    for group in found.first.chunk_by(|a, b| a.counted_key == b.counted_key) {
        let mut question = question(group, &entries);
        let holds = answers
            .iter()
            .find(|answer| answer.counted_key == group[0].counted_key && !answer.is_idle);
        question.decision = holds.map(&decision);
        questions.push(question);
    }
    // What the latest decisions do is known once the claim was valued with them.
    let idle = match store.is_behind(&claim.id).await? {
        true => Vec::new(),
        false => {
            let idle = answers.iter().filter(|answer| answer.is_idle);
            idle.take(limit as usize).map(&decision).collect()
        }
    };
    Ok(Conflicts {
        open: found.open,
        more: found.open + found.settled - found.first.len() as i64,
        questions,
        idle,
        currency: currency.to_owned(),
    })
}

/// The conflicts of one row that counts as a question.
fn question(group: &[KeptConflict], entries: &[StoredEntry]) -> Question {
    let first = &group[0];
    let mut rows = vec![RowToCount {
        key: first.counted_key.clone(),
        place: first.conflict.counted.clone(),
    }];
    for kept in group {
        if rows.iter().all(|row| row.key != kept.other_key) {
            rows.push(RowToCount {
                key: kept.other_key.clone(),
                place: kept.conflict.other.clone(),
            });
        }
    }
    let mut comparisons: BTreeMap<(Kind, &Text), Vec<&KeptConflict>> = BTreeMap::new();
    for kept in group {
        let of = (kept.conflict.kind, &kept.conflict.id);
        comparisons.entry(of).or_default().push(kept);
    }
    let comparisons = comparisons.into_values();
    Question {
        token: token(rows.iter().map(|row| row.key.as_str())),
        account: AccountAt {
            exchange: first.conflict.exchange.to_string(),
            account: first.conflict.account.to_string(),
        },
        rows,
        comparisons: comparisons
            .map(|of_id| comparison(&of_id, entries))
            .collect(),
        is_open: group.iter().any(|kept| kept.conflict.is_open()),
        decision: None,
    }
}

/// A name of the question that any change of its rows changes.
fn token<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let keys: BTreeSet<&str> = keys.collect();
    let mut hash = Sha256::new();
    for key in keys {
        hash.update((key.len() as u64).to_le_bytes());
        hash.update(key);
    }
    hex(&hash.finalize())[..TOKEN_DIGITS].to_owned()
}

fn comparison(of_id: &[&KeptConflict], entries: &[StoredEntry]) -> Comparison {
    let first = &of_id[0].conflict;
    let described = |key: &str, place: &Place| {
        let mut entries = entries.iter().filter(|stored| stored.key == key);
        let entry = entries.find(|stored| {
            let entry = &stored.entry;
            entry.kind == first.kind && entry.trade_id == first.id
        });
        Compared {
            place: place.clone(),
            entry: entry.map(|stored| Box::new(stored.entry.clone())),
            apart: None,
        }
    };
    let mut compared = vec![described(&of_id[0].counted_key, &first.counted)];
    for kept in of_id {
        compared.push(Compared {
            apart: kept.conflict.apart,
            ..described(&kept.other_key, &kept.conflict.other)
        });
    }
    let differs = of_id.iter().flat_map(|kept| &kept.conflict.differs);
    let differs: BTreeSet<_> = differs.copied().collect();
    Comparison {
        id: first.id.to_string(),
        market: first.market.to_string(),
        kind: first.kind,
        differs: differs.into_iter().collect(),
        counted_by: first.counted_by,
        entries: compared,
    }
}

/// A row's key with the file's name in place of the hash. Of a file that was removed, only
/// the start of its hash is known.
fn place_of_key(files: &[ClaimFile], key: &str) -> String {
    let named = files
        .iter()
        .find_map(|file| Some((file, key.strip_prefix(&file.sha256)?)));
    match named {
        Some((file, rest)) => format!("{}{rest}", file.name),
        None => {
            let (file, line) = key.rsplit_once(':').unwrap_or((key, ""));
            let start: String = file.chars().take(HASH_DIGITS).collect();
            format!("{start}…:{line}")
        }
    }
}
