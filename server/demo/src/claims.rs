//! Puts a claim together: its files, its contested entries, its messages and its credits.

use ledger::Moment;

use crate::accounts::{Built, build};
use crate::cast::{self, Plan};
use crate::incident::{Claim, Contest, Credit, File, Message, Person, Typed};
use crate::market::{DAY, HOUR, day};
use crate::people::{FIRST_COORDINATOR, SECOND_COORDINATOR};
use crate::picture::screenshot;
use crate::words;

/// The claim of a plan.
pub fn claim(seed: u64, plan: &Plan, people: &[Person]) -> Claim {
    let language = people[plan.person].language;
    let accounts: Vec<Built> = (0..plan.accounts.len())
        .map(|nth| build(seed, plan, nth, plan.usd / plan.accounts.len() as u64))
        .collect();
    let contest = contest(plan, &accounts, language);
    let mut files: Vec<File> = accounts.into_iter().flat_map(|a| a.files).collect();
    let credits = credits(plan, &mut files);
    files.extend(others(plan.number));
    Claim {
        person: plan.person,
        files,
        typed: typed(plan.number),
        contest,
        credits,
        statement: words::statement(plan.number, language).to_owned(),
        consents: plan.consents.clone(),
        state: plan.state,
        reviewed_by: reviewer(plan),
        messages: messages(plan),
        about_usd: plan.usd,
    }
}

fn contest(plan: &Plan, accounts: &[Built], language: &str) -> Vec<Contest> {
    let reason = words::reason(plan.number, language).to_owned();
    let mut contest = Vec::new();
    for account in accounts {
        if plan.number == cast::ROW_BY_ROW {
            contest.extend(account.attacked_lines.clone().map(|line| Contest::Row {
                file: 0,
                line,
                reason: reason.clone(),
            }));
            continue;
        }
        contest.push(Contest::Period {
            from: Moment::from_seconds(account.period.0),
            to: Moment::from_seconds(account.period.1),
            reason: reason.clone(),
        });
        contest.extend(account.own_line.map(|line| Contest::LeaveOut {
            file: 0,
            line,
            reason: words::LEFT_OUT.to_owned(),
        }));
    }
    contest
}

/// FTX's credits of 24 October, for the few who received some.
fn credits(plan: &Plan, files: &mut Vec<File>) -> Vec<Credit> {
    let Some((_, percent)) = cast::CREDITED.iter().find(|(n, _)| *n == plan.number) else {
        return Vec::new();
    };
    let amount = format!("{}.00", plan.usd * percent / 100);
    files.push(no_export(
        "ftx-notice-24-october.txt",
        words::credit_notice(&amount).into_bytes(),
    ));
    vec![Credit {
        at: Moment::from_seconds(day(10, 24) + 15 * HOUR),
        asset: "USD",
        amount,
        evidence: files.len() - 1,
        note: "Paid back by the exchange after its pledge of 24 October.".to_owned(),
    }]
}

/// Files that no reader recognises.
fn others(number: usize) -> Vec<File> {
    let mut others = Vec::new();
    if cast::WITH_NOTE.contains(&number) {
        others.push(no_export("note.txt", words::note(number).into_bytes()));
    }
    let grey = (number * 4) as u8;
    if cast::WITH_SCREENSHOT.contains(&number) {
        others.push(no_export("screenshot-balance.png", screenshot(grey)));
    }
    if number == cast::TYPED_ONLY {
        others.push(no_export("screenshot-1.png", screenshot(grey)));
        others.push(no_export("screenshot-2.png", screenshot(grey + 1)));
    }
    others
}

fn no_export(name: &str, bytes: Vec<u8>) -> File {
    File {
        name: name.to_owned(),
        account: String::new(),
        zone: None,
        bytes,
        rows: 0,
        damaged: 0,
    }
}

/// The entries of the claimant who has only screenshots: about $38,000 in five trades.
fn typed(number: usize) -> Vec<Typed> {
    if number != cast::TYPED_ONLY {
        return Vec::new();
    }
    let start = day(11, 12) + 4 * HOUR + 1320;
    let entry = |minutes: i64, out: (&'static str, &str), in_: (&'static str, &str)| Typed {
        exchange: "kucoin",
        account: "KuCoin main".to_owned(),
        at: Moment::from_seconds(start + minutes * 60),
        out: (out.0, out.1.to_owned()),
        in_: (in_.0, in_.1.to_owned()),
        fee: Some(("USDT", "21.00".to_owned())),
        note: "Typed in from a screenshot; I have no export of this account.".to_owned(),
    };
    vec![
        entry(0, ("BTC", "1.25"), ("USDT", "20100.00")),
        entry(1, ("ETH", "14.6"), ("USDT", "16900.00")),
        entry(3, ("USDT", "14800.00"), ("WEFT", "41000")),
        entry(4, ("USDT", "12400.00"), ("WEFT", "33500")),
        entry(6, ("USDT", "9600.00"), ("WEFT", "24900")),
    ]
}

/// A coordinator who is not the claimant.
fn reviewer(plan: &Plan) -> usize {
    if plan.person == FIRST_COORDINATOR || plan.number.is_multiple_of(2) {
        SECOND_COORDINATOR
    } else {
        FIRST_COORDINATOR
    }
}

fn messages(plan: &Plan) -> Vec<Message> {
    let decides = reviewer(plan);
    let from_claimant = words::claimant(plan.number, plan.state).map(|text| (plan.person, text));
    let from_coordinator = words::coordinator(plan.number, plan.state).map(|text| (decides, text));
    let both = from_claimant.into_iter().chain(from_coordinator);
    both.map(|(from, text)| Message {
        from,
        text: text.to_owned(),
    })
    .collect()
}

/// The window of the incident: from the first attacks to the last, with a week around.
pub fn window() -> (Moment, Moment) {
    (
        Moment::from_seconds(day(10, 11)),
        Moment::from_seconds(day(12, 1) + DAY),
    )
}
