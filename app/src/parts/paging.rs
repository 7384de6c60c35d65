//! Pages of a list: the page requested, the number of pages, and the links between them.

use leptos::prelude::*;

use crate::Translator;

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Its number, from 1.
    pub page: i64,
    /// How many pages there are, at least 1.
    pub pages: i64,
    /// The rows of a page.
    pub rows: i64,
}

impl Default for Paging {
    /// The only page of a list.
    fn default() -> Paging {
        Paging {
            page: 1,
            pages: 1,
            rows: 1,
        }
    }
}

impl Paging {
    /// The page that a query names (`page`) of a list of `total` rows, or the nearest page.
    /// The first one where the text is no number.
    pub fn of(asked: &str, total: i64, rows: u32) -> Paging {
        let rows = i64::from(rows.max(1));
        let pages = (total.saturating_add(rows - 1) / rows).max(1);
        Paging {
            page: asked.parse().unwrap_or(1).clamp(1, pages),
            pages,
            rows,
        }
    }

    /// The rows before the page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * self.rows
    }

    /// The rows of a whole list that are on the page.
    pub fn of_list<Row>(&self, list: impl IntoIterator<Item = Row>) -> Vec<Row> {
        let count = |rows: i64| usize::try_from(rows).unwrap_or(usize::MAX);
        let later = list.into_iter().skip(count(self.offset()));
        later.take(count(self.rows)).collect()
    }

    /// Links to the previous and the next page, where there are several; `href` takes the
    /// number of a page.
    pub fn links(&self, texts: Translator, href: impl Fn(i64) -> String) -> AnyView {
        let (page, pages) = (self.page, self.pages);
        if pages <= 1 {
            return ().into_any();
        }
        let before = (page > 1).then(|| {
            view! { <a rel="prev" href=href(page - 1)>{texts.t("common-page-before")}</a> }
        });
        let after = (page < pages).then(|| {
            view! { <a rel="next" href=href(page + 1)>{texts.t("common-page-after")}</a> }
        });
        let here = texts.with(
            "common-page-of",
            &[("page", page.into()), ("pages", pages.into())],
        );
        let label = texts.t("common-pages");
        view! { <nav class="pages" aria-label=label>{before}<span>{here}</span>{after}</nav> }
            .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_past_the_ends_is_the_nearest_one() {
        let page = |asked, total| {
            let paging = Paging::of(asked, total, 100);
            (paging.page, paging.offset(), paging.pages)
        };
        assert_eq!(page("3", 250), (3, 200, 3));
        assert_eq!(page("4", 250), (3, 200, 3));
        assert_eq!(page("0", 250), (1, 0, 3));
        assert_eq!(page("", 250), (1, 0, 3));
        assert_eq!(page("x", 0), (1, 0, 1));
        assert_eq!(page("2", 200), (2, 100, 2));
    }

    #[test]
    fn a_page_of_a_list_has_its_rows() {
        assert_eq!(Paging::of("2", 5, 2).of_list(0..5), [2, 3]);
        assert_eq!(Paging::of("3", 5, 2).of_list(0..5), [4]);
        assert_eq!(Paging::of("1", 0, 2).of_list(0..0), [0; 0]);
    }
}
