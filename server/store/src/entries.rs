//! Entries as they are kept and found again: every column of the contract as
//! text, and a key by which rules and reviews find the same row after the file
//! was read again.

use casework::custody::{Action, Purpose};
use ledger::{Amount, Entry, EntryNote, Facts, Kind, Moment, Quantity, Side, Text, ZoneSource};
use sqlx::any::AnyRow;

use crate::claims::touch;
use crate::custody::{Note, append};
use crate::error::StoreError;
use crate::imports::text;
use crate::people::changed;
use crate::rows::{Ask, Column, FromRow, all, insert, maybe, no_nul, one, rows, run};
use crate::{Backend, By, Claim, Store};

/// Columns of an entry, in the order they are bound.
pub(crate) const COLUMNS: &[&str] = &[
    "import",
    "seq",
    "claim",
    "entry_key",
    "member",
    "line",
    "row_no",
    "format",
    "reader_version",
    "exchange",
    "account",
    "account_in_file",
    "time_us",
    "time_text",
    "time_raw",
    "zone_source",
    "kind",
    "market",
    "side",
    "price",
    "out_asset",
    "out_amount",
    "in_asset",
    "in_amount",
    "fee_asset",
    "fee_amount",
    "order_id",
    "trade_id",
    "leg_group",
    "details",
];

/// An entry with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEntry {
    /// The import it belongs to.
    pub import: String,
    /// Its place there, from 0.
    pub seq: i64,
    /// See [`entry_key`].
    pub key: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// Why it does not count; none when it does.
    pub dropped: Option<String>,
    /// File of the entry that counts instead.
    pub kept_file: Option<String>,
    /// Line of the entry that counts instead.
    pub kept_line: Option<String>,
    /// The entry, its file named as `ClaimFile::read_as`.
    pub entry: Entry,
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

/// Which entries of a claim to show. Empty texts mean any.
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
    /// From this moment on.
    pub from_us: Option<i64>,
    /// Before this moment.
    pub to_us: Option<i64>,
    /// Only contested (true) or uncontested (false) ones.
    pub contested: Option<bool>,
    /// Only dropped (true) or counted (false) ones.
    pub dropped: Option<bool>,
    /// How many to leave out first.
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
        /// What the fee was paid in.
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

/// What the claimant types in. Amounts were read as [`Amount`]s and are kept as
/// those print themselves.
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
    /// What they remember, and where the screenshot is.
    pub note: String,
}

/// What names a row of a file, whatever reader version made an entry of it:
/// `sha256!member:line`, without `!member` outside archives. Two entries of one
/// row have one key and are contested together.
pub fn entry_key(sha256: &str, entry: &Entry) -> String {
    let line = entry.line();
    match entry.file.split_once('!') {
        Some((_, member)) => format!("{sha256}!{}:{line}", text(member)),
        None => format!("{sha256}:{line}"),
    }
}

impl TypedEntry {
    /// As the ledger values it: no file, no line, its id as trade id.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when the kept text is no entry any more.
    pub fn entry(&self) -> Result<Entry, StoreError> {
        let kind = Kind::from_word(&self.kind)
            .ok_or_else(|| StoreError::Unreadable(format!("typed_entry.kind: {}", self.kind)))?;
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

    /// What names it for reviews.
    pub fn key(&self) -> String {
        format!("typed:{}", self.id)
    }
}

/// Entries that come from the database in one piece.
const ROWS_PACKED: usize = 500;

/// What an entry's file and import add to it.
const FROM: &str = " FROM claim_file \
    JOIN import ON import.file = claim_file.id AND import.current = 1 \
    JOIN entry ON entry.import = import.id ";

const WHERE: &str = " WHERE claim_file.claim = $1 AND claim_file.withdrawn_at_us IS NULL \
    AND ($2 = '' OR claim_file.id = $2) AND ($3 = '' OR entry.exchange = $3) \
    AND ($4 = '' OR entry.out_asset = $4 OR entry.in_asset = $4 OR entry.fee_asset = $4) \
    AND ($5 = '' OR entry.kind = $5) AND entry.time_us >= $6 AND entry.time_us < $7 \
    AND ($8 = 2 OR ($8 = 1 AND loss_line.claim IS NOT NULL) \
        OR ($8 = 0 AND loss_line.claim IS NULL)) \
    AND ($9 = 2 OR ($9 = 1 AND entry.dropped IS NOT NULL) \
        OR ($9 = 0 AND entry.dropped IS NULL)) ";

const LINES: &str = "LEFT JOIN valuation ON valuation.claim = claim_file.claim \
        AND valuation.current = 1 AND valuation.for_basis = '' \
    LEFT JOIN loss_line ON loss_line.valuation = valuation.id \
        AND loss_line.import = entry.import AND loss_line.entry_seq = entry.seq ";

impl Store {
    /// All entries of a claim's imports that count, in reading order, dropped
    /// ones too.
    ///
    /// # Errors
    /// Of the database.
    pub async fn entries(&self, claim: &str) -> Result<Vec<StoredEntry>, StoreError> {
        let ask = sqlx::query(
            "SELECT import.id FROM claim_file \
             JOIN import ON import.file = claim_file.id AND import.current = 1 \
             WHERE claim_file.claim = $1 AND claim_file.withdrawn_at_us IS NULL \
             ORDER BY claim_file.position",
        )
        .bind(claim.to_owned());
        let imports: Vec<String> = all(&self.pool, ask).await?;
        let rows = self.packed_rows();
        let sql = format!(
            "SELECT {rows} {FROM} WHERE import.id = $1 \
             GROUP BY entry.seq / {ROWS_PACKED} ORDER BY entry.seq / {ROWS_PACKED}"
        );
        let mut entries = Vec::new();
        // One import at a time: their rows lie in order already, nothing is sorted.
        for import in imports {
            let ask = sqlx::query(sqlx::AssertSqlSafe(&*sql)).bind(import);
            for packed in all::<String, _>(&self.pool, ask).await? {
                entries.extend(unpacked(&packed)?);
            }
        }
        Ok(entries)
    }

    /// A page of a claim's entries, by time.
    ///
    /// # Errors
    /// Of the database.
    pub async fn entries_page(
        &self,
        claim: &str,
        filter: &EntryFilter,
    ) -> Result<Vec<EntryView>, StoreError> {
        let packed = self.packed();
        let sql = format!(
            "SELECT {packed}, loss_line.loss AS loss, loss_line.reason AS contested \
             {FROM} {LINES} {WHERE} ORDER BY entry.time_us, claim_file.position, entry.seq \
             LIMIT $10 OFFSET $11"
        );
        let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), claim, filter)
            .bind(filter.limit)
            .bind(filter.offset);
        all(&self.pool, ask).await
    }

    /// How many entries a filter finds.
    ///
    /// # Errors
    /// Of the database.
    pub async fn entries_count(
        &self,
        claim: &str,
        filter: &EntryFilter,
    ) -> Result<i64, StoreError> {
        let sql = format!("SELECT COUNT(*) {FROM} {LINES} {WHERE}");
        let ask = filtered(sqlx::query(sqlx::AssertSqlSafe(sql)), claim, filter);
        one(&self.pool, ask, "claim").await
    }

    /// One entry of a claim by its key; the first of the row.
    ///
    /// # Errors
    /// Of the database.
    pub async fn entry_by_key(
        &self,
        claim: &str,
        key: &str,
    ) -> Result<Option<StoredEntry>, StoreError> {
        let packed = self.packed();
        let sql = format!(
            "SELECT {packed} {FROM} WHERE claim_file.claim = $1 AND claim_file.withdrawn_at_us IS NULL \
             AND entry.entry_key = $2 ORDER BY entry.seq LIMIT 1"
        );
        let ask = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(claim.to_owned())
            .bind(key.to_owned());
        maybe(&self.pool, ask).await
    }

    /// Adds a typed-in entry.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when the claim is not open to change.
    pub async fn add_typed(
        &self,
        by: &By,
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
        let note = Note::new(Action::EntryTyped, &claim.reference).purpose(Purpose::of(&new.id));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes a typed-in entry; its row stays, marked.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Closed`].
    pub async fn remove_typed(&self, by: &By, claim: &Claim, id: &str) -> Result<(), StoreError> {
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
        let note = Note::new(Action::EntryRemoved, &claim.reference).purpose(Purpose::of(id));
        append(&mut tx, &claim.incident, by, note).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The typed-in entries of a claim, by time.
    ///
    /// # Errors
    /// Of the database.
    pub async fn typed_entries(&self, claim: &str) -> Result<Vec<TypedEntry>, StoreError> {
        let ask = sqlx::query(
            "SELECT * FROM typed_entry WHERE claim = $1 AND removed_at_us IS NULL \
             ORDER BY time_us, added_at_us, id",
        )
        .bind(claim.to_owned());
        all(&self.pool, ask).await
    }
}

fn filtered<'q>(ask: Ask<'q>, claim: &str, filter: &EntryFilter) -> Ask<'q> {
    let three = |choice: Option<bool>| choice.map_or(2, i64::from);
    ask.bind(claim.to_owned())
        .bind(filter.file.clone())
        .bind(filter.exchange.clone())
        .bind(filter.asset.clone())
        .bind(filter.kind.clone())
        .bind(filter.from_us.unwrap_or(i64::MIN))
        .bind(filter.to_us.unwrap_or(i64::MAX))
        .bind(three(filter.contested))
        .bind(three(filter.dropped))
}

fn parts(quantity: &Option<Quantity>) -> (String, String) {
    match quantity {
        Some(quantity) => (text(&quantity.asset), quantity.amount.to_string()),
        None => (String::new(), String::new()),
    }
}

/// Binds one entry in the order of [`COLUMNS`].
pub(crate) fn bind_entry<'q>(
    ask: Ask<'q>,
    claim: &str,
    import: &str,
    seq: i64,
    entry: &Entry,
    key: &str,
) -> Ask<'q> {
    let member = entry.file.split_once('!').map_or("", |(_, member)| member);
    let (out, in_, fee) = (parts(&entry.out), parts(&entry.in_), parts(&entry.fee));
    ask.bind(import.to_owned())
        .bind(seq)
        .bind(claim.to_owned())
        .bind(key.to_owned())
        .bind(text(member))
        .bind(entry.line())
        .bind(i64::from(entry.row))
        .bind(entry.format.to_string())
        .bind(entry.reader_version.to_string())
        .bind(entry.exchange.to_string())
        .bind(text(&entry.account))
        .bind(text(&entry.account_in_file))
        .bind(entry.time.micros())
        .bind(entry.time.to_string())
        .bind(text(&entry.time_raw))
        .bind(entry.zone_source.as_str())
        .bind(entry.kind.as_str())
        .bind(text(&entry.market))
        .bind(entry.side.map_or("", Side::as_str))
        .bind(
            entry
                .price
                .as_ref()
                .map(Amount::to_string)
                .unwrap_or_default(),
        )
        .bind(out.0)
        .bind(out.1)
        .bind(in_.0)
        .bind(in_.1)
        .bind(fee.0)
        .bind(fee.1)
        .bind(text(&entry.order_id))
        .bind(text(&entry.trade_id))
        .bind(text(&entry.group))
        .bind(Details::of(entry))
}

/// What only some entries have, kept as JSON; nothing where there is none of it.
#[derive(Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Details {
    total_computed: bool,
    facts: Facts,
    notes: Vec<EntryNote>,
}

impl Details {
    fn of(entry: &Entry) -> String {
        let details = Details {
            total_computed: entry.total_computed,
            facts: entry.facts.clone(),
            notes: entry.notes.clone(),
        };
        match details == Details::default() {
            true => String::new(),
            false => serde_json::to_string(&details).expect("texts and numbers are always JSON"),
        }
    }

    fn read(json: &str) -> Result<Details, StoreError> {
        match json {
            "" => Ok(Details::default()),
            json => Ok(serde_json::from_str(json)?),
        }
    }
}

/// The number of an entry among those that start on its line.
fn row(number: i64) -> Result<u32, StoreError> {
    let row = u32::try_from(number);
    row.map_err(|_| StoreError::Unreadable(format!("row_no: {number}")))
}

/// Defines [`Packed`] and, in its fields' order, the columns that fill it.
macro_rules! packed {
    ($($table:ident.$field:ident: $type:ty,)*) => {
        /// An entry as one JSON list: a row of thirty columns costs the driver
        /// ten times what reading this takes.
        #[derive(serde::Deserialize)]
        struct Packed {
            $( $field: $type, )*
        }

        /// The columns of [`Packed`].
        const PACKED: &[&str] = &[$(concat!(stringify!($table), ".", stringify!($field)),)*];
    };
}
packed! {
    entry.import: String,
    entry.seq: i64,
    entry.entry_key: String,
    claim_file.sha256: String,
    claim_file.read_as: String,
    entry.dropped: Option<String>,
    entry.kept_file: Option<String>,
    entry.kept_line: Option<String>,
    entry.member: String,
    entry.line: String,
    entry.row_no: i64,
    entry.format: String,
    entry.reader_version: String,
    entry.exchange: String,
    entry.account: String,
    entry.account_in_file: String,
    entry.time_us: i64,
    entry.time_text: String,
    entry.time_raw: String,
    entry.zone_source: String,
    entry.kind: String,
    entry.market: String,
    entry.side: String,
    entry.price: String,
    entry.out_asset: String,
    entry.out_amount: String,
    entry.in_asset: String,
    entry.in_amount: String,
    entry.fee_asset: String,
    entry.fee_amount: String,
    entry.order_id: String,
    entry.trade_id: String,
    entry.leg_group: String,
    entry.details: String,
}

impl Store {
    /// The expression that packs an entry.
    fn packed(&self) -> String {
        let (list, _) = self.packing();
        format!("CAST({list}({}) AS TEXT) AS packed", PACKED.join(", "))
    }

    /// The expression that packs all entries of a group. Each row that a driver
    /// hands over costs a change of threads, which is most of what reading costs.
    fn packed_rows(&self) -> String {
        let (list, group) = self.packing();
        let columns = PACKED.join(", ");
        format!("CAST({group}({list}({columns})) AS TEXT) AS packed")
    }

    /// What the databases call a JSON list of columns, and one of rows.
    fn packing(&self) -> (&'static str, &'static str) {
        match self.backend {
            Backend::Sqlite => ("json_array", "json_group_array"),
            Backend::Postgres => ("json_build_array", "json_agg"),
        }
    }
}

/// The entries of one group, in reading order: databases promise none within it.
fn unpacked(packed: &str) -> Result<Vec<StoredEntry>, StoreError> {
    let mut rows: Vec<Packed> = serde_json::from_str(packed)?;
    rows.sort_unstable_by_key(|row| row.seq);
    rows.into_iter().map(Packed::stored).collect()
}

impl FromRow for StoredEntry {
    fn from_row(row: &AnyRow) -> Result<StoredEntry, StoreError> {
        let json = String::column(row, "packed")?;
        serde_json::from_str::<Packed>(&json)?.stored()
    }
}

impl FromRow for EntryView {
    fn from_row(row: &AnyRow) -> Result<EntryView, StoreError> {
        Ok(EntryView {
            stored: StoredEntry::from_row(row)?,
            contested: Column::column(row, "contested")?,
            loss: Column::column(row, "loss")?,
        })
    }
}

impl Packed {
    fn stored(self) -> Result<StoredEntry, StoreError> {
        let entry = self.entry()?;
        Ok(StoredEntry {
            import: self.import,
            seq: self.seq,
            key: self.entry_key,
            sha256: self.sha256,
            dropped: self.dropped,
            kept_file: self.kept_file,
            kept_line: self.kept_line,
            entry,
        })
    }

    fn entry(&self) -> Result<Entry, StoreError> {
        let unreadable = |name: &str, word: &str| StoreError::Unreadable(format!("{name}: {word}"));
        let line = |part: &str| {
            let read = part.parse();
            read.map_err(|_| unreadable("entry.line", &self.line))
        };
        let price = |price: &str| {
            let read = Amount::parse(price);
            read.map_err(|_| unreadable("entry.price", price))
        };
        let zone = ZoneSource::from_word(&self.zone_source);
        let kind = Kind::from_word(&self.kind);
        let details = Details::read(&self.details)?;
        Ok(Entry {
            file: match &*self.member {
                "" => self.read_as.as_str().into(),
                member => format!("{}!{member}", self.read_as).into(),
            },
            lines: self
                .line
                .split('+')
                .map(line)
                .collect::<Result<Vec<u64>, _>>()?
                .into(),
            row: row(self.row_no)?,
            format: self.format.as_str().into(),
            reader_version: self.reader_version.as_str().into(),
            exchange: self.exchange.as_str().into(),
            account: self.account.as_str().into(),
            account_in_file: self.account_in_file.as_str().into(),
            time: moment(self.time_us, &self.time_text),
            time_raw: self.time_raw.as_str().into(),
            zone_source: zone.ok_or_else(|| unreadable("entry.zone_source", &self.zone_source))?,
            kind: kind.ok_or_else(|| unreadable("entry.kind", &self.kind))?,
            market: self.market.as_str().into(),
            side: Side::from_word(&self.side),
            price: match &*self.price {
                "" => None,
                words => Some(price(words)?),
            },
            out: quantity(&self.out_asset, &self.out_amount)?,
            in_: quantity(&self.in_asset, &self.in_amount)?,
            fee: quantity(&self.fee_asset, &self.fee_amount)?,
            order_id: self.order_id.as_str().into(),
            trade_id: self.trade_id.as_str().into(),
            group: self.leg_group.as_str().into(),
            total_computed: details.total_computed,
            facts: details.facts,
            notes: details.notes,
        })
    }
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

/// A moment from the two columns: the microseconds order, the text has every
/// digit of the source.
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
