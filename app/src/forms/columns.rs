//! The form that maps the columns of an unknown file to their meanings.
//!
//! `column-1` … hold the meaning of each column, and `header` the line of the column names.
//! `word-1` and `word-kind-1` … hold a word of the file and its meaning. The other fields
//! have the names of the mapping's own fields.

use ledger::Kind;
use ledger::mapping::{DecimalSign, Lack, Mapping, Role, Sheet};

use super::Form;
use super::limits::is_longer;
use crate::text::Translator;

/// The choice for rows without a movement, among the kinds.
pub const SKIP: &str = "skip";

/// The roles that may have one value for the whole file, on this page.
pub const FIXED: [Role; 4] = [Role::Base, Role::Quote, Role::Asset, Role::FeeAsset];

/// Names for errors about the columns as a whole.
pub const WHOLE: [&str; 6] = [
    "columns-time",
    "columns-pair",
    "columns-side",
    "columns-amount",
    "columns-price",
    "columns-asset",
];

/// Name of the field of a column, 0-based.
pub fn column_field(column: usize) -> String {
    format!("column-{}", column + 1)
}

/// Name of the field of a value for the whole file.
pub fn value_field(role: Role) -> String {
    format!("value-{}", role.as_str())
}

/// The blank form, filled in from a mapping.
pub fn filled(blank: Form, mapping: &Mapping, sheet: &Sheet) -> Form {
    let listed = |words: &std::collections::BTreeSet<String>| {
        words.iter().cloned().collect::<Vec<_>>().join(", ")
    };
    let header = sheet.header.map_or(0, |at| sheet.rows[at].0);
    let mut form = blank
        .with("exchange", &mapping.exchange)
        .with("header", header.to_string())
        .with("kind", mapping.kind.map_or("", Kind::as_str))
        .with("dates", mapping.dates.as_str())
        .with("decimal", mapping.decimal.map_or("", DecimalSign::as_str))
        .with("zone", mapping.zone.as_deref().unwrap_or(""))
        .with("buy", listed(&mapping.buy))
        .with("sell", listed(&mapping.sell))
        .with("done", listed(&mapping.done));
    for (role, column) in &mapping.columns {
        if let Some(at) = sheet.place(column) {
            form = form.with(&column_field(at), role.as_str());
        }
    }
    for (role, value) in &mapping.values {
        form = form.with(&value_field(*role), value);
    }
    let skipped = mapping.skip.iter().map(|word| (word, SKIP));
    let kinds = mapping
        .kinds
        .iter()
        .map(|(word, kind)| (word, kind.as_str()));
    for (at, (word, kind)) in kinds.chain(skipped).enumerate() {
        form = form
            .with(&format!("word-{}", at + 1), word)
            .with(&format!("word-kind-{}", at + 1), kind);
    }
    form
}

/// The words of the column that names the kind of a row. Each comes with the chosen kind, or
/// else with its known meaning.
pub fn words(form: &Form, sheet: &Sheet) -> Vec<(String, String)> {
    let column =
        (0..sheet.width()).find(|at| form.value(&column_field(*at)) == Role::Kind.as_str());
    let words_max = form.limits().column_words_max;
    let chosen_words: Vec<(&str, &str)> = (1..=words_max)
        .map(|at| {
            let word = form.value(&format!("word-{at}"));
            (word, form.value(&format!("word-kind-{at}")))
        })
        .filter(|(word, _)| !word.is_empty())
        .collect();
    let Some(column) = column else {
        return Vec::new();
    };
    let mut words: Vec<String> = chosen_words
        .iter()
        .map(|(word, _)| (*word).to_owned())
        .collect();
    let in_file = sheet.words(column).into_iter();
    for word in in_file.filter(|word| !sheet.looks_secret(column, word)) {
        if !words.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            words.push(word.to_owned());
        }
    }
    words.truncate(words_max as usize);
    let chosen = |word: &str| {
        let own = chosen_words.iter().find(|(known, _)| *known == word);
        own.map_or_else(
            || {
                Mapping::known_kind(word)
                    .map_or("", Kind::as_str)
                    .to_owned()
            },
            |(_, kind)| (*kind).to_owned(),
        )
    };
    words
        .into_iter()
        .map(|word| {
            let kind = chosen(&word);
            (word, kind)
        })
        .collect()
}

/// Reports texts that are too long.
fn bound(form: &mut Form, texts: Translator) {
    let most = form.limits().column_characters_max;
    let named = ["exchange", "zone", "buy", "sell", "done"].map(str::to_owned);
    for field in named.into_iter().chain(FIXED.map(value_field)) {
        if is_longer(form.value(&field), most) {
            let message = texts.with("claim-error-long", &[("max", most.into())]);
            form.fail(&field, message);
        }
    }
}

/// The mapping in the form. An error stands beside its field, and so does a missing part.
pub fn mapping(form: &mut Form, texts: Translator, sheet: &Sheet) -> Mapping {
    bound(form, texts);
    let mut mapping = Mapping {
        exchange: form.value("exchange").to_lowercase().replace(' ', "-"),
        kind: form.value("kind").parse().ok(),
        dates: form.value("dates").parse().unwrap_or_default(),
        decimal: form.value("decimal").parse().ok(),
        zone: Some(form.value("zone").to_owned()).filter(|zone| !zone.is_empty()),
        buy: list(form.value("buy")),
        sell: list(form.value("sell")),
        done: list(form.value("done")),
        ..Mapping::default()
    };
    for at in 0..sheet.width() {
        let field = column_field(at);
        let Ok(role) = form.value(&field).parse::<Role>() else {
            continue;
        };
        // A fixed value would be stored with every entry, and shown.
        let mut cells = sheet.body().iter().filter_map(|(_, cells)| cells.get(at));
        if cells.any(|cell| sheet.looks_secret(at, cell)) {
            form.fail(&field, texts.t("claim-columns-secret"));
        }
        if mapping.columns.insert(role, sheet.name(at)).is_some() {
            let what = role_name(texts, role);
            form.fail(
                &field,
                texts.with("claim-columns-twice", &[("what", what.into())]),
            );
        }
    }
    for role in FIXED {
        let value = form.value(&value_field(role)).to_owned();
        if !value.is_empty() && !mapping.columns.contains_key(&role) {
            mapping.values.insert(role, value);
        }
    }
    for (word, kind) in words(form, sheet) {
        match kind.parse::<Kind>() {
            Ok(kind) => drop(mapping.kinds.insert(word, kind)),
            Err(_) if kind == SKIP => drop(mapping.skip.insert(word)),
            Err(_) => {}
        }
    }
    for lack in mapping.check() {
        let (field, message) = lack_text(texts, sheet, &mapping, &lack);
        form.fail(&field, message);
    }
    mapping
}

/// The name of a column's role, in the reader's language.
pub fn role_name(texts: Translator, role: Role) -> String {
    texts.t(&format!("claim-columns-role-{}", role.as_str()))
}

fn list(text: &str) -> std::collections::BTreeSet<String> {
    let words = text.split(',').map(str::trim);
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The field and the text of an error about a missing part of a mapping.
fn lack_text(texts: Translator, sheet: &Sheet, mapping: &Mapping, lack: &Lack) -> (String, String) {
    let place = |role: Role| {
        let column = mapping
            .columns
            .get(&role)
            .and_then(|column| sheet.place(column));
        column_field(column.unwrap_or(0))
    };
    let (field, key) = match lack {
        Lack::Exchange => ("exchange".to_owned(), "claim-columns-lack-exchange"),
        Lack::Kind => ("kind".to_owned(), "claim-columns-lack-kind"),
        Lack::Time => ("columns-time".to_owned(), "claim-columns-lack-time"),
        Lack::Pair => ("columns-pair".to_owned(), "claim-columns-lack-pair"),
        Lack::Side => ("columns-side".to_owned(), "claim-columns-lack-side"),
        Lack::Amount => ("columns-amount".to_owned(), "claim-columns-lack-amount"),
        Lack::Price => ("columns-price".to_owned(), "claim-columns-lack-price"),
        Lack::Asset => ("columns-asset".to_owned(), "claim-columns-lack-asset"),
        Lack::Twice(_, role) => (place(*role), "claim-columns-lack-twice"),
        Lack::Zone(zone) => {
            let message = texts.with("claim-error-zone", &[("zone", zone.into())]);
            return ("zone".to_owned(), message);
        }
        Lack::Column(_) | Lack::Fixed(_) | Lack::TooLong => {
            (String::new(), "claim-columns-lack-long")
        }
    };
    (field, texts.t(key))
}

#[cfg(test)]
mod tests {
    use ledger::Limits;
    use ledger::mapping::{first_rows, suggest_mapping};

    use super::*;
    use crate::text::{Locale, Texts};

    const TEXT: &str = "When,Pair,What,Qty,Price,Fee,Fee Coin\n2022-10-18 21:00:09,BTC/USDT,Verkauf,0.5,19000,9.5,USDT\n";

    fn sheet() -> Sheet {
        first_rows(TEXT.as_bytes(), &Limits::default()).unwrap()
    }

    #[test]
    fn form_filled_from_a_mapping_gives_the_mapping_back() {
        let (texts, sheet) = (Texts::of(Locale::En), sheet());
        let mut meant = suggest_mapping(&sheet);
        meant.exchange = "ex".to_owned();
        meant.kind = Some(Kind::Trade);
        meant.columns.insert(Role::Side, sheet.name(2));
        meant.sell.insert("Verkauf".to_owned());
        meant.zone = Some("UTC+2".to_owned());
        let mut form = filled(Form::default(), &meant, &sheet);
        assert_eq!(mapping(&mut form, texts, &sheet), meant);
        assert!(form.is_valid(), "{:?}", form.errors());
    }

    #[test]
    fn missing_parts_of_a_mapping_are_all_reported_beside_their_fields() {
        let (texts, sheet) = (Texts::of(Locale::Fr), sheet());
        let mut form = Form::default()
            .with("kind", "trade")
            .with("zone", "Mars")
            .with("column-1", "size")
            .with("column-2", "size");
        mapping(&mut form, texts, &sheet);
        assert!(form.error("exchange").is_some());
        assert!(
            form.error("zone")
                .is_some_and(|message| message.contains("Mars"))
        );
        assert!(
            form.error("column-2").is_some(),
            "two columns are one thing"
        );
        assert_eq!(form.errors().len(), 7, "{:?}", form.errors());
    }

    #[test]
    fn words_of_the_file_are_asked_for_with_what_they_are_known_to_mean() {
        let text = "When,What,Coin,Amount\n2022-10-18 21:00:09,Deposit,BTC,1\n2022-10-18 21:00:10,Geschenk,BTC,1\n";
        let sheet = first_rows(text.as_bytes(), &Limits::default()).unwrap();
        let form = Form::default()
            .with("column-2", "kind")
            .with("word-1", "Geschenk")
            .with("word-kind-1", "reward");
        let words = words(&form, &sheet);
        let pair = |word: &str, kind: &str| (word.to_owned(), kind.to_owned());
        assert_eq!(
            words,
            [pair("Geschenk", "reward"), pair("Deposit", "deposit")]
        );
    }
}
