//! Names of files as they may be shown.

/// A name that cannot break out of the line it is printed on, and reads as what it is.
pub fn clean_name(name: &str) -> String {
    name.chars()
        .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Whether a character is seen only by what it does to others: it controls the
/// terminal, turns the direction of what follows (`gnp.exe` reads as `exe.png`), breaks
/// the line, or has no width at all.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0xad | 0x34f
                | 0x61c
                | 0x115f..=0x1160
                | 0x17b4..=0x17b5
                | 0x180b..=0x180f
                | 0x200b..=0x200f
                | 0x2028..=0x202e
                | 0x2060..=0x206f
                | 0x3164
                | 0xfe00..=0xfe0f
                | 0xfeff
                | 0xffa0
                | 0xfff0..=0xfffb
                | 0x1d173..=0x1d17a
                | 0xe0000..=0xe0fff
        )
}
