//! Deals of 3Commas in a claim's files. They are not entries. They are stored with their
//! import, so that each valuation can compare contested trades with them.

use ledger::Deal;

use crate::Store;
use crate::error::StoreError;
use crate::imports::{ROWS_PER_STATEMENT, running, text};
use crate::rows::{all, run};

impl Store {
    /// Writes deals of a running import. `seq_first` is the number of the first one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the import is not running.
    pub async fn add_deals(
        &self,
        import: &str,
        seq_first: i64,
        deals: &[Deal],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        running(&mut tx, import).await?;
        let mut seq = seq_first;
        for chunk in deals.chunks(ROWS_PER_STATEMENT) {
            let sql = self.bulk("deal", &["import", "seq", "deal"], chunk.len());
            let mut ask = sqlx::query(sqlx::AssertSqlSafe(sql));
            for deal in chunk {
                let json = text(&serde_json::to_string(deal)?);
                ask = ask.bind(import.to_owned()).bind(seq).bind(json);
                seq += 1;
            }
            run(&mut *tx, ask).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The deals in the files of a claim, in reading order.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn deals(&self, claim: &str) -> Result<Vec<Deal>, StoreError> {
        let ask = sqlx::query(
            "SELECT deal.deal FROM claim_file \
             JOIN import ON import.file = claim_file.id AND import.current = 1 \
             JOIN deal ON deal.import = import.id \
             WHERE claim_file.claim = $1 AND claim_file.withdrawn_at_us IS NULL \
             ORDER BY claim_file.position, deal.seq",
        )
        .bind(claim.to_owned());
        let kept: Vec<String> = all(&self.pool, ask).await?;
        let deals = kept.iter().map(|json| Ok(serde_json::from_str(json)?));
        deals.collect()
    }
}
