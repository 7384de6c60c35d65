//! What is odd about a credit that counts all the same (METHOD.md, "Credits").

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

use super::credits::{Credit, CreditLine};
use crate::entry::diagnostic::{Code, Diagnostic};
use crate::entry::messages::Message;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// What is odd about a credit. It counts; a person looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[derive(IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum CreditDoubt {
    /// It came before the first contested entry, when there was nothing to give back.
    BeforeFirst,
    /// A credit before it in the list is equal in time, asset, amount, evidence and note.
    Identical,
}

impl CreditDoubt {
    /// The word of tables.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// What to say of it.
    pub fn message(self) -> Message {
        match self {
            CreditDoubt::BeforeFirst => Message::CreditBeforeFirst,
            CreditDoubt::Identical => Message::CreditIdentical,
        }
    }

    fn code(self) -> Code {
        match self {
            CreditDoubt::BeforeFirst => Code::WarnCreditBefore,
            CreditDoubt::Identical => Code::WarnCreditTwice,
        }
    }
}

/// Finds what is odd about the credits of a claim, one after the other.
#[derive(Clone, Debug, Default)]
pub struct CreditDoubts {
    first_contested: Option<Moment>,
    seen: HashSet<(Moment, String, Amount, String, String)>,
}

impl CreditDoubts {
    /// `first_contested` is the time of the first contested entry.
    pub fn new(first_contested: Option<Moment>) -> CreditDoubts {
        CreditDoubts {
            first_contested,
            seen: HashSet::new(),
        }
    }

    /// What is odd about the next credit.
    pub fn of(&mut self, credit: &Credit) -> Vec<CreditDoubt> {
        let is_before = self
            .first_contested
            .is_some_and(|first| credit.time < first);
        let is_new = self.seen.insert((
            credit.time,
            credit.asset.to_string(),
            credit.amount.normalized(),
            credit.evidence.clone(),
            credit.note.clone(),
        ));
        let found = [
            (is_before, CreditDoubt::BeforeFirst),
            (!is_new, CreditDoubt::Identical),
        ];
        let found = found.into_iter();
        found
            .filter_map(|(is_odd, doubt)| is_odd.then_some(doubt))
            .collect()
    }
}

impl CreditLine {
    /// The lines that say on standard error what is odd about it.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let Credit { file, line, .. } = &self.credit;
        self.doubts.iter().map(|doubt| Diagnostic {
            line: *line,
            ..Diagnostic::of_file(file, doubt.code(), doubt.message())
        })
    }

    /// What is odd about it, as tables have it: words joined by `+`.
    pub fn doubt_words(&self) -> String {
        let words: Vec<&str> = self.doubts.iter().map(|doubt| doubt.as_str()).collect();
        words.join("+")
    }
}
