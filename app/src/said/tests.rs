//! Sentences by their words, their places, and what nobody has translated.

use ledger::{Amount, Fact, Moment};

use super::*;
use crate::text::Texts;

fn french(words: &str) -> Said {
    sentence(Texts::of(Locale::Fr), words)
}

#[test]
fn a_sentence_is_found_by_its_words_and_its_places_stay() {
    let said = french("`20 apples` is not a number");
    assert_eq!(said.text, "« 20 apples » n’est pas un nombre");
    assert!(!said.is_foreign);
}

#[test]
fn counts_and_amounts_are_told_as_the_language_does() {
    let said = french(
        "the archive unpacks to more than limits.reading.archive_bytes_max (4096 bytes); the rest is not read",
    );
    assert!(said.text.contains("4\u{202f}096 octets"), "{}", said.text);
    let said =
        french("the total -1234.50 is not quantity × price (1234.5); the file's total is used");
    assert!(
        said.text.contains("\u{2212}1\u{202f}234,50"),
        "{}",
        said.text
    );
    assert_eq!(
        french("1 more balances do not follow from the row before").text,
        "un autre solde ne découle pas de la ligne précédente"
    );
}

#[test]
fn a_sentence_within_a_sentence_is_told_too() {
    let said = french("not recognised: The file is empty. Besides, no column says how much.");
    assert_eq!(
        said.text,
        "non reconnu : Le fichier est vide. En outre, aucune colonne ne dit combien."
    );
    let said = french(
        "the mapping does not suffice: no column says how much; `1` and `2` say the same thing in two ways: keep one of them",
    );
    assert!(said.text.ends_with("aucune colonne ne dit combien ; « 1 » et « 2 » disent la même chose de deux façons : gardez-en une"));
    let said = french("this sheet is not read: words of a later version");
    assert!(
        said.is_foreign,
        "half of it would be English: {}",
        said.text
    );
}

#[test]
fn a_page_speaks_of_its_own_questions_and_not_of_options_of_a_command() {
    let english = |words: &str| sentence(Texts::of(Locale::En), words).text;
    let unknown = english(
        "not recognised: This is no export that I know. It is kept as evidence; `redress formats` lists what can be read.",
    );
    assert_eq!(
        unknown,
        "not recognised: This is no export that we know. It is kept as evidence; the page “Files we can read” lists what can be read."
    );
    let accounts = english(
        "the 3 files of binance whose account has no name count as one account; --account can say better",
    );
    assert!(
        accounts.starts_with("the 3 files of Binance") && !accounts.contains("--"),
        "{accounts}"
    );
    let same = "`20 apples` is not a number";
    assert_eq!(english(same), same);
}

#[test]
fn of_many_files_in_an_archive_the_first_are_told_and_the_others_folded_away() {
    let files = |count: usize| -> Vec<(String, Said)> {
        let names = (0..count).map(|at| format!("{at}.csv"));
        names.map(|name| (name, "read".into())).collect()
    };
    let english = Texts::of(Locale::En);
    let few = all_view(english, &files(FILES_SHOWN)).to_html();
    assert!(!few.contains("<details"), "{few}");
    let many = all_view(english, &files(FILES_SHOWN + 2)).to_html();
    assert!(
        many.contains("<summary>2 more files inside</summary>"),
        "{many}"
    );
    assert!(many.contains("9.csv"), "{many}");
    assert!(!all_view(english, &files(1)).to_html().contains("0.csv"));
}

#[test]
fn what_nobody_translated_is_english_and_says_so() {
    let said = french("a sentence of a later version");
    assert_eq!(said, Said::foreign("a sentence of a later version"));
    let html = said.view().to_html();
    assert!(html.contains(r#"<span lang="en">"#), "{html}");
    let english = sentence(Texts::of(Locale::En), "a sentence of a later version");
    assert!(!english.is_foreign, "the page itself is English");
}

#[test]
fn of_notes_the_words_of_the_file_stay() {
    let in_file = |text: &str| EntryNote::InFile { text: text.into() };
    let notes = [
        in_file("Spot Trading: Buy"),
        EntryNote::Computed,
        EntryNote::Tax,
        EntryNote::FeeLeftOut {
            amount: Box::new(Amount::parse("0.5").unwrap()),
        },
        in_file("computed; size 5"),
    ];
    let told = entry_notes(Texts::of(Locale::Fr), &notes);
    let texts: Vec<&str> = told.iter().map(|said| said.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Spot Trading: Buy",
            "calculé",
            "taxe ; son actif est pris des frais",
            "frais de 0,5 laissés de côté : leur actif n’est pas dans le fichier",
            "computed; size 5",
        ]
    );
    let foreign: Vec<bool> = told.iter().map(|said| said.is_foreign).collect();
    assert_eq!(foreign, [true, false, false, false, true]);
    let apart = LineNote::NoDealThen {
        first: Moment::from_seconds(0),
        last: Moment::from_seconds(60),
    };
    let told = line_notes(Texts::of(Locale::En), &[apart]);
    assert_eq!(
        told[0].text,
        "no 3Commas deal explains it, but the deals given are from 1970-01-01 00:00:00 UTC to 1970-01-01 00:01:00 UTC"
    );
}

#[test]
fn every_note_has_its_message_in_both_languages() {
    for texts in [Locale::En, Locale::Fr].map(Texts::of) {
        for declared in [EntryNote::DECLARED, LineNote::DECLARED].concat() {
            // Words of the file itself are shown as they are.
            if declared.key != "ledger-note-in-file" {
                assert!(texts.has(declared.key), "{}", declared.key);
            }
        }
        for fact in Fact::ALL {
            let key = format!("fact-{}", fact.as_str().replace('_', "-"));
            let is_said = ["timed_when_placed", "total_computed"].contains(&fact.as_str());
            assert!(texts.has(&key) != is_said, "{key}");
        }
    }
}

#[test]
fn a_remark_with_its_place_keeps_place_and_code() {
    let texts = Texts::of(Locale::Fr);
    let remark = "btc: x.csv:3:5: REFUSED-PRICE: `x` is not a number";
    let html = placed_view(texts, remark).to_html();
    assert!(html.contains("btc: x.csv:3:5"), "{html}");
    assert!(html.contains("<code>REFUSED-PRICE"), "{html}");
    assert!(html.contains("n’est pas un nombre"), "{html}");
}

#[test]
fn a_file_is_told_from_its_parts() {
    let parts = FoundParts {
        format: Some("ftx-trades".into()),
        rows: 1204,
        unknown_columns: vec!["Mood".into()],
        odd: vec!["its letters are in UTF-16".into()],
        refused: 9,
        refused_lines: vec![3, 4, 5, 6, 1007],
        secrets: 1,
        ..FoundParts::default()
    };
    let told = |parts: &FoundParts| found(Texts::of(Locale::Fr), Some(parts), "as the ledger says");
    assert_eq!(
        told(&parts).text,
        "Transactions de FTX, 1\u{202f}204 lignes, une colonne que nous ne connaissons pas : Mood \
         ; ses caractères sont en UTF-16 \
         ; 9 lignes que nous ne savons pas lire (lignes 3, 4, 5, 6, 1\u{202f}007 et 4 de plus) \
         ; une cellule ressemble à une clé d’API ou à un secret."
    );
    let strange = FoundParts {
        odd: vec!["a remark of a later version".into()],
        ..parts
    };
    assert_eq!(told(&strange), Said::foreign("as the ledger says"));
}

#[test]
fn what_older_imports_kept_is_read() {
    let parts: FoundParts = serde_json::from_str(r#"{"format": "ftx-trades", "rows": 1}"#).unwrap();
    assert_eq!(parts.rows, 1);
    assert!(parts.odd.is_empty());
    let told = found(Texts::of(Locale::Fr), None, "FTX trades, 1 row.");
    assert!(told.is_foreign);
}
