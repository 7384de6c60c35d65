//! An XLS, put together record by record.

/// One record.
pub fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), bytes].concat()
}

pub fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

pub const BEGIN: u16 = 0x0809;
pub const END: u16 = 0x000A;

/// A compound file with one stream.
pub fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() / 512;
    let tables = (sectors + 2).div_ceil(127);
    let mut header = vec![0; 512];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put(24, &numbers(&[0x3E, 3, 0xFFFE, 9, 6]));
    put(44, &(tables as u32).to_le_bytes());
    put(48, &(tables as u32).to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(
        60,
        &[0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF],
    );
    put(76, &[0xFF; 436]);
    for table in 0..tables {
        put(76 + 4 * table, &(table as u32).to_le_bytes());
    }
    let mut chain: Vec<u32> = vec![0xFFFF_FFFD; tables];
    chain.push(0xFFFF_FFFE);
    let first = chain.len() as u32;
    chain.extend((1..sectors as u32).map(|at| first + at));
    chain.push(0xFFFF_FFFE);
    chain.resize(128 * tables, 0xFFFF_FFFF);
    let mut entries = vec![0; 512];
    for (at, (name, kind, start, bytes)) in [
        ("Root Entry", 5, 0xFFFF_FFFE, 0),
        (name, 2, first, stream.len() as u32),
    ]
    .into_iter()
    .enumerate()
    {
        let entry = &mut entries[128 * at..128 * (at + 1)];
        let letters = numbers(&name.encode_utf16().collect::<Vec<u16>>());
        entry[..letters.len()].copy_from_slice(&letters);
        entry[64] = letters.len() as u8 + 2;
        entry[66] = kind;
        entry[116..120].copy_from_slice(&u32::to_le_bytes(start));
        entry[120..124].copy_from_slice(&bytes.to_le_bytes());
    }
    let chain: Vec<u8> = chain.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, chain, entries, stream].concat()
}

/// An XLS of one sheet with these records, behind these in front of all sheets.
pub fn xls(in_front: &[u8], cells: &[u8]) -> Vec<u8> {
    xls_of("Workbook", 0x0600, in_front, cells)
}

pub fn xls_of(stream: &str, version: u16, in_front: &[u8], cells: &[u8]) -> Vec<u8> {
    container(stream, &stream_of(version, in_front, cells))
}

/// The records of a workbook of one sheet.
pub fn stream_of(version: u16, in_front: &[u8], cells: &[u8]) -> Vec<u8> {
    let begin = record(BEGIN, &numbers(&[version, 5, 0, 0, 0, 0, 0, 0]));
    let name: &[u8] = if version == 0x0600 {
        b"\x01\0T"
    } else {
        b"\x01T"
    };
    let sheet_bytes = 4 + 6 + name.len();
    let place = (begin.len() + sheet_bytes + in_front.len() + 4) as u32;
    let sheet = record(0x0085, &[&place.to_le_bytes()[..], &[0, 0], name].concat());
    let end = record(END, b"");
    [&begin, &sheet, in_front, &end, &begin, cells, &end].concat()
}

/// A text in a cell, one byte a letter.
pub fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    let head = numbers(&[row, column, 0, bytes.len() as u16]);
    record(0x0204, &[&head[..], &[0], &bytes].concat())
}

pub fn labels(row: u16, cells: &[&str]) -> Vec<u8> {
    let cells = cells.iter().enumerate();
    cells
        .flat_map(|(column, cell)| label(row, column as u16, cell))
        .collect()
}

/// A compound file with one short stream, which stands in pieces of 64 bytes from the
/// last to the first.
pub fn short_container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = container(name, &[]);
    let pieces = stream.len().div_ceil(64);
    assert!(
        pieces <= 64,
        "all pieces stand in the eight sectors of the stream"
    );
    // The sector behind the last one says which piece is behind which.
    let sectors = file.len() / 512 - 1;
    file[60..68].copy_from_slice(&[sectors as u32, 1].map(u32::to_le_bytes).concat());
    let table = 512 + 4 * sectors;
    file[table..table + 4].copy_from_slice(&0xFFFF_FFFE_u32.to_le_bytes());
    let behind = (0..128_u32).map(|piece| match piece {
        0 => 0xFFFF_FFFE,
        piece => piece - 1,
    });
    file.extend(behind.flat_map(u32::to_le_bytes));
    // The first entry has the pieces; the stream begins with the last of them.
    let first_entry = 2 * 512;
    file[first_entry + 116..first_entry + 120].copy_from_slice(&2_u32.to_le_bytes());
    file[first_entry + 120..first_entry + 124].copy_from_slice(&4096_u32.to_le_bytes());
    let entry = first_entry + 128;
    file[entry + 116..entry + 120].copy_from_slice(&(pieces as u32 - 1).to_le_bytes());
    file[entry + 120..entry + 124].copy_from_slice(&(stream.len() as u32).to_le_bytes());
    for (at, piece) in stream.chunks(64).enumerate() {
        let place = 3 * 512 + 64 * (pieces - 1 - at);
        file[place..place + piece.len()].copy_from_slice(piece);
    }
    file
}
