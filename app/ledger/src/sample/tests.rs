use std::collections::BTreeSet;

use proptest::prelude::*;

use super::rows::shape;
use super::*;
use crate::time::parse_time::{self, Dates};

fn sample(text: &str) -> String {
    let sample = redacted_sample(text.as_bytes(), &SampleLimits::default()).unwrap();
    String::from_utf8(sample).unwrap()
}

const TEXT: &str = "\u{feff}Export of Alice Smith;alice@example.org\r\n\
    \"User\";\"Order ID\";Date;Pair;Side;Amount;Price;Fee;State\r\n\
    \"alice\";\"a81-77120\";18/10/2022 21:00:07;BTC-USDT;BUY;0,00120;19.000,50;-1,5USDT;Filled\r\n\
    \"alice\";\"a81-77121\";05/10/2022 09:00:07;BTC-USDT;SELL;1,5;19.000,50;-1,5USDT;Filled\r\n\
    \"alice\";\"\";25/10/2022 21:00:07;1INCH-USDT;BUY;;;;\"Cancelled by Alice\"\r\n";

#[test]
fn shape_and_words_of_the_exchange_stay_and_values_go() {
    let sample = sample(TEXT);
    let lines: Vec<&str> = sample.split("\r\n").collect();
    assert!(lines[0].starts_with('\u{feff}') && lines[0].contains('@'));
    assert_eq!(
        lines[1],
        "\"User\";\"Order ID\";Date;Pair;Side;Amount;Price;Fee;State"
    );
    let cells: Vec<&str> = lines[2].split(';').collect();
    assert_eq!(
        (cells[3], cells[4], cells[8]),
        ("BTC-USDT", "BUY", "Filled")
    );
    assert!(
        cells[5].starts_with("0,00") && cells[5].len() == 7,
        "{}",
        cells[5]
    );
    assert!(
        cells[6].len() == 9 && &cells[6][2..3] == ".",
        "{}",
        cells[6]
    );
    assert!(cells[7].starts_with('-') && cells[7].ends_with("USDT"));
    assert!(
        parse_time::read(cells[2], Dates::DayFirst).is_ok(),
        "{}",
        cells[2]
    );
    assert!(
        parse_time::read(cells[2], Dates::MonthFirst).is_err(),
        "{}",
        cells[2]
    );
    assert_eq!(lines[4].split(';').nth(3), Some("1INCH-USDT"));
    for gone in [
        "alice", "Alice", "Smith", "example", "a81", "7712", "2022", "19.000", "0,00120",
    ] {
        assert!(!sample.contains(gone), "{gone} in {sample}");
    }
    let alices: BTreeSet<&str> = lines[2..5].iter().map(|line| &line[..7]).collect();
    assert_eq!(alices.len(), 1, "one value is replaced alike");
}

#[test]
fn first_last_and_odd_rows_are_taken_and_no_more_than_the_limit() {
    let mut text = "Time,Coin,Amount\n".to_owned();
    for row in 0..100 {
        text += &format!("2022-10-18 21:00:{:02},BTC,{row}.5\n", row % 60);
    }
    text.insert_str(text.len() / 2, "\nodd,one\n");
    let sample = sample(&text);
    assert!(sample.contains("\n") && sample.lines().count() <= 21);
    assert!(
        sample.lines().any(|line| line.split(',').count() == 2),
        "{sample}"
    );
    let rows = |limits: SampleLimits| {
        let sample = redacted_sample(text.as_bytes(), &limits).unwrap();
        sample.iter().filter(|byte| **byte == b'\n').count() - 1
    };
    let plain = SampleLimits::default();
    assert_eq!(
        rows(SampleLimits {
            rows_max: 2,
            ..plain
        }),
        2
    );
    assert_eq!(
        rows(SampleLimits {
            rows_max: 0,
            ..plain
        }),
        0
    );
    // The first two rows, the last one, and one of the other shape.
    let few = SampleLimits {
        first_rows: 2,
        last_rows: 1,
        ..plain
    };
    assert!(rows(few) < rows(plain), "{} < {}", rows(few), rows(plain));
    let start = SampleLimits {
        bytes_max: text.len() / 2 - 20,
        ..plain
    };
    let sample = redacted_sample(text.as_bytes(), &start).unwrap();
    assert!(!String::from_utf8(sample).unwrap().contains("odd"));
}

#[test]
fn words_are_only_kept_that_are_seen_again_among_the_cells_compared() {
    let mut text = "Time,Side,Amount\n".to_owned();
    for row in 0..6 {
        text += &format!("2022-10-18 21:00:{row:02},Kauf,{row}.5\n");
    }
    let kept = |cells_compared_max| {
        let limits = SampleLimits {
            cells_compared_max,
            ..SampleLimits::default()
        };
        let sample = redacted_sample(text.as_bytes(), &limits).unwrap();
        String::from_utf8(sample).unwrap().contains("Kauf")
    };
    assert!(kept(2), "the time, then the word");
    assert!(!kept(1));
}

#[test]
fn carriers_stay_and_what_is_no_text_is_refused() {
    let limits = SampleLimits::default();
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            "Time\tCoin\n2022-10-18 21:00:07\tBTC\n"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let sample = redacted_sample(&utf16, &limits).unwrap();
    assert_eq!(sample.len(), utf16.len());
    assert_eq!(sample[..20], utf16[..20]);
    let code_page = b"Name,Gr\xF6\xDFe\nM\xFCller,1\n";
    let sample = redacted_sample(code_page, &limits).unwrap();
    assert_eq!(sample[..11], code_page[..11]);
    assert!(!sample.contains(&0xFC));
    assert_eq!(
        redacted_sample(b"PK\x03\x04\0\0", &limits),
        Err(SampleError::NoTable)
    );
    assert_eq!(redacted_sample(b"", &limits), Err(SampleError::NoTable));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// No run of four digits, no id, no name and no address of the rows comes back.
    #[test]
    fn no_value_survives(
        rows in prop::collection::vec(
            ("[a-z]{3,8}@[a-z]{4,9}\\.org", "[0-9a-f]{12}", 0_u64..4_000_000_000_000, "[A-Z][a-z]{4,9}", 4_u32..10),
            1..=8,
        ),
        quoted in any::<bool>(),
    ) {
        let mut text = "Account,Order ID,Date,Symbol,Side,Amount,Comment\n".to_owned();
        for (mail, id, amount, name, month) in &rows {
            let (whole, rest) = (amount / 100_000, amount % 100_000);
            let date = format!("2022-{month:02}-18 21:00:07");
            let row = [mail, id, &date, "BTC-USDT", "buy", &format!("{whole}.{rest:05}"), name];
            let row: Vec<String> = row
                .iter()
                .map(|cell| if quoted { format!("\"{cell}\"") } else { (*cell).to_owned() })
                .collect();
            text += &format!("{}\n", row.join(","));
        }
        let sample = sample(&text);
        prop_assert_eq!(sample.lines().count(), rows.len() + 1);
        for run in digit_runs(&text) {
            prop_assert!(!sample.contains(&run), "{} in {}", run, sample);
        }
        for (mail, id, _, name, _) in &rows {
            for value in [mail, id, name] {
                prop_assert!(!sample.contains(value.as_str()), "{} in {}", value, sample);
            }
        }
        for (old, new) in text.lines().zip(sample.lines()) {
            prop_assert_eq!(shape(old).len(), shape(new).len());
            prop_assert_eq!(old.chars().count(), new.chars().count());
        }
    }
}
