//! Every limit of the server, in groups: `[limits.uploads]`, `[limits.reading]` and so on.
//! The groups for files and forms are defined in the crates that use them.

use app::forms::FormLimits;
use casework::LinkLimits;
use ledger::losses::ValuingLimits;
use ledger::{LimitError, LimitName, SampleLimits, limits};
use serde::{Deserialize, Serialize};

/// Every limit of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// What a file may demand of the reader; `redress ledger` uses it too.
    pub reading: ledger::Limits,
    /// What the valuation of one claim may hold in memory.
    pub valuing: ValuingLimits,
    /// The size of a redacted sample.
    pub samples: SampleLimits,
    /// What a bundle may demand of the program that checks it.
    pub verifying: report::Limits,
    /// The sizes of form fields.
    pub forms: FormLimits,
    /// Uploads, and what is stored of them.
    pub uploads: UploadLimits,
    /// How much of a long list a page shows.
    pub pages: PageLimits,
    /// When claims are linked, and how many links are kept.
    pub links: LinkLimits,
    /// Downloads, and the building of bundles.
    pub exports: ExportLimits,
    /// Signing in and its links.
    pub sign_in: SignInLimits,
    /// The hashing of passwords.
    pub passwords: PasswordLimits,
    /// The duration of sessions, and what happens after their end.
    pub sessions: SessionLimits,
    /// Invitations, and how long they are valid.
    pub invitations: InvitationLimits,
    /// Work in the background.
    pub jobs: JobLimits,
    /// Connections, and the time that a request may take.
    pub connections: ConnectionLimits,
    /// The database and the stored files.
    pub storage: StorageLimits,
}

limits! {
    /// Uploads, and what is stored of them.
    pub struct UploadLimits, named by UploadLimitNames under "limits.uploads" {
        /// Bytes of one uploaded file.
        file_bytes_max: u64 = 256 * 1024 * 1024,
        /// Files of one upload.
        files_max: usize = 20,
        /// Bytes of the price files of one upload; they are read in memory.
        price_bytes_max: u64 = 64 * 1000 * 1000,
        /// Bytes of all files of one claim.
        claim_bytes_max: u64 = 2 * 1024 * 1024 * 1024,
        /// Rows that the files of one claim may hold together. They take disk space and
        /// time. Freezing a report and building a bundle take no more memory for them.
        claim_rows_max: u64 = 1_000_000,
        /// Warnings of the reader that are stored for one file; the rest are counted.
        remarks_kept_max: usize = 10_000,
        /// Warnings that are stored for one price file.
        price_remarks_kept_max: u32 = 20,
        /// Uploads (requests) by one person in an hour.
        per_hour: u32 = 60,
        /// Uploads by everybody together in an hour.
        per_hour_in_all: u32 = 1200,
        /// Parts (files and fields) of one form with files.
        parts_max: usize = 200,
        /// Bytes of such a form before the content of its next part: the preamble, and the
        /// head of each part.
        part_head_bytes_max: usize = 16 * 1024,
    }
}

limits! {
    /// How much of a long list a page shows or accepts at once.
    pub struct PageLimits, named by PageLimitNames under "limits.pages" {
        /// Rows of one page of a long table.
        rows: u32 = 100,
        /// Rows that may be ticked at once as not mine, or left out.
        ticked_rows_max: usize = 1000,
        /// Trades shared with other claims that the page of a claim shows.
        shared_trades_max: u32 = 200,
        /// Places of possible keys that the page of a file names.
        secret_places_max: u32 = 20,
        /// Warnings about one file that a coordinator sees.
        remarks_reviewed_max: u32 = 200,
        /// Warnings about a claim's files together that a page shows.
        remarks_together_max: u32 = 20,
        /// Conflicting rows of one claim that a page shows.
        conflicts_max: u32 = 50,
        /// Accounts, and order and trade ids, of one exchange that are listed for a request
        /// to preserve records; a bundle has all of them. A frozen report lists as many for
        /// each claim.
        preserved_ids_max: usize = 2000,
    }
}

limits! {
    /// Downloads, and the building of bundles.
    pub struct ExportLimits, named by ExportLimitNames under "limits.exports" {
        /// Exports and downloads by one person in an hour.
        per_hour: u32 = 60,
        /// Exports and downloads by everybody together in an hour.
        per_hour_in_all: u32 = 600,
        /// Reports, evidence bundles and other bases that this server makes at the same
        /// time, among the jobs that may run (`limits.jobs.at_once_max`); 0 leaves them to
        /// other servers.
        bundle_jobs_max: u32 = 1,
    }
}

limits! {
    /// Signing in and its links.
    pub struct SignInLimits, named by SignInLimitNames under "limits.sign_in" {
        /// Minutes over which sign-ins are counted.
        window_minutes: u32 = 15,
        /// Keys of each kind (accounts, addresses) whose tries are remembered; beyond that,
        /// the key that expires first is dropped.
        tries_remembered_max: usize = 100_000,
        /// Failed sign-ins of one account from one address within that time; also those from
        /// unknown addresses together, before further ones have to wait.
        per_account: u32 = 10,
        /// The most seconds that a sign-in from an unknown address waits, when many failed
        /// for its account.
        wait_seconds_max: u32 = 10,
        /// Days for which the address of a successful sign-in counts as known.
        known_address_days: u32 = 30,
        /// Sign-ins from one address (for IPv6, its /64) within that time.
        per_address: u32 = 50,
        /// Sign-ins from unknown addresses together within that time; also uses of links.
        in_all: u32 = 600,
        /// Hours a sign-in link can be used.
        link_hours: u32 = 24,
        /// Minutes for which a sign-in counts as fresh (before a bundle is downloaded).
        fresh_minutes: u32 = 10,
    }
}

limits! {
    /// The hashing of passwords.
    pub struct PasswordLimits, named by PasswordLimitNames under "limits.passwords" {
        /// Passwords hashed at the same time (64 MiB each).
        jobs_max: usize = 2,
        /// Passwords of everybody that wait or are being hashed.
        queue_max: usize = 64,
        /// Passwords from one address that wait or are being hashed.
        queue_per_address_max: usize = 16,
        /// Passwords of one session that wait or are being hashed.
        queue_per_session_max: usize = 2,
        /// Memory of one password hash, in KiB.
        memory_kib: u32 = 64 * 1024,
        /// Passes of one password hash.
        passes: u32 = 3,
    }
}

limits! {
    /// The duration of sessions, and what happens after their end.
    pub struct SessionLimits, named by SessionLimitNames under "limits.sessions" {
        /// Minutes without use for a claimant's session.
        claimant_idle_minutes: u32 = 30,
        /// Hours in all for a claimant's session.
        claimant_hours: u32 = 12,
        /// Minutes without use for a coordinator's session.
        coordinator_idle_minutes: u32 = 30,
        /// Hours in all for a coordinator's session.
        coordinator_hours: u32 = 8,
        /// Minutes without use for an investigator's session.
        investigator_idle_minutes: u32 = 15,
        /// Hours in all for an investigator's session.
        investigator_hours: u32 = 4,
        /// Minutes before its end at which a session warns, if it lasts at least three times
        /// as long.
        warning_minutes: u32 = 5,
        /// Hours for which an ended session is remembered, to show why it ended and to keep
        /// what its owner was typing.
        ended_hours: u32 = 24,
        /// Bytes of a form that is kept although it was sent after the session's end.
        kept_form_bytes_max: usize = 256 * 1024,
        /// Minutes for which such a form is kept.
        kept_form_minutes: u32 = 60,
        /// Such forms kept for one person.
        kept_forms_per_person_max: u32 = 3,
        /// Such forms kept for everybody.
        kept_forms_max: u32 = 500,
    }
}

limits! {
    /// Invitations, and how long they are valid.
    pub struct InvitationLimits, named by InvitationLimitNames under "limits.invitations" {
        /// Days an invitation can be used.
        days: u32 = 30,
        /// Days after which an investigator must be confirmed again.
        investigator_days: u32 = 365,
        /// Invitations pasted at once.
        pasted_max: usize = 200,
    }
}

limits! {
    /// Background work: reading files, computing losses, making reports and bundles.
    pub struct JobLimits, named by JobLimitNames under "limits.jobs" {
        /// Jobs that this server runs at the same time.
        at_once_max: u32 = 2,
        /// Files of one claim that a job reads at the same time.
        files_at_once_max: u32 = 2,
        /// Seconds after which another server takes over the job of a server that stopped.
        lease_seconds: u32 = 30,
        /// Attempts at a failing job before it waits until somebody asks again.
        tries_max: u32 = 3,
        /// Milliseconds that a request waits for the job it started.
        wait_ms: u32 = 2000,
        /// Bytes of an upload from which on its request does not wait at all.
        wait_bytes_max: u64 = 8 * 1024 * 1024,
        /// Unfinished reports and bundles that one person may have requested in one
        /// incident.
        requests_waiting_max: u32 = 3,
        /// Bases, besides an incident's own, for which its totals are kept.
        bases_max: u32 = 4,
        /// Hours for which a failed report or bundle is shown, so that somebody can try
        /// again.
        failed_hours: u32 = 72,
    }
}

limits! {
    /// Connections, and the time that a request may take.
    pub struct ConnectionLimits, named by ConnectionLimitNames under "limits.connections" {
        /// Connections open at once; further ones wait. Each may need two open files.
        open_max: usize = 256,
        /// Bytes of a request's head.
        request_head_bytes_max: usize = 64 * 1024,
        /// Seconds in which a request's head must arrive; also seconds for which a
        /// connection may stay open without a request.
        request_head_seconds_max: u64 = 20,
        /// Seconds without progress after which an answer is given up.
        answer_stall_seconds_max: u64 = 60,
        /// Seconds in which running requests must end when the server stops.
        drain_seconds_max: u64 = 10,
        /// Bytes of one form without files.
        form_bytes_max: usize = 1024 * 1024,
        /// Seconds in which a form without files must arrive.
        form_seconds_max: u64 = 30,
        /// Seconds in which the body of any request must arrive.
        body_seconds_max: u64 = 900,
    }
}

limits! {
    /// The database and the stored files.
    pub struct StorageLimits, named by StorageLimitNames under "limits.storage" {
        /// Bytes of one stored file: an upload, a frozen report, a bundle.
        file_bytes_max: u64 = 512 * 1024 * 1024,
        /// Connections to the database.
        database_connections_max: u32 = 8,
        /// Files of rows and lines that stay open; each takes up to a megabyte of memory.
        open_files_max: u32 = 64,
        /// Bytes of indexes of these files that are held in memory for pages. The index of a
        /// million rows takes about eight million bytes, and that of its lines as much.
        index_cache_bytes_max: u64 = 256 * 1024 * 1024,
        /// Claims whose layout the server remembers: the files of their rows and lines, the
        /// sums of lines, and which rows have an id. A claim with a million rows takes about
        /// fifty thousand bytes.
        layouts_max: u32 = 2_000,
        /// Groups whose sums and totals are held in memory, counted once for each basis.
        group_sums_max: u32 = 64,
        /// Incidents of one name.
        same_name_incidents_max: u32 = 100,
        /// Minutes for which files without a row, and rows of failed work, are left alone.
        orphan_minutes: u32 = 60,
        /// Minutes between two cleanups of these.
        sweep_minutes: u32 = 10,
        /// Seconds that one request to an S3 server may take; also seconds during which a
        /// failed request is repeated.
        s3_request_seconds_max: u64 = 30,
        /// How often a failed request to an S3 server is repeated.
        s3_retries_max: usize = 4,
        /// Bytes of files from an S3 server that are held in memory for pages.
        s3_cache_bytes_max: u64 = 64 * 1024 * 1024,
    }
}

/// Checks that a limit of this group has at least the needed value.
macro_rules! at_least {
    ($group:expr, $field:ident, $least:expr, $why:expr) => {
        $group.names().$field.at_least($group.$field, $least, $why)
    };
}

impl Limits {
    /// Each limit and its meaning, group by group.
    pub fn meanings() -> impl Iterator<Item = &'static (LimitName, &'static str)> {
        [
            ledger::Limits::MEANINGS,
            ValuingLimits::MEANINGS,
            SampleLimits::MEANINGS,
            report::Limits::MEANINGS,
            FormLimits::MEANINGS,
            UploadLimits::MEANINGS,
            PageLimits::MEANINGS,
            LinkLimits::MEANINGS,
            ExportLimits::MEANINGS,
            SignInLimits::MEANINGS,
            PasswordLimits::MEANINGS,
            SessionLimits::MEANINGS,
            InvitationLimits::MEANINGS,
            JobLimits::MEANINGS,
            ConnectionLimits::MEANINGS,
            StorageLimits::MEANINGS,
        ]
        .into_iter()
        .flatten()
    }

    /// Checks that each form can be filled in, and that each accepted file can be stored.
    ///
    /// # Errors
    /// When a limit leaves no room for its value.
    pub fn check(&self) -> Result<(), LimitError> {
        self.forms.check()?;
        self.uploads.check()?;
        self.pages.check()?;
        self.links.check()?;
        self.sign_in.check()?;
        self.passwords.check()?;
        self.sessions.check()?;
        self.jobs.check()?;
        self.connections.check()?;
        self.storage.check()?;
        // A character has at most four bytes, and a posted form writes each as three.
        at_least!(
            self.connections,
            form_bytes_max,
            12 * self.forms.longest(),
            "so long can the longest text of a form be that is posted"
        )?;
        at_least!(
            self.storage,
            file_bytes_max,
            self.uploads
                .file_bytes_max
                .max(self.uploads.price_bytes_max),
            "so long may an uploaded file be, and it is kept"
        )
    }

    /// The most bytes of a form with files: each file at its greatest size.
    pub fn posted_files_bytes_max(&self) -> u64 {
        let uploads = &self.uploads;
        let file_bytes_max = uploads.file_bytes_max.max(uploads.price_bytes_max);
        let heads = (uploads.parts_max as u64).saturating_mul(uploads.part_head_bytes_max as u64);
        file_bytes_max
            .saturating_mul(uploads.files_max as u64)
            .saturating_add(heads)
            .saturating_add(self.connections.form_bytes_max as u64)
    }

    /// The defaults, except for what a test changes.
    #[cfg(test)]
    pub fn but(change: impl FnOnce(&mut Limits)) -> Limits {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    }
}

impl UploadLimits {
    /// Checks that a form with files can arrive.
    fn check(&self) -> Result<(), LimitError> {
        at_least!(self, files_max, 1, "no file could be sent")?;
        let files = (self.files_max as u64).saturating_add(1);
        let many = "so many files may be sent, and a field beside them";
        at_least!(self, parts_max, files, many)?;
        let named = "so long can the line with the name of a file be";
        at_least!(self, part_head_bytes_max, 1024, named)
    }
}

impl PageLimits {
    fn check(&self) -> Result<(), LimitError> {
        at_least!(self, rows, 1, "a page without rows shows nothing")
    }
}

impl SignInLimits {
    /// Checks that failed tries are remembered for long enough to slow down guessing.
    fn check(&self) -> Result<(), LimitError> {
        let why = "so many sign-ins are counted at the same time";
        at_least!(self, tries_remembered_max, self.in_all.into(), why)
    }
}

impl PasswordLimits {
    /// Checks that people can sign in.
    fn check(&self) -> Result<(), LimitError> {
        let why = "nobody could sign in";
        at_least!(self, queue_per_session_max, 1, why)?;
        at_least!(self, queue_per_address_max, 1, why)?;
        at_least!(self, queue_max, 1, why)
    }
}

impl SessionLimits {
    /// Checks that a form that came late can be kept.
    fn check(&self) -> Result<(), LimitError> {
        let own = "the form that was just sent is one";
        at_least!(self, kept_forms_per_person_max, 1, own)?;
        let of_one = self.kept_forms_per_person_max.into();
        at_least!(self, kept_forms_max, of_one, "so many may one person have")
    }
}

impl JobLimits {
    fn check(&self) -> Result<(), LimitError> {
        let why = "without one no file would ever be read";
        at_least!(self, at_once_max, 1, why)?;
        at_least!(self, files_at_once_max, 1, why)?;
        at_least!(self, lease_seconds, 1, why)?;
        at_least!(self, tries_max, 1, why)?;
        let why = "nobody could have a report frozen";
        at_least!(self, requests_waiting_max, 1, why)
    }
}

impl ConnectionLimits {
    /// Checks that a connection can be opened, and that requests can arrive on it.
    fn check(&self) -> Result<(), LimitError> {
        at_least!(self, request_head_bytes_max, 8192, "so it is read")?;
        let why = "nobody could be answered";
        at_least!(self, open_max, 1, why)?;
        at_least!(self, request_head_seconds_max, 1, why)?;
        at_least!(self, answer_stall_seconds_max, 1, why)?;
        at_least!(self, form_seconds_max, 1, why)?;
        at_least!(self, body_seconds_max, 1, why)?;
        let most = "so many can be counted";
        Self::NAMES.open_max.at_most(self.open_max, 1_000_000, most)
    }
}

impl StorageLimits {
    fn check(&self) -> Result<(), LimitError> {
        let none = "nothing can be read without one";
        at_least!(self, database_connections_max, 1, none)?;
        let first = "the first of a name is one";
        at_least!(self, same_name_incidents_max, 1, first)?;
        at_least!(self, sweep_minutes, 1, "the server would do nothing else")?;
        let none = "no request could be answered";
        at_least!(self, s3_request_seconds_max, 1, none)
    }
}
