//! Checks everything above the lines: settings, prices, credits, exclusions, totals.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};

use casework::counting::TotalsBuilder;
use casework::{ClaimState, Committed, ReviewState, Support};
use ledger::losses::{Credit, CreditDoubts, CreditLine, LossLine, METHOD, Terms, value_credits};
use ledger::{Amount, Entry, Money, PriceBook, Text, rfc3339};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::claims::{ListedClaim, SharedClaim, Tables};
use super::log::{About, Log};
use super::statements::{ClaimFigures, is_as_written};
use super::table::TableRow;
use super::{ArchiveError, Check, ReportFacts, Settings, Unchecked, shown};
use crate::bag::sha256_hex;
use crate::documents::{self, Facts, IDENTIFIED, MethodFacts};
use crate::layout;
use crate::seal::used_prices;
use crate::spool::Spool;
use crate::tables::{self, Row};
use crate::totals::UnpricedLine;

/// The recomputed values, to compare with the bundle's own sums. Lists that grow with the
/// rows wait in temporary files.
pub(super) struct Recomputed {
    pub(super) sum: TotalsBuilder,
    pub(super) exclusions: Spool<Row>,
    /// Conflicting rows of two originals.
    pub(super) conflicts: Spool<Row>,
    /// The terms of each claim: the settings, with the assets that it puts in doubt.
    pub(super) terms: BTreeMap<String, Terms>,
    /// What is odd about the credits of each claim.
    pub(super) doubts: BTreeMap<String, CreditDoubts>,
    /// What the declaration of each claim must have.
    pub(super) figures: BTreeMap<String, ClaimFigures>,
    /// What cannot be checked of the lines and credits.
    unchecked: Unchecked,
    unpriced: Spool<UnpricedLine>,
    prices: BTreeSet<Row>,
    price_paths: BTreeMap<String, String>,
}

impl Recomputed {
    fn new(settings: &Settings) -> io::Result<Recomputed> {
        Ok(Recomputed {
            sum: TotalsBuilder::new(&settings.method.terms, settings.facts.price_version),
            exclusions: Spool::new()?,
            conflicts: Spool::new()?,
            terms: BTreeMap::new(),
            doubts: BTreeMap::new(),
            figures: BTreeMap::new(),
            unchecked: Unchecked::default(),
            unpriced: Spool::new()?,
            prices: BTreeSet::new(),
            price_paths: settings.price_paths.clone(),
        })
    }

    /// Records a line's prices and its missing prices.
    pub(super) fn line(
        &mut self,
        claim: &str,
        file: &str,
        entry: &Entry,
        line: &LossLine,
    ) -> io::Result<()> {
        let legs = line.prices.iter().flat_map(|price| &price.legs);
        self.prices.extend(used_prices(legs, &self.price_paths));
        for unpriced in UnpricedLine::of(claim, file, entry, line) {
            self.unpriced.push(&unpriced)?;
        }
        Ok(())
    }

    /// Adds a line to what its claim's declaration must have, and to what cannot be checked.
    pub(super) fn counted(
        &mut self,
        claim: &ListedClaim,
        support: Support,
        (line, review): (&LossLine, ReviewState),
    ) {
        if !review.counts() {
            return;
        }
        let figures = self.figures.entry(claim.reference.clone()).or_default();
        figures.is_priced |= line.loss.is_some();
        figures.net += line.loss.unwrap_or(Money::ZERO);
        if claim.state.counts() {
            match support.is_documented() {
                true => self.unchecked.contested.add(line.loss),
                false => self.unchecked.typed.add(line.loss),
            }
            for unpriced in &line.unpriced {
                self.unchecked.unpriced.add(unpriced.at_most);
            }
        }
    }

    fn credit(&mut self, claim: &ListedClaim, line: &CreditLine) -> io::Result<()> {
        if claim.state.counts() {
            self.unchecked.credits.add(line.value);
        }
        let legs = line.price.iter().flat_map(|price| &price.legs);
        self.prices.extend(used_prices(legs, &self.price_paths));
        if let Some(unpriced) = UnpricedLine::of_credit(&claim.reference, line) {
            self.unpriced.push(&unpriced)?;
        }
        self.sum.credit(&claim.reference, claim.state, line);
        let figures = self.figures.entry(claim.reference.clone()).or_default();
        figures.net = figures.net - line.value.unwrap_or(Money::ZERO);
        Ok(())
    }
}

impl<R: Read + Seek> Check<R> {
    /// The settings of the recomputation; none when the bundle does not have them.
    pub(super) fn settings(&mut self) -> Result<Option<Settings>, ArchiveError> {
        let facts: Option<Facts> = self.document(layout::FACTS)?;
        let method: Option<MethodFacts> = self.document(layout::METHOD)?;
        let (Some(facts), Some(method)) = (facts, method) else {
            return Ok(None);
        };
        if facts.kind != IDENTIFIED {
            let sentence = format!(
                "is of a kind this program can't check: {}",
                shown(&facts.kind)
            );
            self.find(layout::FACTS, sentence);
            return Ok(None);
        }
        if method.method != METHOD {
            let theirs = shown(&method.method);
            let sentence = format!("names {theirs}; this program computes by {METHOD}");
            self.find(layout::METHOD, sentence);
            return Ok(None);
        }
        if method.rounding != documents::rounding() {
            self.find(
                layout::METHOD,
                "states another rounding than its method has",
            );
        }
        let top = facts.top();
        if top != self.verdict.name {
            let name = shown(&self.verdict.name);
            let sentence = format!("states the name {}, but the folder is {name}", shown(&top));
            self.find(layout::FACTS, sentence);
        }
        let mut settings = Settings {
            facts,
            method,
            book: PriceBook::new(),
            price_paths: BTreeMap::new(),
            price_ids: BTreeMap::new(),
            log: Log::default(),
            salts: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        self.verdict.report = Some(report_facts(&settings));
        self.price_book(&mut settings)?;
        Ok(Some(settings))
    }

    pub(super) fn document<T: DeserializeOwned + Serialize>(
        &mut self,
        path: &str,
    ) -> Result<Option<T>, ArchiveError> {
        let Some(bytes) = self.archive.bytes(path, &self.limits.verifying)? else {
            return Ok(None);
        };
        match serde_json::from_slice(&bytes) {
            Ok(document) => {
                if !is_as_written(&document, &bytes) {
                    self.find(path, "is not in the form in which this program writes it");
                }
                Ok(Some(document))
            }
            Err(error) => {
                self.find(path, format!("can't be read: {error}"));
                Ok(None)
            }
        }
    }

    /// The price book: files in the order in which they are searched, each under its given
    /// name and pair.
    fn price_book(&mut self, settings: &mut Settings) -> Result<(), ArchiveError> {
        let mut listed =
            BTreeSet::from([layout::PRICES.to_owned(), layout::PRICES_INDEX.to_owned()]);
        let columns = &tables::PRICE_FILE_COLUMNS;
        self.each_row(layout::PRICES_INDEX, columns, |check, row| {
            let place = format!("{}:{}", layout::PRICES_INDEX, row.line);
            let [path, sha256, size_bytes, name, asset, quote] =
                [0, 1, 2, 3, 4, 5].map(|at| &row.cells[at]);
            if !layout::is_sha256(sha256) || path != format!("data/prices/{sha256}.csv") {
                check.find(place, "does not name a price file by its hash");
                return Ok(());
            }
            listed.insert(path.to_owned());
            let Some(bytes) = check.archive.bytes(path, &check.limits.verifying)? else {
                check.find(path, "is missing, but in the index of prices");
                return Ok(());
            };
            let found = sha256_hex(&bytes);
            if found != sha256 {
                let sentence = "is not the price file that was used: \
                                its SHA-256 is not the one in its name";
                check.find(path, sentence);
                let ids = (found[..12].to_owned(), sha256[..12].to_owned());
                settings.price_ids.extend([ids]);
            }
            if bytes.len().to_string() != size_bytes {
                check.find(place, "gives another size than the file has");
            }
            let id = sha256[..12].to_owned();
            settings.price_paths.insert(id, path.to_owned());
            let pair = (!asset.is_empty()).then_some((asset, quote));
            if let Err(error) = settings.book.add(name, pair, &bytes) {
                check.find(path, format!("gives no prices: {error}"));
            }
            Ok(())
        })?;
        self.only("data/prices/", &listed);
        Ok(())
    }

    /// Checks every entry, loss, price, exclusion, credit and total.
    pub(super) fn recompute(&mut self, settings: &mut Settings) -> Result<(), ArchiveError> {
        let claims = self.claims()?;
        settings.log = self.custody(&settings.facts, &claims)?;
        settings.salts = self.claimants(&claims, &settings.facts)?;
        let originals = self.originals(&claims, settings)?;
        let settings = &*settings;
        let shared: BTreeSet<&String> = claims
            .iter()
            .filter(|claim| claim.shared)
            .map(|claim| &claim.reference)
            .collect();
        let tables = Tables {
            entries: self.stretches(layout::ENTRIES, &tables::ENTRY_COLUMNS, &shared)?,
            losses: self.stretches(layout::LOSSES, &tables::LOSS_COLUMNS, &shared)?,
        };
        let decisions = self.decisions(settings, &originals)?;
        let mut recomputed = Recomputed::new(settings)?;
        for claim in claims.iter().filter(|claim| claim.shared) {
            recomputed.sum.claim(&claim.reference, claim.state);
            let files = originals.get(&claim.reference);
            let files = files.map_or(&[][..], Vec::as_slice);
            let decisions = decisions.get(&claim.reference);
            let claim = SharedClaim {
                claim,
                originals: files,
                decisions: decisions.map_or(&[][..], Vec::as_slice),
                tables: &tables,
                settings,
            };
            self.claim(&claim, &mut recomputed)?;
        }
        self.credits(settings, &claims, &mut recomputed)?;
        self.statements(settings, &claims, &recomputed.figures)?;
        self.consents(settings, &shared)?;
        self.told_by_log(settings, &claims)?;
        let Recomputed {
            sum,
            exclusions,
            conflicts,
            unpriced,
            unchecked,
            prices,
            ..
        } = recomputed;
        self.verdict.unchecked = Unchecked {
            contested: unchecked.contested,
            typed: unchecked.typed,
            unpriced: unchecked.unpriced,
            credits: unchecked.credits,
            prices: prices.len() as u64,
            ..self.verdict.unchecked
        };
        let columns = &tables::EXCLUSION_COLUMNS;
        self.same_rows(layout::EXCLUSIONS, columns, exclusions)?;
        self.same_rows(layout::CONFLICTS, &tables::CONFLICT_COLUMNS, conflicts)?;
        let mut listed = Spool::new()?;
        for price in &prices {
            listed.push(price)?;
        }
        self.same_rows(layout::PRICES, &tables::PRICE_COLUMNS, listed)?;
        self.totals(&claims, sum, unpriced.finish()?)
    }

    fn claims(&mut self) -> Result<Vec<ListedClaim>, ArchiveError> {
        let mut claims: Vec<ListedClaim> = Vec::new();
        let mut seen = BTreeSet::new();
        self.each_row(layout::CLAIMS, &tables::CLAIM_COLUMNS, |check, row| {
            let place = format!("{}:{}", layout::CLAIMS, row.line);
            let state = row.cells[1].parse::<ClaimState>().ok();
            let shared = match &row.cells[2] {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            let reference = row.cells[0].to_owned();
            let (stated, why) = (&row.cells[3], &row.cells[4]);
            let flat_before = rfc3339::parse(stated);
            if !stated.is_empty() && flat_before.is_none() {
                check.find(&place, "names no moment at which nothing was held");
            }
            match (state, shared) {
                (Some(state), Some(shared))
                    if layout::is_plain(&reference) && seen.insert(reference.clone()) =>
                {
                    claims.push(ListedClaim {
                        reference,
                        state,
                        shared,
                        flat_before,
                        flat_before_why: why.to_owned(),
                    });
                }
                _ => check.find(place, "is no claim, or one that is there already"),
            }
            Ok(())
        })?;
        let shared = claims.iter().filter(|claim| claim.shared).count() as u64;
        self.verdict.checked.claims_shared = shared;
        self.verdict.checked.claims_withheld = claims.len() as u64 - shared;
        Ok(claims)
    }

    /// Checks what applies to the whole report.
    fn told_by_log(
        &mut self,
        settings: &Settings,
        claims: &[ListedClaim],
    ) -> Result<(), ArchiveError> {
        self.release(settings);
        self.states(settings, claims);
        self.frozen_claims(settings);
        self.terms(settings)
    }

    fn credits(
        &mut self,
        settings: &Settings,
        claims: &[ListedClaim],
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        let mut logged = ToldCredits::new(&settings.log);
        self.each_row(layout::CREDITS, &tables::CREDIT_COLUMNS, |check, row| {
            let place = format!("{}:{}", layout::CREDITS, row.line);
            let mut shared = claims.iter().filter(|claim| claim.shared);
            let claim = shared.find(|claim| claim.reference == row.cells[0]);
            let (Some(claim), Some(credit)) = (claim, credit(&row)) else {
                check.find(place, "is no credit of a claim that is shared here");
                return Ok(());
            };
            if !logged.take(&claim.reference, &row, &credit, settings) {
                let sentence = "has no record in the custody log: time, asset, amount, \
                                evidence or note differ";
                check.find(&place, sentence);
            }
            let own = recomputed.terms.get(&claim.reference);
            let terms = own.unwrap_or(&settings.method.terms);
            let doubts = recomputed.doubts.entry(claim.reference.clone());
            let doubts = doubts.or_default();
            let valued = value_credits(&[credit], doubts, &settings.book, terms);
            match valued {
                Ok(lines) => {
                    for line in lines {
                        let line = settings.credit_as_listed(line);
                        let expected = tables::credit_row(&claim.reference, &line);
                        let columns = &tables::CREDIT_COLUMNS;
                        let source = "computed again it is";
                        check.compare(&place, columns, &row.cells, &expected, source);
                        recomputed.credit(claim, &line)?;
                    }
                }
                Err(error) => check.find(place, error.to_string()),
            }
            Ok(())
        })?;
        // Of a claim without a salt, the report has the reference alone.
        let left = logged.left();
        for (claim, sequence) in left.filter(|(claim, _)| !settings.salt(claim).is_empty()) {
            let sentence = format!(
                "lacks a credit of {}, which record {sequence} of the custody log has",
                shown(claim)
            );
            self.find(layout::CREDITS, sentence);
        }
        Ok(())
    }
}

fn report_facts(settings: &Settings) -> ReportFacts {
    let facts = &settings.facts;
    ReportFacts {
        incident: facts.incident.name.clone(),
        number: facts.number,
        frozen_at: facts.frozen_at.clone(),
        built_at: facts.built_at.clone(),
        recipient: facts.recipient.clone(),
        currency: settings.method.terms.currency.to_string(),
    }
}

/// The credits that the custody log tells, by claim and commitment.
struct ToldCredits<'l> {
    is_whole: bool,
    /// Those that held at some moment while the report was gathered, each with the key of
    /// the log.
    held: BTreeMap<(String, Text), Vec<&'l About>>,
    /// Those that held the whole time and that no row has had yet.
    left: BTreeMap<&'l About, (&'l str, u64)>,
}

impl<'l> ToldCredits<'l> {
    fn new(log: &'l Log) -> ToldCredits<'l> {
        let mut logged = ToldCredits {
            is_whole: log.is_whole,
            held: BTreeMap::new(),
            left: BTreeMap::new(),
        };
        for about in log.keys() {
            let About::Credit(claim, _) = about else {
                continue;
            };
            for record in log.held(about) {
                if let Some(commitment) = record.commitment() {
                    let key = (claim.clone(), commitment.clone());
                    logged.held.entry(key).or_default().push(about);
                }
            }
            let always = log.held_throughout(about);
            if let Some(record) = always.filter(|record| record.commitment().is_some()) {
                logged.left.insert(about, (claim, record.sequence));
            }
        }
        logged
    }

    /// Whether the log tells this credit; each credit once.
    fn take(&mut self, claim: &str, row: &TableRow, credit: &Credit, settings: &Settings) -> bool {
        if !self.is_whole {
            return true;
        }
        let fact = Committed::Credit {
            time_us: credit.time.micros(),
            asset: &row.cells[4],
            amount: &row.cells[5],
            evidence: &row.cells[6],
            note: &row.cells[7],
        };
        let commitment = fact.hash(settings.salt(claim));
        let about = self.held.get_mut(&(claim.to_owned(), commitment));
        let about = about.and_then(Vec::pop);
        about.is_some_and(|about| {
            self.left.remove(about);
            true
        })
    }

    fn left(self) -> impl Iterator<Item = (&'l str, u64)> {
        self.left.into_values()
    }
}

fn credit(row: &TableRow) -> Option<Credit> {
    Some(Credit {
        file: row.cells[1].into(),
        line: row.cells[2].parse().ok()?,
        time: rfc3339::parse(&row.cells[3])?,
        asset: row.cells[4].into(),
        amount: Amount::parse(&row.cells[5]).ok()?,
        evidence: row.cells[6].into(),
        note: row.cells[7].into(),
    })
}
