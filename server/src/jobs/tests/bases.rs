//! Totals under another basis than the incident's own.

use casework::counting::Dimension;

use super::*;

#[tokio::test]
async fn totals_under_another_basis_stand_beside_the_incidents_own() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let claim = ground.submit(&ana, &claim).await;
    let (app, store) = (ground.app(), &ground.app().store);
    for step in [Step::StartReview, Step::Accept] {
        let id = app.random.id();
        let event = NewEvent { id: &id, words: "" };
        store
            .move_claim(&ground.carla, &claim, None, step, &event)
            .await
            .unwrap();
    }
    let incident = ground.incident_now().await;
    let kept = store.totals(&incident, "").await.unwrap();
    assert_eq!(kept.whole.accepted, Money::from_units(GOLDEN));
    let dated = ground.under("date:2022-10-18".parse().unwrap()).await;
    assert_eq!(dated.counts.basis, "date:2022-10-18");
    assert_eq!(dated.stale, Vec::<String>::new());
    // The prices of that day are those of its trades.
    assert_eq!(dated.whole, kept.whole);
    assert_eq!(store.totals(&incident, "").await.unwrap(), kept);
    // An incident with this basis as its own has the same figures.
    let before = store.valuation(&claim.id).await.unwrap().unwrap().id;
    ground.count_by("date:2022-10-18").await;
    revalue(app, &ground.incident_now().await).await.unwrap();
    let incident = ground.incident_now().await;
    let own = store.totals(&incident, "").await.unwrap();
    assert_ne!(
        store.valuation(&claim.id).await.unwrap().unwrap().id,
        before
    );
    assert_eq!(own.rows(Dimension::Asset), dated.rows(Dimension::Asset));
    assert_eq!(own.whole, dated.whole);
}

#[tokio::test]
async fn totals_at_the_event_have_doubts_that_an_incident_by_date_lacks() {
    let ground = Ground::new().await;
    let late = FTX.replace("9:00:0", "11:00:0").replace("706400", "706500");
    for (name, reference, text) in [("ana", "R-AAAA-22", FTX), ("ben", "R-BBBB-22", &late)] {
        let (by, claim) = ground.claim(name, reference).await;
        ground.file(&by, &claim, "ftx.csv", text).await;
        ground.contest(&by, &claim, RuleKind::Period, "").await;
        ground.value(&claim).await;
        ground.submit(&by, &claim).await;
    }
    // The time is between the two: ana's trade puts the asset in doubt for both claims.
    ground.list_dmg(MIDNIGHT_US + 22 * 3_600_000_000).await;
    let (app, store) = (ground.app(), &ground.app().store);
    revalue(app, &ground.incident).await.unwrap();
    let incident = ground.incident_now().await;
    assert_eq!(incident.unsettled, ["DMG"]);
    let by_event = store.totals(&incident, "").await.unwrap();
    assert_eq!(by_event.whole.unpriced, 2);

    ground.count_by("date:2022-10-18").await;
    revalue(app, &ground.incident_now().await).await.unwrap();
    let incident = ground.incident_now().await;
    assert!(incident.unsettled.is_empty());
    let under = ground.under(Basis::Event).await;
    assert_eq!(under.whole, by_event.whole);
    assert_eq!(under.stale, Vec::<String>::new());
    // Without ana's claim nothing puts the asset in doubt, and ben's valuation is outdated.
    let ana = store.claim_by_reference(&incident.id, "R-AAAA-22").await;
    let ana = ana.unwrap();
    for step in [Step::StartReview, Step::Decline] {
        let id = app.random.id();
        let event = NewEvent {
            id: &id,
            words: "theirs",
        };
        let moved = store.move_claim(&ground.carla, &ana, None, step, &event);
        moved.await.unwrap();
    }
    let kept = store.totals(&incident, "event").await.unwrap();
    assert_eq!(kept.stale, ["R-BBBB-22"]);
    let under = ground.under(Basis::Event).await;
    assert_eq!((under.whole.unpriced, &under.stale), (0, &Vec::new()));
}

#[tokio::test]
async fn a_claim_that_cannot_be_valued_is_named_under_another_basis_too() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let claim = ground.submit(&ana, &claim).await;
    let store = &ground.app().store;
    let lines = store
        .claim_lines(&ground.incident.id, "", "R-AAAA-22")
        .await;
    let key = lines.unwrap()[0].entry_key.clone();
    let query = (ReviewState::Queried, "why?");
    review(store, &ground.carla, &claim, &key, query)
        .await
        .unwrap();
    // Nothing can be reported in an unknown currency.
    let incident = ground.incident_now().await;
    let mut terms: ledger::Terms = serde_json::from_str(&incident.terms).unwrap();
    terms.currency = "no currency".into();
    let settings = store::Settings {
        name: incident.name.clone(),
        window_from_us: incident.window_from_us,
        window_to_us: incident.window_to_us,
        venues: incident.venues.clone(),
        currency: "no currency".to_owned(),
        terms: serde_json::to_string(&terms).unwrap(),
    };
    store
        .change_settings(&ground.carla, &incident.id, incident.version, &settings)
        .await
        .unwrap();
    let under = ground.under("date:2022-10-18".parse().unwrap()).await;
    assert_eq!(under.not_valued, ["R-AAAA-22"]);
    let own = store
        .totals(&ground.incident_now().await, "")
        .await
        .unwrap();
    assert_eq!(own.not_valued, ["R-AAAA-22"]);
}

#[tokio::test]
async fn two_runs_that_write_one_claim_under_two_bases_forget_nothing_of_each_other() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let claim = ground.submit(&ana, &claim).await;
    let store = &ground.app().store;
    let now = store.valuation(&claim.id).await.unwrap().unwrap();
    let new = |id: &str, for_basis: &str| store::NewValuation {
        id: id.to_owned(),
        for_basis: for_basis.to_owned(),
        method: now.method.clone(),
        basis: now.basis.clone(),
        currency: now.currency.clone(),
        price_version: now.price_version,
        entries: 0,
        totals: "{}".to_owned(),
        positions: None,
        row_conflicts: None,
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        problem: None,
        generation: now.generation.clone(),
        terms: now.terms.clone(),
        lines: None,
        sums: Default::default(),
        credits: Vec::new(),
    };
    let (own, dated) = (new("v1", ""), new("v2", "date:2022-10-18"));
    store.write_valuation(&claim, &own, NOW_US).await.unwrap();
    store.write_valuation(&claim, &dated, NOW_US).await.unwrap();
    let again = new("v3", "date:2022-10-18");
    store.write_valuation(&claim, &again, NOW_US).await.unwrap();
    let overtaken = store.publish_valuation(&claim, &dated).await;
    assert!(matches!(overtaken, Err(StoreError::Conflict("valuation"))));
    store.publish_valuation(&claim, &again).await.unwrap();
    store.publish_valuation(&claim, &own).await.unwrap();
    let current = store.current_valuations(&claim.id).await.unwrap();
    let ids: Vec<&str> = current.iter().map(|kept| kept.id.as_str()).collect();
    assert_eq!(ids, ["v1", "v3"]);
    // Interrupted work is removed, whatever its basis.
    let broken = new("v4", "event");
    store
        .write_valuation(&claim, &broken, NOW_US)
        .await
        .unwrap();
    assert_eq!(store.sweep(NOW_US).await.unwrap().valuations, 1);
}
