//! Forms accept numbers as the pages of each language print them.

use super::*;

const CREDIT: [(&str, &str); 3] = [
    ("time", "2022-10-24"),
    ("asset", "USD"),
    ("evidence", "a mail"),
];

async fn credit(ada: &mut Browser, amount: &str) -> Answer {
    let mut fields = CREDIT.to_vec();
    fields.push(("amount", amount));
    send(ada, "credits", "credits", &fields).await
}

async fn kept(server: &Server, incident: &Incident) -> Vec<String> {
    let claim = state_of(server, incident, "ada@example.org").await;
    let credits = server.app.store.credits(&claim.id).await.unwrap();
    credits.into_iter().map(|credit| credit.amount).collect()
}

#[tokio::test]
async fn each_language_takes_its_own_numbers_and_those_of_machines() {
    for (language, typed, expected) in [
        ("fr", "561,50", "561.50"),
        ("fr", "1 120", "1120"),
        ("fr", "1\u{202f}120,5", "1120.5"),
        ("fr", "561.50", "561.50"),
        ("fr", "1,120", "1.120"),
        ("en", "1,120", "1120"),
        ("en", "1,120.00", "1120.00"),
        ("en", "561.50", "561.50"),
    ] {
        let (server, incident, mut ada) = begun().await;
        ada.language = language;
        let added = credit(&mut ada, typed).await;
        assert_eq!(
            added.status,
            StatusCode::SEE_OTHER,
            "{typed}: {}",
            added.text()
        );
        assert_eq!(kept(&server, &incident).await, [expected], "{typed}");
    }
}
