//! Opening the database and the data folder, and bringing the schema up to date.
//! The URL decides between SQLite and PostgreSQL; nothing else does.

use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection, Executor, Transaction};
use tokio::runtime::Handle;

use crate::columns::cache::Cache;
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::group_sums::GroupSums;
use crate::home::{FilesAt, Home, make_folder};
use crate::jobs::{Job, hold};
use crate::rows::run;
use crate::schema::migrations;

/// Which database is behind the one SQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in the data folder: the default.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where the store keeps files, and its named limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Connections the pool may open.
    pub connections_max: u32,
    /// Largest file that is kept, in bytes.
    pub file_bytes_max: u64,
    /// Days for which an investigator is let in once confirmed.
    pub investigator_days: u32,
    /// Where files are kept.
    pub files: FilesAt,
    /// Files with rows or lines that stay open.
    pub open_files_max: u32,
    /// Bytes of their indexes that stay in memory.
    pub index_bytes_max: u64,
    /// Claims of which it stays in memory which files they have.
    pub layouts_max: u32,
    /// Groups whose sums stay in memory, each under each of its bases.
    pub group_sums_max: u32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            connections_max: 8,
            file_bytes_max: 512 << 20,
            investigator_days: 365,
            files: FilesAt::DataFolder,
            open_files_max: 256,
            index_bytes_max: 256 << 20,
            layouts_max: 2_000,
            group_sums_max: 64,
        }
    }
}

/// The database and the folder with the bytes.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: AnyPool,
    /// Where writing queues: one connection on SQLite, which lets one write at a
    /// time and makes the others sleep and try again; the pool on PostgreSQL.
    pub(crate) writer: AnyPool,
    pub(crate) backend: Backend,
    pub(crate) data_dir: PathBuf,
    pub(crate) home: Home,
    /// What stays open of the files with rows and lines.
    pub(crate) cache: Arc<Cache>,
    pub(crate) group_sums: Arc<GroupSums>,
    pub(crate) options: Options,
    /// The run whose lease has to hold for whatever is written.
    pub(crate) lease: Option<Job>,
}

/// The timeout is longer than the longest write transaction, an import's batch.
/// The cache (in KiB, a connection) holds what such a batch touches: with the two
/// megabytes that SQLite takes by itself, pages are written and read several times
/// within one. `synchronous = FULL`: what was acknowledged survives a loss of power;
/// NORMAL could undo it and leave a chain behind a head that was signed already.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; \
    PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;";

/// What `/ready` writes and rolls back: enough to need new pages of the database.
const READY_BYTES: usize = 64 << 10;

impl Store {
    /// Opens the database (`sqlite://…` or `postgres://…`) and the data folder,
    /// making both if they are not there, and runs the migrations.
    ///
    /// # Errors
    /// [`StoreError::Start`] with a sentence for the operator.
    pub async fn connect(database_url: &str, data_dir: &Path) -> Result<Store, StoreError> {
        Store::connect_with(database_url, data_dir, Options::default()).await
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// As [`Store::connect`].
    pub async fn connect_with(
        database_url: &str,
        data_dir: &Path,
        options: Options,
    ) -> Result<Store, StoreError> {
        sqlx::any::install_default_drivers();
        let backend = Backend::of_url(database_url)?;
        let folder = data_dir.to_owned();
        blocking(move || Ok(make_folder(&folder)?)).await?;
        let connect = AnyConnectOptions::from_str(database_url)
            .map_err(|error| start(format!("the database's address cannot be read: {error}")))?;
        if backend == Backend::Sqlite {
            keep_private(database_url)?;
        }
        migrate(&connect, backend, data_dir).await?;
        let pool = open(&connect, backend, options.connections_max).await?;
        let writer = match backend {
            Backend::Sqlite => open(&connect, backend, 1).await?,
            Backend::Postgres => pool.clone(),
        };
        Ok(Store {
            pool,
            writer,
            backend,
            data_dir: data_dir.to_owned(),
            home: Home::new(data_dir, &options.files, Handle::current())?,
            cache: Arc::new(Cache::new(
                options.open_files_max,
                options.index_bytes_max,
                options.layouts_max,
            )),
            group_sums: Arc::new(GroupSums::new(options.group_sums_max)),
            options,
            lease: None,
        })
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The folder of this server: SQLite's database, files that are being written, and
    /// the kept ones where no other home is set.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Where files are kept.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// What it was opened with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Whether something can be kept (`/ready`): a row is written and rolled back,
    /// a file is written, flushed and removed.
    ///
    /// # Errors
    /// When the database, the data folder or the bucket takes nothing.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "INSERT INTO session (id_hash, content, created_at_us, saved_at_us, expires_at_us) \
             VALUES ('ready', $1, 0, 0, 0)",
        )
        .bind(".".repeat(READY_BYTES));
        let written = run(&mut *tx, ask).await;
        tx.rollback().await?;
        written?;
        let home = self.home.clone();
        blocking(move || home.check()).await
    }

    /// Waits for the connections to be given back and closes them.
    pub async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }

    /// A transaction that writes. On SQLite it takes the write lock at once,
    /// because a read that turns into a write fails under load.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] for a run whose lease is somebody else's.
    pub(crate) async fn begin_write(&self) -> Result<Transaction<'static, Any>, StoreError> {
        let mut tx = match self.backend {
            Backend::Sqlite => self.writer.begin_with("BEGIN IMMEDIATE").await?,
            Backend::Postgres => self.writer.begin().await?,
        };
        if let Some(job) = &self.lease {
            hold(&mut tx, job).await?;
        }
        Ok(tx)
    }
}

impl Store {
    /// A transaction that only reads, all of it as things stood at its beginning:
    /// sums that come from several queries are then of one moment.
    pub(crate) async fn begin_read(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(match self.backend {
            // In WAL mode a reader keeps the state of its first read.
            Backend::Sqlite => self.pool.begin().await?,
            Backend::Postgres => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                self.pool.begin_with(begin).await?
            }
        })
    }
}

impl Backend {
    fn of_url(url: &str) -> Result<Backend, StoreError> {
        if url.starts_with("sqlite:") {
            Ok(Backend::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Backend::Postgres)
        } else {
            Err(start(
                "database_url must begin with sqlite:// or postgres://".to_owned(),
            ))
        }
    }
}

/// Opens a pool of so many connections, each prepared as its database needs it.
async fn open(
    connect: &AnyConnectOptions,
    backend: Backend,
    connections_max: u32,
) -> Result<AnyPool, StoreError> {
    AnyPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(Duration::from_secs(30))
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if backend == Backend::Sqlite {
                    connection.execute(SQLITE_PRAGMAS).await?;
                }
                Ok(())
            })
        })
        // A transaction that failed to end (a full disk) stays open in the
        // connection for good: nobody could write on it again.
        .before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
        .connect_with(connect.clone())
        .await
        .map_err(|error| start(format!("the database cannot be opened: {error}")))
}

/// Makes the file of an SQLite database readable by its owner alone, before SQLite
/// makes it for everybody; its journals are made with the rights that it has.
fn keep_private(database_url: &str) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::from_str(database_url)
        .map_err(|error| start(format!("the database's address cannot be read: {error}")))?;
    let path = options.get_filename();
    if !path.exists() && !database_url.contains("mode=rwc") {
        return Ok(());
    }
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| start(format!("{} cannot be opened: {error}", path.display())))?;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    Ok(())
}

fn start(sentence: String) -> StoreError {
    StoreError::Start(sentence)
}

/// Runs the migrations on a connection of their own, which is then dropped: an
/// error would leave PostgreSQL's advisory lock with a pooled one. SQLite has
/// no such lock, so a file beside it stands in.
async fn migrate(
    connect: &AnyConnectOptions,
    backend: Backend,
    data_dir: &Path,
) -> Result<(), StoreError> {
    let lock = match backend {
        Backend::Sqlite => {
            let path = data_dir.join("migrate.lock");
            Some(tokio::task::spawn_blocking(move || lock_file(&path)).await)
        }
        Backend::Postgres => None,
    };
    if let Some(locked) = lock {
        // Held by the open file until the end of this function's caller's await.
        let _file = locked.map_err(|error| start(error.to_string()))??;
        return run_migrations(connect, backend).await;
    }
    run_migrations(connect, backend).await
}

fn lock_file(path: &Path) -> Result<std::fs::File, StoreError> {
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    file.lock()?;
    Ok(file)
}

async fn run_migrations(connect: &AnyConnectOptions, backend: Backend) -> Result<(), StoreError> {
    let migrator = Migrator::with_migrations(migrations(backend)?);
    let mut connection = AnyConnection::connect_with(connect)
        .await
        .map_err(|error| start(format!("the database cannot be opened: {error}")))?;
    if backend == Backend::Sqlite {
        connection.execute(SQLITE_PRAGMAS).await?;
    }
    let result = migrator.run_direct(None, &mut connection, false).await;
    let closed = connection.close().await;
    result.map_err(|error| {
        start(format!(
            "the database cannot be brought up to date: {error}"
        ))
    })?;
    Ok(closed?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_another_database_is_refused() {
        assert!(Backend::of_url("mysql://localhost/x").is_err());
        assert_eq!(Backend::of_url("sqlite::memory:").unwrap(), Backend::Sqlite);
        assert_eq!(
            Backend::of_url("postgresql://localhost/x").unwrap(),
            Backend::Postgres
        );
    }

    async fn opened() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("a.db").display());
        (Store::connect(&url, folder.path()).await.unwrap(), folder)
    }

    /// 2 is FULL. Readers too: which connection writes is nobody's promise.
    #[tokio::test]
    async fn every_connection_to_sqlite_flushes_what_it_acknowledges() {
        let (store, _folder) = opened().await;
        let mut held = vec![store.writer.acquire().await.unwrap()];
        for _ in 0..store.options.connections_max {
            held.push(store.pool.acquire().await.unwrap());
        }
        for connection in &mut held {
            let ask = sqlx::query("PRAGMA synchronous");
            let level: i64 = crate::rows::one(&mut **connection, ask, "pragma")
                .await
                .unwrap();
            assert_eq!(level, 2);
        }
    }

    /// On a full disk SQLite ends the transaction by itself, and the connection goes
    /// on believing that it is in one.
    #[tokio::test]
    async fn a_connection_whose_transaction_broke_is_not_used_again() {
        let (store, _folder) = opened().await;
        let mut tx = store.begin_write().await.unwrap();
        tx.execute("ROLLBACK").await.unwrap();
        assert!(tx.commit().await.is_err());
        let tx = store.begin_write().await.unwrap();
        tx.commit().await.unwrap();
        store.ready().await.unwrap();
    }

    #[tokio::test]
    async fn a_database_that_takes_nothing_is_not_ready() {
        let (store, _folder) = opened().await;
        store.ready().await.unwrap();
        store
            .writer
            .execute("PRAGMA query_only = ON")
            .await
            .unwrap();
        assert!(store.ready().await.is_err());
    }
}
