//! `redress link`: a sign-in link for somebody who lost their password, and an invitation
//! where an incident has no coordinator left.
//!
//! A sign-in link gives access to a whole account. Coordinators therefore make them only for
//! people who are claimants and nothing else. For everybody else the operator makes them,
//! and the log of each incident that the account reaches records it.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{bail, ensure};
use casework::{Permission, Role, Standing, Whose, may};
use store::{Actor, NewInvitation, Purpose, Store};

use super::serve;
use crate::clock::{Clock, Random, sha256_hex};
use crate::config::Config;

/// Arguments of `redress link`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Mail address of the person.
    #[arg(value_name = "MAIL")]
    pub mail: String,
    /// Invite them as coordinator of this incident, which has none left, instead of making a
    /// sign-in link.
    #[arg(long, value_name = "INCIDENT")]
    pub coordinator_of: Option<String>,
    /// The settings file.
    #[arg(long, default_value = super::serve::SETTINGS)]
    pub config: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When nobody has that address, or the incident has a coordinator; errors of the store.
pub fn run(args: &Args, to: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (random, now_us) = (Random::system(), Clock::system().now_us());
    let (made, config) = serve::on_store(&args.config, async |store, config| {
        make(store, config, args, &random, now_us).await
    })?;
    writeln!(
        to,
        "Give this link to {}, by a way on which you know them; it works once, for {} hours, \
         and is not shown again:\n{}/join/{}\nThe log of {} records that you made it.",
        made.email,
        made.hours,
        config.base_url(),
        made.token,
        made.logged_in.join(" and "),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// What the command made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// For whom.
    pub email: String,
    /// The secret of the link.
    pub token: String,
    /// How long it works.
    pub hours: i64,
    /// Addresses of the incidents whose log records it.
    pub logged_in: Vec<String>,
}

/// Makes the link.
///
/// # Errors
/// As [`run`].
pub async fn make(
    store: &Store,
    config: &Config,
    args: &Args,
    random: &Random,
    now_us: i64,
) -> anyhow::Result<Made> {
    let email = args.mail.trim().to_lowercase();
    ensure!(
        app::forms::group::is_address(&email),
        "`{}` is no mail address: write it like name@example.org",
        args.mail
    );
    let by = Actor::operator(now_us);
    match &args.coordinator_of {
        Some(slug) => invite(store, config, random, &by, &email, slug).await,
        None => let_back(store, config, random, &by, &email).await,
    }
}

/// A link to the account of somebody who has a role in an incident.
async fn let_back(
    store: &Store,
    config: &Config,
    random: &Random,
    by: &Actor,
    email: &str,
) -> anyhow::Result<Made> {
    let Some(person) = store.person_by_email(email).await? else {
        bail!("no account has the address {email}");
    };
    let places = store.places(&person.id, by.now_us).await?;
    let Some(first) = places.first() else {
        bail!("{email} has no active role in any incident: invite them again instead");
    };
    let standing = Standing::new(Role::Operator, Whose::Other);
    let act = Permission::link_to(places.iter().map(|place| place.role));
    ensure!(
        may(act, standing),
        "the operator may not make a link to this account"
    );
    let (id, token) = (random.id(), random.token());
    let hours = i64::from(config.limits.sign_in.link_hours);
    let link = NewInvitation {
        id: &id,
        incident: &first.incident,
        purpose: Purpose::SignIn,
        role: first.role,
        email,
        name: &person.name,
        person: Some(&person.id),
        claim: None,
        token_hash: &sha256_hex(&token),
        expires_at_us: by.now_us + hours * 3_600_000_000,
    };
    let mut logged_in = vec![first.slug.clone()];
    let mut others = Vec::new();
    for place in &places {
        if !logged_in.contains(&place.slug) {
            others.push((&*place.incident, place.role));
            logged_in.push(place.slug.clone());
        }
    }
    store.invite_and_tell(by, &link, &others).await?;
    Ok(Made {
        email: email.to_owned(),
        token,
        hours,
        logged_in,
    })
}

/// An invitation for a coordinator, where there is no coordinator to make it.
async fn invite(
    store: &Store,
    config: &Config,
    random: &Random,
    by: &Actor,
    email: &str,
    slug: &str,
) -> anyhow::Result<Made> {
    let incident = store.incident_by_slug(slug).await?;
    let has_one = store
        .has_second_coordinator(&incident.id, Actor::OPERATOR, by.now_us)
        .await?;
    let standing = Standing::new(Role::Operator, Whose::Other).second_coordinator(has_one);
    ensure!(
        may(Permission::InviteOfficer, standing),
        "{slug} has a coordinator, who invites others on the page of its people"
    );
    let (id, token) = (random.id(), random.token());
    let hours = i64::from(config.limits.invitations.days) * 24;
    let invitation = NewInvitation {
        id: &id,
        incident: &incident.id,
        purpose: Purpose::Join,
        role: Role::Coordinator,
        email,
        name: "",
        person: None,
        claim: None,
        token_hash: &sha256_hex(&token),
        expires_at_us: by.now_us + hours * 3_600_000_000,
    };
    store.invite(by, &invitation).await?;
    Ok(Made {
        email: email.to_owned(),
        token,
        hours,
        logged_in: vec![incident.slug],
    })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::testing::fixtures;
    use crate::testing::{NOW_US, PASSWORD, Server};

    async fn make_on(server: &Server, mail: &str, slug: Option<&str>) -> anyhow::Result<Made> {
        let app = &server.app;
        let args = Args {
            mail: mail.to_owned(),
            coordinator_of: slug.map(str::to_owned),
            config: PathBuf::new(),
        };
        make(&app.store, &app.config, &args, &app.random, NOW_US).await
    }

    async fn logged(server: &Server, incident: &store::Incident, action: &str) -> usize {
        let chain = server.app.store.custody_chain(&incident.id).await.unwrap();
        let theirs = chain.iter().filter(|record| record.action == action);
        theirs.filter(|record| record.role == "operator").count()
    }

    #[tokio::test]
    async fn a_coordinator_who_lost_the_password_comes_back_and_every_log_says_so() {
        let server = Server::start().await;
        let one = server.incident("one").await;
        let two = server.incident("two").await;
        let other = server.incident("other").await;
        server
            .member(&one, "otto@example.org", Role::Coordinator)
            .await;
        server
            .member(&one, "cora@example.org", Role::Coordinator)
            .await;
        fixtures::member(&server.app, &two, "cora@example.org", Role::Investigator).await;
        let before = logged(&server, &two, "sign-in-link-issued").await;
        let made = make_on(&server, "Cora@Example.org", None).await.unwrap();
        assert_eq!(
            (made.hours, &made.logged_in[..]),
            (24, &["one", "two"].map(String::from)[..])
        );
        let after = logged(&server, &two, "sign-in-link-issued").await;
        assert_eq!(after, before + 1);
        assert_eq!(logged(&server, &one, "sign-in-link-issued").await, 1);
        assert_eq!(logged(&server, &other, "sign-in-link-issued").await, 0);
        let mut cora = server.browser();
        let password = [("password", "amber clocks beside slow rivers")];
        let back = cora.post(&format!("/join/{}", made.token), &password).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
        assert_eq!(cora.get("/i/one/group").await.status, StatusCode::OK);
        let mut old = server.browser();
        let before = [("email", "cora@example.org"), ("password", PASSWORD)];
        let refused = old.post("/sign-in", &before).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    #[tokio::test]
    async fn a_newer_link_ends_older_ones_of_other_incidents() {
        let server = Server::start().await;
        let one = server.incident("one").await;
        let two = server.incident("two").await;
        let mail = "ada@example.org";
        for incident in [&one, &two] {
            fixtures::member(&server.app, incident, mail, Role::Claimant).await;
        }
        let store = &server.app.store;
        let ada = store.person_by_email(mail).await.unwrap().unwrap();
        let cora = fixtures::member(&server.app, &two, "co@example.org", Role::Coordinator).await;
        let older = NewInvitation {
            id: "older",
            incident: &two.id,
            purpose: Purpose::SignIn,
            role: Role::Claimant,
            email: mail,
            name: "",
            person: Some(&ada.id),
            claim: None,
            token_hash: "older",
            expires_at_us: NOW_US + 1_000_000,
        };
        let by = Actor::new(&cora.id, Role::Coordinator, NOW_US);
        store.invite(&by, &older).await.unwrap();
        let made = make_on(&server, mail, None).await.unwrap();
        assert!(store.invitation_by_token("older", NOW_US).await.is_err());
        let newer = sha256_hex(&made.token);
        assert!(store.invitation_by_token(&newer, NOW_US).await.is_ok());
    }

    #[tokio::test]
    async fn link_is_refused_for_unknown_people_and_people_without_a_role() {
        let server = Server::start().await;
        let incident = server.incident("one").await;
        for mail in ["nobody@example.org", "no address"] {
            assert!(make_on(&server, mail, None).await.is_err(), "{mail}");
        }
        let app = &server.app;
        app.store
            .create_person("p1", "alone@example.org", "Al", "en", None, NOW_US)
            .await
            .unwrap();
        let error = make_on(&server, "alone@example.org", None)
            .await
            .unwrap_err();
        assert!(error.to_string().contains("no active role"), "{error}");
        assert_eq!(logged(&server, &incident, "sign-in-link-issued").await, 0);
    }

    #[tokio::test]
    async fn a_coordinator_is_invited_only_where_none_is_left() {
        let server = Server::start().await;
        let incident = server.incident("one").await;
        let made = make_on(&server, "cora@example.org", Some("one"))
            .await
            .unwrap();
        let mut cora = server.browser();
        let fields = [("name", "Cora"), ("password", PASSWORD)];
        let joined = cora.post(&format!("/join/{}", made.token), &fields).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
        assert_eq!(cora.get("/i/one/group").await.status, StatusCode::OK);
        assert_eq!(logged(&server, &incident, "invited").await, 1);
        let refused = make_on(&server, "otto@example.org", Some("one")).await;
        let error = refused.unwrap_err().to_string();
        assert!(error.contains("has a coordinator"), "{error}");
    }
}
