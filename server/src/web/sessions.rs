//! Sessions: tower-sessions over our own store, limits by role, and who is
//! signed in.
//!
//! The database knows a session only by the SHA-256 of its id: who reads the
//! database can sign in as nobody.

use std::fmt;

use async_trait::async_trait;
use casework::Role;
use time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionStore};

use super::App;
use super::visitor::SignedIn;
use crate::clock::{Clock, sha256_hex};
use crate::config::Limits;

const PERSON: &str = "person";
const SIGNED_IN_US: &str = "signed_in_us";
const FRESH_US: &str = "fresh_us";
const TOUCHED_US: &str = "touched_us";
const IDLE_MINUTES: &str = "idle_minutes";
const UNTIL_US: &str = "until_us";

/// Minutes a session of nobody lasts.
const IDLE_MINUTES_ANYBODY: i64 = 30;

/// Inactivity extends only when a session is saved: a touch every few minutes.
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
    /// Over a store, by a clock.
    pub fn new(store: store::Store, clock: Clock) -> Sessions {
        Sessions { store, clock }
    }

    /// Key, person, content and end of a record, as the store keeps them.
    fn row(&self, record: &Record) -> Result<(String, Option<String>, String, i64)> {
        let content = serde_json::to_string(&record.data)
            .map_err(|cause| Error::Encode(cause.to_string()))?;
        let person = record
            .data
            .get(PERSON)
            .and_then(|value| value.as_str())
            .map(str::to_owned);
        let key = sha256_hex(&record.id.to_string());
        // The library adds the idle time to the machine's clock; ours is a parameter.
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
        // An update only: a session that was ended meanwhile stays ended.
        let (key, person, content, ends_us) = self.row(record)?;
        let now_us = self.clock.now_us();
        self.store
            .save_session(&key, person.as_deref(), &content, now_us, ends_us)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let key = sha256_hex(&id.to_string());
        let row = self
            .store
            .load_session(&key, self.clock.now_us())
            .await
            .map_err(backend)?;
        let Some(row) = row else { return Ok(None) };
        let data =
            serde_json::from_str(&row.content).map_err(|cause| Error::Decode(cause.to_string()))?;
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

/// How long a session of somebody with these roles lasts: idle minutes and
/// hours in all, the strictest of the roles.
pub fn session_limits(limits: &Limits, roles: &[Role]) -> (u32, u32) {
    let of = |role: &Role| match role {
        Role::Claimant => (limits.claimant_idle_minutes, limits.claimant_session_hours),
        Role::Coordinator | Role::Operator => (
            limits.coordinator_idle_minutes,
            limits.coordinator_session_hours,
        ),
        Role::Investigator => (
            limits.investigator_idle_minutes,
            limits.investigator_session_hours,
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

/// Signs somebody in: values first, a new id last, just before success.
///
/// # Errors
/// When the session can't be kept.
pub async fn sign_in(
    app: &App,
    session: &Session,
    person: &store::Person,
    roles: &[Role],
) -> anyhow::Result<()> {
    let now_us = app.clock.now_us();
    let (idle, hours) = session_limits(&app.config.limits, roles);
    session.insert(PERSON, &person.id).await?;
    session.insert(SIGNED_IN_US, now_us).await?;
    session.insert(FRESH_US, now_us).await?;
    session.insert(TOUCHED_US, now_us).await?;
    session.insert(IDLE_MINUTES, idle).await?;
    session
        .insert(UNTIL_US, now_us + i64::from(hours) * 3_600_000_000)
        .await?;
    session.set_expiry(Some(Expiry::OnInactivity(Duration::minutes(i64::from(
        idle,
    )))));
    session.cycle_id().await?;
    Ok(())
}

/// Notes that the password was just given again.
///
/// # Errors
/// When the session can't be kept.
pub async fn refresh(app: &App, session: &Session) -> anyhow::Result<()> {
    session.insert(FRESH_US, app.clock.now_us()).await?;
    session.cycle_id().await?;
    Ok(())
}

/// Who the session belongs to; `None` when to nobody or when it is over.
pub async fn signed_in(app: &App, session: &Session) -> Option<SignedIn> {
    let person: String = session.get(PERSON).await.ok()??;
    let until_us: i64 = session.get(UNTIL_US).await.ok()??;
    let idle_minutes: u32 = session.get(IDLE_MINUTES).await.ok()??;
    let now_us = app.clock.now_us();
    if now_us >= until_us {
        session.flush().await.ok()?;
        return None;
    }
    session.set_expiry(Some(Expiry::OnInactivity(Duration::minutes(i64::from(
        idle_minutes,
    )))));
    let touched: i64 = session.get(TOUCHED_US).await.ok()?.unwrap_or(0);
    if now_us - touched > TOUCH_US {
        session.insert(TOUCHED_US, now_us).await.ok()?;
    }
    let person = app.store.person(&person).await.ok()?;
    let fresh_us: i64 = session.get(FRESH_US).await.ok()?.unwrap_or(0);
    let fresh = now_us - fresh_us < i64::from(app.config.limits.fresh_minutes) * 60_000_000;
    let session_key = sha256_hex(&session.id()?.to_string());
    Some(SignedIn {
        person,
        session_key,
        fresh,
        idle_minutes,
    })
}
