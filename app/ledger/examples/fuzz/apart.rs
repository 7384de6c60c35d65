//! The same input taken apart as a browser does it: in slices, by itself.

use std::io::Read;

use ledger::{
    Collected, HeldWorkbook, Limits, Packed, Packing, ReadOptions, TarPiece, TarStream,
    ZIP_END_BYTES, ZIP_HEADER_BYTES, ZipDirectory, ZipMember,
};

/// Most bytes that are unpacked of anything.
const UNPACKED_BYTES_MAX: u64 = 16 << 20;

/// Takes an archive or workbook apart; `whole` is what reading it as a file gave.
///
/// # Panics
/// When something does not hold that must hold for any input.
pub fn check(input: &[u8], packed: Packed, whole: &Collected, slice: usize) {
    match packed {
        Packed::Gzip => {
            let mut tar = Vec::new();
            let unpacked = flate2::read::MultiGzDecoder::new(input);
            // What breaks off is looked at as far as it goes.
            drop(unpacked.take(UNPACKED_BYTES_MAX).read_to_end(&mut tar));
            assert_eq!(play(&tar, slice), play(&tar, tar.len().max(1)));
        }
        Packed::Zip => check_zip(input),
        Packed::Compound => {
            let book = HeldWorkbook::of_bytes("x", input.to_vec(), &Limits::default());
            if let Ok(book) = book {
                assert!(read(book).is_none_or(|held| held.entries == whole.entries));
            }
        }
    }
}

/// Names and data of the files on a tar, and whether it is whole.
fn play(tar: &[u8], slice: usize) -> (Vec<(String, Vec<u8>)>, bool) {
    let (mut player, mut files) = (TarStream::default(), Vec::<(String, Vec<u8>)>::new());
    for mut bytes in tar.chunks(slice) {
        while let Some(piece) = player.next(&mut bytes) {
            match (piece, files.last_mut()) {
                (TarPiece::File(name), _) => files.push((name, Vec::new())),
                (TarPiece::Data(data), Some((_, file))) => file.extend_from_slice(data),
                (TarPiece::Data(_), None) => panic!("data of no file"),
                (TarPiece::End, _) => {}
            }
        }
    }
    (files, player.is_whole())
}

fn check_zip(input: &[u8]) {
    let size = input.len() as u64;
    let end = part(input, size.saturating_sub(ZIP_END_BYTES), ZIP_END_BYTES);
    let directory = ZipDirectory::find(end, size);
    let files = directory.and_then(|it| it.files(part(input, it.at, it.bytes)));
    let mut parts = Vec::new();
    for member in files.unwrap_or_default() {
        if let Some(bytes) = unzip(input, &member)
            && HeldWorkbook::is_part(&member.name)
        {
            parts.push((member.name, bytes));
        }
    }
    if let Ok(book) = HeldWorkbook::of_parts("x", parts, &Limits::default()) {
        read(book);
    }
}

fn unzip(input: &[u8], member: &ZipMember) -> Option<Vec<u8>> {
    let at = member.data_at(part(input, member.header_at, ZIP_HEADER_BYTES))?;
    let data = part(input, at, member.packed);
    match member.packing {
        Packing::Stored => Some(data.to_vec()),
        Packing::Deflated => {
            let mut bytes = Vec::new();
            let unpacked = flate2::read::DeflateDecoder::new(data);
            let read = unpacked.take(UNPACKED_BYTES_MAX).read_to_end(&mut bytes);
            read.ok().map(|_| bytes)
        }
        Packing::Other => None,
    }
}

/// As much of the bytes as there is from there on.
fn part(bytes: &[u8], at: u64, length: u64) -> &[u8] {
    let left = &bytes[at.min(bytes.len() as u64) as usize..];
    &left[..left.len().min(length as usize)]
}

/// What the sheets give; none where their texts cannot be read.
fn read(mut book: HeldWorkbook) -> Option<Collected> {
    let mut collected = Collected::default();
    let mut texts = book.texts().ok()?;
    while texts.read().ok()? {}
    drop(texts);
    let options = ReadOptions::default();
    for at in 0..book.sheets().len() {
        let mut sheet = book.sheet(at, &options, &mut collected);
        while sheet.read() {}
        sheet.finish();
    }
    Some(collected)
}
