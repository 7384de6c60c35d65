//! What a caller decides about a reading: the account's name, a zone, a format,
//! and how much a file may ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limits::Limits;
use crate::mapping::{Mapping, MappingError};
use crate::text::Text;
use crate::zone::Zone;

/// Whether this build goes by mappings and hashes, checks balances and makes sentences.
/// The browser's does not, and what it does not do weighs nothing there.
pub const COMPLETE: bool = cfg!(feature = "complete");

/// How a file is to be read. The default finds out everything by itself.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Id of the format (`redress formats`) when the caller insists on one.
    pub format: Option<String>,
    /// What somebody says that the columns mean: it goes before every format where
    /// the file has the columns it names, and is left aside where it has not.
    pub mapping: Option<Arc<Mapping>>,
    /// The zone of times that the file does not place itself.
    pub zone: Option<Zone>,
    /// Which of day and month stands first in dates that leave it open.
    pub day_order: Option<DayOrder>,
    /// What was said of single files of an archive, or sheets of a workbook: it goes
    /// before the same said of the whole.
    pub members: Arc<Members>,
    /// The name the claimant gives the account; empty for none.
    pub account: Text,
    /// Whether [`crate::Found::sha256`] is wanted: [`crate::resolve`] knows files with
    /// one hash by it.
    pub hash: bool,
    /// How large fees are, where a file does not name their asset.
    pub fees: FeeSizes,
    /// How much a file may ask for.
    pub limits: Limits,
}

impl ReadOptions {
    /// The options for the file or member of this name (`archive!member`).
    pub(crate) fn of(&self, name: &str) -> ReadOptions {
        let mut own = self.clone();
        let member = name.split_once('!').map_or("", |(_, member)| member);
        if let Some(said) = self.members.0.get(member) {
            own.format = said.format.clone().or(own.format);
            own.mapping = said.mapping.clone().or(own.mapping);
            own.day_order = said.day_order.or(own.day_order);
        }
        own
    }
}

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

/// What stands first in a date such as `5/12/2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// The fifth of December.
    DayFirst,
    /// The twelfth of May.
    MonthFirst,
}

impl DayOrder {
    /// Both.
    pub const ALL: [DayOrder; 2] = [DayOrder::DayFirst, DayOrder::MonthFirst];

    /// The word kept in databases and packages.
    pub fn as_str(self) -> &'static str {
        match self {
            DayOrder::DayFirst => "day_first",
            DayOrder::MonthFirst => "month_first",
        }
    }

    /// The order a word names.
    pub fn from_word(word: &str) -> Option<DayOrder> {
        DayOrder::ALL
            .into_iter()
            .find(|order| order.as_str() == word)
    }
}

/// What somebody says of one file of an archive, or one sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Which format it is, where several are within reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// What its columns mean, where no format knows them.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "shared")]
    pub mapping: Option<Arc<Mapping>>,
    /// Which of day and month stands first in its dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_order: Option<DayOrder>,
}

/// A mapping that readings share, as the mapping it is.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::mapping::Mapping;

    pub fn serialize<S: Serializer>(
        mapping: &Option<Arc<Mapping>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        mapping.as_deref().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Arc<Mapping>>, D::Error> {
        Ok(Option::<Mapping>::deserialize(deserializer)?.map(Arc::new))
    }
}

/// [`Answers`] by the name of the member, as it stands behind the `!`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Members(pub BTreeMap<String, Answers>);

impl Members {
    /// Reads what [`Members::to_json`] wrote, and checks each mapping.
    ///
    /// # Errors
    /// When it is no JSON of this shape, or a mapping says too little.
    pub fn parse(json: &str) -> Result<Members, MappingError> {
        let members: Members = serde_json::from_str(json)?;
        for mapping in members.0.values().filter_map(|said| said.mapping.as_ref()) {
            let lacks = mapping.check();
            if !lacks.is_empty() {
                return Err(MappingError::Lacks(lacks));
            }
        }
        Ok(members)
    }

    /// As JSON; `None` when nothing is said of any member.
    pub fn to_json(&self) -> Option<String> {
        let said = self.0.iter();
        let said: BTreeMap<_, _> = said
            .filter(|(_, said)| **said != Answers::default())
            .collect();
        (!said.is_empty())
            .then(|| serde_json::to_string(&said).expect("texts and words are always JSON"))
    }

    /// What is said of a member, to be changed.
    pub fn of(&mut self, member: &str) -> &mut Answers {
        self.0.entry(member.to_owned()).or_default()
    }
}
