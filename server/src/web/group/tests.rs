//! The coordinator's routes through the real router: what works, what is refused and how,
//! who has access, and what is logged.

mod acts;
mod bases;
mod cells;
mod hostile;
mod jobs;
mod mappings;
pub mod people;
mod remarks;
mod roles;

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

#[tokio::test]
async fn a_claim_is_reviewed_sent_back_and_accepted() {
    let (server, incident, mut cora, reference) = under_way().await;
    let list = cora.get(GROUP).await;
    assert!(list.contains(&reference), "{}", list.text());
    assert!(list.contains("19,249.25"), "{}", list.text());
    let claim = cora.get(&at(&format!("claims/{reference}"))).await;
    assert!(claim.contains("trades.csv"), "{}", claim.text());
    assert!(claim.contains("19,220.00"), "{}", claim.text());

    for (step, words, state) in [
        ("review", "", ClaimState::InReview),
        ("return", "Which account is it?", ClaimState::Returned),
    ] {
        let moved = decide(&mut cora, &reference, step, words).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
        let now = claim_of(&server, &incident, "ada@example.org").await;
        assert_eq!(now.state, state);
    }
    let claim = cora.get(&at(&format!("claims/{reference}"))).await;
    assert!(claim.contains("Which account is it?"));
    assert!(!claim.contains("/decision"), "it waits for the claimant");
}

#[tokio::test]
async fn a_receipt_stays_what_was_signed_whatever_becomes_of_the_claim() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let (mut ada, reference) = handed_in(&server, &incident, "ada@example.org").await;
    let receipt = "/i/attack/claim/receipt";
    let unpriced = "2 entries were not yours; 2 have no price yet.";
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    let hash = files[0].sha256.clone();
    let signed = ada.get(receipt).await;
    assert!(
        signed.contains(unpriced) && signed.contains(&hash),
        "{}",
        signed.text()
    );
    // Prices are added, the claim is sent back, its file and its words are removed.
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    decide(&mut cora, &reference, "review", "").await;
    decide(&mut cora, &reference, "return", "Is that all?").await;
    assert!(ada.get("/i/attack/claim/loss").await.contains("19,249.25"));
    claim_form(
        &mut ada,
        "statement",
        "statement",
        &[("statement", "New words")],
    )
    .await;
    let remove = format!("/i/attack/claim/evidence/{hash}/remove");
    let counted = ada.get(&remove).await.field("counted");
    let removed = ada.post(&remove, &[("counted", &counted)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    let later = ada.get(receipt).await;
    assert!(
        later.contains(unpriced) && later.contains(&hash),
        "{}",
        later.text()
    );
    assert!(later.contains("No price yet"), "{}", later.text());
    assert!(!later.contains("19,249.25") && !later.contains("0.00"));
    assert!(!later.contains("New words"));
}

#[tokio::test]
async fn sending_back_without_a_word_is_refused_and_keeps_the_choice() {
    let (server, incident, mut cora, reference) = under_way().await;
    decide(&mut cora, &reference, "review", "").await;
    let again = decide(&mut cora, &reference, "return", " ").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.contains("the claimant has to know why"),
        "{}",
        again.text()
    );
    assert!(
        again.contains("value=\"return\" checked"),
        "{}",
        again.text()
    );
    let now = claim_of(&server, &incident, "ada@example.org").await;
    assert_eq!(now.state, ClaimState::InReview);
}

#[tokio::test]
async fn second_of_two_coordinators_is_shown_what_changed() {
    let (server, incident, mut cora, reference) = under_way().await;
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    decide(&mut cora, &reference, "review", "").await;
    let claim = at(&format!("claims/{reference}"));
    let seen = version(&mut otto, &claim).await;
    decide(&mut cora, &reference, "accept", "").await;
    let late = [
        ("version", seen.as_str()),
        ("step", "decline"),
        ("words", "Nothing was lost"),
    ];
    let answer = otto.post(&format!("{claim}/decision"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("Nothing was lost"),
        "what was typed is kept"
    );
    let now = claim_of(&server, &incident, "ada@example.org").await;
    assert_eq!(now.state, ClaimState::Accepted);
    let reopened = decide(&mut otto, &reference, "reopen", "A file is missing").await;
    assert_eq!(
        reopened.status,
        StatusCode::SEE_OTHER,
        "{}",
        reopened.text()
    );
}

#[tokio::test]
async fn nobody_decides_on_their_own_claim() {
    let (server, incident, _, reference) = under_way().await;
    fixtures::member(&server.app, &incident, "ada@example.org", Role::Coordinator).await;
    let mut ada = server.browser();
    let signed_in = [
        ("email", "ada@example.org"),
        ("password", testing::PASSWORD),
    ];
    ada.post("/sign-in", &signed_in).await;
    let claim = at(&format!("claims/{reference}"));
    let seen = ada.get(&claim).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.contains("/decision"), "{}", seen.text());
    let fields = [("version", "99"), ("step", "review"), ("words", "")];
    for (to, fields) in [
        ("decision", fields.as_slice()),
        ("messages", &[("message", "x")]),
    ] {
        let refused = ada.post(&format!("{claim}/{to}"), fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{to}");
    }
    let now = claim_of(&server, &incident, "ada@example.org").await;
    assert_eq!(now.state, ClaimState::Submitted);
}

#[tokio::test]
async fn no_other_role_and_no_other_incident_sees_anything_of_the_group() {
    let (server, incident, _, reference) = under_way().await;
    let elsewhere = server.incident("elsewhere").await;
    let mut others = vec![
        server
            .member(&incident, "cleo@example.org", Role::Claimant)
            .await,
        server
            .member(&incident, "ines@example.org", Role::Investigator)
            .await,
        coordinator(&server, &elsewhere, "olga@example.org").await,
    ];
    for page in [
        String::new(),
        "/claims/new".into(),
        format!("/claims/{reference}"),
        format!("/claims/{reference}/entries"),
        "/totals".into(),
        "/lines".into(),
        "/totals/total.csv".into(),
        "/totals.zip".into(),
        "/totals.json".into(),
        "/prices".into(),
        "/settings".into(),
        "/custody".into(),
        "/snapshots".into(),
        "/releases".into(),
    ] {
        for other in &mut others {
            let answer = other.get(&format!("{GROUP}{page}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
        }
        let mut nobody = server.browser();
        let answer = nobody.get(&format!("{GROUP}{page}")).await;
        assert!(answer.location.starts_with("/sign-in"), "{page}");
    }
}

#[tokio::test]
async fn a_claim_of_another_incident_is_not_found_under_this_one() {
    let (server, _, _, reference) = under_way().await;
    let elsewhere = server.incident("elsewhere").await;
    let mut olga = coordinator(&server, &elsewhere, "olga@example.org").await;
    let answer = olga
        .get(&format!("/i/elsewhere/group/claims/{reference}"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn view_is_logged_once_an_hour_and_a_file_is_sent_as_an_attachment() {
    let (server, incident, mut cora, reference) = under_way().await;
    let claim = at(&format!("claims/{reference}"));
    let before = actions(&server, &incident, "claim-seen").await;
    for _ in 0..3 {
        cora.get(&claim).await;
    }
    assert_eq!(actions(&server, &incident, "claim-seen").await, before + 1);
    let claimed = claim_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claimed.id).await.unwrap();
    let sha256 = &files[0].sha256;
    let file = cora.get(&format!("{claim}/evidence/{sha256}")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.text().starts_with("Date(UTC)"));
    let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(actions(&server, &incident, "evidence-seen").await, 1);
    let unknown = cora
        .get(&format!("{claim}/evidence/{}", "0".repeat(64)))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rows_of_a_claim_count_as_a_view_of_it_and_aggregates_do_not() {
    let (server, incident, mut cora, first) = under_way().await;
    let (_, second) = handed_in(&server, &incident, "bob.long@example.org").await;
    let who_saw = async |reference: &str| {
        let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
        let seen = chain.iter().filter(|record| {
            record.action == "claim-seen"
                && record.object == reference
                && record.role == "coordinator"
        });
        seen.count()
    };
    cora.get(&at("totals")).await;
    assert_eq!((who_saw(&first).await, who_saw(&second).await), (0, 0));
    // A requested claim counts as viewed, whether or not rows are found.
    let none = at(&format!(
        "lines?claim={}&day=2020-01-01",
        first.to_lowercase()
    ));
    assert_eq!(cora.get(&none).await.status, StatusCode::OK);
    assert_eq!((who_saw(&first).await, who_saw(&second).await), (1, 0));
    let unknown = cora.get(&at("lines?claim=R-ZZZZ-99")).await;
    assert_eq!(unknown.status, StatusCode::OK);
    // A wider list counts as a view of each claim whose rows it shows.
    cora.get(&at("lines?day=2020-01-01")).await;
    assert_eq!(who_saw(&second).await, 0);
    let all = cora.get(&at("lines?counted=all")).await;
    assert!(
        all.contains(&first) && all.contains(&second),
        "{}",
        all.text()
    );
    assert_eq!((who_saw(&first).await, who_saw(&second).await), (1, 1));
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
async fn a_line_leads_to_its_price_and_can_be_left_out_with_a_reason() {
    let (_server, _, mut cora, reference) = under_way().await;
    let line = first_line(&mut cora, &reference).await;
    let page = cora.get(&line).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.contains("prices.csv"), "{}", page.text());
    assert!(page.contains("I was asleep"));
    let nameless = [("review", "excluded"), ("reason", "")];
    let refused = cora.post(&line, &nameless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reasoned = [("review", "excluded"), ("reason", "a bot of hers")];
    let left_out = cora.post(&line, &reasoned).await;
    assert_eq!(
        left_out.status,
        StatusCode::SEE_OTHER,
        "{}",
        left_out.text()
    );
    let totals = cora.get(&at("totals")).await;
    assert!(totals.contains("19,220.00"), "{}", totals.text());
    assert!(!totals.contains("19,249.25"));
    let unknown = at(&format!("claims/{reference}/lines/none"));
    assert_eq!(cora.get(&unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn totals_add_up_lead_down_and_leave_as_files() {
    let (server, incident, mut cora, reference) = under_way().await;
    for by in ["claim", "exchange", "asset", "day"] {
        let page = cora.get(&at(&format!("totals?by={by}"))).await;
        assert!(page.contains("19,249.25"), "{by}: {}", page.text());
    }
    let lines = at(&format!("lines?claim={reference}&support=documented"));
    let lines = cora.get(&lines).await;
    assert!(lines.contains("19,249.25"), "{}", lines.text());
    let asset = cora.get(&at("lines?asset=DMG")).await;
    assert!(asset.contains("Of which DMG"), "{}", asset.text());
    for (table, column) in [
        ("total", 11),
        ("claims", 1),
        ("exchanges", 1),
        ("assets", 1),
        ("days", 1),
    ] {
        let csv = cora.get(&at(&format!("totals/{table}.csv"))).await;
        let mut rows = csv::Reader::from_reader(&csv.bytes[..]);
        assert_eq!(&rows.headers().unwrap()[column], "documented", "{table}");
        let cells = rows.records().map(|row| row.unwrap()[column].to_owned());
        let sum: ledger::Money = cells
            .map(|cell| cell.parse::<ledger::Money>().unwrap())
            .sum();
        assert_eq!(sum.to_string(), "19249.25000000", "{table}");
    }
    let unknown = cora.get(&at("totals/none.csv")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let json = cora.get(&at("totals.json")).await;
    assert!(json.contains("\"19249.25000000\""), "{}", json.text());
    let zip = cora.get(&at("totals.zip")).await.bytes;
    assert_eq!(
        zip,
        cora.get(&at("totals.zip")).await.bytes,
        "always the same"
    );
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    assert!(zip.index_for_name("totals/terms.csv").is_some());
    assert_eq!(actions(&server, &incident, "exported").await, 8);
    // Anybody may read its schema.
    let schema = server.browser().get("/schemas/totals.json").await;
    assert_eq!(
        schema.headers[header::CONTENT_TYPE],
        "application/schema+json"
    );
    assert!(schema.contains("2020-12"), "{}", schema.text());
}

#[tokio::test]
async fn credit_without_price_is_shown_beside_the_net_and_at_its_missing_price() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    let mut ada = begun(&server, &incident, "ada@example.org").await;
    let credit = [
        ("time", "2022-10-18"),
        ("asset", "FTT"),
        ("amount", "12.5"),
        ("evidence", "a letter"),
        ("note", ""),
    ];
    claim_form(&mut ada, "credits", "credits", &credit).await;
    let reference = signed(&server, &incident, &mut ada, "ada@example.org").await;
    let text = "One thing that came back has no price";
    let totals = cora.get(&at("totals")).await;
    assert!(totals.contains(text), "{}", totals.text());
    assert!(totals.contains(&format!("claims/{reference}#credits")));
    let csv = cora.get(&at("totals/credits.csv")).await;
    let row = format!("{reference},2022-10-19T00:00:00Z,FTT,12.5,,USD");
    assert!(csv.contains(&row), "{}", csv.text());
    let json = cora.get(&at("totals.json")).await;
    assert!(json.contains("\"units\": \"12.5\""), "{}", json.text());
    let looks = actions(&server, &incident, "claim-seen").await;
    let records = cora.get(&at("credits")).await;
    assert!(records.contains("a letter"), "{}", records.text());
    let looked = actions(&server, &incident, "claim-seen").await;
    assert_eq!(looked, looks + 1, "rows of a claim are a look at it");
    let missing = cora.get(&at("prices")).await;
    assert!(missing.contains("FTT/USDT"), "{}", missing.text());
    // Another basis gives the same figures.
    worked_out(&mut cora, "date:2022-10-18").await;
    let other = cora.get(&at("totals?basis=date&date=2022-10-18")).await;
    assert!(other.contains(text), "{}", other.text());
    let price = "asset,quote,time,price,window,source\nFTT,USD,2022-10-19T00:00:00Z,2,1d,own\n";
    let old = "asset,quote,time,price,window,source\nFTT,USD,2022-10-18T00:00:00Z,2,1d,own\n";
    add_prices(&mut cora, "ftt.csv", price, "").await;
    add_prices(&mut cora, "ftt-before.csv", old, "").await;
    let totals = cora.get(&at("totals")).await;
    assert!(!totals.contains(text), "{}", totals.text());
    assert!(totals.contains("19,224.25"), "{}", totals.text());
}

#[tokio::test]
async fn other_basis_is_computed_and_a_wrong_one_is_reported() {
    let (_server, _, mut cora, _) = under_way().await;
    for basis in ["date:2022-10-18", "date:2022-11-30"] {
        worked_out(&mut cora, basis).await;
    }
    // At the end of the 18th the prices of that day still apply: the same sums.
    let page = cora.get(&at("totals?basis=date&date=2022-10-18")).await;
    assert!(page.contains("19,249.25"), "{}", page.text());
    assert!(page.contains("2022-10-18"));
    // At the end of November no price is recent enough: nothing is priced.
    let page = cora.get(&at("totals?basis=date&date=2022-11-30")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.contains("19,249.25"), "{}", page.text());
    let wrong = cora.get(&at("totals?basis=date&date=2022-02-30")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("2022-02-30"));
}

#[tokio::test]
async fn totals_under_a_date_without_prices_show_missing_prices() {
    let (_server, _, mut cora, reference) = under_way().await;
    let asked = "basis=date:2022-12-30";
    worked_out(&mut cora, "date:2022-12-30").await;
    let totals = cora.get(&at(&format!("totals?{asked}"))).await;
    assert!(
        totals.contains("There is no total: 2 of 2 contested lines"),
        "{}",
        totals.text()
    );
    let table = totals.text();
    let (_, table) = table.split_once("sections tabs").unwrap();
    let (_, row) = table.split_once("<tbody").unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(
        row.contains(&reference) && row.contains("no total"),
        "{row}"
    );
    assert!(!row.contains("0.00"), "{row}");
    // For each asset with a missing price, how many lines wait and for which day.
    for asset in ["BTC", "DMG"] {
        let row = totals.text();
        let (_, row) = row
            .split_once(&format!("<th scope=\"row\">{asset}</th>"))
            .unwrap();
        let row = row.split("</tr>").next().unwrap();
        assert!(
            row.contains("2022-12-30") && row.contains("value=\"1\""),
            "{row}"
        );
    }
    assert!(totals.contains("/prices#upload"));
    let lines = cora
        .get(&at(&format!("lines?{asked}&claim={reference}")))
        .await;
    assert!(
        lines.contains("no total") && !lines.contains(">0.00<"),
        "{}",
        lines.text()
    );
    let csv = cora
        .get(&at(&format!("totals/total.csv?{asked}")))
        .await
        .text();
    let total = csv.lines().nth(1).unwrap();
    assert!(
        total.starts_with("date:2022-12-30,USD,") && total.ends_with(",no_total"),
        "{total}"
    );
    let csv = cora
        .get(&at(&format!("totals/missing_prices.csv?{asked}")))
        .await;
    assert!(
        csv.contains("BTC,1,2022-12-30,2022-12-30"),
        "{}",
        csv.text()
    );
    // With prices there is a total.
    assert!(!cora.get(&at("totals")).await.contains("no total"));
}

#[tokio::test]
async fn exports_are_counted_against_their_limit() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    for _ in 0..2 {
        assert_eq!(
            cora.get(&at("totals/total.csv")).await.status,
            StatusCode::OK
        );
    }
    let refused = cora.get(&at("totals/total.csv")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_price_leads_to_its_row_in_the_file_and_the_file_can_be_taken_out() {
    let (server, incident, mut cora, reference) = under_way().await;
    let line = first_line(&mut cora, &reference).await;
    let page = cora.get(&line).await.text();
    let (_, rest) = page
        .split_once("/i/attack/group/prices/")
        .expect("a price leads to its file");
    let link = rest.split(['"', '#']).next().unwrap();
    let shown = cora.get(&at(&format!("prices/{link}"))).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let (_, marked) = shown
        .text()
        .split_once("<mark")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let row = marked.split("</mark>").next().unwrap();
    assert!(row.contains("2022-10-18T00:00:00Z"), "{row}");
    let start = link.split('?').next().unwrap();
    let taken = cora.get(&at(&format!("prices/{start}/original"))).await;
    assert_eq!(taken.text(), PRICES);
    assert_eq!(actions(&server, &incident, "evidence-seen").await, 1);
    // The page still exists after the file was removed, because older figures name it.
    let files = server.app.store.price_files(&incident.id).await.unwrap();
    cora.post(&at(&format!("prices/{}/remove", files[0].id)), &[])
        .await;
    let shown = cora.get(&at(&format!("prices/{link}"))).await;
    assert!(
        shown.contains("was removed from the reference prices"),
        "{}",
        shown.text()
    );
    for wrong in ["prices/0123456789ab", "prices/none", "prices/%25"] {
        let answer = cora.get(&at(wrong)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn originals_count_among_the_exports() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let (_, reference) = handed_in(&server, &incident, "ada@example.org").await;
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    let original = at(&format!("claims/{reference}/evidence/{}", files[0].sha256));
    for _ in 0..2 {
        assert_eq!(cora.get(&original).await.status, StatusCode::OK);
    }
    let refused = cora.get(&original).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn unreadable_rows_of_a_price_file_are_reported_at_once() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let slip = PRICES.replace("0.02", "0.0x2");
    let added = add_prices(&mut cora, "slip.csv", &slip, "").await;
    assert_eq!(
        added.location,
        format!("{GROUP}/prices?done=group-prices-partly")
    );
    let page = cora.get(&added.location).await;
    assert!(
        page.contains("Some rows could not be read"),
        "{}",
        page.text()
    );
    assert!(page.contains("`0.0x2` is not a number"), "{}", page.text());
    let added = add_prices(&mut cora, "right.csv", PRICES, "").await;
    assert_eq!(
        added.location,
        format!("{GROUP}/prices?done=group-prices-added")
    );
}

#[tokio::test]
async fn unusable_price_file_is_reported_and_changes_nothing() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let kline = "1666051200000,19500,19600,19400,19550,10,1666054799999,1,1,1,1,0\n";
    for (name, text, expected) in [
        ("empty.csv", "", "is empty"),
        ("note.csv", "hello\nworld\n", "not a price file"),
        ("prices.csv", kline, "what is priced in what"),
    ] {
        let refused = add_prices(&mut cora, name, text, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            refused.contains(name) && refused.contains(expected),
            "{}",
            refused.text()
        );
    }
    let none: [(&str, &str, &[u8]); 0] = [];
    let nothing = cora.upload(&at("prices"), &[("pair", "")], &none).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let store = &server.app.store;
    assert!(store.price_files(&incident.id).await.unwrap().is_empty());
    // With its pair, the third file is accepted.
    let taken = add_prices(&mut cora, "prices.csv", kline, "BTC/USDT").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let twice = add_prices(&mut cora, "again.csv", kline, "BTC/USDT").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let files = store.price_files(&incident.id).await.unwrap();
    assert_eq!(files.len(), 1);
    let remove = at(&format!("prices/{}/remove", files[0].id));
    assert_eq!(cora.post(&remove, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(cora.post(&remove, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn price_files_at_the_limit_are_taken_and_one_byte_past_it_refused() {
    let limits = Limits::but(|limits| {
        limits.uploads.price_bytes_max = PRICES.len() as u64;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let past = add_prices(&mut cora, "prices.csv", &format!("{PRICES}\n"), "").await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.contains("Send fewer at a time"), "{}", past.text());
    let taken = add_prices(&mut cora, "prices.csv", PRICES, "A/BC").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
}

#[tokio::test]
async fn an_asset_listed_too_late_stays_without_a_price_and_is_shown() {
    let (_server, _, mut cora, reference) = under_way().await;
    let late = |asset| {
        [
            ("asset", asset),
            ("from", "2022-10-18T22:00:00Z"),
            ("to", ""),
            ("reason", "30 times the day before"),
        ]
    };
    // A ticker in lower case means the spelling of the files.
    let listed = cora.post(&at("prices/manipulated"), &late("dmg")).await;
    assert_eq!(listed.status, StatusCode::SEE_OTHER, "{}", listed.text());
    let prices = cora.get(&at("prices")).await;
    assert!(prices.contains("begins too late"), "{}", prices.text());
    assert!(prices.contains("2022-10-18T21:00:07Z"), "{}", prices.text());
    assert!(
        cora.get(GROUP)
            .await
            .contains("listing of one manipulated asset begins too late")
    );
    let twice = cora.post(&at("prices/manipulated"), &late("DMG")).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let line = cora
        .get(&at(&format!("lines?claim={reference}&asset=DMG")))
        .await;
    assert!(line.contains("no price yet"), "{}", line.text());
}

/// Lists DMG from a time after ada's trade of it, so that it is in doubt for everybody.
async fn in_doubt() -> (Server, Incident, Browser, String) {
    let (server, incident, mut cora, reference) = under_way().await;
    let late = [
        ("asset", "DMG"),
        ("from", "2022-10-18T22:00:00Z"),
        ("reason", "30 times the day before"),
    ];
    cora.post(&at("prices/manipulated"), &late).await;
    assert_eq!(unsettled(&server, &incident).await, ["DMG"]);
    (server, incident, cora, reference)
}

async fn unsettled(server: &Server, incident: &Incident) -> Vec<String> {
    let now = server.app.store.incident(&incident.id).await.unwrap();
    now.unsettled
}

#[tokio::test]
async fn declining_a_claim_takes_its_doubts_with_it_and_opening_it_brings_them_back() {
    let (server, incident, mut cora, reference) = in_doubt().await;
    decide(&mut cora, &reference, "review", "").await;
    decide(&mut cora, &reference, "decline", "not of this case").await;
    assert!(unsettled(&server, &incident).await.is_empty());
    let stale = server.app.store.stale_claims(&incident.id).await.unwrap();
    assert!(stale.is_empty(), "{stale:?}");
    // Its own figures stay cautious, and its bundle verifies.
    decide(&mut cora, &reference, "reopen", "it is").await;
    assert_eq!(unsettled(&server, &incident).await, ["DMG"]);
}

#[tokio::test]
async fn taking_a_claim_back_takes_its_doubts_with_it() {
    let (server, incident, _, _) = in_doubt().await;
    let mut ada = server.browser();
    let who = [
        ("email", "ada@example.org"),
        ("password", testing::PASSWORD),
    ];
    ada.post("/sign-in", &who).await;
    claim_form(&mut ada, "withdraw", "withdraw", &[("sure", "yes")]).await;
    assert!(unsettled(&server, &incident).await.is_empty());
}

#[tokio::test]
async fn leaving_the_line_out_settles_the_doubt_and_taking_it_in_brings_it_back() {
    let (server, incident, mut cora, reference) = in_doubt().await;
    let lines = server
        .app
        .store
        .claim_lines(&incident.id, "", &reference)
        .await;
    let key = lines
        .unwrap()
        .into_iter()
        .find(|line| line.in_asset == "DMG");
    let key = app::pages::group::escaped(&key.unwrap().entry_key);
    let line = at(&format!("claims/{reference}/lines/{key}"));
    for (review, in_doubt) in [("excluded", 0), ("open", 1), ("excluded", 0)] {
        let fields = [("review", review), ("reason", "a bot of hers")];
        let answer = cora.post(&line, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        assert_eq!(
            unsettled(&server, &incident).await.len(),
            in_doubt,
            "{review}"
        );
        let prices = cora.get(&at("prices")).await;
        assert_eq!(
            prices.contains("has a contested trade of this asset"),
            in_doubt == 1,
            "{review}"
        );
        assert!(!prices.contains("/prices/value"), "{}", prices.text());
    }
}

#[tokio::test]
async fn a_frozen_report_is_released_by_two_people_and_never_by_one() {
    let (server, incident, mut cora, _) = under_way().await;
    let ines = fixtures::member(
        &server.app,
        &incident,
        "ines@example.org",
        Role::Investigator,
    );
    let ines = ines.await;
    let nameless = cora.post(&at("snapshots"), &[("title", "")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    let frozen = cora.post(&at("snapshots"), &[("title", "The first")]).await;
    server.all_done(&incident).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
    let shown = cora.get(&at("snapshots/1")).await;
    assert!(shown.contains("19,249.25"), "{}", shown.text());
    let asked = [
        ("snapshot", "1"),
        ("investigator", ines.id.as_str()),
        ("recipient", "law_enforcement"),
        ("purpose", "Case 2022-17"),
        ("case_number", "2022-17"),
        ("days", "30"),
    ];
    let mut wrong = asked;
    wrong[5] = ("days", "366");
    let refused = cora.post(&at("releases"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("value=\"366\""));
    // If figures without names were promised, nobody is given the names.
    let mut nameless = asked.to_vec();
    nameless.push(("kind", "pseudonymous"));
    let refused = cora.post(&at("releases"), &nameless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("only bundles with originals"),
        "{}",
        refused.text()
    );
    assert!(
        server
            .app
            .store
            .releases(&incident.id)
            .await
            .unwrap()
            .is_empty()
    );
    let done = cora.post(&at("releases"), &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let store = &server.app.store;
    let id = store.releases(&incident.id).await.unwrap()[0].id.clone();
    let approve = at(&format!("releases/{id}/approve"));
    let own = cora.post(&approve, &[]).await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    let approved = otto.post(&approve, &[]).await;
    assert_eq!(
        approved.status,
        StatusCode::SEE_OTHER,
        "{}",
        approved.text()
    );
    let twice = otto.post(&approve, &[]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
    let now = server.app.clock.now_us();
    let active = store
        .releases_to(&incident.id, &ines.id, now)
        .await
        .unwrap();
    assert_eq!(active.len(), 1);
    let end = at(&format!("releases/{id}/end"));
    assert_eq!(cora.post(&end, &[]).await.status, StatusCode::SEE_OTHER);
    let active = store
        .releases_to(&incident.id, &ines.id, now)
        .await
        .unwrap();
    assert!(active.is_empty());
}

/// The id that a form on a page carries, so that sending it twice makes one thing.
async fn once(browser: &mut Browser, page: &str) -> String {
    let text = browser.get(page).await.text();
    let (_, rest) = text.split_once(r#"name="once" value=""#).expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn pressing_twice_freezes_one_report_and_asks_for_one_release() {
    let (server, incident, mut cora, _) = under_way().await;
    let ines = fixtures::member(
        &server.app,
        &incident,
        "ines@example.org",
        Role::Investigator,
    );
    let ines = ines.await;
    let token = once(&mut cora, &at("snapshots")).await;
    let fields = [("title", "The first"), ("once", token.as_str())];
    let mut beside = cora.clone();
    let (page, beside_page) = (at("snapshots"), at("snapshots"));
    let (one, two) = tokio::join!(
        cora.post(&page, &fields),
        beside.post(&beside_page, &fields)
    );
    for answer in [one, two, cora.post(&at("snapshots"), &fields).await] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    server.all_done(&incident).await;
    let late = cora.post(&at("snapshots"), &fields).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER, "{}", late.text());
    server.all_done(&incident).await;
    let store = &server.app.store;
    assert_eq!(store.snapshots(&incident.id).await.unwrap().len(), 1);
    let next = once(&mut cora, &at("snapshots")).await;
    assert_ne!(next, token, "the next report is another one");
    let token = once(&mut cora, &at("releases")).await;
    let asked = [
        ("once", token.as_str()),
        ("snapshot", "1"),
        ("investigator", ines.id.as_str()),
        ("kind", "identified"),
        ("recipient", "law_enforcement"),
        ("purpose", "Case 2022-17"),
        ("case_number", "2022-17"),
        ("days", "30"),
    ];
    for _ in 0..2 {
        let answer = cora.post(&at("releases"), &asked).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    assert_eq!(store.releases(&incident.id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_reports_asked_for_at_one_moment_are_two_numbers() {
    let (server, incident, mut cora, _) = under_way().await;
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    let (page, fields) = (at("snapshots"), [("title", "At once")]);
    let (one, two) = tokio::join!(cora.post(&page, &fields), otto.post(&page, &fields));
    for answer in [&one, &two] {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    server.all_done(&incident).await;
    let frozen = server.app.store.snapshots(&incident.id).await.unwrap();
    let numbers: Vec<i64> = frozen.iter().map(|snapshot| snapshot.number).collect();
    assert_eq!(numbers, [2, 1]);
    assert_ne!(frozen[0].made_by, frozen[1].made_by);
}

#[tokio::test]
async fn a_line_past_what_can_be_stored_is_listed_and_stops_no_page_of_the_group() {
    let (server, incident, mut cora, reference) = under_way().await;
    let store = &server.app.store;
    let before = store.totals(&incident, "").await.unwrap().whole;
    let dear = "asset,quote,time,price,window,source\n\
        DMG,USD,2022-10-18T21:00:00Z,9999999999,1h,own\n";
    let added = add_prices(&mut cora, "dear.csv", dear, "").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let whole = store.totals(&incident, "").await.unwrap().whole;
    let counted = (before.lines - 1, before.unpriced + 1);
    assert_eq!((whole.lines, whole.unpriced), counted);
    for page in ["totals", "totals?basis=date&date=2022-10-18", "totals.json"] {
        let page = cora.get(&at(page)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    }
    let filter = LineFilter::counted().column(Column::Unpriced);
    let listed = store.lines(&incident.id, "", &filter, Window::ALL).await;
    let listed = listed.unwrap();
    let line = at(&format!("claims/{reference}/lines/{}", listed[0].entry_key));
    let line = cora.get(&line).await;
    assert!(
        line.contains("larger than a line can hold"),
        "{}",
        line.text()
    );
    let frozen = cora.post(&at("snapshots"), &[("title", "The first")]).await;
    server.all_done(&incident).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
}

#[tokio::test]
async fn second_window_on_bridge_and_par_is_shown_what_changed() {
    let (server, incident, mut cora, _) = under_way().await;
    let prices = at("prices");
    let seen = version(&mut cora, &prices).await;
    let terms = at("prices/terms");
    let first = [
        ("version", seen.as_str()),
        ("bridge", "USDT"),
        ("par", "BUSD"),
    ];
    let saved = cora.post(&terms, &first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let late = [("version", seen.as_str()), ("bridge", "USDC"), ("par", "")];
    let answer = cora.post(&terms, &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("Somebody changed the settings"),
        "{}",
        answer.text()
    );
    assert!(answer.contains("value=\"USDC\""), "what was typed is kept");
    let without = cora.post(&terms, &late[1..]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = server.app.store.incident(&incident.id).await.unwrap();
    assert!(kept.terms.contains("BUSD") && !kept.terms.contains("USDC"));
    let now = version(&mut cora, &prices).await;
    let again = [("version", now.as_str()), ("bridge", "USDC"), ("par", "")];
    let saved = cora.post(&terms, &again).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

#[tokio::test]
async fn pages_behind_another_mark_its_entry_of_the_navigation() {
    let (_server, _incident, mut cora, _) = under_way().await;
    let totals = format!(r#"<a href="{}" aria-current="page">"#, at("totals"));
    for page in ["totals", "totals?by=asset", "lines", "credits"] {
        let shown = cora.get(&at(page)).await.text();
        assert!(shown.contains(&totals), "{page}: {shown}");
    }
    assert!(!cora.get(&at("prices")).await.text().contains(&totals));
    let settings = format!(r#"<a href="{}" aria-current="page">"#, at("settings"));
    assert!(cora.get(&at("mappings")).await.text().contains(&settings));
}

#[tokio::test]
async fn nothing_can_be_frozen_before_a_claim_is_handed_in() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let refused = cora.post(&at("snapshots"), &[("title", "Too early")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("Too early"), "what was typed is kept");
    let store = &server.app.store;
    assert!(store.snapshots(&incident.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_claim_filed_for_somebody_is_theirs_to_confirm() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let filed = [
        ("name", "Old Tom"),
        ("email", "Tom@example.org"),
        ("language", "en"),
        ("words", "asked by telephone"),
    ];
    let mut own = filed;
    own[1] = ("email", "cora@example.org");
    let refused = cora.post(&at("claims/new"), &own).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("asked by telephone"));
    let begun = cora.post(&at("claims/new"), &filed).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let text = begun.text();
    let (_, rest) = text.split_once("/join/").expect("the link is shown");
    let token = rest.split('"').next().unwrap();
    let claim = claim_of(&server, &incident, "tom@example.org").await;
    let filing = at(&format!("claims/{}/filing", claim.reference));
    assert_eq!(cora.get(&filing).await.status, StatusCode::OK);
    let twice = cora.post(&at("claims/new"), &filed).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.contains("has a claim in this incident already"));

    let mut tom = server.browser();
    let path = format!("/join/{token}");
    assert_eq!(tom.get(&path).await.status, StatusCode::OK);
    let fields = [("name", "Old Tom"), ("password", testing::PASSWORD)];
    let joined = tom.post(&path, &fields).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    assert_eq!(
        tom.get("/i/attack/claim/confirm").await.status,
        StatusCode::OK
    );
}
