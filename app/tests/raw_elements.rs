//! Between the tags of some elements the renderer escapes nothing, and `inner_html`
//! escapes nothing anywhere: the sources write the first in one file, and use the
//! second only for what we wrote ourselves.

use std::path::{Path, PathBuf};

/// Elements whose content a browser does not read as markup of ours.
const RAW: [&str; 10] = [
    "textarea",
    "script",
    "style",
    "noscript",
    "title",
    "iframe",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
];

/// The one file that writes them.
const WRITES_RAW: &str = "parts/raw.rs";

/// Files that put in HTML as it is: the method's pages out of our own documents, and
/// islands that show a page of this server again.
const PUTS_IN_HTML: [&str; 3] = [
    "islands/columns.rs",
    "islands/upload/browser.rs",
    "pages/start.rs",
];

/// Each source file below `src` by its path there, without its tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting: Vec<PathBuf> = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).unwrap();
            waiting.extend(inside.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
            let name = path.strip_prefix(&root).unwrap();
            found.push((name.display().to_string().replace('\\', "/"), code));
        }
    }
    assert!(found.len() > 20, "{} files", found.len());
    found
}

/// The raw elements that a source writes, as a tag or by the renderer's function.
fn raw_elements(code: &str) -> Vec<&'static str> {
    let lines = code.lines().map(str::trim_start);
    let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
    let code = code.join("\n");
    let writes = |name: &&str| {
        let tag = format!("<{name}");
        let has_tag = code.match_indices(&tag).any(|(at, _)| {
            let next = code[at + tag.len()..].chars().next();
            next.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        });
        has_tag || code.contains(&format!("html::{name}"))
    };
    RAW.into_iter().filter(|name| writes(name)).collect()
}

#[test]
fn one_file_writes_the_elements_whose_content_is_not_escaped() {
    for (name, code) in sources() {
        let found = raw_elements(&code);
        if name == WRITES_RAW {
            assert_eq!(found, ["textarea", "script", "title"]);
        } else {
            assert!(
                found.is_empty(),
                "{name} writes {found:?}: take it from {WRITES_RAW}"
            );
        }
    }
}

#[test]
fn html_is_put_in_as_it_is_only_where_it_is_our_own() {
    let all = sources();
    let mut found: Vec<&str> = all
        .iter()
        .filter(|(_, code)| code.contains("inner_html") || code.contains("insert_adjacent_html"))
        .map(|(name, _)| name.as_str())
        .collect();
    found.sort_unstable();
    assert_eq!(found, PUTS_IN_HTML);
}

#[test]
fn an_element_is_found_however_it_is_written() {
    assert_eq!(raw_elements("view! { <textarea rows=3> }"), ["textarea"]);
    assert_eq!(raw_elements("view! { <title>{x}</title> }"), ["title"]);
    assert_eq!(raw_elements("html::style()"), ["style"]);
    assert!(raw_elements("// as in <textarea>\nVec<titled>").is_empty());
}
