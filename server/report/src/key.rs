//! The server's signing key, and signatures in the format of `ssh-keygen -Y`.
//!
//! Signatures are Ed25519 in OpenSSH's own envelope, because every Linux, macOS and
//! Windows 10 machine can check them without installing anything. `ssh-key` writes and
//! reads OpenSSH's formats; `ed25519-dalek` signs and verifies. Callers pass in the
//! randomness. The private key leaves this module only to be stored.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Algorithm, HashAlg, SshSig};

/// Namespace of signatures on a bundle's tag manifest.
pub const BUNDLE_NAMESPACE: &str = "redress-bundle";

/// Namespace of signatures on the head of a custody log.
pub const CUSTODY_NAMESPACE: &str = "redress-custody";

/// The name that signs, in `allowed_signers`.
pub const PRINCIPAL: &str = "redress";

const KEY_TYPE: &str = "ssh-ed25519";
const HASH: HashAlg = HashAlg::Sha512;
/// A longer text cannot be an Ed25519 signature, and is refused before it is decoded.
const ARMOUR_BYTES_MAX: usize = 4096;
const KEY_FILE_BYTES_MAX: u64 = 64 * 1024;

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file of the signing key cannot be read or written.
    #[error("the file of the signing key cannot be read or written: {0}")]
    File(#[from] io::Error),
    /// The stored signing key is no Ed25519 key in PKCS#8 PEM.
    #[error("the signing key is no Ed25519 key in PKCS#8 PEM: restore it from a backup")]
    NoKey,
    /// A text holds no Ed25519 public key.
    #[error("no Ed25519 public key found: give a line of allowed_signers, a .pub file or a PEM")]
    NoPublicKey,
}

/// Why a signature is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It is no SSH signature of version 1 with Ed25519 and SHA-512.
    #[error("it is not an Ed25519 signature in the format of ssh-keygen")]
    Format,
    /// It was made for another namespace.
    #[error("it was not made for the namespace `{0}`")]
    Namespace(String),
    /// It was made with a key that is not among the expected ones.
    #[error("it was made with another key ({0})")]
    OtherKey(String),
    /// The bytes are not those that were signed.
    #[error("it does not match the file: the file or the signature was changed")]
    Mismatch,
}

/// A private signing key.
#[derive(Clone)]
pub struct Key(SigningKey);

impl Key {
    /// Makes a key from 32 random bytes.
    pub fn from_random(seed: [u8; 32]) -> Key {
        Key(SigningKey::from_bytes(&seed))
    }

    /// Reads the key at `path`. Where there is none, makes one from `random` and writes it
    /// there, readable by its owner only. When two processes start together, both use the
    /// key that was written first.
    ///
    /// # Errors
    /// When the file can be neither read nor written, or holds no key.
    pub fn read_or_create(path: &Path, random: impl FnOnce() -> [u8; 32]) -> Result<Key, KeyError> {
        match read_bounded(path) {
            Ok(pem) => return Key::from_pem(&pem),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let key = Key::from_random(random());
        let whole = path.with_extension(format!("new-{}", std::process::id()));
        write_secret(&whole, key.secret_pem()?.as_bytes())?;
        let placed = fs::hard_link(&whole, path);
        fs::remove_file(&whole)?;
        match placed {
            Ok(()) => Ok(key),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Key::from_pem(&read_bounded(path)?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The private key as PKCS#8 PEM, to be stored.
    ///
    /// # Errors
    /// When the key cannot be encoded.
    pub fn secret_pem(&self) -> Result<String, KeyError> {
        let pem = self.0.to_pkcs8_pem(LineEnding::LF);
        Ok(pem.map_err(|_| KeyError::NoKey)?.to_string())
    }

    /// Reads a private key from PKCS#8 PEM.
    ///
    /// # Errors
    /// [`KeyError::NoKey`] where the text holds none.
    pub fn from_pem(pem: &str) -> Result<Key, KeyError> {
        SigningKey::from_pkcs8_pem(pem)
            .map(Key)
            .map_err(|_| KeyError::NoKey)
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// An armoured signature over `message`, valid only for `namespace`.
    ///
    /// # Panics
    /// When `namespace` is empty, which the format forbids.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> String {
        self.try_sign(namespace, message)
            .expect("a namespace is never empty")
    }

    fn try_sign(&self, namespace: &str, message: &[u8]) -> ssh_key::Result<String> {
        let signature = self.0.sign(&signed_bytes(namespace, message)?);
        armour(self.public(), namespace, &signature)
    }
}

/// An Ed25519 public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Every Ed25519 key in a text: lines of `allowed_signers` or of a `.pub`
    /// file, or one SPKI PEM.
    ///
    /// # Errors
    /// When there is none.
    pub fn read_all(text: &str) -> Result<Vec<PublicKey>, KeyError> {
        if text.contains("-----BEGIN PUBLIC KEY-----") {
            let key = VerifyingKey::from_public_key_pem(text.trim()).ok();
            let key = key.and_then(PublicKey::from_verifying_key);
            return key.map(|key| vec![key]).ok_or(KeyError::NoPublicKey);
        }
        let lines = text.lines().map(str::trim).filter(|l| !l.starts_with('#'));
        let keys: Vec<PublicKey> = lines.filter_map(PublicKey::from_line).collect();
        if keys.is_empty() {
            return Err(KeyError::NoPublicKey);
        }
        Ok(keys)
    }

    /// Reads the key of a line, whatever stands before and after it.
    fn from_line(line: &str) -> Option<PublicKey> {
        let mut words = line.split_ascii_whitespace();
        words.find(|word| *word == KEY_TYPE)?;
        let alone = format!("{KEY_TYPE} {}", words.next()?);
        let key = ssh_key::PublicKey::from_openssh(&alone).ok()?;
        PublicKey::from_key_data(key.key_data())
    }

    fn from_key_data(key: &KeyData) -> Option<PublicKey> {
        let key = VerifyingKey::from_bytes(&key.ed25519()?.0).ok()?;
        PublicKey::from_verifying_key(key)
    }

    /// Refuses a weak key: a signature of one can be valid for many messages.
    fn from_verifying_key(key: VerifyingKey) -> Option<PublicKey> {
        (!key.is_weak()).then_some(PublicKey(key))
    }

    fn key_data(&self) -> KeyData {
        KeyData::Ed25519(Ed25519PublicKey(self.0.to_bytes()))
    }

    /// `ssh-ed25519 AAAA…`.
    pub fn line(&self) -> String {
        ssh_key::PublicKey::from(self.key_data()).to_string()
    }

    /// The line of `allowed_signers`: the principal, the namespaces and the key.
    pub fn allowed_signers(&self) -> String {
        format!(
            "{PRINCIPAL} namespaces=\"{BUNDLE_NAMESPACE},{CUSTODY_NAMESPACE}\" {}\n",
            self.line()
        )
    }

    /// `SHA256:…`, as `ssh-keygen -l` prints it. People compare it by eye.
    pub fn fingerprint(&self) -> String {
        self.key_data().fingerprint(HashAlg::Sha256).to_string()
    }

    /// SubjectPublicKeyInfo in PEM, for openssl and others.
    pub fn pem(&self) -> String {
        self.0
            .to_public_key_pem(LineEnding::LF)
            .expect("a public key of 32 bytes can always be encoded")
    }
}

/// Verifies an armoured signature against the keys that may have made it, and returns the
/// key that made it.
///
/// # Errors
/// The first reason why the signature is not valid.
pub fn check(
    keys: &[PublicKey],
    namespace: &str,
    message: &[u8],
    armoured: &str,
) -> Result<PublicKey, SignatureError> {
    let parts = Parts::read(armoured).ok_or(SignatureError::Format)?;
    if parts.namespace != namespace {
        return Err(SignatureError::Namespace(namespace.to_owned()));
    }
    if !keys.contains(&parts.key) {
        return Err(SignatureError::OtherKey(parts.key.fingerprint()));
    }
    let signed = signed_bytes(namespace, message).map_err(|_| SignatureError::Format)?;
    // Not `verify`: it accepts points of small order.
    parts
        .key
        .0
        .verify_strict(&signed, &parts.signature)
        .map_err(|_| SignatureError::Mismatch)?;
    Ok(parts.key)
}

/// The contents of an armoured signature.
struct Parts {
    key: PublicKey,
    namespace: String,
    signature: Signature,
}

impl Parts {
    /// Accepts only the text that [`armour`] writes for these parts, so that any changed
    /// byte of a signature file is noticed. `ssh-key` alone would also accept other hashes,
    /// versions, line ends and leading text.
    fn read(armoured: &str) -> Option<Parts> {
        if armoured.len() > ARMOUR_BYTES_MAX {
            return None;
        }
        let found = SshSig::from_pem(armoured).ok()?;
        let key = PublicKey::from_key_data(found.public_key())?;
        let signature = Signature::from_slice(found.signature_bytes()).ok()?;
        let written = armour(key, found.namespace(), &signature).ok()?;
        (written == armoured).then(|| Parts {
            key,
            namespace: found.namespace().to_owned(),
            signature,
        })
    }
}

/// The bytes that are signed: the namespace and the hash of the message (OpenSSH,
/// PROTOCOL.sshsig).
fn signed_bytes(namespace: &str, message: &[u8]) -> ssh_key::Result<Vec<u8>> {
    SshSig::signed_data(namespace, HASH, message)
}

/// The text of a signature, as `ssh-keygen -Y sign` writes it.
fn armour(key: PublicKey, namespace: &str, signature: &Signature) -> ssh_key::Result<String> {
    let signature = ssh_key::Signature::new(Algorithm::Ed25519, signature.to_bytes())?;
    let envelope = SshSig::new(key.key_data(), namespace, HASH, signature)?;
    envelope.to_pem(ssh_key::LineEnding::LF)
}

fn read_bounded(path: &Path) -> io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    File::open(path)?
        .take(KEY_FILE_BYTES_MAX)
        .read_to_string(&mut text)?;
    Ok(text)
}

fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The output of `ssh-keygen -Y sign -n redress-bundle` with [`key`] for `message`.
    const BY_SSH_KEYGEN: &str = "\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg6kpsY+KcUgq+9VB7Ey7F+ZVHdq
6+vnuSQh7qaRRG0iwAAAAOcmVkcmVzcy1idW5kbGUAAAAAAAAABnNoYTUxMgAAAFMAAAAL
c3NoLWVkMjU1MTkAAABA9YeEaIpO16r7gxCuEgn8WzDJf9zzKjF0UE2187M9PXY5QtQId4
aazqrnhEIs+0fx6Xs2W9EMvExqtQaTS2vQDA==
-----END SSH SIGNATURE-----
";

    fn key() -> Key {
        Key::from_random([7; 32])
    }

    #[test]
    fn signature_is_valid_only_for_its_message_namespace_and_key() {
        let armoured = key().sign(BUNDLE_NAMESPACE, b"message");
        let keys = [key().public()];
        assert_eq!(
            check(&keys, BUNDLE_NAMESPACE, b"message", &armoured),
            Ok(key().public())
        );
        assert_eq!(
            check(&keys, BUNDLE_NAMESPACE, b"messagf", &armoured),
            Err(SignatureError::Mismatch)
        );
        assert_eq!(
            check(&keys, CUSTODY_NAMESPACE, b"message", &armoured),
            Err(SignatureError::Namespace(CUSTODY_NAMESPACE.to_owned()))
        );
        let other = [Key::from_random([8; 32]).public()];
        assert!(matches!(
            check(&other, BUNDLE_NAMESPACE, b"message", &armoured),
            Err(SignatureError::OtherKey(_))
        ));
    }

    #[test]
    fn signature_with_any_changed_byte_is_refused() {
        let armoured = key().sign(BUNDLE_NAMESPACE, b"message");
        for at in 0..armoured.len() {
            let mut bytes = armoured.clone().into_bytes();
            bytes[at] ^= 1;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(
                check(&[key().public()], BUNDLE_NAMESPACE, b"message", &changed).is_err(),
                "byte {at}"
            );
        }
        let cut = &armoured[..armoured.len() - 1];
        assert!(check(&[key().public()], BUNDLE_NAMESPACE, b"message", cut).is_err());
    }

    #[test]
    fn signature_in_another_form_is_refused() {
        let keys = [key().public()];
        let checked = |text: &str| check(&keys, BUNDLE_NAMESPACE, b"message", text);
        assert_eq!(checked(BY_SSH_KEYGEN), Ok(key().public()));
        for text in [
            // Version 0, version 2, and one more byte after the last.
            BY_SSH_KEYGEN.replacen("AAAAAQ", "AAAAAA", 1),
            BY_SSH_KEYGEN.replacen("AAAAAQ", "AAAAAg", 1),
            BY_SSH_KEYGEN.replacen("DA==", "DAA=", 1),
            BY_SSH_KEYGEN.replace('\n', "\r\n"),
            format!("a text before it\n{BY_SSH_KEYGEN}"),
            by_sha256(),
        ] {
            assert_ne!(text, BY_SSH_KEYGEN);
            assert_eq!(checked(&text), Err(SignatureError::Format), "{text}");
        }
    }

    /// A signature with SHA-256, which `ssh-keygen -Y verify` also accepts.
    fn by_sha256() -> String {
        let hash = HashAlg::Sha256;
        let signed = SshSig::signed_data(BUNDLE_NAMESPACE, hash, b"message").unwrap();
        let signature: Signature = key().0.sign(&signed);
        let signature = ssh_key::Signature::new(Algorithm::Ed25519, signature.to_bytes());
        let key = key().public().key_data();
        let envelope = SshSig::new(key, BUNDLE_NAMESPACE, hash, signature.unwrap()).unwrap();
        envelope.to_pem(ssh_key::LineEnding::LF).unwrap()
    }

    #[test]
    fn signatures_and_keys_are_written_as_ssh_keygen_writes_them() {
        assert_eq!(key().sign(BUNDLE_NAMESPACE, b"message"), BY_SSH_KEYGEN);
        let public = key().public();
        assert_eq!(
            public.line(),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
        );
        assert_eq!(
            public.fingerprint(),
            "SHA256:z/fSv0Z0RZS+Lccbc6ZoOWwt/fbj1VFJGSBKQbo4icE"
        );
    }

    #[test]
    fn weak_public_key_is_refused() {
        let mut neutral_point = [0; 32];
        neutral_point[0] = 1;
        let weak = PublicKey(VerifyingKey::from_bytes(&neutral_point).unwrap());
        for text in [weak.line(), weak.pem()] {
            let read = PublicKey::read_all(&text);
            assert!(matches!(read, Err(KeyError::NoPublicKey)), "{text}");
        }
        let signature = Signature::from_bytes(&[0; 64]);
        let armoured = armour(weak, BUNDLE_NAMESPACE, &signature).unwrap();
        assert_eq!(
            check(&[weak], BUNDLE_NAMESPACE, b"message", &armoured),
            Err(SignatureError::Format)
        );
    }

    #[test]
    fn public_keys_are_read_from_every_written_form() {
        let public = key().public();
        for text in [public.allowed_signers(), public.line(), public.pem()] {
            assert_eq!(PublicKey::read_all(&text).unwrap(), [public], "{text}");
        }
        for text in ["", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "# ssh-ed25519"] {
            assert!(PublicKey::read_all(text).is_err(), "{text}");
        }
    }

    #[test]
    fn private_key_survives_its_pem() {
        let again = Key::from_pem(&key().secret_pem().unwrap()).unwrap();
        assert_eq!(again.public(), key().public());
        assert!(matches!(Key::from_pem("no key"), Err(KeyError::NoKey)));
    }

    #[test]
    fn signing_key_is_created_once_and_then_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("signing-key.pem");
        let made = Key::read_or_create(&path, || [1; 32]).unwrap();
        let read = Key::read_or_create(&path, || [2; 32]).unwrap();
        assert_eq!(made.public(), read.public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        fs::write(&path, "no key").unwrap();
        assert!(matches!(
            Key::read_or_create(&path, || [1; 32]),
            Err(KeyError::NoKey)
        ));
    }
}
