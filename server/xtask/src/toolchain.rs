//! Chooses the toolchain for the browser side. With an ordinary rustup it is the default
//! one, after `rustup target add`. Where rustup can download nothing, it is Debian's own
//! toolchain for the web, after std was built for the target, which Debian does not package.
//! Everything else (server, tests, lints) uses the default toolchain.

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
    /// The toolchain of `cargo` on `PATH`.
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

/// Finds a toolchain that builds for the browser, and installs what is missing.
///
/// It checks what is installed before it lets rustup download. A machine without a network
/// therefore does not wait for a time-out in every build.
///
/// # Errors
/// When there is none and none can be installed; the message says what to run.
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

/// Whether the default toolchain's own folder has std for the target, from whatever source
/// (rustup, a distribution's package).
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

/// The command for root: this program by its full path, because root rarely has cargo on
/// `PATH`.
fn by_hand() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    format!("run once as root: {} toolchain", program.display())
}

/// `/usr/bin/cargo` with the compiler beside it. By itself, cargo would search `PATH`, where
/// rustup's compiler comes first.
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

/// The file that records with which compiler std was built. The std fits no other compiler,
/// and Debian updates the compiler without regard to it.
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
    // rustc needs a linker with this name, which Debian does not ship.
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

/// The LLVM version of the compiler, which its linker must match.
fn llvm_major(version: &str) -> Result<u32> {
    version
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))
        .and_then(|number| number.split('.').next()?.parse().ok())
        .context("rustc -vV names no LLVM version")
}

/// Builds std from Debian's sources in an empty crate, and puts the libraries where the
/// compiler looks for them. It includes bitcode, for link-time optimisation.
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
    // Libraries of an older compiler must be removed, because two versions of std are an
    // error.
    machine.run(machine.as_root("rm")?.arg("-rf").arg(&place))?;
    machine.run(machine.as_root("mkdir")?.arg("-p").arg(&place))?;
    machine.run(machine.as_root("cp")?.args(&libraries).arg(&place))?;
    let note = scratch.path().join("built-with");
    fs::write(&note, version)?;
    machine.run(machine.as_root("cp")?.arg(&note).arg(stamp(machine)))
}

#[cfg(test)]
mod tests;
