//! Files that people send by mistake, and what to fetch instead.
//!
//! None of these is read. Saying which file it is and where the right one is to
//! be had saves a claimant an evening: it is the third most common complaint of every
//! importer. Exports that are known and not read stand in the tables (`rows = not read`).

use crate::base::features::COMPLETE;
use crate::base::text::Text;
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

/// The same that a browser's build does not know, so that it stays small.
const MORE_MAGICS: [Magic; 7] = [
    Magic {
        bytes: b"7z\xBC\xAF\x27\x1C",
        message: packed_as("7z"),
    },
    Magic {
        bytes: b"Rar!\x1A\x07",
        message: packed_as("RAR"),
    },
    Magic {
        bytes: b"\xFD7zXZ\0",
        message: packed_as("xz"),
    },
    Magic {
        bytes: b"BZh",
        message: packed_as("bzip2"),
    },
    Magic {
        bytes: b"\x28\xB5\x2F\xFD",
        message: packed_as("Zstandard"),
    },
    Magic {
        bytes: b"\xFF\xD8\xFF",
        message: Message::FilePicture,
    },
    Magic {
        bytes: b"GIF8",
        message: Message::FilePicture,
    },
];

const fn packed_as(name: &'static str) -> Message {
    Message::FilePacked {
        name: Text::new_static(name),
    }
}

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
/// What stands in a spreadsheet of OpenDocument that is one file of XML.
const OPEN_DOCUMENT: &str = "urn:oasis:names:tc:opendocument";
/// Letters that are looked through for such a word.
const TAGGED_LETTERS: usize = 2048;

/// What a file of tags is. The browser only says that a file is unknown.
pub(crate) fn by_tags(text: &[u8]) -> Option<Message> {
    if !COMPLETE {
        return None;
    }
    let start =
        String::from_utf8_lossy(&text[..text.len().min(TAGGED_LETTERS)]).to_ascii_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_tag =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?'));
    start.strip_prefix('<').filter(|rest| is_tag(rest))?;
    if start.contains(OPEN_DOCUMENT) {
        return Some(Message::FileOpenDocument);
    }
    let tagged = TAGGED.iter().find(|tagged| start.contains(tagged.word));
    tagged.map(|tagged| tagged.message.clone())
}

/// What a file is by its first bytes, when it is no text that can be read.
pub(crate) fn by_bytes(start: &[u8]) -> Option<Message> {
    let among = |magics: &[Magic]| {
        let mut magics = magics.iter();
        let magic = magics.find(|magic| start.starts_with(magic.bytes));
        magic.map(|magic| magic.message.again())
    };
    match among(&MAGICS) {
        None if COMPLETE => among(&MORE_MAGICS),
        known => known,
    }
}
