//! The statement that at a moment nothing was held in any contract: asked for where a claim
//! has fills of contracts, followed by the loss, shown before signing, and fixed afterwards.

use super::*;

/// A purchase and a sale of a contract; what was held before is in no file.
const FILLS: &str = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
    1,2022-10-18T10:00:00+00:00,BTC-PERP,buy,market,2,20000,40000,1,USD\n\
    2,2022-10-18T11:00:00+00:00,BTC-PERP,sell,market,2,18000,36000,1,USD\n";

const MOMENT: [(&str, &str); 2] = [
    ("flat-time", "2022-10-18T09:00:00"),
    ("flat-reason", "a <new> account"),
];

/// A claimant who contests two fills of a contract.
async fn with_fills() -> (Server, Incident, Browser) {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("fills.csv", FILLS.as_bytes())]).await;
    contest_all(&mut ada).await;
    (server, incident, ada)
}

async fn state(ada: &mut Browser) {
    let saved = send(ada, "entries", "entries/flat", &MOMENT).await;
    let saved_to = at("entries?done=claim-contested");
    assert_eq!(saved.location, saved_to, "{}", saved.text());
}

#[tokio::test]
async fn claim_without_contracts_is_not_asked_when_nothing_was_held() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let page = ada.get(&at("entries")).await;
    assert!(!page.contains("entries/flat"), "{}", page.text());
    upload(&mut ada, &[("fills.csv", FILLS.as_bytes())]).await;
    let page = ada.get(&at("entries")).await;
    assert!(page.contains("entries/flat"), "{}", page.text());
}

#[tokio::test]
async fn moment_without_contracts_has_their_fills_valued_until_it_is_removed() {
    let (server, incident, mut ada) = with_fills().await;
    let page = ada.get(&at("entries")).await;
    assert!(page.contains("One position has no value yet."));
    let loss = ada.get(&at("loss")).await;
    assert!(loss.contains("Positions not valued") && !loss.contains("4,001"));
    assert!(loss.contains("Say when nothing was held in any contract"));

    state(&mut ada).await;
    let page = ada.get(&at("entries")).await;
    let stated = "Nothing was held in any contract at 2022-10-18 09:00:00 UTC";
    assert!(page.contains(stated), "{}", page.text());
    assert!(page.contains("a &lt;new&gt; account"));
    assert!(!page.contains("has no value yet") && !page.contains("flat-time"));
    let loss = ada.get(&at("loss")).await;
    assert!(!loss.contains("Positions not valued"), "{}", loss.text());
    for text in [
        "4,001",
        "A person says that nothing was held in any contract at 2022-10-18 09:00:00 UTC.",
    ] {
        assert!(loss.contains(text), "{text}: {}", loss.text());
    }
    let check = ada.get(&at("declaration")).await;
    assert!(check.contains(stated), "{}", check.text());

    let removed = send(&mut ada, "entries", "entries/flat/remove", &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.flat_before(), None);
    let page = ada.get(&at("entries")).await;
    assert!(page.contains("One position has no value yet."));
    assert!(page.contains("flat-time"));
}

#[tokio::test]
async fn moment_without_contracts_needs_a_time_and_a_reason_and_an_open_claim() {
    let (server, incident, mut ada) = with_fills().await;
    let wrong = [("flat-time", "some day")];
    let refused = send(&mut ada, "entries", "entries/flat", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["Write the time like", "how you know it", "some day"] {
        assert!(refused.contains(text), "{text}: {}", refused.text());
    }
    let mut old = MOMENT.to_vec();
    old.push(("version", "1"));
    let refused = ada.post(&at("entries/flat"), &old).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("a &lt;new&gt; account"),
        "what was typed is kept"
    );

    state(&mut ada).await;
    let signed = sign(&mut ada).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let page = ada.get(&at("entries")).await;
    assert!(page.contains("Nothing was held in any contract at"));
    assert!(!page.contains("entries/flat"), "it is signed");
    for to in ["entries/flat", "entries/flat/remove"] {
        let closed = ada.post(&at(to), &MOMENT).await;
        assert_eq!(closed.status, StatusCode::CONFLICT, "{to}");
    }
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert!(claim.flat_before().is_some());
}
