//! A message of one side is shown as new to each person of the other until that person has
//! read it.

use super::*;

const GROUP: &str = "/i/attack/group";
const HOME: &str = "/i/attack";

async fn write(ada: &mut Browser, words: &str) {
    let sent = ada.post(&at("messages"), &[("words", words)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

#[tokio::test]
async fn a_claimants_message_shows_to_each_coordinator_until_they_read_it() {
    let (server, incident, mut ada) = begun().await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let mut carl = server
        .member(&incident, "carl@example.org", Role::Coordinator)
        .await;
    assert!(!cora.get(HOME).await.contains("unread"));
    for words in ["first", "second", "third"] {
        write(&mut ada, words).await;
    }
    let reference = state_of(&server, &incident, "ada@example.org")
        .await
        .reference;
    let claim = format!("{GROUP}/claims/{reference}");
    let unread = format!("{GROUP}?only=unread");
    for coordinator in [&mut cora, &mut carl] {
        let home = coordinator.get(HOME).await;
        assert!(
            home.contains("3 unread messages") && home.contains(&unread),
            "{}",
            home.text()
        );
        let list = coordinator.get(GROUP).await;
        assert!(
            list.contains("3 messages of claimants are unread"),
            "{}",
            list.text()
        );
        assert!(list.contains("3 unread messages"));
        assert!(coordinator.get(&unread).await.contains(&reference));
        let page = coordinator.get(&claim).await;
        assert_eq!(
            page.text().matches("not read yet").count(),
            3,
            "{}",
            page.text()
        );
    }
    // Viewing is not reading: the same page within the hour still shows it as new.
    let page = cora.get(&claim).await;
    assert!(page.contains("3 messages of the claimant are unread"));
    write(&mut ada, "after the page was made").await;
    let seen = page.field("seen");
    let read = cora
        .post(&format!("{claim}/messages/read"), &[("seen", &seen)])
        .await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text());
    let page = cora.get(&claim).await;
    let left = page.text().matches("not read yet").count();
    // The clock of the tests stands still, so that only ids order the four.
    assert!(left <= 1, "{}", page.text());
    let seen = page.field("seen");
    cora.post(&format!("{claim}/messages/read"), &[("seen", &seen)])
        .await;
    assert!(!cora.get(HOME).await.contains("unread"));
    assert!(!cora.get(&unread).await.contains(&reference));
    assert!(
        carl.get(HOME).await.contains("4 unread messages"),
        "each reads alone"
    );
    let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
    let logged = chain
        .iter()
        .filter(|record| record.action == "messages-read");
    assert!(logged.count() >= 1);
}

#[tokio::test]
async fn answer_marks_messages_as_read_and_is_unread_for_the_claimant() {
    let (server, incident, mut ada) = begun().await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    write(&mut ada, "Is a screenshot enough?").await;
    let reference = state_of(&server, &incident, "ada@example.org")
        .await
        .reference;
    let claim = format!("{GROUP}/claims/{reference}");
    server.pass_minutes(1);
    let seen = cora.get(&claim).await.field("seen");
    let fields = [("seen", seen.as_str()), ("message", "Yes, it is.")];
    let sent = cora.post(&format!("{claim}/messages"), &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert!(!cora.get(HOME).await.contains("unread"));

    let home = ada.get(HOME).await;
    assert!(
        home.contains("One unread message") && home.contains(&at("messages")),
        "{}",
        home.text()
    );
    assert!(ada.get(CLAIM).await.contains("one unread message"));
    let messages = ada.get(&at("messages")).await;
    assert_eq!(messages.text().matches("not read yet").count(), 1);
    assert!(
        ada.get(HOME).await.contains("One unread message"),
        "looking marks nothing"
    );
    let seen = messages.field("seen");
    let read = ada.post(&at("messages/read"), &[("seen", &seen)]).await;
    assert_eq!(
        read.location,
        format!("{}?done=claim-messages-read", at("messages"))
    );
    assert!(!ada.get(HOME).await.contains("unread"));
}

#[tokio::test]
async fn claimant_who_is_coordinator_reads_only_own_messages_as_claimant() {
    let (server, incident, _) = begun().await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let mut carl = server
        .member(&incident, "carl@example.org", Role::Coordinator)
        .await;
    server
        .member(&incident, "carl@example.org", Role::Claimant)
        .await;
    let reference = state_of(&server, &incident, "ada@example.org")
        .await
        .reference;
    let to = format!("{GROUP}/claims/{reference}/messages");
    cora.post(&to, &[("message", "Good day, Ada")]).await;
    assert!(
        !carl.get(HOME).await.contains("unread"),
        "it is Ada's to read"
    );
}

#[tokio::test]
async fn nobody_marks_what_is_on_anothers_claim() {
    let (server, incident, mut ada) = begun().await;
    let mut bob = claimant(&server, &incident, "bob@example.org").await;
    write(&mut ada, "hello").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let seen = ada.get(&at("messages")).await.field("seen");
    bob.post(&at("messages/read"), &[("seen", &seen)]).await;
    assert!(cora.get(HOME).await.contains("One unread message"));
    let bobs = state_of(&server, &incident, "bob@example.org")
        .await
        .reference;
    let wrong = format!("{GROUP}/claims/{bobs}/messages/read");
    cora.post(&wrong, &[("seen", &seen)]).await;
    assert!(
        cora.get(HOME).await.contains("One unread message"),
        "of another claim"
    );
}
