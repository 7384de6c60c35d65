//! Work that a request started without waiting for it, work that failed, and how much one
//! claim may request.

use casework::jobs::Share;
use casework::{JobProblem, WorkProgress, WorkStep};
use store::{Incident, JobKind, LeaseTerms};

use super::*;
use crate::jobs::workers;

const READING: &str = "Your files are being read";

async fn idle(job_wait_ms: u32) -> (Server, Incident, Browser) {
    let limits = Limits::but(|limits| {
        limits.jobs.wait_ms = job_wait_ms;
    });
    let server = Server::idle(limits).await;
    let incident = server.incident("attack").await;
    let browser = claimant(&server, &incident, "ada@example.org").await;
    (server, incident, browser)
}

#[tokio::test]
async fn a_request_does_not_wait_for_long_work_and_pages_say_that_it_goes_on() {
    let (server, incident, mut ada) = idle(1).await;
    let sent = upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    assert_eq!(
        sent.location,
        format!("{CLAIM}/evidence?done=claim-working")
    );
    let page = ada.get(&sent.location).await;
    assert!(
        page.contains("Working out your figures takes longer") && page.contains(READING),
        "{}",
        page.text()
    );
    for page in ["", "/entries", "/loss", "/credits"] {
        let page = ada.get(&format!("{CLAIM}{page}")).await;
        assert!(page.contains(READING), "{}", page.text());
    }
    // Nothing is signed meanwhile.
    assert!(!ada.get(&at("declaration")).await.contains("name=\"shown\""));

    workers::start(&server.app);
    server.all_done(&incident).await;
    let page = ada.get(&at("evidence")).await;
    assert!(
        !page.contains(READING) && page.contains("3 entries"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn pages_of_a_claim_show_the_progress_of_its_figures() {
    let (server, incident, mut ada) = idle(1).await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let waits = "Waiting for its turn";
    let page = ada.get(&at("evidence")).await;
    let route = format!("data-jobs=\"{CLAIM}/jobs\"");
    assert!(
        page.contains(waits) && page.contains(&route),
        "{}",
        page.text()
    );
    let store = &server.app.store;
    let terms = LeaseTerms {
        lease_us: 1_000_000,
        tries_max: 3,
    };
    let job = store.take_job(&terms, NOW_US).await.unwrap().unwrap();
    let progress = WorkProgress {
        step: Some(WorkStep::Reading),
        file: "trades.csv".into(),
        bytes: Share {
            done: 12 << 20,
            all: 107 << 20,
        },
        rows: Share {
            done: 120_000,
            all: 0,
        },
        ..WorkProgress::default()
    };
    let renewed = store.renew_lease(&job, &terms, &progress, NOW_US).await;
    renewed.unwrap();
    let words = "Reading trades.csv: 12 MB of 107 MB, 120,000 rows";
    for page in ["evidence", "entries", "loss", "declaration"] {
        let page = ada.get(&at(page)).await;
        assert!(page.contains(words), "{}", page.text());
    }
    let jobs = ada.get(&at("jobs")).await;
    assert_eq!(jobs.text(), format!("{{\"claim\":\"{words}\"}}"));
    ada.language = "fr";
    let jobs = ada.get(&at("jobs")).await;
    assert!(jobs.contains("Lecture de trades.csv"), "{}", jobs.text());
    store.stop_job(&job, NOW_US).await.unwrap();
    workers::start(&server.app);
    server.all_done(&incident).await;
    assert_eq!(ada.get(&at("jobs")).await.text(), "{}");
}

#[tokio::test]
async fn a_large_upload_is_answered_at_once_and_a_small_one_with_its_result() {
    let bytes = TRADES.len() as u64;
    for (wait_bytes_max, works, answer) in [
        (bytes, true, "claim-files"),
        (bytes - 1, false, "claim-working"),
    ] {
        let limits = Limits::but(|limits| {
            limits.jobs.wait_bytes_max = wait_bytes_max;
            // The waiting request would wait this long for a server that does nothing.
            limits.jobs.wait_ms = 600_000;
        });
        let server = match works {
            true => Server::with(limits).await,
            false => Server::idle(limits).await,
        };
        let incident = server.incident("attack").await;
        let mut ada = claimant(&server, &incident, "ada@example.org").await;
        let sent = upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
        assert_eq!(sent.location, format!("{CLAIM}/evidence?done={answer}"));
    }
}

#[tokio::test]
async fn the_archive_of_a_claim_is_not_made_of_figures_that_are_being_worked_out() {
    let (server, incident, mut ada) = idle(1).await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let refused = ada.get(&at("export.zip")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.contains("once your files are read") && !refused.contains("<html"));
    let ask = axum::http::Request::get(at("export.zip")).header("accept", "text/html");
    let refused = ada.send(ask, axum::body::Body::empty()).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(
        refused.contains("<html") && refused.contains("once your files are read"),
        "{}",
        refused.text()
    );
    workers::start(&server.app);
    server.all_done(&incident).await;
    assert_eq!(ada.get(&at("export.zip")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn given_up_work_is_reported_and_tried_again_on_request() {
    let (server, incident, mut ada) = idle(1).await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let store = &server.app.store;
    let terms = LeaseTerms {
        lease_us: 1_000_000,
        tries_max: server.app.config.limits.jobs.tries_max,
    };
    while let Some(job) = store.take_job(&terms, NOW_US).await.unwrap() {
        assert_eq!(job.kind, JobKind::Claim);
        store
            .fail_job(&job, &JobProblem::Broken, NOW_US)
            .await
            .unwrap();
    }
    let failed = "Your figures could not be worked out";
    let page = ada.get(&at("loss")).await;
    assert!(page.contains(failed) && page.contains("Work it out now"));
    // Viewing it requests nothing. Otherwise, work that always fails would fail for ever.
    let waiting = store.take_job(&terms, NOW_US).await.unwrap();
    assert!(waiting.is_none());
    workers::start(&server.app);
    ada.post(&at("loss/again"), &[]).await;
    server.all_done(&incident).await;
    let page = ada.get(&at("evidence")).await;
    assert!(
        !page.contains(failed) && page.contains("3 entries"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_claim_holds_as_many_rows_as_set_and_a_file_past_it_counts_with_none() {
    const MORE: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
        2022-10-19 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n";
    for (claim_rows_max, entries, is_too_long, is_together) in [
        (4, 4, false, false),
        (3, 3, true, false),
        // Both are read at the same time; the first one fills the room, although it is
        // longer.
        (4, 4, false, true),
        (3, 3, true, true),
    ] {
        let server = Server::with(Limits::but(|limits| {
            limits.uploads.claim_rows_max = claim_rows_max;
        }))
        .await;
        let incident = server.incident("attack").await;
        let mut ada = claimant(&server, &incident, "ada@example.org").await;
        let files = [
            ("trades.csv", TRADES.as_bytes()),
            ("more.csv", MORE.as_bytes()),
        ];
        for some in files.chunks(if is_together { 2 } else { 1 }) {
            upload(&mut ada, some).await;
        }
        let page = ada.get(&at("evidence")).await;
        let is_named = page.contains("too many rows") && page.contains("claim_rows_max");
        assert_eq!(is_named, is_too_long, "{}", page.text());
        let claim = server.app.store.claims(&incident.id).await.unwrap();
        let kept = server.app.store.entries(&claim[0].id).await.unwrap();
        assert_eq!(kept.len(), entries);
        // Without the other file, there is room for it.
        let remove = format!("evidence/{}/remove", sha256(TRADES.as_bytes()));
        send(&mut ada, &remove, &remove, &[]).await;
        let kept = server.app.store.entries(&claim[0].id).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert!(!ada.get(&at("evidence")).await.contains("too many rows"));
    }
}

#[tokio::test]
async fn a_price_change_values_a_draft_only_when_its_owner_looks() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let store = &server.app.store;
    let claim = &store.claims(&incident.id).await.unwrap()[0];
    let behind = async || store.is_behind(&claim.id).await.unwrap();
    assert!(!behind().await);
    let mut carla = server
        .member(&incident, "carla@example.org", Role::Coordinator)
        .await;
    let prices = "asset,quote,time,price,window,source\n\
        BTC,USD,2022-10-18T00:00:00Z,19000,1d,invented\n\
        USDT,USD,2022-10-18T00:00:00Z,1,1d,invented\n";
    let files = [("file", "prices.csv", prices.as_bytes())];
    let sent = carla.upload("/i/attack/group/prices", &[], &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    server.all_done(&incident).await;
    assert!(behind().await, "the group's work leaves a draft alone");
    // 1.5 BTC at 19,000, less 29,250 USDT, and the fee.
    let loss = ada.get(&at("loss")).await;
    assert!(!behind().await);
    assert!(
        loss.contains("-720.75") || loss.contains("−720.75"),
        "{}",
        loss.text()
    );
}
