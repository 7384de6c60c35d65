//! Ids that follow from names, so that they repeat: UUIDs of version 5 (RFC 9562, section 5.5).

use std::fmt;

use sha1::{Digest as _, Sha1};

/// The namespace of names that are URLs or URNs (RFC 9562, section 6.6).
const URL_NAMESPACE: Uuid = Uuid(0x6ba7_b811_9dad_11d1_80b4_00c0_4fd4_30c8);

/// The bits of the version and of the variant.
const VERSION_MASK: u128 = 0xf000 << 64;
const VERSION_5: u128 = 0x5000 << 64;
const VARIANT_MASK: u128 = 0xc000 << 48;
const VARIANT: u128 = 0x8000 << 48;

/// An id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Uuid(u128);

impl Uuid {
    /// The namespace of a URN.
    pub(super) fn of_urn(urn: &str) -> Uuid {
        URL_NAMESPACE.of(urn)
    }

    /// The id of a name within this namespace.
    pub(super) fn of(self, name: &str) -> Uuid {
        let hash = Sha1::new()
            .chain_update(self.0.to_be_bytes())
            .chain_update(name)
            .finalize();
        let mut first = [0; 16];
        first.copy_from_slice(&hash[..16]);
        let bits = u128::from_be_bytes(first) & !VERSION_MASK & !VARIANT_MASK;
        Uuid(bits | VERSION_5 | VARIANT)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", self.0);
        let (a, b, c, d, e) = (
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        );
        write!(f, "{a}-{b}-{c}-{d}-{e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_the_standard() {
        // RFC 9562, appendix A.4: `www.example.com` in the namespace of domain names.
        let names = Uuid(0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8);
        let id = names.of("www.example.com").to_string();
        assert_eq!(id, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }
}
