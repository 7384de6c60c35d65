//! A hash over the entries of a frozen claim. It takes what both kinds of bundles show of
//! each entry, so that whoever has either can compute it again.

use ledger::{Amount, Entry, Exchange, Quantity};
use sha2::{Digest as _, Sha256};

use crate::claim::Support;
use crate::custody::hex;

/// Hashes the entries that count, one after another. Each is a line of JSON: a list of the
/// texts that `entries.csv` has in its columns `time`, `kind`, `exchange` (where it is one
/// that is known by name, else nothing), `market`, `side`, `price`, `out_asset`,
/// `out_amount`, `in_asset`, `in_amount`, `fee_asset`, `fee_amount`, `order_id`, `trade_id`,
/// `support` and `contested`.
#[derive(Clone, Debug, Default)]
pub struct EntriesDigest(Sha256);

impl EntriesDigest {
    /// Adds the next entry.
    pub fn add(&mut self, entry: &Entry, support: Support, is_contested: bool) {
        let (time, price) = (entry.time.to_string(), text(entry.price.as_ref()));
        let [out, in_, fee] = [&entry.out, &entry.in_, &entry.fee].map(parts);
        let is_known = Exchange::of_id(&entry.exchange).is_some_and(|of| of.id == entry.exchange);
        let cells: [&str; 16] = [
            &time,
            entry.kind.as_str(),
            if is_known { &entry.exchange } else { "" },
            &entry.market,
            entry.side.map_or("", |side| side.as_str()),
            &price,
            out.0,
            &out.1,
            in_.0,
            &in_.1,
            fee.0,
            &fee.1,
            &entry.order_id,
            &entry.trade_id,
            support.as_str(),
            if is_contested { "yes" } else { "no" },
        ];
        let line = serde_json::to_string(&cells).expect("texts are always JSON");
        self.0.update(line);
        self.0.update("\n");
    }

    /// The hash in lower-case hex.
    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

fn text(amount: Option<&Amount>) -> String {
    amount.map(ToString::to_string).unwrap_or_default()
}

fn parts(quantity: &Option<Quantity>) -> (&str, String) {
    let asset = quantity.as_ref().map_or("", |quantity| &quantity.asset);
    (
        asset,
        text(quantity.as_ref().map(|quantity| &quantity.amount)),
    )
}

#[cfg(test)]
mod tests {
    use ledger::Moment;

    use super::*;

    fn entry() -> Entry {
        Entry {
            exchange: "ftx".into(),
            market: "BTC/USDT".into(),
            time: Moment::from_seconds(0),
            price: Amount::parse("1.50").ok(),
            out: Some(Quantity {
                asset: "BTC".into(),
                amount: Amount::parse("0.10").unwrap(),
            }),
            trade_id: "7".into(),
            ..Entry::default()
        }
    }

    fn digest(entry: &Entry) -> String {
        let mut digest = EntriesDigest::default();
        digest.add(entry, Support::Documented, true);
        digest.finish()
    }

    #[test]
    fn digest_is_the_documented_hash_of_lines() {
        let entry = entry();
        let line = format!(
            "[\"1970-01-01T00:00:00Z\",\"{}\",\"ftx\",\"BTC/USDT\",\"\",\"1.50\",\"BTC\",\
             \"0.10\",\"\",\"\",\"\",\"\",\"\",\"7\",\"documented\",\"yes\"]\n",
            entry.kind.as_str()
        );
        assert_eq!(digest(&entry), hex(&Sha256::digest(line)));
    }

    #[test]
    fn names_that_only_the_claimant_uses_change_nothing() {
        let base = Entry {
            exchange: "my brother's".into(),
            ..entry()
        };
        let other = Entry {
            exchange: "exchange-0123456789ab".into(),
            account: "Ada".into(),
            ..entry()
        };
        assert_eq!(digest(&base), digest(&other));
        assert_ne!(digest(&base), digest(&entry()));
    }
}
