//! Unread messages between claimants and coordinators, and claims whose claimant asks to
//! have them sent back.
//!
//! Marking as read is an act of its own. The view of a claim is logged only once an hour and
//! does not record which messages were on the page.

use casework::custody::{CustodyEvent, Purpose};
use casework::{ClaimState, EventKind, Role};

use crate::claims::{insert_event, read};
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::rows::{all, no_nul, rows, run};
use crate::{Actor, Claim, NewEvent, Store};

rows! {
    /// A message that somebody has not marked as read.
    pub struct UnreadMessage {
        /// Id of the event.
        pub id: String,
        /// Id of the claim.
        pub claim: String,
    }
}

/// Messages and requests to one side that a person did not write and has not marked as read:
/// `$1` is the person, `$2` whether they read as the claimant (1) or as a coordinator (0). A
/// claimant reads only what is on their own claim. A change of state is a message if it has
/// words.
const UNREAD: &str = "claim_event.person <> $1 \
    AND ($2 = 0 OR claim.claimant = $1) \
    AND CASE WHEN claim_event.role = 'claimant' THEN 0 ELSE 1 END = $2 \
    AND (claim_event.kind <> 'state' OR claim_event.words <> '') \
    AND NOT EXISTS (SELECT 1 FROM claim_event_read \
        WHERE claim_event_read.event = claim_event.id AND claim_event_read.person = $1)";

impl Store {
    /// The messages of an incident that a person has not read, as `role`: a coordinator
    /// reads what claimants write, a claimant what everybody else writes. Oldest first
    /// within a claim.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn unread_messages(
        &self,
        incident: &str,
        person: &str,
        role: Role,
    ) -> Result<Vec<UnreadMessage>, StoreError> {
        let sql = format!(
            "SELECT claim_event.id, claim_event.claim FROM claim_event \
             JOIN claim ON claim.id = claim_event.claim \
             WHERE {UNREAD} AND claim.incident = $3 \
             ORDER BY claim_event.claim, claim_event.at_us, claim_event.id"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(person.to_owned())
            .bind(i64::from(role == Role::Claimant))
            .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Marks the messages on a claim up to and including an event as read by a person;
    /// returns their number. Messages that came after the page was made stay unread.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn mark_read(
        &self,
        by: &Actor,
        claim: &Claim,
        until: &str,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        let sql = format!(
            "INSERT INTO claim_event_read (event, person, at_us) \
             SELECT claim_event.id, $1, $3 FROM claim_event \
             JOIN claim ON claim.id = claim_event.claim \
             JOIN claim_event last ON last.claim = claim_event.claim AND last.id = $5 \
             WHERE {UNREAD} AND claim_event.claim = $4 \
             AND (claim_event.at_us < last.at_us \
                 OR (claim_event.at_us = last.at_us AND claim_event.id <= last.id)) \
             ON CONFLICT DO NOTHING"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(by.person.clone())
            .bind(i64::from(by.role == Role::Claimant))
            .bind(by.now_us)
            .bind(claim.id.clone())
            .bind(until.to_owned());
        let marked = run(&mut *tx, ask).await?;
        if marked > 0 {
            let purpose = Purpose::Messages { count: marked };
            let note = Note::new(CustodyEvent::MessagesRead, &claim.reference).purpose(purpose);
            append(&mut tx, &claim.incident, by, note).await?;
        }
        tx.commit().await?;
        Ok(marked)
    }

    /// The claimant asks to have a submitted claim sent back. Its state does not change
    /// until a coordinator sends it back or decides otherwise.
    ///
    /// # Errors
    /// [`StoreError::Closed`] in a state from which nothing is sent back;
    /// [`StoreError::Duplicate`] of a `request` while one waits for an answer.
    pub async fn ask_return(
        &self,
        by: &Actor,
        claim: &Claim,
        event: &NewEvent<'_>,
    ) -> Result<(), StoreError> {
        no_nul(event.words, "the request")?;
        let mut tx = self.begin_write().await?;
        let states: Vec<&str> = ClaimState::ALL
            .into_iter()
            .filter(|state| state.can_be_asked_back())
            .map(ClaimState::as_str)
            .collect();
        let sql = format!(
            "UPDATE claim SET return_asked_at_us = $1, changed_at_us = $1 WHERE id = $2 \
             AND return_asked_at_us IS NULL AND state IN ('{}')",
            states.join("', '")
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(by.now_us)
            .bind(claim.id.clone());
        if run(&mut *tx, ask).await? == 0 {
            let now = read(&mut tx, claim).await?;
            return Err(match now.return_asked_at_us {
                Some(_) => StoreError::Duplicate("request"),
                None => StoreError::Closed(now.state),
            });
        }
        insert_event(&mut tx, by, claim, EventKind::ReturnRequest, None, event).await?;
        let note = Note::new(CustodyEvent::ReturnRequested, &claim.reference);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }
}
