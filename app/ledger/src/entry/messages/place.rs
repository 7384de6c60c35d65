//! What stands in a place of a message.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::limits::LimitName;
use crate::base::text::Text;
use crate::entry::kind::{Kind, ZoneSource};
use crate::entry::messages::Message;
use crate::numbers::amount::Amount;
use crate::time::moment::Moment;

/// What stands in a place of a message, lent to who puts it into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A text, as it is.
    Text(&'a str),
    /// A count or a line: chooses a plural form.
    Count(u64),
    /// An amount, with its scale.
    Amount(&'a Amount),
    /// A time.
    Moment(Moment),
    /// A sort of movement.
    Kind(Kind),
    /// Words of the program: locale files have each under its group and itself
    /// (`found-origin-` and `header`).
    Words(&'static str, Vec<&'static str>),
    /// Names, as they are.
    Names(&'a [Text]),
    /// An exchange, by its id.
    Exchange(&'a str),
    /// Formats, by their ids: one of them is meant.
    Formats(&'a [FormatId]),
    /// Which file is better than one of this format.
    Advice(&'a str),
    /// Other messages.
    Messages(&'a [Message]),
}

/// What can stand in a place.
pub trait Placed {
    /// As it stands there.
    fn place(&self) -> Place<'_>;
}

impl Placed for Text {
    fn place(&self) -> Place<'_> {
        Place::Text(self)
    }
}

impl Placed for u64 {
    fn place(&self) -> Place<'_> {
        Place::Count(*self)
    }
}

impl Placed for Amount {
    fn place(&self) -> Place<'_> {
        Place::Amount(self)
    }
}

impl Placed for Box<Amount> {
    fn place(&self) -> Place<'_> {
        Place::Amount(self)
    }
}

impl Placed for Moment {
    fn place(&self) -> Place<'_> {
        Place::Moment(*self)
    }
}

impl Placed for Kind {
    fn place(&self) -> Place<'_> {
        Place::Kind(*self)
    }
}

impl Placed for ZoneSource {
    fn place(&self) -> Place<'_> {
        Place::Words("found-origin-", vec![self.as_str()])
    }
}

impl Placed for Box<Message> {
    fn place(&self) -> Place<'_> {
        Place::Messages(std::slice::from_ref(self))
    }
}

/// Several messages, one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Messages(pub Vec<Message>);

impl fmt::Display for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.0, "; ", |message| message)
    }
}

impl Placed for Messages {
    fn place(&self) -> Place<'_> {
        Place::Messages(&self.0)
    }
}

/// Names that somebody or a file gave, one beside the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub Vec<Text>);

impl<S: Into<Text>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Names {
        Names(names.into_iter().map(Into::into).collect())
    }
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        joined(f, &self.0, ", ", |name| name)
    }
}

impl Placed for Names {
    fn place(&self) -> Place<'_> {
        Place::Names(&self.0)
    }
}

/// A format by its id. In words it is called by its title, which the module `catalogue`
/// knows: there is its [`fmt::Display`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormatId(pub Text);

impl Placed for FormatId {
    fn place(&self) -> Place<'_> {
        Place::Formats(std::slice::from_ref(self))
    }
}

/// Formats that a file could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Formats(pub Vec<FormatId>);

impl fmt::Display for Formats {
    /// Their titles; by `{:#}` their ids, as options of the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.alternate() {
            false => joined(f, &self.0, " or ", |format| format),
            true => joined(f, &self.0, " or --format ", |format| &format.0),
        }
    }
}

impl Placed for Formats {
    fn place(&self) -> Place<'_> {
        Place::Formats(&self.0)
    }
}

/// What a format says of a better file, by the format's id. The module `catalogue` has
/// its [`fmt::Display`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Advice(pub Text);

impl Placed for Advice {
    fn place(&self) -> Place<'_> {
        Place::Advice(&self.0)
    }
}

/// A limit by its name, as settings spell it. Only what is a limit can be named so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Setting(Text);

impl From<LimitName> for Setting {
    fn from(name: LimitName) -> Setting {
        Setting(Text::new_static(name.as_str()))
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Placed for Setting {
    fn place(&self) -> Place<'_> {
        Place::Text(&self.0)
    }
}

/// An exchange by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExchangeId(pub Text);

impl<S: Into<Text>> From<S> for ExchangeId {
    fn from(id: S) -> ExchangeId {
        ExchangeId(id.into())
    }
}

impl fmt::Display for ExchangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Placed for ExchangeId {
    fn place(&self) -> Place<'_> {
        Place::Exchange(&self.0)
    }
}

fn joined<'a, T, D: fmt::Display + ?Sized + 'a>(
    f: &mut fmt::Formatter<'_>,
    all: &'a [T],
    between: &str,
    word: impl Fn(&'a T) -> &'a D,
) -> fmt::Result {
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write!(f, "{}", word(one))?;
    }
    Ok(())
}
