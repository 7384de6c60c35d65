//! `redress sample`: prints the shape of a file without its values, to report a format that
//! is not supported yet.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use ledger::SampleLimits;

/// Arguments of `redress sample`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A table of text: CSV, also with semicolons or tabs, in any encoding.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Rows of the sample below its header, in place of the value in the settings.
    #[arg(long)]
    pub rows: Option<usize>,
    /// The size of the sample, from the settings, as for the server.
    #[arg(skip)]
    pub limits: SampleLimits,
}

/// Runs the command.
///
/// # Errors
/// When the file cannot be read or is no table of text; errors of standard output.
pub fn run(args: &Args, stdout: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let name = args.file.display();
    let limits = SampleLimits {
        rows_max: args.rows.unwrap_or(args.limits.rows_max),
        ..args.limits
    };
    let mut bytes = Vec::new();
    File::open(&args.file)
        .and_then(|file| file.take(limits.bytes_max as u64).read_to_end(&mut bytes))
        .with_context(|| format!("{name} cannot be read"))?;
    let sample = ledger::redacted_sample(&bytes, &limits).with_context(|| name.to_string())?;
    stdout.write_all(&sample)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_shape_and_none_of_the_values() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.csv");
        std::fs::write(&file, "When,User\n2022-10-18 21:00:09,alice77123\n").unwrap();
        let mut out = Vec::new();
        let args = Args {
            file,
            rows: Some(5),
            limits: SampleLimits::default(),
        };
        assert_eq!(run(&args, &mut out).unwrap(), ExitCode::SUCCESS);
        let out = String::from_utf8(out).unwrap();
        assert!(
            out.starts_with("When,User\n") && !out.contains("alice"),
            "{out}"
        );
        let missing = Args {
            file: "/nowhere.csv".into(),
            rows: None,
            limits: SampleLimits::default(),
        };
        assert!(run(&missing, &mut Vec::new()).is_err());
    }
}
