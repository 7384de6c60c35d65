//! Encrypts a bundle to the key of its recipient, in the format age (age-encryption.org):
//! `age -d` opens it with the recipient's own age or SSH key.
//!
//! The encryption is around the sealed ZIP, which stays the same byte for byte. Bytes pass
//! in pieces of 64 KiB, so that memory does not grow with the bundle.

use std::fmt;
use std::io::{self, Read, Write};
use std::iter;

use age::Encryptor;
use age::ssh::ParseRecipientKeyError;

/// The ending of the name of an encrypted bundle, behind `.zip`.
pub const ENDING: &str = ".age";

/// Bytes that are read at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// A public key of a recipient: an age key (`age1…`), or an SSH key of the type Ed25519 or
/// RSA.
#[derive(Clone)]
pub struct RecipientKey {
    text: String,
    key: Key,
}

#[derive(Clone)]
enum Key {
    Age(age::x25519::Recipient),
    Ssh(Box<age::ssh::Recipient>),
}

/// Why a text is no key that a bundle can be encrypted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecipientKeyError {
    /// It is a secret key, or a part of one.
    #[error("this is a secret key: keep it to yourself, and give the public key")]
    Secret,
    /// It has several lines.
    #[error("this has several lines: give one public key, on one line")]
    Lines,
    /// It begins like an age key.
    #[error("this age key is not complete, or mistyped: it begins with age1 and has 62 characters")]
    Age,
    /// It begins like an SSH key.
    #[error("this SSH key is not complete, or mistyped: copy the whole line of the .pub file")]
    Ssh,
    /// An SSH key of a type that cannot encrypt.
    #[error("nothing can be encrypted to this type of SSH key: give one of type ed25519 or RSA")]
    SshType,
    /// An RSA key that is too short or too long.
    #[error("this RSA key has fewer than 2048 bits, or more than 4096: give another key")]
    RsaSize,
    /// It is nothing like a key.
    #[error("this is neither an age key (age1…) nor an SSH key (ssh-ed25519 … or ssh-rsa …)")]
    Unknown,
}

impl RecipientKey {
    /// Reads one public key: an age key, or the line of a `.pub` file. The comment of an SSH
    /// key is left away, because it often names a person.
    ///
    /// # Errors
    /// [`RecipientKeyError`], which never repeats the text.
    pub fn parse(text: &str) -> Result<RecipientKey, RecipientKeyError> {
        let text = text.trim();
        if is_secret(text) {
            return Err(RecipientKeyError::Secret);
        }
        if text.lines().count() > 1 {
            return Err(RecipientKeyError::Lines);
        }
        let mut words = text.split_whitespace();
        let first = words.next().unwrap_or_default();
        let lower = first.to_ascii_lowercase();
        if lower.starts_with("age1") {
            let key = lower.parse::<age::x25519::Recipient>();
            let key = key.map_err(|_| RecipientKeyError::Age)?;
            return match words.next() {
                None => Ok(RecipientKey::new(Key::Age(key))),
                Some(_) => Err(RecipientKeyError::Age),
            };
        }
        if !is_ssh(first) {
            return Err(RecipientKeyError::Unknown);
        }
        let line = format!("{first} {}", words.next().unwrap_or_default());
        let key = line.parse::<age::ssh::Recipient>();
        let key = key.map_err(|error| ssh_error(&error))?;
        let key = RecipientKey::new(Key::Ssh(Box::new(key)));
        // Bytes behind a whole key are read by nobody.
        match key.text == line {
            true => Ok(key),
            false => Err(RecipientKeyError::Ssh),
        }
    }

    fn new(key: Key) -> RecipientKey {
        let text = match &key {
            Key::Age(key) => key.to_string(),
            Key::Ssh(key) => key.to_string(),
        };
        RecipientKey { text, key }
    }

    /// The key in the one form in which it is kept.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Encrypts all bytes of a reader.
    ///
    /// # Errors
    /// Errors of either side. What was written is then no encrypted file.
    pub fn encrypt<W: Write>(&self, from: &mut impl Read, to: W) -> io::Result<W> {
        let recipient: &dyn age::Recipient = match &self.key {
            Key::Age(key) => key,
            Key::Ssh(key) => &**key,
        };
        let encryptor = Encryptor::with_recipients(iter::once(recipient));
        let encryptor = encryptor.map_err(|error| io::Error::other(error.to_string()))?;
        let mut to = encryptor.wrap_output(to)?;
        copy(from, &mut to)?;
        to.finish()
    }
}

impl fmt::Debug for RecipientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecipientKey({})", self.text)
    }
}

/// Whether a text is a secret key of age or SSH, or looks like a part of one.
fn is_secret(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    upper.contains("AGE-SECRET-KEY-") || upper.contains("PRIVATE KEY")
}

fn is_ssh(word: &str) -> bool {
    let types = ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"];
    types.iter().any(|start| word.starts_with(start))
}

fn ssh_error(error: &ParseRecipientKeyError) -> RecipientKeyError {
    match error {
        ParseRecipientKeyError::Unsupported(_) | ParseRecipientKeyError::Ignore => {
            RecipientKeyError::SshType
        }
        ParseRecipientKeyError::RsaModulusTooSmall | ParseRecipientKeyError::RsaModulusTooLarge => {
            RecipientKeyError::RsaSize
        }
        _ => RecipientKeyError::Ssh,
    }
}

/// Copies all bytes in large pieces.
fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => to.write_all(&buffer[..read])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    const SECRET: &str = include_str!("../tests/keys/investigator");
    const ED25519: &str = include_str!("../tests/keys/investigator.pub");
    const RSA: &str = include_str!("../tests/keys/rsa.pub");
    const WEAK: &str = include_str!("../tests/keys/weak.pub");
    const ECDSA: &str = include_str!("../tests/keys/ecdsa.pub");

    fn encrypted(key: &RecipientKey, bytes: &[u8]) -> Vec<u8> {
        key.encrypt(&mut &bytes[..], Vec::new()).unwrap()
    }

    fn decrypted(bytes: &[u8], identity: &dyn age::Identity) -> Option<Vec<u8>> {
        let decryptor = age::Decryptor::new(bytes).unwrap();
        let mut reader = decryptor.decrypt(iter::once(identity)).ok()?;
        let mut plain = Vec::new();
        reader.read_to_end(&mut plain).ok()?;
        Some(plain)
    }

    #[test]
    fn bundle_is_opened_by_the_secret_age_key_and_by_no_other() {
        let identity = age::x25519::Identity::generate();
        let key = RecipientKey::parse(&format!(" {}\n", identity.to_public())).unwrap();
        assert_eq!(key.as_str(), identity.to_public().to_string());
        // Several pieces of the format, and a last one that is not full.
        let plain: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
        let bytes = encrypted(&key, &plain);
        assert_eq!(decrypted(&bytes, &identity), Some(plain.clone()));
        assert_eq!(decrypted(&bytes, &age::x25519::Identity::generate()), None);
        let mut cut = bytes.clone();
        cut.truncate(bytes.len() - 1);
        assert_eq!(decrypted(&cut, &identity), None);
        assert_ne!(encrypted(&key, &plain), bytes, "each file has its own key");
    }

    #[test]
    fn bundle_is_opened_by_the_secret_ssh_key() {
        let key = RecipientKey::parse(ED25519).unwrap();
        // The comment names a person.
        assert!(ED25519.contains("ines@example.org"));
        assert!(!key.as_str().contains("ines"), "{key:?}");
        let reader = BufReader::new(SECRET.as_bytes());
        let identity = age::ssh::Identity::from_buffer(reader, None).unwrap();
        assert_eq!(
            decrypted(&encrypted(&key, b"sealed"), &identity),
            Some(b"sealed".to_vec())
        );
        let rsa = RecipientKey::parse(RSA).unwrap();
        let header = encrypted(&rsa, b"sealed");
        assert!(header.starts_with(b"age-encryption.org/v1\n-> ssh-rsa "));
    }

    #[test]
    fn text_that_is_no_public_key_is_refused_with_what_to_give_instead() {
        let age = age::x25519::Identity::generate().to_public().to_string();
        let two = format!("{ED25519}{RSA}");
        let (cut, with_comment) = (&age[..61], format!("{age} mine"));
        let longer = format!("{}AAAA", ED25519.split(" ines").next().unwrap());
        let secret_age = "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQ";
        for (text, expected) in [
            ("", RecipientKeyError::Unknown),
            ("ines@example.org", RecipientKeyError::Unknown),
            (SECRET, RecipientKeyError::Secret),
            (secret_age, RecipientKeyError::Secret),
            (two.as_str(), RecipientKeyError::Lines),
            (cut, RecipientKeyError::Age),
            (with_comment.as_str(), RecipientKeyError::Age),
            (longer.as_str(), RecipientKeyError::Ssh),
            ("ssh-ed25519", RecipientKeyError::Ssh),
            (&ED25519[..60], RecipientKeyError::Ssh),
            (ECDSA, RecipientKeyError::SshType),
            (WEAK, RecipientKeyError::RsaSize),
        ] {
            let found = RecipientKey::parse(text).unwrap_err();
            assert_eq!(found, expected, "{text}");
        }
        assert!(RecipientKey::parse(&age.to_uppercase()).is_ok());
    }
}
