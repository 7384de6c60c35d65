//! Which format a file is: names and value shapes are scored, so that a new
//! column, another order of columns or another delimiter is no obstacle.

use crate::base::features::COMPLETE;
use crate::base::limits::Limits;
use crate::base::text::Text;
use crate::carriers::rows::{Chunk, Next, Rows};
use crate::carriers::samples::{SAMPLE_ROWS, Sample, samples};
use crate::catalogue::{format_by_id, formats, formats_with, unread_with};
use crate::cells::heading::Heading;
use crate::cells::number::{self, Votes};
use crate::cells::secrets::{self, shortened};
use crate::cells::sides::side_word;
use crate::entry::messages::{Advice, FormatId, Formats, Held, Message};
use crate::formats::{Column, ColumnMap, EitherWay, Field, Format, Recognised, Shape, unsupported};
use crate::reading::furniture;
use crate::reading::headless;
use crate::reading::options::ReadOptions;
use crate::reading::unknown;
use crate::time::day_order::DayOrder;
use crate::time::parse_time::{self, Dates};
use crate::time::years::Calendar;
use crate::time::zone::Zone;

impl Recognised {
    /// Decides how the file writes dates: as the format does, where all can be read
    /// so; else by a value past twelve, else as the claimant says.
    pub fn settle_dates(&mut self, text: &[u8], last: bool, options: &ReadOptions) {
        self.day_order = options.day_order;
        let Some(column) = self.column_map.get(Field::Time) else {
            return;
        };
        if self.dates == Dates::Unix || self.column_map.mapping().is_some() {
            return;
        }
        if self.dates == Dates::AnyOrder {
            return self.settle_order(text, last, options);
        }
        let others = [Field::Placed, Field::Opened, Field::Closed];
        let others = others.map(|field| self.column_map.get(field).filter(|_| COMPLETE));
        let limits = &options.limits;
        let mut rows = Rows::new(self.delimiter, limits.row_bytes_max, limits.row_cells_max);
        let (chunk, mut at) = (Chunk::new(text, last), 0);
        let mut proofs = Proofs::default();
        loop {
            match rows.next(chunk, &mut at) {
                Next::Row(row) if row.line > self.header_line => {
                    proofs.add(row.cell(column), self.dates);
                    for other in others.iter().flatten() {
                        proofs.add_other(row.cell(*other), self.dates);
                    }
                    let is_clear = self.dates != Dates::AmericanClock && proofs.is_open.is_none();
                    if proofs.seen >= SAMPLE_ROWS && is_clear {
                        break;
                    }
                }
                Next::Row(_) | Next::Flawed(..) => {}
                Next::More => break,
            }
        }
        self.settle(proofs);
    }

    fn settle(&mut self, proofs: Proofs) {
        let own = self.format.dates;
        let in_order = |order: DayOrder| match own {
            Dates::YearFirst => Dates::YearFirstElse(order),
            _ => Dates::from(order),
        };
        match (&proofs.day, &proofs.month, &proofs.is_open) {
            (Some(day), Some(month), Some(_)) => {
                self.dates = Dates::Mixed(self.day_order);
                self.either_way = proofs.either_way.as_deref().and_then(EitherWay::of);
                self.needs_day_order = proofs.either_way.is_some() && self.day_order.is_none();
                self.odd.push(Message::lazy(|| Message::OddBothOrders {
                    first: day.into(),
                    second: month.into(),
                }));
            }
            (Some(proof), None, Some(_)) => {
                self.dates = in_order(DayOrder::DayFirst);
                self.odd.push(Message::lazy(|| Message::OddDayFirst {
                    text: proof.into(),
                }));
            }
            (None, Some(proof), Some(_)) => {
                self.dates = in_order(DayOrder::MonthFirst);
                self.odd.push(Message::lazy(|| Message::OddMonthFirst {
                    text: proof.into(),
                }));
            }
            (None, None, Some(open)) => {
                self.either_way = EitherWay::of(open);
                match self.day_order {
                    Some(order) => self.dates = in_order(order),
                    None => self.needs_day_order = true,
                }
            }
            // Month-first reads all that the format's own way reads, and more.
            (None, Some(_), None) if self.dates == Dates::AmericanClock => {
                self.dates = Dates::MonthFirst;
            }
            (None, None, None) if proofs.is_american => {
                // The format's own way, unless somebody knows better or a date proves
                // the contrary further down.
                self.wants_dates = true;
                self.dates = self.day_order.map_or(self.dates, Dates::from);
            }
            _ => {}
        }
    }

    /// Decides once a file what separates its fractions: what most of the numbers
    /// prove that can be read in one way only, so that a spoilt cell decides nothing.
    pub fn settle_fraction(&mut self, text: &[u8], last: bool, limits: &Limits) {
        if self.column_map.mapping().is_some() {
            return;
        }
        let of_amounts = self.format.columns.iter().filter(|column| {
            matches!(column.shape, Shape::Number | Shape::NumberWithUnit)
                || column.field.is_amount()
        });
        let maps = || std::iter::once(&self.column_map).chain(&self.column_map.of_assets);
        let columns: Vec<usize> = of_amounts
            .flat_map(|column| maps().filter_map(move |map| map.get(column.field)))
            .collect();
        let mut rows = Rows::new(self.delimiter, limits.row_bytes_max, limits.row_cells_max);
        let (chunk, mut at) = (Chunk::new(text, last), 0);
        let mut votes = Votes::default();
        let mut seen = 0;
        loop {
            match rows.next(chunk, &mut at) {
                Next::Row(row) if row.line > self.header_line => {
                    seen += 1;
                    // Rows below others have columns of their own.
                    if self.format.nested.is_some() && row.cell(0).is_empty() {
                        row.cells().for_each(|cell| votes.add(cell));
                    } else {
                        columns.iter().for_each(|at| votes.add(row.cell(*at)));
                    }
                    if seen >= SAMPLE_ROWS && votes.are_cast() {
                        break;
                    }
                }
                Next::Row(_) | Next::Flawed(..) => {}
                Next::More => break,
            }
        }
        self.needs_fraction = !votes.are_cast();
        self.column_map.set_fraction(votes.settled(self.delimiter));
        let note = votes.note(self.column_map.fraction);
        let is_usual = self.format.local_numbers && matches!(note, Some(Message::OddCommas));
        self.odd.extend(note.filter(|_| !is_usual));
    }
}

/// Names of columns of which either may say whether a row bought or sold.
const TYPE: &str = "type";
const SIDE: &str = "side";

/// A file that is not recognised.
#[derive(Debug)]
pub(crate) struct Unrecognised {
    /// What it is and what to do.
    pub message: Held,
    /// Ids of the formats it could be, where there are several.
    pub candidates: Vec<&'static str>,
    /// Lines and columns of what looks like a secret.
    pub secrets: Vec<(u64, u32)>,
}

impl Unrecognised {
    /// With what to do next, where the columns of a table could be explained.
    pub fn with_next_step(mut self) -> Unrecognised {
        let message = self.message;
        self.message = Held::new(|| match message.into_message() {
            message if unknown::is_of_table(&message) => Message::FileTableNext {
                message: Box::new(message),
            },
            message => message,
        });
        self
    }

    /// With one more thing to say.
    pub fn with(mut self, more: Message) -> Unrecognised {
        let message = self.message;
        self.message = Held::new(|| Message::FileBesides {
            message: Box::new(message.into_message()),
            more: Box::new(more),
        });
        self
    }
}

impl From<Message> for Unrecognised {
    fn from(message: Message) -> Unrecognised {
        Unrecognised {
            message: Held::new(|| message),
            candidates: Vec::new(),
            secrets: Vec::new(),
        }
    }
}

/// Recognises a file from its name and first bytes (all of them when `last`), or
/// says what it is and what to do.
pub(crate) fn recognise(
    name: &str,
    bytes: &[u8],
    last: bool,
    wanted: Option<&str>,
    limits: &Limits,
) -> Result<Recognised, Unrecognised> {
    let Some(id) = wanted.filter(|_| COMPLETE) else {
        return recognise_by(&formats_with, name, bytes, last, limits);
    };
    let is_read = |format: &&Format| formats().iter().any(|read| read.id == format.id);
    let format = format_by_id(id).filter(is_read).ok_or_else(|| {
        Unrecognised::from(Message::lazy(|| Message::FileNoFormat { name: id.into() }))
    })?;
    recognise_among(&[format], name, bytes, last, limits)
}

/// [`recognise`], among these formats.
pub(crate) fn recognise_among(
    candidates: &[&'static Format],
    name: &str,
    bytes: &[u8],
    last: bool,
    limits: &Limits,
) -> Result<Recognised, Unrecognised> {
    let candidates = |_: &[Heading]| candidates.to_vec();
    recognise_by(&candidates, name, bytes, last, limits)
}

/// [`recognise`], among the formats that a row of headings leads to.
fn recognise_by(
    candidates: &dyn Fn(&[Heading]) -> Vec<&'static Format>,
    name: &str,
    bytes: &[u8],
    last: bool,
    limits: &Limits,
) -> Result<Recognised, Unrecognised> {
    if let Some(message) = unsupported::by_bytes(bytes) {
        return Err(message.into());
    }
    let samples = samples(bytes, last, limits);
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || b"\xEF\xBB\xBF".contains(byte);
    if bytes.iter().all(is_blank) {
        return Err(Message::FileEmpty.into());
    }
    let mut best: Vec<Fit> = Vec::new();
    for sample in &samples {
        for (at, headings) in sample.headings.iter().enumerate() {
            for format in candidates(headings) {
                best.extend(Fit::of(format, sample, at));
            }
        }
    }
    for fit in &mut best {
        fit.points += points_of_name(fit.format, name);
    }
    best.sort_by_key(|fit| std::cmp::Reverse((fit.is_whole(), fit.points)));
    let Some(first) = best.first().filter(|fit| fit.is_whole()) else {
        return Err(Unrecognised {
            secrets: secrets(&samples),
            ..unrecognised(&samples, name, &best).into()
        });
    };
    let points = first.points;
    let mut alike: Vec<&'static Format> = Vec::new();
    for fit in best
        .iter()
        .filter(|fit| fit.is_whole() && fit.points == points)
    {
        if alike.iter().all(|format| format.id != fit.format.id) {
            alike.push(fit.format);
        }
    }
    if alike.len() > 1 {
        let ids = |format: &&Format| FormatId(format.id.into());
        return Err(Unrecognised {
            message: Held::new(|| Message::FileSeveral {
                formats: Formats(alike.iter().map(ids).collect()),
            }),
            candidates: alike.iter().map(|format| format.id).collect(),
            secrets: secrets(&samples),
        });
    }
    Ok(best.swap_remove(0).recognised(&samples))
}

/// Where the first rows hold what looks like a secret, by the delimiter that makes
/// most cells of them.
fn secrets(samples: &[Sample]) -> Vec<(u64, u32)> {
    let cells = |sample: &&Sample| {
        sample
            .rows
            .iter()
            .map(|(_, cells)| cells.len())
            .sum::<usize>()
    };
    let Some(sample) = samples.iter().max_by_key(cells) else {
        return Vec::new();
    };
    let announced: Vec<bool> = sample.headings.first().map_or_else(Vec::new, |headings| {
        headings.iter().map(secrets::is_announced).collect()
    });
    let mut found = Vec::new();
    for (line, cells) in &sample.rows {
        for (at, cell) in cells.iter().enumerate() {
            let announced = announced.get(at).copied().unwrap_or(false);
            if secrets::looks_secret(cell, announced) {
                found.push((*line, at as u32 + 1));
            }
        }
    }
    found
}

/// What a file's name says for a format: its own name more than its folder's
/// or archive's.
fn points_of_name(format: &Format, name: &str) -> i64 {
    let name = name.to_ascii_lowercase();
    let own = name.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let has = |text: &str| format.named.iter().any(|word| text.contains(word));
    2 * i64::from(has(own)) + i64::from(has(&name))
}

/// What the dates of a file prove about the order of day and month.
#[derive(Default)]
struct Proofs {
    seen: usize,
    /// A time that cannot be read as the format writes it, but one way or other.
    is_open: Option<String>,
    /// One that is only a date if the day stands first.
    day: Option<String>,
    /// One that is only a date if the month does.
    month: Option<String>,
    /// One that is another day in either order.
    either_way: Option<String>,
    /// One that the format's own way reads, and the other could.
    is_american: bool,
}

impl Proofs {
    fn add(&mut self, cell: &str, dates: Dates) {
        let is = |dates| parse_time::read(cell, dates).is_ok();
        let own = is(dates);
        if cell.is_empty() || (own && dates != Dates::AmericanClock) {
            self.seen += usize::from(own);
            return;
        }
        let kept = |proof: &mut Option<String>| {
            proof.get_or_insert_with(|| shortened(cell));
        };
        match (is(Dates::DayFirst), is(Dates::MonthFirst)) {
            // Written so that the order does not matter: `17.11.2021`.
            (true, true)
                if parse_time::read(cell, Dates::DayFirst)
                    == parse_time::read(cell, Dates::MonthFirst) => {}
            (true, true) if COMPLETE && Calendar::of_text(cell).is_some() => {}
            (true, true) if own => self.is_american = true,
            (true, true) => {
                kept(&mut self.is_open);
                kept(&mut self.either_way);
            }
            (true, false) => {
                kept(&mut self.is_open);
                kept(&mut self.day);
            }
            (false, true) => {
                if !own {
                    kept(&mut self.is_open);
                }
                kept(&mut self.month);
            }
            (false, false) => {}
        }
        self.seen += 1;
    }

    /// Takes a time of another column, which is written as that of the row is.
    fn add_other(&mut self, cell: &str, dates: Dates) {
        let is = |dates| parse_time::read(cell, dates).is_ok();
        if dates != Dates::AmericanClock && is(dates) {
            return;
        }
        let place = match (is(Dates::DayFirst), is(Dates::MonthFirst)) {
            (true, false) => &mut self.day,
            (false, true) => &mut self.month,
            _ => return,
        };
        place.get_or_insert_with(|| shortened(cell));
    }
}

/// How well one format fits one row taken as the header.
struct Fit {
    format: &'static Format,
    delimiter: u8,
    /// Index of the header among the sampled rows.
    at: usize,
    column_map: ColumnMap,
    headings: Vec<Heading>,
    unknown: Vec<usize>,
    missing: Vec<&'static Column>,
    musts_found: usize,
    /// Columns whose values were looked at, and those of them that did not fit.
    shaped: usize,
    misshapen: usize,
    odd: Vec<Message>,
    points: i64,
}

impl Fit {
    fn of(format: &'static Format, sample: &Sample, at: usize) -> Option<Fit> {
        let headings = &sample.headings[at];
        let is_other = |heading: &Heading| format.never.contains(&heading.name.as_str());
        if headings.len() < 2 || headings.iter().any(is_other) {
            return None;
        }
        let is_known = |heading: &Heading| {
            let columns = format.columns.iter();
            let mut musts = columns.filter(|column| column.must);
            musts.any(|column| column.is_called(&heading.name))
        };
        if !headings.iter().any(is_known) {
            return None;
        }
        let mut fit = Fit {
            format,
            delimiter: sample.delimiter,
            at,
            column_map: ColumnMap::none(),
            unknown: Vec::new(),
            missing: Vec::new(),
            musts_found: 0,
            shaped: 0,
            misshapen: 0,
            odd: Vec::new(),
            points: 0,
            headings: headings.clone(),
        };
        fit.place(sample);
        (fit.musts_found > 0).then_some(fit)
    }

    /// Finds each column by its name, then a single missing one by its values.
    fn place(&mut self, sample: &Sample) {
        let mut taken = vec![false; self.headings.len()];
        for column in self.format.columns {
            match self.place_of(column, &taken) {
                Some(at) => {
                    taken[at] = true;
                    self.found(column, at, sample);
                    self.place_assets(column, at, &mut taken);
                }
                None if column.must => self.missing.push(column),
                None => {}
            }
        }
        self.unknown = (0..self.headings.len())
            .filter(|at| !taken[*at] && !self.headings[*at].name.is_empty())
            .collect();
        self.take_by_shape(sample);
        self.points -= self.unknown.len() as i64;
        self.points -= 4 * self.missing.len() as i64;
    }

    /// Keeps which asset a column is of, and takes further columns of the same sort, each
    /// of another asset.
    fn place_assets(&mut self, column: &'static Column, first: usize, taken: &mut [bool]) {
        for (at, is_taken) in taken.iter_mut().enumerate().skip(first) {
            let Some(asset) = column.asset_in(&self.headings[at].name) else {
                continue;
            };
            if at == first || !*is_taken {
                *is_taken = true;
                self.column_map.set_of_asset(asset, column.field, at);
            }
        }
    }

    /// Where a column stands among those that are not taken. Of two columns of times with
    /// one name, exchanges write first when an order was placed and last when it was
    /// executed, which counts. Where `Type` says how an order was placed, `Side` stands
    /// beside it and says which way it went.
    fn place_of(&self, column: &Column, taken: &[bool]) -> Option<usize> {
        let name = |at: usize| self.headings[at].name.as_str();
        let free = || (0..self.headings.len()).filter(|at| !taken[*at]);
        let place = free().find(|at| column.is_called(name(*at)))?;
        match column.field {
            Field::Time => free().rfind(|at| name(*at) == name(place)),
            Field::Side if name(place) == TYPE => {
                free().find(|at| name(*at) == SIDE).or(Some(place))
            }
            _ => Some(place),
        }
    }

    fn found(&mut self, column: &'static Column, at: usize, sample: &Sample) {
        self.column_map.set(column.field, at);
        if let Some(asset) = column.asset_in(&self.headings[at].name) {
            self.column_map.asset_in_heading = asset;
        }
        self.points += if column.must { 10 } else { 3 };
        self.musts_found += usize::from(column.must);
        let (fitting, all) = self.shape_count(column.shape, at, sample);
        if column.must && column.shape != Shape::Any && all > 0 {
            self.shaped += 1;
            self.misshapen += usize::from(2 * fitting < all);
        }
    }

    /// A renamed column: the only one missing, where the only one unknown has
    /// values that can be nothing else.
    fn take_by_shape(&mut self, sample: &Sample) {
        let ([column], [at]) = (&self.missing[..], &self.unknown[..]) else {
            return;
        };
        let (column, at) = (*column, *at);
        let is_telling = matches!(
            column.shape,
            Shape::Time | Shape::Side | Shape::NumberWithUnit
        );
        let (fitting, all) = self.shape_count(column.shape, at, sample);
        if is_telling && all > 0 && fitting == all && self.musts_found >= 4 {
            self.odd.push(Message::lazy(|| Message::OddColumn {
                name: self.headings[at].raw.as_str().into(),
                known: column.names[0].into(),
            }));
            self.column_map.set(column.field, at);
            self.points += 5;
            self.musts_found += 1;
            self.missing.clear();
            self.unknown.clear();
        }
    }

    /// How many of the filled cells below the header have a shape.
    fn shape_count(&self, shape: Shape, at: usize, sample: &Sample) -> (usize, usize) {
        let cells = sample.rows[self.at + 1..]
            .iter()
            .filter(|(_, cells)| cells.len() + 1 >= self.headings.len())
            .filter(|(_, cells)| self.format.nested.is_none() || !cells[0].is_empty())
            .filter_map(|(_, cells)| cells.get(at))
            .filter(|cell| !number::is_nothing(cell));
        cells.fold((0, 0), |(fitting, all), cell| {
            (
                fitting + usize::from(has_shape(cell, shape, self.format)),
                all + 1,
            )
        })
    }

    /// All names are there, and most columns hold what they should: a column that
    /// a spreadsheet has spoilt is reported row by row, a look-alike is not read.
    fn is_whole(&self) -> bool {
        self.missing.is_empty() && 2 * self.misshapen <= self.shaped
    }

    fn recognised(mut self, samples: &[Sample]) -> Recognised {
        if let Some(field) = self.format.unnamed {
            self.column_map.set(field, self.headings.len());
            self.headings.push(Heading::read(""));
        }
        let unknown: Vec<String> = self
            .unknown
            .iter()
            .map(|at| secrets::masked(&self.headings[*at].raw).to_owned())
            .collect();
        let rows = samples
            .iter()
            .find(|sample| sample.delimiter == self.delimiter)
            .map_or(&[][..], |sample| &sample.rows);
        let above = rows.iter().take(self.at).map(|(_, cells)| cells);
        let name_of_user = self.format.rules.user_above;
        if COMPLETE && !name_of_user.is_empty() {
            let user = above
                .clone()
                .find_map(|cells| named_above(cells, name_of_user));
            let user = user.map(secrets::masked);
            self.column_map.user_above = user.map_or_else(Text::default, Text::new);
        }
        let repeating = above.filter(|cells| COMPLETE && furniture::may_repeat(cells));
        let shapes = repeating.map(|cells| furniture::shape(cells.iter().map(String::as_str)));
        Recognised {
            format: self.format,
            dates: self.format.dates,
            delimiter: self.delimiter,
            column_map: self.column_map,
            header_line: rows.get(self.at).map_or(1, |(line, _)| *line),
            headings: self.headings,
            above: shapes.collect(),
            unknown,
            odd: self.odd,
            preamble_zone: rows
                .iter()
                .take(self.at)
                .find_map(|(_, cells)| zone_of(cells)),
            day_order: None,
            needs_day_order: false,
            either_way: None,
            needs_fraction: false,
            wants_dates: false,
        }
    }
}

/// What stands behind a name in a line above the header: `UID:600100200300`, in one cell or
/// two.
fn named_above<'a>(cells: &'a [String], name: &str) -> Option<&'a str> {
    let (at, own) = cells.iter().enumerate().find_map(|(at, cell)| {
        let cell = cell.trim_start_matches('\u{FEFF}').trim();
        let (start, own) = cell.split_at_checked(name.len())?;
        let is_named = start.eq_ignore_ascii_case(name) && (own.is_empty() || own.starts_with(':'));
        is_named.then_some((at, own))
    })?;
    let text = match own.strip_prefix(':') {
        Some(own) => own.trim(),
        None => cells.get(at + 1)?.trim(),
    };
    (!number::is_nothing(text)).then_some(text)
}

/// The zone that a line above the header tells: `Time Zone:UTC+8`, in one cell or two.
fn zone_of(cells: &[String]) -> Option<Zone> {
    let line = cells.join(":").to_ascii_lowercase();
    let at = line.find("time zone").map(|at| at + 9);
    let at = at.or_else(|| line.find("timezone").map(|at| at + 8))?;
    let zone = line[at..].trim_start_matches([':', ' ', '=']);
    let end = zone.char_indices().find(|(at, c)| {
        let is_of_offset = c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
        let is_before_minutes =
            *c == ':' && zone[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        !is_of_offset && !is_before_minutes
    });
    Zone::offset(&zone[..end.map_or(zone.len(), |(at, _)| at)])
}

pub(super) fn has_shape(cell: &str, shape: Shape, format: &Format) -> bool {
    match shape {
        Shape::Any => true,
        Shape::Time => [format.dates, Dates::DayFirst, Dates::MonthFirst]
            .into_iter()
            .any(|dates| parse_time::read(cell, dates).is_ok()),
        Shape::Number => number::is_number(cell),
        Shape::NumberWithUnit => number::split_unit(cell).is_some_and(|(_, unit)| !unit.is_empty()),
        Shape::Side => side_word(cell).is_some(),
    }
}

/// What a file that no format fits is, as far as can be known.
fn unrecognised(samples: &[Sample], name: &str, best: &[Fit]) -> Message {
    if !COMPLETE {
        return Message::FileUnknown;
    }
    let mut headings = samples.iter().flat_map(|sample| &sample.headings);
    if let Some(format) = headings.find_map(|headings| unread_with(headings)) {
        return Message::lazy(|| Message::FileUnread {
            format: FormatId(format.id.into()),
            advice: Advice(format.id.into()),
        });
    }
    if let Some(message) = headless::message(samples) {
        return message;
    }
    let nearest = best.first();
    let near = nearest.filter(|fit| fit.missing.len() <= 1 && fit.musts_found >= 5);
    let Some(near) = near else {
        return Message::lazy(|| unknown::message(samples, name, likely_exchange(best)));
    };
    match near.missing.first() {
        None => Message::lazy(|| Message::FileValues {
            format: FormatId(near.format.id.into()),
        }),
        Some(column) => Message::lazy(|| Message::FileNear {
            format: FormatId(near.format.id.into()),
            name: column.names[0].into(),
        }),
    }
}

/// The exchange whose layouts share most columns with a file: four of its needed columns
/// and two of three at least, and no other exchange's as many.
fn likely_exchange(best: &[Fit]) -> Option<&'static str> {
    let first = best.first()?;
    let needed = first.musts_found + first.missing.len();
    let is_near = first.musts_found >= 4 && 3 * first.musts_found >= 2 * needed;
    let mut equals = best.iter().take_while(|fit| fit.points == first.points);
    let exchange = first.format.exchange;
    let is_alone = equals.all(|fit| fit.format.exchange == exchange);
    (is_near && is_alone).then_some(exchange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::testing;

    static COMING: Format = Format {
        id: "coming",
        title: "what came",
        named: &["deposit"],
        ..testing::FORMAT
    };
    static GOING: Format = Format {
        id: "going",
        title: "what went",
        named: &["withdraw"],
        ..testing::FORMAT
    };

    fn recognised(name: &str) -> Result<&'static str, Unrecognised> {
        let text = b"Time,Coin,Change\n2022-10-18 21:00:09,BTC,1\n";
        recognise_among(&[&COMING, &GOING], name, text, true, &Limits::default())
            .map(|recognised| recognised.format.id)
    }

    #[test]
    fn formats_with_one_header_are_distinguished_by_the_files_name_or_asked() {
        assert_eq!(recognised("x/My Withdrawals 2022.csv").unwrap(), "going");
        assert_eq!(recognised("a.zip!Deposit_1.csv").unwrap(), "coming");
        assert_eq!(
            recognised("withdrawals.zip!deposits.csv").unwrap(),
            "coming"
        );
        let unknown = recognised("history.csv").unwrap_err();
        assert_eq!(unknown.candidates, ["coming", "going"]);
        let ids = ["coming", "going"].map(|id| FormatId(id.into()));
        let formats = Formats(ids.to_vec());
        assert_eq!(
            unknown.message.into_message(),
            Message::FileSeveral { formats }
        );
    }
}
