//! What words of tables mean: which way money went, whether something happened, and the
//! kind of a row by the sign of its change.

use strum::{VariantArray, VariantNames};

use crate::entry::Kind;
use crate::tables::Problem;
use crate::tables::words::Meaning;

/// Whether something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
pub(crate) enum State {
    /// It did.
    #[strum(serialize = "done")]
    Done,
    /// It did not, or not yet.
    #[strum(serialize = "not done")]
    NotDone,
}

/// Which way money went, seen from the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, VariantNames)]
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

/// The bits that the number of a kind takes, counted from one: zero is none.
const KIND_BITS: u32 = 4;
/// All bits of a kind.
const KIND_MASK: u8 = (1 << KIND_BITS) - 1;
/// The number of a trade whose money stands in the same row.
const FOR_MONEY: u8 = KIND_MASK;
const _: () = assert!(Kind::ALL.len() < FOR_MONEY as usize);

impl Meaning for Kinds {
    fn problem(name: &'static str) -> Problem {
        Problem::Kinds(name)
    }

    /// Reads `trade`, `reward in, fee out` or `reward in`. Without `in` or `out`, the kind
    /// is of both signs. A deposit or a reward never goes out, and a withdrawal never
    /// comes in: these words alone are of one sign. `bought` and `sold` are trades of one
    /// sign whose money stands in the same row.
    fn number(name: &str) -> Option<u8> {
        match name {
            "bought" => return Some(FOR_MONEY),
            "sold" => return Some(FOR_MONEY << KIND_BITS),
            _ => {}
        }
        let (mut incoming, mut outgoing) = (0, 0);
        for part in name.split(',').map(str::trim) {
            let (kind, sign) = part.split_once(' ').unwrap_or((part, ""));
            let place = Kind::ALL.iter().position(|known| known.as_str() == kind)?;
            let (kind, number) = (Kind::ALL[place], place as u8 + 1);
            let is_of_in = !matches!(kind, Kind::Withdrawal);
            let is_of_out = !matches!(kind, Kind::Deposit | Kind::Reward);
            let (is_in, is_out) = match sign {
                "" => (is_of_in, is_of_out),
                "in" => (true, false),
                "out" => (false, true),
                _ => return None,
            };
            if is_in {
                incoming = number;
            }
            if is_out {
                outgoing = number;
            }
        }
        Some(incoming | (outgoing << KIND_BITS))
    }

    #[inline]
    fn of(number: u8) -> Option<Kinds> {
        let kind = |number: u8| match number {
            FOR_MONEY => Some(Kind::Trade),
            number => Some(Kind::ALL[usize::from(number).checked_sub(1)?]),
        };
        let (incoming, outgoing) = (number & KIND_MASK, number >> KIND_BITS);
        Some(Kinds {
            incoming: kind(incoming),
            outgoing: kind(outgoing),
            is_for_money: incoming == FOR_MONEY || outgoing == FOR_MONEY,
        })
    }
}
