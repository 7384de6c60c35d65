//! `redress formats`: the formats that can be read, and how well each is known.

use std::io::{self, Write};
use std::process::ExitCode;

/// Arguments of `redress formats`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Args {}

/// Prints one line for each format: id, exchange, description, how well it is known, and
/// header, separated by tabs.
///
/// # Errors
/// Errors of standard output.
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
