//! The columns of `losses.csv`.

use super::entries::*;
use super::kinds::{CellKind, Field, Words, field};

/// The columns of `losses.csv`.
pub(super) const LOSSES: &[Field] = &[
    CLAIM,
    FILE,
    LINE,
    ROW,
    EXCHANGE,
    ACCOUNT,
    TIME,
    KIND,
    ORDER_ID,
    TRADE_ID,
    OUT_ASSET,
    OUT_AMOUNT,
    field(
        "out_price",
        CellKind::Price { of: "out_asset" },
        "Price of what went out; empty where it has none",
    ),
    field(
        "out_price_id",
        CellKind::Text,
        "Ids of the prices in out_price, joined by `+`",
    ),
    IN_ASSET,
    IN_AMOUNT,
    field(
        "in_price",
        CellKind::Price { of: "in_asset" },
        "Price of what came in; empty where it has none",
    ),
    field(
        "in_price_id",
        CellKind::Text,
        "Ids of the prices in in_price, joined by `+`",
    ),
    FEE_ASSET,
    FEE_AMOUNT,
    field(
        "fee_price",
        CellKind::Price { of: "fee_asset" },
        "Price of the asset of the fee; empty where it has none",
    ),
    field(
        "fee_price_id",
        CellKind::Text,
        "Ids of the prices in fee_price, joined by `+`",
    ),
    field("currency", CellKind::Text, "The reporting currency"),
    field(
        "basis",
        CellKind::Text,
        "Of when the prices are: `event` (each entry's own moment) or `date:` and a day",
    ),
    field(
        "method",
        CellKind::Text,
        "Name and version of the method: data/method/METHOD.md",
    ),
    READER_VERSION,
    field(
        "loss",
        CellKind::Money,
        "The loss, or below zero the gain; empty where it has no price",
    ),
    field(
        "status",
        CellKind::Word(Words::Status),
        "Whether it has a price; without one it is in no sum, and never zero",
    ),
    NETWORK,
    TX_HASH,
    ADDRESS,
    MEMO,
    CLIENT_ORDER_ID,
    IP,
    API_KEY_LABEL,
    SOURCE_ADDRESS,
    NOTE,
    field(
        "parts",
        CellKind::Text,
        "The loss by asset, `ASSET:AMOUNT` joined by `;`, in the reporting currency",
    ),
    field(
        "unpriced",
        CellKind::Text,
        "What has no price, `ASSET:UNITS` joined by `;`",
    ),
    field(
        "at_most",
        CellKind::Money,
        "The most that an unpriced loss can be: what was paid for it",
    ),
    field(
        "claim_state",
        CellKind::Word(Words::ClaimState),
        "State of the claim when the report was frozen",
    ),
    SUPPORT,
    field(
        "review",
        CellKind::Word(Words::Review),
        "What the coordinator says of the line; an excluded line is in no sum",
    ),
    field(
        "review_why",
        CellKind::Text,
        "The coordinator's question or reason",
    ),
];
