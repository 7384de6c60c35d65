//! Limits how often something may be tried. Tries are counted by key, in memory; a restart
//! resets the counts.
//!
//! # Guesses of a password
//!
//! Every guess is counted before the password is checked, in the same step that decides
//! whether it is allowed, so that parallel guesses cannot exceed a limit. A right guess is
//! not counted in the end. The limits are in `[limits.sign_in]`.
//!
//! - **Account and address together** are refused beyond `per_account`. Guesses from
//!   elsewhere therefore never lock the owner out, who has another address.
//! - **The address alone** is refused beyond `per_address`, so that one machine cannot try
//!   many accounts.
//! - **The account over all addresses** is never refused, because a stranger could cause
//!   such a lock. Beyond `per_account` guesses from unknown addresses, each further guess
//!   waits a second longer, up to `wait_seconds_max`.
//! - **Everybody together** is never refused either. Beyond `in_all`, each guess from an
//!   unknown address waits `wait_seconds_max`. The queue of hashes has its own bound
//!   (`passwords.rs`).
//!
//! An address is known if the account's owner signed in from it within the last
//! `known_address_days`. The last two rules do not apply to it, so that a flood from a
//! thousand machines does not slow the owner at home. Where a session asks for the password
//! again, the session takes the place of the address and is known as well.
//!
//! # Memory
//!
//! Keys are hashes: a mail address of a megabyte takes 32 bytes. Each table holds at most
//! `tries_remembered_max` keys. When it is full, the key that would expire first is dropped.
//! To displace a key that is slowed down, an attacker needs as many keys that are each
//! slowed down for longer.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::config::Limits;

/// There were too many tries, with the time to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {seconds} seconds")]
pub struct TooMany {
    /// Seconds until the next try is allowed, at least one.
    pub seconds: u32,
}

/// A password given for an account.
#[derive(Clone, Copy, Debug)]
pub struct Guess<'a> {
    /// The mail address as given, whether the account exists or not.
    pub account: &'a str,
    /// The origin of the password.
    pub origin: Origin<'a>,
}

/// The origin of a password.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// A client without a session of the account.
    Address(&'a str),
    /// A session of the account, by its key.
    Session(&'a str),
}

/// The counters of the web side.
pub struct RateLimits {
    by_address: Counter,
    by_account_and_origin: Counter,
    by_account: Counter,
    in_all: Counter,
    uploads: Counter,
    uploads_in_all: Counter,
    exports: Counter,
    exports_in_all: Counter,
    known: Mutex<Table>,
    known_us: i64,
    wait_seconds_max: u32,
}

impl RateLimits {
    /// Counters at zero.
    pub fn new(limits: &Limits) -> RateLimits {
        let keys_max = limits.sign_in.tries_remembered_max;
        let window_us = i64::from(limits.sign_in.window_minutes.max(1)) * 60_000_000;
        let in_window = |tries: u32| Counter::new(tries, window_us, keys_max);
        let in_an_hour = |times: u32| Counter::new(times, 3_600_000_000, keys_max);
        RateLimits {
            by_address: in_window(limits.sign_in.per_address),
            by_account_and_origin: in_window(limits.sign_in.per_account),
            by_account: in_window(limits.sign_in.per_account),
            in_all: in_window(limits.sign_in.in_all),
            uploads: in_an_hour(limits.uploads.per_hour),
            uploads_in_all: in_an_hour(limits.uploads.per_hour_in_all),
            exports: in_an_hour(limits.exports.per_hour),
            exports_in_all: in_an_hour(limits.exports.per_hour_in_all),
            known: Mutex::new(Table::new(keys_max)),
            known_us: i64::from(limits.sign_in.known_address_days) * 86_400_000_000,
            wait_seconds_max: limits.sign_in.wait_seconds_max,
        }
    }

    /// Counts a visit of a link from an address, or its use.
    ///
    /// # Errors
    /// When there were too many.
    pub fn link(&self, address: &str, now_us: i64) -> Result<(), TooMany> {
        self.by_address.take(&key(&[address]), now_us)
    }

    /// Counts a guess before its password is checked. Returns how long to wait before the
    /// check.
    ///
    /// # Errors
    /// When there were too many.
    pub fn guess(&self, guess: &Guess<'_>, now_us: i64) -> Result<Duration, TooMany> {
        let pair = guess.key();
        let address = match guess.origin {
            Origin::Session(_) => {
                self.by_account_and_origin.take(&pair, now_us)?;
                return Ok(Duration::ZERO);
            }
            Origin::Address(address) => address,
        };
        self.by_address.take(&key(&[address]), now_us)?;
        self.by_account_and_origin.take(&pair, now_us)?;
        if self.is_known(&pair, now_us) {
            return Ok(Duration::ZERO);
        }
        let is_flood = self.in_all.take(&EVERYBODY, now_us).is_err();
        let account = key(&[guess.account]);
        let excess = self.by_account.add(&account, now_us, self.wait_seconds_max);
        let wait = match is_flood {
            true => self.wait_seconds_max,
            false => excess,
        };
        Ok(Duration::from_secs(wait.into()))
    }

    /// The guess was right: it is not counted, and its address is known from now on.
    pub fn guessed_right(&self, guess: &Guess<'_>, now_us: i64) {
        let pair = guess.key();
        self.by_account_and_origin.forget(&pair);
        if matches!(guess.origin, Origin::Address(_)) {
            held(&self.known).set(pair, now_us);
        }
    }

    /// The guess was counted but never checked, so that it is not counted any more.
    pub fn not_checked(&self, guess: &Guess<'_>, now_us: i64) {
        self.by_account_and_origin.give_back(&guess.key(), now_us);
    }

    fn is_known(&self, pair: &Key, now_us: i64) -> bool {
        let since = held(&self.known).get(pair);
        since.is_some_and(|since| now_us - since < self.known_us)
    }

    /// Counts an upload of a person.
    ///
    /// # Errors
    /// When there were too many.
    pub fn upload(&self, person: &str, now_us: i64) -> Result<(), TooMany> {
        self.uploads.take(&key(&[person]), now_us)?;
        self.uploads_in_all.take(&EVERYBODY, now_us)
    }

    /// Counts an export or download of a person.
    ///
    /// # Errors
    /// When there were too many.
    pub fn export(&self, person: &str, now_us: i64) -> Result<(), TooMany> {
        self.exports.take(&key(&[person]), now_us)?;
        self.exports_in_all.take(&EVERYBODY, now_us)
    }
}

impl Guess<'_> {
    fn key(&self) -> Key {
        match self.origin {
            Origin::Address(address) => key(&["address", self.account, address]),
            Origin::Session(session) => key(&["session", self.account, session]),
        }
    }
}

/// What is counted, as a hash.
type Key = [u8; 32];

/// The only key of counters that count everybody together.
const EVERYBODY: Key = [0; 32];

/// The hash of a few texts. The length of each is hashed too, so that their boundaries
/// matter.
fn key(parts: &[&str]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// A counter that allows a number of tries for each key. Tries expire one by one, evenly
/// over a period. For each key, the table holds the time at which all its tries will have
/// expired.
struct Counter {
    tries: i64,
    each_us: i64,
    table: Mutex<Table>,
}

impl Counter {
    fn new(tries: u32, over_us: i64, keys_max: usize) -> Counter {
        let tries = i64::from(tries.max(1));
        Counter {
            tries,
            each_us: (over_us / tries).max(1),
            table: Mutex::new(Table::new(keys_max)),
        }
    }

    /// Counts one try if there is room for it.
    fn take(&self, key: &Key, now_us: i64) -> Result<(), TooMany> {
        let mut table = held(&self.table);
        let forgotten = table.get(key).unwrap_or(now_us).max(now_us);
        let wait_us = forgotten - now_us - self.each_us * (self.tries - 1);
        if wait_us > 0 {
            let seconds = u32::try_from(wait_us / 1_000_000 + 1).unwrap_or(u32::MAX);
            return Err(TooMany { seconds });
        }
        table.set(*key, forgotten + self.each_us);
        Ok(())
    }

    /// Counts one try whether there is room or not. Returns how many are too many, at most
    /// `excess_max`. Tries beyond that are not counted, so that the excess expires soon
    /// after the tries end.
    fn add(&self, key: &Key, now_us: i64, excess_max: u32) -> u32 {
        let mut table = held(&self.table);
        let forgotten = table.get(key).unwrap_or(now_us).max(now_us);
        let latest = now_us + self.each_us * (self.tries + i64::from(excess_max));
        let forgotten = (forgotten + self.each_us).min(latest);
        table.set(*key, forgotten);
        let count = (forgotten - now_us).div_euclid(self.each_us);
        u32::try_from((count - self.tries).max(0)).unwrap_or(excess_max)
    }

    fn give_back(&self, key: &Key, now_us: i64) {
        let mut table = held(&self.table);
        match table.get(key).map(|forgotten| forgotten - self.each_us) {
            Some(forgotten) if forgotten > now_us => table.set(*key, forgotten),
            _ => table.remove(key),
        }
    }

    fn forget(&self, key: &Key) {
        held(&self.table).remove(key);
    }
}

/// A time for each key. When there are too many keys, the one with the earliest time is
/// dropped.
struct Table {
    keys_max: usize,
    times: HashMap<Key, i64>,
    in_order: BTreeSet<(i64, Key)>,
}

impl Table {
    fn new(keys_max: usize) -> Table {
        Table {
            keys_max: keys_max.max(1),
            times: HashMap::new(),
            in_order: BTreeSet::new(),
        }
    }

    fn get(&self, key: &Key) -> Option<i64> {
        self.times.get(key).copied()
    }

    fn set(&mut self, key: Key, time: i64) {
        self.remove(&key);
        self.times.insert(key, time);
        self.in_order.insert((time, key));
        while self.times.len() > self.keys_max
            && let Some((_, earliest)) = self.in_order.pop_first()
        {
            self.times.remove(&earliest);
        }
    }

    fn remove(&mut self, key: &Key) {
        if let Some(time) = self.times.remove(key) {
            self.in_order.remove(&(time, *key));
        }
    }
}

/// The lock; a panic elsewhere does not change the counts.
fn held(table: &Mutex<Table>) -> MutexGuard<'_, Table> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND_US: i64 = 1_000_000;

    fn from<'a>(account: &'a str, address: &'a str) -> Guess<'a> {
        let origin = Origin::Address(address);
        Guess { account, origin }
    }

    #[test]
    fn parallel_guesses_pass_only_up_to_the_limit() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.sign_in.per_address = 1000;
        }));
        let passed = std::sync::atomic::AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..120 {
                scope.spawn(|| {
                    if limits.guess(&from("a", "x"), 0).is_ok() {
                        passed.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(passed.into_inner(), 10);
    }

    #[test]
    fn account_and_address_are_slowed_together_and_the_time_is_a_setting() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.sign_in.per_account = 2;
            limits.sign_in.window_minutes = 4;
        }));
        assert!(limits.guess(&from("a", "x"), 0).is_ok());
        assert!(limits.guess(&from("a", "x"), 0).is_ok());
        let refused = limits.guess(&from("a", "x"), 0);
        assert_eq!(refused, Err(TooMany { seconds: 121 }));
        assert!(limits.guess(&from("a", "y"), 0).is_ok(), "the owner");
        assert!(limits.guess(&from("b", "x"), 0).is_ok());
        assert!(limits.guess(&from("a", "x"), 119 * SECOND_US).is_err());
        assert!(limits.guess(&from("a", "x"), 120 * SECOND_US).is_ok());
    }

    #[test]
    fn many_addresses_make_an_account_wait_longer_but_never_refuse_it() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.sign_in.per_account = 2;
            limits.sign_in.wait_seconds_max = 3;
            limits.sign_in.known_address_days = 1;
        }));
        let home = from("a", "home");
        limits.guess(&home, 0).unwrap();
        limits.guessed_right(&home, 0);
        let waits: Vec<u64> = ["1", "2", "3", "4", "5", "6", "7", "8"]
            .iter()
            .map(|address| limits.guess(&from("a", address), 0).unwrap().as_secs())
            .collect();
        assert_eq!(waits, [0, 1, 2, 3, 3, 3, 3, 3]);
        let owner = limits.guess(&home, 1).unwrap();
        assert_eq!(owner, Duration::ZERO, "a known address does not wait");
        let origin = Origin::Session("s");
        let account = "a";
        let again = limits.guess(&Guess { account, origin }, 1).unwrap();
        assert_eq!(again, Duration::ZERO, "a session does not wait");
        // The address is known for a day. By then the wait is over too, unless guesses go
        // on.
        for address in ["9", "10", "11", "12"] {
            limits
                .guess(&from("a", address), 86_400 * SECOND_US)
                .unwrap();
        }
        let owner = limits.guess(&home, 86_400 * SECOND_US).unwrap();
        assert!(owner > Duration::ZERO, "no longer known");
    }

    #[test]
    fn a_flood_from_everywhere_leaves_known_addresses_alone() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.sign_in.in_all = 3;
        }));
        let home = from("a", "home");
        limits.guess(&home, 0).unwrap();
        limits.guessed_right(&home, 0);
        limits.guess(&from("b", "x"), 0).unwrap();
        limits.guess(&from("c", "y"), 0).unwrap();
        let (most, none) = (limits.wait_seconds_max, Duration::ZERO);
        let past = limits.guess(&from("d", "z"), 0).unwrap();
        assert_eq!(past, Duration::from_secs(most.into()), "one past it waits");
        assert_eq!(limits.guess(&home, 0).unwrap(), none);
    }

    #[test]
    fn right_or_unchecked_guess_is_not_counted() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.sign_in.per_account = 1;
        }));
        let guess = from("a", "x");
        for _ in 0..3 {
            limits.guess(&guess, 0).unwrap();
            limits.guessed_right(&guess, 0);
            limits.guess(&guess, 0).unwrap();
            limits.not_checked(&guess, 0);
        }
        limits.guess(&guess, 0).unwrap();
        assert!(limits.guess(&guess, 0).is_err());
    }

    #[test]
    fn memory_is_bounded_and_a_key_that_is_slowed_down_is_not_pushed_out() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.sign_in.tries_remembered_max = 3;
            limits.sign_in.per_account = 2;
            limits.sign_in.per_address = 100_000;
            limits.sign_in.in_all = 100_000;
        }));
        let slowed = from("a", "x");
        limits.guess(&slowed, 0).unwrap();
        limits.guess(&slowed, 0).unwrap();
        for nth in 0..1000 {
            let account = format!("{nth}").repeat(100_000 / 1000);
            limits.guess(&from(&account, "x"), 1).unwrap();
            assert!(limits.guess(&slowed, 1).is_err(), "still slowed");
        }
        for counter in [&limits.by_account_and_origin, &limits.by_account] {
            let table = held(&counter.table);
            assert_eq!((table.times.len(), table.in_order.len()), (3, 3));
        }
    }

    #[test]
    fn many_people_together_are_held_back_too() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.uploads.per_hour_in_all = 2;
            limits.exports.per_hour_in_all = 2;
        }));
        for take in [RateLimits::upload, RateLimits::export] {
            assert!(take(&limits, "a", 0).is_ok());
            assert!(take(&limits, "b", 0).is_ok(), "at the limit");
            assert!(take(&limits, "c", 0).is_err(), "one past it");
        }
    }

    #[test]
    fn exports_are_accepted_up_to_the_limit_and_not_beyond() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.exports.per_hour = 3;
        }));
        for _ in 0..3 {
            assert!(limits.export("p", 0).is_ok());
        }
        assert!(limits.export("p", 0).is_err());
    }
}
