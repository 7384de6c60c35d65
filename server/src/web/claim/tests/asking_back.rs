//! A submitted claim can be requested back, to change it. Withdrawing is final, and the page
//! says so.

use super::*;

const GROUP: &str = "/i/attack/group";

/// A submitted claim, with a coordinator.
async fn handed_in() -> (Server, Incident, Browser, Browser, String) {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
    let cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let page = format!("{GROUP}/claims/{}", claim.reference);
    (server, incident, ada, cora, page)
}

async fn decide(cora: &mut Browser, page: &str, step: &str) {
    let version = cora.get(page).await.field("version");
    let fields = [
        ("version", version.as_str()),
        ("step", step),
        ("words", "Here it is."),
    ];
    let decided = cora.post(&format!("{page}/decision"), &fields).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
}

#[tokio::test]
async fn a_claim_handed_in_is_asked_for_and_sent_back_by_the_steps_there_are() {
    let (server, incident, mut ada, mut cora, page) = handed_in().await;
    let list = ada.get(CLAIM).await;
    assert!(
        list.contains("Ask to have your claim sent back"),
        "{}",
        list.text()
    );
    assert!(ada.get(&at("entries")).await.contains(&at("ask-back")));
    let silent = ada.post(&at("ask-back"), &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let words = [("words", "One more file")];
    for _ in 0..2 {
        let asked = ada.post(&at("ask-back"), &words).await;
        assert_eq!(asked.location, format!("{CLAIM}?done=claim-asked-back"));
    }
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Submitted, "no state of its own");
    let events = server.app.store.claim_events(&claim.id).await.unwrap();
    let asked = |event: &&store::ClaimEvent| event.kind == casework::EventKind::ReturnRequest;
    assert_eq!(events.iter().filter(asked).count(), 1, "asked once");
    let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
    let logged = chain
        .iter()
        .filter(|record| record.action == "return-requested");
    assert_eq!(logged.count(), 1);
    assert!(
        ada.get(CLAIM)
            .await
            .contains("You asked to have your claim sent back")
    );

    let home = cora.get("/i/attack").await;
    assert!(home.contains("One claimant asks to have their claim sent back"));
    assert!(
        home.contains("One unread message"),
        "counted like a message"
    );
    let list = cora.get(&format!("{GROUP}?only=asked-back")).await;
    assert!(list.contains(&claim.reference) && list.contains("asks to have it sent back"));
    let shown = cora.get(&page).await;
    assert!(shown.contains("The claimant asked to have this claim sent back on"));
    assert!(shown.contains("One more file"));

    decide(&mut cora, &page, "review").await;
    assert!(
        cora.get(&page)
            .await
            .contains("The claimant asked to have this")
    );
    decide(&mut cora, &page, "return").await;
    assert!(
        !cora
            .get(&page)
            .await
            .contains("The claimant asked to have this")
    );
    let list = cora.get(&format!("{GROUP}?only=asked-back")).await;
    assert!(!list.contains(&claim.reference));
    let list = ada.get(CLAIM).await;
    assert!(
        !list.contains("Ask to have your claim sent back")
            && !list.contains("You asked to have your claim")
    );
    let more = upload(&mut ada, &[("more.csv", ZONELESS.as_bytes())]).await;
    assert_eq!(more.status, StatusCode::SEE_OTHER, "{}", more.text());
}

#[tokio::test]
async fn a_decision_answers_the_request_and_it_can_be_made_again() {
    let (server, incident, mut ada, mut cora, page) = handed_in().await;
    ada.post(&at("ask-back"), &[("words", "A file more")]).await;
    decide(&mut cora, &page, "review").await;
    decide(&mut cora, &page, "accept").await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.return_asked_at_us, None);
    ada.post(&at("ask-back"), &[("words", "Please")]).await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert!(claim.return_asked_at_us.is_some());
    assert_eq!(claim.state, ClaimState::Accepted);
}

#[tokio::test]
async fn a_draft_is_not_asked_for() {
    let (server, incident, mut ada) = begun().await;
    assert!(!ada.get(CLAIM).await.contains("ask-back"));
    let asked = ada.post(&at("ask-back"), &[("words", "x")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.contains("You can’t ask for this now"),
        "{}",
        asked.text()
    );
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.return_asked_at_us, None);
}

#[tokio::test]
async fn withdrawing_says_that_it_is_final_and_what_else_there_is() {
    let (server, incident, mut ada, _, _) = handed_in().await;
    assert!(ada.get(CLAIM).await.contains("Withdraw this claim"));
    let page = ada.get(&at("withdraw")).await;
    for text in [
        "This is final",
        "Ask to have your claim sent back",
        "Yes, withdraw this claim for good",
        ">Withdraw this claim</button>",
    ] {
        assert!(page.contains(text), "{text}: {}", page.text());
    }
    let unsure = send(&mut ada, "withdraw", "withdraw", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = send(&mut ada, "withdraw", "withdraw", &[("sure", "yes")]).await;
    assert_eq!(sure.status, StatusCode::SEE_OTHER);
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Withdrawn);
    let asked = ada.post(&at("ask-back"), &[("words", "x")]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
}
