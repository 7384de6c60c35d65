//! What links look at in one row, and the keys that the row gives by itself.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ledger::{Entry, Kind, Side};

use super::{LinkKey, LinkKind};

/// The shortest text that is taken for an address.
const ADDRESS_CHARACTERS_MIN: usize = 20;
/// The shortest text that is taken for the hash of a transaction.
const TRANSACTION_CHARACTERS_MIN: usize = 16;

/// Assets whose markets many people trade. A market of two of them says nothing about who
/// traded in it.
const LIQUID: [&str; 20] = [
    "AUD", "BNB", "BRL", "BTC", "BUSD", "CAD", "CHF", "DAI", "ETH", "EUR", "FDUSD", "GBP", "JPY",
    "TRY", "TUSD", "USD", "USDC", "USDP", "USDT", "XBT",
];

/// What links look at in one row: an [`Entry`], or a row of `entries.csv` in a bundle.
#[derive(Clone, Debug)]
pub struct RowFacts<'r> {
    /// The file that it was read from.
    pub file: &'r str,
    /// The exchange.
    pub exchange: &'r str,
    /// What sort of movement.
    pub kind: Kind,
    /// The market, as the file names it.
    pub market: &'r str,
    /// The side of a trade.
    pub side: Option<Side>,
    /// The price of a trade; empty where the file has none.
    pub price: Cow<'r, str>,
    /// The asset that left; empty for none.
    pub out_asset: &'r str,
    /// The asset that came in; empty for none.
    pub in_asset: &'r str,
    /// The trade id.
    pub trade_id: &'r str,
    /// The hash of the transaction.
    pub tx_hash: &'r str,
    /// Where coins went to; of a deposit, where they arrived.
    pub address: &'r str,
    /// The memo of that address.
    pub memo: &'r str,
    /// Where a deposit came from.
    pub source_address: &'r str,
    /// The internet address that the exchange names.
    pub ip: &'r str,
    /// The label of the API key.
    pub api_key_label: &'r str,
    /// When, in seconds since 1970 UTC.
    pub seconds: i64,
}

impl<'r> RowFacts<'r> {
    /// The facts of an entry.
    pub fn of(entry: &'r Entry) -> RowFacts<'r> {
        let facts = &*entry.facts;
        let asset = |quantity: &'r Option<ledger::Quantity>| {
            quantity
                .as_ref()
                .map_or("", |quantity| quantity.asset.as_str())
        };
        let price = entry.price.as_ref();
        RowFacts {
            file: &entry.file,
            exchange: &entry.exchange,
            kind: entry.kind,
            market: &entry.market,
            side: entry.side,
            price: price.map_or(Cow::Borrowed(""), |price| Cow::Owned(price.to_string())),
            out_asset: asset(&entry.out),
            in_asset: asset(&entry.in_),
            trade_id: &entry.trade_id,
            tx_hash: &facts.tx_hash,
            address: &facts.address,
            memo: &facts.memo,
            source_address: &facts.source_address,
            ip: &facts.ip,
            api_key_label: &facts.api_key_label,
            seconds: entry.time.seconds,
        }
    }

    /// The keys that the row gives by itself, each with the text that names it to people.
    pub(super) fn keys(&self) -> Vec<(LinkKind, LinkKey, String)> {
        let mut keys = Vec::new();
        let mut add = |kind, texts: &[&str], name: &str| {
            keys.push((kind, LinkKey::of(kind, texts), name.to_owned()));
        };
        if let Some(id) = trade_id(self.trade_id) {
            let market = market_name(self.market);
            add(LinkKind::Trade, &[self.exchange, &market, id], id);
        }
        if let Some(hash) = transaction(self.tx_hash) {
            add(LinkKind::Transaction, &[&hash], &hash);
        }
        for (address, is_far_end) in self.addresses() {
            add(LinkKind::Address, &[&address], &address);
            if is_far_end {
                add(LinkKind::Counterparty, &[&address], &address);
            }
        }
        if let Some(ip) = device(self.ip) {
            add(LinkKind::Device, &[&ip], &ip);
        }
        let label = self.api_key_label.trim();
        if label.chars().count() > 1 {
            let lower = label.to_lowercase();
            add(LinkKind::ApiKey, &[self.exchange, &lower], label);
        }
        keys
    }

    /// The addresses, each with its memo, and whether it is the other end of the movement:
    /// where a withdrawal went, or where a deposit came from.
    fn addresses(&self) -> impl Iterator<Item = (String, bool)> {
        let own = address(self.address, self.memo);
        let own = own.map(|own| (own, self.kind == Kind::Withdrawal));
        let source = address(self.source_address, "");
        let source = source.map(|source| (source, self.kind == Kind::Deposit));
        own.into_iter().chain(source)
    }

    /// The two assets of a trade in the order of the alphabet; none where one is missing.
    pub(super) fn pair(&self) -> Option<[&'r str; 2]> {
        let mut pair = [self.out_asset, self.in_asset];
        pair.sort_unstable();
        (self.kind == Kind::Trade && !pair[0].is_empty()).then_some(pair)
    }

    /// Whether both assets are traded by many people.
    pub(super) fn is_liquid(&self) -> bool {
        let is_liquid = |asset: &str| LIQUID.contains(&asset.to_ascii_uppercase().as_str());
        is_liquid(self.out_asset) && is_liquid(self.in_asset)
    }
}

/// A market without the signs by which files write it: `BTC/USDT` and `btc-usdt` are one.
pub(super) fn market_name(market: &str) -> String {
    let letters = market.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// A price without zeros that say nothing: `0.50` and `.5` are one.
pub(super) fn price_name(price: &str) -> &str {
    let price = price.trim_start_matches('0');
    match price.contains('.') {
        true => price.trim_end_matches('0').trim_end_matches('.'),
        false => price,
    }
}

/// A trade id; none where the cell only stands for one (`0`, `-`).
fn trade_id(text: &str) -> Option<&str> {
    let id = text.trim();
    let says_something = id.chars().any(|c| c.is_alphanumeric() && c != '0');
    says_something.then_some(id)
}

/// The hash of a transaction. Words such as `Internal transfer` are none.
fn transaction(text: &str) -> Option<String> {
    let hash = text.trim();
    let hash = hash.strip_prefix("0x").unwrap_or(hash);
    let is_one = hash.len() >= TRANSACTION_CHARACTERS_MIN
        && hash.bytes().all(|byte| byte.is_ascii_graphic());
    let is_hex = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then(|| match is_hex {
        true => hash.to_ascii_lowercase(),
        false => hash.to_owned(),
    })
}

/// An address with its memo. Exchanges give all customers one address on some chains; only
/// the memo tells them apart.
fn address(text: &str, memo: &str) -> Option<String> {
    let (address, memo) = (text.trim(), memo.trim());
    let is_one = address.len() >= ADDRESS_CHARACTERS_MIN
        && address.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_one {
        return None;
    }
    let lower = address.to_ascii_lowercase();
    // These ignore case; in others, two addresses may differ in it alone.
    let ignores_case = lower.starts_with("0x") || lower.starts_with("bc1");
    let address = if ignores_case {
        lower
    } else {
        address.to_owned()
    };
    Some(match memo.is_empty() {
        true => address,
        false => format!("{address} {memo}"),
    })
}

/// A public internet address. Those of a home network say nothing.
fn device(text: &str) -> Option<String> {
    let address: IpAddr = text.trim().parse().ok()?;
    let is_public = match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    };
    is_public.then(|| address.to_canonical().to_string())
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // Addresses that a provider shares among its customers.
    let is_shared = first == 100 && (64..128).contains(&second);
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || is_shared)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local())
}
