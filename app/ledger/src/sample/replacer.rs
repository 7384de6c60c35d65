//! What stands in a sample in the place of each value: something of the same shape
//! that follows from the bytes of the file and tells nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::cells::number;
use crate::schema::Role;
use crate::time::parse_time::{self, Dates};

use super::rows::{Line, digit_runs};

/// Tries to find a replacement without a run that stands in the file's rows.
const TRIES: u32 = 64;

/// Words of exchanges, kept in every column.
const VOCABULARY: &[&str] = &[
    "buy",
    "sell",
    "limit",
    "market",
    "stop",
    "stop_limit",
    "stop-limit",
    "spot",
    "margin",
    "futures",
    "future",
    "perpetual",
    "trade",
    "trading",
    "deposit",
    "withdrawal",
    "withdraw",
    "transfer",
    "fee",
    "commission",
    "funding",
    "reward",
    "interest",
    "staking",
    "referral",
    "airdrop",
    "filled",
    "partially filled",
    "cancelled",
    "canceled",
    "completed",
    "complete",
    "success",
    "successful",
    "failed",
    "pending",
    "closed",
    "open",
    "done",
    "maker",
    "taker",
    "yes",
    "no",
    "true",
    "false",
    "null",
    "none",
    "n/a",
    "main",
    "long",
    "short",
    "bid",
    "ask",
    "in",
    "out",
    "credit",
    "debit",
    "utc",
    "gmt",
    "am",
    "pm",
];

/// What replaces values.
pub(super) struct Replacer {
    /// What replacements follow from.
    pub seed: [u8; 32],
    /// What columns hold, as far as is known.
    pub roles: BTreeMap<usize, Role>,
    /// Runs of digits in the rows of the sample: none of them comes back.
    pub runs: BTreeSet<String>,
    /// Cells that stand in several rows, by column.
    pub repeated: BTreeSet<(usize, String)>,
}

impl Replacer {
    /// Appends a line with its values replaced.
    pub fn line(&self, line: &Line<'_>, is_header: bool, sample: &mut String) {
        let mut done = 0;
        for (column, cell) in line.cells.iter().enumerate() {
            sample.push_str(&line.text[done..cell.start]);
            let text = &line.text[cell.clone()];
            if is_header {
                self.heading(column, text, sample);
            } else {
                self.value(column, text, sample);
            }
            done = cell.end;
        }
        sample.push_str(&line.text[done..]);
    }

    /// Names of columns stay, but not what could be a value within them.
    fn heading(&self, column: usize, text: &str, sample: &mut String) {
        if digit_runs(text).is_empty() {
            sample.push_str(text);
        } else {
            self.value(column, text, sample);
        }
    }

    fn value(&self, column: usize, text: &str, sample: &mut String) {
        if self.stays(column, text) {
            sample.push_str(text);
            return;
        }
        let is_new = |candidate: &String| {
            let mut runs = self.runs.iter();
            !runs.any(|run| candidate.contains(run.as_str()))
        };
        let candidates = (0..TRIES).map(|attempt| self.replaced(column, text, attempt));
        let found = candidates.into_iter().find(is_new);
        sample.push_str(&found.unwrap_or_else(|| "#".repeat(text.chars().count())));
    }

    /// Whether a cell is a word of the exchange.
    fn stays(&self, column: usize, text: &str) -> bool {
        if VOCABULARY.contains(&text.to_lowercase().as_str()) {
            return true;
        }
        let is_plain = digit_runs(text).is_empty() && !text.contains('@');
        let is_repeated = || self.repeated.contains(&(column, text.to_owned()));
        match self.roles.get(&column) {
            Some(Role::Side | Role::Kind | Role::Status) => is_plain && is_repeated(),
            Some(
                Role::Market
                | Role::Base
                | Role::Quote
                | Role::Asset
                | Role::FeeAsset
                | Role::InAsset
                | Role::OutAsset,
            ) => is_plain && is_ticker(text),
            _ => false,
        }
    }

    fn replaced(&self, column: usize, text: &str, attempt: u32) -> String {
        let mut random = Random::new(&self.seed, column, text, attempt);
        let is_date = [
            Dates::YearFirst,
            Dates::DayFirst,
            Dates::MonthFirst,
            Dates::AmericanClock,
        ]
        .into_iter()
        .any(|dates| parse_time::read(text, dates).is_ok());
        // Only these letters may stay as they are.
        let is_of_date =
            |letter: char| letter.is_ascii_digit() || " \u{202f}.,:/+-TZAPMapm".contains(letter);
        if is_date && text.chars().all(is_of_date) {
            return date(text, &mut random);
        }
        let unit = number::split_unit(text)
            .filter(|(_, unit)| {
                self.roles.get(&column).is_some_and(|role| role.is_number()) && is_ticker(unit)
            })
            .map_or("", |(_, unit)| unit);
        let is_number = number::is_number(text);
        let body = &text[..text.len() - unit.len()];
        let mut replaced = String::new();
        let mut is_leading = true;
        for c in body.chars() {
            replaced.push(match c {
                '0' if is_leading && attempt == 0 => '0',
                '0'..='9' => {
                    is_leading = false;
                    random.other(c, b'1', 9)
                }
                'e' | 'E' if is_number => c,
                'a'..='f' => random.other(c, b'a', 6),
                'A'..='F' => random.other(c, b'A', 6),
                'a'..='z' => random.other(c, b'g', 20),
                'A'..='Z' => random.other(c, b'G', 20),
                _ if c.is_alphanumeric() => random.other(c, b'g', 20),
                _ => c,
            });
        }
        replaced + unit
    }
}

/// Upper-case letters and digits, two assets at most.
fn is_ticker(text: &str) -> bool {
    let is_asset = |asset: &str| {
        (2..=12).contains(&asset.len())
            && asset
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && asset.bytes().any(|b| b.is_ascii_uppercase())
    };
    let mut assets = text.split(['-', '/', '_']);
    let (first, second, third) = (assets.next(), assets.next(), assets.next());
    first.is_some_and(is_asset) && second.is_none_or(is_asset) && third.is_none()
}

/// A date of the same shape: days, months and hours stay on their side of 12, so
/// that it still proves what it proved about the order.
fn date(text: &str, random: &mut Random) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            replaced.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let (run, behind) = rest.split_at(digits);
        let is_fraction = replaced.ends_with('.') && replaced.contains(':');
        match (digits, run.parse::<u32>()) {
            (1, Ok(_)) if !is_fraction => replaced += &(1 + random.below(9)).to_string(),
            (2, Ok(value)) if !is_fraction && value <= 12 => {
                replaced += &format!("{:02}", 1 + random.below(12));
            }
            (2, Ok(_)) if !is_fraction => replaced += &(13 + random.below(11)).to_string(),
            (4, Ok(_)) if !is_fraction && !replaced.contains(':') => {
                replaced += &(1990 + random.below(40)).to_string();
            }
            _ => replaced.extend(run.chars().map(|c| random.other(c, b'0', 10))),
        }
        rest = behind;
    }
    replaced
}

/// Numbers that follow from the seed and a value.
struct Random {
    state: [u8; 32],
    at: usize,
}

impl Random {
    fn new(seed: &[u8; 32], column: usize, text: &str, attempt: u32) -> Random {
        let state = Sha256::new()
            .chain_update(seed)
            .chain_update(column.to_le_bytes())
            .chain_update(attempt.to_le_bytes())
            .chain_update(text)
            .finalize();
        Random {
            state: state.into(),
            at: 0,
        }
    }

    /// Below `end`, near enough even.
    fn below(&mut self, end: u32) -> u32 {
        if self.at + 2 > self.state.len() {
            self.state = Sha256::digest(self.state).into();
            self.at = 0;
        }
        let word = u16::from_le_bytes([self.state[self.at], self.state[self.at + 1]]);
        self.at += 2;
        u32::from(word) % end
    }

    /// Another character than `c` among the `count` from `first` on.
    fn other(&mut self, c: char, first: u8, count: u8) -> char {
        let own = (u32::from(c)).wrapping_sub(u32::from(first));
        let is_among = own < u32::from(count);
        let at = self.below(u32::from(count) - u32::from(is_among));
        let at = if is_among && at >= own { at + 1 } else { at };
        char::from(first + at as u8)
    }
}
