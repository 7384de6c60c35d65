//! Where the tables come from: a server and the command line contain them, a browser
//! fetches them when somebody chooses a file.

use std::sync::OnceLock;

use crate::base::features::COMPLETE;
use crate::tables::Tables;

/// The files under `tables/` by their names.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// What stands before the name of a file, where several are one text.
#[cfg(any(test, not(feature = "complete")))]
const FILE_MARK: &str = "=== ";

/// A file of tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub name: &'static str,
    pub text: &'static str,
}

impl Source {
    /// The files that this build contains.
    fn included() -> impl Iterator<Item = Source> {
        let files: &[_] = if COMPLETE { FILES } else { &[] };
        files.iter().map(|&(name, text)| Source { name, text })
    }

    /// The files of one text, each of which begins with a line `=== NAME`.
    #[cfg(any(test, not(feature = "complete")))]
    pub fn of_one_text(text: &'static str) -> impl Iterator<Item = Source> {
        text.split(FILE_MARK)
            .filter_map(|file| file.split_once('\n'))
            .map(|(name, text)| Source {
                name: name.trim(),
                text,
            })
    }
}

static TABLES: OnceLock<Tables> = OnceLock::new();

/// The tables, read at the first call.
pub(crate) fn tables() -> &'static Tables {
    TABLES.get_or_init(|| Tables::read(Source::included()))
}

/// Whether the tables were taken.
#[cfg(not(feature = "complete"))]
pub fn has_tables() -> bool {
    TABLES.get().is_some()
}

/// Takes the tables that the browser fetched: all files as one text, each of which begins
/// with a line `=== NAME`. Before this call no format and no word is known. Only the first
/// call counts.
#[cfg(not(feature = "complete"))]
pub fn load_tables(text: String) {
    let text: &'static str = Box::leak(text.into_boxed_str());
    TABLES.get_or_init(|| Tables::read(Source::of_one_text(text)));
}
