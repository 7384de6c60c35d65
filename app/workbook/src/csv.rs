//! Writes cells as CSV.

/// Appends a cell, in quotes where they are needed.
pub(crate) fn write_cell(csv: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let is_spaced = bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    let is_special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !is_spaced && !bytes.iter().any(is_special) {
        csv.extend_from_slice(bytes);
        return;
    }
    csv.push(b'"');
    for byte in bytes {
        if *byte == b'"' {
            csv.push(b'"');
        }
        csv.push(*byte);
    }
    csv.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cell_is_quoted_only_where_needed() {
        for (cell, expected) in [
            ("BTC/USDT", "BTC/USDT"),
            ("1,250", "\"1,250\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            (" a", "\" a\""),
            ("a ", "\"a \""),
            ("a\nb", "\"a\nb\""),
            ("", ""),
        ] {
            let mut csv = Vec::new();
            write_cell(&mut csv, cell);
            assert_eq!(csv, expected.as_bytes());
        }
    }
}
