//! Work in progress: how far it is, or why it failed. A page shows the current state. With
//! scripts, `public/jobs.js` asks the page's own route every second, updates the words, and
//! loads the page again after the end.

use casework::jobs::Share;
use casework::{JobProblem, WorkProgress, WorkStep};
use leptos::prelude::*;

use crate::pages::claim::size;
use crate::text::Translator;

/// Where a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// The job waits for its turn.
    Waiting,
    /// It is worked on.
    Running(WorkProgress),
    /// The job failed and waits until somebody asks again; none where no reason is known.
    Failed(Option<JobProblem>),
}

/// A job as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobShown {
    /// The key that distinguishes it from other jobs of the page.
    pub key: String,
    /// Where it is.
    pub state: JobState,
}

impl JobShown {
    /// Whether it waits or runs.
    pub fn is_under_way(&self) -> bool {
        !matches!(self.state, JobState::Failed(_))
    }

    /// Its state, in words.
    pub fn text(&self, texts: Translator) -> String {
        match &self.state {
            JobState::Waiting => texts.t("common-job-waiting"),
            JobState::Running(progress) => running(texts, progress),
            JobState::Failed(problem) => failed(texts, problem.as_ref()),
        }
    }

    /// Its state in words, which the script keeps up to date while the job is not finished.
    pub fn view(&self, texts: Translator) -> AnyView {
        let key = self.is_under_way().then(|| self.key.clone());
        view! { <p data-job=key>{self.text(texts)}</p> }.into_any()
    }
}

/// The frame around jobs that are kept up to date; `route` returns their progress. Screen
/// readers read the changes aloud.
pub fn watched(texts: Translator, route: String, body: AnyView) -> AnyView {
    view! {
        <div data-jobs=route aria-live="polite">
            {body}
            <p data-part="over" hidden><a href="">{texts.t("common-job-over")}</a></p>
        </div>
    }
    .into_any()
}

fn running(texts: Translator, progress: &WorkProgress) -> String {
    let step = match (progress.step, progress.file.as_str()) {
        (None, _) => texts.t("common-job-begun"),
        (Some(WorkStep::Reading), file) if !file.is_empty() => {
            texts.with("common-job-reading-file", &[("file", file.into())])
        }
        (Some(step), _) => texts.t(&format!("common-job-step-{}", step.as_str())),
    };
    let counts = counts(texts, progress);
    match counts.is_empty() {
        true => step,
        false => {
            let counts = counts.join(", ");
            let args = [("step", step.into()), ("counts", counts.into())];
            texts.with("common-job-counts", &args)
        }
    }
}

/// The known parts of the progress.
fn counts(texts: Translator, progress: &WorkProgress) -> Vec<String> {
    let mut counts = Vec::new();
    if let Some((key, args)) = count("common-job-claims", progress.claims) {
        counts.push(texts.with(key, &args));
    }
    if progress.bytes.done > 0 {
        let shown = |bytes: u64| size(texts, i64::try_from(bytes).unwrap_or(i64::MAX));
        let done = shown(progress.bytes.done);
        counts.push(match progress.bytes.all {
            0 => done,
            all => {
                let args = [("done", done.into()), ("all", shown(all).into())];
                texts.with("common-job-of", &args)
            }
        });
    }
    if let Some((key, args)) = count("common-job-rows", progress.rows) {
        counts.push(texts.with(key, &args));
    }
    counts
}

type Args = [(&'static str, crate::text::Arg); 2];

/// The key and the values of a count; none where nothing is known.
fn count(of: &'static str, share: Share) -> Option<(&'static str, Args)> {
    let shown = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let key = match (of, share.all) {
        (_, 0) if share.done == 0 => return None,
        ("common-job-claims", 0) => return None,
        ("common-job-claims", _) => "common-job-claims",
        (_, 0) => "common-job-rows",
        (_, _) => "common-job-rows-of",
    };
    let args = [
        ("done", shown(share.done).into()),
        ("all", shown(share.all).into()),
    ];
    Some((key, args))
}

fn failed(texts: Translator, problem: Option<&JobProblem>) -> String {
    let claims = |key, claims: &[String]| {
        let args = [("claims", claims.join(", ").into())];
        texts.with(key, &args)
    };
    match problem {
        Some(JobProblem::NotValued { claims: of }) => claims("common-job-failed-not-valued", of),
        Some(JobProblem::Stale { claims: of }) => claims("common-job-failed-stale", of),
        Some(JobProblem::Changed) => texts.t("common-job-failed-changed"),
        Some(JobProblem::ReleaseEnded) => texts.t("common-job-failed-release-ended"),
        Some(JobProblem::TooLarge { bytes_max, limit }) => {
            let bytes = i64::try_from(*bytes_max).unwrap_or(i64::MAX);
            let args = [("size", size(texts, bytes).into()), ("limit", limit.into())];
            texts.with("common-job-failed-too-large", &args)
        }
        Some(JobProblem::Settings { message }) => {
            let args = [("message", texts.message(message).into())];
            texts.with("common-job-failed-settings", &args)
        }
        Some(JobProblem::Broken) | None => texts.t("common-job-failed-broken"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, Texts};

    fn job(state: JobState) -> JobShown {
        JobShown {
            key: "claim".to_owned(),
            state,
        }
    }

    #[test]
    fn run_reports_its_step_its_file_and_its_progress() {
        let english = Texts::of(Locale::default());
        let text_of = |progress: WorkProgress| job(JobState::Running(progress)).text(english);
        assert_eq!(text_of(WorkProgress::default()), "Starting");
        let reading = WorkProgress {
            step: Some(WorkStep::Reading),
            file: "trades.csv".to_owned(),
            bytes: Share {
                done: 12 << 20,
                all: 107 << 20,
            },
            rows: Share {
                done: 120_000,
                all: 0,
            },
            ..WorkProgress::default()
        };
        assert_eq!(
            text_of(reading),
            "Reading trades.csv: 12 MB of 107 MB, 120,000 rows"
        );
        let gathering = WorkProgress {
            step: Some(WorkStep::Gathering),
            claims: Share { done: 3, all: 12 },
            rows: Share { done: 1, all: 9 },
            ..WorkProgress::default()
        };
        assert_eq!(
            text_of(gathering),
            "Collecting claims, files and prices: 3 of 12 claims, 1 of 9 rows"
        );
    }

    #[test]
    fn unfinished_job_is_kept_up_to_date_and_a_failed_one_shows_its_reason() {
        for locale in Locale::ALL {
            let texts = Texts::of(locale);
            let html = |state| crate::render::html(job(state).view(texts));
            assert!(html(JobState::Waiting).contains("data-job=\"claim\""));
            let claims = vec!["R-AAAA-22".to_owned()];
            for problem in [
                JobProblem::NotValued {
                    claims: claims.clone(),
                },
                JobProblem::Stale { claims },
            ] {
                let html = html(JobState::Failed(Some(problem)));
                assert!(
                    html.contains("R-AAAA-22") && !html.contains("data-job"),
                    "{html}"
                );
            }
        }
    }
}
