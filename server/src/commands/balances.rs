//! `redress balances`: exports in; for each account and asset what was held, what moved and
//! what is missing, and for each file its period and gaps.
//!
//! app/ledger/README.md is the contract of options, columns and exit statuses;
//! `ledger::balances` works out the figures. The files are always one claim.

use std::io::Write;
use std::process::ExitCode;

use ledger::losses::Terms;
use ledger::messages::Message;
use ledger::{BalanceRules, Code, Diagnostic, Limits};

use super::ledger::{Output, ReadArgs, Remarks, read_one_claim};

/// Arguments of `redress balances`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// The files begin with their accounts: nothing was held before the first entry, unless
    /// a file states a balance.
    #[arg(long)]
    pub from_zero: bool,
    /// Days without an entry that may be a gap in a file.
    #[arg(long, value_name = "DAYS", default_value_t = BalanceRules::default().quiet_days_min)]
    pub quiet_days: u32,
    /// How many times longer than usual in its file such a gap must be.
    #[arg(long, value_name = "N", default_value_t = BalanceRules::default().quiet_times_min)]
    pub quiet_times: u32,
    /// How the records are printed.
    #[arg(long, value_enum, default_value = "csv")]
    pub output: Output,
    /// Always on here; accepted because `redress ledger` has it.
    #[arg(long, hide = true)]
    pub one_claim: bool,
}

/// Runs the command.
///
/// # Errors
/// When the options contradict each other or standard output breaks.
pub fn run(
    args: &Args,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let rules = BalanceRules {
        from_zero: args.from_zero,
        holdings_max: args.read.limits.holdings_max,
        quiet_days_min: args.quiet_days,
        quiet_times_min: args.quiet_times,
        ..BalanceRules::default()
    };
    let (outcome, claim) = read_one_claim(&args.read, stderr)?;
    let others = claim.dropped.iter().map(|dropped| &dropped.entry);
    let found = ledger::balances(&claim.kept, others, &Terms::default(), &rules);
    if found.is_cut_short {
        let message = Message::BalanceHoldingsMax {
            limit: Limits::NAMES.holdings_max.into(),
            count: rules.holdings_max as u64,
        };
        let file = args.read.files.first();
        let file = file.map_or_else(String::new, |file| file.display().to_string());
        Remarks::new(stderr).print(&Diagnostic::of_file(&file, Code::NoteBalances, message));
    }
    ledger::balances::write(&found, args.output.into(), stdout)?;
    Ok(ExitCode::from(outcome.status()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    /// Runs the command on files of a folder; `@/` stands for the folder. Returns the status,
    /// standard output and standard error.
    fn run_in(
        folder: &Path,
        words: &[&str],
        change: impl FnOnce(&mut Args),
    ) -> (ExitCode, String, String) {
        let place = format!("{}/", folder.display());
        let words = words.iter().map(|word| word.replace("@/", &place));
        let line = std::iter::once("redress".to_owned()).chain(words);
        let mut args = Cli::try_parse_from(line).unwrap().args;
        change(&mut args);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = run(&args, &mut out, &mut err).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&place, "");
        (status, text(out), text(err))
    }

    /// A statement with balances, and what its columns mean.
    const STATEMENT: &str = "When,Coin,Change,Held,Kind\n\
        2022-10-01 10:00:00,BTC,1,1.5,in\n\
        2022-10-02 10:00:00,USDT,500,500,in\n\
        2022-10-19 10:00:00,BTC,-0.25,0.75,out\n";
    const MAPPING: &str = r#"{"exchange":"bitexample","columns":{
        "time":{"header":"When"},"asset":{"header":"Coin"},"change":{"header":"Change"},
        "balance":{"header":"Held"},"kind":{"header":"Kind"}},
        "kinds":{"in":"deposit","out":"withdrawal"},"zone":"UTC","dates":"year_first"}"#;
    /// Fills of another exchange: the USDT that they spend are in no file.
    const FILLS: &str = "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n\
        2022-10-18 21:00:09,BTCUSDT,BUY,19000,0.5BTC,9500USDT,0.0005BTC\n\
        2022-10-18 21:00:10,BTCUSDT,SELL,19000,0.2BTC,3800USDT,3.8USDT\n";

    fn files() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("statement.csv", STATEMENT),
            ("map.json", MAPPING),
            ("fills.csv", FILLS),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    /// By hand. Of the statement: 1.5 − 1 = 0.5 BTC were there before; 1.5 − 0.25 = 1.25 is
    /// expected and 0.75 stated, so that 0.5 went out that no row tells. Of the fills: 9500
    /// USDT were spent first, so that as many were there; 9500 − 9500 + 3800 − 3.8 = 3796.2
    /// are left, and 0.5 − 0.0005 − 0.2 = 0.2995 BTC.
    #[test]
    fn holdings_and_files_are_printed_as_the_contract_says() {
        let folder = files();
        let words = [
            "@/statement.csv",
            "@/fills.csv",
            "--map",
            "@/statement.csv=@/map.json",
        ];
        let (status, out, err) = run_in(folder.path(), &words, |_| {});
        assert_eq!(status, ExitCode::SUCCESS, "{err}");
        let expected = "\
record,exchange,account,asset,file,line,from,to,entries,opening,opening_source,received,sent,\
fees,unexplained,closing,lowest,lowest_at,missing,missing_since,expected,stated,reason,parts,\
next_file
holding,binance,,BTC,,,2022-10-18T21:00:09Z,2022-10-18T21:00:10Z,2,0,least,0.5,0.2,0.0005,0,\
0.2995,0,2022-10-18T21:00:09Z,0,,,,,,
holding,binance,,USDT,,,2022-10-18T21:00:09Z,2022-10-18T21:00:10Z,2,9500,least,3800,9500,3.8,\
0,3796.2,0,2022-10-18T21:00:09Z,9500,2022-10-18T21:00:09Z,,,,,
holding,bitexample,,BTC,,,2022-10-01T10:00:00Z,2022-10-19T10:00:00Z,2,0.5,stated,1,0.25,0,\
-0.5,0.75,0.5,2022-10-01T10:00:00Z,0,,,,,,
contradiction,bitexample,,BTC,statement.csv,4,2022-10-01T10:00:00Z,2022-10-19T10:00:00Z,,,,,,,\
-0.5,,,,,,1.25,0.75,,,
holding,bitexample,,USDT,,,2022-10-02T10:00:00Z,2022-10-02T10:00:00Z,1,0,stated,500,0,0,0,500,\
0,2022-10-02T10:00:00Z,0,,,,,,
file,binance,,,fills.csv,,2022-10-18T21:00:09Z,2022-10-18T21:00:10Z,2,,,,,,,,,,,,,,,,
file,bitexample,,,statement.csv,,2022-10-01T10:00:00Z,2022-10-19T10:00:00Z,3,,,,,,,,,,,,,,,,
gap,bitexample,,BTC,statement.csv,,2022-10-01T10:00:00Z,2022-10-19T10:00:00Z,,,,,,,,,,,,,,,\
balance,,
";
        assert_eq!(out, expected);
    }

    #[test]
    fn holding_below_zero_names_the_row_in_json_lines() {
        let folder = files();
        let words = ["@/fills.csv", "--from-zero", "--output", "jsonl"];
        let (status, out, err) = run_in(folder.path(), &words, |_| {});
        assert_eq!(status, ExitCode::SUCCESS, "{err}");
        let below = out.lines().find(|line| line.contains("below-zero"));
        assert_eq!(
            below,
            Some(
                r#"{"record":"below-zero","exchange":"binance","asset":"USDT","file":"fills.csv","line":"2","from":"2022-10-18T21:00:09Z","lowest":"-9500","lowest_at":"2022-10-18T21:00:09Z","missing":"9500"}"#
            )
        );
    }

    #[test]
    fn status_says_what_could_not_be_read() {
        let folder = files();
        std::fs::write(folder.path().join("hello.csv"), "hello").unwrap();
        let (status, out, _) = run_in(folder.path(), &["@/fills.csv", "@/hello.csv"], |_| {});
        assert_eq!(status, ExitCode::from(3));
        assert!(out.contains("holding,binance"), "{out}");
    }

    #[test]
    fn holdings_past_the_limit_are_said() {
        let folder = files();
        let only = |count| move |args: &mut Args| args.read.limits.holdings_max = count;
        let (_, out, err) = run_in(folder.path(), &["@/fills.csv"], only(2));
        assert_eq!((out.matches("holding,").count(), &*err), (2, ""));
        let (_, out, err) = run_in(folder.path(), &["@/fills.csv"], only(1));
        assert_eq!(out.matches("holding,").count(), 1);
        assert!(
            err.contains("NOTE-BALANCES: the files have more accounts and assets than"),
            "{err}"
        );
    }
}
