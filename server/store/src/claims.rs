//! Claims: their statements, consents, declarations, states and messages. The version column
//! detects two browsers on one claim: the second writer gets a conflict.

mod declarations;

use casework::custody::{CustodyEvent, Purpose};
use casework::totals::Sums;
use casework::{ClaimState, EventKind, Recipient, Role, Step};
use ledger::{Moment, Money};
use sqlx::AnyConnection;

use crate::counting::by_rule;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::jobs::{JobKind, ask_for};
use crate::rows::{all, changed, insert, maybe, no_nul, one, rows, run, sum_or_zero};
use crate::{Actor, Store};

pub use declarations::{Declaration, Declared, DeclaredFile, NewDeclaration};

rows! {
    /// One claimant's case in one incident.
    pub struct Claim {
        /// Random id.
        pub id: String,
        /// Id of the incident.
        pub incident: String,
        /// The name people use (`R-7F3K-2M`).
        pub reference: String,
        /// Whose it is.
        pub claimant: String,
        /// Who filed it on their behalf.
        pub filed_by: Option<String>,
        /// When the claimant confirmed such a filing.
        pub confirmed_at_us: Option<i64>,
        /// Its state.
        pub state: ClaimState,
        /// Increases with every change.
        pub version: i64,
        /// Increases with every change of the inputs of its figures.
        pub figures_version: i64,
        /// Increases with every review that can change which assets are in doubt; valuations
        /// store it too.
        pub reviews_version: i64,
        /// Increases with every decision about recipients. These are possible in every
        /// state, so that they have a version of their own.
        pub consents_version: i64,
        /// The claimant's account of what happened.
        pub statement: String,
        /// The language of the statement.
        pub statement_language: String,
        /// When it was last changed.
        pub statement_at_us: Option<i64>,
        /// A moment at which, as the claimant says, nothing was held in any contract.
        pub flat_before_us: Option<i64>,
        /// How they know it.
        pub flat_before_reason: Option<String>,
        /// When it was begun.
        pub created_at_us: i64,
        /// When anything was last changed.
        pub changed_at_us: i64,
        /// When it was last submitted.
        pub submitted_at_us: Option<i64>,
        /// When its claimant asked to have it sent back, until somebody decides.
        pub return_asked_at_us: Option<i64>,
    }

    /// One row of the list of claims.
    pub struct ClaimSummary {
        /// Random id.
        pub id: String,
        /// What people call it.
        pub reference: String,
        /// Whose it is.
        pub claimant: String,
        /// Their name.
        pub claimant_name: String,
        /// Their address.
        pub claimant_email: String,
        /// Who filed it on their behalf.
        pub filed_by: Option<String>,
        /// When the claimant confirmed such a filing.
        pub confirmed_at_us: Option<i64>,
        /// Its state.
        pub state: ClaimState,
        /// When anything was last changed.
        pub changed_at_us: i64,
        /// When it was last submitted.
        pub submitted_at_us: Option<i64>,
        /// When its claimant asked to have it sent back, until somebody decides.
        pub return_asked_at_us: Option<i64>,
        /// Files in it.
        pub files: i64,
        /// Sum of its priced, documented lines that are not excluded.
        pub documented: Money,
        /// The same of typed-in lines.
        pub claimed: Money,
        /// Contested lines that are not excluded.
        pub lines: i64,
        /// The contested lines without a price among them.
        pub unpriced: i64,
    }

    /// A message, a request or a change of state.
    pub struct ClaimEvent {
        /// Random id.
        pub id: String,
        /// When.
        pub at_us: i64,
        /// The author; `operator` for the command line.
        pub person: String,
        /// Their name; empty for the command line.
        pub person_name: String,
        /// As what.
        pub role: Role,
        /// Which of them.
        pub kind: EventKind,
        /// The state before.
        pub from_state: Option<ClaimState>,
        /// The state after.
        pub to_state: Option<ClaimState>,
        /// The message, or the reason.
        pub words: String,
    }

    /// The claimant's decision about one recipient.
    pub struct Consent {
        /// The recipient.
        pub recipient: Recipient,
        /// Whether it is given now.
        pub given: bool,
        /// Since when.
        pub at_us: i64,
    }
}

impl Claim {
    /// Whether it is a person's own: theirs, or filed by them. Nobody decides on such a
    /// claim.
    pub fn is_of(&self, person: &str) -> bool {
        self.claimant == person || self.filed_by.as_deref() == Some(person)
    }

    /// A moment at which, as the claimant says, nothing was held in any contract, and how
    /// they know it.
    pub fn flat_before(&self) -> Option<(Moment, String)> {
        let at = Moment::from_micros(self.flat_before_us?);
        Some((at, self.flat_before_reason.clone().unwrap_or_default()))
    }

    /// Whether somebody is filing it for a claimant who has not confirmed it yet.
    pub fn is_filing_of(&self, person: &str) -> bool {
        let filed_by = self.filed_by.as_deref();
        filed_by == Some(person) && self.claimant != person && self.confirmed_at_us.is_none()
    }
}

impl ClaimSummary {
    /// Its sums as a row of totals; they count only while the claim does.
    pub fn sums(&self) -> Sums {
        Sums {
            documented: self.documented,
            claimed: self.claimed,
            accepted: match self.state.counts_as_accepted() {
                true => self.documented,
                false => Money::ZERO,
            },
            lines: self.lines - self.unpriced,
            unpriced: self.unpriced,
        }
    }

    /// Whether the claimant may see and sign a sum: enough lines have a price
    /// (`casework::totals::has_figure`).
    pub fn has_figure(&self) -> bool {
        self.lines > self.unpriced && self.sums().has_figure()
    }

    /// As [`Claim::is_of`].
    pub fn is_of(&self, person: &str) -> bool {
        self.claimant == person || self.filed_by.as_deref() == Some(person)
    }

    /// The sum of all that counts, less what came back. It means nothing while no line has a
    /// price.
    pub fn net(&self, credited: Money) -> Money {
        self.documented + self.claimed - credited
    }
}

/// The data of a new claim.
#[derive(Clone, Debug)]
pub struct NewClaim<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// From `casework::reference::from_random`. On [`StoreError::Duplicate`] of a
    /// `reference`, draw another one.
    pub reference: &'a str,
    /// Whose it is.
    pub claimant: &'a str,
}

/// A message or a change of state to store.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// 128 random bits in hex.
    pub id: &'a str,
    /// The message, or the reason; may be empty for a change of state.
    pub words: &'a str,
}

/// Both columns of a sum of kept sums, for rows that meet a condition. Subtracted rows have
/// -1 as `times`.
macro_rules! kept_sum {
    ($name:literal, $where:literal) => {
        concat!(
            "CAST(SUM(CASE WHEN ",
            $where,
            " THEN times * amount_high ELSE 0 END) AS BIGINT) AS ",
            $name,
            "_high, CAST(SUM(CASE WHEN ",
            $where,
            " THEN times * amount_low ELSE 0 END) AS BIGINT) AS ",
            $name,
            "_low"
        )
    };
}

/// The query for the sums of all claims of incident `$1`, or of claim `$2` alone. The query
/// for one claim reads no row of another.
fn summaries(of_one: bool) -> String {
    let of = |table: &str| match of_one {
        true => format!("{table}.claim = $2"),
        false => "$2 = ''".to_owned(),
    };
    SUMMARIES
        .replace("<of files>", &of("claim_file"))
        .replace("<of valuations>", &of("valuation"))
}

/// Sums of a claim's current valuation, without excluded lines.
const SUMMARIES: &str = concat!(
    "SELECT claim.id, claim.reference, claim.claimant, \
    person.name AS claimant_name, person.email AS claimant_email, claim.filed_by, \
    claim.confirmed_at_us, claim.state, claim.changed_at_us, claim.submitted_at_us, \
    claim.return_asked_at_us, \
    COALESCE(file.files, 0) AS files, ",
    sum_or_zero!("line", "documented"),
    ", ",
    sum_or_zero!("line", "claimed"),
    ", COALESCE(line.lines, 0) AS lines, COALESCE(line.unpriced, 0) AS unpriced \
    FROM claim JOIN person ON person.id = claim.claimant \
    LEFT JOIN (SELECT claim, COUNT(*) AS files FROM claim_file \
        WHERE incident = $1 AND <of files> AND withdrawn_at_us IS NULL \
        GROUP BY claim) file \
        ON file.claim = claim.id \
    LEFT JOIN (SELECT claim, CAST(SUM(times * (priced + unpriced)) AS BIGINT) AS lines, \
        CAST(SUM(times * unpriced) AS BIGINT) AS unpriced, ",
    kept_sum!("documented", "documented = 1"),
    ", ",
    kept_sum!("claimed", "documented = 0"),
    " FROM (SELECT valuation.claim, 1 AS times, kept.documented, kept.priced, \
            kept.unpriced, kept.amount_high, kept.amount_low FROM valuation \
            JOIN claim_sum AS kept ON kept.valuation = valuation.id \
                AND kept.dimension = 'claim' \
            WHERE valuation.incident = $1 AND <of valuations> \
            AND valuation.current = 1 AND valuation.for_basis = '' \
        UNION ALL SELECT valuation.claim, -1, kept.documented, kept.priced, \
            kept.unpriced, kept.amount_high, kept.amount_low FROM valuation \
            JOIN review_sum AS kept ON kept.valuation = valuation.id \
                AND kept.dimension = 'claim' \
            JOIN review ON review.claim = valuation.claim \
                AND review.entry_key = kept.entry_key \
            WHERE valuation.incident = $1 AND <of valuations> \
            AND valuation.current = 1 AND valuation.for_basis = '' AND NOT (<line counts>)\
        ) kept GROUP BY claim) line ON line.claim = claim.id \
    WHERE claim.incident = $1 "
);

impl Store {
    /// Begins a claim; on somebody's behalf when `by` is not the claimant.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] of a `claim` when the person has one in the incident, of a
    /// `reference` when it is taken.
    pub async fn start_claim(
        &self,
        by: &Actor,
        incident: &str,
        new: &NewClaim<'_>,
    ) -> Result<Claim, StoreError> {
        let mut tx = self.begin_write().await?;
        begin_claim(&mut tx, by, incident, new).await?;
        tx.commit().await?;
        self.claim(incident, new.id).await
    }

    /// One claim by id, within its incident.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn claim(&self, incident: &str, id: &str) -> Result<Claim, StoreError> {
        let ask = sqlx::query("SELECT * FROM claim WHERE incident = $1 AND id = $2")
            .bind(incident.to_owned())
            .bind(id.to_owned());
        one(&self.pool, ask, "claim").await
    }

    /// One claim by reference, ignoring case.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn claim_by_reference(
        &self,
        incident: &str,
        reference: &str,
    ) -> Result<Claim, StoreError> {
        let ask = sqlx::query("SELECT * FROM claim WHERE incident = $1 AND reference = $2")
            .bind(incident.to_owned())
            .bind(reference.to_uppercase());
        one(&self.pool, ask, "claim").await
    }

    /// A person's claim in an incident.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn claim_of(
        &self,
        incident: &str,
        person: &str,
    ) -> Result<Option<Claim>, StoreError> {
        let ask = sqlx::query("SELECT * FROM claim WHERE incident = $1 AND claimant = $2")
            .bind(incident.to_owned())
            .bind(person.to_owned());
        maybe(&self.pool, ask).await
    }

    /// All claims of an incident with their sums, by reference.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn claims(&self, incident: &str) -> Result<Vec<ClaimSummary>, StoreError> {
        let sql = by_rule!(&format!("{} ORDER BY claim.reference", summaries(false)));
        let ask = sqlx::query(sql)
            .bind(incident.to_owned())
            .bind(String::new());
        all(&self.pool, ask).await
    }

    /// One claim with its sums.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn claim_summary(
        &self,
        incident: &str,
        claim: &str,
    ) -> Result<ClaimSummary, StoreError> {
        let sql = by_rule!(&format!("{} AND claim.id = $2", summaries(true)));
        let ask = sqlx::query(sql)
            .bind(incident.to_owned())
            .bind(claim.to_owned());
        one(&self.pool, ask, "claim").await
    }

    /// Writes the statement.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the claim was changed since `version`;
    /// [`StoreError::Closed`] when it is not open to change.
    pub async fn write_statement(
        &self,
        by: &Actor,
        claim: &Claim,
        version: i64,
        words: &str,
        language: &str,
    ) -> Result<Claim, StoreError> {
        no_nul(words, "the statement")?;
        let mut tx = self.begin_write().await?;
        touch_words(&mut tx, claim, Some(version), by.now_us).await?;
        let ask = sqlx::query(
            "UPDATE claim SET statement = $1, statement_language = $2, statement_at_us = $3 \
             WHERE id = $4",
        )
        .bind(words.to_owned())
        .bind(language.to_owned())
        .bind(by.now_us)
        .bind(claim.id.clone());
        run(&mut *tx, ask).await?;
        let note = Note::new(CustodyEvent::StatementChanged, &claim.reference);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        self.claim(&claim.incident, &claim.id).await
    }

    /// Gives or takes back consents. Only changed ones are written and logged. Taking back
    /// is possible until the claim is withdrawn.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody decided since `version` (of the consents),
    /// because an old page must not restore a consent that was taken back;
    /// [`StoreError::Closed`] when the claim was withdrawn.
    pub async fn set_consents(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        consents: &[(Recipient, bool)],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE claim SET consents_version = consents_version + 1 WHERE id = $1 \
             AND (consents_version = $2 OR $2 = 0) AND state <> 'withdrawn'",
        )
        .bind(claim.id.clone())
        .bind(version.unwrap_or(0));
        if run(&mut *tx, ask).await? == 0 {
            return Err(match read(&mut tx, claim).await?.state {
                ClaimState::Withdrawn => StoreError::Closed(ClaimState::Withdrawn),
                _ => StoreError::Conflict("claim"),
            });
        }
        for (recipient, given) in consents {
            let rows = run(
                &mut *tx,
                sqlx::query(
                    "INSERT INTO consent (claim, recipient, given, person, at_us) \
                     VALUES ($1, $2, $3, $4, $5) \
                     ON CONFLICT (claim, recipient) DO UPDATE SET given = excluded.given, \
                     person = excluded.person, at_us = excluded.at_us \
                     WHERE consent.given <> excluded.given",
                )
                .bind(claim.id.clone())
                .bind(recipient.as_str())
                .bind(i64::from(*given))
                .bind(by.person.clone())
                .bind(by.now_us),
            )
            .await?;
            if rows == 0 {
                continue;
            }
            let action = match given {
                true => CustodyEvent::ConsentGiven,
                false => CustodyEvent::ConsentWithdrawn,
            };
            let note = Note::new(action, &claim.reference).purpose(Purpose::For {
                recipient: *recipient,
            });
            append(&mut tx, &claim.incident, by, note).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The consents about which a claimant has decided.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn consents(&self, claim: &str) -> Result<Vec<Consent>, StoreError> {
        let ask = sqlx::query("SELECT * FROM consent WHERE claim = $1 ORDER BY recipient")
            .bind(claim.to_owned());
        all(&self.pool, ask).await
    }

    /// Moves a claim to another state. Submitting uses [`Store::submit_claim`].
    ///
    /// # Errors
    /// [`StoreError::State`] names both states; [`StoreError::Conflict`] when the claim was
    /// changed since `version`; [`StoreError::NotAllowed`] when a coordinator would decide
    /// on their own claim.
    pub async fn move_claim(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        taken: Step,
        event: &NewEvent<'_>,
    ) -> Result<Claim, StoreError> {
        by.allowed(taken.act(), claim.is_of(&by.person))?;
        let mut tx = self.begin_write().await?;
        step(&mut tx, by, claim, version, taken, event).await?;
        tx.commit().await?;
        self.claim(&claim.incident, &claim.id).await
    }

    /// The claimant confirms a filing by somebody else.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when nothing waits for their confirmation.
    pub async fn confirm_filing(&self, by: &Actor, claim: &Claim) -> Result<Claim, StoreError> {
        let mut tx = self.begin_write().await?;
        let ask = sqlx::query(
            "UPDATE claim SET confirmed_at_us = $1, version = version + 1, changed_at_us = $1 \
             WHERE id = $2 AND claimant = $3 AND filed_by IS NOT NULL \
             AND confirmed_at_us IS NULL",
        )
        .bind(by.now_us)
        .bind(claim.id.clone())
        .bind(by.person.clone());
        changed(run(&mut *tx, ask).await?, "filing")?;
        let note = Note::new(CustodyEvent::FilingConfirmed, &claim.reference);
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        self.claim(&claim.incident, &claim.id).await
    }

    /// Writes a message on a claim.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn write_message(
        &self,
        by: &Actor,
        claim: &Claim,
        event: &NewEvent<'_>,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        insert_message(&mut tx, by, claim, event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Messages and changes of state, oldest first.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn claim_events(&self, claim: &str) -> Result<Vec<ClaimEvent>, StoreError> {
        let ask = sqlx::query(
            "SELECT claim_event.*, COALESCE(person.name, '') AS person_name FROM claim_event \
             LEFT JOIN person ON person.id = claim_event.person \
             WHERE claim = $1 ORDER BY at_us, claim_event.id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }
}

/// Begins a claim within a transaction: see [`Store::start_claim`].
pub(crate) async fn begin_claim(
    on: &mut AnyConnection,
    by: &Actor,
    incident: &str,
    new: &NewClaim<'_>,
) -> Result<(), StoreError> {
    let filed_by = (by.person != new.claimant)
        .then(|| by.person_id())
        .flatten();
    let taken: Option<String> = maybe(
        &mut *on,
        sqlx::query("SELECT id FROM claim WHERE incident = $1 AND reference = $2")
            .bind(incident.to_owned())
            .bind(new.reference.to_owned()),
    )
    .await?;
    if taken.is_some() {
        return Err(StoreError::Duplicate("reference"));
    }
    let ask = sqlx::query(
        "INSERT INTO claim (id, incident, reference, claimant, filed_by, state, version, \
         statement, statement_language, created_at_us, changed_at_us) \
         VALUES ($1, $2, $3, $4, $5, 'draft', 1, '', '', $6, $6)",
    )
    .bind(new.id.to_owned())
    .bind(incident.to_owned())
    .bind(new.reference.to_owned())
    .bind(new.claimant.to_owned())
    .bind(filed_by.map(str::to_owned))
    .bind(by.now_us);
    insert(&mut *on, ask, "claim").await?;
    let action = match filed_by {
        Some(_) => CustodyEvent::FiledOnBehalf,
        None => CustodyEvent::ClaimStarted,
    };
    append(on, incident, by, Note::new(action, new.reference)).await?;
    Ok(())
}

/// Writes a message within a transaction: see [`Store::write_message`].
pub(crate) async fn insert_message(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    event: &NewEvent<'_>,
) -> Result<(), StoreError> {
    no_nul(event.words, "the message")?;
    insert_event(&mut *on, by, claim, EventKind::Message, None, event).await?;
    let note = Note::new(CustodyEvent::MessageWritten, &claim.reference);
    append(on, &claim.incident, by, note).await?;
    Ok(())
}

/// Checks that a claim is open to change, counts a change of its figures' inputs, and
/// requests new figures.
pub(crate) async fn touch(
    on: &mut AnyConnection,
    claim: &Claim,
    version: Option<i64>,
    now_us: i64,
) -> Result<(), StoreError> {
    touch_words(&mut *on, claim, version, now_us).await?;
    touch_figures(on, &claim.id).await?;
    ask_for(on, JobKind::Claim, &claim.id, now_us).await
}

/// Counts a change of the inputs of a claim's figures, whatever the claim's state.
pub(crate) async fn touch_figures(on: &mut AnyConnection, claim: &str) -> Result<(), StoreError> {
    let ask = sqlx::query("UPDATE claim SET figures_version = figures_version + 1 WHERE id = $1")
        .bind(claim.to_owned());
    run(on, ask).await?;
    Ok(())
}

/// Checks that a claim is open to change, and counts a change of words alone.
async fn touch_words(
    on: &mut AnyConnection,
    claim: &Claim,
    version: Option<i64>,
    now_us: i64,
) -> Result<(), StoreError> {
    let ask = sqlx::query(
        "UPDATE claim SET version = version + 1, changed_at_us = $1 WHERE id = $2 \
         AND (version = $3 OR $3 = 0) AND state IN ('draft', 'returned')",
    )
    .bind(now_us)
    .bind(claim.id.clone())
    .bind(version.unwrap_or(0));
    if run(&mut *on, ask).await? == 1 {
        return Ok(());
    }
    let now = read(on, claim).await?;
    if now.state.is_open_to_change() {
        Err(StoreError::Conflict("claim"))
    } else {
        Err(StoreError::Closed(now.state))
    }
}

/// The claim as it is within this transaction.
pub(crate) async fn read(on: &mut AnyConnection, claim: &Claim) -> Result<Claim, StoreError> {
    let ask = sqlx::query("SELECT * FROM claim WHERE id = $1").bind(claim.id.clone());
    one(on, ask, "claim").await
}

/// One change of state: it is checked, written if the state is still the checked one, shown
/// to both sides and logged.
async fn step(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    version: Option<i64>,
    taken: Step,
    event: &NewEvent<'_>,
) -> Result<(), StoreError> {
    no_nul(event.words, "the message")?;
    let now = read(on, claim).await?;
    let to = now.state.take(taken)?;
    if version.is_some_and(|version| version != now.version) {
        return Err(StoreError::Conflict("claim"));
    }
    let submitted = (taken == Step::Submit).then_some(by.now_us);
    let ask = sqlx::query(
        "UPDATE claim SET state = $1, version = version + 1, changed_at_us = $2, \
         submitted_at_us = COALESCE($3, submitted_at_us), \
         return_asked_at_us = CASE WHEN $1 = 'in_review' THEN return_asked_at_us END \
         WHERE id = $4 AND version = $5",
    )
    .bind(to.as_str())
    .bind(by.now_us)
    .bind(submitted)
    .bind(claim.id.clone())
    .bind(now.version);
    if run(&mut *on, ask).await? == 0 {
        return Err(StoreError::Conflict("claim"));
    }
    let states = Some((now.state, to));
    insert_event(on, by, claim, EventKind::State, states, event).await?;
    // Which assets are in doubt depends on which claims count.
    ask_for(on, JobKind::Group, &claim.incident, by.now_us).await?;
    let purpose = Purpose::Moved {
        from: now.state,
        to,
    };
    let note = Note::new(CustodyEvent::ClaimMoved, &claim.reference).purpose(purpose);
    append(on, &claim.incident, by, note).await?;
    Ok(())
}

pub(crate) async fn insert_event(
    on: &mut AnyConnection,
    by: &Actor,
    claim: &Claim,
    kind: EventKind,
    states: Option<(ClaimState, ClaimState)>,
    event: &NewEvent<'_>,
) -> Result<(), StoreError> {
    let ask = sqlx::query(
        "INSERT INTO claim_event (id, claim, at_us, person, role, kind, from_state, to_state, \
         words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(event.id.to_owned())
    .bind(claim.id.clone())
    .bind(by.now_us)
    .bind(by.person.clone())
    .bind(by.role.as_str())
    .bind(kind.as_str())
    .bind(states.map(|(from, _)| from.as_str()))
    .bind(states.map(|(_, to)| to.as_str()))
    .bind(event.words.to_owned());
    insert(on, ask, "message").await
}
