//! The facts of an entry as columns: printed, and read back.

use std::borrow::Cow;

use crate::base::text::Text;
use crate::entry::facts::{Fact, FactSheet};
use crate::entry::movement::Entry;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;
use crate::time::rfc3339;

impl FactSheet {
    /// The text of a fact that is one.
    fn text(&self, fact: Fact) -> Option<&Text> {
        Some(match fact {
            Fact::Network => &self.network,
            Fact::TxHash => &self.tx_hash,
            Fact::Address => &self.address,
            Fact::Memo => &self.memo,
            Fact::ClientOrderId => &self.client_order_id,
            Fact::Ip => &self.ip,
            Fact::ApiKeyLabel => &self.api_key_label,
            Fact::SourceAddress => &self.source_address,
            _ => return None,
        })
    }

    fn text_mut(&mut self, fact: Fact) -> Option<&mut Text> {
        Some(match fact {
            Fact::Network => &mut self.network,
            Fact::TxHash => &mut self.tx_hash,
            Fact::Address => &mut self.address,
            Fact::Memo => &mut self.memo,
            Fact::ClientOrderId => &mut self.client_order_id,
            Fact::Ip => &mut self.ip,
            Fact::ApiKeyLabel => &mut self.api_key_label,
            Fact::SourceAddress => &mut self.source_address,
            _ => return None,
        })
    }
}

impl Entry {
    /// A fact as its column prints it; empty where the entry has none.
    pub fn fact(&self, fact: Fact) -> Cow<'_, str> {
        let facts = &*self.facts;
        let moment = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
        let amount = |amount: &Option<Amount>| amount.as_ref().map(Amount::to_string);
        let yes = |flag: bool| flag.then(|| "yes".to_owned());
        let printed = match fact {
            Fact::ContractSize => amount(&facts.contract_size),
            Fact::Contracts => amount(&facts.contracts),
            Fact::OpenedAt => moment(facts.opened_at),
            Fact::PlacedAt => moment(facts.placed_at),
            Fact::LendingHour => moment(facts.lending_hour),
            Fact::TimedWhenPlaced => yes(facts.timed_when_placed),
            Fact::TotalComputed => yes(self.total_computed),
            _ => return facts.text(fact).map_or("", Text::as_str).into(),
        };
        printed.unwrap_or_default().into()
    }

    /// Takes a fact from its column: the inverse of [`Entry::fact`]. `None` when the
    /// cell is not what the column holds.
    pub fn set_fact(&mut self, fact: Fact, cell: &str) -> Option<()> {
        if cell.is_empty() {
            return Some(());
        }
        let moment = || rfc3339::parse(cell).map(Some);
        let amount = || Amount::parse(cell).ok().map(Some);
        match fact {
            Fact::ContractSize => self.facts.contract_size = amount()?,
            Fact::Contracts => self.facts.contracts = amount()?,
            Fact::OpenedAt => self.facts.opened_at = moment()?,
            Fact::PlacedAt => self.facts.placed_at = moment()?,
            Fact::LendingHour => self.facts.lending_hour = moment()?,
            Fact::TimedWhenPlaced => self.facts.timed_when_placed = yes(cell)?,
            Fact::TotalComputed => self.total_computed = yes(cell)?,
            _ => *self.facts.text_mut(fact)? = Text::new(cell),
        }
        Some(())
    }
}

fn yes(cell: &str) -> Option<bool> {
    (cell == "yes").then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::facts::Facts;

    #[test]
    fn every_fact_comes_back_from_its_column() {
        let mut entry = Entry::default();
        for fact in Fact::ALL {
            let cell = match fact {
                Fact::ContractSize | Fact::Contracts => "0.50",
                Fact::OpenedAt | Fact::PlacedAt | Fact::LendingHour => "2022-10-18T21:00:07.10Z",
                Fact::TimedWhenPlaced | Fact::TotalComputed => "yes",
                _ => fact.as_str(),
            };
            assert_eq!(entry.fact(fact), "");
            entry.set_fact(fact, cell).unwrap();
            assert_eq!(entry.fact(fact), cell, "{fact:?}");
        }
        let json = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry);
        let mut wrong = Entry::default();
        for (fact, cell) in [
            (Fact::ContractSize, "5; placed"),
            (Fact::OpenedAt, "yesterday"),
            (Fact::TotalComputed, "perhaps"),
        ] {
            assert_eq!(wrong.set_fact(fact, cell), None, "{fact:?}");
        }
    }

    #[test]
    fn an_entry_without_facts_holds_none() {
        let entry = Entry::default();
        assert!(entry.facts.is_none());
        assert_eq!(Facts::from(FactSheet::default()), entry.facts);
        assert!(Facts::from(FactSheet::default()).is_none());
        let json = serde_json::to_string(&entry).unwrap();
        assert!(!json.contains("facts"), "{json}");
        assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry);
        assert_eq!(size_of::<Facts>(), size_of::<usize>());
    }
}
