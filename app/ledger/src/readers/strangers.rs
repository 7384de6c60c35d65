//! Files that people send by mistake, and what to fetch instead.
//!
//! None of these is read. Saying which file it is and where the right one is to
//! be had saves a claimant an evening (formats.md §2: the third most common
//! complaint of every importer).

use crate::said::told;

/// A file known by its first bytes.
pub(crate) struct Magic {
    bytes: &'static [u8],
    sentence: &'static str,
}

/// Files that are no text at all.
const MAGICS: [Magic; 8] = [
    Magic {
        bytes: b"PK\x03\x04",
        sentence: told(
            "This is a ZIP archive or an Excel workbook. Archives inside archives are not opened, nor are workbooks: hand it in by itself.",
        ),
    },
    Magic {
        bytes: b"\x1f\x8b",
        sentence: told(
            "This is a gzip archive. Archives inside archives are not opened: hand it in by itself.",
        ),
    },
    Magic {
        bytes: b"\xD0\xCF\x11\xE0",
        sentence: told(
            "This is an old Excel workbook. Workbooks inside archives are not opened: hand it in by itself.",
        ),
    },
    Magic {
        bytes: b"\x09\x00\x04\x00",
        sentence: told(VERY_OLD_WORKBOOK),
    },
    Magic {
        bytes: b"\x09\x02\x06\x00",
        sentence: told(VERY_OLD_WORKBOOK),
    },
    Magic {
        bytes: b"\x09\x04\x06\x00",
        sentence: told(VERY_OLD_WORKBOOK),
    },
    Magic {
        bytes: b"%PDF",
        sentence: told(
            "This is a PDF. It is kept as evidence; for its trades, ask the exchange for the same report as CSV.",
        ),
    },
    Magic {
        bytes: b"\x89PNG",
        sentence: told(
            "This is a picture. It is kept as evidence; type in what it shows, or ask the exchange for CSV.",
        ),
    },
];

const VERY_OLD_WORKBOOK: &str =
    "This is an Excel workbook of before 1995: open it and save its sheet as CSV.";

/// A file of tags. Some exchanges give such files names that end with `.xls`.
struct Tagged {
    /// What stands among its first letters, in lower case.
    word: &'static str,
    sentence: &'static str,
}

/// The first that fits is said.
const TAGGED: [Tagged; 4] = [
    Tagged {
        word: "urn:schemas-microsoft-com:office:spreadsheet",
        sentence: told(
            "This is a workbook as XML (of Excel 2003), whatever its name says: open it and save its sheet as CSV or as XLSX.",
        ),
    },
    Tagged {
        word: "<html",
        sentence: told(
            "This is a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.",
        ),
    },
    Tagged {
        word: "<table",
        sentence: told(
            "This is a table of a web page, whatever its name says: open it in a spreadsheet and save the sheet as CSV or as XLSX, or ask the exchange for CSV.",
        ),
    },
    Tagged {
        word: "<",
        sentence: told(
            "This is a file of tags (HTML or XML), whatever its name says: ask the exchange for CSV.",
        ),
    },
];
/// Letters that are looked through for such a word.
const TAGGED_LETTERS: usize = 2048;

/// What a file of tags is.
pub(crate) fn by_tags(text: &[u8]) -> Option<&'static str> {
    let start =
        String::from_utf8_lossy(&text[..text.len().min(TAGGED_LETTERS)]).to_ascii_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_tag =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'));
    start.strip_prefix('<').filter(|rest| is_tag(rest))?;
    let tagged = TAGGED.iter().find(|tagged| start.contains(tagged.word));
    tagged.map(|tagged| tagged.sentence)
}

/// A file known by some of its column names.
struct Stranger {
    names: &'static [&'static str],
    sentence: &'static str,
}

const STRANGERS: &[Stranger] = &[
    Stranger {
        names: &["stakedtime", "stakedcoin", "producttype", "status"],
        sentence: told(
            "This is KuCoin's list of what was staked; staking moves coins between your own wallets. What it paid is in `Earn Orders_Profit History`, and the moves are in `Account History_Funding Account`, both of the same bundle.",
        ),
    },
    Stranger {
        names: &["accounttype", "accountname", "coin", "amount(usdt)"],
        sentence: told(
            "This is KuCoin's list of balances on one day; it has no movements. Fetch the files called `Spot Orders_Filled Orders (Show Order-Splitting)` and `Account History` of the same bundle.",
        ),
    },
    Stranger {
        names: &["accounttype", "coin", "interest", "dailyinterest", "term"],
        sentence: told(
            "This is KuCoin's list of margin loans; what they moved is in the `Account History` of the margin account, in the same bundle.",
        ),
    },
    Stranger {
        names: &[
            "currency(fiat)",
            "currency(crypto)",
            "side",
            "cryptoquantity",
            "tax",
        ],
        sentence: told(
            "This is KuCoin's list of P2P orders, which is not read yet. `Account History_Funding Account` of the same bundle has what they moved.",
        ),
    },
];

/// What a file is by its first bytes, when it is no text that can be read.
pub(crate) fn by_bytes(start: &[u8]) -> Option<&'static str> {
    MAGICS
        .iter()
        .find(|magic| start.starts_with(magic.bytes))
        .map(|magic| magic.sentence)
}

/// What a file is by the names of its columns.
pub(crate) fn by_names(names: &[&str]) -> Option<&'static str> {
    STRANGERS
        .iter()
        .find(|stranger| stranger.names.iter().all(|name| names.contains(name)))
        .map(|stranger| stranger.sentence)
}
