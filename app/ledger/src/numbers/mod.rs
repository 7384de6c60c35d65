//! Exact numbers: amounts of any width, ratios, and money of the reporting currency.

pub mod amount;
pub mod money;
pub mod ratio;
