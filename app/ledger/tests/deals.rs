//! Deals of 3Commas beside contested trades: which one explains which, and what
//! that no deal explains is worth.

use ledger::deals::judge;
use ledger::{Collected, Deal, Entry, Finding, ReadOptions, read_file};

const DEALS: &str = "deal_id;status;account;pair;created_at;closed_at;bought_volume;sold_volume;bought_amount;sold_amount\n";
const TRADES: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";
const STATEMENT: &str = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n";

fn read(name: &str, text: &str) -> Collected {
    let mut read = Collected::default();
    let source = std::io::Cursor::new(text);
    let found = read_file(name, source, &ReadOptions::default(), &mut read).unwrap();
    assert!(found[0].is_read_whole(), "{:?}", read.diagnostics);
    read
}

fn deals(rows: &str) -> Vec<Deal> {
    read("deals.csv", &format!("{DEALS}{rows}")).deals
}

fn trades(rows: &str) -> Vec<Entry> {
    read("trades.csv", &format!("{TRADES}{rows}")).entries
}

/// For each contested entry the id of the deal, `none`, `outside` or `silent`.
fn check(deals: &[Deal], own: &[Entry], contested: &[Entry], expected: &[&str]) {
    let own: Vec<&Entry> = own.iter().collect();
    let contested: Vec<&Entry> = contested.iter().collect();
    let found: Vec<String> = judge(deals, &own, &contested)
        .into_iter()
        .map(|finding| match finding {
            Finding::Explained(deal) => deal.id.to_string(),
            Finding::Unexplained { outside: None } => "none".to_owned(),
            Finding::Unexplained { outside: Some(_) } => "outside".to_owned(),
            Finding::Silent => "silent".to_owned(),
        })
        .collect();
    assert_eq!(found, expected);
}

const DEAL: &str = "901;completed;My Binance;USDT_BTC;05/10/2022 08:00:00;05/10/2022 19:30:00;1000.00;1015.00;0.05;0.05\n\
    902;completed;My Binance;USDT_ETH;06/10/2022 08:00:00;06/10/2022 09:00:00;130;131;0.1;0.1\n";

#[test]
fn pair_side_time_and_amount_must_fit() {
    let deals = deals(DEAL);
    let contested = trades(
        "2022-10-05 07:58:00,BTCUSDT,BUY,20000,0.05BTC,1000USDT,1USDT\n\
         2022-10-05 19:32:00,BTCUSDT,SELL,20300,0.05BTC,1015USDT,1USDT\n\
         2022-10-05 12:00:00,BTCUSDT,SELL,20300,0.01BTC,203USDT,1USDT\n\
         2022-10-05 12:00:00,BTCEUR,BUY,20300,0.01BTC,203EUR,1EUR\n\
         2022-10-05 19:32:01,BTCUSDT,BUY,20300,0.00001BTC,0.203USDT,0USDT\n\
         2022-10-07 12:00:00,ETHUSDT,BUY,1300,0.01ETH,13USDT,0USDT\n",
    );
    // The sell of noon is within the deal's time and uses up what it sold.
    check(&deals, &[], &contested[..2], &["901", "901"]);
    check(
        &deals,
        &[],
        &contested,
        &["901", "none", "901", "none", "none", "outside"],
    );
}

#[test]
fn what_is_not_contested_takes_its_share_of_a_deal_first() {
    let deals = deals(DEAL);
    let rows = "2022-10-05 12:00:00,BTCUSDT,SELL,20300,0.05BTC,1015USDT,1USDT\n\
        2022-10-05 19:30:00,BTCUSDT,SELL,20300,0.05BTC,1015USDT,1USDT\n";
    let all = trades(rows);
    check(&deals, &all[1..], &all[..1], &["none"]);
    check(&deals, &[], &all, &["901", "none"]);
}

#[test]
fn a_tenth_of_a_percent_more_than_the_deal_says_still_fits() {
    let deals = deals(DEAL);
    let buy = |size: &str, total: &str| {
        trades(&format!(
            "2022-10-05 12:00:00,BTCUSDT,BUY,20000,{size}BTC,{total}USDT,0USDT\n"
        ))
    };
    check(&deals, &[], &buy("0.05005", "1001"), &["901"]);
    check(&deals, &[], &buy("0.0500501", "1001.002"), &["none"]);
}

#[test]
fn what_a_deal_bought_is_what_came_in_once_the_fee_was_taken() {
    // The bot's own order: 0.05 BTC of which the exchange kept 0.1 %.
    let deals = deals(&DEAL.replace(";0.05;0.05", ";0.04995;0.04995"));
    let buy = |fee: &str| {
        trades(&format!(
            "2022-10-05 12:00:00,BTCUSDT,BUY,20000,0.05BTC,1000USDT,{fee}\n"
        ))
    };
    check(&deals, &[], &buy("0.00005BTC"), &["901"]);
    check(&deals, &[], &buy("0.00000001BTC"), &["none"]);
    check(&deals, &[], &buy("0.01BNB"), &["none"]);
    let leg = |size: &str| {
        let leg = format!("{STATEMENT}1,2022-10-05 12:00:00,Spot,Transaction Buy,BTC,{size},\n");
        read("statement.csv", &leg).entries
    };
    // A statement tells the fee elsewhere: 0.05005004 × 0.999 is what the deal says
    // and a thousandth more.
    check(&deals, &[], &leg("0.05"), &["901"]);
    check(&deals, &[], &leg("0.05004999"), &["901"]);
    check(&deals, &[], &leg("0.0500501"), &["none"]);
}

#[test]
fn a_deal_that_does_not_say_how_much_explains_nothing() {
    let open = deals("903;bought;My Binance;USDT_BTC;05/10/2022 08:00:00;;;;;\n");
    let contested = trades("2022-12-05 12:00:00,BTCUSDT,BUY,20000,0.02BTC,400USDT,1USDT\n");
    check(&open, &[], &contested, &["outside"]);
}

#[test]
fn an_account_named_after_another_exchange_explains_nothing_here() {
    let elsewhere = deals(&DEAL.replace("My Binance", "KuCoin main"));
    let unnamed = deals(&DEAL.replace("My Binance", "main"));
    let contested = trades("2022-10-05 12:00:00,BTCUSDT,BUY,20000,0.05BTC,1000USDT,1USDT\n");
    check(&elsewhere, &[], &contested, &["none"]);
    check(&unnamed, &[], &contested, &["901"]);
}

#[test]
fn a_deal_that_still_runs_has_no_end() {
    let open = deals("903;bought;My Binance;USDT_BTC;05/10/2022 08:00:00;;1000;0;0.05;0\n");
    let contested = trades(
        "2022-12-05 12:00:00,BTCUSDT,BUY,20000,0.02BTC,400USDT,1USDT\n\
         2022-12-05 12:00:01,BTCUSDT,SELL,20000,0.02BTC,400USDT,1USDT\n",
    );
    check(&open, &[], &contested, &["903", "outside"]);
}

#[test]
fn legs_of_a_statement_are_explained_by_base_or_quote() {
    let deals = deals(DEAL);
    let legs = format!(
        "{STATEMENT}\
         1,2022-10-06 08:00:00,Spot,Transaction Buy,ETH,0.1,\n\
         1,2022-10-06 08:00:00,Spot,Transaction Spend,USDT,-130,\n\
         1,2022-10-06 08:00:00,Spot,Transaction Fee,BNB,-0.0002,\n\
         1,2022-10-06 08:00:00,Spot,Transaction Spend,USDT,-130.2,\n"
    );
    let contested = read("statement.csv", &legs).entries;
    // 130.2 USDT are more than is left of deal 902 and the deal of the day before is over.
    check(&deals, &[], &contested, &["902", "902", "silent", "none"]);
}

#[test]
fn without_deals_nothing_is_said() {
    let contested = trades("2022-10-05 12:00:00,BTCUSDT,BUY,20000,0.05BTC,1000USDT,1USDT\n");
    check(&[], &[], &contested, &["silent"]);
    let note = |deals: &[Deal]| judge(deals, &[], &[&contested[0]])[0].word();
    assert_eq!(note(&[]), None);
    let note = |deals: &[Deal]| note(deals).unwrap().note().to_string();
    assert_eq!(note(&deals(DEAL)), "3Commas deal 901 explains this trade");
    assert_eq!(
        note(&deals(DEAL)[1..]),
        "no 3Commas deal explains it, but the deals given are from 2022-10-06T08:00:00Z to 2022-10-06T09:00:00Z"
    );
}

#[test]
fn deals_in_a_workbook_are_the_deals_of_the_csv() {
    let csv = format!("{DEALS}{DEAL}");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in csv.lines().enumerate() {
        for (column, cell) in line.split(';').enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let bytes = std::io::Cursor::new(book.save_to_buffer().unwrap());
    let mut read = Collected::default();
    let found = read_file("deals.xlsx", bytes, &ReadOptions::default(), &mut read).unwrap();
    assert_eq!((found[0].deals, found[0].refused), (2, 0));
    let of = |mut deals: Vec<Deal>| {
        deals.iter_mut().for_each(|deal| deal.file = "x".into());
        deals
    };
    assert_eq!(of(read.deals), of(deals(DEAL)));
}
