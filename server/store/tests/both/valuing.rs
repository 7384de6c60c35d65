//! Generations and valuations for tests: lines with their inputs, from which both the stored
//! lines and the kept sums follow.

use casework::counting::{KeptSums, SumsBuilder, ValuedLine};
use casework::{ReviewState, Support};
use ledger::dedup::{Compared, DroppedRow, Why};
use ledger::losses::{Basis, Context, Delta, LossLine, Missing, Part, Status, Terms, Unpriced};
use ledger::{Amount, Entry, METHOD, Moment, Money};
use store::{
    Actor, Claim, LineOf, NewLine, NewReview, NewValuation, Rows, Store, StoreError, StoredEntry,
    WrittenLines,
};

use crate::ground::NOON;

/// A line with these parts; without any part it has no price.
pub fn line(parts: &[(&str, i64)]) -> LossLine {
    let loss =
        (!parts.is_empty()).then(|| Money::from_units(parts.iter().map(|(_, units)| units).sum()));
    LossLine {
        status: if loss.is_some() {
            Status::Priced
        } else {
            Status::Unpriced
        },
        loss,
        at_most: None,
        currency: "USD".into(),
        basis: Basis::Event,
        method: METHOD.into(),
        native: native(parts),
        parts: parts
            .iter()
            .map(|(asset, amount)| Part {
                asset: (*asset).into(),
                amount: Money::from_units(*amount),
            })
            .collect(),
        prices: Vec::new(),
        unpriced: if loss.is_some() {
            Vec::new()
        } else {
            vec![Unpriced {
                asset: "BTC".into(),
                units: Amount::parse("-1.50").unwrap(),
                missing: Missing::NoPrice,
                at_most: None,
            }]
        },
        round_trip: None,
        deal: None,
    }
}

/// Bitcoin always moves, and so does every asset with a part.
fn native(parts: &[(&str, i64)]) -> Vec<Delta> {
    let delta = |asset: &str, units: &str| Delta {
        asset: asset.into(),
        units: Amount::parse(units).unwrap(),
    };
    let others = parts.iter().filter(|(asset, _)| *asset != "BTC");
    std::iter::once(delta("BTC", "-1.50"))
        .chain(others.map(|(asset, _)| delta(asset, "2")))
        .collect()
}

/// A line with its inputs.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// Its row in the generation; none for a typed-in line.
    pub row: Option<u32>,
    /// What names its row.
    pub key: String,
    pub entry: Entry,
    pub support: Support,
    pub reason: String,
    pub loss: LossLine,
    pub context: Context,
}

impl OwnLine {
    /// The line of a row of the claim.
    pub fn of(stored: &StoredEntry, support: Support, loss: &LossLine) -> OwnLine {
        OwnLine {
            row: Some(stored.row),
            key: stored.key.clone(),
            entry: stored.entry.clone(),
            support,
            reason: "not mine".to_owned(),
            loss: loss.clone(),
            context: Context::default(),
        }
    }

    pub fn to_write(&self) -> NewLine<'_> {
        NewLine {
            of: match self.row {
                Some(row) => LineOf::Row(row),
                None => LineOf::Typed(self.key.strip_prefix("typed:").unwrap()),
            },
            entry: &self.entry,
            support: self.support,
            reason: &self.reason,
            loss: &self.loss,
            context: &self.context,
        }
    }

    pub fn valued<'l>(&'l self, reference: &'l str) -> ValuedLine<'l> {
        ValuedLine {
            claim: reference,
            exchange: &self.entry.exchange,
            time: self.entry.time,
            support: self.support,
            loss: &self.loss,
        }
    }
}

/// The line of a typed-in entry with this id; its key is `typed:` and the id.
pub fn new_line(id: &str, exchange: &str, day: i64, support: Support, loss: &LossLine) -> OwnLine {
    OwnLine {
        row: None,
        key: format!("typed:{id}"),
        entry: Entry {
            exchange: exchange.into(),
            account: "main".into(),
            time: Moment::from_micros(NOON + day * 86_400_000_000),
            ..Entry::default()
        },
        support,
        reason: "not mine".to_owned(),
        loss: loss.clone(),
        context: Context::default(),
    }
}

/// The sums of a valuation's lines, with those of reviewed rows apart.
pub fn sums_of(reference: &str, lines: &[OwnLine], reviewed: Vec<String>) -> KeptSums {
    let mut sums = SumsBuilder::new(reviewed);
    for line in lines {
        sums.line(&line.key, &line.valued(reference), &[]);
    }
    sums.finish()
}

/// A valuation to store, and its lines.
#[derive(Clone, Debug)]
pub struct OwnValuation {
    pub new: NewValuation,
    pub lines: Vec<OwnLine>,
}

pub fn valuation(id: &str, price_version: i64, lines: Vec<OwnLine>) -> OwnValuation {
    let new = NewValuation {
        id: id.to_owned(),
        for_basis: String::new(),
        method: METHOD.to_owned(),
        basis: "event".to_owned(),
        currency: "USD".to_owned(),
        price_version,
        entries: lines.len() as i64,
        totals: "{}".to_owned(),
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        positions: None,
        row_conflicts: None,
        problem: None,
        generation: None,
        terms: serde_json::to_string(&Terms::default()).unwrap(),
        lines: None,
        sums: KeptSums::default(),
        credits: Vec::new(),
    };
    OwnValuation { new, lines }
}

/// Makes a new generation of a claim's rows. Some rows do not count, each with the row that
/// counts instead.
pub async fn generation(
    store: &Store,
    claim: &Claim,
    id: &str,
    dropped: &[(u32, u32)],
) -> Result<Rows, StoreError> {
    let rows = store.rows(&claim.id).await?;
    let dropped = dropped.iter().map(|(row, kept)| DroppedRow {
        row: *row,
        why: Why::SameRow,
        kept: *kept,
    });
    let compared = Compared {
        dropped: dropped.collect(),
        ..Compared::default()
    };
    store
        .save_generation(claim, id, &rows, (compared, &[]), NOON)
        .await
}

/// Writes the lines of a valuation of these rows.
pub async fn write_lines(
    store: &Store,
    claim: &Claim,
    id: &str,
    rows: &Rows,
    lines: &[OwnLine],
) -> Result<WrittenLines, StoreError> {
    let (store, claim, rows) = (store.clone(), claim.clone(), rows.clone());
    let (id, lines) = (id.to_owned(), lines.to_vec());
    tokio::task::spawn_blocking(move || {
        let mut writer = store.lines_writer(&claim, &id, &rows);
        for line in &lines {
            writer.push(&line.to_write())?;
        }
        writer.finish()
    })
    .await
    .unwrap()
}

/// Writes the lines of a valuation, of the claim's generation or of a new one.
pub async fn written(
    store: &Store,
    claim: &Claim,
    own: &OwnValuation,
) -> Result<NewValuation, StoreError> {
    let mut new = own.new.clone();
    if own.lines.is_empty() {
        return Ok(new);
    }
    let mut rows = store.rows(&claim.id).await?;
    if rows.generation().is_none() {
        rows = generation(store, claim, &format!("g-{}", new.id), &[]).await?;
    }
    new.generation = rows.generation().map(str::to_owned);
    new.lines = Some(write_lines(store, claim, &new.id, &rows, &own.lines).await?);
    Ok(new)
}

/// Stores a valuation with the sums of its lines.
pub async fn save(
    store: &Store,
    claim: &Claim,
    own: &OwnValuation,
    now_us: i64,
) -> Result<(), StoreError> {
    let reviews = store.reviews(&claim.id).await?.into_iter();
    let reviewed = reviews.map(|review| review.entry_key).collect();
    let new = NewValuation {
        sums: sums_of(&claim.reference, &own.lines, reviewed),
        ..written(store, claim, own).await?
    };
    store.save_valuation(claim, &new, now_us).await
}

/// Reviews a row of the claim's only valuation, which has these lines.
pub async fn review(
    store: &Store,
    by: &Actor,
    (claim, lines): (&Claim, &[OwnLine]),
    key: &str,
    (state, reason): (ReviewState, &str),
    moves_doubt: bool,
) -> Result<(), StoreError> {
    let of_row = lines.iter().filter(|line| line.key == key);
    let of_row: Vec<OwnLine> = of_row.cloned().collect();
    let sums = sums_of(&claim.reference, &of_row, Vec::new());
    let current = store.current_valuations(&claim.id).await?.into_iter();
    let lines: Vec<(String, KeptSums)> = current.map(|made| (made.id, sums.clone())).collect();
    let new = NewReview {
        entry_key: key,
        state,
        reason,
        lines: &lines,
        moves_doubt,
    };
    store.review_line(by, claim, &new).await
}
