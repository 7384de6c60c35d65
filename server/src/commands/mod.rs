<<<<<<< HEAD
//! The command line: one file a command, and the choice between them.
=======
//! The command line, with one file for each command.
>>>>>>> h-words

pub mod confirm;
pub mod demo;
pub mod formats;
pub mod init;
pub mod ledger;
pub mod link;
pub mod losses;
pub mod sample;
pub mod serve;
pub mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

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
    /// Value what was done by somebody else, at prices from files.
    Losses(Box<losses::Args>),
    /// Print a sample of a file that shows its shape and none of its values.
    Sample(sample::Args),
    /// List the files that can be read.
    Formats(formats::Args),
    /// Open a first incident and make the link for its first coordinator.
    Init(init::Args),
    /// Make the link with which somebody who lost their password comes back.
    Link(link::Args),
    /// Show what waits for a second person where there is none, and confirm it.
    Confirm(confirm::Args),
    /// Run the web server on a ready, invented incident, to look around in.
    Demo(demo::Args),
    /// Run the web server.
    Serve(serve::Args),
    /// Check a bundle: every hash and signature, then every loss computed again.
    Verify(verify::Args),
}

/// Runs the command that the command line names; its exit status. `main` calls only this,
/// so that all the code of the program is compiled once, in this crate.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Statuses 2 and 3 mean something else (app/ledger/README.md): a usage
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
            // Settings are quoted over several lines; what is in them stays text.
            let text = format!("{error:#}");
            let lines: Vec<_> = text.lines().map(log::escaped).collect();
            eprintln!("redress: {}", lines.join("\n"));
            ExitCode::from(1)
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    // Locked only where one thread does all the printing.
    let stdout = || std::io::stdout().lock();
    let stderr = || std::io::stderr().lock();
    match command {
        Command::Ledger(mut args) => {
            args.read.limits = serve::limits()?.reading;
            ledger::run(&args, &mut stdout(), &mut stderr())
        }
        Command::Losses(mut args) => {
            args.read.limits = serve::limits()?.reading;
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

/// Runs a command that serves or keeps, with the log on standard error.
fn serving(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_env("REDRESS_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tower_http=info"));
    tracing::subscriber::set_global_default(log::subscriber(filter, std::io::stderr))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let worked = runtime.block_on(work);
    // What blocks past the drain deadline (a hash, a file being read) is left as a kill
    // would leave it.
    runtime.shutdown_background();
    worked.map(|()| ExitCode::SUCCESS)
}
