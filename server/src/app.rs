//! What handlers and jobs share: the store, the settings, the clock, and the state that this
//! process keeps in memory.

use std::ops::Deref;
use std::sync::Arc;

use anyhow::Context as _;
use tokio::sync::Semaphore;

use crate::clock::{Clock, Random};
use crate::config::Config;
use crate::jobs::contents::Contents;
use crate::jobs::workers::Jobs;
use crate::passwords::Passwords;
use crate::rate_limits::RateLimits;

/// Everything that handlers and jobs can access.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of the running server.
pub struct Parts {
    /// The store.
    pub store: store::Store,
    /// The settings.
    pub config: Config,
    /// The clock.
    pub clock: Clock,
    /// Randomness.
    pub random: Random,
    /// Password hashing.
    pub passwords: Passwords,
    /// Counters of tries.
    pub limits: RateLimits,
    /// The key that signs bundles and custody heads.
    pub key: report::key::Key,
    /// Frozen documents that were read recently.
    pub contents: Contents,
    /// The channel between workers and requests.
    pub jobs: Jobs,
    /// How many requests may compute over whole claims at once: the effect of a change of
    /// contested entries, or a report.
    pub counting: Semaphore,
    /// Whether this is the demonstration server.
    pub demo: bool,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// A form that nobody has filled in.
    pub fn form(&self) -> app::forms::Form {
        app::forms::Form::new(self.config.limits.forms)
    }

    /// The address that people type, used in links.
    pub fn base_url(&self) -> String {
        self.config.base_url()
    }

    /// Builds the parts.
    ///
    /// # Errors
    /// When the password settings are refused or the signing key can't be read.
    pub async fn new(
        store: store::Store,
        config: Config,
        clock: Clock,
        random: Random,
        demo: bool,
    ) -> anyhow::Result<App> {
        let passwords = Passwords::new(&config.limits, &random)?;
        let limits = RateLimits::new(&config.limits);
        let counting = Semaphore::new(config.limits.jobs.at_once_max.max(1) as usize);
        let key = signing_key(&store, &config, &random).await?;
        Ok(App(Arc::new(Parts {
            store,
            config,
            clock,
            random,
            passwords,
            limits,
            key,
            contents: Contents::default(),
            jobs: Jobs::default(),
            counting,
            demo,
        })))
    }
}

/// The key that signs bundles. It is a file of the data folder. Where files are in a bucket,
/// it is a secret in the database, because the servers may share no folder.
async fn signing_key(
    store: &store::Store,
    config: &Config,
    random: &Random,
) -> anyhow::Result<report::key::Key> {
    let seed = || {
        let mut seed = [0; 32];
        random.fill(&mut seed);
        seed
    };
    if config.files() == store::FilesAt::DataFolder {
        let path = config.data_dir.join("signing-key");
        return report::key::Key::read_or_create(&path, seed)
            .with_context(|| path.display().to_string());
    }
    let made = report::key::Key::from_random(seed()).secret_pem()?;
    let kept = store.secret_or("signing-key", &made).await?;
    Ok(report::key::Key::from_pem(&kept)?)
}
