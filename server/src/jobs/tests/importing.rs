//! From files to contested entries: duplicates, conflicts, settings and damaged files.

use ledger::messages::Message;
use ledger::{Code, Diagnostic, Why};
use store::{ImportState, NewTyped};

use super::*;
use crate::jobs::{Change, effect};

#[tokio::test]
async fn an_export_becomes_the_loss_of_the_worked_example() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let store = &ground.app().store;
    let import = &store.imports(&claim.id).await.unwrap()[0];
    assert_eq!(
        (import.state, import.entries),
        (ImportState::Done, 2),
        "{}",
        import.found
    );
    assert_eq!(crate::jobs::found(import).unwrap()[0].sha256, file.sha256);
    assert_eq!(ground.value(&claim).await, 0, "nothing is contested yet");
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    ground.list_dmg(MIDNIGHT_US).await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let hourly = "asset,quote,time,price,window,source\n\
        DMG,USD,2022-10-18T21:00:00Z,0.61,1h,invented\n";
    ground.prices("hourly.csv", hourly).await;
    assert_eq!(
        ground.value(&claim).await,
        GOLDEN,
        "its own candle is never its value"
    );
    let page = store.entries_page(&claim.id, &all()).await.unwrap();
    assert_eq!(page[0].loss, Some(Money::from_units(40_639_915_000)));
    assert_eq!(page[1].contested.as_deref(), Some("not mine"));
}

#[tokio::test]
async fn limits_of_files_and_of_remarks_are_those_of_the_settings() {
    let row = "\"7064000003\",\"10/18/2022, 9:00:09 PM\",\"BTC/USDT\",\"sell\",\"Market\",\"x\",\
               \"1\",\"1\",\"0\",\"USDT\",\"false\"\n";
    for (rows_max, bad_rows, remarks_kept_max, refused) in [
        (4, 2, 100, 2),
        (3, 2, 100, 1),
        (4, 2, 0, 2),
        (200, 103, 3, 103),
        (200, 103, 2, 102),
    ] {
        let limits = crate::config::Limits::but(|limits| {
            limits.reading.rows_max = rows_max;
            limits.uploads.remarks_kept_max = remarks_kept_max;
        });
        let ground = Ground::with(limits).await;
        let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
        let text = format!("{FTX}{}", row.repeat(bad_rows));
        ground.file(&ana, &claim, "ftx.csv", &text).await;
        let store = &ground.app().store;
        let import = &store.imports(&claim.id).await.unwrap()[0];
        assert_eq!((import.state, import.entries), (ImportState::Done, 2));
        let kept = store.diagnostics(&import.id, 1000).await.unwrap();
        let count = |code: Code| {
            kept.iter()
                .filter(|diagnostic| diagnostic.code == code)
                .count()
        };
        assert_eq!(count(Code::RefusedNumber), refused, "{kept:?}");
        assert_eq!(
            count(Code::RefusedLimit),
            usize::from(rows_max == 3),
            "{kept:?}"
        );
        // What is past the first hundred is counted, whether it is kept or not.
        let more: Vec<Diagnostic> = serde_json::from_str(&import.more).unwrap();
        let more: Vec<String> = more.iter().map(ToString::to_string).collect();
        match bad_rows {
            103 => assert_eq!(
                more,
                ["ftx.csv:0:0: REFUSED-NUMBER: 3 more of these, 103 in all"]
            ),
            _ => assert!(more.is_empty(), "{more:?}"),
        }
    }
}

#[tokio::test]
async fn rows_of_two_files_count_once() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let second = FTX.lines().take(2).collect::<Vec<_>>().join("\n");
    ground.file(&ana, &claim, "again.csv", &second).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let dropped = EntryFilter {
        dropped: Some(true),
        ..all()
    };
    let page = ground
        .app()
        .store
        .entries_page(&claim.id, &dropped)
        .await
        .unwrap();
    assert_eq!(page.len(), 1);
    let dropped = page[0].stored.dropped.as_ref().unwrap();
    assert_eq!((dropped.why, &*dropped.place.line), (Why::SameRow, "2"));
}

/// The first fill of the example, at one tenth of its size.
fn tenth() -> String {
    let rows: Vec<&str> = FTX.lines().take(2).collect();
    rows.join("\n")
        .replace("\"10\",\"16950\",\"169500\"", "\"1\",\"16950\",\"16950\"")
}

#[tokio::test]
async fn conflicting_rows_count_once_in_either_order_and_are_named() {
    // 1 × 16968.61 − (16950 − 169.5) × 0.9997; the other row 406.39915.
    let less = 19_314_415_000;
    let ground = Ground::new().await;
    let tenth = tenth();
    let mut claims = Vec::new();
    for (name, reference, files) in [
        ("ana", "R-AAAA-22", [("a.csv", FTX), ("b.csv", &tenth)]),
        ("bea", "R-BBBB-22", [("b.csv", &tenth), ("a.csv", FTX)]),
    ] {
        let (by, claim) = ground.claim(name, reference).await;
        for (file, text) in files {
            ground.file(&by, &claim, file, text).await;
        }
        ground.contest(&by, &claim, RuleKind::Period, "").await;
        assert_eq!(ground.value(&claim).await, GOLDEN - 40_639_915_000 + less);
        let found = conflicts_of(&ground, &claim).await;
        assert_eq!((found.open, found.settled, found.first.len()), (1, 0, 1));
        let conflict = &found.first[0].conflict;
        assert_eq!(conflict.counted.file, "b.csv");
        assert_eq!(conflict.other.file, "a.csv");
        let apart = conflict.apart.and_then(Money::units);
        assert_eq!(apart, Some(40_639_915_000 - less));
        let store = &ground.app().store;
        let none = store.row_conflicts(&claim.id, 0).await.unwrap();
        assert_eq!((none.open, none.first.len()), (1, 0));
        claims.push((by, claim));
    }
    // Drafts are in no total.
    let store = &ground.app().store;
    let kept = store
        .totals(&ground.incident_now().await, "")
        .await
        .unwrap();
    assert_eq!(kept.conflicts, casework::totals::OpenConflicts::default());
    let (ana, claim) = claims.remove(0);
    let consents = [(Recipient::LawEnforcement, true)];
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let incident = ground.incident_now().await;
    let open = store.totals(&incident, "").await.unwrap().conflicts;
    assert_eq!((open.rows, open.claims, open.not_valued), (1, 1, 0));
    assert_eq!(open.apart, Money::from_units(40_639_915_000 - less));
    // Another basis at the same prices gives the same figures, also in a report.
    let date: Basis = "date:2022-10-18".parse().unwrap();
    let under = ground.under(date).await;
    assert_eq!(under.conflicts, open);
    let snapshot = freeze(ground.app(), &ground.carla, &incident, "one")
        .await
        .unwrap();
    let frozen: casework::totals::Totals = serde_json::from_str(&snapshot.totals).unwrap();
    assert_eq!(frozen.conflicts, open);
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

async fn conflicts_of(ground: &Ground, claim: &Claim) -> store::ConflictsOfClaim {
    let store = &ground.app().store;
    store.row_conflicts(&claim.id, 10).await.unwrap()
}

/// Decides that the row which does not count by the rule counts.
async fn turn(ground: &Ground, by: &Actor, claim: &Claim) {
    let kept = conflicts_of(ground, claim).await.first.remove(0);
    let id = ground.app().random.id();
    let new = store::NewConflictAnswer {
        id: &id,
        counted_key: &kept.other_key,
        other_keys: &[kept.counted_key],
        reason: "downloaded again",
    };
    let store = &ground.app().store;
    store.settle_conflict(by, claim, None, &new).await.unwrap();
}

#[tokio::test]
async fn settled_conflict_counts_the_chosen_row_everywhere_and_can_be_taken_back() {
    // As above: the row of one BTC counts by the rule.
    let (less, more) = (19_314_415_000, 40_639_915_000);
    let ground = Ground::new().await;
    let tenth = tenth();
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "a.csv", FTX).await;
    let b = ground.file(&ana, &claim, "b.csv", &tenth).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN - more + less);
    turn(&ground, &ana, &claim).await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let found = conflicts_of(&ground, &claim).await;
    assert_eq!((found.open, found.settled), (0, 1));
    let conflict = &found.first[0].conflict;
    assert_eq!(
        (&*conflict.counted.file, &*conflict.other.file),
        ("a.csv", "b.csv")
    );
    assert_eq!(conflict.apart.and_then(Money::units), Some(less - more));
    let store = &ground.app().store;
    let answer = store.conflict_answers(&claim.id).await.unwrap().remove(0);
    assert!(!answer.is_idle);
    let gone = EntryFilter {
        dropped: Some(true),
        ..all()
    };
    let page = store.entries_page(&claim.id, &gone).await.unwrap();
    let whys: Vec<Why> = page
        .iter()
        .filter_map(|view| Some(view.stored.dropped.as_ref()?.why))
        .collect();
    assert_eq!(whys, [Why::Settled]);

    // Frozen and in the bundle, whose figures follow from the decision.
    let consents = [(Recipient::LawEnforcement, true)];
    let set = store.set_consents(&ana, &claim, None, &consents);
    set.await.unwrap();
    let submitted = ground.submit(&ana, &claim).await;
    let incident = ground.incident_now().await;
    let open = store.totals(&incident, "").await.unwrap().conflicts;
    assert_eq!(open, casework::totals::OpenConflicts::default());
    let date: Basis = "date:2022-10-18".parse().unwrap();
    assert_eq!(ground.under(date).await.conflicts, open);
    let snapshot = freeze(ground.app(), &ground.carla, &incident, "one")
        .await
        .unwrap();
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
    let bytes = store
        .read_bytes(&incident.id, &snapshot.content_sha256)
        .await;
    let content: snapshot::Content = serde_json::from_slice(&bytes.unwrap()).unwrap();
    let [decision] = &content.claims[0].conflict_decisions[..] else {
        panic!("{:?}", content.claims[0].conflict_decisions);
    };
    assert_eq!(
        (&*decision.counted[0].file, &*decision.counted[0].line),
        ("a.csv", "2")
    );
    assert_eq!(decision.others[0].file, "b.csv");
    assert_eq!(decision.reason, "downloaded again");

    // Taken back, and without effect once the other file is removed.
    let moved = ground.returned(&submitted).await;
    store
        .reopen_conflict(&ana, &moved, None, &answer.id)
        .await
        .unwrap();
    assert_eq!(ground.value(&claim).await, GOLDEN - more + less);
    assert_eq!(conflicts_of(&ground, &claim).await.open, 1);
    turn(&ground, &ana, &claim).await;
    store.withdraw_file(&ana, &claim, &b.id).await.unwrap();
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let answer = store.conflict_answers(&claim.id).await.unwrap().remove(0);
    assert!(answer.is_idle);
    let valuation = store.valuation(&claim.id).await.unwrap().unwrap();
    let remarks: Vec<Diagnostic> = serde_json::from_str(&valuation.remarks).unwrap();
    let idle = remarks
        .iter()
        .filter(|remark| remark.message == Message::ClaimSettledIdle);
    let places: Vec<(&str, u64)> = idle.map(|idle| (&*idle.file, idle.line)).collect();
    assert_eq!(places, [("a.csv", 2)]);
}

#[tokio::test]
async fn decisions_about_one_row_of_a_conflict_hold_for_the_row_that_is_chosen() {
    let (less, more) = (19_314_415_000, 40_639_915_000);
    let ground = Ground::new().await;
    let tenth = tenth();
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "a.csv", FTX).await;
    ground.file(&ana, &claim, "b.csv", &tenth).await;
    ground.value(&claim).await;
    let kept = conflicts_of(&ground, &claim).await.first.remove(0);
    // The row that counts is contested by itself, and excluded by a coordinator.
    ground
        .contest(&ana, &claim, RuleKind::Row, &kept.counted_key)
        .await;
    assert_eq!(ground.value(&claim).await, less);
    let excluded = (ReviewState::Excluded, "not backed");
    let store = &ground.app().store;
    review(store, &ground.carla, &claim, &kept.counted_key, excluded)
        .await
        .unwrap();
    assert_eq!(ground.value(&claim).await, 0);
    turn(&ground, &ana, &claim).await;
    assert_eq!(
        ground.value(&claim).await,
        0,
        "the exclusion holds for the other row"
    );
    let reopened = (ReviewState::Open, "");
    review(store, &ground.carla, &claim, &kept.other_key, reopened)
        .await
        .unwrap();
    assert_eq!(ground.value(&claim).await, more, "and so does the contest");
}

#[tokio::test]
async fn decision_follows_to_the_row_that_another_file_makes_count() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "a.csv", FTX).await;
    let key = format!("{}:2", file.sha256);
    ground.contest(&ana, &claim, RuleKind::Row, &key).await;
    assert_eq!(ground.value(&claim).await, 40_639_915_000);
    let store = &ground.app().store;
    let query = (ReviewState::Queried, "why?");
    review(store, &ground.carla, &claim, &key, query)
        .await
        .unwrap();
    ground.file(&ana, &claim, "b.csv", &tenth()).await;
    // The smaller row counts now, and is contested as the other one was.
    assert_eq!(ground.value(&claim).await, 19_314_415_000);
    let reviews = store.reviews(&claim.id).await.unwrap();
    let reasons: Vec<&str> = reviews
        .iter()
        .map(|review| review.reason.as_str())
        .collect();
    assert_eq!(reasons, ["why?", "why?"]);
    // It also counts in the preview, before the rule is taken back.
    let rules = store.rules(&claim.id).await.unwrap();
    let back = Change::Remove(rules[0].id.clone());
    let effect = effect(ground.app(), &claim, back).await.unwrap();
    let released: usize = effect.released.iter().map(|sort| sort.entries).sum();
    assert_eq!((released, effect.after), (1, 0));
}

#[tokio::test]
async fn rules_survive_another_import_and_a_row_can_be_left_out() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let key = format!("{}:3", file.sha256);
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.contest(&ana, &claim, RuleKind::LeaveOut, &key).await;
    assert_eq!(ground.value(&claim).await, 40_639_915_000);
    import_file(ground.app(), &claim, &file).await.unwrap();
    assert_eq!(ground.value(&claim).await, 40_639_915_000);
    ground.contest(&ana, &claim, RuleKind::Row, &key).await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
}

#[tokio::test]
async fn file_that_is_no_export_is_kept_and_shown_as_unread() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    for (name, text) in [
        ("letter.txt", "Dear bank,\nmy money is gone."),
        ("empty.csv", ""),
    ] {
        ground.file(&ana, &claim, name, text).await;
    }
    let imports = ground.app().store.imports(&claim.id).await.unwrap();
    let states: Vec<ImportState> = imports.iter().map(|import| import.state).collect();
    assert_eq!(states, [ImportState::Unread, ImportState::Unread]);
    let why = |import: &store::Import| crate::jobs::found(import).unwrap()[0].parts.why.clone();
    assert_eq!(why(&imports[0]), Some(Message::FileUnknown));
    assert_eq!(why(&imports[1]), Some(Message::FileEmpty));
    assert_eq!(ground.value(&claim).await, 0);
}

#[tokio::test]
async fn damaged_evidence_fails_the_import_and_leaves_the_one_before() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let store = &ground.app().store;
    let place = store
        .data_dir()
        .join("evidence")
        .join(&ground.incident.id)
        .join(&file.sha256[..2])
        .join(&file.sha256);
    std::fs::write(place, FTX.replace("16950", "99999")).unwrap();
    let error = import_file(ground.app(), &claim, &file).await.unwrap_err();
    assert!(matches!(
        error.downcast_ref(),
        Some(StoreError::Damaged { .. })
    ));
    assert_eq!(
        store.imports(&claim.id).await.unwrap()[0].state,
        ImportState::Done
    );
    assert_eq!(store.entries(&claim.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_typed_entry_has_its_own_column_and_is_never_documented() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let id = ground.app().random.id();
    let noon = ledger::Moment::from_micros(MIDNIGHT_US + DAY_US / 2);
    let typed = NewTyped {
        out: Some(ledger::Quantity {
            asset: "BTC".into(),
            amount: ledger::Amount::parse("2").unwrap(),
        }),
        note: "a screenshot".to_owned(),
        ..NewTyped::new(id, "kucoin", noon, ledger::Kind::Withdrawal)
    };
    ground
        .app()
        .store
        .add_typed(&ana, &claim, None, &typed)
        .await
        .unwrap();
    assert_eq!(ground.value(&claim).await, 0);
    ground.submit(&ana, &claim).await;
    let totals = ground
        .app()
        .store
        .totals(&ground.incident, "")
        .await
        .unwrap();
    assert_eq!(
        (totals.whole.documented, totals.whole.claimed),
        (Money::ZERO, Money::from_units(3_393_722_000_000))
    );
}
