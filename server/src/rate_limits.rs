//! How often something may be tried: counted per key, in memory (a restart
//! forgives).
//!
//! # Guesses of a password
//!
//! Every guess is counted before the password is checked, in the same step that
//! asks whether it is allowed, so that parallel guesses pass no limit. A guess
//! that was right gives its count back.
//!
//! - **Account and address together** are what is refused
//!   (`sign_ins_per_account`). Whoever guesses from elsewhere therefore never
//!   keeps the owner out: the owner has another address.
//! - **The address alone** is refused past `sign_ins_per_address`, so that one
//!   machine cannot go through many accounts.
//! - **The account over all addresses** is never refused. A stranger could trip
//!   such a lock. Past `sign_ins_per_account` guesses from unknown addresses each
//!   further one waits a second longer, up to `sign_in_wait_seconds_max`.
//! - **Everybody together** is never refused either: past `sign_ins_in_all` each
//!   guess from an unknown address waits `sign_in_wait_seconds_max`. How many wait
//!   for a hash is bounded where they queue (`passwords.rs`).
//!
//! An address from which the account's owner signed in within the last
//! `known_address_days` is known: the last two rules leave it alone, so that a
//! flood from a thousand machines does not slow the owner at home.
//! Where the guess comes from a session (the password is asked for once more),
//! the session stands for the address and is known as well.
//!
//! # Memory
//!
//! Keys are hashes: a mail address of a megabyte takes 32 bytes. Each table holds
//! at most `tries_remembered_max` keys. When it is full, the key that is nearest
//! to being forgotten anyway goes. To push out a key that is slowed down, an
//! attacker has to bring as many keys that are each slowed down longer.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::config::Limits;

/// It is too much; when to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {seconds} seconds")]
pub struct TooMany {
    /// Seconds until the next try is taken, at least one.
    pub seconds: u32,
}

/// Somebody gives a password for an account.
#[derive(Clone, Copy, Debug)]
pub struct Guess<'a> {
    /// The mail address as given, whether anybody has it or not.
    pub account: &'a str,
    /// Where the password comes from.
    pub origin: Origin<'a>,
}

/// Where a password comes from.
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

    /// Counts the look at a link from an address, or its use.
    ///
    /// # Errors
    /// When there were too many.
    pub fn link(&self, address: &str, now_us: i64) -> Result<(), TooMany> {
        self.by_address.take(&key(&[address]), now_us)
    }

    /// Counts a guess, before its password is checked. Says how long to wait
    /// before checking it.
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

    /// The guess was right: it does not count, and its address is known from now on.
    pub fn guessed_right(&self, guess: &Guess<'_>, now_us: i64) {
        let pair = guess.key();
        self.by_account_and_origin.forget(&pair);
        if matches!(guess.origin, Origin::Address(_)) {
            held(&self.known).set(pair, now_us);
        }
    }

    /// The guess was counted, but nobody checked it: it does not count.
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

/// The one key of counters that ask nobody who they are.
const EVERYBODY: Key = [0; 32];

/// The hash of a few texts, each under its length so that none runs into the next.
fn key(parts: &[&str]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// So many tries at once for each key, forgotten one by one, evenly over a time.
/// The table keeps, for each key, when all its tries will be forgotten.
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

    /// Counts one try where there is room for it.
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

    /// Counts one try whether there is room or not. Says how many are too many, at
    /// most `excess_max`: what is beyond is not counted, so that the excess is
    /// forgotten soon after the tries end.
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

/// A time for each of so many keys; when there are more, the earliest goes.
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

/// The lock; a panic elsewhere leaves the counts as they were.
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
    fn of_parallel_guesses_no_more_pass_than_the_limit() {
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
        // Known for a day; by then the wait is over too, unless guesses go on.
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
    fn what_was_right_or_not_checked_does_not_count() {
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
    fn takes_as_many_exports_as_set_and_not_one_more() {
        let limits = RateLimits::new(&Limits::but(|limits| {
            limits.exports.per_hour = 3;
        }));
        for _ in 0..3 {
            assert!(limits.export("p", 0).is_ok());
        }
        assert!(limits.export("p", 0).is_err());
    }
}
