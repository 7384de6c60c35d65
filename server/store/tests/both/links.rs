//! Links across claims: found once the keys of their rows are there, changed with one claim
//! alone, and gone with a withdrawal; none of a draft.

use std::sync::Arc;

use casework::links::{KeyFinder, RowFacts};
use casework::{LinkKind, LinkLimits, Role, Step};
use ledger::{Entry, FactSheet};
use store::{Actor, Claim, Incident, JobKind, LinkFilter, NewEvent, Store, StoreError, Window};

use crate::claims::declaration;
use crate::entries::{import, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both, on_both_homes};
use crate::valuing::generation;

on_both!(
    drafts_have_no_links_and_withdrawn_claims_lose_theirs,
    a_change_of_one_claim_changes_its_links_alone,
    links_are_kept_up_to_the_limit_and_the_rest_is_told,
    keys_that_too_many_claims_share_stand_apart,
    links_are_requested_with_what_they_follow_from,
    a_run_that_lost_its_lease_writes_no_links,
    file_is_a_link_although_no_row_was_read,
);

mod rows {
    use super::*;

    on_both_homes!(rows_of_a_link_are_found_and_all_at_once_finds_the_same);
}

/// A claim with its owner.
struct Owned {
    by: Actor,
    claim: Claim,
}

fn goes_on() -> store::GoesOn {
    Arc::new(|| Ok(()))
}

async fn find(store: &Store, incident: &Incident) {
    find_by(store, incident, &LinkLimits::default()).await;
}

async fn find_by(store: &Store, incident: &Incident, limits: &LinkLimits) {
    let found = store.find_links(&incident.id, limits, goes_on()).await;
    found.unwrap();
}

/// Stores the keys of a claim's current rows, as the job of the claim does.
async fn keep_keys(store: &Store, claim: &Claim) {
    let rows = store.rows(&claim.id).await.unwrap();
    let generation = rows.generation().unwrap().to_owned();
    let rules = LinkLimits::default().rules();
    let mut writer = store.keys_writer(claim, &generation, rules);
    let keys = tokio::task::spawn_blocking(move || {
        let mut finder = KeyFinder::new(rules);
        rows.scan(&rows.counted(), |row, entry| {
            finder.row(row, &RowFacts::of(&entry));
            Ok::<_, StoreError>(())
        })
        .unwrap();
        finder.finish();
        for key in finder.take() {
            writer.push(key).unwrap();
        }
        writer.finish().unwrap()
    });
    let keys = keys.await.unwrap();
    let kept = store.set_keys(&claim.id, &generation, &keys, NOON).await;
    kept.unwrap();
    assert!(store.has_keys(&generation, rules).await.unwrap());
}

/// A draft with these entries in one file.
async fn draft(ground: &Ground, incident: &Incident, name: &str, entries: &[Entry]) -> Owned {
    let by = ground.member(incident, name, Role::Claimant).await;
    let reference = format!("R-{}-22", name.to_uppercase());
    let claim = ground.claim(incident, &by, &reference).await;
    let file = add(ground, &by, &claim, "trades.csv", name).await;
    import(ground, &claim, &file, entries).await;
    let id = ground.id();
    generation(&ground.store, &claim, &id, &[]).await.unwrap();
    keep_keys(&ground.store, &claim).await;
    Owned { by, claim }
}

async fn hand_in(ground: &Ground, owned: &Owned) {
    let store = &ground.store;
    let now = store.claim(&owned.claim.incident, &owned.claim.id).await;
    let now = now.unwrap();
    let (id, words) = (ground.id(), "");
    let event = NewEvent { id: &id, words };
    let id = ground.id();
    let signed = declaration(&id);
    let handed_in = store.submit_claim(&owned.by, &now, now.version, &signed, &event);
    handed_in.await.unwrap();
}

/// The same, handed in.
async fn claim(ground: &Ground, incident: &Incident, name: &str, entries: &[Entry]) -> Owned {
    let owned = draft(ground, incident, name, entries).await;
    hand_in(ground, &owned).await;
    owned
}

/// Trades on these lines, whose ids are `t` and the line.
fn trades(lines: &[u64]) -> Vec<Entry> {
    let lines = lines.iter();
    lines.map(|line| trade("trades.csv", *line, 0)).collect()
}

fn with_ip(line: u64, ip: &str) -> Entry {
    Entry {
        facts: FactSheet {
            ip: ip.into(),
            ..FactSheet::default()
        }
        .into(),
        ..trade("trades.csv", line, 0)
    }
}

/// Every link with its claims: `trade t2: R-ANA-22 R-BO-22`.
async fn links(store: &Store, incident: &Incident) -> Vec<String> {
    links_of(
        store,
        incident,
        LinkFilter::default(),
        &LinkLimits::default(),
    )
    .await
}

async fn links_of(
    store: &Store,
    incident: &Incident,
    filter: LinkFilter<'_>,
    limits: &LinkLimits,
) -> Vec<String> {
    let found = store.links(&incident.id, filter, limits, Window::ALL).await;
    let mut shown = Vec::new();
    for link in found.unwrap() {
        let claims = store.linked_claims(&incident.id, link.kind, link.link_key);
        let claims = claims.await.unwrap().into_iter();
        let claims: Vec<String> = claims.map(|claim| claim.reference).collect();
        let (kind, label) = (link.kind.as_str(), &link.label);
        shown.push(format!("{kind} {label}: {}", claims.join(" ")));
    }
    let count = store.links_count(&incident.id, filter, limits).await;
    assert_eq!(count.unwrap(), shown.len() as i64);
    shown.sort_unstable();
    shown
}

async fn drafts_have_no_links_and_withdrawn_claims_lose_theirs(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    claim(&ground, &incident, "ana", &trades(&[2, 3])).await;
    let bo = draft(&ground, &incident, "bo", &trades(&[3, 4])).await;
    find(store, &incident).await;
    assert!(links(store, &incident).await.is_empty(), "a draft");
    hand_in(&ground, &bo).await;
    find(store, &incident).await;
    assert_eq!(
        links(store, &incident).await,
        ["trade t3: R-ANA-22 R-BO-22"]
    );
    let now = store.claim(&incident.id, &bo.claim.id).await.unwrap();
    let id = ground.id();
    let event = NewEvent {
        id: &id,
        words: "no more",
    };
    let withdrawn = store.move_claim(&bo.by, &now, None, Step::Withdraw, &event);
    withdrawn.await.unwrap();
    // Before the job ran, the claim is not named any more.
    assert_eq!(links(store, &incident).await, ["trade t3: R-ANA-22"]);
    find(store, &incident).await;
    assert!(links(store, &incident).await.is_empty());
}

async fn a_change_of_one_claim_changes_its_links_alone(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    claim(&ground, &incident, "ana", &trades(&[2, 3, 9])).await;
    let bo = draft(&ground, &incident, "bo", &trades(&[3, 4, 9])).await;
    claim(&ground, &incident, "cy", &trades(&[9, 20, 21, 22, 23])).await;
    find(store, &incident).await;
    assert_eq!(
        links(store, &incident).await,
        ["trade t9: R-ANA-22 R-CY-22"]
    );
    hand_in(&ground, &bo).await;
    find(store, &incident).await;
    let with_bo = [
        "trade t3: R-ANA-22 R-BO-22",
        "trade t9: R-ANA-22 R-BO-22 R-CY-22",
    ];
    assert_eq!(links(store, &incident).await, with_bo);
    // Another reading of the file has other rows. Until their keys are there, the links of
    // the rows before stay.
    let file = store.files(&bo.claim.id).await.unwrap().remove(0);
    import(&ground, &bo.claim, &file, &trades(&[20, 9])).await;
    let id = ground.id();
    generation(store, &bo.claim, &id, &[]).await.unwrap();
    find(store, &incident).await;
    assert_eq!(links(store, &incident).await, with_bo);
    keep_keys(store, &bo.claim).await;
    find(store, &incident).await;
    assert_eq!(
        links(store, &incident).await,
        [
            "trade t20: R-BO-22 R-CY-22",
            "trade t9: R-ANA-22 R-BO-22 R-CY-22",
        ]
    );
    let left = "SELECT COUNT(*) FROM generation";
    assert_eq!(
        ground.count(left).await,
        3,
        "old rows are not kept for links"
    );
    // Nothing changed: nothing is written.
    let stopped: store::GoesOn = Arc::new(|| Err(StoreError::Conflict("lease")));
    let limits = LinkLimits::default();
    store
        .find_links(&incident.id, &limits, stopped)
        .await
        .unwrap();
}

async fn rows_of_a_link_are_found_and_all_at_once_finds_the_same(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let ip = "203.0.113.7";
    let of_ana = [with_ip(2, ip), with_ip(3, ip), with_ip(4, "203.0.113.8")];
    let ana = claim(&ground, &incident, "ana", &of_ana).await;
    find(store, &incident).await;
    claim(&ground, &incident, "bo", &[with_ip(7, ip)]).await;
    find(store, &incident).await;
    let one_by_one = links(store, &incident).await;
    assert_eq!(one_by_one, [format!("device {ip}: R-ANA-22 R-BO-22")]);
    let device = LinkFilter {
        kind: Some(LinkKind::Device),
        claim: Some(&ana.claim.id),
        is_common: false,
    };
    let limits = LinkLimits::default();
    let found = store
        .links(&incident.id, device, &limits, Window::ALL)
        .await;
    let link = found.unwrap().remove(0);
    let wanted = (link.kind, link.link_key);
    let rows = async |limit| {
        let rows = store
            .linked_rows(&ana.claim.id, wanted, limit)
            .await
            .unwrap();
        let lines = rows.iter().map(|row| row.entry.lines.start());
        lines.collect::<Vec<u64>>()
    };
    assert_eq!(rows(9).await, [2, 3]);
    assert_eq!(rows(1).await, [2]);
    let linked = store.linked_claims(&incident.id, link.kind, link.link_key);
    let linked = linked.await.unwrap();
    assert_eq!(linked[0].row_count, 2);
    let files = store.files(&ana.claim.id).await.unwrap();
    assert_eq!(linked[0].files, [files[0].sha256.clone()]);
    assert_eq!(
        store.link(&incident.id, wanted.0, wanted.1).await.unwrap(),
        link
    );
    // A server that finds all links anew finds the same.
    for sql in [
        "DELETE FROM link_claim",
        "DELETE FROM link",
        "DELETE FROM link_source",
    ] {
        ground.run(sql).await;
    }
    find(store, &incident).await;
    assert_eq!(links(store, &incident).await, one_by_one);
}

async fn links_are_kept_up_to_the_limit_and_the_rest_is_told(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let ana = claim(&ground, &incident, "ana", &trades(&[2, 3, 4])).await;
    claim(&ground, &incident, "bo", &trades(&[2, 3, 4])).await;
    for (kept_per_claim_max, is_cut) in [(3, false), (2, true)] {
        ground.run("DELETE FROM link_source").await;
        let limits = LinkLimits {
            kept_per_claim_max,
            ..LinkLimits::default()
        };
        find_by(store, &incident, &limits).await;
        let kept = links(store, &incident).await.len();
        assert_eq!(kept, kept_per_claim_max as usize);
        let cut = store.links_cut(&ana.claim.id).await.unwrap();
        assert_eq!(cut == [LinkKind::Trade], is_cut, "{cut:?}");
    }
}

async fn keys_that_too_many_claims_share_stand_apart(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let limits = LinkLimits {
        device_claims_max: 2,
        claims_kept_max: 2,
        ..LinkLimits::default()
    };
    let common = LinkFilter {
        is_common: true,
        ..LinkFilter::default()
    };
    let ip = "203.0.113.7";
    for (name, line) in [("ana", 2), ("bo", 3)] {
        claim(&ground, &incident, name, &[with_ip(line, ip)]).await;
    }
    find_by(store, &incident, &limits).await;
    let own = LinkFilter::default();
    assert_eq!(
        links_of(store, &incident, own, &limits).await.len(),
        1,
        "at the limit"
    );
    let cy = claim(&ground, &incident, "cy", &[with_ip(4, ip)]).await;
    find_by(store, &incident, &limits).await;
    assert!(
        links_of(store, &incident, own, &limits).await.is_empty(),
        "one past it"
    );
    let apart = links_of(store, &incident, common, &limits).await;
    assert_eq!(
        apart,
        [format!("device {ip}: R-ANA-22 R-BO-22")],
        "two are kept"
    );
    let none = store.links_of_claim(&cy.claim.id, &limits).await.unwrap();
    assert!(none.is_empty());
    // A greater limit shows it as a link at once.
    let wider = LinkLimits::default();
    assert_eq!(links_of(store, &incident, own, &wider).await.len(), 1);
}

async fn links_are_requested_with_what_they_follow_from(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let asked = async || {
        let job = store.job(JobKind::Links, &incident.id).await.unwrap();
        job.map_or(0, |job| job.asked)
    };
    let ana = draft(&ground, &incident, "ana", &trades(&[2])).await;
    assert_eq!(asked().await, 0, "a draft belongs to its owner alone");
    hand_in(&ground, &ana).await;
    assert_eq!(asked().await, 1);
    keep_keys(store, &ana.claim).await;
    assert_eq!(asked().await, 2, "its rows");
    let file = store.files(&ana.claim.id).await.unwrap().remove(0);
    import(&ground, &ana.claim, &file, &trades(&[3])).await;
    assert_eq!(asked().await, 3, "another reading");
}

async fn a_run_that_lost_its_lease_writes_no_links(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    claim(&ground, &incident, "ana", &trades(&[2])).await;
    claim(&ground, &incident, "bo", &trades(&[2])).await;
    let terms = store::LeaseTerms {
        lease_us: 1_000_000,
        tries_max: 3,
    };
    let kinds = [JobKind::Links];
    let first = store
        .take_job_of(&kinds, &terms, NOON)
        .await
        .unwrap()
        .unwrap();
    store.stop_job(&first, NOON).await.unwrap();
    let second = store
        .take_job_of(&kinds, &terms, NOON)
        .await
        .unwrap()
        .unwrap();
    let limits = LinkLimits::default();
    let late = store.under(&first);
    let late = late.find_links(&incident.id, &limits, goes_on()).await;
    assert!(
        matches!(late, Err(StoreError::Conflict("lease"))),
        "{late:?}"
    );
    assert!(links(store, &incident).await.is_empty());
    let run = store.under(&second);
    run.find_links(&incident.id, &limits, goes_on())
        .await
        .unwrap();
    assert_eq!(links(store, &incident).await.len(), 1);
}

async fn file_is_a_link_although_no_row_was_read(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    for name in ["ana", "bo"] {
        let owned = draft(&ground, &incident, name, &trades(&[name.len() as u64])).await;
        add(&ground, &owned.by, &owned.claim, "same.pdf", "one document").await;
        hand_in(&ground, &owned).await;
    }
    find(store, &incident).await;
    let shown = links(store, &incident).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].starts_with("file ") && shown[0].ends_with(": R-ANA-22 R-BO-22"));
}
