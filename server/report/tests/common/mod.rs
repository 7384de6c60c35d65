//! A small incident, made with the real readers and the real method: two claimants who
//! share, one who does not, an archive, a duplicate, a typed-in entry, an exclusion, a
//! credit, and a token without a price.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use std::sync::Arc;

use casework::custody::{self, CustodyEvent, Fact, Head, Purpose, Record, hex};
use casework::snapshot::{
    Claim, ConflictDecision, Consent, Content, Declaration, Dropped, File, FlatBefore, Incident,
    Line, LinesFile, LinesReader, LinesWriter, Method, PriceFile, Review, Row, RowAt, Statement,
};
use casework::totals::Totals;
use casework::{ClaimState, Recipient, ReviewState, Support};
use ledger::losses::{Credit, CreditDoubts, METHOD, Manipulated, Terms, value_credits};
use ledger::{
    Amount, Collected, Entry, EntryNote, FactSheet, Hashes, Kind, Mapping, Moment, PriceBook,
    Quantity, ReadOptions, ZoneSource, rfc3339,
};
use report::key::Key;
use report::{Request, SealError, Sealed, seal};
use sha2::{Digest as _, Sha256};

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

/// The inputs of a bundle.
#[derive(Clone)]
pub struct Fixture {
    pub content: Content,
    pub shared: BTreeMap<String, i64>,
    pub bytes: BTreeMap<String, Vec<u8>>,
    pub custody: Vec<Record>,
}

impl Fixture {
    /// The rows of a claim's lines.
    pub fn rows(&self, claim: usize) -> Vec<Row> {
        let file = self.content.claims[claim].lines.as_ref().unwrap();
        let rows = LinesReader::new(&self.bytes[&file.sha256][..]);
        rows.map(Result::unwrap).collect()
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

/// Stores rows as a claim's file of lines.
fn written(bytes: &mut BTreeMap<String, Vec<u8>>, reference: &str, rows: &[Row]) -> LinesFile {
    let mut writer = LinesWriter::new(Vec::new(), reference, 100);
    for row in rows {
        match row {
            Row::Line(line) => writer.line(line).unwrap(),
            Row::Dropped(dropped) => writer.dropped(dropped).unwrap(),
        }
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

fn fixture_with(fills: &str, more: &[(&str, &str, &[u8])]) -> Fixture {
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
    let custody = custody_log();
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
        custody_head: Head::from(&custody[1]),
    };
    content.totals = content.sum(|_| true).unwrap();
    Fixture {
        content,
        shared: ["R-2222-22", "R-3333-33"]
            .map(|reference| (reference.to_owned(), CONSENTED_AT_US))
            .into(),
        bytes,
        custody,
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
    let mut files = Vec::new();
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
        hashes.extend(found.into_iter().map(|found| (found.file, found.sha256)));
        files.push(File {
            sha256: keep(bytes, file),
            size_bytes: file.len() as u64,
            media_type: (*media_type).into(),
            received_us: 1_669_000_000_000_000,
            name: (*name).into(),
            read_as: (*name).into(),
            format: None,
            reader_version: String::new(),
            account: "main".into(),
            zone: None,
            mapping,
            format_said: None,
            day_order: None,
            members: ledger::Members::default(),
            read,
            rows_refused: 0,
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
        decided_us: 1_669_000_000_000_000,
    });
    let decisions = decisions.collect();
    let mut lines: Vec<Line> = resolved
        .kept
        .into_iter()
        .map(|entry| Line {
            evidence: Some(sha_of(&entry.file)),
            support: Support::Documented,
            contested: (entry.trade_id != "101").then(|| "not mine, \"really\"\n=1+1".to_owned()),
            left_out: (entry.trade_id == "101").then(|| "my own bot".to_owned()),
            review: Review::default(),
            loss: None,
            entry,
        })
        .collect();
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
    let rows: Vec<Row> = lines.chain(dropped.map(Row::Dropped)).collect();
    Claim {
        reference: reference.into(),
        state,
        claimant_name: "Invented Person".into(),
        claimant_mail: "person@example.org".into(),
        lines: Some(written(bytes, reference, &rows)),
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
            written_us: 1_669_000_000_000_000,
        }),
        consents: vec![Consent {
            recipient: Recipient::LawEnforcement,
            given_us: 1_669_000_000_000_000,
        }],
        declaration: Some(Declaration {
            text: "I declare that this is true.".into(),
            signed_name: "Invented Person".into(),
            signed_us: 1_669_000_000_000_000,
            filed_by: None,
            loss: Some(ledger::Money::from_units(40_639_915_000)),
            files: Vec::new(),
            changed_since: Some(true),
        }),
    }
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
        contested: Some("from a screenshot".into()),
        left_out: None,
        review: Review::default(),
        loss: None,
    }
}

fn custody_log() -> Vec<Record> {
    let mut head = Head::empty();
    let mut records = Vec::new();
    for action in [
        CustodyEvent::IncidentOpened,
        CustodyEvent::SnapshotFrozen,
        CustodyEvent::ReleaseApproved,
    ] {
        let record = custody::follow(
            "incident-1",
            &head,
            &Fact {
                time_us: BUILT_AT_US - 1_000_000,
                actor: "p-0123456789ab",
                role: "coordinator",
                action: action.as_str(),
                object: "3",
                object_sha256: "",
                purpose: Some(&Purpose::words("a \"purpose\"")),
                tool: TOOL,
            },
        );
        head = Head::from(&record);
        records.push(record);
    }
    records
}

/// Seals the fixture.
pub fn sealed(fixture: &Fixture) -> Result<(Vec<u8>, Sealed), SealError> {
    let mut bundle = Cursor::new(Vec::new());
    let key = key();
    let request = Request {
        content: &fixture.content,
        shared: &fixture.shared,
        recipient: Recipient::LawEnforcement,
        built_at_us: BUILT_AT_US,
        custody: &fixture.custody,
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
