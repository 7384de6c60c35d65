//! The order of year, day and month in files of which only the account knows it: one order
//! holds for a whole file, and what its dates cannot be tells which.

use crate::carriers::rows::{Chunk, Next, Row, Rows};
use crate::formats::{EitherWay, Field, Recognised};
use crate::reading::options::ReadOptions;
use crate::time::parse_time::{self, Dates};
use crate::time::years::Bounds;

/// The orders that a file can have.
const ORDERS: [Dates; 3] = [Dates::YearFirst, Dates::DayFirst, Dates::MonthFirst];

/// Which orders every date of a file can be read in.
struct Orders {
    bounds: Bounds,
    fits: [bool; 3],
    /// A date that two orders read differently.
    open: Option<String>,
}

impl Orders {
    fn new(options: &ReadOptions) -> Orders {
        Orders {
            bounds: Bounds::new(options.received),
            fits: [true; 3],
            open: None,
        }
    }

    /// Takes a date. What no order reads, or what has a year of four digits in front, says
    /// nothing.
    fn add(&mut self, cell: &str) {
        if parse_time::read(cell, Dates::AnyOrder).is_ok() {
            return;
        }
        let read = ORDERS.map(|order| {
            let local = parse_time::read(cell, order).ok()?;
            let is_held = self.bounds.hold(local.seconds, local.seconds, false);
            is_held.then_some(local.seconds)
        });
        if read.iter().all(Option::is_none) {
            return;
        }
        for (fits, read) in self.fits.iter_mut().zip(&read) {
            *fits &= read.is_some();
        }
        let mut days = read.into_iter().flatten();
        let first = days.next();
        if days.any(|day| Some(day) != first) {
            self.open.get_or_insert_with(|| cell.to_owned());
        }
    }

    /// The one order of the file, if its dates leave one.
    fn only(&self) -> Option<Dates> {
        let mut orders = ORDERS.iter().zip(self.fits).filter(|(_, fits)| *fits);
        let (first, _) = orders.next()?;
        orders.next().is_none().then_some(*first)
    }
}

impl Recognised {
    /// Decides how the file writes dates: in the one order that all can be read in, else as
    /// somebody says; else that is asked.
    pub(super) fn settle_order(&mut self, text: &[u8], last: bool, options: &ReadOptions) {
        let mut orders = Orders::new(options);
        self.each_row(text, last, options, |row, columns| {
            columns.iter().for_each(|at| orders.add(row.cell(*at)));
        });
        match (orders.only(), orders.open.as_deref(), self.day_order) {
            (Some(order), ..) => self.dates = order,
            (None, None, _) => self.dates = Dates::DayFirst,
            (None, Some(open), order) => {
                self.either_way = EitherWay::of(open);
                match order {
                    Some(order) => self.dates = Dates::from(order),
                    None => self.needs_day_order = true,
                }
            }
        }
    }

    /// The rows below the header, with the columns of their times.
    fn each_row(
        &self,
        text: &[u8],
        last: bool,
        options: &ReadOptions,
        mut take: impl FnMut(Row<'_>, &[usize]),
    ) {
        let fields = [Field::Time, Field::Placed].into_iter();
        let columns: Vec<usize> = fields
            .filter_map(|field| self.column_map.get(field))
            .collect();
        let limits = &options.limits;
        let mut rows = Rows::new(self.delimiter, limits.row_bytes_max, limits.row_cells_max);
        let (chunk, mut at) = (Chunk::new(text, last), 0);
        loop {
            match rows.next(chunk, &mut at) {
                Next::Row(row) if row.line > self.header_line => take(row, &columns),
                Next::Row(_) | Next::Flawed(..) => {}
                Next::More => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::rfc3339;

    fn order_of(cells: &[&str]) -> (Option<Dates>, bool) {
        let options = ReadOptions {
            received: rfc3339::parse("2026-11-28T09:15:00Z"),
            ..ReadOptions::default()
        };
        let mut orders = Orders::new(&options);
        cells.iter().for_each(|cell| orders.add(cell));
        (orders.only(), orders.open.is_some())
    }

    #[test]
    fn dates_that_only_one_order_reads_decide_for_the_file() {
        for (cells, order) in [
            (
                &["04-02-20 16:52:06", "27-02-20 16:52:06"][..],
                Dates::DayFirst,
            ),
            (
                &["04-02-20 16:52:06", "02-27-20 16:52:06"],
                Dates::MonthFirst,
            ),
            (
                &["20-02-04 16:52:06", "20-02-27 16:52:06"],
                Dates::YearFirst,
            ),
            (
                &["04-02-2020 16:52:06", "27-02-2020 16:52:06"],
                Dates::DayFirst,
            ),
            (&["27-02-20 16:52:06"], Dates::DayFirst),
        ] {
            assert_eq!(order_of(cells).0, Some(order), "{cells:?}");
        }
    }

    #[test]
    fn dates_that_several_orders_read_are_asked_about() {
        for cells in [
            &["04-02-20 16:52:06"][..],
            &["13-02-20 16:52:06"],
            &["04-02-2020", "05-03-2020"],
        ] {
            assert_eq!(order_of(cells), (None, true), "{cells:?}");
        }
        assert_eq!(order_of(&["2020-02-04 16:52:06", ""]), (None, false));
        assert_eq!(order_of(&["10-10-20"]), (None, true));
        assert!(!order_of(&["05-05-20"]).1);
    }
}
