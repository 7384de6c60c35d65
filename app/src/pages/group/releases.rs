//! Releasing a snapshot to an investigator. One coordinator requests it with a purpose, and
//! another person approves it; never the same person.

use casework::{BundleKind, Recipient};
use leptos::prelude::*;

use crate::forms::Form;
use crate::pages::claim::consents::recipient_name;
use crate::parts::fields::{
    Choice, TextField, choices, choices_about, error_summary, hidden, select,
};
use crate::parts::figures;
use crate::parts::pieces::{Stacked, Tone, asking, button_form, headed, inset, stacked, tag};
use crate::parts::values::DoneBy;
use crate::text::Translator;

/// The state of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseState {
    /// Waits for a second person.
    Waiting,
    /// Approved; the investigator has it.
    Approved,
    /// Refused, or taken back.
    Ended,
    /// Its time is over.
    Expired,
}

/// One release.
#[derive(Clone, Debug)]
pub struct ReleaseRow {
    /// Its id.
    pub id: String,
    /// Number of the snapshot.
    pub snapshot: i64,
    /// Name of the investigator.
    pub investigator: String,
    /// The capacity in which the investigator receives it, which decides whose consent is
    /// needed.
    pub recipient: Recipient,
    /// The kind that shows the most, of the bundles that can be built for it.
    pub kind: BundleKind,
    /// References of the claims that it covers; none where it covers all.
    pub claims: Vec<String>,
    /// What it is for.
    pub purpose: String,
    /// The investigator's own case number, where it is known.
    pub case_number: String,
    /// Who requested it.
    pub asked: DoneBy,
    /// Who approved it.
    pub approved: Option<DoneBy>,
    /// Until when, RFC 3339.
    pub expires: Option<String>,
    /// Its state.
    pub state: ReleaseState,
    /// Whether the reader requested it, and therefore can't approve it.
    pub own: bool,
    /// Whether the reader may approve it; nobody approves their own request.
    pub may_approve: bool,
}

/// The page.
#[derive(Clone, Debug)]
pub struct ReleasesPage {
    /// `/i/<incident>/group`.
    pub base: String,
    /// Releases, with the waiting ones first.
    pub rows: Vec<ReleaseRow>,
    /// Whether another coordinator can approve; otherwise the operator does.
    pub second_coordinator: bool,
    /// Snapshots to choose from: number and title.
    pub snapshots: Vec<(i64, String)>,
    /// Investigators to choose from: id and name.
    pub investigators: Vec<(String, String)>,
    /// `snapshot`, `investigator`, `kind`, `recipient`, `claims`, `purpose`, `case_number`,
    /// `days`.
    pub form: Form,
}

/// The releases, and the form that requests another.
pub fn page(texts: Translator, vm: &ReleasesPage) -> AnyView {
    let alone = (!vm.second_coordinator).then(|| {
        inset(
            "warn",
            view! { <p>{texts.t("group-release-operator")}</p> }.into_any(),
        )
    });
    view! {
        {error_summary(texts, &vm.form)}
        <h1>{texts.t("group-releases-title")}</h1>
        <p>{texts.t("group-releases-text")}</p>
        {alone}
        {list(texts, vm)}
        {ask(texts, vm)}
    }
    .into_any()
}

fn list(texts: Translator, vm: &ReleasesPage) -> AnyView {
    if vm.rows.is_empty() {
        return view! { <p>{texts.t("group-releases-none")}</p> }.into_any();
    }
    let head = [
        (texts.t("group-snapshot"), false),
        (texts.t("group-release-to"), false),
        (texts.t("group-release-purpose"), false),
        (texts.t("group-release-asked"), false),
        (texts.t("group-state"), false),
        (texts.t("group-change-it"), false),
    ];
    let rows = vm
        .rows
        .iter()
        .map(|row| release_row(texts, vm, row))
        .collect();
    headed(stacked(&texts.t("group-releases-title"), &head, rows))
}

fn release_row(texts: Translator, vm: &ReleasesPage, row: &ReleaseRow) -> Stacked {
    let number = texts.with("group-snapshot-title", &[("number", row.snapshot.into())]);
    let href = format!("{}/snapshots/{}", vm.base, row.snapshot);
    let kind = release_kind(texts, row.kind);
    let claims = (!row.claims.is_empty()).then(|| {
        let claims = row.claims.join(", ");
        let text = texts.with("group-release-covers", &[("claims", claims.into())]);
        view! { <div class="hint">{text}</div> }
    });
    let case = (!row.case_number.is_empty()).then(|| {
        let text = texts.with(
            "group-release-case",
            &[("number", row.case_number.as_str().into())],
        );
        view! { <div class="hint">{text}</div> }
    });
    let DoneBy { who, at } = row.asked.clone();
    let report = view! { <a href=href>{number}</a><div class="hint">{kind}</div>{claims} };
    let recipient = recipient_name(texts, row.recipient);
    let asked = view! { {who}<div class="hint">{figures::moment_in_words(texts, &at)}</div> };
    let cells = vec![
        report.into_any(),
        view! { {row.investigator.clone()}<div class="hint">{recipient}</div>{case} }.into_any(),
        row.purpose.clone().into_any(),
        asked.into_any(),
        state(texts, row),
        buttons(texts, vm, row),
    ];
    (None, cells)
}

fn state(texts: Translator, row: &ReleaseRow) -> AnyView {
    let mark = match row.state {
        ReleaseState::Waiting => tag(Tone::Warn, texts.t("group-release-waiting")),
        ReleaseState::Approved => tag(Tone::Good, texts.t("group-release-approved")),
        ReleaseState::Ended => tag(Tone::Quiet, texts.t("group-release-ended")),
        ReleaseState::Expired => tag(Tone::Quiet, texts.t("group-release-expired")),
    };
    let approved = row.approved.clone().map(|DoneBy { who, at }| {
        view! { <div class="hint">{who}", "{figures::moment_in_words(texts, &at)}</div> }
    });
    let until = row.expires.clone().map(|expires| {
        let until = figures::moment_in_words(texts, &expires);
        view! { <div class="hint">{texts.t("group-release-until")}" "{until}</div> }
    });
    view! { {mark}{approved}{until} }.into_any()
}

fn buttons(texts: Translator, vm: &ReleasesPage, row: &ReleaseRow) -> AnyView {
    let to = |what: &str| format!("{}/releases/{}/{what}", vm.base, row.id);
    match row.state {
        ReleaseState::Waiting => {
            let approve = if !row.may_approve {
                view! { <p class="hint">{texts.t("group-release-own")}</p> }.into_any()
            } else {
                button_form(to("approve"), texts.t("group-release-approve"), "small")
            };
            let label = if row.own {
                "group-release-take-back"
            } else {
                "group-release-refuse"
            };
            view! { {approve}" "{button_form(to("end"), texts.t(label), "danger small")} }
                .into_any()
        }
        ReleaseState::Approved => {
            let report = texts.with("group-snapshot-title", &[("number", row.snapshot.into())]);
            let label = (texts.t("group-release-end"), report.as_str());
            let (what, yes) = ("group-release-end-what", "group-release-end-yes");
            asking(label, texts.t(what), to("end"), texts.t(yes))
        }
        ReleaseState::Ended | ReleaseState::Expired => ().into_any(),
    }
}

fn ask(texts: Translator, vm: &ReleasesPage) -> AnyView {
    let title = view! { <h2 id="ask">{texts.t("group-release-ask")}</h2> };
    if vm.snapshots.is_empty() {
        let href = format!("{}/snapshots", vm.base);
        return view! {
            {title}<p><a href=href>{texts.t("group-release-needs-snapshot")}</a></p>
        }
        .into_any();
    }
    if vm.investigators.is_empty() {
        let href = format!("{}/people", vm.base);
        return view! {
            {title}<p><a href=href>{texts.t("group-release-needs-investigator")}</a></p>
        }
        .into_any();
    }
    view! { {title}{ask_form(texts, vm)} }.into_any()
}

fn ask_form(texts: Translator, vm: &ReleasesPage) -> AnyView {
    let form = &vm.form;
    let snapshots = vm
        .snapshots
        .iter()
        .map(|(number, title)| Choice::new(number.to_string(), format!("{number} – {title}")))
        .collect();
    let investigators = vm
        .investigators
        .iter()
        .map(|(id, name)| Choice::new(id, name))
        .collect();
    let kinds = BundleKind::ALL
        .into_iter()
        .map(|kind| {
            let what = texts.t(&format!("group-release-what-{}", kind.as_str()));
            Choice::new(kind.as_str(), release_kind(texts, kind)).hint(what)
        })
        .collect();
    let which = texts.t("group-release-kind");
    let recipients = Recipient::ALL
        .into_iter()
        .map(|recipient| Choice::new(recipient.as_str(), recipient_name(texts, recipient)))
        .collect();
    let legend = texts.t("group-release-recipient");
    let recipient = (legend.as_str(), Some(texts.t("group-release-agreed")));
    view! {
        <form method="post" action=format!("{}/releases", vm.base)>
            {hidden("once", form.value("once"))}
            {select(texts, form, "snapshot", &texts.t("group-snapshot"), None, snapshots)}
            {select(texts, form, "investigator", &texts.t("group-release-to"), None, investigators)}
            {choices(texts, form, "radio", "kind", &which, kinds)}
            {choices_about(texts, form, "radio", "recipient", recipient, recipients)}
            {TextField::new("claims", texts.t("group-release-claims")).optional()
                .length_max(form.limits().words_characters_max)
                .hint(texts.t("group-release-claims-hint")).view(texts, form)}
            {TextField::new("purpose", texts.t("group-release-purpose")).rows(3)
                .length_max(form.limits().line_characters_max)
                .hint(texts.t("group-release-purpose-hint")).view(texts, form)}
            {TextField::new("case_number", texts.t("group-release-case-number")).optional()
                .class("medium")
                .length_max(form.limits().case_number_characters_max).view(texts, form)}
            {TextField::new("days", texts.t("group-release-days")).class("short")
                .input_mode("numeric").hint(texts.t("group-release-days-hint")).view(texts, form)}
            <button>{texts.t("group-release-button")}</button>
        </form>
    }
    .into_any()
}

/// What a release lets an investigator have, in words.
fn release_kind(texts: Translator, kind: BundleKind) -> String {
    texts.t(&format!("group-release-kind-{}", kind.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::group::testing::{html, texts_of_all};
    use crate::text::{Locale, Texts};

    fn release(own: bool, state: ReleaseState) -> ReleaseRow {
        ReleaseRow {
            id: "r1".into(),
            snapshot: 2,
            investigator: "Ines Pector".into(),
            recipient: Recipient::Lawyers,
            kind: BundleKind::Identified,
            claims: Vec::new(),
            purpose: "For the case".into(),
            case_number: "2022-17".into(),
            asked: DoneBy {
                who: "Cora".into(),
                at: "2026-01-01T00:00:00Z".into(),
            },
            approved: None,
            expires: None,
            state,
            own,
            may_approve: !own,
        }
    }

    fn releases(rows: Vec<ReleaseRow>) -> ReleasesPage {
        ReleasesPage {
            base: "/i/x/group".into(),
            rows,
            second_coordinator: true,
            snapshots: vec![(2, "Second".into())],
            investigators: vec![("i1".into(), "Ines Pector".into())],
            form: Form::default(),
        }
    }

    #[test]
    fn release_offers_no_approval_to_the_person_who_requested_it() {
        for texts in texts_of_all() {
            let waiting = vec![release(true, ReleaseState::Waiting)];
            let own = html(texts, |t| page(t, &releases(waiting)));
            assert!(!own.contains("/releases/r1/approve"), "{own}");
            assert!(own.contains("/releases/r1/end"));
            let waiting = vec![release(false, ReleaseState::Waiting)];
            let other = html(texts, |t| page(t, &releases(waiting)));
            assert!(other.contains(&texts.t("claim-recipient-lawyers")));
            assert!(other.contains("/releases/r1/approve"));
        }
    }

    #[test]
    fn release_says_its_kind_and_claims_and_the_form_names_nobody_unless_it_says_so() {
        for texts in texts_of_all() {
            let nameless = ReleaseRow {
                kind: BundleKind::Pseudonymous,
                claims: vec!["R-7F3K-2M".into()],
                ..release(false, ReleaseState::Waiting)
            };
            let mut vm = releases(vec![nameless]);
            vm.form = vm.form.with("kind", "pseudonymous");
            let page = html(texts, |t| page(t, &vm));
            assert!(page.contains(&texts.t("group-release-kind-pseudonymous")));
            assert!(page.contains("R-7F3K-2M") && page.contains("/releases/r1/approve"));
            let (_, chosen) = page.split_once("value=\"pseudonymous\"").unwrap();
            assert!(
                chosen.split_once('>').unwrap().0.contains("checked"),
                "{page}"
            );
            for recipient in Recipient::ALL {
                assert!(page.contains(&recipient_name(texts, recipient)));
            }
        }
    }

    #[test]
    fn without_an_investigator_it_says_where_to_invite_one() {
        let texts = Texts::of(Locale::En);
        let mut vm = releases(vec![release(true, ReleaseState::Ended)]);
        vm.investigators.clear();
        vm.second_coordinator = false;
        let page = html(texts, |t| page(t, &vm));
        assert!(page.contains("/i/x/group/people"));
        assert!(page.contains(&texts.t("group-release-operator")));
        assert!(!page.contains("name=\"purpose\""));
    }
}
