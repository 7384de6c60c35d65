//! Groups of limits: each limit is spelled once, with what it means and its default,
//! and an error can name no other.

use std::fmt;

use serde::Serialize;

/// The name of a limit as settings spell it: `limits.reading.rows_max`. Only
/// [`limits!`](crate::limits!) makes one, from the name of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LimitName(&'static str);

impl LimitName {
    #[doc(hidden)]
    pub const fn of_field(path: &'static str) -> LimitName {
        LimitName(path)
    }

    /// As settings spell it.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Refuses a value below what is needed.
    ///
    /// # Errors
    /// When the value is smaller; `why` goes on behind "give … or more, ".
    pub fn at_least(
        self,
        value: impl TryInto<u64>,
        least: u64,
        why: &str,
    ) -> Result<(), LimitError> {
        let value = figure(value);
        match value < least {
            true => Err(LimitError {
                name: self,
                value,
                why: format!("give {least} or more, {why}"),
            }),
            false => Ok(()),
        }
    }

    /// Refuses a value above what makes sense.
    ///
    /// # Errors
    /// When the value is larger; `why` goes on behind "give … or less, ".
    pub fn at_most(self, value: impl TryInto<u64>, most: u64, why: &str) -> Result<(), LimitError> {
        let value = figure(value);
        match value > most {
            true => Err(LimitError {
                name: self,
                value,
                why: format!("give {most} or less, {why}"),
            }),
            false => Ok(()),
        }
    }
}

impl fmt::Display for LimitName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for LimitName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// A limit that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is {value}: {why}")]
pub struct LimitError {
    /// Which limit.
    pub name: LimitName,
    /// What it was set to.
    pub value: u64,
    /// What is needed, and what for.
    pub why: String,
}

/// A limit's value, whatever the type it is held in.
#[doc(hidden)]
pub fn figure(value: impl TryInto<u64>) -> u64 {
    value.try_into().unwrap_or(u64::MAX)
}

/// Declares a group of limits: the struct that settings are read into, its defaults,
/// and its names (`Group::NAMES.rows_max`), which carry the path of the group.
#[macro_export]
macro_rules! limits {
    (
        $(#[$meta:meta])*
        pub struct $Group:ident, named by $Names:ident under $path:literal {
            $($(#[doc = $doc:literal])+ $field:ident: $type:ty = $default:expr,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $Group {
            $($(#[doc = $doc])+ pub $field: $type,)+
        }

        #[doc = concat!("The names of the limits in [`", stringify!($Group), "`].")]
        #[derive(Clone, Copy, Debug)]
        pub struct $Names {
            $($(#[doc = $doc])+ pub $field: $crate::LimitName,)+
        }

        impl Default for $Group {
            fn default() -> $Group {
                $Group { $($field: $default,)+ }
            }
        }

        impl $Group {
            /// The name of each limit of the group.
            pub const NAMES: $Names = $Names {
                $($field: $crate::LimitName::of_field(
                    concat!($path, ".", stringify!($field)),
                ),)+
            };

            /// Each limit of the group with its value.
            pub fn values(&self) -> impl Iterator<Item = ($crate::LimitName, u64)> {
                [$(($Group::NAMES.$field, $crate::limits::figure(self.$field)),)+].into_iter()
            }

            /// [`Self::NAMES`], for who has a value of the group in hand.
            pub const fn names(&self) -> $Names {
                $Group::NAMES
            }

            /// Each limit of the group, and what it means.
            pub const MEANINGS: &'static [($crate::LimitName, &'static str)] =
                &[$(($Group::NAMES.$field, concat!($($doc, "\n"),+)),)+];
        }
    };
}

limits! {
    /// What a file may ask of the reader; past it the file or row is refused with
    /// the limit's name.
    pub struct Limits, named by LimitNames under "limits.reading" {
        /// Bytes of one file as it is read, or of one unpacked archive member.
        file_bytes_max: u64 = 4 << 30,
        /// Bytes of one row.
        row_bytes_max: usize = 64 << 10,
        /// Cells of one row.
        row_cells_max: usize = 256,
        /// Rows of one file.
        rows_max: u64 = 50_000_000,
        /// Accounts and assets whose running balance is followed in one file.
        balances_max: usize = 10_000,
        /// Accounts and assets whose holdings are followed in one claim.
        holdings_max: usize = 10_000,
        /// Members of one archive.
        archive_entries_max: usize = 1000,
        /// Bytes that all members of one archive unpack to, as counted while unpacking.
        archive_bytes_max: u64 = 4 << 30,
        /// How many times larger than packed a member may unpack, past a megabyte.
        archive_ratio_max: u64 = 200,
        /// Bytes that may be unpacked on the way to the start of a member of a tar
        /// archive, for somebody who looks at its first rows.
        start_bytes_max: u64 = 256 << 20,
        /// Bytes that what is read of a workbook unpacks to, as counted while
        /// unpacking; the bytes of an XLS.
        workbook_bytes_max: u64 = 512 << 20,
        /// Sheets of one workbook.
        workbook_sheets_max: usize = 1000,
        /// Bytes of the texts that the cells of a workbook share, four for each text's
        /// place among them.
        workbook_strings_bytes_max: u64 = 256 << 20,
        /// Bytes of one cell of a workbook, or of one tag of its XML.
        workbook_cell_bytes_max: usize = 256 << 10,
        /// Filled cells of one sheet.
        workbook_cells_max: u64 = 20_000_000,
        /// The furthest row of a sheet that a cell may stand in.
        sheet_rows_max: u64 = 1 << 20,
        /// The furthest column of a sheet that a cell may stand in.
        sheet_columns_max: u64 = 256,
        /// Bytes that are looked through for a date that proves whether day or month
        /// stands first, and for a number that proves what separates fractions.
        dates_bytes_max: usize = 4 << 20,
        /// Rows of one claim that are held together to be compared with each other,
        /// 700 bytes each: all those of an account's files that tell the same money
        /// less and more finely.
        compared_rows_max: usize = 1_000_000,
        /// Rows of one claim that another row may repeat, 70 bytes each while they are
        /// looked for.
        compared_keys_max: usize = 20_000_000,
        /// Rows of one claim that are compared at once where they need no others.
        compared_batch_rows: usize = 32_768,
    }
}

impl Limits {
    /// To how many bytes a member of so many may unpack, for its ratio's sake: small
    /// files of zeros are no bomb.
    pub fn unpacked_bytes_max(&self, packed: u64) -> u64 {
        const FREE_OF_RATIO_BYTES: u64 = 1 << 20;
        let most = packed.saturating_mul(self.archive_ratio_max);
        most.max(FREE_OF_RATIO_BYTES)
    }
}
