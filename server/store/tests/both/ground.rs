//! Fresh stores for tests, and the people and incident that most cases need.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use casework::Role;
use sqlx::{AnyConnection, Connection, Executor, Row};
use store::{By, Claim, Incident, NewClaim, NewIncident, Options, Settings, Store};

use crate::databases::fresh_schema;

/// Noon of the day the tests play on.
pub const NOON: i64 = 1_666_094_400_000_000;

/// A store of its own, and what keeps it alive.
pub struct Ground {
    pub store: Store,
    pub url: String,
    pub data_dir: PathBuf,
    _folder: tempfile::TempDir,
    ids: AtomicU64,
}

impl Ground {
    /// An id as random ones look.
    pub fn id(&self) -> String {
        format!("{:032x}", self.ids.fetch_add(1, Ordering::SeqCst) + 1)
    }

    pub async fn incident(&self, slug: &str) -> Incident {
        self.store
            .create_incident(
                &By::operator(NOON),
                &NewIncident {
                    id: &self.id(),
                    slug,
                    method: ledger::METHOD,
                    settings: settings(slug),
                },
            )
            .await
            .unwrap()
    }

    /// One statement past the store: what an older version may have left.
    pub async fn run(&self, sql: &'static str) {
        self.try_run(sql).await.unwrap();
    }

    /// The same where the database may refuse it.
    pub async fn try_run(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        let mut connection = AnyConnection::connect(&self.url).await?;
        connection.execute(sql).await?;
        connection.close().await
    }

    /// A number past the store.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut connection = AnyConnection::connect(&self.url).await.unwrap();
        let row = connection.fetch_one(sql).await.unwrap();
        row.try_get(0).unwrap()
    }

    /// Somebody with an active role.
    pub async fn member(&self, incident: &Incident, name: &str, role: Role) -> By {
        let id = self.id();
        let email = format!("{name}@example.org");
        self.store
            .create_person(&id, &email, name, "en", Some("hash"), NOON)
            .await
            .unwrap();
        let by = By::operator(NOON);
        self.store
            .add_member(&by, &self.id(), &incident.id, &id, role, None)
            .await
            .unwrap();
        By::new(&id, role, NOON)
    }

    pub async fn claim(&self, incident: &Incident, by: &By, reference: &str) -> Claim {
        let new = NewClaim {
            id: &self.id(),
            reference,
            claimant: &by.person,
        };
        self.store
            .start_claim(by, &incident.id, &new)
            .await
            .unwrap()
    }
}

pub fn settings(name: &str) -> Settings {
    Settings {
        name: name.to_owned(),
        window_from_us: Some(NOON),
        window_to_us: None,
        venues: vec!["ftx".to_owned(), "binance".to_owned()],
        currency: "USD".to_owned(),
        terms: serde_json::to_string(&ledger::Terms::default()).unwrap(),
    }
}

fn options() -> Options {
    Options {
        file_bytes_max: 1000,
        ..Options::default()
    }
}

pub async fn sqlite() -> Ground {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/redress.db?mode=rwc", folder.path().display());
    open(url, folder).await
}

pub async fn postgres() -> Ground {
    let url = fresh_schema().await;
    open(url, tempfile::tempdir().unwrap()).await
}

async fn open(url: String, folder: tempfile::TempDir) -> Ground {
    let data_dir = folder.path().join("data");
    let store = Store::connect_with(&url, &data_dir, options())
        .await
        .unwrap();
    Ground {
        store,
        url,
        data_dir,
        _folder: folder,
        ids: AtomicU64::new(0),
    }
}

/// Makes a test on each database of every case named.
macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $( #[tokio::test] async fn $case() { super::$case($crate::ground::sqlite().await).await } )*
        }
        mod postgres {
            $( #[tokio::test] async fn $case() { super::$case($crate::ground::postgres().await).await } )*
        }
    };
}
pub(crate) use on_both;
