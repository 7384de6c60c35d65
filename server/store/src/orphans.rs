//! Files that no row names. Bytes are stored before the row that names them and removed
//! after it, so that an interruption in between leaves them.

use std::collections::HashSet;

use crate::error::StoreError;
use crate::evidence::blocking;
use crate::home::{FileName, HashedName, KeptFile};
use crate::rows::{all, maybe, run};
use crate::{Claim, Store};

/// Files in one page of a list, whose rows are looked up at once.
const FILES_PER_PAGE: usize = 500;

impl Store {
    /// Removes temporary files that nobody has written to for this long, on this machine,
    /// wherever files are stored.
    ///
    /// # Errors
    /// Errors of the disk.
    pub async fn sweep_incoming(&self, older_than_us: i64) -> Result<u64, StoreError> {
        let home = self.home.clone();
        blocking(move || home.sweep_temporary(older_than_us)).await
    }

    /// Removes bytes that are this old and that no row names; returns their number. Only a
    /// file that looks like an orphan waits for other acts of its incident.
    pub(crate) async fn sweep_evidence(&self, older_than_us: i64) -> Result<u64, StoreError> {
        let mut removed = 0;
        let mut after: Option<FileName> = None;
        loop {
            let files = self.evidence_files(after.take()).await?;
            let is_last = files.len() < FILES_PER_PAGE;
            after = files.last().map(|file| file.name.clone());
            let old = files
                .iter()
                .filter(|file| file.changed_at_us <= older_than_us)
                .filter_map(|file| file.name.as_evidence())
                .collect();
            for file in self.unnamed(old).await? {
                let gone = self.remove_unneeded(&file.incident, &file.sha256);
                removed += u64::from(gone.await?);
            }
            if is_last {
                return Ok(removed);
            }
        }
    }

    /// Removes bytes that no row names; returns whether there were any.
    pub(crate) async fn remove_unneeded(
        &self,
        incident: &str,
        sha256: &str,
    ) -> Result<bool, StoreError> {
        let name = FileName::evidence(incident, sha256)?;
        let mut tx = self.begin_write().await?;
        // Whoever adds bytes waits here too, and afterwards checks that they exist.
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
        let home = self.home.clone();
        let was_there = match needed {
            Some(_) => false,
            None => blocking(move || home.remove(&name)).await?,
        };
        tx.commit().await?;
        Ok(was_there)
    }

    /// Removes derived files that are this old and belong to nothing any more; returns their
    /// number. Rows of imports that are neither current nor in a generation are removed too.
    pub(crate) async fn sweep_derived(&self, older_than_us: i64) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE import SET row_files = NULL WHERE row_files IS NOT NULL AND current = 0 \
             AND COALESCE(finished_at_us, 0) <= $1 AND NOT EXISTS (SELECT 1 \
                 FROM generation_import WHERE generation_import.import = import.id)",
        )
        .bind(older_than_us);
        run(&mut *tx, ask).await?;
        tx.commit().await?;
        let (mut removed, mut after) = (0, None);
        loop {
            let (home, under) = (self.home.clone(), FileName::all_derived());
            let from: Option<FileName> = after.take();
            let files = blocking(move || home.list(&under, from.as_ref(), FILES_PER_PAGE)).await?;
            let is_last = files.len() < FILES_PER_PAGE;
            after = files.last().map(|file| file.name.clone());
            let old = files.into_iter();
            let old = old.filter(|file| file.changed_at_us <= older_than_us);
            removed += self.remove_unowned(old.map(|file| file.name)).await?;
            if is_last {
                return Ok(removed);
            }
        }
    }

    /// Removes those files whose import, generation or valuation is gone, or was never
    /// stored.
    async fn remove_unowned(
        &self,
        files: impl Iterator<Item = FileName>,
    ) -> Result<u64, StoreError> {
        let mut removed = 0;
        // Files of one owner are adjacent.
        let mut known: Option<(String, bool)> = None;
        for name in files {
            let owner = name.segments().nth(3).unwrap_or_default().to_owned();
            let is_owned = match &known {
                Some((id, is_owned)) if *id == owner => *is_owned,
                _ => self.owns_files(&owner).await?,
            };
            known = Some((owner, is_owned));
            if !is_owned {
                let home = self.home.clone();
                removed += u64::from(blocking(move || home.remove(&name)).await?);
            }
        }
        Ok(removed)
    }

    async fn owns_files(&self, id: &str) -> Result<bool, StoreError> {
        let ask = sqlx::query(
            "SELECT id FROM import WHERE id = $1 AND row_files IS NOT NULL \
             UNION ALL SELECT id FROM generation WHERE id = $1 \
             UNION ALL SELECT id FROM valuation WHERE id = $1",
        )
        .bind(id.to_owned());
        let owner: Option<String> = maybe(&self.pool, ask).await?;
        Ok(owner.is_some())
    }

    /// Removes every derived file of a claim that is gone.
    pub(crate) async fn remove_derived(&self, claim: &Claim) -> Result<(), StoreError> {
        let home = self.home.clone();
        let under = FileName::derived_of_claim(&claim.incident, &claim.id)?;
        blocking(move || {
            loop {
                let files = home.list(&under, None, FILES_PER_PAGE)?;
                for file in &files {
                    home.remove(&file.name)?;
                }
                if files.len() < FILES_PER_PAGE {
                    return Ok(());
                }
            }
        })
        .await
    }

    async fn evidence_files(&self, after: Option<FileName>) -> Result<Vec<KeptFile>, StoreError> {
        let home = self.home.clone();
        let under = FileName::all_evidence();
        blocking(move || home.list(&under, after.as_ref(), FILES_PER_PAGE)).await
    }

    /// The files of a page that no row names at this moment.
    async fn unnamed(&self, mut files: Vec<HashedName>) -> Result<Vec<HashedName>, StoreError> {
        let mut unnamed = Vec::new();
        while let Some(first) = files.first() {
            let incident = first.incident.clone();
            let (of_it, others) = files
                .into_iter()
                .partition(|file| file.incident == incident);
            files = others;
            let named = self.named(&incident, &of_it).await?;
            unnamed.extend(
                of_it
                    .into_iter()
                    .filter(|file| !named.contains(&file.sha256)),
            );
        }
        Ok(unnamed)
    }

    async fn named(
        &self,
        incident: &str,
        files: &[HashedName],
    ) -> Result<HashSet<String>, StoreError> {
        let places: Vec<String> = (2..files.len() + 2).map(|at| format!("${at}")).collect();
        let places = places.join(", ");
        let sql = format!(
            "SELECT sha256 FROM evidence WHERE incident = $1 AND sha256 IN ({places}) \
             UNION SELECT sha256 FROM artefact WHERE incident = $1 AND sha256 IN ({places})"
        );
        let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        for file in files {
            ask = ask.bind(file.sha256.clone());
        }
        let named: Vec<String> = all(&self.pool, ask).await?;
        Ok(named.into_iter().collect())
    }
}
