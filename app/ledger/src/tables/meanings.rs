//! What words of tables mean: which way money went, whether something happened, and the
//! kind of a row by the sign of its change.

use strum::{EnumString, VariantNames};

use crate::entry::Kind;
use crate::tables::words::Meaning;

/// Whether something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantNames)]
pub(crate) enum State {
    /// It did.
    #[strum(serialize = "done")]
    Done,
    /// It did not, or not yet.
    #[strum(serialize = "not done")]
    NotDone,
}

/// Which way money went, seen from the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Way {
    /// It came in.
    In,
    /// It left.
    Out,
}

/// The kind of a row by the sign of its change. None where the word fits that sign badly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kinds {
    incoming: Option<Kind>,
    outgoing: Option<Kind>,
    /// Whether it is a trade whose money stands in the same row.
    pub is_for_money: bool,
}

impl Kinds {
    /// The kind of a row that came in or went out.
    pub fn of(self, is_out: bool) -> Option<Kind> {
        match is_out {
            true => self.outgoing,
            false => self.incoming,
        }
    }

    /// Which way a row went, where the word fits one way only.
    pub fn only_way(self) -> Option<Way> {
        match (self.incoming, self.outgoing) {
            (Some(_), None) => Some(Way::In),
            (None, Some(_)) => Some(Way::Out),
            _ => None,
        }
    }

    /// Whether it only says that money moved between the account's own wallets.
    pub fn is_transfer(self) -> bool {
        let transfer = Some(Kind::Transfer);
        self.incoming == transfer && self.outgoing == transfer
    }
}

impl Meaning for Kinds {
    const NAME: &'static str = "kind";

    /// Reads `trade`, `reward in, fee out` or `reward in`. Without `in` or `out`, the kind
    /// is of both signs. A deposit or a reward never goes out, and a withdrawal never
    /// comes in: these words alone are of one sign. `bought` and `sold` are trades of one
    /// sign whose money stands in the same row.
    fn read(text: &str) -> Option<Kinds> {
        let mut kinds = Kinds {
            incoming: None,
            outgoing: None,
            is_for_money: matches!(text, "bought" | "sold"),
        };
        let text = match text {
            "bought" => "trade in",
            "sold" => "trade out",
            text => text,
        };
        for part in text.split(',').map(str::trim) {
            let (kind, sign) = part.split_once(' ').unwrap_or((part, ""));
            let kind: Kind = kind.parse().ok()?;
            let is_of_in = !matches!(kind, Kind::Withdrawal);
            let is_of_out = !matches!(kind, Kind::Deposit | Kind::Reward);
            let (is_in, is_out) = match sign {
                "" => (is_of_in, is_of_out),
                "in" => (true, false),
                "out" => (false, true),
                _ => return None,
            };
            if is_in {
                kinds.incoming = Some(kind);
            }
            if is_out {
                kinds.outgoing = Some(kind);
            }
        }
        Some(kinds)
    }
}
