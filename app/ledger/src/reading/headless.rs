//! Rows without the line that names their columns: pasted out of a larger file, or cut
//! off below it. They are not read, for nothing says what a column means. What they look
//! like is said, with the line that is missing.

use crate::carriers::samples::Sample;
use crate::catalogue::formats;
use crate::cells::heading::Heading;
use crate::cells::number;
use crate::entry::messages::{FormatId, Message};
use crate::formats::{Column, Field, Format, Shape};
use crate::mapping;
use crate::reading::detect::has_shape;
use crate::time::parse_time::{self, Dates};

/// Fewer columns make no table of money.
const COLUMNS_MIN: usize = 3;
/// Rows that are held against the columns of a format.
const ROWS_MAX: usize = 20;
/// Columns whose cells tell a format, at least.
const TELLING_MIN: usize = 2;

/// The diagnostic for a file whose first rows hold values and no names.
pub(crate) fn message(samples: &[Sample]) -> Option<Message> {
    let rows = samples.iter().map(rows).max_by_key(|rows| {
        let cells = rows.iter().map(|cells| cells.len());
        cells.sum::<usize>()
    })?;
    let has = |is: &dyn Fn(&str) -> bool| rows.iter().any(|cells| cells.iter().any(|c| is(c)));
    let is_table = has(&is_time) && has(&number::is_number);
    if !is_table || rows.iter().any(|cells| mapping::is_header(cells)) {
        return None;
    }
    let layout = |format: &'static Format| Layout::of(format, &rows);
    let like: Vec<Layout> = formats().iter().copied().filter_map(layout).collect();
    let most = like.iter().map(|layout| layout.telling).max();
    let mut best = like.iter().filter(|layout| Some(layout.telling) == most);
    Some(match best.next() {
        // The same layout in another language is no other one.
        Some(layout) if best.all(|other| other.fields == layout.fields) => {
            Message::FileNoHeaderOf {
                format: FormatId(layout.format.id.into()),
                header: layout.format.header.into(),
            }
        }
        _ => Message::FileNoHeader,
    })
}

/// The first rows that have enough cells.
fn rows(sample: &Sample) -> Vec<&[String]> {
    let rows = sample.rows.iter().map(|(_, cells)| cells.as_slice());
    let rows = rows.filter(|cells| cells.len() >= COLUMNS_MIN);
    rows.take(ROWS_MAX).collect()
}

fn is_time(cell: &str) -> bool {
    [Dates::YearFirst, Dates::DayFirst, Dates::MonthFirst]
        .into_iter()
        .any(|dates| parse_time::read(cell, dates).is_ok())
}

/// A format whose columns rows have, in the order of its header, by the shapes of their
/// cells.
struct Layout {
    format: &'static Format,
    /// Where its columns are.
    fields: Vec<(usize, Field)>,
    /// How many of them have a shape.
    telling: usize,
}

impl Layout {
    fn of(format: &'static Format, rows: &[&[String]]) -> Option<Layout> {
        let header = format.header.split([',', ';']);
        let names: Vec<String> = header.map(|name| Heading::read(name).name).collect();
        let (mut fields, mut telling) = (Vec::new(), 0);
        for column in format.columns {
            let place = names.iter().position(|name| column.is_called(name));
            let Some(at) = place else {
                if column.must {
                    return None;
                }
                continue;
            };
            if !rows.iter().all(|cells| fits(cells, at, column, format)) {
                return None;
            }
            fields.push((at, column.field));
            telling += usize::from(column.shape != Shape::Any);
        }
        let are_wide = rows.iter().all(|cells| cells.len() == names.len());
        (are_wide && telling >= TELLING_MIN).then_some(Layout {
            format,
            fields,
            telling,
        })
    }
}

fn fits(cells: &[String], at: usize, column: &Column, format: &Format) -> bool {
    let cell = cells.get(at).map_or("", String::as_str);
    number::is_nothing(cell) || has_shape(cell, column.shape, format)
}
