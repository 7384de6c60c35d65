//! Files of one account in any order: what counts, what contradicts what, and every
//! figure are the same.

use std::collections::BTreeMap;

use ledger::losses::{Terms, value};
use ledger::{
    Amount, Collected, Comparing, Entry, Hashes, Import, PriceBook, ReadOptions, Resolved,
    Row as Named, Settlement, resolve_by,
};
use proptest::prelude::*;

/// One row of a trade, as some file tells it.
#[derive(Clone, Debug)]
struct Row {
    id: u32,
    second: u32,
    size: u32,
    fee: Option<u32>,
    is_rounded: bool,
    is_buy: bool,
}

/// Few ids, times and sizes, so that files often tell of the same and contradict.
fn row() -> impl Strategy<Value = Row> {
    let figures = (0_u32..6, 0_u32..2, 0_u32..3);
    let looks = (
        prop::option::of(0_u32..2),
        any::<bool>(),
        prop::bool::weighted(0.9),
    );
    (figures, looks).prop_map(|((id, second, size), (fee, is_rounded, is_buy))| Row {
        id,
        second,
        size,
        fee,
        is_rounded,
        is_buy,
    })
}

#[derive(Clone, Copy, Debug)]
enum Layout {
    FtxWeb,
    FtxApi,
    Binance,
}

fn file() -> impl Strategy<Value = (Layout, Vec<Row>)> {
    let layout = prop::sample::select(vec![Layout::FtxWeb, Layout::FtxApi, Layout::Binance]);
    (layout, prop::collection::vec(row(), 1..8))
}

fn text((layout, rows): &(Layout, Vec<Row>)) -> String {
    let mut text = match layout {
        Layout::FtxWeb => "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n",
        Layout::FtxApi => "id,time,market,side,type,size,price,fee,feeCurrency\n",
        Layout::Binance => "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n",
    }
    .to_owned();
    for row in rows {
        let Row { id, second, .. } = row;
        let side = if row.is_buy { "buy" } else { "sell" };
        let size = match row.is_rounded {
            true => ["1.2", "1.3", "10"][row.size as usize],
            false => ["1.2345", "1.25", "10.0001"][row.size as usize],
        };
        let total = Amount::parse(size)
            .unwrap()
            .times(&Amount::from_units(100, 0));
        let fee = row.fee.map_or(String::new(), |fee| format!("0.{fee}5"));
        let fee_asset = if fee.is_empty() { "" } else { "USD" };
        text += &match layout {
            Layout::FtxWeb => format!(
                "{id},\"10/18/2022, 9:00:0{second} PM\",ETH/USD,{side},market,{size},100,{total},{fee},{fee_asset},false\n"
            ),
            Layout::FtxApi => format!(
                "{id},2022-10-18T21:00:0{second}.5+00:00,ETH/USD,{side},market,{size},100,{fee},{fee_asset}\n"
            ),
            Layout::Binance => format!(
                "2022-10-18 21:00:0{second},ETHUSDT,{},100,{size}ETH,{total}USDT,0.1USDT\n",
                side.to_uppercase()
            ),
        };
    }
    text
}

fn resolved(files: &[(String, String)], settlements: &[Settlement]) -> Resolved {
    let mut read = Collected::default();
    let mut hashes = Hashes::new();
    for (name, text) in files {
        let options = ReadOptions {
            hash: true,
            ..ReadOptions::default()
        };
        let mut import = Import::new(name, &options);
        import.push(text.as_bytes(), &mut read);
        let found = import.finish(&mut read);
        assert!(found.is_read_whole(), "{name}: {:?}", read.diagnostics);
        hashes.insert(found.file, found.sha256);
    }
    let by = Comparing {
        settlements: settlements.to_vec(),
        ..Comparing::default()
    };
    resolve_by(read.entries, &hashes, &by)
}

/// A row of a file that a person let count, and another row over which, if any.
type Chosen = ((usize, usize), Option<(usize, usize)>);

fn chosen() -> impl Strategy<Value = Vec<Chosen>> {
    let row = || (0_usize..4, 0_usize..4);
    prop::collection::vec((row(), prop::option::of(row())), 0..4)
}

/// Decisions by the names of files; some name rows that are in no conflict.
fn settlements(chosen: &[Chosen]) -> Vec<Settlement> {
    let named = |(file, row): (usize, usize)| Named {
        file: format!("file {file}").into(),
        line: row as u64 + 2,
        row: None,
    };
    let chosen = chosen.iter().map(|(counts, over)| Settlement {
        counts: named(*counts),
        over: over.map(named).into_iter().collect(),
    });
    chosen.collect()
}

/// What counts by file and line, what contradicts what, what was dropped for what,
/// and what was lost.
type Outcome = (
    Vec<String>,
    Vec<String>,
    Vec<String>,
    BTreeMap<String, String>,
);

fn outcome(files: &[(String, String)], settlements: &[Settlement], book: &PriceBook) -> Outcome {
    let resolved = resolved(files, settlements);
    let place = |entry: &Entry| format!("{}:{}", entry.file, entry.line());
    let mut kept: Vec<String> = resolved.kept.iter().map(place).collect();
    kept.sort();
    let conflicts = resolved
        .conflicts
        .iter()
        .map(|c| format!("{c:?}"))
        .collect();
    let dropped = resolved.dropped.iter();
    let mut dropped: Vec<String> = dropped
        .map(|d| {
            format!(
                "{} {:?} {}:{}",
                place(&d.entry),
                d.why,
                d.kept_file,
                d.kept_line
            )
        })
        .collect();
    dropped.sort();
    let entries: Vec<&Entry> = resolved.kept.iter().collect();
    let totals = value(&entries, book, &Terms::default()).unwrap().totals;
    let mut figures: BTreeMap<String, String> = totals
        .native
        .iter()
        .map(|(asset, units)| (asset.to_string(), units.to_string()))
        .collect();
    figures.insert("loss".to_owned(), totals.loss.to_string());
    (kept, conflicts, dropped, figures)
}

fn book() -> PriceBook {
    let mut book = PriceBook::new();
    let prices = "asset,quote,time,price,window,source\n\
        ETH,USD,2022-10-18T21:00:00Z,1300,1h,invented\n\
        USDT,USD,2022-10-18T21:00:00Z,0.9997,1h,invented\n";
    book.add("p.csv", None, prices.as_bytes()).unwrap();
    book
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_order_of_files_changes_what_counts_or_a_figure(
        chosen in chosen(),
        (files, shuffled) in prop::collection::vec(file(), 2..5).prop_flat_map(|files| {
            let named: Vec<(String, String)> = files
                .iter()
                .enumerate()
                .map(|(nth, file)| (format!("file {nth}"), text(file)))
                .collect();
            (Just(named.clone()), Just(named).prop_shuffle())
        })
    ) {
        let book = book();
        let mut settlements = settlements(&chosen);
        let first = outcome(&files, &settlements, &book);
        settlements.reverse();
        prop_assert_eq!(first, outcome(&shuffled, &settlements, &book));
    }
}

/// FTX's id 7: one ETH or ten in two files.
#[test]
fn a_fill_of_one_ether_or_of_ten_loses_the_same_in_whichever_order_its_files_come() {
    let file = |size: &str| {
        let row = format!("7,2022-10-18T21:00:00+00:00,ETH/USD,sell,market,{size},100,0,USD\n");
        format!("id,time,market,side,type,size,price,fee,feeCurrency\n{row}")
    };
    let files = [
        ("one".to_owned(), file("1")),
        ("ten".to_owned(), file("10")),
    ];
    let backwards = [files[1].clone(), files[0].clone()];
    for files in [&files, &backwards] {
        let (kept, conflicts, _, figures) = outcome(files, &[], &book());
        // 1 × 1300 − 100; the row of ten would make 12000.
        assert_eq!(figures["loss"], "1200.00000000");
        assert_eq!((kept, conflicts.len()), (vec!["one:2".to_owned()], 1));
    }
}
