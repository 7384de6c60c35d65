//! The clock and the source of randomness, as parameters.
//!
//! All code takes the time and random values from these, so that a test (and a report) can
//! fix both.

use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The current time, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's clock is read"
    )]
    pub fn system() -> Clock {
        Clock(Arc::new(|| {
            let since = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default();
            i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
        }))
    }

    /// A clock that calls a function.
    pub fn from_fn(now: impl Fn() -> i64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(now))
    }

    /// Now, in microseconds.
    pub fn now_us(&self) -> i64 {
        (self.0)()
    }
}

/// Microseconds since 1970 as RFC 3339, in whole seconds.
pub fn rfc3339(at_us: i64) -> String {
    ledger::Moment::from_seconds(at_us.div_euclid(1_000_000)).to_string()
}

/// Random bytes fit for secrets.
#[derive(Clone)]
pub struct Random(Arc<Fill>);

/// Fills a buffer with unpredictable bytes.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

impl Random {
    /// The operating system's randomness.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the system's randomness is read"
    )]
    pub fn system() -> Random {
        Random(Arc::new(|bytes| {
            getrandom::fill(bytes).expect("the operating system gives randomness");
        }))
    }

    /// Bytes computed from a seed, for tests and the demonstration; never for secrets.
    pub fn seeded(seed: u64) -> Random {
        let count = std::sync::atomic::AtomicU64::new(0);
        Random(Arc::new(move |bytes| {
            for chunk in bytes.chunks_mut(32) {
                let index = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                let mut hash = Sha256::new();
                hash.update(seed.to_le_bytes());
                hash.update(index.to_le_bytes());
                let digest = hash.finalize();
                chunk.copy_from_slice(&digest[..chunk.len()]);
            }
        }))
    }

    /// Fills the bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        (self.0)(bytes);
    }

    /// 128 random bits.
    pub fn bytes16(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes
    }

    /// An id: 128 random bits in hex.
    pub fn id(&self) -> String {
        hex(&self.bytes16())
    }

    /// A secret for a link: 160 random bits in hex.
    pub fn token(&self) -> String {
        let mut bytes = [0; 20];
        self.fill(&mut bytes);
        hex(&bytes)
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a text, in hex: the form in which tokens and session ids are stored.
pub fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
