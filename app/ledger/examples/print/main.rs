use ledger::{Collected, EntryWriter, Layout, ReadOptions, read_file};
fn main() {
    for path in std::env::args().skip(1) {
        let mut read = Collected::default();
        let found = read_file(&path, std::fs::File::open(&path).unwrap(), &ReadOptions::default(), &mut read).unwrap();
        let mut out = Vec::new();
        let mut w = EntryWriter::new(Layout::JsonLines, &mut out);
        for e in &read.entries { w.write(e).unwrap(); }
        w.finish().unwrap();
        eprintln!("# {} {} rows={} refused={}", path, found[0].summary(), found[0].rows, found[0].refused);
        print!("{}", String::from_utf8(out).unwrap());
        for d in &read.diagnostics { eprintln!("{d}"); }
    }
}
