//! Sums of lines and credits: exact at any size, and equal to those of a loop over all lines.

use casework::counting::{AssetIn, LineSums, RowNames};
use ledger::losses::Basis;

use super::*;
use crate::ground::on_both;

on_both!(
    lines_and_sums_are_those_of_a_loop_whatever_is_asked,
    sums_of_another_basis_stand_beside_the_incidents_own,
    an_excluded_line_counts_nowhere_and_can_come_back,
    lines_of_the_greatest_size_add_up_exactly_everywhere,
    credits_are_added_up_exactly_however_large,
);

async fn sums_of_another_basis_stand_beside_the_incidents_own(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let basis: Basis = "date:2022-12-30".parse().unwrap();
    let lines = |units| {
        let loss = line(&[("BTC", units)]);
        let line = |key| new_line(key, "ftx", 0, Support::Documented, &loss);
        vec![line("k1"), line("k2")]
    };
    let dated = |id: &str, units| {
        let mut own = valuation(id, 1, lines(units));
        own.new.for_basis = basis.to_string();
        own.new.basis = basis.to_string();
        own
    };
    let own = valuation("v1", 1, lines(9));
    save(store, &claim, &own, NOON).await.unwrap();
    for (id, units) in [("d1", 4), ("d2", 5)] {
        save(store, &claim, &dated(id, units), NOON).await.unwrap();
    }
    let counts = async || {
        let totals = store.totals(&incident, "").await.unwrap();
        let under = store.totals(&incident, &basis.to_string()).await.unwrap();
        assert_eq!(under.counts.basis, "date:2022-12-30");
        let none = store.totals(&incident, "date:2022-12-31");
        assert_eq!(none.await.unwrap().stale, ["R-AAAA-22"]);
        [totals.whole.documented, under.whole.documented].map(|sum| sum.units().unwrap())
    };
    assert_eq!(counts().await, [18, 10]);
    let kept = store.valuations(&claim.id).await.unwrap();
    assert_eq!(
        kept.len(),
        1,
        "only those by the incident's own basis: {kept:?}"
    );
    let sums = |units| sums_of(&claim.reference, &lines(units)[1..], Vec::new());
    let both = [("v1".to_owned(), sums(9)), ("d2".to_owned(), sums(5))];
    let new = NewReview {
        entry_key: "typed:k2",
        state: ReviewState::Excluded,
        reason: "their own",
        lines: &both[..1],
        moves_doubt: false,
    };
    let half = store.review_line(&carla, &claim, &new).await;
    assert!(matches!(half, Err(StoreError::Conflict("valuation"))));
    let new = NewReview {
        lines: &both,
        ..new
    };
    store.review_line(&carla, &claim, &new).await.unwrap();
    assert_eq!(counts().await, [9, 5]);
}

async fn an_excluded_line_counts_nowhere_and_can_come_back(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
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
    save(store, &claim, &valuation("v1", 1, lines()), NOON)
        .await
        .unwrap();
    let own = Actor::new(&claim.claimant, Role::Coordinator, NOON);
    let refused = review(
        store,
        &own,
        (&claim, &lines()),
        "typed:k1",
        (ReviewState::Excluded, "x"),
        false,
    )
    .await;
    assert!(matches!(refused, Err(StoreError::NotAllowed)));
    assert!(
        review(
            store,
            &carla,
            (&claim, &lines()),
            "typed:k9",
            (ReviewState::Queried, "?"),
            false
        )
        .await
        .is_err()
    );
    for (state, sum, excluded) in [
        (ReviewState::Queried, 9, 0),
        (ReviewState::Excluded, 0, 1),
        (ReviewState::Open, 9, 0),
        (ReviewState::Excluded, 0, 1),
    ] {
        review(
            store,
            &carla,
            (&claim, &lines()),
            "typed:k1",
            (state, "because"),
            false,
        )
        .await
        .unwrap();
        let totals = store.totals(&incident, "").await.unwrap();
        assert_eq!(
            (totals.whole.documented, totals.counts.excluded),
            (Money::from_units(sum), excluded)
        );
    }
    save(store, &claim, &valuation("v2", 2, lines()), NOON)
        .await
        .unwrap();
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(
        totals.counts.excluded, 1,
        "a review survives another valuation"
    );
    assert!(totals.native.is_empty());
}

async fn lines_of_the_greatest_size_add_up_exactly_everywhere(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    // Gains and losses at both ends of the range of a line, in both columns.
    let units = [
        i64::MAX,
        i64::MAX,
        i64::MIN,
        9_000_000_000_000_000_000,
        7,
        -1,
        i64::MAX,
    ];
    let lines = (0..).zip(units).map(|(at, units)| {
        let loss = line(&[("BTC", units)]);
        new_line(&format!("k{at}"), "ftx", 0, Support::Documented, &loss)
    });
    let new = valuation("v1", 1, lines.collect());
    save(store, &claim, &new, NOON).await.unwrap();
    let sum: Money = units.into_iter().map(Money::from_units).sum();
    assert_eq!(sum.to_string(), "274467440737.09551619");
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(totals.whole.documented, sum);
    assert_eq!(totals.gross_gain.to_string(), "92233720368.54775809");
    for rows in Dimension::ALL.map(|dimension| totals.rows(dimension)) {
        assert_eq!((rows.len(), rows[0].sums.documented), (1, sum));
    }
    for asset in [None, Some("BTC")] {
        let filter = LineFilter {
            asset: asset.map(str::to_owned),
            ..LineFilter::default()
        };
        let found = store.line_sums(&incident.id, "", &filter).await.unwrap();
        let found = found.loss.or(found.part.map(|(_, part)| part));
        assert_eq!(found, Some(sum), "{asset:?}");
    }
    // Kept sums answer neither of these, so that the lines themselves are added up.
    let exchange = LineFilter {
        exchange: Some("ftx".to_owned()),
        day: Some("2022-10-18".to_owned()),
        ..LineFilter::default()
    };
    for asset in [None, Some("BTC")] {
        let filter = LineFilter {
            asset: asset.map(str::to_owned),
            ..exchange.clone()
        };
        assert_eq!(filter.kept(), None);
        let found = store.line_sums(&incident.id, "", &filter).await.unwrap();
        let found = found.loss.or(found.part.map(|(_, part)| part));
        assert_eq!(found, Some(sum), "{asset:?}");
    }
    let summary = store.claim_summary(&incident.id, &claim.id).await.unwrap();
    assert_eq!(summary.documented, sum);
    let one = Money::from_units(1);
    assert_eq!(summary.net(-one), sum + one);
}

async fn credits_are_added_up_exactly_however_large(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let mut new = valuation("v1", 1, Vec::new());
    for id in ["c1", "c2"] {
        let credit = NewCredit {
            id: id.to_owned(),
            time_text: "2022-11-01".to_owned(),
            time_us: NOON,
            asset: "USD".to_owned(),
            amount: "1".to_owned(),
            evidence: "letter".to_owned(),
            note: String::new(),
        };
        store.add_credit(&ana, &claim, None, &credit).await.unwrap();
        new.new.credits.push(NewValuedCredit {
            credit: id.to_owned(),
            amount: Some(Money::from_units(i64::MAX)),
            detail: "{}".to_owned(),
        });
    }
    save(store, &claim, &new, NOON).await.unwrap();
    let credited = store.credited(&claim.id).await.unwrap();
    assert_eq!(credited.to_string(), "184467440737.09551614");
    let claim = store.claim(&incident.id, &claim.id).await.unwrap();
    let event = NewEvent {
        id: "e1",
        words: "",
    };
    let mut signed = declaration("d1");
    signed.figures.loss = Some(-credited);
    store
        .submit_claim(&ana, &claim, claim.version, &signed, &event)
        .await
        .unwrap();
    assert_eq!(store.totals(&incident, "").await.unwrap().credits, credited);
    let signed = store.declaration(&claim.id).await.unwrap().unwrap();
    assert_eq!(signed.sum().unwrap(), Some(-credited));
}

/// A regular sample of all combinations of filters.
fn filters() -> Vec<LineFilter> {
    let text = |text: &str| Some(text.to_owned());
    let mut filters = Vec::new();
    for number in (0..).step_by(29) {
        let mut rest = number;
        let mut next = |count: usize| {
            let at = rest % count;
            rest /= count;
            at
        };
        let flag = |at: usize| [None, Some(true), Some(false)][at];
        let filter = LineFilter {
            scope: Scope::ALL[next(3)],
            asset: [None, text("BTC"), text("USDT")][next(3)].clone(),
            asset_in: AssetIn::ALL[next(3)],
            priced: flag(next(3)),
            documented: flag(next(3)),
            exchange: [None, text("ftx")][next(2)].clone(),
            day: [None, text("2022-10-19")][next(2)].clone(),
            review: [
                None,
                Some(ReviewState::Open),
                Some(ReviewState::Queried),
                Some(ReviewState::Excluded),
            ][next(4)],
            claim: [None, text("R-BBBB-22")][next(2)].clone(),
            key: [None, text("typed:k1")][next(2)].clone(),
            id: None,
        };
        if rest > 0 {
            return filters;
        }
        filters.push(filter);
    }
    filters
}

async fn lines_and_sums_are_those_of_a_loop_whatever_is_asked(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let one = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let two = submitted(&ground, &incident, "bo", "R-BBBB-22").await;
    let dora = ground.member(&incident, "dora", Role::Claimant).await;
    let draft = ground.claim(&incident, &dora, "R-DDDD-22").await;
    let mut lines = new_lines(&stated_lines());
    // A price that only the fee lacks; a change with many decimals; one key twice.
    lines[0].loss.unpriced = line(&[]).unpriced;
    lines[1].loss.native[0].units = Amount::parse("-0.123456789012345678901").unwrap();
    lines.push(new_line(
        "k1",
        "ftx",
        1,
        Support::Claimed,
        &line(&[("USDT", 3)]),
    ));
    for claim in [&one, &two, &draft] {
        let own = valuation(&ground.id(), 1, lines.clone());
        save(store, claim, &own, NOON).await.unwrap();
    }
    let reviews = [
        (&one, "typed:k1", ReviewState::Excluded),
        (&one, "typed:k2", ReviewState::Queried),
        (&two, "typed:k5", ReviewState::Excluded),
        (&two, "typed:k4", ReviewState::Excluded),
        (&two, "typed:k3", ReviewState::Open),
    ];
    for (claim, key, state) in reviews {
        let reviewed = review(store, &carla, (claim, &lines), key, (state, "?"), false).await;
        reviewed.unwrap();
    }
    assert_eq!(
        store.queried_lines(&incident.id).await.unwrap(),
        ["R-AAAA-22"]
    );
    accept(&ground, &carla, &two).await;
    let mut by_time: Vec<&OwnLine> = lines.iter().collect();
    by_time.sort_by_key(|line| line.entry.time.micros());
    let all: Vec<(LineState, &Claim, &OwnLine)> = [
        (&one, ClaimState::Submitted),
        (&two, ClaimState::Accepted),
        (&draft, ClaimState::Draft),
    ]
    .into_iter()
    .flat_map(|(claim, state)| {
        let by_time = by_time.iter();
        by_time.map(move |line| {
            let review = reviews.iter();
            let mut review = review.filter(|(of, key, _)| of.id == claim.id && *key == line.key);
            let state = LineState {
                claim: state,
                review: review.next().map_or(ReviewState::Open, |review| review.2),
            };
            (state, claim, *line)
        })
    })
    .collect();
    let (mut kept, mut added_up, mut found_some) = (0, 0, 0);
    for filter in filters() {
        let found = all.iter().filter(|(state, claim, line)| {
            // None of the filters names an id.
            let row = RowNames {
                key: &line.key,
                ids: &[],
            };
            filter.finds(*state, &line.valued(&claim.reference), row)
        });
        let found: Vec<_> = found.collect();
        let mut sums = LineSums::of(&filter);
        for (state, _, line) in &found {
            sums.add(state.review, &line.loss);
        }
        let sums_stored = store.line_sums(&incident.id, "", &filter).await.unwrap();
        assert_eq!(sums_stored, sums, "{filter:?}");
        *(if filter.kept().is_some() {
            &mut kept
        } else {
            &mut added_up
        }) += 1;
        found_some += usize::from(!found.is_empty());
        let shown = async |window| {
            let lines = store
                .lines(&incident.id, "", &filter, window)
                .await
                .unwrap();
            let lines = lines.into_iter();
            let lines = lines.map(|line| (line.reference, line.entry_key, line.review, line.loss));
            lines.collect::<Vec<_>>()
        };
        let of_loop: Vec<_> = found
            .iter()
            .map(|(state, claim, line)| {
                let (reference, key) = (claim.reference.clone(), line.key.clone());
                (reference, key, state.review, line.loss.loss)
            })
            .collect();
        assert_eq!(shown(Window::ALL).await, of_loop, "{filter:?}");
        let some = Window {
            offset: 3,
            limit: 5,
        };
        let part: Vec<_> = of_loop.iter().skip(3).take(5).cloned().collect();
        assert_eq!(shown(some).await, part, "{filter:?}");
    }
    assert!(
        kept > 20 && added_up > 100 && found_some > 50,
        "{kept} {added_up} {found_some}"
    );
}
