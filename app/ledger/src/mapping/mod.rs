//! The reading of an unknown file by a mapping of its columns: where the columns are,
//! what they seem to hold, and what a row means.

mod fields;
mod find;
mod rows;
mod sheet;
mod suggest;
#[cfg(test)]
mod tests;

pub(crate) use find::recognise;
pub(crate) use rows::FORMAT;
pub(crate) use sheet::is_header;
pub use sheet::{Sheet, first_rows};
pub use suggest::suggest_mapping;

pub use crate::schema::{
    ColumnName, DateOrder, DecimalSign, Lack, Mapping, MappingError, Role, TEXT_CHARS_MAX,
    WORDS_MAX,
};
