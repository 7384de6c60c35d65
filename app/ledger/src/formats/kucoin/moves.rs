//! KuCoin's lists of deposits and withdrawals, in every layout known.
//!
//! Source: known headers of KuCoin's layouts. Amounts are without the fee, as the account
//! history shows: it debits amount and fee in one.

use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::kucoin::{KUCOIN, STATUS, TIME, UID, WALLET, set_account};
use crate::formats::{
    Cells, Column, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, moves, must,
};

const COIN: Column = must(Field::Asset, &["coin"], Shape::Any);
const AMOUNT: Column = must(Field::Change, &["amount"], Shape::Number);
const FEE: Column = must(Field::Fee, &["fee"], Shape::Any);
const NETWORK: Column = must(Field::Network, &["transfernetwork"], Shape::Any);
const REMARKS: Column = may(Field::Remark, &["remarks"]);
const HASH: Column = may(Field::TxId, &["hash"]);

/// Deposits of the bundle; columns in either order, with or without hash.
pub(crate) static DEPOSITS: Format = Format {
    id: "kucoin-deposits",
    title: "KuCoin deposit history",
    known: Known::TestData,
    header: display_only(
        "UID,Account Type,Time(UTC+02:00),Coin,Amount,Fee,Hash,Deposit Address,Transfer Network,Status,Remarks",
    ),
    columns: &[
        UID,
        WALLET,
        TIME,
        COIN,
        AMOUNT,
        FEE,
        HASH,
        may(Field::Address, &["depositaddress"]),
        NETWORK,
        STATUS,
        REMARKS,
    ],
    never: &["withdrawaladdress/account"],
    set_aside: moves::not_done,
    map: map_deposit,
    ..KUCOIN
};

/// Withdrawals of the bundle.
pub(crate) static WITHDRAWALS: Format = Format {
    id: "kucoin-withdrawals",
    title: "KuCoin withdrawal history",
    known: Known::TestData,
    header: display_only(
        "UID,Account Type,Time(UTC+02:00),Coin,Amount,Fee,Hash,Withdrawal Address/Account,Transfer Network,Status,Remarks",
    ),
    columns: &[
        UID,
        WALLET,
        TIME,
        COIN,
        AMOUNT,
        FEE,
        HASH,
        must(Field::Address, &["withdrawaladdress/account"], Shape::Any),
        NETWORK,
        STATUS,
        REMARKS,
    ],
    set_aside: moves::not_done,
    map: map_withdrawal,
    ..KUCOIN
};

/// Deposits as the page exported them to 2022; only what happened is listed.
pub(crate) static DEPOSITS_OLD: Format = Format {
    id: "kucoin-deposits-old",
    title: "KuCoin deposit history (old layout)",
    header: display_only("Time,Coin,Network,Amount,Type,Remark,Fee"),
    columns: &[
        TIME,
        COIN,
        may(Field::Network, &["network"]),
        AMOUNT,
        must(Field::Operation, &["type"], Shape::Any),
        must(Field::Remark, &["remark"], Shape::Any),
        may(Field::Fee, &["fee"]),
    ],
    never: &[
        "walletaddress",
        "walletaddress/account",
        "operation",
        "status",
        "balance",
    ],
    map: map_old,
    ..KUCOIN
};

/// Withdrawals as the page exported them to 2022: the fee is not in the file.
pub(crate) static WITHDRAWALS_OLD: Format = Format {
    id: "kucoin-withdrawals-old",
    title: "KuCoin withdrawal history (old layout)",
    header: display_only("Time,Coin,Network,Amount,Type,Wallet Address/Account,Remark"),
    advice: display_only(
        "It has no fees. `Deposit_Withdrawal History_Withdrawal History` in the bundle from KuCoin's page for data and reports has.",
    ),
    columns: &[
        TIME,
        COIN,
        may(Field::Network, &["network"]),
        AMOUNT,
        must(Field::Operation, &["type"], Shape::Any),
        must(
            Field::Address,
            &["walletaddress/account", "walletaddress"],
            Shape::Any,
        ),
        may(Field::Remark, &["remark"]),
    ],
    map: map_withdrawal,
    ..KUCOIN
};

/// Both in one list, as of 2018.
pub(crate) static MOVES_2018: Format = Format {
    id: "kucoin-transfers-2018",
    title: "KuCoin deposits and withdrawals (2018 layout)",
    header: display_only("coin_type,type,add,hash,vol,created_at"),
    columns: &[
        must(Field::Asset, &["cointype"], Shape::Any),
        must(Field::Side, &["type"], Shape::Any),
        must(Field::Address, &["add"], Shape::Any),
        must(Field::TxId, &["hash"], Shape::Any),
        must(Field::Change, &["vol"], Shape::Number),
        must(Field::Time, &["createdat"], Shape::Time),
    ],
    map: map_either,
    ..KUCOIN
};

/// One reordered layout is used for both lists; its remark then says which.
fn map_deposit(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let kind = match way(cells.text(Field::Remark)) {
        Some(Kind::Withdrawal) => Kind::Withdrawal,
        _ => Kind::Deposit,
    };
    set_account(&mut entry, cells);
    moves::write(cells, kind, entry, out)
}

/// The header of the old list is anybody's, so each row says which way it went.
fn map_old(cells: &Cells<'_>, entry: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
    let kind = needed_way(cells, Field::Operation)?;
    moves::write(cells, kind, entry, out)
}

fn map_withdrawal(
    cells: &Cells<'_>,
    mut entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let kind = match way(cells.text(Field::Operation)) {
        Some(kind) => kind,
        None => Kind::Withdrawal,
    };
    set_account(&mut entry, cells);
    moves::write(cells, kind, entry, out)
}

fn map_either(
    cells: &Cells<'_>,
    entry: Entry,
    out: &mut RowOutput<'_>,
) -> Result<(), RowDiagnostic> {
    let kind = needed_way(cells, Field::Side)?;
    moves::write(cells, kind, entry, out)
}

/// Which way a row says that its coins went.
fn needed_way(cells: &Cells<'_>, field: Field) -> Result<Kind, RowDiagnostic> {
    let word = cells.needed(field)?;
    way(word).ok_or_else(|| {
        RowDiagnostic::on(field, Code::RefusedSide, || Message::SideADeposit {
            word: shortened(word).into(),
        })
    })
}

/// Which way a word says that coins went.
pub(super) fn way(word: &str) -> Option<Kind> {
    if word.eq_ignore_ascii_case("deposit") {
        Some(Kind::Deposit)
    } else if word.eq_ignore_ascii_case("withdrawal") || word.eq_ignore_ascii_case("withdraw") {
        Some(Kind::Withdrawal)
    } else {
        None
    }
}
