//! A claimant's own claim: files, contested entries, the loss, messages, the declaration.
//! Each handler takes the claim from [`ClaimContext`], which finds only the person's own
//! claim (or one that a coordinator files on behalf of somebody).

pub(in crate::web) mod answers;
mod columns;
mod conflicts;
mod contest;
mod download;
mod entries;
mod evidence;
mod export;
mod flat_before;
mod holdings;
mod home;
mod loss;
mod submit;
mod typed;
mod upload;
mod words;

#[cfg(test)]
mod tests;

use app::pages::claim::{Head, Progress};
use app::parts::jobs::JobShown;
use app::{Translator, forms::Form};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use casework::custody::CustodyEvent;
use casework::{Permission, Role};
use store::{Actor, Claim, JobKind, Note, StoreError};

use crate::app::App;
use crate::clock::rfc3339;
use crate::jobs::workers;
use crate::web::frame::job_progress::{progress_json, shown};
use crate::web::frame::{MemberContext, WebError, done, go_to};

/// Every route of a claimant's own claim.
pub fn router() -> Router<App> {
    Router::new()
        .route("/i/{incident}/claim", get(home::page).post(home::start))
        .nest("/i/{incident}/claim", parts().merge(own_parts()))
        .nest(
            "/i/{incident}/group/claims/{reference}/filing",
            parts().route("/", get(home::page)),
        )
}

/// The routes that a coordinator who files on behalf of somebody may use too.
fn parts() -> Router<App> {
    let upload = post(upload::upload).layer(DefaultBodyLimit::disable());
    Router::new()
        .route("/evidence", get(evidence::page).merge(upload))
        .route("/evidence/about", post(evidence::about))
        .route("/evidence/{sha256}", get(evidence::file))
        .route("/evidence/{sha256}/original", get(download::original))
        .route(
            "/evidence/{sha256}/remove",
            get(evidence::ask_remove).post(evidence::remove),
        )
        .route(
            "/evidence/{sha256}/columns",
            get(columns::page).post(columns::save),
        )
        .route("/evidence/{sha256}/columns/forget", post(columns::forget))
        .route("/evidence/{sha256}/sample", get(columns::sample))
        .route("/entries", get(entries::page))
        .route("/entries/period", post(contest::period))
        .route("/entries/rows", post(contest::rows))
        .route("/entries/rules/{id}/remove", post(contest::remove))
        .route("/entries/flat", post(flat_before::state))
        .route("/entries/flat/remove", post(flat_before::remove))
        .route("/entries/conflicts", post(conflicts::decide))
        .route("/entries/conflicts/{id}/remove", post(conflicts::reopen))
        .route("/entries/typed", get(typed::page).post(typed::add))
        .route("/entries/typed/{id}/remove", post(typed::remove))
        .route("/holdings", get(holdings::page))
        .route("/loss", get(loss::page))
        .route("/loss/again", post(loss::again))
        .route("/credits", get(loss::credits).post(loss::add_credit))
        .route("/credits/{id}/remove", post(loss::remove_credit))
        .route(
            "/statement",
            get(words::statement).post(words::write_statement),
        )
        .route(
            "/consents",
            get(words::consents).post(words::decide_consents),
        )
        .route("/messages", get(words::messages).post(words::write_message))
        .route("/messages/read", post(words::mark_read))
        .route("/declaration", get(submit::check).post(submit::submit))
        .route("/receipt", get(submit::receipt))
        .route("/withdraw", get(words::ask_withdraw).post(words::withdraw))
        .route("/export.zip", get(export::export))
        .route("/jobs", get(jobs_now))
}

/// The routes that only the claimant may use.
fn own_parts() -> Router<App> {
    Router::new()
        .route("/confirm", get(words::ask_confirm).post(words::confirm))
        .route("/ask-back", get(words::show_ask_back).post(words::ask_back))
}

/// A person at a claim that they may work on.
pub struct ClaimContext {
    /// The person, the incident and the language.
    pub here: MemberContext,
    /// The claim.
    pub claim: Claim,
    /// Its address, without a slash at the end.
    pub base: String,
    /// The person, in the role that permits it, at the current time.
    pub by: Actor,
    /// Whether the claim is their own.
    pub is_own: bool,
    /// The progress of its figures when it was opened.
    pub progress: Progress,
    /// The job that computes them, while it was running.
    work: Option<JobShown>,
}

impl FromRequestParts<App> for ClaimContext {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ClaimContext, Response> {
        let here = MemberContext::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let path = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|_| WebError::NotFound.into_response())?;
        let reference = path
            .iter()
            .find(|(name, _)| *name == "reference")
            .map(|(_, reference)| reference.to_owned());
        match reference {
            Some(reference) => ClaimContext::filed(app, here, &reference)
                .await
                .map_err(IntoResponse::into_response),
            None => ClaimContext::own(app, here).await,
        }
    }
}

impl ClaimContext {
    /// The person's own claim; leads to the start page when there is none yet.
    async fn own(app: &App, here: MemberContext) -> Result<ClaimContext, Response> {
        let found = async {
            let role = here.may(Permission::ReadClaim, true)?;
            let person = &here.who.person.id;
            let claim = app.store.claim_of(&here.incident.id, person).await?;
            Ok::<_, WebError>((role, claim))
        };
        let (role, claim) = found.await.map_err(IntoResponse::into_response)?;
        let base = here.path("claim");
        let Some(claim) = claim else {
            return Err(go_to(&base));
        };
        ClaimContext::seen(app, here, claim, base, role, true)
            .await
            .map_err(IntoResponse::into_response)
    }

    /// A claim that the person files for somebody else, until that claimant has confirmed
    /// it. Nobody else finds it.
    async fn filed(
        app: &App,
        here: MemberContext,
        reference: &str,
    ) -> Result<ClaimContext, WebError> {
        let claim = app
            .store
            .claim_by_reference(&here.incident.id, reference)
            .await?;
        let role = here.may(
            Permission::FillFiling,
            claim.is_filing_of(&here.who.person.id),
        )?;
        let base = here.path(&format!("group/claims/{}/filing", claim.reference));
        ClaimContext::seen(app, here, claim, base, role, false).await
    }

    /// Opening a claim is a view, and is logged.
    async fn seen(
        app: &App,
        here: MemberContext,
        claim: Claim,
        base: String,
        role: Role,
        is_own: bool,
    ) -> Result<ClaimContext, WebError> {
        let by = here.by(app, role);
        let note = Note::new(CustodyEvent::ClaimSeen, &claim.reference);
        app.store
            .look(&by, &here.incident.id, &here.who.session_key, note)
            .await?;
        let (progress, work) = progress(app, &claim).await?;
        Ok(ClaimContext {
            here,
            claim,
            base,
            by,
            is_own,
            progress,
            work,
        })
    }

    /// Their texts.
    pub fn texts(&self) -> Translator {
        self.here.texts()
    }

    /// Whether the person may change it now.
    pub fn is_open(&self) -> bool {
        self.claim.state.is_open_to_change()
    }

    /// The form of a page as it opens; `action` is a path of the claim (see
    /// [`Visitor::resumed`]).
    pub fn resumed(&self, form: Form, action: &str) -> Form {
        let action = format!("{}/{action}", self.base);
        self.here.visitor.resumed(form, &action)
    }

    /// The facts that each page needs.
    pub fn head(&self) -> Head {
        Head {
            base: self.base.clone(),
            reference: self.claim.reference.clone(),
            state: self.claim.state,
            version: self.claim.version,
            open: self.is_open(),
            progress: self.progress,
            work: self.work.clone(),
            return_asked: self.claim.return_asked_at_us.map(rfc3339),
        }
    }

    /// Answers 404 unless the matrix permits changes of the claim.
    pub fn may_edit(&self) -> Result<(), WebError> {
        self.may_here_or_filing(Permission::EditClaim)
    }

    /// The same for acts of the claimant that a coordinator may also do while filing.
    pub fn may_here_or_filing(&self, act: Permission) -> Result<(), WebError> {
        let act = match self.is_own {
            true => act,
            false => Permission::FillFiling,
        };
        self.here.may(act, true).map(|_| ())
    }

    /// The same for acts of the claimant alone.
    pub fn may(&self, act: Permission) -> Result<Role, WebError> {
        self.here.may(act, self.is_own)
    }

    /// Reads the claim again.
    pub async fn reload(&mut self, app: &App) -> Result<(), WebError> {
        self.claim = app
            .store
            .claim(&self.here.incident.id, &self.claim.id)
            .await?;
        Ok(())
    }

    /// Waits a moment for the figures that an act requested. Returns whether they are ready.
    /// Longer work continues, and the pages say so.
    pub async fn worked(&self, app: &App) -> Result<bool, WebError> {
        Ok(workers::wait(app, JobKind::Claim, &self.claim.id).await?)
    }

    /// Brings the figures up to date: reads unread files and computes the loss, even after a
    /// failure.
    pub async fn catch_up(&self, app: &App) -> Result<bool, WebError> {
        let now_us = app.clock.now_us();
        app.store
            .ask_for(JobKind::Claim, &self.claim.id, now_us)
            .await?;
        self.worked(app).await
    }

    /// The same for a person who only views the claim, because prices change without a draft
    /// being valued. It does not request again what waits already or failed.
    pub async fn look_up_to_date(&mut self, app: &App) -> Result<(), WebError> {
        if self.is_open()
            && self.progress == Progress::Done
            && app.store.is_behind(&self.claim.id).await?
        {
            self.catch_up(app).await?;
            (self.progress, self.work) = progress(app, &self.claim).await?;
        }
        Ok(())
    }

    /// 303 to a page of the claim once the requested figures are ready. Where they take
    /// longer, the page says that instead.
    pub async fn done_when_worked(
        &self,
        app: &App,
        rest: &str,
        key: &str,
    ) -> Result<Response, WebError> {
        let key = if self.worked(app).await? {
            key
        } else {
            "claim-working"
        };
        Ok(self.done(rest, key))
    }

    /// 303 to a page of the claim.
    pub fn done(&self, rest: &str, key: &str) -> Response {
        if rest.is_empty() {
            done(&self.base, key)
        } else {
            done(&format!("{}/{rest}", self.base), key)
        }
    }

    /// The outcome of a change: done, or an error. If somebody else was faster, the form
    /// says so with everything kept, and the caller shows it again.
    pub async fn settle<V>(
        &mut self,
        app: &App,
        form: &mut Form,
        result: Result<V, StoreError>,
    ) -> Result<Option<V>, WebError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Conflict(_)) => {
                form.fail("", self.texts().t("claim-error-old"));
                self.reload(app).await?;
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// The progress of the claim's figures, and the job that computes them while it runs.
async fn progress(app: &App, claim: &Claim) -> Result<(Progress, Option<JobShown>), WebError> {
    let job = app.store.job(JobKind::Claim, &claim.id).await?;
    let shown = job.and_then(|job| shown(app, "claim".to_owned(), &job));
    Ok(match shown {
        None => (Progress::Done, None),
        Some(job) if job.is_under_way() => (Progress::Waiting, Some(job)),
        Some(_) => (Progress::GivenUp, None),
    })
}

/// The progress of work on the claim, for the page's script.
async fn jobs_now(on: ClaimContext) -> Result<Response, WebError> {
    on.may_here_or_filing(Permission::ReadClaim)?;
    Ok(progress_json(on.texts(), on.work.clone()))
}

/// The version from which a form was made.
fn version(form: &Form) -> i64 {
    // For the store, 0 would mean "any"; a form without a version must match none.
    form.value("version")
        .parse()
        .ok()
        .filter(|version| *version > 0)
        .unwrap_or(i64::MAX)
}
