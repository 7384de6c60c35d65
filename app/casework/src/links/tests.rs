//! What gives a key and what does not, at the edges of each rule.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ledger::{Kind, Side};

use super::{FoundKey, KeyFinder, LinkKey, LinkKind, LinkLimits, LinkRules, RowFacts, label};

const LONG: &str = "0xAbCdEf0123456789AbCdEf0123456789AbCdEf01";

fn row() -> RowFacts<'static> {
    RowFacts {
        file: "a.csv",
        exchange: "ftx",
        kind: Kind::Trade,
        market: "DMG/USDT",
        side: Some(Side::Buy),
        price: Cow::Borrowed("0.02"),
        out_asset: "USDT",
        in_asset: "DMG",
        trade_id: "",
        tx_hash: "",
        address: "",
        memo: "",
        source_address: "",
        ip: "",
        api_key_label: "",
        seconds: 0,
    }
}

fn rules() -> LinkRules {
    LinkLimits::default().rules()
}

/// The keys of some rows.
fn keys_by(rules: LinkRules, rows: &[RowFacts<'_>]) -> Vec<FoundKey> {
    let mut finder = KeyFinder::new(rules);
    for (number, row) in (0..).zip(rows) {
        finder.row(number, row);
    }
    finder.finish();
    finder.take().collect()
}

fn of_kind(kind: LinkKind, rows: &[RowFacts<'_>]) -> Vec<(LinkKey, u32)> {
    let keys = keys_by(rules(), rows).into_iter();
    let keys = keys.filter(|found| found.kind == kind);
    keys.map(|found| (found.key, found.row)).collect()
}

/// Whether two rows share a key of a kind.
fn share(kind: LinkKind, one: &RowFacts<'_>, other: &RowFacts<'_>) -> bool {
    let keys = |row: &RowFacts<'_>| -> BTreeSet<LinkKey> {
        let keys = of_kind(kind, std::slice::from_ref(row)).into_iter();
        keys.map(|(key, _)| key).collect()
    };
    !keys(one).is_disjoint(&keys(other))
}

#[test]
fn trade_id_links_within_one_market_of_one_exchange() {
    let of = |exchange, market, trade_id| RowFacts {
        exchange,
        market,
        trade_id,
        ..row()
    };
    let one = of("ftx", "BTC/USDT", "77");
    let kind = LinkKind::Trade;
    assert!(share(kind, &one, &of("ftx", "btc-usdt", " 77 ")));
    assert!(!share(kind, &one, &of("ftx", "ETH/USDT", "77")));
    assert!(!share(kind, &one, &of("okx", "BTC/USDT", "77")));
    assert!(!share(kind, &one, &of("ftx", "BTC/USDT", "78")));
    for nothing in ["", "0", "000", "-", " "] {
        assert!(of_kind(kind, &[of("ftx", "BTC/USDT", nothing)]).is_empty());
    }
}

#[test]
fn transaction_links_whatever_its_case_and_words_are_none() {
    let of = |tx_hash| RowFacts { tx_hash, ..row() };
    let kind = LinkKind::Transaction;
    assert!(share(
        kind,
        &of("0xABCDEF0123456789"),
        &of("abcdef0123456789")
    ));
    assert!(!share(
        kind,
        &of("ABCDEFGH12345678"),
        &of("abcdefgh12345678")
    ));
    assert_eq!(
        of_kind(kind, &[of("abcdef012345678")]).len(),
        0,
        "too short"
    );
    assert_eq!(of_kind(kind, &[of("Internal transfer of coins")]).len(), 0);
}

#[test]
fn address_links_with_its_memo_alone() {
    let of = |address, memo| RowFacts {
        kind: Kind::Deposit,
        address,
        memo,
        ..row()
    };
    let kind = LinkKind::Address;
    let lower = LONG.to_lowercase();
    assert!(share(kind, &of(LONG, ""), &of(&lower, "")));
    assert!(share(kind, &of(LONG, "7"), &of(LONG, "7")));
    assert!(
        !share(kind, &of(LONG, "7"), &of(LONG, "8")),
        "two customers"
    );
    assert!(!share(kind, &of(LONG, "7"), &of(LONG, "")));
    let base58 = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT";
    assert!(!share(
        kind,
        &of(base58, ""),
        &of(&base58.to_lowercase(), "")
    ));
    assert!(of_kind(kind, &[of("0x1234", "")]).is_empty(), "too short");
}

#[test]
fn counterparty_is_the_other_end_of_a_movement() {
    let kind = LinkKind::Counterparty;
    let of = |kind, address, source_address| RowFacts {
        kind,
        address,
        source_address,
        ..row()
    };
    let other = "0x9999999999999999999999999999999999999999";
    let sent = of(Kind::Withdrawal, LONG, "");
    assert!(share(kind, &sent, &of(Kind::Deposit, other, LONG)));
    assert!(!share(kind, &sent, &of(Kind::Deposit, LONG, other)));
    assert!(share(
        LinkKind::Address,
        &sent,
        &of(Kind::Deposit, LONG, other)
    ));
}

#[test]
fn device_is_a_public_internet_address() {
    let of = |ip| RowFacts { ip, ..row() };
    let kind = LinkKind::Device;
    assert!(share(kind, &of("203.0.113.7"), &of("::ffff:203.0.113.7")));
    assert!(share(kind, &of("2001:db8::1"), &of("2001:0DB8:0::1")));
    for home in [
        "10.0.0.1",
        "192.168.1.2",
        "127.0.0.1",
        "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "my laptop",
        "",
    ] {
        assert!(of_kind(kind, &[of(home)]).is_empty(), "{home}");
    }
}

#[test]
fn label_of_an_api_key_links_at_one_exchange() {
    let of = |exchange, api_key_label| RowFacts {
        exchange,
        api_key_label,
        ..row()
    };
    let kind = LinkKind::ApiKey;
    assert!(share(
        kind,
        &of("ftx", "Bot Étoile"),
        &of("ftx", " bot étoile")
    ));
    assert!(!share(kind, &of("ftx", "bot"), &of("okx", "bot")));
    assert!(of_kind(kind, &[of("ftx", "b")]).is_empty());
}

/// Trades at these prices, one each second.
fn at_prices<'p>(prices: &[&'p str]) -> Vec<RowFacts<'p>> {
    let rows = (0..).zip(prices).map(|(seconds, price)| RowFacts {
        price: Cow::Borrowed(*price),
        seconds,
        ..row()
    });
    rows.collect()
}

fn patterns(rows: &[RowFacts<'_>]) -> BTreeSet<LinkKey> {
    let keys = of_kind(LinkKind::OrderPattern, rows).into_iter();
    keys.map(|(key, _)| key).collect()
}

#[test]
fn order_pattern_is_four_different_trades_in_a_row() {
    let one = at_prices(&["0.02", "0.5", "0.6", "0.7"]);
    assert_eq!(patterns(&one).len(), 1);
    assert_eq!(patterns(&one[..3]).len(), 0, "one less");
    // Partial fills of one order at one price count as one trade.
    let filled = at_prices(&["0.020", "0.02", "0.50", "0.6", "0.6", "0.7"]);
    assert_eq!(patterns(&filled), patterns(&one));
    assert!(patterns(&at_prices(&["0.02", "0.5", "0.02", "0.5"])).is_empty());
    let other = at_prices(&["0.02", "0.5", "0.6", "0.8"]);
    assert!(patterns(&one).is_disjoint(&patterns(&other)));
    let found = of_kind(LinkKind::OrderPattern, &one).into_iter();
    assert_eq!(found.map(|(_, row)| row).collect::<Vec<_>>(), [0, 1, 2, 3]);
}

#[test]
fn order_pattern_is_the_same_with_the_newest_trade_first() {
    let one = at_prices(&["0.02", "0.5", "0.6", "0.7"]);
    let mut newest_first = one.clone();
    newest_first.reverse();
    assert_eq!(patterns(&newest_first), patterns(&one));
}

#[test]
fn order_pattern_ends_with_its_file_and_within_its_seconds() {
    let mut rows = at_prices(&["0.02", "0.5", "0.6", "0.7"]);
    rows[3].seconds = i64::from(rules().pattern_seconds_max);
    assert_eq!(patterns(&rows).len(), 1, "at the limit");
    rows[3].seconds += 1;
    assert_eq!(patterns(&rows).len(), 0, "one past it");
    rows[3].seconds = 3;
    rows[2].file = "b.csv";
    assert_eq!(patterns(&rows).len(), 0);
}

#[test]
fn order_pattern_is_not_of_markets_that_many_people_trade() {
    let mut rows = at_prices(&["1.1", "1.2", "1.3", "1.4"]);
    for row in &mut rows {
        (row.market, row.in_asset) = ("USDC/USDT", "USDC");
    }
    assert_eq!(patterns(&rows).len(), 0);
    rows[0].in_asset = "DMG";
    assert_eq!(patterns(&rows).len(), 1);
}

/// Trades on so many days, so many each day.
fn on_days(days: i64, each: u32) -> Vec<RowFacts<'static>> {
    let rows = (0..days).flat_map(|day| {
        (0..each).map(move |_| RowFacts {
            seconds: day * 86_400,
            ..row()
        })
    });
    rows.collect()
}

#[test]
fn thin_pair_has_many_trades_on_few_days() {
    let rules = rules();
    let kind = LinkKind::ThinPair;
    let days = i64::from(rules.thin_pair_days_max);
    let trades = rules.thin_pair_trades_min;
    let found = of_kind(kind, &on_days(1, trades));
    assert_eq!(found.len(), 20, "its first rows are kept");
    assert!(
        of_kind(kind, &on_days(1, trades - 1)).is_empty(),
        "one less"
    );
    assert!(
        !of_kind(kind, &on_days(days, trades)).is_empty(),
        "at the limit"
    );
    assert!(
        of_kind(kind, &on_days(days + 1, trades)).is_empty(),
        "one past it"
    );
    let mut liquid = on_days(1, trades);
    for row in &mut liquid {
        row.in_asset = "btc";
    }
    assert!(of_kind(kind, &liquid).is_empty());
    let mut turned = on_days(1, trades);
    for row in &mut turned {
        (row.out_asset, row.in_asset, row.market) = (row.in_asset, row.out_asset, "DMGUSDT");
    }
    assert_eq!(of_kind(kind, &turned)[0].0, found[0].0, "sold or bought");
}

#[test]
fn no_more_markets_are_followed_than_the_limit_allows() {
    let names: Vec<String> = (0..3).map(|number| format!("T{number}")).collect();
    let trades = rules().thin_pair_trades_min;
    let rows = names.iter().flat_map(|name| {
        (0..trades).map(move |_| RowFacts {
            in_asset: name,
            ..row()
        })
    });
    let rows: Vec<RowFacts<'_>> = rows.collect();
    let markets = |markets_max| {
        let limited = LinkRules {
            markets_max,
            ..rules()
        };
        let keys = keys_by(limited, &rows).into_iter();
        let keys = keys.filter(|found| found.kind == LinkKind::ThinPair);
        keys.map(|found| found.key).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((markets(3), markets(2)), (3, 2));
}

#[test]
fn label_names_what_gives_the_key() {
    let withdrawn = RowFacts {
        kind: Kind::Withdrawal,
        address: LONG,
        memo: "7",
        trade_id: "T9",
        ..row()
    };
    let names = |kind| {
        let (key, _) = of_kind(kind, std::slice::from_ref(&withdrawn))[0];
        label(kind, key, &withdrawn)
    };
    assert_eq!(names(LinkKind::Trade), "T9");
    assert_eq!(
        names(LinkKind::Counterparty),
        format!("{} 7", LONG.to_lowercase())
    );
    let other = LinkKey::of(LinkKind::Trade, &["another"]);
    assert_eq!(label(LinkKind::Trade, other, &withdrawn), "");
    assert_eq!(label(LinkKind::ThinPair, other, &row()), "DMG/USDT");
    assert_eq!(label(LinkKind::OrderPattern, other, &row()), "DMG/USDT");
}

#[test]
fn key_is_read_as_it_is_written() {
    let key = LinkKey::of(LinkKind::Device, &["203.0.113.7"]);
    assert_eq!(key.to_string().parse(), Ok(key));
    assert_eq!(LinkKey::from_bytes(key.bytes()), key);
    assert_ne!(LinkKey::of(LinkKind::Device, &["20", "3.0.113.7"]), key);
    assert_ne!(LinkKey::of(LinkKind::Address, &["203.0.113.7"]), key);
    for other in ["", "00", &"0".repeat(31), &"G".repeat(32), &"é".repeat(16)] {
        assert!(other.parse::<LinkKey>().is_err(), "{other}");
    }
    for kind in LinkKind::ALL {
        assert_eq!(LinkKind::of_number(kind.number()), Some(kind));
    }
    assert_eq!(LinkKind::of_number(9), None);
}

#[test]
fn each_kind_has_its_range_of_claims() {
    let limits = LinkLimits {
        trade_claims_max: 4,
        counterparty_claims_min: 3,
        counterparty_claims_max: 5,
        ..LinkLimits::default()
    };
    limits.check().unwrap();
    let links = |kind, claims| limits.claims(kind).links(claims);
    let trades = [1, 2, 4, 5].map(|claims| links(LinkKind::Trade, claims));
    assert_eq!(trades, [false, true, true, false]);
    let ends = [2, 3, 5, 6].map(|claims| links(LinkKind::Counterparty, claims));
    assert_eq!(ends, [false, true, true, false]);
    assert!(links(LinkKind::ThinPair, 1_000_000));
    let senseless = LinkLimits {
        thin_pair_claims_min: 1,
        ..LinkLimits::default()
    };
    senseless.check().unwrap_err();
}
