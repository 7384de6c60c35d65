//! Numbers as people type them: each language's own display form, and the plain
//! form of machines (`561.50`) in every language.
//!
//! The page's language decides: `1,120` is 1120 on an English page and 1.120 on a
//! French one, as those pages print them.

use ledger::Amount;

use super::Form;
use crate::text::Translator;

/// The number in a field, in the language of the page; `wrong` is the error where it holds
/// none.
pub fn field(form: &mut Form, texts: Translator, name: &str, wrong: &str) -> Option<Amount> {
    let read = read(form.value(name), texts);
    if read.is_none() {
        form.fail(name, wrong);
    }
    read
}

/// The separator between groups of three digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    /// Any space: pages print narrow no-break spaces, keyboards plain ones.
    Space,
    /// A straight or a typographic apostrophe.
    Apostrophe,
    /// A comma, where the language uses it between groups.
    Comma,
    /// A point, likewise.
    Point,
}

/// Reads a number in the language of the page: a sign, digits in groups of three or without
/// groups, a decimal sign, digits. None where it is no number in that language.
fn read(typed: &str, texts: Translator) -> Option<Amount> {
    let typed = typed.trim();
    let (sign, rest) = match typed.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", typed.strip_prefix('+').unwrap_or(typed)),
    };
    let (whole, fraction) = parted(rest, texts);
    let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(fraction) {
        return None;
    }
    let whole = if is_plain(whole) {
        whole.to_owned()
    } else {
        ungrouped(whole, texts)?
    };
    Amount::parse(&format!("{sign}{whole}.{fraction}")).ok()
}

/// The parts before and after the decimal sign. A point is the decimal sign of machines in
/// every language. The exception is a point before three digits, in a language that puts
/// points between groups, unless the number begins with a zero.
fn parted(text: &str, texts: Translator) -> (&str, &str) {
    let own = text.split_once(texts.decimal());
    let is_group = texts.thousands() == '.'
        && !text.starts_with('0')
        && text
            .rsplit_once('.')
            .is_some_and(|(_, group)| group.len() == 3);
    let machines = text.split_once('.').filter(|_| !is_group);
    own.or(machines).unwrap_or((text, ""))
}

/// The digits of a whole number in groups. All groups except the first have three digits,
/// and one kind of separator stands between them.
fn ungrouped(whole: &str, texts: Translator) -> Option<String> {
    let mut digits = String::with_capacity(whole.len());
    let (mut between, mut group) = (None, 0);
    for c in whole.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            group += 1;
            continue;
        }
        let separator = separator(c, texts)?;
        let is_first = between.is_none();
        let fits = if is_first {
            (1..=3).contains(&group) && !digits.starts_with('0')
        } else {
            group == 3 && between == Some(separator)
        };
        if !fits {
            return None;
        }
        (between, group) = (Some(separator), 0);
    }
    (group == 3).then_some(digits)
}

fn separator(c: char, texts: Translator) -> Option<Separator> {
    match c {
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' => Some(Separator::Space),
        '\'' | '\u{2019}' => Some(Separator::Apostrophe),
        ',' if texts.decimal() != ',' => Some(Separator::Comma),
        '.' if texts.thousands() == '.' => Some(Separator::Point),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Locale, Texts};

    fn reading(typed: &str, locale: Locale) -> Option<String> {
        let amount = read(typed, Texts::of(locale));
        amount.map(|amount| amount.to_string())
    }

    #[test]
    fn each_language_takes_its_own_form_and_that_of_machines() {
        for (typed, locale, expected) in [
            ("561,50", Locale::Fr, Some("561.50")),
            ("1 120", Locale::Fr, Some("1120")),
            ("1\u{202f}120,5", Locale::Fr, Some("1120.5")),
            ("1\u{a0}120 000,5", Locale::Fr, Some("1120000.5")),
            ("561.50", Locale::Fr, Some("561.50")),
            ("1 120.50", Locale::Fr, Some("1120.50")),
            ("1\u{2019}120", Locale::Fr, Some("1120")),
            ("1.120,50", Locale::Fr, None),
            ("1,120,000", Locale::Fr, None),
            ("1,120.00", Locale::En, Some("1120.00")),
            ("1,120,000", Locale::En, Some("1120000")),
            ("1 120", Locale::En, Some("1120")),
            ("1'120.5", Locale::En, Some("1120.5")),
            ("561.50", Locale::En, Some("561.50")),
            ("1,120", Locale::En, Some("1120")),
            ("1,120", Locale::Fr, Some("1.120")),
            ("561,50", Locale::En, None),
            ("0,120", Locale::En, None),
            ("\u{2212}3", Locale::En, Some("-3")),
            ("+3", Locale::En, Some("3")),
            (".5", Locale::En, Some("0.5")),
        ] {
            let read = reading(typed, locale);
            assert_eq!(read.as_deref(), expected, "{typed} in {}", locale.tag());
        }
    }

    #[test]
    fn text_that_is_no_number_gives_none() {
        for typed in [
            "",
            "-",
            ".",
            ",",
            "1e5",
            "12a",
            "1 12",
            "12 1200",
            "1,12,000",
            "1, 120",
            "1 120,000 5",
            "1'120 000",
            "1.2.3",
            "1 120.000.5",
            "٣",
            "0x1f",
            "1_000",
            "--1",
            " ",
        ] {
            for locale in Locale::ALL {
                assert_eq!(reading(typed, locale), None, "{typed} in {}", locale.tag());
            }
        }
    }

    proptest! {
        #[test]
        fn numbers_that_pages_print_are_read_back(units in any::<i128>(), scale in 0u32..40) {
            let amount = Amount::from_units(units, scale);
            for locale in Locale::ALL {
                let shown = Texts::of(locale).number(&amount.to_string());
                prop_assert_eq!(
                    reading(&shown, locale),
                    Some(amount.to_string()),
                    "{} in {}", shown, locale.tag()
                );
                // Before three digits, a point stands between groups in some languages.
                if scale == 3 && Texts::of(locale).thousands() == '.' {
                    continue;
                }
                prop_assert_eq!(
                    reading(&amount.to_string(), locale),
                    Some(amount.to_string())
                );
            }
        }
    }
}
