//! Short texts that cost nothing to copy.
//!
//! An export repeats its file name, format and tickers on every row; a million
//! rows would allocate ten million strings. Up to 23 bytes sit inline, longer
//! ones are shared.

/// A short, immutable text: reads like a `&str`, clones without allocating.
pub type Text = smol_str::SmolStr;
