//! The frame of every page: head, skip link, header with language switch,
//! notice, footer with help in the same place everywhere.

use leptos::prelude::*;

use super::raw;
use crate::render::Chrome;
use crate::text::{Locale, T};

/// The whole document around a page's body.
pub fn document(chrome: &Chrome, body: AnyView) -> impl IntoView + use<> {
    let texts = chrome.texts;
    let name = texts.t("common-product");
    let title = if chrome.has_errors {
        format!("{}: {} – {name}", texts.t("common-error"), chrome.title)
    } else {
        format!("{} – {name}", chrome.title)
    };
    let style = chrome
        .assets
        .as_ref()
        .map(|base| format!("{base}/style.css"));
    let boot = chrome.assets.as_ref().map(|base| format!("{base}/boot.js"));
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
            </head>
            <body>
                <a class="skip" href="#main">{texts.t("common-skip")}</a>
                {header(chrome)}
                {navigation(chrome)}
                <main id="main" class=width tabindex="-1">
                    {chrome.notice.clone().map(|notice| view! {
                        <div class="notice" role="status"><p>{notice}</p></div>
                    })}
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
    let texts: T = chrome.texts;
    let idle = chrome.idle_minutes.map(|minutes| {
        let sentence = texts.with(
            "common-session-ends",
            &[("minutes", i64::from(minutes).into())],
        );
        view! { <p>{sentence}</p> }
    });
    view! {
        <footer class="bottom">
            <h2>{texts.t("common-help")}</h2>
            <p>{texts.t("common-help-text")}</p>
            <p>{texts.t("common-scam-warning")}</p>
            {idle}
            <ul class="plain-row">
                <li><a href="/method">{texts.t("common-method")}</a></li>
                <li><a href="/formats">{texts.t("common-formats")}</a></li>
                <li><a href="/keys">{texts.t("common-keys")}</a></li>
            </ul>
        </footer>
    }
}
