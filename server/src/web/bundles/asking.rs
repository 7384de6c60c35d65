//! What an investigator asks for: the kind of a bundle, its claims, and the key that it is
//! encrypted to.

use app::forms::Form;
use app::forms::bundles::{self as forms, BundleRequest, Offered};
use casework::BundleKind;
use report::encryption::{RecipientKey, RecipientKeyError};
use store::{Release, WantedBundle};

use super::releases;
use crate::app::App;
use crate::jobs::bundle;
use crate::web::frame::{MemberContext, WebError};

/// Reads the form; none where it has errors. A secret key is not kept in it.
pub(super) async fn wanted(
    app: &App,
    here: &MemberContext,
    release: &Release,
    form: &mut Form,
) -> Result<Option<WantedBundle>, WebError> {
    let claims = claims(app, here, release).await?;
    let earlier = earlier(app, here, release).await?;
    let offered = Offered {
        released: release.kind,
        claims: &claims,
        earlier: &earlier,
    };
    let texts = here.texts();
    let read = forms::build(form, texts, &offered);
    let key = match form.value("key") {
        "" => Ok(String::new()),
        key => RecipientKey::parse(key).map(|key| key.as_str().to_owned()),
    };
    if let Err(error) = key {
        if error == RecipientKeyError::Secret {
            *form = std::mem::replace(form, app.form()).without(&["key"]);
        }
        form.fail("key", texts.t(message(error)));
        return Ok(None);
    }
    let wanted = read.zip(key.ok()).map(|(read, recipient_key)| {
        let BundleRequest {
            kind,
            claims,
            since,
            key: _,
        } = read;
        WantedBundle {
            kind,
            claims,
            since,
            recipient_key,
        }
    });
    Ok(wanted)
}

/// The claims that may go to the recipient now.
async fn claims(
    app: &App,
    here: &MemberContext,
    release: &Release,
) -> Result<Vec<String>, WebError> {
    let snapshot = app
        .store
        .snapshot_by_id(&here.incident.id, &release.snapshot)
        .await?;
    let content = app.contents.of(&app.store, &snapshot).await?;
    let answers = bundle::answers(&app.store, &content, release).await?;
    Ok(answers.shared.into_keys().collect())
}

/// The bundles of the investigator that a new one can add to: those of open releases to the
/// same recipient.
async fn earlier(
    app: &App,
    here: &MemberContext,
    release: &Release,
) -> Result<Vec<(String, BundleKind)>, WebError> {
    let mut earlier = Vec::new();
    for one in releases(app, here).await? {
        if one.recipient == release.recipient {
            let built = app.store.bundles(&here.incident.id, &one.id).await?;
            earlier.extend(built.into_iter().map(|bundle| (bundle.id, bundle.kind)));
        }
    }
    Ok(earlier)
}

/// The text that says what is wrong with a key.
fn message(error: RecipientKeyError) -> &'static str {
    match error {
        RecipientKeyError::Secret => "bundles-error-key-secret",
        RecipientKeyError::Lines => "bundles-error-key-lines",
        RecipientKeyError::Age => "bundles-error-key-age",
        RecipientKeyError::Ssh => "bundles-error-key-ssh",
        RecipientKeyError::SshType => "bundles-error-key-ssh-type",
        RecipientKeyError::RsaSize => "bundles-error-key-rsa",
        RecipientKeyError::Unknown => "bundles-error-key-unknown",
    }
}
