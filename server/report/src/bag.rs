//! Writes a BagIt bag (RFC 8493) as one ZIP, file after file.
//!
//! Every file is hashed on its way into the archive. The manifests therefore come from
//! exactly the written bytes, and nothing is read twice. Entries are stored, not compressed:
//! any tool can extract an original, and the same inputs always give the same bytes.

use std::io::{self, Read, Seek, Write};

use casework::custody::hex;
use ledger::Moment;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const BUFFER_BYTES: usize = 64 * 1024;
/// From this size on, an entry needs the wide (ZIP64) header.
const LARGE_FILE_BYTES: u64 = u32::MAX as u64;

/// The SHA-256 of bytes, in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A bag under construction.
pub(crate) struct Bag<W: Write + Seek> {
    zip: ZipWriter<W>,
    top: String,
    options: SimpleFileOptions,
    payload: Vec<(String, String)>,
    tags: Vec<(String, String)>,
    payload_bytes: u64,
}

/// Passes bytes on, and computes their hash and count.
struct Hashing<W> {
    to: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl<W: Write + Seek> Bag<W> {
    /// A bag in the folder `top`, with every file dated `at` (to two seconds, the precision
    /// of a ZIP).
    pub(crate) fn new(to: W, top: &str, at: Moment) -> io::Result<Bag<W>> {
        let options = stored_at(at);
        let mut bag = Bag {
            zip: ZipWriter::new(to),
            top: top.to_owned(),
            options,
            payload: Vec::new(),
            tags: Vec::new(),
            payload_bytes: 0,
        };
        bag.text(
            "bagit.txt",
            "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        )?;
        Ok(bag)
    }

    /// Writes one file with the output of `fill`, and returns its hash.
    pub(crate) fn file<E: From<io::Error>>(
        &mut self,
        path: &str,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<String, E> {
        // The length is not known yet, so that the wide header is used, which holds any
        // size.
        let wide = self.options.large_file(true);
        self.put(path, wide, fill)
    }

    fn put<E: From<io::Error>>(
        &mut self,
        path: &str,
        options: SimpleFileOptions,
        fill: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<String, E> {
        let name = format!("{}/{path}", self.top);
        self.zip
            .start_file(name, options)
            .map_err(|error| E::from(error.into()))?;
        let mut writer = Hashing {
            to: io::BufWriter::with_capacity(BUFFER_BYTES, &mut self.zip),
            hash: Sha256::new(),
            bytes: 0,
        };
        fill(&mut writer)?;
        writer.flush()?;
        let (sha256, bytes) = (hex(&writer.hash.finalize()), writer.bytes);
        if path.starts_with("data/") {
            self.payload.push((path.to_owned(), sha256.clone()));
            self.payload_bytes += bytes;
        } else {
            self.tags.push((path.to_owned(), sha256.clone()));
        }
        Ok(sha256)
    }

    /// Writes a short file.
    pub(crate) fn text(&mut self, path: &str, text: &str) -> io::Result<String> {
        self.put(path, self.options, |to| to.write_all(text.as_bytes()))
    }

    /// Writes a short program.
    pub(crate) fn program(&mut self, path: &str, text: &str) -> io::Result<String> {
        let options = self.options.unix_permissions(0o755);
        self.put(path, options, |to| to.write_all(text.as_bytes()))
    }

    /// Copies `size_bytes` from a reader.
    pub(crate) fn copy(
        &mut self,
        path: &str,
        from: &mut dyn Read,
        size_bytes: u64,
    ) -> io::Result<String> {
        let options = self.options.large_file(size_bytes >= LARGE_FILE_BYTES);
        self.put(path, options, |to| {
            // One byte beyond the promised size reveals that there is more.
            let copied = io::copy(&mut from.take(size_bytes + 1), to)?;
            if copied == size_bytes {
                return Ok(());
            }
            Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{path} is not {size_bytes} bytes long"),
            ))
        })
    }

    /// Writes `bag-info.txt` and the manifests, and returns the tag manifest. The signature
    /// of this one text covers every byte of the bag.
    pub(crate) fn manifests(&mut self, facts: &[(&str, String)]) -> io::Result<String> {
        let mut about = String::new();
        for (label, value) in facts {
            about += &format!("{label}: {}\n", one_line(value));
        }
        about += &format!(
            "Payload-Oxum: {}.{}\n",
            self.payload_bytes,
            self.payload.len()
        );
        self.text("bag-info.txt", &about)?;
        let payload = manifest(&mut self.payload);
        self.text("manifest-sha256.txt", &payload)?;
        let tags = manifest(&mut self.tags);
        self.text("tagmanifest-sha256.txt", &tags)?;
        Ok(tags)
    }

    /// Ends the archive.
    pub(crate) fn finish(self) -> io::Result<W> {
        Ok(self.zip.finish()?)
    }
}

/// The options for a file in an archive for which the same inputs give the same bytes.
pub(crate) fn stored_at(at: Moment) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(dos_time(at))
        .unix_permissions(0o644)
}

/// Lines of `hash  path` in byte order of the path, as `sha256sum -c` reads them.
fn manifest(files: &mut [(String, String)]) -> String {
    files.sort();
    files
        .iter()
        .map(|(path, sha256)| format!("{sha256}  {path}\n"))
        .collect()
}

/// A value of `bag-info.txt` on one line, whatever it contains.
fn one_line(text: &str) -> String {
    let spaced = text.replace(ledger::is_hidden, " ");
    spaced.trim().to_owned()
}

fn dos_time(at: Moment) -> DateTime {
    let (year, month, day) = at.date();
    let second_of_day = at.seconds.rem_euclid(86_400);
    let fields = u16::try_from(year).ok().and_then(|year| {
        DateTime::from_date_and_time(
            year,
            month as u8,
            day as u8,
            (second_of_day / 3600) as u8,
            (second_of_day / 60 % 60) as u8,
            (second_of_day % 60) as u8,
        )
        .ok()
    });
    fields.unwrap_or_default()
}
