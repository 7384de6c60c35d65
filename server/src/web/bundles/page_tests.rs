//! An investigator's routes through the real router. They show what was released to them and
//! nothing else, and a bundle is built, counted, logged and verified.

use std::io::{Cursor, Read};

use axum::http::{StatusCode, header};
use casework::custody::{Record, time_text};
use casework::{JobProblem, Role};
use ledger::Money;
use store::{Actor, Incident, JobKind, LeaseTerms};

use crate::config::Limits;
use crate::jobs::bundle;
use crate::jobs::workers::work_off;
use crate::testing::s3::Fault;
use crate::testing::{Answer, Browser, NOW_US, PASSWORD, Server};
use crate::web::group::tests::{
    GROUP, PRICES, add_prices, at, coordinator, handed_in, handed_in_with,
};

const BUNDLES: &str = "/i/attack/bundles";
const INES: &str = "ines@example.org";

/// An incident with a frozen snapshot of two claims: one consents to law enforcement, the
/// other does not. It also has an investigator without a release.
struct Ground {
    server: Server,
    incident: Incident,
    ada: Browser,
    references: [String; 2],
    ines: Browser,
}

impl Ground {
    async fn with(limits: Limits) -> Ground {
        Ground::on(Server::with(limits).await).await
    }

    async fn on(server: Server) -> Ground {
        let incident = server.incident("attack").await;
        let mut cora = coordinator(&server, &incident, "cora@example.org").await;
        let priced = add_prices(&mut cora, "prices.csv", PRICES, "").await;
        assert_eq!(priced.status, StatusCode::SEE_OTHER);
        let first = handed_in(&server, &incident, "ada@example.org").await;
        let second = handed_in(&server, &incident, "bob.long@example.org").await;
        Ground::of(server, incident, cora, [first, second]).await
    }

    /// The incident with these claims; only the first consents.
    async fn of(
        server: Server,
        incident: Incident,
        mut cora: Browser,
        [(mut ada, first), (_, second)]: [(Browser, String); 2],
    ) -> Ground {
        consent(&mut ada, "yes").await;
        let frozen = cora.post(&at("snapshots"), &[("title", "The first")]).await;
        work_off(&server.app, &[JobKind::Snapshot]).await;
        server.all_done(&incident).await;
        assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
        let ines = server.member(&incident, INES, Role::Investigator).await;
        Ground {
            server,
            incident,
            ada,
            references: [first, second],
            ines,
        }
    }

    /// Releases the snapshot to the investigator, and returns the release's id.
    async fn release(&self, days: &str) -> String {
        self.release_as("law_enforcement", days).await
    }

    async fn release_as(&self, recipient: &str, days: &str) -> String {
        self.release_of("1", recipient, days).await
    }

    async fn release_of(&self, snapshot: &str, recipient: &str, days: &str) -> String {
        let store = &self.server.app.store;
        let ines = store.person_by_email(INES).await.unwrap().unwrap();
        let asked = [
            ("snapshot", snapshot),
            ("investigator", ines.id.as_str()),
            ("recipient", recipient),
            ("purpose", "Case 2022-17"),
            ("case_number", "2022-17"),
            ("days", days),
        ];
        let mut cora = self.signed_in("cora@example.org").await;
        let done = cora.post(&at("releases"), &asked).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        let releases = store.releases(&self.incident.id).await.unwrap();
        let waiting = releases.iter().find(|one| one.approved_by.is_none());
        let id = waiting.unwrap().id.clone();
        let mail = format!("{id}@example.org");
        let mut otto = coordinator(&self.server, &self.incident, &mail).await;
        let approve = at(&format!("releases/{id}/approve"));
        let approved = otto.post(&approve, &[]).await;
        assert_eq!(approved.status, StatusCode::SEE_OTHER);
        id
    }

    async fn signed_in(&self, mail: &str) -> Browser {
        let mut browser = self.server.browser();
        let fields = [("email", mail), ("password", PASSWORD)];
        let answer = browser.post("/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        browser
    }

    async fn logged(&self, action: &str) -> usize {
        let chain = self.server.app.store.custody_chain(&self.incident.id).await;
        let chain = chain.unwrap();
        chain
            .iter()
            .filter(|record| record.action == action)
            .count()
    }

    /// Requests a bundle and waits until it is ready.
    async fn build(&mut self, release: &str) -> Answer {
        let build = format!("{BUNDLES}/{release}/build");
        let asked = self.ines.post(&build, &[]).await;
        self.server.all_done(&self.incident).await;
        asked
    }

    /// The address of the newest bundle.
    async fn newest_bundle(&mut self) -> String {
        let page = self.ines.get(BUNDLES).await.text();
        let (before, _) = page.split_once(".zip\"").expect("a bundle is listed");
        let (_, id) = before.rsplit_once('/').unwrap();
        format!("{BUNDLES}/{id}.zip")
    }
}

async fn consent(claimant: &mut Browser, given: &str) {
    decide(claimant, "law_enforcement", given).await;
}

async fn decide(claimant: &mut Browser, recipient: &str, given: &str) {
    let page = claimant.get("/i/attack/claim/consents").await.text();
    let (_, rest) = page.split_once(r#"name="version" value=""#).unwrap();
    let version = rest.split('"').next().unwrap().to_owned();
    let fields = [("version", version.as_str()), (recipient, given)];
    let decided = claimant.post("/i/attack/claim/consents", &fields).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
}

fn member(zip: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut paths = archive.file_names().map(|path| path.unwrap().into_owned());
    let path = paths.find(|path| path.ends_with(name));
    let path = path.expect("the bundle has it");
    drop(paths);
    let mut text = String::new();
    let mut file = archive.by_name(&path).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn bundle_is_built_downloaded_logged_and_verifies() {
    let mut ground = Ground::with(Limits::default()).await;
    let nothing = ground.ines.get(BUNDLES).await;
    assert!(
        nothing.contains("Nothing has been released to you yet"),
        "{}",
        nothing.text()
    );
    let release = ground.release("30").await;
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains("Agree to be in a bundle built now: 1;"),
        "{}",
        page.text()
    );
    assert!(page.contains("No bundle has been built yet"));
    let built = ground.build(&release).await;
    assert_eq!(built.location, format!("{BUNDLES}?done=bundle-building"));
    let bundle = ground.newest_bundle().await;
    let got = ground.ines.get(&bundle).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.headers[header::CONTENT_TYPE], "application/zip");
    let disposition = got.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    let name = disposition.strip_prefix("attachment; filename=\"").unwrap();
    let name = name.strip_suffix('"').unwrap();
    assert!(name.starts_with("redress-attack-1-"), "{name}");
    // The commands to check it name this bundle, whatever other files lie beside it.
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains(&format!("unzip {name} &amp;&amp; cd redress-attack-1\n")),
        "{}",
        page.text()
    );
    assert!(page.contains(&format!("redress verify ../{name}")));
    assert_eq!(
        got.headers[header::CONTENT_LENGTH],
        got.bytes.len().to_string()
    );
    assert_eq!(ground.logged("bundle-built").await, 1);
    assert_eq!(ground.logged("bundle-downloaded").await, 1);

    let bytes = Cursor::new(&got.bytes);
    let verdict = report::verify_reader(bytes, None, &report::VerifyLimits::default()).unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
    let claimants = member(&got.bytes, "statements/claimants.csv");
    assert!(claimants.contains(&ground.references[0]), "{claimants}");
    assert!(!claimants.contains("bob.long"), "{claimants}");
}

/// Asserts that nothing in a bundle is dated after the moment it belongs to.
fn assert_times_rise(zip: &[u8]) {
    let log = member(zip, "provenance/custody.jsonl");
    let log: Vec<Record> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let times: Vec<&str> = log.iter().map(|record| &*record.time).collect();
    assert!(times.is_sorted(), "{times:?}");
    let facts = member(zip, "provenance/report.json");
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    let [frozen, built] = ["frozen_at", "built_at"].map(|at| facts[at].as_str().unwrap());
    let at_freezing = facts["custody_sequence"].as_u64().unwrap();
    let at_freezing = log.iter().find(|record| record.sequence == at_freezing);
    assert!(&*at_freezing.unwrap().time <= frozen && frozen <= built);
    assert!(log.iter().any(|record| record.action == "release-approved"));
    assert!(times.last().unwrap() <= &built, "{times:?} {built}");
    let consents = member(zip, "statements/consents.csv");
    for agreed in consents.lines().skip(1) {
        assert!(
            agreed.rsplit(',').next().unwrap() <= built,
            "{agreed} {built}"
        );
    }
    let verdict = report::verify_reader(Cursor::new(zip), None, &report::VerifyLimits::default());
    let verdict = verdict.unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
}

#[tokio::test]
async fn bundle_is_built_of_the_current_state_at_each_request() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    ground.server.pass_minutes(5);
    ground.build(&release).await;
    let app = &ground.server.app;
    let kept = app.store.bundles(&ground.incident.id, &release).await;
    let kept = kept.unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].made_at_us, app.clock.now_us());
    let now = time_text(app.clock.now_us());
    let bundle = format!("{BUNDLES}/{}.zip", kept[0].id);
    let got = ground.ines.get(&bundle).await;
    let facts = member(&got.bytes, "provenance/report.json");
    assert!(
        facts.contains(&format!("\"built_at\": \"{now}\"")),
        "{facts}"
    );
    // The log in it is current too: it contains the first bundle.
    let log = member(&got.bytes, "provenance/custody.jsonl");
    assert!(log.contains("bundle-built"), "{log}");
    assert_times_rise(&got.bytes);
}

#[tokio::test]
async fn bundle_is_dated_after_everything_in_it_whatever_the_clock_does() {
    let mut ground = Ground::with(Limits::default()).await;
    let store = ground.server.app.store.clone();
    let ines = store.person_by_email(INES).await.unwrap().unwrap();
    // The person who builds it arrived before the release was approved.
    let came_us = ground.server.app.clock.now_us();
    ground.server.pass_minutes(3);
    let id = ground.release("30").await;
    consent(&mut ground.ada, "no").await;
    consent(&mut ground.ada, "yes").await;
    let release = store.release(&ground.incident.id, &id).await.unwrap();
    for minutes in [0, -600, 1, 900] {
        ground.server.pass_minutes(minutes);
        let by = Actor::new(&ines.id, Role::Investigator, came_us);
        let built = bundle::build(&ground.server.app, &by, &release).await;
        let built = built.unwrap();
        assert!(Some(built.made_at_us) >= release.approved_at_us);
        let bytes = store.read_bytes(&ground.incident.id, &built.sha256).await;
        assert_times_rise(&bytes.unwrap());
    }
}

#[tokio::test]
async fn bundle_is_built_from_a_bucket_and_unreachable_files_are_reported() {
    let (server, s3) = Server::in_bucket(Limits::default()).await;
    let mut ground = Ground::on(server).await;
    let release = ground.release("30").await;
    assert_eq!(ground.build(&release).await.status, StatusCode::SEE_OTHER);
    let bundle = ground.newest_bundle().await;
    let got = ground.ines.get(&bundle).await;
    assert_eq!(got.status, StatusCode::OK);
    let bytes = Cursor::new(&got.bytes);
    let keys = [ground.server.app.key.public()];
    let verdict =
        report::verify_reader(bytes, Some(&keys), &report::VerifyLimits::default()).unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
    assert!(
        !ground
            .server
            .app
            .store
            .data_dir()
            .join("signing-key")
            .exists()
    );
    // The storage does not answer any more. The page says so, and treats nothing as missing.
    s3.fail("HEAD", 0, Fault::Refused, usize::MAX);
    let away = ground.ines.get(&bundle).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        away.contains("The files are out of reach right now"),
        "{}",
        away.text()
    );
    assert_eq!(away.headers[header::RETRY_AFTER], "60");
    s3.fail("HEAD", 0, Fault::Refused, 0);
    assert_eq!(ground.ines.get(&bundle).await.bytes, got.bytes);
}

/// The exact figures of a part of a page.
fn figures(part: &str) -> Vec<Money> {
    let figures = part.split("<data value=\"").skip(1);
    figures
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|value| value.contains('.'))
        .map(|value| value.parse().unwrap())
        .collect()
}

/// The part of a page between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page.split_once(from).expect(from);
    rest.split_once(to).expect(to).0
}

#[tokio::test]
async fn figure_of_the_bundle_stands_first_and_the_difference_to_the_report_adds_up() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    let mut expected_withheld = vec![(ground.references[1].clone(), "withheld: no consent")];
    for withdrawn in [false, true] {
        if withdrawn {
            let page = ground.ada.get("/i/attack/claim/withdraw").await.text();
            let version = between(&page, r#"name="version" value=""#, "\"").to_owned();
            let sure = [("version", version.as_str()), ("sure", "yes")];
            ground.ada.post("/i/attack/claim/withdraw", &sure).await;
            expected_withheld.push((ground.references[0].clone(), "withdrawn since"));
        }
        let page = ground.ines.get(BUNDLES).await.text();
        let summary = between(&page, "<dl class=\"summary\">", "</dl>");
        let [bundle, report] = figures(summary)[..] else {
            panic!("two figures: {summary}")
        };
        assert_eq!(report, "38498.50000000".parse().unwrap());
        let table = between(&page, "Why the two figures differ", "</details>");
        let rows = figures(between(table, "<tbody", "</tbody>"));
        let sum = rows.iter().copied().sum::<Money>();
        assert_eq!(rows.len(), expected_withheld.len());
        assert_eq!(bundle + sum, report);
        assert_eq!(figures(between(table, "<tfoot", "</tfoot>")), [sum]);
        for (reference, why) in &expected_withheld {
            let row = between(table, reference, "</tr>");
            assert!(row.contains(why), "{row}");
        }
        // The row of a built bundle shows its contents, both at that time and now.
        let built = between(&page, "Bundles built", "</table>");
        assert_eq!(figures(built), ["19249.25".parse().unwrap()], "{built}");
    }
}

#[tokio::test]
async fn the_case_number_of_the_second_report_is_saved_on_the_second() {
    let mut ground = Ground::with(Limits::default()).await;
    let mut cora = ground.signed_in("cora@example.org").await;
    let frozen = cora
        .post(&at("snapshots"), &[("title", "The second")])
        .await;
    ground.server.all_done(&ground.incident).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
    let first = ground.release_of("1", "law_enforcement", "30").await;
    let second = ground.release_of("2", "law_enforcement", "30").await;
    let page = ground.ines.get(BUNDLES).await.text();
    // As in a browser: the label below the second report leads to its field, the field is in
    // a form, and the form is sent.
    let section = between(&page, "Report no. 2", "</section>");
    let field = between(section, "<label for=\"", "\"");
    assert_eq!(
        page.matches(&format!(" id=\"{field}\"")).count(),
        1,
        "{page}"
    );
    let form = page
        .split("<form")
        .find(|form| form.contains(&format!(" id=\"{field}\"")));
    let to = between(form.unwrap(), "action=\"", "\"").to_owned();
    let fields = [("was", "2022-17"), ("case_number", "B-22")];
    let saved = ground.ines.post(&to, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let store = &ground.server.app.store;
    let mut numbers = Vec::new();
    for id in [&first, &second] {
        let release = store.release(&ground.incident.id, id).await.unwrap();
        numbers.push(release.case_number);
    }
    assert_eq!(numbers, ["2022-17", "B-22"]);
    // The error is shown at the field of that report, with a link to it.
    let long = "8".repeat(101);
    let refused = ground.ines.post(&to, &[("case_number", &long)]).await;
    assert!(
        refused.contains(&format!("href=\"#{field}\"")),
        "{}",
        refused.text()
    );
    let section = refused.text();
    let section = between(&section, "Report no. 2", "</section>");
    assert!(section.contains(&long), "{section}");
}

#[tokio::test]
async fn consent_taken_back_removes_the_claim_from_the_next_bundle_and_the_search() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    let search = format!("/i/attack/search?q={}", ground.references[0]);
    let found = ground.ines.get(&search).await;
    assert!(found.contains("trades.csv"), "{}", found.text());
    let other = format!("/i/attack/search?q={}", ground.references[1]);
    assert!(ground.ines.get(&other).await.contains("No results"));
    let token = ground.ines.get("/i/attack/search?q=dmg").await;
    assert!(token.contains("trades.csv:4"), "{}", token.text());
    assert!(ground.logged("searched").await >= 1);
    // A report has the same name in the log, whoever views it.
    let mut cora = ground.signed_in("cora@example.org").await;
    cora.get(&at("snapshots/1")).await;
    ground.ines.get(BUNDLES).await;
    let chain = ground
        .server
        .app
        .store
        .custody_chain(&ground.incident.id)
        .await;
    let seen: Vec<(String, String)> = chain
        .unwrap()
        .into_iter()
        .filter(|record| record.action == "snapshot-seen")
        .map(|record| (record.role, record.object))
        .collect();
    for role in ["coordinator", "investigator"] {
        let looked = (role.to_owned(), "snapshot 1".to_owned());
        assert!(seen.contains(&looked), "{role}: {seen:?}");
    }
    ground.build(&release).await;
    consent(&mut ground.ada, "no").await;
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains("Agree to be in a bundle built now: 0;"),
        "{}",
        page.text()
    );
    assert!(ground.ines.get(&search).await.contains("No results"));
}

#[tokio::test]
async fn ids_of_an_exchange_are_listed_up_to_the_limit_and_more_are_mentioned() {
    const FTX: &str = "id,time,market,side,type,size,price,fee,feeCurrency\n\
        7001,2022-10-18T21:00:00.000000+00:00,BTC/USDT,sell,market,1,19500,1,USDT\n\
        7002,2022-10-18T21:00:07.000000+00:00,BTC/USDT,sell,market,2,19500,1,USDT\n\
        7003,2022-10-18T21:00:09.000000+00:00,BTC/USDT,sell,market,3,19500,1,USDT\n";
    for (listed_max, last_is_listed) in [(3, true), (2, false)] {
        let limits = Limits::but(|limits| limits.pages.preserved_ids_max = listed_max);
        let server = Server::with(limits).await;
        let incident = server.incident("attack").await;
        let mut cora = coordinator(&server, &incident, "cora@example.org").await;
        add_prices(&mut cora, "prices.csv", PRICES, "").await;
        let first = handed_in_with(&server, &incident, "ada@example.org", FTX).await;
        let second = handed_in(&server, &incident, "bob.long@example.org").await;
        let mut ground = Ground::of(server, incident, cora, [first, second]).await;
        ground.release("30").await;
        let page = ground.ines.get(BUNDLES).await.text();
        let asked = between(&page, "For a preservation request", "</table>");
        assert!(asked.contains("7001\n7002"), "{asked}");
        assert_eq!(asked.contains("7003"), last_is_listed, "{asked}");
        assert_eq!(asked.contains("There are more"), !last_is_listed, "{asked}");
        // The search reads the lines: it finds each of them.
        let found = ground.ines.get("/i/attack/search?q=7003").await;
        assert!(found.contains("trades.csv:4"), "{}", found.text());
    }
}

#[tokio::test]
async fn bundle_holds_claims_that_consent_to_its_recipient() {
    let mut ground = Ground::with(Limits::default()).await;
    // Ada consented to the police but not to the lawyers.
    let release = ground.release_as("lawyers", "30").await;
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains("Agree to be in a bundle built now: 0;"),
        "{}",
        page.text()
    );
    assert!(page.contains("lawyers"), "{}", page.text());
    decide(&mut ground.ada, "lawyers", "yes").await;
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains("Agree to be in a bundle built now: 1;"),
        "{}",
        page.text()
    );
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    let got = ground.ines.get(&bundle).await;
    let consents = member(&got.bytes, "statements/consents.csv");
    assert!(consents.contains(",lawyers,"), "{consents}");
    assert!(!consents.contains("law_enforcement"), "{consents}");
    let facts = member(&got.bytes, "provenance/report.json");
    assert!(facts.contains("lawyers"), "{facts}");
}

#[tokio::test]
async fn bundle_states_since_when_each_claim_consents_also_after_freezing() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    let first = ground.newest_bundle().await;
    let before = ground.ines.get(&first).await;
    let frozen_with = member(&before.bytes, "statements/consents.csv");
    for (minutes, given) in [(1, "no"), (1, "yes")] {
        ground.server.pass_minutes(minutes);
        consent(&mut ground.ada, given).await;
    }
    // The same claims under another consent make another bundle.
    ground.build(&release).await;
    let store = &ground.server.app.store;
    let kept = store.bundles(&ground.incident.id, &release).await.unwrap();
    assert_eq!(kept.len(), 2);
    let (now, then) = (&kept[0], &kept[1]);
    assert_eq!(now.claims, then.claims);
    let bundle = format!("{BUNDLES}/{}.zip", now.id);
    let got = ground.ines.get(&bundle).await;
    let consents = member(&got.bytes, "statements/consents.csv");
    let since = time_text(now.made_at_us);
    let line = format!("{},law_enforcement,{since}", ground.references[0]);
    assert!(consents.contains(&line), "{consents}");
    assert!(!frozen_with.contains(&line), "{frozen_with}");
    let bytes = Cursor::new(&got.bytes);
    let verdict = report::verify_reader(bytes, None, &report::VerifyLimits::default()).unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
}

#[tokio::test]
async fn bundle_is_not_downloaded_once_a_claim_in_it_no_longer_consents() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
    consent(&mut ground.ada, "no").await;
    let refused = ground.ines.get(&bundle).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.contains("no longer agrees"), "{}", refused.text());
    assert!(refused.contains("Build a bundle of the current state"));
    let link = format!("href=\"{bundle}\"");
    assert!(!refused.contains(&link), "no link leads there");
    assert_eq!(ground.logged("bundle-downloaded").await, 1);
    // A new bundle holds the claims that consent: none.
    ground.build(&release).await;
    let anew = ground.newest_bundle().await;
    assert_ne!(anew, bundle);
    let got = ground.ines.get(&anew).await;
    assert_eq!(got.status, StatusCode::OK);
    let claimants = member(&got.bytes, "statements/claimants.csv");
    assert!(!claimants.contains(&ground.references[0]), "{claimants}");
    // After a new consent, the old bundle may leave again.
    consent(&mut ground.ada, "yes").await;
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
}

#[tokio::test]
async fn bundle_is_not_downloaded_once_a_claim_in_it_was_withdrawn() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    let page = ground.ada.get("/i/attack/claim/withdraw").await.text();
    let (_, rest) = page.split_once(r#"name="version" value=""#).unwrap();
    let version = rest.split('"').next().unwrap();
    let sure = [("version", version), ("sure", "yes")];
    let taken = ground.ada.post("/i/attack/claim/withdraw", &sure).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::CONFLICT);
    assert!(ground.ines.get(BUNDLES).await.contains("Closed:"));
}

#[tokio::test]
async fn report_is_hidden_from_people_without_a_release() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    let mut irma = ground
        .server
        .member(&ground.incident, "irma@example.org", Role::Investigator)
        .await;
    let mut cora = ground.signed_in("cora@example.org").await;
    let mut ada = ground.ada.clone();
    let mut nobody = ground.server.browser();
    let build = format!("{BUNDLES}/{release}/build");
    let case = format!("{BUNDLES}/{release}/case");
    for browser in [&mut irma, &mut cora, &mut ada] {
        assert_eq!(browser.get(&bundle).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            browser.post(&build, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        let named = browser.post(&case, &[("case_number", "7")]).await;
        assert_eq!(named.status, StatusCode::NOT_FOUND);
    }
    for browser in [&mut cora, &mut ada] {
        assert_eq!(browser.get(BUNDLES).await.status, StatusCode::NOT_FOUND);
        let search = browser.get("/i/attack/search?q=dmg").await;
        assert_eq!(search.status, StatusCode::NOT_FOUND);
    }
    assert!(
        irma.get(BUNDLES)
            .await
            .contains("Nothing has been released to you")
    );
    assert!(
        irma.get("/i/attack/search?q=dmg")
            .await
            .contains("No results")
    );
    let sent = nobody.get(&bundle).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(sent.location.starts_with("/sign-in"), "{}", sent.location);
    for name in ["nothing.zip", "nothing", "..%2f..%2fkey.zip"] {
        let none = ground.ines.get(&format!("{BUNDLES}/{name}")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn release_that_expired_or_ended_closes_its_bundle() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("1").await;
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    ground.server.pass_minutes(24 * 60 + 1);
    ground.ines = ground.signed_in(INES).await;
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ground.build(&release).await.status, StatusCode::NOT_FOUND);

    let release = ground.release("30").await;
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
    let mut cora = ground.signed_in("cora@example.org").await;
    let end = format!("{GROUP}/releases/{release}/end");
    assert_eq!(cora.post(&end, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_download_asks_for_the_password_when_the_sign_in_is_not_fresh() {
    let limits = Limits::but(|limits| {
        limits.sign_in.fresh_minutes = 5;
    });
    let mut ground = Ground::with(limits).await;
    let release = ground.release("30").await;
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    // The sign-in is fresh until the last minute, and not longer.
    ground.server.pass_minutes(4);
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
    ground.server.pass_minutes(1);
    let asked = ground.ines.get(&bundle).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(asked.location, format!("/account/confirm?next={bundle}"));
    let wrong = [("password", "not this one"), ("next", &*bundle)];
    let refused = ground.ines.post("/account/confirm", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("password", PASSWORD), ("next", &*bundle)];
    let confirmed = ground.ines.post("/account/confirm", &right).await;
    assert_eq!(confirmed.location, bundle);
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
}

#[tokio::test]
async fn downloads_are_counted_against_their_limit() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 3;
    });
    let mut ground = Ground::with(limits).await;
    let release = ground.release("30").await;
    // One build and two downloads are three.
    ground.build(&release).await;
    let bundle = ground.newest_bundle().await;
    for _ in 0..2 {
        assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
    }
    let past = ground.ines.get(&bundle).await;
    assert_eq!(past.status, StatusCode::TOO_MANY_REQUESTS);
    let later = past.headers.get(header::RETRY_AFTER);
    assert!(later.is_some(), "it says when to try again");
    let past = ground.build(&release).await;
    assert_eq!(past.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_case_number_is_kept_up_to_its_length_and_not_past_it() {
    let mut ground = Ground::with(Limits::default()).await;
    let release = ground.release("30").await;
    let path = format!("{BUNDLES}/{release}/case");
    let longest = "7".repeat(100);
    let was = ground.ines.get(BUNDLES).await.field("was");
    let fields = [("was", was.as_str()), ("case_number", longest.as_str())];
    let kept = ground.ines.post(&path, &fields).await;
    assert_eq!(kept.location, format!("{BUNDLES}?done=case-saved"));
    // An older page does not undo it.
    let late = [("was", was.as_str()), ("case_number", "late")];
    let late = ground.ines.post(&path, &late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        late.contains("in another window") && late.contains(&longest),
        "{}",
        late.text()
    );
    assert!(ground.ines.get(BUNDLES).await.contains(&longest));
    assert_eq!(ground.logged("case-number-noted").await, 1);
    let longer = "8".repeat(101);
    let refused = ground.ines.post(&path, &[("case_number", &longer)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains(&longer), "what was typed is kept");
    assert!(
        refused.contains("at most 100 characters"),
        "{}",
        refused.text()
    );
    assert!(ground.ines.get(BUNDLES).await.contains(&longest));
}

/// The incident on a server that builds no bundle by itself.
async fn without_bundles() -> Ground {
    let limits = Limits::but(|limits| {
        limits.exports.bundle_jobs_max = 0;
        limits.jobs.requests_waiting_max = 2;
    });
    Ground::with(limits).await
}

#[tokio::test]
async fn bundle_shows_as_being_built_until_it_can_be_downloaded() {
    let mut ground = without_bundles().await;
    let release = ground.release("30").await;
    let once = ground.ines.get(BUNDLES).await.field("once");
    let build = format!("{BUNDLES}/{release}/build");
    for _ in 0..2 {
        let asked = ground.ines.post(&build, &[("once", &once)]).await;
        assert_eq!(asked.location, format!("{BUNDLES}?done=bundle-building"));
    }
    assert_eq!(
        ground.logged("bundle-requested").await,
        1,
        "two clicks are one"
    );
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains("A bundle is being built") && page.contains("Waiting for its turn"),
        "{}",
        page.text()
    );
    assert!(!page.contains(".zip\""), "nothing is offered yet");
    let jobs = ground.ines.get(&format!("{BUNDLES}/jobs")).await;
    assert!(jobs.contains(&format!("bundle-{once}")), "{}", jobs.text());
    work_off(&ground.server.app, &[JobKind::Bundle]).await;
    let jobs = ground.ines.get(&format!("{BUNDLES}/jobs")).await;
    assert_eq!(jobs.text(), "{}");
    let bundle = ground.newest_bundle().await;
    assert_eq!(bundle, format!("{BUNDLES}/{once}.zip"));
    assert_eq!(ground.ines.get(&bundle).await.status, StatusCode::OK);
    // An older page requests nothing again.
    ground.ines.post(&build, &[("once", &once)]).await;
    work_off(&ground.server.app, &[JobKind::Bundle]).await;
    assert_eq!(ground.logged("bundle-built").await, 1);
}

#[tokio::test]
async fn bundle_is_not_built_once_its_release_ended() {
    let mut ground = without_bundles().await;
    let release = ground.release("30").await;
    let build = format!("{BUNDLES}/{release}/build");
    ground.ines.post(&build, &[]).await;
    let mut cora = ground.signed_in("cora@example.org").await;
    let ended = cora
        .post(&at(&format!("releases/{release}/end")), &[])
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    work_off(&ground.server.app, &[JobKind::Bundle]).await;
    let store = &ground.server.app.store;
    let jobs = store.requested_jobs(&ground.incident.id, JobKind::Bundle);
    let job = jobs.await.unwrap().remove(0);
    assert_eq!(job.problem, Some(JobProblem::ReleaseEnded));
    assert!(job.is_given_up(3), "it would fail each time");
    assert_eq!(ground.logged("bundle-built").await, 0);
    let again = format!("{BUNDLES}/{}/again", job.subject);
    let again = ground.ines.post(&again, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn bundle_that_failed_shows_why_and_is_tried_again_by_its_own_person() {
    let mut ground = without_bundles().await;
    let release = ground.release("30").await;
    let build = format!("{BUNDLES}/{release}/build");
    for _ in 0..2 {
        ground.ines.post(&build, &[]).await;
    }
    let past = ground.ines.post(&build, &[]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.contains("You are already waiting for 2 reports and bundles"));
    let store = ground.server.app.store.clone();
    let terms = LeaseTerms {
        lease_us: 1_000_000,
        tries_max: 3,
    };
    let job = store.take_job_of(&[JobKind::Bundle], &terms, NOW_US);
    let job = job.await.unwrap().unwrap();
    let problem = JobProblem::TooLarge {
        bytes_max: 5 << 20,
        limit: "limits.storage.file_bytes_max".into(),
    };
    store.fail_job(&job, &problem, NOW_US).await.unwrap();
    let page = ground.ines.get(BUNDLES).await;
    assert!(
        page.contains("A bundle could not be built") && page.contains("keeps (5 MB)"),
        "{}",
        page.text()
    );
    let again = format!("{BUNDLES}/{}/again", job.subject);
    let mut irma = ground
        .server
        .member(&ground.incident, "irma@example.org", Role::Investigator)
        .await;
    irma.post(&again, &[]).await;
    let kept = store.job(JobKind::Bundle, &job.subject).await.unwrap();
    assert!(kept.unwrap().is_given_up(3), "it is not theirs");
    let asked = ground.ines.post(&again, &[]).await;
    assert_eq!(asked.location, format!("{BUNDLES}?done=bundle-building"));
    work_off(&ground.server.app, &[JobKind::Bundle]).await;
    let built = store.bundles(&ground.incident.id, &release).await.unwrap();
    assert_eq!(built.len(), 2);
}
