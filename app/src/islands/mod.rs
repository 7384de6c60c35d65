//! The few interactive pieces. They enhance a page and never carry the only way
//! to do a thing; each works on finished strings handed over as props.

pub mod columns;
pub mod upload;
