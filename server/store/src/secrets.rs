//! Secrets that all servers on one database share: the key that signs bundles, where the
//! servers share no folder.

use crate::Store;
use crate::error::StoreError;
use crate::rows::{one, run};

impl Store {
    /// The secret with a name; if there is none, `made` is stored. Two servers that start
    /// together get the same secret.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn secret_or(&self, name: &str, made: &str) -> Result<String, StoreError> {
        let ask = sqlx::query(
            "INSERT INTO server_secret (name, content) VALUES ($1, $2) \
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(name.to_owned())
        .bind(made.to_owned());
        run(&self.writer, ask).await?;
        let ask = sqlx::query("SELECT content FROM server_secret WHERE name = $1");
        one(&self.pool, ask.bind(name.to_owned()), "secret").await
    }
}
