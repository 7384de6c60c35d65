//! Snapshots: reports that never change. A coordinator freezes one, sees what it counts, and
//! requests its release to an investigator.

use casework::totals::{OpenConflicts, Sums};
use ledger::Money;
use leptos::prelude::*;

use super::{Ground, back, ground};
use crate::forms::Form;
use crate::parts::fields::{TextField, error_summary, hidden};
use crate::parts::jobs::{self, JobShown};
use crate::parts::pieces::{Stacked, button_form, headed, inset, stacked, summary_list};
use crate::parts::{conflicts, figures};
use crate::text::Translator;

/// One frozen snapshot.
#[derive(Clone, Debug)]
pub struct SnapshotRow {
    /// Its number.
    pub number: i64,
    /// What it was called.
    pub title: String,
    /// When it was frozen, RFC 3339.
    pub frozen: String,
    /// Name of the person who froze it.
    pub by: String,
    /// Claims that count in it.
    pub claims: i64,
    /// Its sums.
    pub sums: Sums,
    /// Its conflicting rows that nobody had decided.
    pub conflicts: OpenConflicts,
    /// What it stood on.
    pub ground: Ground,
    /// SHA-256 of the frozen document.
    pub sha256: String,
    /// Releases of it: open requests and approved ones.
    pub releases: (i64, i64),
}

/// A snapshot that is being made, or whose making failed.
#[derive(Clone, Debug)]
pub struct MakingRow {
    /// The id of the future snapshot.
    pub id: String,
    /// What it is for.
    pub title: String,
    /// Name of the person who requested it.
    pub by: String,
    /// When it was requested, RFC 3339.
    pub asked: String,
    /// How far it is.
    pub job: JobShown,
}

/// The page.
#[derive(Clone, Debug)]
pub struct SnapshotsPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Snapshots, newest first.
    pub rows: Vec<SnapshotRow>,
    /// The requested snapshots that are not ready, the oldest request first.
    pub making: Vec<MakingRow>,
    /// Whether the reader may freeze the next one.
    pub may_freeze: bool,
    /// `title`.
    pub form: Form,
}

/// The list of snapshots, and the button that freezes the next one.
pub fn page(texts: Translator, vm: &SnapshotsPage) -> AnyView {
    view! {
        {error_summary(texts, &vm.form)}
        <h1>{texts.t("group-snapshots-title")}</h1>
        <p>{texts.t("group-snapshots-text")}</p>
        {making(texts, vm)}
        {list(texts, vm)}
        {vm.may_freeze.then(|| freeze(texts, vm))}
    }
    .into_any()
}

/// The form that freezes the next snapshot.
fn freeze(texts: Translator, vm: &SnapshotsPage) -> AnyView {
    let title = TextField::new("title", texts.t("group-snapshot-name"))
        .hint(texts.t("group-snapshot-name-hint"))
        .length_max(vm.form.limits().title_characters_max);
    view! {
        <h2>{texts.t("group-snapshot-freeze")}</h2>
        <form method="post" action=format!("{}/snapshots", vm.base)>
            {hidden("once", vm.form.value("once"))}
            {title.view(texts, &vm.form)}
            <button>{texts.t("group-snapshot-button")}</button>
        </form>
    }
    .into_any()
}

/// Snapshots that are being made. Nothing of them is shown before they are ready.
fn making(texts: Translator, vm: &SnapshotsPage) -> Option<AnyView> {
    let rows = vm.making.iter().map(|row| being_made(texts, vm, row));
    let rows = rows.collect_view().into_any();
    let route = format!("{}/jobs", vm.base);
    (!vm.making.is_empty()).then(|| jobs::watched(texts, route, rows))
}

fn being_made(texts: Translator, vm: &SnapshotsPage, row: &MakingRow) -> AnyView {
    let (class, head) = match row.job.is_under_way() {
        true => ("busy", "group-snapshot-making"),
        false => ("bad", "group-snapshot-failed"),
    };
    let head = texts.with(head, &[("title", (&row.title).into())]);
    let asked = figures::moment_in_words(texts, &row.asked);
    let again = (vm.may_freeze && !row.job.is_under_way()).then(|| {
        let action = format!("{}/snapshots/{}/again", vm.base, row.id);
        button_form(action, texts.t("common-job-again"), "second")
    });
    let body = view! {
        <p><strong>{head}</strong>" "<span class="hint">{asked}", "{row.by.clone()}</span></p>
        {row.job.view(texts)}
        {again}
    };
    inset(class, body.into_any())
}

fn list(texts: Translator, vm: &SnapshotsPage) -> AnyView {
    if vm.rows.is_empty() {
        return view! { <p>{texts.t("group-snapshots-none")}</p> }.into_any();
    }
    let head = [
        (texts.t("group-snapshot"), false),
        (texts.t("group-frozen"), false),
        (texts.t("group-claims-count"), true),
        (texts.t("group-loss-documented"), true),
        (texts.t("group-loss-accepted"), true),
        (texts.t("group-unpriced"), true),
        (texts.t("group-releases"), false),
    ];
    let rows = vm
        .rows
        .iter()
        .map(|row| snapshot_row(texts, vm, row))
        .collect();
    headed(stacked(&texts.t("group-snapshots-title"), &head, rows))
}

fn snapshot_row(texts: Translator, vm: &SnapshotsPage, row: &SnapshotRow) -> Stacked {
    let href = format!("{}/snapshots/{}", vm.base, row.number);
    let currency = row.ground.currency.clone();
    let sums = row.sums;
    let money = |sum: Money| figures::sum_of_currency(texts, sums.figure(sum), &currency);
    let title = view! {
        <a href=href>{row.number}" – "{row.title.clone()}</a>{figures::hash(&row.sha256)}
    };
    let by = row.by.clone();
    let frozen = view! {
        {figures::moment_in_words(texts, &row.frozen)}<div class="hint">{by}</div>
    };
    let cells = vec![
        title.into_any(),
        frozen.into_any(),
        figures::count(texts, row.claims),
        money(sums.documented),
        money(sums.accepted),
        figures::count(texts, sums.unpriced),
        releases(texts, vm, row),
    ];
    (None, cells)
}

fn releases(texts: Translator, vm: &SnapshotsPage, row: &SnapshotRow) -> AnyView {
    let ask = format!("{}/releases?snapshot={}#ask", vm.base, row.number);
    let (open, approved) = row.releases;
    let counts: Vec<String> = [
        ("group-release-count-waiting", open),
        ("group-release-count-approved", approved),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| texts.with(key, &[("count", count.into())]))
    .collect();
    let counts = (!counts.is_empty()).then(|| view! { <div>{counts.join(", ")}</div> });
    view! { {counts}<a href=ask>{texts.t("group-release-ask")}</a> }.into_any()
}

/// One snapshot on a page of its own.
pub fn one(texts: Translator, base: &str, row: &SnapshotRow) -> AnyView {
    let title = texts.with("group-snapshot-title", &[("number", row.number.into())]);
    let currency = row.ground.currency.clone();
    let sums = row.sums;
    let money = |sum: Money| figures::sum_of_currency(texts, sums.figure(sum), &currency);
    let why = (!sums.has_figure()).then(|| figures::no_total_why(texts));
    let frozen =
        view! { {figures::moment_in_words(texts, &row.frozen)}", "{row.by.clone()} }.into_any();
    let hash = view! { <span class="hash">{row.sha256.clone()}</span> }.into_any();
    let rows = vec![
        (texts.t("group-frozen"), frozen, None),
        (
            texts.t("group-claims-count"),
            figures::count(texts, row.claims),
            None,
        ),
        (
            texts.t("group-loss-documented"),
            money(sums.documented),
            None,
        ),
        (texts.t("group-loss-accepted"), money(sums.accepted), None),
        (texts.t("group-loss-claimed"), money(sums.claimed), None),
        (
            texts.t("group-unpriced"),
            figures::count(texts, sums.unpriced),
            None,
        ),
        (texts.t("group-snapshot-hash"), hash, None),
    ];
    view! {
        {back(format!("{base}/snapshots"), texts.t("group-snapshots-title"))}
        <h1>{title}{texts.t("common-colon")}{row.title.clone()}</h1>
        {summary_list(rows)}
        {conflicts::in_totals(texts, &row.conflicts, &currency)}
        {why}
        {ground(texts, &row.ground)}
        <p class="actions">
            <a class="button" href=format!("{base}/releases?snapshot={}#ask", row.number)>
                {texts.t("group-release-ask")}
            </a>
        </p>
    }
    .into_any()
}

#[cfg(test)]
pub(crate) mod tests {
    use casework::JobProblem;

    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::parts::jobs::JobState;

    /// A snapshot as the tests of these pages use it.
    pub fn snapshot(number: i64) -> SnapshotRow {
        SnapshotRow {
            number,
            title: "For the first meeting".into(),
            frozen: "2026-01-01T00:00:00Z".into(),
            by: "Cora Ordinator".into(),
            claims: 58,
            sums: Sums {
                documented: Money::from_units(2_345_678_900_000_000),
                lines: 4_000,
                unpriced: 12,
                ..Sums::default()
            },
            conflicts: OpenConflicts::default(),
            ground: Ground::default(),
            sha256: "cd".repeat(32),
            releases: (1, 0),
        }
    }

    fn making(state: JobState) -> MakingRow {
        MakingRow {
            id: "ab".repeat(16),
            title: "For the second meeting".into(),
            by: "Cora Ordinator".into(),
            asked: "2026-01-01T00:00:00Z".into(),
            job: JobShown {
                key: "snapshot-1".into(),
                state,
            },
        }
    }

    /// The page for a reader who may freeze.
    fn snapshots(rows: Vec<SnapshotRow>, making: Vec<MakingRow>) -> SnapshotsPage {
        SnapshotsPage {
            base: "/i/x/group".into(),
            rows,
            making,
            may_freeze: true,
            form: Form::default(),
        }
    }

    #[test]
    fn snapshots_have_no_form_for_people_who_may_not_freeze() {
        for texts in texts_of_all() {
            let mut vm = snapshots(vec![snapshot(1)], vec![making(JobState::Failed(None))]);
            let shown = html(texts, |t| page(t, &vm));
            assert!(shown.contains("action=\"/i/x/group/snapshots\""), "{shown}");
            assert!(shown.contains("name=\"title\"") && shown.contains("/again\""));
            vm.may_freeze = false;
            let shown = html(texts, |t| page(t, &vm));
            assert!(shown.contains("/snapshots/1\""), "{shown}");
            assert!(!shown.contains("action=\"/i/x/group/snapshots"), "{shown}");
            assert!(!shown.contains("name=\"title\""));
        }
    }

    #[test]
    fn open_conflicts_of_a_report_are_shown_on_its_page() {
        for texts in texts_of_all() {
            let mut row = snapshot(1);
            assert!(!html(texts, |t| one(t, "/i/x/group", &row)).contains("conflicts"));
            row.conflicts.rows = 12;
            row.conflicts.claims = 3;
            let shown = html(texts, |t| one(t, "/i/x/group", &row));
            assert!(
                shown.contains("id=\"conflicts\"") && shown.contains("12"),
                "{shown}"
            );
        }
    }

    #[test]
    fn each_snapshot_leads_to_its_page_and_its_release() {
        for texts in texts_of_all() {
            let vm = snapshots(vec![snapshot(2), snapshot(1)], Vec::new());
            let list = html(texts, |t| page(t, &vm));
            assert!(list.contains("/snapshots/2"));
            assert!(list.contains("/releases?snapshot=1#ask"));
            let single = html(texts, |t| one(t, "/i/x/group", &snapshot(2)));
            assert!(single.contains(&texts.number("23456789.00")), "{single}");
            let mut unpriced = snapshot(2);
            unpriced.sums.unpriced = 4_001;
            let single = html(texts, |t| one(t, "/i/x/group", &unpriced));
            assert!(!single.contains("23456789"), "{single}");
            assert!(single.contains(&texts.t("common-no-total-why")));
        }
    }

    #[test]
    fn snapshot_being_made_is_watched_and_a_failed_one_can_be_tried_again() {
        let problem = JobProblem::NotValued {
            claims: vec!["R-1".into()],
        };
        for texts in texts_of_all() {
            let shown = |state: JobState| {
                let vm = snapshots(Vec::new(), vec![making(state)]);
                html(texts, |t| page(t, &vm))
            };
            let waiting = shown(JobState::Waiting);
            assert!(
                waiting.contains("data-jobs=\"/i/x/group/jobs\""),
                "{waiting}"
            );
            assert!(waiting.contains("data-job=\"snapshot-1\""));
            assert!(waiting.contains(&texts.t("common-job-waiting")));
            assert!(!waiting.contains("/again\""));
            let failed = shown(JobState::Failed(Some(problem.clone())));
            assert!(
                failed.contains("/again\"") && failed.contains("R-1"),
                "{failed}"
            );
            assert!(!failed.contains("data-job="));
        }
    }
}
