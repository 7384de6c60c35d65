//! Holds the settings, the price files and the listed assets of a bundle against the custody
//! log.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use casework::custody::{self, CustodyEvent, Purpose};
use casework::{Committed, settings_alone};
use ledger::Text;

use super::log::{About, Told};
use super::{ArchiveError, Check, Settings, shown};
use crate::layout;
use crate::tables;

impl<R: Read + Seek> Check<R> {
    /// Checks everything that applies to all claims.
    pub(super) fn terms(&mut self, settings: &Settings) -> Result<(), ArchiveError> {
        if !settings.log.is_whole {
            return Ok(());
        }
        self.incident(settings);
        self.listings(settings);
        self.unsettled(settings);
        self.prices_added(settings)
    }

    fn incident(&mut self, settings: &Settings) {
        let (facts, log) = (&settings.facts, &settings.log);
        let incident = &facts.incident;
        let opened = log.all(&About::Incident).first();
        if opened.is_none_or(|opened| opened.object != incident.slug) {
            let sentence = "states another short name of the incident than the custody log";
            self.find(layout::FACTS, sentence);
        }
        let expected = Committed::Incident {
            name: &incident.name,
            from_us: incident.from_us,
            to_us: incident.to_us,
            venues: &incident.venues,
            terms: &settings_alone(&settings.method.terms),
        };
        let expected = expected.hash("");
        let mut held = log.held(&About::Incident);
        if !held.any(|told| told.commitment() == Some(&expected)) {
            let sentence = format!(
                "and {} are not the settings that the custody log commits to: name, window, \
                 exchanges or terms differ",
                layout::METHOD
            );
            self.find(layout::FACTS, sentence);
        }
        let method = &settings.method.method;
        let mut held = log.held(&About::Method);
        if !log.may_lack(&About::Method) && !held.any(|told| told.object == *method) {
            let sentence = "names another method than the custody log";
            self.find(layout::METHOD, sentence);
        }
    }

    /// Checks the manipulated assets.
    fn listings(&mut self, settings: &Settings) {
        let log = &settings.log;
        let stated = settings.method.terms.manipulated.iter();
        let stated: BTreeSet<String> = stated.map(ToString::to_string).collect();
        let listings: Vec<&About> = log
            .keys()
            .filter(|about| matches!(about, About::Listing(_)))
            .collect();
        let ever = listings.iter().flat_map(|about| log.held(about));
        let ever: BTreeSet<&str> = ever.filter_map(span).collect();
        let always = listings
            .iter()
            .filter_map(|about| log.held_throughout(about));
        let always: BTreeSet<&str> = always.filter_map(span).collect();
        for span in stated.iter().filter(|span| !ever.contains(span.as_str())) {
            let sentence = format!(
                "lists {} as manipulated; the custody log does not",
                shown(span)
            );
            self.find(layout::METHOD, sentence);
        }
        for span in always.into_iter().filter(|span| !stated.contains(*span)) {
            let sentence = format!(
                "does not list {} as manipulated; the custody log does",
                shown(span)
            );
            self.find(layout::METHOD, sentence);
        }
    }

    /// Checks the assets that wait for a conflict to be settled.
    fn unsettled(&mut self, settings: &Settings) {
        let log = &settings.log;
        let stated = &settings.method.terms.unsettled;
        let mut held = log.held(&About::Unsettled);
        let is_told = held.any(|told| match &told.purpose {
            Some(Purpose::Assets { names }) => names.0 == *stated,
            _ => false,
        });
        if !is_told && !(stated.is_empty() && log.may_lack(&About::Unsettled)) {
            let sentence = "names other assets that wait to be settled than the custody log";
            self.find(layout::METHOD, sentence);
        }
    }

    /// Checks that the price files are those that the log says were in the book.
    fn prices_added(&mut self, settings: &Settings) -> Result<(), ArchiveError> {
        let log = &settings.log;
        let added = |told: &Told| match &told.purpose {
            Some(Purpose::Received { bytes, commitment })
                if told.event == CustodyEvent::PricesAdded =>
            {
                Some((told.sha256.clone(), *bytes, commitment.clone()))
            }
            _ => None,
        };
        let mut listed: BTreeSet<(String, u64, Text)> = BTreeSet::new();
        let files = log
            .keys()
            .filter(|about| matches!(about, About::PriceFile(_)));
        let files: Vec<&About> = files.collect();
        let held = files.iter().flat_map(|about| log.held(about));
        let mut ever: BTreeMap<_, Vec<&Told>> = BTreeMap::new();
        for told in held {
            if let Some(key) = added(told) {
                ever.entry(key).or_default().push(told);
            }
        }
        let columns = &tables::PRICE_FILE_COLUMNS;
        self.each_row(layout::PRICES_INDEX, columns, |check, row| {
            let [sha256, size_bytes, name, asset, quote] = [1, 2, 3, 4, 5].map(|at| &row.cells[at]);
            let [address, retrieved_at, added_by, added_at] =
                [7, 8, 9, 10].map(|at| &row.cells[at]);
            let file = Committed::PriceFile {
                name,
                asset,
                quote,
                address,
                retrieved_us: retrieved_us(retrieved_at),
            };
            let key = (
                sha256.to_owned(),
                size_bytes.parse().unwrap_or(0),
                file.hash(""),
            );
            let place = format!("{}:{}", layout::PRICES_INDEX, row.line);
            let is_by = |told: &&Told| told.actor == added_by && told.is_at(added_at);
            match ever.get(&key) {
                None => {
                    let sentence = "has no record in the custody log: hash, size, name, pair, \
                                    address or moment of retrieval differ";
                    check.find(place, sentence);
                }
                Some(told) if !told.iter().any(is_by) => {
                    let sentence = "and the custody log differ on who added it, or when";
                    check.find(place, sentence);
                }
                Some(_) => {}
            }
            listed.insert(key);
            Ok(())
        })?;
        let always = files.iter().filter_map(|about| log.held_throughout(about));
        for (sha256, ..) in always.filter_map(added).filter(|key| !listed.contains(key)) {
            let sentence = format!("lacks the price file {sha256}, which the custody log has");
            self.find(layout::PRICES_INDEX, sentence);
        }
        Ok(())
    }
}

/// When a price file was retrieved; a moment that no log has for a cell that is none.
fn retrieved_us(cell: &str) -> Option<i64> {
    let moment = custody::time_us(cell);
    let moment = moment.filter(|at_us| custody::time_text(*at_us) == cell);
    (!cell.is_empty()).then(|| moment.unwrap_or(i64::MIN))
}

/// The asset and the span of a listing.
fn span(told: &Told) -> Option<&str> {
    match &told.purpose {
        Some(Purpose::Listed { span, .. }) => Some(span),
        _ => None,
    }
}
