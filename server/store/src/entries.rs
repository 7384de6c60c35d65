//! Entries as pages request them, typed-in entries, and the key by which rules and reviews
//! find a row again after the file was read anew.

use casework::custody::{CustodyEvent, Purpose};
use ledger::dedup::{Place, Why};
use ledger::{Amount, Entry, EntryNote, Kind, Moment, Quantity, Text, ZoneSource};
use roaring::RoaringBitmap;

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::evidence::blocking;
use crate::imports::text;
use crate::opened::Rows;
use crate::rows::{all, changed, insert, no_nul, rows, run};
use crate::valued::Lines;
use crate::{Actor, Claim, Store};

/// An entry with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEntry {
    /// Its number among the rows of the claim.
    pub row: u32,
    /// See [`entry_key`].
    pub key: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// Why it does not count; none when it does.
    pub dropped: Option<DroppedFor>,
    /// The entry; its file has the name in `ClaimFile::read_as`.
    pub entry: Entry,
}

/// Why an entry does not count, and which one counts instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedFor {
    /// Why.
    pub why: Why,
    /// The row that counts.
    pub kept: u32,
    /// Its place.
    pub place: Place,
}

/// An entry as a page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryView {
    /// The entry and its place.
    pub stored: StoredEntry,
    /// Why it is contested; none when it is not.
    pub contested: Option<String>,
    /// Its loss, when it is contested and has a price.
    pub loss: Option<ledger::Money>,
}

/// Which entries of a claim to show. Empty texts set no condition.
#[derive(Clone, Debug, Default)]
pub struct EntryFilter {
    /// Only of this file (id of the claim's file).
    pub file: String,
    /// Only of this exchange.
    pub exchange: String,
    /// Only entries that touch this asset.
    pub asset: String,
    /// Only of this kind.
    pub kind: String,
    /// Only entries that name this order, trade, transaction, address or memo.
    pub id: String,
    /// From this moment on.
    pub from_us: Option<i64>,
    /// Before this moment.
    pub to_us: Option<i64>,
    /// Only contested (true) or uncontested (false) ones.
    pub contested: Option<bool>,
    /// Only dropped (true) or counted (false) ones.
    pub dropped: Option<bool>,
    /// How many to skip first.
    pub offset: i64,
    /// How many at most.
    pub limit: i64,
}

rows! {
    /// An entry the claimant typed in.
    pub struct TypedEntry {
        /// Random id.
        pub id: String,
        /// Id of the claim.
        pub claim: String,
        /// The exchange they name.
        pub exchange: String,
        /// The account they name.
        pub account: String,
        /// When, in microseconds.
        pub time_us: i64,
        /// When, as they typed it, in RFC 3339.
        pub time_text: String,
        /// A word of the contract.
        pub kind: String,
        /// What went out.
        pub out_asset: String,
        /// How much; a decimal, or empty.
        pub out_amount: String,
        /// What came in.
        pub in_asset: String,
        /// How much.
        pub in_amount: String,
        /// The asset in which the fee was paid.
        pub fee_asset: String,
        /// How much.
        pub fee_amount: String,
        /// What they remember.
        pub note: String,
        /// Its number among the claim's typed-in entries.
        pub row_no: i64,
        /// When it was typed.
        pub added_at_us: i64,
    }
}

/// A new typed-in entry. Amounts were read as [`Amount`]s and are stored in the form that
/// `Amount` prints.
#[derive(Clone, Debug)]
pub struct NewTyped {
    /// 128 random bits in hex.
    pub id: String,
    /// The exchange.
    pub exchange: String,
    /// The account.
    pub account: String,
    /// When.
    pub time: Moment,
    /// What sort of movement.
    pub kind: Kind,
    /// What went out.
    pub out: Option<Quantity>,
    /// What came in.
    pub in_: Option<Quantity>,
    /// The fee.
    pub fee: Option<Quantity>,
    /// The claimant's note, and where the screenshot is.
    pub note: String,
}

impl NewTyped {
    /// An entry without further fields.
    pub fn new(
        id: impl Into<String>,
        exchange: impl Into<String>,
        time: Moment,
        kind: Kind,
    ) -> NewTyped {
        NewTyped {
            id: id.into(),
            exchange: exchange.into(),
            account: String::new(),
            time,
            kind,
            out: None,
            in_: None,
            fee: None,
            note: String::new(),
        }
    }
}

/// The key of a file's row, which does not depend on the reader version:
/// `sha256!member:line`, without `!member` outside archives. Two entries of one row share a
/// key and are contested together.
pub fn entry_key(sha256: &str, entry: &Entry) -> String {
    place_key(sha256, &entry.file, &entry.line())
}

/// The key of the row with these lines in this file.
pub(crate) fn place_key(sha256: &str, file: &str, line: &str) -> String {
    match file.split_once('!') {
        Some((_, member)) => format!("{sha256}!{}:{line}", text(member)),
        None => format!("{sha256}:{line}"),
    }
}

impl TypedEntry {
    /// The entry in the form that the ledger values: no file, no line, and its id as trade
    /// id.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when the stored text is not a valid entry any more.
    pub fn entry(&self) -> Result<Entry, StoreError> {
        let unreadable = |_| StoreError::Unreadable(format!("typed_entry.kind: {}", self.kind));
        let kind = self.kind.parse::<Kind>().map_err(unreadable)?;
        Ok(Entry {
            file: Text::default(),
            lines: Vec::new().into(),
            row: row(self.row_no)?,
            format: "typed".into(),
            reader_version: Text::default(),
            exchange: self.exchange.as_str().into(),
            account: self.account.as_str().into(),
            account_in_file: Text::default(),
            time: moment(self.time_us, &self.time_text),
            time_raw: self.time_text.as_str().into(),
            zone_source: ZoneSource::Given,
            kind,
            market: Text::default(),
            side: None,
            price: None,
            out: quantity(&self.out_asset, &self.out_amount)?,
            in_: quantity(&self.in_asset, &self.in_amount)?,
            fee: quantity(&self.fee_asset, &self.fee_amount)?,
            notes: vec![EntryNote::InFile {
                text: self.note.as_str().into(),
            }],
            ..Entry::default()
        })
    }

    /// Its key for reviews.
    pub fn key(&self) -> String {
        format!("typed:{}", self.id)
    }
}

impl Store {
    /// All entries of a claim's current imports in reading order, including dropped ones.
    /// Only for claims that fit into memory.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn entries(&self, claim: &str) -> Result<Vec<StoredEntry>, StoreError> {
        let rows = self.rows(claim).await?;
        blocking(move || rows.at(&(0..rows.len()).collect::<Vec<u32>>())).await
    }

    /// A page of a claim's entries, by time.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn entries_page(
        &self,
        claim: &str,
        filter: &EntryFilter,
    ) -> Result<Vec<EntryView>, StoreError> {
        let (rows, lines) = self.rows_with_lines(claim).await?;
        let filter = filter.clone();
        blocking(move || {
            let contested = lines.as_ref().map(Lines::contested_places);
            let found = rows.found(&filter, contested.as_ref())?;
            let skipped = usize::try_from(filter.offset.max(0)).unwrap_or(usize::MAX);
            let limit = usize::try_from(filter.limit.max(0)).unwrap_or(usize::MAX);
            let places = cut(&found, skipped, limit);
            let shown = places.iter().filter_map(|place| rows.index().row(*place));
            let shown: Vec<u32> = shown.collect();
            let seqs = shown.iter().map(|row| lines.as_ref()?.of_row(*row));
            let seqs: Vec<Option<u32>> = seqs.collect();
            let of_lines: Vec<u32> = seqs.iter().flatten().copied().collect();
            let kept = match &lines {
                Some(lines) => lines.of_seqs(&of_lines, None)?,
                None => Vec::new(),
            };
            let mut kept = kept.into_iter();
            let views = rows.at(&shown)?.into_iter().zip(seqs);
            Ok(views
                .map(|(stored, seq)| {
                    let line = seq.and_then(|_| kept.next());
                    EntryView {
                        stored,
                        contested: line.as_ref().map(|line| line.reason.to_string()),
                        loss: line.and_then(|line| line.loss),
                    }
                })
                .collect())
        })
        .await
    }

    /// How many entries match a filter.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn entries_count(
        &self,
        claim: &str,
        filter: &EntryFilter,
    ) -> Result<i64, StoreError> {
        let (rows, lines) = self.rows_with_lines(claim).await?;
        let filter = filter.clone();
        blocking(move || {
            let contested = lines.as_ref().map(Lines::contested_places);
            let found = rows.found(&filter, contested.as_ref())?.len();
            Ok(i64::try_from(found).unwrap_or(i64::MAX))
        })
        .await
    }

    /// One entry of a claim by its key: the first of the row.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn entry_by_key(
        &self,
        claim: &str,
        key: &str,
    ) -> Result<Option<StoredEntry>, StoreError> {
        let rows = self.rows(claim).await?;
        let key = key.to_owned();
        blocking(move || {
            let found = rows.of_key(&key)?;
            Ok(rows.at(&found[..found.len().min(1)])?.into_iter().next())
        })
        .await
    }

    /// The entries of a claim that have one of these keys, in the order of its rows.
    ///
    /// # Errors
    /// Errors of the database and the disk.
    pub async fn entries_of_keys(
        &self,
        claim: &str,
        keys: Vec<String>,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let rows = self.rows(claim).await?;
        blocking(move || {
            let mut found = Vec::new();
            for key in &keys {
                found.extend(rows.of_key(key)?);
            }
            found.sort_unstable();
            found.dedup();
            rows.at(&found)
        })
        .await
    }

    /// The rows of a claim, and the lines of its valuation if it was made from these rows.
    async fn rows_with_lines(&self, claim: &str) -> Result<(Rows, Option<Lines>), StoreError> {
        let rows = self.rows(claim).await?;
        let lines = match rows.generation() {
            Some(generation) => self.lines_of_claim(claim, generation).await?,
            None => None,
        };
        Ok((rows, lines))
    }

    /// Adds a typed-in entry.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when the claim is not open to change.
    pub async fn add_typed(
        &self,
        by: &Actor,
        claim: &Claim,
        version: Option<i64>,
        new: &NewTyped,
    ) -> Result<(), StoreError> {
        for words in [&new.exchange, &new.account, &new.note] {
            no_nul(words, "the entry")?;
        }
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, version, by.now_us).await?;
        let (out, in_, fee) = (parts(&new.out), parts(&new.in_), parts(&new.fee));
        let ask = sqlx::query(
            "INSERT INTO typed_entry (id, claim, exchange, account, time_us, time_text, kind, \
             out_asset, out_amount, in_asset, in_amount, fee_asset, fee_amount, note, added_by, \
             added_at_us, row_no) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
             (SELECT COUNT(*) + 1 FROM typed_entry WHERE claim = $2))",
        )
        .bind(new.id.clone())
        .bind(claim.id.clone())
        .bind(new.exchange.clone())
        .bind(new.account.clone())
        .bind(new.time.micros())
        .bind(new.time.to_string())
        .bind(new.kind.as_str())
        .bind(out.0)
        .bind(out.1)
        .bind(in_.0)
        .bind(in_.1)
        .bind(fee.0)
        .bind(fee.1)
        .bind(new.note.clone())
        .bind(by.person.clone())
        .bind(by.now_us);
        insert(&mut *tx, ask, "entry").await?;
        let note =
            Note::new(CustodyEvent::EntryTyped, &claim.reference).purpose(Purpose::of(&new.id));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a typed-in entry; its row is only marked as removed.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn remove_typed(
        &self,
        by: &Actor,
        claim: &Claim,
        id: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_write().await?;
        touch(&mut tx, claim, None, by.now_us).await?;
        let ask = sqlx::query(
            "UPDATE typed_entry SET removed_at_us = $1 WHERE claim = $2 AND id = $3 \
             AND removed_at_us IS NULL",
        )
        .bind(by.now_us)
        .bind(claim.id.clone())
        .bind(id.to_owned());
        changed(run(&mut *tx, ask).await?, "entry")?;
        let note = Note::new(CustodyEvent::EntryRemoved, &claim.reference).purpose(Purpose::of(id));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The typed-in entries of a claim, by time.
    ///
    /// # Errors
    /// Errors of the database.
    pub async fn typed_entries(&self, claim: &str) -> Result<Vec<TypedEntry>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM typed_entry WHERE claim = $1 AND removed_at_us IS NULL \
             ORDER BY time_us, added_at_us, id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }
}

/// A part of the found places, after the skipped ones.
pub(crate) fn cut(found: &RoaringBitmap, skipped: usize, limit: usize) -> Vec<u32> {
    let Ok(first) = u32::try_from(skipped) else {
        return Vec::new();
    };
    match found.select(first) {
        Some(first) => found.range(first..).take(limit).collect(),
        None => Vec::new(),
    }
}

fn parts(quantity: &Option<Quantity>) -> (String, String) {
    match quantity {
        Some(quantity) => (text(&quantity.asset), quantity.amount.to_string()),
        None => (String::new(), String::new()),
    }
}

/// The number of an entry among those that start on its line.
fn row(number: i64) -> Result<u32, StoreError> {
    let row = u32::try_from(number);
    row.map_err(|_| StoreError::Unreadable(format!("row_no: {number}")))
}

fn quantity(asset: &str, amount: &str) -> Result<Option<Quantity>, StoreError> {
    if amount.is_empty() {
        return Ok(None);
    }
    let amount = Amount::parse(amount)
        .map_err(|_| StoreError::Unreadable(format!("an amount: {amount}")))?;
    Ok(Some(Quantity {
        asset: asset.into(),
        amount,
    }))
}

/// A moment from the two columns: the microseconds are for ordering, and the text has all
/// digits of the source.
pub(crate) fn moment(time_us: i64, text: &str) -> Moment {
    let fraction = text
        .split_once('.')
        .map_or("", |(_, rest)| rest.trim_end_matches('Z'));
    let digits = fraction.len().min(9);
    let padded = format!("{:0<9}", &fraction[..digits]);
    Moment {
        seconds: time_us.div_euclid(1_000_000),
        nanos: padded.parse().unwrap_or(0),
        digits: u8::try_from(digits).unwrap_or(9),
    }
}
