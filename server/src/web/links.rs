//! What the pages of links of coordinators and of investigators share: how a link and its
//! rows are shown.

use app::pages::links::{LinkShown, LinkedClaimShown, LinkedEntry};
use app::parts::movement::{self, Movement};
use casework::custody::CustodyEvent;
use casework::{LinkKey, LinkKind, Role};
use ledger::secrets::masked;
use store::{Link, LinkedClaim, Note, StoreError, StoredEntry};

use crate::app::App;
use crate::web::frame::{MemberContext, WebError};

/// The object in the custody log of a look at the list.
pub(super) const LIST: &str = "links";

/// Logs a look at links; of one link, `object` names it.
pub(super) async fn look(
    app: &App,
    here: &MemberContext,
    role: Role,
    object: &str,
) -> Result<(), WebError> {
    let note = Note::new(CustodyEvent::LinksSeen, object);
    let (incident, session) = (&here.incident.id, &here.who.session_key);
    let by = here.by(app, role);
    app.store.look(&by, incident, session, note).await?;
    Ok(())
}

/// The kind and the key of a link, as its address names them.
pub(super) fn named(kind: &str, key: &str) -> Result<(LinkKind, LinkKey), WebError> {
    let kind = kind.parse().map_err(|_| WebError::NotFound)?;
    let key = key.parse().map_err(|_| WebError::NotFound)?;
    Ok((kind, key))
}

/// A link as pages show it.
pub(super) fn shown(link: &Link) -> LinkShown {
    LinkShown {
        kind: link.kind,
        key: link.link_key.to_string(),
        exchange: link.exchange.clone(),
        label: masked(&link.label).to_owned(),
    }
}

/// A claim of a link with its rows. Of the rows, only those of files that `sees` accepts are
/// shown.
pub(super) async fn linked(
    app: &App,
    link: &Link,
    claim: &LinkedClaim,
    sees: impl Fn(&str) -> bool,
) -> Result<LinkedClaimShown, WebError> {
    let mut shown = LinkedClaimShown {
        reference: claim.reference.clone(),
        rows: Vec::new(),
        files: Vec::new(),
        has_more: false,
    };
    if link.kind == LinkKind::File {
        shown.files = file_name(app, claim, &link.label)
            .await?
            .into_iter()
            .collect();
        return Ok(shown);
    }
    let most = app.config.limits.links.rows_shown_max as usize;
    let wanted = (link.kind, link.link_key);
    let rows = app.store.linked_rows(&claim.claim, wanted, most + 1);
    let rows = rows.await?;
    shown.has_more = rows.len() > most;
    let rows = rows.iter().take(most).filter(|row| sees(&row.sha256));
    shown.rows = rows.map(entry).collect();
    Ok(shown)
}

/// The name that the claimant's computer gave a file; none where it was removed meanwhile.
async fn file_name(
    app: &App,
    claim: &LinkedClaim,
    sha256: &str,
) -> Result<Option<String>, WebError> {
    match app.store.file_by_sha256(&claim.claim, sha256).await {
        Err(StoreError::NotFound(_)) => Ok(None),
        file => Ok(Some(file?.name)),
    }
}

fn entry(stored: &StoredEntry) -> LinkedEntry {
    let entry = &stored.entry;
    let ids = [&entry.order_id, &entry.trade_id];
    let ids = ids.map(|id| masked(id)).join(" ");
    LinkedEntry {
        time: entry.time.to_string(),
        what: Movement::of(entry),
        exchange: entry.exchange.to_string(),
        ids: ids.trim().to_owned(),
        facts: movement::facts(entry),
        place: entry.place(),
    }
}
