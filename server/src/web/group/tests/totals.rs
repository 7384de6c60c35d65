//! Totals, their lines and credits, and their files.

use super::*;

#[tokio::test]
async fn a_line_leads_to_its_price_and_can_be_left_out_with_a_reason() {
    let (_server, _, mut cora, reference) = under_way().await;
    let line = first_line(&mut cora, &reference).await;
    let page = cora.get(&line).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.contains("prices.csv"), "{}", page.text());
    assert!(page.contains("I was asleep"));
    let nameless = [("review", "excluded"), ("reason", "")];
    let refused = cora.post(&line, &nameless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reasoned = [("review", "excluded"), ("reason", "a bot of hers")];
    let left_out = cora.post(&line, &reasoned).await;
    assert_eq!(
        left_out.status,
        StatusCode::SEE_OTHER,
        "{}",
        left_out.text()
    );
    let totals = cora.get(&at("totals")).await;
    assert!(totals.contains("19,220.00"), "{}", totals.text());
    assert!(!totals.contains("19,249.25"));
    let unknown = at(&format!("claims/{reference}/lines/none"));
    assert_eq!(cora.get(&unknown).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn totals_add_up_lead_down_and_leave_as_files() {
    let (server, incident, mut cora, reference) = under_way().await;
    for by in ["claim", "exchange", "asset", "day"] {
        let page = cora.get(&at(&format!("totals?by={by}"))).await;
        assert!(page.contains("19,249.25"), "{by}: {}", page.text());
    }
    let lines = at(&format!("lines?claim={reference}&support=documented"));
    let lines = cora.get(&lines).await;
    assert!(lines.contains("19,249.25"), "{}", lines.text());
    let asset = cora.get(&at("lines?asset=DMG")).await;
    assert!(asset.contains("Of which DMG"), "{}", asset.text());
    for table in ["total", "claims", "exchanges", "assets", "days"] {
        let csv = cora.get(&at(&format!("totals/{table}.csv"))).await;
        let mut rows = csv::Reader::from_reader(&csv.bytes[..]);
        let mut headers = rows.headers().unwrap().iter();
        let column = headers.position(|header| header == "documented").unwrap();
        let cells = rows.records().map(|row| row.unwrap()[column].to_owned());
        let sum: ledger::Money = cells
            .map(|cell| cell.parse::<ledger::Money>().unwrap())
            .sum();
        assert_eq!(sum.to_string(), "19249.25000000", "{table}");
    }
    let unknown = cora.get(&at("totals/none.csv")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let json = cora.get(&at("totals.json")).await;
    assert!(json.contains("\"19249.25000000\""), "{}", json.text());
    let zip = cora.get(&at("totals.zip")).await.bytes;
    assert_eq!(
        zip,
        cora.get(&at("totals.zip")).await.bytes,
        "always the same"
    );
    let zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    assert!(zip.index_for_name("totals/terms.csv").is_some());
    assert_eq!(actions(&server, &incident, "exported").await, 8);
    // Anybody may read its schema.
    let schema = server.browser().get("/schemas/totals.json").await;
    assert_eq!(
        schema.headers[header::CONTENT_TYPE],
        "application/schema+json"
    );
    assert!(schema.contains("2020-12"), "{}", schema.text());
}

#[tokio::test]
async fn credit_without_price_is_shown_beside_the_net_and_at_its_missing_price() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    let mut ada = begun(&server, &incident, "ada@example.org").await;
    let credit = [
        ("time", "2022-10-18"),
        ("asset", "FTT"),
        ("amount", "12.5"),
        ("evidence", "a letter"),
        ("note", ""),
    ];
    claim_form(&mut ada, "credits", "credits", &credit).await;
    let reference = signed(&server, &incident, &mut ada, "ada@example.org").await;
    let text = "One thing that came back has no price";
    let totals = cora.get(&at("totals")).await;
    assert!(totals.contains(text), "{}", totals.text());
    assert!(totals.contains(&format!("claims/{reference}#credits")));
    let csv = cora.get(&at("totals/credits.csv")).await;
    let row = format!("{reference},2022-10-19T00:00:00Z,FTT,12.5,,USD");
    assert!(csv.contains(&row), "{}", csv.text());
    let json = cora.get(&at("totals.json")).await;
    assert!(json.contains("\"units\": \"12.5\""), "{}", json.text());
    let looks = actions(&server, &incident, "claim-seen").await;
    let records = cora.get(&at("credits")).await;
    assert!(records.contains("a letter"), "{}", records.text());
    let looked = actions(&server, &incident, "claim-seen").await;
    assert_eq!(looked, looks + 1, "rows of a claim are a look at it");
    let missing = cora.get(&at("prices")).await;
    assert!(missing.contains("FTT/USDT"), "{}", missing.text());
    // Another basis gives the same figures.
    worked_out(&mut cora, "date:2022-10-18").await;
    let other = cora.get(&at("totals?basis=date&date=2022-10-18")).await;
    assert!(other.contains(text), "{}", other.text());
    let price = "asset,quote,time,price,window,source\nFTT,USD,2022-10-19T00:00:00Z,2,1d,own\n";
    let old = "asset,quote,time,price,window,source\nFTT,USD,2022-10-18T00:00:00Z,2,1d,own\n";
    add_prices(&mut cora, "ftt.csv", price, "").await;
    add_prices(&mut cora, "ftt-before.csv", old, "").await;
    let totals = cora.get(&at("totals")).await;
    assert!(!totals.contains(text), "{}", totals.text());
    assert!(totals.contains("19,224.25"), "{}", totals.text());
}

#[tokio::test]
async fn odd_credits_count_and_are_marked_on_every_page_of_them() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    let mut ada = begun(&server, &incident, "ada@example.org").await;
    let credit = [
        ("time", "2022-10-01"),
        ("asset", "USD"),
        ("amount", "10"),
        ("evidence", "a letter"),
        ("note", ""),
    ];
    for _ in 0..2 {
        claim_form(&mut ada, "credits", "credits", &credit).await;
    }
    let reference = signed(&server, &incident, &mut ada, "ada@example.org").await;
    let (early, twice) = (
        "before the first contested entry",
        "something else that came back",
    );
    let own = ada.get("/i/attack/claim/credits").await.text();
    let listed = cora.get(&at("credits")).await.text();
    let claim = cora.get(&at(&format!("claims/{reference}"))).await.text();
    for (page, text) in [("own", own), ("list", listed), ("claim", claim)] {
        assert_eq!(text.matches(early).count(), 2, "{page}: {text}");
        assert_eq!(text.matches(twice).count(), 1, "{page}: {text}");
    }
    let totals = cora.get(&at("totals")).await;
    assert!(
        totals.contains("2 things that came back look odd"),
        "{}",
        totals.text()
    );
    let csv = cora.get(&at("totals/credits.csv")).await;
    let row = "USD,10,10.00000000,USD,before-first+identical";
    assert!(csv.contains(row), "{}", csv.text());
    assert!(
        cora.get(&at("totals.json"))
            .await
            .contains("\"credits\": \"20.00000000\"")
    );
}

#[tokio::test]
async fn other_basis_is_computed_and_a_wrong_one_is_reported() {
    let (_server, _, mut cora, _) = under_way().await;
    for basis in ["date:2022-10-18", "date:2022-11-30"] {
        worked_out(&mut cora, basis).await;
    }
    // At the end of the 18th the prices of that day still apply: the same sums.
    let page = cora.get(&at("totals?basis=date&date=2022-10-18")).await;
    assert!(page.contains("19,249.25"), "{}", page.text());
    assert!(page.contains("2022-10-18"));
    // At the end of November no price is recent enough: nothing is priced.
    let page = cora.get(&at("totals?basis=date&date=2022-11-30")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.contains("19,249.25"), "{}", page.text());
    let wrong = cora.get(&at("totals?basis=date&date=2022-02-30")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("2022-02-30"));
}

#[tokio::test]
async fn totals_under_a_date_without_prices_show_missing_prices() {
    let (_server, _, mut cora, reference) = under_way().await;
    let asked = "basis=date:2022-12-30";
    worked_out(&mut cora, "date:2022-12-30").await;
    let totals = cora.get(&at(&format!("totals?{asked}"))).await;
    assert!(
        totals.contains("There is no total: 2 of 2 contested lines"),
        "{}",
        totals.text()
    );
    let table = totals.text();
    let (_, table) = table.split_once("sections tabs").unwrap();
    let (_, row) = table.split_once("<tbody").unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(
        row.contains(&reference) && row.contains("no total"),
        "{row}"
    );
    assert!(!row.contains("0.00"), "{row}");
    // For each asset with a missing price, how many lines wait and for which day.
    for asset in ["BTC", "DMG"] {
        let row = totals.text();
        let (_, row) = row
            .split_once(&format!("<th scope=\"row\">{asset}</th>"))
            .unwrap();
        let row = row.split("</tr>").next().unwrap();
        assert!(
            row.contains("2022-12-30") && row.contains("value=\"1\""),
            "{row}"
        );
    }
    assert!(totals.contains("/prices#upload"));
    let lines = cora
        .get(&at(&format!("lines?{asked}&claim={reference}")))
        .await;
    assert!(
        lines.contains("no total") && !lines.contains(">0.00<"),
        "{}",
        lines.text()
    );
    let csv = cora
        .get(&at(&format!("totals/total.csv?{asked}")))
        .await
        .text();
    let total = csv.lines().nth(1).unwrap();
    assert!(
        total.starts_with("date:2022-12-30,USD,") && total.ends_with(",no_total"),
        "{total}"
    );
    let csv = cora
        .get(&at(&format!("totals/missing_prices.csv?{asked}")))
        .await;
    assert!(
        csv.contains("BTC,1,2022-12-30,2022-12-30"),
        "{}",
        csv.text()
    );
    // With prices there is a total.
    assert!(!cora.get(&at("totals")).await.contains("no total"));
}

#[tokio::test]
async fn exports_are_counted_against_their_limit() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 2;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    for _ in 0..2 {
        assert_eq!(
            cora.get(&at("totals/total.csv")).await.status,
            StatusCode::OK
        );
    }
    let refused = cora.get(&at("totals/total.csv")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_line_past_what_can_be_stored_is_listed_and_stops_no_page_of_the_group() {
    let (server, incident, mut cora, reference) = under_way().await;
    let store = &server.app.store;
    let before = store.totals(&incident, "").await.unwrap().whole;
    let dear = "asset,quote,time,price,window,source\n\
        DMG,USD,2022-10-18T21:00:00Z,9999999999,1h,own\n";
    let added = add_prices(&mut cora, "dear.csv", dear, "").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let whole = store.totals(&incident, "").await.unwrap().whole;
    let counted = (before.lines - 1, before.unpriced + 1);
    assert_eq!((whole.lines, whole.unpriced), counted);
    for page in ["totals", "totals?basis=date&date=2022-10-18", "totals.json"] {
        let page = cora.get(&at(page)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    }
    let filter = LineFilter::counted().column(Column::Unpriced);
    let listed = store.lines(&incident.id, "", &filter, Window::ALL).await;
    let listed = listed.unwrap();
    let line = at(&format!("claims/{reference}/lines/{}", listed[0].entry_key));
    let line = cora.get(&line).await;
    assert!(
        line.contains("larger than a line can hold"),
        "{}",
        line.text()
    );
    let frozen = cora.post(&at("snapshots"), &[("title", "The first")]).await;
    server.all_done(&incident).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
}
