//! Checking a bundle takes almost no memory for its rows. Each row takes at most the key by
//! which duplicates in other files are found.

#[expect(dead_code, reason = "the tests of bundles ask more of it")]
mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{fixture_of_fills, key, sealed};
use report::VerifyLimits;

const FEW_ROWS: u32 = 5_000;
const MANY_ROWS: u32 = 30_000;
/// What `limits.reading.compared_keys_max` counts for each row.
const KEY_BYTES: u64 = 70;
/// The greatest difference between two runs that allocators and pages cause.
const DIFFERENCE_KIB_MAX: u64 = 2 * 1024;

/// The variable that names the bundle to the measured process.
const CHECKED: &str = "TEST_CHECKED_BUNDLE";

#[test]
fn rows_of_a_bundle_take_no_memory_but_their_keys() {
    if let Some(bundle) = std::env::var_os(CHECKED) {
        return check(Path::new(&bundle));
    }
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
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "rows_of_a_bundle_take_no_memory_but_their_keys",
            "--nocapture",
        ])
        .env(CHECKED, bundle)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    let memory = text.split_once("VmHWM:").unwrap().1;
    memory.split_whitespace().next().unwrap().parse().unwrap()
}

/// The work of the measured process.
fn check(bundle: &Path) {
    let keys = [key().public()];
    let limits = VerifyLimits::default();
    let verdict = report::verify(bundle, Some(&keys), &limits).unwrap();
    assert!(verdict.holds(), "{:?}", verdict.findings);
    println!("{}", fs::read_to_string("/proc/self/status").unwrap());
}
