//! Unknown files: mapping the columns, previewing the result, a sample.

use super::*;

/// A file of an exchange that no reader recognises.
const UNKNOWN: &str = "When;Pair;What;Qty;Rate;Cost;Cost in;By\n\
    18/10/2022 21:00:09;BTC/USDT;Verkauf;0,5;19000;9,5;USDT;ada77123\n\
    18/10/2022 21:00:12;BTC/USDT;Kauf;0,25;19000;4,75;USDT;ada77123\n\
    18/10/2022 21:00:13;BTC/USDT;Halten;0,25;19000;4,75;USDT;ada77123\n";

const FIELDS: [(&str, &str); 14] = [
    ("exchange", "Bit Example"),
    ("header", "1"),
    ("column-1", "time"),
    ("column-2", "market"),
    ("column-3", "side"),
    ("column-4", "size"),
    ("column-5", "price"),
    ("column-6", "fee"),
    ("column-7", "fee_asset"),
    ("kind", "trade"),
    ("dates", "day_first"),
    ("buy", "Kauf"),
    ("sell", "Verkauf"),
    ("zone", "UTC+2"),
];

fn file(rest: &str) -> String {
    at(&format!("evidence/{}{rest}", sha256(UNKNOWN.as_bytes())))
}

/// The fields, some of them with other values, and a button.
fn fields<'a>(changed: &[(&'a str, &'a str)], act: &'a str) -> Vec<(&'a str, &'a str)> {
    let kept = FIELDS.into_iter();
    let mut fields: Vec<(&str, &str)> = kept
        .filter(|(name, _)| changed.iter().all(|(other, _)| other != name))
        .collect();
    fields.extend_from_slice(changed);
    fields.push(("act", act));
    fields
}

async fn unread() -> (Server, Incident, Browser) {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("other.csv", UNKNOWN.as_bytes())]).await;
    (server, incident, ada)
}

#[tokio::test]
async fn an_unknown_file_is_read_as_its_claimant_explains_it() {
    let (server, incident, mut ada) = unread().await;
    let page = ada.get(&file("")).await;
    assert!(
        page.contains("Explain the columns of this file"),
        "{}",
        page.text()
    );
    let first = ada.get(&file("/columns")).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.contains("ada77123"), "the first rows are shown");

    let shown = ada.post(&file("/columns"), &fields(&[], "show")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(shown.contains("From the first 3 rows"), "{}", shown.text());
    assert!(
        shown.contains("2022-10-18 19:00:09 UTC"),
        "{}",
        shown.text()
    );
    assert!(shown.contains("neither buy nor sell"), "{}", shown.text());
    assert!(
        ada.get(&file(""))
            .await
            .contains("Explain the columns of this file")
    );

    let read = ada.post(&file("/columns"), &fields(&[], "read")).await;
    assert_eq!(
        read.location,
        file("?done=claim-columns"),
        "{}",
        read.text()
    );
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let import = &server.app.store.imports(&claim.id).await.unwrap()[0];
    assert_eq!((import.entries, import.refused), (2, 1));
    assert!(
        import.reader_version.starts_with("3+"),
        "{}",
        import.reader_version
    );
    let kept = ledger::Mapping::parse(import.mapping.as_deref().unwrap()).unwrap();
    assert_eq!(kept.exchange, "bit-example");
    let entries = ada.get(&at("entries")).await;
    assert!(entries.contains("9,500.0"), "{}", entries.text());
    assert!(
        entries.contains("<option value=\"bit-example\""),
        "one may contest by it"
    );

    let page = ada.get(&file("/columns")).await;
    assert!(
        page.contains("value=\"bit-example\""),
        "the entered mapping is kept"
    );
    let gone = ada.post(&file("/columns/forget"), &[]).await;
    assert_eq!(gone.location, file("?done=claim-columns-forgotten"));
    let imports = server.app.store.imports(&claim.id).await.unwrap();
    let current = imports.iter().find(|import| import.current).unwrap();
    assert_eq!(
        (current.state, current.entries),
        (store::ImportState::Unread, 0)
    );
}

#[tokio::test]
async fn missing_column_is_reported_beside_its_field_with_everything_kept() {
    let (server, incident, mut ada) = unread().await;
    ada.language = "fr";
    for act in ["show", "read"] {
        let changed = [
            ("exchange", ""),
            ("column-3", ""),
            ("zone", "Mars"),
            ("column-8", "fee"),
        ];
        let wrong = ada.post(&file("/columns"), &fields(&changed, act)).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for text in [
            "id=\"exchange-error\"",
            "id=\"zone-error\"",
            "id=\"columns-side\"",
            "id=\"column-8-error\"",
            "value=\"Mars\"",
            "value=\"Verkauf\"",
            "Nommez la plateforme",
        ] {
            assert!(wrong.contains(text), "{text}: {}", wrong.text());
        }
    }
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let files = server.app.store.files(&claim.id).await.unwrap();
    assert_eq!(files[0].mapping, None, "nothing was read so");
}

#[tokio::test]
async fn a_sample_shows_the_shape_and_no_value() {
    let (_server, _incident, mut ada) = unread().await;
    let sample = ada.get(&file("/sample")).await;
    assert_eq!(sample.status, StatusCode::OK);
    let disposition = sample.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    assert!(sample.contains("When;Pair;What;Qty;Rate;Cost;Cost in;By\n"));
    assert!(
        !sample.contains("ada77123") && !sample.contains("2022"),
        "{}",
        sample.text()
    );
    assert_eq!(sample.text().lines().count(), 4);
}

#[tokio::test]
async fn a_sample_has_as_many_rows_and_looks_at_as_many_bytes_as_the_limits() {
    let first_row = UNKNOWN.lines().take(2).map(|line| line.len() + 1).sum();
    for (rows, bytes, lines) in [(3, 4096, 4), (2, 4096, 3), (3, first_row, 2)] {
        let limits = Limits::but(|limits| {
            limits.samples.rows_max = rows;
            limits.samples.bytes_max = bytes;
        });
        let server = Server::with(limits).await;
        let incident = server.incident("attack").await;
        let mut ada = claimant(&server, &incident, "ada@example.org").await;
        upload(&mut ada, &[("other.csv", UNKNOWN.as_bytes())]).await;
        let sample = ada.get(&file("/sample")).await;
        assert_eq!(sample.text().lines().count(), lines, "{rows} {bytes}");
    }
}

#[tokio::test]
async fn file_that_is_no_table_has_no_columns_and_no_sample() {
    let (_server, _incident, mut ada) = begun().await;
    upload(&mut ada, &[("x.png", b"\x89PNG\0\0")]).await;
    let place = |rest: &str| at(&format!("evidence/{}{rest}", sha256(b"\x89PNG\0\0")));
    for page in ["/columns", "/sample"] {
        let answer = ada.get(&place(page)).await;
        assert!(
            answer.contains("not a table of text"),
            "{page}: {}",
            answer.text()
        );
    }
    let sent = ada.post(&place("/columns"), &fields(&[], "read")).await;
    assert!(sent.contains("not a table of text"));
}

#[tokio::test]
async fn nobody_else_sees_or_explains_a_file_and_nothing_after_handing_in() {
    let (server, incident, mut ada) = unread().await;
    let mut bob = claimant(&server, &incident, "bob@example.org").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    for page in ["/columns", "/sample"] {
        assert_eq!(bob.get(&file(page)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(cora.get(&file(page)).await.status, StatusCode::NOT_FOUND);
    }
    for page in ["/columns", "/columns/forget"] {
        let refused = bob.post(&file(page), &fields(&[], "read")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{page}");
    }
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
    let late = ada.post(&file("/columns"), &fields(&[], "read")).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text());
}
