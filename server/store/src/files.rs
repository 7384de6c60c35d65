//! The files of a claim. Evidence is stored once for each incident; each claim has it under
//! the name, account and zone that its claimant gave.

use casework::custody::{Answer, AnswersChanged, CustodyEvent, Purpose};
use ledger::DayOrder;

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::home::FileName;
use crate::rows::{all, insert, maybe, no_nul, one, rows, run};
use crate::{Actor, Claim, Received, Store};

rows! {
    /// Bytes as received, once for each incident.
    pub struct Evidence {
        /// Lower-case hex.
        pub sha256: String,
        /// Length.
        pub size_bytes: i64,
        /// The type by content, not by name.
        pub media_type: String,
        /// When it was first received.
        pub received_at_us: i64,
    }

    /// A file within a claim.
    pub struct ClaimFile {
        /// Random id.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// Id of the claim.
        pub claim: String,
        /// Lower-case hex.
        pub sha256: String,
        /// Position in the order in which the claim's files are read.
        pub position: i64,
        /// Name as given.
        pub name: String,
        /// The name, made unique within the claim; entries contain it.
        pub read_as: String,
        /// The name the claimant gives the account.
        pub account: String,
        /// The zone that the claimant stated.
        pub zone: Option<String>,
        /// The mapping of its columns: JSON.
        pub mapping: Option<String>,
        /// Increases whenever account, zone or mapping changes. An import of an earlier
        /// version must be repeated.
        pub said_version: i64,
        /// The format that the claimant stated, where several are possible.
        pub format_said: Option<String>,
        /// Whether day or month comes first in its dates, as the claimant stated.
        pub day_order: Option<DayOrder>,
        /// The answers about single files of an archive or sheets of a workbook, including
        /// their mappings: JSON.
        pub members: Option<String>,
        /// When it was added.
        pub added_at_us: i64,
        /// When it was removed before submission.
        pub withdrawn_at_us: Option<i64>,
        /// Length.
        pub size_bytes: i64,
        /// By content.
        pub media_type: String,
        /// When its bytes were first received.
        pub received_at_us: i64,
    }

    /// A file that several claims have.
    pub struct SharedFile {
        /// Lower-case hex.
        pub sha256: String,
        /// Reference of one of the claims.
        pub reference: String,
        /// Name as given there.
        pub name: String,
    }

    /// A trade id that two claims have.
    pub struct SharedTrade {
        /// The exchange.
        pub exchange: String,
        /// The id there.
        pub trade_id: String,
        /// Reference of one of the claims.
        pub reference: String,
    }
}

/// A file to add to a claim.
#[derive(Clone, Debug)]
pub struct NewFile<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// Name as given by the browser, without folders.
    pub name: &'a str,
    /// By content.
    pub media_type: &'a str,
    /// The name the claimant gives the account; may be empty.
    pub account: &'a str,
    /// The zone that the claimant stated.
    pub zone: Option<&'a str>,
}

/// A claimant's answers about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// The name they give the account; may be empty.
    pub account: String,
    /// The zone of its times.
    pub zone: Option<String>,
    /// Id of the format it is.
    pub format_said: Option<String>,
    /// Whether day or month comes first.
    pub day_order: Option<DayOrder>,
    /// The answers about its members: JSON.
    pub members: Option<String>,
}

/// New answers about a file that was uploaded before.
#[derive(Clone, Debug)]
pub struct FileChange<'a> {
    /// Id of the file.
    pub file: &'a str,
    /// What they answer.
    pub answered: Answered,
}

impl ClaimFile {
    /// The current answers about it.
    pub fn answered(&self) -> Answered {
        Answered {
            account: self.account.clone(),
            zone: self.zone.clone(),
            format_said: self.format_said.clone(),
            day_order: self.day_order,
            members: self.members.clone(),
        }
    }
}

const FILES: &str = "SELECT claim_file.*, evidence.size_bytes, evidence.media_type, \
    evidence.received_at_us FROM claim_file JOIN evidence \
    ON evidence.incident = claim_file.incident AND evidence.sha256 = claim_file.sha256 ";

impl Store {
    /// Checks that received bytes are still in their place, after the record of the act was
    /// appended. Whoever removes bytes locks the chain too, so that they stay from here on.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when a draft with the same bytes was erased just now, or
    /// they were swept.
    pub(crate) async fn hold_bytes(
        &self,
        incident: &str,
        received: &Received,
    ) -> Result<(), StoreError> {
        let name = FileName::evidence(incident, &received.sha256)?;
        let home = self.home.clone();
        match blocking(move || home.exists(&name)).await? {
            true => Ok(()),
            false => Err(StoreError::NotFound("file")),
        }
    }

    /// Adds a received file to a claim. If the same bytes were removed, the file is
    /// restored; if they are in the claim, that file is returned.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when the claim is not open to change.
    pub async fn add_file(
        &self,
        by: &Actor,
        claim: &Claim,
        received: &Received,
        new: &NewFile<'_>,
    ) -> Result<ClaimFile, StoreError> {
        no_nul(new.name, "the file's name")?;
        no_nul(new.account, "the account's name")?;
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        keep_evidence(&mut tx, by, &claim.incident, received, new.media_type).await?;
        let ask = sqlx::query(
            "UPDATE claim_file SET withdrawn_at_us = NULL, account = $1, zone = $2, \
             said_version = said_version + 1 WHERE claim = $3 AND sha256 = $4",
        )
        .bind(new.account.to_owned())
        .bind(new.zone.map(str::to_owned))
        .bind(claim.id.clone())
        .bind(received.sha256.clone());
        if run(&mut *tx, ask).await? == 0 {
            insert_file(&mut tx, by, claim, received, new).await?;
        }
        let note =
            Note::new(CustodyEvent::EvidenceAdded, &claim.reference).sha256(&received.sha256);
        append(&mut tx, &claim.incident, by, note).await?;
        self.hold_bytes(&claim.incident, received).await?;
        tx.commit().await?;
        self.file_by_sha256(&claim.id, &received.sha256).await
    }

    /// The files of a claim that count, in reading order.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn files(&self, claim: &str) -> Result<Vec<ClaimFile>, StoreError> {
        let sql = format!("{FILES} WHERE claim = $1 AND withdrawn_at_us IS NULL ORDER BY position");
        all(
            &self.pool,
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(claim.to_owned()),
        )
        .await
    }

    /// The files of a claim that were not read yet with their current answers. Only the run
    /// that works on the claim asks this; nobody else reads them meanwhile.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn files_to_read(&self, claim: &str) -> Result<Vec<ClaimFile>, StoreError> {
        let sql = format!(
            "{FILES} WHERE claim_file.claim = $1 AND withdrawn_at_us IS NULL \
             AND NOT EXISTS (SELECT 1 FROM import WHERE import.file = claim_file.id \
                 AND import.said_version = claim_file.said_version \
                 AND import.current = 1) \
             ORDER BY position"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// One file of a claim by its id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn file(&self, claim: &str, file: &str) -> Result<ClaimFile, StoreError> {
        let sql = format!("{FILES} WHERE claim = $1 AND claim_file.id = $2");
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(claim.to_owned())
            .bind(file.to_owned());
        one(&self.pool, ask, "file").await
    }

    /// One file of a claim by its hash, unless it was removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn file_by_sha256(&self, claim: &str, sha256: &str) -> Result<ClaimFile, StoreError> {
        let sql = format!(
            "{FILES} WHERE claim = $1 AND claim_file.sha256 = $2 AND withdrawn_at_us IS NULL"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(claim.to_owned())
            .bind(sha256.to_owned());
        one(&self.pool, ask, "file").await
    }

    /// Stores a claimant's answers about files in one transaction; these files must be read
    /// again.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the claim was changed since `version`;
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn change_files(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        changes: &[FileChange<'_>],
    ) -> Result<Vec<ClaimFile>, StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        for change in changes {
            change_file(&mut tx, by, claim, change).await?;
        }
        tx.commit().await?;
        let mut files = Vec::with_capacity(changes.len());
        for change in changes {
            files.push(self.file(&claim.id, change.file).await?);
        }
        Ok(files)
    }

    /// Removes a file from a claim that is still open. Its bytes stay as long as the
    /// incident, but nothing of it counts any more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn withdraw_file(
        &self,
        by: &Actor,
        claim: &Claim,
        file: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        let sha256: String = one(
            &mut *tx,
            sqlx::query(
                "UPDATE claim_file SET withdrawn_at_us = $1 WHERE claim = $2 AND id = $3 \
                 AND withdrawn_at_us IS NULL RETURNING sha256",
            )
            .bind(by.now_us)
            .bind(claim.id.clone())
            .bind(file.to_owned()),
            "file",
        )
        .await?;
        // There may be room now for a file that had too many rows.
        let ask = sqlx::query(
            "UPDATE claim_file SET said_version = said_version + 1 WHERE claim = $1 \
             AND withdrawn_at_us IS NULL AND EXISTS (SELECT 1 FROM import \
                 WHERE import.file = claim_file.id AND import.current = 1 \
                 AND import.state = 'too_long')",
        )
        .bind(claim.id.clone());
        run(&mut *tx, ask).await?;
        let note = Note::new(CustodyEvent::EvidenceWithdrawn, &claim.reference).sha256(&sha256);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The total bytes of a claim, for quotas.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn claim_bytes(&self, claim: &str) -> Result<i64, StoreError> {
        let ask = sqlx::query(
            "SELECT CAST(COALESCE(SUM(evidence.size_bytes), 0) AS BIGINT) FROM claim_file \
             JOIN evidence ON evidence.incident = claim_file.incident \
             AND evidence.sha256 = claim_file.sha256 WHERE claim = $1",
        )
        .bind(claim.to_owned());
        one(&self.pool, ask, "claim").await
    }

    /// Files that more than one claim of an incident has.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn shared_files(&self, incident: &str) -> Result<Vec<SharedFile>, StoreError> {
        let ask = sqlx::query(
            "SELECT claim_file.sha256, claim.reference, claim_file.name FROM claim_file \
             JOIN claim ON claim.id = claim_file.claim \
             WHERE claim_file.incident = $1 AND claim_file.withdrawn_at_us IS NULL \
             AND claim_file.sha256 IN (SELECT sha256 FROM claim_file WHERE incident = $1 \
                 AND withdrawn_at_us IS NULL GROUP BY sha256 HAVING COUNT(*) > 1) \
             ORDER BY claim_file.sha256, claim.reference",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Contested trades of a claim whose id other claims have too: one row for each other
    /// claim, at most `limit` rows.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn shared_trades(
        &self,
        claim: &Claim,
        limit: i64,
    ) -> Result<Vec<SharedTrade>, StoreError> {
        let ask = sqlx::query(
            "SELECT shared_trade.exchange, shared_trade.trade_id, claim.reference \
             FROM shared_trade JOIN claim ON claim.id = shared_trade.other \
             WHERE shared_trade.claim = $1 \
             ORDER BY shared_trade.exchange, shared_trade.trade_id, claim.reference LIMIT $2",
        )
        .bind(claim.id.clone())
        .bind(limit);
        all(&self.pool, ask).await
    }
}

/// Stores the row of evidence, once for each incident.
pub(crate) async fn keep_evidence(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    incident: &str,
    received: &Received,
    media_type: &str,
) -> Result<(), StoreError> {
    let size = i64::try_from(received.size_bytes)
        .map_err(|_| StoreError::Unreadable("size_bytes".to_owned()))?;
    let ask = sqlx::query(
        "INSERT INTO evidence (incident, sha256, size_bytes, media_type, received_at_us) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind(incident.to_owned())
    .bind(received.sha256.clone())
    .bind(size)
    .bind(media_type.to_owned())
    .bind(by.now_us);
    run(on, ask).await?;
    Ok(())
}

/// Changes account and zone of one file. The log records which of them changed but not the
/// value, because an account may be named after a person.
async fn change_file(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    claim: &Claim,
    change: &FileChange<'_>,
) -> Result<(), StoreError> {
    let sql = format!("{FILES} WHERE claim = $1 AND claim_file.id = $2");
    let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(claim.id.clone())
        .bind(change.file.to_owned());
    let before: ClaimFile = one(&mut *on, ask, "file").await?;
    let Answered {
        account,
        zone,
        format_said,
        day_order,
        members,
    } = &change.answered;
    no_nul(account, "the account's name")?;
    no_nul(members.as_deref().unwrap_or(""), "the answers")?;
    let ask = sqlx::query(
        "UPDATE claim_file SET account = $1, zone = $2, format_said = $3, day_order = $4, \
         members = $5, said_version = said_version + 1 WHERE id = $6",
    )
    .bind(account.clone())
    .bind(zone.clone())
    .bind(format_said.clone())
    .bind(day_order.map(|order| order.as_str().to_owned()))
    .bind(members.clone())
    .bind(before.id.clone());
    run(&mut *on, ask).await?;
    let changed: Vec<Answer> = [
        (Answer::Account, before.account != *account),
        (Answer::Zone, before.zone != *zone),
        (Answer::Format, before.format_said != *format_said),
        (Answer::DayOrder, before.day_order != *day_order),
        (Answer::Members, before.members != *members),
    ]
    .into_iter()
    .filter_map(|(what, is_changed)| is_changed.then_some(what))
    .collect();
    if changed.is_empty() {
        return Ok(());
    }
    let answers = AnswersChanged(changed);
    let note = Note::new(CustodyEvent::EvidenceChanged, &claim.reference)
        .sha256(&before.sha256)
        .purpose(Purpose::Answered { answers });
    append(on, &claim.incident, by, note).await?;
    Ok(())
}

async fn insert_file(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    claim: &Claim,
    received: &Received,
    new: &NewFile<'_>,
) -> Result<(), StoreError> {
    let position: i64 = one(
        &mut *on,
        sqlx::query("SELECT COALESCE(MAX(position), 0) + 1 FROM claim_file WHERE claim = $1")
            .bind(claim.id.clone()),
        "claim",
    )
    .await?;
    let taken: Option<String> = maybe(
        &mut *on,
        sqlx::query("SELECT id FROM claim_file WHERE claim = $1 AND read_as = $2")
            .bind(claim.id.clone())
            .bind(new.name.replace('!', "_")),
    )
    .await?;
    // Entries name a member of an archive behind a `!`, so that a name must not contain one.
    let name = new.name.replace('!', "_");
    // Two files of one name in a claim are distinguished by their hash. It comes first, so
    // that the rest of the name (a stem, a number, a zone) stays readable.
    let read_as = match taken {
        Some(_) => format!("{}/{}", &received.sha256[..12], name),
        None => name,
    };
    let ask = sqlx::query(
        "INSERT INTO claim_file (id, incident, claim, sha256, position, name, read_as, account, \
         zone, added_by, added_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.id.to_owned())
    .bind(claim.incident.clone())
    .bind(claim.id.clone())
    .bind(received.sha256.clone())
    .bind(position)
    .bind(new.name.to_owned())
    .bind(read_as)
    .bind(new.account.to_owned())
    .bind(new.zone.map(str::to_owned))
    .bind(by.person.clone())
    .bind(by.now_us);
    insert(on, ask, "file").await
}
