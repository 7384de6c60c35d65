//! Incidents: one event, one tenant. Every query names its incident.

use casework::BookChange;
use casework::custody::{CustodyEvent, GENESIS};
use ledger::METHOD;

use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::jobs::{JobKind, ask_for};
use crate::rows::{all, insert, no_nul, one, rows, run};
use crate::{Actor, Store};

rows! {
    /// One event with its window, exchanges, currency, method and settings.
    pub struct Incident {
        /// Random id.
        pub id: String,
        /// What addresses call it.
        pub slug: String,
        /// What people call it.
        pub name: String,
        /// First moment of its window, in microseconds.
        pub window_from_us: Option<i64>,
        /// First moment after its window.
        pub window_to_us: Option<i64>,
        /// Exchanges and services concerned.
        pub venues: Vec<String>,
        /// Reporting currency.
        pub currency: String,
        /// Method and version (`FMV/1.2.0`) of the newest program that served the incident.
        pub method: String,
        /// JSON of the ledger's Terms, without the manipulated assets, which have rows of
        /// their own.
        pub terms: String,
        /// Assets that stay without a price until coordinators settle a conflict between
        /// their listing and a contested trade.
        pub unsettled: Vec<String>,
        /// Version of the price book. It increases with every change of prices, manipulated
        /// assets or terms.
        pub price_version: i64,
        /// Version that detects two browsers on one form.
        pub version: i64,
        /// When it was opened.
        pub created_at_us: i64,
    }
}

/// The data of a new incident.
#[derive(Clone, Debug)]
pub struct NewIncident<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// `a-z`, `0-9` and `-`.
    pub slug: &'a str,
    /// The method that will be used.
    pub method: &'a str,
    /// The settings, which can be changed later.
    pub settings: Settings,
}

/// The settings that can be changed later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What people call it.
    pub name: String,
    /// First moment of its window, in microseconds.
    pub window_from_us: Option<i64>,
    /// First moment after its window.
    pub window_to_us: Option<i64>,
    /// Exchanges and services concerned.
    pub venues: Vec<String>,
    /// Reporting currency.
    pub currency: String,
    /// JSON of the ledger's Terms.
    pub terms: String,
}

impl Store {
    /// Opens an incident and begins its custody chain.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the slug is taken.
    pub async fn create_incident(
        &self,
        by: &Actor,
        new: &NewIncident<'_>,
    ) -> Result<Incident, StoreError> {
        no_nul(&new.settings.name, "the name")?;
        let mut tx = self.begin_write().await?;
        insert(
            &mut *tx,
            sqlx::query(
                "INSERT INTO incident (id, slug, name, window_from_us, window_to_us, venues, \
                 currency, method, terms, unsettled, price_version, version, created_at_us) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '[]', 1, 1, $10)",
            )
            .bind(new.id.to_owned())
            .bind(new.slug.to_owned())
            .bind(new.settings.name.clone())
            .bind(new.settings.window_from_us)
            .bind(new.settings.window_to_us)
            .bind(serde_json::to_string(&new.settings.venues)?)
            .bind(new.settings.currency.clone())
            .bind(new.method.to_owned())
            .bind(new.settings.terms.clone())
            .bind(by.now_us),
            "incident",
        )
        .await?;
        run(
            &mut *tx,
            sqlx::query(
                "INSERT INTO custody_head (incident, sequence, changes, hash) \
                 VALUES ($1, 0, 0, $2)",
            )
            .bind(new.id.to_owned())
            .bind(GENESIS.to_owned()),
        )
        .await?;
        book_version(&mut tx, new.id, 1, &BookChange::Opened, by).await?;
        append(
            &mut tx,
            new.id,
            by,
            Note::new(CustodyEvent::IncidentOpened, new.slug),
        )
        .await?;
        tx.commit().await?;
        self.incident(new.id).await
    }

    /// One incident by id.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn incident(&self, id: &str) -> Result<Incident, StoreError> {
        let ask = sqlx::query("SELECT * FROM incident WHERE id = $1").bind(id.to_owned());
        one(&self.pool, ask, "incident").await
    }

    /// One incident by its name in addresses.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn incident_by_slug(&self, slug: &str) -> Result<Incident, StoreError> {
        let ask = sqlx::query("SELECT * FROM incident WHERE slug = $1").bind(slug.to_owned());
        one(&self.pool, ask, "incident").await
    }

    /// Every incident, for the command line.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn incidents(&self) -> Result<Vec<Incident>, StoreError> {
        let ask = sqlx::query("SELECT * FROM incident ORDER BY slug");
        all(&self.pool, ask).await
    }

    /// Changes the settings. The price book gets a new version, because losses depend on
    /// them.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody changed them since `version`.
    pub async fn change_settings(
        &self,
        by: &Actor,
        incident: &str,
        version: i64,
        settings: &Settings,
    ) -> Result<Incident, StoreError> {
        no_nul(&settings.name, "the name")?;
        let mut tx = self.begin_write().await?;
        let changed = run(
            &mut *tx,
            sqlx::query(
                "UPDATE incident SET name = $1, window_from_us = $2, window_to_us = $3, \
                 venues = $4, currency = $5, terms = $6, version = version + 1 \
                 WHERE id = $7 AND version = $8",
            )
            .bind(settings.name.clone())
            .bind(settings.window_from_us)
            .bind(settings.window_to_us)
            .bind(serde_json::to_string(&settings.venues)?)
            .bind(settings.currency.clone())
            .bind(settings.terms.clone())
            .bind(incident.to_owned())
            .bind(version),
        )
        .await?;
        if changed == 0 {
            return Err(StoreError::Conflict("incident"));
        }
        next_book_version(&mut tx, incident, &BookChange::Settings, by).await?;
        let note = Note::new(CustodyEvent::SettingsChanged, "settings");
        append(&mut tx, incident, by, note).await?;
        tx.commit().await?;
        self.incident(incident).await
    }
}

impl Store {
    /// Gives every incident the method of this program. Where the method changes, the claims
    /// are requested to be valued again, because their figures follow an older method.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn adopt_method(&self, by: &Actor) -> Result<(), StoreError> {
        for incident in self.incidents().await? {
            let mut tx = self.begin_write().await?;
            let ask = sqlx::query("UPDATE incident SET method = $1 WHERE id = $2 AND method <> $1")
                .bind(METHOD)
                .bind(incident.id.clone());
            if run(&mut *tx, ask).await? == 0 {
                continue;
            }
            ask_for(&mut tx, JobKind::Group, &incident.id, by.now_us).await?;
            let note = Note::new(CustodyEvent::MethodChanged, METHOD);
            append(&mut tx, &incident.id, by, note).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Gives the incident's price book its next version with the change that made it, and
/// requests a new valuation of its claims.
pub(crate) async fn next_book_version(
    on: &mut sqlx::AnyConnection,
    incident: &str,
    what: &BookChange,
    by: &Actor,
) -> Result<i64, StoreError> {
    let version = raise_book_version(&mut *on, incident, what, by).await?;
    ask_for(on, JobKind::Group, incident, by.now_us).await?;
    Ok(version)
}

pub(crate) async fn raise_book_version(
    on: &mut sqlx::AnyConnection,
    incident: &str,
    what: &BookChange,
    by: &Actor,
) -> Result<i64, StoreError> {
    let version: i64 = one(
        &mut *on,
        sqlx::query(
            "UPDATE incident SET price_version = price_version + 1 WHERE id = $1 \
             RETURNING price_version",
        )
        .bind(incident.to_owned()),
        "incident",
    )
    .await?;
    book_version(on, incident, version, what, by).await?;
    Ok(version)
}

async fn book_version(
    on: &mut sqlx::AnyConnection,
    incident: &str,
    version: i64,
    what: &BookChange,
    by: &Actor,
) -> Result<(), StoreError> {
    run(
        on,
        sqlx::query(
            "INSERT INTO price_book (incident, version, what, person, at_us) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(incident.to_owned())
        .bind(version)
        .bind(serde_json::to_string(what)?)
        .bind(by.person.clone())
        .bind(by.now_us),
    )
    .await?;
    Ok(())
}
