//! Inviting, confirming and linking, through the real router.

use axum::http::StatusCode;
use casework::Role;

use crate::config::Limits;
use crate::testing::{PASSWORD, Server};

pub const PEOPLE: &str = "/i/leak/group/people";

/// The first link on a page of new links.
pub fn link_on(page: &str) -> String {
    let at = page.find("/join/").expect("a link on the page");
    page[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect()
}

/// The path of the first form on the page whose path has this end.
pub fn action_on(page: &str, end: &str) -> String {
    let end = format!("/{end}\"");
    let at = page
        .find(&end)
        .unwrap_or_else(|| panic!("no {end} on the page"));
    let start = page[..at].rfind("action=\"").expect("a form") + "action=\"".len();
    page[start..at + end.len() - 1].to_owned()
}

#[tokio::test]
async fn invites_many_and_each_link_lets_its_own_person_in() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut coordinator = server
        .member(&incident, "co@example.org", Role::Coordinator)
        .await;
    let pasted = [(
        "addresses",
        "Ada Example <ada@example.org>\nb@example.org, c@example.org",
    )];
    let made = coordinator.post(&format!("{PEOPLE}/invite"), &pasted).await;
    assert_eq!(made.status, StatusCode::OK);
    assert_eq!(
        made.text().matches("<tr>").count(),
        4,
        "a head and three links"
    );
    let link = link_on(&made.text());
    let page = coordinator.get(PEOPLE).await;
    assert!(!page.contains("/join/"), "links are shown once");
    let mut ada = server.browser();
    assert!(ada.get(&link).await.contains("value=\"Ada Example\""));
    let joined = ada
        .post(&link, &[("name", "Ada"), ("password", PASSWORD)])
        .await;
    assert_eq!(joined.location, "/i/leak?done=joined");
    let again = coordinator.post(&format!("{PEOPLE}/invite"), &pasted).await;
    assert!(
        again.contains("ada@example.org, b@example.org, c@example.org"),
        "{}",
        again.text()
    );
}

#[tokio::test]
async fn a_line_that_is_no_address_is_named_and_nothing_is_lost_or_sent() {
    let server = Server::with(Limits::but(|limits| {
        limits.invitations.pasted_max = 2;
    }))
    .await;
    let incident = server.incident("leak").await;
    let mut coordinator = server
        .member(&incident, "co@example.org", Role::Coordinator)
        .await;
    let path = format!("{PEOPLE}/invite");
    let wrong = coordinator
        .post(&path, &[("addresses", "a@example.org\nnobody")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("Line 2") && wrong.contains("a@example.org\nnobody</textarea>"));
    let many = [(
        "addresses",
        "a@example.org b@example.org".replace(' ', "\n") + "\nc@example.org",
    )];
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        coordinator.post(&path, &many).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert!(
        server
            .app
            .store
            .invitations(&incident.id)
            .await
            .unwrap()
            .is_empty()
    );
    let two = coordinator
        .post(&path, &[("addresses", "a@example.org\nb@example.org")])
        .await;
    assert_eq!(two.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_link_kills_the_old_one_and_a_revoked_one_lets_nobody_in() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut coordinator = server
        .member(&incident, "co@example.org", Role::Coordinator)
        .await;
    let made = coordinator
        .post(
            &format!("{PEOPLE}/invite"),
            &[("addresses", "ada@example.org")],
        )
        .await;
    let old = link_on(&made.text());
    let page = coordinator.get(PEOPLE).await.text();
    let renewed = coordinator.post(&action_on(&page, "again"), &[]).await;
    let new = link_on(&renewed.text());
    assert_ne!(old, new);
    assert!(
        server
            .browser()
            .get(&old)
            .await
            .contains("This link does not exist")
    );
    assert_eq!(server.browser().get(&new).await.status, StatusCode::OK);
    let page = coordinator.get(PEOPLE).await.text();
    let revoked = coordinator.post(&action_on(&page, "revoke"), &[]).await;
    assert_eq!(
        revoked.location,
        format!("{PEOPLE}?done=invitation-revoked")
    );
    assert!(server.browser().get(&new).await.contains("revoked"));
}

#[tokio::test]
async fn an_investigator_sees_nothing_until_another_coordinator_confirms() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut first = server
        .member(&incident, "one@example.org", Role::Coordinator)
        .await;
    let mut second = server
        .member(&incident, "two@example.org", Role::Coordinator)
        .await;
    let fields = [
        ("role", "investigator"),
        ("email", "i@example.org"),
        ("name", "Ina"),
    ];
    let made = first.post(&format!("{PEOPLE}/officer"), &fields).await;
    let link = link_on(&made.text());
    let mut investigator = server.browser();
    let joined = investigator
        .post(&link, &[("name", "Ina"), ("password", PASSWORD)])
        .await;
    assert_eq!(joined.location, "/?done=joined-waiting");
    assert_eq!(
        investigator.get("/i/leak/bundles").await.status,
        StatusCode::NOT_FOUND
    );
    let own = first.get(PEOPLE).await.text();
    assert!(
        own.contains("waits for confirmation by a second person") && !own.contains("/confirm\"")
    );
    let confirm = action_on(&second.get(PEOPLE).await.text(), "confirm");
    assert_eq!(
        first.post(&confirm, &[]).await.status,
        StatusCode::NOT_FOUND,
        "not by the proposer"
    );
    assert_eq!(
        second.post(&confirm, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        investigator.get("/i/leak/bundles").await.status,
        StatusCode::OK
    );
    assert_eq!(
        investigator.get("/i/leak/search?q=x").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_sign_in_link_is_made_for_claimants_only_and_ends_old_sessions() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut coordinator = server
        .member(&incident, "co@example.org", Role::Coordinator)
        .await;
    let mut old = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    server
        .member(&incident, "two@example.org", Role::Coordinator)
        .await;
    let page = coordinator.get(PEOPLE).await.text();
    assert_eq!(page.matches("/link\"").count(), 1, "only for the claimant");
    let made = coordinator.post(&action_on(&page, "link"), &[]).await;
    let link = link_on(&made.text());
    let open = coordinator.get(PEOPLE).await;
    assert!(
        open.contains("sign-in link after a lost password"),
        "{}",
        open.text()
    );
    let mut fresh = server.browser();
    let password = "amber clocks beside slow rivers";
    assert_eq!(
        fresh.post(&link, &[("password", password)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(fresh.get("/account").await.status, StatusCode::OK);
    assert_eq!(
        old.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "the old session is out"
    );
    let other = server
        .app
        .store
        .person_by_email("two@example.org")
        .await
        .unwrap()
        .unwrap();
    let member = server
        .app
        .store
        .member(&incident.id, &other.id, Role::Coordinator)
        .await
        .unwrap();
    let forced = coordinator
        .post(&format!("{PEOPLE}/members/{}/link", member.id), &[])
        .await;
    assert_eq!(
        forced.status,
        StatusCode::NOT_FOUND,
        "nobody becomes their own second person"
    );
}

#[tokio::test]
async fn only_coordinators_of_this_incident_reach_the_people() {
    let server = Server::start().await;
    let (leak, other) = (
        server.incident("leak").await,
        server.incident("other").await,
    );
    let mut strangers = vec![
        server.member(&leak, "a@example.org", Role::Claimant).await,
        server
            .member(&leak, "i@example.org", Role::Investigator)
            .await,
        server
            .member(&other, "co@example.org", Role::Coordinator)
            .await,
    ];
    for stranger in &mut strangers {
        assert_eq!(stranger.get(PEOPLE).await.status, StatusCode::NOT_FOUND);
        let invite = stranger
            .post(
                &format!("{PEOPLE}/invite"),
                &[("addresses", "x@example.org")],
            )
            .await;
        assert_eq!(invite.status, StatusCode::NOT_FOUND);
    }
    let answer = server.browser().get(PEOPLE).await;
    assert_eq!(
        answer.location,
        "/sign-in?next=%2Fi%2Fleak%2Fgroup%2Fpeople"
    );
}

#[tokio::test]
async fn a_new_link_to_an_account_lasts_as_long_and_asks_the_same_as_the_first() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut coordinator = server
        .member(&incident, "co@example.org", Role::Coordinator)
        .await;
    server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let page = coordinator.get(PEOPLE).await.text();
    let first = coordinator.post(&action_on(&page, "link"), &[]).await;
    let first = link_on(&first.text());
    let page = coordinator.get(PEOPLE).await.text();
    let again = action_on(&page, "again");
    let second = coordinator.post(&again, &[]).await;
    let second = link_on(&second.text());
    let open = server.app.store.invitations(&incident.id).await.unwrap();
    let lasts_us = open[0].expires_at_us - super::testing::NOW_US;
    assert_eq!(lasts_us, 24 * 3_600_000_000, "hours, not days");
    // Meanwhile Ada becomes a coordinator. Neither a new link nor the open one gives her
    // account to another coordinator.
    super::fixtures::member(&server.app, &incident, "ada@example.org", Role::Coordinator).await;
    let refused = coordinator.post(&again, &[]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let password = [("password", "amber clocks beside slow rivers")];
    let mut thief = server.browser();
    for link in [&first, &second] {
        let dead = thief.post(link, &password).await;
        assert_eq!(dead.status, StatusCode::UNPROCESSABLE_ENTITY, "{link}");
    }
    let answer = thief.post(&second, &password).await;
    assert!(
        answer.contains("This link was revoked"),
        "{}",
        answer.text()
    );
    let mut ada = server.browser();
    let who = [("email", "ada@example.org"), ("password", PASSWORD)];
    let answer = ada.post("/sign-in", &who).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "her password stands");
}
