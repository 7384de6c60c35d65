//! A PostgreSQL schema of its own for a test. The tests of the store and of the server both
//! include this file, so that they use the same PostgreSQL server.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{AnyConnection, Connection, Executor};

/// The URL of a new, empty schema.
pub async fn fresh_schema() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let server = tokio::task::spawn_blocking(server).await.unwrap();
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let schema = format!("t_{}_{count}", std::process::id());
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server).await.unwrap();
    let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
    let sign = if server.contains('?') { '&' } else { '?' };
    format!("{server}{sign}options=-csearch_path%3D{schema}")
}

/// The server for tests: the one that is named, otherwise a private one.
#[expect(
    clippy::disallowed_methods,
    reason = "where tests find PostgreSQL is no setting of the program"
)]
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| {
        if let Ok(url) = std::env::var("REDRESS_TEST_POSTGRES_URL") {
            return url;
        }
        let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        let mut scripts = above.map(|folder| folder.join("tests/postgres.sh"));
        let script = scripts.find(|script| script.exists()).unwrap();
        let output = Command::new(script).arg("start").output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "no PostgreSQL to test on: {errors}"
        );
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    })
}
