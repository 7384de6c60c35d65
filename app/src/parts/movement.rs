//! A movement and its value in sentences: the same words for the claimant and for people who
//! check the claim.

use ledger::losses::{LossLine, Missing, Price, Status};
use ledger::secrets::masked;
use ledger::{DealWord, Entry, Exchange, Fact, Kind, Money, Quantity, Side};
use leptos::prelude::*;

use crate::forms::claim::OTHER_EXCHANGE;
use crate::parts::figures;
use crate::parts::pieces::{self, Tone};
use crate::parts::values::AssetAmount;
use crate::text::Translator;

/// A movement in an account, prepared for display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// What sort.
    pub kind: Kind,
    /// The side of a trade.
    pub side: Option<Side>,
    /// Market or contract; empty when the file names none.
    pub market: String,
    /// The exact quantity that left, and its ticker.
    pub out: Option<AssetAmount>,
    /// What came in.
    pub in_: Option<AssetAmount>,
    /// The fee; a rebate when negative.
    pub fee: Option<AssetAmount>,
}

impl Movement {
    /// The movement of an entry.
    pub fn of(entry: &Entry) -> Movement {
        let shown = |quantity: &Option<Quantity>| quantity.as_ref().map(AssetAmount::from);
        Movement {
            kind: entry.kind,
            side: entry.side,
            market: entry.market.to_string(),
            out: shown(&entry.out),
            in_: shown(&entry.in_),
            fee: shown(&entry.fee),
        }
    }

    /// `10 BTC sold for 169,500 USDT, fee 169.5 USDT`.
    pub fn sentence(&self, texts: Translator) -> String {
        let what = self.without_fee(texts);
        let Some(AssetAmount { amount, asset }) = &self.fee else {
            return what;
        };
        let (key, plain) = match amount.strip_prefix('-') {
            Some(rest) => ("claim-what-rebate", rest),
            None => ("claim-what-fee", amount.as_str()),
        };
        let fee = amount_text(texts, plain, asset);
        if self.kind == Kind::Fee && self.out.is_none() && self.in_.is_none() {
            // An entry that is only a fee names it once.
            let (key, place) = match amount.starts_with('-') {
                true => ("claim-what-came", "in"),
                false => ("claim-what-left", "out"),
            };
            return texts.with(key, &[("kind", what.into()), (place, fee.into())]);
        }
        texts.with(key, &[("what", what.into()), ("fee", fee.into())])
    }

    fn without_fee(&self, texts: Translator) -> String {
        let kind = kind_name(texts, self.kind);
        let quantity_text =
            |quantity: &AssetAmount| amount_text(texts, &quantity.amount, &quantity.asset);
        match (self.kind, self.out.as_ref(), self.in_.as_ref()) {
            (Kind::Trade, Some(out), Some(in_)) => {
                let key = match self.side {
                    Some(Side::Sell) => "claim-what-sold",
                    Some(Side::Buy) => "claim-what-bought",
                    None => "claim-what-swapped",
                };
                texts.with(
                    key,
                    &[
                        ("out", quantity_text(out).into()),
                        ("in", quantity_text(in_).into()),
                    ],
                )
            }
            (_, Some(out), Some(in_)) => texts.with(
                "claim-what-both",
                &[
                    ("kind", kind.into()),
                    ("out", quantity_text(out).into()),
                    ("in", quantity_text(in_).into()),
                ],
            ),
            (_, Some(out), None) => texts.with(
                "claim-what-left",
                &[("kind", kind.into()), ("out", quantity_text(out).into())],
            ),
            (_, None, Some(in_)) => texts.with(
                "claim-what-came",
                &[("kind", kind.into()), ("in", quantity_text(in_).into())],
            ),
            (_, None, None) if self.market.is_empty() => kind,
            (_, None, None) => texts.with(
                "claim-what-market",
                &[
                    ("kind", kind.into()),
                    ("market", masked(&self.market).into()),
                ],
            ),
        }
    }
}

/// A kind of movement in plain words.
pub fn kind_name(texts: Translator, kind: Kind) -> String {
    texts.t(&format!("claim-kind-{}", kind.as_str()))
}

/// `169,500 USDT`.
fn amount_text(texts: Translator, amount: &str, asset: &str) -> String {
    format!("{}\u{a0}{}", texts.number(amount), masked(asset))
}

/// What 3Commas' deals show about a contested trade. A trade that a deal explains needs a
/// second look; one that no deal explains is supported. No figure depends on it.
pub fn deal(texts: Translator, word: Option<&DealWord>) -> Option<AnyView> {
    let (tone, text) = match word? {
        DealWord::Explained(id) => {
            let args = [("deal", masked(id).into())];
            (Tone::Warn, texts.with("claim-deal-explained", &args))
        }
        DealWord::Unexplained => (Tone::Good, texts.t("claim-deal-none")),
        DealWord::Outside { .. } => (Tone::Quiet, texts.t("claim-deal-outside")),
    };
    Some(pieces::remark(tone, text))
}

/// Further facts in the file about an entry, each with its name, except those that notes
/// already state.
pub fn facts(entry: &Entry) -> Vec<(Fact, String)> {
    let in_notes = [Fact::TimedWhenPlaced, Fact::TotalComputed];
    let facts = Fact::ALL
        .into_iter()
        .filter(|fact| !in_notes.contains(fact));
    let facts = facts.map(|fact| (fact, masked(&entry.fact(fact)).to_owned()));
    facts.filter(|(_, value)| !value.is_empty()).collect()
}

/// The same facts in words: the name and the value of each.
pub fn fact_texts(texts: Translator, facts: &[(Fact, String)]) -> Vec<(String, String)> {
    let named = facts.iter().map(|(fact, value)| {
        let name = texts.t(&format!("fact-{}", fact.as_str().replace('_', "-")));
        let value = match fact {
            Fact::ContractSize | Fact::Contracts => texts.number(value),
            Fact::OpenedAt | Fact::PlacedAt | Fact::LendingHour => readable(value),
            _ => value.clone(),
        };
        (name, value)
    });
    named.collect()
}

/// A sum of money as a figure with its exact value.
pub fn money(texts: Translator, money: Money) -> AnyView {
    figures::money(texts, &money.to_string(), &money.cents_text())
}

/// A sum of money with its currency, for sentences.
pub fn money_text(texts: Translator, money: Money, currency: &str) -> String {
    amount_text(texts, &money.cents_text(), currency)
}

/// The value of a line and the resulting loss, in one sentence.
pub fn worth(texts: Translator, line: &LossLine) -> String {
    match (line.status, line.loss) {
        (Status::Priced, Some(loss)) => priced(texts, line, loss),
        _ => unpriced(texts, line),
    }
}

fn priced(texts: Translator, line: &LossLine, loss: Money) -> String {
    let currency = line.currency.as_str();
    let side = |wanted: fn(Money) -> bool| {
        let parts = line.parts.iter().map(|part| part.amount);
        parts.filter(|amount| wanted(*amount)).sum::<Money>()
    };
    let gone = side(|amount| amount > Money::ZERO);
    let came = side(|amount| amount < Money::ZERO);
    let money_of = |money: Money| money_text(texts, money.abs(), currency);
    let args = [
        ("gone", money_of(gone).into()),
        ("came", money_of(came).into()),
        ("result", money_of(loss).into()),
    ];
    let key = match (gone.is_zero(), came.is_zero()) {
        (true, true) => "claim-worth-nothing",
        (false, true) => "claim-worth-gone",
        (true, false) => "claim-worth-came",
        (false, false) if loss < Money::ZERO => "claim-worth-gain",
        (false, false) => "claim-worth-loss",
    };
    let sentence = texts.with(key, &args);
    if line.unpriced.is_empty() {
        return sentence;
    }
    let fees = missing_amounts(texts, line);
    format!(
        "{sentence} {}",
        texts.with("claim-worth-fee-left-out", &[("assets", fees.into())])
    )
}

fn missing_amounts(texts: Translator, line: &LossLine) -> String {
    let amounts: Vec<String> = line
        .unpriced
        .iter()
        .map(|missing| amount_text(texts, &missing.units.abs().to_string(), &missing.asset))
        .collect();
    amounts.join(", ")
}

fn unpriced(texts: Translator, line: &LossLine) -> String {
    let why = line
        .unpriced
        .iter()
        .map(|missing| missing.missing)
        .find(|missing| *missing != Missing::Group)
        .unwrap_or(Missing::NoPrice);
    let key = match why {
        Missing::Unsettled => "claim-worth-unsettled",
        Missing::Manipulated => "claim-worth-manipulated",
        Missing::ManipulatedOpen => "claim-worth-manipulated-open",
        Missing::NoBridge | Missing::NoRate => "claim-worth-no-leg",
        Missing::TooLarge => "claim-worth-too-large",
        Missing::NoPrice | Missing::OtherSource | Missing::Group => "claim-worth-unpriced",
    };
    let sentence = texts.with(key, &[("assets", missing_amounts(texts, line).into())]);
    match line.at_most {
        Some(at_most) => format!(
            "{sentence} {}",
            texts.with(
                "claim-worth-at-most",
                &[("most", money_text(texts, at_most, &line.currency).into())],
            )
        ),
        None => sentence,
    }
}

/// A price with its legs (`15855.880*0.998989`) for reading: `15,855.88 × 0.998989`.
pub fn price_figure(texts: Translator, text: &str) -> String {
    let number = |plain: &str| texts.number(figures::trimmed(plain));
    text.split_inclusive(['*', '/'])
        .map(|piece| match piece.strip_suffix(['*', '/']) {
            Some(plain) if piece.ends_with('*') => format!("{} × ", number(plain)),
            Some(plain) => format!("{} ÷ ", number(plain)),
            None => number(piece),
        })
        .collect()
}

/// The name of an exchange as people write it.
pub fn exchange_name(texts: Translator, exchange: &str) -> String {
    match (Exchange::of_id(exchange), exchange) {
        (Some(known), _) => known.name.to_owned(),
        (None, OTHER_EXCHANGE) => texts.t("claim-exchange-other"),
        (None, other) => other.to_owned(),
    }
}

/// An exchange and, where it has one, the name of the account there.
pub fn account_name(texts: Translator, exchange: &str, account: &str) -> String {
    let exchange = exchange_name(texts, exchange);
    if account.is_empty() {
        exchange
    } else {
        format!("{exchange}, {account}")
    }
}

/// `1 BTC = 16,968.61 USD (…)`: where a price comes from.
pub fn price(texts: Translator, price: &Price, currency: &str) -> String {
    let figure = price_figure(texts, &price.text);
    let asset = price.asset.as_str();
    let at = price
        .legs
        .first()
        .map_or_else(|| price.asked_at.to_string(), |leg| leg.at.to_string());
    let args = [
        ("asset", asset.into()),
        ("figure", figure.into()),
        ("currency", currency.into()),
        ("at", readable(&at).into()),
        ("ids", price.ids.as_str().into()),
    ];
    match price.manipulated_from {
        Some(from) => {
            let from = readable(&from.to_string());
            let sentence = texts.with("claim-price", &args);
            let before = texts.with("claim-price-manipulated", &[("from", from.into())]);
            format!("{sentence} {before}")
        }
        None if price.ids.is_empty() => texts.with("claim-price-fixed", &args),
        None => texts.with("claim-price", &args),
    }
}

/// `2022-10-18T21:00:07Z` as `2022-10-18 21:00:07 UTC`.
pub fn readable(rfc3339: &str) -> String {
    rfc3339.replacen('T', " ", 1).replace('Z', " UTC")
}
