//! What a caller decides about a reading: the account's name, a zone, a format,
//! and how much a file may ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::limits::Limits;
use crate::base::text::Text;
use crate::formats::FeeSizes;
use crate::reading::halves::HalvesApart;
use crate::schema::{Mapping, MappingError};
use crate::time::day_order::DayOrder;
use crate::time::moment::Moment;
use crate::time::zone::Zone;

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
    /// When the file was received: rows of a later day (UTC) are refused. The reader has no
    /// clock, so that who reads the file again finds the same.
    pub received: Option<Moment>,
    /// Options for single files of an archive, or sheets of a workbook. They take
    /// precedence over those for the whole.
    pub members: Arc<Members>,
    /// The name the claimant gives the account; empty for none.
    pub account: Text,
    /// Whether [`crate::FileReport::sha256`] is wanted: [`crate::resolve`] knows files with
    /// one hash by it.
    pub hash: bool,
    /// How large fees are, where a file does not name their asset.
    pub fees: FeeSizes,
    /// How far apart the halves of one conversion may stand, where a file does not join
    /// them.
    pub halves: HalvesApart,
    /// How much a file may ask for.
    pub limits: Limits,
}

impl ReadOptions {
    /// The options for the file or member of this name (`archive!member`).
    pub(crate) fn of(&self, name: &str) -> ReadOptions {
        let mut own = self.clone();
        let member = name.split_once('!').map_or("", |(_, member)| member);
        if let Some(answers) = self.members.0.get(member) {
            own.format = answers.format.clone().or(own.format);
            own.mapping = answers.mapping.clone().or(own.mapping);
            own.day_order = answers.day_order.or(own.day_order);
        }
        own
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

    use crate::schema::Mapping;

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
        for mapping in members
            .0
            .values()
            .filter_map(|answers| answers.mapping.as_ref())
        {
            let lacks = mapping.check();
            if !lacks.is_empty() {
                return Err(MappingError::Lacks(lacks));
            }
        }
        Ok(members)
    }

    /// As JSON; `None` when no member has options.
    pub fn to_json(&self) -> Option<String> {
        let answered = self.0.iter();
        let answered: BTreeMap<_, _> = answered
            .filter(|(_, answers)| **answers != Answers::default())
            .collect();
        (!answered.is_empty())
            .then(|| serde_json::to_string(&answered).expect("texts and words are always JSON"))
    }

    /// The options of a member, to be changed.
    pub fn of(&mut self, member: &str) -> &mut Answers {
        self.0.entry(member.to_owned()).or_default()
    }
}
