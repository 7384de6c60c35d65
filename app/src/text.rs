//! Every word on a page, in the reader's language.
//!
//! Texts live in `locales/<language>/<area>.ftl` (Fluent: plurals and
//! placeholders are the language's business, not the page's). A test holds every
//! key used in the source against both languages, and every key of the files
//! against the source.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language the pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    En,
    /// French.
    Fr,
}

impl Locale {
    /// Every language, in the order the switch shows them.
    pub const ALL: [Locale; 2] = [Locale::En, Locale::Fr];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Fr => "fr",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Locale::En => "English",
            Locale::Fr => "Français",
        }
    }

    /// The language of a tag (`fr`, `fr-CH`), where there is one.
    pub fn from_tag(tag: &str) -> Option<Locale> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Locale::ALL
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(primary))
    }

    /// The best language for an `Accept-Language` header; English when none fits.
    pub fn from_accept_language(header: &str) -> Locale {
        let mut best: Option<(u32, Locale)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(locale) = pieces.next().and_then(Locale::from_tag) else {
                continue;
            };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(1000, thousandths);
            if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, locale));
            }
        }
        best.map_or(Locale::En, |(_, locale)| locale)
    }

    /// What separates thousands and the fraction in this language.
    pub fn separators(self) -> (char, char) {
        match self {
            Locale::En => (',', '.'),
            Locale::Fr => ('\u{202f}', ','),
        }
    }
}

/// `0.8` as 800: a weight without a float.
fn thousandths(weight: &str) -> u32 {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    let padded = format!("{fraction:0<3}");
    let fraction = padded
        .get(..3)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    whole
        .parse::<u32>()
        .unwrap_or(0)
        .saturating_mul(1000)
        .saturating_add(fraction)
        .min(1000)
}

/// The texts of one language.
pub struct Texts {
    /// Which language.
    pub locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({})", self.locale.tag())
    }
}

/// How pages take their texts: one of two statics.
pub type T = &'static Texts;

macro_rules! locale_files {
    ($language:literal) => {
        [
            include_str!(concat!("../locales/", $language, "/common.ftl")),
            include_str!(concat!("../locales/", $language, "/start.ftl")),
            include_str!(concat!("../locales/", $language, "/account.ftl")),
            include_str!(concat!("../locales/", $language, "/claim.ftl")),
            include_str!(concat!("../locales/", $language, "/columns.ftl")),
            include_str!(concat!("../locales/", $language, "/group.ftl")),
            include_str!(concat!("../locales/", $language, "/people.ftl")),
            include_str!(concat!("../locales/", $language, "/bundles.ftl")),
            include_str!(concat!("../locales/", $language, "/ledger.ftl")),
            include_str!(concat!("../locales/", $language, "/formats.ftl")),
            include_str!(concat!("../locales/", $language, "/found.ftl")),
        ]
    };
}

static EN: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::En, &locale_files!("en")));
static FR: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::Fr, &locale_files!("fr")));

impl Texts {
    /// The texts of a language.
    pub fn of(locale: Locale) -> T {
        match locale {
            Locale::En => &EN,
            Locale::Fr => &FR,
        }
    }

    fn read(locale: Locale, files: &[&str]) -> Texts {
        let language = locale
            .tag()
            .parse()
            .expect("a locale's own tag is well-formed");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match locale {
            Locale::En => |value, _| group_number(value, Locale::En),
            Locale::Fr => |value, _| group_number(value, Locale::Fr),
        }));
        for file in files {
            // Errors of the files are found by the tests below; a running server
            // shows the other texts.
            let resource = match FluentResource::try_new((*file).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        Texts { locale, bundle }
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key with its placeholders filled.
    pub fn with(&self, key: &str, args: &[(&'static str, Arg)]) -> String {
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let filled = self
            .bundle
            .format_pattern(pattern, Some(&values(args)), &mut Vec::new());
        filled.into_owned()
    }

    /// The text of an attribute of a key (`.page`), where it has that.
    pub fn attribute(&self, key: &str, name: &str, args: &[(&'static str, Arg)]) -> Option<String> {
        let attribute = self.bundle.get_message(key)?.get_attribute(name)?;
        let filled =
            self.bundle
                .format_pattern(attribute.value(), Some(&values(args)), &mut Vec::new());
        Some(filled.into_owned())
    }

    /// Whether the key has a text.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// A plain decimal (`-1234567.80`) grouped for reading in this language.
    pub fn number(&self, plain: &str) -> String {
        grouped(plain, self.locale)
    }
}

fn values<'a>(args: &'a [(&'static str, Arg)]) -> FluentArgs<'a> {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        values.set(*name, arg.value());
    }
    values
}

/// What can stand in a placeholder.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A text, as it is.
    Text(String),
    /// A count: chooses the plural form, and is shown grouped.
    Count(i64),
}

impl Arg {
    fn value(&self) -> FluentValue<'_> {
        match self {
            Arg::Text(text) => FluentValue::from(text.as_str()),
            Arg::Count(count) => FluentValue::from(*count),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}

impl From<i64> for Arg {
    fn from(count: i64) -> Arg {
        Arg::Count(count)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Arg {
        Arg::from(i64::from(number))
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Arg {
        Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Arg {
        Arg::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

fn group_number(value: &FluentValue, locale: Locale) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), locale)),
        _ => None,
    }
}

/// Groups the whole part by threes and sets the language's decimal sign.
fn grouped(plain: &str, locale: Locale) -> String {
    let (thousands, decimal) = locale.separators();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", plain),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(decimal);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_numbers_as_the_language_does() {
        assert_eq!(
            Texts::of(Locale::En).number("-1234567.80"),
            "\u{2212}1,234,567.80"
        );
        assert_eq!(
            Texts::of(Locale::Fr).number("1234567.80"),
            "1\u{202f}234\u{202f}567,80"
        );
        assert_eq!(Texts::of(Locale::En).number("123"), "123");
    }

    #[test]
    fn takes_the_language_the_browser_prefers() {
        assert_eq!(
            Locale::from_accept_language("de, fr;q=0.8, en;q=0.7"),
            Locale::Fr
        );
        assert_eq!(Locale::from_accept_language("en-GB,fr;q=0.9"), Locale::En);
        assert_eq!(Locale::from_accept_language("ja"), Locale::En);
    }
}
