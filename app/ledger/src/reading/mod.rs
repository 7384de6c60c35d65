//! The reading of a file from its bytes to entries and a report.

#[cfg(test)]
mod adversarial_tests;
mod archives;
mod balances;
pub(crate) mod detect;
pub(crate) mod held_workbook;
pub(crate) mod import;
mod nesting;
pub(crate) mod open;
pub(crate) mod options;
mod reader;
pub(crate) mod report;
mod spreadsheet_damage;
#[cfg(test)]
mod testing;
mod times;
pub(crate) mod workbooks;
