//! Every cell of the totals against the lines its link leads to, and what a
//! claimant reads against what counts.

use casework::ReviewState;
use store::{AssetIn, LineFilter};

use super::*;

/// A loss, a purchase whose fee has no price, two purchases of what has none,
/// and a sale that is left out.
const MIXED: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
    2022-10-18 21:00:00,BTCUSDT,SELL,19500,1.5,29250,29.25,USDT\n\
    2022-10-18 21:00:07,DMGUSDT,BUY,0.5,40000,20000,0.01,BNB\n\
    2022-10-18 22:00:00,BNBUSDT,BUY,280,2,560,0.56,USDT\n\
    2022-10-18 23:00:00,XRPUSDT,BUY,1,5,5,0.005,USDT\n\
    2022-10-18 23:20:00,XRPUSDT,BUY,1,7,7,0.007,USDT\n\
    2022-10-18 23:30:00,BTCUSDT,SELL,19500,0.5,9750,9.75,USDT\n";

/// Two claims, one accepted; lines of every sort.
async fn mixed() -> (Server, Incident, Browser, Browser) {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    let (_, accepted) = handed_in(&server, &incident, "ada@example.org").await;
    for step in ["review", "accept"] {
        decide(&mut cora, &accepted, step, "").await;
    }
    let mut bob = server
        .member(&incident, "bob@example.org", Role::Claimant)
        .await;
    bob.post("/i/attack/claim", &[]).await;
    let files = [("files", "mixed.csv", MIXED.as_bytes())];
    bob.upload("/i/attack/claim/evidence", &[], &files).await;
    let typed = [
        ("exchange", "kucoin"),
        ("time", "2022-10-18T10:00:00"),
        ("kind", "withdrawal"),
        ("out-asset", "BTC"),
        ("out-amount", "0.25"),
        ("note", "a screenshot"),
    ];
    claim_form(&mut bob, "entries/typed", "entries/typed", &typed).await;
    let period = [
        ("from", "2022-10-18T00:00:00"),
        ("to", "2022-10-19T00:00:00"),
        ("reason", "not mine"),
    ];
    claim_form(&mut bob, "entries", "entries/period", &period).await;
    signed(&server, &incident, &mut bob, "bob@example.org").await;
    let any = LineFilter {
        limit: 100,
        ..LineFilter::default()
    };
    let lines = server.app.store.lines(&incident.id, &any).await.unwrap();
    for time in ["2022-10-18T23:20:00Z", "2022-10-18T23:30:00Z"] {
        let line = lines.iter().find(|line| line.time_text == time).unwrap();
        let page = at(&format!(
            "claims/{}/lines/{}",
            line.reference,
            app::pages::group::escaped(&line.entry_key)
        ));
        let fields = [("review", "excluded"), ("reason", "a bot of theirs")];
        let answer = cora.post(&page, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    (server, incident, cora, bob)
}

/// The links to lines on a page, each with the machine-readable value shown.
fn cells(page: &str) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for part in page.split("<a href=\"").skip(1) {
        let Some((href, rest)) = part.split_once('"') else {
            continue;
        };
        let shown = rest.split("</a>").next().unwrap_or("");
        let Some((_, value)) = shown.split_once("value=\"") else {
            continue;
        };
        if href.contains("/group/lines?") {
            let value = value.split('"').next().unwrap();
            cells.push((href.replace("&amp;", "&"), value.to_owned()));
        }
    }
    cells
}

/// The value after a text on a page.
fn value_after(page: &str, text: &str) -> Option<String> {
    let (_, rest) = page.split_once(text)?;
    let (_, value) = rest.split_once("value=\"")?;
    value.split('"').next().map(str::to_owned)
}

/// How many lines a page says it found.
fn lines_found(page: &str) -> i64 {
    let (before, _) = page.split_once("; without a price:").expect("a summary");
    let words = before.rsplit("<p>").next().unwrap();
    match words.split(' ').next().unwrap() {
        "One" => 1,
        count => count.replace(',', "").parse().unwrap(),
    }
}

#[tokio::test]
async fn each_cell_is_what_the_lines_behind_its_link_add_up_to() {
    let (server, incident, mut cora, _) = mixed().await;
    let mut seen = 0;
    for by in ["claim", "exchange", "asset", "day"] {
        let totals = cora.get(&at(&format!("totals?by={by}"))).await.text();
        let cells = cells(&totals);
        assert!(!cells.is_empty(), "{totals}");
        for (href, value) in cells {
            let page = cora.get(&href).await.text();
            let told = if href.contains("as=moved") {
                value_after(&page, "in units").map(|units| plain(&units))
            } else if !value.contains('.') {
                Some(lines_found(&page).to_string())
            } else if by == "asset" {
                value_after(&page, "Of which ")
            } else {
                value_after(&page, "Sum of all lines found")
            };
            assert_eq!(told, Some(plain(&value)), "{href}\n{page}");
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
    let prices = cora.get(&at("prices")).await.text();
    let hanging = cells(&prices);
    assert_eq!(hanging.len(), 2, "BNB and XRP: {prices}");
    for (href, value) in hanging {
        let page = cora.get(&href).await.text();
        assert_eq!(lines_found(&page).to_string(), value, "{href}");
    }
    // The case that made a difference is among them: a priced line whose fee has
    // no price lacks it, and is in no cell of the asset.
    let count = async |how| {
        let filter = LineFilter {
            asset: "BNB".to_owned(),
            asset_in: how,
            counted: true,
            ..LineFilter::default()
        };
        let store = &server.app.store;
        store.lines_count(&incident.id, &filter).await.unwrap()
    };
    assert_eq!(count(AssetIn::Lacking).await, 2);
    assert_eq!(count(AssetIn::Part).await, 1);
}

/// Without zeros at the end of a fraction, unless it is a sum of money.
fn plain(value: &str) -> String {
    let places = value.split_once('.').map_or(0, |(_, places)| places.len());
    match places {
        0 | 8 => value.to_owned(),
        _ => app::parts::figures::trimmed(value).to_owned(),
    }
}

#[tokio::test]
async fn a_claimant_sees_the_units_and_gaps_of_what_counts_and_credits_by_themselves() {
    let (server, incident, mut cora, mut bob) = mixed().await;
    let claim = claim_of(&server, &incident, "bob@example.org").await;
    let page = bob.get("/i/attack/claim/loss").await;
    let row =
        |page: &str, asset: &str| value_after(page, &format!("<th scope=\"row\">{asset}</th>"));
    // 1.5 sold and 0.25 typed in; the half coin is left out.
    assert_eq!(row(&page.text(), "BTC").as_deref(), Some("-1.75"));
    let (_, gaps) = page
        .text()
        .split_once("No price yet")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert_eq!(row(&gaps, "XRP").as_deref(), Some("5"), "{gaps}");
    // Sent back, something came back in the same coin: the bound stays.
    for (step, words) in [("review", ""), ("return", "And what came back?")] {
        decide(&mut cora, &claim.reference, step, words).await;
    }
    let credit = [
        ("time", "2022-10-20"),
        ("asset", "XRP"),
        ("amount", "3"),
        ("evidence", "a letter"),
    ];
    claim_form(&mut bob, "credits", "credits", &credit).await;
    let page = bob.get("/i/attack/claim/loss").await.text();
    assert!(page.contains("It is not taken off yet"), "{page}");
    let (_, gaps) = page.split_once("No price yet").unwrap();
    let row_of = gaps.split("<th scope=\"row\">XRP</th>").nth(1).unwrap();
    let row_of = row_of.split("</tr>").next().unwrap();
    assert!(row_of.contains("value=\"5\""), "{row_of}");
    assert!(
        row_of.contains("value=\"5.00500000\""),
        "the bound: {row_of}"
    );
    let reviews = server.app.store.reviews(&claim.id).await.unwrap();
    assert!(
        reviews
            .iter()
            .all(|review| review.state == ReviewState::Excluded)
    );
}
