//! What amounts read, print and are equal to; the quick ways against the thorough.

use proptest::prelude::*;

use super::digits::{as_eight_digits, eight_digits};
use super::*;

fn printed(text: &str) -> String {
    Amount::parse(text).unwrap().to_string()
}

#[test]
fn prints_what_it_read_at_the_scale_it_was_written_with() {
    for text in [
        "0",
        "1.50",
        "-0.00000000",
        "12345678901.12345678901234567890",
    ] {
        assert_eq!(
            printed(text),
            text.trim_start_matches("-0.00000000").to_owned()
                + if text == "-0.00000000" {
                    "0.00000000"
                } else {
                    ""
                }
        );
    }
    assert_eq!(printed(".51"), "0.51");
    assert_eq!(printed("5."), "5");
    assert_eq!(printed("+0.1"), "0.1");
    assert_eq!(printed("0E-18"), "0.000000000000000000");
    assert_eq!(printed("-3.605E-05"), "-0.00003605");
    assert_eq!(printed("1.5e3"), "1500");
    let wide = "123456789.1234567890123456789012345678901234567890";
    assert_eq!(printed(wide), wide);
}

#[test]
fn refuses_what_is_no_plain_decimal() {
    for text in [
        "",
        "1_000",
        "1,000",
        "1.2.3",
        "-",
        ".",
        "e5",
        "1e",
        "1e999999999",
        "NaN",
        "٣",
    ] {
        assert!(Amount::parse(text).is_err(), "{text}");
    }
    assert!(Amount::parse(&"9".repeat(DIGITS_MAX)).is_ok());
    assert_eq!(
        Amount::parse(&"9".repeat(DIGITS_MAX + 1)),
        Err(AmountError::TooLong)
    );
}

#[test]
fn compares_and_hashes_by_the_number() {
    let (a, b) = (
        Amount::parse("1.0").unwrap(),
        Amount::parse("1.000").unwrap(),
    );
    assert_eq!(a, b);
    assert!(Amount::parse("-2").unwrap() < a);
}

fn appended(amount: &Amount) -> String {
    let mut buffer = b"x".to_vec();
    amount.append_to(&mut buffer);
    String::from_utf8(buffer).unwrap().split_off(1)
}

proptest! {
    #[test]
    fn the_quick_ways_read_and_print_as_the_thorough_ones(
        text in "[+-]?[0-9]{0,12}(\\.[0-9]{0,14})?"
    ) {
        let thorough = Amount::parse(&text).ok();
        let quick = Amount::quick(text.as_bytes(), b'.', b',');
        if let (Some(quick), Some(thorough)) = (&quick, &thorough) {
            prop_assert_eq!((quick, quick.scale), (thorough, thorough.scale));
        }
        prop_assert!(thorough.is_some() || quick.is_none());
        if let Some(thorough) = thorough {
            prop_assert_eq!(appended(&thorough), thorough.to_string());
        }
    }

    #[test]
    fn digits_go_through_a_word_and_back(number in 0_u64..100_000_000) {
        prop_assert_eq!(eight_digits(as_eight_digits(number)), Some(number));
        prop_assert_eq!(as_eight_digits(number).to_vec(), format!("{number:08}").into_bytes());
    }

    #[test]
    fn what_is_no_digit_is_seen_among_eight(at in 0_usize..8, byte: u8) {
        let mut bytes = *b"31415926";
        bytes[at] = byte;
        prop_assert_eq!(eight_digits(bytes).is_some(), byte.is_ascii_digit());
    }

    #[test]
    fn zeros_behind_change_no_number(units: i64, zeros in 0_u32..9) {
        let wide = Amount::from_units(i128::from(units) * 10_i128.pow(zeros), zeros);
        prop_assert_eq!(wide.normalized().scale, 0);
        prop_assert_eq!(wide.normalized(), Amount::from_units(i128::from(units), 0));
    }
}
