//! The only binary, `redress`. Its command line is in [`server::commands`].

use std::process::ExitCode;

fn main() -> ExitCode {
    server::commands::main()
}
