//! A small incident, made with the real readers and the real method: two claimants who
//! share, one who does not, an archive, a duplicate, a typed-in entry, an exclusion, a
//! credit, and a token without a price. Rules say which entries are contested.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Cursor, Write};
use std::sync::Arc;

use casework::contest::{RuleOfRow, followed};
use casework::custody::{Head, Record, hex};
use casework::snapshot::{
    Claim, ConflictDecision, Consent, Content, Declaration, Dropped, File, FileDiagnostic,
    FlatBefore, Incident, Line, LinesFile, LinesReader, LinesWriter, Method, PriceFile, Review,
    Row, RowAt, Statement, balance_rules,
};
use casework::totals::Totals;
use casework::{ClaimState, ContestRule, Recipient, ReviewState, RuleKind, Support};
use ledger::losses::{
    Contesting, Credit, CreditDoubts, CreditLine, METHOD, Manipulated, Rule, RuleNo, Terms,
    ValuingLimits, value_credits,
};
use ledger::{
    Amount, Collected, Diagnostic, DiagnosticCap, Entry, EntryNote, FactSheet, Hashes, Kind,
    Mapping, Moment, Money, PriceBook, Quantity, ReadOptions, ZoneSource, rfc3339,
};
use report::key::Key;
use report::{Request, SealError, Sealed, seal};
use sha2::{Digest as _, Sha256};

pub mod bag;
mod log;

use log::custody_log;

pub const BUILT_AT_US: i64 = 1_700_000_000_000_000;
/// After the snapshot was frozen, before the bundle is built.
pub const CONSENTED_AT_US: i64 = BUILT_AT_US - 3_600_000_000;
pub const TOOL: &str = "redress/0.1.0";

const FTX: &str = "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n\
    101,2022-10-18T20:59:00.000000+00:00,BTC/USDT,buy,Limit,1,16900,16900,0,USDT,false\n\
    102,2022-10-18T21:00:00.000000+00:00,BTC/USDT,sell,Market,10,16950,169500,169.5,USDT,false\n\
    103,2022-10-18T21:00:07.000000+00:00,DMG/USDT,buy,Market,250000,0.64,160000,160,USDT,false\n\
    104,2022-10-18T21:00:09.000000+00:00,ZZZ/USDT,buy,Market,5,2,10,0,USDT,false\n";

const FTX_LATER: &str = "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n\
    103,2022-10-18T21:00:07.000000+00:00,DMG/USDT,buy,Market,250000,0.64,160000,160,USDT,false\n\
    105,2022-10-18T21:00:11.000000+00:00,DMG/USDT,sell,Market,1000,0.02,20,0.02,USDT,false\n";

/// A file of an exchange that no reader recognises, and its mapping.
pub const UNKNOWN: &str = "When,Coin,Change,Sum,No.\n\
    18/10/2022 21:00:09,BTC,-2,-1,900\n18/10/2022 21:00:09,USDT,31000,30000,900\n";
pub const MAPPING: &str = r#"{"exchange":"ex","kind":"trade","dates":"day_first","zone":"UTC",
    "columns":{"time":{"header":"When"},"asset":{"header":"Coin"},"change":{"header":"Change"},
    "trade_id":{"header":"No."}}}"#;

pub const PRICES: &str = "asset,quote,time,price,window,source\n\
    BTC,USD,2022-10-18T00:00:00Z,16968.61,1d,invented\n\
    USDT,USD,2022-10-18T00:00:00Z,0.9997,1d,invented\n\
    DMG,USD,2022-10-18T00:00:00Z,0.0203,1d,invented\n";

/// Everything that claimants gave and said.
pub const GIVEN_AT_US: i64 = 1_669_000_000_000_000;
/// The frozen document, of which bundles have the hash alone.
pub const DOCUMENT: &[u8] = b"the frozen document";
/// A signed sum that stands for the sum of the claim.
pub const UNSIGNED_UNITS: i64 = 40_639_915_000;
pub const RELEASE: &str = "release-1";
pub const CLAIMANT: &str = "p-claimant";
pub const COORDINATOR: &str = "p-carla";

/// The inputs of a bundle.
#[derive(Clone)]
pub struct Fixture {
    pub content: Content,
    pub shared: BTreeMap<String, i64>,
    pub bytes: BTreeMap<String, Vec<u8>>,
    /// Another custody log than the one that tells the contents.
    pub custody: Option<Vec<Record>>,
}

impl Fixture {
    /// The rows of a claim's lines.
    pub fn rows(&self, claim: usize) -> Vec<Row> {
        let file = self.content.claims[claim].lines.as_ref().unwrap();
        let rows = LinesReader::new(&self.bytes[&file.sha256][..]);
        rows.map(Result::unwrap).collect()
    }

    /// The contents, where every claim that was not changed since it was signed was signed
    /// under its own sum and files.
    fn agreed(&self) -> Content {
        let mut content = self.content.clone();
        for at in 0..content.claims.len() {
            let has_lines = content.claims[at].lines.is_some();
            let rows = has_lines.then(|| self.rows_readable(at));
            let claim = &mut content.claims[at];
            let Some(declaration) = &mut claim.declaration else {
                continue;
            };
            let is_open = declaration.loss == Some(Money::from_units(UNSIGNED_UNITS));
            if declaration.changed_since == Some(false) && is_open {
                declaration.loss = signed_sum(&rows.unwrap_or_default(), &claim.credits);
                let hashes = claim.files.iter().map(|file| file.sha256.clone());
                declaration.files = hashes.collect();
            }
        }
        content
    }

    /// The rows of a claim that can be read; some tests damage them.
    pub fn rows_readable(&self, claim: usize) -> Vec<Row> {
        let file = self.content.claims[claim].lines.as_ref().unwrap();
        let bytes = self.bytes.get(&file.sha256);
        let rows = LinesReader::new(bytes.map_or(&[][..], Vec::as_slice));
        rows.map_while(Result::ok).collect()
    }

    /// The custody log, to be changed. Later changes of the contents are not in it.
    pub fn log(&mut self) -> &mut Vec<Record> {
        let log = custody_log(self, &self.agreed());
        self.content.custody_head = log.head;
        self.custody.insert(log.records)
    }

    /// Replaces the rows of a claim, and their sums in the document if wanted.
    pub fn set_rows(&mut self, claim: usize, rows: &[Row], adds_up: bool) {
        let claim = &mut self.content.claims[claim];
        let mut file = written(&mut self.bytes, &claim.reference, rows);
        if !adds_up {
            let before = claim.lines.take();
            file.summary = before.map(|before| before.summary).unwrap_or_default();
        }
        claim.lines = Some(file);
    }
}

/// The sum of the lines that count, less the credits; none where no line has a price.
fn signed_sum(rows: &[Row], credits: &[CreditLine]) -> Option<Money> {
    let counted = rows.iter().filter_map(|row| match row {
        Row::Line(line) if line.review.state.counts() => line.loss.as_ref()?.loss,
        _ => None,
    });
    let counted: Vec<Money> = counted.collect();
    let credits = credits.iter().filter_map(|line| line.value);
    let sum = counted.iter().copied().sum::<Money>() - credits.sum::<Money>();
    (!counted.is_empty()).then_some(sum)
}

/// Stores rows as a claim's file of lines.
fn written(bytes: &mut BTreeMap<String, Vec<u8>>, reference: &str, rows: &[Row]) -> LinesFile {
    let mut writer = LinesWriter::new(Vec::new(), reference, 100);
    for row in rows {
        writer.row(row).unwrap();
    }
    let written = writer.finish();
    LinesFile {
        sha256: keep(bytes, &written.to),
        size_bytes: written.to.len() as u64,
        summary: written.summary,
    }
}

pub fn key() -> Key {
    Key::from_random([42; 32])
}

pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The whole incident, frozen.
pub fn fixture() -> Fixture {
    fixture_with(FTX_LATER, &[])
}

/// The same with a file in the second claim that is read by a mapping.
pub fn fixture_mapped() -> Fixture {
    fixture_with(
        FTX_LATER,
        &[("unknown.csv", "text/csv", UNKNOWN.as_bytes())],
    )
}

/// Another copy of the second claim's fills, one of them with another size.
pub const CONFLICTING: &str = "id,time,market,side,type,size,price,fee,feeCurrency\n\
    105,2022-10-18T21:00:11.000000+00:00,DMG/USDT,sell,market,2000,0.02,0.02,USDT\n";

/// The same with a file in the second claim that contradicts another.
pub fn fixture_conflicting() -> Fixture {
    fixture_with(
        FTX_LATER,
        &[("copy.csv", "text/csv", CONFLICTING.as_bytes())],
    )
}

/// The same, where a person decided that the row of the other size counts.
pub fn fixture_settled() -> Fixture {
    fixture_with(FTX_LATER, &[(SETTLED, "text/csv", CONFLICTING.as_bytes())])
}

/// The name of a file whose first row a person chose.
const SETTLED: &str = "settled.csv";

/// The name of a file of a claim whose claimant says that nothing was held in any contract at
/// [`FLAT_BEFORE`].
const PERPETUALS: &str = "perpetuals.csv";

/// Before the fills of [`PERPETUALS`].
pub const FLAT_BEFORE: &str = "2022-10-18T21:05:00Z";

/// Fills of a contract; what was held before is in no file.
const FILLS_OF_A_CONTRACT: &str = "id,time,market,side,type,size,price,total,fee,feeCurrency\n\
    201,2022-10-18T21:10:00+00:00,BTC-PERP,buy,market,2,20000,40000,1,USD\n\
    202,2022-10-18T21:20:00+00:00,BTC-PERP,sell,market,2,18000,36000,1,USD\n";

/// The same with fills of a contract in the second claim.
pub fn fixture_of_contracts() -> Fixture {
    let file = FILLS_OF_A_CONTRACT.as_bytes();
    fixture_with(FTX_LATER, &[(PERPETUALS, "text/csv", file)])
}

/// A trading bot's record of one trade.
const DEALS: &str = "deal_id;status;account;pair;created_at;closed_at;bought_volume;\
    sold_volume;bought_amount;sold_amount\n\
    7;completed;FTX;USDT_DMG;2022-10-18 20:00:00;2022-10-18 20:30:00;20;21;1000;1000\n";

/// The same with a trading bot's record in the second claim.
pub fn fixture_with_deals() -> Fixture {
    fixture_with(FTX_LATER, &[("deals.csv", "text/csv", DEALS.as_bytes())])
}

/// Fills with something to say about each: a total that is not quantity × price, and a price
/// that is no number.
const DOUBTFUL: &str = "ID,Time,Market,Side,Order Type,Size,Price,Total,Fee,Fee Currency,TWAP\n\
    105,2022-10-18T21:00:11.000000+00:00,DMG/USDT,sell,Market,1000,0.02,21,0.02,USDT,false\n\
    106,2022-10-18T21:00:12.000000+00:00,DMG/USDT,sell,Market,1000,none,20,0.02,USDT,false\n";

/// The same with such fills in the second claim.
pub fn fixture_doubtful() -> Fixture {
    fixture_with(DOUBTFUL, &[])
}

/// The name of a file of a claim whose claimant left out its rows, although another file has
/// them, too.
const DUPLICATE: &str = "duplicate.csv";

/// The same with a copy of a fill in the second claim, about which there is a rule.
pub fn fixture_duplicated() -> Fixture {
    let lines: Vec<&str> = FTX_LATER.lines().take(2).collect();
    let copy = lines.join("\n") + "\n";
    fixture_with(FTX_LATER, &[(DUPLICATE, "text/csv", copy.as_bytes())])
}

/// The same with this many fills in the second claim.
pub fn fixture_of_fills(fills: u32) -> Fixture {
    let mut text = FTX_LATER.lines().next().unwrap().to_owned() + "\n";
    for at in 0..fills {
        let (minute, second) = (at / 60 % 60, at % 60);
        let (side, price) = [("buy", "0.64"), ("sell", "0.02")][(at % 2) as usize];
        text += &format!(
            "{},2022-10-18T21:{minute:02}:{second:02}.000000+00:00,DMG/USDT,{side},Market,\
             1234.5,{price},,0.0123456789,USDT,false\n",
            1000 + at
        );
    }
    fixture_with(&text, &[])
}

/// The same with these fills and these further files in the second claim.
pub fn fixture_with(fills: &str, more: &[(&str, &str, &[u8])]) -> Fixture {
    let mut bytes = BTreeMap::new();
    let terms = Terms {
        manipulated: vec!["DMG@2022-10-18T00:00:00Z".parse::<Manipulated>().unwrap()],
        ..Terms::default()
    };
    let mut book = PriceBook::new();
    book.add("prices.csv", None, PRICES.as_bytes()).unwrap();
    let price_file = PriceFile {
        sha256: keep(&mut bytes, PRICES.as_bytes()),
        size_bytes: PRICES.len() as u64,
        name: "prices.csv".into(),
        pair: None,
        sources: vec!["invented".into()],
        address: "https://prices.example/prices.csv".into(),
        retrieved_us: Some(GIVEN_AT_US - 2_000_000),
        added_by: COORDINATOR.into(),
        added_us: GIVEN_AT_US - 1_000_000,
    };
    let archive = zipped("days/later.csv", FTX_LATER);
    let first = claim(
        &mut bytes,
        ("R-2222-22", ClaimState::Accepted),
        &[
            ("trades.csv", "text/csv", FTX.as_bytes()),
            ("=cmd(x), \"später\".zip", "application/zip", &archive),
            ("screenshot.png", "image/png", b"\x89PNG no export"),
        ],
        (&book, &terms),
    );
    let second = claim(
        &mut bytes,
        ("R-3333-33", ClaimState::Submitted),
        &[&[("fills.csv", "text/csv", fills.as_bytes())], more].concat(),
        (&book, &terms),
    );
    let withheld = claim(
        &mut bytes,
        ("R-4444-44", ClaimState::InReview),
        &[("mine.csv", "text/csv", FTX.as_bytes())],
        (&book, &terms),
    );
    let mut content = Content {
        document_version: casework::snapshot::DOCUMENT_VERSION,
        incident: Incident {
            id: "incident-1".into(),
            slug: "tradebot-2022".into(),
            name: "Tradebot {top} leak".into(),
            from_us: Some(1_666_000_000_000_000),
            to_us: None,
            venues: vec!["ftx".into()],
        },
        number: 3,
        frozen_at_us: BUILT_AT_US - 86_400_000_000,
        method: Method {
            version: METHOD.into(),
            terms,
            time_zone_database: "2026a".into(),
        },
        claims: vec![first, second, withheld],
        price_version: 7,
        price_files: vec![price_file],
        totals: nothing(),
        custody_head: Head::empty(),
    };
    content.totals = content.sum(|_| true).unwrap();
    Fixture {
        content,
        shared: ["R-2222-22", "R-3333-33"]
            .map(|reference| (reference.to_owned(), CONSENTED_AT_US))
            .into(),
        bytes,
        custody: None,
    }
}

fn nothing() -> Totals {
    casework::counting::TotalsBuilder::new(&Terms::default(), 7)
        .finish()
        .unwrap()
}

fn keep(bytes: &mut BTreeMap<String, Vec<u8>>, file: &[u8]) -> String {
    let sha256 = sha256(file);
    bytes.insert(sha256.clone(), file.to_vec());
    sha256
}

fn zipped(name: &str, text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file(name, options).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// Reads, resolves, contests and values in the same way as the server.
fn claim(
    bytes: &mut BTreeMap<String, Vec<u8>>,
    (reference, state): (&str, ClaimState),
    given: &[(&str, &str, &[u8])],
    (book, terms): (&PriceBook, &Terms),
) -> Claim {
    let is_flat = given.iter().any(|(name, ..)| *name == PERPETUALS);
    let at = is_flat.then(|| rfc3339::parse(FLAT_BEFORE).unwrap());
    let terms = &Terms {
        flat_before: at,
        ..terms.clone()
    };
    let flat_before = at.map(|at| FlatBefore {
        at_us: at.micros(),
        reason: "a new account, \"really\"".into(),
    });
    let (mut files, mut diagnostics) = (Vec::new(), Vec::new());
    let mut sink = Collected::default();
    let mut hashes = Hashes::new();
    for (name, media_type, file) in given {
        let mapping = (*name == "unknown.csv").then(|| Mapping::parse(MAPPING).unwrap());
        let options = ReadOptions {
            mapping: mapping.clone().map(Arc::new),
            account: "main".into(),
            hash: true,
            ..ReadOptions::default()
        };
        let found = ledger::read_file(name, Cursor::new(file), &options, &mut sink).unwrap();
        let read = found.iter().any(|found| found.format.is_some());
        let rows_refused = found.iter().map(|found| found.refused).sum();
        let said = shown(std::mem::take(&mut sink.diagnostics)).into_iter();
        diagnostics.extend(said.filter(|_| read).map(|diagnostic| FileDiagnostic {
            evidence: sha256(file),
            diagnostic,
        }));
        let format = match &found[..] {
            [one] if one.file == *name => one.format.map(|format| format.id.to_owned()),
            _ => None,
        };
        let versions = found.iter().map(ledger::FileReport::reader_version);
        let reader_version = report::reader_versions(versions);
        hashes.extend(found.into_iter().map(|found| (found.file, found.sha256)));
        files.push(File {
            sha256: keep(bytes, file),
            size_bytes: file.len() as u64,
            media_type: (*media_type).into(),
            received_us: GIVEN_AT_US,
            added_by: CLAIMANT.into(),
            name: (*name).into(),
            read_as: (*name).into(),
            format,
            reader_version,
            account: "main".into(),
            zone: None,
            mapping,
            format_said: None,
            day_order: None,
            members: ledger::Members::default(),
            read,
            rows_refused,
        });
    }
    let settled = files.iter().any(|file| file.read_as == SETTLED);
    let settled = settled.then(|| ledger::Settlement {
        counts: format!("{SETTLED}:2#1").parse().unwrap(),
        over: vec!["fills.csv:3#1".parse().unwrap()],
    });
    let by = ledger::Comparing {
        settlements: settled.iter().cloned().collect(),
        ..ledger::Comparing::default()
    };
    let mut resolved = ledger::resolve_by(sink.entries, &hashes, &by);
    let mut conflicts = std::mem::take(&mut resolved.conflicts);
    let others = resolved.dropped.iter();
    let others: Vec<Entry> = others
        .filter(|dropped| dropped.why.is_contradiction())
        .map(|dropped| dropped.entry.clone())
        .collect();
    let sha_of = |read: &str| {
        let file = files.iter().find(|file| {
            let member = read.strip_prefix(file.read_as.as_str());
            member.is_some_and(|member| member.is_empty() || member.starts_with('!'))
        });
        file.unwrap().sha256.clone()
    };
    let at = |row: &ledger::Row| RowAt {
        evidence: sha_of(&row.file),
        file: row.file.to_string(),
        line: row.line.to_string(),
        row: row.row.unwrap(),
    };
    let decisions = settled.iter().map(|settled| ConflictDecision {
        counted: vec![at(&settled.counts)],
        others: settled.over.iter().map(at).collect(),
        reason: "the exchange confirmed \"2000\"".into(),
        decided_by: "p-somebody".into(),
        decided_us: GIVEN_AT_US,
    });
    let decisions = decisions.collect();
    let others_read = resolved.dropped.iter().map(|dropped| &dropped.entry);
    let balances = ledger::balances(&resolved.kept, others_read, terms, &balance_rules());
    let key = |entry: &Entry| {
        let member = entry.file.split_once('!');
        let member = member.map_or_else(String::new, |(_, member)| format!("!{member}"));
        format!("{}{member}:{}", sha_of(&entry.file), entry.line())
    };
    let own = resolved.kept.iter().filter(|entry| entry.trade_id == "101");
    let again = resolved.dropped.iter().map(|dropped| &dropped.entry);
    let again = again.filter(|entry| entry.file == DUPLICATE);
    let rules = rules(own.chain(again).map(key));
    let mut instead: HashMap<String, HashSet<String>> = HashMap::new();
    for dropped in resolved.dropped.iter().filter(|d| d.why.is_of_one_row()) {
        let counts = format!("{}:{}", sha_of(&dropped.kept_file), dropped.kept_line);
        let gone = instead.entry(key(&dropped.entry)).or_default();
        gone.insert(counts);
    }
    let mut lines = judged(resolved.kept, (&rules[..], &instead), key, sha_of);
    lines.push(typed());
    value(&mut lines, book, terms);
    let valued = lines
        .iter()
        .filter_map(|line| Some((&line.entry, line.loss.clone()?)));
    let (entries, losses): (Vec<&Entry>, Vec<ledger::LossLine>) = valued.unzip();
    let priced = (&entries[..], &losses[..]);
    ledger::losses::weigh_conflicts(&mut conflicts, others.iter(), priced, (book, terms));
    if let Some(line) = lines.iter_mut().find(|line| line.entry.trade_id == "105") {
        line.review = Review {
            state: ReviewState::Excluded,
            reason: "seen twice".into(),
        };
    }
    let credit = Credit {
        file: "".into(),
        line: 0,
        time: Moment::from_civil(2022, 10, 18, 80_000),
        asset: "USDT".into(),
        amount: Amount::parse("100.5").unwrap(),
        evidence: "letter".into(),
        note: "".into(),
    };
    let dropped = resolved.dropped.into_iter().map(|dropped| Dropped {
        evidence: sha_of(&dropped.entry.file),
        file: dropped.entry.file.to_string(),
        line: dropped.entry.line(),
        row: dropped.entry.row,
        why: dropped.why,
        kept_evidence: sha_of(&dropped.kept_file),
        kept_file: dropped.kept_file.to_string(),
        kept_line: dropped.kept_line.to_string(),
        kept_row: dropped.kept_row,
    });
    let lines = lines.into_iter().map(|line| Row::Line(Box::new(line)));
    let rows = lines.chain(dropped.map(Row::Dropped));
    let rows = rows.chain(diagnostics.into_iter().map(Row::Diagnostic));
    let holdings = balances.holdings.into_iter().map(Box::new);
    let rows = rows.chain(holdings.map(Row::Holding));
    let rows: Vec<Row> = rows
        .chain(balances.files.into_iter().map(Row::Period))
        .collect();
    Claim {
        reference: reference.into(),
        salt: format!("salt of {reference}"),
        state,
        claimant_name: "Invented Person".into(),
        claimant_mail: "person@example.org".into(),
        lines: Some(written(bytes, reference, &rows)),
        contest_rules: rules,
        contested: Vec::new(),
        files,
        credits: value_credits(&[credit], &mut CreditDoubts::default(), book, terms).unwrap(),
        conflicts,
        conflict_decisions: decisions,
        positions_not_valued: Vec::new(),
        flat_before,
        statement: Some(Statement {
            language: "fr".into(),
            text: "Je n'ai pas fait ces opérations.".into(),
            written_us: GIVEN_AT_US,
        }),
        consents: vec![Consent {
            recipient: Recipient::LawEnforcement,
            given_us: GIVEN_AT_US,
        }],
        declaration: Some(Declaration {
            text: "I declare that this is true.".into(),
            signed_name: "Invented Person".into(),
            signed_us: GIVEN_AT_US,
            filed_by: None,
            loss: Some(Money::from_units(UNSIGNED_UNITS)),
            files: Vec::new(),
            changed_since: Some(reference == "R-2222-22"),
        }),
    }
}

/// Of each code about one file a hundred diagnostics, and one that counts the others.
fn shown(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut cap = DiagnosticCap::default();
    let shown = all.into_iter().filter(|diagnostic| cap.shows(diagnostic));
    let mut shown: Vec<Diagnostic> = shown.collect();
    shown.extend(cap.rest());
    shown
}

/// The rules of a claim: a period around everything, without the rows of these keys.
fn rules(left_out: impl Iterator<Item = String>) -> Vec<ContestRule> {
    let moment = |text: &str| rfc3339::parse(text).map(Moment::micros);
    let period = ContestRule {
        id: "rule-1".into(),
        kind: RuleKind::Period,
        from_us: moment("2022-10-18T20:00:00Z"),
        to_us: moment("2022-10-19T00:00:00Z"),
        exchange: String::new(),
        account: String::new(),
        asset: String::new(),
        row_key: String::new(),
        reason: "not mine, \"really\"\n=1+1".into(),
        added_by: CLAIMANT.into(),
        added_us: GIVEN_AT_US,
    };
    let of_rows = (2..).zip(left_out).map(|(number, row_key)| ContestRule {
        id: format!("rule-{number}"),
        kind: RuleKind::LeaveOut,
        from_us: None,
        to_us: None,
        row_key,
        reason: "my own bot".into(),
        ..period.clone()
    });
    let of_rows: Vec<ContestRule> = of_rows.collect();
    [period].into_iter().chain(of_rows).collect()
}

/// The lines of entries, contested as the rules say. Rules about rows that do not count hold
/// of the rows that count instead.
fn judged(
    entries: Vec<Entry>,
    (rules, instead): (&[ContestRule], &HashMap<String, HashSet<String>>),
    key: impl Fn(&Entry) -> String,
    sha_of: impl Fn(&str) -> String,
) -> Vec<Line> {
    let of_rows = rules.iter().map(|rule| RuleOfRow {
        row_key: &rule.row_key,
        added_us: rule.added_us,
    });
    let held = followed(&of_rows.collect::<Vec<_>>(), instead);
    let ledgers = held.iter().map(|(place, key)| rules[*place].rule(key));
    let ledgers: Vec<Rule> = ledgers.collect();
    let mut contesting = Contesting::new(&ledgers, &ValuingLimits::NONE);
    for entry in &entries {
        contesting.learn(entry, &key(entry)).unwrap();
    }
    let lines = entries.into_iter().map(|entry| {
        let verdict = contesting.verdict(&entry, &key(&entry));
        let rule = |no: Option<RuleNo>| no.map(|no| &rules[held[no.place()].0]);
        let reason = |no| rule(no).map(|rule| rule.reason.clone());
        let of_rule = rule(verdict.contested.or(verdict.left_out));
        Line {
            evidence: Some(sha_of(&entry.file)),
            support: Support::Documented,
            contested: reason(verdict.contested),
            left_out: reason(verdict.left_out),
            rule: of_rule.map(|rule| rule.id.as_str().into()),
            review: Review::default(),
            loss: None,
            entry,
        }
    });
    lines.collect()
}

fn value(lines: &mut [Line], book: &PriceBook, terms: &Terms) {
    let contested = lines.iter().filter(|line| line.contested.is_some());
    let entries: Vec<&Entry> = contested.map(|line| &line.entry).collect();
    let valued = ledger::value(&entries, book, terms).unwrap();
    assert_eq!(valued.lines.len(), entries.len());
    let contested = lines.iter_mut().filter(|line| line.contested.is_some());
    for (line, loss) in contested.zip(valued.lines) {
        line.loss = Some(loss);
    }
}

fn typed() -> Line {
    let quantity = |asset: &str, amount: &str| {
        Some(Quantity {
            asset: asset.into(),
            amount: Amount::parse(amount).unwrap(),
        })
    };
    Line {
        entry: Entry {
            file: "".into(),
            lines: Vec::new().into(),
            format: "".into(),
            reader_version: "".into(),
            exchange: "ftx".into(),
            account: "main".into(),
            account_in_file: "".into(),
            time: Moment::from_civil(2022, 10, 18, 76_000),
            time_raw: "2022-10-18 21:06:40".into(),
            zone_source: ZoneSource::Given,
            kind: Kind::Trade,
            trade_id: "typed-1".into(),
            market: "".into(),
            side: None,
            price: None,
            out: quantity("BTC", "0.50"),
            in_: quantity("DMG", "1000.000"),
            fee: None,
            row: 3,
            facts: FactSheet {
                tx_hash: "0xabcd".into(),
                contract_size: Amount::parse("7.50").ok(),
                ..FactSheet::default()
            }
            .into(),
            notes: vec![EntryNote::InFile {
                text: "size 5; placed".into(),
            }],
            ..Entry::default()
        },
        evidence: None,
        support: Support::Claimed,
        contested: Some(String::new()),
        left_out: None,
        rule: None,
        review: Review::default(),
        loss: None,
    }
}

/// Seals the fixture.
pub fn sealed(fixture: &Fixture) -> Result<(Vec<u8>, Sealed), SealError> {
    let mut bundle = Cursor::new(Vec::new());
    let key = key();
    let mut content = fixture.agreed();
    let custody = fixture.custody.clone().unwrap_or_else(|| {
        let log = custody_log(fixture, &content);
        content.custody_head = log.head;
        log.records
    });
    let request = Request {
        content: &content,
        shared: &fixture.shared,
        document_sha256: &sha256(DOCUMENT),
        release: RELEASE,
        recipient: Recipient::LawEnforcement,
        built_at_us: BUILT_AT_US,
        custody: &custody,
        key: &key,
        tool: TOOL,
    };
    let sealed = seal(&request, &mut bundle, |sha256| {
        let bytes = fixture.bytes.get(sha256);
        bytes
            .map(|b| Cursor::new(b.clone()))
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    })?;
    Ok((bundle.into_inner(), sealed))
}
