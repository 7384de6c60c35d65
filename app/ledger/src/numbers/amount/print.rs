//! Amounts as text, exactly as wide as their scale: through `Display`, and into
//! a buffer of bytes, where millions are printed.

use std::fmt;

use super::digits::as_eight_digits;
use super::{Amount, Coefficient, DIGITS_MAX, WORD_DIGITS};

impl Amount {
    /// Appends what `Display` prints, without its machinery: output writes millions.
    pub(crate) fn append_to(&self, buffer: &mut Vec<u8>) {
        match &self.coefficient {
            Coefficient::Small(small) if self.scale as usize <= DIGITS_MAX => {
                let scale = self.scale as usize;
                match u64::try_from(small.get().unsigned_abs()) {
                    Ok(word) if scale < WORD_DIGITS => {
                        if small.get() < 0 {
                            buffer.push(b'-');
                        }
                        append_word(word, scale, buffer);
                    }
                    _ => buffer.extend_from_slice(Printed::of(small.get(), scale).as_bytes()),
                }
            }
            _ => buffer.extend_from_slice(self.to_string().as_bytes()),
        }
    }
}

/// Appends a number's digits with a point before the last `scale` of them, fewer
/// than [`WORD_DIGITS`].
#[inline]
pub(crate) fn append_word(word: u64, scale: usize, buffer: &mut Vec<u8>) {
    let start = buffer.len();
    buffer.extend_from_slice(&[b'0'; ROOM]);
    let room = buffer[start..].first_chunk_mut();
    match room.and_then(|room| print_short(word, scale, room)) {
        Some(length) => buffer.truncate(start + length),
        None => {
            buffer.truncate(start);
            buffer.extend_from_slice(Printed::of(i128::from(word), scale).as_bytes());
        }
    }
}

/// Digits that go through two machine words.
const SHORT_DIGITS: usize = 16;
/// All of them zero, as they are written.
const ALL_ZEROS: u128 = u128::from_le_bytes([b'0'; SHORT_DIGITS]);
/// What [`print_short`] writes over: both parts, all digits each, and a point.
const ROOM: usize = 2 * SHORT_DIGITS + 1;

/// Prints a number of so few digits, and says how many bytes it took; `None` for
/// one of more. All digits are made at once, shifted so that the first that is
/// wanted comes first, and written whole over `room`: once from the number's start
/// on, and once from the fraction's. It never branches on how many there are.
#[inline]
fn print_short(word: u64, scale: usize, room: &mut [u8; ROOM]) -> Option<usize> {
    const EIGHT: u64 = 100_000_000;
    if word >= EIGHT * EIGHT || scale >= SHORT_DIGITS {
        return None;
    }
    let upper = u64::from_le_bytes(as_eight_digits(word / EIGHT));
    let lower = u64::from_le_bytes(as_eight_digits(word % EIGHT));
    let digits = u128::from(upper) | (u128::from(lower) << 64);
    let last = |count: usize| (digits >> (8 * (SHORT_DIGITS - count))).to_le_bytes();
    let zeros = (digits ^ ALL_ZEROS).trailing_zeros() as usize / 8;
    let count = (SHORT_DIGITS - zeros).max(scale + 1);
    *room.first_chunk_mut()? = last(count);
    if scale == 0 {
        return Some(count);
    }
    let whole = count - scale;
    room[whole] = b'.';
    *room[whole + 1..].first_chunk_mut()? = last(scale);
    Some(count + 1)
}

impl fmt::Display for Amount {
    /// Plain digits exactly as wide as the scale: no exponent, no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = self.scale as usize;
        let digits = match &self.coefficient {
            Coefficient::Small(small) if scale <= DIGITS_MAX => {
                return Printed::of(small.get(), scale).write(f);
            }
            Coefficient::Small(small) => small.get().unsigned_abs().to_string(),
            Coefficient::Big(big) => big.magnitude().to_string(),
        };
        let sign = if self.is_negative() { "-" } else { "" };
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

/// A number's digits, written backwards into a fixed space: millions are printed.
struct Printed {
    bytes: [u8; DIGITS_MAX + 44],
    start: usize,
}

impl Printed {
    fn of(coefficient: i128, scale: usize) -> Printed {
        let mut printed = Printed {
            bytes: [b'0'; DIGITS_MAX + 44],
            start: DIGITS_MAX + 44,
        };
        // Most numbers fit a machine word, whose division is many times faster.
        match u64::try_from(coefficient.unsigned_abs()) {
            Ok(word) => printed.push_word(word, scale),
            Err(_) => printed.push_wide(coefficient.unsigned_abs(), scale),
        }
        if coefficient < 0 {
            printed.push(b'-');
        }
        printed
    }

    fn push_word(&mut self, mut left: u64, scale: usize) {
        for _ in 0..scale {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
        }
        if scale > 0 {
            self.push(b'.');
        }
        loop {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
            if left == 0 {
                return;
            }
        }
    }

    fn push_wide(&mut self, mut left: u128, scale: usize) {
        for _ in 0..scale {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
        }
        if scale > 0 {
            self.push(b'.');
        }
        loop {
            self.push(b'0' + (left % 10) as u8);
            left /= 10;
            if left == 0 {
                return;
            }
        }
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }

    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = std::str::from_utf8(self.as_bytes());
        f.write_str(digits.expect("digits, a point and a sign"))
    }
}
