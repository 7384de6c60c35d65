//! Lets the server compile before the site is built: the folder it embeds has to
//! be there, if empty, and cargo must notice what is added to it later.

use std::fs;
use std::path::Path;

fn main() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    fs::create_dir_all(&site).expect("the workspace's target folder can be written");
    println!("cargo::rerun-if-changed={}", site.display());
}
