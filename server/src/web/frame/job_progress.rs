//! What pages show of jobs, and the answers that their script asks for.

use app::Translator;
use app::parts::jobs::{JobShown, JobState};
use axum::Json;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use store::Job;

use crate::app::App;
use crate::web::frame::Finished;

/// A job as a page shows it; none for what is done.
pub fn shown(app: &App, key: String, job: &Job) -> Option<JobShown> {
    let tries_max = app.config.limits.jobs.tries_max;
    let state = if job.is_given_up(tries_max) {
        JobState::Failed(job.problem.clone())
    } else if !job.is_waiting() {
        return None;
    } else if job.is_running() {
        JobState::Running(job.progress())
    } else {
        JobState::Waiting
    };
    Some(JobShown { key, state })
}

/// What a page's script asks for: the words of each job under way by its key. What is
/// over is not in it.
pub fn progress_json(texts: Translator, jobs: impl IntoIterator<Item = JobShown>) -> Response {
    let under_way = jobs.into_iter().filter(JobShown::is_under_way);
    let texts_by_key: BTreeMap<String, String> = under_way
        .map(|job| {
            let text = job.text(texts);
            (job.key, text)
        })
        .collect();
    let mut response = Json(texts_by_key).into_response();
    response.extensions_mut().insert(Finished);
    response
}
