use super::*;
use crate::text::{Locale, Texts};

fn entry(size: &str) -> Box<Entry> {
    let quantity = |amount: &str, asset: &str| {
        Some(Quantity {
            asset: asset.into(),
            amount: Amount::parse(amount).unwrap(),
        })
    };
    Box::new(Entry {
        out: quantity(size, "ETH"),
        in_: quantity("1000", "USD"),
        order_id: "order-1".into(),
        ..Entry::default()
    })
}

fn place(file: &str) -> Place {
    Place {
        file: file.into(),
        line: "2".into(),
    }
}

fn question(is_open: bool) -> Question {
    let compared = |file: &str, size: &str, apart: Option<i64>| Compared {
        place: place(file),
        entry: Some(entry(size)),
        apart: apart.map(Money::from_units),
    };
    let row = |file: &str| RowToCount {
        key: format!("{file}-key:2"),
        place: place(file),
    };
    let decision = Decision {
        id: "d1".to_owned(),
        counted: "one.csv:2".to_owned(),
        reason: "the support said so".to_owned(),
        who: "Ada Example".to_owned(),
        at: "2022-11-02T10:00:00Z".to_owned(),
    };
    Question {
        token: "abc".to_owned(),
        account: AccountAt {
            exchange: "ftx".to_owned(),
            account: String::new(),
        },
        rows: vec![row("one.csv"), row("ten.csv")],
        comparisons: vec![Comparison {
            id: "7".to_owned(),
            market: "ETH/USD".to_owned(),
            kind: Kind::Trade,
            differs: Differs::ALL.to_vec(),
            counted_by: match is_open {
                true => CountedBy::MovedLess,
                false => CountedBy::Settled,
            },
            entries: vec![
                compared("one.csv", "1.25", None),
                compared("ten.csv", "10.5", Some(3_330_900_000_000)),
            ],
        }],
        is_open,
        decision: (!is_open).then_some(decision),
    }
}

fn conflicts(is_open: bool) -> Conflicts {
    Conflicts {
        open: i64::from(is_open) * 3,
        questions: vec![question(is_open)],
        more: 2,
        idle: Vec::new(),
        currency: "USD".to_owned(),
    }
}

fn shown(texts: Translator, conflicts: &Conflicts, form: Option<&Form>) -> String {
    let deciding = form.map(|form| Deciding {
        action: "/i/x/claim/entries/conflicts",
        version: 7,
        form,
    });
    Owner::new().with(|| match of_claim(texts, conflicts, deciding) {
        Some(view) => crate::render::html(view),
        None => String::new(),
    })
}

#[test]
fn conflict_shows_both_rows_what_differs_and_the_difference_in_the_loss() {
    for locale in [Locale::En, Locale::Fr] {
        let texts = Texts::of(locale);
        assert_eq!(shown(texts, &Conflicts::default(), None), "");
        let page = shown(texts, &conflicts(true), None);
        for part in ["one.csv", "ten.csv", "ETH/USD", "33", "order-1"] {
            assert!(page.contains(part), "{part} {page}");
        }
        for size in ["1.25", "10.5"] {
            assert!(page.contains(&texts.number(size)), "{size} {page}");
        }
        let more = texts.with("conflicts-more", &[("count", 2_i64.into())]);
        assert!(page.contains(&more), "{more} {page}");
        for field in Differs::ALL {
            assert!(page.contains(&texts.t(field_key(field))), "{field:?}");
        }
        assert!(
            !page.contains("<form"),
            "a reader who may not decide has no form"
        );
    }
}

#[test]
fn open_conflict_has_a_form_with_both_rows_and_a_reason() {
    let texts = Texts::of(Locale::En);
    let page = shown(texts, &conflicts(true), Some(&Form::default()));
    for part in [
        r#"action="/i/x/claim/entries/conflicts""#,
        r#"name="version" value="7""#,
        r#"name="question" value="abc""#,
        r#"name="shown" value="ten.csv-key:2""#,
        r#"name="row" value="one.csv-key:2""#,
        r#"id="reason-abc""#,
    ] {
        assert!(page.contains(part), "{part} {page}");
    }
    assert!(!page.contains("/remove"), "nothing was decided");
    let mut form = Form::default().keyed("abc").with("reason", "because");
    form.fail("row", "choose one");
    let page = shown(texts, &conflicts(true), Some(&form));
    assert!(
        page.contains("choose one") && page.contains(r#"value="because""#),
        "{page}"
    );
}

#[test]
fn settled_conflict_names_who_decided_and_why_and_can_be_taken_back() {
    for locale in [Locale::En, Locale::Fr] {
        let texts = Texts::of(locale);
        let page = shown(texts, &conflicts(false), Some(&Form::default()));
        for part in ["Ada Example", "the support said so", "conflicts/d1/remove"] {
            assert!(page.contains(part), "{part} {page}");
        }
        assert!(page.contains(&texts.t("conflicts-none-open")), "{page}");
        let page = shown(texts, &conflicts(false), None);
        assert!(
            page.contains("Ada Example") && !page.contains("<form"),
            "{page}"
        );
    }
}

#[test]
fn decision_without_effect_is_listed() {
    let texts = Texts::of(Locale::En);
    let idle = Conflicts {
        idle: conflicts(false).questions[0]
            .decision
            .clone()
            .into_iter()
            .collect(),
        ..Conflicts::default()
    };
    let page = shown(texts, &idle, Some(&Form::default()));
    assert!(page.contains(&texts.t("conflicts-idle-title")), "{page}");
    assert!(page.contains("conflicts/d1/remove"), "{page}");
}

#[test]
fn totals_show_the_number_of_conflicts_only_if_there_are_any() {
    for locale in [Locale::En, Locale::Fr] {
        let texts = Texts::of(locale);
        let mut open = OpenConflicts::default();
        assert!(in_totals(texts, &open, "USD").is_none());
        open.rows = 12;
        open.claims = 3;
        open.apart = Money::from_units(700_000_000);
        let page =
            Owner::new().with(|| crate::render::html(in_totals(texts, &open, "USD").unwrap()));
        assert!(page.contains("12") && page.contains('3'), "{page}");
    }
}
