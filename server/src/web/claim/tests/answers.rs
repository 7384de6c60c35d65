//! Questions that only a claimant can answer about a file: day or month first, which of
//! several formats, the columns of a member. Also cells that look like keys.

use std::io::Write;

use super::*;

/// Dates that could be the tenth of May or the fifth of October.
const OPEN_DATES: &str = "Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n\
    05/10/2022 09:00:00,BTCUSDT,BUY,19200,2,38400,38.4,USDT\n\
    06/10/2022 09:00:00,BTCUSDT,SELL,19500,1.5,29250,29.25,USDT\n";

/// Deposits or withdrawals: old files of both have the same header.
const MOVES: &str = "Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status\n\
    2022-10-05 09:00:00,ETH,ETH,2.5,0,0xexample,0xabcd,,,Completed\n";

const UNKNOWN: &str = "When;Pair;What;Qty;Rate\n18/10/2022 21:00:09;BTC/USDT;sell;0.5;19000\n";

/// An invented key without an account.
const KEY: &str = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The fields of a file's answers, its account among them.
fn fields<'a>(sha256: &str, answers: &[(&str, &str, &'a str)]) -> Vec<(String, &'a str)> {
    let mut fields = vec![(format!("account-{sha256}"), "")];
    for (what, at, value) in answers {
        fields.push((format!("{what}-{sha256}-{at}"), *value));
    }
    fields
}

async fn answer(browser: &mut Browser, fields: &[(String, &str)]) -> Answer {
    let version = version(browser, "evidence").await;
    let mut all = vec![("version", version.as_str())];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), *value)));
    browser.post(&at("evidence/about"), &all).await
}

async fn import_of(server: &Server, incident: &Incident) -> store::Import {
    let claim = state_of(server, incident, "ada@example.org").await;
    let imports = server.app.store.imports(&claim.id).await.unwrap();
    imports.into_iter().next().unwrap()
}

#[tokio::test]
async fn dates_that_could_be_either_way_are_asked_and_read_as_answered() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", OPEN_DATES.as_bytes())]).await;
    let hash = sha256(OPEN_DATES.as_bytes());
    assert_eq!(import_of(&server, &incident).await.refused, 2);
    assert!(ada.get(CLAIM).await.contains("a question"));
    let page = ada.get(&at("evidence")).await;
    for text in [
        "Day or month first?",
        "“05/10/2022 09:00:00” is then 2022-10-05.",
        "“05/10/2022 09:00:00” is then 2022-05-10.",
    ] {
        assert!(page.contains(text), "{text}: {}", page.text());
    }
    assert!(
        ada.get(&at(&format!("evidence/{hash}")))
            .await
            .contains("Answer this question")
    );
    let check = ada.get(&at("declaration")).await;
    assert!(
        check.contains("Say whether day or month"),
        "{}",
        check.text()
    );

    let mut wrong = fields(&hash, &[("order", "0", "year_first"), ("member", "0", "")]);
    wrong[0].1 = "main";
    let refused = answer(&mut ada, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.contains("Choose one of the answers"),
        "{}",
        refused.text()
    );
    assert!(refused.contains("value=\"main\""), "what was typed is kept");
    assert_eq!(
        import_of(&server, &incident).await.refused,
        2,
        "nothing was read"
    );

    for (word, day) in [("month_first", "2022-05-10"), ("day_first", "2022-10-05")] {
        let given = fields(&hash, &[("order", "0", word), ("member", "0", "")]);
        let saved = answer(&mut ada, &given).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let import = import_of(&server, &incident).await;
        assert_eq!((import.entries, import.refused), (2, 0));
        assert_eq!(import.day_order.unwrap().as_str(), word);
        let page = ada.get(&at("evidence")).await;
        assert!(page.contains(&format!("{day} 09:00:00")), "{}", page.text());
        let checked = format!("value=\"{word}\" checked");
        assert!(
            page.contains(&checked),
            "it can be answered another way: {}",
            page.text()
        );
    }
    assert!(!ada.get(CLAIM).await.contains("a question"));
    let page = ada.get(&at(&format!("evidence/{hash}"))).await;
    assert!(page.contains("The day comes first") && !page.contains("Answer this question"));
    // A form without the question keeps the answer.
    let saved = answer(&mut ada, &fields(&hash, &[])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let import = import_of(&server, &incident).await;
    assert_eq!(import.day_order, Some(ledger::DayOrder::DayFirst));
}

#[tokio::test]
async fn two_formats_within_reach_are_asked_with_what_each_would_mean() {
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("history.csv", MOVES.as_bytes())]).await;
    let hash = sha256(MOVES.as_bytes());
    let import = import_of(&server, &incident).await;
    assert_eq!(import.state, store::ImportState::Unread, "{}", import.found);
    ada.language = "fr";
    let page = ada.get(&at("evidence")).await;
    assert!(page.contains("Lequel est-ce"), "{}", page.text());
    ada.language = "en";
    let page = ada.get(&at("evidence")).await;
    for text in ["Deposit: 2.5\u{a0}ETH in", "Withdrawal: 2.5\u{a0}ETH out"] {
        assert!(page.contains(text), "{text}: {}", page.text());
    }
    for answer_to in ["binance-trades", "no-such-format"] {
        let given = fields(&hash, &[("format", "0", answer_to), ("member", "0", "")]);
        let refused = answer(&mut ada, &given).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{answer_to}"
        );
    }
    for (id, kind) in [
        ("binance-deposits-old", ledger::Kind::Deposit),
        ("binance-withdrawals-old", ledger::Kind::Withdrawal),
    ] {
        let given = fields(&hash, &[("format", "0", id), ("member", "0", "")]);
        let saved = answer(&mut ada, &given).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
        let import = import_of(&server, &incident).await;
        assert_eq!(import.format_said.as_deref(), Some(id));
        let entries = server.app.store.entries(&import.claim).await.unwrap();
        assert_eq!((entries.len(), entries[0].entry.kind), (1, kind));
        let page = ada.get(&at("evidence")).await;
        let checked = format!("value=\"{id}\" checked");
        assert!(
            page.contains(&checked),
            "it is still asked: {}",
            page.text()
        );
    }
}

#[tokio::test]
async fn each_file_of_an_archive_is_asked_about_by_itself() {
    let (server, incident, mut ada) = begun().await;
    let bytes = zip(&[("a.csv", OPEN_DATES), ("history.csv", MOVES)]);
    upload(&mut ada, &[("all.zip", &bytes)]).await;
    let hash = sha256(&bytes);
    let page = ada.get(&at("evidence")).await;
    assert!(
        page.contains("a.csv: Day or month first?"),
        "{}",
        page.text()
    );
    assert!(page.contains("history.csv: Which of these is it?"));
    let given = [
        ("order", "0", "day_first"),
        ("member", "0", "a.csv"),
        ("format", "1", "binance-deposits-old"),
        ("member", "1", "other.csv"),
    ];
    let stale = answer(&mut ada, &fields(&hash, &given)).await;
    assert_eq!(
        stale.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "another member"
    );
    let mut right = given;
    right[3].2 = "history.csv";
    let saved = answer(&mut ada, &fields(&hash, &right)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let import = import_of(&server, &incident).await;
    assert_eq!((import.entries, import.refused), (3, 0), "{}", import.found);
    let members = ledger::Members::parse(import.members.as_deref().unwrap()).unwrap();
    assert_eq!(members.0.len(), 2);
}

#[tokio::test]
async fn a_file_inside_an_archive_is_read_as_its_claimant_explains_it() {
    let (server, incident, mut ada) = begun().await;
    let bytes = zip(&[("mine/other.csv", UNKNOWN), ("trades.csv", TRADES)]);
    upload(&mut ada, &[("all.zip", &bytes)]).await;
    let place = |rest: &str| at(&format!("evidence/{}{rest}", sha256(&bytes)));
    let page = ada.get(&place("")).await;
    assert!(
        page.contains("columns?member=mine%2Fother.csv"),
        "{}",
        page.text()
    );
    let choose = ada.get(&place("/columns")).await;
    assert!(
        choose.contains("Which file or sheet do you want to explain?"),
        "{}",
        choose.text()
    );
    assert!(
        choose.contains("columns?member=trades.csv"),
        "a read one too"
    );
    let columns = place("/columns?member=mine%2Fother.csv");
    let first = ada.get(&columns).await;
    assert!(
        first.contains("18/10/2022 21:00:09"),
        "its first rows: {}",
        first.text()
    );
    assert!(first.contains("action=\"") && first.contains("?member=mine%2Fother.csv\""));
    let fields_for = |act: &'static str| {
        [
            ("exchange", "ex"),
            ("header", "1"),
            ("column-1", "time"),
            ("column-2", "market"),
            ("column-3", "side"),
            ("column-4", "size"),
            ("column-5", "price"),
            ("kind", "trade"),
            ("dates", "day_first"),
            ("zone", "UTC"),
            ("act", act),
        ]
    };
    let shown = ada.post(&columns, &fields_for("show")).await;
    assert!(
        shown.contains("2022-10-18 21:00:09 UTC"),
        "{}",
        shown.text()
    );
    let mut lacking = fields_for("read");
    lacking[1..3].copy_from_slice(&[("header", "1"), ("column-1", "")]);
    let wrong = ada.post(&columns, &lacking).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.contains("columns-time") && wrong.contains("value=\"ex\""));

    let read = ada.post(&columns, &fields_for("read")).await;
    assert_eq!(
        read.location,
        place("?done=claim-columns"),
        "{}",
        read.text()
    );
    let import = import_of(&server, &incident).await;
    assert_eq!((import.entries, import.refused), (4, 0), "{}", import.found);
    let again = ada.get(&columns).await;
    assert!(
        again.contains("value=\"ex\""),
        "the entered mapping is kept"
    );
    let sample = ada.get(&place("/sample?member=mine%2Fother.csv")).await;
    assert!(
        sample.contains("When;Pair;What;Qty;Rate\n"),
        "{}",
        sample.text()
    );
    for missing in ["no.csv", "..%2Ftrades.csv"] {
        for page in ["columns", "sample"] {
            let answer = ada.get(&place(&format!("/{page}?member={missing}"))).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page} {missing}");
        }
    }
    let forget = place("/columns/forget?member=mine%2Fother.csv");
    let gone = ada.post(&forget, &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert_eq!(import_of(&server, &incident).await.entries, 3);
    assert_eq!(import_of(&server, &incident).await.members, None);
}

#[tokio::test]
async fn a_sheet_of_a_workbook_is_read_as_its_claimant_explains_it() {
    let (server, incident, mut ada) = begun().await;
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in [("Notes", "a;b\n"), ("Mine & all", UNKNOWN)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, line) in text.lines().enumerate() {
            for (column, cell) in line.split(';').enumerate() {
                sheet.write_string(row as u32, column as u16, cell).unwrap();
            }
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    upload(&mut ada, &[("all.xlsx", &bytes)]).await;
    let place = |rest: &str| at(&format!("evidence/{}{rest}", sha256(&bytes)));
    let choose = ada.get(&place("/columns")).await;
    assert!(
        choose.contains("columns?member=Mine%20%26%20all"),
        "{}",
        choose.text()
    );
    let given = [
        ("exchange", "ex"),
        ("header", "1"),
        ("column-1", "time"),
        ("column-2", "market"),
        ("column-3", "side"),
        ("column-4", "size"),
        ("column-5", "price"),
        ("kind", "trade"),
        ("dates", "day_first"),
        ("zone", "UTC"),
        ("act", "read"),
    ];
    let columns = place("/columns?member=Mine%20%26%20all");
    let read = ada.post(&columns, &given).await;
    assert_eq!(read.status, StatusCode::SEE_OTHER, "{}", read.text());
    let import = import_of(&server, &incident).await;
    assert_eq!((import.entries, import.refused), (1, 0), "{}", import.found);
}

#[tokio::test]
async fn cells_that_look_like_keys_are_warned_of_and_shown_nowhere() {
    let (server, incident, mut ada) = begun().await;
    let text = format!("{TRADES}{KEY},BTCUSDT,SELL,{KEY},1.5,29250,29.25,{KEY}\n");
    upload(&mut ada, &[("trades.csv", text.as_bytes())]).await;
    assert_eq!(import_of(&server, &incident).await.secrets, 3);
    let hash = sha256(text.as_bytes());
    let list = ada.get(&at("evidence")).await;
    assert!(list.contains("looks like an API key"), "{}", list.text());
    assert!(list.contains("3 cells look like keys"));
    let file = ada.get(&at(&format!("evidence/{hash}"))).await;
    for text in [
        "line 5, column 1",
        "line 5, column 4",
        "delete the key at the exchange",
    ] {
        assert!(file.contains(text), "{text}: {}", file.text());
    }
    assert!(file.contains(&format!("evidence/{hash}/remove")));
    contest_all(&mut ada).await;
    let reference = state_of(&server, &incident, "ada@example.org")
        .await
        .reference;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let group = format!("/i/attack/group/claims/{reference}");
    let claim = cora.get(&group).await;
    assert!(
        claim.contains("3 cells look like API keys"),
        "{}",
        claim.text()
    );
    let pages = [
        list,
        file,
        ada.get(&at("entries")).await,
        ada.get(&at(&format!("evidence/{hash}/columns"))).await,
        ada.get(&at("loss")).await,
        claim,
        cora.get(&format!("{group}/entries?file={hash}")).await,
    ];
    for page in pages {
        assert!(!page.contains(&KEY[..12]), "{}", page.text());
    }
}

#[tokio::test]
async fn keys_in_files_are_masked_and_their_columns_never_mapped() {
    let (server, incident, mut ada) = begun().await;
    let unknown = format!(
        "When,Pair,What,Qty,Rate,API secret\n2022-10-18 21:00:09,BTC/USDT,sell,0.5,19000,{KEY}\n"
    );
    upload(&mut ada, &[("other.csv", unknown.as_bytes())]).await;
    let hash = sha256(unknown.as_bytes());
    let columns = at(&format!("evidence/{hash}/columns"));
    let given = [
        ("exchange", "ex"),
        ("header", "1"),
        ("column-1", "time"),
        ("column-2", "market"),
        ("column-3", "side"),
        ("column-4", "size"),
        ("column-5", "price"),
        ("column-6", "order_id"),
        ("kind", "trade"),
        ("zone", "UTC"),
        ("act", "read"),
    ];
    let refused = ada.post(&columns, &given).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.contains("column-6-error"), "{}", refused.text());
    assert!(!refused.contains(&KEY[..12]), "{}", refused.text());
    // A file may have a key in place of an id. The entry is kept without the id.
    let statement = format!(
        "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
         {KEY},2022-10-18T21:00:00+00:00,BTC/USD,sell,market,1,19500,19500,1,USD\n"
    );
    upload(&mut ada, &[("ftx.csv", statement.as_bytes())]).await;
    contest_all(&mut ada).await;
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let entries = server.app.store.entries(&claim.id).await.unwrap();
    let kept = entries.iter().find(|entry| entry.entry.exchange == "ftx");
    let kept = kept.expect("the entry is kept");
    assert_eq!(kept.entry.trade_id, "");
    let key = kept.key.clone();
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let group = format!("/i/attack/group/claims/{}", claim.reference);
    let key = app::pages::group::escaped(&key);
    for page in [
        ada.get(&at("entries")).await,
        ada.get(&at("loss")).await,
        cora.get(&format!("{group}/entries")).await,
        cora.get(&format!("{group}/lines/{key}")).await,
    ] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.contains("19,500") && !page.contains(&KEY[..12]),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn a_deal_of_3commas_flags_its_trade_and_supports_the_others() {
    const DEALS: &str = "deal_id;status;account;pair;created_at;closed_at;bought_volume;sold_volume;bought_amount;sold_amount\n\
        901;completed;My Binance;USDT_BTC;18/10/2022 20:00:00;18/10/2022 21:30:00;29250;29300;1.5;1.5\n";
    let (server, incident, mut ada) = begun().await;
    upload(&mut ada, &[("trades.csv", TRADES.as_bytes())]).await;
    contest_all(&mut ada).await;
    let before = ada.get(&at("loss")).await;
    assert!(!before.contains("3Commas"), "{}", before.text());
    upload(&mut ada, &[("deals.csv", DEALS.as_bytes())]).await;
    let loss = ada.get(&at("loss")).await;
    assert!(
        loss.contains("3Commas has deal 901 for this trade"),
        "{}",
        loss.text()
    );
    assert!(loss.contains("No 3Commas deal explains it"));
    let claim = state_of(&server, &incident, "ada@example.org").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    let page = cora
        .get(&format!("/i/attack/group/claims/{}", claim.reference))
        .await;
    assert!(page.contains("3Commas has deal 901"), "{}", page.text());
    let remove = at(&format!("evidence/{}/remove", sha256(DEALS.as_bytes())));
    let removed = ada.post(&remove, &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert!(
        !ada.get(&at("loss")).await.contains("3Commas"),
        "it follows the files"
    );
}

#[tokio::test]
async fn nobody_else_answers_and_nothing_is_answered_after_handing_in() {
    let (server, incident, mut ada) = begun().await;
    let bytes = zip(&[("other.csv", UNKNOWN)]);
    upload(
        &mut ada,
        &[("all.zip", &bytes), ("t.csv", TRADES.as_bytes())],
    )
    .await;
    let columns = at(&format!(
        "evidence/{}/columns?member=other.csv",
        sha256(&bytes)
    ));
    let mut bob = claimant(&server, &incident, "bob@example.org").await;
    let mut cora = server
        .member(&incident, "cora@example.org", Role::Coordinator)
        .await;
    for other in [&mut bob, &mut cora] {
        assert_eq!(other.get(&columns).await.status, StatusCode::NOT_FOUND);
        let sent = other.post(&columns, &[("act", "read")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
    }
    contest_all(&mut ada).await;
    assert_eq!(sign(&mut ada).await.status, StatusCode::SEE_OTHER);
    let forget = at(&format!(
        "evidence/{}/columns/forget?member=other.csv",
        sha256(&bytes)
    ));
    assert_eq!(ada.post(&forget, &[]).await.status, StatusCode::CONFLICT);
}
