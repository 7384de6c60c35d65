//! The command line, with one file for each command, and the choice between them.

pub mod balances;
pub mod confirm;
pub mod demo;
pub mod formats;
pub mod init;
pub mod ledger;
pub mod link;
pub mod losses;
mod one_claim;
pub mod sample;
pub mod serve;
pub mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::clock::Clock;
use crate::log;

/// Exact, checkable losses for groups of people whose trading accounts were robbed.
#[derive(Debug, Parser)]
#[command(name = "redress", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read exports and print their entries.
    Ledger(ledger::Args),
    /// Print what was held at each exchange, and where files seem to be missing.
    Balances(balances::Args),
    /// Compute the loss from entries that were not theirs, at prices from files.
    Losses(Box<losses::Args>),
    /// Print a sample of a file with its shape and without its values.
    Sample(sample::Args),
    /// List the files that can be read.
    Formats(formats::Args),
    /// Open a first incident, and make the link for its first coordinator.
    Init(init::Args),
    /// Make a sign-in link for somebody who lost their password.
    Link(link::Args),
    /// List what waits for a second person where there is none, and confirm it.
    Confirm(confirm::Args),
    /// Run the web server with a complete invented incident to explore.
    Demo(demo::Args),
    /// Run the web server.
    Serve(serve::Args),
    /// Check a bundle: every hash and signature, and every loss by computing it again.
    Verify(verify::Args),
}

/// Runs the command that the command line names; its exit status. `main` calls only this,
/// so that all the code of the program is compiled once, in this crate.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Statuses 2 and 3 have other meanings (app/ledger/README.md), so that a usage
            // error is 1.
            error.print().ok();
            return if error.use_stderr() {
                ExitCode::from(1)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            // Errors quote settings over several lines; their control characters are
            // escaped.
            let text = format!("{error:#}");
            let lines: Vec<_> = text.lines().map(log::escaped).collect();
            eprintln!("redress: {}", lines.join("\n"));
            ExitCode::from(1)
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    // Standard output is locked only where one thread does all the printing.
    let stdout = || std::io::stdout().lock();
    let stderr = || std::io::stderr().lock();
    match command {
        Command::Ledger(mut args) => {
            args.read.limits = serve::limits()?.reading;
            args.read.received.get_or_insert_with(now);
            ledger::run(&args, &mut stdout(), &mut stderr())
        }
        Command::Balances(mut args) => {
            args.read.limits = serve::limits()?.reading;
            args.read.received.get_or_insert_with(now);
            balances::run(&args, &mut stdout(), &mut stderr())
        }
        Command::Losses(mut args) => {
            args.read.limits = serve::limits()?.reading;
            args.read.received.get_or_insert_with(now);
            losses::run(&args, &mut stdout(), &mut stderr())
        }
        Command::Sample(mut args) => {
            args.limits = serve::limits()?.samples;
            sample::run(&args, &mut stdout())
        }
        Command::Formats(args) => Ok(formats::run(&args, &mut stdout())?),
        Command::Init(args) => init::run(&args, &mut stdout()),
        Command::Link(args) => link::run(&args, &mut stdout()),
        Command::Confirm(args) => confirm::run(&args, &mut stdout()),
        Command::Demo(args) => serving(demo::run(args)),
        Command::Serve(args) => serving(serve::run(args)),
        Command::Verify(mut args) => {
            let limits = serve::limits()?;
            args.limits = report::VerifyLimits {
                verifying: limits.verifying,
                reading: limits.reading,
                valuing: limits.valuing,
            };
            verify::run(&args)
        }
    }
}

fn now() -> ::ledger::Moment {
    ::ledger::Moment::from_micros(Clock::system().now_us())
}

/// Runs a command that uses the server or the store, with the log on standard error.
fn serving(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_env("REDRESS_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=info"));
    tracing::subscriber::set_global_default(log::subscriber(filter, std::io::stderr))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let worked = runtime.block_on(work);
    // Work that still blocks after the drain deadline (a hash, a file being read) ends as if
    // it were killed.
    runtime.shutdown_background();
    worked.map(|()| ExitCode::SUCCESS)
}
