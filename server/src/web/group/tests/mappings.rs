//! A claimant's mapping of a file's columns, shared with the whole incident.

use super::*;

const UNKNOWN: &str = "When,Coin,Change\n2022-10-18 21:00:09,BTC,0.5\n";
/// Another file of the same shape.
const LIKEWISE: &str = "When,Coin,Change\n2022-10-19 21:00:09,ETH,7\n";

const PAGE: &str = "/i/attack/group/mappings";

async fn claim_with(server: &Server, incident: &Incident, mail: &str, text: &str) -> Browser {
    let mut browser = server.member(incident, mail, Role::Claimant).await;
    browser.post("/i/attack/claim", &[]).await;
    let files = [("files", "x.csv", text.as_bytes())];
    browser
        .upload("/i/attack/claim/evidence", &[], &files)
        .await;
    browser
}

async fn entries(server: &Server, incident: &Incident, mail: &str) -> Vec<i64> {
    let claim = claim_of(server, incident, mail).await;
    let imports = server.app.store.imports(&claim.id).await.unwrap();
    let current = imports.into_iter().filter(|import| import.current);
    current.map(|import| import.entries).collect()
}

#[tokio::test]
async fn a_mapping_is_taken_for_the_incident_and_taken_back() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let mut ada = claim_with(&server, &incident, "ada@example.org", UNKNOWN).await;
    claim_with(&server, &incident, "bob@example.org", LIKEWISE).await;
    assert_eq!(entries(&server, &incident, "bob@example.org").await, [0]);
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let file = server.app.store.files(&claim.id).await.unwrap().remove(0);
    let columns = format!("/i/attack/claim/evidence/{}/columns", file.sha256);
    let given = [
        ("exchange", "ex"),
        ("header", "1"),
        ("column-1", "time"),
        ("column-2", "asset"),
        ("column-3", "change"),
        ("kind", "deposit"),
        ("zone", "UTC"),
        ("act", "read"),
    ];
    let read = ada.post(&columns, &given).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text());

    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let page = cora.get(PAGE).await;
    assert!(
        page.contains("Use this explanation for the whole incident"),
        "{}",
        page.text()
    );
    let wanted = [
        ("claim", claim.reference.as_str()),
        ("file", file.sha256.as_str()),
    ];
    let shared = cora.post(PAGE, &wanted).await;
    assert_eq!(shared.location, format!("{PAGE}?done=group-mapping-shared"));
    assert_eq!(actions(&server, &incident, "mapping-shared").await, 1);
    assert_eq!(
        entries(&server, &incident, "bob@example.org").await,
        [1],
        "what waited was read"
    );
    let again = cora.post(PAGE, &wanted).await;
    assert_eq!(again.location, format!("{PAGE}?done=group-mapping-there"));
    claim_with(
        &server,
        &incident,
        "cleo@example.org",
        &LIKEWISE.replace("ETH", "XRP"),
    )
    .await;
    assert_eq!(entries(&server, &incident, "cleo@example.org").await, [1]);

    let kept = server
        .app
        .store
        .shared_mappings(&incident.id)
        .await
        .unwrap();
    let removed = cora
        .post(&format!("{PAGE}/{}/remove", kept[0].id), &[])
        .await;
    assert_eq!(
        removed.location,
        format!("{PAGE}?done=group-mapping-removed")
    );
    assert_eq!(actions(&server, &incident, "mapping-removed").await, 1);
    claim_with(
        &server,
        &incident,
        "dan@example.org",
        &LIKEWISE.replace("ETH", "DMG"),
    )
    .await;
    assert_eq!(entries(&server, &incident, "dan@example.org").await, [0]);
    assert_eq!(entries(&server, &incident, "bob@example.org").await, [1]);
}

#[tokio::test]
async fn only_coordinators_of_the_incident_share_mappings() {
    let server = Server::start().await;
    let incident = server.incident("attack").await;
    let elsewhere = server.incident("elsewhere").await;
    let mut ada = claim_with(&server, &incident, "ada@example.org", UNKNOWN).await;
    let mut ines = server
        .member(&incident, "ines@example.org", Role::Investigator)
        .await;
    let mut olga = coordinator(&server, &elsewhere, "olga@example.org").await;
    for browser in [&mut ada, &mut ines, &mut olga] {
        assert_eq!(browser.get(PAGE).await.status, StatusCode::NOT_FOUND);
        for to in [PAGE.to_owned(), format!("{PAGE}/x/remove")] {
            let refused = browser.post(&to, &[("claim", "x"), ("file", "y")]).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{to}");
        }
    }
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let claim = claim_of(&server, &incident, "ada@example.org").await;
    let file = server.app.store.files(&claim.id).await.unwrap().remove(0);
    let unexplained = [
        ("claim", claim.reference.as_str()),
        ("file", file.sha256.as_str()),
    ];
    let refused = cora.post(PAGE, &unexplained).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "nobody explained it");
}
