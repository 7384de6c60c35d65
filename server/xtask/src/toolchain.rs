//! Which toolchain builds the browser side. With an ordinary rustup the answer
//! is the default one and one `rustup target add`. Where rustup can fetch
//! nothing, Debian's own toolchain for the web does it, once std is built for
//! the target, which Debian does not package. Everything else (server, tests,
//! lints) stays on the default toolchain.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::machine::Machine;

/// The browser's target.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A toolchain that has the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that `cargo` on `PATH` means.
    Default,
    /// `rustc-web` and `cargo-web` under `/usr`.
    Debian,
}

impl Toolchain {
    /// This toolchain's cargo.
    pub fn cargo(self, machine: &Machine) -> Command {
        match self {
            Toolchain::Default => machine.command("cargo"),
            Toolchain::Debian => debian_cargo(machine),
        }
    }
}

/// Finds a toolchain that builds for the browser, installing what is missing.
///
/// It looks at what is there before it asks rustup to fetch, so a machine
/// without a way to the outside waits for no time-out on every build.
///
/// # Errors
/// When there is none and none can be made; the message says what to run.
pub fn choose(machine: &Machine) -> Result<Toolchain> {
    if default_has_target(machine) {
        return Ok(Toolchain::Default);
    }
    if debian_is_ready(machine) {
        return Ok(Toolchain::Debian);
    }
    let mut add = machine.command("rustup");
    add.args(["target", "add", TARGET]);
    if machine.has("rustup") && machine.run(&mut add).is_ok() && default_has_target(machine) {
        return Ok(Toolchain::Default);
    }
    if !machine.has("apt-get") {
        bail!("nothing here builds for {TARGET}; run: rustup target add {TARGET}");
    }
    eprintln!("xtask: rustup could not add {TARGET}; using Debian's toolchain for the web");
    prepare_debian(machine).with_context(by_hand)?;
    Ok(Toolchain::Debian)
}

/// Whether the default toolchain's own folder has std for the target, however
/// it came there (rustup, a distribution's package).
fn default_has_target(machine: &Machine) -> bool {
    machine
        .output(machine.command("rustc").args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| has_std(&PathBuf::from(sysroot).join(library(TARGET))))
}

fn library(target: &str) -> String {
    format!("lib/rustlib/{target}/lib")
}

fn has_std(folder: &std::path::Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd"))
    })
}

/// What to say to somebody who is not root: this program by its path, because
/// root rarely has cargo on `PATH`.
fn by_hand() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    format!("run once as root: {} toolchain", program.display())
}

/// `/usr/bin/cargo` with the compiler beside it; cargo alone would ask `PATH`,
/// where rustup's comes first.
fn debian_cargo(machine: &Machine) -> Command {
    let mut cargo = machine.command(machine.usr.join("bin/cargo"));
    cargo
        .env("RUSTC", machine.usr.join("bin/rustc"))
        .env_remove("RUSTUP_TOOLCHAIN");
    cargo
}

/// `rustc -vV` of Debian's toolchain: version, commit and LLVM.
fn debian_version(machine: &Machine) -> Result<String> {
    machine.output(machine.command(machine.usr.join("bin/rustc")).arg("-vV"))
}

/// Which compiler std was built with lies beside it: it fits no other, and
/// Debian updates the compiler without knowing of our std.
fn stamp(machine: &Machine) -> PathBuf {
    machine.usr.join(format!("lib/rustlib/{TARGET}/built-with"))
}

fn debian_is_ready(machine: &Machine) -> bool {
    machine.usr.join("bin/cargo").is_file()
        && has_std(&machine.usr.join(library(TARGET)))
        && debian_version(machine).is_ok_and(|version| {
            fs::read_to_string(stamp(machine)).is_ok_and(|built| built.trim() == version)
        })
}

/// Packages, linker, std.
fn prepare_debian(machine: &Machine) -> Result<()> {
    machine.install(&["rustc-web", "cargo-web", "rust-web-src"])?;
    let version = debian_version(machine)?;
    let llvm = llvm_major(&version)?;
    let lld = machine.usr.join(format!("bin/lld-{llvm}"));
    if !lld.exists() {
        machine.install(&[&format!("lld-{llvm}")])?;
    }
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .context("rustc -vV names no host")?;
    // rustc looks for a linker of this name, which Debian does not ship.
    let programs = machine.usr.join(format!("lib/rustlib/{host}/bin"));
    machine.run(machine.as_root("mkdir")?.arg("-p").arg(&programs))?;
    machine.run(
        machine
            .as_root("ln")?
            .arg("-sfn")
            .arg(&lld)
            .arg(programs.join("rust-lld")),
    )?;
    build_std(machine, &version)
}

/// The LLVM that the compiler was made with: its linker must match.
fn llvm_major(version: &str) -> Result<u32> {
    version
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))
        .and_then(|number| number.split('.').next()?.parse().ok())
        .context("rustc -vV names no LLVM version")
}

/// Builds std from Debian's sources in an empty crate and puts the libraries
/// where the compiler looks. With bitcode, for link-time optimisation.
fn build_std(machine: &Machine, version: &str) -> Result<()> {
    let scratch = tempfile::tempdir()?;
    fs::create_dir(scratch.path().join("src"))?;
    fs::write(scratch.path().join("src/lib.rs"), "#![no_std]\n")?;
    fs::write(
        scratch.path().join("Cargo.toml"),
        "[package]\nname = \"empty\"\nedition = \"2021\"\n\n[workspace]\n\n\
         [profile.release]\ncodegen-units = 1\n",
    )?;
    machine.run(
        debian_cargo(machine)
            .current_dir(scratch.path())
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .arg("-Zbuild-std=core,alloc,std,panic_abort,panic_unwind,proc_macro,test")
            .args(["build", "--release", "--target", TARGET, "--target-dir"])
            .arg(scratch.path().join("target")),
    )?;
    let built = scratch.path().join(format!("target/{TARGET}/release/deps"));
    let libraries: Vec<PathBuf> = fs::read_dir(&built)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "rlib")
        })
        .filter(|path| !path.to_string_lossy().contains("libempty"))
        .collect();
    let place = machine.usr.join(library(TARGET));
    // Libraries of an older compiler must go: two stds are an error.
    machine.run(machine.as_root("rm")?.arg("-rf").arg(&place))?;
    machine.run(machine.as_root("mkdir")?.arg("-p").arg(&place))?;
    machine.run(machine.as_root("cp")?.args(&libraries).arg(&place))?;
    let note = scratch.path().join("built-with");
    fs::write(&note, version)?;
    machine.run(machine.as_root("cp")?.arg(&note).arg(stamp(machine)))
}

#[cfg(test)]
mod tests;
