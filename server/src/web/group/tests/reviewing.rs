//! The review of claims: decisions, filings on behalf, and who sees a claim and its files.

use super::*;

#[tokio::test]
async fn a_claim_is_reviewed_sent_back_and_accepted() {
    let (server, incident, mut cora, reference) = under_way().await;
    let list = cora.get(GROUP).await;
    assert!(list.contains(&reference), "{}", list.text());
    assert!(list.contains("19,249.25"), "{}", list.text());
    let claim = cora.get(&at(&format!("claims/{reference}"))).await;
    assert!(claim.contains("trades.csv"), "{}", claim.text());
    assert!(claim.contains("19,220.00"), "{}", claim.text());

    for (step, words, state) in [
        ("review", "", ClaimState::InReview),
        ("return", "Which account is it?", ClaimState::Returned),
    ] {
        let moved = decide(&mut cora, &reference, step, words).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
        let now = claim_of(&server, &incident, "ada@example.org").await;
        assert_eq!(now.state, state);
    }
    let claim = cora.get(&at(&format!("claims/{reference}"))).await;
    assert!(claim.contains("Which account is it?"));
    assert!(!claim.contains("/decision"), "it waits for the claimant");
}

#[tokio::test]
async fn a_receipt_stays_what_was_signed_whatever_becomes_of_the_claim() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let (mut ada, reference) = handed_in(&server, &incident, "ada@example.org").await;
    let receipt = "/i/attack/claim/receipt";
    let unpriced = "2 entries were not yours; 2 have no price yet.";
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    let hash = files[0].sha256.clone();
    let signed = ada.get(receipt).await;
    assert!(
        signed.contains(unpriced) && signed.contains(&hash),
        "{}",
        signed.text()
    );
    // Prices are added, the claim is sent back, its file and its words are removed.
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    decide(&mut cora, &reference, "review", "").await;
    decide(&mut cora, &reference, "return", "Is that all?").await;
    assert!(ada.get("/i/attack/claim/loss").await.contains("19,249.25"));
    claim_form(
        &mut ada,
        "statement",
        "statement",
        &[("statement", "New words")],
    )
    .await;
    let remove = format!("/i/attack/claim/evidence/{hash}/remove");
    let counted = ada.get(&remove).await.field("counted");
    let removed = ada.post(&remove, &[("counted", &counted)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text());
    let later = ada.get(receipt).await;
    assert!(
        later.contains(unpriced) && later.contains(&hash),
        "{}",
        later.text()
    );
    assert!(later.contains("No price yet"), "{}", later.text());
    assert!(!later.contains("19,249.25") && !later.contains("0.00"));
    assert!(!later.contains("New words"));
}

#[tokio::test]
async fn sending_back_without_a_word_is_refused_and_keeps_the_choice() {
    let (server, incident, mut cora, reference) = under_way().await;
    decide(&mut cora, &reference, "review", "").await;
    let again = decide(&mut cora, &reference, "return", " ").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.contains("the claimant has to know why"),
        "{}",
        again.text()
    );
    assert!(
        again.contains("value=\"return\" checked"),
        "{}",
        again.text()
    );
    let now = claim_of(&server, &incident, "ada@example.org").await;
    assert_eq!(now.state, ClaimState::InReview);
}

#[tokio::test]
async fn second_of_two_coordinators_is_shown_what_changed() {
    let (server, incident, mut cora, reference) = under_way().await;
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    decide(&mut cora, &reference, "review", "").await;
    let claim = at(&format!("claims/{reference}"));
    let seen = version(&mut otto, &claim).await;
    decide(&mut cora, &reference, "accept", "").await;
    let late = [
        ("version", seen.as_str()),
        ("step", "decline"),
        ("words", "Nothing was lost"),
    ];
    let answer = otto.post(&format!("{claim}/decision"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("Nothing was lost"),
        "what was typed is kept"
    );
    let now = claim_of(&server, &incident, "ada@example.org").await;
    assert_eq!(now.state, ClaimState::Accepted);
    let reopened = decide(&mut otto, &reference, "reopen", "A file is missing").await;
    assert_eq!(
        reopened.status,
        StatusCode::SEE_OTHER,
        "{}",
        reopened.text()
    );
}

#[tokio::test]
async fn nobody_decides_on_their_own_claim() {
    let (server, incident, _, reference) = under_way().await;
    fixtures::member(&server.app, &incident, "ada@example.org", Role::Coordinator).await;
    let mut ada = server.browser();
    let signed_in = [
        ("email", "ada@example.org"),
        ("password", testing::PASSWORD),
    ];
    ada.post("/sign-in", &signed_in).await;
    let claim = at(&format!("claims/{reference}"));
    let seen = ada.get(&claim).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert!(!seen.contains("/decision"), "{}", seen.text());
    let fields = [("version", "99"), ("step", "review"), ("words", "")];
    for (to, fields) in [
        ("decision", fields.as_slice()),
        ("messages", &[("message", "x")]),
    ] {
        let refused = ada.post(&format!("{claim}/{to}"), fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{to}");
    }
    let now = claim_of(&server, &incident, "ada@example.org").await;
    assert_eq!(now.state, ClaimState::Submitted);
}

#[tokio::test]
async fn a_claim_of_another_incident_is_not_found_under_this_one() {
    let (server, _, _, reference) = under_way().await;
    let elsewhere = server.incident("elsewhere").await;
    let mut olga = coordinator(&server, &elsewhere, "olga@example.org").await;
    let answer = olga
        .get(&format!("/i/elsewhere/group/claims/{reference}"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn view_is_logged_once_an_hour_and_a_file_is_sent_as_an_attachment() {
    let (server, incident, mut cora, reference) = under_way().await;
    let claim = at(&format!("claims/{reference}"));
    let before = actions(&server, &incident, "claim-seen").await;
    for _ in 0..3 {
        cora.get(&claim).await;
    }
    assert_eq!(actions(&server, &incident, "claim-seen").await, before + 1);
    let claimed = claim_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claimed.id).await.unwrap();
    let sha256 = &files[0].sha256;
    let file = cora.get(&format!("{claim}/evidence/{sha256}")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.text().starts_with("Date(UTC)"));
    let header = |name: &str| file.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(actions(&server, &incident, "evidence-seen").await, 1);
    let unknown = cora
        .get(&format!("{claim}/evidence/{}", "0".repeat(64)))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn rows_of_a_claim_count_as_a_view_of_it_and_aggregates_do_not() {
    let (server, incident, mut cora, first) = under_way().await;
    let (_, second) = handed_in(&server, &incident, "bob.long@example.org").await;
    let who_saw = async |reference: &str| {
        let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
        let seen = chain.iter().filter(|record| {
            record.action == "claim-seen"
                && record.object == reference
                && record.role == "coordinator"
        });
        seen.count()
    };
    cora.get(&at("totals")).await;
    assert_eq!((who_saw(&first).await, who_saw(&second).await), (0, 0));
    // A requested claim counts as viewed, whether or not rows are found.
    let none = at(&format!(
        "lines?claim={}&day=2020-01-01",
        first.to_lowercase()
    ));
    assert_eq!(cora.get(&none).await.status, StatusCode::OK);
    assert_eq!((who_saw(&first).await, who_saw(&second).await), (1, 0));
    let unknown = cora.get(&at("lines?claim=R-ZZZZ-99")).await;
    assert_eq!(unknown.status, StatusCode::OK);
    // A wider list counts as a view of each claim whose rows it shows.
    cora.get(&at("lines?day=2020-01-01")).await;
    assert_eq!(who_saw(&second).await, 0);
    let all = cora.get(&at("lines?counted=all")).await;
    assert!(
        all.contains(&first) && all.contains(&second),
        "{}",
        all.text()
    );
    assert_eq!((who_saw(&first).await, who_saw(&second).await), (1, 1));
}

#[tokio::test]
async fn originals_count_among_the_exports() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let (_, reference) = handed_in(&server, &incident, "ada@example.org").await;
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    let original = at(&format!("claims/{reference}/evidence/{}", files[0].sha256));
    for _ in 0..2 {
        assert_eq!(cora.get(&original).await.status, StatusCode::OK);
    }
    let refused = cora.get(&original).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_claim_filed_for_somebody_is_theirs_to_confirm() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let filed = [
        ("name", "Old Tom"),
        ("email", "Tom@example.org"),
        ("language", "en"),
        ("words", "asked by telephone"),
    ];
    let mut own = filed;
    own[1] = ("email", "cora@example.org");
    let refused = cora.post(&at("claims/new"), &own).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("asked by telephone"));
    let begun = cora.post(&at("claims/new"), &filed).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let text = begun.text();
    let (_, rest) = text.split_once("/join/").expect("the link is shown");
    let token = rest.split('"').next().unwrap();
    let claim = claim_of(&server, &incident, "tom@example.org").await;
    let filing = at(&format!("claims/{}/filing", claim.reference));
    assert_eq!(cora.get(&filing).await.status, StatusCode::OK);
    let twice = cora.post(&at("claims/new"), &filed).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.contains("has a claim in this incident already"));

    let mut tom = server.browser();
    let path = format!("/join/{token}");
    assert_eq!(tom.get(&path).await.status, StatusCode::OK);
    let fields = [("name", "Old Tom"), ("password", testing::PASSWORD)];
    let joined = tom.post(&path, &fields).await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    assert_eq!(
        tom.get("/i/attack/claim/confirm").await.status,
        StatusCode::OK
    );
}
