//! The columns of `entries.csv`, and those that losses share with them.

use super::kinds::{CellKind, Field, Words, field};

pub(super) const CLAIM: Field = field("claim", CellKind::Text, "Reference of the claim");

pub(super) const FILE: Field = field(
    "file",
    CellKind::Text,
    "Path of the original, and behind `!` the member of an archive or the sheet of a \
     workbook; empty for a typed-in entry",
);

pub(super) const LINE: Field = field(
    "line",
    CellKind::Text,
    "Line of the file where the row starts, from 1; several lines of one entry are joined by `+`",
);

pub(super) const ROW: Field = field(
    "row",
    CellKind::Whole("number"),
    "Number of the entry among those that start on this line, from 1",
);

pub(super) const READER_VERSION: Field = field(
    "reader_version",
    CellKind::Text,
    "Version of the reader that read the row",
);

pub(super) const EXCHANGE: Field = field("exchange", CellKind::Text, "Id of the exchange");

pub(super) const ACCOUNT: Field = field(
    "account",
    CellKind::Text,
    "Name that the claimant gave the account",
);

pub(super) const TIME: Field = field(
    "time",
    CellKind::Moment,
    "When it happened, with the precision of the source",
);

pub(super) const KIND: Field = field(
    "kind",
    CellKind::Word(Words::EntryKind),
    "What kind of movement it is",
);

pub(super) const OUT_ASSET: Field = field("out_asset", CellKind::Text, "What went out");

pub(super) const OUT_AMOUNT: Field = field(
    "out_amount",
    CellKind::Quantity { of: "out_asset" },
    "How much went out, without the fee",
);

pub(super) const IN_ASSET: Field = field("in_asset", CellKind::Text, "What came in");

pub(super) const IN_AMOUNT: Field = field(
    "in_amount",
    CellKind::Quantity { of: "in_asset" },
    "How much came in, without the fee",
);

pub(super) const FEE_ASSET: Field = field("fee_asset", CellKind::Text, "What the fee was paid in");

pub(super) const FEE_AMOUNT: Field = field(
    "fee_amount",
    CellKind::Quantity { of: "fee_asset" },
    "The fee: a cost above zero, a rebate below",
);

pub(super) const ORDER_ID: Field = field(
    "order_id",
    CellKind::Text,
    "Id of the order at the exchange",
);

pub(super) const TRADE_ID: Field = field(
    "trade_id",
    CellKind::Text,
    "Id of the trade at the exchange; of a typed-in entry, the id of the form",
);

pub(super) const NETWORK: Field =
    field("network", CellKind::Text, "The chain that coins moved over");

pub(super) const TX_HASH: Field = field(
    "tx_hash",
    CellKind::Text,
    "Hash of the transaction on the chain",
);

pub(super) const ADDRESS: Field = field(
    "address",
    CellKind::Text,
    "Where coins went to; of a deposit, where they arrived",
);

pub(super) const MEMO: Field = field(
    "memo",
    CellKind::Text,
    "What the address needs beside it: memo, tag, payment id",
);

pub(super) const CLIENT_ORDER_ID: Field = field(
    "client_order_id",
    CellKind::Text,
    "Id that whoever placed the order gave it",
);

pub(super) const IP: Field = field(
    "ip",
    CellKind::Text,
    "Internet address that the exchange names",
);

pub(super) const API_KEY_LABEL: Field = field(
    "api_key_label",
    CellKind::Text,
    "Label of the API key, never a secret",
);

pub(super) const SOURCE_ADDRESS: Field = field(
    "source_address",
    CellKind::Text,
    "Where a deposit came from",
);

pub(super) const NOTE: Field = field(
    "note",
    CellKind::Text,
    "Words of the reader and of the file, for people",
);

pub(super) const SUPPORT: Field = field(
    "support",
    CellKind::Word(Words::Support),
    "Where the facts come from: typed in, from an export, or from two sources that agree",
);

/// The columns of `entries.csv`.
pub(super) const ENTRIES: &[Field] = &[
    CLAIM,
    FILE,
    LINE,
    ROW,
    field("format", CellKind::Text, "Id of the format of the file"),
    READER_VERSION,
    EXCHANGE,
    ACCOUNT,
    field(
        "account_in_file",
        CellKind::Text,
        "Account that the file names: user id, sub-account or wallet",
    ),
    TIME,
    field("time_raw", CellKind::Text, "The time as the file has it"),
    field(
        "zone_source",
        CellKind::Text,
        "How the time zone is known: value, header, preamble, filename, format, given or assumed",
    ),
    KIND,
    field(
        "market",
        CellKind::Text,
        "The market or pair, as the file names it",
    ),
    field(
        "side",
        CellKind::Word(Words::Side),
        "Whether the base asset was bought or sold",
    ),
    field(
        "price",
        CellKind::Number("quote asset a unit of the base asset"),
        "The price of the trade, as the file has it",
    ),
    OUT_ASSET,
    OUT_AMOUNT,
    IN_ASSET,
    IN_AMOUNT,
    FEE_ASSET,
    FEE_AMOUNT,
    ORDER_ID,
    TRADE_ID,
    field(
        "group",
        CellKind::Text,
        "Shared by the legs of one movement that the file does not join",
    ),
    NETWORK,
    TX_HASH,
    ADDRESS,
    MEMO,
    CLIENT_ORDER_ID,
    IP,
    API_KEY_LABEL,
    SOURCE_ADDRESS,
    field(
        "contract_size",
        CellKind::Number("units of the base of the contract"),
        "How much of a contract a fill traded",
    ),
    field(
        "contracts",
        CellKind::Number("contracts"),
        "How many contracts a fill traded, where the file does not tell their size",
    ),
    field(
        "opened_at",
        CellKind::Moment,
        "When the position was opened",
    ),
    field(
        "placed_at",
        CellKind::Moment,
        "When the order was placed, where the time of the entry is another",
    ),
    field(
        "lending_hour",
        CellKind::Moment,
        "The hour that a payment for lending is for",
    ),
    field(
        "timed_when_placed",
        CellKind::YesOrNo,
        "Whether the entry has the time at which its order was placed; `no` is left out",
    ),
    field(
        "total_computed",
        CellKind::YesOrNo,
        "Whether the file lacks the total, so that it was computed; `no` is left out",
    ),
    NOTE,
    SUPPORT,
    field(
        "contested",
        CellKind::YesOrNo,
        "Whether the claimant says that it was not theirs",
    ),
    field("contested_why", CellKind::Text, "Why, in their words"),
    field(
        "left_out_why",
        CellKind::Text,
        "Why an entry inside a contested period is not contested",
    ),
];
