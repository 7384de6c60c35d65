//! `redress init`: opens a first incident and prints the link with which its first
//! coordinator joins. Everybody else is invited from there.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use app::forms::limits::is_longer;
use casework::Role;
use store::{Actor, Incident, NewIncident, NewInvitation, Purpose, Settings, Store, StoreError};

use super::serve;
use crate::clock::{Clock, Random, sha256_hex};
use crate::config::{Config, Limits};

/// Arguments of `redress init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name of the incident.
    #[arg(long, value_name = "NAME")]
    pub incident: String,
    /// Mail address of its first coordinator.
    #[arg(long, value_name = "MAIL")]
    pub coordinator: String,
    /// The settings file.
    #[arg(long, default_value = super::serve::SETTINGS)]
    pub config: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When a name or address cannot be used, or the store cannot be opened.
pub fn run(args: &Args, to: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (random, now_us) = (Random::system(), Clock::system().now_us());
    let (link, config) = serve::on_store(&args.config, async |store, config| {
        begin(store, config, args, &random, now_us).await
    })?;
    let days = config.limits.invitations.days;
    let base = config.base_url();
    writeln!(
        to,
        "The incident stands at {base}/i/{}.\n\
         Give this link to {}; it works once, for {days} days, and is not shown again:\n\
         {base}/join/{}",
        link.slug, args.coordinator, link.token,
    )?;
    Ok(ExitCode::SUCCESS)
}

/// What the command made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The name of the incident in addresses.
    pub slug: String,
    /// The secret of the link.
    pub token: String,
}

/// Opens the incident and invites its first coordinator.
///
/// # Errors
/// When a name or address cannot be used; errors of the store.
pub async fn begin(
    store: &Store,
    config: &Config,
    args: &Args,
    random: &Random,
    now_us: i64,
) -> anyhow::Result<Begun> {
    let name = args.incident.trim();
    ensure!(!name.is_empty(), "the incident needs a name");
    let most = config.limits.forms.title_characters_max;
    ensure!(
        !is_longer(name, most),
        "the incident's name is longer than {most} characters"
    );
    let email = args.coordinator.trim().to_lowercase();
    ensure!(
        app::forms::group::is_address(&email),
        "`{}` is no mail address: write it like name@example.org",
        args.coordinator
    );
    let by = Actor::operator(now_us);
    let incident = open(store, &config.limits, random, &by, name).await?;
    let token = random.token();
    let id = random.id();
    let days = i64::from(config.limits.invitations.days);
    let invitation = NewInvitation {
        id: &id,
        incident: &incident.id,
        purpose: Purpose::Join,
        role: Role::Coordinator,
        email: &email,
        name: "",
        person: None,
        claim: None,
        token_hash: &sha256_hex(&token),
        expires_at_us: now_us + days * 86_400_000_000,
    };
    store.invite(&by, &invitation).await?;
    Ok(Begun {
        slug: incident.slug,
        token,
    })
}

async fn open(
    store: &Store,
    limits: &Limits,
    random: &Random,
    by: &Actor,
    name: &str,
) -> anyhow::Result<Incident> {
    let slug = slug(name);
    let terms = ledger::Terms::default();
    let settings = Settings {
        name: name.to_owned(),
        window_from_us: None,
        window_to_us: None,
        venues: Vec::new(),
        currency: terms.currency.to_string(),
        terms: serde_json::to_string(&terms).context("the default settings")?,
    };
    let most = limits.storage.same_name_incidents_max;
    for number in 1..=most {
        let slug = match number {
            1 => slug.clone(),
            more => format!("{slug}-{more}"),
        };
        let id = random.id();
        let new = NewIncident {
            id: &id,
            slug: &slug,
            method: ledger::METHOD,
            settings: settings.clone(),
        };
        match store.create_incident(by, &new).await {
            Err(StoreError::Duplicate(_)) => {}
            other => return Ok(other?),
        }
    }
    bail!("there are {most} incidents of that name already: choose another one")
}

/// A name in the form that an address can carry: `a-z`, `0-9` and `-`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => slug.push(c),
            // An apostrophe joins words; every other mark separates them.
            '\'' | '’' => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        "incident".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW_US, PASSWORD, Server};
    use axum::http::StatusCode;

    fn args(incident: &str, coordinator: &str) -> Args {
        Args {
            incident: incident.to_owned(),
            coordinator: coordinator.to_owned(),
            config: PathBuf::new(),
        }
    }

    async fn begin_on(server: &Server, args: &Args) -> anyhow::Result<Begun> {
        let app = &server.app;
        begin(&app.store, &app.config, args, &app.random, NOW_US).await
    }

    #[test]
    fn names_become_addresses() {
        assert_eq!(slug("The 3Commas leak, 2022"), "the-3commas-leak-2022");
        assert_eq!(slug("L’affaire d'été"), "laffaire-d-t");
        assert_eq!(slug("漢字"), "incident");
        assert!(slug(&"long name ".repeat(40)).len() <= 60);
    }

    #[tokio::test]
    async fn the_link_makes_a_coordinator() {
        let server = Server::start().await;
        let begun = begin_on(&server, &args("The leak", "Cora@Example.org"))
            .await
            .unwrap();
        assert_eq!(begun.slug, "the-leak");
        let mut browser = server.browser();
        let path = format!("/join/{}", begun.token);
        let seen = browser.get(&path).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
        let fields = [("name", "Cora"), ("password", PASSWORD)];
        let joined = browser.post(&path, &fields).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
        let group = browser.get("/i/the-leak/group").await;
        assert_eq!(group.status, StatusCode::OK, "{}", group.text());
    }

    #[tokio::test]
    async fn a_second_incident_of_the_name_gets_another_address() {
        let server = Server::start().await;
        begin_on(&server, &args("The leak", "a@example.org"))
            .await
            .unwrap();
        let second = begin_on(&server, &args("The leak!", "b@example.org"))
            .await
            .unwrap();
        assert_eq!(second.slug, "the-leak-2");
    }

    #[tokio::test]
    async fn incidents_and_their_names_are_limited_by_the_settings() {
        let mut limits = Limits::but(|limits| {
            limits.storage.same_name_incidents_max = 2;
        });
        limits.forms.title_characters_max = 8;
        let server = Server::with(limits).await;
        let wanted = args("The leak", "a@example.org");
        for _ in 0..2 {
            begin_on(&server, &wanted).await.unwrap();
        }
        let error = begin_on(&server, &wanted).await.err().unwrap();
        assert!(
            error.to_string().contains("there are 2 incidents"),
            "{error}"
        );
        let error = begin_on(&server, &args("The leaks", "a@example.org")).await;
        let error = error.err().unwrap().to_string();
        assert!(error.contains("longer than 8 characters"), "{error}");
    }

    #[tokio::test]
    async fn refuses_what_is_no_name_or_address_and_opens_nothing() {
        let server = Server::start().await;
        for wrong in [args("", "a@example.org"), args("The leak", "a.example.org")] {
            assert!(begin_on(&server, &wrong).await.is_err());
        }
        assert!(server.app.store.incidents().await.unwrap().is_empty());
    }
}
