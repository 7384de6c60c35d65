//! The rules of a format, as its table settles them.

use crate::entry::Kind;
use crate::formats::AssetNames;
use crate::formats::rows::{CONTRACTS, Rows};
use crate::formats::rules::{Contracts, Rules, ZoneName};
use crate::formats::table::lists::Lists;
use crate::formats::table::settings::Settings;
use crate::tables::Problem;
use crate::time::zone::Zone;

/// The names of all rules that only some ways of rows obey.
pub(super) const RULES: [&str; 18] = [
    "market",
    "quotes",
    "contracts",
    "fee in",
    "fee sign",
    "fee is",
    "total",
    "price",
    "sign",
    "kind",
    "operations",
    "words in",
    "group",
    "orders",
    "asset",
    "decimals",
    "timed",
    "asset named",
];

/// Reads the rules that a way of rows obeys.
pub(super) fn read(
    settings: &mut Settings<'_>,
    rows: &Rows,
    lists: &Lists,
    assets: Option<&'static AssetNames>,
) -> Rules {
    let mut rules = Rules {
        done: settings.list("done").leak(),
        not_done: settings.list("not done").leak(),
        empty_status: settings.word("empty status", Rules::DEFAULT.empty_status),
        assets,
        tickers: settings.word("tickers", Rules::DEFAULT.tickers),
        zone_name: zone_name(settings),
        user_above: settings.text("user above"),
        wallet: settings.text("wallet"),
        ..Rules::DEFAULT
    };
    for &rule in rows.rules {
        read_one(rule, &mut rules, settings, lists);
    }
    rules
}

fn read_one(rule: &'static str, rules: &mut Rules, settings: &mut Settings<'_>, lists: &Lists) {
    match rule {
        "market" => rules.market = settings.word(rule, rules.market),
        "quotes" => rules.quotes = settings.list(rule).leak(),
        "contracts" => rules.contracts = contracts(settings),
        "fee in" => rules.fee_in = settings.word(rule, rules.fee_in),
        "fee sign" => rules.fee_sign = settings.word(rule, rules.fee_sign),
        "fee is" => rules.fee_is = settings.word(rule, rules.fee_is),
        "total" => rules.total = settings.word(rule, rules.total),
        "price" => rules.price = settings.word(rule, rules.price),
        "sign" => rules.sign = settings.word(rule, rules.sign),
        "kind" => rules.kind = kind(settings),
        "operations" => rules.operations = lists.named(settings),
        "words in" => rules.words_in = settings.word(rule, rules.words_in),
        "group" => rules.group = settings.word(rule, rules.group),
        "orders" => rules.orders = settings.word(rule, rules.orders),
        "asset" => rules.asset = settings.text(rule),
        "decimals" => rules.decimals = decimals(settings),
        "asset named" => rules.asset_named = settings.list(rule).leak(),
        _ => rules.timed = settings.word(rule, rules.timed),
    }
}

fn contracts(settings: &mut Settings<'_>) -> Option<Contracts> {
    let all = CONTRACTS.map(|contracts| (contracts.name, contracts));
    settings.one_of("contracts", &all)
}

fn kind(settings: &mut Settings<'_>) -> Option<Kind> {
    let all = Kind::ALL.map(|kind| (kind.as_str(), kind));
    settings.one_of("kind", &all)
}

fn zone_name(settings: &mut Settings<'_>) -> Option<ZoneName> {
    let text = settings.text("zone name");
    if text.is_empty() {
        return None;
    }
    let parts = text.split_once(' ');
    let found = parts.filter(|(_, offset)| Zone::offset(offset).is_some());
    if found.is_none() {
        settings.wrong("zone name", || Problem::Zone(text));
    }
    found.map(|(name, offset)| ZoneName { name, offset })
}

fn decimals(settings: &mut Settings<'_>) -> u32 {
    match settings.text("decimals") {
        "" => 0,
        text => text.parse().unwrap_or_else(|_| {
            settings.wrong("decimals", || Problem::Number(text));
            0
        }),
    }
}
