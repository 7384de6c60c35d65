//! `redress formats`: the formats that can be read, and how well each is known.

use std::io::{self, Write};
use std::process::ExitCode;

use ledger::{Fact, Format};

/// Arguments of `redress formats`.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Args {
    /// Print a table in Markdown of the facts that each format has, such as addresses.
    #[arg(long)]
    pub facts: bool,
}

/// Prints one line for each format, separated by tabs: id, exchange, description, how well it
/// is known, header, the other languages in which its header is known, and the facts that
/// its files have.
///
/// # Errors
/// Errors of standard output.
pub fn run(args: &Args, stdout: &mut dyn Write) -> io::Result<ExitCode> {
    match args.facts {
        true => print_facts(ledger::formats(), stdout)?,
        false => print_formats(ledger::formats(), stdout)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print_formats(formats: &[&Format], stdout: &mut dyn Write) -> io::Result<()> {
    for format in formats {
        let languages = format.languages.iter();
        let languages: Vec<String> = languages
            .map(|language| format!("{} {}", language.tag, language.known.as_str()))
            .collect();
        let facts: Vec<&str> = format.facts().into_iter().map(Fact::as_str).collect();
        writeln!(
            stdout,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            format.id,
            format.exchange,
            format.title,
            format.known.as_str(),
            format.header,
            languages.join(", "),
            facts.join(", ")
        )?;
    }
    Ok(())
}

/// Which format has which facts. Formats without any are left out.
fn print_facts(formats: &[&Format], stdout: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<Fact> = formats.iter().flat_map(|format| format.facts()).collect();
    all.sort_by_key(|fact| Fact::ALL.iter().position(|known| known == fact));
    all.dedup();
    let names: Vec<&str> = all.iter().map(|fact| fact.as_str()).collect();
    writeln!(stdout, "| format | {} |", names.join(" | "))?;
    writeln!(stdout, "|---|{}", "---|".repeat(names.len()))?;
    for format in formats {
        let own = format.facts();
        if own.is_empty() {
            continue;
        }
        let has = |fact: &Fact| if own.contains(fact) { "yes" } else { "" };
        let cells: Vec<&str> = all.iter().map(has).collect();
        writeln!(stdout, "| {} | {} |", format.title, cells.join(" | "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(facts: bool) -> String {
        let mut out = Vec::new();
        run(&Args { facts }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_format_is_a_line_with_its_facts_at_the_end() {
        let text = printed(false);
        assert_eq!(text.lines().count(), ledger::formats().len());
        for line in text.lines() {
            assert_eq!(line.matches('\t').count(), 6, "{line}");
        }
    }

    #[test]
    fn the_table_of_facts_has_a_row_for_each_format_with_facts() {
        let text = printed(true);
        let with_facts = ledger::formats().iter();
        let with_facts = with_facts.filter(|format| !format.facts().is_empty());
        assert_eq!(text.lines().count(), with_facts.count() + 2);
        let columns = text.lines().next().unwrap().matches('|').count();
        assert!(
            text.lines()
                .all(|line| line.matches('|').count() == columns)
        );
    }
}
