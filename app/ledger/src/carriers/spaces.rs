//! Spaces within words: exchanges, spreadsheets and mail programs write several for one,
//! and spaces that do not break a line or have no width.

use memchr::memmem;

/// The bytes that every space of another kind begins with.
const STARTS: [&[u8]; 6] = [
    b"\xC2\xA0",
    b"\xE1\x9A\x80",
    b"\xE2\x80",
    b"\xE2\x81",
    b"\xE3\x80\x80",
    b"\xEF\xBB\xBF",
];

/// Whether a text may have spaces that are to be one. Nearly none has, and a look at all
/// its bytes at once is cheap.
pub(crate) fn may_be_several(text: &[u8]) -> bool {
    let has = |start: &[u8]| memmem::find(text, start).is_some();
    has(b"  ") || !text.is_ascii() && STARTS.iter().any(|start| has(start))
}

/// Whether a letter is a space that nobody sees.
pub(crate) fn has_no_width(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a letter stands for a space within a word. What joins letters or turns their
/// direction does not.
fn is_space(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// Whether a cell has spaces that are to be one.
pub(crate) fn are_several(cell: &str) -> bool {
    if cell.is_ascii() {
        return cell.contains("  ");
    }
    let mut was_space = false;
    cell.chars().any(|letter| {
        let is_one = is_space(letter);
        let is_odd = is_one && (was_space || letter != ' ');
        was_space = is_one;
        is_odd
    })
}

/// Appends a cell with one space for each run of them.
pub(crate) fn append_with_one(cell: &str, text: &mut String) {
    let mut was_space = false;
    for letter in cell.chars() {
        let is_one = is_space(letter);
        if !is_one {
            text.push(letter);
        } else if !was_space {
            text.push(' ');
        }
        was_space = is_one;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_spaces_is_one_and_what_joins_letters_stays() {
        for (cell, expected) in [
            ("Binance   Convert", "Binance Convert"),
            ("Binance\u{a0}Convert", "Binance Convert"),
            ("Binance\u{200b}Convert", "Binance Convert"),
            ("Binance \u{200b}\u{a0} Convert", "Binance Convert"),
            ("1\u{202f}250", "1 250"),
            ("\u{3000}买入", " 买入"),
        ] {
            assert!(are_several(cell), "{cell:?}");
            assert!(may_be_several(cell.as_bytes()), "{cell:?}");
            let mut text = String::new();
            append_with_one(cell, &mut text);
            assert_eq!(text, expected);
        }
        for cell in ["Binance Convert", "", "قبل\u{200c}ازظهر", "卖出 BTC", "é"] {
            assert!(!are_several(cell), "{cell:?}");
        }
        for letter in (0..0x3100).chain([0xFEFF]).filter_map(char::from_u32) {
            let cell = letter.to_string();
            assert!(!are_several(&cell) || may_be_several(cell.as_bytes()));
        }
    }
}
