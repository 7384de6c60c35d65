//! One file a page (or a few that belong together): a function from its view
//! model to HTML.

pub mod account;
pub mod bundles;
pub mod claim;
pub mod group;
pub mod people;
pub mod problem;
pub mod start;
