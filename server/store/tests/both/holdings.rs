//! Holdings of a claim and the periods of its files: of the current generation, a page at a
//! time, and gone with it.

use casework::Role;
use ledger::balances::balances;
use ledger::{BalanceRules, Balances, Entry, Terms};
use store::{Claim, StoreError, Window};

use crate::entries::{import, quantity, trade};
use crate::evidence::add;
use crate::ground::{Ground, on_both};
use crate::valuing::generation;

on_both!(holdings_are_those_of_the_current_generation);

/// A sale of 10 BTC, and 2 ETH that came in.
fn entries() -> [Entry; 2] {
    let came_in = Entry {
        out: None,
        fee: None,
        in_: quantity("ETH", "2"),
        ..trade("a.csv", 3, 1)
    };
    [trade("a.csv", 2, 0), came_in]
}

fn found() -> Balances {
    balances(&entries(), [], &Terms::default(), &BalanceRules::default())
}

async fn with_a_file(ground: &Ground) -> Claim {
    let incident = ground.incident("one").await;
    let ana = ground.member(&incident, "ana", Role::Claimant).await;
    let claim = ground.claim(&incident, &ana, "R-AAAA-22").await;
    let file = add(ground, &ana, &claim, "a.csv", "ana's").await;
    import(ground, &claim, &file, &entries()).await;
    claim
}

async fn holdings_are_those_of_the_current_generation(ground: Ground) {
    let (claim, store) = (with_a_file(&ground).await, &ground.store);
    let found = found();
    assert_eq!(found.holdings.len(), 3);
    let early = store.set_balances("g1", &found).await;
    assert!(matches!(early, Err(StoreError::Conflict("generation"))));
    generation(store, &claim, "g1", &[]).await.unwrap();
    assert_eq!(store.balances(&claim.id).await.unwrap(), None);
    assert!(!store.has_balances("g1").await.unwrap());

    store.set_balances("g1", &found).await.unwrap();

    assert!(store.has_balances("g1").await.unwrap());
    let kept = store.balances(&claim.id).await.unwrap().unwrap();
    assert_eq!((kept.holdings, kept.lacking, kept.files), (3, 1, 1));
    assert!(!kept.is_cut_short);
    // The 10 BTC came from nowhere, and stand first.
    let first = store.holdings("g1", Window::first(1)).await.unwrap();
    assert_eq!((first.len(), &*first[0].asset), (1, "BTC"));
    let window = Window {
        offset: 1,
        limit: 5,
    };
    let rest = store.holdings("g1", window).await.unwrap();
    let assets: Vec<&str> = rest.iter().map(|holding| &*holding.asset).collect();
    assert_eq!(assets, ["ETH", "USDT"]);
    let all: Vec<_> = first.into_iter().chain(rest).collect();
    assert!(found.holdings.iter().all(|holding| all.contains(holding)));
    let files = store.file_periods("g1", Window::ALL).await.unwrap();
    assert_eq!(files, found.files);

    // A new generation has none before they are worked out; the old one goes with its own.
    generation(store, &claim, "g2", &[]).await.unwrap();
    assert_eq!(store.balances(&claim.id).await.unwrap(), None);
    assert!(!store.has_balances("g1").await.unwrap());
    assert_eq!(store.holdings("g1", Window::ALL).await.unwrap(), []);
    store.set_balances("g2", &found).await.unwrap();
    let incident = claim.incident.as_str();
    let now = store.claim(incident, &claim.id).await.unwrap();
    let by = store::Actor::new(&claim.claimant, Role::Claimant, now.changed_at_us);
    store.erase_claim(&by, &now, now.version).await.unwrap();
    assert!(!store.has_balances("g2").await.unwrap());
}
