//! Sessions, stored under the SHA-256 of their id, so that a copy of the database lets
//! nobody sign in. Saving never makes a session, because an upsert would revive one that was
//! signed out meanwhile.
//!
//! An ended session is remembered for a while without its content. Sign-in can then explain
//! why it ended, and the unsaved values of a form return to that person alone
//! ([`crate::KeptForm`]).

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::Store;
use crate::error::StoreError;
use crate::rows::{Column, all, maybe, rows, run, word_columns};

/// Why a session ended, other than by signing out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum SessionEnd {
    /// It was idle for as long as its owner's roles allow.
    Idle,
    /// It lasted as long as its owner's roles allow.
    Hours,
    /// The password was changed.
    Password,
    /// Its owner ended it from another session.
    Elsewhere,
}

impl SessionEnd {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

word_columns!(SessionEnd);

rows! {
    /// One session.
    pub struct SessionRow {
        /// SHA-256 of the cookie's id, hex.
        pub id_hash: String,
        /// Its owner, once signed in.
        pub person: Option<String>,
        /// JSON.
        pub content: String,
        /// When it began.
        pub created_at_us: i64,
        /// When it was last saved.
        pub saved_at_us: i64,
        /// When it expires.
        pub expires_at_us: i64,
        /// Why it was ended; none while it lives, or if it simply expired.
        pub ended: Option<SessionEnd>,
    }
}

impl Store {
    /// Makes a session; false when the id is taken (draw another).
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn create_session(
        &self,
        id_hash: &str,
        person: Option<&str>,
        content: &str,
        now_us: i64,
        expires_at_us: i64,
    ) -> Result<bool, StoreError> {
        let ask = sqlx::query(
            "INSERT INTO session (id_hash, person, content, created_at_us, saved_at_us, \
             expires_at_us) VALUES ($1, $2, $3, $4, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(id_hash.to_owned())
        .bind(person.map(str::to_owned))
        .bind(content.to_owned())
        .bind(now_us)
        .bind(expires_at_us);
        Ok(run(&self.writer, ask).await? == 1)
    }

    /// Saves a session; false when it does not exist (any more).
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn save_session(
        &self,
        id_hash: &str,
        person: Option<&str>,
        content: &str,
        now_us: i64,
        expires_at_us: i64,
    ) -> Result<bool, StoreError> {
        let ask = sqlx::query(
            "UPDATE session SET person = $1, content = $2, saved_at_us = $3, expires_at_us = $4 \
             WHERE id_hash = $5 AND expires_at_us > $3",
        )
        .bind(person.map(str::to_owned))
        .bind(content.to_owned())
        .bind(now_us)
        .bind(expires_at_us)
        .bind(id_hash.to_owned());
        Ok(run(&self.writer, ask).await? == 1)
    }

    /// The session, if it has not expired.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn load_session(
        &self,
        id_hash: &str,
        now_us: i64,
    ) -> Result<Option<SessionRow>, StoreError> {
        let ask = sqlx::query("SELECT * FROM session WHERE id_hash = $1 AND expires_at_us > $2")
            .bind(id_hash.to_owned())
            .bind(now_us);
        maybe(&self.pool, ask).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn delete_session(&self, id_hash: &str) -> Result<(), StoreError> {
        let ask = sqlx::query("DELETE FROM session WHERE id_hash = $1").bind(id_hash.to_owned());
        run(&self.writer, ask).await?;
        Ok(())
    }

    /// A person's sessions, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn sessions_of(
        &self,
        person: &str,
        now_us: i64,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM session WHERE person = $1 AND expires_at_us > $2 \
             ORDER BY saved_at_us DESC, id_hash",
        )
        .bind(person.to_owned())
        .bind(now_us);
        all(&self.pool, ask).await
    }

    /// Ends a session and remembers why.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn end_session(
        &self,
        id_hash: &str,
        why: SessionEnd,
        now_us: i64,
    ) -> Result<(), StoreError> {
        let ask = sqlx::query(
            "UPDATE session SET ended = $1, expires_at_us = $2, content = '{}' \
             WHERE id_hash = $3 AND expires_at_us > $2",
        )
        .bind(why.as_str())
        .bind(now_us)
        .bind(id_hash.to_owned());
        run(&self.writer, ask).await?;
        Ok(())
    }

    /// A person's ended session that is still remembered.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn ended_session(
        &self,
        id_hash: &str,
        now_us: i64,
    ) -> Result<Option<SessionRow>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM session WHERE id_hash = $1 AND expires_at_us <= $2 \
             AND person IS NOT NULL",
        )
        .bind(id_hash.to_owned())
        .bind(now_us);
        maybe(&self.pool, ask).await
    }

    /// Ends all sessions of a person except the one from which this is done; returns their
    /// number.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn end_other_sessions(
        &self,
        person: &str,
        keep_id_hash: &str,
        now_us: i64,
    ) -> Result<u64, StoreError> {
        let mut tx = self.begin_write().await?;
        let why = SessionEnd::Elsewhere;
        let ended = end_sessions(&mut tx, person, keep_id_hash, why, now_us).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Removes sessions that ended before a moment, and old marks of logged views.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn delete_ended_sessions(&self, before_us: i64) -> Result<u64, StoreError> {
        let hour = before_us.div_euclid(3_600_000_000);
        let ask = sqlx::query("DELETE FROM look WHERE hour < $1").bind(hour - 48);
        run(&self.writer, ask).await?;
        let ask = sqlx::query("DELETE FROM session WHERE expires_at_us <= $1").bind(before_us);
        run(&self.writer, ask).await
    }
}

/// Ends the sessions of a person within a transaction, except one (an empty key keeps none).
pub(crate) async fn end_sessions(
    on: &mut sqlx::AnyConnection,
    person: &str,
    keep_id_hash: &str,
    why: SessionEnd,
    now_us: i64,
) -> Result<u64, StoreError> {
    let ask = sqlx::query(
        "UPDATE session SET ended = $1, expires_at_us = $2, content = '{}' \
         WHERE person = $3 AND id_hash <> $4 AND expires_at_us > $2",
    )
    .bind(why.as_str())
    .bind(now_us)
    .bind(person.to_owned())
    .bind(keep_id_hash.to_owned());
    run(on, ask).await
}
