//! Checks everything above the lines: settings, prices, credits, exclusions, totals.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};

use casework::ClaimState;
use casework::counting::TotalsBuilder;
use ledger::losses::{Credit, CreditDoubts, CreditLine, LossLine, METHOD, Terms, value_credits};
use ledger::{Amount, Entry, PriceBook, rfc3339};

use super::claims::{ListedClaim, SharedClaim, Tables};
use super::table::TableRow;
use super::{ArchiveError, Check, Settings, shown};
use crate::bag::sha256_hex;
use crate::documents::{Facts, IDENTIFIED, MethodFacts};
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

    fn credit(&mut self, claim: &ListedClaim, line: &CreditLine) -> io::Result<()> {
        let legs = line.price.iter().flat_map(|price| &price.legs);
        self.prices.extend(used_prices(legs, &self.price_paths));
        if let Some(unpriced) = UnpricedLine::of_credit(&claim.reference, line) {
            self.unpriced.push(&unpriced)?;
        }
        self.sum.credit(&claim.reference, claim.state, line);
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
        let top = format!("redress-{}-{}", facts.incident.slug, facts.number);
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
        };
        self.price_book(&mut settings)?;
        Ok(Some(settings))
    }

    fn document<T: serde::de::DeserializeOwned>(
        &mut self,
        path: &str,
    ) -> Result<Option<T>, ArchiveError> {
        let Some(bytes) = self.archive.bytes(path, &self.limits.verifying)? else {
            return Ok(None);
        };
        match serde_json::from_slice(&bytes) {
            Ok(document) => Ok(Some(document)),
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
    pub(super) fn recompute(&mut self, settings: &Settings) -> Result<(), ArchiveError> {
        let claims = self.claims()?;
        let originals = self.originals(&claims)?;
        let shared: BTreeSet<&String> = claims
            .iter()
            .filter(|claim| claim.shared)
            .map(|claim| &claim.reference)
            .collect();
        let tables = Tables {
            entries: self.stretches(layout::ENTRIES, &tables::ENTRY_COLUMNS, &shared)?,
            losses: self.stretches(layout::LOSSES, &tables::LOSS_COLUMNS, &shared)?,
        };
        let decisions = self.decisions(&originals)?;
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
        self.statements(&shared);
        self.consents(&settings.facts, &shared)?;
        self.credits(settings, &claims, &mut recomputed)?;
        let Recomputed {
            sum,
            exclusions,
            conflicts,
            unpriced,
            prices,
            ..
        } = recomputed;
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
            let stated = &row.cells[3];
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

    fn statements(&mut self, shared: &BTreeSet<&String>) {
        let mut listed = BTreeSet::from([layout::CLAIMANTS, layout::CONSENTS].map(str::to_owned));
        for claim in shared {
            let path = layout::statement(claim);
            if !self.archive.has(&path) {
                self.find(path.clone(), "is missing");
            }
            listed.insert(path);
        }
        self.only("data/statements/", &listed);
    }

    /// Checks that every shared claim has a consent to this recipient, given before the
    /// bundle was built.
    fn consents(&mut self, facts: &Facts, shared: &BTreeSet<&String>) -> Result<(), ArchiveError> {
        let mut given: BTreeSet<String> = BTreeSet::new();
        self.each_row(layout::CONSENTS, &tables::CONSENT_COLUMNS, |check, row| {
            let [claim, recipient, when] = [0, 1, 2].map(|at| row.cells[at].to_owned());
            let moment = |text: &str| rfc3339::parse(text);
            let in_time = moment(&when).is_some_and(|when| Some(when) <= moment(&facts.built_at));
            let is_ours = recipient == facts.recipient && shared.contains(&claim);
            if !(is_ours && in_time && given.insert(claim)) {
                let place = format!("{}:{}", layout::CONSENTS, row.line);
                check.find(place, "is no consent that this bundle stands on");
            }
            Ok(())
        })?;
        for claim in shared.iter().filter(|claim| !given.contains(**claim)) {
            let sentence = format!("has no consent of {}, which is shared", shown(claim));
            self.find(layout::CONSENTS, sentence);
        }
        Ok(())
    }

    fn credits(
        &mut self,
        settings: &Settings,
        claims: &[ListedClaim],
        recomputed: &mut Recomputed,
    ) -> Result<(), ArchiveError> {
        self.each_row(layout::CREDITS, &tables::CREDIT_COLUMNS, |check, row| {
            let place = format!("{}:{}", layout::CREDITS, row.line);
            let mut shared = claims.iter().filter(|claim| claim.shared);
            let claim = shared.find(|claim| claim.reference == row.cells[0]);
            let (Some(claim), Some(credit)) = (claim, credit(&row)) else {
                check.find(place, "is no credit of a claim that is shared here");
                return Ok(());
            };
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
        })
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
