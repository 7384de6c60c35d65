//! Links across claims, as coordinators see them.

use super::*;

/// Two trades of an account at FTX. `ids` are those of the trades.
pub(in crate::web) fn ftx_trades(ids: [u32; 2]) -> String {
    let [first, second] = ids;
    format!(
        "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n\
         {first},2022-10-18T21:00:00.000000+00:00,BTC/USDT,sell,Market,1,19500,19500,0,USDT,false\n\
         {second},2022-10-18T21:00:07.000000+00:00,DMG/USDT,buy,Market,40000,0.5,20000,0,USDT,\
         false\n"
    )
}

/// The address of the first link on a page, below the list.
pub(in crate::web) fn first_link(page: &str, list: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("href=\"{list}/"))
        .unwrap_or_else(|| panic!("the page has a link: {page}"));
    format!("{list}/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn coordinator_sees_what_claims_have_in_common_and_looks_are_logged() {
    let (server, incident, mut cora, reference) = under_way().await;
    let none = cora.get(&at("links")).await;
    assert!(none.contains("No links were found."), "{}", none.text());
    let mut claims = Vec::new();
    for (mail, ids) in [
        ("bob@example.org", [7001, 7002]),
        ("cy@example.org", [7002, 7003]),
    ] {
        let trades = ftx_trades(ids);
        claims.push(handed_in_with(&server, &incident, mail, &trades).await.1);
    }
    server.all_done(&incident).await;
    // 7002 is a sale of bitcoin in one claim and a purchase of another coin in the other:
    // another market, so another trade.
    let none = cora.get(&at("links")).await;
    assert!(none.contains("No links were found."), "{}", none.text());
    let trades = ftx_trades([7004, 7002]);
    let (mut dee, fourth) = handed_in_with(&server, &incident, "dee@example.org", &trades).await;
    server.all_done(&incident).await;
    let list = cora.get(&at("links")).await.text();
    assert!(
        list.contains("One link") && list.contains("FTX 7002"),
        "{list}"
    );
    assert!(
        list.contains(&claims[0]) && list.contains(&fourth),
        "{list}"
    );
    assert!(
        !list.contains(&claims[1]) && !list.contains(&reference),
        "{list}"
    );
    let link = first_link(&list, &at("links"));
    let one = cora.get(&link).await;
    assert_eq!(one.status, StatusCode::OK);
    for text in [&claims[0], &fourth, "trades.csv:3#1", "40,000 DMG"] {
        assert!(one.contains(text), "{text}: {}", one.text());
    }
    assert_eq!(
        actions(&server, &incident, "links-seen").await,
        2,
        "once an hour each"
    );
    // The page of a claim leads to its links, and names the trade.
    let page = cora.get(&at(&format!("claims/{fourth}"))).await.text();
    let asked = format!("/group/links?claim={fourth}");
    assert!(page.contains(&asked) && page.contains("FTX 7002"), "{page}");
    let own = cora
        .get(&at(&format!("links?claim={fourth}&kind=trade")))
        .await;
    assert!(own.contains("One link"), "{}", own.text());
    for other in [
        "links?claim=R-NONE-22",
        "links?kind=device",
        "links?show=common",
    ] {
        let none = cora.get(&at(other)).await;
        assert!(
            none.contains("No links were found."),
            "{other}: {}",
            none.text()
        );
    }
    for nothing in [
        "links/trade/0",
        "links/nothing/00000000000000000000000000000000",
    ] {
        let none = cora.get(&at(nothing)).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    assert_eq!(dee.get(&link).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn page_of_a_link_shows_so_many_rows_of_a_claim() {
    for (rows_shown_max, has_more) in [(4, false), (3, true)] {
        let limits = Limits::but(|limits| limits.links.rows_shown_max = rows_shown_max);
        let server = Server::with(limits).await;
        let incident = server.incident("attack").await;
        let mut cora = coordinator(&server, &incident, "cora@example.org").await;
        let added = add_prices(&mut cora, "prices.csv", PRICES, "").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
        // The same prices one after another, under other ids: an order pattern.
        for (mail, first) in [("ada@example.org", 100), ("bob@example.org", 200)] {
            let mut trades = ftx_trades([1, 2]).lines().next().unwrap().to_owned();
            for (number, price) in (0_u32..).zip(["0.5", "0.6", "0.7", "0.8"]) {
                trades += &format!(
                    "\n{},2022-10-18T21:00:0{number}.000000+00:00,DMG/USDT,buy,Market,10,\
                     {price},,0,USDT,false",
                    first + number
                );
            }
            handed_in_with(&server, &incident, mail, &(trades + "\n")).await;
        }
        server.all_done(&incident).await;
        let list = cora.get(&at("links")).await.text();
        assert!(list.contains("Same order pattern"), "{list}");
        let one = cora.get(&first_link(&list, &at("links"))).await.text();
        assert_eq!(one.contains("There are more rows."), has_more, "{one}");
        let shown = one.matches("trades.csv:").count();
        assert_eq!(shown, 2 * rows_shown_max as usize, "{one}");
    }
}
