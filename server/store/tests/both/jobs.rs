//! Work beside requests: it is requested with the act, done once, and protected by its
//! lease. Also what a stopped server leaves behind.

use std::os::unix::fs::PermissionsExt;

use casework::jobs::Share;
use casework::{JobProblem, ReviewState, Role, Support, WorkProgress, WorkStep};
use ledger::messages::Message;
use ledger::{Code, Diagnostic};
use store::{
    Actor, Claim, ClaimFile, Incident, Job, JobKind, JobRequest, Lease, LeaseTerms, NewEvent,
    NewImport, NewRequest, NewSnapshot, Options, RequestTerms, Store, StoreError, Swept,
};

use crate::claims::declaration;
use crate::entries::{finished, import, trade, write_rows};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both};
use crate::valuing::{OwnLine, generation, line, new_line, review, save, valuation};

on_both!(
    an_act_on_figures_asks_for_them_in_its_transaction,
    waiting_job_requested_again_runs_once,
    two_servers_never_take_the_same_work,
    a_run_that_lost_its_lease_writes_nothing,
    job_that_failed_often_waits_until_somebody_asks,
    job_that_ended_with_its_server_each_time_is_given_up_too,
    a_claim_never_has_two_current_valuations,
    a_price_change_asks_for_the_group_and_leaves_drafts_alone,
    a_review_that_moves_doubts_asks_for_the_claim_and_changes_no_signature,
    an_import_that_cannot_be_logged_does_not_count,
    renewed_lease_stores_progress_and_reports_new_requests,
    job_with_a_final_problem_is_given_up_until_it_is_requested_again,
    a_request_is_one_job_however_often_it_comes,
    a_person_has_so_many_requests_waiting_in_an_incident,
    only_given_up_requests_are_requested_again,
    snapshots_of_an_incident_are_made_one_after_the_other,
    a_run_without_its_lease_keeps_no_snapshot,
    requests_that_ended_are_forgotten_after_a_while,
    sweep_requested_by_several_servers_is_done_by_one,
);

pub const TERMS: LeaseTerms = LeaseTerms {
    lease_us: 30_000_000,
    tries_max: 3,
};

/// A lease that has expired as soon as it is given.
const OVER: LeaseTerms = LeaseTerms {
    lease_us: 0,
    tries_max: 3,
};

pub async fn begun(ground: &Ground) -> (Incident, Actor, Claim, ClaimFile) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(ground, &ana, &claim, "trades.csv", "some bytes").await;
    (incident, ana, claim, file)
}

/// One contested line with a price.
fn lost() -> OwnLine {
    new_line("k1", "ftx", 0, Support::Documented, &line(&[("BTC", 5)]))
}

async fn submit(ground: &Ground, by: &Actor, claim: &Claim) {
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

async fn renew(store: &Store, job: &Job) -> Lease {
    let progress = WorkProgress::default();
    store
        .renew_lease(job, &TERMS, &progress, NOON)
        .await
        .unwrap()
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
    store.finish_job(&job, NOON).await.unwrap();
    assert!(!waits(store, JobKind::Claim, &claim.id).await);
    // A refused act requests nothing.
    let old = store
        .withdraw_file(&ana, &claim, "no file of this claim")
        .await;
    assert!(matches!(old, Err(StoreError::NotFound(_))));
    assert!(!waits(store, JobKind::Claim, &claim.id).await);
    store.withdraw_file(&ana, &claim, &file.id).await.unwrap();
    assert!(waits(store, JobKind::Claim, &claim.id).await);
}

async fn waiting_job_requested_again_runs_once(ground: Ground) {
    let (_, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    for name in ["b.csv", "c.csv", "d.csv"] {
        add(&ground, &ana, &claim, name, name).await;
    }
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!((job.kind, &job.subject), (JobKind::Claim, &claim.id));
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    // Work is requested during a run that has not seen the request, so that another run
    // follows.
    add(&ground, &ana, &claim, "e.csv", "e").await;
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    store.finish_job(&job, NOON).await.unwrap();
    let next = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&next, NOON).await.unwrap();
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
    let rows = write_rows(&slow, &claim, &file, "i1", &entries).await;
    let mut done = finished(store::ImportState::Done, 1);
    done.rows = Some(rows.unwrap());
    let odd = [Diagnostic {
        file: "trades.csv".to_owned(),
        line: 3,
        column: 2,
        code: Code::NoteOdd,
        message: Message::NumberNone { text: "x".into() },
    }];
    let write = async |seq| slow.add_diagnostics("i1", seq, &odd).await;
    write(0).await.unwrap();
    // Another worker takes over, on this server or another.
    let held = store.take_job(&TERMS, NOON + 1).await.unwrap().unwrap();
    assert_eq!(held.attempt, lost.attempt + 1);
    let refused = [
        write(1).await,
        slow.finish_import(&Actor::operator(NOON), "i1", &done)
            .await,
        generation(&slow, &claim, "g1", &[]).await.map(|_| ()),
        save(&slow, &claim, &valuation("v1", 1, Vec::new()), NOON).await,
        store.finish_job(&lost, NOON).await,
        store.fail_job(&lost, &JobProblem::Broken, NOON).await,
    ];
    for (at, refused) in refused.into_iter().enumerate() {
        assert!(
            matches!(refused, Err(StoreError::Conflict("lease"))),
            "write {at}"
        );
    }
    assert_eq!(renew(store, &lost).await, Lease::Lost);
    let held_on = Lease::Held {
        is_asked_anew: false,
    };
    assert_eq!(renew(store, &held).await, held_on);
    let left = store.fail_running_imports(&claim.id, NOON).await.unwrap();
    assert_eq!(left.len(), 1);
    store.finish_job(&held, NOON).await.unwrap();
    assert!(store.valuation(&claim.id).await.unwrap().is_none());
    assert!(store.entries(&claim.id).await.unwrap().is_empty());
    assert_eq!(ground.count("SELECT COUNT(*) FROM generation").await, 0);
}

async fn job_that_failed_often_waits_until_somebody_asks(ground: Ground) {
    let (_, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    for _ in 0..TERMS.tries_max {
        let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
        store
            .fail_job(&job, &JobProblem::Broken, NOON)
            .await
            .unwrap();
    }
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    let job = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    assert!(job.is_given_up(TERMS.tries_max));
    add(&ground, &ana, &claim, "b.csv", "b").await;
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&job, NOON).await.unwrap();
    let job = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    assert!(!job.is_waiting() && !job.is_given_up(TERMS.tries_max));
}

async fn job_that_ended_with_its_server_each_time_is_given_up_too(ground: Ground) {
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
    generation(&other, &claim, "g1", &[]).await.unwrap();
    for round in 0..5 {
        let (one, two) = (format!("a{round}"), format!("b{round}"));
        let (one, two) = (
            valuation(&one, 1, vec![lost()]),
            valuation(&two, 1, vec![lost()]),
        );
        let saved = tokio::join!(
            save(&ground.store, &claim, &one, NOON),
            save(&other, &claim, &two, NOON),
        );
        assert!(saved.0.is_ok() || saved.1.is_ok(), "{saved:?}");
        let kept = ground.store.valuations(&claim.id).await.unwrap();
        let current = kept.iter().filter(|valuation| valuation.current == 1);
        assert_eq!(current.count(), 1, "{kept:?}");
    }
    let twice = "UPDATE valuation SET current = 1; \
        INSERT INTO valuation SELECT 'x', incident, claim, 1, for_basis, method, basis, currency, \
        price_version, figures_version, reviews_version, made_at_us, entries, contested, \
        unpriced, totals, positions, row_conflicts, conflicts, remarks, problem, generation, \
        line_files, terms FROM valuation";
    let refused = ground.try_run(twice).await.unwrap_err();
    let refused = refused.into_database_error().unwrap();
    assert!(refused.is_unique_violation(), "the index refuses two");
}

async fn a_price_change_asks_for_the_group_and_leaves_drafts_alone(ground: Ground) {
    let (incident, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&job, NOON).await.unwrap();
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
    save(store, &claim, &new, NOON).await.unwrap();
    submit(&ground, &ana, &claim).await;
    for kind in [JobKind::Claim, JobKind::Group] {
        let job = store.take_job(&TERMS, NOON).await.unwrap();
        let job = job.unwrap_or_else(|| panic!("{kind:?} was asked for"));
        store.finish_job(&job, NOON).await.unwrap();
    }
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let exclusion = (ReviewState::Excluded, "their own");
    let exclude = async |moves| {
        let lines = [lost()];
        let reviewed = review(
            store,
            &carla,
            (&claim, &lines),
            "typed:k1",
            exclusion,
            moves,
        )
        .await;
        reviewed.unwrap();
    };
    exclude(false).await;
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    exclude(true).await;
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
        store
            .finish_import(&Actor::operator(NOON), "i1", &done)
            .await
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
    // A database that an older version made readable for everybody is protected at the next
    // start.
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
    // The work of the previous server is taken again at once.
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!(job.subject, claim.id);
    assert_eq!(job.incident().unwrap(), incident.id);
    drop(lock);
    store.begin_serving(NOON).await.unwrap();
}

async fn renewed_lease_stores_progress_and_reports_new_requests(ground: Ground) {
    let (_, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!(job.progress(), WorkProgress::default());
    let progress = WorkProgress {
        step: Some(WorkStep::Reading),
        file: "trades\0.csv".to_owned(),
        bytes: Share { done: 5, all: 10 },
        rows: Share { done: 2, all: 0 },
        claims: Share { done: 1, all: 3 },
    };
    let renewed = store.renew_lease(&job, &TERMS, &progress, NOON).await;
    let held = |is_asked_anew| Lease::Held { is_asked_anew };
    assert_eq!(renewed.unwrap(), held(false));
    let kept = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    let shown = WorkProgress {
        file: "trades\u{2400}.csv".to_owned(),
        ..progress
    };
    assert_eq!(kept.progress(), shown);
    assert!(kept.is_running());
    assert_eq!(store.running_jobs().await.unwrap().len(), 1);
    add(&ground, &ana, &claim, "b.csv", "b").await;
    assert_eq!(renew(store, &job).await, held(true));
    store.stop_job(&job, NOON).await.unwrap();
    // The next run has seen the request and begins with nothing done.
    let next = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!((next.progress(), next.tries), (WorkProgress::default(), 1));
    assert_eq!(renew(store, &next).await, held(false));
    assert_eq!(renew(store, &job).await, Lease::Lost);
    store.finish_job(&next, NOON + 7).await.unwrap();
    let kept = store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    assert_eq!(
        (kept.is_waiting(), kept.ended_at_us),
        (false, Some(NOON + 7))
    );
}

fn not_valued() -> JobProblem {
    JobProblem::NotValued {
        claims: vec!["R-AAAA-22".to_owned()],
    }
}

async fn job_with_a_final_problem_is_given_up_until_it_is_requested_again(ground: Ground) {
    let (_, ana, claim, _) = begun(&ground).await;
    let store = &ground.store;
    let kept = async || store.job(JobKind::Claim, &claim.id).await.unwrap().unwrap();
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.fail_job(&job, &not_valued(), NOON).await.unwrap();
    let failed = kept().await;
    assert!(failed.is_given_up(TERMS.tries_max));
    assert_eq!(failed.problem, Some(not_valued()));
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    add(&ground, &ana, &claim, "b.csv", "b").await;
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!(job.problem, None);
    // What was requested meanwhile may have changed the reason.
    add(&ground, &ana, &claim, "c.csv", "c").await;
    store.fail_job(&job, &not_valued(), NOON).await.unwrap();
    assert!(!kept().await.is_given_up(TERMS.tries_max));
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&job, NOON).await.unwrap();
    assert_eq!(kept().await.problem, None);
}

const REQUESTS: RequestTerms = RequestTerms {
    waiting_max: 2,
    tries_max: 3,
};

async fn request(
    store: &Store,
    by: &Actor,
    incident: &Incident,
    id: &str,
) -> Result<(), StoreError> {
    let new = NewRequest {
        id,
        request: JobRequest::Snapshot {
            title: format!("title of {id}"),
        },
    };
    store.request_job(by, &incident.id, &new, REQUESTS).await
}

async fn logged(store: &Store, incident: &Incident) -> usize {
    let chain = store.custody_chain(&incident.id).await.unwrap();
    let asked = chain.iter();
    asked
        .filter(|record| record.action == "snapshot-requested")
        .count()
}

async fn keep(store: &Store, by: &Actor, incident: &Incident, id: &str) -> Result<(), StoreError> {
    let document = store.receive_all(&incident.id, b"{}".to_vec()).await;
    let document = document.unwrap();
    let number = store.next_snapshot_number(&incident.id).await.unwrap();
    let new = NewSnapshot {
        id,
        number,
        title: "",
        totals: "{}",
        claims: 0,
        lines: &[],
    };
    let kept = store.add_snapshot(by, &incident.id, &document, &new);
    kept.await.map(drop)
}

async fn a_request_is_one_job_however_often_it_comes(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let (one, two) = tokio::join!(
        request(store, &carla, &incident, "s1"),
        request(store, &carla, &incident, "s1")
    );
    one.unwrap();
    two.unwrap();
    let waiting = store
        .requested_jobs(&incident.id, JobKind::Snapshot)
        .await
        .unwrap();
    assert_eq!((waiting.len(), logged(store, &incident).await), (1, 1));
    assert_eq!(waiting[0].by().unwrap(), carla);
    let title = "title of s1".to_owned();
    assert_eq!(waiting[0].request, Some(JobRequest::Snapshot { title }));
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    let run = store.under(&job);
    keep(&run, &carla, &incident, "s1").await.unwrap();
    store.finish_job(&job, NOON).await.unwrap();
    request(store, &carla, &incident, "s1").await.unwrap();
    store.forget_requests(NOON, 3).await.unwrap();
    // The job is removed, but not its result.
    request(store, &carla, &incident, "s1").await.unwrap();
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
    assert_eq!(logged(store, &incident).await, 1);
}

async fn a_person_has_so_many_requests_waiting_in_an_incident(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let store = &ground.store;
    for id in ["s1", "s2"] {
        request(store, &carla, &incident, id).await.unwrap();
    }
    let past = request(store, &carla, &incident, "s3").await;
    assert!(matches!(
        past,
        Err(StoreError::TooManyJobs { waiting_max: 2 })
    ));
    assert_eq!(logged(store, &incident).await, 2, "it did nothing");
    request(store, &carla, &other, "s4").await.unwrap();
    request(store, &cyril, &incident, "s5").await.unwrap();
    // A job that was given up or is done waits for nobody.
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!(job.subject, "s1");
    store.fail_job(&job, &not_valued(), NOON).await.unwrap();
    request(store, &carla, &incident, "s3").await.unwrap();
    let again = store
        .request_job_again(&carla, &incident.id, JobKind::Snapshot, "s1", REQUESTS)
        .await;
    assert!(matches!(again, Err(StoreError::TooManyJobs { .. })));
    let kept = store.job(JobKind::Snapshot, "s1").await.unwrap().unwrap();
    assert!(kept.is_given_up(3), "that did nothing either");
}

async fn only_given_up_requests_are_requested_again(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let store = &ground.store;
    request(store, &carla, &incident, "s1").await.unwrap();
    let again = async |incident: &Incident| {
        let later = cyril.at(NOON + 5);
        store
            .request_job_again(&later, &incident.id, JobKind::Snapshot, "s1", REQUESTS)
            .await
    };
    again(&incident).await.unwrap();
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    again(&incident).await.unwrap();
    assert_eq!(job.by().unwrap(), carla, "it waits as it was asked for");
    assert_eq!(logged(store, &incident).await, 1);
    store.fail_job(&job, &not_valued(), NOON).await.unwrap();
    let elsewhere = again(&other).await;
    assert!(matches!(elsewhere, Err(StoreError::NotFound("job"))));
    again(&incident).await.unwrap();
    assert_eq!(logged(store, &incident).await, 2);
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!((job.by().unwrap(), job.tries), (cyril.at(NOON + 5), 1));
    store.finish_job(&job, NOON).await.unwrap();
    again(&incident).await.unwrap();
    assert!(store.take_job(&TERMS, NOON).await.unwrap().is_none());
}

async fn snapshots_of_an_incident_are_made_one_after_the_other(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    for (id, of) in [("s1", &incident), ("s2", &incident), ("s3", &other)] {
        request(store, &carla, of, id).await.unwrap();
    }
    let take = async || {
        let job = store.take_job(&TERMS, NOON).await.unwrap();
        job.map(|job| job.subject)
    };
    let first = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    assert_eq!(first.subject, "s1");
    assert_eq!(take().await.as_deref(), Some("s3"));
    assert_eq!(take().await, None);
    store.finish_job(&first, NOON).await.unwrap();
    assert_eq!(take().await.as_deref(), Some("s2"));
    let figures = store.take_job_of(&JobKind::FIGURES, &TERMS, NOON).await;
    assert!(figures.unwrap().is_none());
}

async fn a_run_without_its_lease_keeps_no_snapshot(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    request(store, &carla, &incident, "s1").await.unwrap();
    let lost = store.take_job(&OVER, NOON).await.unwrap().unwrap();
    let held = store.take_job(&TERMS, NOON + 1).await.unwrap().unwrap();
    let late = keep(&store.under(&lost), &carla, &incident, "s1").await;
    assert!(matches!(late, Err(StoreError::Conflict("lease"))));
    assert!(store.snapshots(&incident.id).await.unwrap().is_empty());
    let kept = keep(&store.under(&held), &carla, &incident, "s1").await;
    kept.unwrap();
}

async fn requests_that_ended_are_forgotten_after_a_while(ground: Ground) {
    let (incident, _, _, _) = begun(&ground).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let claim = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.finish_job(&claim, NOON).await.unwrap();
    for id in ["s1", "s2"] {
        request(store, &carla, &incident, id).await.unwrap();
    }
    let job = store.take_job(&TERMS, NOON).await.unwrap().unwrap();
    store.fail_job(&job, &not_valued(), NOON).await.unwrap();
    assert_eq!(store.forget_requests(NOON - 1, 3).await.unwrap(), 0);
    assert_eq!(store.forget_requests(NOON, 3).await.unwrap(), 1);
    assert!(store.job(JobKind::Snapshot, "s2").await.unwrap().is_some());
    let claim = store.job(JobKind::Claim, &claim.subject).await.unwrap();
    assert!(claim.is_some(), "a claim is no request");
}

async fn sweep_requested_by_several_servers_is_done_by_one(ground: Ground) {
    let store = &ground.store;
    let ask = async |now_us| store.ask_for_sweep(100, now_us).await.unwrap();
    let take = async |now_us| store.take_job(&TERMS, now_us).await.unwrap();
    ask(NOON).await;
    ask(NOON).await;
    let job = take(NOON).await.unwrap();
    assert_eq!((job.kind, &job.incident), (JobKind::Sweep, &None));
    ask(NOON + 50).await;
    assert!(take(NOON + 50).await.is_none());
    let swept = store.under(&job).sweep(NOON - 1).await.unwrap();
    assert_eq!(swept, Swept::default());
    store.finish_job(&job, NOON + 60).await.unwrap();
    ask(NOON + 100).await;
    assert!(take(NOON + 100).await.is_none(), "that is done already");
    ask(NOON + 160).await;
    assert!(take(NOON + 160).await.is_some());
}
