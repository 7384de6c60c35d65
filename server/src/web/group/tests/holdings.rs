//! What the files of a claim lack, as its coordinators see it.

use super::*;

#[tokio::test]
async fn coordinator_sees_what_the_files_of_a_claim_lack_and_others_do_not() {
    let (server, incident, mut cora, reference) = under_way().await;
    let claim = at(&format!("claims/{reference}"));
    let shown = cora.get(&claim).await.text();
    let link = format!(r#"href="{claim}/holdings""#);
    assert!(shown.contains(&link), "{shown}");

    let page = cora.get(&format!("{claim}/holdings")).await;

    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    let least = "At least 38,438.4 USDT were there before 2022-10-10 09:00:00 UTC";
    assert!(page.contains(least), "{page}");
    let (mut bo, _) = handed_in(&server, &incident, "bo@example.org").await;
    let others = bo.get(&format!("{claim}/holdings")).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
}
