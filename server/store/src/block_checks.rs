//! Checksums of the blocks of a file. The database keeps them, so that each part of a file
//! can be checked without reading the rest.

/// Hexadecimal digits of one checksum.
const DIGITS: usize = 8;

/// Computes the checksum of each block of a file while its bytes pass.
pub(crate) struct BlockChecker {
    block_bytes: usize,
    hasher: crc32fast::Hasher,
    /// Bytes of the block that is not complete yet.
    in_block: usize,
    text: String,
}

impl BlockChecker {
    /// A file of which no byte passed yet. Its last block may be shorter than `block_bytes`.
    pub(crate) fn new(block_bytes: usize) -> BlockChecker {
        BlockChecker {
            block_bytes,
            hasher: crc32fast::Hasher::new(),
            in_block: 0,
            text: String::new(),
        }
    }

    /// Takes the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        let mut left = bytes;
        while !left.is_empty() {
            let room = self.block_bytes - self.in_block;
            let (now, later) = left.split_at(left.len().min(room));
            self.hasher.update(now);
            self.in_block += now.len();
            if self.in_block == self.block_bytes {
                self.end_block();
            }
            left = later;
        }
    }

    /// The CRC-32 of each block in hex, one after another.
    pub(crate) fn finish(mut self) -> String {
        if self.in_block > 0 {
            self.end_block();
        }
        self.text
    }

    fn end_block(&mut self) {
        let check = std::mem::take(&mut self.hasher).finalize();
        self.text.push_str(&format!("{check:08x}"));
        self.in_block = 0;
    }
}

/// The checksums of all blocks of a file.
#[derive(Debug)]
pub(crate) struct BlockChecks(Vec<u32>);

impl BlockChecks {
    /// Reads the text that [`BlockChecker::finish`] made. None where it does not have
    /// exactly one checksum for each block of a file of this length.
    pub(crate) fn parse(text: &str, file_bytes: u64, block_bytes: usize) -> Option<BlockChecks> {
        let blocks = usize::try_from(file_bytes.div_ceil(block_bytes as u64)).ok()?;
        if !text.is_ascii() || text.len() != blocks.checked_mul(DIGITS)? {
            return None;
        }
        let checks = (0..blocks).map(|number| {
            let digits = &text[number * DIGITS..][..DIGITS];
            u32::from_str_radix(digits, 16).ok()
        });
        checks.collect::<Option<Vec<u32>>>().map(BlockChecks)
    }

    /// Whether these are the bytes of the block with this number, from 0.
    pub(crate) fn holds(&self, number: usize, block: &[u8]) -> bool {
        self.0.get(number) == Some(&crc32fast::hash(block))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(bytes: &[u8], pieces: usize, block_bytes: usize) -> String {
        let mut checker = BlockChecker::new(block_bytes);
        for piece in bytes.chunks(pieces) {
            checker.update(piece);
        }
        checker.finish()
    }

    #[test]
    fn blocks_are_checked_the_same_however_their_bytes_come() {
        let bytes: Vec<u8> = (0..=99).collect();
        for block_bytes in [1, 7, 50, 99, 100, 101] {
            let text = checked(&bytes, 100, block_bytes);
            for pieces in [1, 3, 50, 99] {
                assert_eq!(checked(&bytes, pieces, block_bytes), text, "{block_bytes}");
            }
            let checks = BlockChecks::parse(&text, 100, block_bytes).unwrap();
            for (number, block) in bytes.chunks(block_bytes).enumerate() {
                assert!(checks.holds(number, block), "{number} of {block_bytes}");
                assert!(!checks.holds(number, b"other"));
            }
            assert!(!checks.holds(100_usize.div_ceil(block_bytes), &[]), "past");
        }
        assert_eq!(checked(&[], 1, 7), "");
        assert!(BlockChecks::parse("", 0, 7).is_some());
    }

    #[test]
    fn checks_of_another_length_or_form_are_refused() {
        let text = checked(&[1; 100], 100, 50);
        assert_eq!(text.len(), 16);
        for (text, file_bytes) in [
            (&*text, 50),
            (&text, 101),
            (&text[..8], 100),
            ("", 1),
            ("0000000g", 1),
            ("0000000é", 1),
        ] {
            assert!(BlockChecks::parse(text, file_bytes, 50).is_none(), "{text}");
        }
    }
}
