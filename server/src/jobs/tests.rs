//! Jobs without pages: from files through losses to a bundle that is verified.

mod bases;
mod doubts;
mod freezing;
mod importing;

use casework::snapshot::{self, Row};
use casework::{Recipient, ReviewState, Role, Step};
use ledger::Money;
use ledger::losses::{self, Basis};
use store::{
    Actor, Claim, ClaimFile, Declared, EntryFilter, Incident, JobKind, NewClaim, NewDeclaration,
    NewEvent, NewFile, NewPriceFile, NewRelease, NewRule, RuleKind, StoreError,
};

use crate::app::App;
use crate::jobs::{freeze, import_file, revalue, review, value_claim, workers};
use crate::testing::{NOW_US, Server};

/// The worked example of the method, as FTX's site would export it.
const FTX: &str = "\
\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"
\"7064000001\",\"10/18/2022, 9:00:00 PM\",\"BTC/USDT\",\"sell\",\"Market\",\"10\",\"16950\",\"169500\",\"169.5\",\"USDT\",\"false\"
\"7064000002\",\"10/18/2022, 9:00:07 PM\",\"DMG/USDT\",\"buy\",\"Market\",\"250000\",\"0.64\",\"160000\",\"160\",\"USDT\",\"false\"
";

const PRICES: &str = "\
asset,quote,time,price,window,source
BTC,USD,2022-10-18T00:00:00Z,16968.61,1d,invented
USDT,USD,2022-10-18T00:00:00Z,0.9997,1d,invented
DMG,USD,2022-10-18T00:00:00Z,0.0203,1d,invented
";

const MIDNIGHT_US: i64 = 1_666_051_200_000_000;
const DAY_US: i64 = 86_400_000_000;

/// Σ of the worked example: 155443.35115000.
const GOLDEN: i64 = 15_544_335_115_000;

struct Ground {
    server: Server,
    incident: Incident,
    carla: Actor,
}

impl Ground {
    async fn new() -> Ground {
        Ground::with(crate::config::Limits::default()).await
    }

    async fn with(limits: crate::config::Limits) -> Ground {
        let server = Server::idle(limits).await;
        let incident = server.incident("one").await;
        let carla = member(&server.app, &incident, "carla", Role::Coordinator).await;
        let ground = Ground {
            server,
            incident,
            carla,
        };
        ground.prices("prices.csv", PRICES).await;
        ground
    }

    fn app(&self) -> &App {
        &self.server.app
    }

    async fn prices(&self, name: &str, text: &str) {
        let store = &self.app().store;
        let bytes = text.as_bytes().to_vec();
        let received = store.receive_all(&self.incident.id, bytes).await.unwrap();
        let id = self.app().random.id();
        let new = NewPriceFile {
            id: &id,
            name,
            pair: None,
            address: "",
            retrieved_at_us: None,
            rows_read: 3,
            about: "{}",
        };
        store
            .add_price_file(&self.carla, &self.incident.id, &received, &new)
            .await
            .unwrap();
    }

    async fn list_dmg(&self, from_us: i64) -> String {
        let id = self.app().random.id();
        let store = &self.app().store;
        store
            .list_manipulated(
                &self.carla,
                &self.incident.id,
                &id,
                "DMG",
                from_us,
                None,
                "thin",
            )
            .await
            .unwrap();
        id
    }

    async fn claim(&self, name: &str, reference: &str) -> (Actor, Claim) {
        let by = member(self.app(), &self.incident, name, Role::Claimant).await;
        let id = self.app().random.id();
        let new = NewClaim {
            id: &id,
            reference,
            claimant: &by.person,
        };
        let claim = self
            .app()
            .store
            .start_claim(&by, &self.incident.id, &new)
            .await
            .unwrap();
        (by, claim)
    }

    async fn file(&self, by: &Actor, claim: &Claim, name: &str, text: &str) -> ClaimFile {
        let store = &self.app().store;
        let received = store
            .receive_all(&self.incident.id, text.as_bytes().to_vec())
            .await
            .unwrap();
        let id = self.app().random.id();
        let new = NewFile {
            id: &id,
            name,
            media_type: "text/csv",
            account: "main",
            zone: Some("UTC"),
        };
        let file = store.add_file(by, claim, &received, &new).await.unwrap();
        import_file(self.app(), claim, &file).await.unwrap();
        file
    }

    async fn contest(&self, by: &Actor, claim: &Claim, kind: RuleKind, row_key: &str) {
        let rule = NewRule {
            id: self.app().random.id(),
            kind,
            from_us: Some(MIDNIGHT_US),
            to_us: Some(MIDNIGHT_US + DAY_US),
            exchange: String::new(),
            account: String::new(),
            asset: String::new(),
            row_key: row_key.to_owned(),
            reason: "not mine".to_owned(),
        };
        self.app()
            .store
            .add_rules(by, claim, None, &[rule])
            .await
            .unwrap();
    }

    async fn value(&self, claim: &Claim) -> i64 {
        value_claim(self.app(), claim).await.unwrap();
        let store = &self.app().store;
        store
            .claim_summary(&self.incident.id, &claim.id)
            .await
            .unwrap()
            .documented
            .units()
            .unwrap()
    }

    async fn submit(&self, by: &Actor, claim: &Claim) -> Claim {
        let (d, e) = (self.app().random.id(), self.app().random.id());
        let declaration = NewDeclaration {
            id: &d,
            words: "This is true.",
            language: "en",
            signed_name: "Ana Invented",
            figures: Declared {
                loss: None,
                currency: "USD",
                contested: 0,
                unpriced: 0,
                method: ledger::METHOD,
                basis: "event",
                valuation: None,
            },
            origins: &[],
        };
        let store = &self.app().store;
        let now = store.claim(&self.incident.id, &claim.id).await.unwrap();
        let event = NewEvent { id: &e, words: "" };
        store
            .submit_claim(by, &now, now.version, &declaration, &event)
            .await
            .unwrap()
    }

    /// Sends a submitted claim back.
    async fn returned(&self, claim: &Claim) -> Claim {
        for step in [Step::StartReview, Step::Return] {
            let id = self.app().random.id();
            let event = NewEvent {
                id: &id,
                words: "please look again",
            };
            let store = &self.app().store;
            let moved = store.move_claim(&self.carla, claim, None, step, &event);
            moved.await.unwrap();
        }
        let store = &self.app().store;
        store.claim(&self.incident.id, &claim.id).await.unwrap()
    }

    /// Changes the basis of the incident.
    async fn count_by(&self, basis: &str) {
        let incident = self.incident_now().await;
        let mut terms: ledger::Terms = serde_json::from_str(&incident.terms).unwrap();
        terms.basis = basis.parse().unwrap();
        let settings = store::Settings {
            name: incident.name.clone(),
            window_from_us: incident.window_from_us,
            window_to_us: incident.window_to_us,
            venues: incident.venues.clone(),
            currency: incident.currency.clone(),
            terms: serde_json::to_string(&terms).unwrap(),
        };
        let store = &self.app().store;
        store
            .change_settings(&self.carla, &incident.id, incident.version, &settings)
            .await
            .unwrap();
    }

    /// Totals under another basis, computed by its job.
    async fn under(&self, basis: Basis) -> std::sync::Arc<casework::totals::Totals> {
        let (app, incident) = (self.app(), self.incident_now().await);
        let terms = workers::basis_terms(&app.config.limits);
        let asked = app
            .store
            .request_basis(&self.carla, &incident.id, basis, terms);
        asked.await.unwrap();
        workers::work_off(app, &[JobKind::Basis]).await;
        let subject = store::basis_subject(&incident.id, basis);
        let job = app.store.job(JobKind::Basis, &subject).await.unwrap();
        let job = job.unwrap();
        assert!(!job.is_waiting(), "{:?}", job.problem);
        let incident = self.incident_now().await;
        app.store
            .totals(&incident, &basis.to_string())
            .await
            .unwrap()
    }

    async fn incident_now(&self) -> Incident {
        self.app().store.incident(&self.incident.id).await.unwrap()
    }
}

async fn member(app: &App, incident: &Incident, name: &str, role: Role) -> Actor {
    let mail = format!("{name}@example.org");
    let person = crate::testing::fixtures::member(app, incident, &mail, role).await;
    Actor::new(&person.id, role, NOW_US)
}

fn all() -> EntryFilter {
    EntryFilter {
        limit: 100,
        ..EntryFilter::default()
    }
}

/// Releases a snapshot to an investigator.
async fn released(ground: &Ground, snapshot: &store::Snapshot) -> (store::Release, Actor) {
    let (app, incident) = (ground.app(), &ground.incident.id);
    let ines = member(app, &ground.incident, "ines", Role::Investigator).await;
    let new = NewRelease {
        id: "r1",
        snapshot: &snapshot.id,
        investigator: &ines.person,
        recipient: Recipient::LawEnforcement,
        purpose: "case 12",
        case_number: "12",
        expires_at_us: None,
    };
    app.store
        .request_release(&ground.carla, incident, &new)
        .await
        .unwrap();
    let operator = Actor::operator(NOW_US);
    let release = app
        .store
        .approve_release(&operator, incident, "r1")
        .await
        .unwrap();
    (release, ines)
}

/// Releases a snapshot, builds its bundle and returns the findings of its verification.
async fn verdict(ground: &Ground, snapshot: &store::Snapshot) -> Vec<String> {
    let (app, incident) = (ground.app(), &ground.incident.id);
    let (release, ines) = released(ground, snapshot).await;
    let built = super::bundle::build(app, &ines, &release).await.unwrap();
    assert_eq!(built.claims, ["R-AAAA-22"]);
    let nameless = store::Release {
        kind: "pseudonymous".to_owned(),
        ..release
    };
    let refused = super::bundle::build(app, &ines, &nameless).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("pseudonymous"), "{refused}");
    let file = app.store.open_bytes(incident, &built.sha256).await.unwrap();
    let verdict = report::verify_reader(file, None, &report::VerifyLimits::default()).unwrap();
    let mut findings: Vec<String> = verdict.findings.iter().map(ToString::to_string).collect();
    if !verdict.holds() && findings.is_empty() {
        findings.push("it does not hold".to_owned());
    }
    findings
}
