//! What the rows of a generation imply for each account, and the periods of its files. The
//! job that values a claim works both out once for each generation; pages read some at a
//! time.

use ledger::Balances;
use ledger::balances::{FilePeriod, Holding};
use sqlx::AnyConnection;

use crate::error::StoreError;
use crate::imports::text;
use crate::rows::{Ask, all, insert, maybe, rows, run};
use crate::{Store, Window};

rows! {
    /// How many holdings and files are stored of a claim's rows.
    pub struct BalancesKept {
        /// Id of the generation.
        pub generation: String,
        /// Accounts and assets.
        pub holdings: i64,
        /// Those of them where something is missing.
        pub lacking: i64,
        /// Files with entries.
        pub files: i64,
        /// Whether there are more accounts and assets than are followed.
        pub is_cut_short: bool,
    }
}

impl Store {
    /// What is stored of the current generation of a claim; none before it is worked out.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn balances(&self, claim: &str) -> Result<Option<BalancesKept>, StoreError> {
        let ask = sqlx::query(
            "SELECT balances.* FROM generation \
             JOIN balances ON balances.generation = generation.id \
             WHERE generation.claim = $1 AND generation.current = 1",
        )
        .bind(claim.to_owned());
        maybe(&self.pool, ask).await
    }

    /// Whether the holdings of a generation are stored.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn has_balances(&self, generation: &str) -> Result<bool, StoreError> {
        let ask = sqlx::query("SELECT generation FROM balances WHERE generation = $1")
            .bind(generation.to_owned());
        let kept: Option<String> = maybe(&self.pool, ask).await?;
        Ok(kept.is_some())
    }

    /// Stores the holdings of a generation and the periods of its files. Holdings that lack
    /// something come first.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the generation is gone; errors of the database.
    pub async fn set_balances(
        &self,
        generation: &str,
        balances: &Balances,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let (lacking, whole): (Vec<&Holding>, Vec<&Holding>) = balances
            .holdings
            .iter()
            .partition(|holding| holding.lacks_something());
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let ask = sqlx::query(
            "INSERT INTO balances (generation, holdings, lacking, files, is_cut_short) \
             SELECT id, $2, $3, $4, $5 FROM generation WHERE id = $1",
        )
        .bind(generation.to_owned())
        .bind(count(balances.holdings.len()))
        .bind(count(lacking.len()))
        .bind(count(balances.files.len()))
        .bind(i64::from(balances.is_cut_short));
        if run(&mut *tx, ask).await? == 0 {
            return Err(StoreError::Conflict("generation"));
        }
        for (seq, holding) in (0..).zip(lacking.into_iter().chain(whole)) {
            let detail = serde_json::to_string(holding)?;
            let ask =
                sqlx::query("INSERT INTO holding (generation, seq, detail) VALUES ($1, $2, $3)");
            insert_detail(&mut tx, ask, (generation, seq, &detail)).await?;
        }
        for (seq, file) in (0..).zip(&balances.files) {
            let detail = serde_json::to_string(file)?;
            let ask = sqlx::query(
                "INSERT INTO file_period (generation, seq, detail) VALUES ($1, $2, $3)",
            );
            insert_detail(&mut tx, ask, (generation, seq, &detail)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Some holdings of a generation, those that lack something first.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn holdings(
        &self,
        generation: &str,
        window: Window,
    ) -> Result<Vec<Holding>, StoreError> {
        let ask = sqlx::query(
            "SELECT detail FROM holding WHERE generation = $1 AND seq >= $2 AND seq < $3 \
             ORDER BY seq",
        );
        self.details(ask, generation, window).await
    }

    /// The periods of some files of a generation, by their names.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn file_periods(
        &self,
        generation: &str,
        window: Window,
    ) -> Result<Vec<FilePeriod>, StoreError> {
        let ask = sqlx::query(
            "SELECT detail FROM file_period WHERE generation = $1 AND seq >= $2 AND seq < $3 \
             ORDER BY seq",
        );
        self.details(ask, generation, window).await
    }

    async fn details<T: serde::de::DeserializeOwned>(
        &self,
        ask: Ask<'_>,
        generation: &str,
        window: Window,
    ) -> Result<Vec<T>, StoreError> {
        let ask = ask
            .bind(generation.to_owned())
            .bind(window.offset)
            .bind(window.offset.saturating_add(window.limit));
        let details: Vec<String> = all(&self.pool, ask).await?;
        let read = details.iter().map(|detail| serde_json::from_str(detail));
        Ok(read.collect::<Result<_, _>>()?)
    }
}

async fn insert_detail(
    on: &mut AnyConnection,
    ask: Ask<'_>,
    (generation, seq, detail): (&str, i64, &str),
) -> Result<(), StoreError> {
    let ask = ask.bind(generation.to_owned()).bind(seq).bind(text(detail));
    insert(on, ask, "generation").await
}
