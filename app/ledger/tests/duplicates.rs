//! Random orders of KuCoin, written as its files of orders, of fills and of each
//! balance: whatever of them is handed in, in whatever order, the sums are those of
//! the fills.

use std::collections::BTreeMap;

use ledger::{Amount, Collected, Hashes, Import, Moment, ReadOptions, resolve};
use proptest::prelude::*;

const ASSETS: [&str; 3] = ["DAG", "XRP", "BTC"];

/// One fill: seconds after the one before, base units, price in units of quote.
#[derive(Clone, Debug)]
struct Fill {
    after: i64,
    size: i128,
    price: i128,
}

#[derive(Clone, Debug)]
struct Order {
    asset: &'static str,
    is_buy: bool,
    fills: Vec<Fill>,
}

fn order() -> impl Strategy<Value = Order> {
    let fill = (0_i64..4, 1_i128..4, 1_i128..3).prop_map(|(after, size, price)| Fill {
        after,
        size,
        price,
    });
    (
        prop::sample::select(&ASSETS[..]),
        any::<bool>(),
        prop::collection::vec(fill, 1..4),
    )
        .prop_map(|(asset, is_buy, fills)| Order {
            asset,
            is_buy,
            fills,
        })
}

fn amount(units: i128, scale: u32) -> Amount {
    Amount::from_units(units, scale)
}

fn clock(second: i64) -> String {
    let text = Moment::from_seconds(1_666_126_800 + second).to_string();
    text.replace('T', " ").replace('Z', "")
}

/// The files of orders, fills and balances, and what the fills sum up to.
struct Files {
    orders: String,
    fills: String,
    history: String,
    sums: BTreeMap<String, Amount>,
}

/// Fees are a thousandth of the quote. Orders begin where the one before ended, or
/// `apart` seconds later.
fn files(orders: &[Order], apart: i64) -> Files {
    let mut files = Files {
        orders: "UID,Account Type,Order ID,Order Time(UTC),Symbol,Side,Order Type,Order Price,Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Fee Currency,Tax,Status\n".to_owned(),
        fills: "UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Tax,Maker/Taker,Fee Currency\n".to_owned(),
        history: "UID,Account Type,Currency,Side,Amount,Fee,Time(UTC),Remark,Type\n".to_owned(),
        sums: BTreeMap::new(),
    };
    let mut second = 0;
    for (nth, order) in orders.iter().enumerate() {
        second += apart;
        let begun = clock(second);
        let asset = order.asset;
        let side = if order.is_buy { "BUY" } else { "SELL" };
        let (mut size, mut volume) = (0, 0);
        for fill in &order.fills {
            second += fill.after;
            let time = clock(second);
            let total = fill.size * fill.price;
            size += fill.size;
            volume += total;
            let (fee, price, units) = (amount(total, 3), fill.price, fill.size);
            files.fills += &format!(
                "7,t,o{nth},{asset}-USDT,{side},LIMIT,{price},{units},{total},{total},{time},{fee},,TAKER,USDT\n"
            );
            let (base, quote, change) = match order.is_buy {
                true => ("Deposit", "Withdrawal", amount(total, 0).plus(&fee)),
                false => ("Withdrawal", "Deposit", amount(total, 0).minus(&fee)),
            };
            files.history += &format!("7,t,{asset},{base},{units},0,{time},,Spot\n");
            files.history += &format!("7,t,USDT,{quote},{change},{fee},{time},,Spot\n");
        }
        let fee = amount(volume, 3);
        let time = clock(second);
        files.orders += &format!(
            "7,t,o{nth},{begun},{asset}-USDT,{side},LIMIT,1,{size},,{size},{volume},{volume},{time},{fee},USDT,,deal\n"
        );
        let sign = if order.is_buy { 1 } else { -1 };
        let mut add = |asset: &str, change: Amount| {
            let sum = files.sums.entry(asset.to_owned()).or_insert(Amount::ZERO);
            *sum = sum.plus(&change);
        };
        add(asset, amount(sign * size, 0));
        add("USDT", amount(-sign * volume, 0).minus(&fee));
    }
    files
}

fn sums(files: &[(&str, &str)]) -> BTreeMap<String, Amount> {
    let mut read = Collected::default();
    for (name, text) in files {
        let mut import = Import::new(name, &ReadOptions::default());
        import.push(text.as_bytes(), &mut read);
        let found = import.finish(&mut read);
        assert!(found.is_read_whole(), "{name}: {:?}", read.diagnostics);
    }
    let mut sums: BTreeMap<String, Amount> = BTreeMap::new();
    for entry in resolve(read.entries, &Hashes::new()).kept {
        for (quantity, is_gain) in [(&entry.in_, true), (&entry.out, false), (&entry.fee, false)] {
            let Some(quantity) = quantity else { continue };
            let sum = sums
                .entry(quantity.asset.to_string())
                .or_insert(Amount::ZERO);
            *sum = match is_gain {
                true => sum.plus(&quantity.amount),
                false => sum.minus(&quantity.amount),
            };
        }
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn fills_beside_orders_and_history_sum_up_to_themselves(
        orders in prop::collection::vec(order(), 1..8), is_backwards: bool,
    ) {
        let made = files(&orders, 0);
        for chosen in [&["o"][..], &["f"], &["h"], &["o", "f"], &["f", "h"], &["o", "f", "h"]] {
            let mut files: Vec<(&str, &str)> = chosen
                .iter()
                .map(|name| (*name, match *name {
                    "o" => made.orders.as_str(),
                    "f" => &made.fills,
                    _ => &made.history,
                }))
                .collect();
            if is_backwards {
                files.reverse();
            }
            prop_assert_eq!(sums(&files), made.sums.clone(), "{:?}", chosen);
        }
    }

    // Neither file has ids: of orders filled within one second with equal amounts
    // nothing says which leg is whose, so they begin some seconds apart.
    #[test]
    fn orders_one_after_the_other_beside_history_sum_up_to_themselves(
        orders in prop::collection::vec(order(), 1..8), apart in 4_i64..900,
    ) {
        let made = files(&orders, apart);
        let files = [("o", made.orders.as_str()), ("h", &made.history)];
        prop_assert_eq!(sums(&files), made.sums);
    }
}
