//! Holds what people did to single rows against the custody log: reviews of lines, and
//! entries that were typed in.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};

use casework::custody::{CustodyEvent, Purpose};
use casework::{Committed, ReviewState};
use ledger::{Entry, Quantity};

use super::claims::{ListedEntry, SharedClaim};
use super::log::{About, Log, Logged};
use super::originals::{Names, Reread};
use super::{Check, shown};
use crate::layout;

/// A row of an original by the keys of the server: the hash of the file, the member of an
/// archive, and the line.
pub(super) struct RowKey {
    pub(super) sha256: String,
    place: String,
    is_member: bool,
}

impl RowKey {
    /// The key of a line of a file of the bundle; none where the file is no original.
    pub(super) fn of(claim: &str, file: &str, line: &str) -> Option<RowKey> {
        let rest = file.strip_prefix("data/originals/")?.strip_prefix(claim)?;
        let rest = rest.strip_prefix('/')?;
        let sha256 = rest.get(..64).filter(|hash| layout::is_sha256(hash))?;
        let member = rest.split_once('!').map(|(_, member)| member);
        let place = match member {
            Some(member) => format!("{member}:{line}"),
            None => line.to_owned(),
        };
        Some(RowKey {
            sha256: sha256.to_owned(),
            place,
            is_member: member.is_some(),
        })
    }

    /// The form in which decisions name it.
    pub(super) fn text(&self) -> String {
        let mark = if self.is_member { '!' } else { ':' };
        format!("{}{mark}{}", self.sha256, self.place)
    }

    /// The form in which [`About::Review`] has it.
    fn reviewed(&self) -> String {
        format!("{} {}", self.sha256, self.place)
    }
}

/// The reviews of a claim that the log tells.
pub(super) struct Reviews {
    has_any: bool,
    /// Reviews of rows that were dropped later. When a person decides that another row
    /// counts, the later review of the two applies to it.
    carried: Vec<ReviewState>,
}

impl Reviews {
    /// The reviews of a claim.
    pub(super) fn of(of: &SharedClaim<'_>, reread: &mut Reread) -> io::Result<Reviews> {
        let (log, claim) = (&of.settings.log, &of.claim.reference);
        let mut reviews = Reviews {
            has_any: log.is_whole && log.reviews(claim).next().is_some(),
            carried: Vec::new(),
        };
        if !reviews.has_any {
            return Ok(reviews);
        }
        let mut names = Names::new(of.originals);
        for dropped in &reread.compared.dropped {
            let entry = reread.rows.get(dropped.row.into())?;
            let key = RowKey::of(claim, names.place(&entry.file), &entry.line());
            if let Some(key) = key {
                let about = About::Review(claim.clone(), key.reviewed());
                reviews.carried.extend(log.held(&about).filter_map(state));
            }
        }
        Ok(reviews)
    }

    /// Whether the log tells this review of a line.
    fn tell(&self, log: &Log, about: &About, review: ReviewState) -> bool {
        let mut held = log.held(about).filter_map(state);
        held.any(|state| state == review)
            || self.carried.contains(&review)
            || (review == ReviewState::Open && log.may_lack(about))
    }
}

impl Log {
    fn reviews(&self, claim: &str) -> impl Iterator<Item = &About> {
        let first = About::Review(claim.to_owned(), String::new());
        self.from(first)
            .take_while(move |about| matches!(about, About::Review(of, _) if of == claim))
    }

    fn typed(&self, claim: &str) -> impl Iterator<Item = (&About, &str)> {
        let first = About::Typed(claim.to_owned(), String::new());
        self.from(first).map_while(move |about| match about {
            About::Typed(of, id) if of == claim => Some((about, id.as_str())),
            _ => None,
        })
    }
}

fn state(logged: &Logged) -> Option<ReviewState> {
    match &logged.purpose {
        Some(Purpose::Reviewed { state, .. }) => Some(*state),
        _ => None,
    }
}

impl<R: Read + Seek> Check<R> {
    /// Compares the review of a line with the log.
    pub(super) fn review_told(
        &mut self,
        of: &SharedClaim<'_>,
        (reviews, listed): (&Reviews, &ListedEntry),
        (place, review): (&str, ReviewState),
    ) {
        let log = &of.settings.log;
        if !log.is_whole || (!reviews.has_any && review == ReviewState::Open) {
            return;
        }
        let claim = &of.claim.reference;
        let key = RowKey::of(claim, &listed.file, &listed.entry.line());
        let key = key.map_or_else(|| listed.entry.trade_id.to_string(), |key| key.reviewed());
        if !reviews.tell(log, &About::Review(claim.clone(), key), review) {
            let sentence = format!(
                "has the review {}; the custody log does not say so",
                shown(review.as_str())
            );
            self.find(place, sentence);
        }
    }

    /// Compares an entry that was typed in with the log.
    pub(super) fn typed_told(
        &mut self,
        of: &SharedClaim<'_>,
        place: &str,
        entry: &Entry,
        seen: &mut BTreeSet<String>,
    ) {
        let (log, claim) = (&of.settings.log, &of.claim.reference);
        if !log.is_whole {
            return;
        }
        let [out, in_, fee] = [&entry.out, &entry.in_, &entry.fee].map(parts);
        let fact = Committed::Typed {
            exchange: &entry.exchange,
            account: &entry.account,
            time_us: entry.time.micros(),
            kind: entry.kind.as_str(),
            out: (&out.0, &out.1),
            in_: (&in_.0, &in_.1),
            fee: (&fee.0, &fee.1),
        };
        let expected = fact.hash(of.settings.salt(claim));
        let about = About::Typed(claim.clone(), entry.trade_id.to_string());
        let is_told = log
            .held(&about)
            .any(|logged| logged.commitment() == Some(&expected));
        let is_new = seen.insert(entry.trade_id.to_string());
        if !is_told || !is_new {
            let sentence = "is no entry that the custody log says was typed in: id, time, kind \
                            or quantities differ";
            self.find(place, sentence);
        }
    }

    /// Reports typed-in entries that the log has and the bundle lacks.
    pub(super) fn typed_lacking(&mut self, of: &SharedClaim<'_>, seen: &BTreeSet<String>) {
        let (log, claim) = (&of.settings.log, &of.claim.reference);
        if !log.is_whole || of.settings.is_named_alone(of.claim) {
            return;
        }
        let lacking: Vec<u64> = log
            .typed(claim)
            .filter(|(_, id)| !seen.contains(*id))
            .filter_map(|(about, _)| log.held_throughout(about))
            .filter(|logged| logged.event == CustodyEvent::EntryTyped)
            .map(|logged| logged.sequence)
            .collect();
        for sequence in lacking {
            let sentence = format!(
                "lacks an entry of {} that was typed in by record {sequence} of the custody log",
                shown(claim)
            );
            self.find(layout::ENTRIES, sentence);
        }
    }
}

fn parts(quantity: &Option<Quantity>) -> (String, String) {
    let parts = quantity.as_ref();
    parts.map_or_else(Default::default, |quantity| {
        (quantity.asset.to_string(), quantity.amount.to_string())
    })
}
