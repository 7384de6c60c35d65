//! Bytes as they come into UTF-8: UTF-16 with and without its mark, old Windows
//! code pages, lone carriage returns. Which it is follows from the bytes alone,
//! wherever their slices end.

use workbook::CodePage;

use crate::base::features::COMPLETE;
use crate::carriers::json::JsonRows;
use crate::entry::messages::Message;

/// How the letters of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Letters {
    /// Nothing but ASCII so far: the first other byte decides.
    Ascii,
    /// UTF-8, for good: what is none costs its own row.
    Utf8,
    /// UTF-16, with the lower byte first or last.
    Utf16 { is_little: bool },
    /// A code page.
    Page(CodePage),
    /// A list of records in JSON, whose rows come out. A browser's build does not know it.
    Json,
}

impl Letters {
    /// What the first bytes tell (all of them when `last`). A code page is only
    /// guessed here: what is recognised in it decides.
    pub fn of(start: &[u8], last: bool) -> Letters {
        if COMPLETE && JsonRows::of(start).is_some() {
            return Letters::Json;
        }
        match start {
            [0xFF, 0xFE, ..] => return Letters::Utf16 { is_little: true },
            [0xFE, 0xFF, ..] => return Letters::Utf16 { is_little: false },
            _ => {}
        }
        // Without its mark: the higher bytes of a table are nearly all zero.
        let zeros = |first: usize| {
            start
                .iter()
                .skip(first)
                .step_by(2)
                .filter(|b| **b == 0)
                .count()
        };
        let (even, odd) = (zeros(0), zeros(1));
        if 4 * even.max(odd) > start.len() && 8 * even.min(odd) < even.max(odd) {
            return Letters::Utf16 {
                is_little: odd > even,
            };
        }
        Letters::by_first_letter(start, last).map_or(Letters::Ascii, |(_, letters)| letters)
    }

    /// What is worth saying about it.
    pub fn note(self) -> Option<Message> {
        match self {
            Letters::Ascii | Letters::Utf8 => None,
            Letters::Utf16 { .. } => Some(Message::OddUtf16),
            Letters::Json => Some(Message::OddJson),
            Letters::Page(page) => Some(Message::lazy(|| Message::OddLetters {
                name: page.name().into(),
            })),
        }
    }

    /// Where the first byte stands that is no ASCII, and what it begins; `None`
    /// where there is none or where what follows must be seen first.
    fn by_first_letter(bytes: &[u8], last: bool) -> Option<(usize, Letters)> {
        let at = bytes.iter().position(|byte| !byte.is_ascii())?;
        match std::str::from_utf8(&bytes[at..(at + 4).min(bytes.len())]) {
            Ok(_) => Some((at, Letters::Utf8)),
            Err(error) if error.valid_up_to() > 0 => Some((at, Letters::Utf8)),
            Err(error) if error.error_len().is_none() && !last => None,
            Err(_) => Some((at, Letters::Page(CodePage::Western))),
        }
    }
}

/// The start of a file in UTF-8, a code page taken for the commonest.
pub(crate) fn text_of_start(start: &[u8], is_whole: bool) -> Vec<u8> {
    let letters = Letters::of(start, is_whole);
    Decoder::new(letters, start, is_whole).text_of(start, is_whole)
}

/// Turns the bytes of one file into UTF-8.
#[derive(Debug)]
pub(crate) struct Decoder {
    letters: Letters,
    /// The file ends its lines with a carriage return alone.
    has_lone_returns: bool,
    /// The beginning of a letter whose end is still to come.
    open: Vec<u8>,
    /// The rows of a list of records.
    json: Option<Box<JsonRows>>,
}

impl Decoder {
    /// Decides by the first bytes (all of them when `last`).
    pub fn new(letters: Letters, start: &[u8], last: bool) -> Decoder {
        let mut decoder = Decoder {
            letters,
            has_lone_returns: false,
            open: Vec::new(),
            json: None,
        };
        if COMPLETE && letters == Letters::Json {
            decoder.json = JsonRows::of(start).map(Box::new);
        }
        let text = decoder.text_of(start, last);
        decoder.has_lone_returns = text.contains(&b'\r') && !text.contains(&b'\n');
        decoder
    }

    /// The first bytes as text, for a look at them.
    pub fn text_of(&self, start: &[u8], last: bool) -> Vec<u8> {
        let mut text = Vec::new();
        let mut fresh = Decoder {
            letters: self.letters,
            has_lone_returns: self.has_lone_returns,
            open: Vec::new(),
            json: self.json.clone(),
        };
        fresh.push(start, last, &mut text);
        text
    }

    /// Decodes the next bytes and appends them.
    pub fn push(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) {
        let from = text.len();
        if self.open.is_empty() {
            self.append(bytes, last, text);
        } else {
            let mut joined = std::mem::take(&mut self.open);
            joined.extend_from_slice(bytes);
            self.append(&joined, last, text);
        }
        if self.has_lone_returns {
            for byte in text[from..].iter_mut().filter(|byte| **byte == b'\r') {
                *byte = b'\n';
            }
        }
    }

    fn append(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) {
        match self.letters {
            Letters::Json => {
                if let Some(json) = self.json.as_deref_mut().filter(|_| COMPLETE) {
                    json.push(bytes, last, text);
                }
            }
            Letters::Utf8 => text.extend_from_slice(bytes),
            Letters::Page(page) => text.extend_from_slice(page.decode(bytes).as_bytes()),
            Letters::Utf16 { is_little } => self.append_utf16(bytes, is_little, last, text),
            Letters::Ascii if bytes.is_ascii() => text.extend_from_slice(bytes),
            Letters::Ascii => match Letters::by_first_letter(bytes, last) {
                Some((at, letters)) => {
                    text.extend_from_slice(&bytes[..at]);
                    self.letters = letters;
                    self.append(&bytes[at..], last, text);
                }
                None => {
                    let at = bytes.iter().position(|byte| !byte.is_ascii());
                    let (before, open) = bytes.split_at(at.unwrap_or(bytes.len()));
                    text.extend_from_slice(before);
                    self.open = open.to_vec();
                }
            },
        }
    }

    fn append_utf16(&mut self, bytes: &[u8], is_little: bool, last: bool, text: &mut Vec<u8>) {
        let units = bytes.chunks_exact(2).filter_map(|pair| {
            let pair = pair.try_into().ok()?;
            Some(match is_little {
                true => u16::from_le_bytes(pair),
                false => u16::from_be_bytes(pair),
            })
        });
        let mut units: Vec<u16> = units.collect();
        let mut whole = bytes.len() & !1;
        // The first half of a letter waits for its second.
        if !last
            && units
                .last()
                .is_some_and(|unit| (0xD800..0xDC00).contains(unit))
        {
            units.pop();
            whole -= 2;
        }
        let mut utf8 = [0; 4];
        for letter in char::decode_utf16(units) {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            text.extend_from_slice(letter.encode_utf8(&mut utf8).as_bytes());
        }
        match last {
            false => self.open = bytes[whole..].to_vec(),
            true if whole < bytes.len() => {
                let letter = char::REPLACEMENT_CHARACTER.encode_utf8(&mut utf8);
                text.extend_from_slice(letter.as_bytes());
            }
            true => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Decoded in slices of this length, by what the first bytes tell.
    fn decoded(bytes: &[u8], slice: usize) -> String {
        let start = &bytes[..bytes.len().min(64)];
        let is_whole = start.len() == bytes.len();
        let mut decoder = Decoder::new(Letters::of(start, is_whole), start, is_whole);
        let mut text = Vec::new();
        for part in bytes.chunks(slice.max(1)) {
            decoder.push(part, false, &mut text);
        }
        decoder.push(b"", true, &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    fn check(bytes: &[u8], expected: &str) {
        for slice in [1, 2, 3, 7, 1000] {
            assert_eq!(decoded(bytes, slice), expected, "by {slice}");
        }
    }

    fn utf16(text: &str, is_little: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| match is_little {
                true => unit.to_le_bytes(),
                false => unit.to_be_bytes(),
            })
            .collect()
    }

    #[test]
    fn utf16_is_known_with_and_without_its_mark() {
        let text = "Date,Pair,Čas,𝄞\r\n1,2,3,4\r\n";
        for is_little in [true, false] {
            check(&utf16(text, is_little), text);
            let marked = format!("\u{feff}{text}");
            check(&utf16(&marked, is_little), &marked);
        }
        check(b"\xFF\xFEa\0b", "\u{feff}a\u{fffd}");
        check(b"\xFF\xFEa\0\x00\xD8", "\u{feff}a\u{fffd}");
    }

    #[test]
    fn letters_that_are_no_utf8_are_of_a_code_page_and_broken_ones_among_utf8_are_not() {
        check(b"Frais r\xE9els,\x80\n", "Frais réels,€\n");
        check("é\n".as_bytes(), "é\n");
        check(b"\xC3\xA9,\xE9\n", "é,\u{fffd}\n");
        let far = [b"x".repeat(100), b"\xE9".to_vec()].concat();
        check(&far, &format!("{}é", "x".repeat(100)));
        check(b"plain\xC3", "plainÃ");
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line_where_no_line_ends_otherwise() {
        check(b"a,b\r1,2\r", "a,b\n1,2\n");
        check(b"a,b\r\n1,\"2\r3\"\r\n", "a,b\r\n1,\"2\r3\"\r\n");
    }

    proptest! {
        #[test]
        fn where_slices_end_changes_no_letter(bytes: Vec<u8>, slice in 1_usize..9) {
            prop_assert_eq!(decoded(&bytes, slice), decoded(&bytes, bytes.len()));
        }
    }
}
