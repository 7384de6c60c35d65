//! `redress formats`: the formats that can be read, and how well each is known.

use std::io::{self, Write};
use std::process::ExitCode;

/// Arguments of `redress formats`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Args {}

/// Prints one line for each format, separated by tabs: id, exchange, description, how well it
/// is known, header, and the other languages in which its header is known.
///
/// # Errors
/// Errors of standard output.
pub fn run(_args: &Args, stdout: &mut dyn Write) -> io::Result<ExitCode> {
    for format in ledger::formats() {
        let languages = format.languages.iter();
        let languages: Vec<String> = languages
            .map(|language| format!("{} {}", language.tag, language.known.as_str()))
            .collect();
        writeln!(
            stdout,
            "{}\t{}\t{}\t{}\t{}\t{}",
            format.id,
            format.exchange,
            format.title,
            format.known.as_str(),
            format.header,
            languages.join(", ")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
