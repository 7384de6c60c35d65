//! Account pages: signing in, joining by a link, a person's own account.

use leptos::prelude::*;

use crate::forms::Form;
use crate::parts::fields::{Choice, TextField, choices, error_summary};
use crate::parts::figures::moment_in_words;
use crate::parts::pieces::{Tone, button_form, inset, summary_list, tag};
use crate::text::{Locale, Translator};

/// The sign-in page. `reasons` explain why a session ended.
pub fn sign_in(texts: Translator, reasons: &[String], form: &Form) -> AnyView {
    let reasons = (!reasons.is_empty()).then(|| {
        let reasons = reasons.iter().cloned();
        let reasons = reasons.map(|reason| view! { <p>{reason}</p> });
        inset("warn", reasons.collect_view().into_any())
    });
    view! {
        {error_summary(texts, form)}
        <h1>{texts.t("account-sign-in")}</h1>
        {reasons}
        <form method="post" action="/sign-in" novalidate>
            <input type="hidden" name="next" value=form.raw("next").to_owned()/>
            {email(texts, form)}
            {current_password(texts, form)}
            <button>{texts.t("common-sign-in")}</button>
        </form>
        <p>{texts.t("account-no-password")}</p>
    }
    .into_any()
}

fn email(texts: Translator, form: &Form) -> AnyView {
    TextField::new("email", texts.t("account-email"))
        .kind("email")
        .autocomplete("username")
        .view(texts, form)
}

fn current_password(texts: Translator, form: &Form) -> AnyView {
    TextField::new("password", texts.t("account-password"))
        .kind("password")
        .autocomplete("current-password")
        .view(texts, form)
}

fn new_password(texts: Translator, form: &Form) -> AnyView {
    TextField::new("password", texts.t("account-new-password"))
        .hint(texts.t("account-new-password-hint"))
        .kind("password")
        .autocomplete("new-password")
        .view(texts, form)
}

/// Asks for the password again, before something that needs it.
pub fn confirm(texts: Translator, form: &Form) -> AnyView {
    view! {
        {error_summary(texts, form)}
        <h1>{texts.t("account-confirm")}</h1>
        <p>{texts.t("account-confirm-text")}</p>
        <form method="post" action="/account/confirm" novalidate>
            <input type="hidden" name="next" value=form.raw("next").to_owned()/>
            {current_password(texts, form)}
            <button>{texts.t("account-go-on")}</button>
        </form>
    }
    .into_any()
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To join an incident in a role, named by a text key.
    Join(&'static str),
    /// To sign in with a new password.
    SignIn,
    /// To confirm a claim that somebody filed.
    ConfirmFiling,
}

/// What the person must do with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStep {
    /// Choose a name and a password.
    NewAccount,
    /// Choose a new password.
    NewPassword,
    /// Agree: the person is signed in to the account that the link is for.
    Accept,
    /// Sign in first: the address has an account.
    SignInFirst,
    /// Sign out first: the person is signed in to another account.
    OtherAccount,
}

/// A link that can be used.
#[derive(Clone, Debug)]
pub struct Link {
    /// The page's own path.
    pub path: String,
    /// Name of the incident.
    pub incident: String,
    /// Address the link was made for.
    pub email: String,
    /// What for.
    pub purpose: LinkPurpose,
    /// What to do.
    pub step: LinkStep,
}

impl Link {
    /// The title of its page.
    pub fn title(&self, texts: Translator) -> String {
        match self.purpose {
            LinkPurpose::Join(_) | LinkPurpose::ConfirmFiling => {
                let with = [("incident", self.incident.as_str().into())];
                texts.with("account-join", &with)
            }
            LinkPurpose::SignIn => texts.t("account-link-sign-in"),
        }
    }
}

/// The page behind a link. Opening it does not use the link up.
pub fn link(texts: Translator, link: &Link, form: &Form) -> AnyView {
    let about = match link.purpose {
        LinkPurpose::Join(role) => texts.t(role),
        LinkPurpose::SignIn => texts.t("account-link-sign-in-text"),
        LinkPurpose::ConfirmFiling => texts.t("account-link-filing-text"),
    };
    let made_for = [("email", link.email.as_str().into())];
    view! {
        {error_summary(texts, form)}
        <h1>{link.title(texts)}</h1>
        <p>{about}</p>
        {inset("", view! { <p>{texts.with("account-link-for", &made_for)}</p> }.into_any())}
        {link_step(texts, link, form)}
    }
    .into_any()
}

fn link_step(texts: Translator, link: &Link, form: &Form) -> AnyView {
    let action = link.path.clone();
    match link.step {
        LinkStep::NewAccount | LinkStep::NewPassword => {
            let name = (link.step == LinkStep::NewAccount).then(|| {
                TextField::new("name", texts.t("account-name"))
                    .hint(texts.t("account-name-hint"))
                    .autocomplete("name")
                    .length_max(form.limits().person_characters_max)
                    .view(texts, form)
            });
            view! {
                <p>{texts.t("account-before")}</p>
                <form method="post" action=action novalidate>
                    <input type="hidden" name="username" value=link.email.clone() autocomplete="username"/>
                    {name}
                    {new_password(texts, form)}
                    <button>{texts.t("account-go-on")}</button>
                </form>
            }
            .into_any()
        }
        LinkStep::Accept => view! {
            <form method="post" action=action><button>{texts.t("account-accept")}</button></form>
        }
        .into_any(),
        LinkStep::SignInFirst => view! {
            <p>{texts.t("account-sign-in-first")}</p>
            <p><a class="button" href=format!("/sign-in?next={action}")>{texts.t("common-sign-in")}</a></p>
        }
        .into_any(),
        LinkStep::OtherAccount => view! { <p>{texts.t("account-other")}</p> }.into_any(),
    }
}

/// A page for a link that cannot be used, with the reason (a text key).
pub fn dead_link(texts: Translator, why: &'static str) -> AnyView {
    view! {
        <h1>{texts.t("account-dead-link")}</h1>
        <p>{texts.t(why)}</p>
        <p><a href="/sign-in">{texts.t("common-sign-in")}</a></p>
    }
    .into_any()
}

/// One's own account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Mail address.
    pub email: String,
    /// Other sessions: when they began and were last used, RFC 3339.
    pub sessions: Vec<(String, String, bool)>,
}

/// The account page. `details` and `password` are its two forms.
pub fn account(texts: Translator, account: &Account, details: &Form, password: &Form) -> AnyView {
    let summary = if details.is_valid() {
        password
    } else {
        details
    };
    let languages = Locale::ALL
        .into_iter()
        .map(|locale| Choice::new(locale.tag(), locale.own_name()))
        .collect();
    view! {
        {error_summary(texts, summary)}
        <h1>{texts.t("account-title")}</h1>
        {summary_list(vec![(
            texts.t("account-email"),
            view! { {account.email.clone()} }.into_any(),
            None,
        )])}
        <h2>{texts.t("account-details")}</h2>
        <form method="post" action="/account" novalidate>
            {TextField::new("name", texts.t("account-name")).autocomplete("name")
                .length_max(details.limits().person_characters_max).view(texts, details)}
            {choices(texts, details, "radio", "language", &texts.t("account-language"), languages)}
            <button>{texts.t("account-save")}</button>
        </form>
        <h2>{texts.t("account-change-password")}</h2>
        <form method="post" action="/account/password" novalidate>
            {TextField::new("current", texts.t("account-current-password"))
                .kind("password")
                .autocomplete("current-password")
                .view(texts, password)}
            {new_password(texts, password)}
            <button>{texts.t("account-change-password")}</button>
        </form>
        {sessions(texts, account)}
    }
    .into_any()
}

fn sessions(texts: Translator, account: &Account) -> AnyView {
    let items = account
        .sessions
        .iter()
        .map(|(since, last, this)| {
            let here = this.then(|| tag(Tone::Good, texts.t("account-this-session")));
            view! {
                <li>
                    {texts.t("account-session-since")}" "{moment_in_words(texts, since)}" "{here}
                    <p class="hint">
                        {texts.t("account-session-last")}" "{moment_in_words(texts, last)}
                    </p>
                </li>
            }
        })
        .collect_view();
    let others = (account.sessions.len() > 1).then(|| {
        let label = texts.t("account-end-others");
        button_form("/account/end-others".into(), label, "second")
    });
    view! {
        <h2>{texts.t("account-sessions")}</h2>
        <ul class="events">{items}</ul>
        {others}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::account::SECRET_FIELDS;
    use crate::text::Texts;

    #[test]
    fn every_field_for_a_password_is_one_that_is_never_kept() {
        let (texts, form) = (Texts::of(Locale::En), Form::default());
        let account_page = Account {
            email: String::new(),
            sessions: Vec::new(),
        };
        let link_page = Link {
            path: String::new(),
            incident: String::new(),
            email: String::new(),
            purpose: LinkPurpose::SignIn,
            step: LinkStep::NewPassword,
        };
        let pages = [
            sign_in(texts, &[], &form),
            confirm(texts, &form),
            link(texts, &link_page, &form),
            account(texts, &account_page, &form, &form),
        ];
        let mut fields = 0;
        for page in pages.map(crate::render::html) {
            for (at, _) in page.match_indices("type=\"password\"") {
                let start = page[..at].rfind('<').unwrap();
                let input = &page[start..at + page[at..].find('>').unwrap()];
                let is_secret = |name: &&str| input.contains(&format!("name=\"{name}\""));
                assert!(SECRET_FIELDS.iter().any(is_secret), "{input}");
                fields += 1;
            }
        }
        assert_eq!(fields, 5);
    }
}
