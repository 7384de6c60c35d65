//! The entries of a claim: contested rows, duplicates, typed-in entries and credits.

use super::*;

#[tokio::test]
async fn ticked_rows_are_limited_and_one_more_keeps_the_reason() {
    let limits = Limits::but(|limits| {
        limits.pages.ticked_rows_max = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let keys = [2, 3, 4].map(|line| format!("{}:{line}", sha256(TRADES.as_bytes())));
    for (ticked, status) in [
        (3, StatusCode::UNPROCESSABLE_ENTITY),
        (2, StatusCode::SEE_OTHER),
    ] {
        let mut fields = vec![("act", "not-mine"), ("row-reason", "I was asleep")];
        fields.extend(keys[..ticked].iter().map(|key| ("row", key.as_str())));
        let answer = contest(&mut ada, "entries/rows", &fields).await;
        assert_eq!(answer.status, status, "{ticked}: {}", answer.text());
        if ticked == 3 {
            assert!(answer.contains("at most 2 rows"), "{}", answer.text());
            assert!(answer.contains("I was asleep"), "the reason is kept");
        }
    }
}

#[tokio::test]
async fn rows_are_contested_and_left_out_one_by_one_with_a_reason() {
    let (_server, _, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let key = |line: u32| format!("{}:{line}", sha256(TRADES.as_bytes()));
    let (first, second) = (key(2), key(3));

    let fields = [("row", first.as_str()), ("act", "not-mine")];
    let silent = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.contains("Say why in a few words"));

    let fields = [
        ("row", first.as_str()),
        ("act", "not-mine"),
        ("row-reason", "not me"),
    ];
    let one = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.text());
    assert!(
        ada.get(&at("entries"))
            .await
            .contains("One entry was not yours")
    );

    contest_all(&mut ada).await;
    let fields = [
        ("row", second.as_str()),
        ("act", "mine"),
        ("row-reason", "my own sale"),
    ];
    send(&mut ada, "entries", "entries/rows", &fields).await;
    let entries = ada.get(&at("entries")).await;
    assert!(
        entries.contains("2 entries were not yours"),
        "{}",
        entries.text()
    );
    assert!(entries.contains("my own sale"));

    let fields = [("row", "ffff:9"), ("act", "mine"), ("row-reason", "x")];
    let foreign = send(&mut ada, "entries", "entries/rows", &fields).await;
    assert_eq!(
        foreign.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a row of nobody's"
    );
}

#[tokio::test]
async fn the_list_is_filtered_and_paged() {
    let limits = Limits::but(|limits| {
        limits.pages.rows = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    let first = ada.get(&at("entries")).await;
    assert!(
        first.contains("Page 1 of 2") && !first.contains("DMG bought"),
        "{}",
        first.text()
    );
    assert!(
        ada.get(&at("entries?page=2"))
            .await
            .contains("40,000\u{a0}DMG")
    );
    let one = ada.get(&at("entries?ticker=dmg")).await;
    assert!(one.contains("One entry") && one.contains("40,000\u{a0}DMG"));
    assert!(
        ada.get(&at("entries?day=2022-10-10"))
            .await
            .contains("One entry")
    );
    assert!(
        ada.get(&at("entries?ticker=XYZ"))
            .await
            .contains("No entry matches")
    );
    assert!(
        ada.get(&at("entries?page=99&show=%3Cb%3E"))
            .await
            .contains("Page 2 of 2")
    );
}

#[tokio::test]
async fn duplicate_money_counts_once_in_any_order() {
    let statement = "UTC_Time,Account,Operation,Coin,Change,Remark\n\
        2022-10-18 21:00:00,Spot,Sell,BTC,-1.5,\n\
        2022-10-18 21:00:00,Spot,Buy,USDT,29250,\n\
        2022-10-18 21:00:00,Spot,Fee,USDT,-29.25,\n\
        2022-10-18 21:00:07,Spot,Sell,USDT,-20000,\n\
        2022-10-18 21:00:07,Spot,Buy,DMG,40000,\n\
        2022-10-18 21:00:07,Spot,Fee,USDT,-20,\n";
    let overlapping = TRADES.replace(
        "2022-10-10 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n",
        "",
    );
    for turned in [false, true] {
        let (_server, _, mut ada) = begun().await;
        let mut files = [
            ("trades.csv", TRADES.as_bytes()),
            ("statement.csv", statement.as_bytes()),
            ("overlap.csv", overlapping.as_bytes()),
        ];
        if turned {
            files.reverse();
        }
        let sent = upload(&mut ada, &files).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        contest_all(&mut ada).await;
        let entries = ada.get(&at("entries")).await;
        assert!(
            entries.contains("2 entries were not yours"),
            "{turned}: {}",
            entries.text()
        );
        let dropped = ada.get(&at("entries?show=dropped")).await;
        assert!(
            dropped.contains("8 entries"),
            "{turned}: {}",
            dropped.text()
        );
        assert!(dropped.contains("counted once"));
    }
}

#[tokio::test]
async fn two_windows_on_one_claim_lose_nothing() {
    let (_server, _, mut ada) = begun().await;
    let old = version(&mut ada, "statement").await;
    send(
        &mut ada,
        "statement",
        "statement",
        &[("statement", "first window")],
    )
    .await;
    let fields = [("version", old.as_str()), ("statement", "second window")];
    let late = ada.post(&at("statement"), &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.contains("second window"), "what was typed is kept");
    assert!(
        late.contains("first window"),
        "what it would replace is shown"
    );
    assert!(late.contains("changed this claim in another window"));
    assert!(!late.contains(&format!(r#"name="version" value="{old}""#)));
    assert!(ada.get(&at("statement")).await.contains("first window"));
}

#[tokio::test]
async fn typed_entries_are_listed_and_counted_as_claimed() {
    let (server, incident, mut ada) = begun().await;
    let fields = [
        ("exchange", "ftx"),
        ("time", "2022-10-18T21:00"),
        ("kind", "trade"),
        ("out-asset", "USD"),
        ("out-amount", "1000.50"),
        ("in-asset", "DMG"),
        ("in-amount", "5"),
        ("note", "screenshot 1"),
    ];
    let old = version(&mut ada, "entries/typed").await;
    let added = send(&mut ada, "entries/typed", "entries/typed", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = ada.get(&at("entries/typed")).await;
    assert!(page.contains("screenshot 1"));
    // The same form again, from a second window or a second click.
    let mut again = vec![("version", old.as_str())];
    again.extend_from_slice(&fields);
    let late = ada.post(&at("entries/typed"), &again).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.contains("changed this claim in another window") && late.contains("1000.50"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let lines = server
        .app
        .store
        .claim_lines(&incident.id, "", &claim.reference)
        .await
        .unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].support, casework::Support::Claimed);
    let typed = server.app.store.typed_entries(&claim.id).await.unwrap();
    let remove = format!("entries/typed/{}/remove", typed[0].id);
    send(&mut ada, "entries/typed", &remove, &[]).await;
    assert!(!ada.get(&at("entries/typed")).await.contains("screenshot 1"));
}

#[tokio::test]
async fn credit_in_the_reporting_currency_lowers_the_loss() {
    let (_server, _, mut ada) = begun().await;
    let wrong = [
        ("time", ""),
        ("asset", "USD"),
        ("amount", "1,5"),
        ("evidence", "mail"),
    ];
    let refused = send(&mut ada, "credits", "credits", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("Say when it was") && refused.contains("in digits"));
    assert!(refused.contains(r#"value="1,5""#));
    let fields = [
        ("time", "2022-10-24"),
        ("asset", "usd"),
        ("amount", "100.5"),
        ("evidence", "mail"),
    ];
    let old = version(&mut ada, "credits").await;
    let added = send(&mut ada, "credits", "credits", &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = ada.get(&at("credits")).await;
    assert!(page.contains("100.50\u{a0}USD"), "{}", page.text());
    let mut again = vec![("version", old.as_str())];
    again.extend_from_slice(&fields);
    let late = ada.post(&at("credits"), &again).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.contains("changed this claim in another window"));
}
