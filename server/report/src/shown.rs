//! What each kind of bundle shows, in one place: every table with its columns. Sealing obeys
//! this list, and the README of each bundle prints it.
//!
//! An identified bundle shows every column as it is. A column that is not in the list is
//! empty in a pseudonymous bundle; a test names it.

use std::fmt::Write as _;

use crate::layout;
use crate::outside::wrapped;

/// How a pseudonymous bundle shows a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is.
    Plain,
    /// A name that the claimant gave, as the pseudonym of such a thing.
    Pseudonym(&'static str),
    /// The path of an original. The name of a file in an archive, behind `!`, is a pseudonym.
    Member,
    /// The id of an exchange. A name that only the claimant uses is a pseudonym.
    Exchange,
    /// `yes` where a person wrote something.
    Written,
    /// The word of a rule; `yes` where a person wrote the reason.
    Reason,
    /// Empty.
    Hidden,
}

impl Shown {
    /// What it is, for the README.
    fn message(self) -> &'static str {
        match self {
            Shown::Plain => "in both kinds",
            Shown::Pseudonym(_) => "pseudonym in the pseudonymous kind",
            Shown::Member => "in both kinds; names of files in archives are pseudonyms",
            Shown::Exchange => "in both kinds; names that are no known exchange are pseudonyms",
            Shown::Written => "`yes` in the pseudonymous kind where a person wrote something",
            Shown::Reason => "word of a rule in both kinds; `yes` for words of a person",
            Shown::Hidden => "empty in the pseudonymous kind",
        }
    }
}

/// Columns that are shown in one way.
type Group = (Shown, &'static [&'static str]);

/// What the kinds show of one table.
pub(crate) struct TableShown {
    /// Its path.
    pub(crate) path: &'static str,
    /// Whether a pseudonymous bundle has the table.
    pub(crate) in_both: bool,
    groups: &'static [Group],
}

impl TableShown {
    /// How a pseudonymous bundle shows a column.
    pub(crate) fn column(&self, column: &str) -> Shown {
        let mut groups = self.groups.iter();
        let group = groups.find(|(_, columns)| columns.contains(&column));
        group.map_or(Shown::Hidden, |(shown, _)| *shown)
    }
}

const ACCOUNT: Shown = Shown::Pseudonym("account");

/// Every table of a bundle.
pub(crate) const TABLES: &[TableShown] = &[
    TableShown {
        path: layout::CLAIMS,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &["claim", "state", "shared", "flat_before", "absent"],
            ),
            (Shown::Written, &["flat_before_why"]),
        ],
    },
    TableShown {
        path: layout::ENTRIES,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim",
                    "line",
                    "row",
                    "format",
                    "reader_version",
                    "time",
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
                    "network",
                    "tx_hash",
                    "contract_size",
                    "contracts",
                    "opened_at",
                    "placed_at",
                    "lending_hour",
                    "timed_when_placed",
                    "total_computed",
                    "support",
                    "contested",
                ],
            ),
            (Shown::Member, &["file"]),
            (Shown::Exchange, &["exchange"]),
            (ACCOUNT, &["account", "account_in_file"]),
            (Shown::Pseudonym("group"), &["group"]),
            (Shown::Written, &["contested_why", "left_out_why"]),
            (Shown::Hidden, PRIVATE_FACTS),
        ],
    },
    TableShown {
        path: layout::LOSSES,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim",
                    "line",
                    "row",
                    "time",
                    "kind",
                    "order_id",
                    "trade_id",
                    "out_asset",
                    "out_amount",
                    "out_price",
                    "out_price_id",
                    "in_asset",
                    "in_amount",
                    "in_price",
                    "in_price_id",
                    "fee_asset",
                    "fee_amount",
                    "fee_price",
                    "fee_price_id",
                    "currency",
                    "basis",
                    "method",
                    "reader_version",
                    "loss",
                    "status",
                    "network",
                    "tx_hash",
                    "parts",
                    "unpriced",
                    "at_most",
                    "claim_state",
                    "support",
                    "review",
                ],
            ),
            (Shown::Member, &["file"]),
            (Shown::Exchange, &["exchange"]),
            (ACCOUNT, &["account"]),
            (Shown::Written, &["review_why"]),
            (Shown::Hidden, PRIVATE_FACTS),
        ],
    },
    TableShown {
        path: layout::CREDITS,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim", "line", "time", "asset", "amount", "price", "price_id", "value",
                    "status", "doubts",
                ],
            ),
            // Two credits are equal where their words are.
            (Shown::Pseudonym("evidence"), &["evidence"]),
            (Shown::Pseudonym("note"), &["note"]),
            (Shown::Hidden, &["file"]),
        ],
    },
    TableShown {
        path: layout::EXCLUSIONS,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim",
                    "line",
                    "row",
                    "what",
                    "instead_line",
                    "instead_row",
                ],
            ),
            (Shown::Member, &["file", "instead_file"]),
            (Shown::Reason, &["why"]),
        ],
    },
    TableShown {
        path: layout::CONFLICTS,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim",
                    "kind",
                    "market",
                    "id",
                    "counted_line",
                    "other_line",
                    "differs",
                    "counted_by",
                    "state",
                    "apart",
                ],
            ),
            (Shown::Member, &["counted_file", "other_file"]),
            (Shown::Exchange, &["exchange"]),
            (ACCOUNT, &["account"]),
        ],
    },
    TableShown {
        path: layout::DECISIONS,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim",
                    "counted_line",
                    "counted_row",
                    "other_line",
                    "other_row",
                    "decided_by",
                    "decided_at",
                ],
            ),
            (Shown::Member, &["counted_file", "other_file"]),
            (Shown::Written, &["reason"]),
        ],
    },
    TableShown {
        path: layout::ORIGINALS_INDEX,
        in_both: true,
        groups: &[
            (
                Shown::Plain,
                &[
                    "claim",
                    "file",
                    "sha256",
                    "size_bytes",
                    "media_type",
                    "received",
                    "read",
                    "format",
                    "reader_version",
                    "rows_refused",
                    "format_said",
                    "day_order",
                    "added_by",
                ],
            ),
            (ACCOUNT, &["account"]),
            (
                Shown::Hidden,
                &["name", "read_as", "zone", "mapping", "members"],
            ),
        ],
    },
    TableShown {
        path: layout::PRICES_INDEX,
        in_both: true,
        groups: &[(
            Shown::Plain,
            &["file", "sha256", "size_bytes", "name", "asset", "quote"],
        )],
    },
    TableShown {
        path: layout::PRICES,
        in_both: true,
        groups: &[(
            Shown::Plain,
            &[
                "price_id",
                "file",
                "row",
                "base",
                "quote",
                "value",
                "source",
                "window_seconds",
                "at",
            ],
        )],
    },
    TableShown {
        path: layout::LEAVES,
        in_both: true,
        groups: &[(
            Shown::Plain,
            &[
                "claim",
                "commitment",
                "salt",
                "person",
                "lines",
                "entries",
                "path",
            ],
        )],
    },
    TableShown {
        path: layout::CONSENTS,
        in_both: true,
        groups: &[(Shown::Plain, &["claim", "recipient", "given"])],
    },
    TableShown {
        path: layout::CLAIMANTS,
        in_both: false,
        groups: &[(Shown::Hidden, &["claim", "name", "mail", "salt"])],
    },
];

/// Columns of entries and losses that lead to a person or repeat words of a file.
const PRIVATE_FACTS: &[&str] = &[
    "address",
    "memo",
    "client_order_id",
    "ip",
    "api_key_label",
    "source_address",
    "note",
];

/// What the kinds show beside the tables.
const OTHERS: &[(&str, &str)] = &[
    (
        "data/originals/<claim>/",
        "in the identified kind alone; the index has the hash of each in both",
    ),
    (
        "data/statements/<claim>.json",
        "in the identified kind alone",
    ),
    (
        layout::TOTALS,
        "in both kinds, with the same pseudonyms as the tables",
    ),
    (
        layout::CUSTODY,
        "in both kinds; in the pseudonymous kind, records with words or names that people \
         wrote are there by their hash alone",
    ),
    ("data/prices, data/method", "in both kinds"),
];

/// What the kinds show of a table.
pub(crate) fn table(path: &str) -> Option<&'static TableShown> {
    TABLES.iter().find(|table| table.path == path)
}

/// Whether a pseudonymous bundle has a payload file with a fixed path.
pub(crate) fn is_in_both(path: &str) -> bool {
    table(path).is_none_or(|table| table.in_both)
}

/// Whether a pseudonymous bundle shows a column of some table otherwise than it is.
pub(crate) fn is_private(path: &str, column: &str) -> bool {
    table(path).is_some_and(|table| table.column(column) != Shown::Plain)
}

/// The list in the README.
pub(crate) fn list() -> String {
    let mut list = String::new();
    for (path, message) in OTHERS {
        line(&mut list, "  ", &format!("{path}: {message}"));
    }
    for table in TABLES {
        if !table.in_both {
            line(
                &mut list,
                "  ",
                &format!("{}: in the identified kind alone", table.path),
            );
            continue;
        }
        line(&mut list, "  ", table.path);
        for (shown, columns) in table.groups {
            let text = format!("{}: {}", shown.message(), columns.join(", "));
            line(&mut list, "    - ", &text);
        }
    }
    list.trim_end().to_owned()
}

/// Adds an item, wrapped as the other paragraphs of the README are.
fn line(list: &mut String, start: &str, text: &str) {
    writeln!(list, "{}", wrapped(start, text)).expect("writing to a String never fails");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::tables;

    /// Every table with its columns.
    const COLUMNS: &[(&str, &[&str])] = &[
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
        (layout::CONSENTS, &tables::CONSENT_COLUMNS),
        (layout::CLAIMANTS, &tables::CLAIMANT_COLUMNS),
    ];

    #[test]
    fn every_column_of_every_table_is_listed_once() {
        for (path, columns) in COLUMNS {
            let table = table(path).unwrap_or_else(|| panic!("{path} is not listed"));
            let listed = table.groups.iter().flat_map(|(_, columns)| *columns);
            let mut listed: Vec<&str> = listed.copied().collect();
            listed.sort_unstable();
            let mut columns = columns.to_vec();
            columns.sort_unstable();
            assert_eq!(listed, columns, "{path}");
        }
        assert_eq!(TABLES.len(), COLUMNS.len());
        let csv = layout::PAYLOAD_FILES.iter().copied();
        let csv: BTreeSet<&str> = csv.filter(|path| path.ends_with(".csv")).collect();
        let listed: BTreeSet<&str> = TABLES.iter().map(|table| table.path).collect();
        assert_eq!(csv, listed);
    }

    #[test]
    fn column_that_nobody_listed_is_not_shown() {
        let entries = table(layout::ENTRIES).unwrap();
        assert_eq!(entries.column("of_a_later_version"), Shown::Hidden);
        assert_eq!(entries.column("ip"), Shown::Hidden);
        assert_eq!(entries.column("trade_id"), Shown::Plain);
        assert!(is_private(layout::ENTRIES, "account"));
        assert!(!is_private(layout::ENTRIES, "market"));
        assert!(!is_in_both(layout::CLAIMANTS) && is_in_both(layout::METHOD));
    }

    #[test]
    fn list_names_every_table_and_column_within_the_width_of_the_readme() {
        let list = list();
        for (path, columns) in COLUMNS {
            assert!(list.contains(path), "{path}");
            for column in columns.iter().filter(|_| is_in_both(path)) {
                assert!(list.contains(column), "{column} of {path}");
            }
        }
        assert!(list.lines().all(|line| line.len() <= 80), "{list}");
    }
}
