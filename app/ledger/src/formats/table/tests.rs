use super::*;
use crate::entry::Kind;
use crate::formats::Field;
use crate::formats::format::Shape;
use crate::formats::rules::{FeeIn, MarketName, Sign};
use crate::tables::Language;

/// Columns and settings of a small format.
const FORMAT: &str = "[kraken-moves]
title = Moves
version = 1
header = Time(UTC),Coin,Amount,Fee
rows = deposit or withdrawal
time: Time
asset: Coin
change: Amount
fee?: Fee
";

/// What a table of one exchange describes.
fn read(text: &str) -> Described {
    let text: &'static str = format!("=== kraken.txt\n{text}").leak();
    let tables = Tables::read(crate::tables::sources_of(text));
    let mut described = describe(&tables);
    described.errors.append(tables.errors);
    described
}

/// A table reads without an error, or with this one.
fn check(text: &str, expected: Option<&str>) {
    let described = read(text);
    let errors: Vec<String> = described
        .errors
        .all()
        .iter()
        .map(ToString::to_string)
        .collect();
    let expected = expected.map(|error| format!("app/ledger/tables/kraken.txt:{error}"));
    assert_eq!(errors, Vec::from_iter(expected), "{text}");
}

#[test]
fn every_table_is_well_formed() {
    let errors = tables().errors.all().iter().chain(described().errors.all());
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    assert!(errors.is_empty(), "\n{}\n", errors.join("\n"));
    assert!(described().formats.len() > 50);
}

#[test]
fn the_example_for_newcomers_is_well_formed() {
    let readme = include_str!("../../../README.md");
    let (_, example) = readme.split_once("```text\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    check(example, None);
    assert_eq!(read(example).formats[0].id, "kraken-deposits");
}

#[test]
fn an_error_in_a_format_names_the_line_and_what_may_stand_there() {
    check(FORMAT, None);
    for (from, to, expected) in [
        ("title = Moves", "", "1: the format lacks `title`"),
        (
            "title = Moves",
            "titel = Moves\ntitle = x",
            "2: `titel` is no setting of a format",
        ),
        (
            "title = Moves",
            "title = Moves\ntitle = x",
            "3: `title` is said twice",
        ),
        (
            "asset: Coin",
            "coin: Coin",
            "7: `coin` is no field of a row; the fields are listed in \
             `app/ledger/src/formats/field.rs`",
        ),
        (
            "asset: Coin",
            "asset: Currency",
            "1: `currency` stands in no column of the header",
        ),
        (
            "asset: Coin",
            "asset, coin: Coin",
            "7: `coin` is no value of `shape`; write one of: any, time, number, number with unit, \
             side",
        ),
        (
            "version = 1",
            "version = 1\nzone = Paris",
            "4: `Paris` is no zone: write `UTC`, an offset such as `UTC+08:00`, or `account`",
        ),
        (
            "version = 1",
            "version = 1\nmarket = columns",
            "4: rows of `deposit or withdrawal` obey no rule `market`; they obey: fee is, fee sign, \
             sign",
        ),
        (
            "version = 1",
            "version = 1\nsign = negative",
            "4: `negative` is no value of `sign`; write one of: none, below zero is out, above \
             zero is out, word, word and sign, all out, by the operation",
        ),
        (
            "version = 1",
            "version = 1\nnever = Fee",
            "1: `fee` marks a look-alike, and stands in the header",
        ),
    ] {
        check(&FORMAT.replacen(from, to, 1), Some(expected));
    }
}

#[test]
fn a_section_that_nobody_knows_and_an_id_that_is_taken_are_errors() {
    check(
        &format!("{FORMAT}[bittrex-moves]\ntitle = x\n"),
        Some(
            "10: `bittrex-moves` is no section: write `[exchange]`, `[headers, …]` or the id of a \
             format, which begins with the id of its exchange",
        ),
    );
    check(
        &format!("{FORMAT}{FORMAT}"),
        Some("10: the id `kraken-moves` is taken"),
    );
    check(
        &format!("{FORMAT}[headers, fr, parser]\nWallet: Portefeuille\n"),
        Some("11: `Wallet` is the name of no column of this exchange's formats"),
    );
    check(
        &format!("{FORMAT}[headers of kraken-trades, fr, parser]\nCoin: Jeton\n"),
        Some("10: `kraken-trades` is no format of this file"),
    );
    let changes = FORMAT.replace("deposit or withdrawal", "change\noperations = moves");
    check(
        &changes,
        Some("6: `moves` is no list of words in this file"),
    );
}

#[test]
fn a_table_becomes_columns_with_names_in_all_languages() {
    let described = read(&format!(
        "[exchange]\nzone = UTC+08:00\n{FORMAT}never = Pair\n\
         [headers, fr, test data]\nTime: Date | Heure\nCoin: Jeton\nPair: Paire\n\
         [headers, fr, unverified]\nAmount: Montant\n\
         [headers, de, parser]\nTime: Zeit\nCoin: Münze\n\
         [headers of kraken-moves, fr, parser]\nCoin: Crypto\n"
    ));
    assert!(described.errors.all().is_empty(), "{:?}", described.errors);
    let format = described.formats[0];
    let names: Vec<_> = format.columns.iter().map(|column| column.names).collect();
    assert_eq!(
        names,
        [
            &["time", "date", "heure", "zeit"][..],
            &["coin", "crypto", "münze"],
            &["amount", "montant"],
            &["fee"]
        ]
    );
    assert_eq!(format.never, ["pair", "paire"]);
    let french = Language {
        tag: "fr",
        known: Known::Unverified,
    };
    assert_eq!(format.languages, [french]);
    assert_eq!(format.zone, crate::time::zone::Zone::offset("UTC+8"));
    let shapes: Vec<_> = format.columns.iter().map(|column| column.shape).collect();
    assert_eq!(shapes, [Shape::Time, Shape::Any, Shape::Number, Shape::Any]);
    assert_eq!(format.columns[3].field, Field::Fee);
    assert!(!format.columns[3].must);
}

#[test]
fn a_table_settles_the_rules_of_its_rows() {
    let described = read(
        "[kraken-trades]\ntitle = x\nversion = 1\nheader = Time,Symbol,Amount,Price,Fee\n\
         rows = trade\nmarket = quote-base\nfee in = received\ndone = Finished | Over\n\
         time: Time\nmarket: Symbol\nsize: Amount\nprice: Price\nfee: Fee\n\
         [kraken-changes]\ntitle = x\nversion = 1\nheader = Time,Amount (EUR)\n\
         rows = change\nkind = funding\nsign = above zero is out\ndecimals = 8\n\
         time: Time\nchange: Amount (…)\n\
         [kraken-list]\ntitle = x\nversion = 1\nheader = Time,Note\nrows = not read\n\
         advice = Look elsewhere.\nunused: Note\n",
    );
    assert!(described.errors.all().is_empty(), "{:?}", described.errors);
    let [trades, changes] = described.formats[..] else {
        panic!("two are read");
    };
    assert_eq!(trades.rules.market, MarketName::QuoteFirst);
    assert_eq!(trades.rules.fee_in, FeeIn::Received);
    assert_eq!(trades.rules.done, ["Finished", "Over"]);
    assert_eq!(changes.rules.kind, Some(Kind::Funding));
    assert_eq!(
        (changes.rules.sign, changes.rules.decimals),
        (Sign::Paid, 8)
    );
    let amount = &changes.columns[1];
    assert!(amount.is_called("amount(gbp)") && !amount.is_called("amount"));
    assert_eq!(amount.asset_in("amount(gbp)").as_deref(), Some("GBP"));
    assert_eq!(described.unread[0].id, "kraken-list");
}

/// The kind of a word of one format, for what came in and what went out.
fn kinds(format: &str, word: &str) -> [Option<Kind>; 2] {
    let mut formats = described().formats.iter();
    let format = formats.find(|known| known.id == format).unwrap();
    let kinds = format.rules.operations.unwrap().kinds.find(word);
    [false, true].map(|is_out| kinds.and_then(|kinds| kinds.of(is_out)))
}

#[test]
fn operations_of_every_age_have_their_kind() {
    for (operation, kind) in [
        ("Buy", Kind::Trade),
        ("transaction spend", Kind::Trade),
        ("Small Assets Exchange BNB", Kind::Trade),
        ("Small assets exchange BNB (Spot)", Kind::Trade),
        ("Large OTC trading", Kind::Trade),
        ("The Easiest Way to Trade", Kind::Trade),
        ("Binance Convert", Kind::Trade),
        ("Asset Conversion Transfer", Kind::Trade),
        ("Convert Fiat to Stablecoin Paysafe", Kind::Trade),
        ("Futures Convert - From", Kind::Trade),
        ("POS savings purchase", Kind::Transfer),
        ("Simple Earn Flexible Redemption", Kind::Transfer),
        ("Simple Earn Flexible - Internal Transfer", Kind::Transfer),
        ("Launchpool Subscription/Redemption", Kind::Transfer),
        ("Transfer Between Main and Funding Wallet", Kind::Transfer),
        ("Dual Investment - Settlement", Kind::Transfer),
        ("ETH 2.0 Staking", Kind::Transfer),
        ("transfer_in", Kind::Transfer),
        ("Funding Fee", Kind::Funding),
        ("Margin Fee", Kind::Fee),
        (
            "Cross Margin Liquidation - Small Assets Takeover",
            Kind::Trade,
        ),
        ("Isolated Margin Liquidation", Kind::Trade),
        ("Isolated Margin Liquidation - Fee", Kind::Fee),
        ("Cross Margin Liquidation - Repayment", Kind::Adjustment),
        ("Flexible Loan - Collateral Transfer", Kind::Adjustment),
        ("Token Swap - Distribution", Kind::Adjustment),
        ("Asset Recovery", Kind::Adjustment),
    ] {
        let both = [Some(kind), Some(kind)];
        assert_eq!(kinds("binance-statement", operation), both, "{operation}");
    }
}

#[test]
fn what_is_paid_to_somebody_never_went_out() {
    for operation in [
        "POS savings distribution",
        "Simple Earn Locked Rewards",
        "Simple Earn Locked - Rewards Income",
        "Commission Fee Shared With You",
        "Commission Rebate",
        "Referee Commission",
        "Mission Reward Distribution",
        "ETH 2.0 Staking Rewards",
        "BNB Vault Rewards",
        "Distribution",
        "HODLer Airdrops Distribution",
        "Launchpool Airdrop",
        "Launchpool Earnings Withdrawal",
        "Mining Revenue",
    ] {
        let found = kinds("binance-statement", operation);
        assert_eq!(found, [Some(Kind::Reward), None], "{operation}");
    }
    for (operation, incoming, outgoing) in [
        ("P2P Trading", Some(Kind::Deposit), Some(Kind::Withdrawal)),
        ("Launchpool Interest", Some(Kind::Reward), Some(Kind::Fee)),
        (
            "Isolated Margin Interest",
            Some(Kind::Reward),
            Some(Kind::Fee),
        ),
        ("Referrer rebates", Some(Kind::Reward), Some(Kind::Reward)),
        ("Fiat Deposit", Some(Kind::Deposit), None),
        ("Fiat Withdrawal", None, Some(Kind::Withdrawal)),
        ("ABC", None, None),
        ("é", None, None),
    ] {
        let found = kinds("binance-statement", operation);
        assert_eq!(found, [incoming, outgoing], "{operation}");
    }
}

#[test]
fn types_of_every_age_have_their_kind() {
    let both = |kind| [Some(kind), Some(kind)];
    for (word, expected) in [
        ("Spot", both(Kind::Trade)),
        ("Trade_Exchange", both(Kind::Trade)),
        ("Convert Market", both(Kind::Trade)),
        ("Convert Dust to KCS", both(Kind::Trade)),
        ("Fiat Transactions", both(Kind::Trade)),
        ("Transfer", both(Kind::Transfer)),
        ("Sub Account Transfer", both(Kind::Transfer)),
        ("BROKER_TRANSFER", both(Kind::Transfer)),
        (
            "Assets Transferred in After Upgrading",
            [Some(Kind::Deposit), None],
        ),
        ("Deposit", [Some(Kind::Deposit), None]),
        ("Withdraw", [None, Some(Kind::Withdrawal)]),
        ("KCS Pay Fees", both(Kind::Fee)),
        ("Fee Refunds using KCS", both(Kind::Fee)),
        ("Staking", both(Kind::Transfer)),
        ("Soft Staking Profits", [Some(Kind::Reward), None]),
        ("Hold to Earn Earnings", [Some(Kind::Reward), None]),
        ("KuCoin Bonus", [Some(Kind::Reward), None]),
        ("Distribution", [Some(Kind::Reward), None]),
        (" ", [None, None]),
    ] {
        assert_eq!(kinds("kucoin-account-history", word), expected, "{word}");
    }
    assert_eq!(
        kinds("binance-futures-income", "REALIZED_PNL"),
        both(Kind::Pnl)
    );
}
