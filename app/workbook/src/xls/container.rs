//! Reads compound files ([MS-CFB]), the containers of XLS. They consist of sectors; a table
//! lists the next sector of each, which makes chains.
//!
//! A chain is followed for at most as many sectors as the file has, so that a circular chain
//! ends. Tables are never larger than the file needs.

use crate::error::{Fault, Past, WorkbookError};
use std::io::{self, Read, Seek, SeekFrom};

/// Numbers from here on are no sectors. They end a chain.
const SECTORS_END: u32 = 0xFFFF_FFFA;
/// How many sectors of the table the header lists.
const TABLE_PLACES: usize = 109;
const ENTRY_BYTES: usize = 128;
const MINI_BYTES: u64 = 64;

/// An open compound file.
pub(super) struct Container<R> {
    source: R,
    sector_bytes: u64,
    sectors: u32,
    /// The next sector of each sector.
    table: Vec<u32>,
    entries: Vec<Entry>,
    /// Streams below this size are stored in pieces of the first entry's stream.
    mini_below: u64,
    mini_table: Vec<u32>,
}

/// A stream with its name.
struct Entry {
    name: String,
    start: u32,
    bytes: u64,
}

impl<R: Read + Seek> Container<R> {
    /// Reads the sector tables and the names of the streams.
    pub fn open(mut source: R, bytes_max: u64) -> Result<Container<R>, WorkbookError> {
        let bytes = source.seek(SeekFrom::End(0)).map_err(broken)?;
        if bytes > bytes_max {
            return Err(WorkbookError::Limit {
                past: Past::FileBytes,
                most: bytes_max,
            });
        }
        let mut header = [0; 512];
        source.rewind().map_err(broken)?;
        source.read_exact(&mut header).map_err(broken)?;
        let sector_bytes = match u16_at(&header, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(WorkbookError::Broken(Fault::Sectors)),
        };
        let mut container = Container {
            source,
            sector_bytes,
            // The header before the first sector is as long as a sector.
            sectors: u32::try_from(bytes.div_ceil(sector_bytes).saturating_sub(1))
                .unwrap_or(u32::MAX),
            table: Vec::new(),
            entries: Vec::new(),
            mini_below: u64::from(u32_at(&header, 56)),
            mini_table: Vec::new(),
        };
        container.read_table(&header)?;
        container.read_entries(u32_at(&header, 48))?;
        // In files without short streams, this count is 0. In some of them, no other field
        // shows it.
        if u32_at(&header, 64) > 0 {
            for sector in container.chain(u32_at(&header, 60))? {
                let sector = container.sector(sector)?;
                container.mini_table.extend(numbers(&sector));
            }
        }
        Ok(container)
    }

    fn read_table(&mut self, header: &[u8; 512]) -> Result<(), WorkbookError> {
        let mut places: Vec<u32> = numbers(&header[76..76 + 4 * TABLE_PLACES]).collect();
        let mut more = u32_at(header, 68);
        for _ in 0..self.sectors {
            if more >= SECTORS_END {
                break;
            }
            let sector = self.sector(more)?;
            let mut numbers: Vec<u32> = numbers(&sector).collect();
            more = numbers.pop().unwrap_or(SECTORS_END);
            places.append(&mut numbers);
            // These are enough for all sectors of the file.
            if places.len() as u64 * self.sector_bytes / 4 > u64::from(self.sectors) {
                break;
            }
        }
        for place in places.into_iter().filter(|place| *place < SECTORS_END) {
            if self.table.len() >= self.sectors as usize {
                break;
            }
            let sector = self.sector(place)?;
            self.table.extend(numbers(&sector));
        }
        Ok(())
    }

    fn read_entries(&mut self, start: u32) -> Result<(), WorkbookError> {
        for sector in self.chain(start)? {
            let sector = self.sector(sector)?;
            for entry in sector.chunks_exact(ENTRY_BYTES) {
                let units: Vec<u16> = (0..32)
                    .map(|at| u16_at(entry, 2 * at))
                    .take_while(|unit| *unit != 0)
                    .collect();
                self.entries.push(Entry {
                    name: String::from_utf16_lossy(&units).to_ascii_lowercase(),
                    start: u32_at(entry, 116),
                    // The upper half is only used by streams beyond any limit of this reader.
                    bytes: u64::from(u32_at(entry, 120)),
                });
            }
        }
        Ok(())
    }

    /// Whether there is a stream or a folder of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// Opens the stream of this name, which must be in lower case.
    pub fn into_stream(mut self, name: &str) -> Result<Stream<R>, WorkbookError> {
        let entry = self.entries.iter().find(|entry| entry.name == name);
        let (start, bytes) = entry
            .map(|entry| (entry.start, entry.bytes))
            .ok_or(WorkbookError::Broken(Fault::NoSheets))?;
        let (pieces, piece_bytes) = if bytes < self.mini_below {
            (self.mini_pieces(start)?, MINI_BYTES)
        } else {
            let chain = self.chain(start)?.into_iter();
            let pieces = chain.map(|sector| self.offset(sector)).collect();
            (pieces, self.sector_bytes)
        };
        Ok(Stream {
            bytes: bytes.min(pieces.len() as u64 * piece_bytes),
            pieces,
            piece_bytes,
            source: self.source,
            at: 0,
        })
    }

    /// The offsets of the small pieces of a short stream in the file.
    fn mini_pieces(&mut self, start: u32) -> Result<Vec<u64>, WorkbookError> {
        let root = self.entries.first().map_or(SECTORS_END, |root| root.start);
        let whole = self.chain(root)?;
        let a_sector = self.sector_bytes / MINI_BYTES;
        let chain = follow(&self.mini_table, start, self.mini_table.len())?;
        let place = |piece: u32| {
            let piece = u64::from(piece);
            let sector = whole.get((piece / a_sector) as usize)?;
            Some(self.offset(*sector) + piece % a_sector * MINI_BYTES)
        };
        let places = chain.into_iter().map(place);
        places
            .collect::<Option<Vec<u64>>>()
            .ok_or(WorkbookError::Broken(Fault::SectorGone))
    }

    fn chain(&self, start: u32) -> Result<Vec<u32>, WorkbookError> {
        follow(&self.table, start, self.sectors as usize)
    }

    fn offset(&self, sector: u32) -> u64 {
        (u64::from(sector) + 1) * self.sector_bytes
    }

    /// The bytes of a sector. The last sector of a file may be shorter.
    fn sector(&mut self, sector: u32) -> Result<Vec<u8>, WorkbookError> {
        if sector >= self.sectors {
            return Err(WorkbookError::Broken(Fault::SectorGone));
        }
        let offset = self.offset(sector);
        self.source.seek(SeekFrom::Start(offset)).map_err(broken)?;
        let mut bytes = Vec::with_capacity(self.sector_bytes as usize);
        let mut sector = self.source.by_ref().take(self.sector_bytes);
        sector.read_to_end(&mut bytes).map_err(broken)?;
        Ok(bytes)
    }
}

/// The sectors of a chain. A chain of more than `most` sectors is refused.
fn follow(table: &[u32], start: u32, most: usize) -> Result<Vec<u32>, WorkbookError> {
    let mut chain = Vec::new();
    let mut next = start;
    while next < SECTORS_END {
        if chain.len() >= most {
            return Err(WorkbookError::Broken(Fault::SectorChain));
        }
        chain.push(next);
        let after = table.get(next as usize);
        next = *after.ok_or(WorkbookError::Broken(Fault::SectorTable))?;
    }
    Ok(chain)
}

/// One stream of a compound file.
pub(super) struct Stream<R> {
    source: R,
    /// The offsets of its pieces in the file.
    pieces: Vec<u64>,
    piece_bytes: u64,
    bytes: u64,
    at: u64,
}

impl<R: Read + Seek> Read for Stream<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let piece = (self.at / self.piece_bytes) as usize;
        let Some(offset) = self.pieces.get(piece).filter(|_| self.at < self.bytes) else {
            return Ok(0);
        };
        let within = self.at % self.piece_bytes;
        let mut most = self.piece_bytes - within;
        // Adjacent pieces are read as one.
        let mut last = piece;
        while most < into.len() as u64
            && self.pieces.get(last + 1) == Some(&(self.pieces[last] + self.piece_bytes))
        {
            last += 1;
            most += self.piece_bytes;
        }
        let most = most.min(self.bytes - self.at).min(into.len() as u64) as usize;
        self.source.seek(SeekFrom::Start(offset + within))?;
        let read = self.source.read(&mut into[..most])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R> Seek for Stream<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = to.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

fn broken(error: io::Error) -> WorkbookError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => WorkbookError::Broken(Fault::BreaksOff),
        _ => WorkbookError::of_error(&error),
    }
}

/// Little-endian numbers of four bytes.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|four| u32::from_le_bytes(*four))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}
