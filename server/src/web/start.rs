//! The front page, the home of an incident, and the pages anybody may read.

use std::sync::LazyLock;

use app::T;
use app::pages::start::{self as pages, FormatRow, Place, RoleHome};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use casework::Role;
use ledger::Known;

use super::here::plain_page;
use super::{App, Here, Visitor, WebError};

/// The routes of the front.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(front))
        .route("/formats", get(formats))
        .route("/method", get(method))
        .route("/keys", get(keys))
        .route("/i/{incident}", get(home))
}

async fn front(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let mut places: Vec<Place> = Vec::new();
    if let Some(who) = &visitor.signed_in {
        for place in app.store.places(&who.person.id, app.clock.now_us()).await? {
            let href = format!("/i/{}", place.slug);
            if places.iter().all(|known| known.href != href) {
                places.push(Place {
                    href,
                    name: place.name,
                });
            }
        }
    }
    let (texts, signed_in) = (visitor.texts, visitor.signed_in.is_some());
    let title = texts.t("start-title");
    Ok(plain_page(&app, &visitor, &title, || {
        pages::front(texts, signed_in, &places)
    }))
}

async fn formats(State(app): State<App>, visitor: Visitor) -> Response {
    let texts = visitor.texts;
    let rows: Vec<FormatRow> = ledger::formats()
        .iter()
        .map(|format| FormatRow {
            id: format.id.to_owned(),
            exchange: format.exchange.to_owned(),
            title: format.title.to_owned(),
            known: texts.t(known_key(format.known)),
            header: format.header.to_owned(),
        })
        .collect();
    plain_page(&app, &visitor, &texts.t("common-formats"), || {
        pages::formats(texts, &rows)
    })
}

fn known_key(known: Known) -> &'static str {
    match known {
        Known::TestData => "start-known-tested",
        Known::Parser => "start-known-parser",
        Known::Description => "start-known-described",
        Known::Unverified => "start-known-unverified",
    }
}

/// The method as HTML, made once: the text is our own.
static METHOD: LazyLock<String> = LazyLock::new(|| {
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
    // The page has its own title, and two levels of headings above the text's.
    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    };
    let events =
        Parser::new_ext(ledger::METHOD_TEXT, Options::ENABLE_TABLES).map(|event| match event {
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            }) => Event::Start(Tag::Heading {
                level: lower(level),
                id,
                classes,
                attrs,
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
            other => other,
        });
    let mut text = String::new();
    html::push_html(&mut text, events);
    text
});

async fn method(State(app): State<App>, visitor: Visitor) -> Response {
    let texts = visitor.texts;
    plain_page(&app, &visitor, &texts.t("common-method"), || {
        pages::method(texts, ledger::METHOD, &METHOD)
    })
}

async fn keys(State(app): State<App>, visitor: Visitor) -> Response {
    let texts = visitor.texts;
    let public = app.key.public();
    plain_page(&app, &visitor, &texts.t("common-keys"), || {
        pages::keys(texts, &public.fingerprint(), &public.line())
    })
}

async fn home(State(app): State<App>, here: Here) -> Result<Response, WebError> {
    let mut homes = Vec::new();
    for role in here.roles.clone() {
        homes.push(role_home(&here, role));
    }
    let (texts, name) = (here.texts(), here.incident.name.clone());
    Ok(here.page(&app, &name, false, || pages::incident(texts, &name, &homes)))
}

fn role_home(here: &Here, role: Role) -> RoleHome {
    let texts: T = here.texts();
    let (word, place, begin) = match role {
        Role::Claimant => ("start-role-claimant", "claim", "start-begin-claim"),
        Role::Coordinator | Role::Operator => {
            ("start-role-coordinator", "group", "start-begin-group")
        }
        Role::Investigator => ("start-role-investigator", "bundles", "start-begin-bundles"),
    };
    RoleHome {
        role: texts.t(word),
        waiting: Vec::new(),
        begin: (here.path(place), texts.t(begin)),
    }
}
