//! `redress demo`: the server with a complete invented incident, at the scale of the real
//! one.
//!
//! All people and figures are invented, but nothing is staged. Files, entries, losses,
//! states, the report and its release are made by the same code as real ones, and the
//! custody log records them in the same way.

mod claims;
mod fill;
mod folder;
#[cfg(test)]
mod tests;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::app::App;
use crate::clock::{Clock, Random};
use crate::commands::serve::{listen_on, open_store, serve};
use crate::config::Config;
use crate::jobs;

/// Arguments of `redress demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port on this machine; 0 takes any free port.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Folder of the demonstration.
    #[arg(long, default_value = ".redress/demo")]
    pub data: PathBuf,
    /// Discard all changes made in the demonstration before.
    #[arg(long)]
    pub fresh: bool,
    /// Use the database, the file storage and the public address of the settings; they must
    /// be empty. For tests with several servers.
    #[arg(long, conflicts_with = "fresh")]
    pub as_set: bool,
}

/// Prepares the demonstration (or finds it ready), prints its address and its accounts, and
/// serves it.
///
/// # Errors
/// When the port is taken, or the folder holds something else.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let listener = listen_on(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port))).await?;
    let kept = folder::prepare(&args.data, args.fresh)?;
    let mut config = settings(args.as_set)?;
    config.listen = listener.local_addr()?;
    config.data_dir.clone_from(&args.data);
    // The server's own address, even if a public one is set, because another server may be
    // in front of that.
    let address = format!("http://{}", config.listen);
    let store = open_store(&config).await?;
    let app = App::new(store, config, Clock::system(), Random::system(), true).await?;
    let accounts = match kept {
        Some(accounts) => accounts,
        None => {
            eprintln!("Preparing the demonstration …");
            let filled = fill::fill(&app, &demo::incident(demo::SEED)).await?;
            folder::keep(&args.data, &filled.accounts)?;
            let accounts = filled.accounts.clone();
            tokio::spawn(pack(app.clone(), filled));
            accounts
        }
    };
    print_accounts(&address, &accounts);
    serve(app, listener).await
}

/// Builds the bundle of the released report while the server already answers. If this fails,
/// the investigator's page builds it on request.
async fn pack(app: App, filled: fill::Filled) {
    let (packs, release) = (&filled.packs, &filled.release);
    let built = jobs::bundle::build(&app, packs, release).await;
    if let Err(cause) = built {
        tracing::warn!(%cause, "the bundle could not be built; its page builds it on request");
    }
}

/// The ordinary settings, overridden by the variables. Unless others are wanted, SQLite and
/// a folder replace the database and the storage.
fn settings(as_set: bool) -> anyhow::Result<Config> {
    let mut config = Config::load(std::path::Path::new(""), std::env::vars())?;
    if as_set {
        return Ok(config);
    }
    config.database_url.clear();
    config.evidence_url.clear();
    config.public_url.clear();
    config.tls_in_front = false;
    Ok(config)
}

/// Prints the address and one line for each account; scripts read this output.
fn print_accounts(address: &str, accounts: &[folder::Account]) {
    println!("{address}");
    println!("A demonstration: the people and figures are invented. No place for real data.");
    for account in accounts {
        println!("{}", account.line());
    }
}
