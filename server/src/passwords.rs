//! Passwords: argon2id behind a bounded queue, and the rules for a new password.
//!
//! A hash takes 64 MiB and a good part of a second. Few therefore run at a time, and the
//! others wait in the order in which they came. Each session, each address and all together
//! have a limited share of the queue, so that nobody's sign-in waits for more than a few
//! hashes of any one visitor. Everything beyond is refused at once, with the time to try
//! again.
//!
//! Length is what counts (OWASP ASVS 5.0 6.2). There are no composition rules. What a
//! guessing program tries first is refused, without asking any service.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use ledger::exchanges::THREE_COMMAS;
use ledger::{EXCHANGES, Exchange};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::clock::Random;
use crate::config::Limits;

/// Length of the shortest accepted password, in characters.
const LENGTH_MIN: usize = app::forms::limits::PASSWORD_CHARACTERS_MIN as usize;

/// The fewest guesses that a new password must withstand: as many as for eight characters
/// from a generator.
const GUESSES_MIN: u64 = 100_000_000;

/// A word found in fewer guesses is in a list of words or names.
const WORD_GUESSES_MIN: u64 = 100_000;

/// The most digits and marks around a word that make it no harder to guess: a year and two
/// marks, or a date without its century.
const DRESS_CHARACTERS_MAX: usize = 6;

/// Words that people here think of first and the library's English lists lack: seasons,
/// months and days in several European languages, and words about this site's subject,
/// including exchanges.
const GUESSED_WORDS: [&str; 111] = [
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "printemps",
    "été",
    "ete",
    "automne",
    "hiver",
    "janvier",
    "février",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "decembre",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "frühling",
    "fruehling",
    "sommer",
    "herbst",
    "januar",
    "februar",
    "märz",
    "maerz",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "primavera",
    "verano",
    "otoño",
    "otono",
    "invierno",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
    "lunes",
    "martes",
    "estate",
    "autunno",
    "inverno",
    "gennaio",
    "febbraio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "settembre",
    "ottobre",
    "dicembre",
    "motdepasse",
    "passwort",
    "contraseña",
    "bonjour",
    "azerty",
    "bitcoin",
    "ethereum",
    "crypto",
    "satoshi",
    "exchange",
];

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`LENGTH_MIN`] characters.
    TooShort,
    /// More characters than the settings allow.
    TooLong,
    /// One of the passwords that are guessed first, or made of the person's own name or
    /// address.
    TooCommon,
}

/// The person or program that needs a password hashed.
#[derive(Clone, Copy, Debug)]
pub enum Asker<'a> {
    /// The command line, used by the person who runs the server.
    Operator,
    /// A request.
    Visitor {
        /// The client's address.
        address: &'a str,
        /// The key of the session, if the request has one.
        session: Option<&'a str>,
    },
}

/// Why a password was not hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// The session or address has used its share of the queue.
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
    /// The machine has no memory for it, or the server is stopping.
    #[error(transparent)]
    Broken(#[from] anyhow::Error),
}

/// Hashes and checks passwords, few at a time.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    jobs: Arc<Semaphore>,
    queue: Arc<Queue>,
    /// A hash of an unknown password. It is checked where there is no such account, so that
    /// both cases take the same time.
    decoy: Arc<str>,
}

impl Passwords {
    /// Uses the memory, passes and queue of the settings.
    ///
    /// # Errors
    /// When argon2 refuses the settings.
    pub fn new(limits: &Limits, random: &Random) -> anyhow::Result<Passwords> {
        let params = Params::new(
            limits.passwords.memory_kib,
            limits.passwords.passes,
            1,
            None,
        )
        .map_err(|cause| {
            anyhow::anyhow!("the settings in [limits.passwords] are refused: {cause}")
        })?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_now(&argon2, &random.token(), &random.bytes16())?;
        Ok(Passwords {
            argon2,
            jobs: Arc::new(Semaphore::new(limits.passwords.jobs_max.max(1))),
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

    /// Whether the password fits the hash. Without a hash, the same work is done and the
    /// answer is no.
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

    /// Runs a job when its turn comes. The place in the queue and the permit move into the
    /// job. A job that runs after its client has disconnected therefore still counts.
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

/// How many passwords wait or are being hashed, by session, by address and in total.
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

/// A place in the queue; dropping it makes room.
struct QueuePlace {
    queue: Arc<Queue>,
    address: Option<String>,
    session: Option<String>,
}

impl Queue {
    fn new(limits: &Limits) -> Queue {
        Queue {
            most: limits.passwords.queue_max,
            most_per_address: limits.passwords.queue_per_address_max,
            most_per_session: limits.passwords.queue_per_session_max,
            jobs: limits.passwords.jobs_max.max(1),
            waiting: Mutex::default(),
        }
    }

    fn held(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place, or returns why there is none, in one step under one lock.
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

    /// How many passwords wait or are being hashed.
    pub fn queued(&self) -> usize {
        self.queue.held().in_all
    }
}

/// Checks a new password, with at most `characters_max` characters. `about` holds words that
/// a guesser would know: mail address, name.
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
    let mut words: Vec<&str> = vec!["redress", THREE_COMMAS.id];
    for text in about {
        words.push(text);
        words.extend(text.split(['@', '.', ' ']).filter(|word| word.len() > 2));
    }
    // The rest of the password, without the person's name and address, must be strong
    // enough.
    let mut left = password.to_lowercase();
    for word in &words {
        left = left.replace(&word.to_lowercase(), "");
    }
    if left.chars().count() < LENGTH_MIN && left.len() < password.len() {
        return Err(PasswordFault::TooCommon);
    }
    words.extend(GUESSED_WORDS);
    let exchanges: Vec<String> = EXCHANGES.iter().flat_map(Exchange::words).collect();
    words.extend(exchanges.iter().map(String::as_str));
    if is_one_word_dressed_up(password, &words) {
        return Err(PasswordFault::TooCommon);
    }
    // The library has lists of leaked passwords, names and words.
    if zxcvbn::zxcvbn(password, &words).guesses() < GUESSES_MIN {
        return Err(PasswordFault::TooCommon);
    }
    Ok(())
}

/// Whether a password is a common word with a year, a number or marks around it. Guessing
/// programs try these for each word of a short list. Against a hash, such rules make the
/// additions of `Summer2023!` worthless.
fn is_one_word_dressed_up(password: &str, words: &[&str]) -> bool {
    let letters: Vec<char> = password.to_lowercase().chars().collect();
    let first = letters.iter().position(|c| c.is_alphabetic());
    let last = letters.iter().rposition(|c| c.is_alphabetic());
    let (Some(first), Some(last)) = (first, last) else {
        return false;
    };
    let core = &letters[first..=last];
    if letters.len() - core.len() > DRESS_CHARACTERS_MAX {
        return false;
    }
    let core: String = core.iter().map(|c| as_letter(*c)).collect();
    let common = |word: &str| {
        words.contains(&word) || zxcvbn::zxcvbn(word, words).guesses() < WORD_GUESSES_MIN
    };
    core.chars().all(char::is_alphabetic) && common(&core)
}

/// The letter that a digit or mark replaces inside a word.
fn as_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    }
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

    #[test]
    fn refuses_a_word_however_it_is_dressed_up() {
        let check = |password: &str| super::check_new(password, 128, &["ada@example.org", "Ada"]);
        for refused in [
            "Summer2023!",
            "SuMmEr2023!",
            "2023Summer!",
            "!Summer!2023",
            "summer-2023",
            "Summer2023!Summer2023!",
            "M4rch2024??",
            "Winter2024!",
            "January2024!",
            "Monday123!",
            "October2022",
            "Été2023!!",
            "Printemps2023!",
            "Janvier2024!",
            "Lundi2024!",
            "Sommer2023!",
            "Verano2023!",
            "Password2023!",
            "P@ssw0rd2023",
            "Welcome2024!",
            "Bonjour123!",
            "Soleil2023!",
            "Marseille13!",
            "Charlotte1987!",
            "Bitcoin2023!",
            "Binance2022!",
            "Satoshi2009!",
            "Qwertz123456",
            "10/10/2022!",
        ] {
            assert_eq!(check(refused), Err(PasswordFault::TooCommon), "{refused}");
        }
        for taken in [
            "k8#vQ2mz",
            "zr4tPw0k",
            "tr7#kQz9w",
            "Xk29!mdlwo",
            "violet-tractor-88",
            "grey7heron7pond",
            "sunflower carpet 12",
            "correct horse battery",
            "pluie sur la vitre",
            "ma tortue boit du thé",
            "Fahrradkette blau",
            "eleven paper boats at noon",
        ] {
            assert_eq!(check(taken), Ok(()), "{taken}");
        }
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_alone_and_nobody_fits_no_hash() {
        let limits = Limits::but(|limits| {
            limits.passwords.memory_kib = 64;
            limits.passwords.passes = 1;
        });
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
        let queue = Arc::new(Queue::new(&Limits::but(|limits| {
            limits.passwords.queue_max = 4;
            limits.passwords.queue_per_address_max = 3;
            limits.passwords.queue_per_session_max = 2;
        })));
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
