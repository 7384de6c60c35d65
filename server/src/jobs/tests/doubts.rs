//! Assets in doubt, which have no price until somebody decides, and lines that are too large.

use super::*;
use crate::jobs::details::shown;

#[tokio::test]
async fn a_listing_after_the_first_trade_leaves_the_asset_unpriced_until_it_is_settled() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    ground.submit(&ana, &claim).await;
    let listed = ground.list_dmg(MIDNIGHT_US + DAY_US).await;
    revalue(ground.app(), &ground.incident).await.unwrap();
    let store = &ground.app().store;
    assert_eq!(ground.incident_now().await.unsettled, ["DMG"]);
    let summary = store
        .claim_summary(&ground.incident.id, &claim.id)
        .await
        .unwrap();
    assert_eq!(
        (summary.documented, summary.unpriced),
        (Money::from_units(40_639_915_000), 1)
    );
    let conflicts = crate::jobs::conflicts(store, &ground.incident.id)
        .await
        .unwrap();
    assert_eq!(
        (conflicts[0].asset.as_str(), conflicts[0].line.as_str()),
        ("DMG", "3")
    );
    assert_eq!(
        store.unpriced_assets(&ground.incident.id).await.unwrap()[0].asset,
        "DMG"
    );
    store
        .unlist_manipulated(&ground.carla, &ground.incident.id, &listed)
        .await
        .unwrap();
    ground.list_dmg(MIDNIGHT_US).await;
    revalue(ground.app(), &ground.incident).await.unwrap();
    assert!(ground.incident_now().await.unsettled.is_empty());
    let summary = store
        .claim_summary(&ground.incident.id, &claim.id)
        .await
        .unwrap();
    assert_eq!(
        (summary.documented, summary.unpriced),
        (Money::from_units(GOLDEN), 0)
    );
}

/// The stored valuation, without its name and its time.
fn kept(valuation: &store::Valuation) -> store::Valuation {
    store::Valuation {
        id: String::new(),
        made_at_us: 0,
        ..valuation.clone()
    }
}

#[tokio::test]
async fn asset_in_doubt_moves_only_claims_that_trade_it() {
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let only_btc = FTX.lines().take(2).collect::<Vec<_>>().join("\n");
    let later = FTX
        .replace("9:00:07 PM", "10:00:07 PM")
        .replace("706400000", "806400000");
    let mut claims = Vec::new();
    for (name, reference, text) in [
        ("ana", "R-AAAA-22", FTX),
        ("bo", "R-BBBB-22", &only_btc),
        ("cy", "R-CCCC-22", &later),
    ] {
        let (by, claim) = ground.claim(name, reference).await;
        ground.file(&by, &claim, "ftx.csv", text).await;
        ground.contest(&by, &claim, RuleKind::Period, "").await;
        ground.value(&claim).await;
        claims.push(ground.submit(&by, &claim).await);
    }
    let valuations = async || {
        let mut found = Vec::new();
        for claim in &claims {
            found.push(store.valuation(&claim.id).await.unwrap().unwrap());
        }
        found
    };
    // This is half an hour after one of them traded it, and before another did.
    ground
        .list_dmg(MIDNIGHT_US + 21 * 3_600_000_000 + 1_800_000_000)
        .await;
    revalue(ground.app(), &ground.incident).await.unwrap();
    assert_eq!(ground.incident_now().await.unsettled, ["DMG"]);
    let in_doubt = valuations().await;
    let view = &store
        .claim_lines(&ground.incident.id, "", "R-AAAA-22")
        .await
        .unwrap()[1];
    review(
        store,
        &ground.carla,
        &claims[0],
        &view.entry_key,
        (ReviewState::Excluded, "no trade of theirs"),
    )
    .await
    .unwrap();
    revalue(ground.app(), &ground.incident).await.unwrap();
    assert!(ground.incident_now().await.unsettled.is_empty());
    let settled = valuations().await;
    let version = ground.incident_now().await.price_version;
    let stays = |at: usize| in_doubt[at].id == settled[at].id;
    assert!(stays(1) && !stays(2), "{} {}", stays(1), stays(2));
    // A valuation that was carried over must equal one that is made again.
    for (claim, before) in claims.iter().zip(&settled) {
        assert_eq!(before.price_version, version, "{}", claim.reference);
        value_claim(ground.app(), claim).await.unwrap();
        let anew = store.valuation(&claim.id).await.unwrap().unwrap();
        assert_ne!(anew.id, before.id);
        assert_eq!(kept(&anew), kept(before), "{}", claim.reference);
    }
}

#[tokio::test]
async fn a_line_past_what_can_be_stored_is_listed_and_the_others_count() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let large = FTX
        .replace("\"10\"", "\"10000000\"")
        .replace("\"169500\"", "\"169500000000\"");
    ground.file(&ana, &claim, "ftx.csv", &large).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    let dear = "asset,quote,time,price,window,source\n\
        BTC,USD,2022-10-18T20:00:00Z,99999999,1h,invented\n";
    ground.prices("dear.csv", dear).await;
    ground.value(&claim).await;
    let store = &ground.app().store;
    let valuation = store.valuation(&claim.id).await.unwrap().unwrap();
    assert_eq!((valuation.problem, valuation.unpriced), (None, 1));
    let lines = store.claim_lines(&ground.incident.id, "", &claim.reference);
    let lines = lines.await.unwrap();
    let lines = shown(store, &ground.incident, lines).await.unwrap();
    let listed = lines
        .iter()
        .find(|shown| shown.loss.loss.is_none())
        .unwrap();
    assert_eq!(listed.loss.unpriced[0].missing, losses::Missing::TooLarge);
    assert!(lines.iter().any(|shown| shown.line.loss.is_some()));
}
