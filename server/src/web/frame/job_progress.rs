//! The state of jobs for pages, and the answers to their script.

use app::Translator;
use app::parts::jobs::{JobShown, JobState};
use axum::Json;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use store::Job;

use crate::app::App;
use crate::web::frame::Finished;

/// A job as a page shows it; none when it is done.
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

/// The answer to a page's script: the words of each running or waiting job, by its key.
/// Finished jobs are absent.
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
