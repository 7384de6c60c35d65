//! How large the fees of exchanges are.

/// What an exchange takes of a trade: a fee whose asset is not in the file is put to
/// the one of the two that it can be such a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeeSizes {
    /// The most, in ten thousandths of the trade (0.2 %).
    pub ten_thousandths_max: u32,
    /// The least, in hundredths of the most (0.004 %).
    pub least_hundredths: u32,
}

impl Default for FeeSizes {
    fn default() -> FeeSizes {
        FeeSizes {
            ten_thousandths_max: 20,
            least_hundredths: 2,
        }
    }
}
