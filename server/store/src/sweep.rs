//! Removes what a stopped server or a failure left behind: rows of imports and valuations
//! that count nowhere, files that no row names, and half-received files.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::StoreError;
use crate::evidence::blocking;
use crate::generations::forget_unpinned;
use crate::losses::{UNFINISHED, forget};
use crate::rows::{all, one, rows, run};
use crate::{Backend, Store};

/// Rows in one transaction, so that the removal of a long import does not block others.
const ROWS_PER_TRANSACTION: i64 = 5_000;

rows! {
    /// The claim and the basis of an unfinished valuation.
    struct BrokenOff {
        pub claim: String,
        pub for_basis: String,
    }
}

/// What was cleared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Imports whose rows were removed because they failed or were too long.
    pub imports: u64,
    /// Valuations whose writing broke off.
    pub valuations: u64,
    /// Files without a row, and half-received ones.
    pub files: u64,
}

impl Store {
    /// Removes what is older than `older_than_us` and counts nowhere. Anything younger may
    /// be in progress, because bytes are stored before the row that names them. For the same
    /// reason, nothing younger than a running job is removed.
    ///
    /// # Errors
    /// Errors of the database and the disk; what was removed before stays removed.
    pub async fn sweep(&self, older_than_us: i64) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        self.end_leases(older_than_us).await?;
        let ask = sqlx::query(
            "SELECT COALESCE(MIN(waiting_since_us), $1) FROM job \
             WHERE lease_until_us IS NOT NULL AND kind <> 'sweep'",
        )
        .bind(older_than_us);
        let under_way_us: i64 = one(&self.pool, ask, "job").await?;
        let older_than_us = older_than_us.min(under_way_us);
        let ask = sqlx::query(
            "SELECT import.id FROM import WHERE import.state IN ('failed', 'too_long') \
             AND COALESCE(import.finished_at_us, 0) <= $1 \
             AND (EXISTS (SELECT 1 FROM diagnostic WHERE diagnostic.import = import.id) \
                 OR EXISTS (SELECT 1 FROM deal WHERE deal.import = import.id))",
        )
        .bind(older_than_us);
        let imports: Vec<String> = all(&self.pool, ask).await?;
        for import in imports {
            self.remove_rows_of(&import).await?;
            swept.imports += 1;
        }
        swept.valuations = self.forget_unfinished(older_than_us).await?;
        swept.files += self.sweep_incoming(older_than_us).await?;
        swept.files += self.sweep_evidence(older_than_us).await?;
        swept.files += self.sweep_derived(older_than_us).await?;
        Ok(swept)
    }

    /// Removes the rows of an import from the database, some at a time.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn remove_rows_of(&self, import: &str) -> Result<(), StoreError> {
        for table in ["deal", "diagnostic"] {
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
        // A run that writes one holds the lease of the claim, or of the other basis.
        let ask = sqlx::query(
            "SELECT DISTINCT valuation.claim, valuation.for_basis FROM valuation \
             WHERE valuation.current = 2 \
             AND valuation.made_at_us <= $1 AND NOT EXISTS (SELECT 1 FROM job \
                 WHERE job.lease_until_us IS NOT NULL \
                 AND ((valuation.for_basis = '' AND job.kind = 'claim' \
                         AND job.subject = valuation.claim) \
                     OR (valuation.for_basis <> '' AND job.kind = 'basis' \
                         AND job.subject = valuation.incident || ':' || valuation.for_basis)))",
        )
        .bind(older_than_us);
        let broken: Vec<BrokenOff> = all(&self.pool, ask).await?;
        for BrokenOff { claim, for_basis } in &broken {
            let mut tx = self.begin_write().await?;
            forget(&mut tx, claim, Some(for_basis), UNFINISHED).await?;
            forget_unpinned(&mut tx, claim).await?;
            tx.commit().await?;
        }
        Ok(broken.len() as u64)
    }

    /// The steps before a server works. It checks that files can be stored. On SQLite it
    /// locks the data folder until the lock is dropped, releases the leases of the server
    /// before it, and removes what that server left behind. Servers on one PostgreSQL do not
    /// know each other's work and leave it alone.
    ///
    /// # Errors
    /// [`StoreError::Start`] when another server has the folder; errors of the database and
    /// the disk.
    pub async fn begin_serving(&self, now_us: i64) -> Result<Option<File>, StoreError> {
        let home = self.home.clone();
        blocking(move || home.check()).await?;
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
