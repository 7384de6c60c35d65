//! What the ledger says, as data: each message is a variant with typed fields.
//!
//! Code decides by variants and fields, the store and bundles keep them as JSON, and
//! words are made from them at the edge: in English by [`std::fmt::Display`] (the
//! command line), in a page's language by [`Worded::key`] and [`Worded::places`] (a
//! message of the locale files of the same key).
//! Nothing reads words back.

mod diagnostics;
mod errors;
mod held;
mod notes;
mod place;

pub use diagnostics::Message;
pub(crate) use held::Held;
pub use notes::{EntryNote, LineNote};
pub use place::{Advice, ExchangeId, FormatId, Formats, Messages, Names, Place, Placed, Setting};

use crate::base::features::COMPLETE;

/// What can be put into words of any language.
pub trait Worded: std::fmt::Display {
    /// Its key in the locale files.
    fn key(&self) -> &'static str;
    /// What stands in its places, by their names.
    fn places(&self) -> Vec<(&'static str, Place<'_>)>;
}

impl Message {
    /// The message, made only where it is shown: a browser's build makes none,
    /// and neither the message nor what fills its places weighs there.
    #[inline(always)]
    pub(crate) fn lazy(make: impl FnOnce() -> Message) -> Message {
        match COMPLETE {
            true => make(),
            false => Message::CellNeeded,
        }
    }

    /// The same message. A browser's build shows none and copies none: the copying of
    /// every variant would weigh there.
    pub(crate) fn again(&self) -> Message {
        match COMPLETE {
            true => self.clone(),
            false => Message::CellNeeded,
        }
    }
}

/// A message that exists: its key in the locale files, and the names of its
/// places in the order of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Key in the locale files.
    pub key: &'static str,
    /// Names of the places.
    pub places: &'static [&'static str],
}

/// Declares an enum of messages: for each its variant, its fields, its key in the
/// locale files (also its name in JSON), and its English words, whose places are
/// the fields.
///
/// A browser's build shows no message of the ledger; its words are left out there
/// (`features::COMPLETE`) and weigh nothing.
#[macro_export]
macro_rules! declare_messages {
    (
        $(#[$attribute:meta])*
        $vis:vis enum $Name:ident {
            $(
                $Variant:ident $({ $($field:ident : $Type:ty),+ $(,)? })? = $key:literal, $words:literal;
            )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "key")]
        $vis enum $Name {
            $(
                #[doc = $words]
                #[serde(rename = $key)]
                $Variant $({ $(
                    #[doc = concat!("The place `", stringify!($field), "`.")]
                    $field: $Type
                ),+ })?,
            )+
        }

        impl $Name {
            /// Every message of this kind, as the locale files must have it.
            pub const DECLARED: &'static [$crate::messages::Declared] = &[
                $($crate::messages::Declared {
                    key: $key,
                    places: &[$($(stringify!($field)),+)?],
                },)+
            ];
        }

        impl $crate::messages::Worded for $Name {
            fn key(&self) -> &'static str {
                match self {
                    $($Name::$Variant $({ $($field: _),+ })? => $key,)+
                }
            }

            fn places(&self) -> Vec<(&'static str, $crate::messages::Place<'_>)> {
                match self {
                    $($Name::$Variant $({ $($field),+ })? => vec![
                        $($((
                            stringify!($field),
                            $crate::messages::Placed::place($field),
                        )),+)?
                    ],)+
                }
            }
        }

        // By hand: derived, it would weigh a tenth of the browser's build.
        impl std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                if !$crate::features::COMPLETE {
                    return Ok(());
                }
                write!(f, "{}: {self}", $crate::messages::Worded::key(self))
            }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                if !$crate::features::COMPLETE {
                    return Ok(());
                }
                match self {
                    $($Name::$Variant $({ $($field),+ })? => write!(f, $words),)+
                }
            }
        }
    };
}
pub use declare_messages as messages;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_made_from_fields() {
        let message = Message::RowCells {
            count_cells: 3,
            count_header: 2,
        };
        assert_eq!(
            message.to_string(),
            "the row has 3 cells under a header of 2: an unquoted comma may have split one"
        );
        assert_eq!(message.key(), "ledger-row-cells");
        assert_eq!(
            message.places(),
            [
                ("count_cells", Place::Count(3)),
                ("count_header", Place::Count(2))
            ]
        );
    }

    #[test]
    fn messages_within_messages_survive_json() {
        let message = Message::FileNot {
            message: Box::new(Message::NumberNone {
                text: "x; 1".into(),
            }),
        };
        let json = serde_json::to_string(&message).unwrap();
        assert_eq!(
            json,
            r#"{"key":"ledger-file-not","message":{"key":"ledger-number-none","text":"x; 1"}}"#
        );
        assert_eq!(serde_json::from_str::<Message>(&json).unwrap(), message);
        assert_eq!(
            message.to_string(),
            "not recognised: `x; 1` is not a number"
        );
    }

    #[test]
    fn keys_are_said_once() {
        let all = [Message::DECLARED, EntryNote::DECLARED, LineNote::DECLARED].concat();
        let mut keys: Vec<_> = all.iter().map(|declared| declared.key).collect();
        keys.sort_unstable();
        let count = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), count);
    }
}
