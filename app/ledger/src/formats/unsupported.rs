//! Files that people send by mistake, and what to fetch instead.
//!
//! None of these is read. Saying which file it is and where the right one is to
//! be had saves a claimant an evening: it is the third most common complaint of every
//! importer.

use crate::entry::messages::Message;

/// A file known by its first bytes.
pub(crate) struct Magic {
    bytes: &'static [u8],
    message: Message,
}

/// Files that are no text at all.
const MAGICS: [Magic; 8] = [
    Magic {
        bytes: b"PK\x03\x04",
        message: Message::FileZip,
    },
    Magic {
        bytes: b"\x1f\x8b",
        message: Message::FileGzip,
    },
    Magic {
        bytes: b"\xD0\xCF\x11\xE0",
        message: Message::FileXlsInside,
    },
    Magic {
        bytes: b"\x09\x00\x04\x00",
        message: Message::FileXlsOlderOpen,
    },
    Magic {
        bytes: b"\x09\x02\x06\x00",
        message: Message::FileXlsOlderOpen,
    },
    Magic {
        bytes: b"\x09\x04\x06\x00",
        message: Message::FileXlsOlderOpen,
    },
    Magic {
        bytes: b"%PDF",
        message: Message::FilePdf,
    },
    Magic {
        bytes: b"\x89PNG",
        message: Message::FilePicture,
    },
];

/// A file of tags. Some exchanges give such files names that end with `.xls`.
struct Tagged {
    /// What stands among its first letters, in lower case.
    word: &'static str,
    message: Message,
}

/// The first that fits is named.
const TAGGED: [Tagged; 4] = [
    Tagged {
        word: "urn:schemas-microsoft-com:office:spreadsheet",
        message: Message::FileXmlWorkbook,
    },
    Tagged {
        word: "<html",
        message: Message::FileWebPage,
    },
    Tagged {
        word: "<table",
        message: Message::FileWebTable,
    },
    Tagged {
        word: "<",
        message: Message::FileTags,
    },
];
/// Letters that are looked through for such a word.
const TAGGED_LETTERS: usize = 2048;

/// What a file of tags is.
pub(crate) fn by_tags(text: &[u8]) -> Option<Message> {
    let start =
        String::from_utf8_lossy(&text[..text.len().min(TAGGED_LETTERS)]).to_ascii_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_tag =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'));
    start.strip_prefix('<').filter(|rest| is_tag(rest))?;
    let tagged = TAGGED.iter().find(|tagged| start.contains(tagged.word));
    tagged.map(|tagged| tagged.message.again())
}

/// A file known by some of its column names.
struct Stranger {
    names: &'static [&'static str],
    message: Message,
}

const STRANGERS: &[Stranger] = &[
    Stranger {
        names: &["stakedtime", "stakedcoin", "producttype", "status"],
        message: Message::FileStaked,
    },
    Stranger {
        names: &["accounttype", "accountname", "coin", "amount(usdt)"],
        message: Message::FileBalances,
    },
    Stranger {
        names: &["accounttype", "coin", "interest", "dailyinterest", "term"],
        message: Message::FileMargin,
    },
    Stranger {
        names: &[
            "currency(fiat)",
            "currency(crypto)",
            "side",
            "cryptoquantity",
            "tax",
        ],
        message: Message::FileP2p,
    },
];

/// What a file is by its first bytes, when it is no text that can be read.
pub(crate) fn by_bytes(start: &[u8]) -> Option<Message> {
    MAGICS
        .iter()
        .find(|magic| start.starts_with(magic.bytes))
        .map(|magic| magic.message.again())
}

/// What a file is by the names of its columns.
pub(crate) fn by_names(names: &[&str]) -> Option<Message> {
    STRANGERS
        .iter()
        .find(|stranger| stranger.names.iter().all(|name| names.contains(name)))
        .map(|stranger| stranger.message.again())
}
