//! From files through losses to a bundle that verifies, without a page.

use casework::counting::{Dimension, LineFilter, LineState, TotalsBuilder};
use casework::snapshot::{self, Dropped, Line, LinesFile, Row};
use casework::{ClaimState, Recipient, ReviewState, Role, Step};
use ledger::losses::{self, Basis};
use ledger::messages::Message;
use ledger::{Code, DayOrder, Money, Why};
use store::{
    Actor, Answered, Claim, ClaimFile, Declared, EntryFilter, FileChange, ImportState, Incident,
    JobKind, NewClaim, NewDeclaration, NewEvent, NewFile, NewMapping, NewPriceFile, NewRelease,
    NewRule, NewTyped, RuleKind, StoreError, Window,
};

use crate::app::App;
use crate::jobs::details::shown;
use crate::jobs::{Change, effect, freeze, import_file, revalue, review, value_claim, workers};
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
    async fn under(&self, basis: Basis) -> casework::totals::Totals {
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

#[tokio::test]
async fn an_export_becomes_the_loss_of_the_worked_example() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let store = &ground.app().store;
    let import = &store.imports(&claim.id).await.unwrap()[0];
    assert_eq!(
        (import.state, import.entries),
        (ImportState::Done, 2),
        "{}",
        import.found
    );
    assert_eq!(super::found(import).unwrap()[0].sha256, file.sha256);
    assert_eq!(ground.value(&claim).await, 0, "nothing is contested yet");
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    ground.list_dmg(MIDNIGHT_US).await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let hourly = "asset,quote,time,price,window,source\n\
        DMG,USD,2022-10-18T21:00:00Z,0.61,1h,invented\n";
    ground.prices("hourly.csv", hourly).await;
    assert_eq!(
        ground.value(&claim).await,
        GOLDEN,
        "its own candle is never its value"
    );
    let page = store.entries_page(&claim.id, &all()).await.unwrap();
    assert_eq!(page[0].loss, Some(Money::from_units(40_639_915_000)));
    assert_eq!(page[1].contested.as_deref(), Some("not mine"));
}

#[tokio::test]
async fn limits_of_files_and_of_remarks_are_those_of_the_settings() {
    let row = "\"7064000003\",\"10/18/2022, 9:00:09 PM\",\"BTC/USDT\",\"sell\",\"Market\",\"x\",\
               \"1\",\"1\",\"0\",\"USDT\",\"false\"\n";
    for (rows_max, remarks_kept_max, refused, kept_in_all) in [
        (4, 100, 2, None),
        (3, 100, 1, None),
        (4, 2, 1, Some(2)),
        (4, 1, 0, Some(1)),
    ] {
        let limits = crate::config::Limits::but(|limits| {
            limits.reading.rows_max = rows_max;
            limits.uploads.remarks_kept_max = remarks_kept_max;
        });
        let ground = Ground::with(limits).await;
        let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
        let text = format!("{FTX}{row}{row}");
        ground.file(&ana, &claim, "ftx.csv", &text).await;
        let store = &ground.app().store;
        let import = &store.imports(&claim.id).await.unwrap()[0];
        assert_eq!((import.state, import.entries), (ImportState::Done, 2));
        let kept = store.diagnostics(&import.id, 1000).await.unwrap();
        let count = |code: Code| {
            kept.iter()
                .filter(|diagnostic| diagnostic.code == code)
                .count()
        };
        assert_eq!(count(Code::RefusedNumber), refused, "{kept:?}");
        assert_eq!(
            count(Code::RefusedLimit),
            usize::from(rows_max == 3),
            "{kept:?}"
        );
        if let Some(in_all) = kept_in_all {
            assert_eq!(kept.len(), in_all, "{kept:?}");
        }
    }
}

#[tokio::test]
async fn rows_of_two_files_count_once() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let second = FTX.lines().take(2).collect::<Vec<_>>().join("\n");
    ground.file(&ana, &claim, "again.csv", &second).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let dropped = EntryFilter {
        dropped: Some(true),
        ..all()
    };
    let page = ground
        .app()
        .store
        .entries_page(&claim.id, &dropped)
        .await
        .unwrap();
    assert_eq!(page.len(), 1);
    let dropped = page[0].stored.dropped.as_ref().unwrap();
    assert_eq!((dropped.why, &*dropped.place.line), (Why::SameRow, "2"));
}

/// The first fill of the example, at one tenth of its size.
fn tenth() -> String {
    let rows: Vec<&str> = FTX.lines().take(2).collect();
    rows.join("\n")
        .replace("\"10\",\"16950\",\"169500\"", "\"1\",\"16950\",\"16950\"")
}

#[tokio::test]
async fn conflicting_rows_count_once_in_either_order_and_are_named() {
    // 1 × 16968.61 − (16950 − 169.5) × 0.9997; the other row 406.39915.
    let less = 19_314_415_000;
    let ground = Ground::new().await;
    let tenth = tenth();
    let mut claims = Vec::new();
    for (name, reference, files) in [
        ("ana", "R-AAAA-22", [("a.csv", FTX), ("b.csv", &tenth)]),
        ("bea", "R-BBBB-22", [("b.csv", &tenth), ("a.csv", FTX)]),
    ] {
        let (by, claim) = ground.claim(name, reference).await;
        for (file, text) in files {
            ground.file(&by, &claim, file, text).await;
        }
        ground.contest(&by, &claim, RuleKind::Period, "").await;
        assert_eq!(ground.value(&claim).await, GOLDEN - 40_639_915_000 + less);
        let (count, conflicts) = ground
            .app()
            .store
            .row_conflicts(&claim.id, 10)
            .await
            .unwrap();
        assert_eq!((count, conflicts.len()), (1, 1));
        assert_eq!(conflicts[0].counted.file, "b.csv");
        assert_eq!(conflicts[0].other.file, "a.csv");
        let apart = conflicts[0].apart.and_then(Money::units);
        assert_eq!(apart, Some(40_639_915_000 - less));
        let (count, none) = ground
            .app()
            .store
            .row_conflicts(&claim.id, 0)
            .await
            .unwrap();
        assert_eq!((count, none.len()), (1, 0));
        claims.push((by, claim));
    }
    // Drafts are in no total.
    let store = &ground.app().store;
    let kept = store
        .totals(&ground.incident_now().await, "")
        .await
        .unwrap();
    assert_eq!(kept.conflicts, casework::totals::OpenConflicts::default());
    let (ana, claim) = claims.remove(0);
    let consents = [(Recipient::LawEnforcement, true)];
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let incident = ground.incident_now().await;
    let open = store.totals(&incident, "").await.unwrap().conflicts;
    assert_eq!((open.rows, open.claims, open.not_valued), (1, 1, 0));
    assert_eq!(open.apart, Money::from_units(40_639_915_000 - less));
    // Another basis at the same prices gives the same figures, also in a report.
    let date: Basis = "date:2022-10-18".parse().unwrap();
    let under = ground.under(date).await;
    assert_eq!(under.conflicts, open);
    let snapshot = freeze(ground.app(), &ground.carla, &incident, "one")
        .await
        .unwrap();
    let frozen: casework::totals::Totals = serde_json::from_str(&snapshot.totals).unwrap();
    assert_eq!(frozen.conflicts, open);
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

#[tokio::test]
async fn decision_follows_to_the_row_that_another_file_makes_count() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "a.csv", FTX).await;
    let key = format!("{}:2", file.sha256);
    ground.contest(&ana, &claim, RuleKind::Row, &key).await;
    assert_eq!(ground.value(&claim).await, 40_639_915_000);
    let store = &ground.app().store;
    let query = (ReviewState::Queried, "why?");
    review(store, &ground.carla, &claim, &key, query)
        .await
        .unwrap();
    ground.file(&ana, &claim, "b.csv", &tenth()).await;
    // The smaller row counts now, and is contested as the other one was.
    assert_eq!(ground.value(&claim).await, 19_314_415_000);
    let reviews = store.reviews(&claim.id).await.unwrap();
    let reasons: Vec<&str> = reviews
        .iter()
        .map(|review| review.reason.as_str())
        .collect();
    assert_eq!(reasons, ["why?", "why?"]);
    // It also counts in the preview, before the rule is taken back.
    let rules = store.rules(&claim.id).await.unwrap();
    let back = Change::Remove(rules[0].id.clone());
    let effect = effect(ground.app(), &claim, back).await.unwrap();
    let released: usize = effect.released.iter().map(|sort| sort.entries).sum();
    assert_eq!((released, effect.after), (1, 0));
}

#[tokio::test]
async fn rules_survive_another_import_and_a_row_can_be_left_out() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let key = format!("{}:3", file.sha256);
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.contest(&ana, &claim, RuleKind::LeaveOut, &key).await;
    assert_eq!(ground.value(&claim).await, 40_639_915_000);
    import_file(ground.app(), &claim, &file).await.unwrap();
    assert_eq!(ground.value(&claim).await, 40_639_915_000);
    ground.contest(&ana, &claim, RuleKind::Row, &key).await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
}

#[tokio::test]
async fn file_that_is_no_export_is_kept_and_shown_as_unread() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    for (name, text) in [
        ("letter.txt", "Dear bank,\nmy money is gone."),
        ("empty.csv", ""),
    ] {
        ground.file(&ana, &claim, name, text).await;
    }
    let imports = ground.app().store.imports(&claim.id).await.unwrap();
    let states: Vec<ImportState> = imports.iter().map(|import| import.state).collect();
    assert_eq!(states, [ImportState::Unread, ImportState::Unread]);
    let why = |import: &store::Import| super::found(import).unwrap()[0].parts.why.clone();
    assert_eq!(why(&imports[0]), Some(Message::FileUnknown));
    assert_eq!(why(&imports[1]), Some(Message::FileEmpty));
    assert_eq!(ground.value(&claim).await, 0);
}

#[tokio::test]
async fn damaged_evidence_fails_the_import_and_leaves_the_one_before() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    let store = &ground.app().store;
    let place = store
        .data_dir()
        .join("evidence")
        .join(&ground.incident.id)
        .join(&file.sha256[..2])
        .join(&file.sha256);
    std::fs::write(place, FTX.replace("16950", "99999")).unwrap();
    let error = import_file(ground.app(), &claim, &file).await.unwrap_err();
    assert!(matches!(
        error.downcast_ref(),
        Some(StoreError::Damaged { .. })
    ));
    assert_eq!(
        store.imports(&claim.id).await.unwrap()[0].state,
        ImportState::Done
    );
    assert_eq!(store.entries(&claim.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_typed_entry_has_its_own_column_and_is_never_documented() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let id = ground.app().random.id();
    let noon = ledger::Moment::from_micros(MIDNIGHT_US + DAY_US / 2);
    let typed = NewTyped {
        out: Some(ledger::Quantity {
            asset: "BTC".into(),
            amount: ledger::Amount::parse("2").unwrap(),
        }),
        note: "a screenshot".to_owned(),
        ..NewTyped::new(id, "kucoin", noon, ledger::Kind::Withdrawal)
    };
    ground
        .app()
        .store
        .add_typed(&ana, &claim, None, &typed)
        .await
        .unwrap();
    assert_eq!(ground.value(&claim).await, 0);
    ground.submit(&ana, &claim).await;
    let totals = ground
        .app()
        .store
        .totals(&ground.incident, "")
        .await
        .unwrap();
    assert_eq!(
        (totals.whole.documented, totals.whole.claimed),
        (Money::ZERO, Money::from_units(3_393_722_000_000))
    );
}

#[tokio::test]
async fn a_listing_after_the_first_trade_leaves_the_asset_unpriced_until_it_is_settled() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    ground.submit(&ana, &claim).await;
    let listed = ground.list_dmg(MIDNIGHT_US + DAY_US).await;
    revalue(ground.app(), &ground.incident).await.unwrap();
    let store = &ground.app().store;
    assert_eq!(ground.incident_now().await.unsettled, ["DMG"]);
    let summary = store
        .claim_summary(&ground.incident.id, &claim.id)
        .await
        .unwrap();
    assert_eq!(
        (summary.documented, summary.unpriced),
        (Money::from_units(40_639_915_000), 1)
    );
    let conflicts = super::conflicts(store, &ground.incident.id).await.unwrap();
    assert_eq!(
        (conflicts[0].asset.as_str(), conflicts[0].line.as_str()),
        ("DMG", "3")
    );
    assert_eq!(
        store.unpriced_assets(&ground.incident.id).await.unwrap()[0].asset,
        "DMG"
    );
    store
        .unlist_manipulated(&ground.carla, &ground.incident.id, &listed)
        .await
        .unwrap();
    ground.list_dmg(MIDNIGHT_US).await;
    revalue(ground.app(), &ground.incident).await.unwrap();
    assert!(ground.incident_now().await.unsettled.is_empty());
    let summary = store
        .claim_summary(&ground.incident.id, &claim.id)
        .await
        .unwrap();
    assert_eq!(
        (summary.documented, summary.unpriced),
        (Money::from_units(GOLDEN), 0)
    );
}

/// The stored valuation, without its name and its time.
fn kept(valuation: &store::Valuation) -> store::Valuation {
    store::Valuation {
        id: String::new(),
        made_at_us: 0,
        ..valuation.clone()
    }
}

#[tokio::test]
async fn asset_in_doubt_moves_only_claims_that_trade_it() {
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let only_btc = FTX.lines().take(2).collect::<Vec<_>>().join("\n");
    let later = FTX
        .replace("9:00:07 PM", "10:00:07 PM")
        .replace("706400000", "806400000");
    let mut claims = Vec::new();
    for (name, reference, text) in [
        ("ana", "R-AAAA-22", FTX),
        ("bo", "R-BBBB-22", &only_btc),
        ("cy", "R-CCCC-22", &later),
    ] {
        let (by, claim) = ground.claim(name, reference).await;
        ground.file(&by, &claim, "ftx.csv", text).await;
        ground.contest(&by, &claim, RuleKind::Period, "").await;
        ground.value(&claim).await;
        claims.push(ground.submit(&by, &claim).await);
    }
    let valuations = async || {
        let mut found = Vec::new();
        for claim in &claims {
            found.push(store.valuation(&claim.id).await.unwrap().unwrap());
        }
        found
    };
    // This is half an hour after one of them traded it, and before another did.
    ground
        .list_dmg(MIDNIGHT_US + 21 * 3_600_000_000 + 1_800_000_000)
        .await;
    revalue(ground.app(), &ground.incident).await.unwrap();
    assert_eq!(ground.incident_now().await.unsettled, ["DMG"]);
    let in_doubt = valuations().await;
    let view = &store
        .claim_lines(&ground.incident.id, "", "R-AAAA-22")
        .await
        .unwrap()[1];
    review(
        store,
        &ground.carla,
        &claims[0],
        &view.entry_key,
        (ReviewState::Excluded, "no trade of theirs"),
    )
    .await
    .unwrap();
    revalue(ground.app(), &ground.incident).await.unwrap();
    assert!(ground.incident_now().await.unsettled.is_empty());
    let settled = valuations().await;
    let version = ground.incident_now().await.price_version;
    let stays = |at: usize| in_doubt[at].id == settled[at].id;
    assert!(stays(1) && !stays(2), "{} {}", stays(1), stays(2));
    // A valuation that was carried over must equal one that is made again.
    for (claim, before) in claims.iter().zip(&settled) {
        assert_eq!(before.price_version, version, "{}", claim.reference);
        value_claim(ground.app(), claim).await.unwrap();
        let anew = store.valuation(&claim.id).await.unwrap().unwrap();
        assert_ne!(anew.id, before.id);
        assert_eq!(kept(&anew), kept(before), "{}", claim.reference);
    }
}

#[tokio::test]
async fn a_line_past_what_can_be_stored_is_listed_and_the_others_count() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let large = FTX
        .replace("\"10\"", "\"10000000\"")
        .replace("\"169500\"", "\"169500000000\"");
    ground.file(&ana, &claim, "ftx.csv", &large).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    let dear = "asset,quote,time,price,window,source\n\
        BTC,USD,2022-10-18T20:00:00Z,99999999,1h,invented\n";
    ground.prices("dear.csv", dear).await;
    ground.value(&claim).await;
    let store = &ground.app().store;
    let valuation = store.valuation(&claim.id).await.unwrap().unwrap();
    assert_eq!((valuation.problem, valuation.unpriced), (None, 1));
    let lines = store.claim_lines(&ground.incident.id, "", &claim.reference);
    let lines = lines.await.unwrap();
    let lines = shown(store, &ground.incident, lines).await.unwrap();
    let listed = lines
        .iter()
        .find(|shown| shown.loss.loss.is_none())
        .unwrap();
    assert_eq!(listed.loss.unpriced[0].missing, losses::Missing::TooLarge);
    assert!(lines.iter().any(|shown| shown.line.loss.is_some()));
}

#[tokio::test]
async fn snapshot_never_changes_and_its_bundle_verifies() {
    let ground = Ground::new().await;
    ground.list_dmg(MIDNIGHT_US).await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let (_, draft) = ground.claim("bo", "R-BBBB-22").await;
    let store = &ground.app().store;
    let file = ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.file(&ana, &claim, "letter.txt", "Dear bank").await;
    let second = FTX.lines().take(2).collect::<Vec<_>>().join("\n");
    let again = ground.file(&ana, &claim, "again.csv", &second).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let now = store.claim(&ground.incident.id, &claim.id).await.unwrap();
    store
        .write_statement(&ana, &now, now.version, "They sold all.", "en")
        .await
        .unwrap();
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(
        ground.app(),
        &ground.carla,
        &ground.incident,
        "For the police",
    )
    .await
    .unwrap();
    let content = super::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
        .await
        .unwrap();
    assert_eq!(
        (content.number, content.claims.len()),
        (1, 1),
        "drafts are in no snapshot"
    );
    assert_eq!(content.totals.whole.documented, Money::from_units(GOLDEN));
    assert_eq!(
        content.totals,
        store
            .totals(&ground.incident_now().await, "")
            .await
            .unwrap()
    );
    let frozen = &content.claims[0];
    let (lines, dropped) = rows_of(&ground, frozen).await;
    assert_eq!((lines.len(), dropped.len(), frozen.files.len()), (2, 1, 3));
    // Of equal rows, the row whose file has the first hash counts.
    let first = file.sha256.clone().min(again.sha256);
    assert_eq!(dropped[0].kept_evidence, first);
    let key = format!("{}:3", file.sha256);
    let state = ReviewState::Excluded;
    review(store, &ground.carla, &claim, &key, (state, "theirs"))
        .await
        .unwrap();
    let again = super::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
        .await
        .unwrap();
    assert_eq!(again, content, "a snapshot never changes");
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
    let second = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    assert_eq!(second.number, 2);
    let totals: casework::totals::Totals = serde_json::from_str(&second.totals).unwrap();
    assert_eq!(
        (totals.whole.documented, totals.counts.excluded),
        (Money::from_units(40_639_915_000), 1)
    );
    assert_eq!(draft.state, ClaimState::Draft);
}

#[tokio::test]
async fn a_report_is_dated_after_all_that_is_frozen_in_it() {
    let ground = Ground::new().await;
    let (app, store) = (ground.app(), &ground.app().store);
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    ground.submit(&ana, &claim).await;
    // The actor who freezes came before the last record was logged.
    let came = ground.carla.at(NOW_US - DAY_US);
    let frozen = freeze(app, &came, &ground.incident, "").await.unwrap();
    let content = super::bundle::content(store, &ground.incident.id, &frozen.content_sha256);
    let content = content.await.unwrap();
    let log = store.custody_chain(&ground.incident.id).await.unwrap();
    let head = log
        .iter()
        .find(|record| record.hash == content.custody_head.hash)
        .unwrap();
    let newest_us = casework::custody::time_us(&head.time).unwrap();
    assert!(content.frozen_at_us >= newest_us.max(NOW_US));
    assert_eq!(frozen.made_at_us, content.frozen_at_us);
}

#[tokio::test]
async fn a_declined_claim_with_a_trade_before_the_listing_is_frozen_and_verifies() {
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.list_dmg(MIDNIGHT_US + DAY_US).await;
    ground.value(&claim).await;
    let consents = [(Recipient::LawEnforcement, true)];
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    let claim = ground.submit(&ana, &claim).await;
    for step in [Step::StartReview, Step::Decline] {
        let id = ground.app().random.id();
        let event = NewEvent {
            id: &id,
            words: "not of this case",
        };
        store
            .move_claim(&ground.carla, &claim, None, step, &event)
            .await
            .unwrap();
    }
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    assert!(ground.incident_now().await.unsettled.is_empty());
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

#[tokio::test]
async fn file_read_by_a_mapping_is_frozen_with_it_and_its_bundle_verifies() {
    const OTHER: &str = "When,Pair,Side,Qty,Price\n2022-10-18 21:00:00,BTC/USDT,sell,10,16950\n";
    const MAPPING: &str = r#"{"exchange":"ex","kind":"trade","columns":{"time":{"header":"When"},
        "market":{"header":"Pair"},"side":{"header":"Side"},"size":{"header":"Qty"},
        "price":{"header":"Price"}}}"#;
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let file = ground.file(&ana, &claim, "other.csv", OTHER).await;
    let mapping = ledger::Mapping::parse(MAPPING).unwrap();
    let (name, json) = (mapping.name(), mapping.to_json());
    let new = NewMapping {
        name: &name,
        json: &json,
    };
    let file = store
        .map_file(&ana, &claim, &file.id, Some(&new))
        .await
        .unwrap();
    let import = import_file(ground.app(), &claim, &file).await.unwrap();
    assert_eq!(
        (import.entries, import.mapping.as_deref()),
        (1, Some(json.as_str()))
    );
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_ne!(ground.value(&claim).await, 0);
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content = super::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
        .await
        .unwrap();
    let frozen = &content.claims[0];
    assert_eq!(frozen.files[0].mapping.as_ref(), Some(&mapping));
    assert_eq!(frozen.files[0].reader_version, mapping.reader_version());
    assert_eq!(rows_of(&ground, frozen).await.0[0].entry.exchange, "ex");
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

/// Answers about files and the notes from deals are in the bundle, and follow from the
/// originals in it.
#[tokio::test]
async fn answers_and_deals_are_frozen_and_the_bundle_verifies() {
    const OPEN: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
        10/11/2022 21:00:00,BTCUSDT,SELL,16950,2,33900,33.9,USDT\n\
        10/11/2022 22:00:00,BTCUSDT,SELL,16950,1,16950,16.95,USDT\n";
    const DEALS: &str = "deal_id;status;account;pair;created_at;closed_at;bought_volume;sold_volume;bought_amount;sold_amount\n\
        901;completed;My Binance;USDT_BTC;11/10/2022 20:00:00;11/10/2022 21:30:00;33900;33900;2;2\n";
    const MOVES: &str = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n\
        2022-10-05 09:00:00,ETH,ETH,2.5,0,0xexample,0xabcd,,,Completed\n";
    let ground = Ground::new().await;
    let store = &ground.app().store;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let open = ground.file(&ana, &claim, "open.csv", OPEN).await;
    let moves = ground.file(&ana, &claim, "history.csv", MOVES).await;
    ground.file(&ana, &claim, "deals.csv", DEALS).await;
    let answers = [
        (
            &open,
            Answered {
                day_order: Some(DayOrder::MonthFirst),
                ..open.answered()
            },
        ),
        (
            &moves,
            Answered {
                format_said: Some("binance-withdrawals-old".to_owned()),
                ..moves.answered()
            },
        ),
    ];
    for (file, answered) in answers {
        let change = FileChange {
            file: &file.id,
            answered,
        };
        let changed = store.change_files(&ana, &claim, None, &[change]).await;
        let import = import_file(ground.app(), &claim, &changed.unwrap()[0]).await;
        assert_eq!(import.unwrap().refused, 0);
    }
    let key = |line: u32| format!("{}:{line}", open.sha256);
    ground.contest(&ana, &claim, RuleKind::Row, &key(2)).await;
    ground.contest(&ana, &claim, RuleKind::Row, &key(3)).await;
    ground.value(&claim).await;
    store
        .set_consents(&ana, &claim, None, &[(Recipient::LawEnforcement, true)])
        .await
        .unwrap();
    ground.submit(&ana, &claim).await;
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content = super::bundle::content(store, &ground.incident.id, &snapshot.content_sha256)
        .await
        .unwrap();
    let frozen = &content.claims[0];
    assert_eq!(frozen.files[0].day_order, Some(DayOrder::MonthFirst));
    let format = frozen.files[1].format_said.as_deref();
    assert_eq!(format, Some("binance-withdrawals-old"));
    let (lines, _) = rows_of(&ground, frozen).await;
    let notes: Vec<(&str, String)> = lines
        .iter()
        .filter_map(|line| Some((line.entry.time_raw.as_str(), line.loss.as_ref()?)))
        .map(|(time, loss)| (time, loss.deal.as_ref().unwrap().note().to_string()))
        .collect();
    let notes: Vec<(&str, &str)> = notes.iter().map(|(time, note)| (*time, &**note)).collect();
    // The deal is of October. The trades are of the eleventh of October only if the month
    // comes first.
    assert_eq!(
        notes,
        [
            (
                "10/11/2022 21:00:00",
                "3Commas deal 901 explains this trade"
            ),
            (
                "10/11/2022 22:00:00",
                "no 3Commas deal explains it, but the deals given are from \
                 2022-10-11T20:00:00Z to 2022-10-11T21:30:00Z"
            ),
        ]
    );
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
}

/// The lines of a frozen claim, and its dropped entries.
async fn rows_of(ground: &Ground, claim: &snapshot::Claim) -> (Vec<Line>, Vec<Dropped>) {
    let (store, file) = (&ground.app().store, claim.lines.as_ref().unwrap());
    let rows = super::bundle::lines(store, &ground.incident.id, file).await;
    let (mut lines, mut dropped) = (Vec::new(), Vec::new());
    for row in rows.unwrap() {
        match row.unwrap() {
            Row::Line(line) => lines.push(*line),
            Row::Dropped(gone) => dropped.push(gone),
        }
    }
    let summary = &file.summary;
    let counts = (summary.lines, summary.dropped);
    assert_eq!(counts, (lines.len() as u64, dropped.len() as u64));
    (lines, dropped)
}

/// A submitted claim that consents to law enforcement.
async fn filed(ground: &Ground) -> (Actor, Claim) {
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let consents = [(Recipient::LawEnforcement, true)];
    let store = &ground.app().store;
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    let claim = ground.submit(&ana, &claim).await;
    (ana, claim)
}

async fn frozen_lines_of(ground: &Ground, snapshot: &store::Snapshot) -> LinesFile {
    let store = &ground.app().store;
    let content = super::bundle::content(store, &ground.incident.id, &snapshot.content_sha256);
    content.await.unwrap().claims[0].lines.clone().unwrap()
}

#[tokio::test]
async fn lines_of_snapshots_that_share_them_stay_and_those_of_a_failed_freeze_are_swept() {
    let ground = Ground::new().await;
    let (_, claim) = filed(&ground).await;
    let (app, store) = (ground.app(), &ground.app().store);
    let first = freeze(app, &ground.carla, &ground.incident, "").await;
    let second = freeze(app, &ground.carla, &ground.incident, "").await;
    let (first, second) = (first.unwrap(), second.unwrap());
    let lines = frozen_lines_of(&ground, &first).await;
    assert_eq!(lines, frozen_lines_of(&ground, &second).await);
    assert_ne!(first.content_sha256, second.content_sha256);
    // A freeze that wrote the lines and then stopped.
    let valued = store.claim_lines(&ground.incident.id, "", &claim.reference);
    let key = valued.await.unwrap()[0].entry_key.clone();
    let state = ReviewState::Excluded;
    review(store, &ground.carla, &claim, &key, (state, "theirs"))
        .await
        .unwrap();
    let incident = ground.incident_now().await;
    let terms = store.terms(&incident).await.unwrap();
    let freezing = super::freeze::Freezing {
        app,
        store,
        progress: &super::progress::Progress::default(),
        incident: &incident,
        book: super::book(store, &incident.id).await.unwrap(),
        terms: &terms,
    };
    let failed = super::frozen_lines::write_lines(&freezing, &claim).await;
    let (failed, _) = failed.unwrap().file.unwrap();
    assert_eq!(failed.summary.excluded, 1);
    assert_ne!(failed.sha256, lines.sha256);
    assert_eq!(store.sweep(i64::MAX).await.unwrap().files, 1);
    let gone = store.open_bytes(&incident.id, &failed.sha256).await;
    assert!(matches!(gone, Err(StoreError::NotFound(_))));
    let there = super::bundle::lines(store, &incident.id, &lines).await;
    assert_eq!(there.unwrap().count(), 2);
    assert_eq!(verdict(&ground, &first).await, Vec::<String>::new());
}

#[tokio::test]
async fn damaged_lines_make_no_bundle() {
    let ground = Ground::new().await;
    filed(&ground).await;
    let (app, incident) = (ground.app(), &ground.incident);
    let frozen = freeze(app, &ground.carla, incident, "").await.unwrap();
    let sha256 = frozen_lines_of(&ground, &frozen).await.sha256;
    let path = app.store.data_dir().join("evidence").join(&incident.id);
    let path = path.join(&sha256[..2]).join(&sha256);
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    let permissions = std::fs::metadata(&path).unwrap().permissions();
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    std::fs::set_permissions(&path, permissions).unwrap();
    let (release, ines) = released(&ground, &frozen).await;
    let refused = super::bundle::build(app, &ines, &release).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("damaged") && refused.contains(&sha256),
        "{refused}"
    );
    let none = app.store.bundles(&incident.id, &release.id).await.unwrap();
    assert!(none.is_empty());
}

/// Duplicates, lines without a price and reviews, more than one batch of each.
#[tokio::test]
async fn a_report_of_many_lines_adds_up_to_the_same_from_its_sums_and_from_its_lines() {
    const ROWS: usize = 9_000;
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    let head = FTX.lines().next().unwrap();
    let row = |number: usize| {
        let market = ["BTC/USDT", "DMG/USDT", "ZZZ/USDT"][number % 3];
        let (minute, second) = (number / 60 % 60, number % 60);
        let id = 7_064_000_000 + number;
        format!(
            "\"{id}\",\"10/18/2022, 9:{minute:02}:{second:02} PM\",\"{market}\",\"sell\",\"Market\",\
             \"1.5\",\"{}\",\"\",\"0.5\",\"USDT\",\"false\"\n",
            100 + number
        )
    };
    let text = |rows: std::ops::Range<usize>| {
        rows.fold(format!("{head}\n"), |text, number| text + &row(number))
    };
    ground.file(&ana, &claim, "all.csv", &text(0..ROWS)).await;
    ground
        .file(&ana, &claim, "half.csv", &text(1_000..ROWS - 1_000))
        .await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let consents = [(Recipient::LawEnforcement, true)];
    let store = &ground.app().store;
    store
        .set_consents(&ana, &claim, None, &consents)
        .await
        .unwrap();
    let claim = ground.submit(&ana, &claim).await;
    let filter = LineFilter::of_claim(&claim.reference);
    let lines = store.lines(&ground.incident.id, "", &filter, Window::first(3));
    for line in lines.await.unwrap() {
        let exclusion = (ReviewState::Excluded, "theirs");
        review(store, &ground.carla, &claim, &line.entry_key, exclusion)
            .await
            .unwrap();
    }
    let snapshot = freeze(ground.app(), &ground.carla, &ground.incident, "")
        .await
        .unwrap();
    let content = super::bundle::content(store, &ground.incident.id, &snapshot.content_sha256);
    let content = content.await.unwrap();
    let (lines, dropped) = rows_of(&ground, &content.claims[0]).await;
    assert_eq!((lines.len(), dropped.len()), (ROWS, ROWS - 2_000));
    assert!(
        snapshot.content_bytes < 500_000,
        "{}",
        snapshot.content_bytes
    );
    let mut sum = TotalsBuilder::new(&content.method.terms, content.price_version);
    let state = content.claims[0].state;
    sum.claim(&claim.reference, state);
    for line in &lines {
        let states = LineState {
            claim: state,
            review: line.review.state,
        };
        sum.line(states, &line.valued(&claim.reference).unwrap());
    }
    let of_lines = sum.finish().unwrap();
    assert_eq!(of_lines.counts.excluded, 3);
    assert!(of_lines.whole.unpriced > 0 && of_lines.whole.lines > 0);
    assert_eq!(of_lines, content.totals);
    assert_eq!(
        content.totals,
        store
            .totals(&ground.incident_now().await, "")
            .await
            .unwrap()
    );
    let contested = &content.claims[0].contested;
    assert_eq!((contested.len(), contested[0].has_more), (1, true));
    assert_eq!(verdict(&ground, &snapshot).await, Vec::<String>::new());
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

/// Releases a snapshot, builds its bundle and returns what does not verify.
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

#[tokio::test]
async fn totals_under_another_basis_stand_beside_the_incidents_own() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let claim = ground.submit(&ana, &claim).await;
    let (app, store) = (ground.app(), &ground.app().store);
    for step in [Step::StartReview, Step::Accept] {
        let id = app.random.id();
        let event = NewEvent { id: &id, words: "" };
        store
            .move_claim(&ground.carla, &claim, None, step, &event)
            .await
            .unwrap();
    }
    let incident = ground.incident_now().await;
    let kept = store.totals(&incident, "").await.unwrap();
    assert_eq!(kept.whole.accepted, Money::from_units(GOLDEN));
    let dated = ground.under("date:2022-10-18".parse().unwrap()).await;
    assert_eq!(dated.counts.basis, "date:2022-10-18");
    assert_eq!(dated.stale, Vec::<String>::new());
    // The prices of that day are those of its trades.
    assert_eq!(dated.whole, kept.whole);
    assert_eq!(store.totals(&incident, "").await.unwrap(), kept);
    // An incident with this basis as its own has the same figures.
    let before = store.valuation(&claim.id).await.unwrap().unwrap().id;
    ground.count_by("date:2022-10-18").await;
    revalue(app, &ground.incident_now().await).await.unwrap();
    let incident = ground.incident_now().await;
    let own = store.totals(&incident, "").await.unwrap();
    assert_ne!(
        store.valuation(&claim.id).await.unwrap().unwrap().id,
        before
    );
    assert_eq!(own.rows(Dimension::Asset), dated.rows(Dimension::Asset));
    assert_eq!(own.whole, dated.whole);
}

#[tokio::test]
async fn totals_at_the_event_have_doubts_that_an_incident_by_date_lacks() {
    let ground = Ground::new().await;
    let late = FTX.replace("9:00:0", "11:00:0").replace("706400", "706500");
    for (name, reference, text) in [("ana", "R-AAAA-22", FTX), ("ben", "R-BBBB-22", &late)] {
        let (by, claim) = ground.claim(name, reference).await;
        ground.file(&by, &claim, "ftx.csv", text).await;
        ground.contest(&by, &claim, RuleKind::Period, "").await;
        ground.value(&claim).await;
        ground.submit(&by, &claim).await;
    }
    // The time is between the two: ana's trade puts the asset in doubt for both claims.
    ground.list_dmg(MIDNIGHT_US + 22 * 3_600_000_000).await;
    let (app, store) = (ground.app(), &ground.app().store);
    revalue(app, &ground.incident).await.unwrap();
    let incident = ground.incident_now().await;
    assert_eq!(incident.unsettled, ["DMG"]);
    let by_event = store.totals(&incident, "").await.unwrap();
    assert_eq!(by_event.whole.unpriced, 2);

    ground.count_by("date:2022-10-18").await;
    revalue(app, &ground.incident_now().await).await.unwrap();
    let incident = ground.incident_now().await;
    assert!(incident.unsettled.is_empty());
    let under = ground.under(Basis::Event).await;
    assert_eq!(under.whole, by_event.whole);
    assert_eq!(under.stale, Vec::<String>::new());
    // Without ana's claim nothing puts the asset in doubt, and ben's valuation is outdated.
    let ana = store.claim_by_reference(&incident.id, "R-AAAA-22").await;
    let ana = ana.unwrap();
    for step in [Step::StartReview, Step::Decline] {
        let id = app.random.id();
        let event = NewEvent {
            id: &id,
            words: "theirs",
        };
        let moved = store.move_claim(&ground.carla, &ana, None, step, &event);
        moved.await.unwrap();
    }
    let kept = store.totals(&incident, "event").await.unwrap();
    assert_eq!(kept.stale, ["R-BBBB-22"]);
    let under = ground.under(Basis::Event).await;
    assert_eq!((under.whole.unpriced, under.stale), (0, Vec::new()));
}

#[tokio::test]
async fn a_claim_that_cannot_be_valued_is_named_under_another_basis_too() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    assert_eq!(ground.value(&claim).await, GOLDEN);
    let claim = ground.submit(&ana, &claim).await;
    let store = &ground.app().store;
    let lines = store
        .claim_lines(&ground.incident.id, "", "R-AAAA-22")
        .await;
    let key = lines.unwrap()[0].entry_key.clone();
    let query = (ReviewState::Queried, "why?");
    review(store, &ground.carla, &claim, &key, query)
        .await
        .unwrap();
    // Nothing can be reported in an unknown currency.
    let incident = ground.incident_now().await;
    let mut terms: ledger::Terms = serde_json::from_str(&incident.terms).unwrap();
    terms.currency = "no currency".into();
    let settings = store::Settings {
        name: incident.name.clone(),
        window_from_us: incident.window_from_us,
        window_to_us: incident.window_to_us,
        venues: incident.venues.clone(),
        currency: "no currency".to_owned(),
        terms: serde_json::to_string(&terms).unwrap(),
    };
    store
        .change_settings(&ground.carla, &incident.id, incident.version, &settings)
        .await
        .unwrap();
    let under = ground.under("date:2022-10-18".parse().unwrap()).await;
    assert_eq!(under.not_valued, ["R-AAAA-22"]);
    let own = store
        .totals(&ground.incident_now().await, "")
        .await
        .unwrap();
    assert_eq!(own.not_valued, ["R-AAAA-22"]);
}

#[tokio::test]
async fn two_runs_that_write_one_claim_under_two_bases_forget_nothing_of_each_other() {
    let ground = Ground::new().await;
    let (ana, claim) = ground.claim("ana", "R-AAAA-22").await;
    ground.file(&ana, &claim, "ftx.csv", FTX).await;
    ground.contest(&ana, &claim, RuleKind::Period, "").await;
    ground.value(&claim).await;
    let claim = ground.submit(&ana, &claim).await;
    let store = &ground.app().store;
    let now = store.valuation(&claim.id).await.unwrap().unwrap();
    let new = |id: &str, for_basis: &str| store::NewValuation {
        id: id.to_owned(),
        for_basis: for_basis.to_owned(),
        method: now.method.clone(),
        basis: now.basis.clone(),
        currency: now.currency.clone(),
        price_version: now.price_version,
        entries: 0,
        totals: "{}".to_owned(),
        positions: None,
        row_conflicts: None,
        conflicts: "[]".to_owned(),
        remarks: "[]".to_owned(),
        problem: None,
        generation: now.generation.clone(),
        terms: now.terms.clone(),
        lines: None,
        sums: Default::default(),
        credits: Vec::new(),
    };
    let (own, dated) = (new("v1", ""), new("v2", "date:2022-10-18"));
    store.write_valuation(&claim, &own, NOW_US).await.unwrap();
    store.write_valuation(&claim, &dated, NOW_US).await.unwrap();
    let again = new("v3", "date:2022-10-18");
    store.write_valuation(&claim, &again, NOW_US).await.unwrap();
    let overtaken = store.publish_valuation(&claim, &dated).await;
    assert!(matches!(overtaken, Err(StoreError::Conflict("valuation"))));
    store.publish_valuation(&claim, &again).await.unwrap();
    store.publish_valuation(&claim, &own).await.unwrap();
    let current = store.current_valuations(&claim.id).await.unwrap();
    let ids: Vec<&str> = current.iter().map(|kept| kept.id.as_str()).collect();
    assert_eq!(ids, ["v1", "v3"]);
    // Interrupted work is removed, whatever its basis.
    let broken = new("v4", "event");
    store
        .write_valuation(&claim, &broken, NOW_US)
        .await
        .unwrap();
    assert_eq!(store.sweep(NOW_US).await.unwrap().valuations, 1);
}
