//! The rule of what counts, tested over everything at once. After any sequence of acts, each
//! cell of the totals equals the sum of the lines behind its link. This holds under every
//! stored basis, and in frozen documents.

use app::forms::FormLimits;
use std::collections::BTreeMap;

use app::pages::group::lines::{filter_of, lines_query};
use axum::body::Bytes;
use casework::ReviewState;
use casework::counting::{Dimension, LineState, LineSums, Scope, SumOf, TotalsBuilder, ValuedLine};
use casework::totals::{Sums, Totals};
use ledger::Money;
use ledger::losses::Terms;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::ClaimSummary;

use super::cells::{LATER, MIXED};
use super::*;
use crate::jobs::{freeze, shown};
use crate::testing::databases::fresh_schema;
use crate::web::frame::form::parse;

/// The other basis of totals, beside the incident's own.
const OTHER_BASIS: &str = "date:2022-10-18";

/// How many sequences are tried on each database, how many acts each has, and after how many
/// acts the property is checked.
const CASES: u32 = 2;
const ACTS: usize = 15;
const LOOK_EVERY: usize = 5;

const PEOPLE: [&str; 4] = [
    "ada@example.org",
    "bob@example.org",
    "cy@example.org",
    "dan@example.org",
];

/// The files of claimants.
const FILES: [&str; 2] = [MIXED, TRADES];

/// Prices that are added and removed: of another asset, and of another day.
const PRICE_FILES: [&str; 3] = [
    PRICES,
    LATER,
    "asset,quote,time,price,window,source\nXRP,USD,2022-10-18T00:00:00Z,0.47,1d,own\n",
];

const STEPS: [&str; 5] = ["review", "return", "accept", "decline", "reopen"];

/// An act of somebody. Numbers choose its object among the existing ones.
#[derive(Clone, Debug)]
enum Deed {
    Upload(usize, usize),
    Contest(usize),
    Row(usize, usize, bool),
    TypeIn(usize),
    Credit(usize, bool),
    Sign(usize),
    Withdraw(usize),
    Decide(usize, usize),
    Review(usize, ReviewState),
    AddPrices(usize),
    RemovePrices(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    use Deed::*;
    let who = 0..PEOPLE.len();
    let state = proptest::sample::select(ReviewState::ALL.to_vec());
    prop_oneof![
        2 => (who.clone(), 0..FILES.len()).prop_map(|(who, file)| Upload(who, file)),
        2 => who.clone().prop_map(Contest),
        2 => (who.clone(), any::<usize>(), any::<bool>())
            .prop_map(|(who, row, mine)| Row(who, row, mine)),
        1 => who.clone().prop_map(TypeIn),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, priced)| Credit(who, priced)),
        3 => who.clone().prop_map(Sign),
        1 => who.clone().prop_map(Withdraw),
        6 => (who, 0..STEPS.len()).prop_map(|(who, step)| Decide(who, step)),
        4 => (any::<usize>(), state).prop_map(|(line, state)| Review(line, state)),
        1 => (0..PRICE_FILES.len()).prop_map(AddPrices),
        1 => any::<usize>().prop_map(RemovePrices),
    ]
}

/// An incident with a coordinator and some claimants, each with a browser.
struct Scene {
    server: Server,
    incident: Incident,
    cora: Browser,
    claimants: Vec<Browser>,
}

impl Scene {
    /// Four claims: accepted, returned, submitted, and a draft, with lines that a
    /// coordinator excluded.
    async fn of(server: Server) -> Scene {
        let incident = server.incident("attack").await;
        let mut cora = coordinator(&server, &incident, "cora@example.org").await;
        add_prices(&mut cora, "prices.csv", PRICES, "").await;
        let mut claimants = Vec::new();
        for mail in PEOPLE {
            claimants.push(server.member(&incident, mail, Role::Claimant).await);
        }
        let mut scene = Scene {
            server,
            incident,
            cora,
            claimants,
        };
        use Deed::*;
        for who in 0..PEOPLE.len() {
            let file = who % FILES.len();
            for deed in [
                Upload(who, file),
                TypeIn(who),
                Contest(who),
                Credit(who, who > 0),
            ] {
                scene.take(&deed).await;
            }
        }
        let decided = [Decide(0, 0), Decide(0, 2), Decide(1, 0), Decide(1, 1)];
        for deed in [Sign(0), Sign(1), Sign(2)].iter().chain(&decided) {
            scene.take(deed).await;
        }
        for line in [1, 6] {
            scene.take(&Review(line, ReviewState::Excluded)).await;
        }
        use ClaimState::{Accepted, Draft, Returned, Submitted};
        for (who, state) in [Accepted, Returned, Submitted, Draft]
            .into_iter()
            .enumerate()
        {
            assert_eq!(scene.claim(who).await.unwrap().state, state);
        }
        scene
    }

    async fn claim(&self, who: usize) -> Option<store::Claim> {
        let store = &self.server.app.store;
        let person = store.person_by_email(PEOPLE[who]).await.unwrap();
        let person = person.unwrap().id;
        let claim = store.claim_of(&self.incident.id, &person).await;
        claim.unwrap()
    }

    /// Posts a form of a claimant with the current version of the claim.
    async fn send(&mut self, who: usize, to: &str, fields: &[(&str, &str)]) {
        let Some(claim) = self.claim(who).await else {
            return;
        };
        let version = claim.version.to_string();
        let mut all = vec![("version", version.as_str())];
        all.extend_from_slice(fields);
        let to = format!("/i/attack/claim/{to}");
        done(&self.claimants[who].contest(&to, &all).await);
    }

    /// Does the act; it is refused where it is impossible now.
    async fn take(&mut self, deed: &Deed) {
        match deed {
            Deed::Upload(who, file) => {
                let browser = &mut self.claimants[*who];
                done(&browser.post("/i/attack/claim", &[]).await);
                // The trades of the last claimant are one day later.
                let day = format!("1{} 2", 8 + who / 3);
                let text = FILES[*file].replace("18 2", &day);
                let files = [("files", "trades.csv", text.as_bytes())];
                let sent = browser.upload("/i/attack/claim/evidence", &[], &files);
                done(&sent.await);
            }
            Deed::Contest(who) => {
                let period = [
                    ("from", "2022-10-17T00:00:00"),
                    ("to", "2022-10-20T00:00:00"),
                    ("reason", "not mine"),
                ];
                self.send(*who, "entries/period", &period).await;
            }
            Deed::Row(who, row, mine) => self.mark(*who, *row, *mine).await,
            Deed::TypeIn(who) => {
                let typed = [
                    ("exchange", "kucoin"),
                    ("time", "2022-10-18T10:00:00"),
                    ("kind", "withdrawal"),
                    ("out-asset", "BTC"),
                    ("out-amount", "0.25"),
                    ("note", "a screenshot"),
                ];
                self.send(*who, "entries/typed", &typed).await;
            }
            Deed::Credit(who, priced) => {
                let asset = if *priced { "BTC" } else { "ZZZ" };
                let credit = [
                    ("time", "2022-10-18T12:00:00Z"),
                    ("asset", asset),
                    ("amount", "0.1"),
                    ("evidence", "a letter"),
                ];
                self.send(*who, "credits", &credit).await;
            }
            Deed::Sign(who) => self.sign(*who).await,
            Deed::Withdraw(who) => self.send(*who, "withdraw", &[("sure", "yes")]).await,
            Deed::Decide(who, step) => self.decide(*who, STEPS[*step]).await,
            Deed::Review(line, state) => self.review(*line, *state).await,
            Deed::AddPrices(file) => {
                let (name, text) = (format!("prices-{file}.csv"), PRICE_FILES[*file]);
                done(&add_prices(&mut self.cora, &name, text, "").await);
            }
            Deed::RemovePrices(file) => {
                let files = self.server.app.store.price_files(&self.incident.id);
                let files = files.await.unwrap();
                if let Some(file) = files.get(file % files.len().max(1)) {
                    let to = at(&format!("prices/{}/remove", file.id));
                    done(&self.cora.post(&to, &[]).await);
                }
            }
        }
    }

    async fn mark(&mut self, who: usize, row: usize, mine: bool) {
        let Some(claim) = self.claim(who).await else {
            return;
        };
        let entries = self.server.app.store.entries(&claim.id).await.unwrap();
        let Some(entry) = entries.get(row % entries.len().max(1)) else {
            return;
        };
        let fields = [
            ("row", entry.key.as_str()),
            ("act", if mine { "mine" } else { "not-mine" }),
            ("row-reason", "looked at again"),
        ];
        self.send(who, "entries/rows", &fields).await;
    }

    async fn sign(&mut self, who: usize) {
        let page = self.claimants[who].get("/i/attack/claim/declaration").await;
        if page.contains(r#"name="shown""#) {
            let shown = page.field("shown");
            let fields = [("true", "yes"), ("name", "Ada Example"), ("shown", &*shown)];
            self.send(who, "declaration", &fields).await;
        }
    }

    async fn decide(&mut self, who: usize, step: &str) {
        let Some(claim) = self.claim(who).await else {
            return;
        };
        let version = claim.version.to_string();
        let fields = [
            ("version", version.as_str()),
            ("step", step),
            ("words", "Because."),
        ];
        let to = at(&format!("claims/{}/decision", claim.reference));
        done(&self.cora.post(&to, &fields).await);
    }

    async fn review(&mut self, line: usize, state: ReviewState) {
        let store = &self.server.app.store;
        let all = LineFilter::default();
        let lines = store.lines(&self.incident.id, "", &all, Window::ALL).await;
        let lines = lines.unwrap();
        let Some(line) = lines.get(line % lines.len().max(1)) else {
            return;
        };
        let key = app::pages::group::escaped(&line.entry_key);
        let to = at(&format!("claims/{}/lines/{key}", line.reference));
        let fields = [("review", state.as_str()), ("reason", "looked at")];
        done(&self.cora.post(&to, &fields).await);
    }

    /// The tables of kept sums equal the sums of the stored lines, by the current state of
    /// their reviews and claims.
    async fn sums_are_those_of_lines(&self, for_basis: &str) {
        let store = &self.server.app.store;
        let incident = store.incident(&self.incident.id).await.unwrap();
        let kept = store.totals(&incident, for_basis).await.unwrap();
        let mut sum = TotalsBuilder::new(&Terms::default(), 0);
        for claim in store.claims(&incident.id).await.unwrap() {
            sum.claim(&claim.reference, claim.state);
        }
        let all = LineFilter::default();
        let lines = store.lines(&incident.id, for_basis, &all, Window::ALL);
        let lines = shown(store, &incident, lines.await.unwrap()).await;
        for shown in &lines.unwrap() {
            let line = &shown.line;
            let state = LineState {
                claim: line.state,
                review: line.review,
            };
            let valued = ValuedLine {
                claim: &line.reference,
                exchange: &line.exchange,
                time: ledger::rfc3339::parse(&line.time_text).unwrap(),
                support: line.support,
                loss: &shown.loss,
            };
            sum.line(state, &valued);
        }
        let afresh = sum.finish().unwrap();
        for dimension in Dimension::ALL {
            assert_eq!(kept.rows(dimension), afresh.rows(dimension));
        }
        let beside = |totals: &Totals| {
            let gross = (totals.gross_loss, totals.gross_gain);
            let counts = (totals.counts.unpriced, totals.counts.excluded);
            let lists = (totals.native.clone(), totals.missing.clone());
            (totals.whole, gross, counts, lists)
        };
        assert_eq!(beside(&kept), beside(&afresh));
    }

    /// The property itself.
    async fn holds(&mut self) {
        self.is_worked_out().await;
        let app = &self.server.app;
        let incident = app.store.incident(&self.incident.id).await.unwrap();
        let kept = app.store.totals(&incident, "").await.unwrap();
        assert_eq!(kept.stale, Vec::<String>::new());
        for for_basis in ["", OTHER_BASIS] {
            self.sums_are_those_of_lines(for_basis).await;
            let totals = app.store.totals(&incident, for_basis).await.unwrap();
            self.cells(&incident, for_basis, &totals).await;
            let credits = app.store.group_credits(&incident.id, for_basis).await;
            let credits = credits.unwrap();
            let sum: Money = credits.iter().filter_map(|credit| credit.value).sum();
            assert_eq!(sum, totals.credits, "what came back under {for_basis:?}");
        }
        self.claims(&kept).await;
        self.frozen(&incident, &kept).await;
    }

    /// Requests another basis and waits for it. Figures that were stored and not outdated
    /// equal those computed from scratch.
    async fn is_worked_out(&mut self) {
        let store = self.server.app.store.clone();
        let incident = store.incident(&self.incident.id).await.unwrap();
        let before = store.totals(&incident, OTHER_BASIS).await.unwrap();
        let remove = at(&format!("totals/basis/{OTHER_BASIS}/remove"));
        done(&self.cora.post(&remove, &[]).await);
        worked_out(&mut self.cora, OTHER_BASIS).await;
        let now = store.totals(&incident, OTHER_BASIS).await.unwrap();
        assert_eq!(now.stale, Vec::<String>::new());
        if before.stale.is_empty() {
            assert_eq!(before, now, "as kept, and worked out afresh");
        }
    }

    /// Each cell equals the sum of the lines behind its link.
    async fn cells(&self, incident: &Incident, basis: &str, totals: &Totals) {
        for dimension in Dimension::ALL {
            for row in totals.rows(dimension) {
                let behind = LineFilter::behind(dimension, &row.key);
                let sums = self.behind_row(incident, basis, &behind).await;
                assert_eq!(sums, row.sums, "{basis:?} {behind:?}");
            }
        }
        for (asset, units) in &totals.native {
            let moving = LineFilter::moving(asset);
            let found = self.behind(incident, basis, &moving).await;
            let found = found.units.unwrap().1;
            assert_eq!(found.to_string(), *units, "{basis:?} {asset}");
        }
        for missing in &totals.missing {
            let lacking = LineFilter::lacking(&missing.asset).column(Column::Unpriced);
            let found = self.behind(incident, basis, &lacking).await.lines;
            assert_eq!(found, missing.lines, "{basis:?} {lacking:?}");
        }
        let unpriced = LineFilter::counted().column(Column::Unpriced);
        let found = self.behind(incident, basis, &unpriced).await.lines;
        assert_eq!(found, totals.counts.unpriced, "{basis:?}");
        assert_eq!(totals.check(), Ok(()));
    }

    async fn behind_row(&self, incident: &Incident, basis: &str, behind: &LineFilter) -> Sums {
        let of = async |column| {
            let filter = behind.clone().column(column);
            self.behind(incident, basis, &filter).await
        };
        let money = |sums: LineSums| sums.loss.or(sums.part.map(|(_, part)| part)).unwrap();
        Sums {
            documented: money(of(Column::Documented).await),
            accepted: money(of(Column::Accepted).await),
            claimed: money(of(Column::Claimed).await),
            lines: of(Column::Priced).await.lines,
            unpriced: of(Column::Unpriced).await.lines,
        }
    }

    /// The sum of the lines behind a link.
    async fn behind(&self, incident: &Incident, basis: &str, filter: &LineFilter) -> LineSums {
        let app = &self.server.app;
        let query = Bytes::from(lines_query(filter, "").split_off(1));
        let linked = filter_of(&parse(&query, FormLimits::default()).unwrap());
        assert_eq!(linked, *filter, "the link asks for what is behind the cell");
        let found = app.store.line_sums(&incident.id, basis, &linked);
        found.await.unwrap()
    }

    /// The list of claims shows the same figures as the totals by claim.
    async fn claims(&self, kept: &Totals) {
        let claims = self.server.app.store.claims(&self.incident.id).await;
        let counted = claims.unwrap().into_iter();
        let counted = counted.filter(|claim| claim.state.counts());
        let listed: BTreeMap<String, Sums> = counted
            .map(|claim: ClaimSummary| (claim.reference.clone(), claim.sums()))
            .collect();
        let rows = kept.by_claim.iter();
        let rows = rows.map(|row| (row.key.clone(), row.sums)).collect();
        assert_eq!(listed, rows);
    }

    /// A snapshot shows the same figures as the page, and they are the sum of its parts.
    async fn frozen(&self, incident: &Incident, kept: &Totals) {
        let app = &self.server.app;
        let cora = app.store.person_by_email("cora@example.org").await;
        let cora = cora.unwrap().unwrap().id;
        let by = store::Actor::new(&cora, Role::Coordinator, app.clock.now_us());
        let snapshot = freeze(app, &by, incident, "As it is").await.unwrap();
        let content = app.contents.of(&app.store, &snapshot).await.unwrap();
        assert_eq!(content.totals, *kept);
        let shares = content.shares(|claim| claim.ends_with(['A', 'B', '2', '3']));
        assert_eq!(shares.unwrap().whole.sums, kept.whole);
        let scoped = LineFilter {
            scope: Scope::Accepted,
            ..LineFilter::default()
        };
        let accepted = self.behind(incident, "", &scoped).await;
        let accepted_rows: i64 = content
            .claims
            .iter()
            .filter(|claim| claim.state.counts_as_accepted())
            .filter_map(|claim| claim.lines.as_ref())
            .flat_map(|file| &file.summary.sums)
            .filter(|row| row.of == SumOf::Claim)
            .map(|row| row.cell.lines())
            .sum();
        assert_eq!(accepted.lines, accepted_rows);
    }
}

/// A refused act changes nothing, and no act may cause an error of the server.
fn done(answer: &Answer) {
    assert!(!answer.status.is_server_error(), "{}", answer.text());
}

fn after_any_sequence(database: impl AsyncFn() -> String) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        cases: CASES,
        max_shrink_iters: 4,
        failure_persistence: None,
        ..Config::default()
    };
    let run = TestRunner::new(config).run(&vec(deed(), ACTS / 2..=ACTS), |deeds| {
        runtime.block_on(async {
            let mut scene = Scene::of(Server::on(database().await).await).await;
            scene.holds().await;
            for some in deeds.chunks(LOOK_EVERY) {
                for deed in some {
                    scene.take(deed).await;
                    for for_basis in ["", OTHER_BASIS] {
                        scene.sums_are_those_of_lines(for_basis).await;
                    }
                }
                scene.holds().await;
            }
        });
        Ok(())
    });
    run.unwrap();
}

#[test]
fn after_any_sequence_of_acts_each_cell_is_the_sum_of_the_lines_behind_its_link_on_sqlite() {
    after_any_sequence(async || String::new());
}

#[test]
fn after_any_sequence_of_acts_each_cell_is_the_sum_of_the_lines_behind_its_link_on_postgres() {
    after_any_sequence(fresh_schema);
}
