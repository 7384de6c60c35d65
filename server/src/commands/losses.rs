//! `redress losses`: exports and prices in, loss lines and totals out.
//!
//! app/ledger/README.md is the contract of options, columns and exit statuses;
//! `ledger::losses` defines a loss. The files are always one claim.

mod deals;
mod effects;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use ledger::losses::{
    self, Basis, ChosenSource, Contest, CreditDoubts, CreditLine, Manipulated, Period, Row, Terms,
    Totals, Valuation, read_credits, value_among, value_credits,
};
use ledger::messages::Message;
use ledger::tickers::in_capitals;
use ledger::{Code, Diagnostic, Entry, Moment, PriceBook, Resolved, TextTable};

use effects::Tickers;

use super::ledger::{Outcome, Output, ReadArgs, Remarks, moment, read_one_claim};

/// Arguments of `redress losses`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What to read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// Price files; klines and CoinGecko files whose name has no pair need ASSET/QUOTE=.
    #[arg(long, required = true, num_args = 1.., value_name = "[ASSET/QUOTE=]FILE")]
    pub prices: Vec<String>,
    /// A period in which somebody else acted, without its end TO. Without it and
    /// --contest-row, everything is contested.
    #[arg(long, value_name = "FROM..TO")]
    pub contest: Vec<Period>,
    /// One row that was not theirs, of any kind; in addition to --contest.
    #[arg(long, value_name = "FILE:LINE[#N]")]
    pub contest_row: Vec<Row>,
    /// A row that was theirs although a period covers it.
    #[arg(long, value_name = "FILE:LINE[#N]")]
    pub leave_out: Vec<Row>,
    /// Contest only entries that touch this asset.
    #[arg(long, value_name = "A")]
    pub asset: Option<String>,
    /// An asset whose own market was part of the fraud; it keeps its value at FROM.
    #[arg(long, value_name = "ASSET@FROM[..TO]")]
    pub manipulated: Vec<Manipulated>,
    /// An asset valued at exactly 1 USD.
    #[arg(long, value_name = "ASSET")]
    pub par: Vec<String>,
    /// The asset through which crosses are computed.
    #[arg(long, value_name = "ASSET")]
    pub bridge: Option<String>,
    /// The source whose prices an asset is valued by, in place of the first named for it.
    #[arg(long, value_name = "ASSET=SOURCE")]
    pub source: Vec<ChosenSource>,
    /// Currencies in which prices may be quoted beside the reporting one, the preferred one
    /// first.
    #[arg(long, value_name = "USD,EUR,GBP", value_delimiter = ',')]
    pub quotes: Vec<String>,
    /// A moment at which no position in any contract was held: fills from then on are
    /// followed, so that what they made can be valued.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub flat_before: Option<Moment>,
    /// What came back: a table time,asset,amount,evidence,note.
    #[arg(long, value_name = "FILE")]
    pub credits: Option<PathBuf>,
    /// A deal history of 3Commas; contested trades that a deal explains are flagged.
    #[arg(long, value_name = "FILE")]
    pub deals: Vec<PathBuf>,
    /// The time of prices: `event`, or `date:YYYY-MM-DD` for the end of that day.
    #[arg(long, default_value = "event", value_name = "event|date:YYYY-MM-DD")]
    pub basis: Basis,
    /// The currency of the losses.
    #[arg(long, default_value = "USD")]
    pub currency: String,
    /// The file for the totals, as JSON.
    #[arg(long, value_name = "FILE")]
    pub totals: Option<PathBuf>,
    /// How lines are printed.
    #[arg(long, value_enum, default_value = "csv")]
    pub output: Output,
    /// Always on here; accepted because `redress ledger` has it.
    #[arg(long, hide = true)]
    pub one_claim: bool,
}

impl Args {
    /// The terms, with tickers spelt as in entries and prices.
    fn terms(&self, tickers: &Tickers) -> Terms {
        let manipulated = self.manipulated.iter().cloned();
        let usual = Terms::default();
        Terms {
            currency: self.currency.to_uppercase().into(),
            basis: self.basis,
            bridge: match &self.bridge {
                Some(bridge) => tickers.meant(bridge),
                None => usual.bridge.clone(),
            },
            par: self.par.iter().map(|asset| tickers.meant(asset)).collect(),
            manipulated: manipulated
                .map(|listed| Manipulated {
                    asset: tickers.meant(&listed.asset),
                    ..listed
                })
                .collect(),
            sources: self
                .source
                .iter()
                .map(|chosen| ChosenSource {
                    asset: tickers.meant(&chosen.asset),
                    source: chosen.source.clone(),
                })
                .collect(),
            quotes: match &self.quotes[..] {
                [] => usual.quotes.clone(),
                quotes => quotes.iter().map(|code| in_capitals(code).into()).collect(),
            },
            flat_before: self.flat_before,
            ..usual
        }
    }

    fn contest(&self, tickers: &Tickers, claim: &Resolved) -> Contest {
        let mut contest = Contest {
            periods: self.contest.clone(),
            rows: self.contest_row.clone(),
            leave_out: self.leave_out.clone(),
            asset: self
                .asset
                .as_deref()
                .map(|asset| tickers.meant_of_entry(asset)),
        };
        contest.follow(&claim.dropped);
        contest
    }
}

/// Runs the command.
///
/// # Errors
/// When options contradict each other, a price file has no price, a named row does not
/// exist, nothing can be valued, or the output fails.
pub fn run(
    args: &Args,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    args.terms(&Tickers::default()).check()?;
    let mut outcome = Outcome::default();
    let book = read_prices(&args.prices, &mut outcome, stderr)?;
    let (read, claim) = read_one_claim(&args.read, stderr)?;
    outcome = joined(outcome, read);
    let all: Vec<&Entry> = claim.kept.iter().collect();
    let tickers = Tickers::of(&all, &book);
    let terms = args.terms(&tickers);
    let contest = args.contest(&tickers, &claim);
    let selection = contest.select(&all);
    if let Some(row) = selection.unknown.first() {
        bail!(
            "{row}: no entry comes from this row (one that was dropped as a duplicate is \
             listed above under the row that counts)"
        );
    }
    let mut remarks = Remarks::new(stderr);
    for idle in effects::idle(args, (&terms, &contest), &tickers, (&all, &selection)) {
        remarks.print(&idle.diagnostic());
    }
    for open in selection.open.iter().map(|at| all[*at]) {
        remarks.print(&day_open(open));
    }
    remarks.rest();
    let at = |places: &[usize]| -> Vec<&Entry> { places.iter().map(|at| all[*at]).collect() };
    let contested = at(&selection.contested);
    let mut valuation = value_among(&all, &selection.contested, &book, &terms)?;
    let credits = match &args.credits {
        Some(file) => {
            let first = contested.iter().map(|entry| entry.time).min();
            let doubts = CreditDoubts::new(first);
            credited(file, doubts, (&book, &terms), &mut outcome, stderr)?
        }
        None => Vec::new(),
    };
    say_idle_flat(args, &valuation, stderr);
    valuation.totals = valuation.totals.with_credits(&credits);
    if !args.deals.is_empty() {
        let deals = deals::read(&args.deals, &mut outcome, stderr)?;
        deals::note(&deals, &all, &selection, &mut valuation, stderr);
    }
    print_lines(args.output, &contested, &valuation, stdout)?;
    if let Some(file) = &args.totals {
        write_totals(file, &valuation.totals)?;
    }
    say_disagreements(&contested, &valuation, stderr);
    // A closed standard error is no reason to fail.
    say_totals(&valuation, &at(&selection.left_out), stderr).ok();
    say_conflicts(&claim, stderr).ok();
    Ok(ExitCode::from(outcome.status()))
}

/// Warns where `--flat-before` gives no fill a value.
fn say_idle_flat(args: &Args, valuation: &Valuation, stderr: &mut dyn Write) {
    let Some(at) = args.flat_before else { return };
    let trips = valuation
        .lines
        .iter()
        .filter_map(|line| line.round_trip.as_ref());
    let mut stated = trips.filter(|trip| trip.flat.by == losses::FlatBy::Stated);
    if stated.next().is_none() {
        let option = format!("--flat-before {at}");
        let idle = Diagnostic::of_file(&option, Code::WarnNoEffect, Message::RunNoFill);
        Remarks::new(stderr).print(&idle);
    }
}

/// Asks about an entry that has a date and no time, where a period covers only a part of
/// that day.
fn day_open(entry: &Entry) -> Diagnostic {
    Diagnostic {
        file: entry.file.to_string(),
        line: entry.lines.start(),
        column: 0,
        code: Code::WarnDate,
        message: Message::TimeDayOpen {
            text: entry.time_raw.clone(),
        },
    }
}

fn joined(a: Outcome, b: Outcome) -> Outcome {
    Outcome {
        has_refused: a.has_refused || b.has_refused,
        has_unrecognised: a.has_unrecognised || b.has_unrecognised,
        has_failed: a.has_failed || b.has_failed,
    }
}

/// Reads every price file. A file without a price ends the command; otherwise its prices
/// would be missing without notice.
fn read_prices(
    options: &[String],
    outcome: &mut Outcome,
    stderr: &mut dyn Write,
) -> anyhow::Result<PriceBook> {
    let mut book = PriceBook::new();
    let mut remarks = Remarks::new(stderr);
    for option in options {
        let (pair, file) = price_file(option);
        let pair = pair.map(|(asset, quote)| (in_capitals(asset), in_capitals(quote)));
        let pair = pair.as_ref().map(|(asset, quote)| (&**asset, &**quote));
        let bytes = fs::read(file).with_context(|| format!("{file} cannot be read"))?;
        let read = book.add(file, pair, &bytes)?;
        outcome.has_refused |= read.refused > 0;
        for diagnostic in &read.diagnostics {
            remarks.print(diagnostic);
        }
        if read.known {
            let message = Message::RunSamePrices;
            remarks.print(&Diagnostic::of_file(file, Code::NoteSameFile, message));
        }
        remarks.rest();
    }
    Ok(book)
}

/// Pair and path of `[ASSET/QUOTE=]FILE`. File names may hold `=` and `/`; if the whole
/// option is an existing file, it has no pair.
fn price_file(option: &str) -> (Option<(&str, &str)>, &str) {
    let split = option.split_once('=').and_then(|(pair, file)| {
        let (asset, quote) = pair.split_once('/')?;
        let plain = |ticker: &str| !ticker.is_empty() && !ticker.contains(['/', '\\', '.']);
        (plain(asset) && plain(quote)).then_some((Some((asset, quote)), file))
    });
    match split {
        Some(split) if !Path::new(option).exists() => split,
        _ => (None, option),
    }
}

fn credited(
    file: &Path,
    mut doubts: CreditDoubts,
    (book, terms): (&PriceBook, &Terms),
    outcome: &mut Outcome,
    stderr: &mut dyn Write,
) -> anyhow::Result<Vec<CreditLine>> {
    let name = file.to_string_lossy();
    let bytes = fs::read(file).with_context(|| format!("{name} cannot be read"))?;
    let (credits, diagnostics) = read_credits(&name, &bytes)?;
    let mut remarks = Remarks::new(stderr);
    for diagnostic in &diagnostics {
        outcome.has_refused |= diagnostic.severity() == ledger::Severity::Refused;
        remarks.print(diagnostic);
    }
    let lines = value_credits(&credits, &mut doubts, book, terms)?;
    for diagnostic in lines.iter().flat_map(CreditLine::diagnostics) {
        remarks.print(&diagnostic);
    }
    remarks.rest();
    Ok(lines)
}

fn print_lines(
    output: Output,
    entries: &[&Entry],
    valuation: &Valuation,
    stdout: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut table = TextTable::new(output.into(), &losses::COLUMNS, stdout);
    for (entry, line) in entries.iter().zip(&valuation.lines) {
        table.row_of(|row| losses::cells(entry, line, row))?;
    }
    table.finish()?;
    Ok(())
}

fn write_totals(file: &Path, totals: &Totals) -> anyhow::Result<()> {
    let mut json = serde_json::to_string_pretty(totals)?;
    json.push('\n');
    fs::write(file, json).with_context(|| format!("{} cannot be written", file.display()))
}

fn say_disagreements(entries: &[&Entry], valuation: &Valuation, stderr: &mut dyn Write) {
    let mut remarks = Remarks::new(stderr);
    for (entry, line) in entries.iter().zip(&valuation.lines) {
        for price in &line.prices {
            for other in &price.disagreements {
                let message = Message::RunSources {
                    asset: price.asset.clone(),
                    moment: price.asked_at,
                    price: price.text.as_str().into(),
                    other: other.text.as_str().into(),
                    source: other.source.as_str().into(),
                };
                remarks.print(&Diagnostic {
                    line: entry.lines.start(),
                    ..Diagnostic::of_file(&entry.file, Code::WarnSources, message)
                });
            }
        }
    }
    remarks.rest();
}

/// Prints the totals in words, with what they count.
fn say_totals(
    valuation: &Valuation,
    left_out: &[&Entry],
    stderr: &mut dyn Write,
) -> std::io::Result<()> {
    let Totals {
        currency,
        basis,
        method,
        price_files,
        conditions,
        gross_loss,
        gross_gain,
        loss,
        credits,
        net,
        native,
        entries_contested,
        positions_not_valued,
        unpriced: unpriced_rows,
        ..
    } = &valuation.totals;
    let unpriced = valuation.entries_unpriced();
    writeln!(
        stderr,
        "{entries_contested} entries contested, {unpriced} of them without a price and in no \
         total; basis {basis}, method {method}"
    )?;
    writeln!(
        stderr,
        "{conditions}; price files: {}",
        price_files.join(", ")
    )?;
    writeln!(
        stderr,
        "loss {loss} {currency} (losses {gross_loss}, gains {gross_gain}); came back {credits}; \
         net {net}"
    )?;
    let units: Vec<String> = native.iter().map(|(a, n)| format!("{n} {a}")).collect();
    if !units.is_empty() {
        writeln!(stderr, "units: {}", units.join(", "))?;
    }
    for missing in missing_prices(valuation) {
        writeln!(stderr, "{missing}")?;
    }
    for credit in unpriced_rows.iter().filter(|row| row.credit) {
        writeln!(
            stderr,
            "came back without a price, not taken off: {} {} ({}:{})",
            credit.units, credit.asset, credit.file, credit.line
        )?;
    }
    for position in positions_not_valued {
        writeln!(
            stderr,
            "not valued: {} fills of {} from {}:{} on; the position before them is unknown",
            position.fills, position.market, position.file, position.line
        )?;
    }
    for entry in left_out {
        writeln!(stderr, "left out: {}", entry.place())?;
    }
    Ok(())
}

/// Says how many conflicts nobody settled: the figures could differ by them.
fn say_conflicts(claim: &Resolved, stderr: &mut dyn Write) -> std::io::Result<()> {
    let open = claim.conflicts.iter().filter(|found| found.is_open());
    match open.count() {
        0 => Ok(()),
        open => writeln!(
            stderr,
            "open conflicts: {open}; --count says which of two rows counts"
        ),
    }
}

/// One sentence for each asset and reason, with the number of lines that depend on it.
fn missing_prices(valuation: &Valuation) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::new();
    for unpriced in valuation.lines.iter().flat_map(|line| &line.unpriced) {
        let key = (unpriced.asset.as_str(), unpriced.missing.reason());
        *counts.entry(key).or_insert(0_u64) += 1;
    }
    counts
        .into_iter()
        .map(|((asset, why), lines)| format!("no price: {asset} on {lines} lines ({why})"))
        .collect()
}

#[cfg(test)]
mod tests;
