//! Valuations, reviews, prices and totals.

use casework::counting::{
    AssetIn, Column, Dimension, KeptSums, LineFilter, LineState, LineSums, RowNames, Scope,
    SumsBuilder, TotalsBuilder, ValuedLine,
};
use casework::custody::Purpose;
use casework::{ClaimState, ReviewState, Role, Step, Support};
use ledger::losses::{Basis, LossLine, Terms};
use ledger::{Amount, Moment, Money};
use store::{
    Actor, Claim, Incident, NewCredit, NewEvent, NewPriceFile, NewReview, NewValuedCredit, Store,
    StoreError, Window,
};

use crate::claims::declaration;
use crate::entries::{import, quantity, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both, on_both_homes};
use crate::valuing::{
    OwnLine, generation, line, new_line, review, save, sums_of, valuation, written,
};

on_both!(
    cached_totals_equal_those_of_a_fresh_server,
    conflicting_rows_are_counted_only_for_claims_that_count,
    positions_that_fills_cannot_value_are_listed_beside_the_totals,
    a_claim_behind_the_price_book_is_named_beside_the_totals,
    totals_are_of_one_moment_while_a_claim_is_valued_again,
    credit_without_price_is_listed_with_the_missing_price,
    totals_are_those_of_a_frozen_document,
    totals_and_counts_read_no_line,
    lines_and_sums_are_those_of_a_loop_whatever_is_asked,
    a_review_of_sums_of_another_valuation_is_refused_and_writes_nothing,
    sums_of_another_basis_stand_beside_the_incidents_own,
    an_excluded_line_counts_nowhere_and_can_come_back,
    lines_of_the_greatest_size_add_up_exactly_everywhere,
    credits_are_added_up_exactly_however_large,
    a_figure_that_no_line_can_hold_is_refused_with_its_line,
    a_new_price_book_leaves_the_old_result_of_a_submitted_claim,
    signed_declaration_stays_while_a_returned_claim_is_changed,
    a_valuation_of_before_the_last_change_is_not_signed,
    every_change_of_prices_makes_a_version,
);

mod lines {
    use super::*;

    on_both_homes!(
        the_first_trade_of_an_asset_follows_what_is_left_out,
        lines_lie_under_each_cell,
        a_line_of_what_was_typed_in_shows_it,
        page_of_entries_shows_which_are_contested,
        a_claims_shared_trades_are_its_own_whatever_others_share,
        a_valuation_longer_than_a_batch_is_whole,
        rows_reviewed_while_a_valuation_is_made_are_added_up_before_it_counts,
        units_of_any_width_add_up_exactly_and_keep_their_decimals,
    );
}

/// A submitted claim.
async fn submitted(ground: &Ground, incident: &Incident, name: &str, reference: &str) -> Claim {
    let by = ground.member(incident, name, Role::Claimant).await;
    let claim = ground.claim(incident, &by, reference).await;
    let (d, e) = (ground.id(), ground.id());
    let event = NewEvent { id: &e, words: "" };
    ground
        .store
        .submit_claim(&by, &claim, claim.version, &declaration(&d), &event)
        .await
        .unwrap()
}

async fn accept(ground: &Ground, by: &Actor, claim: &Claim) {
    for step in [Step::StartReview, Step::Accept] {
        let id = ground.id();
        let event = NewEvent { id: &id, words: "" };
        ground
            .store
            .move_claim(by, claim, None, step, &event)
            .await
            .unwrap();
    }
}

type StatedLine = (&'static str, &'static str, i64, Support, LossLine);

fn stated_lines() -> Vec<StatedLine> {
    use Support::{Claimed, Documented};
    vec![
        (
            "k1",
            "ftx",
            0,
            Documented,
            line(&[("BTC", 40), ("USDT", -10)]),
        ),
        ("k2", "ftx", 1, Documented, line(&[("BTC", -7)])),
        ("k3", "binance", 1, Claimed, line(&[("ETH", 5)])),
        ("k4", "kucoin", 1, Documented, line(&[])),
        ("k5", "binance", 0, Documented, line(&[("USDT", 1000)])),
    ]
}

fn new_lines(stated_lines: &[StatedLine]) -> Vec<OwnLine> {
    let lines = stated_lines.iter();
    let line = |(key, exchange, day, support, loss): &StatedLine| {
        new_line(key, exchange, *day, *support, loss)
    };
    lines.map(line).collect()
}

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
    assert_eq!(totals, sum.finish().unwrap());
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

async fn rows_reviewed_while_a_valuation_is_made_are_added_up_before_it_counts(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let lines = new_lines(&stated_lines());
    save(store, &claim, &valuation("v1", 1, lines.clone()), NOON)
        .await
        .unwrap();
    let own = valuation("v2", 2, lines.clone());
    let mut new = written(store, &claim, &own).await.unwrap();
    new.sums = sums_of(&claim.reference, &lines, Vec::new());
    store.write_valuation(&claim, &new, NOON).await.unwrap();
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
    let early = store.publish_valuation(&claim, &new).await;
    let Err(StoreError::ReviewedMeanwhile(keys)) = early else {
        panic!("{early:?}");
    };
    assert_eq!(keys, ["typed:k5"]);
    let current = async || store.valuation(&claim.id).await.unwrap().unwrap().id;
    let documented = async || store.totals(&incident, "").await.unwrap().whole.documented;
    assert_eq!(current().await, "v1");
    let left = Money::from_units(23);
    assert_eq!(documented().await, left);
    new.sums = sums_of(&claim.reference, &lines, keys);
    store.publish_valuation(&claim, &new).await.unwrap();
    assert_eq!(
        (current().await, documented().await),
        ("v2".to_owned(), left)
    );
}

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

/// The sums of lines that each trade an asset.
fn trades_of(claim: &Claim, lines: &[(&str, i64)], reviewed: &[&str]) -> KeptSums {
    let reviewed = reviewed.iter().map(|key| (*key).to_owned());
    let mut sums = SumsBuilder::new(reviewed);
    let loss = line(&[("DMG", 1)]);
    for (key, time_us) in lines {
        let valued = ValuedLine {
            claim: &claim.reference,
            exchange: "ftx",
            time: Moment::from_micros(*time_us),
            support: Support::Documented,
            loss: &loss,
        };
        sums.line(key, &valued, &["DMG"]);
    }
    sums.finish()
}

async fn the_first_trade_of_an_asset_follows_what_is_left_out(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let file = add(&ground, &ana, &claim, "trades.csv", "x").await;
    let entries: Vec<_> = (2..5)
        .zip(0..)
        .map(|(row, minute)| {
            let mut entry = trade("trades.csv", row, minute);
            entry.in_.as_mut().unwrap().asset = "DMG".into();
            entry
        })
        .collect();
    import(&ground, &claim, &file, &entries).await;
    let stored = store.entries(&claim.id).await.unwrap();
    let times: Vec<(&str, i64)> = stored
        .iter()
        .map(|stored| (&*stored.key, stored.entry.time.micros()))
        .collect();
    let loss = line(&[("DMG", 1)]);
    let lines = stored.iter();
    let lines = lines.map(|stored| OwnLine::of(stored, Support::Documented, &loss));
    let claim = store.claim(&incident.id, &claim.id).await.unwrap();
    let own = valuation("v1", 1, lines.collect());
    let mut new = written(store, &claim, &own).await.unwrap();
    new.sums = trades_of(&claim, &times, &[]);
    store.save_valuation(&claim, &new, NOON).await.unwrap();
    let (d, e) = (ground.id(), ground.id());
    let event = NewEvent { id: &e, words: "" };
    let signing = declaration(&d);
    let signed = store.submit_claim(&ana, &claim, claim.version, &signing, &event);
    signed.await.unwrap();
    let first = async || {
        let first = store.first_trades(&incident.id, "DMG").await.unwrap();
        first.first().map(|trade| trade.time_us)
    };
    let review_as = async |at: usize, state| {
        let sums = trades_of(&claim, &times[at..=at], &[]);
        let lines = [("v1".to_owned(), sums)];
        let new = NewReview {
            entry_key: times[at].0,
            state,
            reason: "looked at",
            lines: &lines,
            moves_doubt: false,
        };
        store.review_line(&carla, &claim, &new).await.unwrap();
        first().await
    };
    use ReviewState::{Excluded, Open, Queried};
    assert_eq!(first().await, Some(times[0].1));
    assert_eq!(review_as(0, Excluded).await, Some(times[1].1));
    assert_eq!(review_as(2, Queried).await, Some(times[1].1));
    assert_eq!(review_as(1, Excluded).await, Some(times[2].1));
    assert_eq!(review_as(2, Excluded).await, None, "none is left");
    assert_eq!(review_as(1, Open).await, Some(times[1].1));
    assert_eq!(review_as(0, Open).await, Some(times[0].1));
    assert!(
        store
            .first_trades(&incident.id, "ETH")
            .await
            .unwrap()
            .is_empty()
    );
}

async fn units_of_any_width_add_up_exactly_and_keep_their_decimals(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let wide = format!("-{}.5", "9".repeat(60));
    let of = |key: &str, units: &str| {
        let mut loss = line(&[("BTC", 1)]);
        loss.native[0].units = Amount::parse(units).unwrap();
        new_line(key, "ftx", 0, Support::Documented, &loss)
    };
    let lines = [
        of("k1", "0.000001"),
        of("k2", "-123456789012345678901234567890.25"),
        of("k3", &wide),
        of("k4", "7"),
    ];
    let mut claims = Vec::new();
    for (name, reference) in [("ana", "R-AAAA-22"), ("bo", "R-BBBB-22")] {
        let claim = submitted(&ground, &incident, name, reference).await;
        let new = valuation(&ground.id(), 1, lines.to_vec());
        save(store, &claim, &new, NOON).await.unwrap();
        claims.push(claim);
    }
    let native = async || {
        store.totals(&incident, "").await.unwrap().native[0]
            .1
            .clone()
    };
    let of_lines = |units: &[&str]| {
        let amounts = units.iter().map(|units| Amount::parse(units).unwrap());
        amounts
            .reduce(|sum, units| sum.plus(&units))
            .unwrap()
            .to_string()
    };
    let one = [
        "0.000001",
        "-123456789012345678901234567890.25",
        &*wide,
        "7",
    ];
    assert_eq!(native().await, of_lines(&[one, one].concat()));
    for claim in &claims {
        for key in ["typed:k1", "typed:k2"] {
            let exclusion = (ReviewState::Excluded, "theirs");
            let lines = (claim, &lines[..]);
            review(store, &carla, lines, key, exclusion, false)
                .await
                .unwrap();
        }
    }
    assert_eq!(native().await, of_lines(&[&*wide, "7", &*wide, "7"]));
    let found = store
        .line_sums(&incident.id, "", &LineFilter::moving("BTC"))
        .await
        .unwrap();
    assert_eq!(found.units.unwrap().1.to_string(), native().await);
    // The sums of the lines themselves agree.
    let filter = LineFilter {
        day: Some("2022-10-18".to_owned()),
        ..LineFilter::moving("BTC")
    };
    assert_eq!(filter.kept(), None);
    let found = store.line_sums(&incident.id, "", &filter).await.unwrap();
    assert_eq!(found.units.unwrap().1.to_string(), native().await);
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

async fn a_valuation_longer_than_a_batch_is_whole(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    // More lines than are written in one piece.
    const COUNT: i64 = 8_200;
    let loss = line(&[("BTC", 1)]);
    let lines: Vec<OwnLine> = (0..COUNT)
        .map(|number| new_line(&format!("k{number}"), "ftx", 0, Support::Documented, &loss))
        .collect();
    let store = &ground.store;
    save(store, &claim, &valuation("v1", 1, lines), NOON)
        .await
        .unwrap();
    let totals = store.totals(&incident, "").await.unwrap();
    assert_eq!(
        (totals.whole.documented, totals.whole.lines),
        (Money::from_units(COUNT), COUNT)
    );
    assert_eq!(
        store.valuation(&claim.id).await.unwrap().unwrap().contested,
        COUNT
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

async fn lines_lie_under_each_cell(ground: Ground) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &by, "R-AAAA-22").await;
    let store = &ground.store;
    let file = add(&ground, &by, &claim, "trades.csv", "x").await;
    import(&ground, &claim, &file, &[trade("trades.csv", 2, 0)]).await;
    let credit = NewCredit {
        id: "c1".to_owned(),
        time_text: "2022-11-01".to_owned(),
        time_us: NOON,
        asset: "USD".to_owned(),
        amount: "3.00".to_owned(),
        evidence: "a letter".to_owned(),
        note: String::new(),
    };
    store.add_credit(&by, &claim, None, &credit).await.unwrap();
    let stored = store.entries(&claim.id).await.unwrap().remove(0);
    let key = stored.key.clone();
    let loss = line(&[("BTC", 40), ("USDT", -10)]);
    let first = OwnLine::of(&stored, Support::Documented, &loss);
    let mut new = valuation("v1", 1, vec![first]);
    new.new.credits.push(NewValuedCredit {
        credit: "c1".to_owned(),
        amount: Some(Money::from_units(3)),
        detail: "{}".to_owned(),
    });
    save(store, &claim, &new, NOON).await.unwrap();
    let any = LineFilter::default();
    let window = Window::first(10);
    let lines = store.lines(&incident.id, "", &any, window).await.unwrap();
    assert_eq!(
        (lines[0].file.as_str(), lines[0].line.as_str()),
        ("trades.csv", "2")
    );
    assert_eq!(
        (lines[0].loss, lines[0].part, lines[0].review),
        (Some(Money::from_units(30)), None, ReviewState::Open)
    );
    let of = |dimension, key: &str| LineFilter {
        scope: Scope::All,
        ..LineFilter::behind(dimension, key)
    };
    let only_key = LineFilter {
        key: Some(key.clone()),
        ..any.clone()
    };
    for (filter, count, sum) in [
        (of(Dimension::Asset, "USDT"), 1, -10),
        (of(Dimension::Asset, "ETH"), 0, 0),
        (of(Dimension::Day, "2022-10-18"), 1, 30),
        (of(Dimension::Exchange, "kucoin"), 0, 0),
        (any.clone().column(Column::Claimed), 0, 0),
        (any.clone().column(Column::Documented), 1, 30),
        (LineFilter::counted(), 0, 0),
        (only_key, 1, 30),
    ] {
        let found = store.line_sums(&incident.id, "", &filter).await.unwrap();
        let money = found.loss.or(found.part.map(|(_, part)| part));
        let expected = (count, Some(Money::from_units(sum)));
        assert_eq!((found.lines, money), expected, "{filter:?}");
    }
    let contested = store::EntryFilter {
        contested: Some(true),
        limit: 9,
        ..Default::default()
    };
    let page = store.entries_page(&claim.id, &contested).await.unwrap();
    assert_eq!(
        (page[0].contested.as_deref(), page[0].loss),
        (Some("not mine"), Some(Money::from_units(30)))
    );
    assert_eq!(
        store.valued_credits(&claim.id).await.unwrap()[0].amount,
        Some(Money::from_units(3))
    );
    let other = ground.incident("two").await;
    assert_eq!(store.line_sums(&other.id, "", &any).await.unwrap().lines, 0);
}

async fn a_line_of_what_was_typed_in_shows_it(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let time = Moment {
        seconds: NOON / 1_000_000,
        nanos: 120_000_000,
        digits: 2,
    };
    let typed = store::NewTyped {
        account: "spot".to_owned(),
        out: quantity("BTC", "0.10"),
        in_: quantity("USDT", "1"),
        note: "from a screenshot".to_owned(),
        ..store::NewTyped::new("t1", "kucoin", time, ledger::Kind::Trade)
    };
    store.add_typed(&ana, &claim, None, &typed).await.unwrap();
    let typed = store.typed_entries(&claim.id).await.unwrap().remove(0);
    let loss = line(&[("BTC", 7)]);
    let mut own = new_line("t1", "kucoin", 0, Support::Claimed, &loss);
    own.entry = typed.entry().unwrap();
    own.context.in_broken_group = true;
    let context = own.context.clone();
    // An entry that was removed since shows nothing.
    let gone = new_line("t0", "kucoin", 1, Support::Claimed, &loss);
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    let own = valuation("v1", 1, vec![gone, own]);
    save(store, &now, &own, NOON).await.unwrap();
    let lines = store
        .claim_lines(&incident.id, "", "R-AAAA-22")
        .await
        .unwrap();
    let [shown, gone] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert_eq!(
        (&*shown.entry_key, &*shown.valuation, shown.seq),
        ("typed:t1", "v1", 1)
    );
    assert_eq!((&*shown.file, &*shown.sha256, &*shown.line), ("", "", ""));
    assert_eq!(shown.time_text, "2022-10-18T12:00:00.12Z");
    assert_eq!(
        (&*shown.exchange, &*shown.account, &*shown.kind),
        ("kucoin", "spot", "trade")
    );
    assert_eq!(
        [&shown.out_amount, &shown.in_amount, &shown.fee_amount],
        ["0.10", "1", ""]
    );
    assert_eq!(shown.entry, typed.entry().unwrap());
    assert_eq!((shown.support, shown.loss), (Support::Claimed, loss.loss));
    assert_eq!(shown.context, context);
    assert_eq!((&*gone.entry_key, gone.seq), ("typed:t0", 0));
    assert_eq!(gone.entry, ledger::Entry::default());
}

async fn page_of_entries_shows_which_are_contested(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let store = &ground.store;
    let file = add(&ground, &ana, &claim, "trades.csv", "x").await;
    // In the order of the file: not by time, and two at one time.
    let minutes = [(2, 9), (3, 1), (4, 5), (5, 1), (6, 0)];
    let entries: Vec<_> = minutes
        .iter()
        .map(|(line, minute)| trade("trades.csv", *line, *minute))
        .collect();
    import(&ground, &claim, &file, &entries).await;
    generation(store, &claim, "g1", &[(3, 1)]).await.unwrap();
    let stored = store.entries(&claim.id).await.unwrap();
    let contested = [(0, 10), (1, 20), (4, 30)];
    let lines = contested.iter().map(|(row, units)| {
        let stored: &store::StoredEntry = &stored[*row];
        OwnLine::of(stored, Support::Documented, &line(&[("BTC", *units)]))
    });
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    let own = valuation("v1", 1, lines.collect());
    save(store, &now, &own, NOON).await.unwrap();
    let page = async |contested, dropped, offset, limit| {
        let filter = store::EntryFilter {
            contested,
            dropped,
            offset,
            limit,
            ..Default::default()
        };
        let page = store.entries_page(&claim.id, &filter).await.unwrap();
        let rows = page.into_iter().map(|view| {
            assert_eq!(view.contested.is_some(), view.loss.is_some());
            let units = view.loss.map_or(0, |loss| loss.units().unwrap());
            (view.stored.entry.line(), units)
        });
        let rows: Vec<(String, i64)> = rows.collect();
        rows.iter()
            .map(|(line, units)| format!("{line}={units}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(page(None, None, 0, 9).await, "6=30 3=20 5=0 4=0 2=10");
    assert_eq!(page(None, None, 1, 3).await, "3=20 5=0 4=0");
    assert_eq!(page(None, None, 4, 3).await, "2=10");
    assert_eq!(page(None, None, 5, 3).await, "");
    assert_eq!(page(Some(true), None, 0, 9).await, "6=30 3=20 2=10");
    assert_eq!(page(Some(true), None, 1, 1).await, "3=20");
    assert_eq!(page(Some(false), None, 0, 9).await, "5=0 4=0");
    assert_eq!(page(Some(false), Some(false), 0, 9).await, "4=0");
    assert_eq!(page(None, Some(true), 0, 9).await, "5=0");
    // Rows that were read again differ from those that were valued.
    import(&ground, &claim, &file, &entries).await;
    assert_eq!(page(Some(true), None, 0, 9).await, "");
    assert_eq!(page(None, None, 0, 9).await, "6=0 3=0 5=0 4=0 2=0");
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

async fn cached_totals_equal_those_of_a_fresh_server(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let store = &ground.store;
    let same = async |after: &str| {
        let at_hand = store.totals(&incident, "").await.unwrap();
        let fresh = ground.another().await.totals(&incident, "").await.unwrap();
        assert_eq!(at_hand, fresh, "after {after}");
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
    let stale = async || store.totals(&incident, "").await.unwrap().stale;
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

async fn a_claims_shared_trades_are_its_own_whatever_others_share(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let mut claims = Vec::new();
    // Claims 0 and 1 share t9; claims 1 and 2 share t2, t3 and t4.
    for (at, (name, lines)) in [
        ("ana", vec![9]),
        ("bo", vec![2, 3, 4, 9]),
        ("cy", vec![2, 3, 4]),
    ]
    .into_iter()
    .enumerate()
    {
        let by = ground.member(&incident, name, Role::Claimant).await;
        let claim = ground.claim(&incident, &by, &format!("R-AAAA-2{at}")).await;
        let file = add(&ground, &by, &claim, "trades.csv", name).await;
        let entries: Vec<_> = lines
            .iter()
            .map(|line| trade("trades.csv", *line, 0))
            .collect();
        import(&ground, &claim, &file, &entries).await;
        let loss = line(&[("BTC", 1)]);
        let lines = store
            .entries(&claim.id)
            .await
            .unwrap()
            .into_iter()
            .map(|stored| OwnLine::of(&stored, Support::Documented, &loss));
        let new = valuation(&ground.id(), 1, lines.collect());
        save(store, &claim, &new, NOON).await.unwrap();
        claims.push(claim);
    }
    store.find_shared_trades(&incident.id).await.unwrap();
    let shared = async |claim: &Claim, limit| {
        let rows = store.shared_trades(claim, limit).await.unwrap().into_iter();
        rows.map(|row| format!("{} {}", row.trade_id, row.reference))
            .collect::<Vec<_>>()
    };
    // One row is enough to show a claim's own trade, even if others share more.
    assert_eq!(shared(&claims[0], 1).await, ["t9 R-AAAA-21"]);
    let all = ["t2 R-AAAA-21", "t3 R-AAAA-21", "t4 R-AAAA-21"];
    assert_eq!(shared(&claims[2], 3).await, all, "at the limit");
    assert_eq!(shared(&claims[2], 2).await, all[..2], "one past it");
    assert_eq!(shared(&claims[1], 9).await.len(), 4);
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
    let conflict = |id: &str, apart: Option<i64>| ledger::RowConflict {
        exchange: "ftx".into(),
        account: "main".into(),
        kind: ledger::Kind::Trade,
        market: "ETH/USD".into(),
        id: id.into(),
        counted: place("a\0.csv"),
        other: place("b.csv"),
        differs: vec![ledger::Differs::Out],
        counted_by: ledger::CountedBy::MovedLess,
        apart: apart.map(Money::from_units),
    };
    let conflicts = [
        conflict("7", Some(-500)),
        conflict("8", Some(300)),
        conflict("9", None),
    ];
    for claim in [&claim, &draft] {
        store
            .set_conflicts(&claim.id, &conflicts[..1], &[])
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
        (3, 1, Money::from_units(800), 1)
    );
    let (count, first) = store.row_conflicts(&claim.id, 2).await.unwrap();
    assert_eq!((count, &first[..]), (3, &conflicts[..2]));
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
