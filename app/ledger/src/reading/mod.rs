//! The reading of a file from its bytes to entries and a report.

#[cfg(test)]
mod adversarial_tests;
mod archives;
mod balances;
mod beside;
mod date_order;
pub(crate) mod detect;
mod furniture;
pub(crate) mod halves;
mod headless;
pub(crate) mod held_workbook;
pub(crate) mod import;
mod nesting;
pub(crate) mod open;
pub(crate) mod options;
mod orders;
mod reader;
pub(crate) mod report;
mod spreadsheet_damage;
#[cfg(test)]
pub(crate) mod testing;
mod times;
mod unknown;
pub(crate) mod workbooks;
