//! The claimant's routes through the real router: what works, what is refused and how, who
//! has access, and the limits.

mod answers;
mod asking_back;
mod columns;
mod conflicts;
mod contest;
mod declaration;
mod entries;
mod files;
mod flat_before;
mod holdings;
mod jobs;
mod messages;
mod numbers;
mod submitting;

use std::io::{Cursor, Read};

use axum::http::StatusCode;
use casework::{ClaimState, Role};
use sha2::{Digest, Sha256};
use store::Incident;

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
