//! The data dictionary of a bundle: each table with its key and its links to other tables,
//! and each column with its unit and its meaning. `datapackage.json`, the Parquet copies and
//! the names of exhibits are all made from it.

mod entries;
mod kinds;
mod losses;
mod others;

#[cfg(test)]
pub(crate) use kinds::field;
pub(crate) use kinds::{CellKind, Field};

use crate::layout;

/// One table of a bundle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    /// Its name in `datapackage.json`.
    pub(crate) name: &'static str,
    /// Its path in the bundle.
    pub(crate) path: &'static str,
    /// What it is, in a few words.
    pub(crate) title: &'static str,
    /// What its rows are.
    pub(crate) what: &'static str,
    pub(crate) fields: &'static [Field],
    /// The columns that name a row; none where two rows may be equal.
    pub(crate) key: &'static [&'static str],
    pub(crate) links: &'static [Link],
}

/// Columns that name a row of another table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) columns: &'static [&'static str],
    /// The name of the other table.
    pub(crate) table: &'static str,
    pub(crate) there: &'static [&'static str],
}

const CLAIM: Link = Link {
    columns: &["claim"],
    table: "claims",
    there: &["claim"],
};

/// The columns that name an entry.
const PLACE: &[&str] = &["claim", "file", "line", "row"];

const ENTRY: Link = Link {
    columns: PLACE,
    table: "entries",
    there: PLACE,
};

const PRICE_FILE: Link = Link {
    columns: &["file"],
    table: "price_files",
    there: &["file"],
};

/// Every table. Exhibit numbers follow the places in this list, so that a new table goes
/// last.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "claims",
        path: layout::CLAIMS,
        title: "Claims of the report",
        what: "One row a claim, also those of which only the reference is listed",
        fields: others::CLAIMS,
        key: &["claim"],
        links: &[],
    },
    Table {
        name: "entries",
        path: layout::ENTRIES,
        title: "Entries of the shared claims",
        what: "One row a movement in an account: what went out, what came in, and the fee",
        fields: entries::ENTRIES,
        key: PLACE,
        links: &[CLAIM],
    },
    Table {
        name: "losses",
        path: layout::LOSSES,
        title: "Losses of the contested entries",
        what: "One row a contested entry, with its prices and its loss",
        fields: losses::LOSSES,
        key: PLACE,
        links: &[CLAIM, ENTRY],
    },
    Table {
        name: "credits",
        path: layout::CREDITS,
        title: "What came back",
        what: "One row a credit, with its value",
        fields: others::CREDITS,
        key: &[],
        links: &[CLAIM],
    },
    Table {
        name: "exclusions",
        path: layout::EXCLUSIONS,
        title: "Entries that no sum counts",
        what: "One row an entry that was left out, excluded or dropped, with the reason",
        fields: others::EXCLUSIONS,
        key: PLACE,
        links: &[CLAIM],
    },
    Table {
        name: "conflicts",
        path: layout::CONFLICTS,
        title: "Rows on which two files disagree",
        what: "One row a pair of rows of two files of one account",
        fields: others::CONFLICTS,
        key: &[],
        links: &[CLAIM],
    },
    Table {
        name: "decisions",
        path: layout::DECISIONS,
        title: "Decisions on such rows",
        what: "One row a row that was decided to count, and a row over which it was chosen",
        fields: others::DECISIONS,
        key: &[],
        links: &[CLAIM],
    },
    Table {
        name: "originals",
        path: layout::ORIGINALS_INDEX,
        title: "Index of the originals",
        what: "One row a file as received, and how it was read",
        fields: others::ORIGINALS,
        key: &["claim", "read_as"],
        links: &[CLAIM],
    },
    Table {
        name: "price_files",
        path: layout::PRICES_INDEX,
        title: "Index of the price files",
        what: "One row a price file, in the order in which sources are searched",
        fields: others::PRICE_FILES,
        key: &[],
        links: &[],
    },
    Table {
        name: "prices",
        path: layout::PRICES,
        title: "Prices that were used",
        what: "One row a price that a loss or a credit uses, with its file and row",
        fields: others::PRICES,
        key: &["price_id", "base", "quote"],
        links: &[PRICE_FILE],
    },
    Table {
        name: "commitments",
        path: layout::LEAVES,
        title: "Commitments to the claims of the report",
        what: "One row a claim; the custody log holds the hash of the whole list",
        fields: others::COMMITMENTS,
        key: &["claim"],
        links: &[CLAIM],
    },
    Table {
        name: "claimants",
        path: layout::CLAIMANTS,
        title: "Claimants",
        what: "One row a shared claim",
        fields: others::CLAIMANTS,
        key: &["claim"],
        links: &[CLAIM],
    },
    Table {
        name: "consents",
        path: layout::CONSENTS,
        title: "Consents to this recipient",
        what: "One row a claim that may be shared",
        fields: others::CONSENTS,
        key: &["claim", "recipient"],
        links: &[CLAIM],
    },
    Table {
        name: "exhibits",
        path: layout::EXHIBITS,
        title: "Index of exhibits",
        what: "One row an exhibit; a number means the same file in every bundle of one report",
        fields: others::EXHIBITS,
        key: &["exhibit"],
        links: &[],
    },
    Table {
        name: "timesketch",
        path: layout::TIMESKETCH,
        title: "Time line for Timesketch",
        what: "One row an event: contested entries, then credits, then the custody log",
        fields: others::TIMESKETCH,
        key: &[],
        links: &[],
    },
];

/// The table at a path.
pub(crate) fn table_at(path: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.path == path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::derived;
    use crate::tables;

    #[test]
    fn dictionary_has_each_column_of_each_table_in_its_order() {
        let written: [(&str, &[&str]); 15] = [
            (layout::CLAIMS, &tables::CLAIM_COLUMNS),
            (layout::ENTRIES, &tables::ENTRY_COLUMNS),
            (layout::LOSSES, &tables::LOSS_COLUMNS),
            (layout::CREDITS, &tables::CREDIT_COLUMNS),
            (layout::EXCLUSIONS, &tables::EXCLUSION_COLUMNS),
            (layout::CONFLICTS, &tables::CONFLICT_COLUMNS),
            (layout::DECISIONS, &tables::DECISION_COLUMNS),
            (layout::ORIGINALS_INDEX, &tables::ORIGINAL_COLUMNS),
            (layout::PRICES_INDEX, &tables::PRICE_FILE_COLUMNS),
            (layout::PRICES, &tables::PRICE_COLUMNS),
            (layout::LEAVES, &tables::LEAF_COLUMNS),
            (layout::CLAIMANTS, &tables::CLAIMANT_COLUMNS),
            (layout::CONSENTS, &tables::CONSENT_COLUMNS),
            (layout::EXHIBITS, &derived::EXHIBIT_COLUMNS),
            (layout::TIMESKETCH, &derived::TIMESKETCH_COLUMNS),
        ];
        assert_eq!(written.len(), TABLES.len());
        for (path, columns) in written {
            let table = table_at(path).unwrap_or_else(|| panic!("{path} is in no dictionary"));
            let described: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
            assert_eq!(described, columns, "{path}");
        }
    }

    #[test]
    fn keys_and_links_name_columns_that_there_are() {
        let names: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
        assert_eq!(names.len(), TABLES.len());
        for table in TABLES {
            let has = |column: &&str| table.fields.iter().any(|field| field.name == *column);
            assert!(table.key.iter().all(has), "{}", table.name);
            for link in table.links {
                assert!(link.columns.iter().all(has), "{}", table.name);
                let other = TABLES.iter().find(|other| other.name == link.table);
                let other = other.unwrap_or_else(|| panic!("{} is no table", link.table));
                let there = |column: &&str| other.fields.iter().any(|f| f.name == *column);
                assert!(link.there.iter().all(there), "{}", table.name);
            }
        }
    }

    #[test]
    fn columns_that_a_quantity_refers_to_are_in_the_same_table() {
        for table in TABLES {
            for field in table.fields {
                let of = match field.cells {
                    CellKind::Quantity { of } | CellKind::Price { of } => of,
                    _ => continue,
                };
                let there = table.fields.iter().any(|other| other.name == of);
                assert!(there, "{}: {} refers to {of}", table.name, field.name);
            }
        }
    }
}
