//! How good the prices of a line are: by which step of the ladder each was found, how old it
//! was, whether it is that of the beginning of a manipulation, and what the second source
//! says. A cell has one item for each asset of the line, as `ASSET:item;ASSET:item`; rows of a
//! price that is a product are joined by `+`, as in the columns of price ids.

use ledger::losses::{LossLine, Price, SecondPrice};

/// The columns that [`quality_cells`] fills.
pub(crate) const QUALITY_COLUMNS: [&str; 7] = [
    "price_step",
    "price_age_seconds",
    "price_m",
    "second_source",
    "second_price",
    "second_price_id",
    "second_apart",
];

/// The cells of a line, in the order of [`QUALITY_COLUMNS`].
pub(crate) fn quality_cells(loss: &LossLine) -> [String; QUALITY_COLUMNS.len()] {
    let of_second = |item: fn(&SecondPrice) -> Option<String>| {
        cell(loss, |price| price.second.as_ref().and_then(item))
    };
    [
        cell(loss, |price| Some(steps(price))),
        cell(loss, ages),
        cell(loss, |price| {
            price.manipulated_from.map(|from| from.to_string())
        }),
        of_second(|second| Some(second.source.to_string())),
        of_second(|second| Some(second.text.to_string())),
        of_second(|second| Some(second.ids.to_string())),
        of_second(|second| second.apart.as_ref().map(ToString::to_string)),
    ]
}

fn cell(loss: &LossLine, item: impl Fn(&Price) -> Option<String>) -> String {
    let mut cell = String::new();
    for price in &loss.prices {
        if let Some(item) = item(price) {
            if !cell.is_empty() {
                cell.push(';');
            }
            cell.push_str(&price.asset);
            cell.push(':');
            cell.push_str(&item);
        }
    }
    cell
}

/// The step of each row; of the reporting currency itself, which has no rows, its own.
fn steps(price: &Price) -> String {
    if price.legs.is_empty() {
        return price.step.as_str().to_owned();
    }
    let legs = price.legs.iter().map(|leg| leg.step.as_str());
    legs.collect::<Vec<&str>>().join("+")
}

/// The age of each row at the moment that was asked for.
fn ages(price: &Price) -> Option<String> {
    let legs = price.legs.iter().map(|leg| leg.age_seconds.to_string());
    let ages: Vec<String> = legs.collect();
    (!ages.is_empty()).then(|| ages.join("+"))
}

#[cfg(test)]
mod tests {
    use ledger::losses::Terms;
    use ledger::{Amount, Entry, Kind, PriceBook, Quantity, rfc3339};

    use super::*;

    const PRICES: &str = "asset,quote,time,price,window,source\n\
        BTC,USDT,2022-10-18T20:00:00Z,19000,1h,one\n\
        BTC,USD,2022-10-18T00:00:00Z,19950,1d,two\n\
        USDT,USD,2022-10-18T00:00:00Z,1,1d,one\n\
        DMG,USD,2022-10-18T00:00:00Z,0.02,1d,one\n";

    fn quantity(asset: &str) -> Option<Quantity> {
        let amount = Amount::parse("1").unwrap();
        let asset = asset.into();
        Some(Quantity { asset, amount })
    }

    #[test]
    fn quality_tells_step_age_m_and_the_second_source_of_each_asset() {
        let mut book = PriceBook::new();
        let read = book.add("prices.csv", None, PRICES.as_bytes()).unwrap();
        let terms = Terms {
            manipulated: vec!["DMG@2022-10-18T00:00:00Z".parse().unwrap()],
            ..Terms::default()
        };
        let entry = Entry {
            time: rfc3339::parse("2022-10-18T20:30:00Z").unwrap(),
            kind: Kind::Trade,
            out: quantity("BTC"),
            in_: quantity("DMG"),
            fee: quantity("USD"),
            ..Entry::default()
        };
        let line = ledger::value(&[&entry], &book, &terms)
            .unwrap()
            .lines
            .remove(0);
        let id = format!("BTC:{}:3", &read.sha256[..12]);
        let expected = [
            "BTC:trade-time+daily;DMG:daily;USD:currency",
            "BTC:1800+73800;DMG:0",
            "DMG:2022-10-18T00:00:00Z",
            "BTC:two",
            "BTC:19950",
            &id,
            "BTC:0.05000000",
        ];
        assert_eq!(quality_cells(&line), expected);
    }
}
