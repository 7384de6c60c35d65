//! Builds the browser side. The code is compiled, bound, named by its hash and compressed,
//! then put beside the style sheets and public files in `target/site`, which the server
//! includes. This replaces cargo-leptos, wasm-bindgen-cli and wasm-opt, none of which must
//! be installed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::Places;
use crate::machine::Machine;
use crate::toolchain::{self, TARGET};

/// The boot script: it hydrates each island of the page, then leaves a mark for which tests
/// wait. It is a file of its own, because no page has an inline script.
const BOOT: &str = r#"import init, * as app from "./app.js";
await init();
app.hydrate();
for (const island of document.querySelectorAll("leptos-island")) app[island.dataset.component]?.(island);
document.documentElement.dataset.islands = "live";
"#;

/// The greatest compressed size of the code of a first visit, because a claimant may have a
/// slow connection.
const CODE_BYTES_MAX: u64 = 200_000;

/// The file with the tables of the ledger: formats and words. The browser fetches it when
/// somebody chooses a file.
const TABLES: &str = "tables.txt";
/// The greatest compressed size of these tables.
const TABLES_BYTES_MAX: u64 = 60_000;

/// Builds the site unless its inputs are unchanged.
///
/// # Errors
/// When there is no toolchain for the browser, or a step fails; the previous site then
/// stays.
pub fn build(machine: &Machine, places: &Places) -> Result<()> {
    let site = places.repo.join("target/site");
    let stamp = places.repo.join("target/site-made-from");
    let made_from = fingerprint(&places.repo)?;
    if fs::read_to_string(&stamp).is_ok_and(|old| old == made_from)
        && site.join("pkg/current").is_file()
    {
        return Ok(());
    }
    let compiled = compile(machine, places)?;
    let fresh = places.repo.join("target/site-new");
    remove(&fresh)?;
    lay_out(&places.repo, &compiled, &fresh)?;
    let code = [".js.br", ".wasm.br"];
    weigh(&fresh, "the browser side", &code, CODE_BYTES_MAX)?;
    let tables = [format!("{TABLES}.br")];
    weigh(&fresh, "the tables of formats", &tables, TABLES_BYTES_MAX)?;
    remove(&stamp)?;
    remove(&site)?;
    fs::rename(&fresh, &site)?;
    fs::write(&stamp, made_from)?;
    eprintln!("xtask: the site is in {}", site.display());
    Ok(())
}

/// Compiles crate `app` for the browser and returns the module's path. It uses a target
/// folder of its own. Otherwise cargo would lock the folder against the server's build, and
/// the two builds would replace each other's results.
fn compile(machine: &Machine, places: &Places) -> Result<PathBuf> {
    let target = places.target.join("browser");
    machine.run(
        toolchain::choose(machine)?
            .cargo(machine)
            .args(["build", "--locked", "-p", "app", "--lib"])
            .args(["--no-default-features", "--features", "hydrate"])
            .args(["--target", TARGET, "--profile", "wasm-release"])
            .arg("--target-dir")
            .arg(&target),
    )?;
    Ok(target.join(TARGET).join("wasm-release/app.wasm"))
}

/// All files that the server serves, under `fresh`.
fn lay_out(repo: &Path, compiled: &Path, fresh: &Path) -> Result<()> {
    copy(&repo.join("public"), fresh)?;
    let package = fresh.join("pkg/unnamed");
    fs::create_dir_all(&package)?;
    bind(compiled, &package)?;
    let script = package.join("app.js");
    fs::write(&script, compact(&fs::read_to_string(&script)?))?;
    copy(&repo.join("style"), &package)?;
    fs::write(package.join("boot.js"), BOOT)?;
    let tables = tables(&repo.join("app/ledger/tables"))?;
    fs::write(package.join(TABLES), tables)?;
    let name = digest(&files(&package)?)?;
    for file in files(&package)?.values() {
        compress(file)?;
    }
    fs::rename(&package, fresh.join("pkg").join(&name))?;
    fs::write(fresh.join("pkg/current"), name)?;
    Ok(())
}

/// The tables of the ledger as one text. Each file begins with a line `=== NAME`; comments
/// and empty lines are left out.
fn tables(folder: &Path) -> Result<String> {
    let mut all = String::new();
    for (name, path) in files(folder)? {
        all.push_str(&format!("=== {name}\n"));
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let is_needed = |line: &&str| !line.is_empty() && !line.starts_with('#');
        for line in text.lines().filter(is_needed) {
            all.push_str(line);
            all.push('\n');
        }
    }
    Ok(all)
}

/// Prints the size of files as a browser receives them, by the endings of their names, and
/// refuses more than the limit.
fn weigh(site: &Path, what: &str, endings: &[impl AsRef<str>], bytes_max: u64) -> Result<()> {
    let mut bytes = 0;
    for (name, path) in files(&site.join("pkg"))? {
        if endings.iter().any(|ending| name.ends_with(ending.as_ref())) {
            bytes += fs::metadata(path)?.len();
        }
    }
    eprintln!("xtask: {what}: {bytes} bytes in brotli, at most {bytes_max}");
    if bytes > bytes_max {
        bail!("{what}: {bytes} bytes in brotli; the limit is {bytes_max}");
    }
    Ok(())
}

/// Writes `app.js` and `app_bg.wasm`. The module has no names and producers, so that an
/// optimiser would save only one percent more.
fn bind(compiled: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name("app")
        .web(true)?
        .typescript(false)
        // boot.js calls `init()` without the address of the module.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("binding the browser side")
}

/// The inputs of the site in one hash: the browser's crates, styles, public files,
/// dependencies and this builder.
fn fingerprint(repo: &Path) -> Result<String> {
    let mut inputs = BTreeMap::new();
    for folder in ["app", "style", "public", "server/xtask/src"] {
        for (name, path) in files(&repo.join(folder))? {
            inputs.insert(format!("{folder}/{name}"), path);
        }
    }
    for file in ["Cargo.toml", "Cargo.lock"] {
        inputs.insert(file.to_owned(), repo.join(file));
    }
    digest(&inputs)
}

/// The first 16 hexadecimal digits of the SHA-256 over names and contents.
fn digest(files: &BTreeMap<String, PathBuf>) -> Result<String> {
    let mut hash = Sha256::new();
    for (name, path) in files {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(&bytes);
    }
    let hash = hash.finalize();
    Ok(hash[..8].iter().map(|byte| format!("{byte:02x}")).collect())
}

/// All files below a folder by their relative name, with `/` between segments; none where
/// the folder does not exist. Hidden files are skipped, because editors make them.
fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            for (inner, path) in files(&entry.path())? {
                found.insert(format!("{name}/{inner}"), path);
            }
        } else {
            found.insert(name, entry.path());
        }
    }
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for (name, path) in files(from)? {
        let place = to.join(name);
        fs::create_dir_all(place.parent().context("a file has a folder")?)?;
        fs::copy(path, place)?;
    }
    Ok(())
}

/// Puts a brotli and a gzip variant beside a file.
fn compress(file: &Path) -> Result<()> {
    let bytes = fs::read(file)?;
    let beside = |extension: &str| -> Result<fs::File> {
        let mut name = file.as_os_str().to_owned();
        name.push(extension);
        Ok(fs::File::create(name)?)
    };
    // Best quality, and a window that holds the whole module.
    let best = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut bytes.as_slice(), &mut beside(".br")?, &best)?;
    let mut gzip = flate2::write::GzEncoder::new(beside(".gz")?, flate2::Compression::best());
    gzip.write_all(&bytes)?;
    gzip.finish()?;
    Ok(())
}

/// A generated script without its comments and indentation, which nobody reads. A script
/// with a text of several lines stays as it is, because there they are part of the text.
fn compact(script: &str) -> String {
    let has_long_text = |line: &str| line.matches('`').count() % 2 == 1;
    if script.lines().any(has_long_text) {
        return script.to_owned();
    }
    let mut compact = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines().map(str::trim) {
        is_comment |= line.starts_with("/**");
        if !is_comment && !line.is_empty() && !line.starts_with("//") {
            compact.push_str(line);
            compact.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    compact
}

/// Removes a file or folder if it exists.
fn remove(path: &Path) -> Result<()> {
    if path.is_dir() {
        fs::remove_dir_all(path)?;
    } else if path.exists() {
        fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
