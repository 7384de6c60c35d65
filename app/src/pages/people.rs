//! The members of an incident, and how others are invited.

use ledger::table::spreadsheet;
use leptos::prelude::*;

use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, choices, error_summary};
use crate::parts::figures;
use crate::parts::figures::moment_in_words;
use crate::parts::pieces::{Stacked, Tone, asking, headed, inset, stacked, tag};
use crate::parts::raw::TextArea;
use crate::text::Translator;

/// One membership.
#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Its id.
    pub id: String,
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// `claimant`, `coordinator`, `investigator`.
    pub role: &'static str,
    /// Whether a second person still has to confirm it.
    pub waiting: bool,
    /// When it ends automatically, RFC 3339.
    pub until: Option<String>,
    /// Whether the reader may confirm it.
    pub may_confirm: bool,
    /// Whether the reader may end it.
    pub may_end: bool,
    /// Whether the reader may make a new sign-in link.
    pub may_link: bool,
    /// The state of their claim (a text key), for claimants.
    pub claim: Option<String>,
}

/// One invitation that is still unused.
#[derive(Clone, Debug)]
pub struct InvitationRow {
    /// Its id.
    pub id: String,
    /// To whom.
    pub email: String,
    /// The role that it gives.
    pub role: &'static str,
    /// The other purpose of a link that does not invite: signing in again, or confirming a
    /// filing (a text key).
    pub other: Option<&'static str>,
    /// Until when, RFC 3339.
    pub expires: String,
    /// Whether it has expired.
    pub expired: bool,
    /// How many links were made for it.
    pub sent: i64,
}

/// What the people page shows.
#[derive(Clone, Debug)]
pub struct People {
    /// `/i/<incident>/group/people`.
    pub path: String,
    /// Everybody.
    pub members: Vec<MemberRow>,
    /// Open invitations.
    pub invitations: Vec<InvitationRow>,
}

/// The people page. `many` and `one` are its two forms.
pub fn people(texts: Translator, people: &People, many: &Form, one: &Form) -> AnyView {
    let summary = if many.is_valid() { one } else { many };
    view! {
        {error_summary(texts, summary)}
        <h1>{texts.t("people-title")}</h1>
        {invite_many(texts, people, many)}
        {invite_one(texts, people, one)}
        {invitations(texts, people)}
        {members(texts, people)}
    }
    .into_any()
}

fn invite_many(texts: Translator, people: &People, form: &Form) -> AnyView {
    view! {
        <h2>{texts.t("people-invite-claimants")}</h2>
        <form method="post" action=format!("{}/invite", people.path) novalidate>
            {TextField::new("addresses", texts.t("people-addresses"))
                .hint(texts.t("people-addresses-hint"))
                .rows(5)
                .view(texts, form)}
            <button>{texts.t("people-make-links")}</button>
        </form>
    }
    .into_any()
}

fn invite_one(texts: Translator, people: &People, form: &Form) -> AnyView {
    let roles = ["investigator", "coordinator"]
        .map(|role| Choice::new(role, texts.t(role_key(role))).hint(texts.t(role_about_key(role))))
        .into_iter()
        .collect();
    view! {
        <h2>{texts.t("people-invite-officer")}</h2>
        <p>{texts.t("people-invite-officer-text")}</p>
        <form method="post" action=format!("{}/officer", people.path) novalidate>
            {choices(texts, form, "radio", "role", &texts.t("people-role"), roles)}
            {TextField::new("email", texts.t("account-email")).kind("email").view(texts, form)}
            {TextField::new("name", texts.t("account-name")).optional()
                .length_max(form.limits().person_characters_max).view(texts, form)}
            <button>{texts.t("people-make-link")}</button>
        </form>
    }
    .into_any()
}

fn role_key(role: &str) -> &'static str {
    match role {
        "coordinator" => "people-role-coordinator",
        "investigator" => "people-role-investigator",
        _ => "people-role-claimant",
    }
}

fn role_about_key(role: &str) -> &'static str {
    match role {
        "coordinator" => "people-role-coordinator-about",
        _ => "people-role-investigator-about",
    }
}

fn small_form(action: String, label: String, whom: &str, class: &'static str) -> AnyView {
    let whom = format!(" {whom}");
    view! {
        <form method="post" action=action class="inline">
            <button class=class>{label}<span class="visually-hidden">{whom}</span></button>
        </form>
    }
    .into_any()
}

fn invitations(texts: Translator, people: &People) -> AnyView {
    if people.invitations.is_empty() {
        return ().into_any();
    }
    let rows = people
        .invitations
        .iter()
        .map(|one| {
            let state = if one.expired {
                tag(Tone::Warn, texts.t("people-expired"))
            } else {
                tag(Tone::Busy, texts.t("people-open"))
            };
            let again = format!("{}/invitations/{}/again", people.path, one.id);
            let revoke = format!("{}/invitations/{}/revoke", people.path, one.id);
            let buttons = view! {
                {small_form(again, texts.t("people-again"), &one.email, "second small")}
                " "
                {small_form(revoke, texts.t("people-revoke"), &one.email, "danger small")}
            };
            let other = one.other.map(|key| {
                let other = texts.t(key);
                view! { <div class="hint">{other}</div> }
            });
            let cells = vec![
                view! { {one.email.clone()}{other} }.into_any(),
                texts.t(role_key(one.role)).into_any(),
                state,
                moment_in_words(texts, &one.expires),
                texts.number(&one.sent.to_string()).into_any(),
                buttons.into_any(),
            ];
            (None, cells)
        })
        .collect();
    let head = [
        (texts.t("account-email"), false),
        (texts.t("people-role"), false),
        (texts.t("people-state"), false),
        (texts.t("people-until"), false),
        (texts.t("people-links-made"), true),
        (texts.t("people-do"), false),
    ];
    view! {
        <h2>{texts.t("people-invitations")}</h2>
        {headed(stacked(&texts.t("people-invitations"), &head, rows))}
    }
    .into_any()
}

fn members(texts: Translator, people: &People) -> AnyView {
    let rows = people
        .members
        .iter()
        .map(|one| member(texts, people, one))
        .collect();
    let head = [
        (texts.t("account-name"), false),
        (texts.t("account-email"), false),
        (texts.t("people-role"), false),
        (texts.t("people-state"), false),
        (texts.t("people-do"), false),
    ];
    view! {
        <h2>{texts.t("people-members")}</h2>
        {headed(stacked(&texts.t("people-members"), &head, rows))}
    }
    .into_any()
}

fn member(texts: Translator, people: &People, one: &MemberRow) -> Stacked {
    let at = |act: &str| format!("{}/members/{}/{act}", people.path, one.id);
    let state = match (&one.claim, one.waiting) {
        (_, true) => tag(Tone::Warn, texts.t("people-waiting")),
        (Some(claim), false) => view! { {claim.clone()} }.into_any(),
        (None, false) if one.role == "claimant" => tag(Tone::Quiet, texts.t("people-not-begun")),
        (None, false) => tag(Tone::Good, texts.t("people-active")),
    };
    let until = one.until.as_deref().map(|until| {
        view! { <div class="hint">{texts.t("people-access-until")}" "{figures::moment_in_words(texts, until)}</div> }
    });
    let state = view! { {state}{until} }.into_any();
    let confirm = one
        .may_confirm
        .then(|| small_form(at("confirm"), texts.t("people-confirm"), &one.name, "small"));
    let link = one.may_link.then(|| {
        small_form(
            at("link"),
            texts.t("people-new-link"),
            &one.name,
            "second small",
        )
    });
    let end = one.may_end.then(|| {
        let key = if one.role == "claimant" {
            "people-end-claimant"
        } else {
            "people-end-officer"
        };
        let what = texts.with(key, &[("name", one.name.as_str().into())]);
        let label = (texts.t("people-end"), one.name.as_str());
        asking(label, what, at("end"), texts.t("people-end-yes"))
    });
    let cells = vec![
        one.name.clone().into_any(),
        one.email.clone().into_any(),
        texts.t(role_key(one.role)).into_any(),
        state,
        view! { {confirm}" "{link}" "{end} }.into_any(),
    ];
    (None, cells)
}

/// A link that was just made.
#[derive(Clone, Debug)]
pub struct MadeLink {
    /// For whom.
    pub email: String,
    /// The person's name; may be empty.
    pub name: String,
    /// The link.
    pub url: String,
}

/// Links that were just made; they are shown only this once. `skipped` holds addresses that
/// are members already or have an open invitation.
pub fn links(
    texts: Translator,
    incident: &str,
    path: &str,
    made: &[MadeLink],
    skipped: &[String],
) -> AnyView {
    let rows = made
        .iter()
        .map(|one| {
            let label = texts.t("people-write-mail");
            let mail = view! {
                <a href=mail_to(texts, incident, one)>
                    {label}<span class="visually-hidden">" "{one.email.clone()}</span>
                </a>
            };
            let link = view! { <span class="hash">{one.url.clone()}</span> };
            let cells = vec![
                one.email.clone().into_any(),
                link.into_any(),
                mail.into_any(),
            ];
            (None, cells)
        })
        .collect();
    let head = [
        (texts.t("account-email"), false),
        (texts.t("people-link"), false),
        (texts.t("people-mail"), false),
    ];
    let skipped = (!skipped.is_empty()).then(|| {
        let list = skipped.join(", ");
        inset(
            "warn",
            view! { <p>{texts.with("people-skipped", &[("list", list.into())])}</p> }.into_any(),
        )
    });
    let links = made.iter().map(|one| [&*one.email, &one.name, &one.url]);
    let list = spreadsheet(["email", "name", "link"], links);
    let download = format!("data:text/csv;charset=utf-8,{}", percent(&list));
    let copy = TextArea {
        id: Some("links".into()),
        rows: 6,
        class: "copy mono",
        is_read_only: true,
        ..TextArea::default()
    };
    view! {
        <h1>{texts.t("people-links-title")}</h1>
        {inset("warn", view! { <p>{texts.t("people-links-once")}</p> }.into_any())}
        {skipped}
        {(!made.is_empty()).then(|| view! {
            {stacked(&texts.t("people-links-title"), &head, rows)}
            <p><a class="button second" href=download download="links.csv">{texts.t("people-links-csv")}</a></p>
            <div class="field">
                <label for="links">{texts.t("people-links-copy")}</label>
                {copy.view(&list)}
            </div>
        })}
        <p><a href=path.to_owned()>{texts.t("people-back")}</a></p>
    }
    .into_any()
}

fn mail_to(texts: Translator, incident: &str, one: &MadeLink) -> String {
    let with = [
        ("incident", incident.into()),
        ("link", one.url.as_str().into()),
    ];
    let subject = texts.with("people-mail-subject", &with);
    let body = texts.with("people-mail-body", &with).replace('\n', "\r\n");
    format!(
        "mailto:{}?subject={}&body={}",
        percent(&one.email),
        percent(&subject),
        percent(&body)
    )
}

/// Everything but letters and digits as `%XX`.
fn percent(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
