//! XML of a workbook, a piece at a time: no tag and no text is longer than the
//! limit, and nothing is nested deeper than a workbook nests.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, escape};

use super::Stop;

/// Deeper than any part of a workbook that is read here nests.
const DEPTH_MAX: usize = 64;
const BUFFER_BYTES: usize = 64 << 10;

/// One part of a workbook.
pub(super) struct Xml<R: Read> {
    reader: Reader<Pieces<BufReader<R>>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What stops at a piece that is too long.
struct Pieces<R> {
    inner: R,
    /// Bytes of the piece that is being read, and the most it may have.
    bytes: u64,
    bytes_max: u64,
}

impl<R: BufRead> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let read = available.len().min(into.len());
        into[..read].copy_from_slice(&available[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes > self.bytes_max {
            let limit = self.bytes_max;
            return Err(io::Error::other(Stop::Limit(format!(
                "has a cell or a tag of more than workbook_cell_bytes_max ({limit} bytes)"
            ))));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
        self.inner.consume(bytes);
    }
}

impl<R: Read> Xml<R> {
    /// Nothing is read yet.
    pub fn new(source: R, piece_bytes_max: u64) -> Xml<R> {
        let reader = Reader::from_reader(Pieces {
            inner: BufReader::with_capacity(BUFFER_BYTES, source),
            bytes: 0,
            bytes_max: piece_bytes_max,
        });
        Xml {
            reader,
            buffer: Vec::with_capacity(1024),
            depth: 0,
        }
    }

    /// The next tag, text or end.
    #[inline]
    pub fn next(&mut self) -> Result<Event<'_>, Stop> {
        self.buffer.clear();
        self.reader.get_mut().bytes = 0;
        let event = self.reader.read_event_into(&mut self.buffer);
        match &event {
            Ok(Event::Start(_)) => self.depth += 1,
            Ok(Event::End(_)) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEPTH_MAX {
            return Err(Stop::broken("its tags are nested too deep"));
        }
        event.map_err(stop)
    }

    /// Gathers the text up to the end of the tag that has just begun. What is read
    /// aloud beside it in Asian languages is no part of it.
    pub fn text(&mut self, text: &mut String) -> Result<(), Stop> {
        let (mut depth, mut aloud) = (1, 0);
        let bytes_max = self.reader.get_mut().bytes_max as usize;
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    depth += 1;
                    if tag.local_name().as_ref() == "rPh" || aloud > 0 {
                        aloud += 1;
                    }
                }
                Event::End(_) => {
                    depth -= 1;
                    aloud -= i32::from(aloud > 0);
                    if depth == 0 {
                        return Ok(());
                    }
                }
                Event::Text(piece) if aloud == 0 => text.push_str(&piece),
                Event::CData(piece) if aloud == 0 => text.push_str(&piece),
                Event::GeneralRef(reference) if aloud == 0 => push_reference(&reference, text)?,
                Event::Eof => return Err(Stop::broken("it breaks off within a cell")),
                _ => {}
            }
            if text.len() > bytes_max {
                return Err(Stop::Limit(format!(
                    "has a cell of more than workbook_cell_bytes_max ({bytes_max} bytes)"
                )));
            }
        }
    }
}

/// `&amp;`, `&#x41;`; no other entity means anything in a workbook.
fn push_reference(reference: &BytesRef<'_>, text: &mut String) -> Result<(), Stop> {
    let unknown = || Stop::broken("it has an entity that means nothing in a workbook");
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| unknown())? {
        text.push(letter);
        return Ok(());
    }
    let known = escape::resolve_predefined_entity(reference);
    text.push_str(known.ok_or_else(unknown)?);
    Ok(())
}

fn stop(error: quick_xml::Error) -> Stop {
    if let quick_xml::Error::Io(error) = &error {
        let inner = error.get_ref();
        if let Some(stop) = inner.and_then(|inner| inner.downcast_ref::<Stop>()) {
            return stop.clone();
        }
    }
    Stop::Broken(error.to_string())
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Stop> {
    for found in tag.attributes().with_checks(false) {
        let found = found.map_err(|error| Stop::Broken(error.to_string()))?;
        if found.key.local_name().as_ref() == name {
            let value = escape::unescape(&found.value);
            let value = value.map_err(|error| Stop::Broken(error.to_string()))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Undoes what workbooks do to letters that XML cannot hold: `_x000D_`.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(xml: &str) -> Result<String, Stop> {
        let mut xml = Xml::new(xml.as_bytes(), 40);
        let mut text = String::new();
        xml.next()?;
        xml.text(&mut text)?;
        undo_escapes(&mut text);
        Ok(text)
    }

    #[test]
    fn text_is_gathered_over_runs_references_and_escapes() {
        for (xml, expected) in [
            ("<si><t>a&amp;b</t></si>", "a&b"),
            ("<si><r><t>0.5</t></r><r><t>BTC</t></r></si>", "0.5BTC"),
            ("<si><t>a</t><rPh><t>b</t></rPh></si>", "a"),
            ("<t>&#x41;<![CDATA[<b>]]></t>", "A<b>"),
            ("<t>_x000D_a_x005F_x0041_ _xzz00_</t>", "\ra_x0041_ _xzz00_"),
            ("<t></t>", ""),
        ] {
            assert_eq!(text(xml).unwrap(), expected);
        }
        assert!(matches!(text("<t>&who;</t>"), Err(Stop::Broken(_))));
        assert!(matches!(text("<t>a"), Err(Stop::Broken(_))));
    }

    #[test]
    fn a_piece_may_be_as_long_as_the_limit_and_not_one_byte_longer() {
        assert_eq!(
            text(&format!("<t>{}</t>", "x".repeat(40))).unwrap().len(),
            40
        );
        for past in [
            format!("<t>{}</t>", "x".repeat(41)),
            format!("<si>{}</si>", "<t>xxxxxxxxx</t>".repeat(5)),
            format!("<t {}>", "x".repeat(70_000)),
        ] {
            assert!(matches!(text(&past), Err(Stop::Limit(_))));
        }
    }

    #[test]
    fn tags_are_not_followed_into_any_depth() {
        let mut deep = Xml::new("<a>".repeat(1000).leak().as_bytes(), 40);
        let stop = (0..1000).find_map(|_| deep.next().err());
        assert!(matches!(stop, Some(Stop::Broken(_))));
    }
}
