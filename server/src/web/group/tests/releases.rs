//! Snapshots and their releases.

use super::*;

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
        ("kind", "identified"),
        ("recipient", "law_enforcement"),
        ("purpose", "Case 2022-17"),
        ("case_number", "2022-17"),
        ("days", "30"),
    ];
    let mut wrong = asked;
    wrong[6] = ("days", "366");
    let refused = cora.post(&at("releases"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("value=\"366\""));
    // If figures without names were promised, nobody is given the names.
    let mut to_press = asked;
    to_press[3] = ("recipient", "press");
    let refused = cora.post(&at("releases"), &to_press).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("No names go to this recipient"),
        "{}",
        refused.text()
    );
    let mut some = asked.to_vec();
    some.push(("claims", "R-9999-99"));
    let refused = cora.post(&at("releases"), &some).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("R-9999-99"), "{}", refused.text());
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
