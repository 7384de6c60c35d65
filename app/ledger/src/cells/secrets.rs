//! Cells that look like keys to an account. People send what they have, and what
//! they have may open the account again: they are warned, and nothing of it is
//! ever printed. Ids of orders, hashes of transactions and addresses are none.

use crate::base::features::COMPLETE;
use crate::cells::heading::Heading;

/// What is read in the place of a secret.
pub(crate) const LEFT_OUT: &str = "(a secret, left out)";

/// Shorter cells are not looked at: a million rows pass here.
pub(crate) const LENGTH_MIN: usize = 24;

/// What is shown in the place of a cell that looks like a secret.
pub const HIDDEN: &str = "***";

/// A text as it may be shown: itself, unless it looks like a secret.
pub fn masked(text: &str) -> &str {
    if looks_secret(text, false) {
        HIDDEN
    } else {
        text
    }
}

/// The start of a cell, for messages.
#[cfg_attr(not(feature = "complete"), inline(always))]
pub(crate) fn shortened(cell: &str) -> String {
    if !COMPLETE {
        return String::new();
    }
    masked(cell).chars().take(40).collect()
}

/// Words that announce a secret, as [`Heading::name`] writes them.
const WORDS: [&str; 8] = [
    "apikey",
    "apisecret",
    "secretkey",
    "secret",
    "passphrase",
    "privatekey",
    "accesskey",
    "apipassword",
];

/// Whether the name of a column announces secrets.
pub(crate) fn is_announced(heading: &Heading) -> bool {
    WORDS.iter().any(|word| heading.name.contains(word))
}

/// Whether a cell looks like a secret; `announced` says that its column's name
/// does.
pub fn looks_secret(cell: &str, announced: bool) -> bool {
    if announced {
        return is_key(cell)
            || (cell.len() >= 8 && !cell.contains(' ') && has_digit_and_letter(cell));
    }
    cell.len() >= LENGTH_MIN && (is_exchange_key(cell) || holds_key(cell) || is_labelled(cell))
}

/// Sixty-four letters, large and small, and digits: Binance's keys and secrets. FTX's
/// have forty, with `-` and `_` among them. Hashes have those lengths too but no
/// letter past F.
fn is_exchange_key(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let is_of_key = |byte: &u8| match bytes.len() {
        64 => byte.is_ascii_alphanumeric(),
        40 => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
        _ => false,
    };
    bytes.iter().all(is_of_key)
        && bytes.iter().any(u8::is_ascii_lowercase)
        && bytes.iter().any(u8::is_ascii_uppercase)
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes
            .iter()
            .any(|byte| byte.is_ascii_alphanumeric() && !byte.is_ascii_hexdigit())
}

fn holds_key(cell: &str) -> bool {
    cell.contains("PRIVATE KEY-----")
}

/// `API key: 5f1d…`: a word that announces it, and behind it something like a key.
fn is_labelled(cell: &str) -> bool {
    // Words of people have spaces or colons; ids, hashes and addresses have none.
    if !cell.contains([' ', ':', '=']) {
        return false;
    }
    let tokens = || cell.split([' ', ':', '=', '"', '\'', ',', ';']);
    // Times have colons too: few cells have what could be a key.
    if !tokens().any(is_key) {
        return false;
    }
    let mut before = String::new();
    for token in tokens() {
        if is_key(token) && WORDS.iter().any(|word| before.contains(word)) {
            return true;
        }
        let letters = token.chars().filter(char::is_ascii_alphanumeric);
        before.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    false
}

/// A UUID, or sixteen and more letters and digits as keys are written: hexadecimal
/// or base 64.
fn is_key(token: &str) -> bool {
    let is_of_key =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/' | b'=');
    token.len() >= 16 && token.bytes().all(is_of_key) && has_digit_and_letter(token)
}

fn has_digit_and_letter(token: &str) -> bool {
    token.bytes().any(|byte| byte.is_ascii_digit())
        && token.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Made up, and of no account.
    const BINANCE: &str = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    const FTX: &str = "q8Zt-Lw3nXv_0RkYc7JmUe2DsGh5PbAoWi9TfKxE";
    const UUID: &str = "2f8a4c1e-93b7-4d60-8e5f-1c7b9a3d5e21";

    #[test]
    fn keys_are_seen_by_their_shape_or_by_the_words_beside_them() {
        for cell in [
            BINANCE,
            FTX,
            "API key: 5f1d2c3b4a59687766554433",
            &format!("KuCoin API secret = {UUID}"),
            "passphrase: correct4horse9battery",
            "-----BEGIN RSA PRIVATE KEY-----",
        ] {
            assert!(looks_secret(cell, false), "{cell}");
        }
        for cell in [
            UUID,
            "hunter2hunter2",
            "c2VjcmV0IGtleSBub3QgcmVhbCAxMjM0NQ==",
        ] {
            assert!(looks_secret(cell, true), "{cell}");
        }
    }

    #[test]
    fn ids_hashes_and_addresses_are_no_secrets() {
        for cell in [
            UUID,
            "65ba51a2c3d4e5f6a7b8c9d0",
            "0x9fc76417374aa880d4449a1f7f31ec597f00b1f6f3dd2d66f4c9c6c445836d8b",
            "9fc76417374aa880d4449a1f7f31ec597f00b1f6f3dd2d66f4c9c6c445836d8b",
            "9FC76417374AA880D4449A1F7F31EC597F00B1F6F3DD2D66F4C9C6C445836D8B",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "9Fc76417374AA880d4449A1f7f31ec597f00B1F6",
            "web_1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f",
            "2022-10-18 21:00:09.123456",
            "web_1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d",
            "Deposit from my other account: 65ba51a2c3d4e5f6",
            "the key to the house is under the mat",
            "",
        ] {
            assert!(!looks_secret(cell, false), "{cell}");
        }
        assert!(!looks_secret("none given", true));
        assert!(!looks_secret("", true));
    }

    #[test]
    fn a_column_announces_secrets_by_its_name() {
        for (name, expected) in [
            ("API Key", true),
            ("api_secret", true),
            ("Passphrase", true),
            ("Key", false),
            ("Order ID", false),
        ] {
            assert_eq!(is_announced(&Heading::read(name)), expected, "{name}");
        }
    }
}
