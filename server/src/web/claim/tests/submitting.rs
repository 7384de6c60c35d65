//! Signing and submitting a claim, and consents, withdrawal and erasure.

use store::{Actor, NewClaim};

use super::*;

#[tokio::test]
async fn a_claimant_walks_from_the_start_page_to_the_receipt() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut ada = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let start = ada.get(CLAIM).await;
    assert!(
        start.contains("What happens to your data"),
        "{}",
        start.text()
    );
    assert_eq!(ada.post(CLAIM, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(ada.get(CLAIM).await.contains("in preparation"));

    let sent = upload(
        &mut ada,
        &[("trades.csv", TRADES.as_bytes()), ("x.png", b"\x89PNG")],
    )
    .await;
    assert_eq!(sent.location, format!("{CLAIM}/evidence?done=claim-files"));
    let files = ada.get(&at("evidence")).await;
    assert!(files.contains("3 entries"), "{}", files.text());
    assert!(files.contains("kept, not read"));
    assert!(
        !files.contains("Explain the columns of this file"),
        "of a picture"
    );

    contest_all(&mut ada).await;
    let entries = ada.get(&at("entries")).await;
    assert!(
        entries.contains("2 entries were not yours"),
        "{}",
        entries.text()
    );
    assert!(entries.contains("line 3"));
    let loss = ada.get(&at("loss")).await;
    assert!(loss.contains("no price yet"), "{}", loss.text());

    let words = [("statement", "My keys were used.")];
    let answer = send(&mut ada, "statement", "statement", &words).await;
    assert_eq!(answer.location, format!("{CLAIM}?done=claim-statement"));
    let decided = send(
        &mut ada,
        "consents",
        "consents",
        &[("group", "yes"), ("press", "no")],
    )
    .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER);

    let unsigned = send(&mut ada, "declaration", "declaration", &[("name", "Ada")]).await;
    assert_eq!(unsigned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsigned.contains("Tick the box if it is true"));
    let signed = sign(&mut ada).await;
    assert_eq!(
        signed.location,
        format!("{CLAIM}/receipt?done=claim-submitted"),
        "{}",
        signed.text()
    );

    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Submitted);
    let receipt = ada.get(&at("receipt")).await;
    assert!(receipt.contains(&claim.reference));
    assert!(receipt.contains(&sha256(TRADES.as_bytes())));
    assert!(receipt.contains("My keys were used."));
}

#[tokio::test]
async fn handing_in_twice_hands_in_once_and_shows_the_receipt() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let old = version(&mut ada, "declaration").await;
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
    let fields = [("version", old.as_str()), ("true", "yes"), ("name", "Ada")];
    let again = ada.post(&at("declaration"), &fields).await;
    assert_eq!(again.location, at("receipt"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let events = server.app.store.claim_events(&claim.id).await.unwrap();
    assert_eq!(events.len(), 1, "one change of state");
    let late = upload(&mut ada, &[("more.csv", b"x")]).await;
    assert_eq!(
        late.status,
        StatusCode::CONFLICT,
        "nothing changes once it is handed in"
    );
}

#[tokio::test]
async fn nothing_is_handed_in_before_something_is_contested() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let page = ada.get(&at("declaration")).await;
    assert!(page.contains("Say which entries were not yours"));
    let version = claim.version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("true", "yes"),
        ("name", "Ada"),
    ];
    let refused = ada.post(&at("declaration"), &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Draft);
}

#[tokio::test]
async fn an_old_window_does_not_give_again_what_was_taken_back() {
    let (server, incident, mut ada) = begun().await;
    let consented = [("law_enforcement", "yes"), ("press", "no")];
    send(&mut ada, "consents", "consents", &consented).await;
    let old = version(&mut ada, "consents").await;
    let back = [("law_enforcement", "no"), ("press", "no")];
    send(&mut ada, "consents", "consents", &back).await;
    let mut late = vec![("version", old.as_str())];
    late.extend_from_slice(&consented);
    let answer = ada.post(&at("consents"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("You decided in another window"),
        "{}",
        answer.text()
    );
    assert!(answer.contains("Your answer now: No"), "{}", answer.text());
    assert!(!answer.contains(&format!(r#"name="version" value="{old}""#)));
    let without = ada.post(&at("consents"), &consented).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let kept = server.app.store.consents(&claim.id).await.unwrap();
    assert!(kept.iter().all(|consent| !consent.given), "{kept:?}");
    // Another change of the claim does not affect the consents.
    let seen = version(&mut ada, "consents").await;
    let statement = [("statement", "My keys were used.")];
    send(&mut ada, "statement", "statement", &statement).await;
    assert_eq!(version(&mut ada, "consents").await, seen);
}

/// Ada as the actor that the store takes.
async fn by_ada(server: &Server) -> Actor {
    let ada = server.app.store.person_by_email("ada@example.org").await;
    Actor::new(&ada.unwrap().unwrap().id, Role::Claimant, NOW_US)
}

#[tokio::test]
async fn nobody_signs_a_sum_of_before_the_last_change() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let store = &server.app.store;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    // The server stopped between storing the rule and valuing.
    let day = 86_400_000_000;
    let rule = store::NewRule {
        id: "r1".into(),
        kind: store::RuleKind::Period,
        from_us: Some(1_666_051_200_000_000),
        to_us: Some(1_666_051_200_000_000 + day),
        exchange: String::new(),
        account: String::new(),
        asset: String::new(),
        row_key: String::new(),
        reason: "asleep".into(),
    };
    let by = by_ada(&server).await;
    store.add_rules(&by, &claim, None, &[rule]).await.unwrap();
    let check = ada.get(&at("declaration")).await;
    assert!(check.contains("being worked out"), "{}", check.text());
    assert!(!check.contains("Sign and hand in"));
    assert!(!check.contains("Say which entries were not yours"));
    let again = ada.post(&at("loss/again"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text());
    let check = ada.get(&again.location).await;
    assert!(check.contains("Sign and hand in"), "{}", check.text());
    assert!(check.contains("2 entries"), "{}", check.text());
    // The server stopped again, between storing a new zone and reading the file again.
    let shown = hidden(&mut ada, "declaration", "shown").await;
    let file = store.files(&claim.id).await.unwrap().remove(0);
    let change = store::FileChange {
        file: &file.id,
        answered: store::Answered {
            account: "bot".to_owned(),
            ..store::Answered::default()
        },
    };
    store
        .change_files(&by, &claim, None, &[change])
        .await
        .unwrap();
    assert!(
        ada.get(&at("declaration"))
            .await
            .contains("being worked out")
    );
    // Signing completes the work, and the sum is the one that was shown.
    let now = state_of(&server, &incident, "ada@example.org").await;
    let version = now.version.to_string();
    let signed = [
        ("version", version.as_str()),
        ("shown", shown.as_str()),
        ("true", "yes"),
        ("name", "Ada Example"),
    ];
    let done = ada.post(&at("declaration"), &signed).await;
    assert_eq!(done.location, at("receipt?done=claim-submitted"));
    let valued = store.valuation(&claim.id).await.unwrap().unwrap();
    let declared = store.declaration(&claim.id).await.unwrap().unwrap();
    assert_eq!(declared.valuation, Some(valued.id));
    let lines = store.claim_lines(&incident.id, "", &claim.reference).await;
    assert!(lines.unwrap().iter().all(|line| line.account == "bot"));
}

#[tokio::test]
async fn a_sum_that_changed_since_the_page_was_opened_is_shown_before_it_is_signed() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let old = hidden(&mut ada, "declaration", "shown").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let prices = crate::web::group::tests::PRICES;
    let files = [("file", "prices.csv", prices.as_bytes())];
    let added = cora.upload("/i/attack/group/prices", &[], &files).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    for shown in [old.as_str(), ""] {
        let signed = [("true", "yes"), ("name", "Ada"), ("shown", shown)];
        let answer = send(&mut ada, "declaration", "declaration", &signed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.contains("was worked out again"), "{}", answer.text());
        assert!(answer.contains("19,249.25"), "{}", answer.text());
        assert!(answer.contains(r#"value="Ada""#), "what was typed is kept");
    }
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Draft);
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn consents_can_be_taken_back_after_handing_in() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    send(
        &mut ada,
        "consents",
        "consents",
        &[("law_enforcement", "yes")],
    )
    .await;
    sign(&mut ada).await;
    let back = send(
        &mut ada,
        "consents",
        "consents",
        &[("law_enforcement", "no")],
    )
    .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let consents = server.app.store.consents(&claim.id).await.unwrap();
    assert!(consents.iter().all(|consent| !consent.given));
}

#[tokio::test]
async fn a_draft_is_erased_only_when_the_claimant_is_sure() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let page = ada.get(&at("withdraw")).await;
    assert!(page.contains("Erase this claim"), "{}", page.text());
    let unsure = send(&mut ada, "withdraw", "withdraw", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = [("version", "1"), ("sure", "yes")];
    let stale = ada.post(&at("withdraw"), &old).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = send(&mut ada, "withdraw", "withdraw", &[("sure", "yes")]).await;
    assert_eq!(sure.location, format!("{CLAIM}?done=claim-erased"));
    let start = ada.get(&sure.location).await;
    assert!(start.contains("Your claim is erased"), "{}", start.text());
    let store = &server.app.store;
    assert!(store.claim(&incident.id, &claim.id).await.is_err());
    ada.post(CLAIM, &[]).await;
    let anew = state_of(&server, &incident, "ada@example.org").await;
    assert_ne!(anew.reference, claim.reference);
}

#[tokio::test]
async fn a_claim_is_taken_back_only_when_the_claimant_is_sure() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    sign(&mut ada).await;
    let unsure = send(&mut ada, "withdraw", "withdraw", &[]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sure = send(&mut ada, "withdraw", "withdraw", &[("sure", "yes")]).await;
    assert_eq!(sure.location, format!("{CLAIM}?done=claim-withdrawn"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Withdrawn);
    let consent = ada.post(&at("consents"), &[("group", "yes")]).await;
    assert_eq!(consent.status, StatusCode::CONFLICT);
    assert_eq!(ada.get(&at("export.zip")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_claim_filed_for_somebody_is_theirs_once_they_confirm_it() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let mut dan = server
        .member(&incident, "dan@example.org", Role::Coordinator)
        .await;
    let mut ada = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let store = &server.app.store;
    let cora_id = store
        .person_by_email("cora@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let ada_id = store
        .person_by_email("ada@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let by = Actor::new(&cora_id, Role::Coordinator, NOW_US);
    let new = NewClaim {
        id: &server.app.random.id(),
        reference: "R-2345-67",
        claimant: &ada_id,
    };
    store.start_claim(&by, &incident.id, &new).await.unwrap();

    let filing = "/i/attack/group/claims/R-2345-67/filing";
    assert_eq!(
        dan.get(&format!("{filing}/evidence")).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(
        cora.get(&format!("{filing}/evidence"))
            .await
            .contains("Choose files")
    );
    let sent = cora
        .upload(
            &format!("{filing}/evidence"),
            &[],
            &[("files", "trades.csv", TRADES.as_bytes())],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    for page in ["declaration", "consents", "withdraw", "export.zip"] {
        let answer = cora
            .post(&format!("{filing}/{page}"), &[("group", "yes")])
            .await;
        assert!(answer.status.is_client_error(), "{page}");
    }

    assert!(
        ada.get(CLAIM)
            .await
            .contains("A coordinator started this claim for you")
    );
    contest_all(&mut ada).await;
    assert!(
        ada.get(&at("declaration"))
            .await
            .contains("Confirm that this claim")
    );
    let silent = send(&mut ada, "confirm", "confirm", &[]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let yes = send(&mut ada, "confirm", "confirm", &[("answer", "yes")]).await;
    assert_eq!(yes.location, format!("{CLAIM}?done=claim-confirmed"));
    assert_eq!(
        cora.get(&format!("{filing}/evidence")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
}
