//! Rows that stand below another: where a file lists each order and, under a
//! header of their own, its fills (Binance's order history).

use crate::carriers::rows::Row;
use crate::cells::heading::Heading;
use crate::cells::number::Fractions;
use crate::entry::diagnostic::Code;
use crate::entry::messages::{Held, Message};
use crate::formats::{Cells, ColumnMap, Nested, Parent, RowDiagnostic};

/// What one reading knows of the row that others stand below.
pub(crate) struct Nesting {
    pub nested: &'static Nested,
    /// Where the fields of the lower rows stand; their header says it.
    pub column_map: Option<ColumnMap>,
    above: Option<Above>,
    fraction: Fractions,
}

struct Above {
    parent: Parent,
    is_set_aside: bool,
    rows_below: u64,
}

impl Nesting {
    /// Nothing is read yet.
    pub fn new(nested: &'static Nested, fraction: Fractions) -> Nesting {
        Nesting {
            nested,
            column_map: None,
            above: None,
            fraction,
        }
    }

    /// Whether a row stands below another.
    pub fn is_below(row: Row<'_>) -> bool {
        row.cell(0).is_empty()
    }

    /// Whether a row is the header of the lower rows; their columns are then known.
    pub fn is_head(&mut self, row: Row<'_>) -> bool {
        if !Nesting::is_below(row) {
            return false;
        }
        let mut column_map = ColumnMap::none();
        column_map.fraction = self.fraction;
        let names: Vec<String> = row.cells().map(|cell| Heading::read(cell).name).collect();
        for column in self.nested.columns {
            let at = names.iter().position(|name| column.is_called(name));
            match at {
                Some(at) => column_map.set(column.field, at),
                None if column.must => return false,
                None => {}
            }
        }
        self.column_map = Some(column_map);
        true
    }

    /// Takes a row that others stand below. What is wrong with the one before
    /// comes back, with its line.
    pub fn take(&mut self, cells: &Cells<'_>, is_set_aside: bool) -> Option<(u64, RowDiagnostic)> {
        let before = self.end();
        self.above = Some(Above {
            parent: Parent::of(cells),
            is_set_aside,
            rows_below: 0,
        });
        before
    }

    /// The row that the next lower row stands below, and where its fields are.
    pub fn next_below(&mut self) -> Option<(Parent, ColumnMap)> {
        let (above, column_map) = (self.above.as_mut()?, self.column_map.as_ref()?);
        above.rows_below += 1;
        Some((above.parent.clone(), column_map.clone()))
    }

    /// What is wrong with the last upper row once nothing more stands below it.
    pub fn end(&mut self) -> Option<(u64, RowDiagnostic)> {
        let above = self.above.take()?;
        (above.rows_below == 0 && !above.is_set_aside).then(|| {
            let diagnostic = RowDiagnostic {
                field: None,
                code: Code::RefusedNoFills,
                message: Held::new(|| Message::OrderNoFills),
            };
            (above.parent.line, diagnostic)
        })
    }
}
