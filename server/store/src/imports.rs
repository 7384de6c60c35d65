//! Imports: one run of one reader version over one file. Its rows are written to files of
//! their own (`imported.rs`). Until an import is finished, nothing of it counts. When a
//! newer one takes its place, the older one is kept and labelled.

use casework::custody::{CustodyEvent, Purpose};
use ledger::messages::Message;
use ledger::{Code, DayOrder, Diagnostic};
use sqlx::AnyConnection;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::claims::touch_figures;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::imported::ImportedRows;
use crate::jobs::ask_for_links;
use crate::rows::{Column, all, insert, json, one, rows, run, word_columns};
use crate::{Actor, Backend, Claim, ClaimFile, Store};

/// Rows in one statement, on both databases.
pub(crate) const ROWS_PER_STATEMENT: usize = 150;

/// The state of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum ImportState {
    /// The file is being read; nothing of it counts yet.
    Running,
    /// The file was read; its entries count.
    Done,
    /// The file is kept, but is no export that can be read.
    Unread,
    /// The server stopped or failed; the file must be read again.
    Failed,
    /// The file is kept, but has more rows than its claim may hold; none of them counts.
    TooLong,
}

impl ImportState {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
word_columns!(ImportState);

rows! {
    /// One run of one reader version over one file.
    pub struct Import {
        /// Random id.
        pub id: String,
        /// Id of the claim.
        pub claim: String,
        /// Id of the claim's file.
        pub file: String,
        /// Version of the reader.
        pub reader_version: String,
        /// Its state.
        pub state: ImportState,
        /// Whether it is the current one.
        pub current: bool,
        /// Entries made.
        pub entries: i64,
        /// Rows refused.
        pub refused: i64,
        /// Rows read.
        pub rows_read: i64,
        /// Whether the claimant must be asked for the zone.
        pub needs_zone: bool,
        /// JSON: the findings about each file or archive member.
        pub found: String,
        /// JSON of the mapping that the reader used.
        pub mapping: Option<String>,
        /// The [`ClaimFile::said_version`] when the file was read.
        pub said_version: i64,
        /// The format that the reader was given, as the claimant stated.
        pub format_said: Option<String>,
        /// Whether day or month comes first, as the reader was given it.
        pub day_order: Option<DayOrder>,
        /// JSON of the answers about its members, as the reader was given them.
        pub members: Option<String>,
        /// Cells that look like keys or secrets.
        pub secrets: i64,
        /// When it began.
        pub started_at_us: i64,
        /// When it ended.
        pub finished_at_us: Option<i64>,
    }

    /// A warning about a row.
    pub struct DiagnosticRow {
        /// Member within an archive; else empty.
        pub member: String,
        /// Physical line; 0 for the whole file.
        pub line: i64,
        /// Column; 0 for the whole row.
        pub column_no: i64,
        /// What it is about.
        pub code: Code,
        /// The message.
        pub message: Message,
    }

    /// The subject of a running import.
    pub(crate) struct Running {
        /// Id of the claim's file.
        pub file: String,
        /// Id of the claim.
        pub claim: String,
        /// Id of the incident.
        pub incident: String,
        /// The claim's reference.
        pub reference: String,
        /// The file's hash.
        pub sha256: String,
    }
}

/// The data of a new import.
#[derive(Clone, Debug)]
pub struct NewImport<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// Version of the reader.
    pub reader_version: &'a str,
}

/// The result of an import.
#[derive(Clone, Debug)]
pub struct FinishedImport {
    /// Done, unread or failed.
    pub state: ImportState,
    /// Versions of the readers that read it, joined by a space.
    pub reader_version: String,
    /// Entries made.
    pub entries: i64,
    /// Rows refused.
    pub refused: i64,
    /// Rows read.
    pub rows_read: i64,
    /// Whether the claimant must be asked for the zone.
    pub needs_zone: bool,
    /// Cells that look like keys or secrets.
    pub secrets: i64,
    /// JSON list.
    pub found: String,
    /// The rows it wrote; none where none of them counts.
    pub rows: Option<ImportedRows>,
}

impl Store {
    /// Begins an import. It does not count until it is finished.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn begin_import(
        &self,
        claim: &Claim,
        file: &ClaimFile,
        new: &NewImport<'_>,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let ask = sqlx::query(
            "INSERT INTO import (id, incident, claim, file, reader_version, state, current, \
             entries, refused, rows_read, needs_zone, found, started_at_us, \
             mapping, said_version, format_said, day_order, members) \
             VALUES ($1, $2, $3, $4, $5, 'running', 0, 0, 0, 0, 0, '[]', $6, $7, $8, $9, \
             $10, $11)",
        )
        .bind(new.id.to_owned())
        .bind(claim.incident.clone())
        .bind(claim.id.clone())
        .bind(file.id.clone())
        .bind(new.reader_version.to_owned())
        .bind(now_us)
        .bind(file.mapping.clone())
        .bind(file.said_version)
        .bind(file.format_said.clone())
        .bind(file.day_order.map(|order| order.as_str().to_owned()))
        .bind(file.members.clone());
        let mut tx = self.begin_write().await?;
        insert(&mut *tx, ask, "import").await?;
        Ok(tx.commit().await?)
    }

    /// Writes diagnostics of a running import.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the import is not running.
    pub async fn add_diagnostics(
        &self,
        import: &str,
        seq_first: i64,
        diagnostics: &[Diagnostic],
    ) -> Result<(), StoreError> {
        const DIAGNOSTIC: &[&str] = &[
            "import",
            "seq",
            "member",
            "line",
            "column_no",
            "severity",
            "code",
            "message",
        ];
        let mut tx = self.begin_write().await?;
        running(&mut tx, import).await?;
        let mut seq = seq_first;
        for chunk in diagnostics.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("diagnostic", DIAGNOSTIC, chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for diagnostic in chunk {
                let member = diagnostic.file.split_once('!').map_or("", |(_, rest)| rest);
                ask = ask
                    .bind(import.to_owned())
                    .bind(seq)
                    .bind(text(member))
                    .bind(i64::try_from(diagnostic.line).unwrap_or(i64::MAX))
                    .bind(i64::from(diagnostic.column))
                    .bind(diagnostic.severity() as i64)
                    .bind(diagnostic.code.as_str())
                    .bind(text(&serde_json::to_string(&diagnostic.message)?));
                seq += 1;
            }
            run(&mut *tx, ask).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Ends an import. If the file was read (or is kept unread), the import replaces the one
    /// before it, and the log records it. A failed import leaves the earlier one in place,
    /// without a record.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the import is not running.
    pub async fn finish_import(
        &self,
        by: &Actor,
        import: &str,
        finished: &FinishedImport,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let read: Running = running(&mut tx, import).await?;
        let counts = finished.state != ImportState::Failed;
        if counts {
            let ask = sqlx::query("UPDATE import SET current = 0 WHERE file = $1 AND current = 1")
                .bind(read.file.clone());
            run(&mut *tx, ask).await?;
            touch_figures(&mut tx, &read.claim).await?;
            // Another claim may have the same file, even where it has no rows.
            ask_for_links(&mut tx, &read.claim, by.now_us).await?;
        }
        let ask = sqlx::query(
            "UPDATE import SET state = $1, current = $2, entries = $3, refused = $4, \
             rows_read = $5, needs_zone = $6, found = $7, finished_at_us = $8, \
             reader_version = $9, secrets = $10, row_files = $11 WHERE id = $12",
        )
        .bind(finished.state.as_str())
        .bind(i64::from(counts))
        .bind(finished.entries)
        .bind(finished.refused)
        .bind(finished.rows_read)
        .bind(i64::from(finished.needs_zone))
        .bind(text(&finished.found))
        .bind(by.now_us)
        .bind(finished.reader_version.clone())
        .bind(finished.secrets)
        .bind(json(finished.rows.as_ref())?)
        .bind(import.to_owned());
        run(&mut *tx, ask).await?;
        if counts {
            let purpose = Purpose::Read {
                entries: u64::try_from(finished.entries).unwrap_or(0),
                refused: u64::try_from(finished.refused).unwrap_or(0),
            };
            let note = Note::new(CustodyEvent::Imported, &read.reference)
                .sha256(&read.sha256)
                .purpose(purpose);
            append(&mut tx, &read.incident, by, note).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Marks abandoned imports of a claim as failed. Only the run that works on the claim
    /// may do so.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn fail_running_imports(
        &self,
        claim: &str,
        now_us: i64,
    ) -> Result<Vec<Import>, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE import SET state = 'failed', finished_at_us = $1 \
             WHERE claim = $2 AND state = 'running' RETURNING *",
        )
        .bind(now_us)
        .bind(claim.to_owned());
        let failed = all(&mut *tx, ask).await?;
        tx.commit().await?;
        Ok(failed)
    }

    /// Rows in the latest imports of a claim's files, without those of one file.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn rows_besides(&self, claim: &str, file: &str) -> Result<u64, StoreError> {
        let ask = sqlx::query(
            "SELECT CAST(COALESCE(SUM(import.entries), 0) AS BIGINT) FROM import \
             JOIN claim_file ON claim_file.id = import.file \
             WHERE import.claim = $1 AND import.file <> $2 AND import.current = 1 \
             AND claim_file.withdrawn_at_us IS NULL",
        )
        .bind(claim.to_owned())
        .bind(file.to_owned());
        let rows: i64 = one(&self.pool, ask, "claim").await?;
        let ask = sqlx::query(
            "SELECT COUNT(*) FROM deal JOIN import ON import.id = deal.import \
             JOIN claim_file ON claim_file.id = import.file \
             WHERE import.claim = $1 AND import.file <> $2 AND import.current = 1 \
             AND claim_file.withdrawn_at_us IS NULL",
        )
        .bind(claim.to_owned())
        .bind(file.to_owned());
        let deals: i64 = one(&self.pool, ask, "claim").await?;
        Ok(u64::try_from(rows.saturating_add(deals)).unwrap_or(0))
    }

    /// The import of each file of a claim, in the order of the files: the current one, or
    /// the newest where none is current yet.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn imports(&self, claim: &str) -> Result<Vec<Import>, StoreError> {
        let ask = sqlx::query(
            "SELECT import.* FROM import JOIN claim_file ON claim_file.id = import.file \
             WHERE import.claim = $1 AND claim_file.withdrawn_at_us IS NULL \
             ORDER BY claim_file.position, import.current DESC, import.started_at_us DESC, \
             import.id",
        )
        .bind(claim.to_owned());
        let mut imports: Vec<Import> = all(&self.pool, ask).await?;
        imports.dedup_by(|next, first| next.file == first.file);
        Ok(imports)
    }

    /// One import.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn import(&self, claim: &str, import: &str) -> Result<Import, StoreError> {
        let ask = sqlx::query("SELECT * FROM import WHERE claim = $1 AND id = $2")
            .bind(claim.to_owned())
            .bind(import.to_owned());
        one(&self.pool, ask, "import").await
    }

    /// The diagnostics of an import, worst first, at most `limit`.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn diagnostics(
        &self,
        import: &str,
        limit: i64,
    ) -> Result<Vec<DiagnosticRow>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM diagnostic WHERE import = $1 \
             ORDER BY severity, seq LIMIT $2",
        )
        .bind(import.to_owned())
        .bind(limit);
        all(&self.pool, ask).await
    }

    /// The diagnostics of one code of an import, in order, at most `limit`.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn diagnostics_of(
        &self,
        import: &str,
        code: Code,
        limit: i64,
    ) -> Result<Vec<DiagnosticRow>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM diagnostic WHERE import = $1 AND code = $2 ORDER BY seq LIMIT $3",
        )
        .bind(import.to_owned())
        .bind(code.as_str())
        .bind(limit);
        all(&self.pool, ask).await
    }

    /// The text of a statement that inserts many rows. `$n` is slow on SQLite and PostgreSQL
    /// does not know `?`, so that only bulk inserts differ.
    pub(crate) fn bulk(&self, table: &str, columns: &[&str], rows: usize) -> String {
        let mut number = 0;
        let mut tuples = Vec::with_capacity(rows);
        for _ in 0..rows {
            let places: Vec<String> = columns
                .iter()
                .map(|_| {
                    number += 1;
                    match self.backend {
                        Backend::Sqlite => "?".to_owned(),
                        Backend::Postgres => format!("${number}"),
                    }
                })
                .collect();
            tuples.push(format!("({})", places.join(", ")));
        }
        let (columns, tuples) = (columns.join(", "), tuples.join(", "));
        format!("INSERT INTO {table} ({columns}) VALUES {tuples}")
    }
}

/// An import that is running.
pub(crate) async fn running(on: &mut AnyConnection, import: &str) -> Result<Running, StoreError> {
    let ask = sqlx::query(
        "SELECT import.file, import.claim, import.incident, claim.reference, \
         claim_file.sha256 FROM import JOIN claim ON claim.id = import.claim \
         JOIN claim_file ON claim_file.id = import.file \
         WHERE import.id = $1 AND import.state = 'running'",
    )
    .bind(import.to_owned());
    one(on, ask, "running import").await
}

/// Text of a file in the form that can be stored. PostgreSQL accepts no NUL, which is
/// replaced by the sign for it.
pub(crate) fn text(text: &str) -> String {
    text.replace('\0', "\u{2400}")
}
