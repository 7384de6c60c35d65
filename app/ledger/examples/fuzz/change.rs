//! Changes to an input, at random and the same for the same seed.

/// Numbers that look random.
pub struct Random(pub u64);

impl Random {
    /// Below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// What breaks readers when it stands where it should not.
const PIECES: [&[u8]; 22] = [
    b"\"",
    b",",
    b";",
    b"\n",
    b"\r",
    b"\xEF\xBB\xBF",
    b"\0",
    b"\xFF",
    b"1e9999",
    b"99999999999999999999999999999999999999999.9",
    b"-0",
    b"0001-01-01 00:00:00",
    b"\xE2\x80\xAF",
    b"(UTC+99)",
    b"----",
    b"\"\"",
    b"<c r=\"XFD1048576\">",
    b"&#x10FFFF;",
    b"_x0000_",
    b"\xFF\xFF\xFF\xFF",
    b"\xFE\xFF\xFF\xFF",
    b"8,38977E+18",
];

/// Up to five changes: cut, moved, copied, mixed with another input.
pub fn changed(bytes: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 if random.below(4) == 0 => bytes.truncate(at),
            0 | 1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = random.one(&PIECES);
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            4 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            5 => {
                // The length stays, so that places in the bytes still mean the same.
                let piece = random.one(&PIECES);
                let end = (at + piece.len()).min(bytes.len());
                bytes[at..end].copy_from_slice(&piece[..end - at]);
            }
            _ => {
                let from = random.below(other.len());
                let to = (from + random.below(200)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
        }
    }
    bytes
}
