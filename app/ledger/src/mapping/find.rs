//! Whether a mapping fits a file, and where its columns are in it.

use std::sync::Arc;

use crate::base::limits::Limits;
use crate::carriers::decode::text_of_start;
use crate::carriers::samples::{SAMPLE_BYTES, Sample, samples};
use crate::cells::heading::Heading;
use crate::cells::number::Fractions;
use crate::entry::messages::Message;
use crate::formats::ColumnMap;
use crate::formats::Recognised;
use crate::mapping::fields::field;
use crate::mapping::rows;
use crate::schema::{ColumnName, Mapped, Mapping, Role};

/// Rows above the header that are looked through for it.
const HEADER_ROWS_MAX: usize = 20;

impl Mapping {
    /// Whether a file that starts with these bytes has the columns that this
    /// mapping names; when not, which one it lacks.
    ///
    /// # Errors
    /// The first column that the file does not have.
    pub fn fits(&self, start: &[u8], limits: &Limits) -> Result<(), Message> {
        let is_whole = start.len() < SAMPLE_BYTES;
        let text = text_of_start(start, is_whole);
        recognise(&Arc::new(self.clone()), &text, is_whole, limits).map(|_| ())
    }
}

/// Finds the mapping's columns in a file (`bytes` are all of it when `last`).
///
/// # Errors
/// The first column that it lacks.
pub(crate) fn recognise(
    mapping: &Arc<Mapping>,
    bytes: &[u8],
    last: bool,
    limits: &Limits,
) -> Result<Recognised, Message> {
    let samples = samples(bytes, last, limits);
    let mut lacks = None;
    for sample in &samples {
        match find(mapping, sample) {
            Ok(recognised) => return Ok(recognised),
            // What the delimiter that finds most columns lacks, says most.
            Err(lack) => lacks = lacks.max(lack),
        }
    }
    let named = lacks.and_then(|(_, role)| Some((role, mapping.columns.get(&role)?)));
    Err(match named {
        Some((_, column)) if !column.header.is_empty() => Message::MappingLacksColumn {
            exchange: mapping.exchange.as_str().into(),
            name: column.header.as_str().into(),
        },
        Some((role, column)) => Message::MappingLacksNumber {
            exchange: mapping.exchange.as_str().into(),
            number: column.number.unwrap_or(0) as u64,
            name: role.as_str().into(),
        },
        None => Message::MappingLacksRows {
            exchange: mapping.exchange.as_str().into(),
        },
    })
}

/// How many columns were found before the first that was not.
type Lack = (usize, Role);

fn find(mapping: &Arc<Mapping>, sample: &Sample) -> Result<Recognised, Option<Lack>> {
    let has_header = mapping
        .columns
        .values()
        .any(|column| !column.header.trim().is_empty());
    let mut nearest: Option<Lack> = None;
    for (line, cells) in sample.rows.iter().take(HEADER_ROWS_MAX) {
        let headings: Vec<Heading> = cells.iter().map(|cell| Heading::read(cell)).collect();
        match column_map(mapping, &headings) {
            Ok(mut column_map) => {
                let below = |row: &&(u64, Vec<String>)| !has_header || row.0 > *line;
                let rows: Vec<_> = sample.rows.iter().filter(below).collect();
                column_map.fraction = fraction(mapping, &column_map, &rows);
                column_map.mapped = Some(Mapped(mapping.clone()));
                let names = if has_header { headings } else { blank(sample) };
                return Ok(Recognised {
                    format: &rows::FORMAT,
                    dates: mapping.dates.dates(),
                    delimiter: sample.delimiter,
                    column_map,
                    headings: names,
                    header_line: if has_header { *line } else { 0 },
                    above: Vec::new(),
                    unknown: Vec::new(),
                    odd: Vec::new(),
                    preamble_zone: None,
                    day_order: None,
                    needs_day_order: false,
                    either_way: None,
                    needs_fraction: false,
                    wants_dates: false,
                });
            }
            Err(lack) => nearest = nearest.max(Some(lack)),
        }
    }
    Err(nearest)
}

/// Headings of a file that has none: as many as its widest row has cells.
fn blank(sample: &Sample) -> Vec<Heading> {
    let width = sample.rows.iter().map(|(_, cells)| cells.len()).max();
    vec![Heading::read(""); width.unwrap_or(0)]
}

/// The column that is meant, 0-based: by its header; by its number where it has
/// none, or where several have the same.
pub(super) fn place(column: &ColumnName, headings: &[Heading]) -> Option<usize> {
    let name = Heading::read(&column.header).name;
    let by_number = column.number.and_then(|number| number.checked_sub(1));
    if name.is_empty() {
        return by_number;
    }
    let same = |at: usize| headings.get(at).is_some_and(|heading| heading.name == name);
    by_number
        .filter(|at| same(*at))
        .or_else(|| (0..headings.len()).find(|at| same(*at)))
}

fn column_map(mapping: &Mapping, headings: &[Heading]) -> Result<ColumnMap, Lack> {
    let mut column_map = ColumnMap::none();
    for (found, (role, column)) in mapping.columns.iter().enumerate() {
        match place(column, headings).filter(|at| *at < headings.len()) {
            Some(at) => column_map.set(field(*role), at),
            None => return Err((found, *role)),
        }
    }
    Ok(column_map)
}

/// Decided once a file, like everywhere: by the mapping, else by what cells prove.
fn fraction(mapping: &Mapping, column_map: &ColumnMap, rows: &[&(u64, Vec<String>)]) -> Fractions {
    if let Some(sign) = mapping.decimal {
        return Fractions::both(sign.fraction());
    }
    let numbers = mapping.columns.keys().filter(|role| role.is_number());
    let columns: Vec<usize> = numbers
        .filter_map(|role| column_map.get(field(*role)))
        .collect();
    let cells = rows
        .iter()
        .flat_map(|(_, cells)| columns.iter().filter_map(|at| cells.get(*at)));
    Fractions::proved_by(cells.map(String::as_str))
}
