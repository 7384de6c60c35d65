//! Imports, entries, typed-in entries and the rules that contest them.

use casework::Role;
use ledger::dedup::Why;
use ledger::messages::Message;
use ledger::{
    Amount, Code, Diagnostic, Entry, EntryNote, FactSheet, Kind, Moment, Quantity, Side, ZoneSource,
};
use store::{
    Actor, Claim, ClaimFile, EntryFilter, FinishedImport, ImportState, ImportedRows, NewImport,
    NewRule, NewTyped, RuleKind, Store, StoreError,
};

use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both, on_both_homes};
use crate::valuing::generation;

on_both!(
    a_stopped_server_leaves_no_running_import,
    typed_entries_come_and_go,
    row_is_either_contested_or_left_out,
    diagnostics_come_worst_first,
);

mod rows {
    use super::*;

    on_both_homes!(
        an_entry_comes_back_exactly,
        until_an_import_is_finished_nothing_of_it_counts,
        an_older_import_stays_and_no_longer_counts,
        more_rows_than_one_batch_takes,
        filters_find_the_entries_they_describe,
        dropped_rows_are_marked_and_can_count_again,
    );
}

pub fn quantity(asset: &str, amount: &str) -> Option<Quantity> {
    Some(Quantity {
        asset: asset.into(),
        amount: Amount::parse(amount).unwrap(),
    })
}

/// A sale of bitcoin, as FTX might report it.
pub fn trade(file: &str, line: u64, minute: i64) -> Entry {
    Entry {
        file: file.into(),
        lines: vec![line].into(),
        format: "ftx-trades".into(),
        reader_version: "1".into(),
        exchange: "ftx".into(),
        account: "main".into(),
        account_in_file: "".into(),
        time: Moment::from_seconds(NOON / 1_000_000 + minute * 60),
        time_raw: "raw".into(),
        zone_source: ZoneSource::Value,
        kind: Kind::Trade,
        market: "BTC/USDT".into(),
        side: Some(Side::Sell),
        price: Some(Amount::parse("16950").unwrap()),
        out: quantity("BTC", "10"),
        in_: quantity("USDT", "169500"),
        fee: quantity("USDT", "169.5"),
        order_id: "o".into(),
        trade_id: format!("t{line}").into(),
        ..Entry::default()
    }
}

pub fn finished(state: ImportState, entries: i64) -> FinishedImport {
    FinishedImport {
        state,
        reader_version: "1".to_owned(),
        entries,
        refused: 0,
        rows_read: entries,
        needs_zone: false,
        secrets: 0,
        found: "[]".to_owned(),
        more: "[]".to_owned(),
        rows: None,
    }
}

/// Writes the rows of a running import; they count once the import is finished.
pub async fn write_rows(
    store: &Store,
    claim: &Claim,
    file: &ClaimFile,
    import: &str,
    entries: &[Entry],
) -> Result<ImportedRows, StoreError> {
    let mut writer = store.rows_writer(claim, import, &file.sha256);
    let entries = entries.to_vec();
    tokio::task::spawn_blocking(move || {
        for entry in &entries {
            writer.push(entry)?;
        }
        writer.finish()
    })
    .await
    .unwrap()
}

/// Imports entries as a reader would have found them; returns the id of the import.
pub async fn import(ground: &Ground, claim: &Claim, file: &ClaimFile, entries: &[Entry]) -> String {
    let (id, store) = (ground.id(), &ground.store);
    let new = NewImport {
        id: &id,
        reader_version: "1",
    };
    store.begin_import(claim, file, &new, NOON).await.unwrap();
    let rows = write_rows(store, claim, file, &id, entries).await.unwrap();
    assert_eq!(rows.rows() as usize, entries.len());
    let mut done = finished(ImportState::Done, entries.len() as i64);
    done.rows = Some(rows);
    store
        .finish_import(&Actor::operator(NOON), &id, &done)
        .await
        .unwrap();
    id
}

async fn begun(ground: &Ground) -> (Actor, Claim, ClaimFile) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(ground, &ana, &claim, "trades.csv", "x").await;
    (ana, claim, file)
}

fn any() -> EntryFilter {
    EntryFilter {
        limit: 100,
        ..EntryFilter::default()
    }
}

async fn an_entry_comes_back_exactly(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let wide = "0.0000000000000000000000000000000000000001";
    let first = Entry {
        file: "trades.csv!part/0.csv".into(),
        lines: vec![3, 5].into(),
        time: Moment {
            seconds: -1,
            nanos: 123_456_789,
            digits: 9,
        },
        time_raw: "é \"quoted\"".into(),
        side: None,
        price: Amount::parse(wide).ok(),
        out: quantity("0E-18", "0.000000000000000000"),
        in_: None,
        fee: quantity("BNB", "-0.5"),
        row: 2,
        total_computed: true,
        facts: FactSheet {
            tx_hash: "0xé".into(),
            contract_size: Amount::parse(wide).ok(),
            ..FactSheet::default()
        }
        .into(),
        notes: vec![
            EntryNote::Computed,
            EntryNote::InFile {
                text: "size 5; placed".into(),
            },
        ],
        ..trade("", 1, 0)
    };
    let second = Entry {
        order_id: "nul\0".into(),
        ..trade("trades.csv", 9, 0)
    };
    import(&ground, &claim, &file, &[first.clone(), second]).await;
    let stored = ground.store.entries(&claim.id).await.unwrap();
    assert_eq!(stored[0].entry, first);
    assert_eq!(stored[0].entry.time.digits, 9);
    assert_eq!(stored[0].entry.price.as_ref().unwrap().to_string(), wide);
    assert_eq!(stored[0].key, format!("{}!part/0.csv:3+5", file.sha256));
    assert_eq!(stored[1].entry.order_id, "nul\u{2400}");
    let found = ground
        .store
        .entry_by_key(&claim.id, &stored[0].key)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found, stored[0]);
}

async fn until_an_import_is_finished_nothing_of_it_counts(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    store.begin_import(&claim, &file, &new, NOON).await.unwrap();
    let entries = [trade("trades.csv", 2, 0)];
    let rows = write_rows(store, &claim, &file, "i1", &entries).await;
    let mut done = finished(ImportState::Done, 1);
    done.rows = Some(rows.unwrap());
    assert!(store.entries(&claim.id).await.unwrap().is_empty());
    assert_eq!(
        store.imports(&claim.id).await.unwrap()[0].state,
        ImportState::Running
    );
    let by = Actor::operator(NOON);
    store.finish_import(&by, "i1", &done).await.unwrap();
    assert_eq!(store.entries(&claim.id).await.unwrap().len(), 1);
    // Rows that arrive later do not belong to it.
    let entries = [trade("trades.csv", 2, 0), trade("trades.csv", 3, 1)];
    let rows = write_rows(store, &claim, &file, "i1", &entries).await;
    done.rows = Some(rows.unwrap());
    let late = store.finish_import(&by, "i1", &done).await;
    assert!(matches!(late, Err(StoreError::NotFound("running import"))));
    assert_eq!(store.entries(&claim.id).await.unwrap().len(), 1);
}

async fn an_older_import_stays_and_no_longer_counts(ground: Ground) {
    let (ana, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let first = import(&ground, &claim, &file, &[trade("trades.csv", 2, 0)]).await;
    let second = import(
        &ground,
        &claim,
        &file,
        &[trade("trades.csv", 2, 0), trade("trades.csv", 3, 1)],
    )
    .await;
    assert_eq!(store.entries(&claim.id).await.unwrap().len(), 2);
    let imports = store.imports(&claim.id).await.unwrap();
    assert_eq!((imports.len(), &imports[0].id), (1, &second));
    assert!(!store.import(&claim.id, &first).await.unwrap().current);
    let new = NewImport {
        id: "i3",
        reader_version: "2",
    };
    store.begin_import(&claim, &file, &new, NOON).await.unwrap();
    store
        .finish_import(
            &Actor::operator(NOON),
            "i3",
            &finished(ImportState::Failed, 0),
        )
        .await
        .unwrap();
    assert_eq!(
        store.entries(&claim.id).await.unwrap().len(),
        2,
        "a failed one changes nothing"
    );
    store.withdraw_file(&ana, &claim, &file.id).await.unwrap();
    assert!(store.entries(&claim.id).await.unwrap().is_empty());
}

async fn a_stopped_server_leaves_no_running_import(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    ground
        .store
        .begin_import(&claim, &file, &new, NOON)
        .await
        .unwrap();
    let failed = ground
        .store
        .fail_running_imports(&claim.id, NOON + 1)
        .await
        .unwrap();
    assert_eq!(failed[0].file, file.id);
    assert!(
        ground
            .store
            .fail_running_imports(&claim.id, NOON + 2)
            .await
            .unwrap()
            .is_empty()
    );
    let import = ground.store.import(&claim.id, "i1").await.unwrap();
    assert_eq!((import.state, import.current), (ImportState::Failed, false));
}

async fn more_rows_than_one_batch_takes(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let entries: Vec<Entry> = (0..8_200)
        .map(|line| trade("trades.csv", line + 2, line as i64))
        .collect();
    import(&ground, &claim, &file, &entries).await;
    let stored = ground.store.entries(&claim.id).await.unwrap();
    let back: Vec<Entry> = stored.into_iter().map(|stored| stored.entry).collect();
    assert_eq!(back, entries);
}

async fn filters_find_the_entries_they_describe(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let deposit = Entry {
        kind: Kind::Deposit,
        out: None,
        in_: quantity("ETH", "1"),
        fee: None,
        exchange: "binance".into(),
        ..trade("trades.csv", 3, 1)
    };
    let later = trade("trades.csv", 4, 2);
    let entries = [trade("trades.csv", 2, 0), deposit, later];
    import(&ground, &claim, &file, &entries).await;
    let lines = |filter: EntryFilter| {
        let (store, claim) = (ground.store.clone(), claim.id.clone());
        async move {
            let page = store.entries_page(&claim, &filter).await.unwrap();
            let lines: Vec<String> = page.iter().map(|view| view.stored.entry.line()).collect();
            if filter.offset == 0 && filter.limit == 100 {
                let count = store.entries_count(&claim, &filter).await.unwrap();
                assert_eq!(count, lines.len() as i64);
            }
            lines
        }
    };
    assert_eq!(lines(any()).await, ["2", "3", "4"]);
    assert_eq!(
        lines(EntryFilter {
            asset: "ETH".into(),
            ..any()
        })
        .await,
        ["3"]
    );
    assert_eq!(
        lines(EntryFilter {
            exchange: "ftx".into(),
            ..any()
        })
        .await,
        ["2", "4"]
    );
    assert_eq!(
        lines(EntryFilter {
            kind: "deposit".into(),
            ..any()
        })
        .await,
        ["3"]
    );
    let minute = 60_000_000;
    let within = EntryFilter {
        from_us: Some(NOON),
        to_us: Some(NOON + minute),
        ..any()
    };
    assert_eq!(lines(within).await, ["2"]);
    assert_eq!(
        lines(EntryFilter {
            contested: Some(true),
            ..any()
        })
        .await,
        [""; 0]
    );
    assert_eq!(
        lines(EntryFilter {
            contested: Some(false),
            ..any()
        })
        .await
        .len(),
        3
    );
    assert_eq!(
        lines(EntryFilter {
            offset: 1,
            limit: 1,
            ..any()
        })
        .await,
        ["3"]
    );
    assert_eq!(
        lines(EntryFilter {
            file: "nothing".into(),
            ..any()
        })
        .await,
        [""; 0]
    );
}

async fn dropped_rows_are_marked_and_can_count_again(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let store = &ground.store;
    let entries = [trade("trades.csv", 2, 0), trade("trades.csv", 7, 0)];
    import(&ground, &claim, &file, &entries).await;
    generation(store, &claim, "g1", &[(0, 1)]).await.unwrap();
    let count = async |dropped| {
        let filter = EntryFilter {
            dropped: Some(dropped),
            ..any()
        };
        store.entries_count(&claim.id, &filter).await.unwrap()
    };
    assert_eq!((count(false).await, count(true).await), (1, 1));
    let stored = store.entries(&claim.id).await.unwrap();
    let dropped = stored[0].dropped.as_ref().unwrap();
    assert_eq!((dropped.why, dropped.kept), (Why::SameRow, 1));
    let place = &dropped.place;
    assert_eq!((&*place.file, &*place.line), ("trades.csv", "7"));
    assert!(stored[1].dropped.is_none());
    let page = store.entries_page(&claim.id, &any()).await.unwrap();
    assert_eq!(page[0].stored, stored[0]);
    generation(store, &claim, "g2", &[]).await.unwrap();
    assert_eq!((count(false).await, count(true).await), (2, 0));
    // Rows that were read again are compared anew; until then each counts.
    generation(store, &claim, "g3", &[(0, 1)]).await.unwrap();
    import(&ground, &claim, &file, &entries).await;
    assert_eq!((count(false).await, count(true).await), (2, 0));
}

async fn typed_entries_come_and_go(ground: Ground) {
    let (ana, claim, _) = begun(&ground).await;
    let noon = Moment::from_seconds(NOON / 1_000_000);
    let new = NewTyped {
        out: quantity("BTC", "0.10"),
        in_: quantity("USDT", "1"),
        note: "from a screenshot".to_owned(),
        ..NewTyped::new("t1", "kucoin", noon, Kind::Trade)
    };
    ground
        .store
        .add_typed(&ana, &claim, None, &new)
        .await
        .unwrap();
    let typed = ground.store.typed_entries(&claim.id).await.unwrap();
    let entry = typed[0].entry().unwrap();
    assert_eq!((entry.out.clone(), entry.time), (new.out.clone(), new.time));
    assert_eq!(
        (entry.line(), typed[0].key()),
        (String::new(), "typed:t1".to_owned())
    );
    ground.store.remove_typed(&ana, &claim, "t1").await.unwrap();
    assert!(
        ground
            .store
            .typed_entries(&claim.id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(ground.store.remove_typed(&ana, &claim, "t1").await.is_err());
}

async fn row_is_either_contested_or_left_out(ground: Ground) {
    let (ana, claim, _) = begun(&ground).await;
    let rule = |id: &str, kind: RuleKind, row_key: &str| NewRule {
        id: id.to_owned(),
        kind,
        from_us: (kind == RuleKind::Period).then_some(NOON),
        to_us: (kind == RuleKind::Period).then_some(NOON + 1),
        exchange: String::new(),
        account: String::new(),
        asset: String::new(),
        row_key: row_key.to_owned(),
        reason: "not mine".to_owned(),
    };
    let store = &ground.store;
    let version = store
        .claim(&claim.incident, &claim.id)
        .await
        .unwrap()
        .version;
    let rules = [
        rule("r1", RuleKind::Period, ""),
        rule("r2", RuleKind::Row, "a:1"),
    ];
    store
        .add_rules(&ana, &claim, Some(version), &rules)
        .await
        .unwrap();
    let late = store.add_rules(&ana, &claim, Some(version), &rules).await;
    assert!(matches!(late, Err(StoreError::Conflict("claim"))));
    store
        .add_rules(&ana, &claim, None, &[rule("r3", RuleKind::LeaveOut, "a:1")])
        .await
        .unwrap();
    let kinds = |rules: Vec<store::ContestRule>| -> Vec<RuleKind> {
        rules.into_iter().map(|rule| rule.kind).collect()
    };
    let now = kinds(store.rules(&claim.id).await.unwrap());
    assert_eq!(now, [RuleKind::Period, RuleKind::LeaveOut]);
    store.remove_rule(&ana, &claim, "r1").await.unwrap();
    assert!(store.remove_rule(&ana, &claim, "r1").await.is_err());
    assert_eq!(
        kinds(store.rules(&claim.id).await.unwrap()),
        [RuleKind::LeaveOut]
    );
}

async fn diagnostics_come_worst_first(ground: Ground) {
    let (_, claim, file) = begun(&ground).await;
    let new = NewImport {
        id: "i1",
        reader_version: "1",
    };
    ground
        .store
        .begin_import(&claim, &file, &new, NOON)
        .await
        .unwrap();
    let diagnostic = |code: Code| Diagnostic {
        file: "trades.csv!a.csv".to_owned(),
        line: 3,
        column: 2,
        code,
        message: Message::NumberNone { text: "x".into() },
    };
    let all = [Code::NoteOdd, Code::WarnRate, Code::RefusedTime].map(diagnostic);
    ground.store.add_diagnostics("i1", 0, &all).await.unwrap();
    let rows = ground.store.diagnostics("i1", 2).await.unwrap();
    let codes: Vec<Code> = rows.iter().map(|row| row.code).collect();
    assert_eq!(codes, [Code::RefusedTime, Code::WarnRate]);
    assert_eq!(
        rows[0].message, all[2].message,
        "as it was, with its fields"
    );
    assert_eq!(
        (rows[0].member.as_str(), rows[0].line, rows[0].column_no),
        ("a.csv", 3, 2)
    );
}
