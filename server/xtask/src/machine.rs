//! Runs programs and installs Debian packages. It stands between this program and the
//! machine, so that tests can put stand-ins on `PATH` and reach branches that this machine
//! would never take.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The machine on which this program runs, or a test's substitute for one.
pub struct Machine {
    /// Where programs are run.
    pub folder: PathBuf,
    /// Where programs are searched, in the form of `PATH`.
    pub path: OsString,
    /// Where Debian installs: `/usr`.
    pub usr: PathBuf,
}

impl Machine {
    /// This machine; its programs run in `folder`.
    pub fn this(folder: &Path) -> Machine {
        Machine {
            folder: folder.to_owned(),
            path: std::env::var_os("PATH").unwrap_or_default(),
            usr: PathBuf::from("/usr"),
        }
    }

    /// A command without the variables that `cargo run` set for this program. Otherwise an
    /// inner cargo would use the outer one's compiler and libraries. It would also rebuild
    /// every crate whose build script reads a `CARGO_PKG_…` variable.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("PATH", &self.path);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if matches!(&*text, "CARGO" | "RUSTC" | "LD_LIBRARY_PATH")
                || text.starts_with("CARGO_MANIFEST_")
                || text.starts_with("CARGO_PKG_")
            {
                command.env_remove(&name);
            }
        }
        command
    }

    /// Whether a program of this name is on `PATH`.
    pub fn has(&self, program: &str) -> bool {
        std::env::split_paths(&self.path).any(|folder| folder.join(program).is_file())
    }

    /// Runs a command and shows its output.
    ///
    /// # Errors
    /// When it cannot be started or does not succeed.
    pub fn run(&self, command: &mut Command) -> Result<()> {
        let line = self.in_words(command);
        eprintln!("xtask: {line}");
        let status = command.status().with_context(|| line.clone())?;
        if !status.success() {
            bail!("{line}: {status}");
        }
        Ok(())
    }

    /// The standard output of a command.
    ///
    /// # Errors
    /// When it cannot be started or does not succeed.
    pub fn output(&self, command: &mut Command) -> Result<String> {
        let line = self.in_words(command);
        let output = command
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| line.clone())?;
        if !output.status.success() {
            bail!("{line}: {}", output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// A command that runs as root: directly for root, otherwise by a sudo that asks for no
    /// password.
    ///
    /// # Errors
    /// When the user is neither root nor has such a sudo.
    pub fn as_root(&self, program: &str) -> Result<Command> {
        if self.output(self.command("id").arg("-u"))? == "0" {
            return Ok(self.command(program));
        }
        let mut sudo = self.command("sudo");
        sudo.arg("-n");
        if self.has("sudo") && sudo.arg("true").output()?.status.success() {
            let mut command = self.command("sudo");
            command.args(["-n", program]);
            return Ok(command);
        }
        bail!("this needs root once, and sudo would ask for a password")
    }

    /// Installs Debian packages, with a new package list if the old one fails. Removes
    /// nothing that is installed.
    ///
    /// # Errors
    /// Says in one line what to run where this is impossible.
    pub fn install(&self, packages: &[&str]) -> Result<()> {
        let by_hand = format!("install by hand: apt-get install -y {}", packages.join(" "));
        if !self.has("apt-get") {
            bail!(
                "this machine has no apt-get; install what Debian calls {}",
                packages.join(" ")
            );
        }
        let install = || -> Result<()> {
            self.run(
                self.as_root("apt-get")?
                    .args([
                        "install",
                        "-y",
                        "-q",
                        "--no-install-recommends",
                        "--no-remove",
                    ])
                    .args(["-o", "DPkg::Lock::Timeout=300"])
                    .args(packages)
                    .stdout(Stdio::null()),
            )
        };
        if self.as_root("apt-get").is_ok() && install().is_ok() {
            return Ok(());
        }
        let update = |mut apt: Command| self.run(apt.args(["update", "-q"]).stdout(Stdio::null()));
        self.as_root("apt-get")
            .and_then(update)
            .and_then(|()| install())
            .context(by_hand)
    }

    /// The same machine, looking for programs in `folder` first.
    pub fn with_first_on_path(&self, folder: &Path) -> Machine {
        let mut path = folder.as_os_str().to_owned();
        path.push(":");
        path.push(&self.path);
        Machine {
            folder: self.folder.clone(),
            path,
            usr: self.usr.clone(),
        }
    }

    /// The command as a person would type it.
    pub fn in_words(&self, command: &Command) -> String {
        let mut words = vec![command.get_program().to_string_lossy().into_owned()];
        words.extend(
            command
                .get_args()
                .map(|word| word.to_string_lossy().into_owned()),
        );
        words.join(" ")
    }
}
