//! Checks what claimants and coordinators said: statements, declarations, consents, the
//! release, and the names of claimants, each against the custody log.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use casework::custody::{CustodyEvent, Purpose, snapshot_object};
use casework::snapshot::{Declaration, Statement};
use casework::{ClaimState, Committed};
use ledger::{Money, Text, rfc3339};

use super::claims::ListedClaim;
use super::log::{About, Logged};
use super::{ArchiveError, Check, Settings, shown};
use crate::documents::{self, Facts, Words};
use crate::layout;
use crate::tables;

/// The figures of a claim that its declaration must have.
#[derive(Clone, Debug, Default)]
pub(super) struct ClaimFigures {
    /// Lines less credits, whatever the state of the claim.
    pub(super) net: Money,
    /// Whether a line has a price.
    pub(super) is_priced: bool,
}

impl Logged {
    /// The commitment that a record carries.
    pub(super) fn commitment(&self) -> Option<&Text> {
        match &self.purpose {
            Some(
                Purpose::Committed { commitment }
                | Purpose::Received { commitment, .. }
                | Purpose::Recorded { commitment, .. }
                | Purpose::Settled { commitment, .. }
                | Purpose::Flat { commitment, .. },
            ) => Some(commitment),
            _ => None,
        }
    }

    fn commits_to(&self, fact: &Committed<'_>, salt: &str) -> bool {
        self.commitment() == Some(&fact.hash(salt))
    }
}

impl<R: Read + Seek> Check<R> {
    /// The salts of the shared claims. Checks their names and states against the record of
    /// the freezing.
    pub(super) fn claimants(
        &mut self,
        claims: &[ListedClaim],
        facts: &Facts,
    ) -> Result<BTreeMap<String, String>, ArchiveError> {
        let mut salts = BTreeMap::new();
        let mut leaves = BTreeMap::new();
        let columns = &tables::CLAIMANT_COLUMNS;
        self.each_row(layout::CLAIMANTS, columns, |check, row| {
            let [reference, name, mail, salt] = [0, 1, 2, 3].map(|at| &row.cells[at]);
            let claim = claims.iter().find(|claim| claim.reference == reference);
            let is_new = !salts.contains_key(reference);
            let Some(claim) = claim.filter(|claim| claim.shared && is_new) else {
                let place = format!("{}:{}", layout::CLAIMANTS, row.line);
                check.find(place, "names the claimant of no claim that is shared here");
                return Ok(());
            };
            let leaf = Committed::Claim {
                reference,
                state: claim.state,
                name,
                mail,
            };
            leaves.insert(reference.to_owned(), leaf.hash(salt));
            salts.insert(reference.to_owned(), salt.to_owned());
            Ok(())
        })?;
        for claim in claims.iter().filter(|claim| claim.shared) {
            if !salts.contains_key(&claim.reference) {
                let sentence = format!("lacks the claimant of {}", shown(&claim.reference));
                self.find(layout::CLAIMANTS, sentence);
            }
        }
        self.leaves(claims, &leaves, facts)?;
        Ok(salts)
    }

    /// Checks the commitments of all claims: those of shared claims against their facts, and
    /// their list against the claims of the report.
    fn leaves(
        &mut self,
        claims: &[ListedClaim],
        expected: &BTreeMap<String, Text>,
        facts: &Facts,
    ) -> Result<(), ArchiveError> {
        let mut leaves: Vec<(String, Text)> = Vec::new();
        self.each_row(layout::LEAVES, &tables::LEAF_COLUMNS, |check, row| {
            let (claim, leaf) = (row.cells[0].to_owned(), Text::from(&row.cells[1]));
            if expected
                .get(&claim)
                .is_some_and(|expected| *expected != leaf)
            {
                let sentence = format!(
                    "is not the commitment to the name, mail and state of {}",
                    shown(&claim)
                );
                check.find(format!("{}:{}", layout::LEAVES, row.line), sentence);
            }
            leaves.push((claim, leaf));
            Ok(())
        })?;
        let listed = leaves.iter().map(|(claim, _)| claim);
        if !listed.eq(claims.iter().map(|claim| &claim.reference)) {
            let sentence = format!("does not list the claims of {}", layout::CLAIMS);
            self.find(layout::LEAVES, sentence);
        }
        let report = Committed::Report {
            number: facts.number,
            leaves: &leaves,
        };
        self.commitment = Some(report.hash(""));
        Ok(())
    }

    /// Checks the statement and the declaration of every shared claim.
    pub(super) fn statements(
        &mut self,
        settings: &Settings,
        claims: &[ListedClaim],
        figures: &BTreeMap<String, ClaimFigures>,
    ) -> Result<(), ArchiveError> {
        let mut listed = BTreeSet::from([layout::CLAIMANTS, layout::CONSENTS].map(str::to_owned));
        for claim in claims.iter().filter(|claim| claim.shared) {
            let path = layout::statement(&claim.reference);
            match self.document::<Words>(&path)? {
                Some(words) if words.claim != claim.reference => {
                    self.find(path.clone(), "is about another claim than its name says");
                }
                Some(words) => {
                    let figures = figures.get(&claim.reference).cloned();
                    self.words(settings, claim, &words, &figures.unwrap_or_default());
                }
                None if !self.archive.has(&path) => self.find(path.clone(), "is missing"),
                None => {}
            }
            listed.insert(path);
        }
        self.only("data/statements/", &listed);
        Ok(())
    }

    fn words(
        &mut self,
        settings: &Settings,
        claim: &ListedClaim,
        words: &Words,
        figures: &ClaimFigures,
    ) {
        if !settings.log.is_whole || settings.is_named_alone(claim) {
            return;
        }
        self.statement(settings, &claim.reference, words.statement.as_ref());
        match &words.declaration {
            Some(declaration) => self.declaration(settings, claim, declaration, figures),
            None => {
                let sentence = "has no declaration, although the claim was submitted";
                self.find(layout::statement(&claim.reference), sentence);
            }
        }
    }

    fn statement(&mut self, settings: &Settings, claim: &str, statement: Option<&Statement>) {
        let (log, salt) = (&settings.log, settings.salt(claim));
        let about = About::Statement(claim.to_owned());
        let mut held = log.held(&about);
        let is_told = match statement {
            Some(Statement {
                language,
                text,
                written_us,
            }) => {
                let fact = Committed::Statement { language, text };
                !text.is_empty()
                    && held.any(|logged| {
                        logged.commits_to(&fact, salt) && logged.is_at_us(*written_us)
                    })
            }
            None => log.may_lack(&about) || held.any(|logged| logged.purpose.is_none()),
        };
        if !is_told {
            let sentence = "has not the statement that the custody log recorded";
            self.find(layout::statement(claim), sentence);
        }
    }

    fn declaration(
        &mut self,
        settings: &Settings,
        claim: &ListedClaim,
        signed: &Declaration,
        figures: &ClaimFigures,
    ) {
        let (log, reference) = (&settings.log, &claim.reference);
        let path = layout::statement(reference);
        if signed.text.trim().is_empty() || signed.signed_name.trim().is_empty() {
            self.find(path.clone(), "has an empty declaration");
        }
        let fact = Committed::Declaration {
            text: &signed.text,
            signed_name: &signed.signed_name,
            loss: signed.loss,
            files: &signed.files,
        };
        let salt = settings.salt(reference);
        let about = About::Declaration(reference.clone());
        let mut held = log.held(&about);
        let logged =
            held.find(|logged| logged.commits_to(&fact, salt) && logged.is_at_us(signed.signed_us));
        let Some(logged) = logged else {
            let sentence = "has not the declaration that the custody log recorded: text, name, \
                            sum, files or time differ";
            self.find(path, sentence);
            return;
        };
        let filed = log.last(&About::Filed(reference.clone()));
        if filed.map(|filed| &filed.actor) != signed.filed_by.as_ref() {
            self.find(path.clone(), "states another filer than the custody log");
        }
        let changed = log.since(&About::Input(reference.clone()), logged.sequence);
        let revalued = log.since(&About::Revalued(reference.clone()), logged.sequence);
        let is_said = match signed.changed_since {
            Some(true) => changed || revalued,
            Some(false) => !changed,
            None => true,
        };
        if !is_said {
            let sentence = "contradicts the custody log on whether the claim was changed since \
                            it was signed";
            self.find(path.clone(), sentence);
        }
        if changed || revalued || log.since(&About::Terms, logged.sequence) {
            self.verdict.unchecked.declarations.add(signed.loss);
            return;
        }
        self.signed_figures(settings, (claim, &path), signed, figures);
    }

    /// Compares what was signed with the claim, where nothing changed in between.
    fn signed_figures(
        &mut self,
        settings: &Settings,
        (claim, path): (&ListedClaim, &str),
        signed: &Declaration,
        figures: &ClaimFigures,
    ) {
        let expected = figures.is_priced.then_some(figures.net);
        match signed.loss {
            // Nothing had a price then, or the sum was not kept.
            None => self.verdict.unchecked.declarations.add(None),
            Some(loss) if expected != Some(loss) => {
                let sum = expected.map_or("no sum".to_owned(), |sum| sum.to_string());
                let sentence = format!("was signed under {loss}, but the claim adds up to {sum}");
                self.find(path, sentence);
            }
            Some(_) => {}
        }
        let files = settings.files.get(&claim.reference);
        if files.map_or(&[][..], Vec::as_slice) != signed.files {
            self.find(path, "was signed under other files than the claim has");
        }
    }

    /// Checks that every shared claim consents to this recipient, as the custody log says.
    pub(super) fn consents(
        &mut self,
        settings: &Settings,
        shared: &BTreeSet<&String>,
    ) -> Result<(), ArchiveError> {
        let facts = &settings.facts;
        let mut given: BTreeSet<String> = BTreeSet::new();
        self.each_row(layout::CONSENTS, &tables::CONSENT_COLUMNS, |check, row| {
            let [claim, recipient, when] = [0, 1, 2].map(|at| row.cells[at].to_owned());
            let moment = |text: &str| rfc3339::parse(text);
            let in_time = moment(&when).is_some_and(|when| Some(when) <= moment(&facts.built_at));
            let is_ours = recipient == facts.recipient && shared.contains(&claim);
            let place = format!("{}:{}", layout::CONSENTS, row.line);
            let about = About::Consent(claim.clone(), recipient);
            if !(is_ours && in_time && given.insert(claim)) {
                check.find(place, "is no consent that this bundle stands on");
                return Ok(());
            }
            let logged = settings.log.last(&about);
            let is_given = |logged: &Logged| logged.event == CustodyEvent::ConsentGiven;
            if settings.log.is_whole
                && !logged.is_some_and(|logged| is_given(logged) && logged.is_at(&when))
            {
                let sentence = "is no consent of the custody log, or was withdrawn there";
                check.find(place, sentence);
            }
            Ok(())
        })?;
        for claim in shared.iter().filter(|claim| !given.contains(**claim)) {
            let sentence = format!("has no consent of {}, which is shared", shown(claim));
            self.find(layout::CONSENTS, sentence);
        }
        Ok(())
    }

    /// Checks that two people released this report to this recipient.
    pub(super) fn release(&mut self, settings: &Settings) {
        let (facts, log) = (&settings.facts, &settings.log);
        if !log.is_whole {
            return;
        }
        let acts = log.all(&About::Release(facts.release.clone()));
        let object = snapshot_object(i64::from(facts.number));
        let is_of_report = |logged: &&Logged| {
            let recipient = match &logged.purpose {
                Some(Purpose::Release { recipient, .. }) => recipient.as_str(),
                _ => return false,
            };
            logged.object == object
                && logged.sha256 == facts.document_sha256
                && recipient == facts.recipient
        };
        let find = |event: CustodyEvent| {
            let mut acts = acts.iter();
            acts.find(|logged| logged.event == event && is_of_report(logged))
        };
        let requested = find(CustodyEvent::ReleaseRequested);
        let approved = find(CustodyEvent::ReleaseApproved);
        let sentence = match (requested, approved) {
            (None, _) => "has no request to release this report to this recipient",
            (_, None) => "has no approval of the release of this report to this recipient",
            (Some(requested), Some(approved)) if requested.actor == approved.actor => {
                "has a release that one person both requested and approved"
            }
            (Some(requested), Some(approved)) if requested.sequence > approved.sequence => {
                "has a release that was approved before it was requested"
            }
            _ if acts
                .iter()
                .any(|logged| logged.event == CustodyEvent::ReleaseEnded) =>
            {
                "has a release that was ended before the bundle was built"
            }
            _ => return,
        };
        self.find(layout::CUSTODY, sentence);
    }

    /// Checks the states of all claims, and the moments at which nothing was held.
    pub(super) fn states(&mut self, settings: &Settings, claims: &[ListedClaim]) {
        let log = &settings.log;
        if !log.is_whole {
            return;
        }
        for claim in claims {
            let about = About::State(claim.reference.clone());
            let mut held = log.held(&about);
            if !held.any(|logged| state_of(logged) == Some(claim.state)) {
                let sentence = format!(
                    "states that {} is {}; the custody log does not",
                    shown(&claim.reference),
                    claim.state.as_str()
                );
                self.find(layout::CLAIMS, sentence);
            }
            if claim.shared && !settings.is_named_alone(claim) {
                self.flat(settings, claim);
            }
        }
        let listed: BTreeSet<&str> = claims.iter().map(|claim| &*claim.reference).collect();
        let lacking: Vec<String> = log
            .keys()
            .filter_map(|about| match about {
                About::State(claim) if !listed.contains(&**claim) => {
                    let state = log.held_throughout(about).and_then(state_of);
                    state
                        .is_some_and(|state| state != ClaimState::Draft)
                        .then(|| claim.clone())
                }
                _ => None,
            })
            .collect();
        for claim in lacking {
            let sentence = format!("lacks {}, which the custody log has", shown(&claim));
            self.find(layout::CLAIMS, sentence);
        }
    }

    fn flat(&mut self, settings: &Settings, claim: &ListedClaim) {
        let (log, salt) = (&settings.log, settings.salt(&claim.reference));
        let about = About::Flat(claim.reference.clone());
        let mut held = log.held(&about);
        let removed = |logged: &Logged| logged.event == CustodyEvent::FlatRemoved;
        let is_told = match claim.flat_before {
            None => log.may_lack(&about) || held.any(removed),
            Some(at) => {
                let reason = &claim.flat_before_why;
                let fact = Committed::Flat { reason };
                held.any(|logged| {
                    let same = matches!(&logged.purpose,
                        Some(Purpose::Flat { moment, .. }) if moment.micros() == at.micros());
                    same && !removed(logged) && logged.commits_to(&fact, salt)
                })
            }
        };
        if !is_told {
            let sentence = format!(
                "states another moment at which {} held nothing, or another reason for it, \
                 than the custody log",
                shown(&claim.reference)
            );
            self.find(layout::CLAIMS, sentence);
        }
    }

    /// Checks that the record of the freezing commits to the claims of the report.
    pub(super) fn frozen_claims(&mut self, settings: &Settings) {
        let log = &settings.log;
        let mut frozen = log.all(&About::Frozen).iter();
        let record = frozen.find(|logged| logged.sequence == log.frozen_at());
        let Some(record) = record else { return };
        if record.commitment() != self.commitment.as_ref() {
            let sentence = format!(
                "does not list the claims that record {} of the custody log commits to",
                record.sequence
            );
            self.find(layout::LEAVES, sentence);
        }
    }
}

/// The state that a claim has after a record.
fn state_of(logged: &Logged) -> Option<ClaimState> {
    match &logged.purpose {
        Some(Purpose::Moved { to, .. }) => Some(*to),
        _ => matches!(
            logged.event,
            CustodyEvent::ClaimStarted | CustodyEvent::FiledOnBehalf
        )
        .then_some(ClaimState::Draft),
    }
}

/// Whether a document has the one form that this program writes.
pub(super) fn is_as_written(document: &impl serde::Serialize, bytes: &[u8]) -> bool {
    documents::pretty(document).is_ok_and(|written| written.as_bytes() == bytes)
}
