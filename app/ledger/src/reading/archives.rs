//! The reading of archives: each file inside is read as a file of its own.

use std::io::{self, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::base::limits::Limits;
use crate::base::names::clean_name;
use crate::carriers::archive::{
    Budget, Packed, Unpacked, gzip, is_litter, is_of_apple, is_workbook, unpack,
};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::entry::sink::Sink;
use crate::reading::beside::Beside;
use crate::reading::import::{Import, feed};
use crate::reading::options::ReadOptions;
use crate::reading::report::FileReport;
use crate::reading::workbooks;

/// Reads every member of an archive, or every sheet of a workbook.
pub(crate) fn read<R: Read + Seek>(
    packed: Packed,
    name: &str,
    source: R,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> io::Result<Vec<FileReport>> {
    match packed {
        Packed::Zip => read_zip(name, source, options, sink),
        Packed::Gzip => Ok(read_gzip(name, source, options, sink)),
        Packed::Compound => Ok(workbooks::read_xls(name, source, options, sink)),
    }
}

/// Reads every file of a ZIP.
fn read_zip<R: Read + Seek>(
    name: &str,
    source: R,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> io::Result<Vec<FileReport>> {
    let name = clean_name(name);
    let refused =
        |message, sink: &mut dyn Sink| Ok(vec![FileReport::unrecognised(&name, message, sink)]);
    let mut archive = match ZipArchive::new(source) {
        Ok(archive) => archive,
        Err(ZipError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => {
            return Err(error);
        }
        Err(_) => {
            return refused(Message::ArchiveBrokenInside, sink);
        }
    };
    if archive.len() > options.limits.archive_entries_max {
        let message = Message::ArchiveMembers {
            limit: Limits::NAMES.archive_entries_max.into(),
            count: archive.len() as u64,
            count_max: options.limits.archive_entries_max as u64,
        };
        return refused(message, sink);
    }
    if is_workbook(&archive) {
        return Ok(workbooks::read_zipped(&name, archive, options, sink));
    }
    if is_of_apple(&archive) {
        return refused(Message::FileNumbers, sink);
    }
    let mut reports = Vec::new();
    let mut budget = Budget {
        bytes: options.limits.archive_bytes_max,
    };
    let mut beside = Beside::new(sink);
    for index in 0..archive.len() {
        reports.extend(member(
            &mut archive,
            index,
            &name,
            options,
            &mut budget,
            &mut beside,
        ));
    }
    beside.finish(&mut reports);
    if reports.is_empty() {
        return refused(Message::ArchiveNone, sink);
    }
    Ok(reports)
}

fn member<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    index: usize,
    archive_name: &str,
    options: &ReadOptions,
    budget: &mut Budget,
    sink: &mut dyn Sink,
) -> Option<FileReport> {
    let (inner, packed) = match archive.by_index_raw(index) {
        Ok(file) if file.is_dir() => return None,
        Ok(file) => {
            let inner = String::from_utf8_lossy(file.name_raw()).into_owned();
            (clean_name(&inner), file.compressed_size())
        }
        Err(_) => (format!("member {}", index + 1), 0),
    };
    if is_litter(&inner) {
        return None;
    }
    let file = format!("{archive_name}!{inner}");
    let mut source = match archive.by_index(index) {
        Ok(source) => source,
        Err(error) => {
            let message = match error {
                ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Message::ArchiveLocked,
                ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                    Message::ArchivePacked
                }
                _ => Message::ArchiveMember,
            };
            return Some(FileReport::unrecognised(&file, message, sink));
        }
    };
    let mut import = Import::new(&file, options);
    let outcome = unpack(&mut source, packed, &options.limits, budget, &mut |bytes| {
        import.push(bytes, sink)
    });
    let mut report = import.finish(sink);
    if let Err(problem) = outcome {
        report.is_cut_short = true;
        sink.diagnostic(problem.diagnostic(&file));
    }
    Some(report)
}

/// Reads what is inside.
fn read_gzip(
    name: &str,
    source: impl Read,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<FileReport> {
    let name = clean_name(name);
    let mut unpacked = gzip::guarded(source, &options.limits);
    let mut start = Vec::new();
    let outcome = unpacked
        .by_ref()
        .take(gzip::HEADER_BYTES as u64)
        .read_to_end(&mut start);
    let is_tar = gzip::is_tar(&start);
    let mut whole = start.as_slice().chain(unpacked);
    match outcome {
        Err(error) if start.is_empty() => {
            let message = Message::ArchiveBrokenWhy {
                error: error.to_string().into(),
            };
            vec![FileReport::unrecognised(&name, message, sink)]
        }
        _ if is_tar => tar(&name, whole, options, sink),
        _ => {
            let inner = gzip::inner_name(&name);
            vec![stream_member(&format!("{name}!{inner}"), &mut whole, options, sink).0]
        }
    }
}

/// Reads every file of a tar archive.
fn tar(
    name: &str,
    source: impl Read,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> Vec<FileReport> {
    let mut reports = Vec::new();
    let mut archive = tar::Archive::new(source);
    let Ok(entries) = archive.entries() else {
        let message = Message::ArchiveBroken;
        return vec![FileReport::unrecognised(name, message, sink)];
    };
    let mut beside = Beside::new(sink);
    for (index, entry) in entries.enumerate() {
        if index >= options.limits.archive_entries_max {
            let message = Message::ArchiveMembersMore {
                limit: Limits::NAMES.archive_entries_max.into(),
                count: options.limits.archive_entries_max as u64,
            };
            beside.diagnostic(Diagnostic::of_file(name, Code::RefusedLimit, message));
            break;
        }
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                beside.diagnostic(Unpacked::from(error).diagnostic(name));
                break;
            }
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let inner = clean_name(&String::from_utf8_lossy(&entry.path_bytes()));
        if is_litter(&inner) {
            continue;
        }
        let (member, is_whole) =
            stream_member(&format!("{name}!{inner}"), &mut entry, options, &mut beside);
        reports.push(member);
        if !is_whole {
            break;
        }
    }
    beside.finish(&mut reports);
    if reports.is_empty() {
        let message = Message::ArchiveUnread;
        return vec![FileReport::unrecognised(name, message, sink)];
    }
    reports
}

/// Reads one file, and says whether it came to its end.
fn stream_member(
    file: &str,
    source: &mut dyn Read,
    options: &ReadOptions,
    sink: &mut dyn Sink,
) -> (FileReport, bool) {
    let mut import = Import::new(file, options);
    let outcome = feed(&mut import, source, sink);
    let mut report = import.finish(sink);
    let is_whole = outcome.is_ok();
    if let Err(error) = outcome {
        report.is_cut_short = true;
        sink.diagnostic(Unpacked::from(error).diagnostic(file));
    }
    (report, is_whole)
}
