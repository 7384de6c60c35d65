//! Inspects a chosen file before anything is sent. It reads the file as the server will, and
//! opens archives and workbooks.

use ledger::{
    HeldWorkbook, Import, Limits, Packed, Packing, ReadOptions, TarPiece, TarStream, Unopened,
    ZIP_END_BYTES, ZIP_HEADER_BYTES, ZipDirectory, ZipMember, inner_name,
};
use web_sys::{Blob, File};

use super::bytes::{Bytes, Turn, Withheld, all, load_tables, part};
use super::describe::{self, Places};
use super::{Look, UploadWords};

/// Bytes read between two checks of the clock.
const STEP_BYTES: usize = 64 << 10;
/// The first bytes of a file, which reveal its packing.
const MARK_BYTES: u64 = 4;
/// A ZIP that has this member is a workbook.
const WORKBOOK_MARK: &str = "[Content_Types].xml";
/// A ZIP that has this member is an OpenDocument, which the server opens.
const OPEN_DOCUMENT_MARK: &str = "content.xml";
/// The most bytes of a workbook that are held at once. More could fill a phone's memory.
const HELD_BYTES_MAX: u64 = 256 << 20;

impl From<Unopened> for Withheld {
    fn from(_: Unopened) -> Withheld {
        Withheld
    }
}

/// Inspects one file.
pub(super) async fn look_at(
    file: &File,
    words: &UploadWords,
    progress: &dyn Fn(u32) -> bool,
) -> Look {
    let size = file.size() as u64;
    let look = Look {
        name: file.name(),
        ..Look::default()
    };
    if size == 0 {
        return describe::odd(look, &words.empty);
    }
    if size > words.file_bytes_max {
        return describe::odd(look, &words.too_large);
    }
    if load_tables().await.is_err() {
        return describe::odd(look, &words.unopened);
    }
    let Ok(turn) = Turn::begin() else {
        return look;
    };
    let options = ReadOptions::default();
    let mut reading = Reading {
        name: look.name.clone(),
        left: options.limits.archive_bytes_max,
        options,
        turn,
        words,
        progress,
        size,
        done: 0,
    };
    match reading.look(file).await {
        Ok(found) => found,
        Err(Withheld) => reading.unopened(look.name),
    }
}

/// The reading of one file.
struct Reading<'a> {
    name: String,
    options: ReadOptions,
    turn: Turn,
    words: &'a UploadWords,
    /// Receives the percent that is read; returns whether somebody still waits for it.
    progress: &'a dyn Fn(u32) -> bool,
    size: u64,
    /// Bytes of the file that are read.
    done: u64,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// A file, or a file of an archive, while the ledger's reader reads it.
struct Member {
    name: String,
    import: Import,
    places: Places,
    is_empty: bool,
}

impl Member {
    fn finish(mut self, words: &UploadWords) -> Look {
        if self.is_empty {
            let look = Look {
                name: self.name,
                ..Look::default()
            };
            return describe::odd(look, &words.empty);
        }
        let found = self.import.finish(&mut self.places);
        describe::look(self.name, &found, &self.places, words)
    }

    /// The findings up to the place where reading stopped. Possible keys among them still
    /// count.
    fn break_off(self, words: &UploadWords) -> Look {
        describe::odd(self.finish(words), &words.unopened)
    }
}

impl Reading<'_> {
    async fn look(&mut self, file: &Blob) -> Result<Look, Withheld> {
        let mark = all(&part(file, 0, MARK_BYTES)?).await?;
        let inner = match Packed::of(&mark) {
            None => {
                let member = self.begin("", self.name.clone());
                return Ok(self.read(member, Bytes::of(file), u64::MAX).await);
            }
            Some(Packed::Zip) => self.zip(file).await?,
            Some(Packed::Gzip) => self.gzip(file).await?,
            Some(Packed::Compound) => {
                self.left = HELD_BYTES_MAX;
                let bytes = self.held(Bytes::of(file)).await?;
                self.done = self.size / 2;
                let book = HeldWorkbook::of_bytes(&self.name, bytes, self.limits())?;
                self.workbook(book).await?
            }
        };
        if inner.is_empty() {
            return Err(Withheld);
        }
        Ok(Look {
            name: self.name.clone(),
            is_odd: inner.iter().any(|look| look.is_odd),
            has_secrets: inner.iter().any(|look| look.has_secrets),
            inner,
            ..Look::default()
        })
    }

    fn limits(&self) -> &Limits {
        &self.options.limits
    }

    /// Begins to read a file. For a file of an archive, `archive` is the archive's name.
    fn begin(&self, archive: &str, name: String) -> Member {
        let path = match archive {
            "" => name.clone(),
            archive => format!("{archive}!{name}"),
        };
        Member {
            import: Import::new(&path, &self.options),
            places: Places::default(),
            is_empty: true,
            name,
        }
    }

    /// Reads bytes to their end, up to the limit.
    async fn read(&mut self, mut member: Member, mut bytes: Bytes, most: u64) -> Look {
        let mut left = most;
        loop {
            match self.next(&mut bytes, &mut left).await {
                Ok(Some(piece)) => {
                    if self.push(&mut member, &piece).await.is_err() {
                        return member.break_off(self.words);
                    }
                    if bytes.are_plain() {
                        self.done += piece.len() as u64;
                    }
                }
                Ok(None) => return member.finish(self.words),
                Err(Withheld) => return member.break_off(self.words),
            }
        }
    }

    async fn push(&mut self, member: &mut Member, bytes: &[u8]) -> Result<(), Withheld> {
        for step in bytes.chunks(STEP_BYTES) {
            member.is_empty = false;
            member.import.push(step, &mut member.places);
            self.rest().await?;
        }
        Ok(())
    }

    /// The next bytes, as long as `left` allows more.
    async fn next(
        &mut self,
        bytes: &mut Bytes,
        left: &mut u64,
    ) -> Result<Option<Vec<u8>>, Withheld> {
        let Some(piece) = bytes.next().await? else {
            return Ok(None);
        };
        let spent = |left: &u64| left.checked_sub(piece.len() as u64);
        match (spent(left), spent(&self.left)) {
            (Some(of_member), Some(of_all)) => {
                *left = of_member;
                self.left = of_all;
                Ok(Some(piece))
            }
            _ => {
                bytes.stop();
                Err(Withheld)
            }
        }
    }

    /// Yields to the page when it is time, and stops when nobody waits any more.
    async fn rest(&mut self) -> Result<(), Withheld> {
        if self.turn.rest().await {
            let percent = self.done.min(self.size) * 100 / self.size;
            if !(self.progress)(percent as u32) {
                return Err(Withheld);
            }
        }
        Ok(())
    }

    /// All bytes, held in memory.
    async fn held(&mut self, mut bytes: Bytes) -> Result<Vec<u8>, Withheld> {
        let mut left = HELD_BYTES_MAX;
        let mut held = Vec::new();
        while let Some(piece) = self.next(&mut bytes, &mut left).await? {
            held.extend_from_slice(&piece);
            self.rest().await?;
        }
        Ok(held)
    }

    async fn zip(&mut self, file: &Blob) -> Result<Vec<Look>, Withheld> {
        let from = self.size.saturating_sub(ZIP_END_BYTES);
        let end = all(&part(file, from, self.size)?).await?;
        let directory = ZipDirectory::find(&end, self.size).ok_or(Withheld)?;
        if directory.members > self.limits().archive_entries_max {
            return Err(Withheld);
        }
        let list = part(file, directory.at, directory.at + directory.bytes)?;
        let files = directory.files(&all(&list).await?).ok_or(Withheld)?;
        let has = |name: &str| files.iter().any(|member| member.name == name);
        if has(WORKBOOK_MARK) {
            return self.xlsx(file, files).await;
        }
        if has(OPEN_DOCUMENT_MARK) {
            return Err(Withheld);
        }
        let mut looks = Vec::new();
        for zipped in files {
            let member = self.begin(&self.name, zipped.name.clone());
            let most = self.limits().unpacked_bytes_max(zipped.packed);
            let before = self.done;
            let look = match self.unzip(file, &zipped).await {
                Ok(bytes) => self.read(member, bytes, most).await,
                Err(Withheld) => self.unopened(zipped.name),
            };
            self.done = before + zipped.packed;
            looks.push(look);
        }
        Ok(looks)
    }

    /// The server will open what the browser cannot.
    fn unopened(&self, name: String) -> Look {
        let look = Look {
            name,
            ..Look::default()
        };
        describe::odd(look, &self.words.unopened)
    }

    async fn unzip(&self, file: &Blob, member: &ZipMember) -> Result<Bytes, Withheld> {
        let header = part(file, member.header_at, member.header_at + ZIP_HEADER_BYTES)?;
        let at = member.data_at(&all(&header).await?).ok_or(Withheld)?;
        let data = part(file, at, at + member.packed)?;
        match member.packing {
            Packing::Stored => Ok(Bytes::of(&data)),
            Packing::Deflated => Bytes::unpacked(&data, "deflate-raw"),
            Packing::Other => Err(Withheld),
        }
    }

    async fn xlsx(&mut self, file: &Blob, files: Vec<ZipMember>) -> Result<Vec<Look>, Withheld> {
        self.left = HELD_BYTES_MAX;
        let mut parts = Vec::new();
        for member in files {
            if HeldWorkbook::is_part(&member.name) {
                let bytes = self.unzip(file, &member).await?;
                parts.push((member.name, self.held(bytes).await?));
            }
            // Unpacking was the first half of the work, reading is the second.
            self.done += member.packed / 2;
        }
        let book = HeldWorkbook::of_parts(&self.name, parts, self.limits())?;
        self.workbook(book).await
    }

    async fn workbook(&mut self, mut book: HeldWorkbook) -> Result<Vec<Look>, Withheld> {
        let mut texts = book.texts()?;
        while texts.read()? {
            self.rest().await?;
        }
        drop(texts);
        let options = self.options.clone();
        let mut looks = Vec::new();
        let names = book.sheets();
        let share = self.size.saturating_sub(self.done) / names.len().max(1) as u64;
        for (at, name) in names.into_iter().enumerate() {
            let mut places = Places::default();
            let mut sheet = book.sheet(at, &options, &mut places);
            while sheet.read() {
                self.rest().await?;
            }
            let found = sheet.finish();
            self.done += share;
            let look = describe::look(name, &found, &places, self.words);
            looks.push((found.format.is_some(), look));
        }
        // Beside an export, a sheet of notes or sums is no error.
        let has_export = looks.iter().any(|(is_export, _)| *is_export);
        let is_shown =
            |(is_export, look): &(bool, Look)| *is_export || !has_export || look.has_secrets;
        Ok(looks
            .into_iter()
            .filter(is_shown)
            .map(|(_, look)| look)
            .collect())
    }

    async fn gzip(&mut self, file: &Blob) -> Result<Vec<Look>, Withheld> {
        let mut bytes = Bytes::unpacked(file, "gzip")?;
        let most = self.limits().unpacked_bytes_max(self.size);
        let mut start = Vec::new();
        while start.len() < TarStream::START_BYTES {
            match bytes.next().await? {
                Some(piece) => start.extend_from_slice(&piece),
                None => break,
            }
        }
        let is_tar = TarStream::is_one(&start);
        bytes.put_back(start);
        if is_tar {
            return self.tar(bytes, most).await;
        }
        let member = self.begin(&self.name, inner_name(&self.name).to_owned());
        Ok(vec![self.read(member, bytes, most).await])
    }

    /// What was found before an archive broke off is kept. Possible keys among it still
    /// count.
    async fn tar(&mut self, mut bytes: Bytes, most: u64) -> Result<Vec<Look>, Withheld> {
        let (mut tar, mut left) = (TarStream::default(), most);
        let mut looks = Vec::new();
        let mut open: Option<Member> = None;
        while let Ok(Some(piece)) = self.next(&mut bytes, &mut left).await {
            let mut piece = piece.as_slice();
            while let Some(next) = tar.next(&mut piece) {
                match (next, &mut open) {
                    (TarPiece::File(name), _) => open = Some(self.begin(&self.name, name)),
                    (TarPiece::Data(data), Some(member)) => self.push(member, data).await?,
                    (TarPiece::Data(_), None) => {}
                    (TarPiece::End, _) => {
                        looks.extend(open.take().map(|member| member.finish(self.words)));
                    }
                }
            }
            if looks.len() > self.limits().archive_entries_max {
                bytes.stop();
                break;
            }
        }
        let are_all = looks.len() <= self.limits().archive_entries_max;
        looks.extend(open.map(|member| member.break_off(self.words)));
        if !tar.is_whole() || !are_all {
            looks.push(self.unopened(self.name.clone()));
        }
        Ok(looks)
    }
}
