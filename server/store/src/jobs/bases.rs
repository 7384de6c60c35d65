//! Other bases: the claims of an incident valued at another time than the incident's own,
//! stored beside its own figures. A job computes each of them; its row stays while the basis
//! is kept.

use casework::custody::{CustodyEvent, Purpose};
use ledger::losses::Basis;
use sqlx::AnyConnection;

use super::requests::{NewRequest, add, log};
use super::{Job, JobKind, JobRequest, basis_subject};
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::generations::forget_unpinned;
use crate::losses::forget_basis;
use crate::rows::{all, maybe, one, run};
use crate::{Actor, Store};

/// How many bases an incident may have, and when a job is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasisTerms {
    /// Other bases of one incident.
    pub bases_max: u32,
    /// Failed runs after which a job is given up.
    pub tries_max: u32,
}

impl Store {
    /// Requests the totals of an incident under another basis, also again. A job that waits
    /// or runs is left alone.
    ///
    /// # Errors
    /// [`StoreError::TooManyBases`] when the incident has the greatest number.
    pub async fn request_basis(
        &self,
        by: &Actor,
        incident: &str,
        basis: Basis,
        terms: BasisTerms,
    ) -> Result<(), StoreError> {
        let request = JobRequest::Basis { basis };
        let subject = basis_subject(incident, basis);
        let new = NewRequest {
            id: &subject,
            request: request.clone(),
        };
        let mut tx = self.begin_write().await?;
        let is_new = add(&mut tx, by, incident, &new).await?;
        if !is_new && !ask_again(&mut tx, by, &subject, terms.tries_max).await? {
            return Ok(());
        }
        log(&mut tx, by, incident, &subject, &request).await?;
        // The record above locked the head of the chain, so that two requests in one
        // incident are counted one after the other.
        let ask = sqlx::query("SELECT COUNT(*) FROM job WHERE incident = $1 AND kind = 'basis'")
            .bind(incident.to_owned());
        let kept: i64 = one(&mut *tx, ask, "incident").await?;
        if is_new && kept > i64::from(terms.bases_max) {
            let bases_max = terms.bases_max;
            return Err(StoreError::TooManyBases { bases_max });
        }
        Ok(tx.commit().await?)
    }

    /// The other bases of an incident, each with its job.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn bases(&self, incident: &str) -> Result<Vec<Job>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM job WHERE incident = $1 AND kind = 'basis' ORDER BY subject",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Removes another basis of an incident with all its figures. A run that works on it can
    /// write nothing any more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the incident has no such basis.
    pub async fn remove_basis(
        &self,
        by: &Actor,
        incident: &str,
        basis: Basis,
    ) -> Result<(), StoreError> {
        let for_basis = basis.to_string();
        let mut tx = self.begin_write().await?;
        // The job comes first, as in the writes of its run.
        let ask = sqlx::query("DELETE FROM job WHERE kind = $1 AND subject = $2")
            .bind(JobKind::Basis.as_str())
            .bind(basis_subject(incident, basis));
        if run(&mut *tx, ask).await? == 0 {
            return Err(StoreError::NotFound("basis"));
        }
        // Reviews lock the claim's row before they write to its valuations.
        let ask =
            sqlx::query("UPDATE claim SET figures_version = figures_version WHERE incident = $1")
                .bind(incident.to_owned());
        run(&mut *tx, ask).await?;
        forget_basis(&mut tx, incident, &for_basis).await?;
        let ask = sqlx::query(
            "SELECT DISTINCT generation.claim FROM generation \
             JOIN claim ON claim.id = generation.claim \
             WHERE claim.incident = $1 AND generation.current = 0",
        )
        .bind(incident.to_owned());
        let claims: Vec<String> = all(&mut *tx, ask).await?;
        for claim in &claims {
            forget_unpinned(&mut tx, claim).await?;
        }
        let note = Note::new(CustodyEvent::BasisRemoved, &for_basis).purpose(Purpose::at(basis));
        append(&mut tx, incident, by, note).await?;
        Ok(tx.commit().await?)
    }
}

/// Requests a basis again that is done or was given up; returns whether it was.
async fn ask_again(
    on: &mut AnyConnection,
    by: &Actor,
    subject: &str,
    tries_max: u32,
) -> Result<bool, StoreError> {
    let ask = sqlx::query(
        "UPDATE job SET asked = asked + 1, tries = 0, problem = NULL, step = NULL, \
         waiting_since_us = $1, asked_by = $2, asked_role = $3 \
         WHERE kind = 'basis' AND subject = $4 AND lease_until_us IS NULL \
         AND (done >= asked OR tries >= $5) RETURNING *",
    )
    .bind(by.now_us)
    .bind(by.person.clone())
    .bind(by.role.as_str())
    .bind(subject.to_owned())
    .bind(i64::from(tries_max));
    let again: Option<Job> = maybe(on, ask).await?;
    Ok(again.is_some())
}
