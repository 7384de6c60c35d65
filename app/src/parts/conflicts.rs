//! Conflicting rows of two files of a claim: one table for its claimant and its
//! coordinators, and one sentence for the group's totals.

use casework::totals::OpenConflicts;
use ledger::{CountedBy, Differs, Place, RowConflict};
use leptos::prelude::*;

use crate::parts::pieces::{inset, table};
use crate::parts::{figures, movement};
use crate::text::Translator;

/// The facts that a page shows about a claim's conflicts.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    /// How many there are.
    pub total: i64,
    /// The first of them.
    pub rows: Vec<RowConflict>,
    /// The reporting currency.
    pub currency: String,
}

/// The table, where there is something to show.
pub fn of_claim(texts: Translator, conflicts: &Conflicts) -> Option<AnyView> {
    if conflicts.total == 0 {
        return None;
    }
    let head = [
        (texts.t("conflicts-row"), false),
        (texts.t("conflicts-counted"), false),
        (texts.t("conflicts-other"), false),
        (texts.t("conflicts-differs"), false),
        (texts.t("conflicts-apart"), true),
    ];
    let rows = conflicts
        .rows
        .iter()
        .map(|conflict| row(texts, conflict, &conflicts.currency))
        .collect_view();
    let more = conflicts.total - conflicts.rows.len() as i64;
    let more = (more > 0).then(|| {
        let sentence = texts.with("conflicts-more", &[("count", more.into())]);
        view! { <p>{sentence}</p> }
    });
    let sentence = texts.with("conflicts-text", &[("count", conflicts.total.into())]);
    let list = table(&texts.t("conflicts-title"), &head, rows.into_any());
    let body = view! {
        <h2 id="conflicts">{texts.t("conflicts-title")}</h2>
        <p>{sentence}" "{texts.t("conflicts-what-to-do")}</p>
        {list}
        {more}
    };
    Some(body.into_any())
}

fn row(texts: Translator, conflict: &RowConflict, currency: &str) -> impl IntoView + use<> {
    let place = |place: &Place| {
        texts.with(
            "conflicts-place",
            &[
                ("file", place.file.as_str().into()),
                ("line", place.line.as_str().into()),
            ],
        )
    };
    let differs: Vec<String> = conflict
        .differs
        .iter()
        .map(|field| texts.t(field_key(*field)))
        .collect();
    let apart = match conflict.apart {
        Some(apart) => {
            let currency = currency.to_owned();
            view! { {figures::sum(texts, apart)}" "{currency} }.into_any()
        }
        None => view! { {texts.t("conflicts-apart-none")} }.into_any(),
    };
    let account = movement::account_name(texts, &conflict.exchange, &conflict.account);
    view! {
        <tr>
            <th scope="row">{conflict.id.to_string()}" "{conflict.market.to_string()}
                <div class="hint">{account}</div></th>
            <td>{place(&conflict.counted)}
                <div class="hint">{texts.t(why_key(conflict.counted_by))}</div></td>
            <td>{place(&conflict.other)}</td>
            <td>{differs.join(", ")}</td>
            <td class="numeric">{apart}</td>
        </tr>
    }
}

fn field_key(field: Differs) -> &'static str {
    match field {
        Differs::Time => "conflicts-field-time",
        Differs::Side => "conflicts-field-side",
        Differs::Size => "conflicts-field-size",
        Differs::Price => "conflicts-field-price",
        Differs::Out => "conflicts-field-out",
        Differs::In => "conflicts-field-in",
        Differs::Fee => "conflicts-field-fee",
        Differs::Order => "conflicts-field-order",
    }
}

fn why_key(by: CountedBy) -> &'static str {
    match by {
        CountedBy::FinerDetail => "conflicts-by-detail",
        CountedBy::MovedLess => "conflicts-by-less",
        CountedBy::FirstByHash => "conflicts-by-hash",
    }
}

/// How many rows of the group are in conflict, and the amount that depends on them.
pub fn in_totals(texts: Translator, open: &OpenConflicts, currency: &str) -> Option<AnyView> {
    if open.rows == 0 {
        return None;
    }
    let apart = movement::money_text(texts, open.apart, currency);
    let sentence = texts.with(
        "conflicts-in-totals",
        &[
            ("count", open.rows.into()),
            ("claims", open.claims.into()),
            ("apart", apart.into()),
        ],
    );
    let body = view! { <p id="conflicts">{sentence}</p> };
    Some(inset("warn", body.into_any()))
}

#[cfg(test)]
mod tests {
    use ledger::Kind;

    use super::*;
    use crate::text::{Locale, Texts};
    use ledger::Money;

    fn conflict() -> RowConflict {
        let place = |file: &str| Place {
            file: file.into(),
            line: "2".into(),
        };
        RowConflict {
            exchange: "ftx".into(),
            account: "".into(),
            kind: Kind::Trade,
            market: "ETH/USD".into(),
            id: "7".into(),
            counted: place("one.csv"),
            other: place("ten.csv"),
            differs: Differs::ALL.to_vec(),
            counted_by: CountedBy::MovedLess,
            apart: Some(Money::from_units(3_330_900_000_000)),
        }
    }

    #[test]
    fn a_conflict_shows_both_places_what_differs_and_what_hangs_on_it() {
        for locale in [Locale::En, Locale::Fr] {
            let texts = Texts::of(locale);
            let mut vm = Conflicts::default();
            assert!(of_claim(texts, &vm).is_none());
            vm = Conflicts {
                total: 3,
                rows: vec![conflict()],
                currency: "USD".to_owned(),
            };
            let page = Owner::new().with(|| crate::render::html(of_claim(texts, &vm).unwrap()));
            for part in ["one.csv", "ten.csv", "ETH/USD", "33"] {
                assert!(page.contains(part), "{part} {page}");
            }
            let more = texts.with("conflicts-more", &[("count", 2_i64.into())]);
            assert!(page.contains(&more), "{more} {page}");
            for field in Differs::ALL {
                assert!(page.contains(&texts.t(field_key(field))), "{field:?}");
            }
        }
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
}
