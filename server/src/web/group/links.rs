//! Links across the claims of the group: the list, and one link with its rows. Looking at
//! either is logged: rows of several claims are shown side by side.

use app::pages::links::{self as pages, LinkPage, LinkRow, LinksPage};
use app::parts::paging::Paging;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use casework::Permission;
use store::{Claim, JobKind, LinkFilter, StoreError, Window};

use super::base;
use crate::app::App;
use crate::web::frame::{MemberContext, QueryForm, WebError};
use crate::web::links as shared;

pub fn router() -> Router<App> {
    let links = "/i/{incident}/group/links";
    Router::new()
        .route(links, get(list))
        .route(&format!("{links}/{{kind}}/{{key}}"), get(one))
}

async fn list(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeLinks, false)?;
    shared::look(&app, &here, role, shared::LIST).await?;
    let (incident, limits) = (&here.incident.id, &app.config.limits);
    let claim = chosen(&app, &here, filter.value("claim")).await?;
    let asked = LinkFilter {
        kind: filter.value("kind").parse().ok(),
        claim: claim.as_ref().map(|claim| claim.id.as_str()),
        is_common: filter.value("show") == "common",
    };
    let is_none = claim.is_none() && !filter.value("claim").is_empty();
    let found = match is_none {
        true => 0,
        false => {
            app.store
                .links_count(incident, asked, &limits.links)
                .await?
        }
    };
    let paging = Paging::of(filter.value("page"), found, limits.pages.rows);
    let window = Window {
        offset: paging.offset(),
        limit: paging.rows,
    };
    let mut rows = Vec::new();
    if found > 0 {
        for link in app
            .store
            .links(incident, asked, &limits.links, window)
            .await?
        {
            let linked = app.store.linked_claims(incident, link.kind, link.link_key);
            let references = linked.await?.into_iter().map(|claim| claim.reference);
            rows.push(LinkRow {
                link: shared::shown(&link),
                claims: link.claims,
                references: references.collect(),
            });
        }
    }
    let vm = LinksPage {
        path: here.path("group/links"),
        claims: Some(format!("{}/claims", base(&here))),
        cut: match &claim {
            Some(claim) => app.store.links_cut(&claim.id).await?,
            None => Vec::new(),
        },
        is_searching: is_searching(&app, &here).await?,
        filter,
        rows,
        found,
        paging,
    };
    let texts = here.texts();
    let title = texts.t("links-title");
    Ok(here.page(&app, &title, true, || pages::list(texts, &vm)))
}

/// The claim that the filter names; none where it names none, or one that does not exist.
async fn chosen(
    app: &App,
    here: &MemberContext,
    reference: &str,
) -> Result<Option<Claim>, WebError> {
    let incident = &here.incident.id;
    match app.store.claim_by_reference(incident, reference).await {
        Err(StoreError::NotFound(_)) => Ok(None),
        claim => Ok(Some(claim?)),
    }
}

async fn is_searching(app: &App, here: &MemberContext) -> Result<bool, WebError> {
    let job = app.store.job(JobKind::Links, &here.incident.id).await?;
    let tries_max = app.config.limits.jobs.tries_max;
    Ok(job.is_some_and(|job| job.is_waiting() && !job.is_given_up(tries_max)))
}

async fn one(
    State(app): State<App>,
    here: MemberContext,
    Path((_, kind, key)): Path<(String, String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeLinks, false)?;
    let (kind, key) = shared::named(&kind, &key)?;
    let (incident, limits) = (&here.incident.id, &app.config.limits.links);
    let link = app.store.link(incident, kind, key).await?;
    shared::look(&app, &here, role, &format!("{} {key}", kind.as_str())).await?;
    let claims = app.store.linked_claims(incident, kind, key).await?;
    let mut linked = Vec::new();
    for claim in &claims {
        linked.push(shared::linked(&app, &link, claim, |_| true).await?);
    }
    let count = usize::try_from(link.claims).unwrap_or(usize::MAX);
    let listed = i64::try_from(linked.len()).unwrap_or(i64::MAX);
    let vm = LinkPage {
        path: here.path("group/links"),
        claims: Some(format!("{}/claims", base(&here))),
        is_common: limits.claims(kind).is_common(count),
        more: link.claims.saturating_sub(listed),
        link: shared::shown(&link),
        linked,
    };
    let texts = here.texts();
    let title = pages::kind_text(texts, kind);
    Ok(here.page(&app, &title, true, || pages::one(texts, &vm)))
}
