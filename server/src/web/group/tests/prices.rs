//! Price files, and the terms by which prices are combined.

use casework::Committed;
use casework::custody::Purpose;

use super::*;

#[tokio::test]
async fn a_price_leads_to_its_row_in_the_file_and_the_file_can_be_taken_out() {
    let (server, incident, mut cora, reference) = under_way().await;
    let line = first_line(&mut cora, &reference).await;
    let page = cora.get(&line).await.text();
    let (_, rest) = page
        .split_once("/i/attack/group/prices/")
        .expect("a price leads to its file");
    let link = rest.split(['"', '#']).next().unwrap();
    let shown = cora.get(&at(&format!("prices/{link}"))).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let (_, marked) = shown
        .text()
        .split_once("<mark")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    let row = marked.split("</mark>").next().unwrap();
    assert!(row.contains("2022-10-18T00:00:00Z"), "{row}");
    let start = link.split('?').next().unwrap();
    let taken = cora.get(&at(&format!("prices/{start}/original"))).await;
    assert_eq!(taken.text(), PRICES);
    assert_eq!(actions(&server, &incident, "evidence-seen").await, 1);
    // The page still exists after the file was removed, because older figures name it.
    let files = server.app.store.price_files(&incident.id).await.unwrap();
    cora.post(&at(&format!("prices/{}/remove", files[0].id)), &[])
        .await;
    let shown = cora.get(&at(&format!("prices/{link}"))).await;
    assert!(
        shown.contains("was removed from the reference prices"),
        "{}",
        shown.text()
    );
    for wrong in ["prices/0123456789ab", "prices/none", "prices/%25"] {
        let answer = cora.get(&at(wrong)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn unreadable_rows_of_a_price_file_are_reported_at_once() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let slip = PRICES.replace("0.02", "0.0x2");
    let added = add_prices(&mut cora, "slip.csv", &slip, "").await;
    assert_eq!(
        added.location,
        format!("{GROUP}/prices?done=group-prices-partly")
    );
    let page = cora.get(&added.location).await;
    assert!(
        page.contains("Some rows could not be read"),
        "{}",
        page.text()
    );
    assert!(page.contains("“0.0x2” is not a number"), "{}", page.text());
    let added = add_prices(&mut cora, "right.csv", PRICES, "").await;
    assert_eq!(
        added.location,
        format!("{GROUP}/prices?done=group-prices-added")
    );
}

#[tokio::test]
async fn unusable_price_file_is_reported_and_changes_nothing() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let kline = "1666051200000,19500,19600,19400,19550,10,1666054799999,1,1,1,1,0\n";
    for (name, text, expected) in [
        ("empty.csv", "", "is empty"),
        ("note.csv", "hello\nworld\n", "not a price file"),
        ("prices.csv", kline, "what is priced in what"),
    ] {
        let refused = add_prices(&mut cora, name, text, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            refused.contains(name) && refused.contains(expected),
            "{}",
            refused.text()
        );
    }
    let none: [(&str, &str, &[u8]); 0] = [];
    let nothing = cora.upload(&at("prices"), &[("pair", "")], &none).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let store = &server.app.store;
    assert!(store.price_files(&incident.id).await.unwrap().is_empty());
    // With its pair, the third file is accepted.
    let taken = add_prices(&mut cora, "prices.csv", kline, "BTC/USDT").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    let twice = add_prices(&mut cora, "again.csv", kline, "BTC/USDT").await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    let files = store.price_files(&incident.id).await.unwrap();
    assert_eq!(files.len(), 1);
    let remove = at(&format!("prices/{}/remove", files[0].id));
    assert_eq!(cora.post(&remove, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(cora.post(&remove, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn price_files_at_the_limit_are_taken_and_one_byte_past_it_refused() {
    let limits = Limits::but(|limits| {
        limits.uploads.price_bytes_max = PRICES.len() as u64;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let past = add_prices(&mut cora, "prices.csv", &format!("{PRICES}\n"), "").await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.contains("Send fewer at a time"), "{}", past.text());
    let taken = add_prices(&mut cora, "prices.csv", PRICES, "A/BC").await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
}

#[tokio::test]
async fn second_window_on_bridge_and_par_is_shown_what_changed() {
    let (server, incident, mut cora, _) = under_way().await;
    let prices = at("prices");
    let seen = version(&mut cora, &prices).await;
    let terms = at("prices/terms");
    let first = [
        ("version", seen.as_str()),
        ("bridge", "USDT"),
        ("par", "BUSD"),
        ("quotes", "gbp, USD"),
        ("sources", "dmg=coingecko"),
    ];
    let saved = cora.post(&terms, &first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let late = [("version", seen.as_str()), ("bridge", "USDC"), ("par", "")];
    let answer = cora.post(&terms, &late).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("Somebody changed the settings"),
        "{}",
        answer.text()
    );
    assert!(answer.contains("value=\"USDC\""), "what was typed is kept");
    let without = cora.post(&terms, &late[1..]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let kept = server.app.store.incident(&incident.id).await.unwrap();
    assert!(kept.terms.contains("BUSD") && !kept.terms.contains("USDC"));
    let read: ledger::Terms = serde_json::from_str(&kept.terms).unwrap();
    assert_eq!(read.quotes, ["GBP", "USD"]);
    assert_eq!(read.sources, ["DMG=coingecko".parse().unwrap()]);
    for (field, wrong) in [("quotes", "USD USDT"), ("sources", "DMG")] {
        let fields = [
            ("version", seen.as_str()),
            ("bridge", "USDT"),
            (field, wrong),
        ];
        let refused = cora.post(&terms, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(
            refused.contains(&format!("id=\"{field}-error\"")),
            "{field}"
        );
    }
    let now = version(&mut cora, &prices).await;
    let again = [("version", now.as_str()), ("bridge", "USDC"), ("par", "")];
    let saved = cora.post(&terms, &again).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

#[tokio::test]
async fn address_and_moment_of_price_files_are_kept_shown_and_committed_to() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let files = [("file", "prices.csv", PRICES.as_bytes())];
    let mut fields = [
        ("pair", ""),
        ("address", "https://prices.example/?a=1&b=2"),
        ("retrieved", "yesterday"),
    ];
    let refused = cora.upload(&at("prices"), &fields, &files).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("2022-10-18T21:00:00Z"),
        "{}",
        refused.text()
    );
    fields[2].1 = "2022-12-01T09:30:00Z";
    let added = cora.upload(&at("prices"), &fields, &files).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = cora.get(&at("prices")).await.text();
    assert!(
        page.contains("https://prices.example/?a=1&amp;b=2"),
        "{page}"
    );
    let store = &server.app.store;
    let kept = &store.price_files(&incident.id).await.unwrap()[0];
    assert_eq!(kept.address, "https://prices.example/?a=1&b=2");
    let retrieved_us = Some(1_669_887_000_000_000);
    assert_eq!(kept.retrieved_at_us, retrieved_us);
    let fact = Committed::PriceFile {
        name: "prices.csv",
        asset: "",
        quote: "",
        address: &kept.address,
        retrieved_us,
    };
    let log = store.custody_chain(&incident.id).await.unwrap();
    let record = log.iter().find(|record| record.action == "prices-added");
    let purpose = record.unwrap().purpose.purpose();
    assert!(matches!(
        purpose,
        Some(Purpose::Received { commitment, .. }) if commitment == fact.hash("")
    ));
}
