//! `redress verify BUNDLE [--key FILE] [--continues OLD]`: checks a bundle without trusting the server that
//! made it.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use ledger::Money;
use report::key::PublicKey;
use report::{Amounts, KeptHead, Trusted, Verdict};

/// Check a bundle: every hash and signature, and every loss by computing it again.
///
/// Exit status: 0 everything holds; 2 something differs, and each difference is named; 1 the
/// bundle cannot be read.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle, as it was downloaded.
    #[arg(value_name = "BUNDLE")]
    bundle: PathBuf,
    /// The key that must have signed it: allowed_signers, a .pub file or PEM.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// An earlier bundle, or a head that was kept (custody-head.txt): the custody log must
    /// continue it.
    #[arg(long, value_name = "OLD")]
    continues: Option<PathBuf>,
    /// The most bytes of the key file. Public keys are short; a longer file is something else.
    #[arg(long, value_name = "BYTES", default_value_t = 1 << 20)]
    key_bytes_max: u64,
    /// The limits for a bundle, from the settings, as for the server.
    #[arg(skip)]
    pub limits: report::VerifyLimits,
}

/// Checks the bundle and prints the result.
///
/// # Errors
/// When the bundle or the key cannot be read.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let keys = args.key.as_deref();
    let keys = keys
        .map(|path| read_keys(path, args.key_bytes_max))
        .transpose()?;
    anyhow::ensure!(
        !args.bundle.is_dir(),
        "{}: a folder; a bundle is checked as it was downloaded, as a ZIP",
        args.bundle.display()
    );
    let earlier = args.continues.as_deref();
    let earlier = earlier
        .map(|path| read_earlier(path, keys.as_deref(), &args.limits))
        .transpose()?;
    let trusted = Trusted {
        keys: keys.as_deref(),
        earlier: earlier.as_ref(),
    };
    let file = File::open(&args.bundle).with_context(|| args.bundle.display().to_string())?;
    let verdict = report::verify_with(file, &trusted, &args.limits)
        .with_context(|| args.bundle.display().to_string())?;
    print(&verdict, &mut io::stdout().lock())?;
    Ok(if verdict.holds() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn read_keys(path: &Path, bytes_max: u64) -> anyhow::Result<Vec<PublicKey>> {
    let mut text = String::new();
    File::open(path)
        .and_then(|file| {
            file.take(bytes_max.saturating_add(1))
                .read_to_string(&mut text)
        })
        .with_context(|| path.display().to_string())?;
    anyhow::ensure!(
        text.len() as u64 <= bytes_max,
        "{}: longer than {bytes_max} bytes, so no file of public keys",
        path.display()
    );
    PublicKey::read_all(&text).with_context(|| path.display().to_string())
}

fn read_earlier(
    path: &Path,
    keys: Option<&[PublicKey]>,
    limits: &report::VerifyLimits,
) -> anyhow::Result<KeptHead> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let head = report::kept_head(file, keys, &limits.verifying);
    head.with_context(|| path.display().to_string())
}

fn print(verdict: &Verdict, to: &mut impl Write) -> io::Result<()> {
    for finding in &verdict.findings {
        writeln!(to, "DIFFERS {finding}")?;
    }
    if verdict.findings_more > 0 {
        writeln!(to, "DIFFERS and {} more", verdict.findings_more)?;
    }
    for row in &verdict.other_totals {
        writeln!(to, "NOTE {row}")?;
    }
    if verdict.other_totals_more > 0 {
        writeln!(to, "NOTE and {} more such rows", verdict.other_totals_more)?;
    }
    let checked = &verdict.checked;
    writeln!(to, "{}", verdict.name)?;
    report(verdict, to)?;
    writeln!(
        to,
        "  {} files, {} bytes: every hash compared",
        checked.files, checked.bytes
    )?;
    writeln!(
        to,
        "  {} claims shared, {} listed by reference alone",
        checked.claims_shared, checked.claims_withheld
    )?;
    writeln!(
        to,
        "  {} originals read again, {} entries compared, {} typed in without an original",
        checked.originals, checked.entries, checked.entries_typed
    )?;
    writeln!(
        to,
        "  {} rules applied again, {} losses computed again",
        checked.rules, checked.losses
    )?;
    writeln!(
        to,
        "  {} diagnostics, {} rows of balances and {} of periods worked out again",
        checked.diagnostics, checked.balances, checked.periods
    )?;
    log(verdict, to)?;
    signer(verdict, to)?;
    unchecked(verdict, to)?;
    writeln!(
        to,
        "{}",
        if verdict.holds() {
            "HOLDS: every file is as it was signed and every figure follows from the originals."
        } else {
            "DOES NOT HOLD: what differs is named above."
        }
    )
}

fn report(verdict: &Verdict, to: &mut impl Write) -> io::Result<()> {
    let Some(report) = &verdict.report else {
        return Ok(());
    };
    let shown = |text: &str| text.escape_debug().to_string();
    writeln!(
        to,
        "  report no. {} of {}",
        report.number,
        shown(&report.incident)
    )?;
    writeln!(
        to,
        "  frozen {}, built {} for {}",
        shown(&report.frozen_at),
        shown(&report.built_at),
        shown(&report.recipient)
    )
}

fn log(verdict: &Verdict, to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "  {} custody records", verdict.checked.custody_records)?;
    if let Some(head) = &verdict.log_head {
        writeln!(
            to,
            "  head of the custody log: record {}, {}, {}",
            head.sequence, head.hash, head.time
        )?;
    }
    if let Some(sequence) = verdict.continues {
        writeln!(
            to,
            "  the log continues the earlier head, record {sequence}"
        )?;
    }
    Ok(())
}

/// Prints what could not be checked, and how much money that is.
fn unchecked(verdict: &Verdict, to: &mut impl Write) -> io::Result<()> {
    let unchecked = &verdict.unchecked;
    let currency = verdict
        .report
        .as_ref()
        .map_or("", |report| &report.currency);
    let of = |amounts: Amounts, what: &str| (amounts.count, amounts.money, what.to_owned());
    let lines: [(u64, Option<Money>, String); 10] = [
        of(
            unchecked.contested,
            "documented entries are contested: that they were not the claimant's own",
        ),
        of(
            unchecked.typed,
            "contested entries were typed in: there is no original",
        ),
        of(
            unchecked.withheld,
            "claims are withheld: their figures are the server's word",
        ),
        of(
            unchecked.unpriced,
            "quantities have no price: at most this much for those with a bound",
        ),
        of(
            unchecked.credits,
            "credits are the claimants' word, and so is that there are no others",
        ),
        (
            unchecked.credits_without_file,
            None,
            "credits name a file as their evidence that is not in the bundle".to_owned(),
        ),
        of(
            unchecked.declarations,
            "declarations were signed without a sum, or before figures changed",
        ),
        (
            unchecked.prices,
            None,
            "prices were used: that their files show the market".to_owned(),
        ),
        (
            unchecked.originals_unread,
            None,
            "originals were kept and not read".to_owned(),
        ),
        (
            unchecked.rows_refused,
            None,
            "rows of originals cannot be read".to_owned(),
        ),
    ];
    writeln!(to, "  not checked, because a bundle alone cannot show it:")?;
    for (count, money, what) in lines.into_iter().filter(|(count, ..)| *count > 0) {
        match money {
            Some(money) => writeln!(to, "    {count} {what}: {money} {currency}")?,
            None => writeln!(to, "    {count} {what}")?,
        }
    }
    if verdict.continues.is_none() {
        let log = "    that the log was not written anew: give an earlier bundle or head with \
                   --continues";
        writeln!(to, "{log}")?;
    }
    Ok(())
}

fn signer(verdict: &Verdict, to: &mut impl Write) -> io::Result<()> {
    match (&verdict.signer, verdict.key_given) {
        (Some(fingerprint), true) => {
            writeln!(to, "  signed with the key you gave: {fingerprint}")
        }
        (Some(fingerprint), false) => {
            writeln!(to, "  signed with the bundle's own key: {fingerprint}")?;
            writeln!(
                to,
                "  That proves nothing about who made it. Compare this fingerprint with the one \
                 on the server's page /keys, or by telephone, or give the key with --key."
            )
        }
        (None, _) => {
            writeln!(to, "  NO VALID SIGNATURE")?;
            let own = verdict.own_fingerprint.as_deref().unwrap_or("none");
            writeln!(to, "  the key in the bundle: {own}")
        }
    }
}

#[cfg(test)]
mod tests {
    use report::Finding;

    use super::*;

    fn printed(verdict: &Verdict) -> String {
        let mut bytes = Vec::new();
        print(verdict, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn an_unpacked_bundle_is_asked_for_as_it_was_downloaded() {
        let folder = tempfile::tempdir().unwrap();
        let args = |bundle: PathBuf| Args {
            bundle,
            key: None,
            continues: None,
            key_bytes_max: 1,
            limits: report::VerifyLimits::default(),
        };
        let error = run(&args(folder.path().to_owned())).unwrap_err();
        assert!(format!("{error:#}").contains("a folder"), "{error:#}");
        let error = run(&args(folder.path().join("x.zip"))).unwrap_err();
        let error = format!("{error:#}");
        assert_eq!(error.matches("os error").count(), 1, "{error}");
    }

    #[test]
    fn own_key_is_reported_to_prove_nothing() {
        let verdict = Verdict {
            signer: Some("SHA256:x".into()),
            ..Verdict::default()
        };
        let text = printed(&verdict);
        assert!(text.contains("proves nothing about who made it") && text.contains("SHA256:x"));
        assert!(text.ends_with("follows from the originals.\n"));
        let given = Verdict {
            key_given: true,
            ..verdict
        };
        assert!(printed(&given).contains("signed with the key you gave: SHA256:x"));
    }

    #[test]
    fn report_head_of_the_log_and_unchecked_money_are_printed() {
        let typed = Amounts {
            count: 2,
            money: "1234.50000000".parse().ok(),
        };
        let report = report::ReportFacts {
            incident: "The leak\nof 2022".into(),
            number: 3,
            frozen_at: "2026-01-01T00:00:00.000000Z".into(),
            built_at: "2026-01-02T00:00:00.000000Z".into(),
            recipient: "law_enforcement".into(),
            currency: "USD".into(),
        };
        let mut verdict = Verdict {
            report: Some(report),
            log_head: Some(casework::custody::Head::empty()),
            unchecked: report::Unchecked {
                typed,
                rows_refused: 7,
                ..report::Unchecked::default()
            },
            ..Verdict::default()
        };
        let text = printed(&verdict);
        for line in [
            "  report no. 3 of The leak\\nof 2022\n",
            "  frozen 2026-01-01T00:00:00.000000Z, built 2026-01-02T00:00:00.000000Z for law_enf",
            "  head of the custody log: record 0, 000",
            "    2 contested entries were typed in: there is no original: 1234.50000000 USD\n",
            "    7 rows of originals cannot be read\n",
            "    that the log was not written anew: give an earlier bundle or head with --cont",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        verdict.continues = Some(12);
        let text = printed(&verdict);
        assert!(
            text.contains("continues the earlier head, record 12"),
            "{text}"
        );
        assert!(!text.contains("written anew"), "{text}");
    }

    #[test]
    fn each_thing_that_differs_is_named_and_the_rest_counted() {
        let verdict = Verdict {
            findings: vec![Finding {
                place: "data/normalized/losses.csv:3".into(),
                sentence: "the loss no longer follows".into(),
            }],
            findings_more: 7,
            ..Verdict::default()
        };
        let text = printed(&verdict);
        assert!(text.starts_with("DIFFERS data/normalized/losses.csv:3: the loss"));
        assert!(text.contains("and 7 more") && text.contains("NO VALID SIGNATURE"));
        assert!(text.ends_with("DOES NOT HOLD: what differs is named above.\n"));
    }

    #[test]
    fn unreadable_file_gives_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let bundle = folder.path().join("no.zip");
        std::fs::write(&bundle, "no bundle").unwrap();
        let args = Args {
            bundle: bundle.clone(),
            key: None,
            continues: None,
            key_bytes_max: 1 << 20,
            limits: report::VerifyLimits::default(),
        };
        let error = format!("{:#}", run(&args).unwrap_err());
        assert!(error.contains("no.zip: this is no bundle"), "{error}");
        let args = Args {
            key: Some(bundle.clone()),
            bundle,
            continues: None,
            key_bytes_max: 9,
            limits: report::VerifyLimits::default(),
        };
        let error = format!("{:#}", run(&args).unwrap_err());
        assert!(error.contains("no Ed25519 public key"), "{error}");
        let args = Args {
            key_bytes_max: 8,
            ..args
        };
        let error = format!("{:#}", run(&args).unwrap_err());
        assert!(error.contains("longer than 8 bytes"), "{error}");
    }
}
