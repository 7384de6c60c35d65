//! The basis of a page of totals, lines or credits. A plain form chooses it, every link
//! carries it, and the page names it where it is not the incident's own. Another basis is
//! computed on request and kept.

use leptos::prelude::*;

use super::{basis_text, escaped, query};
use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, choices, hidden};
use crate::parts::jobs::{self, JobShown};
use crate::parts::pieces::{asking, headed, inset, table};
use crate::text::Translator;

/// The basis of a page.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// `basis` and `date` as the form shows them, with their errors.
    pub form: Form,
    /// The value in links (`event`, `date:2022-12-30`); empty for the incident's own.
    pub other: String,
    /// The stored figures under another basis; none where nobody requested them.
    pub kept: Option<KeptBasis>,
    /// Whether claims or prices changed since the figures under another basis were computed.
    pub is_outdated: bool,
}

/// The stored figures under another basis than the incident's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBasis {
    /// Which (`event`, `date:2022-12-30`).
    pub basis: String,
    /// Whether its figures are ready. They stay visible while they are computed again.
    pub is_made: bool,
    /// The job that computes them, unless it is done.
    pub job: Option<JobShown>,
}

impl Chosen {
    /// The incident's own.
    pub fn own(form: Form) -> Chosen {
        Chosen {
            form,
            other: String::new(),
            kept: None,
            is_outdated: false,
        }
    }

    /// The basis whose figures can be shown; empty for the incident's own. None where the
    /// basis could not be read, or was never computed.
    pub fn figures(&self) -> Option<&str> {
        let is_made = |kept: &KeptBasis| kept.is_made;
        let is_there = self.other.is_empty() || self.kept.as_ref().is_some_and(is_made);
        (self.form.is_valid() && is_there).then_some(&self.other)
    }

    /// A page's query: the given pairs, then the basis.
    pub fn query(&self, pairs: &[(&str, &str)]) -> String {
        let mut pairs = pairs.to_vec();
        pairs.push(("basis", &self.other));
        query(&pairs)
    }
}

/// The form that chooses another basis; `kept` holds the other parameters of the page.
pub fn chooser(
    texts: Translator,
    chosen: &Chosen,
    action: String,
    kept: &[(&'static str, &str)],
) -> AnyView {
    let options = vec![
        Choice::new("event", texts.t("group-basis-event-choice"))
            .hint(texts.t("group-basis-event-hint")),
        Choice::new("date", texts.t("group-basis-date-choice"))
            .hint(texts.t("group-basis-date-hint")),
    ];
    let kept = kept.iter().filter(|(_, value)| !value.is_empty());
    let kept = kept
        .map(|(name, value)| view! { <input type="hidden" name=*name value=(*value).to_owned()/> })
        .collect_view();
    let form = &chosen.form;
    view! {
        <details open=!form.is_valid()>
            <summary>{texts.t("group-basis-change")}</summary>
            <form method="get" action=action>
                {kept}
                {choices(texts, form, "radio", "basis", &texts.t("group-basis"), options)}
                {TextField::new("date", texts.t("group-basis-day")).kind("date").class("medium")
                    .view(texts, form)}
                <button class="second">{texts.t("group-filter-show")}</button>
            </form>
        </details>
    }
    .into_any()
}

/// A note that the figures use another basis than the incident's own, with a link to the
/// same page under that one.
pub fn note(texts: Translator, chosen: &Chosen, own: String) -> Option<AnyView> {
    if chosen.other.is_empty() {
        return None;
    }
    let basis = basis_text(texts, &chosen.other);
    let sentence = texts.with("group-basis-other", &[("basis", basis.into())]);
    let body = view! { <p>{sentence}" "<a href=own>{texts.t("group-basis-own")}</a></p> };
    Some(inset("", body.into_any()))
}

/// Says on a page of lines or credits that its figures are outdated, with a link to the
/// totals, where they can be computed again.
pub fn outdated(texts: Translator, chosen: &Chosen, base: &str) -> Option<AnyView> {
    if !chosen.is_outdated {
        return None;
    }
    let totals = format!("{base}/totals{}", chosen.query(&[]));
    let link = texts.t("group-basis-outdated-totals");
    let body = view! {
        <p>{texts.t("group-basis-outdated-here")}" "<a href=totals>{link}</a></p>
    };
    Some(inset("warn", body.into_any()))
}

/// A form that requests another basis. `base` is `/i/<incident>/group`.
pub fn making(base: &str, basis: &str, label: String) -> AnyView {
    view! {
        <form method="post" action=format!("{base}/totals/basis") class="inline">
            {hidden("basis", basis)}
            <button class="second">{label}</button>
        </form>
    }
    .into_any()
}

/// The progress of another basis, on the page of totals: not requested, being computed, or
/// failed.
pub fn state(texts: Translator, chosen: &Chosen, base: &str) -> Option<AnyView> {
    if chosen.other.is_empty() {
        return None;
    }
    let form = |key| making(base, &chosen.other, texts.t(key));
    let Some(kept) = &chosen.kept else {
        let body = view! { <p>{texts.t("group-basis-never")}</p>{form("group-basis-make")} };
        return Some(inset("warn", body.into_any()));
    };
    let job = kept.job.as_ref()?;
    Some(match job.is_under_way() {
        true => {
            let route = format!("{base}/jobs");
            let body = view! {
                <p><strong>{texts.t("group-basis-making")}</strong></p>
                {job.view(texts)}
            };
            let body = inset("busy", body.into_any());
            jobs::watched(texts, route, body)
        }
        false => {
            let body = view! {
                <p><strong>{texts.t("group-basis-failed")}</strong></p>
                {job.view(texts)}
                {form("common-job-again")}
            };
            inset("bad", body.into_any())
        }
    })
}

/// What a page of lines or credits shows in place of missing figures, with a link to the
/// totals.
pub fn not_there(texts: Translator, chosen: &Chosen, base: &str) -> Option<AnyView> {
    if !chosen.form.is_valid() || chosen.figures().is_some() {
        return None;
    }
    let totals = format!("{base}/totals{}", chosen.query(&[]));
    let body = view! {
        <p>{texts.t("group-basis-not-there")}" "<a href=totals>{texts.t("group-totals-title")}</a></p>
    };
    Some(inset("warn", body.into_any()))
}

/// The other bases that are stored, each with a link to it and a button that removes it.
pub fn kept(texts: Translator, bases: &[KeptBasis], base: &str) -> Option<AnyView> {
    if bases.is_empty() {
        return None;
    }
    let head = [
        (texts.t("group-basis"), false),
        (texts.t("group-basis-state"), false),
        (texts.t("group-basis-remove"), false),
    ];
    let rows = bases.iter().map(|kept| {
        let href = format!("{base}/totals{}", query(&[("basis", &kept.basis)]));
        let name = basis_text(texts, &kept.basis);
        let state = match &kept.job {
            Some(job) => job.text(texts),
            None => texts.t("group-basis-made"),
        };
        let what = texts.with("group-basis-remove-what", &[("basis", (&name).into())]);
        let action = format!("{base}/totals/basis/{}/remove", escaped(&kept.basis));
        let button = texts.t("group-basis-remove-button");
        let remove = asking((texts.t("group-basis-remove"), &name), what, action, button);
        view! {
            <tr>
                <th scope="row"><a href=href>{name}</a></th>
                <td>{state}</td>
                <td>{remove}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let caption = texts.t("group-basis-kept");
    let list = headed(table(&caption, &head, rows.into_any()));
    Some(view! { <details><summary>{caption}</summary>{list}</details> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::parts::jobs::JobState;

    #[test]
    fn other_basis_is_shown_and_carried_but_not_the_own_one() {
        let other = Chosen {
            form: Form::default(),
            other: "date:2022-12-30".into(),
            kept: None,
            is_outdated: false,
        };
        assert_eq!(
            other.query(&[("by", "day"), ("page", "")]),
            "?by=day&basis=date%3A2022-12-30"
        );
        assert_eq!(
            Chosen::own(Form::default()).query(&[("by", "day")]),
            "?by=day"
        );
        for texts in texts_of_all() {
            let note_of =
                |chosen: &Chosen| html(texts, |t| note(t, chosen, "/own".into()).into_any());
            let page = note_of(&other);
            assert!(page.contains("2022-12-30") && page.contains("href=\"/own\""));
            assert!(!note_of(&Chosen::own(Form::default())).contains("href=\"/own\""));
        }
    }

    #[test]
    fn outdated_figures_are_marked_and_lead_to_the_totals() {
        let mut chosen = Chosen {
            other: "event".into(),
            ..Chosen::own(Form::default())
        };
        for texts in texts_of_all() {
            chosen.is_outdated = false;
            assert!(outdated(texts, &chosen, "/i/x/group").is_none());
            chosen.is_outdated = true;
            let page = html(texts, |t| outdated(t, &chosen, "/i/x/group").into_any());
            assert!(page.contains("/i/x/group/totals?basis=event"), "{page}");
        }
    }

    #[test]
    fn basis_never_computed_offers_that_and_shows_no_figures() {
        let mut chosen = Chosen {
            form: Form::default(),
            other: "event".into(),
            kept: None,
            is_outdated: false,
        };
        assert_eq!(chosen.figures(), None);
        for texts in texts_of_all() {
            let page = html(texts, |t| state(t, &chosen, "/i/x/group").into_any());
            assert!(
                page.contains("action=\"/i/x/group/totals/basis\""),
                "{page}"
            );
            assert!(page.contains("value=\"event\""), "{page}");
            let page = html(texts, |t| not_there(t, &chosen, "/i/x/group").into_any());
            assert!(page.contains("/i/x/group/totals?basis=event"), "{page}");
        }
        chosen.kept = Some(KeptBasis {
            basis: "event".into(),
            is_made: true,
            job: None,
        });
        assert_eq!(chosen.figures(), Some("event"));
        chosen.form.fail("basis", "none".to_owned());
        assert_eq!(chosen.figures(), None);
        assert_eq!(Chosen::own(Form::default()).figures(), Some(""));
    }

    #[test]
    fn basis_being_computed_shows_progress_and_a_failed_one_offers_another_try() {
        let with = |state| Chosen {
            form: Form::default(),
            other: "event".into(),
            kept: Some(KeptBasis {
                basis: "event".into(),
                is_made: false,
                job: Some(JobShown {
                    key: "basis-event".into(),
                    state,
                }),
            }),
            is_outdated: false,
        };
        for texts in texts_of_all() {
            let page = |state_of| {
                let chosen = with(state_of);
                html(texts, |t| state(t, &chosen, "/i/x/group").into_any())
            };
            let waiting = page(JobState::Waiting);
            assert!(
                waiting.contains("data-jobs=\"/i/x/group/jobs\""),
                "{waiting}"
            );
            assert!(waiting.contains("data-job=\"basis-event\""), "{waiting}");
            let failed = page(JobState::Failed(None));
            assert!(failed.contains("/i/x/group/totals/basis"), "{failed}");
            let list = with(JobState::Waiting).kept.into_iter().collect::<Vec<_>>();
            let list = html(texts, |t| kept(t, &list, "/i/x/group").into_any());
            assert!(
                list.contains("/i/x/group/totals/basis/event/remove"),
                "{list}"
            );
        }
    }
}
