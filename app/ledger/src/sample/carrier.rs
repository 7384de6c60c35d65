//! The text of a file that may be in any letters, and a text in the same again.

/// How the text is put into bytes.
pub(super) enum Carrier {
    Utf8 {
        mark: bool,
    },
    Utf16 {
        big: bool,
    },
    /// Some code page: what is not ASCII goes one byte a character.
    Bytes,
}

impl Carrier {
    /// The text of a file and how it is written; `None` when it is no text.
    pub fn read(bytes: &[u8]) -> Option<(String, Carrier)> {
        let utf16 = |big: bool| {
            let units: Vec<u16> = bytes[2..]
                .chunks_exact(2)
                .map(|pair| match big {
                    true => u16::from_be_bytes([pair[0], pair[1]]),
                    false => u16::from_le_bytes([pair[0], pair[1]]),
                })
                .collect();
            (String::from_utf16_lossy(&units), Carrier::Utf16 { big })
        };
        match bytes {
            [0xFF, 0xFE, ..] => return Some(utf16(false)),
            [0xFE, 0xFF, ..] => return Some(utf16(true)),
            _ if bytes.contains(&0) => return None,
            _ => {}
        }
        let (mark, body) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
            Some(body) => (true, body),
            None => (false, bytes),
        };
        Some(match std::str::from_utf8(body) {
            Ok(text) => (text.to_owned(), Carrier::Utf8 { mark }),
            // Cut off within a character, at the limit of bytes.
            Err(error) if error.error_len().is_none() => {
                let whole = &body[..error.valid_up_to()];
                (
                    String::from_utf8_lossy(whole).into_owned(),
                    Carrier::Utf8 { mark },
                )
            }
            Err(_) => (
                bytes.iter().copied().map(char::from).collect(),
                Carrier::Bytes,
            ),
        })
    }

    /// A text in the same bytes.
    pub fn write(&self, text: &str) -> Vec<u8> {
        match self {
            Carrier::Utf8 { mark } => {
                let mark: &[u8] = if *mark { b"\xEF\xBB\xBF" } else { b"" };
                [mark, text.as_bytes()].concat()
            }
            Carrier::Utf16 { big } => {
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                units
                    .flat_map(|unit| match big {
                        true => unit.to_be_bytes(),
                        false => unit.to_le_bytes(),
                    })
                    .collect()
            }
            Carrier::Bytes => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect(),
        }
    }
}
