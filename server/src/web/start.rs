//! The front page, the home of an incident, and the pages that anybody may read.

use std::collections::HashMap;
use std::sync::LazyLock;

use app::pages::start::{self as pages, FormatRow, Place, RoleHome, Waiting};
use app::parts::values::LinkTo;
use app::{Locale, Texts, Translator};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use casework::{ClaimState, Permission, Role};
use ledger::{Known, Language};
use report::totals::SCHEMA_PATH;

use crate::app::App;
use crate::web::frame::context::plain_page;
use crate::web::frame::{MemberContext, Visitor, WebError};

/// The routes of the front.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(front))
        .route("/formats", get(formats))
        .route("/method", get(method))
        .route("/keys", get(keys))
        .route(SCHEMA_PATH, get(totals_schema))
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

/// The schema of `totals.json`. It is public, because it holds no figure.
async fn totals_schema() -> Response {
    let media_type = [(header::CONTENT_TYPE, "application/schema+json")];
    (media_type, format!("{:#}\n", report::totals::schema())).into_response()
}

async fn formats(State(app): State<App>, visitor: Visitor) -> Response {
    let texts = visitor.texts;
    let rows: Vec<FormatRow> = ledger::formats()
        .iter()
        .map(|format| FormatRow {
            format,
            known: texts.t(known_key(format.known)),
            languages: languages(texts, format.languages),
        })
        .collect();
    plain_page(&app, &visitor, &texts.t("common-formats"), || {
        pages::formats(texts, &rows)
    })
}

/// The languages in which the header of a format is known, a line for each way of knowing.
fn languages(texts: Translator, languages: &[Language]) -> Vec<String> {
    let all = [
        Known::TestData,
        Known::Parser,
        Known::Description,
        Known::Unverified,
    ];
    let lines = all.into_iter().filter_map(|known| {
        let own = languages.iter().filter(|language| language.known == known);
        let tags: Vec<&str> = own.map(|language| language.tag).collect();
        let known = texts.t(known_key(known)).into();
        let args = [("known", known), ("languages", tags.join(", ").into())];
        (!tags.is_empty()).then(|| texts.with("start-format-languages", &args))
    });
    lines.collect()
}

fn known_key(known: Known) -> &'static str {
    match known {
        Known::TestData => "start-known-tested",
        Known::Parser => "start-known-parser",
        Known::Description => "start-known-described",
        Known::Unverified => "start-known-unverified",
    }
}

/// The method as HTML, made once; the text is our own.
static METHOD: LazyLock<String> = LazyLock::new(|| html_of(ledger::METHOD_TEXT));
/// Its translations, for reading only; the English text is binding.
static TRANSLATED: LazyLock<HashMap<Locale, String>> = LazyLock::new(|| {
    let texts = Locale::ALL.into_iter().map(Texts::of);
    texts
        .filter_map(|texts| Some((texts.locale, html_of(texts.method()?))))
        .collect()
});

fn html_of(markdown: &str) -> String {
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
    // The page has its own title, and two levels of headings above those of the text.
    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    };
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
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
}

async fn method(State(app): State<App>, visitor: Visitor) -> Response {
    let texts = visitor.texts;
    let translated = TRANSLATED.get(&texts.locale).map(String::as_str);
    plain_page(&app, &visitor, &texts.t("common-method"), || {
        pages::method(texts, ledger::METHOD, &METHOD, translated)
    })
}

async fn keys(State(app): State<App>, visitor: Visitor) -> Response {
    let texts = visitor.texts;
    let public = app.key.public();
    plain_page(&app, &visitor, &texts.t("common-keys"), || {
        pages::keys(texts, &public.fingerprint(), &public.line())
    })
}

async fn home(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    let mut homes = Vec::new();
    for role in here.roles.clone() {
        homes.push(role_home(&app, &here, role).await?);
    }
    let (texts, name) = (here.texts(), here.incident.name.clone());
    Ok(here.page(&app, &name, false, || pages::incident(texts, &name, &homes)))
}

async fn role_home(app: &App, here: &MemberContext, role: Role) -> Result<RoleHome, WebError> {
    let texts: Translator = here.texts();
    let (word, place, begin) = match role {
        Role::Claimant => ("start-role-claimant", "claim", "start-begin-claim"),
        Role::Coordinator | Role::Operator => {
            ("start-role-coordinator", "group", "start-begin-group")
        }
        Role::Investigator => ("start-role-investigator", "bundles", "start-begin-bundles"),
    };
    let waiting = match role {
        Role::Claimant => claimant_waits(app, here).await?,
        Role::Coordinator | Role::Operator => coordinator_waits(app, here).await?,
        Role::Investigator => investigator_waits(app, here).await?,
    };
    Ok(RoleHome {
        role: texts.t(word),
        waiting,
        begin: LinkTo {
            href: here.path(place),
            text: texts.t(begin),
        },
    })
}

async fn claimant_waits(app: &App, here: &MemberContext) -> Result<Vec<Waiting>, WebError> {
    let claim = app
        .store
        .claim_of(&here.incident.id, &here.who.person.id)
        .await?;
    let (incident, me) = (&here.incident.id, &here.who.person.id);
    let unread = app.store.unread_messages(incident, me, Role::Claimant);
    let unread = unread.await?.len();
    let mut waiting = counted(here, [("start-waits-messages", "claim/messages", unread)]);
    let key = match &claim {
        None => "start-waits-claim-new",
        Some(claim) if claim.filed_by.is_some() && claim.confirmed_at_us.is_none() => {
            "start-waits-claim-confirm"
        }
        Some(claim) if claim.state == ClaimState::Draft => "start-waits-claim-go-on",
        Some(claim) if claim.state == ClaimState::Returned => "start-waits-claim-returned",
        Some(_) => return Ok(waiting),
    };
    let begin = Waiting {
        text: here.texts().t(key),
        href: here.path("claim"),
    };
    waiting.insert(0, begin);
    Ok(waiting)
}

/// The tasks of a coordinator: other people's claims, members and releases that they did not
/// propose themselves, and assets without a price.
async fn coordinator_waits(app: &App, here: &MemberContext) -> Result<Vec<Waiting>, WebError> {
    let (incident, me) = (&here.incident.id, &here.who.person.id);
    let claims = app.store.claims(incident).await?;
    let to_decide = claims
        .iter()
        .filter(|claim| here.could(Permission::DecideClaim, claim.is_of(me)));
    let open = to_decide
        .clone()
        .filter(|claim| matches!(claim.state, ClaimState::Submitted | ClaimState::InReview));
    let asked_back = to_decide.filter(|claim| claim.return_asked_at_us.is_some());
    let unread = app.store.unread_messages(incident, me, Role::Coordinator);
    let unread = unread.await?;
    let members = app.store.waiting_members(Some(incident)).await?;
    let members = members
        .iter()
        .filter(|member| here.could(Permission::ConfirmMember, member.is_of(me)));
    let releases = app.store.waiting_releases(Some(incident)).await?;
    let releases = releases
        .iter()
        .filter(|release| here.could(Permission::ApproveRelease, release.is_of(me)));
    let unpriced = app.store.unpriced_assets(incident).await?;
    let counts = [
        ("start-waits-review", "group", open.count()),
        ("start-waits-messages", "group?only=unread", unread.len()),
        (
            "start-waits-asked-back",
            "group?only=asked-back",
            asked_back.count(),
        ),
        ("start-waits-members", "group/people", members.count()),
        ("start-waits-releases", "group/releases", releases.count()),
        ("start-waits-prices", "group/prices", unpriced.len()),
    ];
    Ok(counted(here, counts))
}

async fn investigator_waits(app: &App, here: &MemberContext) -> Result<Vec<Waiting>, WebError> {
    let (me, now_us) = (&here.who.person.id, app.clock.now_us());
    let open = app.store.releases_to(&here.incident.id, me, now_us).await?;
    Ok(counted(
        here,
        [("start-waits-bundles", "bundles", open.len())],
    ))
}

/// A sentence for each count above zero.
fn counted<const N: usize>(here: &MemberContext, counts: [(&str, &str, usize); N]) -> Vec<Waiting> {
    counts
        .into_iter()
        .filter(|(_, _, count)| *count > 0)
        .map(|(key, place, count)| Waiting {
            text: here.texts().with(key, &[("count", count.into())]),
            href: here.path(place),
        })
        .collect()
}
