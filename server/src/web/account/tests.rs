//! Accounts, through the real router.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use casework::Role;
use store::{Actor, NewInvitation, Purpose};

use crate::clock::sha256_hex;
use crate::config::Limits;
use crate::testing::{NOW_US, PASSWORD, Server};
use crate::web::group::tests::people::{PEOPLE, action_on, link_on};

const DAY_US: i64 = 86_400_000_000;

async fn invite(server: &Server, incident: &str, mail: &str, token: &str, role: Role) {
    let new = NewInvitation {
        id: &server.app.random.id(),
        incident,
        purpose: Purpose::Join,
        role,
        email: mail,
        name: "",
        person: None,
        claim: None,
        token_hash: &sha256_hex(token),
        expires_at_us: NOW_US + 30 * DAY_US,
    };
    server
        .app
        .store
        .invite(&Actor::operator(NOW_US), &new)
        .await
        .unwrap();
}

#[tokio::test]
async fn opening_an_invitation_does_not_use_it_up_and_accepting_it_does() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    invite(
        &server,
        &incident.id,
        "ada@example.org",
        "t1",
        Role::Claimant,
    )
    .await;
    let mut browser = server.browser();
    for _ in 0..3 {
        let page = browser.get("/join/t1").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.contains("ada@example.org"));
    }
    let joined = browser
        .post(
            "/join/t1",
            &[("name", "Ada Example"), ("password", PASSWORD)],
        )
        .await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    assert_eq!(joined.location, "/i/leak?done=joined");
    let home = browser.get(&joined.location).await;
    assert!(
        home.contains("Welcome. You have joined."),
        "{}",
        home.text()
    );
    let again = server.browser().get("/join/t1").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.contains("This link was used already"));
}

#[tokio::test]
async fn an_expired_or_unknown_invitation_says_what_to_do() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    invite(
        &server,
        &incident.id,
        "ada@example.org",
        "t1",
        Role::Claimant,
    )
    .await;
    server.pass_minutes(31 * 24 * 60);
    let page = server.browser().get("/join/t1").await;
    assert!(page.contains("This link is too old"), "{}", page.text());
    let unknown = server.browser().get("/join/t2").await;
    assert!(unknown.contains("This link does not exist"));
}

#[tokio::test]
async fn a_weak_password_keeps_the_name_and_never_comes_back() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    invite(
        &server,
        &incident.id,
        "ada@example.org",
        "t1",
        Role::Claimant,
    )
    .await;
    let answer = server
        .browser()
        .post("/join/t1", &[("name", "Ada"), ("password", "password1")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.contains("value=\"Ada\"") && answer.contains("one of the first that are guessed")
    );
    assert!(!answer.contains("password1"));
}

#[tokio::test]
async fn wrong_password_reveals_nothing_and_too_many_close_the_account_for_a_while() {
    let server = Server::with(Limits::but(|limits| {
        limits.sign_in.per_account = 3;
    }))
    .await;
    let incident = server.incident("leak").await;
    server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let mut browser = server.browser();
    for mail in ["ada@example.org", "nobody@example.org"] {
        let answer = browser
            .post("/sign-in", &[("email", mail), ("password", "wrong")])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.contains("email address or the password is wrong"));
    }
    for _ in 0..2 {
        browser
            .post(
                "/sign-in",
                &[("email", "ada@example.org"), ("password", "wrong")],
            )
            .await;
    }
    let right = [("email", "ada@example.org"), ("password", PASSWORD)];
    let closed = browser.post("/sign-in", &right).await;
    assert_eq!(closed.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(closed.contains("Try again in"), "{}", closed.text());
    server.pass_minutes(16);
    assert_eq!(
        browser.post("/sign-in", &right).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn sessions_end_when_idle_when_signed_out_and_at_the_latest_after_hours() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut used = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let mut idle = server.browser();
    let right = [("email", "ada@example.org"), ("password", PASSWORD)];
    idle.post("/sign-in", &right).await;
    for _ in 0..2 {
        server.pass_minutes(20);
        assert_eq!(
            used.get("/account").await.status,
            StatusCode::OK,
            "use extends it"
        );
    }
    let to_sign_in = idle.get("/account").await.location;
    assert_eq!(to_sign_in, "/sign-in?next=%2Faccount&ended=idle&after=30");
    let asked = idle.get(&to_sign_in).await;
    assert!(asked.contains("Your session ended after 30 minutes without activity."));
    let mut copy = used.clone();
    assert_eq!(
        used.post("/sign-out", &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        copy.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "ended on the server"
    );
    let mut busy = server.browser();
    busy.post("/sign-in", &right).await;
    for _ in 0..35 {
        server.pass_minutes(20);
        assert_eq!(busy.get("/account").await.status, StatusCode::OK);
    }
    server.pass_minutes(21);
    assert_eq!(
        busy.get("/account").await.status,
        StatusCode::SEE_OTHER,
        "12 hours are over"
    );
}

#[tokio::test]
async fn post_from_another_site_changes_nothing() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let mut browser = server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let request = Request::post("/sign-out")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://evil.example");
    let answer = browser.send(request, Body::empty()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.contains("did not come from one of our pages"));
    assert_eq!(browser.get("/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_stranger_cannot_tell_a_foreign_incident_from_none() {
    let server = Server::start().await;
    let (mine, _other) = (
        server.incident("mine").await,
        server.incident("other").await,
    );
    let mut browser = server
        .member(&mine, "ada@example.org", Role::Claimant)
        .await;
    let foreign = browser.get("/i/other").await;
    let nothing = browser.get("/i/nothing").await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let same = |answer: String, slug: &str| answer.replace(&format!("/i/{slug}"), "/i/x");
    assert_eq!(
        same(foreign.text(), "other"),
        same(nothing.text(), "nothing")
    );
}

#[tokio::test]
async fn every_page_carries_the_security_headers() {
    let server = Server::start().await;
    for path in [
        "/",
        "/sign-in",
        "/formats",
        "/method",
        "/keys",
        "/no-such-page",
    ] {
        let page = server.browser().get(path).await;
        let policy = page.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"));
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store", "{path}");
        assert_eq!(page.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(page.contains("<h1>"), "{path}: {}", page.text());
        assert!(
            !page.contains("style=\"") && !page.contains("<script>"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn pages_speak_french_when_asked_and_the_choice_stays() {
    let server = Server::start().await;
    let mut browser = server.browser();
    browser.language = "fr-CH, en;q=0.5";
    assert!(browser.get("/sign-in").await.contains("Mot de passe"));
    let switched = browser
        .post("/language", &[("language", "en"), ("back", "/sign-in")])
        .await;
    assert_eq!(switched.location, "/sign-in");
    assert!(browser.get("/sign-in").await.contains("Password"));
}

#[tokio::test]
async fn session_of_a_confirmed_investigator_is_limited_at_once() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let role = Role::Coordinator;
    let mut cora = server.member(&incident, "co@example.org", role).await;
    let officer = [
        ("email", "ines@example.org"),
        ("name", "Ines"),
        ("role", "investigator"),
    ];
    let made = cora.post(&format!("{PEOPLE}/officer"), &officer).await;
    let link = link_on(&made.text());
    let mut ines = server.browser();
    let fields = [("name", "Ines"), ("password", PASSWORD)];
    let joined = ines.post(&link, &fields).await;
    assert_eq!(
        joined.location,
        "/?done=joined-waiting",
        "{}",
        joined.text()
    );
    server.pass_minutes(20);
    assert_eq!(ines.get("/account").await.status, StatusCode::OK, "waiting");
    let store = &server.app.store;
    let waiting = store.waiting_members(None).await.unwrap();
    let operator = Actor::operator(NOW_US);
    store
        .confirm_member(&operator, &incident.id, &waiting[0].id)
        .await
        .unwrap();
    let mut idle = ines.clone();
    server.pass_minutes(16);
    let ended = idle.get("/account").await;
    assert_eq!(
        ended.location,
        "/sign-in?next=%2Faccount&ended=idle&after=15"
    );
    // Signed in again and never idle, the session lasts four hours.
    let fields = [("email", "ines@example.org"), ("password", PASSWORD)];
    let mut busy = server.browser();
    busy.post("/sign-in", &fields).await;
    for _ in 0..23 {
        server.pass_minutes(10);
        assert_eq!(busy.get("/account").await.status, StatusCode::OK);
    }
    server.pass_minutes(10);
    let ended = busy.get("/account").await;
    assert_eq!(
        ended.location,
        "/sign-in?next=%2Faccount&ended=hours&after=4"
    );
}

#[tokio::test]
async fn a_change_of_password_ends_other_sessions_and_every_sign_in_link() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let role = Role::Coordinator;
    let mut cora = server.member(&incident, "co@example.org", role).await;
    let role = Role::Claimant;
    let mut ada = server.member(&incident, "ada@example.org", role).await;
    let page = cora.get(PEOPLE).await.text();
    let made = cora.post(&action_on(&page, "link"), &[]).await;
    let link = link_on(&made.text());
    let mut elsewhere = server.browser();
    let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
    elsewhere.post("/sign-in", &fields).await;
    let new = [
        ("current", PASSWORD),
        ("password", "amber clocks beside slow rivers"),
    ];
    let changed = ada.post("/account/password", &new).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text());
    assert_eq!(ada.get("/account").await.status, StatusCode::OK);
    let ended = elsewhere.get("/account").await.location;
    assert!(ended.contains("&ended=password"), "{ended}");
    let asked = elsewhere.get(&ended).await;
    assert!(asked.contains("the password of your account was changed"));
    let mut nobody = server.browser();
    let used = nobody
        .post(&link, &[("password", "yet another quiet lamp here")])
        .await;
    assert!(used.contains("This link was revoked"), "{}", used.text());
    let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
    let revoked = chain
        .iter()
        .filter(|record| record.action == "invitation-revoked");
    assert_eq!(revoked.count(), 1, "the log has it");
}

#[tokio::test]
async fn a_sign_in_that_overlaps_a_change_of_password_lasts_no_longer() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let ada =
        crate::testing::fixtures::member(&server.app, &incident, "ada@example.org", Role::Claimant)
            .await;
    let held = server.app.passwords.pause().await;
    let mut thief = server.browser();
    let signs_in = tokio::spawn(async move {
        let old = [("email", "ada@example.org"), ("password", PASSWORD)];
        let answer = thief.post("/sign-in", &old).await;
        (thief, answer)
    });
    while server.app.passwords.queued() < 1 {
        tokio::task::yield_now().await;
    }
    server.pass_minutes(1);
    let (store, now_us) = (&server.app.store, server.app.clock.now_us());
    store
        .set_password(&ada.id, "newer", "", now_us)
        .await
        .unwrap();
    drop(held);
    let (mut thief, answer) = signs_in.await.unwrap();
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let ended = thief.get("/account").await.location;
    assert!(ended.contains("ended=password"), "{ended}");
}
