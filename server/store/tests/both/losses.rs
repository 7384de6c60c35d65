//! Valuations, reviews, prices and totals.

use casework::counting::{
    Column, Dimension, KeptSums, LineFilter, LineState, Scope, SumsBuilder, TotalsBuilder,
    ValuedLine,
};
use casework::custody::Purpose;
use casework::{ClaimState, ReviewState, Role, Step, Support};
use ledger::losses::{Basis, Delta, LossLine, Part, Status, Terms};
use ledger::{Amount, METHOD, Moment, Money};
use store::{
    By, Claim, Incident, NewCredit, NewEvent, NewLine, NewPart, NewPriceFile, NewReview,
    NewValuation, NewValuedCredit, Store, StoreError, Window,
};

use crate::claims::declaration;
use crate::entries::{import, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both};

on_both!(
    rows_that_files_tell_differently_are_counted_of_claims_that_count,
    positions_that_fills_cannot_value_are_listed_beside_the_totals,
    a_claims_shared_trades_are_its_own_whatever_others_share,
    a_claim_behind_the_price_book_is_named_beside_the_totals,
    totals_are_of_one_moment_while_a_claim_is_valued_again,
    what_came_back_without_a_price_is_listed_and_hangs_on_it,
    totals_are_those_of_a_frozen_document,
    totals_and_counts_read_no_line,
    rows_reviewed_while_a_valuation_is_made_are_added_up_before_it_counts,
    a_review_of_sums_of_another_valuation_is_refused_and_writes_nothing,
    sums_of_another_basis_stand_beside_the_incidents_own,
    the_first_trade_of_an_asset_follows_what_is_left_out,
    units_of_any_width_add_up_exactly_and_keep_their_decimals,
    an_excluded_line_counts_nowhere_and_can_come_back,
    lines_of_the_greatest_size_add_up_exactly_everywhere,
    what_came_back_is_added_up_exactly_however_large,
    a_figure_that_no_line_can_hold_is_refused_with_its_line,
    a_new_price_book_leaves_the_old_result_of_a_submitted_claim,
    what_was_signed_stays_while_a_returned_claim_is_changed,
    a_valuation_longer_than_a_transaction_is_whole,
    a_valuation_of_before_the_last_change_is_not_signed,
    lines_lie_under_each_cell,
    every_change_of_prices_makes_a_version,
);

/// A line with these parts; without any it has no price.
pub fn line(parts: &[(&str, i64)]) -> LossLine {
    let loss =
        (!parts.is_empty()).then(|| Money::from_units(parts.iter().map(|(_, units)| units).sum()));
    LossLine {
        status: if loss.is_some() {
            Status::Priced
        } else {
            Status::Unpriced
        },
        loss,
        at_most: None,
        currency: "USD".into(),
        basis: Basis::Event,
        method: METHOD.into(),
        native: native(parts),
        parts: parts
            .iter()
            .map(|(asset, amount)| Part {
                asset: (*asset).into(),
                amount: Money::from_units(*amount),
            })
            .collect(),
        prices: Vec::new(),
        unpriced: if loss.is_some() {
            Vec::new()
        } else {
            vec![ledger::losses::Unpriced {
                asset: "BTC".into(),
                units: Amount::parse("-1.50").unwrap(),
                missing: ledger::losses::Missing::NoPrice,
                at_most: None,
            }]
        },
        round_trip: None,
        deal: None,
    }
}

/// Bitcoin always moves, and so does whatever has a part.
fn native(parts: &[(&str, i64)]) -> Vec<Delta> {
    let delta = |asset: &str, units: &str| Delta {
        asset: asset.into(),
        units: Amount::parse(units).unwrap(),
    };
    let others = parts.iter().filter(|(asset, _)| *asset != "BTC");
    std::iter::once(delta("BTC", "-1.50"))
        .chain(others.map(|(asset, _)| delta(asset, "2")))
        .collect()
}

pub fn new_line(key: &str, exchange: &str, day: i64, support: Support, loss: &LossLine) -> NewLine {
    let part = |delta: &Delta| NewPart {
        asset: delta.asset.to_string(),
        amount: loss
            .parts
            .iter()
            .find(|part| part.asset == delta.asset)
            .map(|part| part.amount),
        units: delta.units.to_string(),
        unpriced: loss.unpriced.iter().any(|gap| gap.asset == delta.asset),
    };
    let parts = loss.native.iter().map(part).collect();
    NewLine {
        entry_key: key.to_owned(),
        entry: None,
        typed: None,
        exchange: exchange.to_owned(),
        account: "main".to_owned(),
        time_us: NOON + day * 86_400_000_000,
        day: format!("2022-10-{}", 18 + day),
        support,
        reason: "not mine".to_owned(),
        status: loss.status.as_str(),
        loss: loss.loss,
        detail: serde_json::to_string(loss).unwrap(),
        parts,
    }
}

/// What the lines of a valuation add up to, those of reviewed rows apart.
pub fn sums_of(reference: &str, lines: &[NewLine], reviewed: Vec<String>) -> KeptSums {
    let mut sums = SumsBuilder::new(reviewed);
    for line in lines {
        let loss = LossLine {
            loss: line.loss,
            ..serde_json::from_str(&line.detail).unwrap()
        };
        let valued = ValuedLine {
            claim: reference,
            exchange: &line.exchange,
            time: Moment::from_micros(line.time_us),
            support: line.support,
            loss: &loss,
        };
        sums.line(&line.entry_key, &valued, &[]);
    }
    sums.finish()
}

/// Keeps a valuation with the sums of its lines.
pub async fn save(
    store: &Store,
    claim: &Claim,
    new: &NewValuation,
    now_us: i64,
) -> Result<(), StoreError> {
    let reviews = store.reviews(&claim.id).await?.into_iter();
    let reviewed = reviews.map(|review| review.entry_key).collect();
    let new = NewValuation {
        sums: sums_of(&claim.reference, &new.lines, reviewed),
        ..new.clone()
    };
    store.save_valuation(claim, &new, now_us).await
}

/// Reviews a row of the claim's one valuation, which has these lines.
pub async fn review(
    store: &Store,
    by: &By,
    (claim, lines): (&Claim, &[NewLine]),
    key: &str,
    (state, reason): (ReviewState, &str),
    moves_doubt: bool,
) -> Result<(), StoreError> {
    let of_row = lines.iter().filter(|line| line.entry_key == key);
    let of_row: Vec<NewLine> = of_row.cloned().collect();
    let sums = sums_of(&claim.reference, &of_row, Vec::new());
    let current = store.current_valuations(&claim.id).await?.into_iter();
    let lines: Vec<(String, KeptSums)> = current.map(|made| (made.id, sums.clone())).collect();
    let new = NewReview {
        entry_key: key,
        state,
        reason,
        lines: &lines,
        moves_doubt,
    };
    store.review_line(by, claim, &new).await
}

pub fn valuation(id: &str, price_version: i64, lines: Vec<NewLine>) -> NewValuation {
    NewValuation {
        id: id.to_owned(),
        for_basis: String::new(),
        method: METHOD.to_owned(),
        basis: "event".to_owned(),
        currency: "USD".to_owned(),
        price_version,
        entries: lines.len() as i64,
        totals: "{}".to_owned(),
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        positions: None,
        problem: None,
        lines,
        sums: KeptSums::default(),
        credits: Vec::new(),
    }
}

/// A claim of somebody in a state that counts.
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

async fn accept(ground: &Ground, by: &By, claim: &Claim) {
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

type Told = (&'static str, &'static str, i64, Support, LossLine);

fn told() -> Vec<Told> {
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

fn new_lines(told: &[Told]) -> Vec<NewLine> {
    let lines = told.iter();
    let line =
        |(key, exchange, day, support, loss): &Told| new_line(key, exchange, *day, *support, loss);
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
        let lines = new_lines(&told());
        save(store, claim, &valuation(&ground.id(), 1, lines), NOON)
            .await
            .unwrap();
    }
    // One without lines is valued too, or it would be named as waiting for it.
    let none = valuation(&ground.id(), 1, Vec::new());
    save(store, &three, &none, NOON).await.unwrap();
    review(
        store,
        &carla,
        (&one, &new_lines(&told())),
        "k5",
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
        for (key, exchange, day, support, loss) in &told() {
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
    let totals = store.totals(&incident).await.unwrap();
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
    let lines = new_lines(&told());
    let new = valuation("v1", 1, lines.clone());
    save(store, &claim, &new, NOON).await.unwrap();
    let said = (ReviewState::Excluded, "their own");
    let reviewed = review(store, &carla, (&claim, &lines), "k5", said, false).await;
    reviewed.unwrap();
    let told = async || {
        let totals = store.totals(&incident).await.unwrap();
        let mut sums = Vec::new();
        for column in [Column::Documented, Column::Claimed, Column::Unpriced] {
            for dimension in Dimension::ALL {
                for row in totals.rows(dimension) {
                    let filter = LineFilter::behind(dimension, &row.key).column(column);
                    sums.push(store.line_sums(&incident.id, &filter).await.unwrap());
                }
            }
        }
        let claims = store.claims(&incident.id).await.unwrap();
        let exchanges = store.line_exchanges(&incident.id).await.unwrap();
        let unpriced = store.unpriced_assets(&incident.id).await.unwrap();
        let units = store.counted_units(&claim).await.unwrap();
        (totals, sums, claims, (exchanges, unpriced, units))
    };
    let before = told().await;
    assert_eq!(before.0.counts.excluded, 1);
    assert!(before.1.len() > 20 && before.3.1.len() == 1, "{before:?}");
    ground
        .run("DELETE FROM loss_part; DELETE FROM loss_detail; DELETE FROM loss_line")
        .await;
    assert_eq!(told().await, before);
}

async fn rows_reviewed_while_a_valuation_is_made_are_added_up_before_it_counts(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let store = &ground.store;
    let lines = new_lines(&told());
    save(store, &claim, &valuation("v1", 1, lines.clone()), NOON)
        .await
        .unwrap();
    let mut new = valuation("v2", 2, lines.clone());
    new.sums = sums_of(&claim.reference, &lines, Vec::new());
    store.write_valuation(&claim, &new, NOON).await.unwrap();
    let said = (ReviewState::Excluded, "their own");
    let reviewed = review(store, &carla, (&claim, &lines), "k5", said, false).await;
    reviewed.unwrap();
    let early = store.publish_valuation(&claim, &new).await;
    let Err(StoreError::ReviewedMeanwhile(keys)) = early else {
        panic!("{early:?}");
    };
    assert_eq!(keys, ["k5"]);
    let current = async || store.valuation(&claim.id).await.unwrap().unwrap().id;
    let documented = async || store.totals(&incident).await.unwrap().whole.documented;
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
    let lines = new_lines(&told());
    save(store, &claim, &valuation("v1", 1, lines.clone()), NOON)
        .await
        .unwrap();
    let old = [(
        "v0".to_owned(),
        sums_of(&claim.reference, &lines[4..], Vec::new()),
    )];
    let new = NewReview {
        entry_key: "k5",
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
    let totals = store.totals(&incident).await.unwrap();
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
    let dated = |id: &str, units| NewValuation {
        for_basis: basis.to_string(),
        basis: basis.to_string(),
        ..valuation(id, 1, lines(units))
    };
    let own = valuation("v1", 1, lines(9));
    save(store, &claim, &own, NOON).await.unwrap();
    for (id, units) in [("d1", 4), ("d2", 5)] {
        save(store, &claim, &dated(id, units), NOON).await.unwrap();
    }
    let told = async || {
        let totals = store.totals(&incident).await.unwrap();
        let under = store.totals_under(&incident, Some(basis)).await.unwrap();
        assert_eq!(under.counts.basis, "date:2022-12-30");
        let none = store.totals_under(&incident, Some("date:2022-12-31".parse().unwrap()));
        assert_eq!(none.await.unwrap().stale, ["R-AAAA-22"]);
        [totals.whole.documented, under.whole.documented].map(|sum| sum.units().unwrap())
    };
    assert_eq!(told().await, [18, 10]);
    let kept = store.valuations(&claim.id).await.unwrap();
    assert_eq!(
        kept.len(),
        1,
        "only those by the incident's own basis: {kept:?}"
    );
    let sums = |units| sums_of(&claim.reference, &lines(units)[1..], Vec::new());
    let both = [("v1".to_owned(), sums(9)), ("d2".to_owned(), sums(5))];
    let new = NewReview {
        entry_key: "k2",
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
    assert_eq!(told().await, [9, 5]);
}

/// A trade of an asset, and the sums of such lines.
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
    let read_in = import(&ground, &claim, &file, &entries).await;
    let stored = store.entries(&claim.id).await.unwrap();
    let told: Vec<(&str, i64)> = stored
        .iter()
        .map(|stored| (&*stored.key, stored.entry.time.micros()))
        .collect();
    let lines = stored.iter().map(|stored| {
        let loss = line(&[("DMG", 1)]);
        let mut new = new_line(&stored.key, "ftx", 0, Support::Documented, &loss);
        new.entry = Some((read_in.clone(), stored.seq));
        new.time_us = stored.entry.time.micros();
        new
    });
    let claim = store.claim(&incident.id, &claim.id).await.unwrap();
    let mut new = valuation("v1", 1, lines.collect());
    new.sums = trades_of(&claim, &told, &[]);
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
    let say = async |at: usize, state| {
        let sums = trades_of(&claim, &told[at..=at], &[]);
        let lines = [("v1".to_owned(), sums)];
        let new = NewReview {
            entry_key: told[at].0,
            state,
            reason: "looked at",
            lines: &lines,
            moves_doubt: false,
        };
        store.review_line(&carla, &claim, &new).await.unwrap();
        first().await
    };
    use ReviewState::{Excluded, Open, Queried};
    assert_eq!(first().await, Some(told[0].1));
    assert_eq!(say(0, Excluded).await, Some(told[1].1));
    assert_eq!(say(2, Queried).await, Some(told[1].1));
    assert_eq!(say(1, Excluded).await, Some(told[2].1));
    assert_eq!(say(2, Excluded).await, None, "none is left");
    assert_eq!(say(1, Open).await, Some(told[1].1));
    assert_eq!(say(0, Open).await, Some(told[0].1));
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
    let native = async || store.totals(&incident).await.unwrap().native[0].1.clone();
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
        for key in ["k1", "k2"] {
            let said = (ReviewState::Excluded, "theirs");
            let lines = (claim, &lines[..]);
            review(store, &carla, lines, key, said, false)
                .await
                .unwrap();
        }
    }
    assert_eq!(native().await, of_lines(&[&*wide, "7", &*wide, "7"]));
    let found = store
        .line_sums(&incident.id, &LineFilter::moving("BTC"))
        .await
        .unwrap();
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
    let own = By::new(&claim.claimant, Role::Coordinator, NOON);
    let refused = review(
        store,
        &own,
        (&claim, &lines()),
        "k1",
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
            "k9",
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
            "k1",
            (state, "because"),
            false,
        )
        .await
        .unwrap();
        let totals = store.totals(&incident).await.unwrap();
        assert_eq!(
            (totals.whole.documented, totals.counts.excluded),
            (Money::from_units(sum), excluded)
        );
    }
    save(store, &claim, &valuation("v2", 2, lines()), NOON)
        .await
        .unwrap();
    let totals = store.totals(&incident).await.unwrap();
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
    // Gains and losses at both ends of what a line can hold, in whole and in rest.
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
    let totals = store.totals(&incident).await.unwrap();
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
        let found = store.line_sums(&incident.id, &filter).await.unwrap();
        let found = found.loss.or(found.part.map(|(_, part)| part));
        assert_eq!(found, Some(sum), "{asset:?}");
    }
    let summary = store.claim_summary(&incident.id, &claim.id).await.unwrap();
    assert_eq!(summary.documented, sum);
    let one = Money::from_units(1);
    assert_eq!(summary.net(-one), sum + one);
}

async fn what_came_back_is_added_up_exactly_however_large(ground: Ground) {
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
        new.credits.push(NewValuedCredit {
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
    assert_eq!(store.totals(&incident).await.unwrap().credits, credited);
    let signed = store.declaration(&claim.id).await.unwrap().unwrap();
    assert_eq!(signed.sum().unwrap(), Some(-credited));
}

async fn a_figure_that_no_line_can_hold_is_refused_with_its_line(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let mut past = new_line("k7", "ftx", 0, Support::Documented, &line(&[("BTC", 1)]));
    past.loss = Some("92233720368.54775808".parse().unwrap());
    let new = valuation("v1", 1, vec![past]);
    let refused = save(&ground.store, &claim, &new, NOON).await;
    assert!(matches!(refused, Err(StoreError::PastLine(key)) if key == "k7"));
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
    assert_eq!(store.totals(&incident).await.unwrap().whole.lines, 1);
}

async fn what_was_signed_stays_while_a_returned_claim_is_changed(ground: Ground) {
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
    let told = |pairs: &[(&str, i64)]| -> Vec<(String, i64)> {
        pairs
            .iter()
            .map(|(id, current)| ((*id).to_owned(), *current))
            .collect()
    };
    value("v1", 1).await;
    value("v2", 2).await;
    assert_eq!(kept().await, told(&[("v2", 1)]), "a draft keeps one");
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
    // Of what was never signed only the newest stays.
    assert_eq!(kept().await, told(&[("v4", 1), ("v2", 0)]));
    let totals = store.totals(&incident).await.unwrap();
    assert_eq!(
        totals.whole.documented,
        Money::from_units(4),
        "the older one counts nowhere"
    );
}

async fn a_valuation_longer_than_a_transaction_is_whole(ground: Ground) {
    let incident = ground.incident("one").await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let loss = line(&[("BTC", 1)]);
    let lines: Vec<NewLine> = (0..5001)
        .map(|number| new_line(&format!("k{number}"), "ftx", 0, Support::Documented, &loss))
        .collect();
    let store = &ground.store;
    save(store, &claim, &valuation("v1", 1, lines), NOON)
        .await
        .unwrap();
    let totals = store.totals(&incident).await.unwrap();
    assert_eq!(
        (totals.whole.documented, totals.whole.lines),
        (Money::from_units(5001), 5001)
    );
    assert_eq!(
        store.valuation(&claim.id).await.unwrap().unwrap().contested,
        5001
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
    // Valued again, but not read again as it is said to be now.
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
    assert!(!is_valued().await);
    let last = store.custody_head(&incident.id).await.unwrap();
    let names = ["DMG"].into_iter().collect();
    let told = (last.action.as_str(), last.purpose.purpose());
    assert_eq!(told, ("assets-unsettled", Some(Purpose::Assets { names })));
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
    let read_in = import(&ground, &claim, &file, &[trade("trades.csv", 2, 0)]).await;
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
    let key = store.entries(&claim.id).await.unwrap()[0].key.clone();
    let mut first = new_line(
        &key,
        "ftx",
        0,
        Support::Documented,
        &line(&[("BTC", 40), ("USDT", -10)]),
    );
    first.entry = Some((read_in, 0));
    let mut new = valuation("v1", 1, vec![first]);
    new.credits.push(NewValuedCredit {
        credit: "c1".to_owned(),
        amount: Some(Money::from_units(3)),
        detail: "{}".to_owned(),
    });
    save(store, &claim, &new, NOON).await.unwrap();
    let any = LineFilter::default();
    let window = Window::first(10);
    let lines = store.lines(&incident.id, &any, window).await.unwrap();
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
        let found = store.line_sums(&incident.id, &filter).await.unwrap();
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
    assert_eq!(store.line_sums(&other.id, &any).await.unwrap().lines, 0);
}

async fn a_claim_behind_the_price_book_is_named_beside_the_totals(ground: Ground) {
    let incident = ground.incident("one").await;
    let carla = ground.member(&incident, "carla", Role::Coordinator).await;
    let claim = submitted(&ground, &incident, "ana", "R-AAAA-22").await;
    let by = ground.member(&incident, "bo", Role::Claimant).await;
    ground.claim(&incident, &by, "R-BBBB-22").await;
    let store = &ground.store;
    let stale = async || store.totals(&incident).await.unwrap().stale;
    assert_eq!(stale().await, ["R-AAAA-22"], "a draft counts nowhere");
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    let new = valuation("v1", 1, Vec::new());
    save(store, &now, &new, NOON).await.unwrap();
    assert!(stale().await.is_empty());
    store
        .list_manipulated(&carla, &incident.id, "m1", "DMG", NOON, None, "theirs")
        .await
        .unwrap();
    let totals = store.totals(&incident).await.unwrap();
    // The version is the one in the database, not the one the caller knew.
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
        let totals = store.totals(&incident).await.unwrap();
        assert_eq!(totals.whole.lines, 40);
        assert_eq!(totals.whole.documented.units().unwrap() % 40, 0);
        assert_eq!(totals.native, [("BTC".to_owned(), "-60.00".to_owned())]);
        read += 1;
    }
    writing.await.unwrap();
    assert!(read > 0);
    assert_eq!(
        store.totals(&incident).await.unwrap().whole.documented,
        Money::from_units(40 * 25)
    );
}

async fn a_claims_shared_trades_are_its_own_whatever_others_share(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let mut claims = Vec::new();
    // Claims 0 and 1 share t9; claims 1 and 2 share t2, t3 and t4.
    for (at, (name, told)) in [
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
        let entries: Vec<_> = told
            .iter()
            .map(|line| trade("trades.csv", *line, 0))
            .collect();
        let read_in = import(&ground, &claim, &file, &entries).await;
        let loss = line(&[("BTC", 1)]);
        let lines = store
            .entries(&claim.id)
            .await
            .unwrap()
            .into_iter()
            .map(|entry| {
                let mut new = new_line(&entry.key, "ftx", 0, Support::Documented, &loss);
                new.entry = Some((read_in.clone(), entry.seq));
                new
            });
        let new = valuation(&ground.id(), 1, lines.collect());
        save(store, &claim, &new, NOON).await.unwrap();
        claims.push(claim);
    }
    let shared = async |claim: &Claim, limit| {
        let rows = store.shared_trades(claim, limit).await.unwrap().into_iter();
        rows.map(|row| format!("{} {}", row.trade_id, row.reference))
            .collect::<Vec<_>>()
    };
    // One row is enough for what is one's own, though others share more.
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
        new.positions = positions.map(str::to_owned);
        save(store, claim, &new, NOON).await.unwrap();
    }
    let totals = store.totals(&incident).await.unwrap();
    let [position] = &totals.positions_not_valued[..] else {
        panic!("{:?}", totals.positions_not_valued);
    };
    assert_eq!(
        (&*position.claim, &*position.market, position.fills),
        ("R-AAAA-22", "BTC-PERP", 7)
    );
}

async fn rows_that_files_tell_differently_are_counted_of_claims_that_count(ground: Ground) {
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
    let told = [
        conflict("7", Some(-500)),
        conflict("8", Some(300)),
        conflict("9", None),
    ];
    for claim in [&claim, &draft] {
        store
            .set_conflicts(&claim.id, &told[..1], &[])
            .await
            .unwrap();
        store.set_conflicts(&claim.id, &told, &[]).await.unwrap();
    }
    let open = store.totals(&incident).await.unwrap().conflicts;
    assert_eq!(
        (open.rows, open.claims, open.apart, open.not_valued),
        (3, 1, Money::from_units(800), 1)
    );
    let (count, first) = store.row_conflicts(&claim.id, 2).await.unwrap();
    assert_eq!((count, &first[..]), (3, &told[..2]));
    store.set_conflicts(&claim.id, &[], &[]).await.unwrap();
    let open = store.totals(&incident).await.unwrap().conflicts;
    assert_eq!(open, casework::totals::OpenConflicts::default());
}

async fn what_came_back_without_a_price_is_listed_and_hangs_on_it(ground: Ground) {
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
            new.credits.push(NewValuedCredit {
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
    let totals = store.totals(&incident).await.unwrap();
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
    let listed = store.group_credits(&incident.id).await.unwrap();
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
    // A price id names its file by twelve digits, also when it was taken out.
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
    // Nobody but its owner values a draft.
    assert!(store.stale_claims(&incident.id).await.unwrap().is_empty());
    assert!(store.is_behind(&claim.id).await.unwrap());
    save(store, &claim, &valuation("v1", 5, Vec::new()), NOON)
        .await
        .unwrap();
    assert!(store.stale_claims(&incident.id).await.unwrap().is_empty());
}
