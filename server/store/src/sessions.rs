//! Sessions, kept under the SHA-256 of their id so that a copy of the database
//! signs nobody in. Saving never makes one: an upsert would revive a session
//! that was signed out meanwhile.

use crate::Store;
use crate::error::StoreError;
use crate::rows::{all, maybe, rows, run};

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

    /// Ends all sessions of a person but one; says how many.
    ///
    /// # Errors
    /// Of the database.
    pub async fn delete_other_sessions(
        &self,
        person: &str,
        keep_id_hash: &str,
    ) -> Result<u64, StoreError> {
        let ask = sqlx::query("DELETE FROM session WHERE person = $1 AND id_hash <> $2")
            .bind(person.to_owned())
            .bind(keep_id_hash.to_owned());
        run(&self.writer, ask).await
    }

    /// Clears expired sessions and the looks of hours long gone.
    ///
    /// # Errors
    /// Of the database.
    pub async fn delete_expired_sessions(&self, now_us: i64) -> Result<u64, StoreError> {
        let hour = now_us.div_euclid(3_600_000_000);
        let ask = sqlx::query("DELETE FROM look WHERE hour < $1").bind(hour - 48);
        run(&self.writer, ask).await?;
        let ask = sqlx::query("DELETE FROM session WHERE expires_at_us <= $1").bind(now_us);
        run(&self.writer, ask).await
    }
}
