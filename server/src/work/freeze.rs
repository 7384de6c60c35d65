//! Freezing: everything a total stands on, copied into one document that never
//! changes. It is computed anew from what is kept, by the same code that pages
//! show, after every claim was valued with the price book as it is.

use std::sync::Arc;

use casework::ClaimState;
use casework::custody::{self, Head};
use casework::snapshot::{
    Claim, Consent, Content, DOCUMENT_VERSION, Declaration, Dropped, File, Incident, Line, Method,
    PriceFile, Review, Statement,
};
use ledger::losses::Terms;
use ledger::{METHOD, Mapping, PriceBook};
use store::{By, ClaimSummary, Import, ImportState, NewSnapshot, Snapshot, Store};

use super::book::{book, terms};
use super::import;
use super::valuation::{Prepared, prepare, revalue};
use crate::web::App;

/// Freezes the next snapshot of an incident.
///
/// # Errors
/// Of the store; [`store::StoreError::Duplicate`] when somebody froze one at the
/// same moment; when a total does not add up.
pub async fn freeze(
    app: &App,
    by: &By,
    incident: &store::Incident,
    title: &str,
) -> anyhow::Result<Snapshot> {
    revalue(app, incident).await?;
    let store = &app.store;
    let incident = store.incident(&incident.id).await?;
    let content = content(store, &incident, by.now_us).await?;
    let document = serde_json::to_vec(&content)?;
    let received = store.receive_own_all(&incident.id, document).await?;
    let id = app.random.id();
    let totals = serde_json::to_string(&content.totals)?;
    let new = NewSnapshot {
        id: &id,
        number: i64::from(content.number),
        title,
        totals: &totals,
        claims: i64::try_from(content.claims.len())?,
    };
    Ok(store
        .add_snapshot(by, &incident.id, &received, &new)
        .await?)
}

async fn content(
    store: &Store,
    incident: &store::Incident,
    now_us: i64,
) -> anyhow::Result<Content> {
    let terms = terms(store, incident).await?;
    let book = book(store, &incident.id).await?;
    let head = store.custody_head(&incident.id).await?;
    let mut claims = Vec::new();
    for summary in store.claims(&incident.id).await? {
        match summary.state {
            ClaimState::Draft => {}
            // What was taken back is named and nothing more.
            ClaimState::Withdrawn => claims.push(withdrawn(&summary)),
            _ => claims.push(claim(store, incident, &summary, &book, &terms).await?),
        }
    }
    let number = store.next_snapshot_number(&incident.id).await?;
    let mut content = Content {
        document_version: DOCUMENT_VERSION,
        incident: facts(incident),
        number: u32::try_from(number)?,
        frozen_at_us: now_us,
        method: Method {
            version: METHOD.to_owned(),
            terms,
            time_zone_database: time_zone_database(),
        },
        claims,
        price_version: incident.price_version,
        price_files: price_files(store, &incident.id).await?,
        totals: store.totals(incident).await?,
        custody_head: Head {
            sequence: head.sequence,
            hash: head.hash,
        },
    };
    let totals = content.sum(|_| true)?;
    // The page and the document must never tell two sums.
    anyhow::ensure!(
        totals.whole == content.totals.whole,
        "the kept lines and the frozen ones do not add up to the same"
    );
    content.totals = totals;
    Ok(content)
}

fn facts(incident: &store::Incident) -> Incident {
    Incident {
        id: incident.id.clone(),
        slug: incident.slug.clone(),
        name: incident.name.clone(),
        from_us: incident.window_from_us,
        to_us: incident.window_to_us,
        venues: incident.venues.clone(),
    }
}

/// The version of the zone database in the binary, as its crate names it.
fn time_zone_database() -> String {
    ledger::zone::database().to_owned()
}

async fn price_files(store: &Store, incident: &str) -> anyhow::Result<Vec<PriceFile>> {
    let files = store.price_files(incident).await?.into_iter();
    files
        .map(|file| {
            Ok(PriceFile {
                sha256: file.sha256,
                size_bytes: u64::try_from(file.size_bytes)?,
                name: file.name,
                pair: file.pair_asset.zip(file.pair_quote),
            })
        })
        .collect()
}

fn withdrawn(summary: &ClaimSummary) -> Claim {
    Claim {
        reference: summary.reference.clone(),
        state: summary.state,
        claimant_name: String::new(),
        claimant_mail: String::new(),
        files: Vec::new(),
        lines: Vec::new(),
        dropped: Vec::new(),
        credits: Vec::new(),
        positions_not_valued: Vec::new(),
        statement: None,
        consents: Vec::new(),
        declaration: None,
    }
}

async fn claim(
    store: &Store,
    incident: &store::Incident,
    summary: &ClaimSummary,
    book: &Arc<PriceBook>,
    terms: &Terms,
) -> anyhow::Result<Claim> {
    let kept = store.claim(&incident.id, &summary.id).await?;
    let prepared = prepare(store, &kept, book, terms).await?;
    let consents = store.consents(&kept.id).await?.into_iter();
    let consents = consents.filter(|consent| consent.given);
    Ok(Claim {
        reference: summary.reference.clone(),
        state: kept.state,
        claimant_name: summary.claimant_name.clone(),
        claimant_mail: summary.claimant_email.clone(),
        files: files(store, &kept.id).await?,
        lines: lines(store, &kept.id, &prepared).await?,
        dropped: prepared
            .dropped
            .iter()
            .map(|told| dropped(told, &prepared))
            .collect(),
        positions_not_valued: prepared.totals.positions_not_valued.clone(),
        credits: prepared.credits.into_iter().map(|(_, line)| line).collect(),
        statement: (!kept.statement.is_empty()).then(|| Statement {
            language: kept.statement_language.clone(),
            text: kept.statement.clone(),
            written_us: kept.statement_at_us.unwrap_or(kept.created_at_us),
        }),
        consents: consents
            .map(|consent| Consent {
                recipient: consent.recipient,
                given_us: consent.at_us,
            })
            .collect(),
        declaration: declaration(store, incident, &kept).await?,
    })
}

async fn declaration(
    store: &Store,
    incident: &store::Incident,
    claim: &store::Claim,
) -> anyhow::Result<Option<Declaration>> {
    let signed = store.declaration(&claim.id).await?;
    let filed_by = claim.filed_by.as_deref();
    Ok(signed.map(|signed| Declaration {
        text: signed.words,
        signed_name: signed.signed_name,
        signed_us: signed.at_us,
        filed_by: filed_by.map(|person| custody::pseudonym(&incident.id, person)),
    }))
}

async fn files(store: &Store, claim: &str) -> anyhow::Result<Vec<File>> {
    let imports = store.imports(claim).await?;
    let mut files = Vec::new();
    for file in store.files(claim).await? {
        let import = imports.iter().find(|import| import.file == file.id);
        let counts = |import: &&Import| import.current && import.state == ImportState::Done;
        let read = import.filter(counts);
        let found = import.map(import::found).transpose()?.unwrap_or_default();
        files.push(File {
            sha256: file.sha256,
            size_bytes: u64::try_from(file.size_bytes)?,
            media_type: file.media_type,
            received_us: file.received_at_us,
            format: match &found[..] {
                [one] if one.file == file.read_as => one.format.clone(),
                _ => None,
            },
            name: file.name,
            read_as: file.read_as,
            reader_version: read.map_or_else(String::new, |r| r.reader_version.clone()),
            account: file.account,
            zone: file.zone,
            mapping: match read.and_then(|read| read.mapping.as_deref()) {
                Some(mapping) => Some(Mapping::parse(mapping)?),
                None => None,
            },
            read: read.is_some(),
            rows_refused: u64::try_from(import.map_or(0, |import| import.refused))?,
        });
    }
    Ok(files)
}

/// Every entry that counts, contested or not, then what was typed in.
async fn lines(store: &Store, claim: &str, prepared: &Prepared) -> anyhow::Result<Vec<Line>> {
    let reviews = store.reviews(claim).await?;
    let review = |key: &str| {
        let found = reviews.iter().find(|review| review.entry_key == key);
        found.map_or_else(Review::default, |review| Review {
            state: review.state,
            reason: review.reason.clone(),
        })
    };
    let mut contested = prepared.contested_lines().peekable();
    let told = prepared
        .contested
        .reasons
        .iter()
        .zip(&prepared.contested.left_out);
    let mut lines = Vec::with_capacity(prepared.kept.len() + prepared.typed.len());
    for (stored, (reason, left_out)) in prepared.kept.iter().zip(told) {
        let line = reason.as_ref().and_then(|_| contested.next());
        lines.push(Line {
            entry: stored.entry.clone(),
            evidence: Some(stored.sha256.clone()),
            support: casework::Support::Documented,
            contested: reason.clone(),
            left_out: left_out.clone(),
            review: line
                .as_ref()
                .map_or_else(Review::default, |line| review(&line.key)),
            loss: line.map(|line| line.loss.clone()),
        });
    }
    for line in contested {
        lines.push(Line {
            entry: line.entry.clone(),
            evidence: None,
            support: line.support,
            contested: Some(line.reason.to_owned()),
            left_out: None,
            review: review(&line.key),
            loss: Some(line.loss.clone()),
        });
    }
    Ok(lines)
}

fn dropped(told: &(store::StoredEntry, ledger::Dropped), prepared: &Prepared) -> Dropped {
    let (stored, dropped) = told;
    let keeper = prepared
        .kept
        .iter()
        .find(|kept| kept.entry.file == dropped.kept_file);
    Dropped {
        evidence: stored.sha256.clone(),
        file: stored.entry.file.to_string(),
        line: stored.entry.line(),
        why: dropped.why,
        kept_evidence: keeper.map_or_else(String::new, |kept| kept.sha256.clone()),
        kept_file: dropped.kept_file.to_string(),
        kept_line: dropped.kept_line.to_string(),
    }
}
