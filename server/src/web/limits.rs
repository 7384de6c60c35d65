//! How often something may be tried: counted per key in a sliding window, in
//! memory (a restart forgives).

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Mutex;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::Limits;

/// Why it is too much, with the minutes to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {minutes} minutes")]
pub struct TooMany {
    /// Minutes until the next try is taken, at least one.
    pub minutes: u32,
}

/// The counters of the web side.
pub struct RateLimits {
    sign_ins_by_address: DefaultKeyedRateLimiter<String>,
    sign_ins_in_all: DefaultKeyedRateLimiter<String>,
    uploads: DefaultKeyedRateLimiter<String>,
    uploads_in_all: DefaultKeyedRateLimiter<String>,
    exports: DefaultKeyedRateLimiter<String>,
    exports_in_all: DefaultKeyedRateLimiter<String>,
    failures: Failures,
}

impl RateLimits {
    /// Counters at zero.
    pub fn new(limits: &Limits) -> RateLimits {
        let window = u64::from(limits.sign_in_window_minutes.max(1)) * 60;
        let in_window = |count: u32| burst(count, window);
        RateLimits {
            sign_ins_by_address: RateLimiter::keyed(in_window(limits.sign_ins_per_address)),
            sign_ins_in_all: RateLimiter::keyed(in_window(limits.sign_ins_in_all)),
            uploads: RateLimiter::keyed(burst(limits.uploads_per_hour, 3600)),
            uploads_in_all: RateLimiter::keyed(burst(limits.uploads_per_hour_in_all, 3600)),
            exports: RateLimiter::keyed(burst(limits.exports_per_hour, 3600)),
            exports_in_all: RateLimiter::keyed(burst(limits.exports_per_hour_in_all, 3600)),
            failures: Failures {
                most: limits.sign_ins_per_account,
                window_us: i64::try_from(window).unwrap_or(i64::MAX / 1_000_000) * 1_000_000,
                remembered_max: limits.tries_remembered_max.max(1),
                since: Mutex::new(HashMap::new()),
            },
        }
    }

    /// Counts a sign-in (or the use of a link) from an address.
    ///
    /// # Errors
    /// When there were too many.
    pub fn sign_in(&self, address: &str) -> Result<(), TooMany> {
        check(&self.sign_ins_by_address, address)?;
        check(&self.sign_ins_in_all, EVERYBODY)
    }

    /// Counts an upload of a person.
    ///
    /// # Errors
    /// When there were too many.
    pub fn upload(&self, person: &str) -> Result<(), TooMany> {
        check(&self.uploads, person)?;
        check(&self.uploads_in_all, EVERYBODY)
    }

    /// Counts an export or download of a person.
    ///
    /// # Errors
    /// When there were too many.
    pub fn export(&self, person: &str) -> Result<(), TooMany> {
        check(&self.exports, person)?;
        check(&self.exports_in_all, EVERYBODY)
    }

    /// Whether an account may be tried now; failed tries are noted by
    /// [`RateLimits::failed`], and only they count.
    ///
    /// # Errors
    /// When too many tries failed within the time that they are counted over.
    pub fn account(&self, account: &str, now_us: i64) -> Result<(), TooMany> {
        self.failures.check(account, now_us)
    }

    /// Notes a failed sign-in of an account.
    pub fn failed(&self, account: &str, now_us: i64) {
        self.failures.note(account, now_us);
    }

    /// Forgets failures after a sign-in that worked.
    pub fn succeeded(&self, account: &str) {
        self.failures.forget(account);
    }
}

/// The one key of counters that ask nobody who they are.
const EVERYBODY: &str = "";

struct Failures {
    most: u32,
    window_us: i64,
    remembered_max: usize,
    since: Mutex<HashMap<String, Vec<i64>>>,
}

impl Failures {
    fn check(&self, account: &str, now_us: i64) -> Result<(), TooMany> {
        let mut since = self
            .since
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(times) = since.get_mut(account) else {
            return Ok(());
        };
        times.retain(|time| now_us - time < self.window_us);
        if times.len() < self.most as usize {
            return Ok(());
        }
        let first = times.first().copied().unwrap_or(now_us);
        let wait_us = self.window_us - (now_us - first);
        Err(TooMany {
            minutes: minutes(wait_us / 1_000_000),
        })
    }

    fn note(&self, account: &str, now_us: i64) {
        let mut since = self
            .since
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if since.len() >= self.remembered_max && !since.contains_key(account) {
            since.retain(|_, times| times.iter().any(|time| now_us - time < self.window_us));
        }
        if since.len() >= self.remembered_max && !since.contains_key(account) {
            let last = |times: &Vec<i64>| times.last().copied().unwrap_or(i64::MIN);
            let oldest = since.iter().min_by_key(|(_, times)| last(times));
            if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
                since.remove(&oldest);
            }
        }
        since.entry(account.to_owned()).or_default().push(now_us);
    }

    fn forget(&self, account: &str) {
        self.since
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .remove(account);
    }
}

/// So many at once, refilled evenly over the seconds.
fn burst(count: u32, seconds: u64) -> Quota {
    let count = NonZeroU32::new(count.max(1)).expect("at least one");
    let each = std::time::Duration::from_secs(seconds) / count.get();
    Quota::with_period(each.max(std::time::Duration::from_millis(1)))
        .expect("a period above zero")
        .allow_burst(count)
}

/// Keys after which those of long ago are forgotten: what is recent stays counted.
const KEYS_SWEPT_AT: usize = 100_000;

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), TooMany> {
    if limiter.len() > KEYS_SWEPT_AT {
        limiter.retain_recent();
    }
    limiter.check_key(&key.to_owned()).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        TooMany {
            minutes: minutes(i64::try_from(wait.as_secs()).unwrap_or(i64::MAX)),
        }
    })
}

fn minutes(seconds: i64) -> u32 {
    u32::try_from(seconds.max(0) / 60 + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_closed_after_its_last_failed_try_and_opens_again() {
        let limits = RateLimits::new(&Limits {
            sign_ins_per_account: 2,
            ..Limits::default()
        });
        limits.failed("a", 0);
        assert!(limits.account("a", 1).is_ok());
        limits.failed("a", 1);
        assert_eq!(limits.account("a", 2), Err(TooMany { minutes: 15 }));
        assert!(limits.account("b", 2).is_ok());
        assert!(limits.account("a", 15 * 60 * 1_000_000 + 2).is_ok());
    }

    #[test]
    fn the_window_and_the_accounts_remembered_are_settings() {
        let limits = RateLimits::new(&Limits {
            sign_ins_per_account: 1,
            sign_in_window_minutes: 2,
            tries_remembered_max: 2,
            ..Limits::default()
        });
        limits.failed("a", 0);
        limits.failed("b", 1);
        assert!(
            limits.account("a", 119_999_999).is_err(),
            "within the window"
        );
        assert!(limits.account("a", 120_000_000).is_ok(), "past it");
        // At the limit both are known; one more forgets the oldest and no other.
        limits.failed("a", 2);
        assert!(limits.account("a", 3).is_err() && limits.account("b", 3).is_err());
        limits.failed("c", 3);
        assert!(limits.account("b", 4).is_ok());
        assert!(limits.account("a", 4).is_err() && limits.account("c", 4).is_err());
    }

    #[test]
    fn many_people_together_are_held_back_too() {
        let limits = RateLimits::new(&Limits {
            sign_ins_in_all: 2,
            uploads_per_hour_in_all: 2,
            exports_per_hour_in_all: 2,
            ..Limits::default()
        });
        for take in [RateLimits::sign_in, RateLimits::upload, RateLimits::export] {
            assert!(take(&limits, "a").is_ok());
            assert!(take(&limits, "b").is_ok(), "at the limit");
            assert!(take(&limits, "c").is_err(), "one past it");
        }
    }

    #[test]
    fn takes_as_many_exports_as_set_and_not_one_more() {
        let limits = RateLimits::new(&Limits {
            exports_per_hour: 3,
            ..Limits::default()
        });
        for _ in 0..3 {
            assert!(limits.export("p").is_ok());
        }
        assert!(limits.export("p").is_err());
    }
}
