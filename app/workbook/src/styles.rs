//! Recognises number formats that show a date or a time.

/// Whether a built-in format, which has a number and no text, shows a date or a time.
pub(super) fn is_date_number(format: u16) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format shows a date or a time, by its text: `yyyy\-mm\-dd hh:mm`.
pub(super) fn is_date_text(format: &str) -> bool {
    // The sections after the first `;` are for negative numbers, zero and text.
    let mut letters = format.split(';').next().unwrap_or_default().chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|letter| *letter == '"');
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inner: String = letters.by_ref().take_while(|l| *l != ']').collect();
                // Hours past the day; anything else is a colour or a language.
                if matches!(
                    inner.to_ascii_lowercase().as_str(),
                    "h" | "hh" | "m" | "mm" | "s" | "ss"
                ) {
                    return true;
                }
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            'G' | 'g' if letters.as_str().to_ascii_lowercase().starts_with("eneral") => {
                return false;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_formats_are_distinguished_from_number_formats_with_letters() {
        for date in [
            "yyyy-mm-dd hh:mm:ss",
            "[$-407]TT.MM.JJ",
            "[$-409]m/d/yy h:mm AM/PM;@",
            "[h]:mm:ss",
            "\\Y\\Ydd",
            "mmm",
        ] {
            assert!(is_date_text(date), "{date}");
        }
        for number in [
            "General",
            "0.00",
            "#,##0.00\\ \"USDT days\"",
            "[Red]0.0",
            "0.00E+00",
            "_-* #,##0.00_d",
            "@",
            "",
            "0;yyyy",
        ] {
            assert!(!is_date_text(number), "{number}");
        }
        assert!(is_date_number(22) && !is_date_number(4) && !is_date_number(49));
    }
}
