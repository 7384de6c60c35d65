//! The lines of a frozen claim: a file of their own beside the document, so that neither
//! freezing nor reading a report holds all of them in memory.
//!
//! The file is JSON Lines, one [`Row`] a line. First come the entries that count, in the
//! order in which they are valued, then the dropped entries. Writing and reading both add
//! the lines up on the way ([`LinesSummary`]).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};

use ledger::table::json_line;
use ledger::{Moment, Money};
use serde::{Deserialize, Serialize};

use super::{Dropped, Line};
use crate::counting::{SumOf, SumRow, SumsBuilder};

/// The file with the lines of a claim, and their sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesFile {
    /// SHA-256 in lower-case hex: the store keeps the file under it.
    pub sha256: String,
    /// Length.
    pub size_bytes: u64,
    /// What is in it.
    pub summary: LinesSummary,
}

/// The sums of a claim's lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinesSummary {
    /// Entries that count: what [`ledger::resolve`] kept of all files, then the typed-in
    /// entries.
    pub lines: u64,
    /// Entries that were read but dropped as duplicates: the other result of
    /// [`ledger::resolve`].
    pub dropped: u64,
    /// Contested lines that a coordinator excluded.
    pub excluded: i64,
    /// Kept sums of the other contested lines.
    pub sums: Vec<SumRow>,
}

impl LinesSummary {
    /// Whether both count the same lines, and all sums of money are equal.
    pub fn same_money(&self, other: &LinesSummary) -> bool {
        fn money(row: &SumRow) -> (SumOf, &str, &str, bool, Money) {
            (row.of, &row.key, &row.part, row.documented, row.cell.amount)
        }
        (self.lines, self.dropped, self.excluded) == (other.lines, other.dropped, other.excluded)
            && self.sums.iter().map(money).eq(other.sums.iter().map(money))
    }
}

/// What is contested at one exchange in a claim. The exchange would be asked to preserve
/// these records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContestedAt {
    /// The exchange.
    pub exchange: String,
    /// Accounts as its files name them.
    pub accounts: BTreeSet<String>,
    /// Order and trade ids.
    pub ids: BTreeSet<String>,
    /// Whether there are more accounts or ids than listed.
    #[serde(default)]
    pub has_more: bool,
    /// First contested moment.
    pub from: Moment,
    /// Last contested moment.
    pub to: Moment,
}

impl ContestedAt {
    /// An empty list for an exchange; `at` is a contested moment.
    pub fn new(exchange: &str, at: Moment) -> ContestedAt {
        ContestedAt {
            exchange: exchange.to_owned(),
            accounts: BTreeSet::new(),
            ids: BTreeSet::new(),
            has_more: false,
            from: at,
            to: at,
        }
    }

    /// Adds the contested items of another claim at the same exchange. At most `listed_max`
    /// accounts and as many ids are listed.
    pub fn add(&mut self, other: &ContestedAt, listed_max: usize) {
        self.from = self.from.min(other.from);
        self.to = self.to.max(other.to);
        self.has_more |= other.has_more;
        for account in &other.accounts {
            self.has_more |= !listed(&mut self.accounts, account, listed_max);
        }
        for id in &other.ids {
            self.has_more |= !listed(&mut self.ids, id, listed_max);
        }
    }
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// An entry that counts.
    Line(Box<Line>),
    /// An entry that does not count, because another entry already reports it.
    Dropped(Dropped),
}

/// A [`Row`] to be written.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum RowRef<'r> {
    Line(&'r Line),
    Dropped(&'r Dropped),
}

/// Adds up the lines of a claim, one after another.
#[derive(Clone, Debug)]
pub struct SummaryBuilder {
    claim: String,
    lines: u64,
    dropped: u64,
    excluded: i64,
    sums: SumsBuilder,
}

impl SummaryBuilder {
    /// No line yet, for the claim with this reference.
    pub fn new(claim: &str) -> SummaryBuilder {
        SummaryBuilder {
            claim: claim.to_owned(),
            lines: 0,
            dropped: 0,
            excluded: 0,
            sums: SumsBuilder::default(),
        }
    }

    /// Adds an entry that counts.
    pub fn line(&mut self, line: &Line) {
        self.lines += 1;
        let Some(valued) = line.valued(&self.claim) else {
            return;
        };
        match line.review.state.counts() {
            true => self.sums.line("", &valued, &[]),
            false => self.excluded += 1,
        }
    }

    /// Adds an entry that was dropped.
    pub fn dropped(&mut self) {
        self.dropped += 1;
    }

    /// The sums of the lines.
    pub fn finish(self) -> LinesSummary {
        LinesSummary {
            lines: self.lines,
            dropped: self.dropped,
            excluded: self.excluded,
            sums: self.sums.finish().rows,
        }
    }
}

/// Writes the file of a claim, row by row.
#[derive(Debug)]
pub struct LinesWriter<W> {
    to: W,
    summary: SummaryBuilder,
    contested: BTreeMap<String, ContestedAt>,
    listed_max: usize,
}

/// What was written.
#[derive(Debug)]
pub struct Written<W> {
    /// The writer; it is not flushed.
    pub to: W,
    /// The sums of the lines.
    pub summary: LinesSummary,
    /// What is contested at each exchange, by the exchange's name.
    pub contested: Vec<ContestedAt>,
}

impl<W: Write> LinesWriter<W> {
    /// Begins the file of the claim with this reference. At most `listed_max` accounts and
    /// as many ids are listed for each exchange ([`ContestedAt`]).
    pub fn new(to: W, claim: &str, listed_max: usize) -> LinesWriter<W> {
        LinesWriter {
            to,
            summary: SummaryBuilder::new(claim),
            contested: BTreeMap::new(),
            listed_max,
        }
    }

    /// Writes an entry that counts. All of these come before the dropped entries.
    ///
    /// # Errors
    /// Errors of the writer.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        self.summary.line(line);
        if line.contested.is_some() {
            self.contested(line);
        }
        json_line(&mut self.to, &RowRef::Line(line))
    }

    /// Writes an entry that was dropped.
    ///
    /// # Errors
    /// Errors of the writer.
    pub fn dropped(&mut self, dropped: &Dropped) -> io::Result<()> {
        self.summary.dropped();
        json_line(&mut self.to, &RowRef::Dropped(dropped))
    }

    /// What was written.
    pub fn finish(self) -> Written<W> {
        Written {
            to: self.to,
            summary: self.summary.finish(),
            contested: self.contested.into_values().collect(),
        }
    }

    fn contested(&mut self, line: &Line) {
        let entry = &line.entry;
        let exchange = entry.exchange.as_str();
        let key = exchange.to_owned();
        let all = self.contested.entry(key);
        let at = all.or_insert_with(|| ContestedAt::new(exchange, entry.time));
        at.from = at.from.min(entry.time);
        at.to = at.to.max(entry.time);
        let account = entry.account_in_file.as_str();
        at.has_more |= !listed(&mut at.accounts, account, self.listed_max);
        for id in [entry.order_id.as_str(), entry.trade_id.as_str()] {
            at.has_more |= !listed(&mut at.ids, id, self.listed_max);
        }
    }
}

/// Lists a text once. Returns whether the list, which holds at most `listed_max` texts,
/// contains it. An empty text is never listed.
fn listed(list: &mut BTreeSet<String>, text: &str, listed_max: usize) -> bool {
    if text.is_empty() || list.contains(text) {
        return true;
    }
    let has_room = list.len() < listed_max;
    if has_room {
        list.insert(text.to_owned());
    }
    has_room
}

/// Reads the file of a claim, row by row.
#[derive(Debug)]
pub struct LinesReader<R> {
    from: R,
    text: Vec<u8>,
}

impl<R: BufRead> LinesReader<R> {
    /// Reads from the beginning of a file.
    pub fn new(from: R) -> LinesReader<R> {
        LinesReader {
            from,
            text: Vec::new(),
        }
    }

    /// The reader.
    pub fn into_inner(self) -> R {
        self.from
    }
}

impl<R: BufRead> Iterator for LinesReader<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<io::Result<Row>> {
        self.text.clear();
        match self.from.read_until(b'\n', &mut self.text) {
            Ok(0) => None,
            Ok(_) => Some(serde_json::from_slice(&self.text).map_err(io::Error::from)),
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use ledger::losses::{LossLine, Terms};
    use ledger::{Entry, Why};

    use super::super::{Claim, Review};
    use super::*;
    use crate::claim::{ClaimState, ReviewState, Support};
    use crate::counting::testing::{priced, unpriced};
    use crate::counting::{LineState, TotalsBuilder};
    use crate::totals::Totals;

    const REFERENCE: &str = "R-1";

    fn line(number: i64, review: ReviewState, loss: Option<LossLine>) -> Line {
        Line {
            entry: Entry {
                exchange: ["ftx", "kraken"][usize::from(number % 3 == 0)].into(),
                account_in_file: format!("account {}", number % 7).into(),
                order_id: format!("order {number}").into(),
                time: Moment::from_seconds(1_666_000_000 + 300 * number),
                ..Entry::default()
            },
            evidence: None,
            support: match number % 5 {
                0 => Support::Claimed,
                _ => Support::Documented,
            },
            contested: loss.is_some().then(String::new),
            left_out: None,
            review: Review {
                state: review,
                reason: String::new(),
            },
            loss,
        }
    }

    fn many() -> impl Iterator<Item = Line> {
        (0..20_000).map(|number| {
            let review = match number % 11 {
                0 => ReviewState::Excluded,
                1 => ReviewState::Queried,
                _ => ReviewState::Open,
            };
            let loss = match number % 13 {
                0 => None,
                1 => Some(unpriced(&["DMG"])),
                2 => Some(priced(&[("BTC", -number)])),
                _ => Some(priced(&[("BTC", 50 + number), ("USDT", -9)])),
            };
            line(number, review, loss)
        })
    }

    fn written(lines: impl Iterator<Item = Line>, listed_max: usize) -> Written<Vec<u8>> {
        let mut writer = LinesWriter::new(Vec::new(), REFERENCE, listed_max);
        for line in lines {
            writer.line(&line).unwrap();
        }
        writer.dropped(&dropped()).unwrap();
        writer.finish()
    }

    fn dropped() -> Dropped {
        Dropped {
            evidence: "a".into(),
            file: "f.csv".into(),
            line: "2".into(),
            row: 0,
            why: Why::SameRow,
            kept_evidence: "b".into(),
            kept_file: "g.csv".into(),
            kept_line: "3".into(),
            kept_row: 0,
        }
    }

    fn claim(state: ClaimState, written: &Written<Vec<u8>>) -> Claim {
        Claim {
            reference: REFERENCE.into(),
            state,
            claimant_name: String::new(),
            claimant_mail: String::new(),
            files: Vec::new(),
            lines: Some(LinesFile {
                sha256: String::new(),
                size_bytes: written.to.len() as u64,
                summary: written.summary.clone(),
            }),
            contested: written.contested.clone(),
            conflicts: Vec::new(),
            conflict_decisions: Vec::new(),
            credits: Vec::new(),
            positions_not_valued: Vec::new(),
            flat_before: None,
            statement: None,
            consents: Vec::new(),
            declaration: None,
        }
    }

    fn totals(add: impl FnOnce(&mut TotalsBuilder)) -> Totals {
        let mut builder = TotalsBuilder::new(&Terms::default(), 1);
        add(&mut builder);
        builder.finish().unwrap()
    }

    #[test]
    fn totals_from_the_kept_sums_are_those_of_the_lines() {
        let written = written(many(), 10);
        for state in ClaimState::ALL {
            let of_lines = totals(|sum| {
                sum.claim(REFERENCE, state);
                for line in many() {
                    let (claim, review) = (state, line.review.state);
                    if let Some(valued) = line.valued(REFERENCE) {
                        sum.line(LineState { claim, review }, &valued);
                    }
                }
            });
            let claim = claim(state, &written);
            let json = serde_json::to_string(&claim).unwrap();
            let kept: Claim = serde_json::from_str(&json).unwrap();
            assert_eq!(totals(|sum| kept.add_to(sum)), of_lines, "{state}");
            assert_eq!(of_lines.whole.lines > 0, state.counts());
            assert!(json.len() < 60_000, "{} bytes", json.len());
        }
    }

    #[test]
    fn rows_are_read_back_as_they_were_written_and_add_up_to_the_same() {
        let written = written(many(), 10);
        let mut summary = SummaryBuilder::new(REFERENCE);
        let mut lines = many();
        let mut rows = LinesReader::new(&written.to[..]);
        for row in rows.by_ref() {
            match row.unwrap() {
                Row::Line(line) => {
                    assert_eq!(Some(*line.clone()), lines.next());
                    summary.line(&line);
                }
                Row::Dropped(read) => {
                    assert_eq!((read, lines.next()), (dropped(), None));
                    summary.dropped();
                }
            }
        }
        let summary = summary.finish();
        assert_eq!(summary, written.summary);
        assert_eq!((summary.lines, summary.dropped), (20_000, 1));
    }

    #[test]
    fn wrong_row_is_an_error_and_reading_continues_after_it() {
        let mut rows = LinesReader::new(&b"{\"line\":\n{\"other\":1}\n"[..]);
        assert!(rows.next().unwrap().is_err());
        assert!(rows.next().unwrap().is_err());
        assert!(rows.next().is_none());
    }

    #[test]
    fn ids_are_listed_up_to_the_limit_and_one_more_is_mentioned() {
        let lines = |count| {
            (1..=count).map(|at| line(3 * at, ReviewState::Open, Some(priced(&[("BTC", 1)]))))
        };
        for (count, has_more) in [(7, false), (8, true)] {
            let contested = written(lines(count), 7).contested;
            assert_eq!(contested.len(), 1);
            let at = &contested[0];
            assert_eq!((at.exchange.as_str(), at.ids.len()), ("kraken", 7));
            assert_eq!((at.accounts.len(), at.has_more), (7, has_more));
            let last = Moment::from_seconds(1_666_000_000 + 900 * count);
            assert_eq!(
                (at.from, at.to),
                (Moment::from_seconds(1_666_000_900), last)
            );
        }
        let [mut one, two] = [1, 2].map(|at| {
            let loss = Some(priced(&[("BTC", 1)]));
            let line = line(3 * at, ReviewState::Open, loss);
            written([line].into_iter(), 7).contested.remove(0)
        });
        one.add(&two, 2);
        assert_eq!((one.ids.len(), one.accounts.len()), (2, 2));
        assert_eq!((one.has_more, one.to), (false, two.to));
        one.add(&two, 2);
        assert!(!one.has_more, "nothing is counted twice");
        let mut two = two;
        two.add(&one, 1);
        assert!(two.has_more && two.ids.len() == 1 && two.from == one.from);
        let uncontested = [line(1, ReviewState::Open, None)];
        assert!(written(uncontested.into_iter(), 7).contested.is_empty());
    }
}
