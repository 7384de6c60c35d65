//! Enums whose variants tables name.

use strum::{VariantArray, VariantNames};

/// An enum whose variants tables name. Names are looked up in a list: a comparison with each
/// variant in code, as of `FromStr`, would weigh in the browser.
pub(crate) trait Named: Copy + VariantNames + VariantArray {
    /// The names of all variants.
    const NAMES: &'static [&'static str] = <Self as VariantNames>::VARIANTS;
    /// All variants, in the order of their names.
    const ALL: &'static [Self] = <Self as VariantArray>::VARIANTS;

    /// The variant of that name.
    fn named(name: &str) -> Option<Self> {
        let at = place(Self::NAMES, name)?;
        Self::ALL.get(at).copied()
    }
}

impl<T: Copy + VariantNames + VariantArray> Named for T {}

/// Where a name stands in a list.
#[inline(never)]
pub(crate) fn place(names: &[&str], name: &str) -> Option<usize> {
    names.iter().position(|known| *known == name)
}
