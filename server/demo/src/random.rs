//! The generator's own random numbers.
//!
//! The incident must have the same bytes on every machine and with every version of every
//! crate, so that it can be compared and cached. A dozen lines of our own guarantee that; a
//! dependency does not.

/// SplitMix64 (Steele, Lea and Flood, 2014): one 64-bit state; any seed works.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A stream that depends on the seed and its purpose, so that a change in one claim does
    /// not change the bytes of the others.
    pub fn new(seed: u64, purpose: &str) -> Random {
        let mut stream = Random(seed);
        for byte in purpose.bytes() {
            stream.0 ^= u64::from(byte);
            stream.next();
        }
        stream
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = (high - low) as u64 + 1;
        low + (self.next() % span) as i64
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: i64) -> bool {
        self.between(1, n) == 1
    }

    /// One of the choices.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.between(0, choices.len() as i64 - 1) as usize]
    }

    /// `digits` lower-case hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        (0..digits)
            .map(|_| char::from(b"0123456789abcdef"[(self.next() % 16) as usize]))
            .collect()
    }

    /// `parts` uneven numbers that add up to `total` exactly; none is negative.
    pub fn split(&mut self, total: i128, parts: usize) -> Vec<i128> {
        let weights: Vec<i128> = (0..parts)
            .map(|_| i128::from(self.between(400, 1600)))
            .collect();
        let sum: i128 = weights.iter().sum();
        let mut shares: Vec<i128> = weights.iter().map(|w| total * w / sum).collect();
        let rest = total - shares.iter().sum::<i128>();
        if let Some(last) = shares.last_mut() {
            *last += rest;
        }
        shares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_published_sequence() {
        // First outputs of SplitMix64 for the seed 1234567, as published with the algorithm.
        let mut random = Random(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let mut random = Random::new(7, "split");
        for parts in [1, 2, 77] {
            let shares = random.split(1_000_003, parts);
            assert_eq!(shares.len(), parts);
            assert_eq!(shares.iter().sum::<i128>(), 1_000_003);
        }
    }

    #[test]
    fn streams_of_two_purposes_differ() {
        assert_ne!(Random::new(1, "a").next(), Random::new(1, "b").next());
    }
}
