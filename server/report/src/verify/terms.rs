//! Holds the settings, the price files and the listed assets of a bundle against the custody
//! log.

use std::collections::BTreeSet;
use std::io::{Read, Seek};

use casework::custody::{CustodyEvent, Purpose};
use casework::{Committed, settings_alone};
use ledger::Text;

use super::log::{About, Logged};
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
        if !held.any(|logged| logged.commitment() == Some(&expected)) {
            let sentence = format!(
                "and {} are not the settings that the custody log commits to: name, window, \
                 exchanges or terms differ",
                layout::METHOD
            );
            self.find(layout::FACTS, sentence);
        }
        let method = &settings.method.method;
        let mut held = log.held(&About::Method);
        if !log.may_lack(&About::Method) && !held.any(|logged| logged.object == *method) {
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
        let is_logged = held.any(|logged| match &logged.purpose {
            Some(Purpose::Assets { names }) => names.0 == *stated,
            _ => false,
        });
        let may_lack = stated.is_empty() && log.may_lack(&About::Unsettled);
        if !(is_logged || may_lack) {
            let sentence = "names other assets that wait to be settled than the custody log";
            self.find(layout::METHOD, sentence);
        }
    }

    /// Checks that the price files are those that the log says were in the book.
    fn prices_added(&mut self, settings: &Settings) -> Result<(), ArchiveError> {
        let log = &settings.log;
        let added = |logged: &Logged| match &logged.purpose {
            Some(Purpose::Received { bytes, commitment })
                if logged.event == CustodyEvent::PricesAdded =>
            {
                Some((logged.sha256.clone(), *bytes, commitment.clone()))
            }
            _ => None,
        };
        let mut listed: BTreeSet<(String, u64, Text)> = BTreeSet::new();
        let files = log
            .keys()
            .filter(|about| matches!(about, About::PriceFile(_)));
        let files: Vec<&About> = files.collect();
        let ever = files.iter().flat_map(|about| log.held(about));
        let ever: BTreeSet<_> = ever.filter_map(added).collect();
        let columns = &tables::PRICE_FILE_COLUMNS;
        self.each_row(layout::PRICES_INDEX, columns, |check, row| {
            let [sha256, size_bytes, name, asset, quote] = [1, 2, 3, 4, 5].map(|at| &row.cells[at]);
            let file = Committed::PriceFile { name, asset, quote };
            let key = (
                sha256.to_owned(),
                size_bytes.parse().unwrap_or(0),
                file.hash(""),
            );
            if !ever.contains(&key) {
                let place = format!("{}:{}", layout::PRICES_INDEX, row.line);
                let sentence = "has no record in the custody log: hash, size, name or pair differ";
                check.find(place, sentence);
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

/// The asset and the span of a listing.
fn span(logged: &Logged) -> Option<&str> {
    match &logged.purpose {
        Some(Purpose::Listed { span, .. }) => Some(span),
        _ => None,
    }
}
