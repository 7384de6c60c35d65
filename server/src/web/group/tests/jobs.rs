//! Reports as jobs: what their page shows before they are ready, why one failed, and how it
//! is tried again. Nothing leaves while figures are being computed.

use casework::jobs::Share;
use casework::{JobProblem, WorkProgress, WorkStep};
use store::{Job, JobKind, LeaseTerms};

use super::*;
use crate::jobs::workers::work_off;
use crate::testing::NOW_US;

const TERMS: LeaseTerms = LeaseTerms {
    lease_us: 3_600_000_000,
    tries_max: 3,
};

/// An incident with a submitted claim, on a server that makes no report by itself.
async fn without_reports(requests_waiting_max: u32) -> (Server, Incident, Browser) {
    let limits = Limits::but(|limits| {
        limits.exports.bundle_jobs_max = 0;
        limits.jobs.requests_waiting_max = requests_waiting_max;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    handed_in(&server, &incident, "ada@example.org").await;
    (server, incident, cora)
}

async fn taken(server: &Server) -> Job {
    let store = &server.app.store;
    let job = store.take_job_of(&[JobKind::Snapshot], &TERMS, NOW_US);
    job.await.unwrap().expect("a report was asked for")
}

async fn jobs_of(browser: &mut Browser) -> serde_json::Value {
    let answer = browser.get(&at("jobs")).await;
    assert_eq!(answer.status, StatusCode::OK);
    serde_json::from_slice(&answer.bytes).unwrap()
}

#[tokio::test]
async fn report_shows_as_being_made_until_it_is_ready() {
    let (server, incident, mut cora) = without_reports(3).await;
    let store = &server.app.store;
    let asked = cora.post(&at("snapshots"), &[("title", "The first")]).await;
    assert_eq!(asked.location, at("snapshots?done=group-freezing"));
    let page = cora.get(&asked.location).await;
    assert!(
        page.contains("Being made: The first") && page.contains("Waiting for its turn"),
        "{}",
        page.text()
    );
    assert_eq!(actions(&server, &incident, "snapshot-requested").await, 1);
    let job = taken(&server).await;
    let progress = WorkProgress {
        step: Some(WorkStep::Gathering),
        claims: Share { done: 3, all: 12 },
        ..WorkProgress::default()
    };
    let renewed = store.renew_lease(&job, &TERMS, &progress, NOW_US).await;
    renewed.unwrap();
    let words = "Collecting claims, files and prices: 3 of 12 claims";
    let page = cora.get(&at("snapshots")).await;
    assert!(page.contains(words), "{}", page.text());
    let key = format!("snapshot-{}", job.subject);
    assert_eq!(jobs_of(&mut cora).await[&key], words);
    // Nobody can see an unfinished one.
    let none = cora.get(&at("snapshots/1")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    store.stop_job(&job, NOW_US).await.unwrap();
    work_off(&server.app, &[JobKind::Snapshot]).await;
    assert_eq!(jobs_of(&mut cora).await, serde_json::json!({}));
    let page = cora.get(&at("snapshots")).await;
    assert!(!page.contains("Being made"), "{}", page.text());
    assert!(cora.get(&at("snapshots/1")).await.contains("19,249.25"));
    assert_eq!(actions(&server, &incident, "snapshot-frozen").await, 1);
}

#[tokio::test]
async fn a_report_that_failed_says_why_and_is_tried_again() {
    let (server, incident, mut cora) = without_reports(3).await;
    let store = &server.app.store;
    cora.post(&at("snapshots"), &[("title", "The first")]).await;
    let job = taken(&server).await;
    let problem = JobProblem::NotValued {
        claims: vec!["R-1".into()],
    };
    store.fail_job(&job, &problem, NOW_US).await.unwrap();
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    let page = otto.get(&at("snapshots")).await;
    assert!(
        page.contains("Failed: The first") && page.contains("The loss of R-1"),
        "{}",
        page.text()
    );
    otto.language = "fr";
    assert!(otto.get(&at("snapshots")).await.contains("La perte de R-1"));
    // Work that always fails is not tried again before somebody asks.
    let none = store.take_job(&TERMS, NOW_US).await.unwrap();
    assert!(none.is_none(), "{none:?}");
    let again = at(&format!("snapshots/{}/again", job.subject));
    for _ in 0..2 {
        let asked = otto.post(&again, &[]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    }
    assert_eq!(actions(&server, &incident, "snapshot-requested").await, 2);
    work_off(&server.app, &[JobKind::Snapshot]).await;
    let late = otto.post(&again, &[]).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "an old page");
    work_off(&server.app, &[JobKind::Snapshot]).await;
    let frozen = store.snapshots(&incident.id).await.unwrap();
    let otto = store.person_by_email("otto@example.org").await.unwrap();
    assert_eq!(frozen.len(), 1);
    assert_eq!(
        (&frozen[0].id, &frozen[0].made_by),
        (&job.subject, &otto.unwrap().id)
    );
    let other = at(&format!("snapshots/{}/again", "0".repeat(32)));
    assert_eq!(cora.post(&other, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_report_waits_for_whoever_works_on_a_claim() {
    let (server, incident, mut cora) = without_reports(3).await;
    let store = &server.app.store;
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let person = store.person_by_email("cora@example.org").await.unwrap();
    let by = store::Actor::new(&person.unwrap().id, Role::Coordinator, NOW_US);
    let held = store.take_claim(&claim.id, &TERMS, NOW_US).await.unwrap();
    let listed = store.list_manipulated(&by, &incident.id, "m1", "XYZ", NOW_US, None, "thin");
    listed.await.unwrap();
    cora.post(&at("snapshots"), &[("title", "The first")]).await;
    // It waits for any work in progress on the claim.
    let making = work_off(&server.app, &[JobKind::Snapshot]);
    let waited = tokio::time::timeout(std::time::Duration::from_millis(300), making).await;
    assert!(waited.is_err(), "{waited:?}");
    assert!(store.snapshots(&incident.id).await.unwrap().is_empty());
    store.stop_job(&held.unwrap(), NOW_US).await.unwrap();
}

#[tokio::test]
async fn a_person_has_so_many_reports_waiting_and_no_more() {
    let (server, incident, mut cora) = without_reports(2).await;
    let ask = async |browser: &mut Browser, title: &str| {
        browser.post(&at("snapshots"), &[("title", title)]).await
    };
    for title in ["One", "Two"] {
        let asked = ask(&mut cora, title).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    }
    let past = ask(&mut cora, "Three").await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        past.contains("You are already waiting for 2 reports and bundles")
            && past.contains("Three"),
        "{}",
        past.text()
    );
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    let other = ask(&mut otto, "Theirs").await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text());
    work_off(&server.app, &[JobKind::Snapshot]).await;
    let frozen = server.app.store.snapshots(&incident.id).await.unwrap();
    assert_eq!(frozen.len(), 3, "what was refused left nothing");
    let next = ask(&mut cora, "Three").await;
    assert_eq!(next.status, StatusCode::SEE_OTHER, "{}", next.text());
}

#[tokio::test]
async fn nothing_leaves_while_claims_wait_to_be_valued() {
    let limits = Limits::but(|limits| limits.jobs.wait_ms = 1);
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let claim = quietly_handed_in(&server, &incident).await;
    let store = &server.app.store;
    let held = store.take_claim(&claim.id, &TERMS, NOW_US).await.unwrap();
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    let named = format!("with the present prices: {}", claim.reference);
    let page = cora.get(&at("totals")).await;
    assert!(page.contains(&named), "{}", page.text());
    for file in ["totals/total.csv", "totals.zip", "totals.json"] {
        let refused = cora.get(&at(file)).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{file}");
        assert!(
            refused.contains("Value the claims now") && !refused.contains("<html"),
            "a program gets a line: {}",
            refused.text()
        );
        let ask = axum::http::Request::get(at(file)).header(header::ACCEPT, "text/html,*/*");
        let refused = cora.send(ask, axum::body::Body::empty()).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{file}");
        assert!(refused.contains("<html") && refused.contains("Value the claims now"));
    }
    assert_eq!(actions(&server, &incident, "exported").await, 0);
    store.stop_job(&held.unwrap(), NOW_US).await.unwrap();
    server.all_done(&incident).await;
    let taken = cora.get(&at("totals/total.csv")).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    assert!(
        !cora
            .get(&at("totals"))
            .await
            .contains("with the present prices")
    );
}

/// A submitted claim on a server whose requests never wait.
async fn quietly_handed_in(server: &Server, incident: &Incident) -> store::Claim {
    let mail = "ada@example.org";
    let mut ada = server.member(incident, mail, Role::Claimant).await;
    ada.post("/i/attack/claim", &[]).await;
    let files = [("files", "trades.csv", TRADES.as_bytes())];
    ada.upload("/i/attack/claim/evidence", &[], &files).await;
    server.all_done(incident).await;
    let period = [
        ("from", "2022-10-18T00:00:00"),
        ("to", "2022-10-19T00:00:00"),
        ("reason", "I was asleep"),
    ];
    contest(&mut ada, &period).await;
    server.all_done(incident).await;
    signed(server, incident, &mut ada, mail).await;
    server.all_done(incident).await;
    claim_of(server, incident, mail).await
}

#[tokio::test]
async fn progress_requests_do_not_extend_the_session() {
    let (server, incident, _, _) = under_way().await;
    let mut cora = server.browser();
    let fields = [
        ("email", "cora@example.org"),
        ("password", testing::PASSWORD),
    ];
    cora.post("/sign-in", &fields).await;
    let idle = i64::from(server.app.config.limits.sessions.coordinator_idle_minutes);
    let mut watched = cora.clone();
    server.pass_minutes(idle - 1);
    assert_eq!(watched.get(&at("jobs")).await.status, StatusCode::OK);
    server.pass_minutes(2);
    let over = watched.get(&at("jobs")).await;
    assert_eq!(over.status, StatusCode::SEE_OTHER);
    assert!(over.location.starts_with("/sign-in"), "{}", over.location);
    server.all_done(&incident).await;
}
