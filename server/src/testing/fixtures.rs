//! Initial data of tests: incidents and people, created through the store.

use casework::Role;
use store::{Actor, Incident, NewIncident, Settings};

use crate::app::App;
use crate::passwords::Asker;
use crate::testing::{NOW_US, PASSWORD};

/// An incident in dollars, open for all of October and November 2022.
pub async fn incident(app: &App, slug: &str) -> Incident {
    let id = app.random.id();
    let terms = serde_json::to_string(&ledger::Terms::default()).unwrap();
    let new = NewIncident {
        id: &id,
        slug,
        method: ledger::METHOD,
        settings: Settings {
            name: format!("The incident of {slug}"),
            window_from_us: Some(1_664_582_400_000_000),
            window_to_us: Some(1_669_852_800_000_000),
            venues: vec!["binance".into(), "ftx".into()],
            currency: "USD".into(),
            terms,
        },
    };
    app.store
        .create_incident(&Actor::operator(NOW_US), &new)
        .await
        .unwrap();
    app.store.incident(&id).await.unwrap()
}

/// A member with a role in the incident, and the tests' password.
pub async fn member(app: &App, incident: &Incident, mail: &str, role: Role) -> store::Person {
    let by = Actor::operator(NOW_US);
    let person = match app.store.person_by_email(mail).await.unwrap() {
        Some(person) => person,
        None => {
            let hash = app.passwords.hash(Asker::Operator, PASSWORD, &app.random);
            let hash = hash.await.unwrap();
            let id = app.random.id();
            let name = mail.split('@').next().unwrap();
            app.store
                .create_person(&id, mail, name, "en", Some(&hash), NOW_US)
                .await
                .unwrap()
        }
    };
    let membership = app.random.id();
    app.store
        .add_member(&by, &membership, &incident.id, &person.id, role, None)
        .await
        .unwrap();
    person
}
