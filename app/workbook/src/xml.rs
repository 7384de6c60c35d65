//! Reads the XML of a workbook piece by piece. The length of tags and texts and the depth of
//! nesting are limited.
//!
//! It is written here for speed, because a workbook consists mostly of tags. With a general
//! XML library, most of the time went into checking names, counting lines and copying. A
//! document type, which no workbook has, is refused with its entities.

use std::io::Read;
use std::ops::Range;

use memchr::{memchr, memchr3};

use super::tag::{Tag, local, unescape};
use crate::error::{Fault, Past, WorkbookError};

/// Deeper than the nesting of any part of a workbook that is read here.
const DEPTH_MAX: usize = 64;
const BUFFER_BYTES: usize = 64 << 10;

/// The XML of one part of a workbook.
pub(super) struct Xml<R> {
    source: R,
    /// Bytes that were read from the source. Those from `at` on are not parsed yet.
    buffer: Vec<u8>,
    at: usize,
    /// Whether the source was read to its end.
    is_read: bool,
    piece_bytes_max: usize,
    depth: usize,
}

/// A piece of XML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `<row r="1">`.
    Start(Tag<'a>),
    /// `<c/>`.
    Empty(Tag<'a>),
    /// `</row>`.
    End(&'a str),
    /// Text whose references are not decoded yet.
    Text(&'a str),
    /// Text without references.
    Plain(&'a str),
    /// The end of the part.
    Over,
}

/// The range of a piece in the buffer.
enum PieceRange {
    Tag(Range<usize>),
    Text(Range<usize>),
    Plain(Range<usize>),
    Over,
}

impl<R: Read> Xml<R> {
    /// Reads nothing yet.
    pub fn new(source: R, piece_bytes_max: usize) -> Xml<R> {
        Xml {
            source,
            buffer: Vec::with_capacity(BUFFER_BYTES),
            at: 0,
            is_read: false,
            piece_bytes_max,
            depth: 0,
        }
    }

    /// The next tag, text or end.
    #[inline]
    pub fn next(&mut self) -> Result<Piece<'_>, WorkbookError> {
        let piece = match self.find()? {
            PieceRange::Over => return Ok(Piece::Over),
            PieceRange::Text(text) => return Ok(Piece::Text(self.str(text)?)),
            PieceRange::Plain(text) => return Ok(Piece::Plain(self.str(text)?)),
            PieceRange::Tag(tag) => tag,
        };
        match (self.buffer[piece.start], self.buffer[piece.end - 1]) {
            (b'/', _) => {
                self.depth = self.depth.saturating_sub(1);
                match self.str(piece.start + 1..piece.end)?.trim_ascii_end() {
                    "" => Err(WorkbookError::Broken(Fault::NoName)),
                    name => Ok(Piece::End(local(name))),
                }
            }
            (_, b'/') => Ok(Piece::Empty(Tag::of(self.str(piece.start..piece.end - 1)?))),
            _ => {
                self.depth += 1;
                if self.depth > DEPTH_MAX {
                    return Err(WorkbookError::Broken(Fault::Nested));
                }
                Ok(Piece::Start(Tag::of(self.str(piece)?)))
            }
        }
    }

    fn str(&self, range: Range<usize>) -> Result<&str, WorkbookError> {
        let text = std::str::from_utf8(&self.buffer[range]);
        text.map_err(|_| WorkbookError::Broken(Fault::NoUtf8))
    }

    /// Finds the next piece and moves behind it. Comments and instructions are skipped.
    fn find(&mut self) -> Result<PieceRange, WorkbookError> {
        loop {
            if self.at == self.buffer.len() && !self.more()? {
                return Ok(PieceRange::Over);
            }
            if self.buffer[self.at] != b'<' {
                let end = self.until(|rest| memchr(b'<', rest))?;
                return Ok(PieceRange::Text(self.step(end, 0, 0)));
            }
            // The first bytes of a tag determine its kind.
            while self.buffer.len() - self.at < 9 && self.more()? {}
            let rest = &self.buffer[self.at..];
            if rest.starts_with(b"<!--") {
                let end = self.closed(|rest| Some(place_of(rest.get(4..)?, b"-->")? + 4))?;
                self.step(end, 0, 3);
            } else if rest.starts_with(b"<![CDATA[") {
                let end = self.closed(|rest| place_of(rest, b"]]>"))?;
                return Ok(PieceRange::Plain(self.step(end, 9, 3)));
            } else if rest.starts_with(b"<?") {
                let end = self.closed(|rest| place_of(rest, b"?>"))?;
                self.step(end, 0, 2);
            } else if rest.starts_with(b"<!") {
                return Err(WorkbookError::Broken(Fault::DocumentType));
            } else {
                let end = self.closed(end_of_tag)?;
                if end < 2 {
                    return Err(WorkbookError::Broken(Fault::NoName));
                }
                return Ok(PieceRange::Tag(self.step(end, 1, 1)));
            }
        }
    }

    /// Moves behind a piece of `length` bytes and its closing characters. Returns the range
    /// of the piece without its opening characters.
    fn step(&mut self, length: usize, opening: usize, closing: usize) -> Range<usize> {
        let start = self.at;
        self.at = (start + length + closing).min(self.buffer.len());
        start + opening..start + length
    }

    /// The length of the piece that begins here, up to the end that `find` finds.
    fn closed(&mut self, find: impl Fn(&[u8]) -> Option<usize>) -> Result<usize, WorkbookError> {
        let end = self.until(find)?;
        match self.at + end < self.buffer.len() {
            true => Ok(end),
            false => Err(WorkbookError::Broken(Fault::WithinTag)),
        }
    }

    /// The same; the length of the whole rest where `find` finds no end.
    #[inline]
    fn until(&mut self, find: impl Fn(&[u8]) -> Option<usize>) -> Result<usize, WorkbookError> {
        loop {
            let found = find(&self.buffer[self.at..]);
            let length = found.unwrap_or(self.buffer.len() - self.at);
            if length > self.piece_bytes_max {
                return Err(WorkbookError::Limit {
                    past: Past::TagBytes,
                    most: self.piece_bytes_max as u64,
                });
            }
            if found.is_some() || !self.more()? {
                return Ok(length);
            }
        }
    }

    /// Reads more bytes into the buffer, and returns whether there were any.
    #[cold]
    fn more(&mut self) -> Result<bool, WorkbookError> {
        self.buffer.drain(..self.at);
        self.at = 0;
        if self.is_read {
            return Ok(false);
        }
        let wanted = BUFFER_BYTES.max(self.buffer.len()) as u64;
        let mut source = self.source.by_ref().take(wanted);
        let read = source
            .read_to_end(&mut self.buffer)
            .map_err(workbook_error)?;
        self.is_read = (read as u64) < wanted;
        Ok(read > 0)
    }

    /// Collects the text up to the end of the current tag. Phonetic guides of Asian languages
    /// (`rPh`) are not part of the text.
    pub fn text(&mut self, text: &mut String) -> Result<(), WorkbookError> {
        let (mut depth, mut phonetic) = (1, 0);
        loop {
            match self.next()? {
                Piece::Start(tag) => {
                    depth += 1;
                    if tag.name == "rPh" || phonetic > 0 {
                        phonetic += 1;
                    }
                }
                Piece::End(_) => {
                    depth -= 1;
                    phonetic -= i32::from(phonetic > 0);
                    if depth == 0 {
                        return Ok(());
                    }
                }
                Piece::Text(piece) if phonetic == 0 => unescape(piece, text)?,
                Piece::Plain(piece) if phonetic == 0 => text.push_str(piece),
                Piece::Over => return Err(WorkbookError::Broken(Fault::WithinCell)),
                _ => {}
            }
            if text.len() > self.piece_bytes_max {
                return Err(WorkbookError::Limit {
                    past: Past::CellBytes,
                    most: self.piece_bytes_max as u64,
                });
            }
        }
    }
}

/// The first place of a text. A simple search suffices, because such texts are rare and near.
fn place_of(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|window| window == text)
}

/// The end of a tag: the first `>` outside quotes.
fn end_of_tag(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr3(b'>', b'"', b'\'', &tag[at..])?;
        if tag[at] == b'>' {
            return Some(at);
        }
        at += 2 + memchr(tag[at], &tag[at + 1..])?;
    }
}

fn workbook_error(error: std::io::Error) -> WorkbookError {
    match error.downcast::<WorkbookError>() {
        Ok(error) => error,
        Err(error) => WorkbookError::of_error(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::undo_escapes;

    /// A source of one byte at a time, because pieces must not depend on where reads end.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let (Some(byte), Some(place)) = (self.0.first(), into.first_mut()) else {
                return Ok(0);
            };
            *place = *byte;
            self.0 = &self.0[1..];
            Ok(1)
        }
    }

    fn text(xml: &str) -> Result<String, WorkbookError> {
        let mut xml = Xml::new(Slow(xml.as_bytes()), 40);
        let mut text = String::new();
        xml.next()?;
        xml.text(&mut text)?;
        undo_escapes(&mut text);
        Ok(text)
    }

    /// Every piece, as its kind and its contents.
    fn pieces(xml: &str) -> Result<Vec<String>, WorkbookError> {
        let mut xml = Xml::new(xml.as_bytes(), 1000);
        let mut pieces = Vec::new();
        loop {
            let with_attributes = |what: &str, tag: Tag<'_>| {
                let attributes = tag.attributes().map(|found| {
                    let (name, value) = found?;
                    Ok(format!(" {name}={value}"))
                });
                Ok(format!(
                    "{what} {}{}",
                    tag.name,
                    attributes.collect::<Result<String, WorkbookError>>()?
                ))
            };
            pieces.push(match xml.next()? {
                Piece::Start(tag) => with_attributes("start", tag)?,
                Piece::Empty(tag) => with_attributes("empty", tag)?,
                Piece::End(name) => format!("end {name}"),
                Piece::Text(text) => format!("text {text}"),
                Piece::Plain(text) => format!("plain {text}"),
                Piece::Over => return Ok(pieces),
            });
        }
    }

    #[test]
    fn pieces_of_every_kind_are_recognised() {
        for (xml, expected) in [
            ("<?xml version=\"1.0\"?>\n<a/>", vec!["text \n", "empty a"]),
            (
                "<x:c  r = \"B>2\" t='s'\n></x:c >",
                vec!["start c r=B>2 t=s", "end c"],
            ),
            (
                "<a><!-- <b> -- > --->x</a>",
                vec!["start a", "text x", "end a"],
            ),
            (
                "<a><![CDATA[<b>]]]></a>",
                vec!["start a", "plain <b>]", "end a"],
            ),
            ("<c r=\"A/\"/>", vec!["empty c r=A/"]),
            ("", vec![]),
            ("text", vec!["text text"]),
        ] {
            assert_eq!(pieces(xml).unwrap(), expected, "{xml}");
        }
        for broken in [
            "<a",
            "<a b=\"",
            "<a b=\">",
            "<!-- -",
            "<![CDATA[x]]",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>",
            "<>",
            "</>",
            "<a b>",
            "<a b=c>",
            "<a =\">",
        ] {
            assert!(
                matches!(pieces(broken), Err(WorkbookError::Broken(_))),
                "{broken}"
            );
        }
        let mut xml = Xml::new(&b"<\xFF>"[..], 40);
        assert!(matches!(xml.next(), Err(WorkbookError::Broken(_))));
    }

    #[test]
    fn text_is_collected_over_runs_references_and_escapes() {
        for (xml, expected) in [
            ("<si><t>a&amp;b</t></si>", "a&b"),
            ("<si><r><t>0.5</t></r><r><t>BTC</t></r></si>", "0.5BTC"),
            ("<si><t>a</t><rPh><t>b</t></rPh></si>", "a"),
            ("<t>&#x41;&#66;<![CDATA[<b>&lt;]]></t>", "AB<b>&lt;"),
            ("<t>_x000D_a_x005F_x0041_ _xzz00_</t>", "\ra_x0041_ _xzz00_"),
            ("<t></t>", ""),
        ] {
            assert_eq!(text(xml).unwrap(), expected);
        }
        for broken in [
            "<t>&who;</t>",
            "<t>&amp</t>",
            "<t>&#xD800;</t>",
            "<t>&</t>",
            "<t>a",
        ] {
            assert!(
                matches!(text(broken), Err(WorkbookError::Broken(_))),
                "{broken}"
            );
        }
    }

    #[test]
    fn piece_at_the_limit_is_read_and_one_byte_longer_is_refused() {
        assert_eq!(
            text(&format!("<t>{}</t>", "x".repeat(40))).unwrap().len(),
            40
        );
        for past in [
            format!("<t>{}</t>", "x".repeat(41)),
            format!("<si>{}</si>", "<t>xxxxxxxxx</t>".repeat(5)),
            format!("<t {}>", "x".repeat(70_000)),
        ] {
            assert!(matches!(text(&past), Err(WorkbookError::Limit { .. })));
        }
    }

    #[test]
    fn deeply_nested_tags_are_refused() {
        let text = "<a>".repeat(1000);
        let mut deep = Xml::new(text.as_bytes(), 40);
        let error = (0..1000).find_map(|_| deep.next().err());
        assert!(matches!(error, Some(WorkbookError::Broken(_))));
    }
}
