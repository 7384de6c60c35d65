//! Parses a tag of a workbook's XML with its attributes, and decodes references and escapes
//! in texts.

use crate::error::{Fault, WorkbookError};
use memchr::memchr;

/// A start tag or an empty tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name without a prefix.
    pub name: &'a str,
    attributes: &'a str,
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl<'a> Tag<'a> {
    /// Parses the text between the angle brackets.
    pub fn of(tag: &'a str) -> Tag<'a> {
        let end = tag.bytes().position(|byte| byte.is_ascii_whitespace());
        let (name, attributes) = tag.split_at(end.unwrap_or(tag.len()));
        Tag {
            name: local(name),
            attributes,
        }
    }

    /// Its attributes. Names keep their prefixes, and values their references.
    pub fn attributes(
        &self,
    ) -> impl Iterator<Item = Result<(&'a str, &'a str), WorkbookError>> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return None;
            }
            let attribute = attribute_at(rest);
            rest = attribute.map_or("", |(_, _, behind)| behind);
            let found = attribute.map(|(name, value, _)| (name, value));
            Some(found.ok_or(WorkbookError::Broken(Fault::Attribute)))
        })
    }

    /// The value of an attribute, by its name without a prefix.
    pub fn attribute(&self, name: &str) -> Result<Option<String>, WorkbookError> {
        for found in self.attributes() {
            let (found, value) = found?;
            if local(found) == name {
                let mut plain = String::new();
                unescape(value, &mut plain)?;
                return Ok(Some(plain));
            }
        }
        Ok(None)
    }
}

/// The attribute at the start of a text: its name, its value, and the rest of the text.
fn attribute_at(text: &str) -> Option<(&str, &str, &str)> {
    // Names and values are short, so that a byte at a time is fastest.
    let bytes = text.as_bytes();
    let equals = bytes.iter().position(|byte| *byte == b'=')?;
    let spaces = bytes[equals + 1..].iter();
    let open = equals + 1 + spaces.take_while(|byte| byte.is_ascii_whitespace()).count();
    let quote = *bytes
        .get(open)
        .filter(|byte| matches!(byte, b'"' | b'\''))?;
    let length = bytes[open + 1..].iter().position(|byte| *byte == quote)?;
    let close = open + 1 + length;
    Some((
        text[..equals].trim_ascii_end(),
        &text[open + 1..close],
        &text[close + 1..],
    ))
}

/// Appends a text with its references decoded: `&amp;`, `&#x41;`. Workbooks use no entities
/// of their own.
pub(super) fn unescape(mut text: &str, plain: &mut String) -> Result<(), WorkbookError> {
    while let Some(at) = memchr(b'&', text.as_bytes()) {
        plain.push_str(&text[..at]);
        let (name, rest) = text[at + 1..].split_once(';').unwrap_or(("", ""));
        let code = name
            .strip_prefix('#')
            .and_then(|code| match code.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            });
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => code.and_then(char::from_u32),
        };
        plain.push(letter.ok_or(WorkbookError::Broken(Fault::Reference))?);
        text = rest;
    }
    plain.push_str(text);
    Ok(())
}

/// Decodes the escapes for letters that XML cannot hold: `_x000D_`.
pub(super) fn undo_escapes(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let escaped = |at: usize| {
        let sequence = text.get(at..at + 7)?;
        let digits = sequence.strip_prefix("_x")?.strip_suffix('_')?;
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        char::from_u32(code)
    };
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        match escaped(at) {
            Some(meant) => {
                plain.push(meant);
                at += 7;
            }
            None => {
                plain.push(letter);
                at += letter.len_utf8();
            }
        }
    }
    *text = plain;
}
