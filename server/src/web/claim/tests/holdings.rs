//! The page of holdings: what the claimant's files lack, in words, a page at a time.

use super::*;

#[tokio::test]
async fn claimant_sees_what_the_files_lack() {
    let (_server, _, mut ada) = begun().await;
    let before = ada.get(&at("holdings")).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.text().contains("filled in once the files"));

    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;

    // 38400 and 38.4 USDT are spent first: no file shows where they came from.
    let page = ada.get(&at("holdings")).await.text();
    let least = "At least 38,438.4 USDT were there before 2022-10-10 09:00:00 UTC";
    assert!(page.contains(least), "{page}");
    assert!(page.contains("One of 3 accounts and coins does not add up."));
    assert!(page.contains("trades.csv") && page.contains("No gap was found."));
    let files = ada.get(&at("evidence")).await.text();
    assert!(
        files.contains("Something seems to be missing for one account and coin"),
        "{files}"
    );

    // The missing deposit is handed in: nothing is missing any more.
    let deposit = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,\
        PaymentID,Status\n\
        2022-10-01 09:00:00,USDT,TRX,40000,0,TExample,0xfeed,TSource,,Completed\n";
    upload(&mut ada, &[("deposits.csv", deposit.as_bytes())]).await;
    let page = ada.get(&at("holdings")).await.text();
    assert!(
        page.contains("Accounts and coins that add up: 3."),
        "{page}"
    );
}

#[tokio::test]
async fn page_of_holdings_does_not_grow_with_accounts_and_assets() {
    let limits = Limits::but(|limits| limits.pages.rows = 2);
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut ada = claimant(&server, &incident, "ada@example.org").await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    // The header and two holdings, and the header and one file.
    let rows = |page: &str| page.matches("<tr").count();
    let first = ada.get(&at("holdings")).await.text();
    assert_eq!(rows(&first), 5, "{first}");
    assert!(first.contains("USDT") && first.contains("Page 1 of 2"));
    let second = ada.get(&at("holdings?page=2")).await.text();
    assert_eq!(rows(&second), 4, "{second}");
}
