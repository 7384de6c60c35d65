//! Valuations, reviews, prices and totals.

mod lines;
mod sums;
mod totals;
mod valuations;

use casework::counting::{Column, Dimension, LineFilter, LineState, Scope, ValuedLine};
use casework::{ClaimState, ReviewState, Role, Step, Support};
use ledger::losses::LossLine;
use ledger::{Amount, Moment, Money};
use store::{
    Actor, Claim, Incident, NewCredit, NewEvent, NewReview, NewValuedCredit, StoreError, Window,
};

use crate::claims::declaration;
use crate::entries::{import, trade};
use crate::evidence::add;
use crate::ground::{Ground, NOON};
use crate::valuing::{OwnLine, line, new_line, review, save, sums_of, valuation};

/// A submitted claim.
async fn submitted(ground: &Ground, incident: &Incident, name: &str, reference: &str) -> Claim {
    let by = ground.member(incident, name, Role::Claimant).await;
    let claim = ground.claim(incident, &by, reference).await;
    let (d, e) = (ground.id(), ground.id());
    let event = NewEvent { id: &e, words: "" };
    ground
        .store
        .submit_claim(&by, &claim, claim.version, &declaration(&d), &event)
        .await
        .unwrap()
}

async fn accept(ground: &Ground, by: &Actor, claim: &Claim) {
    for step in [Step::StartReview, Step::Accept] {
        let id = ground.id();
        let event = NewEvent { id: &id, words: "" };
        ground
            .store
            .move_claim(by, claim, None, step, &event)
            .await
            .unwrap();
    }
}

type StatedLine = (&'static str, &'static str, i64, Support, LossLine);

fn stated_lines() -> Vec<StatedLine> {
    use Support::{Claimed, Documented};
    vec![
        (
            "k1",
            "ftx",
            0,
            Documented,
            line(&[("BTC", 40), ("USDT", -10)]),
        ),
        ("k2", "ftx", 1, Documented, line(&[("BTC", -7)])),
        ("k3", "binance", 1, Claimed, line(&[("ETH", 5)])),
        ("k4", "kucoin", 1, Documented, line(&[])),
        ("k5", "binance", 0, Documented, line(&[("USDT", 1000)])),
    ]
}

fn new_lines(stated_lines: &[StatedLine]) -> Vec<OwnLine> {
    let lines = stated_lines.iter();
    let line = |(key, exchange, day, support, loss): &StatedLine| {
        new_line(key, exchange, *day, *support, loss)
    };
    lines.map(line).collect()
}
