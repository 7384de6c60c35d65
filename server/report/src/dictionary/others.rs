//! The columns of the other tables.

use super::entries::*;
use super::kinds::{CellKind, Field, Words, field};

const SHA256: Field = field("sha256", CellKind::Sha256, "Hash of the bytes of the file");

const SIZE_BYTES: Field = field("size_bytes", CellKind::Whole("bytes"), "Length of the file");

const PATH_OF_FILE: Field = field("file", CellKind::Path, "Path of the file");

/// The columns of `claims.csv`.
pub(super) const CLAIMS: &[Field] = &[
    CLAIM,
    field(
        "state",
        CellKind::Word(Words::ClaimState),
        "Its state when the report was frozen",
    ),
    field(
        "shared",
        CellKind::YesOrNo,
        "Whether its evidence is in this bundle",
    ),
    field(
        "flat_before",
        CellKind::Moment,
        "Moment at which, as the claimant says, nothing was held in any contract",
    ),
    field(
        "flat_before_why",
        CellKind::Text,
        "How the claimant knows it",
    ),
];

/// The columns of `credits.csv`.
pub(super) const CREDITS: &[Field] = &[
    CLAIM,
    field("file", CellKind::Text, "File that lists the credit, if any"),
    field(
        "line",
        CellKind::Whole("number"),
        "Line of that file; 0 for a typed-in credit",
    ),
    field("time", CellKind::Moment, "When it was received"),
    field("asset", CellKind::Text, "What came back"),
    field(
        "amount",
        CellKind::Quantity { of: "asset" },
        "How much came back",
    ),
    field("evidence", CellKind::Text, "What shows it"),
    field("note", CellKind::Text, "Words of the claimant"),
    field(
        "price",
        CellKind::Price { of: "asset" },
        "Its price; empty where it has none",
    ),
    field(
        "price_id",
        CellKind::Text,
        "Ids of the prices in price, joined by `+`",
    ),
    field(
        "value",
        CellKind::Money,
        "Its value; empty where it has no price",
    ),
    field(
        "status",
        CellKind::Word(Words::Status),
        "Whether it has a price; without one it is in no sum",
    ),
    field(
        "doubts",
        CellKind::Text,
        "What is odd about it, joined by `+`; it counts all the same",
    ),
];

/// The columns of `exclusions.csv`.
pub(super) const EXCLUSIONS: &[Field] = &[
    CLAIM,
    FILE,
    LINE,
    ROW,
    field(
        "what",
        CellKind::Text,
        "`left out` by the claimant, `excluded` by a coordinator, or `dropped` because another \
         row tells the same",
    ),
    field("why", CellKind::Text, "The reason"),
    field(
        "instead_file",
        CellKind::Text,
        "File of the entry that counts instead of a dropped one",
    ),
    field("instead_line", CellKind::Text, "Line of that entry"),
    field(
        "instead_row",
        CellKind::Whole("number"),
        "Number of that entry on its line",
    ),
];

/// The columns of `conflicts.csv`.
pub(super) const CONFLICTS: &[Field] = &[
    CLAIM,
    EXCHANGE,
    ACCOUNT,
    KIND,
    field("market", CellKind::Text, "The market or pair"),
    field("id", CellKind::Text, "The id that both rows have"),
    field(
        "counted_file",
        CellKind::Text,
        "File of the row that counts",
    ),
    field("counted_line", CellKind::Text, "Its line"),
    field("other_file", CellKind::Text, "File of the other row"),
    field("other_line", CellKind::Text, "Its line"),
    field(
        "differs",
        CellKind::Text,
        "In which fields the two rows differ",
    ),
    field(
        "counted_by",
        CellKind::Text,
        "Why the first row counts: a rule of the method, or a person's decision",
    ),
    field("state", CellKind::Text, "`open`, or `settled` by a person"),
    field(
        "apart",
        CellKind::Money,
        "By how much the loss would change if the other row counted",
    ),
];

/// The columns of `decisions.csv`.
pub(super) const DECISIONS: &[Field] = &[
    CLAIM,
    field(
        "counted_file",
        CellKind::Text,
        "File of the row that counts",
    ),
    field("counted_line", CellKind::Text, "Its line"),
    field(
        "counted_row",
        CellKind::Whole("number"),
        "Its number on the line",
    ),
    field(
        "other_file",
        CellKind::Text,
        "File of the row that does not count",
    ),
    field("other_line", CellKind::Text, "Its line"),
    field(
        "other_row",
        CellKind::Whole("number"),
        "Its number on the line",
    ),
    field("reason", CellKind::Text, "Why it was decided so"),
    field(
        "decided_by",
        CellKind::Text,
        "Pseudonym of who decided it, as in the custody log",
    ),
    field("decided_at", CellKind::Moment, "When"),
];

/// The columns of the index of originals.
pub(super) const ORIGINALS: &[Field] = &[
    CLAIM,
    PATH_OF_FILE,
    SHA256,
    SIZE_BYTES,
    field(
        "media_type",
        CellKind::Text,
        "Media type by content, not by name",
    ),
    field("received", CellKind::Moment, "When the file was received"),
    field(
        "name",
        CellKind::Text,
        "Name of the file on the claimant's computer",
    ),
    field(
        "read_as",
        CellKind::Text,
        "The same name, made unique within the claim",
    ),
    field(
        "read",
        CellKind::YesOrNo,
        "Whether its entries are in the claim",
    ),
    field(
        "format",
        CellKind::Text,
        "Id of the format by which it was read",
    ),
    READER_VERSION,
    ACCOUNT,
    field(
        "zone",
        CellKind::Text,
        "Time zone that the claimant stated, where the file has none",
    ),
    field(
        "rows_refused",
        CellKind::Whole("rows"),
        "Rows that could not be read",
    ),
    field(
        "mapping",
        CellKind::Text,
        "What somebody said that its columns mean, as JSON",
    ),
    field(
        "format_said",
        CellKind::Text,
        "Format that the claimant chose, where several were possible",
    ),
    field(
        "day_order",
        CellKind::Text,
        "Whether the day or the month comes first in its dates, as the claimant said",
    ),
    field(
        "members",
        CellKind::Text,
        "The same answers for single files inside it, as JSON",
    ),
    field(
        "added_by",
        CellKind::Text,
        "Pseudonym of who added it, as in the custody log",
    ),
];

/// The columns of the index of price files.
pub(super) const PRICE_FILES: &[Field] = &[
    PATH_OF_FILE,
    SHA256,
    SIZE_BYTES,
    field("name", CellKind::Text, "Name of the file as given"),
    field(
        "asset",
        CellKind::Text,
        "What it prices, where somebody had to say so",
    ),
    field(
        "quote",
        CellKind::Text,
        "What it prices it in, where somebody had to say so",
    ),
];

/// The columns of `prices.csv`.
pub(super) const PRICES: &[Field] = &[
    field(
        "price_id",
        CellKind::Text,
        "First 12 digits of the hash of its file, a colon, and the row",
    ),
    PATH_OF_FILE,
    field("row", CellKind::Text, "Row of the price in the file"),
    field("base", CellKind::Text, "What is priced"),
    field("quote", CellKind::Text, "What it is priced in"),
    field(
        "value",
        CellKind::Number("quote a unit of base"),
        "The price, exactly",
    ),
    field("source", CellKind::Text, "Who published it"),
    field(
        "window_seconds",
        CellKind::Whole("seconds"),
        "Length of its candle",
    ),
    field("at", CellKind::Moment, "The moment from which it holds"),
];

/// The columns of the commitments.
pub(super) const COMMITMENTS: &[Field] = &[
    CLAIM,
    field(
        "commitment",
        CellKind::Text,
        "Salted hash of reference, state, name and mail of the claim",
    ),
];

/// The columns of the list of claimants.
pub(super) const CLAIMANTS: &[Field] = &[
    CLAIM,
    field("name", CellKind::Text, "Name of the claimant"),
    field("mail", CellKind::Text, "Mail address of the claimant"),
    field(
        "salt",
        CellKind::Text,
        "Salt of the commitments of the custody log about the claim",
    ),
];

/// The columns of the list of consents.
pub(super) const CONSENTS: &[Field] = &[
    CLAIM,
    field(
        "recipient",
        CellKind::Word(Words::Recipient),
        "Who may have it",
    ),
    field("given", CellKind::Moment, "When the consent was given"),
];

/// The columns of the index of exhibits.
pub(super) const EXHIBITS: &[Field] = &[
    field(
        "exhibit",
        CellKind::Text,
        "Number of the exhibit: O original, S statement, P price file, T table, D document; \
         then the number of the claim in the report, and the number of the file",
    ),
    field(
        "kind",
        CellKind::Text,
        "original, statement, prices, table or document",
    ),
    field(
        "claim",
        CellKind::Text,
        "Reference of the claim that it belongs to; empty for the whole report",
    ),
    field("path", CellKind::Path, "Path of the file"),
    SHA256,
    SIZE_BYTES,
    field("media_type", CellKind::Text, "Media type"),
    field(
        "received",
        CellKind::Moment,
        "When an original was received",
    ),
    field(
        "in_bundle",
        CellKind::YesOrNo,
        "Whether its bytes are in this bundle",
    ),
    field("title", CellKind::Text, "What it is"),
];

/// The columns of the time line.
pub(super) const TIMESKETCH: &[Field] = &[
    field("message", CellKind::Text, "The event in words"),
    field("datetime", CellKind::Moment, "When it happened"),
    field(
        "timestamp_desc",
        CellKind::Text,
        "What the time is the time of",
    ),
    field(
        "data_type",
        CellKind::Text,
        "Kind of the event: redress:contested, redress:credit or redress:custody",
    ),
    field(
        "claim",
        CellKind::Text,
        "Reference of the claim; empty in records of the custody log",
    ),
    EXCHANGE,
    field(
        "kind",
        CellKind::Word(Words::EntryKind),
        "What kind of movement it is",
    ),
    OUT_ASSET,
    OUT_AMOUNT,
    IN_ASSET,
    IN_AMOUNT,
    FEE_ASSET,
    FEE_AMOUNT,
    ORDER_ID,
    TRADE_ID,
    NETWORK,
    TX_HASH,
    ADDRESS,
    CLIENT_ORDER_ID,
    IP,
    API_KEY_LABEL,
    field("loss", CellKind::Money, "Loss of a contested entry"),
    field("value", CellKind::Money, "Value of a credit"),
    field("currency", CellKind::Text, "The reporting currency"),
    field(
        "status",
        CellKind::Word(Words::Status),
        "Whether it has a price",
    ),
    field(
        "review",
        CellKind::Word(Words::Review),
        "What the coordinator says of a contested entry",
    ),
    field("file", CellKind::Text, "File of the entry or credit"),
    field("line", CellKind::Text, "Its line"),
    ROW,
    field(
        "sequence",
        CellKind::Whole("number"),
        "Sequence of a record of the custody log",
    ),
    field("actor", CellKind::Text, "Pseudonym of who acted"),
    field("role", CellKind::Text, "The role that they acted in"),
    field("action", CellKind::Text, "What was done"),
    field("object", CellKind::Text, "What it was done to"),
    field(
        "object_sha256",
        CellKind::Text,
        "Hash of the bytes of the object, where it has some",
    ),
];
