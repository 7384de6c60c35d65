//! Runs every test of every kind: cargo's on both databases, then the journeys in Chromium
//! against the binary that people start. "The tests pass" then means the same everywhere,
//! and a test that was left out (ignored, skipped, or never run on PostgreSQL) counts as a
//! failure.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::machine::Machine;
use crate::{Places, site};

/// The results of a run of tests.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
    /// Store tests that passed on SQLite and on PostgreSQL, by their module.
    on_sqlite: u64,
    on_postgres: u64,
}

impl Tally {
    /// Reads one line of cargo's or node's test output.
    fn read(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            // test result: ok. 14 passed; 0 failed; 0 ignored; …
            [
                "test",
                "result:",
                _,
                passed,
                "passed;",
                failed,
                "failed;",
                ignored,
                "ignored;",
                ..,
            ] => {
                self.add(passed, failed, ignored);
            }
            // ℹ pass 3
            ["ℹ", "pass", count] => self.add(count, "0", "0"),
            ["ℹ", "fail" | "cancelled", count] => self.add("0", count, "0"),
            ["ℹ", "skipped" | "todo", count] => self.add("0", "0", count),
            ["test", name, "...", "ok"] if name.split("::").any(|part| part == "sqlite") => {
                self.on_sqlite += 1;
            }
            ["test", name, "...", "ok"] if name.split("::").any(|part| part == "postgres") => {
                self.on_postgres += 1;
            }
            _ => {}
        }
    }

    fn add(&mut self, passed: &str, failed: &str, skipped: &str) {
        let number = |text: &str| text.parse::<u64>().unwrap_or_default();
        self.passed += number(passed);
        self.failed += number(failed);
        self.skipped += number(skipped);
    }

    /// Counts a failure that is not a test's.
    fn fail(&mut self, why: &str) {
        eprintln!("xtask: FAILED: {why}");
        self.failed += 1;
    }
}

/// Installs what is missing, builds, runs everything and closes with a line `N passed, N
/// failed`. `only` restricts it to `rust` or `browser`.
///
/// # Errors
/// When a test failed or was skipped, or a required program cannot be installed.
pub fn run(machine: &Machine, places: &Places, only: Option<&str>) -> Result<()> {
    let (rust, browser) = match only {
        None => (true, true),
        Some("rust") => (true, false),
        Some("browser") => (false, true),
        Some(other) => bail!("no such part: {other} (rust, browser)"),
    };
    let machine = &with_validators(machine, places)?;
    let mut tally = Tally::default();
    site::build(machine, places)?;
    if rust {
        run_cargo(machine, places, &mut tally)?;
    }
    if browser {
        run_browser(machine, places, &mut tally)?;
    }
    close(tally)
}

/// Prints the closing line and turns failures and skips into an error.
fn close(tally: Tally) -> Result<()> {
    let skipped = match tally.skipped {
        0 => String::new(),
        some => format!(", {some} skipped"),
    };
    println!("{} passed, {} failed{skipped}", tally.passed, tally.failed);
    if tally.failed > 0 || tally.skipped > 0 || tally.passed == 0 {
        bail!("not every test ran and passed");
    }
    Ok(())
}

/// Cargo's tests of all crates, the store's on both databases, and doc tests.
fn run_cargo(machine: &Machine, places: &Places, tally: &mut Tally) -> Result<()> {
    let cargo_test = || {
        let mut cargo = machine.command("cargo");
        cargo
            .args(["test", "--locked", "--workspace", "--no-fail-fast"])
            .arg("--target-dir")
            .arg(&places.target);
        cargo
    };
    machine.run(cargo_test().arg("--no-run"))?;
    if !machine.has("initdb") && !machine.usr.join("lib/postgresql").is_dir() {
        machine.install(&["postgresql"])?;
    }
    let script = places.repo.join("server/tests/postgres.sh");
    // The folder is not one of ours, because the cluster's owner could not enter that.
    let folder = std::env::temp_dir().join(format!("redress-tests-{}", std::process::id()));
    let url = machine.output(machine.command(&script).arg("start").arg(&folder))?;
    let tested = count(
        machine,
        cargo_test().env("REDRESS_TEST_POSTGRES_URL", &url),
        tally,
    );
    machine.run(machine.command(&script).arg("stop").arg(&folder))?;
    if !tested? {
        tally.fail("cargo test");
    }
    if tally.on_postgres == 0 || tally.on_postgres != tally.on_sqlite {
        let (sqlite, postgres) = (tally.on_sqlite, tally.on_postgres);
        tally.fail(&format!(
            "{sqlite} store tests passed on SQLite, {postgres} on PostgreSQL"
        ));
    }
    Ok(())
}

/// The journeys and the test of memory, with the server that people run.
fn run_browser(machine: &Machine, places: &Places, tally: &mut Tally) -> Result<()> {
    let built = build_programs(machine, places)?;
    let chromium = chromium(machine)?;
    let folder = places.repo.join("server/tests/browser");
    node_modules(machine, &folder)?;
    let before = tally.passed;
    let succeeded = count(
        machine,
        machine
            .command("node")
            .args([
                "--test",
                "--test-reporter=spec",
                "--test-concurrency=2",
                "--test-timeout=900000",
            ])
            .args(node_tests(&places.repo.join("server/tests"))?)
            .args(node_tests(&folder)?)
            .current_dir(&folder)
            .env("JOURNEY_SERVER", built.join("redress"))
            .env("JOURNEY_S3", built.join("examples/s3"))
            .env("JOURNEY_CHROMIUM", chromium),
        tally,
    )?;
    if !succeeded || tally.passed == before {
        tally.fail("the journeys in the browser");
    }
    Ok(())
}

/// Builds the programs that the tests for Node start; their folder. The same packages are
/// chosen as for cargo's tests, so that cargo has little left to build.
fn build_programs(machine: &Machine, places: &Places) -> Result<PathBuf> {
    let mut cargo = machine.command("cargo");
    cargo
        .args(["build", "--locked", "--workspace", "--bins", "--examples"])
        .arg("--target-dir")
        .arg(&places.target);
    machine.run(&mut cargo)?;
    Ok(places.target.join("debug"))
}

/// The files with tests for Node in a folder.
fn node_tests(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.js"))
        .collect();
    files.sort();
    Ok(files)
}

/// Runs a test runner, shows its output, and counts. Returns whether it succeeded.
fn count(machine: &Machine, command: &mut Command, tally: &mut Tally) -> Result<bool> {
    eprintln!("xtask: {}", machine.in_words(command));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| machine.in_words(command))?;
    let output = child.stdout.take().context("its output is piped")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        tally.read(&line);
    }
    Ok(child.wait()?.success())
}

/// Chromium's path; installs it if it is missing.
fn chromium(machine: &Machine) -> Result<PathBuf> {
    let path = machine.usr.join("bin/chromium");
    if !path.is_file() {
        machine.install(&["chromium"])?;
    }
    Ok(path)
}

/// Node with the modules of the lock file, which are installed again when the file changed.
fn node_modules(machine: &Machine, folder: &std::path::Path) -> Result<()> {
    if !machine.has("node") || !machine.has("npm") {
        machine.install(&["nodejs", "npm"])?;
    }
    let version = machine.output(machine.command("node").arg("--version"))?;
    if node_major(&version).is_none_or(|major| major < 20) {
        bail!("the journeys need Node 20 or newer, this is {version}; see nodejs.org");
    }
    let lock = fs::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    machine.run(
        machine
            .command("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder),
    )?;
    fs::write(stamp, lock)?;
    Ok(())
}

fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// This machine with the stock validators of a bundle first on `PATH`: `ssh-keygen`, and in a
/// folder of their own those of Python, for BagIt, RO-Crate, CASE and Frictionless.
fn with_validators(machine: &Machine, places: &Places) -> Result<Machine> {
    for (program, package) in [
        ("ssh-keygen", "openssh-client"),
        ("openssl", "openssl"),
        ("unzip", "unzip"),
        ("python3", "python3"),
    ] {
        if !machine.has(program) {
            machine.install(&[package])?;
        }
    }
    let wanted = places.repo.join("server/tests/requirements.txt");
    let folder = places.target.join("validators");
    let stamp = folder.join("installed-from");
    // Its scripts contain the full path of their Python, so that a moved folder must be made
    // again.
    let list = fs::read_to_string(&wanted)? + &format!("# in {}\n", folder.display());
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == list) {
        return Ok(machine.with_first_on_path(&folder.join("bin")));
    }
    let make = || {
        let mut python = machine.command("python3");
        machine.run(python.args(["-m", "venv", "--clear"]).arg(&folder))
    };
    if make().is_err() {
        // Debian's Python has this module in a package of its own.
        machine.install(&["python3-venv"])?;
        make()?;
    }
    let mut pip = machine.command(folder.join("bin/pip"));
    machine.run(
        pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&wanted),
    )?;
    fs::write(stamp, list)?;
    Ok(machine.with_first_on_path(&folder.join("bin")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &str) -> Tally {
        let mut tally = Tally::default();
        lines.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn results_of_several_test_programs_are_added_up() {
        let tally = tally(
            "test result: ok. 14 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.69s\n\
             test result: FAILED. 2 passed; 1 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
             ℹ tests 9\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1\nℹ duration_ms 77.5",
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped), (21, 3, 5));
    }

    #[test]
    fn counts_store_tests_by_their_database() {
        let tally = tally(
            "test claims::sqlite::keeps_a_claim ... ok\n\
             test claims::postgres::keeps_a_claim ... ok\n\
             test claims::postgres::refuses_two ... FAILED\n\
             test urls::postgresql_is_known ... ok",
        );
        assert_eq!((tally.on_sqlite, tally.on_postgres), (1, 1));
    }

    #[test]
    fn a_failed_a_skipped_and_an_empty_run_are_errors() {
        let good = Tally {
            passed: 1,
            ..Tally::default()
        };
        assert!(close(good).is_ok());
        assert!(close(Tally { failed: 1, ..good }).is_err());
        assert!(close(Tally { skipped: 1, ..good }).is_err());
        assert!(close(Tally::default()).is_err());
    }

    #[test]
    fn reads_nodes_version() {
        assert_eq!(node_major("v20.20.2"), Some(20));
        assert_eq!(node_major("nonsense"), None);
    }
}
