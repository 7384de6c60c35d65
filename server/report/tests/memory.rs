//! The rows of a bundle take next to no memory when it is checked: of each there is at
//! most the key by which rows are found that another file may repeat.

#[expect(dead_code, reason = "the tests of bundles ask more of it")]
mod common;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{fixture_of_fills, key, sealed};
use report::VerifyLimits;

const FEW_ROWS: u32 = 5_000;
const MANY_ROWS: u32 = 30_000;
/// What `limits.reading.compared_keys_max` counts for each row.
const KEY_BYTES: u64 = 70;
/// What allocators and pages make of two runs.
const DIFFERENCE_KIB_MAX: u64 = 2 * 1024;

#[test]
fn rows_of_a_bundle_take_no_memory_but_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let [few, many] = [FEW_ROWS, MANY_ROWS].map(|rows| {
        let bundle = folder.path().join(format!("{rows}.zip"));
        fs::write(&bundle, sealed(&fixture_of_fills(rows)).unwrap().0).unwrap();
        let memory_kib = checked_apart(&bundle);
        println!("{rows} rows: {memory_kib} KiB");
        memory_kib
    });
    let keys = u64::from(MANY_ROWS - FEW_ROWS) * KEY_BYTES / 1024;
    assert!(
        many <= few + keys + DIFFERENCE_KIB_MAX,
        "{few} KiB, then {many} KiB"
    );
}

/// The most memory in KiB that checking a bundle takes, in a process of its own.
fn checked_apart(bundle: &Path) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "check_a_bundle", "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut path = child.stdin.take().unwrap();
    path.write_all(bundle.to_str().unwrap().as_bytes()).unwrap();
    drop(path);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    let memory = text.split_once("VmHWM:").unwrap().1;
    memory.split_whitespace().next().unwrap().parse().unwrap()
}

/// The process whose memory is looked at: the path of the bundle stands on its
/// standard input.
#[test]
#[ignore = "the other test runs it"]
fn check_a_bundle() {
    let path = io::read_to_string(io::stdin()).unwrap();
    let keys = [key().public()];
    let limits = VerifyLimits::default();
    let verdict = report::verify(Path::new(&path), Some(&keys), &limits).unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
    println!("{:?}", verdict.checked);
    println!("{}", fs::read_to_string("/proc/self/status").unwrap());
}
