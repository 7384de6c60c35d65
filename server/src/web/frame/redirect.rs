//! Redirects, which lead only to our own pages.

use axum::response::{IntoResponse, Redirect, Response};
use url::{Position, Url};

/// 303 to a page of ours. Every redirect uses this function, so that none leads to another
/// site and no header contains typed text unchecked.
pub fn go_to(page: &str) -> Response {
    Redirect::to(&page_of_ours(page)).into_response()
}

/// 303 to a page that shows the notice `done-<key>`.
pub fn done(to: &str, key: &str) -> Response {
    let joint = if to.contains('?') { '&' } else { '?' };
    go_to(&format!("{to}{joint}done={key}"))
}

/// A page of ours, as a browser would interpret the text on one of our pages: path, query
/// and fragment in the characters that an address may have. A text that a browser would look
/// for elsewhere becomes `/`.
pub fn page_of_ours(text: &str) -> String {
    let ours = || {
        // This origin stands for our own; an address that stays on it stays with us.
        let origin = Url::parse("http://redress.invalid/").ok()?;
        let page = |text: &str| {
            let found = origin.join(text).ok()?;
            let is_ours = found.origin() == origin.origin() && found.username().is_empty();
            is_ours.then(|| found[Position::BeforePath..].to_owned())
        };
        let path = page(text)?;
        // `/.//elsewhere` is a path of ours, but by itself a browser reads it as a host.
        (page(&path)? == path).then_some(path)
    };
    ours().unwrap_or_else(|| "/".to_owned())
}

/// A path without `done=…`, because a notice appears only once.
pub fn without_notice(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else {
        return path.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("done="))
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::testing::{PASSWORD, Server};

    /// Texts that a browser reads as the address of another site, or of none.
    const FOREIGN: [&str; 16] = [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "\u{b}//evil.example",
        "/.//evil.example",
        "/x/..//evil.example",
        "/%2e//evil.example",
        "http:\\\\evil.example",
        "http://redress.invalid@evil.example/",
        "http://evil@redress.invalid/",
        "javascript:alert(1)",
        "",
    ];

    #[test]
    fn goes_back_only_to_our_own_pages() {
        for (text, page) in [
            ("/i/x/claim?page=2", "/i/x/claim?page=2"),
            ("/i/x/claim?q=%2F%2Fa#row-3", "/i/x/claim?q=%2F%2Fa#row-3"),
            ("/\u{b}", "/"),
            ("/a\u{b}b", "/a%0Bb"),
            ("/a\r\nset-cookie: a=b", "/aset-cookie:%20a=b"),
            ("/\u{e9}?q=\u{202e}", "/%C3%A9?q=%E2%80%AE"),
        ] {
            assert_eq!(page_of_ours(text), page);
        }
        for foreign in FOREIGN {
            assert_eq!(page_of_ours(foreign), "/", "{foreign:?}");
        }
    }

    #[tokio::test]
    async fn sign_in_and_language_lead_nowhere_else_and_break_on_nothing() {
        let server = Server::start().await;
        let incident = server.incident("attack").await;
        let ada = "ada@example.org";
        let mut signed_in = server
            .member(&incident, ada, casework::Role::Claimant)
            .await;
        for (text, page) in [
            ("/\u{b}", "/"),
            ("/a\u{b}b", "/a%0Bb"),
            ("/i/attack", "/i/attack"),
        ]
        .into_iter()
        .chain(FOREIGN.map(|foreign| (foreign, "/")))
        {
            let next =
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
            let already = signed_in.get(&format!("/sign-in?next={next}")).await;
            assert_eq!(already.location, page, "{text:?}");
            let sent = [("password", PASSWORD), ("next", text)];
            let confirmed = signed_in.post("/account/confirm", &sent).await;
            assert_eq!(confirmed.location, page, "{text:?}");
            let language = [("language", "fr"), ("back", text)];
            let switched = signed_in.post("/language", &language).await;
            assert_eq!(switched.location, page, "{text:?}");
        }
        let sent = [
            ("email", ada),
            ("password", PASSWORD),
            ("next", "/\t/evil.example"),
        ];
        let fresh = server.browser().post("/sign-in", &sent).await;
        assert_eq!(fresh.location, "/");
    }

    #[test]
    fn one_function_makes_redirects() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut waiting = vec![sources];
        let mut found = Vec::new();
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                let inside = std::fs::read_dir(&path).unwrap();
                waiting.extend(inside.map(|entry| entry.unwrap().path()));
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
            for way in ["Redirect::", "header::LOCATION,"] {
                found.extend(code.matches(way).map(|_| (path.clone(), way)));
            }
        }
        assert_eq!(found.len(), 1, "{found:?}: use `go_to`");
    }

    #[test]
    fn a_language_switch_does_not_repeat_a_notice() {
        assert_eq!(without_notice("/a?done=x&page=2"), "/a?page=2");
        assert_eq!(without_notice("/a?done=x"), "/a");
    }
}
