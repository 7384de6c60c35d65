//! Archives taken apart in slices, as a browser does it, give what the libraries give
//! that the server opens them by.

use std::io::{Cursor, Read, Write};

use ledger::{
    Packing, TarPiece, TarStream, ZIP_END_BYTES, ZIP_HEADER_BYTES, ZipDirectory, ZipMember,
};
use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

type File = (String, Vec<u8>);

fn zip(files: &[File], method: CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The part of the bytes that a browser would slice out.
fn slice(bytes: &[u8], at: u64, length: u64) -> &[u8] {
    let end = bytes.len().min((at + length) as usize);
    bytes.get(at as usize..end).unwrap_or_default()
}

fn listed(bytes: &[u8]) -> Option<Vec<ZipMember>> {
    let size = bytes.len() as u64;
    let from = size.saturating_sub(ZIP_END_BYTES);
    let directory = ZipDirectory::find(slice(bytes, from, ZIP_END_BYTES), size)?;
    directory.files(slice(bytes, directory.at, directory.bytes))
}

fn unzipped(bytes: &[u8]) -> Vec<File> {
    let unpack = |member: ZipMember| {
        let header = slice(bytes, member.header_at, ZIP_HEADER_BYTES);
        let data = slice(bytes, member.data_at(header).unwrap(), member.packed);
        let mut unpacked = Vec::new();
        match member.packing {
            Packing::Stored => unpacked.extend_from_slice(data),
            Packing::Deflated => {
                let mut inflate = flate2::read::DeflateDecoder::new(data);
                inflate.read_to_end(&mut unpacked).unwrap();
            }
            Packing::Other => panic!("{} is packed otherwise", member.name),
        }
        (member.name, unpacked)
    };
    let members = listed(bytes).unwrap();
    members.into_iter().map(unpack).collect()
}

fn tar(files: &[File]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes.as_slice())
            .unwrap();
    }
    tar.into_inner().unwrap()
}

/// What a tar gives whose slices have so many bytes, and whether it came to its end.
fn played(bytes: &[u8], slice_bytes: usize) -> (Vec<File>, bool) {
    let (mut tar, mut files) = (TarStream::default(), Vec::new());
    for mut slice in bytes.chunks(slice_bytes) {
        while let Some(piece) = tar.next(&mut slice) {
            match piece {
                TarPiece::File(name) => files.push((name, Vec::new())),
                TarPiece::Data(data) => files.last_mut().unwrap().1.extend_from_slice(data),
                TarPiece::End => assert!(!files.is_empty()),
            }
        }
        assert!(slice.is_empty());
    }
    (files, tar.is_whole())
}

fn file(name: &str, bytes: usize) -> File {
    (name.to_owned(), vec![b'x'; bytes])
}

#[test]
fn a_zip_is_listed_and_unpacked_wherever_it_begins() {
    let files = [
        file("a.csv", 70_000),
        file("sub/b.csv", 0),
        file("ü.csv", 3),
    ];
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let bytes = zip(&files, method);
        assert_eq!(unzipped(&bytes), files);
        // Some programs put their own code before an archive.
        assert_eq!(
            unzipped(&[b"#!/bin/sh\n", bytes.as_slice()].concat()),
            files
        );
    }
}

#[test]
fn a_remark_behind_a_zip_that_looks_like_its_end_is_none() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.set_comment("PK\u{5}\u{6} and what else somebody may write behind it")
        .unwrap();
    zip.start_file("a.csv", SimpleFileOptions::default())
        .unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(unzipped(&bytes), [file("a.csv", 0)]);
}

#[test]
fn folders_and_what_systems_leave_behind_are_no_files() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.add_directory("sub/", options).unwrap();
    for name in ["__MACOSX/._a.csv", "sub/.DS_Store", "sub/a.csv"] {
        zip.start_file(name, options).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(unzipped(&bytes), [file("sub/a.csv", 0)]);
    let left = [
        file("__MACOSX/._a.csv", 5),
        file("a.csv", 1),
        file("x.DS_Store", 2),
    ];
    assert_eq!(played(&tar(&left), 64).0, [file("a.csv", 1)]);
}

#[test]
fn a_locked_member_is_named_and_not_taken_for_one_that_can_be_read() {
    let mut bytes = zip(&[file("a.csv", 9)], CompressionMethod::Deflated);
    let entry = bytes
        .windows(4)
        .position(|mark| mark == b"PK\x01\x02")
        .unwrap();
    bytes[entry + 8] |= 1;
    assert_eq!(listed(&bytes).unwrap()[0].packing, Packing::Other);
}

#[test]
fn a_broken_zip_is_none() {
    let bytes = zip(&[file("a.csv", 900)], CompressionMethod::Stored);
    assert_eq!(listed(&bytes[..bytes.len() - 1]), None);
    assert_eq!(listed(&bytes[9..]).map(|files| files.len()), None);
    assert_eq!(listed(b"PK\x03\x04"), None);
    let member = &listed(&bytes).unwrap()[0];
    assert_eq!(member.data_at(b"PK\x03\x04"), None);
    assert_eq!(member.data_at(&[0; ZIP_HEADER_BYTES as usize]), None);
}

#[test]
fn a_name_may_be_longer_than_a_header_of_a_tape_has_room_for() {
    let long = format!("{}/{}.csv", "folder".repeat(20), "name".repeat(40));
    let files = [
        file(&long, 600),
        file("short.csv", 512),
        file("empty.csv", 0),
    ];
    for slice_bytes in [1, 511, 512, 513, 1 << 20] {
        assert_eq!(played(&tar(&files), slice_bytes), (files.to_vec(), true));
    }
}

/// A header of the newer kind, whose name stands in two places.
fn ustar(kind: tar::EntryType, prefix: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    let ustar = header.as_ustar_mut().unwrap();
    ustar.name[..name.len()].copy_from_slice(name.as_bytes());
    ustar.prefix[..prefix.len()].copy_from_slice(prefix.as_bytes());
    header.set_cksum();
    let mut block = header.as_bytes().to_vec();
    block.extend_from_slice(bytes);
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

#[test]
fn a_name_may_stand_in_two_parts_or_among_the_properties_of_a_file() {
    let regular = tar::EntryType::Regular;
    let parts = ustar(regular, "folder", "a.csv", b"x");
    assert_eq!(played(&parts, 100), (vec![file("folder/a.csv", 1)], true));
    let properties = b"19 mtime=1234567.8\n18 path=dir/b.csv\n";
    let parts = [
        ustar(tar::EntryType::XHeader, "", "of-b", properties),
        ustar(regular, "", "b.csv", b"x"),
        ustar(regular, "", "c.csv", b"x"),
    ];
    let files = vec![file("dir/b.csv", 1), file("c.csv", 1)];
    assert_eq!(played(&parts.concat(), 77), (files, true));
}

#[test]
fn properties_that_do_not_add_up_name_nothing() {
    for wrong in ["7 ab=c", "x path=b", "99 path=b\n", "0 path=b\n", " ", ""] {
        let parts = [
            ustar(tar::EntryType::XHeader, "", "of-a", wrong.as_bytes()),
            ustar(tar::EntryType::Regular, "", "a.csv", b"x"),
        ];
        let files = vec![file("a.csv", 1)];
        assert_eq!(played(&parts.concat(), 100), (files, true), "{wrong}");
    }
}

#[test]
fn a_member_whose_length_stands_elsewhere_is_not_read_past_its_end() {
    let mut bytes = zip(&[file("a.csv", 9)], CompressionMethod::Stored);
    let entry = bytes
        .windows(4)
        .position(|mark| mark == b"PK\x01\x02")
        .unwrap();
    bytes[entry + 20..entry + 24].fill(0xFF);
    assert_eq!(listed(&bytes).unwrap()[0].packing, Packing::Other);
}

#[test]
fn a_tape_that_breaks_off_or_has_a_wrong_sum_says_so() {
    let bytes = tar(&[file("a.csv", 2000)]);
    assert!(!played(&bytes[..1500], 100).1);
    assert!(!played(&bytes[..300], 100).1);
    let mut wrong = bytes;
    wrong[3] ^= 1;
    assert_eq!(played(&wrong, 512), (Vec::new(), false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_files_come_out_as_they_went_in(
        files in prop::collection::vec(("[a-z]{1,120}/[a-z]{1,120}\\.csv", prop::collection::vec(any::<u8>(), 0..1500)), 0..6),
        slice_bytes in 1..2000_usize,
    ) {
        prop_assert_eq!(&played(&tar(&files), slice_bytes), &(files.clone(), true));
        let mut names = std::collections::HashSet::new();
        prop_assume!(files.iter().all(|(name, _)| names.insert(name)));
        prop_assert_eq!(unzipped(&zip(&files, CompressionMethod::Deflated)), files);
    }

    #[test]
    fn any_byte_may_be_wrong(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        slice_bytes in 1..700_usize,
    ) {
        let files = [file("folder/a.csv", 300), file(&"n".repeat(130), 40)];
        let properties = ustar(tar::EntryType::XHeader, "", "x", b"18 path=dir/b.csv\n");
        let mut tar = [properties, tar(&files)].concat();
        let place = at.index(tar.len());
        tar[place] = byte;
        played(&tar, slice_bytes);
        let mut archive = zip(&files, CompressionMethod::Stored);
        let place = at.index(archive.len());
        archive[place] = byte;
        for member in listed(&archive).unwrap_or_default() {
            let header = slice(&archive, member.header_at, ZIP_HEADER_BYTES);
            if let Some(data) = member.data_at(header) {
                slice(&archive, data, member.packed);
            }
        }
    }
}
