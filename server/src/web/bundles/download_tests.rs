//! Downloads of bundles that break off and continue: with the files in a folder and in a
//! bucket, through the real router.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use casework::custody::Purpose;

use super::page_tests::{BUNDLES, Ground, INES, consent};
use crate::config::Limits;
use crate::testing::{Answer, Server};
use crate::web::group::tests::GROUP;

impl Ground {
    /// An incident with a bundle, and its address.
    async fn with_bundle(server: Server) -> (Ground, String) {
        let mut ground = Ground::on(server).await;
        let release = ground.release("30").await;
        ground.build(&release).await;
        let bundle = ground.newest_bundle().await;
        (ground, bundle)
    }

    /// Requests a bundle with further headers.
    async fn ask(&mut self, method: Method, bundle: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(bundle);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.ines.send(request, Body::empty()).await
    }

    async fn part(&mut self, bundle: &str, range: &str) -> Answer {
        self.ask(Method::GET, bundle, &[("range", range)]).await
    }

    /// What the log says of each download.
    async fn downloads(&self) -> Vec<Option<Purpose>> {
        let chain = self.server.app.store.custody_chain(&self.incident.id).await;
        let chain = chain.unwrap();
        let downloads = chain
            .iter()
            .filter(|record| record.action == "bundle-downloaded");
        downloads.map(|record| record.purpose.purpose()).collect()
    }
}

/// The text of a header.
fn text<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers[name].to_str().unwrap()
}

#[tokio::test]
async fn download_from_a_folder_continues_where_it_broke_off() {
    continues(Server::with(Limits::default()).await).await;
}

#[tokio::test]
async fn download_from_a_bucket_continues_where_it_broke_off() {
    let (server, _s3) = Server::in_bucket(Limits::default()).await;
    continues(server).await;
}

async fn continues(server: Server) {
    let (mut ground, bundle) = Ground::with_bundle(server).await;
    let whole = ground.ines.get(&bundle).await;
    let size = whole.bytes.len() as u64;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(text(&whole, "accept-ranges"), "bytes");
    assert!(!whole.headers.contains_key(header::CONTENT_RANGE));
    let tag = text(&whole, "etag").to_owned();
    let store = &ground.server.app.store;
    let id = bundle.strip_prefix(&format!("{BUNDLES}/")).unwrap();
    let id = id.strip_suffix(".zip").unwrap();
    let kept = store.bundle(&ground.incident.id, id).await.unwrap();
    assert_eq!(tag, format!("\"{}\"", kept.sha256), "a strong tag");

    let first = ground.part(&bundle, "bytes=0-999").await;
    assert_eq!(first.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(text(&first, "content-range"), format!("bytes 0-999/{size}"));
    assert_eq!(text(&first, "content-length"), "1000");
    let condition = [("range", "bytes=1000-"), ("if-range", &*tag)];
    let rest = ground.ask(Method::GET, &bundle, &condition).await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
    let range = format!("bytes 1000-{}/{size}", size - 1);
    assert_eq!(text(&rest, "content-range"), range);
    assert_eq!(text(&rest, "etag"), tag);
    for header in ["content-type", "content-disposition"] {
        assert_eq!(rest.headers[header], whole.headers[header]);
    }
    assert!([first.bytes, rest.bytes].concat() == whole.bytes);
    let last = ground.part(&bundle, "bytes=-7").await;
    assert!(last.bytes == whole.bytes[whole.bytes.len() - 7..]);
    let all = ground.part(&bundle, "bytes=0-").await;
    assert_eq!(all.status, StatusCode::PARTIAL_CONTENT);
    assert!(all.bytes == whole.bytes);

    let part = |first: u64, last: u64| Some(Purpose::Part { first, last, size });
    let logged = ground.downloads().await;
    assert_eq!(
        logged,
        [
            Some(Purpose::Whole),
            part(0, 999),
            part(1000, size - 1),
            part(size - 7, size - 1),
            Some(Purpose::Whole),
        ]
    );
    let mut cora = ground.signed_in("cora@example.org").await;
    let log = cora.get(&format!("{GROUP}/custody")).await;
    assert!(log.contains("the whole file"), "{}", log.text());
    assert!(log.contains("a part: bytes"), "{}", log.text());
}

#[tokio::test]
async fn range_past_the_end_of_a_bundle_is_refused_with_its_length() {
    let (mut ground, bundle) = Ground::with_bundle(Server::start().await).await;
    let size = ground.ines.get(&bundle).await.bytes.len();
    let past = ground.part(&bundle, &format!("bytes={size}-")).await;
    assert_eq!(past.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(text(&past, "content-range"), format!("bytes */{size}"));
    assert!(past.bytes.is_empty());
    for ignored in ["bytes=0-0,5-6", "bytes=9-1", "rows=1-2"] {
        let whole = ground.part(&bundle, ignored).await;
        assert_eq!(whole.status, StatusCode::OK, "{ignored}");
        assert_eq!(whole.bytes.len(), size);
    }
    assert_eq!(ground.downloads().await, vec![Some(Purpose::Whole); 4]);
}

#[tokio::test]
async fn head_of_a_bundle_states_its_length_and_is_no_download() {
    let limits = Limits::but(|limits| {
        limits.exports.per_hour = 2;
    });
    let (mut ground, bundle) = Ground::with_bundle(Server::with(limits).await).await;
    for _ in 0..3 {
        let head = ground
            .ask(Method::HEAD, &bundle, &[("range", "bytes=5-")])
            .await;
        assert_eq!(head.status, StatusCode::OK);
        assert!(head.bytes.is_empty());
        assert_eq!(text(&head, "accept-ranges"), "bytes");
        assert_eq!(text(&head, "content-type"), "application/zip");
        let size: u64 = text(&head, "content-length").parse().unwrap();
        assert!(size > 1000, "{size}");
        assert!(text(&head, "etag").starts_with('"'));
    }
    assert!(ground.downloads().await.is_empty());
    let got = ground.ines.get(&bundle).await;
    assert_eq!(got.status, StatusCode::OK, "the build was the other one");
}

#[tokio::test]
async fn download_stops_when_somebody_takes_consent_back_in_the_middle() {
    let (mut ground, bundle) = Ground::with_bundle(Server::start().await).await;
    let first = ground.part(&bundle, "bytes=0-999").await;
    assert_eq!(first.status, StatusCode::PARTIAL_CONTENT);
    consent(&mut ground.ada, "no").await;
    for method in [Method::GET, Method::HEAD] {
        let range = [("range", "bytes=1000-")];
        let refused = ground.ask(method, &bundle, &range).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(!refused.headers.contains_key(header::CONTENT_RANGE));
        assert!(!refused.headers.contains_key(header::ETAG));
    }
    assert_eq!(
        ground.downloads().await.len(),
        1,
        "the refusal is no download"
    );
    consent(&mut ground.ada, "yes").await;
    let rest = ground.part(&bundle, "bytes=1000-").await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
}

#[tokio::test]
async fn download_stops_when_its_release_ends_in_the_middle() {
    let (mut ground, bundle) = Ground::with_bundle(Server::start().await).await;
    let first = ground.part(&bundle, "bytes=0-999").await;
    assert_eq!(first.status, StatusCode::PARTIAL_CONTENT);
    let store = &ground.server.app.store;
    let releases = store.releases(&ground.incident.id).await.unwrap();
    let mut cora = ground.signed_in("cora@example.org").await;
    let end = format!("{GROUP}/releases/{}/end", releases[0].id);
    assert_eq!(cora.post(&end, &[]).await.status, StatusCode::SEE_OTHER);
    let gone = ground.part(&bundle, "bytes=1000-").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert_eq!(ground.downloads().await.len(), 1);
}

#[tokio::test]
async fn another_bundle_has_another_tag_and_never_continues_an_older_one() {
    let (mut ground, older) = Ground::with_bundle(Server::start().await).await;
    let began = ground.part(&older, "bytes=0-999").await;
    ground.server.pass_minutes(5);
    let store = &ground.server.app.store;
    let releases = store.releases(&ground.incident.id).await.unwrap();
    ground.build(&releases[0].id).await;
    let newer = ground.newest_bundle().await;
    assert_ne!(newer, older);
    let tag = text(&began, "etag").to_owned();
    let condition = [("range", "bytes=1000-"), ("if-range", &*tag)];
    let whole = ground.ask(Method::GET, &newer, &condition).await;
    assert_eq!(whole.status, StatusCode::OK, "the whole other bundle");
    assert_ne!(text(&whole, "etag"), tag);
    let rest = ground.ask(Method::GET, &older, &condition).await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
}

#[tokio::test]
async fn program_that_continues_a_download_gets_no_page_that_asks_for_the_password() {
    let limits = Limits::but(|limits| {
        limits.sign_in.fresh_minutes = 5;
    });
    let (mut ground, bundle) = Ground::with_bundle(Server::with(limits).await).await;
    ground.server.pass_minutes(5);
    let refused = ground.part(&bundle, "bytes=1000-").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(text(&refused, "content-type").starts_with("text/plain"));
    assert!(
        refused.contains("confirm your password"),
        "{}",
        refused.text()
    );
    let asked = ground.ines.get(&bundle).await;
    assert_eq!(asked.location, format!("/account/confirm?next={bundle}"));
    assert!(ground.downloads().await.is_empty());
    ground.ines = ground.signed_in(INES).await;
    let rest = ground.part(&bundle, "bytes=1000-").await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
}

#[tokio::test]
async fn damaged_bundle_is_not_sent_and_not_logged() {
    let (mut ground, bundle) = Ground::with_bundle(Server::start().await).await;
    let tag = text(&ground.part(&bundle, "bytes=0-0").await, "etag").to_owned();
    let sha256 = tag.trim_matches('"');
    let incident = &ground.incident.id;
    let data_dir = ground.server.app.store.data_dir();
    let path = format!("evidence/{incident}/{}/{sha256}", &sha256[..2]);
    let path = data_dir.join(path);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    for range in ["", "bytes=0-", "bytes=50-"] {
        let broken = ground.part(&bundle, range).await;
        assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR, "{range}");
        assert!(!broken.headers.contains_key(header::CONTENT_RANGE));
    }
    assert_eq!(ground.downloads().await.len(), 1);
}
