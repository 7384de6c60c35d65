//! Hostile text in everything that people write and send. Then an HTML parser reads every
//! page as every role, and finds no element, attribute or link that we did not write.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::*;
use crate::testing::PASSWORD;

/// Ends every element in which a text may stand, and begins some elements of its own.
const HOSTILE: &str = "</textarea></title></style></script></noscript></select>-->'\">\
    <meta http-equiv=refresh content=0><img src=x onerror=x()><x-hostile id=x style=x>";
/// The same where it must fit into a field and be stored.
const KEPT: &str = "</textarea>\"'><x-hostile>";
/// The same where little fits.
const SHORT: &str = "<x-hostile>";
/// The mark to search for.
const MARK: &str = "x-hostile";

/// How many pages of one shape are read.
const OF_ONE_SHAPE_MAX: usize = 2;

/// The elements of our pages.
const OURS: &str = "html head meta title link script body a header div form input button nav ul ol \
    li main h1 h2 h3 h4 p span table thead tbody tfoot tr th td caption colgroup col label fieldset \
    legend select option optgroup textarea details summary dl dt dd strong em b i code pre br hr \
    small time abbr section article aside footer datalist leptos-island output progress data mark blockquote \
    del ins sup sub kbd samp var figure figcaption";

/// Forms that would end what the other forms need.
const ENDING: [&str; 9] = [
    "/sign-out",
    "/remove",
    "/end",
    "/withdraw",
    "/revoke",
    "/forget",
    "/language",
    "/account/password",
    "/account/end-others",
];

/// Fields of pages that the crawl does not reach, with the reason.
const NOT_MET: [(&str, &str); 1] = [("current", "a password: no page shows what was typed there")];

/// One field of a form.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    kind: String,
    value: String,
    is_on: bool,
    length_max: usize,
}

/// One form of a page.
#[derive(Clone, Debug, Default)]
struct Seen {
    method: String,
    action: String,
    is_multipart: bool,
    fields: Vec<Field>,
}

/// What a page has.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    forms: Vec<Seen>,
    /// What we did not write.
    strange: Vec<String>,
    /// Whether hostile text appears on it, as text.
    has_mark: bool,
}

fn read(html: &str) -> Page {
    let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(html);
    let mut page = Page::default();
    walk(&dom.document, &mut page, None);
    page
}

fn walk(node: &Handle, page: &mut Page, form: Option<usize>) {
    let mut form = form;
    match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let tag = name.local.to_string();
            let attributes: BTreeMap<String, String> = attrs
                .borrow()
                .iter()
                .map(|one| (one.name.local.to_string(), one.value.to_string()))
                .collect();
            judge(&tag, &attributes, page);
            if tag == "form" {
                page.forms.push(Seen {
                    method: get(&attributes, "method").to_lowercase(),
                    action: get(&attributes, "action"),
                    is_multipart: get(&attributes, "enctype").starts_with("multipart"),
                    fields: Vec::new(),
                });
                form = Some(page.forms.len() - 1);
            }
            if let Some(form) = form {
                page.forms[form]
                    .fields
                    .extend(field(&tag, &attributes, node));
            }
        }
        NodeData::Text { contents } => {
            page.has_mark |= contents.borrow().contains(MARK);
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        walk(child, page, form);
    }
}

fn get(attributes: &BTreeMap<String, String>, name: &str) -> String {
    attributes.get(name).cloned().unwrap_or_default()
}

/// Records what is not ours, and where links lead.
fn judge(tag: &str, attributes: &BTreeMap<String, String>, page: &mut Page) {
    if !OURS.split_whitespace().any(|ours| ours == tag) {
        page.strange.push(format!("<{tag}>"));
    }
    for (name, value) in attributes {
        let is_plain = name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit());
        let acts =
            name.starts_with("on") || ["style", "http-equiv", "srcdoc"].contains(&name.as_str());
        if !is_plain || acts {
            page.strange.push(format!("<{tag} {name}>"));
        }
        if !["href", "src", "action", "formaction"].contains(&name.as_str()) {
            page.has_mark |= value.contains(MARK);
            continue;
        }
        let is_ours = value.starts_with(['/', '#', '?']) && !value.starts_with("//");
        let leaves = ["https://", "mailto:", "data:text/csv;"];
        let is_link = tag == "a" && leaves.iter().any(|begin| value.starts_with(begin));
        if !(is_ours || is_link || value.is_empty()) {
            page.strange.push(format!("<{tag} {name}={value}>"));
        }
        if tag == "a" && is_ours && !value.starts_with('#') {
            page.links.push(value.clone());
        }
    }
}

fn field(tag: &str, attributes: &BTreeMap<String, String>, node: &Handle) -> Option<Field> {
    let kind = match tag {
        "input" => attributes
            .get("type")
            .map_or("text", String::as_str)
            .to_owned(),
        "textarea" | "select" | "button" => tag.to_owned(),
        _ => return None,
    };
    let name = get(attributes, "name");
    let value = match tag {
        "select" => chosen(node),
        "textarea" => text(node),
        _ => get(attributes, "value"),
    };
    let is_read_only = attributes.contains_key("readonly");
    (!name.is_empty() && !is_read_only).then(|| Field {
        name,
        kind,
        value,
        is_on: attributes.contains_key("checked"),
        length_max: get(attributes, "maxlength").parse().unwrap_or(usize::MAX),
    })
}

fn text(node: &Handle) -> String {
    let children = node.children.borrow();
    let texts = children.iter().filter_map(|child| match &child.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    });
    texts.collect()
}

/// The value of a list: the chosen option, or else the last one.
fn chosen(node: &Handle) -> String {
    let mut last = String::new();
    for child in node.children.borrow().iter() {
        if let NodeData::Element { attrs, .. } = &child.data {
            let attrs = attrs.borrow();
            let value = attrs.iter().find(|one| &*one.name.local == "value");
            last = value.map_or_else(String::new, |one| one.value.to_string());
            if attrs.iter().any(|one| &*one.name.local == "selected") {
                return last;
            }
        }
    }
    last
}

/// How a form is filled in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    /// Hostile text in every visible field.
    Seen,
    /// In every one.
    All,
    /// Hostile text in every text field, and right values in the others, so that it is
    /// accepted.
    Kept,
}

fn filled(form: &Seen, way: Way) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut chosen = BTreeSet::new();
    let has_choice = |name: &str| form.fields.iter().any(|one| one.name == name && one.is_on);
    for one in &form.fields {
        let value = match (one.kind.as_str(), way) {
            ("file", _) => continue,
            ("hidden", Way::Seen | Way::Kept) => one.value.clone(),
            (_, Way::Seen | Way::All) => HOSTILE.to_owned(),
            ("radio", _) => {
                let is_first = !has_choice(&one.name) && !chosen.contains(&one.name);
                if !(one.is_on || is_first) {
                    continue;
                }
                one.value.clone()
            }
            ("button" | "submit", _) if chosen.contains(&one.name) => continue,
            ("checkbox" | "select" | "button" | "submit", _) => one.value.clone(),
            ("password", _) => PASSWORD.to_owned(),
            _ => right(one),
        };
        chosen.insert(one.name.clone());
        pairs.push((one.name.clone(), value));
    }
    pairs
}

/// A value that a field accepts, hostile where it accepts any text.
fn right(field: &Field) -> String {
    let kept = match field.name.as_str() {
        "from" | "time" | "flat-time" => "2022-10-18T00:00:00",
        "to" => "2022-10-19T00:00:00",
        "date" | "day" | "retrieved" => "2022-10-18",
        "days" => "30",
        "email" => "zoe@example.org",
        "addresses" => "x-hostile &lt;meta <zoe@example.org>",
        name if name.ends_with("amount") => "12",
        _ if field.kind == "number" => "7",
        _ if field.length_max < KEPT.len() => SHORT,
        _ => KEPT,
    };
    kept.to_owned()
}

/// One of the people with their browser.
struct Robot {
    who: &'static str,
    browser: Browser,
    /// Forms by shape, one of each.
    forms: BTreeMap<String, Seen>,
    wrong: Vec<String>,
    filled: BTreeSet<String>,
    marked: usize,
}

/// An address without its variable parts.
fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let varies = |part: &&str| part.len() > 20 || part.chars().any(|c| c.is_ascii_digit());
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if varies(&part) { "*" } else { part })
        .collect();
    let names: BTreeSet<&str> = query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap_or(""))
        .collect();
    format!("{}?{names:?}", parts.join("/"))
}

impl Robot {
    fn new(who: &'static str, browser: Browser) -> Robot {
        Robot {
            who,
            browser,
            forms: BTreeMap::new(),
            wrong: Vec::new(),
            filled: BTreeSet::new(),
            marked: 0,
        }
    }

    /// Judges an answer and records its forms; returns its links.
    fn look(&mut self, at: &str, answer: &Answer) -> Vec<String> {
        let kind = answer.headers.get("content-type");
        let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if answer.status.is_server_error() {
            self.wrong
                .push(format!("{} at {at}: {}", self.who, answer.status));
        }
        if !is_page || answer.headers.contains_key("content-disposition") {
            return Vec::new();
        }
        let page = read(&answer.text());
        for strange in page.strange {
            self.wrong.push(format!("{} at {at}: {strange}", self.who));
        }
        self.marked += usize::from(page.has_mark);
        for form in page.forms {
            let names: Vec<&str> = form.fields.iter().map(|one| one.name.as_str()).collect();
            let key = format!("{} {}", shape(&form.action), shape(&names.join("/")));
            self.forms.entry(key).or_insert(form);
        }
        page.links
    }

    /// Opens every page that a link leads to, some of each shape.
    async fn explore(&mut self) {
        let mut waiting: VecDeque<String> = ["/", "/sign-in", "/account", "/account/confirm"]
            .map(str::to_owned)
            .into();
        let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        while let Some(path) = waiting.pop_front() {
            let path = path.split('#').next().unwrap_or("").to_owned();
            let count = shapes.entry(shape(&path)).or_default();
            if *count == OF_ONE_SHAPE_MAX || !path.starts_with('/') || !seen.insert(path.clone()) {
                continue;
            }
            *count += 1;
            let answer = self.browser.get(&path).await;
            let links = self.look(&path, &answer);
            waiting.extend(links);
        }
    }

    /// Fills in one form of each shape in each way.
    async fn fill(&mut self) {
        for way in [Way::Seen, Way::All, Way::Kept] {
            for form in self.forms.clone().into_values() {
                if ENDING.iter().any(|ending| form.action.ends_with(ending)) {
                    continue;
                }
                self.send(&form, way).await;
            }
        }
    }

    async fn send(&mut self, form: &Seen, way: Way) {
        let pairs = filled(form, way);
        let names = pairs.iter().filter(|(_, value)| value.contains(MARK));
        self.filled.extend(names.map(|(name, _)| name.clone()));
        let fields: Vec<(&str, &str)> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let file = form.fields.iter().find(|one| one.kind == "file");
        let answer = if form.method != "post" {
            let encode = |text: &str| {
                percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                    .to_string()
            };
            let query: Vec<String> = fields
                .iter()
                .map(|(name, value)| format!("{name}={}", encode(value)))
                .collect();
            self.browser
                .get(&format!("{}?{}", form.action, query.join("&")))
                .await
        } else if form.is_multipart {
            let text = "<x-hostile>,\"</textarea><x-hostile>\"\n<x-hostile>,2\n";
            let name = file.map_or("files", |one| one.name.as_str());
            let files = [(name, "'><x-hostile id=x>.csv", text.as_bytes())];
            self.browser.upload(&form.action, &fields, &files).await
        } else {
            self.browser.post(&form.action, &fields).await
        };
        let at = format!("{} {} ({way:?})", form.method, form.action);
        self.look(&at, &answer);
        if !answer.location.is_empty() {
            let to = answer.location.clone();
            if !to.starts_with('/') || to.starts_with("//") {
                self.wrong.push(format!("{at} leads to {to}"));
            }
            let shown = self.browser.get(&to).await;
            self.look(&to, &shown);
        }
    }
}

/// Fills of contracts: the page of entries then asks when nothing was held.
const FILLS: &str = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
    1,2022-10-18T10:00:00+00:00,BTC-PERP,buy,market,2,20000,40000,1,USD\n\
    2,2022-10-18T11:00:00+00:00,<x-hostile>-PERP,sell,market,2,18000,36000,1,USD\n";

/// Trades whose order ids, accounts and assets are hostile.
fn trades() -> String {
    let head = "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,\
        Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Tax,Maker/Taker,Fee Currency\n";
    let row = |order: &str, symbol: &str, second: u32| {
        format!(
            "<x-hostile>,mainAccount,\"{}\",{symbol},BUY,LIMIT,0.5,40000,20000,20000,\
             2022-10-18 21:00:0{second},20,,MAKER,USDT\n",
            order.replace('"', "\"\"")
        )
    };
    let refused = "<x-hostile>,</textarea><x-hostile>,1,<x-hostile>-USDT,<x-hostile>,L,<x-hostile>,2,3,4,<x-hostile>,5,,M,<x-hostile>\n";
    let rows = [
        row(HOSTILE, "DMG-USDT", 1),
        row(KEPT, "<x-hostile>-USDT", 2),
        row("plain", "BTC-USDT", 3),
    ];
    format!("{head}{}{refused}", rows.concat())
}

/// All people, in an incident with a released report.
async fn everybody() -> (Server, Vec<Robot>) {
    let many = 100_000;
    let limits = Limits::but(|limits| {
        limits.uploads.per_hour = many;
        limits.exports.per_hour = many;
        limits.sign_in.per_account = many;
        limits.sign_in.per_address = many;
        limits.sign_in.in_all = many;
    });
    let server = Server::with(limits).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let mut otto = coordinator(&server, &incident, "otto@example.org").await;
    add_prices(&mut cora, "<x-hostile>.csv", PRICES, "").await;
    let mut ada = begun_with(&server, &incident, "ada@example.org", &trades()).await;
    let mut bob = begun_with(&server, &incident, "bob@example.org", &trades()).await;
    let fills = [("files", "fills.csv", FILLS.as_bytes())];
    let sent = bob.upload("/i/attack/claim/evidence", &[], &fills).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    claim_form(
        &mut ada,
        "statement",
        "statement",
        &[("statement", HOSTILE)],
    )
    .await;
    let yes = [("law_enforcement", "yes"), ("other_victims", "yes")];
    claim_form(&mut ada, "consents", "consents", &yes).await;
    let reference = signed(&server, &incident, &mut ada, "ada@example.org").await;
    decide(&mut cora, &reference, "review", KEPT).await;
    let frozen = cora.post(&at("snapshots"), &[("title", KEPT)]).await;
    server.all_done(&incident).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
    let mut ines = server
        .member(&incident, "ines@example.org", Role::Investigator)
        .await;
    let store = &server.app.store;
    let person = store
        .person_by_email("ines@example.org")
        .await
        .unwrap()
        .unwrap();
    let asked = [
        ("snapshot", "1"),
        ("investigator", person.id.as_str()),
        ("recipient", "law_enforcement"),
        ("purpose", KEPT),
        ("case_number", KEPT),
        ("days", "30"),
    ];
    let done = cora.post(&at("releases"), &asked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let release = store.releases(&incident.id).await.unwrap()[0].id.clone();
    otto.post(&at(&format!("releases/{release}/approve")), &[])
        .await;
    ines.post(&format!("/i/attack/bundles/{release}/build"), &[])
        .await;
    server.all_done(&incident).await;
    let visitor = server.browser();
    let robots = vec![
        Robot::new("a claimant with a draft", bob),
        Robot::new("a claimant who handed in", ada),
        Robot::new("a coordinator", cora),
        Robot::new("a second coordinator", otto),
        Robot::new("an investigator", ines),
        Robot::new("a visitor", visitor),
    ];
    (server, robots)
}

/// The fields that the sources of the pages name.
fn fields_of_pages() -> BTreeSet<String> {
    let mut waiting =
        vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/pages")];
    let mut names = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).unwrap();
            waiting.extend(inside.map(|entry| entry.unwrap().path()));
            continue;
        }
        let code = std::fs::read_to_string(&path).unwrap();
        let fields = code.split("TextField::new(").skip(1);
        let fields =
            fields.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        names.extend(fields.map(str::to_owned));
    }
    names
}

#[tokio::test]
async fn hostile_text_in_every_field_makes_no_element_on_any_page_for_anybody() {
    let (_server, mut robots) = everybody().await;
    for robot in &mut robots {
        robot.explore().await;
        robot.fill().await;
    }
    for robot in &mut robots {
        robot.explore().await;
    }
    let wrong: Vec<&String> = robots.iter().flat_map(|robot| &robot.wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for robot in &robots {
        let least = if robot.who == "a visitor" { 1 } else { 5 };
        assert!(
            robot.marked >= least,
            "{} saw it on {} pages",
            robot.who,
            robot.marked
        );
    }
    let filled: BTreeSet<&String> = robots.iter().flat_map(|robot| &robot.filled).collect();
    let left: Vec<String> = fields_of_pages()
        .into_iter()
        .filter(|name| !filled.contains(name))
        .filter(|name| NOT_MET.iter().all(|(known, _)| known != name))
        .collect();
    assert!(left.is_empty(), "no hostile text was put into {left:?}");
}

#[test]
fn foreign_elements_and_links_are_detected() {
    let plain = read("<p>&lt;x-hostile&gt;</p><a href=\"/a\">b</a>");
    assert!(
        plain.strange.is_empty() && plain.has_mark,
        "{:?}",
        plain.strange
    );
    assert_eq!(plain.links, ["/a"]);
    for page in [
        "<p><x-hostile></p>",
        "<textarea></textarea><meta http-equiv=refresh content=0></textarea>",
        "<p onclick=x()>",
        "<p style=x>",
        "<a href=javascript:x()>",
        "<a href=//evil.example>",
        "<title></title><img src=x></title>",
    ] {
        assert!(!read(page).strange.is_empty(), "{page}");
    }
}
