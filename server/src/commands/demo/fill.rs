//! Creates the invented incident through the ordinary code. The operator opens it,
//! coordinators keep prices, claimants submit claims, and coordinators decide. One report is
//! frozen, released by two of them, and its bundle is built.

use anyhow::Context;
use casework::{Recipient, Role};
use demo::{FIRST_COORDINATOR, INVESTIGATOR, SECOND_COORDINATOR};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::json;
use store::{Actor, Incident, NewIncident, NewPriceFile, NewRelease, Release, Settings};

use super::claims::{Cast, Claimed};
use super::folder::Account;
use crate::app::App;
use crate::passwords::Asker;

/// What addresses call the incident: `/i/demo`.
const SLUG: &str = "demo";

/// How many claims are made at the same time: while one waits for the disk, others compute.
const CLAIMS_AT_ONCE: usize = 4;

/// Letters and digits that nobody confuses, for passwords that are typed from a screen.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What filling leaves behind.
pub struct Filled {
    /// Who can sign in.
    pub accounts: Vec<Account>,
    /// The person who builds the bundle of the release that was approved last.
    pub packs: Actor,
    /// That release.
    pub release: Release,
}

/// Fills an empty store.
///
/// # Errors
/// Errors of the store, or when the generated incident and the rules disagree.
pub async fn fill(app: &App, invented: &demo::Incident) -> anyhow::Result<Filled> {
    let incident = open_incident(app, invented).await?;
    let (cast, accounts) = people(app, &incident, invented).await?;
    let keeper = cast.by(app, FIRST_COORDINATOR, Role::Coordinator);
    prices(app, &keeper, &incident, invented).await?;
    // The settings include the version of the prices; the claims are valued with the current
    // book.
    let incident = app.store.incident(&incident.id).await?;
    // As in reality, several people work at the same time.
    stream::iter(&invented.claims)
        .map(|claim| Claimed {
            app,
            incident: &incident,
            cast: &cast,
            invented: claim,
            person: &invented.people[claim.person],
        })
        .map(|claimed| async move {
            let who = &claimed.person.name;
            let handed_in = claimed.hand_in().await;
            handed_in.with_context(|| format!("the claim of {who}"))
        })
        .buffer_unordered(CLAIMS_AT_ONCE)
        .try_collect::<()>()
        .await?;
    let release = release(app, &cast, &incident).await?;
    Ok(Filled {
        accounts,
        packs: cast.by(app, SECOND_COORDINATOR, Role::Coordinator),
        release,
    })
}

async fn open_incident(app: &App, invented: &demo::Incident) -> anyhow::Result<Incident> {
    let id = app.random.id();
    let terms = ledger::Terms {
        currency: invented.currency.into(),
        ..ledger::Terms::default()
    };
    let venues = ["binance", "ftx", "kucoin"];
    let new = NewIncident {
        id: &id,
        slug: SLUG,
        method: ledger::METHOD,
        settings: Settings {
            name: invented.name.clone(),
            window_from_us: Some(invented.window.0.micros()),
            window_to_us: Some(invented.window.1.micros()),
            venues: venues.map(str::to_owned).to_vec(),
            currency: invented.currency.to_owned(),
            terms: serde_json::to_string(&terms)?,
        },
    };
    let operator = Actor::operator(app.clock.now_us());
    Ok(app.store.create_incident(&operator, &new).await?)
}

/// Creates accounts and roles; only accounts that are printed get a password.
async fn people(
    app: &App,
    incident: &Incident,
    invented: &demo::Incident,
) -> anyhow::Result<(Cast, Vec<Account>)> {
    let mut ids = Vec::with_capacity(invented.people.len());
    let mut accounts = Vec::new();
    for person in &invented.people {
        let mut hash = None;
        if person.signs_in {
            let account = Account {
                role: person.roles[0],
                email: person.email.clone(),
                password: password(app),
            };
            let password = &account.password;
            let made = app.passwords.hash(Asker::Operator, password, &app.random);
            hash = Some(made.await?);
            accounts.push(account);
        }
        let (id, now_us) = (app.random.id(), app.clock.now_us());
        let (mail, name) = (&person.email, &person.name);
        app.store
            .create_person(&id, mail, name, person.language, hash.as_deref(), now_us)
            .await?;
        let operator = Actor::operator(now_us);
        for role in &person.roles {
            let member = app.random.id();
            app.store
                .add_member(&operator, &member, &incident.id, &id, *role, None)
                .await?;
        }
        ids.push(id);
    }
    Ok((Cast { ids }, accounts))
}

/// Four groups of four: 80 bits.
fn password(app: &App) -> String {
    let letters: Vec<u8> = app
        .random
        .bytes16()
        .iter()
        .map(|byte| LETTERS[usize::from(byte % 32)])
        .collect();
    let groups: Vec<_> = letters.chunks(4).map(String::from_utf8_lossy).collect();
    groups.join("-")
}

async fn prices(
    app: &App,
    by: &Actor,
    incident: &Incident,
    invented: &demo::Incident,
) -> anyhow::Result<()> {
    let mut book = ledger::PriceBook::new();
    for file in &invented.price_files {
        let read = book.add(&file.name, file.pair, &file.bytes)?;
        let about = json!({ "pairs": read.pairs, "refused": read.refused, "remarks": [] });
        let received = app
            .store
            .receive_all(&incident.id, file.bytes.clone())
            .await?;
        let new = NewPriceFile {
            id: &app.random.id(),
            name: &file.name,
            pair: file.pair,
            address: &format!("https://prices.example/{}", file.name),
            retrieved_at_us: Some(by.now_us),
            rows_read: i64::try_from(read.rows)?,
            about: &about.to_string(),
        };
        app.store
            .add_price_file(by, &incident.id, &received, &new)
            .await?;
    }
    for listed in &invented.manipulated {
        let (from, to) = (listed.from.micros(), listed.to.map(ledger::Moment::micros));
        let id = app.random.id();
        app.store
            .list_manipulated(
                by,
                &incident.id,
                &id,
                listed.asset,
                from,
                to,
                &listed.reason,
            )
            .await?;
    }
    Ok(())
}

/// Freezes report no. 1. One coordinator requests its release, and the other approves it.
async fn release(app: &App, cast: &Cast, incident: &Incident) -> anyhow::Result<Release> {
    let asks = |app: &App| cast.by(app, FIRST_COORDINATOR, Role::Coordinator);
    let title = "First report to the investigators";
    let snapshot = crate::jobs::freeze(app, &asks(app), incident, title).await?;
    let id = app.random.id();
    let new = NewRelease {
        id: &id,
        snapshot: &snapshot.id,
        investigator: &cast.ids[INVESTIGATOR],
        recipient: Recipient::LawEnforcement,
        purpose: "Criminal investigation (invented)",
        case_number: "EX-2022-1018",
        expires_at_us: None,
    };
    app.store
        .request_release(&asks(app), &incident.id, &new)
        .await?;
    let approves = cast.by(app, SECOND_COORDINATOR, Role::Coordinator);
    Ok(app
        .store
        .approve_release(&approves, &incident.id, &id)
        .await?)
}
