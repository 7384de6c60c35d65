//! Fresh stores for tests, and the people and incident that most tests need.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use casework::Role;
use sqlx::{AnyConnection, Connection, Executor, Row};
use store::{
    Actor, BucketOptions, Claim, FileName, FilesAt, Home, Incident, KeptFile, NewClaim,
    NewIncident, Options, Settings, Store, StoreError,
};

use crate::databases::fresh_schema;
use crate::s3::{self, S3Server};

/// Noon of the day on which the tests take place.
pub const NOON: i64 = 1_666_094_400_000_000;

/// A store of its own, with the resources that it needs.
pub struct Ground {
    pub store: Store,
    pub url: String,
    pub data_dir: PathBuf,
    /// The S3 server with its files; none where they are in the data folder.
    pub s3: Option<S3Server>,
    _folder: tempfile::TempDir,
    ids: AtomicU64,
}

impl Ground {
    /// An id in the form of random ones.
    pub fn id(&self) -> String {
        format!("{:032x}", self.ids.fetch_add(1, Ordering::SeqCst) + 1)
    }

    pub async fn incident(&self, slug: &str) -> Incident {
        self.store
            .create_incident(
                &Actor::operator(NOON),
                &NewIncident {
                    id: &self.id(),
                    slug,
                    method: ledger::METHOD,
                    settings: settings(slug),
                },
            )
            .await
            .unwrap()
    }

    /// Runs one statement without the store, such as an older version may have done.
    pub async fn run(&self, sql: &'static str) {
        self.try_run(sql).await.unwrap();
    }

    /// The same, where the database may refuse it.
    pub async fn try_run(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        let mut connection = AnyConnection::connect(&self.url).await?;
        connection.execute(sql).await?;
        connection.close().await
    }

    /// Reads a number without the store.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        let row = connection.fetch_one(sql).await.unwrap();
        row.try_get(0).unwrap()
    }

    /// Somebody with an active role.
    pub async fn member(&self, incident: &Incident, name: &str, role: Role) -> Actor {
        let id = self.id();
        let email = format!("{name}@example.org");
        self.store
            .create_person(&id, &email, name, "en", Some("hash"), NOON)
            .await
            .unwrap();
        let by = Actor::operator(NOON);
        self.store
            .add_member(&by, &self.id(), &incident.id, &id, role, None)
            .await
            .unwrap();
        Actor::new(&id, role, NOON)
    }

    /// Another server on the same database and files. If the files are in a bucket, it has a
    /// data folder of its own.
    pub async fn another(&self) -> Store {
        let data_dir = match self.s3 {
            Some(_) => self.data_dir.with_file_name("other data"),
            None => self.data_dir.clone(),
        };
        let options = self.store.options().clone();
        Store::connect_with(&self.url, &data_dir, options)
            .await
            .unwrap()
    }

    /// Uses the home of files on a thread that may block.
    pub async fn home<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Home) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let home = self.store.home().clone();
        tokio::task::spawn_blocking(move || ask(&home))
            .await
            .unwrap()
    }

    /// All files below a folder of the home.
    pub async fn kept(&self, under: FileName) -> Vec<KeptFile> {
        self.home(move |home| home.list(&under, None, usize::MAX))
            .await
            .unwrap()
    }

    /// The path of a stored file's bytes.
    pub fn file_of(&self, name: &FileName) -> PathBuf {
        match &self.s3 {
            Some(s3) => s3.file_of(&format!("{PREFIX}/{name}")),
            None => self.data_dir.join(name.as_str()),
        }
    }

    pub async fn claim(&self, incident: &Incident, by: &Actor, reference: &str) -> Claim {
        let new = NewClaim {
            id: &self.id(),
            reference,
            claimant: &by.person,
        };
        self.store
            .start_claim(by, &incident.id, &new)
            .await
            .unwrap()
    }
}

pub fn settings(name: &str) -> Settings {
    Settings {
        name: name.to_owned(),
        window_from_us: Some(NOON),
        window_to_us: None,
        venues: vec!["ftx".to_owned(), "binance".to_owned()],
        currency: "USD".to_owned(),
        terms: serde_json::to_string(&ledger::Terms::default()).unwrap(),
    }
}

fn options() -> Options {
    Options {
        file_bytes_max: 1000,
        ..Options::default()
    }
}

/// The folder of the bucket that holds a test's files.
pub const PREFIX: &str = "some/prefix";

pub async fn sqlite() -> Ground {
    let folder = tempfile::tempdir().unwrap();
    open(sqlite_url(&folder), folder, None).await
}

pub async fn postgres() -> Ground {
    let url = fresh_schema().await;
    open(url, tempfile::tempdir().unwrap(), None).await
}

pub async fn sqlite_and_bucket() -> Ground {
    let folder = tempfile::tempdir().unwrap();
    let s3 = start_s3(folder.path()).await;
    open(sqlite_url(&folder), folder, Some(s3)).await
}

pub async fn postgres_and_bucket() -> Ground {
    let (url, folder) = (fresh_schema().await, tempfile::tempdir().unwrap());
    let s3 = start_s3(folder.path()).await;
    open(url, folder, Some(s3)).await
}

fn sqlite_url(folder: &tempfile::TempDir) -> String {
    format!("sqlite://{}/redress.db?mode=rwc", folder.path().display())
}

async fn start_s3(folder: &Path) -> S3Server {
    let files = folder.join("s3");
    S3Server::start(&files, 0).await
}

/// The options of a server whose files are in the bucket of tests.
pub fn bucket(s3: &S3Server) -> BucketOptions {
    BucketOptions {
        url: format!("s3://{}/{PREFIX}", s3::BUCKET),
        endpoint: s3.endpoint.clone(),
        region: String::new(),
        access_key_id: s3::ACCESS_KEY.to_owned(),
        secret_access_key: s3::SECRET_KEY.to_owned(),
        session_token: String::new(),
        path_style: true,
        allow_http: true,
        request_seconds_max: 2,
        retries_max: 2,
        cache_bytes_max: 1 << 20,
    }
}

async fn open(url: String, folder: tempfile::TempDir, s3: Option<S3Server>) -> Ground {
    let data_dir = folder.path().join("data");
    let mut options = options();
    if let Some(s3) = &s3 {
        options.files = FilesAt::Bucket(bucket(s3));
    }
    let store = Store::connect_with(&url, &data_dir, options).await.unwrap();
    Ground {
        store,
        url,
        data_dir,
        s3,
        _folder: folder,
        ids: AtomicU64::new(0),
    }
}

/// Makes a test of every named case on each database.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $( #[tokio::test] async fn $case() { super::$case($crate::ground::sqlite().await).await } )*
        }
        mod postgres {
            $( #[tokio::test] async fn $case() { super::$case($crate::ground::postgres().await).await } )*
        }
    };
}
pub(crate) use on_both;

/// The same on each database with each home of files.
macro_rules! on_both_homes {
    ($($case:ident),* $(,)?) => {
        $crate::ground::on_both!($($case),*);
        mod in_bucket {
            mod sqlite {
                $( #[tokio::test] async fn $case() {
                    super::super::$case($crate::ground::sqlite_and_bucket().await).await
                } )*
            }
            mod postgres {
                $( #[tokio::test] async fn $case() {
                    super::super::$case($crate::ground::postgres_and_bucket().await).await
                } )*
            }
        }
    };
}
pub(crate) use on_both_homes;
