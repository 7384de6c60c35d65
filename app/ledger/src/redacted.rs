//! A sample of a file that shows its shape and none of its values, to report a
//! format that is not read yet.
//!
//! Delimiters, quotes, line ends, byte order mark, signs, widths and the names of
//! columns stay. Every digit and letter of a value is replaced, dates by dates;
//! words stay where they are of a small vocabulary (buy, filled, deposit …), or
//! where their column is known to hold words of the exchange and not of a person.
//! Replacements follow from the whole file's bytes, so nobody can try values out
//! against them, and the same value in the same column is replaced alike.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::clock::{self, Dates};
use crate::mapping::{Role, Sheet, first_rows, is_header, suggest_mapping};
use crate::number;
use crate::options::Limits;

/// How much of a file goes into a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleLimits {
    /// Bytes of the file that are looked through.
    pub bytes_max: usize,
    /// Rows of the sample below its header.
    pub rows_max: usize,
}

impl Default for SampleLimits {
    fn default() -> SampleLimits {
        SampleLimits {
            bytes_max: 8 << 20,
            rows_max: 20,
        }
    }
}

/// Why no sample can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// A workbook, an archive, a picture.
    #[error(
        "this is no table of text: unpack it, or save its sheet as CSV, and make a sample of that"
    )]
    NoTable,
}

/// Rows kept from the start and from the end whatever they look like.
const FIRST_ROWS: usize = 5;
const LAST_ROWS: usize = 3;
/// Digits in a row that would be recognised again.
const RUN_DIGITS: usize = 4;
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

/// Makes the sample: the header, the first and last rows, and rows of every odd shape.
///
/// # Errors
/// When the file is no table of text.
pub fn redacted_sample(bytes: &[u8], limits: &SampleLimits) -> Result<Vec<u8>, SampleError> {
    let seed: [u8; 32] = Sha256::new()
        .chain_update(b"a redacted sample of:")
        .chain_update(bytes)
        .finalize()
        .into();
    let start = &bytes[..bytes.len().min(limits.bytes_max)];
    let (text, carrier) = Carrier::read(start).ok_or(SampleError::NoTable)?;
    let sheet = first_rows(text.as_bytes(), &Limits::default()).ok_or(SampleError::NoTable)?;
    let lines: Vec<Line<'_>> = take_apart(&text, sheet.delimiter);
    let header = header_line(&sheet, &lines);
    let kept = chosen(&lines, header, limits.rows_max);
    let mut veil = Veil {
        seed,
        roles: roles(&sheet),
        runs: kept
            .iter()
            .flat_map(|at| digit_runs(lines[*at].text))
            .collect(),
        repeated: repeated(&lines, header),
    };
    let mut sample = String::new();
    for at in kept {
        veil.line(&lines[at], Some(at) == header, &mut sample);
    }
    Ok(carrier.write(&sample))
}

/// How the text is put into bytes.
enum Carrier {
    Utf8 {
        mark: bool,
    },
    Utf16 {
        big: bool,
    },
    /// Some code page: what is not ASCII goes one byte a character.
    Bytes,
}

impl Carrier {
    fn read(bytes: &[u8]) -> Option<(String, Carrier)> {
        let utf16 = |big: bool| {
            let units: Vec<u16> = bytes[2..]
                .chunks_exact(2)
                .map(|pair| match big {
                    true => u16::from_be_bytes([pair[0], pair[1]]),
                    false => u16::from_le_bytes([pair[0], pair[1]]),
                })
                .collect();
            (String::from_utf16_lossy(&units), Carrier::Utf16 { big })
        };
        match bytes {
            [0xFF, 0xFE, ..] => return Some(utf16(false)),
            [0xFE, 0xFF, ..] => return Some(utf16(true)),
            _ if bytes.contains(&0) => return None,
            _ => {}
        }
        let (mark, body) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
            Some(body) => (true, body),
            None => (false, bytes),
        };
        Some(match std::str::from_utf8(body) {
            Ok(text) => (text.to_owned(), Carrier::Utf8 { mark }),
            // Cut off within a character, at the limit of bytes.
            Err(error) if error.error_len().is_none() => {
                let whole = &body[..error.valid_up_to()];
                (
                    String::from_utf8_lossy(whole).into_owned(),
                    Carrier::Utf8 { mark },
                )
            }
            Err(_) => (
                bytes.iter().copied().map(char::from).collect(),
                Carrier::Bytes,
            ),
        })
    }

    fn write(&self, text: &str) -> Vec<u8> {
        match self {
            Carrier::Utf8 { mark } => {
                let mark: &[u8] = if *mark { b"\xEF\xBB\xBF" } else { b"" };
                [mark, text.as_bytes()].concat()
            }
            Carrier::Utf16 { big } => {
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                units
                    .flat_map(|unit| match big {
                        true => unit.to_be_bytes(),
                        false => unit.to_le_bytes(),
                    })
                    .collect()
            }
            Carrier::Bytes => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect(),
        }
    }
}

/// One physical line, with its cells as ranges that leave the quotes out.
struct Line<'a> {
    text: &'a str,
    cells: Vec<std::ops::Range<usize>>,
}

impl Line<'_> {
    fn cell(&self, at: usize) -> &str {
        self.cells
            .get(at)
            .map_or("", |cell| self.text[cell.clone()].trim())
    }
}

fn take_apart(text: &str, delimiter: char) -> Vec<Line<'_>> {
    text.split_inclusive('\n')
        .map(|text| {
            let content = text.trim_end_matches(['\n', '\r']);
            let (mut cells, mut start, mut is_quoted) = (Vec::new(), 0, false);
            for (at, c) in content.char_indices() {
                if c == '"' {
                    is_quoted = !is_quoted;
                } else if c == delimiter && !is_quoted {
                    cells.push(unquoted(content, start, at));
                    start = at + c.len_utf8();
                }
            }
            cells.push(unquoted(content, start, content.len()));
            Line { text, cells }
        })
        .collect()
}

/// A cell's range without the quotes and spaces around it.
fn unquoted(content: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let cell = &content[start..end];
    let inner = cell.trim_start_matches(['"', ' ', '\u{feff}']);
    let start = start + cell.len() - inner.len();
    let end = start + inner.trim_end_matches(['"', ' ']).len();
    start..end
}

/// The line of the header; what stands above it and below it is values.
fn header_line(sheet: &Sheet, lines: &[Line<'_>]) -> Option<usize> {
    let at = usize::try_from(sheet.rows[sheet.header?].0).ok()? - 1;
    let line = lines.get(at)?;
    let cells: Vec<String> = (0..line.cells.len())
        .map(|at| line.cell(at).to_owned())
        .collect();
    is_header(&cells).then_some(at)
}

/// What each column seems to hold.
fn roles(sheet: &Sheet) -> BTreeMap<usize, Role> {
    let suggested = suggest_mapping(sheet);
    let columns = suggested.columns.iter();
    columns
        .filter_map(|(role, column)| Some((sheet.place(column)?, *role)))
        .collect()
}

/// Cells that stand more than once in their column, by column.
fn repeated(lines: &[Line<'_>], header: Option<usize>) -> BTreeSet<(usize, String)> {
    let mut seen = BTreeSet::new();
    let mut repeated = BTreeSet::new();
    for line in lines.iter().skip(header.map_or(0, |at| at + 1)) {
        for at in 0..line.cells.len() {
            let cell = line.cell(at);
            if cell.len() > 24 || cell.is_empty() {
                continue;
            }
            let key = (at, cell.to_owned());
            if seen.contains(&key) {
                repeated.insert(key);
            } else if seen.len() < 100_000 {
                seen.insert(key);
            }
        }
    }
    repeated
}

/// Which lines go into the sample, in their order.
fn chosen(lines: &[Line<'_>], header: Option<usize>, rows_max: usize) -> Vec<usize> {
    let below = header.map_or(0, |at| at + 1);
    let filled: Vec<usize> = (below..lines.len())
        .filter(|at| !lines[*at].text.trim().is_empty())
        .collect();
    let first = filled.iter().take(FIRST_ROWS);
    let last = filled.iter().rev().take(LAST_ROWS);
    let mut kept: BTreeSet<usize> = first.chain(last).copied().take(rows_max).collect();
    let mut shapes = BTreeSet::new();
    let odd = filled.iter().filter(|at| {
        let line = &lines[**at];
        let mut is_new = shapes.insert((usize::MAX, line.cells.len().to_string()));
        for column in 0..line.cells.len() {
            is_new |= shapes.insert((column, shape(line.cell(column))));
        }
        is_new
    });
    for at in odd {
        if kept.len() >= rows_max {
            break;
        }
        kept.insert(*at);
    }
    (0..below).chain(kept).collect()
}

/// A cell with runs of digits and of letters as one sign each.
fn shape(cell: &str) -> String {
    let mut shape = String::new();
    for c in cell.chars() {
        let sign = match c {
            _ if c.is_numeric() => '9',
            _ if c.is_alphabetic() => 'a',
            other => other,
        };
        if !shape.ends_with(sign) || !sign.is_alphanumeric() {
            shape.push(sign);
        }
    }
    shape
}

/// Runs of digits long enough to be recognised again.
fn digit_runs(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() >= RUN_DIGITS)
        .map(str::to_owned)
        .collect()
}

/// What replaces values.
struct Veil {
    seed: [u8; 32],
    roles: BTreeMap<usize, Role>,
    /// Runs of digits in the rows of the sample: none of them comes back.
    runs: BTreeSet<String>,
    repeated: BTreeSet<(usize, String)>,
}

impl Veil {
    fn line(&mut self, line: &Line<'_>, is_header: bool, sample: &mut String) {
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
        .any(|dates| clock::read(text, dates).is_ok());
        if is_date {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sample(text: &str) -> String {
        let sample = redacted_sample(text.as_bytes(), &SampleLimits::default()).unwrap();
        String::from_utf8(sample).unwrap()
    }

    const TEXT: &str = "\u{feff}Export of Alice Smith;alice@example.org\r\n\
        \"User\";\"Order ID\";Date;Pair;Side;Amount;Price;Fee;State\r\n\
        \"alice\";\"a81-77120\";18/10/2022 21:00:07;BTC-USDT;BUY;0,00120;19.000,50;-1,5USDT;Filled\r\n\
        \"alice\";\"a81-77121\";05/10/2022 09:00:07;BTC-USDT;SELL;1,5;19.000,50;-1,5USDT;Filled\r\n\
        \"alice\";\"\";25/10/2022 21:00:07;1INCH-USDT;BUY;;;;\"Cancelled by Alice\"\r\n";

    #[test]
    fn shape_and_words_of_the_exchange_stay_and_values_go() {
        let sample = sample(TEXT);
        let lines: Vec<&str> = sample.split("\r\n").collect();
        assert!(lines[0].starts_with('\u{feff}') && lines[0].contains('@'));
        assert_eq!(
            lines[1],
            "\"User\";\"Order ID\";Date;Pair;Side;Amount;Price;Fee;State"
        );
        let cells: Vec<&str> = lines[2].split(';').collect();
        assert_eq!(
            (cells[3], cells[4], cells[8]),
            ("BTC-USDT", "BUY", "Filled")
        );
        assert!(
            cells[5].starts_with("0,00") && cells[5].len() == 7,
            "{}",
            cells[5]
        );
        assert!(
            cells[6].len() == 9 && &cells[6][2..3] == ".",
            "{}",
            cells[6]
        );
        assert!(cells[7].starts_with('-') && cells[7].ends_with("USDT"));
        assert!(
            clock::read(cells[2], Dates::DayFirst).is_ok(),
            "{}",
            cells[2]
        );
        assert!(
            clock::read(cells[2], Dates::MonthFirst).is_err(),
            "{}",
            cells[2]
        );
        assert_eq!(lines[4].split(';').nth(3), Some("1INCH-USDT"));
        for gone in [
            "alice", "Alice", "Smith", "example", "a81", "7712", "2022", "19.000", "0,00120",
        ] {
            assert!(!sample.contains(gone), "{gone} in {sample}");
        }
        let alices: BTreeSet<&str> = lines[2..5].iter().map(|line| &line[..7]).collect();
        assert_eq!(alices.len(), 1, "one value is replaced alike");
    }

    #[test]
    fn first_last_and_odd_rows_are_taken_and_no_more_than_the_limit() {
        let mut text = "Time,Coin,Amount\n".to_owned();
        for row in 0..100 {
            text += &format!("2022-10-18 21:00:{:02},BTC,{row}.5\n", row % 60);
        }
        text.insert_str(text.len() / 2, "\nodd,one\n");
        let sample = sample(&text);
        assert!(sample.contains("\n") && sample.lines().count() <= 21);
        assert!(
            sample.lines().any(|line| line.split(',').count() == 2),
            "{sample}"
        );
        let limits = SampleLimits {
            rows_max: 2,
            ..SampleLimits::default()
        };
        let two = redacted_sample(text.as_bytes(), &limits).unwrap();
        assert_eq!(two.iter().filter(|byte| **byte == b'\n').count(), 3);
    }

    #[test]
    fn carriers_stay_and_what_is_no_text_is_refused() {
        let limits = SampleLimits::default();
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(
                "Time\tCoin\n2022-10-18 21:00:07\tBTC\n"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        let sample = redacted_sample(&utf16, &limits).unwrap();
        assert_eq!(sample.len(), utf16.len());
        assert_eq!(sample[..20], utf16[..20]);
        let code_page = b"Name,Gr\xF6\xDFe\nM\xFCller,1\n";
        let sample = redacted_sample(code_page, &limits).unwrap();
        assert_eq!(sample[..11], code_page[..11]);
        assert!(!sample.contains(&0xFC));
        assert_eq!(
            redacted_sample(b"PK\x03\x04\0\0", &limits),
            Err(SampleError::NoTable)
        );
        assert_eq!(redacted_sample(b"", &limits), Err(SampleError::NoTable));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// No run of four digits, no id, no name and no address of the rows comes back.
        #[test]
        fn no_value_survives(
            rows in prop::collection::vec(
                ("[a-z]{3,8}@[a-z]{4,9}\\.org", "[0-9a-f]{12}", 0_u64..4_000_000_000_000, "[A-Z][a-z]{4,9}", 4_u32..10),
                1..=FIRST_ROWS + LAST_ROWS,
            ),
            quoted in any::<bool>(),
        ) {
            let mut text = "Account,Order ID,Date,Symbol,Side,Amount,Comment\n".to_owned();
            for (mail, id, amount, name, month) in &rows {
                let (whole, rest) = (amount / 100_000, amount % 100_000);
                let date = format!("2022-{month:02}-18 21:00:07");
                let row = [mail, id, &date, "BTC-USDT", "buy", &format!("{whole}.{rest:05}"), name];
                let row: Vec<String> = row
                    .iter()
                    .map(|cell| if quoted { format!("\"{cell}\"") } else { (*cell).to_owned() })
                    .collect();
                text += &format!("{}\n", row.join(","));
            }
            let sample = sample(&text);
            prop_assert_eq!(sample.lines().count(), rows.len() + 1);
            for run in digit_runs(&text) {
                prop_assert!(!sample.contains(&run), "{} in {}", run, sample);
            }
            for (mail, id, _, name, _) in &rows {
                for value in [mail, id, name] {
                    prop_assert!(!sample.contains(value.as_str()), "{} in {}", value, sample);
                }
            }
            for (old, new) in text.lines().zip(sample.lines()) {
                prop_assert_eq!(shape(old).len(), shape(new).len());
                prop_assert_eq!(old.chars().count(), new.chars().count());
            }
        }
    }
}
