//! The table of tamperings.

use casework::custody::{CustodyEvent, Purpose, Record, time_text};
use casework::{ClaimState, ReviewState};
use ledger::{Amount, Money};
use report::OnlyOutside;

use crate::common::{
    BUILT_AT_US, Fixture, GIVEN_AT_US, fixture, fixture_of_contracts, fixture_settled,
};
use crate::edit::*;

/// The bundle that is tampered with.
#[derive(Clone, Copy)]
pub enum Base {
    /// Two claims that are shared and one that is withheld.
    Plain,
    /// The same with a decision on a conflict.
    Settled,
    /// The same with a claim that traded contracts.
    Contracts,
}

impl Base {
    pub fn fixture(self) -> Fixture {
        match self {
            Base::Plain => fixture(),
            Base::Settled => fixture_settled(),
            Base::Contracts => fixture_of_contracts(),
        }
    }
}

/// Makes a base.
pub type MakeBase = fn() -> Fixture;

/// Every base by its name.
pub const BASES: [(&str, MakeBase); 3] = [
    ("plain", fixture),
    ("settled", fixture_settled),
    ("contracts", fixture_of_contracts),
];

/// How a bundle is edited and made to agree again.
pub enum Done {
    /// Some of its files; then everything is sealed again with another key.
    Resealed(fn(&mut Unpacked)),
    /// Its log; then every hash of the log is made again and all is sealed with the same key.
    LogAnew(fn(&mut Vec<Record>)),
    /// What the server has, so that everything agrees but one telling: the log.
    OneTelling(fn(&mut Fixture)),
    /// The same with the log, so that everything agrees.
    Everything(fn(&mut Fixture)),
    /// The bytes of the archive.
    Zip(fn(&mut Vec<u8>)),
}

impl Done {
    pub fn name(&self) -> &'static str {
        match self {
            Done::Resealed(_) => "sealed with another key",
            Done::LogAnew(_) => "log hashed again",
            Done::OneTelling(_) => "all but the log agree",
            Done::Everything(_) => "everything agrees",
            Done::Zip(_) => "archive",
        }
    }
}

/// What shows a tampering.
pub enum Caught {
    /// A finding with these words.
    Named(&'static str),
    /// Nothing in the bundle.
    Outside(OnlyOutside),
}

pub struct Tampering {
    pub name: &'static str,
    pub base: Base,
    pub done: Done,
    pub caught: Caught,
}

const fn resealed(name: &'static str, edit: fn(&mut Unpacked), words: &'static str) -> Tampering {
    made(name, Done::Resealed(edit), words)
}

const fn log(name: &'static str, edit: fn(&mut Vec<Record>), words: &'static str) -> Tampering {
    made(name, Done::LogAnew(edit), words)
}

const fn one(name: &'static str, edit: fn(&mut Fixture), words: &'static str) -> Tampering {
    made(name, Done::OneTelling(edit), words)
}

const fn zip(name: &'static str, edit: fn(&mut Vec<u8>), words: &'static str) -> Tampering {
    made(name, Done::Zip(edit), words)
}

const fn made(name: &'static str, done: Done, words: &'static str) -> Tampering {
    Tampering {
        name,
        base: Base::Plain,
        done,
        caught: Caught::Named(words),
    }
}

const fn outside(name: &'static str, done: Done, outside: OnlyOutside) -> Tampering {
    Tampering {
        name,
        base: Base::Plain,
        done,
        caught: Caught::Outside(outside),
    }
}

const fn on(base: Base, tampering: Tampering) -> Tampering {
    Tampering { base, ..tampering }
}

/// Every tampering, by how it is done.
pub const TAMPERINGS: &[Tampering] = &[
    // Figures.
    resealed(
        "a loss is larger",
        |b| b.replace(LOSSES, "155036.95200000", "255036.95200000"),
        "losses.csv:4: the loss of line 2",
    ),
    resealed(
        "a loss is removed",
        |b| b.remove_row(LOSSES, "155036.95200000"),
        "losses.csv: lacks the loss",
    ),
    resealed(
        "a quantity is larger",
        |b| b.cell(ENTRIES, "250000", "in_amount", "350000"),
        "in_amount is `350000`",
    ),
    resealed(
        "a trade is of another day",
        |b| b.cell(ENTRIES, "250000", "time", "2022-10-19T21:00:07.000000Z"),
        "time is `2022-10-19T21:00:07.000000Z`",
    ),
    resealed(
        "an entry is removed",
        |b| b.remove_row(ENTRIES, "250000"),
        "entries.csv: `R-2222-22` lacks row",
    ),
    resealed(
        "an entry is doubled",
        |b| b.double_row(ENTRIES, "250000"),
        "contains no such entry",
    ),
    resealed(
        "a contested entry is not contested",
        |b| b.cell(ENTRIES, "250000", "contested", "no"),
        "losses.csv",
    ),
    resealed(
        "an entry is said to be documented",
        |b| b.cell(ENTRIES, "typed-1", "support", "documented"),
        "contains no such entry",
    ),
    resealed(
        "a used price is higher",
        |b| b.cell(PRICES, "0.9997", "value", "0.9998"),
        "prices.csv:",
    ),
    resealed(
        "an exclusion has another reason",
        |b| b.cell(EXCLUSIONS, "my own bot", "why", "no reason"),
        "exclusions.csv:2: does not follow",
    ),
    resealed(
        "an exclusion is removed",
        |b| b.remove_row(EXCLUSIONS, "my own bot"),
        "exclusions.csv: lacks the row",
    ),
    resealed(
        "the documented sum is larger",
        |b| {
            b.after(
                TOTALS,
                "\"total\": {",
                "\"documented\": \"",
                "\"documented\": \"9",
            )
        },
        "totals.json/shared/total/documented: is not gross loss less gross gain",
    ),
    resealed(
        "the net of all claims is larger",
        |b| b.after(TOTALS, "\"with_withheld\"", "\"net\": \"", "\"net\": \"9"),
        "totals.json/with_withheld/net: is not",
    ),
    resealed(
        "the withheld claims have another number of lines",
        |b| b.after(TOTALS, "\"withheld_total\"", "\"lines\": ", "\"lines\": 9"),
        "totals.json/with_withheld/lines: is not the sum",
    ),
    resealed(
        "one claim more is counted",
        |b| {
            b.after(
                TOTALS,
                "\"with_withheld\"",
                "\"claims\": 3",
                "\"claims\": 4",
            )
        },
        "totals.json/with_withheld/claims: is not the number of claims",
    ),
    resealed(
        "the totals are in another currency",
        |b| {
            let (usd, eur) = ("\"currency\": \"USD\"", "\"currency\": \"EUR\"");
            b.after(TOTALS, "\"with_withheld\"", usd, eur);
        },
        "totals.json/with_withheld/currency: is not the same in all three totals",
    ),
    resealed(
        "a quantity without a price is smaller",
        |b| {
            b.after(
                TOTALS,
                "\"unpriced\": [",
                "\"units\": \"5\"",
                "\"units\": \"4\"",
            )
        },
        "totals.json/unpriced/0/units",
    ),
    resealed(
        "the version of the prices is another one",
        |b| b.replace(REPORT, "\"price_version\": 7", "\"price_version\": 8"),
        "price_version",
    ),
    // Credits.
    resealed(
        "a credit is smaller",
        |b| b.cell(CREDITS, "100.5", "amount", "1.5"),
        "credits.csv:2: has no record in the custody log",
    ),
    resealed(
        "a credit has other evidence",
        |b| b.cell(CREDITS, "letter", "evidence", "no letter"),
        "credits.csv:2: has no record in the custody log",
    ),
    resealed(
        "a credit has another remark",
        |b| b.cell(CREDITS, "letter", "note", "paid later"),
        "credits.csv:2: has no record in the custody log",
    ),
    resealed(
        "a credit is removed",
        |b| b.remove_row(CREDITS, "letter"),
        "credits.csv: lacks a credit of `R-2222-22`",
    ),
    resealed(
        "a credit is counted twice",
        |b| b.double_row(CREDITS, "letter"),
        "credits.csv:3: has no record in the custody log",
    ),
    // Claims.
    resealed(
        "a claim is accepted",
        |b| b.cell(CLAIMS, "R-3333-33", "state", "accepted"),
        "states that `R-3333-33` is accepted; the custody log does not",
    ),
    resealed(
        "a withheld claim is declined",
        |b| b.cell(CLAIMS, "R-4444-44", "state", "declined"),
        "states that `R-4444-44` is declined; the custody log does not",
    ),
    resealed(
        "a withheld claim is not listed",
        |b| b.remove_row(CLAIMS, "R-4444-44"),
        "claims.csv: lacks `R-4444-44`, which the custody log has",
    ),
    resealed(
        "a commitment of a withheld claim is another one",
        |b| b.cell(LEAVES, "R-4444-44", "commitment", "0"),
        "does not list the claims that record",
    ),
    // Settings and prices.
    resealed(
        "an asset is taken at par",
        |b| b.replace(METHOD, "\"par\": []", "\"par\": [\n      \"USDT\"\n    ]"),
        "are not the settings that the custody log commits to",
    ),
    resealed(
        "no asset is listed as manipulated",
        |b| {
            let text = b.text(METHOD);
            let (_, rest) = text.split_once("\"manipulated\": [").unwrap();
            let (listed, _) = rest.split_once(']').unwrap();
            b.replace(METHOD, listed, "");
        },
        "does not list `DMG@2022-10-18T00:00:00Z` as manipulated; the custody log does",
    ),
    resealed(
        "the method of rounding has other words",
        |b| b.replace(METHOD, "exact sums", "rounded sums"),
        "method.json: states another rounding",
    ),
    resealed(
        "a price file has another name",
        |b| b.cell(PRICES_INDEX, "prices.csv", "name", "market.csv"),
        "prices/index.csv:2: has no record in the custody log",
    ),
    resealed(
        "a price file has another size",
        |b| b.cell(PRICES_INDEX, "prices.csv", "size_bytes", "1"),
        "prices/index.csv:2: has no record in the custody log",
    ),
    resealed(
        "the price file is another one",
        |b| {
            let prices = crate::common::PRICES.replace("16968.61", "16000.6");
            replace_file(b, "data/prices/", PRICES_INDEX, prices.as_bytes());
        },
        "prices/index.csv:2: has no record in the custody log",
    ),
    // Texts that the program knows.
    resealed(
        "the method is described otherwise",
        |b| b.replace("data/method/METHOD.md", "# ", "# Our "),
        "METHOD.md:1: is not what this program writes",
    ),
    resealed(
        "the check checks nothing",
        |b| b.replace("metadata/VERIFY.sh", "failed=0", "exit 0"),
        "VERIFY.sh:",
    ),
    resealed(
        "the README has another report number",
        |b| b.replace("metadata/README.txt", "Report no.: 3", "Report no.: 4"),
        "README.txt:4: is not what this program writes",
    ),
    resealed(
        "the README has another fingerprint",
        |b| b.replace("metadata/README.txt", "SHA256:", "SHA256:A"),
        "README.txt:7: is not what this program writes",
    ),
    resealed(
        "the description of the bag has another number",
        |b| b.replace("bag-info.txt", "Report no. 3", "Report no. 2"),
        "bag-info.txt:5: is not what this program writes",
    ),
    resealed(
        "the bag has another date",
        |b| b.replace("bag-info.txt", "Bagging-Date: 2023", "Bagging-Date: 2024"),
        "bag-info.txt:3: is not what this program writes",
    ),
    resealed(
        "the profile allows a further file",
        |b| b.replace("metadata/bagit-profile.json", "\"1.0.0\"", "\"1.0.1\""),
        "bagit-profile.json:",
    ),
    resealed(
        "a column is described otherwise",
        |b| {
            let path = "data/normalized/datapackage.json";
            b.replace(path, "\"number\"", "\"string\"");
        },
        "datapackage.json:",
    ),
    resealed(
        "the bag declares another encoding",
        |b| b.replace("bagit.txt", "UTF-8", "UTF-16"),
        "bagit.txt:2: is not what this program writes",
    ),
    resealed(
        "everybody may sign",
        |b| b.replace("metadata/allowed_signers", "redress ", "* "),
        "allowed_signers:1: is not what this program writes",
    ),
    // Facts of the report.
    resealed(
        "the report has another number",
        |b| b.replace(REPORT, "\"number\": 3", "\"number\": 4"),
        "has no record that report no. 4 was frozen",
    ),
    resealed(
        "the incident has another name",
        |b| b.replace(REPORT, "Tradebot {top} leak", "Another leak"),
        "are not the settings that the custody log commits to",
    ),
    resealed(
        "the window of the incident is open",
        |b| b.replace(REPORT, "\"from_us\": 1666000000000000", "\"from_us\": null"),
        "are not the settings that the custody log commits to",
    ),
    resealed(
        "the bundle was built before it was requested",
        |b| {
            b.replace(
                REPORT,
                &time_text(BUILT_AT_US),
                &time_text(BUILT_AT_US - 1_500_000),
            )
        },
        "before the last record of its log",
    ),
    resealed(
        "the bundle was built later",
        |b| {
            b.replace(
                REPORT,
                &time_text(BUILT_AT_US),
                &time_text(BUILT_AT_US + 1_500_000),
            )
        },
        "README.txt:5: is not what this program writes",
    ),
    resealed(
        "the report was frozen earlier",
        |b| {
            let frozen = BUILT_AT_US - 86_400_000_000;
            b.replace(REPORT, &time_text(frozen), &time_text(frozen - 1_000_000));
        },
        "states that it was frozen at",
    ),
    resealed(
        "the bundle is for somebody else",
        |b| b.replace(REPORT, "law_enforcement", "press"),
        "has no request to release this report to this recipient",
    ),
    resealed(
        "another program made the bundle",
        |b| b.replace(REPORT, "redress/0.1.0", "redress/0.0.9"),
        "bag-info.txt:2: is not what this program writes",
    ),
    resealed(
        "the frozen document is another one",
        |b| {
            let document = crate::common::sha256(crate::common::DOCUMENT);
            b.replace(REPORT, &document, &"0".repeat(64));
        },
        "was frozen with the document that data/provenance/report.json names",
    ),
    resealed(
        "the release is another one",
        |b| b.replace(REPORT, "release-1", "release-2"),
        "has no request to release this report",
    ),
    resealed(
        "the texts are of an unknown version",
        |b| b.replace(REPORT, "\"texts_version\": 1", "\"texts_version\": 9"),
        "has texts of version 9",
    ),
    resealed(
        "the report names a later record",
        |b| b.replace(REPORT, "\"custody_sequence\": ", "\"custody_sequence\": 1"),
        "does not hold the record the report was frozen at",
    ),
    resealed(
        "the report has a field that no report has",
        |b| b.replace(REPORT, "{\n", "{\n  \"reviewed\": true,\n"),
        "report.json: is not in the form in which this program writes it",
    ),
    resealed(
        "the head of the log is another one",
        |b| b.replace(HEAD, "sequence: ", "sequence: 1"),
        "custody-head.txt: is not the head",
    ),
    // What claimants said.
    resealed(
        "a statement says something else",
        |b| b.replace(FIRST, "Je n'ai pas fait", "J'ai fait"),
        "R-2222-22.json: has not the statement that the custody log recorded",
    ),
    resealed(
        "a statement is in another language",
        |b| b.replace(FIRST, "\"fr\"", "\"en\""),
        "R-2222-22.json: has not the statement that the custody log recorded",
    ),
    resealed(
        "a statement was written later",
        |b| b.replace(FIRST, "\"written_us\": 1669", "\"written_us\": 1670"),
        "R-2222-22.json: has not the statement that the custody log recorded",
    ),
    resealed(
        "a declaration is empty",
        |b| b.replace(FIRST, "I declare that this is true.", ""),
        "R-2222-22.json: has an empty declaration",
    ),
    resealed(
        "a declaration says something else",
        |b| b.replace(FIRST, "that this is true", "that this may be true"),
        "R-2222-22.json: has not the declaration that the custody log recorded",
    ),
    resealed(
        "somebody else signed",
        |b| b.replace(FIRST, "Invented Person", "Another Person"),
        "R-2222-22.json: has not the declaration that the custody log recorded",
    ),
    resealed(
        "another sum was signed",
        |b| b.replace(SECOND, "\"loss\": \"", "\"loss\": \"9"),
        "R-3333-33.json: has not the declaration that the custody log recorded",
    ),
    resealed(
        "a declaration was signed later",
        |b| b.replace(FIRST, "\"signed_us\": 1669", "\"signed_us\": 1670"),
        "R-2222-22.json: has not the declaration that the custody log recorded",
    ),
    resealed(
        "a changed claim is said to be as it was signed",
        |b| b.replace(FIRST, "\"changed_since\": true", "\"changed_since\": false"),
        "R-2222-22.json: contradicts the custody log on whether the claim was changed",
    ),
    resealed(
        "an unchanged claim is said to be changed",
        |b| {
            b.replace(
                SECOND,
                "\"changed_since\": false",
                "\"changed_since\": true",
            )
        },
        "R-3333-33.json: contradicts the custody log on whether the claim was changed",
    ),
    resealed(
        "somebody else filed the claim",
        |b| b.replace(FIRST, "\"filed_by\": null", "\"filed_by\": \"p-carla\""),
        "R-2222-22.json: states another filer",
    ),
    resealed(
        "a declaration is removed",
        |b| {
            let text = b.text(SECOND);
            let (_, declaration) = text.split_once("\"declaration\": ").unwrap();
            b.replace(SECOND, declaration, "null\n}\n");
        },
        "R-3333-33.json: has no declaration",
    ),
    resealed(
        "a claimant has another name",
        |b| b.cell(CLAIMANTS, "R-2222-22", "name", "Another Person"),
        "is not the commitment to the name, mail and state of `R-2222-22`",
    ),
    resealed(
        "a claimant has another address",
        |b| b.cell(CLAIMANTS, "R-2222-22", "mail", "other@example.org"),
        "is not the commitment to the name, mail and state of `R-2222-22`",
    ),
    resealed(
        "a claim has another salt",
        |b| b.cell(CLAIMANTS, "R-2222-22", "salt", "pepper"),
        "is not the commitment to the name, mail and state of `R-2222-22`",
    ),
    resealed(
        "a claimant is removed",
        |b| b.remove_row(CLAIMANTS, "R-2222-22"),
        "claimants.csv: lacks the claimant of `R-2222-22`",
    ),
    resealed(
        "a consent is older",
        |b| {
            b.cell(
                CONSENTS,
                "R-2222-22",
                "given",
                "2023-11-14T20:13:20.000000Z",
            )
        },
        "consents.csv:2: is no consent of the custody log",
    ),
    resealed(
        "a consent is removed",
        |b| b.remove_row(CONSENTS, "R-2222-22"),
        "has no consent of `R-2222-22`, which is shared",
    ),
    // Originals.
    resealed(
        "an original has another name",
        |b| b.cell(ORIGINALS, "trades.csv", "name", "mine.csv"),
        "originals/index.csv:2: and the custody log differ on size or name",
    ),
    resealed(
        "an original has another size",
        |b| b.cell(ORIGINALS, "trades.csv", "size_bytes", "1"),
        "originals/index.csv:2: and the custody log differ on size or name",
    ),
    resealed(
        "an original was received later",
        |b| {
            b.cell(
                ORIGINALS,
                "trades.csv",
                "received",
                "2022-12-21T03:06:40.000000Z",
            )
        },
        "originals/index.csv:2: and the custody log differ on when it was received",
    ),
    resealed(
        "somebody else added an original",
        |b| b.cell(ORIGINALS, "trades.csv", "added_by", "p-carla"),
        "originals/index.csv:2: and the custody log differ on who added it",
    ),
    resealed(
        "rows of an original were refused",
        |b| b.cell(ORIGINALS, "trades.csv", "rows_refused", "3"),
        "has 0 rows that cannot be read; data/originals/index.csv states 3",
    ),
    resealed(
        "an original was read by another version",
        |b| b.cell(ORIGINALS, "trades.csv", "reader_version", "9"),
        "index.csv states `9`",
    ),
    resealed(
        "an original is not read",
        |b| b.cell(ORIGINALS, "trades.csv", "read", "no"),
        "contains no such entry",
    ),
    resealed(
        "an original is replaced with its index",
        |b| {
            let png = b"\x89PNG another picture";
            replace_file(b, "data/originals/R-2222-22/", ORIGINALS, png);
        },
        "has no record in the custody log that the claim received it",
    ),
    resealed(
        "an original that no reader read is removed",
        |b| {
            b.remove_row(ORIGINALS, "screenshot.png");
            b.files.retain(|path, _| !path.ends_with(".png"));
        },
        "originals/index.csv: lacks an original of `R-2222-22`",
    ),
    // What people did to single rows.
    resealed(
        "an excluded line is open",
        |b| b.cell(LOSSES, "seen twice", "review", "open"),
        "has the review `open`; the custody log does not say so",
    ),
    resealed(
        "an open line is queried",
        |b| b.cell(LOSSES, "155036.95200000", "review", "queried"),
        "has the review `queried`; the custody log does not say so",
    ),
    resealed(
        "an entry that was typed in has another id",
        |b| b.cell(ENTRIES, "typed-1", "trade_id", "typed-2"),
        "is no entry that the custody log says was typed in",
    ),
    resealed(
        "an entry that was typed in is removed",
        |b| b.remove_row(ENTRIES, "typed-1"),
        "lacks an entry of `R-2222-22` that was typed in",
    ),
    resealed(
        "an entry that was typed in is doubled",
        |b| b.double_row(ENTRIES, "typed-1"),
        "is no entry that the custody log says was typed in",
    ),
    on(
        Base::Settled,
        resealed(
            "a decision has another reason",
            |b| b.cell(DECISIONS, "2000", "reason", "a guess"),
            "decisions.csv:2: has no record in the custody log",
        ),
    ),
    on(
        Base::Settled,
        resealed(
            "somebody else decided",
            |b| b.cell(DECISIONS, "2000", "decided_by", "p-nobody"),
            "decisions.csv:2: has no record in the custody log",
        ),
    ),
    on(
        Base::Settled,
        resealed(
            "a decision was made later",
            |b| {
                b.cell(
                    DECISIONS,
                    "2000",
                    "decided_at",
                    "2022-12-21T03:06:40.000000Z",
                )
            },
            "decisions.csv:2: has no record in the custody log",
        ),
    ),
    on(
        Base::Settled,
        resealed(
            "a decision is removed",
            |b| b.remove_row(DECISIONS, "2000"),
            "decisions.csv: lacks a decision on `R-3333-33`",
        ),
    ),
    on(
        Base::Settled,
        resealed(
            "a settled conflict is open",
            |b| b.cell(CONFLICTS, "settled", "state", "open"),
            "conflicts.csv:2: does not follow",
        ),
    ),
    on(
        Base::Contracts,
        resealed(
            "nothing was held at another moment",
            |b| b.cell(CLAIMS, "really", "flat_before", "2022-10-18T21:04:00Z"),
            "states another moment at which `R-3333-33` held nothing",
        ),
    ),
    on(
        Base::Contracts,
        resealed(
            "the moment without contracts has another reason",
            |b| b.cell(CLAIMS, "really", "flat_before_why", "a guess"),
            "states another moment at which `R-3333-33` held nothing",
        ),
    ),
    // The log, with every hash made again.
    log(
        "a receipt is removed",
        |l| remove(l, "evidence-added", "R-2222-22"),
        "has no record in the custody log that the claim received it",
    ),
    log(
        "a receipt is of another file",
        |l| record(l, "evidence-added", "R-2222-22").object_sha256 = "0".repeat(64),
        "has no record in the custody log that the claim received it",
    ),
    log(
        "a receipt has another size",
        |l| {
            let receipt = record(l, "evidence-added", "R-2222-22");
            if let Some(Purpose::Received { commitment, .. }) = receipt.purpose.purpose() {
                let bytes = 1;
                receipt.purpose = Purpose::Received { bytes, commitment }.kept();
            }
        },
        "differ on size or name",
    ),
    log(
        "a receipt is of somebody else",
        |l| record(l, "evidence-added", "R-2222-22").actor = "p-carla".into(),
        "differ on who added it",
    ),
    log(
        "a file was withdrawn",
        |l| {
            insert(l, ("evidence-added", "R-2222-22"), |record| {
                record.action = CustodyEvent::EvidenceWithdrawn.as_str().to_owned();
            });
        },
        "has no record in the custody log that the claim received it",
    ),
    log(
        "a reading refused rows",
        |l| {
            let entries = 4;
            let purpose = Purpose::Read {
                entries,
                refused: 2,
            };
            record(l, "imported", "R-2222-22").purpose = purpose.kept();
        },
        "differ on how many rows were refused",
    ),
    log(
        "a reading is removed",
        |l| remove(l, "imported", "R-2222-22"),
        "the custody log has other counts",
    ),
    log(
        "a statement is of another hash",
        |l| commit(record(l, "statement-changed", "R-2222-22")),
        "has not the statement that the custody log recorded",
    ),
    log(
        "a declaration is of another hash",
        |l| commit(record(l, "declaration-signed", "R-2222-22")),
        "has not the declaration that the custody log recorded",
    ),
    log(
        "the signing of a declaration is removed",
        |l| remove(l, "declaration-signed", "R-2222-22"),
        "has not the declaration that the custody log recorded",
    ),
    log(
        "the change after the signature is removed",
        |l| remove(l, "contest-changed", "R-2222-22"),
        "contradicts the custody log on whether the claim was changed",
    ),
    log(
        "a consent of the log is removed",
        |l| remove(l, "consent-given", "R-2222-22"),
        "is no consent of the custody log",
    ),
    log(
        "a consent was withdrawn",
        |l| {
            append(l, ("consent-given", "R-2222-22"), |record| {
                record.action = CustodyEvent::ConsentWithdrawn.as_str().to_owned();
            });
        },
        "or was withdrawn there",
    ),
    log(
        "the request of the release is removed",
        |l| remove(l, "release-requested", ""),
        "has no request to release this report",
    ),
    log(
        "the approval of the release is removed",
        |l| remove(l, "release-approved", ""),
        "has no approval of the release",
    ),
    log(
        "one person released alone",
        |l| record(l, "release-approved", "").actor = "p-carla".into(),
        "that one person both requested and approved",
    ),
    log(
        "the release was for another document",
        |l| record(l, "release-approved", "").object_sha256 = "0".repeat(64),
        "has no approval of the release",
    ),
    log(
        "the release was ended",
        |l| {
            append(l, ("release-approved", ""), |record| {
                record.action = CustodyEvent::ReleaseEnded.as_str().to_owned();
                record.purpose = Purpose::of(crate::common::RELEASE).kept();
            });
        },
        "has a release that was ended",
    ),
    log(
        "the freezing is of another document",
        |l| record(l, "snapshot-frozen", "").object_sha256 = "0".repeat(64),
        "was frozen with the document that",
    ),
    log(
        "the freezing commits to other claims",
        |l| commit(record(l, "snapshot-frozen", "")),
        "does not list the claims that record",
    ),
    log(
        "the freezing is later",
        |l| record(l, "snapshot-frozen", "").time = time_text(BUILT_AT_US - 80_000_000_000),
        "states that it was frozen at",
    ),
    log(
        "a claim went to another state",
        |l| {
            let last = l
                .iter_mut()
                .rfind(|r| r.action == "claim-moved" && r.object == "R-3333-33");
            let purpose = Purpose::Moved {
                from: ClaimState::Draft,
                to: ClaimState::Withdrawn,
            };
            last.unwrap().purpose = purpose.kept();
        },
        "states that `R-3333-33` is submitted; the custody log does not",
    ),
    log(
        "a claim is not in the report",
        |l| {
            insert(l, ("claim-moved", "R-2222-22"), |record| {
                record.object = "R-5555-55".into()
            });
        },
        "lacks `R-5555-55`, which the custody log has",
    ),
    log(
        "a credit of the log is removed",
        |l| remove(l, "credit-added", "R-2222-22"),
        "credits.csv:2: has no record in the custody log",
    ),
    log(
        "a second credit was recorded",
        |l| {
            insert(l, ("credit-added", "R-3333-33"), |record| {
                let (id, commitment) = ("credit-9".into(), "0".into());
                record.purpose = Purpose::Recorded { id, commitment }.kept();
            });
        },
        "credits.csv: lacks a credit of `R-3333-33`",
    ),
    log(
        "the typing in of an entry is removed",
        |l| remove(l, "entry-typed", "R-2222-22"),
        "is no entry that the custody log says was typed in",
    ),
    log(
        "a review of the log is removed",
        |l| remove(l, "line-reviewed", "R-2222-22"),
        "has the review `excluded`; the custody log does not say so",
    ),
    log(
        "a review of the log is another one",
        |l| {
            let review = record(l, "line-reviewed", "R-2222-22");
            if let Some(Purpose::Reviewed { row, .. }) = review.purpose.purpose() {
                let state = ReviewState::Queried;
                review.purpose = Purpose::Reviewed { state, row }.kept();
            }
        },
        "has the review `excluded`; the custody log does not say so",
    ),
    log(
        "a price file was removed",
        |l| {
            insert(l, ("prices-added", ""), |record| {
                record.action = CustodyEvent::PricesRemoved.as_str().to_owned();
            });
        },
        "prices/index.csv:2: has no record in the custody log",
    ),
    log(
        "a second price file was added",
        |l| {
            insert(l, ("prices-added", ""), |record| {
                record.object = "prices-9".into();
                record.object_sha256 = "0".repeat(64);
            });
        },
        "prices/index.csv: lacks the price file 000",
    ),
    log(
        "a manipulated asset of the log is removed",
        |l| remove(l, "asset-listed", ""),
        "lists `DMG@2022-10-18T00:00:00Z` as manipulated; the custody log does not",
    ),
    log(
        "an asset waits to be settled",
        |l| {
            insert(l, ("asset-listed", ""), |record| {
                record.action = CustodyEvent::AssetsUnsettled.as_str().to_owned();
                let names = ["BTC"].into_iter().collect();
                record.purpose = Purpose::Assets { names }.kept();
            });
        },
        "names other assets that wait to be settled",
    ),
    log(
        "the settings were changed",
        |l| {
            insert(l, ("incident-opened", ""), |record| {
                record.action = CustodyEvent::SettingsChanged.as_str().to_owned();
                commit(record);
            });
        },
        "are not the settings that the custody log commits to",
    ),
    log(
        "the incident was opened under another name",
        |l| record(l, "incident-opened", "").object = "another".into(),
        "states another short name of the incident",
    ),
    log(
        "the method changed",
        |l| {
            insert(l, ("incident-opened", ""), |record| {
                record.action = CustodyEvent::MethodChanged.as_str().to_owned();
                record.object = "FMV/0.1.0".into();
            });
        },
        "names another method than the custody log",
    ),
    log(
        "a time goes back",
        |l| l[3].time = time_text(GIVEN_AT_US - 9_000_000),
        "is dated before the record before it",
    ),
    on(
        Base::Settled,
        log(
            "somebody else decided, in the log",
            |l| record(l, "conflict-settled", "").actor = "p-carla".into(),
            "decisions.csv:2: has no record in the custody log",
        ),
    ),
    on(
        Base::Settled,
        log(
            "the decision of the log is removed",
            |l| remove(l, "conflict-settled", ""),
            "decisions.csv:2: has no record in the custody log",
        ),
    ),
    on(
        Base::Contracts,
        log(
            "the moment without contracts is removed from the log",
            |l| remove(l, "flat-stated", ""),
            "states another moment at which `R-3333-33` held nothing",
        ),
    ),
    // Everything agrees but the log.
    one(
        "a line was excluded",
        |f| {
            lines(f, 1, |line| {
                if line.entry.trade_id == "103" {
                    line.review.state = ReviewState::Excluded;
                }
            });
        },
        "has the review `excluded`; the custody log does not say so",
    ),
    one(
        "a credit was forgotten",
        |f| f.content.claims[0].credits.clear(),
        "credits.csv: lacks a credit of `R-2222-22`",
    ),
    one(
        "an entry was never typed in",
        |f| {
            let mut rows = f.rows(0);
            rows.retain(|row| {
                !matches!(row, casework::snapshot::Row::Line(line) if line.evidence.is_none())
            });
            f.set_rows(0, &rows, true);
        },
        "lacks an entry of `R-2222-22` that was typed in",
    ),
    one(
        "a typed-in quantity is smaller",
        |f| {
            lines(f, 0, |line| {
                if let (None, Some(quantity)) = (&line.evidence, &mut line.entry.in_) {
                    quantity.amount = Amount::parse("1001.000").unwrap();
                }
            });
        },
        "is no entry that the custody log says was typed in",
    ),
    one(
        "a picture was never received",
        |f| drop(f.content.claims[0].files.pop()),
        "originals/index.csv: lacks an original of `R-2222-22`",
    ),
    one(
        "a claim was declined",
        |f| f.content.claims[2].state = ClaimState::Declined,
        "states that `R-4444-44` is declined; the custody log does not",
    ),
    one(
        "a claim was never submitted",
        |f| drop(f.content.claims.pop()),
        "claims.csv: lacks `R-4444-44`, which the custody log has",
    ),
    one(
        "a claimant has a new name",
        |f| f.content.claims[0].claimant_name = "Another Person".into(),
        "does not list the claims that record",
    ),
    one(
        "a statement has new words",
        |f| f.content.claims[0].statement.as_mut().unwrap().text += " Jamais.",
        "has not the statement that the custody log recorded",
    ),
    one(
        "a declaration has a new name under it",
        |f| {
            let declaration = f.content.claims[0].declaration.as_mut();
            declaration.unwrap().signed_name = "Another Person".into();
        },
        "has not the declaration that the custody log recorded",
    ),
    one(
        "a claim consents that did not",
        |f| f.shared.extend([("R-4444-44".to_owned(), GIVEN_AT_US)]),
        "is no consent of the custody log",
    ),
    one(
        "the incident has a new name",
        |f| f.content.incident.name = "Another leak".into(),
        "are not the settings that the custody log commits to",
    ),
    one(
        "a price file has a new name",
        |f| f.content.price_files[0].name = "market.csv".into(),
        "prices/index.csv:2: has no record in the custody log",
    ),
    on(
        Base::Contracts,
        one(
            "nothing was held at a new moment",
            |f| {
                let stated = f.content.claims[1].flat_before.as_mut().unwrap();
                stated.at_us -= 1_000_000;
            },
            "states another moment at which `R-3333-33` held nothing",
        ),
    ),
    // Everything agrees but what was signed.
    made(
        "a sum was signed that the claim does not have",
        Done::Everything(|f| {
            let declaration = f.content.claims[1].declaration.as_mut();
            declaration.unwrap().loss = Some(Money::from_units(1));
        }),
        "R-3333-33.json: was signed under 0.00000001, but the claim adds up to",
    ),
    made(
        "files were signed that the claim does not have",
        Done::Everything(|f| {
            let declaration = f.content.claims[1].declaration.as_mut().unwrap();
            declaration.loss = None;
            declaration.files = vec!["0".repeat(64)];
        }),
        "R-3333-33.json: was signed under other files than the claim has",
    ),
    // The archive.
    zip(
        "bytes follow the directory",
        |z| z.extend(b"more"),
        "it does not end with its directory: bytes follow it",
    ),
    zip(
        "the archive has a remark",
        |z| {
            let end = z.len();
            z[end - 2] = 3;
            z.extend(b"bye");
        },
        "it does not end with its directory: bytes follow it",
    ),
    zip(
        "a file is marked as encrypted",
        |z| z[6] |= 1,
        "is marked as encrypted",
    ),
    zip(
        "the directory marks a file as encrypted",
        |z| {
            let at = directory(z);
            z[at + 8] |= 1;
        },
        "its directory marks",
    ),
    zip(
        "the directory states another checksum",
        |z| {
            let at = directory(z);
            z[at + 16] ^= 1;
        },
        "states another checksum of",
    ),
    zip(
        "both checksums of a file are wrong",
        |z| {
            let at = directory(z);
            z[at + 16] ^= 1;
            z[14] ^= 1;
        },
        "bagit.txt: does not have the checksum (CRC-32) that the ZIP states for it",
    ),
    zip(
        "the directory names another file",
        |z| {
            let at = directory(z);
            z[at + 46] ^= 1;
        },
        "its directory does not name the files that are in it",
    ),
    zip(
        "the directory marks a file as a link",
        |z| {
            let at = directory(z);
            z[at + 41] = 0xA1;
        },
        "its directory does not name the files that are in it",
    ),
    // What only something outside shows.
    outside(
        "a view is removed from the log",
        Done::LogAnew(|l| remove(l, "claim-seen", "R-2222-22")),
        OnlyOutside::UntoldRecord,
    ),
    outside(
        "somebody else saw a claim",
        Done::LogAnew(|l| record(l, "claim-seen", "R-2222-22").actor = "p-nobody".into()),
        OnlyOutside::UntoldRecord,
    ),
    outside(
        "a credit and its record were never there",
        Done::Everything(|f| f.content.claims[0].credits.clear()),
        OnlyOutside::WrittenAnew,
    ),
    outside(
        "a statement and its record have new words",
        Done::Everything(|f| f.content.claims[0].statement.as_mut().unwrap().text += " Jamais."),
        OnlyOutside::WrittenAnew,
    ),
    outside(
        "a file was false before it was received",
        Done::Everything(|f| {
            let prices = &mut f.content.price_files;
            let mut again = prices[0].clone();
            again.sha256 = crate::common::sha256(OTHER_PRICES.as_bytes());
            again.size_bytes = OTHER_PRICES.len() as u64;
            again.name = "other.csv".into();
            f.bytes
                .insert(again.sha256.clone(), OTHER_PRICES.as_bytes().to_vec());
            prices.push(again);
        }),
        OnlyOutside::FalseAtTheSource,
    ),
    outside(
        "an entry without a price is not contested",
        Done::OneTelling(|f| {
            lines(f, 0, |line| {
                if line.entry.trade_id == "104" {
                    line.contested = None;
                    line.loss = None;
                }
            });
        }),
        OnlyOutside::Contested,
    ),
    outside(
        "a contested entry has another reason",
        Done::Resealed(|b| b.cell(ENTRIES, "250000", "contested_why", "a guess")),
        OnlyOutside::Words,
    ),
    outside(
        "an original has another media type",
        Done::Resealed(|b| b.cell(ORIGINALS, "screenshot.png", "media_type", "image/gif")),
        OnlyOutside::Words,
    ),
];

/// Prices of a source that no line of the bundle uses.
const OTHER_PRICES: &str = "asset,quote,time,price,window,source\n\
    XRP,USD,2022-10-18T00:00:00Z,0.45,1d,invented\n";

/// Makes the commitment of a record that of something else.
fn commit(record: &mut Record) {
    let commitment = "0".repeat(64).into();
    record.purpose = Purpose::Committed { commitment }.kept();
}

/// The place of the directory of an archive, which its end record names.
fn directory(zip: &[u8]) -> usize {
    let (_, end) = zip.split_at(zip.len() - 6);
    let place = u32::from_le_bytes([end[0], end[1], end[2], end[3]]);
    usize::try_from(place).unwrap()
}

/// Replaces the last file of a folder, and its hash and size in the index.
fn replace_file(b: &mut Unpacked, folder: &str, index: &str, bytes: &[u8]) {
    let is_hashed = |path: &&String| {
        let name = path.strip_prefix(folder).unwrap_or_default();
        name.len() > 64 && (name.ends_with(".png") || folder.ends_with("prices/"))
    };
    let mut path = b.files.keys().filter(is_hashed);
    let path = path.next_back().unwrap().clone();
    let old = path[folder.len()..].split('.').next().unwrap().to_owned();
    let new = crate::common::sha256(bytes);
    b.files.remove(&path);
    b.files.insert(path.replace(&old, &new), bytes.to_vec());
    b.cell(index, &old, "file", &path.replace(&old, &new));
    b.cell(index, &old, "sha256", &new);
    b.cell(index, &new, "size_bytes", &bytes.len().to_string());
}
