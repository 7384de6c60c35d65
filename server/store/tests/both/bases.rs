//! Other bases: each is requested once, their number for an incident is limited, and
//! removing one is complete. Two runs under a basis do not share what they write.

use casework::{Role, Support};
use ledger::losses::Basis;
use store::{
    Actor, BasisTerms, Incident, Job, JobKind, JobRequest, LeaseTerms, Store, StoreError,
    basis_subject,
};

use crate::ground::{Ground, NOON, on_both};
use crate::valuing::{OwnValuation, generation, line, new_line, save, valuation, written};

on_both!(
    a_basis_is_one_job_and_is_asked_for_again_once_it_is_done,
    an_incident_has_so_many_bases_however_many_ask_at_once,
    a_basis_is_removed_with_its_valuations_and_what_only_they_kept,
    a_run_whose_basis_was_removed_writes_nothing,
    unfinished_valuations_under_a_basis_are_removed_once_no_run_holds_it,
    a_valuation_of_rows_that_are_gone_is_refused,
);

const TERMS: LeaseTerms = LeaseTerms {
    lease_us: 1_000_000,
    tries_max: 3,
};

const BASES: BasisTerms = BasisTerms {
    bases_max: 2,
    tries_max: 3,
};

fn date(text: &str) -> Basis {
    format!("date:{text}").parse().unwrap()
}

async fn ask(
    store: &Store,
    by: &Actor,
    incident: &Incident,
    basis: Basis,
) -> Result<(), StoreError> {
    store.request_basis(by, &incident.id, basis, BASES).await
}

async fn taken(store: &Store, now_us: i64) -> Option<Job> {
    let job = store.take_job_of(&[JobKind::Basis], &TERMS, now_us);
    job.await.unwrap()
}

/// A valuation with one line, under a basis.
fn under(id: &str, basis: Basis) -> OwnValuation {
    let loss = line(&[("BTC", 4)]);
    let line = new_line("k1", "ftx", 0, Support::Documented, &loss);
    let mut own = valuation(id, 1, vec![line]);
    own.new.for_basis = basis.to_string();
    own.new.basis = basis.to_string();
    own
}

async fn a_basis_is_one_job_and_is_asked_for_again_once_it_is_done(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let cyril = ground.member(&incident, "cyril", Role::Coordinator).await;
    let store = &ground.store;
    let basis = date("2022-12-30");
    let asked = tokio::join!(
        ask(store, &carla, &incident, basis),
        ask(store, &cyril, &incident, basis)
    );
    asked.0.unwrap();
    asked.1.unwrap();
    let kept = store.bases(&incident.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    let subject = basis_subject(&incident.id, basis);
    assert_eq!(
        (&kept[0].subject, &kept[0].request, kept[0].asked),
        (&subject, &Some(JobRequest::Basis { basis }), 1)
    );
    let job = taken(store, NOON).await.unwrap();
    ask(store, &carla, &incident, basis).await.unwrap();
    store.finish_job(&job, NOON).await.unwrap();
    assert!(taken(store, NOON).await.is_none(), "nobody asked again");
    ask(store, &cyril, &incident, basis).await.unwrap();
    let job = taken(store, NOON).await.unwrap();
    assert_eq!(job.by().unwrap(), cyril);
    assert!(job.was_done(), "what was made before is there");
    // Long after the job is done, the basis is still kept.
    store.finish_job(&job, NOON).await.unwrap();
    assert_eq!(store.forget_requests(NOON + 1, 3).await.unwrap(), 0);
    // The same basis of another incident is separate.
    let other = ground.incident("two").await;
    let olga = ground.member(&other, "olga", Role::Coordinator).await;
    ask(store, &olga, &other, basis).await.unwrap();
    assert_eq!(store.bases(&other.id).await.unwrap().len(), 1);
}

async fn an_incident_has_so_many_bases_however_many_ask_at_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let [a, b, c] = ["2022-12-28", "2022-12-29", "2022-12-30"].map(date);
    let asked = tokio::join!(
        ask(store, &carla, &incident, a),
        ask(store, &carla, &incident, b),
        ask(store, &carla, &incident, c)
    );
    let asked = [asked.0, asked.1, asked.2];
    let refused: Vec<&StoreError> = asked.iter().filter_map(|it| it.as_ref().err()).collect();
    let [StoreError::TooManyBases { bases_max: 2 }] = refused[..] else {
        panic!("{refused:?}");
    };
    assert!(refused[0].to_string().contains("limits.jobs.bases_max"));
    assert_eq!(store.bases(&incident.id).await.unwrap().len(), 2);
}

async fn a_basis_is_removed_with_its_valuations_and_what_only_they_kept(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let (first, second) = (date("2022-12-29"), date("2022-12-30"));
    for basis in [first, second] {
        ask(store, &carla, &incident, basis).await.unwrap();
    }
    save(store, &claim, &under("d1", first), NOON)
        .await
        .unwrap();
    // Its rows are compared again, so that the valuation under the first basis is outdated.
    let now = generation(store, &claim, "g2", &[]).await.unwrap();
    save(store, &claim, &under("d2", second), NOON)
        .await
        .unwrap();
    let generations = "SELECT COUNT(*) FROM generation";
    assert_eq!(ground.count(generations).await, 2);
    store
        .remove_basis(&carla, &incident.id, first)
        .await
        .unwrap();
    let kept = store.current_valuations(&claim.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].for_basis, second.to_string());
    assert_eq!(ground.count(generations).await, 1);
    let rows = store.rows(&claim.id).await.unwrap();
    assert_eq!(rows.generation(), now.generation());
    let left = "SELECT COUNT(*) FROM claim_sum WHERE valuation = 'd1'";
    assert_eq!(ground.count(left).await, 0);
    let second = second.to_string();
    let lines = store.claim_lines(&incident.id, &second, "R-AAAA-22");
    assert_eq!(lines.await.unwrap().len(), 1);
    let again = store.remove_basis(&carla, &incident.id, first).await;
    assert!(matches!(again, Err(StoreError::NotFound("basis"))));
    // There is room for another basis.
    let third = date("2022-12-31");
    ask(store, &carla, &incident, third).await.unwrap();
}

async fn a_run_whose_basis_was_removed_writes_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let basis = Basis::Event;
    ask(store, &carla, &incident, basis).await.unwrap();
    let job = taken(store, NOON).await.unwrap();
    let run = store.under(&job);
    save(&run, &claim, &under("d1", basis), NOON).await.unwrap();
    store
        .remove_basis(&carla, &incident.id, basis)
        .await
        .unwrap();
    ask(store, &carla, &incident, basis).await.unwrap();
    let new = written(store, &claim, &under("d2", basis)).await.unwrap();
    let late = run.write_valuation(&claim, &new, NOON).await;
    assert!(
        matches!(late, Err(StoreError::Conflict("lease"))),
        "{late:?}"
    );
    assert_eq!(ground.count("SELECT COUNT(*) FROM valuation").await, 0);
}

async fn unfinished_valuations_under_a_basis_are_removed_once_no_run_holds_it(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let (first, second) = (date("2022-12-29"), date("2022-12-30"));
    ask(store, &carla, &incident, first).await.unwrap();
    let job = taken(store, NOON).await.unwrap();
    for own in [under("d1", first), under("d2", second)] {
        let new = written(store, &claim, &own).await.unwrap();
        store.write_valuation(&claim, &new, NOON).await.unwrap();
    }
    // A run works on the first; none works on the second.
    assert_eq!(store.sweep(NOON).await.unwrap().valuations, 1);
    let left = "SELECT COUNT(*) FROM valuation WHERE id = 'd1'";
    assert_eq!(ground.count(left).await, 1);
    store.stop_job(&job, NOON).await.unwrap();
    assert_eq!(store.sweep(NOON).await.unwrap().valuations, 1);
    assert_eq!(ground.count(left).await, 0);
}

async fn a_valuation_of_rows_that_are_gone_is_refused(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let own = under("d1", Basis::Event);
    let new = written(store, &claim, &own).await.unwrap();
    generation(store, &claim, "g2", &[]).await.unwrap();
    let late = store.write_valuation(&claim, &new, NOON).await;
    let is_refused = matches!(late, Err(StoreError::Conflict("generation")));
    assert!(is_refused, "{late:?}");
}
