//! The custody log, verified from its first record whenever it is shown.

use app::forms::Form;
use app::pages::group::custody::{self as pages, Chain, CustodyPage, problem_text};
use app::parts::paging::Paging;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use casework::Permission;
use casework::custody::{self as chain, CustodyEvent, Head, Record};

use super::base;
use crate::app::App;
use crate::web::frame::QueryForm;
use crate::web::frame::{MemberContext, WebError};

pub fn router() -> Router<App> {
    Router::new().route("/i/{incident}/group/custody", get(log))
}

async fn log(
    State(app): State<App>,
    here: MemberContext,
    QueryForm(filter): QueryForm,
) -> Result<Response, WebError> {
    here.may(Permission::SeeCustody, false)?;
    let records = app.store.custody_chain(&here.incident.id).await?;
    let verified = match chain::verify(&here.incident.id, &Head::empty(), &records) {
        Ok(head) => Chain::Holds {
            sequence: head.sequence,
            hash: head.hash,
        },
        Err(problem) => Chain::Broken(problem_text(here.texts(), &problem)),
    };
    let names = names(&app, &here).await?;
    let found: Vec<Record> = records
        .into_iter()
        .rev()
        .filter(|record| asked_for(&filter, &names, record))
        .collect();
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let paging = Paging::of(filter.value("page"), total, app.config.limits.pages.rows);
    let vm = CustodyPage {
        base: base(&here),
        chain: verified,
        filter,
        actions: CustodyEvent::ALL
            .map(|action| action.as_str().to_owned())
            .into(),
        records: paging.of_list(found),
        names,
        paging,
    };
    let texts = here.texts();
    let title = texts.t("group-custody-title");
    Ok(here.page(&app, &title, true, || pages::page(texts, &vm)))
}

/// The person behind each pseudonym of this incident.
async fn names(app: &App, here: &MemberContext) -> Result<Vec<(String, String)>, WebError> {
    let members = app.store.members(&here.incident.id).await?;
    let mut names: Vec<(String, String)> = members
        .into_iter()
        .map(|member| {
            let name = if member.name.is_empty() {
                member.email
            } else {
                member.name
            };
            (chain::pseudonym(&here.incident.id, &member.person), name)
        })
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Whether a record matches the filter; people are found by name or pseudonym.
fn asked_for(filter: &Form, names: &[(String, String)], record: &Record) -> bool {
    let (object, action, actor) = (
        filter.value("object").to_lowercase(),
        filter.value("action"),
        filter.value("actor").to_lowercase(),
    );
    let about = object.is_empty()
        || record.object.to_lowercase().contains(&object)
        || record.object_sha256.starts_with(&object);
    let done = action.is_empty() || record.action == action;
    let by = actor.is_empty()
        || record.actor.contains(&actor)
        || names.iter().any(|(pseudonym, name)| {
            *pseudonym == record.actor && name.to_lowercase().contains(&actor)
        });
    about && done && by
}

#[cfg(test)]
mod tests {
    use crate::testing::Server;
    use axum::http::StatusCode;
    use casework::Role;

    #[tokio::test]
    async fn shows_the_verified_head_to_coordinators_and_to_nobody_else() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        let mut cora = server
            .member(&incident, "cora@example.org", Role::Coordinator)
            .await;
        let page = cora.get("/i/x/group/custody").await;
        assert_eq!(page.status, StatusCode::OK);
        let head = server.app.store.custody_head(&incident.id).await.unwrap();
        assert!(page.contains(&head.hash), "{}", page.text());
        for role in [Role::Claimant, Role::Investigator] {
            let mail = format!("{}@example.org", role.as_str());
            let mut other = server.member(&incident, &mail, role).await;
            let page = other.get("/i/x/group/custody").await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{role:?}");
        }
    }

    #[tokio::test]
    async fn filters_by_action_and_shows_nothing_of_another_incident() {
        let server = Server::start().await;
        let here = server.incident("x").await;
        server.incident("y").await;
        let mut cora = server
            .member(&here, "cora@example.org", Role::Coordinator)
            .await;
        let page = cora.get("/i/x/group/custody?action=exported").await;
        assert!(page.contains("There is no record here."), "{}", page.text());
        let other = cora.get("/i/y/group/custody").await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }
}
