//! A tar archive as it streams by, in slices that end anywhere: for a browser, which
//! is handed what it unpacks. The server reads archives by a library that pulls.

use crate::base::names::clean_name;
use crate::carriers::archive::is_litter;

/// Headers and the data behind them fill blocks of so many bytes.
const BLOCK_BYTES: usize = 512;
/// Longest name, or list of a member's properties, that is kept.
const NAME_BYTES_MAX: u64 = 64 << 10;
/// Where a header says that it is one.
const MARK: std::ops::Range<usize> = 257..262;

/// A tar archive that is read as it comes.
#[derive(Default)]
pub struct TarStream {
    /// A header that has not come whole, or a text that is.
    gathered: Vec<u8>,
    stage: Stage,
    /// Bytes of the member's data that are still to come.
    left: u64,
    /// Bytes behind it that fill its last block.
    padding: u64,
    /// The next member's name, where it stands in a member of its own.
    name: Option<String>,
}

/// What stands next in the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Header,
    /// Data of a file.
    File,
    /// The next member's name.
    Name,
    /// The next member's properties, its name among them.
    Properties,
    /// Data of what is no file.
    Skipped,
    Over,
    Broken,
}

/// A piece of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TarPiece<'a> {
    /// A file of this name begins.
    File(String),
    /// Some of its data.
    Data(&'a [u8]),
    /// It is over.
    End,
}

impl TarStream {
    /// Whether what begins with these bytes ([`TarStream::START_BYTES`] of them) is a tar
    /// archive.
    pub fn is_one(start: &[u8]) -> bool {
        start.get(MARK) == Some(b"ustar")
    }

    /// How many bytes tell a tar archive.
    pub const START_BYTES: usize = BLOCK_BYTES;

    /// The next piece, taken off the front of `bytes`; `None` when they are used up.
    pub fn next<'b>(&mut self, bytes: &mut &'b [u8]) -> Option<TarPiece<'b>> {
        loop {
            if self.is_in_data() && self.left == 0 {
                let was = self.end_member();
                if was == Stage::File {
                    return Some(TarPiece::End);
                }
            }
            if bytes.is_empty() {
                return None;
            }
            match self.stage {
                Stage::Header if self.padding > 0 => {
                    self.padding -= take(bytes, self.padding).len() as u64;
                }
                Stage::Header => {
                    let missing = BLOCK_BYTES - self.gathered.len();
                    self.gathered.extend_from_slice(take(bytes, missing as u64));
                    if self.gathered.len() == BLOCK_BYTES
                        && let Some(name) = self.header()
                    {
                        return Some(TarPiece::File(name));
                    }
                }
                Stage::File => return Some(TarPiece::Data(self.data(bytes))),
                Stage::Skipped => drop(self.data(bytes)),
                Stage::Name | Stage::Properties => {
                    let data = self.data(bytes);
                    self.gathered.extend_from_slice(data);
                }
                Stage::Over | Stage::Broken => *bytes = &[],
            }
        }
    }

    fn data<'b>(&mut self, bytes: &mut &'b [u8]) -> &'b [u8] {
        let data = take(bytes, self.left);
        self.left -= data.len() as u64;
        data
    }

    /// Whether it ended as an archive does, and not in the middle.
    pub fn is_whole(&self) -> bool {
        let is_between = self.stage == Stage::Header && self.gathered.is_empty();
        is_between || self.stage == Stage::Over
    }

    fn is_in_data(&self) -> bool {
        !matches!(self.stage, Stage::Header | Stage::Over | Stage::Broken)
    }

    /// Ends the member whose data has come; what it was.
    fn end_member(&mut self) -> Stage {
        let gathered = std::mem::take(&mut self.gathered);
        let was = std::mem::take(&mut self.stage);
        match was {
            Stage::Name => self.name = Some(text(&gathered)),
            Stage::Properties => self.name = path_among(&gathered).or(self.name.take()),
            _ => {}
        }
        was
    }

    /// Reads the header that was gathered; the name of a file that begins here.
    fn header(&mut self) -> Option<String> {
        let header = std::mem::take(&mut self.gathered);
        if header.iter().all(|byte| *byte == 0) {
            self.stage = Stage::Over;
            return None;
        }
        let size = number(&header[124..136]);
        let Some(size) = size.filter(|_| has_right_sum(&header)) else {
            self.stage = Stage::Broken;
            return None;
        };
        self.left = size;
        let block = BLOCK_BYTES as u64;
        self.padding = (block - size % block) % block;
        self.stage = match header[156] {
            b'0' | 0 => Stage::File,
            b'L' if size <= NAME_BYTES_MAX => Stage::Name,
            b'x' if size <= NAME_BYTES_MAX => Stage::Properties,
            _ => Stage::Skipped,
        };
        if matches!(self.stage, Stage::Name | Stage::Properties) {
            return None;
        }
        let name = self.name.take().unwrap_or_else(|| own_name(&header));
        let name = clean_name(&name);
        if self.stage == Stage::File && (name.ends_with('/') || is_litter(&name)) {
            self.stage = Stage::Skipped;
        }
        (self.stage == Stage::File).then_some(name)
    }
}

/// Takes up to so many bytes off the front.
fn take<'b>(bytes: &mut &'b [u8], most: u64) -> &'b [u8] {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let (taken, rest) = bytes.split_at(most.min(bytes.len()));
    *bytes = rest;
    taken
}

/// A text up to the first zero byte.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0);
    String::from_utf8_lossy(&bytes[..end.unwrap_or(bytes.len())]).into_owned()
}

/// The name in a header, with the folder that may stand apart from it.
fn own_name(header: &[u8]) -> String {
    let name = text(&header[..100]);
    match &header[MARK.start..263] {
        b"ustar\0" if header[345] != 0 => text(&header[345..500]) + "/" + &name,
        _ => name,
    }
}

/// The property `path` in a list of `12 path=a.csv\n`.
fn path_among(mut properties: &[u8]) -> Option<String> {
    loop {
        let space = properties.iter().position(|byte| *byte == b' ')?;
        let length: usize = text(&properties[..space]).parse().ok()?;
        let property = properties.get(space + 1..length.checked_sub(1)?)?;
        if let Some(path) = property.strip_prefix(b"path=") {
            return Some(text(path));
        }
        properties = properties.get(length..)?;
    }
}

/// A number in octal digits, or in bytes where it is too large for them.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let bytes = field[field.len() - 8..].iter();
        return Some(bytes.fold(0, |number, byte| number << 8 | u64::from(*byte)));
    }
    let digits = text(field);
    u64::from_str_radix(digits.trim(), 8).ok()
}

/// Whether a header's bytes add up to what it says, its own field read as spaces.
fn has_right_sum(header: &[u8]) -> bool {
    let field = 148..156;
    let sum = header.iter().enumerate().map(|(at, byte)| match at {
        at if field.contains(&at) => u64::from(b' '),
        _ => u64::from(*byte),
    });
    number(&header[field.clone()]) == Some(sum.sum())
}
