//! Totals of a group, and what is listed beside them.

use std::sync::Arc;

use casework::counting::TotalsBuilder;
use casework::custody::CustodyEvent;
use futures_util::future::join_all;
use ledger::ConflictState;
use ledger::losses::Terms;
use store::{KeptConflict, Note, Store};

use super::*;
use crate::ground::on_both;

on_both!(
    cached_totals_equal_those_of_a_fresh_server,
    totals_that_are_asked_for_at_once_are_computed_once,
    conflicting_rows_are_counted_only_for_claims_that_count,
    positions_that_fills_cannot_value_are_listed_beside_the_totals,
    a_claim_behind_the_price_book_is_named_beside_the_totals,
    totals_are_of_one_moment_while_a_claim_is_valued_again,
    credit_without_price_is_listed_with_the_missing_price,
    totals_are_those_of_a_frozen_document,
    totals_and_counts_read_no_line,
);

async fn totals_are_those_of_a_frozen_document(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let one = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let two = submitted(&ground, &incident, "bo", "R-BBBB-22").await;
    let three = submitted(&ground, &incident, "cy", "R-CCCC-22").await;
    let dora = ground.member(&incident, "dora", Role::Claimant).await;
    let draft = ground.claim(&incident, &dora, "R-DDDD-22").await;
    for claim in [&one, &two, &draft] {
        let lines = new_lines(&stated_lines());
        save(store, claim, &valuation(&ground.id(), 1, lines), NOON)
            .await
            .unwrap();
    }
    // A claim without lines is valued too, otherwise it would be listed as waiting.
    let none = valuation(&ground.id(), 1, Vec::new());
    save(store, &three, &none, NOON).await.unwrap();
    review(
        store,
        &carla,
        (&one, &new_lines(&stated_lines())),
        "typed:k5",
        (ReviewState::Excluded, "their own"),
        false,
    )
    .await
    .unwrap();
    accept(&ground, &carla, &two).await;
    let mut sum = TotalsBuilder::new(&Terms::default(), 1);
    for (claim, state, excluded) in [
        (&one, ClaimState::Submitted, true),
        (&two, ClaimState::Accepted, false),
        (&three, ClaimState::Submitted, false),
        (&draft, ClaimState::Draft, false),
    ] {
        sum.claim(&claim.reference, state);
        for (key, exchange, day, support, loss) in &stated_lines() {
            if claim.id == three.id {
                continue;
            }
            let review = match excluded && *key == "k5" {
                true => ReviewState::Excluded,
                false => ReviewState::Open,
            };
            let state = LineState {
                claim: state,
                review,
            };
            let line = ValuedLine {
                claim: &claim.reference,
                exchange,
                time: Moment::from_seconds(NOON / 1_000_000 + day * 86_400),
                support: *support,
                loss,
            };
            sum.line(state, &line);
        }
    }
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(*totals, sum.finish().unwrap());
    assert_eq!(
        (totals.whole.documented, totals.whole.claimed),
        (Money::from_units(23 + 1023), Money::from_units(10))
    );
    assert_eq!(totals.native[0], ("BTC".to_owned(), "-10.50".to_owned()));
    let claims = store.claims(&incident.id).await.unwrap();
    let row = claims.iter().find(|row| row.id == one.id).unwrap();
    assert_eq!(
        (row.documented, row.claimed, row.lines, row.unpriced),
        (Money::from_units(23), Money::from_units(5), 4, 1)
    );
    assert_eq!(
        store.claim_summary(&incident.id, &one.id).await.unwrap(),
        *row
    );
    let unpriced = store.unpriced_assets(&incident.id).await.unwrap();
    assert_eq!(
        (
            unpriced[0].asset.as_str(),
            unpriced[0].lines,
            unpriced[0].claims
        ),
        ("BTC", 2, 2)
    );
}

async fn totals_and_counts_read_no_line(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let lines = new_lines(&stated_lines());
    let new = valuation("v1", 1, lines.clone());
    save(store, &claim, &new, NOON).await.unwrap();
    let exclusion = (ReviewState::Excluded, "their own");
    let reviewed = review(
        store,
        &carla,
        (&claim, &lines),
        "typed:k5",
        exclusion,
        false,
    )
    .await;
    reviewed.unwrap();
    let sums_of = async |store: &Store| {
        let totals = store.totals(&incident, "").await.unwrap();
        let mut sums = Vec::new();
        for column in [Column::Documented, Column::Claimed, Column::Unpriced] {
            for dimension in Dimension::ALL {
                for row in totals.rows(dimension) {
                    let filter = LineFilter::behind(dimension, &row.key).column(column);
                    sums.push(store.line_sums(&incident.id, "", &filter).await.unwrap());
                }
            }
        }
        let claims = store.claims(&incident.id).await.unwrap();
        let exchanges = store.line_exchanges(&incident.id).await.unwrap();
        let unpriced = store.unpriced_assets(&incident.id).await.unwrap();
        let units = store.counted_units(&claim).await.unwrap();
        (totals, sums, claims, (exchanges, unpriced, units))
    };
    let before = sums_of(store).await;
    assert_eq!(before.0.counts.excluded, 1);
    assert!(before.1.len() > 20 && before.3.1.len() == 1, "{before:?}");
    // Without its files no line can be read by a server that has none of them open.
    std::fs::remove_dir_all(ground.data_dir.join("derived")).unwrap();
    let other = ground.another().await;
    let any = LineFilter::default();
    let lines = other.lines(&incident.id, "", &any, Window::first(1)).await;
    assert!(lines.is_err(), "{lines:?}");
    assert_eq!(sums_of(&other).await, before);
}

async fn totals_that_are_asked_for_at_once_are_computed_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let new = valuation(&ground.id(), 1, new_lines(&stated_lines()));
    save(&ground.store, &claim, &new, NOON).await.unwrap();
    let asked = (0..4).map(|_| ground.store.totals(&incident, ""));
    let totals = join_all(asked).await;
    let first = totals[0].as_ref().unwrap();
    assert!(first.whole.documented.units().unwrap() > 0);
    let is_same = |totals: &Result<_, _>| Arc::ptr_eq(first, totals.as_ref().unwrap());
    assert!(totals.iter().all(is_same));
}

async fn cached_totals_equal_those_of_a_fresh_server(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let same = async |after: &str| {
        let at_hand = store.totals(&incident, "").await.unwrap();
        let fresh = ground.another().await.totals(&incident, "").await.unwrap();
        assert_eq!(at_hand, fresh, "after {after}");
        // Looking at a claim changes nothing, so that nothing is computed again.
        let seen = Note::new(CustodyEvent::ClaimSeen, "R-AAAA-22");
        store.record(&carla, &incident.id, seen).await.unwrap();
        let again = store.totals(&incident, "").await.unwrap();
        assert!(Arc::ptr_eq(&at_hand, &again), "after {after}");
        at_hand.whole.documented
    };
    let none = same("nothing").await;
    let lines = new_lines(&stated_lines());
    let mut claims = Vec::new();
    for (name, reference) in [
        ("ana", "R-AAAA-22"),
        ("bo", "R-BBBB-22"),
        ("cy", "R-CCCC-22"),
        ("di", "R-DDDD-22"),
    ] {
        let claim = submitted(&ground, &incident, name, reference).await;
        let new = valuation(&ground.id(), 1, lines.clone());
        save(store, &claim, &new, NOON).await.unwrap();
        same(name).await;
        claims.push(claim);
    }
    let all = same("all of them").await;
    assert_ne!(all, none);
    let key = "typed:k1";
    let excluded = (ReviewState::Excluded, "no trade");
    let reviewed = review(store, &carla, (&claims[1], &lines), key, excluded, false).await;
    reviewed.unwrap();
    assert_ne!(same("a line was excluded").await, all);
    accept(&ground, &carla, &claims[0]).await;
    same("a claim was accepted").await;
    // There are fewer lines. The earlier valuation is removed, because nobody signed it.
    let now = store.claim(&incident.id, &claims[2].id).await.unwrap();
    let new = valuation(&ground.id(), 1, lines[..1].to_vec());
    save(store, &now, &new, NOON).await.unwrap();
    same("a claim was valued again").await;
    let event = NewEvent {
        id: &ground.id(),
        words: "",
    };
    let di = Actor::new(&claims[3].claimant, Role::Claimant, NOON);
    store
        .move_claim(&di, &claims[3], None, Step::Withdraw, &event)
        .await
        .unwrap();
    same("a claim was withdrawn").await;
}

async fn a_claim_behind_the_price_book_is_named_beside_the_totals(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let by = ground.member(&incident, "bo", Role::Claimant).await;
    ground.claim(&incident, &by, "R-BBBB-22").await;
    let store = &ground.store;
    let stale = async || store.totals(&incident, "").await.unwrap().stale.clone();
    assert_eq!(stale().await, ["R-AAAA-22"], "a draft counts nowhere");
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    let new = valuation("v1", 1, Vec::new());
    save(store, &now, &new, NOON).await.unwrap();
    assert!(stale().await.is_empty());
    store
        .list_manipulated(&carla, &incident.id, "m1", "DMG", NOON, None, "theirs")
        .await
        .unwrap();
    let totals = store.totals(&incident, "").await.unwrap();
    // The version is the one in the database, not the one that the caller knew.
    assert_eq!(
        (totals.counts.price_version, incident.price_version),
        (2, 1)
    );
    assert_eq!(totals.stale, ["R-AAAA-22"]);
    let new = valuation("v2", 2, Vec::new());
    save(store, &now, &new, NOON).await.unwrap();
    assert!(stale().await.is_empty());
}

async fn totals_are_of_one_moment_while_a_claim_is_valued_again(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = ground.store.clone();
    let (of, saved) = (claim.clone(), store.clone());
    let small = |round: i64| {
        let loss = line(&[("BTC", round + 1)]);
        let lines = (0..40)
            .map(|at| new_line(&format!("k{at}"), "ftx", at % 3, Support::Documented, &loss));
        valuation(&format!("v{round}"), 1, lines.collect())
    };
    save(&saved, &of, &small(0), NOON).await.unwrap();
    let writing = tokio::spawn(async move {
        for round in 1..25 {
            save(&saved, &of, &small(round), NOON).await.unwrap();
        }
    });
    let mut read = 0;
    while !writing.is_finished() {
        let totals = store.totals(&incident, "").await.unwrap();
        assert_eq!(totals.whole.lines, 40);
        assert_eq!(totals.whole.documented.units().unwrap() % 40, 0);
        assert_eq!(totals.native, [("BTC".to_owned(), "-60.00".to_owned())]);
        read += 1;
    }
    writing.await.unwrap();
    assert!(read > 0);
    assert_eq!(
        store.totals(&incident, "").await.unwrap().whole.documented,
        Money::from_units(40 * 25)
    );
}

async fn positions_that_fills_cannot_value_are_listed_beside_the_totals(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let by = ground.member(&incident, "bo", Role::Claimant).await;
    let draft = ground.claim(&incident, &by, "R-BBBB-22").await;
    let plain = submitted(&ground, &incident, "cy", "R-CCCC-22").await;
    let held = r#"[{"exchange":"ftx","account":"main",
        "market":"BTC-PERP","file":"fills.csv","line":"2","fills":7}]"#;
    for (claim, positions) in [(&claim, Some(held)), (&draft, Some(held)), (&plain, None)] {
        let mut new = valuation(&ground.id(), 1, Vec::new());
        new.new.positions = positions.map(str::to_owned);
        save(store, claim, &new, NOON).await.unwrap();
    }
    let totals = store.totals(&incident, "").await.unwrap();
    let [position] = &totals.positions_not_valued[..] else {
        panic!("{:?}", totals.positions_not_valued);
    };
    assert_eq!(
        (&*position.claim, &*position.market, position.fills),
        ("R-AAAA-22", "BTC-PERP", 7)
    );
}

async fn conflicting_rows_are_counted_only_for_claims_that_count(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let by = ground.member(&incident, "bo", Role::Claimant).await;
    let draft = ground.claim(&incident, &by, "R-BBBB-22").await;
    let place = |file: &str| ledger::Place {
        file: file.into(),
        line: "2".into(),
    };
    let conflict = |id: &str, state: ConflictState, apart: Option<i64>| KeptConflict {
        counted_key: format!("a-hash:{id}"),
        other_key: format!("b-hash:{id}"),
        conflict: ledger::RowConflict {
            exchange: "ftx".into(),
            account: "main".into(),
            kind: ledger::Kind::Trade,
            market: "ETH/USD".into(),
            id: id.into(),
            counted: place("a\0.csv"),
            other: place("b.csv"),
            differs: vec![ledger::Differs::Out],
            counted_by: ledger::CountedBy::MovedLess,
            state,
            apart: apart.map(Money::from_units),
        },
    };
    let (open, settled) = (ConflictState::Open, ConflictState::Settled);
    let conflicts = [
        conflict("6", settled, Some(70)),
        conflict("7", open, Some(-500)),
        conflict("8", open, Some(300)),
        conflict("9", open, None),
    ];
    for claim in [&claim, &draft] {
        store
            .set_conflicts(&claim.id, &conflicts[..2], &[])
            .await
            .unwrap();
        store
            .set_conflicts(&claim.id, &conflicts, &[])
            .await
            .unwrap();
    }
    let open = store.totals(&incident, "").await.unwrap().conflicts;
    assert_eq!(
        (open.rows, open.claims, open.apart, open.not_valued),
        (3, 1, Money::from_units(800), 1),
        "settled conflicts are not open"
    );
    // Open ones come first.
    let found = store.row_conflicts(&claim.id, 2).await.unwrap();
    assert_eq!((found.open, found.settled), (3, 1));
    assert_eq!(found.first, conflicts[1..3]);
    let all = store.row_conflicts(&claim.id, 9).await.unwrap().first;
    assert_eq!((all.len(), &all[3]), (4, &conflicts[0]));
    for key in ["a-hash:8", "b-hash:8"] {
        let of_row = store.conflicts_of_row(&claim.id, key).await.unwrap();
        assert_eq!(of_row, conflicts[2..3]);
    }
    store.set_conflicts(&claim.id, &[], &[]).await.unwrap();
    let open = store.totals(&incident, "").await.unwrap().conflicts;
    assert_eq!(open, casework::totals::OpenConflicts::default());
}

async fn credit_without_price_is_listed_with_the_missing_price(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    for (name, reference, hand_in) in [("ana", "R-AAAA-22", true), ("bo", "R-BBBB-22", false)] {
        let by = ground.member(&incident, name, Role::Claimant).await;
        let mut claim = ground.claim(&incident, &by, reference).await;
        let mut new = valuation(&ground.id(), 1, Vec::new());
        for (asset, amount, value) in [
            ("FTT", "12.50", None),
            ("USD", "3", Some(Money::from_units(3))),
        ] {
            let credit = NewCredit {
                id: ground.id(),
                time_text: "2022-11-01".to_owned(),
                time_us: NOON,
                asset: asset.to_owned(),
                amount: amount.to_owned(),
                evidence: "a letter".to_owned(),
                note: String::new(),
            };
            store.add_credit(&by, &claim, None, &credit).await.unwrap();
            new.new.credits.push(NewValuedCredit {
                credit: credit.id,
                amount: value,
                detail: "{}".to_owned(),
            });
        }
        save(store, &claim, &new, NOON).await.unwrap();
        if hand_in {
            claim = store.claim(&incident.id, &claim.id).await.unwrap();
            let (d, e) = (ground.id(), ground.id());
            let event = NewEvent { id: &e, words: "" };
            store
                .submit_claim(&by, &claim, claim.version, &declaration(&d), &event)
                .await
                .unwrap();
        }
    }
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(
        (totals.credits, totals.net()),
        (Money::from_units(3), Money::from_units(-3))
    );
    assert_eq!(totals.credits_listed.len(), 2);
    let [listed] = totals.credits_unpriced().collect::<Vec<_>>()[..] else {
        panic!("{:?}", totals.credits_listed);
    };
    assert_eq!(
        (&*listed.claim, &*listed.asset, &*listed.units),
        ("R-AAAA-22", "FTT", "12.50")
    );
    let listed = store.group_credits(&incident.id, "").await.unwrap();
    let values: Vec<Option<Money>> = listed.iter().map(|credit| credit.value).collect();
    assert_eq!(
        values.iter().flatten().copied().sum::<Money>(),
        totals.credits
    );
    assert_eq!(values.len(), 2, "a draft's are not among them");
    let missing = store.unpriced_assets(&incident.id).await.unwrap();
    assert_eq!(missing.len(), 1, "{missing:?}");
    let ftt = &missing[0];
    assert_eq!(
        (&*ftt.asset, ftt.lines, ftt.credits, ftt.claims),
        ("FTT", 0, 1, 1)
    );
}
