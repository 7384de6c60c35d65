//! What could not be read, or was read with a doubt, and where.
//!
//! A reader never stops at a bad row: it says where the row is and what to do,
//! and goes on.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::entry::messages::Message;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row (or file) is not in the entries.
    Refused,
    /// Read, but something does not agree.
    Warn,
    /// Read; worth knowing.
    Note,
}

/// Declares the codes of diagnostics by what they are in [`Severity`].
macro_rules! codes {
    ($($Severity:ident { $($Code:ident = $word:literal;)+ })+) => {
        /// What a diagnostic is about: stable, documented, for scripts.
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            Serialize,
            Deserialize,
            EnumString,
            IntoStaticStr,
            VariantArray,
        )]
        pub enum Code {
            $($(
                #[doc = concat!("`", $word, "`.")]
                #[serde(rename = $word)]
                #[strum(serialize = $word)]
                $Code,
            )+)+
        }

        impl Code {
            /// The word that scripts know it by.
            pub fn as_str(self) -> &'static str {
                self.into()
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self {
                    $($(Code::$Code)|+ => Severity::$Severity,)+
                }
            }
        }
    };
}

codes! {
    Refused {
        RefusedAmount = "REFUSED-AMOUNT";
        RefusedAsset = "REFUSED-ASSET";
        RefusedCells = "REFUSED-CELLS";
        RefusedEmpty = "REFUSED-EMPTY";
        RefusedEncoding = "REFUSED-ENCODING";
        RefusedFile = "REFUSED-FILE";
        RefusedKind = "REFUSED-KIND";
        RefusedLimit = "REFUSED-LIMIT";
        RefusedMapping = "REFUSED-MAPPING";
        RefusedMember = "REFUSED-MEMBER";
        RefusedMore = "REFUSED-MORE";
        RefusedNoFills = "REFUSED-NO-FILLS";
        RefusedNoOrder = "REFUSED-NO-ORDER";
        RefusedNumber = "REFUSED-NUMBER";
        RefusedPair = "REFUSED-PAIR";
        RefusedPrice = "REFUSED-PRICE";
        RefusedQuotes = "REFUSED-QUOTES";
        RefusedSide = "REFUSED-SIDE";
        RefusedSign = "REFUSED-SIGN";
        RefusedStatus = "REFUSED-STATUS";
        RefusedText = "REFUSED-TEXT";
        RefusedTime = "REFUSED-TIME";
        RefusedVolume = "REFUSED-VOLUME";
        RefusedWindow = "REFUSED-WINDOW";
    }
    Warn {
        WarnAccountUnnamed = "WARN-ACCOUNT-UNNAMED";
        WarnAccountsDiffer = "WARN-ACCOUNTS-DIFFER";
        WarnBalance = "WARN-BALANCE";
        WarnBalances = "WARN-BALANCES";
        WarnConflict = "WARN-CONFLICT";
        WarnCreditBefore = "WARN-CREDIT-BEFORE";
        WarnCreditTwice = "WARN-CREDIT-TWICE";
        WarnDate = "WARN-DATE";
        WarnDecision = "WARN-DECISION";
        WarnEvidence = "WARN-EVIDENCE";
        WarnFeeAsset = "WARN-FEE-ASSET";
        WarnFillsMissing = "WARN-FILLS-MISSING";
        WarnFloat = "WARN-FLOAT";
        WarnId = "WARN-ID";
        WarnNoEffect = "WARN-NO-EFFECT";
        WarnOperation = "WARN-OPERATION";
        WarnOverlap = "WARN-OVERLAP";
        WarnRate = "WARN-RATE";
        WarnSameId = "WARN-SAME-ID";
        WarnSeconds = "WARN-SECONDS";
        WarnSecret = "WARN-SECRET";
        WarnShort = "WARN-SHORT";
        WarnSources = "WARN-SOURCES";
        WarnTime = "WARN-TIME";
        WarnTimeNever = "WARN-TIME-NEVER";
        WarnTimeTwice = "WARN-TIME-TWICE";
        WarnTotal = "WARN-TOTAL";
        WarnUnmatchedMoves = "WARN-UNMATCHED-MOVES";
        WarnUnmatchedOrder = "WARN-UNMATCHED-ORDER";
        WarnZoneAssumed = "WARN-ZONE-ASSUMED";
        WarnZonesDiffer = "WARN-ZONES-DIFFER";
    }
    Note {
        NoteBalances = "NOTE-BALANCES";
        NoteCancelled = "NOTE-CANCELLED";
        NoteColumns = "NOTE-COLUMNS";
        NoteDeal = "NOTE-DEAL";
        NoteDeals = "NOTE-DEALS";
        NoteDroppedConflict = "NOTE-DROPPED-CONFLICT";
        NoteDroppedFile = "NOTE-DROPPED-FILE";
        NoteDroppedLeg = "NOTE-DROPPED-LEG";
        NoteDroppedRow = "NOTE-DROPPED-ROW";
        NoteDroppedSettled = "NOTE-DROPPED-SETTLED";
        NoteHalf = "NOTE-HALF";
        NoteHeaderAgain = "NOTE-HEADER-AGAIN";
        NoteInstead = "NOTE-INSTEAD";
        NoteLeftAside = "NOTE-LEFT-ASIDE";
        NoteMapping = "NOTE-MAPPING";
        NoteMinutes = "NOTE-MINUTES";
        NoteNoPrice = "NOTE-NO-PRICE";
        NoteNoRecords = "NOTE-NO-RECORDS";
        NoteNoRows = "NOTE-NO-ROWS";
        NoteNoVolume = "NOTE-NO-VOLUME";
        NoteNotDone = "NOTE-NOT-DONE";
        NoteOdd = "NOTE-ODD";
        NoteOneAccount = "NOTE-ONE-ACCOUNT";
        NotePage = "NOTE-PAGE";
        NotePairIgnored = "NOTE-PAIR-IGNORED";
        NotePlatform = "NOTE-PLATFORM";
        NoteSameFile = "NOTE-SAME-FILE";
        NoteSheet = "NOTE-SHEET";
        NoteUnmatchedLegs = "NOTE-UNMATCHED-LEGS";
        NoteZone = "NOTE-ZONE";
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One note, warning or refusal about one place of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Name of the file as given; inside an archive `archive!member`.
    pub file: String,
    /// Physical line, 1-based; 0 when it is about the whole file.
    pub line: u64,
    /// Column (cell of the row), 1-based; 0 when it is about the whole row.
    pub column: u32,
    /// What it is about.
    pub code: Code,
    /// What is wrong and what to do.
    pub message: Message,
}

impl Diagnostic {
    /// A diagnostic about a whole file.
    pub fn of_file(file: &str, code: Code, message: Message) -> Diagnostic {
        Diagnostic {
            file: file.to_owned(),
            line: 0,
            column: 0,
            code,
            message,
        }
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Diagnostic {
            file,
            line,
            column,
            code,
            message,
        } = self;
        write!(f, "{file}:{line}:{column}: {code}: {message}")
    }
}
