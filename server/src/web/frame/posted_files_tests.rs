//! Forms whose content never arrives, through the real router. Each gets an answer after no
//! more bytes than its limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use casework::Role;
use futures_util::{Stream, StreamExt, stream};

use crate::config::Limits;
use crate::testing::{Answer, Browser, Server};

const PIECE: usize = 4096;
const HEAD_MAX: usize = 8 * PIECE;

/// A body with this beginning and without an end; it counts the requested bytes.
fn endless(
    begin: &str,
    again: &'static str,
) -> (
    impl Stream<Item = Result<Bytes, std::io::Error>>,
    Arc<AtomicUsize>,
) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let first = Bytes::from(begin.to_owned());
    let piece = Bytes::from(again.repeat(PIECE / again.len()));
    let body = stream::iter([first])
        .chain(stream::repeat(piece))
        .map(move |piece| {
            counted.fetch_add(piece.len(), Ordering::Relaxed);
            Ok(piece)
        });
    (body, asked)
}

async fn send(browser: &mut Browser, to: &str, body: Body) -> Answer {
    let request = Request::post(to)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=edge");
    browser.send(request, body).await
}

/// A server with a claimant and a coordinator, and the address to which each sends files.
async fn people(limits: Limits) -> (Server, [(Browser, &'static str); 2]) {
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let ada = "ada@example.org";
    let mut ada = server.member(&incident, ada, Role::Claimant).await;
    ada.post("/i/attack/claim", &[]).await;
    let cora = "cora@example.org";
    let cora = server.member(&incident, cora, Role::Coordinator).await;
    let places = [
        (ada, "/i/attack/claim/evidence"),
        (cora, "/i/attack/group/prices"),
    ];
    (server, places)
}

const TEXT: &str = "--edge\r\ncontent-disposition: form-data; name=\"pair\"\r\n\r\n";

#[tokio::test]
async fn form_without_content_is_answered_at_its_limit() {
    let limits = Limits::but(|limits| {
        limits.uploads.part_head_bytes_max = HEAD_MAX;
        limits.connections.form_bytes_max = 16 * PIECE;
    });
    let (_server, people) = people(limits).await;
    for (mut browser, to) in people {
        for (begin, again, most) in [
            ("", "preamble", HEAD_MAX),
            ("--edge\r\nx: ", "header", HEAD_MAX),
            ("--edge\r\n", "x: header\r\n", HEAD_MAX),
            ("--edge", "  ", HEAD_MAX),
            (TEXT, "text", 16 * PIECE),
            (TEXT, "\r\n--edg", 16 * PIECE),
        ] {
            let (body, asked) = endless(begin, again);
            let answer = send(&mut browser, to, Body::from_stream(body)).await;
            assert_eq!(
                answer.status,
                StatusCode::PAYLOAD_TOO_LARGE,
                "{to} {begin}{again}"
            );
            // One piece may be in the layers in front, and one beneath.
            let asked = asked.load(Ordering::Relaxed);
            assert!(asked <= most + 8 * PIECE, "{to} {begin}{again}: {asked}");
        }
    }
}

#[tokio::test]
async fn form_head_and_parts_are_accepted_at_their_limits_and_refused_past_them() {
    let limits = Limits::but(|limits| {
        limits.uploads.part_head_bytes_max = 2048;
        limits.uploads.files_max = 2;
        limits.uploads.parts_max = 3;
    });
    let (_server, [(mut ada, to), _]) = people(limits).await;
    let part = "content-disposition: form-data; name=\"x\"\r\n\r\nvalue\r\n--edge";
    let file = "content-disposition: form-data; name=\"files\"; filename=\"a.txt\"\r\n\r\nhello\r\n--edge--\r\n";
    for (body, taken) in [
        (format!("{}--edge\r\n{file}", " ".repeat(1024)), true),
        (format!("{}--edge\r\n{file}", " ".repeat(9000)), false),
        (format!("--edge\r\n{part}\r\n{part}\r\n{file}"), true),
        (
            format!("--edge\r\n{part}\r\n{part}\r\n{part}\r\n{file}"),
            false,
        ),
    ] {
        let answer = send(&mut ada, to, Body::from(body)).await;
        let expected = match taken {
            true => StatusCode::SEE_OTHER,
            false => StatusCode::PAYLOAD_TOO_LARGE,
        };
        assert_eq!(answer.status, expected, "{}", answer.text());
    }
}

#[tokio::test]
async fn form_past_the_whole_limit_is_refused() {
    let limits = Limits::but(|limits| {
        limits.uploads.file_bytes_max = 1000;
        limits.uploads.price_bytes_max = 1000;
        limits.uploads.files_max = 1;
        limits.uploads.parts_max = 2;
        limits.uploads.part_head_bytes_max = 1024;
        limits.connections.form_bytes_max = 16 * 1024;
    });
    let most = usize::try_from(limits.posted_files_bytes_max()).unwrap();
    let (_server, people) = people(limits).await;
    for (mut browser, to) in people {
        let begin =
            "--edge\r\ncontent-disposition: form-data; name=\"other\"; filename=\"a\"\r\n\r\n";
        let (body, asked) = endless(begin, "content ");
        let answer = send(&mut browser, to, Body::from_stream(body)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{to}");
        assert!(asked.load(Ordering::Relaxed) <= most + 8 * PIECE, "{to}");
    }
}

#[tokio::test]
async fn a_boundary_longer_than_any_is_refused() {
    let (_server, people) = people(Limits::default()).await;
    for (mut browser, to) in people {
        let kind = format!("multipart/form-data; boundary={}", "b".repeat(200));
        let request = Request::post(to)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", kind);
        let answer = browser.send(request, Body::from("x")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{to}");
    }
}

#[test]
fn a_name_keeps_no_folders_and_no_control_characters() {
    let clean_name = |name: &str| super::clean_name(name, 200);
    assert_eq!(clean_name("..\\..\\C:\\x\\trades.csv"), "trades.csv");
    assert_eq!(
        clean_name("gpj.\u{202e}csv.exe\u{200b}\u{feff}"),
        "gpj.csv.exe"
    );
    assert_eq!(clean_name("\u{2067}\u{1b}[2J"), "[2J");
    assert_eq!(clean_name("../../etc/passwd"), "passwd");
    assert_eq!(clean_name("a\u{0}b\r\n.csv"), "ab.csv");
    assert_eq!(clean_name("a/.."), "file");
    assert_eq!(clean_name(""), "");
    assert_eq!(clean_name(&"x".repeat(300)).len(), 200);
}
