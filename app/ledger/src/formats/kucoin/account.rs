//! KuCoin's account history: every change of the balance of one wallet, one leg a
//! row, like a bank statement.
//!
//! Source: KuCoin's layout, with rows from three public projects. `Amount` has no
//! sign and `Side` gives it; it is what the balance changed by, the fee being inside:
//! a buy of 23.32656994 USDT with a fee of 0.02332656994 USDT is one row,
//! `Withdrawal,23.34989650994,0.02332656994`. An entry's amounts exclude the fee, so
//! it is taken off what went out and added to what came in (`computed`); in − out −
//! fee is the row's amount again, and balances add up.
//!
//! What a row was stands in `Type`; older files have only the remark. Legs of one
//! trade share the time, seldom a second apart, and are not paired.

use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::kucoin::moves::way;
use crate::formats::kucoin::{KUCOIN, TIME, UID, WALLET, set_account};
use crate::formats::row::{computed, quantity, words};
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must,
};

/// All wallets' files look alike: funding, trading, margin.
pub(crate) static ACCOUNT_HISTORY: Format = Format {
    id: "kucoin-account-history",
    title: "KuCoin account history",
    known: Known::TestData,
    header: display_only("UID,Account Type,Currency,Side,Amount,Fee,Time(UTC+08:00),Remark,Type"),
    detail: Detail::Statement,
    advice: display_only(
        "It does not say which legs are one trade. `Spot Orders_Filled Orders (Show Order-Splitting)` of the same bundle does; hand it in as well, and the money counts once.",
    ),
    columns: &[
        UID,
        WALLET,
        must(Field::Asset, &["currency"], Shape::Any),
        must(Field::Side, &["side"], Shape::Any),
        must(Field::Change, &["amount"], Shape::Number),
        must(Field::Fee, &["fee"], Shape::Any),
        TIME,
        must(Field::Remark, &["remark"], Shape::Any),
        may(Field::Operation, &["type"]),
    ],
    map,
    ..KUCOIN
};

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
    let asset = cells.needed(Field::Asset)?;
    let word = cells.needed(Field::Side)?;
    let way = way(word).ok_or_else(|| {
        RowDiagnostic::on(Field::Side, Code::RefusedSide, || Message::SideDeposit {
            word: shortened(word).into(),
        })
    })?;
    let change = cells.needed_size(Field::Change)?;
    let fee = cells.amount(Field::Fee)?.filter(|fee| !fee.is_zero());
    let (operation, remark) = (cells.text(Field::Operation), cells.text(Field::Remark));
    let kind = kind_of(operation).or_else(|| kind_of(remark));
    if kind.is_none() {
        let message = || match (operation, remark) {
            ("", "") => Message::KindNeither,
            ("", word) | (word, _) => Message::KindType {
                word: shortened(word).into(),
            },
        };
        out.diagnostic(RowDiagnostic::on(
            Field::Operation,
            Code::WarnOperation,
            message,
        ));
    }
    entry.kind = kind.unwrap_or(Kind::Adjustment);
    set_account(&mut entry, cells);
    if matches!(entry.kind, Kind::Trade | Kind::Fee) {
        // The legs of one conversion may be in two wallets.
        entry.group = smol_str::format_smolstr!(
            "{}:{}:{}@{}",
            entry.exchange,
            entry.account,
            cells.text(Field::User),
            entry.time
        );
    }
    if entry.kind == Kind::Fee {
        let cost = match way {
            Kind::Withdrawal => change,
            _ => change.negated(),
        };
        entry.fee = Some(quantity(asset, cost));
    } else if way == Kind::Withdrawal {
        let without = fee.as_ref().map_or(change.clone(), |fee| change.minus(fee));
        if without.is_negative() {
            let message = || Message::FeeGreater {
                amount: change.clone(),
            };
            return Err(RowDiagnostic::on(Field::Fee, Code::RefusedNumber, message));
        }
        entry.out = Some(quantity(asset, without));
    } else {
        let with = fee.as_ref().map_or(change.clone(), |fee| change.plus(fee));
        entry.in_ = Some(quantity(asset, with));
    }
    if entry.kind != Kind::Fee {
        entry.fee = fee.map(|fee| quantity(asset, fee));
    }
    if entry.fee.is_some() && entry.kind != Kind::Fee {
        computed(&mut entry);
    }
    words(&mut entry, operation);
    words(&mut entry, remark);
    out.entry(entry);
    Ok(())
}

/// The kind of a type (or, in older files, a remark). Names come and go, so whole
/// names are looked up first and telling words after them.
fn kind_of(operation: &str) -> Option<Kind> {
    let name = operation.trim();
    if name.is_empty() {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let whole = WHOLE
        .iter()
        .find(|(known, _)| *known == lower)
        .map(|(_, kind)| *kind);
    whole.or_else(|| {
        WORDS
            .iter()
            .find(|(word, _)| lower.contains(word))
            .map(|(_, kind)| *kind)
    })
}

/// Types by their whole name, in lower case.
const WHOLE: [(&str, Kind); 38] = [
    ("spot", Kind::Trade),
    ("trade_exchange", Kind::Trade),
    ("exchange", Kind::Trade),
    ("margin trade", Kind::Trade),
    ("margin", Kind::Trade),
    ("cross margin", Kind::Trade),
    ("isolated margin", Kind::Trade),
    ("instant exchange", Kind::Trade),
    ("fiat transactions", Kind::Trade),
    ("fast trade", Kind::Trade),
    ("third-party payment", Kind::Trade),
    ("p2p", Kind::Trade),
    ("buy crypto", Kind::Trade),
    ("sell crypto", Kind::Trade),
    ("bank card deal", Kind::Trade),
    ("trading bot", Kind::Trade),
    ("deposit", Kind::Deposit),
    ("fiat deposit", Kind::Deposit),
    ("assets transferred in after upgrading", Kind::Deposit),
    ("withdraw", Kind::Withdrawal),
    ("withdrawal", Kind::Withdrawal),
    ("fiat withdrawal", Kind::Withdrawal),
    ("send red envelope", Kind::Withdrawal),
    ("open red envelope", Kind::Reward),
    ("lockdrop vesting", Kind::Reward),
    ("mining income", Kind::Reward),
    ("kucoin event", Kind::Reward),
    ("staking", Kind::Transfer),
    ("redemption", Kind::Transfer),
    ("voting", Kind::Transfer),
    ("redemption of voting", Kind::Transfer),
    ("lendings", Kind::Transfer),
    ("loans", Kind::Adjustment),
    ("loans repaid", Kind::Adjustment),
    ("borrowings", Kind::Adjustment),
    ("debt repayment", Kind::Adjustment),
    ("liquidation takeover", Kind::Adjustment),
    ("return of liquidation takeover", Kind::Adjustment),
];

/// Words that tell a kind wherever they stand, in the order in which they count.
const WORDS: [(&str, Kind); 9] = [
    ("transfer", Kind::Transfer),
    ("convert", Kind::Trade),
    ("fee", Kind::Fee),
    ("reward", Kind::Reward),
    ("bonus", Kind::Reward),
    ("profit", Kind::Reward),
    ("earning", Kind::Reward),
    ("airdrop", Kind::Reward),
    ("distribution", Kind::Reward),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_every_age_have_their_kind() {
        for (operation, kind) in [
            ("Spot", Kind::Trade),
            ("Trade_Exchange", Kind::Trade),
            ("Convert Market", Kind::Trade),
            ("Convert Dust to KCS", Kind::Trade),
            ("Convert to KCS", Kind::Trade),
            ("Fiat Transactions", Kind::Trade),
            ("Transfer", Kind::Transfer),
            ("Sub Account Transfer", Kind::Transfer),
            ("BROKER_TRANSFER", Kind::Transfer),
            ("Assets Transferred in After Upgrading", Kind::Deposit),
            ("Deposit", Kind::Deposit),
            ("Withdraw", Kind::Withdrawal),
            ("KCS Pay Fees", Kind::Fee),
            ("Fee Refunds using KCS", Kind::Fee),
            ("Staking", Kind::Transfer),
            ("Soft Staking Profits", Kind::Reward),
            ("Hold to Earn Earnings", Kind::Reward),
            ("KuCoin Bonus", Kind::Reward),
            ("Distribution", Kind::Reward),
        ] {
            assert_eq!(kind_of(operation), Some(kind), "{operation}");
        }
        assert_eq!(kind_of(" "), None);
        assert_eq!(kind_of("é"), None);
    }
}
