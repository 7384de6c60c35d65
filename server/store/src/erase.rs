//! Erases a draft claim: its rows, and bytes that nobody else needs. The custody log records
//! that the claim existed and was erased, without its content.

use casework::custody::CustodyEvent;

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::losses::forget;
use crate::rows::{all, run};
use crate::{Actor, Claim, Store};

/// The tables with rows of a claim; referring tables come first.
const OF_CLAIM: &[&str] = &[
    "DELETE FROM review WHERE claim = $1",
    "DELETE FROM row_conflict WHERE claim = $1",
    "DELETE FROM conflict_answer WHERE claim = $1",
    "DELETE FROM diagnostic WHERE import IN (SELECT id FROM import WHERE claim = $1)",
    "DELETE FROM deal WHERE import IN (SELECT id FROM import WHERE claim = $1)",
    "DELETE FROM link_claim WHERE claim = $1",
    "DELETE FROM link_source WHERE claim = $1",
    "DELETE FROM generation_import WHERE generation IN \
        (SELECT id FROM generation WHERE claim = $1)",
    "DELETE FROM holding WHERE generation IN \
        (SELECT id FROM generation WHERE claim = $1)",
    "DELETE FROM file_period WHERE generation IN \
        (SELECT id FROM generation WHERE claim = $1)",
    "DELETE FROM balances WHERE generation IN \
        (SELECT id FROM generation WHERE claim = $1)",
    "DELETE FROM generation WHERE claim = $1",
    "DELETE FROM import WHERE claim = $1",
    "DELETE FROM claim_file WHERE claim = $1",
    "DELETE FROM typed_entry WHERE claim = $1",
    "DELETE FROM contest_rule WHERE claim = $1",
    "DELETE FROM credit WHERE claim = $1",
    "DELETE FROM consent WHERE claim = $1",
    "DELETE FROM declaration WHERE claim = $1",
    "DELETE FROM claim_event_read WHERE event IN (SELECT id FROM claim_event WHERE claim = $1)",
    "DELETE FROM claim_event WHERE claim = $1",
    "UPDATE invitation SET claim = NULL WHERE claim = $1",
    "DELETE FROM job WHERE kind = 'claim' AND subject = $1",
];

impl Store {
    /// Erases a draft with everything in it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it changed since `version`; [`StoreError::Closed`] when
    /// it was submitted; errors of the disk.
    pub async fn erase_claim(
        &self,
        by: &Actor,
        claim: &Claim,
        version: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, Some(version), by.now_us).await?;
        let ask = sqlx::query("SELECT DISTINCT sha256 FROM claim_file WHERE claim = $1")
            .bind(claim.id.clone());
        let hashes: Vec<String> = all(&mut *tx, ask).await?;
        forget(&mut tx, &claim.id, None, "").await?;
        for sql in OF_CLAIM {
            run(&mut *tx, sqlx::query(*sql).bind(claim.id.clone())).await?;
        }
        let ask = sqlx::query("DELETE FROM claim WHERE id = $1 AND state = 'draft'");
        match run(&mut *tx, ask.bind(claim.id.clone())).await? {
            1 => {}
            _ => return Err(StoreError::Closed(claim.state)),
        }
        for sha256 in &hashes {
            let ask = sqlx::query(
                "DELETE FROM evidence WHERE incident = $1 AND sha256 = $2 \
                 AND NOT EXISTS (SELECT 1 FROM claim_file \
                     WHERE claim_file.incident = $1 AND claim_file.sha256 = $2) \
                 AND NOT EXISTS (SELECT 1 FROM price_file \
                     WHERE price_file.incident = $1 AND price_file.sha256 = $2)",
            )
            .bind(claim.incident.clone())
            .bind(sha256.clone());
            run(&mut *tx, ask).await?;
        }
        let note = Note::new(CustodyEvent::ClaimErased, &claim.reference);
        append(&mut tx, &claim.incident, by, note).await?;
        // The rows are removed first. A claim without its originals would be wrong; bytes
        // without a row are swept, at the latest when the server starts again.
        tx.commit().await?;
        // The claim is gone; the sweep repeats what fails here.
        for sha256 in &hashes {
            self.remove_unneeded(&claim.incident, sha256).await.ok();
        }
        self.remove_derived(claim).await.ok();
        Ok(())
    }
}
