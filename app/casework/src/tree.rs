//! A hash tree over a list (RFC 9162, section 2.1). Its root binds every leaf. Whoever has
//! one leaf and a few hashes, the audit path, can show that the leaf is under the root.
//!
//! The hash of a leaf is SHA-256 over a zero byte and its data. The hash of a node is
//! SHA-256 over a byte of one and the hashes of its two children. Of `n` leaves, the left
//! child has as many as the greatest power of two below `n`.

use sha2::{Digest as _, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// The hash of a leaf.
pub fn leaf(data: &[u8]) -> Hash {
    digest(&[&[0], data])
}

/// The root of a tree. Without leaves, it is the hash of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => digest(&[]),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(left_of(many.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The audit path of each leaf: the hashes beside its way to the root, from below.
pub fn audit_paths(leaves: &[Hash]) -> Vec<Vec<Hash>> {
    with_root(leaves).1
}

fn with_root(leaves: &[Hash]) -> (Hash, Vec<Vec<Hash>>) {
    if leaves.len() < 2 {
        return (root(leaves), vec![Vec::new(); leaves.len()]);
    }
    let (left, right) = leaves.split_at(left_of(leaves.len()));
    let ((left, mut paths), (right, others)) = (with_root(left), with_root(right));
    paths.iter_mut().for_each(|path| path.push(right));
    paths.extend(others.into_iter().map(|mut path| {
        path.push(left);
        path
    }));
    (node(&left, &right), paths)
}

/// The root to which an audit path leads from the leaf at a place, in a tree of `size`
/// leaves. None where the path does not have the length of that place.
pub fn climbed(leaf: Hash, at: usize, size: usize, path: &[Hash]) -> Option<Hash> {
    match (size, path.split_last()) {
        (1, None) => (at == 0).then_some(leaf),
        (2.., Some((beside, below))) => {
            let left = left_of(size);
            match at.checked_sub(left) {
                None => Some(node(&climbed(leaf, at, left, below)?, beside)),
                Some(at) => Some(node(beside, &climbed(leaf, at, size - left, below)?)),
            }
        }
        _ => None,
    }
}

/// The hash that a text in lower-case hex is.
pub fn from_hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let bytes = text.as_bytes();
    if bytes.len() != 64 {
        return None;
    }
    let mut hash = [0; 32];
    for (to, pair) in hash.iter_mut().zip(bytes.chunks_exact(2)) {
        *to = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}

/// The greatest power of two below a number of at least two.
fn left_of(leaves: usize) -> usize {
    1 << (leaves - 1).ilog2()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    digest(&[&[1], left, right])
}

fn digest(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::hex;

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|number| leaf(&[number])).collect()
    }

    #[test]
    fn tree_is_the_one_of_rfc_9162() {
        // The known roots of no leaf and of one empty leaf.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hex(&root(&[])), empty);
        let one = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
        assert_eq!(hex(&root(&[leaf(&[])])), one);
        let [a, b, c] = leaves(3)[..] else { panic!() };
        assert_eq!(root(&[a, b, c]), node(&node(&a, &b), &c));
    }

    #[test]
    fn every_path_leads_from_its_leaf_to_the_root_and_from_no_other() {
        for count in 1..=17 {
            let leaves = leaves(count);
            let root = root(&leaves);
            let size = leaves.len();
            for (at, path) in audit_paths(&leaves).iter().enumerate() {
                assert_eq!(climbed(leaves[at], at, size, path), Some(root));
                let other = leaf(b"another");
                assert_ne!(climbed(other, at, size, path), Some(root));
                assert_ne!(climbed(leaves[at], at + 1, size, path), Some(root));
                let mut longer = path.clone();
                longer.push(other);
                assert_eq!(climbed(leaves[at], at, size, &longer), None);
            }
        }
    }

    #[test]
    fn hash_is_read_from_lower_case_hex_alone() {
        let hash = leaf(b"x");
        assert_eq!(from_hex(&hex(&hash)), Some(hash));
        for other in ["", "ab", &hex(&hash).to_uppercase(), &"g".repeat(64)] {
            assert_eq!(from_hex(other), None, "{other}");
        }
    }
}
