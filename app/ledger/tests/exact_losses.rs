//! Ten thousand random lines held against exact rationals made from the texts.
//!
//! The check shares nothing with the ledger but the texts it is given: its own
//! reading of digits, its own fractions, its own rounding.

use ledger::losses::{Basis, LossLine, Operation, Terms};
use ledger::{Amount, Entry, Kind, Money, PriceBook, Quantity, ZoneSource, rfc3339, value};
use num_bigint::BigInt;
use num_integer::Integer;
use proptest::prelude::*;

/// An exact fraction; the denominator is above zero.
#[derive(Clone, Debug)]
struct Fraction(BigInt, BigInt);

impl Fraction {
    fn read(text: &str) -> Fraction {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = BigInt::parse_bytes(format!("{whole}{fraction}").as_bytes(), 10).unwrap();
        Fraction(all * sign, BigInt::from(10).pow(fraction.len() as u32))
    }

    fn zero() -> Fraction {
        Fraction(BigInt::ZERO, BigInt::from(1))
    }

    fn plus(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.1 + &other.0 * &self.1, &self.1 * &other.1)
    }

    fn minus(&self, other: &Fraction) -> Fraction {
        self.plus(&Fraction(-&other.0, other.1.clone()))
    }

    fn times(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.0, &self.1 * &other.1)
    }

    fn over(&self, other: &Fraction) -> Fraction {
        Fraction(&self.0 * &other.1, &self.1 * &other.0)
    }

    /// Nearest multiple of 1e-8, ties to the even one, on magnitudes.
    fn rounded(&self) -> BigInt {
        let scaled = &self.0 * BigInt::from(100_000_000);
        let negative = scaled < BigInt::ZERO;
        let magnitude = if negative { -scaled } else { scaled };
        let (mut whole, rest) = magnitude.div_rem(&self.1);
        let twice = rest * 2;
        if twice > self.1 || (twice == self.1 && whole.is_odd()) {
            whole += 1;
        }
        if negative { -whole } else { whole }
    }
}

const ASSETS: [&str; 5] = ["AAA", "BBB", "CCC", "USDT", "USD"];

/// One random world: prices and the lines to value in it.
#[derive(Clone, Debug)]
struct World {
    currency: &'static str,
    direct: [String; 2],
    crossed: String,
    bridge: String,
    dollar: String,
    pound: String,
    lines: Vec<[(usize, String); 3]>,
}

fn world() -> impl Strategy<Value = World> {
    let price = || "[1-9][0-9]{0,2}\\.[0-9]{1,40}|0\\.0[0-9]{0,20}[1-9]{1,19}";
    let rate = || "[1-2]\\.[0-9]{1,9}|0\\.[5-9][0-9]{0,9}";
    let units = || "[0-9]{1,6}(\\.[0-9]{1,40})?";
    let leg = move || (0..ASSETS.len(), units());
    let fee = (0..ASSETS.len(), "-?[0-9]{1,4}(\\.[0-9]{1,40})?");
    let line = (leg(), leg(), fee).prop_map(|(out, in_, fee)| [out, in_, fee]);
    let currency = prop_oneof![Just("USD"), Just("EUR"), Just("GBP")];
    let prices = ([price(), price()], price(), rate(), rate(), rate());
    (currency, prices, prop::collection::vec(line, 20)).prop_map(
        |(currency, (direct, crossed, bridge, dollar, pound), lines)| World {
            currency,
            direct,
            crossed,
            bridge,
            dollar,
            pound,
            lines,
        },
    )
}

impl World {
    fn book(&self) -> PriceBook {
        let day = "2022-10-18";
        let own = format!(
            "asset,quote,time,price,window,source\n\
             AAA,USD,{day},{},1d,x\nBBB,USD,{day},{},1d,x\n\
             CCC,USDT,{day},{},1d,x\nUSDT,USD,{day},{},1d,x\n",
            self.direct[0], self.direct[1], self.crossed, self.bridge
        );
        let rates = format!(
            "Date,USD,GBP,\n2022-10-17,{},{},\n",
            self.dollar, self.pound
        );
        let mut book = PriceBook::new();
        book.add("own.csv", None, own.as_bytes()).unwrap();
        book.add("ecb.csv", None, rates.as_bytes()).unwrap();
        book
    }

    /// The price in dollars, then in the reporting currency.
    fn price(&self, asset: usize) -> Fraction {
        let read = |text: &String| Fraction::read(text);
        let dollars = match ASSETS[asset] {
            "AAA" => read(&self.direct[0]),
            "BBB" => read(&self.direct[1]),
            "CCC" => read(&self.crossed).times(&read(&self.bridge)),
            "USDT" => read(&self.bridge),
            _ => Fraction::read("1"),
        };
        match self.currency {
            "EUR" => dollars.over(&read(&self.dollar)),
            "GBP" => dollars.times(&read(&self.pound)).over(&read(&self.dollar)),
            _ => dollars,
        }
    }

    fn terms(&self) -> Terms {
        Terms {
            currency: self.currency.into(),
            basis: Basis::Event,
            ..Terms::default()
        }
    }

    fn entries(&self) -> Vec<Entry> {
        let numbered = self.lines.iter().zip(2_u64..);
        numbered.map(|(legs, line)| entry(line, legs)).collect()
    }
}

fn entry(line: u64, legs: &[(usize, String); 3]) -> Entry {
    let [out, in_, fee] = legs.each_ref().map(|(asset, units)| {
        Some(Quantity {
            asset: ASSETS[*asset].into(),
            amount: Amount::parse(units).unwrap(),
        })
    });
    Entry {
        file: "random.csv".into(),
        lines: line.into(),
        format: "test".into(),
        reader_version: "1".into(),
        exchange: "test".into(),
        time: rfc3339::parse("2022-10-18T12:00:00Z").unwrap(),
        time_raw: "".into(),
        zone_source: ZoneSource::Value,
        kind: Kind::Trade,
        out,
        in_,
        fee,
        ..Entry::default()
    }
}

/// −Σ Δq × P of one line, and each asset's share of it.
fn expected(world: &World, legs: &[(usize, String); 3]) -> (Fraction, Vec<(usize, Fraction)>) {
    let mut shares: Vec<(usize, Fraction)> = Vec::new();
    for (nth, (asset, units)) in legs.iter().enumerate() {
        let worth = Fraction::read(units).times(&world.price(*asset));
        let share = match shares.iter_mut().find(|(known, _)| known == asset) {
            Some((_, share)) => share,
            None => {
                shares.push((*asset, Fraction::zero()));
                &mut shares.last_mut().unwrap().1
            }
        };
        // What went out and the fee are lost, what came in is not.
        *share = if nth == 1 {
            share.minus(&worth)
        } else {
            share.plus(&worth)
        };
    }
    let sum = shares
        .iter()
        .fold(Fraction::zero(), |sum, (_, share)| sum.plus(share));
    (sum, shares)
}

fn check(world: &World, legs: &[(usize, String); 3], line: &LossLine) -> Result<(), TestCaseError> {
    let (sum, shares) = expected(world, legs);
    let units = |money: Money| BigInt::from(money.units().unwrap());
    let loss = units(line.loss.unwrap());
    prop_assert_eq!(&loss, &sum.rounded());
    let parts: BigInt = line.parts.iter().map(|part| units(part.amount)).sum();
    prop_assert_eq!(parts, loss);
    prop_assert_eq!(line.parts.len(), shares.len());
    let adjusted = shares.iter().filter(|(asset, share)| {
        let part = line.parts.iter().find(|part| part.asset == ASSETS[*asset]);
        units(part.unwrap().amount) != share.rounded()
    });
    prop_assert!(adjusted.count() <= 1, "only one part may take a remainder");
    for price in &line.prices {
        let product = price.legs.iter().fold(Fraction::read("1"), |product, leg| {
            let value = Fraction::read(&leg.value.to_string());
            match leg.operation {
                Operation::Times => product.times(&value),
                Operation::Over => product.over(&value),
            }
        });
        let asset = ASSETS
            .iter()
            .position(|asset| price.asset == *asset)
            .unwrap();
        let difference = product.minus(&world.price(asset));
        prop_assert_eq!(difference.0, BigInt::ZERO);
    }
    let json = serde_json::to_string(line).unwrap();
    prop_assert_eq!(&serde_json::from_str::<LossLine>(&json).unwrap(), line);
    Ok(())
}

proptest! {
    // 500 worlds of 20 lines.
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn ten_thousand_random_lines_agree_with_exact_rationals(world in world()) {
        let entries = world.entries();
        let refs: Vec<&Entry> = entries.iter().collect();
        let valuation = value(&refs, &world.book(), &world.terms()).unwrap();
        for (legs, line) in world.lines.iter().zip(&valuation.lines) {
            check(&world, legs, line)?;
        }
        let totals = &valuation.totals;
        let units = |money: Money| i128::from(money.units().unwrap());
        let sum: i128 = valuation.lines.iter().map(|line| units(line.loss.unwrap())).sum();
        prop_assert_eq!(units(totals.loss), sum);
        prop_assert_eq!(totals.gross_loss - totals.gross_gain, totals.loss);
        prop_assert!(totals.gross_gain >= Money::ZERO);
        let parts: i128 = totals.parts.values().map(|part| units(*part)).sum();
        prop_assert_eq!(parts, sum);
    }
}
