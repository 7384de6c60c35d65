//! Rows that contradict each other: the claimant sees both, decides through the form which
//! one counts, and takes that back. Coordinators see it too.

use super::*;

/// FTX's fill 7, of this size.
fn fill(size: &str) -> String {
    format!(
        "id,time,market,side,type,size,price,fee,feeCurrency\n\
         7,2022-10-18T21:00:00+00:00,BTC/USD,sell,market,{size},19000,0,USD\n"
    )
}

/// A claimant whose two files contradict each other about one row.
async fn contradicting() -> (Server, Incident, Browser) {
    let (server, incident, mut ada) = begun().await;
    let (one, ten) = (fill("1"), fill("10"));
    for (name, text) in [("one.csv", &one), ("ten.csv", &ten)] {
        let sent = upload(&mut ada, &[(name, text.as_bytes())]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
    (server, incident, ada)
}

fn key(size: &str) -> String {
    format!("{}:2", sha256(fill(size).as_bytes()))
}

/// Sends the form of the only conflict on the page.
async fn decide(ada: &mut Browser, row: &str, reason: &str) -> Answer {
    let page = ada.get(&at("entries")).await;
    let (question, version) = (page.field("question"), page.field("version"));
    let shown = [key("1"), key("10")];
    let fields = [
        ("version", version.as_str()),
        ("question", question.as_str()),
        ("shown", shown[0].as_str()),
        ("shown", shown[1].as_str()),
        ("row", row),
        ("reason", reason),
    ];
    ada.post(&at("entries/conflicts"), &fields).await
}

async fn open(server: &Server, incident: &Incident) -> (i64, i64) {
    let claim = state_of(server, incident, "ada@example.org").await;
    let found = server.app.store.row_conflicts(&claim.id, 10).await.unwrap();
    (found.open, found.settled)
}

#[tokio::test]
async fn both_rows_of_a_conflict_are_shown_with_a_form_to_decide() {
    let (_server, _, mut ada) = contradicting().await;
    for language in ["en", "fr"] {
        ada.language = language;
        let page = ada.get(&at("entries")).await;
        for text in [
            "one.csv",
            "ten.csv",
            "BTC/USD",
            &key("1"),
            &key("10"),
            "10\u{a0}BTC",
        ] {
            assert!(page.contains(text), "{text}: {}", page.text());
        }
        assert!(page.contains(r#"action="/i/attack/claim/entries/conflicts""#));
    }
    ada.language = "en";
    let page = ada.get(&at("entries")).await;
    assert!(page.contains("One row has the same id in two files"));
    assert!(page.contains("Which row counts?"), "{}", page.text());
}

#[tokio::test]
async fn decision_needs_a_row_and_a_reason_and_keeps_what_was_typed() {
    let (server, incident, mut ada) = contradicting().await;
    let no_reason = decide(&mut ada, &key("10"), " ").await;
    assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_reason.contains("Say why in a few words"));
    let no_row = decide(&mut ada, "", "the exchange confirmed it").await;
    assert_eq!(no_row.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_row.contains("Choose the row that counts"));
    assert!(
        no_row.contains("the exchange confirmed it"),
        "what was typed is kept"
    );
    let stranger = decide(&mut ada, "not a row", "a slip").await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(open(&server, &incident).await, (1, 0));
}

#[tokio::test]
async fn decided_row_counts_with_who_and_why_until_it_is_taken_back() {
    let (server, incident, mut ada) = contradicting().await;
    let saved = decide(&mut ada, &key("10"), "the exchange confirmed it").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(open(&server, &incident).await, (0, 1));
    let page = ada.get(&at("entries")).await;
    for text in [
        "Somebody has decided which row counts",
        "Decided: ten.csv:2 counts.",
        "the exchange confirmed it",
    ] {
        assert!(page.contains(text), "{text}: {}", page.text());
    }
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let of_group = format!("/i/attack/group/claims/{}", claim.reference);
    let seen = cora.get(&of_group).await;
    assert!(
        seen.contains("Decided: ten.csv:2 counts."),
        "{}",
        seen.text()
    );
    assert!(seen.contains("the exchange confirmed it") && !seen.contains("entries/conflicts"));
    let text = page.text();
    let (_, rest) = text.split_once("entries/conflicts/").expect("a button");
    let back = format!("entries/conflicts/{}", rest.split('"').next().unwrap());
    let taken = send(&mut ada, "entries", &back, &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert_eq!(open(&server, &incident).await, (1, 0));
    let log = server.app.store.custody_chain(&incident.id).await.unwrap();
    let acts: Vec<&str> = log
        .iter()
        .map(|record| record.action.as_str())
        .filter(|act| act.starts_with("conflict-"))
        .collect();
    assert_eq!(acts, ["conflict-settled", "conflict-reopened"]);
    let custody = cora.get("/i/attack/group/custody").await;
    assert!(
        custody.contains("decided which of several rows counts"),
        "{}",
        custody.text()
    );
}

#[tokio::test]
async fn conflict_that_changed_since_it_was_shown_is_asked_again() {
    let (server, incident, mut ada) = contradicting().await;
    let five = fill("5");
    let sent = upload(&mut ada, &[("five.csv", five.as_bytes())]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    // The form names two rows, but there are three now.
    let old = decide(&mut ada, &key("10"), "the exchange confirmed it").await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        old.contains("Your files changed and these rows with them"),
        "{}",
        old.text()
    );
    assert_eq!(open(&server, &incident).await, (2, 0));
}
