//! Lists of records in JSON: what a program saved of an exchange's interface is read as
//! the same table would be.

use std::io::Cursor;

use ledger::{Collected, FileReport, ReadOptions, read_file};

fn read(name: &str, text: &str) -> (FileReport, Collected) {
    let mut read = Collected::default();
    let options = ReadOptions::default();
    let found = read_file(name, Cursor::new(text.to_owned()), &options, &mut read).unwrap();
    (found.into_iter().next().unwrap(), read)
}

const DEALS: &str = r#"[
  {"id": 921, "type": "Deal", "bot_id": 77, "account_id": 5,
   "created_at": "2022-10-05T08:00:00.000Z", "updated_at": "2022-10-05T19:30:00.000Z",
   "closed_at": "2022-10-05T19:30:00.000Z", "finished?": true, "pair": "USDT_BTC",
   "status": "completed", "bought_amount": "0.05", "bought_volume": "1000.00",
   "sold_amount": "0.05", "sold_volume": "1015.00", "account_name": "main",
   "bot_name": "Long, one", "bot_events": [{"message": "Placing order"}]},
  {"id": 922, "type": "Deal", "bot_id": 77, "account_id": 5,
   "created_at": "2022-10-13T08:00:00.000Z", "updated_at": null, "closed_at": null,
   "finished?": false, "pair": "BTC_ETH", "status": "bought", "bought_amount": "3.1",
   "bought_volume": "0.2", "sold_amount": "0.0", "sold_volume": "0.0",
   "account_name": "main", "bot_name": "Long, one", "bot_events": []}
]"#;

#[test]
fn deals_of_3commas_interface_are_read() {
    let (found, read) = read("deals.json", DEALS);
    let format = found.format.map(|format| format.id);
    assert_eq!(format, Some("3commas-deals-api"), "{}", found.summary());
    assert_eq!((found.deals, found.refused, read.entries.len()), (2, 0, 0));
    let [first, second] = &read.deals[..] else {
        panic!("two deals: {:?}", read.deals);
    };
    assert_eq!(
        (first.line, &first.id[..], &first.bot[..]),
        (2, "921", "Long, one")
    );
    assert_eq!(first.opened.to_string(), "2022-10-05T08:00:00.000Z");
    assert_eq!(first.closed.unwrap().seconds - first.opened.seconds, 41_400);
    assert_eq!(first.sold.quote.as_ref().unwrap().to_string(), "1015.00");
    assert_eq!((&second.base[..], &second.quote[..]), ("ETH", "BTC"));
    assert!(second.closed.is_none());
}

#[test]
fn fills_within_an_answer_are_read_like_their_csv() {
    let (found, read) = read(
        "fills.json",
        r#"{"success":true,"result":[{"fee":0.0721,"feeCurrency":"USD","feeRate":0.0007,"future":null,"id":7700000001,"liquidity":"taker","market":"FTT/USD","baseCurrency":"FTT","quoteCurrency":"USD","orderId":880000001,"tradeId":990000001,"price":41.2,"side":"buy","size":2.50000000000000000001,"time":"2022-02-16T22:55:49.014047+00:00","type":"order"}]}"#,
    );
    let format = found.format.map(|format| format.id);
    assert_eq!(format, Some("ftx-trades-api"), "{}", found.summary());
    let entry = &read.entries[0];
    let bought = entry.in_.as_ref().unwrap();
    assert_eq!(bought.amount.to_string(), "2.50000000000000000001");
    assert_eq!(
        (&entry.trade_id[..], &entry.order_id[..]),
        ("7700000001", "880000001")
    );
}

#[test]
fn a_record_that_breaks_off_is_refused() {
    let cut = DEALS.rfind("\"status\"").unwrap();
    let (found, read) = read("deals.json", &DEALS[..cut]);
    assert_eq!((found.rows, found.deals, found.refused), (2, 1, 1));
    assert!(read.diagnostics.iter().any(|found| found.line == 3));
}
