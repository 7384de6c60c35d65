//! Uploading files: questions about them, limits, originals and removal.

use super::*;

#[tokio::test]
async fn a_file_without_a_zone_is_asked_for_one_and_shows_the_first_time_as_read() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", ZONELESS.as_bytes())]).await;
    let hash = sha256(ZONELESS.as_bytes());
    let (zone, account) = (format!("zone-{hash}"), format!("account-{hash}"));
    assert!(ada.get(&at("evidence")).await.contains(&zone));
    assert!(ada.get(CLAIM).await.contains("a question"));

    let fields = [(account.as_str(), "bot"), (zone.as_str(), "Mars/Base")];
    let wrong = send(&mut ada, "evidence", "evidence/about", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("Mars/Base") && wrong.contains("is not a time zone that we know"));
    assert!(wrong.contains(r#"value="bot""#), "what was typed is kept");

    let fields = [(account.as_str(), "bot"), (zone.as_str(), "UTC+8")];
    let saved = send(&mut ada, "evidence", "evidence/about", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let files = ada.get(&at("evidence")).await;
    assert!(
        files.contains("2022-10-18 13:01:00 UTC"),
        "{}",
        files.text()
    );
    assert!(
        ada.get(&at("entries"))
            .await
            .contains("2022-10-18T13:01:00Z")
    );
}

#[tokio::test]
async fn each_bad_file_has_its_message_and_the_good_ones_are_kept() {
    let limits = Limits::but(|limits| {
        limits.uploads.file_bytes_max = TRADES.len() as u64;
        limits.uploads.files_max = 3;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;

    let none = upload(&mut ada, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.contains("Choose at least one file"));

    let long = format!("{TRADES}x");
    let mixed = upload(
        &mut ada,
        &[
            ("broken-off.csv", b""),
            ("long.csv", long.as_bytes()),
            ("at-the-limit.csv", TRADES.as_bytes()),
            ("fourth.csv", b"one too many"),
        ],
    )
    .await;
    assert_eq!(mixed.status, StatusCode::UNPROCESSABLE_ENTITY);
    for message in [
        "broken-off.csv is empty",
        "long.csv is larger than",
        "At most 3 files at once",
        "The other file has arrived and is shown below",
    ] {
        assert!(mixed.contains(message), "{message}");
    }
    assert!(mixed.contains("at-the-limit.csv"), "the good one is kept");
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    assert_eq!(files.len(), 1);
}

#[tokio::test]
async fn a_claim_takes_as_many_bytes_as_set_and_not_one_more() {
    let limits = Limits::but(|limits| {
        limits.uploads.claim_bytes_max = 10;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    assert_eq!(
        upload(&mut ada, &[("a.txt", b"0123456789")]).await.status,
        StatusCode::SEE_OTHER
    );
    let full = upload(&mut ada, &[("b.txt", b"x")]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.contains("your claim would hold more than"));
}

#[tokio::test]
async fn uploads_are_counted_and_the_page_says_when_to_try_again() {
    let limits = Limits::but(|limits| {
        limits.uploads.per_hour = 1;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    assert_eq!(
        upload(&mut ada, &[("a.txt", b"a")]).await.status,
        StatusCode::SEE_OTHER
    );
    let second = upload(&mut ada, &[("b.txt", b"b")]).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(second.contains("Try again in"));
}

#[tokio::test]
async fn the_same_bytes_twice_are_one_file() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("a.csv", TRADES.as_bytes())]).await;
    let again = upload(&mut ada, &[("b.csv", TRADES.as_bytes())]).await;
    assert_eq!(
        again.location,
        format!("{CLAIM}/evidence?done=claim-files-known")
    );
}

#[tokio::test]
async fn broken_form_is_refused_as_broken() {
    let (_server, _, mut ada) = begun().await;
    let request = axum::http::Request::post(at("evidence"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=edge");
    let answer = ada
        .send(request, axum::body::Body::from("no parts at all"))
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_original_comes_back_byte_for_byte_and_never_as_a_page() {
    let (_server, _, mut ada) = begun().await;
    let page = b"<script>alert(1)</script>";
    upload(&mut ada, &[("../evil\u{e9}.html", page)]).await;
    let hash = sha256(page);
    let detail = ada.get(&at(&format!("evidence/{hash}"))).await;
    assert!(detail.contains(&hash) && !detail.contains("<script>alert"));
    let answer = ada.get(&at(&format!("evidence/{hash}/original"))).await;
    assert_eq!(answer.bytes, page);
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"evil_.html\""));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn a_file_can_be_removed_and_takes_its_entries_with_it() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let remove = format!("evidence/{}/remove", sha256(TRADES.as_bytes()));
    assert!(ada.get(&at(&remove)).await.contains("Remove this file"));
    let unseen = send(&mut ada, &remove, &remove, &[]).await;
    assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unseen.contains("2 entries of it that are marked as not yours"));
    let counted = unseen.field("counted");
    let removed = send(&mut ada, &remove, &remove, &[("counted", &counted)]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(
        ada.get(&at("entries"))
            .await
            .contains("There are no entries yet")
    );
    assert_eq!(ada.get(&at(&remove)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_old_window_does_not_overwrite_account_and_zone() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("ftx.csv", ZONELESS.as_bytes())]).await;
    let hash = sha256(ZONELESS.as_bytes());
    let (zone, account) = (format!("zone-{hash}"), format!("account-{hash}"));
    let old = version(&mut ada, "evidence").await;
    let first = [(zone.as_str(), "UTC+2"), (account.as_str(), "main")];
    send(&mut ada, "evidence", "evidence/about", &first).await;
    let late = [
        ("version", old.as_str()),
        (zone.as_str(), "UTC-8"),
        (account.as_str(), "other"),
    ];
    let answer = ada.post(&at("evidence/about"), &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.contains("changed this claim in another window"));
    assert!(
        answer.contains(r#"value="UTC-8""#),
        "what was typed is kept"
    );
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    let kept = (files[0].zone.as_deref(), files[0].account.as_str());
    assert_eq!(kept, (Some("UTC+2"), "main"));
}
