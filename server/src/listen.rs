//! Connections: how many may be open at once, how long each may take, and how they end when
//! the server stops.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use anyhow::ensure;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Sleep;
use tower::ServiceExt;

use crate::config::Limits;

/// Descriptors that one connection may hold: its own, and a file that is sent or received.
const DESCRIPTORS_PER_CONNECTION: u64 = 2;
/// Descriptors of one connection to the database: SQLite's file, its log and its index.
const DESCRIPTORS_PER_DATABASE_CONNECTION: u64 = 3;
/// Descriptors of everything else: the listener, standard streams, files that jobs read.
const DESCRIPTORS_BESIDE: u64 = 128;

/// Serves until `stop` completes. Then requests in progress may end within the drain
/// deadline, and the rest is closed. A connection beyond the limit waits, not accepted,
/// until another ends.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) {
    let times = Times::of(limits);
    let places = Arc::new(Semaphore::new(limits.connections.open_max));
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = next(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        while connections.try_join_next().is_some() {}
        connections.spawn(connection(
            (stream, peer, place),
            router.clone(),
            times,
            stopped.clone(),
        ));
    }
    drop(listener);
    stopping.send(true).ok();
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(times.drain, drained).await.is_err() {
        tracing::warn!(
            open = connections.len(),
            "connections are closed unfinished"
        );
    }
    connections.shutdown().await;
}

/// The time limits of a connection.
#[derive(Clone, Copy)]
struct Times {
    head: Duration,
    head_bytes: usize,
    stall: Duration,
    drain: Duration,
}

impl Times {
    fn of(limits: &Limits) -> Times {
        Times {
            head: Duration::from_secs(limits.connections.request_head_seconds_max),
            head_bytes: limits.connections.request_head_bytes_max,
            stall: Duration::from_secs(limits.connections.answer_stall_seconds_max),
            drain: Duration::from_secs(limits.connections.drain_seconds_max),
        }
    }
}

/// The next connection, once there is room for it.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    // Nobody closes the semaphore, so that a permit always comes.
    let place = places.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(cause) => {
                // The cause is one broken connection, or the machine; the next attempt may
                // succeed.
                tracing::warn!(%cause, "a connection could not be accepted; the server goes on");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn connection(
    (stream, peer, _place): (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>),
    router: Router,
    times: Times,
    mut stopped: watch::Receiver<bool>,
) {
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let stream = TokioIo::new(Patient::new(stream, times.stall));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(times.head)
        .max_buf_size(times.head_bytes)
        .serve_connection(stream, answer);
    let mut served = pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = async { drop(stopped.wait_for(|stopped| *stopped).await) } => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(cause) = ended {
        tracing::debug!(%cause, "a connection ended early");
    }
}

/// A stream that fails when the other side accepts nothing for too long.
struct Patient {
    stream: TcpStream,
    stall: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, stall: Duration) -> Patient {
        Patient {
            stream,
            stall,
            waiting: None,
        }
    }

    /// The result of a write, or an error that it took too long.
    fn within<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let stall = self.stall;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(stall)));
        match waiting.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.within(context, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.within(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let ended = Pin::new(&mut self.stream).poll_shutdown(context);
        self.within(context, ended)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.within(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

/// Makes sure that every connection of the settings can be open at once. It raises this
/// process's own limit as far as the system allows.
///
/// # Errors
/// When the system allows fewer descriptors than the settings need.
pub fn make_room(limits: &Limits) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let needed = descriptors(limits);
        let given = getrlimit(Resource::Nofile);
        check_room(limits, given.maximum)?;
        if given.current.is_some_and(|current| current < needed) {
            let raised = Rlimit {
                current: Some(needed),
                ..given
            };
            setrlimit(Resource::Nofile, raised)?;
        }
    }
    Ok(())
}

/// Descriptors that the settings may need at once.
fn descriptors(limits: &Limits) -> u64 {
    let connections = DESCRIPTORS_PER_CONNECTION.saturating_mul(limits.connections.open_max as u64);
    let database =
        DESCRIPTORS_PER_DATABASE_CONNECTION * u64::from(limits.storage.database_connections_max);
    let files = u64::from(limits.storage.open_files_max);
    connections.saturating_add(database + files + DESCRIPTORS_BESIDE)
}

fn check_room(limits: &Limits, given: Option<u64>) -> anyhow::Result<()> {
    let needed = descriptors(limits);
    let given = given.unwrap_or(u64::MAX);
    ensure!(
        needed <= given,
        "`{}` is {}: with `{}` and `{}` that may need {needed} open files at once, and the system gives \
         {given} (RLIMIT_NOFILE): lower it, or raise the system's limit",
        limits.connections.names().open_max,
        limits.connections.open_max,
        limits.storage.names().database_connections_max,
        limits.storage.names().open_files_max,
    );
    Ok(())
}

#[cfg(test)]
mod tests;
