//! The reading of a file from its bytes to entries and a report.

#[cfg(test)]
mod adversarial_tests;
mod balances;
pub(crate) mod detect;
pub(crate) mod import;
mod nesting;
pub(crate) mod options;
mod reader;
pub(crate) mod report;
mod resaved;
#[cfg(test)]
mod testing;
mod times;
