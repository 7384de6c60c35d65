//! Work beside requests: asked for with the act, done once, fenced by its lease;
//! and what a stopped server leaves behind.

use std::os::unix::fs::PermissionsExt;

use casework::{ReviewState, Role, Support};
use store::{
    By, Claim, ClaimFile, Incident, JobKind, LeaseTerms, NewEvent, NewImport, NewLine, Options,
    Store, StoreError, entry_key,
};

use crate::claims::declaration;
use crate::entries::{finished, import, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both};
use crate::losses::{line, new_line, valuation};

on_both!(
    an_act_on_figures_asks_for_them_in_its_transaction,
    asking_again_for_what_waits_is_one_run,
    two_servers_never_take_the_same_work,
    a_run_that_lost_its_lease_writes_nothing,
    what_failed_often_waits_until_somebody_asks,
    what_ended_with_its_server_each_time_is_given_up_too,
    a_claim_never_has_two_current_valuations,
    a_price_change_asks_for_the_group_and_leaves_drafts_alone,
    a_review_that_moves_doubts_asks_for_the_claim_and_changes_no_signature,
    an_import_that_cannot_be_logged_does_not_count,
);

const TERMS: LeaseTerms = LeaseTerms {
    lease_us: 30_000_000,
    tries_max: 3,
};

/// A lease that is over as soon as it is given.
const OVER: LeaseTerms = LeaseTerms {
    lease_us: 0,
    tries_max: 3,
};

pub async fn begun(ground: &Ground) -> (Incident, By, Claim, ClaimFile) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(ground, &ana, &claim, "trades.csv", "some bytes").await;
    (incident, ana, claim, file)
}

/// One contested line with a price.
fn lost() -> NewLine {
    new_line("k1", "ftx", 0, Support::Documented, &line(&[("BTC", 5)]))
}

async fn submit(ground: &Ground, by: &By, claim: &Claim) {
    let store = &ground.store;
    let now = store.claim(&claim.incident, &claim.id).await.unwrap();
    let event = NewEvent {
        id: "e1",
        words: "",
    };
    store
        .submit_claim(by, &now, now.version, &declaration("d1"), &event)
        .await
        .unwrap();
}

async fn waits(store: &Store, kind: JobKind, subject: &str) -> bool {
    let job = store.job(kind, subject).await.unwrap();
    job.is_some_and(|job| job.is_waiting())
}

async fn an_act_on_figures_asks_for_them_in_its_transaction(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    assert!(!waits(store, JobKind::Claim, &claim.id).await);
    let file = add(&ground, &ana, &claim, "trades.csv", "some bytes").await;
    assert!(waits(store, JobKind::Claim, &claim.id).await);
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&job).await.unwrap();
    assert!(!waits(store, JobKind::Claim, &claim.id).await);
    // An act that is refused asks for nothing.
    let old = store
        .withdraw_file(&ana, &claim, "no file of this claim")
        .await;
    assert!(matches!(old, Err(StoreError::NotFound(_))));
    assert!(!waits(store, JobKind::Claim, &claim.id).await);
    store.withdraw_file(&ana, &claim, &file.id).await.unwrap();
    assert!(waits(store, JobKind::Claim, &claim.id).await);
}

async fn asking_again_for_what_waits_is_one_run(ground: Ground) {
    let (_, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    for name in ["b.csv", "c.csv", "d.csv"] {
        add(&ground, &ana, &claim, name, name).await;
    }
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!((job.kind, &job.subject), (JobKind::Claim, &claim.id));
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    // Asked for while it runs: this run has not seen it, so that one more follows.
    add(&ground, &ana, &claim, "e.csv", "e").await;
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    store.finish_job(&job).await.unwrap();
    let next = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&next).await.unwrap();
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
}

async fn two_servers_never_take_the_same_work(ground: Ground) {
    let incident = ground.incident("one").await;
    let mut claims = Vec::new();
    for name in ["ana", "ben", "eve", "ida", "leo", "max"] {
        let by = ground.member(&incident, name, Role::Claimant).await;
        let reference = format!("R-{}-22", name.to_uppercase());
        let claim = ground.claim(&incident, &by, &reference).await;
        add(&ground, &by, &claim, "own.csv", name).await;
        claims.push(claim.id);
    }
    let other = Store::connect_with(&ground.url, &ground.data_dir, Options::default());
    let other = other.await.unwrap();
    let take = async |store: &Store| {
        let mut taken = Vec::new();
        while let Some(job) = store.take_job(&TERMS, NOON).await.unwrap() {
            taken.push(job.subject);
        }
        taken
    };
    let (mine, theirs) = tokio::join!(take(&ground.store), take(&other));
    let mut taken = [mine, theirs].concat();
    taken.sort();
    claims.sort();
    assert_eq!(taken, claims);
}

async fn a_run_that_lost_its_lease_writes_nothing(ground: Ground) {
    let (_, _, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let lost = store.take_job(&OVER, NOON).await.unwrap().unwrap();
    let slow = store.under(&lost);
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    slow.begin_import(&claim, &file, &new, NOON).await.unwrap();
    let entries = [trade("trades.csv", 2, 0)];
    let keys = [entry_key(&file.sha256, &entries[0])];
    let write = async |seq| {
        slow.add_entries(&claim.id, "i1", seq, &entries, &keys)
            .await
    };
    write(0).await.unwrap();
    // Somebody else takes over, on this server or another.
    let held = store.take_job(&TERMS, NOON + 1).await.unwrap().unwrap();
    assert_eq!(held.attempt, lost.attempt + 1);
    let refused = [
        write(1).await,
        slow.finish_import(
            &By::operator(NOON),
            "i1",
            &finished(store::ImportState::Done, 1),
        )
        .await,
        slow.save_valuation(&claim, &valuation("v1", 1, Vec::new()), NOON)
            .await,
        store.finish_job(&lost).await,
        store.fail_job(&lost).await,
    ];
    for (at, refused) in refused.into_iter().enumerate() {
        assert!(
            matches!(refused, Err(StoreError::Conflict("lease"))),
            "write {at}"
        );
    }
    assert!(!store.renew_lease(&lost, &TERMS, NOON).await.unwrap());
    assert!(store.renew_lease(&held, &TERMS, NOON).await.unwrap());
    let left = store.fail_running_imports(&claim.id, NOON).await.unwrap();
    assert_eq!(left.len(), 1);
    store.finish_job(&held).await.unwrap();
    assert!(store.valuation(&claim.id).await.unwrap().is_none());
}

async fn what_failed_often_waits_until_somebody_asks(ground: Ground) {
    let (_, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    for _ in 0..TERMS.tries_max {
        let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
        store.fail_job(&job).await.unwrap();
    }
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    let job = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    assert!(job.is_given_up(TERMS.tries_max));
    add(&ground, &ana, &claim, "b.csv", "b").await;
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&job).await.unwrap();
    let job = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    assert!(!job.is_waiting() && !job.is_given_up(TERMS.tries_max));
}

async fn what_ended_with_its_server_each_time_is_given_up_too(ground: Ground) {
    let (_, _, claim, _) = begun(&ground).await;
    let store = &ground.store;
    for _ in 0..OVER.tries_max {
        store.take_job(&OVER, NOON).await.unwrap().unwrap();
    }
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    store.sweep(i64::MAX).await.unwrap();
    let job = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    assert!(job.is_given_up(OVER.tries_max));
}

async fn a_claim_never_has_two_current_valuations(ground: Ground) {
    let (_, _, claim, _) = begun(&ground).await;
    let other = Store::connect_with(&ground.url, &ground.data_dir, Options::default());
    let other = other.await.unwrap();
    for round in 0..5 {
        let (one, two) = (format!("a{round}"), format!("b{round}"));
        let (one, two) = (
            valuation(&one, 1, vec![lost()]),
            valuation(&two, 1, vec![lost()]),
        );
        let saved = tokio::join!(
            ground.store.save_valuation(&claim, &one, NOON),
            other.save_valuation(&claim, &two, NOON),
        );
        assert!(saved.0.is_ok() || saved.1.is_ok(), "{saved:?}");
        let kept = ground.store.valuations(&claim.id).await.unwrap();
        let current = kept.iter().filter(|valuation| valuation.current == 1);
        assert_eq!(current.count(), 1, "{kept:?}");
    }
    let twice = "UPDATE valuation SET current = 1; \
        INSERT INTO valuation SELECT 'x', incident, claim, 1, method, basis, currency, \
        price_version, made_at_us, entries, contested, unpriced, totals, positions, conflicts, remarks, \
        problem, figures_version, reviews_version FROM valuation";
    let refused = ground.try_run(twice).await.unwrap_err();
    let refused = refused.into_database_error().unwrap();
    assert!(refused.is_unique_violation(), "the index refuses two");
}

async fn a_price_change_asks_for_the_group_and_leaves_drafts_alone(ground: Ground) {
    let (incident, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&job).await.unwrap();
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    store
        .list_manipulated(&carla, &incident.id, "m1", "DMG", NOON, None, "thin")
        .await
        .unwrap();
    assert!(waits(store, JobKind::Group, &incident.id).await);
    assert!(!waits(store, JobKind::Claim, &claim.id).await);
    assert!(store.stale_claims(&incident.id).await.unwrap().is_empty());
    assert!(store.is_behind(&claim.id).await.unwrap());
    submit(&ground, &ana, &claim).await;
    assert_eq!(
        store.stale_claims(&incident.id).await.unwrap(),
        std::slice::from_ref(&claim.id)
    );
}

async fn a_review_that_moves_doubts_asks_for_the_claim_and_changes_no_signature(ground: Ground) {
    let (incident, ana, claim, file) = begun(&ground).await;
    let store = &ground.store;
    import(&ground, &claim, &file, &[trade("trades.csv", 2, 0)]).await;
    let claim = store.claim(&incident.id, &claim.id).await.unwrap();
    let new = valuation("v1", incident.price_version, vec![lost()]);
    store.save_valuation(&claim, &new, NOON).await.unwrap();
    submit(&ground, &ana, &claim).await;
    for kind in [JobKind::Claim, JobKind::Group] {
        let job = store.take_job(&TERMS, NOON).await.unwrap();
        let job = job.unwrap_or_else(|| panic!("{kind:?} was asked for"));
        store.finish_job(&job).await.unwrap();
    }
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let said = (ReviewState::Excluded, "their own");
    let review = async |moves| {
        let reviewed = store.review_line(&carla, &claim, "k1", said, moves).await;
        reviewed.unwrap();
    };
    review(false).await;
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    review(true).await;
    assert!(waits(store, JobKind::Claim, &claim.id).await);
    assert!(waits(store, JobKind::Group, &incident.id).await);
    assert!(store.is_behind(&claim.id).await.unwrap());
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    assert_eq!(now.figures_version, claim.figures_version);
}

async fn an_import_that_cannot_be_logged_does_not_count(ground: Ground) {
    let (_, _, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    store.begin_import(&claim, &file, &new, NOON).await.unwrap();
    let finish = async || {
        let done = finished(store::ImportState::Done, 1);
        store.finish_import(&By::operator(NOON), "i1", &done).await
    };
    ground
        .run("ALTER TABLE custody RENAME TO custody_away")
        .await;
    assert!(finish().await.is_err());
    let import = store.import(&claim.id, "i1").await.unwrap();
    assert_eq!(
        (import.state, import.current),
        (store::ImportState::Running, false)
    );
    ground
        .run("ALTER TABLE custody_away RENAME TO custody")
        .await;
    finish().await.unwrap();
    assert!(store.import(&claim.id, "i1").await.unwrap().current);
}

#[tokio::test]
async fn only_its_owner_reads_the_database_and_the_folder() {
    let ground = crate::ground::sqlite().await;
    ground.incident("one").await;
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let database = ground.data_dir.parent().unwrap().join("redress.db");
    assert_eq!(mode(&database), 0o600);
    assert_eq!(mode(&database.with_extension("db-wal")), 0o600);
    assert_eq!(mode(&ground.data_dir), 0o700);
    // One that an older version made for everybody is closed at the next start.
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    Store::connect_with(&ground.url, &ground.data_dir, Options::default())
        .await
        .unwrap();
    assert_eq!(mode(&database), 0o600);
}

#[tokio::test]
async fn one_server_has_a_data_folder_with_sqlite() {
    let ground = crate::ground::sqlite().await;
    let (incident, _, claim, _) = begun(&ground).await;
    let store = &ground.store;
    store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    let lock = store.begin_serving(NOON).await.unwrap();
    let second = store.begin_serving(NOON).await.unwrap_err();
    assert!(second.to_string().contains("data_dir"), "{second}");
    // What the server before it was working on is taken again at once.
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!((&job.subject, &job.incident), (&claim.id, &incident.id));
    drop(lock);
    store.begin_serving(NOON).await.unwrap();
}
