//! What the claimant's files show of each account, and what seems to be missing.

use app::pages::claim::holdings as pages;
use axum::extract::State;
use axum::response::Response;

use super::ClaimContext;
use crate::app::App;
use crate::web::frame::{QueryForm, WebError};
use crate::web::holdings;

/// The page.
pub async fn page(
    State(app): State<App>,
    on: ClaimContext,
    QueryForm(asked): QueryForm,
) -> Result<Response, WebError> {
    let shown = holdings::shown(&app, &on.claim.id, &asked).await?;
    let (texts, head) = (on.texts(), on.head());
    let title = texts.t("holdings-title");
    Ok(on
        .here
        .page(&app, &title, true, || pages::page(texts, &head, &shown)))
}
