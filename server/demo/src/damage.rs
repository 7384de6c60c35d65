//! What happens to exports on their way: a spreadsheet shows signs instead of a
//! value, a download breaks off. Only the oldest rows are touched, so that what
//! is contested stays whole.

/// Replaces cell `column` (1-based) of the `back`-th last row by `text`. Only
/// for rows whose cells hold no comma.
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

/// Cells of a row as written, quotes kept.
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
