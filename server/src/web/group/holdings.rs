//! What the files of a claim show of each account, for its coordinators.

use app::pages::group::holdings as pages;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;

use super::base;
use super::claim::open;
use crate::app::App;
use crate::web::frame::{MemberContext, QueryForm, WebError};
use crate::web::holdings;

pub fn router() -> Router<App> {
    Router::new().route("/i/{incident}/group/claims/{reference}/holdings", get(show))
}

async fn show(
    State(app): State<App>,
    here: MemberContext,
    Path((_, reference)): Path<(String, String)>,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let claim = open(&app, &here, &reference).await?.claim;
    let shown = holdings::shown(&app, &claim.id, &asked).await?;
    let (texts, reference) = (here.texts(), &claim.reference);
    let address = format!("{}/claims/{reference}", base(&here));
    let title = texts.with(
        "holdings-title-claim",
        &[("reference", reference.as_str().into())],
    );
    Ok(here.page(&app, &title, true, || {
        pages::page(texts, &address, reference, &shown)
    }))
}
