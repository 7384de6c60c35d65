//! The statement that at a moment nothing was held in any contract: written, replaced,
//! removed, logged, and refused on a closed claim.

use casework::Role;
use casework::custody::Purpose;
use ledger::Moment;
use store::{Actor, Claim, StoreError};

use crate::ground::{Ground, NOON, on_both};

on_both!(
    moment_without_contracts_is_logged_and_has_the_claim_valued_again,
    moment_without_contracts_is_refused_on_a_closed_claim_and_from_an_old_page,
);

async fn claim(ground: &Ground) -> (Actor, Claim) {
    let incident = ground.incident("one").await;
    let by = ground.member(&incident, "claimant", Role::Claimant).await;
    let claim = ground.claim(&incident, &by, "R-1111-11").await;
    (by, claim)
}

async fn now(ground: &Ground, claim: &Claim) -> Claim {
    let now = ground.store.claim(&claim.incident, &claim.id).await;
    now.unwrap()
}

pub async fn moment_without_contracts_is_logged_and_has_the_claim_valued_again(ground: Ground) {
    let store = &ground.store;
    let (by, claim) = claim(&ground).await;
    assert_eq!(claim.flat_before(), None);
    let jobs = "SELECT asked FROM job WHERE kind = 'claim'";
    let (first, second) = (NOON, NOON + 60_000_000);
    for (count, at_us) in [(1, first), (2, second)] {
        let stated = (at_us, "a new account");
        store.state_flat(&by, &claim, None, stated).await.unwrap();
        let now = now(&ground, &claim).await;
        let expected = (Moment::from_micros(at_us), "a new account".to_owned());
        assert_eq!(now.flat_before(), Some(expected));
        assert_eq!(now.figures_version, claim.figures_version + count);
        assert_eq!(now.version, claim.version + count);
        assert_eq!(ground.count(jobs).await, count, "its figures are asked for");
    }
    store.remove_flat(&by, &claim, None).await.unwrap();
    let removed = now(&ground, &claim).await;
    assert_eq!(removed.flat_before(), None);
    assert_eq!(removed.flat_before_reason, None);
    assert_eq!(removed.figures_version, claim.figures_version + 3);
    let again = store.remove_flat(&by, &claim, None).await;
    assert!(matches!(again, Err(StoreError::NotFound("moment"))));
    let unchanged = now(&ground, &claim).await;
    assert_eq!(unchanged.version, removed.version);
    let log = store.custody_chain(&claim.incident).await.unwrap();
    let of_contracts = log
        .iter()
        .filter(|record| record.action.starts_with("flat-"));
    let acts: Vec<(&str, Option<Purpose>)> = of_contracts
        .map(|record| (record.action.as_str(), record.purpose.purpose()))
        .collect();
    let at = |at_us: i64| {
        let moment = Moment::from_micros(at_us);
        Some(Purpose::Flat { moment })
    };
    let expected = [
        ("flat-stated", at(first)),
        ("flat-stated", at(second)),
        ("flat-removed", at(second)),
    ];
    assert_eq!(acts, expected);
}

pub async fn moment_without_contracts_is_refused_on_a_closed_claim_and_from_an_old_page(
    ground: Ground,
) {
    let store = &ground.store;
    let (by, claim) = claim(&ground).await;
    let stated = (NOON, "a new account");
    let old = Some(claim.version + 7);
    let refused = store.state_flat(&by, &claim, old, stated).await;
    assert!(matches!(refused, Err(StoreError::Conflict("claim"))));
    let nul = store.state_flat(&by, &claim, None, (NOON, "a\0b")).await;
    assert!(matches!(nul, Err(StoreError::Nul(_))));
    let version = Some(claim.version);
    store
        .state_flat(&by, &claim, version, stated)
        .await
        .unwrap();
    let refused = store.remove_flat(&by, &claim, version).await;
    assert!(matches!(refused, Err(StoreError::Conflict("claim"))));
    ground.run("UPDATE claim SET state = 'submitted'").await;
    let closed = store.state_flat(&by, &claim, None, stated).await;
    assert!(matches!(closed, Err(StoreError::Closed(_))));
    let closed = store.remove_flat(&by, &claim, None).await;
    assert!(matches!(closed, Err(StoreError::Closed(_))));
    assert!(now(&ground, &claim).await.flat_before().is_some());
}
