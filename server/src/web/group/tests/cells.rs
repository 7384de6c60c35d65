//! Every cell of the totals compared with the lines behind its link, and the claimant's
//! figures compared with what counts.

use casework::ReviewState;
use casework::counting::{
    AssetIn, LineFilter, LineState, LineSums, RowNames, Scope, ValuedLine, part_of,
};
use store::Window;

use super::*;
use crate::app::App;
use crate::jobs::{ShownLine, shown};

/// A loss, a purchase whose fee has no price, two purchases of an asset without a price, and
/// a sale that is excluded.
pub(super) const MIXED: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
    2022-10-18 21:00:00,BTCUSDT,SELL,19500,1.5,29250,29.25,USDT\n\
    2022-10-18 21:00:07,DMGUSDT,BUY,0.5,40000,20000,0.01,BNB\n\
    2022-10-18 22:00:00,BNBUSDT,BUY,280,2,560,0.56,USDT\n\
    2022-10-18 23:00:00,XRPUSDT,BUY,1,5,5,0.005,USDT\n\
    2022-10-18 23:20:00,XRPUSDT,BUY,1,7,7,0.007,USDT\n\
    2022-10-18 23:30:00,BTCUSDT,SELL,19500,0.5,9750,9.75,USDT\n";

/// The prices of the same a day later, with more digits than a page shows.
pub(super) const LATER: &str = "asset,quote,time,price,window,source\n\
    BTC,USD,2022-10-19T00:00:00Z,19123.456789123,1d,own\n\
    USDT,USD,2022-10-19T00:00:00Z,0.99971,1d,own\n\
    XRP,USD,2022-10-19T00:00:00Z,0.4567,1d,own\n\
    DMG,USD,2022-10-19T00:00:00Z,0.0301,1d,own\n";

/// The query for that day's prices.
const DATED: &str = "basis=date%3A2022-10-18";

/// The same day as a form names it.
const THAT_DAY: &str = "date:2022-10-18";

/// Two claims, one accepted; lines of every sort.
async fn mixed() -> (Server, Incident, Browser, Browser) {
    mixed_within(Limits::default()).await
}

async fn mixed_within(limits: Limits) -> (Server, Incident, Browser, Browser) {
    let server = Server::with(limits).await;
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
    contest(&mut bob, &period).await;
    signed(&server, &incident, &mut bob, "bob@example.org").await;
    let any = LineFilter::default();
    let lines = server.app.store.lines(&incident.id, "", &any, Window::ALL);
    let lines = lines.await.unwrap();
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

/// The links to lines on a page, each with its machine-readable value.
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

/// Follows the link of every cell of the four tables, and asserts that the lines behind it
/// add up to it; returns the cells.
async fn followed(cora: &mut Browser, basis: &str) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    for by in ["claim", "exchange", "asset", "day"] {
        let asked = format!("totals?by={by}&{basis}");
        let totals = cora.get(&at(&asked)).await.text();
        let cells = cells(&totals);
        assert!(!cells.is_empty(), "{totals}");
        for (href, value) in cells {
            assert!(href.contains(basis), "{href}");
            let page = cora.get(&href).await.text();
            let figure = if href.contains("as=moved") {
                value_after(&page, "in units").map(|units| plain(&units))
            } else if !value.contains('.') {
                Some(lines_found(&page).to_string())
            } else if by == "asset" {
                value_after(&page, "Of which ")
            } else {
                value_after(&page, "Sum of all lines found")
            };
            assert_eq!(figure, Some(plain(&value)), "{href}\n{page}");
            seen.push((href, value));
        }
    }
    seen
}

#[tokio::test]
async fn cells_under_another_basis_lead_to_lines_that_add_up() {
    let (server, incident, mut cora, mut bob) = mixed().await;
    add_prices(&mut cora, "later.csv", LATER, "").await;
    worked_out(&mut cora, THAT_DAY).await;
    let own = followed(&mut cora, "").await;
    let dated = followed(&mut cora, DATED).await;
    // A day later XRP has a price: one missing price less, and one line more.
    assert!(dated.len() > 30 && dated != own, "{dated:?}");
    let sums = |cells: &[(String, String)]| -> Vec<String> {
        let values = cells.iter().map(|(_, value)| value.clone());
        values.filter(|value| value.contains('.')).collect()
    };
    assert_ne!(sums(&own), sums(&dated));
    // The incident's own figures stay beside it, and whoever may not see the totals sees no
    // lines.
    assert_eq!(followed(&mut cora, "").await, own);
    for page in ["lines", "credits", "totals"] {
        let refused = bob.get(&at(&format!("{page}?{DATED}"))).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{page}");
    }
    let mut dora = coordinator(&server, &incident, "dora@example.org").await;
    let looks = actions(&server, &incident, "claim-seen").await;
    dora.get(&at(&format!("lines?{DATED}"))).await;
    let looked = actions(&server, &incident, "claim-seen").await;
    assert_eq!(looked, looks + 2, "rows of a claim are a look at it");
}

/// Every filter that a cell, a page or a person makes, and some combinations.
fn filters(reference: &str, key: &str) -> Vec<LineFilter> {
    let mut filters = vec![LineFilter::default()];
    let mut narrowed = |change: &dyn Fn(&mut LineFilter)| {
        for scope in Scope::ALL {
            let mut filter = LineFilter {
                scope,
                ..LineFilter::default()
            };
            change(&mut filter);
            filters.push(filter);
        }
    };
    narrowed(&|_| {});
    narrowed(&|filter| filter.claim = Some(reference.to_owned()));
    narrowed(&|filter| filter.key = Some(key.to_owned()));
    for exchange in ["binance", "kucoin", "", "nowhere"] {
        narrowed(&|filter| filter.exchange = Some(exchange.to_owned()));
    }
    for day in ["2022-10-18", "2022-10-19"] {
        narrowed(&|filter| filter.day = Some(day.to_owned()));
    }
    for asked in [true, false] {
        narrowed(&|filter| filter.priced = Some(asked));
        narrowed(&|filter| filter.documented = Some(asked));
    }
    for review in ReviewState::ALL {
        narrowed(&|filter| filter.review = Some(review));
    }
    for asset in ["BTC", "DMG", "USDT", "BNB", "XRP"] {
        for asset_in in AssetIn::ALL {
            narrowed(&|filter| {
                (filter.asset, filter.asset_in) = (Some(asset.to_owned()), asset_in)
            });
        }
    }
    filters
}

/// A window of the lines that a filter finds by the rule itself, and the sums of all that it
/// finds.
fn found_among(
    all: &[ShownLine],
    filter: &LineFilter,
    window: Window,
) -> (LineSums, Vec<ShownLine>) {
    let mut sums = LineSums::of(filter);
    let mut found = Vec::new();
    for shown in all {
        let line = &shown.line;
        let state = LineState {
            claim: line.state,
            review: line.review,
        };
        let valued = ValuedLine {
            claim: &line.reference,
            exchange: &line.exchange,
            time: line.entry.time,
            support: line.support,
            loss: &shown.loss,
        };
        let row = RowNames {
            key: &line.entry_key,
            ids: &line.entry.ids(),
        };
        if filter.finds(state, &valued, row) {
            sums.add(line.review, &shown.loss);
            let mut shown = shown.clone();
            let asset = filter.asset.as_deref();
            shown.line.part = asset.and_then(|asset| part_of(&shown.loss, asset));
            found.push(shown);
        }
    }
    let skipped = usize::try_from(window.offset).unwrap();
    let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
    let page = found.into_iter().skip(skipped).take(limit).collect();
    (sums, page)
}

#[tokio::test]
async fn each_filter_finds_the_lines_that_the_rule_finds_among_all_of_them() {
    let (server, incident, mut cora, _) = mixed().await;
    begun(&server, &incident, "cy@example.org").await;
    add_prices(&mut cora, "later.csv", LATER, "").await;
    worked_out(&mut cora, THAT_DAY).await;
    let app = &server.app;
    let incident = app.store.incident(&incident.id).await.unwrap();
    let all = LineFilter::default();
    // There are three claims; one is a draft, which the group's jobs do not value.
    for (for_basis, count) in [("", 11), (THAT_DAY, 9)] {
        let kept = app.store.lines(&incident.id, for_basis, &all, Window::ALL);
        let kept = kept.await.unwrap();
        let kept = shown(&app.store, &incident, kept).await.unwrap();
        assert_eq!(kept.len(), count);
        filters_find(app, &incident, for_basis, &kept).await;
    }
}

async fn filters_find(app: &App, incident: &Incident, for_basis: &str, all: &[ShownLine]) {
    let mut found = 0;
    let second = Window {
        offset: 1,
        limit: 2,
    };
    for filter in filters(&all[4].line.reference, &all[5].line.entry_key) {
        for window in [Window::ALL, second] {
            let (sums, lines) = found_among(all, &filter, window);
            let kept = app.store.lines(&incident.id, for_basis, &filter, window);
            let kept = shown(&app.store, incident, kept.await.unwrap()).await;
            let kept = kept.unwrap();
            assert_eq!(format!("{lines:#?}"), format!("{kept:#?}"), "{filter:?}");
            let kept = app.store.line_sums(&incident.id, for_basis, &filter);
            assert_eq!(sums, kept.await.unwrap(), "{filter:?}");
            found += lines.len();
        }
    }
    assert!(found > 100, "{found}");
}

/// The links to single lines on a page, each with the loss its row shows.
fn lines_of(page: &str) -> Vec<(String, Option<String>)> {
    let rows = page.split("<tr").filter(|row| row.contains("/lines/"));
    let mut lines = Vec::new();
    for row in rows {
        let links = row.split("<a href=\"").skip(1);
        let mut links = links.filter_map(|link| link.split('"').next());
        let href = links.find(|href| href.contains("/lines/")).unwrap();
        let money = row.split("value=\"").skip(1);
        let money = money.filter_map(|value| value.split('"').next());
        let mut money = money.filter(|value| {
            let places = value.split_once('.').map_or(0, |(_, places)| places.len());
            places == 8
        });
        let priced = !row.contains("no price");
        let loss = priced.then(|| money.next().unwrap().to_owned());
        lines.push((href.replace("&amp;", "&"), loss));
    }
    lines
}

fn next_page(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("rel=\"next\" href=\"")?;
    Some(rest.split('"').next()?.replace("&amp;", "&"))
}

#[tokio::test]
async fn lines_under_another_basis_are_all_listed_once_with_details() {
    let limits = Limits::but(|limits| {
        limits.pages.rows = 2;
    });
    let (_server, _, mut cora, _) = mixed_within(limits).await;
    add_prices(&mut cora, "later.csv", LATER, "").await;
    worked_out(&mut cora, THAT_DAY).await;
    let asked = at(&format!("lines?counted=all&{DATED}"));
    let first = cora.get(&asked).await.text();
    let (mut pages, mut page, mut lines) = (1, first.clone(), lines_of(&first));
    while let Some(next) = next_page(&page) {
        page = cora.get(&next).await.text();
        assert!(lines_of(&page).len() <= 2, "{page}");
        lines.extend(lines_of(&page));
        pages += 1;
    }
    assert_eq!((pages, lines.len()), (5, 9));
    let past = cora.get(&format!("{asked}&page=99")).await.text();
    assert_eq!(
        lines_of(&past),
        lines_of(&page),
        "past the last is the last"
    );
    let mut hrefs: Vec<&str> = lines.iter().map(|(href, _)| href.as_str()).collect();
    hrefs.dedup();
    assert_eq!(hrefs.len(), lines.len());
    for (href, loss) in &lines {
        assert!(href.contains(DATED), "{href}");
        let line = cora.get(href).await.text();
        assert!(line.contains("at the prices at the end of 2022-10-18"));
        match loss {
            Some(loss) => assert!(line.contains(&format!("value=\"{loss}\"")), "{line}"),
            None => assert!(line.contains("no price"), "{line}"),
        }
        if href.contains("typed") {
            assert!(line.contains("19,123.456789123"), "{line}");
        }
    }
    // A question about a line is asked on its page, and leads back to it.
    let (typed, _) = lines
        .iter()
        .find(|(href, _)| href.contains("typed"))
        .unwrap();
    let page = cora.get(typed).await.text();
    let action = page.split("<form method=\"post\" action=\"").skip(1);
    let mut action = action.filter_map(|form| form.split('"').next());
    let action = action.find(|action| action.contains("/lines/")).unwrap();
    let fields = [("review", "queried"), ("reason", "Which account was it?")];
    let answer = cora.post(&action.replace("&amp;", "&"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(answer.location.contains(DATED), "{}", answer.location);
}

#[tokio::test]
async fn unknown_basis_is_reported_beside_its_field() {
    let (_server, _, mut cora, reference) = under_way().await;
    for page in ["totals", "lines", "credits"] {
        for (asked, field) in [
            ("basis=yesterday", "basis"),
            ("basis=date%3A2022-02-30", "basis"),
            ("basis=date&date=2022-02-30", "date"),
        ] {
            let wrong = cora.get(&at(&format!("{page}?{asked}"))).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            let text = wrong.text();
            assert!(text.contains(&format!("id=\"{field}-error\"")), "{text}");
            assert!(!text.contains(&reference), "no figure stands there");
        }
    }
    let own = cora.get(&at("lines?basis=event")).await;
    assert_eq!(own.status, StatusCode::OK);
    assert!(!own.contains("unlike the incident"), "{}", own.text());
}

#[tokio::test]
async fn credits_under_another_basis_are_listed_as_their_sum_counts_them() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    add_prices(&mut cora, "prices.csv", PRICES, "").await;
    add_prices(&mut cora, "later.csv", LATER, "").await;
    let mut ada = begun(&server, &incident, "ada@example.org").await;
    let credit = [
        ("time", "2022-10-18T12:00:00Z"),
        ("asset", "BTC"),
        ("amount", "0.1"),
        ("evidence", "a letter"),
    ];
    claim_form(&mut ada, "credits", "credits", &credit).await;
    signed(&server, &incident, &mut ada, "ada@example.org").await;
    worked_out(&mut cora, THAT_DAY).await;
    for (basis, value) in [("", "1950.00000000"), (DATED, "1912.34567891")] {
        let totals = cora.get(&at(&format!("totals?{basis}"))).await.text();
        let (_, link) = totals.split_once("/group/credits").unwrap();
        let (asked, rest) = link.split_once('"').unwrap();
        assert!(asked.contains(basis), "{asked}");
        assert_eq!(value_after(rest, "").as_deref(), Some(value));
        let page = cora.get(&at(&format!("credits{asked}"))).await.text();
        let sum = value_after(&page, "scope=\"row\" colspan=\"4\"");
        assert_eq!(sum.as_deref(), Some(value), "{page}");
    }
}

#[tokio::test]
async fn each_cell_is_what_the_lines_behind_its_link_add_up_to() {
    let (server, incident, mut cora, _) = mixed().await;
    let seen = followed(&mut cora, "").await;
    assert!(seen.len() > 30, "{seen:?}");
    let prices = cora.get(&at("prices")).await.text();
    let hanging = cells(&prices);
    assert_eq!(hanging.len(), 2, "BNB and XRP: {prices}");
    for (href, value) in hanging {
        let page = cora.get(&href).await.text();
        assert_eq!(lines_found(&page).to_string(), value, "{href}");
    }
    // The interesting case is among them: a priced line whose fee has no price lacks that
    // price, and is in no cell of the asset.
    let count = async |how| {
        let filter = LineFilter {
            asset_in: how,
            ..LineFilter::lacking("BNB")
        };
        let store = &server.app.store;
        store
            .line_sums(&incident.id, "", &filter)
            .await
            .unwrap()
            .lines
    };
    assert_eq!(count(AssetIn::Lacking).await, 2);
    assert_eq!(count(AssetIn::Part).await, 1);
}

/// Without trailing zeros of a fraction, unless it is a sum of money.
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
    // 1.5 was sold and 0.25 typed in; the half coin is excluded.
    assert_eq!(row(&page.text(), "BTC").as_deref(), Some("-1.75"));
    let (_, gaps) = page
        .text()
        .split_once("No price yet")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert_eq!(row(&gaps, "XRP").as_deref(), Some("5"), "{gaps}");
    // The claim is sent back, and some of the same coin came back: the bound stays.
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
