//! `redress verify BUNDLE [--key FILE]`: checks a bundle without trusting the server that
//! made it.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use report::Verdict;
use report::key::PublicKey;

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
    /// The most bytes of that file. Public keys are short; a longer file is something else.
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
    let verdict = report::verify(&args.bundle, keys.as_deref(), &args.limits)
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

fn print(verdict: &Verdict, to: &mut impl Write) -> io::Result<()> {
    for finding in &verdict.findings {
        writeln!(to, "DIFFERS {finding}")?;
    }
    if verdict.findings_more > 0 {
        writeln!(to, "DIFFERS and {} more", verdict.findings_more)?;
    }
    let checked = &verdict.checked;
    writeln!(to, "{}", verdict.name)?;
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
    writeln!(to, "  {} losses computed again", checked.losses)?;
    writeln!(to, "  {} custody records", checked.custody_records)?;
    signer(verdict, to)?;
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
            key_bytes_max: 1 << 20,
            limits: report::VerifyLimits::default(),
        };
        let error = format!("{:#}", run(&args).unwrap_err());
        assert!(error.contains("no.zip: this is no bundle"), "{error}");
        let args = Args {
            key: Some(bundle.clone()),
            bundle,
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
