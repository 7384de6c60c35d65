//! Totals under another basis. A job computes them on request; they are stored beside the
//! incident's own, become outdated when their inputs change, and can be removed by whoever
//! may see them.

use casework::jobs::Share;
use casework::{ReviewState, WorkProgress, WorkStep};
use ledger::Money;
use store::{JobKind, LeaseTerms, StoreError};

use super::*;
use crate::jobs::workers::work_off;
use crate::testing::NOW_US;

/// The end of the day of the trades, and the day after.
const DAY: &str = "date:2022-10-18";
const NEXT_DAY: &str = "date:2022-10-19";

const FILES: [&str; 3] = ["totals/total.csv", "totals.zip", "totals.json"];

fn asked(rest: &str, basis: &str) -> String {
    at(&format!(
        "{rest}?basis={}",
        app::pages::group::escaped(basis)
    ))
}

async fn ask(browser: &mut Browser, basis: &str) -> Answer {
    browser.post(&at("totals/basis"), &[("basis", basis)]).await
}

async fn documented(server: &Server, incident: &Incident, basis: &str) -> Money {
    let store = &server.app.store;
    let incident = store.incident(&incident.id).await.unwrap();
    let totals = store.totals(&incident, basis).await.unwrap();
    totals.whole.documented
}

/// Each file answers 409, with one line of text that contains this.
async fn no_file_is_there(browser: &mut Browser, basis: &str, why: &str) {
    for file in FILES {
        let refused = browser.get(&asked(file, basis)).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{file}");
        assert!(refused.contains(why), "{file}: {}", refused.text());
        assert!(!refused.contains("<html"), "{file}");
    }
}

#[tokio::test]
async fn other_basis_is_computed_on_request_and_kept() {
    let (server, incident, mut cora, _) = under_way().await;
    for page in ["totals", "lines", "credits"] {
        let page = cora.get(&asked(page, DAY)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            !page.contains("19,249.25") && !page.contains("BTC"),
            "{}",
            page.text()
        );
    }
    let page = cora.get(&asked("totals", DAY)).await;
    assert!(
        page.contains("have not been worked out yet"),
        "{}",
        page.text()
    );
    assert!(page.contains("Work out these totals"));
    let never = "Nothing has been worked out at the prices at the end of 2022-10-18";
    no_file_is_there(&mut cora, DAY, never).await;
    assert_eq!(actions(&server, &incident, "exported").await, 0);
    worked_out(&mut cora, DAY).await;
    let page = cora.get(&asked("totals", DAY)).await;
    assert!(page.contains("19,249.25"), "{}", page.text());
    assert!(page.contains("Totals at other dates that are kept"));
    for file in FILES {
        let taken = cora.get(&asked(file, DAY)).await;
        assert_eq!(taken.status, StatusCode::OK, "{file}: {}", taken.text());
    }
    let lines = cora.get(&asked("lines", DAY)).await;
    assert!(lines.contains("BTC") && !lines.contains("they are from before"));
    // Requested again, it remains one basis with the same valuations.
    let store = &server.app.store;
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let kept = store.current_valuations(&claim.id).await.unwrap();
    assert_eq!(kept.len(), 2);
    worked_out(&mut cora, DAY).await;
    assert_eq!(store.bases(&incident.id).await.unwrap().len(), 1);
    let now = store.current_valuations(&claim.id).await.unwrap();
    assert_eq!(format!("{now:?}"), format!("{kept:?}"));
    // The incident's own basis needs no request.
    let own = ask(&mut cora, "event").await;
    assert_eq!(own.location, at("totals"));
    let wrong = ask(&mut cora, "yesterday").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(store.bases(&incident.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn new_prices_and_a_contest_outdate_what_is_kept_until_it_is_worked_out_again() {
    let (server, incident, mut cora, reference) = under_way().await;
    worked_out(&mut cora, DAY).await;
    let before = documented(&server, &incident, DAY).await;
    let is_outdated = async |cora: &mut Browser| {
        let page = cora.get(&asked("totals", DAY)).await;
        assert!(
            page.contains("These totals are outdated"),
            "{}",
            page.text()
        );
        assert!(page.contains(&reference) && page.contains("from before"));
        let lines = cora.get(&asked("lines", DAY)).await;
        assert!(lines.contains("they are from before"), "{}", lines.text());
        assert!(
            page.contains("Work out these totals again"),
            "{}",
            page.text()
        );
        let why = format!("These totals are outdated: {reference}");
        no_file_is_there(cora, DAY, &why).await;
    };
    let later = "asset,quote,time,price,window,source\n\
        BTC,USD,2022-10-19T00:00:00Z,19000,1d,own\n\
        USDT,USD,2022-10-19T00:00:00Z,1,1d,own\n\
        DMG,USD,2022-10-19T00:00:00Z,0.03,1d,own\n";
    add_prices(&mut cora, "later.csv", later, "").await;
    is_outdated(&mut cora).await;
    // The earlier figures are still there.
    assert_eq!(documented(&server, &incident, DAY).await, before);
    let own = cora.get(&at("totals")).await;
    assert!(!own.contains("outdated"), "{}", own.text());
    worked_out(&mut cora, DAY).await;
    let by_later = documented(&server, &incident, DAY).await;
    assert_ne!(by_later, before);
    let taken = cora.get(&asked("totals/total.csv", DAY)).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    for (step, words) in [("review", ""), ("return", "Was that all?")] {
        decide(&mut cora, &reference, step, words).await;
    }
    let mut ada = server.browser();
    let fields = [
        ("email", "ada@example.org"),
        ("password", testing::PASSWORD),
    ];
    ada.post("/sign-in", &fields).await;
    let earlier = [
        ("from", "2022-10-10T00:00:00"),
        ("to", "2022-10-11T00:00:00"),
        ("reason", "that neither"),
    ];
    contest(&mut ada, &earlier).await;
    is_outdated(&mut cora).await;
    assert_eq!(documented(&server, &incident, DAY).await, by_later);
    worked_out(&mut cora, DAY).await;
    assert_ne!(documented(&server, &incident, DAY).await, by_later);
}

#[tokio::test]
async fn a_line_that_is_left_out_counts_in_neither() {
    let (server, incident, mut cora, reference) = under_way().await;
    worked_out(&mut cora, DAY).await;
    let store = &server.app.store;
    let lines = store.claim_lines(&incident.id, DAY, &reference).await;
    let lines = lines.unwrap();
    assert_eq!(lines.len(), 2);
    let key = app::pages::group::escaped(&lines[0].entry_key);
    let page = format!("claims/{reference}/lines/{key}");
    let fields = [("review", "excluded"), ("reason", "their own")];
    let answer = cora.post(&asked(&page, DAY), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let left = lines[1].loss.unwrap();
    for basis in ["", DAY] {
        assert_eq!(documented(&server, &incident, basis).await, left, "{basis}");
        let kept = store.claim_lines(&incident.id, basis, &reference).await;
        assert_eq!(kept.unwrap()[0].review, ReviewState::Excluded);
    }
    let totals = cora.get(&asked("totals", DAY)).await;
    assert!(!totals.contains("outdated"), "{}", totals.text());
    // A line under a basis that was never computed has no page, and nothing is lost.
    let none = cora.get(&asked(&page, NEXT_DAY)).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_incident_has_so_many_other_bases_and_no_more_until_one_is_removed() {
    let limits = Limits::but(|limits| limits.jobs.bases_max = 1);
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    handed_in(&server, &incident, "ada@example.org").await;
    worked_out(&mut cora, DAY).await;
    let past = ask(&mut cora, NEXT_DAY).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.contains("limits.jobs.bases_max"), "{}", past.text());
    let store = &server.app.store;
    assert_eq!(store.bases(&incident.id).await.unwrap().len(), 1);
    assert_eq!(actions(&server, &incident, "basis-requested").await, 1);
    // At the limit, existing bases can be computed again.
    worked_out(&mut cora, DAY).await;
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let generations = store.rows(&claim.id).await.unwrap();
    let remove = at(&format!("totals/basis/{DAY}/remove"));
    let removed = cora.post(&remove, &[]).await;
    assert_eq!(removed.location, at("totals?done=group-basis-removed"));
    assert_eq!(actions(&server, &incident, "basis-removed").await, 1);
    let again = cora.post(&remove, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let kept = store.current_valuations(&claim.id).await.unwrap();
    assert_eq!(kept.len(), 1, "the incident's own: {kept:?}");
    let rows = store.rows(&claim.id).await.unwrap();
    assert_eq!(rows.generation(), generations.generation());
    assert!(cora.get(&at("totals")).await.contains("19,249.25"));
    let page = cora.get(&asked("totals", DAY)).await;
    assert!(
        page.contains("have not been worked out yet"),
        "{}",
        page.text()
    );
    worked_out(&mut cora, NEXT_DAY).await;
}

#[tokio::test]
async fn basis_shows_its_progress_and_writes_nothing_once_it_is_removed() {
    let limits = Limits::but(|limits| {
        limits.exports.bundle_jobs_max = 0;
        limits.jobs.wait_ms = 1;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let store = &server.app.store;
    for _ in 0..2 {
        let answer = ask(&mut cora, DAY).await;
        let is_making = answer.location.ends_with("done=group-basis-making");
        assert!(is_making, "{}", answer.location);
    }
    assert_eq!(actions(&server, &incident, "basis-requested").await, 1);
    let page = cora.get(&asked("totals", DAY)).await;
    assert!(page.contains("being worked out") && page.contains("Waiting for its turn"));
    no_file_is_there(&mut cora, DAY, "Nothing has been worked out").await;
    let terms = LeaseTerms {
        lease_us: 3_600_000_000,
        tries_max: 3,
    };
    let job = store.take_job_of(&[JobKind::Basis], &terms, NOW_US).await;
    let job = job.unwrap().expect("a basis was asked for");
    let progress = WorkProgress {
        step: Some(WorkStep::Valuing),
        claims: Share { done: 3, all: 12 },
        ..WorkProgress::default()
    };
    store
        .renew_lease(&job, &terms, &progress, NOW_US)
        .await
        .unwrap();
    let words = "Working out losses: 3 of 12 claims";
    let page = cora.get(&asked("totals", DAY)).await;
    assert!(page.contains(words), "{}", page.text());
    assert!(page.contains("data-jobs=\"/i/attack/group/jobs\""));
    let jobs = cora.get(&at("jobs")).await;
    let jobs: serde_json::Value = serde_json::from_slice(&jobs.bytes).unwrap();
    assert_eq!(jobs[format!("basis-{DAY}")], words);
    let removed = cora
        .post(&at(&format!("totals/basis/{DAY}/remove")), &[])
        .await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    let run = store.under(&job);
    let late = run.ask_for(JobKind::Group, &incident.id, NOW_US).await;
    assert!(matches!(late, Err(StoreError::Conflict("lease"))));
    // Requests that the sweep removed because they ended long ago are no bases.
    ask(&mut cora, DAY).await;
    work_off(&server.app, &[JobKind::Basis]).await;
    let hours = i64::from(server.app.config.limits.jobs.failed_hours);
    server.pass_minutes(hours * 60 + 1);
    let now_us = server.app.clock.now_us();
    store.forget_requests(now_us, 3).await.unwrap();
    assert_eq!(store.bases(&incident.id).await.unwrap().len(), 1);
}
