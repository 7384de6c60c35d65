//! What the pages of claimants and coordinators show of a claim's holdings.

use app::forms::Form;
use app::parts::holdings::{HoldingCounts, Holdings};
use app::parts::paging::Paging;
use store::Window;

use crate::app::App;
use crate::web::frame::WebError;

/// The holdings and the files of the pages that the query asks for (`page`, `files`).
pub(super) async fn shown(app: &App, claim: &str, asked: &Form) -> Result<Holdings, WebError> {
    let Some(kept) = app.store.balances(claim).await? else {
        return Ok(Holdings::default());
    };
    let rows = app.config.limits.pages.rows;
    let paging = Paging::of(asked.value("page"), kept.holdings, rows);
    let files_paging = Paging::of(asked.value("files"), kept.files, rows);
    let window = |paging: Paging| Window {
        offset: paging.offset(),
        limit: paging.rows,
    };
    let generation = &kept.generation;
    Ok(Holdings {
        counts: Some(HoldingCounts {
            all: kept.holdings,
            lacking: kept.lacking,
            is_cut_short: kept.is_cut_short,
        }),
        rows: app.store.holdings(generation, window(paging)).await?,
        files: app
            .store
            .file_periods(generation, window(files_paging))
            .await?,
        paging,
        files_paging,
    })
}

/// For how many accounts and assets something seems to be missing; none before that is
/// worked out.
pub(super) async fn lacking(app: &App, claim: &str) -> Result<Option<i64>, WebError> {
    let kept = app.store.balances(claim).await?;
    Ok(kept
        .filter(|kept| kept.holdings > 0)
        .map(|kept| kept.lacking))
}
