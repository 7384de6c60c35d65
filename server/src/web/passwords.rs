//! Passwords: argon2id behind a bounded queue, and the rules for a new one.
//!
//! A hash takes 64 MiB and a good part of a second, so that few run at a time and
//! the rest wait in the order they came. Each session, each address and all
//! together have only so many in that queue. Nobody's sign-in therefore waits for
//! more than a few hashes of any one visitor. What is beyond is refused at once,
//! with the time to try again.
//!
//! Length is what counts (OWASP ASVS 5.0 6.2): no composition rules, but what
//! a guessing program tries first is refused, offline.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::Random;
use crate::config::Limits;

/// Shortest password taken, in characters.
pub const LENGTH_MIN: usize = 8;

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`LENGTH_MIN`] characters.
    TooShort,
    /// More characters than the settings take.
    TooLong,
    /// Among what is guessed first, or made of one's own name or address.
    TooCommon,
}

/// Who wants a password hashed.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    /// The command line: whoever runs the server.
    Operator,
    /// A request.
    Visitor {
        /// The client's address.
        address: &'a str,
        /// The key of the session, where the request has one.
        session: Option<&'a str>,
    },
}

/// Why a password was not hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// The asker's session or address has its share of the queue.
    #[error("too many passwords of one visitor wait to be checked")]
    TooMany {
        /// Seconds after which there is probably room.
        seconds: u32,
    },
    /// The whole queue is full.
    #[error("too many passwords wait to be checked")]
    Busy {
        /// Seconds after which there is probably room.
        seconds: u32,
    },
    /// The machine has no memory for it, or the server ends.
    #[error(transparent)]
    Broken(#[from] anyhow::Error),
}

/// Hashes and checks passwords, few at a time.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    jobs: Arc<Semaphore>,
    queue: Arc<Queue>,
    /// A hash of nothing anybody has: checked when there is no such account,
    /// so that both cases take the same time.
    decoy: Arc<str>,
}

impl Passwords {
    /// With the memory, passes and queue of the settings.
    ///
    /// # Errors
    /// When argon2 refuses the settings.
    pub fn new(limits: &Limits, random: &Random) -> anyhow::Result<Passwords> {
        let params = Params::new(limits.password_memory_kib, limits.password_passes, 1, None)
            .map_err(|cause| anyhow::anyhow!("the password settings are refused: {cause}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_now(&argon2, &random.token(), &random.bytes16())?;
        Ok(Passwords {
            argon2,
            jobs: Arc::new(Semaphore::new(limits.password_jobs_max.max(1))),
            queue: Arc::new(Queue::new(limits)),
            decoy: decoy.into(),
        })
    }

    /// The PHC string of a password, with a fresh salt.
    ///
    /// # Errors
    /// When the queue is full or the machine has no memory for it.
    pub async fn hash(
        &self,
        asker: Asker<'_>,
        password: &str,
        random: &Random,
    ) -> Result<String, HashError> {
        let (password, salt) = (password.to_owned(), random.bytes16());
        self.run(asker, move |argon2| hash_now(argon2, &password, &salt))
            .await?
            .map_err(HashError::Broken)
    }

    /// Whether the password fits the hash; without a hash the same work is done
    /// and the answer is no.
    ///
    /// # Errors
    /// When the queue is full or the machine has no memory for it.
    pub async fn fits(
        &self,
        asker: Asker<'_>,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, HashError> {
        let known = hash.is_some();
        let hash = hash.map_or_else(|| self.decoy.clone(), Arc::from);
        let password = password.to_owned();
        let fits = self
            .run(asker, move |argon2| {
                PasswordHash::new(&hash).is_ok_and(|parsed| {
                    argon2.verify_password(password.as_bytes(), &parsed).is_ok()
                })
            })
            .await?;
        Ok(fits && known)
    }

    /// Runs a job when its turn comes. The place in the queue and the permit go
    /// with the job: where the client hangs up, a job that runs still counts.
    async fn run<T: Send + 'static>(
        &self,
        asker: Asker<'_>,
        job: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let place = self.queue.enter(asker)?;
        let permit = self.jobs.clone().acquire_owned().await;
        let permit: OwnedSemaphorePermit = permit.map_err(anyhow::Error::from)?;
        let argon2 = self.argon2.clone();
        let done = tokio::task::spawn_blocking(move || {
            let done = job(&argon2);
            drop((permit, place));
            done
        });
        Ok(done.await.map_err(anyhow::Error::from)?)
    }
}

/// How many wait or are hashed now, by session, by address and in all.
struct Queue {
    most: usize,
    most_per_address: usize,
    most_per_session: usize,
    jobs: usize,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    in_all: usize,
    by_address: HashMap<String, usize>,
    by_session: HashMap<String, usize>,
}

/// A place in the queue; leaving it makes room.
struct QueuePlace {
    queue: Arc<Queue>,
    address: Option<String>,
    session: Option<String>,
}

impl Queue {
    fn new(limits: &Limits) -> Queue {
        Queue {
            most: limits.password_queue_max,
            most_per_address: limits.password_queue_per_address_max,
            most_per_session: limits.password_queue_per_session_max,
            jobs: limits.password_jobs_max.max(1),
            waiting: Mutex::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place, or says why there is none; one step under one lock.
    fn enter(self: &Arc<Queue>, asker: Asker<'_>) -> Result<QueuePlace, HashError> {
        let (address, session) = match asker {
            Asker::Operator => (None, None),
            Asker::Visitor { address, session } => (Some(address), session),
        };
        let mut waiting = self.held();
        let seconds = u32::try_from(waiting.in_all / self.jobs + 1).unwrap_or(u32::MAX);
        let of = |counts: &HashMap<String, usize>, name: Option<&str>| {
            name.and_then(|name| counts.get(name).copied()).unwrap_or(0)
        };
        if of(&waiting.by_address, address) >= self.most_per_address
            || of(&waiting.by_session, session) >= self.most_per_session
        {
            return Err(HashError::TooMany { seconds });
        }
        if waiting.in_all >= self.most {
            return Err(HashError::Busy { seconds });
        }
        waiting.in_all += 1;
        let place = QueuePlace {
            queue: self.clone(),
            address: address.map(str::to_owned),
            session: session.map(str::to_owned),
        };
        if let Some(address) = &place.address {
            *waiting.by_address.entry(address.clone()).or_default() += 1;
        }
        if let Some(session) = &place.session {
            *waiting.by_session.entry(session.clone()).or_default() += 1;
        }
        Ok(place)
    }
}

impl Drop for QueuePlace {
    fn drop(&mut self) {
        let mut waiting = self.queue.held();
        waiting.in_all -= 1;
        if let Some(address) = &self.address {
            leave(&mut waiting.by_address, address);
        }
        if let Some(session) = &self.session {
            leave(&mut waiting.by_session, session);
        }
    }
}

fn leave(counts: &mut HashMap<String, usize>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count -= 1;
        if *count == 0 {
            counts.remove(name);
        }
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str, salt: &[u8]) -> anyhow::Result<String> {
    let hash = argon2
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|cause| anyhow::anyhow!("a password could not be hashed: {cause}"))?;
    Ok(hash.to_string())
}

#[cfg(test)]
impl Passwords {
    /// Lets no job run until the permit is dropped.
    pub async fn pause(&self) -> OwnedSemaphorePermit {
        let jobs = u32::try_from(self.queue.jobs).unwrap();
        self.jobs.clone().acquire_many_owned(jobs).await.unwrap()
    }

    /// How many wait or are hashed now.
    pub fn queued(&self) -> usize {
        self.queue.held().in_all
    }
}

/// Checks a new password of at most so many characters. `about` are words a guesser
/// would know: mail address, name.
///
/// # Errors
/// The first rule it breaks.
pub fn check_new(password: &str, characters_max: u32, about: &[&str]) -> Result<(), PasswordFault> {
    let length = password.chars().count();
    if length < LENGTH_MIN {
        return Err(PasswordFault::TooShort);
    }
    if length > characters_max as usize {
        return Err(PasswordFault::TooLong);
    }
    let mut words: Vec<&str> = vec!["redress", "3commas"];
    for text in about {
        words.push(text);
        words.extend(text.split(['@', '.', ' ']).filter(|word| word.len() > 2));
    }
    // What is left without one's own name and address has to stand by itself.
    let mut left = password.to_lowercase();
    for word in &words {
        left = left.replace(&word.to_lowercase(), "");
    }
    if left.chars().count() < LENGTH_MIN && left.len() < password.len() {
        return Err(PasswordFault::TooCommon);
    }
    // Guessable in about a hundred million tries, by the library's lists of
    // leaked passwords, names and words.
    if u8::from(zxcvbn::zxcvbn(password, &words).score()) < 2 {
        return Err(PasswordFault::TooCommon);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_guessed_first_and_takes_length() {
        let check_new = |password: &str, about: &[&str]| super::check_new(password, 128, about);
        assert_eq!(check_new("password1", &[]), Err(PasswordFault::TooCommon));
        assert_eq!(check_new("12345678", &[]), Err(PasswordFault::TooCommon));
        assert_eq!(
            check_new("ada.example", &["ada.example@example.org"]),
            Err(PasswordFault::TooCommon)
        );
        assert_eq!(check_new("short", &[]), Err(PasswordFault::TooShort));
        assert_eq!(check_new("quiet lamps over grey water", &[]), Ok(()));
        let longest = "quiet lamps over grey water ".repeat(5)[..128].to_owned();
        assert_eq!(check_new(&longest, &[]), Ok(()));
        assert_eq!(
            check_new(&format!("{longest}x"), &[]),
            Err(PasswordFault::TooLong)
        );
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_alone_and_nobody_fits_no_hash() {
        let limits = Limits {
            password_memory_kib: 64,
            password_passes: 1,
            ..Limits::default()
        };
        let random = Random::seeded(1);
        let passwords = Passwords::new(&limits, &random).unwrap();
        let hash = passwords.hash(Asker::Operator, "quiet lamps", &random);
        let hash = hash.await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        for (password, hash, expected) in [
            ("quiet lamps", Some(&*hash), true),
            ("quiet lamp", Some(&*hash), false),
            ("quiet lamps", None, false),
        ] {
            let fits = passwords.fits(Asker::Operator, password, hash).await;
            assert_eq!(fits.unwrap(), expected, "{password} {hash:?}");
        }
    }

    #[test]
    fn the_queue_has_so_much_room_for_a_session_an_address_and_everybody() {
        let queue = Arc::new(Queue::new(&Limits {
            password_queue_max: 4,
            password_queue_per_address_max: 3,
            password_queue_per_session_max: 2,
            ..Limits::default()
        }));
        let enter = |address, session| queue.enter(Asker::Visitor { address, session });
        let first = enter("x", Some("s")).unwrap();
        let _second = enter("x", Some("s")).unwrap();
        let refused = |place| matches!(place, Err(HashError::TooMany { .. }));
        assert!(refused(enter("x", Some("s"))), "one past a session's");
        assert!(refused(enter("y", Some("s"))), "from elsewhere too");
        let _third = enter("x", None).unwrap();
        assert!(refused(enter("x", None)), "one past an address's");
        let fourth = enter("y", None).unwrap();
        let full = enter("z", None);
        assert!(matches!(full, Err(HashError::Busy { .. })), "one past all");
        drop((first, fourth));
        assert!(enter("x", Some("s")).is_ok(), "who leaves makes room");
        let waiting = queue.held();
        assert_eq!((waiting.in_all, waiting.by_address.len()), (2, 1));
    }
}
