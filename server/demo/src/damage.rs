//! The damage that exports suffer: a spreadsheet shows signs in place of a value, or a
//! download breaks off. Only the oldest rows are affected, so that contested rows stay
//! intact.

/// Replaces cell `column` (1-based) of the `back`-th last row with `text`. Only for rows
/// without commas in their cells.
pub fn replace_cell(bytes: &[u8], back: usize, column: usize, text: &str) -> Vec<u8> {
    let file = String::from_utf8_lossy(bytes);
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    let row = lines.len() - back;
    let mut cells = split(&lines[row]);
    cells[column - 1] = text.to_owned();
    lines[row] = cells.join(",");
    let mut damaged = lines.join("\n");
    damaged.push('\n');
    damaged.into_bytes()
}

/// The cells of a row as written, with their quotes.
fn split(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in row.chars() {
        quoted ^= character == '"';
        if character == ',' && !quoted {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touches_one_cell_of_one_row() {
        let file = b"a,b\n\"1,0\",2\n3,4\n";
        assert_eq!(replace_cell(file, 1, 2, "#"), b"a,b\n\"1,0\",2\n3,#\n");
        assert_eq!(replace_cell(file, 2, 2, "#"), b"a,b\n\"1,0\",#\n3,4\n");
    }
}
