//! Messages in the reader's language: their places, messages within them, files.

use ledger::messages::{ExchangeId, Formats, Messages};
use ledger::{Amount, Code, Fact, Limits, Moment};

use super::*;
use crate::text::Locale;

fn french(message: &Message) -> String {
    Texts::of(Locale::Fr).message(message)
}

fn number(text: &str) -> Message {
    Message::NumberNone { text: text.into() }
}

#[test]
fn message_text_follows_from_its_key_and_fields() {
    assert_eq!(
        french(&number("20 apples")),
        "«\u{a0}20 apples\u{a0}» n’est pas un nombre"
    );
}

#[test]
fn counts_and_amounts_are_written_as_in_the_language() {
    let text = french(&Message::ArchiveBytes {
        limit: Limits::NAMES.archive_bytes_max.into(),
        count: 4096,
    });
    assert!(text.contains("4\u{202f}096 octets"), "{text}");
    let text = french(&Message::TotalDiffers {
        amount: Amount::parse("-1234.50").unwrap(),
        amount_product: Amount::parse("1234.5").unwrap(),
    });
    assert!(text.contains("\u{2212}1\u{202f}234,50"), "{text}");
    assert_eq!(
        french(&Message::BalanceMore { count: 1 }),
        "un autre solde ne découle pas de la ligne précédente"
    );
}

#[test]
fn message_within_a_message_has_its_text_too() {
    let text = french(&Message::FileNot {
        message: Box::new(Message::FileBesides {
            message: Box::new(Message::FileNothing),
            more: Box::new(Message::MappingAmount),
        }),
    });
    assert_eq!(
        text,
        "non reconnu\u{a0}: Le fichier est vide. En outre, aucune colonne ne dit combien."
    );
    let twice = Message::MappingTwice {
        first: "1".into(),
        second: "2".into(),
    };
    let text = french(&Message::MappingNotEnough {
        messages: Messages(vec![Message::MappingAmount, twice]),
    });
    assert!(text.ends_with("aucune colonne ne dit combien\u{202f}; «\u{a0}1\u{a0}» et «\u{a0}2\u{a0}» disent la même chose de deux façons\u{a0}: gardez-en une"), "{text}");
}

#[test]
fn formats_and_exchanges_are_called_by_their_names() {
    let ids = ["ftx-trades", "ftx-deposits"];
    let formats = Formats(ids.map(|id| FormatId(id.into())).to_vec());
    let titles = ids.map(|id| {
        let key = format!("format-title-{id}");
        Texts::of(Locale::Fr).t(&key)
    });
    let text = french(&Message::FileSeveral { formats });
    assert!(text.contains(&titles.join(" ou ")), "{text}");
    let accounts = Message::ClaimOneAccount {
        count: 3,
        exchange: ExchangeId("binance".into()),
    };
    let english = Texts::of(Locale::En).message(&accounts);
    assert!(
        english.starts_with("3 files of Binance") && !english.contains("--"),
        "a page speaks of its own questions: {english}"
    );
}

#[test]
fn first_files_of_an_archive_are_shown_and_the_others_folded_away() {
    let files = |count: usize| -> Vec<FileDescription> {
        let text = (0..count).map(|at| FileDescription {
            name: format!("{at}.csv"),
            text: "read".into(),
        });
        text.collect()
    };
    let english = Texts::of(Locale::En);
    let few = crate::render::html(all_view(english, &files(FILES_SHOWN)));
    assert!(!few.contains("<details"), "{few}");
    let many = crate::render::html(all_view(english, &files(FILES_SHOWN + 2)));
    assert!(
        many.contains("<summary>2 more files inside</summary>"),
        "{many}"
    );
    assert!(many.contains("9.csv"), "{many}");
    assert!(!crate::render::html(all_view(english, &files(1))).contains("0.csv"));
}

#[test]
fn a_diagnostic_keeps_its_place_and_code() {
    let diagnostic = Diagnostic {
        file: "btc: x.csv".into(),
        line: 3,
        column: 5,
        code: Code::RefusedPrice,
        message: number("x"),
    };
    let html = crate::render::html(placed_view(Texts::of(Locale::Fr), &diagnostic));
    assert!(html.contains("btc: x.csv:3:5"), "{html}");
    assert!(html.contains("<code>REFUSED-PRICE"), "{html}");
    assert!(html.contains("n’est pas un nombre"), "{html}");
}

#[test]
fn file_description_is_composed_of_its_parts() {
    let parts = FoundParts {
        format: Some("ftx-trades".into()),
        rows: 1204,
        unknown_columns: vec!["Mood".into()],
        odd: vec![Message::OddUtf16],
        refused: 9,
        refused_lines: vec![3, 4, 5, 6, 1007],
        secrets: 1,
        ..FoundParts::default()
    };
    assert_eq!(
        parts.text(Texts::of(Locale::Fr)),
        "Échanges de FTX, 1\u{202f}204 lignes, une colonne que nous ne connaissons pas\u{a0}: Mood\u{202f}; \
         son texte est en UTF-16\u{202f}; \
         9 lignes que nous ne savons pas lire (lignes 3, 4, 5, 6, 1\u{202f}007 et 4 de plus)\u{202f}; \
         une cellule ressemble à une clé d’API ou à un secret."
    );
    let strange = FoundParts {
        why: Some(Message::FilePicture),
        ..FoundParts::default()
    };
    assert!(strange.text(Texts::of(Locale::Fr)).contains("image"));
}

#[test]
fn notes_keep_the_words_of_the_file() {
    let notes = [
        EntryNote::InFile {
            text: "computed; size 5".into(),
        },
        EntryNote::Computed,
        EntryNote::FeeLeftOut {
            amount: Box::new(Amount::parse("0.5").unwrap()),
        },
    ];
    let html = crate::render::html(entry_notes(Texts::of(Locale::Fr), &notes));
    for part in [
        r#"<span lang="en">computed; size 5</span>"#,
        "\u{202f}; calculé",
        "frais de 0,5 laissés de côté\u{a0}: leur actif n’est pas dans le fichier",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let apart = LineNote::NoDealThen {
        first: Moment::from_seconds(0),
        last: Moment::from_seconds(60),
    };
    let html = crate::render::html(line_notes(Texts::of(Locale::En), &[apart]));
    assert!(
        html.contains("are from 1970-01-01 00:00:00 UTC to 1970-01-01 00:01:00 UTC"),
        "{html}"
    );
}

#[test]
fn every_fact_has_its_name_in_both_languages() {
    for texts in [Locale::En, Locale::Fr].map(Texts::of) {
        for fact in Fact::ALL {
            let key = format!("fact-{}", fact.as_str().replace('_', "-"));
            let is_in_notes = ["timed_when_placed", "total_computed"].contains(&fact.as_str());
            assert!(texts.has(&key) != is_in_notes, "{key}");
        }
    }
}
