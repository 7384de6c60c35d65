//! The pages. Each file has one page, or a few related pages: functions from a view model to
//! HTML.

pub mod account;
pub mod bundles;
pub mod claim;
pub mod group;
pub mod links;
pub mod people;
pub mod problem;
pub mod start;
