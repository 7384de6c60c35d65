//! A declaration states of each file what is known of it, and no more.

use casework::FileOrigin;

use super::*;

/// Trades after a spreadsheet program with decimal commas has saved them again.
const SAVED_AGAIN: &str = "Date(UTC);Market;Type;Price;Amount;Total;Fee;Fee Coin\n\
    2022-10-18 22:00:00;BTCUSDT;SELL;19500,5;1,5;29250,75;29,25;USDT\n";

/// The declaration as its page shows it.
async fn declaration(ada: &mut Browser) -> String {
    let page = ada.get(&at("declaration")).await.text();
    let (_, rest) = page
        .split_once("Your declaration")
        .expect("it can be signed");
    rest.split("<form").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_that_a_spreadsheet_saved_again_is_not_declared_as_received() {
    let (server, incident, mut ada) = begun().await;
    let picture = b"\x89PNG\r\n\x1a\n rest";
    let files: [(&str, &[u8]); 4] = [
        ("trades.csv", TRADES.as_bytes()),
        ("again.csv", SAVED_AGAIN.as_bytes()),
        ("screen.png", picture),
        ("notes.txt", b"I called them on the 18th."),
    ];
    upload(&mut ada, &files).await;
    let typed = [
        ("exchange", "kucoin"),
        ("time", "2022-10-18T10:00:00"),
        ("kind", "withdrawal"),
        ("out-asset", "BTC"),
        ("out-amount", "0.25"),
        ("note", "screen.png"),
    ];
    let added = send(&mut ada, "entries/typed", "entries/typed", &typed).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    contest_all(&mut ada).await;
    let page = declaration(&mut ada).await;
    for sentence in [
        "This file is as I received it: “trades.csv”.",
        "This file is not as the exchange wrote it, for a spreadsheet saved it again; \
         I know of no other change: “again.csv”.",
        "no entry was read from it: “screen.png”.",
        "This file is as I have it; no entry was read from it: “notes.txt”.",
        "One entry was typed in",
    ] {
        assert!(page.contains(sentence), "{sentence}: {page}");
    }
    let signed = sign(&mut ada).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());

    let claim = state_of(&server, &incident, "ada@example.org").await;
    let store = &server.app.store;
    let kept = store.declaration(&claim.id).await.unwrap().unwrap();
    assert!(kept.words.contains("a spreadsheet saved it again"));
    let files = store.declared_files(&kept.id).await.unwrap();
    let origins: Vec<_> = files.iter().map(|file| file.origin).collect();
    let expected = [
        FileOrigin::Exported,
        FileOrigin::SavedAgain,
        FileOrigin::Document,
        FileOrigin::Unread,
    ];
    assert_eq!(origins, expected.map(Some));
    let receipt = ada.get(&at("receipt")).await;
    assert!(receipt.contains("a spreadsheet saved it again"));
}

#[tokio::test]
async fn nobody_signs_other_words_than_they_saw() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let shown = hidden(&mut ada, "declaration", "shown").await;
    // The figures are the same, but the words differ.
    ada.language = "fr";
    let fields = [("true", "yes"), ("name", "Ada"), ("shown", shown.as_str())];
    let refused = send(&mut ada, "declaration", "declaration", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let claim = state_of(&server, &incident, "ada@example.org").await;
    assert_eq!(claim.state, ClaimState::Draft);
}
