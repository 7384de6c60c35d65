//! Reads the records of an XLS ([MS-XLS]). A record has a number for its kind, a length and
//! bytes. Records of the kind Continue continue the bytes of the one before.

use std::io::{BufReader, Read, Seek, SeekFrom};

use super::container::Stream;
use crate::code_page::CodePage;
use crate::error::{Fault, Past, WorkbookError};

/// The kind of a record that continues the one before it.
const CONTINUE: u16 = 0x003C;
const BUFFER_BYTES: usize = 64 << 10;

/// Records, one at a time.
pub(super) struct Records<R: Read + Seek> {
    source: BufReader<Stream<R>>,
    /// Kind and length of the next record, where they were read already.
    next: Option<(u16, u16)>,
    bytes: Vec<u8>,
    /// How many of the bytes are read.
    at: usize,
    units: Vec<u16>,
    /// Bytes that may still be read. Sheets of a hostile file may share a place, which would
    /// be read again for each.
    left: u64,
    bytes_max: u64,
}

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letters {
    /// One byte a letter, of the first 256.
    Narrow,
    /// UTF-16.
    Wide,
    /// A code page, in workbooks from before 1997.
    Page(CodePage),
}

impl<R: Read + Seek> Records<R> {
    /// Begins at the start of the stream. `bytes_max` limits the bytes read in all.
    pub fn new(stream: Stream<R>, bytes_max: u64) -> Records<R> {
        Records {
            source: BufReader::with_capacity(BUFFER_BYTES, stream),
            next: None,
            bytes: Vec::new(),
            at: 0,
            units: Vec::new(),
            left: bytes_max,
            bytes_max,
        }
    }

    /// Continues at an offset in the stream.
    pub fn seek(&mut self, to: u64) -> Result<(), WorkbookError> {
        self.next = None;
        let sought = self.source.seek(SeekFrom::Start(to));
        sought
            .map(drop)
            .map_err(|error| WorkbookError::of_error(&error))
    }

    /// Reads the next record, and returns its kind.
    pub fn take(&mut self) -> Result<u16, WorkbookError> {
        let (kind, length) = self.look()?;
        self.next = None;
        let left = self.left.checked_sub(4 + u64::from(length));
        self.left = left.ok_or(WorkbookError::Limit {
            past: Past::ReadBytes,
            most: self.bytes_max,
        })?;
        self.bytes.resize(usize::from(length), 0);
        self.at = 0;
        self.source
            .read_exact(&mut self.bytes)
            .map_err(|_| WorkbookError::Broken(Fault::BreaksOff))?;
        Ok(kind)
    }

    fn look(&mut self) -> Result<(u16, u16), WorkbookError> {
        if let Some(next) = self.next {
            return Ok(next);
        }
        let mut head = [0; 4];
        self.source
            .read_exact(&mut head)
            .map_err(|_| WorkbookError::Broken(Fault::BreaksOff))?;
        let next = (
            u16::from_le_bytes([head[0], head[1]]),
            u16::from_le_bytes([head[2], head[3]]),
        );
        self.next = Some(next);
        Ok(next)
    }

    /// Whether the record has more bytes, in itself or in its continuations.
    pub fn has_more(&mut self) -> Result<bool, WorkbookError> {
        while self.at == self.bytes.len() {
            if self.look().map(|(kind, _)| kind).ok() != Some(CONTINUE) {
                return Ok(false);
            }
            self.take()?;
        }
        Ok(true)
    }

    /// The remaining bytes of the record itself.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.at..]
    }

    /// The next bytes of the record and its continuations.
    pub fn bytes<const N: usize>(&mut self) -> Result<[u8; N], WorkbookError> {
        let mut bytes = [0; N];
        if let Some(found) = self.rest().first_chunk::<N>() {
            bytes = *found;
            self.at += N;
            return Ok(bytes);
        }
        for byte in &mut bytes {
            if !self.has_more()? {
                return Err(WorkbookError::Broken(Fault::Record));
            }
            *byte = self.bytes[self.at];
            self.at += 1;
        }
        Ok(bytes)
    }

    pub fn u8(&mut self) -> Result<u8, WorkbookError> {
        self.bytes().map(|[byte]| byte)
    }

    pub fn u16(&mut self) -> Result<u16, WorkbookError> {
        self.bytes().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, WorkbookError> {
        self.bytes().map(u32::from_le_bytes)
    }

    /// Skips bytes of the record and its continuations.
    pub fn skip(&mut self, mut count: u64) -> Result<(), WorkbookError> {
        while count > 0 {
            if !self.has_more()? {
                return Err(WorkbookError::Broken(Fault::Record));
            }
            let step = count.min(self.rest().len() as u64);
            self.at += step as usize;
            count -= step;
        }
        Ok(())
    }

    /// Appends `count` letters. Each continuation of a record states the encoding of its
    /// letters again.
    pub fn text(
        &mut self,
        count: usize,
        letters: Letters,
        text: &mut String,
    ) -> Result<(), WorkbookError> {
        if let Letters::Page(page) = letters {
            return self.text_of_page(count, page, text);
        }
        self.units.clear();
        let mut letters = letters;
        while self.units.len() < count {
            if self.at == self.bytes.len() {
                if !self.has_more()? {
                    return Err(WorkbookError::Broken(Fault::Text));
                }
                letters = Letters::of_flags(self.u8()?);
                continue;
            }
            let left = count - self.units.len();
            let rest = &self.bytes[self.at..];
            if letters == Letters::Wide {
                let pairs = &rest.as_chunks().0[..left.min(rest.len() / 2)];
                if pairs.is_empty() {
                    return Err(WorkbookError::Broken(Fault::Letter));
                }
                self.units
                    .extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
                self.at += 2 * pairs.len();
            } else {
                let bytes = &rest[..left.min(rest.len())];
                self.units.extend(bytes.iter().copied().map(u16::from));
                self.at += bytes.len();
            }
        }
        let read = char::decode_utf16(self.units.iter().copied());
        text.extend(read.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(())
    }

    fn text_of_page(
        &mut self,
        count: usize,
        page: CodePage,
        text: &mut String,
    ) -> Result<(), WorkbookError> {
        let mut bytes = Vec::with_capacity(count);
        for _ in 0..count {
            bytes.push(self.u8()?);
        }
        text.push_str(&page.decode(&bytes));
        Ok(())
    }
}

impl Letters {
    /// The encoding that the byte of flags before a text states.
    pub fn of_flags(flags: u8) -> Letters {
        match flags & 1 {
            0 => Letters::Narrow,
            _ => Letters::Wide,
        }
    }
}
