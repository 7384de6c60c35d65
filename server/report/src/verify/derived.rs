//! Makes the files again that follow from the other files of a bundle, and compares them byte
//! by byte. What they follow from is checked elsewhere.

use std::io::{self, BufWriter, Read, Seek, Write};

use super::Check;
use crate::archive::Archive;
use crate::bag::ListedFile;
use crate::derived::{Derived, Source};
use crate::documents::{Facts, TEXTS_VERSION};
use crate::layout::PAYLOAD_FOLDER;

const BUFFER_BYTES: usize = 256 * 1024;

impl<R: Read + Seek> Check<R> {
    /// Compares every derived file. Another version writes other ones, which is reported with
    /// the texts.
    pub(super) fn derived(&mut self, facts: &Facts) {
        if facts.texts_version != TEXTS_VERSION {
            return;
        }
        let payload = self.sealed_payload();
        for derived in Derived::ALL {
            let path = derived.path();
            match self.difference(derived, &payload, facts) {
                Ok(None) => {}
                Ok(Some(line)) => {
                    let place = match derived.is_text() {
                        true => format!("{path}:{line}"),
                        false => path.to_owned(),
                    };
                    self.find(place, "does not follow from the other files of this bundle");
                }
                Err(error) => {
                    let sentence = format!("can't be made again from the other files: {error}");
                    self.find(path, sentence);
                }
            }
        }
    }

    /// The payload as it was sealed. A file that was changed since is reported once, by its
    /// manifest.
    fn sealed_payload(&self) -> Vec<ListedFile> {
        let payload = self.listed.iter();
        let payload = payload.filter(|(path, _)| path.starts_with(PAYLOAD_FOLDER));
        payload
            .map(|(path, sha256)| ListedFile {
                path: path.clone(),
                sha256: sha256.clone(),
                size_bytes: self.archive.length(path).unwrap_or_default(),
            })
            .collect()
    }

    /// The first line on which a derived file differs; none where it does not, or is missing.
    fn difference(
        &self,
        derived: Derived,
        payload: &[ListedFile],
        facts: &Facts,
    ) -> io::Result<Option<u64>> {
        let Some(found) = self.archive.section(derived.path()) else {
            return Ok(None);
        };
        let source = Sealed {
            archive: &self.archive,
            payload,
            facts,
            row_bytes_max: self.limits.verifying.row_bytes_max,
        };
        let mut to = BufWriter::with_capacity(BUFFER_BYTES, Comparing::new(found));
        derived.write(&source, &mut to)?;
        let compared = to.into_inner();
        compared.map_err(io::IntoInnerError::into_error)?.finish()
    }
}

/// The files of a bundle that is checked.
struct Sealed<'c, R> {
    archive: &'c Archive<R>,
    payload: &'c [ListedFile],
    facts: &'c Facts,
    row_bytes_max: usize,
}

impl<R: Read + Seek> Source for Sealed<'_, R> {
    fn open(&self, path: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let section = self.archive.section(path);
        Ok(section.map(|section| Box::new(section) as Box<dyn Read + '_>))
    }

    fn payload(&self) -> &[ListedFile] {
        self.payload
    }

    fn facts(&self) -> &Facts {
        self.facts
    }

    fn row_bytes_max(&self) -> usize {
        self.row_bytes_max
    }
}

/// Compares what is written with what was found, up to the first difference.
struct Comparing<S> {
    found: S,
    buffer: Vec<u8>,
    /// The line that is compared.
    line: u64,
    is_same: bool,
}

impl<S: Read> Comparing<S> {
    fn new(found: S) -> Comparing<S> {
        Comparing {
            found,
            buffer: Vec::new(),
            line: 1,
            is_same: true,
        }
    }

    fn compare(&mut self, expected: &[u8]) -> io::Result<()> {
        self.buffer.clear();
        let most = expected.len() as u64;
        (&mut self.found).take(most).read_to_end(&mut self.buffer)?;
        self.is_same = self.buffer == expected;
        let same = match self.is_same {
            true => expected.len(),
            false => {
                let pairs = expected.iter().zip(&self.buffer);
                pairs.take_while(|(one, other)| one == other).count()
            }
        };
        let ends = expected[..same].iter().filter(|byte| **byte == b'\n');
        self.line += ends.count() as u64;
        Ok(())
    }

    /// The line of the first difference; none where there is none.
    fn finish(mut self) -> io::Result<Option<u64>> {
        let more = &mut [0];
        let is_same = self.is_same && self.found.read(more)? == 0;
        Ok((!is_same).then_some(self.line))
    }
}

impl<S: Read> Write for Comparing<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_same {
            self.compare(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(found: &str, written: &[&str]) -> Option<u64> {
        let mut compared = Comparing::new(found.as_bytes());
        for part in written {
            compared.write_all(part.as_bytes()).unwrap();
        }
        compared.finish().unwrap()
    }

    #[test]
    fn first_line_that_differs_is_named() {
        assert_eq!(difference("a\nb\n", &["a\n", "b\n"]), None);
        assert_eq!(difference("", &[]), None);
        assert_eq!(difference("a\nb\n", &["a\nc", "\n"]), Some(2));
        assert_eq!(difference("x\nb\n", &["a\n", "b\n"]), Some(1));
        assert_eq!(difference("a\nb\nmore", &["a\nb\n"]), Some(3));
        assert_eq!(difference("a\n", &["a\n", "b\n"]), Some(2));
    }
}
