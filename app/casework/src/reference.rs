//! The reference of a claim. It is short enough to read over the telephone, and drawn at
//! random so that it does not reveal who came first.

/// Letters and digits that nobody mistakes for each other (no 0/O, 1/I/L, U).
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// `R-7F3K-2M` from 6 random bytes. The store refuses a reference that the incident already
/// has; the caller then draws again.
///
/// ```
/// let reference = casework::reference::from_random([0, 1, 2, 29, 30, 255]);
/// assert_eq!(reference, "R-234Z-2H");
/// ```
pub fn from_random(bytes: [u8; 6]) -> String {
    let mut reference = String::from("R-");
    for (index, byte) in bytes.into_iter().enumerate() {
        if index == 4 {
            reference.push('-');
        }
        reference.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
    }
    reference
}

/// Whether a text has the shape of a reference (lower case is read too).
pub fn is_reference(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    let Some(rest) = text.strip_prefix("R-") else {
        return false;
    };
    rest.len() == 7
        && rest.bytes().enumerate().all(|(index, byte)| {
            if index == 4 {
                byte == b'-'
            } else {
                ALPHABET.contains(&byte)
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawn_reference_has_its_shape() {
        for byte in 0..=255 {
            let reference = from_random([byte, 255 - byte, byte, 7, 90, byte]);
            assert!(is_reference(&reference), "{reference}");
            assert!(is_reference(&reference.to_lowercase()));
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in [
            "",
            "R-",
            "7F3K-2M",
            "R-7F3K2M",
            "R-7F3K-2",
            "R-7F3K-2MM",
            "R-OF3K-2M",
        ] {
            assert!(!is_reference(text), "{text}");
        }
    }
}
