//! The claimant's statement that at a moment nothing was held in any contract (METHOD.md,
//! "Derivatives"). Positions are followed from that moment on. A claim has at most one such
//! statement, and the custody log keeps the moments of earlier ones.

use casework::custody::{CustodyEvent, Purpose};
use ledger::Moment;
use sqlx::AnyConnection;

use crate::claims::{read, touch};
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{no_nul, run};
use crate::{Actor, Claim, Store};

impl Store {
    /// Writes the statement, in place of an earlier one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the claim was changed since `version`;
    /// [`StoreError::Closed`] when it is not open to change.
    pub async fn state_flat(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        (at_us, reason): (i64, &str),
    ) -> Result<(), StoreError> {
        no_nul(reason, "the reason")?;
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        write(&mut tx, claim, Some((at_us, reason))).await?;
        log(&mut tx, by, claim, CustodyEvent::FlatStated, at_us).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes the statement.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none; [`StoreError::Conflict`] when the claim
    /// was changed since `version`; [`StoreError::Closed`] when it is not open to change.
    pub async fn remove_flat(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        let stated = read(&mut tx, claim).await?.flat_before_us;
        let at_us = stated.ok_or(StoreError::NotFound("moment"))?;
        write(&mut tx, claim, None).await?;
        log(&mut tx, by, claim, CustodyEvent::FlatRemoved, at_us).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn write(
    on: &mut AnyConnection,
    claim: &Claim,
    stated: Option<(i64, &str)>,
) -> Result<(), StoreError> {
    let (at_us, reason) = stated.unzip();
    let ask =
        sqlx::query("UPDATE claim SET flat_before_us = $1, flat_before_reason = $2 WHERE id = $3")
            .bind(at_us)
            .bind(reason.map(str::to_owned))
            .bind(claim.id.clone());
    run(on, ask).await?;
    Ok(())
}

async fn log(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    event: CustodyEvent,
    at_us: i64,
) -> Result<(), StoreError> {
    let moment = Moment::from_micros(at_us);
    let note = Note::new(event, &claim.reference).purpose(Purpose::Flat { moment });
    append(on, &claim.incident, by, note).await?;
    Ok(())
}
