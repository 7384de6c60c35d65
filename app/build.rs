//! Makes the list of languages from the folders under `locales/`: a new language is a
//! new folder and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The language that the ledger and the other languages' gaps are filled with.
const FIRST: &str = "en";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=locales");
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let mut tags: Vec<String> = names(&top)?;
    tags.retain(|tag| top.join(tag).is_dir());
    tags.sort_by_key(|tag| (tag != FIRST, tag.clone()));
    let mut consts = String::new();
    let mut folders = String::new();
    for tag in &tags {
        let name = const_name(tag);
        let doc = format!("The language of `locales/{tag}`.");
        writeln!(consts, "    #[doc = {doc:?}]").map_err(io::Error::other)?;
        writeln!(consts, "    pub const {name}: Locale = Locale({tag:?});")
            .map_err(io::Error::other)?;
        folders.push_str(&folder(&top.join(tag), &name)?);
    }
    let all: Vec<String> = tags
        .iter()
        .map(|tag| format!("Locale::{}", const_name(tag)))
        .collect();
    let (count, all) = (tags.len(), all.join(", "));
    let code = format!(
        "#[expect(non_upper_case_globals, reason = \"named like the variants of an enum\")]\n\
         impl Locale {{\n{consts}\n    \
         /// Every language, in the order the switch shows them.\n    \
         pub const ALL: [Locale; {count}] = [{all}];\n}}\n\n\
         static FOLDERS: &[Folder] = &[\n{folders}];\n"
    );
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(PathBuf::from(out).join("locales.rs"), code)
}

/// What a folder holds: its texts, and its translation of the method if it has one.
fn folder(path: &Path, name: &str) -> io::Result<String> {
    let files = names(path)?;
    let texts: Vec<String> = files
        .iter()
        .filter(|file| file.ends_with(".ftl"))
        .map(|file| format!("include_str!({:?})", path.join(file)))
        .collect();
    let method = path.join("METHOD.md");
    let method = match method.exists() {
        true => format!("Some(include_str!({method:?}))"),
        false => "None".to_owned(),
    };
    let texts = texts.join(", ");
    Ok(format!(
        "    Folder {{ locale: Locale::{name}, texts: &[{texts}], method: {method} }},\n"
    ))
}

/// Names of what stands in a folder, in their order.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// `pt-BR` as `PtBr`.
fn const_name(tag: &str) -> String {
    let part = |part: &str| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_uppercase() + &rest.to_lowercase()
    };
    tag.split('-').map(part).collect()
}
