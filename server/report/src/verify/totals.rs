//! Compares the totals of a bundle with recomputed ones. The list of quantities without a
//! price may be long, and is read item by item.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{BufReader, Read, Seek};
use std::rc::Rc;

use casework::ClaimState;
use casework::counting::TotalsBuilder;
use ledger::Money;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::claims::ListedClaim;
use super::{Amounts, ArchiveError, Check, Limits, shown};
use crate::documents;
use crate::layout;
use crate::leash::Leash;
use crate::spool::Spooled;
use crate::totals::{self, UnpricedLine};

/// The key of the total of the withheld claims.
const WITHHELD: &str = "withheld_total";

/// Figures of a total that are the sums of those of its parts.
const ADDED_UP: [&str; 16] = [
    "documented",
    "claimed",
    "accepted",
    "gross_loss",
    "gross_gain",
    "credits",
    "net",
    "lines",
    "unpriced",
    "excluded",
    "claims",
    "claims_accepted",
    "credits_unpriced",
    "positions_not_valued",
    "conflict_rows",
    "conflict_apart",
];

/// Figures of a total that all its parts share.
const SHARED: [&str; 12] = [
    "basis",
    "currency",
    "method",
    "price_version",
    "bridge",
    "par",
    "trade_age_minutes_max",
    "daily_age_hours_max",
    "fiat_age_days_max",
    "manipulated",
    "quotes",
    "sources",
];

/// The key of the list.
const UNPRICED: &str = "unpriced";

/// How many bytes of a list are kept for display.
const SHOWN_BYTES: usize = 1024;

impl<R: Read + Seek> Check<R> {
    /// Compares the totals with the recomputed sums.
    pub(super) fn totals(
        &mut self,
        claims: &[ListedClaim],
        sum: TotalsBuilder,
        expected: Spooled<UnpricedLine>,
    ) -> Result<(), ArchiveError> {
        let mut list = List::default();
        let Some(found) = self.read_totals(|_, item| list.add(&item))? else {
            return Ok(());
        };
        let shared = sum.finish();
        let shared = shared.and_then(|totals| totals::document(&totals));
        let shared = match shared {
            Ok(shared) => shared,
            Err(error) => {
                let sentence = format!("no totals can be computed: {error}");
                self.find(layout::TOTALS, sentence);
                return Ok(());
            }
        };
        let shared = serde_json::json!(shared);
        let withheld = claims.iter().filter(|claim| !claim.shared);
        let withheld: Vec<&str> = withheld.map(|claim| claim.reference.as_str()).collect();
        let states = claims.iter().map(|claim| (claim.state, claim.shared));
        for (place, sentence) in equations(&found, states.collect()) {
            self.find(format!("{}{place}", layout::TOTALS), sentence);
        }
        let net = found.get(WITHHELD).and_then(|total| money(total, "net"));
        let count = withheld.len() as u64;
        self.verdict.unchecked.withheld = Amounts { count, money: net };
        let nothing = Value::Null;
        let of = |key: &str| found.get(key).unwrap_or(&nothing);
        let mut differing = Vec::new();
        differences("/shared", of("shared"), &shared, &mut differing);
        let listed = serde_json::json!(withheld);
        differences("/withheld", of("withheld"), &listed, &mut differing);
        if withheld.is_empty() {
            let whole = &shared["total"];
            let place = "/with_withheld";
            differences(place, of("with_withheld"), whole, &mut differing);
        }
        for (place, sentence) in differing {
            self.find(format!("{}{place}", layout::TOTALS), sentence);
        }
        self.unpriced(found.contains_key(UNPRICED).then_some(list), expected)
    }

    /// Compares the list of quantities without a price with the recomputed list.
    fn unpriced(
        &mut self,
        found: Option<List>,
        mut expected: Spooled<UnpricedLine>,
    ) -> Result<(), ArchiveError> {
        if found
            .as_ref()
            .is_none_or(|found| found.count != expected.count())
        {
            let found = found.map_or_else(|| documents::short(&Value::Null), List::text);
            let mut again = List::default();
            for line in expected.all() {
                again.add(&serde_json::json!(line?));
            }
            let sentence = differs(&found, &again.text());
            self.find(format!("{}/{UNPRICED}", layout::TOTALS), sentence);
            return Ok(());
        }
        let mut lines = expected.all();
        let mut differing = Vec::new();
        let most = self.limits.verifying.findings_max;
        let (mut more, mut failed) = (0, Ok(()));
        self.read_totals(|number, found| match lines.next() {
            Some(Ok(line)) => {
                let place = format!("/{UNPRICED}/{number}");
                differences(&place, &found, &serde_json::json!(line), &mut differing);
                // Further differences are only counted.
                more += differing.len().saturating_sub(most) as u64;
                differing.truncate(most);
            }
            Some(Err(error)) => failed = Err(error),
            None => {}
        })?;
        failed?;
        for (place, sentence) in differing {
            self.find(format!("{}{place}", layout::TOTALS), sentence);
        }
        self.verdict.findings_more += more;
        Ok(())
    }

    /// Reads the totals, and passes each item of the list to `see` with its number. None
    /// when they are missing or cannot be read, which is reported.
    fn read_totals(
        &mut self,
        see: impl FnMut(u64, Value),
    ) -> Result<Option<Map<String, Value>>, ArchiveError> {
        let Some(section) = self.archive.section(layout::TOTALS) else {
            return Ok(None);
        };
        let most = self.limits.verifying.held_bytes_max;
        let held_max = usize::try_from(most).unwrap_or(usize::MAX);
        let left = Rc::new(Cell::new(held_max));
        let document = Document {
            see,
            left: &left,
            held_max,
        };
        let bytes = Leash::new(BufReader::new(section), &left);
        let mut from = serde_json::Deserializer::from_reader(bytes);
        let read = document.deserialize(&mut from);
        let read = read.and_then(|read| from.end().map(|()| read));
        match read {
            Ok(read) => Ok(Some(read)),
            Err(_) if left.get() == 0 => Err(ArchiveError::Limit(format!(
                "{} is longer than {} ({most} bytes) beside its list `{UNPRICED}`",
                layout::TOTALS,
                Limits::NAMES.held_bytes_max,
            ))),
            Err(error) if error.is_io() => Err(ArchiveError::Io(error.into())),
            Err(error) => {
                self.find(layout::TOTALS, format!("can't be read: {error}"));
                Ok(None)
            }
        }
    }
}

/// The whole document without the list.
struct Document<'d, F> {
    see: F,
    /// How many more bytes may be read before the next item of the list.
    left: &'d Cell<usize>,
    held_max: usize,
}

impl<'de, F: FnMut(u64, Value)> DeserializeSeed<'de> for Document<'_, F> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de, F: FnMut(u64, Value)> Visitor<'de> for Document<'_, F> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("totals")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut read = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = if key == UNPRICED {
                map.next_value_seed(Items(&mut self))?;
                Value::Null
            } else {
                map.next_value()?
            };
            if read.contains_key(&key) {
                return Err(A::Error::custom(format!("{} is in it twice", shown(&key))));
            }
            read.insert(key, value);
        }
        Ok(read)
    }
}

/// The list, item by item.
struct Items<'i, 'd, F>(&'i mut Document<'d, F>);

impl<'de, F: FnMut(u64, Value)> DeserializeSeed<'de> for Items<'_, '_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(u64, Value)> Visitor<'de> for Items<'_, '_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of quantities without a price")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(item) = items.next_element()? {
            (self.0.see)(number, item);
            self.0.left.set(self.0.held_max);
            number += 1;
        }
        Ok(())
    }
}

/// The beginning of a list, and its length.
#[derive(Default)]
struct List {
    start: String,
    count: u64,
    is_cut: bool,
}

impl List {
    fn add(&mut self, item: &Value) {
        if self.start.len() < SHOWN_BYTES {
            let comma = if self.count == 0 { "" } else { "," };
            self.start += &format!("{comma}{item}");
        } else {
            self.is_cut = true;
        }
        self.count += 1;
    }

    /// Its text, or slightly more of its beginning than is shown.
    fn text(self) -> String {
        let end = if self.is_cut { "" } else { "]" };
        format!("[{}{end}", self.start)
    }
}

/// Every place where two documents differ, as a JSON pointer.
fn differences(place: &str, found: &Value, expected: &Value, to: &mut Vec<(String, String)>) {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let keys: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
            for key in keys {
                let of = |map: &Map<String, Value>| map.get(key).cloned();
                let (found, expected) = (of(found), of(expected));
                let (found, expected) = (found.unwrap_or_default(), expected.unwrap_or_default());
                differences(&format!("{place}/{key}"), &found, &expected, to);
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
                differences(&format!("{place}/{at}"), found, expected, to);
            }
        }
        (found, expected) if found != expected => {
            let (found, expected) = (documents::short(found), documents::short(expected));
            to.push((place.to_owned(), differs(&found, &expected)));
        }
        _ => {}
    }
}

/// What does not add up within the totals of a bundle: each total in itself, shared and
/// withheld claims to the whole, and the numbers of claims to their states.
fn equations(
    found: &Map<String, Value>,
    claims: Vec<(ClaimState, bool)>,
) -> Vec<(String, &'static str)> {
    let nothing = Value::Null;
    let shared = found.get("shared").and_then(|shared| shared.get("total"));
    let of = |key: &str| found.get(key).unwrap_or(&nothing);
    let [shared, withheld, whole] = [
        shared.unwrap_or(&nothing),
        of(WITHHELD),
        of("with_withheld"),
    ];
    let mut wrong = Vec::new();
    for (place, total, chosen) in [
        ("/shared/total", shared, Some(true)),
        ("/withheld_total", withheld, Some(false)),
        ("/with_withheld", whole, None),
    ] {
        let within = claims.iter().filter(|(_, is_shared)| match chosen {
            Some(chosen) => *is_shared == chosen,
            None => true,
        });
        let states: Vec<ClaimState> = within.map(|(state, _)| *state).collect();
        let of_total = total_equations(total, &states).into_iter();
        wrong.extend(of_total.map(|(key, sentence)| (format!("{place}/{key}"), sentence)));
    }
    for key in ADDED_UP {
        let parts = number(shared, key).zip(number(withheld, key));
        let sum = parts.map(|(one, other)| one + other);
        // A total that shows no figures has nothing to add.
        if sum
            .zip(number(whole, key))
            .is_some_and(|(sum, whole)| sum != whole)
        {
            let sentence = "is not the sum of shared and withheld claims";
            wrong.push((format!("/with_withheld/{key}"), sentence));
        }
    }
    for key in SHARED {
        if withheld.get(key) != shared.get(key) || whole.get(key) != shared.get(key) {
            let sentence = "is not the same in all three totals";
            wrong.push((format!("/with_withheld/{key}"), sentence));
        }
    }
    wrong
}

/// What does not add up in one total.
fn total_equations(total: &Value, states: &[ClaimState]) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    let of = |key: &str| money(total, key);
    let gross = of("gross_loss").zip(of("gross_gain"));
    let documented = gross.map(|(loss, gain)| loss - gain);
    if documented
        .zip(of("documented"))
        .is_some_and(|(sum, documented)| sum != documented)
    {
        wrong.push(("documented", "is not gross loss less gross gain"));
    }
    let net = of("documented").zip(of("credits"));
    let net = net.map(|(documented, credits)| documented - credits);
    if net.zip(of("net")).is_some_and(|(sum, net)| sum != net) {
        wrong.push(("net", "is not documented less credits"));
    }
    let count = |counts: fn(ClaimState) -> bool| {
        let counted = states.iter().filter(|state| counts(**state));
        Some(counted.count() as u64)
    };
    let stated = |key: &str| total.get(key).and_then(Value::as_u64);
    let sentence = "is not the number of claims in these states";
    if stated("claims") != count(ClaimState::counts) {
        wrong.push(("claims", sentence));
    }
    if stated("claims_accepted") != count(ClaimState::counts_as_accepted) {
        wrong.push(("claims_accepted", sentence));
    }
    wrong
}

/// A sum of money in a total; none where it shows no figure.
fn money(total: &Value, key: &str) -> Option<Money> {
    total.get(key)?.as_str()?.parse().ok()
}

/// A sum of money or a count, as an exact number.
fn number(total: &Value, key: &str) -> Option<Money> {
    let value = total.get(key)?;
    match value.as_u64() {
        Some(count) => count.to_string().parse().ok(),
        None => money(total, key),
    }
}

fn differs(found: &str, expected: &str) -> String {
    let (found, expected) = (shown(found), shown(expected));
    format!("is {found}, but added up again {expected}")
}
