//! Words that exchanges use alike, so that nobody needs to explain them.

use crate::cells::sides::side_word;
use crate::entry::{Kind, Side};

/// What a word for a side means.
pub(crate) fn side(word: &str) -> Option<Side> {
    side_word(word).or_else(|| match word.to_lowercase().as_str() {
        "b" | "bid" | "bought" | "buying" | "long" | "achat" | "kauf" => Some(Side::Buy),
        "s" | "ask" | "sold" | "selling" | "short" | "vente" | "verkauf" => Some(Side::Sell),
        _ => None,
    })
}

/// What a word for a kind means.
pub(crate) fn kind(word: &str) -> Option<Kind> {
    let word = word.to_lowercase();
    word.parse().ok().or(match word.as_str() {
        "buy" | "sell" | "spot" | "trades" | "exchange" | "convert" | "conversion" | "swap" => {
            Some(Kind::Trade)
        }
        "future" | "futures" | "perpetual" | "margin trade" => Some(Kind::Derivative),
        "deposits" | "receive" | "received" => Some(Kind::Deposit),
        "withdraw" | "withdrawals" | "withdrawl" | "send" | "sent" => Some(Kind::Withdrawal),
        "transfers" | "internal transfer" => Some(Kind::Transfer),
        "fees" | "commission" | "trading fee" => Some(Kind::Fee),
        "rewards" | "staking" | "staking reward" | "interest" | "airdrop" | "bonus"
        | "referral" | "cashback" => Some(Kind::Reward),
        "funding fee" | "funding payment" => Some(Kind::Funding),
        "realized pnl" | "realised pnl" => Some(Kind::Pnl),
        _ => None,
    })
}

/// Whether a status says that the row happened.
pub(crate) fn is_done(status: &str) -> bool {
    const DONE: [&str; 15] = [
        "success",
        "successful",
        "succeeded",
        "done",
        "complete",
        "completed",
        "confirmed",
        "finished",
        "filled",
        "closed",
        "executed",
        "settled",
        "ok",
        "partially filled",
        "partially_filled",
    ];
    DONE.contains(&status.to_lowercase().as_str())
}
