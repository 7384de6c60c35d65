//! Named limits of forms, sign-ins, links and sessions: at the limit it goes,
//! one past it is refused in words. Limits of uploads, prices and exports are
//! tested with their pages.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use casework::Role;

use super::people_tests::{PEOPLE, action_on, link_on};
use super::testing::{PASSWORD, Server};
use crate::config::Limits;

#[tokio::test]
async fn a_form_of_the_longest_length_is_read_and_a_byte_more_is_not() {
    let limits = Limits {
        form_bytes_max: 100,
        ..Limits::default()
    };
    let server = Server::with(limits).await;
    let frame = "email=&password=".len();
    for (long, status) in [
        (100 - frame, StatusCode::UNPROCESSABLE_ENTITY),
        (101 - frame, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let password = "a".repeat(long);
        let fields = [("email", ""), ("password", &*password)];
        let answer = server.browser().post("/sign-in", &fields).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
}

#[tokio::test]
async fn sign_ins_from_one_address_are_counted() {
    let limits = Limits {
        sign_ins_per_address: 3,
        ..Limits::default()
    };
    let server = Server::with(limits).await;
    for nth in 0..4 {
        let mail = format!("nobody{nth}@example.org");
        let fields = [("email", &*mail), ("password", "wrong")];
        let answer = server.browser().post("/sign-in", &fields).await;
        if nth < 3 {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        } else {
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
        }
    }
}

#[tokio::test]
async fn behind_a_proxy_the_address_is_the_one_that_the_proxy_named() {
    let limits = Limits {
        sign_ins_per_address: 1,
        ..Limits::default()
    };
    let server = Server::behind_tls(limits).await;
    let ask = async |headers: &[&str]| {
        let mut request = Request::post("/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for value in headers {
            request = request.header("x-forwarded-for", *value);
        }
        let body = Body::from("email=a%40example.org&password=wrong");
        server.browser().send(request, body).await.status
    };
    assert_eq!(
        ask(&["9.9.9.9, 1.1.1.1"]).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    // Another header of one's own before the proxy's makes nobody somebody else.
    for forged in ["8.8.8.8", "7.7.7.7"] {
        let status = ask(&[forged, "1.1.1.1"]).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{forged}");
    }
    assert_eq!(ask(&["2.2.2.2"]).await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let limits = Limits {
        body_seconds_max: 1,
        ..Limits::default()
    };
    let server = Server::with(limits).await;
    let never = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
    let request = Request::post("/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let mut browser = server.browser();
    let answer = browser.send(request, Body::from_stream(never)).await;
    assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
}

#[tokio::test]
async fn links_live_as_long_as_set() {
    let limits = Limits {
        invitation_days: 2,
        sign_in_link_hours: 3,
        coordinator_session_hours: 200,
        coordinator_idle_minutes: 12_000,
        claimant_session_hours: 200,
        claimant_idle_minutes: 12_000,
        ..Limits::default()
    };
    let server = Server::with(limits).await;
    let incident = server.incident("leak").await;
    let mut cora = server
        .member(&incident, "co@example.org", Role::Coordinator)
        .await;
    server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await;
    let pasted = [("addresses", "new@example.org")];
    let made = cora.post(&format!("{PEOPLE}/invite"), &pasted).await;
    let invitation = link_on(&made.text());
    let page = cora.get(PEOPLE).await.text();
    let made = cora.post(&action_on(&page, "link"), &[]).await;
    let sign_in = link_on(&made.text());
    let mut nobody = server.browser();
    server.pass_minutes(3 * 60 - 1);
    assert_eq!(nobody.get(&sign_in).await.status, StatusCode::OK);
    server.pass_minutes(2);
    assert!(nobody.get(&sign_in).await.says("This link is too old"));
    server.pass_minutes(2 * 24 * 60 - 3 * 60 - 2);
    assert_eq!(nobody.get(&invitation).await.status, StatusCode::OK);
    server.pass_minutes(2);
    assert!(nobody.get(&invitation).await.says("This link is too old"));
}

#[tokio::test]
async fn the_session_of_each_role_ends_idle_and_at_the_latest_when_set() {
    let limits = Limits {
        coordinator_idle_minutes: 10,
        coordinator_session_hours: 1,
        investigator_idle_minutes: 20,
        investigator_session_hours: 2,
        ..Limits::default()
    };
    let server = Server::with(limits).await;
    let incident = server.incident("leak").await;
    for (mail, role, idle, hours) in [
        ("co@example.org", Role::Coordinator, 10, 1),
        ("in@example.org", Role::Investigator, 20, 2),
    ] {
        let mut idles = server.member(&incident, mail, role).await;
        server.pass_minutes(idle - 1);
        assert_eq!(idles.get("/account").await.status, StatusCode::OK);
        server.pass_minutes(idle + 1);
        assert_eq!(idles.get("/account").await.status, StatusCode::SEE_OTHER);
        let mut busy = server.browser();
        let fields = [("email", mail), ("password", PASSWORD)];
        busy.post("/sign-in", &fields).await;
        for _ in 0..hours * 60 / 5 - 1 {
            server.pass_minutes(5);
            assert_eq!(busy.get("/account").await.status, StatusCode::OK);
        }
        server.pass_minutes(6);
        assert_eq!(busy.get("/account").await.status, StatusCode::SEE_OTHER);
    }
}
