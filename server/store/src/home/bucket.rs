//! A bucket of an S3 server as the home of files. Calls block on the runtime in which the
//! store was opened.

use std::fs::File;
use std::future::Future;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::future::ready;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{
    BackoffConfig, ClientOptions, Error, MultipartUpload, ObjectStore, ObjectStoreExt, PutMode,
    PutPayload, RetryConfig,
};
use tokio::runtime::Handle;

use super::blocks::{BLOCK_BYTES, BlockKey, Blocks};
use super::name::FileName;
use super::{Blob, KeptFile, hold_range};
use crate::error::StoreError;

/// Bytes that are sent or fetched at once, and held in memory for that.
const PART_BYTES: u64 = 8 << 20;

/// The most parts of one file that S3 accepts.
const PARTS_MAX: u64 = 10_000;

/// The longest pause before a request to a failing server is repeated.
const BACKOFF_MAX: Duration = Duration::from_secs(2);

/// The address of a bucket and how to access it.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketOptions {
    /// `s3://bucket/prefix`; the prefix may be missing.
    pub url: String,
    /// Address of the S3 server; Amazon's own when empty.
    pub endpoint: String,
    /// Its region; `us-east-1` when empty.
    pub region: String,
    /// The access key; the role of the machine when empty (on Amazon's machines).
    pub access_key_id: String,
    /// The secret key that belongs to it.
    pub secret_access_key: String,
    /// The token of temporary keys.
    pub session_token: String,
    /// Whether the bucket's name stands in the path of each address. Otherwise it is part of
    /// the host's name in `endpoint`.
    pub path_style: bool,
    /// Whether plain http is allowed where the endpoint has it.
    pub allow_http: bool,
    /// Seconds that one request may take; also seconds within which a repetition may begin.
    pub request_seconds_max: u64,
    /// How often a failed request is repeated.
    pub retries_max: usize,
    /// Bytes of files that are cached for pages.
    pub cache_bytes_max: u64,
}

impl std::fmt::Debug for BucketOptions {
    /// Without the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BucketOptions")
            .field("url", &self.url)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

/// Files in a bucket, each under the prefix and its name.
#[derive(Debug)]
pub(super) struct Bucket {
    /// The text of the setting, for messages.
    url: String,
    prefix: Option<FileName>,
    s3: AmazonS3,
    runtime: Handle,
    blocks: Mutex<Blocks>,
}

impl Bucket {
    /// Sends nothing yet. Reading and writing block on `runtime`.
    pub(super) fn new(options: &BucketOptions, runtime: Handle) -> Result<Bucket, StoreError> {
        let (bucket, prefix) = parts_of_url(&options.url)?;
        // Fails only if another part of this process has chosen a provider already.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let s3 = client(options, bucket).map_err(|cause| {
            StoreError::Start(format!(
                "evidence_url {} can't be used with the settings in [s3]: {cause}",
                options.url
            ))
        })?;
        Ok(Bucket {
            url: options.url.clone(),
            prefix,
            s3,
            runtime,
            blocks: Mutex::new(Blocks::new(options.cache_bytes_max)),
        })
    }

    pub(super) fn put(
        &self,
        name: &FileName,
        mut file: tempfile::NamedTempFile,
    ) -> Result<(), StoreError> {
        let key = self.key(name)?;
        let size_bytes = file.as_file().metadata()?.len();
        file.seek(SeekFrom::Start(0))?;
        match size_bytes <= PART_BYTES {
            true => self.create(&key, part(&mut file, size_bytes)?),
            false => self.put_in_parts(&key, &mut file, size_bytes),
        }
    }

    /// Stores a small file if no file has its name. Another server may have stored the same
    /// bytes, or this one did and the answer was lost.
    fn create(&self, key: &Key, bytes: Bytes) -> Result<(), StoreError> {
        let put = |mode: PutMode| {
            let payload = PutPayload::from_bytes(bytes.clone());
            self.wait(self.s3.put_opts(key, payload, mode.into()))
        };
        match put(PutMode::Create) {
            Ok(_) | Err(Error::AlreadyExists { .. }) => return Ok(()),
            Err(error @ (Error::PermissionDenied { .. } | Error::Unauthenticated { .. })) => {
                return Err(self.error(error));
            }
            Err(cause) => tracing::debug!(%cause, "a file is put again, without a condition"),
        }
        // The server does not support the condition, or the connection broke, after which a
        // request with a condition is not repeated. The name fixes the bytes, so that
        // nothing is lost by overwriting.
        put(PutMode::Overwrite)
            .map(drop)
            .map_err(|error| self.error(error))
    }

    fn put_in_parts(
        &self,
        key: &Key,
        file: &mut tempfile::NamedTempFile,
        size_bytes: u64,
    ) -> Result<(), StoreError> {
        if self.size(key)? == Some(size_bytes) {
            return Ok(());
        }
        let mut upload = self
            .wait(self.s3.put_multipart(key))
            .map_err(|error| self.error(error))?;
        let sent = self.send_parts(upload.as_mut(), file, size_bytes);
        if sent.is_err() {
            // The first error is the one to report. The server removes the parts by its own
            // rules.
            self.wait(upload.abort()).ok();
        }
        sent
    }

    fn send_parts(
        &self,
        upload: &mut dyn MultipartUpload,
        file: &mut tempfile::NamedTempFile,
        size_bytes: u64,
    ) -> Result<(), StoreError> {
        let part_bytes = PART_BYTES.max(size_bytes.div_ceil(PARTS_MAX));
        let mut left = size_bytes;
        while left > 0 {
            let bytes = part(file, left.min(part_bytes))?;
            left -= bytes.len() as u64;
            self.wait(upload.put_part(bytes.into()))
                .map_err(|error| self.error(error))?;
        }
        self.wait(upload.complete())
            .map(drop)
            .map_err(|error| self.error(error))
    }

    pub(super) fn open(self: &Arc<Bucket>, name: &FileName) -> Result<BucketBlob, StoreError> {
        let key = self.key(name)?;
        let len = self.size(&key)?.ok_or(StoreError::NotFound("file"))?;
        Ok(BucketBlob {
            bucket: Arc::clone(self),
            name: name.as_str().into(),
            key,
            len,
        })
    }

    /// All bytes in an unnamed file of `folder`.
    pub(super) fn fetch(&self, name: &FileName, folder: &Path) -> Result<File, StoreError> {
        let key = self.key(name)?;
        let size_bytes = self.size(&key)?.ok_or(StoreError::NotFound("file"))?;
        let mut file = tempfile::tempfile_in(folder)?;
        let mut at = 0;
        while at < size_bytes {
            let end = size_bytes.min(at + PART_BYTES);
            file.write_all(&self.range(&key, at, end)?)?;
            at = end;
        }
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    pub(super) fn remove(&self, name: &FileName) -> Result<bool, StoreError> {
        let key = self.key(name)?;
        self.blocks().forget_file(name.as_str());
        if self.size(&key)?.is_none() {
            return Ok(false);
        }
        match self.wait(self.s3.delete(&key)) {
            Ok(()) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.error(error)),
        }
    }

    pub(super) fn exists(&self, name: &FileName) -> Result<bool, StoreError> {
        Ok(self.size(&self.key(name)?)?.is_some())
    }

    pub(super) fn list(
        &self,
        under: &FileName,
        after: Option<&FileName>,
        files_max: usize,
    ) -> Result<Vec<KeptFile>, StoreError> {
        let prefix = self.key(under)?;
        let listed = match after {
            Some(after) => self.s3.list_with_offset(Some(&prefix), &self.key(after)?),
            None => self.s3.list(Some(&prefix)),
        };
        let mut files = listed.try_filter_map(|about| ready(Ok(self.kept(about))));
        self.wait(async {
            let mut page = Vec::new();
            while page.len() < files_max
                && let Some(file) = files.try_next().await?
            {
                page.push(file);
            }
            Ok(page)
        })
        .map_err(|error| self.error(error))
    }

    /// Writes, reads and removes a file, in the same way as real files.
    pub(super) fn check(&self, probe: &FileName, bytes: Bytes) -> Result<(), StoreError> {
        let key = self.key(probe)?;
        let failed_to_be = |what: &'static str| move |cause: StoreError| (what, cause);
        let tried = || {
            self.create(&key, bytes.clone())
                .map_err(failed_to_be("written"))?;
            let end = bytes.len() as u64;
            let read = self.range(&key, 0, end).map_err(failed_to_be("read"))?;
            if read != bytes {
                return Err(("read", StoreError::Unreadable(key.to_string())));
            }
            self.list(&FileName::all_evidence(), None, 1)
                .map_err(failed_to_be("listed"))?;
            self.wait(self.s3.delete(&key))
                .map_err(|error| ("deleted", self.error(error)))
        };
        tried().map_err(|(what, cause)| {
            StoreError::Start(format!(
                "files can't be {what} in {}, which evidence_url names: {cause}. Check \
                 evidence_url and the settings in [s3] (endpoint, region, keys)",
                self.url
            ))
        })
    }

    fn kept(&self, about: object_store::ObjectMeta) -> Option<KeptFile> {
        let location = about.location.as_ref();
        let name = match &self.prefix {
            Some(prefix) => location.strip_prefix(prefix.as_str())?.strip_prefix('/')?,
            None => location,
        };
        Some(KeptFile {
            name: FileName::listed(name)?,
            size_bytes: about.size,
            changed_at_us: about.last_modified.timestamp_micros(),
        })
    }

    /// Length of a file; none if it does not exist.
    fn size(&self, key: &Key) -> Result<Option<u64>, StoreError> {
        match self.wait(self.s3.head(key)) {
            Ok(about) => Ok(Some(about.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Bytes of a file, without using cached blocks.
    fn range(&self, key: &Key, from: u64, to: u64) -> Result<Bytes, StoreError> {
        let bytes = self
            .wait(self.s3.get_range(key, from..to))
            .map_err(|error| match error {
                Error::NotFound { .. } => StoreError::NotFound("file"),
                error => self.error(error),
            })?;
        match bytes.len() as u64 == to - from {
            true => Ok(bytes),
            false => Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into()),
        }
    }

    fn key(&self, name: &FileName) -> Result<Key, StoreError> {
        let key = match &self.prefix {
            Some(prefix) => Key::parse(format!("{prefix}/{name}")),
            None => Key::parse(name.as_str()),
        };
        key.map_err(|_| StoreError::NotFound("file"))
    }

    fn blocks(&self) -> std::sync::MutexGuard<'_, Blocks> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    fn error(&self, cause: Error) -> StoreError {
        StoreError::Bucket {
            url: self.url.clone(),
            cause: Box::new(cause),
        }
    }
}

/// A file of the bucket, read in blocks.
pub(super) struct BucketBlob {
    bucket: Arc<Bucket>,
    name: Arc<str>,
    key: Key,
    len: u64,
}

impl BucketBlob {
    fn key_of(&self, number: u64) -> BlockKey {
        BlockKey {
            file: Arc::clone(&self.name),
            number,
        }
    }

    /// Blocks from `first` to before `end`. The ones that are not cached come in one request
    /// for each stretch of them.
    fn blocks(&self, first: u64, end: u64) -> Result<Vec<Bytes>, StoreError> {
        let mut found: Vec<Option<Bytes>> = {
            let mut blocks = self.bucket.blocks();
            let keys = (first..end).map(|number| self.key_of(number));
            keys.map(|key| blocks.get(&key)).collect()
        };
        let mut at = 0;
        while at < found.len() {
            let missing = found[at..]
                .iter()
                .take_while(|block| block.is_none())
                .count();
            let fetched = self.fetch(first + at as u64, missing as u64)?;
            for (place, block) in found[at..].iter_mut().zip(fetched) {
                *place = Some(block);
            }
            at += missing.max(1);
        }
        Ok(found.into_iter().flatten().collect())
    }

    fn fetch(&self, first: u64, count: u64) -> Result<Vec<Bytes>, StoreError> {
        if count == 0 {
            return Ok(Vec::new());
        }
        let from = first * BLOCK_BYTES;
        let to = self.len.min((first + count) * BLOCK_BYTES);
        let stretch = self.bucket.range(&self.key, from, to)?;
        // Each block is separate, so that dropping one frees its memory.
        let blocks: Vec<Bytes> = match count {
            1 => vec![stretch],
            _ => stretch
                .chunks(BLOCK_BYTES as usize)
                .map(Bytes::copy_from_slice)
                .collect(),
        };
        let mut kept = self.bucket.blocks();
        for (number, block) in (first..).zip(&blocks) {
            kept.put(self.key_of(number), block.clone());
        }
        Ok(blocks)
    }
}

impl Blob for BucketBlob {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, len: usize) -> Result<Bytes, StoreError> {
        hold_range(self.len, offset, len)?;
        if len == 0 {
            return Ok(Bytes::new());
        }
        let first = offset / BLOCK_BYTES;
        let end = (offset + len as u64).div_ceil(BLOCK_BYTES);
        let blocks = self.blocks(first, end)?;
        let skip = usize::try_from(offset - first * BLOCK_BYTES).unwrap_or(usize::MAX);
        if let [block] = &blocks[..] {
            return Ok(block.slice(skip..skip + len));
        }
        let mut bytes = Vec::with_capacity(len);
        let mut skip = skip;
        for block in &blocks {
            let take = (block.len() - skip).min(len - bytes.len());
            bytes.extend_from_slice(&block[skip..skip + take]);
            skip = 0;
        }
        Ok(bytes.into())
    }
}

/// The next bytes of a file.
fn part(file: &mut tempfile::NamedTempFile, size_bytes: u64) -> Result<Bytes, StoreError> {
    let mut bytes = vec![0; usize::try_from(size_bytes).unwrap_or(usize::MAX)];
    file.read_exact(&mut bytes)?;
    Ok(bytes.into())
}

/// Bucket and prefix of `s3://bucket/prefix`.
fn parts_of_url(url: &str) -> Result<(&str, Option<FileName>), StoreError> {
    let wrong = || {
        StoreError::Start(format!(
            "evidence_url must read s3://bucket or s3://bucket/prefix, with letters, digits, \
             -, _ and . in each part, and be empty for the data folder: {url}"
        ))
    };
    let rest = url.strip_prefix("s3://").ok_or_else(wrong)?;
    let rest = rest.trim_end_matches('/');
    let (bucket, prefix) = match rest.split_once('/') {
        Some((bucket, prefix)) => (bucket, Some(prefix)),
        None => (rest, None),
    };
    FileName::new(&[bucket]).map_err(|_| wrong())?;
    let prefix = prefix.map(|prefix| FileName::listed(prefix).ok_or_else(wrong));
    Ok((bucket, prefix.transpose()?))
}

fn client(options: &BucketOptions, bucket: &str) -> Result<AmazonS3, Error> {
    let seconds = Duration::from_secs(options.request_seconds_max);
    let retry = RetryConfig {
        backoff: BackoffConfig {
            max_backoff: BACKOFF_MAX,
            ..BackoffConfig::default()
        },
        max_retries: options.retries_max,
        retry_timeout: seconds,
    };
    let http = ClientOptions::new()
        .with_allow_http(options.allow_http)
        .with_timeout(seconds);
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_virtual_hosted_style_request(!options.path_style)
        .with_disable_bulk_delete(true)
        .with_retry(retry)
        .with_client_options(http);
    if !options.region.is_empty() {
        builder = builder.with_region(&options.region);
    }
    if !options.endpoint.is_empty() {
        builder = builder.with_endpoint(&options.endpoint);
    }
    if !options.access_key_id.is_empty() {
        builder = builder
            .with_access_key_id(&options.access_key_id)
            .with_secret_access_key(&options.secret_access_key);
    }
    if !options.session_token.is_empty() {
        builder = builder.with_token(&options.session_token);
    }
    builder.build()
}
