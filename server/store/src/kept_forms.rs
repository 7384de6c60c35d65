//! Forms that were sent after the session had ended. They are kept for a while under the
//! hash of a token in the sender's browser, for that person alone.

use crate::Store;
use crate::error::StoreError;
use crate::rows::{insert, maybe, no_nul, rows, run};

rows! {
    /// One form that was sent too late.
    pub struct KeptForm {
        /// SHA-256 of the browser's token, hex.
        pub token_hash: String,
        /// Whose session had ended.
        pub person: String,
        /// The path to which it was sent.
        pub action: String,
        /// The path of its page.
        pub page: String,
        /// JSON list of names and values, without passwords and files.
        pub fields: String,
        /// When it was sent.
        pub kept_at_us: i64,
    }
}

/// A form to keep.
#[derive(Clone, Debug)]
pub struct NewKeptForm<'a> {
    /// SHA-256 of the browser's token, hex.
    pub token_hash: &'a str,
    /// Whose session had ended.
    pub person: &'a str,
    /// The path to which it was sent.
    pub action: &'a str,
    /// The path of its page.
    pub page: &'a str,
    /// JSON list of names and values.
    pub fields: &'a str,
}

/// How many forms are kept; beyond that, the oldest are removed.
#[derive(Clone, Copy, Debug)]
pub struct KeptFormLimits {
    /// Of one person.
    pub per_person_max: u32,
    /// Of everybody.
    pub in_all_max: u32,
}

impl Store {
    /// Stores a form, and removes older ones beyond the limits.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn keep_form(
        &self,
        new: &NewKeptForm<'_>,
        limits: KeptFormLimits,
        now_us: i64,
    ) -> Result<(), StoreError> {
        no_nul(new.fields, "the form")?;
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "INSERT INTO kept_form (token_hash, person, action, page, fields, kept_at_us) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.token_hash.to_owned())
        .bind(new.person.to_owned())
        .bind(new.action.to_owned())
        .bind(new.page.to_owned())
        .bind(new.fields.to_owned())
        .bind(now_us);
        insert(&mut *tx, ask, "form").await?;
        let ask = sqlx::query(
            "DELETE FROM kept_form WHERE person = $1 AND token_hash NOT IN (SELECT token_hash \
             FROM kept_form WHERE person = $1 ORDER BY kept_at_us DESC, token_hash LIMIT $2)",
        )
        .bind(new.person.to_owned())
        .bind(i64::from(limits.per_person_max));
        run(&mut *tx, ask).await?;
        let ask = sqlx::query(
            "DELETE FROM kept_form WHERE token_hash NOT IN (SELECT token_hash \
             FROM kept_form ORDER BY kept_at_us DESC, token_hash LIMIT $1)",
        )
        .bind(i64::from(limits.in_all_max));
        run(&mut *tx, ask).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The form of a token, if it is this person's and was stored after a moment.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn kept_form(
        &self,
        token_hash: &str,
        person: &str,
        after_us: i64,
    ) -> Result<Option<KeptForm>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM kept_form WHERE token_hash = $1 AND person = $2 AND kept_at_us > $3",
        )
        .bind(token_hash.to_owned())
        .bind(person.to_owned())
        .bind(after_us);
        maybe(&self.pool, ask).await
    }

    /// Forgets the form of a token.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn forget_kept_form(&self, token_hash: &str) -> Result<(), StoreError> {
        let ask =
            sqlx::query("DELETE FROM kept_form WHERE token_hash = $1").bind(token_hash.to_owned());
        run(&self.writer, ask).await?;
        Ok(())
    }

    /// Removes the forms that were stored until a moment.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn delete_kept_forms(&self, until_us: i64) -> Result<u64, StoreError> {
        let ask = sqlx::query("DELETE FROM kept_form WHERE kept_at_us <= $1").bind(until_us);
        run(&self.writer, ask).await
    }
}
