//! Forms that arrive after their session ended, through the real router.

use axum::http::StatusCode;
use casework::Role;

use crate::config::Limits;
use crate::testing::{Answer, Browser, PASSWORD, Server};
use crate::web::group::tests::people::PEOPLE;

const MESSAGES: &str = "/i/leak/claim/messages";
const TYPED: &str = "Please look at row 14 <of> my \"second\" file.";
const COOKIE: &str = "redress-late";

/// A claimant with a claim.
async fn claimant(server: &Server, mail: &str) -> Browser {
    let incident = match server.app.store.incident_by_slug("leak").await {
        Ok(incident) => incident,
        Err(_) => server.incident("leak").await,
    };
    let mut browser = server.member(&incident, mail, Role::Claimant).await;
    browser.post("/i/leak/claim", &[]).await;
    browser
}

async fn sign_in(browser: &mut Browser, mail: &str, answer: &Answer) -> Answer {
    let page = browser.get(&answer.location).await;
    let at = page
        .text()
        .find("name=\"next\" value=\"")
        .expect("where to")
        + 19;
    let next: String = page.text()[at..]
        .chars()
        .take_while(|c| *c != '"')
        .collect();
    let fields = [("email", mail), ("password", PASSWORD), ("next", &*next)];
    browser.post("/sign-in", &fields).await
}

/// The text in the page's field for a message.
fn message_on(page: &Answer) -> String {
    let text = page.text();
    let (_, after) = text
        .split_once("<textarea id=\"words\"")
        .expect("the field");
    let (_, after) = after.split_once('>').unwrap();
    let (typed, _) = after.split_once("</textarea>").unwrap();
    typed
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
}

#[tokio::test]
async fn late_values_return_to_their_form_and_are_sent_only_by_the_button() {
    let server = Server::start().await;
    let mut ada = claimant(&server, "ada@example.org").await;
    ada.get(MESSAGES).await;
    server.pass_minutes(31);
    let late = ada.post(MESSAGES, &[("words", TYPED)]).await;
    assert_eq!(
        late.location,
        "/sign-in?next=%2Fi%2Fleak%2Fclaim%2Fmessages&ended=idle&after=30&typed=kept"
    );
    let asked = ada.get(&late.location).await;
    assert!(asked.contains("Your session ended after 30 minutes without activity."));
    assert!(asked.contains("What you typed is kept for 60 minutes."));
    let signed_in = sign_in(&mut ada, "ada@example.org", &late).await;
    assert_eq!(signed_in.location, MESSAGES);
    for _ in 0..2 {
        let page = ada.get(MESSAGES).await;
        assert_eq!(message_on(&page), TYPED);
        assert!(page.contains("Nothing was sent yet"), "{}", page.text());
        let texts = page.text().matches("Please look at row 14").count();
        assert_eq!(texts, 1, "in the form and nowhere else");
    }
    let sent = ada.post(MESSAGES, &[("words", TYPED)]).await;
    assert_eq!(sent.location, format!("{MESSAGES}?done=claim-message"));
    assert_eq!(ada.cookie(COOKIE), None);
    let page = ada.get(MESSAGES).await;
    assert_eq!(message_on(&page), "");
    assert!(!page.contains("Nothing was sent yet"));
}

#[tokio::test]
async fn late_values_are_dropped_at_another_persons_sign_in() {
    let server = Server::start().await;
    let mut ada = claimant(&server, "ada@example.org").await;
    claimant(&server, "bea@example.org").await;
    ada.get(MESSAGES).await;
    server.pass_minutes(31);
    let late = ada.post(MESSAGES, &[("words", TYPED)]).await;
    let copy = ada.clone();
    let signed_in = sign_in(&mut ada, "bea@example.org", &late).await;
    assert_eq!(signed_in.location, MESSAGES);
    assert_eq!(message_on(&ada.get(MESSAGES).await), "");
    assert_eq!(ada.cookie(COOKIE), None);
    // The values are gone for their owner too.
    let mut owner = copy.clone();
    sign_in(&mut owner, "ada@example.org", &late).await;
    assert_eq!(message_on(&owner.get(MESSAGES).await), "");
    // A token in another person's session gives nothing either.
    let mut bea = server.browser();
    let fields = [("email", "bea@example.org"), ("password", PASSWORD)];
    bea.post("/sign-in", &fields).await;
    bea.take_cookie(COOKIE, &copy);
    assert_eq!(message_on(&bea.get(MESSAGES).await), "");
}

#[tokio::test]
async fn passwords_files_and_what_is_too_long_are_not_kept() {
    let server = Server::with(Limits::but(|limits| {
        limits.sessions.kept_form_bytes_max = 100;
    }))
    .await;
    let mut ada = claimant(&server, "ada@example.org").await;
    server.pass_minutes(31);
    let secrets = [("current", PASSWORD), ("password", PASSWORD)];
    let late = ada.post("/account/password", &secrets).await;
    assert!(!late.location.contains("typed"), "{}", late.location);
    assert_eq!(ada.cookie(COOKIE), None);
    let file: [(&str, &str, &[u8]); 1] = [("files", "a.csv", b"a,b")];
    let late = ada.upload("/i/leak/claim/evidence", &[], &file).await;
    assert!(late.location.ends_with("&typed=files"), "{}", late.location);
    let asked = ada.get(&late.location).await;
    assert!(asked.contains("Choose the files again"), "{}", asked.text());
    for (long, typed) in [
        (100 - "words=".len(), "kept"),
        (101 - "words=".len(), "too-long"),
    ] {
        let words = "a".repeat(long);
        let late = ada.post(MESSAGES, &[("words", &*words)]).await;
        let ends = format!("&typed={typed}");
        assert!(late.location.ends_with(&ends), "{}", late.location);
    }
}

#[tokio::test]
async fn late_form_is_kept_for_a_while_and_discarded_on_request() {
    let server = Server::with(Limits::but(|limits| {
        limits.sessions.kept_form_minutes = 10;
        limits.sessions.ended_hours = 1;
    }))
    .await;
    let mut ada = claimant(&server, "ada@example.org").await;
    ada.get(MESSAGES).await;
    server.pass_minutes(31);
    let late = ada.post(MESSAGES, &[("words", TYPED)]).await;
    server.pass_minutes(9);
    sign_in(&mut ada, "ada@example.org", &late).await;
    assert_eq!(message_on(&ada.get(MESSAGES).await), TYPED);
    server.pass_minutes(1);
    assert_eq!(message_on(&ada.get(MESSAGES).await), "", "too old");
    server.pass_minutes(31);
    let late = ada.post(MESSAGES, &[("words", TYPED)]).await;
    sign_in(&mut ada, "ada@example.org", &late).await;
    assert_eq!(message_on(&ada.get(MESSAGES).await), TYPED);
    let discarded = ada.post("/account/late-form/discard", &[]).await;
    assert_eq!(
        discarded.location,
        format!("{MESSAGES}?done=late-discarded")
    );
    assert_eq!(message_on(&ada.get(MESSAGES).await), "");
    // A session that ended long ago is not remembered, so that nobody knows whose form it
    // is.
    let mut old = server.browser();
    let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
    old.post("/sign-in", &fields).await;
    server.pass_minutes(30 + 60);
    crate::jobs::sweep::sweep_sessions(&server.app)
        .await
        .unwrap();
    let late = old.post(MESSAGES, &[("words", TYPED)]).await;
    assert!(!late.location.contains("typed"), "{}", late.location);
}

#[tokio::test]
async fn a_form_on_a_page_above_its_address_comes_back_there() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let role = Role::Coordinator;
    let mut cora = server.member(&incident, "co@example.org", role).await;
    let invite = format!("{PEOPLE}/invite");
    cora.get(PEOPLE).await;
    let wrong = cora.post(&invite, &[("addresses", "nobody")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    server.pass_minutes(31);
    let late = cora
        .post(&invite, &[("addresses", "ada@example.org, nobody")])
        .await;
    let back = sign_in(&mut cora, "co@example.org", &late).await;
    assert_eq!(back.location, PEOPLE);
    let page = cora.get(PEOPLE).await;
    assert!(
        page.contains("ada@example.org, nobody</textarea>"),
        "{}",
        page.text()
    );
    // For an answer with errors, browsers name its address as the page.
    let above = cora.get(&invite).await;
    assert_eq!(
        (above.status, &*above.location),
        (StatusCode::SEE_OTHER, PEOPLE)
    );
}

#[tokio::test]
async fn late_text_without_a_field_is_shown_to_be_copied() {
    let server = Server::start().await;
    let mut ada = claimant(&server, "ada@example.org").await;
    ada.get("/i/leak/claim").await;
    server.pass_minutes(31);
    let late = ada.post(MESSAGES, &[("words", TYPED)]).await;
    let back = sign_in(&mut ada, "ada@example.org", &late).await;
    assert_eq!(back.location, "/i/leak/claim");
    let page = ada.get("/i/leak/claim").await;
    assert!(page.contains("What you typed is here for you to copy"));
    assert!(
        page.contains("Please look at row 14 &lt;of&gt; my"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn every_signed_in_page_says_when_the_session_ends_and_has_a_way_to_stay() {
    let server = Server::start().await;
    let mut ada = claimant(&server, "ada@example.org").await;
    let page = ada.get("/account").await;
    assert!(
        page.contains("23 November 2022, 00:30 UTC"),
        "{}",
        page.text()
    );
    assert!(page.contains("data-left=\"1800\" data-warning=\"300\""));
    assert!(page.contains("action=\"/account/stay\""));
    server.pass_minutes(29);
    let stays = ada.post("/account/stay", &[]).await;
    assert_eq!(stays.location, "/account?done=stayed");
    server.pass_minutes(29);
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);
    // Twelve hours are the greatest duration. Nothing is offered that would not help.
    for _ in 0..33 {
        server.pass_minutes(20);
        ada.get("/account").await;
    }
    let last = ada.get("/account").await;
    assert!(
        last.contains("23 November 2022, 12:00 UTC"),
        "{}",
        last.text()
    );
    assert!(!last.contains("/account/stay"));
    assert!(
        !server
            .browser()
            .get("/sign-in")
            .await
            .contains("session-warning")
    );
}
