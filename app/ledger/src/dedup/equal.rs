//! Whether two rows of one id say the same: field by field, as far as the coarser of
//! the two tells (method §7.2).

use crate::dedup::conflicts::Differs;
use crate::dedup::exactness::{is_one_number, is_to_the_minute};
use crate::entry::{Entry, Kind, Quantity, Side};
use crate::numbers::amount::Amount;

/// What a row moves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Figure {
    Out,
    In,
    Fee,
}

/// Whether all figures, the time and the side are the same to the last digit.
pub(super) fn are_exactly_one(a: &Entry, b: &Entry) -> bool {
    a.time == b.time
        && a.side == b.side
        && (&a.out, &a.in_, &a.fee) == (&b.out, &b.in_, &b.fee)
        && a.price == b.price
        && a.order_id == b.order_id
        && a.facts.contract_size == b.facts.contract_size
}

/// In which fields two rows differ, beyond what the coarser one leaves open.
pub(super) fn differing(a: &Entry, b: &Entry) -> Vec<Differs> {
    if are_exactly_one(a, b) {
        return Vec::new();
    }
    let sizes = (&a.facts.contract_size, &b.facts.contract_size);
    let orders = (&a.order_id, &b.order_id);
    let mut differs = vec![
        (Differs::Time, is_one_time(a, b)),
        (Differs::Side, is_one_side(a, b)),
        (Differs::Size, is_one(sizes.0.as_ref(), sizes.1.as_ref())),
        (Differs::Price, is_one(a.price.as_ref(), b.price.as_ref())),
        (
            Differs::Order,
            orders.0.is_empty() || orders.1.is_empty() || orders.0 == orders.1,
        ),
    ];
    // What went the other way has no amounts to compare.
    if is_one_side(a, b) {
        differs.extend(quantities_differing(a, b));
    }
    let mut differs: Vec<Differs> = differs
        .into_iter()
        .filter_map(|(field, is_one)| (!is_one).then_some(field))
        .collect();
    differs.sort_unstable();
    differs
}

/// Of what each row moved, whether the two are one.
fn quantities_differing(a: &Entry, b: &Entry) -> [(Differs, bool); 3] {
    let totals = [computed_total(a), computed_total(b)];
    let moved = |entry: &Entry| [entry.out.clone(), entry.in_.clone(), entry.fee.clone()];
    let pairs = moved(a).into_iter().zip(moved(b));
    let mut found = [
        (Figure::Out, Differs::Out, true),
        (Figure::In, Differs::In, true),
        (Figure::Fee, Differs::Fee, true),
    ];
    for ((figure, _, is_same), pair) in found.iter_mut().zip(pairs) {
        *is_same = match pair {
            (Some(x), Some(y)) if x.asset == y.asset => {
                match totals.map(|total| total == Some(*figure)) {
                    [true, true] => true,
                    [true, false] => is_total_of(a, b, (&x.amount, &y.amount)),
                    [false, true] => is_total_of(b, a, (&y.amount, &x.amount)),
                    [false, false] => is_one(Some(&x.amount), Some(&y.amount)),
                }
            }
            (Some(_), Some(_)) => false,
            // A missing fee equals any; what a row moved it cannot lack.
            (x, y) => x.is_none() == y.is_none() || *figure == Figure::Fee,
        };
    }
    found.map(|(_, field, is_same)| (field, is_same))
}

/// Whether two numbers are one as far as both tell.
fn is_one(a: Option<&Amount>, b: Option<&Amount>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return true;
    };
    a == b || is_rounded(a, b) || is_one_number(a, b)
}

/// How much a row tells, for rows that say the same: the seconds, a total that the
/// exchange gave, a fee, then digits.
pub(super) fn tells(entry: &Entry) -> (bool, bool, bool, u8, usize) {
    let numbers = [&entry.out, &entry.in_, &entry.fee].into_iter().flatten();
    let digits = numbers.map(|quantity| quantity.amount.significant_digits());
    (
        !is_to_the_minute(entry),
        computed_total(entry).is_none(),
        entry.fee.is_some(),
        entry.time.digits,
        digits.sum(),
    )
}

/// Which figure of a row is quantity × price, because its file has no total.
fn computed_total(entry: &Entry) -> Option<Figure> {
    match entry
        .side
        .filter(|_| entry.total_computed && entry.kind == Kind::Trade)?
    {
        Side::Buy => Some(Figure::Out),
        Side::Sell => Some(Figure::In),
    }
}

/// Whether a total that a file prints is the one computed for the other row: to half
/// its last place. Where the other row's size or price is a rounded one, so is the
/// product, and the row has no total to compare.
fn is_total_of(computed: &Entry, printed: &Entry, (product, total): (&Amount, &Amount)) -> bool {
    let base = |entry: &Entry| match entry.side {
        Some(Side::Sell) => entry.out.clone(),
        _ => entry.in_.clone(),
    };
    let is_from_rounded = base(computed) != base(printed)
        || (printed.price.is_some() && computed.price != printed.price);
    let half = Amount::from_units(5, total.scale() + 1);
    is_from_rounded || product.minus(total).abs() <= half
}

/// Whether the one of two numbers that has more decimals rounds to the other.
pub(super) fn is_rounded(a: &Amount, b: &Amount) -> bool {
    let (fine, coarse) = if a.scale() >= b.scale() {
        (a, b)
    } else {
        (b, a)
    };
    let half = Amount::from_units(5, coarse.scale() + 1);
    let miss = fine.minus(coarse).abs();
    // Halves go up, or to the even neighbour: both are done.
    miss < half || (miss == half && (coarse.abs() > fine.abs() || coarse.is_even()))
}

/// Whether one of two amounts is the other rounded, by 1 % at most: 1 is not 1.4.
pub(super) fn is_rounded_a_little(a: &Amount, b: &Amount) -> bool {
    let hundredfold = a.minus(b).abs().times(&Amount::from_units(100, 0));
    is_rounded(a, b) && hundredfold <= a.abs()
}

/// Whether two times are one as far as both tell.
fn is_one_time(a: &Entry, b: &Entry) -> bool {
    let digits = a.time.digits.min(b.time.digits);
    let (a_minutes, b_minutes) = (is_to_the_minute(a), is_to_the_minute(b));
    if a_minutes != b_minutes {
        return a.time.seconds.div_euclid(60) == b.time.seconds.div_euclid(60);
    }
    let step = 10_u32.pow(9 - u32::from(digits.min(9)));
    a.time.seconds == b.time.seconds && a.time.nanos / step == b.time.nanos / step
}

/// Whether both went the same way, as far as both tell.
fn is_one_side(a: &Entry, b: &Entry) -> bool {
    let asset = |quantity: &Option<Quantity>| quantity.as_ref().map(|q| q.asset.clone());
    let is_one = match (a.side, b.side) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    is_one && asset(&a.out) == asset(&b.out) && asset(&a.in_) == asset(&b.in_)
}
