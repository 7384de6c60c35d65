//! The number of warnings on pages is a setting: exactly as many are shown.

use super::*;

/// Trades with this many unreadable rows, each with a cell like a key.
fn unreadable(rows: usize) -> String {
    let row = |at: usize| {
        format!(
            "2022-10-18 21:01:0{at},BTCUSDT,SELL,x,1,1,1,vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A\n"
        )
    };
    (0..rows).fold(TRADES.to_owned(), |text, at| text + &row(at))
}

async fn server(most: u32) -> (Server, Incident) {
    let limits = Limits::but(|limits| {
        limits.uploads.price_remarks_kept_max = most;
        limits.pages.remarks_reviewed_max = most;
        limits.pages.secret_places_max = most;
        limits.pages.remarks_together_max = most;
        limits.pages.conflicts_max = most;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    (server, incident)
}

#[tokio::test]
async fn remarks_of_a_price_file_are_kept_up_to_the_limit() {
    let (server, incident) = server(2).await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    for (name, rows, shown) in [("two.csv", 2, 2), ("three.csv", 3, 2)] {
        let wrong = "BTC,USD,2022-10-17T00:00:00Z,much,1d,own\n".repeat(rows);
        let added = add_prices(&mut cora, name, &format!("{PRICES}{wrong}"), "").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
        let page = cora.get(&at("prices")).await.text();
        let named = page.matches(&format!("{name}:")).count();
        assert_eq!(named, shown, "{page}");
    }
}

#[tokio::test]
async fn remarks_and_places_of_a_file_are_shown_up_to_the_limit() {
    let (server, incident) = server(2).await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    for (mail, rows) in [("ada@example.org", 1), ("bo@example.org", 3)] {
        let mut ada = begun_with(&server, &incident, mail, &unreadable(rows)).await;
        let claim = claim_of(&server, &incident, mail).await;
        let file = &server.app.store.files(&claim.id).await.unwrap()[0];
        let page = at(&format!(
            "claims/{}/entries?file={}",
            claim.reference, file.sha256
        ));
        let page = cora.get(&page).await.text();
        let shown = page.matches("REFUSED-").count() + page.matches("WARN-").count();
        assert_eq!(shown, 2, "{page}");
        let page = format!("/i/attack/claim/evidence/{}", file.sha256);
        let page = ada.get(&page).await.text();
        let (_, places) = page.split_once("id=\"secrets\"").expect(&page);
        let places = places.split("</ul>").next().unwrap();
        assert_eq!(places.matches("<li>").count(), rows.min(3), "{places}");
        assert_eq!(places.contains("more"), rows > 2, "{places}");
    }
}

#[tokio::test]
async fn remarks_about_several_files_are_shown_up_to_the_limit() {
    for (most, is_shown) in [(1, true), (0, false)] {
        let (server, incident) = server(most).await;
        let mut ada = begun_with(&server, &incident, "ada@example.org", TRADES).await;
        let later = TRADES.replace(" 21:", " 22:").replace(" 09:", " 10:");
        let files = [("files", "later.csv", later.as_bytes())];
        ada.upload("/i/attack/claim/evidence", &[], &files).await;
        let page = ada.get("/i/attack/claim/entries").await;
        let texts = app::Texts::of(app::Locale::En);
        let has_remarks = page.contains(&texts.t("claim-entries-remarks"));
        assert_eq!(has_remarks, is_shown, "{}", page.text());
    }
}

/// Two files of FTX with this many fills each, which differ in their sizes.
fn contradicting(rows: usize) -> [String; 2] {
    ["1", "10"].map(|size| {
        let row = |at: usize| {
            format!("{at},2022-10-18T21:01:00+00:00,BTC/USD,sell,market,{size},19000,0,USD\n")
        };
        let head = "id,time,market,side,type,size,price,fee,feeCurrency\n".to_owned();
        (0..rows).fold(head, |text, at| text + &row(at))
    })
}

#[tokio::test]
async fn conflicts_of_a_claim_are_shown_up_to_the_limit_and_the_rest_counted() {
    let (server, incident) = server(2).await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    for (mail, rows, more) in [("ada@example.org", 2, false), ("bo@example.org", 3, true)] {
        let [one, ten] = contradicting(rows);
        let mut ada = begun_with(&server, &incident, mail, &one).await;
        let files = [("files", "ten.csv", ten.as_bytes())];
        let sent = ada.upload("/i/attack/claim/evidence", &[], &files).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let claim = claim_of(&server, &incident, mail).await;
        let of_group = cora.get(&at(&format!("claims/{}", claim.reference))).await;
        let of_claim = ada.get("/i/attack/claim/entries").await;
        for page in [of_group.text(), of_claim.text()] {
            let (_, list) = page.split_once("id=\"conflicts\"").expect(&page);
            assert_eq!(list.matches("<h3>Id ").count(), 2, "{list}");
            let list = list.split("</table>").next().unwrap();
            assert_eq!(page.contains("One more is not shown here"), more, "{page}");
            assert!(list.contains("ten.csv"), "{list}");
        }
    }
}
