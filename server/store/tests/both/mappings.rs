//! Mappings of one file and of the whole incident.

use casework::Role;
use casework::custody::Purpose;
use ledger::DayOrder;
use ledger::deals::{Deal, Volume};
use store::{
    Answered, FileChange, FinishedImport, ImportState, NewFile, NewImport, NewMapping, StoreError,
};

use crate::entries::finished;
use crate::ground::{Ground, on_both};

on_both!(
    a_mapping_is_kept_with_the_file_and_each_import,
    a_mapping_counts_for_its_incident_until_it_is_taken_back,
    answers_and_deals_are_kept_with_the_file_and_each_import,
);

const ONE: NewMapping<'_> = NewMapping {
    name: "0123456789ab",
    json: r#"{"exchange":"one"}"#,
};
const TWO: NewMapping<'_> = NewMapping {
    name: "ba9876543210",
    json: r#"{"exchange":"two"}"#,
};

pub async fn a_mapping_is_kept_with_the_file_and_each_import(ground: Ground) {
    let store = &ground.store;
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "claimant", Role::Claimant).await;
    let claim = ground.claim(&incident, &by, "R-1111-11").await;
    let received = store
        .receive_all(&incident.id, b"a,b\n1,2\n".to_vec())
        .await
        .unwrap();
    let new = NewFile {
        id: &ground.id(),
        name: "x.csv",
        media_type: "text/csv",
        account: "",
        zone: None,
    };
    let file = store.add_file(&by, &claim, &received, &new).await.unwrap();
    assert_eq!(file.mapping, None);
    let file = store
        .map_file(&by, &claim, &file.id, Some(&ONE))
        .await
        .unwrap();
    assert_eq!(file.mapping.as_deref(), Some(ONE.json));
    let import = ground.id();
    let new = NewImport {
        id: &import,
        reader_version: "1",
    };
    store
        .begin_import(&claim, &file, &new, by.now_us)
        .await
        .unwrap();
    let lent = store.lend_mapping(&by, &claim, &file, &TWO).await;
    assert!(matches!(lent, Err(StoreError::NotFound(_))), "it has one");
    let file = store.map_file(&by, &claim, &file.id, None).await.unwrap();
    assert_eq!(file.mapping, None);
    let kept = store.import(&claim.id, &import).await.unwrap();
    assert_eq!(kept.mapping.as_deref(), Some(ONE.json));
    store.lend_mapping(&by, &claim, &file, &TWO).await.unwrap();
    let file = store.file(&claim.id, &file.id).await.unwrap();
    assert_eq!(file.mapping.as_deref(), Some(TWO.json));
    let unknown = store.map_file(&by, &claim, "nobody", Some(&ONE)).await;
    assert!(matches!(unknown, Err(StoreError::NotFound(_))));
    let log = store.custody_chain(&incident.id).await.unwrap();
    let purposes: Vec<Option<Purpose>> = log
        .into_iter()
        .filter(|record| matches!(record.action.as_str(), "columns-mapped" | "mapping-lent"))
        .map(|record| record.purpose.purpose())
        .collect();
    let expected = [
        Some(Purpose::words(ONE.name)),
        None,
        Some(Purpose::words(TWO.name)),
    ];
    assert_eq!(purposes, expected, "each saying and lending is logged");
}

pub async fn answers_and_deals_are_kept_with_the_file_and_each_import(ground: Ground) {
    let store = &ground.store;
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "claimant", Role::Claimant).await;
    let claim = ground.claim(&incident, &by, "R-1111-11").await;
    let received = store
        .receive_all(&incident.id, b"a,b\n1,2\n".to_vec())
        .await
        .unwrap();
    let new = NewFile {
        id: &ground.id(),
        name: "x.zip",
        media_type: "application/zip",
        account: "",
        zone: None,
    };
    let first = store.add_file(&by, &claim, &received, &new).await.unwrap();
    let answered = Answered {
        account: "main".to_owned(),
        zone: Some("UTC".to_owned()),
        format_said: Some("ftx-trades".to_owned()),
        day_order: Some(DayOrder::MonthFirst),
        members: Some(r#"{"a":{"day_order":"day_first"}}"#.to_owned()),
    };
    let change = FileChange {
        file: &first.id,
        answered: answered.clone(),
    };
    let changed = store.change_files(&by, &claim, None, &[change]).await;
    let file = changed.unwrap().remove(0);
    assert_eq!(file.answered(), answered);
    let import = ground.id();
    let new = NewImport {
        id: &import,
        reader_version: "1",
    };
    store
        .begin_import(&claim, &file, &new, by.now_us)
        .await
        .unwrap();
    let moment = ledger::Moment::from_seconds(1_666_126_807);
    let deal = Deal {
        file: "x.zip!deals.csv".into(),
        line: 2,
        id: "901".into(),
        status: "completed".into(),
        account: "mine".into(),
        bot: "".into(),
        base: "BTC".into(),
        quote: "USDT".into(),
        opened: moment,
        closed: None,
        bought: Volume {
            base: Some(ledger::Amount::parse("0.050").unwrap()),
            quote: None,
        },
        sold: Volume::default(),
    };
    let deals = vec![deal; 200];
    store.add_deals(&import, 0, &deals).await.unwrap();
    assert!(store.deals(&claim.id).await.unwrap().is_empty(), "it runs");
    let finished = FinishedImport {
        secrets: 3,
        ..finished(ImportState::Done, 0)
    };
    store.finish_import(&by, &import, &finished).await.unwrap();
    let kept = store.import(&claim.id, &import).await.unwrap();
    assert_eq!((kept.secrets, kept.day_order), (3, answered.day_order));
    assert_eq!(kept.format_said, answered.format_said);
    assert_eq!(kept.members, answered.members);
    assert_eq!(store.deals(&claim.id).await.unwrap(), deals);
    // Whoever saw the earlier answers must not undo the later ones.
    let stale = store.map_member(&by, &claim, &first, Some("{}"), "x").await;
    assert!(matches!(stale, Err(StoreError::Conflict(_))));
    let mapped = store.map_member(&by, &claim, &file, None, "x").await;
    assert_eq!(mapped.unwrap().members, None);
    store.withdraw_file(&by, &claim, &file.id).await.unwrap();
    assert!(store.deals(&claim.id).await.unwrap().is_empty());
    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    store.erase_claim(&by, &now, now.version).await.unwrap();
}

pub async fn a_mapping_counts_for_its_incident_until_it_is_taken_back(ground: Ground) {
    let store = &ground.store;
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let by = ground
        .member(&incident, "coordinator", Role::Coordinator)
        .await;
    let (first, second) = (ground.id(), ground.id());
    let share = async |id: &str, new: &NewMapping<'_>| {
        store.share_mapping(&by, &incident.id, id, new).await
    };
    share(&first, &ONE).await.unwrap();
    share(&second, &TWO).await.unwrap();
    assert!(matches!(
        share(&ground.id(), &ONE).await,
        Err(StoreError::Duplicate(_))
    ));
    let names = async |incident: &str| -> Vec<String> {
        let shared = store.shared_mappings(incident).await.unwrap();
        shared.into_iter().map(|mapping| mapping.name).collect()
    };
    assert_eq!(names(&incident.id).await, [ONE.name, TWO.name]);
    assert!(names(&other.id).await.is_empty());
    let foreign = store.remove_mapping(&by, &other.id, &first).await;
    assert!(matches!(foreign, Err(StoreError::NotFound(_))));
    store
        .remove_mapping(&by, &incident.id, &first)
        .await
        .unwrap();
    let again = store.remove_mapping(&by, &incident.id, &first).await;
    assert!(matches!(again, Err(StoreError::NotFound(_))));
    assert_eq!(names(&incident.id).await, [TWO.name]);
    share(&ground.id(), &ONE).await.unwrap();
    assert_eq!(store.shared_mappings(&incident.id).await.unwrap().len(), 2);
}
