//! Messages that wait until somebody knows where they belong.

use crate::entry::messages::Message;

/// A message that is kept for later. A browser's build shows none and keeps none: every row
/// can be refused, and what frees a message would weigh wherever one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held(#[cfg(feature = "complete")] Box<Message>);

impl Held {
    /// Makes a message, where it will be shown.
    #[cfg(feature = "complete")]
    #[inline(always)]
    pub fn new(make: impl FnOnce() -> Message) -> Held {
        Held(Box::new(make()))
    }

    /// Makes none.
    #[cfg(not(feature = "complete"))]
    #[inline(always)]
    pub fn new(_make: impl FnOnce() -> Message) -> Held {
        Held()
    }

    /// The message; in a browser's build one that stands for any.
    pub fn into_message(self) -> Message {
        #[cfg(feature = "complete")]
        return *self.0;
        #[cfg(not(feature = "complete"))]
        return Message::CellNeeded;
    }
}
