//! Filing on behalf of somebody who can't: their account, the claim, the link for their
//! confirmation and the reason, in one transaction. Otherwise a claim could exist that
//! nobody can confirm.

use casework::{Permission, Role};

use crate::claims::{begin_claim, insert_message};
use crate::error::StoreError;
use crate::invitations::make_invitation;
use crate::people::insert_person;
use crate::rows::{maybe, one};
use crate::{Actor, Claim, NewClaim, NewEvent, NewInvitation, Person, Purpose, Store};

/// A claim to file on somebody's behalf. Ids are 128 random bits in hex.
#[derive(Clone, Copy, Debug)]
pub struct NewFiling<'a> {
    /// Id of the account, if the address has none yet.
    pub person: &'a str,
    /// Their address.
    pub email: &'a str,
    /// The person's name, if they have no account yet.
    pub name: &'a str,
    /// Their language, likewise.
    pub language: &'a str,
    /// Id of the claim.
    pub claim: &'a str,
    /// Its reference: see [`NewClaim::reference`].
    pub reference: &'a str,
    /// Id of the invitation.
    pub invitation: &'a str,
    /// SHA-256 of the link's token, in hex.
    pub token_hash: &'a str,
    /// When the link expires.
    pub expires_at_us: i64,
    /// The reason for the filing: the first message on the claim.
    pub why: NewEvent<'a>,
}

impl Store {
    /// Files a claim on somebody's behalf, with the link by which they confirm it.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] of a `claim` when they have one in the incident, of a
    /// `reference` when it is taken (draw another). Nothing is stored then.
    pub async fn file_on_behalf(
        &self,
        by: &Actor,
        incident: &str,
        new: &NewFiling<'_>,
    ) -> Result<(Claim, Person), StoreError> {
        let mut tx = self.begin_write().await?;
        let known = sqlx::query("SELECT * FROM person WHERE email = $1");
        let known: Option<Person> = maybe(&mut *tx, known.bind(new.email.to_lowercase())).await?;
        if known.is_none() {
            // There is no password; only the link opens the account.
            let (name, language) = (new.name, new.language);
            let (id, email) = (new.person, new.email);
            insert_person(&mut tx, id, email, name, language, None, by.now_us).await?;
        }
        let id = known.as_ref().map_or(new.person, |known| &known.id);
        let ask = sqlx::query("SELECT * FROM person WHERE id = $1").bind(id.to_owned());
        let person: Person = one(&mut *tx, ask, "account").await?;
        by.allowed(Permission::FileOnBehalf, person.id == by.person)?;
        let claim = NewClaim {
            id: new.claim,
            reference: new.reference,
            claimant: &person.id,
        };
        begin_claim(&mut tx, by, incident, &claim).await?;
        let ask = sqlx::query("SELECT * FROM claim WHERE id = $1").bind(new.claim.to_owned());
        let claim: Claim = one(&mut *tx, ask, "claim").await?;
        let invitation = NewInvitation {
            id: new.invitation,
            incident,
            purpose: Purpose::ConfirmFiling,
            role: Role::Claimant,
            email: &person.email,
            name: &person.name,
            person: Some(&person.id),
            claim: Some(&claim.id),
            token_hash: new.token_hash,
            expires_at_us: new.expires_at_us,
        };
        make_invitation(&mut tx, by, &invitation).await?;
        insert_message(&mut tx, by, &claim, &new.why).await?;
        tx.commit().await?;
        Ok((claim, person))
    }
}
