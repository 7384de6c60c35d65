//! Opens the database and the data folder, and runs the migrations. Only the URL decides
//! between SQLite and PostgreSQL.

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
use crate::totals::GroupTotals;

/// The kind of database. Both kinds run the same SQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in the data folder; the default.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Where the store keeps files, and its named limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Connections the pool may open.
    pub connections_max: u32,
    /// The largest file that is stored, in bytes.
    pub file_bytes_max: u64,
    /// Days of access for an investigator after their confirmation.
    pub investigator_days: u32,
    /// Where files are stored.
    pub files: FilesAt,
    /// How many files with rows or lines stay open.
    pub open_files_max: u32,
    /// How many bytes of the indexes of these files stay in memory.
    pub index_bytes_max: u64,
    /// How many claims have their list of files in memory.
    pub layouts_max: u32,
    /// How many sums and totals of groups stay in memory: one for each group and basis.
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

/// The store: the database, the data folder and the home of the files.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) pool: AnyPool,
    /// The pool for writing. On SQLite it has one connection, because SQLite allows one
    /// writer at a time and others would sleep and retry. On PostgreSQL it is `pool`.
    pub(crate) writer: AnyPool,
    pub(crate) backend: Backend,
    pub(crate) data_dir: PathBuf,
    pub(crate) home: Home,
    /// Open files with rows and lines.
    pub(crate) cache: Arc<Cache>,
    pub(crate) group_sums: Arc<GroupSums>,
    pub(crate) group_totals: Arc<GroupTotals>,
    pub(crate) options: Options,
    /// The run that must hold its lease while the store writes, if there is one.
    pub(crate) lease: Option<Job>,
}

/// The timeout is longer than the longest write transaction, a batch of an import. The cache
/// (in KiB for each connection) holds all pages of such a batch. With SQLite's default of two
/// megabytes, pages would be written and read several times within one batch.
///
/// With `synchronous = FULL`, acknowledged writes survive a loss of power. With NORMAL, a
/// custody chain could end up behind a head that was signed already.
const SQLITE_PRAGMAS: &str = "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; \
    PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;";

/// Bytes that `/ready` writes and rolls back: enough to need new pages of the database.
const READY_BYTES: usize = 64 << 10;

impl Store {
    /// Opens the database (`sqlite://…` or `postgres://…`) and the data folder, creates
    /// them where they do not exist, and runs the migrations.
    ///
    /// # Errors
    /// [`StoreError::Start`] with a message for the operator.
    pub async fn connect(database_url: &str, data_dir: &Path) -> Result<Store, StoreError> {
        Store::connect_with(database_url, data_dir, Options::default()).await
    }

    /// As [`Store::connect`], with other options.
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
            .map_err(|error| start(format!("database_url cannot be read: {error}")))?;
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
            group_totals: Arc::new(GroupTotals::new(options.group_sums_max)),
            options,
            lease: None,
        })
    }

    /// The kind of the database.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The folder of this server. It holds SQLite's database and files that are being written.
    /// It also holds the stored files, unless they are in a bucket.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Where files are stored.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The options of [`Store::connect_with`].
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Checks that data can be stored (`/ready`): writes a row and rolls it back, and writes,
    /// flushes and removes a file.
    ///
    /// # Errors
    /// When the database, the data folder or the bucket cannot be written.
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

    /// Waits until all connections are idle, and closes them.
    pub async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once, because
    /// under load a transaction that reads first cannot get the lock later.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] for a run that lost its lease.
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
    /// Begins a transaction that only reads. All its queries see the state at its beginning,
    /// so that sums of several queries are of one moment.
    pub(crate) async fn begin_read(&self) -> Result<Transaction<'static, Any>, StoreError> {
        Ok(match self.backend {
            // In WAL mode, a reader sees the state of its first read until it ends.
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

/// Opens a pool. Connections to SQLite get its pragmas.
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
        // When a transaction cannot end (a full disk), its connection stays within it and
        // can never write again. Such a connection is not reused.
        .before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
        .connect_with(connect.clone())
        .await
        .map_err(|error| cannot_open(&error))
}

/// Makes the file of an SQLite database readable by its owner only. SQLite itself would
/// create it readable by everybody. SQLite gives its journals the same rights.
fn keep_private(database_url: &str) -> Result<(), StoreError> {
    let options = SqliteConnectOptions::from_str(database_url)
        .map_err(|error| start(format!("database_url cannot be read: {error}")))?;
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
        .map_err(|error| {
            start(format!(
                "the database file {} cannot be opened: {error}",
                path.display()
            ))
        })?;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    Ok(())
}

fn start(message: String) -> StoreError {
    StoreError::Start(message)
}

fn cannot_open(error: &sqlx::Error) -> StoreError {
    start(format!(
        "the database cannot be opened: {error}; check database_url, and that its database runs"
    ))
}

/// Runs the migrations on a separate connection, which is then closed. After an error, a
/// pooled connection would keep PostgreSQL's advisory lock. SQLite has no such lock, so a
/// lock file in the data folder takes its place.
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
        // The lock lasts as long as this open file: until the migrations have run.
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
        .map_err(|error| cannot_open(&error))?;
    if backend == Backend::Sqlite {
        connection.execute(SQLITE_PRAGMAS).await?;
    }
    let result = migrator.run_direct(None, &mut connection, false).await;
    let closed = connection.close().await;
    result.map_err(|error| start(format!("the migrations of the database failed: {error}")))?;
    Ok(closed?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn database_url_of_another_database_is_refused() {
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

    /// The level 2 is FULL. Connections for reading have it too, because they may also write.
    #[tokio::test]
    async fn sqlite_connection_flushes_acknowledged_writes() {
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

    /// On a full disk SQLite ends the transaction by itself, but the connection still counts
    /// itself as within it.
    #[tokio::test]
    async fn connection_with_a_broken_transaction_is_not_reused() {
        let (store, _folder) = opened().await;
        let mut tx = store.begin_write().await.unwrap();
        tx.execute("ROLLBACK").await.unwrap();
        assert!(tx.commit().await.is_err());
        let tx = store.begin_write().await.unwrap();
        tx.commit().await.unwrap();
        store.ready().await.unwrap();
    }

    #[tokio::test]
    async fn store_with_an_unwritable_database_is_not_ready() {
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
