//! People and their roles in each incident. A membership that needs a second person waits
//! until that person confirms it; only active memberships give rights.

use casework::custody::{CustodyEvent, Purpose, pseudonym};
use casework::{Permission, Role};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::invitations::end_sign_in_links;
use crate::rows::{Column, all, changed, insert, maybe, no_nul, one, rows, run};
use crate::sessions::{SessionEnd, end_sessions};
use crate::{Actor, Store};

/// The state of a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum MemberState {
    /// A second person must confirm it.
    Waiting,
    /// It gives rights until it expires.
    Active,
    /// It gives no rights any more.
    Ended,
}

impl MemberState {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Column for MemberState {
    fn column(row: &sqlx::any::AnyRow, name: &str) -> Result<Self, StoreError> {
        let word = String::column(row, name)?;
        word.parse().map_err(|_| StoreError::Unreadable(word))
    }
}

rows! {
    /// An account on this server.
    pub struct Person {
        /// Random id.
        pub id: String,
        /// Mail address, lower case.
        pub email: String,
        /// The name that the person chose.
        pub name: String,
        /// `en`, `fr`.
        pub language: String,
        /// argon2id; none until a link set one.
        pub password_hash: Option<String>,
        /// When it was set.
        pub password_set_at_us: Option<i64>,
        /// When the account was made.
        pub created_at_us: i64,
    }

    /// A person's role in an incident.
    pub struct Member {
        /// Id of the membership.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// Id of the person.
        pub person: String,
        /// As what.
        pub role: Role,
        /// Whether it gives rights.
        pub state: MemberState,
        /// Who invited them.
        pub proposed_by: Option<String>,
        /// Who confirmed them; `operator` for the command line.
        pub confirmed_by: Option<String>,
        /// When.
        pub confirmed_at_us: Option<i64>,
        /// When it expires.
        pub expires_at_us: Option<i64>,
        /// When it was made.
        pub created_at_us: i64,
        /// When it was ended.
        pub ended_at_us: Option<i64>,
        /// Mail address of the person.
        pub email: String,
        /// Name of the person.
        pub name: String,
    }

    /// One incident in which a person has an active role.
    pub struct Place {
        /// Id of the incident.
        pub incident: String,
        /// What addresses call it.
        pub slug: String,
        /// What people call it.
        pub name: String,
        /// As what.
        pub role: Role,
    }
}

const MEMBERS: &str = "SELECT membership.*, person.email, person.name FROM membership \
    JOIN person ON person.id = membership.person ";

impl Member {
    /// Whether it is a person's own: about them, or proposed by them. Somebody else must
    /// confirm it.
    pub fn is_of(&self, person: &str) -> bool {
        self.person == person || self.proposed_by.as_deref() == Some(person)
    }
}

impl Store {
    /// Makes an account. `password_hash` comes from argon2id outside.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the address has an account.
    pub async fn create_person(
        &self,
        id: &str,
        email: &str,
        name: &str,
        language: &str,
        password_hash: Option<&str>,
        now_us: i64,
    ) -> Result<Person, StoreError> {
        let mut tx = self.begin_write().await?;
        insert_person(&mut tx, id, email, name, language, password_hash, now_us).await?;
        tx.commit().await?;
        self.person(id).await
    }

    /// One account by id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn person(&self, id: &str) -> Result<Person, StoreError> {
        let ask = sqlx::query("SELECT * FROM person WHERE id = $1").bind(id.to_owned());
        one(&self.pool, ask, "person").await
    }

    /// One account by mail address, ignoring case.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        let ask = sqlx::query("SELECT * FROM person WHERE email = $1").bind(email.to_lowercase());
        maybe(&self.pool, ask).await
    }

    /// Changes name and language.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn change_person(
        &self,
        person: &str,
        name: &str,
        language: &str,
    ) -> Result<(), StoreError> {
        no_nul(name, "the name")?;
        let ask = sqlx::query("UPDATE person SET name = $1, language = $2 WHERE id = $3")
            .bind(name.to_owned())
            .bind(language.to_owned())
            .bind(person.to_owned());
        changed(run(&self.writer, ask).await?, "person")
    }

    /// Sets a password from a session of the person, which continues. Every other session
    /// and every open sign-in link of theirs ends in the same transaction.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn set_password(
        &self,
        person: &str,
        password_hash: &str,
        keep_session: &str,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        change_password(&mut tx, person, password_hash, keep_session, now_us).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives somebody a role without an invitation: the first coordinator, the
    /// demonstration. An ended membership begins again.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when they have it.
    pub async fn add_member(
        &self,
        by: &Actor,
        id: &str,
        incident: &str,
        person: &str,
        role: Role,
        expires_at_us: Option<i64>,
    ) -> Result<Member, StoreError> {
        let mut tx = self.begin_write().await?;
        let state = MemberState::Active;
        insert_member(
            &mut tx,
            by,
            id,
            incident,
            person,
            role,
            state,
            expires_at_us,
        )
        .await?;
        let object = pseudonym(incident, person);
        let note = Note::new(CustodyEvent::Joined, &object).purpose(Purpose::As { role });
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        self.member(incident, person, role).await
    }

    /// A person's membership in one role, whatever its state.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn member(
        &self,
        incident: &str,
        person: &str,
        role: Role,
    ) -> Result<Member, StoreError> {
        let sql = format!("{MEMBERS} WHERE incident = $1 AND person = $2 AND role = $3");
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(person.to_owned())
            .bind(role.as_str());
        one(&self.pool, ask, "member").await
    }

    /// A person's current roles in an incident. Nothing else gives rights.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn roles(
        &self,
        incident: &str,
        person: &str,
        now_us: i64,
    ) -> Result<Vec<Role>, StoreError> {
        let places = self.places(person, now_us).await?;
        Ok(places
            .into_iter()
            .filter(|place| place.incident == incident)
            .map(|place| place.role)
            .collect())
    }

    /// The incidents in which a person has an active role, and the roles.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn places(&self, person: &str, now_us: i64) -> Result<Vec<Place>, StoreError> {
        all(
            &self.pool,
            sqlx::query(
                "SELECT membership.incident, incident.slug, incident.name, membership.role \
                 FROM membership JOIN incident ON incident.id = membership.incident \
                 WHERE membership.person = $1 AND membership.state = 'active' \
                 AND (membership.expires_at_us IS NULL OR membership.expires_at_us > $2) \
                 ORDER BY incident.slug, membership.role",
            )
            .bind(person.to_owned())
            .bind(now_us),
        )
        .await
    }

    /// All members of an incident.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn members(&self, incident: &str) -> Result<Vec<Member>, StoreError> {
        let sql = format!(
            "{MEMBERS} WHERE incident = $1 ORDER BY membership.role, person.name, membership.id"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Memberships that wait for a second person; for the command line, those of every
    /// incident when `incident` is none.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn waiting_members(&self, incident: Option<&str>) -> Result<Vec<Member>, StoreError> {
        let sql = format!(
            "{MEMBERS} WHERE membership.state = 'waiting' AND ($1 = '' OR incident = $1) \
             ORDER BY membership.created_at_us, membership.id"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.unwrap_or("").to_owned());
        all(&self.pool, ask).await
    }

    /// Whether the incident has an active coordinator besides this person.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn has_second_coordinator(
        &self,
        incident: &str,
        person: &str,
        now_us: i64,
    ) -> Result<bool, StoreError> {
        let others: i64 = one(
            &self.pool,
            sqlx::query(
                "SELECT COUNT(*) FROM membership WHERE incident = $1 AND person <> $2 \
                 AND role = 'coordinator' AND state = 'active' \
                 AND (expires_at_us IS NULL OR expires_at_us > $3)",
            )
            .bind(incident.to_owned())
            .bind(person.to_owned())
            .bind(now_us),
            "incident",
        )
        .await?;
        Ok(others > 0)
    }

    /// Confirms a waiting membership as the second person. An investigator's membership then
    /// lasts as many days as the options define. Open sign-in links to the account end,
    /// because they were made for somebody with fewer rights.
    ///
    /// # Errors
    /// [`StoreError::NotAllowed`] for the person who proposed it and for the member;
    /// [`StoreError::NotFound`] when nothing with that id waits in the incident.
    pub async fn confirm_member(
        &self,
        by: &Actor,
        incident: &str,
        membership: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let sql = format!(
            "{MEMBERS} WHERE membership.id = $1 AND incident = $2 AND membership.state = 'waiting'"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(membership.to_owned())
            .bind(incident.to_owned());
        let member: Member = one(&mut *tx, ask, "member").await?;
        by.allowed(Permission::ConfirmMember, member.is_of(&by.person))?;
        let ask = sqlx::query(
            "UPDATE membership SET state = 'active', confirmed_by = $1, confirmed_at_us = $2, \
             expires_at_us = $4 WHERE id = $3 AND state = 'waiting'",
        )
        .bind(by.person.clone())
        .bind(by.now_us)
        .bind(membership.to_owned())
        .bind(self.options.expires_at_us(member.role, by.now_us));
        changed(run(&mut *tx, ask).await?, "member")?;
        end_sign_in_links(&mut tx, by, &member.person).await?;
        let object = pseudonym(incident, &member.person);
        let note = Note::new(CustodyEvent::MemberConfirmed, &object)
            .purpose(Purpose::As { role: member.role });
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a membership. Its rights are gone with the next request, and open sign-in links
    /// to the account end with them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn end_member(
        &self,
        by: &Actor,
        incident: &str,
        membership: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let person: String = one(
            &mut *tx,
            sqlx::query(
                "UPDATE membership SET state = 'ended', ended_at_us = $1 \
                 WHERE id = $2 AND incident = $3 AND state <> 'ended' RETURNING person",
            )
            .bind(by.now_us)
            .bind(membership.to_owned())
            .bind(incident.to_owned()),
            "member",
        )
        .await?;
        end_sign_in_links(&mut tx, by, &person).await?;
        let object = pseudonym(incident, &person);
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::MemberEnded, &object),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Sets a password within a transaction. All sessions except the kept one, and all links,
/// end, so that whoever knew the old password or held a link has no access.
pub(crate) async fn change_password(
    on: &mut sqlx::AnyConnection,
    person: &str,
    password_hash: &str,
    keep_session: &str,
    now_us: i64,
) -> Result<(), StoreError> {
    let ask =
        sqlx::query("UPDATE person SET password_hash = $1, password_set_at_us = $2 WHERE id = $3")
            .bind(password_hash.to_owned())
            .bind(now_us)
            .bind(person.to_owned());
    changed(run(&mut *on, ask).await?, "person")?;
    end_sessions(on, person, keep_session, SessionEnd::Password, now_us).await?;
    let by = Actor::new(person, Role::Claimant, now_us);
    end_sign_in_links(on, &by, person).await
}

pub(crate) async fn insert_person(
    on: &mut sqlx::AnyConnection,
    id: &str,
    email: &str,
    name: &str,
    language: &str,
    password_hash: Option<&str>,
    now_us: i64,
) -> Result<(), StoreError> {
    no_nul(email, "the address")?;
    no_nul(name, "the name")?;
    let ask = sqlx::query(
        "INSERT INTO person (id, email, name, language, password_hash, password_set_at_us, \
         created_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.to_owned())
    .bind(email.to_lowercase())
    .bind(name.to_owned())
    .bind(language.to_owned())
    .bind(password_hash.map(str::to_owned))
    .bind(password_hash.map(|_| now_us))
    .bind(now_us);
    insert(on, ask, "account").await
}

impl crate::Options {
    /// When a membership that becomes active now expires.
    pub(crate) fn expires_at_us(&self, role: Role, now_us: i64) -> Option<i64> {
        let days = i64::from(self.investigator_days);
        (role == Role::Investigator).then(|| now_us.saturating_add(days * 86_400_000_000))
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one argument a column; called from two places of this crate"
)]
pub(crate) async fn insert_member(
    on: &mut sqlx::AnyConnection,
    by: &Actor,
    id: &str,
    incident: &str,
    person: &str,
    role: Role,
    state: MemberState,
    expires_at_us: Option<i64>,
) -> Result<(), StoreError> {
    let rows = run(
        &mut *on,
        sqlx::query(
            "INSERT INTO membership (id, incident, person, role, state, proposed_by, \
             expires_at_us, created_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (incident, person, role) DO UPDATE SET id = excluded.id, \
             state = excluded.state, proposed_by = excluded.proposed_by, confirmed_by = NULL, \
             confirmed_at_us = NULL, expires_at_us = excluded.expires_at_us, \
             created_at_us = excluded.created_at_us, ended_at_us = NULL \
             WHERE membership.state = 'ended' OR membership.expires_at_us <= $8",
        )
        .bind(id.to_owned())
        .bind(incident.to_owned())
        .bind(person.to_owned())
        .bind(role.as_str())
        .bind(state.as_str())
        .bind(by.person_id().map(str::to_owned))
        .bind(expires_at_us)
        .bind(by.now_us),
    )
    .await?;
    if rows == 0 {
        return Err(StoreError::Duplicate("member"));
    }
    if state == MemberState::Active && role != Role::Claimant {
        end_sign_in_links(on, by, person).await?;
    }
    Ok(())
}
