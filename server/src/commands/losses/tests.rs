use std::path::Path;

use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Cli {
    #[command(flatten)]
    args: Args,
}

/// What a run printed and its status; an error is status 1, as in `main`.
struct Ran {
    out: String,
    err: String,
    status: ExitCode,
}

fn run_with(folder: &Path, words: &[&str]) -> Ran {
    let in_folder = words
        .iter()
        .map(|word| word.replace("@/", &format!("{}/", folder.display())));
    let line = std::iter::once("redress".to_owned()).chain(in_folder);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = match Cli::try_parse_from(line) {
        Ok(cli) => run(&cli.args, &mut out, &mut err).unwrap_or_else(|error| {
            writeln!(err, "redress: {error:#}").unwrap();
            ExitCode::from(1)
        }),
        Err(error) => {
            writeln!(err, "{error}").unwrap();
            ExitCode::from(1)
        }
    };
    Ran {
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
        status,
    }
}

impl Ran {
    fn is(&self, status: u8) -> bool {
        format!("{:?}", self.status) == format!("{:?}", ExitCode::from(status))
    }

    fn column(&self, name: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        let headers = reader.headers().unwrap().clone();
        let at = headers.iter().position(|header| header == name).unwrap();
        reader
            .records()
            .map(|row| row.unwrap()[at].to_owned())
            .collect()
    }
}

const TRADES: &str = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
    1,2022-10-18T21:00:00+00:00,BTC/USDT,sell,market,10,16950,169500,169.5,USDT\n\
    2,2022-10-18T21:00:07+00:00,DMG/USDT,buy,limit,250000,0.64,160000,160,USDT\n";
const PRICES: &str = "asset,quote,time,price,window,source\n\
    BTC,USD,2022-10-18T00:00:00Z,16968.61,1d,invented\n\
    USDT,USD,2022-10-18T00:00:00Z,0.9997,1d,invented\n\
    DMG,USD,2022-10-18T00:00:00Z,0.0203,1d,invented\n";
const LISTED: [&str; 2] = ["--manipulated", "DMG@2022-10-18T00:00:00Z"];

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let given = [("ftx.csv", TRADES), ("prices.csv", PRICES)];
    for (name, text) in given.iter().chain(files) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn golden(files: &[(&str, &str)], more: &[&str]) -> Ran {
    let folder = folder(files);
    let mut words = vec!["@/ftx.csv", "--prices", "@/prices.csv"];
    words.extend(more);
    run_with(folder.path(), &words)
}

#[test]
fn the_worked_example_comes_out_of_the_command_line() {
    let ran = golden(&[], &LISTED);
    assert!(ran.is(0), "{}", ran.err);
    assert_eq!(ran.column("loss"), ["406.39915000", "155036.95200000"]);
    assert_eq!(ran.column("out_price"), ["16968.61", "0.9997"]);
    assert_eq!(ran.column("line"), ["2", "3"]);
    assert!(ran.err.contains("loss 155443.35115000 USD"), "{}", ran.err);
    assert!(
        ran.err.contains("units: -10 BTC, 250000 DMG, 9170.5 USDT"),
        "{}",
        ran.err
    );
}

#[test]
fn the_words_say_ages_and_par_and_what_came_back_without_a_price() {
    let credits = "time,asset,amount,evidence,note\n2022-11-01,FTT,12.50,a letter,\n";
    let more = [
        "--credits",
        "@/credits.csv",
        "--par",
        "BUSD",
        "--totals",
        "@/totals.json",
    ];
    let folder = folder(&[("credits.csv", credits)]);
    let mut words = vec!["@/ftx.csv", "--prices", "@/prices.csv"];
    words.extend(more);
    let ran = run_with(folder.path(), &words);
    let expected = "prices up to 60 minutes old, daily ones 48 hours, exchange rates 7 days; \
                crosses over USDT; quotes preferred: USD, EUR, GBP; taken at 1 USD: BUSD; \
                manipulated: nothing; price files: ";
    assert!(ran.err.contains(expected), "{}", ran.err);
    let expected = "came back without a price, not taken off: 12.50 FTT";
    assert!(ran.err.contains(expected), "{}", ran.err);
    let totals = fs::read_to_string(folder.path().join("totals.json")).unwrap();
    let totals: serde_json::Value = serde_json::from_str(&totals).unwrap();
    assert_eq!(totals["unpriced"][0]["credit"], true);
}

#[test]
fn an_hourly_candle_counts_only_when_the_asset_is_not_listed() {
    let hour = format!("{PRICES}DMG,USD,2022-10-18T21:00:00Z,0.61,1h,invented\n");
    let with_hour = [("prices.csv", hour.as_str())];
    let listed = golden(&with_hour, &LISTED);
    assert_eq!(listed.column("loss")[1], "155036.95200000");
    let not = golden(&with_hour, &[]);
    assert_eq!(not.column("loss")[1], "7611.95200000");
}

#[test]
fn totals_are_written_with_amounts_as_strings() {
    let folder = folder(&[(
        "credits.csv",
        "time,asset,amount,evidence,note\n2022-10-24,USD,5443.35115,letter,\n",
    )]);
    let ran = run_with(
        folder.path(),
        &[
            "@/ftx.csv",
            "--prices",
            "@/prices.csv",
            LISTED[0],
            LISTED[1],
            "--credits",
            "@/credits.csv",
            "--totals",
            "@/totals.json",
        ],
    );
    assert!(ran.is(0), "{}", ran.err);
    let json = fs::read_to_string(folder.path().join("totals.json")).unwrap();
    let totals: serde_json::Value = serde_json::from_str(&json).unwrap();
    for (key, value) in [
        ("currency", "USD"),
        ("basis", "event"),
        ("method", ledger::METHOD),
        ("gross_loss", "155443.35115000"),
        ("gross_gain", "0.00000000"),
        ("loss", "155443.35115000"),
        ("credits", "5443.35115000"),
        ("net", "150000.00000000"),
    ] {
        assert_eq!(totals[key], value, "{key}");
    }
    assert_eq!(totals["native"]["BTC"], "-10");
    // The totals have every term, with the price files in place of the version of a book.
    let conditions = &totals["conditions"];
    assert_eq!(
        (&conditions["bridge"], &conditions["daily_age_hours_max"]),
        (&"USDT".into(), &48.into())
    );
    assert_eq!(conditions["manipulated"][0]["asset"], "DMG");
    assert_eq!(totals["price_files"][0].as_str().unwrap().len(), 12);
    assert_eq!(totals["parts"]["DMG"], "-5075.00000000");
    assert_eq!(totals["entries_contested"], 2);
    assert_eq!(totals["unpriced"], serde_json::json!([]));
    assert_eq!(totals.as_object().unwrap().len(), 14);
}

#[test]
fn lines_without_price_are_listed_and_do_not_change_the_status() {
    let two = PRICES.replace("DMG,USD", "ABC,USD");
    let folder = folder(&[("prices.csv", two.as_str())]);
    let ran = run_with(
        folder.path(),
        &[
            "@/ftx.csv",
            "--prices",
            "@/prices.csv",
            "--totals",
            "@/totals.json",
        ],
    );
    assert!(ran.is(0), "{}", ran.err);
    assert_eq!(ran.column("status"), ["priced", "unpriced"]);
    assert_eq!(ran.column("loss"), ["406.39915000", ""]);
    assert!(ran.err.contains("no price: DMG on 1 lines"), "{}", ran.err);
    let json = fs::read_to_string(folder.path().join("totals.json")).unwrap();
    let totals: serde_json::Value = serde_json::from_str(&json).unwrap();
    let unpriced = &totals["unpriced"][0];
    assert_eq!(unpriced["line"], "3");
    assert_eq!(unpriced["asset"], "DMG");
    assert_eq!(unpriced["units"], "250000");
    assert_eq!(unpriced["at_most"], "160111.95200000");
}

#[test]
fn a_period_a_row_and_an_asset_choose_the_lines() {
    let ran = golden(
        &[],
        &["--contest", "2022-10-18T21:00:00Z..2022-10-18T21:00:07Z"],
    );
    assert_eq!(ran.column("line"), ["2"]);
    let ran = golden(&[], &["--asset", "DMG"]);
    assert_eq!(ran.column("line"), ["3"]);
    let ran = golden(&[], &["--leave-out", "@/ftx.csv:3"]);
    assert_eq!(ran.column("line"), ["2"]);
    assert!(ran.err.contains("left out: "), "{}", ran.err);
    let ran = golden(
        &[],
        &[
            "--contest",
            "2023-01-01..2023-01-02",
            "--contest-row",
            "@/ftx.csv:3",
        ],
    );
    assert_eq!(ran.column("line"), ["3"]);
    // By itself, the option contests this row only.
    let ran = golden(&[], &["--contest-row", "@/ftx.csv:3"]);
    assert_eq!(ran.column("line"), ["3"]);
    let ran = golden(&[], &["--contest-row", "@/ftx.csv:99"]);
    assert!(ran.is(1) && ran.out.is_empty());
    assert!(
        ran.err.contains("ftx.csv:99: no entry comes from this row"),
        "{}",
        ran.err
    );
}

#[test]
fn manipulation_that_begins_with_the_first_trade_is_an_error_that_names_it() {
    let ran = golden(&[], &["--manipulated", "DMG@2022-10-18T21:00:07Z"]);
    assert!(ran.is(1) && ran.out.is_empty());
    assert!(
        ran.err.contains("ftx.csv:3) was at 2022-10-18T21:00:07Z"),
        "{}",
        ran.err
    );
    let on_a_date = [
        "--manipulated",
        "DMG@2022-10-18T21:00:07Z",
        "--basis",
        "date:2022-10-18",
    ];
    assert!(golden(&[], &on_a_date).is(0));
}

#[test]
fn klines_without_a_pair_in_their_name_need_an_option() {
    let kline = "1666123200000,1,1,1,0.61,5,1666126799999,1,2,3,4,0\n";
    let folder = folder(&[("k.csv", kline)]);
    let without = ["@/ftx.csv", "--prices", "@/prices.csv", "@/k.csv"];
    let ran = run_with(folder.path(), &without);
    assert!(ran.is(1), "{}", ran.err);
    assert!(ran.err.contains("ASSET/QUOTE="), "{}", ran.err);
    let args = [
        "@/ftx.csv",
        "--prices",
        "DMG/USD=@/k.csv",
        "--prices",
        "@/prices.csv",
    ];
    let ran = run_with(folder.path(), &args);
    assert!(ran.is(0), "{}", ran.err);
    // The klines are now the first source named for DMG; they closed at 21:00.
    assert_eq!(ran.column("in_price"), ["0.9997", "0.61"]);
    assert!(ran.err.contains("WARN-SOURCES"), "{}", ran.err);
}

#[test]
fn exit_statuses_distinguish_refused_rows_and_unread_files() {
    let bad_price = format!("{PRICES}DMG,USD,never,1,1d,invented\n");
    let ran = golden(&[("prices.csv", &bad_price)], &[]);
    assert!(ran.is(2), "{}", ran.err);
    assert!(
        ran.err.contains("prices.csv:5:3: REFUSED-TIME"),
        "{}",
        ran.err
    );
    assert_eq!(ran.column("loss").len(), 2);
    let folder = folder(&[("letter.csv", "Dear Sir,\nnothing here\n")]);
    let words = ["@/ftx.csv", "@/letter.csv", "--prices", "@/prices.csv"];
    assert!(run_with(folder.path(), &words).is(3));
    for words in [
        vec!["@/ftx.csv"],
        vec!["@/ftx.csv", "--prices", "@/absent.csv"],
        vec!["@/ftx.csv", "--prices", "@/letter.csv"],
        vec![
            "@/ftx.csv",
            "--prices",
            "@/prices.csv",
            "--currency",
            "USDT",
        ],
        vec!["@/ftx.csv", "--prices", "@/prices.csv", "--basis", "today"],
        vec!["@/ftx.csv", "--prices", "@/prices.csv", "--contest", "2022"],
        vec![
            "@/ftx.csv",
            "--prices",
            "@/prices.csv",
            "--credits",
            "@/prices.csv",
        ],
        vec!["@/absent.csv", "--prices", "@/prices.csv"],
    ] {
        assert!(run_with(folder.path(), &words).is(1), "{words:?}");
    }
}

#[test]
fn tickers_ignore_case_and_an_option_without_effect_is_reported() {
    let hour = format!(
        "{PRICES}DMG,USD,2022-10-18T21:00:00Z,0.61,1h,invented\n\
         BTC,BUSD,2022-10-18T21:00:00Z,20000,1h,invented\n\
         BUSD,USD,2022-10-18T20:00:00Z,0.5,1h,invented\n"
    );
    let with_hour = [("prices.csv", hour.as_str())];
    let losses = |more: &[&str]| {
        let ran = golden(&with_hour, more);
        assert!(ran.is(0), "{}", ran.err);
        assert!(!ran.err.contains("WARN-NO-EFFECT"), "{}", ran.err);
        ran.column("loss")
    };
    for (typed, meant) in [
        (["--par", "usdt"], ["--par", "USDT"]),
        (
            ["--manipulated", "dmg@2022-10-18"],
            ["--manipulated", "DMG@2022-10-18"],
        ),
        (["--asset", "dmg"], ["--asset", "DMG"]),
        (["--bridge", "busd"], ["--bridge", "BUSD"]),
        (["--currency", "usd"], ["--currency", "USD"]),
    ] {
        assert_eq!(losses(&typed), losses(&meant), "{typed:?}");
    }
    assert_ne!(losses(&["--par", "usdt"]), losses(&[]));
    assert_ne!(losses(&["--manipulated", "dmg@2022-10-18"]), losses(&[]));
    // The hourly cross: 10 × 20000 × 0.5 − 169330.5 × 0.9997.
    assert_eq!(losses(&["--bridge", "busd"])[0], "-69279.70085000");
    for idle in [
        ["--par", "usdx"],
        ["--manipulated", "dmgx@2022-10-18"],
        ["--asset", "dmgx"],
        ["--bridge", "dai"],
        ["--contest", "2023-01-01..2023-01-02"],
    ] {
        let ran = golden(&with_hour, &idle);
        let notes: Vec<&str> = ran
            .err
            .lines()
            .filter(|l| l.contains("WARN-NO-EFFECT"))
            .collect();
        assert_eq!(notes.len(), 1, "{idle:?} {}", ran.err);
        assert!(notes[0].starts_with(idle[0]), "{}", notes[0]);
    }
    let ran = golden(
        &[],
        &["--contest-row", "@/ftx.csv:3", "--leave-out", "@/ftx.csv:2"],
    );
    assert!(ran.err.contains("--leave-out"), "{}", ran.err);
    assert_eq!(ran.column("line"), ["3"]);
    let ran = golden(&[], &["--leave-out", "@/ftx.csv:99"]);
    assert!(ran.is(1) && ran.err.contains("no entry comes from this row"));
}

#[test]
fn lower_case_pair_prices_its_asset_and_an_unused_pair_is_reported() {
    let kline = "1666123200000,1,1,1,0.61,5,1666126799999,1,2,3,4,0\n";
    let folder = folder(&[("k.csv", kline)]);
    let ran = |pair: &str| {
        let file = format!("{pair}=@/k.csv");
        run_with(
            folder.path(),
            &["@/ftx.csv", "--prices", &file, "--prices", "@/prices.csv"],
        )
    };
    assert_eq!(ran("dmg/usd").column("in_price"), ["0.9997", "0.61"]);
    let idle = ran("dmgx/usd");
    assert!(
        idle.err.contains("=") && idle.err.contains("WARN-NO-EFFECT"),
        "{}",
        idle.err
    );
}

/// FTX's id 7: one ETH in one file and ten in the other.
#[test]
fn conflict_is_reported_and_changes_no_figure_in_any_order_of_files() {
    let file = |size: &str| {
        format!(
            "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
             7,2022-10-18T21:00:00+00:00,BTC/USDT,sell,market,{size},16950,,0,USDT\n"
        )
    };
    let (one, ten) = (file("1"), file("10"));
    let folder = folder(&[("one.csv", &one), ("ten.csv", &ten)]);
    for files in [["@/one.csv", "@/ten.csv"], ["@/ten.csv", "@/one.csv"]] {
        let words = [files[0], files[1], "--prices", "@/prices.csv"];
        let ran = run_with(folder.path(), &words);
        // 1 × 16968.61 − 16950 × 0.9997
        assert_eq!(ran.column("loss"), ["23.69500000"], "{}", ran.err);
        assert_eq!(
            ran.err.matches("WARN-CONFLICT: id `7` of BTC/USDT").count(),
            1
        );
        assert!(
            ran.err.contains("ten.csv:2:0: WARN-CONFLICT"),
            "{}",
            ran.err
        );
        // A decision about the dropped row applies to the row that counts.
        let ten = format!("{}/ten.csv:2", folder.path().display());
        let words = [&words[..], &["--contest-row", &ten]].concat();
        let ran = run_with(folder.path(), &words);
        assert_eq!(ran.column("loss"), ["23.69500000"], "{}", ran.err);
        assert!(ran.err.contains("open conflicts: 1;"), "{}", ran.err);
        // A decision about the conflict decides which row counts, and a decision about
        // either row applies to it.
        for contested in ["one.csv:2", "ten.csv:2"] {
            let contested = format!("{}/{contested}", folder.path().display());
            let more = ["--contest-row", &contested, "--count", &ten];
            let words = [&words[..4], &more].concat();
            let ran = run_with(folder.path(), &words);
            // 10 × (16968.61 − 16950 × 0.9997)
            assert_eq!(ran.column("loss"), ["236.95000000"], "{}", ran.err);
            assert!(ran.err.contains("NOTE-DROPPED-SETTLED"), "{}", ran.err);
            assert!(!ran.err.contains("conflicts"), "{}", ran.err);
        }
    }
}

#[test]
fn json_lines_carry_the_columns() {
    let ran = golden(&[], &["--output", "jsonl", "--asset", "DMG"]);
    let line: serde_json::Value = serde_json::from_str(ran.out.trim()).unwrap();
    assert_eq!(line["kind"], "trade");
    assert_eq!(line["in_amount"], "250000");
}

#[test]
fn a_file_name_may_hold_what_looks_like_a_pair() {
    assert_eq!(
        price_file("BTC/USDT=k.csv"),
        (Some(("BTC", "USDT")), "k.csv")
    );
    assert_eq!(price_file("k.csv"), (None, "k.csv"));
    assert_eq!(price_file("./a/b=c.csv"), (None, "./a/b=c.csv"));
    assert_eq!(price_file("/tmp/a=b.csv"), (None, "/tmp/a=b.csv"));
    assert_eq!(price_file("BTC=b.csv"), (None, "BTC=b.csv"));
}

const DEALS: &str = "deal_id;status;account;pair;created_at;closed_at;bought_volume;sold_volume;bought_amount;sold_amount\n\
    901;completed;My FTX;USDT_BTC;18/10/2022 20:00:00;18/10/2022 21:00:30;169000;169500;10;10\n";

#[test]
fn a_deal_that_explains_a_contested_trade_is_named_on_its_line() {
    let ran = golden(&[("deals.csv", DEALS)], &["--deals", "@/deals.csv"]);
    assert!(ran.is(0), "{}", ran.err);
    assert_eq!(
        ran.column("note"),
        [
            "3Commas deal 901 explains this trade",
            "no 3Commas deal explains it"
        ]
    );
    assert!(
        ran.err.contains("NOTE-DEAL: 3Commas deal 901"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("one explains: 1, that none explains: 1"),
        "{}",
        ran.err
    );
    let without = golden(&[], &[]);
    assert_eq!(ran.column("loss"), without.column("loss"));
}

#[test]
fn a_file_without_deals_is_no_deal_history() {
    let ran = golden(&[], &["--deals", "@/ftx.csv"]);
    assert!(ran.is(1));
    assert!(
        ran.err.contains("has no deal of 3Commas in it"),
        "{}",
        ran.err
    );
}

#[test]
fn odd_credits_and_chosen_sources_and_quotes_are_told_of() {
    let credits = "time,asset,amount,evidence,note\n\
        2022-10-17,USD,40,letter,\n2022-11-01,USD,1,letter,\n2022-11-01,USD,1.0,letter,\n";
    let prices = format!("{PRICES}BTC,USD,2022-10-18T00:00:00Z,17000,1d,other\n");
    let files = [("credits.csv", credits), ("prices.csv", prices.as_str())];
    let chosen = golden(
        &files,
        &["--credits", "@/credits.csv", "--source", "btc=other"],
    );
    assert!(chosen.is(0), "{}", chosen.err);
    assert_eq!(chosen.column("out_price")[0], "17000");
    assert!(
        chosen.err.contains("sources chosen: BTC=other"),
        "{}",
        chosen.err
    );
    for warning in [
        "credits.csv:2:0: WARN-CREDIT-BEFORE",
        "credits.csv:4:0: WARN-CREDIT-TWICE",
    ] {
        assert!(chosen.err.contains(warning), "{}", chosen.err);
    }
    assert!(
        chosen.err.contains("came back 42.00000000"),
        "{}",
        chosen.err
    );
    let idle = golden(&files, &["--source", "BTC=nobody"]);
    assert!(
        idle.err.contains("--source BTC=nobody:0:0: WARN-NO-EFFECT"),
        "{}",
        idle.err
    );
    let quotes = golden(&[], &["--quotes", "eur,usd"]);
    assert!(
        quotes.err.contains("quotes preferred: EUR, USD;"),
        "{}",
        quotes.err
    );
    let wrong = golden(&[], &["--quotes", "USDT"]);
    assert!(
        wrong.is(1) && wrong.err.contains("`USDT` is no reporting currency"),
        "{}",
        wrong.err
    );
}

/// Fills of a perpetual that are bought and sold again, and a deposit before them.
const FILLS: &str = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
    1,2022-10-18T10:00:00+00:00,BTC-PERP,buy,market,2,20000,40000,1,USD\n\
    2,2022-10-18T11:00:00+00:00,BTC-PERP,sell,market,2,18000,36000,1,USD\n";

#[test]
fn a_moment_without_positions_lets_round_trips_be_valued() {
    let folder = folder(&[("fills.csv", FILLS)]);
    let given = |more: &[&str]| {
        let mut words = vec!["@/fills.csv", "--prices", "@/prices.csv"];
        words.extend(more);
        run_with(folder.path(), &words)
    };
    let unknown = given(&[]);
    assert_eq!(unknown.column("loss"), ["1.00000000", "1.00000000"]);
    assert!(
        unknown.err.contains("not valued: 2 fills of BTC-PERP"),
        "{}",
        unknown.err
    );
    let known = given(&["--flat-before", "2022-10-18"]);
    assert!(known.is(0), "{}", known.err);
    assert_eq!(known.column("loss"), ["1.00000000", "4001.00000000"]);
    let note = &known.column("note")[1];
    assert!(
        note.contains("followed from 2022-10-18T00:00:00Z, when a person says"),
        "{note}"
    );
    assert!(
        known
            .err
            .contains("no contract was held at 2022-10-18T00:00:00Z"),
        "{}",
        known.err
    );
    let late = given(&["--flat-before", "2022-10-18T10:30:00Z"]);
    assert!(
        late.err
            .contains("--flat-before 2022-10-18T10:30:00Z:0:0: WARN-NO-EFFECT"),
        "{}",
        late.err
    );
}
