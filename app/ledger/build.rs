//! Makes the list of tables from the files under `tables/`: a new exchange is a new file
//! and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=tables");
    // Asked for when it runs: worktrees that share a build folder share this program, too.
    let own = env::var_os("CARGO_MANIFEST_DIR");
    let own = own.ok_or_else(|| io::Error::other("cargo sets CARGO_MANIFEST_DIR"))?;
    let folder = Path::new(&own).join("tables");
    let mut list = String::from("&[\n");
    for name in names(&folder)? {
        let path = folder.join(&name);
        writeln!(list, "    ({name:?}, include_str!({path:?})),").map_err(io::Error::other)?;
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(PathBuf::from(out).join("tables.rs"), list)
}

/// Names of the tables, in their order. Hidden files are skipped, because editors make them.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".txt") && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
