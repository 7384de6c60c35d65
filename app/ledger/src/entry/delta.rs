//! Entries in few bytes: each is encoded as what differs from the entry before it.
//!
//! Rows of one file have nearly everything in common, so that a row takes few bytes. These
//! bytes are for temporary files of one run; no version of the program reads those of another.

use num_bigint::BigInt;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::base::text::{self, Text};
use crate::entry::facts::Facts;
use crate::entry::kind::{Kind, Side, ZoneSource};
use crate::entry::messages::EntryNote;
use crate::entry::{Entry, Quantity};
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// The bytes of encoded entries are damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rows in a temporary file are damaged")]
pub struct Damaged;

/// What differs from the entry before: one bit each, the texts first.
mod differs {
    pub const ROW: u32 = 1 << 11;
    pub const FRACTION: u32 = 1 << 12;
    pub const WORDS: u32 = 1 << 13;
    pub const PRICE: u32 = 1 << 14;
    /// The first of three quantities.
    pub const ASSET: u32 = 15;
    /// The first of their amounts.
    pub const AMOUNT: u32 = 18;
    /// What few entries have is encoded whole.
    pub const RARE: u32 = 1 << 21;
    /// It stands on several lines, or on none.
    pub const LINES: u32 = 1 << 22;
}

/// What few entries have.
#[derive(Serialize, Deserialize)]
struct Rare {
    balance: Option<Box<Quantity>>,
    facts: Facts,
    notes: Vec<EntryNote>,
}

/// The texts that every entry has.
const TEXTS: usize = 11;

fn texts(entry: &Entry) -> [&Text; TEXTS] {
    // Named one by one, so that a new field is not forgotten here.
    let Entry {
        file,
        format,
        reader_version,
        exchange,
        account,
        account_in_file,
        time_raw,
        market,
        order_id,
        trade_id,
        group,
        lines: _,
        row: _,
        time: _,
        zone_source: _,
        kind: _,
        side: _,
        price: _,
        out: _,
        in_: _,
        fee: _,
        total_computed: _,
        balance: _,
        facts: _,
        notes: _,
    } = entry;
    [
        file,
        format,
        reader_version,
        exchange,
        account,
        account_in_file,
        time_raw,
        market,
        order_id,
        trade_id,
        group,
    ]
}

fn texts_mut(entry: &mut Entry) -> [&mut Text; TEXTS] {
    [
        &mut entry.file,
        &mut entry.format,
        &mut entry.reader_version,
        &mut entry.exchange,
        &mut entry.account,
        &mut entry.account_in_file,
        &mut entry.time_raw,
        &mut entry.market,
        &mut entry.order_id,
        &mut entry.trade_id,
        &mut entry.group,
    ]
}

/// The words of closed lists, each by its place in its list.
fn words(entry: &Entry) -> [u8; 4] {
    let side = entry.side.map_or(0, |side| 1 + side as u8);
    [
        entry.kind as u8,
        entry.zone_source as u8,
        side,
        u8::from(entry.total_computed),
    ]
}

/// Encodes entries one after the other.
#[derive(Debug, Default)]
pub struct DeltaEncoder {
    before: Entry,
    /// Whether there was one before.
    has_before: bool,
    /// What differs, while it is being written.
    body: Vec<u8>,
}

impl DeltaEncoder {
    /// Encodes the next entry whole: an [`DeltaDecoder`] can begin here.
    pub fn restart(&mut self) {
        self.before = Entry::default();
        self.has_before = false;
    }

    /// The entry that was encoded last, as far as the next one is held against it: without
    /// what few entries have.
    pub fn latest(&self) -> Option<&Entry> {
        self.has_before.then_some(&self.before)
    }

    /// Appends an entry.
    ///
    /// # Errors
    /// None that entries of readers could have: only a text that JSON cannot hold.
    pub fn encode(&mut self, entry: &Entry, to: &mut Vec<u8>) -> serde_json::Result<()> {
        self.body.clear();
        self.has_before = true;
        let mut mask = self.time_and_place(entry);
        for (bit, text) in texts(entry).into_iter().enumerate() {
            let before = &mut *texts_mut(&mut self.before)[bit];
            if before != text {
                mask |= 1 << bit;
                before.clone_from(text);
                put_bytes(text.as_bytes(), &mut self.body);
            }
        }
        let words = words(entry);
        if words != self::words(&self.before) {
            mask |= differs::WORDS;
            self.body.extend(words);
            self.before.kind = entry.kind;
            self.before.zone_source = entry.zone_source;
            self.before.side = entry.side;
            self.before.total_computed = entry.total_computed;
        }
        if !is_same(self.before.price.as_ref(), entry.price.as_ref()) {
            mask |= differs::PRICE;
            put_amount(entry.price.as_ref(), &mut self.body);
            self.before.price.clone_from(&entry.price);
        }
        mask |= self.quantities(entry);
        if entry.balance.is_some() || !entry.facts.is_none() || !entry.notes.is_empty() {
            mask |= differs::RARE;
            let rare = Rare {
                balance: entry.balance.clone(),
                facts: entry.facts.clone(),
                notes: entry.notes.clone(),
            };
            put_bytes(&serde_json::to_vec(&rare)?, &mut self.body);
        }
        to.extend(mask.to_le_bytes());
        to.extend(&self.body);
        Ok(())
    }

    fn time_and_place(&mut self, entry: &Entry) -> u32 {
        let (before, body) = (&mut self.before, &mut self.body);
        let mut mask = 0;
        match entry.lines[..] {
            [line] => put_signed(i128::from(line) - i128::from(before.lines.start()), body),
            _ => {
                mask |= differs::LINES;
                put_number(entry.lines.len() as u128, body);
                for line in entry.lines.iter() {
                    put_number((*line).into(), body);
                }
            }
        }
        before.lines.clone_from(&entry.lines);
        put_signed(
            i128::from(entry.time.seconds) - i128::from(before.time.seconds),
            body,
        );
        if (entry.time.nanos, entry.time.digits) != (before.time.nanos, before.time.digits) {
            mask |= differs::FRACTION;
            put_number(entry.time.nanos.into(), body);
            body.push(entry.time.digits);
        }
        before.time = entry.time;
        if entry.row != before.row {
            mask |= differs::ROW;
            put_number(entry.row.into(), body);
            before.row = entry.row;
        }
        mask
    }

    fn quantities(&mut self, entry: &Entry) -> u32 {
        let mut mask = 0;
        let before = [
            &mut self.before.out,
            &mut self.before.in_,
            &mut self.before.fee,
        ];
        let now = [&entry.out, &entry.in_, &entry.fee];
        for (nth, (before, now)) in before.into_iter().zip(now).enumerate() {
            let is_of_one_asset = asset(before) == asset(now);
            if !is_of_one_asset {
                mask |= 1 << (differs::ASSET + nth as u32);
                self.body.push(u8::from(now.is_some()));
                if let Some(now) = now {
                    put_bytes(now.asset.as_bytes(), &mut self.body);
                }
            }
            let is_same = is_same(amount(before), amount(now));
            if !is_same {
                mask |= 1 << (differs::AMOUNT + nth as u32);
                put_amount(amount(now), &mut self.body);
            }
            if !is_of_one_asset || !is_same {
                before.clone_from(now);
            }
        }
        mask
    }
}

fn asset(of: &Option<Quantity>) -> Option<&Text> {
    of.as_ref().map(|of| &of.asset)
}

fn amount(of: &Option<Quantity>) -> Option<&Amount> {
    of.as_ref().map(|of| &of.amount)
}

/// Whether two amounts are the same to the last digit that was written.
fn is_same(one: Option<&Amount>, other: Option<&Amount>) -> bool {
    one.map(Amount::scale) == other.map(Amount::scale) && one == other
}

/// Decodes entries one after the other.
#[derive(Debug, Default)]
pub struct DeltaDecoder {
    latest: Entry,
}

impl DeltaDecoder {
    /// Begins where a [`DeltaEncoder`] was restarted.
    pub fn restart(&mut self) {
        self.latest = Entry::default();
    }

    /// The entry that was read last.
    pub fn latest(&self) -> &Entry {
        &self.latest
    }

    /// Takes the next entry off the front of these bytes.
    ///
    /// # Errors
    /// When no [`DeltaEncoder`] wrote them.
    pub fn decode(&mut self, from: &mut &[u8]) -> Result<(), Damaged> {
        let (mask, rest) = from.split_first_chunk().ok_or(Damaged)?;
        let mask = u32::from_le_bytes(*mask);
        *from = rest;
        self.time_and_place(mask, from)?;
        for (bit, text) in texts_mut(&mut self.latest).into_iter().enumerate() {
            if mask & (1 << bit) != 0 {
                *text = take_text(from)?;
            }
        }
        let entry = &mut self.latest;
        if mask & differs::WORDS != 0 {
            let (words, rest) = from.split_first_chunk::<4>().ok_or(Damaged)?;
            *from = rest;
            let [kind, zone_source, side, total_computed] = words.map(usize::from);
            entry.kind = *Kind::VARIANTS.get(kind).ok_or(Damaged)?;
            entry.zone_source = *ZoneSource::VARIANTS.get(zone_source).ok_or(Damaged)?;
            entry.side = match side {
                0 => None,
                side => Some(*Side::VARIANTS.get(side - 1).ok_or(Damaged)?),
            };
            entry.total_computed = total_computed != 0;
        }
        if mask & differs::PRICE != 0 {
            entry.price = take_amount(from)?;
        }
        for (nth, of) in [&mut entry.out, &mut entry.in_, &mut entry.fee]
            .into_iter()
            .enumerate()
        {
            if mask & (1 << (differs::ASSET + nth as u32)) != 0 {
                *of = match take_byte(from)? {
                    0 => None,
                    _ => Some(Quantity {
                        asset: take_text(from)?,
                        amount: of.take().map_or(Amount::ZERO, |of| of.amount),
                    }),
                };
            }
            if mask & (1 << (differs::AMOUNT + nth as u32)) != 0 {
                let amount = take_amount(from)?;
                if let (Some(of), Some(amount)) = (of, amount) {
                    of.amount = amount;
                }
            }
        }
        self.rare(mask, from)
    }

    fn time_and_place(&mut self, mask: u32, from: &mut &[u8]) -> Result<(), Damaged> {
        let entry = &mut self.latest;
        let is_one_line = mask & differs::LINES == 0;
        entry.lines = if is_one_line {
            let line = i128::from(entry.lines.start()).checked_add(take_signed(from)?);
            let line = line.and_then(|line| u64::try_from(line).ok());
            line.ok_or(Damaged)?.into()
        } else {
            let count = take_number(from)?;
            // Each takes a byte at least.
            let count = usize::try_from(count)
                .ok()
                .filter(|count| *count <= from.len());
            let lines = (0..count.ok_or(Damaged)?).map(|_| take_as(from));
            lines.collect::<Result<Vec<u64>, Damaged>>()?.into()
        };
        let further = take_signed(from)?;
        let seconds = i128::from(entry.time.seconds).checked_add(further);
        let seconds = seconds.and_then(|seconds| i64::try_from(seconds).ok());
        entry.time.seconds = seconds.ok_or(Damaged)?;
        if mask & differs::FRACTION != 0 {
            entry.time = Moment {
                seconds: entry.time.seconds,
                nanos: take_as(from)?,
                digits: take_byte(from)?,
            };
        }
        if mask & differs::ROW != 0 {
            entry.row = take_as(from)?;
        }
        Ok(())
    }

    fn rare(&mut self, mask: u32, from: &mut &[u8]) -> Result<(), Damaged> {
        let entry = &mut self.latest;
        if mask & differs::RARE != 0 {
            let rare = serde_json::from_slice::<Rare>(take_bytes(from)?);
            let rare = rare.map_err(|_| Damaged)?;
            (entry.balance, entry.facts, entry.notes) = (rare.balance, rare.facts, rare.notes);
        } else if entry.balance.is_some() || !entry.facts.is_none() || !entry.notes.is_empty() {
            (entry.balance, entry.facts, entry.notes) = (None, Facts::NONE, Vec::new());
        }
        Ok(())
    }
}

/// A number in groups of seven bits, the lowest first.
fn put_number(mut number: u128, to: &mut Vec<u8>) {
    while number > u128::from(u64::MAX) {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    let mut number = number as u64;
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

#[inline]
fn take_number(from: &mut &[u8]) -> Result<u128, Damaged> {
    // Nearly every number fits 64 bits.
    let mut number = 0_u64;
    for (at, byte) in from.iter().take(9).enumerate() {
        number |= u64::from(byte & 0x7F) << (7 * at);
        if *byte < 0x80 {
            *from = &from[at + 1..];
            return Ok(number.into());
        }
    }
    take_wide_number(from)
}

#[cold]
fn take_wide_number(from: &mut &[u8]) -> Result<u128, Damaged> {
    let mut number = 0;
    for shift in (0..u128::BITS).step_by(7) {
        let byte = take_byte(from)?;
        number |= u128::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

fn take_as<N: TryFrom<u128>>(from: &mut &[u8]) -> Result<N, Damaged> {
    N::try_from(take_number(from)?).map_err(|_| Damaged)
}

/// A number with a sign: small ones of either sign take few bytes.
fn put_signed(number: i128, to: &mut Vec<u8>) {
    put_number(((number << 1) ^ (number >> 127)) as u128, to);
}

fn take_signed(from: &mut &[u8]) -> Result<i128, Damaged> {
    let number = take_number(from)?;
    Ok((number >> 1) as i128 ^ -((number & 1) as i128))
}

fn take_byte(from: &mut &[u8]) -> Result<u8, Damaged> {
    let (byte, rest) = from.split_first().ok_or(Damaged)?;
    *from = rest;
    Ok(*byte)
}

fn put_bytes(bytes: &[u8], to: &mut Vec<u8>) {
    put_number(bytes.len() as u128, to);
    to.extend(bytes);
}

fn take_bytes<'a>(from: &mut &'a [u8]) -> Result<&'a [u8], Damaged> {
    let length = take_as(from)?;
    let (bytes, rest) = from.split_at_checked(length).ok_or(Damaged)?;
    *from = rest;
    Ok(bytes)
}

fn take_text(from: &mut &[u8]) -> Result<Text, Damaged> {
    let text = std::str::from_utf8(take_bytes(from)?).map_err(|_| Damaged)?;
    Ok(text::of_time(text))
}

/// How an amount is encoded.
const NO_AMOUNT: u128 = 0;
const SMALL_AMOUNT: u128 = 1;
const BIG_AMOUNT: u128 = 2;
const AMOUNT_SORTS: u128 = 3;

fn put_amount(amount: Option<&Amount>, to: &mut Vec<u8>) {
    let Some(amount) = amount else {
        return put_number(NO_AMOUNT, to);
    };
    let scale = u128::from(amount.scale()) * AMOUNT_SORTS;
    match amount.small() {
        Some(units) => {
            put_number(scale + SMALL_AMOUNT, to);
            put_signed(units, to);
        }
        None => {
            put_number(scale + BIG_AMOUNT, to);
            put_bytes(&amount.coefficient().to_signed_bytes_le(), to);
        }
    }
}

fn take_amount(from: &mut &[u8]) -> Result<Option<Amount>, Damaged> {
    let number = take_number(from)?;
    let scale = u32::try_from(number / AMOUNT_SORTS).map_err(|_| Damaged)?;
    Ok(match number % AMOUNT_SORTS {
        NO_AMOUNT => None,
        SMALL_AMOUNT => Some(Amount::from_units(take_signed(from)?, scale)),
        _ => {
            let coefficient = BigInt::from_signed_bytes_le(take_bytes(from)?);
            Some(Amount::from_big(coefficient, scale))
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::entry::facts::FactSheet;

    fn any_text() -> impl Strategy<Value = Text> {
        let short = select(vec!["", "BTC", "USDT", "2022-10-18 21:00:09"]);
        prop_oneof![
            short.prop_map(Text::from),
            "\\PC{0,40}".prop_map(Text::from)
        ]
    }

    fn any_amount() -> impl Strategy<Value = Amount> {
        let small = (any::<i128>(), 0_u32..40);
        let few = (-3_i128..3, 0_u32..3);
        let big = (vec(any::<u8>(), 17..40), 0_u32..80);
        prop_oneof![
            few.prop_map(|(units, scale)| Amount::from_units(units, scale)),
            small.prop_map(|(units, scale)| Amount::from_units(units, scale)),
            big.prop_map(|(bytes, scale)| {
                Amount::from_big(BigInt::from_signed_bytes_le(&bytes), scale)
            }),
        ]
    }

    fn any_quantity() -> impl Strategy<Value = Option<Quantity>> {
        option::of(
            (any_text(), any_amount()).prop_map(|(asset, amount)| Quantity { asset, amount }),
        )
    }

    fn any_moment() -> impl Strategy<Value = Moment> {
        let digits = prop_oneof![0_u8..10, Just(Moment::DAY)];
        let seconds = prop_oneof![any::<i64>(), 1_666_000_000_i64..1_666_000_009];
        (seconds, 0_u32..1_000_000_000, digits).prop_map(|(seconds, nanos, digits)| Moment {
            seconds,
            nanos,
            digits,
        })
    }

    fn any_rare() -> impl Strategy<Value = (Option<Quantity>, Facts, Vec<EntryNote>)> {
        let sheet = (any_text(), option::of(any_amount())).prop_map(|(address, contracts)| {
            Facts::from(FactSheet {
                address,
                contracts,
                ..FactSheet::default()
            })
        });
        let notes = vec(
            Just(EntryNote::Remark {
                text: "as a person reads it".into(),
            }),
            0..2,
        );
        (any_quantity(), sheet, notes)
    }

    fn any_entry() -> impl Strategy<Value = Entry> {
        let texts = vec(any_text(), TEXTS);
        let place = (vec(any::<u64>(), 0..3), any::<u32>(), any_moment());
        let words = (
            select(&Kind::ALL[..]),
            select(ZoneSource::VARIANTS),
            option::of(select(Side::VARIANTS)),
            any::<bool>(),
        );
        let quantities = (any_quantity(), any_quantity(), any_quantity());
        let all = (
            texts,
            place,
            words,
            option::of(any_amount()),
            quantities,
            any_rare(),
        );
        all.prop_map(|(texts, place, words, price, quantities, rare)| {
            let mut entry = Entry {
                lines: place.0.into(),
                row: place.1,
                time: place.2,
                kind: words.0,
                zone_source: words.1,
                side: words.2,
                total_computed: words.3,
                price,
                out: quantities.0,
                in_: quantities.1,
                fee: quantities.2,
                balance: rare.0.map(Box::new),
                facts: rare.1,
                notes: rare.2,
                ..Entry::default()
            };
            for (text, value) in texts_mut(&mut entry).into_iter().zip(texts) {
                *text = value;
            }
            entry
        })
    }

    /// With every digit that was written, which equality of amounts leaves aside.
    fn whole(entry: &Entry) -> String {
        serde_json::to_string(entry).unwrap()
    }

    proptest! {
        #[test]
        fn any_entries_come_back_as_they_were(entries in vec(any_entry(), 0..8), every in 1_usize..4) {
            let (mut encoder, mut decoder) = (DeltaEncoder::default(), DeltaDecoder::default());
            let mut bytes = Vec::new();
            for (at, entry) in entries.iter().enumerate() {
                if at % every == 0 {
                    encoder.restart();
                }
                encoder.encode(entry, &mut bytes).unwrap();
            }
            let mut rest = &bytes[..];
            for (at, entry) in entries.iter().enumerate() {
                if at % every == 0 {
                    decoder.restart();
                }
                decoder.decode(&mut rest).unwrap();
                prop_assert_eq!(whole(decoder.latest()), whole(entry));
            }
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn any_bytes_are_entries_or_damaged(bytes in vec(any::<u8>(), 0..200)) {
            let mut decoder = DeltaDecoder::default();
            let mut rest = &bytes[..];
            while !rest.is_empty() && decoder.decode(&mut rest).is_ok() {}
        }
    }

    #[test]
    fn a_row_like_the_one_before_takes_few_bytes() {
        let mut entry = Entry {
            file: "trades.csv".into(),
            time_raw: "2022-10-18 21:00:09".into(),
            ..Entry::default()
        };
        let (mut encoder, mut bytes) = (DeltaEncoder::default(), Vec::new());
        encoder.encode(&entry, &mut bytes).unwrap();
        let first = bytes.len();
        entry.lines = 1.into();
        encoder.encode(&entry, &mut bytes).unwrap();
        assert!(
            first > 30 && bytes.len() - first < 8,
            "{first}, {}",
            bytes.len()
        );
    }
}
