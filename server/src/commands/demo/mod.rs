//! `redress demo`: the server on a ready incident at the scale of the real one.
//!
//! Everybody in it is invented and so is every figure, but nothing is staged:
//! files, entries, losses, states, the report and its release come about through
//! the same work as anybody's, and stand in the custody log like anybody's.

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
    /// Port on this machine; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Folder of the demonstration.
    #[arg(long, default_value = ".redress/demo")]
    pub data: PathBuf,
    /// Throw away what was done in the demonstration before.
    #[arg(long)]
    pub fresh: bool,
    /// Use the database, the place of files and the public address of the settings, which
    /// have nothing in them yet. For tests of several servers.
    #[arg(long, conflicts_with = "fresh")]
    pub as_set: bool,
}

/// Makes the demonstration ready (or finds it so), says where it is and who can
/// sign in, and serves it.
///
/// # Errors
/// When the port is taken, or the folder holds something else.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let listener = listen_on(SocketAddr::from((Ipv4Addr::LOCALHOST, args.port))).await?;
    let kept = folder::prepare(&args.data, args.fresh)?;
    let mut config = settings(args.as_set)?;
    config.listen = listener.local_addr()?;
    config.data_dir.clone_from(&args.data);
    // Its own, also where a public one is set: in front of it may be another server.
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

/// Packs the released report while the server answers already; where this
/// fails, the investigator's page does it when asked.
async fn pack(app: App, filled: fill::Filled) {
    let (packs, release) = (&filled.packs, &filled.release);
    let built = jobs::bundle::build(&app, packs, release).await;
    if let Err(cause) = built {
        tracing::warn!(%cause, "the package of the demonstration could not be built");
    }
}

/// The ordinary settings with the variables over them; on SQLite and a folder, unless
/// others are to be used as they are set.
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

/// What scripts read: the address, then one line an account.
fn print_accounts(address: &str, accounts: &[folder::Account]) {
    println!("{address}");
    println!("A demonstration: the people and figures are invented. No place for real data.");
    for account in accounts {
        println!("{}", account.line());
    }
}
