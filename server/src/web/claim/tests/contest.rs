//! A change that contests many entries is counted and shown before it is saved.

use super::*;

const PERIOD: [(&str, &str); 3] = [
    ("from", "2022-10-18T00:00:00"),
    ("to", "2022-10-19T00:00:00"),
    ("reason", "I was asleep"),
];

/// A claimant who sent three trades.
async fn with_trades() -> (Server, Incident, Browser) {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    (server, incident, ada)
}

async fn rules(server: &Server, incident: &Incident) -> usize {
    let claim = state_of(server, incident, "ada@example.org").await;
    server.app.store.rules(&claim.id).await.unwrap().len()
}

/// The same form again, with the hidden fields of the page.
async fn confirm(ada: &mut Browser, shown: &Answer, to: &str, fields: &[(&str, &str)]) -> Answer {
    let (version, counted) = (shown.field("version"), shown.field("counted"));
    let mut all = vec![("version", version.as_str()), ("counted", counted.as_str())];
    all.extend_from_slice(fields);
    ada.post(&at(to), &all).await
}

#[tokio::test]
async fn a_period_begins_empty_although_the_incident_has_a_window() {
    let (_server, _, mut ada) = with_trades().await;
    let page = ada.get(&at("entries")).await;
    assert_eq!((page.field("from"), page.field("to")), Default::default());
    assert!(page.contains("The incident lasts from 2022-10-01 00:00:00 UTC"));
    let empty = [("reason", "not me")];
    let refused = send(&mut ada, "entries", "entries/period", &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("Say from when") && refused.contains("Say until when"));
}

#[tokio::test]
async fn a_period_is_counted_by_market_and_saved_once_it_was_seen() {
    let (server, incident, mut ada) = with_trades().await;
    let counted = send(&mut ada, "entries", "entries/period", &PERIOD).await;
    assert_eq!(counted.status, StatusCode::OK, "{}", counted.text());
    for text in [
        "2 entries would be marked as not yours",
        "BTCUSDT",
        "DMGUSDT",
        "2022-10-18 21:00:07 UTC",
        "Mark 2 entries as not mine",
        "I was asleep",
        "Afterwards 2 entries",
    ] {
        assert!(counted.contains(text), "{text}: {}", counted.text());
    }
    assert_eq!(
        counted.field("from"),
        "2022-10-18T00:00:00",
        "values are kept"
    );
    assert_eq!(rules(&server, &incident).await, 0, "nothing is saved yet");
    let saved = confirm(&mut ada, &counted, "entries/period", &PERIOD).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(rules(&server, &incident).await, 1);
    let entries = ada.get(&at("entries")).await;
    assert!(entries.contains("2 entries were not yours"));
}

#[tokio::test]
async fn preview_of_a_changed_claim_is_counted_again() {
    let (server, incident, mut ada) = with_trades().await;
    let counted = send(&mut ada, "entries", "entries/period", &PERIOD).await;
    let more = TRADES.replace("DMGUSDT", "ETHUSDT").replace(":07", ":08");
    upload(&mut ada, &[("more.csv", more.as_bytes())]).await;
    let old = confirm(&mut ada, &counted, "entries/period", &PERIOD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(old.contains("Your claim changed after this count"));
    assert!(
        old.contains("ETHUSDT") && old.contains("I was asleep"),
        "{}",
        old.text()
    );
    assert_eq!(rules(&server, &incident).await, 0);
    let saved = confirm(&mut ada, &old, "entries/period", &PERIOD).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(rules(&server, &incident).await, 1);
}

#[tokio::test]
async fn preview_leads_back_to_the_entered_values() {
    let (server, incident, mut ada) = with_trades().await;
    let counted = send(&mut ada, "entries", "entries/period", &PERIOD).await;
    let mut fields = PERIOD.to_vec();
    fields.push(("change", "yes"));
    let back = confirm(&mut ada, &counted, "entries/period", &fields).await;
    assert_eq!(back.status, StatusCode::OK);
    assert_eq!(back.field("from"), "2022-10-18T00:00:00", "{}", back.text());
    assert_eq!(back.field("reason"), "I was asleep");
    assert_eq!(rules(&server, &incident).await, 0);
}

#[tokio::test]
async fn a_period_that_takes_nothing_says_so() {
    let (_server, _, mut ada) = with_trades().await;
    let fields = [
        ("from", "2021-10-18"),
        ("to", "2021-10-19"),
        ("reason", "a slip"),
    ];
    let counted = send(&mut ada, "entries", "entries/period", &fields).await;
    assert!(counted.contains("No entry of your files would change"));
    assert!(!counted.contains("<table"));
}

#[tokio::test]
async fn taking_a_period_back_is_counted_too() {
    let (server, incident, mut ada) = with_trades().await;
    contest_all(&mut ada).await;
    let page = ada.get(&at("entries")).await.text();
    let (_, rest) = page.split_once("entries/rules/").expect("there is a rule");
    let remove = format!("entries/rules/{}/remove", rest.split('/').next().unwrap());
    let counted = send(&mut ada, "entries", &remove, &[]).await;
    assert_eq!(counted.status, StatusCode::OK, "{}", counted.text());
    assert!(
        counted.contains("2 entries would be yours again"),
        "{}",
        counted.text()
    );
    assert!(counted.contains("This rule is removed: Not mine from"));
    assert!(counted.contains("Mark 2 entries as mine"));
    assert_eq!(rules(&server, &incident).await, 1);
    let saved = confirm(&mut ada, &counted, &remove, &[]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(rules(&server, &incident).await, 0);
}

#[tokio::test]
async fn many_ticked_rows_are_counted_and_a_single_one_is_saved_at_once() {
    let (server, incident, mut ada) = with_trades().await;
    let keys = [2, 3, 4].map(|line| format!("{}:{line}", sha256(TRADES.as_bytes())));
    let mut fields = vec![("act", "not-mine"), ("row-reason", "not me")];
    fields.extend(keys.iter().map(|key| ("row", key.as_str())));
    let counted = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(counted.status, StatusCode::OK);
    assert!(
        counted.contains("3 ticked rows were not mine"),
        "{}",
        counted.text()
    );
    assert!(counted.contains("3 entries would be marked as not yours"));
    for key in &keys {
        assert!(counted.contains(key), "the ticks are kept");
    }
    assert_eq!(rules(&server, &incident).await, 0);
    let saved = confirm(&mut ada, &counted, "entries/rows", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(rules(&server, &incident).await, 3);
    let one = [
        ("row", keys[0].as_str()),
        ("act", "mine"),
        ("row-reason", "mine after all"),
    ];
    let saved = send(&mut ada, "entries", "entries/rows", &one).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}
