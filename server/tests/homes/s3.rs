//! A real S3 server for tests: `s3s-fs` implements the protocol and stores the files in a
//! folder. The store's tests and the program `examples/s3.rs` both include this file.
//!
//! `s3s-fs` names its files by the whole key in base64, for which long keys are too long. It
//! therefore gets keys of 32 characters here, and lists are made from the keys that were
//! put. Requests can be made to fail, as a network or an overloaded server would.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::dto::*;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{Body, HttpResponse, S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

/// The existing bucket.
pub const BUCKET: &str = "tests";
/// Who may use it.
pub const ACCESS_KEY: &str = "redress";
/// And their secret.
pub const SECRET_KEY: &str = "nobody else's";

/// Objects in one page of a list; they are few, so that tests see several pages.
const PAGE_OBJECTS: usize = 7;

/// The fault of a request that is made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The server answers that it is overloaded.
    Refused,
    /// Nothing comes back.
    Silent,
    /// The request is done, but the connection breaks before the answer.
    AnswerLost,
}

/// The state that tests share with a running server.
#[derive(Clone)]
pub struct S3Server {
    /// `http://127.0.0.1:PORT`.
    pub endpoint: String,
    shared: Arc<Shared>,
}

struct Shared {
    files: FileSystem,
    folder: PathBuf,
    keys: Mutex<BTreeSet<String>>,
    faults: Mutex<Faults>,
}

#[derive(Default)]
struct Faults {
    next: Option<Failing>,
    /// Requests so far.
    requests: usize,
}

/// Requests that are made to fail.
struct Failing {
    method: String,
    /// How many succeed first.
    well: usize,
    fault: Fault,
    /// How many then fail.
    times: usize,
}

impl S3Server {
    /// Serves the files of a folder from now on.
    pub async fn start(folder: &Path, port: u16) -> S3Server {
        std::fs::create_dir_all(folder.join(BUCKET)).unwrap();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let server = S3Server {
            endpoint: format!("http://{}", listener.local_addr().unwrap()),
            shared: Arc::new(Shared {
                files: FileSystem::new(folder).unwrap(),
                folder: folder.join(BUCKET),
                keys: Mutex::default(),
                faults: Mutex::default(),
            }),
        };
        let mut builder = S3ServiceBuilder::new(Keys(server.shared.clone()));
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        tokio::spawn(accept(listener, builder.build(), server.shared.clone()));
        server
    }

    /// Makes a number of requests with this method fail, after `well` of them succeed.
    pub fn fail(&self, method: &str, well: usize, fault: Fault, times: usize) {
        self.shared.faults.lock().unwrap().next = Some(Failing {
            method: method.to_owned(),
            well,
            fault,
            times,
        });
    }

    /// Requests so far.
    pub fn requests(&self) -> usize {
        self.shared.faults.lock().unwrap().requests
    }

    /// The keys of all objects.
    pub fn keys(&self) -> Vec<String> {
        self.shared.keys.lock().unwrap().iter().cloned().collect()
    }

    /// The file with an object's bytes.
    pub fn file_of(&self, key: &str) -> PathBuf {
        self.shared.folder.join(short(key))
    }

    /// Parts of unfinished uploads.
    pub fn parts(&self) -> usize {
        let entries = std::fs::read_dir(self.shared.folder.parent().unwrap()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name());
        names
            .filter(|name| name.to_string_lossy().contains(".part-"))
            .count()
    }
}

async fn accept(listener: TcpListener, service: S3Service, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let (service, shared) = (service.clone(), shared.clone());
        let answer = service_fn(move |request| answer(service.clone(), shared.clone(), request));
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
        tokio::spawn(connection);
    }
}

async fn answer(
    service: S3Service,
    shared: Arc<Shared>,
    request: hyper::Request<hyper::body::Incoming>,
) -> Result<HttpResponse, s3s::HttpError> {
    match shared.next_fault(request.method().as_str()) {
        None => service.call(request.map(Body::from)).await,
        Some(Fault::Refused) => {
            let mut refused = HttpResponse::new(Body::empty());
            *refused.status_mut() = hyper::StatusCode::SERVICE_UNAVAILABLE;
            Ok(refused)
        }
        Some(Fault::Silent) => {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            Ok(HttpResponse::new(Body::empty()))
        }
        Some(Fault::AnswerLost) => {
            service.call(request.map(Body::from)).await?;
            Err(s3s::HttpError::new(Box::new(std::io::Error::other(
                "the answer is lost",
            ))))
        }
    }
}

impl Shared {
    fn next_fault(&self, method: &str) -> Option<Fault> {
        let mut faults = self.faults.lock().unwrap();
        faults.requests += 1;
        let failing = faults.next.as_mut().filter(|next| next.method == method)?;
        if failing.well > 0 {
            failing.well -= 1;
            return None;
        }
        failing.times = failing.times.checked_sub(1)?;
        Some(failing.fault)
    }

    fn listed(&self, key: &str) -> Option<Object> {
        let about = self.folder.join(short(key)).metadata().ok()?;
        Some(Object {
            key: Some(key.to_owned()),
            size: i64::try_from(about.len()).ok(),
            last_modified: about.modified().ok().map(Timestamp::from),
            e_tag: Some(ETag::Strong(short(key))),
            ..Object::default()
        })
    }
}

/// The key that `s3s-fs` gets.
fn short(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Passes requests on with short keys, and remembers which keys exist.
struct Keys(Arc<Shared>);

#[async_trait::async_trait]
impl S3 for Keys {
    async fn put_object(
        &self,
        mut request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let key = std::mem::take(&mut request.input.key);
        request.input.key = short(&key);
        let put = self.0.files.put_object(request).await?;
        self.0.keys.lock().unwrap().insert(key);
        Ok(put)
    }

    async fn get_object(
        &self,
        mut request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        request.input.key = short(&request.input.key);
        self.0.files.get_object(request).await
    }

    async fn head_object(
        &self,
        mut request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        request.input.key = short(&request.input.key);
        self.0.files.head_object(request).await
    }

    async fn delete_object(
        &self,
        mut request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let key = std::mem::take(&mut request.input.key);
        request.input.key = short(&key);
        let deleted = self.0.files.delete_object(request).await?;
        self.0.keys.lock().unwrap().remove(&key);
        Ok(deleted)
    }

    async fn create_multipart_upload(
        &self,
        mut request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        request.input.key = short(&request.input.key);
        self.0.files.create_multipart_upload(request).await
    }

    async fn upload_part(
        &self,
        mut request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        request.input.key = short(&request.input.key);
        self.0.files.upload_part(request).await
    }

    async fn complete_multipart_upload(
        &self,
        mut request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let key = std::mem::take(&mut request.input.key);
        request.input.key = short(&key);
        let completed = self.0.files.complete_multipart_upload(request).await?;
        self.0.keys.lock().unwrap().insert(key);
        Ok(completed)
    }

    async fn abort_multipart_upload(
        &self,
        mut request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        request.input.key = short(&request.input.key);
        self.0.files.abort_multipart_upload(request).await
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = request.input;
        if input.bucket != BUCKET {
            return Err(s3_error!(NoSuchBucket));
        }
        let prefix = input.prefix.unwrap_or_default();
        let after = input.continuation_token.or(input.start_after);
        let after = after.unwrap_or_default();
        let keys = self.0.keys.lock().unwrap();
        let behind = keys
            .iter()
            .filter(|key| **key > after && key.starts_with(&prefix));
        let mut found: Vec<&String> = behind.take(PAGE_OBJECTS + 1).collect();
        let is_truncated = found.len() > PAGE_OBJECTS;
        found.truncate(PAGE_OBJECTS);
        let next = found.last().map(|key| (*key).clone());
        Ok(S3Response::new(ListObjectsV2Output {
            name: Some(input.bucket),
            prefix: Some(prefix),
            is_truncated: Some(is_truncated),
            next_continuation_token: next.filter(|_| is_truncated),
            contents: Some(
                found
                    .into_iter()
                    .filter_map(|key| self.0.listed(key))
                    .collect(),
            ),
            ..ListObjectsV2Output::default()
        }))
    }
}
