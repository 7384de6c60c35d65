//! Compares the totals of a bundle with recomputed ones. The list of quantities without a
//! price may be long, and is read item by item.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{BufReader, Read, Seek};
use std::rc::Rc;

use casework::counting::TotalsBuilder;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::claims::ListedClaim;
use super::table::Leash;
use super::{ArchiveError, Check, Limits, shown};
use crate::documents;
use crate::layout;
use crate::spool::Spooled;
use crate::totals::{self, UnpricedLine};

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

fn differs(found: &str, expected: &str) -> String {
    let (found, expected) = (shown(found), shown(expected));
    format!("is {found}, but added up again {expected}")
}
