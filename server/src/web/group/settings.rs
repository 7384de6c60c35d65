//! The incident's settings. Every change makes a new version of the price book,
//! because every figure depends on them.

use app::forms::Form;
use app::forms::group::{self as forms, IncidentSettings};
use app::pages::group::settings::{self as pages, SettingsPage};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use casework::Permission;
use store::{Settings, StoreError};

use super::{base, ground, terms};
use crate::app::App;
use crate::web::frame::{MemberContext, Posted, WebError, done};

pub fn router() -> Router<App> {
    Router::new().route("/i/{incident}/group/settings", get(show).post(save))
}

async fn show(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::ChangeSettings, false)?;
    let form = here.resumed(filled(&app, &here)?, "group/settings");
    let vm = page_of(&app, &here, form).await?;
    let texts = here.texts();
    let title = texts.t("group-settings-title");
    Ok(here.page(&app, &title, false, || pages::page(texts, &vm)))
}

async fn page_of(app: &App, here: &MemberContext, form: Form) -> Result<SettingsPage, WebError> {
    Ok(SettingsPage {
        base: base(here),
        ground: ground(app, here).await?,
        version: here.incident.version,
        form,
    })
}

/// The form with the current settings.
fn filled(app: &App, here: &MemberContext) -> Result<Form, WebError> {
    let terms = terms(here)?;
    let incident = &here.incident;
    let moment = |at_us: Option<i64>| at_us.map_or_else(String::new, crate::clock::rfc3339);
    Ok(forms::basis_shown(app.form(), terms.basis)
        .with("name", &incident.name)
        .with("from", moment(incident.window_from_us))
        .with("to", moment(incident.window_to_us))
        .with("venues", incident.venues.join(", "))
        .with("currency", &incident.currency)
        .with("trade_minutes", terms.trade_age_minutes_max.to_string())
        .with("daily_hours", terms.daily_age_hours_max.to_string())
        .with("fiat_days", terms.fiat_age_days_max.to_string())
        .with("apart_percent", terms.sources_apart_percent_max.to_string()))
}

async fn save(
    State(app): State<App>,
    here: MemberContext,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let role = here.may(Permission::ChangeSettings, false)?;
    let texts = here.texts();
    let Some(read) = forms::settings(&mut form, texts) else {
        return again(&app, &here, form).await;
    };
    let version = read.version;
    let settings = settings_of(&here, read)?;
    let by = here.by(&app, role);
    let changed = app
        .store
        .change_settings(&by, &here.incident.id, version, &settings)
        .await;
    match changed {
        Ok(_) => {}
        Err(StoreError::Conflict(_)) => {
            form.fail("", texts.t("group-error-settings-version"));
            return again(&app, &here, form).await;
        }
        Err(other) => return Err(other.into()),
    }
    super::settled(&app, &here.incident).await?;
    Ok(done(&format!("{}/settings", base(&here)), "group-settings"))
}

async fn again(app: &App, here: &MemberContext, form: Form) -> Result<Response, WebError> {
    let vm = page_of(app, here, form).await?;
    let texts = here.texts();
    let title = texts.t("group-settings-title");
    Ok(here.wrong(app, &title, false, || pages::page(texts, &vm)))
}

fn settings_of(here: &MemberContext, read: IncidentSettings) -> Result<Settings, WebError> {
    let terms = ledger::Terms {
        currency: read.currency.as_str().into(),
        basis: read.basis,
        trade_age_minutes_max: read.trade_minutes,
        daily_age_hours_max: read.daily_hours,
        fiat_age_days_max: read.fiat_days,
        sources_apart_percent_max: read.apart_percent,
        ..terms(here)?
    };
    Ok(Settings {
        name: read.name,
        window_from_us: read.from.map(ledger::Moment::micros),
        window_to_us: read.to.map(ledger::Moment::micros),
        venues: read.venues,
        currency: read.currency,
        terms: serde_json::to_string(&terms).map_err(anyhow::Error::from)?,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::Server;
    use axum::http::StatusCode;
    use casework::Role;

    const GOOD: [(&str, &str); 10] = [
        ("version", "1"),
        ("name", "The leak, renamed"),
        ("from", "2022-10-18"),
        ("venues", "ftx"),
        ("currency", "EUR"),
        ("basis", "event"),
        ("trade_minutes", "30"),
        ("daily_hours", "24"),
        ("fiat_days", "7"),
        ("apart_percent", "2"),
    ];

    #[tokio::test]
    async fn saves_settings_and_makes_a_new_version_of_the_prices() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        let mut cora = server
            .member(&incident, "cora@example.org", Role::Coordinator)
            .await;
        let saved = cora.post("/i/x/group/settings", &GOOD).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let now = server.app.store.incident(&incident.id).await.unwrap();
        assert_eq!(now.name, "The leak, renamed");
        assert_eq!(now.currency, "EUR");
        assert_eq!(now.price_version, incident.price_version + 1);
        let terms: ledger::Terms = serde_json::from_str(&now.terms).unwrap();
        assert_eq!(terms.trade_age_minutes_max, 30);
        assert_eq!(terms.currency, "EUR");
    }

    #[tokio::test]
    async fn settings_form_with_an_error_keeps_typed_values_and_changes_nothing() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        let mut cora = server
            .member(&incident, "cora@example.org", Role::Coordinator)
            .await;
        let mut fields = GOOD;
        fields[6] = ("trade_minutes", "sixty");
        let again = cora.post("/i/x/group/settings", &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.contains("value=\"sixty\""));
        assert!(again.contains("The leak, renamed"));
        let now = server.app.store.incident(&incident.id).await.unwrap();
        assert_eq!(now, incident);
    }

    #[tokio::test]
    async fn second_of_two_browsers_gets_a_conflict_and_keeps_its_values() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        let mut cora = server
            .member(&incident, "cora@example.org", Role::Coordinator)
            .await;
        cora.post("/i/x/group/settings", &GOOD).await;
        let mut late = GOOD;
        late[1] = ("name", "Too late");
        let again = cora.post("/i/x/group/settings", &late).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.contains("Too late"), "{}", again.text());
        let now = server.app.store.incident(&incident.id).await.unwrap();
        assert_eq!(now.name, "The leak, renamed");
        // The page that is shown again carries the newer version, so that sending it again
        // saves.
        late[0] = ("version", "2");
        let saved = cora.post("/i/x/group/settings", &late).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
    }

    #[tokio::test]
    async fn nobody_else_sees_or_changes_settings() {
        let server = Server::start().await;
        let incident = server.incident("x").await;
        for role in [Role::Claimant, Role::Investigator] {
            let mail = format!("{}@example.org", role.as_str());
            let mut other = server.member(&incident, &mail, role).await;
            let seen = other.get("/i/x/group/settings").await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND);
            let saved = other.post("/i/x/group/settings", &GOOD).await;
            assert_eq!(saved.status, StatusCode::NOT_FOUND);
        }
        let now = server.app.store.incident(&incident.id).await.unwrap();
        assert_eq!(now, incident);
    }
}
