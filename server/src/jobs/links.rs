//! Links across claims: the keys of a claim's rows, found once for each generation, and the
//! comparison of these keys with those of other claims.

use std::sync::Arc;

use casework::WorkStep;
use casework::links::{KeyFinder, LinkRules, RowFacts};
use store::{Claim, KeyFiles, KeysWriter, Rows, Store, StoreError};

use crate::app::App;
use crate::jobs::progress::Progress;
use crate::jobs::valuation::LINES_PER_LOOK;

/// Finds the keys of a claim's rows once for each generation, and stores them. This requests
/// the links of the claim.
///
/// # Errors
/// Errors of the store.
pub(super) async fn keep_keys(
    app: &App,
    store: &Store,
    claim: &Claim,
    rows: &Rows,
    progress: &Progress,
) -> anyhow::Result<()> {
    let Some(generation) = rows.generation() else {
        return Ok(());
    };
    let rules = app.config.limits.links.rules();
    if store.has_keys(generation, rules).await? {
        return Ok(());
    }
    let writer = store.keys_writer(claim, generation, rules);
    let (of, progress) = (rows.clone(), progress.clone());
    let keys = tokio::task::spawn_blocking(move || keys_of(&of, rules, writer, &progress));
    let keys = keys.await??;
    let now_us = app.clock.now_us();
    store.set_keys(&claim.id, generation, &keys, now_us).await?;
    Ok(())
}

/// Reads the rows that count once, in reading order.
fn keys_of(
    rows: &Rows,
    rules: LinkRules,
    mut writer: KeysWriter,
    progress: &Progress,
) -> anyhow::Result<KeyFiles> {
    let mut finder = KeyFinder::new(rules);
    let mut read = 0_u32;
    rows.scan(&rows.counted(), |row, entry| {
        read = read.wrapping_add(1);
        if read.is_multiple_of(LINES_PER_LOOK) {
            progress.stop_if_overtaken()?;
        }
        finder.row(row, &RowFacts::of(&entry));
        for key in finder.take() {
            writer.push(key)?;
        }
        anyhow::Ok(())
    })?;
    finder.finish();
    for key in finder.take() {
        writer.push(key)?;
    }
    Ok(writer.finish()?)
}

/// Brings the links of an incident up to date. Claims whose rows were not searched by the
/// current settings come first.
///
/// # Errors
/// Errors of the store.
pub(super) async fn find(
    app: &App,
    store: &Store,
    incident: &str,
    progress: &Progress,
) -> anyhow::Result<()> {
    progress.step(WorkStep::Linking);
    let limits = &app.config.limits.links;
    let without = store.claims_without_keys(incident, limits.rules()).await?;
    let all = without.len() as u64;
    for (done, (claim, generation)) in without.into_iter().enumerate() {
        progress.claims(done as u64, all);
        progress.stop_if_overtaken()?;
        let claim = store.claim(incident, &claim).await?;
        match keep_keys_of(app, store, &claim, &generation, progress).await {
            // Its rows were compared anew; the job that did so finds their keys.
            Err(error) if is_gone(&error) => {}
            kept => kept?,
        }
    }
    progress.claims(0, 0);
    let watched = progress.clone();
    let goes_on = move || {
        let overtaken = |_| StoreError::Conflict("lease");
        watched.stop_if_overtaken().map_err(overtaken)
    };
    store
        .find_links(incident, limits, Arc::new(goes_on))
        .await?;
    Ok(())
}

async fn keep_keys_of(
    app: &App,
    store: &Store,
    claim: &Claim,
    generation: &str,
    progress: &Progress,
) -> anyhow::Result<()> {
    let rows = store.rows_of_generation(generation).await?;
    keep_keys(app, store, claim, &rows, progress).await
}

fn is_gone(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(StoreError::NotFound("generation"))
    )
}
