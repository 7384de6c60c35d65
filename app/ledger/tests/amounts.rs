//! Properties of amounts, money and ratios, held against plain big integers.

use ledger::{Amount, Money, Ratio};
use num_bigint::BigInt;
use num_traits::Signed;
use proptest::collection::vec;
use proptest::prelude::*;

/// A plain decimal of up to 40 digits either side of the point.
fn decimal() -> impl Strategy<Value = String> {
    "-?[0-9]{1,40}(\\.[0-9]{1,40})?"
}

/// The coefficient at 80 fraction digits, worked out on the text.
fn at_80(text: &str) -> BigInt {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction:0<80}");
    BigInt::parse_bytes(all.as_bytes(), 10).unwrap() * sign
}

/// A line's units: near zero, or at the ends of 64 bits.
fn units() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -2_000_000_000_i64..2_000_000_000,
        (0_i64..9).prop_map(|less| i64::MAX - less),
        (0_i64..9).prop_map(|more| i64::MIN + more),
    ]
}

fn parsed(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn printing_and_parsing_are_inverse(text in decimal()) {
        let amount = parsed(&text);
        let printed = amount.to_string();
        prop_assert_eq!(&parsed(&printed), &amount);
        prop_assert_eq!(parsed(&printed).to_string(), printed.clone());
        let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        prop_assert_eq!(amount.scale() as usize, fraction);
        let json = serde_json::to_string(&amount).unwrap();
        let read: Amount = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.to_string(), printed);
    }

    #[test]
    fn sums_differences_products_and_order_are_those_of_integers(a in decimal(), b in decimal()) {
        let (x, y) = (parsed(&a), parsed(&b));
        let (m, n) = (at_80(&a), at_80(&b));
        prop_assert_eq!(at_80(&x.plus(&y).to_string()), &m + &n);
        prop_assert_eq!(at_80(&x.minus(&y).to_string()), &m - &n);
        let product = x.times(&y);
        let scaled = product.coefficient() * BigInt::from(10).pow(160 - product.scale());
        prop_assert_eq!(scaled, &m * &n);
        prop_assert_eq!(x.cmp(&y), m.cmp(&n));
        prop_assert_eq!(x.negated().negated(), x.clone());
        prop_assert_eq!(&x.normalized(), &x);
    }

    #[test]
    fn a_computed_product_comes_back_from_json(a in decimal(), b in decimal()) {
        let product = parsed(&a).times(&parsed(&b)).times(&parsed(&a));
        let json = serde_json::to_string(&product).unwrap();
        let read: Amount = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(read.to_string(), product.to_string());
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,60}") {
        if let Ok(amount) = Amount::parse(&text) {
            prop_assert_eq!(parsed(&amount.to_string()), amount);
        }
    }

    #[test]
    fn rounding_is_to_the_nearest_and_ties_go_to_the_even(
        above in -1_000_000_i64..1_000_000, below in 1_i64..1000, scale in 0_u32..4,
    ) {
        let ratio = Ratio::from(Amount::from_units(above.into(), 0))
            .over(&Amount::from_units(below.into(), 0)).unwrap();
        let (exact, below) = (i128::from(above) * 10_i128.pow(scale), i128::from(below));
        let rounded: i128 = ratio.rounded_units(scale).try_into().unwrap();
        let miss = (exact - rounded * below).abs() * 2;
        prop_assert!(miss <= below);
        prop_assert!(miss < below || rounded % 2 == 0);
    }

    #[test]
    fn sums_of_money_are_those_of_integers_however_large(lines in vec(units(), 0..40)) {
        let (mut sum, mut whole) = (Money::ZERO, BigInt::ZERO);
        for units in lines {
            let line = Money::from_units(units);
            prop_assert_eq!(line.units(), Some(units));
            for (after, exact) in [
                (sum + line, &whole + units), (sum - line, &whole - units),
                (-sum, -&whole), (sum.abs(), whole.abs()),
            ] {
                prop_assert_eq!(at_80(&after.to_string()), exact * BigInt::from(10).pow(72));
            }
            prop_assert_eq!(sum.cmp(&line), whole.cmp(&BigInt::from(units)));
            sum += line;
            whole += units;
        }
        prop_assert_eq!(sum.units(), i64::try_from(&whole).ok());
        prop_assert_eq!(sum.is_zero(), whole == BigInt::ZERO);
    }

    #[test]
    fn money_prints_and_parses_alike(lines in vec(units(), 1..40)) {
        let sum: Money = lines.into_iter().map(Money::from_units).sum();
        let text = sum.to_string();
        prop_assert_eq!(text.split_once('.').unwrap().1.len(), 8);
        prop_assert_eq!(text.parse::<Money>().unwrap(), sum);
        let json = serde_json::to_string(&sum).unwrap();
        prop_assert_eq!(&json, &format!("\"{text}\""));
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), sum);
    }

    #[test]
    fn money_is_rounded_as_integers_are(text in decimal(), below in 1_i64..1000, sum in vec(units(), 1..9)) {
        let exact = Ratio::from(parsed(&text)).over(&Amount::from_units(below.into(), 0)).unwrap();
        let units = exact.rounded_units(8);
        let rounded = Money::rounded(&exact);
        prop_assert_eq!(rounded.map(|money| money.units()), i64::try_from(&units).ok().map(Some));
        // Cents, from an exact sum of any size: once.
        let sum: Money = sum.into_iter().map(Money::from_units).sum();
        let cents = Ratio::from(sum.amount()).rounded_units(2);
        prop_assert_eq!(sum.cents_text(), Amount::from_big(cents.clone(), 2).to_string());
        prop_assert_eq!(at_80(&sum.cents().to_string()), cents * BigInt::from(10).pow(78));
    }

    #[test]
    fn money_takes_no_text_that_it_would_have_to_round(text in decimal()) {
        let exact = at_80(&text);
        let read = text.parse::<Money>();
        let fits = (&exact % BigInt::from(10).pow(72)) == BigInt::ZERO
            && (&exact / BigInt::from(10).pow(72)).bits() <= 96;
        prop_assert_eq!(read.is_ok(), fits);
        if let Ok(read) = read {
            prop_assert_eq!(at_80(&read.to_string()), exact);
        }
    }
}

#[test]
fn the_smallest_integer_can_be_negated() {
    let least = Amount::from_units(i128::MIN, 0);
    assert_eq!(least.negated().to_string(), least.to_string()[1..]);
    assert_eq!(least.abs().negated(), least);
}

#[test]
fn cents_are_rounded_once() {
    for (money, cents) in [
        ("0.00500000", "0.00"),
        ("0.00500001", "0.01"),
        ("0.01500000", "0.02"),
        ("0.02500000", "0.02"),
        ("-0.00500000", "0.00"),
        ("-0.00500001", "-0.01"),
        ("-0.01500000", "-0.02"),
        ("155443.35115000", "155443.35"),
        ("-92233720368.54775808", "-92233720368.55"),
        ("92233720368.54775807", "92233720368.55"),
    ] {
        let money: Money = money.parse().unwrap();
        assert_eq!(money.cents_text(), cents, "{money}");
    }
}

#[test]
fn money_refuses_what_it_would_have_to_round_or_cut() {
    for text in [
        "0.000000001",
        "",
        "x",
        "1e21",
        "792281625142643375935.43950336",
    ] {
        assert!(text.parse::<Money>().is_err(), "{text}");
    }
    assert_eq!("0.0000000100000".parse(), Ok(Money::from_units(1)));
    let widest: Money = "792281625142643375935.43950335".parse().unwrap();
    assert_eq!(widest.cents_text(), "792281625142643375935.44");
    assert_eq!(widest.units(), None);
}

#[test]
fn a_ratio_has_no_zero_or_negative_divisor() {
    let one = Ratio::from(Amount::ONE);
    assert!(one.over(&Amount::ZERO).is_none());
    assert!(one.over(&Amount::ONE.negated()).is_none());
    let third = one.over(&Amount::from_units(3, 0)).unwrap();
    let sum = third.plus(&third).plus(&third);
    assert_eq!(sum, one);
    assert!(third < one && third.negated() < Ratio::ZERO);
}
