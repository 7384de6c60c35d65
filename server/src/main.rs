//! The only binary, `redress`. Its command line is in [`server::commands`].

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A page makes thousands of small texts. glibc's allocator took a quarter of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    server::commands::main()
}
