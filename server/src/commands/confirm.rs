//! `redress confirm`: the operator stands in for a second person where an incident has none.
//! It lists what waits and confirms one item; the log records that it was the operator.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use casework::{Permission, Role, Standing, Whose, may};
use store::{Actor, Incident, Store};

use super::serve;
use crate::clock::Clock;

/// Arguments of `redress confirm`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The item to confirm; without it, the waiting items are listed.
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The settings file.
    #[arg(long, default_value = super::serve::SETTINGS)]
    pub config: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// When no item with that id waits for the operator; errors of the store.
pub fn run(args: &Args, to: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let now_us = Clock::system().now_us();
    serve::on_store(&args.config, async |store, _| match &args.id {
        Some(id) => confirm(store, id, now_us, to).await,
        None => list(store, now_us, to).await,
    })?;
    Ok(ExitCode::SUCCESS)
}

/// An item that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: String,
    /// The act that would settle it.
    pub act: Permission,
    /// The incident.
    pub incident: Incident,
    /// Its description, in a sentence.
    pub sentence: String,
    /// Whether the operator may settle it, because nobody else can.
    pub for_operator: bool,
}

/// Every waiting item of every incident.
///
/// # Errors
/// Errors of the store.
pub async fn waiting(store: &Store, now_us: i64) -> anyhow::Result<Vec<Waiting>> {
    let mut all = Vec::new();
    for member in store.waiting_members(None).await? {
        let asked_by = member.proposed_by.clone().unwrap_or_default();
        let sentence = format!(
            "{} <{}> as {}",
            member.name,
            member.email,
            member.role.as_str()
        );
        let act = Permission::ConfirmMember;
        all.push(
            thing(
                store,
                now_us,
                act,
                member.id,
                &member.incident,
                &asked_by,
                sentence,
            )
            .await?,
        );
    }
    for release in store.waiting_releases(None).await? {
        let sentence = format!(
            "release of report no. {} ({}) to {} <{}>, as {}: {}",
            release.number,
            release.kind.as_str(),
            release.investigator_name,
            release.investigator_email,
            release.recipient.as_str(),
            release.purpose
        );
        let act = Permission::ApproveRelease;
        let asked_by = release.requested_by.clone();
        all.push(
            thing(
                store,
                now_us,
                act,
                release.id,
                &release.incident,
                &asked_by,
                sentence,
            )
            .await?,
        );
    }
    Ok(all)
}

async fn thing(
    store: &Store,
    now_us: i64,
    act: Permission,
    id: String,
    incident: &str,
    asked_by: &str,
    sentence: String,
) -> anyhow::Result<Waiting> {
    let second = store
        .has_second_coordinator(incident, asked_by, now_us)
        .await?;
    let standing = Standing::new(Role::Operator, Whose::Other).second_coordinator(second);
    Ok(Waiting {
        id,
        act,
        incident: store.incident(incident).await?,
        sentence,
        for_operator: may(act, standing),
    })
}

/// Writes the waiting items: id, incident, description, and who settles it.
///
/// # Errors
/// Errors of the store, or of the output.
pub async fn list(store: &Store, now_us: i64, to: &mut dyn Write) -> anyhow::Result<()> {
    let all = waiting(store, now_us).await?;
    if all.is_empty() {
        writeln!(to, "Nothing waits for a second person.")?;
    }
    for thing in all {
        let who = if thing.for_operator {
            "confirm it with `redress confirm ID`"
        } else {
            "its second coordinator confirms it on the page"
        };
        writeln!(
            to,
            "{}\t{}\t{}\t{who}",
            thing.id, thing.incident.slug, thing.sentence
        )?;
    }
    Ok(())
}

/// Confirms one item as the operator.
///
/// # Errors
/// When no item with that id waits, or its incident has a second coordinator.
pub async fn confirm(
    store: &Store,
    id: &str,
    now_us: i64,
    to: &mut dyn Write,
) -> anyhow::Result<()> {
    let all = waiting(store, now_us).await?;
    let Some(thing) = all.into_iter().find(|thing| thing.id == id) else {
        bail!("nothing with the id `{id}` waits; `redress confirm` lists what does");
    };
    if !thing.for_operator {
        bail!(
            "{} has a second coordinator, who confirms this on the page; the operator stands in \
             only where there is none",
            thing.incident.slug
        );
    }
    let by = Actor::operator(now_us);
    if thing.act == Permission::ConfirmMember {
        store.confirm_member(&by, &thing.incident.id, id).await?;
    } else {
        store.approve_release(&by, &thing.incident.id, id).await?;
    }
    writeln!(
        to,
        "Confirmed for {}: {}. The custody log records that it was the operator.",
        thing.incident.slug, thing.sentence
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW_US, Server};
    use store::{NewInvitation, NewPerson, Purpose};

    /// A person whom a coordinator proposed as investigator, and who joined.
    async fn proposed(server: &Server, incident: &Incident, by_mail: &str) -> String {
        let store = &server.app.store;
        let cora = store.person_by_email(by_mail).await.unwrap().unwrap();
        let by = Actor::new(&cora.id, Role::Coordinator, NOW_US);
        let (id, hash) = (server.app.random.id(), server.app.random.id());
        let invitation = NewInvitation {
            id: &id,
            incident: &incident.id,
            purpose: Purpose::Join,
            role: Role::Investigator,
            email: "ines@example.org",
            name: "",
            person: None,
            claim: None,
            token_hash: &hash,
            expires_at_us: NOW_US + 1_000_000,
        };
        store.invite(&by, &invitation).await.unwrap();
        let (person, membership) = (server.app.random.id(), server.app.random.id());
        let new = NewPerson {
            id: &person,
            name: "Ines Pector",
            language: "en",
            password_hash: "x",
            membership: &membership,
        };
        let accepted = store.accept_as_new(&hash, &new, NOW_US).await.unwrap();
        assert!(accepted.waiting);
        membership
    }

    async fn listed(server: &Server) -> String {
        let mut text = Vec::new();
        list(&server.app.store, NOW_US, &mut text).await.unwrap();
        String::from_utf8(text).unwrap()
    }

    #[tokio::test]
    async fn stands_in_where_there_is_no_second_coordinator_and_the_log_says_so() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        server
            .member(&incident, "cora@example.org", Role::Coordinator)
            .await;
        assert!(listed(&server).await.contains("Nothing waits"));
        let id = proposed(&server, &incident, "cora@example.org").await;
        assert!(listed(&server).await.contains(&id));
        let store = &server.app.store;
        confirm(store, &id, NOW_US, &mut Vec::new()).await.unwrap();
        let ines = store
            .person_by_email("ines@example.org")
            .await
            .unwrap()
            .unwrap();
        let roles = store.roles(&incident.id, &ines.id, NOW_US).await.unwrap();
        assert_eq!(roles, [Role::Investigator]);
        let last = store.custody_head(&incident.id).await.unwrap();
        assert_eq!(
            (last.action.as_str(), last.role.as_str()),
            ("member-confirmed", "operator")
        );
        // The item does not wait a second time.
        assert!(confirm(store, &id, NOW_US, &mut Vec::new()).await.is_err());
    }

    #[tokio::test]
    async fn refuses_where_a_second_coordinator_can_do_it() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        for mail in ["cora@example.org", "otto@example.org"] {
            server.member(&incident, mail, Role::Coordinator).await;
        }
        let id = proposed(&server, &incident, "cora@example.org").await;
        let store = &server.app.store;
        let refused = confirm(store, &id, NOW_US, &mut Vec::new())
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("second coordinator"));
        assert_eq!(store.waiting_members(None).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn unknown_id_is_reported_as_unknown() {
        let server = Server::start().await;
        let error = confirm(&server.app.store, "zz", NOW_US, &mut Vec::new())
            .await
            .unwrap_err();
        assert!(error.to_string().contains("`zz`"), "{error}");
    }
}
