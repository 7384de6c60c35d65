//! For how long an answer of the book holds: from row to row of every series that was
//! looked at, nothing changes but the age of what was found.

use std::cell::Cell;

use super::book::Row;
use crate::time::moment::Moment;

/// Moments at which a look-up comes to the same rows: from the first, up to the second
/// and not including it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    from: Moment,
    until: Moment,
}

impl Known {
    /// All of time.
    pub const ALWAYS: Known = Known {
        from: Moment::from_seconds(i64::MIN),
        until: Moment::from_seconds(i64::MAX),
    };

    pub fn holds(self, at: Moment) -> bool {
        self.from <= at && at < self.until
    }
}

/// The row that holds at a moment and is not too old, of rows in taking order. `known`
/// is narrowed to the moments at which it is the same.
pub(super) fn newest<'r>(
    rows: &'r [Row],
    at: Moment,
    age_seconds_max: i64,
    known: &Cell<Known>,
    takes: impl Fn(&Row) -> bool,
) -> Option<&'r Row> {
    let oldest = Moment {
        seconds: at.seconds - age_seconds_max,
        ..at
    };
    let until = rows.partition_point(|row| row.at <= at);
    let mut span = known.get();
    if let Some(next) = rows.get(until) {
        span.until = span.until.min(next.at);
    }
    if let Some(last) = rows[..until].last() {
        span.from = span.from.max(last.at);
    }
    let fresh = rows[..until].iter().rev();
    let mut fresh = fresh.take_while(|row| row.at >= oldest);
    let found = fresh.find(|row| takes(row));
    if let Some(row) = found {
        span.until = span.until.min(too_old_from(row, age_seconds_max));
    } else {
        let first_fresh = rows[..until].partition_point(|row| row.at < oldest);
        if let Some(stale) = rows[..first_fresh].last() {
            span.from = span.from.max(too_old_from(stale, age_seconds_max));
        }
    }
    known.set(span);
    found
}

/// The first moment at which a row is too old.
fn too_old_from(row: &Row, age_seconds_max: i64) -> Moment {
    let seconds = row.at.seconds + age_seconds_max;
    match row.at.nanos + 1 {
        1_000_000_000 => Moment::from_seconds(seconds + 1),
        nanos => Moment {
            seconds,
            nanos,
            digits: 9,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::prices::price::Price;
    use crate::prices::{Asked, PriceBook, Pricer};
    use crate::terms::Terms;

    const ASSETS: [&str; 6] = ["AAA", "BBB", "USDT", "EUR", "USD", "LUNC"];

    /// Whole quarters of an hour around some days, one nanosecond less or more.
    fn moment() -> impl Strategy<Value = Moment> {
        (-200_i64..600, -1_i64..2).prop_map(|(quarter, nano)| {
            let seconds = 1_653_696_000 + 900 * quarter;
            match nano {
                -1 => Moment {
                    seconds: seconds - 1,
                    nanos: 999_999_999,
                    digits: 9,
                },
                nanos => Moment {
                    seconds,
                    nanos: nanos as u32,
                    digits: 9,
                },
            }
        })
    }

    fn row() -> impl Strategy<Value = String> {
        const QUOTES: [&str; 4] = ["USD", "USDT", "EUR", "GBP"];
        let bases = select(&["AAA", "BBB", "USDT", "LUNA"][..]);
        let windows = select(&["1m", "1h", "1d"][..]);
        let sources = select(&["one", "two"][..]);
        let rest = (select(&QUOTES[..]), windows, sources, 1_u32..999);
        let priced = (bases, moment(), rest);
        let priced = priced.prop_filter("in itself", |(base, _, (quote, ..))| base != quote);
        priced.prop_map(|(base, at, (quote, window, source, price))| {
            format!("{base},{quote},{at},{price},{window},{source}\n")
        })
    }

    fn book(rows: &[String], days: &[u32]) -> PriceBook {
        let mut book = PriceBook::new();
        let table = format!("asset,quote,time,price,window,source\n{}", rows.concat());
        if !rows.is_empty() {
            book.add("prices.csv", None, table.as_bytes()).unwrap();
        }
        let mut rates = "Date,USD,GBP,\n".to_owned();
        for day in days {
            let pound = if day % 2 == 0 { "0.86" } else { "N/A" };
            rates += &format!("2022-05-{day:02},1.07{day:02},{pound},\n");
        }
        if !days.is_empty() {
            let name = "eurofxref-hist.csv";
            book.add(name, None, rates.as_bytes()).unwrap();
        }
        book
    }

    fn price(pricer: &mut Pricer<'_>, asset: &str, at: Moment) -> Result<Price, String> {
        let asked = Asked {
            asset: asset.into(),
            at,
            manipulated_from: None,
        };
        let priced = pricer
            .price(&asked)
            .map_err(|missing| format!("{missing:?}"));
        priced.map(|priced| priced.price(&asset.into(), &asked))
    }

    proptest! {
        #[test]
        fn an_answer_that_was_kept_is_the_one_that_a_look_up_gives(
            rows in vec(row(), 0..40),
            days in vec(20_u32..31, 0..6),
            asked in vec((select(&ASSETS[..]), moment()), 0..60),
            is_sorted in prop::bool::ANY,
            currency in select(&["USD", "EUR", "GBP"][..]),
            is_par in prop::bool::ANY,
            listed in moment(),
        ) {
            let mut asked = asked;
            if is_sorted {
                asked.sort_by_key(|(_, at)| *at);
            }
            let book = book(&rows, &days);
            let mut terms = Terms {
                currency: currency.into(),
                fiat_age_days_max: 2,
                ..Terms::default()
            };
            terms.manipulated.extend([format!("BBB@{listed}").parse().unwrap()]);
            if is_par {
                terms.par.push("USDT".into());
            }
            let mut kept = Pricer::new(&book, &terms);
            for (asset, at) in asked {
                let fresh = price(&mut Pricer::new(&book, &terms), asset, at);
                prop_assert_eq!(price(&mut kept, asset, at), fresh, "{} at {}", asset, at);
            }
        }
    }
}
