//! Clearing what a stopped server or a failure left behind: rows of imports and
//! valuations that count nowhere, files that no row names, half-received files.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::error::StoreError;
use crate::evidence::{INCOMING, blocking};
use crate::losses::{UNFINISHED, forget};
use crate::rows::{all, maybe, run};
use crate::{Backend, Store};

/// Rows a transaction, so that clearing a long import holds nobody up.
const ROWS_PER_TRANSACTION: i64 = 5_000;

/// What was cleared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Imports whose rows were removed: they failed, or were too long.
    pub imports: u64,
    /// Valuations that broke off while they were written.
    pub valuations: u64,
    /// Files without a row, and half-received ones.
    pub files: u64,
}

impl Store {
    /// Clears what is older than `older_than_us` and counts nowhere. What is younger
    /// may be under way: bytes come before the row that names them.
    ///
    /// # Errors
    /// Of the database and the disk; what was cleared before stays cleared.
    pub async fn sweep(&self, older_than_us: i64) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        let ask = sqlx::query(
            "SELECT import.id FROM import WHERE import.state IN ('failed', 'too_long') \
             AND COALESCE(import.finished_at_us, 0) <= $1 \
             AND (EXISTS (SELECT 1 FROM entry WHERE entry.import = import.id) \
                 OR EXISTS (SELECT 1 FROM diagnostic WHERE diagnostic.import = import.id) \
                 OR EXISTS (SELECT 1 FROM deal WHERE deal.import = import.id))",
        )
        .bind(older_than_us);
        let imports: Vec<String> = all(&self.pool, ask).await?;
        for import in imports {
            self.remove_rows_of(&import).await?;
            swept.imports += 1;
        }
        swept.valuations = self.forget_unfinished(older_than_us).await?;
        self.end_leases(older_than_us).await?;
        for (incident, file) in self.files_older_than(older_than_us).await? {
            swept.files += match file {
                Kept::Incoming(path) => blocking(move || removed(&path)).await?,
                Kept::Bytes(sha256) => u64::from(self.remove_unneeded(&incident, &sha256).await?),
            };
        }
        Ok(swept)
    }

    /// Removes the rows of an import, some at a time.
    ///
    /// # Errors
    /// Of the database.
    pub async fn remove_rows_of(&self, import: &str) -> Result<(), StoreError> {
        for table in ["entry", "deal", "diagnostic"] {
            loop {
                let sql = format!(
                    "DELETE FROM {table} WHERE import = $1 AND seq IN \
                     (SELECT seq FROM {table} WHERE import = $1 ORDER BY seq LIMIT $2)"
                );
                let mut tx = self.begin_write().await?;
                let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
                    .bind(import.to_owned())
                    .bind(ROWS_PER_TRANSACTION);
                let gone = run(&mut *tx, ask).await?;
                tx.commit().await?;
                if i64::try_from(gone).unwrap_or(0) < ROWS_PER_TRANSACTION {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn forget_unfinished(&self, older_than_us: i64) -> Result<u64, StoreError> {
        // Whoever writes one holds the claim's lease.
        let ask = sqlx::query(
            "SELECT DISTINCT valuation.claim FROM valuation WHERE valuation.current = 2 \
             AND valuation.made_at_us <= $1 AND NOT EXISTS (SELECT 1 FROM job \
                 WHERE job.kind = 'claim' AND job.subject = valuation.claim \
                 AND job.lease_until_us IS NOT NULL)",
        )
        .bind(older_than_us);
        let claims: Vec<String> = all(&self.pool, ask).await?;
        for claim in &claims {
            let mut tx = self.begin_write().await?;
            forget(&mut tx, claim, None, UNFINISHED).await?;
            tx.commit().await?;
        }
        Ok(claims.len() as u64)
    }

    /// Removes bytes that no row names; gives whether there were any.
    pub(crate) async fn remove_unneeded(
        &self,
        incident: &str,
        sha256: &str,
    ) -> Result<bool, StoreError> {
        let place = self.place(incident, sha256)?;
        let mut tx = self.begin_write().await?;
        // Whoever adds bytes queues here too, and looks whether they are there after it.
        let lock = sqlx::query("UPDATE custody_head SET hash = hash WHERE incident = $1")
            .bind(incident.to_owned());
        run(&mut *tx, lock).await?;
        let ask = sqlx::query(
            "SELECT sha256 FROM evidence WHERE incident = $1 AND sha256 = $2 \
             UNION ALL SELECT sha256 FROM artefact WHERE incident = $1 AND sha256 = $2",
        )
        .bind(incident.to_owned())
        .bind(sha256.to_owned());
        let needed: Option<String> = maybe(&mut *tx, ask).await?;
        let gone = match needed {
            Some(_) => 0,
            None => blocking(move || removed(&place)).await?,
        };
        tx.commit().await?;
        Ok(gone > 0)
    }

    /// Files of the data folder that have been there so long, by incident.
    async fn files_older_than(
        &self,
        older_than_us: i64,
    ) -> Result<Vec<(String, Kept)>, StoreError> {
        let evidence = self.data_dir.join("evidence");
        blocking(move || {
            let mut files = Vec::new();
            for incident in folders(&evidence)? {
                let name = file_name(&incident);
                for folder in folders(&incident)? {
                    let is_incoming = file_name(&folder) == INCOMING;
                    for file in older(&folder, older_than_us)? {
                        let kept = match is_incoming {
                            true => Kept::Incoming(file),
                            false => Kept::Bytes(file_name(&file)),
                        };
                        files.push((name.clone(), kept));
                    }
                }
            }
            Ok(files)
        })
        .await
    }

    /// What a server does before it works: on SQLite it takes the data folder for
    /// itself until the lock is dropped, gives back the leases of the one before it,
    /// and clears whatever that left behind. Servers on one PostgreSQL know nothing
    /// of each other's work and leave it alone.
    ///
    /// # Errors
    /// [`StoreError::Start`] when another server has the folder; of the database and
    /// the disk.
    pub async fn begin_serving(&self, now_us: i64) -> Result<Option<File>, StoreError> {
        if self.backend == Backend::Postgres {
            return Ok(None);
        }
        let path = self.data_dir.join("server.lock");
        let lock = blocking(move || taken(&path)).await?;
        self.release_leases().await?;
        self.sweep(now_us).await?;
        Ok(Some(lock))
    }
}

fn taken(path: &Path) -> Result<File, StoreError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Start(format!(
            "another server is running on {}: stop it first, or give this one another data_dir",
            path.parent().unwrap_or(path).display()
        ))),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// A file of the data folder.
enum Kept {
    /// One that was being received.
    Incoming(PathBuf),
    /// Bytes under their hash.
    Bytes(String),
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    listed(folder, |path| path.is_dir())
}

fn older(folder: &Path, older_than_us: i64) -> Result<Vec<PathBuf>, StoreError> {
    listed(folder, |path| {
        let changed = path.metadata().and_then(|about| about.modified());
        let since = changed.map(|changed| changed.duration_since(UNIX_EPOCH));
        let Ok(Ok(since)) = since else { return false };
        i64::try_from(since.as_micros()).is_ok_and(|us| us <= older_than_us) && path.is_file()
    })
}

fn listed(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if wanted(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Removes a file; 1 where it was there.
fn removed(path: &Path) -> Result<u64, StoreError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(1),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}
