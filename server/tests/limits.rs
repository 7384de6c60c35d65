//! Commands that serve nothing also use the limits of the settings. An error names its
//! limit, and raising that limit lets the command go on.

use std::path::Path;
use std::process::{Command, Output};

const HEADER: &str = "id,time,market,side,type,size,price,fee,feeCurrency\n";

fn ledger(folder: &Path, variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redress"))
        .args(["ledger", "trades.csv"])
        .current_dir(folder)
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn a_limit_is_named_as_it_is_set_for_the_command_line_too() {
    let folder = tempfile::tempdir().unwrap();
    let first = "1,2022-11-08T10:00:00+00:00,BTC/USD,buy,Limit,1,20000,1,USD\n";
    let second = "2000000000,2022-11-08T10:00:01+00:00,BTC/USD,buy,Limit,1,20000,1,USD\n";
    std::fs::write(
        folder.path().join("trades.csv"),
        [HEADER, first, second].concat(),
    )
    .unwrap();
    let status = |output: &Output| output.status.code();
    assert_eq!(status(&ledger(folder.path(), &[])), Some(0));

    let refused = ledger(folder.path(), &[("REDRESS_LIMITS__READING__ROWS_MAX", "1")]);
    let text = String::from_utf8_lossy(&refused.stderr);
    assert!(
        text.contains("more rows than limits.reading.rows_max (1)"),
        "{text}"
    );
    assert_eq!(status(&refused), Some(2));

    let settings = folder.path().join("redress.toml");
    std::fs::write(&settings, "[limits.reading]\nrow_bytes_max = 62\n").unwrap();
    let refused = ledger(folder.path(), &[]);
    let text = String::from_utf8_lossy(&refused.stderr);
    assert!(text.contains("limits.reading.row_bytes_max"), "{text}");
    // A variable overrides the file.
    let read = ledger(
        folder.path(),
        &[("REDRESS_LIMITS__READING__ROW_BYTES_MAX", "99")],
    );
    assert_eq!(status(&read), Some(0));

    std::fs::write(&settings, "[limits.reading]\nrow_max = 3\n").unwrap();
    let refused = ledger(folder.path(), &[]);
    let text = String::from_utf8_lossy(&refused.stderr);
    assert!(
        text.contains("the nearest is `limits.reading.rows_max`"),
        "{text}"
    );
    assert_eq!(status(&refused), Some(1));
}
