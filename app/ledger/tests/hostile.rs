//! Archives, limits, zones and slices: files as people send them, and files as
//! nobody should.

use std::io::{Cursor, Write};

use ledger::{Amount, Collected, FileReport, Import, Limits, ReadOptions, ZoneSource, read_file};
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

const HEAD: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n";
const ROW: &str = "2022-10-18 21:00:09,BTCUSDT,SELL,19312.45,0.5BTC,9656.225USDT,9.656225USDT\n";

fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> (Vec<FileReport>, Collected) {
    let mut collected = Collected::default();
    let found = read_file(name, Cursor::new(bytes), options, &mut collected).unwrap();
    (found, collected)
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn trades(rows: usize) -> String {
    format!("{HEAD}{}", ROW.repeat(rows))
}

fn codes(collected: &Collected) -> Vec<&str> {
    let codes = collected.diagnostics.iter();
    codes.map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn with_limits(change: impl FnOnce(&mut Limits)) -> ReadOptions {
    let mut options = ReadOptions::default();
    change(&mut options.limits);
    options
}

#[test]
fn an_archive_is_read_member_by_member() {
    let trades = trades(2);
    let bytes = archive(&[
        ("part-00000-a.csv", trades.as_bytes()),
        ("__MACOSX/._part-00000-a.csv", b"x"),
        ("folder/notes.txt", b"hello\n"),
    ]);
    let (found, collected) = read("x.zip", &bytes, &ReadOptions::default());
    let files: Vec<&str> = found.iter().map(|found| found.file.as_str()).collect();
    assert_eq!(files, ["x.zip!part-00000-a.csv", "x.zip!folder/notes.txt"]);
    assert_eq!(found[0].entries, 2);
    assert!(found[1].format.is_none());
    assert_eq!(collected.entries[1].file, "x.zip!part-00000-a.csv");
    assert_eq!(collected.entries[1].line(), "3");
}

#[test]
fn an_archive_in_an_archive_is_not_opened() {
    let inner = archive(&[("a.csv", trades(1).as_bytes())]);
    let bytes = archive(&[("inner.zip", &inner)]);
    let (found, collected) = read("x.zip", &bytes, &ReadOptions::default());
    assert!(found[0].format.is_none());
    assert!(found[0].summary().contains("Archives inside archives"));
    assert_eq!(codes(&collected), ["REFUSED-FILE"]);
}

#[test]
fn a_broken_an_empty_and_a_workbook_archive_are_each_said() {
    let whole = archive(&[("a.csv", trades(9).as_bytes())]);
    for (bytes, words) in [
        (&whole[..whole.len() / 2], "broken"),
        (&archive(&[])[..], "holds no file"),
        (
            &archive(&[("[Content_Types].xml", b"x")])[..],
            "workbook is broken",
        ),
    ] {
        let (found, collected) = read("x.zip", bytes, &ReadOptions::default());
        assert!(found[0].summary().contains(words), "{}", found[0].summary());
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
}

#[test]
fn a_member_whose_bytes_were_changed_keeps_its_neighbour() {
    let text = trades(40);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["a.csv", "b.csv"] {
        writer.start_file(name, stored).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    let at = bytes.windows(4).position(|four| four == b"SELL").unwrap();
    bytes[at] = b'X';
    let (found, collected) = read("x.zip", &bytes, &ReadOptions::default());
    assert!(found[0].is_cut_short);
    assert!(found[1].is_read_whole());
    assert!(codes(&collected).contains(&"REFUSED-MEMBER"));
}

#[test]
fn an_archive_may_have_as_many_members_as_the_limit_and_not_one_more() {
    let (one, text) = (
        with_limits(|limits| limits.archive_entries_max = 2),
        trades(1),
    );
    let members = [
        ("a", text.as_bytes()),
        ("b", text.as_bytes()),
        ("c", text.as_bytes()),
    ];
    assert_eq!(read("x", &archive(&members[..2]), &one).0.len(), 2);
    let (found, _) = read("x", &archive(&members), &one);
    assert!(found[0].summary().contains("archive_entries_max"));
}

#[test]
fn an_archive_may_unpack_to_the_limit_and_not_one_byte_more() {
    let text = trades(3);
    let bytes = archive(&[("a", text.as_bytes())]);
    let at = with_limits(|limits| limits.archive_bytes_max = text.len() as u64);
    assert!(read("x", &bytes, &at).0[0].is_read_whole());
    let past = with_limits(|limits| limits.archive_bytes_max = text.len() as u64 - 1);
    let (found, collected) = read("x", &bytes, &past);
    assert!(!found[0].is_read_whole());
    assert!(codes(&collected).contains(&"REFUSED-LIMIT"));
}

#[test]
fn a_bomb_is_left_when_it_unpacks_too_well() {
    let zeros = vec![b'\n'; 3 << 20];
    let bytes = archive(&[("a.csv", &zeros)]);
    let ratio = zeros.len() as u64 / (bytes.len() as u64 / 2);
    let small = with_limits(|limits| limits.archive_ratio_max = ratio / 4);
    assert!(codes(&read("x", &bytes, &small).1).contains(&"REFUSED-LIMIT"));
    let large = with_limits(|limits| limits.archive_ratio_max = ratio * 4);
    assert!(!codes(&read("x", &bytes, &large).1).contains(&"REFUSED-LIMIT"));
}

#[test]
fn a_file_is_read_up_to_the_limit_of_bytes() {
    let text = trades(3);
    let at = with_limits(|limits| limits.file_bytes_max = text.len() as u64);
    assert!(read("x", text.as_bytes(), &at).0[0].is_read_whole());
    let past = with_limits(|limits| limits.file_bytes_max = text.len() as u64 - 1);
    let (found, collected) = read("x", text.as_bytes(), &past);
    assert_eq!((found[0].entries, found[0].is_cut_short), (2, true));
    assert_eq!(codes(&collected), ["REFUSED-LIMIT"]);
}

#[test]
fn a_file_is_read_up_to_the_limit_of_rows() {
    let at = with_limits(|limits| limits.rows_max = 3);
    assert!(read("x", trades(3).as_bytes(), &at).0[0].is_read_whole());
    let (found, collected) = read("x", trades(5).as_bytes(), &at);
    assert_eq!((found[0].entries, found[0].is_cut_short), (3, true));
    assert_eq!(codes(&collected), ["REFUSED-LIMIT"]);
}

#[test]
fn what_is_no_export_is_said_to_be_none() {
    for (bytes, words) in [
        (&b""[..], "empty"),
        (b"\n\n \n", "empty"),
        (
            b"hello world\nthis is a letter, with a comma\n",
            "no export that I know",
        ),
        (&vec![b'x'; 300_000], "no export that I know"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xFF\xFEa\0b\0", "no export that I know"),
        (b"\x1f\x8b\x08\0", "broken"),
        (b"\xD0\xCF\x11\xE0\xA1", "workbook is broken"),
    ] {
        let (found, collected) = read("x", bytes, &ReadOptions::default());
        assert!(found[0].format.is_none());
        assert!(found[0].summary().contains(words), "{}", found[0].summary());
        assert_eq!(codes(&collected), ["REFUSED-FILE"]);
    }
}

#[test]
fn an_export_without_rows_is_recognised() {
    let (found, collected) = read("x", HEAD.as_bytes(), &ReadOptions::default());
    assert!(found[0].is_read_whole());
    assert_eq!(found[0].rows, 0);
    assert_eq!(codes(&collected), ["NOTE-NO-ROWS"]);
}

const FTX: &str = "\"ID\",\"Time\",\"Market\",\"Side\",\"Order Type\",\"Size\",\"Price\",\"Total\",\"Fee\",\"Fee Currency\",\"TWAP\"\n\
    \"1\",\"10/30/2022, 2:30:00 AM\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"20000\",\"20000\",\"14\",\"USD\",\"false\"\n\
    \"2\",\"7/1/2022, 2:30:00 PM\",\"BTC/USD\",\"sell\",\"Market\",\"1\",\"20000\",\"20000\",\"14\",\"USD\",\"false\"\n";

fn in_zone(text: &str, zone: Option<&str>) -> (FileReport, Collected) {
    let options = ReadOptions {
        zone: zone.map(|zone| zone.parse().unwrap()),
        ..ReadOptions::default()
    };
    let (mut found, collected) = read("x", text.as_bytes(), &options);
    (found.remove(0), collected)
}

#[test]
fn a_file_that_names_no_zone_is_read_in_the_one_given_or_asks_for_it() {
    let (found, collected) = in_zone(FTX, None);
    assert!(found.needs_zone);
    assert_eq!(found.zone_source, Some(ZoneSource::Assumed));
    assert_eq!(found.first_time.unwrap().0, "10/30/2022, 2:30:00 AM");
    assert_eq!(codes(&collected), ["NOTE-PLATFORM", "WARN-ZONE-ASSUMED"]);

    let (found, collected) = in_zone(FTX, Some("Europe/Paris"));
    assert!(!found.needs_zone);
    let times: Vec<String> = collected
        .entries
        .iter()
        .map(|e| e.time.to_string())
        .collect();
    assert_eq!(times, ["2022-10-30T00:30:00Z", "2022-07-01T12:30:00Z"]);
    assert_eq!(collected.entries[0].zone_source, ZoneSource::Given);
    assert_eq!(codes(&collected), ["NOTE-PLATFORM", "WARN-TIME-TWICE"]);

    let (_, collected) = in_zone(FTX, Some("UTC+5:30"));
    assert_eq!(
        collected.entries[1].time.to_string(),
        "2022-07-01T09:00:00Z"
    );
}

#[test]
fn what_the_file_says_of_its_zone_wins_with_a_note() {
    let (_, collected) = in_zone(&trades(2), Some("UTC+8"));
    assert_eq!(
        collected.entries[0].time.to_string(),
        "2022-10-18T21:00:09Z"
    );
    assert_eq!(collected.entries[0].zone_source, ZoneSource::Header);
    assert_eq!(codes(&collected), ["NOTE-ZONE"]);
    assert!(codes(&in_zone(&trades(2), Some("UTC")).1).is_empty());
    let unsaid = trades(1).replace("(UTC)", "(UTCnull)");
    let (found, _) = in_zone(&unsaid, None);
    assert!(found.needs_zone);
    let (_, collected) = in_zone(&unsaid, Some("UTC+1"));
    assert_eq!(
        collected.entries[0].time.to_string(),
        "2022-10-18T20:00:09Z"
    );
}

#[test]
fn a_format_can_be_insisted_on_and_must_fit() {
    let insist = |id: &str| ReadOptions {
        format: Some(id.to_owned()),
        ..ReadOptions::default()
    };
    let (found, _) = read("x", trades(1).as_bytes(), &insist("binance-trades"));
    assert!(found[0].is_read_whole());
    for other in ["ftx-trades", "nothing-such"] {
        assert!(
            read("x", trades(1).as_bytes(), &insist(other)).0[0]
                .format
                .is_none()
        );
    }
}

/// Reads text pushed in slices of these lengths, in turn.
fn pushed(text: &[u8], lengths: &[usize]) -> (FileReport, Collected) {
    let mut collected = Collected::default();
    let mut import = Import::new("x", &ReadOptions::default());
    let (mut rest, mut lengths) = (text, lengths.iter().cycle());
    while !rest.is_empty() {
        let length = lengths
            .next()
            .map_or(rest.len(), |length| (*length).min(rest.len()));
        import.push(&rest[..length], &mut collected);
        rest = &rest[length..];
    }
    (import.finish(&mut collected), collected)
}

fn amount() -> impl Strategy<Value = String> {
    prop_oneof![
        "[1-9][0-9]{0,11}\\.[0-9]{1,40}",
        "0\\.[0-9]{0,19}[1-9]",
        "[1-9][0-9]{0,5}"
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_behind_a_header_are_rows_that_are_entries_or_diagnostics(
        rows in proptest::collection::vec("[ -~\"\n,]{0,60}", 0..20)
    ) {
        let text = format!("{HEAD}{ROW}{}\n{ROW}", rows.join("\n"));
        let (found, collected) = pushed(text.as_bytes(), &[]);
        let aside = collected.diagnostics.iter().filter(|d| d.severity() == ledger::Severity::Note).count();
        prop_assert_eq!(found.rows, found.entries + found.refused + aside as u64);
        prop_assert_eq!(found.entries, collected.entries.len() as u64);
        prop_assert_eq!(collected.entries[0].lines[0], 2);
    }

    #[test]
    fn where_slices_end_changes_nothing(
        rows in proptest::collection::vec("[a-z\"\n,é;]{0,30}", 0..8),
        lengths in proptest::collection::vec(1_usize..50, 1..5),
    ) {
        let text = format!("{HEAD}{ROW}{}\n{ROW}", rows.join("\n"));
        let (whole, in_one) = pushed(text.as_bytes(), &[]);
        let (sliced, in_slices) = pushed(text.as_bytes(), &lengths);
        prop_assert_eq!(in_one, in_slices);
        prop_assert_eq!(whole.summary(), sliced.summary());
    }

    #[test]
    fn amounts_come_out_as_wide_as_they_went_in(size in amount(), total in amount()) {
        let row = format!("2022-10-18 21:00:09,BTCUSDT,SELL,,{size}BTC,{total}USDT,\n");
        let row = row.replace("SELL,,", "SELL,1,");
        let (_, collected) = pushed(format!("{HEAD}{row}").as_bytes(), &[]);
        let entry = &collected.entries[0];
        prop_assert_eq!(entry.out.as_ref().map(|q| q.amount.to_string()), Some(size));
        prop_assert_eq!(entry.in_.as_ref().map(|q| q.amount.to_string()), Some(total));
    }

    #[test]
    fn thousands_separators_change_nothing(units in 0_u64..10_u64.pow(15)) {
        let digits = units.to_string();
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let row = format!("2022-10-18 21:00:09,BTCUSDT,SELL,1,\"{grouped}.5BTC\",1USDT,\n");
        let (_, collected) = pushed(format!("{HEAD}{row}").as_bytes(), &[]);
        let expected = Amount::parse(&format!("{digits}.5")).unwrap();
        prop_assert_eq!(&collected.entries[0].out.as_ref().unwrap().amount, &expected);
    }
}
