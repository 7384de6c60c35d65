//! Erasing a draft: it removes everything of the draft, nothing of anybody else, and never a
//! submitted claim.

use casework::{ClaimState, Recipient, Role, Support};
use ledger::{Kind, Moment};
use store::{FileName, NewConflictAnswer, NewCredit, NewEvent, NewTyped, StoreError};

use crate::claims::declaration;
use crate::entries::{import, quantity, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both_homes};
use crate::valuing::{OwnLine, generation, line, new_line, save, valuation};

on_both_homes!(
    erased_draft_is_removed_with_all_its_data,
    submitted_or_changed_claim_is_not_erased,
);

async fn erased_draft_is_removed_with_all_its_data(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let ben = ground.member(&incident, "ben", Role::Claimant).await;
    let store = &ground.store;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let others = ground.claim(&incident, &ben, "R-BBBB-22").await;
    let own = add(&ground, &ana, &claim, "own.csv", "only ana's").await;
    let both = add(&ground, &ana, &claim, "both.csv", "in two claims").await;
    add(&ground, &ben, &others, "theirs.csv", "in two claims").await;
    import(&ground, &claim, &own, &[trade("own.csv", 2, 0)]).await;
    let noon = Moment::from_seconds(NOON / 1_000_000);
    let typed = NewTyped {
        out: quantity("BTC", "1"),
        ..NewTyped::new("t1", "kucoin", noon, Kind::Trade)
    };
    store.add_typed(&ana, &claim, None, &typed).await.unwrap();
    let credit = NewCredit {
        id: "c1".to_owned(),
        time_text: "2022-12-01".to_owned(),
        time_us: NOON,
        asset: "USD".to_owned(),
        amount: "5".to_owned(),
        evidence: own.sha256.clone(),
        note: String::new(),
    };
    store.add_credit(&ana, &claim, None, &credit).await.unwrap();
    let decision = NewConflictAnswer {
        id: "d1",
        counted_key: "a:2",
        other_keys: &["b:2".to_owned()],
        reason: "why",
    };
    let settled = store.settle_conflict(&ana, &claim, None, &decision);
    settled.await.unwrap();
    let theirs = store.files(&others.id).await.unwrap().remove(0);
    import(&ground, &others, &theirs, &[trade("theirs.csv", 2, 0)]).await;
    generation(store, &claim, "g1", &[]).await.unwrap();
    generation(store, &others, "g2", &[]).await.unwrap();
    let loss = line(&[("BTC", 5)]);
    for of in [&claim, &others] {
        let stored = store.entries(&of.id).await.unwrap().remove(0);
        let row = OwnLine::of(&stored, Support::Documented, &loss);
        let typed = new_line("t1", "kucoin", 0, Support::Claimed, &loss);
        let own = valuation(&ground.id(), 1, vec![row, typed]);
        save(store, of, &own, NOON).await.unwrap();
    }
    // Files that a stopped server left of the claim, and of another.
    generation(store, &claim, "g3", &[]).await.unwrap();
    let of_claim = |id: &str| FileName::derived_of_claim(&incident.id, id).unwrap();
    let of_others = ground.kept(of_claim(&others.id)).await;
    // Two of rows, two generations (no valuation uses the second), and three of lines.
    assert_eq!(ground.kept(of_claim(&claim.id)).await.len(), 7);
    assert_eq!(of_others.len(), 6);
    let given = [(Recipient::Group, true)];
    store
        .set_consents(&ana, &claim, None, &given)
        .await
        .unwrap();

    let now = store.claim(&incident.id, &claim.id).await.unwrap();
    store.erase_claim(&ana, &now, now.version).await.unwrap();

    let gone = store.claim(&incident.id, &claim.id).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    assert!(store.entries(&claim.id).await.unwrap().is_empty());
    assert!(store.imports(&claim.id).await.unwrap().is_empty());
    assert!(store.credits(&claim.id).await.unwrap().is_empty());
    let decisions = ground.count("SELECT COUNT(*) FROM conflict_answer").await;
    assert_eq!(decisions, 0);
    assert!(ground.kept(of_claim(&claim.id)).await.is_empty());
    assert_eq!(ground.kept(of_claim(&others.id)).await, of_others);
    assert_eq!(store.entries(&others.id).await.unwrap().len(), 1);
    for sql in [
        "SELECT COUNT(*) FROM generation",
        "SELECT COUNT(*) FROM generation_import",
        "SELECT COUNT(*) FROM valuation",
    ] {
        assert_eq!(ground.count(sql).await, 1, "{sql}");
    }
    let bytes = store.read_bytes(&incident.id, &own.sha256).await;
    assert!(matches!(bytes, Err(StoreError::NotFound(_))));
    let bytes = store.read_bytes(&incident.id, &both.sha256).await.unwrap();
    assert_eq!(bytes, b"in two claims");
    assert_eq!(store.files(&others.id).await.unwrap().len(), 1);
    let chain = store.custody_chain(&incident.id).await.unwrap();
    let last = chain.last().unwrap();
    assert_eq!(
        (&*last.action, &*last.object),
        ("claim-erased", "R-AAAA-22")
    );
    store.verify_custody(&incident.id).await.unwrap().unwrap();
    // The same person begins again, with the same bytes.
    let again = ground.claim(&incident, &ana, "R-CCCC-22").await;
    let back = add(&ground, &ana, &again, "own.csv", "only ana's").await;
    assert_eq!(back.sha256, own.sha256);
    let bytes = store.read_bytes(&incident.id, &own.sha256).await.unwrap();
    assert_eq!(bytes, b"only ana's");
}

async fn submitted_or_changed_claim_is_not_erased(ground: Ground) {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let store = &ground.store;
    let seen = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(&ground, &ana, &seen, "own.csv", "x").await;
    let stale = store.erase_claim(&ana, &seen, seen.version).await;
    assert!(matches!(stale, Err(StoreError::Conflict("claim"))));
    let now = store.claim(&incident.id, &seen.id).await.unwrap();
    let event = NewEvent {
        id: "e1",
        words: "",
    };
    let signed = declaration("d1");
    let handed_in = store.submit_claim(&ana, &now, now.version, &signed, &event);
    let handed_in = handed_in.await.unwrap();
    let late = store.erase_claim(&ana, &handed_in, handed_in.version).await;
    assert!(matches!(
        late,
        Err(StoreError::Closed(ClaimState::Submitted))
    ));
    assert_eq!(
        store.files(&seen.id).await.unwrap(),
        std::slice::from_ref(&file)
    );
    assert!(store.read_bytes(&incident.id, &file.sha256).await.is_ok());
}
