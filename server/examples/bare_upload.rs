//! The least that a server can do with an uploaded file: receive it, hash it, write it and
//! flush it. `large.bench.js` measures the answer to an upload beside it.
//!
//!     bare_upload FOLDER PORT

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::{env, fs};

use anyhow::Context;
use axum::Router;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};

/// Bytes that are written at once.
const WRITE_BYTES: usize = 256 * 1024;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut words = env::args().skip(1);
    let folder = PathBuf::from(words.next().context("the folder to write to")?);
    let port: u16 = words.next().context("the port to listen at")?.parse()?;
    fs::create_dir_all(&folder)?;
    let router = Router::new()
        .route("/ready", get(async || "ready"))
        .route("/", post(upload))
        .layer(DefaultBodyLimit::disable())
        .with_state(folder);
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    Ok(axum::serve(listener, router).await?)
}

async fn upload(State(folder): State<PathBuf>, form: Multipart) -> (StatusCode, String) {
    match receive(folder, form).await {
        Ok(hash) => (StatusCode::OK, hash),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
    }
}

/// Gives the SHA-256 of the last file.
async fn receive(folder: PathBuf, mut form: Multipart) -> anyhow::Result<String> {
    let mut last = String::new();
    while let Some(mut field) = form.next_field().await? {
        let path = folder.join("file");
        let mut file = BufWriter::with_capacity(WRITE_BYTES, File::create(&path).await?);
        let mut hash = Sha256::new();
        while let Some(bytes) = field.chunk().await.map_err(read)? {
            hash.update(&bytes);
            file.write_all(&bytes).await?;
        }
        file.flush().await?;
        file.into_inner().sync_all().await?;
        last = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
    }
    Ok(last)
}

fn read(error: MultipartError) -> anyhow::Error {
    anyhow::anyhow!("the form broke off: {error}")
}
