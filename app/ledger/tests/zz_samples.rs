//! Temporary: prints what is read of files named in ZZ_FILES.
use ledger::{Collected, EntryWriter, Layout, ReadOptions, read_file};
use std::fs::File;
#[test]
fn print() {
    for path in std::env::var("ZZ_FILES").unwrap().split(':') {
        let name = path.rsplit('/').next().unwrap();
        let mut read = Collected::default();
        let found = read_file(
            name,
            File::open(path).unwrap(),
            &ReadOptions::default(),
            &mut read,
        )
        .unwrap();
        let mut out = Vec::new();
        let mut writer = EntryWriter::new(Layout::Csv, &mut out);
        for entry in &read.entries {
            writer.write(entry).unwrap();
        }
        writer.finish().unwrap();
        println!(
            "=== {path}\n{}\n{}",
            found[0].summary(),
            String::from_utf8(out).unwrap()
        );
        for d in &read.diagnostics {
            println!("{d}");
        }
    }
}
