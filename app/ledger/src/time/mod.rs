//! Moments, time zones, and the ways in which files write times.

pub mod day_order;
pub mod moment;
pub(crate) mod parse_time;
pub mod rfc3339;
mod spelled;
pub(crate) mod years;
pub mod zone;
