//! `redress serve`: runs the web server until it is stopped.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use tokio::net::TcpListener;

use crate::app::App;
use crate::clock::{Clock, Random};
use crate::config::{Config, Limits};
use crate::jobs;
use crate::listen;
use crate::web;

/// The default settings file.
pub const SETTINGS: &str = "redress.toml";

/// Arguments of `redress serve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The settings file.
    #[arg(long, default_value = SETTINGS)]
    pub config: PathBuf,
    /// Print every setting with its value and meaning, as a settings file, and do not serve.
    #[arg(long)]
    pub settings: bool,
}

/// The settings of a command: the file, then `REDRESS_*` variables.
///
/// # Errors
/// When they are wrong.
pub fn settings(path: &std::path::Path) -> anyhow::Result<Config> {
    Ok(Config::load(path, std::env::vars())?)
}

/// The limits alone, for a command that serves nothing: `redress.toml` of the current
/// folder, then `REDRESS_LIMITS__*` variables.
///
/// # Errors
/// When they are wrong.
pub fn limits() -> anyhow::Result<Limits> {
    Ok(Limits::load(SETTINGS.as_ref(), std::env::vars())?)
}

/// Opens the store of the settings and updates its schema.
///
/// # Errors
/// When the database or the folder cannot be used.
pub async fn open_store(config: &Config) -> anyhow::Result<store::Store> {
    std::fs::create_dir_all(&config.data_dir).with_context(|| {
        format!(
            "the data folder {} can't be made",
            config.data_dir.display()
        )
    })?;
    let options = store::Options {
        investigator_days: config.limits.invitations.investigator_days,
        file_bytes_max: config.limits.storage.file_bytes_max,
        connections_max: config.limits.storage.database_connections_max,
        files: config.files(),
        open_files_max: config.limits.storage.open_files_max,
        index_bytes_max: config.limits.storage.index_cache_bytes_max,
        layouts_max: config.limits.storage.layouts_max,
        group_sums_max: config.limits.storage.group_sums_max,
    };
    let (database, data_dir) = (config.database(), &config.data_dir);
    Ok(store::Store::connect_with(&database, data_dir, options).await?)
}

/// Does one piece of work on the store of the settings, for a command that then ends.
/// Returns its result and the settings.
///
/// # Errors
/// When the settings are wrong or the store cannot be opened; errors of the work.
pub fn on_store<T>(
    path: &std::path::Path,
    work: impl AsyncFnOnce(&store::Store, &Config) -> anyhow::Result<T>,
) -> anyhow::Result<(T, Config)> {
    let config = settings(path)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let made = runtime.block_on(async {
        let store = open_store(&config).await?;
        work(&store, &config).await
    })?;
    Ok((made, config))
}

/// Runs the server.
///
/// # Errors
/// When the settings are wrong, or the database or the address can't be used.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let config = settings(&args.config)?;
    if args.settings {
        print!("{}", config.listed()?);
        return Ok(());
    }
    let store = open_store(&config).await?;
    let listen = config.listen;
    let app = App::new(store, config, Clock::system(), Random::system(), false).await?;
    let listener = listen_on(listen).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    serve(app, listener).await
}

/// Binds the address.
///
/// # Errors
/// When another program uses it.
pub async fn listen_on(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{address} can't be listened on: is another server running? Choose another port")
    })
}

/// Serves until Ctrl-C or a termination signal; requests in progress may end within the
/// drain deadline.
///
/// # Errors
/// When the system allows too few open files for the connections of the settings.
pub async fn serve(app: App, listener: TcpListener) -> anyhow::Result<()> {
    listen::make_room(&app.config.limits)?;
    let now_us = app.clock.now_us();
    let _lock = app.store.begin_serving(now_us).await?;
    app.store
        .adopt_method(&store::Actor::operator(now_us))
        .await?;
    jobs::workers::start(&app);
    let sweeper = tokio::spawn(sweep(app.clone()));
    let router = web::router(app.clone());
    listen::serve(listener, router, &app.config.limits, stopped()).await;
    sweeper.abort();
    Ok(())
}

/// Requests a cleanup regularly; of several servers, one does it. An error is logged and the
/// request repeated.
async fn sweep(app: App) {
    let minutes = u64::from(app.config.limits.storage.sweep_minutes);
    let between = std::time::Duration::from_secs(minutes * 60);
    // Servers that started at the same time request it at slightly different times.
    let between_us = i64::try_from(between.as_micros() / 10 * 9).unwrap_or(i64::MAX);
    let mut every = tokio::time::interval(between);
    loop {
        every.tick().await;
        let now_us = app.clock.now_us();
        match app.store.ask_for_sweep(between_us, now_us).await {
            Ok(()) => jobs::workers::wake(&app),
            Err(cause) => {
                tracing::warn!(%cause, "no cleanup could be requested; it is tried again")
            }
        }
    }
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    interrupt.await.ok();
}

#[cfg(test)]
mod tests {
    use crate::config::Limits;
    use crate::testing::Server;

    #[tokio::test]
    async fn store_uses_the_settings() {
        let limits = Limits::but(|limits| {
            limits.storage.file_bytes_max = 300 << 20;
            limits.storage.database_connections_max = 3;
            limits.invitations.investigator_days = 7;
        });
        let server = Server::with(limits).await;
        let options = server.app.store.options();
        assert_eq!(options.file_bytes_max, 300 << 20);
        assert_eq!(options.connections_max, 3);
        assert_eq!(options.investigator_days, 7);
    }
}
