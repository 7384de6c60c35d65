use super::*;
use crate::entry::Kind;

fn errors(file: &'static str, text: &'static str) -> Vec<String> {
    let tables = Tables::read([Source { name: file, text }]);
    tables
        .errors
        .all()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn an_error_names_its_file_and_line_and_what_may_stand_there() {
    for (text, expected) in [
        (
            "buy: Buy",
            "1: this line stands above every section: begin one with `[…]`",
        ),
        (
            "# a comment\n\n[sides, fr, parser]\nacheter",
            "4: this is no line of a table: write `name = value` or `field: name | name`",
        ),
        ("[sides, fr, parser]\nbuy:", "2: `buy` has no value"),
        ("[sides, fr, parser]\nbuy: a | | b", "2: `buy` has no value"),
        (
            "[sides, fr, parser]\nhold: garder",
            "2: `hold` is no value of `side`; write one of: buy, sell",
        ),
        (
            "[sides, fr]\nbuy: acheter",
            "1: a head of words ends in language and source: `[…, fr, test data]`",
        ),
        (
            "[sides, French, parser]\nbuy: acheter",
            "1: `French` is no tag of a language, such as `fr`, `pt-BR` or `zh-Hant`",
        ),
        (
            "[sides, fr, hearsay]\nbuy: acheter",
            "1: `hearsay` is no value of `known`; write one of: test data, parser, description, \
             unverified",
        ),
        (
            "[states, fr, parser]\ndone: fini\nnot done: Fini",
            "3: `Fini` means something else further up",
        ),
        (
            "[states, fr, parser]\ndone: …",
            "2: `…` leaves nothing to compare",
        ),
        (
            "[bitexample-trades]\ntitle = x",
            "1: this section is of one exchange: put it into the exchange's own file",
        ),
    ] {
        let expected = format!("app/ledger/tables/words.txt:{expected}");
        assert_eq!(errors("words.txt", text), [expected], "{text}");
    }
}

#[test]
fn words_of_all_exchanges_may_stand_in_any_file() {
    let tables = Tables::read(Source::of_one_text(
        "=== words.txt\n[sides, fr, parser]\nbuy: acheter\n\
         === binance.txt\n[sides, de, parser]\nsell: Verkaufen\n[exchange]\nzone = UTC\n",
    ));
    assert!(tables.errors.all().is_empty());
    assert_eq!(tables.sides.find("Acheter"), Some(Side::Buy));
    assert_eq!(tables.sides.find("verkaufen"), Some(Side::Sell));
    let own: Vec<_> = tables.exchanges.iter().map(|own| own.exchange).collect();
    assert_eq!(own, ["binance"]);
    assert_eq!(tables.exchanges[0].sections[0].lines[0].at.line, 4);
}

/// The kinds of these words, from lines of a table.
fn kinds(lines: &'static str) -> Words<Kinds> {
    let text = format!("[x]\n{lines}").leak();
    let mut errors = Errors::default();
    let sections = Section::all("x.txt", text, &mut errors);
    let mut words = Words::default();
    for line in &sections[0].lines {
        words.take(line, &mut errors);
    }
    assert!(errors.all().is_empty(), "{errors:?}");
    words
}

#[test]
fn a_whole_word_counts_before_a_family_and_first_letters_before_last() {
    let words = kinds(
        "transfer: … transfer | Transfer …\n\
         adjustment: Token Swap … | Loan … transfer\n\
         reward: … distribution | … bonus … | … mission distribution\n\
         fee: Distribution of Fees | … fee …\n",
    );
    for (word, kind) in [
        ("Inner Transfer", Some(Kind::Transfer)),
        ("TRANSFER between", Some(Kind::Transfer)),
        ("Token Swap - Distribution", Some(Kind::Adjustment)),
        ("Loan Collateral Transfer", Some(Kind::Adjustment)),
        ("Mission distribution", Some(Kind::Reward)),
        ("Distribution of fees", Some(Kind::Fee)),
        ("A Bonus Fee", Some(Kind::Reward)),
        ("The fee for it", Some(Kind::Fee)),
        ("distribution", Some(Kind::Reward)),
        ("Something", None),
        ("", None),
    ] {
        let found = words.find(word).and_then(|kinds| kinds.of(false));
        assert_eq!(found, kind, "{word}");
    }
}

#[test]
fn words_are_compared_without_case_and_kinds_of_white_space() {
    let words = kinds("trade: Binance Convert | Échange\nfee: Комиссия …\n");
    for word in [
        "binance convert",
        "Binance  Convert",
        " Binance\u{a0}Convert",
        "Binance\u{200b} Convert",
        "ÉCHANGE",
    ] {
        let found = words.find(word).and_then(|kinds| kinds.of(true));
        assert_eq!(found, Some(Kind::Trade), "{word}");
    }
    let fee = words.find("КОМИССИЯ за сделку");
    assert_eq!(fee.and_then(|kinds| kinds.of(true)), Some(Kind::Fee));
    assert!(words.find("BinanceConvert").is_none());
}

#[test]
fn a_word_is_of_one_sign_or_of_both() {
    let words = kinds(
        "deposit: Deposit\nwithdrawal: Withdraw\nreward: Bonus\ntrade: Buy\n\
         deposit in, withdrawal out: Pay\nreward in, fee out: Interest\nreward in, reward out: Rebate\n",
    );
    for (word, incoming, outgoing) in [
        ("Deposit", Some(Kind::Deposit), None),
        ("Withdraw", None, Some(Kind::Withdrawal)),
        ("Bonus", Some(Kind::Reward), None),
        ("Buy", Some(Kind::Trade), Some(Kind::Trade)),
        ("Pay", Some(Kind::Deposit), Some(Kind::Withdrawal)),
        ("Interest", Some(Kind::Reward), Some(Kind::Fee)),
        ("Rebate", Some(Kind::Reward), Some(Kind::Reward)),
    ] {
        let kinds = words.find(word).unwrap();
        assert_eq!((kinds.of(false), kinds.of(true)), (incoming, outgoing));
    }
    for wrong in ["trades", "trade sideways", ""] {
        assert!(Kinds::number(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn the_gap_of_a_family_is_what_its_words_do_not_share() {
    let family = Family::of("paidout(…)").unwrap();
    assert_eq!(family.gap_in("PaidOut(eur)"), Some("eur"));
    assert_eq!(family.gap_in("paidin(eur)"), None);
    assert_eq!(family.gap_in("paidout("), None);
    assert!(Family::of("paidout").is_none());
}
