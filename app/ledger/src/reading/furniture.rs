//! Lines between the rows of a file that are none: of the pages that a table was taken
//! from, and of the frame that is drawn around it. A file that was a PDF, or was copied
//! out of a page, has them.

use crate::base::text;
use crate::carriers::rows::Row;
use crate::cells::number;
use crate::formats::{Field, Recognised};
use crate::time::parse_time::{self, Dates};

/// Words that stand beside the number of a page.
const PAGE_WORDS: [&str; 26] = [
    "page",
    "pages",
    "pg",
    "seite",
    "página",
    "pagina",
    "pág",
    "pag",
    "strona",
    "str",
    "stránka",
    "strana",
    "страница",
    "стр",
    "сторінка",
    "sayfa",
    "halaman",
    "hal",
    "trang",
    "oldal",
    "sivu",
    "sida",
    "ページ",
    "页",
    "頁",
    "페이지",
];
/// Words that may stand between the number of a page and how many there are.
const OF_WORDS: [&str; 12] = [
    "of", "von", "de", "di", "sur", "z", "из", "з", "dari", "van", "av", "共",
];
/// What stands for a number in a shape.
const NUMBER: &str = "#";
/// Fewer letters make no line that is drawn.
const DRAWN_LETTERS_MIN: usize = 3;
/// Fewer words in one cell may be what is left of a row.
const PROSE_WORDS_MIN: usize = 4;

/// The shape of a line: its letters, with a mark for each number. What stands above a
/// header stands there again on every page, with another number.
pub(crate) fn shape<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let mut shape = String::new();
    for cell in cells.filter(|cell| !cell.is_empty()) {
        for letter in text::lower(cell).chars() {
            match letter {
                '0'..='9' if shape.ends_with(NUMBER) => {}
                '0'..='9' => shape.push_str(NUMBER),
                letter => shape.push(letter),
            }
        }
        shape.push(' ');
    }
    shape
}

/// Whether a line above a header is one that a page begins with: rows have a time.
pub(crate) fn may_repeat(cells: &[String]) -> bool {
    let is_time = |cell: &String| {
        [Dates::YearFirst, Dates::DayFirst, Dates::MonthFirst]
            .into_iter()
            .any(|dates| parse_time::read(cell, dates).is_ok())
    };
    !cells.iter().any(is_time)
}

/// Whether a row that cannot be read is none: it has neither a time nor an amount, and
/// looks like a line of a page.
pub(crate) fn is_no_row(row: Row<'_>, recognised: &Recognised) -> bool {
    let column_map = &recognised.column_map;
    let cell = |field: Field| column_map.get(field).map_or("", |at| row.cell(at));
    if parse_time::read(cell(Field::Time), recognised.dates).is_ok() {
        return false;
    }
    let columns = recognised.format.columns.iter();
    let mut amounts = columns.filter(|column| column.field.is_amount());
    if amounts.any(|column| number::is_number(cell(column.field))) {
        return false;
    }
    let mut filled = row.cells().filter(|cell| !cell.is_empty());
    let is_alone = filled.next().is_some() && filled.next().is_none();
    let shape = shape(row.cells());
    recognised.above.contains(&shape)
        || is_drawn(&shape)
        || is_of_page(&shape)
        || is_alone && is_prose(&shape)
}

/// Whether a line is drawn of dashes and the like.
fn is_drawn(shape: &str) -> bool {
    let is_line =
        |letter: char| matches!(letter, '-' | '=' | '_' | '+' | ':' | '|' | '─' | '━' | '┼');
    let letters = || shape.chars().filter(|letter| !letter.is_whitespace());
    letters().all(is_line) && letters().count() >= DRAWN_LETTERS_MIN
}

/// Whether a line is words: a title, or who made the file and when. One with another
/// number may be a row that a program put into one cell.
fn is_prose(shape: &str) -> bool {
    let mut words = shape.split_whitespace();
    let is_long = words.clone().count() >= PROSE_WORDS_MIN;
    is_long && words.all(|word| !word.contains(NUMBER) || is_of_date(word))
}

/// `#-#-#`, `#/#/#`, `#.#.#,`, `#:#`: dates and times, by their shape.
fn is_of_date(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| matches!(letter, '(' | ')' | ',' | '.' | ';'));
    let parts: Vec<&str> = word.split(['-', '/', '.', ':']).collect();
    let is_time = word.contains(':') && parts.len() == 2;
    parts.iter().all(|part| *part == NUMBER) && (parts.len() == 3 || is_time)
}

/// Whether a line tells the number of a page or who owns it, or is nothing but the
/// address of a site.
fn is_of_page(shape: &str) -> bool {
    let is_gap = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, '/' | '-' | '–' | '|' | ',' | ';' | ':' | '(' | ')')
    };
    let words: Vec<&str> = shape
        .split(is_gap)
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |at: usize| words.get(at).is_some_and(|word| *word == NUMBER);
    let tells_page = |at: usize| {
        let is_word = PAGE_WORDS.contains(&words[at].trim_end_matches('.'));
        is_word && (is_number(at + 1) || at > 0 && is_number(at - 1))
    };
    let counts_pages = || {
        let numbers = (0..words.len()).filter(|at| is_number(*at)).count();
        let mut others = words.iter().filter(|word| **word != NUMBER);
        numbers == 2
            && (shape.contains('/') || words.len() > 2)
            && others.all(|w| OF_WORDS.contains(w))
    };
    let tells_owner = shape.starts_with('©') || shape.contains("copyright");
    let is_address = || !words.is_empty() && words.iter().all(|word| is_site(word));
    let is_numbered = || is_page_glued(shape) || counts_pages();
    (0..words.len()).any(tells_page) || is_numbered() || tells_owner || is_address()
}

/// `第2页`, `2ページ`: where no spaces stand between words.
fn is_page_glued(shape: &str) -> bool {
    ["页", "頁", "ページ", "페이지"]
        .into_iter()
        .any(|word| shape.contains(&format!("#{word}")) || shape.contains(&format!("# {word}")))
}

/// `www.example.com`.
fn is_site(word: &str) -> bool {
    let is_of_site =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '#');
    let is_plain = word.chars().all(is_of_site);
    is_plain && (word.starts_with("www.") || matches!(word, "http" | "https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_told_from_other_lines() {
        for line in [
            "Page 2",
            "Page 2/7",
            "page 2 of 7",
            "www.example.com Page 2/7",
            "Generated for user 70012 — Page 2",
            "Seite 2 von 7",
            "Página 2 de 7",
            "Pág. 2",
            "Страница 2 из 7",
            "第2页 共7页",
            "2ページ",
            "Trang 2/7",
            "2 / 7",
            "2 of 7",
            "- 2 / 7 -",
            "www.example.com",
            "https://www.example.com/",
            "© 2022 Example",
        ] {
            assert!(is_of_page(&shape([line].into_iter())), "{line}");
        }
        for line in [
            "rubbish",
            "",
            "2",
            "2022-10-18 21:00",
            "5 of",
            "Total 5",
            "BTC 0.5",
            "User 70012",
            "pagination",
            "Homepage",
            "see page",
        ] {
            assert!(!is_of_page(&shape([line].into_iter())), "{line}");
        }
    }

    #[test]
    fn words_alone_are_prose_and_rows_in_one_cell_are_not() {
        for (line, is) in [
            ("This file was made by the exchange", true),
            ("Generated on 2022-10-18 21:00 (UTC) for you", true),
            ("Stand vom 18.10.2022, ohne Gewähr.", true),
            ("fee is included", false),
            ("2022-10-18 21:00:09 Spot Deposit USDT 250.5", false),
            ("Total in this file: 5 BTC", false),
            ("70 2022-10-18 21:00 Spot", false),
        ] {
            assert_eq!(is_prose(&shape([line].into_iter())), is, "{line}");
        }
    }

    #[test]
    fn drawn_lines_are_of_nothing_else() {
        for (line, is) in [
            (&["---", ":--:", "-"][..], true),
            (&["+-----+------+"][..], true),
            (&["=", "="][..], false),
            (&["--", "BTC"][..], false),
            (&[""][..], false),
        ] {
            assert_eq!(is_drawn(&shape(line.iter().copied())), is, "{line:?}");
        }
    }

    #[test]
    fn a_shape_keeps_words_and_leaves_numbers_out() {
        let shape = |cells: &[&str]| shape(cells.iter().copied());
        assert_eq!(shape(&["Report 12", "", "of 2022-10"]), "report # of #-# ");
        assert_eq!(shape(&["Report 7", "of 2023-1"]), "report # of #-# ");
        assert_eq!(shape(&["", ""]), "");
    }
}
