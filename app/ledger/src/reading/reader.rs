//! The reading of one recognised file: each row to entries, or to a diagnostic
//! that says why not, and never at the cost of its neighbours.

use crate::base::features::COMPLETE;
use crate::base::limits::Limits;
use crate::base::text::{self, Text, Texts, of_program};
use crate::carriers::rows::{Chunk, Flaw, Next, Row, Rows};
use crate::cells::heading::Heading;
use crate::cells::name_asset::asset_in_name;
use crate::cells::secrets::{self, shortened};
use crate::entry::diagnostic::{Code, Severity};
use crate::entry::diagnostic_sink::DiagnosticSink;
use crate::entry::facts::Facts;
use crate::entry::messages::{Advice, FormatId, Message};
use crate::entry::sink::Sink;
use crate::entry::{Entry, Kind, ZoneSource};
use crate::formats::Moved;
use crate::formats::Recognised;
use crate::formats::rules::{OrderRows, Tickers, ZoneName};
use crate::formats::{self, Cells, ColumnMap, Detail, EitherWay, Field, RowDiagnostic, RowOutput};
use crate::reading::balances::{Balances, RowWithBalances};
use crate::reading::furniture;
use crate::reading::halves::{Halves, Joining};
use crate::reading::nesting::Nesting;
use crate::reading::options::ReadOptions;
use crate::reading::orders::{ByOrder, Orders};
use crate::reading::report::{FileReport, REFUSED_LINES_MAX, Spreadsheet};
use crate::reading::spreadsheet_damage;
use crate::reading::times::Times;
use crate::time::day_order::DayOrder;
use crate::time::moment::Moment;
use crate::time::parse_time::{self, Dates, LocalTime, TimeError};
use crate::time::years::Calendar;

/// The state of one reading. Rows are taken apart by `rows`, which is kept beside
/// what is done with them so that a row may borrow from it.
pub(crate) struct Reading {
    rows: Rows,
    reader: Reader,
}

/// What is done with the rows of one file.
pub(crate) struct Reader {
    recognised: Recognised,
    stamp: Stamp,
    times: Times,
    /// Columns whose names announce secrets.
    announced: Vec<bool>,
    has_announced: bool,
    balances: Option<Balances>,
    /// Entries that wait for the other half of a conversion.
    halves: Option<Halves>,
    /// Entries that wait for what becomes of their orders.
    orders: Option<Orders>,
    nesting: Option<Nesting>,
    rows_max: u64,
    /// Cells up to the last column of an amount or of its asset.
    cells_of_money: usize,
    /// Cells of the row above, of the header for the first.
    cells_above: usize,
    report: FileReport,
    diagnostics: DiagnosticSink,
    texts: Texts,
    /// The line that entries started on last, and how many did.
    on_line: (u64, u32),
}

/// What every entry of the file has in common.
struct Stamp {
    file: Text,
    format: Text,
    reader_version: Text,
    exchange: Text,
    account: Text,
}

impl Reading {
    /// Prepares the reading of a recognised file.
    pub fn new(name: &str, mut recognised: Recognised, options: &ReadOptions) -> Reading {
        recognised.column_map.fees = options.fees;
        recognised.column_map.assets = recognised.format.rules.assets;
        let limits = &options.limits;
        let mut rows = Rows::new(
            recognised.delimiter,
            limits.row_bytes_max,
            limits.row_cells_max,
        );
        rows.set_header_cells(recognised.headings.len());
        let format = recognised.format;
        recognised.column_map.wallet_of_all = format.rules.wallet;
        recognised.column_map.is_in_capitals = format.rules.tickers == Tickers::InCapitals;
        if let Some(asset) = asset_in_name(name, format.rules.asset_named) {
            recognised.column_map.asset_in_heading = of_program(asset);
        }
        let mapping = recognised.column_map.mapping();
        let own_exchange = of_program(formats::exchange(format, name, &options.account));
        let said_zone = mapping.and_then(|mapping| mapping.zone.as_ref()?.parse().ok());
        let given = said_zone.as_ref().or(options.zone.as_ref());
        let has_balance = COMPLETE && recognised.column_map.maps_of_balances().next().is_some();
        let columns = format.columns.iter().map(|column| column.field);
        let of_money = columns.filter(|field| field.is_amount() || *field == Field::FeeAsset);
        let last = of_money
            .filter_map(|field| recognised.column_map.get(field))
            .max();
        let cells_of_money = last.map_or(0, |last| last + 1);
        let announced: Vec<bool> = recognised
            .headings
            .iter()
            .map(secrets::is_announced)
            .collect();
        let has_order_rows = format.rules.orders == OrderRows::SetApart;
        let reader = Reader {
            stamp: Stamp {
                file: Text::new(name),
                format: of_program(format.id),
                reader_version: mapping.map_or(of_program(format.version), |mapping| {
                    Text::from(mapping.reader_version())
                }),
                exchange: mapping.map_or(own_exchange, |mapping| {
                    Text::from(mapping.exchange.as_str())
                }),
                account: options.account.clone(),
            },
            times: Times::new(name, &recognised, given, options.received),
            has_announced: announced.contains(&true),
            announced,
            halves: (COMPLETE && format.detail == Detail::Statement && !has_order_rows)
                .then(|| Halves::new(options.halves)),
            orders: (COMPLETE && has_order_rows).then(Orders::default),
            balances: has_balance.then(|| Balances::new(limits.balances_max)),
            nesting: format
                .nested
                .map(|nested| Nesting::new(nested, recognised.column_map.fraction)),
            rows_max: limits.rows_max,
            cells_of_money,
            cells_above: cells_of_money,
            report: new_report(name, &recognised),
            diagnostics: DiagnosticSink::new(name),
            texts: Texts::default(),
            on_line: (0, 0),
            recognised,
        };
        Reading { rows, reader }
    }

    /// Reads the whole rows of `bytes` and says how many bytes they took.
    pub fn read(&mut self, bytes: &[u8], last: bool, sink: &mut dyn Sink) -> usize {
        let chunk = Chunk::new(bytes, last);
        let mut at = 0;
        loop {
            match self.rows.next(chunk, &mut at) {
                Next::Row(row) => self.reader.row(row, sink),
                Next::Flawed(line, flaw) => self.reader.flawed(line, flaw, sink),
                Next::More => return at,
            }
        }
    }

    /// Marks that bytes behind were not read.
    pub fn cut_short(&mut self) {
        self.reader.report.is_cut_short = true;
    }

    /// Says what was found.
    pub fn finish(mut self, sink: &mut dyn Sink) -> FileReport {
        let left = self.reader.nesting.as_mut().and_then(Nesting::end);
        self.reader.refuse_earlier(left, sink);
        self.reader.finish(sink)
    }
}

fn new_report(name: &str, recognised: &Recognised) -> FileReport {
    FileReport {
        format: Some(recognised.format),
        mapping: recognised.column_map.mapping().cloned(),
        unknown_columns: recognised.unknown.clone(),
        odd: recognised.odd.iter().map(Message::again).collect(),
        advice: recognised.format.advice,
        needs_day_order: recognised.needs_day_order,
        either_way: recognised.either_way.clone(),
        ..FileReport::blank(name)
    }
}

impl Reader {
    fn row(&mut self, row: Row<'_>, sink: &mut dyn Sink) {
        if self.has_announced || row.has_cell_of(secrets::LENGTH_MIN) {
            let found = self.secrets_in(row, sink);
            if !found.is_empty() {
                // Whatever quotes the row from here on cannot quote these.
                let masked = row.without(&found, secrets::LEFT_OUT);
                return self.open_row(masked.row(), sink);
            }
        }
        self.open_row(row, sink);
    }

    fn open_row(&mut self, row: Row<'_>, sink: &mut dyn Sink) {
        if row.line <= self.recognised.header_line || row.is_empty() {
            if row.line == self.recognised.header_line {
                self.head(sink);
            }
            return;
        }
        let nesting = self.nesting.as_mut();
        if nesting.is_some_and(|nesting| nesting.is_head(row)) {
            return;
        }
        if self.report.rows >= self.rows_max {
            return self.stop_at_rows_max(row.line, sink);
        }
        self.report.rows += 1;
        // Rows below would be taken for those of such a line.
        if self.nesting.is_some() && self.note_no_row(row, sink) {
            return;
        }
        match self.read_row(row, sink) {
            Err((diagnostic, column)) => self.refuse(row, diagnostic, column, sink),
            Ok(()) if COMPLETE && row.len() < self.cells_of_money => self.say_short(row, sink),
            Ok(()) => {}
        }
        self.cells_above = row.len();
    }

    /// A row that was read although amounts are missing at its end. Where every row of
    /// a file is so short, its exchange leaves out what is empty: one diagnostic says so.
    fn say_short(&mut self, row: Row<'_>, sink: &mut dyn Sink) {
        if row.len() >= self.cells_above || self.nesting.is_some() {
            return;
        }
        let message = || Message::RowCellsFew {
            count_cells: row.len() as u64,
            count_header: self.recognised.headings.len() as u64,
        };
        self.diagnostics
            .say(row.line, Code::WarnShort, message, sink);
    }

    /// Reports each cell that looks like a secret.
    fn secrets_in(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> Vec<usize> {
        let mut found = Vec::new();
        for (at, cell) in row.cells().enumerate() {
            let announced = row.line > self.recognised.header_line
                && self.announced.get(at).copied().unwrap_or(false);
            if secrets::looks_secret(cell, announced) {
                self.report.secrets += 1;
                self.diagnostics.secret(row.line, at as u32 + 1, sink);
                found.push(at);
            }
        }
        found
    }

    /// What the header alone says of the file.
    fn head(&mut self, sink: &mut dyn Sink) {
        if !COMPLETE {
            return;
        }
        let line = self.recognised.header_line;
        if !self.recognised.unknown.is_empty() {
            let names = || self.recognised.unknown.iter().collect();
            let message = || Message::RowColumns { names: names() };
            self.diagnostics
                .once(line, Code::NoteColumns, message, sink);
        }
        for message in &self.recognised.odd {
            self.diagnostics
                .say(line, Code::NoteOdd, || message.clone(), sink);
        }
        let format = self.recognised.format;
        if !format.advice.is_empty() {
            let message = || Message::FileInstead {
                advice: Advice(format.id.into()),
            };
            self.diagnostics.say(line, Code::NoteInstead, message, sink);
        }
        if let Some(message) = formats::platform_note(&self.stamp.exchange) {
            self.diagnostics
                .say(line, Code::NotePlatform, || message, sink);
        }
    }

    /// Reads a row; what is wrong with it comes back with its column.
    fn read_row(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> Result<(), (RowDiagnostic, u32)> {
        let header_cells = self.recognised.headings.len();
        if row.len() > header_cells {
            too_many_cells(row, header_cells).map_err(|diagnostic| (diagnostic, 0))?;
        }
        if self.nesting.is_some() && Nesting::is_below(row) {
            return self.read_below(row, sink);
        }
        self.read_alone(row, sink).map_err(|diagnostic| {
            let column = column_of(&self.recognised.column_map, &diagnostic);
            (diagnostic, column)
        })
    }

    fn read_alone(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> Result<(), RowDiagnostic> {
        let recognised = &self.recognised;
        let cells = Cells {
            row,
            column_map: &recognised.column_map,
        };
        let format = recognised.format;
        let aside = (format.set_aside)(&cells, &format.rules);
        if let Some(nesting) = &mut self.nesting {
            // A row that others stand below is no entry; it is kept for them.
            let before = nesting.take(&cells, aside.is_some());
            self.refuse_earlier(before, sink);
            return aside.map_or(Ok(()), Err);
        }
        if let Some(diagnostic) = aside {
            return Err(diagnostic);
        }
        if COMPLETE
            && !format.local_numbers
            && spreadsheet_damage::check(&cells, &mut self.diagnostics, sink)
        {
            self.report.spreadsheet = Some(Spreadsheet::SavedAgain);
        }
        let mut joining;
        let sink: &mut dyn Sink = match &mut self.halves {
            Some(halves) if COMPLETE => {
                let word = operation(&cells);
                joining = Joining { halves, word, sink };
                &mut joining
            }
            _ => sink,
        };
        let mut by_order;
        let sink: &mut dyn Sink = match &mut self.orders {
            Some(orders) if COMPLETE => {
                by_order = ByOrder { orders, sink };
                &mut by_order
            }
            _ => sink,
        };
        let mut made = Made {
            stamp: &self.stamp,
            times: &mut self.times,
            diagnostics: &mut self.diagnostics,
            report: &mut self.report,
            texts: &mut self.texts,
            on_line: &mut self.on_line,
            dates: recognised.dates,
            day_order: recognised.day_order,
            zone_name: format.rules.zone_name,
        };
        let map = |template: EntryTemplate<'_>, out: &mut RowOutput<'_>| {
            (format.map)(&cells, &format.rules, template.entry(), out)
        };
        let Some(balances) = self.balances.as_mut().filter(|_| COMPLETE) else {
            return made.entry(&cells, None, sink, map);
        };
        let (mut moved, mut entries) = (Moved::default(), RowWithBalances::new(sink));
        let read = made.entry(&cells, Some(&mut moved), &mut entries, map);
        let mut stated = Vec::new();
        if read.is_ok() {
            for column_map in recognised.column_map.maps_of_balances() {
                let cells = Cells { row, column_map };
                let balance = balances.row(&cells, &moved, &mut self.diagnostics, entries.sink);
                stated.extend(balance);
            }
        }
        entries.hand_on(stated);
        read
    }

    /// A row that stands below another: entries of both.
    fn read_below(
        &mut self,
        row: Row<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), (RowDiagnostic, u32)> {
        let nesting = self.nesting.as_mut();
        let below = nesting.and_then(|nesting| Some((nesting.nested, nesting.next_below()?)));
        let Some((nested, (parent, column_map))) = below else {
            let diagnostic = RowDiagnostic::on_row(Code::RefusedNoOrder, || Message::RowNoOrder);
            return Err((diagnostic, 0));
        };
        let cells = Cells {
            row,
            column_map: &column_map,
        };
        let mut made = Made {
            stamp: &self.stamp,
            times: &mut self.times,
            diagnostics: &mut self.diagnostics,
            report: &mut self.report,
            texts: &mut self.texts,
            on_line: &mut self.on_line,
            dates: self.recognised.dates,
            day_order: self.recognised.day_order,
            zone_name: self.recognised.format.rules.zone_name,
        };
        made.entry(&cells, None, sink, |template, out| {
            let mut entry = template.entry();
            entry.lines = vec![parent.line, row.line].into();
            (nested.map)(&cells, &parent, entry, out)
        })
        .map_err(|diagnostic| {
            let column = column_of(&column_map, &diagnostic);
            (diagnostic, column)
        })
    }

    /// Refuses a row that stands above the one being read.
    fn refuse_earlier(&mut self, row: Option<(u64, RowDiagnostic)>, sink: &mut dyn Sink) {
        if let Some((line, diagnostic)) = row {
            self.count_refused(line);
            self.diagnostics.say(
                line,
                diagnostic.code,
                || diagnostic.message.into_message(),
                sink,
            );
        }
    }

    /// A row that is no entry: refused, or rightly none.
    fn refuse(
        &mut self,
        row: Row<'_>,
        diagnostic: RowDiagnostic,
        column: u32,
        sink: &mut dyn Sink,
    ) {
        if self.note_no_row(row, sink) {
            return;
        }
        let RowDiagnostic { code, message, .. } = diagnostic;
        if code.severity() == Severity::Refused {
            self.count_refused(row.line);
        }
        self.diagnostics
            .at(row.line, column, code, || message.into_message(), sink);
    }

    /// Notes what is no row of the table; whether it is none.
    fn note_no_row(&mut self, row: Row<'_>, sink: &mut dyn Sink) -> bool {
        let (code, message) = if is_no_records(row) {
            (Code::NoteNoRecords, Message::RowNoRecords)
        } else if self.is_header_again(row) {
            (Code::NoteHeaderAgain, Message::RowHeaderAgain)
        } else if COMPLETE && furniture::is_no_row(row, &self.recognised) {
            (Code::NotePage, Message::RowPage)
        } else {
            return false;
        };
        self.diagnostics.say(row.line, code, || message, sink);
        true
    }

    fn flawed(&mut self, line: u64, flaw: Flaw, sink: &mut dyn Sink) {
        if line <= self.recognised.header_line {
            return;
        }
        if self.report.rows >= self.rows_max {
            return self.stop_at_rows_max(line, sink);
        }
        self.report.rows += 1;
        self.count_refused(line);
        let (code, message) = match flaw {
            Flaw::Quotes => (Code::RefusedQuotes, Message::RowQuotes),
            Flaw::Encoding => (Code::RefusedEncoding, Message::RowEncoding),
            Flaw::TooLong => (
                Code::RefusedLimit,
                Message::RowBytes {
                    limit: Limits::NAMES.row_bytes_max.into(),
                },
            ),
            Flaw::TooManyCells => (
                Code::RefusedLimit,
                Message::RowCellsMax {
                    limit: Limits::NAMES.row_cells_max.into(),
                },
            ),
        };
        self.diagnostics.say(line, code, || message, sink);
    }

    fn count_refused(&mut self, line: u64) {
        self.report.refused += 1;
        if self.report.refused_lines.len() < REFUSED_LINES_MAX {
            self.report.refused_lines.push(line);
        }
    }

    fn stop_at_rows_max(&mut self, line: u64, sink: &mut dyn Sink) {
        self.report.is_cut_short = true;
        let message = || Message::RowRowsMax {
            limit: Limits::NAMES.rows_max.into(),
            count: self.rows_max,
        };
        self.diagnostics
            .once(line, Code::RefusedLimit, message, sink);
    }

    /// Whether a row names the columns once more, in the same zone. Tools leave out or
    /// add empty cells behind them.
    fn is_header_again(&self, row: Row<'_>) -> bool {
        let headings = &self.recognised.headings;
        let is_same = |at: usize| {
            let cell = row.cell(at);
            let heading = headings.get(at);
            heading.map_or(cell.is_empty(), |heading| {
                heading.raw == cell || heading.is_like(&Heading::read(cell))
            })
        };
        self.recognised.header_line > 0 && (0..row.len().max(headings.len())).all(is_same)
    }

    fn finish(mut self, sink: &mut dyn Sink) -> FileReport {
        if let Some(halves) = self.halves.as_mut().filter(|_| COMPLETE) {
            halves.finish(sink);
        }
        if let Some(orders) = self.orders.as_mut().filter(|_| COMPLETE) {
            orders.finish(sink);
            self.report.entries += orders.made;
        }
        if self.report.rows == 0 {
            let message = || Message::RowNone;
            self.diagnostics.once(0, Code::NoteNoRows, message, sink);
        }
        if let Some(balances) = self.balances.filter(|_| COMPLETE) {
            balances.finish(&self.diagnostics, sink);
        }
        if self.report.deals > 0 {
            let message = || Message::RowDeals {
                format: FormatId(self.recognised.format.id.into()),
                count: self.report.deals,
            };
            self.diagnostics.once(0, Code::NoteDeals, message, sink);
        }
        self.times.write_to(&mut self.report);
        self.report
    }
}

/// What it takes to make entries of one row, apart from the row.
struct Made<'a> {
    stamp: &'a Stamp,
    times: &'a mut Times,
    diagnostics: &'a mut DiagnosticSink,
    report: &'a mut FileReport,
    texts: &'a mut Texts,
    on_line: &'a mut (u64, u32),
    dates: Dates,
    /// How a date is read that leaves open which of day and month stands first.
    day_order: Option<DayOrder>,
    /// A name in times that stands for an offset.
    zone_name: Option<ZoneName>,
}

impl Made<'_> {
    /// Reads the row's time and lets `map` make entries of a template, which it
    /// makes itself where it is used: an entry is too large to be handed around.
    #[inline]
    fn entry(
        &mut self,
        cells: &Cells<'_>,
        moved: Option<&mut Moved>,
        sink: &mut dyn Sink,
        map: impl FnOnce(EntryTemplate<'_>, &mut RowOutput<'_>) -> Result<(), RowDiagnostic>,
    ) -> Result<(), RowDiagnostic> {
        let joined;
        let mut raw = cells.needed(Field::Time)?;
        if cells.column_map.get(Field::TimeOfDay).is_some() {
            joined = with_time_of_day(raw, cells.needed(Field::TimeOfDay)?, self.dates);
            raw = &joined;
        }
        let with_offset;
        let mut plain = raw;
        if let Some(zone) = self.zone_name.filter(|zone| raw.contains(zone.name)) {
            with_offset = raw.replace(zone.name, zone.offset);
            plain = &with_offset;
        }
        let local = match parse_time::read(plain, self.dates) {
            Err(error @ (TimeError::DayOrMonth | TimeError::BothOrders)) if COMPLETE => {
                self.read_either_way(plain, error)
            }
            read => read,
        };
        let local = local.map_err(|error| {
            let message = || error.message(&shortened(raw));
            RowDiagnostic::on(Field::Time, Code::RefusedTime, message)
        })?;
        let line = cells.row.line;
        let (time, source) = self.times.place(line, raw, local, self.diagnostics, sink)?;
        let mut out = RowOutput {
            sink,
            file: self.diagnostics.file(),
            line,
            column_map: cells.column_map,
            dates: self.dates,
            entries: &mut self.report.entries,
            on_line: self.on_line,
            deals: &mut self.report.deals,
            texts: self.texts,
            moved,
        };
        let template = EntryTemplate {
            stamp: self.stamp,
            line,
            time,
            raw,
            source,
        };
        map(template, &mut out)?;
        self.times.keep(raw, time, source);
        Ok(())
    }

    /// Reads a date that leaves open which of day and month stands first, further down
    /// than the file's dates were looked through: as somebody says, who else is asked.
    #[cold]
    fn read_either_way(&mut self, raw: &str, error: TimeError) -> Result<LocalTime, TimeError> {
        if Calendar::of_text(raw).is_some() {
            return Err(error);
        }
        if self.report.either_way.is_none() {
            self.report.either_way = EitherWay::of(raw);
        }
        match self.day_order {
            Some(order) => parse_time::read(raw, Dates::from(order)),
            None => {
                self.report.needs_day_order = true;
                Err(error)
            }
        }
    }
}

/// A date and the time of that day, which stand in two cells. A spreadsheet may have both
/// in each of them.
fn with_time_of_day(date: &str, time: &str, dates: Dates) -> String {
    let is_digits_and = |cell: &str, marks: &[u8]| {
        let mut bytes = cell.bytes();
        bytes.all(|byte| byte.is_ascii_digit() || marks.contains(&byte))
    };
    if is_digits_and(date, b"-/") && is_digits_and(time, b":.") {
        return [date, " ", time].concat();
    }
    let is_whole = |cell: &str| {
        let read = parse_time::read(cell, dates);
        read.is_ok_and(|local| local.digits != Moment::DAY)
    };
    match [date, time].into_iter().find(|cell| is_whole(cell)) {
        Some(whole) => whole.to_owned(),
        None => format!("{date} {time}"),
    }
}

/// What a row says that happened.
fn operation<'a>(cells: &Cells<'a>) -> &'a str {
    match cells.text(Field::Operation) {
        "" => cells.text(Field::Remark),
        operation => operation,
    }
}

/// More cells than the header has are an unquoted delimiter, unless they are empty.
fn too_many_cells(row: Row<'_>, header_cells: usize) -> Result<(), RowDiagnostic> {
    if row.cells().skip(header_cells).all(str::is_empty) {
        return Ok(());
    }
    Err(RowDiagnostic::on_row(Code::RefusedCells, || {
        Message::RowCells {
            count_cells: row.len() as u64,
            count_header: header_cells as u64,
        }
    }))
}

/// The column of a diagnostic as diagnostics count, 0 for the whole row.
fn column_of(column_map: &ColumnMap, diagnostic: &RowDiagnostic) -> u32 {
    diagnostic
        .field
        .and_then(|field| column_map.get(field))
        .map_or(0, |at| at as u32 + 1)
}

/// A row such as KuCoin's `No matching records found.`
fn is_no_records(row: Row<'_>) -> bool {
    let mut filled = row.cells().filter(|cell| !cell.is_empty());
    let (Some(cell), None) = (filled.next(), filled.next()) else {
        return false;
    };
    let cell = cell.to_ascii_lowercase();
    cell.starts_with("no ") && (cell.contains("record") || cell.contains("data"))
}

/// What is known of an entry when only its place and its time are.
struct EntryTemplate<'a> {
    stamp: &'a Stamp,
    line: u64,
    time: Moment,
    raw: &'a str,
    source: ZoneSource,
}

impl EntryTemplate<'_> {
    /// Where it is used: what is made elsewhere and moved is copied. In the browser
    /// what is small counts more than what is fast.
    #[cfg_attr(feature = "complete", inline(always))]
    fn entry(&self) -> Entry {
        let stamp = self.stamp;
        Entry {
            file: stamp.file.clone(),
            lines: self.line.into(),
            row: 1,
            format: stamp.format.clone(),
            reader_version: stamp.reader_version.clone(),
            exchange: stamp.exchange.clone(),
            account: stamp.account.clone(),
            account_in_file: Text::default(),
            time: self.time,
            time_raw: text::of_time(self.raw),
            zone_source: self.source,
            kind: Kind::Adjustment,
            market: Text::default(),
            side: None,
            price: None,
            out: None,
            in_: None,
            fee: None,
            order_id: Text::default(),
            trade_id: Text::default(),
            group: Text::default(),
            total_computed: false,
            balance: None,
            facts: Facts::NONE,
            notes: Vec::new(),
        }
    }
}
