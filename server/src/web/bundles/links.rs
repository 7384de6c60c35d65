//! Links across the claims that were released to an investigator. A claim takes part while
//! its claimant consents, and only with rows of files that are in a released report. A link
//! that too many claims of the whole group share is not shown, nor how many these are.

use std::collections::{BTreeMap, BTreeSet};

use app::pages::links::{self as pages, LinkPage, LinkRow, LinksPage};
use app::parts::paging::Paging;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::{LinkKey, LinkKind, Permission};
use store::{LinkedClaim, StoreError};

use super::releases;
use crate::app::App;
use crate::jobs::bundle;
use crate::web::frame::{MemberContext, QueryForm, WebError};
use crate::web::links as shared;

/// The claims that the investigator may see, by id, each with the hashes of its files in
/// released reports.
struct Released(BTreeMap<String, BTreeSet<String>>);

impl Released {
    async fn to(app: &App, here: &MemberContext) -> Result<Released, WebError> {
        let (store, incident) = (&app.store, &here.incident.id);
        let mut released: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for release in releases(app, here).await? {
            let snapshot = store.snapshot_by_id(incident, &release.snapshot).await?;
            let content = app.contents.of(store, &snapshot).await?;
            let answers = bundle::answers(store, &content, &release).await?;
            let claims = content.claims.iter();
            for claim in claims.filter(|claim| answers.shared.contains_key(&claim.reference)) {
                let id = store
                    .claim_by_reference(incident, &claim.reference)
                    .await?
                    .id;
                let files = claim.files.iter().map(|file| file.sha256.clone());
                released.entry(id).or_default().extend(files);
            }
        }
        Ok(Released(released))
    }

    /// Whether a file of a claim was released.
    fn has(&self, claim: &str, sha256: &str) -> bool {
        let files = self.0.get(claim);
        files.is_some_and(|files| files.contains(sha256))
    }

    /// Whether a claim takes part in a link with a released file.
    fn takes_part(&self, linked: &LinkedClaim) -> bool {
        let mut files = linked.files.iter();
        files.any(|sha256| self.has(&linked.claim, sha256))
    }
}

/// Released claims of each link.
type Links = BTreeMap<(LinkKind, LinkKey), Vec<LinkedClaim>>;

/// Every link of released claims.
async fn links(app: &App, released: &Released) -> Result<Links, WebError> {
    let limits = &app.config.limits.links;
    let mut links = Links::new();
    for claim in released.0.keys() {
        for linked in app.store.links_of_claim(claim, limits).await? {
            if released.takes_part(&linked) {
                let of_link = links.entry((linked.kind, linked.link_key)).or_default();
                of_link.push(linked);
            }
        }
    }
    links.retain(|(kind, _), claims| limits.claims(*kind).is_enough(claims.len()));
    Ok(links)
}

pub(super) async fn list(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeReleasedLinks, false)?;
    shared::look(&app, &here, role, shared::LIST).await?;
    // Reading the claims of large reports takes a while.
    let turn = app.counting.acquire().await.map_err(anyhow::Error::new)?;
    let released = Released::to(&app, &here).await?;
    let mut links: Vec<_> = links(&app, &released).await?.into_iter().collect();
    drop(turn);
    let kind: Option<LinkKind> = filter.value("kind").parse().ok();
    let claim = filter.value("claim").to_owned();
    links.retain(|((of, _), claims)| {
        let mut claims = claims.iter();
        kind.is_none_or(|kind| kind == *of)
            && (claim.is_empty() || claims.any(|one| one.reference == claim))
    });
    links.sort_by_key(|(_, claims)| std::cmp::Reverse(claims.len()));
    let found = i64::try_from(links.len()).unwrap_or(i64::MAX);
    let paging = Paging::of(filter.value("page"), found, app.config.limits.pages.rows);
    let mut rows = Vec::new();
    for ((kind, key), claims) in paging.of_list(links) {
        // A job may have found it otherwise meanwhile.
        let link = match app.store.link(&here.incident.id, kind, key).await {
            Err(StoreError::NotFound(_)) => continue,
            link => link?,
        };
        let mut references: Vec<String> = claims.into_iter().map(|one| one.reference).collect();
        references.sort_unstable();
        rows.push(LinkRow {
            link: shared::shown(&link),
            claims: i64::try_from(references.len()).unwrap_or(i64::MAX),
            references,
        });
    }
    let vm = LinksPage {
        path: here.path("bundles/links"),
        claims: None,
        filter,
        rows,
        found,
        cut: Vec::new(),
        is_searching: false,
        paging,
    };
    let texts = here.texts();
    let title = texts.t("links-title");
    Ok(here.page(&app, &title, true, || pages::list(texts, &vm)))
}

pub(super) async fn one(
    State(app): State<App>,
    here: MemberContext,
    Path((_, kind, key)): Path<(String, String, String)>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::SeeReleasedLinks, false)?;
    let (kind, key) = shared::named(&kind, &key)?;
    let (incident, limits) = (&here.incident.id, &app.config.limits.links);
    let released = Released::to(&app, &here).await?;
    let link = app.store.link(incident, kind, key).await?;
    let mut claims = app.store.linked_claims(incident, kind, key).await?;
    claims.retain(|linked| released.takes_part(linked));
    let range = limits.claims(kind);
    let in_group = usize::try_from(link.claims).unwrap_or(usize::MAX);
    if !range.is_enough(claims.len()) || range.is_common(in_group) {
        return Err(WebError::NotFound);
    }
    shared::look(&app, &here, role, &format!("{} {key}", kind.as_str())).await?;
    let mut linked = Vec::new();
    for claim in &claims {
        let sees = |sha256: &str| released.has(&claim.claim, sha256);
        linked.push(shared::linked(&app, &link, claim, sees).await?);
    }
    let vm = LinkPage {
        path: here.path("bundles/links"),
        claims: None,
        link: shared::shown(&link),
        is_common: false,
        linked,
        more: 0,
    };
    let texts = here.texts();
    let title = pages::kind_text(texts, kind);
    Ok(here.page(&app, &title, true, || pages::one(texts, &vm)))
}
