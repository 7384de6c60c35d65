//! `redress formats`: what can be read, and how well each format is known.

use std::io::{self, Write};
use std::process::ExitCode;

/// Arguments of `redress formats`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Args {}

/// Prints one line a format: id, exchange, what it is, how well known, header,
/// separated by tabs.
///
/// # Errors
/// When standard output breaks.
pub fn run(_args: &Args, stdout: &mut dyn Write) -> io::Result<ExitCode> {
    for format in ledger::formats() {
        writeln!(
            stdout,
            "{}\t{}\t{}\t{}\t{}",
            format.id,
            format.exchange,
            format.title,
            format.known.as_str(),
            format.header
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
