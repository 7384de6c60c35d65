//! A browser for tests: the real router and store, with cookies, and forms posted as a
//! browser posts them.

#[path = "../../tests/databases/postgres.rs"]
pub mod databases;
pub mod fixtures;
mod markup;
#[path = "../../tests/homes/s3.rs"]
pub mod s3;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use casework::Role;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::App;
use crate::clock::{Clock, Random};
use crate::config::{Config, Limits, S3};
use crate::web::router;
use s3::S3Server;

/// A server on SQLite in a folder of its own. Its clock stands still until a test moves it.
pub struct Server {
    /// The running parts.
    pub app: App,
    now_us: std::sync::Arc<std::sync::atomic::AtomicI64>,
    _folder: TempDir,
}

/// The answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where a redirect leads; empty otherwise.
    pub location: String,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body as bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The value of the first input with this name on the page.
    pub fn field(&self, name: &str) -> String {
        let text = self.text();
        let (_, rest) = text
            .split_once(&format!(r#" name="{name}""#))
            .unwrap_or_else(|| panic!("the page has a {name}: {text}"));
        let (attributes, _) = rest.split_once('>').unwrap_or((rest, ""));
        let value = attributes.split_once(r#"value=""#);
        let value = value.map_or("", |(_, rest)| rest);
        value.split('"').next().unwrap_or_default().to_owned()
    }

    /// Whether the page holds the text.
    pub fn contains(&self, text: &str) -> bool {
        self.text().contains(text)
    }
}

/// 2022-11-23T00:00:00Z, the time of the tests.
pub const NOW_US: i64 = 1_669_161_600_000_000;

/// A password that the rules accept.
pub const PASSWORD: &str = "quiet lamps over grey water";

impl Server {
    /// With the default limits, except for cheap password hashes.
    pub async fn start() -> Server {
        Server::with(Limits::default()).await
    }

    /// With limits of one's own.
    pub async fn with(limits: Limits) -> Server {
        Server::set(limits, false, true, String::new()).await
    }

    /// A server that does no work by itself; the test does, step by step.
    pub async fn idle(limits: Limits) -> Server {
        Server::set(limits, false, false, String::new()).await
    }

    /// The same with another database than SQLite, where one is named.
    pub async fn idle_on(database_url: String) -> Server {
        Server::set(Limits::default(), false, false, database_url).await
    }

    /// The same behind a proxy that does TLS and names the caller.
    pub async fn behind_tls(limits: Limits) -> Server {
        Server::set(limits, true, true, String::new()).await
    }

    /// A server with another database than SQLite.
    pub async fn on(database_url: String) -> Server {
        Server::set(Limits::default(), false, true, database_url).await
    }

    /// A server with its files in a bucket, and the bucket's server.
    pub async fn in_bucket(limits: Limits) -> (Server, S3Server) {
        let folder = tempfile::tempdir().unwrap();
        let s3 = S3Server::start(&folder.path().join("s3"), 0).await;
        let mut bucket = S3::default();
        bucket.endpoint.clone_from(&s3.endpoint);
        bucket.access_key_id = s3::ACCESS_KEY.to_owned();
        bucket.secret_access_key = s3::SECRET_KEY.to_owned();
        bucket.allow_http = true;
        let config = Config {
            evidence_url: format!("s3://{}/files", s3::BUCKET),
            s3: bucket,
            limits,
            ..Config::default()
        };
        (Server::configured(config, folder, true).await, s3)
    }

    async fn set(limits: Limits, tls_in_front: bool, works: bool, database_url: String) -> Server {
        let config = Config {
            tls_in_front,
            database_url,
            limits,
            ..Config::default()
        };
        Server::configured(config, tempfile::tempdir().unwrap(), works).await
    }

    async fn configured(mut config: Config, folder: TempDir, works: bool) -> Server {
        config.data_dir = folder.path().join("data");
        let limits = &mut config.limits;
        limits.passwords.memory_kib = 64;
        limits.passwords.passes = 1;
        // Tests examine the results of acts. They wait for them, however busy the machine
        // is, unless they test not waiting.
        if limits.jobs.wait_ms == Limits::default().jobs.wait_ms {
            limits.jobs.wait_ms = 120_000;
        }
        let store = crate::commands::serve::open_store(&config).await.unwrap();
        let now_us = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(NOW_US));
        let shared = now_us.clone();
        let clock = Clock::from_fn(move || shared.load(std::sync::atomic::Ordering::SeqCst));
        let app = App::new(store, config, clock, Random::seeded(7), false);
        let app = app.await.unwrap();
        if works {
            crate::jobs::workers::start(&app);
        }
        Server {
            app,
            now_us,
            _folder: folder,
        }
    }

    /// Lets time pass.
    pub fn pass_minutes(&self, minutes: i64) {
        self.now_us
            .fetch_add(minutes * 60_000_000, std::sync::atomic::Ordering::SeqCst);
    }

    /// Waits until all work requested in an incident is done or given up.
    pub async fn all_done(&self, incident: &store::Incident) {
        let tries_max = self.app.config.limits.jobs.tries_max;
        loop {
            let waiting = self.app.store.waiting_jobs(&incident.id).await.unwrap();
            let mut waiting = waiting.iter().filter(|job| !job.is_given_up(tries_max));
            let Some(job) = waiting.next() else { return };
            crate::jobs::workers::wait(&self.app, job.kind, &job.subject)
                .await
                .unwrap();
        }
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        Browser {
            app: self.app.clone(),
            cookies: Vec::new(),
            page: String::new(),
            language: "en",
        }
    }

    /// An incident with a slug.
    pub async fn incident(&self, slug: &str) -> store::Incident {
        fixtures::incident(&self.app, slug).await
    }

    /// A member with a role and [`PASSWORD`], and a browser in which they are signed in.
    pub async fn member(&self, incident: &store::Incident, mail: &str, role: Role) -> Browser {
        fixtures::member(&self.app, incident, mail, role).await;
        let mut browser = self.browser();
        let answer = browser
            .post("/sign-in", &[("email", mail), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        browser
    }
}

/// A browser with its cookies.
#[derive(Clone)]
pub struct Browser {
    app: App,
    cookies: Vec<(String, String)>,
    /// The page it shows, which is the origin of the next form.
    page: String,
    /// The language it requests in `Accept-Language`.
    pub language: &'static str,
}

impl Browser {
    /// Loads a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        path.clone_into(&mut self.page);
        self.send(Request::get(path), Body::empty()).await
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request = self.request(path, "application/x-www-form-urlencoded");
        self.send(request, Body::from(body.join("&"))).await
    }

    /// Contests entries. Where the answer is a preview, it confirms the counted change.
    pub async fn contest(&mut self, to: &str, fields: &[(&str, &str)]) -> Answer {
        let asked = self.post(to, fields).await;
        if asked.status != StatusCode::OK {
            return asked;
        }
        let (version, counted) = (asked.field("version"), asked.field("counted"));
        let kept = fields.iter().filter(|(name, _)| *name != "version");
        let mut all: Vec<(&str, &str)> = kept.copied().collect();
        all.extend([("version", version.as_str()), ("counted", counted.as_str())]);
        self.post(to, &all).await
    }

    /// Posts a form with files: (field, file name, bytes).
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        for (field, name, bytes) in files {
            let part = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(part.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let request = self.request(path, "multipart/form-data; boundary=edge");
        self.send(request, Body::from(body)).await
    }

    /// A post from the current page.
    fn request(&self, path: &str, kind: &str) -> axum::http::request::Builder {
        Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("http://localhost{}", self.page))
            .header(header::CONTENT_TYPE, kind)
    }

    /// The cookie with this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let found = self.cookies.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Takes over a cookie of another browser.
    pub fn take_cookie(&mut self, name: &str, from: &Browser) {
        let value = from.cookie(name).expect("the other browser has it");
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    /// Sends any request with the cookies, and stores the returned ones.
    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request
            .header(header::HOST, "localhost")
            .header(header::COOKIE, cookies.join("; "))
            .header(header::ACCEPT_LANGUAGE, self.language)
            .body(body)
            .unwrap();
        let response = router(self.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let bytes = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap()
            .to_vec();
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let kind = kind.map_or("", |kind| kind.to_str().unwrap());
        if kind.starts_with("text/html") && !parts.headers.contains_key(header::CONTENT_DISPOSITION)
        {
            // The markup of every page that any test opens is checked.
            let wrong = markup::wrong_ids(&String::from_utf8_lossy(&bytes));
            assert_eq!(wrong, Vec::<String>::new());
        }
        let location = parts
            .headers
            .get(header::LOCATION)
            .map_or("", |to| to.to_str().unwrap());
        Answer {
            status: parts.status,
            location: location.to_owned(),
            headers: parts.headers.clone(),
            bytes,
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (name, rest) = cookie.split_once('=').unwrap();
        let value = rest.split(';').next().unwrap_or("");
        self.cookies.retain(|(known, _)| known != name);
        if !value.is_empty() && !cookie.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}
