//! Assets that an exchange names by codes of its own: `XXBT` is BTC, and `DOT.S` is DOT
//! that is staked.
//!
//! One asset may have several codes in the files of one exchange, old and new. Entries have
//! the one name that other exchanges use too, so that two files that tell the same money
//! are seen to, and notes keep the code.

use crate::base::by_name::ByName;
use crate::tables::{Errors, ExchangeTable, Line, Problem};

/// What stands for the asset itself in the name of a line, and for its code in an ending.
const GAP: &str = "…";

/// The names of an exchange's assets, by its codes.
#[derive(Debug, Default)]
pub(crate) struct AssetNames {
    /// The names that codes stand for.
    codes: ByName<&'static str>,
    /// What stands behind a code and says where its coins are; longer ones first.
    endings: Vec<&'static str>,
}

/// An asset, as a code names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CodedAsset<'a> {
    /// Its name.
    pub name: &'a str,
    /// What the code says besides: `.S` of `DOT.S`.
    pub ending: &'a str,
}

impl AssetNames {
    /// Gathers the lines of the section `[assets]`; none where the exchange has no codes.
    pub fn read_all(table: &ExchangeTable, errors: &mut Errors) -> Option<&'static AssetNames> {
        let sections = table.sections.iter();
        let mut sections = sections
            .filter(|section| section.head == ["assets"])
            .peekable();
        sections.peek()?;
        let mut names = AssetNames::default();
        for line in sections.flat_map(|section| &section.lines) {
            names.take(line, errors);
        }
        Some(Box::leak(Box::new(names)))
    }

    /// Takes a line: `BTC: XXBT | XBT`, or `…: ….S` for endings.
    fn take(&mut self, line: &Line, errors: &mut Errors) {
        for word in line.alternatives() {
            match (line.name == GAP, word.strip_prefix(GAP)) {
                (true, Some(ending)) if !ending.is_empty() => self.add_ending(ending),
                (false, None) => self.codes.add(word, line.name),
                _ => errors.add(line.at, || Problem::Code(word)),
            }
        }
    }

    /// Longer endings stand before shorter ones.
    fn add_ending(&mut self, ending: &'static str) {
        let place = self
            .endings
            .partition_point(|known| known.len() >= ending.len());
        self.endings.insert(place, ending);
    }

    /// What a code names.
    pub fn read<'a>(&self, code: &'a str) -> CodedAsset<'a> {
        let mut endings = self.endings.iter();
        let bare = endings.find_map(|ending| code.strip_suffix(ending));
        let bare = bare.filter(|bare| !bare.is_empty()).unwrap_or(code);
        CodedAsset {
            name: self.whole(bare).unwrap_or(bare),
            ending: &code[bare.len()..],
        }
    }

    /// The name that a code stands for, if it is one.
    fn whole(&self, code: &str) -> Option<&'static str> {
        self.codes.get(code).copied()
    }

    /// Two codes of which a market's name consists: `XXBTZUSD`.
    pub fn pair<'a>(&self, market: &'a str) -> Option<(&'a str, &'a str)> {
        let mut halves = (1..market.len()).filter_map(|at| market.split_at_checked(at));
        halves.find(|(base, quote)| self.whole(base).is_some() && self.whole(quote).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> AssetNames {
        let mut names = AssetNames::default();
        for code in ["XXBT", "XBT"] {
            names.codes.add(code, "BTC");
        }
        names.codes.add("USDT", "USDT");
        names.codes.add("ZUSD", "USD");
        names.add_ending(".S");
        names.add_ending("28.S");
        names
    }

    #[test]
    fn a_code_stands_for_a_name_with_or_without_an_ending() {
        let names = names();
        for (code, name, ending) in [
            ("XXBT", "BTC", ""),
            ("XBT.S", "BTC", ".S"),
            ("DOT28.S", "DOT", "28.S"),
            ("DOT.S", "DOT", ".S"),
            ("ADA", "ADA", ""),
            (".S", ".S", ""),
            ("", "", ""),
        ] {
            assert_eq!(names.read(code), CodedAsset { name, ending }, "{code}");
        }
    }

    #[test]
    fn a_market_of_two_codes_is_split_between_them() {
        let names = names();
        assert_eq!(names.pair("XXBTZUSD"), Some(("XXBT", "ZUSD")));
        assert_eq!(names.pair("USDTZUSD"), Some(("USDT", "ZUSD")));
        for none in ["XTZEUR", "ADAXBT", "XBT", "é", ""] {
            assert_eq!(names.pair(none), None, "{none}");
        }
    }
}
