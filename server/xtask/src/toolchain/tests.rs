//! The choice of toolchain, with stand-ins for rustup, rustc, apt-get and Debian's cargo on
//! `PATH`, for kinds of machines other than this one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::*;

/// A program that one test writes while another test starts a process is "busy": the child
/// keeps the file open until it runs. These tests therefore run one after another.
static TURN: Mutex<()> = Mutex::new(());

/// A machine whose only programs are stand-ins (and the shell that they need).
struct Stage {
    folder: tempfile::TempDir,
    machine: Machine,
    _turn: MutexGuard<'static, ()>,
}

impl Stage {
    /// A default toolchain without the target, and nothing else.
    fn new() -> Stage {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        for part in ["bin", "usr/bin", "sysroot/lib/rustlib"] {
            fs::create_dir_all(folder.path().join(part)).unwrap();
        }
        let machine = Machine {
            folder: folder.path().to_owned(),
            path: folder.path().join("bin").into_os_string(),
            usr: folder.path().join("usr"),
        };
        let stage = Stage {
            folder,
            machine,
            _turn: turn,
        };
        for tool in ["mkdir", "ln", "rm", "cp"] {
            stage.program(&format!("bin/{tool}"), &format!("exec /bin/{tool} \"$@\""));
        }
        stage.program("bin/id", "echo 0");
        stage.program(
            "bin/rustc",
            &format!("echo {}", stage.path("sysroot").display()),
        );
        stage
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A stand-in that records its arguments and then runs `script`.
    fn program(&self, name: &str, script: &str) {
        let path = self.path(name);
        let calls = self.path("calls");
        let text = format!(
            "#!/bin/sh\nPATH=/usr/bin:/bin\necho {name} \"$@\" >>{}\n{script}\n",
            calls.display()
        );
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn calls(&self) -> String {
        fs::read_to_string(self.path("calls")).unwrap_or_default()
    }

    fn add_std_to(&self, sysroot: &str) {
        let folder = self.path(sysroot).join(library(TARGET));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libstd-0123.rlib"), "").unwrap();
    }

    /// A Debian whose packages install a compiler of this version, and whose cargo builds a
    /// matching std.
    fn debian(&self, version: &str) {
        let cargo = format!(
            "while [ \"$1\" != --target-dir ]; do shift; done\n\
             mkdir -p \"$2/{TARGET}/release/deps\"\n\
             cd \"$2/{TARGET}/release/deps\" && echo {version} >libstd-9.rlib && touch libempty-1.rlib std.d"
        );
        self.program("usr/bin/cargo", &cargo);
        self.program(
            "usr/bin/rustc",
            &format!("echo 'rustc {version}'; echo 'host: some-host'; echo 'LLVM version: 22.1.2'"),
        );
        let lld = self.path("usr/bin/lld-22");
        self.program("bin/apt-get", &format!("touch {}", lld.display()));
    }

    fn std_in_usr(&self) -> Option<String> {
        fs::read_to_string(self.path("usr").join(library(TARGET)).join("libstd-9.rlib")).ok()
    }
}

#[test]
fn takes_the_default_toolchain_that_has_the_target_without_asking_rustup() {
    let stage = Stage::new();
    stage.add_std_to("sysroot");
    stage.program("bin/rustup", "exit 1");
    assert_eq!(choose(&stage.machine).unwrap(), Toolchain::Default);
    assert!(!stage.calls().contains("rustup"), "{}", stage.calls());
}

#[test]
fn lets_an_ordinary_rustup_add_the_target() {
    let stage = Stage::new();
    let std = stage.path("sysroot").join(library(TARGET));
    let std = std.display();
    stage.program(
        "bin/rustup",
        &format!("mkdir -p {std} && touch {std}/libstd-1.rlib"),
    );
    stage.debian("1.96.0");
    assert_eq!(choose(&stage.machine).unwrap(), Toolchain::Default);
    let calls = stage.calls();
    assert!(
        calls.contains(&format!("rustup target add {TARGET}\n")),
        "{calls}"
    );
    assert!(!calls.contains("apt-get"), "{calls}");
}

#[test]
fn builds_std_for_debians_toolchain_where_rustup_can_fetch_nothing() {
    let stage = Stage::new();
    stage.program("bin/rustup", "exit 1");
    stage.debian("1.96.0");
    assert_eq!(choose(&stage.machine).unwrap(), Toolchain::Debian);
    let calls = stage.calls();
    for package in ["rustc-web cargo-web rust-web-src", "lld-22"] {
        assert!(calls.contains(package), "{package} in {calls}");
    }
    assert_eq!(stage.std_in_usr().unwrap(), "1.96.0\n");
    let library_folder = stage.path("usr").join(library(TARGET));
    assert!(!library_folder.join("libempty-1.rlib").exists());
    let linker = stage.path("usr/lib/rustlib/some-host/bin/rust-lld");
    assert!(linker.ends_with(Path::new("rust-lld")) && linker.exists());
}

#[test]
fn works_without_any_rustup() {
    let stage = Stage::new();
    stage.debian("1.96.0");
    assert_eq!(choose(&stage.machine).unwrap(), Toolchain::Debian);
}

#[test]
fn builds_std_once_and_asks_rustup_no_more() {
    let stage = Stage::new();
    stage.program("bin/rustup", "exit 1");
    stage.debian("1.96.0");
    choose(&stage.machine).unwrap();
    fs::remove_file(stage.path("calls")).unwrap();
    assert_eq!(choose(&stage.machine).unwrap(), Toolchain::Debian);
    let calls = stage.calls();
    for program in ["rustup", "apt-get", "usr/bin/cargo"] {
        assert!(!calls.contains(program), "{program} in {calls}");
    }
}

#[test]
fn builds_std_again_when_debian_has_updated_the_compiler() {
    let stage = Stage::new();
    stage.debian("1.96.0");
    choose(&stage.machine).unwrap();
    stage.debian("1.97.1");
    choose(&stage.machine).unwrap();
    assert_eq!(stage.std_in_usr().unwrap(), "1.97.1\n");
}

#[test]
fn says_what_to_run_where_there_is_neither_rustup_nor_debian() {
    let stage = Stage::new();
    let text = choose(&stage.machine).unwrap_err().to_string();
    assert!(text.contains("run: rustup target add"), "{text}");
}

#[test]
fn says_what_to_run_to_somebody_who_is_not_root() {
    let stage = Stage::new();
    stage.debian("1.96.0");
    stage.program("bin/id", "echo 1000");
    let text = choose(&stage.machine).unwrap_err().to_string();
    assert!(text.starts_with("run once as root: "), "{text}");
    assert!(!stage.calls().contains("apt-get"), "{}", stage.calls());
}

#[test]
fn goes_through_a_sudo_that_asks_for_no_password() {
    let stage = Stage::new();
    stage.debian("1.96.0");
    stage.program("bin/id", "echo 1000");
    let bin = stage.path("bin");
    stage.program(
        "bin/sudo",
        &format!("shift; PATH={}:$PATH; exec \"$@\"", bin.display()),
    );
    assert_eq!(choose(&stage.machine).unwrap(), Toolchain::Debian);
    assert!(
        stage.calls().contains("sudo -n apt-get install"),
        "{}",
        stage.calls()
    );
}
