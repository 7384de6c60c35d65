//! Links that let people in: to join an incident, to sign in again, to confirm a claim filed
//! on their behalf. Tokens are stored as hashes and work once. Opening a link does not use
//! it up; only accepting does.

use casework::Role;
use casework::custody::{self, CustodyEvent, pseudonym};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::people::{MemberState, change_password, insert_member, insert_person};
use crate::rows::{all, changed, insert, maybe, no_nul, one, rows, run, word_columns};
use crate::{Actor, Store};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Purpose {
    /// To become a member.
    Join,
    /// To set a new password.
    SignIn,
    /// To become a claimant and confirm a claim that somebody filed.
    ConfirmFiling,
}

impl Purpose {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

use crate::rows::Column;
word_columns!(Purpose);

/// Why a link does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// The link never existed, or a newer one replaced it.
    #[error("this link is not known; a newer one may have replaced it")]
    Unknown,
    /// It was accepted already.
    #[error("this link was used already")]
    Used,
    /// Its time is over.
    #[error("this link has expired")]
    Expired,
    /// It was taken back.
    #[error("this link was revoked")]
    Revoked,
    /// The address has an account with a password; its owner must sign in first.
    #[error("this address has an account: sign in first, then open the link again")]
    SignInFirst,
    /// A coordinator made it for a claimant who has another role by now. With it, the
    /// coordinator could become their own second person.
    #[error("this link was made for a claimant, who has another role now")]
    NotForOfficers,
}

rows! {
    /// One invitation or link.
    pub struct Invitation {
        /// Random id.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// What it is for.
        pub purpose: Purpose,
        /// The role that it gives.
        pub role: Role,
        /// To which address, lower case.
        pub email: String,
        /// The name that the inviter knows; may be empty.
        pub name: String,
        /// The person, once known.
        pub person: Option<String>,
        /// The claim filed on their behalf.
        pub claim: Option<String>,
        /// How many links were made for it.
        pub sent: i64,
        /// Who made it; none for the command line.
        pub created_by: Option<String>,
        /// When.
        pub created_at_us: i64,
        /// When its newest link was made.
        pub sent_at_us: i64,
        /// When it expires.
        pub expires_at_us: i64,
        /// When it was accepted.
        pub used_at_us: Option<i64>,
        /// When it was taken back.
        pub revoked_at_us: Option<i64>,
    }
}

impl Invitation {
    /// Checks that it can be accepted now.
    ///
    /// # Errors
    /// [`InvitationError`], with the reason.
    pub fn open_at(&self, now_us: i64) -> Result<(), InvitationError> {
        if self.used_at_us.is_some() {
            Err(InvitationError::Used)
        } else if self.revoked_at_us.is_some() {
            Err(InvitationError::Revoked)
        } else if self.expires_at_us <= now_us {
            Err(InvitationError::Expired)
        } else {
            Ok(())
        }
    }
}

/// The data of a new invitation.
#[derive(Clone, Debug)]
pub struct NewInvitation<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// Id of the incident.
    pub incident: &'a str,
    /// What it is for.
    pub purpose: Purpose,
    /// The role that it gives.
    pub role: Role,
    /// To which address.
    pub email: &'a str,
    /// The name, where it is known.
    pub name: &'a str,
    /// The member, for a sign-in link.
    pub person: Option<&'a str>,
    /// The claim filed on their behalf.
    pub claim: Option<&'a str>,
    /// SHA-256 of the token in hex.
    pub token_hash: &'a str,
    /// When it expires.
    pub expires_at_us: i64,
}

/// The data of a person who accepts and is new here.
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    /// 128 random bits in hex, used when the address has no account yet.
    pub id: &'a str,
    /// The name that the person chose.
    pub name: &'a str,
    /// `en`, `fr`.
    pub language: &'a str,
    /// argon2id of the password they chose.
    pub password_hash: &'a str,
    /// 128 random bits in hex for the membership.
    pub membership: &'a str,
}

/// The result of accepting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Who it was.
    pub person: String,
    /// The incident.
    pub incident: String,
    /// The role.
    pub role: Role,
    /// Whether a second person must confirm it first.
    pub waiting: bool,
    /// The claim to confirm.
    pub claim: Option<String>,
    /// What the link was for.
    pub purpose: Purpose,
}

impl Store {
    /// Invites somebody, or makes a sign-in link.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the address has an open invitation to the same role,
    /// which should be sent again instead.
    pub async fn invite(&self, by: &Actor, new: &NewInvitation<'_>) -> Result<(), StoreError> {
        self.invite_and_tell(by, new, &[]).await
    }

    /// The same for a link to an account that has rights in other incidents too. The log of
    /// each incident records it, under the given role.
    ///
    /// # Errors
    /// As [`Store::invite`].
    pub async fn invite_and_tell(
        &self,
        by: &Actor,
        new: &NewInvitation<'_>,
        others: &[(&str, Role)],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        make_invitation(&mut tx, by, new).await?;
        for (incident, role) in others {
            let note = Note::new(CustodyEvent::SignInLinkIssued, new.id)
                .purpose(custody::Purpose::As { role: *role });
            append(&mut tx, incident, by, note).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes a new link for an invitation; the old one stops working. The person who made
    /// the newest link to an account counts as its maker.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not in the incident, was used or revoked.
    pub async fn renew_invitation(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
        token_hash: &str,
        expires_at_us: i64,
    ) -> Result<Invitation, StoreError> {
        let mut tx = self.begin_write().await?;
        let renewed = run(
            &mut *tx,
            sqlx::query(
                "UPDATE invitation SET token_hash = $1, expires_at_us = $2, sent_at_us = $3, \
                 sent = sent + 1, \
                 created_by = CASE WHEN purpose = 'sign_in' THEN $6 ELSE created_by END \
                 WHERE id = $4 AND incident = $5 AND used_at_us IS NULL \
                 AND revoked_at_us IS NULL",
            )
            .bind(token_hash.to_owned())
            .bind(expires_at_us)
            .bind(by.now_us)
            .bind(id.to_owned())
            .bind(incident.to_owned())
            .bind(by.person_id().map(str::to_owned)),
        )
        .await?;
        changed(renewed, "invitation")?;
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::InvitationRenewed, id),
        )
        .await?;
        tx.commit().await?;
        self.invitation(incident, id).await
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is not in the incident or was used.
    pub async fn revoke_invitation(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let revoked = run(
            &mut *tx,
            sqlx::query(
                "UPDATE invitation SET revoked_at_us = $1 WHERE id = $2 AND incident = $3 \
                 AND used_at_us IS NULL AND revoked_at_us IS NULL",
            )
            .bind(by.now_us)
            .bind(id.to_owned())
            .bind(incident.to_owned()),
        )
        .await?;
        changed(revoked, "invitation")?;
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::InvitationRevoked, id),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// One invitation.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn invitation(&self, incident: &str, id: &str) -> Result<Invitation, StoreError> {
        let ask = sqlx::query("SELECT * FROM invitation WHERE id = $1 AND incident = $2")
            .bind(id.to_owned())
            .bind(incident.to_owned());
        one(&self.pool, ask, "invitation").await
    }

    /// All invitations of an incident, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn invitations(&self, incident: &str) -> Result<Vec<Invitation>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM invitation WHERE incident = $1 ORDER BY created_at_us DESC, email, id",
        )
        .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The invitation behind a link that can be accepted now. It changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Invitation`] with the reason.
    pub async fn invitation_by_token(
        &self,
        token_hash: &str,
        now_us: i64,
    ) -> Result<Invitation, StoreError> {
        let ask = sqlx::query("SELECT * FROM invitation WHERE token_hash = $1")
            .bind(token_hash.to_owned());
        let invitation: Invitation = maybe(&self.pool, ask)
            .await?
            .ok_or(InvitationError::Unknown)?;
        invitation.open_at(now_us)?;
        Ok(invitation)
    }

    /// Accepts a link as a person who is signed in already.
    ///
    /// # Errors
    /// As [`Store::accept_as_new`]; [`InvitationError::Unknown`] when the link is for
    /// another address.
    pub async fn accept_as(
        &self,
        token_hash: &str,
        person: &str,
        membership: &str,
        now_us: i64,
    ) -> Result<Accepted, StoreError> {
        let mut tx = self.begin_write().await?;
        let invitation = use_up(&mut tx, token_hash, now_us).await?;
        let email: String = one(
            &mut *tx,
            sqlx::query("SELECT email FROM person WHERE id = $1").bind(person.to_owned()),
            "person",
        )
        .await?;
        if email != invitation.email {
            return Err(InvitationError::Unknown.into());
        }
        let accepted = settle(
            &mut tx,
            &self.options,
            &invitation,
            person,
            membership,
            now_us,
        )
        .await?;
        tx.commit().await?;
        Ok(accepted)
    }

    /// Accepts a link with a password. It makes the account. For a sign-in link, or an
    /// account without a password, it sets the password.
    ///
    /// # Errors
    /// [`StoreError::Invitation`]: used, expired, revoked, unknown,
    /// [`InvitationError::SignInFirst`] when the address has an account with a password (an
    /// invitation never resets one), or [`InvitationError::NotForOfficers`].
    pub async fn accept_as_new(
        &self,
        token_hash: &str,
        new: &NewPerson<'_>,
        now_us: i64,
    ) -> Result<Accepted, StoreError> {
        let mut tx = self.begin_write().await?;
        let invitation = use_up(&mut tx, token_hash, now_us).await?;
        let known: Option<crate::Person> = maybe(
            &mut *tx,
            sqlx::query("SELECT * FROM person WHERE email = $1").bind(invitation.email.clone()),
        )
        .await?;
        let person = match known {
            None => {
                let (email, hash) = (&invitation.email, Some(new.password_hash));
                insert_person(&mut tx, new.id, email, new.name, new.language, hash, now_us).await?;
                new.id.to_owned()
            }
            Some(person)
                if person.password_hash.is_some() && invitation.purpose != Purpose::SignIn =>
            {
                return Err(InvitationError::SignInFirst.into());
            }
            Some(person) => {
                if invitation.purpose == Purpose::SignIn && invitation.created_by.is_some() {
                    only_claimant(&mut tx, &person.id, now_us).await?;
                }
                change_password(&mut tx, &person.id, new.password_hash, "", now_us).await?;
                person.id
            }
        };
        let accepted = settle(
            &mut tx,
            &self.options,
            &invitation,
            &person,
            new.membership,
            now_us,
        )
        .await?;
        tx.commit().await?;
        Ok(accepted)
    }
}

/// Repeats the check of the time when a coordinator made the link, because the person may
/// have become more than a claimant since, anywhere.
async fn only_claimant(
    on: &mut sqlx::AnyConnection,
    person: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    let more: i64 = one(
        on,
        sqlx::query(
            "SELECT COUNT(*) FROM membership WHERE person = $1 AND role <> 'claimant' \
             AND state = 'active' AND (expires_at_us IS NULL OR expires_at_us > $2)",
        )
        .bind(person.to_owned())
        .bind(now_us),
        "person",
    )
    .await?;
    if more > 0 {
        return Err(InvitationError::NotForOfficers.into());
    }
    Ok(())
}

/// Makes an invitation within a transaction: see [`Store::invite`].
pub(crate) async fn make_invitation(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    new: &NewInvitation<'_>,
) -> Result<(), StoreError> {
    no_nul(new.email, "the address")?;
    no_nul(new.name, "the name")?;
    let email = new.email.to_lowercase();
    let open: Option<String> = maybe(
        &mut *on,
        sqlx::query(
            "SELECT id FROM invitation WHERE incident = $1 AND email = $2 AND role = $3 \
             AND purpose = $4 AND used_at_us IS NULL AND revoked_at_us IS NULL \
             AND expires_at_us > $5",
        )
        .bind(new.incident.to_owned())
        .bind(email.clone())
        .bind(new.role.as_str())
        .bind(new.purpose.as_str())
        .bind(by.now_us),
    )
    .await?;
    match (open, new.purpose) {
        // A link to a newly filed claim replaces the link to an earlier one, which was
        // erased.
        (Some(id), Purpose::ConfirmFiling) => revoke(&mut *on, &id, by.now_us).await?,
        (Some(_), Purpose::Join) => return Err(StoreError::Duplicate("invitation")),
        (_, Purpose::SignIn) | (None, _) => {}
    }
    if let (Purpose::SignIn, Some(person)) = (new.purpose, new.person) {
        end_sign_in_links(&mut *on, by, person).await?;
    }
    insert_invitation(&mut *on, by, new, &email).await?;
    let action = match new.purpose {
        Purpose::SignIn => CustodyEvent::SignInLinkIssued,
        Purpose::Join | Purpose::ConfirmFiling => CustodyEvent::Invited,
    };
    let note = Note::new(action, new.id).purpose(custody::Purpose::As { role: new.role });
    append(on, new.incident, by, note).await?;
    Ok(())
}

async fn insert_invitation(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    new: &NewInvitation<'_>,
    email: &str,
) -> Result<(), StoreError> {
    let ask = sqlx::query(
        "INSERT INTO invitation (id, incident, purpose, role, email, name, person, claim, \
         token_hash, sent, created_by, created_at_us, sent_at_us, expires_at_us) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $11, $12)",
    )
    .bind(new.id.to_owned())
    .bind(new.incident.to_owned())
    .bind(new.purpose.as_str())
    .bind(new.role.as_str())
    .bind(email.to_owned())
    .bind(new.name.to_owned())
    .bind(new.person.map(str::to_owned))
    .bind(new.claim.map(str::to_owned))
    .bind(new.token_hash.to_owned())
    .bind(by.person_id().map(str::to_owned))
    .bind(by.now_us)
    .bind(new.expires_at_us);
    insert(on, ask, "invitation").await
}

async fn revoke(on: &mut sqlx::AnyConnection, id: &str, now_us: i64) -> Result<(), StoreError> {
    let ask = sqlx::query("UPDATE invitation SET revoked_at_us = $1 WHERE id = $2")
        .bind(now_us)
        .bind(id.to_owned());
    run(on, ask).await?;
    Ok(())
}

/// Ends every open sign-in link to a person's account, in every incident. This is for a
/// change of password or rights, and before a newer link.
pub(crate) async fn end_sign_in_links(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    person: &str,
) -> Result<(), StoreError> {
    let ended: Vec<Invitation> = all(
        &mut *on,
        sqlx::query(
            "UPDATE invitation SET revoked_at_us = $1 WHERE person = $2 \
             AND purpose = 'sign_in' AND used_at_us IS NULL AND revoked_at_us IS NULL \
             AND expires_at_us > $1 RETURNING *",
        )
        .bind(by.now_us)
        .bind(person.to_owned()),
    )
    .await?;
    for link in ended {
        // A person who ends links to their own account does it in the role for which these
        // were made.
        let own = by.person == person;
        let role = if own { link.role } else { by.role };
        let by = Actor { role, ..by.clone() };
        let note = Note::new(CustodyEvent::InvitationRevoked, &link.id);
        append(&mut *on, &link.incident, &by, note).await?;
    }
    Ok(())
}

/// Marks the link as used in one statement, so that only one of two attempts succeeds.
async fn use_up(
    on: &mut sqlx::AnyConnection,
    token_hash: &str,
    now_us: i64,
) -> Result<Invitation, StoreError> {
    let used: Option<Invitation> = maybe(
        &mut *on,
        sqlx::query(
            "UPDATE invitation SET used_at_us = $1 WHERE token_hash = $2 \
             AND used_at_us IS NULL AND revoked_at_us IS NULL AND expires_at_us > $1 RETURNING *",
        )
        .bind(now_us)
        .bind(token_hash.to_owned()),
    )
    .await?;
    if let Some(invitation) = used {
        return Ok(invitation);
    }
    let ask =
        sqlx::query("SELECT * FROM invitation WHERE token_hash = $1").bind(token_hash.to_owned());
    let invitation: Invitation = maybe(on, ask).await?.ok_or(InvitationError::Unknown)?;
    invitation.open_at(now_us)?;
    Err(InvitationError::Unknown.into())
}

/// Adds the membership, or logs the new password.
async fn settle(
    on: &mut sqlx::AnyConnection,
    options: &crate::Options,
    invitation: &Invitation,
    person: &str,
    membership: &str,
    now_us: i64,
) -> Result<Accepted, StoreError> {
    let by = Actor::new(person, invitation.role, now_us);
    let ask = sqlx::query("UPDATE invitation SET person = $1 WHERE id = $2")
        .bind(person.to_owned())
        .bind(invitation.id.clone());
    run(&mut *on, ask).await?;
    // Investigators and coordinators whom a coordinator proposed wait for a second person.
    // The operator's invitation counts as that confirmation.
    let waits = invitation.purpose != Purpose::SignIn
        && invitation.created_by.is_some()
        && matches!(invitation.role, Role::Investigator | Role::Coordinator);
    let object = pseudonym(&invitation.incident, person);
    let action = if invitation.purpose == Purpose::SignIn {
        CustodyEvent::PasswordSet
    } else {
        let state = if waits {
            MemberState::Waiting
        } else {
            MemberState::Active
        };
        let proposer = Actor {
            person: invitation
                .created_by
                .clone()
                .unwrap_or_else(|| Actor::OPERATOR.to_owned()),
            ..by.clone()
        };
        let (incident, role) = (&invitation.incident, invitation.role);
        let until = (!waits)
            .then(|| options.expires_at_us(role, now_us))
            .flatten();
        match insert_member(
            on, &proposer, membership, incident, person, role, state, until,
        )
        .await
        {
            // A member loses nothing by a second link.
            Ok(()) | Err(StoreError::Duplicate("member")) => CustodyEvent::Joined,
            Err(error) => return Err(error),
        }
    };
    let note = Note::new(action, &object).purpose(custody::Purpose::As {
        role: invitation.role,
    });
    append(on, &invitation.incident, &by, note).await?;
    Ok(Accepted {
        person: person.to_owned(),
        incident: invitation.incident.clone(),
        role: invitation.role,
        waiting: waits,
        claim: invitation.claim.clone(),
        purpose: invitation.purpose,
    })
}
