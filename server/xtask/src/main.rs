//! Builds the browser side, starts the demo, runs every test, and installs what the machine
//! lacks for that. With it, two commands are enough on a fresh machine (`cargo demo`, `cargo
//! all-tests`), whether rustup can install the browser's target or not.

mod all_tests;
mod machine;
mod site;
mod toolchain;

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use machine::Machine;

const USAGE: &str = "usage: cargo run -p xtask -- COMMAND
  site             build the browser side into target/site
  demo [ARGUMENT]… site and server, then `redress demo ARGUMENT…`
  all-tests [PART] site and server, then every test (or only `rust`, `browser`)
  toolchain        only make sure that something here builds for the browser";

/// The folders that a build reads and writes.
struct Places {
    /// The workspace's top.
    repo: PathBuf,
    /// Where cargo builds: `CARGO_TARGET_DIR`, or `target` in the repo.
    target: PathBuf,
}

impl Places {
    /// Finds both folders. The workspace follows from where this crate was compiled. The
    /// target folder follows from where cargo put this program (`TARGET/debug/xtask`),
    /// whether a variable, a setting or the default chose it.
    fn find() -> Result<Places> {
        let repo = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .context("xtask lies two folders below the workspace's top")?;
        let program = std::env::current_exe().context("where this program is")?;
        let target = program
            .ancestors()
            .nth(2)
            .context("cargo puts a program two folders below its target folder")?;
        Ok(Places {
            repo: repo.to_owned(),
            target: target.to_owned(),
        })
    }
}

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<OsString> = arguments.collect();
    let places = Places::find()?;
    let machine = Machine::this(&places.repo);
    match command.to_str() {
        Some("site") => site::build(&machine, &places),
        Some("toolchain") => toolchain::choose(&machine).map(|_| ()),
        Some("all-tests") => {
            let part = rest.first().and_then(|part| part.to_str());
            all_tests::run(&machine, &places, part)
        }
        Some("demo") => demo(&machine, &places, &rest),
        _ => bail!(USAGE),
    }
}

/// Builds both sides and becomes `redress demo`, so that Ctrl-C reaches only the server.
fn demo(machine: &Machine, places: &Places, arguments: &[OsString]) -> Result<()> {
    site::build(machine, places)?;
    let redress = build_server(machine, places)?;
    let failed = machine.command(redress).arg("demo").args(arguments).exec();
    Err(failed).context("starting the server")
}

/// Builds the server with its site inside; the program's path.
fn build_server(machine: &Machine, places: &Places) -> Result<PathBuf> {
    let mut cargo = machine.command("cargo");
    cargo
        .args(["build", "--locked", "-p", "server", "--bin", "redress"])
        .arg("--target-dir")
        .arg(&places.target);
    machine.run(&mut cargo)?;
    Ok(places.target.join("debug/redress"))
}
