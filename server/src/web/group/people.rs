//! Members: invitations, confirmations, sign-in links.
//!
//! There is no mail yet. A link is shown once, in the answer to the request that made it,
//! and stored only as a hash.

use app::forms::people as forms;
use app::pages::people::{self as pages, InvitationRow, MadeLink, MemberRow, People};
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use casework::{Permission, Role};
use store::{Member, MemberState, NewInvitation, Purpose, StoreError};

use crate::app::App;
use crate::clock::{rfc3339, sha256_hex};
use crate::web::frame::{MemberContext, Posted, WebError, done};

/// The routes of the people page.
pub fn router() -> Router<App> {
    let base = "/i/{incident}/group/people";
    Router::new()
        .route(base, get(page))
        .route(&format!("{base}/invite"), post(invite_many))
        .route(&format!("{base}/officer"), post(invite_officer))
        .route(&format!("{base}/invitations/{{id}}/again"), post(again))
        .route(&format!("{base}/invitations/{{id}}/revoke"), post(revoke))
        .route(&format!("{base}/members/{{id}}/confirm"), post(confirm))
        .route(&format!("{base}/members/{{id}}/link"), post(link))
        .route(&format!("{base}/members/{{id}}/end"), post(end))
}

const PEOPLE: &str = "group/people";

async fn page(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::SeePeople, false)?;
    let people = people(&app, &here).await?;
    let texts = here.texts();
    let many = here.resumed(app.form(), "group/people/invite");
    let officer = here.resumed(app.form(), "group/people/officer");
    Ok(here.page(&app, &texts.t("people-title"), true, || {
        pages::people(texts, &people, &many, &officer)
    }))
}

async fn people(app: &App, here: &MemberContext) -> Result<People, WebError> {
    let now_us = app.clock.now_us();
    let incident = &here.incident.id;
    let claims = app.store.claims(incident).await?;
    let mut members = Vec::new();
    for member in app.store.members(incident).await? {
        if member.state == MemberState::Ended {
            continue;
        }
        let claim = claims
            .iter()
            .find(|claim| claim.claimant == member.person)
            .map(|claim| {
                here.texts()
                    .t(&format!("group-state-{}", claim.state.as_str()))
            });
        let claim = claim.filter(|_| member.role == Role::Claimant);
        members.push(row(app, here, &member, claim).await?);
    }
    let invitations = app.store.invitations(incident).await?;
    let invitations = invitations
        .into_iter()
        .filter(|one| one.used_at_us.is_none() && one.revoked_at_us.is_none())
        .map(|one| InvitationRow {
            id: one.id,
            email: one.email,
            role: one.role.as_str(),
            other: match one.purpose {
                Purpose::Join => None,
                Purpose::SignIn => Some("people-open-sign-in"),
                Purpose::ConfirmFiling => Some("people-open-filing"),
            },
            expires: rfc3339(one.expires_at_us),
            expired: one.expires_at_us <= now_us,
            sent: one.sent,
        })
        .collect();
    Ok(People {
        path: here.path(PEOPLE),
        members,
        invitations,
    })
}

async fn row(
    app: &App,
    here: &MemberContext,
    member: &Member,
    claim: Option<String>,
) -> Result<MemberRow, WebError> {
    let waiting = member.state == MemberState::Waiting;
    let me = here.who.person.id.as_str();
    let own = member.person == me;
    Ok(MemberRow {
        id: member.id.clone(),
        name: member.name.clone(),
        email: member.email.clone(),
        role: member.role.as_str(),
        waiting,
        until: member.expires_at_us.map(rfc3339),
        may_confirm: waiting && here.could(Permission::ConfirmMember, member.is_of(me)),
        may_end: here.could(Permission::EndMembership, own),
        may_link: !waiting && here.could(link_act(app, &member.person).await?, own),
        claim,
    })
}

/// The permission needed to make a sign-in link to this person's account.
async fn link_act(app: &App, person: &str) -> Result<Permission, WebError> {
    let places = app.store.places(person, app.clock.now_us()).await?;
    Ok(Permission::link_to(places.iter().map(|place| place.role)))
}

async fn invite_many(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::InviteClaimant, false)?;
    let texts = here.texts();
    let most = app.config.limits.invitations.pasted_max;
    let Some(invitees) = forms::invitees(&mut form, texts, most) else {
        let people = people(&app, &here).await?;
        return Ok(here.wrong(&app, &texts.t("people-title"), true, || {
            pages::people(texts, &people, &form, &app.form())
        }));
    };
    let (mut made, mut skipped) = (Vec::new(), Vec::new());
    for invitee in invitees {
        match invite(&app, &here, role, Role::Claimant, &invitee).await? {
            Some(link) => made.push(link),
            None => skipped.push(invitee.email),
        }
    }
    Ok(links_page(&app, &here, &made, &skipped))
}

async fn invite_officer(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let by_role = here.may(Permission::InviteOfficer, false)?;
    let texts = here.texts();
    let read = forms::officer(&mut form, texts);
    let role = read
        .as_ref()
        .and_then(|(_, word)| word.parse::<Role>().ok());
    let (Some((invitee, _)), Some(role)) = (read, role) else {
        let people = people(&app, &here).await?;
        return Ok(here.wrong(&app, &texts.t("people-title"), true, || {
            pages::people(texts, &people, &app.form(), &form)
        }));
    };
    match invite(&app, &here, by_role, role, &invitee).await? {
        Some(link) => Ok(links_page(&app, &here, &[link], &[])),
        None => Ok(links_page(&app, &here, &[], &[invitee.email])),
    }
}

/// Makes an invitation and its link; none if an invitation exists already.
async fn invite(
    app: &App,
    here: &MemberContext,
    by_role: Role,
    role: Role,
    invitee: &forms::Invitee,
) -> Result<Option<MadeLink>, WebError> {
    if let Some(person) = app.store.person_by_email(&invitee.email).await? {
        match app.store.member(&here.incident.id, &person.id, role).await {
            Ok(member) if is_member(&member, app.clock.now_us()) => return Ok(None),
            Ok(_) | Err(StoreError::NotFound(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    let (id, token) = (app.random.id(), app.random.token());
    let new = NewInvitation {
        id: &id,
        incident: &here.incident.id,
        purpose: Purpose::Join,
        role,
        email: &invitee.email,
        name: &invitee.name,
        person: None,
        claim: None,
        token_hash: &sha256_hex(&token),
        expires_at_us: app.clock.now_us() + days_us(app.config.limits.invitations.days),
    };
    match app.store.invite(&here.by(app, by_role), &new).await {
        Ok(()) => Ok(Some(made_link(app, &invitee.email, &invitee.name, &token))),
        Err(StoreError::Duplicate(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Whether they are a member or wait to become one. An expired member is invited again.
fn is_member(member: &Member, now_us: i64) -> bool {
    member.state != MemberState::Ended && member.expires_at_us.is_none_or(|until| until > now_us)
}

fn days_us(days: u32) -> i64 {
    i64::from(days) * 86_400_000_000
}

fn hours_us(hours: u32) -> i64 {
    i64::from(hours) * 3_600_000_000
}

fn made_link(app: &App, email: &str, name: &str, token: &str) -> MadeLink {
    MadeLink {
        email: email.to_owned(),
        name: name.to_owned(),
        url: format!("{}/join/{token}", app.base_url()),
    }
}

fn links_page(app: &App, here: &MemberContext, made: &[MadeLink], skipped: &[String]) -> Response {
    let (texts, path) = (here.texts(), here.path(PEOPLE));
    here.page(app, &texts.t("people-links-title"), true, || {
        pages::links(texts, &here.incident.name, &path, made, skipped)
    })
}

async fn again(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ManageInvitation, false)?;
    let invitation = app.store.invitation(&here.incident.id, &id).await?;
    let limits = &app.config.limits;
    let lasts_us = match invitation.purpose {
        Purpose::Join | Purpose::ConfirmFiling => days_us(limits.invitations.days),
        // A new link to an account needs the same permission as the first one.
        Purpose::SignIn => {
            let person = invitation.person.as_deref().ok_or(WebError::NotFound)?;
            let own = person == here.who.person.id;
            here.may(link_act(&app, person).await?, own)?;
            hours_us(limits.sign_in.link_hours)
        }
    };
    let token = app.random.token();
    let expires = app.clock.now_us() + lasts_us;
    let by = here.by(&app, role);
    let hash = sha256_hex(&token);
    let one = app
        .store
        .renew_invitation(&by, &here.incident.id, &id, &hash, expires)
        .await?;
    Ok(links_page(
        &app,
        &here,
        &[made_link(&app, &one.email, &one.name, &token)],
        &[],
    ))
}

async fn revoke(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ManageInvitation, false)?;
    app.store
        .revoke_invitation(&here.by(&app, role), &here.incident.id, &id)
        .await?;
    Ok(done(&here.path(PEOPLE), "invitation-revoked"))
}

/// The membership with an id, if it belongs to this incident.
async fn membership(app: &App, here: &MemberContext, id: &str) -> Result<Member, WebError> {
    let members = app.store.members(&here.incident.id).await?;
    members
        .into_iter()
        .find(|member| member.id == id)
        .ok_or(WebError::NotFound)
}

async fn confirm(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let member = membership(&app, &here, &id).await?;
    let own = member.is_of(&here.who.person.id);
    let role = here.may(Permission::ConfirmMember, own)?;
    app.store
        .confirm_member(&here.by(&app, role), &here.incident.id, &id)
        .await?;
    Ok(done(&here.path(PEOPLE), "member-confirmed"))
}

async fn link(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let member = membership(&app, &here, &id).await?;
    let own = member.person == here.who.person.id;
    let role = here.may(link_act(&app, &member.person).await?, own)?;
    if member.state != MemberState::Active {
        return Err(WebError::NotFound);
    }
    let (id, token) = (app.random.id(), app.random.token());
    let new = NewInvitation {
        id: &id,
        incident: &here.incident.id,
        purpose: Purpose::SignIn,
        role: member.role,
        email: &member.email,
        name: &member.name,
        person: Some(&member.person),
        claim: None,
        token_hash: &sha256_hex(&token),
        expires_at_us: app.clock.now_us() + hours_us(app.config.limits.sign_in.link_hours),
    };
    let by = here.by(&app, role);
    // A newer link replaces the open ones.
    app.store.invite(&by, &new).await?;
    Ok(links_page(
        &app,
        &here,
        &[made_link(&app, &member.email, &member.name, &token)],
        &[],
    ))
}

async fn end(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let member = membership(&app, &here, &id).await?;
    let role = here.may(
        Permission::EndMembership,
        member.person == here.who.person.id,
    )?;
    app.store
        .end_member(&here.by(&app, role), &here.incident.id, &id)
        .await?;
    Ok(done(&here.path(PEOPLE), "member-ended"))
}
