//! Settings: `redress.toml`, then `REDRESS_*` variables over it. Every limit is
//! one of them, with a default that fits a group of a hundred.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use app::forms::FormLimits;
use ledger::mapping::{TEXT_CHARS_MAX, WORDS_MAX};
use serde::{Deserialize, Serialize};

use crate::web::passwords::LENGTH_MIN as PASSWORD_CHARACTERS_MIN;

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

/// Every limit of the server. `redress ledger` and `redress verify` read with the
/// ledger's own, which are the defaults of those for files here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one form without files.
    pub form_bytes_max: usize,
    /// Bytes of one uploaded file.
    pub upload_bytes_max: u64,
    /// Bytes of one file as it is read, or of one unpacked archive member.
    pub read_bytes_max: u64,
    /// Bytes of one row of a file.
    pub row_bytes_max: usize,
    /// Cells of one row of a file.
    pub row_cells_max: usize,
    /// Rows of one file.
    pub rows_max: u64,
    /// Accounts and assets whose running balance is followed in one file.
    pub balances_max: usize,
    /// Members of one archive.
    pub archive_members_max: usize,
    /// Bytes that all members of one archive unpack to.
    pub archive_bytes_max: u64,
    /// How many times larger than packed an archive's member may be, past a megabyte.
    pub archive_ratio_max: u64,
    /// Bytes that may be unpacked on the way to the start of an archive's member.
    pub start_bytes_max: u64,
    /// Bytes that a workbook unpacks to.
    pub workbook_bytes_max: u64,
    /// Sheets of one workbook.
    pub workbook_sheets_max: usize,
    /// Bytes of the texts that the cells of a workbook share.
    pub workbook_strings_bytes_max: u64,
    /// Bytes of one cell of a workbook.
    pub workbook_cell_bytes_max: usize,
    /// Filled cells of one sheet.
    pub workbook_cells_max: u64,
    /// The furthest row of a sheet that a cell may stand in.
    pub sheet_rows_max: u64,
    /// The furthest column of a sheet that a cell may stand in.
    pub sheet_columns_max: u64,
    /// Bytes looked through for a date that proves whether day or month is first.
    pub dates_bytes_max: usize,
    /// Remarks of the reader kept of one file; the rest are counted.
    pub remarks_kept_max: usize,
    /// Rows ticked at once as not mine, or left out.
    pub ticked_rows_max: usize,
    /// Bytes of the price files of one upload; they are read in memory.
    pub price_bytes_max: u64,
    /// Files of one upload.
    pub upload_files_max: usize,
    /// Bytes of all files of one claim.
    pub claim_bytes_max: u64,
    /// Uploads (requests) of one person an hour.
    pub uploads_per_hour: u32,
    /// Uploads of everybody together an hour.
    pub uploads_per_hour_in_all: u32,
    /// Parts (files and fields) of one form with files.
    pub parts_max: usize,
    /// Bytes of such a form before the content of its next part: what stands before
    /// the first one, and the lines at the head of each.
    pub part_head_bytes_max: usize,
    /// Connections open at once; one more waits. Each may need two open files.
    pub connections_max: usize,
    /// Bytes of a request's head.
    pub request_head_bytes_max: usize,
    /// Seconds a request's head may take to arrive, and a connection may stay open
    /// without a request.
    pub request_head_seconds_max: u64,
    /// Seconds for which nothing of an answer is taken before it is given up.
    pub answer_stall_seconds_max: u64,
    /// Seconds that requests under way have to end when the server is told to stop.
    pub drain_seconds_max: u64,
    /// Seconds a form without files may take to arrive.
    pub form_seconds_max: u64,
    /// Seconds any request's body may take to arrive.
    pub body_seconds_max: u64,
    /// Minutes over which sign-ins are counted.
    pub sign_in_window_minutes: u32,
    /// Keys of each kind (accounts, addresses) whose tries are remembered; past it the
    /// one that is nearest to being forgotten goes.
    pub tries_remembered_max: usize,
    /// Failed sign-ins of one account from one address within that time; as many from
    /// unknown addresses together before further ones have to wait.
    pub sign_ins_per_account: u32,
    /// Seconds that a sign-in from an unknown address waits at most, when many such
    /// failed for its account.
    pub sign_in_wait_seconds_max: u32,
    /// Days for which the address of a successful sign-in counts as known.
    pub known_address_days: u32,
    /// Sign-ins from one address (of IPv6 its /64) within that time.
    pub sign_ins_per_address: u32,
    /// Sign-ins from unknown addresses together within that time, and as many uses of
    /// links.
    pub sign_ins_in_all: u32,
    /// Exports and downloads of one person an hour.
    pub exports_per_hour: u32,
    /// Exports and downloads of everybody together an hour.
    pub exports_per_hour_in_all: u32,
    /// Passwords hashed at the same time (64 MiB each).
    pub password_jobs_max: usize,
    /// Passwords that wait or are hashed, of everybody.
    pub password_queue_max: usize,
    /// The same from one address.
    pub password_queue_per_address_max: usize,
    /// The same of one session.
    pub password_queue_per_session_max: usize,
    /// Memory of one password hash, in KiB.
    pub password_memory_kib: u32,
    /// Passes of one password hash.
    pub password_passes: u32,
    /// Jobs of this server at the same time: files read, losses worked out.
    pub jobs_max: u32,
    /// Seconds after which the job of a server that is gone is taken by another.
    pub job_lease_seconds: u32,
    /// Times a job that fails is tried before it waits for somebody to ask again.
    pub job_tries_max: u32,
    /// Milliseconds a request waits for the job that it asked for.
    pub job_wait_ms: u32,
    /// Rows that the files of one claim may hold together: working out its loss takes
    /// four kilobytes of memory for each that is contested, two for any other.
    pub claim_rows_max: u64,
    /// Minutes that files without a row, and rows of what failed, are left alone.
    pub orphan_minutes: u32,
    /// Evidence packages built at the same time.
    pub bundle_jobs_max: usize,
    /// Days an invitation can be used.
    pub invitation_days: u32,
    /// Days for which an investigator is let in before they are confirmed anew.
    pub investigator_days: u32,
    /// Hours a sign-in link can be used.
    pub sign_in_link_hours: u32,
    /// Invitations pasted at once.
    pub invitations_max: usize,
    /// Minutes for which a sign-in counts as fresh (before a bundle is downloaded).
    pub fresh_minutes: u32,
    /// Rows of one page of a long table.
    pub page_rows: u32,
    /// Trades that a claim shares with others, shown on its page.
    pub shared_trades_max: u32,
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
    /// Minutes before its end at which a session warns, where it lasts three times as
    /// long.
    pub session_warning_minutes: u32,
    /// Hours for which an ended session is remembered, to say why it ended and to keep
    /// what its owner was typing.
    pub ended_session_hours: u32,
    /// Bytes of a form that is kept when it was sent after the session's end.
    pub kept_form_bytes_max: usize,
    /// Minutes for which such a form is kept.
    pub kept_form_minutes: u32,
    /// Such forms of one person.
    pub kept_forms_per_person_max: u32,
    /// Such forms of everybody.
    pub kept_forms_max: u32,
    /// Bytes of one thing that is kept: a file, a frozen report, a package.
    pub stored_bytes_max: u64,
    /// Connections to the database.
    pub database_connections_max: u32,
    /// Incidents of one name.
    pub same_name_incidents_max: u32,
    /// Places of cells that look like keys, named on the page of a file.
    pub secret_places_shown_max: u32,
    /// Remarks shown of one file to a coordinator.
    pub remarks_reviewed_max: u32,
    /// Remarks shown of the files of a claim together.
    pub remarks_together_max: u32,
    /// Rows that two files tell differently, shown of one claim.
    pub conflicts_shown_max: u32,
    /// Remarks kept of one price file.
    pub price_remarks_max: u32,
    /// How much the forms take: `[limits.forms]`.
    pub forms: FormLimits,
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
        let files = ledger::Limits::default();
        Limits {
            form_bytes_max: 1024 * 1024,
            upload_bytes_max: 256 * 1024 * 1024,
            read_bytes_max: files.file_bytes_max,
            row_bytes_max: files.row_bytes_max,
            row_cells_max: files.row_cells_max,
            rows_max: files.rows_max,
            balances_max: files.balances_max,
            archive_members_max: files.archive_entries_max,
            archive_bytes_max: files.archive_bytes_max,
            archive_ratio_max: files.archive_ratio_max,
            start_bytes_max: files.start_bytes_max,
            workbook_bytes_max: files.workbook_bytes_max,
            workbook_sheets_max: files.workbook_sheets_max,
            workbook_strings_bytes_max: files.workbook_strings_bytes_max,
            workbook_cell_bytes_max: files.workbook_cell_bytes_max,
            workbook_cells_max: files.workbook_cells_max,
            sheet_rows_max: files.sheet_rows_max,
            sheet_columns_max: files.sheet_columns_max,
            dates_bytes_max: files.dates_bytes_max,
            remarks_kept_max: 10_000,
            ticked_rows_max: 1000,
            price_bytes_max: 64 * 1000 * 1000,
            upload_files_max: 20,
            claim_bytes_max: 2 * 1024 * 1024 * 1024,
            uploads_per_hour: 60,
            uploads_per_hour_in_all: 1200,
            parts_max: 200,
            part_head_bytes_max: 16 * 1024,
            connections_max: 256,
            request_head_bytes_max: 64 * 1024,
            request_head_seconds_max: 20,
            answer_stall_seconds_max: 60,
            drain_seconds_max: 10,
            form_seconds_max: 30,
            body_seconds_max: 900,
            sign_in_window_minutes: 15,
            tries_remembered_max: 100_000,
            sign_ins_per_account: 10,
            sign_in_wait_seconds_max: 10,
            known_address_days: 30,
            sign_ins_per_address: 50,
            sign_ins_in_all: 600,
            exports_per_hour: 30,
            exports_per_hour_in_all: 600,
            password_jobs_max: 2,
            password_queue_max: 64,
            password_queue_per_address_max: 16,
            password_queue_per_session_max: 2,
            password_memory_kib: 64 * 1024,
            password_passes: 3,
            jobs_max: 2,
            job_lease_seconds: 30,
            job_tries_max: 3,
            job_wait_ms: 2000,
            claim_rows_max: 1_000_000,
            orphan_minutes: 60,
            bundle_jobs_max: 1,
            invitation_days: 30,
            investigator_days: 365,
            sign_in_link_hours: 24,
            invitations_max: 200,
            fresh_minutes: 10,
            page_rows: 100,
            shared_trades_max: 200,
            sample_rows_max: 20,
            sample_bytes_max: 8 * 1024 * 1024,
            claimant_idle_minutes: 30,
            claimant_session_hours: 12,
            coordinator_idle_minutes: 30,
            coordinator_session_hours: 8,
            investigator_idle_minutes: 15,
            investigator_session_hours: 4,
            session_warning_minutes: 5,
            ended_session_hours: 24,
            kept_form_bytes_max: 256 * 1024,
            kept_form_minutes: 60,
            kept_forms_per_person_max: 3,
            kept_forms_max: 500,
            stored_bytes_max: 512 * 1024 * 1024,
            database_connections_max: 8,
            same_name_incidents_max: 100,
            secret_places_shown_max: 20,
            remarks_reviewed_max: 200,
            remarks_together_max: 20,
            conflicts_shown_max: 50,
            price_remarks_max: 20,
            forms: FormLimits::default(),
        }
    }
}

impl Limits {
    /// Whether each form can be filled in, and each file that is taken can be kept.
    fn check(&self) -> Result<(), ConfigError> {
        check_forms(&self.forms)?;
        let file_bytes_max = self.upload_bytes_max.max(self.price_bytes_max);
        at_least(
            "database_connections_max",
            self.database_connections_max.into(),
            1,
            "nothing can be read without one",
        )?;
        for (name, value) in [
            ("jobs_max", self.jobs_max),
            ("job_lease_seconds", self.job_lease_seconds),
            ("job_tries_max", self.job_tries_max),
        ] {
            at_least(
                name,
                value.into(),
                1,
                "without one no file would ever be read",
            )?;
        }
        self.check_sign_in()?;
        at_least(
            "page_rows",
            self.page_rows.into(),
            1,
            "a page without rows shows nothing",
        )?;
        at_least(
            "upload_files_max",
            self.upload_files_max as u64,
            1,
            "no file could be sent",
        )?;
        // Four bytes at most a character, each as three where a form is posted.
        at_least(
            "form_bytes_max",
            self.form_bytes_max as u64,
            12 * u64::from(self.forms.longest()),
            "so long can the longest text of a form be that is posted",
        )?;
        self.check_connections()?;
        at_least(
            "same_name_incidents_max",
            self.same_name_incidents_max.into(),
            1,
            "the first of a name is one",
        )?;
        at_least(
            "stored_bytes_max",
            self.stored_bytes_max,
            file_bytes_max,
            "so long may an uploaded file be, and it is kept",
        )
    }

    /// Whether anybody can sign in, and what slows guesses is not forgotten at once.
    fn check_sign_in(&self) -> Result<(), ConfigError> {
        at_least(
            "tries_remembered_max",
            self.tries_remembered_max as u64,
            self.sign_ins_in_all.into(),
            "so many sign-ins are counted at the same time",
        )?;
        let queues = [
            (
                "password_queue_per_session_max",
                self.password_queue_per_session_max,
            ),
            (
                "password_queue_per_address_max",
                self.password_queue_per_address_max,
            ),
            ("password_queue_max", self.password_queue_max),
        ];
        for (name, value) in queues {
            at_least(name, value as u64, 1, "nobody could sign in")?;
        }
        at_least(
            "kept_forms_per_person_max",
            self.kept_forms_per_person_max.into(),
            1,
            "the form that was just sent is one",
        )?;
        at_least(
            "kept_forms_max",
            self.kept_forms_max.into(),
            self.kept_forms_per_person_max.into(),
            "so many may one person have",
        )
    }

    /// Whether a connection can be opened, and a form with files arrive on it.
    fn check_connections(&self) -> Result<(), ConfigError> {
        let (parts, head) = (self.parts_max as u64, self.part_head_bytes_max as u64);
        let files = (self.upload_files_max as u64).saturating_add(1);
        let many = "so many files may be sent, and a field beside them";
        at_least("parts_max", parts, files, many)?;
        let named = "so long can the line with the name of a file be";
        at_least("part_head_bytes_max", head, 1024, named)?;
        let request = self.request_head_bytes_max as u64;
        at_least("request_head_bytes_max", request, 8192, "so it is read")?;
        for (name, value) in [
            ("connections_max", self.connections_max as u64),
            ("request_head_seconds_max", self.request_head_seconds_max),
            ("answer_stall_seconds_max", self.answer_stall_seconds_max),
            ("form_seconds_max", self.form_seconds_max),
            ("body_seconds_max", self.body_seconds_max),
        ] {
            at_least(name, value, 1, "nobody could be answered")?;
        }
        let most = "so many can be counted";
        let connections = self.connections_max as u64;
        at_most("connections_max", connections, 1_000_000, most)
    }

    /// Bytes that a form with files can have at most: each file as long as it may be.
    pub fn posted_files_bytes_max(&self) -> u64 {
        let file_bytes_max = self.upload_bytes_max.max(self.price_bytes_max);
        let heads = (self.parts_max as u64).saturating_mul(self.part_head_bytes_max as u64);
        file_bytes_max
            .saturating_mul(self.upload_files_max as u64)
            .saturating_add(heads)
            .saturating_add(self.form_bytes_max as u64)
    }

    /// What a file may ask of the reader.
    pub fn reading(&self) -> ledger::Limits {
        ledger::Limits {
            file_bytes_max: self.read_bytes_max,
            row_bytes_max: self.row_bytes_max,
            row_cells_max: self.row_cells_max,
            rows_max: self.rows_max,
            balances_max: self.balances_max,
            archive_entries_max: self.archive_members_max,
            archive_bytes_max: self.archive_bytes_max,
            archive_ratio_max: self.archive_ratio_max,
            start_bytes_max: self.start_bytes_max,
            workbook_bytes_max: self.workbook_bytes_max,
            workbook_sheets_max: self.workbook_sheets_max,
            workbook_strings_bytes_max: self.workbook_strings_bytes_max,
            workbook_cell_bytes_max: self.workbook_cell_bytes_max,
            workbook_cells_max: self.workbook_cells_max,
            sheet_rows_max: self.sheet_rows_max,
            sheet_columns_max: self.sheet_columns_max,
            dates_bytes_max: self.dates_bytes_max,
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
    /// A limit that makes no sense.
    #[error("`limits.{name}` is {value}: {why}")]
    Limit {
        /// Its name under `limits`.
        name: String,
        /// What it was set to.
        value: u64,
        /// What is needed, and what for.
        why: String,
    },
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
    /// When the address could be reached by others without TLS, or a limit leaves
    /// no room for what it limits.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.limits.check()?;
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

/// Whether each form takes something, and none more than is kept of it.
fn check_forms(forms: &FormLimits) -> Result<(), ConfigError> {
    let table = toml::Table::try_from(forms);
    let table = table.map_err(|cause| ConfigError::Wrong(cause.to_string()))?;
    for (name, value) in table {
        let value = value.as_integer().unwrap_or(0).unsigned_abs();
        let why = "what takes nothing can never be filled in";
        at_least(&format!("forms.{name}"), value, 1, why)?;
    }
    at_least(
        "forms.password_characters_max",
        forms.password_characters_max.into(),
        PASSWORD_CHARACTERS_MIN as u64,
        "no password may be shorter",
    )?;
    at_most(
        "forms.column_characters_max",
        forms.column_characters_max.into(),
        TEXT_CHARS_MAX as u64,
        "no mapping holds a longer text",
    )?;
    at_most(
        "forms.column_words_max",
        forms.column_words_max.into(),
        WORDS_MAX as u64,
        "no mapping explains more",
    )
}

/// Refuses a limit below what is needed.
fn at_least(name: &str, value: u64, least: u64, why: &str) -> Result<(), ConfigError> {
    let why = format!("give {least} or more, {why}");
    within(name, value, value >= least, why)
}

/// Refuses a limit above what makes sense.
fn at_most(name: &str, value: u64, most: u64, why: &str) -> Result<(), ConfigError> {
    let why = format!("give {most} or less, {why}");
    within(name, value, value <= most, why)
}

fn within(name: &str, value: u64, is_within: bool, why: String) -> Result<(), ConfigError> {
    if is_within {
        return Ok(());
    }
    let name = name.to_owned();
    Err(ConfigError::Limit { name, value, why })
}

/// Puts a variable's value where its name says, as the type it looks like.
fn set(table: &mut toml::Table, name: &str, value: String) {
    let typed = value
        .parse::<i64>()
        .map(toml::Value::Integer)
        .or_else(|_| value.parse::<bool>().map(toml::Value::Boolean));
    put(table, name, typed.unwrap_or(toml::Value::String(value)));
}

/// `limits__forms__name` is `name` in the table `forms` of the table `limits`.
fn put(table: &mut toml::Table, name: &str, value: toml::Value) {
    match name.split_once("__") {
        Some((section, rest)) => {
            let section = table
                .entry(section)
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = section {
                put(inner, rest, value);
            }
        }
        None => {
            table.insert(name.to_owned(), value);
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
    fn every_limit_of_files_is_a_setting() {
        assert_eq!(Limits::default().reading(), ledger::Limits::default());
        let names = [
            "READ_BYTES",
            "ROW_BYTES",
            "ROW_CELLS",
            "ROWS",
            "BALANCES",
            "ARCHIVE_MEMBERS",
            "ARCHIVE_BYTES",
            "ARCHIVE_RATIO",
            "WORKBOOK_BYTES",
            "WORKBOOK_CELLS",
            "SHEET_ROWS",
            "SHEET_COLUMNS",
            "DATES_BYTES",
            "WORKBOOK_SHEETS",
            "WORKBOOK_STRINGS_BYTES",
            "WORKBOOK_CELL_BYTES",
            "START_BYTES",
        ];
        let variables: Vec<(String, String)> = names
            .iter()
            .zip(1..)
            .map(|(name, value)| (format!("REDRESS_LIMITS__{name}_MAX"), value.to_string()))
            .collect();
        let config = Config::load(Path::new("no-such-file.toml"), variables).unwrap();
        let expected = ledger::Limits {
            file_bytes_max: 1,
            row_bytes_max: 2,
            row_cells_max: 3,
            rows_max: 4,
            balances_max: 5,
            archive_entries_max: 6,
            archive_bytes_max: 7,
            archive_ratio_max: 8,
            workbook_bytes_max: 9,
            workbook_cells_max: 10,
            sheet_rows_max: 11,
            sheet_columns_max: 12,
            dates_bytes_max: 13,
            workbook_sheets_max: 14,
            workbook_strings_bytes_max: 15,
            workbook_cell_bytes_max: 16,
            start_bytes_max: 17,
        };
        assert_eq!(config.limits.reading(), expected);
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
    fn limits_of_forms_are_a_group_of_their_own() {
        let name = "REDRESS_LIMITS__FORMS__REASON_CHARACTERS_MAX";
        let config = load(&[(name, "7")]).unwrap();
        assert_eq!(config.limits.forms.reason_characters_max, 7);
        let rest = FormLimits {
            reason_characters_max: 500,
            ..config.limits.forms
        };
        assert_eq!(rest, FormLimits::default());
        let text = "[limits.forms]\nquery_characters_max = 30\n";
        let config: Config = toml::from_str(text).unwrap();
        assert_eq!(config.limits.forms.query_characters_max, 30);
        assert!(load(&[("REDRESS_LIMITS__FORMS__REASON", "7")]).is_err());
    }

    #[test]
    fn a_limit_that_makes_no_sense_is_refused_at_start_by_its_name() {
        for (name, taken, refused) in [
            ("FORMS__REASON_CHARACTERS_MAX", "1", "0"),
            ("FORMS__HEADER_ROWS_MAX", "1", "0"),
            ("FORMS__COLUMN_CHARACTERS_MAX", "200", "201"),
            ("FORMS__COLUMN_WORDS_MAX", "500", "501"),
            ("SAME_NAME_INCIDENTS_MAX", "1", "0"),
            ("FORMS__PASSWORD_CHARACTERS_MAX", "8", "7"),
            ("DATABASE_CONNECTIONS_MAX", "1", "0"),
            ("STORED_BYTES_MAX", "268435456", "268435455"),
            ("TRIES_REMEMBERED_MAX", "600", "599"),
            ("PASSWORD_QUEUE_MAX", "1", "0"),
            ("PASSWORD_QUEUE_PER_ADDRESS_MAX", "1", "0"),
            ("PASSWORD_QUEUE_PER_SESSION_MAX", "1", "0"),
            ("KEPT_FORMS_PER_PERSON_MAX", "1", "0"),
            ("KEPT_FORMS_MAX", "3", "2"),
            ("PARTS_MAX", "21", "20"),
            ("PART_HEAD_BYTES_MAX", "1024", "1023"),
            ("REQUEST_HEAD_BYTES_MAX", "8192", "8191"),
            ("CONNECTIONS_MAX", "1", "0"),
            ("REQUEST_HEAD_SECONDS_MAX", "1", "0"),
            ("ANSWER_STALL_SECONDS_MAX", "1", "0"),
            ("FORM_SECONDS_MAX", "1", "0"),
            ("BODY_SECONDS_MAX", "1", "0"),
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
    fn refuses_a_setting_it_does_not_know() {
        let error = load(&[("REDRESS_LIMITS__PAGE_ROW", "7")]).unwrap_err();
        assert!(error.to_string().contains("page_row"), "{error}");
    }
}
