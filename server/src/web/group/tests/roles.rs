//! Who may reach which route with which method. The table has every route of an incident,
//! with real objects in place of the placeholders. A 404 is therefore caused by missing
//! rights, not by a missing object.

use store::{NewMapping, NewPriceFile};

use super::*;

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Get,
    Post,
    /// A form with files.
    Send,
}
use Way::{Get, Post, Send};

/// Method, path under `/i/attack`, and who may use it: `c` a claimant, `k` a coordinator,
/// `i` an investigator. Every row is tried with the roles that are refused. Rows without `!`
/// are also tried with the roles that are allowed; in the others there is nothing to do just
/// now.
const ROUTES: &[(Way, &str, &str)] = &[
    (Get, "/claim", "c"),
    (Get, "/claim/evidence", "c"),
    (Send, "/claim/evidence", "c"),
    (Post, "/claim/evidence/about", "c"),
    (Get, "/claim/evidence/{sha256}", "c"),
    (Get, "/claim/evidence/{sha256}/original", "c"),
    (Get, "/claim/evidence/{sha256}/remove", "c"),
    (Post, "/claim/evidence/{sha256}/remove", "c"),
    (Get, "/claim/evidence/{sha256}/columns", "c!"),
    (Post, "/claim/evidence/{sha256}/columns", "c!"),
    (Post, "/claim/evidence/{sha256}/columns/forget", "c!"),
    (Get, "/claim/evidence/{sha256}/sample", "c!"),
    (Get, "/claim/entries", "c"),
    (Post, "/claim/entries/period", "c"),
    (Post, "/claim/entries/rows", "c"),
    (Post, "/claim/entries/flat", "c"),
    (Post, "/claim/entries/flat/remove", "c!"),
    (Post, "/claim/entries/conflicts", "c"),
    (Post, "/claim/entries/conflicts/{key}/remove", "c!"),
    (Get, "/claim/entries/typed", "c"),
    (Post, "/claim/entries/typed", "c"),
    (Get, "/claim/holdings", "c"),
    (Get, "/claim/loss", "c"),
    (Get, "/claim/credits", "c"),
    (Post, "/claim/credits", "c"),
    (Get, "/claim/statement", "c"),
    (Post, "/claim/statement", "c"),
    (Get, "/claim/consents", "c"),
    (Post, "/claim/consents", "c"),
    (Get, "/claim/messages", "c"),
    (Post, "/claim/messages", "c"),
    (Post, "/claim/messages/read", "c"),
    (Get, "/claim/ask-back", "c"),
    (Post, "/claim/ask-back", "c"),
    (Get, "/claim/declaration", "c"),
    (Post, "/claim/declaration", "c"),
    (Get, "/claim/receipt", "c"),
    (Get, "/claim/export.zip", "c"),
    (Get, "/claim/jobs", "c"),
    (Get, "/claim/confirm", "c!"),
    (Post, "/claim/confirm", "c!"),
    (Get, "/claim/withdraw", "c"),
    (Post, "/claim/withdraw", "c"),
    (Get, "/group", "k"),
    (Get, "/group/claims/new", "k"),
    (Post, "/group/claims/new", "k"),
    (Get, "/group/claims/{filed}/filing", "k"),
    (Get, "/group/claims/{filed}/filing/entries", "k"),
    (Send, "/group/claims/{filed}/filing/evidence", "k"),
    (Post, "/group/claims/{filed}/filing/statement", "k"),
    (Get, "/group/claims/{reference}", "k"),
    (Get, "/group/claims/{reference}/entries", "k"),
    (Get, "/group/claims/{reference}/holdings", "k"),
    (Get, "/group/claims/{reference}/evidence/{sha256}", "k"),
    (Get, "/group/claims/{reference}/lines/{key}", "k"),
    (Post, "/group/claims/{reference}/lines/{key}", "k"),
    (Post, "/group/claims/{reference}/decision", "k"),
    (Post, "/group/claims/{reference}/messages", "k"),
    (Post, "/group/claims/{reference}/messages/read", "k"),
    (Get, "/group/links", "k"),
    (
        Get,
        "/group/links/trade/00000000000000000000000000000000",
        "k!",
    ),
    (Get, "/group/totals", "k"),
    (Post, "/group/totals/basis", "k"),
    (Post, "/group/totals/basis/event/remove", "k!"),
    (Get, "/group/totals/total.csv", "k"),
    (Get, "/group/totals.zip", "k"),
    (Get, "/group/totals.json", "k"),
    (Get, "/group/lines", "k"),
    (Get, "/group/credits", "k"),
    (Get, "/group/prices", "k"),
    (Send, "/group/prices", "k"),
    (Get, "/group/prices/{price_sha256}", "k"),
    (Get, "/group/prices/{price_sha256}/original", "k"),
    (Post, "/group/prices/value", "k"),
    (Post, "/group/prices/manipulated", "k"),
    (Post, "/group/prices/manipulated/{listed}/remove", "k"),
    (Post, "/group/prices/terms", "k"),
    (Post, "/group/prices/{price_file}/remove", "k"),
    (Get, "/group/mappings", "k"),
    (Post, "/group/mappings", "k!"),
    (Post, "/group/mappings/{mapping}/remove", "k"),
    (Get, "/group/settings", "k"),
    (Post, "/group/settings", "k"),
    (Get, "/group/custody", "k"),
    (Get, "/group/snapshots", "k"),
    (Post, "/group/snapshots", "k"),
    (Get, "/group/snapshots/1", "k"),
    (Post, "/group/snapshots/{making}/again", "k"),
    (Get, "/group/jobs", "k"),
    (Get, "/group/releases", "k"),
    (Post, "/group/releases", "k"),
    (Post, "/group/releases/{release}/approve", "k!"),
    (Get, "/bundles", "i"),
    (Get, "/search", "i"),
    (Post, "/bundles/{release}/case", "i"),
    (Post, "/bundles/{release}/build", "i"),
    (Post, "/bundles/{release}/again", "i"),
    (Get, "/bundles/jobs", "i"),
    (Get, "/bundles/links", "i"),
    (
        Get,
        "/bundles/links/trade/00000000000000000000000000000000",
        "i!",
    ),
    (Get, "/bundles/{release}.zip", "i!"),
    (Post, "/group/releases/{release}/end", "k"),
    (Get, "/group/people", "k"),
    (Post, "/group/people/invite", "k"),
    (Post, "/group/people/officer", "k"),
    (Post, "/group/people/invitations/{invitation}/again", "k"),
    (Post, "/group/people/invitations/{invitation}/revoke", "k"),
    (Post, "/group/people/members/{member}/confirm", "k!"),
    (Post, "/group/people/members/{member}/link", "k!"),
    (Post, "/group/people/members/{member}/end", "k"),
];

/// The handlers that the routers of the group name for a method (`get(` or `post(`).
fn served(method: &str) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/group");
    let mut handlers = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let code = std::fs::read_to_string(&path).unwrap();
        let Some((_, router)) = code.split_once("fn router() -> ") else {
            continue;
        };
        let router = router.split("\n}").next().unwrap_or(router);
        let named = router.split(method).skip(1);
        let named = named.filter_map(|rest| rest.split(')').next());
        let file = path.file_stem().unwrap_or_default().display();
        handlers.extend(named.map(|handler| format!("{file}::{handler}")));
    }
    handlers
}

/// The objects behind the placeholders.
struct Things {
    names: Vec<(&'static str, String)>,
}

impl Things {
    fn path(&self, template: &str) -> String {
        let mut path = format!("/i/attack{template}");
        for (name, value) in &self.names {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "{path}");
        path
    }
}

async fn things(
    server: &Server,
    incident: &Incident,
    cora: &mut Browser,
    reference: &str,
) -> Things {
    let store = &server.app.store;
    let by = store::Actor::operator(testing::NOW_US);
    let claim = store
        .claim_by_reference(&incident.id, reference)
        .await
        .unwrap();
    let sha256 = store.files(&claim.id).await.unwrap()[0].sha256.clone();
    let lines = store
        .claim_lines(&incident.id, "", reference)
        .await
        .unwrap();
    let key = app::pages::group::escaped(&lines[0].entry_key);
    let prices = store
        .receive_all(&incident.id, b"x".to_vec())
        .await
        .unwrap();
    let cora_id = store
        .person_by_email("cora@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let coordinator = store::Actor::new(&cora_id, Role::Coordinator, testing::NOW_US);
    store
        .list_manipulated(&coordinator, &incident.id, "m1", "XYZ", 0, None, "theirs")
        .await
        .unwrap();
    let file = NewPriceFile {
        id: "pf1",
        name: "none.csv",
        pair: None,
        rows_read: 0,
        about: "{}",
    };
    // A file without rows gives no prices; it only has to exist.
    store
        .add_price_file(&coordinator, &incident.id, &prices, &file)
        .await
        .unwrap();
    store
        .remove_price_file(&coordinator, &incident.id, "pf1")
        .await
        .unwrap();
    let kept = store.price_files(&incident.id).await.unwrap()[0].id.clone();
    let mapping = NewMapping {
        name: "0123456789ab",
        json: r#"{"exchange":"ex","kind":"trade","columns":{"time":{"header":"When"},
            "market":{"header":"Pair"},"side":{"header":"Side"},"size":{"header":"Qty"},
            "price":{"header":"Price"}}}"#,
    };
    store
        .share_mapping(&coordinator, &incident.id, "map1", &mapping)
        .await
        .unwrap();
    cora.post(&at("prices/value"), &[]).await;
    let frozen = cora.post(&at("snapshots"), &[("title", "First")]).await;
    server.all_done(incident).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
    let ines = store
        .person_by_email("ines@example.org")
        .await
        .unwrap()
        .unwrap()
        .id;
    let asked = [
        ("snapshot", "1"),
        ("investigator", ines.as_str()),
        ("kind", "identified"),
        ("recipient", "law_enforcement"),
        ("purpose", "Case 7"),
        ("case_number", "7"),
        ("days", "30"),
    ];
    let answer = cora.post(&at("releases"), &asked).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let release = store.releases(&incident.id).await.unwrap()[0].id.clone();
    store
        .approve_release(&by, &incident.id, &release)
        .await
        .unwrap();
    let filed = [
        ("name", "Old Tom"),
        ("email", "tom@example.org"),
        ("language", "en"),
        ("words", "asked by telephone"),
    ];
    let begun = cora.post(&at("claims/new"), &filed).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let filed = claim_of(server, incident, "tom@example.org")
        .await
        .reference;
    let invited = [("addresses", "new@example.org")];
    cora.post(&at("people/invite"), &invited).await;
    let invitations = store.invitations(&incident.id).await.unwrap();
    let invitation = invitations
        .iter()
        .find(|one| one.email == "new@example.org");
    let member = store
        .member(&incident.id, &ines, Role::Investigator)
        .await
        .unwrap();
    Things {
        names: vec![
            ("sha256", sha256),
            ("reference", reference.to_owned()),
            ("filed", filed),
            ("key", key),
            ("listed", "m1".to_owned()),
            (
                "price_sha256",
                store.price_files(&incident.id).await.unwrap()[0]
                    .sha256
                    .clone(),
            ),
            ("price_file", kept),
            ("mapping", "map1".to_owned()),
            ("release", release),
            ("making", store.snapshot(&incident.id, 1).await.unwrap().id),
            ("invitation", invitation.unwrap().id.clone()),
            ("member", member.id),
        ],
    }
}

async fn ask(browser: &mut Browser, way: Way, path: &str) -> Answer {
    match way {
        Get => browser.get(path).await,
        Post => browser.post(path, &[]).await,
        Send => {
            let none: [(&str, &str, &[u8]); 0] = [];
            browser.upload(path, &[], &none).await
        }
    }
}

#[tokio::test]
async fn each_route_is_there_for_its_roles_and_for_nobody_else() {
    let (server, incident, mut cora, reference) = under_way().await;
    let mut ines = server
        .member(&incident, "ines@example.org", Role::Investigator)
        .await;
    let elsewhere = server.incident("elsewhere").await;
    let mut olga = coordinator(&server, &elsewhere, "olga@example.org").await;
    let mut ada = server.browser();
    let who = [
        ("email", "ada@example.org"),
        ("password", testing::PASSWORD),
    ];
    ada.post("/sign-in", &who).await;
    let things = things(&server, &incident, &mut cora, &reference).await;
    let chain = async || {
        let store = &server.app.store;
        store.custody_chain(&incident.id).await.unwrap().len()
    };
    let before = chain().await;
    for (way, template, roles) in ROUTES {
        let path = things.path(template);
        for (letter, browser) in [
            ('c', &mut ada),
            ('k', &mut cora),
            ('i', &mut ines),
            ('-', &mut olga),
        ] {
            if !roles.contains(letter) {
                let answer = ask(browser, *way, &path).await;
                let refused = answer.status == StatusCode::NOT_FOUND;
                assert!(refused, "{letter} {way:?} {path}: {}", answer.status);
            }
        }
        let answer = ask(&mut server.browser(), *way, &path).await;
        let shown_out = answer.location.starts_with("/sign-in");
        assert!(shown_out, "nobody {way:?} {path}: {}", answer.status);
    }
    assert_eq!(chain().await, before, "what was refused did nothing");
    for (way, template, roles) in ROUTES {
        let path = things.path(template);
        for (letter, browser) in [('c', &mut ada), ('k', &mut cora), ('i', &mut ines)] {
            if roles.contains(letter) && !roles.contains('!') {
                let answer = ask(browser, *way, &path).await;
                let served = answer.status != StatusCode::NOT_FOUND
                    && !answer.status.is_server_error()
                    && !answer.location.starts_with("/sign-in");
                assert!(served, "{letter} {way:?} {path}: {}", answer.text());
            }
        }
    }
}

#[test]
fn every_route_of_the_group_stands_in_the_table() {
    for (is_get, method) in [(true, "get("), (false, "post(")] {
        let rows = ROUTES
            .iter()
            .filter(|(way, path, _)| (*way == Get) == is_get && path.starts_with("/group"))
            // The routers of claims serve a filing.
            .filter(|(_, path, _)| !path.contains("/filing"));
        assert_eq!(rows.count(), served(method).len(), "{:?}", served(method));
    }
}
