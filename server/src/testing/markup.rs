//! Checks of the markup of every page that a test opens: each id is unique, and each
//! reference to an id has its target.

use std::collections::BTreeMap;

/// What is wrong with the ids of a page.
pub fn wrong_ids(html: &str) -> Vec<String> {
    let tags = tags(html);
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, id) in tags.iter().flatten().filter(|(name, _)| *name == "id") {
        *ids.entry(id).or_default() += 1;
    }
    let twice = ids.iter().filter(|(_, count)| **count > 1);
    let mut wrong: Vec<String> = twice
        .map(|(id, count)| format!("{count} elements have the id `{id}`"))
        .collect();
    for (name, value) in tags.iter().flatten() {
        let named: Vec<&str> = match *name {
            "for" | "aria-describedby" | "aria-labelledby" | "aria-controls" | "list" => {
                value.split_whitespace().collect()
            }
            _ => Vec::new(),
        };
        let lost = named.into_iter().filter(|id| !ids.contains_key(id));
        wrong.extend(lost.map(|id| format!("{name} names `{id}`, which is not there")));
    }
    wrong
}

/// An attribute of an element: its name and value.
type Attribute<'a> = (&'a str, &'a str);

/// The attributes of every element, in the order of the page. Text is skipped, as quotation
/// marks in it have no meaning.
fn tags(html: &str) -> Vec<Vec<Attribute<'_>>> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (found, after) = attributes(rest);
            tags.push(found);
            rest = after;
        }
    }
    tags
}

/// The attributes of the element that begins here, and the rest after it.
fn attributes(tag: &str) -> (Vec<Attribute<'_>>, &str) {
    let is_name = |c: char| !c.is_ascii_whitespace() && !matches!(c, '>' | '=' | '/');
    let mut rest = tag.trim_start_matches(is_name);
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| !is_name(c) && c != '>');
        if rest.is_empty() || rest.starts_with('>') {
            return (found, rest);
        }
        let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let quoted = after.strip_prefix("=\"").and_then(|v| v.split_once('"'));
        let (value, after) = quoted.unwrap_or(("", after));
        found.push((name, value));
        rest = after;
    }
}

#[test]
fn an_id_that_is_there_twice_and_one_that_is_not_there_are_named() {
    let good = "<p>say \"id=x\"</p><label for=\"a\">A</label><input id=\"a\" required \
        aria-describedby=\"a-hint\"/><p id=\"a-hint\">1 > 0</p><a href=\"#a\">a</a>";
    assert_eq!(wrong_ids(good), Vec::<String>::new());
    let twice = good.replace("a-hint\">", "a\">");
    assert_eq!(
        wrong_ids(&twice),
        [
            "2 elements have the id `a`",
            "aria-describedby names `a-hint`, which is not there"
        ]
    );
    let lost = wrong_ids("<label for=\"b\">B</label><input list=\"c\">");
    assert_eq!(lost.len(), 2, "{lost:?}");
}
