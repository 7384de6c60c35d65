//! A part of the demonstration (small claims, one of each state) through the real store. The
//! whole demonstration is only practical in a release build.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use casework::{ClaimCounts, ClaimState, Role};
use demo::{CLAIMANT, FIRST_COORDINATOR, INVESTIGATOR, Incident, SEED, incident};

use super::fill::fill;
use crate::testing::Server;

/// A server of the winter after the incident: claimants fetch their exports when all is over,
/// and a row of a later day than its file is refused.
async fn after_the_incident() -> Server {
    let server = Server::idle(crate::config::Limits::default()).await;
    server.pass_minutes(30 * 24 * 60);
    server
}

fn part() -> Incident {
    let mut invented = incident(SEED);
    let mut states = BTreeSet::new();
    invented.claims.retain(|claim| {
        let named = [FIRST_COORDINATOR, CLAIMANT].contains(&claim.person);
        let small = claim.about_usd < 60_000;
        let first = claim.about_usd < 500_000 && states.insert(claim.state);
        named || small || first
    });
    invented
}

#[tokio::test(flavor = "multi_thread")]
async fn every_claim_comes_to_stand_where_it_has_to() {
    let server = after_the_incident().await;
    let invented = part();
    let filled = fill(&server.app, &invented).await.unwrap();
    let store = &server.app.store;
    let kept = store.incident_by_slug("demo").await.unwrap();
    let claims = store.claims(&kept.id).await.unwrap();
    assert_eq!(claims.len(), invented.claims.len());
    let mut states = BTreeSet::new();
    for claim in &claims {
        let person = invented
            .people
            .iter()
            .position(|p| p.email == claim.claimant_email);
        let wanted = invented
            .claims
            .iter()
            .find(|c| Some(c.person) == person)
            .unwrap();
        assert_eq!(claim.state, wanted.state, "{}", claim.claimant_name);
        states.insert(claim.state);
        let units = (claim.documented + claim.claimed).units().unwrap();
        let dollars = units / 100_000_000;
        let about = i64::try_from(wanted.about_usd).unwrap();
        let near = (dollars - about).abs() * 100 <= about * 40;
        assert!(near, "{}: {dollars} for {about}", claim.claimant_name);
    }
    assert_eq!(states.len(), ClaimState::ALL.len());
    let investigator = &invented.people[INVESTIGATOR].email;
    let investigator = store.person_by_email(investigator).await.unwrap().unwrap();
    let now_us = server.app.clock.now_us();
    let released = store.releases_to(&kept.id, &investigator.id, now_us).await;
    assert_eq!(released.unwrap().len(), 1);
    assert!(filled.release.approved_by != Some(filled.release.requested_by.clone()));
    every_page_counts_the_same_claims(&server, &filled).await;
    super::pack(server.app.clone(), filled).await;
    let release = &store.releases(&kept.id).await.unwrap()[0];
    let bundles = store.bundles(&kept.id, &release.id).await.unwrap();
    assert_eq!(bundles.len(), 1);
    assert!(!bundles[0].claims.is_empty());
    assert!(Some(bundles[0].made_at_us) >= release.approved_at_us);
}

/// Every page that shows the numbers of claims shows the same ones, including claims that do
/// not count.
async fn every_page_counts_the_same_claims(server: &Server, filled: &super::fill::Filled) {
    let store = &server.app.store;
    let kept = store.incident_by_slug("demo").await.unwrap();
    let claims = store.claims(&kept.id).await.unwrap();
    let counts: ClaimCounts = claims.iter().map(|claim| claim.state).collect();
    assert_eq!(counts.all(), claims.len() as i64);
    assert!(
        counts.drafts * counts.declined * counts.withdrawn > 0,
        "{counts:?}"
    );
    let counted = |name: &str, count: i64| format!("{name}: {count}");
    let texts = [
        counted("Claims counted in totals", counts.counted),
        counted("(accepted", counts.accepted),
    ];
    let pages = [
        (Role::Coordinator, "group", texts.clone()),
        (
            Role::Coordinator,
            "group/totals",
            [
                counted("neither declined nor withdrawn", counts.counted),
                counted("accepted among them", counts.accepted),
            ],
        ),
        (
            Role::Coordinator,
            "group/snapshots",
            [
                "Claims that count".to_owned(),
                format!("value=\"{}\"", counts.counted),
            ],
        ),
        (Role::Investigator, "bundles", texts),
    ];
    for (role, page, texts) in pages {
        let account = filled.accounts.iter().find(|account| account.role == role);
        let account = account.unwrap();
        let mut browser = server.browser();
        let fields = [("email", &*account.email), ("password", &*account.password)];
        let signed_in = browser.post("/sign-in", &fields).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
        let answer = browser.get(&format!("/i/demo/{page}")).await;
        for text in texts {
            assert!(
                answer.contains(&text),
                "{page} lacks {text}: {}",
                answer.text()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_printed_accounts_have_passwords_and_they_sign_in() {
    let server = after_the_incident().await;
    let mut invented = part();
    invented.claims.retain(|claim| claim.person == CLAIMANT);
    let filled = fill(&server.app, &invented).await.unwrap();
    let roles: Vec<Role> = filled.accounts.iter().map(|account| account.role).collect();
    assert_eq!(
        roles,
        [
            Role::Coordinator,
            Role::Coordinator,
            Role::Investigator,
            Role::Claimant
        ]
    );
    for account in &filled.accounts {
        let form = [
            ("email", account.email.as_str()),
            ("password", &account.password),
        ];
        let answer = server.browser().post("/sign-in", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", account.email);
    }
    let mut passwords = 0;
    for person in &invented.people {
        let kept = server.app.store.person_by_email(&person.email).await;
        passwords += usize::from(kept.unwrap().unwrap().password_hash.is_some());
    }
    assert_eq!(passwords, filled.accounts.len());
}
