//! The lengths of form fields are settings. Each page shows the limit of its form. A text at
//! the limit is accepted; one character more is refused with the figure.

use app::forms::FormLimits;
use axum::http::StatusCode;
use casework::Role;

use crate::config::Limits;
use crate::testing::{Browser, Server};
use crate::web::group::tests::{GROUP, add_prices, at, coordinator, handed_in};

/// All figures differ, so that no limit can stand in for another.
const SMALL: FormLimits = FormLimits {
    person_characters_max: 41,
    signature_characters_max: 42,
    password_characters_max: 43,
    account_characters_max: 44,
    asset_characters_max: 45,
    amount_characters_max: 46,
    reason_characters_max: 47,
    note_characters_max: 48,
    message_characters_max: 49,
    statement_characters_max: 51,
    words_characters_max: 52,
    line_characters_max: 53,
    title_characters_max: 54,
    venues_characters_max: 56,
    ticker_characters_max: 57,
    par_characters_max: 58,
    case_number_characters_max: 59,
    query_characters_max: 61,
    file_name_characters_max: 62,
    column_characters_max: 63,
    column_words_max: 3,
    header_rows_max: 2,
};

/// Page, target of its form (the page itself when empty), field, limit.
type Row = (&'static str, &'static str, &'static str, u32);

const CLAIMANT: &[Row] = &[
    (
        "/i/attack/claim/entries",
        "/period",
        "reason",
        SMALL.reason_characters_max,
    ),
    (
        "/i/attack/claim/entries",
        "/period",
        "asset",
        SMALL.asset_characters_max,
    ),
    (
        "/i/attack/claim/entries/typed",
        "",
        "account",
        SMALL.account_characters_max,
    ),
    (
        "/i/attack/claim/entries/typed",
        "",
        "note",
        SMALL.note_characters_max,
    ),
    (
        "/i/attack/claim/entries/typed",
        "",
        "out-asset",
        SMALL.asset_characters_max,
    ),
    (
        "/i/attack/claim/entries/typed",
        "",
        "out-amount",
        SMALL.amount_characters_max,
    ),
    (
        "/i/attack/claim/credits",
        "",
        "amount",
        SMALL.amount_characters_max,
    ),
    (
        "/i/attack/claim/credits",
        "",
        "evidence",
        SMALL.note_characters_max,
    ),
    (
        "/i/attack/claim/statement",
        "",
        "statement",
        SMALL.statement_characters_max,
    ),
    (
        "/i/attack/claim/messages",
        "",
        "words",
        SMALL.message_characters_max,
    ),
    ("/account", "", "name", SMALL.person_characters_max),
];

const COORDINATOR: &[Row] = &[
    (
        "/i/attack/group/claims/{claim}",
        "/decision",
        "words",
        SMALL.words_characters_max,
    ),
    (
        "/i/attack/group/claims/{claim}",
        "/messages",
        "message",
        SMALL.words_characters_max,
    ),
    (
        "/i/attack/group/claims/new",
        "",
        "name",
        SMALL.person_characters_max,
    ),
    (
        "/i/attack/group/claims/new",
        "",
        "words",
        SMALL.line_characters_max,
    ),
    (
        "/i/attack/group/prices",
        "/manipulated",
        "reason",
        SMALL.line_characters_max,
    ),
    (
        "/i/attack/group/prices",
        "/terms",
        "par",
        SMALL.par_characters_max,
    ),
    (
        "/i/attack/group/settings",
        "",
        "name",
        SMALL.title_characters_max,
    ),
    (
        "/i/attack/group/settings",
        "",
        "venues",
        SMALL.venues_characters_max,
    ),
    (
        "/i/attack/group/snapshots",
        "",
        "title",
        SMALL.title_characters_max,
    ),
    (
        "/i/attack/group/releases",
        "",
        "purpose",
        SMALL.line_characters_max,
    ),
    (
        "/i/attack/group/releases",
        "",
        "case_number",
        SMALL.case_number_characters_max,
    ),
    (
        "/i/attack/group/people",
        "/officer",
        "name",
        SMALL.person_characters_max,
    ),
];

fn small() -> Limits {
    Limits::but(|limits| limits.forms = SMALL)
}

/// The tag of a field on a page.
fn tag<'p>(page: &'p str, field: &str) -> &'p str {
    let name = format!(" name=\"{field}\"");
    let mut tags = page.split('<');
    let found = tags.find(|tag| tag.contains(&name) && !tag.contains("\"hidden\""));
    found.unwrap_or_else(|| panic!("no field {field}: {page}"))
}

/// The error text beside a field.
fn error(page: &str, field: &str) -> String {
    let id = format!("id=\"{field}-error\"");
    let rest = page.split_once(&id).map_or("", |(_, rest)| rest);
    rest.split("</p>").next().unwrap_or("").to_owned()
}

/// Asserts that the page shows the limit and that the form applies it.
async fn holds(browser: &mut Browser, row: &Row, claim: &str) {
    let (page, to, field, most) = row;
    let page = page.replace("{claim}", claim);
    let shown = browser.get(&page).await.text();
    let offered = format!("maxlength=\"{most}\"");
    assert!(
        tag(&shown, field).contains(&offered),
        "{page} {field}: {shown}"
    );
    for (length, refused) in [(*most, false), (most + 1, true)] {
        let typed = "é".repeat(length as usize);
        // Other fields are missing, so that nothing is done and the form is shown again.
        let to = format!("{page}{to}");
        let mut fields = vec![(*field, typed.as_str()), ("language", "en")];
        if page == "/account" && !refused {
            fields.truncate(1);
        }
        let answer = browser.post(&to, &fields).await;
        let message = error(&answer.text(), field);
        assert_eq!(
            message.contains(&most.to_string()),
            refused,
            "{to} {field}: {message}"
        );
        if refused {
            assert_eq!(
                answer.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{to} {field}"
            );
        }
    }
}

async fn claimant(server: &Server) -> Browser {
    let incident = server.incident("attack").await;
    server
        .member(&incident, "ada@example.org", Role::Claimant)
        .await
}

#[tokio::test]
async fn each_field_of_a_claimants_forms_takes_what_the_settings_say() {
    let server = Server::with(small()).await;
    let mut ada = claimant(&server).await;
    ada.post("/i/attack/claim", &[]).await;
    for row in CLAIMANT {
        holds(&mut ada, row, "").await;
    }
}

#[tokio::test]
async fn reason_for_a_moment_without_contracts_takes_what_the_settings_say() {
    let server = Server::with(small()).await;
    let mut ada = claimant(&server).await;
    ada.post("/i/attack/claim", &[]).await;
    let fill = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
        1,2022-10-18T10:00:00+00:00,BTC-PERP,buy,market,2,20000,40000,1,USD\n";
    let files = [("files", "fills.csv", fill.as_bytes())];
    ada.upload("/i/attack/claim/evidence", &[], &files).await;
    let row = (
        "/i/attack/claim/entries",
        "/flat",
        "flat-reason",
        SMALL.reason_characters_max,
    );
    holds(&mut ada, &row, "").await;
}

#[tokio::test]
async fn each_field_of_a_coordinators_forms_takes_what_the_settings_say() {
    let server = Server::with(small()).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let prices = crate::web::group::tests::PRICES;
    add_prices(&mut cora, "prices.csv", prices, "").await;
    let (_, claim) = handed_in(&server, &incident, "ada@example.org").await;
    server
        .member(&incident, "ines@example.org", Role::Investigator)
        .await;
    let frozen = cora.post(&at("snapshots"), &[("title", "One")]).await;
    server.all_done(&incident).await;
    assert_eq!(
        frozen.status,
        StatusCode::SEE_OTHER,
        "{GROUP}: {}",
        frozen.text()
    );
    for row in COORDINATOR {
        holds(&mut cora, row, &claim).await;
    }
}

#[tokio::test]
async fn address_of_price_files_takes_what_the_settings_say() {
    let server = Server::with(small()).await;
    let incident = server.incident("attack").await;
    let mut cora = coordinator(&server, &incident, "cora@example.org").await;
    let most = SMALL.line_characters_max;
    let shown = cora.get(&at("prices")).await.text();
    let offered = format!("maxlength=\"{most}\"");
    assert!(tag(&shown, "address").contains(&offered), "{shown}");
    for (length, refused) in [(most, false), (most + 1, true)] {
        let typed = "é".repeat(length as usize);
        // There is no file, so that the form is shown again.
        let fields = [("address", typed.as_str())];
        let answer = cora.upload(&at("prices"), &fields, &[]).await;
        let message = error(&answer.text(), "address");
        assert_eq!(message.contains(&most.to_string()), refused, "{message}");
    }
}

#[tokio::test]
async fn the_form_of_columns_and_names_of_files_go_by_the_settings() {
    let server = Server::with(small()).await;
    let mut ada = claimant(&server).await;
    ada.post("/i/attack/claim", &[]).await;
    let name = format!("{}.csv", "n".repeat(70));
    let rows = "When;What;Side\n1;2;buy\n3;4;sell\n5;6;x\n7;8;y\n";
    let files = [("files", name.as_str(), rows.as_bytes())];
    ada.upload("/i/attack/claim/evidence", &[], &files).await;
    let list = ada.get("/i/attack/claim/evidence").await.text();
    assert!(list.contains(&"n".repeat(62)) && !list.contains(&"n".repeat(63)));
    let (_, link) = list.split_once("id=\"file-").unwrap();
    let sha256 = &link[..64];
    let row = (
        "/i/attack/claim/evidence/{claim}/columns",
        "",
        "exchange",
        SMALL.column_characters_max,
    );
    holds(&mut ada, &row, sha256).await;
    let page = format!("/i/attack/claim/evidence/{sha256}/columns");
    let page = ada.get(&page).await.text();
    let (_, choices) = page.split_once("name=\"header\"").unwrap();
    let (choices, _) = choices.split_once("</select>").unwrap();
    // The last option stands for none.
    let rows = choices.matches("<option").count() - 1;
    assert_eq!(rows, SMALL.header_rows_max as usize, "{choices}");
}

#[tokio::test]
async fn a_password_of_the_longest_length_is_taken_and_one_past_it_is_not() {
    let server = Server::with(small()).await;
    let mut ada = claimant(&server).await;
    let long = "quiet lamps over grey water and some salt there too";
    for (length, status) in [
        (44, StatusCode::UNPROCESSABLE_ENTITY),
        (43, StatusCode::SEE_OTHER),
    ] {
        let fields = [
            ("current", crate::testing::PASSWORD),
            ("password", &long[..length]),
        ];
        let answer = ada.post("/account/password", &fields).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        let named = answer.contains("at most 43 characters");
        assert_eq!(named, status == StatusCode::UNPROCESSABLE_ENTITY);
    }
}
