//! Every text on a page, in the reader's language.
//!
//! Texts are in `locales/<language>/<area>.ftl` (Fluent: plurals and placeholders belong to
//! the language, not to the page). A test compares the keys in the source with the files of
//! every language, in both directions. A language is only a folder: its name, its separators
//! and its translation of the method are in it.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A language of the pages: one of the folders under `locales/`. The build makes a constant
/// for each (`build.rs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Locale(&'static str);

/// The contents of a folder under `locales/`.
struct Folder {
    locale: Locale,
    texts: &'static [&'static str],
    method: Option<&'static str>,
}

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// English: the language of the ledger, and of readers whose own language is missing.
impl Default for Locale {
    fn default() -> Locale {
        Locale::ALL[0]
    }
}

impl Locale {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.0
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> String {
        Texts::of(self).t("common-language-name")
    }

    /// The language of a tag (`fr`, `fr-CH`), where there is one.
    pub fn from_tag(tag: &str) -> Option<Locale> {
        let tag = tag.trim().replace('_', "-");
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
        let mut all = Locale::ALL.into_iter();
        all.clone()
            .find(|locale| locale.tag().eq_ignore_ascii_case(&tag))
            .or_else(|| all.find(|locale| primary(locale.tag()) == primary(&tag)))
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
        best.map_or(Locale::default(), |(_, locale)| locale)
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
    separators: Separators,
    method: Option<&'static str>,
    bundle: FluentBundle<FluentResource>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Texts({})", self.locale.tag())
    }
}

/// The way in which pages take their texts: one of the statics.
pub type Translator = &'static Texts;

/// The separators between groups of three digits, and before the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Separators {
    thousands: char,
    decimal: char,
}

/// Declares the styles in which languages write numbers. A bundle takes a function whose
/// only argument is the number, so that each style has one.
macro_rules! number_styles {
    ($($thousands:literal, $decimal:literal;)+) => {
        const NUMBER_STYLES: &[Separators] =
            &[$(Separators { thousands: $thousands, decimal: $decimal }),+];

        /// Makes a bundle write the numbers in its messages in one of these styles.
        fn show_numbers(bundle: &mut FluentBundle<FluentResource>, style: Separators) {
            $({
                const STYLE: Separators = Separators { thousands: $thousands, decimal: $decimal };
                if style == STYLE {
                    bundle.set_formatter(Some(|value, _| group_number(value, STYLE)));
                }
            })+
        }
    };
}

number_styles! {
    ',', '.';
    '.', ',';
    '\u{202f}', ',';
    '\u{a0}', ',';
    '\u{2019}', '.';
}

static ALL: LazyLock<Vec<Texts>> = LazyLock::new(|| {
    let folders = FOLDERS.iter();
    folders
        .map(|folder| Texts::read(folder.locale, folder.texts, folder.method))
        .collect()
});

impl Texts {
    /// The texts of a language.
    pub fn of(locale: Locale) -> Translator {
        let own = ALL.iter().find(|texts| texts.locale == locale);
        own.unwrap_or(&ALL[0])
    }

    /// Reads the files of a language's folder. Its separators are messages in them.
    fn read(locale: Locale, files: &[impl AsRef<str>], method: Option<&'static str>) -> Texts {
        let language = locale
            .tag()
            .parse()
            .expect("a folder is named by a well-formed tag");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        for file in files {
            // The tests below find errors in the files; a running server shows the other
            // texts.
            let resource = match FluentResource::try_new(file.as_ref().to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        let mut texts = Texts {
            locale,
            separators: NUMBER_STYLES[0],
            method,
            bundle,
        };
        let named = |key: &str| texts.t(key).chars().next();
        let thousands = named("common-language-thousands");
        let decimal = named("common-language-decimal");
        let own = NUMBER_STYLES
            .iter()
            .find(|style| thousands == Some(style.thousands) && decimal == Some(style.decimal));
        texts.separators = *own.unwrap_or(&NUMBER_STYLES[0]);
        show_numbers(&mut texts.bundle, texts.separators);
        texts
    }

    /// The method in this language, for reading; none where only English exists.
    pub fn method(&self) -> Option<&'static str> {
        self.method
    }

    /// The separator between groups of three digits.
    pub fn thousands(&self) -> char {
        self.separators.thousands
    }

    /// The separator before a fraction.
    pub fn decimal(&self) -> char {
        self.separators.decimal
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key, or the English one where there is no translation.
    pub fn t_or(&self, key: &str, english: &str) -> String {
        match self.has(key) {
            true => self.t(key),
            false => english.to_owned(),
        }
    }

    /// The text of a key with values for its placeholders.
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

    /// The text of an attribute of a key (`.page`), if it has the attribute.
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
        grouped(plain, self.separators)
    }
}

fn values<'a>(args: &'a [(&'static str, Arg)]) -> FluentArgs<'a> {
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, arg) in args {
        values.set(*name, arg.value());
    }
    values
}

/// A value for a placeholder.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A text, unchanged.
    Text(String),
    /// A count: it chooses the plural form, and is shown grouped.
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

fn group_number(value: &FluentValue, separators: Separators) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(&number.as_string(), separators)),
        _ => None,
    }
}

/// Groups the whole part by threes and sets the language's decimal sign.
fn grouped(plain: &str, separators: Separators) -> String {
    let Separators { thousands, decimal } = separators;
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

    /// The English folder with its words spelled backwards: a language that the source does
    /// not know.
    fn toy() -> Translator {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en");
        let mut files = Vec::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let lines = text.lines().map(|line| match line.split_once(" = ") {
                Some((key, "English")) => format!("{key} = Toy"),
                Some((key @ "common-language-thousands", _)) => format!("{key} = ."),
                Some((key @ "common-language-decimal", _)) => format!("{key} = ,"),
                // Only texts without placeholders are changed.
                Some((key, words)) if !words.contains('{') => {
                    format!("{key} = {}", words.chars().rev().collect::<String>())
                }
                _ => line.to_owned(),
            });
            files.push(lines.collect::<Vec<_>>().join("\n"));
        }
        Box::leak(Box::new(Texts::read(
            Locale("xx"),
            &files,
            Some("# dohtem"),
        )))
    }

    #[test]
    fn a_folder_is_all_that_a_language_needs() {
        let texts = toy();
        assert_eq!(texts.t("common-language-name"), "Toy");
        assert_eq!(texts.method(), Some("# dohtem"));
        assert_eq!(texts.number("-1234567.80"), "\u{2212}1.234.567,80");
        let count = texts.with(
            "found-rows",
            &[("title", "x".into()), ("count", 1234_u32.into())],
        );
        assert!(count.contains("1.234"), "{count}");

        // A page in this language: its tag, its words, and a switch to every other language.
        let page = crate::pages::group::testing::html(texts, |texts| {
            crate::pages::start::method(texts, "M", "<p>full</p>", Some("<p>dohtem</p>"))
        });
        assert!(page.contains("<html lang=\"xx\""), "{page}");
        assert!(page.contains("dekrow") && page.contains("dohtem"), "{page}");
        for other in Locale::ALL {
            let button = format!("value=\"{0}\" lang=\"{0}\"", other.tag());
            assert!(page.contains(&button), "{button}: {page}");
        }

        // A text without a translation is English, and marked as English.
        let row = crate::pages::start::FormatRow {
            format: ledger::formats()[0],
            known: String::new(),
            languages: Vec::new(),
        };
        let page = crate::pages::group::testing::html(texts, |texts| {
            crate::pages::start::formats(texts, &[row])
        });
        let title = format!("<span lang=\"en\">{}</span>", ledger::formats()[0].title);
        assert!(page.contains(&title), "{page}");
        assert!(crate::messages::translated_titles(texts).is_empty());

        // A form reads numbers as pages in this language print them.
        let pairs = vec![("hours".to_owned(), "1.234,5".to_owned())];
        let limits = crate::forms::FormLimits::default();
        let mut form = crate::forms::Form::from_pairs(limits, pairs);
        let read = crate::forms::number::field(&mut form, texts, "hours", "wrong");
        assert_eq!(read.unwrap().to_string(), "1234.5");
    }

    #[test]
    fn every_language_has_its_name_and_its_way_of_writing_numbers() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            assert_eq!(texts.locale, locale);
            for key in ["name", "thousands", "decimal"] {
                let key = format!("common-language-{key}");
                assert!(texts.has(&key), "{key} in {}", locale.tag());
            }
            let first_char = |key: &str| texts.t(key).chars().next().unwrap();
            let own = (
                first_char("common-language-thousands"),
                first_char("common-language-decimal"),
            );
            assert_eq!(
                (texts.thousands(), texts.decimal()),
                own,
                "{}: add this way to `number_styles!`",
                locale.tag()
            );
        }
        assert_eq!(Locale::ALL[0].tag(), "en");
    }

    #[test]
    fn takes_the_language_the_browser_prefers() {
        // ISO 639 keeps `qaa` for private use, so that no folder ever has it.
        assert_eq!(
            Locale::from_accept_language("qaa, fr;q=0.8, en;q=0.7"),
            Locale::Fr
        );
        assert_eq!(Locale::from_accept_language("en-GB,fr;q=0.9"), Locale::En);
        assert_eq!(Locale::from_accept_language("qaa"), Locale::En);
    }
}
