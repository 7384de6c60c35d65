//! Sessions: tower-sessions over our own store, limits by role, and who is signed in.
//!
//! The database knows a session only by the SHA-256 of its id. Whoever reads the database
//! can therefore not sign in as anybody.
//!
//! The duration of a session depends on the roles that its owner has at each request, not on
//! those at sign-in. A person who becomes an investigator has an investigator's session from
//! then on.
//!
//! The cookie itself does not expire. The browser goes on sending the cookie of an ended
//! session, so that sign-in can explain why it ended and give back what was typed.

use std::fmt;

use async_trait::async_trait;
use casework::Role;
use store::SessionEnd;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Session, SessionStore};

use crate::app::App;
use crate::clock::{Clock, sha256_hex};
use crate::config::Limits;
use crate::web::frame::visitor::SignedIn;

const PERSON: &str = "person";
const SIGNED_IN_US: &str = "signed_in_us";
const FRESH_US: &str = "fresh_us";
const TOUCHED_US: &str = "touched_us";
const IDLE_MINUTES: &str = "idle_minutes";
/// When the password that the session was opened or renewed with was set.
const PASSWORD_SET_US: &str = "password_set_us";
/// The content of an ended session: why it ended, and whose it was.
const ENDED: &str = "ended";
const ENDED_PERSON: &str = "ended_person";

/// Minutes for which a session without a person lasts.
const IDLE_MINUTES_ANYBODY: i64 = 30;

/// The idle time is extended only when a session is saved: every few minutes.
const TOUCH_US: i64 = 2 * 60 * 1_000_000;

/// Sessions in the store.
#[derive(Clone)]
pub struct Sessions {
    store: store::Store,
    clock: Clock,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// Uses a store and a clock.
    pub fn new(store: store::Store, clock: Clock) -> Sessions {
        Sessions { store, clock }
    }

    /// Key, person, content and end of a record, in the form that the store takes.
    fn row(&self, record: &Record) -> Result<(String, Option<String>, String, i64)> {
        let content = serde_json::to_string(&record.data)
            .map_err(|cause| Error::Encode(cause.to_string()))?;
        let person = record
            .data
            .get(PERSON)
            .and_then(|value| value.as_str())
            .map(str::to_owned);
        let key = sha256_hex(&record.id.to_string());
        // The library adds the idle time to the machine's clock; here the clock is a
        // parameter.
        let idle = record
            .data
            .get(IDLE_MINUTES)
            .and_then(|value| value.as_i64());
        let idle_us = idle.unwrap_or(IDLE_MINUTES_ANYBODY) * 60_000_000;
        Ok((key, person, content, self.clock.now_us() + idle_us))
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        loop {
            let (key, person, content, ends_us) = self.row(record)?;
            let now_us = self.clock.now_us();
            let created = self
                .store
                .create_session(&key, person.as_deref(), &content, now_us, ends_us)
                .await
                .map_err(backend)?;
            if created {
                return Ok(());
            }
            record.id = Id::default();
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // Only an update: a session that ended meanwhile stays ended.
        let (key, person, content, ends_us) = self.row(record)?;
        let now_us = self.clock.now_us();
        self.store
            .save_session(&key, person.as_deref(), &content, now_us, ends_us)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let (key, now_us) = (sha256_hex(&id.to_string()), self.clock.now_us());
        let live = self.store.load_session(&key, now_us).await;
        let (row, data) = if let Some(row) = live.map_err(backend)? {
            let data = serde_json::from_str(&row.content);
            let data = data.map_err(|cause| Error::Decode(cause.to_string()))?;
            (row, data)
        } else {
            let ended = self.store.ended_session(&key, now_us).await;
            let Some(row) = ended.map_err(backend)? else {
                return Ok(None);
            };
            let why = row.ended.unwrap_or(SessionEnd::Idle);
            let person = row.person.clone().unwrap_or_default();
            let data = [(ENDED, why.as_str().into()), (ENDED_PERSON, person.into())];
            let data = data.map(|(name, value)| (name.to_owned(), value));
            (row, data.into_iter().collect())
        };
        let expiry_date =
            OffsetDateTime::from_unix_timestamp_nanos(i128::from(row.expires_at_us) * 1000)
                .map_err(|cause| Error::Decode(cause.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store
            .delete_session(&sha256_hex(&id.to_string()))
            .await
            .map_err(backend)
    }
}

fn backend(cause: store::StoreError) -> Error {
    Error::Backend(cause.to_string())
}

/// The duration of a session for somebody with these roles: idle minutes and hours in all,
/// of the strictest role.
pub fn session_limits(limits: &Limits, roles: &[Role]) -> (u32, u32) {
    let of = |role: &Role| match role {
        Role::Claimant => (
            limits.sessions.claimant_idle_minutes,
            limits.sessions.claimant_hours,
        ),
        Role::Coordinator | Role::Operator => (
            limits.sessions.coordinator_idle_minutes,
            limits.sessions.coordinator_hours,
        ),
        Role::Investigator => (
            limits.sessions.investigator_idle_minutes,
            limits.sessions.investigator_hours,
        ),
    };
    let claimant = of(&Role::Claimant);
    roles
        .iter()
        .map(of)
        .fold(claimant, |strict, (idle, hours)| {
            (strict.0.min(idle), strict.1.min(hours))
        })
}

/// The limits of a person's session, by their current roles.
async fn limits_of(app: &App, person: &str) -> anyhow::Result<(u32, u32)> {
    let places = app.store.places(person, app.clock.now_us()).await?;
    let roles: Vec<Role> = places.iter().map(|place| place.role).collect();
    Ok(session_limits(&app.config.limits, &roles))
}

/// Signs in a person whose data have not changed since the check of their password. First it
/// stores the values, and last, just before success, it renews the id.
///
/// # Errors
/// When the session cannot be stored.
pub async fn sign_in(app: &App, session: &Session, person: &store::Person) -> anyhow::Result<()> {
    let (idle_minutes, _) = limits_of(app, &person.id).await?;
    let now_us = app.clock.now_us();
    session.clear().await;
    session.insert(PERSON, &person.id).await?;
    session.insert(SIGNED_IN_US, now_us).await?;
    session.insert(FRESH_US, now_us).await?;
    session
        .insert(PASSWORD_SET_US, person.password_set_at_us)
        .await?;
    touch(session, idle_minutes, now_us).await?;
    session.cycle_id().await?;
    Ok(())
}

/// Records that the password was just given again, or changed, together with the time at
/// which that password was set.
///
/// # Errors
/// When the session cannot be stored.
pub async fn refresh(
    app: &App,
    session: &Session,
    password_set_us: Option<i64>,
) -> anyhow::Result<()> {
    session.insert(PASSWORD_SET_US, password_set_us).await?;
    session.insert(FRESH_US, app.clock.now_us()).await?;
    session.cycle_id().await?;
    Ok(())
}

/// A person whose session has ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Whose it was.
    pub person: String,
    /// Why it ended.
    pub why: SessionEnd,
    /// How long it may be idle or last in all: minutes or hours, depending on `why`.
    pub after: u32,
}

/// The person who has a session, or had it.
#[derive(Debug)]
pub enum Holder {
    /// An unknown visitor.
    Nobody,
    /// Somebody.
    SignedIn(Box<SignedIn>),
    /// Somebody until it ended.
    Ended(Ended),
}

/// The owner of the session, by the limits of their current roles. `is_use` extends the
/// session.
///
/// # Errors
/// When session or person cannot be read.
pub async fn holder(app: &App, session: &Session, is_use: bool) -> anyhow::Result<Holder> {
    if let Some(word) = session.get::<String>(ENDED).await? {
        let why = word.parse().unwrap_or(SessionEnd::Idle);
        let person = session.get(ENDED_PERSON).await?.unwrap_or_default();
        return ended(app, person, why).await;
    }
    let Some(person) = session.get::<String>(PERSON).await? else {
        return Ok(Holder::Nobody);
    };
    let Some(id) = session.id() else {
        return Ok(Holder::Nobody);
    };
    let session_key = sha256_hex(&id.to_string());
    let person = app.store.person(&person).await?;
    let (idle_minutes, hours) = limits_of(app, &person.id).await?;
    let now_us = app.clock.now_us();
    let time = async |name| session.get::<i64>(name).await.map(|us| us.unwrap_or(0));
    let latest_us = time(SIGNED_IN_US).await? + i64::from(hours) * 3_600_000_000;
    let idle_us = i64::from(idle_minutes) * 60_000_000;
    let mut touched_us = time(TOUCHED_US).await?;
    let password_set_us: Option<i64> = session.get(PASSWORD_SET_US).await?.flatten();
    let over = if password_set_us != person.password_set_at_us {
        // Somebody signed in with the old password while it was being changed.
        Some(SessionEnd::Password)
    } else if now_us >= latest_us {
        Some(SessionEnd::Hours)
    } else {
        (now_us >= touched_us + idle_us).then_some(SessionEnd::Idle)
    };
    if let Some(why) = over {
        app.store.end_session(&session_key, why, now_us).await?;
        return ended(app, person.id, why).await;
    }
    let known_minutes: Option<u32> = session.get(IDLE_MINUTES).await?;
    let is_touch = now_us - touched_us > TOUCH_US || known_minutes != Some(idle_minutes);
    if is_use && is_touch {
        touch(session, idle_minutes, now_us).await?;
        touched_us = now_us;
    }
    let fresh_us = i64::from(app.config.limits.sign_in.fresh_minutes) * 60_000_000;
    Ok(Holder::SignedIn(Box::new(SignedIn {
        person,
        session_key,
        fresh: now_us - time(FRESH_US).await? < fresh_us,
        ends_us: latest_us.min(touched_us + idle_us),
        is_last_end: latest_us <= touched_us + idle_us,
    })))
}

/// Records that the session is in use.
///
/// # Errors
/// When the session cannot be stored.
pub async fn stay(app: &App, session: &Session) -> anyhow::Result<()> {
    session.insert(TOUCHED_US, app.clock.now_us()).await?;
    Ok(())
}

async fn touch(session: &Session, idle_minutes: u32, now_us: i64) -> anyhow::Result<()> {
    session.insert(TOUCHED_US, now_us).await?;
    session.insert(IDLE_MINUTES, idle_minutes).await?;
    Ok(())
}

/// What is known of an ended session.
async fn ended(app: &App, person: String, why: SessionEnd) -> anyhow::Result<Holder> {
    let (idle_minutes, hours) = limits_of(app, &person).await?;
    let after = match why {
        SessionEnd::Hours => hours,
        SessionEnd::Idle | SessionEnd::Password | SessionEnd::Elsewhere => idle_minutes,
    };
    Ok(Holder::Ended(Ended { person, why, after }))
}
