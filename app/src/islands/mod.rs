//! The few interactive parts. They enhance a page and are never the only way to do
//! something. Each takes finished texts from `data-` attributes.

pub mod columns;
pub mod upload;
