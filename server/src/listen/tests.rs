//! Real sockets against a real server: slow connections, many connections, and connections
//! that are open when the server stops.

use axum::extract::Request as Asked;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::*;

/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

async fn start(limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let router = Router::new()
        .route("/", get(|| async { "here" }))
        .route("/large", get(|| async { vec![b'x'; 64 << 20] }))
        .route(
            "/read",
            post(|asked: Asked| async move {
                axum::body::to_bytes(asked.into_body(), usize::MAX)
                    .await
                    .ok();
            }),
        );
    let ended = tokio::spawn(async move {
        let stop = async { drop(stopped.await) };
        serve(listener, router, &limits, stop).await;
    });
    Running {
        address,
        stop,
        ended,
    }
}

fn limits() -> Limits {
    Limits::but(|limits| {
        limits.connections.request_head_seconds_max = 1;
        limits.connections.answer_stall_seconds_max = 1;
        limits.connections.drain_seconds_max = 1;
    })
}

async fn connect(running: &Running, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    stream
}

/// Everything that arrives until the other side closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    // A connection that is cut off may end by a reset.
    read.expect("the connection ends").ok();
    String::from_utf8_lossy(&bytes).into_owned()
}

const WHOLE: &str = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

async fn is_served(running: &Running) -> bool {
    let mut stream = connect(running, WHOLE).await;
    rest(&mut stream).await.ends_with("here")
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off_by_time_and_by_length() {
    let running = start(limits()).await;
    let mut slow = connect(&running, "GET / HTTP/1.1\r\nhost: x\r\n").await;
    assert!(!rest(&mut slow).await.contains("here"));
    let most = Limits::default().connections.request_head_bytes_max;
    let long = format!("GET / HTTP/1.1\r\nhost: x\r\nlong: {}", "x".repeat(most));
    let mut long = connect(&running, &long).await;
    let answer = rest(&mut long).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    assert!(is_served(&running).await);
}

#[tokio::test]
async fn a_connection_kept_open_without_a_request_is_closed() {
    let running = start(limits()).await;
    let mut idle = connect(&running, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(rest(&mut idle).await.ends_with("here"));
}

#[tokio::test]
async fn client_that_reads_no_answer_loses_its_place() {
    let running = start(Limits::but(|limits| {
        *limits = self::limits();
        limits.connections.open_max = 1;
    }))
    .await;
    let large = "GET /large HTTP/1.1\r\nhost: x\r\n\r\n";
    let _takes_nothing = connect(&running, large).await;
    assert!(timeout(PATIENCE, is_served(&running)).await.unwrap());
}

#[tokio::test]
async fn a_connection_past_the_limit_waits_for_a_place() {
    let running = start(Limits::but(|limits| {
        *limits = self::limits();
        limits.connections.open_max = 2;
        limits.connections.request_head_seconds_max = 60;
    }))
    .await;
    let first = connect(&running, "GET / HTTP/1.1\r\n").await;
    let _second = connect(&running, "GET / HTTP/1.1\r\n").await;
    let mut third = connect(&running, WHOLE).await;
    let mut byte = [0];
    let early = timeout(Duration::from_millis(300), third.read(&mut byte)).await;
    assert!(early.is_err(), "there is no place for it");
    drop(first);
    assert!(rest(&mut third).await.ends_with("here"));
    assert!(is_served(&running).await);
}

#[tokio::test]
async fn a_stop_ends_within_the_deadline_whatever_is_half_sent() {
    let running = start(limits()).await;
    let sent = "POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf";
    let mut half = connect(&running, sent).await;
    let _head = connect(&running, "GET / HTT").await;
    assert!(is_served(&running).await);
    running.stop.send(()).unwrap();
    timeout(PATIENCE, running.ended)
        .await
        .expect("it ends by itself")
        .unwrap();
    assert_eq!(rest(&mut half).await, "");
}

#[tokio::test]
async fn a_stop_lets_a_request_under_way_end() {
    let running = start(Limits::but(|limits| {
        *limits = self::limits();
        limits.connections.drain_seconds_max = 15;
    }))
    .await;
    let sent = "POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\n\r\nhalf";
    let mut half = connect(&running, sent).await;
    assert!(is_served(&running).await);
    running.stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    half.write_all(b"half").await.unwrap();
    assert!(rest(&mut half).await.starts_with("HTTP/1.1 200"));
    timeout(PATIENCE, running.ended).await.unwrap().unwrap();
}

#[test]
fn settings_that_need_more_descriptors_than_there_are_are_refused_by_name() {
    let limits = Limits::but(|limits| {
        limits.connections.open_max = 500;
        limits.storage.database_connections_max = 8;
        limits.storage.open_files_max = 64;
    });
    assert_eq!(descriptors(&limits), 1216);
    assert!(check_room(&limits, Some(1216)).is_ok());
    assert!(check_room(&limits, None).is_ok());
    let error = check_room(&limits, Some(1215)).unwrap_err().to_string();
    assert!(
        error.contains("`limits.connections.open_max` is 500"),
        "{error}"
    );
    assert!(
        descriptors(&Limits::default()) < 1024,
        "what most systems give"
    );
}
