//! The inputs and the name of the site's folder.

use std::io::Read;

use super::*;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn repo() -> tempfile::TempDir {
    let repo = tempfile::tempdir().unwrap();
    for name in [
        "Cargo.toml",
        "Cargo.lock",
        "app/src/lib.rs",
        "style/style.css",
    ] {
        write(repo.path(), name, name);
    }
    repo
}

#[test]
fn a_change_of_any_input_changes_the_fingerprint() {
    let repo = repo();
    let mut seen = vec![fingerprint(repo.path()).unwrap()];
    for (name, text) in [
        ("app/src/lib.rs", "changed"),
        ("app/locales/fr/main.ftl", "new"),
        ("style/style.css", ""),
        ("public/favicon.svg", "new"),
        ("Cargo.lock", "changed"),
        ("server/xtask/src/site.rs", "new"),
    ] {
        write(repo.path(), name, text);
        seen.push(fingerprint(repo.path()).unwrap());
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[test]
fn server_only_files_do_not_change_the_fingerprint() {
    let repo = repo();
    let before = fingerprint(repo.path()).unwrap();
    write(repo.path(), "server/src/main.rs", "new");
    write(repo.path(), "style/.style.css.swp", "an editor's");
    assert_eq!(fingerprint(repo.path()).unwrap(), before);
}

#[test]
fn the_digest_sees_a_byte_move_from_one_file_to_the_next() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a", "xy");
    write(folder.path(), "b", "z");
    let before = digest(&files(folder.path()).unwrap()).unwrap();
    write(folder.path(), "a", "x");
    write(folder.path(), "b", "yz");
    assert_ne!(digest(&files(folder.path()).unwrap()).unwrap(), before);
    assert_eq!(before.len(), 16);
}

#[test]
fn files_are_listed_by_path_and_a_missing_folder_has_none() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "one/two/three", "");
    write(folder.path(), "four", "");
    let found: Vec<String> = files(folder.path()).unwrap().into_keys().collect();
    assert_eq!(found, ["four", "one/two/three"]);
    assert!(files(&folder.path().join("nowhere")).unwrap().is_empty());
}

#[test]
fn both_compressed_variants_give_the_file_back() {
    let folder = tempfile::tempdir().unwrap();
    let text = "same bytes ".repeat(1000);
    write(folder.path(), "style.css", &text);
    compress(&folder.path().join("style.css")).unwrap();

    let packed = fs::read(folder.path().join("style.css.br")).unwrap();
    assert!(packed.len() < text.len() / 10);
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
    assert_eq!(unpacked, text.as_bytes());

    let packed = fs::File::open(folder.path().join("style.css.gz")).unwrap();
    let mut unpacked = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, text);
}

#[test]
fn browser_code_may_have_its_limit_in_bytes_and_not_one_more() {
    let site = tempfile::tempdir().unwrap();
    write(site.path(), "pkg/0123/app.js.br", "four");
    write(site.path(), "pkg/0123/app_bg.wasm.br", "seventy");
    write(
        site.path(),
        "pkg/0123/app_bg.wasm",
        "not what a browser gets",
    );
    write(site.path(), "pkg/0123/style.css.br", "no code");
    let weigh = |bytes_max| weigh(site.path(), "code", &[".js.br", ".wasm.br"], bytes_max);
    assert!(weigh(11).is_ok());
    let refused = weigh(10).unwrap_err().to_string();
    assert!(refused.contains("11 bytes"), "{refused}");
}

#[test]
fn tables_are_one_text_without_comments() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "one.txt", "# why\n[a]\n\nb: c #\n");
    write(folder.path(), "two.txt", "[d]\ne = f");
    assert_eq!(
        tables(folder.path()).unwrap(),
        "=== one.txt\n[a]\nb: c #\n=== two.txt\n[d]\ne = f\n"
    );
}
