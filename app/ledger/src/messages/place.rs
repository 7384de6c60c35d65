//! What stands in a place of a message.

use crate::amount::Amount;
use crate::entry::Kind;
use crate::messages::Message;
use crate::moment::Moment;
use crate::text::Text;

/// What stands in a place of a message, lent to who puts it into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Another message.
    Message(&'a Message),
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

impl Placed for Box<Message> {
    fn place(&self) -> Place<'_> {
        Place::Message(self)
    }
}
