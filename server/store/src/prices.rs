//! The incident's price book: files in the order in which they are searched, assets whose
//! own market was part of the fraud, and a version that counts every change.

use casework::BookChange;
use casework::custody::{CustodyEvent, Purpose};
use ledger::losses::{Basis, Manipulated, Terms};
use ledger::{METHOD, Moment};
use sqlx::AnyConnection;

use crate::custody::{Note, append};
use crate::doubts::otherwise_in_doubt;
use crate::error::StoreError;
use crate::files::keep_evidence;
use crate::incidents::next_book_version;
use crate::rows::{Ask, all, insert, maybe, no_nul, one, rows};
use crate::{Actor, Incident, Received, Store};

rows! {
    /// One price file.
    pub struct PriceFile {
        /// Random id.
        pub id: String,
        /// Lower-case hex.
        pub sha256: String,
        /// Position in the order in which files are searched.
        pub position: i64,
        /// Name as given.
        pub name: String,
        /// The priced asset, where somebody had to state it.
        pub pair_asset: Option<String>,
        /// In what.
        pub pair_quote: Option<String>,
        /// Rows read.
        pub rows_read: i64,
        /// JSON: pairs and remarks.
        pub about: String,
        /// Version of the book that added it.
        pub added_version: i64,
        /// Version of the book that removed it.
        pub removed_version: Option<i64>,
        /// When it was added.
        pub added_at_us: i64,
        /// Length.
        pub size_bytes: i64,
    }

    /// One version of the book, and the change that made it.
    pub struct PriceBookVersion {
        /// The version.
        pub version: i64,
        /// What made it.
        pub what: BookChange,
        /// The person; `operator` for the command line.
        pub person: String,
        /// When.
        pub at_us: i64,
    }

    /// An asset whose own market was part of the fraud.
    pub struct ManipulatedAsset {
        /// Random id.
        pub id: String,
        /// The ticker.
        pub asset: String,
        /// m: from this moment on its price is not a value.
        pub from_us: i64,
        /// Until this moment; open when there is none.
        pub to_us: Option<i64>,
        /// Why.
        pub reason: String,
        /// When it was listed.
        pub added_at_us: i64,
    }
}

/// A price file to add; its bytes were received already.
#[derive(Clone, Debug)]
pub struct NewPriceFile<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// Name as given.
    pub name: &'a str,
    /// The asset and its quote, where somebody had to state them.
    pub pair: Option<(&'a str, &'a str)>,
    /// Rows read.
    pub rows_read: i64,
    /// JSON: pairs and remarks.
    pub about: &'a str,
}

const FILES: &str = "SELECT price_file.*, evidence.size_bytes FROM price_file JOIN evidence \
    ON evidence.incident = price_file.incident AND evidence.sha256 = price_file.sha256 ";

/// The query for the manipulated assets.
pub(crate) fn manipulated<'q>(incident: &str) -> Ask<'q> {
    sqlx::query(
        "SELECT * FROM manipulated_asset WHERE incident = $1 AND removed_at_us IS NULL \
         ORDER BY asset, from_us, id",
    )
    .bind(incident.to_owned())
}

fn terms_of(incident: &Incident, listed: &[ManipulatedAsset]) -> Result<Terms, StoreError> {
    let mut terms: Terms = serde_json::from_str(&incident.terms)?;
    let tickers = incident.unsettled.iter();
    terms.currency = incident.currency.as_str().into();
    terms.unsettled = tickers.map(|asset| asset.as_str().into()).collect();
    let spans = listed.iter().map(|listed| Manipulated {
        asset: listed.asset.as_str().into(),
        from: Moment::from_micros(listed.from_us),
        to: listed.to_us.map(Moment::from_micros),
    });
    terms.manipulated = spans.collect();
    Ok(terms)
}

/// [`Store::terms`] within a transaction.
pub(crate) async fn terms_on(
    on: &mut AnyConnection,
    incident: &Incident,
) -> Result<Terms, StoreError> {
    let listed: Vec<ManipulatedAsset> = all(on, manipulated(&incident.id)).await?;
    terms_of(incident, &listed)
}

impl Store {
    /// Adds a price file; the book gets a new version, which is returned.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the book has these bytes.
    pub async fn add_price_file(
        &self,
        by: &Actor,
        incident: &str,
        received: &Received,
        new: &NewPriceFile<'_>,
    ) -> Result<i64, StoreError> {
        no_nul(new.name, "the file's name")?;
        let mut tx = self.begin_write().await?;
        let version = next_book_version(&mut tx, incident, &BookChange::PricesAdded, by).await?;
        keep_evidence(&mut tx, by, incident, received, "text/csv").await?;
        let there: Option<String> = maybe(
            &mut *tx,
            sqlx::query(
                "SELECT id FROM price_file WHERE incident = $1 AND sha256 = $2 \
                 AND removed_version IS NULL",
            )
            .bind(incident.to_owned())
            .bind(received.sha256.clone()),
        )
        .await?;
        if there.is_some() {
            return Err(StoreError::Duplicate("price file"));
        }
        let position: i64 = one(
            &mut *tx,
            sqlx::query(
                "SELECT COALESCE(MAX(position), 0) + 1 FROM price_file WHERE incident = $1",
            )
            .bind(incident.to_owned()),
            "incident",
        )
        .await?;
        let ask = sqlx::query(
            "INSERT INTO price_file (id, incident, sha256, position, name, pair_asset, \
             pair_quote, rows_read, about, added_version, added_by, added_at_us) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(new.id.to_owned())
        .bind(incident.to_owned())
        .bind(received.sha256.clone())
        .bind(position)
        .bind(new.name.to_owned())
        .bind(new.pair.map(|(asset, _)| asset.to_owned()))
        .bind(new.pair.map(|(_, quote)| quote.to_owned()))
        .bind(new.rows_read)
        .bind(new.about.to_owned())
        .bind(version)
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "price file").await?;
        let note = Note::new(CustodyEvent::PricesAdded, new.id).sha256(&received.sha256);
        append(&mut tx, incident, by, note).await?;
        self.hold_bytes(incident, received).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Removes a price file from the book; the book gets a new version. The bytes stay,
    /// because older valuations name them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn remove_price_file(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
    ) -> Result<i64, StoreError> {
        let mut tx = self.begin_write().await?;
        let version = next_book_version(&mut tx, incident, &BookChange::PricesRemoved, by).await?;
        let sha256: String = one(
            &mut *tx,
            sqlx::query(
                "UPDATE price_file SET removed_version = $1 WHERE id = $2 AND incident = $3 \
                 AND removed_version IS NULL RETURNING sha256",
            )
            .bind(version)
            .bind(id.to_owned())
            .bind(incident.to_owned()),
            "price file",
        )
        .await?;
        let note = Note::new(CustodyEvent::PricesRemoved, id).sha256(&sha256);
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// The price files of the book, in the order in which they are searched.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn price_files(&self, incident: &str) -> Result<Vec<PriceFile>, StoreError> {
        let sql = format!(
            "{FILES} WHERE price_file.incident = $1 AND removed_version IS NULL ORDER BY position"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// The price files of an incident in one version of the price book.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn price_files_at(
        &self,
        incident: &str,
        version: i64,
    ) -> Result<Vec<PriceFile>, StoreError> {
        let sql = format!(
            "{FILES} WHERE price_file.incident = $1 AND added_version <= $2 \
             AND (removed_version IS NULL OR removed_version > $2) ORDER BY position"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(version);
        all(&self.pool, ask).await
    }

    /// The newest price file whose hash has this beginning. A removed file is found too,
    /// because older valuations name it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn price_file_by_start(
        &self,
        incident: &str,
        start: &str,
    ) -> Result<PriceFile, StoreError> {
        let sql = format!(
            "{FILES} WHERE price_file.incident = $1 AND substr(price_file.sha256, 1, CAST($3 AS INTEGER)) = $2 \
             ORDER BY position DESC LIMIT 1"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(incident.to_owned())
            .bind(start.to_owned())
            .bind(i64::try_from(start.len()).unwrap_or(i64::MAX));
        one(&self.pool, ask, "price file").await
    }

    /// The change that made each version of the book, newest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn price_versions(
        &self,
        incident: &str,
    ) -> Result<Vec<PriceBookVersion>, StoreError> {
        let ask = sqlx::query("SELECT * FROM price_book WHERE incident = $1 ORDER BY version DESC")
            .bind(incident.to_owned());
        all(&self.pool, ask).await
    }

    /// Lists an asset as manipulated; the book gets a new version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such incident.
    #[expect(
        clippy::too_many_arguments,
        reason = "the columns of the listing; a struct would only repeat them"
    )]
    pub async fn list_manipulated(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
        asset: &str,
        from_us: i64,
        to_us: Option<i64>,
        reason: &str,
    ) -> Result<i64, StoreError> {
        no_nul(reason, "the reason")?;
        no_nul(asset, "the asset")?;
        let mut tx = self.begin_write().await?;
        let version = next_book_version(&mut tx, incident, &BookChange::AssetListed, by).await?;
        let ask = sqlx::query(
            "INSERT INTO manipulated_asset (id, incident, asset, from_us, to_us, reason, \
             added_by, added_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(id.to_owned())
        .bind(incident.to_owned())
        .bind(asset.to_owned())
        .bind(from_us)
        .bind(to_us)
        .bind(reason.to_owned())
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "listing").await?;
        let note = Note::new(CustodyEvent::AssetListed, asset).purpose(Purpose::words(reason));
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Removes an asset from the list; the book gets a new version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn unlist_manipulated(
        &self,
        by: &Actor,
        incident: &str,
        id: &str,
    ) -> Result<i64, StoreError> {
        let mut tx = self.begin_write().await?;
        let version = next_book_version(&mut tx, incident, &BookChange::AssetUnlisted, by).await?;
        let asset: String = one(
            &mut *tx,
            sqlx::query(
                "UPDATE manipulated_asset SET removed_at_us = $1 WHERE id = $2 \
                 AND incident = $3 AND removed_at_us IS NULL RETURNING asset",
            )
            .bind(by.now_us)
            .bind(id.to_owned())
            .bind(incident.to_owned()),
            "listing",
        )
        .await?;
        append(
            &mut tx,
            incident,
            by,
            Note::new(CustodyEvent::AssetUnlisted, &asset),
        )
        .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// The manipulated assets, by ticker and time.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn manipulated(&self, incident: &str) -> Result<Vec<ManipulatedAsset>, StoreError> {
        all(&self.pool, manipulated(incident)).await
    }

    /// The terms of an incident: its settings, its currency, its manipulated assets and
    /// those that wait for a conflict to be settled.
    ///
    /// # Errors
    /// Errors of the database; when stored data cannot be read.
    pub async fn terms(&self, incident: &Incident) -> Result<Terms, StoreError> {
        terms_of(incident, &self.manipulated(&incident.id).await?)
    }

    /// Outdated claims: their valuation used another version of the book or is older than
    /// their last change, or they have none. A draft is left out; it is valued when its
    /// owner views it.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn stale_claims(&self, incident: &str) -> Result<Vec<String>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        Store::stale_claims_on(&mut connection, incident, "").await
    }

    /// The same under another basis, by the valuations stored for it. Claims that were
    /// valued with other assets in doubt are included.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn stale_claims_under(
        &self,
        incident: &str,
        basis: Basis,
    ) -> Result<Vec<String>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        Store::stale_claims_on(&mut connection, incident, &basis.to_string()).await
    }

    /// The same within a transaction, under a basis (empty for the incident's own).
    pub(crate) async fn stale_claims_on(
        on: &mut AnyConnection,
        incident: &str,
        for_basis: &str,
    ) -> Result<Vec<String>, StoreError> {
        let mut stale = changed_claims(on, incident, for_basis).await?;
        for claim in otherwise_in_doubt(on, incident, for_basis).await? {
            if !stale.contains(&claim) {
                stale.push(claim);
            }
        }
        Ok(stale)
    }
}

/// Claims whose valuation under a basis does not match the current claim, prices and method.
async fn changed_claims(
    on: &mut AnyConnection,
    incident: &str,
    for_basis: &str,
) -> Result<Vec<String>, StoreError> {
    let ask = sqlx::query(
        "SELECT claim.id FROM claim JOIN incident ON incident.id = claim.incident \
         LEFT JOIN valuation ON valuation.claim = claim.id AND valuation.current = 1 \
             AND valuation.for_basis = $2 \
         WHERE claim.incident = $1 AND claim.state NOT IN ('draft', 'withdrawn') \
         AND (valuation.id IS NULL OR valuation.price_version <> incident.price_version \
             OR valuation.figures_version <> claim.figures_version \
             OR valuation.reviews_version <> claim.reviews_version \
             OR valuation.method <> $3) \
         ORDER BY claim.reference",
    )
    .bind(incident.to_owned())
    .bind(for_basis.to_owned())
    .bind(METHOD);
    all(on, ask).await
}
