//! The claims: exchange, size, state, and the peculiarity that each shows. They are in one
//! list, so that readers can find "the claim with the damaged export".

use casework::{ClaimState, Recipient};

use crate::kucoin::{Columns, Offset};
use crate::market::{Asset, GRUO, HOUR, NULO, QORB, TAMB, WEFT, day};
use crate::people::{CLAIMANT, FIRST_COORDINATOR};
use crate::random::Random;

/// How many claims there are.
pub const CLAIMS: usize = 60;

/// Over 5,000 DMG fills and $1.6M of BTC, ETH and FTT gone.
pub const THOUSANDS_OF_FILLS: usize = 0;
/// About 104 BTC gone.
pub const HUNDRED_BITCOIN: usize = 1;
/// The claim of the first coordinator.
pub const COORDINATORS_OWN: usize = 2;
/// The claim of the claimant who gets a password.
pub const SIGNS_IN: usize = 3;
/// A claim of only typed-in entries and two screenshots.
pub const TYPED_ONLY: usize = 4;
/// Two exports of one account that overlap: with trade ids, and without.
pub const OVERLAPPING: [usize; 2] = [8, 9];
/// One file uploaded twice under two names.
pub const SAME_FILE_TWICE: usize = 10;
/// A ZIP with the parts of one download.
pub const ARCHIVE: usize = 11;
/// A claim of which part of the money left through a token without any price.
pub const UNPRICED: usize = 12;
/// A claim with one of the claimant's own trades inside the contested period.
pub const LEFT_OUT: usize = 14;
/// Contested row by row.
pub const ROW_BY_ROW: usize = 15;
/// A perpetual closed by the intruder.
pub const PERPETUAL: usize = 21;
/// A claim on Coinbase Pro.
pub const COINBASE_PRO: usize = 26;
/// A claim on OKX.
pub const OKX: usize = 31;
/// A claim on Bybit.
pub const BYBIT: usize = 37;
/// Claims that FTX credited, and which percentage of the loss.
pub const CREDITED: [(usize, u64); 4] = [(0, 30), (5, 25), (16, 40), (19, 35)];
/// Claims with a note, which is not an export.
pub const WITH_NOTE: [usize; 2] = [6, 19];
/// Claims with a screenshot beside the export.
pub const WITH_SCREENSHOT: [usize; 2] = [3, 23];
/// Claims whose export has unreadable rows.
pub const DAMAGED: [usize; 3] = [5, 6, 7];

/// One account with an exchange.
#[derive(Clone, Copy, Debug)]
pub enum Account {
    /// The web page's file; its times are those of a zone.
    FtxWeb(&'static str),
    /// The API-style file.
    FtxApi,
    /// Trade history, with or without the statement of the same trades.
    Binance(Attacked, bool),
    /// Filled orders.
    Kucoin(Attacked, Columns, Offset),
    /// The report of fills.
    CoinbasePro(Attacked),
    /// Trade history; its times are those of a zone.
    Okx(Attacked),
    /// Spot trade history.
    Bybit(Attacked),
}

/// The token of an attack, and the beginning.
#[derive(Clone, Copy, Debug)]
pub struct Attacked {
    /// The token.
    pub token: &'static Asset,
    /// When the first attacks through it begin.
    pub from: i64,
}

/// The plan of one claim.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its number.
    pub number: usize,
    /// Index of its person.
    pub person: usize,
    /// The intended loss, in whole US dollars.
    pub usd: u64,
    /// Accounts, main one first.
    pub accounts: Vec<Account>,
    /// Its final state.
    pub state: ClaimState,
    /// Who may receive it.
    pub consents: Vec<Recipient>,
}

/// All claims.
pub fn plans(seed: u64) -> Vec<Plan> {
    let sizes = sizes(seed);
    let states = states(seed, &sizes);
    (0..CLAIMS)
        .map(|number| Plan {
            number,
            person: person(number),
            usd: sizes[number],
            accounts: accounts(number),
            state: states[number],
            consents: consents(number, states[number]),
        })
        .collect()
}

fn person(number: usize) -> usize {
    match number {
        COORDINATORS_OWN => FIRST_COORDINATOR,
        SIGNS_IN => CLAIMANT,
        THOUSANDS_OF_FILLS | HUNDRED_BITCOIN => CLAIMANT + 1 + number,
        _ => CLAIMANT - 1 + number,
    }
}

/// From $20,000 up, each about 8 % above the one before, in random order.
fn sizes(seed: u64) -> Vec<u64> {
    let fixed = [
        (THOUSANDS_OF_FILLS, 1_612_000),
        (HUNDRED_BITCOIN, 2_030_000),
        (COORDINATORS_OWN, 187_000),
        (SIGNS_IN, 96_000),
        (TYPED_ONLY, 38_000),
        (ROW_BY_ROW, 23_000),
    ];
    let mut ladder: Vec<u64> = Vec::new();
    let mut size = 21_500;
    while ladder.len() < CLAIMS - fixed.len() {
        ladder.push(size);
        size = size * 1_084 / 1_000;
    }
    shuffle(&mut ladder, &mut Random::new(seed, "sizes"));
    (0..CLAIMS)
        .map(|number| {
            let set = fixed.iter().find(|(n, _)| *n == number);
            set.map_or_else(|| ladder.pop().unwrap_or(size), |(_, usd)| *usd)
        })
        .collect()
}

/// Small claims get the states that no total counts.
fn states(seed: u64, sizes: &[u64]) -> Vec<ClaimState> {
    use ClaimState::{Accepted, Declined, Draft, InReview, Returned, Submitted, Withdrawn};
    let mut states = vec![Accepted; CLAIMS];
    states[SIGNS_IN] = Returned;
    states[TYPED_ONLY] = Submitted;
    let special = WITH_NOTE
        .into_iter()
        .chain(DAMAGED)
        .chain(OVERLAPPING)
        .chain([
            SAME_FILE_TWICE,
            ARCHIVE,
            UNPRICED,
            LEFT_OUT,
            ROW_BY_ROW,
            PERPETUAL,
        ])
        .max()
        .unwrap_or(0);
    let mut plain: Vec<usize> = (special + 1..CLAIMS).collect();
    plain.sort_by_key(|number| sizes[*number]);
    let (small, rest) = plain.split_at(7);
    let ends = [
        Draft, Draft, Withdrawn, Declined, Draft, Declined, Withdrawn,
    ];
    for (number, state) in small.iter().zip(ends) {
        states[*number] = state;
    }
    let mut rest = rest.to_vec();
    shuffle(&mut rest, &mut Random::new(seed, "states"));
    let open = [Submitted; 6].into_iter().chain([InReview; 5]);
    for (number, state) in rest.iter().zip(open.chain([Returned; 2])) {
        states[*number] = state;
    }
    states
}

fn consents(number: usize, state: ClaimState) -> Vec<Recipient> {
    if state == ClaimState::Draft {
        return Vec::new();
    }
    let mut consents = vec![Recipient::Group];
    // One in a dozen shares the claim only within the group.
    if number % 12 != 10 {
        consents.push(Recipient::LawEnforcement);
    }
    if number.is_multiple_of(3) {
        consents.push(Recipient::Lawyers);
    }
    if number % 16 == 1 {
        consents.push(Recipient::Press);
    }
    consents
}

const ZONES: [&str; 7] = [
    "America/New_York",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Europe/Paris",
    "Asia/Singapore",
    "Australia/Sydney",
    "Europe/London",
];

fn accounts(number: usize) -> Vec<Account> {
    let web = Account::FtxWeb(ZONES[number % ZONES.len()]);
    let ftx = if number % 12 == 4 {
        Account::FtxApi
    } else {
        web
    };
    let statement = number == COORDINATORS_OWN || number.is_multiple_of(8);
    let binance = Account::Binance(attacked_at(number), statement);
    let columns = [Columns::Tax, Columns::Early, Columns::AccountMode][number % 3];
    let offset = Offset([60, 480, 0, -300, 120][number % 5]);
    let kucoin = Account::Kucoin(on_kucoin(number), columns, offset);
    match number {
        TYPED_ONLY => Vec::new(),
        THOUSANDS_OF_FILLS | HUNDRED_BITCOIN => vec![web],
        COORDINATORS_OWN => vec![binance],
        SIGNS_IN => vec![web, kucoin],
        ARCHIVE | ROW_BY_ROW => vec![binance],
        COINBASE_PRO => vec![Account::CoinbasePro(attacked_at(number))],
        OKX => vec![Account::Okx(attacked_at(number))],
        BYBIT => vec![Account::Bybit(attacked_at(number))],
        27 | 47 => vec![ftx, binance],
        _ => match (number - 5) % 11 {
            0 | 3 | 5 | 9 => vec![ftx],
            2 | 7 => vec![kucoin],
            _ => vec![binance],
        },
    }
}

/// The attack on every exchange but FTX and KuCoin.
fn attacked_at(number: usize) -> Attacked {
    let (token, from) = match number % 3 {
        0 => (&QORB, day(11, 10) + 11 * HOUR),
        1 => (&NULO, day(11, 14) + 22 * HOUR),
        _ => (&TAMB, day(11, 22) + 2 * HOUR),
    };
    Attacked { token, from }
}

fn on_kucoin(number: usize) -> Attacked {
    let (token, from) = if number.is_multiple_of(2) {
        (&WEFT, day(11, 12) + 4 * HOUR)
    } else {
        (&GRUO, day(11, 24) + 19 * HOUR)
    };
    Attacked { token, from }
}

fn shuffle<T>(list: &mut [T], random: &mut Random) {
    for n in (1..list.len()).rev() {
        list.swap(n, random.between(0, n as i64) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_state_occurs_and_nobody_has_two_claims() {
        let plans = plans(1);
        for state in ClaimState::ALL {
            assert!(plans.iter().any(|plan| plan.state == state), "{state}");
        }
        let people: HashSet<usize> = plans.iter().map(|plan| plan.person).collect();
        assert_eq!(people.len(), CLAIMS);
    }

    #[test]
    fn sizes_run_from_twenty_thousand_to_two_million_and_pass_twenty_in_all() {
        let plans = plans(1);
        assert!(plans.iter().all(|p| (20_000..2_100_000).contains(&p.usd)));
        let counted = plans.iter().filter(|plan| plan.state.counts());
        assert!(counted.map(|plan| plan.usd).sum::<u64>() > 21_000_000);
    }

    #[test]
    fn oddities_land_on_the_exchange_they_belong_to() {
        let is_ftx = |n: usize| matches!(accounts(n)[0], Account::FtxWeb(_) | Account::FtxApi);
        assert!(is_ftx(OVERLAPPING[0]) && is_ftx(PERPETUAL) && is_ftx(LEFT_OUT));
        assert!(CREDITED.iter().all(|(number, _)| is_ftx(*number)));
        assert!(matches!(accounts(OVERLAPPING[1])[0], Account::Binance(..)));
        assert!(matches!(accounts(UNPRICED)[0], Account::Kucoin(..)));
    }

    #[test]
    fn every_exchange_has_a_claim_that_counts() {
        let plans = plans(crate::SEED);
        let counting = plans.iter().filter(|plan| plan.state.counts());
        let accounts = || counting.clone().flat_map(|plan| &plan.accounts);
        assert!(accounts().any(|account| matches!(account, Account::CoinbasePro(_))));
        assert!(accounts().any(|account| matches!(account, Account::Okx(_))));
        assert!(accounts().any(|account| matches!(account, Account::Bybit(_))));
    }
}
