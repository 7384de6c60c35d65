//! Snapshots and their bundles: what is frozen, shared, swept and refused.

use casework::ClaimState;
use casework::counting::{LineFilter, LineState, TotalsBuilder};
use casework::snapshot::{Dropped, Line, LinesFile};
use ledger::{Code, DayOrder};
use store::{Answered, FileChange, NewMapping, Window};

use super::*;

#[tokio::test]
async fn snapshot_never_changes_and_its_bundle_verifies() {
    let ground = Ground::new().await;
    ground.list_dmg(MIDNIGHT_US).await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let (_, draft) = ground.claim("bo", "R-BBBB-22").await;
    let store = &ground.app().store;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.file(&ana, &claim, "letter.txt", "Dear bank").await;
    let second = FTX.lines().take(2).collect::<Vec<_>>().join("\n");
    let again = ground.file(&ana, &claim, "again.csv", &second).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let now = store.claim(&ground.incident.id, &claim.id).await.unwrap();
    store
        .write_statement(&ana, &now, now.version, "They sold all.", "en")
        .await
        .unwrap();
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(
        ground.app(),
        &ground.carla,
        &ground.incident,
        "For the police",
    )
    .await
    .unwrap();
    let content =
        crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
            .await
            .unwrap();
    assert_eq!(
        (content.number, content.claims.len()),
        (1, 1),
        "drafts are in no snapshot"
    );
    assert_eq!(content.totals.whole.documented, Money::from_units(GOLDEN));
    assert_eq!(
        content.totals,
        *store
            .totals(&ground.incident_now().await, "")
            .await
            .unwrap()
    );
    let frozen = &content.claims[0];
    let (lines, dropped) = rows_of(&ground, frozen).await;
    assert_eq!((lines.len(), dropped.len(), frozen.files.len()), (2, 1, 3));
    // Of equal rows, the row whose file has the first hash counts.
    let first = file.sha256.clone().min(again.sha256);
    assert_eq!(dropped[0].kept_evidence, first);
    let key = format!("{}:3", file.sha256);
    let state = ReviewState::Excluded;
    review(store, &ground.carla, &claim, &key, (state, "theirs"))
        .await
        .unwrap();
    let again = crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
        .await
        .unwrap();
    assert_eq!(again, content, "a snapshot never changes");
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
    let second = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    assert_eq!(second.number, 2);
    let totals: casework::totals::Totals = serde_json::from_str(&second.totals).unwrap();
    assert_eq!(
        (totals.whole.documented, totals.counts.excluded),
        (Money::from_units(40_639_915_000), 1)
    );
    assert_eq!(draft.state, ClaimState::Draft);
}

#[tokio::test]
async fn moment_without_contracts_is_frozen_and_its_bundle_verifies() {
    const FILLS: &str = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
        1,2022-10-18T10:00:00+00:00,BTC-PERP,buy,market,2,20000,40000,1,USD\n\
        2,2022-10-18T11:00:00+00:00,BTC-PERP,sell,market,2,18000,36000,1,USD\n";
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let store = &ground.app().store;
    ground.file(&ana, &claim, "fills.csv", FILLS).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    let fees = Money::from_units(200_000_000);
    assert_eq!(Money::from_units(ground.value(&claim).await), fees);
    let at_us = MIDNIGHT_US + 9 * 3_600_000_000;
    let stated = (at_us, "a new account");
    store.state_flat(&ana, &claim, None, stated).await.unwrap();
    let lost = Money::from_units(400_200_000_000);
    assert_eq!(Money::from_units(ground.value(&claim).await), lost);
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let dated = ground.under("date:2022-10-18".parse().unwrap()).await;
    assert_eq!(dated.whole.documented, lost, "under another basis, too");
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "");
    let snapshot = snapshot.await.unwrap();
    let incident = &ground.incident.id;
    let content = crate::jobs::bundle::content(store, incident, &snapshot.content_sha256);
    let content = content.await.unwrap();
    assert_eq!(content.totals.whole.documented, lost);
    assert_eq!(content.method.terms.flat_before, None, "it is of one claim");
    let frozen = content.claims[0].flat_before.as_ref().unwrap();
    assert_eq!((frozen.at_us, &*frozen.reason), stated);
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_report_is_dated_after_all_that_is_frozen_in_it() {
    let ground = Ground::new().await;
    let (app, store) = (ground.app(), &ground.app().store);
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    ground.submit(&ana, &claim).await;
    // The actor who freezes came before the last record was logged.
    let came = ground.carla.at(NOW_US - DAY_US);
    let frozen = freeze(app, &came, &ground.incident, "").await.unwrap();
    let content = crate::jobs::bundle::content(store, &ground.incident.id, &frozen.content_sha256);
    let content = content.await.unwrap();
    let log = store.custody_chain(&ground.incident.id).await.unwrap();
    let head = log
        .iter()
        .find(|record| record.hash == content.custody_head.hash)
        .unwrap();
    let newest_us = casework::custody::time_us(&head.time).unwrap();
    assert!(content.frozen_at_us >= newest_us.max(NOW_US));
    assert_eq!(frozen.made_at_us, content.frozen_at_us);
}

#[tokio::test]
async fn a_declined_claim_with_a_trade_before_the_listing_is_frozen_and_verifies() {
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.list_dmg(MIDNIGHT_US + DAY_US).await;
    ground.value(&claim).await;
    let consents = [(Recipient::LawEnforcement, true)];
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    let claim = ground.submit(&ana, &claim).await;
    for step in [Step::StartReview, Step::Decline] {
        let id = ground.app().random.id();
        let event = NewEvent {
            id: &id,
            words: "not of this case",
        };
        store
            .move_claim(&ground.carla, &claim, None, step, &event)
            .await
            .unwrap();
    }
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    assert!(ground.incident_now().await.unsettled.is_empty());
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

#[tokio::test]
async fn file_read_by_a_mapping_is_frozen_with_it_and_its_bundle_verifies() {
    const OTHER: &str = "When,Pair,Side,Qty,Price\n2022-10-18 21:00:00,BTC/USDT,sell,10,16950\n";
    const MAPPING: &str = r#"{"exchange":"ex","kind":"trade","columns":{"time":{"header":"When"},
        "market":{"header":"Pair"},"side":{"header":"Side"},"size":{"header":"Qty"},
        "price":{"header":"Price"}}}"#;
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "other.csv", OTHER).await;
    let mapping = ledger::Mapping::parse(MAPPING).unwrap();
    let (name, json) = (mapping.name(), mapping.to_json());
    let new = NewMapping {
        name: &name,
        json: &json,
    };
    let file = store
        .map_file(&ana, &claim, &file.id, Some(&new))
        .await
        .unwrap();
    let import = import_file(ground.app(), &claim, &file).await.unwrap();
    assert_eq!(
        (import.entries, import.mapping.as_deref()),
        (1, Some(json.as_str()))
    );
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_ne!(ground.value(&claim).await, 0);
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content =
        crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
            .await
            .unwrap();
    let frozen = &content.claims[0];
    assert_eq!(frozen.files[0].mapping.as_ref(), Some(&mapping));
    assert_eq!(frozen.files[0].reader_version, mapping.reader_version());
    assert_eq!(rows_of(&ground, frozen).await.0[0].entry.exchange, "ex");
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

/// Answers about files and the notes from deals are in the bundle, and follow from the
/// originals in it.
#[tokio::test]
async fn answers_and_deals_are_frozen_and_the_bundle_verifies() {
    const OPEN: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
        10/11/2022 21:00:00,BTCUSDT,SELL,16950,2,33900,33.9,USDT\n\
        10/11/2022 22:00:00,BTCUSDT,SELL,16950,1,16950,16.95,USDT\n";
    const DEALS: &str = "deal_id;status;account;pair;created_at;closed_at;bought_volume;sold_volume;bought_amount;sold_amount\n\
        901;completed;My Binance;USDT_BTC;11/10/2022 20:00:00;11/10/2022 21:30:00;33900;33900;2;2\n";
    const MOVES: &str = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n\
        2022-10-05 09:00:00,ETH,ETH,2.5,0,0xexample,0xabcd,,,Completed\n";
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let open = ground.file(&ana, &claim, "open.csv", OPEN).await;
    let moves = ground.file(&ana, &claim, "history.csv", MOVES).await;
    ground.file(&ana, &claim, "deals.csv", DEALS).await;
    let answers = [
        (
            &open,
            Answered {
                day_order: Some(DayOrder::MonthFirst),
                ..open.answered()
            },
        ),
        (
            &moves,
            Answered {
                format_said: Some("binance-withdrawals-old".to_owned()),
                ..moves.answered()
            },
        ),
    ];
    for (file, answered) in answers {
        let change = FileChange {
            file: &file.id,
            answered,
        };
        let changed = store.change_files(&ana, &claim, None, &[change]).await;
        let import = import_file(ground.app(), &claim, &changed.unwrap()[0]).await;
        assert_eq!(import.unwrap().refused, 0);
    }
    let key = |line: u32| format!("{}:{line}", open.sha256);
    ground.contest(&ana, &claim, RuleKind::Row, &key(2)).await;
    ground.contest(&ana, &claim, RuleKind::Row, &key(3)).await;
    ground.value(&claim).await;
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content =
        crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
            .await
            .unwrap();
    let frozen = &content.claims[0];
    assert_eq!(frozen.files[0].day_order, Some(DayOrder::MonthFirst));
    let format = frozen.files[1].format_said.as_deref();
    assert_eq!(format, Some("binance-withdrawals-old"));
    let (lines, _) = rows_of(&ground, frozen).await;
    let notes: Vec<(&str, String)> = lines
        .iter()
        .filter_map(|line| Some((line.entry.time_raw.as_str(), line.loss.as_ref()?)))
        .map(|(time, loss)| (time, loss.deal.as_ref().unwrap().note().to_string()))
        .collect();
    let notes: Vec<(&str, &str)> = notes.iter().map(|(time, note)| (*time, &**note)).collect();
    // The deal is of October. The trades are of the eleventh of October only if the month
    // comes first.
    assert_eq!(
        notes,
        [
            (
                "10/11/2022 21:00:00",
                "3Commas deal 901 explains this trade"
            ),
            (
                "10/11/2022 22:00:00",
                "no 3Commas deal explains it, but the deals given are from \
                 2022-10-11T20:00:00Z to 2022-10-11T21:30:00Z"
            ),
        ]
    );
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

#[tokio::test]
async fn frozen_claim_has_its_rules_diagnostics_and_balances() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let bad = "\"7064000003\",\"10/18/2022, 9:00:09 PM\",\"BTC/USDT\",\"sell\",\"Market\",\"x\",\
               \"1\",\"1\",\"0\",\"USDT\",\"false\"\n";
    let text = format!("{FTX}{}", bad.repeat(102));
    ground.file(&ana, &claim, "ftx.csv", &text).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let store = &ground.app().store;
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content =
        crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
            .await
            .unwrap();
    let frozen = &content.claims[0];
    let rules = &frozen.contest_rules;
    assert_eq!((rules.len(), rules[0].reason.as_str()), (1, "not mine"));
    assert!(rules[0].added_by.starts_with("p-"), "{:?}", rules[0]);
    let (lines, _) = rows_of(&ground, frozen).await;
    assert!(
        lines
            .iter()
            .all(|line| line.rule.as_deref() == Some(&*rules[0].id))
    );
    let file = frozen.lines.as_ref().unwrap();
    let rows = crate::jobs::bundle::lines(store, &ground.incident.id, file).await;
    let (mut refused, mut holdings, mut periods) = (Vec::new(), 0, Vec::new());
    for row in rows.unwrap() {
        match row.unwrap() {
            Row::Diagnostic(found) => refused.push(found.diagnostic),
            Row::Holding(_) => holdings += 1,
            Row::Period(period) => periods.push(period.entries),
            _ => {}
        }
    }
    refused.retain(|found| found.code == Code::RefusedNumber);
    // A hundred, and one that counts the others.
    assert_eq!((refused.len(), refused[100].line), (101, 0));
    assert!(holdings >= 2, "{holdings}");
    assert_eq!(periods, [2]);
    assert_eq!(content.price_files[0].sources, ["invented"]);
    assert!(content.price_files[0].added_by.starts_with("p-"));
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

/// The lines of a frozen claim, and its dropped entries.
async fn rows_of(ground: &Ground, claim: &snapshot::Claim) -> (Vec<Line>, Vec<Dropped>) {
    let (store, file) = (&ground.app().store, claim.lines.as_ref().unwrap());
    let rows = crate::jobs::bundle::lines(store, &ground.incident.id, file).await;
    let (mut lines, mut dropped) = (Vec::new(), Vec::new());
    for row in rows.unwrap() {
        match row.unwrap() {
            Row::Line(line) => lines.push(*line),
            Row::Dropped(gone) => dropped.push(gone),
            _ => {}
        }
    }
    let summary = &file.summary;
    let counts = (summary.lines, summary.dropped);
    assert_eq!(counts, (lines.len() as u64, dropped.len() as u64));
    (lines, dropped)
}

/// A submitted claim that consents to law enforcement.
async fn filed(ground: &Ground) -> (Actor, Claim) {
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let consents = [(Recipient::LawEnforcement, true)];
    let store = &ground.app().store;
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    let claim = ground.submit(&ana, &claim).await;
    (ana, claim)
}

async fn frozen_lines_of(ground: &Ground, snapshot: &store::Snapshot) -> LinesFile {
    let store = &ground.app().store;
    let content =
        crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256);
    content.await.unwrap().claims[0].lines.clone().unwrap()
}

#[tokio::test]
async fn lines_of_snapshots_that_share_them_stay_and_those_of_a_failed_freeze_are_swept() {
    let ground = Ground::new().await;
    let (_, claim) = filed(&ground).await;
    let (app, store) = (ground.app(), &ground.app().store);
    let first = freeze(app, &ground.carla, &ground.incident, "").await;
    let second = freeze(app, &ground.carla, &ground.incident, "").await;
    let (first, second) = (first.unwrap(), second.unwrap());
    let lines = frozen_lines_of(&ground, &first).await;
    assert_eq!(lines, frozen_lines_of(&ground, &second).await);
    assert_ne!(first.content_sha256, second.content_sha256);
    // A freeze that wrote the lines and then stopped.
    let valued = store.claim_lines(&ground.incident.id, "", &claim.reference);
    let key = valued.await.unwrap()[0].entry_key.clone();
    let state = ReviewState::Excluded;
    review(store, &ground.carla, &claim, &key, (state, "theirs"))
        .await
        .unwrap();
    let incident = ground.incident_now().await;
    let terms = store.terms(&incident).await.unwrap();
    let freezing = crate::jobs::freeze::Freezing {
        app,
        store,
        progress: &crate::jobs::progress::Progress::default(),
        incident: &incident,
        book: crate::jobs::book(store, &incident.id).await.unwrap(),
        terms: &terms,
    };
    let failed = crate::jobs::frozen_lines::write_lines(&freezing, &claim).await;
    let (failed, _) = failed.unwrap().file.unwrap();
    assert_eq!(failed.summary.excluded, 1);
    assert_ne!(failed.sha256, lines.sha256);
    assert_eq!(store.sweep(i64::MAX).await.unwrap().files, 1);
    let gone = store.open_bytes(&incident.id, &failed.sha256).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    let there = crate::jobs::bundle::lines(store, &incident.id, &lines).await;
    assert_eq!(there.unwrap().count(), 2);
    assert_eq!(verdict(&ground, &first).await, Vec::<String>::new());
}

#[tokio::test]
async fn damaged_lines_make_no_bundle() {
    let ground = Ground::new().await;
    filed(&ground).await;
    let (app, incident) = (ground.app(), &ground.incident);
    let frozen = freeze(app, &ground.carla, incident, "").await.unwrap();
    let sha256 = frozen_lines_of(&ground, &frozen).await.sha256;
    let path = app.store.data_dir().join("evidence").join(&incident.id);
    let path = path.join(&sha256[..2]).join(&sha256);
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    let permissions = std::fs::metadata(&path).unwrap().permissions();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    std::fs::set_permissions(&path, permissions).unwrap();
    let (release, ines) = released(&ground, &frozen).await;
    let refused = crate::jobs::bundle::build(app, &ines, &release).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("damaged") && refused.contains(&sha256),
        "{refused}"
    );
    let none = app.store.bundles(&incident.id, &release.id).await.unwrap();
    assert!(none.is_empty());
}

/// Duplicates, lines without a price and reviews, more than one batch of each.
#[tokio::test]
async fn a_report_of_many_lines_adds_up_to_the_same_from_its_sums_and_from_its_lines() {
    const ROWS: usize = 9_000;
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let head = FTX.lines().next().unwrap();
    let row = |number: usize| {
        let market = ["BTC/USDT", "DMG/USDT", "ZZZ/USDT"][number % 3];
        let (minute, second) = (number / 60 % 60, number % 60);
        let id = 7_064_000_000 + number;
        format!(
            "\"{id}\",\"10/18/2022, 9:{minute:02}:{second:02} PM\",\"{market}\",\"sell\",\"Market\",\
             \"1.5\",\"{}\",\"\",\"0.5\",\"USDT\",\"false\"\n",
            100 + number
        )
    };
    let text = |rows: std::ops::Range<usize>| {
        rows.fold(format!("{head}\n"), |text, number| text + &row(number))
    };
    ground.file(&ana, &claim, "all.csv", &text(0..ROWS)).await;
    ground
        .file(&ana, &claim, "half.csv", &text(1_000..ROWS - 1_000))
        .await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let consents = [(Recipient::LawEnforcement, true)];
    let store = &ground.app().store;
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    let claim = ground.submit(&ana, &claim).await;
    let filter = LineFilter::of_claim(&claim.reference);
    let lines = store.lines(&ground.incident.id, "", &filter, Window::first(3));
    for line in lines.await.unwrap() {
        let exclusion = (ReviewState::Excluded, "theirs");
        review(store, &ground.carla, &claim, &line.entry_key, exclusion)
            .await
            .unwrap();
    }
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content =
        crate::jobs::bundle::content(store, &ground.incident.id, &snapshot.content_sha256);
    let content = content.await.unwrap();
    let (lines, dropped) = rows_of(&ground, &content.claims[0]).await;
    assert_eq!((lines.len(), dropped.len()), (ROWS, ROWS - 2_000));
    assert!(
        snapshot.content_bytes < 500_000,
        "{}",
        snapshot.content_bytes
    );
    let mut sum = TotalsBuilder::new(&content.method.terms, content.price_version);
    let state = content.claims[0].state;
    sum.claim(&claim.reference, state);
    for line in &lines {
        let states = LineState {
            claim: state,
            review: line.review.state,
        };
        sum.line(states, &line.valued(&claim.reference).unwrap());
    }
    let of_lines = sum.finish().unwrap();
    assert_eq!(of_lines.counts.excluded, 3);
    assert!(of_lines.whole.unpriced > 0 && of_lines.whole.lines > 0);
    assert_eq!(of_lines, content.totals);
    assert_eq!(
        content.totals,
        *store
            .totals(&ground.incident_now().await, "")
            .await
            .unwrap()
    );
    let contested = &content.claims[0].contested;
    assert_eq!((contested.len(), contested[0].has_more), (1, true));
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}
