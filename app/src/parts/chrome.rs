//! The frame of every page: head, skip link, header with language switch, notice, and a
//! footer with help in the same place everywhere.

use leptos::prelude::*;

use crate::parts::figures::moment_in_words;
use crate::parts::pieces::button_form;
use crate::parts::raw;
use crate::render::{Chrome, LateNotice};
use crate::text::{Locale, Translator};

/// The whole document around a page's body.
pub fn document(chrome: &Chrome, body: AnyView) -> impl IntoView + use<> {
    let texts = chrome.texts;
    let name = texts.t("common-product");
    let title = if chrome.has_errors {
        format!(
            "{}{}{} – {name}",
            texts.t("common-error"),
            texts.t("common-colon"),
            chrome.title
        )
    } else {
        format!("{} – {name}", chrome.title)
    };
    let style = chrome
        .assets
        .as_ref()
        .map(|base| format!("{base}/style.css"));
    let boot = chrome.assets.as_ref().map(|base| format!("{base}/boot.js"));
    let signed_in = chrome.assets.as_ref().filter(|_| chrome.session.is_some());
    let scripts = signed_in.map(|base| {
        let version = base.rsplit('/').next().unwrap_or("");
        ["session", "jobs"].map(|name| raw::module_script(format!("/{name}.js?{version}")))
    });
    let width = if chrome.wide { "page wide" } else { "page" };
    view! {
        <!DOCTYPE html>
        <html lang=texts.locale.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                {raw::title(title)}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {style.map(|href| view! { <link rel="stylesheet" href=href/> })}
                {boot.map(raw::module_script)}
                {scripts.map(|scripts| scripts.into_iter().collect_view())}
            </head>
            <body>
                {session_warning(chrome)}
                <a class="skip" href="#main">{texts.t("common-skip")}</a>
                {header(chrome)}
                {navigation(chrome)}
                <main id="main" class=width tabindex="-1">
                    {chrome.notice.clone().map(|notice| view! {
                        <div class="notice" role="status"><p>{notice}</p></div>
                    })}
                    {chrome.late.clone().map(|late| late_notice(texts, late))}
                    {body}
                </main>
                {footer(chrome)}
            </body>
        </html>
    }
}

fn header(chrome: &Chrome) -> impl IntoView + use<> {
    let texts = chrome.texts;
    let incident = chrome
        .incident
        .clone()
        .map(|(id, name)| view! { <a class="incident" href=format!("/i/{id}")>{name}</a> });
    view! {
        <header class="top">
            <div class="top-row">
                <a class="product" href="/">{texts.t("common-product")}</a>
                {incident}
                <div class="top-end">
                    {language_switch(chrome)}
                    {who(chrome)}
                </div>
            </div>
            {chrome.demo.then(|| view! { <p class="demo-note">{texts.t("common-demo-note")}</p> })}
        </header>
    }
}

fn language_switch(chrome: &Chrome) -> impl IntoView + use<> {
    let texts = chrome.texts;
    let path = chrome.path.clone();
    let buttons = Locale::ALL
        .into_iter()
        .filter(|locale| *locale != texts.locale)
        .map(|locale| {
            view! {
                <button class="link" name="language" value=locale.tag() lang=locale.tag()>
                    {locale.own_name()}
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/language" class="inline">
            <input type="hidden" name="back" value=path/>
            {buttons}
        </form>
    }
}

fn who(chrome: &Chrome) -> AnyView {
    let texts = chrome.texts;
    match chrome.signed_in.clone() {
        Some(email) => view! {
            <a class="who" href="/account">{email}</a>
            <form method="post" action="/sign-out" class="inline">
                <button class="link">{texts.t("common-sign-out")}</button>
            </form>
        }
        .into_any(),
        None => view! { <a href="/sign-in">{texts.t("common-sign-in")}</a> }.into_any(),
    }
}

/// The end of the session, and a button that extends it and leaves the page as it is. It
/// serves people whose browser runs no script.
fn session_end(chrome: &Chrome) -> Option<impl IntoView + use<>> {
    let texts = chrome.texts;
    let session = chrome.session.as_ref()?;
    let ends = moment_in_words(texts, &session.ends);
    let (before, after) = match session.is_last_end {
        true => ("common-session-last-end", "common-session-last-end-after"),
        false => ("common-session-end", "common-session-end-after"),
    };
    let stay = (!session.is_last_end).then(|| stay_form(texts, true));
    Some(view! {
        <div class="session-end">
            <p aria-live="polite">{texts.t(before)}" "{ends}". "{texts.t(after)}</p>
            {stay}
        </div>
    })
}

/// `public/session.js` shows it some minutes before the session's end, and after it. Until
/// then it is hidden from eyes and screen readers.
fn session_warning(chrome: &Chrome) -> Option<impl IntoView + use<>> {
    let texts = chrome.texts;
    let session = chrome.session.as_ref()?;
    let soon = match session.is_last_end {
        true => texts.t("common-session-last-soon"),
        false => texts.t("common-session-soon"),
    };
    let stay = (!session.is_last_end).then(|| stay_form(texts, false));
    Some(view! {
        <div id="session-warning" class="session-warning" role="status"
            data-left=session.left_seconds data-warning=session.warning_seconds>
            <div data-part="soon" hidden>
                <p>{soon}" "<span data-part="minutes"></span></p>
                {stay}
            </div>
            <p data-part="over" hidden>{texts.t("common-session-over")}</p>
        </div>
    })
}

/// A button that counts as use of the session. It opens a new tab, so that nothing typed is
/// lost.
fn stay_form(texts: Translator, in_new_tab: bool) -> impl IntoView + use<> {
    let hint = in_new_tab.then(|| {
        view! { <span class="hint">" "{texts.t("common-session-stay-hint")}</span> }
    });
    view! {
        <form method="post" action="/account/stay" target="_blank" class="inline">
            <button class="second small">{texts.t("common-session-stay")}</button>{hint}
        </form>
    }
}

/// Says that a form came too late: its values are back, but were not saved.
fn late_notice(texts: Translator, late: LateNotice) -> impl IntoView {
    let about = match late.left.is_empty() {
        true => texts.t("common-late-placed"),
        false => texts.t("common-late-left"),
    };
    let left = late
        .left
        .into_iter()
        .map(|text| view! { <pre class="late">{text}</pre> })
        .collect_view();
    let label = texts.t("common-late-discard");
    view! {
        <div class="inset warn" role="status">
            <p>{about}</p>
            {left}
            {button_form("/account/late-form/discard".into(), label, "second small")}
        </div>
    }
}

fn navigation(chrome: &Chrome) -> Option<impl IntoView + use<>> {
    if chrome.nav.is_empty() {
        return None;
    }
    let links = chrome
        .nav
        .iter()
        .map(|link| {
            let current = link.current.then_some("page");
            view! { <li><a href=link.href.clone() aria-current=current>{link.label.clone()}</a></li> }
        })
        .collect_view();
    let label = chrome.texts.t("common-navigation");
    Some(view! { <nav class="sections" aria-label=label><ul>{links}</ul></nav> })
}

fn footer(chrome: &Chrome) -> impl IntoView + use<> {
    let texts: Translator = chrome.texts;
    let session = session_end(chrome);
    view! {
        <footer class="bottom">
            <h2>{texts.t("common-help")}</h2>
            <p>{texts.t("common-help-text")}</p>
            <p>{texts.t("common-scam-warning")}</p>
            {session}
            <ul class="plain-row">
                <li><a href="/method">{texts.t("common-method")}</a></li>
                <li><a href="/formats">{texts.t("common-formats")}</a></li>
                <li><a href="/keys">{texts.t("common-keys")}</a></li>
            </ul>
        </footer>
    }
}
