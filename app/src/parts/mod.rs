//! Parts that several pages use: the frame, fields, tables, money.

pub mod chrome;
pub mod conflicts;
pub mod fields;
pub mod figures;
pub mod holdings;
pub mod jobs;
pub mod movement;
pub mod paging;
pub mod pieces;
pub mod raw;
pub mod values;
