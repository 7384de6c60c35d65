//! A member of an incident on one of its pages: the person, the incident, and the roles.
//!
//! The extractor answers 404 to everybody else, so that a stranger cannot distinguish a
//! hidden incident from one that does not exist.

use app::forms::Form;
use app::render::NavLink;
use app::{Chrome, Translator};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use casework::{Permission, Role, Standing, Whose, may};
use leptos::prelude::AnyView;
use store::Actor;

use crate::app::App;
use crate::web::frame::Finished;
use crate::web::frame::error::WebError;
use crate::web::frame::visitor::{SignedIn, Visitor};

/// Somebody in an incident.
#[derive(Clone)]
pub struct MemberContext {
    /// Language, path, notice.
    pub visitor: Visitor,
    /// Who they are.
    pub who: SignedIn,
    /// Where they are.
    pub incident: store::Incident,
    /// Their active roles here, at least one.
    pub roles: Vec<Role>,
}

impl FromRequestParts<App> for MemberContext {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<MemberContext, WebError> {
        let visitor = Visitor::of(app, parts).await;
        let Some(who) = visitor.signed_in.clone() else {
            return Err(visitor.sign_in_first());
        };
        let path = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| WebError::NotFound)?;
        let (_, id) = path
            .iter()
            .find(|(name, _)| *name == "incident")
            .ok_or(WebError::NotFound)?;
        let incident = app.store.incident_by_slug(id).await?;
        let now_us = app.clock.now_us();
        let roles = app
            .store
            .roles(&incident.id, &who.person.id, now_us)
            .await?;
        if roles.is_empty() {
            return Err(WebError::NotFound);
        }
        Ok(MemberContext {
            visitor,
            who,
            incident,
            roles,
        })
    }
}

/// A link of the navigation.
struct Place {
    /// Its path inside the incident.
    path: &'static str,
    /// Its text.
    text: &'static str,
    /// The permission that it needs.
    permission: Permission,
    /// Whether the permission is for the person's own things.
    own: bool,
}

/// Where the navigation leads.
const PLACES: &[Place] = &[
    Place {
        path: "claim",
        text: "common-nav-claim",
        permission: Permission::StartClaim,
        own: true,
    },
    Place {
        path: "group",
        text: "common-nav-group",
        permission: Permission::ListClaims,
        own: false,
    },
    Place {
        path: "group/totals",
        text: "common-nav-totals",
        permission: Permission::SeeTotals,
        own: false,
    },
    Place {
        path: "group/prices",
        text: "common-nav-prices",
        permission: Permission::SeePrices,
        own: false,
    },
    Place {
        path: "group/snapshots",
        text: "common-nav-snapshots",
        permission: Permission::SeeSnapshot,
        own: false,
    },
    Place {
        path: "group/releases",
        text: "common-nav-releases",
        permission: Permission::SeeReleases,
        own: false,
    },
    Place {
        path: "group/people",
        text: "common-nav-people",
        permission: Permission::SeePeople,
        own: false,
    },
    Place {
        path: "group/custody",
        text: "common-nav-custody",
        permission: Permission::SeeCustody,
        own: false,
    },
    Place {
        path: "group/settings",
        text: "common-nav-settings",
        permission: Permission::ChangeSettings,
        own: false,
    },
    Place {
        path: "bundles",
        text: "common-nav-bundles",
        permission: Permission::SeeBundles,
        own: false,
    },
    Place {
        path: "bundles/links",
        text: "common-nav-links",
        permission: Permission::SeeReleasedLinks,
        own: false,
    },
    Place {
        path: "search",
        text: "common-nav-search",
        permission: Permission::Search,
        own: false,
    },
];

/// Pages behind another page, with the entry of the navigation that is marked for them.
const BEHIND: &[(&str, &str)] = &[
    ("group/lines", "group/totals"),
    ("group/credits", "group/totals"),
    ("group/mappings", "group/settings"),
    ("group/links", "group"),
];

impl MemberContext {
    /// Texts in their language.
    pub fn texts(&self) -> Translator {
        self.visitor.texts
    }

    /// A path inside the incident: `claim/loss` → `/i/<incident>/claim/loss`.
    pub fn path(&self, rest: &str) -> String {
        format!("/i/{}/{rest}", self.incident.slug)
    }

    /// The form of a page as it opens; `action` is a path inside the incident (see
    /// [`Visitor::resumed`]).
    pub fn resumed(&self, form: Form, action: &str) -> Form {
        self.visitor.resumed(form, &self.path(action))
    }

    /// The first of their roles that permits this, for the log.
    ///
    /// # Errors
    /// [`WebError::NotFound`] when no role permits it.
    pub fn may(&self, act: Permission, own: bool) -> Result<Role, WebError> {
        let whose = if own { Whose::Own } else { Whose::Other };
        self.may_as(act, |role| Standing::new(role, whose))
    }

    /// The same with the whole standing for each role.
    ///
    /// # Errors
    /// [`WebError::NotFound`] when no role permits it.
    pub fn may_as(
        &self,
        act: Permission,
        standing: impl Fn(Role) -> Standing,
    ) -> Result<Role, WebError> {
        self.roles
            .iter()
            .copied()
            .find(|role| may(act, standing(*role)))
            .ok_or(WebError::NotFound)
    }

    /// Whether one of their roles permits this, to decide whether a link is shown.
    pub fn could(&self, act: Permission, own: bool) -> bool {
        self.may(act, own).is_ok()
    }

    /// The person as an actor in a role, at the current time.
    pub fn by(&self, app: &App, role: Role) -> Actor {
        Actor::new(&self.who.person.id, role, app.clock.now_us())
    }

    /// A page in the frame of the incident.
    pub fn page(
        &self,
        app: &App,
        title: &str,
        wide: bool,
        body: impl FnOnce() -> AnyView,
    ) -> Response {
        let chrome = Chrome {
            wide,
            ..self.chrome(app, title)
        };
        finished(StatusCode::OK, app::render(&chrome, body))
    }

    /// The same page again with errors on its form: 422.
    pub fn wrong(
        &self,
        app: &App,
        title: &str,
        wide: bool,
        body: impl FnOnce() -> AnyView,
    ) -> Response {
        let chrome = Chrome {
            wide,
            has_errors: true,
            notice: None,
            ..self.chrome(app, title)
        };
        finished(StatusCode::UNPROCESSABLE_ENTITY, app::render(&chrome, body))
    }

    /// A wide page; with errors on its form, 422.
    pub fn valid_or_wrong(
        &self,
        app: &App,
        title: &str,
        valid: bool,
        body: impl FnOnce() -> AnyView,
    ) -> Response {
        match valid {
            true => self.page(app, title, true, body),
            false => self.wrong(app, title, true, body),
        }
    }

    fn chrome(&self, app: &App, title: &str) -> Chrome {
        Chrome {
            incident: Some((self.incident.slug.clone(), self.incident.name.clone())),
            nav: self.navigation(),
            ..self.visitor.chrome(app, title)
        }
    }

    fn navigation(&self) -> Vec<NavLink> {
        let places: Vec<&Place> = PLACES
            .iter()
            .filter(|place| self.could(place.permission, place.own))
            .collect();
        let here = self.visitor.path.split('?').next().unwrap_or("").to_owned();
        let leads =
            |path: &String, here: &str| here == path || here.starts_with(&format!("{path}/"));
        let front = BEHIND
            .iter()
            .find(|(path, _)| leads(&self.path(path), &here))
            .map(|(_, front)| self.path(front));
        let here = front.unwrap_or(here);
        // The link with the longest matching path is the current one.
        let nearest = places
            .iter()
            .map(|place| self.path(place.path))
            .filter(|path| leads(path, &here))
            .max_by_key(String::len);
        places
            .into_iter()
            .map(|place| {
                let href = self.path(place.path);
                let current = nearest.as_deref() == Some(href.as_str());
                NavLink {
                    href,
                    label: self.texts().t(place.text),
                    current,
                }
            })
            .collect()
    }
}

/// A page outside any incident.
pub fn plain_page(
    app: &App,
    visitor: &Visitor,
    title: &str,
    body: impl FnOnce() -> AnyView,
) -> Response {
    finished(
        StatusCode::OK,
        app::render(&visitor.chrome(app, title), body),
    )
}

/// The same page again with errors on its form: 422.
pub fn plain_wrong(
    app: &App,
    visitor: &Visitor,
    title: &str,
    body: impl FnOnce() -> AnyView,
) -> Response {
    let chrome = Chrome {
        has_errors: true,
        notice: None,
        ..visitor.chrome(app, title)
    };
    finished(StatusCode::UNPROCESSABLE_ENTITY, app::render(&chrome, body))
}

fn finished(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    response.extensions_mut().insert(Finished);
    response
}
