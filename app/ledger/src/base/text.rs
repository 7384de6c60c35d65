//! Short texts that cost nothing to copy.
//!
//! An export repeats its file name, format and tickers on every row; a million
//! rows would allocate ten million strings. Up to 23 bytes sit inline, longer
//! ones are shared.

/// A short, immutable text: reads like a `&str`, clones without allocating.
pub type Text = smol_str::SmolStr;

/// A text of the program. Where it fits it sits inline like those of cells, so that
/// two of them are compared without a look elsewhere.
pub(crate) fn of_program(text: &'static str) -> Text {
    match text.len() {
        ..=INLINE_BYTES => Text::new(text),
        _ => Text::new_static(text),
    }
}

/// A text of a time. Nearly all are as long as `2022-10-18 21:00:07`; a copy of so
/// many bytes is a few instructions where one of any length is a call.
#[inline]
pub(crate) fn of_time(text: &str) -> Text {
    match text.len() {
        19 => Text::new_inline(text),
        _ => Text::new(text),
    }
}

/// A text in small letters, of the alphabets that headers and words of exchanges are
/// written in. All of Unicode would be twelve kilobytes of tables in the browser.
pub(crate) fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small(letter: char) -> char {
    let code = u32::from(letter);
    let distance = match code {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3A1 | 0x3A3..=0x3A9 | 0x410..=0x42F => {
            32
        }
        0x400..=0x40F => 80,
        // Pairs, the large letter even or odd.
        0x100..=0x12F | 0x132..=0x137 | 0x14A..=0x177 => 1 - code % 2,
        0x139..=0x148 | 0x179..=0x17E => code % 2,
        _ => 0,
    };
    char::from_u32(code + distance).unwrap_or(letter)
}

/// Bytes that a text holds without a place of its own.
const INLINE_BYTES: usize = 23;

/// The texts of one file that were made last: a handful of markets and tickers
/// stand in all its rows, and a copy of what is there is cheaper than a new text.
#[derive(Debug)]
pub(crate) struct Texts {
    kept: [Text; Texts::KEPT],
}

impl Texts {
    const KEPT: usize = 64;

    /// A text of these letters.
    #[inline]
    pub fn text(&mut self, text: &str) -> Text {
        let kept = &mut self.kept[Texts::place(text)];
        if kept != text {
            *kept = Text::new(text);
        }
        kept.clone()
    }

    /// Where a text is kept: its ends and its length tell most tickers apart.
    #[inline]
    fn place(text: &str) -> usize {
        match text.as_bytes() {
            [] => 0,
            [first, .., last] => {
                let ends = usize::from(*first) * 5 + usize::from(*last) * 11;
                (ends + text.len()) % Texts::KEPT
            }
            [one] => usize::from(*one) % Texts::KEPT,
        }
    }
}

impl Default for Texts {
    fn default() -> Texts {
        Texts {
            kept: [const { Text::new_static("") }; Texts::KEPT],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_headers_become_small_as_unicode_has_it() {
        let other = ['\u{130}', '\u{178}'];
        for letter in ('\0'..'\u{180}')
            .chain('\u{391}'..'\u{3AA}')
            .chain('\u{400}'..'\u{460}')
        {
            if !other.contains(&letter) {
                assert_eq!(small(letter).to_string(), letter.to_lowercase().to_string());
            }
        }
        assert_eq!(lower("ČÁST 卖出 İ"), "část 卖出 İ");
    }

    #[test]
    fn a_text_is_the_one_asked_for_whatever_was_kept_in_its_place() {
        let mut texts = Texts::default();
        // More than there are places, each twice, long and short.
        for round in 0..2 {
            for number in 0..3 * Texts::KEPT {
                for text in [number.to_string(), format!("{number:040}")] {
                    assert_eq!(texts.text(&text), text, "round {round}");
                }
            }
        }
        assert_eq!(texts.text(""), "");
    }
}
