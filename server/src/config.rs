//! Settings: `redress.toml`, then `REDRESS_*` variables over it. Every limit is
//! one of them, with a default that fits a group of a hundred.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// What the server is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen. Without TLS in front only the loopback address is served.
    pub listen: SocketAddr,
    /// Address people type, for links in invitations; guessed from `listen` when empty.
    pub public_url: String,
    /// Whether a proxy in front speaks TLS (and names the caller in `X-Forwarded-For`).
    pub tls_in_front: bool,
    /// Folder for the database file, evidence, keys and bundles.
    pub data_dir: PathBuf,
    /// `postgres://…` for PostgreSQL; empty for SQLite in the data folder.
    pub database_url: String,
    /// The limits.
    pub limits: Limits,
}

/// Every limit of the web side. What files may hold is in the ledger's limits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one form without files.
    pub form_bytes_max: usize,
    /// Bytes of one uploaded file.
    pub upload_bytes_max: u64,
    /// Bytes of the price files of one upload; they are read in memory.
    pub price_bytes_max: u64,
    /// Files of one upload.
    pub upload_files_max: usize,
    /// Bytes of all files of one claim.
    pub claim_bytes_max: u64,
    /// Uploads (requests) of one person an hour.
    pub uploads_per_hour: u32,
    /// Seconds one request's body may take to arrive.
    pub body_seconds_max: u64,
    /// Failed sign-ins of one account in a quarter of an hour.
    pub sign_ins_per_account: u32,
    /// Sign-ins from one address in a quarter of an hour.
    pub sign_ins_per_address: u32,
    /// Exports and downloads of one person an hour.
    pub exports_per_hour: u32,
    /// Passwords hashed at the same time (64 MiB each).
    pub password_jobs_max: usize,
    /// Memory of one password hash, in KiB.
    pub password_memory_kib: u32,
    /// Passes of one password hash.
    pub password_passes: u32,
    /// Evidence packages built at the same time.
    pub bundle_jobs_max: usize,
    /// Days an invitation can be used.
    pub invitation_days: u32,
    /// Hours a sign-in link can be used.
    pub sign_in_link_hours: u32,
    /// Invitations pasted at once.
    pub invitations_max: usize,
    /// Minutes for which a sign-in counts as fresh (before a bundle is downloaded).
    pub fresh_minutes: u32,
    /// Rows of one page of a long table.
    pub page_rows: u32,
    /// Rows of a redacted sample below its header.
    pub sample_rows_max: usize,
    /// Bytes of a file that are looked through for its sample.
    pub sample_bytes_max: usize,
    /// Sessions: minutes without use and hours in all, by role.
    pub claimant_idle_minutes: u32,
    /// Hours in all for a claimant's session.
    pub claimant_session_hours: u32,
    /// Minutes without use for a coordinator's session.
    pub coordinator_idle_minutes: u32,
    /// Hours in all for a coordinator's session.
    pub coordinator_session_hours: u32,
    /// Minutes without use for an investigator's session.
    pub investigator_idle_minutes: u32,
    /// Hours in all for an investigator's session.
    pub investigator_session_hours: u32,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: String::new(),
            tls_in_front: false,
            data_dir: PathBuf::from(".redress/data"),
            database_url: String::new(),
            limits: Limits::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            form_bytes_max: 1024 * 1024,
            upload_bytes_max: 256 * 1024 * 1024,
            price_bytes_max: 64 * 1000 * 1000,
            upload_files_max: 20,
            claim_bytes_max: 2 * 1024 * 1024 * 1024,
            uploads_per_hour: 60,
            body_seconds_max: 900,
            sign_ins_per_account: 10,
            sign_ins_per_address: 50,
            exports_per_hour: 30,
            password_jobs_max: 2,
            password_memory_kib: 64 * 1024,
            password_passes: 3,
            bundle_jobs_max: 1,
            invitation_days: 30,
            sign_in_link_hours: 24,
            invitations_max: 200,
            fresh_minutes: 10,
            page_rows: 100,
            sample_rows_max: 20,
            sample_bytes_max: 8 * 1024 * 1024,
            claimant_idle_minutes: 30,
            claimant_session_hours: 12,
            coordinator_idle_minutes: 30,
            coordinator_session_hours: 8,
            investigator_idle_minutes: 15,
            investigator_session_hours: 4,
        }
    }
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there but can't be read.
    #[error("the settings file {path} cannot be read: {cause}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A name or value is wrong.
    #[error("the settings are wrong: {0}")]
    Wrong(String),
    /// Plain http on an address others can reach.
    #[error(
        "{0} can be reached from other machines, and passwords would cross the network in the \
         clear: put a proxy that speaks TLS in front and set `tls_in_front = true`, or listen on \
         127.0.0.1"
    )]
    OpenWithoutTls(SocketAddr),
}

impl Config {
    /// Settings of a file (where it exists) with `REDRESS_*` variables over it:
    /// `REDRESS_LISTEN`, `REDRESS_LIMITS__UPLOAD_BYTES_MAX` and so on.
    ///
    /// # Errors
    /// When a name is unknown, a value does not fit, or the file can't be read.
    pub fn load(
        path: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, ConfigError> {
        let mut table = match std::fs::read_to_string(path) {
            Ok(text) => text
                .parse::<toml::Table>()
                .map_err(|cause| ConfigError::Wrong(format!("{}: {cause}", path.display())))?,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => toml::Table::new(),
            Err(cause) => {
                return Err(ConfigError::Unreadable {
                    path: path.to_owned(),
                    cause,
                });
            }
        };
        for (name, value) in variables {
            let Some(name) = name.strip_prefix("REDRESS_") else {
                continue;
            };
            // Names of the tests' and the builder's own are none of the server's.
            if name.starts_with("TEST_") || name.starts_with("BUILD_") {
                continue;
            }
            set(&mut table, &name.to_lowercase(), value);
        }
        let config: Config = table
            .try_into()
            .map_err(|cause: toml::de::Error| ConfigError::Wrong(cause.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// # Errors
    /// When the address could be reached by others without TLS.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.listen.ip().is_loopback() || self.tls_in_front {
            Ok(())
        } else {
            Err(ConfigError::OpenWithoutTls(self.listen))
        }
    }

    /// Address people type, without a slash at its end.
    pub fn base_url(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.listen)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// The database: PostgreSQL as set, or SQLite in the data folder.
    pub fn database(&self) -> String {
        if self.database_url.is_empty() {
            format!(
                "sqlite://{}?mode=rwc",
                self.data_dir.join("redress.sqlite").display()
            )
        } else {
            self.database_url.clone()
        }
    }
}

/// Puts a variable's value where its name says, as the type it looks like.
fn set(table: &mut toml::Table, name: &str, value: String) {
    let typed = value
        .parse::<i64>()
        .map(toml::Value::Integer)
        .or_else(|_| value.parse::<bool>().map(toml::Value::Boolean));
    let typed = typed.unwrap_or(toml::Value::String(value));
    match name.split_once("__") {
        Some((section, rest)) => {
            let section = table
                .entry(section)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = section {
                inner.insert(rest.to_owned(), typed);
            }
        }
        None => {
            table.insert(name.to_owned(), typed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let pairs = variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Config::load(Path::new("no-such-file.toml"), pairs)
    }

    #[test]
    fn variables_win_and_reach_the_limits() {
        let config = load(&[
            ("REDRESS_LISTEN", "127.0.0.1:9"),
            ("REDRESS_LIMITS__PAGE_ROWS", "7"),
        ])
        .unwrap();
        assert_eq!(config.listen.port(), 9);
        assert_eq!(config.limits.page_rows, 7);
    }

    #[test]
    fn refuses_an_open_address_without_tls_and_says_why() {
        let error = load(&[("REDRESS_LISTEN", "0.0.0.0:80")]).unwrap_err();
        assert!(error.to_string().contains("tls_in_front"), "{error}");
        let in_front = [
            ("REDRESS_LISTEN", "0.0.0.0:80"),
            ("REDRESS_TLS_IN_FRONT", "true"),
        ];
        assert!(load(&in_front).is_ok());
    }

    #[test]
    fn refuses_a_setting_it_does_not_know() {
        let error = load(&[("REDRESS_LIMITS__PAGE_ROW", "7")]).unwrap_err();
        assert!(error.to_string().contains("page_row"), "{error}");
    }
}
