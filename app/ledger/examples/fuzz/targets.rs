//! What is fuzzed: each carrier with the fixtures of all readers, each family of
//! readers as text, and what else takes a file from somebody.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::losses::read_credits;
use ledger::mapping::{Mapping, Role, first_rows, suggest_mapping};
use ledger::{
    Collected, Import, Kind, Limits, Packed, PriceBook, ReadOptions, SampleLimits, formats,
    read_file, redacted_sample,
};

use super::apart;
use super::carriers::{CARRIERS, packed};
use super::change::{Random, changed};

/// Families of fixtures, by the beginnings of their names: the exchanges with formats.
fn families() -> Vec<String> {
    let exchanges = formats().iter().map(|format| format.exchange);
    let mut names: Vec<String> = exchanges.map(|id| id.replace('-', "_")).collect();
    names.dedup();
    names
}

/// What is neither a carrier nor a reader of exports.
const OTHERS: [&str; 8] = [
    "mapped",
    "sample",
    "klines",
    "coingecko",
    "ecb",
    "own",
    "credits",
    "resaved",
];

const KLINES: &str = "1666051200000,19000.1,19010,18990,19005.5,12.5,1666054799999,237500.1,500,6.1,115900.2,0\n\
    1666054800000,19005.5,19020,18995,19001.5,0,1666058399999,0,0,0,0,0\n";
const COINGECKO: &str = "snapped_at,price,market_cap,total_volume\n\
    2022-10-18 00:00:00 UTC,19000.123456,364000000000.1,25000000000.2\n2022-10-19 00:00:00 UTC,19100,,\n";
const ECB: &str = "Date,USD,JPY,\n2022-10-18,0.9835,146.5,\n2022-10-17,0.9739,N/A,\n";
const OWN: &str = "asset,quote,time,price,window,source\n\
    BTC,USD,2022-10-18T11:00:00Z,19000,1h,invented\nUSDT,USD,2022-10-18,0.9997,1d,invented\n";
const CREDITS: &str = "time,asset,amount,evidence,note\n2022-12-01,USDT,12.5,letter,\n2022-12-01T10:00:00Z,BTC,0.5,,x\n";
const UNKNOWN: &str = "When,Wallet,Type,Coin,Change,Fee,Balance,Order\n\
    2022-10-18 21:00:07,main,Deposit,BTC,1.5,,1.5,a1\n2022-10-18 21:00:08,main,Withdrawal,BTC,-0.5,0.1,0.9,a2\n";

/// One target.
pub struct Target {
    name: String,
    seeds: Vec<Vec<u8>>,
    random: Random,
}

/// Names of all targets.
pub fn names() -> Vec<String> {
    let others = CARRIERS.iter().chain(&OTHERS);
    let mut names = families();
    names.extend(others.map(|name| (*name).to_owned()));
    names
}

impl Target {
    /// A target by its name; `None` where there is none of that name.
    pub fn new(name: &str, seed: u64) -> Option<Target> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let seeds: Vec<Vec<u8>> = match name {
            "klines" => texts(&[KLINES]),
            "coingecko" => texts(&[COINGECKO]),
            "ecb" => texts(&[ECB]),
            "own" => texts(&[OWN]),
            "credits" => texts(&[CREDITS]),
            "resaved" => files(&folder.join("resaved"), |name| {
                name.ends_with(".xls") || name.ends_with(".xlsx") || name.ends_with(".csv")
            }),
            "mapped" => {
                let mut seeds = files(&folder, |name| name.ends_with(".csv"));
                seeds.extend(std::iter::repeat_n(UNKNOWN.as_bytes().to_vec(), 20));
                seeds
            }
            name if families().iter().any(|family| family == name) => files(&folder, |file| {
                file.starts_with(name) && file.ends_with(".csv")
            }),
            name if name == "sample" || CARRIERS.contains(&name) => {
                files(&folder, |name| name.ends_with(".csv"))
            }
            _ => return None,
        };
        assert!(!seeds.is_empty(), "no fixtures for {name}");
        Some(Target {
            name: name.to_owned(),
            seeds,
            // Never zero: that would stay zero.
            random: Random(seed.max(1)),
        })
    }

    /// The next input.
    pub fn input(&mut self) -> Vec<u8> {
        loop {
            let own = self.random.one(&self.seeds).clone();
            let other = self.random.one(&self.seeds).clone();
            let text = changed(&own, &other, &mut self.random);
            let carrier = match CARRIERS.contains(&self.name.as_str()) {
                true => self.name.as_str(),
                false => "csv",
            };
            let Some(input) = packed(carrier, &text, &mut self.random) else {
                continue;
            };
            return match self.random.below(4) {
                0 => changed(&input, &input.clone(), &mut self.random),
                _ => input,
            };
        }
    }

    /// Hands the input to what is fuzzed.
    ///
    /// # Panics
    /// When something does not hold that must hold for any input.
    pub fn check(&mut self, input: &[u8]) {
        let pair = [None, Some(("BTC", "USD"))][self.random.below(2)];
        match self.name.as_str() {
            "klines" => drop(PriceBook::new().add("BTCUSDT-1h-2022-10.csv", pair, input)),
            "coingecko" => drop(PriceBook::new().add("btc-usd-max.csv", pair, input)),
            "ecb" => drop(PriceBook::new().add("eurofxref-hist.csv", pair, input)),
            "own" => drop(PriceBook::new().add("prices.csv", pair, input)),
            "credits" => drop(read_credits("credits.csv", input)),
            "sample" => drop(redacted_sample(input, &SampleLimits::default())),
            "mapped" => self.check_mapped(input),
            _ => read(input, &ReadOptions::default(), self.random.below(3000) + 1),
        }
    }

    /// By the mapping that is suggested for it, made whole at random.
    fn check_mapped(&mut self, input: &[u8]) {
        let Some(sheet) = first_rows(input, &Limits::default()) else {
            return;
        };
        let mut mapping: Mapping = suggest_mapping(&sheet);
        mapping.exchange = "x".to_owned();
        mapping.kind = Some(*self.random.one(&Kind::ALL));
        for _ in 0..self.random.below(4) {
            let column = self.random.below(sheet.width());
            let role = *self.random.one(&Role::ALL);
            mapping.columns.insert(role, sheet.name(column));
        }
        if mapping.check().is_empty() {
            let options = ReadOptions {
                mapping: Some(Arc::new(mapping)),
                ..ReadOptions::default()
            };
            read(input, &options, self.random.below(3000) + 1);
        }
    }
}

fn files(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| {
            let name = path.file_name();
            name.is_some_and(|name| is_wanted(&name.to_string_lossy()))
        })
        .collect();
    paths.sort();
    let read = paths.iter().filter_map(|path| std::fs::read(path).ok());
    read.collect()
}

/// Reads the input whole, and in slices too as a browser does.
fn read(input: &[u8], options: &ReadOptions, slice: usize) {
    let mut whole = Collected::default();
    let found = read_file("x", Cursor::new(input), options, &mut whole).expect("it is in memory");
    let entries: u64 = found.iter().map(|found| found.entries).sum();
    assert_eq!(entries, whole.entries.len() as u64);
    if let Some(packed) = Packed::of(input) {
        apart::check(input, packed, &whole, slice);
    } else {
        let mut sliced = Collected::default();
        let mut import = Import::new("x", options);
        for part in input.chunks(slice) {
            import.push(part, &mut sliced);
        }
        import.finish(&mut sliced);
        assert!(whole == sliced, "slices of {slice} change what is read");
    }
}
