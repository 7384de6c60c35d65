//! Assets in doubt: how claims and reviews bring doubts up and settle them.

use super::*;

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
