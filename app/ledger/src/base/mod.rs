//! The ground floor: small types and rules that every wing may use, and that know
//! nothing of the ledger.

pub(crate) mod by_name;
pub mod features;
pub(crate) mod hex;
pub mod limits;
pub(crate) mod names;
pub mod table;
pub mod text;
