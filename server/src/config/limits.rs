//! Every limit of the server, in groups: `[limits.uploads]`, `[limits.reading]` and
//! so on. The groups of files and forms belong to the crates that go by them.

use app::forms::FormLimits;
use ledger::losses::ValuingLimits;
use ledger::{LimitError, LimitName, SampleLimits, limits};
use serde::{Deserialize, Serialize};

/// Every limit of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// What a file may ask of the reader; `redress ledger` goes by it too.
    pub reading: ledger::Limits,
    /// What the valuation of one claim may hold in memory.
    pub valuing: ValuingLimits,
    /// How much goes into a redacted sample.
    pub samples: SampleLimits,
    /// What a bundle may ask of whoever checks it.
    pub verifying: report::Limits,
    /// How much the forms take.
    pub forms: FormLimits,
    /// What people hand over, and what is kept of it.
    pub uploads: UploadLimits,
    /// How much of a long list a page shows.
    pub pages: PageLimits,
    /// Downloads, and the building of bundles.
    pub exports: ExportLimits,
    /// Signing in and its links.
    pub sign_in: SignInLimits,
    /// The hashing of passwords.
    pub passwords: PasswordLimits,
    /// How long sessions last, and what comes after their end.
    pub sessions: SessionLimits,
    /// Invitations, and how long they let somebody in.
    pub invitations: InvitationLimits,
    /// Work in the background.
    pub jobs: JobLimits,
    /// Connections, and how long a request may take on one.
    pub connections: ConnectionLimits,
    /// The database and the files that are kept.
    pub storage: StorageLimits,
}

limits! {
    /// What people hand over, and what is kept of it.
    pub struct UploadLimits, named by UploadLimitNames under "limits.uploads" {
        /// Bytes of one uploaded file.
        file_bytes_max: u64 = 256 * 1024 * 1024,
        /// Files of one upload.
        files_max: usize = 20,
        /// Bytes of the price files of one upload; they are read in memory.
        price_bytes_max: u64 = 64 * 1000 * 1000,
        /// Bytes of all files of one claim.
        claim_bytes_max: u64 = 2 * 1024 * 1024 * 1024,
        /// Rows that the files of one claim may hold together. They take disk and time;
        /// freezing a report and building a bundle take no more memory for them.
        claim_rows_max: u64 = 1_000_000,
        /// Remarks of the reader kept of one file; the rest are counted.
        remarks_kept_max: usize = 10_000,
        /// Remarks kept of one price file.
        price_remarks_kept_max: u32 = 20,
        /// Uploads (requests) of one person an hour.
        per_hour: u32 = 60,
        /// Uploads of everybody together an hour.
        per_hour_in_all: u32 = 1200,
        /// Parts (files and fields) of one form with files.
        parts_max: usize = 200,
        /// Bytes of such a form before the content of its next part: what stands
        /// before the first one, and the lines at the head of each.
        part_head_bytes_max: usize = 16 * 1024,
    }
}

limits! {
    /// How much of a long list a page shows, or takes at once.
    pub struct PageLimits, named by PageLimitNames under "limits.pages" {
        /// Rows of one page of a long table.
        rows: u32 = 100,
        /// Rows ticked at once as not mine, or left out.
        ticked_rows_max: usize = 1000,
        /// Trades that a claim shares with others, shown on its page.
        shared_trades_max: u32 = 200,
        /// Places of cells that look like keys, named on the page of a file.
        secret_places_max: u32 = 20,
        /// Remarks shown of one file to a coordinator.
        remarks_reviewed_max: u32 = 200,
        /// Remarks shown of the files of a claim together.
        remarks_together_max: u32 = 20,
        /// Rows that two files tell differently, shown of one claim.
        conflicts_max: u32 = 50,
        /// Accounts, and order and trade ids, of one exchange that are listed for a
        /// request to preserve records; a bundle has all of them. A report lists as many
        /// of each claim when it is frozen.
        preserved_ids_max: usize = 2000,
    }
}

limits! {
    /// Downloads, and the building of bundles.
    pub struct ExportLimits, named by ExportLimitNames under "limits.exports" {
        /// Exports and downloads of one person an hour.
        per_hour: u32 = 60,
        /// Exports and downloads of everybody together an hour.
        per_hour_in_all: u32 = 600,
        /// Reports frozen, evidence bundles built and other bases worked out by this server
        /// at the same time, of the jobs that may run (`limits.jobs.at_once_max`); 0 leaves them to other
        /// servers.
        bundle_jobs_max: u32 = 1,
    }
}

limits! {
    /// Signing in and its links.
    pub struct SignInLimits, named by SignInLimitNames under "limits.sign_in" {
        /// Minutes over which sign-ins are counted.
        window_minutes: u32 = 15,
        /// Keys of each kind (accounts, addresses) whose tries are remembered; past
        /// it the one that is nearest to being forgotten goes.
        tries_remembered_max: usize = 100_000,
        /// Failed sign-ins of one account from one address within that time; as many
        /// from unknown addresses together before further ones have to wait.
        per_account: u32 = 10,
        /// Seconds that a sign-in from an unknown address waits at most, when many
        /// such failed for its account.
        wait_seconds_max: u32 = 10,
        /// Days for which the address of a successful sign-in counts as known.
        known_address_days: u32 = 30,
        /// Sign-ins from one address (of IPv6 its /64) within that time.
        per_address: u32 = 50,
        /// Sign-ins from unknown addresses together within that time, and as many
        /// uses of links.
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
        /// Passwords that wait or are hashed, of everybody.
        queue_max: usize = 64,
        /// The same from one address.
        queue_per_address_max: usize = 16,
        /// The same of one session.
        queue_per_session_max: usize = 2,
        /// Memory of one password hash, in KiB.
        memory_kib: u32 = 64 * 1024,
        /// Passes of one password hash.
        passes: u32 = 3,
    }
}

limits! {
    /// How long sessions last, and what comes after their end.
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
        /// Minutes before its end at which a session warns, where it lasts three times
        /// as long.
        warning_minutes: u32 = 5,
        /// Hours for which an ended session is remembered, to say why it ended and to
        /// keep what its owner was typing.
        ended_hours: u32 = 24,
        /// Bytes of a form that is kept when it was sent after the session's end.
        kept_form_bytes_max: usize = 256 * 1024,
        /// Minutes for which such a form is kept.
        kept_form_minutes: u32 = 60,
        /// Such forms of one person.
        kept_forms_per_person_max: u32 = 3,
        /// Such forms of everybody.
        kept_forms_max: u32 = 500,
    }
}

limits! {
    /// Invitations, and how long they let somebody in.
    pub struct InvitationLimits, named by InvitationLimitNames under "limits.invitations" {
        /// Days an invitation can be used.
        days: u32 = 30,
        /// Days for which an investigator is let in before they are confirmed anew.
        investigator_days: u32 = 365,
        /// Invitations pasted at once.
        pasted_max: usize = 200,
    }
}

limits! {
    /// Work in the background: files read, losses worked out, reports and bundles made.
    pub struct JobLimits, named by JobLimitNames under "limits.jobs" {
        /// Jobs of this server at the same time.
        at_once_max: u32 = 2,
        /// Files of one claim that a job reads at the same time.
        files_at_once_max: u32 = 2,
        /// Seconds after which the job of a server that is gone is taken by another.
        lease_seconds: u32 = 30,
        /// Times a job that fails is tried before it waits for somebody to ask again.
        tries_max: u32 = 3,
        /// Milliseconds a request waits for the job that it asked for.
        wait_ms: u32 = 2000,
        /// Bytes of an upload past which its request does not wait at all.
        wait_bytes_max: u64 = 8 * 1024 * 1024,
        /// Reports and bundles that one person may have asked for in one incident and
        /// that are not made yet.
        requests_waiting_max: u32 = 3,
        /// Bases other than an incident's own that its totals are kept under.
        bases_max: u32 = 4,
        /// Hours for which a report or bundle that failed is shown to be tried again.
        failed_hours: u32 = 72,
    }
}

limits! {
    /// Connections, and how long a request may take on one.
    pub struct ConnectionLimits, named by ConnectionLimitNames under "limits.connections" {
        /// Connections open at once; one more waits. Each may need two open files.
        open_max: usize = 256,
        /// Bytes of a request's head.
        request_head_bytes_max: usize = 64 * 1024,
        /// Seconds a request's head may take to arrive, and a connection may stay open
        /// without a request.
        request_head_seconds_max: u64 = 20,
        /// Seconds for which nothing of an answer is taken before it is given up.
        answer_stall_seconds_max: u64 = 60,
        /// Seconds that requests under way have to end when the server is told to stop.
        drain_seconds_max: u64 = 10,
        /// Bytes of one form without files.
        form_bytes_max: usize = 1024 * 1024,
        /// Seconds a form without files may take to arrive.
        form_seconds_max: u64 = 30,
        /// Seconds any request's body may take to arrive.
        body_seconds_max: u64 = 900,
    }
}

limits! {
    /// The database and the files that are kept.
    pub struct StorageLimits, named by StorageLimitNames under "limits.storage" {
        /// Bytes of one thing that is kept: a file, a frozen report, a bundle.
        file_bytes_max: u64 = 512 * 1024 * 1024,
        /// Connections to the database.
        database_connections_max: u32 = 8,
        /// Files with rows and lines that stay open; one takes up to a megabyte of memory.
        open_files_max: u32 = 64,
        /// Bytes of their indexes that are held in memory for pages; one of a million rows
        /// takes some eight million, one of its lines as much.
        index_cache_bytes_max: u64 = 256 * 1024 * 1024,
        /// Claims of which the server remembers which files hold their rows and lines, what
        /// lines added up to, and which rows have an id; one with a million rows takes some fifty thousand bytes.
        layouts_max: u32 = 2_000,
        /// Groups whose sums are held in memory for pages of totals, each under each of its
        /// bases.
        group_sums_max: u32 = 64,
        /// Incidents of one name.
        same_name_incidents_max: u32 = 100,
        /// Minutes that files without a row, and rows of what failed, are left alone.
        orphan_minutes: u32 = 60,
        /// Minutes between two times that they are cleared.
        sweep_minutes: u32 = 10,
        /// Seconds that one request to an S3 server may take, and that a request which
        /// failed is repeated for.
        s3_request_seconds_max: u64 = 30,
        /// Times a request to an S3 server that failed is repeated.
        s3_retries_max: usize = 4,
        /// Bytes of files of an S3 server that are held in memory for pages.
        s3_cache_bytes_max: u64 = 64 * 1024 * 1024,
    }
}

/// Says of a limit of this group whether it is as large as needed.
macro_rules! at_least {
    ($group:expr, $field:ident, $least:expr, $why:expr) => {
        $group.names().$field.at_least($group.$field, $least, $why)
    };
}

impl Limits {
    /// Each limit, and what it means, group by group.
    pub fn meanings() -> impl Iterator<Item = &'static (LimitName, &'static str)> {
        [
            ledger::Limits::MEANINGS,
            ValuingLimits::MEANINGS,
            SampleLimits::MEANINGS,
            report::Limits::MEANINGS,
            FormLimits::MEANINGS,
            UploadLimits::MEANINGS,
            PageLimits::MEANINGS,
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

    /// Whether each form can be filled in, and each file that is taken can be kept.
    ///
    /// # Errors
    /// When a limit leaves no room for what it limits.
    pub fn check(&self) -> Result<(), LimitError> {
        self.forms.check()?;
        self.uploads.check()?;
        self.pages.check()?;
        self.sign_in.check()?;
        self.passwords.check()?;
        self.sessions.check()?;
        self.jobs.check()?;
        self.connections.check()?;
        self.storage.check()?;
        // Four bytes at most a character, each as three where a form is posted.
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

    /// Bytes that a form with files can have at most: each file as long as it may be.
    pub fn posted_files_bytes_max(&self) -> u64 {
        let uploads = &self.uploads;
        let file_bytes_max = uploads.file_bytes_max.max(uploads.price_bytes_max);
        let heads = (uploads.parts_max as u64).saturating_mul(uploads.part_head_bytes_max as u64);
        file_bytes_max
            .saturating_mul(uploads.files_max as u64)
            .saturating_add(heads)
            .saturating_add(self.connections.form_bytes_max as u64)
    }

    /// The defaults but for what a test changes.
    #[cfg(test)]
    pub fn but(change: impl FnOnce(&mut Limits)) -> Limits {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    }
}

impl UploadLimits {
    /// Whether a form with files can arrive.
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
    /// Whether what slows guesses is not forgotten at once.
    fn check(&self) -> Result<(), LimitError> {
        let why = "so many sign-ins are counted at the same time";
        at_least!(self, tries_remembered_max, self.in_all.into(), why)
    }
}

impl PasswordLimits {
    /// Whether anybody can sign in.
    fn check(&self) -> Result<(), LimitError> {
        let why = "nobody could sign in";
        at_least!(self, queue_per_session_max, 1, why)?;
        at_least!(self, queue_per_address_max, 1, why)?;
        at_least!(self, queue_max, 1, why)
    }
}

impl SessionLimits {
    /// Whether a form that came late can be kept.
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
    /// Whether a connection can be opened, and something arrive on it.
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
