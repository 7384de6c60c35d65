//! Limits of forms, sign-ins, links and sessions: a value at the limit is accepted, and one
//! past it is refused with an explanation. The limits of uploads, prices and exports are
//! tested with their pages.

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use casework::Role;

use crate::config::Limits;
use crate::testing::fixtures;
use crate::testing::{Answer, PASSWORD, Server};
use crate::web::group::tests::people::{PEOPLE, action_on, link_on};

#[tokio::test]
async fn a_form_of_the_longest_length_is_read_and_a_byte_more_is_not() {
    let limits = Limits::but(|limits| {
        limits.connections.form_bytes_max = 100;
    });
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
    let limits = Limits::but(|limits| {
        limits.sign_in.per_address = 3;
    });
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
    let limits = Limits::but(|limits| {
        limits.sign_in.per_address = 1;
    });
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
    // A forged header before the proxy's does not change who the caller is.
    for forged in ["8.8.8.8", "7.7.7.7"] {
        let status = ask(&[forged, "1.1.1.1"]).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{forged}");
    }
    assert_eq!(ask(&["2.2.2.2"]).await, StatusCode::UNPROCESSABLE_ENTITY);
}

/// A sign-in through the proxy, from an address.
async fn sign_in_from(server: &Server, address: &str, mail: &str, password: &str) -> Answer {
    let request = Request::post("/sign-in")
        .header("sec-fetch-site", "same-origin")
        .header("x-forwarded-for", address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("email={mail}&password={}", password.replace(' ', "+"));
    server.browser().send(request, Body::from(body)).await
}

#[tokio::test]
async fn failures_from_elsewhere_never_keep_the_owner_out() {
    let server = Server::behind_tls(Limits::but(|limits| {
        limits.sign_in.wait_seconds_max = 0;
    }))
    .await;
    let incident = server.incident("leak").await;
    let mail = "ada@example.org";
    fixtures::member(&server.app, &incident, mail, Role::Claimant).await;
    for address in ["1.1.1.1", "2001:db8::1", "2001:db8::2"] {
        for _ in 0..12 {
            sign_in_from(&server, address, mail, "wrong").await;
        }
        let closed = sign_in_from(&server, address, mail, PASSWORD).await;
        assert_eq!(closed.status, StatusCode::TOO_MANY_REQUESTS, "{address}");
    }
    // The second IPv6 address is in the network of the first one, so that even its first
    // guess is refused.
    let refused = sign_in_from(&server, "2001:db8::3", mail, "wrong").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    for address in ["2.2.2.2", "2001:db8:0:1::1"] {
        let owner = sign_in_from(&server, address, mail, PASSWORD).await;
        assert_eq!(owner.status, StatusCode::SEE_OTHER, "{}", owner.text());
    }
}

#[tokio::test]
async fn parallel_guesses_are_checked_only_up_to_the_limit() {
    let server = Server::with(Limits::but(|limits| {
        limits.passwords.queue_max = 1000;
        limits.passwords.queue_per_address_max = 1000;
        limits.sign_in.per_address = 1000;
    }))
    .await;
    let incident = server.incident("leak").await;
    let mail = "ada@example.org";
    fixtures::member(&server.app, &incident, mail, Role::Claimant).await;
    let held = server.app.passwords.pause().await;
    let guesses: Vec<_> = (0..120)
        .map(|_| {
            let mut browser = server.browser();
            tokio::spawn(async move {
                let fields = [("email", mail), ("password", "wrong")];
                browser.post("/sign-in", &fields).await.status
            })
        })
        .collect();
    while guesses.iter().filter(|guess| guess.is_finished()).count() < 110 {
        tokio::task::yield_now().await;
    }
    drop(held);
    let mut checked = 0;
    for guess in guesses {
        match guess.await.unwrap() {
            StatusCode::UNPROCESSABLE_ENTITY => checked += 1,
            status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
        }
    }
    assert_eq!(checked, 10);
}

#[tokio::test]
async fn one_persons_flood_of_passwords_leaves_the_queue_to_others() {
    let server = Server::start().await;
    let incident = server.incident("leak").await;
    let role = Role::Claimant;
    let ada = server.member(&incident, "ada@example.org", role).await;
    fixtures::member(&server.app, &incident, "bea@example.org", role).await;
    let held = server.app.passwords.pause().await;
    let flood: Vec<_> = (0..300)
        .map(|_| {
            let mut browser = ada.clone();
            tokio::spawn(async move {
                let fields = [("password", "wrong")];
                browser.post("/account/confirm", &fields).await
            })
        })
        .collect();
    while flood.iter().filter(|one| one.is_finished()).count() < 298 {
        tokio::task::yield_now().await;
    }
    assert_eq!(server.app.passwords.queued(), 2, "ahead of everybody else");
    let mut bea = server.browser();
    let sign_in = tokio::spawn(async move {
        let fields = [("email", "bea@example.org"), ("password", PASSWORD)];
        bea.post("/sign-in", &fields).await.status
    });
    while server.app.passwords.queued() < 3 {
        tokio::task::yield_now().await;
    }
    drop(held);
    assert_eq!(sign_in.await.unwrap(), StatusCode::SEE_OTHER);
    let mut refused = 0;
    for one in flood {
        let answer = one.await.unwrap();
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers.contains_key(header::RETRY_AFTER));
            assert!(answer.contains("Try again in"), "{}", answer.text());
            refused += 1;
        }
    }
    assert_eq!(refused, 298);
}

#[tokio::test]
async fn full_queue_returns_when_to_try_again_and_costs_no_guess() {
    let server = Server::with(Limits::but(|limits| {
        limits.passwords.queue_max = 1;
        limits.sign_in.per_account = 1;
    }))
    .await;
    let incident = server.incident("leak").await;
    let mail = "ada@example.org";
    fixtures::member(&server.app, &incident, mail, Role::Claimant).await;
    let fields = [("email", mail), ("password", PASSWORD)];
    let held = server.app.passwords.pause().await;
    let mut first = server.browser();
    let waits = tokio::spawn(async move {
        let fields = [("email", "nobody@example.org"), ("password", "x")];
        first.post("/sign-in", &fields).await.status
    });
    while server.app.passwords.queued() < 1 {
        tokio::task::yield_now().await;
    }
    for _ in 0..2 {
        let busy = server.browser().post("/sign-in", &fields).await;
        assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(busy.headers[header::RETRY_AFTER], "1");
        assert!(busy.contains("Try again in one second"), "{}", busy.text());
    }
    drop(held);
    assert_eq!(waits.await.unwrap(), StatusCode::UNPROCESSABLE_ENTITY);
    let answer = server.browser().post("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[tokio::test]
async fn slow_body_times_out() {
    let limits = Limits::but(|limits| {
        limits.connections.body_seconds_max = 1;
    });
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
    let limits = Limits::but(|limits| {
        limits.invitations.days = 2;
        limits.sign_in.link_hours = 3;
        limits.sessions.coordinator_hours = 200;
        limits.sessions.coordinator_idle_minutes = 12_000;
        limits.sessions.claimant_hours = 200;
        limits.sessions.claimant_idle_minutes = 12_000;
    });
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
    assert!(nobody.get(&sign_in).await.contains("This link is too old"));
    server.pass_minutes(2 * 24 * 60 - 3 * 60 - 2);
    assert_eq!(nobody.get(&invitation).await.status, StatusCode::OK);
    server.pass_minutes(2);
    assert!(
        nobody
            .get(&invitation)
            .await
            .contains("This link is too old")
    );
}

#[tokio::test]
async fn the_session_of_each_role_ends_idle_and_at_the_latest_when_set() {
    let limits = Limits::but(|limits| {
        limits.sessions.coordinator_idle_minutes = 10;
        limits.sessions.coordinator_hours = 1;
        limits.sessions.investigator_idle_minutes = 20;
        limits.sessions.investigator_hours = 2;
    });
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
