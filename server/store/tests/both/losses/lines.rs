//! The lines of valuations, on every database with every home of files.

use casework::counting::{KeptSums, SumsBuilder};

use super::*;
use crate::entries::quantity;
use crate::ground::on_both_homes;
use crate::valuing::{generation, written};

on_both_homes!(
    the_first_trade_of_an_asset_follows_what_is_left_out,
    lines_lie_under_each_cell,
    a_line_of_what_was_typed_in_shows_it,
    page_of_entries_shows_which_are_contested,
    a_valuation_longer_than_a_batch_is_whole,
    rows_reviewed_while_a_valuation_is_made_are_added_up_before_it_counts,
    units_of_any_width_add_up_exactly_and_keep_their_decimals,
);

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
