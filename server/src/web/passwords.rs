//! Passwords: argon2id behind a semaphore, and the rules for a new one.
//!
//! Length is what counts (OWASP ASVS 5.0 6.2): no composition rules, but what
//! a guessing program tries first is refused, offline.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

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

/// Hashes and checks passwords, few at a time.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    jobs: Arc<Semaphore>,
    /// A hash of nothing anybody has: checked when there is no such account,
    /// so that both cases take the same time.
    decoy: Arc<str>,
}

impl Passwords {
    /// With the memory and passes of the settings.
    ///
    /// # Errors
    /// When argon2 refuses the settings.
    pub fn new(limits: &Limits, random: &Random) -> anyhow::Result<Passwords> {
        let params = Params::new(limits.password_memory_kib, limits.password_passes, 1, None)
            .map_err(|cause| anyhow::anyhow!("the password settings are refused: {cause}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_now(&argon2, &random.token(), &random.bytes16())?;
        let jobs = Arc::new(Semaphore::new(limits.password_jobs_max.max(1)));
        Ok(Passwords {
            argon2,
            jobs,
            decoy: decoy.into(),
        })
    }

    /// The PHC string of a password, with a fresh salt.
    ///
    /// # Errors
    /// When the machine has no memory for it.
    pub async fn hash(&self, password: &str, random: &Random) -> anyhow::Result<String> {
        let _place = self.jobs.acquire().await?;
        let (argon2, password, salt) = (self.argon2.clone(), password.to_owned(), random.bytes16());
        tokio::task::spawn_blocking(move || hash_now(&argon2, &password, &salt)).await?
    }

    /// Whether the password fits the hash; without a hash the same work is done
    /// and the answer is no.
    ///
    /// # Errors
    /// When the machine has no memory for it.
    pub async fn fits(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        let _place = self.jobs.acquire().await?;
        let known = hash.is_some();
        let hash = hash.map_or_else(|| self.decoy.clone(), Arc::from);
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let fits = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash)
                .is_ok_and(|parsed| argon2.verify_password(password.as_bytes(), &parsed).is_ok())
        })
        .await?;
        Ok(fits && known)
    }
}

fn hash_now(argon2: &Argon2<'_>, password: &str, salt: &[u8]) -> anyhow::Result<String> {
    let hash = argon2
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|cause| anyhow::anyhow!("a password could not be hashed: {cause}"))?;
    Ok(hash.to_string())
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
        let hash = passwords.hash("quiet lamps", &random).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert!(passwords.fits("quiet lamps", Some(&hash)).await.unwrap());
        assert!(!passwords.fits("quiet lamp", Some(&hash)).await.unwrap());
        assert!(!passwords.fits("quiet lamps", None).await.unwrap());
    }
}
