//! Valuations, price versions, and the declarations that are signed under them.

use casework::custody::Purpose;
use ledger::METHOD;
use store::{JobKind, NewPriceFile};

use super::*;
use crate::ground::on_both;
use crate::jobs::TERMS;

on_both!(
    a_review_of_sums_of_another_valuation_is_refused_and_writes_nothing,
    a_figure_that_no_line_can_hold_is_refused_with_its_line,
    a_new_price_book_leaves_the_old_result_of_a_submitted_claim,
    signed_declaration_stays_while_a_returned_claim_is_changed,
    a_valuation_of_before_the_last_change_is_not_signed,
    a_valuation_by_another_method_is_outdated_and_requested_again_once,
    every_change_of_prices_makes_a_version,
);

async fn a_review_of_sums_of_another_valuation_is_refused_and_writes_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let lines = new_lines(&stated_lines());
    save(store, &claim, &valuation("v1", 1, lines.clone()), NOON)
        .await
        .unwrap();
    let old = [(
        "v0".to_owned(),
        sums_of(&claim.reference, &lines[4..], Vec::new()),
    )];
    let new = NewReview {
        entry_key: "typed:k5",
        state: ReviewState::Excluded,
        reason: "their own",
        lines: &old,
        moves_doubt: false,
    };
    for lines in [&old[..], &[]] {
        let refused = store
            .review_line(&carla, &claim, &NewReview { lines, ..new })
            .await;
        assert!(matches!(refused, Err(StoreError::Conflict("valuation"))));
    }
    assert!(store.reviews(&claim.id).await.unwrap().is_empty());
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(totals.whole.documented, Money::from_units(1023));
}

async fn a_figure_that_no_line_can_hold_is_refused_with_its_line(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let own = new_line("k7", "ftx", 0, Support::Documented, &line(&[("BTC", 1)]));
    let mut of_row = own.clone();
    of_row.row = Some(0);
    of_row.entry = trade("trades.csv", 7, 0);
    for (mut past, name) in [(of_row, "trades.csv, 7"), (own, "typed:k7")] {
        past.loss.loss = Some("92233720368.54775808".parse().unwrap());
        let own = valuation("v1", 1, vec![past]);
        let refused = save(&ground.store, &claim, &own, NOON).await;
        let Err(StoreError::PastLine(line)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(line, name);
    }
    let kept = ground.store.valuation(&claim.id).await.unwrap();
    assert!(kept.is_none());
}

async fn a_new_price_book_leaves_the_old_result_of_a_submitted_claim(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "dora", Role::Claimant).await;
    let draft = ground.claim(&incident, &by, "R-DDDD-22").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let lines = || {
        vec![new_line(
            "k1",
            "ftx",
            0,
            Support::Documented,
            &line(&[("BTC", 9)]),
        )]
    };
    for (number, version) in [(1, 1), (2, 1), (3, 2)] {
        for claim in [&claim, &draft] {
            let id = format!("{}-{number}", claim.reference);
            let new = valuation(&id, version, lines());
            save(store, claim, &new, NOON + number).await.unwrap();
        }
    }
    let kept = |valuations: Vec<store::Valuation>| -> Vec<(i64, i64)> {
        valuations
            .iter()
            .map(|v| (v.current, v.price_version))
            .collect()
    };
    assert_eq!(
        kept(store.valuations(&claim.id).await.unwrap()),
        [(1, 2), (0, 1)]
    );
    assert_eq!(kept(store.valuations(&draft.id).await.unwrap()), [(1, 2)]);
    assert_eq!(store.totals(&incident, "").await.unwrap().whole.lines, 1);
}

async fn signed_declaration_stays_while_a_returned_claim_is_changed(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let value = async |id: &str, units| {
        let loss = line(&[("BTC", units)]);
        let lines = vec![new_line("k1", "ftx", 0, Support::Documented, &loss)];
        let now = store.claim(&incident.id, &claim.id).await.unwrap();
        let new = valuation(id, 1, lines);
        save(store, &now, &new, NOON).await.unwrap();
    };
    let kept = async || -> Vec<(String, i64)> {
        let valuations = store.valuations(&claim.id).await.unwrap();
        valuations.into_iter().map(|v| (v.id, v.current)).collect()
    };
    let named = |pairs: &[(&str, i64)]| -> Vec<(String, i64)> {
        pairs
            .iter()
            .map(|(id, current)| ((*id).to_owned(), *current))
            .collect()
    };
    value("v1", 1).await;
    value("v2", 2).await;
    assert_eq!(kept().await, named(&[("v2", 1)]), "a draft keeps one");
    let mut signing = declaration("d1");
    signing.figures.valuation = Some("v2");
    let event = NewEvent {
        id: "e1",
        words: "",
    };
    store
        .submit_claim(&ana, &claim, claim.version, &signing, &event)
        .await
        .unwrap();
    for (id, step) in [("e2", Step::StartReview), ("e3", Step::Return)] {
        let event = NewEvent { id, words: "Why?" };
        store
            .move_claim(&carla, &claim, None, step, &event)
            .await
            .unwrap();
    }
    let changed_since = async || {
        let now = store.claim(&incident.id, &claim.id).await.unwrap();
        let signed = store.declaration(&claim.id).await.unwrap().unwrap();
        signed.changed_since(&now)
    };
    assert_eq!(changed_since().await, Some(false));
    add(&ground, &ana, &claim, "more.csv", "y").await;
    assert_eq!(changed_since().await, Some(true));
    value("v3", 3).await;
    value("v4", 4).await;
    // Of valuations that were never signed, only the newest stays.
    assert_eq!(kept().await, named(&[("v4", 1), ("v2", 0)]));
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(
        totals.whole.documented,
        Money::from_units(4),
        "the older one counts nowhere"
    );
}

async fn a_valuation_of_before_the_last_change_is_not_signed(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let now = async || store.claim(&incident.id, &claim.id).await.unwrap();
    let value = async |id: &str| {
        let new = valuation(id, 1, Vec::new());
        save(store, &now().await, &new, NOON).await.unwrap();
    };
    let is_valued = async || store.is_valued(&claim.id).await.unwrap();
    let behind = async || usize::from(store.is_behind(&claim.id).await.unwrap());
    let unread = async || store.files_to_read(&claim.id).await.unwrap().len();

    let file = add(&ground, &ana, &claim, "trades.csv", "x").await;
    value("v1").await;
    assert!(!is_valued().await, "its file was never read");
    assert_eq!((behind().await, unread().await), (0, 1));
    import(&ground, &claim, &file, &[trade("trades.csv", 2, 0)]).await;
    assert_eq!((behind().await, unread().await), (1, 0));
    value("v2").await;
    assert!(is_valued().await);

    let change = |account: &str| store::FileChange {
        file: &file.id,
        answered: store::Answered {
            account: account.to_owned(),
            ..store::Answered::default()
        },
    };
    let changed = store
        .change_files(&ana, &claim, None, &[change("bot")])
        .await;
    let file = changed.unwrap().remove(0);
    assert!(!is_valued().await);
    assert_eq!((behind().await, unread().await), (1, 1));
    let mut signing = declaration("d1");
    signing.figures.valuation = Some("v2");
    let version = now().await.version;
    let event = NewEvent {
        id: "e1",
        words: "",
    };
    let late = store
        .submit_claim(&ana, &claim, version, &signing, &event)
        .await;
    assert!(matches!(late, Err(StoreError::Conflict("valuation"))));
    assert!(store.declaration(&claim.id).await.unwrap().is_none());
    // Valued again, but not read again with the current answers.
    value("v3").await;
    assert!(!is_valued().await);
    import(&ground, &claim, &file, &[trade("trades.csv", 2, 0)]).await;
    value("v4").await;
    assert!(is_valued().await);
    // Words change no figure; another price book does.
    store
        .write_statement(&ana, &claim, now().await.version, "All gone.", "en")
        .await
        .unwrap();
    assert!(is_valued().await);
    let prices = store
        .set_unsettled(&ana, &incident.id, &["DMG".to_owned()])
        .await;
    assert!(prices.unwrap());
    // The claim has nothing of that asset.
    assert!(is_valued().await);
    let last = store.custody_head(&incident.id).await.unwrap();
    let names = ["DMG"].into_iter().collect();
    let logged = (last.action.as_str(), last.purpose.purpose());
    assert_eq!(
        logged,
        ("assets-unsettled", Some(Purpose::Assets { names }))
    );
    let listed = store
        .list_manipulated(&ana, &incident.id, "m1", "DMG", 0, None, "thin")
        .await;
    listed.unwrap();
    assert!(!is_valued().await);
    // An outdated valuation is not carried over to the next version.
    let settled = store.set_unsettled(&ana, &incident.id, &[]).await;
    assert!(settled.unwrap() && !is_valued().await);
    signing.figures.valuation = Some("v4");
    let version = now().await.version;
    let signed = store
        .submit_claim(&ana, &claim, version, &signing, &event)
        .await;
    let signed = signed.unwrap();
    let declared = store.declaration(&claim.id).await.unwrap().unwrap();
    assert_eq!(declared.valuation.as_deref(), Some("v4"));
    assert_eq!(declared.figures_version, Some(signed.figures_version));
}

async fn a_valuation_by_another_method_is_outdated_and_requested_again_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let by = Actor::operator(NOON);
    let mut old = valuation("v1", 1, Vec::new());
    old.new.method = "FMV/0.9.0".to_owned();
    save(store, &claim, &old, NOON).await.unwrap();
    let finish = async || {
        let mut jobs = Vec::new();
        while let Some(job) = store.take_job(&TERMS, NOON).await.unwrap() {
            store.finish_job(&job, NOON).await.unwrap();
            jobs.push(job.kind);
        }
        jobs
    };
    finish().await;

    assert!(store.is_behind(&claim.id).await.unwrap());
    let stale = std::slice::from_ref(&claim.id);
    assert_eq!(store.stale_claims(&incident.id).await.unwrap(), stale);
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(totals.stale, ["R-AAAA-22"], "no report is frozen");

    store.adopt_method(&by).await.unwrap();
    assert!(finish().await.is_empty(), "the incident has this method");
    ground.run("UPDATE incident SET method = 'FMV/0.9.0'").await;
    store.adopt_method(&by).await.unwrap();
    assert_eq!(finish().await, [JobKind::Group]);
    let now = store.incident(&incident.id).await.unwrap();
    assert_eq!(now.method, METHOD);
    let last = store.custody_head(&incident.id).await.unwrap();
    assert_eq!((&*last.action, &*last.object), ("method-changed", METHOD));

    let new = valuation("v2", 1, Vec::new());
    save(store, &claim, &new, NOON).await.unwrap();
    assert!(!store.is_behind(&claim.id).await.unwrap());
    assert!(store.stale_claims(&incident.id).await.unwrap().is_empty());
    let kept = store.valuations(&claim.id).await.unwrap().into_iter();
    let kept: Vec<String> = kept.map(|kept| kept.method).collect();
    assert_eq!(kept, [METHOD, "FMV/0.9.0"], "the older one stays");
}

async fn every_change_of_prices_makes_a_version(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let received = store
        .receive_all(&incident.id, b"prices".to_vec())
        .await
        .unwrap();
    let new = NewPriceFile {
        id: "p1",
        name: "BTCUSDT-1h.csv",
        pair: Some(("BTC", "USDT")),
        address: "",
        retrieved_at_us: None,
        rows_read: 3,
        about: "{}",
    };
    assert_eq!(
        store
            .add_price_file(&by, &incident.id, &received, &new)
            .await
            .unwrap(),
        2
    );
    let twice = NewPriceFile {
        id: "p2",
        ..new.clone()
    };
    let again = store
        .add_price_file(&by, &incident.id, &received, &twice)
        .await;
    assert!(matches!(again, Err(StoreError::Duplicate("price file"))));
    let version = store
        .list_manipulated(
            &by,
            &incident.id,
            "m1",
            "DMG",
            NOON,
            None,
            "the attacker's market",
        )
        .await
        .unwrap();
    assert_eq!(version, 3, "what failed made none");
    assert_eq!(
        store.manipulated(&incident.id).await.unwrap()[0].asset,
        "DMG"
    );
    assert_eq!(
        store
            .unlist_manipulated(&by, &incident.id, "m1")
            .await
            .unwrap(),
        4
    );
    assert_eq!(
        store
            .remove_price_file(&by, &incident.id, "p1")
            .await
            .unwrap(),
        5
    );
    assert!(
        store
            .remove_price_file(&by, &incident.id, "p1")
            .await
            .is_err()
    );
    assert!(store.price_files(&incident.id).await.unwrap().is_empty());
    for (version, count) in [(1, 0), (2, 1), (4, 1), (5, 0)] {
        let files = store.price_files_at(&incident.id, version).await.unwrap();
        assert_eq!(files.len(), count, "version {version}");
    }
    // A price id names its file by twelve digits, even after its removal.
    let start = &received.sha256[..12];
    let named = store
        .price_file_by_start(&incident.id, start)
        .await
        .unwrap();
    assert_eq!((&*named.id, named.removed_version), ("p1", Some(5)));
    let other = ground.incident("two").await;
    assert!(store.price_file_by_start(&other.id, start).await.is_err());
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    // Only its owner values a draft.
    assert!(store.stale_claims(&incident.id).await.unwrap().is_empty());
    assert!(store.is_behind(&claim.id).await.unwrap());
    save(store, &claim, &valuation("v1", 5, Vec::new()), NOON)
        .await
        .unwrap();
    assert!(store.stale_claims(&incident.id).await.unwrap().is_empty());
}
