//! The invented incident as data. The command enters it through the same code that a real
//! group would use, and it contains nothing that this code would refuse.

use casework::{ClaimState, Recipient, Role};
use ledger::Moment;

/// A whole incident: one group, its prices, its people and their claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Its name on every page.
    pub name: String,
    /// What happened, in plain words.
    pub summary: String,
    /// The window: from, and up to but not including.
    pub window: (Moment, Moment),
    /// Reporting currency.
    pub currency: &'static str,
    /// Thin tokens whose own candles are part of the fraud.
    pub manipulated: Vec<Manipulated>,
    /// The reference prices, in files that people can really obtain.
    pub price_files: Vec<PriceFile>,
    /// Everybody with a role; claims refer to them by index.
    pub people: Vec<Person>,
    /// About sixty claims.
    pub claims: Vec<Claim>,
}

/// An asset whose price inside the span is the attacker's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manipulated {
    /// Ticker.
    pub asset: &'static str,
    /// From here on the candles are not used.
    pub from: Moment,
    /// Until here, not included.
    pub to: Option<Moment>,
    /// Why the coordinators listed it.
    pub reason: String,
}

/// One price file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceFile {
    /// Its name, as the publisher chose it.
    pub name: String,
    /// Asset and quote, for files that do not contain them.
    pub pair: Option<(&'static str, &'static str)>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// An invented person, recognisable by name and address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Given and plainly invented family name.
    pub name: String,
    /// An address that can receive nothing (RFC 2606).
    pub email: String,
    /// One or several roles.
    pub roles: Vec<Role>,
    /// `en` or `fr`.
    pub language: &'static str,
    /// Whether the command gives this person a password and prints it.
    pub signs_in: bool,
}

/// One person's case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Index into [`Incident::people`].
    pub person: usize,
    /// The uploaded files, in this order.
    pub files: Vec<File>,
    /// The typed-in entries, for which there is no export.
    pub typed: Vec<Typed>,
    /// What the claimant contests.
    pub contest: Vec<Contest>,
    /// The credits.
    pub credits: Vec<Credit>,
    /// The claimant's own words.
    pub statement: String,
    /// Who may receive it.
    pub consents: Vec<Recipient>,
    /// The final state of the claim.
    pub state: ClaimState,
    /// Index into [`Incident::people`] of the coordinator who reviews it.
    pub reviewed_by: usize,
    /// The messages about it, oldest first.
    pub messages: Vec<Message>,
    /// The intended loss, in whole US dollars, for the generator's own tests.
    pub about_usd: u64,
}

/// One uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name on the claimant's computer.
    pub name: String,
    /// The claimant's name for the account.
    pub account: String,
    /// The zone the claimant gives, for formats whose times carry none.
    pub zone: Option<&'static str>,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Its data rows, including unreadable ones; 0 for a file that is no export.
    pub rows: u64,
    /// Rows damaged on purpose.
    pub damaged: u64,
}

impl File {
    /// Whether a reader should recognise it.
    pub fn is_an_export(&self) -> bool {
        self.rows > 0
    }
}

/// An entry typed in by somebody who has only screenshots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Exchange, lower case.
    pub exchange: &'static str,
    /// The claimant's name for the account.
    pub account: String,
    /// When, UTC.
    pub at: Moment,
    /// The asset that went out and its amount, as typed.
    pub out: (&'static str, String),
    /// What came in.
    pub in_: (&'static str, String),
    /// The fee, if the screenshot shows one.
    pub fee: Option<(&'static str, String)>,
    /// Its source.
    pub note: String,
}

/// One decision about entries that were not the claimant's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contest {
    /// Everything within a period, from and up to but not including.
    Period {
        /// First moment.
        from: Moment,
        /// First moment after it.
        to: Moment,
        /// The reason, in the claimant's words.
        reason: String,
    },
    /// One row of one file.
    Row {
        /// Index into [`Claim::files`].
        file: usize,
        /// Physical line, 1-based.
        line: u64,
        /// Why.
        reason: String,
    },
    /// A row inside a contested period that was the claimant's own.
    LeaveOut {
        /// Index into [`Claim::files`].
        file: usize,
        /// Physical line, 1-based.
        line: u64,
        /// Why.
        reason: String,
    },
}

/// A credit: something that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// When.
    pub at: Moment,
    /// Asset.
    pub asset: &'static str,
    /// Amount as a plain decimal.
    pub amount: String,
    /// Index into [`Claim::files`] of the file that shows it.
    pub evidence: usize,
    /// In words.
    pub note: String,
}

/// One message on a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Index into [`Incident::people`] of the author.
    pub from: usize,
    /// The words.
    pub text: String,
}
