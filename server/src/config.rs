//! The settings: `redress.toml`, overridden by `REDRESS_*` variables. Every limit is a
//! setting, with a default that suits a group of a hundred.

mod limits;
mod s3;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ledger::LimitError;
use serde::{Deserialize, Serialize};

pub use limits::{Limits, UploadLimits};
pub use s3::S3;

/// The settings of the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The address on which the server listens. Without TLS in front, only a loopback
    /// address is allowed.
    pub listen: SocketAddr,
    /// The address that people type, for links in invitations; derived from `listen` when
    /// empty.
    pub public_url: String,
    /// Whether a proxy in front does TLS (and names the caller in `X-Forwarded-For`).
    pub tls_in_front: bool,
    /// The folder for the database file and the stored files, unless other settings name
    /// another place. Files that are being written are always here.
    pub data_dir: PathBuf,
    /// `postgres://…` for PostgreSQL; empty for SQLite in the data folder.
    pub database_url: String,
    /// `s3://bucket/prefix` for files in a bucket of an S3 server; empty for the data
    /// folder.
    pub evidence_url: String,
    /// The S3 server, where `evidence_url` names a bucket.
    pub s3: S3,
    /// The limits.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: String::new(),
            tls_in_front: false,
            data_dir: PathBuf::from(".redress/data"),
            database_url: String::new(),
            evidence_url: String::new(),
            s3: S3::default(),
            limits: Limits::default(),
        }
    }
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file exists but cannot be read.
    #[error("the settings file {path} cannot be read: {cause}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// The error of the system.
        cause: std::io::Error,
    },
    /// A name or value is wrong.
    #[error("the settings are wrong: {0}")]
    Wrong(String),
    /// Plain http on an address that others can reach.
    #[error(
        "{0} can be reached from other machines, and passwords would cross the network in the \
         clear: put a proxy that speaks TLS in front and set `tls_in_front = true`, or listen on \
         127.0.0.1"
    )]
    OpenWithoutTls(SocketAddr),
    /// Plain http to an S3 server without `s3.allow_http`.
    #[error(
        "s3.endpoint speaks plain http, and evidence would cross the network in the clear: give \
         it an address that begins with https://, or set `s3.allow_http = true` where nobody \
         else can listen"
    )]
    BucketWithoutTls,
    /// Only one half of the key for the S3 server.
    #[error("s3.access_key_id and s3.secret_access_key go together; one of them is empty")]
    HalfAKey,
    /// A name that is no setting.
    #[error("there is no setting `{name}`; the nearest is `{nearest}`")]
    Unknown {
        /// As it was given.
        name: String,
        /// The setting with the most similar name.
        nearest: String,
    },
    /// A limit whose value makes no sense.
    #[error(transparent)]
    Limit(#[from] LimitError),
}

impl Config {
    /// The settings of a file, if it exists, overridden by `REDRESS_*` variables:
    /// `REDRESS_LISTEN`, `REDRESS_LIMITS__UPLOADS__FILE_BYTES_MAX` and so on.
    ///
    /// # Errors
    /// When a name is unknown, a value does not fit, or the file can't be read.
    pub fn load(
        path: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, ConfigError> {
        let config = read(path, variables)?;
        config.check()?;
        Ok(config)
    }

    /// # Errors
    /// When others could reach the address without TLS, a limit leaves no room for its
    /// value, or the settings of the S3 server are unusable.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.limits.check()?;
        if !self.evidence_url.is_empty() {
            self.s3.check()?;
        }
        if self.listen.ip().is_loopback() || self.tls_in_front {
            Ok(())
        } else {
            Err(ConfigError::OpenWithoutTls(self.listen))
        }
    }

    /// The address that people type, without a slash at its end.
    pub fn base_url(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.listen)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }

    /// Every setting with its value, and the meaning of each limit, as a settings file.
    ///
    /// # Errors
    /// When a value cannot be written in such a file.
    pub fn listed(&self) -> Result<String, ConfigError> {
        let plain = toml::to_string(self).map_err(|cause| ConfigError::Wrong(cause.to_string()))?;
        let meanings: BTreeMap<&str, &str> = Limits::meanings()
            .map(|(name, meaning)| (name.as_str(), *meaning))
            .collect();
        let (mut listed, mut section) = (String::new(), "");
        for line in plain.lines() {
            section = line
                .strip_prefix('[')
                .map_or(section, |name| name.trim_end_matches(']'));
            let name = line.split(' ').next().unwrap_or_default();
            let meaning = meanings.get(&*format!("{section}.{name}"));
            for meaning in meaning.iter().flat_map(|meaning| meaning.lines()) {
                listed.extend(["#", meaning, "\n"]);
            }
            listed.extend([line, "\n"]);
        }
        Ok(listed)
    }

    /// The database: PostgreSQL if set, otherwise SQLite in the data folder.
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

impl Config {
    /// Where files are stored.
    pub fn files(&self) -> store::FilesAt {
        match self.evidence_url.as_str() {
            "" => store::FilesAt::DataFolder,
            url => store::FilesAt::Bucket(self.s3.options(url, &self.limits)),
        }
    }
}

impl Limits {
    /// The limits alone, for a command that serves nothing.
    ///
    /// # Errors
    /// As [`Config::load`], except for the address.
    pub fn load(
        path: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Limits, ConfigError> {
        let limits = read(path, variables)?.limits;
        limits.check()?;
        Ok(limits)
    }
}

/// Reads the file, then overrides it by the variables.
fn read(
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
    let defaults = defaults()?;
    let (own, others): (Vec<_>, Vec<_>) = variables
        .into_iter()
        .partition(|(name, _)| name.starts_with("REDRESS_"));
    for (name, value) in own {
        let name = name.trim_start_matches("REDRESS_");
        // Variables of the tests and of xtask are no settings of the server. The variable of
        // the log is read where the log begins.
        if name.starts_with("TEST_") || name.starts_with("BUILD_") || name == "LOG" {
            continue;
        }
        let name = name.to_lowercase();
        match is_text(&defaults, &name) {
            true => put(&mut table, &name, toml::Value::String(value)),
            false => set(&mut table, &name, value),
        }
    }
    check_names(&table, &defaults)?;
    let mut config: Config = table
        .try_into()
        .map_err(|cause: toml::de::Error| ConfigError::Wrong(cause.to_string()))?;
    config.s3.variables = others
        .into_iter()
        .filter(|(name, _)| name.starts_with("AWS_"))
        .collect();
    Ok(config)
}

fn defaults() -> Result<toml::Table, ConfigError> {
    toml::Table::try_from(Config::default()).map_err(|cause| ConfigError::Wrong(cause.to_string()))
}

/// Whether a setting is a text. A key is a text even if its value looks like a number.
fn is_text(defaults: &toml::Table, name: &str) -> bool {
    let (name, rest) = name.split_once("__").unwrap_or((name, ""));
    match defaults.get(name) {
        Some(toml::Value::Table(inner)) => is_text(inner, rest),
        Some(value) => value.is_str() && rest.is_empty(),
        None => false,
    }
}

/// Refuses unknown names, and names the setting that was probably meant.
fn check_names(table: &toml::Table, defaults: &toml::Table) -> Result<(), ConfigError> {
    let known = paths("", defaults);
    match paths("", table)
        .into_iter()
        .find(|name| !known.contains(name))
    {
        None => Ok(()),
        Some(name) => {
            let nearest = known.into_iter().min_by_key(|known| distance(known, &name));
            let nearest = nearest.unwrap_or_default();
            Err(ConfigError::Unknown { name, nearest })
        }
    }
}

/// The path of each table and value: `limits`, `limits.pages`, `limits.pages.rows`.
fn paths(above: &str, table: &toml::Table) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in table {
        let path = match above {
            "" => name.clone(),
            above => format!("{above}.{name}"),
        };
        if let toml::Value::Table(inner) = value {
            found.extend(paths(&path, inner));
        }
        found.push(path);
    }
    found
}

/// How many characters must be inserted, removed or changed to turn one text into the other.
fn distance(a: &str, b: &str) -> usize {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (at, a) in a.bytes().enumerate() {
        let mut row = vec![at + 1];
        for (column, b) in b.bytes().enumerate() {
            let changed = above[column] + usize::from(a != b);
            row.push(changed.min(above[column + 1] + 1).min(row[column] + 1));
        }
        above = row;
    }
    above[b.len()]
}

/// Puts a variable's value at the place of its name, with the type that the value has.
fn set(table: &mut toml::Table, name: &str, value: String) {
    let typed = value
        .parse::<i64>()
        .map(toml::Value::Integer)
        .or_else(|_| value.parse::<bool>().map(toml::Value::Boolean));
    put(table, name, typed.unwrap_or(toml::Value::String(value)));
}

/// `limits__forms__name` is `name` in the table `forms` of the table `limits`.
fn put(table: &mut toml::Table, name: &str, value: toml::Value) {
    let Some((section, rest)) = name.split_once("__") else {
        table.insert(name.to_owned(), value);
        return;
    };
    let inner = table
        .entry(section)
        .or_insert_with(|| toml::Value::Table(toml::Table::new()));
    // Where the file has a value in place of a table, the name is unknown.
    match inner {
        toml::Value::Table(inner) => put(inner, rest, value),
        _ => drop(table.insert(name.replace("__", "."), value)),
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
            ("REDRESS_LIMITS__PAGES__ROWS", "7"),
        ])
        .unwrap();
        assert_eq!(config.listen.port(), 9);
        assert!(load(&[("REDRESS_LOG", "debug")]).is_ok(), "it is the log's");
        assert_eq!(config.limits.pages.rows, 7);
    }

    /// Each limit with its value, by its path, as in a settings file.
    fn values(config: &Config) -> BTreeMap<String, i64> {
        fn walk(above: &str, value: &toml::Value, found: &mut BTreeMap<String, i64>) {
            match value {
                toml::Value::Table(table) => {
                    for (name, value) in table {
                        walk(&format!("{above}.{name}"), value, found);
                    }
                }
                value => drop(found.insert(above.to_owned(), value.as_integer().unwrap())),
            }
        }
        let limits = toml::Value::try_from(&config.limits).unwrap();
        let mut found = BTreeMap::new();
        walk("limits", &limits, &mut found);
        found
    }

    /// Errors take the name of a limit from the fields of its group. These are therefore all
    /// names that errors can print.
    #[test]
    fn every_name_an_error_can_print_is_a_setting_and_every_limit_has_a_name() {
        let names: Vec<&str> = Limits::meanings().map(|(name, _)| name.as_str()).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        let fields: Vec<String> = values(&Config::default()).into_keys().collect();
        assert_eq!(
            sorted, fields,
            "a group is forgotten, or its path is another"
        );
        assert!(names.contains(&"limits.reading.archive_entries_max"));
    }

    #[test]
    fn every_limit_is_set_by_its_variable_and_by_its_line_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("redress.toml");
        let defaults = values(&Config::default());
        for (name, value) in &defaults {
            let other = if *value > 1 { value - 1 } else { value + 1 };
            let mut expected = defaults.clone();
            expected.insert(name.clone(), other);
            let variable = format!("REDRESS_{}", name.to_uppercase().replace('.', "__"));
            let config = load(&[(&variable, &other.to_string())]);
            assert_eq!(values(&config.unwrap()), expected, "{variable}");
            let (section, field) = name.rsplit_once('.').unwrap();
            std::fs::write(&file, format!("[{section}]\n{field} = {other}\n")).unwrap();
            let limits = Limits::load(&file, []).unwrap();
            let config = Config {
                limits,
                ..Config::default()
            };
            assert_eq!(values(&config), expected, "{name}");
        }
    }

    /// Texts name limits by placeholders, which code fills. A name written into a text would
    /// not follow a rename of the field.
    #[test]
    fn texts_spell_no_limit_out() {
        let known: Vec<&str> = Limits::meanings().map(|(name, _)| name.as_str()).collect();
        let fields: Vec<&str> = known
            .iter()
            .filter_map(|name| name.rsplit('.').next())
            .filter(|field| field.ends_with("_max"))
            .collect();
        let documents = [
            include_str!("../../README.md"),
            include_str!("../../.github/CONTRIBUTING.md"),
            include_str!("../../.github/SECURITY.md"),
            include_str!("../../app/README.md"),
            include_str!("../../app/casework/LINKS.md"),
            include_str!("../../app/ledger/README.md"),
            include_str!("../README.md"),
        ];
        let ends_name =
            |c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c));
        for word in documents.into_iter().flat_map(|text| text.split(ends_name)) {
            let is_limit = word.starts_with("limits.") && word.matches('.').count() == 2;
            assert!(!is_limit || known.contains(&word), "documents: {word}");
        }
        let locales = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/locales");
        let entries = std::fs::read_dir(locales).unwrap();
        let folders = entries.map(|entry| entry.unwrap().path());
        for language in folders.filter(|path| path.is_dir()) {
            for file in std::fs::read_dir(language).unwrap() {
                let path = file.unwrap().path();
                let text = std::fs::read_to_string(&path).unwrap();
                for field in &fields {
                    assert!(!text.contains(field), "{}: {field}", path.display());
                }
            }
        }
    }

    #[test]
    fn listed_settings_are_a_settings_file_with_the_meaning_of_each_limit() {
        let config = load(&[("REDRESS_LIMITS__PAGES__ROWS", "7")]).unwrap();
        let listed = config.listed().unwrap();
        let row = "\n[limits.pages]\n# Rows of one page of a long table.\nrows = 7\n";
        assert!(listed.contains(row), "{listed}");
        let comments = listed.lines().filter(|line| line.starts_with('#')).count();
        assert!(comments >= Limits::meanings().count(), "each limit has one");
        let again: Config = toml::from_str(&listed).unwrap();
        assert_eq!(again.limits, config.limits);
    }

    #[test]
    fn refuses_an_open_address_without_tls_and_says_why() {
        let open = [("REDRESS_LISTEN", "0.0.0.0:80")];
        let error = load(&open).unwrap_err();
        assert!(error.to_string().contains("tls_in_front"), "{error}");
        let in_front = [open[0], ("REDRESS_TLS_IN_FRONT", "true")];
        assert!(load(&in_front).is_ok());
        let variables = open.map(|(name, value)| (name.into(), value.into()));
        let nowhere = Path::new("no-such-file.toml");
        assert!(
            Limits::load(nowhere, variables).is_ok(),
            "a command that serves nothing listens nowhere"
        );
    }

    #[test]
    fn a_bucket_is_named_by_settings_and_the_usual_variables_fill_what_is_empty() {
        assert_eq!(load(&[]).unwrap().files(), store::FilesAt::DataFolder);
        let config = load(&[
            ("REDRESS_EVIDENCE_URL", "s3://bucket/prefix"),
            ("REDRESS_S3__REGION", "eu"),
            ("REDRESS_LIMITS__STORAGE__S3_RETRIES_MAX", "7"),
            ("AWS_REGION", "elsewhere"),
            ("AWS_ENDPOINT_URL", "https://s3.example.org"),
            ("AWS_ACCESS_KEY_ID", "1234"),
            ("AWS_SECRET_ACCESS_KEY", "hidden-word"),
            ("AWS_SESSION_TOKEN", "token"),
        ])
        .unwrap();
        let store::FilesAt::Bucket(options) = config.files() else {
            panic!("{:?}", config.files());
        };
        assert_eq!(options.url, "s3://bucket/prefix");
        assert_eq!(options.endpoint, "https://s3.example.org");
        assert_eq!((options.region.as_str(), options.retries_max), ("eu", 7));
        assert_eq!(options.access_key_id, "1234");
        assert_eq!(options.session_token, "token");
        assert!(options.path_style);
        for text in [
            format!("{config:?}"),
            format!("{options:?}"),
            config.listed().unwrap(),
        ] {
            assert!(!text.contains("hidden-word"), "{text}");
        }
    }

    #[test]
    fn a_key_that_looks_like_a_number_is_one_and_keys_are_not_mixed() {
        let own = load(&[
            ("REDRESS_EVIDENCE_URL", "s3://bucket"),
            ("REDRESS_S3__ACCESS_KEY_ID", "1234"),
            ("REDRESS_S3__SECRET_ACCESS_KEY", "5678"),
            ("REDRESS_S3__PATH_STYLE", "false"),
            ("AWS_ACCESS_KEY_ID", "other"),
            ("AWS_SESSION_TOKEN", "token of the other"),
        ]);
        let store::FilesAt::Bucket(options) = own.unwrap().files() else {
            panic!("it names a bucket");
        };
        assert_eq!(
            (&*options.access_key_id, &*options.secret_access_key),
            ("1234", "5678")
        );
        assert_eq!((&*options.session_token, options.path_style), ("", false));
    }

    #[test]
    fn a_bucket_without_tls_or_with_half_a_key_is_refused() {
        let url = ("REDRESS_EVIDENCE_URL", "s3://bucket");
        let http = ("REDRESS_S3__ENDPOINT", "http://127.0.0.1:1");
        let error = load(&[url, http]).unwrap_err().to_string();
        assert!(error.contains("s3.allow_http"), "{error}");
        assert!(load(&[url, http, ("REDRESS_S3__ALLOW_HTTP", "true")]).is_ok());
        assert!(load(&[http]).is_ok(), "nothing is kept there");
        let error = load(&[url, ("REDRESS_S3__ACCESS_KEY_ID", "a")]).unwrap_err();
        assert!(
            error.to_string().contains("s3.secret_access_key"),
            "{error}"
        );
        let error = load(&[("REDRESS_S3__ENDPIONT", "x")])
            .unwrap_err()
            .to_string();
        assert!(error.contains("s3.endpoint"), "{error}");
    }

    #[test]
    fn a_limit_that_makes_no_sense_is_refused_at_start_by_its_name() {
        for (name, taken, refused) in [
            ("FORMS__REASON_CHARACTERS_MAX", "1", "0"),
            ("FORMS__HEADER_ROWS_MAX", "1", "0"),
            ("FORMS__COLUMN_CHARACTERS_MAX", "200", "201"),
            ("FORMS__COLUMN_WORDS_MAX", "500", "501"),
            ("FORMS__PASSWORD_CHARACTERS_MAX", "8", "7"),
            ("STORAGE__SAME_NAME_INCIDENTS_MAX", "1", "0"),
            ("STORAGE__DATABASE_CONNECTIONS_MAX", "1", "0"),
            ("STORAGE__S3_REQUEST_SECONDS_MAX", "1", "0"),
            ("STORAGE__FILE_BYTES_MAX", "268435456", "268435455"),
            ("SIGN_IN__TRIES_REMEMBERED_MAX", "600", "599"),
            ("PASSWORDS__QUEUE_MAX", "1", "0"),
            ("PASSWORDS__QUEUE_PER_ADDRESS_MAX", "1", "0"),
            ("PASSWORDS__QUEUE_PER_SESSION_MAX", "1", "0"),
            ("SESSIONS__KEPT_FORMS_PER_PERSON_MAX", "1", "0"),
            ("SESSIONS__KEPT_FORMS_MAX", "3", "2"),
            ("JOBS__AT_ONCE_MAX", "1", "0"),
            ("PAGES__ROWS", "1", "0"),
            ("UPLOADS__FILES_MAX", "1", "0"),
            ("UPLOADS__PARTS_MAX", "21", "20"),
            ("UPLOADS__PART_HEAD_BYTES_MAX", "1024", "1023"),
            ("CONNECTIONS__REQUEST_HEAD_BYTES_MAX", "8192", "8191"),
            ("CONNECTIONS__FORM_BYTES_MAX", "240000", "239999"),
            ("CONNECTIONS__OPEN_MAX", "1000000", "1000001"),
            ("CONNECTIONS__OPEN_MAX", "1", "0"),
            ("CONNECTIONS__REQUEST_HEAD_SECONDS_MAX", "1", "0"),
            ("CONNECTIONS__ANSWER_STALL_SECONDS_MAX", "1", "0"),
            ("CONNECTIONS__FORM_SECONDS_MAX", "1", "0"),
            ("CONNECTIONS__BODY_SECONDS_MAX", "1", "0"),
        ] {
            let variable = format!("REDRESS_LIMITS__{name}");
            assert!(load(&[(&variable, taken)]).is_ok(), "{name}");
            let error = load(&[(&variable, refused)]).unwrap_err().to_string();
            let named = name.to_lowercase().replace("__", ".");
            assert!(
                error.contains(&format!("`limits.{named}` is {refused}")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_setting_it_does_not_know_is_refused_with_the_nearest_name() {
        for (variable, unknown, nearest) in [
            (
                "LIMITS__PAGES__ROW",
                "limits.pages.row",
                "limits.pages.rows",
            ),
            ("LIMITS__PAGE_ROWS", "limits.page_rows", "limits.pages.rows"),
            ("LISTENS", "listens", "listen"),
            ("LISTEN__ON", "listen.on", "listen"),
            (
                "LIMIT__READING__ROWS_MAX",
                "limit.reading.rows_max",
                "limits.reading.rows_max",
            ),
        ] {
            let variable = format!("REDRESS_{variable}");
            let error = load(&[(&variable, "7")]).unwrap_err().to_string();
            let expected = format!("no setting `{unknown}`; the nearest is `{nearest}`");
            assert!(error.contains(&expected), "{error}");
        }
        let both = [
            ("REDRESS_LISTEN", "127.0.0.1:9"),
            ("REDRESS_LISTEN__ON", "7"),
        ];
        assert!(load(&both).unwrap_err().to_string().contains("listen.on"));
    }
}
