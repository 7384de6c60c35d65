//! The coordinator's routes through the real router: what works, what is refused and how,
//! who has access, and what is logged.

mod acts;
mod bases;
mod cells;
mod doubts;
mod holdings;
mod hostile;
mod jobs;
pub mod links;
mod mappings;
pub mod people;
mod prices;
mod releases;
mod remarks;
mod reviewing;
mod roles;
mod totals;

use axum::http::{StatusCode, header};
use casework::counting::{Column, LineFilter};
use casework::{ClaimState, Role};
use store::{Incident, Window};

use crate::config::Limits;
use crate::testing;
use crate::testing::fixtures;
use crate::testing::{Answer, Browser, Server};

/// Three trades of an invented account; the times are UTC by their header.
const TRADES: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
    2022-10-10 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n\
    2022-10-18 21:00:00,BTCUSDT,SELL,19500,1.5,29250,29.25,USDT\n\
    2022-10-18 21:00:07,DMGUSDT,BUY,0.5,40000,20000,20,USDT\n";

/// Their prices: the second line loses 29.25, the third 20020 − 800.
pub(in crate::web) const PRICES: &str = "asset,quote,time,price,window,source\n\
    BTC,USD,2022-10-18T00:00:00Z,19500,1d,own\n\
    USDT,USD,2022-10-18T00:00:00Z,1,1d,own\n\
    DMG,USD,2022-10-18T00:00:00Z,0.02,1d,own\n";

pub(in crate::web) const GROUP: &str = "/i/attack/group";

pub(in crate::web) fn at(rest: &str) -> String {
    format!("{GROUP}/{rest}")
}

/// The version from which a form on a page was made.
async fn version(browser: &mut Browser, page: &str) -> String {
    let text = browser.get(page).await.text();
    let (_, rest) = text
        .split_once(r#"name="version" value=""#)
        .expect("the page has a form with a version");
    rest.split('"').next().unwrap().to_owned()
}

/// Posts a claimant's form with the version in its page.
async fn claim_form(browser: &mut Browser, page: &str, to: &str, fields: &[(&str, &str)]) {
    let version = version(browser, &format!("/i/attack/claim/{page}")).await;
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    let answer = browser.post(&format!("/i/attack/claim/{to}"), &all).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// A claimant with a submitted claim; returns its reference.
pub(in crate::web) async fn handed_in(
    server: &Server,
    incident: &Incident,
    mail: &str,
) -> (Browser, String) {
    let mut ada = begun(server, incident, mail).await;
    let reference = signed(server, incident, &mut ada, mail).await;
    (ada, reference)
}

/// The same with other trades.
pub(in crate::web) async fn handed_in_with(
    server: &Server,
    incident: &Incident,
    mail: &str,
    trades: &str,
) -> (Browser, String) {
    let mut ada = begun_with(server, incident, mail, trades).await;
    let reference = signed(server, incident, &mut ada, mail).await;
    (ada, reference)
}

/// A claimant whose claim has a file and a period, and is ready to be signed.
async fn begun(server: &Server, incident: &Incident, mail: &str) -> Browser {
    let trades = TRADES.replace("21:00:00", &format!("21:00:{:02}", mail.len() % 7));
    begun_with(server, incident, mail, &trades).await
}

/// The same with other trades.
async fn begun_with(server: &Server, incident: &Incident, mail: &str, trades: &str) -> Browser {
    let mut ada = server.member(incident, mail, Role::Claimant).await;
    ada.post("/i/attack/claim", &[]).await;
    let files = [("files", "trades.csv", trades.as_bytes())];
    let sent = ada.upload("/i/attack/claim/evidence", &[], &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let period = [
        ("from", "2022-10-18T00:00:00"),
        ("to", "2022-10-19T00:00:00"),
        ("reason", "I was asleep"),
    ];
    contest(&mut ada, &period).await;
    ada
}

/// Contests a period as a claimant does: previews how many entries it affects, then saves.
async fn contest(browser: &mut Browser, period: &[(&str, &str)]) {
    let version = version(browser, "/i/attack/claim/entries").await;
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(period);
    let answer = browser
        .contest("/i/attack/claim/entries/period", &all)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Signs the claim as its page shows it and submits it; returns its reference.
async fn signed(server: &Server, incident: &Incident, ada: &mut Browser, mail: &str) -> String {
    let page = ada.get("/i/attack/claim/declaration").await.text();
    let (_, rest) = page
        .split_once(r#"name="shown" value=""#)
        .expect("the claim can be signed");
    let shown = rest.split('"').next().unwrap().to_owned();
    let signed = [
        ("true", "yes"),
        ("name", "Ada Example"),
        ("shown", shown.as_str()),
    ];
    claim_form(ada, "declaration", "declaration", &signed).await;
    let claim = claim_of(server, incident, mail).await;
    assert_eq!(claim.state, ClaimState::Submitted);
    claim.reference
}

async fn claim_of(server: &Server, incident: &Incident, mail: &str) -> store::Claim {
    let person = server.app.store.person_by_email(mail).await.unwrap();
    let person = person.expect("the person is there");
    let claim = server.app.store.claim_of(&incident.id, &person.id).await;
    claim.unwrap().expect("the claim is there")
}

pub(in crate::web) async fn coordinator(
    server: &Server,
    incident: &Incident,
    mail: &str,
) -> Browser {
    server.member(incident, mail, Role::Coordinator).await
}

pub(in crate::web) async fn add_prices(
    cora: &mut Browser,
    name: &str,
    text: &str,
    pair: &str,
) -> Answer {
    let fields = [("pair", pair)];
    let files = [("file", name, text.as_bytes())];
    cora.upload(&at("prices"), &fields, &files).await
}

/// An incident with prices and one submitted claim.
async fn under_way() -> (Server, Incident, Browser, String) {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let added = add_prices(&mut cora, "prices.csv", PRICES, "").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let (_, reference) = handed_in(&server, &incident, "ada@example.org").await;
    (server, incident, cora, reference)
}

/// Requests totals under another basis and waits for them.
async fn worked_out(browser: &mut Browser, basis: &str) {
    let fields = [("basis", basis)];
    let answer = browser.post(&at("totals/basis"), &fields).await;
    let is_made = answer.location.ends_with("done=group-basis-made");
    assert!(is_made, "{} {}", answer.location, answer.text());
}

async fn decide(browser: &mut Browser, reference: &str, step: &str, words: &str) -> Answer {
    let claim = at(&format!("claims/{reference}"));
    let version = version(browser, &claim).await;
    let fields = [
        ("version", version.as_str()),
        ("step", step),
        ("words", words),
    ];
    browser.post(&format!("{claim}/decision"), &fields).await
}

async fn actions(server: &Server, incident: &Incident, action: &str) -> usize {
    let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
    chain
        .iter()
        .filter(|record| record.action == action)
        .count()
}

/// The address of the first line on a claim's page.
async fn first_line(cora: &mut Browser, reference: &str) -> String {
    let claim = at(&format!("claims/{reference}"));
    let text = cora.get(&claim).await.text();
    let (_, rest) = text
        .split_once(&format!("href=\"{claim}/lines/"))
        .expect("the claim shows a line");
    let rest = rest.split(['"', '?']).next().unwrap();
    format!("{claim}/lines/{rest}")
}

#[tokio::test]
async fn pages_behind_another_mark_its_entry_of_the_navigation() {
    let (_server, _incident, mut cora, _) = under_way().await;
    let totals = format!(r#"<a href="{}" aria-current="page">"#, at("totals"));
    let claims = format!(r#"<a href="{GROUP}" aria-current="page">"#);
    assert!(cora.get(&at("links")).await.text().contains(&claims));
    for page in ["totals", "totals?by=asset", "lines", "credits"] {
        let shown = cora.get(&at(page)).await.text();
        assert!(shown.contains(&totals), "{page}: {shown}");
    }
    assert!(!cora.get(&at("prices")).await.text().contains(&totals));
    let settings = format!(r#"<a href="{}" aria-current="page">"#, at("settings"));
    assert!(cora.get(&at("mappings")).await.text().contains(&settings));
}
