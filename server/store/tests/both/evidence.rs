//! Bytes: limits, damage, duplicates, and who may find them.

use std::io::Read;

use casework::Role;
use casework::custody::{Answer, AnswersChanged, Purpose};
use store::{
    Actor, Answered, Claim, ClaimFile, FileChange, FileName, NewFile, Received, StoreError,
};

use crate::claims::declaration;
use crate::ground::{Ground, on_both_homes};

on_both_homes!(
    a_file_at_the_limit_is_kept_and_one_past_it_leaves_nothing,
    damaged_bytes_are_never_served,
    the_same_bytes_are_kept_once,
    a_name_is_no_way_out_of_the_folder,
    a_file_taken_out_can_come_back,
    two_files_of_one_name_are_distinguished,
    a_claim_that_was_handed_in_takes_no_files,
    an_old_page_changes_no_file,
    files_in_two_claims_are_found,
);

pub fn new_file<'a>(id: &'a str, name: &'a str) -> NewFile<'a> {
    NewFile {
        id,
        name,
        media_type: "text/csv",
        account: "main",
        zone: None,
    }
}

pub async fn add(ground: &Ground, by: &Actor, claim: &Claim, name: &str, text: &str) -> ClaimFile {
    let received = receive(ground, claim, text).await;
    let id = ground.id();
    let new = new_file(&id, name);
    ground
        .store
        .add_file(by, claim, &received, &new)
        .await
        .unwrap()
}

async fn receive(ground: &Ground, claim: &Claim, text: &str) -> Received {
    let bytes = text.as_bytes().to_vec();
    ground
        .store
        .receive_all(&claim.incident, bytes)
        .await
        .unwrap()
}

async fn a_file_at_the_limit_is_kept_and_one_past_it_leaves_nothing(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let mut incoming = store.receive(&incident.id).unwrap();
    incoming.write(&[b'a'; 600]).unwrap();
    incoming.write(&[b'a'; 400]).unwrap();
    let kept = incoming.keep().await.unwrap();
    assert_eq!(kept.size_bytes, 1000);
    let mut incoming = store.receive(&incident.id).unwrap();
    incoming.write(&[b'b'; 1000]).unwrap();
    let past = incoming.write(b"b");
    assert!(matches!(
        past,
        Err(StoreError::TooLarge {
            size_bytes_max: 1000
        })
    ));
    drop(incoming);
    assert_eq!(ground.kept(FileName::all_evidence()).await.len(), 1);
    let incoming = std::fs::read_dir(ground.data_dir.join("incoming")).unwrap();
    assert_eq!(incoming.count(), 0);
    assert_eq!(
        store.read_bytes(&incident.id, &kept.sha256).await.unwrap(),
        [b'a'; 1000]
    );
}

async fn damaged_bytes_are_never_served(ground: Ground) {
    let incident = ground.incident("one").await;
    let store = &ground.store;
    let kept = store
        .receive_all(&incident.id, b"date,amount".to_vec())
        .await
        .unwrap();
    let name = FileName::evidence(&incident.id, &kept.sha256).unwrap();
    std::fs::write(ground.file_of(&name), b"date,amounT").unwrap();
    let read = store.open_bytes(&incident.id, &kept.sha256).await;
    assert!(matches!(read, Err(StoreError::Damaged { sha256 }) if sha256 == kept.sha256));
    let again = store
        .receive_all(&incident.id, b"date,amount".to_vec())
        .await;
    assert!(
        matches!(again, Err(StoreError::Damaged { .. })),
        "and never overwritten"
    );
}

async fn the_same_bytes_are_kept_once(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let first = add(&ground, &ana, &claim, "a.csv", "x").await;
    let second = add(&ground, &ana, &claim, "b.csv", "x").await;
    assert_eq!(first.id, second.id);
    assert_eq!(ground.store.files(&claim.id).await.unwrap().len(), 1);
    assert_eq!(ground.store.claim_bytes(&claim.id).await.unwrap(), 1);
    let mut opened = ground
        .store
        .open_bytes(&incident.id, &first.sha256)
        .await
        .unwrap();
    let mut text = String::new();
    opened.read_to_string(&mut text).unwrap();
    assert_eq!(text, "x");
}

async fn a_name_is_no_way_out_of_the_folder(ground: Ground) {
    let incident = ground.incident("one").await;
    let other = ground.incident("two").await;
    let store = &ground.store;
    let kept = store
        .receive_all(&incident.id, b"x".to_vec())
        .await
        .unwrap();
    for sha256 in [
        "",
        "..",
        "../../redress.db",
        &"é".repeat(32),
        &kept.sha256[..63],
    ] {
        let opened = store.open_bytes(&incident.id, sha256).await;
        assert!(
            matches!(opened, Err(StoreError::NotFound("file"))),
            "{sha256}"
        );
    }
    for incident in [other.id.as_str(), "", "..", "../x", "a/b"] {
        assert!(matches!(
            store.open_bytes(incident, &kept.sha256).await,
            Err(StoreError::NotFound(_))
        ));
        let begun = store.receive(incident);
        let is_plain = incident == other.id;
        assert_eq!(begun.is_ok(), is_plain, "{incident}");
    }
}

async fn a_file_taken_out_can_come_back(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(&ground, &ana, &claim, "a.csv", "x").await;
    ground
        .store
        .withdraw_file(&ana, &claim, &file.id)
        .await
        .unwrap();
    assert!(ground.store.files(&claim.id).await.unwrap().is_empty());
    assert!(
        ground
            .store
            .file_by_sha256(&claim.id, &file.sha256)
            .await
            .is_err()
    );
    assert!(
        ground
            .store
            .withdraw_file(&ana, &claim, &file.id)
            .await
            .is_err()
    );
    let back = add(&ground, &ana, &claim, "a.csv", "x").await;
    assert_eq!((back.id, back.withdrawn_at_us), (file.id, None));
}

async fn two_files_of_one_name_are_distinguished(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let first = add(&ground, &ana, &claim, "trades!.csv", "x").await;
    let second = add(&ground, &ana, &claim, "trades!.csv", "y").await;
    assert_eq!(
        (first.name.as_str(), first.read_as.as_str()),
        ("trades!.csv", "trades_.csv")
    );
    assert_eq!(
        second.read_as,
        format!("{}/trades_.csv", &second.sha256[..12])
    );
    assert_eq!((first.position, second.position), (1, 2));
}

async fn a_claim_that_was_handed_in_takes_no_files(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let event = store::NewEvent {
        id: "e1",
        words: "",
    };
    ground
        .store
        .submit_claim(&ana, &claim, claim.version, &declaration("d1"), &event)
        .await
        .unwrap();
    let received = receive(&ground, &claim, "x").await;
    let added = ground
        .store
        .add_file(&ana, &claim, &received, &new_file("f", "a.csv"))
        .await;
    assert!(matches!(added, Err(StoreError::Closed(_))));
    assert!(ground.store.files(&claim.id).await.unwrap().is_empty());
}

async fn an_old_page_changes_no_file(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let first = add(&ground, &ana, &claim, "a.csv", "a").await;
    let second = add(&ground, &ana, &claim, "b.csv", "b").await;
    let store = &ground.store;
    let change = |file, account: &str, zone: Option<&str>| FileChange {
        file,
        answered: Answered {
            account: account.to_owned(),
            zone: zone.map(str::to_owned),
            ..Answered::default()
        },
    };
    let seen = store.claim(&incident.id, &claim.id).await.unwrap().version;
    let both = [
        change(&first.id, "one", Some("UTC")),
        change(&second.id, "two", None),
    ];
    let changed = store.change_files(&ana, &claim, Some(seen), &both).await;
    let kept: Vec<(String, Option<String>)> = changed
        .unwrap()
        .into_iter()
        .map(|file| (file.account, file.zone))
        .collect();
    let expected = [
        ("one".to_owned(), Some("UTC".to_owned())),
        ("two".to_owned(), None),
    ];
    assert_eq!(kept, expected);
    // The other window still shows the earlier values.
    let late = [change(&first.id, "main", None)];
    let refused = store.change_files(&ana, &claim, Some(seen), &late).await;
    assert!(matches!(refused, Err(StoreError::Conflict("claim"))));
    // One file that does not exist makes the whole change fail.
    let half = [change(&first.id, "three", None), change("none", "x", None)];
    let refused = store.change_files(&ana, &claim, None, &half).await;
    assert!(matches!(refused, Err(StoreError::NotFound("file"))));
    let kept = store.files(&claim.id).await.unwrap();
    assert_eq!(kept[0].account, "one");
    // The log records which answers changed, but not the account's name.
    let same = [change(&first.id, "one", None)];
    store.change_files(&ana, &claim, None, &same).await.unwrap();
    let chain = store.custody_chain(&incident.id).await.unwrap();
    let logged: Vec<(Option<Purpose>, &str)> = chain
        .iter()
        .filter(|record| record.action == "evidence-changed")
        .map(|record| (record.purpose.purpose(), record.object_sha256.as_str()))
        .collect();
    let expected = [
        (vec![Answer::Account, Answer::Zone], first.sha256.as_str()),
        (vec![Answer::Account], second.sha256.as_str()),
        (vec![Answer::Zone], first.sha256.as_str()),
    ];
    let expected = expected.map(|(changed, sha256)| {
        let answers = AnswersChanged(changed);
        (Some(Purpose::Answered { answers }), sha256)
    });
    assert_eq!(logged, expected);
}

async fn files_in_two_claims_are_found(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let bo = ground.member(&incident, "bo", Role::Claimant).await;
    let one = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let two = ground.claim(&incident, &bo, "R-BBBB-22").await;
    add(&ground, &ana, &one, "a.csv", "x").await;
    assert!(
        ground
            .store
            .shared_files(&incident.id)
            .await
            .unwrap()
            .is_empty()
    );
    add(&ground, &bo, &two, "b.csv", "x").await;
    let shared = ground.store.shared_files(&incident.id).await.unwrap();
    let references: Vec<_> = shared.iter().map(|file| file.reference.as_str()).collect();
    assert_eq!(references, ["R-AAAA-22", "R-BBBB-22"]);
}
