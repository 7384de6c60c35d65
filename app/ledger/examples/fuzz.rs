//! Changes fixtures at random, packs them in a carrier and reads them: nothing may
//! panic, hang, or come out otherwise when it is sliced otherwise.
//!
//! `cargo run --release -p ledger --example fuzz -- CARRIER FAMILY SECONDS [SEED]`,
//! or `server/tests/fuzz.sh` for every carrier and reader family. A failing input
//! is kept in the folder for temporary files and named.

use std::io::{Cursor, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use ledger::{Collected, Import, ReadOptions, read_file};
use zip::write::{SimpleFileOptions, ZipWriter};

/// No input is large: what takes longer hangs.
const ONE_INPUT_MAX: Duration = Duration::from_secs(5);

/// Numbers that look random and are the same for the same seed.
struct Random(u64);

impl Random {
    /// Below `limit`; 0 where that is 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// What breaks readers when it stands where it should not.
const PIECES: [&[u8]; 16] = [
    b"\"",
    b",",
    b";",
    b"\n",
    b"\r",
    b"\xEF\xBB\xBF",
    b"\0",
    b"\xFF",
    b"1e9999",
    b"99999999999999999999999999999999999999999.9",
    b"-0",
    b"0001-01-01 00:00:00",
    b"\xE2\x80\xAF",
    b"(UTC+99)",
    b"----",
    b"\"\"",
];

fn changed(bytes: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            4 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            _ => {
                let from = random.below(other.len());
                let to = (from + random.below(200)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
        }
    }
    bytes
}

fn packed(carrier: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    Some(match carrier {
        "csv" => bytes.to_vec(),
        "utf16" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "page" => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(0xE9))
            .collect(),
        "zip" => {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            writer
                .start_file("part-00000-a.csv", SimpleFileOptions::default())
                .ok()?;
            writer.write_all(bytes).ok()?;
            writer.finish().ok()?.into_inner()
        }
        "targz" => {
            let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            tar.append_data(&mut header, "a.csv", bytes).ok()?;
            tar.into_inner().ok()?.finish().ok()?
        }
        "xlsx" => {
            let mut book = rust_xlsxwriter::Workbook::new();
            let sheet = book.add_worksheet();
            for (row, line) in text.lines().take(200).enumerate() {
                for (column, cell) in line.split(',').take(60).enumerate() {
                    let place = (row as u32, column as u16);
                    match cell.parse::<f64>() {
                        Ok(number) if number.is_finite() => {
                            sheet.write_number(place.0, place.1, number).ok()?
                        }
                        _ => sheet.write_string(place.0, place.1, cell).ok()?,
                    };
                }
            }
            book.save_to_buffer().ok()?
        }
        _ => return None,
    })
}

/// Reads the input whole and, where it is text, in slices too.
fn check(input: &[u8], slice: usize) {
    let mut options = ReadOptions::default();
    options.limits.archive_bytes_max = 16 << 20;
    options.limits.workbook_bytes_max = 16 << 20;
    options.limits.workbook_cells_max = 1 << 20;
    let mut whole = Collected::default();
    let found = read_file("x", Cursor::new(input), &options, &mut whole).expect("it is in memory");
    let entries: u64 = found.iter().map(|found| found.entries).sum();
    assert_eq!(entries, whole.entries.len() as u64);
    if !ledger::starts_as_archive(input) {
        let mut sliced = Collected::default();
        let mut import = Import::new("x", &options);
        for part in input.chunks(slice + 1) {
            import.push(part, &mut sliced);
        }
        import.finish(&mut sliced);
        assert!(
            whole == sliced,
            "slices of {} change what is read",
            slice + 1
        );
    }
}

#[expect(clippy::disallowed_methods, reason = "a fuzzer watches the clock")]
fn now() -> Instant {
    Instant::now()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [carrier, family, seconds, rest @ ..] = &arguments[..] else {
        eprintln!("usage: fuzz CARRIER FAMILY SECONDS [SEED]");
        return ExitCode::FAILURE;
    };
    let seconds = Duration::from_secs(seconds.parse().unwrap_or(60));
    let seed = rest.first().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    fixtures.sort();
    let seeds: Vec<Vec<u8>> = fixtures
        .iter()
        .filter(|path| {
            let name = path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            family == "all" || name.is_some_and(|name| name.starts_with(family.as_str()))
        })
        .filter_map(|path| std::fs::read(path).ok())
        .collect();
    if seeds.is_empty() || packed(carrier, b"").is_none() {
        eprintln!("no fixture of `{family}`, or no carrier `{carrier}`");
        return ExitCode::FAILURE;
    }
    let mut random = Random(seed);
    let (start, mut inputs) = (now(), 0_u64);
    while now() - start < seconds {
        let (own, other) = (random.below(seeds.len()), random.below(seeds.len()));
        let text = changed(&seeds[own], &seeds[other], &mut random);
        let Some(mut input) = packed(carrier, &text) else {
            continue;
        };
        if random.below(4) == 0 {
            let copy = input.clone();
            input = changed(&input, &copy, &mut random);
        }
        let slice = random.below(3000);
        let begun = now();
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&input, slice)));
        if outcome.is_err() || now() - begun > ONE_INPUT_MAX {
            let kept = std::env::temp_dir().join(format!("fuzz-{carrier}-{family}-{inputs}"));
            std::fs::write(&kept, &input).ok();
            eprintln!(
                "failed or hung on {} (slices of {})",
                kept.display(),
                slice + 1
            );
            return ExitCode::FAILURE;
        }
        inputs += 1;
    }
    println!("{carrier} {family}: {inputs} inputs, nothing found");
    ExitCode::SUCCESS
}
