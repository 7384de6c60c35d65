//! Sessions, kept under the SHA-256 of their id so that a copy of the database
//! signs nobody in. Saving never makes one: an upsert would revive a session
//! that was signed out meanwhile.
//!
//! A session that ended is remembered for a while without its content: sign-in
//! can then say why it ended, and what somebody was typing comes back to that
//! person alone ([`crate::KeptForm`]).

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::Store;
use crate::error::StoreError;
use crate::rows::{Column, all, maybe, rows, run, word_columns};

/// Why a session ended, other than by signing out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum SessionEnd {
    /// It was not used for as long as its owner's roles allow.
    Idle,
    /// It had lasted as long as its owner's roles allow.
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
        /// Whose it is, once signed in.
        pub person: Option<String>,
        /// JSON.
        pub content: String,
        /// When it began.
        pub created_at_us: i64,
        /// When it was last saved.
        pub saved_at_us: i64,
        /// From when on it is none.
        pub expires_at_us: i64,
        /// Why it was ended; none where it lives or was left until it expired.
        pub ended: Option<SessionEnd>,
    }
}

impl Store {
    /// Makes a session; false when the id is taken: draw another.
    ///
    /// # Errors
    /// Of the database.
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

    /// Saves a session; false when there is none (any more).
    ///
    /// # Errors
    /// Of the database.
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
    /// Of the database.
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
    /// Of the database.
    pub async fn delete_session(&self, id_hash: &str) -> Result<(), StoreError> {
        let ask = sqlx::query("DELETE FROM session WHERE id_hash = $1").bind(id_hash.to_owned());
        run(&self.writer, ask).await?;
        Ok(())
    }

    /// A person's sessions, newest first.
    ///
    /// # Errors
    /// Of the database.
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
    /// Of the database.
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

    /// A session of somebody that has ended and is still remembered.
    ///
    /// # Errors
    /// Of the database.
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

    /// Ends all sessions of a person but one, from that one; says how many.
    ///
    /// # Errors
    /// Of the database.
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

    /// Clears sessions that ended before a moment, and the looks of hours long gone.
    ///
    /// # Errors
    /// Of the database.
    pub async fn delete_ended_sessions(&self, before_us: i64) -> Result<u64, StoreError> {
        let hour = before_us.div_euclid(3_600_000_000);
        let ask = sqlx::query("DELETE FROM look WHERE hour < $1").bind(hour - 48);
        run(&self.writer, ask).await?;
        let ask = sqlx::query("DELETE FROM session WHERE expires_at_us <= $1").bind(before_us);
        run(&self.writer, ask).await
    }
}

/// Ends the sessions of a person within a transaction, but for one that is kept
/// (an empty key keeps none).
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
