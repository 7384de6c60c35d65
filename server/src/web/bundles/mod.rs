//! The investigator's pages: released reports, bundles, search.
//!
//! Everything depends on the releases to this person that are active now. Without a release,
//! there is no report, no bundle and no search result.

#[cfg(test)]
mod page_tests;

use std::collections::BTreeMap;

use app::forms::Form;
use app::forms::limits::{cut, is_longer};
use app::pages::bundles::{
    self as pages, BundleRow, Bundles, Difference, Found, Hit, Making, Preservation, Released,
    WithheldRow,
};
use app::pages::group::totals::ground_of;
use app::parts::paging::Paging;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use casework::custody::CustodyEvent;
use casework::snapshot::{Claim, Content, ContestedAt, Line, Row, Share, Shares};
use casework::totals::TotalsError;
use casework::{Permission, Role, Standing, Whose};
use ledger::secrets::masked;
use ledger::{Fact, Money};
use store::{Job, JobKind, JobRequest, NewRequest, Note, Release, StoreError};
use tokio_util::io::ReaderStream;

use super::group::once;
use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs::bundle;
use crate::jobs::bundle::Answers;
use crate::jobs::workers;
use crate::web::frame::job_progress::{progress_json, shown as shown_job};
use crate::web::frame::{Finished, MemberContext, Posted, WebError, done, go_to};

/// The routes of bundles and search.
pub fn router() -> Router<App> {
    let base = "/i/{incident}/bundles";
    Router::new()
        .route(base, get(page))
        .route(&format!("{base}/{{release}}/build"), post(build))
        .route(&format!("{base}/{{release}}/case"), post(save_case))
        .route(&format!("{base}/{{id}}/again"), post(build_again))
        .route(&format!("{base}/jobs"), get(jobs_now))
        .route(&format!("{base}/{{file}}"), get(download))
        .route("/i/{incident}/search", get(search))
}

/// The role that may do this under a release that is addressed to the person and active now.
fn may_under(
    app: &App,
    here: &MemberContext,
    act: Permission,
    release: &Release,
) -> Result<Role, WebError> {
    let to_them = release.investigator == here.who.person.id;
    let released = to_them && release.is_active(app.clock.now_us());
    here.may_as(act, |role| {
        Standing::new(role, Whose::Other).released(released)
    })
}

/// The releases to this person that are active now.
async fn releases(app: &App, here: &MemberContext) -> Result<Vec<Release>, WebError> {
    let now_us = app.clock.now_us();
    Ok(app
        .store
        .releases_to(&here.incident.id, &here.who.person.id, now_us)
        .await?)
}

async fn release(app: &App, here: &MemberContext, id: &str) -> Result<Release, WebError> {
    releases(app, here)
        .await?
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(WebError::NotFound)
}

async fn page(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::SeeBundles, false)?;
    let bundles = bundles(&app, &here).await?;
    let texts = here.texts();
    let mut cases = bundles.released.iter().map(|report| {
        let form = app.form().keyed(&report.id);
        here.resumed(form, &format!("bundles/{}/case", report.id))
    });
    // A form that was sent after the last session had ended; it appears at its report.
    let form = cases.find(|form| !form.values("case_number").is_empty());
    let form = form.unwrap_or_else(|| app.form());
    Ok(here.page(&app, &texts.t("bundles-title"), true, || {
        pages::bundles(texts, &bundles, &form)
    }))
}

async fn bundles(app: &App, here: &MemberContext) -> Result<Bundles, WebError> {
    let mut released = Vec::new();
    for one in releases(app, here).await? {
        released.push(describe(app, here, one).await?);
    }
    released.sort_by_key(|one| std::cmp::Reverse(one.number));
    Ok(Bundles {
        path: here.path("bundles"),
        fingerprint: app.key.public().fingerprint(),
        released,
    })
}

async fn describe(app: &App, here: &MemberContext, release: Release) -> Result<Released, WebError> {
    let role = may_under(app, here, Permission::SeeReleased, &release)?;
    let snapshot = app
        .store
        .snapshot_by_id(&here.incident.id, &release.snapshot)
        .await?;
    let seen = store::snapshot_object(snapshot.number);
    let note = Note::new(CustodyEvent::SnapshotSeen, &seen).sha256(&snapshot.content_sha256);
    let by = here.by(app, role);
    app.store
        .look(&by, &here.incident.id, &here.who.session_key, note)
        .await?;
    let content = app.contents.of(&app.store, &snapshot).await?;
    let answers = bundle::answers(&app.store, &content, &release).await?;
    let built = app.store.bundles(&here.incident.id, &release.id).await?;
    let mut bundles = Vec::new();
    for one in built {
        let may_leave = bundle::may_leave(&app.store, &one, &release).await?;
        let shares = content.shares(|claim| one.claims.iter().any(|known| known == claim));
        let shares = shares.map_err(broken)?;
        bundles.push(BundleRow {
            href: may_leave.then(|| here.path(&format!("bundles/{}.zip", one.id))),
            name: file_name(here, snapshot.number, &one.sha256),
            folder: report::top_folder(&content),
            sha256: one.sha256,
            size_bytes: one.size_bytes,
            built: rfc3339(one.made_at_us),
            withheld: shares.whole.claims.counted - shares.shared.claims.counted,
            shared: shown(&shares.shared),
        });
    }
    let goes = |claim: &str| answers.shared.contains_key(claim);
    let shares = content.shares(goes).map_err(broken)?;
    Ok(Released {
        id: release.id.clone(),
        number: snapshot.number,
        frozen: rfc3339(content.frozen_at_us),
        recipient: release.recipient,
        purpose: release.purpose.clone(),
        case_number: release.case_number.clone(),
        until: release.expires_at_us.map(rfc3339),
        shared: shown(&shares.shared),
        whole: shown(&shares.whole),
        difference: difference(&shares, &answers),
        ground: ground_of(&content.totals),
        preservation: preservation(
            &content,
            &answers,
            app.config.limits.pages.preserved_ids_max,
        ),
        bundles,
        making: making(app, here, &release.id).await?,
        once: app.random.id(),
    })
}

/// The bundles that the person requested under a release and that are not ready.
async fn making(app: &App, here: &MemberContext, of: &str) -> Result<Vec<Making>, WebError> {
    let jobs = requested(app, here).await?.into_iter();
    let jobs = jobs.filter(|(release, _)| release == of);
    let rows = jobs.filter_map(|(_, job)| {
        let key = format!("bundle-{}", job.subject);
        Some(Making {
            job: shown_job(app, key, &job)?,
            id: job.subject,
            asked: rfc3339(job.waiting_since_us),
        })
    });
    Ok(rows.collect())
}

/// The bundles that the person requested and that are not ready, each with its release.
async fn requested(app: &App, here: &MemberContext) -> Result<Vec<(String, Job)>, WebError> {
    let jobs = app.store.requested_jobs(&here.incident.id, JobKind::Bundle);
    let person = Some(&here.who.person.id);
    let own = jobs.await?.into_iter();
    let own = own.filter(|job| job.asked_by.as_ref() == person);
    Ok(own
        .filter_map(|job| match &job.request {
            Some(JobRequest::Bundle { release }) => Some((release.clone(), job)),
            _ => None,
        })
        .collect())
}

/// Their progress, for the page's script.
async fn jobs_now(State(app): State<App>, here: MemberContext) -> Result<Response, WebError> {
    here.may(Permission::SeeBundles, false)?;
    let mut jobs = Vec::new();
    for release in releases(&app, &here).await? {
        jobs.extend(making(&app, &here, &release.id).await?);
    }
    Ok(progress_json(
        here.texts(),
        jobs.into_iter().map(|row| row.job),
    ))
}

fn broken(cause: TotalsError) -> WebError {
    WebError::Broken(cause.into())
}

/// The figures of a share as the page shows them.
fn shown(share: &Share) -> pages::Share {
    pages::Share {
        claims: share.claims,
        net: net(share),
        unpriced: share.sums.unpriced,
    }
}

/// The net of a share; none where too few of its lines have a price.
fn net(share: &Share) -> Option<Money> {
    share.sums.figure(share.net())
}

/// The difference between a report and the bundle, by claim.
fn difference(shares: &Shares, answers: &Answers) -> Difference {
    let mut difference = Difference::default();
    for (reference, share) in &shares.withheld {
        let why = answers.withheld.get(reference);
        let Some(why) = why.filter(|_| share.claims.counted > 0) else {
            continue;
        };
        let net = net(share);
        if net.is_none() {
            *difference.rest.get_or_insert_default() += share.net();
        }
        difference.rows.push(WithheldRow {
            reference: reference.clone(),
            why: *why,
            net,
        });
    }
    if let (Some(whole), Some(shared)) = (net(&shares.whole), net(&shares.shared)) {
        difference.net = Some(whole - shared);
    }
    difference
}

/// The file name of a bundle after the download: the name of the folder inside, then which
/// of the report's bundles it is.
fn file_name(here: &MemberContext, number: i64, sha256: &str) -> String {
    let hash = sha256.get(..12).unwrap_or(sha256);
    format!("redress-{}-{number}-{hash}.zip", here.incident.slug)
}

/// What each exchange would be asked to preserve, over the claims that consent. Each list
/// has at most `listed_max` items.
fn preservation(content: &Content, answers: &Answers, listed_max: usize) -> Vec<Preservation> {
    let claims = content.claims.iter();
    let claims = claims.filter(|claim| answers.shared.contains_key(&claim.reference));
    let mut by_exchange: BTreeMap<&str, ContestedAt> = BTreeMap::new();
    for one in claims.flat_map(|claim| &claim.contested) {
        let all = by_exchange.entry(&one.exchange);
        let all = all.or_insert_with(|| ContestedAt::new(&one.exchange, one.from));
        all.add(one, listed_max);
    }
    let all = by_exchange.into_values().map(|asked| Preservation {
        exchange: asked.exchange,
        accounts: asked.accounts.into_iter().collect(),
        ids: asked.ids.into_iter().collect(),
        has_more: asked.has_more,
        from: asked.from.to_string(),
        to: asked.to.to_string(),
    });
    all.collect()
}

/// Requests a bundle; a job builds it.
async fn build(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
    Posted(form): Posted,
) -> Result<Response, WebError> {
    let release = release(&app, &here, &id).await?;
    let role = may_under(&app, &here, Permission::DownloadBundle, &release)?;
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let new = NewRequest {
        id: &once(&app, &form),
        request: JobRequest::Bundle {
            release: release.id,
        },
    };
    let terms = workers::request_terms(&app.config.limits);
    let by = here.by(&app, role);
    let asked = app.store.request_job(&by, &here.incident.id, &new, terms);
    answer(&app, &here, asked.await).await
}

/// Requests a bundle again whose build failed.
async fn build_again(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, WebError> {
    here.may(Permission::SeeBundles, false)?;
    let known = requested(&app, &here).await?.into_iter();
    let mut known = known.filter(|(_, job)| job.subject == id);
    let Some((of, _)) = known.next() else {
        // The page is old: the bundle is ready by now, or was never requested.
        return Ok(go_to(&here.path("bundles")));
    };
    let release = release(&app, &here, &of).await?;
    let role = may_under(&app, &here, Permission::DownloadBundle, &release)?;
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let terms = workers::request_terms(&app.config.limits);
    let by = here.by(&app, role);
    let incident = &here.incident.id;
    let again = app
        .store
        .request_job_again(&by, incident, JobKind::Bundle, &id, terms);
    answer(&app, &here, again.await).await
}

/// Leads to the page, which shows the progress of the bundle; 422 where too many requests
/// wait already.
async fn answer(
    app: &App,
    here: &MemberContext,
    asked: Result<(), StoreError>,
) -> Result<Response, WebError> {
    match asked {
        Ok(()) => {
            workers::wake(app);
            Ok(done(&here.path("bundles"), "bundle-building"))
        }
        Err(StoreError::TooManyJobs { waiting_max }) => {
            let args = [("count", waiting_max.into())];
            let why = here.texts().with("group-error-requests", &args);
            refused(app, here, "", why).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The page with its errors: 422.
async fn refused(
    app: &App,
    here: &MemberContext,
    field: &str,
    why: String,
) -> Result<Response, WebError> {
    let mut form = app.form();
    form.fail(field, why);
    page_with(app, here, &form).await
}

async fn page_with(app: &App, here: &MemberContext, form: &Form) -> Result<Response, WebError> {
    let texts = here.texts();
    let bundles = bundles(app, here).await?;
    Ok(here.wrong(app, &texts.t("bundles-title"), true, || {
        pages::bundles(texts, &bundles, form)
    }))
}

async fn save_case(
    State(app): State<App>,
    here: MemberContext,
    Path((_, id)): Path<(String, String)>,
    Posted(mut form): Posted,
) -> Result<Response, WebError> {
    let release = release(&app, &here, &id).await?;
    let role = may_under(&app, &here, Permission::NoteCaseNumber, &release)?;
    let number = form.value("case_number").to_owned();
    let texts = here.texts();
    let most = form.limits().case_number_characters_max;
    if is_longer(&number, most) {
        let long = texts.with("bundles-case-long", &[("count", most.into())]);
        form.fail("case_number", long);
        return page_with(&app, &here, &form.keyed(&release.id)).await;
    }
    let by = here.by(&app, role);
    let (incident, was) = (&here.incident.id, form.value("was").to_owned());
    let saved = app
        .store
        .set_case_number(&by, incident, &release.id, (&was, &number));
    match saved.await {
        Ok(()) => Ok(done(&here.path("bundles"), "case-saved")),
        // Another window of the same person was faster.
        Err(StoreError::Conflict(_)) => {
            let now = app.store.release(incident, &release.id).await?;
            let args = [("number", now.case_number.into())];
            form.fail("case_number", texts.with("bundles-case-changed", &args));
            page_with(&app, &here, &form.keyed(&release.id)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn download(
    State(app): State<App>,
    here: MemberContext,
    Path((_, file)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let id = file.strip_suffix(".zip").ok_or(WebError::NotFound)?;
    let built = app.store.bundle(&here.incident.id, id).await?;
    // The release under which it was built is still open, and addressed to this person.
    let release = release(&app, &here, &built.release).await?;
    let role = may_under(&app, &here, Permission::DownloadBundle, &release)?;
    if !bundle::may_leave(&app.store, &built, &release).await? {
        return taken_back(&app, &here).await;
    }
    if !here.who.fresh {
        let next = here.path(&format!("bundles/{file}"));
        return Ok(go_to(&format!("/account/confirm?next={next}")));
    }
    app.limits.export(&here.who.person.id, app.clock.now_us())?;
    let opened = app
        .store
        .open_bytes(&here.incident.id, &built.sha256)
        .await?;
    let note = Note::new(CustodyEvent::BundleDownloaded, id).sha256(&built.sha256);
    app.store
        .record(&here.by(&app, role), &here.incident.id, note)
        .await?;
    let snapshot = app
        .store
        .snapshot_by_id(&here.incident.id, &release.snapshot)
        .await?;
    let name = file_name(&here, snapshot.number, &built.sha256);
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(opened)));
    let mut response = (
        [
            (header::CONTENT_TYPE, "application/zip".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
            (header::CONTENT_LENGTH, built.size_bytes.to_string()),
        ],
        body,
    )
        .into_response();
    response.extensions_mut().insert(Finished);
    Ok(response)
}

/// Says that a bundle holds a claim that must not leave any more, on the page where it can
/// be built again: 409.
async fn taken_back(app: &App, here: &MemberContext) -> Result<Response, WebError> {
    let why = here.texts().t("bundles-taken-back");
    let mut response = refused(app, here, "", why).await?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// The text to search for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    page: i64,
}

async fn search(
    State(app): State<App>,
    here: MemberContext,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let role = here.may(Permission::Search, false)?;
    let blank = app.form();
    let wanted = cut(asked.q.trim(), blank.limits().query_characters_max);
    let page_rows = app.config.limits.pages.rows;
    let rows = i64::from(page_rows.max(1));
    let mut hits = Hits::new(wanted.clone(), asked.page.max(1), rows);
    if !wanted.is_empty() {
        let note = Note::new(CustodyEvent::Searched, "released reports");
        let session = &here.who.session_key;
        app.store
            .look(&here.by(&app, role), &here.incident.id, session, note)
            .await?;
        for release in releases(&app, &here).await? {
            let snapshot = app
                .store
                .snapshot_by_id(&here.incident.id, &release.snapshot)
                .await?;
            let content = app.contents.of(&app.store, &snapshot).await?;
            let answers = bundle::answers(&app.store, &content, &release).await?;
            let claims = content.claims.iter();
            for claim in claims.filter(|claim| answers.shared.contains_key(&claim.reference)) {
                hits = hits_in(&app, &here.incident.id, snapshot.number, claim, hits).await?;
            }
        }
    }
    let found = Found {
        path: here.path("search"),
        asked: wanted,
        total: hits.total,
        hits: hits.shown,
        paging: Paging::of(&hits.page.to_string(), hits.total, page_rows),
    };
    let texts = here.texts();
    Ok(here.page(&app, &texts.t("common-nav-search"), true, || {
        pages::search(texts, &found, &blank)
    }))
}

/// Adds the search results in one claim: its files, then its entries, read one after
/// another.
async fn hits_in(
    app: &App,
    incident: &str,
    number: i64,
    claim: &Claim,
    mut hits: Hits,
) -> Result<Hits, WebError> {
    hits.files(number, claim);
    let Some(file) = &claim.lines else {
        return Ok(hits);
    };
    // Reading the lines of a large report takes a while.
    let _turn = app.counting.acquire().await.map_err(anyhow::Error::new)?;
    let lines = bundle::lines(&app.store, incident, file).await?;
    let reference = claim.reference.clone();
    let read = tokio::task::spawn_blocking(move || {
        for row in lines {
            // Dropped entries come after all entries that count.
            let Row::Line(line) = row? else { break };
            hits.line(number, &reference, &line);
        }
        Ok::<Hits, std::io::Error>(hits)
    });
    let read = read.await.map_err(anyhow::Error::new)?;
    Ok(read.map_err(anyhow::Error::new)?)
}

/// The results of a search: their number, and the page that is shown.
struct Hits {
    wanted: String,
    /// The page, from 1; there may be fewer.
    page: i64,
    rows: i64,
    total: i64,
    shown: Vec<Hit>,
}

impl Hits {
    fn new(wanted: String, page: i64, rows: i64) -> Hits {
        Hits {
            wanted,
            page,
            rows,
            total: 0,
            shown: Vec::new(),
        }
    }

    fn add(&mut self, hit: Hit) {
        // Up to the requested page, each page replaces the one before. Where there are
        // fewer, the last one is shown.
        if self.total / self.rows < self.page {
            if self.total % self.rows == 0 {
                self.shown.clear();
            }
            self.shown.push(hit);
        }
        self.total += 1;
    }

    /// Names and ids are compared as a whole, ignoring case.
    fn is(&self, text: &str) -> bool {
        text.eq_ignore_ascii_case(&self.wanted)
    }

    fn files(&mut self, number: i64, claim: &Claim) {
        let whole_claim = self.is(&claim.reference);
        for file in &claim.files {
            if whole_claim || self.is(&file.sha256) {
                self.add(Hit {
                    number,
                    claim: claim.reference.clone(),
                    time: String::new(),
                    exchange: String::new(),
                    kind: None,
                    what: file.name.clone(),
                    order_id: String::new(),
                    trade_id: String::new(),
                    place: file.sha256.clone(),
                });
            }
        }
    }

    fn line(&mut self, number: i64, claim: &str, line: &Line) {
        let entry = &line.entry;
        let assets = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
        let fits = self.is(&entry.order_id)
            || self.is(&entry.trade_id)
            || self.is(&entry.market)
            || Fact::IDENTIFYING
                .iter()
                .any(|fact| self.is(&entry.fact(*fact)))
            || self.is(&entry.exchange)
            || self.is(&entry.account)
            || self.is(&entry.account_in_file)
            || assets.into_iter().any(|quantity| self.is(&quantity.asset));
        if fits {
            self.add(Hit {
                number,
                claim: claim.to_owned(),
                time: entry.time.to_string(),
                exchange: entry.exchange.to_string(),
                kind: Some(entry.kind),
                what: entry.market.to_string(),
                order_id: masked(&entry.order_id).to_owned(),
                trade_id: masked(&entry.trade_id).to_owned(),
                place: entry.place(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_shows_the_page_asked_for_and_the_last_one_where_there_are_fewer() {
        let hit = |number| Hit {
            number,
            claim: String::new(),
            time: String::new(),
            exchange: String::new(),
            kind: None,
            what: String::new(),
            order_id: String::new(),
            trade_id: String::new(),
            place: String::new(),
        };
        for (hits, page, expected) in [
            (0, 1, vec![]),
            (2, 1, vec![0, 1]),
            (7, 1, vec![0, 1, 2]),
            (7, 2, vec![3, 4, 5]),
            (7, 3, vec![6]),
            (7, 9, vec![6]),
            (6, 9, vec![3, 4, 5]),
        ] {
            let mut found = Hits::new("x".to_owned(), page, 3);
            for number in 0..hits {
                found.add(hit(number));
            }
            let shown: Vec<i64> = found.shown.iter().map(|hit| hit.number).collect();
            assert_eq!(shown, expected, "page {page} of {hits}");
            assert_eq!(found.total, hits);
        }
    }
}
