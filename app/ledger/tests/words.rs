//! Words of enums that databases and files keep. They follow from the names of variants:
//! a test fails where a new name would change a kept word.

use ledger::losses::{CreditDoubt, Status, Step};
use ledger::mapping::{DateOrder, DecimalSign, Role};
use ledger::{Code, ConflictState, CountedBy, DayOrder, Differs, Kind, Side, Why, ZoneSource};
use serde::Serialize;
use strum::VariantArray;

/// Compares the words of variants, and what JSON writes for them.
fn check<W: Copy + Into<&'static str> + Serialize>(variants: &[W], expected: &str) {
    let words: Vec<&str> = variants.iter().map(|variant| (*variant).into()).collect();
    assert_eq!(words.join(" "), expected);
    let json = serde_json::to_value(variants).unwrap();
    assert_eq!(json, serde_json::Value::from(words));
}

#[test]
fn kept_words_of_entries_stay_as_they_are() {
    check(
        Kind::VARIANTS,
        "trade derivative deposit withdrawal transfer fee reward funding pnl adjustment",
    );
    check(Side::VARIANTS, "buy sell");
    check(
        ZoneSource::VARIANTS,
        "value header preamble filename format given assumed",
    );
    check(DayOrder::VARIANTS, "day_first month_first");
    check(Status::VARIANTS, "priced unpriced");
    check(CreditDoubt::VARIANTS, "before-first identical");
    check(Step::VARIANTS, "trade-time daily fiat par currency");
}

#[test]
fn kept_words_of_duplicates_stay_as_they_are() {
    check(
        Why::VARIANTS,
        "same-file same-row conflict coarser-file settled",
    );
    check(Differs::VARIANTS, "time side size price out in fee order");
    check(
        CountedBy::VARIANTS,
        "finer-detail moved-less first-by-hash settled",
    );
    check(ConflictState::VARIANTS, "open settled");
}

#[test]
fn kept_words_of_mappings_stay_as_they_are() {
    check(
        &Role::ALL,
        "time time_of_day kind side market base quote size signed_size price total fee \
         negative_fee fee_asset out_asset out_amount in_asset in_amount asset change balance \
         status order_id trade_id wallet network tx_hash address memo client_order_id ip \
         api_key_label remark",
    );
    check(DateOrder::VARIANTS, "year_first day_first month_first unix");
    check(DecimalSign::VARIANTS, "point comma");
}

#[test]
fn codes_read_back_from_the_words_that_json_writes() {
    for code in Code::VARIANTS {
        let json = serde_json::to_value(code).unwrap();
        assert_eq!(json, code.as_str());
        assert_eq!(code.as_str().parse::<Code>(), Ok(*code));
    }
}

#[test]
fn words_are_read_exactly_as_they_are_written() {
    assert_eq!("trade".parse::<Kind>(), Ok(Kind::Trade));
    for other in ["", "Trade", "trade ", "trades"] {
        assert!(other.parse::<Kind>().is_err(), "{other:?}");
    }
}
