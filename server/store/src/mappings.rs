//! Mappings of unknown files' columns: for one file, or, by a coordinator, for every file of
//! the incident with the same columns.

use casework::custody::{CustodyEvent, Purpose};

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::jobs::ask_for_unread;
use crate::rows::{all, changed, insert, maybe, no_nul, one, rows, run};
use crate::{Actor, Claim, ClaimFile, Store};

rows! {
    /// A mapping that is shared with the whole incident.
    pub struct SharedMapping {
        /// Random id.
        pub id: String,
        /// First 12 hex digits of its SHA-256.
        pub name: String,
        /// JSON.
        pub mapping: String,
        /// The coordinator's name.
        pub shared_by_name: String,
        /// When.
        pub shared_at_us: i64,
    }

    /// A file of a claim with a mapping.
    pub struct MappedFile {
        /// Reference of the claim.
        pub reference: String,
        /// Name of the file as given.
        pub name: String,
        /// Its hash.
        pub sha256: String,
        /// JSON.
        pub mapping: String,
    }
}

/// A mapping as the store keeps it; the ledger defines its meaning.
#[derive(Clone, Copy, Debug)]
pub struct NewMapping<'a> {
    /// First 12 hex digits of its SHA-256.
    pub name: &'a str,
    /// JSON.
    pub json: &'a str,
}

impl Store {
    /// Stores or removes the mapping of a file's columns; the file must be read again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn map_file(
        &self,
        by: &Actor,
        claim: &Claim,
        file: &str,
        mapping: Option<&NewMapping<'_>>,
    ) -> Result<ClaimFile, StoreError> {
        no_nul(mapping.map_or("", |new| new.json), "the mapping")?;
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        let ask = sqlx::query(
            "UPDATE claim_file SET mapping = $1, said_version = said_version + 1 \
             WHERE claim = $2 AND id = $3 RETURNING sha256",
        )
        .bind(mapping.map(|new| new.json.to_owned()))
        .bind(claim.id.clone())
        .bind(file.to_owned());
        let sha256: String = one(&mut *tx, ask, "file").await?;
        let note = Note::new(CustodyEvent::ColumnsMapped, &claim.reference).sha256(&sha256);
        let purpose = mapping.map(|new| Purpose::words(new.name));
        let note = Note { purpose, ..note };
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        self.file(&claim.id, file).await
    }

    /// Stores the mapping of one member of a file, among the answers about its other
    /// members: `members` replaces the value in `file`. The file must be read again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`]; [`StoreError::Conflict`] when
    /// another answer about a member came in between.
    pub async fn map_member(
        &self,
        by: &Actor,
        claim: &Claim,
        file: &ClaimFile,
        members: Option<&str>,
        name: &str,
    ) -> Result<ClaimFile, StoreError> {
        no_nul(members.unwrap_or(""), "the mapping")?;
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        let ask = sqlx::query(
            "UPDATE claim_file SET members = $1, said_version = said_version + 1 \
             WHERE claim = $2 AND id = $3 \
             AND COALESCE(members, '') = $4",
        )
        .bind(members.map(str::to_owned))
        .bind(claim.id.clone())
        .bind(file.id.clone())
        .bind(file.members.clone().unwrap_or_default());
        if run(&mut *tx, ask).await? == 0 {
            return Err(StoreError::Conflict("file"));
        }
        let note = Note::new(CustodyEvent::ColumnsMapped, &claim.reference).sha256(&file.sha256);
        append(
            &mut tx,
            &claim.incident,
            by,
            note.purpose(Purpose::words(name)),
        )
        .await?;
        tx.commit().await?;
        self.file(&claim.id, &file.id).await
    }

    /// Stores a shared mapping with a file that has none and is read by it. The file is then
    /// read in the same way after the shared mapping is removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the file has a mapping by now.
    pub async fn lend_mapping(
        &self,
        by: &Actor,
        claim: &Claim,
        file: &ClaimFile,
        lent: &NewMapping<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE claim_file SET mapping = $1, said_version = said_version + 1 \
             WHERE id = $2 AND mapping IS NULL",
        )
        .bind(lent.json.to_owned())
        .bind(file.id.clone());
        changed(run(&mut *tx, ask).await?, "file")?;
        let note = Note::new(CustodyEvent::MappingLent, &claim.reference)
            .sha256(&file.sha256)
            .purpose(Purpose::words(lent.name));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Shares a mapping with the whole incident.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the incident has it.
    pub async fn share_mapping(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
        new: &NewMapping<'_>,
    ) -> Result<(), StoreError> {
        no_nul(new.json, "the mapping")?;
        let mut tx = self.begin_write().await?;
        let there: Option<String> = maybe(
            &mut *tx,
            sqlx::query(
                "SELECT id FROM mapping WHERE incident = $1 AND name = $2 \
                 AND removed_at_us IS NULL",
            )
            .bind(incident.to_owned())
            .bind(new.name.to_owned()),
        )
        .await?;
        if there.is_some() {
            return Err(StoreError::Duplicate("mapping"));
        }
        let ask = sqlx::query(
            "INSERT INTO mapping (id, incident, name, mapping, shared_by, shared_at_us) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.to_owned())
        .bind(incident.to_owned())
        .bind(new.name.to_owned())
        .bind(new.json.to_owned())
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "mapping").await?;
        ask_for_unread(&mut tx, incident, by.now_us).await?;
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::MappingShared, new.name),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// The shared mappings of an incident, oldest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn shared_mappings(&self, incident: &str) -> Result<Vec<SharedMapping>, StoreError> {
        let ask = sqlx::query(
            "SELECT mapping.id, mapping.name, mapping.mapping, \
             person.name AS shared_by_name, mapping.shared_at_us \
             FROM mapping JOIN person ON person.id = mapping.shared_by \
             WHERE mapping.incident = $1 AND mapping.removed_at_us IS NULL \
             ORDER BY mapping.shared_at_us, mapping.id",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The files of an incident's claims that have a mapping.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn mapped_files(&self, incident: &str) -> Result<Vec<MappedFile>, StoreError> {
        let ask = sqlx::query(
            "SELECT claim.reference, claim_file.name, claim_file.sha256, claim_file.mapping \
             FROM claim_file JOIN claim ON claim.id = claim_file.claim \
             WHERE claim_file.incident = $1 AND claim_file.mapping IS NOT NULL \
             AND claim_file.withdrawn_at_us IS NULL AND claim.state <> 'withdrawn' \
             ORDER BY claim.reference, claim_file.position",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Ids of a claim's files without a format and without a mapping; empty while the claim
    /// is not open to change.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn unread_files(&self, claim: &str) -> Result<Vec<String>, StoreError> {
        let ask = sqlx::query(
            "SELECT claim_file.id FROM claim_file \
             JOIN claim ON claim.id = claim_file.claim \
             JOIN import ON import.file = claim_file.id AND import.current = 1 \
             WHERE claim_file.claim = $1 AND claim_file.mapping IS NULL \
             AND claim_file.withdrawn_at_us IS NULL AND import.state = 'unread' \
             AND claim.state IN ('draft', 'returned') \
             ORDER BY claim_file.position",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// Removes a shared mapping; files that were read by it stay read.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn remove_mapping(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE mapping SET removed_by = $1, removed_at_us = $2 \
             WHERE id = $3 AND incident = $4 AND removed_at_us IS NULL RETURNING name",
        )
        .bind(by.person.clone())
        .bind(by.now_us)
        .bind(id.to_owned())
        .bind(incident.to_owned());
        let name: String = one(&mut *tx, ask, "mapping").await?;
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::MappingRemoved, &name),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
