//! The rounding of a line and of what each asset contributes to it.

use super::line::Part;
use crate::base::text::Text;
use crate::numbers::money::Money;
use crate::numbers::ratio::Ratio;

/// Rounds a line once and its parts so that they add up to it: the one largest
/// in absolute value (ties: the first asset in byte order) takes the remainder. None
/// where the line or a part is past what a line can hold.
pub(super) fn parts(components: &[(&Text, Ratio)]) -> Option<(Money, Vec<Part>)> {
    let exact = components
        .iter()
        .fold(Ratio::ZERO, |sum, (_, component)| sum.plus(component));
    let loss = Money::rounded(&exact)?;
    let mut parts = Vec::with_capacity(components.len());
    let mut largest: Option<(usize, Ratio)> = None;
    for (at, (asset, component)) in components.iter().enumerate() {
        parts.push(Part {
            asset: (*asset).clone(),
            amount: Money::rounded(component)?,
        });
        let size = component.abs();
        if largest.as_ref().is_none_or(|(_, most)| size > *most) {
            largest = Some((at, size));
        }
    }
    if let Some((at, _)) = largest {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        let rest: Money = others.map(|(_, part)| part.amount).sum();
        parts[at].amount = loss - rest;
        parts[at].amount.units()?;
    }
    Some((loss, parts))
}
