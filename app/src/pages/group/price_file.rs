//! One price file: the row that a price id names, with its header and the rows around it,
//! and the file as it was received. The chain of links behind a figure ends here.

use leptos::prelude::*;

use super::{back, escaped};
use crate::parts::figures;
use crate::parts::pieces::{inset, table};
use crate::text::Translator;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct PriceFilePage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Name as given.
    pub name: String,
    /// SHA-256 of it.
    pub sha256: String,
    /// Length.
    pub size_bytes: i64,
    /// Version of the book that removed it; none while the book has it.
    pub removed: Option<i64>,
    /// The requested row, as price ids count: the line of the file.
    pub row: i64,
    /// Its header and the rows around the row, each with its line.
    pub rows: Vec<(i64, String)>,
}

/// The page.
pub fn page(texts: Translator, vm: &PriceFilePage) -> AnyView {
    let title = texts.with("group-price-file", &[("file", (&vm.name).into())]);
    let removed = vm.removed.map(|version| {
        let text = texts.with("group-price-file-removed", &[("version", version.into())]);
        inset("warn", view! { <p>{text}</p> }.into_any())
    });
    let found = vm.rows.iter().any(|(line, _)| *line == vm.row);
    let lacking = (!found).then(|| {
        let text = texts.with("group-price-file-no-row", &[("row", vm.row.into())]);
        view! { <p>{text}</p> }
    });
    let head = [
        (texts.t("group-price-file-line"), true),
        (texts.t("group-price-file-row"), false),
    ];
    let rows = vm
        .rows
        .iter()
        .map(|(line, text)| {
            let text = view! { <code>{text.clone()}</code> };
            let text = match *line == vm.row {
                true => view! { <mark id="row">{text}</mark> }.into_any(),
                false => text.into_any(),
            };
            view! { <tr><td class="numeric">{figures::count(texts, *line)}</td><td>{text}</td></tr> }
        })
        .collect_view();
    let start: String = vm.sha256.chars().take(12).collect();
    let href = format!("{}/prices/{}/original", vm.base, escaped(&start));
    let size = texts.with("group-bytes", &[("bytes", vm.size_bytes.into())]);
    view! {
        {back(format!("{}/prices#file-{start}", vm.base), texts.t("group-prices-title"))}
        <h1>{title.clone()}</h1>
        {removed}
        <p>{figures::hash(&vm.sha256)}" "{size}</p>
        {lacking}
        {table(&title, &head, rows.into_any())}
        <p class="actions"><a class="button second" download href=href>{texts.t("group-price-file-get")}</a></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};

    fn file(row: i64) -> PriceFilePage {
        PriceFilePage {
            base: "/i/x/group".into(),
            name: "prices.csv".into(),
            sha256: "0123456789ab".repeat(5),
            size_bytes: 99,
            removed: Some(4),
            row,
            rows: vec![(1, "asset,quote".into()), (4, "DMG,<USD>".into())],
        }
    }

    #[test]
    fn the_row_is_marked_and_the_file_can_be_taken() {
        for texts in texts_of_all() {
            let shown = html(texts, |t| page(t, &file(4)));
            let marked = "<mark id=\"row\"><code>DMG,&lt;USD&gt;</code></mark>";
            assert!(shown.contains(marked), "{shown}");
            assert!(shown.contains("/i/x/group/prices/0123456789ab/original"));
            let version = [("version", 4_i64.into())];
            assert!(shown.contains(&texts.with("group-price-file-removed", &version)));
            let none = html(texts, |t| page(t, &file(9)));
            let row = [("row", 9_i64.into())];
            assert!(
                none.contains(&texts.with("group-price-file-no-row", &row)),
                "{none}"
            );
        }
    }
}
