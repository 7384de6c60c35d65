//! What a claim is and who may do what with it: pure, no I/O, no clock.

pub mod snapshot;
