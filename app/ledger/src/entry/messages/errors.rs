//! What the errors of numbers and times say. Numbers and times know no messages.

use std::error::Error;
use std::fmt;

use crate::entry::messages::Message;
use crate::numbers::amount::{AmountError, DIGITS_MAX};
use crate::time::parse_time::TimeError;
use crate::time::years::Calendar;
use crate::time::zone::ZoneError;

impl From<AmountError> for Message {
    fn from(error: AmountError) -> Message {
        match error {
            AmountError::Empty => Message::NumberEmpty,
            AmountError::NotANumber(text) => Message::NumberNone { text },
            AmountError::TooLong => Message::NumberDigits {
                count: DIGITS_MAX as u64,
            },
        }
    }
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Message::from(self.clone()).fmt(f)
    }
}

impl Error for AmountError {}

impl From<ZoneError> for Message {
    fn from(ZoneError(text): ZoneError) -> Message {
        Message::ZoneNone { text: text.into() }
    }
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Message::from(self.clone()).fmt(f)
    }
}

impl Error for ZoneError {}

impl TimeError {
    /// What to say of a cell.
    pub fn message(self, cell: &str) -> Message {
        let text = cell.into();
        let calendar = || Calendar::of_text(cell).map(|calendar| calendar.message(cell));
        match self {
            TimeError::Unknown => Message::TimeUnknown { text },
            TimeError::OutOfRange => calendar().unwrap_or(Message::TimeNoDay { text }),
            TimeError::DayOrMonth => calendar().unwrap_or(Message::TimeEitherWay { text }),
            TimeError::BothOrders => calendar().unwrap_or(Message::TimeBothOrders { text }),
        }
    }
}

impl Calendar {
    /// What to say of a time with a year of it.
    pub fn message(self, cell: &str) -> Message {
        let text = cell.into();
        match self {
            Calendar::Buddhist => Message::TimeBuddhist { text },
            Calendar::Persian => Message::TimePersian { text },
            Calendar::Islamic => Message::TimeIslamic { text },
        }
    }
}
