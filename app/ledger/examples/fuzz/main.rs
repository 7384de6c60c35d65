//! Changes fixtures at random, packs them in a carrier and reads them: nothing may
//! panic, hang, or come out otherwise when it is sliced otherwise.
//!
//! `cargo run --release -p ledger --example fuzz -- TARGET SECONDS [SEED]`, with
//! `list` for the targets, or `server/tests/fuzz.sh` for all of them. A failing
//! input is kept in the folder for temporary files and named.

mod apart;
mod carriers;
mod change;
#[expect(dead_code, reason = "tests of workbooks use the rest")]
#[path = "../../tests/workbooks/records.rs"]
mod records;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use targets::Target;

/// No input is large: what takes longer hangs.
const ONE_INPUT_MAX: Duration = Duration::from_secs(5);

#[expect(clippy::disallowed_methods, reason = "a fuzzer watches the clock")]
fn now() -> Instant {
    Instant::now()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match &arguments[..] {
        [list] if list == "list" => {
            println!("{}", targets::names().join("\n"));
            return ExitCode::SUCCESS;
        }
        [name, rest @ ..] => (name, rest),
        [] => {
            eprintln!("usage: fuzz TARGET SECONDS [SEED], or: fuzz list");
            return ExitCode::FAILURE;
        }
    };
    let number = |at: usize| rest.get(at).and_then(|number| number.parse::<u64>().ok());
    let seconds = Duration::from_secs(number(0).unwrap_or(60));
    let Some(target) = Target::new(name, number(1).unwrap_or(1)) else {
        eprintln!("no target `{name}`: `fuzz list` has them");
        return ExitCode::FAILURE;
    };
    fuzz(name, target, seconds)
}

fn fuzz(name: &str, mut target: Target, seconds: Duration) -> ExitCode {
    let (start, mut inputs) = (now(), 0_u64);
    while now() - start < seconds {
        let input = target.input();
        let begun = now();
        let outcome = catch_unwind(AssertUnwindSafe(|| target.check(&input)));
        if outcome.is_err() || now() - begun > ONE_INPUT_MAX {
            let kept = std::env::temp_dir().join(format!("fuzz-{name}-{inputs}"));
            std::fs::write(&kept, &input).ok();
            eprintln!("failed or hung on {}", kept.display());
            return ExitCode::FAILURE;
        }
        inputs += 1;
    }
    println!("{name}: {inputs} inputs, nothing found");
    ExitCode::SUCCESS
}
