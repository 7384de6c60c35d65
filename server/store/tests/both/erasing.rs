//! Erasing a draft: all of it, nothing of anybody else's, and never once it was
//! handed in.

use casework::{ClaimState, Recipient, Role};
use ledger::{Kind, Moment};
use store::{NewCredit, NewEvent, NewTyped, StoreError};

use crate::claims::declaration;
use crate::entries::{import, quantity, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON, on_both_homes};

on_both_homes!(
    a_draft_goes_with_all_that_hangs_on_it,
    what_was_handed_in_or_changed_meanwhile_stays,
);

async fn a_draft_goes_with_all_that_hangs_on_it(ground: Ground) {
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
    let typed = NewTyped {
        id: "t1".to_owned(),
        exchange: "kucoin".to_owned(),
        account: String::new(),
        time: Moment::from_seconds(NOON / 1_000_000),
        kind: Kind::Trade,
        out: quantity("BTC", "1"),
        in_: None,
        fee: None,
        note: String::new(),
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
    // The same person begins anew, with the same bytes.
    let again = ground.claim(&incident, &ana, "R-CCCC-22").await;
    let back = add(&ground, &ana, &again, "own.csv", "only ana's").await;
    assert_eq!(back.sha256, own.sha256);
    let bytes = store.read_bytes(&incident.id, &own.sha256).await.unwrap();
    assert_eq!(bytes, b"only ana's");
}

async fn what_was_handed_in_or_changed_meanwhile_stays(ground: Ground) {
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
