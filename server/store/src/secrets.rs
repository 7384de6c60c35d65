//! What all servers on one database have in common and nobody else may know: the key
//! that bundles are signed with, where no folder is shared.

use crate::Store;
use crate::error::StoreError;
use crate::rows::{one, run};

impl Store {
    /// The secret of a name; `made` where there is none yet. Two servers that start
    /// together get the same.
    ///
    /// # Errors
    /// Of the database.
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
