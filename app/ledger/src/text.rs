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
