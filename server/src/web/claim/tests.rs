//! The claimant's routes through the real router: what works, what is refused and how, who
//! has access, and the limits.

mod answers;
mod asking_back;
mod columns;
mod contest;
mod declaration;
mod jobs;
mod messages;
mod numbers;

use std::io::{Cursor, Read};

use axum::http::StatusCode;
use casework::{ClaimState, Role};
use sha2::{Digest, Sha256};
use store::{Actor, Incident, NewClaim};

use crate::clock::hex;
use crate::config::Limits;
use crate::testing::{Answer, Browser, NOW_US, Server};

/// Three trades of an invented account; the times are UTC by their header.
const TRADES: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
    2022-10-10 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n\
    2022-10-18 21:00:00,BTCUSDT,SELL,19500,1.5,29250,29.25,USDT\n\
    2022-10-18 21:00:07,DMGUSDT,BUY,0.5,40000,20000,20,USDT\n";

/// The same without a zone: FTX's web layout names none.
const ZONELESS: &str = "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"\n\
    \"7000000002\",\"10/18/2022, 9:01:00 PM\",\"BTC/USD\",\"sell\",\"Market\",\"1.5\",\"19500\",\"29250\",\"20.475\",\"USD\",\"false\"\n";

const CLAIM: &str = "/i/attack/claim";

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn at(rest: &str) -> String {
    format!("{CLAIM}/{rest}")
}

/// A claimant with a claim that was begun.
async fn claimant(server: &Server, incident: &Incident, mail: &str) -> Browser {
    let mut browser = server.member(incident, mail, Role::Claimant).await;
    let answer = browser.post(CLAIM, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    browser
}

async fn begun() -> (Server, Incident, Browser) {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let browser = claimant(&server, &incident, "ada@example.org").await;
    (server, incident, browser)
}

async fn upload(browser: &mut Browser, files: &[(&str, &[u8])]) -> Answer {
    let files: Vec<(&str, &str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| ("files", *name, *bytes))
        .collect();
    browser.upload(&at("evidence"), &[], &files).await
}

/// The version from which a form on the page was made.
async fn version(browser: &mut Browser, page: &str) -> String {
    hidden(browser, page, "version").await
}

/// The value of a hidden field on the page.
async fn hidden(browser: &mut Browser, page: &str, name: &str) -> String {
    let text = browser.get(&at(page)).await.text();
    let (_, rest) = text
        .split_once(&format!(r#"name="{name}" value=""#))
        .unwrap_or_else(|| panic!("the page has a form with a {name}: {text}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Posts a form of a page with the version in the page.
async fn send(browser: &mut Browser, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(browser, page).await;
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    browser.post(&at(to), &all).await
}

async fn contest_all(browser: &mut Browser) {
    let fields = [
        ("from", "2022-10-18T00:00:00"),
        ("to", "2022-10-19T00:00:00"),
        ("reason", "I was asleep"),
    ];
    let answer = contest(browser, "entries/period", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Posts a form of the list of entries, and confirms the counted change.
async fn contest(browser: &mut Browser, to: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(browser, "entries").await;
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    browser.contest(&at(to), &all).await
}

async fn sign(browser: &mut Browser) -> Answer {
    let shown = hidden(browser, "declaration", "shown").await;
    let fields = [
        ("true", "yes"),
        ("name", "Ada Example"),
        ("shown", shown.as_str()),
    ];
    send(browser, "declaration", "declaration", &fields).await
}

async fn state_of(server: &Server, incident: &Incident, mail: &str) -> store::Claim {
    let person = server.app.store.person_by_email(mail).await.unwrap();
    let person = person.expect("the person is there");
    let claim = server.app.store.claim_of(&incident.id, &person.id).await;
    claim.unwrap().expect("the claim is there")
}

#[tokio::test]
async fn a_claimant_walks_from_the_start_page_to_the_receipt() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut ada = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let start = ada.get(CLAIM).await;
    assert!(
        start.contains("What happens to your data"),
        "{}",
        start.text()
    );
    assert_eq!(ada.post(CLAIM, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(ada.get(CLAIM).await.contains("in preparation"));

    let sent = upload(
        &mut ada,
        &[("trades.csv", TRADES.as_bytes()), ("x.png", b"\x89PNG")],
    )
    .await;
    assert_eq!(sent.location, format!("{CLAIM}/evidence?done=claim-files"));
    let files = ada.get(&at("evidence")).await;
    assert!(files.contains("3 entries"), "{}", files.text());
    assert!(files.contains("kept, not read"));
    assert!(
        !files.contains("Explain the columns of this file"),
        "of a picture"
    );

    contest_all(&mut ada).await;
    let entries = ada.get(&at("entries")).await;
    assert!(
        entries.contains("2 entries were not yours"),
        "{}",
        entries.text()
    );
    assert!(entries.contains("line 3"));
    let loss = ada.get(&at("loss")).await;
    assert!(loss.contains("no price yet"), "{}", loss.text());

    let words = [("statement", "My keys were used.")];
    let answer = send(&mut ada, "statement", "statement", &words).await;
    assert_eq!(answer.location, format!("{CLAIM}?done=claim-statement"));
    let decided = send(
        &mut ada,
        "consents",
        "consents",
        &[("group", "yes"), ("press", "no")],
    )
    .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER);

    let unsigned = send(&mut ada, "declaration", "declaration", &[("name", "Ada")]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsigned.contains("Tick the box if it is true"));
    let signed = sign(&mut ada).await;
    assert_eq!(
        signed.location,
        format!("{CLAIM}/receipt?done=claim-submitted"),
        "{}",
        signed.text()
    );

    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Submitted);
    let receipt = ada.get(&at("receipt")).await;
    assert!(receipt.contains(&claim.reference));
    assert!(receipt.contains(&sha256(TRADES.as_bytes())));
    assert!(receipt.contains("My keys were used."));
}

#[tokio::test]
async fn handing_in_twice_hands_in_once_and_shows_the_receipt() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let old = version(&mut ada, "declaration").await;
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
    let fields = [("version", old.as_str()), ("true", "yes"), ("name", "Ada")];
    let again = ada.post(&at("declaration"), &fields).await;
    assert_eq!(again.location, at("receipt"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let events = server.app.store.claim_events(&claim.id).await.unwrap();
    assert_eq!(events.len(), 1, "one change of state");
    let late = upload(&mut ada, &[("more.csv", b"x")]).await;
    assert_eq!(
        late.status,
        StatusCode::CONFLICT,
        "nothing changes once it is handed in"
    );
}

#[tokio::test]
async fn nothing_is_handed_in_before_something_is_contested() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let page = ada.get(&at("declaration")).await;
    assert!(page.contains("Say which entries were not yours"));
    let version = claim.version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("true", "yes"),
        ("name", "Ada"),
    ];
    let refused = ada.post(&at("declaration"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Draft);
}

#[tokio::test]
async fn a_file_without_a_zone_is_asked_for_one_and_shows_the_first_time_as_read() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", ZONELESS.as_bytes())]).await;
    let hash = sha256(ZONELESS.as_bytes());
    let (zone, account) = (format!("zone-{hash}"), format!("account-{hash}"));
    assert!(ada.get(&at("evidence")).await.contains(&zone));
    assert!(ada.get(CLAIM).await.contains("a question"));

    let fields = [(account.as_str(), "bot"), (zone.as_str(), "Mars/Base")];
    let wrong = send(&mut ada, "evidence", "evidence/about", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("Mars/Base") && wrong.contains("is not a time zone that we know"));
    assert!(wrong.contains(r#"value="bot""#), "what was typed is kept");

    let fields = [(account.as_str(), "bot"), (zone.as_str(), "UTC+8")];
    let saved = send(&mut ada, "evidence", "evidence/about", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let files = ada.get(&at("evidence")).await;
    assert!(
        files.contains("2022-10-18 13:01:00 UTC"),
        "{}",
        files.text()
    );
    assert!(
        ada.get(&at("entries"))
            .await
            .contains("2022-10-18T13:01:00Z")
    );
}

#[tokio::test]
async fn each_bad_file_has_its_message_and_the_good_ones_are_kept() {
    let limits = Limits::but(|limits| {
        limits.uploads.file_bytes_max = TRADES.len() as u64;
        limits.uploads.files_max = 3;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;

    let none = upload(&mut ada, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.contains("Choose at least one file"));

    let long = format!("{TRADES}x");
    let mixed = upload(
        &mut ada,
        &[
            ("broken-off.csv", b""),
            ("long.csv", long.as_bytes()),
            ("at-the-limit.csv", TRADES.as_bytes()),
            ("fourth.csv", b"one too many"),
        ],
    )
    .await;
    assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY);
    for message in [
        "broken-off.csv is empty",
        "long.csv is larger than",
        "At most 3 files at once",
        "The other file has arrived and is shown below",
    ] {
        assert!(mixed.contains(message), "{message}");
    }
    assert!(mixed.contains("at-the-limit.csv"), "the good one is kept");
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    assert_eq!(files.len(), 1);
}

#[tokio::test]
async fn a_claim_takes_as_many_bytes_as_set_and_not_one_more() {
    let limits = Limits::but(|limits| {
        limits.uploads.claim_bytes_max = 10;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    assert_eq!(
        upload(&mut ada, &[("a.txt", b"0123456789")]).await.status,
        StatusCode::SEE_OTHER
    );
    let full = upload(&mut ada, &[("b.txt", b"x")]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.contains("your claim would hold more than"));
}

#[tokio::test]
async fn uploads_are_counted_and_the_page_says_when_to_try_again() {
    let limits = Limits::but(|limits| {
        limits.uploads.per_hour = 1;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    assert_eq!(
        upload(&mut ada, &[("a.txt", b"a")]).await.status,
        StatusCode::SEE_OTHER
    );
    let second = upload(&mut ada, &[("b.txt", b"b")]).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(second.contains("Try again in"));
}

#[tokio::test]
async fn the_same_bytes_twice_are_one_file() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("a.csv", TRADES.as_bytes())]).await;
    let again = upload(&mut ada, &[("b.csv", TRADES.as_bytes())]).await;
    assert_eq!(
        again.location,
        format!("{CLAIM}/evidence?done=claim-files-known")
    );
}

#[tokio::test]
async fn broken_form_is_refused_as_broken() {
    let (_server, _, mut ada) = begun().await;
    let request = axum::http::Request::post(at("evidence"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=edge");
    let answer = ada
        .send(request, axum::body::Body::from("no parts at all"))
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_original_comes_back_byte_for_byte_and_never_as_a_page() {
    let (_server, _, mut ada) = begun().await;
    let page = b"<script>alert(1)</script>";
    upload(&mut ada, &[("../evil\u{e9}.html", page)]).await;
    let hash = sha256(page);
    let detail = ada.get(&at(&format!("evidence/{hash}"))).await;
    assert!(detail.contains(&hash) && !detail.contains("<script>alert"));
    let answer = ada.get(&at(&format!("evidence/{hash}/original"))).await;
    assert_eq!(answer.bytes, page);
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"evil_.html\""));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn a_file_can_be_removed_and_takes_its_entries_with_it() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let remove = format!("evidence/{}/remove", sha256(TRADES.as_bytes()));
    assert!(ada.get(&at(&remove)).await.contains("Remove this file"));
    let unseen = send(&mut ada, &remove, &remove, &[]).await;
    assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unseen.contains("2 entries of it that are marked as not yours"));
    let counted = unseen.field("counted");
    let removed = send(&mut ada, &remove, &remove, &[("counted", &counted)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(
        ada.get(&at("entries"))
            .await
            .contains("There are no entries yet")
    );
    assert_eq!(ada.get(&at(&remove)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn ticked_rows_are_limited_and_one_more_keeps_the_reason() {
    let limits = Limits::but(|limits| {
        limits.pages.ticked_rows_max = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let keys = [2, 3, 4].map(|line| format!("{}:{line}", sha256(TRADES.as_bytes())));
    for (ticked, status) in [
        (3, StatusCode::UNPROCESSABLE_ENTITY),
        (2, StatusCode::SEE_OTHER),
    ] {
        let mut fields = vec![("act", "not-mine"), ("row-reason", "I was asleep")];
        fields.extend(keys[..ticked].iter().map(|key| ("row", key.as_str())));
        let answer = contest(&mut ada, "entries/rows", &fields).await;
        assert_eq!(answer.status, status, "{ticked}: {}", answer.text());
        if ticked == 3 {
            assert!(answer.contains("at most 2 rows"), "{}", answer.text());
            assert!(answer.contains("I was asleep"), "the reason is kept");
        }
    }
}

#[tokio::test]
async fn rows_are_contested_and_left_out_one_by_one_with_a_reason() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let key = |line: u32| format!("{}:{line}", sha256(TRADES.as_bytes()));
    let (first, second) = (key(2), key(3));

    let fields = [("row", first.as_str()), ("act", "not-mine")];
    let silent = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.contains("Say why in a few words"));

    let fields = [
        ("row", first.as_str()),
        ("act", "not-mine"),
        ("row-reason", "not me"),
    ];
    let one = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.text());
    assert!(
        ada.get(&at("entries"))
            .await
            .contains("One entry was not yours")
    );

    contest_all(&mut ada).await;
    let fields = [
        ("row", second.as_str()),
        ("act", "mine"),
        ("row-reason", "my own sale"),
    ];
    send(&mut ada, "entries", "entries/rows", &fields).await;
    let entries = ada.get(&at("entries")).await;
    assert!(
        entries.contains("2 entries were not yours"),
        "{}",
        entries.text()
    );
    assert!(entries.contains("my own sale"));

    let fields = [("row", "ffff:9"), ("act", "mine"), ("row-reason", "x")];
    let foreign = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(
        foreign.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a row of nobody's"
    );
}

#[tokio::test]
async fn the_list_is_filtered_and_paged() {
    let limits = Limits::but(|limits| {
        limits.pages.rows = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let first = ada.get(&at("entries")).await;
    assert!(
        first.contains("Page 1 of 2") && !first.contains("DMG bought"),
        "{}",
        first.text()
    );
    assert!(
        ada.get(&at("entries?page=2"))
            .await
            .contains("40,000\u{a0}DMG")
    );
    let one = ada.get(&at("entries?ticker=dmg")).await;
    assert!(one.contains("One entry") && one.contains("40,000\u{a0}DMG"));
    assert!(
        ada.get(&at("entries?day=2022-10-10"))
            .await
            .contains("One entry")
    );
    assert!(
        ada.get(&at("entries?ticker=XYZ"))
            .await
            .contains("No entry matches")
    );
    assert!(
        ada.get(&at("entries?page=99&show=%3Cb%3E"))
            .await
            .contains("Page 2 of 2")
    );
}

#[tokio::test]
async fn duplicate_money_counts_once_in_any_order() {
    let statement = "UTC_Time,Account,Operation,Coin,Change,Remark\n\
        2022-10-18 21:00:00,Spot,Sell,BTC,-1.5,\n\
        2022-10-18 21:00:00,Spot,Buy,USDT,29250,\n\
        2022-10-18 21:00:00,Spot,Fee,USDT,-29.25,\n\
        2022-10-18 21:00:07,Spot,Sell,USDT,-20000,\n\
        2022-10-18 21:00:07,Spot,Buy,DMG,40000,\n\
        2022-10-18 21:00:07,Spot,Fee,USDT,-20,\n";
    let overlapping = TRADES.replace(
        "2022-10-10 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n",
        "",
    );
    for turned in [false, true] {
        let (_server, _, mut ada) = begun().await;
        let mut files = [
            ("trades.csv", TRADES.as_bytes()),
            ("statement.csv", statement.as_bytes()),
            ("overlap.csv", overlapping.as_bytes()),
        ];
        if turned {
            files.reverse();
        }
        let sent = upload(&mut ada, &files).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        contest_all(&mut ada).await;
        let entries = ada.get(&at("entries")).await;
        assert!(
            entries.contains("2 entries were not yours"),
            "{turned}: {}",
            entries.text()
        );
        let dropped = ada.get(&at("entries?show=dropped")).await;
        assert!(
            dropped.contains("8 entries"),
            "{turned}: {}",
            dropped.text()
        );
        assert!(dropped.contains("counted once"));
    }
}

#[tokio::test]
async fn two_windows_on_one_claim_lose_nothing() {
    let (_server, _, mut ada) = begun().await;
    let old = version(&mut ada, "statement").await;
    send(
        &mut ada,
        "statement",
        "statement",
        &[("statement", "first window")],
    )
    .await;
    let fields = [("version", old.as_str()), ("statement", "second window")];
    let late = ada.post(&at("statement"), &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.contains("second window"), "what was typed is kept");
    assert!(
        late.contains("first window"),
        "what it would replace is shown"
    );
    assert!(late.contains("changed this claim in another window"));
    assert!(!late.contains(&format!(r#"name="version" value="{old}""#)));
    assert!(ada.get(&at("statement")).await.contains("first window"));
}

#[tokio::test]
async fn an_old_window_does_not_give_again_what_was_taken_back() {
    let (server, incident, mut ada) = begun().await;
    let consented = [("law_enforcement", "yes"), ("press", "no")];
    send(&mut ada, "consents", "consents", &consented).await;
    let old = version(&mut ada, "consents").await;
    let back = [("law_enforcement", "no"), ("press", "no")];
    send(&mut ada, "consents", "consents", &back).await;
    let mut late = vec![("version", old.as_str())];
    late.extend_from_slice(&consented);
    let answer = ada.post(&at("consents"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("You decided in another window"),
        "{}",
        answer.text()
    );
    assert!(answer.contains("Your answer now: No"), "{}", answer.text());
    assert!(!answer.contains(&format!(r#"name="version" value="{old}""#)));
    let without = ada.post(&at("consents"), &consented).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let kept = server.app.store.consents(&claim.id).await.unwrap();
    assert!(kept.iter().all(|consent| !consent.given), "{kept:?}");
    // Another change of the claim does not affect the consents.
    let seen = version(&mut ada, "consents").await;
    let statement = [("statement", "My keys were used.")];
    send(&mut ada, "statement", "statement", &statement).await;
    assert_eq!(version(&mut ada, "consents").await, seen);
}

#[tokio::test]
async fn an_old_window_does_not_overwrite_account_and_zone() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("ftx.csv", ZONELESS.as_bytes())]).await;
    let hash = sha256(ZONELESS.as_bytes());
    let (zone, account) = (format!("zone-{hash}"), format!("account-{hash}"));
    let old = version(&mut ada, "evidence").await;
    let first = [(zone.as_str(), "UTC+2"), (account.as_str(), "main")];
    send(&mut ada, "evidence", "evidence/about", &first).await;
    let late = [
        ("version", old.as_str()),
        (zone.as_str(), "UTC-8"),
        (account.as_str(), "other"),
    ];
    let answer = ada.post(&at("evidence/about"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.contains("changed this claim in another window"));
    assert!(
        answer.contains(r#"value="UTC-8""#),
        "what was typed is kept"
    );
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    let kept = (files[0].zone.as_deref(), files[0].account.as_str());
    assert_eq!(kept, (Some("UTC+2"), "main"));
}

/// Ada as the actor that the store takes.
async fn by_ada(server: &Server) -> Actor {
    let ada = server.app.store.person_by_email("ada@example.org").await;
    Actor::new(&ada.unwrap().unwrap().id, Role::Claimant, NOW_US)
}

#[tokio::test]
async fn nobody_signs_a_sum_of_before_the_last_change() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let store = &server.app.store;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    // The server stopped between storing the rule and valuing.
    let day = 86_400_000_000;
    let rule = store::NewRule {
        id: "r1".into(),
        kind: store::RuleKind::Period,
        from_us: Some(1_666_051_200_000_000),
        to_us: Some(1_666_051_200_000_000 + day),
        exchange: String::new(),
        account: String::new(),
        asset: String::new(),
        row_key: String::new(),
        reason: "asleep".into(),
    };
    let by = by_ada(&server).await;
    store.add_rules(&by, &claim, None, &[rule]).await.unwrap();
    let check = ada.get(&at("declaration")).await;
    assert!(check.contains("being worked out"), "{}", check.text());
    assert!(!check.contains("Sign and hand in"));
    assert!(!check.contains("Say which entries were not yours"));
    let again = ada.post(&at("loss/again"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let check = ada.get(&again.location).await;
    assert!(check.contains("Sign and hand in"), "{}", check.text());
    assert!(check.contains("2 entries"), "{}", check.text());
    // The server stopped again, between storing a new zone and reading the file again.
    let shown = hidden(&mut ada, "declaration", "shown").await;
    let file = store.files(&claim.id).await.unwrap().remove(0);
    let change = store::FileChange {
        file: &file.id,
        answered: store::Answered {
            account: "bot".to_owned(),
            ..store::Answered::default()
        },
    };
    store
        .change_files(&by, &claim, None, &[change])
        .await
        .unwrap();
    assert!(
        ada.get(&at("declaration"))
            .await
            .contains("being worked out")
    );
    // Signing completes the work, and the sum is the one that was shown.
    let now = state_of(&server, &incident, "ada@example.org").await;
    let version = now.version.to_string();
    let signed = [
        ("version", version.as_str()),
        ("shown", shown.as_str()),
        ("true", "yes"),
        ("name", "Ada Example"),
    ];
    let done = ada.post(&at("declaration"), &signed).await;
    assert_eq!(done.location, at("receipt?done=claim-submitted"));
    let valued = store.valuation(&claim.id).await.unwrap().unwrap();
    let declared = store.declaration(&claim.id).await.unwrap().unwrap();
    assert_eq!(declared.valuation, Some(valued.id));
    let lines = store.claim_lines(&incident.id, "", &claim.reference).await;
    assert!(lines.unwrap().iter().all(|line| line.account == "bot"));
}

#[tokio::test]
async fn a_sum_that_changed_since_the_page_was_opened_is_shown_before_it_is_signed() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let old = hidden(&mut ada, "declaration", "shown").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let prices = crate::web::group::tests::PRICES;
    let files = [("file", "prices.csv", prices.as_bytes())];
    let added = cora.upload("/i/attack/group/prices", &[], &files).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    for shown in [old.as_str(), ""] {
        let signed = [("true", "yes"), ("name", "Ada"), ("shown", shown)];
        let answer = send(&mut ada, "declaration", "declaration", &signed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.contains("was worked out again"), "{}", answer.text());
        assert!(answer.contains("19,249.25"), "{}", answer.text());
        assert!(answer.contains(r#"value="Ada""#), "what was typed is kept");
    }
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Draft);
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn typed_entries_are_listed_and_counted_as_claimed() {
    let (server, incident, mut ada) = begun().await;
    let fields = [
        ("exchange", "ftx"),
        ("time", "2022-10-18T21:00"),
        ("kind", "trade"),
        ("out-asset", "USD"),
        ("out-amount", "1000.50"),
        ("in-asset", "DMG"),
        ("in-amount", "5"),
        ("note", "screenshot 1"),
    ];
    let old = version(&mut ada, "entries/typed").await;
    let added = send(&mut ada, "entries/typed", "entries/typed", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = ada.get(&at("entries/typed")).await;
    assert!(page.contains("screenshot 1"));
    // The same form again, from a second window or a second click.
    let mut again = vec![("version", old.as_str())];
    again.extend_from_slice(&fields);
    let late = ada.post(&at("entries/typed"), &again).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.contains("changed this claim in another window") && late.contains("1000.50"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let lines = server
        .app
        .store
        .claim_lines(&incident.id, "", &claim.reference)
        .await
        .unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].support, casework::Support::Claimed);
    let typed = server.app.store.typed_entries(&claim.id).await.unwrap();
    let remove = format!("entries/typed/{}/remove", typed[0].id);
    send(&mut ada, "entries/typed", &remove, &[]).await;
    assert!(!ada.get(&at("entries/typed")).await.contains("screenshot 1"));
}

#[tokio::test]
async fn credit_in_the_reporting_currency_lowers_the_loss() {
    let (_server, _, mut ada) = begun().await;
    let wrong = [
        ("time", ""),
        ("asset", "USD"),
        ("amount", "1,5"),
        ("evidence", "mail"),
    ];
    let refused = send(&mut ada, "credits", "credits", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("Say when it was") && refused.contains("in digits"));
    assert!(refused.contains(r#"value="1,5""#));
    let fields = [
        ("time", "2022-10-24"),
        ("asset", "usd"),
        ("amount", "100.5"),
        ("evidence", "mail"),
    ];
    let old = version(&mut ada, "credits").await;
    let added = send(&mut ada, "credits", "credits", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = ada.get(&at("credits")).await;
    assert!(page.contains("100.50\u{a0}USD"), "{}", page.text());
    let mut again = vec![("version", old.as_str())];
    again.extend_from_slice(&fields);
    let late = ada.post(&at("credits"), &again).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.contains("changed this claim in another window"));
}

#[tokio::test]
async fn nobody_else_sees_a_claim_or_its_files() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let hash = sha256(TRADES.as_bytes());
    let original = at(&format!("evidence/{hash}/original"));

    let mut ben = claimant(&server, &incident, "ben@example.org").await;
    assert_eq!(ben.get(&original).await.status, StatusCode::NOT_FOUND);
    assert!(!ben.get(&at("entries")).await.contains("DMG"));
    for role in [Role::Coordinator, Role::Investigator] {
        let mail = format!("{}@example.org", role.as_str());
        let mut other = server.member(&incident, &mail, role).await;
        for page in [
            "",
            "/evidence",
            "/loss",
            "/receipt",
            "/export.zip",
            "/consents",
        ] {
            let answer = other.get(&format!("{CLAIM}{page}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{mail} {page}");
        }
        assert_eq!(other.get(&original).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.post(CLAIM, &[]).await.status, StatusCode::NOT_FOUND);
    }
    let elsewhere = server.incident("elsewhere").await;
    let mut eve = server
        .member(&elsewhere, "eve@example.org", Role::Claimant)
        .await;
    assert_eq!(eve.get(CLAIM).await.status, StatusCode::NOT_FOUND);
    assert_eq!(eve.get(&original).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        ada.get("/i/elsewhere/claim").await.status,
        StatusCode::NOT_FOUND
    );
    let nobody = server.browser().get(&original).await;
    assert!(
        nobody.location.starts_with("/sign-in"),
        "{}",
        nobody.location
    );
}

#[tokio::test]
async fn consents_can_be_taken_back_after_handing_in() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    send(
        &mut ada,
        "consents",
        "consents",
        &[("law_enforcement", "yes")],
    )
    .await;
    sign(&mut ada).await;
    let back = send(
        &mut ada,
        "consents",
        "consents",
        &[("law_enforcement", "no")],
    )
    .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let consents = server.app.store.consents(&claim.id).await.unwrap();
    assert!(consents.iter().all(|consent| !consent.given));
}

#[tokio::test]
async fn a_draft_is_erased_only_when_the_claimant_is_sure() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let page = ada.get(&at("withdraw")).await;
    assert!(page.contains("Erase this claim"), "{}", page.text());
    let unsure = send(&mut ada, "withdraw", "withdraw", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = [("version", "1"), ("sure", "yes")];
    let stale = ada.post(&at("withdraw"), &old).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = send(&mut ada, "withdraw", "withdraw", &[("sure", "yes")]).await;
    assert_eq!(sure.location, format!("{CLAIM}?done=claim-erased"));
    let start = ada.get(&sure.location).await;
    assert!(start.contains("Your claim is erased"), "{}", start.text());
    let store = &server.app.store;
    assert!(store.claim(&incident.id, &claim.id).await.is_err());
    ada.post(CLAIM, &[]).await;
    let anew = state_of(&server, &incident, "ada@example.org").await;
    assert_ne!(anew.reference, claim.reference);
}

#[tokio::test]
async fn a_claim_is_taken_back_only_when_the_claimant_is_sure() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    sign(&mut ada).await;
    let unsure = send(&mut ada, "withdraw", "withdraw", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = send(&mut ada, "withdraw", "withdraw", &[("sure", "yes")]).await;
    assert_eq!(sure.location, format!("{CLAIM}?done=claim-withdrawn"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Withdrawn);
    let consent = ada.post(&at("consents"), &[("group", "yes")]).await;
    assert_eq!(consent.status, StatusCode::CONFLICT);
    assert_eq!(ada.get(&at("export.zip")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn claim_is_exported_as_one_archive() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    send(
        &mut ada,
        "statement",
        "statement",
        &[("statement", "Mes clés.")],
    )
    .await;
    let answer = ada.get(&at("export.zip")).await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    let mut text = |name: &str| {
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    assert_eq!(text("originals/001-trades.csv"), TRADES);
    assert_eq!(text("statement.txt"), "Mes clés.");
    assert_eq!(
        text("entries.csv").lines().count(),
        4,
        "a header and three entries"
    );
    assert_eq!(
        text("losses.csv").lines().count(),
        3,
        "a header and two lines"
    );
    let claim: serde_json::Value = serde_json::from_str(&text("claim.json")).unwrap();
    assert_eq!(claim["files"][0]["sha256"], sha256(TRADES.as_bytes()));
}

#[tokio::test]
async fn exports_are_counted() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 1;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    assert_eq!(ada.get(&at("export.zip")).await.status, StatusCode::OK);
    let second = ada.get(&at("export.zip")).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn messages_are_written_and_kept_as_text() {
    let (_server, _, mut ada) = begun().await;
    let empty = ada.post(&at("messages"), &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "x".repeat(5001);
    let refused = ada.post(&at("messages"), &[("words", &long)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains(&long), "what was typed is kept");
    ada.post(&at("messages"), &[("words", "<b>Hello</b>")])
        .await;
    assert!(ada.get(&at("messages")).await.contains("&lt;b&gt;Hello"));
}

#[tokio::test]
async fn a_claim_filed_for_somebody_is_theirs_once_they_confirm_it() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let mut dan = server
        .member(&incident, "dan@example.org", Role::Coordinator)
        .await;
    let mut ada = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let store = &server.app.store;
    let cora_id = store
        .person_by_email("cora@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let ada_id = store
        .person_by_email("ada@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let by = Actor::new(&cora_id, Role::Coordinator, NOW_US);
    let new = NewClaim {
        id: &server.app.random.id(),
        reference: "R-2345-67",
        claimant: &ada_id,
    };
    store.start_claim(&by, &incident.id, &new).await.unwrap();

    let filing = "/i/attack/group/claims/R-2345-67/filing";
    assert_eq!(
        dan.get(&format!("{filing}/evidence")).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        cora.get(&format!("{filing}/evidence"))
            .await
            .contains("Choose files")
    );
    let sent = cora
        .upload(
            &format!("{filing}/evidence"),
            &[],
            &[("files", "trades.csv", TRADES.as_bytes())],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    for page in ["declaration", "consents", "withdraw", "export.zip"] {
        let answer = cora
            .post(&format!("{filing}/{page}"), &[("group", "yes")])
            .await;
        assert!(answer.status.is_client_error(), "{page}");
    }

    assert!(
        ada.get(CLAIM)
            .await
            .contains("A coordinator started this claim for you")
    );
    contest_all(&mut ada).await;
    assert!(
        ada.get(&at("declaration"))
            .await
            .contains("Confirm that this claim")
    );
    let silent = send(&mut ada, "confirm", "confirm", &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let yes = send(&mut ada, "confirm", "confirm", &[("answer", "yes")]).await;
    assert_eq!(yes.location, format!("{CLAIM}?done=claim-confirmed"));
    assert_eq!(
        cora.get(&format!("{filing}/evidence")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn pages_speak_french_too() {
    let (_server, _, mut ada) = begun().await;
    ada.language = "fr";
    for page in [
        "",
        "/evidence",
        "/entries",
        "/loss",
        "/statement",
        "/consents",
        "/messages",
    ] {
        let answer = ada.get(&format!("{CLAIM}{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.contains(r#"<html lang="fr""#), "{page}");
    }
}
