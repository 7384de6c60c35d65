//! Binance.com's statement ("Generate all statements"): every change of every
//! balance, one leg a row.
//!
//! Its header is known in three versions. Legs of one trade share the second and
//! nothing else, and several trades may share it too, so they are not paired: each
//! leg is an entry, joined by `group`.

use crate::cells::secrets::shortened;
use crate::entry::diagnostic::Code;
use crate::entry::diagnostic_sink::display_only;
use crate::entry::messages::Message;
use crate::entry::{Entry, Kind};
use crate::formats::row::{quantity, user_and_wallet, words};
use crate::formats::{
    Cells, Detail, Field, Format, Known, RowDiagnostic, RowOutput, Shape, may, must, none_set_aside,
};
use crate::numbers::amount::Amount;
use crate::time::parse_time::Dates;
use crate::time::zone::Zone;

/// All three versions: only names and the width of the year differ.
pub(crate) static STATEMENT: Format = Format {
    id: "binance-statement",
    exchange: crate::entry::exchanges::BINANCE.id,
    title: "Binance statement",
    known: Known::TestData,
    version: "3",
    header: display_only("User_ID,UTC_Time,Account,Operation,Coin,Change,Remark"),
    detail: Detail::Statement,
    advice: "",
    columns: &[
        may(Field::User, &["userid"]),
        must(Field::Time, &["utctime", "time", "date"], Shape::Time),
        must(Field::Wallet, &["account"], Shape::Any),
        must(Field::Operation, &["operation"], Shape::Any),
        must(Field::Asset, &["coin"], Shape::Any),
        must(Field::Change, &["change"], Shape::Number),
        may(Field::Remark, &["remark"]),
    ],
    never: &[],
    // The third version's `Time` carries no zone; the file is made in UTC.
    zone: Some(Zone::UTC),
    dates: Dates::YearFirst,
    named: &[],
    nested: None,
    set_aside: none_set_aside,
    map,
};

fn map(cells: &Cells<'_>, mut entry: Entry, out: &mut RowOutput<'_>) -> Result<(), RowDiagnostic> {
    let operation = cells.needed(Field::Operation)?;
    let asset = cells.needed(Field::Asset)?;
    let change = cells.number(Field::Change, cells.needed(Field::Change)?)?;
    entry.kind = kind_of(operation, change.is_negative())
        .unwrap_or_else(|| unknown_operation(operation, out));
    entry.account_in_file = user_and_wallet(cells.text(Field::User), cells.text(Field::Wallet));
    if matches!(entry.kind, Kind::Trade | Kind::Fee) {
        entry.group = smol_str::format_smolstr!(
            "{}:{}:{}@{}",
            entry.exchange,
            entry.account,
            entry.account_in_file,
            entry.time
        );
    }
    leg(&mut entry, asset, change);
    // The operation, which no column of an entry holds, and the file's remark.
    words(&mut entry, operation);
    words(&mut entry, cells.text(Field::Remark));
    out.entry(entry);
    Ok(())
}

/// Writes one signed change of a balance: a cost where the entry is a fee, else
/// out or in.
pub(super) fn leg(entry: &mut Entry, asset: &str, change: Amount) {
    if entry.kind == Kind::Fee {
        entry.fee = Some(quantity(asset, change.negated()));
    } else if change.is_negative() {
        entry.out = Some(quantity(asset, change.negated()));
    } else {
        entry.in_ = Some(quantity(asset, change));
    }
}

/// Says that an operation is new. Its money is kept, by its sign.
pub(super) fn unknown_operation(operation: &str, out: &mut RowOutput<'_>) -> Kind {
    out.diagnostic(RowDiagnostic::on(
        Field::Operation,
        Code::WarnOperation,
        || Message::KindOperation {
            word: shortened(operation).into(),
        },
    ));
    Kind::Adjustment
}

/// The kind of an operation. Names changed often (2017, 2022, 2023), and families
/// grow by their last word, so whole names come first and endings after them.
fn kind_of(operation: &str, is_out: bool) -> Option<Kind> {
    let name = operation.trim();
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if BY_SIGN.iter().any(|known| is(known)) {
        return Some(match is_out {
            true => Kind::Withdrawal,
            false => Kind::Deposit,
        });
    }
    let whole = WHOLE.iter().find(|(known, _)| is(known));
    if let Some((_, kind)) = whole {
        return Some(*kind);
    }
    if LIQUIDATIONS.iter().any(|start| has_start(name, start)) {
        return Some(kind_of_liquidation(name));
    }
    let start = STARTS.iter().find(|(start, _)| has_start(name, start));
    let end = || ENDS.iter().find(|(end, _)| has_end(name, end));
    match start.or_else(end) {
        // Interest and the like that went out is what a loan cost.
        Some((_, Kind::Reward)) if is_out && start.is_none() => Some(Kind::Fee),
        found => found.map(|(_, kind)| *kind),
    }
}

/// What the exchange sold and bought to close a loan is a trade, whoever made it
/// necessary; what it paid back is none, and its charge is a fee.
fn kind_of_liquidation(name: &str) -> Kind {
    if has_end(name, "fee") {
        Kind::Fee
    } else if has_end(name, "repayment") {
        Kind::Adjustment
    } else {
        Kind::Trade
    }
}

fn has_start(name: &str, start: &str) -> bool {
    name.get(..start.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

fn has_end(name: &str, end: &str) -> bool {
    name.len()
        .checked_sub(end.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|rest| rest.eq_ignore_ascii_case(end))
}

/// Coins that change hands with other people: in is a deposit, out a withdrawal.
const BY_SIGN: [&str; 6] = [
    "P2P Trading",
    "Binance Pay",
    "Binance Payment",
    "Pay",
    "C2C Transfer",
    "Binance Card Spending",
];

/// Operations by their whole name; the commonest first.
const WHOLE: [(&str, Kind); 66] = [
    ("Buy", Kind::Trade),
    ("Sell", Kind::Trade),
    ("Fee", Kind::Fee),
    ("Transaction Related", Kind::Trade),
    ("Transaction Buy", Kind::Trade),
    ("Transaction Spend", Kind::Trade),
    ("Transaction Sold", Kind::Trade),
    ("Transaction Revenue", Kind::Trade),
    ("Transaction Fee", Kind::Fee),
    ("Deposit", Kind::Deposit),
    ("Withdraw", Kind::Withdrawal),
    ("Withdrawal", Kind::Withdrawal),
    ("Fiat Deposit", Kind::Deposit),
    ("Fiat Withdraw", Kind::Withdrawal),
    ("Fiat Withdrawal", Kind::Withdrawal),
    ("Buy Crypto", Kind::Deposit),
    ("Send", Kind::Withdrawal),
    ("Binance Convert", Kind::Trade),
    ("Convert", Kind::Trade),
    ("Large OTC trading", Kind::Trade),
    ("The Easiest Way to Trade", Kind::Trade),
    ("Auto-Invest Transaction", Kind::Trade),
    ("Liquid Swap Buy", Kind::Trade),
    ("Liquid Swap Sell", Kind::Trade),
    ("Buy Crypto With Fiat", Kind::Trade),
    ("transfer_in", Kind::Transfer),
    ("transfer_out", Kind::Transfer),
    ("Main and Funding Account Transfer", Kind::Transfer),
    ("Asset - Transfer", Kind::Transfer),
    ("ETH 2.0 Staking", Kind::Transfer),
    ("Liquid Swap add", Kind::Transfer),
    ("Liquid Swap remove", Kind::Transfer),
    ("Liquidity Farming Remove", Kind::Transfer),
    ("Super BNB Mining", Kind::Reward),
    ("Distribution", Kind::Reward),
    ("Airdrop Assets", Kind::Reward),
    ("Referral Kickback", Kind::Reward),
    ("Referral Commission", Kind::Reward),
    ("Cash Voucher", Kind::Reward),
    ("Funding Fee", Kind::Funding),
    ("Realized Profit and Loss", Kind::Pnl),
    ("Realize profit and loss", Kind::Pnl),
    ("Asset Recovery", Kind::Adjustment),
    ("Insurance Fund Compensation", Kind::Fee),
    ("Margin Loan", Kind::Adjustment),
    ("Margin Repayment", Kind::Adjustment),
    ("BNB Fee Deduction", Kind::Fee),
    ("Merchant Acquiring", Kind::Withdrawal),
    ("Receive", Kind::Deposit),
    ("Crypto Deposit", Kind::Deposit),
    ("Crypto Withdrawal", Kind::Withdrawal),
    ("Asset Conversion Transfer", Kind::Trade),
    ("Futures Convert", Kind::Trade),
    ("Swap Farming Transaction", Kind::Trade),
    ("Leverage Token Redemption", Kind::Trade),
    ("Leverage Token Subscription", Kind::Trade),
    ("Stablecoins Auto-Conversion", Kind::Trade),
    ("Launchpool Earnings Withdrawal", Kind::Reward),
    ("Launchpad Subscribe", Kind::Transfer),
    ("Liquid Swap Add/Sell", Kind::Transfer),
    ("Cashback Voucher", Kind::Reward),
    ("Binance Card Cashback", Kind::Reward),
    ("Crypto Box", Kind::Reward),
    ("Leveraged Coin Consolidation", Kind::Adjustment),
    ("Liquidity Farming Add", Kind::Transfer),
    ("Margin Interest", Kind::Fee),
];

/// Families of what is sold to close a loan, by their first words.
const LIQUIDATIONS: [&str; 2] = ["Cross Margin Liquidation", "Isolated Margin Liquidation"];

/// Families by their first words.
const STARTS: [(&str, Kind); 12] = [
    ("Small assets exchange", Kind::Trade),
    ("Transfer Between", Kind::Transfer),
    ("Transfer Funds", Kind::Transfer),
    ("Transfer From", Kind::Transfer),
    ("Transfer To", Kind::Transfer),
    ("Commission", Kind::Reward),
    ("Distribution", Kind::Reward),
    ("Token Swap", Kind::Adjustment),
    ("Crypto Loan", Kind::Adjustment),
    ("Flexible Loan", Kind::Adjustment),
    ("Isolated Margin Loan", Kind::Adjustment),
    ("Isolated Margin Repayment", Kind::Adjustment),
];

/// Families by their last word: savings, earn, staking, launchpool, vaults.
const ENDS: [(&str, Kind); 16] = [
    ("interest", Kind::Reward),
    ("rewards", Kind::Reward),
    ("reward", Kind::Reward),
    ("distribution", Kind::Reward),
    ("rebate", Kind::Reward),
    ("rebates", Kind::Reward),
    ("cashback", Kind::Reward),
    ("airdrop", Kind::Reward),
    ("purchase", Kind::Transfer),
    ("redemption", Kind::Transfer),
    ("subscription", Kind::Transfer),
    ("transfer", Kind::Transfer),
    ("staking", Kind::Transfer),
    ("liquidation fee", Kind::Fee),
    ("deposit", Kind::Deposit),
    ("withdrawal", Kind::Withdrawal),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_of_every_age_have_their_kind() {
        for (operation, kind) in [
            ("Buy", Kind::Trade),
            ("transaction spend", Kind::Trade),
            ("Small Assets Exchange BNB", Kind::Trade),
            ("Small assets exchange BNB (Spot)", Kind::Trade),
            ("POS savings purchase", Kind::Transfer),
            ("POS savings interest", Kind::Reward),
            ("Simple Earn Flexible Redemption", Kind::Transfer),
            ("Simple Earn Locked Rewards", Kind::Reward),
            ("Commission Fee Shared With You", Kind::Reward),
            ("Transfer Between Main and Funding Wallet", Kind::Transfer),
            ("Mission Reward Distribution", Kind::Reward),
            ("ETH 2.0 Staking", Kind::Transfer),
            ("ETH 2.0 Staking Rewards", Kind::Reward),
            ("Launchpool Interest", Kind::Reward),
            ("BNB Vault Rewards", Kind::Reward),
            ("Funding Fee", Kind::Funding),
            ("Fiat Withdraw", Kind::Withdrawal),
            ("Fiat Withdrawal", Kind::Withdrawal),
            ("Large OTC trading", Kind::Trade),
            ("The Easiest Way to Trade", Kind::Trade),
            ("Binance Convert", Kind::Trade),
            ("transfer_in", Kind::Transfer),
            (
                "Transfer Between Main Account and Sub-Account",
                Kind::Transfer,
            ),
            ("Asset Recovery", Kind::Adjustment),
            ("Distribution", Kind::Reward),
            ("Referrer rebates", Kind::Reward),
            ("Launchpool Earnings Withdrawal", Kind::Reward),
            ("Asset Conversion Transfer", Kind::Trade),
            ("Commission History", Kind::Reward),
        ] {
            assert_eq!(kind_of(operation, false), Some(kind), "{operation}");
        }
        for (operation, kind) in [
            ("Isolated Margin Interest", Kind::Fee),
            ("Cross Margin Interest", Kind::Fee),
            ("Simple Earn Flexible Interest", Kind::Fee),
            (
                "Cross Margin Liquidation - Small Assets Takeover",
                Kind::Trade,
            ),
            ("Isolated Margin Liquidation", Kind::Trade),
            ("Isolated Margin Liquidation - Fee", Kind::Fee),
            ("Cross Margin Liquidation - Repayment", Kind::Adjustment),
            ("Commission Rebate", Kind::Reward),
        ] {
            assert_eq!(kind_of(operation, true), Some(kind), "{operation}");
        }
        assert_eq!(kind_of("P2P Trading", true), Some(Kind::Withdrawal));
        assert_eq!(kind_of("P2P Trading", false), Some(Kind::Deposit));
        assert_eq!(kind_of("ABC", true), None);
        assert_eq!(kind_of("é", true), None);
    }
}
