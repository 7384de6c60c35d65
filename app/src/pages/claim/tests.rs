//! Each page rendered to a string in every language.

use casework::totals::Conditions;
use casework::{ClaimState, EventKind, FileOrigin, Recipient, ReviewState, Support};
use hydration_context::SsrSharedContext;
use ledger::losses::LossLine;
use ledger::messages::Message;
use ledger::{Kind, Money, Side};
use leptos::prelude::*;
use std::sync::Arc;

use super::*;
use crate::forms::Form;
use crate::parts::holdings::{HoldingCounts, Holdings};
use crate::parts::movement::{self, Movement};
use crate::parts::paging::Paging;
use crate::parts::values::{
    AccountAt, AssetAmount, FileDescription, LinkTo, NamedFile, Span, Words,
};
use crate::text::{Locale, Texts};

fn head(state: ClaimState) -> Head {
    Head {
        base: "/i/attack/claim".into(),
        reference: "R-7F3K-2M".into(),
        state,
        version: 3,
        open: state.is_open_to_change(),
        progress: Progress::Done,
        work: None,
        return_asked: None,
    }
}

/// The page's HTML in English and French. Every key must have its text in both.
fn both(page: impl Fn(Translator) -> AnyView) -> [String; 2] {
    let all = Locale::ALL.map(|locale| {
        let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
        let html = owner.with(|| crate::render::html(page(Texts::of(locale))));
        owner.unset_with_forced_cleanup();
        for word in html.split(['>', '<', ' ', '"']) {
            assert!(
                !word.starts_with("claim-") && !word.starts_with("common-"),
                "{word} has no text in {}",
                locale.tag()
            );
        }
        (locale, html)
    });
    [Locale::En, Locale::Fr].map(|wanted| {
        let mut pages = all.iter();
        let page = pages.find(|(locale, _)| *locale == wanted);
        page.expect("it is among all").1.clone()
    })
}

fn trades() -> NamedFile {
    NamedFile {
        sha256: "ab".repeat(32),
        name: "trades.csv".into(),
    }
}

fn sale() -> Movement {
    Movement {
        kind: Kind::Trade,
        side: Some(Side::Sell),
        market: "BTC/USDT".into(),
        out: AssetAmount::kept("10", "BTC"),
        in_: AssetAmount::kept("169500", "USDT"),
        fee: AssetAmount::kept("169.5", "USDT"),
    }
}

/// The first line of the method's worked example.
fn priced() -> LossLine {
    serde_json::from_value(serde_json::json!({
        "status": "priced", "loss": "406.39915", "currency": "USD", "basis": "event",
        "method": "FMV/1.2.0",
        "native": [{"asset": "BTC", "units": "-10"}, {"asset": "USDT", "units": "169330.5"}],
        "parts": [{"asset": "BTC", "amount": "169686.1"}, {"asset": "USDT", "amount": "-169279.70085"}],
        "prices": [{
            "asset": "BTC", "priced_as": "BTC", "text": "19343.04*0.9997/0.9778", "ids": "aaaaaaaaaaaa:2",
            "step": "daily", "asked_at": "2022-10-18T21:00:00Z", "legs": []
        }]
    }))
    .expect("a line as the ledger writes it")
}

fn unpriced() -> LossLine {
    serde_json::from_value(serde_json::json!({
        "status": "unpriced", "at_most": "160111.952", "currency": "USD", "basis": "event",
        "method": "FMV/1.2.0", "native": [], "parts": [], "prices": [],
        "unpriced": [{"asset": "DMG", "units": "250000", "missing": "no-price"}]
    }))
    .expect("a line as the ledger writes it")
}

#[test]
fn sale_and_its_value_are_shown_in_sentences() {
    let texts = Texts::of(Locale::En);
    assert_eq!(
        sale().sentence(texts),
        "10\u{a0}BTC sold for 169,500\u{a0}USDT, fee 169.5\u{a0}USDT"
    );
    assert_eq!(
        movement::worth(texts, &priced()),
        "What left was worth 169,686.10\u{a0}USD, what came in 169,279.70\u{a0}USD: \
         a loss of 406.40\u{a0}USD."
    );
    let price = movement::price(texts, &priced().prices[0], "USD");
    assert!(
        price.contains("1 BTC = 19,343.04 × 0.9997 ÷ 0.9778 USD"),
        "{price}"
    );
    let french = sale().sentence(Texts::of(Locale::Fr));
    assert!(french.contains("vendus contre"), "{french}");
}

#[test]
fn line_without_price_shows_its_upper_bound() {
    let sentence = movement::worth(Texts::of(Locale::En), &unpriced());
    assert!(sentence.contains("250,000\u{a0}DMG"), "{sentence}");
    assert!(sentence.contains("at most"), "{sentence}");
    assert!(sentence.contains("160,111.95"), "{sentence}");
}

#[test]
fn the_start_says_what_happens_to_data_before_the_button() {
    let start = start::Start {
        base: "/i/attack/claim".into(),
        incident: "Attack".into(),
        currency: "USD".into(),
        file_bytes_max: 268_435_456,
    };
    let [english, _] = both(|texts| start::page(texts, &start));
    let data = english.find("What happens to your data");
    let button = english.find("<button");
    assert!(data.is_some() && data < button);
    assert!(english.contains("256 MB"));
}

fn tasks(state: ClaimState) -> tasks::Tasks {
    tasks::Tasks {
        head: head(state),
        incident: "Attack".into(),
        to_confirm: false,
        for_somebody: None,
        files: 2,
        answers_missing: 1,
        entries: 1204,
        contested: 2,
        loss: Some(Money::from_units(15_544_335_115_000)),
        currency: "USD".into(),
        unpriced: 1,
        credits: 0,
        statement: false,
        consents: 1,
        recipients: 4,
        words: Some("Which account is this?\n\nThank you.".into()),
        messages: 1,
        unread: 0,
    }
}

#[test]
fn the_task_list_shows_each_state_and_what_a_coordinator_asked() {
    let [english, french] = both(|texts| tasks::page(texts, &tasks(ClaimState::Returned)));
    assert!(english.contains("155,443.35"));
    assert!(english.contains("Which account is this?"));
    assert!(english.contains("a question"));
    assert!(english.contains("/i/attack/claim/declaration"));
    assert!(french.contains("155\u{202f}443,35"));
    for state in ClaimState::ALL {
        let [html, _] = both(|texts| tasks::page(texts, &tasks(state)));
        let has_receipt = html.contains("/i/attack/claim/receipt");
        assert_eq!(has_receipt, !state.is_open_to_change(), "{state}");
    }
}

fn files(state: ClaimState) -> evidence::Files {
    evidence::Files {
        head: head(state),
        files: vec![evidence::FileRow {
            sha256: "ab".repeat(32),
            name: "trades <1>.csv".into(),
            size_bytes: 12_345,
            descriptions: vec![FileDescription {
                name: String::new(),
                text: "KuCoin filled orders".into(),
            }],
            may_be_table: true,
            is_read: true,
            entries: 3,
            refused: 1,
            needs_zone: true,
            first_time: Some(("2022-10-18 21:00:00".into(), "2022-10-18T21:00:00Z".into())),
            ..evidence::FileRow::default()
        }],
        lacking: Some(1),
        file_bytes_max: 1_000_000,
        files_max: 20,
    }
}

#[test]
fn the_files_page_asks_account_and_zone_and_keeps_what_was_typed() {
    let zone = format!("zone-{}", "ab".repeat(32));
    let mut form = Form::default().with(&zone, "Mars/Base");
    form.fail(&zone, "no such zone");
    let [english, _] = both(|texts| evidence::page(texts, &files(ClaimState::Draft), &form));
    assert!(english.contains("Mars/Base"));
    assert!(
        english.contains(&format!("#{zone}")),
        "the summary leads to the field"
    );
    assert!(english.contains("trades &lt;1&gt;.csv"));
    assert!(english.contains("2022-10-18 21:00:00 UTC"));
    assert!(english.contains("multipart/form-data"));
    let [closed, _] =
        both(|texts| evidence::page(texts, &files(ClaimState::Submitted), &Form::default()));
    assert!(
        !closed.contains("<form"),
        "nothing can be changed once it is handed in"
    );
}

#[test]
fn entries_can_be_ticked_but_not_duplicates() {
    let row = |key: &str, standing| entries::EntryRow {
        key: key.into(),
        time: "2022-10-18T21:00:00Z".into(),
        movement: sale(),
        exchange: "ftx".into(),
        account: String::new(),
        file: Some(trades()),
        line: "14".into(),
        standing,
    };
    let entries = entries::Entries {
        conflicts: Default::default(),
        conflict: Form::default(),
        head: head(ClaimState::Draft),
        filter: entries::Filter {
            ticker: "A&B".into(),
            ..entries::Filter::default()
        },
        rows: vec![
            row("one", entries::Standing::NotMine("asleep".into())),
            row(
                "two",
                entries::Standing::Dropped("other.csv, line 3".into()),
            ),
        ],
        total: 250,
        contested: 1,
        paging: Paging::of("2", 3, 1),
        rules: vec![entries::RuleRow {
            id: "r1".into(),
            span: Some(Span {
                from: "2022-10-18T00:00:00Z".into(),
                to: "2022-10-19T00:00:00Z".into(),
            }),
            only: ["ftx".into(), String::new(), "DMG".into()],
            row: None,
            reason: "asleep".into(),
        }],
        exchanges: vec!["ftx".into()],
        accounts: Vec::new(),
        remarks: vec![("trades.csv".into(), Message::ClaimOrderDoubt)],
        flat: None,
        typed: 2,
        window: None,
    };
    let [english, _] =
        both(|texts| entries::page(texts, &entries, &Form::default(), &Form::default()));
    assert!(english.contains(r#"value="one""#));
    assert!(!english.contains(r#"value="two""#));
    assert!(
        english.contains("ticker=A%26B"),
        "a filter survives the page links"
    );
    assert!(english.contains("only FTX, only DMG"));
    assert!(english.contains("<li><strong>trades.csv</strong>"));
    assert!(english.contains("2 more entries were typed in"));
    assert!(english.contains("Filtered by: A&amp;B"), "{english}");
}

#[test]
fn moment_without_contracts_is_shown_with_its_button_or_asked_for() {
    let part = |state, stated: Option<(String, String)>, form: Form| {
        let flat = flat_before::FlatBefore {
            not_valued: 2 * i64::from(stated.is_none()),
            stated,
            form,
        };
        both(|texts| flat_before::part(texts, &head(state), &flat))
    };
    let stated = || Some(("2022-10-18T09:00:00Z".into(), "a <new> account".into()));
    let [asked, french] = part(ClaimState::Draft, None, Form::default());
    assert!(asked.contains("2 positions have no value yet") && asked.contains("flat-time"));
    assert!(french.contains("2 positions n’ont pas encore de valeur."));
    let [shown, _] = part(ClaimState::Draft, stated(), Form::default());
    assert!(shown.contains("Nothing was held in any contract at 2022-10-18 09:00:00 UTC"));
    assert!(shown.contains("a &lt;new&gt; account") && shown.contains("entries/flat/remove"));
    assert!(!shown.contains("flat-time"));
    let typed = Form::default().with("flat-time", "2022-10-17T00:00");
    let [both_shown, _] = part(ClaimState::Draft, stated(), typed);
    assert!(both_shown.contains("flat-time") && both_shown.contains("2022-10-17T00:00"));
    let [signed, _] = part(ClaimState::Submitted, stated(), Form::default());
    assert!(signed.contains("2022-10-18 09:00:00 UTC") && !signed.contains("<form"));
}

#[test]
fn loss_lists_lines_without_price_and_never_as_zero() {
    let line = |loss| loss::LineRow {
        time: "2022-10-18T21:00:00Z".into(),
        movement: sale(),
        file: Some(trades()),
        line: "2".into(),
        support: Support::Documented,
        loss,
        review: (ReviewState::Excluded, "told twice".into()),
    };
    let sums = loss::Sums {
        documented: Money::from_units(40_639_915_000),
        claimed: Money::ZERO,
        gross: None,
        credits: Money::ZERO,
        net: Money::from_units(40_639_915_000),
        has_figure: true,
        lines: 1,
        excluded: 1,
    };
    let loss = loss::Loss {
        head: head(ClaimState::Draft),
        currency: "USD".into(),
        basis: "event".into(),
        method: "FMV/1.2.0".into(),
        price_version: 4,
        conditions: Conditions {
            daily_age_hours_max: 48,
            par: vec!["BUSD".into()],
            ..Conditions::default()
        },
        problem: None,
        sums: Some(sums),
        native: vec![AssetAmount {
            amount: "-10".into(),
            asset: "BTC".into(),
        }],
        unpriced: vec![loss::UnpricedRow {
            asset: "DMG".into(),
            units: "250000".into(),
            lines: 1,
            at_most: Some(Money::from_units(16_011_195_200_000)),
        }],
        credits_unpriced: vec![loss::UnpricedRow {
            asset: "FTT".into(),
            units: "12.5".into(),
            lines: 1,
            at_most: None,
        }],
        positions: vec![loss::PositionRow {
            account: AccountAt {
                exchange: "ftx".into(),
                account: "main".into(),
            },
            market: "BTC-PERP".into(),
            fills: 7,
        }],
        lines: vec![line(priced()), line(unpriced())],
        lines_total: 2,
        paging: Paging::of("1", 1, 1),
    };
    let [english, french] = both(|texts| loss::page(texts, &loss));
    assert!(
        english.contains(r#"value="406.39915000""#),
        "the exact value is there"
    );
    assert!(english.contains("406.40"));
    assert!(english.contains("no price yet"));
    assert!(english.contains("told twice"));
    assert!(english.contains("160,111.95"));
    assert!(english.contains("It is not taken off yet"), "{english}");
    assert!(french.contains("12,5"));
    assert!(english.contains("Positions not valued") && english.contains("BTC-PERP"));
    assert!(english.contains("Counted at 1 USD: BUSD."), "{english}");
    assert!(french.contains("406,40"));
}

#[test]
fn the_check_page_signs_only_when_nothing_is_missing() {
    let mut check = declaration::Check {
        head: head(ClaimState::Draft),
        declared: declaration::Declared {
            files: vec![("trades.csv".into(), FileOrigin::Exported)],
            typed: 1,
        },
        files_unread: 1,
        contested: vec!["Not mine".into()],
        entries: 2,
        net: Some(Money::from_units(1)),
        currency: "USD".into(),
        unpriced: 1,
        credits: Money::ZERO,
        statement: Words {
            text: "I was asleep.".into(),
            language: "en".into(),
        },
        consents: vec![(Recipient::Group, Some(true)), (Recipient::Press, None)],
        missing: Vec::new(),
        is_valued: true,
        mark: "1/0/2/1".into(),
    };
    let [english, french] = both(|texts| declaration::page(texts, &check, &Form::default()));
    assert!(
        french.contains(r#"<div lang="en">"#),
        "a statement keeps its language"
    );
    assert!(english.contains("Sign and hand in"));
    assert!(english.contains(r#"value="1/0/2/1""#));
    check.is_valued = false;
    let [english, _] = both(|texts| declaration::page(texts, &check, &Form::default()));
    assert!(!english.contains("Sign and hand in"));
    assert!(english.contains("/i/attack/claim/loss/again"), "{english}");
    check.is_valued = true;
    let [english, _] = both(|texts| declaration::page(texts, &check, &Form::default()));
    assert!(english.contains("not decided"));
    check.missing = vec![LinkTo {
        href: "/i/attack/claim/entries".into(),
        text: "Say which".into(),
    }];
    let [english, _] = both(|texts| declaration::page(texts, &check, &Form::default()));
    assert!(!english.contains("Sign and hand in"));
    assert!(english.contains("Say which"));
}

#[test]
fn the_receipt_has_the_reference_and_every_hash() {
    let receipt = receipt::Receipt {
        head: head(ClaimState::Submitted),
        incident: "Attack".into(),
        submitted: "2022-11-23T10:00:00Z".into(),
        signed_by: "Ada Example".into(),
        words: "I declare".into(),
        words_language: "en".into(),
        loss: Some(Money::from_units(40_639_915_000)),
        currency: "USD".into(),
        entries: Some((2, 0)),
        method: Some(("FMV/1.2.0".into(), "event".into())),
        prices: Some((
            7,
            Conditions {
                daily_age_hours_max: 48,
                ..Conditions::default()
            },
        )),
        files: vec![("trades.csv".into(), 12, "ab".repeat(32))],
        statement: "One.\n\nTwo.".into(),
        statement_language: "fr".into(),
    };
    let [english, _] = both(|texts| receipt::page(texts, &receipt));
    assert!(english.contains("R-7F3K-2M"));
    assert!(english.contains(&"ab".repeat(32)));
    assert!(english.contains("a daily price 48 hours"), "{english}");
    assert!(english.contains("Reference prices no. 7."), "{english}");
    assert!(
        english.contains(r#"lang="fr""#),
        "a statement keeps its language"
    );
}

#[test]
fn the_small_pages_have_every_text() {
    let draft = head(ClaimState::Draft);
    let form = Form::default().with("group", "yes");
    let mut decisions = consents::Decisions {
        version: 1,
        may_decide: true,
        kept: form.clone(),
        form: form.clone(),
    };
    let [now, _] = both(|texts| consents::page(texts, &draft, &decisions));
    assert!(!now.contains("Your answer now"));
    decisions.kept = Form::default().with("group", "no");
    decisions.form.fail("", "somebody decided meanwhile");
    let [old, _] = both(|texts| consents::page(texts, &draft, &decisions));
    assert_eq!(old.matches("Your answer now: No").count(), 1, "{old}");
    decisions.may_decide = false;
    let [closed, _] = both(|texts| consents::page(texts, &draft, &decisions));
    assert!(
        !closed.contains("<form"),
        "only the claimant decides on sharing"
    );
    both(|texts| statement::page(texts, &draft, ("", "en"), &Form::default()));
    both(|texts| withdraw::page(texts, &draft, &Form::default()));
    both(|texts| confirm::page(texts, &draft, "Ben Example", &Form::default()));
    both(|texts| typed::page(texts, &draft, &[], &Form::default()));
    both(|texts| credits::page(texts, &draft, "USD", &[], &Form::default()));
    let rows = [messages::MessageRow {
        id: "e1".into(),
        kind: EventKind::ReturnRequest,
        unread: true,
        time: "2022-11-23T10:00:00Z".into(),
        is_own: false,
        name: "Ben Example".into(),
        to: Some(ClaimState::Returned),
        words: "<b>bold</b>".into(),
    }];
    let [english, _] = both(|texts| messages::page(texts, &draft, &rows, &Form::default()));
    assert!(
        english.contains("&lt;b&gt;bold"),
        "words are text, never HTML"
    );
}

#[test]
fn a_count_is_shown_by_market_with_what_was_entered() {
    let preview = contest::Preview {
        head: head(ClaimState::Draft),
        to: "entries/period".into(),
        sentences: vec!["Not mine from then until then".into()],
        contested: contest::Sorts {
            entries: 4569,
            rows: vec![contest::SortRow {
                exchange: "ftx".into(),
                kind: Kind::Trade,
                market: "DMG/USD".into(),
                entries: 4569,
                span: Span {
                    from: "2022-10-18T21:00:00Z".into(),
                    to: "2022-10-19T01:00:00Z".into(),
                },
            }],
            more: 2,
        },
        released: contest::Sorts::default(),
        after: 4570,
        mark: "abc".into(),
        can_change: true,
    };
    let form = Form::default()
        .with("reason", "asleep")
        .with("version", "2")
        .with("counted", "old");
    let [english, french] = both(|texts| contest::page(texts, &preview, &form));
    assert!(english.contains("4,569 entries would be marked as not yours"));
    assert!(english.contains("Mark 4,569 entries as not mine"));
    assert!(english.contains("DMG/USD") && english.contains("2 more kinds"));
    assert!(
        english.contains(r#"name="reason" value="asleep""#),
        "{english}"
    );
    assert!(english.contains(r#"name="counted" value="abc""#));
    assert!(!english.contains(r#"value="old""#), "only the new count");
    assert!(french.contains("4\u{202f}569"));
}

#[test]
fn a_request_for_the_claim_is_a_form_until_it_was_made() {
    let mut head = head(ClaimState::InReview);
    let [english, _] = both(|texts| ask_back::page(texts, &head, &Form::default()));
    assert!(
        english.contains("Ask to have this claim sent back</button>"),
        "{english}"
    );
    head.return_asked = Some("2026-01-02T03:04:05Z".into());
    let [english, _] = both(|texts| ask_back::page(texts, &head, &Form::default()));
    assert!(!english.contains("<form"));
    assert!(english.contains("2 January 2026"), "{english}");
}

#[test]
fn a_declaration_names_each_file_under_what_is_known_of_it() {
    let mut declared = declaration::Declared::default();
    let bare = declaration::words(Texts::of(Locale::En), &declared);
    assert_eq!(
        bare.split("\n\n").count(),
        2,
        "a file without origin is not mentioned"
    );
    for origin in FileOrigin::ALL {
        declared
            .files
            .push((format!("{}.csv", origin.as_str()), origin));
    }
    declared
        .files
        .push(("two.csv".into(), FileOrigin::Exported));
    declared.typed = 2;
    for locale in Locale::ALL {
        let words = declaration::words(Texts::of(locale), &declared);
        assert_eq!(words.split("\n\n").count(), 9, "{words}");
        for (name, _) in &declared.files {
            assert_eq!(words.matches(name.as_str()).count(), 1, "{name}: {words}");
        }
        assert!(!words.contains("claim-declare"), "{words}");
    }
    let english = declaration::words(Texts::of(Locale::En), &declared);
    let received = english
        .split("\n\n")
        .find(|paragraph| paragraph.contains("as I received"))
        .expect("exports are as received");
    assert!(received.contains("exported.csv") && received.contains("two.csv"));
    assert!(!received.contains("saved_again.csv"), "{received}");
}

/// A statement whose balances jump, and fills that spend what no file shows.
fn holdings() -> Holdings {
    let quantity = |text: &str| {
        let (amount, asset) = text.split_once(' ')?;
        Some(ledger::Quantity {
            asset: asset.into(),
            amount: ledger::Amount::parse(amount).ok()?,
        })
    };
    let entry = |line: u64, day: u32, [out, in_, balance]: [&str; 3]| ledger::Entry {
        file: "<statement>.csv".into(),
        lines: line.into(),
        exchange: "kraken".into(),
        time: ledger::rfc3339::parse(&format!("2022-10-{day:02}T10:00:00Z")).expect("a day"),
        kind: Kind::Trade,
        out: quantity(out),
        in_: quantity(in_),
        balance: quantity(balance).map(Box::new),
        ..ledger::Entry::default()
    };
    let entries = [
        entry(2, 1, ["1200.5 EUR", "1 BTC", "1.5 BTC"]),
        entry(3, 2, ["2 BTC", "", "-0.5 BTC"]),
        entry(4, 3, ["", "1 BTC", "0.75 BTC"]),
        entry(5, 4, ["", "5 ETH", ""]),
    ];
    let rules = ledger::BalanceRules::default();
    let found = ledger::balances(&entries, [], &ledger::losses::Terms::default(), &rules);
    Holdings {
        counts: Some(HoldingCounts {
            all: 3,
            lacking: 2,
            is_cut_short: false,
        }),
        rows: found.holdings,
        files: found.files,
        ..Holdings::default()
    }
}

#[test]
fn holdings_say_in_plain_words_what_is_missing() {
    let [english, french] =
        both(|texts| holdings::page(texts, &head(ClaimState::Draft), &holdings()));
    for text in [
        "2 of 3 accounts and coins do not add up.",
        "At least 1,200.5 EUR were there before 2022-10-01 10:00:00 UTC",
        "From 2022-10-02 10:00:00 UTC (&lt;statement&gt;.csv, line 3) to 2022-10-03 10:00:00 UTC, \
         up to 0.5 BTC more went out than was there.",
        "&lt;statement&gt;.csv, line 4: 0.5 BTC should be left, and the file says 0.75.",
        "of this, no row explains 0.25",
        "Nothing seems to be missing.",
        "The balance of BTC changes without a row between 2022-10-02 10:00:00 UTC",
    ] {
        assert!(english.contains(text), "{text}: {english}");
    }
    assert!(french.contains("1\u{202f}200,5 EUR"), "{french}");
    assert!(!french.contains("holdings-"), "{french}");
}

#[test]
fn holdings_that_are_not_worked_out_are_no_empty_table() {
    let none = Holdings::default();
    let [english, _] = both(|texts| holdings::page(texts, &head(ClaimState::Draft), &none));
    assert!(english.contains("filled in once the files have been read"));
    assert!(!english.contains("<table"), "{english}");
}
